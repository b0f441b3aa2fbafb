"""Strict YAML → plain text values, each with its line and column.

Every scalar arrives as the characters that were typed (``010`` stays ``010``); the field tables
give it a type later.  What YAML offers beyond plain mappings, lists and text on one line (anchors,
aliases, tags, merge keys, keys after a question mark, pairs in a list, text folded over lines or
with escapes, several documents, repeated keys) is refused with its own sentence, because it means
something else than what a person sees.  So is what nobody needs and a reader line by line, as an
auditor's script is, would miss: a file in one pair of braces, keys of the file that are quoted or not at
the start of their line, their text on the line below, lines that end in a carriage return alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping as MappingOf
from typing import Any

import yaml

from generator.text import privacy
from generator.text.characters import Odd, odd
from generator.text.problems import Spot
from generator.text.reading import UNREAD, Document, Mapping, Sequence
from generator.text.syntax import (
    PER_CENT,
    QUESTION_MARK,
    Slip,
    comment_start,
    explain,
    full_width_colon,
)

Files = MappingOf[str, bytes]
"""Paths under ``rules/`` or ``ledger/`` (with ``/``) and their bytes."""
# A record of a month has a few KiB and four levels; what is far beyond was made to be slow.
MAX_BYTES = 256 * 1024
MAX_DEPTH = 12


def read(path: str, data: bytes) -> Document:
    """Parse one file.

    The root of the result is a ``Mapping``, or None when the file cannot be read as one; all
    problems of form are in ``problems``.  Never raises on bad input.
    """
    document = Document(path, None)
    source = _decode(document, data)
    if source is not None:
        _Builder(document, source).build()
        # Even where nothing else can be read: git would keep what they say.
        _refuse_private_comments(document, source)
    return document


def _refuse_private_comments(document: Document, source: str) -> None:
    """Report personal data in comments: values are looked at when they are read, these never are."""
    # Few files have a comment, and looking for one goes through every line.
    if "#" not in source:
        return
    lines = source.split("\n")
    starts = [comment_start(line) for line in lines]
    comments = (
        "=" if start is None else line[start + 1 :]
        for line, start in zip(lines, starts, strict=True)
    )
    told: set[int] = set()
    for found in privacy.every("\n".join(comments)):
        if found.line not in told:
            told.add(found.line)
            spot = found.line, (starts[found.line - 1] or 0) + 1
            message = f"注释里疑似写有{found.what}{found.masked}"
            document.report("个人信息", spot, message, found.hint)


def _decode(document: Document, data: bytes) -> str | None:
    if len(data) > MAX_BYTES:
        message = f"文件有 {len(data) // 1024} KiB，超过 {MAX_BYTES // 1024} KiB"
        document.report("文件过大", (1, 1), message, "请按单位和月份分成小文件")
        return None
    spot = (1, 1)
    source = None
    # UTF-16 is what a text editor makes of “Unicode”; half of its bytes could pass for characters.
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\x00" not in data:
        try:
            # Editors on Windows put a mark before the text that nobody sees.
            source = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            head = _one_newline(error.object[: error.start].decode("utf-8", "replace"))
            spot = head.count("\n") + 1, len(head) - head.rfind("\n")
    if source is None:
        hint = "请在编辑器里选择 UTF-8 重新保存"
        document.report("编码", spot, "文件不是 UTF-8 编码", hint)
        return None
    if alone := _RETURN_ALONE.search(source):
        head = _one_newline(source[: alone.start()])
        spot = head.count("\n") + 1, len(head) - head.rfind("\n")
        hint = "请在编辑器里把换行符改成 LF 或 CRLF 重新保存"
        document.report("编码", spot, "这里换行用的是单独的回车符（CR）", hint)
        return None
    source = _one_newline(source)
    for found, at in _unseen(source):
        document.report("不可见字符", at, found.message, found.hint)
    return source


_RETURN_ALONE = re.compile("\r(?!\n)")


def _unseen(source: str) -> Iterator[tuple[Odd, Spot]]:
    """The characters that no text may hold, each with its place; one walk through the text."""
    line, begin, at = 1, 0, 0
    for each in odd(source):
        if breaks := source.count("\n", at, each.at):
            line, begin = line + breaks, source.rindex("\n", at, each.at) + 1
        at = each.at
        yield each, (line, at - begin + 1)


def _one_newline(text: str) -> str:
    """Lines end in a line feed, however they ended in the file."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class _Builder:
    """Builds the tree from libyaml events and notes what must be refused."""

    def __init__(self, document: Document, source: str) -> None:
        self.document = document
        self.source = source
        # Most files have neither comments nor escapes, and need not be looked at for them.
        self.lines: list[str] | None = source.splitlines() if "#" in source else None
        self.escapes = "\\" in source
        self.plain = not any(sign in source for sign in ("\\", *_BLOCKS))
        self.root: Any = None
        self.documents = 0
        self.current: Any = None
        self.key: str | None = None
        self.key_end: Any = None
        self.stack: list[tuple[Any, str | None]] = []
        self.refused_on: set[tuple[str, int]] = set()
        # Rules are read by this program alone, and the approvers file has a reader of its own.
        self.by_lines = bool(_OF_A_MONTH.match(document.path))

    def refuse(self, code: str, mark: Any, message: str, hint: str) -> None:
        self.document.report(code, _spot(mark), message, hint)

    def build(self) -> None:
        """Put the tree into the document; its root stays None when there is none to be had."""
        try:
            if self.read_events() and "?" in self.source:
                self.refuse_question_mark()
        except yaml.reader.ReaderError:
            self.root = None  # a character that was found by ``odd``
        except yaml.YAMLError as error:
            self.give_up(explain(self.source, error))
        if isinstance(self.root, Mapping):
            if self.by_lines:
                self.check_texts(self.root)
            self.document.root = self.root
        elif not self.document.problems:
            nothing = Slip((1, 1), "文件里没有“键: 值”形式的内容", "请参照使用手册里的样例填写")
            self.give_up(full_width_colon(self.source.splitlines()) or nothing)

    def give_up(self, slip: Slip) -> None:
        """Nothing is read, for one reason; what looked folded or ended before it comes of it."""
        self.root = None
        found = self.document.problems
        found[:] = [problem for problem in found if problem.code != "格式"]
        self.document.report("格式", *slip)

    def read_events(self) -> bool:
        """Build the tree; False when it is no use to go on to the end."""
        # As yaml.parse does it, without a generator between: half of the work is done here.
        next_event = _LOADER(self.source).get_event
        while True:
            event = next_event()
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self.scalar(event)
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self.current, self.key = self.stack.pop()
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                if not self.start(event, Mapping if kind is yaml.MappingStartEvent else Sequence):
                    return False
            elif kind is yaml.StreamEndEvent:
                return True
            elif not self.rare(event):
                return False

    def rare(self, event: Any) -> bool:
        """What a plain file has once at most; False when it is no use to go on to the end."""
        if type(event) is yaml.AliasEvent:
            self.alias(event)
        elif type(event) is yaml.DocumentEndEvent and event.explicit:
            message = "“...”会被当作全文到此为止"
            self.refuse("格式", event.start_mark, message, "请删去这一行")
        elif type(event) is yaml.DocumentStartEvent:
            return self.start_document(event)
        return True

    def start_document(self, event: Any) -> bool:
        mark = event.start_mark
        if event.version or event.tags:
            self.refuse("格式", mark, *PER_CENT)
        self.documents += 1
        if self.documents > 1:
            message = "一个文件里只能有一份记录，这里用“---”又开始了一份"
            self.refuse("格式", mark, message, "请删去“---”，或把后一份放进另一个文件")
        return self.documents == 1

    def refuse_question_mark(self) -> None:
        """A key that ``?`` marks; its event does not tell, its token does."""
        # Only where the file has the sign at all: tokens cost as much as the events.
        for token in yaml.scan(self.source, _LOADER):
            mark = token.start_mark
            if type(token) is yaml.KeyToken and token.end_mark.index > mark.index:
                self.give_up(Slip(_spot(mark), *QUESTION_MARK))
                return

    def scalar(self, event: Any) -> None:
        mark, value = event.start_mark, event.value
        if event.anchor is not None or event.tag is not None:
            self.refuse_decoration(event)
        spot = (mark.line + 1, mark.column + 1)
        # Asked here of most scalars of most files, without a call for each.
        as_typed = (self.plain and event.end_mark.line == mark.line) or self.is_as_typed(event)
        if type(self.current) is not Mapping or self.key is not None:
            if self.lines is not None and not event.style:
                self.note_comments(event)
            self.put(value if as_typed else UNREAD, spot)
        elif as_typed:
            if len(self.stack) == 1 or not mark.column:
                self.check_key(event)
            self.start_key(value, mark)
            self.key_end = event.end_mark
        else:
            self.key = self.stand_in_key(spot)

    def check_key(self, event: Any) -> None:
        """Keys of the file, and no others, stand at the start of their line, without quotation marks."""
        mark = event.start_mark
        if not self.by_lines:
            return
        if len(self.stack) > 1:
            self.refuse("格式", mark, "括号里的内容不能从行首写起", "请在前面加空格，或写在一行里")
        elif mark.column:
            message = "这里前面多了空格"
            self.refuse_once(message, mark, "最外层的键请从行首写起")
        elif event.style:
            self.refuse("格式", mark, f"键“{event.value}”带了引号", "请去掉键的引号")

    def check_texts(self, root: Mapping) -> None:
        """The text of a key of the file stands on the line of the key."""
        for key, spot in root.values_at.items():
            if type(root[key]) is str and spot[0] != root.keys_at[key][0]:
                hint = "请写在同一行；分项写的，写成“键: 值”"
                self.document.report("格式", spot, f"“{key}”的内容写在了下一行", hint)
                root[key] = UNREAD

    def refuse_once(self, message: str, mark: Any, hint: str) -> None:
        """What is wrong with every line is one mistake."""
        if (message, 0) not in self.refused_on:
            self.refused_on.add((message, 0))
            self.refuse("格式", mark, message, hint)

    def is_as_typed(self, event: Any) -> bool:
        """Whether the text is what stands in the file; what is wrong has been reported."""
        mark, style = event.start_mark, event.style
        if style in _BLOCKS:
            message = f"不支持用“{style}”分行写的内容"
            self.refuse("格式", mark, message, "请写在一行里；确是文字时放进引号")
        elif event.end_mark.line != mark.line:
            self.refuse("格式", mark, "内容分成了几行", "请写在一行里")
        elif not self.escapes or style != '"':
            return True
        elif bad := next(odd(event.value), None):
            code = f"U+{ord(event.value[bad.at]):04X}"
            self.refuse("不可见字符", mark, f"这里写出了不可见的字符 {code}", "请删去")
        elif escape := _ESCAPE.match(self.source, mark.index + 1, event.end_mark.index):
            message = f"双引号里的“{escape[1]}”会变成别的字符"
            self.refuse("格式", mark, message, "请改用单引号，或去掉反斜杠")
        else:
            return True
        return False

    def start_key(self, key: str, mark: Any) -> None:
        mapping = self.current
        if key in mapping:
            # YAML readers keep the last value in silence: nobody could say which one was meant.
            mapping.repeated.add(key)
            line = mapping.keys_at[key][0]
            hint = "请只保留一处；两条记录要各用一个“- ”开头"
            self.refuse("重复", mark, f"“{key}”在第 {line} 行已经写过", hint)
        elif key == "<<":
            # Editors and other readers would merge it in; here it would only be a strange key.
            self.refuse("引用", mark, "不支持“<<”合并写法", "请把内容逐项写出")
            mapping.refused.add(key)
        self.key = key
        mapping.keys_at[key] = _spot(mark)

    def put(self, value: Any, spot: Spot) -> None:
        """Hand a value to what it belongs to: the current key, list, or nothing yet."""
        current, key = self.current, self.key
        if type(current) is Mapping:
            assert key is not None
            current.values_at[key] = spot
            current[key] = UNREAD if key in current.repeated else value
            self.key = None
        elif type(current) is Sequence:
            current.spots.append(spot)
            current.append(value)
        elif self.root is None:
            self.root = value

    def start(self, event: Any, make: type[Mapping | Sequence]) -> bool:
        """Begin a mapping or list; False when it is too deep to go on."""
        mark = event.start_mark
        spot = _spot(mark)
        if event.anchor is not None or event.tag is not None:
            self.refuse_decoration(event)
        if not self.stack and event.flow_style and make is Mapping and self.by_lines:
            self.by_lines = False  # said once, and not again of each key
            self.refuse("格式", mark, "整份内容写在了一对括号里", "请去掉括号，每行写一个“键: 值”")
        new = make(spot)
        key = None
        if type(self.current) is Mapping and self.key is None:
            self.refuse("格式", mark, "键只能是文字", "请写成“键: 值”，去掉多余的括号或问号")
            key = self.stand_in_key(spot)
        elif event.flow_style and event.end_mark.index == mark.index:  # no bracket: [a: b]
            hint = "请用花括号括起来；确是文字时放进引号"
            self.refuse("格式", mark, "方括号里不能直接写“键: 值”", hint)
            self.put(UNREAD, spot)
        else:
            self.put(new, spot)
        self.stack.append((self.current, key))
        if len(self.stack) > MAX_DEPTH:
            self.refuse("格式", mark, f"内容嵌套超过 {MAX_DEPTH} 层", "请检查缩进和括号")
            self.root = None
            return False
        self.current, self.key = new, None
        return True

    def stand_in_key(self, spot: Spot) -> str:
        key = f"?{spot}"
        self.current.keys_at[key] = spot
        self.current.refused.add(key)
        return key

    def alias(self, event: Any) -> None:
        mark = event.start_mark
        spot = _spot(mark)
        self.refuse_once_a_line(mark, "不支持以“*”开头的引用", "请把内容写出来；确是文字时放进引号")
        if type(self.current) is Mapping and self.key is None:
            self.key = self.stand_in_key(spot)
        else:
            self.put(UNREAD, spot)

    def refuse_decoration(self, event: Any) -> None:
        sign, what = ("&", "锚点") if event.anchor is not None else ("!", "标记")
        message = f"不支持以“{sign}”开头的{what}"
        self.refuse_once_a_line(event.start_mark, message, "请删去；确是文字时放进引号")

    def refuse_once_a_line(self, mark: Any, message: str, hint: str) -> None:
        """A hundred aliases on one line are one mistake."""
        if (message, mark.line) not in self.refused_on:
            self.refused_on.add((message, mark.line))
            self.refuse("引用", mark, message, hint)

    def note_comments(self, event: Any) -> None:
        """Comments behind the text that comes next, and behind its key on a line before."""
        current, key = self.current, self.key
        if type(current) is Mapping:
            self.note_comment(current.comments, key, event.end_mark)
            if key is not None and event.start_mark.line + 1 != current.keys_at[key][0]:
                self.note_comment(current.comments, key, self.key_end)
        elif type(current) is Sequence:
            self.note_comment(current.comments, len(current), event.end_mark)

    def note_comment(self, comments: dict[Any, Spot], key: str | int | None, end: Any) -> None:
        assert self.lines is not None
        line = self.lines[end.line] if end.line < len(self.lines) else ""
        if match := _COMMENT.match(line, end.column):
            comments[key] = (end.line + 1, match.end())


def _spot(mark: Any) -> Spot:
    return mark.line + 1, mark.column + 1


_OF_A_MONTH = re.compile(r"ledger/[^/]+/[^/]+/")
"""Where the files lie of which an auditor reads single lines."""
_BLOCKS = frozenset("|>")
_COMMENT = re.compile(r"\s*(?::\s*)?#")
_ESCAPE = re.compile(r"""(?:[^\\]|\\["\\])*(\\[^"\\])""")
"""The first backslash that stands for something else than itself or a quotation mark."""
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
