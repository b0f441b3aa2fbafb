"""Ranking tables of a standing, and the same as JSON: one table per class, sequence or group."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from generator.publish.kit import links
from generator.publish.kit.labels import (
    DASH,
    Names,
    group_label,
    movement_cell,
    points_cell,
    rank_cell,
    shown_components,
)
from generator.publish.kit.tables import Cell, Column, Table, TableRow
from generator.publish.trail.marks import Marks, mark
from generator.rules.periods import Period
from generator.rules.roster import BRANCHES, OFFICERS, ROOMS, UNITS
from generator.rules.scheme import Component, Scheme
from generator.scoring.model import ADJUSTED, REPORTED, Group, Standing, StandingRow
from generator.scoring.report import score
from generator.scoring.standings import Scores
from generator.text.canonical import Json
from generator.text.hundredths import half_up, spell

HEADS = {BRANCHES: BRANCHES, ROOMS: ROOMS, UNITS: UNITS, OFFICERS: "姓名"}
COUNTERS = {BRANCHES: "个", ROOMS: "个", UNITS: "个", OFFICERS: "名"}
"""Level → its counting word."""


@dataclass(frozen=True, slots=True)
class RankingTable:
    """A group's table with its heading."""

    anchor: str
    label: str
    explanation: str
    table: Table


def who(scheme: Scheme, level: str) -> str:
    """What a scheme of cases ranks at a level: 单位 or 民警; others rank one thing, not named."""
    if not scheme.of_cases:
        return ""
    return "单位" if level == UNITS else "民警"


def ranked(scheme: Scheme, level: str) -> str:
    """What stands in a standing: 党支部, 警务室, …; in schemes of cases 办案单位 or 办案民警."""
    return f"办案{who(scheme, level)}" if scheme.of_cases else level


def pooled_title(scheme: Scheme) -> str:
    """``数量分合计``: what the officers of a unit have earned together."""
    return f"{scheme.case_component.name}合计"


class Making(NamedTuple):
    """A column and how a row fills it."""

    column: Column
    cell: Callable[[StandingRow], Cell]


def wide(
    key: str, title: str, cell: Callable[[StandingRow], Cell], *, numeric: bool = True
) -> Making:
    """A column that a phone has no room for."""
    return Making(Column(key, title, numeric=numeric, hidden_on_phone=True), cell)


class RankingTables:
    """Makes the tables of one standing."""

    def __init__(self, scheme: Scheme, standing: Standing, names: Names, marks: Marks) -> None:
        self.scheme, self.standing, self.names, self.marks = scheme, standing, names, marks
        self.period, self.level = standing.period, standing.level
        self.effects = marks.effects(scheme.code, standing.period)
        self.of_units = scheme.of_cases and self.level == UNITS

    def all(self) -> list[RankingTable]:
        """One table per group."""
        return [self.ranking(group) for group in self.standing.groups]

    def ranking(self, group: Group) -> RankingTable:
        """The table of one group."""
        label = group_label(group) or f"全部{self.level}"
        explanation = group.name if group.code and group.name not in label else ""
        title = label + who(self.scheme, self.level)
        columns, makers = zip(*self.columns(group), strict=True)
        rows = [TableRow(tuple(make(row) for make in makers)) for row in group.rows]
        caption = f"{title}积分{'排名' if group.ranked else '（不排名）'}"
        note = "" if group.ranked else self.why_unranked(group)
        return RankingTable(
            links.group_anchor(self.level, group.code),
            title,
            explanation,
            Table(caption, columns, rows, note),
        )

    def why_unranked(self, group: Group) -> str:
        least = self.names.bureau.least_ranked
        taking = sum(not row.note and row.total is not None for row in group.rows)
        counter = COUNTERS[self.level]
        return f"参加排名的只有{taking}{counter}，少于{least}{counter}，只公布得分，不排名。"

    # ── columns ─────────────────────────────────────────────────────────────────────────────

    def columns(self, group: Group) -> Iterator[Making]:
        """Those that its rows need: a column that is empty for all is left out."""
        corrected = any(row.subject in self.effects for row in group.rows)
        yield Making(Column("name", HEADS[self.level]), self.name)
        if self.level in (ROOMS, OFFICERS):
            title = "派出所" if self.level == ROOMS else "单位"
            yield wide("unit", title, lambda row: Cell(self.names.unit(row.unit)), numeric=False)
        if group.ranked:
            yield from self.places(corrected=corrected)
        if self.scheme.of_cases:
            yield from self.case_work()
        for component in shown_components(self.scheme):
            yield self.component(component)
        # The start and bounds of the total, which are of no component.
        if any("" in row.components for row in group.rows):
            yield self.component(None)
        yield Making(Column("total", "合计", numeric=True), self.total)
        if corrected:
            yield Making(Column("published_total", "公布合计", numeric=True), self.published_total)
        yield from self.extras(group.rows)
        yield Making(Column("note", "说明", sortable=False), self.short_note)

    def places(self, *, corrected: bool) -> Iterator[Making]:
        yield Making(Column("rank", "名次", numeric=True), lambda row: rank_cell(row.rank))
        if corrected:
            yield wide("published_rank", "公布名次", self.published_rank)
        # Of all groups, so that the tables of a bulletin have the same columns.
        if any(row.previous_rank is not None for row in self.standing.rows):
            yield Making(Column("movement", "升降", numeric=True), movement_cell)

    def case_work(self) -> Iterator[Making]:
        yield wide("cases", "办结案件", lambda row: Cell(str(row.cases)))
        if self.of_units:
            yield wide("heads", "办案民警", mean_heads)
            yield wide("pooled", pooled_title(self.scheme), self.pooled)

    def component(self, component: Component | None) -> Making:
        code = component.code if component else ""
        title = component.name if component else ADJUSTED
        if self.of_units and self.per_head and code == self.scheme.case_component.code:
            title = f"人均{title}"

        def cell(row: StandingRow) -> Cell:
            # Whoever reported has points in each component: no line is zero, no report a dash.
            points = row.components.get(code, None if row.total is None else 0)
            return points_cell(points, self.place(row, code) if points is not None else "")

        # A phone shows the total; what it is made of is one tap away.
        return wide(code or "adjusted", title, cell)

    def extras(self, rows: Sequence[StandingRow]) -> Iterator[Making]:
        if self.scheme.of_cases and not self.of_units:
            yield wide("per_ten", "每10案扣分", self.per_ten)
        if any(row.ranked_on != row.total for row in rows):
            yield Making(Column("ranked_on", "折合分", numeric=True), self.ranked_on)
        if any(row.grade for row in rows):
            yield Making(Column("grade", "等次"), lambda row: Cell(row.grade or DASH))

    @property
    def per_head(self) -> bool:
        rules = [version.case_rules for version in self.standing.versions]
        return any(each is not None and each.per_head for each in rules)

    @property
    def prorated(self) -> bool:
        """Whether all that does not count is made up for by proration."""
        items = (item for version in self.standing.versions for item in version.items)
        skipped = (item.component for item in items if item.may_be_skipped)
        return all(self.scheme.component(code).prorates for code in skipped)

    # ── cells ───────────────────────────────────────────────────────────────────────────────

    def dossier(self, row: StandingRow) -> str:
        return links.dossier(self.level, row.subject, self.period.year)

    def place(self, row: StandingRow, component: str | None = None) -> str:
        """Where the dossier shows what a number is made of."""
        if self.period.kind != "月":
            # A quarter has no lines of its own: its row stands behind those of its months.
            return f"{self.dossier(row)}#{links.period_anchor(self.period, self.scheme.code)}"
        month = self.period.code
        if component is None or self.of_units:
            # A unit's officers stand in a table of their own, above all components.
            anchor = links.month_anchor(month, self.scheme.code)
        else:
            anchor = links.component_anchor(month, self.scheme.code, component)
        return f"{self.dossier(row)}#{anchor}"

    def name(self, row: StandingRow) -> Cell:
        return self.names.row_cell(self.level, row, self.period.year)

    def total(self, row: StandingRow) -> Cell:
        """The total as it is now, with the marks of the row beside it."""
        marks = self.marks.of_row(self.scheme.code, self.period, row.subject)
        return self.linked(row.total, row)._replace(badges=marks)

    def published_rank(self, row: StandingRow) -> Cell:
        """The rank as published: that of today where no correction changed it."""
        effect = self.effects.get(row.subject)
        return rank_cell(effect.published_rank if effect else row.rank)

    def published_total(self, row: StandingRow) -> Cell:
        """The total as published."""
        effect = self.effects.get(row.subject)
        return points_cell(effect.published_total if effect else row.total)

    def pooled(self, row: StandingRow) -> Cell:
        """What a unit's officers earned together."""
        return self.linked(None if row.total is None else row.pooled or 0, row)

    def ranked_on(self, row: StandingRow) -> Cell:
        return self.linked(row.ranked_on, row)

    def linked(self, points: int | None, row: StandingRow) -> Cell:
        return points_cell(points, self.place(row) if points is not None else "")

    @staticmethod
    def per_ten(row: StandingRow) -> Cell:
        """Deductions for each ten cases, so that many cases do not look like many faults."""
        if not row.cases:
            return Cell(DASH, sort="-1")
        taken = sum(points for points in row.components.values() if points < 0)
        return Cell(spell(half_up(-taken * 10, row.cases)))

    def short_note(self, row: StandingRow) -> Cell:
        """What is unusual; the published numbers of a corrected row stand in columns of their own."""
        effect = self.effects.get(row.subject)
        return self.note(row, mark(effect) if effect else "")

    def note(self, row: StandingRow, corrected: str | None = None) -> Cell:
        """What is unusual, and what was published where it was corrected."""
        if corrected is None:
            corrected = self.marks.note(self.scheme.code, self.period, row.subject)
        unit = "项" if self.period.kind == "月" else "项次"
        skipped = "、".join(f"{count}{unit}{state}" for state, count in row.skipped.items())
        skipped += "，按比例折算" * bool(skipped and self.prorated)
        # A note may be nothing but the state: said once.
        said = [note for note in dict.fromkeys((corrected, row.note, unusual(row))) if note]
        said += [skipped] if skipped else []
        if not said:
            return Cell("")
        tone = "bad" if row.total is None else "warn" if row.note or corrected else "muted"
        return Cell("；".join(said), tone=tone)


def unusual(row: StandingRow) -> str:
    """The state of a row, unless all was reported as it should be."""
    return "" if row.state == REPORTED else row.state


def mean_heads(row: StandingRow) -> Cell:
    """Mean month-end headcount: ``7``, or ``6.33`` over several months."""
    heads, months = row.heads, row.head_months or 1
    whole, rest = divmod(heads, months)
    return Cell(spell(half_up(heads * 100, months)) if rest else str(whole))


def standing_json(
    scores: Scores,
    scheme: Scheme,
    period: Period,
    names: Names,
    bulletin: Json | None = None,
) -> bytes:
    """The standing as ``jifen score --format json`` gives it; officers named as on the page.

    Under ``bulletin`` stands what was published and what became of it; null before publication.
    """
    level = OFFICERS if scheme.of_cases else scheme.subject
    shown = score(scores, period, scheme.code, partial(names.of_row, level))
    made = shown | {"bulletin": bulletin}
    return json.dumps(made, ensure_ascii=False).encode() + b"\n"
