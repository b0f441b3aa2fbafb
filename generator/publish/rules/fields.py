"""填报说明: what a clerk may write in each record file, from the forms that also check it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator.ledger.case_records import case_form, review_form
from generator.ledger.forms import Entries, Form, form
from generator.publish.kit import links
from generator.publish.kit.tables import Cell, Column, Table, TableRow
from generator.publish.site import Page, Site
from generator.rules.scheme import Item, Scheme, Version
from generator.text.reading import Type
from generator.text.shapes import ALWAYS, Either, Field, ListOf, MapOf, Shape

COLUMNS = (
    Column("field", "字段", sortable=False),
    Column("required", "必填", sortable=False),
    Column("type", "填什么", sortable=False),
    Column("help", "说明", sortable=False),
)
BUSIEST = "12"
"""The month in which items of every cadence are due, so that the form shows all of them."""


class EntryView(NamedTuple):
    """Items of a section whose entries have the same fields."""

    items: tuple[Item, ...]
    table: Table


class SectionView(NamedTuple):
    """One list of a record file: its key and what its entries say."""

    anchor: str
    name: str
    entries: tuple[EntryView, ...]


class FormView(NamedTuple):
    """One kind of record file: where it lies, its head, its lists."""

    anchor: str
    title: str
    path: str
    head: Table
    sections: tuple[SectionView, ...]


def pages(site: Site) -> Iterator[Page]:
    """One page per scheme, on the rules now in force."""
    for scheme in site.schemes:
        version = scheme.versions[-1]
        forms = list(form_views(scheme, version))
        yield site.page(
            "fields.html",
            links.fields(scheme.code),
            f"{scheme.short}填报说明",
            {"scheme": scheme, "version": version, "forms": forms},
            edit_uri=scheme.place.path,
            search=f"{scheme.name} 填报说明 字段 怎么填",
        )


def form_views(scheme: Scheme, version: Version) -> Iterator[FormView]:
    """The record files of a scheme under a version."""
    if not scheme.of_cases:
        made = form(scheme, version, f"{version.since[:4]}-{BUSIEST}")
        yield _view("record", f"{scheme.short}记录", scheme.code, made)
        return
    yield _view("record", "案件记录（办案单位填）", scheme.code, case_form(scheme, version))
    review = review_form(scheme, version)
    yield _view("review", f"复核记录（{scheme.office}填）", scheme.review_folder, review)


def _view(anchor: str, title: str, folder: str, made: Form) -> FormView:
    fields = list(_flat(made.shape.fields))
    head = [(name, field) for name, field in fields if not isinstance(field.type, Entries)]
    sections = [(name, field) for name, field in fields if isinstance(field.type, Entries)]
    return FormView(
        anchor,
        title,
        f"ledger/年-月/{folder}/{made.subject_key}代码.yml",
        _table(f"{title}的字段", head),
        tuple(_section(anchor, name, field) for name, field in sections),
    )


def _flat(fields: Sequence[Field], above: str = "") -> Iterator[tuple[str, Field]]:
    """Fields with those of nested tables behind them, as ``案件 › 参与 › 警号``."""
    for field in fields:
        name = f"{above}{field.key}"
        yield name, field
        inner = _inner(field.type)
        if inner is not None:
            yield from _flat(inner.fields, f"{name} › ")


def _inner(kind: Type) -> Shape | None:
    if isinstance(kind, Shape):
        return kind
    if isinstance(kind, ListOf):
        return _inner(kind.element)
    if isinstance(kind, MapOf):
        return _inner(kind.value)
    return _inner(kind.long) if isinstance(kind, Either) else None


def _section(anchor: str, name: str, field: Field) -> SectionView:
    assert isinstance(field.type, Entries)
    # A field holds its choices in a mapping, so that it cannot be a key itself.
    alike: list[tuple[tuple[Field, ...], list[Item]]] = []
    for item, shape in field.type.items.values():
        same = next((items for fields, items in alike if fields == shape.fields), None)
        if same is None:
            alike.append((shape.fields, [item]))
        else:
            same.append(item)
    key = name.rsplit(" › ", 1)[-1]
    entries = tuple(
        EntryView(
            tuple(items),
            _table(f"{key}：{'、'.join(item.code for item in items)}", list(_flat(fields))),
        )
        for fields, items in alike
    )
    return SectionView(links.slug(f"{anchor}-{key}"), key, entries)


def _table(caption: str, fields: Sequence[tuple[str, Field]]) -> Table:
    rows = [
        TableRow.of(name, _required(field), field.type.label, _help(field))
        for name, field in fields
    ]
    return Table(caption, COLUMNS, rows)


def _required(field: Field) -> Cell:
    """是, 否, or 看情况 where another field decides."""
    if field.required or field.needed == ALWAYS:
        return Cell("是")
    return Cell("看情况") if field.needed else Cell("否", tone="muted")


def _help(field: Field) -> str:
    """The field's explanation and, for a short closed list, its values."""
    choices = getattr(field.type, "choices", {})
    listed = "、".join(choices) if 0 < len(choices) <= 8 else ""
    return "；".join(text for text in (field.explained, f"可写 {listed}" if listed else "") if text)
