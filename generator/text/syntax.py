"""What libyaml's complaints mean to a clerk: where the slip is and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import yaml

from generator.text.problems import Spot

PER_CENT = "不支持以“%”开头的行", "请删去这一行"
QUESTION_MARK = "“?”在这里会被当作键的标记", "请删去“?”；确是文字时放进引号"

HINTS: tuple[tuple[str, str, str], ...] = (
    # libyaml's problem text → what is wrong, what to write
    (
        "mapping values are not allowed",
        "这里多出一个冒号，或上一行没有写完",
        "每行只写一个“键: 值”，同级的行请左对齐",
    ),
    (
        "did not find expected key",
        "这一行的缩进或引号与前面不一致",
        "请与上面同级的行对齐，引号要成对",
    ),
    (
        "did not find expected '-' indicator",
        "列表里混进了不以“- ”开头的行，或缩进不齐",
        "同一列表的各条都以“- ”开头并对齐",
    ),
    (
        "did not find expected ',' or '}'",
        "花括号里的各项没有用半角逗号隔开",
        "请写成 {项: W2, 应办: 20} 的样子；内容里有括号时请放进引号",
    ),
    (
        "did not find expected ',' or ']'",
        "方括号里的各项没有用半角逗号隔开",
        '请写成 ["061201", "061202"] 的样子',
    ),
    (
        "found character that cannot start any token",
        "内容不能以“@”“`”“%”或制表符开头",
        "以符号开头的内容请放进引号；缩进用空格",
    ),
    ("could not find expected ':'", "这一行没有“: ”", "请写成“键: 值”；说明文字请以“# ”开头"),
    (
        "block sequence entries are not allowed",
        "这里不能开始一个列表",
        "“- ”要另起一行，放在键的下一行",
    ),
    ("escape c", "双引号里的反斜杠写法不认识", "请改用单引号，或去掉反斜杠"),
    ("hexdecimal number", "双引号里的反斜杠写法不认识", "请改用单引号，或去掉反斜杠"),
    ("tag", "不支持以“!”开头的标记", "以“!”开头的内容请放进引号"),
    ("did not find expected '!'", "不支持以“!”开头的标记", "以“!”开头的内容请放进引号"),
    (
        "did not find expected alphabetic or numeric character",
        "以“&”或“*”开头的内容会被当作引用",
        "请把内容放进引号",
    ),
    (
        "did not find expected comment or line break",
        "“|”或“>”后面不能再写内容",
        "请把内容放进引号，写在一行里",
    ),
    (
        "did not find expected <document start>",
        "第一个字段之前或全文之后多出了内容",
        "请删去多出的行；说明文字请以“# ”开头",
    ),
    ("did not find expected node content", "这里应当有内容", "请写上值，或删去多余的逗号"),
)


class Slip(NamedTuple):
    """Where a file stops being readable, what is wrong there and what to write."""

    spot: Spot
    message: str
    hint: str


class Trouble(NamedTuple):
    """What libyaml says: its words, the place, and where the thing it was reading began."""

    text: str
    lines: list[str]
    spot: Spot
    began: Spot

    def line(self, number: int) -> str:
        return self.lines[number - 1] if 1 <= number <= len(self.lines) else ""

    @property
    def here(self) -> str:
        """The line of trouble."""
        return self.line(self.spot[0])

    @property
    def before(self) -> str:
        """The line of trouble up to its column."""
        return self.here[: self.spot[1] - 1]

    @property
    def char(self) -> str:
        """The character at the place, or nothing at the end of a line."""
        return self.here[self.spot[1] - 1 :][:1]

    @property
    def near(self) -> Iterator[tuple[int, str]]:
        """The line of trouble and the one above: libyaml often notices one line too late."""
        for number in (self.spot[0] - 1, self.spot[0]):
            yield number, self.line(number)

    @property
    def in_brackets(self) -> bool:
        """Whether a comma or the closing bracket was missed."""
        return "',' or" in self.text


def explain(source: str, error: yaml.YAMLError) -> Slip:
    """The likeliest slip behind a parser's error: first what clerks do, then what libyaml says."""
    lines = source.splitlines() or [""]
    problem, began = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    spot = _within(lines, problem or began)
    text = getattr(error, "problem", None) or getattr(error, "reason", None) or error
    trouble = Trouble(str(text), lines, spot, _within(lines, began or problem))
    for usual in USUAL_SLIPS:
        if slip := usual(trouble):
            return slip
    for known, message, hint in HINTS:
        if known in trouble.text:
            # A missing colon is noticed at the end of the lines that were taken for the key.
            where = trouble.began if known.startswith("could not find") else spot
            return Slip(where, message, hint)
    return Slip(spot, f"这里不符合 YAML 的写法（{trouble.text}）", "请对照使用手册里的样例改写")


def _within(lines: list[str], mark: Any) -> Spot:
    """The spot of a mark; the end of the text for marks behind it."""
    if mark is None:
        return 1, 1
    if mark.line >= len(lines):
        return len(lines), len(lines[-1]) + 1
    return mark.line + 1, mark.column + 1


# Every pattern here is tried on whole files that somebody may have made to be slow: none may have
# two ways to take the same characters, nor look at the rest of a line from each of its characters.
_WIDE_COLON = re.compile(r"\s*(?:- \s*)?(?:\{\s*)?([^\s:：，,#'\"{}]{1,12})(：|:[\u3000\xa0])")


def full_width_colon(lines: list[str]) -> Slip | None:
    """The first line that begins with a key and ``：``, or a colon and a full-width blank."""
    found = ((n, match) for n, line in enumerate(lines, 1) if (match := _WIDE_COLON.match(line)))
    return next((_wide(number, match) for number, match in found), None)


def _wide(number: int, match: re.Match[str]) -> Slip:
    what = "全角冒号“：”" if match[2] == "：" else "全角空格"
    hint = f"请改成半角冒号加一个半角空格，写成“{match[1]}: …”"
    return Slip((number, match.start(2) + 1), f"“{match[1]}”后面用了{what}", hint)


def _conflict(trouble: Trouble) -> Slip | None:
    marks = "<<<<<<<", "=======", ">>>>>>>"
    hint = "请留下正确的内容，删去“<<<<<<<”“=======”“>>>>>>>”这几行"
    number = next((n for n, line in enumerate(trouble.lines, 1) if line.startswith(marks)), 0)
    return Slip((number, 1), "这里有没处理完的合并冲突", hint) if number else None


_WIDE_SIGNS = str.maketrans("｛｝［］【】－—＂“”", '{}[][]--"""')
_WIDE_SIGN = re.compile(r"\s*([－—])|\s*(?:- )?(?:[^\s:]+: )?([｛［【])")
_WIDE_QUOTATION = re.compile(r": ?([“＂])[^\s“”＂]+[”＂]")


def _wide_sign(trouble: Trouble) -> Slip | None:
    """A bracket, dash or quotation mark as Chinese input methods type it, where YAML's belongs."""
    for number, line in trouble.near:
        if match := _WIDE_SIGN.match(line) or _WIDE_QUOTATION.search(line):
            sign = match[match.lastindex or 0]
            hint = f"请改成半角的“{sign.translate(_WIDE_SIGNS)}”"
            column = match.start(match.lastindex or 0) + 1
            return Slip((number, column), f"这里用了全角的“{sign}”", hint)
    return None


def _wide_blank(trouble: Trouble) -> Slip | None:
    for number, line in trouble.near:
        if match := re.match(r" *[\u3000\xa0]", line):
            return Slip((number, match.end()), "缩进里有全角空格", "请改成半角空格")
    return None


def _dash_without_blank(trouble: Trouble) -> Slip | None:
    match = re.match(r"\s*-(?=[{\w])", trouble.here)
    if match and "did not find expected" in trouble.text:
        return Slip((trouble.spot[0], match.end()), "“-”后面缺少空格", "请写成“- ”，后面空一格")
    return None


def _full_width(trouble: Trouble) -> Slip | None:
    match = re.search(r"[,，{] ?([^\s:：，,#'\"{}]{1,12})(：|:[\u3000\xa0])", trouble.here)
    here = _wide(trouble.spot[0], match) if match else None
    return full_width_colon(trouble.lines) or here


def _comment_in_braces(trouble: Trouble) -> Slip | None:
    for number, line in trouble.near:
        start = comment_start(line)
        kept = line[: start or 0]
        if start is not None and kept.count("{") > kept.count("}"):
            message = "“#”以后的字会被当作注释丢掉，花括号因此没有收尾"
            return Slip((number, start + 1), message, "内容里有“#”时请把整段内容放进引号")
    return None


_COMMENT = re.compile(
    r"""(?:[^"'\#]                                            # any other character
         |(?<=[^\s\[{,:])["']                                # a quotation mark inside a text
         |(?<![^\s\[{,:])(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')  # a text in quotation marks
         |(?<=[^\ \t])\#
        )*?(?:^|(?<=[\ \t]))\#""",
    re.VERBOSE,
)


def comment_start(line: str) -> int | None:
    """Where the comment of a line begins (from 0): ``#`` after a blank, outside quotation marks."""
    match = _COMMENT.match(line)
    return match.end() - 1 if match else None


def _full_width_comma(trouble: Trouble) -> Slip | None:
    """``{项: W2，应办: 20}``, also with ``；`` or ``、``, and between quotation marks in a list."""
    line = trouble.here
    match = re.search(r"([，；、;])\s*[^\s:：，,{}]{1,12}:", line) if "{" in line else None
    match = match or re.search(r"[\"']\s*([，；、;])\s*[\"']", line)
    if match:
        hint = f"各项之间请用半角逗号加一个空格；内容里要用“{match[1]}”时放进引号"
        spot = trouble.spot[0], match.start(1) + 1
        return Slip(spot, f"各项之间用了“{match[1]}”", hint)
    return None


def _directive(trouble: Trouble) -> Slip | None:
    return Slip((trouble.spot[0], 1), *PER_CENT) if trouble.here.startswith("%") else None


def _question_mark(trouble: Trouble) -> Slip | None:
    return (
        Slip(trouble.spot, *QUESTION_MARK)
        if trouble.char == "?" and not trouble.in_brackets
        else None
    )


def _tab(trouble: Trouble) -> Slip | None:
    (number, column), tab = trouble.spot, trouble.here.find("\t")
    return Slip((number, tab + 1), "缩进里有制表符", "请改成空格") if 0 <= tab < column else None


def _open_quotation(trouble: Trouble) -> Slip | None:
    ended = "unexpected end of stream" in trouble.text or "document indicator" in trouble.text
    return Slip(trouble.began, "这里的引号没有成对", "请补上结尾的引号") if ended else None


def _closing_too_many(trouble: Trouble) -> Slip | None:
    if trouble.char in ("}", "]") and not trouble.in_brackets:
        return Slip(trouble.spot, f"多出一个“{trouble.char}”", "请删去，括号要成对")
    return None


def _open_bracket(trouble: Trouble) -> Slip | None:
    ended = trouble.spot[0] > trouble.began[0] or not trouble.char
    if not trouble.in_brackets or not ended:
        return None
    opening, closing = ("{", "}") if "'}'" in trouble.text else ("[", "]")
    return Slip(trouble.began, f"这里的“{opening}”没有收尾", f"请在末尾补上“{closing}”")


def _colon_in_content(trouble: Trouble) -> Slip | None:
    """``事由: 原因: 超期``, in braces or not."""
    before = trouble.before
    last = max(before.rfind(sign) for sign in ",{[")
    match = re.compile(r"[:：] (?=\S)").search(before, max(0, last - 2))
    if trouble.char != ":" or match is None:
        return None
    # In brackets a blank in between says that only a comma is missing.
    if " " in before[match.end() :] and trouble.in_brackets:
        return None
    return Slip(trouble.spot, "内容里的“: ”会被当作又一个“键: 值”", "请把整段内容放进引号")


def _deeper_than_before(trouble: Trouble) -> Slip | None:
    """A key that is indented although the line before was complete."""
    (_, above), (number, line) = trouble.near
    deeper = len(line) - len(line.lstrip()) > len(above) - len(above.lstrip(" -"))
    if "mapping values" in trouble.text and deeper and re.search(r": \S", above):
        return Slip((number, 1), "这一行比上一行多缩进了", "同级的行请左对齐")
    return None


def _no_dash(trouble: Trouble) -> Slip | None:
    first = trouble.line(trouble.began[0]).lstrip()
    if "could not find expected" in trouble.text and first.startswith("{"):
        return Slip(trouble.began, "这一条前面缺少“- ”", "列表里的每一条都以“- ”开头")
    return None


def _no_blank(trouble: Trouble) -> Slip | None:
    number = trouble.began[0]
    match = re.match(r"\s*(?:- )?([^\s:\"'{}]{1,12}):(?=\S)", trouble.line(number))
    if match and "could not find expected" in trouble.text:
        message, hint = f"“{match[1]}”的冒号后面没有空格", f"请写成“{match[1]}: …”"
        return Slip((number, match.end()), message, hint)
    return None


def _after_quotation(trouble: Trouble) -> Slip | None:
    if trouble.before[-1:] in ('"', "'") and trouble.char:
        hint = "请把整段内容放进同一对引号，各项之间用半角逗号隔开"
        return Slip(trouble.spot, "引号后面又有内容", hint)
    return None


# The first that fits is told, so the order decides: one slip makes several of these patterns fit.
USUAL_SLIPS: tuple[Callable[[Trouble], Slip | None], ...] = (
    _conflict,
    _full_width,
    _wide_blank,
    _wide_sign,
    _directive,
    _question_mark,
    _comment_in_braces,
    _full_width_comma,
    _tab,
    _dash_without_blank,
    _open_quotation,
    _closing_too_many,
    _open_bracket,
    _colon_in_content,
    _deeper_than_before,
    _no_dash,
    _no_blank,
    _after_quotation,
)
"""What clerks do, likeliest first; libyaml's own words come after these."""
