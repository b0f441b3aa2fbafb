"""Who and what is scored: units, branches, rooms, officers, each with dated facts.

A dated fact is a tuple of ``(since, value)`` in order; ``at(day)`` gives the value in force.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from generator.rules.periods import first_day, last_day
from generator.text.problems import Place

Dated = tuple[tuple[date, str], ...]


def at(dated: Dated, day: date) -> str:
    """The value in force on ``day``; empty before the first."""
    value = ""
    for since, current in dated:
        if since > day:
            break
        value = current
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """What is founded and may be dissolved: its code stays, for the records that name it."""

    code: str
    name: str
    since: date
    until: date | None
    successor: str
    place: Place

    def exists(self, day: date) -> bool:
        """Whether it is there on ``day``."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit(Entity):
    """A 所队室: station, team or office."""

    groups: Mapping[str, Dated]
    """Grouping (组别, 序列) → dated value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch(Entity):
    """A party branch; a joint branch covers several units."""

    units: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Room(Entity):
    """A community or rural police room."""

    station: str
    nature: str
    groups: Mapping[str, Dated]


class Post(NamedTuple):
    """Where an officer serves from a day on."""

    since: date
    unit: str
    duty: str
    room: str
    handles_cases: bool


@dataclass(frozen=True, slots=True)
class Officer:
    """A 民警 or 辅警."""

    number: str
    name: str
    auxiliary: bool
    branch: str
    licensed: bool
    posts: tuple[Post, ...]
    until: date | None
    away: tuple[tuple[date, date], ...]
    place: Place

    def post(self, day: date) -> Post | None:
        """The post held on ``day``."""
        if self.until is not None and day > self.until:
            return None
        # Posts are in the order of their days, which was checked when they were read.
        held = [post for post in self.posts if post.since <= day]
        return held[-1] if held else None

    def days_in_post(self, month: str) -> tuple[int, int]:
        """Days of the month served, and days of the month."""
        first, last = first_day(month), last_day(month)
        away = [(a, b) for a, b in self.away if a <= last and b >= first]
        from_start = bool(self.posts) and self.posts[0].since <= first
        to_end = self.until is None or self.until >= last
        # Nearly all serve nearly always, and are asked about in every month of every scheme.
        if from_start and to_end and not away:
            return last.day, last.day
        days = (first + timedelta(days=n) for n in range(last.day))
        served = (self.post(day) is not None and not _in(away, day) for day in days)
        return sum(served), last.day

    def away_whole_month(self, month: str) -> bool:
        """Whether a leave of more than a month covers the end of ``month``."""
        end = last_day(month)
        return any(a <= end <= b and (b - a).days >= 31 for a, b in self.away)


BRANCHES, ROOMS, UNITS, OFFICERS, CASES = "党支部", "警务室", "单位", "人员", "案件"
"""What a scheme may score 考核对象; a scheme of cases ranks officers, and units beside them."""
STATUSES = {"民警": "民警", "辅警": "警务辅助人员"}
"""身份 of people, with what each means."""
ROOM_KINDS = {"社区": "社区警务室", "农村": "农村警务室"}
"""性质 of rooms."""
OF_OFFICERS = (OFFICERS, CASES)
"""Kinds whose subjects are officers."""

Scope = Mapping[str, frozenset[str]]
"""考核范围: attribute (身份, 职务, 组别, 序列, 类别, 性质) → the values that are in."""


class Subject(NamedTuple):
    """What a scheme scores, as of a day: its code, name, ranking group and unit."""

    code: str
    name: str
    group: str
    unit: str


@dataclass(frozen=True, slots=True)
class Roster:
    """Everything under ``rules/roster/``; mappings are sorted by code."""

    units: Mapping[str, Unit]
    branches: Mapping[str, Branch]
    rooms: Mapping[str, Room]
    officers: Mapping[str, Officer]
    faulty: bool = False
    """Whether a roster file has errors: then nobody may be called unknown."""

    def subjects(
        self, kind: str, group_by: str, day: date, scope: Scope | None = None
    ) -> list[Subject]:
        """All subjects of a scheme on ``day``, sorted by code.

        ``kind`` is the scheme's 考核对象; for 案件 the officers in case work are the subjects.
        ``scope`` (考核范围) leaves out those whose attributes are not among its values.
        """
        found = (self.subject(kind, group_by, code, day) for code in self.named(kind))
        there = (subject for subject in found if subject is not None)
        return [s for s in there if not scope or self.within(scope, kind, s.code, day)]

    def within(self, scope: Scope, kind: str, code: str, day: date) -> bool:
        """Whether a subject is in the scope of a scheme on ``day``."""
        attributes = self._attributes(kind, code, day)
        return all(attributes.get(name) in values for name, values in scope.items())

    def _attributes(self, kind: str, code: str, day: date) -> dict[str, str]:
        if kind in OF_OFFICERS:
            officer = self.officers[code]
            post = officer.post(day)
            unit = self.units.get(post.unit) if post else None
            status = "辅警" if officer.auxiliary else "民警"
            own = {"身份": status, "职务": post.duty if post else ""}
            return own | (_on(day, unit.groups) if unit else {})
        if kind == ROOMS:
            room = self.rooms[code]
            return {"性质": room.nature} | _on(day, room.groups)
        return _on(day, self.units[code].groups) if kind == UNITS else {}

    def named(self, kind: str) -> Mapping[str, Unit | Branch | Room | Officer]:
        """Everything of a kind by code, whenever it is there; case work is done by officers."""
        tables: dict[str, Mapping[str, Unit | Branch | Room | Officer]] = {
            BRANCHES: self.branches, ROOMS: self.rooms, UNITS: self.units,
        }  # fmt: skip
        return tables.get(kind, self.officers)

    def subject(self, kind: str, group_by: str, code: str, day: date) -> Subject | None:
        """One subject as of ``day``; None when it does not exist then."""
        if kind in OF_OFFICERS:
            return self._officer_subject(kind, group_by, code, day)
        if kind == BRANCHES:
            branch = self.branches.get(code)
            if branch is None or not branch.exists(day):
                return None
            return Subject(code, branch.name, "", "")
        thing = self.rooms.get(code) if kind == ROOMS else self.units.get(code)
        if thing is None or not thing.exists(day):
            return None
        unit = thing.station if isinstance(thing, Room) else code
        return Subject(code, thing.name, at(thing.groups.get(group_by, ()), day), unit)

    def _officer_subject(self, kind: str, group_by: str, code: str, day: date) -> Subject | None:
        officer = self.officers.get(code)
        post = officer.post(day) if officer else None
        # Officers are subjects while they have a post; of case work, while the post is one of it.
        if officer is None or post is None or (kind == CASES and not post.handles_cases):
            return None
        unit = self.units.get(post.unit)
        group = at(unit.groups.get(group_by, ()), day) if unit else ""
        return Subject(code, officer.name, group, post.unit)

    def room_officers(self, room: str, day: date) -> list[Officer]:
        """The officers and auxiliaries who serve in a room on ``day``, by number."""
        return [o for o in self.officers.values() if (p := o.post(day)) and p.room == room]

    def branch_units(self, branch: str) -> Sequence[Unit]:
        """The units of a branch."""
        return [self.units[code] for code in self.branches[branch].units if code in self.units]


def _in(spells: Iterable[tuple[date, date]], day: date) -> bool:
    return any(first <= day <= last for first, last in spells)


def _on(day: date, groups: Mapping[str, Dated]) -> dict[str, str]:
    return {name: at(dated, day) for name, dated in groups.items()}
