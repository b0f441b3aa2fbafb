"""Objections: a doubt about a published number, and what became of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from generator.ledger import layout
from generator.rules.periods import Period
from generator.rules.scheme import OBJECTIONS
from generator.text import canonical, digests
from generator.text.dates import Date
from generator.text.problems import Place, Problem, Spot, errors
from generator.text.reading import MISSING, Document, Schema, one_of
from generator.text.scalars import CODE, ITEM_CODE, OFFICER, Choice, Pattern, Text
from generator.text.shapes import Field, ListOf, Row, Shape, good_rows
from generator.trail.form import (
    CORRECTION_ID,
    WHY,
    PeriodCode,
    full_reference,
    read_through,
    report_path,
)
from generator.trail.objection_states import (
    ANSWERED,
    DECIDED,
    GRANTED,
    REVIEWED,
    SECOND,
    STATES,
    SUBMITTED,
    VOID,
    ObjectionStep,
    follows,
)


@dataclass(frozen=True, slots=True)
class Objection:
    """Somebody's doubt about a published number, and what became of it."""

    scheme: str
    period: Period
    subject: str
    """Code or service number whose points are doubted."""
    item: str
    """Item code, or empty."""
    by_unit: str
    by_officer: str
    """Who objects: a unit's code or a service number.  Never published."""
    received: date
    reason: str
    steps: tuple[ObjectionStep, ...]
    finding: str
    """Why it was granted or not; empty while undecided."""
    correction: str
    """Id of the correction that followed, or empty."""
    appeal: str
    """Why a second look was asked for, or empty."""
    place: Place
    spots: Mapping[str, Spot] = field(compare=False, repr=False)

    @property
    def month(self) -> str:
        """The last month of its period, in whose folder it lies."""
        return self.period.months[-1]

    @property
    def id(self) -> str:
        """``2025-06/rooms-cg-dongmen-20250714-0a1b2c3d``."""
        return layout.trail_id(self.place.path)

    @property
    def state(self) -> str:
        """Where it stands now."""
        return self.steps[-1].state

    @property
    def is_open(self) -> bool:
        """Whether somebody still waits for an answer."""
        return self.state not in (ANSWERED, VOID)

    @property
    def outcome(self) -> str:
        """成立, 部分成立, 不成立, 维持 or 改变, the last one; empty while undecided."""
        # A second look may change the first outcome: the last one holds.
        if self.state == VOID:
            return ""
        decided = [s.state for s in self.steps if s.state in DECIDED or s.state in REVIEWED]
        return decided[-1] if decided else ""

    def when(self, *states: str) -> date | None:
        """The day on which it last reached one of these states."""
        days = [step.day for step in self.steps if step.state in states]
        return days[-1] if days else None


def _check_by(row: Row, document: Document) -> None:
    # The one who objects is told the answer: there is one, and it is known.
    named = [key for key in ("单位", "人员") if row[key] is not None]
    if len(named) != 1:
        message = "“单位”和“人员”只能写一个" if named else "没有写明异议由谁提出"
        hint = "请写成 {单位: 代码} 或 {人员: 警号}"
        document.report("矛盾" if named else "缺少", row.spot, message, hint)


def _check_objection(row: Row, document: Document) -> None:
    steps = good_rows(row["经过"])
    if row["经过"] is MISSING or any(MISSING in (s["状态"], s["日期"]) for s in steps):
        return
    _check_order([step["状态"] for step in steps], steps, document)
    _check_days(row, steps, document)
    _check_told(row, {step["状态"] for step in steps}, document)


def _check_days(row: Row, steps: list[Row], document: Document) -> None:
    for before, after in pairwise(steps):
        if after["日期"] < before["日期"]:
            message = f"“{after['状态']}”的日期早于“{before['状态']}”的 {before['日期']}"
            document.report("日期", after.at("日期"), message, "请按先后写，并核对日期")
    if steps and row["日期"] and steps[0]["日期"] != row["日期"]:
        message = f"“日期”写的是 {row['日期']}，“{steps[0]['状态']}”却在 {steps[0]['日期']}"
        document.report("日期", row.at("日期"), message, "两处都写收到异议的日期")


def _check_told(row: Row, states: set[str], document: Document) -> None:
    """What must be told once a state was reached, and cannot be told before."""
    decided = bool(states & DECIDED.keys())
    if decided and row["结论说明"] is None:
        hint = "请补上“结论说明: …”，一两句话，不写姓名"
        document.report("缺少", row.spot, "已有结论的异议要写明“结论说明”", hint)
    if row["结论说明"] and not decided:
        document.report("矛盾", row.at("结论说明"), "还没有结论，却写了“结论说明”", "请核对“经过”")
    if SECOND in states and row["复核申请"] is None:
        hint = "请补上“复核申请: …”，写对答复不服的理由"
        document.report("缺少", row.spot, "申请复核的异议要写明“复核申请”", hint)
    if row["复核申请"] and SECOND not in states:
        message = "写了“复核申请”，“经过”里却没有“申请复核”"
        document.report("矛盾", row.at("复核申请"), message, "请核对“经过”")
    # Not the other way round: a granted objection may still be waiting for its correction.
    if row["更正"] and not states & GRANTED:
        hint = "只有成立、部分成立或复核后改变的异议才有更正"
        document.report("矛盾", row.at("更正"), "结论没有要求更正，却写了“更正”", hint)


def _check_order(states: list[str], steps: list[Row], document: Document) -> None:
    for number, step in enumerate(steps):
        allowed = follows(states[:number])
        if step["状态"] not in allowed:
            after = f"“{states[number - 1]}”之后" if number else "第一步"
            message = f"{after}不能是“{step['状态']}”"
            hint = one_of(allowed) if allowed else "复核结论告知以后，异议就办完了"
            document.report("次序", step.at("状态"), message, hint)
            return  # after one slip every later step would look wrong too


STEP_FORM = Shape(
    "办理经过",
    (
        Field("状态", Choice(STATES, "状态")),
        Field("日期", Date()),
        Field("说明", Text(200), required=False, help="一句话，不写姓名和个人信息"),
    ),
)


def _went_through(*states: str) -> Schema:
    step = {"properties": {"状态": {"enum": list(states)}}, "required": ["状态"]}
    return {"properties": {"经过": {"contains": step}}}


def _only_after(key: str, *states: str, needed: bool) -> Schema:
    """A field that belongs to certain states, and may be needed by them."""
    return {
        "if": _went_through(*states),
        "then": {"required": [key]} if needed else {},
        "else": {"not": {"required": [key]}},
    }


_OBJECTION_SCHEMA: Schema = {
    "allOf": [
        _only_after("结论说明", *DECIDED, needed=True),
        _only_after("复核申请", SECOND, needed=True),
        _only_after("更正", *sorted(GRANTED), needed=False),
    ]
}

_SUBJECT = Pattern(r"\d{6}|[a-z][a-z0-9]*(-[a-z0-9]+)*", "代码或警号", "cg-dongmen")
_BY = Shape(
    "提出异议的一方",
    (Field("单位", CODE, required=False), Field("人员", OFFICER, required=False)),
    _check_by,
    also_schema={"minProperties": 1, "maxProperties": 1},
)
_AFTERWARDS = "因此作出的更正的文件名，不写 .yml；不在同月时前面加上月份和 /"
OBJECTION_FORM = Shape(
    "异议",
    (
        Field("积分制", CODE, help="积分制代码"),
        Field("期间", PeriodCode(), help="对哪一期通报有异议"),
        Field("对象", _SUBJECT, help="对谁的分数有异议：代码或警号"),
        Field("项目", ITEM_CODE, required=False, help="只涉及一项时，写项目代码"),
        Field("提出", _BY, help="{单位: 代码} 或 {人员: 警号}；网页上不显示"),
        Field("日期", Date(), help="收到异议的日期"),
        Field("理由", WHY, help="一两句话，不写姓名和个人信息"),
        Field("经过", ListOf(STEP_FORM, 1), help=f"从“{SUBMITTED}”写起，每办一步加一条"),
        Field("结论说明", WHY, required=False, help="为什么成立或不成立，网页上显示"),
        Field("更正", CORRECTION_ID, required=False, help=_AFTERWARDS),
        Field("复核申请", WHY, required=False, help="对答复不服，向分管局领导申请复核的理由"),
    ),
    _check_objection,
    also_schema=_OBJECTION_SCHEMA,
)


def read_objection(
    path: str, data: bytes, schemes: Collection[str] | None = None
) -> tuple[Objection | None, list[Problem]]:
    """One objection; scheme codes are checked where ``schemes`` are given."""
    row, document = read_through(path, data, OBJECTION_FORM, schemes)
    if row is not None and not errors(document.problems):
        _check_path(row, document)
    if row is None or errors(document.problems):
        return None, document.problems
    month = row["期间"].months[-1]
    place, by = document.place, row["提出"]
    steps = tuple(
        ObjectionStep(each["状态"], each["日期"], each["说明"] or "", place(each.spot))
        for each in row["经过"]
    )
    return Objection(
        row["积分制"], row["期间"], row["对象"], row["项目"] or "",
        by["单位"] or "", by["人员"] or "", row["日期"], row["理由"], steps,
        row["结论说明"] or "", full_reference(row["更正"], month), row["复核申请"] or "",
        place(row.spot), row.spots,
    ), document.problems  # fmt: skip


def _check_path(row: Row, document: Document) -> None:
    """An objection is named after what it is about, and after what was said when it was raised."""
    raised = (
        row["积分制"],
        row["期间"],
        row["对象"],
        row["日期"],
        row["项目"],
        row["提出"],
        row["理由"],
    )
    report_path(document, row.at("对象"), path_for(*raised))


def path_for(
    scheme: str,
    period: Period,
    subject: str,
    day: date,
    item: str | None,
    by: Mapping[str, str | None],
    reason: str,
) -> str:
    """Where an objection lies that was raised so: in the folder of its period's last month.

    Nothing of this changes on its way: two that are raised on one day are two files, and whether
    a file has its right name can be told from what it says.
    """
    raised = [scheme, period.code, subject, item or "", by.get("单位") or "", by.get("人员") or "", reason]  # fmt: skip
    digits = digests.of_bytes(canonical.dumped(raised)).rpartition(":")[2][:8]
    name = f"{scheme}-{subject}-{day:%Y%m%d}-{digits}"
    return layout.path_of(OBJECTIONS, f"{period.months[-1]}/{name}")
