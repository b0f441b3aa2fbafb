"""The bulletins of the sample year, each with the numbers of the day on which it was issued."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from generator.checks.books import Books
from generator.ledger.layout import record_path
from generator.ledger.records import read_ledger
from generator.rules.periods import Period, quarter_of
from generator.rules.roster import Roster
from generator.rules.rulebook import Rulebook
from generator.rules.scheme import Scheme
from generator.scoring.closed.closing import close
from generator.scoring.closed.reopened import Reopened, restored, undone_for
from generator.scoring.standings import Scores
from generator.text.problems import Problem, errors
from generator.text.strict import Files
from generator.trail.bulletin import BulletinRecord, read_bulletin
from generator.trail.correction import read_correction
from generator.trail.trail import Trail, folders_of
from sample.aftermath import Made


class Closed(NamedTuple):
    """A bulletin: its record and the standings as published, by path."""

    scheme: str
    period: Period
    files: Mapping[str, bytes]


def bulletins(
    files: Files,
    rulebook: Rulebook,
    roster: Roster,
    corrections: Sequence[Made],
    months: Sequence[str],
) -> Iterator[Closed]:
    """Every bulletin of these months, scheme by scheme, in the order of issue.

    ``files`` are rules and records as they are now, ``corrections`` what has changed them.
    """
    ledger, problems = read_ledger(files, rulebook)
    assert not errors(problems), errors(problems)[0].sentence
    read = (read_correction(each.path, each.file)[0] for each in corrections)
    trail = Trail(corrections=tuple(each for each in read if each is not None), files=files)
    books = Books(rulebook, roster, ledger, (), trail)
    reopened = Reopened(books, Scores(books))
    for scheme in rulebook.schemes.values():
        own = _own_files(files, scheme)
        issued: list[BulletinRecord] = []
        for period in _periods(scheme, months):
            then = replace(reopened.books, trail=replace(trail, bulletins=tuple(issued)))
            made = _closed(close(then, reopened.scores, own, scheme, period))
            record = _record(made)
            if undone := undone_for(trail, record):
                scores, before = reopened.scores_of(record), restored(trail, undone)
                assert not isinstance(scores, Problem), scores.sentence
                assert not isinstance(before, Problem), before.sentence
                at_hand = {path: data for path, data in {**own, **before}.items() if data}
                made = _closed(close(then, scores, at_hand, scheme, period))
                record = _record(made)
            issued.append(record)
            yield Closed(scheme.code, period, made)


def _periods(scheme: Scheme, months: Sequence[str]) -> list[Period]:
    """The periods of a scheme's bulletins that are over with these months."""
    if scheme.circulated == "月":
        return [Period(month) for month in months]
    quarters = dict.fromkeys(quarter_of(month) for month in months)
    return [quarter for quarter in quarters if set(quarter.months) <= set(months)]


def _own_files(files: Files, scheme: Scheme) -> dict[str, bytes]:
    """The rules, and the records of one scheme."""
    folders = folders_of(scheme)
    return {
        path: data
        for path, data in files.items()
        if path.startswith("rules/") or ((at := record_path(path)) and at.folder in folders)
    }


def _closed(made: dict[str, bytes] | list[Problem]) -> dict[str, bytes]:
    assert not isinstance(made, list), made[0].sentence
    return made


def _record(made: Mapping[str, bytes]) -> BulletinRecord:
    path = next(path for path in made if path.endswith(".yml"))
    record, problems = read_bulletin(path, made[path])
    assert record is not None, problems[0].sentence
    return record
