"""Proof from history: every step of main is an approved submission, from a trust root on."""

from __future__ import annotations

import contextlib
import gc
import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from generator.approval.refusal import Refusal, Refused
from generator.approval.root import Root
from generator.audit import KERNEL
from generator.audit.chain import Step, Walk, back_to
from generator.audit.git import Git, ObjectReader, UnreadableError
from generator.audit.judge import judge_genesis
from generator.audit.objects import MAX_EDITS, Store
from generator.audit.state import Memory, State

CHUNK = 400
LONGEST = 10_000_000
Progress = Callable[[int, int], None]
"""Told how many steps of how many have been looked at."""


class Checkpoint(NamedTuple):
    """Up to where a verifier has proven main; kept by the verifier, never in the repository."""

    root: str
    kernel: str
    commit: str
    submissions: int
    last: str

    def fits(self, root: Root) -> bool:
        """Whether a proof by this root and this kernel may go on from here."""
        return (self.root, self.kernel) == (root.text, kernel_digest())

    @property
    def text(self) -> str:
        return json.dumps(self._asdict(), ensure_ascii=False, indent=1) + "\n"


@dataclass(frozen=True, slots=True)
class HistoryProof:
    """What was proven, and where it breaks."""

    tip: str
    commits: int
    steps: tuple[Step, ...]
    """The steps that were looked at, oldest first: all, or those since the checkpoint."""
    skipped: int
    """Submissions that the checkpoint had proven before."""
    proven_to: str
    """The last commit of main that is proven."""
    refusal: Refusal | None
    last: str = ""
    """The newest submission as far as main is proven; empty when there is none."""

    @property
    def ok(self) -> bool:
        """Whether all of main is proven."""
        return self.refusal is None

    @property
    def submissions(self) -> int:
        """How many submissions main has, as far as it is proven."""
        return self.skipped + len(self.steps)

    def checkpoint_line(self, version: int) -> str:
        """The line to print: who has it on paper sees when the newest submissions are cut off."""
        return f"主分支 {self.proven_to}，最新报送 {self.last or '（还没有）'}，共 {self.submissions} 份，审批人名册第 {version} 版"


def prove(
    git: Git,
    root: Root,
    tip: str | None = None,
    checkpoint: Checkpoint | None = None,
    progress: Progress | None = None,
    printed: Sequence[str] = (),
) -> HistoryProof:
    """Walk main from the trust root (or a checkpoint of this root and kernel) to ``tip``.

    The commit of a checkpoint, and those of ``printed`` checkpoint lines, must still be on main.

    Never raises on a bad history: the proof says where it breaks.
    """
    try:
        why = git.why_incomplete()
    except UnreadableError as error:
        hint = error.hint.replace("请", "核验人", 1)
        return _nothing(f"{error}，无法核验", hint)
    # A ref whose commit git cannot read is there all the same: reading it says what is wrong.
    oid = git.commit_id(tip or root.branch) or git.object_id(tip or root.branch)
    if why or oid is None:
        reason = why or f"没有 {tip or root.branch} 这个提交"
        return _nothing(f"{reason}，无法核验")
    with ObjectReader(git) as reader, _no_garbage():
        return _Proving(git, root, Store(reader), oid, progress, printed).prove(checkpoint)


def _nothing(why: str, hint: str = "") -> HistoryProof:
    return HistoryProof("", 0, (), 0, "", Refusal("E-HISTORY", "", why, hint=hint))


@contextmanager
def _no_garbage() -> Iterator[None]:
    """Nothing here refers to itself: what is dropped is gone at once, and the rest is kept.

    Python would search through all of it again and again as it grows.
    """
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()


class _Proving:
    def __init__(
        self,
        git: Git,
        root: Root,
        store: Store,
        tip: str,
        progress: Progress | None,
        printed: Sequence[str],
    ) -> None:
        self.git, self.root, self.store, self.tip = git, root, store, tip
        self.progress, self.printed = progress, printed
        self.steps: list[Step] = []
        self.proven, self.last, self.skipped, self.count = "", "", 0, 0

    def prove(self, checkpoint: Checkpoint | None) -> HistoryProof:
        refusal = None
        try:
            self._walk(checkpoint)
        except Refused as refused:
            refusal = refused.refusal
        return HistoryProof(
            self.tip, self.count, tuple(self.steps), self.skipped, self.proven, refusal, self.last
        )

    def _walk(self, checkpoint: Checkpoint | None) -> None:
        # git's own list only says what to read in one go; the order is that of the commits read.
        hint = self.git.maybe("rev-list", "--first-parent", self.tip).split()
        commits = back_to(self.store, self.tip, None, LONGEST, hint)
        assert commits is not None
        self.count = len(commits)
        memory = Memory(self.store)
        start = 0
        self._check_witnesses(checkpoint, commits)
        if checkpoint is not None and checkpoint.fits(self.root):
            start = commits.index(checkpoint.commit)
            self.skipped, self.last = checkpoint.submissions, checkpoint.last
        else:
            judge_genesis(State(memory, commits[0]), self.root)
        walk = Walk(memory, State(memory, commits[start]), self.root)
        self.proven = commits[start]
        rest = commits[start + 1 :]
        for at in range(0, len(rest), CHUNK):
            part = rest[at : at + CHUNK]
            self._read_ahead([walk.state.commit, *part])
            for step in walk.steps(part):
                self.steps.append(step)
                self.proven, self.last = step.commit, step.submission.id
            self.store.forget()
            if self.progress is not None:
                self.progress(at + len(part), len(rest))
        walk.finish()

    def _check_witnesses(self, checkpoint: Checkpoint | None, commits: list[str]) -> None:
        """What somebody has once seen on main must still be there."""
        seen = (
            [] if checkpoint is None or checkpoint.root != self.root.text else [checkpoint.commit]
        )
        passed = set(commits)
        for commit in (*seen, *self.printed):
            if commit not in passed:
                raise Refused("E-CUT", commit, "以前见过的这个提交不在现在的主分支上，后来的报送被截去或历史被改写了")  # fmt: skip

    def _read_ahead(self, commits: list[str]) -> None:
        """Read what the steps between these commits will ask for, in few large batches.

        What cannot be read is left for the step that needs it, so that the proof breaks there.
        """
        with contextlib.suppress(Refused):
            self._read_all(commits)

    def _read_all(self, commits: list[str]) -> None:
        trees = [self.store.commit(oid).tree for oid in commits]
        wanted: list[str] = []
        for edits in self.store.differences(list(pairwise(trees)), MAX_EDITS):
            nodes = (node for edit in edits or () for node in (edit.old, edit.new))
            wanted += (node.oid for node in nodes if node is not None and node.mode == "100644")
        self.store.want_blobs(wanted)


@cache
def kernel_digest() -> str:
    """The digest of the code that judges: a checkpoint of another kernel proves nothing."""
    here = Path(__file__).parent
    files = [path for room in KERNEL for path in sorted((here.parent / room).rglob("*.py"))]
    hasher = hashlib.sha256()
    for path in files:
        # All of the kernel: whatever judges more strictly since must look at everything again.
        hasher.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return f"sha256:{hasher.hexdigest()}"


def checkpoint_of(proof: HistoryProof, root: Root) -> Checkpoint:
    """The checkpoint to keep after a proof that held."""
    return Checkpoint(root.text, kernel_digest(), proof.proven_to, proof.submissions, proof.last)


def read_checkpoint(path: Path) -> Checkpoint | None:
    """The checkpoint in a file; None when there is none that can be read."""
    try:
        found = Checkpoint(**json.loads(path.read_text("utf-8")))
    # Unreadable is the same as none: then all is proven again, which is slow and never wrong.
    except (OSError, ValueError, TypeError, RecursionError):
        return None
    kinds = [type(value) for value in found]
    return found if kinds == [str, str, str, int, str] else None
