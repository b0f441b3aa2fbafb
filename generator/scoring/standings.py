"""Standings: sums, means and ranks by month, quarter and year, as operations on one table.

A standing is asked for as ``Scores(books).standing(scheme, period)``; all periods of its scheme are
made together.  Ranks are taken inside the class, sequence or group only, on the numbers that are
published, so equal printed numbers have equal rank.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from generator.rules.periods import Period
from generator.scoring.items import Items
from generator.scoring.lines import Source
from generator.scoring.model import OFFICERS, Standing
from generator.scoring.ranking import Ranking
from generator.scoring.tally import Tally


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
