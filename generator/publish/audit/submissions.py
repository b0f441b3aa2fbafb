"""Submissions 报送 on the audit pages: every level with office, name, time and grade."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from generator.approval.approvers import OBJECTION
from generator.approval.statement import REJECT
from generator.audit.tree import Approval, Mark
from generator.publish.kit import links
from generator.publish.kit.labels import month_name
from generator.publish.kit.tables import Cell, Column, Table, TableRow
from generator.publish.site import Site
from generator.publish.trail.marks import SignerNames, level_name, moment
from generator.publish.trail.objections import ObjectionTable, unnamed

_SUBMISSION = Column("submission", "报送号", sortable=False)
_GRADE = Column("grade", "等级", sortable=False)
_EARLIER = Column("earlier", "退回和重签", sortable=False)
_SHEET = Column("sheet", "审批单", sortable=False)
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
        """Submissions of one lane, each a place to link to, with a column for each level."""
        own = list(approvals)
        levels = range(max(len(each.marks) for each in own))
        columns = (
            _SUBMISSION,
            *(Column(f"level-{n}", level_name(n), sortable=False) for n in levels),
            _GRADE,
            *((_EARLIER,) if any(each.earlier for each in own) else ()),
            _SHEET,
            *((_COMMIT,) if self.evidence.history is not None else ()),
        )
        rows = tuple(
            TableRow(
                tuple(self._cell(each, column) for column in columns),
                anchor=links.submission_anchor(each.id.partition("/")[2]),
            )
            for each in own
        )
        return Table(f"{own[0].lane_name}审批", columns, rows)

    @cached_property
    def commits(self) -> Mapping[str, str]:
        """Submission → the commit with which main reached it, where the history was proven."""
        history = self.evidence.history
        return {step.submission.id: step.commit for step in history.steps} if history else {}

    def _cell(self, each: Approval, column: Column) -> Cell:
        signers = SignerNames(self.site.names, unnamed(self.site, each))
        match column.key:
            case "submission":
                return Cell(f"{self.about(each)} {each.id.partition('/')[2]}")
            case "grade":
                return Cell(each.grade)
            case "earlier":
                told = [f"{signers.said(m)}{self._note(each, m)}" for m in each.earlier]
                return Cell("；".join(told) or "无")
            case "sheet":
                return Cell(each.sheet_path)
            case "commit":
                return Cell(self.commits.get(each.id, "起点"))
        level = int(column.key.removeprefix("level-"))
        mark = each.marks[level] if level < len(each.marks) else None
        if mark is None:
            return Cell("—")
        weak = f"，{mark.grade}级" if mark.grade != each.grade or mark.grade != "甲" else ""
        words = f"{mark.office}{signers.who(mark)}，{moment(mark.time)}{weak}"
        return Cell(f"{words}{self._note(each, mark)}")

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
        return f"（{what}：{text}）"

    def about(self, each: Approval) -> str:
        """Whose record it is, or which bulletin, correction or objection."""
        roster = self.site.books.roster
        for table in (roster.branches, roster.units, roster.rooms):
            if each.unit in table:
                return str(table[each.unit].name)
        return each.lane_name or each.unit or each.lane
