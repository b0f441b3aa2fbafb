"""The approvers 审批人名册 as of one version: persons and keys; lanes, and what signatures each needs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import NamedTuple

from generator.approval.sshsig import Key

PATH = "rules/approvers.yml"
PERSONAL, CLICKED = "个人签名", "平台点击"
RECORD, BULLETIN, CORRECTION, OBJECTION, RULES, SOFTWARE, APPROVERS = (
    "记录", "通报", "更正", "异议", "规则", "程序", "名册",
)  # fmt: skip
_MONTH = r"ledger/(?:19|20)\d\d-(?:0[1-9]|1[0-2])"
_STEM = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_NAME = r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?"
SHAPES = {
    # A scheme may be called as it likes, but never like a folder of the trail.
    RECORD: rf"{_MONTH}/(?!(?:approvals|bulletins|corrections|objections)/)[a-z][a-z0-9-]*/{_STEM}\.yml",
    BULLETIN: rf"{_MONTH}/bulletins/[a-z0-9]+(?:-[A-Za-z0-9]+)*\.(?:yml|json)",
    CORRECTION: rf"{_MONTH}/corrections/\d{{4}}\.yml",
    OBJECTION: rf"{_MONTH}/objections/\d{{4}}\.yml",
    RULES: rf"rules/(?!approvers\.yml|approvers/|approvals/)(?:{_STEM}/)?{_STEM}\.yml",
    SOFTWARE: rf"(?!ledger/|rules/)(?:{_NAME}/)*{_NAME}",
}
"""Kind of lane → what its paths look like, whatever its patterns say.  Nothing hidden is among
them: attributes, submodules and the settings of a forge's robots change what others see or run."""
# Three is the bureau's own rule 三级审核; an answer to an objection is due in days, and a change of the
# program is signed by few who can read it.
LEAST_APPROVALS = {OBJECTION: 2, SOFTWARE: 2}
"""Approving levels a lane must have at least; 3 where not named."""


class OfficeHeld(NamedTuple):
    """An office 职务 held for a time, over some units or over all."""

    office: str
    since: date
    until: date | None
    units: tuple[str, ...] = ()

    def on(self, day: date) -> bool:
        """Whether it is held on ``day``."""
        return self.since <= day and (self.until is None or day <= self.until)


class Person(NamedTuple):
    """Somebody who may sign."""

    number: str
    name: str
    keys: tuple[Key, ...]
    posts: tuple[OfficeHeld, ...]
    accounts: tuple[tuple[str, str, str], ...] = ()
    """``(forge, numeric id, login)``."""

    def holds(self, office: str, day: date, unit: str = "") -> bool:
        """Whether the office is held on ``day``, over ``unit`` where one is given."""
        return any(
            post.office == office and post.on(day) and (not unit or unit in post.units)
            for post in self.posts
        )


class Bot(NamedTuple):
    """A robot that attests clicks on a forge; it never signs for itself."""

    code: str
    forge: str
    keys: tuple[Key, ...]


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


class Delegation(NamedTuple):
    """代理: a deputy acts in somebody's office from a day to a day."""

    deputy: str
    principal: str
    office: str
    since: date
    until: date
    basis: str


@dataclass(frozen=True, slots=True)
class Approvers:
    """One version of the file."""

    ledger: str
    version: int
    previous: str
    day: date
    demo: bool
    threshold: int
    roots: tuple[str, ...]
    persons: Mapping[str, Person]
    bots: Mapping[str, Bot]
    lanes: tuple[Lane, ...]
    delegations: tuple[Delegation, ...]
    digest: str
    owners: Mapping[bytes, str] = field(init=False, repr=False, compare=False)
    """Key → the person or bot it belongs to."""

    def __post_init__(self) -> None:
        owners = {key.blob: p.number for p in self.persons.values() for key in p.keys}
        owners |= {key.blob: bot.code for bot in self.bots.values() for key in bot.keys}
        object.__setattr__(self, "owners", owners)

    def lane(self, code: str) -> Lane | None:
        """The lane of that code."""
        return next((lane for lane in self.lanes if lane.code == code), None)

    def lane_of(self, path: str) -> Lane | None:
        """The one lane that takes a path."""
        return next((lane for lane in self.lanes if lane.takes(path)), None)

    def deputies(self, person: str, principal: str, office: str, day: date) -> Iterator[Delegation]:
        """The delegations under which ``person`` may act on ``day``."""
        for each in self.delegations:
            names = each.deputy, each.principal, each.office
            if names == (person, principal, office) and each.since <= day <= each.until:
                yield each


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
