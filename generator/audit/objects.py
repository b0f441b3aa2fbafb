"""Commits and trees as values, and the exact difference between two trees.

The difference is computed here and not by git: attributes, renames, textconv and the like have no
say in what was changed.  Level by level, so that a long history is read in few large batches.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from generator.approval.refusal import Refused
from generator.audit.git import Raw

PLAIN, EXECUTABLE, LINK, MODULE, TREE = "100644", "100755", "120000", "160000", "40000"
MODES = {EXECUTABLE: "可执行文件", LINK: "符号链接", MODULE: "子模块"}
MAX_COMMIT, MAX_TREE, MAX_TREE_DEPTH = 64 * 1024, 2 * 1024 * 1024, 16
MAX_FOLDERS, MAX_FILES = 50_000, 1_000_000
"""A few small trees can stand for more paths than any machine can list."""
MAX_EDITS = 4000
"""Paths that one step may change."""

_ENTRY = {
    20: re.compile(rb"(100644|100755|120000|160000|40000) ([^\0/]+)\0(.{20})", re.DOTALL),
    32: re.compile(rb"(100644|100755|120000|160000|40000) ([^\0/]+)\0(.{32})", re.DOTALL),
}
_FORBIDDEN_NAMES = frozenset({b".", b"..", b".git"})
_EMPTY = {
    20: bytes.fromhex("4b825dc642cb6eb9a060e54bf8d69288fbee4904"),
    32: bytes.fromhex("6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321"),
}
"""The folder with nothing in it, by width of ids.  It is no difference in any file, and yet a name
that exists, so nobody would have approved it."""
_MODES = {mode.encode(): mode for mode in (PLAIN, EXECUTABLE, LINK, MODULE, TREE)}


class ObjectSource(Protocol):
    """Where objects come from (``git.Reader``, or a table in a test)."""

    def one(self, oid: str) -> Raw: ...
    def many(self, oids: Iterable[str]) -> Iterable[tuple[str, Raw]]: ...


class Commit(NamedTuple):
    """What counts of a commit; names, dates and messages are nobody's evidence."""

    oid: str
    tree: str
    parents: tuple[str, ...]


class Node(NamedTuple):
    """An entry of a tree."""

    mode: str
    oid: str


class Edit(NamedTuple):
    """A path that differs between two trees; None where it does not exist."""

    path: str
    old: Node | None
    new: Node | None


Tree = Mapping[bytes, Node]


def _malformed(oid: str, what: str) -> Refused:
    """What somebody has made so; git's own commands would not, and no disk does it by failing."""
    return Refused(
        "E-OBJECT",
        oid,
        what,
        "推送人用 git 自己的命令重做这些提交；已经在主分支上的，核验人报告督察",
    )


def parse_commit(oid: str, raw: Raw) -> Commit:
    """Raises ``Refused`` for what is no plain commit."""
    if raw.kind != "commit" or raw.data is None or raw.size > MAX_COMMIT:
        raise _malformed(oid, "这不是一个正常的提交")
    head = raw.data.partition(b"\n\n")[0].split(b"\n")
    found = re.fullmatch(rb"tree ([0-9a-f]{40,64})", head[0])
    parents = []
    for line in head[1:]:
        if not (parent := re.fullmatch(rb"parent ([0-9a-f]{40,64})", line)):
            break
        parents.append(parent[1].decode())
    if found is None or any(len(each) != len(oid) for each in (found[1], *parents)):
        raise _malformed(oid, "这不是一个正常的提交")
    return Commit(oid, found[1].decode(), tuple(parents))


def parse_tree(oid: str, raw: Raw) -> Tree:
    """Raises ``Refused`` for modes, names or an order that git itself would not write."""
    if raw.kind != "tree" or raw.data is None or raw.size > MAX_TREE:
        raise _malformed(oid, "这不是一个正常的目录")
    width = len(oid) // 2
    entries = _ENTRY[width].findall(raw.data)
    made = {name: Node(_MODES[mode], node.hex()) for mode, name, node in entries}
    size = sum(len(mode) + len(name) + 2 + width for mode, name, _ in entries)
    # Git sorts folders as if their names ended in a slash; another order hides entries from it.
    order = [name + b"/" if mode == b"40000" else name for mode, name, _ in entries]
    if size != raw.size or len(made) != len(entries) or order != sorted(order):
        raise _malformed(oid, "这个目录写得不正常")
    if _EMPTY[width] in raw.data:
        raise _malformed(oid, "这个目录里有空目录")
    if not _FORBIDDEN_NAMES.isdisjoint(map(bytes.lower, made)):
        raise _malformed(oid, "这个目录里有不允许的名称")
    return made


class Store:
    """Objects by id, parsed and kept; what is read once is not read again.

    Where ``most_held`` is given, files and trees are dropped when so many bytes of them are kept;
    where ``most_read`` is, reading more of them than that is refused.
    """

    def __init__(
        self, source: ObjectSource, most_held: int | None = None, most_read: int | None = None
    ) -> None:
        self.source = source
        self.most_held, self.most_read = most_held, most_read
        self._held = self._read = 0
        self._trees: dict[str, Tree] = {}
        self._commits: dict[str, Commit] = {}
        self._blobs: dict[str, Raw] = {}
        self._edits: dict[tuple[str, str, int], list[Edit] | None] = {}

    def commit(self, oid: str) -> Commit:
        if oid not in self._commits:
            self._commits[oid] = parse_commit(oid, self.source.one(oid))
        return self._commits[oid]

    def tree(self, oid: str) -> Tree:
        if oid not in self._trees:
            self._take_tree(oid, self.source.one(oid))
        return self._trees[oid]

    def blob(self, oid: str) -> Raw:
        if oid not in self._blobs:
            self._take_blob(oid, self.source.one(oid))
        return self._blobs[oid]

    def _take_tree(self, oid: str, raw: Raw) -> None:
        made = parse_tree(oid, raw)
        self._count(raw)
        self._trees[oid] = made

    def _take_blob(self, oid: str, raw: Raw) -> None:
        if raw.kind != "blob":
            raise Refused("E-OBJECT", oid, "这不是一个文件")
        self._count(raw)
        self._blobs[oid] = raw

    def _count(self, raw: Raw) -> None:
        """One more file or tree is about to be kept."""
        self._read += raw.size
        if self.most_read is not None and self._read > self.most_read:
            what = f"核对这次推送要读的内容超过 {self.most_read // 1024**2} MiB"
            raise Refused("E-LIMIT", "", what)
        self._held += len(raw.data or b"")
        if self.most_held is not None and self._held > self.most_held:
            # Whoever still needs one of them reads it again.
            self._trees.clear()
            self._blobs.clear()
            self._held = len(raw.data or b"")

    def tree_before(self, oid: str) -> str:
        """The tree from which a commit starts, by its first parent; empty for the first commit."""
        parents = self.commit(oid).parents
        return self.commit(parents[0]).tree if parents else ""

    def want_commits(self, oids: Iterable[str]) -> None:
        """Read many commits at once; those that are not there are left for ``commit`` to refuse."""
        missing = [oid for oid in dict.fromkeys(oids) if oid not in self._commits]
        for oid, raw in self.source.many(missing) if len(missing) > 1 else ():
            self._commits[oid] = parse_commit(oid, raw)

    def written_commits(self, oids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Commits with all that is written in them; of names and messages nothing is kept."""
        for oid, raw in self.source.many(dict.fromkeys(oids)):
            self._commits[oid] = parse_commit(oid, raw)
            yield oid, raw.data or b""

    def want_trees(self, oids: Iterable[str]) -> None:
        """Read many trees at once."""
        missing = [oid for oid in dict.fromkeys(oids) if oid not in self._trees]
        for oid, raw in self.source.many(missing) if len(missing) > 3 else ():
            self._take_tree(oid, raw)

    def want_blobs(self, oids: Iterable[str]) -> None:
        """Read many files at once."""
        missing = [oid for oid in dict.fromkeys(oids) if oid not in self._blobs]
        for oid, raw in self.source.many(missing) if len(missing) > 3 else ():
            self._take_blob(oid, raw)

    def forget(self) -> None:
        """Drop the files and trees that were read; commits stay."""
        self._trees.clear()
        self._blobs.clear()
        self._edits.clear()
        self._held = 0

    # ── trees ───────────────────────────────────────────────────────────────────────────────

    def node(self, tree: str, path: str) -> Node | None:
        """What stands at ``path`` below a tree."""
        node = Node(TREE, tree)
        for part in path.split("/"):
            if node.mode != TREE:
                return None
            found = self.tree(node.oid).get(_bytes(part))
            if found is None:
                return None
            node = found
        return node

    def files(self, tree: str, folder: str) -> dict[str, Node]:
        """Every file at or below ``folder``, by path, whatever its mode."""
        top = self.node(tree, folder) if folder else Node(TREE, tree)
        if top is None:
            return {}
        found: dict[str, Node] = {}
        level = [(folder, top)]
        while level:
            self.want_trees(node.oid for _, node in level if node.mode == TREE)
            below: list[tuple[str, Node]] = []
            for path, node in level:
                if node.mode != TREE:
                    found[path] = node
                    continue
                for name, each in self.tree(node.oid).items():
                    below.append((f"{path}/{_text(name)}" if path else _text(name), each))
                if len(below) + len(found) > MAX_FILES:
                    raise Refused("E-LIMIT", folder, "目录里的文件太多")
            level = below
        return dict(sorted(found.items(), key=lambda item: _bytes(item[0])))

    def differences(self, pairs: Sequence[tuple[str, str]], limit: int) -> list[list[Edit] | None]:
        """For each pair of trees the paths that differ, by path.

        None in the place of a pair with more than ``limit`` of them, or too many folders.  Kept: judging a step, and
        telling the clock after it, ask for the same.
        """
        keys = [(old, new, limit) for old, new in pairs]
        missing = [key for key in dict.fromkeys(keys) if key not in self._edits]
        if missing:
            made = self._compare([(old, new) for old, new, _ in missing], limit)
            self._edits.update(zip(missing, made, strict=True))
        return [self._edits[key] for key in keys]

    def _compare(self, pairs: Sequence[tuple[str, str]], limit: int) -> list[list[Edit] | None]:
        found: list[list[Edit] | None] = [[] for _ in pairs]
        folders = [0] * len(pairs)
        level = [(n, "", old, new) for n, (old, new) in enumerate(pairs) if old != new]
        for _ in range(MAX_TREE_DEPTH):
            self.want_trees(oid for _, _, *both in level for oid in both if oid)
            below: list[tuple[int, str, str, str]] = []
            for number, prefix, old, new in level:
                edits = found[number]
                if edits is None:
                    continue
                files, inner = self._beside(prefix, old, new)
                edits += files
                folders[number] += len(inner)
                if len(edits) > limit or folders[number] > MAX_FOLDERS:
                    found[number] = None
                below += [(number, *each) for each in inner]
            level = below
        if level:
            raise Refused("E-LIMIT", level[0][1], "目录嵌套太深")
        return [None if edits is None else sorted(edits, key=_by_path) for edits in found]

    def _beside(
        self, prefix: str, old: str, new: str
    ) -> tuple[list[Edit], list[tuple[str, str, str]]]:
        """What differs right in two folders: the files, and the folders to look into."""
        before: Tree = self.tree(old) if old else {}
        after: Tree = self.tree(new) if new else {}
        files: list[Edit] = []
        folders: list[tuple[str, str, str]] = []
        for name in {**after, **before}:
            path, one, other = prefix + _text(name), before.get(name), after.get(name)
            if one == other:
                continue
            # A file may take the place of a folder, and the other way round.
            if _folder(one) or _folder(other):
                folders.append((f"{path}/", _folder(one), _folder(other)))
            if _file(one) or _file(other):
                files.append(Edit(path, _file(one), _file(other)))
        return files, folders


def _folder(node: Node | None) -> str:
    """The id of a folder; empty for anything else."""
    return node.oid if node is not None and node.mode == TREE else ""


def _file(node: Node | None) -> Node | None:
    return None if _folder(node) else node


def _by_path(edit: Edit) -> bytes:
    return _bytes(edit.path)


def _text(name: bytes) -> str:
    return name.decode("utf-8", "surrogateescape")


def _bytes(path: str) -> bytes:
    return path.encode("utf-8", "surrogateescape")


def named(refused: Refused, paths: Mapping[str, str]) -> Refused:
    """The refusal of an object with the path of the file that it holds, where that is known."""
    refusal = refused.refusal
    if refusal.code != "E-OBJECT" or refusal.path not in paths:
        return refused
    message = f"{refusal.message}（对象 {refusal.path}）"
    return Refused(refusal.code, paths[refusal.path], message, refusal.hint)
