"""Closed periods opened again: the scores as they were when published, compared with what was.

Corrections are undone newest first.  Only the corrected records are read again, and only their
scheme is scored again.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from itertools import dropwhile
from typing import Any, NamedTuple

from generator.checks.books import Books
from generator.ledger.records import Ledger, read_ledger
from generator.rules.effective import effective
from generator.rules.roster import Roster
from generator.rules.rulebook import Rulebook
from generator.rules.yearly import YearRules, in_force
from generator.scoring.standings import Scores
from generator.text.problems import Problem, errors
from generator.trail.amend import undo
from generator.trail.bulletin import BulletinRecord
from generator.trail.correction import Correction
from generator.trail.trail import Trail

PLACED = ("reports", "records", "cases", "reviews", "unit_findings")
"""What record files are read into: each thing of a ledger that has a place and a month."""


def restored(trail: Trail, corrections: Sequence[Correction]) -> dict[str, bytes | None] | Problem:
    """Path → content of the corrected records before these corrections; None where there was none."""
    found: dict[str, bytes | None] = {}
    for path, all_of_it in trail.corrections_by_record.items():
        since = [*dropwhile(lambda each: each not in corrections, all_of_it)]
        if not since or (path not in trail.files and not since[-1].removes_file):
            continue
        before = undo(trail.files.get(path), since)
        if isinstance(before, Problem):
            return before
        found[path] = before
    return found


class Behind(NamedTuple):
    """What the numbers of some periods come from, and nothing else."""

    rulebook: Rulebook
    roster: Roster
    year_rules: tuple[YearRules, ...]
    ledger: Ledger

    def year_rules_for(self, year: int) -> YearRules | None:
        """The year rules in force in December of ``year``."""
        return in_force(self.year_rules, year)


class Reopened:
    """The scores behind every bulletin as they were when it was published; each computed once."""

    def __init__(self, books: Books, scores: Scores) -> None:
        self.books, self.scores = books, scores
        self._made: dict[tuple[tuple[str, ...], str, tuple[str, ...]], Scores | Problem] = {}

    def scores_of(self, bulletin: BulletinRecord) -> Scores | Problem:
        """The scores as published; a Problem when the corrections cannot be undone.

        Later months, and but for a year other schemes, have no bearing on it: they are not among
        them when something had to be undone.
        """
        corrections = self.books.trail.corrections_since(bulletin)
        # The lists of a year ask every scheme who is vetoed.
        of_all = bulletin.period.kind == "年"
        schemes = self.books.rulebook.schemes
        chosen = tuple(schemes) if of_all else (bulletin.scheme,)
        return self.without(chosen, bulletin.period.months[-1], corrections)

    def without(
        self, schemes: tuple[str, ...], until: str, corrections: Sequence[Correction]
    ) -> Scores | Problem:
        """The scores of schemes up to a month as they were before corrections."""
        # The usual case: the whole site shares one scoring.
        if not corrections:
            return self.scores
        key = schemes, until, tuple(each.id for each in corrections)
        if key not in self._made:
            self._made[key] = self._rescored(schemes, until, corrections)
        return self._made[key]

    def _rescored(
        self, codes: tuple[str, ...], until: str, corrections: Sequence[Correction]
    ) -> Scores | Problem:
        before = restored(self.books.trail, corrections)
        if isinstance(before, Problem):
            return before
        books = self.books
        facts = effective(
            books.rulebook, books.roster, books.year_rules, schemes=codes, until=until
        )
        files = {path: data for path, data in before.items() if data is not None}
        old, problems = read_ledger(files, facts.rulebook)
        if wrong := errors(problems):
            return _unreadable(wrong[0])
        ledger = _instead(books.ledger, old, before, until)
        return Scores(Behind(*facts, ledger))


def _unreadable(problem: Problem) -> Problem:
    """A record as it was before its corrections breaks the rules as they are."""
    message = f"撤回更正以后，记录里有错误：{problem.message}"
    hint = "请核对更正的“原”；规则改过的，旧版本须保留在规则文件里"
    return Problem("通报", problem.place, message, hint)


def _instead(ledger: Ledger, old: Ledger, paths: Container[str], until: str) -> Ledger:
    """The ledger up to a month, with what stands in these files replaced."""

    def kept(things: Iterable[Any], instead: Iterable[Any]) -> tuple[Any, ...]:
        others = [x for x in things if x.place.path not in paths]
        return tuple(x for x in (*others, *instead) if x.month <= until)

    each: dict[str, Any] = {n: kept(getattr(ledger, n), getattr(old, n)) for n in PLACED}
    return replace(ledger, **each)
