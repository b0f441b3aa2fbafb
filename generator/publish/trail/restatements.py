"""Restatements as pages tell them: why published numbers come out otherwise, and each of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.publish.kit import links
from generator.publish.kit.labels import DASH, cn_date
from generator.publish.kit.tables import Cell, Column, Table, TableRow
from generator.publish.site import Site
from generator.publish.trail.corrections import what
from generator.publish.trail.marks import approval_cell, level_of
from generator.scoring.closed.compared import Difference
from generator.text.canonical import Json
from generator.trail.bulletin import BulletinRecord
from generator.trail.restatement import Restated, Restatement


@dataclass(frozen=True, slots=True)
class RestatementView:
    """A restatement as a page shows it."""

    id: str
    anchor: str
    bulletin: Cell
    cause: str
    reason: str
    basis: str
    day: str
    approval: Cell
    table: Table
    superseded: bool
    """Whether a later one of the same bulletin holds."""


def restatement_views(site: Site, restatements: Iterable[Restatement]) -> list[RestatementView]:
    """The views, in the order given."""
    by_path = {each.place.path: each for each in site.books.trail.bulletins}
    return [_view(site, each, by_path[each.bulletin]) for each in restatements]


def _view(site: Site, each: Restatement, bulletin: BulletinRecord) -> RestatementView:
    scheme = site.rulebook.schemes[bulletin.scheme]
    name = f"{scheme.short}{bulletin.period.name}"
    edition = f"第{bulletin.edition}版" if bulletin.edition > 1 else ""
    newest = site.books.trail.restated(each.bulletin)[-1]
    return RestatementView(
        id=each.id,
        anchor=links.restatement_anchor(each.id),
        bulletin=Cell(name + edition, links.bulletin(scheme.code, bulletin.period)),
        cause=each.cause,
        reason=each.reason,
        basis=each.basis,
        day=cn_date(each.day),
        approval=approval_cell(site.evidence, each.place.path),
        table=_table(site, each, bulletin),
        superseded=each is not newest,
    )


def _table(site: Site, each: Restatement, bulletin: BulletinRecord) -> Table:
    columns = (
        Column("subject", "对象"),
        Column("number", "哪一项", sortable=False),
        Column("published", "公布", numeric=True),
        Column("now", "重算", numeric=True),
    )
    rows = [_row(site, row, bulletin) for row in sorted(each.rows)]
    return Table(f"重算更正{each.id}逐项", columns, rows)


def _row(site: Site, row: Restated, bulletin: BulletinRecord) -> TableRow:
    scheme = site.rulebook.schemes[bulletin.scheme]
    # A list has no code, and is called as it is written.
    who = site.names.of(level_of(scheme, row.subject), row.subject)
    told = what(scheme, Difference(row.subject, who, *row[1:]))
    return TableRow.of(who, told, *(each or DASH for each in (row.published, row.now)))


def as_data(view: RestatementView) -> Json:
    """For the JSON file of a bulletin; the numbers as the page tells them."""
    return {
        "restatement": view.id,
        "cause": view.cause,
        "reason": view.reason,
        "basis": view.basis,
        "day": view.day,
        "numbers": [[cell.text for cell in row.cells] for row in view.table.rows],
    }
