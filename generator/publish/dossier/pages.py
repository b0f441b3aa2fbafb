"""Dossiers 积分档案: one page per branch, room, unit or officer and year, down to every line.

The page of a year shows each scheme that scores the subject: the year at a glance, where it falls
short, then month by month every line with rule, arithmetic, record and approval.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from generator.publish.bulletin.rankings import COUNTERS, unusual
from generator.publish.dossier.header import Headers
from generator.publish.dossier.months import (
    ComponentLines,
    DossierMonth,
    LineRows,
    Told,
    UnitCases,
    csv_rows,
    unit_cases,
)
from generator.publish.dossier.year import WeakItem, YearRows, next_rank, weakest
from generator.publish.kit import charts, labels, links
from generator.publish.kit.labels import Words, points_cell, say
from generator.publish.kit.tables import Cell, Column, Table, as_csv
from generator.publish.site import Download, Page, Site
from generator.publish.trail.marks import SignerNames, approval_cell
from generator.rules.periods import Period
from generator.rules.roster import BRANCHES, OFFICERS, ROOMS, UNITS
from generator.rules.scheme import Scheme
from generator.scoring.explained import how
from generator.scoring.model import StandingRow
from generator.text.hundredths import spell

LEVELS = (BRANCHES, ROOMS, UNITS, OFFICERS)
CSV_COLUMNS = (
    Column("month", "月份"),
    Column("component", "组成"),
    Column("item", "项目"),
    Column("case", "案件"),
    Column("words", "算法"),
    Column("points", "得分", numeric=True),
    Column("published", "更正前公布", numeric=True),
    Column("evidence", "事由和依据"),
    Column("source", "记录位置"),
    Column("approval", "审批"),
)


def pages(site: Site) -> Iterator[Page]:
    """All dossiers of all years."""
    for year in site.books.ledger.years:
        yield from Dossiers(site, year).pages()


@dataclass(frozen=True, slots=True)
class Section:
    """What one scheme says about the subject."""

    scheme: Scheme
    headline: Words
    state: str
    summary: Table
    how: tuple[str, ...]
    trend: charts.TrendChart | None
    next_rank: Words
    weakest: tuple[WeakItem, ...]
    months: tuple[DossierMonth, ...]


@dataclass(frozen=True, slots=True)
class RoomMonth:
    """A month that an officer served in a room: the room's result is the officer's."""

    month: str
    room: Cell
    total: Cell
    rank: str


class Dossiers:
    """Makes the dossiers of one year."""

    def __init__(self, site: Site, year: int) -> None:
        self.site, self.year = site, year
        self.scores, self.books = site.scores, site.books
        self.names, self.signers = site.names, SignerNames(site.names)
        self.rows = YearRows(site.scores, self.names, year, site.marks)
        schemes = site.books.rulebook.schemes.values()
        self.months = sorted({month for scheme in schemes for month in self.rows.months(scheme)})
        self.headers = Headers(site.books, self.names, year, self.months)
        self.cases = {case.id: case for case in site.books.ledger.cases}
        self.approval = cache(self._approval)

    def pages(self) -> Iterator[Page]:
        for level in LEVELS:
            for code in self.subjects(level):
                yield self.dossier(level, code)

    def subjects(self, level: str) -> list[str]:
        """Codes with a row in the year; officers also when they serve in a room or have lines."""
        schemes = self.rows.schemes(level)
        codes = {code for s in schemes for code in self.rows.rows(s.code, level, self.rows.year)}
        if level == OFFICERS:
            # Officers of a room are not ranked, but their room is: their page shows it.
            codes |= {number for people in self.headers.room_people.values() for number in people}
            codes |= {
                line.subject
                for scheme in schemes
                for line in self.scores.lines_in(scheme.code, self.months)
                if line.subject in self.books.roster.officers
            }
        return sorted(codes)

    # ── a page ──────────────────────────────────────────────────────────────────────────────

    def dossier(self, level: str, code: str) -> Page:
        uri = links.dossier(level, code, self.year)
        made = (self.section(scheme, level, code, uri) for scheme in self.rows.schemes(level))
        sections = [section for section in made if section is not None]
        name = self.name(level, code)
        files = self.files(level, code, sections)
        context = {
            "year": self.year,
            "facts": self.headers.facts(level, code),
            "sections": sections,
            "rooms": self.room_months(code) if level == OFFICERS else (),
            "files": files,
            "sample": any(v.sample for s in sections for v in s.scheme.versions),
        }
        return self.site.page(
            "dossier.html",
            uri,
            f"{name}{self.year}年积分档案",
            context,
            edit_uri=self.latest_record(sections, code),
            search=" ".join([*(section.scheme.short for section in sections), code]),
            downloads=files,
        )

    def name(self, level: str, code: str) -> str:
        if level != OFFICERS:
            return self.names.of(level, code)
        # Whoever is in front anywhere is named as such everywhere on the page.
        rows = [self.rows.row(scheme, OFFICERS, code) for scheme in self.rows.schemes(OFFICERS)]
        ranks = [row.rank for row in rows if row is not None and row.rank is not None]
        return self.names.in_full(code, min(ranks, default=None))

    def latest_record(self, sections: Sequence[Section], code: str) -> str:
        """The newest record file about the subject, for the link to the source."""
        lines = (
            line
            for s in sections
            for line in self.scores.lines_of(s.scheme.code, code, self.months)
        )
        # Paths begin with the month, so that the last is the newest.
        return max((line.place.path for line in lines if line.place), default="")

    @staticmethod
    def files(level: str, code: str, sections: Sequence[Section]) -> tuple[Download, ...]:
        rows = [row for section in sections for row in csv_rows(section.months)]
        tables = [section.summary for section in sections]
        tables += [Table("得分明细", CSV_COLUMNS, rows)] if rows else []
        if not tables:
            return ()
        year = sections[0].summary.caption[:4]
        return (Download(f"{links.DOSSIER_FOLDERS[level]}-{code}-{year}.csv", as_csv(*tables)),)

    # ── a scheme's section ──────────────────────────────────────────────────────────────────

    def section(self, scheme: Scheme, level: str, code: str, page: str) -> Section | None:
        row = self.rows.row(scheme, level, code)
        if row is None and not self.scores.lines_of(scheme.code, code, self.months):
            return None
        group = self.rows.group(scheme, level, code)
        label = labels.group_label(group) if group else ""
        of_unit = scheme.of_cases and level == UNITS
        weak = weakest(scheme, self.scores, code, page, self.rows.year, of_unit=of_unit)
        return Section(
            scheme=scheme,
            headline=self.headline(scheme, row, label),
            state=unusual(row) if row else "",
            summary=self.rows.summary(scheme, level, code),
            how=self.how(scheme, code, row),
            trend=self.rows.trend(scheme, level, code),
            next_rank=next_rank(row, group, label or f"全部{level}", COUNTERS[level]),
            weakest=weak,
            months=tuple(self.month_views(scheme, level, code)),
        )

    def headline(self, scheme: Scheme, row: StandingRow | None, label: str) -> Words:
        """The year in one sentence."""
        if row is None:
            return say(f"本年不在{scheme.short}考核范围，下列记录不参加排名。")
        if row.total is None:
            return say("本年没有记录，按未报处理，不计为零分。")
        said = f"{self.rows.year.name}{self.rows.so_far(scheme)}合计{spell(row.total)}分"
        if row.ranked_on is not None and row.ranked_on != row.total:
            said += f"，折合{spell(row.ranked_on)}分"
        place = f"，{label}第{row.rank}名" if row.rank is not None else ""
        note = f"（{row.note}）" if row.note else ""
        bulletin = Cell("年度通报", links.bulletin(scheme.code, self.rows.year))
        return say(f"{said}{place}{note}，见", bulletin, "。")

    def how(self, scheme: Scheme, code: str, row: StandingRow | None) -> tuple[str, ...]:
        """How the year's total is made; plain sums of the rows above need no sentence."""
        if row is None or row.total is None:
            return ()
        said = how(self.scores, scheme, self.rows.year, code, row)
        return tuple(each.words for each in said if not each.adds_lines)

    # ── months ──────────────────────────────────────────────────────────────────────────────

    def month_views(self, scheme: Scheme, level: str, code: str) -> Iterator[DossierMonth]:
        """The months in which the subject is assessed or has lines."""
        rows = LineRows(scheme, self.cases, self.site.marks)
        for month in self.rows.months(scheme):
            row = self.rows.row(scheme, level, code, Period(month))
            lines = self.scores.lines_of(scheme.code, code, [month])
            # Not assessed and nothing recorded: the month says nothing about the subject.
            if row is None and not lines:
                continue
            anchored = list(zip(lines, links.line_anchors(lines), strict=True))
            parts, without = rows.parts(month, anchored)
            anchor = links.month_anchor(month, scheme.code)
            approvals, told = self.approvals(parts, anchor)
            yield DossierMonth(
                month=month,
                anchor=anchor,
                missing=row is not None and row.total is None,
                parts=parts,
                without_lines=without,
                total=row.total if row else sum(line.points for line in lines),
                said=month_said(row),
                approvals=approvals,
                told=told,
                unit_cases=self.unit_cases(scheme, level, code, month, row),
            )

    def _approval(self, path: str) -> tuple[Cell, str]:
        """The short cell of a record's approval, and the approval in full (empty if there is none)."""
        found = self.site.evidence.approval(path)
        words = self.signers.all_said(found.marks) if found else ""
        return approval_cell(self.site.evidence, path), words

    def approvals(
        self, parts: Iterable[ComponentLines], anchor: str
    ) -> tuple[Mapping[str, Cell], tuple[Told, ...]]:
        """The approvals of a month's records: for each line in short, below in full."""
        cells: dict[str, Cell] = {}
        told: dict[str, Told] = {}
        for path in dict.fromkeys(r.place.path for part in parts for r in part.rows if r.place):
            cell, words = self.approval(path)
            if words and cell.href not in told:
                place = f"{anchor}-a{len(told) + 1}"
                # One sheet may approve several records of a month: told once.
                told[cell.href] = Told(place, cell.href, cell.text, words)
            cells[path] = cell._replace(hidden=told[cell.href].anchor) if words else cell
        return cells, tuple(told.values())

    def unit_cases(
        self, scheme: Scheme, level: str, code: str, month: str, row: StandingRow | None
    ) -> UnitCases | None:
        if not scheme.of_cases or level != UNITS or row is None or row.total is None:
            return None
        # By the unit of the line: an officer may have served in two within the month.
        everything = self.scores.lines_in(scheme.code, [month])
        lines = [line for line in everything if line.unit == code]
        ranks = self.rows.rows(scheme.code, OFFICERS, Period(month))
        return unit_cases(scheme, row, lines, ranks, self.names, month)

    def room_months(self, number: str) -> tuple[RoomMonth, ...]:
        """The results of the rooms that a person served in."""
        made = []
        for scheme in self.rows.schemes(ROOMS)[:1]:
            for month, code in sorted(self.headers.rooms_of(number).items()):
                row = self.rows.row(scheme, ROOMS, code, Period(month))
                if row is not None:
                    page = links.dossier(ROOMS, code, self.year)
                    total = points_cell(
                        row.total, f"{page}#{links.month_anchor(month, scheme.code)}"
                    )
                    rank = self.rows.rank_cell(scheme, ROOMS, Period(month), row).text
                    made.append(RoomMonth(month, Cell(row.name, page), total, rank))
        return tuple(made)


def month_said(row: StandingRow | None) -> str:
    """What is unusual about a month."""
    if row is None:
        return "本月不参加排名。"
    if row.total is None:
        return "本月未报，不计为零分，也不计入平均。"
    said = [each for each in dict.fromkeys((row.note, unusual(row))) if each]
    return "；".join(said) + "。" if said else ""
