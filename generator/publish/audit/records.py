"""Record files on the audit pages: who reported each and when, its approval, what is late or missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from generator.ledger.records import Report
from generator.publish.kit import links
from generator.publish.kit.labels import Names, cn_date, month_name
from generator.publish.kit.tables import Cell, Column, Table, TableRow
from generator.publish.site import Site
from generator.publish.trail.marks import approval_cell
from generator.rules.periods import Day, Days, Period, Uncovered, next_month
from generator.scoring.model import MissingReport

REVIEW = "案件复核"


class Late(NamedTuple):
    """A report filed after its day, and by how many working days."""

    report: Report
    due: date
    days: Days


@dataclass(frozen=True, slots=True)
class FiledMonth:
    """The record files of one month."""

    month: str
    due: Day
    reports: tuple[Report, ...]
    late: tuple[Late, ...]
    missing: tuple[tuple[str, MissingReport], ...]
    """``(scheme name, what is missing)``."""


def all_months(site: Site) -> list[str]:
    """Every month with a record, oldest first."""
    return sorted({report.month for report in site.books.ledger.reports})


def month_of(site: Site, month: str) -> FiledMonth:
    reports = tuple(r for r in site.books.ledger.reports if r.month == month)
    bureau, calendar = site.books.rulebook.bureau, site.books.rulebook.calendar
    due = calendar.nth_working_day(next_month(month), bureau.report_by)
    late = tuple(
        Late(report, due, calendar.working_days_after(due, report.filed))
        for report in reports
        if not isinstance(due, Uncovered)
        and report.filed is not None
        and report.filed > due
        and not _is_review(site, report)
    )
    return FiledMonth(month, due, reports, late, tuple(_missing(site, month)))


def _missing(site: Site, month: str) -> Iterator[tuple[str, MissingReport]]:
    for code in site.schemes:
        scheme = site.books.rulebook.schemes[code]
        if month in site.scores.months(code):
            level = "单位" if scheme.of_cases else ""
            for each in site.scores.standing(code, Period(month), level).missing:
                yield scheme.short, each


def _is_review(site: Site, report: Report) -> bool:
    return report.scheme not in site.books.rulebook.schemes


def _scheme_name(site: Site, report: Report) -> str:
    scheme = site.books.rulebook.schemes.get(report.scheme)
    return scheme.short if scheme else REVIEW


def _reporter(site: Site, report: Report) -> str:
    """The branch or unit a report is about."""
    branch = site.books.roster.branches.get(report.reporter)
    return branch.name if branch else Names(site.books.rulebook.bureau, site.books.roster).unit(report.reporter)  # fmt: skip


# ── tables ─────────────────────────────────────────────────────────────────────────────────────


def overview(months: list[FiledMonth]) -> Table:
    rows = tuple(
        TableRow(
            (
                Cell(month_name(each.month), links.audit_month(each.month), sort=each.month),
                Cell(str(len(each.reports))),
                Cell(cn_date(each.due), sort=str(each.due)),
                _count(len(each.late)),
                _count(len(each.missing)),
            )
        )
        for each in reversed(months)
    )
    columns = (
        Column("month", "月份"),
        Column("files", "记录文件", numeric=True),
        Column("due", "报送期限", hidden_on_phone=True),
        Column("late", "迟报", numeric=True),
        Column("missing", "缺报", numeric=True),
    )
    return Table("各月记录文件", columns, rows)


def _count(number: int) -> Cell:
    return Cell(str(number), tone="warn") if number else Cell("0")


def file_tables(site: Site, month: FiledMonth) -> Iterator[tuple[str, str, Table]]:
    """``(anchor, heading, table)`` for each scheme, and for the reviews."""
    by_scheme: dict[str, list[Report]] = defaultdict(list)
    for report in month.reports:
        by_scheme[report.scheme].append(report)
    late = {late.report.place.path: late.days for late in month.late}
    order = [*site.schemes, *(code for code in by_scheme if code not in site.schemes)]
    for code in order:
        if code in by_scheme:
            name = _scheme_name(site, by_scheme[code][0])
            rows = tuple(
                _file_row(site, report, _term(month, late.get(report.place.path, 0)))
                for report in by_scheme[code]
            )
            yield code, name, Table(f"{month_name(month.month)}{name}记录文件", _FILE_COLUMNS, rows)


_FILE_COLUMNS = (
    Column("reporter", "报送对象"),
    Column("file", "文件", sortable=False),
    Column("by", "填报人"),
    Column("filed", "填报日期"),
    Column("state", "期限"),
    Column("approval", "审批", sortable=False, hidden_on_phone=True),
)


def _term(month: FiledMonth, late: Days) -> Cell:
    """Whether a report came in time, as far as the calendar tells."""
    if isinstance(month.due, Uncovered):
        return Cell("未核对")
    return Cell(f"迟{_days(late)}个工作日", tone="warn") if late else Cell("按期")


def _days(late: Days) -> str:
    return "若干" if isinstance(late, Uncovered) else str(late)


def _file_row(site: Site, report: Report, term: Cell) -> TableRow:
    names = Names(site.books.rulebook.bureau, site.books.roster)
    path = report.place.path
    filed = Cell("—")
    if report.filed is not None:
        filed = Cell(cn_date(report.filed), sort=report.filed.isoformat())
    return TableRow(
        (
            Cell(_reporter(site, report)),
            Cell(path),
            Cell(names.in_full(report.by)),
            filed,
            term,
            approval_cell(site.evidence, path),
        ),
        anchor=links.record_anchor(path.split("/", 2)[2]),
    )


def late_table(site: Site, months: list[FiledMonth]) -> Table:
    rows = tuple(
        TableRow(
            (
                Cell(_reporter(site, late.report)),
                Cell(_scheme_name(site, late.report)),
                Cell(
                    month_name(each.month),
                    links.record(late.report.place),
                    sort=each.month,
                ),
                Cell(cn_date(late.report.filed), sort=late.report.filed.isoformat())
                if late.report.filed
                else Cell("—"),
                Cell(_days(late.days)),
            )
        )
        for each in reversed(months)
        for late in each.late
    )
    columns = (
        Column("reporter", "报送对象"),
        Column("scheme", "积分制"),
        Column("month", "月份"),
        Column("filed", "填报日期", hidden_on_phone=True),
        Column("days", "迟报工作日", numeric=True),
    )
    return Table("迟报清单", columns, rows)


def absent_table(site: Site, months: list[FiledMonth]) -> Table:
    names = Names(site.books.rulebook.bureau, site.books.roster)
    rows = tuple(
        TableRow(
            (
                Cell(missing.name),
                Cell(names.unit(missing.unit) if missing.unit else "—"),
                Cell(scheme),
                Cell(month_name(missing.month), sort=missing.month),
            )
        )
        for each in reversed(months)
        for scheme, missing in each.missing
    )
    columns = (
        Column("name", "对象"),
        Column("unit", "单位", hidden_on_phone=True),
        Column("scheme", "积分制"),
        Column("month", "月份"),
    )
    return Table("缺报清单", columns, rows)
