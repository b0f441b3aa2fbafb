"""A case of the corpus, and the whole corpus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib import import_module

from generator.checks.books import read_books
from generator.text.problems import Problem, abridged, as_line
from tests.county import Change, Files, county
from tests.tiny_site import SNAPSHOTS

CODES = SNAPSHOTS / "codes.txt"
"""What programs read of the problems of each case; written anew by ``JIFEN_SNAPSHOTS=update``."""

THEMES = (
    "yaml",
    "fields",
    "privacy",
    "paths",
    "entries",
    "subjects",
    "stale",
    "people",
    "cases",
    "reviews",
    "deadlines",
    "reuse",
    "bulletins",
    "corrections",
    "restatements",
    "objections",
    "settings",
    "website",
    "roster",
    "schemes",
    "items",
    "unobeyed",
)
"""``tests/broken/test_THEME.py`` has the cases of a theme in ``CASES``."""


@dataclass(frozen=True)
class Broken:
    """One change to the county and the lines that ``jifen check`` prints for it."""

    title: str
    changes: tuple[Change, ...]
    lines: tuple[str, ...]
    today: date | None = None

    def __str__(self) -> str:
        return self.title

    @property
    def files(self) -> Files:
        return county(*self.changes)

    @cached_property
    def problems(self) -> list[Problem]:
        return read_books(self.files, self.today)[1]

    @property
    def printed(self) -> tuple[str, ...]:
        return tuple(as_line(problem) for problem in abridged(self.problems))

    @property
    def codes(self) -> str:
        return codes_of(self.problems)


def codes_of(problems: Iterable[Problem]) -> str:
    """``重复 错误 × 2``, and ``+ path`` where another file's clerk must see it too."""
    told = Counter(
        " ".join((p.code, p.severity, *(f"+ {path}" for path in p.also))) for p in problems
    )
    return "；".join(f"{each} × {n}" if n > 1 else each for each, n in told.items()) or "—"


@cache
def codes() -> Mapping[str, str]:
    """Title of a case → its codes as they stand in the snapshot."""
    lines = CODES.read_text("utf-8").splitlines()
    return dict(line.rsplit(": ", 1) for line in lines)


def broken(title: str, *changes_and_lines: Change | str, today: date | None = None) -> Broken:
    """A case: its title, the changes, then the expected lines (none when nothing is wrong).

    Overdue answers are listed only as of a day.
    """
    lines = tuple(each for each in changes_and_lines if isinstance(each, str))
    changes = tuple(each for each in changes_and_lines if not isinstance(each, str))
    return Broken(title, changes, lines, today)


@cache
def corpus() -> tuple[Broken, ...]:
    """The cases of all themes."""
    modules = [import_module(f"tests.broken.test_{theme}") for theme in THEMES]
    return tuple(case for module in modules for case in module.CASES)
