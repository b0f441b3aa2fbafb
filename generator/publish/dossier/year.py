"""The year of a dossier: its standings at a glance, and where it falls short (找差距、补短板)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from generator.publish.bulletin.rankings import COUNTERS, RankingTables, mean_heads, pooled_title
from generator.publish.kit import charts, labels, links
from generator.publish.kit.labels import (
    DASH,
    OFFICERS,
    Names,
    Words,
    item_name,
    month_name,
    points_cell,
    say,
)
from generator.publish.kit.tables import Cell, Column, Table, TableRow
from generator.publish.trail.marks import Marks
from generator.rules.periods import Period, quarter_of
from generator.rules.scheme import Scheme
from generator.scoring.items import Loss
from generator.scoring.model import ADJUSTED, UNITS, Group, StandingRow
from generator.scoring.standings import Scores
from generator.text.hundredths import spell


class YearRows:
    """Rows and groups by subject; every standing is turned into a mapping once."""

    def __init__(self, scores: Scores, names: Names, year: int, marks: Marks) -> None:
        self.scores, self.names, self.marks = scores, names, marks
        self.year = Period(str(year))
        self.groups = cache(self._groups)
        self.rows = cache(self._rows)
        self.tables = cache(self._tables)

    def _groups(self, scheme: str, level: str, period: Period) -> Mapping[str, Group]:
        """Subject → its group, for one standing."""
        standing = self.scores.standing(scheme, period, level)
        return {row.subject: group for group in standing.groups for row in group.rows}

    def _rows(self, scheme: str, level: str, period: Period) -> Mapping[str, StandingRow]:
        """Subject → its row, for one standing."""
        return {row.subject: row for row in self.scores.standing(scheme, period, level).rows}

    def _tables(self, scheme: str, level: str, period: Period) -> RankingTables:
        rules = self.scores.books.rulebook.schemes[scheme]
        standing = self.scores.standing(scheme, period, level)
        return RankingTables(rules, standing, self.names, self.marks)

    def row(
        self, scheme: Scheme, level: str, code: str, period: Period | None = None
    ) -> StandingRow | None:
        """A subject's row of a period, the year unless another is named."""
        return self.rows(scheme.code, level, period or self.year).get(code)

    def group(
        self, scheme: Scheme, level: str, code: str, period: Period | None = None
    ) -> Group | None:
        """The group it is ranked in."""
        return self.groups(scheme.code, level, period or self.year).get(code)

    def months(self, scheme: Scheme) -> list[str]:
        """The months of the year with reports."""
        return [month for month in self.scores.months(scheme.code) if month in self.year.months]

    def schemes(self, level: str) -> list[Scheme]:
        """The schemes with records of the year that score this level, its own before case work."""
        found = []
        for scheme in self.scores.books.rulebook.schemes.values():
            levels = (OFFICERS, UNITS) if scheme.of_cases else (scheme.subject,)
            if level in levels and self.months(scheme):
                found.append(scheme)
        return sorted(found, key=lambda each: each.of_cases)

    def periods(self, scheme: Scheme) -> list[Period]:
        """Months with each quarter after its last one, then the year."""
        months = self.months(scheme)
        found: list[Period] = []
        for number, month in enumerate(months):
            found.append(Period(month))
            last = number + 1 == len(months) or quarter_of(months[number + 1]) != quarter_of(month)
            found += [quarter_of(month)] if last else []
        return [*found, self.year]

    def so_far(self, scheme: Scheme) -> str:
        """``（截至8月）`` while the year is not over."""
        last = self.months(scheme)[-1]
        return "" if last.endswith("-12") else f"（截至{month_name(last, year=False)}）"

    # ── the year at a glance ────────────────────────────────────────────────────────────────

    def summary(self, scheme: Scheme, level: str, code: str) -> Table:
        """Months, quarters and the year: components, total, rank."""
        found = [(period, self.row(scheme, level, code, period)) for period in self.periods(scheme)]
        pairs = [(period, row) for period, row in found if row is not None]
        tables = self.tables(scheme.code, level, self.year)
        columns = summary_columns(tables, [row for _, row in pairs])
        keys = [column.key for column in columns]
        rows = tuple(
            TableRow(
                tuple(self.summary_cells(scheme, level, period, row, keys)),
                anchor=links.period_anchor(period, scheme.code),
                tone="" if period.kind == "月" else "strong",
            )
            for period, row in pairs
        )
        return Table(f"{self.year.code}年{scheme.short}积分", tuple(columns), rows)

    def summary_cells(
        self, scheme: Scheme, level: str, period: Period, row: StandingRow, keys: Sequence[str]
    ) -> Iterator[Cell]:
        made = self.tables(scheme.code, level, period)
        for key in keys:
            match key:
                case "period":
                    yield Cell(short_name(period), links.bulletin(scheme.code, period))
                case "cases":
                    yield Cell(str(row.cases))
                case "heads":
                    yield mean_heads(row)
                case "pooled":
                    pooled = row.pooled or 0
                    yield own(period, None if row.total is None else pooled, made.place(row))
                case "total":
                    badges = self.marks.of_row(scheme.code, period, row.subject)
                    yield own(period, row.total, made.place(row))._replace(badges=badges)
                case "ranked_on":
                    yield points_cell(row.ranked_on)
                case "rank":
                    yield self.rank_cell(scheme, level, period, row)
                case "movement":
                    yield labels.movement_cell(row)
                case "note":
                    yield made.note(row)
                case _:
                    part = "" if key == "adjusted" else key
                    points = row.components.get(part, 0) if row.total is not None else None
                    yield own(period, points, made.place(row, part))

    def rank_cell(self, scheme: Scheme, level: str, period: Period, row: StandingRow) -> Cell:
        """``3/12``, linked to the table of the bulletin."""
        group = self.group(scheme, level, row.subject, period)
        if row.rank is None or group is None:
            return Cell(DASH)
        ranked = sum(each.rank is not None for each in group.rows)
        place = f"{links.bulletin(scheme.code, period)}#{links.group_anchor(level, group.code)}"
        return Cell(
            f"{row.rank}/{ranked}", place, title=f"{ranked}{COUNTERS[level]}中第{row.rank}名"
        )

    def trend(self, scheme: Scheme, level: str, code: str) -> charts.TrendChart | None:
        """Monthly totals with the mean of the group; None for fewer than three."""
        points: list[tuple[str, int | None]] = []
        reference: list[int | None] = []
        for month in self.months(scheme):
            row = self.row(scheme, level, code, Period(month))
            points.append((month_name(month, year=False), row.total if row else None))
            group = self.group(scheme, level, code, Period(month))
            reference.append(group.mean if group else None)
        if sum(value is not None for _, value in points) < 3:
            return None
        title = f"{scheme.short}各月得分"
        return charts.trend(
            f"trend-{scheme.code}", title, points, reference=reference, reference_name="同组平均"
        )


def summary_columns(tables: RankingTables, rows: Sequence[StandingRow]) -> list[Column]:
    """The columns that the rows of a year need, titled as in the rankings."""
    scheme = tables.scheme
    made = [Column("period", "期间", sortable=False)]

    def number(key: str, title: str) -> None:
        made.append(Column(key, title, numeric=True, sortable=False))

    if scheme.of_cases:
        number("cases", "办结案件")
    if any(row.pooled is not None for row in rows):
        number("heads", "办案民警")
        number("pooled", pooled_title(scheme))
    for component in labels.shown_components(scheme):
        number(component.code, tables.component(component).column.title)
    if any("" in row.components for row in rows):
        number("adjusted", ADJUSTED)
    number("total", "合计")
    if any(row.ranked_on != row.total for row in rows):
        number("ranked_on", "折合分")
    number("rank", "名次")
    number("movement", "升降")
    return [*made, Column("note", "说明", sortable=False)]


def own(period: Period, points: int | None, place: str) -> Cell:
    """A number that leads to its lines on the page; sums of months need no link."""
    return points_cell(points, place if period.kind == "月" and points is not None else "")


def short_name(period: Period) -> str:
    """``6月``, ``第二季度``, ``全年``."""
    if period.kind == "月":
        return month_name(period.code, year=False)
    return "全年" if period.kind == "年" else period.name.partition("年")[2]


WEAKEST = 3


@dataclass(frozen=True, slots=True)
class WeakItem:
    """An item with points lost over the year, where they were lost, and what the rule asks for."""

    name: str
    href: str
    lost: str
    how: str
    months: tuple[Cell, ...]
    target: str
    criterion: str


def next_rank(row: StandingRow, group: Group | None, label: str, counter: str) -> Words:
    """How far the next better rank is, or how far the next worse one for the first."""
    if row.rank is None or group is None or row.ranked_on is None:
        return ()
    ranked = [each for each in group.rows if each.rank is not None and each.ranked_on is not None]
    here = f"{label}{len(ranked)}{counter}中列第{row.rank}名"
    tied = sum(each.rank == row.rank for each in ranked)
    here += f"（{tied}{counter}并列）" if tied > 1 else ""
    ahead = [each for each in ranked if (each.rank or 0) < row.rank]
    if ahead:
        nearest = ahead[-1]
        gap = (nearest.ranked_on or 0) - row.ranked_on
        return say(
            f"{here}，与前一名（第{nearest.rank}名，{spell(nearest.ranked_on or 0)}分）相差{spell(gap)}分。"
        )
    behind = [each for each in ranked if (each.rank or 0) > row.rank]
    if behind:
        lead = row.ranked_on - (behind[0].ranked_on or 0)
        return say(f"{here}，领先后一名（第{behind[0].rank}名）{spell(lead)}分。")
    return say(f"{here}。")


class WeakItems:
    """Finds the weakest items of one scheme's subjects."""

    def __init__(self, scheme: Scheme, scores: Scores, *, of_unit: bool) -> None:
        """``of_unit``: a unit learns from its officers' deductions too, which are on their dossiers."""
        self.scheme, self.scores, self.of_unit = scheme, scores, of_unit

    def of(self, subject: str, page: str, year: Period) -> list[WeakItem]:
        """The items that cost ``subject`` most in the year; ``page`` is its dossier."""
        losses = self.scores.items.losses(
            self.scheme.code, year, subject, with_officers=self.of_unit
        )
        worst = sorted(losses, key=lambda each: (-each.lost, item_name(each.item)))[:WEAKEST]
        return [self.weak(each, page) for each in worst]

    @staticmethod
    def how(loss: Loss) -> str:
        """What there is to gain; of a mere deduction, not to lose it again."""
        if not loss.full:
            return f"{loss.count}条，记扣{spell(loss.lost)}分，不再发生即可避免"
        earned = loss.full - loss.lost
        return f"应得{spell(loss.full)}分，实得{spell(earned)}分，还可提高{spell(loss.lost)}分"

    def weak(self, loss: Loss, page: str) -> WeakItem:
        item = loss.item
        places = tuple(
            Cell(
                f"{month_name(month, year=False)}（−{spell(points)}）",
                f"{page}#{self.anchor(month, item.component)}",
            )
            for month, points in loss.months
        )
        return WeakItem(
            item_name(item),
            links.rule(self.scheme.code, item.code),
            spell(loss.lost),
            self.how(loss),
            places,
            item.target,
            item.criterion,
        )

    def anchor(self, month: str, component: str) -> str:
        """Where the lines of a month's component stand; for units the month."""
        if self.of_unit:
            return links.month_anchor(month, self.scheme.code)
        return links.component_anchor(month, self.scheme.code, component)
