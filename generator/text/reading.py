"""What reading shares: a file as values with places, what a type is, the wording of lists and quotes."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence as SequenceOf
from dataclasses import dataclass, field
from typing import Any, Protocol

from generator.text.problems import Place, Problem, Severity, Spot

Schema = dict[str, Any]

NOTHING_SAID = frozenset({"无", "没有", "暂无", "略", "同上", "/", "-", "—", "－"})
"""What people write where a reason is asked for and they have none."""


class Mapping(dict[str, Any]):
    """A YAML mapping that knows where it, each key and each value stands."""

    __slots__ = ("comments", "keys_at", "refused", "repeated", "spot", "values_at")

    def __init__(self, spot: Spot = (0, 0)) -> None:
        super().__init__()
        self.spot = spot
        self.keys_at: dict[str, Spot] = {}
        self.values_at: dict[str, Spot] = {}
        self.comments: dict[str, Spot] = {}
        """For values followed by `` #…`` on their line: where the comment starts."""
        self.refused: set[str] = set()
        """Stand-ins for keys that are no text; a problem has been reported for each."""
        self.repeated: set[str] = set()
        """Keys written twice: neither value counts, and a problem has been reported."""


class Sequence(list[Any]):
    """A YAML list that knows where it and each element stands."""

    __slots__ = ("comments", "spot", "spots")

    def __init__(self, spot: Spot = (0, 0)) -> None:
        super().__init__()
        self.spot = spot
        self.spots: list[Spot] = []
        self.comments: dict[int, Spot] = {}
        """For elements followed by `` #…`` on their line: where the comment starts."""

    def placed(self) -> Iterator[tuple[Any, Spot]]:
        """Each element with where it stands."""
        return zip(self, self.spots, strict=True)


@dataclass(slots=True)
class Document:
    """One file as read: its tree (None when unreadable) and everything that is wrong in it."""

    path: str
    root: Any
    problems: list[Problem] = field(default_factory=list)

    def place(self, spot: Spot) -> Place:
        """The place of a line and column in this file."""
        return Place(self.path, *spot)

    def report(
        self, code: str, spot: Spot, message: str, hint: str = "", severity: Severity = "错误"
    ) -> None:
        """Add one problem at a line and column."""
        self.problems.append(Problem(code, self.place(spot), message, hint, severity))


class Unread:
    """Stands for a value that was refused here; a problem has been reported for it."""

    def __repr__(self) -> str:
        return "UNREAD"


UNREAD = Unread()


class Wrong(Exception):
    """Raised by a type's ``parse``: what is wrong and what to write instead."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint


class Missing:
    """The value of a field that could not be read; a problem has been reported for it."""

    def __repr__(self) -> str:
        return "MISSING"

    # So that ``row[key] or default`` goes on with the default, and all problems are found at once.
    def __bool__(self) -> bool:
        return False


MISSING = Missing()


class Type(Protocol):
    """How one value is read, described to editors and shown on the reference page."""

    @property
    def label(self) -> str:
        """The type in two or three Chinese words."""

    def read(self, value: Any, spot: Spot, document: Document) -> Any:
        """The typed value, or ``MISSING`` after reporting a problem."""

    def schema(self) -> Schema:
        """The draft-07 JSON Schema of the value as an editor sees it."""


def quoted(value: str, limit: int = 24) -> str:
    """The value as typed, in Chinese quotation marks, shortened for a message."""
    flat = " ".join(value.split())
    return f"“{flat if len(flat) <= limit else flat[: limit - 1] + '…'}”"


def closest(value: str, choices: Iterable[str]) -> str | None:
    """The choice most like ``value``, if any is near enough to suggest.

    Near is one slip in a short word; ``C06`` for ``C01`` is no slip, ``W77`` for ``W7`` is.
    """
    known = list(choices)
    # A wrong suggestion costs more than none: at 0.7 it must be nearly the same word.
    found = difflib.get_close_matches(value, known, n=1, cutoff=0.7)
    begun = [choice for choice in known if value and choice.startswith(value)]
    return found[0] if found else begun[0] if len(begun) == 1 else None


def one_of(choices: SequenceOf[str], *, closed: bool = False) -> str:
    """``请写成 甲``, or ``请写成 甲、乙 之一``.  Of a ``closed`` list, which no roster makes longer, all."""
    text = listed(choices, len(choices) if closed else MANY)
    ending = "" if len(choices) < 2 else " 之一" if text == "、".join(choices) else "之一"
    # A full-width bracket has its gap built in.
    return f"请写成 {text}{ending}".replace("） 之一", "）之一")


MANY = 10
"""A message lists no more choices than this."""


def listed(values: SequenceOf[str], limit: int = MANY) -> str:
    """``甲、乙、丙`` or ``甲、乙……等 12 种``."""
    if len(values) <= limit:
        return "、".join(values)
    return f"{'、'.join(values[:limit])}……等 {len(values)} 种"
