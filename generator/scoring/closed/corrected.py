"""What corrections and restatements did to the numbers of a bulletin: totals and ranks before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from generator.ledger.forms import Entry
from generator.ledger.records import Ledger, read_ledger
from generator.scoring.closed.published_file import rows_by_subject
from generator.scoring.closed.reopened import Reopened
from generator.scoring.model import StandingRow
from generator.text.problems import Place
from generator.trail.amend import undo
from generator.trail.bulletin import BulletinRecord
from generator.trail.correction import Correction
from generator.trail.restatement import Restatement
from generator.trail.standings import Published, PublishedRow


class Effect(NamedTuple):
    """A subject whose total or rank is no longer the published one."""

    subject: str
    name: str
    group: str
    """Code of the ranking group."""
    published_total: int | None
    total: int | None
    published_rank: int | None
    rank: int | None
    corrections: tuple[str, ...]
    """Ids of the corrections of its record, and restatements that name it; where only its rank
    moved, of those that changed totals in its group."""

    @property
    def ranks_alone(self) -> bool:
        """Whether nothing of its own has changed: others have passed it, or fallen behind."""
        return self.published_total == self.total


def effects(reopened: Reopened, bulletin: BulletinRecord, published: Published) -> list[Effect]:
    """Every subject of a bulletin whose total or rank corrections or restatements have changed.

    By kind of subject, group and corrected rank.
    """
    since = reopened.books.trail.corrections_since(bulletin)
    corrections = [each for each in since if each.scheme == bulletin.scheme]
    restatements = reopened.books.trail.restated(bulletin.place.path)
    if not corrections and not restatements:
        return []
    scheme = reopened.books.rulebook.schemes[bulletin.scheme]
    now = rows_by_subject(reopened.scores, scheme, bulletin.period)
    known: dict[str, StandingRow | PublishedRow] = {**published.rows, **now}
    causes = _Causes(reopened, corrections, restatements[-1:], known)
    made = []
    for subject, row in known.items():
        old_total, old_rank = _told(published.rows.get(subject))
        total, rank = _told(now.get(subject))
        if (old_total, old_rank) != (total, rank):
            numbers = old_total, total, old_rank, rank
            made.append(Effect(subject, row.name, row.group, *numbers, causes.of(subject)))
    return sorted(made, key=lambda e: (e.subject.isdigit(), e.group, e.rank or 10**6, e.subject))


def _told(row: StandingRow | PublishedRow | None) -> tuple[int | None, int | None]:
    return (row.total, row.rank) if row else (None, None)


def name_of(restatement: Restatement) -> str:
    """What a restatement is called beside the ids of corrections."""
    return f"重算更正{restatement.id}"


FOLLOWS = ("名次", "上期名次")
"""What may change of a subject that nothing of its own has changed of."""


class _Causes:
    """Which corrections and restatements touch which subject."""

    def __init__(
        self,
        reopened: Reopened,
        corrections: Sequence[Correction],
        restatements: Sequence[Restatement],
        known: Mapping[str, StandingRow | PublishedRow],
    ) -> None:
        self.known = known
        self.touched = {
            each.id: self.with_units(touched_by(reopened, each)) for each in corrections
        }
        # By what is their own: a rank or a movement is moved by others too.
        self.touched |= {
            name_of(each): frozenset(row.subject for row in each.rows if row.what not in FOLLOWS)
            for each in restatements
        }

    def with_units(self, subjects: frozenset[str]) -> frozenset[str]:
        """Officers' points count for their units too."""
        officers = (self.known[s] for s in subjects if s.isdigit() and s in self.known)
        return subjects | {row.unit for row in officers}

    def of(self, subject: str) -> tuple[str, ...]:
        own = tuple(number for number, subjects in self.touched.items() if subject in subjects)
        return own or self.around(subject) or tuple(self.touched)

    def around(self, subject: str) -> tuple[str, ...]:
        """Those that touch others of the same kind and group: they moved the ranks."""
        group, officer = self.known[subject].group, subject.isdigit()
        return tuple(
            number
            for number, subjects in self.touched.items()
            if any(
                s in self.known and self.known[s].group == group and s.isdigit() == officer
                for s in subjects
            )
        )


def touched_by(reopened: Reopened, correction: Correction) -> frozenset[str]:
    """The subjects whose own entries a correction changes; officers in case work by their number."""
    trail = reopened.books.trail
    everything = trail.corrections_by_record[correction.record]
    number = everything.index(correction)
    # What the file said around this correction: later ones have changed it since.
    before, after = (
        undo(trail.files.get(correction.record), everything[n:]) for n in (number, number + 1)
    )
    old, new = (
        dict(_entries(reopened, _read(reopened, correction, data))) for data in (before, after)
    )
    changed = (key for key in {**old, **new} if old.get(key) != new.get(key))
    return frozenset(
        subject for key in changed for said in (old, new) if key in said for subject in said[key][0]
    )


def _read(reopened: Reopened, correction: Correction, data: object) -> Ledger:
    scheme = reopened.books.rulebook.schemes[correction.scheme]
    rulebook = replace(reopened.books.rulebook, schemes={scheme.code: scheme})
    files = {correction.record: data} if isinstance(data, bytes) else {}
    return read_ledger(files, rulebook)[0]


Told = tuple[tuple[str, ...], Any]
"""Subjects concerned, and what is said of them."""


def _entries(reopened: Reopened, ledger: Ledger) -> Iterator[tuple[tuple[str, ...], Told]]:
    """What one file says, piece by piece, without places."""
    # A line put in above moves everything below it, and changes nothing of it.
    nowhere = Place("")
    for record in (*ledger.records, *ledger.unit_findings):
        yield ("记录", record.subject), ((record.subject,), _said(record.entries))
    for case in ledger.cases:
        people = tuple(each.number for each in case.participants)
        yield ("案件", case.id), (people, replace(case, place=nowhere))
    known = {case.id: case for case in reopened.books.ledger.cases}
    for review in ledger.reviews:
        own = known.get(review.case)
        people = tuple(each.number for each in own.participants) if own else ()
        bearers = tuple(n for entry in review.findings for n in entry.said.bearers)
        said = (replace(review, place=nowhere, findings=()), _said(review.findings))
        yield ("复核", review.case, review.day.isoformat()), ((*people, *bearers), said)


def _said(entries: tuple[Entry, ...]) -> list[tuple[str, str, Any]]:
    return [(entry.section, entry.item.code, entry.said) for entry in entries]
