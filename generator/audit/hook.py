"""The gate: git's ``pre-receive`` on the server.  All refs of a push pass, or none does.

Started as ``python -I``; imports nothing heavy.  A crash is a refusal.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from generator.approval.refusal import Refusal, Refused
from generator.approval.root import BadRoot, Root, read as read_root
from generator.audit.admission import check_admission
from generator.audit.arrival import MAX_HELD, MAX_READ, Arrival, check_branches
from generator.audit.git import Git, ObjectReader
from generator.audit.objects import Store

MAX_REFS = 50
KEPT = "kept"
"""The folder beside the gate for what need not be read at every push."""
NO_INPUT = Refusal("E-HOOK", "", "git 交来的推送内容没有传到闸门，无从核对推送了什么")
"""Git never starts the hook for nothing: a push of nothing is one that is not seen."""
_BRANCH = re.compile(r"refs/heads/[a-z0-9][a-z0-9._-]*(?:/[a-z0-9][a-z0-9._-]*){1,3}", re.ASCII)
_FORGE = re.compile(r"refs/(?:pull|merge-requests)/\d{1,9}/(?:head|merge)", re.ASCII)
_TAG = re.compile(
    r"refs/tags/bulletin/[a-z][a-z0-9-]*/20\d\d(?:-(?:\d\d|Q[1-4]))?(?:-v[1-9]\d?)?", re.ASCII
)
_TAKEN_FOR_MAIN = frozenset({"main", "master", "trunk", "head", "heads", "refs", "tags", "origin", "remotes"})  # fmt: skip


class Update(NamedTuple):
    """One line that git hands to the hook; ids of zeros stand for nothing."""

    old: str
    new: str
    ref: str

    @property
    def creates(self) -> bool:
        return not self.old.strip("0")

    @property
    def deletes(self) -> bool:
        return not self.new.strip("0")


def judge_push(
    git: Git, root: Root, updates: Iterable[Update], kept: Path | None = None
) -> list[Refusal]:
    """Every reason to refuse a push; none when it may pass.

    ``kept`` is the folder beside the gate for what need not be read at every push.
    """
    found: list[Refusal] = []
    updates = list(updates)
    if len(updates) > MAX_REFS:
        first = updates[MAX_REFS].ref
        return [Refusal("E-LIMIT", first, f"一次推送了 {len(updates)} 个分支，超过 {MAX_REFS} 个")]
    restoring = any(update.ref == root.branch and update.creates for update in updates)
    with ObjectReader(git) as reader:
        drafts, store = Store(reader, MAX_HELD, MAX_READ), Store(reader, MAX_HELD)
        try:
            arrival = Arrival(git, whole=restoring)
        except Refused as refused:
            return [refused.refusal]
        for update in updates:
            try:
                _check_ref(update, root)
                restored = update.ref == root.branch and update.creates
                _check_commit(reader, update)
                if not update.deletes and not restored:
                    check_admission(git, drafts, arrival, update.ref, update.new)
                if update.creates and not restored and update.ref.startswith("refs/heads/"):
                    check_branches(git)
                if update.ref == root.branch or update.ref.startswith("refs/tags/"):
                    _check_published(git, store, root, update, updates, kept)
            except Refused as refused:
                refusal = refused.refusal
                found.append(refusal if refusal.path else replace(refusal, path=update.ref))
        return found or arrival.unnamed


def _check_ref(update: Update, root: Root) -> None:
    ref = update.ref
    if ref == root.branch:
        if update.deletes:
            raise Refused("E-REFDEL", ref, "不能删除主分支")
        return
    if not ref.isascii() or "\ufffd" in ref:
        raise Refused("E-REF", ref, "名称里有英文字母、数字以外的字符，容易与主分支混淆")
    if _TAG.fullmatch(ref):
        if update.deletes or not update.creates:
            raise Refused("E-REFDEL", ref, "公布标签只能新建，不能移动或删除")
        return
    if _FORGE.fullmatch(ref):
        return
    if not _BRANCH.fullmatch(ref) or any(map(_misleads, ref.split("/")[2:])):
        hint = "推送人把分支叫作 submit/rooms-chengguan-2025-06 的样子"
        raise Refused("E-REF", ref, "不收这个名称的分支、标签或引用", hint)


def _misleads(part: str) -> bool:
    """Whether a part of a branch's name is taken for main, or is one that git itself refuses."""
    return part in _TAKEN_FOR_MAIN or part.endswith((".lock", ".")) or ".." in part


def _check_commit(reader: ObjectReader, update: Update) -> None:
    """What is no commit would bring in files that nobody looks at."""
    if update.deletes:
        return
    try:
        kind = reader.one(update.new).kind
    except Refused:
        # Git has just taken the push and found all of it: what is not seen here was hidden from here.
        what = f"推送来的 {update.new[:12]} 闸门看不到"
        hint = "管理员检查闸门前面的脚本，GIT_QUARANTINE_PATH 等环境变量要原样传下去"
        raise Refused("E-HOOK", update.ref, what, hint) from None
    if kind != "commit":
        raise Refused("E-REF", update.ref, "分支和标签只能直接指向一个提交")


def _check_published(
    git: Git,
    store: Store,
    root: Root,
    update: Update,
    updates: Iterable[Update],
    kept: Path | None,
) -> None:
    from generator.audit import chain  # noqa: PLC0415 - a push of a draft needs no judge
    from generator.audit.kept import Kept  # noqa: PLC0415

    if update.ref == root.branch:
        old = None if update.creates else update.old
        chain.check_main(git, store, root, old, update.new, Kept(kept) if kept else None)
        return
    # A tag may come in one push with the main that it points into.
    tips = [each.new for each in updates if each.ref == root.branch and not each.deletes]
    main = tips[0] if tips else git.commit_id(root.branch)
    if main is None or not chain.has_published(store, root, main, update.new, update.ref):
        raise Refused("E-REF", update.ref, "公布标签只能指向主分支上已有这期通报、审批完成的提交")


def main(root_file: str) -> int:
    """Run as the hook; the exit code is git's answer."""
    try:
        root = read_root(Path(root_file))
        updates = [_update(line) for line in _handed_over()]
        refusals = [NO_INPUT]
        if updates:
            kept = Path(root_file).parent / KEPT
            refusals = judge_push(Git(Path.cwd(), bare=True), root, updates, kept)
    except BadRoot as error:
        refusals = [Refusal("E-GENESIS", root_file, str(error))]
    except Exception as error:  # noqa: BLE001 - whatever goes wrong, the gate stays shut
        words = " ".join(f"{type(error).__name__} {error}".split())[:300]
        refusals = [Refusal("E-HISTORY", "", f"闸门出错（{words}）", hint="管理员查看这一行")]
    # GitLab shows to the pusher only what begins with this.
    mark = "GL-HOOK-ERR: " if "GL_ID" in os.environ else ""
    out = sys.stderr.buffer
    for refusal in refusals:
        out.write(f"{mark}{refusal.line}\n".encode())
    if refusals:
        out.write(f"{mark}没有接收，服务器上什么都没有变。\n".encode())
    out.flush()
    return 1 if refusals else 0


def _handed_over() -> list[bytes]:
    """The lines of git, one for each ref; none when somebody before the gate has read them."""
    handed = sys.stdin.buffer.read() if sys.stdin else b""
    return [line for line in handed.splitlines() if line.strip()]


def _update(line: bytes) -> Update:
    old, new, ref = line.decode("utf-8", "replace").split(" ", 2)
    return Update(old, new, ref)
