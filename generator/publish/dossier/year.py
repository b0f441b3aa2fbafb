"""The year of a dossier: its standings at a glance, and where it falls short (找差距、补短板)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial

from generator.publish.bulletin.index import periods_of
from generator.publish.bulletin.rankings import COUNTERS, RankingTables, mean_heads, pooled_title
from generator.publish.kit import charts, links
from generator.publish.kit.labels import (
    DASH,
    Names,
    Words,
    item_name,
    levels_of,
    month_name,
    movement_cell,
    points_cell,
    say,
    shown_components,
)
from generator.publish.kit.tables import Cell, Column, Table, TableRow
from generator.publish.trail.marks import Marks
from generator.rules.periods import Period
from generator.rules.scheme import Item, Scheme
from generator.scoring.items import Loss
from generator.scoring.model import ADJUSTED, Group, StandingRow
from generator.scoring.standings import Scores
from generator.text.hundredths import spell

CellOf = Callable[[Period, StandingRow], Cell]
"""How a row of a period fills a column."""


def number(key: str, title: str) -> Column:
    # A year is read from top to bottom; sorted by points its quarters would stand anywhere.
    return Column(key, title, numeric=True, sortable=False)


def of_component(code: str) -> tuple[Callable[[StandingRow], int], str]:
    """A component's points of a row, and the part of the month where its lines stand."""
    return lambda row: row.components.get(code, 0), code


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
        schemes = self.scores.books.rulebook.schemes.values()
        found = [each for each in schemes if level in levels_of(each) and self.months(each)]
        return sorted(found, key=lambda each: each.of_cases)

    def periods(self, scheme: Scheme) -> list[Period]:
        """Months with each quarter after its last one, then the year."""
        return periods_of(self.months(scheme))

    def so_far(self, scheme: Scheme) -> str:
        """``（截至8月）`` while the year is not over."""
        last = self.months(scheme)[-1]
        return "" if last.endswith("-12") else f"（截至{month_name(last, year=False)}）"

    # ── the year at a glance ────────────────────────────────────────────────────────────────

    def summary(self, scheme: Scheme, level: str, code: str) -> Table:
        """Months, quarters and the year: components, total, rank."""
        found = [(period, self.row(scheme, level, code, period)) for period in self.periods(scheme)]
        pairs = [(period, row) for period, row in found if row is not None]
        columns, makers = zip(*self.columns(scheme, level, [row for _, row in pairs]), strict=True)
        rows = [
            TableRow(
                tuple(make(period, row) for make in makers),
                links.period_anchor(period, scheme.code),
                "" if period.kind == "月" else "strong",
            )
            for period, row in pairs
        ]
        return Table(f"{self.year.code}年{scheme.short}积分", columns, rows)

    def columns(
        self, scheme: Scheme, level: str, rows: Sequence[StandingRow]
    ) -> Iterator[tuple[Column, CellOf]]:
        """Those that the rows need, titled as in the rankings, and how they are filled."""
        ranking = partial(self.tables, scheme.code, level)

        def points(of: Callable[[StandingRow], int | None], part: str | None = None) -> CellOf:
            """A number that leads to its lines on the page; sums of months need no link."""

            def cell(period: Period, row: StandingRow) -> Cell:
                value = None if row.total is None else of(row)
                linked = period.kind == "月" and value is not None
                return points_cell(value, ranking(period).place(row, part) if linked else "")

            return cell

        total = points(lambda row: row.total)

        def marked(period: Period, row: StandingRow) -> Cell:
            badges = self.marks.of_row(scheme.code, period, row.subject)
            return total(period, row)._replace(badges=badges)

        yield (
            Column("period", "期间", sortable=False),
            lambda period, _: Cell(short_name(period), links.bulletin(scheme.code, period)),
        )
        if scheme.of_cases:
            yield number("cases", "办结案件"), lambda _, row: Cell(str(row.cases))
        if any(row.pooled is not None for row in rows):
            yield number("heads", "办案民警"), lambda _, row: mean_heads(row)
            yield number("pooled", pooled_title(scheme)), points(lambda row: row.pooled or 0)
        for component in shown_components(scheme):
            title = ranking(self.year).component(component).column.title
            yield number(component.code, title), points(*of_component(component.code))
        if any("" in row.components for row in rows):
            yield number("adjusted", ADJUSTED), points(*of_component(""))
        yield number("total", "合计"), marked
        if any(row.ranked_on != row.total for row in rows):
            yield number("ranked_on", "折合分"), lambda _, row: points_cell(row.ranked_on)
        yield number("rank", "名次"), partial(self.rank_cell, scheme, level)
        yield number("movement", "升降"), lambda _, row: movement_cell(row)
        yield (
            Column("note", "说明", sortable=False),
            lambda period, row: ranking(period).note(row),
        )

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
            # Its own group: means of others say nothing about it.
            reference.append(group.mean if group else None)
        if sum(value is not None for _, value in points) < 3:
            return None
        title = f"{scheme.short}各月得分"
        return charts.trend(
            f"trend-{scheme.code}", title, points, reference=reference, reference_name="同组平均"
        )


def short_name(period: Period) -> str:
    """``6月``, ``第二季度``, ``全年``."""
    if period.kind == "月":
        return month_name(period.code, year=False)
    return "全年" if period.kind == "年" else period.name.partition("年")[2]


# ── where it falls short ───────────────────────────────────────────────────────────────────────

WEAKEST = 3


@dataclass(frozen=True, slots=True)
class WeakItem:
    """An item with points lost over the year, where they were lost, and what the rule asks for."""

    item: Item
    name: str
    href: str
    how: str
    months: tuple[Cell, ...]


def next_rank(row: StandingRow | None, group: Group | None, label: str, counter: str) -> Words:
    """How far the next better rank is, or how far the next worse one for the first."""
    if row is None or group is None or row.rank is None or row.ranked_on is None:
        return ()
    ranked = _ranked(group)
    tied = sum(rank == row.rank for rank, _ in ranked)
    here = f"{label}{len(ranked)}{counter}中列第{row.rank}名"
    here += f"（{tied}{counter}并列）" * (tied > 1)
    # Rows stand in ranking order: the nearest ahead is the last of those ahead.
    ahead = [each for each in ranked if each[0] < row.rank]
    behind = [each for each in ranked if each[0] > row.rank]
    if ahead:
        rank, points = ahead[-1]
        gap = spell(points - row.ranked_on)
        return say(f"{here}，与前一名（第{rank}名，{spell(points)}分）相差{gap}分。")
    if behind:
        rank, points = behind[0]
        return say(f"{here}，领先后一名（第{rank}名）{spell(row.ranked_on - points)}分。")
    return say(f"{here}。")


def _ranked(group: Group) -> list[tuple[int, int]]:
    """Ranks and what they are taken on, of all who have one."""
    return [
        (row.rank, row.ranked_on)
        for row in group.rows
        if row.rank is not None and row.ranked_on is not None
    ]


def weakest(
    scheme: Scheme, scores: Scores, subject: str, page: str, year: Period, *, of_unit: bool = False
) -> tuple[WeakItem, ...]:
    """The items that cost ``subject`` most in the year; ``page`` is its dossier.

    ``of_unit``: a unit learns from its officers' deductions too, which are on their dossiers.
    """

    def place(month: str, item: Item) -> str:
        """Where the lines of a month's component stand; for units the month."""
        if of_unit:
            return f"{page}#{links.month_anchor(month, scheme.code)}"
        return f"{page}#{links.component_anchor(month, scheme.code, item.component)}"

    losses = scores.items.losses(scheme.code, year, subject, with_officers=of_unit)
    worst = sorted(losses, key=lambda each: (-each.lost, item_name(each.item)))[:WEAKEST]
    return tuple(
        WeakItem(
            each.item,
            item_name(each.item),
            links.rule(scheme.code, each.item.code),
            _to_gain(each),
            tuple(
                Cell(
                    f"{month_name(month, year=False)}（−{spell(points)}）", place(month, each.item)
                )
                for month, points in each.months
            ),
        )
        for each in worst
    )


def _to_gain(loss: Loss) -> str:
    """What there is to gain; of a mere deduction, not to lose it again."""
    if not loss.full:
        return f"{loss.count}条，记扣{spell(loss.lost)}分，不再发生即可避免"
    earned = loss.full - loss.lost
    return f"应得{spell(loss.full)}分，实得{spell(earned)}分，还可提高{spell(loss.lost)}分"
