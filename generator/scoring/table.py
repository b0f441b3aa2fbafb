"""The points table: one row per score line, and the operations that sums, means and ranks are.

Each operation is over everything at once; who needs one number looks it up in the result.  Points
are whole hundredths in int64 columns, texts are categories.  Nothing here knows a rule.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any

import pandas as pd

from generator.ledger.layout import periods_of
from generator.rules.scheme import Item
from generator.scoring.model import RECORDED, ScoreLine

TEXTS = ("scheme", "month", "subject", "unit", "component", "kind", "state", "case")
"""Columns that are fields of a line."""
CASE_WORK, DUE, FULL, EXTRA = "办案", "应报", "起始满分", "加扣分"
"""What the item of a line is to its scheme (``role``): points of a case, reported for its full
points, full until something is taken, or points only given or taken.  Empty without an item."""


def points_table(lines: Sequence[ScoreLine], groups: Sequence[str]) -> pd.DataFrame:
    """One row per line, in the order of lines; ``groups`` are those of their subjects.

    ``line`` is the position of the line, for what only the line itself knows; ``source`` is a
    number for its place in a record; ``full`` are the full points that it stands for.
    """
    items = [line.item for line in lines]
    places = {place: number for number, place in enumerate({line.place for line in lines})}
    texts: dict[str, Sequence[str]] = {
        **{name: list(map(attrgetter(name), lines)) for name in TEXTS},
        "group": groups,
        "item": [item.code if item else "" for item in items],
        "aspect": [item.aspect if item else "" for item in items],
        "role": [role(item) if item else "" for item in items],
    }
    numbers: dict[str, Sequence[int]] = {
        "line": range(len(lines)),
        "source": [places[line.place] for line in lines],
        "points": [line.points for line in lines],
        "full": list(map(full_points, lines, groups)),
    }
    return pd.DataFrame(
        {name: pd.Series(values, dtype="category") for name, values in texts.items()}
        | {name: pd.Series(values, dtype="int64") for name, values in numbers.items()}
    )


def role(item: Item) -> str:
    """What an item is to its scheme."""
    terms = item.terms
    if terms.from_cases:
        return CASE_WORK
    if not terms.has_full:
        return EXTRA
    return DUE if terms.reported else FULL


def full_points(line: ScoreLine, group: str) -> int:
    """The full points that a line stands for; 0 for one that only adds or takes."""
    if line.item is None or line.state:
        return 0
    if line.kind == "满分":
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
    magnitude = (2 * points.abs() + sizes) // (2 * sizes)
    return magnitude.where(points >= 0, -magnitude)


def ranks(rows: pd.DataFrame, least: int) -> pd.Series[int]:
    """Competition ranks (1, 1, 3) by ``points`` within ``period`` and ``group``.

    None (NA) where fewer than ``least`` take part.
    """
    inside = rows.groupby(["period", "group"])["points"]
    found = inside.rank(method="min", ascending=False).astype("Int64")
    return found.where(inside.transform("size") >= least)


def ranks_before(rows: pd.DataFrame) -> pd.Series[int]:
    """Each row's ``rank`` in the period ``before``, as of the same group and subject; else NA."""
    known = rows.set_index(["period", "group", "subject"])["rank"]
    wanted = pd.MultiIndex.from_frame(rows[["before", "group", "subject"]])
    return known.reindex(wanted).set_axis(rows.index)


def looked_up(series: pd.Series[Any]) -> Mapping[Any, Any]:
    """Key → plain value of a result, for those who ask for single numbers."""
    return dict(zip(series.index.tolist(), series.tolist(), strict=True))
