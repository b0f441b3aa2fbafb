"""Months and days as a file writes them, and what to write where a person wrote them another way."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from generator.text.reading import Schema, Wrong, quoted
from generator.text.scalars import HALF_WIDTH, Scalar

_MONTH = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])", re.ASCII)
_DAY = re.compile(r"(19|20)\d\d-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class MonthCode(Scalar):
    """``2025-06``."""

    label: str = "月份"

    def parse(self, text: str) -> str:
        if not _MONTH.fullmatch(text):
            raise Wrong("月份", f"{quoted(text)}不是有效月份", month_hint(text))
        return text

    def schema(self) -> Schema:
        return {"type": "string", "pattern": r"^(19|20)\d\d-(0[1-9]|1[0-2])$"}


def _numbers(text: str) -> list[int]:
    """Year, month and day as somebody wrote them in another way; nothing where they are not alone."""
    plain = text.translate(HALF_WIDTH)
    match = re.fullmatch(r"\s*(\d{4})(\d\d)(\d\d)?\s*", plain, re.ASCII) or re.fullmatch(
        r"\s*(\d{4})\s?[-年./—－–]\s?(\d{1,2})(?:\s?[-月./—－–]\s?(\d{1,2}))?\s?[日号月]?\s*",
        plain,
        re.ASCII,
    )
    return [int(number) for number in match.groups() if number] if match else []


def month_hint(text: str) -> str:
    """What to write for a mistyped month: the same month, or how months are written."""
    match _numbers(text):
        case [year, month] if not 1 <= month <= 12:
            return f"{year}年没有 {month} 月，请核对"
        case [year, month] if _MONTH.fullmatch(f"{year}-{month:02d}"):
            return f"请写成 {year}-{month:02d}"
    return "请写成“年-月”，如 2025-06"


def date_hint(text: str) -> str:
    """What to write for a mistyped date: the same day, or how dates are written."""
    match _numbers(text):
        case [year, month, _] if not 1 <= month <= 12:
            return f"{year}年没有 {month} 月，请核对"
        case [year, month, day] if 1900 <= year < 2100:
            last = monthrange(year, month)[1]
            if 1 <= day <= last:
                return f"请写成 {date(year, month, day)}"
            return f"{year}年{month}月只有 {last} 天，请核对"
    return "请写成“年-月-日”，如 2025-06-30"


@dataclass(frozen=True, slots=True)
class Date(Scalar):
    """``2025-06-30``, read into ``datetime.date``."""

    label: str = "日期"

    def parse(self, text: str) -> date:
        # Asked first: fromisoformat also takes 20250630 and 2025-W26-1.
        if _DAY.fullmatch(text):
            try:
                return date.fromisoformat(text)
            except ValueError:
                pass
        raise Wrong("日期", f"{quoted(text)}不是有效日期", date_hint(text))

    def schema(self) -> Schema:
        return {"type": "string", "format": "date", "pattern": r"^(19|20)\d\d-\d\d-\d\d$"}
