"""Books: rules, roster and ledger read together and checked, from any mapping of files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from inspect import isfunction, signature
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from generator.checks import (
    bulletins,
    cases,
    corrections,
    deadlines,
    entries,
    missing,
    objections,
    people,
    restatements,
    reuse,
    reviews,
    subjects,
)
from generator.checks.facts import Facts
from generator.checks.stale import to_be_reported_again
from generator.ledger.records import Ledger, read_ledger
from generator.rules.roster import Roster
from generator.rules.roster_file import read_roster
from generator.rules.rulebook import Rulebook, read_rulebook
from generator.rules.yearly import YearRules, in_force, read_year_rules
from generator.text.problems import Place, Problem, in_reading_order, without_echoes
from generator.text.strict import Files
from generator.trail.trail import NO_TRAIL, Trail, read_trail

if TYPE_CHECKING:
    from generator.rules.website import Website

READ_FOLDERS = ("ledger", "rules")
OF_RECORDS = (
    entries, cases, reviews, reuse, deadlines, bulletins, corrections, objections, restatements,
)  # fmt: skip
"""Checks of records against each other and the rules, and of what followed publication."""
OF_ROSTER = (subjects, missing, people)
"""Checks of records against the roster."""


@dataclass(frozen=True, slots=True)
class Books:
    """Everything a score depends on, checked."""

    rulebook: Rulebook
    roster: Roster
    ledger: Ledger
    year_rules: tuple[YearRules, ...]
    trail: Trail = NO_TRAIL
    """Bulletins issued, corrections, objections."""
    waiting: Mapping[str, Problem] = field(default_factory=dict)
    """Path of each record that is to be reported again (须重报) → why; none of them is counted."""
    website: Website | None = None
    """What is set of the site, as far as it could be read."""

    def year_rules_for(self, year: int) -> YearRules | None:
        """The year rules in force in December of ``year``."""
        return in_force(self.year_rules, year)


def files_in(root: Path, names: Sequence[str] = READ_FOLDERS) -> dict[str, bytes]:
    """The bytes of every file under ``ledger/`` and ``rules/``, by path relative to ``root``.

    Or of other folders and files, as named.  Hidden files are left out.  A link is not followed: it
    has the bytes that git keeps of it, so that the check refuses it.
    """
    found: dict[str, bytes] = {}
    for name in names:
        top = root / name
        for path in sorted(top.rglob("*")) if top.is_dir() else (top,):
            relative = path.relative_to(root).as_posix()
            if is_hidden(relative):
                continue
            if path.is_symlink():
                found[relative] = os.fsencode(path.readlink())
            elif path.is_file():
                found[relative] = path.read_bytes()
    return found


def is_hidden(path: str) -> bool:
    """Whether a file, or a folder above it, is one that nobody reads: ``.DS_Store``."""
    return any(part.startswith(".") for part in path.split("/"))


def read_books(files: Files, today: date | None = None) -> tuple[Books | None, list[Problem]]:
    """Read and check everything; ``None`` when the rules cannot be read at all.

    All problems of all files are returned at once, in reading order.  Answers that are overdue
    ``today`` are among them; without a day nothing depends on the clock.
    """
    rulebook, problems = read_rulebook(files)
    if rulebook is None:
        message = "单位设置读不出来，其余文件这次没有检查"
        hint = "请先改好 rules/bureau.yml，再检查一次"
        waiting = Problem("规则", Place("rules/bureau.yml"), message, hint, "提醒")
        return None, in_reading_order([*problems, waiting])
    roster, more = read_roster(files, rulebook.bureau)
    problems += more
    year_rules, more = read_year_rules(files, rulebook)
    problems += more
    trail, more = read_trail(files, rulebook)
    problems += more
    from generator.rules.website_file import read_website  # noqa: PLC0415 - no push of records asks

    website, more = read_website(files)
    problems += more
    again: dict[str, Problem] = {}
    while True:
        counted = {path: data for path, data in files.items() if path not in again}
        ledger, more = read_ledger(counted, rulebook)
        # What may stand in them is not missed: a case that is reported again is no unknown one.
        ledger = replace(ledger, unread=ledger.unread | again.keys())
        found = [*more, *run_checks(Facts(rulebook, roster, ledger, trail, today))]
        stale = to_be_reported_again(found, counted, trail, rulebook.owners)
        if not stale:
            break
        again |= stale  # without them others may be at odds with what is not there any more
    books = Books(rulebook, roster, ledger, year_rules, trail, again, website)
    found = [*problems, *again.values(), *found]
    return books, in_reading_order(without_echoes(found))


def run_checks(facts: Facts) -> Iterator[Problem]:
    """What every check has to say."""
    # A fault in the roster makes strangers of people who are none: that fault is told alone.
    for module in (*OF_RECORDS, *(() if facts.roster.faulty else OF_ROSTER)):
        for check in checks_in(module):
            yield from check(facts)


def checks_in(module: ModuleType) -> list[Callable[[Facts], Iterator[Problem]]]:
    """The public functions of a module that take ``facts`` alone: none can be forgotten."""
    own = (f for f in vars(module).values() if isfunction(f) and f.__module__ == module.__name__)
    public = (f for f in own if not f.__name__.startswith("_"))
    return [f for f in public if list(signature(f).parameters) == ["facts"]]
