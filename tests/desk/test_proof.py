"""Closing, verifying, installing, founding: the issuing office, the auditor, the administrator."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

from tests.bureau import (
    HEDONG,
    MAIN,
    ROOTS,
    SIGNERS,
    Desk,
    approvers_file,
    plain_git,
    rule_files,
)
from tests.county import FILES, ROOM
from tests.desk.office import Office, key_file

BULLETIN = "ledger/2025-06/bulletins/rooms.yml"


def published(office: Office) -> Desk:
    """June of 城关 approved and its bulletin published, through the commands; the desk."""
    return office.become(june)


def june(office: Office) -> None:
    desk = office.bureau.desk()
    desk.submit()
    desk.commit()
    assert desk.push().accepted
    desk.fetch()
    said = office.run(desk, "", "close", "2025-06", "rooms", "--yes")
    assert said.code == 0, said.err
    for level, (person, _) in enumerate(SIGNERS["bulletin"]):
        command = ("approve", "--yes") if level else ("submit",)
        said = office.run(desk, person, *command)
        assert said.code == 0, said.err
    assert desk.push("HEAD:refs/heads/main").accepted


def test_a_bulletin_is_closed_approved_and_proven(office: Office) -> None:
    desk = published(office)
    said = office.run(desk, "", "verify", "--trust", str(office.root_file))
    assert said.code == 0, said.out + said.err
    assert "✓ 已公布的通报 1 期，重算一致 1 期" in said.out
    assert "✓ 台账文件 3 个，已证明 3 个，未证明 0 个" in said.out
    assert said.out.endswith("结论：通过。\n")


def test_the_reviewer_of_a_bulletin_is_told_that_its_numbers_come_about(office: Office) -> None:
    desk = office.bureau.desk()
    desk.submit()
    desk.commit()
    desk.push()
    desk.fetch()
    office.run(desk, "", "close", "2025-06", "rooms", "--yes")
    office.run(desk, "060802", "submit")
    said = office.run(desk, "060801", "approve", "--yes")
    assert "公布的数字用记录和规则重算，逐项一致。" in said.out
    assert "东门社区警务室" in said.out


def test_what_is_outstanding_is_told_before_anything_is_written(office: Office) -> None:
    """河东 has reported on a branch that is not merged; July is another matter."""
    desk = office.bureau.desk()
    desk.submit()
    desk.commit()
    assert desk.push().accepted
    desk.fetch()
    desk.git("checkout", "--quiet", "-b", "submit/2025-06-rooms-hedong-1")
    desk.submit(HEDONG, submission="2025-06/rooms-hedong-1", signers=SIGNERS["hedong"])
    desk.commit()
    desk.git("checkout", "--quiet", "--detach", "origin/main")
    said = office.run(desk, "", "close", "2025-06", "rooms")
    assert said.code == 1
    assert said.out.splitlines()[:3] == [
        "还有这些没有办完：",
        "  2025-06 未报 1 个：新村警务室",
        "  2025-06/rooms-hedong-1 还没有合并（待合并，分支 submit/2025-06-rooms-hedong-1），公布以后只能补报、更正",
    ]
    assert "没有写出通报。办完以后再运行一次；照样编发的，加 --yes。" in said.err
    assert not (desk.folder / BULLETIN).exists()
    said = office.run(desk, "", "close", "2025-06", "rooms", "--yes")
    assert said.code == 0, said.err
    assert "未报 1 个：新村警务室" in said.out
    assert f"已写出 {BULLETIN}" in said.out


def test_status_does_not_say_merge_of_what_the_gate_would_refuse(office: Office) -> None:
    """河东's report is signed to the end on a branch; then June is published without it."""
    desk = office.bureau.desk()
    desk.git("checkout", "--quiet", "-b", "submit/2025-06-rooms-hedong-1")
    desk.submit(HEDONG, submission="2025-06/rooms-hedong-1", signers=SIGNERS["hedong"])
    desk.commit()
    assert "请合并到主分支" in office.run(desk, "", "status").out
    office.become(june)
    desk.fetch()
    said = office.run(desk, "", "status")
    assert "请合并到主分支" not in said.out
    assert "须重新送审　2025-06/rooms-hedong-1" in said.out
    assert "2025-06 的通报已经公布，这份记录不能直接改，填报单位按更正办理" in said.out


def test_a_year_with_empty_and_open_months_is_told(office: Office) -> None:
    desk = published(office)
    said = office.run(desk, "", "close", "2025", "rooms")
    assert said.code == 1
    assert "没有写出通报。" in said.err


def test_what_is_closed_once_is_not_closed_again(office: Office) -> None:
    said = office.run(published(office), "", "close", "2025-06", "rooms", "--yes")
    assert said.code == 1
    assert "没有写出通报。" in said.err


def test_a_draft_bulletin_is_made_anew_when_a_record_changed(office: Office) -> None:
    desk = office.bureau.desk()
    desk.submit()
    desk.commit()
    assert desk.push().accepted
    desk.fetch()
    office.run(desk, "", "close", "2025-06", "rooms", "--yes")
    before = desk.read(BULLETIN)
    desk.write(ROOM, FILES[ROOM].replace("已办: 18", "已办: 19"))
    said = office.run(desk, "", "close", "2025-06", "rooms", "--yes")
    assert said.code == 0, said.err
    assert desk.read(BULLETIN) != before


def test_a_changed_record_is_named_exactly(office: Office) -> None:
    desk = published(office)
    changed = FILES[ROOM].replace("已办: 18", "已办: 20")
    desk.write(ROOM, changed)
    desk.commit("quietly")
    behind_the_gate(office, desk)
    there = office.bureau.desk()
    said = office.run(there, "", "verify", "--trust", str(office.root_file), "--format", "json")
    assert said.code == 1
    found = json.loads(said.out)
    assert found["tree"]["unproven"] == [ROOM]
    assert [each["code"] for each in found["tree"]["refusals"]] == ["E-CHANGE"]
    assert found["history"]["refusal"]["code"] == "E-NOSHEET"
    assert found["history"]["refusal"]["commit"] == there.head


def test_a_record_handed_in_by_another_than_who_reports_is_not_proven(office: Office) -> None:
    desk = office.bureau.desk()
    desk.submit(content=FILES[ROOM].replace('填报人: "061101"', '填报人: "061103"'))
    desk.commit()
    behind_the_gate(office, desk)
    there = office.bureau.desk()
    said = office.run(there, "", "verify", "--trust", str(office.root_file), "--format", "json")
    found = json.loads(said.out)
    assert [each["code"] for each in found["tree"]["refusals"]] == ["E-REPORTER"]
    assert found["history"]["refusal"]["code"] == "E-REPORTER"


def behind_the_gate(office: Office, desk: Desk) -> None:
    plain_git(office.bureau.bare, "fetch", "--quiet", str(desk.folder), f"+HEAD:{MAIN}")


def test_a_checkpoint_goes_on_and_notices_what_was_cut_off(office: Office) -> None:
    desk = published(office)
    checkpoint = office.bureau.folder / "checkpoint.json"
    call = ("verify", "--trust", str(office.root_file), "--checkpoint", str(checkpoint))
    assert office.run(desk, "", *call).code == 0
    said = office.run(desk, "", *call)
    assert "共 2 份报送，其中 2 份此前已核验" in said.out
    plain_git(office.bureau.bare, "update-ref", MAIN, f"{desk.main}~4")  # before the bulletin
    there = office.bureau.desk()
    said = office.run(there, "", *call)
    assert said.code == 1
    assert "E-CUT" in said.out
    printed = ("verify", "--trust", str(office.root_file), "--printed", desk.main)
    said = office.run(there, "", *printed)
    assert said.code == 1
    assert "E-CUT" in said.out
    assert office.run(there, "", *printed[:3]).code == 0  # cut, it is a shorter honest history


def test_changes_not_committed_are_told_and_the_checkpoint_itself_is_none(office: Office) -> None:
    desk = published(office)
    call = ("verify", "--trust", str(office.root_file), "--checkpoint", str(desk.folder / "c.json"))
    reminder = "提醒：工作副本里有没提交的改动，这里核验的是主分支上的提交。"
    first = office.run(desk, "", *call)
    assert (first.code, reminder in first.err) == (0, False)
    assert reminder in office.run(desk, "", *call).err


def test_a_shallow_clone_is_an_error(office: Office) -> None:
    published(office)
    folder = office.bureau.folder / "shallow"
    plain_git(office.bureau.folder, "clone", "--quiet", "--depth=1", office.bureau.bare.as_uri(), str(folder))  # fmt: skip
    desk = Desk(office.bureau, folder)
    for more in (("--trust", str(office.root_file)), ()):
        said = office.run(desk, "", "verify", *more)
        assert said.code == 1
        assert "浅克隆" in said.out


def test_a_root_inside_the_repository_is_warned_about(office: Office) -> None:
    desk = published(office)
    desk.write("ROOT.json", office.bureau.root.text)
    said = office.run(desk, "", "verify", "--trust", "ROOT.json")
    assert "信任根文件放在仓库里面" in said.err


def test_the_gate_is_installed_and_tests_itself(office: Office) -> None:
    bare = office.bureau.folder / "another.git"
    plain_git(
        office.bureau.folder, "clone", "--quiet", "--bare", str(office.bureau.bare), str(bare)
    )
    desk = office.bureau.desk()
    said = office.run(desk, "", "hook", "install", str(bare), "--trust", str(office.root_file))
    assert said.code == 0, said.err
    assert "自检：没有审批的推送被拒绝——E-NOSHEET" in said.out
    assert "gitaly hooks set" in said.out
    assert "pre-receive.d" in said.out
    assert plain_git(bare, "config", "receive.fsckObjects") == "true"


def test_a_bureau_founds_its_own_ledger_in_two_steps(office: Office, tmp_path: Path) -> None:
    """Laid out from this repository, filled in, signed by the root holders, gate installed."""
    desk = office.bureau.desk()
    target, root_file = tmp_path / "own", tmp_path / "OWN-ROOT.json"
    source = Path(__file__).parents[2]
    call = ("new", str(target), "--ledger", "lg-own", "--name", "本县公安局")
    at_home = Desk(office.bureau, source)
    said = office.run(at_home, "", *call)
    assert said.code == 0, said.err
    assert not (target / "ledger").exists()
    assert "台账标识: lg-own" in (target / "rules/bureau.yml").read_text("utf-8")
    keys = [key_file(office.keys, number) for number in ROOTS]
    said = office.run(desk, "", "new", str(target), *(f"--key={key}" for key in keys))
    assert said.code == 1
    assert "演示密钥" in said.err
    # The bureau fills in its own rules and people, with keys nobody else has.
    shutil.rmtree(target / "rules")
    own = {number: _own_key(tmp_path, number) for number in ROOTS}
    text = approvers_file(ledger="lg-own", demo=False)
    for number, file in own.items():
        text = _with_key(text, number, file)
    text = _without_demo_keys(text, set(ROOTS), tmp_path)
    for path, content in rule_files().items():
        _put(target / path, content.replace("lg-qingshui-test", "lg-own"))
    _put(target / "rules/approvers.yml", text)
    again = ("new", str(target), "--trust", str(root_file))
    said = office.run(desk, "", *again, f"--key={own[ROOTS[0]]}")
    assert said.code == 1
    assert "还缺根签名人王刚（060102）、萧岩（060401）的密钥" in said.err
    said = office.run(desk, "", *again, *(f"--key={file}" for file in own.values()))
    assert said.code == 0, said.err
    assert "台账已建立" in said.out
    root = json.loads(root_file.read_text("utf-8"))
    assert (root["ledger"], root["demo"]) == ("lg-own", False)
    bare = tmp_path / "own.git"
    plain_git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", str(bare))
    own_desk = Desk(office.bureau, target)
    said = office.run(own_desk, "", "hook", "install", str(bare), "--trust", str(root_file))
    assert said.code == 0, said.err
    plain_git(target, "push", "--quiet", str(bare), "main")
    fresh = tmp_path / "fresh"
    plain_git(tmp_path, "clone", "--quiet", str(bare), str(fresh))
    said = office.run(Desk(office.bureau, fresh), "", "verify", "--trust", str(root_file))
    assert said.code == 0, said.out


def _own_key(folder: Path, name: str) -> Path:
    file = folder / f"own-{name}"
    call = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", os.fspath(file)]
    subprocess.run(call, check=True)
    return file


def _with_key(text: str, number: str, file: Path) -> str:
    from generator.approval.demo_keys import public_line  # noqa: PLC0415 - a helper of one test

    line = file.with_name(f"{file.name}.pub").read_text("utf-8").strip()
    return text.replace(public_line(number), " ".join(line.split()[:2]))


def _without_demo_keys(text: str, done: set[str], folder: Path) -> str:
    """Everybody else of the file gets a key of their own too."""
    from generator.approval.demo_keys import public_line  # noqa: PLC0415 - as above
    from tests.bureau import PEOPLE  # noqa: PLC0415 - as above

    for name in (*(set(PEOPLE) - done), "bot1"):
        if public_line(name) in text:
            text = _with_key(text, name, _own_key(folder, name))
    return text


def _put(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")
