"""What an entry of each kind scores, and the arithmetic that a page prints: rule and entry as typed."""

from __future__ import annotations

import pytest

from generator.rules.kinds import KINDS, kind
from generator.rules.scheme_form import ITEM_SHAPES
from generator.text.problems import errors
from generator.text.strict import read

HEAD = (
    "代码: K1, 名称: 某项, 组成: base, 目标要求: 无, 考评标准: 无, 依据: 第一条, "
    "频次: 月, 证明材料: 登记"
)
GROUPS = frozenset({"一类", "二类"})


def terms(written: str) -> kind.Terms:
    """The rule of an item; ``written`` begins with its kind."""
    name = written.partition(",")[0]
    document = read("rules/x.yml", f"{{{HEAD}, 类型: {written}}}\n".encode())
    row = ITEM_SHAPES[name].read(document.root, (1, 1), document)
    made = KINDS[name].read(row, kind.Context(document, GROUPS, 5))
    assert errors(document.problems) == []
    return made


def said(rule: str, entry: str, *, of_cases: bool = False) -> kind.Said:
    made = terms(rule)
    document = read("ledger/x.yml", f"{{项: K1, {entry}}}\n".encode())
    form = made.entry("某项", "没有任务", of_cases=of_cases)
    row = form.read(document.root, (1, 1), document)
    assert errors(document.problems) == []
    return made.said(row)


DONE = "完成度, 分值: 3, 逾期: 30%, 不适用情形: 没有任务"
RATE = "达标率, 取数: 应办已办, 分值: 10, 目标: 80%"
BY_GAP = "达标率, 取数: 比率, 分值: 5, 目标: 95%, 计分: 按差距, 每差: 1%, 扣: 0.5"
COUNTED = "达标率, 取数: 数量, 分值: 4, 目标: {一类: 8, 二类: 6}"
PARTS = (
    "达标率, 取数: 分项, 分值: 9, 分项: [{名称: 宣传, 分值: 4, 目标: 3}, "
    "{名称: 走访, 分值: 5, 目标: {一类: 7, 二类: 6}}]"
)
LADDER = (
    "阶梯, 取数: 应办已办, 分值: 5, 阶梯: [{达到: 90%, 得分: 5}, {达到: 80%, 得分: 3}], 否则: 1"
)
SHORT = "未达标扣分, 取数: 应办已办, 目标: 90%, 每差: 1%, 扣: 0.2"
LAPSE = "按次扣减, 分值: 6, 扣减: 1"
LAPSES = "按次扣减, 分值: 6, 扣减: {一般: 0.5, 严重: 2}, 每: 天"
ASSESSED = "核定, 范围: [-2, 2], 核定单位: 政工室"
BONUS = "加分, 分值: 2"
LEVELS = "加分, 分值: {省级: 5, 市级: 3}"
DEDUCTION = "扣分, 分值: {一类: 0.15, 二类: 0.3}, 每: 批, 自查减半: 是"

SCORED = [
    (DONE, "完成: 按期, 依据: 登记1", 3_00, "按期完成，得满分 3"),
    (DONE, "完成: 逾期, 依据: 登记1", 90, "逾期补齐，3 × 30% = 0.9"),
    (DONE, "完成: 未完成, 事由: 忘了", 0, "未完成，不得分"),
    (DONE, "完成: 不适用, 事由: 没有任务", 0, "不适用：没有任务"),
    ("完成度, 分值: 3", "完成: 逾期, 依据: 登记1", 1_50, "逾期补齐，3 × 50% = 1.5"),
    ("完成度, 分值: {一类: 4, 二类: 2}", "完成: 按期, 依据: 登记1", 4_00, "按期完成，得满分 4"),
    (RATE, "应办: 20, 已办: 15, 依据: 登记1", 9_38, "15/20 = 75%，÷ 目标 80% × 10 = 9.38"),
    (RATE, "应办: 7, 已办: 6, 依据: 登记1", 10_00, "6/7 ≈ 85.71%，达到目标 80%，得满分 10"),
    (RATE, "应办: 5, 已办: 4, 依据: 登记1", 10_00, "4/5 = 80%，达到目标 80%，得满分 10"),
    (RATE, "应办: 4, 已办: 0, 依据: 登记1", 0, "样本不足：应办 4，少于 5"),
    (BY_GAP, "比率: 92.9%, 依据: 登记1", 4_00, "92.9%，比目标 95% 低 2 档，5 − 2 × 0.5 = 4"),
    (BY_GAP, "比率: 80%, 依据: 登记1", 0, "80%，比目标 95% 低 15 档，5 − 15 × 0.5 = −2.5，最少计 0 分"),
    (COUNTED, "数量: 6, 依据: 登记1", 3_00, "6，÷ 目标 8 × 4 = 3.00"),
    (PARTS, "分项: {宣传: 2, 走访: 5}, 依据: 登记1", 6_24, "宣传 2/3 得 2.67；走访 5/7 得 3.57；合计 6.24"),
    (PARTS, "分项: {宣传: 9, 走访: 9}, 依据: 登记1", 9_00, "宣传 9/3 得 4；走访 9/7 得 5；合计 9"),
    (LADDER, "应办: 20, 已办: 17, 依据: 登记1", 3_00, "17/20 = 85%，达到 80%，得 3"),
    (LADDER, "应办: 20, 已办: 15, 依据: 登记1", 1_00, "15/20 = 75%，未达到最低一档，得 1"),
    (SHORT, "应办: 20, 已办: 17, 依据: 登记1", -1_00, "17/20 = 85%，比目标 90% 低 5 档，−0.2 × 5 = −1"),
    (LAPSE, "次数: 2, 事由: 未整改, 依据: 登记1", -2_00, "−1 × 2 次 = −2"),
    (LAPSE, "事由: 未整改, 依据: 登记1", -1_00, "−1 × 1 次 = −1"),
    (LAPSES, "情形: 严重, 天数: 2, 事由: 未整改, 依据: 登记1", -4_00, "严重，−2 × 2 天 = −4"),
    (LAPSES, "情形: 一般, 天数: 1, 事由: 未整改, 依据: 登记1", -50, "一般，−0.5 × 1 天 = −0.5"),
    (ASSESSED, "日期: 2025-06-10, 分值: -1.5, 提出: 政工室, 事由: 表现差, 依据: 登记1", -1_50, "政工室提出，核定 −1.5 分"),
    (BONUS, "日期: 2025-06-10, 次数: 2, 事由: 推广, 依据: 登记1", 4_00, "2 × 2 次 = 4"),
    (LEVELS, "日期: 2025-06-10, 级别: 市级, 事由: 推广, 依据: 登记1", 3_00, "市级 3"),
    (DEDUCTION, "日期: 2025-06-10, 次数: 3, 自查: 是, 事由: 迟报, 依据: 登记1", -23, "−0.15 × 3 批 = −0.45，自查自纠减半 = −0.23"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "entry", "points", "words"), SCORED)
def test_points_and_words_of_an_entry(rule: str, entry: str, points: int, words: str) -> None:
    scored = said(rule, entry).score("一类")
    assert (scored.points, scored.words) == (points, words)


FIGURES = [DONE, RATE, BY_GAP, COUNTED, PARTS, LADDER, SHORT, LAPSE, LAPSES]
ENTRIES = {rule: entry for rule, entry, *_ in SCORED}


@pytest.mark.parametrize("rule", FIGURES)
def test_figures_are_shown_though_the_reason_is_hidden(rule: str) -> None:
    assert said(rule, ENTRIES[rule]).open_words("18/20 = 90%") == "18/20 = 90%"


def test_who_proposed_it_is_hidden_with_the_reason() -> None:
    assert said(ASSESSED, ENTRIES[ASSESSED]).open_words("政工室提出，核定 −1.5 分") == "核定 −1.5"


def test_only_what_is_counted_has_a_least_sample_and_a_number_of_times() -> None:
    assert [terms(rule).least_sample for rule in (DONE, LAPSE, BY_GAP, RATE)] == [
        None,
        None,
        None,
        5,
    ]
    assert [said(rule, ENTRIES[rule]).times for rule in (LEVELS, BONUS)] == [0, 2]


def test_one_group_or_level_is_enough() -> None:
    assert terms("加分, 分值: {省级: 5}").levels == {"省级": 5_00}


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("加分, 分值: {}", "这里没有内容。请至少写一项。"),
        ("办案, 作用: 奖励", "“奖励”不是可选的作用。请写成 结果、叠加、系数、协作、登记 之一。"),
    ],
)
def test_what_a_rule_may_not_say(written: str, sentence: str) -> None:
    name = written.partition(",")[0]
    document = read("rules/x.yml", f"{{{HEAD}, 类型: {written}}}\n".encode())
    ITEM_SHAPES[name].read(document.root, (1, 1), document)
    assert [problem.sentence for problem in document.problems] == [sentence]
