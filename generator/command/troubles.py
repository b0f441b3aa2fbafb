"""Everyday troubles of machine and git: a sentence that says the cause, and one what to do."""

from __future__ import annotations

import os
import re

from generator.audit.git import GitError, UnreadableError
from generator.files import whole
from generator.text.problems import full_stop

_OF_GIT = {
    r"Unable to create '(.+\.lock)': File exists|could not lock config file (.+): File exists":
        "{} 被占着，另一个 git 正在运行，或上一次中途停下了。请等它结束；没有 git 在运行的，删去这个 .lock 文件，再运行一次。",
    r"'refs/heads/([^']+)' exists; cannot create":
        "已有分支 {}，挡住了要建的分支。请先给它改名（git branch -m），再运行一次。",
    r"cannot lock ref '([^']+)': (?:is at|reference already exists|unable to resolve)":
        "{} 刚刚被别的命令动过。请再运行一次。",
    r"(Out of diskspace)": "磁盘已满。请腾出空间后再运行一次。",
    r"(?:couldn't write|failed to write new configuration file) '?([^']+)":
        "写不成 {}，多半是磁盘已满或没有权限。请腾出空间、核对权限后再运行一次。",
    r"insufficient permission for adding an object to repository database (\S+)":
        "{} 没有权限读写。请核对它的主人和权限，再运行一次。",
    r"(index file smaller than expected|index file corrupt|bad index file|bad signature 0x)":
        "git 的暂存文件坏了。请删去 .git/index，运行 git reset，再运行一次。",
    r"(?:object file|loose object) (\S+) .*(?:empty|corrupt)":
        "git 仓库里的 {} 坏了。请把没有提交的改动另外存好，重新 git clone 一份。",
    r"bad config line \d+ in file (\S+)": "git 的设置文件 {} 写错了。请改好它，再运行一次。",
    r"(git \S+) 中途被停下": "{} 中途被停下。请再运行一次。",
}  # fmt: skip
"""What git says, the name in it that matters, and the sentences for it."""


def in_words(error: Exception) -> str | None:
    """The sentences; None where it may be a fault of this program."""
    match error:
        case UnreadableError():
            return f"{error}。{error.hint}。"
        case GitError():
            return _of_git(str(error))
        case MemoryError():
            return "内存不够。请关掉别的程序后再运行一次。"
        case FileNotFoundError() if "No usable temporary directory" in str(error):
            return "没有能写的临时文件夹，多半是磁盘已满。请腾出空间，或用环境变量 TMPDIR 指明一个，再运行一次。"  # fmt: skip
        case OSError():
            return whole.in_words(error)
    return None


def _of_git(said: str) -> str:
    """In our words as far as they are known, else in git's own."""
    lines = [line for line in said.splitlines() if not line.startswith("warning: ")]
    words = " ".join(" ".join(lines or [said]).split())
    for pattern, sentence in _OF_GIT.items():
        if found := re.search(pattern, words):
            return sentence.format(*filter(None, found.groups()))
    return _of_system(words) or f"git 没有做成：{full_stop(words)}请照此处理后再运行一次。"


def _of_system(words: str) -> str | None:
    """Where git hands on why the system refused something, and mostly of which file."""
    for number in whole.TROUBLES:
        name = r"(?:(?:'([^']+)'|(\S*/\S*))(?: write error)?: )?"
        if found := re.search(name + re.escape(os.strerror(number)), words):
            return whole.in_words(OSError(number, "", *filter(None, found.groups())))
    return None
