"""Ranking tables of a standing, and the same as JSON: one table per class, sequence or group."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from generator.publish.kit import links
from generator.publish.kit.labels import (
    DASH,
    OFFICERS,
    Names,
    group_label,
    movement_cell,
    points_cell,
    shown_components,
)
from generator.publish.kit.tables import Cell, Column, Table, TableRow
from generator.publish.trail.marks import CORRECTED, Marks
from generator.rules.periods import Period
from generator.rules.scheme import Component, Scheme
from generator.scoring.model import ADJUSTED, UNITS, Group, Standing, StandingRow
from generator.scoring.report import score
from generator.scoring.standings import Scores
from generator.text.hundredths import half_up, spell

HEADS = {"党支部": "党支部", "警务室": "警务室", "单位": "单位", "人员": "姓名"}
COUNTERS = {"党支部": "个", "警务室": "个", "单位": "个", "人员": "名"}
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


def pooled_title(scheme: Scheme) -> str:
    """``数量分合计``: what the officers of a unit have earned together."""
    return f"{scheme.case_component.name}合计"


class Making(NamedTuple):
    """A column and how a row fills it."""

    column: Column
    cell: Callable[[StandingRow], Cell]


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
        makings = self.columns(group)
        rows = tuple(TableRow(tuple(m.cell(row) for m in makings)) for row in group.rows)
        caption = f"{title}积分{'排名' if group.ranked else '（不排名）'}"
        note = "" if group.ranked else self.why_unranked(group)
        return RankingTable(
            links.group_anchor(self.level, group.code),
            title,
            explanation,
            Table(caption, tuple(m.column for m in makings), rows, note),
        )

    def why_unranked(self, group: Group) -> str:
        least = self.names.bureau.least_ranked
        taking = sum(not row.note and row.total is not None for row in group.rows)
        counter = COUNTERS[self.level]
        return f"参加排名的只有{taking}{counter}，少于{least}{counter}，只公布得分，不排名。"

    # ── columns ─────────────────────────────────────────────────────────────────────────────

    def columns(self, group: Group) -> list[Making]:
        made = [Making(Column("name", HEADS[self.level]), self.name)]
        if self.level in ("警务室", OFFICERS):
            title = "派出所" if self.level == "警务室" else "单位"
            made.append(
                Making(
                    Column("unit", title, hidden_on_phone=True),
                    lambda row: Cell(self.names.unit(row.unit)),
                )
            )
        corrected = any(row.subject in self.effects for row in group.rows)
        if group.ranked:
            made.append(Making(Column("rank", "名次", numeric=True), self.rank))
            if corrected:
                column = Column("published_rank", "公布名次", numeric=True, hidden_on_phone=True)
                made.append(Making(column, self.published_rank))
            if any(row.previous_rank is not None for row in self.standing.rows):
                made.append(Making(Column("movement", "升降", numeric=True), movement_cell))
        made += self.case_counts()
        made += [self.component(component) for component in shown_components(self.scheme)]
        if any("" in row.components for row in group.rows):
            made.append(self.component(None))
        made.append(Making(Column("total", "合计", numeric=True), self.total))
        if corrected:
            column = Column("published_total", "公布合计", numeric=True)
            made.append(Making(column, self.published_total))
        made += self.extras(group.rows)
        made.append(Making(Column("note", "说明", sortable=False), self.short_note))
        return made

    def case_counts(self) -> list[Making]:
        if not self.scheme.of_cases:
            return []
        made = [
            Making(
                Column("cases", "办结案件", numeric=True, hidden_on_phone=True),
                lambda row: Cell(str(row.cases)),
            )
        ]
        if self.of_units:
            made.append(
                Making(Column("heads", "办案民警", numeric=True, hidden_on_phone=True), mean_heads)
            )
            made.append(
                Making(
                    Column("pooled", pooled_title(self.scheme), numeric=True, hidden_on_phone=True),
                    self.pooled,
                )
            )
        return made

    def component(self, component: Component | None) -> Making:
        code = component.code if component else ""
        title = component.name if component else ADJUSTED
        if self.of_units and self.per_head and code == self.scheme.case_component.code:
            title = f"人均{title}"

        def cell(row: StandingRow) -> Cell:
            points = row.components.get(code) if row.components else None
            if points is None and row.total is not None:
                points = 0
            return points_cell(points, self.place(row, code) if points is not None else "")

        # A phone shows the total; what it is made of is one tap away.
        column = Column(code or "adjusted", title, numeric=True, hidden_on_phone=True)
        return Making(column, cell)

    def extras(self, rows: Sequence[StandingRow]) -> list[Making]:
        made = []
        if self.scheme.of_cases and not self.of_units:
            made.append(
                Making(
                    Column("per_ten", "每10案扣分", numeric=True, hidden_on_phone=True),
                    self.per_ten,
                )
            )
        if any(row.ranked_on != row.total for row in rows):
            made.append(
                Making(
                    Column("ranked_on", "折合分", numeric=True),
                    lambda row: points_cell(
                        row.ranked_on, "" if row.ranked_on is None else self.place(row)
                    ),
                )
            )
        if any(row.grade for row in rows):
            made.append(Making(Column("grade", "等次"), lambda row: Cell(row.grade or DASH)))
        return made

    @property
    def per_head(self) -> bool:
        rules = [version.case_rules for version in self.standing.versions]
        return any(each is not None and each.per_head for each in rules)

    @property
    def prorated(self) -> bool:
        """Whether all that does not count is made up for by proration."""
        return all(
            self.scheme.component(item.component).prorates
            for version in self.standing.versions
            for item in version.items
            if item.may_be_skipped
        )

    # ── cells ───────────────────────────────────────────────────────────────────────────────

    def dossier(self, row: StandingRow) -> str:
        return links.dossier(self.level, row.subject, self.period.year)

    def place(self, row: StandingRow, component: str | None = None) -> str:
        """Where the dossier shows what a number is made of."""
        if self.period.kind != "月":
            return f"{self.dossier(row)}#{links.period_anchor(self.period, self.scheme.code)}"
        month = self.period.code
        if component is None or self.of_units:
            anchor = links.month_anchor(month, self.scheme.code)
        else:
            anchor = links.component_anchor(month, self.scheme.code, component)
        return f"{self.dossier(row)}#{anchor}"

    def name(self, row: StandingRow) -> Cell:
        return Cell(self.names.of_row(self.level, row), self.dossier(row), sort=row.subject)

    @staticmethod
    def rank(row: StandingRow) -> Cell:
        return Cell(DASH, sort="9999") if row.rank is None else Cell(str(row.rank))

    def total(self, row: StandingRow) -> Cell:
        """The total as it is now, with the marks of the row beside it."""
        cell = points_cell(row.total, self.place(row) if row.total is not None else "")
        return cell._replace(badges=self.marks.of_row(self.scheme.code, self.period, row.subject))

    def published_rank(self, row: StandingRow) -> Cell:
        """The rank as published: that of today where no correction changed it."""
        effect = self.effects.get(row.subject)
        rank = effect.published_rank if effect else row.rank
        return Cell(DASH, sort="9999") if rank is None else Cell(str(rank))

    def published_total(self, row: StandingRow) -> Cell:
        """The total as published."""
        effect = self.effects.get(row.subject)
        return points_cell(effect.published_total if effect else row.total)

    def pooled(self, row: StandingRow) -> Cell:
        """What a unit's officers earned together."""
        if row.total is None:
            return points_cell(None)
        return points_cell(row.pooled or 0, self.place(row))

    @staticmethod
    def per_ten(row: StandingRow) -> Cell:
        """Deductions for each ten cases, so that many cases do not look like many faults."""
        cases = row.cases
        taken = sum(points for points in row.components.values() if points < 0)
        return Cell(
            spell(half_up(-taken * 10, cases)) if cases else DASH, sort="" if cases else "-1"
        )

    def short_note(self, row: StandingRow) -> Cell:
        """What is unusual; the published numbers of a corrected row stand in columns of their own."""
        return self.note(row, CORRECTED if row.subject in self.effects else "")

    def note(self, row: StandingRow, corrected: str | None = None) -> Cell:
        """What is unusual, and what was published where it was corrected."""
        if corrected is None:
            corrected = self.marks.note(self.scheme.code, self.period, row.subject)
        said = [note for note in (corrected, row.note) if note]
        if row.state not in ("已报", *said):
            said.append(row.state)
        unit = "项" if self.period.kind == "月" else "项次"
        skipped = [f"{count}{unit}{state}" for state, count in row.skipped.items()]
        if skipped:
            said.append("、".join(skipped) + "，按比例折算" * self.prorated)
        tone = "bad" if row.total is None else "warn" if row.note or corrected else "muted"
        return Cell("；".join(said), tone=tone if said else "")


def mean_heads(row: StandingRow) -> Cell:
    """Mean month-end headcount: ``7``, or ``6.33`` over several months."""
    heads, months = row.heads, row.head_months
    if not months or heads % months == 0:
        return Cell(str(heads // months if months else 0))
    return Cell(spell(half_up(heads * 100, months)))


def standing_json(
    scores: Scores,
    scheme: Scheme,
    period: Period,
    names: Names,
    bulletin: Mapping[str, Any] | None = None,
) -> bytes:
    """The standing as ``jifen score --format json`` gives it; officers named as on the page.

    Under ``bulletin`` stands what was published and what became of it; null before publication.
    """
    level = OFFICERS if scheme.of_cases else scheme.subject
    shown = score(scores, period, scheme.code, partial(names.of_row, level))
    made = shown | {"bulletin": bulletin}
    return json.dumps(made, ensure_ascii=False).encode() + b"\n"
