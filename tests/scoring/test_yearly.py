"""Year lists: who comes first among equals, and where nothing is left to tell them apart."""

from __future__ import annotations

from collections.abc import Sequence

from generator.checks.books import read_books
from generator.rules.yearly import Selection
from generator.scoring.model import YearList, YearResults
from generator.scoring.standings import Scores
from generator.scoring.yearly import year_results
from generator.text.problems import as_line, errors
from tests.county import (
    BUREAU,
    CASE_RULES,
    CASES,
    FILES,
    REVIEW,
    UNITS,
    YEARLY,
    Change,
    county,
    edit,
    whole,
)

WANG, LI, CHEN = "061101", "061102", "061201"
EFFICIENCY = "{代码: efficiency, 名称: 效率扣分, 栏目: 问题}"
"""A second component of deductions beside 质效扣分, as the sample rules have it."""
OVERDUE = "{代码: E1, 名称: 超期, 组成: efficiency, 类型: 扣分, 分值: 1, 承担: 主办, 目标要求: 按期, 考评标准: 每次扣1分, 依据: 程序规定, 频次: 随时, 证明材料: 复核单编号}"


def case(number: int, lead: str, helper: str, result: str, *findings: str) -> tuple[str, str]:
    """A case and its review: ``lead`` takes 60 % of its points, ``helper`` 40 %."""
    name = f"2025-06-chengguan-{number:02d}"
    people = f"[{{警号: '{lead}', 角色: 主办}}, {{警号: '{helper}', 角色: 协办}}]"
    rows = ", ".join(f"{{项: {item}, 承担: ['{lead}'], 事由: 复核发现}}" for item in findings)
    return (
        f"  - {{编号: {name}, 类别: 侵财, {result}, 参与: {people}}}\n",
        f"  - {{编号: {name}, 日期: 2025-06-20, 程序: 通过, 质量: 通过, 执行: 通过, 结论: 通过, 问题: [{rows}]}}\n",
    )


C01 = "结果: C01, 人数: 1"
"""10 points."""


def on_the_spot(count: int) -> str:
    """So many 当场处罚 at 0.2 points."""
    return f"结果: C11, 人数: 1, 件数: {count}"


def results(*cases: tuple[str, str], changes: Sequence[Change] = ()) -> YearResults:
    """The results of 2025 after one month of 城关's cases; there is one 标兵."""
    head = "单位: chengguan\n月份: 2025-06\n填报人: '061102'\n填报日期: 2025-07-01\n"
    books, problems = read_books(
        county(
            edit(BUREAU, "最少参排: 4", "最少参排: 2"),
            edit(YEARLY, "最少月份: 9, 最少案件: 8", "最少月份: 1, 最少案件: 1"),
            edit(
                YEARLY,
                "并列: [质量扣分少者]",
                "并列: [质量扣分少者, 质效分高者, 办结案件多者, 集体研究决定]",
            ),
            edit(CASE_RULES, "栏目: 问题}", f"栏目: 问题}}\n  - {EFFICIENCY}"),
            edit(CASE_RULES, "      - {代码: E05", f"      - {OVERDUE}\n      - {{代码: E05"),
            whole(CASES, f"{head}案件:\n{''.join(one for one, _ in cases)}"),
            whole(REVIEW, f"{head}复核:\n{''.join(judged for _, judged in cases)}"),
            *changes,
        )
    )
    assert [as_line(problem) for problem in errors(problems)] == []
    assert books is not None
    found = year_results(Scores(books), 2025, books.year_rules_for(2025))
    assert found is not None
    return found


def model_officers(*cases: tuple[str, str], changes: Sequence[Change] = ()) -> YearList:
    """The 标兵 list of the same year."""
    lists = results(*cases, changes=changes).lists
    return next(each for each in lists if each.key == "执法办案标兵")


def told(found: YearList) -> list[tuple[str, int | None, bool]]:
    """Who was looked at, with the year's points, and whether they are proposed."""
    return [(each.row.subject, each.row.total, each.chosen) for each in found.candidates]


def test_of_equal_totals_the_one_with_less_taken_off_for_quality_is_first() -> None:
    """王立 has 13 − 2 for efficiency, 李成 12 − 1 for quality."""
    cases = (
        case(1, WANG, LI, C01, "E1", "E1"),
        case(2, LI, WANG, C01, "Q04"),
        case(3, WANG, LI, on_the_spot(25)),
    )
    assert told(model_officers(*cases)) == [(WANG, 1100, True)]


def test_then_the_one_with_less_taken_off_at_all() -> None:
    """王立 has 13 − 2, 李成 12 − 1, all of it for efficiency."""
    cases = (
        case(1, WANG, LI, C01, "E1", "E1"),
        case(2, LI, WANG, C01, "E1"),
        case(3, WANG, LI, on_the_spot(25)),
    )
    assert told(model_officers(*cases)) == [(LI, 1100, True)]


def test_then_the_one_with_more_cases() -> None:
    """Both have 10 of the joint cases and 3 of their own: 王立 in one case, 李成 in two."""
    cases = (
        case(1, WANG, LI, C01),
        case(2, LI, WANG, C01),
        case(3, WANG, CHEN, on_the_spot(25)),
        case(4, LI, CHEN, on_the_spot(10)),
        case(5, LI, CHEN, on_the_spot(15)),
    )
    assert told(model_officers(*cases)) == [(LI, 1300, True)]


def test_who_cannot_be_told_apart_are_all_proposed_and_the_bureau_decides() -> None:
    found = model_officers(case(1, WANG, LI, C01), case(2, LI, WANG, C01))
    assert told(found) == [(WANG, 1000, True), (LI, 1000, True)]
    assert found.places == 1
    assert found.candidates[1].reasons[-1].text == f"与警号 {WANG} 各项相同，由局党委集体研究决定"


def test_as_many_cases_as_are_asked_for_are_enough() -> None:
    found = model_officers(case(1, WANG, LI, C01))
    assert told(found) == [(WANG, 6_00, True)]
    reasons = [reason.text for reason in found.candidates[0].reasons if reason.met]
    assert "办结案件 1 件（不少于 1 件）" in reasons


def test_no_more_are_taken_than_there_are() -> None:
    """10 % of four, but at least five."""
    assert Selection("team", 10_00, 5, None, ()).count(4) == 4


def test_the_rules_of_a_year_are_those_of_its_december() -> None:
    """The first are in force from January, the next from July."""
    text = FILES[YEARLY]
    later = text.split("版本:\n")[1].replace("生效: 2025-01", "生效: 2025-07")
    books, _ = read_books(county(whole(YEARLY, text + later)))
    assert books is not None
    rules = [books.year_rules_for(year) for year in (2024, 2025, 2026)]
    assert [each and each.since for each in rules] == [None, "2025-07", "2025-07"]


def test_who_shares_the_last_front_place_counts_for_the_unit() -> None:
    """王立 and 李成 have 10 each, 陈刚 none: of three, 30 % is one place, and two hold it."""
    found = results(case(1, WANG, LI, C01), case(2, LI, WANG, C01))
    assert [(each.unit, each.officers, each.front) for each in found.carried] == [
        ("chengguan", 2, 2),
        ("hedong", 1, 0),
    ]


def test_only_months_in_the_own_sequence_count_for_a_model_officer() -> None:
    """城关 is in S2 until May and in S1 from June; it reports both months, and two are asked for."""
    moved = (
        edit(BUREAU, "{S1: 派出所序列}", "{S1: 派出所序列, S2: 专业序列}"),
        edit(
            UNITS,
            "城关派出所, 自: 2000-01-01, 组别: 派出所, 序列: S1",
            "城关派出所, 自: 2000-01-01, 组别: 派出所, 序列: [{自: 2000-01-01, 值: S2}, {自: 2025-06-01, 值: S1}]",
        ),
        edit(YEARLY, "最少月份: 1,", "最少月份: 2,"),
        whole(
            CASES.replace("06", "05"),
            "单位: chengguan\n月份: 2025-05\n填报人: '061102'\n填报日期: 2025-06-01\n案件: []\n",
        ),
    )
    found = model_officers(case(1, WANG, LI, C01), changes=moved)
    assert told(found) == [(WANG, 600, False), (LI, 400, False)]
    assert found.candidates[0].reasons[0].text == "在本序列 1 个月（不少于 2 个月）"
