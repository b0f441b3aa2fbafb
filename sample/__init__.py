"""A complete fictional county-year, made from a seed: the same seed gives the same bytes.

It has rosters, records, approvers, approval sheets, bulletins, corrections and objections.

``county(seed, index)`` gives the files of one county by path; ``write`` puts one or many counties
into a folder.  Everything the records must obey (items due, codes, targets, levels) is read from
the rules of this repository; nothing depends on the clock or on hash order.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random

from generator.approval.approvers import APPROVERS_FILE as APPROVERS
from generator.checks.books import files_in
from generator.files import whole
from generator.rules.roster_file import read_roster
from generator.rules.rulebook import Rulebook, read_rulebook
from generator.text.canonical import document
from generator.text.strict import Files
from sample.aftermath import corrections, filed, objections
from sample.bulletins import bulletins
from sample.cases import Cases
from sample.party import Party
from sample.people import people, roster_files
from sample.rooms import Rooms
from sample.sheets import Sheets
from sample.signers import Signers, filing_of
from sample.team import Team, honours
from sample.world import MONTHS, Days, Deck, Registers, World

ROOT = Path(__file__).resolve().parents[1]
"""The repository, whose rules the sample follows."""
MADE = ("rules/roster/", "rules/approvers", "rules/approvals/approvers-")
"""Which of the rules belong to a county, and are made here."""


def write(out: Path, counties: int, seed: int) -> None:
    """Write ``counties`` counties under ``out``.

    One county goes to ``out/ledger`` and ``out/rules``.  More go to ``out/county-001`` and
    so on, each with a copy of all other rules, so that each is complete by itself.
    """
    rules = {path: data for path, data in _rule_files().items() if not path.startswith(MADE)}
    for index in range(1, counties + 1):
        folder = out if counties == 1 else out / f"county-{index:03d}"
        files = county(seed, index)
        made = files if counties == 1 else {**rules, **files}
        whole.files({folder / path: data for path, data in made.items()}, precious=False)


def county(seed: int, index: int) -> dict[str, bytes]:
    """The files of one county, ``ledger/**``, roster and approvers, sorted by path."""
    rulebook = _rulebook()
    files = roster_files(people(chance(seed, index, "people")))
    roster, problems = read_roster(files, rulebook.bureau)
    assert not problems, problems[0].sentence
    world = World(
        rulebook,
        roster,
        Days(rulebook.calendar, rulebook.bureau.report_by, rulebook.bureau.review_by),
        Registers(chance(seed, index, "registers")),
        Deck(chance(seed, index, "deck")),
    )
    makers = (
        Party(world, chance(seed, index, "party")),
        Rooms(world, chance(seed, index, "rooms")),
        Cases(world, chance(seed, index, "cases")),
        Team(world, chance(seed, index, "team"), honours(world, chance(seed, index, "honours"))),
    )
    filings = []
    for month in MONTHS:
        for path, content in (each for maker in makers for each in maker.files(month).items()):
            files[path] = document(content)
            filings.append(filing_of(path, content))
    signers = Signers(roster, tuple(filings))
    files[APPROVERS] = signers.file(rulebook.bureau.ledger_id)
    files |= _aftermath({**_rule_files(), **files}, signers, rulebook)
    return dict(sorted(files.items()))


def _aftermath(files: Files, signers: Signers, rulebook: Rulebook) -> dict[str, bytes]:
    """Approval sheets, bulletins, corrections and objections."""
    made, doubts = corrections(files), objections(files)
    issued = list(bulletins(files, rulebook, signers.roster, made))
    sheets = Sheets(files, signers, rulebook, filed(made))
    return {
        **{path: data for each in issued for path, data in each.files.items()},
        **{each.path: each.file for each in made},
        **{each.path: each.stages[-1][1] for each in doubts},
        **dict([sheets.of_approvers(), *sheets.of_records()]),
        **dict(sheets.of_bulletin(each) for each in issued),
        **dict(sheets.of_correction(each) for each in made),
        **dict(sheet for each in doubts for sheet in sheets.of_objection(each)),
    }


def chance(seed: int, index: int, what: str) -> Random:
    """The stream of chance for one part of a county."""
    # A stream of its own for each part: a change in one leaves the others as they are.
    return Random(f"{seed}/{index}/{what}")  # noqa: S311 - sample data, not secrets


@cache
def _rule_files() -> dict[str, bytes]:
    return {path: data for path, data in files_in(ROOT).items() if path.startswith("rules/")}


@cache
def _rulebook() -> Rulebook:
    rulebook, problems = read_rulebook(_rule_files())
    errors = [problem for problem in problems if problem.severity == "错误"]
    if rulebook is None or errors:
        raise ValueError(f"the rules cannot be read: {errors[0].sentence if errors else ''}")
    return rulebook
