"""The effective facts of some months are all that their numbers rest on."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from generator.checks.books import Books, files_in, read_books
from generator.ledger.layout import ending
from generator.rules.effective import Effective, effective, moved
from generator.rules.periods import Period, first_day, last_day, next_month
from generator.rules.roster import Officer, Roster
from generator.scoring.closed.published_file import published
from generator.scoring.standings import Scores
from tests.random_ledger import MONTHS, random_county
from tests.sample_year import repository
from tests.scoring.test_reopened import ROOT

SEEDS = [int(each) for each in os.environ.get("JIFEN_SEEDS", "1 2").split()]


def of(books: Books, scheme: str, period: Period) -> Effective:
    """The facts of a period as a bulletin rests on them."""
    year = period.kind == "年"
    return effective(
        books.rulebook,
        books.roster,
        books.year_rules if year else (),
        schemes=books.rulebook.schemes if year else (scheme,),
        until=period.months[-1],
    )


def numbers(books: Books, scheme: str, period: Period) -> bytes:
    """All that is published of a period."""
    return published(Scores(books), scheme, period, 1, {}, ())


@pytest.mark.parametrize("seed", SEEDS)
def test_the_facts_of_a_period_score_it_as_the_whole_rules_do(tmp_path: Path, seed: int) -> None:
    """The rules of the sample with random people who move, leave and come: every period."""
    books, _ = read_books(files_in(random_county(ROOT, tmp_path, seed)))
    assert books is not None
    seen = 0
    for scheme in books.rulebook.schemes:
        for month in MONTHS:
            ledger = up_to(books, month)
            for period in ending(month):
                if month in books.ledger.months(scheme):
                    alone = replace(ledger, **of(books, scheme, period)._asdict())
                    assert numbers(alone, scheme, period) == numbers(ledger, scheme, period)
                    seen += 1
    assert seen > len(MONTHS)


def up_to(books: Books, month: str) -> Books:
    """The books with the records of the months so far."""
    names = ("reports", "records", "cases", "reviews", "unit_findings")
    kept: dict[str, Any] = {
        n: tuple(x for x in getattr(books.ledger, n) if x.month <= month) for n in names
    }
    return replace(books, ledger=replace(books.ledger, **kept))


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_begins_after_the_months_moves_none_of_their_facts(
    tmp_path: Path, seed: int
) -> None:
    random = Random(seed)
    books, _ = read_books(files_in(random_county(ROOT, tmp_path, seed)))
    assert books is not None
    for month in MONTHS[:11]:
        later = replace(books, roster=with_later_things(random, books.roster, month))
        for scheme in books.rulebook.schemes:
            was, now = (of(each, scheme, Period(month)).facts() for each in (books, later))
            assert moved(was, now) == []


def with_later_things(random: Random, roster: Roster, month: str) -> Roster:
    """Officers who move, leave, or go on leave after the month."""
    day = first_day(next_month(month))

    def changed(officer: Officer) -> Officer:
        match random.randrange(4):
            case 0 if officer.posts and officer.posts[-1].since < day:
                moved_on = officer.posts[-1]._replace(since=day, duty="副所长")
                return replace(officer, posts=(*officer.posts, moved_on))
            case 1 if officer.until is None:
                return replace(officer, until=last_day(next_month(month)))
            case 2:
                return replace(officer, away=(*officer.away, (day, last_day(next_month(month)))))
            case _:
                return officer

    return replace(roster, officers={n: changed(each) for n, each in roster.officers.items()})


@pytest.mark.parametrize("seed", SEEDS)
def test_the_facts_until_an_earlier_month_follow_from_those_until_a_later_one(
    tmp_path: Path, seed: int
) -> None:
    """Where the newest bulletin rests on what it rested on, all before it do (``closed/laws.py``)."""
    random = Random(seed)
    books, _ = read_books(files_in(random_county(ROOT, tmp_path, seed)))
    assert books is not None
    rules = books.rulebook, books.roster, books.year_rules
    for _ in range(20):
        since, until, later = sorted(random.choices(MONTHS, k=3))
        since = random.choice(["", since])
        schemes = random.choices(list(books.rulebook.schemes), k=2)
        wide = effective(*rules, schemes=schemes, until=later)
        was, now = (
            effective(*each, schemes=schemes[:1], since=since, until=until).facts()
            for each in (rules, wide)
        )
        assert moved(was, now) == []


@pytest.mark.parametrize(
    ("leave", "month", "kept"),
    [
        ((date(2025, 6, 20), date(2025, 8, 10)), "2025-06", (date(2025, 6, 20), date(2025, 7, 21))),
        ((date(2025, 6, 20), date(2025, 7, 1)), "2025-06", (date(2025, 6, 20), date(2025, 7, 1))),
        ((date(2025, 4, 1), date(2025, 8, 10)), "2025-06", (date(2025, 5, 30), date(2025, 6, 30))),
        ((date(2025, 7, 1), date(2025, 7, 9)), "2025-06", None),
        ((date(2025, 1, 1), date(2025, 5, 31)), "2025-06", None),
    ],
)
def test_a_leave_is_as_long_as_it_must_be_to_count_the_same(
    leave: tuple[date, date], month: str, kept: tuple[date, date] | None
) -> None:
    books, _ = read_books(repository())
    assert books is not None
    officer = next(o for o in books.roster.officers.values() if o.posts and o.until is None)
    away = replace(officer, away=(leave,))
    roster = replace(books.roster, officers={officer.number: away})
    facts = effective(books.rulebook, roster, schemes=["cases"], since=month, until=month)
    own = facts.roster.officers[officer.number]
    assert own.away == ((kept,) if kept else ())
    assert own.days_in_post(month) == away.days_in_post(month)
    assert own.away_whole_month(month) == away.away_whole_month(month)


def test_facts_are_called_by_what_they_are_about() -> None:
    books, _ = read_books(repository())
    assert books is not None
    facts = effective(books.rulebook, books.roster, schemes=["rooms"], since="2025-06", until="2025-06")  # fmt: skip
    room = next(iter(facts.roster.rooms.values()))
    renamed = replace(room, name="新名称")
    other = facts._replace(
        roster=replace(facts.roster, rooms={**facts.roster.rooms, room.code: renamed})
    )
    assert moved(facts.facts(), other.facts()) == [f"新名称（{room.code}）在名册里的登记"]
    assert moved(facts.facts({"x"}), other.facts({"x"})) == []
    fewer = facts._replace(roster=replace(facts.roster, rooms={}))
    assert len(moved(facts.facts(), fewer.facts())) == len(facts.roster.rooms)
