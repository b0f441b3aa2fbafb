"""The shapes of record files, made from a scheme's rules: what a clerk may and must write.

A form depends on the scheme and the version in force: its sections (栏目), the item codes each
section takes, and the fields of each item's entry.  Check, JSON Schema and reference page all use
the forms made here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from typing import Any, NamedTuple

from generator.rules.kinds.kind import Said
from generator.rules.roster import BRANCHES, OFFICERS, UNITS
from generator.rules.scheme import SUBJECTS, Component, Item, Scheme, Version
from generator.text.dates import Date, MonthCode
from generator.text.problems import Place, Spot
from generator.text.reading import (
    MISSING,
    UNREAD,
    Document,
    Mapping,
    Schema,
    Sequence,
    closest,
    listed,
    one_of,
    quoted,
)
from generator.text.scalars import CODE, NULLS, OFFICER, Pattern
from generator.text.shapes import Field, MapOf, Shape
from generator.text.spelling import half_width

SINGLE_SUBJECT = (BRANCHES, UNITS)
"""Schemes whose record file is about one subject; the others hold several (警务室, 人员)."""


class Entry(NamedTuple):
    """One entry of a section: which item it is for, what it says, and where each part stands."""

    section: str
    item: Item
    said: Said
    place: Place
    spots: MappingOf[str, Spot]


class EntryList(list[Entry]):
    """The entries of a section that could be read.

    ``unread`` has one code for each entry that could not: the code it was probably meant to be,
    or empty.  A problem has been reported for each, so nothing more need be said about them.
    """

    def __init__(self) -> None:
        super().__init__()
        self.unread: list[str] = []


@dataclass(frozen=True, slots=True)
class Entries:
    """The type of a section: a list of entries, each shaped by the item it names."""

    section: str
    items: MappingOf[str, tuple[Item, Shape]]
    gone: MappingOf[str, str]
    """Codes that are known but not in force → why."""
    due: tuple[str, ...] = ()
    """Codes that the month's record must state."""
    idle: frozenset[str] = frozenset()
    """Codes of items with a cadence that are not due this month."""
    label: str = "若干条记录"

    def read(self, value: Any, spot: Any, document: Document) -> Any:
        if type(value) is not Sequence:
            hint = "请另起一行，每条以“- ”开头；没有内容时写 []"
            if value is not UNREAD:
                document.report("类型", spot, f"“{self.section}”应当是列表", hint)
            return MISSING
        found = EntryList()
        for node, at in value.placed():
            if type(node) is Mapping:
                self._read_entry(node, at, found, document)
                continue
            if node is not UNREAD:
                document.report("类型", at, "这一条应当是一组键值", "请写成 - {项: …, …} 的样子")
            found.unread.append("")
        return found

    def _read_entry(self, node: Mapping, at: Spot, found: EntryList, document: Document) -> None:
        code = node.get("项")
        if code is None and len(self.items) == 1:
            # A section with a single item need not name it; what is read names it all the same.
            code = node["项"] = next(iter(self.items))
            node.values_at["项"] = node.keys_at["项"] = at
        pair = self.items.get(code) if type(code) is str else None
        if pair is None:
            found.unread.append(self._refuse(code, node, document))
            return
        item, shape = pair
        row = shape.read(node, at, document)
        place = document.place(at)
        found.append(Entry(self.section, item, item.terms.said(row), place, row.spots))

    def _refuse(self, code: Any, node: Mapping, document: Document) -> str:
        """Say what is wrong with the item code; returns the code that was probably meant."""
        if code is UNREAD or (code is None and node.refused):
            return ""
        if code is None:
            return self._refuse_without_code(node, document)
        spot = node.values_at.get("项", node.spot)
        if type(code) is not str:
            document.report("类型", spot, "“项”应当是项目代码", one_of(self.spelled))
            return ""
        allowed = f"“{self.section}”可用的代码有 {listed(self.spelled)}"
        if code in NULLS:
            document.report("空", spot, "“项”没有内容", allowed)
            return ""
        # A code of another version or section is no slip of the keyboard: say where it belongs.
        if code in self.gone:
            document.report("代码", spot, f"{quoted(code)}{self.gone[code]}", allowed)
            return ""
        # Input methods type Ｗ２ and w2 for W2.
        folded = "".join(half_width(code).split()).upper()
        near = folded if folded in self.items else closest(code, self.items) or ""
        hint = f"是不是“{near}”？" if near else ""
        message = f"{quoted(code)}不是“{self.section}”里可用的项目代码"
        document.report("代码", spot, message, hint + one_of(self.spelled))
        return near

    def _refuse_without_code(self, node: Mapping, document: Document) -> str:
        if used := next((key for key in node if key in self.items), ""):
            hint = f"请写成 - {self.items[used][0].example()} 的样子"
            document.report("缺少", node.keys_at[used], f"“{used}”前面缺少“项: ”", hint)
            return used
        if near := next((key for key in node if key.startswith("项")), ""):
            meant = near.removeprefix("项").lstrip(" \u3000：:=＝")
            meant = meant if meant in self.items else ""
            hint = f"请写成“项: {meant or '…'}”，冒号用半角，后面空一格"
            document.report("字段", node.keys_at[near], f"{quoted(near)}不是“项”", hint)
            return meant
        hint = f"请写明项目代码：{listed(self.spelled)}"
        document.report("缺少", node.spot, "这一条缺少“项”", hint)
        return ""

    @property
    def spelled(self) -> list[str]:
        """The codes that may be used here, each with its name."""
        return [f"{code}（{item.name}）" for code, (item, _) in self.items.items()]

    def schema(self) -> Schema:
        """The section as a JSON Schema: items in force, and those due all present."""
        items = {code: pair for code, pair in self.items.items() if code not in self.idle}
        if not items:
            return {"type": "array", "maxItems": 0}
        named = len(self.items) > 1
        titles = [{"const": code, "title": item.title} for code, (item, _) in items.items()]
        shapes = {code: shape.schema() for code, (_, shape) in items.items()}
        entry: Schema = {
            "type": "object",
            "properties": {"项": {"oneOf": titles}},
            "allOf": _branches(shapes, named=named),
            **({"required": ["项"]} if named else {}),
        }
        present: list[Schema] = [{"contains": _is_item(code, named=named)} for code in self.due]
        return {"type": "array", "items": entry, **({"allOf": present} if present else {})}


def _is_item(*codes: str, named: bool) -> Schema:
    code = {"const": codes[0]} if len(codes) == 1 else {"enum": list(codes)}
    return {"properties": {"项": code}, **({"required": ["项"]} if named else {})}


def _branches(fields: dict[str, Schema], *, named: bool) -> list[Schema]:
    """What an entry must look like by its item code; codes with the same fields stand together."""
    alike: dict[str, list[str]] = {}
    for code, schema in fields.items():
        if not named:
            schema["required"] = [key for key in schema["required"] if key != "项"]
        # An editor would be given the same fields once for every code.
        alike.setdefault(json.dumps(schema), []).append(code)
    return [
        {"if": _is_item(*codes, named=named), "then": json.loads(schema)}
        for schema, codes in alike.items()
    ]


class Form(NamedTuple):
    """The shape of one kind of record file in one month."""

    shape: Shape
    subject_key: str
    nested_key: str
    """The key of the mapping from subject to body (警务室, 人员), or empty."""
    sections: tuple[str, ...]


def section_items(version: Version, component: Component, section: str) -> list[Item]:
    """The items a section takes, in the order of the rules."""
    taken = component.sections[section]
    return [i for i in version.items if i.component == component.code and i.terms.name in taken]


def header(subject_key: str) -> tuple[Field, ...]:
    """The fields with which every record file begins."""
    return (
        Field(subject_key, CODE, help="代码，与文件名相同"),
        Field("月份", MonthCode(), help="与文件夹相同"),
        Field("填报人", OFFICER, help="填报人警号"),
        Field("填报日期", Date(), help="报送这份记录的日期"),
    )


def gone_codes(scheme: Scheme, version: Version) -> dict[str, str]:
    """Codes of other versions and what to say when one is used."""
    known: dict[str, str] = {}
    here = {item.code for item in version.items}
    for other in scheme.versions:
        when = (
            f"自 {version.since} 起已不再使用"
            if other.since < version.since
            else f"要到 {other.since} 才启用"
        )
        known |= {i.code: f"（{i.name}）{when}" for i in other.items if i.code not in here}
    return known


def _sections(scheme: Scheme, version: Version, month: str) -> tuple[Field, ...]:
    gone = gone_codes(scheme, version)
    return tuple(
        _section(scheme, version, month, component, name, gone)
        for component in scheme.components
        for name in component.sections
    )


def _section(
    scheme: Scheme,
    version: Version,
    month: str,
    component: Component,
    name: str,
    gone: dict[str, str],
) -> Field:
    items = section_items(version, component, name)
    table = {i.code: (i, i.terms.entry(i.title, i.not_applicable)) for i in items}
    elsewhere = {
        item.code: f"（{item.name}）应写在“{_home(scheme, item)}”里"
        for item in version.items
        if item.code not in table
    }
    due = tuple(item.code for item in items if item.due(month))
    # What only happens now and then is never due, and may be written in any month.
    idle = frozenset(item.code for item in items if item.terms.reported).difference(due)
    entries = Entries(name, table, {**gone, **elsewhere}, due, idle)
    return Field(name, entries, required=bool(due), help=component.name)


def _home(scheme: Scheme, item: Item) -> str:
    sections = scheme.component(item.component).sections.items()
    return next((name for name, taken in sections if item.terms.name in taken), item.component)


def form(scheme: Scheme, version: Version, month: str) -> Form:
    """The form of a scheme's monthly record file (of 案件: ``case_records.py``)."""
    subject_key, name = SUBJECTS[scheme.subject], f"{scheme.short}记录"
    head, sections = header(subject_key), _sections(scheme, version, month)
    names = tuple(field.key for field in sections)
    if scheme.subject in SINGLE_SUBJECT:
        return Form(Shape(name, (*head, *sections)), subject_key, "", names)
    body = Shape(f"一个{scheme.subject}的记录", sections)
    key: Pattern = OFFICER if scheme.subject == OFFICERS else CODE
    nested = Field(scheme.subject, MapOf(key, body), help="逐个填写")
    return Form(Shape(name, (*head, nested)), subject_key, scheme.subject, names)
