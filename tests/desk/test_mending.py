"""Something wrong is on main: each way to put it right, walked with the commands from end to end."""

from __future__ import annotations

import pytest

from generator.desk.submit import now
from tests.attacks.scene import JULY
from tests.attacks.test_trail import JULY_ROOM
from tests.bureau import HEDONG, LATE, LATE_HEDONG, SIGNERS, Desk
from tests.county import FILES, ROOM, ROOMS
from tests.desk.office import Office
from tests.desk.test_proof import published

Signers = tuple[tuple[str, str], ...]
WITHDRAW = ("withdraw", "2025-06", "rooms", "--reason", "漏计一个单位", "--basis", "督察通报9")


def signed_and_merged(office: Office, desk: Desk, lane: str, *, by: Signers = ()) -> None:
    """From ``jifen submit`` to a push of main that the gate takes."""
    for level, (person, _) in enumerate(by or SIGNERS[lane]):
        said = office.run(desk, person, *(("approve", "--yes") if level else ("submit",)))
        assert said.code == 0, said.out + said.err
    pushed = desk.push()
    assert pushed.accepted, pushed.said
    desk.fetch()
    desk.git("checkout", "--quiet", "--detach", "origin/main")


def test_a_bulletin_is_withdrawn_its_record_changed_and_the_next_edition_issued(
    office: Office,
) -> None:
    desk = published(office)
    desk.fetch()
    said = office.run(desk, "", *WITHDRAW)
    assert said.code == 0, said.err
    assert "已写出 ledger/2025-06/bulletins/rooms-withdrawn.yml" in said.out
    signed_and_merged(office, desk, "bulletin")
    better = desk.read(ROOM).replace("已办: 18".encode(), "已办: 19".encode())
    desk.write(ROOM, better)
    signed_and_merged(office, desk, "rooms")
    said = office.run(desk, "", "close", "2025-06", "rooms", "--yes")
    assert said.code == 0, said.err
    assert "已写出 ledger/2025-06/bulletins/rooms-v2.yml" in said.out
    signed_and_merged(office, desk, "bulletin")
    said = office.run(desk, "", "verify", "--trust", str(office.root_file))
    assert said.code == 0, said.out
    assert "✓ 已公布的通报 1 期，重算一致 1 期" in said.out


def test_a_withdrawal_that_is_still_a_draft_opens_nothing(office: Office) -> None:
    desk = published(office)
    desk.fetch()
    assert office.run(desk, "", *WITHDRAW).code == 0
    said = office.run(desk, "", "close", "2025-06", "rooms", "--yes")
    assert said.code == 1
    assert "2025-06 的通报已经公布" in said.err


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (("2025-05", "rooms"), "没有基层基础 2025-05 的有效通报。有效的通报有 2025-06。"),
        (("六月", "rooms"), "没有基层基础 六月 的有效通报"),
        (("2025-06", "party"), "没有党建 2025-06 的有效通报。还没有公布过。"),
        (("2025-06", "nonsense"), "没有“nonsense”这个积分制"),
    ],
)  # fmt: skip
def test_what_cannot_be_withdrawn(office: Office, call: tuple[str, ...], words: str) -> None:
    desk = published(office)
    said = office.run(desk, "", "withdraw", *call, "--reason", "漏计", "--basis", "督察通报9")
    assert said.code == 2
    assert words in said.err


def test_a_reason_that_says_nothing_is_not_written(office: Office) -> None:
    desk = published(office)
    said = office.run(desk, "", *WITHDRAW[:4], "无", *WITHDRAW[5:])
    assert said.code == 1
    assert "“无”不能算理由" in said.err
    assert not (desk.folder / "ledger/2025-06/bulletins/rooms-withdrawn.yml").exists()


# ── corrections ─────────────────────────────────────────────────────────────────────────────────

NOTE = "ledger/2025-06/corrections/rooms-chengguan-{}.yml"
WHY = ("--reason", "漏记一户", "--basis", "抽查单2025-06-7")


def closed(office: Office) -> Desk:
    """June is published; the desk stands on main."""
    desk = published(office)
    desk.fetch()
    desk.git("checkout", "--quiet", "--detach", "origin/main")
    return desk


def proven(office: Office, desk: Desk) -> str:
    """What ``jifen verify`` prints, and that ``jifen check`` finds no error."""
    assert office.run(desk, "", "check").code == 0
    said = office.run(desk, "", "verify", "--trust", str(office.root_file))
    assert said.code == 0, said.out
    return said.out


def test_an_edited_record_is_corrected(office: Office) -> None:
    desk = closed(office)
    desk.write(ROOM, desk.read(ROOM).replace("已办: 18".encode(), "已办: 19".encode()))
    said = office.run(desk, "", "correct", *WHY, "--by", "督察")
    assert said.code == 0, said.err
    assert desk.read(NOTE.format(1)).decode().splitlines() == [
        f"记录: {ROOM}",
        f"日期: {now().date()}",
        "提出: 督察",
        "理由: 漏记一户",
        "依据: 抽查单2025-06-7",
        "行:",
        '  - {行号: 9, 原: "- {项: W2, 应办: 20, 已办: 18, 依据: 抽查单1}", 改: "- {项: W2, 应办: 20, 已办: 19, 依据: 抽查单1}"}',
    ]
    signed_and_merged(office, desk, "correction")
    assert "重算一致 1 期" in proven(office, desk)


def test_a_slip_is_undone(office: Office) -> None:
    desk = closed(office)
    first = desk.read(ROOM)
    desk.write(ROOM, first.replace("已办: 18".encode(), "已办: 19".encode()))
    office.run(desk, "", "correct", *WHY)
    signed_and_merged(office, desk, "correction")
    said = office.run(desk, "", "correct", ROOM, "--undo", "1", *WHY)
    assert said.code == 0, said.err
    assert desk.read(ROOM) == first
    signed_and_merged(office, desk, "correction")
    assert "重算一致 1 期" in proven(office, desk)


def test_a_record_that_should_not_be_is_removed_and_reported_again(office: Office) -> None:
    desk = closed(office)
    first = desk.read(ROOM)
    (desk.folder / ROOM).unlink()
    said = office.run(desk, "", "correct", *WHY)
    assert said.code == 0, said.err
    signed_and_merged(office, desk, "correction")
    assert "重算一致 1 期" in proven(office, desk)
    assert desk.at_main(ROOM) is None
    desk.write(ROOM, first)
    assert office.run(desk, "", "correct", *WHY).code == 0
    signed_and_merged(office, desk, "correction", by=LATE)
    assert "重算一致 1 期" in proven(office, desk)


def test_a_record_that_was_not_there_is_reported_late(office: Office) -> None:
    desk = closed(office)
    desk.write(HEDONG, FILES[HEDONG])
    said = office.run(desk, "", "correct", *WHY)
    assert "已写出 ledger/2025-06/corrections/rooms-hedong-1.yml" in said.out
    signed_and_merged(office, desk, "correction", by=LATE_HEDONG)
    assert "重算一致 1 期" in proven(office, desk)


def test_a_record_of_an_open_month_is_taken_out_like_any_change(office: Office) -> None:
    desk = closed(office)
    desk.write(JULY, JULY_ROOM)
    signed_and_merged(office, desk, "rooms")
    (desk.folder / JULY).unlink()
    signed_and_merged(office, desk, "rooms")
    assert desk.at_main(JULY) is None
    proven(office, desk)


@pytest.mark.parametrize(
    ("edits", "call", "words"),
    [
        ({}, (), "没有改动过的记录。请先改好记录文件，再运行一次"),
        ({ROOM: "x", HEDONG: "y"}, (), "改动了 2 份记录"),
        ({}, (ROOM,), f"{ROOM} 没有改动"),
        ({}, (ROOM, "--undo", "1"), f"{ROOM} 还没有更正过"),
    ],
)  # fmt: skip
def test_there_is_nothing_to_correct(
    office: Office, edits: dict[str, str], call: tuple[str, ...], words: str
) -> None:
    desk = closed(office)
    for path, text in edits.items():
        desk.write(path, text)
    said = office.run(desk, "", "correct", *call, *WHY)
    assert (said.code, words in said.err) == (2, True), said.err


def test_a_correction_by_objection_must_name_it(office: Office) -> None:
    desk = closed(office)
    desk.write(ROOM, desk.read(ROOM).replace("已办: 18".encode(), "已办: 19".encode()))
    said = office.run(desk, "", "correct", *WHY, "--by", "异议")
    assert said.code == 1
    assert "由异议提出的更正要写明“异议”" in said.err
    assert not (desk.folder / NOTE.format(1)).exists()


# ── rules that move what was published ──────────────────────────────────────────────────────────

RESTATE = ("restate", "--reason", "警务室类别登记错了", "--basis", "清公基〔2025〕31号")
RESTATEMENT = "ledger/2025-06/restatements/rooms-1.yml"
WRONG = "类别: 一类}\n  - {代码: cg-ximen".encode()
RIGHT = "类别: 二类}\n  - {代码: cg-ximen".encode()


def test_a_roster_that_moves_what_was_published_comes_with_what_it_moves(office: Office) -> None:
    desk = published(office)
    desk.fetch()
    desk.git("checkout", "--quiet", "--detach", "origin/main")
    desk.write(ROOMS, desk.read(ROOMS).replace(WRONG, RIGHT))
    said = office.run(desk, SIGNERS["rules"][0][0], "submit")
    assert said.code == 1
    assert (
        "通报会变：东门社区警务室（cg-dongmen）2025-06 base W2 记录：公布 18.95，重算 18.37"
        in said.err
    )
    assert "确要改变公布的数字的，运行 jifen restate 写重算更正，一起送审" in said.err
    desk.git("checkout", "--quiet", "--force", "--detach", "origin/main")
    desk.write(ROOMS, desk.read(ROOMS).replace(WRONG, RIGHT))
    said = office.run(desk, "", *RESTATE)
    assert said.code == 0, said.err
    assert f"已写出 {RESTATEMENT}，" in said.out
    # Run again after another look: the same, written anew.
    assert office.run(desk, "", *RESTATE).out == said.out
    signed_and_merged(office, desk, "rules")
    said = office.run(desk, "", "verify", "--trust", str(office.root_file))
    assert said.code == 0, said.out
    assert "✓ 已公布的通报 1 期，重算一致 1 期" in said.out
    said = office.run(desk, "", "check")
    assert said.code == 0, said.out


def test_what_moves_nothing_needs_no_restatement(office: Office) -> None:
    desk = published(office)
    desk.fetch()
    desk.git("checkout", "--quiet", "--detach", "origin/main")
    desk.write(ROOMS, desk.read(ROOMS).replace(WRONG, RIGHT))
    assert office.run(desk, "", *RESTATE).code == 0
    desk.write(ROOMS, desk.read(ROOMS).replace(RIGHT, WRONG))
    said = office.run(desk, "", *RESTATE)
    assert said.code == 0, said.err
    assert said.out == (
        f"已删去 {RESTATEMENT}，上次写出的，现在不用了\n公布的数字都没有变，不用写重算更正。\n"
    )
    assert not (desk.folder / RESTATEMENT).exists()
