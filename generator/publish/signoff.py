"""Who signs a bulletin and by when: the three levels, and the dates that follow from a period.

Dates come from the working calendar alone, so a page built later shows the same dates.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from generator.intake.bureau import Bureau
from generator.intake.periods import Calendar, Period, next_month
from generator.intake.rulebook import Scheme

LEVELS = {
    "party": ("政工室领导", "分管局领导", "局主要领导"),
    "team": ("政工室领导", "分管局领导", "局主要领导"),
    "rooms": ("派出所领导", "治安大队领导", "分管局领导"),
    "cases": ("办案单位领导", "法制大队领导", "分管局领导"),
}
"""Scheme → the three levels in order.  Until approvals are verified they are only named."""

NOT_VERIFIED = "未启用核验"


def levels(scheme: Scheme) -> tuple[str, ...]:
    """The three levels of a scheme; a scheme not listed goes by its office."""
    return LEVELS.get(scheme.code, (f"{scheme.office}领导", "分管局领导", "局主要领导"))


@dataclass(frozen=True, slots=True)
class Schedule:
    """The dates of a period's bulletin."""

    report_by: date
    published: date
    publicity_end: date
    publicity_days: int
    answer_within: int
    next_report: date
    next_review: date
    next_publish: date


def schedule(period: Period, bureau: Bureau, calendar: Calendar) -> Schedule:
    """When the last month was to be reported, when the bulletin is published, what comes next.

    The day of publication is the first day of publicity.
    """
    after = next_month(period.months[-1])
    published = calendar.nth_working_day(after, bureau.publish_by)
    days = bureau.publicity.get(period.kind, 3)
    following = next_month(after)
    return Schedule(
        report_by=calendar.nth_working_day(after, bureau.report_by),
        published=published,
        publicity_end=calendar.after_working_days(published, days - 1),
        publicity_days=days,
        answer_within=bureau.answer_within,
        next_report=calendar.nth_working_day(following, bureau.report_by),
        next_review=calendar.nth_working_day(following, bureau.review_by),
        next_publish=calendar.nth_working_day(following, bureau.publish_by),
    )


def objections_to(bureau: Bureau, scheme: Scheme) -> str:
    """Where to object: the scheme's own office when the bureau names it in general."""
    return scheme.office if "编发单位" in bureau.objections_to else bureau.objections_to
