"""Corrections as pages tell them: which line, old and new text, why, on what basis, with what effect.

Where a rule keeps the reason of an item from being published (隐去事由), neither the text of its
lines nor the reason and basis of their correction is shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from generator.publish.kit import links
from generator.publish.kit.labels import DASH, VETO, Names, cn_date, group_names, open_item_name
from generator.publish.kit.tables import Cell, Column, Table, TableRow
from generator.publish.site import Site
from generator.publish.trail.aftermath import After
from generator.publish.trail.marks import approval_cell, level_of
from generator.rules.scheme import Scheme
from generator.scoring.closed.compared import OF_COMPONENT, Difference
from generator.scoring.closed.corrected import Effect
from generator.scoring.model import RECORDED
from generator.text.hundredths import spell
from generator.trail.correction import LATE, REMOVED, Amendment, Correction

VALUES_HIDDEN = "按规定不公开"
# In braces or not, quoted or not: as clerks write it, and as the program itself does.
_ITEM = re.compile(r"(?:- )?\{?项: ?[\"']?([A-Za-z0-9_-]+)[\"']?(?:,|\}|$)")
"""A line that begins by naming its item."""


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """A correction as a page shows it."""

    id: str
    anchor: str
    scheme: str
    record: Cell
    periods: tuple[Cell, ...]
    """The bulletins that had been published with the record as it was."""
    changes: tuple[Amendment, ...]
    hidden: int
    """Lines whose text is not published."""
    kind: str
    """更正, or what was done to the whole record: 补报, 撤除."""
    whole: str
    """A sentence about the whole record; empty where lines were changed."""
    raised_by: str
    objection: Cell | None
    corrects: Cell | None
    voids: Cell | None
    reason: str
    basis: str
    day: str
    approval: Cell


def correction_views(site: Site, corrections: Iterable[Correction]) -> list[CorrectionView]:
    """The views, in the order given."""
    return [_view(site, each) for each in corrections]


_WHOLE = {
    LATE: "公布以后补报整份记录。",
    REMOVED: "整份记录撤除，不再计入；原文在更正单里。",
}


def _view(site: Site, correction: Correction) -> CorrectionView:
    scheme = site.rulebook.schemes[correction.scheme]
    shown = [row for row in correction.lines if not hides(scheme, row)]
    hidden = len(correction.lines) - len(shown)
    # What was removed may have been about any item; why somebody was late is no secret.
    secret = hidden > 0 or (correction.whole == REMOVED and bool(hidden_items(scheme)))
    return CorrectionView(
        id=correction.id,
        anchor=links.correction_anchor(correction.id),
        scheme=scheme.short,
        record=Cell(
            correction.record,
            links.record_of(correction.record)
            if correction.record in site.books.trail.files
            else "",
        ),
        periods=tuple(
            Cell(each.period.name, links.bulletin(scheme.code, each.period))
            for each in site.books.trail.published_without(correction)
        ),
        changes=tuple(shown),
        hidden=hidden,
        kind=correction.whole or "更正",
        whole=_WHOLE.get(correction.whole, ""),
        raised_by=correction.raised_by,
        objection=_linked(correction.objection, links.objection),
        corrects=_linked(correction.corrects, links.correction),
        voids=_linked(correction.voided, links.correction),
        reason=VALUES_HIDDEN if secret else correction.reason,
        basis=VALUES_HIDDEN if secret else correction.basis,
        day=cn_date(correction.day),
        approval=approval_cell(site.evidence, correction.place.path),
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
    # A line that names no item may belong to any: what cannot be told stays hidden.
    named = [_ITEM.match(text) for text in (row.old, row.new) if text]
    return not all(found and found[1] not in secret for found in named)


def correction_table(views: Sequence[CorrectionView]) -> Table:
    """The corrections as a table, for the files beside a page."""
    columns = {
        "correction": "更正号",
        "record": "记录",
        "line": "行号",
        "old": "原文",
        "new": "改为",
        "reason": "理由",
        "basis": "依据",
        "raised_by": "提出",
        "day": "日期",
        "approval": "审批",
    }
    rows = [
        TableRow.of(
            each.id,
            each.record.text,
            *((str(change.line or ""), change.old, change.new) if change else ("", "", "")),
            each.reason,
            each.basis,
            each.raised_by,
            each.day,
            each.approval.text,
        )
        for each in views
        for change in each.changes or [None]
    ]
    return Table("更正", [Column(key, title) for key, title in columns.items()], rows)


# ── what it did to the numbers ─────────────────────────────────────────────────────────────────


def effect_table(site: Site, after: After) -> Table | None:
    """Everybody whose total or rank is not the published one, or whose lines changed."""
    if not after.effects:
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
    rows = [_effect_row(site, after, effect) for effect in after.effects.values()]
    return Table("更正对合计和名次的影响", columns, rows)


def _effect_row(site: Site, after: After, effect: Effect) -> TableRow:
    scheme = site.rulebook.schemes[after.record.scheme]
    level, year = level_of(scheme, effect.subject), after.record.period.year
    groups = group_names(site.rulebook.bureau, scheme.group_by)
    lines = "；".join(
        f"{what(scheme, each)} {each.published or '无'}→{each.rebuilt or '无'}"
        for each in after.changed.get(effect.subject, ())
    )
    return TableRow.of(
        Cell(
            subject_name(site.names, effect.subject, effect.name, effect.rank),
            links.dossier(level, effect.subject, year),
        ),
        groups.get(effect.group, effect.group) or "全部",
        lines or "得分没有变化",
        *(DASH if each is None else spell(each) for each in (effect.published_total, effect.total)),
        *(DASH if each is None else str(each) for each in (effect.published_rank, effect.rank)),
        "、".join(effect.corrections),
    )


def what(scheme: Scheme, each: Difference) -> str:
    """Month and item of a difference, or the component or total where no single item is meant."""
    name = open_item_name(scheme, each.month, each.item)
    if name and name != VETO and each.what != RECORDED:
        name += f"（{each.what}）"
    return f"{each.month} {name or _component_words(scheme, each)}".strip()


def _component_words(scheme: Scheme, each: Difference) -> str:
    if not each.component or each.item:
        return each.what
    name = next((c.name for c in scheme.components if c.code == each.component), "")
    return name + ("" if each.what == OF_COMPONENT else each.what)


def fault_words(site: Site, after: After) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What does not come about again, and why; both empty when all is as published.

    Of each difference: subject, month, item, both points.
    """
    if after.fault is not None:
        return (after.fault.sentence,), ()
    scheme = site.rulebook.schemes[after.record.scheme]
    told = (
        f"{subject_name(site.names, each.subject, each.name, None)}（{each.subject}）"
        f"{what(scheme, each)}：公布{each.published or '无'}，重算{each.rebuilt or '无'}"
        for each in after.rebuilt.differences
    )
    return tuple(told), after.rebuilt.reasons


def subject_name(names: Names, subject: str, name: str, rank: int | None) -> str:
    """The name of a subject of a bulletin; officers as the bureau shows them."""
    return names.officer(subject, rank) if subject.isdigit() else name
