"""否决: no points; takes eligibility for honours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from generator.rules.kinds import kind
from generator.text.scalars import OFFICER, Choice
from generator.text.shapes import Field, Row, Shape

_WHOM = {
    "单位": "记录所属的单位、支部或警务室",
    "个人": "记录里写明警号的人",
    "单位和个人": "两者都取消",
}


@dataclass(frozen=True, slots=True)
class Veto(kind.Terms):
    """Whom an entry strikes: the unit, branch or room of the record, the officer whom it names."""

    unit: bool
    person: bool

    name = "否决"
    summary = "不计分，取消评优资格"
    fields = (
        Field("取消资格", Choice(_WHOM, "取消资格的范围"), required=False, default="单位和个人"),
    )
    secret = True
    strikes = True

    @classmethod
    def read(cls, row: Row, context: kind.Context) -> Self:
        whom = row["取消资格"] or ""
        return cls("单位" in whom, "个人" in whom)

    @property
    def gives_points(self) -> bool:
        return False

    def entry(self, name: str, not_applicable: str, *, of_cases: bool = False) -> Shape:
        # An entry that strikes the unit need not name anybody; one that strikes no unit must.
        person = Field("警号", OFFICER, required=not self.unit)
        return Shape(name, (kind.ITEM, kind.DAY, person, kind.EVIDENCE, kind.REASON))

    def said(self, row: Row) -> kind.Said:
        return VetoSaid(**kind.said(row))

    @property
    def worth(self) -> str:
        return "不计分"

    def working(self, subject: str) -> str:
        struck = [subject] * self.unit + ["记录写明的民辅警"] * self.person
        return f"不计分，只取消{'和'.join(struck)}当年评先评优资格；原因不公开"

    def struck(self, subject: str, officer: str) -> tuple[str, ...]:
        return (subject,) * self.unit + (officer,) * bool(self.person and officer)


@dataclass(frozen=True, slots=True, kw_only=True)
class VetoSaid(kind.Said):
    """The cause, which is never shown."""

    words_are_figures = True

    def score(self, group: str) -> kind.Scored:
        return kind.Scored(0, "否决事项，不计分，取消评优资格")
