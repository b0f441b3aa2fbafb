"""What holds for all tests: laws are looked at untimed, and by the same examples for everybody.

A law must hold however busy the machine is, so none is timed.  The examples follow from the test
itself: what passes at a desk passes on the server too.  ``make test
PYTEST_ARGS=--hypothesis-profile=exploring`` looks at new ones.
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings

_SLOW = [HealthCheck.too_slow]
settings.register_profile(
    "repeatable", deadline=None, suppress_health_check=_SLOW, derandomize=True
)
settings.register_profile("exploring", deadline=None, suppress_health_check=_SLOW)
settings.load_profile("repeatable")
