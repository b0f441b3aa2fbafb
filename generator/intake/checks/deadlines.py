"""When reports were filed, and whether late ones are recorded as late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from generator.intake.checks.facts import Facts, at, header
from generator.intake.forms import Entry
from generator.intake.kinds import QUANTITY, Event, Lapse
from generator.intake.ledger import Report
from generator.intake.periods import last_day, next_month, previous_month
from generator.intake.problems import Problem
from generator.intake.rulebook import Scheme

DAYS_EARLY = 3
"""A report may be filed this many days before the month is over."""
DAYS_LATE = 92
"""A report filed later than this is more likely a mistyped date."""


def filing_dates(facts: Facts) -> Iterator[Problem]:
    """A month is reported when it is over, or nearly so."""
    for report in facts.ledger.reports:
        if report.filed is None:
            continue
        end, place = last_day(report.month), header(report, "填报日期")
        if report.filed < end - timedelta(days=DAYS_EARLY):
            yield Problem(
                "日期",
                place,
                f"填报日期 {report.filed} 时，{report.month} 还没有过完",
                f"请写 {end - timedelta(days=DAYS_EARLY)} 以后的日期",
            )
        elif report.filed > end + timedelta(days=DAYS_LATE):
            yield Problem(
                "日期",
                place,
                f"填报日期 {report.filed} 比 {report.month} 晚了 {(report.filed - end).days} 天",
                "请核对年份和月份",
                "提醒",
            )


def plausible_filing(report: Report) -> date | None:
    """The filing date, unless it is so far off that it must be mistyped."""
    end = last_day(report.month)
    early, late = end - timedelta(days=DAYS_EARLY), end + timedelta(days=DAYS_LATE)
    return report.filed if report.filed and early <= report.filed <= late else None


def days_late(facts: Facts, report: Report) -> int:
    """Working days after the deadline; 0 when in time or not to be told."""
    filed = plausible_filing(report)
    calendar = facts.rulebook.calendar
    deadline = calendar.nth_working_day(next_month(report.month), facts.rulebook.bureau.report_by)
    return calendar.working_days_after(deadline, filed) if filed else 0


def late_reports(facts: Facts) -> Iterator[Problem]:
    """A late report is recorded as late, with the right number of working days, and no other is."""
    for report in facts.ledger.reports:
        scheme = facts.rulebook.schemes.get(report.scheme)
        if scheme is None or plausible_filing(report) is None:
            continue
        late = days_late(facts, report)
        if scheme.of_cases and scheme.late_item:
            yield from _late_cases(facts, scheme, report, late)
        elif scheme.late_item:
            yield from _late_records(facts, scheme, report, late)
        elif late:
            yield Problem(
                "迟报",
                header(report, "填报日期"),
                f"这份记录迟报 {late} 个工作日",
                "本积分制没有迟报项目，不扣分",
                "提示",
            )


def recorded_days(entries: tuple[Entry, ...], code: str) -> list[int]:
    """The days that each entry of the late item states (1 where it counts times)."""
    found = []
    for entry in entries:
        terms = entry.item.terms
        if entry.item.code == code and isinstance(terms, Event | Lapse):
            days = entry.values.get(QUANTITY[terms.per])
            found.append(days if isinstance(days, int) else 0)
    return found


def _late_records(facts: Facts, scheme: Scheme, report: Report, late: int) -> Iterator[Problem]:
    """The late item stands in the same file, for every subject in it."""
    own = facts.records_in.get(report.place.path, [])
    stated = {
        record.subject: sum(recorded_days(record.entries, scheme.late_item)) for record in own
    }
    wrong = [subject for subject, days in stated.items() if days != late]
    if not wrong or report.place.path in facts.ledger.unread:
        return
    names = "" if len(wrong) == len(own) else "、".join(wrong) + " 的"
    place, code = header(report, "填报日期"), scheme.late_item
    if late:
        yield Problem(
            "迟报",
            place,
            f"这份记录迟报 {late} 个工作日，{names}{code} 记的不是 {late} 天",
            f"请写上 {code}，天数: {late}；日期写错的请改正",
            "提醒",
        )
    else:
        yield Problem(
            "迟报",
            place,
            f"这份记录按期报送，{names}{code} 却记了迟报",
            f"请删去 {code}，或核对填报日期",
            "提醒",
        )


def _late_cases(facts: Facts, scheme: Scheme, report: Report, late: int) -> Iterator[Problem]:
    """The late item stands in the unit's review file of the month or the next."""
    stated = [
        days
        for month in (report.month, next_month(report.month))
        for record in facts.findings_of(scheme.code, month, report.reporter)
        for days in recorded_days(record.entries, scheme.late_item)
    ]
    if late and late not in stated:
        yield Problem(
            "迟报", header(report, "填报日期"), f"这份记录迟报 {late} 个工作日，复核记录里没有 {scheme.late_item} 天数: {late}",
            f"请在 ledger/{report.month}/{scheme.review_folder}/{report.reporter}.yml 的“单位问题”里写明", "提醒",
        )  # fmt: skip


def unfounded_late_findings(facts: Facts) -> Iterator[Problem]:
    """A unit is charged with a late report only when the report of that month or the one before
    was late; a report that is not there at all may be charged.
    """
    filed = {(r.scheme, r.month, r.reporter): r for r in facts.ledger.reports}
    for record in facts.ledger.unit_findings:
        scheme = facts.rulebook.schemes[record.scheme]
        known = facts.ledger.months(scheme.code)
        months = [m for m in (previous_month(record.month), record.month) if m in known]
        reports = [filed.get((scheme.code, month, record.subject)) for month in months]
        if any(report is None or days_late(facts, report) for report in reports):
            continue
        for entry in record.entries:
            if entry.item.code == scheme.late_item:
                yield Problem(
                    "迟报", at(entry, entry.values, "项"), f"{'、'.join(months)} 的案件记录都按期报送，{entry.item.code} 却记了迟报",
                    f"请删去 {entry.item.code}，或核对案件记录的填报日期", "提醒",
                )  # fmt: skip
