"""What all checks look at, and how they name places, officers and subjects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from generator.ledger.case_records import Case, Review
from generator.ledger.forms import SINGLE_SUBJECT, Entry, section_items
from generator.ledger.records import Ledger, Record
from generator.rules.periods import last_day
from generator.rules.roster import Roster, Subject
from generator.rules.rulebook import Rulebook
from generator.rules.scheme import Item, Scheme, Version
from generator.text.problems import Place
from generator.trail.trail import NO_TRAIL, Trail


@dataclass(frozen=True)
class Facts:
    """Rules, roster and ledger as read, with the look-ups that several checks share."""

    rulebook: Rulebook
    roster: Roster
    ledger: Ledger
    trail: Trail = NO_TRAIL
    today: date | None = None
    """The day on which overdue answers are counted; None where the clock must not matter."""

    @cached_property
    def cases(self) -> Mapping[str, Case]:
        """Each case id → the case, where it first stands."""
        found: dict[str, Case] = {}
        for case in self.ledger.cases:
            found.setdefault(case.id, case)
        return found

    @cached_property
    def reviews_in_time(self) -> Mapping[str, list[Review]]:
        """Case id → its reviews by day, then by place."""
        found: dict[str, list[Review]] = {}
        for review in sorted(self.ledger.reviews, key=lambda each: (each.day, each.place)):
            found.setdefault(review.case, []).append(review)
        return found

    @cached_property
    def records_in(self) -> Mapping[str, list[Record]]:
        """Path of a file → the records of subjects in it."""
        found: dict[str, list[Record]] = {}
        for record in self.ledger.records:
            found.setdefault(record.place.path, []).append(record)
        return found

    @cached_property
    def _findings(self) -> Mapping[tuple[str, str, str], list[Record]]:
        found: dict[tuple[str, str, str], list[Record]] = {}
        for record in self.ledger.unit_findings:
            found.setdefault((record.scheme, record.month, record.subject), []).append(record)
        return found

    def findings_of(self, scheme: str, month: str, unit: str) -> list[Record]:
        """The findings about a unit in the review file of a month."""
        return self._findings.get((scheme, month, unit), [])

    @cached_property
    def _subjects(self) -> dict[tuple[str, str], Mapping[str, list[Subject]]]:
        return {}

    def subjects_by_reporter(self, scheme: Scheme, month: str) -> Mapping[str, list[Subject]]:
        """Unit or branch that reports → what it reports about, at the end of the month."""
        if (scheme.code, month) not in self._subjects:
            found: dict[str, list[Subject]] = {}
            for subject in self.roster.subjects(
                scheme.subject, scheme.group_by, last_day(month), scheme.scope
            ):
                own = scheme.subject in SINGLE_SUBJECT
                found.setdefault(subject.code if own else subject.unit, []).append(subject)
            self._subjects[scheme.code, month] = found
        return self._subjects[scheme.code, month]

    @cached_property
    def _due(self) -> dict[tuple[str, str], list[tuple[str, list[Item]]]]:
        return {}

    def due_by_section(self, record: Record) -> list[tuple[str, list[Item]]]:
        """Sections of the record file with the items that are due in its month."""
        key = record.scheme, record.month
        if key not in self._due:
            scheme, version = self.rulebook.schemes[record.scheme], self.version(record)
            by_section = [
                (
                    section,
                    [i for i in section_items(version, component, section) if i.due(record.month)],
                )
                for component in scheme.components
                for section in component.sections
            ]
            self._due[key] = [(section, due) for section, due in by_section if due]
        return self._due[key]

    @cached_property
    def review_folders(self) -> Mapping[str, Scheme]:
        """Folder of review files → the scheme of cases that it belongs to."""
        return {s.review_folder: s for s in self.rulebook.schemes.values() if s.review_folder}

    def scheme(self, folder: str) -> Scheme:
        """The scheme whose records or reviews lie in ``folder``."""
        return self.rulebook.schemes.get(folder) or self.review_folders[folder]

    def version(self, record: Record) -> Version:
        """The rules in force in the month of a record."""
        version = self.rulebook.schemes[record.scheme].version(record.month)
        assert version is not None, "records without rules in force are not read"
        return version

    def all_records(self) -> Iterator[Record]:
        """Records of subjects, then findings about units."""
        yield from self.ledger.records
        yield from self.ledger.unit_findings

    def all_entries(self) -> Iterator[tuple[Record | Review, Entry]]:
        """Every entry with the record or review that holds it."""
        for record in self.all_records():
            for entry in record.entries:
                yield record, entry
        for review in self.ledger.reviews:
            for entry in review.findings:
                yield review, entry

    def officer_name(self, number: str) -> str:
        """``061201（张三）``; the bare number when it is not on the roster."""
        officer = self.roster.officers.get(number)
        return f"{number}（{officer.name}）" if officer else number

    def subject_name(self, code: str) -> str:
        """``城关派出所（chengguan）``; the bare code when it is not on the roster."""
        for table in (self.roster.units, self.roster.branches, self.roster.rooms):
            if code in table:
                return f"{table[code].name}（{code}）"
        return self.officer_name(code)


def within(day: date, month: str) -> bool:
    """Whether a day lies in a month."""
    return day.isoformat()[:7] == month


def elsewhere(place: Place, here: Place) -> str:
    """How to point from ``here`` to ``place`` inside a sentence: the line alone in one file."""
    return f"第 {place.line} 行" if place.path == here.path else f" {place.path}:{place.line} "
