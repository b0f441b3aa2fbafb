"""How officers appear on public pages: the one place that applies the bureau's setting 民警显示."""

from __future__ import annotations

from dataclasses import dataclass

from generator.rules.bureau import Bureau
from generator.rules.roster import Roster
from generator.scoring.model import StandingRow

OFFICERS = "人员"


@dataclass(frozen=True, slots=True)
class Names:
    """Names of officers as the bureau shows them: 全部, 前列 or 警号."""

    bureau: Bureau
    roster: Roster

    def officer(self, number: str, rank: int | None = None) -> str:
        """The name of a service number, or the number itself where names are not shown.

        ``rank`` is the officer's place in the ranking at hand, None where there is none.
        """
        officer = self.roster.officers.get(number)
        if officer is None or not self.is_named(rank):
            return number
        return officer.name

    def is_named(self, rank: int | None) -> bool:
        """Whether somebody of that rank is shown by name."""
        shown = self.bureau.officers_shown
        return shown == "全部" or (
            shown == "前列" and rank is not None and rank <= self.bureau.front
        )

    def in_full(self, number: str, rank: int | None = None) -> str:
        """Name and number, for headings: ``张某（061201）``; the number alone when not named."""
        name = self.officer(number, rank)
        return name if name == number else f"{name}（{number}）"

    def of_row(self, level: str, row: StandingRow) -> str:
        """The name of a ranking row; ``level`` as in ``Standing.level``."""
        return self.officer(row.subject, row.rank) if level == OFFICERS else row.name

    def unit(self, code: str) -> str:
        """The name of a unit, or its code."""
        unit = self.roster.units.get(code)
        return unit.name if unit else code
