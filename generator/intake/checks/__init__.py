"""What no single file can know: one small function each; all run, all problems are reported."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.intake.checks import (
    cases,
    deadlines,
    entries,
    order,
    people,
    reuse,
    reviews,
    subjects,
)
from generator.intake.checks.facts import Facts
from generator.intake.ledger import Ledger
from generator.intake.problems import Problem
from generator.intake.roster import Roster
from generator.intake.rulebook import Rulebook

Check = Callable[[Facts], Iterator[Problem]]

RECORD_CHECKS: tuple[Check, ...] = (
    entries.due_items,
    entries.written_twice,
    entries.not_due,
    entries.dates_outside_the_month,
    entries.zeroed_indicators,
    cases.repeated_ids,
    cases.roles,
    cases.pieces,
    reviews.unknown_cases,
    reviews.timeline,
    reviews.results_out_of_force,
    reviews.bearers,
    reuse.matters,
    reuse.evidence,
    deadlines.filing_dates,
    deadlines.late_reports,
    deadlines.unfounded_late_findings,
    order.order,
)
"""Checks of records against each other and the rules."""

ROSTER_CHECKS: tuple[Check, ...] = (
    subjects.unknown_reporters,
    subjects.strangers,
    subjects.out_of_scope,
    subjects.absent,
    subjects.missing_reports,
    people.reporters,
    people.named_officers,
    people.participants,
    people.on_leave,
)
"""Checks of records against the roster; left out while the roster itself has errors."""


def run_checks(rulebook: Rulebook, roster: Roster, ledger: Ledger) -> list[Problem]:
    """All cross-record checks, each problem in the words a clerk reads (design §9)."""
    facts = Facts(rulebook, roster, ledger)
    checks = RECORD_CHECKS if roster.faulty else (*RECORD_CHECKS, *ROSTER_CHECKS)
    return [problem for check in checks for problem in check(facts)]
