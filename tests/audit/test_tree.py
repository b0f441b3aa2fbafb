"""Proof from the tree alone: what a sheet must hold that nobody has followed through history."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import pytest

from generator.approval import sheet as sheets
from generator.approval.lanes import sheet_path_of
from generator.audit.tree import prove_tree
from tests.audit.box import Files, plain
from tests.audit.histories import APPROVERS, County, county, draft, round_of, squash, write
from tests.bureau import SIGNERS
from tests.county import FILES, ROOM

SUBMISSION = "2025-06/rooms-chengguan-1"
SHEET = sheet_path_of(SUBMISSION)


def renewed() -> County:
    """A county whose approvers file is at version 2."""
    made = county()
    chance = random.Random(1)
    next_version = draft(made, "approvers", made.main, chance)
    made.mains += write(made, squash(made, next_version, made.main, chance), made.main)
    return made


def refusals(ledger: County, *levels: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What is found when 城关's record is signed on main with these fields changed by level."""
    new = plain({ROOM: FILES[ROOM]})
    overrides = dict(enumerate(levels))
    entries = round_of(ledger.main, SUBMISSION, "rooms", new, SIGNERS["rooms"], overrides=overrides)
    files: Files = {**ledger.main.files, **new, **plain({SHEET: sheets.write(entries)})}
    proof = prove_tree({path: file.data for path, file in files.items()}, ledger.root)
    return [(refusal.code, refusal.path) for refusal in proof.refusals]


def test_a_record_signed_under_the_new_approvers_is_proven() -> None:
    assert refusals(renewed()) == []


def test_a_record_signed_before_the_approvers_were_renewed_stays_proven() -> None:
    ledger = renewed()
    old = {"approvers": ledger.mains[0].digest(APPROVERS)}
    assert refusals(ledger, old, old, old, old) == []


@pytest.mark.parametrize("level", range(3))
def test_one_level_signed_under_other_approvers_than_the_last(level: int) -> None:
    ledger = renewed()
    old = {"approvers": ledger.mains[0].digest(APPROVERS)}
    levels: list[Mapping[str, Any]] = [{}] * 4
    levels[level] = old
    assert refusals(ledger, *levels) == [("E-APPROVERS", SHEET), ("E-NOSHEET", ROOM)]
