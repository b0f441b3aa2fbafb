"""A clone as somebody works on it: which main it knows, and what differs from it."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from generator.approval.root import MAIN
from generator.audit.git import Git, GitError, ObjectReader
from generator.audit.objects import MAX_EDITS, PLAIN, Edit, Node, Store
from generator.audit.state import Memory, State
from generator.checks.books import READ_FOLDERS, is_hidden
from generator.files.whole import PARTS
from generator.ledger import layout
from generator.rules.periods import Period
from generator.rules.website import WEBSITE

# As fetched first: a local main may be ahead with what nobody has approved.
TRACKED = ("refs/remotes/origin/main", MAIN)
"""Where main is looked for: as last fetched, then as it is here."""


def main_of(git: Git) -> tuple[str, str]:
    """``(ref, commit)`` of main: as last fetched from the server, else as it is here."""
    for ref in TRACKED:
        if (oid := git.commit_id(ref)) is not None:
            return ref, oid
    return "", ""


class NotACopyError(Exception):
    """Why nothing can be done here; ``what`` is wrong, and a ``hint`` what to do."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(f"{what}。{hint}。")


class Copy:
    """A clone with a work tree; close it when done (it keeps a helper process)."""

    def __init__(self, folder: Path) -> None:
        self.git = Git(folder)
        try:
            self.folder = Path(self.git.text("rev-parse", "--show-toplevel"))
        except GitError as error:
            if "must be run in a work tree" not in str(error):
                raise
            hint = "请在用 git clone 取得的台账里运行"
            raise NotACopyError(f"{folder} 不是工作副本", hint) from None
        self.git = Git(self.folder)
        self.main_ref, self.main = main_of(self.git)
        if not self.main:
            hint = "请先取得主分支（git fetch），或换一份 git clone 取得的台账"
            raise NotACopyError("这里还没有主分支 main", hint)
        self.reader = ObjectReader(self.git)
        self.memory = Memory(Store(self.reader))

    @property
    def store(self) -> Store:
        return self.memory.store

    def state(self, commit: str = "") -> State:
        """Main, or another commit."""
        return State(self.memory, commit or self.main)

    @property
    def branch(self) -> str:
        """The branch that is checked out; empty when none is."""
        name = self.git.text("rev-parse", "--symbolic-full-name", "HEAD")
        return name.removeprefix("refs/heads/") if name != "HEAD" else ""

    @property
    def head(self) -> str:
        """The commit that is checked out."""
        return self.git.commit_id("HEAD") or ""

    def base(self, commit: str) -> str:
        """Where a branch left main."""
        return self.git.maybe("merge-base", self.main, commit)

    def branches(self) -> list[tuple[str, str]]:
        """``(name, commit)`` of every branch here and on the server but main, each commit once."""
        rows = self.git.text("for-each-ref", "--format=%(refname) %(objectname)", "refs/heads", "refs/remotes").splitlines()  # fmt: skip
        found: dict[str, str] = {}
        for row in rows:
            ref, _, oid = row.partition(" ")
            if oid != self.main and not ref.endswith(("/HEAD", "/main")):
                found.setdefault(oid, ref.removeprefix("refs/heads/").removeprefix("refs/remotes/"))
        return [(name, oid) for oid, name in found.items()]

    def work_tree(self) -> str:
        """The tree object of the work tree as it is now; the index is left alone."""
        with tempfile.TemporaryDirectory(prefix="jifen-") as folder:
            env = {"GIT_INDEX_FILE": os.fspath(Path(folder) / "index")}
            self.git.run("read-tree", "HEAD", env=env)
            # Nobody wrote what a killed process left half written.
            self.git.run("add", "--all", "--", ".", f":(exclude,glob)**/{PARTS}", env=env)
            return self.git.run("write-tree", env=env).decode().strip()

    def edits(self, old_tree: str, new_tree: str) -> list[Edit]:
        """What differs between two trees; an empty list also when it is too much to be meant."""
        return self.store.differences([(old_tree, new_tree)], MAX_EDITS)[0] or []

    def tree_with(
        self, changed: Iterable[Edit], extra: Sequence[tuple[str, bytes]], start: str = ""
    ) -> str:
        """Main's tree, or another's, with these edits and files put into it, as a merge would have it."""
        with tempfile.TemporaryDirectory(prefix="jifen-") as folder:
            env = {"GIT_INDEX_FILE": os.fspath(Path(folder) / "index")}
            self.git.run("read-tree", start or self.main, env=env)
            kept = [Edit(path, None, self.put(data)) for path, data in extra]
            self.stage([*changed, *kept], env)
            return self.git.run("write-tree", env=env).decode().strip()

    def put(self, data: bytes) -> Node:
        """A plain file of this content, as an object."""
        oid = self.git.run("hash-object", "-w", "--stdin", given=data).decode().strip()
        return Node(PLAIN, oid)

    def stage(self, edits: Iterable[Edit], env: Mapping[str, str] | None = None) -> None:
        """Have these paths in an index as they are after the edits; the own one, if not told."""
        none = Node("0", "0" * len(self.main))
        nodes = ((edit.path, edit.new or none) for edit in edits)
        given = "".join(f"{node.mode} {node.oid}\t{path}\0" for path, node in nodes).encode()
        self.git.run("update-index", "--replace", "-z", "--index-info", given=given, env=env)

    def index(self) -> str:
        """The tree object of what is staged."""
        return self.git.text("write-tree")

    def commit_of(self, tree: str, parent: str = "", message: str = "rehearsal\n", who: str = "jifen") -> str:  # fmt: skip
        """A commit of that tree, on no branch yet; on top of main, for rehearsals, if not told.

        The name is the configured one, else that of ``who``.
        """
        known = self.git.maybe("-c", "user.useConfigOnly=true", "var", "GIT_COMMITTER_IDENT")
        own = {} if known else {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in (("NAME", who), ("EMAIL", f"{who}@jifen.invalid"))}  # fmt: skip
        return self.git.run("commit-tree", "--no-gpg-sign", tree, "-p", parent or self.main, given=message.encode(), env=own).decode().strip()  # fmt: skip

    def files(self, tree: str) -> dict[str, bytes]:
        """Every plain file that is read of a tree: ledger, rules, website; hidden ones left out."""
        nodes: dict[str, Node] = {}
        for name in (*READ_FOLDERS, *WEBSITE):
            nodes |= self.store.files(tree, name)
        plain = {path: node for path, node in nodes.items() if not is_hidden(path)}
        self.store.want_blobs(node.oid for node in plain.values())
        return {path: self.store.blob(node.oid).data or b"" for path, node in plain.items()}

    def close(self) -> None:
        self.reader.close()


def unmerged_bulletin(folder: Path, scheme: str, period: Period) -> tuple[str, ...]:
    """The files about a bulletin that lie here but not on main: a draft, to be made anew."""
    git = Git(folder)
    _, main = main_of(git)
    if not main:
        return ()
    top = git.maybe("rev-parse", "--show-prefix")
    there = folder / layout.bulletin_path(scheme, period)
    start = there.name.removesuffix(".yml")
    own = re.compile(rf"{re.escape(start)}(-v\d+)?(\.yml|\.json|{layout.WITHDRAWN})", re.ASCII)
    paths = (path.relative_to(folder).as_posix() for path in there.parent.glob(f"{start}*"))
    return tuple(
        path
        for path in sorted(paths)
        if own.fullmatch(path.rpartition("/")[2])
        and not git.maybe("rev-parse", "--verify", "--quiet", f"{main}:{top}{path}")
    )
