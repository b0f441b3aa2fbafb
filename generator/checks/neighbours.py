"""The first law of main: a step adds no error.  For records, without reading the whole ledger.

Nearly everything that is checked of a record stands in its own file, the rules and the roster.
Only cases and their reviews are held against each other, and where they lie follows from the ids.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence

from generator.checks.books import run_checks
from generator.checks.facts import Facts
from generator.ledger.layout import RecordPath, record_path
from generator.ledger.records import Forms, Ledger, read_ledger
from generator.rules.roster import Roster
from generator.rules.rulebook import Rulebook
from generator.text.problems import Place, Problem, errors, in_reading_order, without_echoes
from generator.trail.trail import NO_TRAIL

Reader = Callable[[str], bytes | None]
"""The bytes of a file by path; None when there is none."""


def added(
    after: Iterable[Problem], before: Callable[[], Iterable[Problem]], touched: Collection[str]
) -> list[Problem]:
    """The errors that a step brings: those in what it touches, and those that were not there.

    ``before`` is asked only when there are any.  Lines may have moved: errors of one code in one
    file are counted.
    """
    found = errors(after)
    if not found:
        return []
    known = Counter(_kind(each) for each in errors(before()))
    new = []
    for problem in found:
        if problem.place.path in touched or known[_kind(problem)] == 0:
            new.append(problem)
        else:
            known[_kind(problem)] -= 1
    return new


def in_one(place: Place, message: str, others: int) -> str:
    """The first of several problems as a refusal says it, beside its path."""
    where = f"第 {place.line} 行第 {place.column} 列，" if place.line else ""
    return f"{where}{message}" + (f"（另有 {others} 处）" if others else "")


def _kind(problem: Problem) -> tuple[str, str]:
    return problem.place.path, problem.code


def errors_around(
    paths: Sequence[str],
    rulebook: Rulebook,
    roster: Roster,
    months: Sequence[str],
    read: Reader,
    forms: Forms,
) -> list[Problem]:
    """The errors in record files and in those that they may be at odds with.

    ``months`` are the folders of the ledger, in order; ``forms`` keeps the forms of these rules.
    """
    files = {path: data for path in paths if (data := read(path)) is not None}
    ledger, problems = read_ledger(files, rulebook, forms)
    if more := _beside(paths, ledger, rulebook, months):
        files |= {path: data for path in more if (data := read(path)) is not None}
        ledger, problems = read_ledger(files, rulebook, forms)
    facts = Facts(rulebook, roster, ledger, NO_TRAIL, None)
    return in_reading_order(without_echoes(errors([*problems, *run_checks(facts)])))


def _beside(
    paths: Iterable[str], ledger: Ledger, rulebook: Rulebook, months: Sequence[str]
) -> set[str]:
    """The case and review files of the same units that speak of the same cases."""
    folders = {s.review_folder: s.code for s in rulebook.schemes.values() if s.review_folder}
    found: set[str] = set()
    for path in paths:
        where = record_path(path)
        for reviews, cases in folders.items():
            if where is not None and where.folder in (reviews, cases):
                start = min({where.month, *_months_of_cases(where, reviews, ledger)})
                found |= {
                    f"ledger/{month}/{folder}/{where.stem}.yml"
                    for month in months
                    if month >= start
                    for folder in (reviews, cases)
                }
    return found.difference(paths)


def _months_of_cases(where: RecordPath, reviews: str, ledger: Ledger) -> set[str]:
    """The months of the cases that a review file is about, by their ids."""
    if where.folder != reviews:
        return set()
    return {each.case[:7] for each in ledger.reviews if each.unit == where.stem}
