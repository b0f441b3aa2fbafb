"""The approvers 审批人名册 as of one version: persons and keys; lanes, and what signatures each needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from generator.approval.lanes import Lane
from generator.approval.sshsig import Key

APPROVERS_FILE = "rules/approvers.yml"


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
        object.__setattr__(self, "owners", {key.blob: holder for holder, key in self.all_keys()})

    def all_keys(self) -> Iterator[tuple[str, Key]]:
        """Every key with the person or bot it belongs to."""
        for person in self.persons.values():
            yield from ((person.number, key) for key in person.keys)
        for bot in self.bots.values():
            yield from ((bot.code, key) for key in bot.keys)

    def lane_of(self, path: str) -> Lane | None:
        """The one lane that takes a path."""
        return next((lane for lane in self.lanes if lane.takes(path)), None)

    def deputies(self, person: str, principal: str, office: str, day: date) -> Iterator[Delegation]:
        """The delegations under which ``person`` may act on ``day``."""
        for each in self.delegations:
            names = each.deputy, each.principal, each.office
            if names == (person, principal, office) and each.since <= day <= each.until:
                yield each
