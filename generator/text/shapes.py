"""The field machinery: one description of a field gives its check, JSON Schema and reference row.

A ``Type`` turns the characters of one YAML value into a typed value or says what is wrong; a
``Shape`` is a table of ``Field``s and reads a whole mapping, reporting every problem at once.
Shapes of concrete files stand where these files are read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from generator.text.problems import Place, Problem, Spot
from generator.text.reading import (
    MISSING,
    UNREAD,
    Document,
    Mapping,
    Schema,
    Sequence,
    Type,
    closest,
    listed,
    quoted,
)
from generator.text.scalars import Pattern, Scalar, Text
from generator.text.spelling import half_width
from generator.text.strict import Files, read

DROPPED = "“ #”以后的字会被当作注释丢掉"


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list whose elements share one type."""

    element: Type
    least: int = 0

    @property
    def label(self) -> str:
        return f"列表（{self.element.label}）"

    def read(self, value: Any, spot: Spot, document: Document) -> Any:
        if type(value) is not Sequence:
            if value is not UNREAD:
                self._refuse(value, spot, document)
            return MISSING
        if len(value) < self.least:
            what = f"只有 {len(value)} 条" if value else "没有内容"
            document.report("空", spot, f"这个列表{what}", f"请至少写 {self.least} 条")
        if isinstance(self.element, Text):
            for at in value.comments.values():
                document.report("注释", at, DROPPED, "请把整段内容放进引号")
        return [self.element.read(element, at, document) for element, at in value.placed()]

    def _refuse(self, value: Any, spot: Spot, document: Document) -> None:
        if type(value) is str and value.startswith(("［", "【", "〔")):
            message = f"这里用了全角的“{value[0]}”"
            document.report("格式", spot, message, "请改成半角的“[”和“]”")
            return
        hint = "请另起一行，每条以“- ”开头；没有内容时写 []"
        if isinstance(self.element, Pattern):
            hint = f"请写成 [{self.element.example}] 的样子"
        document.report("类型", spot, "这里应当是列表", hint)

    def schema(self) -> Schema:
        return {"type": "array", "items": self.element.schema(), "minItems": self.least}


@dataclass(frozen=True, slots=True)
class MapOf:
    """A mapping from typed keys to values of one type."""

    key: Scalar
    value: Type
    least: int = 0

    @property
    def label(self) -> str:
        return f"一组“{self.key.label}: {self.value.label}”"

    def read(self, value: Any, spot: Spot, document: Document) -> Any:
        if type(value) is not Mapping:
            if value is not UNREAD:
                hint = f"请每行写一个“{self.key.label}: …”"
                document.report("类型", spot, "这里应当写成一组“键: 值”", hint)
            return MISSING
        if len(value) < self.least:
            document.report("空", spot, "这里没有内容", "请至少写一项")
        result = {}
        for key, inner in value.items():
            if key in value.refused:
                continue
            typed = self.key.read(key, value.keys_at[key], document)
            content = self.value.read(inner, value.values_at.get(key, spot), document)
            # Under a key that could not be read the value is read all the same, for its own problems.
            if typed is not MISSING:
                result[typed] = content
        return result

    def schema(self) -> Schema:
        return {
            "type": "object",
            "propertyNames": _without_type(self.key.schema()),
            "additionalProperties": self.value.schema(),
            "minProperties": self.least,
        }


@dataclass(frozen=True, slots=True)
class Either:
    """A scalar in the short spelling, or a mapping or list in the long one."""

    short: Scalar
    long: Type

    @property
    def label(self) -> str:
        return f"{self.short.label}，或{self.long.label}"

    def read(self, value: Any, spot: Spot, document: Document) -> Any:
        return (self.short if type(value) is str else self.long).read(value, spot, document)

    def schema(self) -> Schema:
        return {"anyOf": [self.short.schema(), self.long.schema()]}


def _without_type(schema: Schema) -> Schema:
    return {key: value for key, value in schema.items() if key != "type"}


ALWAYS = "必填"
"""Of a field that is needed whatever the others say."""


@dataclass(frozen=True, slots=True)
class Field:
    """One row of a field table."""

    key: str
    type: Type
    required: bool = True
    help: str = ""
    default: Any = None
    needed: str = ""
    """When ``also`` asks for a field that the table does not require: ``ALWAYS``, or in words."""

    @property
    def explained(self) -> str:
        """Its help, and when it is needed."""
        return "，".join(text for text in (self.help, self.needed) if text)


class Row(dict[str, Any]):
    """A mapping read through a shape: typed values, and where each stands."""

    __slots__ = ("spot", "spots")

    def __init__(self, spot: Spot, spots: dict[str, Spot]) -> None:
        super().__init__()
        self.spot = spot
        self.spots = spots

    def states(self, key: str) -> bool:
        """Whether ``key`` is written in the row, and not only has its default."""
        return key in self.spots

    def at(self, key: str) -> Spot:
        """Where the value of ``key`` stands; the start of the row when it is absent."""
        return self.spots.get(key, self.spot)

    def refuse(self, document: Document, key: str, message: str) -> None:
        """Report a key that contradicts another, or of which nothing would come."""
        document.report("矛盾", self.at(key), message, f"请删去“{key}”")


def good(values: Any) -> list[Any]:
    """Those of a list that could be read; the others have been reported."""
    return [value for value in values or () if value is not MISSING]


def good_rows(rows: Any) -> list[Row]:
    """Those of a list of rows that are rows at all; a field of theirs may still be ``MISSING``."""
    return good(rows)


def whole_rows(rows: Any) -> list[Row]:
    """Those of a list of rows of which every field could be read."""
    return [row for row in good(rows) if MISSING not in row.values()]


@dataclass(frozen=True, slots=True)
class Shape:
    """A table of fields: reads a mapping into a ``Row`` and reports all problems in it.

    ``also`` may look at the whole row after its fields were read (one field needing another).
    """

    name: str
    fields: tuple[Field, ...]
    also: Callable[[Row, Document], None] | None = None
    unwanted: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Keys that people write here although they must not → what is wrong, what to write."""
    also_schema: Schema = field(default_factory=dict)
    """What ``also`` asks for, as far as a JSON Schema can say it."""
    by_key: dict[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Made once: it is asked for every key of every record.
        object.__setattr__(self, "by_key", {entry.key: entry for entry in self.fields})

    @property
    def label(self) -> str:
        return self.name

    def read(self, value: Any, spot: Spot, document: Document) -> Any:
        if type(value) is not Mapping:
            if value is not UNREAD:
                needed = [entry.key for entry in self.fields if entry.required]
                hint = (
                    f"至少写明 {listed(needed, 4)}" if needed else f"可以写 {listed(self.keys, 4)}"
                )
                document.report("类型", spot, f"{self.name}应当写成一组“键: 值”", hint)
            return MISSING
        row = Row(spot, value.values_at)
        known = self.by_key
        meant: list[str] = []
        for key, inner in value.items():
            entry = known.get(key)
            if entry is None:
                meant.append(self._refuse_key(key, value, row, document))
                continue
            if key in value.comments and isinstance(entry.type, Text):
                # “抽查单 #12” loses its number without anybody noticing.
                hint = f"请把“{key}”的整段内容放进引号"
                document.report("注释", value.comments[key], DROPPED, hint)
            row[key] = entry.type.read(inner, value.values_at.get(key, spot), document)
        for entry in self.fields:
            if entry.key not in row:
                row[entry.key] = self._absent(entry, spot, meant, value.refused, document)
        if self.also is not None:
            self.also(row, document)
        return row

    def _absent(
        self, entry: Field, spot: Spot, meant: list[str], refused: set[str], document: Document
    ) -> Any:
        """The value of a field that is not there; a key that could not be read may have been it."""
        # A slip is told once, as a wrong key or as a field that is not there.
        if entry.key in meant or refused:
            return MISSING
        if not entry.required:
            return entry.default
        one_line = isinstance(entry.type, Scalar)
        wanted = f"“{entry.key}: …”" if one_line else f"“{entry.key}:”，下面逐条填写"
        hint = f"请补上{wanted}" + (f"（{entry.help}）" if entry.help else "")
        document.report("缺少", spot, f"{self.name}缺少“{entry.key}”", hint)
        return MISSING

    def _refuse_key(self, key: str, mapping: Mapping, row: Row, document: Document) -> str:
        """Say what is wrong with a key; returns the key that was probably meant, or nothing."""
        spot = mapping.keys_at[key]
        if key in self.unwanted:
            document.report("字段", spot, *self.unwanted[key])
            row[key] = MISSING
            return ""
        if key in mapping.refused:
            return ""
        head, colon, _ = re.sub("[：=＝]", ":", key).partition(":")
        head = head.strip()
        if colon and head in self.by_key:
            hint = f"请写成“{head}: …”，冒号用半角，后面空一格"
            document.report("字段", spot, f"{quoted(key)}里没有“: ”", hint)
            return head
        folded = half_width(key).strip()
        if folded in self.by_key:
            message = f"{quoted(key)}里有全角字符或多余的空格"
            document.report("字段", spot, message, f"请写成“{folded}”")
            return folded
        near = closest(key, self.by_key) or ""
        hint = f"是不是“{near}”？" if near else ""
        hint += f"可用的字段有 {'、'.join(self.by_key)}"
        document.report("字段", spot, f"{self.name}没有{quoted(key)}这个字段", hint)
        return near

    def schema(self) -> Schema:
        return {
            "type": "object",
            "properties": {entry.key: self._property(entry) for entry in self.fields},
            "required": [entry.key for entry in self.fields if entry.required],
            "additionalProperties": False,
            **self.also_schema,
        }

    @staticmethod
    def _property(entry: Field) -> Schema:
        schema = entry.type.schema()
        return {**schema, "description": entry.explained} if entry.explained else schema

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of its fields."""
        return tuple(field.key for field in self.fields)


def read_shape(path: str, data: bytes, shape: Shape, problems: list[Problem]) -> Row | None:
    """One file through one shape; its problems are appended, None when it is unreadable."""
    document = read(path, data)
    row: Row | None = None
    if document.root is not None:
        row = shape.read(document.root, document.root.spot, document)
    problems += document.problems
    return row


def read_named(files: Files, path: str, shape: Shape, problems: list[Problem]) -> Row | None:
    """A file that must be there, through its shape."""
    if path in files:
        return read_shape(path, files[path], shape, problems)
    problems.append(absent(path))
    return None


def absent(path: str) -> Problem:
    """What to say of a file that every bureau has."""
    return Problem("缺少", Place(path), f"缺少文件 {path}", "请从样例恢复后修改")
