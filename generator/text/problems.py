"""Problem: what is wrong, where, and what to write instead.

A problem is a value, never an exception passed through layers.  Every sentence users read about
bad input is made of ``message`` (what is wrong) and ``hint`` (what to write), both Chinese and
both without the closing full stop, which ``Problem.sentence`` adds.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal, NamedTuple, Protocol, get_args

Severity = Literal["错误", "提醒", "提示"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""Gravest first."""
MOST = 50
"""Of one file no more problems are shown than this: who sees fifty mends the file, not the fifty."""


Spot = tuple[int, int]
"""Line and column, both from 1."""


class Place(NamedTuple):
    """A position in one file; line and column count from 1, columns count characters."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.path, *(str(n) for n in (self.line, self.column) if n)])


class Written(Protocol):
    """Something that was read: where it stands, and where each of its fields does."""

    @property
    def place(self) -> Place: ...
    @property
    def spots(self) -> Mapping[str, Spot]:
        """Field → line and column of its value."""


def at(written: Written, key: str) -> Place:
    """The place of a field's value; of the whole when the field is absent."""
    place = written.place
    return Place(place.path, *written.spots.get(key, place[1:]))


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding.  错误 fails the check; 提醒 needs a look; 提示 is for information."""

    code: str
    place: Place
    message: str
    hint: str = ""
    severity: Severity = "错误"
    also: tuple[str, ...] = ()
    """Paths of other files that the message names: their clerks must see it too."""

    @property
    def sentence(self) -> str:
        """Message and hint as Chinese sentences, each with its full stop."""
        return full_stop(self.message) + full_stop(self.hint)

    def as_dict(self) -> dict[str, str | int]:
        """The stable JSON shape of ``--format json``."""
        return {
            "severity": self.severity,
            "code": self.code,
            "path": self.place.path,
            "line": self.place.line,
            "column": self.place.column,
            "message": full_stop(self.message),
            "hint": full_stop(self.hint),
        }


def full_stop(text: str) -> str:
    """A sentence with its full stop, unless it is a question or nothing at all."""
    return text if not text or text.endswith("？") else f"{text}。"


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Only the problems that fail a check."""
    return [problem for problem in problems if problem.severity == "错误"]


def in_reading_order(problems: Iterable[Problem]) -> list[Problem]:
    """Sorted by file, line and column, without repetitions."""
    # Two checks may find the same slip.
    return sorted(set(problems), key=lambda p: (p.place, p.severity, p.code, p.message))


def without_echoes(problems: Iterable[Problem]) -> list[Problem]:
    """Leave out what else is said about a line that has an invisible character in it.

    A code with a zero-width blank in it is unknown, but looks exactly like the one suggested.
    """
    kept = list(problems)
    unseen = {p.place[:2] for p in kept if p.code == "不可见字符"}
    return [p for p in kept if p.code == "不可见字符" or p.place[:2] not in unseen]


def most_of(problems: Iterable[Problem]) -> tuple[list[Problem], dict[str, list[Problem]]]:
    """Of each file the first ``MOST``, errors before hints; and by path what is left out."""
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        found.setdefault(problem.place.path, []).append(problem)
    shown: list[Problem] = []
    left_out: dict[str, list[Problem]] = {}
    for path, each in found.items():
        # Sorting keeps the order of the file among problems of one severity.
        gravest = sorted(each, key=lambda problem: SEVERITIES.index(problem.severity))
        kept = set(gravest[:MOST])
        shown += [problem for problem in each if problem in kept]
        if gravest[MOST:]:
            left_out[path] = gravest[MOST:]
    return shown, left_out


def abridged(problems: Iterable[Problem]) -> list[Problem]:
    """What is printed: ``most_of`` the problems, and after those of a file how many more it has."""
    shown, left_out = most_of(problems)
    made: list[Problem] = []
    for path, each in groupby(shown, key=lambda problem: problem.place.path):
        made += each
        if more := left_out.get(path):
            message = f"这个文件还有 {len(more)} 处没有列出"
            hint = "请先改正上面的，再检查一遍"
            made.append(Problem("过多", Place(path), message, hint, more[0].severity))
    return made


def as_data(problems: Iterable[Problem]) -> dict[str, Any]:
    """The same for ``--format json``: the problems, and by path how many more there are."""
    shown, left_out = most_of(problems)
    return {
        "problems": [problem.as_dict() for problem in shown],
        "left_out": {path: len(more) for path, more in left_out.items()},
    }


def display_width(text: str) -> int:
    """Terminal cells taken by ``text``: two for full-width characters, none for combining ones."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
"""Unicode categories of characters that steer, hide, have no shape or stand for a broken byte."""


def visible(text: str) -> str:
    """Text that is safe to print: what a terminal would obey or hide becomes U+FFFD."""
    if text.isprintable():
        return text
    return "".join("\ufffd" if unicodedata.category(char) in UNSEEN else char for char in text)


def as_line(problem: Problem) -> str:
    """``path:line:column: [提醒：]message。hint。`` — one line, the form programs and people grep."""
    mark = "" if problem.severity == "错误" else f"{problem.severity}："
    return visible(f"{problem.place}: {mark}{problem.sentence}")


def with_excerpt(problem: Problem, sources: Mapping[str, str]) -> str:
    """The line of ``as_line`` followed by the source line and a caret under the column."""
    # Lines as they were counted in reading; splitlines() also breaks at characters that nobody sees.
    source = sources.get(problem.place.path, "").replace("\r\n", "\n").replace("\r", "\n")
    lines = source.split("\n")
    if not 1 <= problem.place.line <= len(lines):
        return as_line(problem)
    source = visible(lines[problem.place.line - 1].replace("\t", " "))
    caret = " " * display_width(source[: max(problem.place.column, 1) - 1]) + "^"
    return f"{as_line(problem)}\n    {source}\n    {caret}"
