"""完成度: full points when done in time, a share when late, none when undone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from generator.rules.kinds import kind
from generator.text.hundredths import half_up, percent, short
from generator.text.reading import MISSING, Document, Schema
from generator.text.scalars import Choice, Percent
from generator.text.shapes import Field, Row, Shape


@dataclass(frozen=True, slots=True)
class Completion(kind.Terms):
    """Points by group, the share for being late in percent hundredths."""

    points: kind.ByGroup[int]
    late_share: int
    full_when_not_due: bool
    when_skipped: str

    name = "完成度"
    summary = "按期、逾期、未完成分别得全部、一部分、零分"
    fields = (
        kind.FULL,
        Field("逾期", Percent(), required=False, default=50_00),
        kind.NOT_DUE,
        kind.SKIPPED,
    )
    reported = True
    may_not_apply = True
    has_full = True

    @classmethod
    def read(cls, row: Row, context: kind.Context) -> Self:
        points = kind.by_group(row, "分值", context)
        not_due = row["非考核月"] == kind.FULL_MARKS
        return cls(points, row["逾期"] or 0, not_due, row["不适用时"] or "")

    def full(self, group: str) -> int:
        return kind.for_group(self.points, group)

    def entry(self, name: str, not_applicable: str, *, of_cases: bool = False) -> Shape:
        states = {"按期": "按时完成", "逾期": "逾期补齐", "未完成": "没有完成"}
        if not_applicable:
            states["不适用"] = not_applicable
        undone = "未完成、不适用时必填" if not_applicable else "未完成时必填"
        done = "按期、逾期时必填"
        fields = (
            kind.ITEM,
            Field("完成", Choice(states, "完成情况")),
            Field("依据", kind.PROOF, required=False, help=kind.NO_PICTURES, needed=done),
            Field("事由", kind.CAUSE, required=False, help=kind.NO_NAMES, needed=undone),
        )
        return Shape(name, fields, _check, also_schema=_SCHEMA)

    def said(self, row: Row) -> kind.Said:
        return CompletionSaid(terms=self, done=row["完成"] or "", **kind.said(row))

    def example(self, evidence: str, *, applies: bool = True) -> str:
        return f"完成: 按期, 依据: {evidence}" if applies else "完成: 不适用, 事由: 一句话说明"

    @property
    def worth(self) -> str:
        return f"{kind.points_words(self.points)}分"

    def working(self, subject: str) -> str:
        return f"按期完成得满分，逾期补齐得{percent(self.late_share)}，未完成不得分"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionSaid(kind.Said):
    """按期, 逾期, 未完成 or 不适用."""

    words_are_figures = True

    terms: Completion
    done: str

    def score(self, group: str) -> kind.Scored:
        full = self.terms.full(group)
        match self.done:
            case "按期":
                return kind.Scored(full, f"按期完成，得满分 {short(full)}")
            case "逾期":
                share = self.terms.late_share
                points = half_up(full * share, 100_00)
                words = f"逾期补齐，{short(full)} × {percent(share)} = {short(points)}"
                return kind.Scored(points, words)
            case "不适用":
                return kind.Scored(0, f"不适用：{self.reason}", kind.NOT_APPLICABLE)
        return kind.Scored(0, "未完成，不得分")


def _check(row: Row, document: Document) -> None:
    # What was done can be looked up; what was not needs a reason, and has nothing to look up.
    if row["完成"] in ("未完成", "不适用"):
        hint = "请补上“事由: …”，一句话说明原因"
        kind.need(row, document, "事由", f"“{row['完成']}”", hint)
    elif row["完成"] is not MISSING:
        hint = "请补上“依据: …”，写登记或会议记录编号"
        kind.need(row, document, "依据", "已完成的项目", hint)


_SCHEMA: Schema = {
    "if": {"properties": {"完成": {"enum": ["未完成", "不适用"]}}},
    "then": {"required": ["事由"]},
    "else": {"required": ["依据"]},
}
