"""Numbers that are somebody's: told by their digits, and by how the digits stand together.

People leave gaps in long numbers, and put short numbers side by side.  Groups of digits are one
number where they are the groups in which people write it, or where nothing else stands in the row.
Dates, amounts and ratios are taken out before.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from generator.text.personal import CARD, CASE, IDENTITY, LANDLINE, MOBILE, Found, Kind


class Candidate(NamedTuple):
    """Neighbouring groups of digits, joined."""

    number: re.Match[str]
    """The digits, as the form of a kind takes them."""
    sizes: tuple[int, ...]
    gaps: str
    """All that stands between the groups."""
    whole: bool
    """Whether nothing but these groups stands in the row."""

    @property
    def contiguous(self) -> bool:
        return len(self.sizes) == 1

    @property
    def taken_apart(self) -> bool:
        """Whether somebody has taken one number apart in an unusual way."""
        if len(self.sizes) == 2 and "\n" in self.gaps:
            return True  # a line that was folded
        alone = self.whole and not self.listed
        # Few groups of any size; of many, single digits, or none that is one.
        few = len(self.sizes) <= _FEW_GROUPS
        return alone and (few or max(self.sizes) == 1 or min(self.sizes) > 1)

    @property
    def listed(self) -> bool:
        """Whether the gaps are those between the numbers of a list."""
        return "," in self.gaps or "/" in self.gaps or self.gaps.count("\n") > 1

    def grouped(self, sizes: tuple[int, ...], usual: Container[tuple[int, ...]]) -> bool:
        """Whether these groups are usual; of a list, where they are all there is."""
        return sizes in usual and (self.whole or not self.listed)

    def after(self, prefix: str | None) -> tuple[int, ...]:
        """The sizes of what follows a prefix, itself a group or the beginning of one."""
        left, sizes = len(prefix or ""), []
        for size in self.sizes:
            taken = min(left, size)
            left -= taken
            sizes += [size - taken] if size > taken else []
        return tuple(sizes)


Form = tuple[re.Pattern[str], Callable[[Candidate], Kind | None]]
"""What digits look like, and what a candidate of that form is."""

# ── rows ────────────────────────────────────────────────────────────────────────────────────────

_SHORTEST, _LONGEST = 11, 24
"""Digits of what can be somebody's number."""
_FEW_GROUPS, _USUAL_GROUPS = 4, 7
"""Groups of any size that are soon one number; groups in which people write one, with a prefix."""
# Across lines also what begins a line of a comment, a list or a quotation, and a value in quotes.
_NEXT_LINE = (
    r"""[ \t'",\\]{0,40}\n(?:[ \t]{0,80}\n)?[ \t]{0,80}"""
    r"""(?:(?:\#{1,6}|//|>{1,3}|[-*|+])[ \t]{0,8})?['"]?"""
)
_GAP = rf"(?:[ \t.,\-_/()\[\]]{{1,4}}|{_NEXT_LINE})"
_GROUP = re.compile(r"\d+(?:[Xx](?!\d))?|[Xx](?![0-9A-Za-z])", re.ASCII)
_ROW = re.compile(rf"\d+(?:[Xx](?!\d))?(?:{_GAP}(?:{_GROUP.pattern}))*", re.ASCII)
_DIGEST = re.compile(
    r"(?<![0-9A-Za-z])(?:[0-9A-Fa-f]{40}|[0-9A-Fa-f]{64})(?![0-9A-Za-z])", re.ASCII
)
_OF_A_DIGEST = 8
"""Different characters that a digest has at least, of sixteen."""
_BESIDE = re.compile(
    r"""
      (?<!\d)20\d\d[-./]\d{1,2}(?:[-./]\d{1,3})?(?!\d)  # a date, or a number made of one
    | (?<!\d)20[0-3]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)
    | (?<!\d)\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,2})?(?![\d,])  # 1,234,567.89
    | (?<![\d.])\d+\.\d{1,2}(?![\d.])  # 12.5
    | (?<![\d/])\d{1,5}/\d{1,5}(?![\d/])  # 29/32
    | (?<![\d.])(?:1?\d?\d\.|2[0-4]\d\.|25[0-5]\.){3}\d{1,3}(?![\d.])  # an address of a machine
    | [Xx]
    """,
    re.ASCII | re.VERBOSE,
)
"""What is no part of a number that is somebody's, and may stand beside one."""


def numbers(text: str) -> Iterator[Found]:
    """Every number in a plain text that is somebody's."""
    text = _DIGEST.sub(_certain, text)
    for row in _ROW.finditer(text):
        if row.end() - row.start() < _SHORTEST:
            continue
        # A day of birth stands in an identity number like any other date, and X at its end.
        yield from _among(text, *row.span(), _BEFORE_DATES_GO)
        begin = row.start()
        for beside in (*_BESIDE.finditer(text, *row.span()), None):
            end = row.end() if beside is None else beside.start()
            yield from _among(text, begin, end, _AFTERWARDS)
            begin = end if beside is None else beside.end()


def _certain(quoted: re.Match[str]) -> str:
    """Of what is written like a digest the digits that do not stand there by chance, in their place.

    A digest is not left out for its look: people put numbers behind ``sha256:``.  But one of three
    hundred holds eleven digits that pass for a telephone, and none a day of birth.  Whoever pads a
    number to the length of a digest does so with few characters; a digest has nearly all.
    """
    token, text, at = quoted[0], "", 0
    for run in re.finditer(r"\d{11,}", token, re.ASCII):
        padded = len(set(token[: run.start()] + token[run.end() :])) < _OF_A_DIGEST
        if padded or _BORN.search(run[0]):
            text += "|" * (run.start() - at) + run[0]
            at = run.end()
    return text + "|" * (len(token) - at)


def _among(
    text: str, begin: int, end: int, kinds: Mapping[int, tuple[Form, ...]]
) -> Iterator[Found]:
    for length, groups, whole in _candidates(text, begin, end):
        digits = "".join(group[0] for group in groups)
        for form, judge in kinds.get(min(length, _LONGEST + 1), ()):
            if not (match := form.fullmatch(digits)):
                continue
            gaps = "".join(text[one.end() : other.start()] for one, other in pairwise(groups))
            sizes = tuple(len(group[0]) for group in groups)
            if kind := judge(Candidate(match, sizes, gaps, whole)):
                yield Found(kind, groups[0].start(), text[groups[0].start() : groups[-1].end()])


def _candidates(
    text: str, begin: int, end: int
) -> Iterator[tuple[int, Sequence[re.Match[str]], bool]]:
    """Neighbouring groups of a row that are long enough, few at a time, and at last all of them."""
    near: deque[re.Match[str]] = deque(maxlen=_USUAL_GROUPS)
    row: list[re.Match[str]] = []
    for group in _GROUP.finditer(text, begin, end):
        near.append(group)
        if len(row) <= _LONGEST:
            row.append(group)
        length = 0
        for count, each in enumerate(reversed(near), 1):
            length += len(each[0])
            if length > _LONGEST and count > 1:
                break
            if length >= _SHORTEST:
                yield length, list(near)[-count:], False
    if 1 < len(row) <= _LONGEST:
        yield sum(len(group[0]) for group in row), row, True


# ── kinds ───────────────────────────────────────────────────────────────────────────────────────

_REGION = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91)\d{4}"
_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_BORN = re.compile(rf"{_REGION}((?:18|19|20)\d\d){_DAY}\d{{3}}[\dXx]", re.ASCII)
_ANY_REGION = re.compile(rf"[1-9]\d{{5}}(?:19\d|20[01])\d{_DAY}\d{{3}}[\dXx]", re.ASCII)
_ANY_DAY = re.compile(r"([1-9]\d{16}[\dXx])[Xx]?", re.ASCII)
_OLD = re.compile(rf"{_REGION}\d\d{_DAY}\d{{3}}", re.ASCII)
_MOBILE = re.compile(r"((?:00)?86|0)?1[3-9]\d{9}", re.ASCII)
_LANDLINE = re.compile(
    r"((?:00)?86)?(0?(?:(?:10|2\d)(?=\d{8}$)|[3-57-9]\d\d|6(?:6[0238]|9[12])))([2-8]\d{6,7})",
    re.ASCII,
)
_CASE = re.compile(rf"{_REGION}\d{{6}}20\d{{6,10}}", re.ASCII)
_LONG = re.compile(r"\d{20,}", re.ASCII)
_UNIONPAY = re.compile(r"62|9558|103|601[13]", re.ASCII)
_ANY_CARD = re.compile(r"[3-69]\d{15,}|103\d{13,}|3[47]\d{13}", re.ASCII)
_OF_A_DAY = re.compile(rf"20[0-3]\d{_DAY}", re.ASCII)
_OF_A_REGION = re.compile(rf"{_REGION}20[1-3]\d", re.ASCII)
"""How the numbers of papers begin that a bureau counts by day, or by region and year."""
_AT_WORK = "2020"
"""From this year on a day among digits with gaps is rather one of work than one of birth."""

_SIXES = frozenset({(6, 8, 4), (6, 4, 4, 4), (6, 12), (14, 4), (17, 1), (6, 8, 3, 1), (6, 4, 2, 2, 4)})  # fmt: skip
_OLD_SIXES = frozenset({(6, 6, 3), (6, 9), (12, 3), (6, 2, 2, 2, 3)})
_THREES = frozenset({(3, 8), (3, 4, 4), (4, 4, 3), (7, 4), (4, 7), (8, 3), (5, 6), (6, 5), (3, 3, 5), (4, 3, 4), (3, 4, 2, 2), (3, 3, 3, 2), (3, 2, 2, 2, 2)})  # fmt: skip
_LOCAL = frozenset({(7,), (8,), (3, 4), (4, 3), (4, 4)})
_FOURS = frozenset({(4, 4, 4, 4), *((4, 4, 4, 4, n) for n in (1, 2, 3)), *((first, n) for first in (6, 8) for n in range(8, 14))})  # fmt: skip
"""How people group the digits of identity numbers, telephones and cards."""


def _identity(found: Candidate) -> Kind | None:
    digits, sizes = found.number[1], found.sizes
    born = _BORN.fullmatch(digits)
    if found.contiguous:
        # With a day or a region that cannot be it is a slip of the finger: still somebody's.
        sure = not _OF_A_DAY.match(digits) or bool(_ANY_REGION.fullmatch(digits))
    elif born:
        sure = born[1] < _AT_WORK or sizes == (6, 4, 2, 2, 4) or _fits(digits)
    else:
        sure = sizes in _SIXES and bool(re.match(_REGION, digits))
    return IDENTITY if sure else None


def _old_identity(found: Candidate) -> Kind | None:
    usual = found.contiguous or found.sizes in _OLD_SIXES
    return IDENTITY if usual or found.taken_apart else None


def _mobile(found: Candidate) -> Kind | None:
    own = found.after(found.number[1])
    if len(own) == 1 or found.grouped(own, _THREES) or found.taken_apart:
        return MOBILE
    return None


def _landline(found: Candidate) -> Kind | None:
    abroad, area, local = found.number.groups()
    home = area.startswith("0")
    if _OF_A_DAY.fullmatch(local) or not (home or (abroad and not found.contiguous)):
        return None
    own = found.after(abroad)
    grouped = own[0] == len(area) and found.grouped(own[1:], _LOCAL)
    return LANDLINE if len(own) == 1 or grouped or found.taken_apart else None


def _case(found: Candidate) -> Kind | None:
    """A number that the police system gives; any other that is as long is nothing a ledger needs."""
    digits = found.number[0]
    if found.contiguous:
        return CASE if len(set(digits)) > 1 else None
    return CASE if found.taken_apart and _CASE.fullmatch(digits) else None


def _card(found: Candidate) -> Kind | None:
    digits = found.number[0]
    checked = _luhn(digits)
    # Sixteen digits are a common length of numbers; UnionPay's beginnings are not common.
    known = _UNIONPAY.match(digits) and not _OF_A_REGION.match(digits)
    if not (found.contiguous or found.grouped(found.sizes, _FOURS)):
        one = found.taken_apart and (known or len(found.sizes) <= _FEW_GROUPS)
        return CARD if checked and one else None
    return CARD if known or checked else None


def _fits(identity: str) -> bool:
    """Whether the last character is the one that GB 11643 asks for."""
    total = sum(int(digit) * (2 ** (17 - n) % 11) for n, digit in enumerate(identity[:17]))
    return "10X98765432"[total % 11] == identity[17].upper()


def _luhn(card: str) -> bool:
    """Whether the last digit is the one that cards end in."""
    doubled = "0246813579"
    return sum(int(doubled[int(d)] if n % 2 else d) for n, d in enumerate(reversed(card))) % 10 == 0


_PHONES: tuple[Form, ...] = ((_MOBILE, _mobile), (_LANDLINE, _landline))
_CARD: Form = (_ANY_CARD, _card)
_BEFORE_DATES_GO: Mapping[int, tuple[Form, ...]] = dict.fromkeys((18, 19), ((_ANY_DAY, _identity),))
_AFTERWARDS: Mapping[int, tuple[Form, ...]] = {
    **dict.fromkeys((11, 12, 13, 14), _PHONES),
    15: ((_OLD, _old_identity), *_PHONES, _CARD),
    16: (_CARD, *_PHONES),
    **dict.fromkeys((17, 18, 19), (_CARD,)),
    **dict.fromkeys(range(20, _LONGEST + 2), ((_LONG, _case),)),
}
"""How many digits → what they may be; more than can be joined count as one more."""
