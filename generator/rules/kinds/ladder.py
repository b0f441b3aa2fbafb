"""阶梯: the points of the first step that the value reaches."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar, Self

from generator.rules.kinds import measuring
from generator.rules.kinds.kind import (
    NOT_DUE,
    POINTS,
    SAMPLE,
    SKIPPED,
    Amounted,
    Context,
    Said,
    Scored,
    Terms,
    amount_words,
)
from generator.rules.kinds.measuring import MEASURED, SEEN, MeasuredSaid
from generator.text.hundredths import short
from generator.text.reading import MISSING
from generator.text.scalars import Amount, Choice
from generator.text.shapes import Field, ListOf, Row, Shape

Steps = list[tuple[Amounted, int]]


@dataclass(frozen=True, slots=True)
class Ladder(Terms):
    """Steps from the best one down, each with its points; ``otherwise`` where none is reached."""

    best: int
    measure: str
    steps: tuple[tuple[Amounted, int], ...]
    otherwise: int
    upward: bool = True
    least_sample: int | None = None
    full_when_not_due: bool = False
    when_skipped: str = ""

    name: ClassVar[str] = "阶梯"
    summary: ClassVar[str] = "按达到的档次计分"
    fields: ClassVar[tuple[Field, ...]] = (
        Field("分值", POINTS, help="最高一档的分值"),
        MEASURED,
        Field(
            "方向",
            Choice({"不低于": "越高越好", "不高于": "越低越好"}, "方向"),
            required=False,
            default="不低于",
        ),
        Field(
            "阶梯",
            ListOf(Shape("阶梯的一档", (Field("达到", Amount()), Field("得分", POINTS))), 1),
        ),
        Field("否则", POINTS),
        SAMPLE,
        NOT_DUE,
        SKIPPED,
    )
    reported: ClassVar[bool] = True
    may_not_apply: ClassVar[bool] = True
    has_full: ClassVar[bool] = True

    @classmethod
    def read(cls, row: Row, context: Context) -> Self:
        steps = [
            (step["达到"], step["得分"])
            for step in row["阶梯"] or []
            if isinstance(step, Row) and MISSING not in step.values()
        ]
        upward = row["方向"] != "不高于"
        _check(row, steps, context, upward=upward)
        return cls(
            row["分值"] or 0,
            row["取数"],
            tuple(steps),
            row["否则"] or 0,
            upward,
            measuring.sample_of(row, context),
            row["非考核月"] == "计满分",
            row["不适用时"] or "",
        )

    def full(self, group: str) -> int:
        return self.best

    @property
    def sampled(self) -> bool:
        return measuring.is_sampled(self.measure)

    def entry(self, name: str, not_applicable: str, *, of_cases: bool = False) -> Shape:
        return measuring.entry(name, self.measure, not_applicable)

    def said(self, row: Row) -> Said:
        figures = measuring.measured(row, self.measure, self.least_sample)
        return LadderSaid(terms=self, **figures)

    def example(self, evidence: str, *, applies: bool = True) -> str:
        return measuring.example(self.measure, evidence, applies=applies)

    @property
    def worth(self) -> str:
        return f"{short(self.best)}分"

    def working(self, subject: str) -> str:
        relation = "达到" if self.upward else "不高于"
        sample = measuring.sample_words(self)
        steps = "，".join(
            f"{relation}{amount_words(at)}得{short(points)}分" for at, points in self.steps
        )
        return f"看{SEEN[self.measure]}：{steps}，否则得{short(self.otherwise)}分{sample}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderSaid(MeasuredSaid):
    """The figure."""

    terms: Ladder

    def score(self, group: str) -> Scored:
        if self.skipped:
            return self.skipped
        terms, value = self.terms, self.reached
        for step, points in terms.steps:
            difference = value.over(step[0])
            if difference >= 0 if terms.upward else difference <= 0:
                relation = "达到" if terms.upward else "不高于"
                words = f"{value.words}，{relation} {amount_words(step)}，得 {short(points)}"
                return Scored(points, words)
        words = f"{value.words}，未达到最低一档，得 {short(terms.otherwise)}"
        return Scored(terms.otherwise, words)


def _check(row: Row, steps: Steps, context: Context, *, upward: bool) -> None:
    report = context.reader.report
    for (better, more), (worse, fewer) in pairwise(steps):
        if better[1] != worse[1]:
            report("阶梯", row.at("阶梯"), "各档有的写百分比，有的写数字", "请用同一种写法")
        elif (better[0] <= worse[0]) if upward else (better[0] >= worse[0]):
            report("阶梯", row.at("阶梯"), "各档的“达到”没有按从好到差排列", "请从最好的一档写起")
        elif more <= fewer:
            report("阶梯", row.at("阶梯"), "较好的一档得分反而不高", "请核对各档得分")
    if steps and isinstance(row["分值"], int) and steps[0][1] != row["分值"]:
        report(
            "阶梯",
            row.at("分值"),
            "分值与最好一档的得分不符",
            f"请写成 {short(steps[0][1])}，或改最好一档",
        )
    if steps and isinstance(row["否则"], int) and row["否则"] >= steps[-1][1]:
        report("阶梯", row.at("否则"), "“否则”的得分不低于最后一档", "请核对")
    measure = row["取数"]
    spellings = {is_percent for (_, is_percent), _ in steps}
    if isinstance(measure, str) and spellings == {measure == "数量"}:
        message = f"取数为“{measure}”时各档不能这样写"
        report("阶梯", row.at("阶梯"), message, "比率写百分比，数量写数字")
