"""The plain spelling of a text: what people read in it, in characters that a pattern can compare.

Digits of every script become ``0`` to ``9``, characters that take no room go, dashes, dots, commas
and blanks become one of each.  Lines stay as they are, so that a line can be named.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Mn", "Me"})
"""Categories of what is not seen between two digits, or seen upon one of them."""
_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Characters that count as letters and signs, and are drawn as nothing."""
_ALIKE = {
    **dict.fromkeys("·•‧∙⋅・。｡", "."),
    **dict.fromkeys("、﹑､，", ","),
    **dict.fromkeys("−ー⁃", "-"),
    **dict.fromkeys("╱∕⁄", "/"),
    **dict.fromkeys("\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", " "),
    # X ends an identity number; the capitals stand on plates.
    **dict.fromkeys("×✕✖╳", "X"),
    **dict(zip("АВЕКМНОРСТУХΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEKMHOPCTYXABEZHIKMNOPTYX", strict=True)),
}
_IN_WORDS = (
    "零○",
    "一壹幺",
    "二贰貳两",
    "三叁參",
    "四肆",
    "五伍",
    "六陆陸",
    "七柒",
    "八捌",
    "九玖",
)
"""The characters that are written for each digit; 〇 is one for Unicode too."""
_AS_DIGITS = {ord(char): str(n) for n, chars in enumerate(_IN_WORDS) for char in chars}
_NUMERALS = "".join(_IN_WORDS)
NUMERAL = rf"[\d〇{_NUMERALS}①-⑨]"
"""A digit, or a character that stands for one where numbers are spelled out."""
_SPELLED_OUT = re.compile(rf"[{_NUMERALS}]")
_ESCAPE = re.compile(
    r"\\x([0-9A-Fa-f]{2})|\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})|&#x([0-9A-Fa-f]{1,6});"
    r"|%([0-9A-Fa-f]{2})|&#(\d{1,7});"
)


def half_width(text: str) -> str:
    """The text with each character in its plain form: ``１`` → ``1``, ``（`` → ``(``.

    Character by character, because NFKC of a whole text sorts long runs of accents, which takes
    quadratic time.
    """
    return text if text.isascii() else text.translate(_HALF_WIDTH)


def readings(text: str) -> Iterator[str]:
    """The text as it can be read: plain, with numerals as digits, with escapes as characters."""
    yield from _in_digits(text)
    # Values come without escapes; a file that cannot be read as YAML or JSON still has them.
    if _ESCAPE.search(text):
        spoken = _ESCAPE.sub(_character, text).encode("utf-16-le", "surrogatepass")
        # JSON spells what lies beyond U+FFFF by two escapes.
        yield from _in_digits(spoken.decode("utf-16-le", "replace"))


def _in_digits(text: str) -> Iterator[str]:
    plain = text.replace("\r\n", "\n").translate(_PLAIN)
    yield plain
    # A reading of its own: 一 and 五 are words too, and would spoil the number beside them.
    if _SPELLED_OUT.search(plain):
        yield plain.translate(_AS_DIGITS)


def _character(escape: re.Match[str]) -> str:
    code = int(escape[escape.lastindex or 0], 10 if escape[6] else 16)
    # A line feed would move every line below it.
    return chr(code) if 32 <= code < 0x110000 else " "


def _half(char: str) -> str:
    return unicodedata.normalize("NFKC", char)


def _one(char: str) -> str:
    if char in _ALIKE or char in "\n\t ":
        return _ALIKE.get(char, char)
    category = unicodedata.category(char)
    if category in _UNSEEN or char in _BLANK_LETTERS:
        return ""
    if category in ("Pd", "Zs"):
        return "-" if category == "Pd" else " "
    number = unicodedata.numeric(char, None) if category[0] == "N" else None
    # Roman numerals are letters to whoever reads them; ⑩ is a number of two digits.
    if number is not None and number == int(number) and not "\u2160" <= char <= "\u2188":
        return str(int(number))
    return "".join(_ALIKE.get(each, each) for each in _half(char))


class _Table(dict[int, str]):
    """Each character asked for so far → how it is spelled."""

    def __init__(self, spell: Callable[[str], str]) -> None:
        super().__init__()
        self.spell = spell

    def __missing__(self, code: int) -> str:
        self[code] = self.spell(chr(code))
        return self[code]


_HALF_WIDTH = _Table(_half)
_PLAIN = _Table(_one)
