"""Main as a chain of approved steps: the walk that hook and verifier share, and what a push may do.

A step may be one commit (a merge, a squash) or several (a branch put onto main commit by commit):
commits that are no approved step by themselves wait, at most ``MAX_WAITING`` of them, until one is
reached that is, seen from the last approved state.  What waited may have touched nothing but the
paths that were then approved.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from generator.approval.refusal import Refusal, Refused
from generator.approval.root import Root
from generator.audit.admission import check_edit
from generator.audit.content import Paths
from generator.audit.git import Git
from generator.audit.judge import Circumstances, Submission, judge, judge_genesis
from generator.audit.kept import Kept
from generator.audit.objects import MAX_EDITS, Store
from generator.audit.state import LONGEST_STEP, MAX_WAITING, Memory, State
from generator.ledger.layout import bulletin_path, in_force
from generator.rules.periods import Period

# A county files about a thousand reports a year: what is more is no push but a restored history.
MAX_STEPS = 1000
"""Commits that one push may add to main."""
MAX_RESTORED = 1_000_000
"""Commits of a whole history that may be put into an empty repository."""


@dataclass(frozen=True, slots=True)
class Step:
    """An approved step: the commit with which main reached it, and what it brought."""

    commit: str
    submission: Submission


class Walk:
    """Goes along main from an approved state; ``state`` is always the last approved one."""

    def __init__(self, memory: Memory, start: State, root: Root) -> None:
        self.memory, self.state, self.root = memory, start, root
        self.past = Past(memory.store, start.commit)
        self.latest = latest()
        self.waiting: list[State] = []
        self.first: Refusal | None = None
        """Why the oldest waiting commit is no step."""
        self.last: Refusal | None = None
        """Why the newest one is none."""

    def steps(self, commits: Sequence[str]) -> Iterator[Step]:
        """The approved steps among commits given oldest first; raises ``Refused`` at a dead end.

        Commits that still wait at the end are left in ``waiting``.
        """
        for oid in commits:
            state = State(self.memory, oid)
            try:
                submission = judge(
                    self.state, state, Circumstances(self.root, self.past, self.latest)
                )
            except Refused as refused:
                refusal = replace(refused.refusal, commit=oid)
                # Nothing that comes later makes these right again.
                if refusal.code in ("E-OBJECT", "E-APPEND"):
                    raise Refused.of(refusal) from None
                self.first = self.first or refusal
                self.waiting.append(state)
                if len(self.waiting) > MAX_WAITING:
                    raise Refused.of(self.first) from None
                self.last = refusal
                continue
            self._check_waiting(submission)
            self.past.add([*(each.commit for each in self.waiting), oid])
            self.state, self.waiting, self.first = state, [], None
            yield Step(oid, submission)

    def finish(self) -> None:
        """Main must end in an approved state; raises ``Refused`` with the reason it does not."""
        if self.waiting and self.last is not None:
            raise Refused.of(self.last)

    def _check_waiting(self, submission: Submission) -> None:
        """What waited touched nothing but what was then approved, and nothing that may not lie here."""
        store = self.memory.store
        pairs = [(self.state.tree, state.tree) for state in self.waiting]
        for state, edits in zip(self.waiting, store.differences(pairs, MAX_EDITS), strict=True):
            strays = [e.path for e in edits or [] if e.path not in submission.paths]
            try:
                if edits is None or strays:
                    path = strays[0] if strays else ""
                    raise Refused("E-STRAY", path, "这个提交里夹带了没有送审的改动")  # noqa: TRY301 - told below
                for edit in edits:
                    check_edit(edit, store)
            except Refused as refused:
                raise Refused.of(replace(refused.refusal, commit=state.commit)) from None


def latest() -> date:
    """The last day that it may be anywhere; nothing is signed later."""
    return datetime.now(UTC).date() + timedelta(days=1)


class Past:
    """The commits that main has passed through, up to the last approved state.

    First parents are read only as far back as is asked.
    """

    def __init__(self, store: Store, tip: str) -> None:
        self.store = store
        self.number = {tip: 0}
        """Commit → its place: those before the tip count down, those after it up."""
        self.oldest: str | None = tip

    def add(self, commits: Iterable[str]) -> None:
        """Main has gone on."""
        first = max(self.number.values()) + 1
        self.number |= {commit: place for place, commit in enumerate(commits, first)}

    def __contains__(self, commit: object) -> bool:
        while commit not in self.number and self.oldest is not None:
            place = self.number[self.oldest]
            parents = self.store.commit(self.oldest).parents
            self.oldest = parents[0] if parents else None
            if self.oldest is not None:
                self.number[self.oldest] = place - 1
        return commit in self.number

    def since(self, commit: str) -> list[str]:
        """The commits from one of them on, newest first."""
        first = self.number[commit]
        own = (each for each, place in self.number.items() if place >= first)
        return sorted(own, key=self.number.__getitem__, reverse=True)


def back_to(store: Store, tip: str, goal: str | None, limit: int, hint: Sequence[str] = ()) -> list[str] | None:  # fmt: skip
    """First parents from ``tip`` (included) back to ``goal`` (left out), oldest first.

    ``goal`` None goes back to the commit without parents, which is included.  None when the goal
    is not among them; raises ``Refused`` after ``limit`` commits.  ``hint`` are ids that may be read in one go.
    """
    store.want_commits(hint)
    found: list[str] = []
    oid: str | None = tip
    while oid is not None and oid != goal:
        if len(found) == limit:
            raise Refused("E-LIMIT", "", f"一次给主分支加了 {limit} 个以上的提交")
        found.append(oid)
        parents = store.commit(oid).parents
        oid = parents[0] if parents else None
    if oid != goal:
        return None
    return found[::-1]


# ── what a push may do to main ──────────────────────────────────────────────────────────────────


def check_main(
    git: Git, store: Store, root: Root, old: str | None, new: str, kept: Kept | None = None
) -> None:
    """Main may go from ``old`` (None: there is no main yet) to ``new``; raises ``Refused``."""
    memory = Memory(store, kept=kept)
    if old is None:
        ids = git.text("rev-list", "--first-parent", new).split()
        commits = back_to(store, new, None, MAX_RESTORED, ids) or []
        start = State(memory, commits[0])
        judge_genesis(start, root)
        walk, commits = Walk(memory, start, root), commits[1:]
    else:
        found = back_to(store, new, old, MAX_STEPS)
        if found is None:
            raise Refused(
                "E-NOTFF", root.branch, "新的主分支不是从现在的主分支沿第一父提交接下来的"
            )
        commits = found
        walk = Walk(memory, State(memory, old), root)
    start = walk.state
    brought = [step.submission for step in walk.steps(commits)]
    walk.finish()
    if (
        old is not None
    ):  # a whole history that is put back is proven as it is, and verified afterwards
        from generator.audit.laws import obey  # noqa: PLC0415 - where there is no gate nobody asks

        paths = {change.path for each in brought for change in each.changes}
        obey(start, walk.state, {each.kind for each in brought}, sorted(paths))


def has_approved(store: Store, root: Root, main: str, commit: str) -> bool:
    """Whether main has gone through a commit, and an approved step ended with it.

    In between, main may have passed through drafts of what was approved in the end.
    """
    if commit not in Past(store, main):
        return False
    memory = Memory(store)
    before = commit
    for _ in range(LONGEST_STEP):
        parents = store.commit(before).parents
        if not parents:
            break
        before = parents[0]
        with contextlib.suppress(Refused):
            facts = Circumstances(root, Past(store, before))
            judge(State(memory, before), State(memory, commit), facts)
            return True
    return commit == root.genesis


def has_published(store: Store, root: Root, main: str, commit: str, tag: str) -> bool:
    """Whether a commit is an approved one of main and holds the bulletin that the tag names."""
    scheme, _, code = tag.removeprefix("refs/tags/bulletin/").partition("/")
    code, _, edition = code.partition("-v")
    period = Period.parse(code)
    if period is None or not has_approved(store, root, main, commit):
        return False
    path = bulletin_path(scheme, period, int(edition or 1))
    return in_force(scheme, period, Paths(State(Memory(store), commit))) == path
