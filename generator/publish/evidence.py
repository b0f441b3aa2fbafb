"""Evidence: what was proven about the records, as an input of the pages.

Made once, in ``frame.py``.  From the files alone it is a function of ledger and rules like
everything else; with a trust root the history stands beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.approval.approvers import PATH, Approvers, Lane
from generator.approval.demo_keys import uses_demo_keys
from generator.approval.refusal import Refusal
from generator.approval.root import Root
from generator.audit.history import HistoryProof
from generator.audit.tree import Approval, TreeProof, held_to_reporters, prove_tree
from generator.checks.books import Books

REFUSED, MARKED = "拒绝", "标明"
NOT_ENABLED = "未启用核验"
"""What is said where the ledger has no approvers at all."""
UNPROVEN = "未核验"
"""What is said of a record whose approval cannot be proven."""
DEMO = "演示"
MISSING_GRADE = "缺"


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

    def approval(self, path: str) -> Approval | None:
        """The submission that approved the present bytes of a file of the ledger."""
        return self.tree.by_path.get(path) if self.tree is not None else None

    def is_unproven(self, path: str) -> bool:
        """Whether a file must be marked 未核验."""
        return self.tree is not None and path not in self.tree.by_path

    @cached_property
    def unproven(self) -> frozenset[str]:
        """The files of the ledger that are not proven; empty where nothing is verified."""
        return frozenset(self.tree.unproven) if self.tree is not None else frozenset()

    def grade(self, path: str) -> str:
        """甲, 乙 or 缺."""
        found = self.approval(path)
        return found.grade if found else MISSING_GRADE

    def grades(self, paths: Iterable[str]) -> Counter[str]:
        """How many of some files are proven at which grade."""
        return Counter(self.grade(path) for path in paths)

    @property
    def approvers(self) -> Approvers | None:
        """The newest version of the approvers file; None where it cannot be read."""
        return self.tree.versions[-1] if self.tree is not None and self.tree.versions else None

    @cached_property
    def demo(self) -> bool:
        """Whether anybody can make the keys, so that signatures prove nothing but the method."""
        return any(uses_demo_keys(v) for v in (self.tree.versions if self.tree else ()))

    def lane_of(self, path: str) -> Lane | None:
        """The lane that a file has to go, by the newest approvers file."""
        return self.approvers.lane_of(path) if self.approvers is not None else None

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """All that could not be proven."""
        return self.tree.refusals if self.tree is not None else ()


NO_EVIDENCE = Evidence()
"""A ledger that does not verify approvals yet."""


def signatures(files: Mapping[str, bytes], root: Root | None = None) -> TreeProof | None:
    """What the files alone prove; None where nobody is named to approve and no trust root is given.

    Most of its time goes into signatures, which another thread can check meanwhile.
    """
    return prove_tree(files, root) if PATH in files or root is not None else None


def gather(tree: TreeProof | None, books: Books, root: Root | None = None) -> Evidence:
    """The proof held against who reported each record."""
    if tree is None:
        return NO_EVIDENCE
    reporters = {report.place.path: report.by for report in books.ledger.reports}
    return Evidence(held_to_reporters(tree, reporters), None, root)
