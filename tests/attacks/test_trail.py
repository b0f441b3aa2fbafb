"""Closed months: bulletins, corrections and objections bent after publication, or before."""

from __future__ import annotations

from typing import Any

import pytest

from generator.ledger.layout import correction_path
from tests.attacks.scene import CORRECTED, JULY, SHEET, Attacker, Scene, edited, sign, unharmed
from tests.bureau import HEDONG, LATE, SIGNERS
from tests.closed import (
    BETTER,
    CORRECTION,
    OBJECTION,
    SECOND,
    W2,
    W2_LINE,
    correction,
    objection,
    objection_path,
    removal,
    row,
)
from tests.county import FILES, ROOM, Change

NUMBER = "2025-06/correction-rooms-chengguan-1-1"
CORRECTION_SHEET = "ledger/2025-06/approvals/correction-rooms-chengguan-1-1.json"
RIGHT = row(W2_LINE, W2, BETTER)
JULY_ROOM = FILES[ROOM].replace("2025-06", "2025-07").replace("2025-07-02", "2025-08-02").replace("      - {项: B1, 日期: 2025-07-11, 次数: 1, 事由: 化解邻里纠纷, 依据: 镇综治确认31}\n", "").replace("    加分:\n", "    加分: []\n")  # fmt: skip


def correct(desk: Attacker, *rows: str, record: str | None = CORRECTED, **fields: str) -> None:
    """A correction with its sheet; ``record`` None leaves the record as it is."""
    paths = desk.apply(correction(*rows, path=CORRECTION, **fields))
    if record is not None:
        desk.write(ROOM, record)
        paths.append(ROOM)
    sign(desk, NUMBER, "correction", sorted(paths))


# ── a closed month taken for an open one ────────────────────────────────────────────────────────


def test_a_closed_month_is_edited_as_if_it_were_open(closed: Scene) -> None:
    closed.desk.submit(content=CORRECTED, submission="2025-06/rooms-chengguan-2")
    closed.refused("E-CLOSED", ROOM, words="2025-06 的通报已经公布")


def test_a_record_is_added_to_a_closed_month_as_if_it_were_open(closed: Scene) -> None:
    path = "ledger/2025-06/rooms/fazhi.yml"
    closed.desk.submit(path, FILES[ROOM], "2025-06/rooms-fazhi-1")
    closed.refused("E-CLOSED", path)


def test_an_open_and_a_closed_month_in_one_submission(closed: Scene) -> None:
    closed.desk.submit(content=CORRECTED, submission="2025-06/rooms-chengguan-2", also={JULY: JULY_ROOM})  # fmt: skip
    closed.refused("E-MIXED", JULY)


def test_a_closed_month_edited_under_the_name_of_an_open_one(closed: Scene) -> None:
    closed.desk.submit(content=CORRECTED, submission="2025-07/rooms-chengguan-1")
    closed.refused("E-SUBMISSION", "ledger/2025-07/approvals/rooms-chengguan-1.json")


def test_a_closed_record_is_deleted_with_all_signatures(closed: Scene) -> None:
    (closed.desk.folder / ROOM).unlink()
    sign(closed.desk, "2025-06/rooms-chengguan-2", "rooms", [ROOM])
    closed.refused("E-CLOSED", ROOM, words="这份记录不能直接改")


def test_a_closed_record_is_deleted_by_a_correction(closed: Scene) -> None:
    (closed.desk.folder / ROOM).unlink()
    correct(closed.desk, RIGHT, record=None)
    sign(closed.desk, NUMBER, "correction", [CORRECTION, ROOM])
    closed.refused("E-CORRECTION", CORRECTION, words="整个删去了")


def removed(desk: Attacker, text: str = FILES[ROOM], **fields: str) -> None:
    """A correction that removes the room's record, with its sheet."""
    (desk.folder / ROOM).unlink(missing_ok=True)
    paths = [*desk.apply(removal(text, CORRECTION, **fields)), ROOM]
    sign(desk, NUMBER, "correction", paths)


def test_a_record_is_removed_and_comes_back(own_closed: Scene) -> None:
    desk = own_closed.desk
    removed(desk)
    desk.honest()
    own_closed.settle()
    again = correction(path=SECOND, 整份="补报", 理由="撤除错了", 依据="督察通报5")
    desk.write(ROOM, FILES[ROOM])
    paths = [*desk.apply(again), ROOM]
    sign(desk, NUMBER.replace("-1-1", "-2-1"), "correction", paths, day=26, signers=LATE)
    desk.honest()
    own_closed.settle()
    (desk.folder / ROOM).unlink()
    sign(desk, "2025-06/rooms-chengguan-2", "rooms", [ROOM], day=27)
    own_closed.refused("E-CLOSED", ROOM)


UNREMOVED: dict[str, dict[str, str]] = {
    "another text": {"text": FILES[ROOM].replace("已办: 18", "已办: 17")},
    "another digest": {"摘要": f'"sha256:{"0" * 64}"'},
    "no text": {"原文": ""},
    "no digest": {"摘要": ""},
    "not said to be removed": {"整份": "补报", "原文": "", "摘要": ""},
}


@pytest.mark.parametrize("what", UNREMOVED)
def test_a_removal_that_hides_what_was_removed(closed: Scene, what: str) -> None:
    removed(closed.desk, **UNREMOVED[what])
    closed.refused("E-CORRECTION", CORRECTION)


def test_a_removal_that_leaves_the_record(closed: Scene) -> None:
    removed(closed.desk)
    closed.desk.write(ROOM, CORRECTED)
    sign(closed.desk, NUMBER, "correction", [CORRECTION, ROOM])
    closed.refused("E-CORRECTION", CORRECTION, words="文件却还在")


VOID = correction(row(W2_LINE, BETTER, W2), path=SECOND, 作废="1")


@pytest.mark.parametrize(
    ("note", "record", "words"),
    [
        (VOID, FILES[ROOM], ""),
        (correction(row(W2_LINE, BETTER, W2.replace("18", "17")), path=SECOND, 作废="1"), FILES[ROOM].replace("已办: 18", "已办: 17"), "没有改回第 1 次更正以前的样子"),
        (correction(row(W2_LINE, BETTER, W2), path=SECOND, 作废="2"), FILES[ROOM], "不能作废第 2 次"),
    ],
)  # fmt: skip
def test_a_correction_is_voided_by_what_brings_the_record_back(
    own_corrected: Scene, note: Change, record: str, words: str
) -> None:
    scene, desk = own_corrected, own_corrected.desk
    desk.write(ROOM, record)
    paths = [*desk.apply(note), ROOM]
    sign(desk, NUMBER.replace("-1-1", "-2-1"), "correction", paths, day=26)
    if words:
        scene.refused("E-CORRECTION", SECOND, words=words)
    else:
        desk.honest()


# ── corrections ─────────────────────────────────────────────────────────────────────────────────


def test_a_correction_in_the_lane_of_records(closed: Scene) -> None:
    paths = [*closed.desk.apply(correction(RIGHT)), ROOM]
    closed.desk.write(ROOM, CORRECTED)
    sign(closed.desk, "2025-06/rooms-chengguan-2", "rooms", paths)
    closed.refused("E-SUBMISSION", SHEET.replace("-1.json", "-2.json"))


WRONG: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "it changes more than it says": ((RIGHT,), {"record": CORRECTED.replace("已办: 19", "已办: 20")}),
    "it changes another line too": ((RIGHT,), {"record": CORRECTED.replace("比率: 96%", "比率: 99%")}),
    "it changes less than it says": ((RIGHT,), {"record": FILES[ROOM] + "\n"}),
    "it changes nothing": ((row(W2_LINE, W2, W2),), {}),
    "it has no lines": ((), {}),
    "the old line is another one": ((row(W2_LINE, BETTER, W2),), {}),
    "the line number is another one": ((row(W2_LINE + 1, W2, BETTER),), {}),
    "a line beyond the end": ((row(999, W2, BETTER),), {}),
    "the same line twice": ((RIGHT, RIGHT), {}),
    "lines out of order": ((row(10, "", "# x"), RIGHT), {}),
    "a record of another scheme": ((RIGHT,), {"记录": "ledger/2025-06/party/chengguan.yml"}),
    "a record of an unknown scheme": ((RIGHT,), {"记录": "ledger/2025-06/nonsense/chengguan.yml"}),
    "another record": ((RIGHT,), {"记录": HEDONG}),
    "a record of another month": ((RIGHT,), {"记录": JULY}),
    "a record outside the ledger": ((RIGHT,), {"记录": "rules/bureau.yml"}),
    "no reason": ((RIGHT,), {"理由": ""}),
    "a reason that is none": ((RIGHT,), {"理由": "无"}),
    "no basis": ((RIGHT,), {"依据": ""}),
    "an objection that is not there": ((RIGHT,), {"提出": "异议", "异议": "rooms-cg-dongmen-20250714-0a1b2c3d"}),
    "by objection, but by which": ((RIGHT,), {"提出": "异议"}),
    "a correction that is not there": ((RIGHT,), {"更正号": "7"}),
    "it corrects itself": ((RIGHT,), {"更正号": "1"}),
    "a new file that is not new": ((), {"整份": "补报"}),
    "unknown field": ((RIGHT,), {"加权": "2"}),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_correction_that_is_not_true(closed: Scene, name: str) -> None:
    rows, fields = WRONG[name]
    correct(closed.desk, *rows, **fields)
    closed.refused("E-CORRECTION", CORRECTION)


def test_personal_data_in_the_reason_of_a_correction(closed: Scene) -> None:
    correct(closed.desk, RIGHT, 理由="联系 13812345678")
    closed.desk.commit("attack")
    unharmed(closed, closed.desk.push(), "E-CONTENT", CORRECTION)


def test_a_correction_without_the_record(closed: Scene) -> None:
    correct(closed.desk, RIGHT, record=None)
    closed.refused("E-MIXED", CORRECTION)


def test_a_correction_of_two_records(closed: Scene) -> None:
    paths = [*closed.desk.apply(correction(RIGHT)), HEDONG, ROOM]
    closed.desk.write(ROOM, CORRECTED)
    closed.desk.write(HEDONG, edited(HEDONG, ("已办: 30", "已办: 29")))
    sign(closed.desk, NUMBER, "correction", sorted(paths))
    closed.refused("E-MIXED", HEDONG)


def test_two_corrections_in_one_submission(closed: Scene) -> None:
    paths = [*closed.desk.apply(correction(RIGHT), correction(RIGHT, path=SECOND)), ROOM]
    closed.desk.write(ROOM, CORRECTED)
    sign(closed.desk, NUMBER, "correction", sorted(paths))
    closed.refused("E-MIXED", ROOM)


def test_a_correction_of_a_month_that_is_open(closed: Scene) -> None:
    path = "ledger/2025-07/corrections/rooms-chengguan-1.yml"
    change = correction(RIGHT, path=path, 记录=JULY)
    paths = [*closed.desk.apply(change), JULY]
    closed.desk.write(JULY, JULY_ROOM)
    sign(closed.desk, "2025-07/correction-rooms-chengguan-1-1", "correction", paths)
    closed.refused("E-CORRECTION", JULY, words="还没有公布")


def test_the_corrected_record_cannot_be_read(closed: Scene) -> None:
    bad = "- {项: W2, 应办: 20, 已办: 21, 依据: 抽查单1}"
    correct(closed.desk, row(W2_LINE, W2, bad), record=edited(ROOM, (W2, bad)))
    closed.refused("E-CONTENT", ROOM, words="已办 21 大于应办 20")


def test_who_reported_the_record_approves_its_correction(closed: Scene) -> None:
    paths = [*closed.desk.apply(correction(RIGHT)), ROOM]
    closed.desk.write(ROOM, CORRECTED)
    signers = [*SIGNERS["correction"][:1], ("061101", "治安大队领导"), *SIGNERS["correction"][2:]]
    sign(closed.desk, NUMBER, "correction", paths, signers=signers)
    closed.refused("E-SAME", ROOM)


def test_a_deputy_of_who_reported_the_record_approves_its_correction(closed: Scene) -> None:
    paths = [*closed.desk.apply(correction(RIGHT)), ROOM]
    closed.desk.write(ROOM, CORRECTED)
    acting = {1: {"deputy_for": "061101"}}
    sign(closed.desk, NUMBER, "correction", paths, overrides=acting)
    closed.refused("E-SAME", ROOM, words="061101 不能在第 1 级")


@pytest.mark.parametrize("what", ["edited", "deleted", "numbered before"])
def test_a_correction_that_is_in_force(own_corrected: Scene, what: str) -> None:
    scene, desk = own_corrected, own_corrected.desk
    again = edited(ROOM, (W2, BETTER.replace("19", "20")))
    rows = row(W2_LINE, BETTER, BETTER.replace("19", "20"))
    if what == "edited":
        desk.write(
            CORRECTION, desk.read(CORRECTION).replace("少计一户".encode(), "多计一户".encode())
        )
        desk.write(ROOM, again)
        sign(desk, "2025-06/correction-rooms-chengguan-1-2", "correction", [CORRECTION, ROOM])
        scene.refused("E-APPEND", CORRECTION)
    elif what == "deleted":
        (desk.folder / CORRECTION).unlink()
        desk.write(ROOM, FILES[ROOM])
        sign(desk, "2025-06/correction-rooms-chengguan-1-2", "correction", [CORRECTION, ROOM])
        scene.refused("E-DELETE", CORRECTION)
    else:  # undone newest first, so a later one must have the higher number
        path = correction_path(ROOM, 3)
        desk.apply(correction(rows, path=path))
        desk.write(ROOM, again)
        sign(desk, "2025-06/correction-rooms-chengguan-3-1", "correction", [path, ROOM])
        scene.desk.honest()
        scene.settle()
        last = edited(ROOM, (W2, BETTER.replace("19", "17")))
        rows = row(W2_LINE, BETTER.replace("19", "20"), BETTER.replace("19", "17"))
        desk.apply(correction(rows, path=SECOND))
        desk.write(ROOM, last)
        sign(desk, "2025-06/correction-rooms-chengguan-2-1", "correction", [SECOND, ROOM])
        scene.refused("E-CORRECTION", SECOND, words="第 3 次")


# ── objections ──────────────────────────────────────────────────────────────────────────────────

TAKEN = ("已提交 2025-07-15", "已受理 2025-07-16")


def move(desk: Attacker, *steps: str, **fields: str) -> None:
    desk.apply(objection(*steps, path=OBJECTION, **fields))
    sign(desk, "2025-06/objection-rooms-cg-dongmen-20250715-b290c3b6-2", "objection", [OBJECTION])


@pytest.mark.parametrize(
    ("steps", "fields"),
    [
        (TAKEN, {"理由": "没有意见"}),
        (TAKEN, {"对象": "cg-ximen"}),
        (TAKEN, {"项目": "W1"}),
        (TAKEN, {"提出": "{单位: hedong}"}),
        (TAKEN, {"日期": "2025-07-14"}),
        (("已提交 2025-07-14", "已受理 2025-07-16"), {"日期": "2025-07-14"}),
        (("已受理 2025-07-16",), {}),
        (("已提交 2025-07-15", "成立 2025-07-16"), {}),
        (("已提交 2025-07-15", "已告知 2025-07-16"), {}),
        (("已提交 2025-07-15", "已受理 2025-07-01"), {}),
        (("已提交 2025-07-15", "已消失 2025-07-16"), {}),
        ((), {}),
        (TAKEN, {"期间": "2025-05"}),
        (TAKEN, {"加权": "2"}),
    ],
)  # fmt: skip
def test_an_objection_bent_on_its_way(
    closed: Scene, steps: tuple[str, ...], fields: dict[str, str]
) -> None:
    move(closed.desk, *steps, **fields)
    closed.refused("E-OBJECTION", OBJECTION)


def test_the_finding_of_an_objection_is_rewritten_afterwards(own_closed: Scene) -> None:
    own = own_closed
    steps = (*TAKEN, "复核中 2025-07-17", "不成立 2025-07-18")
    move(own.desk, *steps, 结论说明="抽查单上是 18 户")
    own.desk.honest()
    own.settle()
    own.desk.apply(objection(*steps, 结论说明="抽查单上没有写户数"))
    sign(
        own.desk, "2025-06/objection-rooms-cg-dongmen-20250715-b290c3b6-3", "objection", [OBJECTION]
    )
    own.refused("E-OBJECTION", OBJECTION, words="结论说明")


def test_an_objection_is_made_to_vanish(closed: Scene) -> None:
    (closed.desk.folder / OBJECTION).unlink()
    sign(
        closed.desk,
        "2025-06/objection-rooms-cg-dongmen-20250715-b290c3b6-2",
        "objection",
        [OBJECTION],
    )
    closed.refused("E-DELETE", OBJECTION)


def test_two_objections_in_one_submission(closed: Scene) -> None:
    second = objection_path(理由="另一份抽查单也漏了一户")
    paths = closed.desk.apply(objection(*TAKEN), objection(TAKEN[0], 理由="另一份抽查单也漏了一户"))
    sign(closed.desk, "2025-06/objection-rooms-cg-dongmen-20250715-b290c3b6-2", "objection", paths)
    closed.refused("E-MIXED", max(OBJECTION, second))


def test_an_objection_signed_off_by_too_few(closed: Scene) -> None:
    closed.desk.apply(objection(*TAKEN))
    sign(closed.desk, "2025-06/objection-rooms-cg-dongmen-20250715-b290c3b6-2", "objection", [OBJECTION], signers=SIGNERS["objection"][:2])  # fmt: skip
    closed.refused(
        "E-LEVEL", "ledger/2025-06/approvals/objection-rooms-cg-dongmen-20250715-b290c3b6-2.json"
    )
