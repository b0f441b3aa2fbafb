"""Whole hundredths: one rounding rule, and how numbers are spelled."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, strategies as st

from generator.text.hundredths import half_up, hundredths, percent, plain, short, signed, spell


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [(5, 2, 3), (-5, 2, -3), (7, 3, 2), (-7, 3, -2), (0, 9, 0), (25, 10, 3), (1, -2, -1)],
)
def test_halves_round_away_from_zero(numerator: int, denominator: int, rounded: int) -> None:
    assert half_up(numerator, denominator) == rounded


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6))
def test_rounding_agrees_with_decimal(numerator: int, denominator: int) -> None:
    exact = Decimal(numerator) / Decimal(denominator)
    # 28 digits hold every quotient here far beyond the half that decides
    assert half_up(numerator, denominator) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@pytest.mark.parametrize(
    ("points", "shown", "typed"),
    [(1895, "18.95", "18.95"), (-250, "−2.50", "-2.50"), (5, "0.05", "0.05"), (0, "0.00", "0.00")],
)
def test_points_show_two_decimals_and_a_true_minus(points: int, shown: str, typed: str) -> None:
    assert (spell(points), plain(points)) == (shown, typed)


def test_short_forms_read_as_rules_write_them() -> None:
    assert [short(n) for n in (200, 50, -25, 1000, 0)] == ["2", "0.5", "−0.25", "10", "0"]
    assert [signed(n) for n in (250, -250, 0)] == ["+2.50", "−2.50", "0.00"]
    assert [percent(n) for n in (9500, 9650)] == ["95%", "96.5%"]


@given(st.integers(-(10**8), 10**8))
def test_what_is_written_is_read_back(points: int) -> None:
    assert hundredths(plain(points)) == points
