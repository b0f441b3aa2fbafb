"""What programs read of a problem, beside its sentence: code, severity, and the other files it names.

They are looked at together: ``tests/snapshots/codes.txt`` has a line for each case of the corpus, written
anew by ``JIFEN_SNAPSHOTS=update``.
"""

from __future__ import annotations

import os

from generator.text.problems import Problem
from tests.broken.test_every_message import PRINTING
from tests.tiny_site import SNAPSHOTS

PATH = SNAPSHOTS / "codes.txt"


def told(problem: Problem) -> str:
    """``重复 错误``, and ``+ path`` where another file's clerk must see it too."""
    return " ".join((problem.code, problem.severity, *(f"+ {path}" for path in problem.also)))


def test_every_code_severity_and_other_file_of_the_corpus() -> None:
    lines = [
        f"{case}: {'；'.join(told(problem) for problem in case.problems) or '—'}\n"
        for case in PRINTING
        if len(case.problems) < 100
    ]
    if os.environ.get("JIFEN_SNAPSHOTS") == "update":
        PATH.write_text("".join(lines), "utf-8")
    assert "".join(lines) == PATH.read_text("utf-8")
