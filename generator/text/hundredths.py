"""Whole hundredths: rounding half-up once, and spelling for people."""

from __future__ import annotations

MINUS = "\u2212"


def half_up(numerator: int, denominator: int) -> int:
    """``numerator ÷ denominator`` rounded to a whole number, halves away from zero (四舍五入)."""
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    sign = -1 if numerator < 0 else 1
    return sign * ((2 * abs(numerator) + denominator) // (2 * denominator))


def spell(points: int) -> str:
    """``1895`` → ``18.95``; negative numbers carry a true minus sign."""
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


def percent(hundredths: int) -> str:
    """``9500`` → ``95%``."""
    return f"{short(hundredths)}%"
