"""How kinds that look at a figure take it (取数): 应办已办, 比率, 数量, or the counts of parts (分项)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from generator.rules.kinds.kind import (
    CODE,
    FULL_MARKS,
    MAYBE_REASON,
    NO_PICTURES,
    NO_POINTS,
    NOT_APPLICABLE,
    NOTHING_SAID,
    PROOF,
    SMALL_SAMPLE,
    Amounted,
    Context,
    Said,
    Scored,
    Terms,
    by_group,
    need,
    said,
)
from generator.text.hundredths import half_up, percent
from generator.text.reading import Reader, Schema, Type
from generator.text.scalars import Choice, Percent, Text, Whole
from generator.text.shapes import Field, Row, Shape

MEASURES = {"应办已办": "应办数与已办数", "比率": "百分比", "数量": "数量", "分项": "各分项的数量"}
MEASURED = Field("取数", Choice({k: v for k, v in MEASURES.items() if k != "分项"}, "取数方式"))
SEEN = {
    "应办已办": "已办数÷应办数", "比率": "登记的比率", "数量": "登记的数量", "分项": "各分项的数量",
}  # fmt: skip
"""What is looked at, in the words of the rules page."""
_KEYS = {
    "应办已办": ("应办", "已办"), "比率": ("比率",), "数量": ("数量",), "分项": ("分项",),
}  # fmt: skip
"""The fields of the entry."""
_WHEN_SKIPPED = {FULL_MARKS: "按满分计", NO_POINTS: "按零分计"}
_HELP = {"应办": "应当办理的数量", "已办": "按要求办结的数量"}


class Measured(NamedTuple):
    """What was reached as a fraction in hundredths of its unit, and how it reads."""

    numerator: int
    denominator: int
    words: str

    def over(self, amount: int) -> int:
        """How far it lies above an amount, in parts of ``denominator``."""
        return self.numerator - amount * self.denominator


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredSaid(Said):
    """The figure of an entry, or why it is not applicable."""

    measure: str
    least_sample: int | None
    not_applicable: str
    due: int
    done: int
    figure: int
    """比率 in percent hundredths, or 数量 as a whole number."""

    @property
    def skipped(self) -> Scored | None:
        """不适用 and 样本不足, or None when the entry counts."""
        if self.not_applicable:
            return Scored(0, f"不适用：{self.not_applicable}", NOT_APPLICABLE)
        if is_sampled(self.measure):
            if self.due == 0:
                return Scored(0, "不适用：应办数为 0", NOT_APPLICABLE)
            if self.least_sample and self.due < self.least_sample:
                words = f"样本不足：应办 {self.due}，少于 {self.least_sample}"
                return Scored(0, words, SMALL_SAMPLE)
        return None

    @property
    def reached(self) -> Measured:
        """The value, comparable with a target."""
        if is_sampled(self.measure):
            share = half_up(self.done * 100_00, self.due)
            sign = "=" if self.done * 100_00 % self.due == 0 else "≈"
            words = f"{self.done}/{self.due} {sign} {percent(share)}"
            return Measured(self.done * 100_00, self.due, words)
        if self.measure == "比率":
            return Measured(self.figure, 1, percent(self.figure))
        return Measured(self.figure * 100, 1, f"{self.figure}")


def measured(row: Row, measure: str, least_sample: int | None) -> dict[str, Any]:
    """An entry's figure and what entries of any kind say, as arguments of ``MeasuredSaid``."""
    figure = row.get(measure) if measure in ("比率", "数量") else 0
    return {
        "measure": measure,
        "least_sample": least_sample,
        "not_applicable": row.get("不适用") or "",
        "due": row.get("应办") or 0,
        "done": row.get("已办") or 0,
        "figure": figure or 0,
        **said(row),
    }


def entry(name: str, measure: str, not_applicable: str, parts: tuple[str, ...] = ()) -> Shape:
    """The field table of an entry that states a figure, or that it is not applicable."""
    keys = _KEYS[measure]
    types: dict[str, Type] = {"应办": Whole(), "已办": Whole(), "比率": Percent(), "数量": Whole()}
    if parts:
        types["分项"] = Shape("分项", tuple(Field(part, Whole()) for part in parts))
    when = "除“不适用”外必填" if not_applicable else "必填"
    helps = {key: f"{_HELP[key]}，{when}" if key in _HELP else when for key in keys}
    fields = [CODE, *(Field(key, types[key], required=False, help=helps[key]) for key in keys)]
    unwanted: dict[str, tuple[str, str]] = {}
    if not_applicable:
        why_not = Text(60, what="原因", no_answer=NOTHING_SAID)
        fields.append(Field("不适用", why_not, required=False, help=f"原因，如：{not_applicable}"))
    else:
        hint = f"请照实填写 {'、'.join(keys)}"
        unwanted["不适用"] = ("这一项没有不适用的情形", hint)
    fields += [
        Field("依据", PROOF, required=False, help=f"{NO_PICTURES}，{when}"),
        MAYBE_REASON,
    ]
    return Shape(name, tuple(fields), _check(keys, not_applicable), unwanted, _schema(keys))


def example(measure: str, evidence: str, parts: tuple[str, ...] = (), *, applies: bool) -> str:
    """What an entry says beside its code, as a clerk would type it."""
    if not applies:
        return "不适用: 一句话说明"
    figures = {
        "应办已办": "应办: 20, 已办: 18",
        "比率": "比率: 96%",
        "数量": "数量: 4",
        "分项": "分项: {" + ", ".join(f"{part}: 1" for part in parts) + "}",
    }
    return f"{figures[measure]}, 依据: {evidence}"


def target_of(row: Row, what: str, context: Context) -> dict[str, Amounted]:
    """The target by group; reports one that the measure cannot be compared with."""
    if row["目标"] is None:
        hint = "请写成“目标: 95%”或各类别的目标"
        context.reader.report("缺少", row.spot, f"{what}缺少“目标”", hint)
    measure, target = row["取数"], by_group(row, "目标", context)
    for amount, is_percent in target.values():
        if (measure == "数量") == is_percent:
            hint = "请写成数字，如 4" if measure == "数量" else "请写成百分比，如 95%"
            message = f"取数为“{measure}”时目标不能这样写"
            context.reader.report("取值", row.at("目标"), message, hint)
            break
        if amount == 0:
            context.reader.report("取值", row.at("目标"), "目标不能是 0", "请写出要达到的数值")
            break
    return target


def sample_of(row: Row, context: Context) -> int | None:
    """Below how many 应办 an entry is 样本不足; None where nothing is counted."""
    found: int | None = row["最小样本"] or None
    if is_sampled(row["取数"]):
        return found or context.least_sample
    if found and row["取数"]:
        message = f"取数为“{row['取数']}”时没有样本不足"
        context.reader.report("取值", row.at("最小样本"), message, "请删去“最小样本”")
    return None


def is_sampled(measure: str) -> bool:
    """Whether the figure is taken over the cases due, of which there may be too few."""
    return measure == "应办已办"


def steps_under(value: Measured, target: int, step: int) -> int:
    """How many whole steps a value lies under its target."""
    return max(-value.over(target), 0) // (step * value.denominator)


def sample_words(terms: Terms) -> str:
    """What happens to small samples, as a further clause."""
    if not terms.least_sample:
        return ""
    counts = _WHEN_SKIPPED.get(terms.when_skipped, "不计该项")
    return f"；应办数少于{terms.least_sample}的为样本不足，{counts}"


def _check(keys: tuple[str, ...], not_applicable: str) -> Callable[[Row, Reader], None]:
    otherwise = f"；{not_applicable}的，写“不适用: 原因”" if not_applicable else ""

    def check(row: Row, reader: Reader) -> None:
        if row.get("不适用") is not None:
            for key in keys:
                if row.get(key) is not None:
                    message = f"已写“不适用”，又写了“{key}”"
                    reader.report("矛盾", row.at(key), message, "两者只留一个")
            return
        for key in keys:
            need(row, reader, key, "这一项", f"请补上“{key}: …”{otherwise}")
        need(row, reader, "依据", "这一项", "请补上“依据: …”，写登记或抽查单编号")
        due, done = row.get("应办"), row.get("已办")
        if isinstance(due, int) and isinstance(done, int) and done > due:
            reader.report("矛盾", row.at("已办"), f"已办 {done} 大于应办 {due}", "请核对这两个数")

    return check


def _schema(keys: tuple[str, ...]) -> Schema:
    return {
        "if": {"required": ["不适用"]},
        "then": {"not": {"anyOf": [{"required": [key]} for key in keys]}},
        "else": {"required": [*keys, "依据"]},
    }
