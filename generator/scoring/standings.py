"""Standings: sums, means, ranks and movement by month, quarter and year, as operations on one table.

A standing is asked for as ``Scores(books).standing(scheme, period)``; all periods of its scheme are
made together.  Ranks are taken inside the class, sequence or group only, on the numbers that are
published, so equal printed numbers have equal rank.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property

import pandas as pd

from generator.ledger.layout import periods_of
from generator.rules.periods import Period, last_day
from generator.rules.roster import OFFICERS, UNITS, Subject, at
from generator.rules.scheme import CaseRules, Component, Scheme
from generator.scoring.items import Items
from generator.scoring.lines import Source
from generator.scoring.model import RECORDED, WAITING, Group, Standing, StandingRow
from generator.scoring.participants import Participants
from generator.scoring.tally import (
    CASE_WORK,
    Tally,
    counted,
    looked_up,
    means,
    nested,
    ranks,
    ranks_before,
)
from generator.text.grouping import grouped
from generator.text.hundredths import half_up

PeriodKey = tuple[str, str]
"""Period code and subject."""


def takes_from_officers(scheme: Scheme, component: Component, rules: CaseRules | None) -> bool:
    """Whether a unit in case work takes its officers' points of this component."""
    return component.code == scheme.case_component.code or bool(rules and rules.findings_to_unit)


class Ranking:
    """The making of the standings of one scheme and level."""

    def __init__(self, tally: Tally, scheme: Scheme, level: str) -> None:
        self.tally, self.scheme, self.level = tally, scheme, level
        self.bureau, self.roster = tally.books.rulebook.bureau, tally.books.roster
        self.counted = scheme.of_cases and level == UNITS
        months = tally.months(scheme.code)
        periods = dict.fromkeys(period for month in months for period in periods_of(month))
        guests = self.guests if scheme.of_cases and level == OFFICERS else {}
        self.taking_part = {
            period.code: Participants(tally, scheme, level, period, guests.get(period.code, {}))
            for period in periods
        }

    def standings(self) -> Mapping[Period, Standing]:
        """The standing of every period with reports."""
        rows = self.rows()
        groups = self.groups(rows)
        return {
            part.period: Standing(
                self.scheme.code,
                part.period,
                self.level,
                tuple(self.scheme.versions_in(part.months)),
                groups.get(code, ()),
                part.missing(),
            )
            for code, part in self.taking_part.items()
        }

    # ── out of the table ────────────────────────────────────────────────────────────────────

    @cached_property
    def lines(self) -> pd.DataFrame:
        """The scheme's lines in their periods."""
        periods = self.tally.periods
        return periods[periods["scheme"] == self.scheme.code]

    @cached_property
    def sums(self) -> pd.DataFrame:
        """Points by period and subject (rows) and component (columns)."""
        sums = self.tally.sums
        own = sums[sums.index.get_level_values("scheme") == self.scheme.code].droplevel("scheme")
        return own.unstack("component", fill_value=0)  # noqa: PD010 - of a series, summed already

    @cached_property
    def guests(self) -> Mapping[str, Mapping[str, Subject]]:
        """Period → officers with points in it, in the unit where their last points count.

        Who of them was in case work at no month end is listed there, without a rank.
        """
        # Left out, their points would stand in the sum of a unit and in nobody's dossier.
        scoring = self.lines[self.lines["points"] != 0]
        # Lines stand by item and case; what counts from a later day counts for the later unit.
        scoring = scoring.sort_values(["month", "day"], kind="stable")
        last = scoring.groupby(["period", "subject"], observed=True, sort=False).last()
        found: dict[str, dict[str, Subject]] = defaultdict(dict)
        for (period, number), unit, month in last[["unit", "month"]].itertuples(name=None):
            if officer := self.roster.officers.get(number):
                own = self.roster.units.get(unit)
                groups = own.groups.get(self.scheme.group_by, ()) if own else ()
                group = at(groups, last_day(month))
                found[period][number] = Subject(number, officer.name, group, unit)
        return found

    @cached_property
    def figures(self) -> Mapping[PeriodKey, Mapping[str, int]]:
        """Context figures by period and subject: 案件数 and 扣分条数 for cases, 不适用 for the others."""
        who = "unit" if self.counted else "subject"
        lines = self.lines
        # An item that does not count this month has no points that could be a deduction.
        taken = (lines["kind"] == RECORDED) & (lines["points"] < 0)
        state = lines["state"].astype("object").where(~taken, "扣分条数")
        told = lines.assign(what=state)[~state.isin(["", WAITING])]
        # A case is one case, however many officers of a unit share it.
        cases = lines[(lines["role"] == CASE_WORK) & (lines["case"] != "")]
        once = cases.drop_duplicates(["period", who, "case"]).assign(what="案件数")
        both = {**counted(told, "period", who, "what"), **counted(once, "period", who, "what")}
        return nested(both)

    # ── rows ────────────────────────────────────────────────────────────────────────────────

    def rows(self) -> Mapping[PeriodKey, StandingRow]:
        """All rows of all periods, still without ranks."""
        points = self.unit_points() if self.counted else self.own_points()
        return {key: self.row(*key, components) for key, components in points.items()}

    def row(self, period: str, code: str, components: Mapping[str, int] | None) -> StandingRow:
        """One row; ``components`` are None when nothing is known: 未报 has no total, and is not 0."""
        part = self.taking_part[period]
        subject = part.placed(code)
        total = None if components is None else sum(components.values())
        figures = self.figures.get((period, code), {})
        return StandingRow(
            subject=code,
            name=subject.name,
            unit=subject.unit,
            group=subject.group,
            rank=None,
            total=total,
            ranked_on=None if total is None else part.ranked_on(total, code, subject.group),
            components=components or {},
            months=len(part.counting(code)),
            state=part.state(code, idle=not figures.get("案件数")),
            note=part.why_unranked(code),
            grade="" if total is None else part.grade(total),
            counts={**figures, **(self.heads(period, code) if self.counted else {})},
        )

    def counting(self) -> Mapping[PeriodKey, int]:
        """How many months count for each subject of each period."""
        return {
            (code, subject): len(part.counting(subject))
            for code, part in self.taking_part.items()
            for subject in sorted(part.members)
        }

    def own_points(self) -> Mapping[PeriodKey, Mapping[str, int] | None]:
        """Points of each subject by component: sums, or means half-up where rules say."""
        months = self.counting()
        if not months:
            return {}
        parts = {each.code: each.means for each in self.scheme.components} | {"": self.scheme.means}
        known = self.sums.reindex(columns=list(parts), fill_value=0)
        points = known.reindex(pd.MultiIndex.from_tuples(months), fill_value=0)
        # Over the months that count, so that a month without a report is not a month with 0.
        sizes = pd.Series(months.values(), index=points.index).clip(lower=1)
        kinds = pd.Series([Period(code).kind for code, _ in months], index=points.index)
        for part, averaged in parts.items():
            points[part] = points[part].mask(kinds.isin(averaged), means(points[part], sizes))
        adjusted = set(self.lines["period"][self.lines["component"] == ""])
        has_lines = set(known.index)
        return {
            key: {part: record[part] for part in parts if part or key[0] in adjusted}
            if months[key] or key in has_lines
            else None
            for key, record in zip(months, points.to_dict("records"), strict=True)
        }

    def unit_points(self) -> Mapping[PeriodKey, Mapping[str, int] | None]:
        """Units in a scheme of cases: officers' points per head, less what the unit bears.

        Each unit has a divisor of its own, made of heads and months, so it is done one by one.
        """
        found: dict[PeriodKey, Mapping[str, int] | None] = {}
        for period, part in self.taking_part.items():
            version = self.scheme.version(part.months[-1])
            rules = version.case_rules if version else None
            for code in sorted(part.members):
                months = part.counting(code)
                components = {
                    each.code: self._of_unit(each, rules, part, code, len(months))
                    for each in self.scheme.components
                }
                something = months or self.first(period, code) or any(components.values())
                found[period, code] = components if something else None
        return found

    def first(self, period: str, unit: str) -> int:
        """What a unit's officers earned together in the first component, hundredths."""
        key = (self.scheme.code, period, unit, self.scheme.case_component.code)
        return self.tally.pooled.get(key, 0)

    def heads(self, period: str, unit: str) -> Mapping[str, int]:
        """The figures that the points per head are made of."""
        heads = self.taking_part[period].heads(unit)
        return {"人数": sum(heads), "月数": len(heads), "数量分合计": self.first(period, unit)}

    def _of_unit(
        self, part: Component, rules: CaseRules | None, who: Participants, unit: str, months: int
    ) -> int:
        """A unit's points of a component: what it takes of its officers', and its own."""
        key = self.scheme.code, who.period.code, unit, part.code
        size = max(months, 1) if who.period.kind in part.means else 1
        own = half_up(self.tally.points.get(key, 0), size)
        if not takes_from_officers(self.scheme, part, rules):
            return own
        pooled, heads = self.tally.pooled.get(key, 0), who.heads(unit)
        if rules is None or not rules.per_head:
            return half_up(pooled, size) + own
        # Or the biggest unit would always be first.  Points ÷ mean month-end headcount, which is
        # points × months ÷ sum of headcounts: one division, so it is rounded once.  What a unit
        # bears itself is not divided: it is the unit's, whatever its size.
        per_head = half_up(pooled * len(heads), sum(heads) * size) if sum(heads) else 0
        return per_head + own

    # ── groups ──────────────────────────────────────────────────────────────────────────────

    def groups(self, rows: Mapping[PeriodKey, StandingRow]) -> Mapping[str, tuple[Group, ...]]:
        """Period → its groups, with ranks, places before and means, each taken over all rows at once."""
        table = pd.DataFrame(
            {
                "period": [period for period, _ in rows],
                "before": [Period(period).previous.code for period, _ in rows],
                "subject": [row.subject for row in rows.values()],
                "group": [row.group for row in rows.values()],
                "total": pd.Series([row.total for row in rows.values()], dtype="Int64"),
                "points": pd.Series([row.ranked_on for row in rows.values()], dtype="Int64"),
                "ranked": [not row.note for row in rows.values()],
            }
        )
        ranked = table[table["ranked"] & table["points"].notna()].astype({"points": "int64"})
        ranked["rank"] = ranks(ranked, self.bureau.least_ranked)
        ranked["earlier"] = ranks_before(ranked)
        ranked = ranked[ranked["rank"].notna()].set_index(["period", "subject"])
        rank, earlier = looked_up(ranked["rank"]), looked_up(ranked["earlier"].dropna())
        placed = [
            (key[0], replace(row, rank=rank.get(key), previous_rank=earlier.get(key)))
            for key, row in rows.items()
        ]
        average = mean_totals(table)
        return {
            period: tuple(self._groups([row for _, row in own], period, average))
            for period, own in grouped(placed, lambda pair: pair[0]).items()
        }

    def _groups(
        self, rows: Iterable[StandingRow], period: str, average: Mapping[PeriodKey, int]
    ) -> Iterator[Group]:
        """The groups of a period, those that the bureau names first, in its order."""
        names = self.bureau.groups.get(self.scheme.group_by, {"": self.scheme.short})
        by_group = grouped(rows, lambda row: row.group)
        for code in dict.fromkeys((*names, *by_group)):
            if inside := sorted(by_group.get(code, ()), key=_order):
                is_ranked = any(row.rank for row in inside)
                mean = average.get((period, code))
                yield Group(code, names.get(code, code), is_ranked, tuple(inside), mean)


def mean_totals(rows: pd.DataFrame) -> Mapping[PeriodKey, int]:
    """The mean total by period and group, over those who have one."""
    has_total = rows[rows["total"].notna()].astype({"total": "int64"})
    by_group = has_total.groupby(["period", "group"])["total"]
    return looked_up(means(by_group.sum(), by_group.size()))


def _order(row: StandingRow) -> tuple[bool, int, bool, int, str]:
    # The code comes last, so that equal ranks stand in the same order in every build.
    number = row.ranked_on if row.ranked_on is not None else 0
    return (row.rank is None, row.rank or 0, row.ranked_on is None, -number, row.subject)


class Scores(Tally):
    """The tally of the books and every standing made of it; each is computed once."""

    def __init__(self, books: Source) -> None:
        super().__init__(books)
        self._standings: dict[tuple[str, str], Mapping[Period, Standing]] = {}

    @cached_property
    def items(self) -> Items:
        """The same lines item by item."""
        return Items(self)

    def standing(self, scheme: str, period: Period, level: str = "") -> Standing:
        """The ranking tables of a scheme and period; empty where it has no reports.

        ``level`` is 单位 or 人员 for schemes of cases (default 人员); other schemes have one level.
        """
        rules = self.books.rulebook.schemes[scheme]
        level = (level or OFFICERS) if rules.of_cases else rules.subject
        if (scheme, level) not in self._standings:
            self._standings[scheme, level] = Ranking(self, rules, level).standings()
        found = self._standings[scheme, level].get(period)
        return found or Standing(scheme, period, level, (), (), ())
