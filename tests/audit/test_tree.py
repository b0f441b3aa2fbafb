"""Proof from the tree alone: what a sheet must hold that nobody has followed through history."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import pytest

from generator.approval import sheet as sheets
from generator.approval.routes import sheet_path_of
from generator.approval.statement import Change
from generator.audit.tree import Approval, Mark, Paper, TreeProof, held_to_papers, prove_tree
from generator.text.digests import of_bytes
from tests.audit.box import Files, plain
from tests.audit.histories import APPROVERS, County, Point, county, draft, round_of, squash, write
from tests.bureau import SIGNERS
from tests.county import CALENDAR, FILES, ROOM

SUBMISSION = "2025-06/rooms-chengguan-1"
SHEET = sheet_path_of(SUBMISSION)


def renewed() -> County:
    """A county whose approvers file is at version 2."""
    made = county()
    chance = random.Random(1)
    next_version = draft(made, "approvers", made.main, chance)
    made.mains += write(made, squash(made, next_version, made.main, chance), made.main)
    return made


def refusals(
    ledger: County, *levels: Mapping[str, Any], root: bool = True, signers: int = 4
) -> list[tuple[str, str]]:
    """What is found when 城关's record is signed on main with these fields changed by level."""
    new = plain({ROOM: FILES[ROOM]})
    who = SIGNERS["rooms"][:signers]
    entries = round_of(
        ledger.main, SUBMISSION, "rooms", new, who, overrides=dict(enumerate(levels))
    )
    return found(ledger, {**new, **plain({SHEET: sheets.write(entries)})}, root=root)


def found(ledger: County, new: Files, *, root: bool = True) -> list[tuple[str, str]]:
    """What is found in main with these files beside it."""
    files = {path: file.data for path, file in {**ledger.main.files, **new}.items()}
    proof = prove_tree(files, ledger.root if root else None)
    return [(refusal.code, refusal.path) for refusal in proof.refusals]


def test_where_nobody_may_sign_nothing_is_proven() -> None:
    files = {ROOM: FILES[ROOM].encode(), SHEET: b"[]"}
    proof = prove_tree(files)
    (refusal,) = proof.refusals
    assert refusal.line.startswith(f"E-ROSTER {APPROVERS}: 没有审批人名册。")
    assert (proof.approvals, proof.by_path, proof.unproven) == ((), {}, (ROOM,))


def test_a_record_signed_under_the_new_approvers_is_proven() -> None:
    assert refusals(renewed()) == []


def test_a_record_signed_before_the_approvers_were_renewed_stays_proven() -> None:
    ledger = renewed()
    old = {"approvers": ledger.mains[0].digest(APPROVERS)}
    assert refusals(ledger, old, old, old, old) == []


@pytest.mark.parametrize("level", range(4))
def test_each_level_is_proven_by_the_approvers_that_it_names(level: int) -> None:
    ledger = renewed()
    old = {"approvers": ledger.mains[0].digest(APPROVERS)}
    levels: list[Mapping[str, Any]] = [{}] * 4
    levels[level] = old
    assert refusals(ledger, *levels) == []
    levels[level] = {"approvers": f"sha256:{'0' * 64}"}
    assert refusals(ledger, *levels) == [("E-APPROVERS", SHEET), ("E-NOSHEET", ROOM)]


# ── what the gate would not have let in ─────────────────────────────────────────────────────────

UNPROVEN = ("E-NOSHEET", ROOM)


@pytest.mark.parametrize("root", [True, False])
def test_a_note_with_an_identity_number_proves_nothing(root: bool) -> None:
    noted = {"note": "身份证 110101199003071233"}
    assert refusals(county(), {}, noted, root=root) == [("E-CONTENT", SHEET), UNPROVEN]


def test_under_which_rules_each_level_was_signed_is_for_history_to_say() -> None:
    levels: list[Mapping[str, Any]] = [{}, {"rules": f"sha256:{'0' * 64}"}, {}, {}]
    assert refusals(county(), *levels) == []


def test_a_level_that_nobody_has_signed() -> None:
    assert refusals(county(), signers=3) == [("E-LEVEL", SHEET), UNPROVEN]


def test_without_a_trust_root_the_branch_is_the_one_that_the_root_holders_signed_for() -> None:
    other = {"branch": "refs/heads/trial"}
    assert refusals(county(), other, other, other, other, root=False) == [
        ("E-BRANCH", SHEET), UNPROVEN,
    ]  # fmt: skip


def test_a_record_changed_there_and_back_stands_by_its_newest_sheet() -> None:
    """已办 18, 19 and 18 again: the first sheet and the third name the present bytes."""
    ledger = county()
    main, first = ledger.main, FILES[ROOM]
    texts = (first, first.replace("已办: 18", "已办: 19"), first)
    for number, text in enumerate(texts, 1):
        submission, new = f"2025-06/rooms-chengguan-{number}", plain({ROOM: text})
        entries = round_of(main, submission, "rooms", new, SIGNERS["rooms"], day=5 * number)
        sheet = plain({sheet_path_of(submission): sheets.write(entries)})
        main = Point(main.commit, {**main.files, **new, **sheet})
    proof = prove_tree({path: file.data for path, file in main.files.items()}, ledger.root)
    assert proof.ok
    assert proof.by_path[ROOM].id == "2025-06/rooms-chengguan-3"


def test_an_approved_removal_of_a_rule() -> None:
    ledger = county()
    rule = Change(CALENDAR, ledger.main.digest(CALENDAR), "-")
    entries = round_of(
        ledger.main, "rules/rules-1", "rules", {}, SIGNERS["rules"],
        overrides={level: {"changes": (rule,)} for level in range(4)},
    )  # fmt: skip
    sheet = "rules/approvals/rules-1.json"
    there = plain({sheet: sheets.write(entries)})
    assert found(ledger, there) == [("E-CHANGE", CALENDAR)]  # it is there all the same
    files = {path: file.data for path, file in {**ledger.main.files, **there}.items()}
    del files[CALENDAR]
    assert prove_tree(files, ledger.root).ok


def test_a_sheet_of_a_version_that_there_is_not() -> None:
    ledger = county()
    entries = round_of(
        ledger.main, "rules/approvers-7", "approvers", plain({APPROVERS: "x"}),
        SIGNERS["approvers"],
    )  # fmt: skip
    sheet = "rules/approvals/approvers-7.json"
    assert found(ledger, plain({sheet: sheets.write(entries)})) == [("E-SUBMISSION", sheet)]


def test_versions_that_do_not_follow_each_other() -> None:
    ledger = renewed()
    archived = "rules/approvers/1.yml"
    other = plain({archived: ledger.main.files[archived].data.replace("版本: 1".encode(), "版本: 3".encode())})  # fmt: skip
    assert found(ledger, other) == [("E-ROSTER", APPROVERS)]
    otherwise = plain({archived: ledger.main.files[archived].data + b"# one more line\n"})
    assert found(ledger, otherwise) == [("E-ROSTER", APPROVERS)]
    gone = {path: file.data for path, file in ledger.main.files.items() if path != archived}
    (refusal,) = prove_tree(gone, ledger.root).refusals
    assert (refusal.code, refusal.path) == ("E-ROSTER", archived)


def test_a_version_signed_for_under_itself() -> None:
    """The one before it says who may sign for it."""
    ledger = county()
    next_version = draft(ledger, "approvers", ledger.main, random.Random(1))
    own = {"approvers": of_bytes(next_version.new[APPROVERS].data)}
    entries = round_of(
        ledger.main, "rules/approvers-2", "approvers", next_version.new, SIGNERS["approvers"],
        overrides={1: own},
    )  # fmt: skip
    sheet = "rules/approvals/approvers-2.json"
    new = {**next_version.new, **plain({sheet: sheets.write(entries)})}
    assert found(ledger, new) == [("E-APPROVERS", sheet)]


@pytest.mark.parametrize(
    ("kind", "level", "deputy_for", "codes"),
    [
        ("记录", 0, "", []),
        ("记录", 1, "", ["E-REPORTER"]),
        ("更正", 0, "", []),
        ("更正", 1, "", ["E-SAME"]),
        ("更正", 1, "061101", ["E-SAME"]),
        ("更正", 2, "", ["E-SAME"]),
    ],
)
def test_nobody_approves_the_correction_of_a_record_that_they_reported(
    kind: str, level: int, deputy_for: str, codes: list[str]
) -> None:
    people = ["060999"] * 3
    people[level] = "060998" if deputy_for else "061101"
    marks = tuple(
        Mark(n, "approve", "x", person, "x", deputy_for if n == level else "", "", "甲", "")
        for n, person in enumerate(people)
    )
    approval = Approval(
        "x", "x", "x", kind, "", SHEET, (Change(ROOM, "sha256:0", "sha256:1"),), marks, ()
    )
    proof = held_to_papers(
        TreeProof((approval,), {ROOM: approval}, ()), {ROOM: Paper(reporter="061101")}
    )
    assert [refusal.code for refusal in proof.refusals] == codes
