"""How much longer a push takes through the gate: the same pushes to two repositories, in turn.

This is wall time, because it is somebody at a desk who waits; CPU time is kept beside it.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import NamedTuple

from benchmarks.histories import History
from benchmarks.measure import Cost, Job, run
from generator.approval.root import MAIN
from generator.audit.install import install, self_test


class Push(NamedTuple):
    """What one push took: seconds on the clock, and of CPU, with all that it started."""

    wall: float
    cpu: float

    @property
    def on_the_clock(self) -> Cost:
        return Cost(self.wall, 0)


class Pair(NamedTuple):
    """The same push through the gate and without it."""

    gated: Push
    plain: Push


def compare(history: History, submissions: int, pushes: int, folder: Path) -> list[Pair]:
    """Push submission after submission to main when it holds ``submissions``.

    The gate refuses something first, so that it is known to be at work.
    """
    gated = history.cut(submissions, folder / "gated.git")
    plain = history.cut(submissions, folder / "plain.git")
    install(gated.repository, history.root)
    self_test(gated.repository, history.root)
    coming = history.main[submissions + 1 : submissions + 1 + pushes]
    if len(coming) < pushes:
        raise ValueError(f"{len(coming)} submissions to push, {pushes} wanted")
    return [Pair(_push(history, commit, gated), _push(history, commit, plain)) for commit in coming]


def _push(history: History, commit: str, to: History) -> Push:
    call = ("git", "-C", str(history.repository), "push", "--quiet", str(to.repository))
    before = time.perf_counter()
    cpu = run(Job((*call, f"{commit}:{MAIN}"))).cost.cpu
    taken = time.perf_counter() - before
    if to.git.commit_id(MAIN) != commit:
        raise ValueError(f"{to.repository} did not take {commit}")
    return Push(taken, cpu)
