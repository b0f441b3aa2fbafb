"""七 to 九 of a bulletin: what came of it once published, who approved it or has to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator.ledger.layout import bulletin_path
from generator.publish.evidence import DEMO, MISSING_GRADE, NOT_ENABLED, UNPROVEN
from generator.publish.kit import links
from generator.publish.kit.labels import cn_date, is_circular
from generator.publish.kit.tables import Badge, Cell, Column, Table, TableRow
from generator.publish.site import Site
from generator.publish.trail.aftermath import After
from generator.publish.trail.corrections import (
    CorrectionView,
    correction_table,
    correction_views,
    effect_table,
    fault_words,
)
from generator.publish.trail.marks import (
    GRADE_WORDS,
    SignerNames,
    level_name,
    moment,
    office_words,
)
from generator.publish.trail.objections import ObjectionTable
from generator.publish.trail.restatements import RestatementView, as_data, restatement_views
from generator.rules.bureau import Bureau
from generator.rules.periods import Period
from generator.rules.scheme import Scheme
from generator.scoring.closed.corrected import Effect
from generator.text.canonical import Json
from generator.text.hundredths import plain
from generator.trail.bulletin import BulletinRecord
from generator.trail.objection import Objection
from generator.trail.withdrawal import Withdrawal


@dataclass(frozen=True, slots=True)
class History:
    """Parts 七 and 八 of a bulletin, and what stands at its head when numbers do not agree."""

    record: BulletinRecord | None
    corrections: tuple[CorrectionView, ...]
    restatements: tuple[RestatementView, ...]
    effects: Table | None
    """None where nobody's total or rank has changed."""
    objections: Table | None
    open_objections: int
    faults: tuple[str, ...]
    """Where the published numbers do not come about again: subject, month, item, both points."""
    reasons: tuple[str, ...]
    data: Json | None
    """For the JSON file; None for a period without a bulletin."""

    @classmethod
    def of(cls, site: Site, scheme: Scheme, period: Period) -> History:
        """The history of one scheme and period; before publication there is little of it."""
        after = site.aftermath.after(scheme.code, period)
        corrections = correction_views(site, site.aftermath.corrections(scheme.code, period))
        objections = site.books.trail.objections_to(scheme.code, period.code)
        restatements = tuple(restatement_views(site, after.restatements)) if after else ()
        faults, reasons = fault_words(site, after) if after else ((), ())
        return cls(
            record=after.record if after else None,
            corrections=tuple(corrections),
            restatements=restatements,
            effects=effect_table(site, after) if after else None,
            objections=ObjectionTable(site).table(objections),
            open_objections=sum(each.is_open for each in objections),
            faults=faults,
            reasons=reasons,
            data=_data(after, corrections, restatements, objections, faults) if after else None,
        )

    def tables(self) -> Iterator[Table]:
        """What goes into the file of tables."""
        if self.corrections:
            yield correction_table(self.corrections)
        yield from (each.table for each in self.restatements)
        yield from (table for table in (self.effects, self.objections) if table is not None)


def _data(
    after: After,
    corrections: list[CorrectionView],
    restatements: Sequence[RestatementView],
    objections: list[Objection],
    faults: tuple[str, ...],
) -> Json:
    record = after.record
    return {
        "issue": record.issue,
        "edition": record.edition,
        "office": record.office,
        "published": record.published.isoformat(),
        "publicity": [day.isoformat() for day in record.publicity],
        "corrections": [_correction(each) for each in corrections],
        "restatements": [as_data(each) for each in restatements],
        "effects": [_effect(each) for each in after.effects.values()],
        "objections": [_objection(each) for each in objections],
        "differences": list(faults),
    }


def _correction(view: CorrectionView) -> Json:
    return {
        "correction": view.id,
        "record": view.record.text,
        "lines": [{"line": c.line, "old": c.old, "new": c.new} for c in view.changes],
        "reason": view.reason,
        "basis": view.basis,
        "day": view.day,
    }


def _effect(effect: Effect) -> Json:
    return {
        "subject": effect.subject,
        "published_total": _points(effect.published_total),
        "total": _points(effect.total),
        "published_rank": effect.published_rank,
        "rank": effect.rank,
        "corrections": list(effect.corrections),
    }


def _objection(each: Objection) -> Json:
    """Without who raised it, and without free text."""
    return {
        "objection": each.id,
        "subject": each.subject,
        "item": each.item or None,
        "received": each.received.isoformat(),
        "state": each.state,
        "outcome": each.outcome or None,
        "correction": each.correction or None,
    }


def _points(points: int | None) -> str | None:
    return None if points is None else plain(points)


# ── 九、审批 ───────────────────────────────────────────────────────────────────────────────────

UNPUBLISHED = "未公布（统计中）"


@dataclass(frozen=True, slots=True)
class ApprovalBlock:
    """The block: a sentence, a table of levels, and what the records behind rest on."""

    said: str
    badges: tuple[Badge, ...] = ()
    href: str = ""
    """The submission of the bulletin; empty where there is none."""
    table: Table | None = None
    behind: str = ""
    unproven: tuple[str, ...] = ()
    """Record files behind the bulletin that are not proven."""


def levels(scheme: Scheme) -> tuple[str, ...]:
    """The three levels of a scheme where the ledger names no approvers."""
    return f"{scheme.office}领导", "分管局领导", "局主要领导"


def objections_to(bureau: Bureau, scheme: Scheme) -> str:
    """Where to object."""
    return bureau.objections_to or scheme.office


def block(
    site: Site, scheme: Scheme, period: Period, record: BulletinRecord | None
) -> ApprovalBlock:
    """The block of one bulletin."""
    made = _block(site, scheme, period, record)
    gone = "".join(
        _withdrawn_words(*each) for each in site.books.trail.withdrawn(scheme.code, period.code)
    )
    return replace(made, said=f"{gone}{made.said}")


def _block(
    site: Site, scheme: Scheme, period: Period, record: BulletinRecord | None
) -> ApprovalBlock:
    if not site.evidence.enabled:
        return _unverified(scheme, record)
    if record is not None:
        made = _issued(site, record)
    elif is_circular(scheme, period):
        made = _awaited(site, bulletin_path(scheme.code, period))
    else:
        # Each record behind it was approved; adding them up decides nothing.
        made = ApprovalBlock("本页为统计数据，不单独审批公布；所依据的记录逐份审批。")
    demo = Badge(DEMO, "warn", links.AUDIT, "演示密钥，不作为依据")
    return replace(
        made,
        badges=(*made.badges, *([demo] if site.evidence.demo else [])),
        behind=_behind(site, scheme, period),
        unproven=tuple(site.marks.unproven_records(scheme, period)),
    )


def _unverified(scheme: Scheme, record: BulletinRecord | None) -> ApprovalBlock:
    """The levels that a bulletin has to pass on paper, as long as nothing is signed."""
    state = Cell("", badges=(Badge(NOT_ENABLED, "muted"),))
    rows = [TableRow.of(level_name(n), office, state) for n, office in enumerate(levels(scheme), 1)]
    columns = (_LEVEL, Column("office", "审批人", sortable=False), _STATE)
    said = "" if record is None else _closed_words(record)
    return ApprovalBlock(said, table=Table(_CAPTION, columns, rows))


def _issued(site: Site, record: BulletinRecord) -> ApprovalBlock:
    # A bulletin may be issued and its sheet be lost: said, and not left blank.
    approval = site.evidence.approval(record.place.path)
    closed = _closed_words(record)
    if approval is None:
        unproven = Badge(UNPROVEN, "bad", links.AUDIT)
        return ApprovalBlock(f"{closed}这期通报的审批不能核验。", (unproven,))
    signers = SignerNames(site.names)
    columns = (
        _LEVEL,
        Column("office", "职务", sortable=False),
        Column("person", "审批人", sortable=False),
        Column("time", "签名时间", sortable=False),
        Column("grade", "等级", sortable=False),
    )
    rows = [
        TableRow.of(
            level_name(mark.level), mark.office, signers.who(mark), moment(mark.time), mark.grade
        )
        for mark in approval.marks
    ]
    table = Table(_CAPTION, columns, rows, GRADE_WORDS)
    return ApprovalBlock(closed, href=links.submission(approval.id), table=table)


def _awaited(site: Site, path: str) -> ApprovalBlock:
    lane, badge = site.evidence.lane_of(path), Badge(UNPUBLISHED, "muted")
    if lane is None:
        return ApprovalBlock("本期还没有公布。", (badge,))
    columns = (_LEVEL, Column("office", "由谁审批", sortable=False), _STATE)
    rows = [
        TableRow.of(level_name(n), office_words(level, site.names), "待审批")
        for n, level in enumerate(lane.levels)
    ]
    said = "本期还没有公布，公布时须经下列各级审批。"
    return ApprovalBlock(said, (badge,), table=Table(_CAPTION, columns, rows))


_CAPTION = "审批层级"
_LEVEL = Column("level", "层级", sortable=False)
_STATE = Column("state", "状态", sortable=False)


def _closed_words(record: BulletinRecord) -> str:
    edition = f"第{record.edition}版，" if record.edition > 1 else ""
    return f"第{record.issue}期，{edition}由{record.office}编发。"


def _withdrawn_words(record: BulletinRecord, why: Withdrawal) -> str:
    said = f"{why.reason}（{why.basis}）"
    return (
        f"{cn_date(record.published)}公布的第{record.edition}版已于{cn_date(why.day)}撤回：{said}。"
    )


def _behind(site: Site, scheme: Scheme, period: Period) -> str:
    grades = site.evidence.grades(paths := site.marks.records(scheme, period))
    said = "、".join(f"{grade}级{grades[grade]}份" for grade in ("甲", "乙"))
    return f"所依据的{len(paths)}份记录文件中，审批{said}，缺{grades[MISSING_GRADE]}份。"
