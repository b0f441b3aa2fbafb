"""The points table: one row per score line, whole hundredths as int64; sums are groupings of it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from generator.scoring.model import ScoreLine

COLUMNS = ("scheme", "month", "subject", "unit", "component", "kind")


def points_table(lines: Sequence[ScoreLine]) -> pd.DataFrame:
    """Columns of ``COLUMNS`` plus item (categories) and points (int64), in the order of lines."""
    frame = pd.DataFrame({name: [getattr(line, name) for line in lines] for name in COLUMNS})
    frame["item"] = [line.item.code if line.item else "" for line in lines]
    frame["points"] = pd.Series([line.points for line in lines], dtype="int64")
    return frame.astype(dict.fromkeys((*COLUMNS, "item"), "category"))


def monthly_sums(table: pd.DataFrame) -> pd.DataFrame:
    """Points by scheme, subject, month and component: the sums every standing starts from."""
    keys = ["scheme", "subject", "month", "component"]
    sums = table.groupby(keys, observed=True, sort=True)["points"].sum()
    return sums.reset_index().astype(dict.fromkeys(keys, "object"))


def wide_sums(monthly: pd.DataFrame, scheme: str) -> pd.DataFrame:
    """Points of a scheme by subject (index), component and month (columns), zero where none are."""
    return monthly[monthly["scheme"] == scheme].pivot_table(
        index="subject",
        columns=["component", "month"],
        values="points",
        aggfunc="sum",
        fill_value=0,
    )


def summed(frame: pd.DataFrame, *keys: str) -> dict[tuple[str, ...], int]:
    """Points summed over the lines that agree in ``keys``."""
    sums = frame.groupby(list(keys), observed=True)["points"].sum().reset_index()
    rows = sums.itertuples(index=False, name=None)
    return {tuple(str(key) for key in row[:-1]): int(row[-1]) for row in rows}
