"""Figures: a comparison's result with its target, and the table that they make."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from operator import ge, gt, le
from statistics import median
from typing import NamedTuple

from benchmarks.measure import Cost, middle

MIB = 1024 * 1024
PACKAGES = (
    "mkdocs",
    "mkdocs-material",
    "jinja2",
    "pyyaml",
    "pandas",
    "check-jsonschema",
    "beancount",
)
_RELATIONS = {"≥": ge, ">": gt, "≤": le}


class Spread(NamedTuple):
    """The median of the rounds, the lowest and the highest."""

    middle: float
    low: float
    high: float


class Target(NamedTuple):
    """``Target("≥", 15)``: what a figure is held against."""

    relation: str
    value: float

    def met(self, number: float) -> bool:
        """Whether a figure reaches it."""
        return bool(_RELATIONS[self.relation](number, self.value))

    def __str__(self) -> str:
        return f"{self.relation} {self.value:g}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table.

    ``size`` is the number of county-years or submissions.  ``number`` is held against the target:
    the median ratio, MiB for memory, or milliseconds.  ``low`` and
    ``high`` are its extremes over the rounds.  Ours and theirs are in CPU seconds and bytes.
    """

    work: str
    size: int
    ours: Cost
    theirs: Cost | None
    number: Spread
    unit: str = "×"
    target: Target | None = None

    @property
    def met(self) -> bool:
        """Whether the target is reached; there is nothing to miss without one."""
        return self.target is None or self.target.met(self.number.middle)

    @property
    def cells(self) -> tuple[str, ...]:
        """The line as it stands in the table."""
        digits = 2 if self.unit == "×" else 0
        middle, low, high = (f"{number:.{digits}f}" for number in self.number)
        extremes = f" ({low}–{high})" if low != high else ""
        return (
            self.work,
            str(self.size),
            _words(self.ours),
            _words(self.theirs) if self.theirs else "–",
            f"{middle} {self.unit}{extremes}",
            f"{self.target} {self.unit}" if self.target else "–",
            ("met" if self.met else "**missed**") if self.target else "–",
        )


def _words(cost: Cost) -> str:
    return f"{cost.cpu:.2f} s, {cost.peak / MIB:.0f} MiB" if cost.peak else f"{cost.cpu:.2f} s"


HEADINGS = ("work", "counties", "jifen", "the other", "figure (lowest–highest)", "target", "")
APPROVALS = ("work", "submissions", *HEADINGS[2:])
"""Headings of the two tables: of books, and of approvals."""


def ratios(above: Sequence[Cost], below: Sequence[Cost]) -> list[float]:
    """CPU of one side over the other's, round by round."""
    return [a.cpu / b.cpu for a, b in zip(above, below, strict=True)]


def spread(numbers: Sequence[float]) -> Spread:
    """Median, lowest and highest."""
    return Spread(median(numbers), min(numbers), max(numbers))


def compared(
    work: str, size: int, ours: Sequence[Cost], theirs: Sequence[Cost], target: Target
) -> Figure:
    """How many times as much the other side needs."""
    number = spread(ratios(theirs, ours))
    return Figure(work, size, middle(ours), middle(theirs), number, "×", target)


def memory(work: str, size: int, costs: Sequence[Cost], target: Target) -> Figure:
    """The highest peak of all rounds in MiB."""
    peaks = [cost.peak / MIB for cost in costs]
    number = Spread(max(peaks), min(peaks), max(peaks))
    return Figure(work, size, middle(costs), None, number, "MiB", target)


def as_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A pipe table."""
    rule = ["---"] * len(headings)
    return "\n".join(f"| {' | '.join(row)} |" for row in (headings, rule, *rows))


def machine() -> str:
    """The machine in general words."""
    cores = os.cpu_count() or 1
    python = platform.python_version()
    return f"{cores} cores ({platform.machine()}), {sys.platform}, Python {python}"


def packages() -> str:
    """The versions of what the books are compared with."""
    return ", ".join(f"{name} {version(name)}" for name in PACKAGES)


def programs() -> str:
    """The versions of what signs and keeps approvals."""
    ssh = subprocess.run(["ssh", "-V"], capture_output=True, text=True, check=False)
    git = subprocess.run(["git", "--version"], capture_output=True, text=True, check=True)
    made = (ssh.stderr or ssh.stdout).partition(",")[0]
    return f"{git.stdout.strip()}, {made}, cryptography {version('cryptography')}"
