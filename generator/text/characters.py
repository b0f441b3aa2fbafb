"""Which characters a text may hold: those that a reader sees, each written in one way.

Two texts that look alike are one text: what draws nothing, steers, or stands in for another character
is refused, and so is a letter taken apart into letter and accent.

A text is judged alike for ever, by the gate today and by an auditor's newer Python in ten years.  So
nothing is asked of the Unicode tables of the Python at hand, which grow: Unicode 3.2, which Python
keeps unchanged beside them, says what a character is.  What has come since is taken by blocks that
stand here, whole, assigned yet or not: ideographs of rare names and the scripts of minorities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple
from unicodedata import ucd_3_2_0 as frozen

MOST_MARKS = 4
"""Marks upon one letter; no script stacks more."""
_USUAL = re.compile(r"[^\t\n -~\u3000-\u3029\u3400-\u4db5\u4e00-\u9fa5\uff01-\uff5e·–—‘’“”…①-⑳]")
"""What is none of the characters that nearly every text is made of."""
_LATER = re.compile(
    "[\u4db6-\u4dbf\u9fa6-\u9fff\U00020000-\U0002f7ff\U0002fa20-\U0002fffd\U00030000-\U0003fffd"  # ideographs
    "\u2ffc-\u2fff\u31c0-\u31ef\ufe10-\ufe19\ufe47\ufe48\u20a0-\u20cf"  # their parts, vertical signs, currencies
    "\u0750-\u077f\u0f6b-\u0f6c\u0fbf-\u0fda\u1950-\u19df\u1a20-\u1aad\ua4d0-\ua4ff\U00016f00-\U00016f9f]"
    # Uyghur and others, Tibetan, Tai Le, New Tai Lue, Tai Tham, Lisu, Miao
)
"""Characters that have come, or will come, after Unicode 3.2."""
_DRAWS_NOTHING = re.compile(
    "[\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\uffff\U000e0000-\U000e0fff]"
)
"""By nature, whatever their category is called: fillers, joiners, selectors of variants, blanks."""
_RADICAL = re.compile("[\u2f00-\u2fd5]")
"""Kangxi radicals, which look like the characters that they are radicals of."""
_MARKS, _LETTERS = ("Mn", "Mc", "Me"), ("Lu", "Ll", "Lt", "Lm", "Lo")


class Odd(NamedTuple):
    """A character that no text may hold: where, what is wrong, what to write."""

    at: int
    message: str
    hint: str


def odd(text: str) -> Iterator[Odd]:
    """Every character of a text that it may not hold, in order."""
    found = False
    end = marks = 0
    for match in _USUAL.finditer(text):
        char, at = match[0], match.start()
        marks = marks + 1 if at == end and marks else 0
        kind = _kind(char)
        if kind in _MARKS:
            # Behind a letter, or behind the marks that it has already.
            marks = marks or (1 if at and _is_letter(text[at - 1]) else 0)
            kind = "" if 0 < marks <= MOST_MARKS else kind
        else:
            marks = 0
        end = at + 1
        if kind:
            found = True
            yield Odd(at, *_said(char, kind))
    # Only of what is plain otherwise: a heap of marks would take long to be put in order.
    if not found and end:
        yield from _written_otherwise(text)


@cache
def _kind(char: str) -> str:
    """What is wrong with a character: empty for nothing, else its category; marks are looked at again."""
    if _DRAWS_NOTHING.match(char):
        return "Cf"
    category = frozen.category(char)
    if category == "Cn" and _LATER.match(char):
        return ""
    return category if category[0] == "C" or category in ("Zs", "Zl", "Zp", *_MARKS) else ""


def _is_letter(char: str) -> bool:
    return frozen.category(char) in _LETTERS or bool(_LATER.match(char))


def _said(char: str, kind: str) -> tuple[str, str]:
    code = f"U+{ord(char):04X}"
    again = "请删去后重新输入这一处"
    if kind == "Zs":
        return f"这里有特殊的空格 {code}", "请改成普通的空格"
    if kind in ("Cn", "Co"):
        return f"这里有别的电脑上显示不出来的字符 {code}", "请换成通用的字"
    if kind in _MARKS:
        return f"这里的附加符号 {code} 没有附在字母上，或者叠得太多", again
    return f"这里有不可见的字符 {code}", again


def _written_otherwise(text: str) -> Iterator[Odd]:
    """The first character of each line that is written in another way than the usual one."""
    at = 0
    for line in text.split("\n"):
        # What is copied out of a PDF has radicals for characters.
        plain = _RADICAL.sub(lambda found: frozen.normalize("NFKC", found[0]), line)
        usual = plain if plain.isascii() else frozen.normalize("NFC", plain)
        if usual != line:
            pairs = enumerate(zip(line, f"{usual}\n", strict=False))
            first = next((n for n, (one, other) in pairs if one != other), len(usual))
            message = f"这里的字 U+{ord(line[first]):04X} 有另一种写法，看上去一样"
            yield Odd(at + first, message, f"请改用通用的“{usual[first : first + 1]}”")
        at += len(line) + 1
