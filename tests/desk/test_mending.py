"""Something wrong is on main: each way to put it right, walked with the commands from end to end."""

from __future__ import annotations

import pytest

from tests.bureau import SIGNERS, Desk
from tests.county import ROOM
from tests.desk.office import Office
from tests.desk.test_proof import published

WITHDRAW = ("withdraw", "2025-06", "rooms", "--reason", "漏计一个单位", "--basis", "督察通报9")


def signed_and_merged(office: Office, desk: Desk, lane: str) -> None:
    """From ``jifen submit`` to a push of main that the gate takes."""
    for level, (person, _) in enumerate(SIGNERS[lane]):
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
    said = office.run(desk, "", "close", "2025-06", "rooms")
    assert said.code == 0, said.err
    assert "已写出 ledger/2025-06/bulletins/rooms-v2.yml" in said.out
    signed_and_merged(office, desk, "bulletin")
    said = office.run(desk, "", "verify", "--root", str(office.root_file))
    assert said.code == 0, said.out
    assert "✓ 已公布的通报 1 期，重算一致 1 期" in said.out


def test_a_withdrawal_that_is_still_a_draft_opens_nothing(office: Office) -> None:
    desk = published(office)
    desk.fetch()
    assert office.run(desk, "", *WITHDRAW).code == 0
    said = office.run(desk, "", "close", "2025-06", "rooms")
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
