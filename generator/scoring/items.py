"""What the lines say item by item: points due and earned, reasons, where points were lost.

Every figure is made for all schemes and periods at once, from the points table; pages look up
theirs.  Which item a code stands for is known to the lines alone, so rows carry a line of theirs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from generator.rules.periods import Period
from generator.rules.scheme import Item
from generator.scoring.model import RECORDED, STARTING
from generator.scoring.tally import (
    CASE_WORK,
    DUE,
    EXTRA,
    Tally,
    looked_up,
    nested,
    over_periods,
    summed,
)

Pair = tuple[str, str]
"""Component and item code; or scheme and period code."""
ITEM_COLUMNS = ("component", "item_code")


class Earned(NamedTuple):
    """Points of an item: what was due in full, and what was earned."""

    full: int
    points: int

    @property
    def lost(self) -> int:
        return self.full - self.points


@dataclass(frozen=True, slots=True)
class ItemTally:
    """An item with full points over a period, as it is in its last month."""

    item: Item
    whole: Earned
    by_subject: Mapping[str, Earned]

    @property
    def reached(self) -> int:
        """How many subjects have full points."""
        return sum(each.lost <= 0 for each in self.by_subject.values())

    def behind(self) -> list[tuple[str, Earned]]:
        """Subjects without full points, the furthest behind first."""
        short = [(code, each) for code, each in self.by_subject.items() if each.lost > 0]
        return sorted(short, key=lambda pair: (-pair[1].lost, pair[0]))


@dataclass(frozen=True, slots=True)
class Cause:
    """An item that gave or took points: how much in the end, by how many entries, for whom."""

    item: Item
    points: int
    count: int
    by_subject: Mapping[str, int]
    """Points of its entries by subject; by unit in schemes of cases."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Points that one subject lost by one item in a year."""

    item: Item
    full: int
    """What was due in full; 0 for a mere deduction."""
    lost: int
    count: int
    """How many months lack points; how many entries took some, for a mere deduction."""
    months: tuple[tuple[str, int], ...]


class Items:
    """Item figures of all schemes."""

    def __init__(self, tally: Tally) -> None:
        self.tally = tally

    # ── items with full points ──────────────────────────────────────────────────────────────

    @cached_property
    def earned(self) -> pd.DataFrame:
        """Full points, points and last line by scheme, month, item and subject, where any are due."""
        table = self.tally.table
        counting = (table["item_code"] != "") & (table["state"] == "")
        plain = ~table["scheme"].isin(self.tally.of_cases)
        rows = table[counting & plain].sort_values("month", kind="stable")
        by_month = rows.groupby(
            ["scheme", "month", *ITEM_COLUMNS, "subject"], observed=True, sort=False, as_index=False
        )
        made = by_month.agg({"full": "sum", "points": "sum", "line": "last"})
        return made[made["full"] != 0]

    @cached_property
    def _tallies(self) -> Mapping[Pair, Mapping[Pair, ItemTally]]:
        rows = over_periods(self.earned)
        keys = ["scheme", "period", *ITEM_COLUMNS]
        by_subject = summed(rows, *keys, "subject", points=("full", "points"))
        shares = nested({key: Earned(*sums) for key, *sums in by_subject.itertuples(name=None)})
        whole = rows.groupby(keys, observed=True, sort=False).agg(
            {"full": "sum", "points": "sum", "line": "last"}
        )
        found: dict[Pair, dict[Pair, ItemTally]] = defaultdict(dict)
        for key, full, points, line in whole.itertuples(name=None):
            tally = ItemTally(self._item(line), Earned(full, points), shares[key])
            found[key[:2]][key[2:]] = tally
        return {
            scope: dict(sorted(own.items(), key=lambda pair: pair[0][1]))
            for scope, own in found.items()
        }

    def _item(self, line: int) -> Item:
        item = self.tally.lines[line].item
        assert item is not None
        return item

    def tallies(self, scheme: str, period: Period) -> Mapping[Pair, ItemTally]:
        """Items with full points over a period, by component and code, in the order of codes."""
        return self._tallies.get((scheme, period.code), {})

    # ── reasons for points and deductions ───────────────────────────────────────────────────

    @cached_property
    def _causes(self) -> Mapping[Pair, list[Cause]]:
        rows = self.tally.periods
        # What is due or comes from cases has tables of its own; these are the reasons beside them.
        rows = rows[(rows["item_code"] != "") & (rows["kind"] != STARTING)]
        rows = rows[~rows["role"].isin([DUE, CASE_WORK])]
        of_cases = rows["scheme"].isin(self.tally.of_cases)
        who = rows["subject"].astype("object").mask(of_cases, rows["unit"])
        keys = ["scheme", "period", *ITEM_COLUMNS]
        by_item = rows.groupby(keys, observed=True, sort=False)
        total = by_item["points"].transform("sum")
        # An item counts by what it gave or took in the end, with the entries that did the same.
        entries = rows.assign(who=who)[(rows["kind"] == RECORDED) & (rows["points"] * total > 0)]
        # One entry that several officers bear has a line for each, and is counted once.
        counts = looked_up(entries.groupby(keys, observed=True, sort=False)["source"].nunique())
        shares = nested(looked_up(summed(entries, *keys, "who")["points"]))
        found: dict[Pair, list[Cause]] = defaultdict(list)
        sums = by_item.agg({"points": "sum", "line": "first"})
        for key, points, line in sums[sums["points"] != 0].itertuples(name=None):
            cause = Cause(self._item(line), points, counts.get(key, 0), shares.get(key, {}))
            found[key[:2]].append(cause)
        for own in found.values():
            own.sort(key=lambda each: (-abs(each.points), -each.count, each.item.code))
        return found

    def causes(self, scheme: str, period: Period, sign: int) -> list[Cause]:
        """Reasons for points (sign +1) or deductions (-1), the weightiest first.

        Points are what counts in the end: caps and the like are in them.  Items that start full
        give reasons for deductions only.
        """
        own = self._causes.get((scheme, period.code), [])
        return [cause for cause in own if cause.points * sign > 0]

    @cached_property
    def _work(self) -> Mapping[tuple[str, str, str], int]:
        """Points by scheme, period and 办案 (of cases) or 记录 (other entries)."""
        rows = self.tally.periods
        is_work = rows["role"] == CASE_WORK
        what = rows["kind"].astype("object").mask(is_work, CASE_WORK)
        return looked_up(summed(rows.assign(what=what), "scheme", "period", "what")["points"])

    def case_points(self, scheme: str, period: Period) -> int:
        """What the cases of a period gave all officers together."""
        return self._work.get((scheme, period.code, CASE_WORK), 0)

    def findings(self, scheme: str, period: Period) -> int:
        """What the other entries of a period gave or took, before anything limits them."""
        return self._work.get((scheme, period.code, RECORDED), 0)

    @cached_property
    def _by_aspect(self) -> Mapping[Pair, Mapping[str, Mapping[str, int]]]:
        rows = self.tally.periods
        rows = rows[(rows["item_code"] != "") & (rows["state"] == "")]
        sums = summed(rows, "scheme", "period", "aspect", "subject")["points"]
        return nested(nested(looked_up(sums)))

    def by_aspect(self, scheme: str, period: Period) -> Mapping[str, Mapping[str, int]]:
        """Points of the items of each aspect, by subject."""
        return self._by_aspect.get((scheme, period.code), {})

    # ── where one subject lost points ───────────────────────────────────────────────────────

    def losses(
        self, scheme: str, year: Period, subject: str, *, with_officers: bool = False
    ) -> list[Loss]:
        """Items that cost a subject points in a year; ``with_officers`` those of a unit's officers too."""
        deductions = self._taken_by_unit if with_officers else self._taken
        key = scheme, year.code, subject
        return [*self._short.get(key, ()), *deductions.get(key, ())]

    @cached_property
    def _short(self) -> Mapping[tuple[str, ...], list[Loss]]:
        """Items with full points that were not all earned."""
        return self._by_year(self.earned.assign(count=0), "subject")

    @cached_property
    def _taken(self) -> Mapping[tuple[str, ...], list[Loss]]:
        return self._by_year(self._deductions, "subject")

    @cached_property
    def _taken_by_unit(self) -> Mapping[tuple[str, ...], list[Loss]]:
        return self._by_year(self._deductions, "unit")

    @cached_property
    def _deductions(self) -> pd.DataFrame:
        """Deductions of items without full points: what there is to gain is not to lose it again."""
        table = self.tally.table
        taken = (table["kind"] == RECORDED) & (table["points"] < 0) & (table["role"] == EXTRA)
        return table[taken].assign(full=0, count=1).sort_values("month", kind="stable")

    def _by_year(self, rows: pd.DataFrame, who: str) -> Mapping[tuple[str, ...], list[Loss]]:
        """Rows summed by year, subject and item, with what each month lost."""
        lost = rows.assign(lost=rows["full"] - rows["points"], year=rows["month"].str[:4])
        keys = ["scheme", "year", who, *ITEM_COLUMNS]
        by_month = summed(lost, *keys, "month", points=("lost",))["lost"]
        months = nested(looked_up(by_month[by_month > 0]))
        sums = lost.groupby(keys, observed=True, sort=False).agg(
            {"full": "sum", "lost": "sum", "count": "sum", "line": "last"}
        )
        found: dict[tuple[str, ...], list[Loss]] = defaultdict(list)
        for key, full, points, count, line in sums[sums["lost"] > 0].itertuples(name=None):
            loss = Loss(self._item(line), full, points, count, tuple(months[key].items()))
            found[key[:3]].append(loss)
        return found
