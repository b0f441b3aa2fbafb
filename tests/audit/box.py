"""A repository written object by object, in this process, for tests that need many histories.

Nothing of git's porcelain stands between a test and what lies in the repository, so a test can
also write what git would not.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from generator.approval.refusal import Refused
from generator.audit.git import Git, Raw
from generator.audit.objects import MODULE, PLAIN, TREE
from tests.bureau import plain_git


class File(NamedTuple):
    """Content and mode of a path; for a submodule or a folder its id instead of the content."""

    data: bytes
    mode: str = PLAIN


Files = Mapping[str, File]


def plain(files: Mapping[str, bytes | str]) -> dict[str, File]:
    """Ordinary files of these contents."""
    return {
        path: File(text.encode() if isinstance(text, str) else text) for path, text in files.items()
    }


def name_of(kind: str, data: bytes) -> str:
    """The id that git gives an object."""
    return hashlib.sha1(b"%b %d\0" % (kind.encode(), len(data)) + data).hexdigest()  # noqa: S324


def entry(mode: str, name: str | bytes, oid: str) -> bytes:
    """One entry of a tree."""
    raw = name if isinstance(name, bytes) else name.encode("utf-8", "surrogateescape")
    return mode.encode() + b" " + raw + b"\0" + bytes.fromhex(oid)


@dataclass
class Box:
    """Objects by id; a source for ``objects.Store``, and written to a repository if it has one."""

    folder: Path | None = None
    objects: dict[str, Raw] = field(default_factory=dict)
    trees: dict[frozenset[tuple[str, str, str]], str] = field(default_factory=dict)

    @classmethod
    def at(cls, folder: Path) -> Box:
        """A new bare repository."""
        folder.mkdir(parents=True)
        plain_git(folder, "init", "--quiet", "--bare", "--initial-branch=main")
        return cls(folder)

    @property
    def git(self) -> Git:
        assert self.folder is not None
        return Git(self.folder, bare=True)

    # ── reading, as objects.Source ──────────────────────────────────────────────────────────

    def one(self, oid: str) -> Raw:
        if oid not in self.objects:
            raise Refused("E-OBJECT", oid, "仓库里缺少这个对象")
        return self.objects[oid]

    def many(self, oids: Iterable[str]) -> Iterator[tuple[str, Raw]]:
        for oid in oids:
            yield oid, self.one(oid)

    # ── writing ─────────────────────────────────────────────────────────────────────────────

    def put(self, kind: str, data: bytes) -> str:
        """Any object, sound or not."""
        oid = name_of(kind, data)
        if oid not in self.objects:
            self.objects[oid] = Raw(kind, data, len(data))
            if self.folder is not None:
                self.lay(oid, kind, data)
        return oid

    def lay(self, oid: str, kind: str, data: bytes) -> None:
        """Write a loose object under a name, whether or not it is its own."""
        assert self.folder is not None
        path = self.folder / "objects" / oid[:2] / oid[2:]
        path.parent.mkdir(exist_ok=True)
        if path.exists():
            path.chmod(0o644)
        path.write_bytes(zlib.compress(b"%b %d\0" % (kind.encode(), len(data)) + data, 1))

    def tree(self, files: Files) -> str:
        """The tree of these files, without empty folders."""
        level: dict[str, dict[str, File] | tuple[str, str]] = {}
        for path, file in files.items():
            top, _, rest = path.partition("/")
            if rest:
                below = level.setdefault(top, {})
                assert isinstance(below, dict)
                below[rest] = file
            else:
                by_id = file.mode in (MODULE, TREE)
                oid = file.data.decode() if by_id else self.put("blob", file.data)
                level[top] = (file.mode, oid)
        made = {
            name: (TREE, self.tree(each)) if isinstance(each, dict) else each
            for name, each in level.items()
        }
        key = frozenset((name, *each) for name, each in made.items())
        if key not in self.trees:
            self.trees[key] = self.put(
                "tree", b"".join(entry(m, n, o) for n, (m, o) in _sorted(made))
            )
        return self.trees[key]

    def commit(self, tree: str | Files, *parents: str, message: str = "x") -> str:
        """A commit of a tree (or of files) with these parents."""
        top = tree if isinstance(tree, str) else self.tree(tree)
        who = "desk <desk@localhost> 1752109200 +0800"
        lines = [f"tree {top}", *(f"parent {oid}" for oid in parents)]
        lines += [f"author {who}", f"committer {who}", "", message, ""]
        return self.put("commit", "\n".join(lines).encode())

    def ref(self, name: str, oid: str) -> None:
        """Point a ref somewhere."""
        assert self.folder is not None
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{oid}\n", "ascii")


def _sorted(entries: Mapping[str, tuple[str, str]]) -> list[tuple[str, tuple[str, str]]]:
    def place(item: tuple[str, tuple[str, str]]) -> bytes:
        name, (mode, _) = item
        raw = name.encode("utf-8", "surrogateescape")
        return raw + b"/" if mode == TREE else raw

    return sorted(entries.items(), key=place)
