"""达标率: points by what was reached against a target."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple, Self

from generator.rules.kinds import measuring
from generator.rules.kinds.kind import (
    AMOUNT_BY_GROUP,
    FULL,
    NOT_DUE,
    POINTS,
    SAMPLE,
    SKIPPED,
    Amounted,
    ByGroup,
    Context,
    Said,
    Scored,
    Terms,
    amount_words,
    amounts_words,
    by_group,
    for_group,
    points_words,
)
from generator.rules.kinds.measuring import MEASURES, SEEN, MeasuredSaid
from generator.text.hundredths import half_up, percent, short, spell
from generator.text.scalars import Amount, Choice, Text
from generator.text.shapes import Field, ListOf, Row, Shape

STEP = (Field("每差", Amount(), required=False), Field("扣", POINTS, required=False))
"""How much is lost for each whole step under the target."""


class RatePart(NamedTuple):
    """One 分项: its own points and target count."""

    name: str
    full: int
    target: ByGroup[Amounted]


@dataclass(frozen=True, slots=True)
class Rate(Terms):
    """Points and target by group; 按差距 loses a step for each whole gap, else points go by share."""

    points: ByGroup[int]
    measure: str
    target: ByGroup[Amounted] = field(default_factory=dict)
    gap: tuple[int, int] | None = None
    """按差距: ``(percent hundredths, points)`` lost for each whole step under the target."""
    least_sample: int | None = None
    parts: tuple[RatePart, ...] = ()
    full_when_not_due: bool = False
    when_skipped: str = ""

    name: ClassVar[str] = "达标率"
    summary: ClassVar[str] = "按完成情况与目标之比计分"
    fields: ClassVar[tuple[Field, ...]] = (
        FULL,
        Field("取数", Choice(MEASURES, "取数方式")),
        Field("目标", AMOUNT_BY_GROUP, required=False),
        Field(
            "计分",
            Choice({"按比例": "实绩与目标之比", "按差距": "每差一步扣若干分"}, "计分方式"),
            required=False,
            default="按比例",
        ),
        *STEP,
        Field(
            "分项",
            ListOf(
                Shape(
                    "分项",
                    (
                        Field("名称", Text(20, private=False)),
                        Field("分值", POINTS),
                        Field("目标", AMOUNT_BY_GROUP),
                    ),
                ),
                1,
            ),
            required=False,
        ),
        SAMPLE,
        NOT_DUE,
        SKIPPED,
    )
    reported: ClassVar[bool] = True
    may_not_apply: ClassVar[bool] = True
    has_full: ClassVar[bool] = True

    @classmethod
    def read(cls, row: Row, context: Context) -> Self:
        measure, points = row["取数"], by_group(row, "分值", context)
        _needless(row, context)
        in_parts = measure == "分项"
        return cls(
            points,
            measure,
            {} if in_parts else measuring.target_of(row, "达标率", context),
            _gap(row, context),
            measuring.sample_of(row, context),
            _parts(row, points, context) if in_parts else (),
            row["非考核月"] == "计满分",
            row["不适用时"] or "",
        )

    def full(self, group: str) -> int:
        return for_group(self.points, group)

    @property
    def part_names(self) -> tuple[str, ...]:
        """The names of its 分项."""
        return tuple(part.name for part in self.parts)

    @property
    def sampled(self) -> bool:
        return measuring.is_sampled(self.measure)

    def entry(self, name: str, not_applicable: str, *, of_cases: bool = False) -> Shape:
        return measuring.entry(name, self.measure, not_applicable, self.part_names)

    def said(self, row: Row) -> Said:
        counts = row.get("分项") or {}
        figures = measuring.measured(row, self.measure, self.least_sample)
        return RateSaid(terms=self, counts={k: v or 0 for k, v in counts.items()}, **figures)

    def example(self, evidence: str, *, applies: bool = True) -> str:
        return measuring.example(self.measure, evidence, self.part_names, applies=applies)

    @property
    def worth(self) -> str:
        return f"{points_words(self.points)}分"

    def working(self, subject: str) -> str:
        if self.parts:
            parts = "；".join(
                f"{part.name}{short(part.full)}分，目标{amounts_words(part.target)}"
                for part in self.parts
            )
            return f"分项计分，每项按完成数÷目标×分值，最多得满分：{parts}"
        target = f"目标{amounts_words(self.target)}"
        sample = measuring.sample_words(self)
        if self.gap is None:
            return f"得分 ＝ {SEEN[self.measure]} ÷ 目标 × 分值，最多得满分；{target}{sample}"
        step, lost = self.gap
        size = amount_words((step, self.measure != "数量"))
        return f"看{SEEN[self.measure]}，{target}；达到目标得满分，每低{size}扣{short(lost)}分，扣完为止{sample}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RateSaid(MeasuredSaid):
    """The figure, or the counts by 分项."""

    terms: Rate
    counts: Mapping[str, int]

    def score(self, group: str) -> Scored:
        if self.skipped:
            return self.skipped
        if self.terms.parts:
            return self._by_parts(group)
        full, value = self.terms.full(group), self.reached
        target, is_percent = for_group(self.terms.target, group)
        shown = percent(target) if is_percent else short(target)
        if value.over(target) >= 0:
            return Scored(full, f"{value.words}，达到目标 {shown}，得满分 {short(full)}")
        if self.terms.gap is not None:
            steps = measuring.steps_under(value, target, self.terms.gap[0])
            lost = self.terms.gap[1]
            left = full - steps * lost
            least = "" if left >= 0 else "，最少计 0 分"
            return Scored(
                max(left, 0),
                f"{value.words}，比目标 {shown} 低 {steps} 档，{short(full)} − {steps} × {short(lost)} = {short(left)}{least}",
            )
        points = half_up(full * value.numerator, target * value.denominator)
        return Scored(points, f"{value.words}，÷ 目标 {shown} × {short(full)} = {spell(points)}")

    def _by_parts(self, group: str) -> Scored:
        numerator, denominator = 0, 1
        words = []
        for part in self.terms.parts:
            target, _ = for_group(part.target, group)
            count = self.counts[part.name]
            reached = min(count * 100, target)
            numerator, denominator = (
                numerator * target + part.full * reached * denominator,
                denominator * target,
            )
            earned = half_up(part.full * reached, target)
            words.append(f"{part.name} {count}/{short(target)} 得 {short(earned)}")
        points = half_up(numerator, denominator)
        return Scored(points, f"{'；'.join(words)}；合计 {short(points)}")


def _needless(row: Row, context: Context) -> None:
    """Keys of another way to take the figure, or to make points of it."""
    in_parts, by_gap = row["取数"] == "分项", row["计分"] == "按差距"
    for key, used, when in (
        ("目标", not in_parts, "取数为“分项”时在分项里写目标"),
        ("分项", in_parts or not row["取数"], "取数不是“分项”"),
        ("每差", by_gap, "计分不是“按差距”"),
        ("扣", by_gap, "计分不是“按差距”"),
    ):
        if row.states(key) and not used:
            message = f"{when}，用不上“{key}”"
            context.reader.report("矛盾", row.at(key), message, f"请删去“{key}”")


def _parts(row: Row, points: ByGroup[int], context: Context) -> tuple[RatePart, ...]:
    if not row["分项"]:
        hint = "请逐项写出名称、分值、目标"
        context.reader.report("缺少", row.spot, "取数为“分项”时缺少“分项”", hint)
        return ()
    parts = tuple(
        RatePart(part["名称"], part["分值"], by_group(part, "目标", context))
        for part in row["分项"]
        if isinstance(part, Row)
    )
    if points and all(isinstance(part.full, int) for part in parts):
        total = sum(part.full for part in parts)
        if any(value != total for value in points.values()):
            message = f"分项合计 {short(total)} 分，与分值不符"
            context.reader.report("分值", row.at("分值"), message, "请核对各分项的分值")
    return parts


def _gap(row: Row, context: Context) -> tuple[int, int] | None:
    if row["计分"] != "按差距":
        return None
    if row["每差"] is None or row["扣"] is None or row["取数"] == "分项":
        hint = "请写成 每差: 1%, 扣: 0.2 的样子"
        context.reader.report("缺少", row.at("计分"), "“按差距”计分要写明“每差”和“扣”", hint)
    elif row["每差"] and row["每差"][0] and isinstance(row["扣"], int):
        return row["每差"][0], row["扣"]
    return None
