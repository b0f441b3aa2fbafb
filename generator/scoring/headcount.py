"""How many officers are in case work, by unit and month end (long leave left out)."""

from __future__ import annotations

from collections import Counter
from functools import cache

from generator.rules.periods import last_day
from generator.rules.roster import Roster


class Headcount:
    """Month-end headcounts of 办案民警, counted once per month."""

    def __init__(self, roster: Roster) -> None:
        self.roster = roster
        self._month = cache(self._count)

    def at(self, unit: str, month: str) -> int:
        """Officers in case work in ``unit`` on the last day of ``month``."""
        return self._month(month)[unit]

    def _count(self, month: str) -> Counter[str]:
        day = last_day(month)
        return Counter(
            post.unit
            for officer in self.roster.officers.values()
            if (post := officer.post(day)) is not None
            and post.handles_cases
            and not officer.away_whole_month(month)
        )
