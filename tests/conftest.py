"""What holds for all tests: laws are looked at untimed, by the same examples for everybody.

A law must hold however busy the machine is, so none is timed.  The examples follow from the test
itself: what passes at a desk passes on the server too.  ``make test
PYTEST_ARGS=--hypothesis-profile=exploring`` looks at new ones.

All tests together run in as many workers as there are processors; some of them run in this
process, where a debugger works and no worker has to start.
"""

from __future__ import annotations

import gc

import pytest
from hypothesis import HealthCheck, settings

_SLOW = [HealthCheck.too_slow]
settings.register_profile(
    "repeatable", deadline=None, suppress_health_check=_SLOW, derandomize=True
)
settings.register_profile("exploring", deadline=None, suppress_health_check=_SLOW)
settings.load_profile("repeatable")


@pytest.hookimpl(tryfirst=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """None: as many as there are processors."""
    chosen = any(config.getoption(name, None) for name in ("keyword", "markexpr", "lf", "stepwise"))
    whole = config.args == config.getini("testpaths") and not chosen
    return None if whole else 0


def pytest_collection_finish() -> None:
    """Modules and collected tests stay to the end: they need not be looked at as garbage."""
    gc.collect()
    gc.freeze()
