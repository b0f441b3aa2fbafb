"""Whole hundredths: how they are read, rounded half-up once, and spelled for people."""

from __future__ import annotations

import re

MINUS = "\u2212"
DECIMAL = r"-?(0|[1-9]\d{0,6})(\.\d{1,2})?"
_PARTS = re.compile(r"(-?)(0|[1-9]\d{0,6})(?:\.(\d{1,2}))?", re.ASCII)


def hundredths(text: str) -> int | None:
    """``-0.5`` → -50; None when ``text`` is not a decimal with at most two places."""
    match = _PARTS.fullmatch(text)
    if not match:
        return None
    value = int(match[2]) * 100 + int((match[3] or "0").ljust(2, "0"))
    return -value if match[1] else value


def half_up(numerator: int, denominator: int) -> int:
    """``numerator ÷ denominator`` rounded to a whole number, halves away from zero (四舍五入)."""
    # Never round(): it goes to the even neighbour, and a float has lost the half before that.
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    sign = -1 if numerator < 0 else 1
    return sign * ((2 * abs(numerator) + denominator) // (2 * denominator))


def spell(points: int) -> str:
    """``1895`` → ``18.95``; negative numbers carry a true minus sign."""
    # Of the absolute value: // rounds down, and -0.50 would become -1.50.
    return f"{MINUS if points < 0 else ''}{abs(points) // 100}.{abs(points) % 100:02d}"


def plain(points: int) -> str:
    """``1895`` → ``18.95`` with an ASCII minus: for CSV, JSON and record files."""
    return f"{'-' if points < 0 else ''}{abs(points) // 100}.{abs(points) % 100:02d}"


def signed(points: int) -> str:
    """``250`` → ``+2.50``, ``0`` → ``0.00``."""
    return f"+{spell(points)}" if points > 0 else spell(points)


def short(points: int) -> str:
    """``200`` → ``2``, ``50`` → ``0.5``: a rule's value as rules state it."""
    whole = spell(points)
    return whole.rstrip("0").rstrip(".")


def typed(points: int) -> str:
    """``-25`` → ``-0.25``: as short, with the minus sign that a person types."""
    return short(points).replace(MINUS, "-")


def percent(share: int) -> str:
    """``9500`` → ``95%``."""
    return f"{short(share)}%"
