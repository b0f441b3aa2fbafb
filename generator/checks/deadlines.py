"""When reports were filed, and whether late ones are recorded as late."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from generator.checks.facts import Facts
from generator.ledger.records import Record, Report
from generator.rules.periods import Day, Days, Uncovered, last_day, next_month, previous_month
from generator.rules.scheme import Item, Scheme
from generator.text.problems import Place, Problem, at
from generator.text.reading import listed
from generator.trail.objection_states import answers

DAYS_EARLY = 3
"""A report may be filed this many days before the month is over."""
DAYS_LATE = 92
"""A report filed later than this is more likely a mistyped date."""


def filing_dates(facts: Facts) -> Iterator[Problem]:
    """A month is reported when it is over, or nearly so."""
    for report in facts.ledger.reports:
        if report.filed is None:
            continue
        end, place = last_day(report.month), at(report, "填报日期")
        days = (report.filed - end).days
        if days < -DAYS_EARLY:
            message = f"填报日期 {report.filed} 时，{report.month} 还没有过完"
            hint = f"请写 {end - timedelta(days=DAYS_EARLY)} 以后的日期"
            yield Problem("日期", place, message, hint)
        elif days > DAYS_LATE:
            message = f"填报日期 {report.filed} 比 {report.month} 晚了 {days} 天"
            yield Problem("日期", place, message, "请核对年份和月份", "提醒")


def plausible_filing(report: Report) -> date | None:
    """The filing date, unless it is so far off that it must be mistyped."""
    if report.filed is None:
        return None
    days = (report.filed - last_day(report.month)).days
    return report.filed if -DAYS_EARLY <= days <= DAYS_LATE else None


def deadline(facts: Facts, month: str) -> Day:
    """The last day on which the records of a month are in time."""
    return facts.rulebook.calendar.nth_working_day(
        next_month(month), facts.rulebook.bureau.report_by
    )


def days_late(facts: Facts, report: Report) -> Days:
    """Working days after the deadline; 0 when in time or the date is mistyped."""
    filed, due = plausible_filing(report), deadline(facts, report.month)
    if isinstance(due, Uncovered):
        return due
    if filed is None:
        return 0
    return facts.rulebook.calendar.working_days_after(due, filed)


def uncovered_years(facts: Facts) -> Iterator[Problem]:
    """Whoever keeps the calendar is told which year is missing, and what was not looked at."""
    if not facts.rulebook.calendar.off:
        return  # a fault of the file, told there
    missing: dict[int, dict[str, None]] = {}
    for what, day in _needed_days(facts):
        if isinstance(day, Uncovered):
            missing.setdefault(day.year, {})[what] = None
    for year, found in sorted(missing.items()):
        message = f"工作日历没有 {year} 年的放假和调休，没有核对{listed(list(found))}"
        hint = f"请按国务院办公厅的通知，在“休”“班”里补上 {year} 年的日期"
        yield Problem("日历", Place("rules/calendar.yml"), message, hint, "提醒")


def _needed_days(facts: Facts) -> Iterator[tuple[str, Day | Days]]:
    """What is counted in working days, and the day or the number that comes of it."""
    calendar, within = facts.rulebook.calendar, facts.rulebook.bureau.answer_within
    for month in sorted({report.month for report in facts.ledger.reports}):
        yield f"{month} 的记录是否迟报", deadline(facts, month)
    for bulletin in facts.trail.bulletins:
        yield "通报的公示天数", calendar.working_days_after(*bulletin.publicity)
    for objection in facts.trail.objections:
        for answer in answers(objection.steps, within, calendar):
            yield "异议的答复期限", answer.due


def late_reports(facts: Facts) -> Iterator[Problem]:
    """A late report is recorded as late, with the right number of working days, and no other is."""
    for report in facts.ledger.reports:
        # Review files have no deadline: their folder is no scheme.
        scheme = facts.rulebook.schemes.get(report.scheme)
        if scheme is None or plausible_filing(report) is None:
            continue
        late, item = days_late(facts, report), late_item(scheme, report.month)
        # Without the holidays of the year nobody is called late: it was done once, wrongly.
        if isinstance(late, Uncovered):
            continue
        if item is None:
            if late:
                message, hint = f"这份记录迟报 {late} 个工作日", "本积分制没有迟报项目，不扣分"
                yield Problem("迟报", at(report, "填报日期"), message, hint, "提示")
        elif scheme.of_cases:
            yield from _late_cases(facts, scheme, item, report, late)
        elif report.place.path not in facts.ledger.unread:
            yield from _late_records(facts, item, report, late)


def late_item(scheme: Scheme, month: str) -> Item | None:
    """The item that records late reports, as of a month."""
    version = scheme.version(month)
    items = version.of_code(scheme.late_item) if version and scheme.late_item else []
    return next((item for item in items if item.terms.counted), None)


def recorded(records: Iterable[Record], item: Item) -> list[int]:
    """What the entries of the late item state: days, or how many times."""
    entries = (e for record in records for e in record.entries if e.item.code == item.code)
    return [entry.said.times for entry in entries if entry.said.times]


def _agrees(item: Item, stated: list[int], late: int) -> bool:
    """Whether the record of a late report fits: by days where the rule counts days."""
    # The entry is the deduction: a wrong number of days would be a wrong number of points.
    by_days = item.terms.counted == "天数"
    return sum(stated) == late if by_days else bool(stated) == bool(late)


def _late_records(facts: Facts, item: Item, report: Report, late: int) -> Iterator[Problem]:
    """The late item stands in the same file, for every subject in it."""
    own = facts.records_in.get(report.place.path, [])
    stated = {record.subject: recorded([record], item) for record in own}
    wrong = {subject: days for subject, days in stated.items() if not _agrees(item, days, late)}
    if not wrong:
        return
    names = "" if len(wrong) == len(own) else "、".join(wrong) + " "
    place, name = at(report, "填报日期"), f"{item.code} {item.name}"
    if not late:
        hint = f"请删去 {item.code}；填报日期写错的请改正"
        yield Problem("迟报", place, f"这份记录按期报送，{names}却记了 {name}", hint, "提醒")
        return
    what = "没有记" if not any(wrong.values()) else "记错了天数："
    hint = f"请写上 - {late_entry(item, late)}；填报日期写错的请改正"
    message = f"这份记录迟报 {late} 个工作日，{names}{what} {name}"
    yield Problem("迟报", place, message, hint, "提醒")


def late_entry(item: Item, late: int) -> str:
    """The entry that a late report needs."""
    field = item.terms.counted
    number = late if field == "天数" else 1
    return f"{{项: {item.code}, {field}: {number}, 事由: {item.name}, 依据: {item.evidence}}}"


def _late_cases(
    facts: Facts, scheme: Scheme, item: Item, report: Report, late: int
) -> Iterator[Problem]:
    """The late item stands in the unit's review file of the month or the next."""
    # That a month is late shows in the next one, whose review file may hold it as well.
    months = (report.month, next_month(report.month))
    found = [facts.findings.get((scheme.code, m, report.reporter), []) for m in months]
    stated = (days for records in found for days in recorded(records, item))
    if late and not any(_agrees(item, [days], late) for days in stated):
        path = f"ledger/{report.month}/{scheme.review_folder}/{report.reporter}.yml"
        message = f"这份记录迟报 {late} 个工作日，复核记录的“单位问题”里没有这 {late} 天"
        hint = f"请在 {path} 里写上 - {late_entry(item, late)}"
        yield Problem("迟报", at(report, "填报日期"), message, hint, "提醒")


def unfounded_late_findings(facts: Facts) -> Iterator[Problem]:
    """A unit is charged with a late report only when that month's or the last one's was late.

    A report that is not there at all may be charged too.
    """
    filed = {(r.scheme, r.month, r.reporter): r for r in facts.ledger.reports}
    for record in facts.ledger.unit_findings:
        scheme = facts.rulebook.schemes[record.scheme]
        known = facts.ledger.months(scheme.code)
        months = [m for m in (previous_month(record.month), record.month) if m in known]
        reports = [filed.get((scheme.code, month, record.subject)) for month in months]
        # An Uncovered is true as well: in doubt nobody is told to delete a deduction.
        if any(report is None or days_late(facts, report) for report in reports):
            continue
        for entry in record.entries:
            if (code := entry.item.code) == scheme.late_item:
                message = f"{'、'.join(months)} 的案件记录都按期报送，{code} 却记了迟报"
                hint = f"请删去 {code}，或核对案件记录的填报日期"
                yield Problem("迟报", at(entry, "项"), message, hint, "提醒")
