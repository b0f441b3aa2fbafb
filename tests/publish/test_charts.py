"""Charts: every number is also in the words, nothing is drawn outside, missing is not zero."""

from __future__ import annotations

import re

from hypothesis import given, strategies as st

from generator.publish.kit import charts
from generator.publish.site import environment

ENVIRONMENT = environment()
POINTS = st.integers(-50_000, 150_000)


def drawn(kind: str, chart: object) -> str:
    template = ENVIRONMENT.from_string(
        '{% import "macros.html" as ui with context %}{{ ui[kind](chart) }}'
    )
    return template.render(kind=kind, chart=chart, root="")


@given(st.lists(st.one_of(POINTS, st.none()), min_size=1, max_size=12))
def test_a_trend_keeps_inside_and_leaves_a_gap_where_nothing_was_reported(
    values: list[int | None],
) -> None:
    chart = charts.trend("t", "t", [(f"{n}月", value) for n, value in enumerate(values, 1)])
    assert len(chart.dots) == len([value for value in values if value is not None])
    assert chart.words.count("未报") == values.count(None)
    for dot in chart.dots:
        assert chart.left <= dot.x <= chart.right
        assert 0 <= dot.y <= chart.height
    for tick in chart.ticks:
        assert 0 <= tick.at <= chart.height


def test_a_month_without_report_breaks_the_line() -> None:
    points = [("1月", 100), ("2月", 200), ("3月", None), ("4月", 300), ("5月", 100)]
    assert len(charts.trend("t", "t", points).lines) == 2


def test_a_trend_of_one_or_no_month_is_drawn_too() -> None:
    assert "<svg" in drawn("trend", charts.trend("t", "t", [("1月", 9000)]))
    assert "<svg" in drawn("trend", charts.trend("t", "t", []))
    assert "<svg" in drawn("trend", charts.trend("t", "t", [("1月", None)]))


def test_the_second_line_is_named() -> None:
    chart = charts.trend(
        "t", "t", [("1月", 1), ("2月", 2)], reference=[1, 2], reference_name="平均"
    )
    assert "虚线为平均" in drawn("trend", chart)


@given(st.lists(POINTS, min_size=1, max_size=60))
def test_every_value_falls_into_one_range(values: list[int]) -> None:
    counted = charts.bins(values)
    assert sum(count for _, count in counted) == len(values)
    assert len(counted) <= 8


def test_ranges_have_round_ends() -> None:
    assert charts.bins([8_850, 9_020, 10_150], most=3) == [
        ("80～90", 1),
        ("90～100", 1),
        ("100～110", 1),
    ]


@given(st.lists(POINTS, min_size=1, max_size=60))
def test_the_same_values_are_drawn_the_same(values: list[int]) -> None:
    chart = charts.histogram("h", "分布", charts.bins(values))
    assert drawn("histogram", chart) == drawn("histogram", chart)
    assert not re.search(
        r"\d\.\d\d+", re.sub(r"<(text|desc).*?</\1>", "", drawn("histogram", chart))
    )
