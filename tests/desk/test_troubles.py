"""Everyday troubles at a desk: each is one line, exit code 1, and nothing has changed."""

from __future__ import annotations

import pytest

from generator.audit.git import GitError
from generator.command.troubles import in_words

LOCKED = "被占着，另一个 git 正在运行，或上一次中途停下了。请等它结束；没有 git 在运行的，删去这个 .lock 文件，再运行一次。\n"

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
