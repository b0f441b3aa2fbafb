"""阶梯: the points of the first step that the value reaches."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from generator.rules.kinds import kind, measuring
from generator.text.hundredths import short
from generator.text.reading import MISSING, Document
from generator.text.scalars import Amount, Choice
from generator.text.shapes import Field, ListOf, Row, Shape, whole_rows

Steps = tuple[tuple[kind.Amounted, int], ...]
"""What must be reached, and its points; the best step first."""

_STEP = Shape("阶梯的一档", (Field("达到", Amount()), Field("得分", kind.POINTS)))
_DIRECTION = Choice({"不低于": "越高越好", "不高于": "越低越好"}, "方向")


@dataclass(frozen=True, slots=True)
class Ladder(measuring.MeasuringTerms):
    """Steps from the best one down, each with its points; ``otherwise`` where none is reached."""

    best: int
    measure: str
    steps: Steps
    otherwise: int
    upward: bool
    least_sample: int | None
    full_when_not_due: bool
    when_skipped: str

    name = "阶梯"
    summary = "按达到的档次计分"
    fields = (
        Field("分值", kind.POINTS, help="最高一档的分值"),
        measuring.MEASURED,
        Field("方向", _DIRECTION, required=False, default="不低于"),
        Field("阶梯", ListOf(_STEP, 1)),
        Field("否则", kind.POINTS),
        kind.SAMPLE,
        kind.NOT_DUE,
        kind.SKIPPED,
    )
    has_full = True

    @classmethod
    def read(cls, row: Row, context: kind.Context) -> Self:
        made = cls(
            row["分值"] or 0,
            row["取数"] or "",
            tuple((step["达到"], step["得分"]) for step in whole_rows(row["阶梯"])),
            row["否则"] or 0,
            row["方向"] != "不高于",
            measuring.sample_of(row, context),
            row["非考核月"] == kind.FULL_MARKS,
            row["不适用时"] or "",
        )
        if made.steps:
            _check_order(row, made, context.document)
            _check_ends(row, made, context.document)
        return made

    def full(self, group: str) -> int:
        return self.best

    def said(self, row: Row) -> kind.Said:
        return LadderSaid(terms=self, **measuring.said(row, self))

    @property
    def worth(self) -> str:
        return f"{short(self.best)}分"

    def working(self, subject: str) -> str:
        steps = "，".join(
            f"{self.relation}{kind.amount_words(at)}得{short(points)}分"
            for at, points in self.steps
        )
        seen, otherwise = measuring.SEEN[self.measure], short(self.otherwise)
        return f"看{seen}：{steps}，否则得{otherwise}分{self.sample_words}"

    @property
    def relation(self) -> str:
        """How a figure stands to a step that it reaches."""
        return "达到" if self.upward else "不高于"


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderSaid(measuring.MeasuredSaid):
    """The figure."""

    terms: Ladder

    def score(self, group: str) -> kind.Scored:
        if self.skipped:
            return self.skipped
        terms, value = self.terms, self.reached
        for step, points in terms.steps:
            above = value.over(step[0])
            if above >= 0 if terms.upward else above <= 0:
                words = f"{value.words}，{terms.relation} {kind.amount_words(step)}"
                return kind.Scored(points, f"{words}，得 {short(points)}")
        words = f"{value.words}，未达到最低一档，得 {short(terms.otherwise)}"
        return kind.Scored(terms.otherwise, words)


def _check_order(row: Row, made: Ladder, document: Document) -> None:
    for (better, more), (worse, fewer) in pairwise(made.steps):
        higher, lower = (better, worse) if made.upward else (worse, better)
        if better[1] != worse[1]:
            message, hint = "各档有的写百分比，有的写数字", "请用同一种写法"
        elif higher[0] <= lower[0]:
            message, hint = "各档的“达到”没有按从好到差排列", "请从最好的一档写起"
        elif more <= fewer:
            message, hint = "较好的一档得分反而不高", "请核对各档得分"
        else:
            continue
        document.report("阶梯", row.at("阶梯"), message, hint)


def _check_ends(row: Row, made: Ladder, document: Document) -> None:
    """What else the item states must agree with its best step, its last one, and all of them."""
    best, last = made.steps[0][1], made.steps[-1][1]
    # The full points are stated twice, so that a slip in either is noticed.
    if row["分值"] not in (MISSING, best):
        hint = f"请写成 {short(best)}，或改最好一档"
        document.report("阶梯", row.at("分值"), "分值与最好一档的得分不符", hint)
    if row["否则"] is not MISSING and row["否则"] >= last:
        document.report("阶梯", row.at("否则"), "“否则”的得分不低于最后一档", "请核对")
    spellings = {is_percent for (_, is_percent), _ in made.steps}
    if made.measure and spellings == {made.measure == measuring.COUNT}:
        message = f"取数为“{made.measure}”时各档不能这样写"
        document.report("阶梯", row.at("阶梯"), message, "比率写百分比，数量写数字")
