"""A clone as somebody works on it: which main it knows, and what differs from it."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from generator.approval.root import MAIN
from generator.audit.git import Git, GitError, ObjectReader, UnreadableError
from generator.audit.objects import MAX_EDITS, PLAIN, Edit, Node, Store
from generator.audit.state import Memory, State
from generator.checks.books import READ_FOLDERS
from generator.ledger import layout
from generator.rules.periods import Period

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
    """Why nothing can be done here; the message is a Chinese half-sentence."""


class Copy:
    """A clone with a work tree; close it when done (it keeps a helper process)."""

    def __init__(self, folder: Path) -> None:
        self.git = Git(folder)
        try:
            self.folder = Path(self.git.text("rev-parse", "--show-toplevel"))
        except GitError as error:
            known = isinstance(error, UnreadableError)
            raise NotACopyError(str(error) if known else f"{folder} 不是工作副本") from None
        self.git = Git(self.folder)
        self.main_ref, self.main = main_of(self.git)
        if not self.main:
            raise NotACopyError("这里还没有主分支 main")
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
        return self.git.maybe("symbolic-ref", "--quiet", "--short", "HEAD")

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

    def is_clean(self) -> bool:
        """Whether the work tree is as committed."""
        return not self.git.text("status", "--porcelain")

    def work_tree(self) -> str:
        """The tree object of the work tree as it is now; the index is left alone."""
        with tempfile.TemporaryDirectory(prefix="jifen-") as folder:
            env = {"GIT_INDEX_FILE": os.fspath(Path(folder) / "index")}
            self.git.run("read-tree", "HEAD", env=env)
            self.git.run("add", "--all", env=env)
            return self.git.run("write-tree", env=env).decode().strip()

    def edits(self, old_tree: str, new_tree: str) -> list[Edit]:
        """What differs between two trees; an empty list also when it is too much to be meant."""
        return self.store.differences([(old_tree, new_tree)], MAX_EDITS)[0] or []

    def tree_with(self, changed: Iterable[Edit], extra: Sequence[tuple[str, bytes]]) -> str:
        """Main's tree with these edits and files put into it, as a merge would have it."""
        with tempfile.TemporaryDirectory(prefix="jifen-") as folder:
            env = {"GIT_INDEX_FILE": os.fspath(Path(folder) / "index")}
            self.git.run("read-tree", self.main, env=env)
            lines = [
                f"{e.new.mode if e.new else 0} {e.new.oid if e.new else '0' * len(self.main)}\t{e.path}\0"
                for e in changed
            ]
            for path, data in extra:
                oid = self.git.run("hash-object", "-w", "--stdin", given=data).decode().strip()
                lines.append(f"{PLAIN} {oid}\t{path}\0")
            given = "".join(lines).encode()
            self.git.run("update-index", "-z", "--index-info", given=given, env=env)
            return self.git.run("write-tree", env=env).decode().strip()

    def commit_of(self, tree: str) -> str:
        """A commit of that tree on top of main, on no branch: for rehearsals."""
        who = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in (("NAME", "jifen"), ("EMAIL", "jifen@localhost"))}  # fmt: skip
        return self.git.run("commit-tree", "--no-gpg-sign", tree, "-p", self.main, given=b"rehearsal\n", env=who).decode().strip()  # fmt: skip

    def files(self, tree: str) -> dict[str, bytes]:
        """Every plain file under ``ledger/`` and ``rules/`` of a tree; hidden ones left out."""
        nodes: dict[str, Node] = {}
        for folder in READ_FOLDERS:
            nodes |= self.store.files(tree, folder)
        plain = {p: n for p, n in nodes.items() if not any(s.startswith(".") for s in p.split("/"))}
        self.store.want_blobs(node.oid for node in plain.values())
        return {path: self.store.blob(node.oid).data or b"" for path, node in plain.items()}

    def commit(self, message: str, person: str) -> str:
        """Commit the work tree, all of it; the name is the configured one, else the service number.

        Paths are not named: git knows no longer those that were taken out before.
        """
        self.git.run("add", "--all")
        named = self.git.maybe("config", "user.name") and self.git.maybe("config", "user.email")
        who = (
            []
            if named
            else ["-c", f"user.name={person}", "-c", f"user.email={person}@jifen.invalid"]
        )
        self.git.run(*who, "commit", "--quiet", "--message", message)
        return self.head

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
