"""Everyday troubles at a desk: each is one line, exit code 1, and nothing has changed."""

from __future__ import annotations

import pwd
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.audit.git import GitError
from generator.command.troubles import in_words
from tests.bureau import CLERK, HEAD, Desk
from tests.county import FILES, ROOM
from tests.desk.office import Office
from tests.desk.test_clerk import SHEET
from tests.desk.test_killed import clone, edited
from tests.desk.test_reviewer import BRANCH, reported, sheet

LOCKED = "被占着，另一个 git 正在运行，或上一次中途停下了。请等它结束；没有 git 在运行的，删去这个 .lock 文件，再运行一次。\n"


def locked(name: str) -> Callable[[Desk], object]:
    def lock(desk: Desk) -> None:
        file = desk.folder / ".git" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()

    return lock


def branch_in_the_way(desk: Desk) -> None:
    desk.git("branch", "submit")


def branch_of_its_name(desk: Desk) -> None:
    """Submitted before; then somebody went back to main and edited the record there."""
    desk.git("checkout", "--quiet", "-b", BRANCH)
    desk.commit()
    desk.git("checkout", "--quiet", "main")
    desk.write(ROOM, FILES[ROOM])


TROUBLES: dict[str, tuple[Callable[[Desk], object], str]] = {
    "index": (locked("index.lock"), f"CLONE/.git/index.lock {LOCKED}"),
    "branch": (locked(f"refs/heads/{BRANCH}.lock"), f"CLONE/.git/refs/heads/{BRANCH}.lock {LOCKED}"),
    "HEAD": (locked("HEAD.lock"), f"CLONE/.git/HEAD.lock {LOCKED}"),
    "a branch in the way": (
        branch_in_the_way,
        "已有分支 submit，挡住了要建的分支。请先给它改名（git branch -m），再运行一次。\n",
    ),
    "a branch of its name": (
        branch_of_its_name,
        f"本机已有分支 {BRANCH}，上面是别的内容。接着办它的，请先收起改动（git stash -u）、切换过去（git switch {BRANCH}），在那里改；不要了的，请删去它（git branch -D {BRANCH}）；再运行一次。\n",
    ),
    "a merge that is not done": (
        lambda desk: (desk.folder / ".git/MERGE_HEAD").write_text(f"{desk.head}\n"),
        "上一次 git merge 还没有做完。请先做完（git merge --continue）或放弃（git merge --abort），再运行一次。\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TROUBLES)
def test_a_clone_in_which_nothing_can_be_submitted_says_why_and_stays(
    office: Office, name: str
) -> None:
    desk = edited(office)
    make, words = TROUBLES[name]
    make(desk)
    before = clone(desk.folder)
    said = office.run(desk, CLERK, "submit")
    assert (said.code, said.out) == (1, "")
    assert said.err == words.replace("CLONE", str(desk.folder))
    assert clone(desk.folder) == before


def test_settings_of_git_that_cannot_be_read_are_named(office: Office) -> None:
    desk = edited(office)
    (desk.folder / ".git/config").write_text("[\n")
    said = office.run(desk, CLERK, "submit")
    assert said.code == 1
    assert said.err == "git 的设置文件 .git/config 写错了。请改好它，再运行一次。\n"


@pytest.mark.parametrize(
    ("programs", "words"),
    [
        ([], "这台机器上没有 git。请安装 git。\n"),
        (["git"], "这台机器上没有 ssh-keygen，不能签名。请安装 OpenSSH，再运行一次。\n"),
    ],
)
def test_a_program_that_is_missing_is_named(
    office: Office, tmp_path: Path, programs: list[str], words: str
) -> None:
    desk = edited(office)
    for name in programs:
        found = subprocess.run(["which", name], capture_output=True, text=True, check=True)
        (tmp_path / name).symlink_to(found.stdout.strip())
    said = office.run(desk, CLERK, "submit", PATH=str(tmp_path))
    assert (said.code, said.err) == (1, words)


def test_an_account_without_a_home_is_asked_for_its_key(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(_: int) -> None:
        raise KeyError

    monkeypatch.setattr(pwd, "getpwuid", nobody)
    desk = edited(office)
    environment = {k: v for k, v in office.environment("").items() if k != "HOME"}
    monkeypatch.setattr(office, "environment", lambda *_, **more: environment | more)
    said = office.run(desk, "", "submit", JIFEN_KEY="~/key")
    assert said.code == 1
    assert (
        said.err
        == "没有找到 Ed25519 密钥。请用 --key 写明密钥文件，或先运行 ssh-keygen -t ed25519。\n"
    )
    assert office.run(desk, "", "submit", "--key", str(office.keys / CLERK)).code == 0


@pytest.mark.parametrize("redirected", [">&-", ">&- 2>&-", "> /dev/full", "| true", "<&-"])
def test_output_that_nobody_takes_leaves_it_done(office: Office, redirected: str) -> None:
    desk = edited(office)
    call = f"{sys.executable} -m generator submit {redirected}"
    done = subprocess.run(["/bin/sh", "-c", call], cwd=desk.folder, env=office.environment(CLERK), capture_output=True, text=True, check=False)  # fmt: skip
    assert "Traceback" not in done.stderr
    assert "程序出错" not in done.stderr
    assert desk.git("status", "--porcelain") == ""
    assert desk.push("HEAD").accepted


def test_closed_input_is_no_answer(office: Office) -> None:
    office.become(reported)
    desk = office.bureau.desk()
    call = f"{sys.executable} -m generator approve 2025-06/rooms-chengguan-1 <&-"
    done = subprocess.run(["/bin/sh", "-c", call], cwd=desk.folder, env=office.environment(HEAD), capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith("这里没有终端可以询问。请加 --yes 同意")
    assert len(sheet(desk)) == 1


def test_where_there_is_no_ledger_nothing_is_proven(office: Office, tmp_path: Path) -> None:
    nowhere = tmp_path / "empty"
    nowhere.mkdir()
    said = office.run(Desk(office.bureau, nowhere), "", "verify", "--tree")
    assert (said.code, said.out) == (1, "")
    assert said.err == f"{nowhere} 不是 git 仓库。请在用 git clone 取得的文件夹里运行，拷贝来的要连同 .git。\n"  # fmt: skip


# ── what earlier runs have left ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("left", [b"", b"[\n{", b"[\n]\n"])
def test_a_sheet_that_nobody_committed_is_written_anew(office: Office, left: bytes) -> None:
    desk = edited(office)
    desk.write(SHEET, left)
    desk.write("ledger/2025-06/approvals/rooms-hedong-1.json", left)
    desk.write(f"{SHEET.rpartition('/')[0]}/.rooms-chengguan-1.json.77.part", left)
    assert office.run(desk, CLERK, "submit").code == 0
    assert len(sheet(desk)) == 1
    assert desk.git("diff", "--stat", "HEAD") == ""
    assert desk.push("HEAD").accepted


def test_a_sheet_that_was_deleted_or_cut_off_is_put_back(office: Office) -> None:
    desk = edited(office)
    assert office.run(desk, CLERK, "submit").code == 0
    (desk.folder / SHEET).unlink()
    assert office.run(desk, HEAD, "approve", "--yes").code == 0
    assert len(sheet(desk)) == 2
    assert desk.git("status", "--porcelain") == ""


def test_a_sheet_that_was_committed_cut_off_is_begun_anew(office: Office) -> None:
    desk = edited(office)
    assert office.run(desk, CLERK, "submit").code == 0
    desk.write(SHEET, desk.read(SHEET)[:100])
    desk.commit()
    said = office.run(desk, HEAD, "approve", "--yes")
    assert said.code == 1
    assert said.err.startswith(f"E-SHEET {SHEET}: ")
    assert said.err.endswith("填报人重新运行 jifen submit。\n")
    assert office.run(desk, CLERK, "submit").code == 0
    assert len(sheet(desk)) == 1
    assert desk.push("HEAD").accepted


def test_a_refused_submission_leaves_no_branch_behind(office: Office) -> None:
    desk = edited(office)
    before = clone(desk.folder)
    for person in ("061103", "060401"):
        assert office.run(desk, person, "submit").code == 1
        assert clone(desk.folder) == before


def test_a_refused_approval_leaves_no_branch_behind(office: Office) -> None:
    office.become(reported)
    desk = office.bureau.desk()
    before = clone(desk.folder)
    assert office.run(desk, CLERK, "approve", "2025-06/rooms-chengguan-1", "--yes").code == 1
    assert clone(desk.folder) == before


# ── git's words ─────────────────────────────────────────────────────────────────────────────────

FULL = "磁盘已满。请腾出空间后再运行一次。"
READ_ONLY = "没有权限读写。请核对它和上级文件夹的权限，或换一个文件夹。"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("fatal: unable to write loose object file: No space left on device", FULL),
        ("error: unable to write symref for HEAD: No space left on device", FULL),
        ("fatal: sha1 file '/l/.git/index.lock' write error. Out of diskspace", FULL),
        ("fatal: sha1 file '/l/.git/index.lock' write error: File too large", "/l/.git/index.lock 超过了系统允许的文件大小。请用 ulimit -f 放宽限制后再运行一次。"),
        ("fatal: update_ref failed for ref 'refs/heads/x': cannot update ref 'refs/heads/x': couldn't write '/l/.git/refs/heads/x.lock'", "写不成 /l/.git/refs/heads/x.lock，多半是磁盘已满或没有权限。请腾出空间、核对权限后再运行一次。"),
        ("error: failed to write new configuration file /l/.git/config.lock", "写不成 /l/.git/config.lock，多半是磁盘已满或没有权限。请腾出空间、核对权限后再运行一次。"),
        ("fatal: Unable to create '/l/.git/index.lock': Permission denied", f"/l/.git/index.lock {READ_ONLY}"),
        ("fatal: update_ref failed for ref 'refs/heads/x': cannot lock ref 'refs/heads/x': Unable to create '/l/.git/refs/heads/x.lock': Permission denied", f"/l/.git/refs/heads/x.lock {READ_ONLY}"),
        ("warning: unable to access '/root/.config/git/attributes': Permission denied\nerror: insufficient permission for adding an object to repository database .git/objects\nfatal: Unable to add a to database", ".git/objects 没有权限读写。请核对它的主人和权限，再运行一次。"),
        ("fatal: Unable to create '/l/.git/index.lock': Read-only file system", "/l/.git/index.lock 所在的磁盘是只读的。请换成能写的磁盘，或换一个文件夹。"),
        ("error: could not lock config file .git/config: File exists", f".git/config {LOCKED[:-1]}"),
        ("error: could not lock config file .git/config: Permission denied", f".git/config {READ_ONLY}"),
        ("fatal: update_ref failed for ref 'refs/heads/x': cannot lock ref 'refs/heads/x': is at 8885 but expected 1111", "refs/heads/x 刚刚被别的命令动过。请再运行一次。"),
        ("fatal: .git/index: index file smaller than expected", "git 的暂存文件坏了。请删去 .git/index，运行 git reset，再运行一次。"),
        ("error: object file .git/objects/1a/2b is empty\nfatal: loose object 1a2b (stored in .git/objects/1a/2b) is corrupt", "git 仓库里的 .git/objects/1a/2b 坏了。请把没有提交的改动另外存好，重新 git clone 一份。"),
        ("fatal: something new", "git 没有做成：fatal: something new。请照此处理后再运行一次。"),
    ],
)  # fmt: skip
def test_what_git_says_is_said_in_chinese(said: str, sentence: str) -> None:
    assert in_words(GitError(said)) == sentence


def test_what_may_be_a_fault_of_the_program_is_not_explained_away() -> None:
    assert in_words(FileNotFoundError(2, "No such file or directory", "x")) is None
    assert in_words(ValueError("x")) is None
    no_folder = FileNotFoundError(2, "No usable temporary directory found in ['/tmp']")
    assert in_words(no_folder) == "没有能写的临时文件夹，多半是磁盘已满。请腾出空间，或用环境变量 TMPDIR 指明一个，再运行一次。"  # fmt: skip
    assert in_words(MemoryError()) == "内存不够。请关掉别的程序后再运行一次。"
