"""What may not even lie on the server in a draft."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.approval.refusal import Refusal
from generator.audit.hook import Update, judge_push
from tests.audit.box import Box, File, plain
from tests.audit.histories import County, county
from tests.bureau import HEDONG
from tests.county import FILES, ROOM

DRAFT = "refs/heads/submit/rooms"
PHONE = FILES[ROOM].replace("化解邻里纠纷", "联系人 13812345678")
IDENTITY = FILES[ROOM].replace("化解邻里纠纷", "当事人 11010519491231002X")


@pytest.fixture
def ledger(tmp_path: Path) -> County:
    return county(tmp_path / "r.git")


def draft(ledger: County, *steps: dict[str, bytes | str]) -> str:
    tip = ledger.main.commit
    for step in steps:
        tip = ledger.box.commit({**ledger.main.files, **plain(step)}, tip)
    return tip


def pushed(ledger: County, tip: str, ref: str = DRAFT) -> list[Refusal]:
    return judge_push(ledger.box.git, ledger.root, [Update("0" * 40, tip, ref)])


def test_a_draft_may_be_anything_that_can_be_forgotten(ledger: County) -> None:
    tip = draft(ledger, {ROOM: "not even a record\n", "x/y.txt": b"\xff"}, {ROOM: FILES[ROOM]})
    assert pushed(ledger, tip) == []


@pytest.mark.parametrize("text", [PHONE, IDENTITY])
def test_personal_data_in_a_draft(ledger: County, text: str) -> None:
    (refusal,) = pushed(ledger, draft(ledger, {ROOM: text}))
    assert (refusal.code, refusal.path) == ("E-CONTENT", ROOM)
    assert refusal.message.startswith("第 12 行疑似写有")
    assert "13812345678" not in refusal.line
    assert "11010519491231002X" not in refusal.line


def test_personal_data_that_a_later_commit_takes_out_again(ledger: County) -> None:
    (refusal,) = pushed(ledger, draft(ledger, {ROOM: PHONE}, {ROOM: FILES[ROOM]}))
    assert refusal.code == "E-CONTENT"


def test_personal_data_in_a_branch_that_was_merged_into_the_draft(ledger: County) -> None:
    other = draft(ledger, {HEDONG: PHONE})
    tip = ledger.box.commit(
        {**ledger.main.files, **plain({ROOM: FILES[ROOM]})}, ledger.main.commit, other
    )
    (refusal,) = pushed(ledger, tip)
    assert (refusal.code, refusal.path) == ("E-CONTENT", HEDONG)


def test_personal_data_in_what_only_the_merge_brings(ledger: County) -> None:
    other = draft(ledger, {HEDONG: FILES[HEDONG]})
    tip = ledger.box.commit(
        {**ledger.main.files, **plain({ROOM: PHONE})}, ledger.main.commit, other
    )
    (refusal,) = pushed(ledger, tip)
    assert (refusal.code, refusal.path) == ("E-CONTENT", ROOM)


def test_personal_data_in_the_note_of_a_sheet(ledger: County) -> None:
    sheet = "ledger/2025-06/approvals/rooms-chengguan-1.json"
    line = '{"approvers":"sha256:","note":"请联系 13812345678"}'
    (refusal,) = pushed(ledger, draft(ledger, {sheet: f'[\n{line},\n"AAAA"\n]\n'}))
    assert (refusal.code, refusal.path) == ("E-CONTENT", sheet)


def test_digests_and_signatures_are_no_personal_data(ledger: County) -> None:
    sheet = "ledger/2025-06/approvals/rooms-chengguan-1.json"
    line = f'{{"approvers":"sha256:{("13812345678" * 6)[:64]}","note":""}}'
    signature = "A13812345678/" * 15
    assert pushed(ledger, draft(ledger, {sheet: f'[\n{line},\n"{signature}"\n]\n'})) == []


@pytest.mark.parametrize("mode", ["120000", "100755", "160000"])
def test_what_is_no_plain_file(ledger: County, mode: str) -> None:
    data = b"1" * 40 if mode == "160000" else b"x"
    tip = ledger.box.commit({**ledger.main.files, ROOM: File(data, mode)}, ledger.main.commit)
    (refusal,) = pushed(ledger, tip)
    assert (refusal.code, refusal.path) == ("E-MODE", ROOM)


def test_a_large_file(ledger: County) -> None:
    (refusal,) = pushed(ledger, draft(ledger, {ROOM: "x" * 300 * 1024}))
    assert (refusal.code, refusal.path) == ("E-LIMIT", ROOM)


def test_very_many_files(ledger: County) -> None:
    (refusal,) = pushed(ledger, draft(ledger, {f"x/{n}": b"" for n in range(4001)}))
    assert (refusal.code, refusal.path) == ("E-LIMIT", DRAFT)


def test_very_many_commits(ledger: County) -> None:
    tip, tree = ledger.main.commit, ledger.box.tree(ledger.main.files)
    for n in range(2001):
        tip = ledger.box.commit(tree, tip, message=str(n))
    (refusal,) = pushed(ledger, tip)
    assert (refusal.code, refusal.path) == ("E-LIMIT", DRAFT)


def test_what_is_there_already_is_not_looked_at_again(ledger: County) -> None:
    tip = draft(ledger, {ROOM: PHONE})
    ledger.box.ref("refs/heads/old/draft", tip)
    assert pushed(ledger, tip) == []


def test_a_deleted_branch(ledger: County) -> None:
    gone = Update(ledger.main.commit, "0" * 40, DRAFT)
    assert judge_push(ledger.box.git, ledger.root, [gone]) == []


def test_a_branch_with_another_beginning(ledger: County, tmp_path: Path) -> None:
    assert isinstance(ledger.box, Box)
    tip = ledger.box.commit(plain({ROOM: PHONE}))
    (refusal,) = pushed(ledger, tip)
    assert refusal.code == "E-CONTENT"
