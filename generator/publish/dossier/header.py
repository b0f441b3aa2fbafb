"""The head of a dossier: who it is about, and what held in which part of the year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import cached_property

from generator.checks.books import Books
from generator.publish.kit import links
from generator.publish.kit.labels import Names, Words, cn_date, group_names, say
from generator.publish.kit.tables import Cell
from generator.rules.periods import last_day
from generator.rules.roster import Branch, Dated, Officer, Room, Unit

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
        match level:
            case "党支部":
                return self.branch(self.roster.branches[code])
            case "警务室":
                return self.room(self.roster.rooms[code])
            case "单位":
                return self.unit(self.roster.units[code])
        officer = self.roster.officers.get(code)
        return self.officer(officer) if officer else [("警号", say(code))]

    # ── kinds ───────────────────────────────────────────────────────────────────────────────

    def branch(self, branch: Branch) -> list[Fact]:
        units = [self.unit_cell(unit.code) for unit in self.roster.branch_units(branch.code)]
        covered = self.joined(units) if units else say("机关党支部，不对应单位")
        return [("覆盖单位", covered), *self.life(branch)]

    def room(self, room: Room) -> list[Fact]:
        made: list[Fact] = [
            ("派出所", say(self.unit_cell(room.station))),
            ("性质", say(f"{room.nature}警务室")),
            ("类别", self.history(room.groups.get("类别", ()), "类别")),
        ]
        people = self.room_people.get(room.code, {})
        if people:
            made.append(
                (
                    "警务室民辅警",
                    self.joined([self.person(n, months) for n, months in people.items()]),
                )
            )
        return [*made, *self.life(room)]

    def unit(self, unit: Unit) -> list[Fact]:
        made: list[Fact] = [
            (key, self.history(dated, key)) for key, dated in unit.groups.items() if dated
        ]
        branches = [
            Cell(branch.name, links.dossier("党支部", branch.code, self.year))
            for branch in self.roster.branches.values()
            if unit.code in branch.units and self.exists(branch)
        ]
        rooms = [
            Cell(room.name, links.dossier("警务室", room.code, self.year))
            for room in self.roster.rooms.values()
            if room.station == unit.code and self.exists(room)
        ]
        if branches:
            made.append(("党支部", self.joined(branches)))
        if rooms:
            made.append(("警务室", self.joined(rooms)))
        return [*made, *self.life(unit)]

    def officer(self, officer: Officer) -> list[Fact]:
        made: list[Fact] = [
            ("警号", say(officer.number)),
            ("身份", say("警务辅助人员" if officer.auxiliary else "民警")),
        ]
        branch = self.roster.branches.get(officer.branch)
        if branch is not None:
            made.append(("党支部", say(branch.name)))
        return [*made, ("本年任职", self.posts(officer))]

    # ── pieces ──────────────────────────────────────────────────────────────────────────────

    def exists(self, thing: Unit | Branch | Room) -> bool:
        """Whether it existed at some time in the year."""
        return thing.since <= self.last and (thing.until is None or thing.until >= self.first)

    def unit_cell(self, code: str) -> Cell:
        return Cell(self.names.unit(code), links.dossier("单位", code, self.year))

    @staticmethod
    def joined(cells: Sequence[Cell]) -> Words:
        """The cells with 、 between them."""
        pieces: list[Cell] = []
        for number, cell in enumerate(cells):
            pieces += [Cell("、"), cell] if number else [cell]
        return tuple(pieces)

    def history(self, dated: Dated, key: str) -> Words:
        """The values of the year: ``一类``, or ``二类，2025年7月1日起一类``."""
        values = group_names(self.books.rulebook.bureau.groups.get(key, {}))
        before = [value for since, value in dated if since <= self.first][-1:]
        changes = [(since, value) for since, value in dated if self.first < since <= self.last]
        said = [values.get(value, value) for value in before]
        said += [f"{cn_date(since)}起{values.get(value, value)}" for since, value in changes]
        return say("，".join(said))

    def life(self, thing: Unit | Branch | Room) -> list[Fact]:
        """Founded or closed within the year."""
        made: list[Fact] = []
        if self.first < thing.since <= self.last:
            made.append(("成立", say(cn_date(thing.since))))
        if thing.until is not None and self.first <= thing.until <= self.last:
            said = cn_date(thing.until)
            made.append(
                (
                    "撤销",
                    say(
                        f"{said}，由{self.name_of(thing.successor)}承接"
                        if thing.successor
                        else said
                    ),
                )
            )
        return made

    def name_of(self, code: str) -> str:
        for table in (self.roster.units, self.roster.branches, self.roster.rooms):
            if code in table:
                return str(table[code].name)
        return code

    @cached_property
    def room_people(self) -> dict[str, dict[str, list[str]]]:
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
        officer = self.roster.officers[number]
        text = self.names.officer(number) + ("（辅警）" if officer.auxiliary else "")
        if len(months) < len(self.months):
            span = (
                f"{int(months[0][5:])}月"
                if len(months) == 1
                else f"{int(months[0][5:])}—{int(months[-1][5:])}月"
            )
            text += f"（{span}）"
        return Cell(text, links.dossier("人员", number, self.year))

    def posts(self, officer: Officer) -> Words:
        """Unit, room and duty through the year."""
        pieces: list[Cell] = []
        held = [post for post in officer.posts if post.since <= self.last]
        current = [post for post in held if post.since <= self.first][-1:]
        for post in [*current, *(post for post in held if post.since > self.first)]:
            if pieces:
                pieces.append(Cell("；"))
            if post.since > self.first:
                pieces.append(Cell(f"{cn_date(post.since)}起"))
            pieces.append(self.unit_cell(post.unit))
            if post.room:
                room = self.roster.rooms.get(post.room)
                pieces.append(
                    Cell(
                        room.name if room else post.room,
                        links.dossier("警务室", post.room, self.year),
                    )
                )
            pieces.append(Cell(f"{post.duty}{'（办案）' if post.handles_cases else ''}"))
        if officer.until is not None and officer.until <= self.last:
            pieces.append(Cell(f"；{cn_date(officer.until)}离任"))
        return tuple(pieces)
