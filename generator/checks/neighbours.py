"""The first law of main: a step adds no error.  For records, without reading the whole ledger.

Nearly everything that is checked of a record stands in its own file, the rules and the roster.
Only cases and their reviews are held against each other, and where they lie follows from the ids.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from generator.checks.books import run_checks
from generator.checks.facts import Facts
from generator.ledger.layout import record_path
from generator.ledger.records import Forms, read_ledger
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


class Rules(NamedTuple):
    """By what records are read and checked."""

    rulebook: Rulebook
    roster: Roster
    forms: Forms
    """The forms made so far by these rules."""


def errors_added(
    paths: Sequence[str], rules: Rules, months: Sequence[str], after: Reader, before: Reader
) -> list[Problem]:
    """The errors that a change of record files brings, in them and in what they may be at odds with.

    ``months`` are the folders of the ledger, in order.
    """
    # The same files on both sides: a neighbour may refer to what nobody needs to look at here, and
    # what is said of that, it says on both.
    looked_at = {
        *paths,
        *_beside(paths, rules, months, after),
        *_beside(paths, rules, months, before),
    }

    def errors_in(read: Reader) -> list[Problem]:
        files = {path: data for path in looked_at if (data := read(path)) is not None}
        ledger, problems = read_ledger(files, rules.rulebook, rules.forms)
        facts = Facts(rules.rulebook, rules.roster, ledger, NO_TRAIL, None)
        return in_reading_order(without_echoes(errors([*problems, *run_checks(facts)])))

    return added(errors_in(after), lambda: errors_in(before), paths)


def _beside(
    paths: Iterable[str], rules: Rules, months: Sequence[str], read: Reader
) -> Iterator[str]:
    """The case and review files of the same units that speak of the same cases."""
    schemes = rules.rulebook.schemes.values()
    folders = {
        folder: s for s in schemes if s.review_folder for folder in (s.code, s.review_folder)
    }
    for path in paths:
        where = record_path(path)
        scheme = folders.get(where.folder) if where else None
        if where is None or scheme is None:
            continue
        reviewed: Iterable[str] = ()
        if where.folder == scheme.review_folder and (data := read(path)) is not None:
            reviews = read_ledger({path: data}, rules.rulebook, rules.forms)[0].reviews
            reviewed = (review.case[:7] for review in reviews)
        start = min([where.month, *reviewed])
        for month in (month for month in months if month >= start):
            for folder in (scheme.code, scheme.review_folder):
                yield f"ledger/{month}/{folder}/{where.stem}.yml"
