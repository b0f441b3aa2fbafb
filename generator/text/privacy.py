"""Personal data that must never enter the repository, because git cannot forget.

The patterns find what has a fixed form: ID numbers, phone numbers, plates, bank cards, the police
system's case numbers and document numbers of cases.  Names have no form; review must find those.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple


class PersonalData(NamedTuple):
    """What was found, the characters, and what to write instead."""

    what: str
    text: str
    hint: str

    @property
    def masked(self) -> str:
        """Enough to find it again, too little to keep in a log."""
        return f"“{self.text[:3]}…{self.text[-2:]}”"


_WITHOUT = "请删去，只写台账编号或登记编号"
_PATTERNS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    # First: behind its letter, eighteen digits would pass for an identity number.
    (
        "公安系统案件编号",
        re.compile(r"(?<![A-Z0-9])[AJ]\d{17,24}(?!\d)|(?<!\d)\d{20,24}(?!\d)"),
        "请删去，只写本台账自编的案件编号，如 2025-06-chengguan-01",
    ),
    (
        "身份证号",
        re.compile(
            r"(?<!\d)[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?!\d)"
        ),
        _WITHOUT,
    ),
    # Also with a birthday that cannot be: a slip of the finger leaves it somebody's number.
    ("身份证号", re.compile(r"(?<!\d)[1-9]\d{16}[\dXx](?!\d)"), _WITHOUT),
    # Fifteen digits, as numbers were before 1999 and still are in old papers.
    (
        "身份证号",
        re.compile(r"(?<!\d)[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)"),
        _WITHOUT,
    ),
    # UnionPay, Visa, Mastercard.
    ("银行卡号", re.compile(r"(?<!\d)(?:62|4\d|5[1-5])\d{14,17}(?!\d)"), _WITHOUT),
    ("手机号码", re.compile(r"(?<!\d)(?:\+?86)?1[3-9]\d{9}(?!\d)"), "请删去，联系方式不进台账"),
    ("座机号码", re.compile(r"(?<!\d)0\d{2,3}-?[2-9]\d{6,7}(?!\d)"), "请删去，联系方式不进台账"),
    (
        "车牌号",
        re.compile(
            r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
            r"[A-HJ-NP-Z][·.]?[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳]"
        ),
        "请删去，写“涉案车辆”即可",
    ),
    (
        "案件文书号",
        re.compile(
            r"[公检法刑行][\u4e00-\u9fff()（）]{0,12}[字诉罚决拘捕立]字?[〔\[（(【]?20\d\d[〕\])）】]?第?\d+号"
        ),
        "请删去，只写本台账自编的案件编号",
    ),
    (
        "法院案号",
        re.compile(r"[（(〔]20\d\d[）)〕][\u4e00-\u9fff]{1,2}\d{2,4}[\u4e00-\u9fff]{1,4}\d+号"),
        "请删去，只写本台账自编的案件编号",
    ),
)
_JOINED = re.compile(r"(?<=[\dA-Za-z])[ \u3000\-—–.·_](?=[\dA-Za-zXx])")
_DATES = re.compile(r"(?<!\d)20\d\d-\d{1,2}(?:-\d{1,3})?(?!\d)")
# Nearly every text of a ledger is innocent: one quick look spares it all the patterns above.
_WORTH_A_LOOK = re.compile(
    r"\d{5}|\d[ \u3000\-]\d|[A-Z][·.]?[A-Z0-9]{4}|[〔\[（(【]20\d\d|[０-９Ａ-Ｚ]"
)


def find(text: str) -> PersonalData | None:
    """The first piece of personal data in ``text``, also when written full-width or with gaps."""
    if not _WORTH_A_LOOK.search(text):
        return None
    plain = half_width(text)
    # First as it stands, then without the gaps that people put into long numbers.  Dates are taken
    # out before: two of them side by side, once joined, would look like a number of a person.
    for looked_at in (plain, _JOINED.sub("", _DATES.sub(" / ", plain))):
        for what, pattern, hint in _PATTERNS:
            if match := pattern.search(looked_at):
                return PersonalData(what, match[0], hint)
    return None


def half_width(text: str) -> str:
    """The text with each character in its plain form: ``１`` → ``1``, ``（`` → ``(``.

    Character by character, because NFKC of a whole text sorts long runs of accents, which takes
    quadratic time.
    """
    return text if text.isascii() else text.translate(_PLAIN)


class _Plain(dict[int, str]):
    """Each character asked for so far → its plain form."""

    def __missing__(self, code: int) -> str:
        self[code] = unicodedata.normalize("NFKC", chr(code))
        return self[code]


_PLAIN = _Plain()
