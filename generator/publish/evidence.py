"""Evidence: what was proven about the records, as an input of the pages, and what may be published.

Made once, in ``frame.py``.  From the files alone it is a function of ledger and rules like
everything else; with a trust root the history stands beside it, and only then git is asked.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from generator.approval.approvers import APPROVERS_FILE, Approvers
from generator.approval.demo_keys import uses_demo_keys
from generator.approval.lanes import Lane
from generator.approval.refusal import Refusal, Refused
from generator.approval.root import Root
from generator.audit.git import Git, ObjectReader
from generator.audit.history import HistoryProof, prove
from generator.audit.objects import Store
from generator.audit.tree import Approval, TreeProof, held_to_papers, papers_of, prove_tree
from generator.checks.books import READ_FOLDERS, Books

MARKED = "标明"
"""The setting 未核验 with which a site is made all the same."""
NOT_ENABLED = "未启用核验"
"""What is said where the ledger has no approvers at all."""
UNPROVEN = "未核验"
"""What is said of a record whose approval cannot be proven."""
DEMO = "演示"
MISSING_GRADE = "缺"

_NOTHING = TreeProof((), {}, ())


@dataclass(frozen=True)
class Evidence:
    """The proofs at hand; without approvers there are none, and nothing is marked."""

    tree: TreeProof | None = None
    history: HistoryProof | None = None
    """Only where the build was given a trust root."""
    root: Root | None = None

    @property
    def enabled(self) -> bool:
        """Whether approvals are verified at all."""
        return self.tree is not None

    @property
    def _proof(self) -> TreeProof:
        return self.tree or _NOTHING

    def approval(self, path: str) -> Approval | None:
        """The submission that approved the present bytes of a file of the ledger."""
        return self._proof.by_path.get(path)

    @cached_property
    def unproven(self) -> frozenset[str]:
        """The files of the ledger that are not proven; empty where nothing is verified."""
        return frozenset(self._proof.unproven)

    def is_unproven(self, path: str) -> bool:
        """Whether a file must be marked 未核验."""
        return path in self.unproven

    def grades(self, paths: Iterable[str]) -> Counter[str]:
        """How many of some files are proven at which grade: 甲, 乙 or 缺."""
        found = map(self.approval, paths)
        return Counter(each.grade if each else MISSING_GRADE for each in found)

    @property
    def approvers(self) -> Approvers | None:
        """The newest version of the approvers file; None where it cannot be read."""
        return next(reversed(self._proof.versions), None)

    @cached_property
    def demo(self) -> bool:
        """Whether anybody can make the keys, so that signatures prove nothing but the method."""
        # Asked of the keys and not of the file: a copy that calls itself real is no better.
        return any(map(uses_demo_keys, self._proof.versions))

    def lane_of(self, path: str) -> Lane | None:
        """The lane that a file has to go, by the newest approvers file."""
        return self.approvers.lane_of(path) if self.approvers is not None else None

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """All that could not be proven."""
        return self._proof.refusals


NO_EVIDENCE = Evidence()
"""A ledger that does not verify approvals yet."""


def signatures(files: Mapping[str, bytes], root: Root | None = None) -> TreeProof | None:
    """What the files alone prove; None where nobody is named to approve and no trust root is given.

    Most of its time goes into signatures, which another thread can check meanwhile.
    """
    return prove_tree(files, root) if APPROVERS_FILE in files or root is not None else None


def gather(tree: TreeProof | None, books: Books, root: Root | None = None) -> Evidence:
    """The proof held against who reported each record."""
    if tree is None:
        return NO_EVIDENCE
    # Known only from the books, which are read while signatures are checked.
    papers = papers_of(books.ledger, books.trail)
    return Evidence(held_to_papers(tree, papers), None, root)


class UnprovenError(Exception):
    """What was to be published cannot be proven; ``lines`` say each refusal: code, path, who mends."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__(
            f"有 {len(refusals)} 处不能核验，没有生成网站，原来的网站不动。请按上面的提示处理后重新生成。"
        )
        self.lines = [refusal.line for refusal in refusals]


def publishable(
    root: Path, files: Mapping[str, bytes], books: Books, evidence: Evidence
) -> Evidence:
    """The evidence, with that of the history where a trust root is at hand.

    Raises ``UnprovenError`` for what the bureau does not publish; a history that was to be proven
    and cannot be is never published.
    """
    if evidence.root is not None:
        history = prove_history(root, evidence.root, files)
        # 标明 is for gaps in the tree: a mark on a page could not say that history was cut off.
        if history.refusal is not None:
            raise UnprovenError([history.refusal, *evidence.refusals])
        evidence = replace(evidence, history=history)
    if evidence.refusals and books.rulebook.bureau.unproven != MARKED:
        raise UnprovenError(evidence.refusals)
    return evidence


def prove_history(folder: Path, root: Root, files: Mapping[str, bytes]) -> HistoryProof:
    """The proof of main in ``folder``; it fails too when ``files`` are not those of its last commit."""
    git = Git(folder)
    proof = prove(git, root)
    if not proof.ok:
        return proof
    # Pages are made of the disk and history is proven of a commit: both must be the same bytes.
    with ObjectReader(git) as reader:
        try:
            differing = _differing(Store(reader), proof.proven_to, files)
        except Refused as refused:
            return replace(proof, refusal=refused.refusal)
    if not differing:
        return proof
    more = f"等 {len(differing)} 个文件" if len(differing) > 1 else ""
    message = f"这个文件{more}和已证明的主分支不一致"
    hint = "生成网站的人换用没有改动的主分支副本"
    return replace(proof, refusal=Refusal("E-TREE", differing[0], message, proof.proven_to, hint))


def _differing(store: Store, commit: str, files: Mapping[str, bytes]) -> list[str]:
    """Paths whose bytes on the disk are not those of the commit."""
    tree = store.commit(commit).tree
    known = {
        path: node.oid
        for folder in READ_FOLDERS
        for path, node in store.files(tree, folder).items()
        if not any(part.startswith(".") for part in path.split("/"))
    }
    return sorted(
        path
        # A file too many is as much a difference as a missing one.
        for path in {*known, *files}
        if path not in files or known.get(path) != _object_id(files[path], len(commit))
    )


def _object_id(data: bytes, length: int) -> str:
    """The id that git gives to these bytes; its length tells SHA-1 from SHA-256."""
    kind = "sha256" if length == 64 else "sha1"
    return hashlib.new(kind, b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
