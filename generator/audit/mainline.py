"""What a push may do to main: add approved steps, or restore a whole proven history."""

from __future__ import annotations

import contextlib

from generator.approval.refusal import Refused
from generator.approval.root import Root
from generator.audit.chain import MAX_STEPS, Past, Walk, back_to
from generator.audit.git import Git
from generator.audit.judge import Circumstances, judge, judge_genesis
from generator.audit.objects import Store
from generator.audit.state import LONGEST_STEP, Memory, State
from generator.ledger.layout import bulletin_path
from generator.rules.periods import Period

MAX_RESTORED = 1_000_000
"""Commits of a whole history that may be put into an empty repository."""


def check_main(git: Git, store: Store, root: Root, old: str | None, new: str) -> None:
    """Main may go from ``old`` (None: there is no main yet) to ``new``; raises ``Refused``."""
    memory = Memory(store)
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
    for _ in walk.steps(commits):
        pass
    walk.finish()


def has_approved(store: Store, root: Root, main: str, commit: str) -> bool:
    """Whether main has gone through a commit, and an approved step ended with it.

    In between, main may have passed through drafts of what was approved in the end.
    """
    if not Past(store, main)(commit):
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
    period = Period.parse(code)
    if period is None or not has_approved(store, root, main, commit):
        return False
    return State(Memory(store), commit).exists(bulletin_path(scheme, period))
