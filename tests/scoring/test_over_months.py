"""Quarter and year: each by its own 汇总, and every printed total made of what is printed with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from hypothesis import given, settings, strategies as st

from generator.checks.books import read_books
from generator.publish.bulletin.pages import over_months
from generator.publish.rules.working import bounds_words
from generator.rules.periods import Period
from generator.rules.roster import UNITS
from generator.scoring.report import explain
from generator.scoring.standings import Scores
from generator.text.problems import errors
from tests.auxiliaries import BUSY, CLEAN, Months, books, rules
from tests.county import CASE_RULES, Files, county, edit

TWO_MONTHS: Months = {"2025-01": {BUSY: (0, 5)}, "2025-02": {BUSY: (0, 5)}}


def total(
    scores: Scores, who: str, period: str, scheme: str = "aux", level: str = ""
) -> int | None:
    row = scores.standing(scheme, Period(period), level).row(who)
    return row.total if row else None


def how(scores: Scores, who: str, period: str, scheme: str = "aux") -> list[str]:
    found: list[str] = explain(scores, Period(period), scheme, who)["how"]
    return found


# ── worked examples ──


def test_two_months_of_105_have_a_mean_of_105_and_not_of_205() -> None:
    scores = Scores(books(rules("{起点: 100}", "平均", "平均"), TWO_MONTHS))
    assert total(scores, BUSY, "2025-01") == 105_00
    assert total(scores, BUSY, "2025-Q1") == 105_00
    assert total(scores, BUSY, "2025") == 105_00
    assert how(scores, BUSY, "2025") == [
        "扣分项 = 2 个月合计 0.00 ÷ 2 = 0.00。",
        "加分项 = 2 个月合计 10.00 ÷ 2 = 5.00。",
        "总分调整 = 2 个月合计 200.00 ÷ 2 = 100.00。",
        "合计 = 5.00 + 100.00 = 105.00。",
    ]


def test_added_up_the_start_counts_once_a_month() -> None:
    scores = Scores(books(rules("{起点: 100}"), TWO_MONTHS))
    assert (total(scores, BUSY, "2025-Q1"), total(scores, CLEAN, "2025")) == (210_00, 200_00)
    assert how(scores, BUSY, "2025") == [
        "加分项 = 各行相加 = 10.00。",
        "总分调整 = 各行相加 = 200.00。",
        "合计 = 10.00 + 200.00 = 210.00。",
    ]


def test_a_quarter_goes_by_its_own_rule_and_a_year_by_its_own() -> None:
    mean_quarter = Scores(books(rules("{起点: 100}", quarter="平均", year="合计"), TWO_MONTHS))
    assert total(mean_quarter, BUSY, "2025-Q1") == 105_00
    assert total(mean_quarter, BUSY, "2025") == 210_00
    mean_year = Scores(books(rules("{起点: 100}", quarter="合计", year="平均"), TWO_MONTHS))
    assert total(mean_year, BUSY, "2025-Q1") == 210_00
    assert total(mean_year, BUSY, "2025") == 105_00


def test_what_a_component_says_of_itself_holds_for_quarter_and_year() -> None:
    # 5 points a month as a mean, and the start of 100 added up.
    scores = Scores(books(rules("{起点: 100}", plus=", 汇总: 平均"), TWO_MONTHS))
    assert total(scores, BUSY, "2025-Q1") == 205_00
    assert total(scores, BUSY, "2025") == 205_00


def test_a_floor_under_one_month_is_part_of_the_mean() -> None:
    # 100 − 50 = 50, lifted to 60; then 100: (60 + 100) ÷ 2 = 80.
    months: Months = {"2025-01": {BUSY: (50, 0)}, "2025-02": {}}
    scores = Scores(books(rules("{起点: 100, 下限: 60}", "平均", "平均"), months))
    assert total(scores, BUSY, "2025") == 80_00


def test_a_component_is_weighed_by_what_its_floor_has_left() -> None:
    # −10, lifted to −3, of which half counts; half of −10 lifted to −3 would be −3.
    scores = Scores(books(rules(minus=", 下限: {月: -3}, 权重: 50%"), {"2025-01": {BUSY: (10, 0)}}))
    assert total(scores, BUSY, "2025-01") == -1_50


def with_july(files: Files) -> None:
    """Both units report July without a case."""
    for unit, by in (("chengguan", "061102"), ("hedong", "061201")):
        text = f'单位: {unit}\n月份: 2025-07\n填报人: "{by}"\n填报日期: 2025-08-01\n案件: []\n'
        files[f"ledger/2025-07/cases/{unit}.yml"] = text.encode()


def test_means_hold_for_officers_and_units_in_case_work_too() -> None:
    mean = edit(CASE_RULES, "汇总: {季: 合计, 年: 合计}", "汇总: {季: 合计, 年: 平均}")
    made, problems = read_books(county(mean, with_july))
    assert errors(problems) == []
    assert made is not None
    scores = Scores(made)
    # 061101 in June: 9.36 − 2.50; ÷ 2 months: 4.68 − 1.25.
    assert total(scores, "061101", "2025", "cases") == 3_43
    # chengguan: 9.36 + 7.04 = 16.40 by 2 officers in each of 2 months.
    assert total(scores, "chengguan", "2025", "cases", UNITS) == 4_10
    assert how(scores, "chengguan", "2025", "cases") == [
        "数量分 = 本单位民警得分合计 16.40 ÷ 月末办案民警合计 4 人次 × 2 个月 ÷ 计分 2 个月 = 4.10。",
    ]


def test_the_findings_a_unit_takes_from_its_officers_are_shown_with_their_arithmetic() -> None:
    takes = edit(CASE_RULES, "轻微封顶: 20%}", "轻微封顶: 20%, 个人质效计入单位: 是}")
    made, _ = read_books(county(takes))
    assert made is not None
    found = explain(Scores(made), Period("2025-06"), "cases", "chengguan")
    # Q02 of two officers, Q04 halved: −2 − 2 − 0.50, by 2 officers.
    assert found["how"] == [
        "数量分 = 本单位民警得分合计 16.40 ÷ 月末办案民警 2 人 = 8.20。",
        "质效扣分 = 本单位民警得分合计 −4.50 ÷ 月末办案民警 2 人 = −2.25。",
        "合计 = 8.20 − 2.25 = 5.95。",
    ]
    assert sum(Fraction(line["points"]) for line in found["lines"]) == Fraction("11.90")


def test_pages_say_of_quarter_and_year_what_each_does() -> None:
    alike = books(rules("{起点: 100}", "平均", "平均"), {}).rulebook.schemes["aux"]
    assert over_months(alike) == ["季度、年度的扣分项、加分项、总分调整取已报月份的平均。"]
    apart = books(rules("{起点: 100}", "合计", "平均"), {}).rulebook.schemes["aux"]
    assert over_months(apart) == [
        "季度得分为各月得分的合计。",
        "年度的扣分项、加分项、总分调整取已报月份的平均。",
    ]
    assert bounds_words(apart, apart.versions[-1])[0] == (
        "总分每月从100分起算；季度为各月相加，年度取各月平均，不另设起点和上下限。"
    )


# ── the law ──

MONTH = st.fixed_dictionaries(
    {who: st.tuples(st.integers(0, 30), st.integers(0, 30)) for who in (CLEAN, BUSY)}
    | {CLEAN: st.sampled_from([(0, 0), (0, 0), (3, 1)])}
)
MONTHS = st.dictionaries(
    st.sampled_from([f"2025-{month:02d}" for month in (1, 2, 3, 4, 7)]), MONTH, min_size=1
)
ROUND = st.sampled_from(["合计", "平均"])
BOUND = st.none() | st.integers(-20, 40)


@st.composite
def totals(draw: st.DrawFn) -> dict[str, int]:
    low, high = draw(BOUND), draw(BOUND)
    if low is not None and high is not None:
        low, high = sorted((low, high))
    found = {"起点": draw(BOUND), "下限": low, "上限": high}
    return {key: value for key, value in found.items() if value is not None}


def half_up(value: Fraction) -> Fraction:
    whole = int(abs(value) * 100 + Fraction(1, 2))
    return Fraction(whole if value >= 0 else -whole, 100)


def number(text: str) -> Fraction:
    return Fraction(text.replace("−", "-"))


def sums(sentences: list[str]) -> Iterator[Fraction]:
    """What each printed sentence comes to; every equation in it must be true."""
    for sentence in sentences:
        name, *middle, result = sentence.rstrip("。").split(" = ")
        if middle and "÷" in middle[0]:
            whole, months = middle[0].split(" 个月合计 ")[1].split(" ÷ ")
            assert half_up(number(whole) / int(months)) == number(result), sentence
        elif name == "合计":
            terms = re.sub("− ", "-", middle[0]).replace("+ ", "").split(" ")
            assert sum(map(number, terms)) == number(result), sentence
            continue
        yield number(result)


@settings(max_examples=30, deadline=None)
@given(totals(), MONTHS, ROUND, ROUND)
def test_every_printed_total_is_the_sum_or_the_mean_of_its_printed_lines(
    stated: dict[str, int], months: Months, quarter: str, year: str
) -> None:
    text = "{" + ", ".join(f"{key}: {value}" for key, value in stated.items()) + "}"
    scores = Scores(books(rules(text if stated else "", quarter, year), months))
    for who in (CLEAN, BUSY):
        by_month = {month: by_hand(stated, *people[who]) for month, people in months.items()}
        for period in ["2025", "2025-Q1", "2025-Q2", "2025-Q3", *months]:
            own = [by_month[month] for month in Period(period).months if month in by_month]
            rule = {"2025": year}.get(period, quarter if "Q" in period else "合计")
            found = explain(scores, Period(period), "aux", who)
            if not own:
                assert found["standing"] is None or found["standing"]["total"] is None
                continue
            printed = Fraction(found["standing"]["total"])
            parts = [Fraction(points) for points in found["standing"]["components"].values()]
            assert sum(parts) == printed
            assert sum(sums(found["how"])) == printed
            if rule == "合计":
                assert sum(Fraction(line["points"]) for line in found["lines"]) == printed
                assert printed == sum(own)
            else:
                # A mean is rounded for each of three parts.
                assert abs(printed - Fraction(sum(own), len(own))) <= Fraction(3, 200)


def by_hand(stated: dict[str, int], lost: int, won: int) -> int:
    """A month's total: from the start, not below the floor, not above the ceiling."""
    points = stated.get("起点", 0) + won - lost
    return min(max(points, stated.get("下限", points)), stated.get("上限", 1000))
