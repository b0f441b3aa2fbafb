"""Closed periods opened again: the scores behind a bulletin as they were when it was published.

Corrections are undone newest first.  Only the corrected records are read again, and only their
scheme is scored again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from generator.checks.books import Books
from generator.ledger.case_records import Case, Review
from generator.ledger.records import Ledger, Record, Report, read_ledger
from generator.scoring.standings import Scores
from generator.text.problems import Problem, errors
from generator.trail.amend import undo
from generator.trail.bulletin import BulletinRecord
from generator.trail.correction import Correction, in_order
from generator.trail.trail import Trail

Placed = TypeVar("Placed", bound=Report | Record | Case | Review)
"""What a record file is read into."""


def undone_for(trail: Trail, bulletin: BulletinRecord) -> list[Correction]:
    """The corrections to undo for a bulletin's numbers, oldest first.

    Those of its own records say so themselves (通报).  Records of earlier months may bear on its
    numbers too (caps of a year, cases reviewed later); they are taken as they were on the day of
    publication.
    """
    own, earlier = trail.corrections_since(bulletin), []
    for path, corrections in trail.corrections_by_record.items():
        if corrections[0].scheme != bulletin.scheme or _month(path) >= bulletin.period.months[0]:
            continue
        since = [n for n, each in enumerate(corrections) if each.day >= bulletin.published]
        earlier += corrections[since[0] :] if since else []
    return in_order([*own, *earlier])


def restored(trail: Trail, corrections: Sequence[Correction]) -> dict[str, bytes | None] | Problem:
    """Path → content of the corrected records before these corrections; None where there was none."""
    found: dict[str, bytes | None] = {}
    for path, all_of_it in trail.corrections_by_record.items():
        first = next((n for n, each in enumerate(all_of_it) if each in corrections), None)
        if first is None or path not in trail.files:
            continue
        before = undo(trail.files[path], all_of_it[first:])
        if isinstance(before, Problem):
            return before
        found[path] = before
    return found


class Reopened:
    """The scores behind every bulletin as they were when it was published; each computed once."""

    def __init__(self, books: Books, scores: Scores) -> None:
        self.books, self.scores = books, scores
        self._made: dict[tuple[str, str, tuple[str, ...]], Scores | Problem] = {}

    def scores_of(self, bulletin: BulletinRecord) -> Scores | Problem:
        """The scores as published; a Problem when the corrections cannot be undone.

        Other schemes and later months, which have no bearing on its numbers, are not among them
        when something had to be undone.
        """
        corrections = undone_for(self.books.trail, bulletin)
        if not corrections:
            return self.scores
        until = bulletin.period.months[-1]
        key = bulletin.scheme, until, tuple(each.id for each in corrections)
        if key not in self._made:
            self._made[key] = self._rescored(bulletin.scheme, until, corrections)
        return self._made[key]

    def _rescored(
        self, code: str, until: str, corrections: Sequence[Correction]
    ) -> Scores | Problem:
        before = restored(self.books.trail, corrections)
        if isinstance(before, Problem):
            return before
        scheme = self.books.rulebook.schemes[code]
        rulebook = replace(self.books.rulebook, schemes={code: scheme})
        files = {path: data for path, data in before.items() if data is not None}
        old, problems = read_ledger(files, rulebook)
        if wrong := errors(problems):
            return _unreadable(wrong[0])
        ledger = _instead(self.books.ledger, old, before, until)
        return Scores(replace(self.books, rulebook=rulebook, ledger=ledger))


def _unreadable(problem: Problem) -> Problem:
    """A record as it was before its corrections breaks the rules as they are."""
    message = f"撤回更正以后，记录里有错误：{problem.message}"
    hint = "请核对更正的“原”；规则改过的，旧版本须保留在规则文件里"
    return Problem("通报", problem.place, message, hint)


def _instead(ledger: Ledger, old: Ledger, paths: Mapping[str, object], until: str) -> Ledger:
    """The ledger up to a month, with what stands in these files replaced."""

    def kept(things: Iterable[Placed], instead: Iterable[Placed]) -> tuple[Placed, ...]:
        others = [x for x in things if x.place.path not in paths]
        return tuple(x for x in (*others, *instead) if x.month <= until)

    return Ledger(
        kept(ledger.reports, old.reports),
        kept(ledger.records, old.records),
        kept(ledger.cases, old.cases),
        kept(ledger.reviews, old.reviews),
        kept(ledger.unit_findings, old.unit_findings),
        ledger.unread,
    )


def _month(path: str) -> str:
    return path.split("/")[1]
