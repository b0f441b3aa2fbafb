"""Bulletins taken back, dishonestly; and what stays closed by those that hold."""

from __future__ import annotations

import pytest

from tests.attacks.scene import Attacker, Scene, edited, sign
from tests.bureau import LATE, SIGNERS
from tests.closed import BULLETIN, STANDINGS, correction, issued, published, withdrawn
from tests.county import FILES, ROOM, Change

GONE = "ledger/2025-06/bulletins/rooms-withdrawn.yml"
SHEET = "2025-06/bulletin-rooms-withdrawn-1"
SECOND = "ledger/2025-06/bulletins/rooms-v2.yml"
MAY = ROOM.replace("2025-06", "2025-05")
MAY_ROOM = (
    FILES[ROOM]
    .replace("2025-07-02", "2025-06-02")
    .replace("2025-06-", "2025-05-")
    .replace("2025-05-02", "2025-06-03")
    .replace("月份: 2025-06", "月份: 2025-05")
)


def withdraw(desk: Attacker, *changes: Change) -> None:
    """A withdrawal of June's bulletin with its sheet, and what comes along."""
    sign(desk, SHEET, "bulletin", desk.apply(withdrawn(), *changes), day=21)


def reissue(desk: Attacker, edition: int = 0) -> list[str]:
    """The next edition, or one of another number."""
    dates = {"day": "2025-07-25", "until": "2025-07-29"}
    paths = desk.apply(published(edition=edition, **dates) if edition else issued(**dates))
    edition = edition or 2
    sign(desk, f"2025-06/bulletin-rooms-v{edition}-1", "bulletin", paths, day=25)
    return paths


def test_a_withdrawal_opens_the_records_and_the_next_edition_closes_them(own_closed: Scene) -> None:
    scene, desk = own_closed, own_closed.desk
    withdraw(desk)
    desk.honest()
    desk.submit(
        content=edited(ROOM, ("已办: 18", "已办: 19")),
        submission="2025-06/rooms-chengguan-2",
        day=22,
    )
    desk.honest()
    reissue(desk)
    desk.honest()
    assert desk.push("HEAD:refs/tags/bulletin/rooms/2025-06").codes == ["E-REF"]
    assert desk.push("HEAD:refs/tags/bulletin/rooms/2025-06-v2").accepted
    scene.settle()
    desk.submit(
        content=edited(ROOM, ("已办: 18", "已办: 20")),
        submission="2025-06/rooms-chengguan-3",
        day=27,
    )
    scene.refused("E-CLOSED", ROOM)


def test_a_withdrawal_of_a_bulletin_that_is_not_there(recorded: Scene) -> None:
    withdraw(recorded.desk)
    recorded.refused("E-BULLETIN", GONE, words="没有 ledger/2025-06/bulletins/rooms.yml")


def test_a_withdrawal_that_names_another_bulletin(closed: Scene) -> None:
    other = withdrawn(通报="ledger/2025-05/bulletins/rooms.yml")
    sign(closed.desk, SHEET, "bulletin", closed.desk.apply(other), day=21)
    closed.refused("E-BULLETIN", GONE)


def test_a_withdrawal_without_a_reason(closed: Scene) -> None:
    sign(closed.desk, SHEET, "bulletin", closed.desk.apply(withdrawn(理由="无")), day=21)
    closed.refused("E-BULLETIN", GONE, words="不能算理由")


def test_a_withdrawal_signed_off_by_too_few(closed: Scene) -> None:
    paths = closed.desk.apply(withdrawn())
    sign(closed.desk, SHEET, "bulletin", paths, day=21, signers=SIGNERS["bulletin"][:3])
    closed.refused("E-LEVEL", f"ledger/{SHEET.replace('/', '/approvals/')}.json")


@pytest.mark.parametrize("path", [BULLETIN, STANDINGS])
def test_a_withdrawal_that_takes_the_bulletin_away(closed: Scene, path: str) -> None:
    desk = closed.desk
    paths = [*desk.apply(withdrawn()), path]
    (desk.folder / path).unlink()
    sign(desk, SHEET, "bulletin", sorted(paths), day=21)
    closed.refused("E-MIXED", max(paths))


def test_the_next_edition_together_with_the_withdrawal(closed: Scene) -> None:
    paths = closed.desk.apply(withdrawn(), published(edition=2))
    sign(closed.desk, "2025-06/bulletin-rooms-v2-1", "bulletin", paths, day=21)
    closed.refused("E-MIXED", max(paths))


def test_another_edition_beside_the_one_that_holds(closed: Scene) -> None:
    reissue(closed.desk, 2)
    closed.refused("E-CLOSED", SECOND, words="rooms.yml 还没有撤回")


def test_an_edition_left_out(own_closed: Scene) -> None:
    withdraw(own_closed.desk)
    own_closed.desk.honest()
    own_closed.settle()
    reissue(own_closed.desk, 3)
    own_closed.refused("E-BULLETIN", SECOND.replace("v2", "v3"), words="应当是第 2 版")


def test_the_first_edition_once_more(own_closed: Scene) -> None:
    desk = own_closed.desk
    withdraw(desk)
    desk.honest()
    own_closed.settle()
    paths = desk.apply(published(day="2025-07-25", until="2025-07-29"))
    sign(desk, "2025-06/bulletin-rooms-2", "bulletin", paths, day=25)
    own_closed.refused("E-CLOSED", STANDINGS)


def test_a_withdrawal_changed_or_taken_back(own_closed: Scene) -> None:
    desk = own_closed.desk
    withdraw(desk)
    desk.honest()
    own_closed.settle()
    paths = desk.apply(withdrawn(理由="另有原因"))
    sign(desk, "2025-06/bulletin-rooms-withdrawn-2", "bulletin", paths, day=25)
    own_closed.refused("E-CLOSED", GONE)
    (desk.folder / GONE).unlink()
    sign(desk, "2025-06/bulletin-rooms-withdrawn-2", "bulletin", [GONE], day=25)
    own_closed.refused("E-DELETE", GONE)


def test_a_correction_while_the_month_is_open_again(own_closed: Scene) -> None:
    desk = own_closed.desk
    withdraw(desk)
    desk.honest()
    own_closed.settle()
    desk.write(ROOM, edited(ROOM, ("已办: 18", "已办: 19")))
    paths = [*desk.apply(correction("{行号: 9, 原: x, 改: y}")), ROOM]
    sign(desk, "2025-06/correction-rooms-chengguan-1-1", "correction", paths, day=25)
    own_closed.refused("E-CORRECTION", ROOM, words="还没有公布")


def test_an_earlier_month_reported_behind_a_bulletin(own_closed: Scene) -> None:
    """What a bulletin says may rest on every month before it: caps of a year, cases reviewed later."""
    scene, desk = own_closed, own_closed.desk
    desk.submit(MAY, MAY_ROOM, "2025-05/rooms-chengguan-1", day=22)
    scene.refused("E-CLOSED", MAY, words="2025-06 的通报已经公布")


def test_it_comes_in_as_a_correction(own_closed: Scene) -> None:
    desk = own_closed.desk
    desk.write(MAY, MAY_ROOM)
    note = correction(记录=MAY, 整份="补报", 理由="漏报", 依据="督察通报5")
    sign(
        desk,
        "2025-05/correction-rooms-chengguan-1-1",
        "correction",
        [*desk.apply(note), MAY],
        day=23,
        signers=LATE,
    )
    desk.honest()


@pytest.mark.parametrize(
    ("signers", "code", "words"),
    [
        (SIGNERS["correction"], "E-REPORTER", "“填报人”是 061101，报送签名的是 060802"),
        ((*SIGNERS["hedong"][:2], *SIGNERS["correction"]), "E-REPORTER", "“填报人”是 061101，报送签名的是 061202"),
        ((("061103", "派出所内勤"), *LATE[1:]), "E-REPORTER", "“填报人”是 061101，报送签名的是 061103"),
        ((LATE[0], *LATE[2:]), "E-OFFICE", "这一级应由派出所领导签名"),
        (LATE[:5], "E-LEVEL", "缺第 5 级的意见"),
    ],
    ids=["not by the unit", "by another unit", "by another clerk", "without its head", "not by the last"],
)  # fmt: skip
def test_a_late_report_is_signed_by_its_own_unit_first(
    closed: Scene, signers: tuple[tuple[str, str], ...], code: str, words: str
) -> None:
    desk = closed.desk
    desk.write(MAY, MAY_ROOM)
    note = correction(记录=MAY, 整份="补报", 理由="漏报", 依据="督察通报5")
    number = "2025-05/correction-rooms-chengguan-1-1"
    sign(desk, number, "correction", [*desk.apply(note), MAY], day=23, signers=signers)
    path = MAY if code == "E-REPORTER" else "ledger/2025-05/approvals/correction-rooms-chengguan-1-1.json"  # fmt: skip
    closed.refused(code, path, words=words)
