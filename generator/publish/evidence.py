"""Evidence: what was proven about the records, as an input of the pages, and what may be published.

Made once, in ``frame.py``.  From the files alone it is a function of ledger and rules like
everything else; with a trust root the history stands beside it, and only then git is asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from generator.approval.approvers import APPROVERS_FILE, Approvers
from generator.approval.demo_keys import uses_demo_keys
from generator.approval.lanes import Lane
from generator.approval.refusal import Refusal, Refused
from generator.approval.root import Root
from generator.audit.git import Git
from generator.audit.history import HistoryProof, prove
from generator.audit.state import files_of
from generator.audit.tree import Approval, TreeProof, held_to_papers, papers_of, prove_tree
from generator.checks.books import READ_FOLDERS, Books, is_hidden
from generator.rules.website import WEBSITE
from generator.text.strict import Files

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


def gather(
    tree: TreeProof | None,
    books: Books,
    root: Root | None = None,
    history: HistoryProof | None = None,
) -> Evidence:
    """The proof held against who reported each record."""
    if tree is None:
        return NO_EVIDENCE
    # Known only from the books, which are read while signatures are checked.
    papers = papers_of(books.ledger, books.trail)
    return Evidence(held_to_papers(tree, papers), history, root)


class UnprovenError(Exception):
    """What was to be published cannot be proven; ``lines`` say each refusal: code, path, who mends."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__(
            f"有 {len(refusals)} 处不能核验，没有生成网站，原来的网站不动。请按上面的提示处理后重新生成。"
        )
        self.lines = [refusal.line for refusal in refusals]


def committed(folder: Path, root: Root) -> tuple[Files, HistoryProof]:
    """What main of the clone in ``folder`` holds, and the proof of its history.

    Read from the objects of the commit that is proven, never from the work tree: what was edited,
    added or checked out there is nobody's.  Raises ``UnprovenError`` where there is nothing to read.
    """
    git = Git(folder)
    history = prove(git, root)
    try:
        found = files_of(git, history.tip, (*READ_FOLDERS, *WEBSITE)) if history.tip else {}
    except Refused as refused:
        raise UnprovenError([history.refusal or refused.refusal]) from None
    if not found and history.refusal is not None:
        raise UnprovenError([history.refusal])
    return {path: data for path, data in found.items() if not is_hidden(path)}, history


def publishable(books: Books, evidence: Evidence) -> Evidence:
    """The evidence, where the pages may be published.

    Raises ``UnprovenError`` for what the bureau does not publish; a history that was to be proven
    and cannot be is never published.
    """
    history = evidence.history
    # 标明 is for gaps in the tree: a mark on a page could not say that history was cut off.
    if history is not None and history.refusal is not None:
        raise UnprovenError([history.refusal, *evidence.refusals])
    if evidence.refusals and books.rulebook.bureau.unproven != MARKED:
        raise UnprovenError(evidence.refusals)
    return evidence
