"""未达标扣分, a kind that was added by CONTRIBUTING: one file, and everybody asks it the same questions."""

from __future__ import annotations

import pytest

from generator.checks.books import read_books
from generator.rules.kinds.shortfall import Shortfall
from generator.rules.periods import Period
from generator.scoring.report import explain
from generator.scoring.standings import Scores
from generator.text.problems import as_line
from generator.text.shapes import Row
from tests.county import Change, Files, county, edit
from tests.fifth_scheme import with_auxiliaries

AUX, JUNE = "rules/schemes/aux.yml", "ledger/2025-06/aux/chengguan.yml"
ITEM = (
    "      - {代码: S1, 名称: 群众满意率, 组成: base, 类型: 未达标扣分, 取数: 比率, 目标: 90%, 每差: 1%, 扣: 0.2, "
    "目标要求: 不低于90%, 考评标准: 每低1个百分点扣0.2分, 依据: 第九条, 频次: 月, 证明材料: 回访登记}\n"
)
FIGURES = {"061104": "90%", "161101": "87.5%", "161102": "89.01%", "161103": "71%"}


def with_shortfall(files: Files) -> None:
    """The auxiliaries are also asked for a satisfaction rate: 0.2 off for each whole point under 90 %."""
    with_auxiliaries(files)
    edit(AUX, "      - {代码: Y1,", ITEM + "      - {代码: Y1,")(files)
    edit(AUX, "栏目: 扣分, 下限", "栏目: {扣分: [扣分], 满意率: [未达标扣分]}, 下限")(files)
    for number, figure in FIGURES.items():
        edit(
            JUNE,
            f'"{number}":\n',
            f'"{number}":\n    满意率: [{{比率: {figure}, 依据: 回访登记6}}]\n',
        )(files)


def checked(*changes: Change) -> list[str]:
    return [
        as_line(p) for p in read_books(county(with_shortfall, *changes))[1] if p.severity == "错误"
    ]


@pytest.mark.parametrize(
    ("number", "points", "words"),
    [
        ("061104", "0.00", "90%，目标 90%，不扣分"),
        ("161101", "-0.40", "87.5%，比目标 90% 低 2 档，−0.2 × 2 = −0.4"),
        ("161102", "0.00", "89.01%，目标 90%，不扣分"),
        ("161103", "-3.80", "71%，比目标 90% 低 19 档，−0.2 × 19 = −3.8"),
    ],
)
def test_only_whole_steps_under_the_target_cost_points(
    number: str, points: str, words: str
) -> None:
    books, _ = read_books(county(with_shortfall))
    assert books is not None
    lines = explain(Scores(books), Period("2025-06"), "aux", number)["lines"]
    assert [(x["points"], x["arithmetic"]) for x in lines if x["item"] == "S1"] == [(points, words)]


def test_records_with_it_are_right() -> None:
    assert checked() == []


def test_a_report_without_it_is_noticed() -> None:
    without = edit(JUNE, "    满意率: [{比率: 87.5%, 依据: 回访登记6}]\n", "    满意率: []\n")
    assert checked(without) == [
        f"{JUNE}:14:10: 161101 的“满意率”里缺少 S1 群众满意率。请按实际补上，如 - {{项: S1, 比率: 96%, 依据: 回访登记}}。"
    ]


def test_a_section_without_it_is_noticed() -> None:
    without = edit(JUNE, "    满意率: [{比率: 87.5%, 依据: 回访登记6}]\n", "")
    assert any("缺少“满意率”" in line for line in checked(without))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("每差: 1%, 扣: 0.2", "每差: 1, 扣: 0.2", "“每差”不能这样写。请写成 每差: 1% 的样子。"),
        ("每差: 1%, 扣: 0.2", "每差: 0%, 扣: 0.2", "“每差”不能这样写。请写成 每差: 1% 的样子。"),
        ("每差: 1%, 扣: 0.2", "扣: 0.2", "“未达标扣分”类项目缺少“每差”。请补上“每差: …”（如 1%；不足一步的不扣）。"),
        ("目标: 90%", "目标: 90", "取数为“比率”时目标不能这样写。请写成百分比，如 95%。"),
        ("取数: 比率", "取数: 分项", "“分项”不是可选的取数方式。请写成 应办已办、比率、数量 之一。"),
    ],
)  # fmt: skip
def test_a_faulty_rule_is_told_in_its_place(before: str, after: str, said: str) -> None:
    lines = checked(
        edit(
            AUX,
            "未达标扣分, 取数: 比率, 目标: 90%, 每差: 1%, 扣: 0.2",
            "未达标扣分, 取数: 比率, 目标: 90%, 每差: 1%, 扣: 0.2".replace(before, after),
        )
    )
    assert [line.partition(": ")[2] for line in lines] == [said]


def test_the_rules_page_says_it_in_words() -> None:
    terms = Shortfall(
        "应办已办", {"一类": (95_00, True), "二类": (90_00, True)}, (1_00, True), 20, 5
    )
    assert terms.worth == "每低1%扣0.2分"
    assert terms.working("单位") == (
        "看已办数÷应办数，目标一类95%、二类90%；达到目标不扣分，每低1%扣0.2分，不足一步不扣"
        "；应办数少于5的为样本不足，不计该项"
    )


def test_a_small_sample_costs_nothing() -> None:
    terms = Shortfall("应办已办", {"": (95_00, True)}, (1_00, True), 20, 5)
    row = Row((1, 1), {})
    row |= {"应办": 4, "已办": 0, "依据": "抽查单1"}
    assert terms.said(row).score("") == (0, "样本不足：应办 4，少于 5", "样本不足")
