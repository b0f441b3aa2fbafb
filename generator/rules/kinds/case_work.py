"""办案: what a case result earns, what is added, multiplied, shared or only recorded.

Its entries are cases, not lines of a section: ``scoring.cases`` adds up what these terms say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from generator.rules.kinds.kind import CAPS, CODE, POINTS, Context, Said, Scored, Terms, said
from generator.text.hundredths import percent, short
from generator.text.reading import one_of
from generator.text.scalars import Choice, Percent, Whole, YesNo
from generator.text.shapes import Field, ListOf, Row, Shape

RESULT, ADDED, FACTOR, HELP, RECORDED = "结果", "叠加", "系数", "协作", "登记"
_ROLES = {
    RESULT: "案件的办理结果",
    ADDED: "符合条件时另加",
    FACTOR: "符合条件时相乘",
    HELP: "协助其他单位",
    RECORDED: "只登记不计分",
}
SERIES, OLD, DIFFICULT, PERSONS = "系列", "积案", "疑难", "人数"
_CONDITIONS = {
    SERIES: "系列案件", OLD: "积案", DIFFICULT: "疑难复杂", PERSONS: "涉案人数",
}  # fmt: skip
_CONDITIONS_ON_PAGE = {
    SERIES: "跨省或者系列案件",
    OLD: "积案",
    DIFFICULT: "疑难复杂案件",
    PERSONS: "多人案件",
}
_FITTING = {ADDED: (SERIES, OLD), FACTOR: (DIFFICULT, PERSONS)}

_USED = {RESULT: ("分值", "计件", "封顶"), ADDED: ("分值",), HELP: ("分值", "封顶")}
_USED_WHEN = {DIFFICULT: ("系数",), PERSONS: ("梯度", "最高")}
"""The keys that something comes of, by role and by condition."""


@dataclass(frozen=True, slots=True)
class CaseWork(Terms):
    """One summand or factor of a case's points."""

    role: str
    points: int = 0
    condition: str = ""
    factor: int = 1_00
    brackets: tuple[tuple[int | None, int], ...] = ()
    """人数: up to how many persons (None = any), and percent hundredths for each of them."""
    most: int = 0
    per_piece: bool = False

    name: ClassVar[str] = "办案"
    summary: ClassVar[str] = "按案件结果、人数、难度、团队计算，由参与民警分享"
    from_cases: ClassVar[bool] = True
    fields: ClassVar[tuple[Field, ...]] = (
        Field("作用", Choice(_ROLES, "作用")),
        Field("分值", POINTS, required=False, default=0),
        Field("条件", Choice(_CONDITIONS, "条件"), required=False, default=""),
        Field("系数", POINTS, required=False, default=1_00),
        Field(
            "梯度",
            ListOf(
                Shape(
                    "梯度",
                    (Field("至", Whole(2, 1000), required=False), Field("每人", Percent())),
                ),
                1,
            ),
            required=False,
        ),
        Field("最高", POINTS, required=False, default=0),
        Field("计件", YesNo(), required=False, default=False),
        CAPS,
    )

    @classmethod
    def read(cls, row: Row, context: Context) -> Self:
        report = context.reader.report
        role, condition = row["作用"], row["条件"] or ""
        wanted = _FITTING.get(role or "", ("",))
        if condition not in wanted:
            hint = one_of(wanted) if wanted != ("",) else "请删去“条件”"
            report("取值", row.at("条件"), f"作用为“{role}”时条件不对", hint)
        brackets = tuple(
            (bracket["至"], bracket["每人"])
            for bracket in row["梯度"] or []
            if isinstance(bracket, Row)
        )
        if condition == PERSONS and (not brackets or brackets[-1][0] is not None):
            hint = "最后一档只写“每人”，不写“至”"
            report("梯度", row.at("梯度"), "人数系数的梯度没有写到头", hint)
        if role == RECORDED and row["分值"]:
            report("分值", row.at("分值"), "只登记的项目不能有分值", "请删去“分值”")
        used = _USED.get(role or "", ()) + _USED_WHEN.get(condition, ())
        for key in ("分值", "系数", "梯度", "最高", "计件", "封顶"):
            told = role == RECORDED and key == "分值"
            if condition in wanted and row.states(key) and key not in used and not told:
                report("矛盾", row.at(key), f"作用为“{role}”时用不上“{key}”", f"请删去“{key}”")
        return cls(
            role,
            row["分值"] or 0,
            condition,
            row["系数"] or 0,
            brackets,
            row["最高"] or 0,
            bool(row["计件"]),
        )

    @property
    def gives_points(self) -> bool:
        return self.points != 0 or self.role == FACTOR

    def by_persons(self, persons: int) -> int:
        """1 for one person, more for each further one by bracket, up to the most; hundredths."""
        factor, counted = 100_00, 1
        for upto, each in self.brackets:
            last = persons if upto is None else min(persons, upto)
            factor += max(last - counted, 0) * each
            counted = max(counted, last)
        factor //= 100
        return min(factor, self.most) if self.most else factor

    def entry(self, name: str, not_applicable: str, *, of_cases: bool = False) -> Shape:
        return Shape(name, (CODE,))

    def said(self, row: Row) -> Said:
        return CaseWorkSaid(**said(row))

    @property
    def worth(self) -> str:
        match self.role:
            case "登记":
                return "不计分"
            case "系数" if self.condition == PERSONS:
                return f"最高×{short(self.most)}" if self.most else "按人数乘"
            case "系数":
                return f"×{short(self.factor)}"
            case "叠加":
                return f"另加{short(self.points)}分"
            case "协作":
                return f"每人{short(self.points)}分"
        return f"每{self._unit}{short(self.points)}分"

    def working(self, subject: str) -> str:
        match self.role:
            case "登记":
                return "只登记，不计分"
            case "系数" if self.condition == PERSONS:
                return self._persons_words()
            case "系数":
                return (
                    f"属于{_CONDITIONS_ON_PAGE[self.condition]}的，案件积分乘以{short(self.factor)}"
                )
            case "叠加":
                return f"属于{_CONDITIONS_ON_PAGE[self.condition]}的，在结果分值之外每案另加{short(self.points)}分"
            case "协作":
                return f"协作民警每人每案计{short(self.points)}分，不参与分成"
        return f"复核通过的每{self._unit}计{short(self.points)}分，由主办、协办民警分享"

    @property
    def _unit(self) -> str:
        return "件" if self.per_piece else "案"

    def _persons_words(self) -> str:
        steps, first = [], 2
        for upto, each in self.brackets:
            span = f"第{first}人起" if upto is None else f"第{first}至{upto}人"
            steps.append(f"{span}每人加{percent(each)}")
            first = (upto or 0) + 1
        most = f"，最高为{short(self.most)}倍" if self.most else ""
        return f"一案多人的，案件积分加成：{'，'.join(steps)}{most}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWorkSaid(Said):
    """Nothing of its own: a case names the item as its result."""

    def score(self, group: str) -> Scored:
        return Scored(0, "")
