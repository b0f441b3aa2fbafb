"""The lanes of the sample county: which paths, whose approval, level by level.

A level names offices; ``signers.py`` says who holds them.  The issuing offices stand in the same
order at every level of a lane, one for each of the three fields of work.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from generator.text.canonical import Block, Lines

CLICKED = ("个人签名", "平台点击")
SIGNED = ("个人签名",)

BUREAU_HEAD = "局主要领导"
INSPECTION = "督察大队领导"
ISSUERS = ("政工室", "治安大队", "法制大队")
ISSUER = {"party": "政工室", "team": "政工室", "rooms": "治安大队", "cases": "法制大队"}
"""Scheme → the office that issues its bulletins, whose work a bureau leader is in charge of."""


def editor(issuer: str) -> str:
    return f"{issuer}编发人"


def leader(issuer: str) -> str:
    return f"{issuer}领导"


def in_charge(issuer: str) -> str:
    """The office of the bureau leader in charge: ``分管治安局领导``."""
    return f"分管{issuer.removesuffix('大队').removesuffix('室')}局领导"


@dataclass(frozen=True, slots=True)
class LevelPlan:
    """One level: any of its offices may sign."""

    offices: tuple[str, ...]
    own_unit: bool = False
    instead: dict[str, str] = field(default_factory=dict)
    """Unit or branch whose own files another office approves, because the usual one leads it."""
    evidence: tuple[str, ...] = CLICKED

    def office_for(self, subject: str) -> tuple[str, ...]:
        """The offices that may sign for a unit or branch."""
        return (self.instead[subject],) if subject in self.instead else self.offices

    def row(self) -> dict[str, Any]:
        row: dict[str, Any] = {"职务": list(self.offices)}
        row |= {"范围": "本单位"} if self.own_unit else {}
        row |= {"回避": dict(self.instead)} if self.instead else {}
        return row | {"凭证": list(self.evidence)}


@dataclass(frozen=True, slots=True)
class LanePlan:
    """Paths that are approved in one way."""

    code: str
    name: str
    kind: str
    paths: tuple[str, ...]
    levels: tuple[LevelPlan, ...]
    scheme: str = ""

    def row(self) -> Block:
        row = Block(代码=self.code, 名称=self.name, 类型=self.kind)
        if self.scheme:
            row["积分制"] = self.scheme
        row["路径"] = list(self.paths)
        row["层级"] = Lines(level.row() for level in self.levels)
        return row


def _top(*offices: str) -> LevelPlan:
    return LevelPlan(offices, evidence=SIGNED)


def _records(folder: str, name: str, *levels: LevelPlan, scheme: str = "") -> LanePlan:
    return LanePlan(folder, name, "记录", (f"ledger/*/{folder}/*.yml",), levels, scheme or folder)


def _issued(folder: str, name: str, kind: str, *rest: LevelPlan) -> LanePlan:
    """A lane of the issuing offices; a bulletin brings its standings along."""
    paths = [f"ledger/*/{folder}s/*.yml"]
    if folder == "bulletin":
        paths.append("ledger/*/bulletins/*.json")
    first = LevelPlan(tuple(editor(issuer) for issuer in ISSUERS))
    second = LevelPlan(tuple(leader(issuer) for issuer in ISSUERS))
    return LanePlan(folder, name, kind, tuple(paths), (first, second, *rest))


_IN_CHARGE = LevelPlan(tuple(in_charge(issuer) for issuer in ISSUERS))
_POLITICS = leader("政工室")
_OWN_BRANCHES = {"zb-zhenggong": INSPECTION, "zb-lituixiu": INSPECTION}
_OWN_UNIT = {"zhenggong": INSPECTION}

LANES = (
    _records(
        "party", "党建记录",
        LevelPlan(("支部填报人",), own_unit=True),
        LevelPlan((_POLITICS,), instead=_OWN_BRANCHES),
        LevelPlan((in_charge("政工室"),)),
        _top(BUREAU_HEAD),
    ),
    _records(
        "rooms", "基层基础记录",
        LevelPlan(("派出所内勤",), own_unit=True),
        LevelPlan(("派出所领导",), own_unit=True),
        LevelPlan((leader("治安大队"),)),
        _top(in_charge("治安大队")),
    ),
    _records(
        "cases", "执法办案记录",
        LevelPlan(("办案单位内勤",), own_unit=True),
        LevelPlan(("办案单位领导",), own_unit=True),
        LevelPlan((leader("法制大队"),)),
        _top(in_charge("法制大队")),
    ),
    _records(
        "case-review", "案件审核记录",
        LevelPlan(("法制审核人",), own_unit=True),
        LevelPlan((leader("法制大队"),)),
        LevelPlan((INSPECTION,)),
        _top(in_charge("法制大队")),
        scheme="cases",
    ),
    _records(
        "team", "队伍管理记录",
        LevelPlan(("单位填报人",), own_unit=True),
        LevelPlan((_POLITICS,), instead=_OWN_UNIT),
        LevelPlan((in_charge("政工室"),)),
        _top(BUREAU_HEAD),
    ),
    _issued("bulletin", "通报编发", "通报", _IN_CHARGE, _top(BUREAU_HEAD)),
    _issued("correction", "更正", "更正", _IN_CHARGE, _top(BUREAU_HEAD)),
    _issued("objection", "异议", "异议", _top(INSPECTION)),
    LanePlan(
        "rules", "规则", "规则",
        ("rules/*.yml", "rules/schemes/*.yml", "rules/examples/*.yml"),
        (
            LevelPlan(("规则起草人",)),
            LevelPlan((leader("法制大队"),)),
            LevelPlan((in_charge("政工室"),)),
            _top(BUREAU_HEAD),
        ),
    ),
    LanePlan(
        "roster", "名册", "规则",
        ("rules/roster/*.yml",),
        (
            LevelPlan(("名册管理人",)),
            LevelPlan((_POLITICS,)),
            LevelPlan((in_charge("政工室"),)),
            _top(BUREAU_HEAD),
        ),
    ),
    LanePlan(
        "software", "程序", "程序",
        (
            "*", "benchmarks/**", "generator/**", "handbook/**", "schema/**", "site_templates/**",
            "tests/**",
        ),
        (
            LevelPlan(("程序维护人",)),
            LevelPlan(("科技信息领导",)),
            LevelPlan((INSPECTION,)),
            _top(BUREAU_HEAD),
        ),
    ),
)  # fmt: skip
BY_CODE = {lane.code: lane for lane in LANES}
FILLED_IN = {lane.code: lane.levels[0].offices[0] for lane in LANES if lane.kind == "记录"}
"""Lane of records → the office of whoever hands them in."""
