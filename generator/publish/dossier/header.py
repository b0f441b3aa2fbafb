"""The head of a dossier: who it is about, and what held in which part of the year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

from generator.checks.books import Books
from generator.publish.kit import links
from generator.publish.kit.labels import Names, Words, cn_date, group_names, joined, say
from generator.publish.kit.tables import Cell
from generator.rules.periods import last_day
from generator.rules.roster import BRANCHES, ROOMS, UNITS, Branch, Dated, Officer, Post, Room, Unit

Fact = tuple[str, Words]
"""A heading and what stands under it."""


class Headers:
    """Facts of the roster for dossiers of one year; the months are those with records."""

    def __init__(self, books: Books, names: Names, year: int, months: Sequence[str]) -> None:
        self.books, self.names, self.year, self.months = books, names, year, months
        self.roster = books.roster
        self.first, self.last = date(year, 1, 1), date(year, 12, 31)

    def facts(self, level: str, code: str) -> list[Fact]:
        """The facts of a branch, room, unit or officer."""
        if level == BRANCHES:
            branch = self.roster.branches[code]
            return [*self.branch(branch), *self.life(level, branch)]
        if level == ROOMS:
            room = self.roster.rooms[code]
            return [*self.room(room), *self.life(level, room)]
        if level == UNITS:
            unit = self.roster.units[code]
            return [*self.unit(unit), *self.life(level, unit)]
        officer = self.roster.officers.get(code)
        return self.officer(officer) if officer else [("警号", say(code))]

    # ── kinds ───────────────────────────────────────────────────────────────────────────────

    def branch(self, branch: Branch) -> list[Fact]:
        units = self.roster.branch_units(branch.code)
        covered = joined([(self.names.unit_cell(unit.code, self.year),) for unit in units])
        return [("覆盖单位", covered or say("机关党支部，不对应单位"))]

    def room(self, room: Room) -> list[Fact]:
        people = self.room_people.get(room.code, {})
        served = joined([(self.person(number, months),) for number, months in people.items()])
        return [
            ("派出所", (self.names.unit_cell(room.station, self.year),)),
            ("性质", say(f"{room.nature}警务室")),
            ("类别", self.history(room.groups.get("类别", ()), "类别")),
            *([("警务室民辅警", served)] if served else []),
        ]

    def unit(self, unit: Unit) -> list[Fact]:
        branches = [b for b in self.roster.branches.values() if unit.code in b.units]
        rooms = [r for r in self.roster.rooms.values() if r.station == unit.code]
        linked = [(BRANCHES, self.linked(BRANCHES, branches)), (ROOMS, self.linked(ROOMS, rooms))]
        groups = [(key, self.history(dated, key)) for key, dated in unit.groups.items() if dated]
        return [*groups, *((level, words) for level, words in linked if words)]

    def officer(self, officer: Officer) -> list[Fact]:
        branch = self.roster.branches.get(officer.branch)
        return [
            ("警号", say(officer.number)),
            ("身份", say("警务辅助人员" if officer.auxiliary else "民警")),
            *([(BRANCHES, say(branch.name))] if branch is not None else []),
            ("本年任职", self.posts(officer)),
        ]

    # ── pieces ──────────────────────────────────────────────────────────────────────────────

    def linked(self, level: str, things: Sequence[Branch | Room]) -> Words:
        """Those that existed at some time in the year."""
        return joined(
            [
                (Cell(each.name, links.dossier(level, each.code, self.year)),)
                for each in things
                if each.since <= self.last and (each.until is None or each.until >= self.first)
            ]
        )

    def history(self, dated: Dated, key: str) -> Words:
        """The values of the year: ``一类``, or ``二类，2025年7月1日起一类``."""
        values = group_names(self.books.rulebook.bureau, key)
        # What held on New Year's Day may have been so for years.
        before = [value for since, value in dated if since <= self.first][-1:]
        changes = [(since, value) for since, value in dated if self.first < since <= self.last]
        said = [values.get(value, value) for value in before]
        said += [f"{cn_date(since)}起{values.get(value, value)}" for since, value in changes]
        return say("，".join(said))

    def life(self, level: str, thing: Unit | Branch | Room) -> list[Fact]:
        """Founded or closed within the year."""
        made: list[Fact] = []
        if self.first < thing.since <= self.last:
            made.append(("成立", say(cn_date(thing.since))))
        if thing.until is not None and self.first <= thing.until <= self.last:
            heir = self.names.of(level, thing.successor) if thing.successor else ""
            said = f"，由{heir}承接" if heir else ""
            made.append(("撤销", say(f"{cn_date(thing.until)}{said}")))
        return made

    @cached_property
    def room_people(self) -> Mapping[str, Mapping[str, list[str]]]:
        """Room → service number → the months at whose end the person served there."""
        found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for month in self.months:
            day = last_day(month)
            for officer in self.roster.officers.values():
                post = officer.post(day)
                if post is not None and post.room:
                    found[post.room][officer.number].append(month)
        return found

    def rooms_of(self, number: str) -> dict[str, str]:
        """Month → the room a person served in at its end."""
        return {
            month: room
            for room, people in self.room_people.items()
            for month in people.get(number, ())
        }

    def person(self, number: str, months: Sequence[str]) -> Cell:
        """Somebody of a room; the months only when not the whole year."""
        auxiliary = "（辅警）" * self.roster.officers[number].auxiliary
        served = "—".join(dict.fromkeys(f"{int(month[5:])}" for month in (months[0], months[-1])))
        span = f"（{served}月）" if len(months) < len(self.months) else ""
        cell = self.names.officer_cell(number, self.year)
        return cell._replace(text=f"{cell.text}{auxiliary}{span}")

    def posts(self, officer: Officer) -> Words:
        """Unit, room and duty through the year."""
        held = [post for post in officer.posts if post.since <= self.last]
        current = [post for post in held if post.since <= self.first][-1:]
        later = [post for post in held if post.since > self.first]
        said = joined([self.post(each) for each in (*current, *later)], "；")
        if officer.until is not None and officer.until <= self.last:
            return say(*said, f"；{cn_date(officer.until)}离任")
        return said

    def post(self, post: Post) -> Words:
        since = f"{cn_date(post.since)}起" if post.since > self.first else ""
        page = links.dossier(ROOMS, post.room, self.year)
        room = [Cell(self.names.of(ROOMS, post.room), page)] if post.room else []
        duty = f"{post.duty}{'（办案）' if post.handles_cases else ''}"
        return say(since, self.names.unit_cell(post.unit, self.year), *room, duty)
