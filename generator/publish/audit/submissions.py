"""Submissions 报送 on the audit pages: every level with office, name, time and grade."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from generator.audit.approvers import OBJECTION
from generator.audit.statement import REJECT
from generator.audit.tree import Approval, Mark
from generator.publish import links
from generator.publish.approvals import Signers
from generator.publish.objections import ObjectionTable, unnamed
from generator.publish.tables import Cell, Column, Table, TableRow
from generator.publish.templates import Site, month_name

_COLUMNS = (
    Column("submission", "报送", sortable=False),
    Column("levels", "各级审批和签名时间", sortable=False),
    Column("grade", "等级", sortable=False),
    Column("earlier", "退回和重签", sortable=False),
    Column("sheet", "审批单", sortable=False),
)
_COMMIT = Column("commit", "并入主分支的提交", sortable=False)


class MonthCount(NamedTuple):
    """What was approved in the folder of a month."""

    month: str
    submissions: int
    signatures: int
    personal: int
    attested: int
    sent_back: int
    unproven: int


class Submissions:
    """Makes the lists of one site."""

    def __init__(self, site: Site) -> None:
        self.site, self.evidence = site, site.evidence
        self.objections = ObjectionTable(site)

    @cached_property
    def by_folder(self) -> Mapping[str, list[Approval]]:
        """``2025-06`` or ``rules`` → its submissions, by id."""
        found: dict[str, list[Approval]] = defaultdict(list)
        for approval in self.evidence.tree.approvals if self.evidence.tree else ():
            found[approval.id.partition("/")[0]].append(approval)
        return {folder: sorted(own, key=lambda a: a.id) for folder, own in found.items()}

    def counts(self, months: Iterable[str]) -> Iterator[MonthCount]:
        """Figures by month."""
        for month in months:
            own = self.by_folder.get(month, [])
            grades = [approval.grade for approval in own]
            unproven = [p for p in self.evidence.unproven if p.startswith(f"ledger/{month}/")]
            yield MonthCount(
                month,
                len(own),
                sum(len(a.marks) + len(a.earlier) for a in own),
                grades.count("甲"),
                grades.count("乙"),
                sum(bool(a.sent_back) for a in own),
                len(unproven),
            )

    def overview(self, months: Iterable[str]) -> Table:
        """A row a month, the newest first."""
        rows = tuple(
            TableRow(
                (
                    Cell(month_name(c.month), links.audit_month(c.month), sort=c.month),
                    *(Cell(str(n)) for n in c[1:-1]),
                    Cell(str(c.unproven), tone="bad" if c.unproven else ""),
                )
            )
            for c in reversed(list(self.counts(months)))
        )
        columns = (
            Column("month", "月份"),
            Column("submissions", "报送", numeric=True),
            Column("signatures", "签名", numeric=True, hidden_on_phone=True),
            Column("personal", "甲级", numeric=True),
            Column("attested", "乙级", numeric=True),
            Column("sent_back", "退回过", numeric=True, hidden_on_phone=True),
            Column("unproven", "未核验文件", numeric=True),
        )
        return Table("各月报送和审批", columns, rows)

    def tables(self, folder: str) -> list[tuple[str, str, Table]]:
        """``(anchor, heading, table)`` for each lane with submissions in a folder."""
        by_lane: dict[str, list[Approval]] = defaultdict(list)
        for approval in self.by_folder.get(folder, []):
            by_lane[approval.lane].append(approval)
        return [
            (f"lane-{links.slug(lane)}", own[0].lane_name, self.table(own))
            for lane, own in by_lane.items()
        ]

    def table(self, approvals: Iterable[Approval]) -> Table:
        """Submissions of one lane, each a place to link to."""
        own = list(approvals)
        rows = tuple(
            TableRow(
                tuple(self._cells(each)),
                id=links.submission_anchor(each.id.partition("/")[2]),
            )
            for each in own
        )
        columns = (*_COLUMNS, *((_COMMIT,) if self.evidence.history is not None else ()))
        return Table(f"{own[0].lane_name}审批", columns, rows)

    @cached_property
    def commits(self) -> Mapping[str, str]:
        """Submission → the commit with which main reached it, where the history was proven."""
        history = self.evidence.history
        return {step.submission.id: step.commit for step in history.steps} if history else {}

    def _cells(self, each: Approval) -> Iterator[Cell]:
        signers = Signers(self.site.names, unnamed(self.site, each))
        yield Cell(f"{self.about(each)}（{each.id.partition('/')[2]}）")
        yield Cell("；".join(self._said(each, signers, mark) for mark in each.marks))
        yield Cell(each.grade)
        yield Cell("；".join(self._said(each, signers, mark) for mark in each.earlier) or "无")
        yield Cell(each.sheet_path)
        if self.evidence.history is not None:
            yield Cell(self.commits.get(each.id, "起点"))

    def _said(self, each: Approval, signers: Signers, mark: Mark) -> str:
        note = self._note(each, mark)
        return f"{signers.said(mark)}{f'（{note}）' if note else ''}"

    def _note(self, each: Approval, mark: Mark) -> str:
        """What was written with a signature, the reason of a refusal above all."""
        if not mark.note:
            return ""
        what = "退回理由" if mark.decision == REJECT else "附言"
        text = mark.note
        if each.kind == OBJECTION:
            for about in self.site.books.trail.objections:
                if about.place.path in each.paths:
                    text = self.objections.told(about, text)
        return f"{what}：{text}"

    def about(self, each: Approval) -> str:
        """Whose record it is, or which bulletin, correction or objection."""
        roster = self.site.books.roster
        for table in (roster.branches, roster.units, roster.rooms):
            if each.unit in table:
                return str(table[each.unit].name)
        return each.lane_name or each.unit or each.lane
