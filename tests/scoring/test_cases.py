"""Case work: how points are enlarged and shared, under the sample rules of rules/schemes/cases.yml."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from generator.checks.books import files_in, read_books
from generator.ledger.case_records import Case, Participant, Review
from generator.rules.kinds.case_work import CaseWork
from generator.rules.roster import Roster
from generator.rules.rulebook import read_rulebook
from generator.rules.scheme import Scheme
from generator.scoring.cases import case_pool, serving_unit, shares, team_factor
from generator.text.problems import Place
from tests.county import OFFICERS, county, edit

ROOT = Path(__file__).parents[2]
HERE = Place("ledger/2025-06/cases/u1.yml", 5, 5)
NOBODY = Roster({}, {}, {}, {})


def _scheme() -> Scheme:
    rulebook, _ = read_rulebook(files_in(ROOT))
    assert rulebook is not None
    return rulebook.schemes["cases"]


SCHEME = _scheme()
RULES = SCHEME.versions[0]
RESULTS = sorted(
    item.code
    for item in RULES.items
    if isinstance(item.terms, CaseWork) and item.terms.role == "结果"
)


def case(result: str = "C01", persons: int = 1, helpers: int = 1, **facts: bool) -> Case:
    numbers = [f"{n:06d}" for n in range(helpers + 1)]
    roles = ["主办", *["协办"] * helpers]
    people = [Participant(*each, HERE, {}) for each in zip(numbers, roles, strict=True)]
    return Case(
        "2025-06-u1-01", "cases", "2025-06", "u1", "侵财", result, persons,
        facts.get("series", False), facts.get("old", False), 1, (), tuple(people), HERE, {},
    )  # fmt: skip


def review(*, difficult: bool = False) -> Review:
    return Review(
        "2025-06-u1-01", "cases", "2025-06", "u1", date(2025, 6, 20), "通过", {}, difficult, (), HERE, {}
    )  # fmt: skip


def shared(one: Case, judged: Review) -> dict[str, int]:
    assert RULES.case_rules is not None
    lines = shares(SCHEME, RULES, RULES.case_rules, NOBODY, one, judged)
    return {line.subject: line.points for line in lines}


def test_three_persons_and_three_officers_make_fifteen_forty_of_ten() -> None:
    assert shared(case(persons=3, helpers=2), review()) == {
        "000000": 924,
        "000001": 308,
        "000002": 308,
    }


def test_a_difficult_case_is_worth_half_as_much_again() -> None:
    assert sum(shared(case(), review(difficult=True)).values()) == 1500


def test_a_series_and_an_old_case_add_before_the_factors() -> None:
    assert RULES.case_rules is not None
    pool = case_pool(RULES, RULES.case_rules, case(series=True, old=True), review())
    assert pool is not None
    assert (pool.points, pool.words) == (2000, "（C01 10 + C04 6 + C05 4） × 团队系数 1 = 20.00")


@pytest.mark.parametrize(
    ("persons", "factor"),
    [(1, 100), (2, 120), (5, 180), (6, 190), (16, 290), (17, 300), (400, 300)],
)
def test_each_further_person_adds_less_and_never_more_than_threefold(
    persons: int, factor: int
) -> None:
    terms = next(i.terms for i in RULES.items if isinstance(i.terms, CaseWork) and i.terms.brackets)
    assert terms.by_persons(persons) == factor


@pytest.mark.parametrize(("officers", "factor"), [(2, 100), (3, 110), (4, 120), (5, 130), (9, 130)])
def test_larger_teams_enlarge_the_pool(officers: int, factor: int) -> None:
    assert RULES.case_rules is not None
    assert team_factor(RULES.case_rules, officers) == factor


@given(
    st.sampled_from(RESULTS), st.integers(1, 50), st.integers(1, 12),
    st.booleans(), st.booleans(), st.booleans(),
)  # fmt: skip
def test_shares_always_add_up_to_the_case(
    result: str,
    persons: int,
    helpers: int,
    series: bool,
    old: bool,
    difficult: bool,
) -> None:
    one, judged = (
        case(result, persons, helpers, series=series, old=old),
        review(difficult=difficult),
    )
    assert RULES.case_rules is not None
    pool = case_pool(RULES, RULES.case_rules, one, judged)
    assert pool is not None
    points = shared(one, judged)
    assert sum(points.values()) == pool.points
    assert len({points[number] for number in points if number != "000000"}) == 1


def test_two_summands_stand_in_brackets_and_one_by_itself() -> None:
    assert RULES.case_rules is not None
    pools = [
        case_pool(RULES, RULES.case_rules, each, review()) for each in (case(), case(series=True))
    ]
    assert [pool.words if pool else "" for pool in pools] == [
        "C01 10 × 团队系数 1 = 10.00",
        "（C01 10 + C05 4） × 团队系数 1 = 14.00",
    ]


def test_who_has_no_post_yet_serves_nowhere() -> None:
    text = edit(OFFICERS, "{自: 2018-01-01, 单位: chengguan", "{自: 2025-07-01, 单位: chengguan")
    books, _ = read_books(county(text))
    assert books is not None
    days = [date(2025, 6, 30), date(2025, 7, 1)]
    assert [serving_unit(books.roster, "061101", day) for day in days] == ["", "chengguan"]


def test_who_is_in_no_roster_serves_nowhere() -> None:
    assert serving_unit(NOBODY, "061101", date(2025, 6, 30)) == ""
