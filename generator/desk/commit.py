"""One more statement in a clone: a commit made of objects alone, and the branch that moves to it.

Whatever ends the program meanwhile leaves the branch where it was, or with the whole commit.  Only
where the branch is the one that is checked out do work tree and index follow, and they go first:
what a kill leaves in them looks like what it is, something not committed, and the next run writes
it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from generator.approval.routes import is_sheet
from generator.audit.objects import MAX_FILES, Edit
from generator.desk.clone import Copy, NotACopyError
from generator.files import whole
from generator.files.interrupts import shielded

_UNDER_WAY = {
    "MERGE_HEAD": "merge",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
    "rebase-merge": "rebase",
    "rebase-apply": "rebase",
}
"""What lies in the git folder while such a command of git is not done."""

Sheet = tuple[str, bytes]
"""Path and content."""


@dataclass(frozen=True, slots=True)
class Start:
    """Where a commit goes: on top of ``commit``, on ``branch``."""

    commit: str
    branch: str
    """A local one, which may not be there yet; empty for a clone that is on none."""
    followed: bool
    """Whether the clone is on that branch, or goes over to it."""
    edits: Sequence[Edit] | None = None
    """What the work tree has, committed beside the sheet; None where it is left alone."""

    @property
    def ref(self) -> str:
        return f"refs/heads/{self.branch}" if self.branch else "HEAD"


def here(copy: Copy) -> Start:
    """On what is checked out; raises ``NotACopyError`` where a command of git is not done with it."""
    folder = Path(copy.git.text("rev-parse", "--absolute-git-dir"))
    for name, command in _UNDER_WAY.items():
        if (folder / name).exists():
            hint = (
                f"请先做完（git {command} --continue）或放弃（git {command} --abort），再运行一次"
            )
            raise NotACopyError(f"上一次 git {command} 还没有做完", hint)
    return Start(copy.head, copy.branch, followed=True)


def with_the_work_tree(copy: Copy, submission: str, tree: str) -> Start:
    """With all that was changed, as in ``tree``; from main, on a branch of its own."""
    start = here(copy)
    # A submission on main itself would stand in the way of the next fetch.
    on_main = start.branch in ("main", "master")
    branch = f"submit/{submission.replace('/', '-').lower()}" if on_main else start.branch
    changed = copy.edits(copy.store.commit(start.commit).tree, tree)
    # A sheet that nobody has committed is what a killed run has left.
    edits = [edit for edit in changed if not is_sheet(edit.path)]
    return Start(start.commit, branch, followed=True, edits=edits)


def on_branch(copy: Copy, name: str, commit: str) -> Start:
    """On a branch of this clone or, as ``origin/…``, of the server.

    Raises ``NotACopyError`` where this clone has another branch of that name.
    """
    local = name.removeprefix("origin/")
    there = copy.git.commit_id(f"refs/heads/{local}")
    if there and not _holds(copy, commit, there):
        hint = f"请先切换过去合并（git switch {local}，git merge {name}），再运行一次"
        raise NotACopyError(f"本机的分支 {local} 和服务器上的各有各的提交", hint)
    if local != copy.branch:
        return Start(commit, local, followed=False)
    if there != commit:
        hint = f"请先取来（git merge {name}），再运行一次"
        raise NotACopyError(f"当前分支 {local} 比服务器上的旧", hint)
    return here(copy)


def left_behind(copy: Copy, start: Start, sheet_path: str) -> tuple[str, Sheet] | None:
    """The commit that a killed run has put on the own branch, before the clone went over to it.

    Raises ``NotACopyError`` where the branch holds something else.
    """
    there = copy.git.commit_id(start.ref)
    if start.branch == copy.branch or there is None or _holds(copy, start.commit, there):
        return None
    found = copy.store.commit(there)
    node = copy.store.node(found.tree, sheet_path)
    sheet = sheet_path, (copy.store.blob(node.oid).data if node else None) or b""
    same = copy.tree_with(start.edits or (), [sheet], start.commit)
    if (found.tree, found.parents) == (same, (start.commit,)):
        return there, sheet
    hint = f"接着办它的，请先收起改动（git stash -u）、切换过去（git switch {start.branch}），在那里改；不要了的，请删去它（git branch -D {start.branch}）；再运行一次"  # fmt: skip
    raise NotACopyError(f"本机已有分支 {start.branch}，上面是别的内容", hint)


def commit(copy: Copy, start: Start, sheet: Sheet, message: str, person: str) -> str:
    """Commit it and move the branch; what git or the system refuses is raised, with nothing changed."""
    tree = copy.tree_with(start.edits or (), [sheet], start.commit)
    made = copy.commit_of(tree, start.commit, message, person)
    move(copy, start, made, sheet)
    return made


def move(copy: Copy, start: Start, made: str, sheet: Sheet) -> None:
    """Have the branch at a commit that is made, and the clone with it; raises as ``commit`` does."""
    there = copy.git.commit_id(start.ref) or "0" * len(made)
    elsewhere = start.branch != copy.branch
    with shielded(), ExitStack() as undo:
        if start.followed:
            _bring_along(copy, start, made, sheet, undo)
        _set(copy, start.ref, made, there)
        if start.followed and elsewhere:
            undo.callback(_set, copy, start.ref, there, made)
            copy.git.run("symbolic-ref", "-m", "jifen", "HEAD", start.ref)
        undo.pop_all()


def _bring_along(copy: Copy, start: Start, made: str, sheet: Sheet, undo: ExitStack) -> None:
    """Have sheet and index as committed; ``undo`` learns how they were."""
    path, data = sheet
    staged = copy.index(), copy.store.commit(made).tree
    differing = copy.store.differences([staged], MAX_FILES)[0] or []
    edits = [edit for edit in differing if start.edits is not None or edit.path == path]
    file = copy.folder / path
    before = file.read_bytes() if file.is_file() else None
    whole.files({file: data})
    undo.callback(_put_back, file, before)
    copy.stage(edits)
    undo.callback(copy.stage, [Edit(edit.path, edit.new, edit.old) for edit in edits])


def _put_back(file: Path, before: bytes | None) -> None:
    if before is None:
        file.unlink()
    else:
        whole.files({file: before})


def _set(copy: Copy, ref: str, new: str, old: str) -> None:
    """Move a ref that is where it was; all zeros stand for none."""
    given = f"update {ref}\0{new}\0{old}\0".encode()
    copy.git.run("update-ref", "-m", "jifen", "-z", "--stdin", given=given)


def _holds(copy: Copy, commit: str, earlier: str) -> bool:
    """Whether a commit has everything of an earlier one."""
    return copy.git.maybe("merge-base", commit, earlier) == earlier
