"""Start, floor and ceiling: they hold for everybody who counts in a month, with entries or without."""

from __future__ import annotations

from generator.checks.books import read_books
from generator.publish.rules.working import bounds_words, total_words
from generator.rules.periods import Period
from generator.rules.roster import UNITS
from generator.scoring.report import explain, score_text
from generator.scoring.standings import Scores
from generator.text.problems import errors
from tests.auxiliaries import BUSY, CLEAN, ELSEWHERE, books, rules
from tests.county import CASE_RULES, Change, county, edit, without

JUNE = Period("2025-06")
Explained = list[tuple[str, str, str]]


def totals(
    scores: Scores, period: str, scheme: str = "aux", level: str = ""
) -> dict[str, int | None]:
    standing = scores.standing(scheme, Period(period), level)
    return {row.subject: row.total for row in standing.rows}


def lines(scores: Scores, who: str, period: str = "2025-06", scheme: str = "aux") -> Explained:
    found = explain(scores, Period(period), scheme, who)["lines"]
    return [(line["kind"], line["points"], line["arithmetic"]) for line in found]


# ── who has no entries ──


def test_a_clean_month_is_worth_the_start_and_a_missing_report_nothing_at_all() -> None:
    scores = Scores(books(rules("{起点: 100}"), {"2025-06": {CLEAN: (0, 0), BUSY: (2, 0)}}))
    assert totals(scores, "2025-06") == {CLEAN: 100_00, BUSY: 98_00, ELSEWHERE: None}
    assert lines(scores, CLEAN) == [("总分", "100.00", "辅警总分起点 100 分")]
    assert lines(scores, ELSEWHERE) == []


def test_a_clean_officer_is_listed_first_and_not_last() -> None:
    made = books(rules("{起点: 100}"), {"2025-06": {CLEAN: (0, 0), BUSY: (2, 0)}})
    listed = [row.subject for row in Scores(made).standing("aux", JUNE).rows]
    assert listed == [CLEAN, BUSY, ELSEWHERE]


def test_a_floor_of_the_total_lifts_also_who_has_no_entries() -> None:
    scores = Scores(books(rules("{下限: 60}"), {"2025-06": {CLEAN: (0, 0), BUSY: (0, 70)}}))
    assert totals(scores, "2025-06") == {CLEAN: 60_00, BUSY: 70_00, ELSEWHERE: None}
    assert lines(scores, CLEAN) == [("总分", "60.00", "辅警总分最少 60 分")]


def test_a_ceiling_of_the_total_holds_for_the_start_alone() -> None:
    scores = Scores(books(rules("{起点: 100, 上限: 90}"), {"2025-06": {CLEAN: (0, 0)}}))
    assert totals(scores, "2025-06")[CLEAN] == 90_00


def test_a_floor_of_a_component_lifts_also_who_has_no_entries() -> None:
    stated = rules(plus=", 下限: {月: 5}")
    scores = Scores(books(stated, {"2025-06": {CLEAN: (0, 0), BUSY: (0, 3)}}))
    assert totals(scores, "2025-06") == {CLEAN: 5_00, BUSY: 5_00, ELSEWHERE: None}
    assert lines(scores, CLEAN) == [("封底", "5.00", "加分项每月最少 5 分")]


def test_the_start_of_a_component_is_there_without_entries_and_cut_at_its_ceiling() -> None:
    stated = rules(minus=", 起点: 80, 上限: 70")
    scores = Scores(books(stated, {"2025-06": {CLEAN: (0, 0), BUSY: (20, 0)}}))
    assert totals(scores, "2025-06") == {CLEAN: 70_00, BUSY: 60_00, ELSEWHERE: None}


# ── limits over several months ──


def test_what_a_floor_granted_is_taken_back_in_words_that_say_so() -> None:
    # January 1 − 6 = −5, lifted to 0; February brings 1 more, and the year is still below 0.
    stated = rules(minus=", 起点: 1, 下限: {年: 0}")
    scores = Scores(books(stated, {"2025-01": {BUSY: (6, 0)}, "2025-02": {BUSY: (0, 0)}}))
    assert totals(scores, "2025")[BUSY] == 0
    assert [each for each in lines(scores, BUSY, "2025") if each[0] == "封底"] == [
        ("封底", "5.00", "扣分项每年最少 0 分"),
        ("封底", "-1.00", "扣分项每年最少 0 分，前面补足的部分抵回"),
    ]


def test_what_a_ceiling_cut_counts_again_when_the_sum_falls_below_it() -> None:
    # January 10, cut to 8; by February the year is 10 + 10 − 12 = 8: the 2 count again.
    stated = rules(minus=", 起点: 10, 上限: {年: 8}")
    scores = Scores(books(stated, {"2025-01": {BUSY: (0, 0)}, "2025-02": {BUSY: (12, 0)}}))
    assert totals(scores, "2025")[BUSY] == 8_00
    assert [each for each in lines(scores, BUSY, "2025") if each[0] == "封顶"] == [
        ("封顶", "-2.00", "扣分项每年最多 8 分"),
        ("封顶", "2.00", "扣分项每年最多 8 分，前面未计的部分补计"),
    ]


# ── case work: officers start, units pool ──


def cases(*changes: Change) -> Scores:
    made, problems = read_books(county(*changes))
    assert errors(problems) == []
    assert made is not None
    return Scores(made)


START = edit(CASE_RULES, "    办案: {角色", "    总分: {起点: 100}\n    办案: {角色")


def test_every_officer_in_case_work_starts_whose_unit_has_reported() -> None:
    # 061101: 8.40 + 0.96 − 2 − 0.50 = 6.86; 061102: 5.60 + 1.44 − 2 = 5.04; 061201 had no case.
    # 060301 is not in case work: the finding of 2 points stands alone.
    scores = cases(START)
    assert totals(scores, "2025-06", "cases") == {
        "061101": 106_86,
        "061102": 105_04,
        "061201": 100_00,
        "060301": -2_00,
    }
    assert lines(scores, "061201", scheme="cases") == [
        ("总分", "100.00", "执法办案总分起点 100 分")
    ]


def test_an_officer_whose_unit_did_not_report_has_no_start_and_no_number() -> None:
    scores = cases(START, without("ledger/2025-06/cases/hedong.yml"))
    assert totals(scores, "2025-06", "cases")["061201"] is None


def test_units_take_the_points_of_cases_and_not_the_start() -> None:
    # (9.36 + 7.04) ÷ 2 officers at the month's end.
    scores = cases(START)
    assert totals(scores, "2025-06", "cases", UNITS) == {"chengguan": 8_20, "hedong": 0}
    assert lines(scores, "hedong", scheme="cases") == []


def test_a_component_of_case_work_starts_for_officers_too() -> None:
    start = edit(
        CASE_RULES,
        "名称: 质效扣分, 栏目: 问题",
        "名称: 质效扣分, 起点: 50, 下限: {月: 0}, 栏目: 问题",
    )
    scores = cases(start)
    assert totals(scores, "2025-06", "cases") == {
        "061101": 56_86,
        "061102": 55_04,
        "061201": 50_00,
        "060301": 0,
    }
    assert totals(scores, "2025-06", "cases", UNITS) == {"chengguan": 8_20, "hedong": 0}


# ── what is printed ──


def test_the_parts_of_a_printed_row_add_up_to_its_total() -> None:
    scores = Scores(books(rules("{起点: 100}"), {"2025-06": {BUSY: (2, 5)}}))
    head, row = [
        x.split() for x in score_text(scores, JUNE, "aux").splitlines() if "名次" in x or BUSY in x
    ]
    assert head == ["名次", "代码", "名称", "扣分项", "加分项", "总分调整", "合计", "说明"]
    assert row[3:7] == ["−2.00", "5.00", "100.00", "103.00"]


def test_the_rules_page_says_what_the_total_starts_from_and_for_whom() -> None:
    scheme = books(rules("{起点: 100, 下限: 60, 上限: 120}"), {}).rulebook.schemes["aux"]
    assert total_words(scheme) == "总分 ＝ 起点100分 ＋ 扣分项 ＋ 加分项（扣分按负数相加）"
    assert bounds_words(scheme, scheme.versions[-1]) == [
        "总分每月从100分起算，最多120分，最少60分；季度、年度为各月相加，不另设起点和上下限。",
        "起点和上下限对当月已报的考核对象都算，不论有没有记录；未报的不算，也不计为0分。",
    ]


def test_a_scheme_without_start_or_floor_says_nothing_of_them() -> None:
    scheme = books(rules(plus=", 上限: {年: 20}"), {}).rulebook.schemes["aux"]
    assert bounds_words(scheme, scheme.versions[-1]) == []
