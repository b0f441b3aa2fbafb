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
from generator.text.grouping import grouped
from generator.text.problems import Place
from generator.trail.trail import Trail


@dataclass(frozen=True)
class Facts:
    """Rules, roster and ledger as read, with the look-ups that several checks share."""

    rulebook: Rulebook
    roster: Roster
    ledger: Ledger
    trail: Trail
    today: date | None
    """The day on which overdue answers are counted; None where the clock must not matter."""

    @cached_property
    def cases_by_id(self) -> Mapping[str, list[Case]]:
        """Case id → the cases that have it, in the order of the ledger."""
        return grouped(self.ledger.cases, lambda case: case.id)

    @cached_property
    def cases(self) -> Mapping[str, Case]:
        """Each case id → the case, where it first stands."""
        return {number: same[0] for number, same in self.cases_by_id.items()}

    @cached_property
    def reviews_in_time(self) -> Mapping[str, list[Review]]:
        """Case id → its reviews by day, then by place."""
        in_time = sorted(self.ledger.reviews, key=lambda each: (each.day, each.place))
        return grouped(in_time, lambda review: review.case)

    @cached_property
    def records_in(self) -> Mapping[str, list[Record]]:
        """Path of a file → the records of subjects in it."""
        return grouped(self.ledger.records, lambda record: record.place.path)

    @cached_property
    def findings(self) -> Mapping[tuple[str, str, str], list[Record]]:
        """Scheme, month and unit → the findings about the unit in the review file of the month."""
        return grouped(self.ledger.unit_findings, lambda x: (x.scheme, x.month, x.subject))

    @cached_property
    def subjects_by_reporter(self) -> Mapping[tuple[str, str], Mapping[str, list[Subject]]]:
        """Scheme and month with reports → unit or branch that reports → what it reports about."""
        return {
            (scheme.code, month): self._reported_about(scheme, month)
            for scheme in self.rulebook.schemes.values()
            for month in self.ledger.months(scheme.code)
        }

    def _reported_about(self, scheme: Scheme, month: str) -> Mapping[str, list[Subject]]:
        # Who is there on the last day is reported: whoever left within the month is not missed.
        day = last_day(month)
        there = self.roster.subjects(scheme.subject, scheme.group_by, day, scheme.scope)
        own = scheme.subject in SINGLE_SUBJECT
        return grouped(there, lambda subject: subject.code if own else subject.unit)

    @cached_property
    def due_by_section(self) -> Mapping[tuple[str, str], list[tuple[str, list[Item]]]]:
        """Scheme and month of records → sections of the file with the items that are due then."""
        keys = {(record.scheme, record.month): record for record in self.ledger.records}
        return {key: list(self._due(record)) for key, record in keys.items()}

    def _due(self, record: Record) -> Iterator[tuple[str, list[Item]]]:
        version = self.version(record)
        for component in self.rulebook.schemes[record.scheme].components:
            for section in component.sections:
                items = section_items(version, component, section)
                if due := [item for item in items if item.due(record.month)]:
                    yield section, due

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
