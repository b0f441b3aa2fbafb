"""Who stands in the ranking tables of a period: for which months, in which group, or why unranked."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from generator.rules.periods import Period
from generator.rules.roster import OFFICERS, UNITS, Subject
from generator.rules.scheme import Scheme
from generator.scoring.model import REPORTED, MissingReport
from generator.scoring.tally import Tally
from generator.text.grouping import grouped
from generator.text.hundredths import half_up, percent


class Participants:
    """The subjects of one scheme, level and period.

    These are questions about single people and offices, dates and rules, asked one by one; what is
    added up or compared over all of them is done in the table.
    """

    def __init__(
        self,
        tally: Tally,
        scheme: Scheme,
        level: str,
        period: Period,
        guests: Mapping[str, Subject],
    ) -> None:
        """``guests`` have points in the period but may have been in case work at no month end."""
        self.tally, self.scheme, self.level, self.period = tally, scheme, level, period
        self.bureau = tally.books.rulebook.bureau
        self.months = [month for month in period.months if month in tally.months(scheme.code)]
        self.counted = scheme.of_cases and level == UNITS
        there = {
            code: {month: member[month] for month in self.months if month in member}
            for code, member in tally.members(scheme, level).items()
        }
        own = {code: member for code, member in there.items() if member}
        self.guests = {code: guest for code, guest in guests.items() if code not in own}
        self.members: Mapping[str, Mapping[str, Subject]] = own | {
            code: {self.months[-1]: guest} for code, guest in self.guests.items()
        }
        self.absent = cache(self._absent)
        self.counting = cache(self._counting)

    def placed(self, code: str) -> Subject:
        """The subject in the group of most months of the period, the later one when equal."""
        member = self.members[code]
        months = grouped(member, lambda month: member[month].group)
        group = max(months, key=lambda name: (len(months[name]), max(months[name])))
        last = member[max(member)]
        # A year is compared in a class only by who was in it for more than half of the year.
        if self.period.kind == "年" and len(months) > 1 and len(months[group]) < 7:
            return last
        return last._replace(group=group)

    # ── months ──────────────────────────────────────────────────────────────────────────────

    def _counting(self, code: str) -> list[str]:
        """The months of the period that count for a subject: those reported."""
        # In case work no record names an officer without a case: who was there and whose unit
        # reported has a month of 0 points, which is a fact and not a gap.
        if self.scheme.of_cases:
            absent, member = self.absent(code), self.members[code]
            return [month for month in self.months if month in member and month not in absent]
        return [month for month in self.months if month in self.reported(code)]

    def _absent(self, code: str) -> list[str]:
        """Months of the period in which the subject existed but was not reported.

        For an officer in case work it is the unit of that month end that reports.
        """
        if code in self.guests:
            return []
        by_unit = self.scheme.of_cases and self.level == OFFICERS
        member = self.members[code]
        return [
            month
            for month in self.months
            if month in member
            and month not in self.reported(member[month].unit if by_unit else code)
        ]

    def reported(self, code: str) -> frozenset[str]:
        """The months with a report by or about ``code``."""
        return self.tally.reported.get((self.scheme.code, code), frozenset())

    def heads(self, unit: str) -> list[int]:
        """Officers in case work at the end of each month in which the unit took part."""
        member = self.members[unit]
        return [self.tally.headcount(unit, month) for month in self.months if month in member]

    # ── states and reasons ──────────────────────────────────────────────────────────────────

    def state(self, code: str, *, idle: bool) -> str:
        """已报, or what is missing; ``idle`` means that no case was finished."""
        absent = len(self.absent(code))
        if absent:
            return "未报" if not self.counting(code) else f"缺报 {absent} 个月"
        return f"本{self.period.kind}无办结案件" if self.scheme.of_cases and idle else REPORTED

    def why_unranked(self, code: str) -> str:
        """Why a subject takes no part in the ranking; empty when it does."""
        months, absent = self.counting(code), self.absent(code)
        # Whoever has left keeps the points and is listed; places are among those who are there.
        if self.months and (code in self.guests or self.months[-1] not in self.members[code]):
            gone = "期末不在办案岗位" if self.scheme.of_cases else "期末已不在名册"
            return f"{gone}，不参与排名"
        if not months or (self.period.kind == "月" and absent):
            return "未报"
        if len(absent) >= self.bureau.unranked_when_missing:
            return f"缺报 {len(absent)} 个月，不参与排名"
        # A scheme that began within the period asks for no more months than there were.
        least = min(self.bureau.least_months.get(self.period.kind, 1), len(self.months))
        if len(months) < least:
            return f"计分不足 {least} 个月，不参与排名"
        return self.out_of_post(code) if self.level == OFFICERS else ""

    def out_of_post(self, code: str) -> str:
        """Whether an officer served for too small a part of the period to be compared."""
        days = [self.tally.days_in_post(code, month) for month in self.months]
        served, total = map(sum, zip(*days, strict=True))
        share = self.bureau.least_in_post
        # Multiplied across instead of divided: exactly half of the days is enough.
        return f"在岗不足 {percent(share)}，不参与排名" if served * 100_00 < total * share else ""

    def missing(self) -> tuple[MissingReport, ...]:
        """Who owes which month; in case work units owe reports, not officers."""
        if self.scheme.of_cases and self.level == OFFICERS:
            return ()
        return tuple(
            MissingReport(code, member[month].name, member[month].unit, month)
            for code, member in sorted(self.members.items())
            for month in self.absent(code)
        )

    # ── what makes totals comparable ────────────────────────────────────────────────────────

    def ranked_on(self, total: int, code: str, group: str) -> int:
        """折合分: the total made comparable when months are missing, else the total itself."""
        # By full base points and not by months: a month in which quarterly items are due weighs
        # more than others.  A unit per head is a mean already.
        months = self.counting(code)
        if self.counted or not self.scheme.annualised or not months or months == self.months:
            return total
        whole = sum(self.full_base(month, group) for month in self.months)
        part = sum(self.full_base(month, group) for month in months)
        return half_up(total * whole, part) if part else total

    def full_base(self, month: str, group: str) -> int:
        """The full points of the prorating components in a month."""
        version = self.scheme.version(month)
        prorating = {c.code for c in self.scheme.components if c.prorates}
        return sum(
            item.full(group)
            for item in (version.items if version else ())
            if item.component in prorating and (item.due(month) or item.terms.starts_full)
        )

    def grade(self, total: int) -> str:
        """等次 of the period, or 未达及格线, when the rules name any for such periods."""
        version = self.scheme.version(self.months[-1]) if self.months else None
        if self.counted or version is None or self.period.kind != version.graded:
            return ""
        if version.pass_mark is not None and total < version.pass_mark:
            return "未达及格线"
        return next((name for name, least in version.grades if total >= least), "")
