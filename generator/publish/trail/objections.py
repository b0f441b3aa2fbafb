"""Objections as pages tell them: number, what is doubted, states and terms, outcome, consequence.

Who objects is never shown.  A text that names the objector is withheld as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.approval.lanes import OBJECTION
from generator.audit.tree import Approval
from generator.publish.kit import links
from generator.publish.kit.labels import DASH, cn_date, open_item_name
from generator.publish.kit.tables import Cell, Column, Table, TableRow
from generator.publish.site import Site
from generator.publish.trail.corrections import VALUES_HIDDEN, hidden_items, subject_name
from generator.publish.trail.marks import approval_cell, level_of, objection_badge
from generator.rules.periods import Uncovered
from generator.rules.scheme import Scheme
from generator.trail.objection import Objection
from generator.trail.objection_states import Answer, answers

WITHHELD = "内容涉及提出人，不公开"
_COLUMNS = (
    Column("objection", "编号", sortable=False),
    Column("subject", "对象和项目", sortable=False),
    Column("reason", "异议理由", sortable=False),
    Column("steps", "办理经过", sortable=False),
    Column("term", "答复期限", sortable=False),
    Column("outcome", "结论", sortable=False),
    Column("consequence", "后果", sortable=False),
    Column("approval", "审批", sortable=False),
)


class ObjectionTable:
    """Makes the lists of one site."""

    def __init__(self, site: Site) -> None:
        self.site, self.names = site, site.names
        self.rulebook, self.roster = site.rulebook, site.roster

    def table(self, objections: Iterable[Objection]) -> Table | None:
        """A list, each row of which can be linked to; None where there is none."""
        rows = [
            TableRow(tuple(self._cells(each)), links.objection_anchor(each.id))
            for each in objections
        ]
        return Table("异议清单", _COLUMNS, rows) if rows else None

    def _cells(self, each: Objection) -> Iterator[Cell]:
        scheme = self.rulebook.schemes[each.scheme]
        yield Cell(each.id, badges=(objection_badge(each, ""),))
        yield self._subject(scheme, each)
        yield Cell(self.told(each, each.reason))
        yield Cell("；".join(self._steps(each)))
        yield Cell("；".join(self._terms(each)))
        yield Cell(self._outcome(each))
        upheld = Cell("不改变分数" if each.outcome in ("不成立", "维持") else DASH)
        corrected = Cell(f"更正{each.correction}", links.correction(each.correction))
        yield corrected if each.correction else upheld
        yield approval_cell(self.site.evidence, each.place.path)

    def _subject(self, scheme: Scheme, each: Objection) -> Cell:
        level = level_of(scheme, each.subject)
        row = self.site.scores.standing(each.scheme, each.period, level).row(each.subject)
        name, rank = (row.name, row.rank) if row else (each.subject, None)
        shown = subject_name(self.names, each.subject, name, rank)
        about = (
            scheme.short,
            each.period.name,
            shown,
            open_item_name(scheme, each.month, each.item),
        )
        # A subject outside the ranking may have no dossier.
        page = links.dossier(level, each.subject, each.period.year)
        return Cell(" ".join(filter(None, about)), page if row else "")

    def _steps(self, each: Objection) -> Iterator[str]:
        for step in each.steps:
            note = f"（{self.told(each, step.note)}）" if step.note else ""
            yield f"{cn_date(step.day)}{step.state}{note}"

    def _terms(self, each: Objection) -> Iterator[str]:
        within = self.rulebook.bureau.answer_within
        for answer in answers(each.steps, within, self.rulebook.calendar):
            yield term_words(answer, within)

    def _outcome(self, each: Objection) -> str:
        if not each.outcome:
            return "尚无结论"
        finding = self.told(each, each.finding)
        return f"{each.outcome}。{finding}" if finding else each.outcome

    def told(self, each: Objection, text: str) -> str:
        """The text, unless it names who objects, or is about an item whose reasons are not told."""
        if each.item in hidden_items(self.rulebook.schemes[each.scheme]):
            return VALUES_HIDDEN
        # The text as a whole: cutting out the name would leave who it is to guess.
        return WITHHELD if any(name in text for name in self.identities(each)) else text

    def identities(self, each: Objection) -> set[str]:
        """By what the objector could be known: number, code and names."""
        officer = self.roster.officers.get(each.by_officer)
        # A unit, branch and room may have the same code: any of their names could tell.
        tables = (self.roster.units, self.roster.branches, self.roster.rooms)
        units = {str(table[each.by_unit].name) for table in tables if each.by_unit in table}
        return {each.by_officer, each.by_unit, officer.name if officer else "", *units} - {""}


def term_words(answer: Answer, within: int) -> str:
    """``2025年7月22日前（5个工作日）答复，2025年7月20日已答复``."""
    what = "复核答复" if answer.again else "答复"
    said = f"{cn_date(answer.due)}前（{within}个工作日）{what}"
    # The rule's number of days holds even where the calendar cannot say which day that is.
    if isinstance(answer.due, Uncovered):
        said = f"{within}个工作日内{what}，到期日{cn_date(answer.due)}"
    return f"{said}，{cn_date(answer.answered)}已答复" if answer.answered else f"{said}，待答复"


def objections_in(site: Site, approval: Approval) -> list[Objection]:
    """The objections that a submission is about."""
    if approval.kind != OBJECTION:
        return []
    return [each for each in site.books.trail.objections if each.place.path in approval.paths]


def unnamed(site: Site, approval: Approval) -> frozenset[str]:
    """Signers of a submission who must not be named: those who raised the objection it is about."""
    found = (each.by_officer for each in objections_in(site, approval))
    return frozenset(number for number in found if number)
