"""The auditor's page holds: its very commands prove an honest clone and notice tampered ones.

They run with nothing on the path but git, ssh-keygen, sha256sum and a handful of text tools, so
neither this program nor Python can help.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from generator.approval import sheet as sheets
from generator.approval.routes import sheet_path_of
from tests.bureau import (
    HEAD,
    MAIN,
    PEOPLE,
    ROOTS,
    SIGNERS,
    Bureau,
    Desk,
    Someone,
    approvers_file,
    bureau,
    plain_git,
)
from tests.closed import BULLETIN, STANDINGS
from tests.county import CALENDAR, FILES, ROOM
from tests.honest import SUBMISSIONS, honest, short
from tests.project.test_docs import Block, blocks, read

PAGE = "handbook/auditor.md"
TOOLS = [
    "bash",
    "cat",
    "cp",
    "cut",
    "date",
    "fold",
    "git",
    "grep",
    "head",
    "mkdir",
    "mktemp",
    "mv",
    "rm",
    "sed",
    "sha256sum",
    "sort",
    "ssh-keygen",
    "tail",
    "tr",
    "uniq",
    "wc",
]
JULY = "ledger/2025-07/rooms/chengguan.yml"
SHEET = sheet_path_of(SUBMISSIONS[0])
BY_HAND = "{#by-hand}"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    return honest(tmp_path_factory.mktemp("office") / "bureau")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    return short(tmp_path_factory.mktemp("small") / "bureau")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A folder with the few programs that the page asks for."""
    folder = tmp_path_factory.mktemp("bin")
    for name in TOOLS:
        found = shutil.which(name)
        assert found is not None, name
        (folder / name).symlink_to(found)
    return str(folder)


@pytest.fixture
def clone(small: Bureau, tmp_path: Path) -> Desk:
    """A fresh clone to be tampered with."""
    return cloned(small, tmp_path / "clone")


def cloned(bureau: Bureau, folder: Path, *options: str) -> Desk:
    folder.parent.mkdir(exist_ok=True)
    plain_git(folder.parent, "clone", "--quiet", *options, bureau.bare.as_uri(), str(folder))
    return Desk(bureau, folder)


def by_hand() -> list[Block]:
    """The blocks of the part that does without this program, without the script at its end."""
    text = read(PAGE)
    part = text[text.index(BY_HAND) : text.index("{#daily}")]
    return [
        block for block in blocks(PAGE) if block.text in part and not block.text.startswith("#!")
    ]


def script() -> str:
    return next(block.text for block in blocks(PAGE) if block.text.startswith("#!/bin/bash"))


def run(text: str, folder: Path, path: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A bash script in a folder, with nothing but the tools."""
    env = {"PATH": path, "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1"}
    return subprocess.run(
        ["bash", "-c", text, "check", *arguments],
        cwd=folder, capture_output=True, text=True, check=False, env=env,
    )  # fmt: skip


def audited(clone: Desk, path: str, genesis: str = "") -> subprocess.CompletedProcess[str]:
    """The page's script on a clone, with what stands on paper."""
    root = clone.bureau.root
    return run(script(), clone.folder, path, genesis or root.genesis, root.approvers, root.ledger)


# ── the honest clone ────────────────────────────────────────────────────────────────────────────


def test_the_script_proves_an_honest_clone_and_ends_in_the_line_that_verify_prints(
    office: Bureau, tmp_path: Path, path: str
) -> None:
    clone = cloned(office, tmp_path / "clone")
    done = audited(clone, path)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert tuple(line.split()[2] for line in lines if line.startswith("✓")) == SUBMISSIONS
    assert [line.split()[1] for line in lines if "签名以后，规则改了" in line] == ["0", "1"]
    assert sum("rules/calendar.yml" in line for line in lines) == 2
    assert lines[-1] == f"通过：{office.prove(clone.folder).checkpoint_line(2)}"


def test_the_commands_for_one_record_print_what_the_page_shows(
    office: Bureau, tmp_path: Path, path: str
) -> None:
    clone = cloned(office, tmp_path / "clone")
    parts, shown = [], []
    for block in by_hand():
        if block.language == "bash":
            parts.append(block.text)
        elif not block.text.startswith("bash "):
            shown.append((len(parts) - 1, block.text))
    mark = "-- block --"
    text = f"\necho '{mark}'\n".join(parts)
    paper = {"GENESIS": office.root.genesis, "APPROVERS": office.root.approvers}
    for name, value in paper.items():
        text, count = re.subn(rf"^{name}=\S+$", f"{name}={value}", text, flags=re.MULTILINE)
        assert count == 1
    done = run(text, clone.folder, path)
    assert done.returncode == 0, done.stderr
    printed = done.stdout.split(f"{mark}\n")
    assert len(printed) == len(parts)
    assert len(shown) >= 9
    for number, expected in shown:
        assert plain(printed[number]) == plain(expected)


def plain(text: str) -> str:
    """Without ids and digests, which follow from the fixture and not from the page."""
    text = re.sub(r"SHA256:[A-Za-z0-9+/]{43}", "KEY", text)
    return re.sub(r"\b[0-9a-f]{7,64}\b(?=[\s\":}]|$)", "ID", text)


# ── tampered clones ─────────────────────────────────────────────────────────────────────────────


def on_main(clone: Desk) -> None:
    """What was committed is main now, as if the server had taken it."""
    for ref in (MAIN, "refs/remotes/origin/main"):
        clone.git("update-ref", ref, clone.head)


def reported(clone: Desk, content: str = FILES[ROOM], **more: object) -> None:
    """July of 城关派出所, with a sheet that may be wrong somewhere."""
    text = content.replace("2025-06", "2025-07")
    rest: dict[str, object] = {"day": 24, **more}
    clone.submit(JULY, text, "2025-07/rooms-chengguan-1", "rooms", **rest)  # type: ignore[arg-type]


def a_record_changed(clone: Desk) -> None:
    clone.write(ROOM, clone.read(ROOM).replace("已办: 19".encode(), "已办: 20".encode()))


def a_new_record_without_a_sheet(clone: Desk) -> None:
    clone.write(JULY, FILES[ROOM].replace("2025-06", "2025-07"))


def an_old_sheet_changed(clone: Desk) -> None:
    clone.write(SHEET, clone.read(SHEET).replace("已办数与抽查单不符".encode(), b"ok"))


def a_record_changed_after_it_was_signed(clone: Desk) -> None:
    reported(clone)
    clone.write(JULY, clone.read(JULY).replace("已办: 18".encode(), "已办: 20".encode()))


def a_level_missing(clone: Desk) -> None:
    reported(clone, signers=SIGNERS["rooms"][:3])


def rules_that_nobody_had(clone: Desk) -> None:
    reported(clone, overrides={2: {"rules": f"sha256:{'0' * 64}"}})


def rules_of_before_the_signer_looked(clone: Desk) -> None:
    """The level names rules that main has left behind before the commit that it has seen."""
    holidays = FILES[CALENDAR].replace("2025-06-02", "2025-06-03")
    old = clone.statement(submission="x", lane="rooms", paths=[]).rules
    clone.submit(CALENDAR, holidays, "rules/rules-1", "rules", day=22)
    clone.commit("holidays")
    on_main(clone)
    reported(clone, overrides={2: {"rules": old}})


def an_unknown_key(clone: Desk) -> None:
    reported(clone, keys={3: "nobody"})


def the_key_of_another_level(clone: Desk) -> None:
    reported(clone, keys={3: HEAD})


def somebody_without_the_office(clone: Desk) -> None:
    reported(clone, overrides={2: {"person": "060301"}}, keys={2: "060301"})


def one_person_on_two_levels(clone: Desk) -> None:
    reported(clone, overrides={2: {"person": HEAD}}, keys={2: HEAD})


def one_file_more(clone: Desk) -> None:
    reported(clone)
    clone.write("rules/guards.yml", FILES["rules/guards.yml"].replace("刑拘", "拘留"))


def a_closed_record_in_the_lane_of_open_ones(clone: Desk) -> None:
    text = clone.read(ROOM).replace("已办: 19".encode(), "已办: 20".encode())
    clone.submit(ROOM, text, "2025-06/rooms-chengguan-2", "rooms", day=24)


def a_published_bulletin_changed(clone: Desk) -> None:
    bulletin = clone.read(BULLETIN).replace(b"2025-07-16", b"2025-07-15")
    also = {STANDINGS: clone.read(STANDINGS) + b"\n"}
    clone.submit(BULLETIN, bulletin, "2025-06/bulletin-rooms-2", "bulletin", also=also, day=24)


def approvers_by_one_root_holder(clone: Desk) -> None:
    old = clone.read("rules/approvers.yml")
    text = approvers_file(version=2, previous=f"sha256:{sha(old)}", day="2025-07-24")
    clone.submit(
        "rules/approvers.yml", text, "rules/approvers-2", "approvers",
        [("060101", "局主要领导")], {"rules/approvers/1.yml": old}, day=24,
    )  # fmt: skip


def renewed(clone: Desk, people: dict[str, Someone], keys: dict[int, str]) -> None:
    """A next version of the approvers, signed by all root holders."""
    old = clone.read("rules/approvers.yml")
    text = approvers_file(people, version=2, previous=f"sha256:{sha(old)}", day="2025-07-24")
    signers = [(number, "局主要领导") for number in ROOTS]
    clone.submit(
        "rules/approvers.yml", text, "rules/approvers-2", "approvers", signers,
        {"rules/approvers/1.yml": old}, day=24, keys=keys,
    )  # fmt: skip


NEW_KEY = {**PEOPLE, ROOTS[2]: replace(PEOPLE[ROOTS[2]], keys=("new-key",))}


def approvers_with_a_root_key_that_nobody_has_shown(clone: Desk) -> None:
    renewed(clone, NEW_KEY, {2: "other-key"})


def approvers_with_a_key_of_somebody_else(clone: Desk) -> None:
    taken = {
        HEAD: replace(PEOPLE[HEAD], keys=("new-key",)),
        "061103": replace(PEOPLE["061103"], keys=(HEAD,)),
    }
    renewed(clone, {**PEOPLE, **taken}, {})


def approvers_with_a_lane_of_one_level(clone: Desk) -> None:
    """Both root holders agree, and the file is still worth nothing."""
    old = clone.read("rules/approvers.yml")
    text = approvers_file(version=2, previous=f"sha256:{sha(old)}", day="2025-07-24")
    start = text.index("      - {职务: [派出所领导]")
    weak = text[:start] + text[text.index("  - 代码: bulletin") :]
    clone.submit(
        "rules/approvers.yml", weak, "rules/approvers-2", "approvers",
        also={"rules/approvers/1.yml": old}, day=24,
    )  # fmt: skip


def sha(data: bytes) -> str:
    from hashlib import sha256  # noqa: PLC0415 - beside the only test that needs it

    return sha256(data).hexdigest()


def an_earlier_sheet_under_a_new_name(clone: Desk) -> None:
    reported(clone)
    entries = sheets.read(clone.read(SHEET))
    clone.write(
        sheet_path_of("2025-07/rooms-chengguan-1"),
        sheets.write([(each.statement, each.written) for each in entries]),
    )


def a_record_dated_far_ahead(clone: Desk) -> None:
    reported(clone, FILES[ROOM].replace("填报日期: 2025-07-02", "填报日期: 2099-12-31"))


def approvers_dated_far_ahead(clone: Desk) -> None:
    old = clone.read("rules/approvers.yml")
    text = approvers_file(version=2, previous=f"sha256:{sha(old)}", day="2099-12-31")
    clone.submit(
        "rules/approvers.yml", text, "rules/approvers-2", "approvers",
        also={"rules/approvers/1.yml": old}, day=24,
    )  # fmt: skip


Tampering = Callable[[Desk], None]
NOTICED: dict[Tampering, str] = {
    a_record_changed: "没有审批单",
    a_new_record_without_a_sheet: "没有审批单",
    an_old_sheet_changed: "改动或删去了审批单",
    a_record_changed_after_it_was_signed: "同意的不是这处改动",
    rules_that_nobody_had: "主分支没有用过那样的规则",
    rules_of_before_the_signer_looked: "主分支没有用过那样的规则",
    a_level_missing: "连报送共 4 级，审批单上有 3 级",
    an_unknown_key: "第 3 级的签名不是 060103",
    the_key_of_another_level: "第 3 级的签名不是 060103",
    somebody_without_the_office: "060301 在 2025-07-26 不担任“治安大队领导”",
    one_person_on_two_levels: "签了两级",
    one_file_more: "不能走通道 rooms",
    a_closed_record_in_the_lane_of_open_ones: "只能更正",
    a_published_bulletin_changed: "改动了已经公布的 ledger",
    approvers_by_one_root_holder: "根签名人只签了 1 名",
    approvers_with_a_root_key_that_nobody_has_shown: "第 2 级的签名不是 060401",
    approvers_with_a_key_of_somebody_else: "一把密钥先后登记在两个人名下",
    approvers_with_a_lane_of_one_level: "通道 rooms 的级数不够",
    an_earlier_sheet_under_a_new_name: "别的报送",
    a_record_dated_far_ahead: "“填报日期”写的是 2099-12-31，比签名晚 31 天以上",
    approvers_dated_far_ahead: "“日期”写的是 2099-12-31，比签名晚 31 天以上",
}


@pytest.mark.parametrize("tampering", NOTICED, ids=lambda each: each.__name__)
def test_the_script_notices(tampering: Tampering, clone: Desk, path: str) -> None:
    tampering(clone)
    clone.commit("tampered")
    on_main(clone)
    done = audited(clone, path)
    assert done.returncode == 1
    last = done.stdout.splitlines()[-1]
    assert last.startswith(f"不通过：提交 {clone.head[:12]}：")
    assert NOTICED[tampering] in last
    assert sum(line.startswith("✓") for line in done.stdout.splitlines()) >= 3


def test_the_script_accepts_what_the_tampering_tests_start_from(clone: Desk, path: str) -> None:
    """So that each of them is refused for what it did, and not for July."""
    reported(clone)
    clone.commit("July")
    on_main(clone)
    done = audited(clone, path)
    assert done.returncode == 0, done.stdout


def test_the_script_takes_a_root_key_that_was_shown(clone: Desk, path: str) -> None:
    renewed(clone, NEW_KEY, {2: "new-key"})
    clone.commit("renewed")
    on_main(clone)
    done = audited(clone, path)
    assert done.returncode == 0, done.stdout
    assert clone.bureau.prove(clone.folder).ok


def test_the_script_notices_what_a_merge_smuggled(clone: Desk, path: str) -> None:
    clone.git("checkout", "--quiet", "-b", "submit/july")
    reported(clone)
    clone.commit("July")
    clone.git("checkout", "--quiet", "--detach", "origin/main")
    clone.git("merge", "--quiet", "--no-ff", "--no-commit", "submit/july")
    clone.write(JULY, clone.read(JULY).replace("已办: 18".encode(), "已办: 20".encode()))
    clone.commit("Merge branch 'submit/july'")
    on_main(clone)
    assert "同意的不是这处改动" in audited(clone, path).stdout


def test_the_script_notices_what_a_commit_on_the_way_carried(clone: Desk, path: str) -> None:
    clone.write("ledger/2025-06/approvals/note.txt", "x")
    clone.commit("on the way")
    (clone.folder / "ledger/2025-06/approvals/note.txt").unlink()
    reported(clone)
    clone.commit("July")
    on_main(clone)
    assert "夹带了没有送审的 ledger/2025-06/approvals/note.txt" in audited(clone, path).stdout


def test_the_script_notices_another_beginning(clone: Desk, path: str) -> None:
    """The same files in a history of its own; and a paper that says something else."""
    tree = clone.git("rev-parse", "HEAD^{tree}")
    other = clone.git("commit-tree", tree, "-m", "genesis")
    assert "起点" in audited(clone, path, genesis=other).stdout
    clone.git("checkout", "--quiet", "--detach", other)
    on_main(clone)
    done = audited(clone, path)
    assert (done.returncode, done.stdout) == (1, "不通过：历史不是从纸上的起点开始的\n")


def test_the_script_notices_a_file_rewritten_in_place(clone: Desk, path: str) -> None:
    """As an administrator could, object by object, with no commit at all."""
    plain_git(clone.folder, "repack", "-adq")
    for pack in (clone.folder / ".git/objects/pack").glob("pack-*.pack"):
        data = pack.read_bytes()
        pack.with_name("moved").write_bytes(data)
        for each in pack.parent.glob("pack-*"):
            each.unlink()
        loose = ["git", "-C", str(clone.folder), "unpack-objects", "-q"]
        subprocess.run(loose, input=data, check=True)
    oid = clone.git("rev-parse", f"HEAD:{ROOM}")
    other = clone.git("rev-parse", f"HEAD:{BULLETIN}")
    objects = clone.folder / ".git/objects"
    target = objects / oid[:2] / oid[2:]
    target.chmod(0o644)
    target.write_bytes((objects / other[:2] / other[2:]).read_bytes())
    assert "git fsck 查出损坏" in audited(clone, path).stdout


def test_the_script_wants_the_whole_history(small: Bureau, tmp_path: Path, path: str) -> None:
    shallow = cloned(small, tmp_path / "shallow", "--depth", "1")
    assert audited(shallow, path).stdout == "不通过：克隆不完整\n"


def test_what_is_cut_off_shows_in_the_last_line_only(clone: Desk, path: str) -> None:
    """As the page says: hold it against a line that was printed before."""
    printed = audited(clone, path).stdout.splitlines()[-1]
    clone.git("checkout", "--quiet", "--detach", "HEAD~1")
    on_main(clone)
    done = audited(clone, path)
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] != printed


# ── other spellings of the same ─────────────────────────────────────────────────────────────────


def test_what_the_gate_takes_in_another_spelling_the_script_takes_too(
    tmp_path: Path, path: str
) -> None:
    """A reporter in single quotes, behind a mark, in lines of Windows; and approvers in such lines."""
    office = bureau(
        tmp_path / "bureau", approvers=f"\ufeff{approvers_file()}".replace("\n", "\r\n")
    )
    desk = office.desk()
    text = FILES[ROOM].replace('填报人: "061101"', "填报人 : '061101'  # 城关")
    assert "填报人 :" in text
    for content, code in (
        (text.replace("填报人 :", "'填报人':"), "第 3 行第 1 列，键“填报人”带了引号"),
        (text.replace("\n", "\r"), "这里换行用的是单独的回车符（CR）"),
    ):
        desk.submit(content=content)
        desk.commit("refused")
        pushed = desk.push()
        assert pushed.codes == ["E-CONTENT"]
        assert code in pushed.said
        desk.git("reset", "--quiet", "--hard", "origin/main")
    desk.submit(content=f"\ufeff{text}".replace("\n", "\r\n"))
    desk.commit("taken")
    assert desk.push().accepted
    clone = cloned(office, tmp_path / "clone")
    done = audited(clone, path)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
