"""Months, quarters, years, and the working days that deadlines are counted in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

CADENCE_MONTHS = {
    "月": frozenset(range(1, 13)),
    "季": frozenset({3, 6, 9, 12}),
    "半年": frozenset({6, 12}),
    "年": frozenset({12}),
    "随时": frozenset[int](),
}
"""Months in which an item of that cadence is due, unless the rule names others."""


@dataclass(frozen=True, order=True)
class Period:
    """A month ``2025-06``, a quarter ``2025-Q2`` or a year ``2025``."""

    code: str

    @classmethod
    def parse(cls, text: str) -> Period | None:
        """The period written as ``text``, or None."""
        return cls(text) if re.fullmatch(r"20\d\d(-(0[1-9]|1[0-2]|Q[1-4]))?", text) else None

    @property
    def kind(self) -> str:
        """月, 季 or 年."""
        return "年" if len(self.code) == 4 else "季" if "Q" in self.code else "月"

    @property
    def year(self) -> int:
        """The calendar year."""
        return int(self.code[:4])

    @cached_property
    def months(self) -> tuple[str, ...]:
        """Its months as ``2025-06``, in order."""
        if self.kind == "月":
            return (self.code,)
        first, count = (int(self.code[-1]) * 3 - 2, 3) if self.kind == "季" else (1, 12)
        return tuple(f"{self.year}-{month:02d}" for month in range(first, first + count))

    @property
    def place(self) -> int:
        """Which of its kind it is in its year: 6 for June, 2 for the second quarter, 1 for a year."""
        return 1 if self.kind == "年" else int(self.code[5:].removeprefix("Q"))

    @property
    def last_day(self) -> date:
        """The last calendar day."""
        return last_day(self.months[-1])

    @cached_property
    def previous(self) -> Period:
        """The period of the same length just before."""
        if self.kind == "年":
            return Period(str(self.year - 1))
        if self.kind == "季":
            number = int(self.code[-1])
            return Period(f"{self.year}-Q{number - 1}" if number > 1 else f"{self.year - 1}-Q4")
        return Period(previous_month(self.code))

    @property
    def name(self) -> str:
        """``2025年6月``, ``2025年第二季度``, ``2025年度``."""
        if self.kind == "年":
            return f"{self.year}年度"
        if self.kind == "季":
            return f"{self.year}年第{'一二三四'[int(self.code[-1]) - 1]}季度"
        return f"{self.year}年{int(self.code[5:])}月"


def quarter_of(month: str) -> Period:
    """The quarter that holds ``month``."""
    return Period(f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}")


def first_day(month: str) -> date:
    """The first calendar day of a month."""
    return date(int(month[:4]), int(month[5:]), 1)


def next_month(month: str) -> str:
    """The month after."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12}-{number % 12 + 1:02d}"


def previous_month(month: str) -> str:
    """The month before."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year - (number == 1)}-{(number - 2) % 12 + 1:02d}"


def last_day(month: str) -> date:
    """The last calendar day of a month."""
    return first_day(next_month(month)) - timedelta(days=1)


@dataclass(frozen=True)
class Uncovered:
    """Instead of a day or a number of days: what would need a year whose holidays nobody stated."""

    year: int

    def __str__(self) -> str:
        return f"{self.year}-"


Day = date | Uncovered
Days = int | Uncovered


def known(day: Day) -> date:
    """A day that is known to be covered, or a fault of the program."""
    assert isinstance(day, date), f"{day} is not in the calendar"
    return day


@dataclass(frozen=True)
class Calendar:
    """Weekends, public holidays and make-up working days (``rules/calendar.yml``).

    A year without a single holiday is no year: its holidays have not been announced or not been
    entered, and nothing is counted in it.
    """

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    basis: tuple[str, ...] = ()
    """The notices that the days are taken from."""

    @cached_property
    def years(self) -> frozenset[int]:
        """The years that are covered."""
        return frozenset(day.year for day in self.off)

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on ``day``, in a covered year."""
        # 调休: some Saturdays and Sundays are worked to make up for long holidays.
        return day in self.worked or (day.weekday() < 5 and day not in self.off)

    def nth_working_day(self, month: str, n: int) -> Day:
        """The ``n``-th working day of a month, n ≥ 1."""
        return self.after_working_days(first_day(month) - timedelta(days=1), n)

    def working_days_after(self, start: date, end: date) -> Days:
        """Working days later than ``start`` and not later than ``end`` (0 when end ≤ start)."""
        count = 0
        while start < end:
            start += timedelta(days=1)
            if start.year not in self.years:
                return Uncovered(start.year)
            count += self.is_working_day(start)
        return count

    def after_working_days(self, start: date, n: int) -> Day:
        """The day ``n`` working days after ``start``."""
        while n > 0:
            start += timedelta(days=1)
            if start.year not in self.years:
                return Uncovered(start.year)
            # A day is never guessed: a deadline that is wrong by a holiday would be held against somebody.
            n -= self.is_working_day(start)
        return start
