"""Comparison 3: how cost grows with the number of records, in one ledger and over several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks import check, site
from benchmarks.figures import Figure, Target, ratios, spread
from benchmarks.inputs import jifen
from benchmarks.measure import Job, Side, interleaved, middle


def score(roots: Sequence[Path]) -> Side:
    """``jifen score`` of a year of the scheme with most subjects: reads and scores everything."""
    commands = (
        jifen("score", "2025", "rooms", "--format", "json", "--folder", root) for root in roots
    )
    return Side("jifen score", tuple(map(Job, commands)))


SIDES = {"check": check.ours, "score": score, "build": site.ours}


def target(factor: int) -> Target:
    """Ten county-years cost at most eleven times one; fewer in proportion."""
    return Target("≤", factor * 1.1)


def compare(
    name: str, one: Sequence[Path], many: Mapping[str, tuple[Sequence[Path], int]], rounds: int
) -> list[Figure]:
    """Cost of several county-years over one.

    ``many`` gives, by the words for it, the ledgers and how many county-years they hold.
    """
    side = SIDES[name]
    sides = [side(one), *(Side(words, side(roots).jobs) for words, (roots, _) in many.items())]
    costs = interleaved(sides, rounds, warm_up=rounds > 1)
    few = costs[sides[0].name]
    return [
        Figure(
            f"{name}: {words} over one", counties, middle(costs[words]), middle(few),
            spread(ratios(costs[words], few)), "×", target(counties),
        )
        for words, (_, counties) in many.items()
    ]  # fmt: skip
