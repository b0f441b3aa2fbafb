"""Binding and replay: a signature is good for one change, in one place, at one time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from generator.approval import sheet as sheets
from generator.approval.statement import Change
from tests.attacks.scene import BETTER_ROOM, SHEET, Scene, approving_room, edited, resigned
from tests.bureau import CHARGE, CLERK, HEAD, HEDONG, ROOM_SUBMISSION, SIGNERS, signed
from tests.county import BUREAU, FILES, ROOM

OTHER_DIGEST = f"sha256:{'0' * 64}"


# ── stale approvals ─────────────────────────────────────────────────────────────────────────────


def test_the_record_is_edited_after_approval(scene: Scene) -> None:
    scene.desk.submit()
    scene.desk.write(ROOM, BETTER_ROOM)
    scene.refused("E-CHANGE", SHEET, words=f"{ROOM} 改动后的内容不同")


@pytest.mark.parametrize("level", [0, 1, 2, 3])
def test_one_level_has_seen_another_record(scene: Scene, level: int) -> None:
    scene.desk.write(ROOM, BETTER_ROOM)
    better = scene.desk.changes(ROOM)
    entries = approving_room(scene, overrides={level: {"changes": better}})
    scene.desk.file_sheet(ROOM_SUBMISSION, entries)
    scene.refused("E-CHANGE", SHEET, words=f"第 {level} 级")


def test_a_blank_is_added_to_the_record_after_approval(scene: Scene) -> None:
    scene.desk.submit()
    scene.desk.write(ROOM, FILES[ROOM] + "\n")
    scene.refused("E-CHANGE", SHEET)


def test_an_approved_path_is_left_out(scene: Scene) -> None:
    july = "ledger/2025-07/rooms/chengguan.yml"
    more = (Change(july, "-", OTHER_DIGEST),)
    scene.desk.write(ROOM, FILES[ROOM])
    changes = tuple(sorted((*scene.desk.changes(ROOM), *more), key=lambda c: c.path))
    scene.desk.file_sheet(ROOM_SUBMISSION, approving_room(scene, changes=changes))
    scene.refused("E-CHANGE", SHEET, words=f"{july} 没有随着提交")


def test_the_record_was_another_one_when_it_was_approved(scene: Scene) -> None:
    text = edited(HEDONG, ("已办: 30", "已办: 29"))
    scene.desk.write(HEDONG, text)
    actual = scene.desk.changes(HEDONG)[0]
    entries = scene.desk.entries("2025-06/rooms-hedong-2", "rooms", [HEDONG], signers=SIGNERS["hedong"], changes=(actual._replace(old=OTHER_DIGEST),))  # fmt: skip
    scene.desk.file_sheet("2025-06/rooms-hedong-2", entries)
    scene.refused("E-CHANGE", "ledger/2025-06/approvals/rooms-hedong-2.json", words="改动前的内容不同")  # fmt: skip


# ── replay ──────────────────────────────────────────────────────────────────────────────────────


def test_an_approved_sheet_is_copied_under_a_new_number(scene: Scene) -> None:
    scene.desk.submit()
    (scene.desk.folder / SHEET).rename(scene.desk.folder / SHEET.replace("-1.json", "-2.json"))
    scene.refused("E-SUBMISSION", SHEET.replace("-1.json", "-2.json"))


def test_an_old_approval_is_played_again_after_the_change_was_reverted(own: Scene) -> None:
    desk = own.desk
    better = edited(HEDONG, ("已办: 30", "已办: 29"))
    for number, text in ((2, better), (3, FILES[HEDONG])):
        desk.submit(HEDONG, text, f"2025-06/rooms-hedong-{number}", signers=SIGNERS["hedong"])
        desk.honest()
    own.settle()
    old = desk.read("ledger/2025-06/approvals/rooms-hedong-2.json")
    desk.write(HEDONG, better)
    desk.commit("again, with the sheet that lies there")
    own.refused("E-NOSHEET", HEDONG, commit=False)
    desk.write("ledger/2025-06/approvals/rooms-hedong-4.json", old)
    own.refused("E-SUBMISSION", "ledger/2025-06/approvals/rooms-hedong-4.json")


def test_the_sheet_of_another_unit_under_the_own_name(scene: Scene) -> None:
    scene.desk.write(ROOM, FILES[ROOM])
    scene.desk.write(SHEET, scene.desk.read("ledger/2025-06/approvals/rooms-hedong-1.json"))
    scene.refused("E-SUBMISSION", SHEET, words="2025-06/rooms-hedong-1")


def test_a_sheet_is_overwritten_in_place(scene: Scene) -> None:
    text = edited(HEDONG, ("已办: 30", "已办: 29"))
    scene.desk.submit(HEDONG, text, "2025-06/rooms-hedong-1", signers=SIGNERS["hedong"])
    scene.refused("E-APPEND", "ledger/2025-06/approvals/rooms-hedong-1.json", words="改动了")


def test_a_sheet_that_is_in_force_gets_one_more_statement(scene: Scene) -> None:
    path = "ledger/2025-06/approvals/rooms-hedong-1.json"
    before = sheets.read(scene.desk.read(path))
    entries = [(each.statement, each.written) for each in before]
    more = replace(entries[0][0], previous=entries[-1][0].digest)
    scene.desk.write(path, sheets.write([*entries, (more, signed(more, "061202"))]))
    scene.refused("E-APPEND", path)


@pytest.mark.parametrize(
    ("field", "value", "code", "words"),
    [
        ("ledger", "lg-hedong-other", "E-LEDGER", "为台账 lg-hedong-other 签的"),
        ("branch", "refs/heads/submit/x", "E-BRANCH", "为分支 refs/heads/submit/x 签的"),
        ("branch", "refs/heads/Main", "E-BRANCH", "refs/heads/Main"),
        ("submission", "2025-06/rooms-chengguan-2", "E-SUBMISSION", "rooms-chengguan-2"),
        ("submission", "2025-07/rooms-chengguan-1", "E-SUBMISSION", "2025-07/"),
        ("submission", "2025-06/approvals/rooms-chengguan-1", "E-SUBMISSION", "approvals/"),
        ("lane", "party", "E-LANE", "为通道 party 签的"),
        ("approvers", OTHER_DIGEST, "E-APPROVERS", "主分支上没有用过"),
        ("rules", OTHER_DIGEST, "E-RULES", "主分支上没有用过"),
        ("seen", "0" * 40, "E-SEEN", "000000000000 不在主分支上"),
        ("seen", "0" * 64, "E-SEEN", "不在主分支上"),
    ],
)
@pytest.mark.parametrize("levels", [range(4), [3]], ids=["all levels", "the last level"])
def test_signed_for_somewhere_or_sometime_else(
    scene: Scene, levels: list[int], field: str, value: str, code: str, words: str
) -> None:
    scene.desk.submit(overrides={level: {field: value} for level in levels})
    scene.refused(code, SHEET, words=words)


def test_seen_is_a_draft_that_is_not_on_main(scene: Scene) -> None:
    scene.desk.write(ROOM, FILES[ROOM])
    draft = scene.desk.commit("draft")
    scene.desk.submit(seen=draft)
    scene.refused("E-SEEN", SHEET)


def test_seen_is_the_submission_s_own_branch_below_the_merge(scene: Scene) -> None:
    desk = scene.desk
    desk.write("notes/x", "x\n")
    stray = desk.commit("a branch")
    desk.git("checkout", "--quiet", "--detach", scene.base)
    desk.submit(seen=stray)
    desk.commit("approved")
    desk.git("merge", "--quiet", "--no-ff", "--strategy=ours", stray)
    scene.refused("E-SEEN", SHEET, commit=False)


def test_the_rules_change_between_approval_and_merge(own: Scene) -> None:
    desk = own.desk
    entries = approving_room(own)
    (desk.folder / ROOM).unlink()
    rule = edited(BUREAU, ("最少参排: 4", "最少参排: 3"))
    desk.submit(BUREAU, rule, "rules/rules-1", "rules")
    desk.honest()
    own.settle()
    desk.write(ROOM, FILES[ROOM])
    desk.file_sheet(ROOM_SUBMISSION, entries)
    own.refused("E-RULES", SHEET, words="签名以后，分组或排名设置改了")


# ── the chain of statements ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("level", [0, 1, 2, 3])
def test_a_statement_that_does_not_follow_the_one_before(scene: Scene, level: int) -> None:
    entries = approving_room(scene, overrides={level: {"previous": OTHER_DIGEST}})
    scene.desk.file_sheet(ROOM_SUBMISSION, entries)
    scene.refused("E-PREVIOUS", SHEET, words=f"第 {level + 1} 条")


def test_a_statement_in_the_middle_is_signed_again_with_another_note(scene: Scene) -> None:
    entries = resigned(approving_room(scene), 1, HEAD, note="有保留")
    scene.desk.file_sheet(ROOM_SUBMISSION, entries)
    scene.refused("E-PREVIOUS", SHEET)


def test_two_statements_change_places(scene: Scene) -> None:
    entries = approving_room(scene)
    scene.desk.file_sheet(ROOM_SUBMISSION, [entries[0], entries[2], entries[1], entries[3]])
    scene.refused("E-PREVIOUS", SHEET)


def test_a_refusal_is_cut_out_of_the_sheet(scene: Scene) -> None:
    entries = approving_room(
        scene, signers=SIGNERS["rooms"][:2], overrides={1: {"decision": "reject"}}
    )
    whole = scene.desk.entries(ROOM_SUBMISSION, "rooms", [ROOM], before=entries)
    scene.desk.file_sheet(ROOM_SUBMISSION, [entries[0], *whole[2:]])
    scene.refused("E-PREVIOUS", SHEET)


def test_a_signed_refusal_is_turned_into_an_approval(scene: Scene) -> None:
    entries = approving_room(scene)
    refused = replace(entries[3][0], decision="reject")
    entries[3] = entries[3][0], signed(refused, CHARGE)
    scene.desk.file_sheet(ROOM_SUBMISSION, entries)
    scene.refused("E-SIGNATURE", SHEET, words="与签名内容不符")


def test_an_earlier_round_is_forged(scene: Scene) -> None:
    first = approving_room(scene, signers=SIGNERS["rooms"][:2], overrides={1: {"decision": "reject"}}, keys={1: CLERK})  # fmt: skip
    entries = scene.desk.entries(ROOM_SUBMISSION, "rooms", [ROOM], before=first)
    scene.desk.file_sheet(ROOM_SUBMISSION, entries)
    scene.refused("E-KEY", SHEET, words=f"登记在 {CLERK} 名下")


def test_an_earlier_round_names_approvers_that_never_were(scene: Scene) -> None:
    first = approving_room(scene, signers=SIGNERS["rooms"][:2], approvers=OTHER_DIGEST)
    entries = scene.desk.entries(ROOM_SUBMISSION, "rooms", [ROOM], before=first)
    scene.desk.file_sheet(ROOM_SUBMISSION, entries)
    scene.refused("E-APPROVERS", SHEET, words="不是本台账用过的版本")


def test_a_whole_round_is_followed_by_a_new_beginning(scene: Scene) -> None:
    entries = approving_room(scene)
    entries = scene.desk.entries(ROOM_SUBMISSION, "rooms", [ROOM], before=entries, signers=SIGNERS["rooms"][:1])  # fmt: skip
    scene.desk.file_sheet(ROOM_SUBMISSION, entries)
    scene.refused("E-LEVEL", SHEET, words="缺第 1 级")


def test_a_refusal_at_the_end_undoes_a_whole_round(scene: Scene) -> None:
    entries = approving_room(scene)
    no = replace(entries[3][0], decision="reject", person="060104", previous=entries[3][0].digest)
    scene.desk.file_sheet(ROOM_SUBMISSION, [*entries, (no, signed(no, "060104"))])
    scene.refused("E-DECISION", SHEET, words="退回")


# ── time ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "times",
    [("2025-07-03T09:00:00+08:00", "2025-07-03T08:59:59+08:00"), ("2025-07-03T09:00:00+08:00", "2025-07-03T09:30:00+09:00")],
    ids=["a second before", "another time zone"],
)  # fmt: skip
def test_a_level_signed_before_the_one_below(scene: Scene, times: tuple[str, str]) -> None:
    overrides = {level: {"time": time} for level, time in zip((1, 2), times, strict=True)}
    scene.desk.submit(overrides=overrides)
    scene.refused("E-TIME", SHEET)


def test_the_last_level_is_dated_a_month_ahead(scene: Scene) -> None:
    day = date.today() + timedelta(days=30)  # noqa: DTZ011 - some day ahead, in any time zone
    scene.desk.submit(overrides={3: {"time": f"{day}T09:00:00+08:00"}})
    scene.refused("E-TIME", SHEET, words=f"第 3 级的签名日期 {day} 还没有到")


@pytest.mark.parametrize(
    "time",
    ["2025-07-05T09:00:00Z", "2025-07-05 09:00:00+08:00", "2025-07-32T09:00:00+08:00", "2025-07-05T25:00:00+08:00", "2025-07-05T09:00:00+99:00", "20２5-07-05T09:00:00+08:00", "1925-07-05T09:00:00+08:00", ""],
)  # fmt: skip
def test_a_time_that_is_none(scene: Scene, time: str) -> None:
    entries = approving_room(scene, overrides={3: {"time": time}})
    scene.desk.write(SHEET, sheets.write(entries))
    scene.refused("E-SHEET", SHEET, words="time")


@pytest.mark.parametrize("text", ["联系人 13812345678", "身份证 110101199003071233", "１３８１２３４５６７８"])  # fmt: skip
def test_personal_data_in_the_note_of_a_statement(scene: Scene, text: str) -> None:
    scene.desk.submit(overrides={1: {"note": text}})
    scene.refused("E-CONTENT", SHEET, words="疑似写有")
