"""What is played: some months of the sample county, as they lie in this repository.

In the last of these months one number is filed wrong, so that there is something to object to and
to correct.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from generator.approval import approvers as model, sheet as sheets
from generator.approval.approvers import Approvers, Person
from generator.approval.lanes import GENESIS_SHEET, is_sheet, sheet_path_of
from generator.approval.sheet import Sheet
from generator.audit.state import sound
from generator.checks.books import files_in
from generator.ledger.layout import record_path
from generator.rules.periods import next_month
from generator.rules.roster import Roster
from generator.rules.roster_file import read_roster
from generator.rules.rulebook import Rulebook, read_rulebook
from generator.text.digests import is_rule, of_files, of_rules
from generator.text.strict import Files

LANE = "rooms"
"""Lane, and scheme, of the records in which the story happens."""
STATION, SECOND = "chengguan", "hedong"
"""The police station in whose records the story happens, and the one that others try to cheat with."""
_CHECKED = re.compile(r"( +- \{项: W2, 应办: )(\d+)(, 已办: )(\d+)(.*)")
_SHORT = 95
"""Per cent under which a registration rate costs points in every class of rooms."""
_BY = re.compile(rb'(?m)^\xe5\xa1\xab\xe6\x8a\xa5\xe4\xba\xba: "(\d{6})"$')
_ROOM = re.compile(r"  ([a-z]+-[a-z]+):")


@dataclass(frozen=True, slots=True)
class Count:
    """An entry of item W2: how many dwellings were to be registered, and how many are."""

    line: int
    room: str
    due: int
    done: int


@dataclass(frozen=True)
class County:
    """The part of the sample that is played."""

    files: Files
    """Everything in this repository, under ``ledger/`` and ``rules/``."""
    months: tuple[str, ...]
    units: Collection[str] = ()
    """The units and branches that report; empty for all."""

    @cached_property
    def approvers(self) -> Approvers:
        return sound(self.files[model.PATH])

    @cached_property
    def rulebook(self) -> Rulebook:
        found, _ = read_rulebook(self.rules)
        assert found is not None
        return found

    @cached_property
    def rules(self) -> dict[str, bytes]:
        """Rules, roster and the approvers file with its first sheet: what a ledger begins with."""
        return {
            path: data
            for path, data in self.files.items()
            if is_rule(path) or path in (model.PATH, GENESIS_SHEET)
        }

    @cached_property
    def roster(self) -> Roster:
        return read_roster(self.files, self.rulebook.bureau)[0]

    @cached_property
    def rules_digest(self) -> str:
        return of_rules(of_files(self.rules))

    @property
    def last(self) -> str:
        """The last month."""
        return self.months[-1]

    @property
    def open(self) -> str:
        """The month after, which is being reported."""
        return next_month(self.last)

    def records(self, month: str) -> list[str]:
        """The record files of a month."""
        return [
            path
            for path in self.files
            if (at := record_path(path)) is not None
            and at.month == month
            and (not self.units or path.rpartition("/")[2].removesuffix(".yml") in self.units)
        ]

    def sheet(self, submission: str) -> Sheet:
        """The sheet of the sample: who signed what, and when."""
        return sheets.read(self.files[sheet_path_of(submission)])

    def filed(self, path: str) -> bytes:
        """A record as it was filed: the one of the story with one dwelling too few."""
        data, short = self.files[path], self.short_count
        return with_done(data, short, short.done - 1) if path == self.doubted else data

    @property
    def doubted(self) -> str:
        """The record that is corrected in the story."""
        return f"ledger/{self.last}/{LANE}/{STATION}.yml"

    @cached_property
    def short_count(self) -> Count:
        """The entry that is corrected, as it is right."""
        found = counts(self.files[self.doubted])
        return [each for each in found if each.done * 100 < _SHORT * each.due][-1]

    def holder(
        self, offices: Iterable[str], day: date, unit: str = "", but: Collection[str] = ()
    ) -> tuple[Person, str]:
        """Somebody who holds one of these offices on a day, and which."""
        for office in offices:
            for person in self.approvers.persons.values():
                if person.number not in but and person.holds(office, day, unit):
                    return person, office
        raise LookupError(f"没有人在 {day} 担任 {'、'.join(offices)}")

    def climb(self, station: str, clerk: str, day: date) -> list[tuple[str, str]]:
        """Who may sign a record of a station on a day, and as what, level by level."""
        lane = self.approvers.lane(LANE)
        assert lane is not None
        made = [(clerk, lane.levels[0].offices[0])]
        for level in lane.levels[1:]:
            unit = station if level.own_unit else ""
            taken = [number for number, _ in made]
            person, office = self.holder(level.offices_for(station), day, unit, taken)
            made.append((person.number, office))
        return made

    def reporting(self, today: date) -> list[str]:
        """Stations of the open month whose clerk may still sign today, that of the story first."""
        folder = f"ledger/{self.open}/{LANE}/"
        first = (STATION, SECOND)
        found = []
        for path in sorted(self.files):
            station = path.removeprefix(folder).removesuffix(".yml")
            if path.startswith(folder) and (not self.units or station in self.units):
                clerk = self.approvers.persons[reporter(self.files[path])]
                if clerk.holds("派出所内勤", today, station):
                    found.append(station)
        return sorted(
            found, key=lambda each: (each not in first, first.index(each) if each in first else 0)
        )


def reporter(record: bytes) -> str:
    """填报人 of a record."""
    found = _BY.search(record)
    assert found is not None
    return found[1].decode()


def counts(record: bytes) -> Iterator[Count]:
    """The entries of W2 in a record of a station."""
    room = ""
    for number, line in enumerate(record.decode().splitlines(), 1):
        if named := _ROOM.fullmatch(line):
            room = named[1]
        if found := _CHECKED.fullmatch(line):
            yield Count(number, room, int(found[2]), int(found[4]))


def with_done(record: bytes, count: Count, done: int) -> bytes:
    """The record with another number in one entry."""
    lines = record.decode().splitlines(keepends=True)
    lines[count.line - 1] = _CHECKED.sub(
        rf"\g<1>{count.due}\g<3>{done}\g<5>", lines[count.line - 1]
    )
    return "".join(lines).encode()


def county(root: Path, months: int, units: Collection[str] = ()) -> County:
    """The first ``months`` months of the sample in ``root``."""
    files = files_in(root)
    there = sorted({path.split("/")[1] for path in files if path.startswith("ledger/")})
    if len(there) <= months or not any(is_sheet(path) for path in files):
        raise FileNotFoundError("ledger")
    return County(files, tuple(there[:months]), units)
