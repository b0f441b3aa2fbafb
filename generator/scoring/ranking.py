"""The making of one standing: sums of a period, who takes part in the ranking, ranks, groups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from generator.rules.periods import Period, last_day
from generator.rules.roster import Subject, at
from generator.rules.scheme import CaseRules, Component, Scheme
from generator.scoring.model import (
    OFFICERS,
    RECORDED,
    UNITS,
    WAITING,
    Group,
    MissingReport,
    Row,
    Standing,
)
from generator.scoring.table import summed
from generator.scoring.tally import Tally
from generator.text.hundredths import half_up, percent


def takes_from_officers(scheme: Scheme, component: Component, rules: CaseRules | None) -> bool:
    """Whether a unit in case work takes its officers' points of this component."""
    return component.code == scheme.case_component.code or bool(rules and rules.findings_to_unit)


class Ranking:
    """The making of one standing."""

    def __init__(
        self, tally: Tally, scheme: Scheme, period: Period, level: str, before: Standing | None
    ) -> None:
        self.tally, self.scheme, self.period, self.level = tally, scheme, period, level
        self.before = before
        """The standing of the period before, if there is one."""
        self.bureau = tally.books.rulebook.bureau
        self.roster = tally.books.roster
        self.months = [m for m in period.months if m in tally.months(scheme.code)]
        self.counted = scheme.of_cases and level == UNITS
        self.guests: frozenset[str] = frozenset()

    def standing(self) -> Standing:
        versions = tuple(self.scheme.versions_in(self.months))
        members = {
            code: here
            for code, by_month in self.tally.members(self.scheme, self.level).items()
            if (here := {m: s for m, s in by_month.items() if m in self.months})
        }
        if self.scheme.of_cases and self.level == OFFICERS:
            guests = self.guests_of(members)
            self.guests = frozenset(guests)
            members |= guests
        rows = self.rows(members)
        return Standing(
            self.scheme.code,
            self.period,
            self.level,
            versions,
            self.groups(rows),
            self.missing(members),
        )

    def guests_of(self, known: Mapping[str, object]) -> dict[str, dict[str, Subject]]:
        """Officers with points in the period who were in case work at no month end of it.

        They are listed where their last points count, without a rank.
        """
        found = {}
        for line in self.tally.lines_in(self.scheme.code, self.months):
            officer = self.roster.officers.get(line.subject)
            if officer is None or line.subject in known or not line.points:
                continue
            unit = self.roster.units.get(line.unit)
            groups = unit.groups.get(self.scheme.group_by, ()) if unit else ()
            group = at(groups, last_day(line.month))
            subject = Subject(line.subject, officer.name, group, line.unit)
            found[line.subject] = {self.months[-1]: subject}
        return found

    # ── sums ────────────────────────────────────────────────────────────────────────────────

    def component_totals(self, members: Mapping[str, Mapping[str, Subject]]) -> pd.DataFrame:
        """Points of the period by subject and component: sums, or means half-up where rules say."""
        wide = self.tally.wide(self.scheme.code)
        chosen = wide.loc[:, wide.columns.get_level_values("month").isin(self.months)]
        sums = chosen.T.groupby(level="component").sum().T
        codes = [c.code for c in self.scheme.components]
        codes += [""] if "" in sums.columns else []
        totals = sums.reindex(index=sorted(members), columns=codes, fill_value=0).astype("int64")
        means = {c.code: c.means for c in self.scheme.components} | {"": self.scheme.means}
        size = pd.Series({c: max(len(self.counting(c, m)), 1) for c, m in members.items()})
        size = size.reindex(totals.index)
        for code in codes:
            if self.period.kind in means[code]:
                # half-up division on whole numbers, sign apart: away from zero at .5
                column = totals[code]
                magnitude = (2 * column.abs() + size) // (2 * size)
                totals[code] = magnitude.where(column >= 0, -magnitude)
        return totals

    def counting(self, code: str, member: Mapping[str, Subject]) -> list[str]:
        """The months of the period that count for a subject: those reported."""
        if self.scheme.of_cases:
            absent = self.absent(code, member)
            return [month for month in self.months if month in member and month not in absent]
        reported = self.tally.reported.get((self.scheme.code, code), frozenset())
        return [month for month in self.months if month in reported]

    def has_total(self, code: str, months: Sequence[str]) -> bool:
        """Whether anything is known of a subject: 未报 has no total, and is not zero."""
        return bool(months) or bool(self.tally.lines_of(self.scheme.code, code, self.months))

    # ── rows ────────────────────────────────────────────────────────────────────────────────

    def rows(self, members: Mapping[str, Mapping[str, Subject]]) -> list[Row]:
        if not members:
            return []
        if self.counted:
            return self.unit_rows(members)
        totals = self.component_totals(members)
        totals["total"] = totals.sum(axis=1).astype("int64")
        context = self.context()
        rows = []
        for code, record in zip(totals.index, totals.to_dict("records"), strict=True):
            subject = self.placed(members[code])
            months = self.counting(code, members[code])
            total = int(record.pop("total"))
            has_total = self.has_total(code, months)
            rows.append(
                Row(
                    subject=code,
                    name=subject.name,
                    unit=subject.unit,
                    group=subject.group,
                    rank=None,
                    total=total if has_total else None,
                    ranked_on=self.ranked_on(total, months, subject.group) if has_total else None,
                    components={str(k): int(v) for k, v in record.items()} if has_total else {},
                    months=len(months),
                    state=self.state(code, members[code], months, context),
                    note=self.why_unranked(code, members[code], months),
                    grade=self.grade(total) if has_total else "",
                    counts=context.get(code, {}),
                )
            )
        return rows

    def unit_rows(self, members: Mapping[str, Mapping[str, Subject]]) -> list[Row]:
        """Units in a scheme of cases: officers' points per head, less what the unit bears."""
        table, rules = self.tally.table, self.scheme
        version = rules.version(self.months[-1]) if self.months else None
        case_rules = version.case_rules if version else None
        chosen = table[(table["scheme"] == rules.code) & table["month"].isin(self.months)]
        is_unit = chosen["subject"].astype("object").isin(list(self.roster.units))
        pooled = summed(chosen[~is_unit], "unit", "component")
        own = summed(chosen[is_unit], "subject", "component")
        context = self.context()
        rows = []
        for code in sorted(members):
            subject, months = self.placed(members[code]), self.counting(code, members[code])
            heads = [
                self.tally.headcount(code, month) for month in self.months if month in members[code]
            ]
            components = {}
            for part in rules.components:
                key, size = (code, part.code), self.divisor(part, months)
                taken = self.unit_points(part, case_rules, pooled.get(key, 0), heads, size)
                components[part.code] = taken + half_up(own.get(key, 0), size)
            first = pooled.get((code, rules.case_component.code), 0)
            total = (
                sum(components.values()) if months or first or any(components.values()) else None
            )
            counts = {"人数": sum(heads), "月数": len(heads), "数量分合计": first}
            rows.append(
                Row(
                    subject=code,
                    name=subject.name,
                    unit=code,
                    group=subject.group,
                    rank=None,
                    total=total,
                    ranked_on=total,
                    components={} if total is None else components,
                    months=len(months),
                    state=self.state(code, members[code], months, context),
                    note=self.why_unranked(code, members[code], months),
                    counts=dict(context.get(code, {})) | counts,
                )
            )
        return rows

    def divisor(self, component: Component, months: Sequence[str]) -> int:
        """By how many months the points of the period are divided: one where they are added up."""
        return max(len(months), 1) if self.period.kind in component.means else 1

    def unit_points(
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

    def placed(self, member: Mapping[str, Subject]) -> Subject:
        """The subject in the group of most months of the period, the later one when equal."""
        by_group: dict[str, list[str]] = defaultdict(list)
        for month, subject in member.items():
            by_group[subject.group].append(month)
        group = max(by_group, key=lambda name: (len(by_group[name]), max(by_group[name])))
        if self.period.kind == "年" and len(by_group) > 1 and len(by_group[group]) < 7:
            group = member[max(member)].group
        return member[max(member)]._replace(group=group)

    def ranked_on(self, total: int, months: Sequence[str], group: str) -> int:
        """折合分: the total made comparable when months are missing, else the total itself."""
        if not self.scheme.annualised or len(months) == len(self.months) or not months:
            return total
        whole = sum(self.full_base(month, group) for month in self.months)
        part = sum(self.full_base(month, group) for month in months)
        return half_up(total * whole, part) if part else total

    def full_base(self, month: str, group: str) -> int:
        """The full points of the prorating components in a month."""
        version = self.scheme.version(month)
        prorating = {c.code for c in self.scheme.components if c.prorates}
        return sum(
            item.full(group)
            for item in (version.items if version else ())
            if item.component in prorating and (item.due(month) or item.terms.starts_full)
        )

    # ── states and reasons ──────────────────────────────────────────────────────────────────

    def state(
        self,
        code: str,
        member: Mapping[str, Subject],
        months: Sequence[str],
        context: Mapping[str, Mapping[str, int]],
    ) -> str:
        absent = len(self.absent(code, member))
        if absent:
            return "未报" if not months else f"缺报 {absent} 个月"
        idle = self.scheme.of_cases and not context.get(code, {}).get("案件数")
        return f"本{self.period.kind}无办结案件" if idle else "已报"

    def absent(self, code: str, member: Mapping[str, Subject]) -> list[str]:
        """Months of the period in which the subject existed but was not reported.

        For an officer in case work it is the unit of that month end that reports.
        """
        if code in self.guests:
            return []
        by_unit = self.scheme.of_cases and self.level == OFFICERS
        return [
            month
            for month in self.months
            if month in member
            and month not in self.reported(member[month].unit if by_unit else code)
        ]

    def reported(self, code: str) -> frozenset[str]:
        """The months with a report by or about ``code``."""
        return self.tally.reported.get((self.scheme.code, code), frozenset())

    def why_unranked(self, code: str, member: Mapping[str, Subject], months: Sequence[str]) -> str:
        """Why a subject takes no part in the ranking; empty when it does."""
        if self.months and (code in self.guests or self.months[-1] not in member):
            gone = "期末不在办案岗位" if self.scheme.of_cases else "期末已不在名册"
            return f"{gone}，不参与排名"
        absent = self.absent(code, member)
        if not months or (self.period.kind == "月" and absent):
            return "未报"
        if len(absent) >= self.bureau.unranked_when_missing:
            return f"缺报 {len(absent)} 个月，不参与排名"
        least = min(self.bureau.least_months.get(self.period.kind, 1), len(self.months))
        if len(months) < least:
            return f"计分不足 {least} 个月，不参与排名"
        return self.out_of_post(code) if self.level == OFFICERS else ""

    def out_of_post(self, code: str) -> str:
        days = [self.tally.days_in_post(code, month) for month in self.months]
        served, total = map(sum, zip(*days, strict=True))
        share = self.bureau.least_in_post
        return f"在岗不足 {percent(share)}，不参与排名" if served * 100_00 < total * share else ""

    def context(self) -> Mapping[str, Mapping[str, int]]:
        """Context figures by subject: 案件数 and 扣分条数 for cases, 不适用 for the others."""
        found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        cases: dict[str, set[str]] = defaultdict(set)
        for line in self.tally.lines_in(self.scheme.code, self.months):
            subject = line.unit if self.counted else line.subject
            if line.state and line.state != WAITING:
                found[subject][line.state] += 1
            if line.kind == RECORDED and line.points < 0:
                found[subject]["扣分条数"] += 1
            if line.item is not None and line.item.terms.from_cases and line.case:
                cases[subject].add(line.case)
        for subject, ids in cases.items():
            found[subject]["案件数"] = len(ids)
        return {subject: dict(counts) for subject, counts in found.items()}

    def grade(self, total: int) -> str:
        """等次 of the period, or 未达及格线, when the rules name any for such periods."""
        version = self.scheme.version(self.months[-1]) if self.months else None
        if version is None or self.period.kind != version.graded:
            return ""
        if version.pass_mark is not None and total < version.pass_mark:
            return "未达及格线"
        return next((name for name, least in version.grades if total >= least), "")

    # ── groups, ranks, what is missing ──────────────────────────────────────────────────────

    def groups(self, rows: Sequence[Row]) -> tuple[Group, ...]:
        names = self.bureau.groups.get(self.scheme.group_by, {"": self.scheme.short})
        before = self.previous_ranks()
        ranks = self.ranks(rows)
        found: dict[str, list[Row]] = {name: [] for name in names}
        for row in rows:
            rank = ranks.get(row.subject)
            earlier = before.get((row.group, row.subject)) if rank is not None else None
            found.setdefault(row.group, []).append(replace(row, rank=rank, previous_rank=earlier))
        return tuple(
            Group(
                code,
                names.get(code, code),
                any(r.rank for r in inside),
                tuple(sorted(inside, key=_order)),
            )
            for code, inside in found.items()
            if inside
        )

    def ranks(self, rows: Sequence[Row]) -> Mapping[str, int]:
        """Competition ranks (1, 1, 3) on the published numbers, inside each group."""
        taking_part = [row for row in rows if row.ranked_on is not None and not row.note]
        if not taking_part:
            return {}
        frame = pd.DataFrame(
            {
                "subject": [row.subject for row in taking_part],
                "group": [row.group for row in taking_part],
                "points": pd.Series([row.ranked_on for row in taking_part], dtype="int64"),
            }
        )
        by_group = frame.groupby("group")["points"]
        frame["rank"] = by_group.rank(method="min", ascending=False).astype("int64")
        ranked = frame[by_group.transform("size") >= self.bureau.least_ranked]
        return dict(zip(ranked["subject"], (int(rank) for rank in ranked["rank"]), strict=True))

    def previous_ranks(self) -> Mapping[tuple[str, str], int]:
        rows = self.before.rows if self.before is not None else ()
        return {(row.group, row.subject): row.rank for row in rows if row.rank is not None}

    def missing(self, members: Mapping[str, Mapping[str, Subject]]) -> tuple[MissingReport, ...]:
        """Who owes which month; in case work units owe reports, not officers."""
        if self.scheme.of_cases and self.level == OFFICERS:
            return ()
        return tuple(
            MissingReport(code, member[month].name, member[month].unit, month)
            for code, member in sorted(members.items())
            for month in self.absent(code, member)
        )


def _order(row: Row) -> tuple[bool, int, bool, int, str]:
    number = row.ranked_on if row.ranked_on is not None else 0
    return (row.rank is None, row.rank or 0, row.ranked_on is None, -number, row.subject)
