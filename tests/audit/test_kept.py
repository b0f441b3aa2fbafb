"""What the gate keeps from one push to the next: taken only as this account has written it."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from generator.audit.kept import MOST, Kept
from tests.bureau import HEDONG, SIGNERS, bureau
from tests.county import CALENDAR, FILES, ROOM

DIGEST = "sha256:" + "1" * 64


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "kept"
    made.mkdir(mode=0o700)
    return made


def the_file(folder: Path) -> Path:
    (found,) = folder.iterdir()
    return found


def test_what_was_put_comes_back_and_nothing_else(folder: Path) -> None:
    Kept(folder).put(DIGEST, {"rules": 1})
    assert Kept(folder).get(DIGEST) == {"rules": 1}
    assert Kept(folder).get(DIGEST.replace("1", "2")) is None
    assert the_file(folder).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("of", ["file", "folder"])
@pytest.mark.parametrize("bit", [0o020, 0o002])
def test_what_others_may_write_is_not_taken(folder: Path, of: str, bit: int) -> None:
    Kept(folder).put(DIGEST, 1)
    path = the_file(folder) if of == "file" else folder
    path.chmod(path.stat().st_mode | bit)
    assert Kept(folder).get(DIGEST) is None


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can hand a file to another account")
def test_what_another_account_has_written_is_not_taken(folder: Path) -> None:
    Kept(folder).put(DIGEST, 1)
    os.chown(the_file(folder), 12345, 12345)
    assert Kept(folder).get(DIGEST) is None


@pytest.mark.parametrize("data", [b"", b"x", pickle.dumps(1)[:-1], b"cno_such_module\nf\n."])
def test_what_cannot_be_read_is_made_again(folder: Path, data: bytes) -> None:
    Kept(folder).put(DIGEST, 1)
    the_file(folder).write_bytes(data)
    assert Kept(folder).get(DIGEST) is None
    Kept(folder).put(DIGEST, 2)
    assert Kept(folder).get(DIGEST) == 2


def test_where_nothing_can_be_kept_nothing_is(tmp_path: Path) -> None:
    Kept(tmp_path / "gone").put(DIGEST, 1)
    assert Kept(tmp_path / "gone").get(DIGEST) is None


def test_no_more_than_some_are_kept(folder: Path) -> None:
    for number in range(MOST + 5):
        Kept(folder).put(f"sha256:{number:064d}", number)
        os.utime(folder / f"{number:064d}.rules", (number, number))
    assert len(list(folder.iterdir())) == MOST
    assert Kept(folder).get(f"sha256:{MOST + 4:064d}") == MOST + 4


def test_the_gate_reads_rules_once_and_again_when_they_change(tmp_path: Path) -> None:
    office = bureau(tmp_path / "bureau")
    desk, kept = office.desk(), office.bare / "hooks/jifen/kept"
    # Read when the ledger was founded, whose lanes must fit the schemes.
    before = the_file(kept).stat().st_mtime_ns
    desk.submit()
    desk.commit()
    assert desk.push().accepted
    desk.fetch()
    desk.submit(HEDONG, FILES[HEDONG], "2025-06/rooms-hedong-1", signers=SIGNERS["hedong"])
    desk.commit()
    assert desk.push().accepted
    assert the_file(kept).stat().st_mtime_ns == before
    desk.fetch()
    rules = FILES[CALENDAR].replace("2025-06-02", "2025-06-03")
    desk.submit(CALENDAR, rules, "rules/rules-1", "rules", day=8)
    desk.commit()
    assert desk.push().accepted
    desk.fetch()
    desk.submit(
        ROOM, FILES[ROOM].replace("已办: 18", "已办: 19"), "2025-06/rooms-chengguan-2", day=9
    )
    desk.commit()
    assert desk.push().accepted
    assert len(list(kept.iterdir())) == 2
