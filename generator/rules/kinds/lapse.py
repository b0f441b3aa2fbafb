"""按次扣减: full points, less a step for each lapse, never under 0."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from generator.rules.kinds import kind
from generator.text.hundredths import short
from generator.text.scalars import Choice, Whole
from generator.text.shapes import Field, Row, Shape


@dataclass(frozen=True, slots=True)
class Lapse(kind.Terms):
    """Points by group, and the points lost by circumstance (情形): ``{"": step}`` when there is one."""

    points: kind.ByGroup[int]
    steps: Mapping[str, int]
    per: str

    name = "按次扣减"
    summary = "先得满分，每发生一次扣减，扣完为止"
    fields = (
        kind.FULL,
        Field("扣减", kind.POINTS_BY_GROUP, help="每次扣几分，或各种情形各扣几分"),
        kind.PER,
    )
    starts_full = True
    has_full = True

    @classmethod
    def read(cls, row: Row, context: kind.Context) -> Self:
        points, steps = kind.by_group(row, "分值", context), kind.spread(row["扣减"])
        if points and steps and min(steps.values()) > max(points.values()):
            context.document.report(
                "分值", row.at("扣减"), "一次扣减就超过满分", "请核对扣减与分值"
            )
        return cls(points, steps, row["每"])

    @property
    def counted(self) -> str:
        return kind.COUNTED[self.per]

    def full(self, group: str) -> int:
        return kind.for_group(self.points, group)

    def entry(self, name: str, not_applicable: str, *, of_cases: bool = False) -> Shape:
        times = Field(self.counted, Whole(1), required=False, default=1, help="不写按 1 计")
        steps = Field("情形", Choice(dict.fromkeys(self.steps, ""), "扣减情形"))
        circumstance = () if "" in self.steps else (steps,)
        return Shape(name, (kind.ITEM, *circumstance, times, kind.REASON, kind.EVIDENCE))

    def said(self, row: Row) -> kind.Said:
        return LapseSaid(
            terms=self,
            circumstance=row.get("情形") or "",
            times=row[self.counted] or 0,
            **kind.said(row),
        )

    @property
    def worth(self) -> str:
        return f"{kind.points_words(self.points)}分"

    def working(self, subject: str) -> str:
        # The name of a single circumstance is empty, and so is what is said before 每.
        steps = "、".join(f"{name}每{self.per}扣{short(p)}分" for name, p in self.steps.items())
        return f"先计满分，{steps}，扣完为止"


@dataclass(frozen=True, slots=True, kw_only=True)
class LapseSaid(kind.Said):
    """How often it happened, in which circumstance (情形)."""

    words_are_figures = True

    terms: Lapse
    circumstance: str

    def score(self, group: str) -> kind.Scored:
        # The full points are no part of an entry: they count before anything happens, and the
        # floor of 0 is a line of its own once all entries of the item are known.
        step = self.terms.steps[self.circumstance]
        label = f"{self.circumstance}，" if self.circumstance else ""
        points = -self.times * step
        words = f"{label}{short(-step)} × {self.times} {self.terms.per} = {short(points)}"
        return kind.Scored(points, words)
