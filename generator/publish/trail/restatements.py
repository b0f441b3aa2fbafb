"""Restatements as pages tell them: why published numbers come out otherwise, and each of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.publish.kit import links
from generator.publish.kit.labels import DASH, cn_date
from generator.publish.kit.tables import Cell, Column, Table, TableRow
from generator.publish.site import Site
from generator.publish.trail.corrections import what
from generator.publish.trail.marks import approval_cell, level_of
from generator.scoring.closed.compared import Difference
from generator.scoring.closed.corrected import FOLLOWS
from generator.text.canonical import Json
from generator.trail.bulletin import BulletinRecord
from generator.trail.restatement import Restatement


class Number(NamedTuple):
    """One number that comes out otherwise, as pages name it."""

    subject: str
    what: str
    published: str
    now: str


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
    numbers: tuple[Number, ...]
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
    numbers = tuple(_numbers(site, each, bulletin))
    return RestatementView(
        id=each.id,
        anchor=links.restatement_anchor(each.id),
        bulletin=Cell(name + edition, links.bulletin(scheme.code, bulletin.period)),
        cause=each.cause,
        reason=each.reason,
        basis=each.basis,
        day=cn_date(each.day),
        approval=approval_cell(site.evidence, each.place.path),
        numbers=numbers,
        table=_table(numbers),
        superseded=each is not newest,
    )


def _table(each: Sequence[Number]) -> Table:
    columns = (
        Column("subject", "对象"),
        Column("number", "哪一项", sortable=False),
        # One column: on a phone the second number would lie beyond the edge.
        Column("change", "公布 → 重算", sortable=False),
    )
    rows = [
        TableRow.of(one.subject, one.what, f"{one.published or DASH} → {one.now or DASH}")
        for one in each
    ]
    return Table("变了的数", columns, rows)


def _numbers(site: Site, each: Restatement, bulletin: BulletinRecord) -> Iterator[Number]:
    """The causes first: lines and sums, then what follows of them."""
    scheme = site.rulebook.schemes[bulletin.scheme]
    for row in sorted(each.rows, key=lambda row: (row.what in FOLLOWS, not row.month, row)):
        # A list has no code, and is called as it is written.
        who = site.names.of(level_of(scheme, row.subject), row.subject)
        told = what(scheme, Difference(row.subject, who, *row[1:]))
        yield Number(who, told, row.published, row.now)


def as_data(view: RestatementView) -> Json:
    """For the JSON file of a bulletin; the numbers as the page tells them."""
    return {
        "restatement": view.id,
        "cause": view.cause,
        "reason": view.reason,
        "basis": view.basis,
        "day": view.day,
        "numbers": [list(each) for each in view.numbers],
    }
