"""不适用 and 样本不足 where the others are not prorated: what the rule says that they count (不适用时)."""

from __future__ import annotations

import pytest

from generator.checks.books import Books, read_books
from generator.publish.rules.working import working
from generator.rules.periods import Period
from generator.scoring.report import explain
from generator.scoring.standings import Scores
from generator.text.problems import as_line, errors
from tests.county import SMALL, TEAM, TEAM_RULES, Change, county, edit

HEDONG = "ledger/2025-06/team/hedong.yml"
JUNE = Period("2025-06")
RATE = "类型: 达标率, 取数: 比率, 分值: 4, 目标: 95%,"
"""T2 of the county's team, in a component without 折算."""


def asked(says: str) -> tuple[Change, ...]:
    """T2 as a rate of 应办已办, too few under 5, T3 that need not apply; both say ``says``."""
    return (
        edit(
            TEAM_RULES,
            RATE,
            f"类型: 达标率, 取数: 应办已办, 分值: 4, 目标: 95%, 最小样本: 5, {says}",
        ),
        edit(
            TEAM_RULES,
            "证明材料: 回访汇总编号",
            f"证明材料: 回访汇总编号, 不适用情形: 无回访, {says}",
        ),
        edit(TEAM, "{项: T2, 比率: 96%", "{项: T2, 应办: 20, 已办: 20"),
        edit(HEDONG, "{项: T2, 比率: 90%", "{项: T2, 应办: 0, 已办: 0"),
        edit(SMALL, "{项: T2, 比率: 100%", "{项: T2, 应办: 4, 已办: 4"),
        edit(SMALL, "{项: T3, 数量: 88, 依据: 回访汇总7}", "{项: T3, 不适用: 本月无回访}"),
    )


def books(says: str) -> Books:
    made, problems = read_books(county(*asked(says)))
    assert [as_line(problem) for problem in errors(problems)] == []
    assert made is not None
    return made


def told(says: str, subject: str, item: str) -> list[tuple[str, str, str]]:
    lines = explain(Scores(books(says)), JUNE, "team", subject)["lines"]
    return [(x["kind"], x["points"], x["arithmetic"]) for x in lines if x["item"] == item]


def test_full_marks_are_a_line_of_their_own() -> None:
    says = "不适用时: 计满分,"
    assert told(says, "fazhi", "T2") == [
        ("满分", "4.00", "样本不足，按规则计满分 4"),
        ("记录", "0.00", "样本不足：应办 4，少于 5"),
    ]
    assert told(says, "fazhi", "T3") == [
        ("满分", "5.00", "不适用，按规则计满分 5"),
        ("记录", "0.00", "不适用：本月无回访"),
    ]
    assert told(says, "hedong", "T2") == [
        ("满分", "4.00", "不适用，按规则计满分 4"),
        ("记录", "0.00", "不适用：应办数为 0"),
    ]
    assert told(says, "chengguan", "T2") == [
        ("记录", "4.00", "20/20 = 100%，达到目标 95%，得满分 4")
    ]


def test_no_points_are_said_to_be_the_rule() -> None:
    says = "不适用时: 计零分,"
    assert told(says, "fazhi", "T2") == [("记录", "0.00", "样本不足：应办 4，少于 5，按规则计零分")]
    assert told(says, "fazhi", "T3") == [("记录", "0.00", "不适用：本月无回访，按规则计零分")]


@pytest.mark.parametrize(
    ("says", "total"), [("不适用时: 计满分,", 15_00), ("不适用时: 计零分,", 6_00)]
)
def test_the_month_is_the_sum_of_its_lines(says: str, total: int) -> None:
    """法制大队: T1 has 6 without a finding; T2 has 4, T3 has 5, or nothing."""
    row = Scores(books(says)).standing("team", JUNE).row("fazhi")
    assert row is not None
    assert row.total == total


@pytest.mark.parametrize(("says", "then"), [("计满分", "按满分计"), ("计零分", "按零分计")])
def test_the_rules_page_says_what_counts_and_how_few_are_too_few(says: str, then: str) -> None:
    scheme = books(f"不适用时: {says},").rulebook.schemes["team"]
    rate, ladder = (scheme.versions[0].of_code(code)[0] for code in ("T2", "T3"))
    assert f"；应办数少于5的为样本不足，{then}" in working(rate, scheme)
    assert f"；无回访的可记“不适用”，{then}" in working(ladder, scheme)
