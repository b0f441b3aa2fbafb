"""Lanes 通道: ways of approval, which paths each takes, and what signatures its levels need."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from generator.ledger.layout import (
    CORRECTION_NAME,
    MONTH_FOLDER,
    OBJECTION_NAME,
    RECORD_FILE,
    STEM,
)

PERSONAL, CLICKED = "个人签名", "平台点击"
RECORD, BULLETIN, CORRECTION, OBJECTION, RULES, SOFTWARE, APPROVERS = (
    "记录", "通报", "更正", "异议", "规则", "程序", "名册",
)  # fmt: skip
_MONTH = f"ledger/{MONTH_FOLDER}"
_NAME = r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?"
SHAPES = {
    RECORD: RECORD_FILE,
    BULLETIN: rf"{_MONTH}/bulletins/[a-z0-9]+(?:-[A-Za-z0-9]+)*\.(?:yml|json)",
    CORRECTION: rf"{_MONTH}/corrections/{CORRECTION_NAME}\.yml",
    OBJECTION: rf"{_MONTH}/objections/{OBJECTION_NAME}\.yml",
    RULES: rf"rules/(?!approvers\.yml|approvers/|approvals/)(?:{STEM}/)?{STEM}\.yml",
    SOFTWARE: rf"(?!ledger/|rules/)(?:{_NAME}/)*{_NAME}",
}
"""Kind of lane → what its paths look like, whatever its patterns say.  Nothing hidden is among
them: attributes, submodules and the settings of a forge's robots change what others see or run."""
# Three is the bureau's own rule 三级审核; an answer to an objection is due in days, and a change of the
# program is signed by few who can read it.
LEAST_APPROVALS = {OBJECTION: 2, SOFTWARE: 2}
"""Approving levels a lane must have at least; 3 where not named."""


class Level(NamedTuple):
    """Who may sign at a level, and what evidence is enough."""

    offices: tuple[str, ...]
    persons: tuple[str, ...]
    own_unit: bool
    instead: Mapping[str, str]
    """Unit or branch → the office that takes the place of this level's, to avoid self-approval."""
    evidence: tuple[str, ...]

    def offices_for(self, unit: str) -> tuple[str, ...]:
        """The offices that may sign about a unit."""
        return (self.instead[unit],) if unit in self.instead else self.offices


class Lane(NamedTuple):
    """A way of approval 通道: some paths and their levels, level 0 (报送) first."""

    code: str
    name: str
    kind: str
    scheme: str
    patterns: tuple[str, ...]
    levels: tuple[Level, ...]

    def takes(self, path: str) -> bool:
        """Whether a path is approved in this lane."""
        # Both: a bureau's pattern may be as wide as ``rules/**`` and takes only what is its own.
        return bool(re.fullmatch(SHAPES[self.kind], path, re.ASCII)) and any(
            glob(pattern).fullmatch(path) for pattern in self.patterns
        )


@cache
def glob(pattern: str) -> re.Pattern[str]:
    """``*`` stands for anything within one part of a path, ``**`` for any number of parts."""
    parts = re.split(r"(\*\*|\*)", pattern)
    stars = {"**": ".*", "*": "[^/]*"}
    return re.compile("".join(stars.get(part, re.escape(part)) for part in parts), re.ASCII)


def overlap(one: str, other: str) -> bool:
    """Whether some path matches both patterns."""
    left, right = (re.findall(r"\*\*|\*|[^*]", pattern) for pattern in (one, other))

    @cache
    def meet(i: int, j: int) -> bool:
        if i == len(left) and j == len(right):
            return True
        a, b = (left[i] if i < len(left) else ""), (right[j] if j < len(right) else "")
        if "*" in a and (meet(i + 1, j) or (b and _eats(a, b) and meet(i, j + 1))):
            return True
        if "*" in b and (meet(i, j + 1) or (a and _eats(b, a) and meet(i + 1, j))):
            return True
        return bool(a) and a == b and "*" not in a and meet(i + 1, j + 1)

    return meet(0, 0)


def _eats(star: str, piece: str) -> bool:
    return star == "**" or piece != "/"
