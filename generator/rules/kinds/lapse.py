"""按次扣减: full points, less a step for each lapse, never under 0."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from generator.rules.kinds.kind import (
    CODE,
    COUNTED,
    EVIDENCE,
    FULL,
    PER,
    POINTS_BY_GROUP,
    REASON,
    ByGroup,
    Context,
    Said,
    Scored,
    Terms,
    by_group,
    for_group,
    points_words,
    said,
    spread,
)
from generator.text.hundredths import short
from generator.text.scalars import Choice, Whole
from generator.text.shapes import Field, Row, Shape


@dataclass(frozen=True, slots=True)
class Lapse(Terms):
    """Points by group, and the points lost by circumstance (情形): ``{"": step}`` when there is one."""

    points: ByGroup[int]
    steps: Mapping[str, int]
    per: str = "次"

    name: ClassVar[str] = "按次扣减"
    summary: ClassVar[str] = "先得满分，每发生一次扣减，扣完为止"
    fields: ClassVar[tuple[Field, ...]] = (
        FULL,
        Field("扣减", POINTS_BY_GROUP, help="每次扣几分，或各种情形各扣几分"),
        PER,
    )
    starts_full: ClassVar[bool] = True
    has_full: ClassVar[bool] = True

    @classmethod
    def read(cls, row: Row, context: Context) -> Self:
        points, steps = by_group(row, "分值", context), spread(row["扣减"])
        if points and steps and min(steps.values()) > max(points.values()):
            context.reader.report("分值", row.at("扣减"), "一次扣减就超过满分", "请核对扣减与分值")
        return cls(points, steps, row["每"])

    @property
    def counted(self) -> str:
        """The entry's field that says how often."""
        return COUNTED[self.per]

    def full(self, group: str) -> int:
        return for_group(self.points, group)

    def entry(self, name: str, not_applicable: str, *, of_cases: bool = False) -> Shape:
        times = Field(self.counted, Whole(1), required=False, default=1, help="不写按 1 计")
        fields = [times, REASON, EVIDENCE]
        if "" not in self.steps:
            steps = Choice(dict.fromkeys(self.steps, ""), "扣减情形")
            fields.insert(0, Field("情形", steps))
        return Shape(name, (CODE, *fields))

    def said(self, row: Row) -> Said:
        return LapseSaid(
            terms=self,
            circumstance=row.get("情形") or "",
            times=row[self.counted] or 0,
            **said(row),
        )

    @property
    def worth(self) -> str:
        return f"{points_words(self.points)}分"

    def working(self, subject: str) -> str:
        if set(self.steps) == {""}:
            return f"先计满分，每{self.per}扣{short(self.steps[''])}分，扣完为止"
        steps = "、".join(f"{name}每{self.per}扣{short(p)}分" for name, p in self.steps.items())
        return f"先计满分，{steps}，扣完为止"


@dataclass(frozen=True, slots=True, kw_only=True)
class LapseSaid(Said):
    """How often it happened, in which circumstance (情形)."""

    terms: Lapse
    circumstance: str

    def score(self, group: str) -> Scored:
        step = self.terms.steps[self.circumstance]
        label = f"{self.circumstance}，" if self.circumstance else ""
        points = -self.times * step
        words = f"{label}{short(-step)} × {self.times} {self.terms.per} = {short(points)}"
        return Scored(points, words)
