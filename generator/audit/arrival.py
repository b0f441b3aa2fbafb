"""Arrival: how much one push may bring, so that no push costs the gate more than some seconds.

A few kilobytes of a pack may unfold into gigabytes, so sizes are asked before anything is read;
what is looked at afterwards is counted over all commits and all refs of the push.
"""

from __future__ import annotations

from collections.abc import Iterable

from generator.approval.refusal import Refusal, Refused
from generator.audit.git import MAX_OBJECT, Git
from generator.audit.objects import MAX_COMMIT, MAX_EDITS, MAX_TREE, Edit, Store

# Far above any honest branch: a county files a thousand reports a year, of a few KiB each.
MAX_OBJECTS = 100_000
MAX_COMMITS, MAX_PATHS, MAX_BYTES = 2000, 20_000, 16 * 1024 * 1024
"""Commits, changed files and bytes of files that a push may bring on all its refs together."""
MAX_COMMIT_PATHS = MAX_EDITS
MAX_READ, MAX_HELD = 64 * 1024 * 1024, 16 * 1024 * 1024
"""Bytes that the gate reads of a push before it is judged, and keeps at any time."""
MAX_BRANCHES = 3000
"""Branches on the server.  Clerks cannot delete them, so whoever can is told in time."""
_LARGEST = {"commit": MAX_COMMIT, "tag": MAX_COMMIT, "tree": MAX_TREE, "blob": MAX_OBJECT}
_WHAT = {"commit": "提交", "tag": "标签", "tree": "目录", "blob": "文件"}
_SHORTEN = "推送人把提交说明写成几句话，重做这个提交"
_SMALLER = "推送人在本机重做这些提交，去掉这个文件；大的附件不放进仓库"


class Arrival:
    """What a push has brought so far; every method raises ``Refused`` where it is too much."""

    def __init__(self, git: Git, *, whole: bool = False) -> None:
        """``whole``: a history is put back into an empty repository, which may be of any length."""
        self.large: dict[str, int] = {}
        """Files that are too large, by id, until a commit tells under which name they came."""
        self._seen: set[str] = set()
        self._paths = self._bytes = 0
        for number, (oid, kind, size) in enumerate(git.arrived()):
            if number == MAX_OBJECTS and not whole:
                raise Refused("E-LIMIT", "", f"一次推送了 {MAX_OBJECTS} 个以上的对象")
            if size <= _LARGEST.get(kind, 0):
                continue
            if kind == "blob":
                self.large[oid] = size
                continue
            hint = _SHORTEN if kind == "commit" else ""
            raise _too_large(oid, _WHAT.get(kind, "对象"), size, _LARGEST.get(kind, 0), hint)

    def commits(self, oids: Iterable[str]) -> list[str]:
        """Those of a ref's commits that no other ref of the push has brought."""
        new = [oid for oid in oids if oid not in self._seen]
        self._seen.update(new)
        if len(self._seen) > MAX_COMMITS:
            raise Refused("E-LIMIT", "", f"一次推送了 {MAX_COMMITS} 个以上的提交")
        return new

    def edits(self, edits: list[Edit] | None) -> list[Edit]:
        """What a commit changes; None stands for too much."""
        if edits is None:
            raise Refused("E-LIMIT", "", f"一个提交改动了 {MAX_COMMIT_PATHS} 个以上的文件")
        self._paths += len(edits)
        if self._paths > MAX_PATHS:
            raise Refused("E-LIMIT", "", f"一次推送的各个提交一共改动了 {MAX_PATHS} 个以上的文件")
        for edit in edits:
            if edit.new is not None and edit.new.oid in self.large:
                size = self.large[edit.new.oid]
                raise _too_large(edit.path, "文件", size, MAX_OBJECT, _SMALLER)
        return edits

    def file(self, edit: Edit, store: Store) -> None:
        """A file that is about to be searched; the same one counts each time."""
        assert edit.new is not None
        self._bytes += store.blob(edit.new.oid).size
        if self._bytes > MAX_BYTES:
            limit = f"{MAX_BYTES // 1024**2} MiB"
            raise Refused("E-LIMIT", "", f"一次推送的文件一共超过 {limit}")

    @property
    def unnamed(self) -> list[Refusal]:
        """Large files that no commit names, which would lie on the server all the same."""
        each = (
            _too_large(oid, "对象", size, MAX_OBJECT, _SMALLER) for oid, size in self.large.items()
        )
        return [refused.refusal for refused in each]


def check_branches(git: Git) -> None:
    """There is room for one more branch; raises ``Refused``."""
    there = git.text("for-each-ref", "--format=x", f"--count={MAX_BRANCHES}", "refs/heads")
    if there.count("x") == MAX_BRANCHES:
        what = f"服务器上已有 {MAX_BRANCHES} 个分支，不能再新建"
        raise Refused("E-LIMIT", "", what, "管理员删去已经合并的分支，办法见管理员手册“清理分支”")


def _too_large(path: str, what: str, size: int, limit: int, hint: str) -> Refused:
    return Refused("E-LIMIT", path, f"{what}有 {size // 1024} KiB，超过 {limit // 1024} KiB", hint)
