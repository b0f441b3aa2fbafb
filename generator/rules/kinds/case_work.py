"""办案: what a case result earns, what is added, multiplied, shared or only recorded.

Its entries are cases, not lines of a section: ``scoring.cases`` adds up what these terms say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from generator.rules.kinds import kind
from generator.text.hundredths import percent, short
from generator.text.reading import Document, one_of
from generator.text.scalars import Choice, Percent, Whole, YesNo
from generator.text.shapes import Field, ListOf, Row, Shape, good_rows

RESULT, ADDED, FACTOR, HELP, RECORDED = "结果", "叠加", "系数", "协作", "登记"
_ROLES = {
    RESULT: "案件的办理结果",
    ADDED: "符合条件时另加",
    FACTOR: "符合条件时相乘",
    HELP: "协助其他单位",
    RECORDED: "只登记不计分",
}
SERIES, OLD, DIFFICULT, PERSONS = "系列", "积案", "疑难", "人数"
_CONDITIONS = {SERIES: "系列案件", OLD: "积案", DIFFICULT: "疑难复杂", PERSONS: "涉案人数"}
_CONDITIONS_ON_PAGE = {
    SERIES: "跨省或者系列案件",
    OLD: "积案",
    DIFFICULT: "疑难复杂案件",
    PERSONS: "多人案件",
}
_FITTING = {ADDED: (SERIES, OLD), FACTOR: (DIFFICULT, PERSONS)}

_USED = {
    RESULT: ("分值", "计件", "封顶"),
    ADDED: ("分值",),
    HELP: ("分值", "封顶"),
    RECORDED: ("分值",),  # that it can have none is told in words of its own
}
_USED_WHEN = {DIFFICULT: ("系数",), PERSONS: ("梯度", "最高")}
"""The keys that something comes of, by role and by condition."""
_BRACKET = Shape("梯度", (Field("至", Whole(2, 1000), required=False), Field("每人", Percent())))


@dataclass(frozen=True, slots=True)
class CaseWork(kind.Terms):
    """One summand or factor of a case's points."""

    role: str
    points: int
    condition: str
    factor: int
    brackets: tuple[tuple[int | None, int], ...]
    """人数: up to how many persons (None = any), and percent hundredths for each of them."""
    most: int
    per_piece: bool

    name = "办案"
    summary = "按案件结果、人数、难度、团队计算，由参与民警分享"
    from_cases = True
    fields = (
        Field("作用", Choice(_ROLES, "作用")),
        Field("分值", kind.POINTS, required=False, default=0),
        Field("条件", Choice(_CONDITIONS, "条件"), required=False, default=""),
        Field("系数", kind.POINTS, required=False, default=1_00),
        Field("梯度", ListOf(_BRACKET, 1), required=False),
        Field("最高", kind.POINTS, required=False, default=0),
        Field("计件", YesNo(), required=False, default=False),
        kind.CAPS,
    )

    @classmethod
    def read(cls, row: Row, context: kind.Context) -> Self:
        brackets = tuple((each["至"], each["每人"]) for each in good_rows(row["梯度"]))
        if row["作用"]:
            _check(row, row["作用"], row["条件"] or "", context.document)
        if row["条件"] == PERSONS and (not brackets or brackets[-1][0] is not None):
            hint = "最后一档只写“每人”，不写“至”"
            context.document.report("梯度", row.at("梯度"), "人数系数的梯度没有写到头", hint)
        return cls(
            row["作用"] or "",
            row["分值"] or 0,
            row["条件"] or "",
            row["系数"] or 0,
            brackets,
            row["最高"] or 0,
            bool(row["计件"]),
        )

    @property
    def gives_points(self) -> bool:
        # A factor has no points of its own and makes more of others.
        return self.points != 0 or self.role == FACTOR

    def by_persons(self, persons: int) -> int:
        """1 for one person, more for each further one by bracket, up to the most; hundredths."""
        # In hundredths of a hundredth while it is added up, so that shares of a percent are kept.
        factor, counted = 100_00, 1
        for upto, each in self.brackets:
            last = persons if upto is None else min(persons, upto)
            factor += max(last - counted, 0) * each
            counted = max(counted, last)
        factor //= 100
        return min(factor, self.most) if self.most else factor

    def entry(self, name: str, not_applicable: str, *, of_cases: bool = False) -> Shape:
        return Shape(name, (kind.ITEM,))

    def said(self, row: Row) -> kind.Said:
        return CaseWorkSaid(**kind.said(row))

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
        points, condition = short(self.points), _CONDITIONS_ON_PAGE.get(self.condition)
        match self.role:
            case "登记":
                return "只登记，不计分"
            case "系数" if self.condition == PERSONS:
                return self._persons_words()
            case "系数":
                return f"属于{condition}的，案件积分乘以{short(self.factor)}"
            case "叠加":
                return f"属于{condition}的，在结果分值之外每案另加{points}分"
            case "协作":
                return f"协作民警每人每案计{points}分，不参与分成"
        return f"复核通过的每{self._unit}计{points}分，由主办、协办民警分享"

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
class CaseWorkSaid(kind.Said):
    """Nothing of its own: a case names the item as its result."""

    def score(self, group: str) -> kind.Scored:
        return kind.Scored(0, "")


def _check(row: Row, role: str, condition: str, document: Document) -> None:
    """Whether the other keys fit the role."""
    fitting = _FITTING.get(role, ("",))
    if condition not in fitting:
        hint = one_of(fitting) if fitting != ("",) else "请删去“条件”"
        document.report("取值", row.at("条件"), f"作用为“{role}”时条件不对", hint)
    else:
        used = _USED.get(role, ()) + _USED_WHEN.get(condition, ())
        for key in ("分值", "系数", "梯度", "最高", "计件", "封顶"):
            if row.states(key) and key not in used:
                row.refuse(document, key, f"作用为“{role}”时用不上“{key}”")
    if role == RECORDED and row["分值"]:
        document.report("分值", row.at("分值"), "只登记的项目不能有分值", "请删去“分值”")
