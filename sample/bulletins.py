"""The bulletins of the sample year, each with the numbers of the day on which it was issued."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from generator.checks.books import Books
from generator.ledger.layout import record_path
from generator.ledger.records import read_ledger
from generator.rules.bureau import schedule
from generator.rules.periods import Period, known, quarter_of
from generator.rules.roster import Roster
from generator.rules.rulebook import Rulebook
from generator.rules.scheme import Scheme
from generator.scoring.closed.closing import close
from generator.scoring.closed.reopened import Reopened, restored
from generator.scoring.standings import Scores
from generator.text.problems import Problem, errors
from generator.text.strict import Files
from generator.trail.bulletin import BulletinRecord, read_bulletin
from generator.trail.correction import read_correction
from generator.trail.trail import Trail, folders_of
from sample.aftermath import Made
from sample.world import MONTHS


class Closed(NamedTuple):
    """A bulletin: its record and the standings as published, by path."""

    scheme: str
    period: Period
    files: Mapping[str, bytes]

    @property
    def record(self) -> BulletinRecord:
        path = next(path for path in self.files if path.endswith(".yml"))
        record, problems = read_bulletin(path, self.files[path])
        assert record is not None, problems[0].sentence
        return record


def bulletins(
    files: Files, rulebook: Rulebook, roster: Roster, made: Sequence[Made]
) -> Iterator[Closed]:
    """Every bulletin of the year up to November, scheme by scheme, in the order of issue.

    ``files`` are rules and records as they are now, ``made`` the corrections that changed them.
    """
    ledger, problems = read_ledger(files, rulebook)
    assert not errors(problems), errors(problems)[0].sentence
    read = (read_correction(each.path, each.file, rulebook.owners)[0] for each in made)
    trail = Trail(corrections=tuple(each for each in read if each is not None), files=files)
    books = Books(rulebook, roster, ledger, (), trail)
    reopened = Reopened(books, Scores(books))
    for scheme in rulebook.schemes.values():
        own = _own_files(files, scheme)
        for period in filter(None, (period_ending(scheme, month) for month in MONTHS[:-1])):
            yield _issued(reopened, own, scheme, period)


def _issued(reopened: Reopened, own: Files, scheme: Scheme, period: Period) -> Closed:
    """A bulletin with the numbers of the day on which it was issued."""
    books, trail = reopened.books, reopened.books.trail
    bureau, calendar = books.rulebook.bureau, books.rulebook.calendar
    day = known(schedule(period, bureau, calendar).published)
    bearing = trail.corrections_up_to(scheme.code, period)
    # what was corrected since had its old number on that day
    since = [each for each in bearing if each.day >= day]
    counted = tuple(each for each in bearing if each.day < day)
    then = replace(books, trail=replace(trail, corrections=counted))
    scores = reopened.without((scheme.code,), period.months[-1], since)
    before = restored(trail, since)
    assert not isinstance(scores, Problem), scores.sentence
    assert not isinstance(before, Problem), before.sentence
    at_hand = {path: data for path, data in {**own, **before}.items() if data}
    return _closed(then, scores, at_hand, scheme, period)


def period_ending(scheme: Scheme, month: str) -> Period | None:
    """The period of a scheme's bulletin that is over with a month, if one is."""
    if scheme.circulated == "月":
        return Period(month)
    quarter = quarter_of(month)
    return quarter if quarter.months[-1] == month else None


def _own_files(files: Files, scheme: Scheme) -> dict[str, bytes]:
    """The rules, and the records of one scheme."""
    folders = folders_of(scheme)
    return {
        path: data
        for path, data in files.items()
        if path.startswith("rules/") or ((at := record_path(path)) and at.folder in folders)
    }


def _closed(books: Books, scores: Scores, at_hand: Files, scheme: Scheme, period: Period) -> Closed:
    made = close(books, scores, at_hand, scheme, period)
    assert not isinstance(made, list), made[0].sentence
    return Closed(scheme.code, period, made)
