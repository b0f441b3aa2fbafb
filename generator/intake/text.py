"""Strict YAML → plain text values, each with its line and column.

Every scalar arrives as the characters that were typed (``010`` stays ``010``); the field tables
give it a type later.  What YAML offers beyond plain mappings, lists and text (anchors, aliases,
tags, merge keys, several documents, repeated keys) is refused with its own sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from generator.intake.problems import Place, Problem

MAX_BYTES = 256 * 1024
MAX_DEPTH = 12

Spot = tuple[int, int]
"""Line and column, both from 1."""

Node = "str | Mapping | Sequence"


class Mapping(dict[str, Any]):
    """A YAML mapping that knows where it, each key and each value stands."""

    __slots__ = ("comments", "keys_at", "spot", "values_at")

    def __init__(self, spot: Spot = (0, 0)) -> None:
        super().__init__()
        self.spot = spot
        self.keys_at: dict[str, Spot] = {}
        self.values_at: dict[str, Spot] = {}
        self.comments: dict[str, Spot] = {}
        """For values followed by `` #…`` on their line: where the comment starts."""


class Sequence(list[Any]):
    """A YAML list that knows where it and each element stands."""

    __slots__ = ("spot", "spots")

    def __init__(self, spot: Spot = (0, 0)) -> None:
        super().__init__()
        self.spot = spot
        self.spots: list[Spot] = []


@dataclass(slots=True)
class Document:
    """One file as read: its tree (None when unreadable) and everything wrong with its form."""

    path: str
    root: Any
    problems: list[Problem] = field(default_factory=list)

    def place(self, spot: Spot) -> Place:
        """The place of a line and column in this file."""
        return Place(self.path, *spot)


_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u2028\u2029"
    "\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff\ue000-\uf8ff]"
)

_SYNTAX: tuple[tuple[str, str, str], ...] = (
    # libyaml's problem text → what is wrong, what to write
    (
        "mapping values are not allowed",
        "这里多出一个冒号，或上一行没有写完",
        "内容里有“: ”时请把整段内容放进引号；每行只写一个“键: 值”",
    ),
    ("did not find expected key", "这一行的缩进或引号与前面不一致", "请与上面同级的行对齐，引号要成对"),
    (
        "did not find expected '-' indicator",
        "列表里混进了不以“- ”开头的行，或缩进不齐",
        "同一列表的各条都以“- ”开头并对齐",
    ),
    (
        "did not find expected ',' or '}'",
        "花括号里的内容没有用半角逗号隔开，或缺少“}”",
        "请写成 {项: W2, 应办: 20} 的样子",
    ),
    (
        "did not find expected ',' or ']'",
        "方括号里的内容没有用半角逗号隔开，或缺少“]”",
        '请写成 ["061201", "061202"] 的样子',
    ),
    ("found character that cannot start any token", "这里不能用制表符或“@”“`”“%”开头", "缩进用空格；以符号开头的内容请放进引号"),
    ("found unexpected end of stream", "引号没有成对", "请补上结尾的引号"),
    ("found unexpected document indicator", "引号内出现了“---”或“...”", "请补上结尾的引号"),
    ("could not find expected ':'", "这一行没有“: ”", "请写成“键: 值”，冒号用半角，后面空一格"),
    ("block sequence entries are not allowed", "这里不能开始一个列表", "“- ”要另起一行，放在键的下一行"),
    ("block mapping", "这一组的缩进不齐", "同级的行请左对齐"),
    ("found unknown escape character", "双引号里的反斜杠写法不认识", "改用单引号，或去掉反斜杠"),
    ("found a tab character", "缩进里有制表符", "请改成空格"),
    ("invalid leading UTF-8 octet", "文件不是 UTF-8 编码", "请用 UTF-8 重新保存"),
    ("invalid trailing UTF-8 octet", "文件不是 UTF-8 编码", "请用 UTF-8 重新保存"),
    ("control characters are not allowed", "文件里有不可见的控制字符", "请删去"),
    ("found undefined tag handle", "不支持以“!”开头的标记", "以“!”开头的内容请放进引号"),
    ("did not find expected alphabetic or numeric character", "“&”或“*”开头的内容会被当作引用", "请把内容放进引号"),
    ("did not find expected whitespace or line break", "标记、引号或“|”后面缺少空格", "请补一个空格，或把内容放进引号"),
    ("did not find expected comment or line break", "“|”或“>”后面不能再写内容", "请换行再写"),
    ("did not find expected <document start>", "第一个字段之前或全文之后多出了内容", "请删去多出的行"),
    ("did not find expected <stream-start>", "文件开头有问题", "请用 UTF-8 重新保存"),
    ("did not find expected node content", "这里应当有内容", "请写上值，或删去多余的逗号"),
    ("found incompatible YAML document", "不支持这个 %YAML 版本行", "请删去以“%”开头的行"),
)


def read(path: str, data: bytes) -> Document:
    """Parse one file.

    The root of the result is a ``Mapping``, or None when the file cannot be read as one; all
    problems of form are in ``problems``.  Never raises on bad input.
    """
    document = Document(path, None)
    source = _decode(document, data)
    if source is not None:
        _Builder(document, source).build()
    return document


def _decode(document: Document, data: bytes) -> str | None:
    def refuse(code: str, message: str, hint: str, spot: Spot = (1, 1)) -> None:
        document.problems.append(Problem(code, document.place(spot), message, hint))

    if len(data) > MAX_BYTES:
        refuse("文件过大", f"文件有 {len(data) // 1024} KiB，超过 {MAX_BYTES // 1024} KiB", "请按单位和月份分成小文件")
        return None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data:
        refuse("编码", "文件不是 UTF-8 编码", "请在编辑器里选择 UTF-8 重新保存")
        return None
    try:
        source = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        start = data.rfind(b"\n", 0, error.start) + 1
        column = len(data[start : error.start].decode("utf-8", "replace")) + 1
        refuse("编码", "文件不是 UTF-8 编码", "请在编辑器里选择 UTF-8 重新保存", (line, column))
        return None
    for match in _FORBIDDEN.finditer(source):
        spot = (source.count("\n", 0, match.start()) + 1, match.start() - source.rfind("\n", 0, match.start()))
        refuse("不可见字符", f"这里有不可见的字符 U+{ord(match[0]):04X}", "请删去后重新输入这一处", spot)
    return source


class _Builder:
    """Builds the tree from libyaml events and notes what must be refused."""

    def __init__(self, document: Document, source: str) -> None:
        self.document = document
        self.source = source
        self.lines: list[str] | None = source.splitlines() if "#" in source else None
        self.escapes = "\\" in source

    def refuse(self, code: str, mark: Any, message: str, hint: str) -> None:
        self.document.problems.append(
            Problem(code, self.document.place((mark.line + 1, mark.column + 1)), message, hint)
        )

    def build(self) -> None:
        try:
            self.document.root = self.tree()
        except yaml.YAMLError as error:
            self.document.root = None
            self.document.problems.append(_syntax_problem(self.document, self.source, error))
        except RecursionError:  # pragma: no cover - libyaml itself limits depth first
            self.document.root = None
        root = self.document.root
        if isinstance(root, Mapping) or self.document.problems:
            return
        colon = _full_width_colon(self.source, len(self.source))
        spot, message, hint = colon or ((1, 1), "文件里没有“键: 值”形式的内容", "请参照使用手册里的样例填写")
        self.document.problems.append(Problem("格式", self.document.place(spot), message, hint))
        self.document.root = None

    def tree(self) -> Any:
        root: Any = None
        stack: list[Any] = []
        current: Any = None
        key: str | None = None
        documents = 0
        event: Any  # the stubs know only the base class of events
        for event in yaml.parse(self.source, Loader=_LOADER):
            kind = type(event)
            if kind is yaml.ScalarEvent:
                mark = event.start_mark
                if event.anchor is not None or event.tag is not None:
                    self.refuse_decoration(event)
                value = event.value
                if self.escapes and event.style == '"' and (bad := _FORBIDDEN.search(value)):
                    self.refuse("不可见字符", mark, f"这里写出了不可见的字符 U+{ord(bad[0]):04X}", "请删去")
                if type(current) is Mapping:
                    if key is None:
                        if value in current:
                            self.refuse_repeated(current, value, mark)
                        elif value == "<<":
                            self.refuse("引用", mark, "不支持“<<”合并写法", "请把内容逐项写出")
                        key = value
                        current.keys_at[value] = (mark.line + 1, mark.column + 1)
                    else:
                        current.values_at[key] = (mark.line + 1, mark.column + 1)
                        if self.lines is not None and event.style is None:
                            self.note_comment(current, key, event.end_mark)
                        current[key] = value
                        key = None
                elif type(current) is Sequence:
                    current.spots.append((mark.line + 1, mark.column + 1))
                    current.append(value)
                elif root is None:
                    root = value
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                mark = event.start_mark
                spot = (mark.line + 1, mark.column + 1)
                if event.anchor is not None or event.tag is not None:
                    self.refuse_decoration(event)
                new: Any = Mapping(spot) if kind is yaml.MappingStartEvent else Sequence(spot)
                if type(current) is Mapping:
                    if key is None:
                        self.refuse("格式", mark, "键只能是文字", "请写成“键: 值”，去掉多余的括号或问号")
                        key = f"?{spot}"
                        current.keys_at[key] = spot
                        stack.append((current, key))
                        current, key = new, None
                        continue
                    current.values_at[key] = spot
                    current[key] = new
                elif type(current) is Sequence:
                    current.spots.append(spot)
                    current.append(new)
                elif root is None:
                    root = new
                if len(stack) >= MAX_DEPTH:
                    self.refuse("格式", mark, f"内容嵌套超过 {MAX_DEPTH} 层", "请检查缩进和括号")
                    return None
                stack.append((current, None))
                current, key = new, None
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                current, key = stack.pop()
            elif kind is yaml.AliasEvent:
                self.refuse("引用", event.start_mark, "不支持以“*”开头的引用", "请把内容写出来；确是文字时放进引号")
                if type(current) is Sequence:
                    current.spots.append((event.start_mark.line + 1, event.start_mark.column + 1))
                    current.append("")
                elif type(current) is Mapping and key is None:
                    key = f"?{event.start_mark.line}"
                elif type(current) is Mapping:
                    current.values_at[key or ""] = (event.start_mark.line + 1, event.start_mark.column + 1)
                    current[key or ""], key = "", None
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self.refuse("格式", event.start_mark, "一个文件里只能有一份记录，这里用“---”又开始了一份", "请删去“---”，或把后一份放进另一个文件")
                    return root
        return root

    def refuse_decoration(self, event: Any) -> None:
        if event.anchor is not None:
            self.refuse("引用", event.start_mark, "不支持以“&”开头的锚点", "请删去；确是文字时放进引号")
        else:
            self.refuse("引用", event.start_mark, "不支持以“!”开头的标记", "请删去；确是文字时放进引号")

    def refuse_repeated(self, mapping: Mapping, key: str, mark: Any) -> None:
        line = mapping.keys_at[key][0]
        self.refuse("重复", mark, f"“{key}”在第 {line} 行已经写过", "请只保留一处；两条记录要各用一个“- ”开头")

    def note_comment(self, mapping: Mapping, key: str, end: Any) -> None:
        assert self.lines is not None
        if end.line < len(self.lines):
            rest = self.lines[end.line][end.column :]
            if rest.lstrip().startswith("#"):
                mapping.comments[key] = (end.line + 1, end.column + 1 + len(rest) - len(rest.lstrip()))


_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def _full_width_colon(source: str, until_line: int) -> tuple[Spot, str, str] | None:
    for number, line in enumerate(source.splitlines()[:until_line], start=1):
        match = re.match(r"\s*(?:- )?\{?\s*([^\s:：#'\"{}]{1,12})：", line)
        if match:
            column = match.end()
            return (
                (number, column),
                f"“{match[1]}”后面用了全角冒号“：”",
                f"请改成半角冒号加一个空格，写成“{match[1]}: …”",
            )
    return None


def _syntax_problem(document: Document, source: str, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    spot = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    text = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    lines = source.splitlines()
    if spot[0] > len(lines):
        spot = (max(len(lines), 1), len(lines[-1]) + 1 if lines else 1)
    line = lines[spot[0] - 1] if lines else ""
    near = "\n".join(lines[max(spot[0] - 2, 0) : spot[0]])
    if colon := _full_width_colon(near, 2):
        (offset, column), message, hint = colon
        return Problem("格式", document.place((max(spot[0] - 2, 0) + offset, column)), message, hint)
    comment = re.search(r"\{[^}]*\s(#)[^}]*\}?", near)
    if comment:
        number = max(spot[0] - 2, 0) + near.count("\n", 0, comment.start(1)) + 1
        column = comment.start(1) - near.rfind("\n", 0, comment.start(1))
        return Problem(
            "格式", document.place((number, column)), "“#”以后的字被当作注释，花括号没有收尾", "内容里有“#”时请把它放进引号"
        )
    if "，" in line and "{" in line:
        return Problem(
            "格式", document.place((spot[0], line.index("，") + 1)), "花括号里用了全角逗号“，”", "各项之间请用半角逗号加一个空格；内容里要用“，”时放进引号"
        )
    if "\t" in line[: max(spot[1], 1)]:
        return Problem("格式", document.place((spot[0], line.index("\t") + 1)), "缩进里有制表符", "请改成空格")
    for known, message, hint in _SYNTAX:
        if known in text:
            return Problem("格式", document.place(spot), message, hint)
    return Problem("格式", document.place(spot), f"这里不符合 YAML 的写法（{text}）", "请对照使用手册里的样例改写")
