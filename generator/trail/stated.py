"""A file of published standings, as far as the trail needs it: its head, and what it counted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.text import canonical
from generator.text.digests import DIGEST_PATTERN, Digests
from generator.text.problems import Place, Problem

_DIGEST = re.compile(DIGEST_PATTERN)
_KEYS = {
    "issue": int, "scheme": str, "period": str, "records": dict, "lines": dict, "groups": list,
    "missing": list,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stated:
    """The standings behind a bulletin as its JSON file states them."""

    path: str
    scheme: str
    period: str
    issue: int
    records: Digests
    """Path → digest of every record file that was counted."""
    content: Mapping[str, Any] = field(repr=False)
    """All that the file says; its numbers are read where they are compared."""


def read_standings(path: str, data: bytes) -> tuple[Stated | None, list[Problem]]:
    """The standings as published: canonical JSON as ``jifen close`` writes it."""
    try:
        read = canonical.loaded(data)
    except ValueError:
        return None, [unlike_any(path)]
    if not _well_formed(read):
        return None, [unlike_any(path)]
    head = read["scheme"], read["period"], read["issue"], read["records"]
    return Stated(path, *head, content=read), []


def unlike_any(path: str) -> Problem:
    """What to say of a file that the program has not written so."""
    message = "这个文件不是“jifen close”写出的内容"
    return Problem("通报", Place(path), message, "请恢复公布时的文件，不要手工修改")


def _well_formed(read: Any) -> bool:
    return (
        isinstance(read, dict)
        and read.get("version") == 1
        and all(type(read.get(key)) is kind for key, kind in _KEYS.items())
        and all(type(d) is str and _DIGEST.fullmatch(d) for d in read["records"].values())
    )
