"""A mutant, and how many of them each module gets."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one change."""

    path: str
    line: int
    statement: range
    """The lines of the statement that is changed; empty when it runs at import."""
    operator: str
    old: str
    new: str
    source: str

    @property
    def id(self) -> str:
        """The same as long as the module and the change are the same."""
        return hashlib.sha256(f"{self.path}\n{self.source}".encode()).hexdigest()[:16]


def shares(sizes: Mapping[str, int], total: int, least: int) -> dict[str, int]:
    """How many to draw of each module: by its size, at least ``least``, ``total`` or more in all."""
    whole = sum(sizes.values()) or 1
    return {path: min(size, max(least, -(-total * size // whole))) for path, size in sizes.items()}
