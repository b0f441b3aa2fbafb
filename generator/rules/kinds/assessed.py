"""核定: points given by a named office within a stated range."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from generator.rules.kinds import kind
from generator.text.hundredths import short
from generator.text.scalars import Points, Text
from generator.text.shapes import Field, ListOf, Row, Shape, good


@dataclass(frozen=True, slots=True)
class Assessed(kind.Terms):
    """The range, and the office that gives the points."""

    low: int
    high: int
    office: str

    name = "核定"
    summary = "由指定部门在范围内核定分值"
    fields = (
        Field("范围", ListOf(Points(least=-100_00), 2), help="如 [-2, 2]"),
        Field("核定单位", Text(20)),
        kind.CAPS,
    )

    @classmethod
    def read(cls, row: Row, context: kind.Context) -> Self:
        stated, bounds = row["范围"] or (), good(row["范围"])
        # A bound that cannot be read, or is not there, was reported when the list was read.
        whole = len(bounds) == len(stated) >= 2
        fit = whole and len(bounds) == 2 and bounds[0] < bounds[1]
        if whole and not fit:
            message, hint = "核定范围应当是从小到大的两个数", "请写成 [-2, 2] 的样子"
            context.document.report("范围", row.at("范围"), message, hint)
        low, high = bounds if fit else (0, 0)
        return cls(low, high, row["核定单位"] or "")

    def entry(self, name: str, not_applicable: str, *, of_cases: bool = False) -> Shape:
        points = Field("分值", Points(self.low, self.high))
        proposer = Field("提出", Text(20))
        return Shape(name, (kind.ITEM, kind.DAY, points, proposer, kind.REASON, kind.EVIDENCE))

    def said(self, row: Row) -> kind.Said:
        points, proposer = row["分值"] or 0, row["提出"] or ""
        return AssessedSaid(points=points, proposer=proposer, **kind.said(row))

    @property
    def worth(self) -> str:
        return f"{short(self.low)}～{short(self.high)}分"

    def working(self, subject: str) -> str:
        span = f"{short(self.low)}分至{short(self.high)}分"
        return f"由{self.office}在{span}之间核定，须写明事由和依据"


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessedSaid(kind.Said):
    """The points given, and who proposed them."""

    points: int
    proposer: str

    def score(self, group: str) -> kind.Scored:
        return kind.Scored(self.points, f"{self.proposer}提出，核定 {short(self.points)} 分")

    def open_words(self, words: str) -> str:
        # Who proposed it may tell what it was about.
        return f"核定 {short(self.points)}"
