"""Standings: sums, means, ranks and movement by month, quarter and year, as operations on one table.

A standing is asked for as ``Scores(books).standing(scheme, period)``; all periods of its scheme are
made together.  Ranks are taken inside the class, sequence or group only, on the numbers that are
published, so equal printed numbers have equal rank.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import pandas as pd

from generator.ledger.layout import periods_of
from generator.rules.periods import Period, last_day
from generator.rules.roster import Subject, at
from generator.rules.scheme import CaseRules, Component, Scheme
from generator.scoring.items import Items
from generator.scoring.lines import Source
from generator.scoring.model import OFFICERS, RECORDED, UNITS, WAITING, Group, Standing, StandingRow
from generator.scoring.participants import Participants
from generator.scoring.tally import (
    CASE_WORK,
    Tally,
    counted,
    looked_up,
    means,
    ranks,
    ranks_before,
)
from generator.text.hundredths import half_up

Key = tuple[str, str]
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
        scoring = self.lines[self.lines["points"] != 0]
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
    def figures(self) -> Mapping[Key, Mapping[str, int]]:
        """Context figures by period and subject: 案件数 and 扣分条数 for cases, 不适用 for the others."""
        who = "unit" if self.counted else "subject"
        lines = self.lines
        # An item that does not count this month has no points that could be a deduction.
        taken = (lines["kind"] == RECORDED) & (lines["points"] < 0)
        state = lines["state"].astype("object").where(~taken, "扣分条数")
        told = lines.assign(what=state)[~state.isin(["", WAITING])]
        cases = lines[(lines["role"] == CASE_WORK) & (lines["case"] != "")]
        found: dict[Key, dict[str, int]] = defaultdict(dict)
        for (period, subject, what), count in counted(told, "period", who, "what").items():
            found[period, subject][what] = count
        once = cases.drop_duplicates(["period", who, "case"])
        for key, count in counted(once, "period", who).items():
            found[key]["案件数"] = count
        return found

    # ── rows ────────────────────────────────────────────────────────────────────────────────

    def rows(self) -> Mapping[Key, StandingRow]:
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

    def own_points(self) -> Mapping[Key, Mapping[str, int] | None]:
        """Points of each subject by component: sums, or means half-up where rules say."""
        keys = [
            (code, subject) for code, p in self.taking_part.items() for subject in sorted(p.members)
        ]
        if not keys:
            return {}
        parts = {each.code: each.means for each in self.scheme.components} | {"": self.scheme.means}
        known = self.sums.reindex(columns=list(parts), fill_value=0)
        points = known.reindex(pd.MultiIndex.from_tuples(keys), fill_value=0)
        counting = [len(self.taking_part[code].counting(subject)) for code, subject in keys]
        sizes = pd.Series(counting, index=points.index).clip(lower=1)
        kinds = pd.Series([Period(code).kind for code, _ in keys], index=points.index)
        for part, averaged in parts.items():
            points[part] = points[part].mask(kinds.isin(averaged), means(points[part], sizes))
        adjusted = set(self.lines["period"][self.lines["component"] == ""])
        has_lines = set(known.index)
        return {
            key: {part: record[part] for part in parts if part or key[0] in adjusted}
            if months or key in has_lines
            else None
            for key, months, record in zip(keys, counting, points.to_dict("records"), strict=True)
        }

    def unit_points(self) -> Mapping[Key, Mapping[str, int] | None]:
        """Units in a scheme of cases: officers' points per head, less what the unit bears.

        Each unit has a divisor of its own, made of heads and months, so it is done one by one.
        """
        rules, tally = self.scheme, self.tally
        found: dict[Key, Mapping[str, int] | None] = {}
        for period, part in self.taking_part.items():
            version = rules.version(part.months[-1])
            case_rules = version.case_rules if version else None
            for code in sorted(part.members):
                months, components = part.counting(code), {}
                for each in rules.components:
                    key = (rules.code, period, code, each.code)
                    size = self.divisor(each, part.period, months)
                    pooled, heads = tally.pooled.get(key, 0), part.heads(code)
                    taken = self.taken(each, case_rules, pooled, heads, size)
                    components[each.code] = taken + half_up(tally.points.get(key, 0), size)
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

    @staticmethod
    def divisor(component: Component, period: Period, months: Sequence[str]) -> int:
        """By how many months the points of the period are divided: one where they are added up."""
        return max(len(months), 1) if period.kind in component.means else 1

    def taken(
        self,
        component: Component,
        rules: CaseRules | None,
        pooled: int,
        heads: Sequence[int],
        size: int,
    ) -> int:
        """What a unit takes of its officers' points in a component: per head, or nothing.

        Points ÷ mean month-end headcount = points × months ÷ sum of headcounts, half-up.
        """
        if not takes_from_officers(self.scheme, component, rules):
            return 0
        if rules is None or not rules.per_head:
            return half_up(pooled, size)
        return half_up(pooled * len(heads), sum(heads) * size) if sum(heads) else 0

    # ── groups ──────────────────────────────────────────────────────────────────────────────

    def groups(self, rows: Mapping[Key, StandingRow]) -> Mapping[str, tuple[Group, ...]]:
        """Period → its groups, with ranks, places before and means, each taken over all rows at once."""
        names = self.bureau.groups.get(self.scheme.group_by, {"": self.scheme.short})
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
        average = mean_totals(table)
        ranked = table[table["ranked"] & table["points"].notna()].astype({"points": "int64"})
        ranked["rank"] = ranks(ranked, self.bureau.least_ranked)
        ranked["earlier"] = ranks_before(ranked)
        ranked = ranked[ranked["rank"].notna()].set_index(["period", "subject"])
        rank, earlier = looked_up(ranked["rank"]), looked_up(ranked["earlier"].dropna())
        found: dict[str, dict[str, list[StandingRow]]] = defaultdict(
            lambda: {name: [] for name in names}
        )
        for key, row in rows.items():
            placed = replace(row, rank=rank.get(key), previous_rank=earlier.get(key))
            found[key[0]].setdefault(row.group, []).append(placed)
        return {
            period: tuple(
                Group(
                    code,
                    names.get(code, code),
                    any(row.rank for row in inside),
                    tuple(sorted(inside, key=_order)),
                    average.get((period, code)),
                )
                for code, inside in by_group.items()
                if inside
            )
            for period, by_group in found.items()
        }


def mean_totals(rows: pd.DataFrame) -> Mapping[Key, int]:
    """The mean total by period and group, over those who have one."""
    has_total = rows[rows["total"].notna()].astype({"total": "int64"})
    by_group = has_total.groupby(["period", "group"])["total"]
    return looked_up(means(by_group.sum(), by_group.size()))


def _order(row: StandingRow) -> tuple[bool, int, bool, int, str]:
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
