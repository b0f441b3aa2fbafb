"""Corrections as pages tell them: which line, old and new text, why, on what basis, with what effect.

Where a rule keeps the reason of an item from being published (隐去事由), neither the text of its
lines nor the reason and basis of their correction is shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.publish.kit import links
from generator.publish.kit.labels import group_names, item_name
from generator.publish.kit.names import Names
from generator.publish.kit.tables import Cell, Column, Table, TableRow
from generator.publish.site import Site, cn_date
from generator.publish.trail.aftermath import After, points_said
from generator.publish.trail.approvals import approval_cell
from generator.publish.trail.marks import level_of
from generator.rules.scheme import Scheme
from generator.scoring.closed.corrected import Effect
from generator.scoring.closed.reopened import Difference
from generator.trail.correction import Amendment, Correction

HIDDEN = "按规定不公开"
_ITEM = re.compile(r"(?:- )?\{?项: ?[\"']?([A-Za-z0-9_-]+)[\"']?(?:,|\}|$)")
"""A line that begins by naming its item."""


class LineChange(NamedTuple):
    """One line of a record, before and after; an empty text stands for no line."""

    line: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """A correction as a page shows it."""

    id: str
    anchor: str
    scheme: str
    record: Cell
    periods: tuple[Cell, ...]
    """The bulletins that had been published with the record as it was."""
    changes: tuple[LineChange, ...]
    hidden: int
    """Lines whose text is not published."""
    adds_file: bool
    raised_by: str
    objection: Cell | None
    corrects: Cell | None
    reason: str
    basis: str
    day: str
    approval: Cell


class CorrectionViews:
    """Makes the views of one site."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.schemes = site.books.rulebook.schemes

    def all(self, corrections: Iterable[Correction]) -> list[CorrectionView]:
        """The views, in the order given."""
        return [self.view(each) for each in corrections]

    def view(self, correction: Correction) -> CorrectionView:
        scheme = self.schemes[correction.scheme]
        shown = [row for row in correction.lines if not hides(scheme, row)]
        hidden = len(correction.lines) - len(shown)
        secret = hidden > 0 or (correction.adds_file and bool(hidden_items(scheme)))
        return CorrectionView(
            id=correction.id,
            anchor=links.correction_anchor(correction.id),
            scheme=scheme.short,
            record=Cell(correction.record, links.record_of(correction.record)),
            periods=tuple(
                Cell(period.name, links.bulletin(scheme.code, period))
                for period in correction.periods
            ),
            changes=tuple(LineChange(row.line, row.old, row.new) for row in shown),
            hidden=hidden,
            adds_file=correction.adds_file,
            raised_by=correction.raised_by,
            objection=_linked(correction.objection, links.objection),
            corrects=_linked(correction.corrects, links.correction),
            reason=HIDDEN if secret else correction.reason,
            basis=HIDDEN if secret else correction.basis,
            day=cn_date(correction.day),
            approval=approval_cell(self.site.evidence, correction.place.path),
        )


def _linked(number: str, to: Callable[[str], str]) -> Cell | None:
    return Cell(number, to(number)) if number else None


def hidden_items(scheme: Scheme) -> set[str]:
    """Codes of items whose reason is not published, in any version."""
    items = (item for version in scheme.versions for item in version.items)
    return {item.code for item in items if item.hides_reason}


def hides(scheme: Scheme, row: Amendment) -> bool:
    """Whether a line may not be shown.

    In a scheme with such items a line is shown only where it names an item that is none of them.
    """
    secret = hidden_items(scheme)
    if not secret:
        return False
    named = [_ITEM.match(text) for text in (row.old, row.new) if text]
    return not all(found and found[1] not in secret for found in named)


def table(views: Sequence[CorrectionView]) -> Table:
    """The corrections as a table, for the files beside a page."""
    rows = []
    for each in views:
        for change in each.changes or (LineChange(0, "", ""),):
            texts = (
                each.id, each.record.text, str(change.line or ""), change.old, change.new,
                each.reason, each.basis, each.raised_by, each.day, each.approval.text,
            )  # fmt: skip
            rows.append(TableRow(tuple(Cell(text) for text in texts)))
    return Table("更正", _COLUMNS, tuple(rows))


_COLUMNS = tuple(
    Column(key, title)
    for key, title in (
        ("correction", "更正号"), ("record", "记录"), ("line", "行号"), ("old", "原文"),
        ("new", "改为"), ("reason", "理由"), ("basis", "依据"), ("raised_by", "提出"),
        ("day", "日期"), ("approval", "审批"),
    )
)  # fmt: skip


# ── what it did to the numbers ─────────────────────────────────────────────────────────────────


class EffectTables:
    """Effects and differences of bulletins, with officers named as the bureau shows them."""

    def __init__(self, site: Site) -> None:
        self.site, self.names = site, site.names
        self.schemes = site.books.rulebook.schemes

    def table(self, after: After) -> Table | None:
        """Everybody whose total or rank is not the published one, or whose lines changed."""
        scheme = self.schemes[after.record.scheme]
        rows = [self._row(scheme, after, effect) for effect in after.effects.values()]
        if not rows:
            return None
        columns = (
            Column("subject", "对象"),
            Column("group", "组别"),
            Column("lines", "变化的得分", sortable=False),
            Column("published_total", "公布合计", numeric=True),
            Column("total", "更正后合计", numeric=True),
            Column("published_rank", "公布名次", numeric=True),
            Column("rank", "更正后名次", numeric=True),
            Column("corrections", "更正号", sortable=False),
        )
        return Table("更正对合计和名次的影响", columns, tuple(rows))

    def _row(self, scheme: Scheme, after: After, effect: Effect) -> TableRow:
        page = links.dossier(
            level_of(scheme, effect.subject), effect.subject, after.record.period.year
        )
        lines = "；".join(
            self.line_words(scheme, each) for each in after.changed.get(effect.subject, ())
        )
        groups = group_names(self.names.bureau.groups.get(scheme.group_by, {}))
        return TableRow(
            (
                Cell(subject_name(self.names, effect.subject, effect.name, effect.rank), page),
                Cell(groups.get(effect.group, effect.group) or "全部"),
                Cell(lines or "得分没有变化"),
                Cell(_bare(points_said(effect.published_total))),
                Cell(_bare(points_said(effect.total))),
                Cell(_bare_rank(effect.published_rank)),
                Cell(_bare_rank(effect.rank)),
                Cell("、".join(effect.corrections)),
            )
        )

    def line_words(self, scheme: Scheme, each: Difference) -> str:
        """``2025-06 W2 出租房屋登记 18.95→20.00``."""
        return f"{self.what(scheme, each)} {each.published or '无'}→{each.rebuilt or '无'}"

    def what(self, scheme: Scheme, each: Difference) -> str:
        """Month and item of a difference; the item of a veto would tell its cause."""
        version = scheme.version(each.month) if each.month else None
        found = [i for i in version.items if i.code == each.item] if version else []
        name = each.what
        if found:
            veto = any(item.terms.strikes for item in found)
            name = "否决事项" if veto else item_name(found[0])
            name += "" if each.what == "记录" or veto else f"（{each.what}）"
        elif each.component and not each.item:
            component = next((c.name for c in scheme.components if c.code == each.component), "")
            name = f"{component}{each.what if each.what != '组成' else ''}"
        return f"{each.month} {name}".strip()

    def faults(self, after: After) -> Iterator[str]:
        """What a rebuilt bulletin shows otherwise: subject, month, item, both points."""
        scheme = self.schemes[after.record.scheme]
        for each in after.rebuilt.differences:
            name = subject_name(self.names, each.subject, each.name, None)
            shown, now = each.published or "无", each.rebuilt or "无"
            yield f"{name}（{each.subject}）{self.what(scheme, each)}：公布{shown}，重算{now}"


def subject_name(names: Names, subject: str, name: str, rank: int | None) -> str:
    """The name of a subject of a bulletin; officers as the bureau shows them."""
    return names.officer(subject, rank) if subject.isdigit() else name


def _bare(text: str) -> str:
    return text.removesuffix("分")


def _bare_rank(rank: int | None) -> str:
    return "—" if rank is None else str(rank)
