"""Personal data of nobody, spelled in the ways people spell it; and texts that look a little like it.

Numbers are put together from their parts, so that none stands in this file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

REGIONS = ("110101", "330102", "610921", "440305", "512345")
PROVINCES = "浙陕京新青"
SCRIPTS = (
    "0123456789",
    "０１２３４５６７８９",
    "٠١٢٣٤٥٦٧٨٩",
    "०१२३४५६७८९",
    "⁰¹²³⁴⁵⁶⁷⁸⁹",
    "⓪①②③④⑤⑥⑦⑧⑨",
    "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗",
    "〇一二三四五六七八九",
    "零壹贰叁肆伍陆柒捌玖",
)
BETWEEN_GROUPS = (
    "",
    " ",
    "  ",
    "-",
    "－",
    "—",
    ".",
    "·",
    "_",
    "　",
    " - ",
    "，",
    "、",
    ", ",
    "/",
    "\n",
    "\n    # ",
)
UNSEEN = "\u00ad\u034f\u115f\u200b\u200d\u2060\u2800\u3164\ufe0f\ufeff\u0378\ue000\U000e0041\U000e0100\u20e3"
"""Marks, blanks that are letters, private and unassigned characters, a tag, a variation selector."""

Number = tuple[str, ...]
"""The groups in which people write a number."""


def _digits(chance: Random, count: int, first: str = "0123456789") -> str:
    return chance.choice(first) + "".join(chance.choice("0123456789") for _ in range(count - 1))


def _born(chance: Random) -> str:
    return f"{chance.randint(1935, 2015)}{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}"


def identity(chance: Random) -> Number:
    last = chance.choice("0123456789X")
    return chance.choice(REGIONS), _born(chance), _digits(chance, 3) + last


def old_identity(chance: Random) -> Number:
    return chance.choice(REGIONS), _born(chance)[2:], _digits(chance, 3)


def mobile(chance: Random) -> Number:
    number = "1" + _digits(chance, 2, "3456789"), _digits(chance, 4), _digits(chance, 4)
    return (chance.choice(("+86", "86", "0086")), *number) if chance.random() < 0.3 else number


def landline(chance: Random) -> Number:
    area, length = chance.choice((("0571", 8), ("0915", 7), ("010", 8), ("021", 8), ("0755", 8)))
    local = _digits(chance, length, "5678")
    return area, local


def card(chance: Random) -> Number:
    begin = chance.choice(("6222", "6217", "9558", "1030"))
    groups = begin, *(_digits(chance, 4) for _ in range(3)), _digits(chance, 2)
    return *groups[:-1], groups[-1] + _check_digit("".join(groups))


def foreign_card(chance: Random) -> Number:
    groups = (
        chance.choice("45") + _digits(chance, 3, "12345"),
        _digits(chance, 4),
        _digits(chance, 4),
    )
    last = _digits(chance, 3)
    return *groups, last + _check_digit("".join(groups) + last)


def _check_digit(digits: str) -> str:
    doubled = [int(digit) * (2 - n % 2) for n, digit in enumerate(reversed(digits))]
    return str(-sum(each // 10 + each % 10 for each in doubled) % 10)


NUMBERS: dict[str, Callable[[Random], Number]] = {
    "identity": identity,
    "old identity": old_identity,
    "mobile": mobile,
    "landline": landline,
    "card": card,
    "foreign card": foreign_card,
}


def spelled(number: Number, chance: Random) -> str:
    """A number in one of the ways: a script, a gap between groups, what is not seen between digits."""
    script, gap = chance.choice(SCRIPTS), chance.choice(BETWEEN_GROUPS)
    text = gap.join(number)
    if chance.random() < 0.3:
        at = chance.randrange(1, len(text))
        text = text[:at] + chance.choice(UNSEEN) + text[at:]
    return text.translate(dict(zip(map(ord, SCRIPTS[0]), script, strict=True)))


def plate(chance: Random) -> str:
    letter, digits = chance.choice("ABCGKabg"), _digits(chance, 5)
    gaps = chance.choice((("", ""), ("", "·"), (" ", ""), ("", " "), ("", "-"), (" ", " ")))
    serial = chance.choice(
        (digits, f"D{digits}", f"{digits}F", f"{digits[:4]}警", f"B{digits[1:]}")
    )
    return f"{chance.choice(PROVINCES)}{gaps[0]}{letter}{gaps[1]}{serial}"


def paper(chance: Random) -> str:
    year, number = chance.randint(2019, 2026), chance.randint(1, 9999)
    return chance.choice((
        f"青公（治）行罚决字〔{year}〕{number}号",
        f"清公刑拘字[{year}] 第{number}号",
        f"青检刑诉〔{year}〕{number}号",
        f"（{year}）陕0921刑初{number}号",
        f"（{year}）陕刑终{number}号",
        f"A{_digits(chance, 22, '3')}",
    ))  # fmt: skip


SENTENCES: Sequence[str] = (
    "{}",
    "联系人{}",
    "当事人张某，{}，已登记",
    "tel{}x",
    "编号 12：{}。",
    "（{}）",
)
KINDS = (*NUMBERS, "plate", "paper")


def drawn(kind: str, chance: Random) -> str:
    """One piece of a kind, in a sentence."""
    if kind in NUMBERS:
        said = spelled(NUMBERS[kind](chance), chance)
    else:
        said = plate(chance) if kind == "plate" else paper(chance)
    sentence = chance.choice(SENTENCES)
    # Letters right beside a plate are part of its look.
    return (sentence if kind in NUMBERS else sentence.replace("x", "")).format(said)


# ── what is no personal data ────────────────────────────────────────────────────────────────────


def _day(chance: Random) -> tuple[int, int, int]:
    return chance.randint(2019, 2027), chance.randint(1, 12), chance.randint(1, 31)


def document_number(chance: Random) -> str:
    year, month, day = _day(chance)
    short, long = chance.randint(1, 199), chance.randint(1, 9999)
    return chance.choice((
        f"抽查单{year}-{month:02d}-{short}",
        f"镇综治中心确认{year}-{short}",
        f"青公党〔{year}〕{short}号",
        f"公通字〔{year}〕{short}号",
        f"青公法字〔{year}〕第{short}号",
        f"国办发明电〔{year}〕{short}号",
        f"检查登记{year}{month:02d}{day:02d}",
        f"登记编号{year}{month:02d}{day:02d}{long:04d}",
        f"收文{year}{month:02d}{day:02d}{short}号",
        f"走访登记{month:02d}{day:02d}-{month:02d}31",
        f"{year}-{month:02d}-chengguan-{short:02d}",
        f"{year}{month:02d}{day:02d}-{short:02d}",
        f"台账{year}年第{month}册第{day}页",
        f"T{month}-{year}-{month:02d}-{short:03d}",
        f"第{month}、{day}、{short}号",
        f"警号06{chance.randint(1000, 9999)}、06{chance.randint(1000, 9999)}",
        f"任务清单{year}.{month}.{day}-{short}",
        f"rooms-cg-dongmen-{year}{month:02d}{day:02d}-{chance.randbytes(4).hex()}",
    ))  # fmt: skip


def amount(chance: Random) -> str:
    number = chance.randint(1, 10 ** chance.randint(1, 8))
    return chance.choice((
        f"{number}元",
        f"{number:,}元",
        f"{number / 100:.2f}元",
        f"{number / 100:,.2f}",
        f"{number % 10000 / 100:.2f}%",
        f"{number % 100}/{number % 997}",
        f"应办{number % 1000}，已办{number % 900}",
        f"{number % 1000}人次",
        f"共{number}户",
        f"{number % 24:02d}:{number % 60:02d}",
    ))  # fmt: skip


def day(chance: Random) -> str:
    one, other = _day(chance), _day(chance)
    form = chance.choice(
        ("{}-{:02d}-{:02d}", "{}.{}.{}", "{}/{}/{}", "{}年{}月{}日", "{}{:02d}{:02d}")
    )
    between = chance.choice(("至", "—", "-", " ", "、", "～"))
    return form.format(*one) + (between + form.format(*other) if chance.random() < 0.5 else "")


def digest(chance: Random) -> str:
    """As people quote one: its beginning; or all of it."""
    whole = chance.randbytes(32).hex()
    return chance.choice((whole[:12], f"sha256:{whole}", chance.randbytes(20).hex()))


def innocent(chance: Random) -> str:
    """One to three document numbers, amounts, days or digests."""
    parts = [
        chance.choice((document_number, amount, day, digest))(chance)
        for _ in range(chance.randint(1, 3))
    ]
    return chance.choice(("，", " ", "、", "；", "\n")).join(parts)
