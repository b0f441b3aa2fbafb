"""An honest history of a bureau, as an auditor finds it: every kind of step that main can take.

Two records (one sent back before, one with clicks on the forge), commits put onto main one by one,
new rules, a new version of the approvers file, a bulletin, a correction and an objection, and the
bulletin withdrawn and issued anew, with a record that two levels signed before the rules changed
and two after.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.approval import sheet as sheets
from generator.approval.routes import sheet_path_of
from generator.approval.statement import APPROVE, REJECT, Statement
from generator.text.digests import of_bytes
from tests.bureau import (
    HEDONG,
    ROOM_SUBMISSION,
    SIGNERS,
    ZHIAN,
    Bureau,
    Desk,
    approvers_file,
    bureau,
    click,
)
from tests.closed import (
    BETTER,
    W2,
    W2_LINE,
    correction,
    issued,
    objection,
    row,
    withdrawn,
)
from tests.county import CALENDAR, FILES, ROOM, Change

HEDONG_SUBMISSION = "2025-06/rooms-hedong-1"
SUBMISSIONS = (
    ROOM_SUBMISSION,
    HEDONG_SUBMISSION,
    "rules/rules-1",
    "rules/approvers-2",
    "2025-06/bulletin-rooms-1",
    "2025-06/objection-rooms-cg-dongmen-20250715-b290c3b6-1",
    "2025-06/correction-rooms-chengguan-1-1",
    "2025-06/bulletin-rooms-withdrawn-1",
    "rules/rules-2",
    "2025-06/rooms-chengguan-2",
    "2025-06/bulletin-rooms-v2-1",
)
"""What is on main in the end, in order."""


BEST = "- {项: W2, 应办: 20, 已办: 20, 依据: 抽查单1}"


def honest(folder: Path) -> Bureau:
    """The bureau; every step was pushed through the gate."""
    made = bureau(folder)
    desk = made.desk()
    _sent_back_then_merged(desk)
    _one_by_one(desk)
    rules = FILES[CALENDAR].replace("2025-06-02", "2025-06-03").encode()
    _step(desk, "rules", "rules/rules-1", {CALENDAR: rules}, day=6)
    _approvers(desk)
    _after(desk, "bulletin", "2025-06/bulletin-rooms-1", 11, issued())
    _after(
        desk,
        "objection",
        "2025-06/objection-rooms-cg-dongmen-20250715-b290c3b6-1",
        15,
        objection("已提交 2025-07-15"),
    )
    better = _edited(ROOM, W2, BETTER), correction(row(W2_LINE, W2, BETTER))
    _after(desk, "correction", "2025-06/correction-rooms-chengguan-1-1", 20, *better)
    _withdrawn_and_issued_anew(desk)
    return made


def short(folder: Path) -> Bureau:
    """A record, its bulletin and a correction: enough to be tampered with, quick to audit."""
    made = bureau(folder)
    desk = made.desk()
    _sent_back_then_merged(desk)
    _after(desk, "bulletin", "2025-06/bulletin-rooms-1", 11, issued())
    better = _edited(ROOM, W2, BETTER), correction(row(W2_LINE, W2, BETTER))
    _after(desk, "correction", "2025-06/correction-rooms-chengguan-1-1", 20, *better)
    return made


def _pushed(desk: Desk) -> None:
    pushed = desk.push()
    assert pushed.accepted, pushed.said
    desk.fetch()


def _sheet(desk: Desk, submission: str, entries: list[tuple[Statement, str]]) -> None:
    desk.write(sheet_path_of(submission), sheets.write(entries))


def _sent_back_then_merged(desk: Desk) -> None:
    """A branch that was sent back, signed anew, and merged with the button."""
    desk.branch("submit/rooms-chengguan")
    desk.write(ROOM, FILES[ROOM].replace("已办: 18", "已办: 17"))
    back = {1: {"decision": REJECT, "note": "已办数与抽查单不符"}}
    entries = desk.round(ROOM_SUBMISSION, "rooms", [ROOM], SIGNERS["rooms"][:2], overrides=back)
    _sheet(desk, ROOM_SUBMISSION, entries)
    desk.commit("sent back")
    desk.write(ROOM, FILES[ROOM])
    both = desk.round(ROOM_SUBMISSION, "rooms", [ROOM], SIGNERS["rooms"], before=entries)
    for count in range(3, len(both) + 1):
        _sheet(desk, ROOM_SUBMISSION, both[:count])
        desk.commit(f"statement {count}")
    desk.git("checkout", "--quiet", "--detach", "origin/main")
    desk.git("merge", "--quiet", "--no-ff", "--message", "Merge", "submit/rooms-chengguan")
    _pushed(desk)


def _one_by_one(desk: Desk) -> None:
    """Commits put onto main one after the other; two levels clicked on the forge."""
    desk.branch("submit/rooms-hedong")
    desk.write(HEDONG, FILES[HEDONG])
    clicks = {1: {"click": click("061201")}, 2: {"click": click(ZHIAN, review="32")}}
    keys = {1: "bot1", 2: "bot1"}
    entries = desk.round(HEDONG_SUBMISSION, "rooms", [HEDONG], SIGNERS["hedong"], overrides=clicks, keys=keys)  # fmt: skip
    desk.commit("record")
    for count in range(1, len(entries) + 1):
        _sheet(desk, HEDONG_SUBMISSION, entries[:count])
        desk.commit(f"level {count - 1}")
    _pushed(desk)


def _step(desk: Desk, lane: str, submission: str, new: Mapping[str, bytes], *, day: int, signers: Sequence[tuple[str, str]] = ()) -> None:  # fmt: skip
    desk.git("checkout", "--quiet", "--detach", "origin/main")
    for path, data in new.items():
        desk.write(path, data)
    _sheet(desk, submission, desk.round(submission, lane, list(new), signers or SIGNERS[lane], day=day))  # fmt: skip
    desk.commit(submission)
    _pushed(desk)


def _approvers(desk: Desk) -> None:
    old = desk.at_main("rules/approvers.yml")
    assert old is not None
    text = approvers_file(version=2, previous=of_bytes(old), day="2025-07-09")
    new = {"rules/approvers.yml": text.encode(), "rules/approvers/1.yml": old}
    _step(desk, "approvers", "rules/approvers-2", new, day=9)


def _after(desk: Desk, lane: str, submission: str, day: int, *changes: Change) -> None:
    before = {**desk.files_of_main("rules"), **desk.files_of_main("ledger")}
    after = dict(before)
    for change in changes:
        change(after)
    new: dict[str, Any] = {path: data for path, data in after.items() if before.get(path) != data}
    _step(desk, lane, submission, new, day=day)


def _withdrawn_and_issued_anew(desk: Desk) -> None:
    """The bulletin is taken back, a record changed as in any open month, and the next edition out."""
    _after(desk, "bulletin", "2025-06/bulletin-rooms-withdrawn-1", 21, withdrawn())
    _before_and_after_the_rules_changed(desk, "2025-06/rooms-chengguan-2")
    _after(desk, "bulletin", "2025-06/bulletin-rooms-v2-1", 26, issued(day="2025-07-28", until="2025-07-30"))  # fmt: skip


def _before_and_after_the_rules_changed(desk: Desk, submission: str) -> None:
    old = desk.at_main(ROOM)
    assert old is not None
    new = {ROOM: old.replace(BETTER.encode(), BEST.encode())}
    desk.write(ROOM, new[ROOM])
    first = desk.round(submission, "rooms", [ROOM], SIGNERS["rooms"][:2], day=22)
    desk.write(ROOM, old)
    holidays = FILES[CALENDAR].replace("2025-06-02", "2025-06-04").encode()
    _step(desk, "rules", "rules/rules-2", {CALENDAR: holidays}, day=22)
    desk.write(ROOM, new[ROOM])
    later = {number: {"level": number + 2, "decision": APPROVE} for number in range(2)}
    whole = desk.round(submission, "rooms", [ROOM], SIGNERS["rooms"][2:], before=first, overrides=later, day=25)  # fmt: skip
    _sheet(desk, submission, whole)
    desk.commit(submission)
    _pushed(desk)


def _edited(path: str, old: str, new: str) -> Change:
    def change(files: dict[str, bytes]) -> None:
        files[path] = files[path].replace(old.encode(), new.encode())

    return change
