"""Submissions 报送 on the audit pages: every level with office, name, time and grade."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from generator.approval.statement import REJECT
from generator.audit.tree import Approval, Mark
from generator.publish.kit import links
from generator.publish.kit.labels import DASH, month_name
from generator.publish.kit.tables import Cell, Column, Table, TableRow
from generator.publish.site import Site
from generator.publish.trail.marks import SignerNames, level_name, moment
from generator.publish.trail.objections import ObjectionTable, objections_in, unnamed

_SUBMISSION = Column("submission", "报送号", sortable=False)
_GRADE = Column("grade", "等级", sortable=False)
_EARLIER = Column("earlier", "退回和重签", sortable=False)
_SHEET = Column("sheet", "审批单", sortable=False)
_COMMIT = Column("commit", "并入主分支的提交", sortable=False)


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

    def overview(self, months: Iterable[str]) -> Table:
        """A row a month, the newest first."""
        columns = (
            Column("month", "月份"),
            Column("submissions", "报送", numeric=True),
            Column("signatures", "签名", numeric=True, hidden_on_phone=True),
            Column("personal", "甲级", numeric=True),
            Column("attested", "乙级", numeric=True),
            Column("sent_back", "退回过", numeric=True, hidden_on_phone=True),
            Column("unproven", "未核验文件", numeric=True),
        )
        rows = [self._month_row(month) for month in sorted(months, reverse=True)]
        return Table("各月报送和审批", columns, rows)

    def _month_row(self, month: str) -> TableRow:
        own = self.by_folder.get(month, [])
        grades = Counter(approval.grade for approval in own)
        unproven = sum(path.startswith(f"ledger/{month}/") for path in self.evidence.unproven)
        return TableRow.of(
            Cell(month_name(month), links.audit_month(month), sort=month),
            str(len(own)),
            str(sum(len(a.marks) + len(a.earlier) for a in own)),
            str(grades["甲"]),
            str(grades["乙"]),
            str(sum(bool(a.sent_back) for a in own)),
            Cell(str(unproven), tone="bad" if unproven else ""),
        )

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
        # Lanes may have been given more levels since: shorter ones leave them empty.
        levels = range(max(len(each.marks) for each in own))
        columns = (
            _SUBMISSION,
            *(Column(f"level-{n}", level_name(n), sortable=False) for n in levels),
            _GRADE,
            *((_EARLIER,) if any(each.earlier for each in own) else ()),
            _SHEET,
            # Commits are evidence only where history was proven.
            *((_COMMIT,) if self.evidence.history is not None else ()),
        )
        rows = [
            TableRow(
                tuple(self._cell(each, column) for column in columns),
                links.submission_anchor(each.id.partition("/")[2]),
            )
            for each in own
        ]
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
                # The first submission of a ledger is where the proof starts; no step leads to it.
                return Cell(self.commits.get(each.id, "起点"))
        level = int(column.key.removeprefix("level-"))
        return (
            self._level(each, each.marks[level], signers) if level < len(each.marks) else Cell(DASH)
        )

    def _level(self, each: Approval, mark: Mark, signers: SignerNames) -> Cell:
        # The grade of the submission stands in a column; told here is whose click made it 乙.
        weak = "" if mark.grade == each.grade == "甲" else f"，{mark.grade}级"
        words = f"{mark.office}{signers.who(mark)}，{moment(mark.time)}{weak}"
        return Cell(f"{words}{self._note(each, mark)}")

    def _note(self, each: Approval, mark: Mark) -> str:
        """What was written with a signature, the reason of a refusal above all."""
        if not mark.note:
            return ""
        what = "退回理由" if mark.decision == REJECT else "附言"
        text = mark.note
        # A note may name who objects just as the objection itself may.
        for about in objections_in(self.site, each):
            text = self.objections.told(about, text)
        return f"（{what}：{text}）"

    def about(self, each: Approval) -> str:
        """Whose record it is, or which bulletin, correction or objection."""
        own = self.site.names.reporter(each.unit)
        return own or each.lane_name or each.unit or each.lane
