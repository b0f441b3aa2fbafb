"""What is played: some months of the sample county, as they lie in this repository.

In the last of these months one number is filed wrong, so that there is something to object to and
to correct.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from generator.approval import sheet as sheets
from generator.approval.approvers import APPROVERS_FILE, Approvers, Person
from generator.approval.routes import GENESIS_SHEET, is_sheet, sheet_path_of
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
from sample.aftermath import Count, counts, with_done

LANE = "rooms"
"""Lane, and scheme, of the records in which the story happens."""
STATION, SECOND = "chengguan", "hedong"
"""The police station in whose records the story happens, and the one that others try to cheat with."""
_BY = re.compile(r'(?m)^填报人: "(\d{6})"$')


class Report(NamedTuple):
    """A record that somebody reports by hand, in the month that is open."""

    path: str
    submission: str
    station: str
    unit: str
    """The name of the station."""
    clerk: str
    """填报人."""
    record: bytes

    @property
    def branch(self) -> str:
        """The branch on which it is signed, as ``jifen submit`` names it."""
        return f"submit/{self.submission.replace('/', '-')}"


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
        return sound(self.files[APPROVERS_FILE])

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
            if is_rule(path) or path in (APPROVERS_FILE, GENESIS_SHEET)
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
            and (not self.units or stem_of(path) in self.units)
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
        return [each for each in found if each.short][-1]

    def holder(
        self, offices: Iterable[str], day: date, unit: str = "", but: Collection[str] = ()
    ) -> tuple[Person, str]:
        """Somebody who holds one of these offices on a day, and which."""
        for office in offices:
            for person in self.approvers.persons.values():
                if person.number not in but and person.holds(office, day, unit):
                    return person, office
        raise LookupError(f"没有人在 {day} 担任 {'、'.join(offices)}")

    def climb(self, report: Report, day: date) -> list[tuple[str, str]]:
        """Who may sign a record of a station on a day, and as what, level by level."""
        lane = next(each for each in self.approvers.lanes if each.code == LANE)
        made = [(report.clerk, lane.levels[0].offices[0])]
        for level in lane.levels[1:]:
            unit = report.station if level.own_unit else ""
            # nobody signs two levels
            taken = [number for number, _ in made]
            person, office = self.holder(level.offices_for(report.station), day, unit, taken)
            made.append((person.number, office))
        return made

    def reports(self, today: date) -> list[Report]:
        """Records of the open month whose clerk may still sign today, that of the story first."""
        folder = f"ledger/{self.open}/{LANE}/"
        made = [self._report(path) for path in self.records(self.open) if path.startswith(folder)]
        persons, order = self.approvers.persons, (STATION, SECOND)
        # they sign today, long after the sample's year: some have changed posts since
        able = [r for r in made if persons[r.clerk].holds("派出所内勤", today, r.station)]
        return sorted(able, key=lambda each: (each.station not in order, each.station != STATION))

    def _report(self, path: str) -> Report:
        station, record = stem_of(path), self.files[path]
        by = _BY.search(record.decode())
        assert by is not None
        submission = f"{self.open}/{LANE}-{station}-1"
        return Report(path, submission, station, self.roster.units[station].name, by[1], record)


def stem_of(path: str) -> str:
    """The unit or branch that a record is of."""
    return path.rpartition("/")[2].removesuffix(".yml")


def improved(record: bytes, nth: int = 0) -> bytes:
    """The record with all dwellings registered in one of the rooms where some are not."""
    count = [each for each in counts(record) if each.done < each.due][nth]
    return with_done(record, count, count.due)


def county(root: Path, months: int, units: Collection[str] = ()) -> County:
    """The first ``months`` months of the sample in ``root``."""
    files = files_in(root)
    there = sorted({path.split("/")[1] for path in files if path.startswith("ledger/")})
    if len(there) <= months or not any(is_sheet(path) for path in files):
        raise FileNotFoundError("ledger")
    return County(files, tuple(there[:months]), units)
