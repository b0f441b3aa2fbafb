"""Restating: from a change of the rules at a desk to what it does to published numbers, in files."""

from __future__ import annotations

from datetime import date

from generator.checks.books import files_in, read_books
from generator.desk.clone import Copy
from generator.ledger.layout import is_restatement
from generator.scoring.closed.compared import Rebuilt, against, restated_rows
from generator.scoring.closed.laws import moving
from generator.scoring.closed.reopened import Reopened
from generator.scoring.standings import Scores
from generator.text.digests import is_rule
from generator.text.problems import Problem, errors
from generator.text.strict import Files
from generator.trail.restatement import PROGRAM, ROSTER, RULES
from generator.trail.writing import restatement


def written(copy: Copy, day: date, why: tuple[str, str]) -> tuple[dict[str, bytes], list[Problem]]:
    """Path → content of a restatement for each bulletin whose numbers come out otherwise.

    ``why`` are reason and basis.  Problems are errors of the ledger as it would be, and bulletins
    that cannot be computed at all: with any of them nothing is to be written.
    """
    main = copy.files(copy.state().tree)
    # What was written the last time is written anew.
    there = {p: d for p, d in files_in(copy.folder).items() if p in main or not is_restatement(p)}
    books, problems = read_books(there)
    if books is None or errors(problems):
        return {}, errors(problems)
    changed = {p for p in {*there, *main} if is_rule(p) and there.get(p) != main.get(p)}
    reopened, made = Reopened(books, Scores(books)), {}
    for rebuilt in moving(books, books.trail.in_force):
        bulletin = rebuilt.bulletin
        found = against(reopened, bulletin)
        if isinstance(found, Rebuilt):
            assert found.problem is not None, "nothing else stands in the way"
            return {}, [found.problem]
        before = books.trail.restated(bulletin.place.path)
        number = before[-1].number + 1 if before else 1
        path, data = restatement(
            bulletin.place.path, number, day, _cause(changed), why, restated_rows(*found)
        )
        made[path] = data
    return made, []


def _cause(changed: set[str]) -> str:
    if "rules/program.yml" in changed:
        return PROGRAM
    roster = all(path.startswith("rules/roster/") for path in changed)
    return ROSTER if roster and changed else RULES


def leftovers(copy: Copy, made: Files) -> list[str]:
    """Restatements of an earlier run that are on no main and not written again."""
    main = copy.files(copy.state().tree)
    there = files_in(copy.folder)
    return sorted(p for p in there if is_restatement(p) and p not in main and p not in made)
