"""What no single file can know: one small function each; all run, all problems are reported."""

from __future__ import annotations

from generator.intake.ledger import Ledger
from generator.intake.problems import Problem
from generator.intake.roster import Roster
from generator.intake.rulebook import Rulebook


def run_checks(rulebook: Rulebook, roster: Roster, ledger: Ledger) -> list[Problem]:
    """All cross-record checks."""
    return []
