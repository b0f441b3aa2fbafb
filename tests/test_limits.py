"""Caps and floors over months: a line of its own, never a change of a record's line."""

from __future__ import annotations

from hypothesis import given, strategies as st

from generator.scoring.limits import Bounds, bucket, running_clip


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


def test_a_floor_of_zero_leaves_a_positive_sum_alone() -> None:
    values = [("2025-01", 100), ("2025-02", -300)]
    assert running_clip(values, "年", lambda _: (0, None)) == {"2025-02": 200}


def test_quarters_and_years_are_told_apart() -> None:
    assert bucket("季", "2025-06") == "2025-Q2"
    assert bucket("年", "2025-06") == "2025"
    assert bucket("月", "2025-06") == "2025-06"
    assert bucket("案", "2025-06") == ""


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
