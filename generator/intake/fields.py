"""The field machinery: one description of a field gives its check, JSON Schema and reference row.

A ``Type`` turns the characters of one YAML value into a typed value or says what is wrong; a
``Shape`` is a table of ``Field``s and reads a whole mapping, reporting every problem at once.
Shapes of concrete records are in ``forms.py``, of rule files in ``rulebook.py``, of item kinds in
``kinds.py``.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence as SequenceOf
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Protocol

from generator.intake import privacy
from generator.intake.problems import Problem, Severity
from generator.intake.syntax import Spot
from generator.intake.text import UNREAD, Document, Mapping, Sequence

Schema = dict[str, Any]


class Wrong(Exception):
    """Raised by a type's ``parse``: what is wrong and what to write instead."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint


class Missing:
    """The value of a field that could not be read; a problem has been reported for it."""

    def __repr__(self) -> str:
        return "MISSING"

    def __bool__(self) -> bool:
        return False


MISSING = Missing()


@dataclass(slots=True)
class Reader:
    """Where the reading of one document puts its problems."""

    document: Document
    problems: list[Problem] = field(default_factory=list)

    def report(
        self, code: str, spot: Spot, message: str, hint: str = "", severity: Severity = "错误"
    ) -> None:
        """Add one problem at a line and column of the document."""
        self.problems.append(Problem(code, self.document.place(spot), message, hint, severity))


class Type(Protocol):
    """How one value is read, described to editors and shown on the reference page."""

    @property
    def label(self) -> str:
        """The type in two or three Chinese words."""

    def read(self, value: Any, spot: Spot, reader: Reader) -> Any:
        """The typed value, or ``MISSING`` after reporting a problem."""

    def schema(self) -> Schema:
        """The draft-07 JSON Schema of the value as an editor sees it."""


def quoted(value: str, limit: int = 24) -> str:
    """The value as typed, in Chinese quotation marks, shortened for a message."""
    flat = " ".join(value.split())
    return f"“{flat if len(flat) <= limit else flat[: limit - 1] + '…'}”"


def closest(value: str, choices: Iterable[str]) -> str | None:
    """The choice most like ``value``, if any is near enough to suggest.

    Near is one slip in a short word; ``C06`` for ``C01`` is no slip, ``W77`` for ``W7`` is.
    """
    known = list(choices)
    found = difflib.get_close_matches(value, known, n=1, cutoff=0.7)
    begun = [choice for choice in known if value and choice.startswith(value)]
    return found[0] if found else begun[0] if len(begun) == 1 else None


def one_of(choices: SequenceOf[str]) -> str:
    """``请写成 甲``, or ``请写成 甲、乙 之一``."""
    text = listed(choices)
    ending = "" if len(choices) < 2 else " 之一" if text == "、".join(choices) else "之一"
    return f"请写成 {text}{ending}".replace("） 之一", "）之一")


MANY = 10
"""A message lists no more choices than this."""


def listed(values: SequenceOf[str], limit: int = MANY) -> str:
    """``甲、乙、丙`` or ``甲、乙……等 12 种``."""
    if len(values) <= limit:
        return "、".join(values)
    return f"{'、'.join(values[:limit])}……等 {len(values)} 种"


NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
"""What every YAML reader takes for no value at all."""


class Scalar:
    """Base of types that read one piece of text through ``parse``."""

    label = "文字"

    def parse(self, text: str) -> Any:
        """The typed value of ``text``; raises ``Wrong``."""
        raise NotImplementedError  # pragma: no cover - abstract

    def read(self, value: Any, spot: Spot, reader: Reader) -> Any:
        if type(value) is not str:
            if value is not UNREAD:
                reader.report("类型", spot, f"这里应当是{self.label}，不是列表或一组键值", "请直接写出内容")
            return MISSING
        if value.strip() in NOTHING:
            reader.report("空", spot, "这里没有内容", "请填写；用不到的字段请整个删去")
            return MISSING
        try:
            return self.parse(value)
        except Wrong as wrong:
            reader.report(wrong.code, spot, wrong.message, wrong.hint)
            return MISSING

    def schema(self) -> Schema:
        return {"type": "string"}


@dataclass(frozen=True, slots=True)
class Text(Scalar):
    """Free text on one line: a note, a reference.  Personal data is refused."""

    longest: int = 200
    private: bool = True
    label: str = "文字"

    def parse(self, text: str) -> str:
        if len(text) > self.longest:
            raise Wrong(
                "过长", f"内容有 {len(text)} 个字，超过 {self.longest} 个", "请写成一两句话，详情留在原始材料里"
            )
        if "\n" in text.strip():
            raise Wrong("格式", "内容分成了几行", "请写在一行里")
        if self.private and (found := privacy.find(text)):
            raise Wrong("个人信息", f"这里疑似写有{found.what}{found.masked}", found.hint)
        return text.strip()

    def schema(self) -> Schema:
        one_line = r"^\s*\S.*\s*$"
        return {
            "type": ["string", "number", "boolean"],
            "pattern": one_line,
            "maxLength": self.longest,
        }


@dataclass(frozen=True, slots=True)
class Choice(Scalar):
    """One of a closed list.  ``choices`` maps each value to its Chinese explanation."""

    choices: dict[str, str]
    what: str
    where: str = ""
    named: bool = False
    """Whether the values are codes that say little without their names."""

    @property
    def label(self) -> str:  # type: ignore[override]  # computed here, constant in the base
        return self.what

    def parse(self, text: str) -> str:
        if text in self.choices:
            return text
        near = closest(text, self.choices)
        folded = unicodedata.normalize("NFKC", text).strip()
        near = folded if folded in self.choices else near
        hint = f"是不是{quoted(near)}？" if near else ""
        hint += one_of(self.spelled) + (f"（见 {self.where}）" if self.where else "")
        raise Wrong("取值", f"{quoted(text)}不是可选的{self.what}", hint)

    @property
    def spelled(self) -> list[str]:
        """The choices as a message lists them: codes with their names, words alone."""
        if self.named:
            return [f"{code}（{name}）" for code, name in self.choices.items()]
        return list(self.choices)

    def schema(self) -> Schema:
        if any(label and label != value for value, label in self.choices.items()):
            return {
                "oneOf": [
                    {"const": value, "title": label or value} for value, label in self.choices.items()
                ]
            }
        return {"enum": list(self.choices)}


_DIGITS_HINT = "请写成 12 这样的半角数字"


def _refuse_number(text: str, what: str, hint: str) -> Wrong:
    folded = unicodedata.normalize("NFKC", text).strip()
    if folded != text and re.fullmatch(r"-?\d+(\.\d+)?%?", folded):
        blanks = text.strip() == folded
        message = f"{quoted(text)}前后有全角空格" if blanks else f"{quoted(text)}用了全角字符"
        return Wrong("数字", message, f"请用半角写成 {folded}")
    if re.fullmatch(r"-?0\d+(\.\d+)?", text):
        return Wrong("数字", f"{quoted(text)}前面多了 0", f"请写成 {text.replace('-', '').lstrip('0') or '0'}")
    if re.fullmatch(r"\d{1,3}([,_]\d{3})+", text, re.ASCII):
        return Wrong("数字", f"{quoted(text)}里有分隔符", f"请写成 {re.sub('[,_]', '', text)}")
    if re.fullmatch(r"\d{7,}", text, re.ASCII):
        return Wrong("范围", f"{quoted(text)}太大了", "请核对数字")
    if match := re.fullmatch(r"(\d+) *[^\d\s.,:%_eE+-]{1,3}", text, re.ASCII):
        return Wrong("数字", f"{quoted(text)}带了单位", f"请只写数字 {match[1]}")
    return Wrong("数字", f"{quoted(text)}不是{what}", hint)


@dataclass(frozen=True, slots=True)
class Whole(Scalar):
    """A whole number between ``least`` and ``most``."""

    least: int = 0
    most: int = 99999
    label: str = "整数"

    def parse(self, text: str) -> int:
        if not re.fullmatch(r"0|-?[1-9]\d{0,8}", text, re.ASCII):
            raise _refuse_number(text, "整数", _DIGITS_HINT)
        value = int(text)
        if not self.least <= value <= self.most:
            raise Wrong("范围", f"{text} 超出范围", f"请写 {self.least} 到 {self.most} 之间的整数")
        return value

    def schema(self) -> Schema:
        return {
            "type": ["integer", "string"],
            "pattern": r"^(0|-?[1-9]\d{0,8})$",
            "minimum": self.least,
            "maximum": self.most,
        }


DECIMAL = r"-?(0|[1-9]\d{0,6})(\.\d{1,2})?"


def hundredths(text: str) -> int | None:
    """``-0.5`` → -50; None when ``text`` is not a decimal with at most two places."""
    match = re.fullmatch(r"(-?)(0|[1-9]\d{0,6})(?:\.(\d{1,2}))?", text, re.ASCII)
    if not match:
        return None
    value = int(match[2]) * 100 + int((match[3] or "0").ljust(2, "0"))
    return -value if match[1] else value


@dataclass(frozen=True, slots=True)
class Points(Scalar):
    """Points with at most two decimals, read into whole hundredths."""

    least: int = 0
    most: int = 100_000_00
    label: str = "分值"

    def parse(self, text: str) -> int:
        value = hundredths(text)
        if value is None:
            if re.fullmatch(r"-?\d+\.\d{3,}", text, re.ASCII):
                raise Wrong("数字", f"{quoted(text)}的小数超过两位", "分值最多两位小数")
            raise _refuse_number(text, "分值", "请写成 2 或 0.5 这样的半角数字，最多两位小数")
        if not self.least <= value <= self.most:
            raise Wrong(
                "范围", f"{text} 超出范围", f"请写 {self.least / 100:g} 到 {self.most / 100:g} 之间的分值"
            )
        return value

    def schema(self) -> Schema:
        return {
            "type": ["number", "string"],
            "pattern": rf"^{DECIMAL}$",
            "minimum": self.least / 100,
            "maximum": self.most / 100,
        }


@dataclass(frozen=True, slots=True)
class Percent(Scalar):
    """``96%`` or ``96.5%``, read into whole hundredths of a percent."""

    most: int = 100_00
    label: str = "百分比"

    def parse(self, text: str) -> int:
        value = hundredths(text[:-1]) if text.endswith("%") else None
        if value is None or value < 0:
            if hundredths(text) is not None:
                raise Wrong("数字", f"{quoted(text)}缺少百分号", f"请写成 {text}%")
            raise _refuse_number(text, "百分比", "请写成 96% 或 96.5% 的样子")
        if value > self.most:
            raise Wrong("范围", f"{text} 超出范围", f"请写 0% 到 {self.most // 100}% 之间的百分比")
        return value

    def schema(self) -> Schema:
        upto_100 = r"^(100(\.0{1,2})?|[1-9]?\d(\.\d{1,2})?)%$"
        any_size = r"^(0|[1-9]\d{0,6})(\.\d{1,2})?%$"
        return {"type": "string", "pattern": upto_100 if self.most == 100_00 else any_size}


@dataclass(frozen=True, slots=True)
class Amount(Scalar):
    """A target or step: ``95%`` or a number; read into ``(hundredths, is_percent)``."""

    label: str = "数值或百分比"

    def parse(self, text: str) -> tuple[int, bool]:
        value = hundredths(text.removesuffix("%"))
        if value is None or value < 0:
            raise _refuse_number(text, "数值或百分比", "请写成 12 或 95% 的样子")
        return value, text.endswith("%")

    def schema(self) -> Schema:
        return {"anyOf": [Percent(10**9).schema(), {"type": "number", "minimum": 0}]}


@dataclass(frozen=True, slots=True)
class YesNo(Scalar):
    """是 or 否."""

    label: str = "是或否"

    def parse(self, text: str) -> bool:
        if text not in ("是", "否"):
            raise Wrong("取值", f"{quoted(text)}不是“是”或“否”", "请写成 是 或 否")
        return text == "是"

    def schema(self) -> Schema:
        return {"enum": ["是", "否"]}


@dataclass(frozen=True, slots=True)
class Month(Scalar):
    """``2025-06``."""

    label: str = "月份"

    def parse(self, text: str) -> str:
        if not re.fullmatch(r"(19|20)\d\d-(0[1-9]|1[0-2])", text, re.ASCII):
            raise Wrong("月份", f"{quoted(text)}不是有效月份", "请写成 2025-06 这样的“年-月”")
        return text

    def schema(self) -> Schema:
        return {"type": "string", "pattern": r"^(19|20)\d\d-(0[1-9]|1[0-2])$"}


def nearest_date(text: str) -> str:
    """A valid date near a mistyped one, for the hint (``2025-06-31`` → ``2025-06-30``)."""
    numbers = [int(n) for n in re.findall(r"\d+", unicodedata.normalize("NFKC", text))[:3]]
    if len(numbers) == 3 and 1900 < numbers[0] < 2100 and 1 <= numbers[1] <= 12:
        for day in range(min(max(numbers[2], 1), 31), 0, -1):
            try:
                return date(numbers[0], numbers[1], day).isoformat()
            except ValueError:
                continue
    return "2025-06-30"


@dataclass(frozen=True, slots=True)
class Date(Scalar):
    """``2025-06-30``, read into ``datetime.date``."""

    label: str = "日期"

    def parse(self, text: str) -> date:
        if re.fullmatch(r"(19|20)\d\d-\d\d-\d\d", text, re.ASCII):
            try:
                return date.fromisoformat(text)
            except ValueError:
                pass
        raise Wrong(
            "日期", f"{quoted(text)}不是有效日期", f"请写成 {nearest_date(text)} 这样的“年-月-日”"
        )

    def schema(self) -> Schema:
        return {"type": "string", "format": "date", "pattern": r"^(19|20)\d\d-\d\d-\d\d$"}


@dataclass(frozen=True, slots=True)
class Pattern(Scalar):
    """Text of a fixed form: codes, case ids, service numbers."""

    pattern: str
    what: str
    example: str
    private: bool = False
    """Whether personal data might be written here."""

    @property
    def label(self) -> str:  # type: ignore[override]  # computed here, constant in the base
        return self.what

    def parse(self, text: str) -> str:
        if not re.fullmatch(self.pattern, text, re.ASCII):
            raise Wrong("格式", f"{quoted(text)}不是{self.what}", f"请写成 {self.example} 的样子")
        if self.private and (found := privacy.find(text)):
            raise Wrong("个人信息", f"这里疑似写有{found.what}{found.masked}", found.hint)
        return text

    def schema(self) -> Schema:
        digits = any(re.fullmatch(self.pattern, "1" * length) for length in range(1, 41))
        return {
            "type": ["string", "integer"] if digits else "string",
            "pattern": f"^(?:{self.pattern})$",
        }


CODE = Pattern(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", "代码", "chengguan 或 cg-dongmen")
ITEM_CODE = Pattern(r"[A-Z]\d{1,3}", "项目代码", "W2")
OFFICER = Pattern(r"\d{6}", "六位警号", '"061201"')
CASE_ID = Pattern(r"\d{4}-\d{2}-[a-z0-9-]+-\d{2,3}", "台账案件编号", "2025-06-chengguan-01")
MATTER = Pattern(r"[0-9A-Za-z-]{4,40}", "事项编号", "20250620-01", private=True)


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list whose elements share one type."""

    element: Type
    least: int = 0

    @property
    def label(self) -> str:
        return f"列表（{self.element.label}）"

    def read(self, value: Any, spot: Spot, reader: Reader) -> Any:
        if type(value) is not Sequence:
            if value is not UNREAD:
                reader.report("类型", spot, "这里应当是列表", "请另起一行，每条以“- ”开头；没有内容时写 []")
            return MISSING
        if len(value) < self.least:
            what = f"只有 {len(value)} 条" if value else "没有内容"
            reader.report("空", spot, f"这个列表{what}", f"请至少写 {self.least} 条")
        return [
            self.element.read(element, at, reader)
            for element, at in zip(value, value.spots, strict=True)
        ]

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

    def read(self, value: Any, spot: Spot, reader: Reader) -> Any:
        if type(value) is not Mapping:
            if value is not UNREAD:
                hint = f"请每行写一个“{self.key.label}: …”"
                reader.report("类型", spot, "这里应当写成一组“键: 值”", hint)
            return MISSING
        if len(value) < self.least:
            reader.report("空", spot, "这里没有内容", "请至少写一项")
        result = {}
        for key, inner in value.items():
            if key in value.refused:
                continue
            typed = self.key.read(key, value.keys_at[key], reader)
            content = self.value.read(inner, value.values_at.get(key, spot), reader)
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

    def read(self, value: Any, spot: Spot, reader: Reader) -> Any:
        return (self.short if type(value) is str else self.long).read(value, spot, reader)

    def schema(self) -> Schema:
        return {"anyOf": [self.short.schema(), self.long.schema()]}


def _without_type(schema: Schema) -> Schema:
    return {key: value for key, value in schema.items() if key != "type"}


@dataclass(frozen=True, slots=True)
class Field:
    """One row of a field table."""

    key: str
    type: Type
    required: bool = True
    help: str = ""
    default: Any = None


class Row(dict[str, Any]):
    """A mapping read through a shape: typed values, and where each stands."""

    __slots__ = ("spot", "spots")

    def __init__(self, spot: Spot, spots: dict[str, Spot]) -> None:
        super().__init__()
        self.spot = spot
        self.spots = spots

    def at(self, key: str) -> Spot:
        """Where the value of ``key`` stands; the start of the row when it is absent."""
        return self.spots.get(key, self.spot)


@dataclass(frozen=True, slots=True)
class Shape:
    """A table of fields: reads a mapping into a ``Row`` and reports all problems in it.

    ``also`` may look at the whole row after its fields were read (one field needing another).
    """

    name: str
    fields: tuple[Field, ...]
    also: Callable[[Row, Reader], None] | None = None
    unwanted: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Keys that people write here although they must not → what is wrong, what to write."""
    also_schema: Schema = field(default_factory=dict)
    """What ``also`` asks for, as far as a JSON Schema can say it."""
    by_key: dict[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_key", {entry.key: entry for entry in self.fields})

    @property
    def label(self) -> str:
        return self.name

    def read(self, value: Any, spot: Spot, reader: Reader) -> Any:
        if type(value) is not Mapping:
            if value is not UNREAD:
                keys = listed([entry.key for entry in self.fields if entry.required], 4)
                reader.report("类型", spot, f"{self.name}应当写成一组“键: 值”", f"至少写明 {keys}")
            return MISSING
        row = Row(spot, value.values_at)
        known = self.by_key
        meant: list[str] = []
        for key, inner in value.items():
            entry = known.get(key)
            if entry is None:
                if key in self.unwanted:
                    reader.report("字段", value.keys_at[key], *self.unwanted[key])
                    row[key] = MISSING
                elif key not in value.refused:
                    meant.append(self._refuse_key(key, value, reader))
                continue
            if key in value.comments and isinstance(entry.type, Text):
                reader.report(
                    "注释", value.comments[key], "“ #”以后的字会被当作注释丢掉", f"请把“{key}”的整段内容放进引号"
                )
            row[key] = entry.type.read(inner, value.values_at.get(key, spot), reader)
        for entry in self.fields:
            if entry.key not in row:
                row[entry.key] = self._absent(entry, spot, meant, value.refused, reader)
        if self.also is not None:
            self.also(row, reader)
        return row

    def _absent(
        self, entry: Field, spot: Spot, meant: list[str], refused: set[str], reader: Reader
    ) -> Any:
        """The value of a field that is not there; a key that could not be read may have been it."""
        if entry.key in meant or refused:
            return MISSING
        if not entry.required:
            return entry.default
        wanted = f"“{entry.key}: …”" if isinstance(entry.type, Scalar) else f"“{entry.key}:”，下面逐条填写"
        hint = f"请补上{wanted}" + (f"（{entry.help}）" if entry.help else "")
        reader.report("缺少", spot, f"{self.name}缺少“{entry.key}”", hint)
        return MISSING

    def _refuse_key(self, key: str, mapping: Mapping, reader: Reader) -> str:
        """Say what is wrong with a key; returns the key that was probably meant, or nothing."""
        spot = mapping.keys_at[key]
        head, colon, _ = re.sub("：", ":", key).partition(":")
        head = head.strip()
        if colon and head in self.by_key:
            reader.report("字段", spot, f"{quoted(key)}的冒号后面没有空格", f"请写成“{head}: …”，冒号用半角")
            return head
        folded = unicodedata.normalize("NFKC", key).strip()
        if folded in self.by_key:
            reader.report("字段", spot, f"{quoted(key)}里有全角字符或多余的空格", f"请写成“{folded}”")
            return folded
        near = closest(key, self.by_key)
        names = "、".join(entry.key for entry in self.fields)
        hint = f"是不是“{near}”？" if near else ""
        reader.report("字段", spot, f"{self.name}没有{quoted(key)}这个字段", f"{hint}可用的字段有 {names}")
        return near or ""

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
        return {**schema, "description": entry.help} if entry.help else schema

    def plus(self, *fields: Field) -> Shape:
        """The same shape with further fields."""
        return replace(self, fields=(*self.fields, *fields))
