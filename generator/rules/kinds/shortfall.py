"""未达标扣分: a rate that only deducts, a step for each whole gap under the target; no full marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from generator.rules.kinds import kind, measuring
from generator.text.hundredths import short
from generator.text.scalars import Amount
from generator.text.shapes import Field, Row


@dataclass(frozen=True, slots=True)
class Shortfall(measuring.MeasuringTerms):
    """Target by group; ``lost`` points for each whole ``step`` that the figure lies under it."""

    measure: str
    target: kind.ByGroup[kind.Amounted]
    step: kind.Amounted
    lost: int
    least_sample: int | None

    name = "未达标扣分"
    summary = "低于目标时每差一步扣分，达到目标不加分"
    fields = (
        measuring.MEASURED,
        Field("目标", kind.AMOUNT_BY_GROUP),
        Field("每差", Amount(), help="如 1%；不足一步的不扣"),
        Field("扣", kind.POINTS, help="每差一步扣几分"),
        kind.SAMPLE,
        kind.CAPS,
    )

    @classmethod
    def read(cls, row: Row, context: kind.Context) -> Self:
        target = measuring.target_of(row, cls.name, context)
        step, of_counts = row["每差"] or (0, False), row["取数"] == measuring.COUNT
        if row["每差"] and (step[0] == 0 or step[1] == of_counts):
            hint = f"请写成 每差: {'1' if of_counts else '1%'} 的样子"
            context.document.report("取值", row.at("每差"), "“每差”不能这样写", hint)
        least = measuring.sample_of(row, context)
        return cls(row["取数"] or "", target, step, row["扣"] or 0, least)

    @property
    def gives_points(self) -> bool:
        return False

    def said(self, row: Row) -> kind.Said:
        return ShortfallSaid(terms=self, **measuring.said(row, self))

    @property
    def worth(self) -> str:
        return f"每低{kind.amount_words(self.step)}扣{short(self.lost)}分"

    def working(self, subject: str) -> str:
        target = f"看{measuring.SEEN[self.measure]}，目标{kind.amounts_words(self.target)}"
        return f"{target}；达到目标不扣分，{self.worth}，不足一步不扣{self.sample_words}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortfallSaid(measuring.MeasuredSaid):
    """The figure."""

    terms: Shortfall

    def score(self, group: str) -> kind.Scored:
        if self.skipped:
            return self.skipped
        terms, value = self.terms, self.reached
        target = kind.for_group(terms.target, group)
        # Only whole steps count: 不足一步的不扣.
        steps, shown = value.steps_under(target[0], terms.step[0]), kind.amount_words(target)
        if not steps:
            return kind.Scored(0, f"{value.words}，目标 {shown}，不扣分")
        points = -steps * terms.lost
        words = f"{value.words}，比目标 {shown} 低 {steps} 档"
        return kind.Scored(points, f"{words}，{short(-terms.lost)} × {steps} = {short(points)}")
