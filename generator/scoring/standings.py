"""Standings: sums, means and ranks by month, quarter and year, as operations on one table.

A standing is asked for as ``Scores(books).standing(scheme, period)``; ranks are taken inside the
class, sequence or group only, on the numbers that are published, so equal printed numbers have
equal rank.
"""

from __future__ import annotations

from generator.rules.periods import Period
from generator.scoring.lines import Source
from generator.scoring.model import OFFICERS, Standing
from generator.scoring.ranking import Ranking
from generator.scoring.tally import Tally


class Scores(Tally):
    """The tally of the books and every standing made of it; each is computed once."""

    def __init__(self, books: Source) -> None:
        super().__init__(books)
        self._standings: dict[tuple[str, Period, str], Standing] = {}

    def standing(self, scheme: str, period: Period, level: str = "") -> Standing:
        """The ranking tables of a scheme and period.

        ``level`` is 单位 or 人员 for schemes of cases (default 人员); other schemes have one level.
        """
        rules = self.books.rulebook.schemes[scheme]
        level = (level or OFFICERS) if rules.of_cases else rules.subject
        key = scheme, period, level
        if key not in self._standings:
            before = self._before(scheme, period, level)
            self._standings[key] = Ranking(self, rules, period, level, before).standing()
        return self._standings[key]

    def _before(self, scheme: str, period: Period, level: str) -> Standing | None:
        """The standing of the period before, if it has reports: what places are compared with."""
        before = period.previous
        there = not set(before.months).isdisjoint(self.months(scheme))
        return self.standing(scheme, before, level) if there else None
