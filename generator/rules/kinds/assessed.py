"""核定: points given by a named office within a stated range."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from generator.rules.kinds.kind import (
    CAPS,
    CODE,
    DAY,
    EVIDENCE,
    REASON,
    Context,
    Said,
    Scored,
    Terms,
    said,
)
from generator.text.hundredths import short
from generator.text.scalars import Points, Text
from generator.text.shapes import Field, ListOf, Row, Shape


@dataclass(frozen=True, slots=True)
class Assessed(Terms):
    """The range, and the office that gives the points."""

    low: int
    high: int
    office: str

    name: ClassVar[str] = "核定"
    summary: ClassVar[str] = "由指定部门在范围内核定分值"
    fields: ClassVar[tuple[Field, ...]] = (
        Field("范围", ListOf(Points(least=-100_00), 2), help="如 [-2, 2]"),
        Field("核定单位", Text(20, private=False)),
        CAPS,
    )

    @classmethod
    def read(cls, row: Row, context: Context) -> Self:
        stated = row["范围"] or []
        bounds = [bound for bound in stated if isinstance(bound, int)]
        if len(bounds) < len(stated) or len(bounds) < 2:
            bounds = [0, 0]  # reported when the list was read
        elif len(bounds) > 2 or bounds[0] >= bounds[1]:
            message, hint = "核定范围应当是从小到大的两个数", "请写成 [-2, 2] 的样子"
            context.reader.report("范围", row.at("范围"), message, hint)
            bounds = [0, 0]
        return cls(bounds[0], bounds[1], row["核定单位"] or "")

    def entry(self, name: str, not_applicable: str, *, of_cases: bool = False) -> Shape:
        points = Field("分值", Points(self.low, self.high))
        return Shape(name, (CODE, DAY, points, Field("提出", Text(20)), REASON, EVIDENCE))

    def said(self, row: Row) -> Said:
        return AssessedSaid(points=row["分值"] or 0, proposer=row["提出"] or "", **said(row))

    @property
    def worth(self) -> str:
        return f"{short(self.low)}～{short(self.high)}分"

    def working(self, subject: str) -> str:
        return (
            f"由{self.office}在{short(self.low)}分至{short(self.high)}分之间核定，须写明事由和依据"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessedSaid(Said):
    """The points given, and who proposed them."""

    points: int
    proposer: str

    def score(self, group: str) -> Scored:
        return Scored(self.points, f"{self.proposer}提出，核定 {short(self.points)} 分")

    def open_words(self, words: str) -> str:
        return f"核定 {short(self.points)}"
