"""Record files on the audit pages: who reported each and when, its approval, what is late or missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from generator.ledger.records import Report
from generator.publish.kit import links
from generator.publish.kit.labels import DASH, cn_date, month_name
from generator.publish.kit.tables import Cell, Column, Table, TableRow
from generator.publish.site import Site
from generator.publish.trail.marks import approval_cell
from generator.rules.periods import Day, Days, Period, Uncovered
from generator.rules.roster import UNITS
from generator.scoring.model import MissingReport

REVIEW = "案件复核"


class Late(NamedTuple):
    """A report filed after its day, and by how many working days."""

    report: Report
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
    # A review is no report: nobody's 迟报 is counted by it.
    late = tuple(
        Late(report, days)
        for report in reports
        if (days := site.days_late(report)) is not None and not _is_review(site, report)
    )
    return FiledMonth(month, site.deadline(month), reports, late, tuple(_missing(site, month)))


def _missing(site: Site, month: str) -> Iterator[tuple[str, MissingReport]]:
    for scheme in site.schemes:
        if month in site.scores.months(scheme.code):
            # Case work is reported by units; officers have no report of their own to miss.
            level = UNITS if scheme.of_cases else ""
            for each in site.scores.standing(scheme.code, Period(month), level).missing:
                yield scheme.short, each


def _is_review(site: Site, report: Report) -> bool:
    return report.scheme not in site.rulebook.schemes


def _scheme_name(site: Site, report: Report) -> str:
    scheme = site.rulebook.schemes.get(report.scheme)
    return scheme.short if scheme else REVIEW


def _reporter(site: Site, report: Report) -> str:
    return site.names.reporter(report.reporter) or report.reporter


# ── tables ─────────────────────────────────────────────────────────────────────────────────────


def overview(months: list[FiledMonth]) -> Table:
    columns = (
        Column("month", "月份"),
        Column("files", "记录文件", numeric=True),
        Column("due", "报送期限", hidden_on_phone=True),
        Column("late", "迟报", numeric=True),
        Column("missing", "缺报", numeric=True),
    )
    rows = [
        TableRow.of(
            Cell(month_name(each.month), links.audit_month(each.month), sort=each.month),
            str(len(each.reports)),
            Cell(cn_date(each.due), sort=str(each.due)),
            *(Cell(str(n), tone="warn" if n else "") for n in (len(each.late), len(each.missing))),
        )
        for each in reversed(months)
    ]
    return Table("各月记录文件", columns, rows)


def file_tables(site: Site, month: FiledMonth) -> Iterator[tuple[str, str, Table]]:
    """``(anchor, heading, table)`` for each scheme, and for the reviews."""
    by_scheme: dict[str, list[Report]] = defaultdict(list)
    for report in month.reports:
        by_scheme[report.scheme].append(report)
    late = {late.report.place.path: late.days for late in month.late}
    # Folders of reviews are no schemes, and follow them.
    order = dict.fromkeys([*(scheme.code for scheme in site.schemes), *by_scheme])
    for code in [code for code in order if code in by_scheme]:
        name = _scheme_name(site, by_scheme[code][0])
        rows = [
            _file_row(site, report, _term(month, late.get(report.place.path, 0)))
            for report in by_scheme[code]
        ]
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
    # Without the day nobody is called late, and nobody in time either.
    if isinstance(month.due, Uncovered):
        return Cell("未核对")
    return Cell(f"迟{_days(late)}个工作日", tone="warn") if late else Cell("按期")


def _days(late: Days) -> str:
    return "若干" if isinstance(late, Uncovered) else str(late)


def _filed(report: Report) -> Cell:
    if report.filed is None:
        return Cell(DASH)
    return Cell(cn_date(report.filed), sort=report.filed.isoformat())


def _file_row(site: Site, report: Report, term: Cell) -> TableRow:
    path = report.place.path
    return TableRow.of(
        _reporter(site, report),
        path,
        site.names.in_full(report.by),
        _filed(report),
        term,
        approval_cell(site.evidence, path),
        anchor=links.record_anchor(path.split("/", 2)[2]),
    )


def late_table(site: Site, months: list[FiledMonth]) -> Table:
    columns = (
        Column("reporter", "报送对象"),
        Column("scheme", "积分制"),
        Column("month", "月份"),
        Column("filed", "填报日期", hidden_on_phone=True),
        Column("days", "迟报工作日", numeric=True),
    )
    rows = [
        TableRow.of(
            _reporter(site, late.report),
            _scheme_name(site, late.report),
            Cell(month_name(each.month), links.record_of(late.report.place.path), sort=each.month),
            _filed(late.report),
            _days(late.days),
        )
        for each in reversed(months)
        for late in each.late
    ]
    return Table("迟报清单", columns, rows)


def absent_table(site: Site, months: list[FiledMonth]) -> Table:
    columns = (
        Column("name", "对象"),
        Column("unit", "单位", hidden_on_phone=True),
        Column("scheme", "积分制"),
        Column("month", "月份"),
    )
    rows = [
        TableRow.of(
            missing.name,
            site.names.unit(missing.unit) if missing.unit else DASH,
            scheme,
            Cell(month_name(missing.month), sort=missing.month),
        )
        for each in reversed(months)
        for scheme, missing in each.missing
    ]
    return Table("缺报清单", columns, rows)
