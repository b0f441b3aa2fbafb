"""What no single file can know: one small function each; all run, all problems are reported."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from generator.checks import (
    bulletins,
    cases,
    corrections,
    deadlines,
    entries,
    objections,
    order,
    people,
    reuse,
    reviews,
    subjects,
)
from generator.checks.facts import Facts
from generator.ledger.records import Ledger
from generator.rules.roster import Roster
from generator.rules.rulebook import Rulebook
from generator.text.problems import Problem
from generator.trail.trail import NO_TRAIL, Trail

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
    reviews.found_before,
    reviews.results_out_of_force,
    reviews.bearers,
    reuse.matters,
    reuse.evidence,
    deadlines.filing_dates,
    deadlines.late_reports,
    deadlines.unfounded_late_findings,
    deadlines.uncovered_years,
    order.order,
)
"""Checks of records against each other and the rules."""

TRAIL_CHECKS: tuple[Check, ...] = (
    bulletins.pairs,
    bulletins.heads,
    bulletins.dates,
    bulletins.issues,
    bulletins.changed_records,
    corrections.numbers,
    corrections.records,
    corrections.bulletins,
    corrections.references,
    objections.bulletins,
    objections.items,
    objections.in_time,
    objections.consequences,
)
"""Checks of what happened after publication."""

ROSTER_CHECKS: tuple[Check, ...] = (
    objections.subjects,
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


def run_checks(
    rulebook: Rulebook,
    roster: Roster,
    ledger: Ledger,
    trail: Trail = NO_TRAIL,
    today: date | None = None,
) -> list[Problem]:
    """All cross-record checks, each problem in the words a clerk reads (design §9).

    Overdue answers are listed as of ``today``; without it nothing depends on the clock.
    """
    facts = Facts(rulebook, roster, ledger, trail, today)
    checks = (*RECORD_CHECKS, *TRAIL_CHECKS, *(() if roster.faulty else ROSTER_CHECKS))
    return [problem for check in checks for problem in check(facts)]
