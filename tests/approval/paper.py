"""Sheets made in memory, signed with demonstration keys, and the line that refuses them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from generator.approval import sheet as sheets
from generator.approval.approvers import Approvers
from generator.approval.approvers_file import read as read_approvers
from generator.approval.proof import ALONE, Beside, Claim, prove_sheet
from generator.approval.refusal import Refused
from generator.approval.root import Root
from generator.approval.routes import route_of, sheet_path_of
from generator.approval.sheet import Sheet
from generator.approval.statement import APPROVE, NOTHING, SUBMIT, Change, Statement
from generator.text.digests import of_bytes
from tests.bureau import LEDGER, MAIN, ROOM_SUBMISSION, SIGNERS, approvers_file, signed
from tests.county import ROOM

OLD, NEW, RULES = of_bytes(b"old"), of_bytes(b"new"), of_bytes(b"rules")
SHEET = sheet_path_of(ROOM_SUBMISSION)
REPORTED = (Change(ROOM, NOTHING, NEW),)


def approvers(**facts: Any) -> Approvers:
    """The bureau's approvers with these facts."""
    made, problems = read_approvers(approvers_file(**facts).encode())
    assert made is not None, problems
    return made


APPROVERS = approvers()
ROOT = Root(LEDGER, "a" * 40, APPROVERS.digest, demo=True)


def statement(**fields: Any) -> Statement:
    """The report of 城关's June, as its clerk signs it, with other ``fields``."""
    person, office = SIGNERS["rooms"][0]
    made = Statement(
        ledger=LEDGER, branch=MAIN, submission=ROOM_SUBMISSION, lane="rooms", level=0,
        decision=SUBMIT, person=person, office=office, deputy_for="",
        time="2025-07-02T09:00:00+08:00", approvers=APPROVERS.digest, rules=RULES,
        seen="0" * 40, previous=NOTHING, changes=REPORTED,
    )  # fmt: skip
    return replace(made, **fields)


def sheet(
    signers: Sequence[tuple[str, str]] = SIGNERS["rooms"],
    overrides: Mapping[int, Mapping[str, Any]] = {},
    *,
    before: Sheet = (),
    keys: Mapping[int, str] = {},
    namespaces: Mapping[int, str] = {},
    **all_levels: Any,
) -> Sheet:
    """A whole round, a day for each level, ``overrides`` in single levels."""
    made = [(each.statement, each.written) for each in before]
    for level, (person, office) in enumerate(signers):
        fields = {
            "level": level, "decision": APPROVE if level else SUBMIT, "person": person,
            "office": office, "time": f"2025-07-{2 + level:02d}T09:00:00+08:00",
            "previous": made[-1][0].digest if made else NOTHING,
            **all_levels, **overrides.get(level, {}),
        }  # fmt: skip
        one = statement(**fields)
        key = keys.get(level, one.person)
        made.append((one, signed(one, key, namespaces.get(level, ""))))
    return sheets.read(sheets.write(made))


def claim(changes: Sequence[Change] = REPORTED, by: Approvers = APPROVERS, path: str = SHEET) -> Claim:  # fmt: skip
    """What is in force: these approvers, known by their digest."""
    place = route_of([change.path for change in changes], by)
    return Claim(path, place, by, {APPROVERS.digest: APPROVERS, by.digest: by}.get, ROOT)


def refused(proven: Sheet, held_against: Claim | None = None, beside: Beside = ALONE) -> str:
    """``E-CODE: the sentence`` with which a sheet is refused; its place is that of the claim."""
    against = held_against or claim()
    with pytest.raises(Refused) as caught:
        prove_sheet(proven, against, beside)
    return said(caught.value)


def said(error: Refused) -> str:
    """Code and sentence, and ``…`` after it where an unfinished sheet may still become whole."""
    made = error.refusal
    return f"{made.code}: {made.message}{'…' if made.unfinished else ''}"
