"""A change of every key of a rule item, by its kind."""

from __future__ import annotations

from collections.abc import Callable

from generator.rules.kinds import KINDS
from tests.county import Files
from tests.keys.county import CASES
from tests.keys.seen import check, pages, rules, scores
from tests.keys.tries import Given, Try, entries, rarely

PART = [{"名称": "甲", "分值": "10", "目标": "20"}]
IN_PARTS: tuple[Given, ...] = (
    ("达标率", "取数", "分项"),
    ("达标率", "目标", None),
    ("达标率", "不适用时", None),
    ("达标率", "分项", PART),
    entries("指标", "M3", 分项={"甲": "10"}, 依据="抽查6"),
)
BY_GAP: tuple[Given, ...] = tuple(
    ("达标率", key, value) for key, value in (("计分", "按差距"), ("每差", "1%"), ("扣", "0.2"))
)
DIFFICULT: tuple[Given, ...] = (
    (CASES, "版本.项目.3.条件", "疑难"),
    (CASES, "版本.项目.3.梯度", None),
    (CASES, "版本.项目.3.最高", None),
    (CASES, "版本.项目.3.系数", "1.5"),
)
LATE_TIMES = entries("扣分", "D1", 次数="3", 事由="月报迟报", 依据="收文6")
SMALL_LADDER: tuple[Given, ...] = (("阶梯", "最小样本", "30"),)
Q02, Q04 = "版本.项目.4", "版本.项目.5"


def capped(most: str, *given: Given, seen: Callable[[Files], str] = scores) -> dict[str, Try]:
    """封顶 as a number and by period; by case only where there are cases."""
    periods = {f"封顶.{period}": Try(most, scores, given) for period in "月季年"}
    return {"封顶": Try(most, scores, given), **periods, "封顶.案": Try(most, check, given)}


def common(kind: str) -> dict[str, Try]:
    """The keys that an item of any kind may have."""
    terms = KINDS[kind]
    of_cases, reported = kind == "办案", terms.reported
    happens = not reported and not of_cases and kind != "否决"
    aspects = ((CASES, "类目", [{"代码": "A", "名称": "重点工作"}]),) if of_cases else ()
    return {
        "代码": Try("X9", check),
        "名称": Try("另一个名称", rules),
        "组成": Try({"否决": "base", "办案": "quality"}.get(kind, "veto"), check),
        "类型": Try("加分" if kind == "否决" else "否决", check),
        "目标要求": Try("做得更好", rules),
        "考评标准": Try("按另一个规定", rules),
        "依据": Try("另一个文件", rules),
        "证明材料": Try("另一种编号", rules),
        "频次": Try("年", check) if reported else Try("季", rules),
        "类目": Try("A", rules, aspects),
        "月份": Try(["3"], check),
        "不适用情形": Try("没有这项工作", rules if terms.may_not_apply else check),
        "隐去事由": Try("否", check) if kind == "否决" else Try("是", pages),
        "取消评优": Try("是", scores if happens else check),
    }


OF_KINDS: dict[str, dict[str, Try]] = {
    "完成度": {
        "分值": Try("3", scores),
        "逾期": Try("60%", scores),
        "非考核月": Try("计满分", scores, rarely("完成度", "M1")),
        "不适用时": Try("计满分", scores, (entries("指标", "M1", 完成="不适用", 事由="没有任务"),)),
    },
    "按次扣减": {
        "分值": Try("7", scores),
        "扣减": Try("2", scores),
        "每": Try("起", scores),
    },
    "达标率": {
        "分值": Try("12", scores),
        "取数": Try("比率", check),
        "目标": Try("99%", scores),
        "计分": Try("按差距", scores, also=BY_GAP),
        "每差": Try("2%", scores, BY_GAP),
        "扣": Try("0.5", scores, BY_GAP),
        "分项": Try([{**PART[0], "目标": "40"}], scores, IN_PARTS),
        "分项.名称": Try("乙", check, IN_PARTS),
        "分项.分值": Try("8", check, IN_PARTS),
        "分项.目标": Try("40", scores, IN_PARTS),
        "最小样本": Try("3", scores),
        "非考核月": Try("计满分", scores, rarely("达标率", "M3")),
        "不适用时": Try("计满分", scores),
    },
    "阶梯": {
        "分值": Try("6", check),
        "取数": Try("比率", check),
        "方向": Try("不高于", check),
        "阶梯": Try([{"达到": "80%", "得分": "5"}], scores),
        "阶梯.达到": Try("85%", scores),
        "阶梯.得分": Try("6", check),
        "否则": Try("2", scores, (("阶梯", "阶梯.1.达到", "86%"),)),
        "最小样本": Try("30", scores),
        "非考核月": Try("计满分", scores, rarely("阶梯", "M4")),
        "不适用时": Try("计满分", scores, SMALL_LADDER),
    },
    "未达标扣分": {
        "取数": Try("比率", check),
        "目标": Try("95%", scores),
        "每差": Try("2%", scores),
        "扣": Try("0.5", scores),
        "最小样本": Try("30", scores),
        **capped("1"),
    },
    "核定": {
        "范围": Try(["-1", "1"], check),
        "核定单位": Try("办公室", rules),
        **capped("1"),
    },
    "加分": {
        "分值": Try("3", scores),
        "每": Try("件", scores),
        "同事项取高": Try("是", scores),
        **capped("3"),
    },
    "扣分": {
        "分值": Try("2", scores),
        "每": Try("起", scores),
        "同事项取高": Try("是", check),
        "承担": Try("单位", check, at=(CASES, f"{Q04}.承担")),
        "自查减半": Try("否", check, at=(CASES, f"{Q04}.自查减半")),
        "轻微": Try("是", scores, ((CASES, "版本.办案.轻微封顶", "1%"),), (CASES, f"{Q04}.轻微")),
        "清零指标": Try("是", check),
        **capped("2", LATE_TIMES),
    },
    "办案": {
        "作用": Try("登记", check),
        "分值": Try("12", scores),
        "条件": Try("疑难", check, at=(CASES, "版本.项目.3.条件")),
        "系数": Try("2", scores, DIFFICULT, (CASES, "版本.项目.3.系数")),
        "梯度": Try([{"每人": "50%"}], scores, at=(CASES, "版本.项目.3.梯度")),
        "梯度.至": Try("2", scores, at=(CASES, "版本.项目.3.梯度.0.至")),
        "梯度.每人": Try("30%", scores, at=(CASES, "版本.项目.3.梯度.0.每人")),
        "最高": Try("1.1", scores, at=(CASES, "版本.项目.3.最高")),
        "计件": Try("否", check, at=(CASES, "版本.项目.2.计件")),
        "封顶": Try("1", scores),
        **{f"封顶.{period}": Try("1", scores) for period in ("月", "季", "年", "案")},
    },
    "否决": {"取消资格": Try("个人", scores)},
}
