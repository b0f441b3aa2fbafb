"""Things put together by what they share, in the order in which they come."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

Thing = TypeVar("Thing")
Shared = TypeVar("Shared")


def grouped(things: Iterable[Thing], key: Callable[[Thing], Shared]) -> dict[Shared, list[Thing]]:
    """Things by key: keys in the order in which they first appear, things in theirs."""
    found: dict[Shared, list[Thing]] = {}
    for thing in things:
        found.setdefault(key(thing), []).append(thing)
    return found
