"""The clerk: from an edited file to a signed submission on a branch."""

from __future__ import annotations

import json
import subprocess

from generator.approval.sheet import read
from tests.bureau import CLERK, HEAD, HEDONG
from tests.county import FILES, ROOM
from tests.desk.office import Office

SHEET = "ledger/2025-06/approvals/rooms-chengguan-1.json"


def test_submit_signs_level_0_on_a_branch_of_its_own(office: Office) -> None:
    desk = office.bureau.desk()
    desk.write(ROOM, FILES[ROOM])
    said = office.run(desk, CLERK, "submit", "--message", "6月警务室记录")
    assert said.code == 0, said.err
    assert desk.git("branch", "--show-current") == "submit/2025-06-rooms-chengguan-1"
    assert "已签名：王立（061101，派出所内勤）　报送 2025-06/rooms-chengguan-1" in said.out
    assert "下一步等第 1 级（派出所领导）：李成（061102，派出所领导）" in said.out
    assert "请推送：git push -u origin submit/2025-06-rooms-chengguan-1" in said.out
    (only,) = read(desk.read(SHEET))
    assert only.verifies
    assert (only.statement.level, only.statement.person) == (0, CLERK)
    assert only.statement.note == "6月警务室记录"
    assert desk.git("status", "--porcelain") == ""
    assert desk.push("HEAD").accepted


def test_the_committer_is_the_service_number_where_git_knows_no_name(office: Office) -> None:
    desk = office.bureau.desk()
    desk.write(ROOM, FILES[ROOM])
    office.run(desk, CLERK, "submit")
    assert desk.git("log", "-1", "--format=%an <%ae>") == "061101 <061101@jifen.invalid>"


def test_a_record_with_errors_is_not_submitted_and_all_of_them_are_listed(office: Office) -> None:
    desk = office.bureau.desk()
    desk.write(ROOM, FILES[ROOM].replace("应办: 20", "应办: 020").replace("96%", "96"))
    said = office.run(desk, CLERK, "submit")
    assert said.code == 1
    assert f"{ROOM}:9:21: “020”前面多了 0。请写成 20。" in said.out
    assert f"{ROOM}:10:" in said.out
    assert "有 2 处错误，没有报送。请改正后再运行一次。" in said.err
    assert desk.git("branch", "--show-current") == "main"


def test_somebody_elses_report_is_refused_before_anything_is_signed(office: Office) -> None:
    desk = office.bureau.desk()
    desk.write(ROOM, FILES[ROOM])
    said = office.run(desk, "061103", "submit")
    assert said.code == 1
    assert "E-REPORTER" in said.err
    assert "“填报人”是 061101，报送签名的是 061103" in said.err
    assert not (desk.folder / SHEET).exists()


def test_two_units_in_one_go_are_two_submissions(office: Office) -> None:
    desk = office.bureau.desk()
    for path in (ROOM, HEDONG):
        desk.write(path, FILES[path])
    said = office.run(desk, CLERK, "submit")
    assert said.code == 1
    assert f"E-MIXED {HEDONG}: 一份报送只能有一个单位一个月的一份记录。" in said.err


def test_a_stray_file_is_named(office: Office) -> None:
    desk = office.bureau.desk()
    desk.write(ROOM, FILES[ROOM])
    desk.write("ledger/2025-06/说明.docx", "x")
    said = office.run(desk, CLERK, "submit")
    assert said.code == 1
    assert "E-PATH ledger/2025-06/说明.docx" in said.err


def test_without_a_change_there_is_nothing_to_submit(office: Office) -> None:
    said = office.run(office.bureau.desk(), CLERK, "submit")
    assert (said.code, said.err) == (
        2,
        "没有改动可以报送。请先填写或修改记录文件。用法见 jifen submit --help。\n",
    )


def test_without_a_registered_key_it_says_what_was_tried(office: Office) -> None:
    desk = office.bureau.desk()
    desk.write(ROOM, FILES[ROOM])
    stranger = office.keys / "stranger"
    call = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(stranger)]
    subprocess.run(call, check=True)
    said = office.run(desk, "", "submit", "--key", str(stranger))
    assert said.code == 1
    assert "找到的密钥都没有登记在 rules/approvers.yml 里" in said.err
    assert "SHA256:" in said.err


def test_an_agent_can_hold_the_key(office: Office) -> None:
    desk = office.bureau.desk()
    desk.write(ROOM, FILES[ROOM])
    started = subprocess.run(["ssh-agent", "-s"], capture_output=True, check=True, text=True)
    words = dict(
        part.split("=", 1) for part in started.stdout.replace("\n", ";").split(";") if "=" in part
    )
    agent = {"SSH_AUTH_SOCK": words["SSH_AUTH_SOCK"], "SSH_AGENT_PID": words["SSH_AGENT_PID"]}
    try:
        environment = office.environment("", **agent)
        call = ["ssh-add", "-q", str(office.keys / CLERK)]
        subprocess.run(call, check=True, env=environment)
        said = office.run(desk, "", "submit", **agent)
    finally:
        subprocess.run(["ssh-agent", "-k"], check=False, capture_output=True, env={**office.environment(""), **agent})  # fmt: skip
    assert said.code == 0, said.err


def test_submitting_twice_changes_nothing(office: Office) -> None:
    desk = office.bureau.desk()
    desk.write(ROOM, FILES[ROOM])
    office.run(desk, CLERK, "submit")
    before = desk.head
    said = office.run(desk, CLERK, "submit")
    assert said.code == 1
    assert "这份报送已经送审，内容没有再改" in said.err
    assert desk.head == before


def test_a_later_edit_begins_a_new_round_in_the_same_sheet(office: Office) -> None:
    desk = office.bureau.desk()
    desk.write(ROOM, FILES[ROOM])
    office.run(desk, CLERK, "submit")
    office.run(desk, HEAD, "approve", "--yes")
    desk.write(ROOM, FILES[ROOM].replace("已办: 18", "已办: 19"))
    said = office.run(desk, CLERK, "submit")
    assert said.code == 0, said.err
    assert [signed.statement.level for signed in read(desk.read(SHEET))] == [0, 1, 0]


def test_when_main_has_changed_the_same_file_it_says_so(office: Office) -> None:
    desk, other = office.bureau.desk(), office.bureau.desk()
    desk.write(ROOM, FILES[ROOM])
    office.run(desk, CLERK, "submit")
    other.submit(content=FILES[ROOM].replace("已办: 18", "已办: 17"))
    other.commit()
    assert other.push().accepted
    desk.fetch()
    desk.write(ROOM, FILES[ROOM].replace("已办: 18", "已办: 19"))
    said = office.run(desk, CLERK, "submit")
    assert said.code == 1
    assert f"E-CHANGE {ROOM}: 主分支上的这个文件也改了。先合并主分支" in said.err


def test_status_says_who_must_act_next_and_since_when(office: Office) -> None:
    desk = office.bureau.desk()
    desk.write(ROOM, FILES[ROOM])
    office.run(desk, CLERK, "submit")
    said = json.loads(office.run(desk, CLERK, "status", "--format", "json").out)
    (only,) = said["open"]
    assert only["submission"] == "2025-06/rooms-chengguan-1"
    assert (only["state"], only["level"]) == ("待审批", 1)
    assert only["waits_for"] == ["李成（061102，派出所领导）"]
    assert only["since"]
    assert said["closed"] == {"rules": 1}


def test_status_lists_what_is_closed_when_asked(office: Office) -> None:
    desk = office.bureau.desk()
    desk.submit()
    desk.commit()
    assert desk.push().accepted
    desk.fetch()
    said = office.run(desk, "", "status", "--all")
    assert "没有未办结的报送。\n已办结：2025-06 1 份，rules 1 份\n" in said.out
    assert "    2025-07-05T09:00:00+08:00　2025-06/rooms-chengguan-1\n" in said.out


def test_settings_of_the_site_with_a_fault_are_told_before_anybody_signs(office: Office) -> None:
    desk = office.bureau.desk()
    desk.write("mkdocs.yml", "hooks: [own.py]\n")
    said = office.run(desk, "060803", "submit")
    assert said.code == 1
    assert said.out.startswith("mkdocs.yml:1:1: 这里不能设 hooks。")
    assert said.err == "有 1 处错误，没有报送。请改正后再运行一次。\n"
    desk.write("mkdocs.yml", "nav: [own.md]\n")
    desk.write("pages/own.md", "# 制度\n")
    assert office.run(desk, "060803", "submit").code == 0


def test_a_page_that_the_menu_names_is_not_taken_out(office: Office) -> None:
    """The fault then is in a file that nobody touched."""
    desk = office.bureau.desk()
    also: dict[str, str | bytes] = {"pages/own.md": "# 制度\n", "pages/own.png": b"\x89PNG\0"}
    desk.submit("mkdocs.yml", "nav: [own.md]\n", "rules/software-1", "software", also=also)
    desk.commit()
    assert (pushed := desk.push()).accepted, pushed.said
    desk = office.bureau.desk()
    (desk.folder / "pages/own.md").unlink()
    said = office.run(desk, "060803", "submit")
    assert said.code == 1
    assert (
        "E-CHECK mkdocs.yml: 第 1 行第 7 列，nav 写了 own.md，pages/ 里没有这个文件。" in said.err
    )
