"""Objections as pages tell them: number, what is doubted, states and terms, outcome, consequence.

Who objects is never shown.  A text that names the objector is withheld as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.approval.approvers import OBJECTION
from generator.audit.tree import Approval
from generator.publish.kit import links
from generator.publish.kit.labels import DASH, cn_date, item_name
from generator.publish.kit.tables import Cell, Column, Table, TableRow
from generator.publish.site import Site
from generator.publish.trail.corrections import HIDDEN, hidden_items, subject_name
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
        self.rulebook, self.roster = site.books.rulebook, site.books.roster

    def table(self, caption: str, objections: Iterable[Objection]) -> Table:
        """A list; each row can be linked to."""
        rows = tuple(
            TableRow(tuple(self._cells(each)), anchor=links.objection_anchor(each.id))
            for each in objections
        )
        return Table(caption, _COLUMNS, rows)

    def _cells(self, each: Objection) -> Iterator[Cell]:
        scheme = self.rulebook.schemes[each.scheme]
        yield Cell(each.id, badges=(objection_badge(each, ""),))
        yield self._subject(scheme, each)
        yield Cell(self.told(each, each.reason))
        yield Cell("；".join(self._steps(each)))
        yield Cell("；".join(self._terms(each)))
        yield Cell(self._outcome(each))
        if each.correction:
            yield Cell(f"更正{each.correction}", links.correction(each.correction))
        else:
            yield Cell("不改变分数" if each.outcome in ("不成立", "维持") else DASH)
        yield approval_cell(self.site.evidence, each.place.path)

    def _subject(self, scheme: Scheme, each: Objection) -> Cell:
        row = next(
            (
                row
                for level in {level_of(scheme, each.subject)}
                for row in self.site.scores.standing(each.scheme, each.period, level).rows
                if row.subject == each.subject
            ),
            None,
        )
        name = subject_name(
            self.names, each.subject, row.name if row else each.subject, row.rank if row else None
        )
        page = links.dossier(level_of(scheme, each.subject), each.subject, each.period.year)
        version = scheme.version(each.month)
        items = [i for i in version.items if i.code == each.item] if version else []
        if any(item.terms.strikes for item in items):
            name += " 否决事项"
        elif items:
            name += f" {item_name(items[0])}"
        return Cell(f"{scheme.short} {each.period.name} {name}", page if row else "")

    def _steps(self, each: Objection) -> Iterator[str]:
        for step in each.steps:
            note = f"（{self.told(each, step.note)}）" if step.note else ""
            yield f"{cn_date(step.day)}{step.state}{note}"

    def _terms(self, each: Objection) -> Iterator[str]:
        within, calendar = self.rulebook.bureau.answer_within, self.rulebook.calendar
        for answer in answers(each.steps, within, calendar):
            yield term_words(answer, within)

    def _outcome(self, each: Objection) -> str:
        if not each.outcome:
            return "尚无结论"
        finding = self.told(each, each.finding)
        return f"{each.outcome}。{finding}" if finding else each.outcome

    def told(self, each: Objection, text: str) -> str:
        """The text, unless it names who objects, or is about an item whose reasons are not told."""
        if each.item in hidden_items(self.rulebook.schemes[each.scheme]):
            return HIDDEN
        return WITHHELD if any(name in text for name in self.identities(each)) else text

    def identities(self, each: Objection) -> set[str]:
        """By what the objector could be known: number, code and names."""
        found = {each.by_officer, each.by_unit}
        if each.by_officer in self.roster.officers:
            found.add(self.roster.officers[each.by_officer].name)
        for table in (self.roster.units, self.roster.branches, self.roster.rooms):
            if each.by_unit in table:
                found.add(str(table[each.by_unit].name))
        return found - {""}


def term_words(answer: Answer, within: int) -> str:
    """``2025年7月22日前（5个工作日）答复，2025年7月20日已答复``."""
    what = "复核答复" if answer.again else "答复"
    said = f"{cn_date(answer.due)}前（{within}个工作日）{what}"
    if isinstance(answer.due, Uncovered):
        said = f"{within}个工作日内{what}，到期日{cn_date(answer.due)}"
    return f"{said}，{cn_date(answer.answered)}已答复" if answer.answered else f"{said}，待答复"


def unnamed(site: Site, approval: Approval) -> frozenset[str]:
    """Signers of a submission who must not be named: those who raised the objection it is about."""
    if approval.kind != OBJECTION:
        return frozenset()
    about = [o for o in site.books.trail.objections if o.place.path in approval.paths]
    return frozenset(o.by_officer for o in about if o.by_officer)
