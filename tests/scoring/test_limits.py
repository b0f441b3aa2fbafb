"""Caps and floors over months: a line of its own, never a change of a record's line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from hypothesis import given, strategies as st

from generator.rules.rulebook import read_rulebook
from generator.rules.scheme import Component
from generator.scoring.limits import (
    Account,
    Bounds,
    _caps,
    bucket,
    component_bounds,
    in_time,
    running_clip as running_clip_of_units,
)
from generator.scoring.model import RECORDED, ScoreLine
from tests.county import county


def running_clip(
    values: list[tuple[str, int]], period: str, bounds: Callable[[str], Bounds]
) -> dict[str, int]:
    """The clip for somebody who stays in one unit."""
    steps = [((month, "u1"), points) for month, points in values]
    return {
        place[0]: points for place, points in running_clip_of_units(steps, period, bounds).items()
    }


def capped(cap: int) -> Bounds:
    return (-cap, cap)


def test_a_monthly_cap_bites_only_in_its_month() -> None:
    values = [("2025-01", 250), ("2025-02", 150)]
    assert running_clip(values, "月", lambda _: capped(200)) == {"2025-01": -50}


def test_a_yearly_cap_takes_from_the_month_that_exceeds_it() -> None:
    values = [("2025-01", 200), ("2025-05", 200), ("2025-09", 100)]
    assert running_clip(values, "年", lambda _: capped(300)) == {"2025-05": -100, "2025-09": -100}


def test_a_new_year_starts_from_zero() -> None:
    values = [("2025-12", 500), ("2026-01", 500)]
    assert running_clip(values, "年", lambda _: capped(300)) == {"2025-12": -200, "2026-01": -200}


def test_a_cap_on_deductions_gives_back_what_is_over_it() -> None:
    assert running_clip([("2025-01", -700)], "月", lambda _: capped(500)) == {"2025-01": 200}


def test_a_cap_lowered_in_july_takes_back_nothing_granted_before() -> None:
    def cap(month: str) -> Bounds:
        return capped(500 if month < "2025-07" else 300)

    values = [("2025-03", 500), ("2025-08", 100)]
    assert running_clip(values, "年", cap) == {"2025-08": -100}


def test_a_cap_lowered_in_july_gives_back_nothing_taken_before() -> None:
    def cap(month: str) -> Bounds:
        return capped(500 if month < "2025-07" else 300)

    taken_before = [("2025-03", -500), ("2025-08", 0), ("2025-09", -100)]
    assert running_clip(taken_before, "年", cap) == {"2025-09": 100}
    # What is won afterwards first makes up for what was lost beyond the cap.
    assert running_clip([*taken_before, ("2025-10", 200)], "年", cap) == {
        "2025-09": 100,
        "2025-10": -100,
    }


def test_a_cap_that_begins_in_july_leaves_the_months_before_it_alone() -> None:
    def cap(month: str) -> Bounds:
        return capped(300) if month >= "2025-07" else (None, None)

    assert running_clip([("2025-03", 500), ("2025-08", 100)], "年", cap) == {"2025-08": -100}
    assert running_clip([("2025-03", -500), ("2025-08", -100)], "年", cap) == {"2025-08": 100}


def test_a_ceiling_below_zero_holds_from_the_first_month_on() -> None:
    assert running_clip([("2025-01", 0)], "年", lambda _: (None, -100)) == {"2025-01": -100}


def test_a_floor_of_zero_leaves_a_positive_sum_alone() -> None:
    values = [("2025-01", 100), ("2025-02", -300)]
    assert running_clip(values, "年", lambda _: (0, None)) == {"2025-02": 200}


def test_quarters_and_years_are_told_apart() -> None:
    assert bucket("季", "2025-06") == "2025-Q2"
    assert bucket("年", "2025-06") == "2025"
    assert bucket("月", "2025-06") == "2025-06"
    assert bucket("案", "2025-06") == ""


def test_what_is_over_a_cap_is_taken_from_the_unit_that_came_later_in_the_month() -> None:
    steps = [(("2025-09", "u3"), 936), (("2025-09", "u1"), 448)]
    assert running_clip_of_units(steps, "月", lambda _: capped(400)) == {
        ("2025-09", "u3"): -536,
        ("2025-09", "u1"): -448,
    }


def test_an_officer_s_last_unit_of_the_month_comes_after_the_one_that_was_left() -> None:
    """2 points in u3 on the 5th, 2 in u1 on the 20th, where the month ends: a limit of 2 cuts u1."""
    first, then = (
        ScoreLine("cases", "2025-09", "061101", unit, "bonus", RECORDED, 200, "", day=date(2025, 9, day))
        for unit, day in (("u3", 5), ("u1", 20))
    )  # fmt: skip
    steps = in_time([first, then], {"2025-09": "u1"})
    assert running_clip_of_units(steps, "月", lambda _: capped(200)) == {("2025-09", "u1"): -200}


def bonus(month: str, points: int, case: str = "") -> ScoreLine:
    return ScoreLine("rooms", month, "r1", "u1", "bonus", RECORDED, points, "", case=case)


def taken(lines: Sequence[ScoreLine]) -> list[tuple[str, int, str]]:
    """What was taken from which month, by which limit."""
    return [(line.month, line.points, line.words) for line in lines]


def test_a_year_counts_what_each_month_has_left_over() -> None:
    """4 points in each of three months, at most 2 a month and 5 a year: 2 + 2 + 1."""
    lines = [bonus(month, 400) for month in ("2025-01", "2025-02", "2025-03")]
    assert taken(_caps(lines, "B1", lambda _: {"年": 500, "月": 200})) == [
        ("2025-01", -200, "B1 每月封顶 2 分，超出部分不计"),
        ("2025-02", -200, "B1 每月封顶 2 分，超出部分不计"),
        ("2025-03", -200, "B1 每月封顶 2 分，超出部分不计"),
        ("2025-03", -100, "B1 每年封顶 5 分，超出部分不计"),
    ]


def test_a_month_counts_what_each_case_has_left_over() -> None:
    """4 points in each of two cases, at most 2 a case and 3 a month: 2 + 1."""
    lines = [bonus("2025-01", 400, case) for case in ("a", "b")]
    assert taken(_caps(lines, "Q1", lambda _: {"月": 300, "案": 200})) == [
        ("2025-01", -200, "Q1 每案封顶 2 分，超出部分不计"),
        ("2025-01", -200, "Q1 每案封顶 2 分，超出部分不计"),
        ("2025-01", -100, "Q1 每月封顶 3 分，超出部分不计"),
    ]


def test_a_component_s_year_counts_what_its_months_have_left_over() -> None:
    """4 points in each of three months, at most 2 a month and 5 a year: 2 + 2 + 1."""
    component = Component(code="bonus", name="加分", sections={}, ceiling={"年": 500, "月": 200})
    lines = [bonus(month, 400) for month in ("2025-01", "2025-02", "2025-03")]
    rulebook, _ = read_rulebook(county())
    assert rulebook is not None
    account = Account(
        rulebook.schemes["rooms"], "cg-dongmen", {line.month: "chengguan" for line in lines}
    )
    assert [(line.month, line.points) for line in component_bounds(account, component, lines)] == [
        ("2025-01", -200),
        ("2025-02", -200),
        ("2025-03", -200),
        ("2025-03", -100),
    ]


MONTHS = [f"2025-{month:02d}" for month in range(1, 13)]
GAINS = st.lists(st.integers(0, 1000), min_size=12, max_size=12)


@given(GAINS, st.integers(0, 3000))
def test_the_year_is_never_more_than_the_cap_and_never_less_than_it_need_be(
    gains: list[int], cap: int
) -> None:
    values = list(zip(MONTHS, gains, strict=True))
    adjustments = running_clip(values, "年", lambda _: capped(cap))
    assert sum(gains) + sum(adjustments.values()) == min(sum(gains), cap)


@given(GAINS, st.integers(0, 3000))
def test_no_month_is_made_negative_by_a_cap_on_gains(gains: list[int], cap: int) -> None:
    values = list(zip(MONTHS, gains, strict=True))
    adjustments = running_clip(values, "年", lambda _: capped(cap))
    assert all(gain + adjustments.get(month, 0) >= 0 for month, gain in values)


@given(st.lists(st.integers(-1000, 1000), min_size=12, max_size=12), st.integers(0, 2000))
def test_after_every_month_the_running_sum_is_the_clipped_one(gains: list[int], cap: int) -> None:
    values = list(zip(MONTHS, gains, strict=True))
    adjustments = running_clip(values, "年", lambda _: capped(cap))
    raw = kept = 0
    for month, gain in values:
        raw += gain
        kept += gain + adjustments.get(month, 0)
        assert kept == max(-cap, min(cap, raw))
