"""The tally: all lines of the books in one table, and the operations that sums, means and ranks are.

Each operation is over everything at once; who needs one number looks it up in the result.  Points
are whole hundredths in int64 columns, texts are categories.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import Any

import pandas as pd

from generator.ledger.layout import periods_of
from generator.rules.periods import last_day
from generator.rules.roster import CASES, UNITS, Subject
from generator.rules.scheme import Item, Scheme
from generator.scoring.lines import Source, score_lines
from generator.scoring.model import RECORDED, STARTING, ScoreLine
from generator.text.grouping import grouped

TEXTS = ("scheme", "month", "subject", "unit", "component", "kind", "state", "case", "item_code")
"""Columns that are fields of a line."""
CASE_WORK, DUE, FULL, EXTRA = "办案", "应报", "起始满分", "加扣分"
"""What the item of a line is to its scheme (``role``): points of a case, reported for its full
points, full until something is taken, or points only given or taken.  Empty without an item."""


def points_table(lines: Sequence[ScoreLine], groups: Sequence[str]) -> pd.DataFrame:
    """One row per line, in the order of lines; ``groups`` are those of their subjects.

    ``line`` is the position of the line, for what only the line itself knows; ``source`` is a
    number for its place in a record; ``full`` are the full points that it stands for; ``day`` is
    an ordinal, 0 where a line has none.
    """
    items = [line.item for line in lines]
    places = {line.place: number for number, line in enumerate(lines)}
    # Categories: a few hundred texts stand in some ten thousand rows, and are grouped by number.
    texts: dict[str, Sequence[str]] = {
        **{name: [getattr(line, name) for line in lines] for name in TEXTS},
        "group": groups,
        "aspect": [item.aspect if item else "" for item in items],
        "role": [role(item) for item in items],
    }
    # int64 throughout: a float would lose a hundredth in some sum, and nobody would find it.
    numbers: dict[str, Sequence[int]] = {
        "line": range(len(lines)),
        "source": [places[line.place] for line in lines],
        "points": [line.points for line in lines],
        "day": [line.day.toordinal() if line.day else 0 for line in lines],
        "full": list(map(full_points, lines, groups)),
    }
    return pd.DataFrame(
        {name: pd.Series(values, dtype="category") for name, values in texts.items()}
        | {name: pd.Series(values, dtype="int64") for name, values in numbers.items()}
    )


def role(item: Item | None) -> str:
    """What an item is to its scheme."""
    if item is None:
        return ""
    terms = item.terms
    if terms.from_cases:
        return CASE_WORK
    if not terms.has_full:
        return EXTRA
    return DUE if terms.reported else FULL


def full_points(line: ScoreLine, group: str) -> int:
    """The full points that a line stands for; 0 for one that only adds or takes."""
    # What does not count this month was not due either: nobody fell short of it.
    if line.item is None or line.state:
        return 0
    if line.kind == STARTING:
        return line.points
    is_due = line.kind == RECORDED and line.item.terms.reported
    return line.item.full(group) if is_due else 0


def over_periods(table: pd.DataFrame) -> pd.DataFrame:
    """Every row three times: in its month, its quarter and its year (``period``); by month."""
    months = table["month"].cat.categories
    spans = pd.DataFrame(
        [(month, period.code) for month in months for period in periods_of(month)],
        columns=["month", "period"],
    )
    spans = spans.astype({"month": table["month"].dtype, "period": "category"})
    return table.merge(spans, on="month").sort_values("month", kind="stable")


def summed(table: pd.DataFrame, *keys: str, points: Sequence[str] = ("points",)) -> pd.DataFrame:
    """Sums over the rows that agree in ``keys``, which are the index; in order of appearance."""
    by_keys = table.groupby(list(keys), observed=True, sort=False)
    return by_keys[list(points)].sum()


def counted(table: pd.DataFrame, *keys: str) -> Mapping[Any, int]:
    """How many rows agree in ``keys``; in order of appearance."""
    return looked_up(table.groupby(list(keys), observed=True, sort=False).size())


def means(points: pd.Series[int], sizes: pd.Series[int]) -> pd.Series[int]:
    """Points ÷ sizes, half-up away from zero; whole numbers throughout, never a float."""
    # Lines are rounded where they are made and added up exactly; this and the points per head are
    # the only divisions after that.
    magnitude = (2 * points.abs() + sizes) // (2 * sizes)
    return magnitude.where(points >= 0, -magnitude)


def ranks(rows: pd.DataFrame, least: int) -> pd.Series[int]:
    """Competition ranks (1, 1, 3) by ``points`` within ``period`` and ``group``.

    None (NA) where fewer than ``least`` take part.
    """
    # Equal printed numbers have equal rank: no rule breaks ties, and an order by name or code
    # would decide for honours what nobody has decided.
    inside = rows.groupby(["period", "group"])["points"]
    found = inside.rank(method="min", ascending=False).astype("Int64")
    return found.where(inside.transform("size") >= least)


def ranks_before(rows: pd.DataFrame) -> pd.Series[int]:
    """Each row's ``rank`` in the period ``before``, as of the same group and subject; else NA."""
    # Who has changed class moves from no place: places in two classes cannot be compared.
    known = rows.set_index(["period", "group", "subject"])["rank"]
    wanted = pd.MultiIndex.from_frame(rows[["before", "group", "subject"]])
    return known.reindex(wanted).set_axis(rows.index)


def nested(values: Mapping[Any, Any]) -> Mapping[Any, Mapping[Any, Any]]:
    """All parts of a key but the last → the last → value; in order of appearance."""
    found: dict[Any, dict[Any, Any]] = defaultdict(dict)
    for (*key, last), value in values.items():
        found[tuple(key)][last] = value
    return found


def looked_up(series: pd.Series[Any]) -> Mapping[Any, Any]:
    """Key → plain value of a result, for those who ask for single numbers."""
    return dict(zip(series.index.tolist(), series.tolist(), strict=True))


class Tally:
    """Lines, sums, members and reports of the books; each is computed once."""

    def __init__(self, books: Source) -> None:
        self.books = books
        self.lines = score_lines(books)
        self._memberships: dict[tuple[str, str], dict[str, dict[str, Subject]]] = {}
        self._heads = cache(self._officers_by_unit)
        self.days_in_post = cache(self._days_in_post)

    # ── the lines as a table ────────────────────────────────────────────────────────────────

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row per line (``points_table``)."""
        return points_table(self.lines, [self._group(line) for line in self.lines])

    def _group(self, line: ScoreLine) -> str:
        scheme = self.books.rulebook.schemes[line.scheme]
        here = self.members(scheme, scheme.subject).get(line.subject, {}).get(line.month)
        return here.group if here else ""

    @cached_property
    def periods(self) -> pd.DataFrame:
        """The same rows in their month, their quarter and their year."""
        return over_periods(self.table)

    @cached_property
    def sums(self) -> pd.Series[int]:
        """Points by scheme, period, subject and component: what every standing starts from."""
        return summed(self.periods, "scheme", "period", "subject", "component")["points"]

    @cached_property
    def points(self) -> Mapping[tuple[str, str, str, str], int]:
        """The same, to look up."""
        return looked_up(self.sums)

    @cached_property
    def of_cases(self) -> list[str]:
        """The codes of the schemes of cases."""
        return [code for code, s in self.books.rulebook.schemes.items() if s.of_cases]

    @cached_property
    def pooled(self) -> Mapping[tuple[str, str, str, str], int]:
        """Points of officers in case work by scheme, period, unit and component."""
        # By the unit of the line, not of the officer: who moved has left points behind.
        rows = self.periods[self.periods["scheme"].isin(self.of_cases)]
        officers = rows[~rows["subject"].isin(list(self.books.roster.units))]
        return looked_up(summed(officers, "scheme", "period", "unit", "component")["points"])

    # ── the lines themselves ────────────────────────────────────────────────────────────────

    @cached_property
    def _by_month(self) -> Mapping[tuple[str, str], Mapping[str, list[ScoreLine]]]:
        """Scheme and month → subject → its lines, all in reading order."""
        # An index and no selection of the table: pages ask thousands of times for a few lines.
        by_month = grouped(self.lines, lambda line: (line.scheme, line.month))
        return {key: grouped(own, lambda line: line.subject) for key, own in by_month.items()}

    def lines_in(self, scheme: str, months: Iterable[str]) -> Iterator[ScoreLine]:
        """All lines of a scheme in these months."""
        for month in months:
            for own in self._by_month.get((scheme, month), {}).values():
                yield from own

    def lines_of(self, scheme: str, subject: str, months: Iterable[str]) -> list[ScoreLine]:
        """A subject's lines in these months, in reading order."""
        found = (self._by_month.get((scheme, month), {}) for month in months)
        return [line for own in found for line in own.get(subject, ())]

    # ── who is there, and who has reported ──────────────────────────────────────────────────

    def months(self, scheme: str) -> list[str]:
        """The months in which a scheme has reports."""
        return self._months.get(scheme, [])

    @cached_property
    def _months(self) -> Mapping[str, list[str]]:
        schemes = self.books.rulebook.schemes
        return {code: self.books.ledger.months(code) for code in schemes}

    @cached_property
    def reported(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """Months with a report, by scheme and subject (for cases: by reporting unit)."""
        ledger, found = self.books.ledger, defaultdict[tuple[str, str], set[str]](set)
        for record in ledger.records:
            found[record.scheme, record.subject].add(record.month)
        for report in ledger.reports:
            if report.scheme in self.of_cases:
                found[report.scheme, report.reporter].add(report.month)
        return {key: frozenset(months) for key, months in found.items()}

    def headcount(self, unit: str, month: str) -> int:
        """Officers in case work in ``unit`` on the last day of ``month``."""
        return self._heads(month)[unit]

    def _officers_by_unit(self, month: str) -> Counter[str]:
        # Who is away for more than a month is no head: the others did the work meanwhile.
        day = last_day(month)
        return Counter(
            post.unit
            for officer in self.books.roster.officers.values()
            if (post := officer.post(day)) is not None
            and post.handles_cases
            and not officer.away_whole_month(month)
        )

    def _days_in_post(self, officer: str, month: str) -> tuple[int, int]:
        """Days of a month an officer served, and days of the month."""
        return self.books.roster.officers[officer].days_in_post(month)

    def members(self, scheme: Scheme, level: str) -> dict[str, dict[str, Subject]]:
        """Subject code → month → the subject as of that month's last day."""
        key = scheme.code, level
        if key not in self._memberships:
            found: dict[str, dict[str, Subject]] = defaultdict(dict)
            for month in self.months(scheme.code):
                for subject in self._subjects(scheme, level, month):
                    found[subject.code][month] = subject
            self._memberships[key] = dict(found)
        return self._memberships[key]

    def _subjects(self, scheme: Scheme, level: str, month: str) -> list[Subject]:
        roster, day = self.books.roster, last_day(month)
        if not scheme.of_cases:
            return roster.subjects(scheme.subject, scheme.group_by, day, scheme.scope)
        if level == UNITS:
            # A unit without anybody in case work has nothing to divide by, and no place.
            units = roster.subjects(UNITS, scheme.group_by, day)
            return [unit for unit in units if self.headcount(unit.code, month)]
        return roster.subjects(CASES, scheme.group_by, day, scheme.scope)
