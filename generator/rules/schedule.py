"""When a period is reported, published and open to objections, by the working calendar alone."""

from __future__ import annotations

from dataclasses import dataclass

from generator.rules.bureau import Bureau
from generator.rules.periods import Calendar, Day, Period, Uncovered, next_month


@dataclass(frozen=True, slots=True)
class Schedule:
    """The dates of a period's bulletin."""

    report_by: Day
    published: Day
    publicity_end: Day
    publicity_days: int
    answer_within: int
    next_report: Day
    next_review: Day
    next_publish: Day


def uncovered(dates: Schedule) -> int:
    """The year whose calendar is missing for a bulletin to be published and shown; 0 if none is."""
    return dates.publicity_end.year if isinstance(dates.publicity_end, Uncovered) else 0


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
        publicity_end=published
        if isinstance(published, Uncovered)
        else calendar.after_working_days(published, days - 1),
        publicity_days=days,
        answer_within=bureau.answer_within,
        next_report=calendar.nth_working_day(following, bureau.report_by),
        next_review=calendar.nth_working_day(following, bureau.review_by),
        next_publish=calendar.nth_working_day(following, bureau.publish_by),
    )
