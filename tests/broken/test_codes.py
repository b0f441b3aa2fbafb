"""What programs read of a problem, beside its sentence: code, severity, and the other files it names.

Each case is held to its line of ``tests/snapshots/codes.txt`` where its sentences are; here, that
there is one for each.
"""

from __future__ import annotations

import os

from tests.broken.corpus import CODES, codes
from tests.broken.test_every_message import PRINTING


def test_there_is_a_line_for_each_case_of_the_corpus() -> None:
    if os.environ.get("JIFEN_SNAPSHOTS") == "update":
        CODES.write_text("".join(f"{case}: {case.codes}\n" for case in PRINTING), "utf-8")
    assert [*codes()] == [str(case) for case in PRINTING]
