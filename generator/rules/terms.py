"""The closed set of item kinds (类型) as plain terms: what each rule kind states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Value = tuple[int, bool]
"""An amount in whole hundredths, and whether it is a percentage."""

ByGroup = Mapping[str, Any]
"""A value that may differ by ranking group: ``{"": value}`` or one value per group."""

QUANTITY = {
    "次": "次数", "批": "次数", "件": "次数", "人次": "人次", "起": "次数",
    "天": "天数", "工作日": "天数", "周": "周数", "月": "月数",
}  # fmt: skip
"""The record's field for each counting word of a rule (每)."""

MEASURES = {"应办已办": "应办数与已办数", "比率": "百分比", "数量": "数量", "分项": "各分项的数量"}

CAP_PERIODS = {"月": "每月", "季": "每季", "年": "每年", "案": "每案"}


def for_group(value: ByGroup, group: str) -> Any:
    """The value that holds for a ranking group."""
    return value[group] if group in value else value[""]


@dataclass(frozen=True, slots=True)
class Completion:
    """完成度: full points when done in time, a share when late, none when undone."""

    full: ByGroup
    late_share: int = 50_00
    full_when_not_due: bool = False


@dataclass(frozen=True, slots=True)
class Lapse:
    """按次扣减: full points, less a step for each lapse, never under 0."""

    full: ByGroup
    steps: Mapping[str, int]
    """Points lost by circumstance (情形); ``{"": step}`` when there is only one."""
    per: str = "次"


@dataclass(frozen=True, slots=True)
class Part:
    """One 分项 of a rate: its own points and target count."""

    name: str
    full: int
    target: ByGroup


@dataclass(frozen=True, slots=True)
class Rate:
    """达标率: points by what was reached against a target."""

    full: ByGroup
    measure: str
    target: ByGroup = field(default_factory=dict)
    gap: tuple[int, int] | None = None
    """按差距: ``(percent hundredths, points)`` lost for each whole step under the target."""
    least_sample: int | None = None
    parts: tuple[Part, ...] = ()
    full_when_not_due: bool = False


@dataclass(frozen=True, slots=True)
class Ladder:
    """阶梯: the points of the first step that the value reaches."""

    full: int
    measure: str
    steps: tuple[tuple[Value, int], ...]
    otherwise: int
    upward: bool = True
    least_sample: int | None = None
    full_when_not_due: bool = False


@dataclass(frozen=True, slots=True)
class Assessed:
    """核定: points given by a named office within a stated range."""

    low: int
    high: int
    office: str


@dataclass(frozen=True, slots=True)
class Event:
    """加分 (sign +1) and 扣分 (sign -1): points for each event, by count or by level."""

    sign: int
    points: ByGroup
    levels: Mapping[str, int]
    per: str = "次"
    highest_per_matter: bool = False
    bearer: str = ""
    halved_when_self_found: bool = False
    minor: bool = False
    zeroes_indicator: bool = False


@dataclass(frozen=True, slots=True)
class CaseWork:
    """办案: what a case result earns, what is added, multiplied, shared or only recorded."""

    role: str
    points: int = 0
    condition: str = ""
    factor: int = 1_00
    brackets: tuple[tuple[int | None, int], ...] = ()
    """人数: up to how many persons (None = any), and percent hundredths for each of them."""
    most: int = 0
    per_piece: bool = False


@dataclass(frozen=True, slots=True)
class Veto:
    """否决: no points; takes eligibility for honours."""

    unit: bool = True
    """Of the unit, branch or room in whose record the entry stands."""
    person: bool = True
    """Of the officer whom the entry names."""


Terms = Completion | Lapse | Rate | Ladder | Assessed | Event | CaseWork | Veto

OF_RECORD = (Completion, Rate, Ladder)
"""Kinds that must be reported in every month in which they are due."""

KINDS = {
    "完成度": "按期、逾期、未完成分别得全部、一部分、零分",
    "按次扣减": "先得满分，每发生一次扣减，扣完为止",
    "达标率": "按完成情况与目标之比计分",
    "阶梯": "按达到的档次计分",
    "核定": "由指定部门在范围内核定分值",
    "加分": "按次数或级别加分",
    "扣分": "按次数、天数或级别扣分",
    "办案": "按案件结果、人数、难度、团队计算，由参与民警分享",
    "否决": "不计分，取消评优资格",
}
