"""What whole processes cost: user and system CPU time, and the most memory any of them held.

Every command runs in a child of its own, with everything it starts.  Sides of a comparison take
turns (A B A B …), so that a busy moment of the machine hits them alike, and a ratio is made of the
two runs of one round.  Wall time is not looked at: on a shared machine it says nothing.

This module and the one that calls it import nothing large: Linux counts the memory that a process
had before it became another program.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
PEAK_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in one unit of ``ru_maxrss``."""


class Failed(Exception):
    """A measured command did not do its work; holds the end of what it said."""


class Cost(NamedTuple):
    """What one or several commands took: CPU seconds, and the highest peak in bytes."""

    cpu: float
    peak: int

    def __add__(self, other: object) -> Cost:
        if not isinstance(other, Cost):
            return NotImplemented
        return Cost(self.cpu + other.cpu, max(self.peak, other.peak))


@dataclass(frozen=True, slots=True)
class Job:
    """A command, the folder it runs in, and what is done before each run outside the measure."""

    command: Sequence[str]
    folder: Path = ROOT
    before: Callable[[], object] | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: jobs that are run one after another and counted together."""

    name: str
    jobs: tuple[Job, ...]


def pin() -> int | None:
    """Bind this process and its children to the last CPU it may use; None where there is no way."""
    if not hasattr(os, "sched_setaffinity"):
        return None
    chosen = max(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {chosen})
    return chosen


class Done(NamedTuple):
    """A command that has ended well: what it cost, and what it said."""

    cost: Cost
    said: str


def run(job: Job) -> Done:
    """Run one command to its end.  Raises ``Failed`` unless it exits with 0."""
    if job.before is not None:
        job.before()
    with tempfile.TemporaryFile() as said:
        child = os.fork()
        if child == 0:
            _become(job, said.fileno())
        _, status, usage = os.wait4(child, 0)
        said.seek(0)
        text = said.read().decode("utf-8", "replace")
    if status != 0:
        code = os.waitstatus_to_exitcode(status)
        raise Failed(f"{' '.join(job.command)}\nended with {code}\n{text[-2000:]}")
    return Done(Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss * PEAK_UNIT), text)


def child_environment() -> dict[str, str]:
    """What every child is given: this checkout, UTF-8, no notices, the same order of sets.

    Compiled modules are kept, as in any installation, but in a folder of their own.
    """
    given = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return given | {
        "PYTHONPATH": str(ROOT),
        "PYTHONPYCACHEPREFIX": str(ROOT / ".cache" / "benchmarks" / "compiled"),
        "PYTHONUTF8": "1",
        "PYTHONHASHSEED": "0",
        "NO_MKDOCS_2_WARNING": "1",
    }


def _become(job: Job, output: int) -> None:
    """In the child: turn into the command.  Never returns."""
    try:
        os.chdir(job.folder)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(output, 1)
        os.dup2(output, 2)
        os.execvpe(job.command[0], [*job.command], child_environment())  # noqa: S606 - no shell
    except BaseException as error:  # noqa: BLE001 - the child must end here, whatever happened
        os.write(output, str(error).encode())
    finally:
        os._exit(127)


def cost(side: Side) -> Cost:
    """All jobs of a side, once."""
    total = Cost(0.0, 0)
    for job in side.jobs:
        total += run(job).cost
    return total


def interleaved(
    sides: Sequence[Side], rounds: int, *, warm_up: bool = True
) -> dict[str, list[Cost]]:
    """Costs of each side by name, one per round, the sides taking turns.

    A first round that is not counted fills the caches of files and compiled code for all alike.
    """
    if warm_up:
        for side in sides:
            cost(side)
    costs: dict[str, list[Cost]] = {side.name: [] for side in sides}
    for _ in range(rounds):
        for side in sides:
            costs[side.name].append(cost(side))
    return costs


def middle(costs: Sequence[Cost]) -> Cost:
    """Median CPU, highest peak."""
    return Cost(median(each.cpu for each in costs), max(each.peak for each in costs))
