"""One step of main made in memory: two states, the sheet that was signed between, the judgement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import pytest

from generator.approval.refusal import Refused
from generator.approval.routes import sheet_path_of
from generator.approval.sheet import Sheet, write
from generator.approval.statement import NOTHING, Change as Edited
from generator.audit.chain import Past
from generator.audit.judge import Circumstances, Main, Submission, judge
from generator.audit.objects import Store
from generator.audit.state import Memory, State
from generator.text.digests import of_bytes, of_files, of_rules
from tests.approval.paper import ROOT, sheet
from tests.audit.box import Box, File
from tests.bureau import HEDONG, SIGNERS, approvers_file
from tests.county import ROOM, Change, Files, county

ROSTER = "rules/approvers.yml"
FIRST = "2025-06/rooms-chengguan-1"
ROUND = "2025-06/correction-rooms-chengguan-1-1"


def main_with(*changes: Change, roster: str = approvers_file()) -> Files:
    """Rules, approvers and the two stations' June, as main has them, after these changes."""
    files = county(*changes)
    kept = {path: data for path, data in files.items() if path.startswith("rules/")}
    kept |= {p: d for p, d in files.items() if p in {ROOM, HEDONG} or "/bulletins/" in p or "/objections/" in p or "/corrections/" in p}  # fmt: skip
    return kept | {ROSTER: roster.encode()}


class Step(NamedTuple):
    """Main before and after, in one store, and what the judge needs beside."""

    before: State
    after: State
    facts: Circumstances


def step(
    before: Files,
    *changes: Change,
    lane: str = "rooms",
    submission: str = FIRST,
    signers: str = "",
    files: Mapping[str, File | None] = {},
    signed: Sheet | None = None,
    on_main: bool = True,
    latest: date = date.max,
    meanwhile: Sequence[Change] = (),
    **fields: Any,
) -> Step:
    """What a change and the sheet for it make of main; ``files`` are put in after signing.

    It is signed on main as it was ``before``, and merged when main has got on by ``meanwhile``.
    """
    after = dict(before)
    for change in changes:
        change(after)
    edits = tuple(
        Edited(path, *(of_bytes(side[path]) if path in side else NOTHING for side in (before, after)))
        for path in sorted({*before, *after})
        if before.get(path) != after.get(path)
    )  # fmt: skip
    facts = {"lane": lane, "submission": submission, "changes": edits,
             "approvers": of_bytes(before[ROSTER]), "rules": of_rules(of_files(before))} | fields  # fmt: skip
    if signed is None:
        signed = sheet(SIGNERS[signers or lane], **facts)
    after[sheet_path_of(submission)] = write([(each.statement, each.written) for each in signed])
    box = Box()
    seen = _commit(box, before)
    old = seen
    for change in meanwhile:
        before = dict(before)
        change(before)
        change(after)
        old = _commit(box, before, old)
    there = {path: File(data) for path, data in after.items()}
    for path, file in files.items():
        there.pop(path, None)
        there |= {path: file} if file is not None else {}
    new = box.commit(there, old)
    memory = Memory(Store(box))
    main: Main = Passed(Past(memory.store, old), seen) if on_main else Past(memory.store, new)
    return Step(State(memory, old), State(memory, new), Circumstances(ROOT, main, latest))


def _commit(box: Box, files: Files, *parents: str) -> str:
    return box.commit({path: File(data) for path, data in files.items()}, *parents)


class Passed:
    """Main, on which the sheets of ``paper``, who have seen nothing, were signed at a commit."""

    def __init__(self, past: Past, seen: str) -> None:
        self.past, self.seen = past, seen

    def __contains__(self, commit: object) -> bool:
        return self.seen in self.past

    def since(self, commit: str) -> Sequence[str]:
        return self.past.since(self.seen) if commit == NOBODY else self.past.since(commit)


NOBODY = "0" * 40
"""What the sheets of ``paper`` say that they have seen."""


def accepted(*args: Any, **more: Any) -> Submission:
    return judge(*step(*args, **more))


def refused(*args: Any, **more: Any) -> str:
    """``E-CODE path: sentence``."""
    with pytest.raises(Refused) as caught:
        judge(*step(*args, **more))
    refusal = caught.value.refusal
    return f"{refusal.code} {refusal.path}: {refusal.message}"
