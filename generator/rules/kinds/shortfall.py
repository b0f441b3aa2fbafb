"""未达标扣分: a rate that only deducts, a step for each whole gap under the target; no full marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from generator.rules.kinds import measuring
from generator.rules.kinds.kind import (
    AMOUNT_BY_GROUP,
    CAPS,
    POINTS,
    SAMPLE,
    Amounted,
    ByGroup,
    Context,
    Said,
    Scored,
    Terms,
    amount_words,
    amounts_words,
    for_group,
)
from generator.rules.kinds.measuring import MEASURED, SEEN, MeasuredSaid
from generator.text.hundredths import short
from generator.text.scalars import Amount
from generator.text.shapes import Field, Row, Shape


@dataclass(frozen=True, slots=True)
class Shortfall(Terms):
    """Target by group; ``lost`` points for each whole ``step`` that the figure lies under it."""

    measure: str
    target: ByGroup[Amounted]
    step: Amounted
    lost: int
    least_sample: int | None = None

    name: ClassVar[str] = "未达标扣分"
    summary: ClassVar[str] = "低于目标时每差一步扣分，达到目标不加分"
    fields: ClassVar[tuple[Field, ...]] = (
        MEASURED,
        Field("目标", AMOUNT_BY_GROUP),
        Field("每差", Amount(), help="如 1%；不足一步的不扣"),
        Field("扣", POINTS, help="每差一步扣几分"),
        SAMPLE,
        CAPS,
    )
    reported: ClassVar[bool] = True
    may_not_apply: ClassVar[bool] = True

    @classmethod
    def read(cls, row: Row, context: Context) -> Self:
        target = measuring.target_of(row, cls.name, context)
        step, measure = row["每差"] or (0, False), row["取数"]
        if row["每差"] and (step[0] == 0 or step[1] == (measure == "数量")):
            hint = "请写成 每差: 1 的样子" if measure == "数量" else "请写成 每差: 1% 的样子"
            context.reader.report("取值", row.at("每差"), "“每差”不能这样写", hint)
        least = measuring.sample_of(row, context)
        return cls(measure or "", target, step, row["扣"] or 0, least)

    @property
    def gives_points(self) -> bool:
        return False

    @property
    def sampled(self) -> bool:
        return measuring.is_sampled(self.measure)

    def entry(self, name: str, not_applicable: str, *, of_cases: bool = False) -> Shape:
        return measuring.entry(name, self.measure, not_applicable)

    def said(self, row: Row) -> Said:
        figures = measuring.measured(row, self.measure, self.least_sample)
        return ShortfallSaid(terms=self, **figures)

    def example(self, evidence: str, *, applies: bool = True) -> str:
        return measuring.example(self.measure, evidence, applies=applies)

    @property
    def worth(self) -> str:
        return f"每低{amount_words(self.step)}扣{short(self.lost)}分"

    def working(self, subject: str) -> str:
        target = amounts_words(self.target)
        sample = measuring.sample_words(self)
        return f"看{SEEN[self.measure]}，目标{target}；达到目标不扣分，{self.worth}，不足一步不扣{sample}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortfallSaid(MeasuredSaid):
    """The figure."""

    terms: Shortfall

    def score(self, group: str) -> Scored:
        if self.skipped:
            return self.skipped
        terms, value = self.terms, self.reached
        target = for_group(terms.target, group)
        steps = measuring.steps_under(value, target[0], terms.step[0])
        if not steps:
            return Scored(0, f"{value.words}，目标 {amount_words(target)}，不扣分")
        points = -steps * terms.lost
        words = f"{value.words}，比目标 {amount_words(target)} 低 {steps} 档"
        return Scored(points, f"{words}，{short(-terms.lost)} × {steps} = {short(points)}")
