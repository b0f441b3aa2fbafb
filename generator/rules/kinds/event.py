"""加分 and 扣分: points for each event, by count or by level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from generator.rules.kinds import kind
from generator.text.dates import Date
from generator.text.hundredths import half_up, short
from generator.text.scalars import ITEM_CODE, MATTER, OFFICER, Choice, Whole, YesNo
from generator.text.shapes import Field, ListOf, Row, Shape

BEARERS = {
    "主办": "由主办民警承担",
    "全体": "由主办和协办民警各自承担",
    "认定": "由复核认定的人员承担",
    "单位": "由单位承担",
}
_BEARERS_ON_PAGE = BEARERS | {
    "全体": "由主办、协办民警各自承担",
    "单位": "由单位承担，不计入个人",
}
_STAGES = {"办案": "办案民警", "审核": "法制审核", "审批": "审批领导"}


@dataclass(frozen=True, slots=True)
class Event(kind.Terms):
    """Points for each event by group, or by level (级别)."""

    points: kind.ByGroup[int]
    per: str
    halved_when_self_found: bool
    levels: Mapping[str, int]
    highest_per_matter: bool
    bearer: str
    minor: bool
    zeroes_indicator: bool

    happens = True
    sign: ClassVar[int]
    """+1 for a bonus, -1 for a deduction."""
    verb: ClassVar[str]
    fields: ClassVar[tuple[Field, ...]] = (
        Field("分值", kind.POINTS_BY_GROUP, help="每次的分值，或各级别的分值"),
        kind.PER,
        kind.CAPS,
        Field("同事项取高", YesNo(), required=False, default=False, help="同一事项只计最高的一次"),
    )

    @classmethod
    def read(cls, row: Row, context: kind.Context) -> Self:
        values = kind.spread(row["分值"])
        # Names that are not all ranking groups can only be levels.
        groups = context.groups or frozenset()
        has_levels = bool(values) and "" not in values and not values.keys() <= groups
        points = {} if has_levels else kind.by_group(row, "分值", context)
        # A lower cap would let nobody have the points that the rule promises.
        largest = max(values.values(), default=0)
        for cap in kind.caps_of(row).values():
            if cap < largest:
                message = f"封顶 {short(cap)} 分低于一次的分值 {short(largest)} 分"
                context.document.report("封顶", row.at("封顶"), message, "请核对封顶与分值")
        return cls(
            points,
            row["每"] or "次",
            bool(row.get("自查减半")),
            values if has_levels else {},
            bool(row["同事项取高"]),
            row.get("承担") or "",
            bool(row.get("轻微")),
            bool(row.get("清零指标")),
        )

    @property
    def gives_points(self) -> bool:
        return self.sign > 0

    @property
    def counted(self) -> str:
        return kind.COUNTED[self.per]

    def entry(self, name: str, not_applicable: str, *, of_cases: bool = False) -> Shape:
        day = Field("日期", Date(), required=False, help="发生或认定的日期，须在本月内")
        fields = [
            kind.ITEM,
            day,
            self._how_much(),
            Field("事项", MATTER, required=self.highest_per_matter, help="同一事项用同一编号"),
            Field("警号", OFFICER, required=False, help="涉及个人时填写"),
        ]
        if self.halved_when_self_found:
            told = "本单位自查自纠的写 是"
            fields.append(Field("自查", YesNo(), required=False, default=False, help=told))
        if self.zeroes_indicator:
            fields.append(Field("指标", ITEM_CODE, help="数据不实的指标代码"))
        if of_cases and self.bearer != "单位":
            # What is found in a review stands in the file of the case, which is its evidence.
            return Shape(name, (*fields, *self._borne(), kind.REASON, kind.MAYBE_EVIDENCE))
        reason = kind.MAYBE_REASON if self.levels else kind.REASON
        return Shape(name, (*fields, reason, kind.EVIDENCE))

    def _how_much(self) -> Field:
        if self.levels:
            return Field("级别", Choice(dict.fromkeys(self.levels, ""), "级别"))
        if self.counted in ("次数", "人次"):
            return Field(self.counted, Whole(1), required=False, default=1, help="不写按 1 计")
        # Of days, weeks and months one is as likely as five: nothing is taken for granted.
        return Field(self.counted, Whole(1))

    def _borne(self) -> list[Field]:
        borne = [Field("承担", ListOf(OFFICER, 1), help="承担人警号")]
        if self.bearer == "认定":
            stage = Choice(_STAGES, "责任环节")
            borne.append(Field("环节", stage, required=False, default="办案"))
        return borne

    def said(self, row: Row) -> kind.Said:
        return EventSaid(
            terms=self,
            times=row.get(self.counted) or 0,
            self_found=bool(row.get("自查")),
            **kind.said(row),
        )

    @property
    def worth(self) -> str:
        if not self.levels:
            return f"每{self.per}{self.verb}{kind.points_words(self.points)}分"
        low, high = short(min(self.levels.values())), short(max(self.levels.values()))
        return f"{self.verb}{low}分" if low == high else f"{self.verb}{low}～{high}分"

    def working(self, subject: str) -> str:
        levels = "、".join(f"{name}{short(p)}分" for name, p in self.levels.items())
        told = [f"{self.verb}分：{levels}" if self.levels else self.worth]
        if self.highest_per_matter:
            told.append("同一事项只计最高的一次，后来更高的补差额")
        if self.bearer:
            told.append(_BEARERS_ON_PAGE[self.bearer])
        if self.halved_when_self_found:
            told.append("自查自纠的减半")
        if self.minor:
            told.append("属轻微问题，受每月轻微扣分限额保护")
        if self.zeroes_indicator:
            told.append("所涉指标当月得分清零")
        return "；".join(told)


@dataclass(frozen=True, slots=True)
class Bonus(Event):
    """加分."""

    name = "加分"
    summary = "按次数或级别加分"
    adds = True
    sign = +1
    verb = "加"


@dataclass(frozen=True, slots=True)
class Deduction(Event):
    """扣分."""

    name = "扣分"
    summary = "按次数、天数或级别扣分"
    sign = -1
    verb = "扣"
    fields = (
        *Event.fields,
        Field("承担", Choice(BEARERS, "承担方式"), required=False, default=""),
        Field("自查减半", YesNo(), required=False, default=False),
        Field("轻微", YesNo(), required=False, default=False),
        Field("清零指标", YesNo(), required=False, default=False),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class EventSaid(kind.Said):
    """How often or how long, or at which level; whether the unit found it itself."""

    words_are_figures = True

    terms: Event
    self_found: bool

    def score(self, group: str) -> kind.Scored:
        terms = self.terms
        if terms.levels:
            points = terms.sign * terms.levels[self.level]
            words = f"{self.level} {short(points)}"
        else:
            each = terms.sign * kind.for_group(terms.points, group)
            points = each * self.times
            words = f"{short(each)} × {self.times} {terms.per} = {short(points)}"
        if self.self_found:
            half = half_up(points, 2)  # of the sum: halves of single points would be rounded each
            return kind.Scored(half, f"{words}，自查自纠减半 = {short(half)}")
        return kind.Scored(points, words)
