"""How kinds that look at a figure take it (取数): 应办已办, 比率, 数量, or the counts of parts (分项)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from generator.rules.kinds import kind
from generator.text.hundredths import half_up, percent
from generator.text.reading import Document, Schema, Type
from generator.text.scalars import Choice, Percent, Text, Whole
from generator.text.shapes import ALWAYS, Field, Row, Shape

CASES_DUE, SHARE, COUNT, PARTS = "应办已办", "比率", "数量", "分项"
MEASURES = {CASES_DUE: "应办数与已办数", SHARE: "百分比", COUNT: "数量", PARTS: "各分项的数量"}
MEASURED = Field("取数", Choice({k: v for k, v in MEASURES.items() if k != PARTS}, "取数方式"))
SEEN = {
    CASES_DUE: "已办数÷应办数",
    SHARE: "登记的比率",
    COUNT: "登记的数量",
    PARTS: "各分项的数量",
}
"""What is looked at, in the words of the rules page."""
_WHEN_SKIPPED = {kind.FULL_MARKS: "按满分计", kind.NO_POINTS: "按零分计"}
_HELP = {"应办": "应当办理的数量", "已办": "按要求办结的数量"}


class Measured(NamedTuple):
    """What was reached as a fraction in hundredths of its unit, and how it reads."""

    # Never divided before points are made of it: a share that was rounded on the way could miss
    # a target that was reached.
    numerator: int
    denominator: int
    words: str

    def over(self, amount: int) -> int:
        """How far it lies above an amount, in parts of ``denominator``."""
        return self.numerator - amount * self.denominator

    def steps_under(self, target: int, step: int) -> int:
        """How many whole steps it lies under its target."""
        return max(-self.over(target), 0) // (step * self.denominator)


class MeasuringTerms(kind.Terms):
    """A kind that looks at a figure, which every report states."""

    __slots__ = ()

    measure: str
    reported = True
    may_not_apply = True

    @property
    def part_names(self) -> tuple[str, ...]:
        """The names of its 分项."""
        return ()

    @property
    def sampled(self) -> bool:
        return self.measure == CASES_DUE

    @property
    def sample_words(self) -> str:
        """What happens to small samples, as a further clause."""
        if not self.least_sample:
            return ""
        counts = _WHEN_SKIPPED.get(self.when_skipped, "不计该项")
        return f"；应办数少于{self.least_sample}的为样本不足，{counts}"

    @property
    def _figures(self) -> dict[str, Type]:
        """The fields of an entry that hold the figure, and their types."""
        parts = Shape(PARTS, tuple(Field(part, Whole()) for part in self.part_names))
        types: dict[str, dict[str, Type]] = {
            CASES_DUE: {"应办": Whole(), "已办": Whole()},
            SHARE: {SHARE: Percent()},
            COUNT: {COUNT: Whole()},
            PARTS: {PARTS: parts},
        }
        return types[self.measure]

    def entry(self, name: str, not_applicable: str, *, of_cases: bool = False) -> Shape:
        figures = self._figures
        keys = tuple(figures)
        # No field is required by itself: an entry states the figure, or why there is none.
        needed = "除“不适用”外必填" if not_applicable else ALWAYS
        fields = [
            kind.ITEM,
            *(
                Field(key, type_, required=False, help=_HELP.get(key, ""), needed=needed)
                for key, type_ in figures.items()
            ),
        ]
        unwanted: dict[str, tuple[str, str]] = {}
        if not_applicable:
            why_not = Text(60, what="原因", no_answer=kind.NO_REASON)
            why = f"原因，如：{not_applicable}"
            fields.append(Field("不适用", why_not, required=False, help=why))
        else:
            hint = f"请照实填写 {'、'.join(keys)}"
            unwanted["不适用"] = ("这一项没有不适用的情形", hint)
        proof = Field("依据", kind.PROOF, required=False, help=kind.NO_PICTURES, needed=needed)
        fields += [proof, kind.MAYBE_REASON]
        return Shape(name, tuple(fields), _check(keys, not_applicable), unwanted, _schema(keys))

    def example(self, evidence: str, *, applies: bool = True) -> str:
        if not applies:
            return "不适用: 一句话说明"
        figures = {
            CASES_DUE: "应办: 20, 已办: 18",
            SHARE: "比率: 96%",
            COUNT: "数量: 4",
            PARTS: "分项: {" + ", ".join(f"{part}: 1" for part in self.part_names) + "}",
        }
        return f"{figures[self.measure]}, 依据: {evidence}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredSaid(kind.Said):
    """The figure of an entry, or why it is not applicable."""

    words_are_figures = True

    terms: MeasuringTerms
    not_applicable: str
    due: int
    done: int
    figure: int
    """比率 in percent hundredths, or 数量 as a whole number."""

    @property
    def skipped(self) -> kind.Scored | None:
        """不适用 and 样本不足, or None when the entry counts."""
        if self.not_applicable:
            return kind.Scored(0, f"不适用：{self.not_applicable}", kind.NOT_APPLICABLE)
        if not self.terms.sampled:
            return None
        # A share of nothing is not 0: who had nothing to do has not failed to do it.
        if self.due == 0:
            return kind.Scored(0, "不适用：应办数为 0", kind.NOT_APPLICABLE)
        least = self.terms.least_sample
        if least and self.due < least:
            return kind.Scored(0, f"样本不足：应办 {self.due}，少于 {least}", kind.SMALL_SAMPLE)
        return None

    @property
    def reached(self) -> Measured:
        """The value, comparable with a target."""
        if self.terms.sampled:
            share = half_up(self.done * 100_00, self.due)
            sign = "=" if self.done * 100_00 % self.due == 0 else "≈"
            words = f"{self.done}/{self.due} {sign} {percent(share)}"
            return Measured(self.done * 100_00, self.due, words)
        if self.terms.measure == SHARE:
            return Measured(self.figure, 1, percent(self.figure))
        return Measured(self.figure * 100, 1, f"{self.figure}")


def said(row: Row, terms: MeasuringTerms) -> dict[str, Any]:
    """An entry's figure and what entries of any kind say, as arguments of ``MeasuredSaid``."""
    figure = row.get(terms.measure) if terms.measure in (SHARE, COUNT) else 0
    return {
        "not_applicable": row.get("不适用") or "",
        "due": row.get("应办") or 0,
        "done": row.get("已办") or 0,
        "figure": figure or 0,
        **kind.said(row),
    }


def target_of(row: Row, what: str, context: kind.Context) -> dict[str, kind.Amounted]:
    """The target by group; reports one that the measure cannot be compared with."""
    if row["目标"] is None:
        hint = "请写成“目标: 95%”或各类别的目标"
        context.document.report("缺少", row.spot, f"{what}缺少“目标”", hint)
    measure, target = row["取数"], kind.by_group(row, "目标", context)
    for amount, is_percent in target.values():
        if (measure == COUNT) == is_percent:
            hint = "请写成数字，如 4" if measure == COUNT else "请写成百分比，如 95%"
            message = f"取数为“{measure}”时目标不能这样写"
            context.document.report("取值", row.at("目标"), message, hint)
            break
        # Points go by the share of the target; there is no share of 0.
        if amount == 0:
            context.document.report("取值", row.at("目标"), "目标不能是 0", "请写出要达到的数值")
            break
    return target


def sample_of(row: Row, context: kind.Context) -> int | None:
    """Below how many 应办 an entry is 样本不足; None where nothing is counted."""
    found: int | None = row["最小样本"] or None
    if row["取数"] == CASES_DUE:
        return found or context.least_sample
    if found and row["取数"]:
        message = f"取数为“{row['取数']}”时没有样本不足"
        context.document.report("取值", row.at("最小样本"), message, "请删去“最小样本”")
    return None


def _check(keys: tuple[str, ...], not_applicable: str) -> Callable[[Row, Document], None]:
    otherwise = f"；{not_applicable}的，写“不适用: 原因”" if not_applicable else ""

    def check(row: Row, document: Document) -> None:
        if row.get("不适用") is not None:
            for key in (key for key in keys if row.get(key) is not None):
                message = f"已写“不适用”，又写了“{key}”"
                document.report("矛盾", row.at(key), message, "两者只留一个")
            return
        for key in keys:
            kind.need(row, document, key, "这一项", f"请补上“{key}: …”{otherwise}")
        kind.need(row, document, "依据", "这一项", "请补上“依据: …”，写登记或抽查单编号")
        # More done than due is a slip in one of the two, or a share above 100 %.
        due, done = row.get("应办"), row.get("已办")
        if isinstance(due, int) and isinstance(done, int) and done > due:
            document.report("矛盾", row.at("已办"), f"已办 {done} 大于应办 {due}", "请核对这两个数")

    return check


def _schema(keys: tuple[str, ...]) -> Schema:
    return {
        "if": {"required": ["不适用"]},
        "then": {"not": {"anyOf": [{"required": [key]} for key in keys]}},
        "else": {"required": [*keys, "依据"]},
    }
