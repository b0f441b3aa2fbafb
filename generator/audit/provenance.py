"""Provenance: which submission and which commit of main brought each file of the ledger.

``provenance`` asks git once for the whole of main.  It is information and no proof; ``proven`` makes
the same map of a history that was proven.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from generator.approval.lanes import is_sheet, submission_id
from generator.approval.statement import NOTHING
from generator.audit.chain import merged_by
from generator.audit.git import Git
from generator.audit.history import HistoryProof


class Origin(NamedTuple):
    """Where the present content of a file comes from."""

    submission: str
    """Empty, as is the sheet's path, when no sheet came with the file."""
    sheet_path: str
    commit: str
    """The commit of main."""
    merged: str
    """The branch that was merged by it; empty where it is no merge."""


Origins = dict[str, Origin]
"""Path → origin of every file below ``ledger/`` that is no sheet."""


class Landed(NamedTuple):
    """A commit of main, and what differs from its first parent: path → whether it is there now."""

    oid: str
    merged: str
    paths: dict[str, bool]


_PLAIN = ("-c", "log.showRoot=true", "-c", "log.showSignature=false", "-c", "log.diffMerges=separate")  # fmt: skip
_LOG = ("log", "--first-parent", "-m", "--raw", "-z", "--no-renames", "--full-index", "--format=%H %P")  # fmt: skip
"""Commits and changes as fields that end in a zero byte, so that no path can pass for another field."""


def provenance(git: Git, tip: str = "HEAD") -> Origins:
    """The origin of every file of the ledger as of ``tip``; raises ``GitError``.

    A file belongs to the first sheet that was finished in its commit or after it: a branch may
    come to main commit by commit, and a sheet is not touched any more once it is approved.
    """
    said = git.run(*_PLAIN, *_LOG, "--end-of-options", tip).decode("utf-8", "surrogateescape")
    newest_first = list(_landed(said.split("\0")))
    finished = _finished(newest_first)
    origins: Origins = {}
    waiting: set[str] = set()
    for oid, merged, paths in reversed(newest_first):
        sheet = finished.get(oid, "")
        for path, there in paths.items():
            if not path.startswith("ledger/") or is_sheet(path):
                continue
            origins.pop(path, None)
            waiting.discard(path)
            if there:
                origins[path] = Origin("", "", oid, merged)
                waiting.add(path)
        if sheet:
            origin = Origin(submission_id(sheet), sheet, oid, merged)
            origins.update(dict.fromkeys(waiting, origin))
            waiting.clear()
    return origins


def proven(proof: HistoryProof) -> Origins:
    """The same of a proven history; since the checkpoint only, if the proof began at one."""
    origins: Origins = {}
    for step in proof.steps:
        made = step.submission
        for change in made.changes:
            if change.path.startswith("ledger/"):
                origins.pop(change.path, None)
                if change.new != NOTHING:
                    origins[change.path] = Origin(
                        made.id, made.sheet_path, step.commit, step.merged
                    )
    return origins


def _landed(fields: Iterable[str]) -> Iterator[Landed]:
    rest = iter(fields)
    found: Landed | None = None
    for written in rest:
        field = written.lstrip("\n")
        if field.startswith(":"):
            assert found is not None
            found.paths[next(rest)] = not field.endswith("D")
        elif field:
            if found is not None:
                yield found
            oid, *parents = field.split()
            found = Landed(oid, merged_by(parents), {})
    if found is not None:
        yield found


def _finished(newest_first: Iterable[Landed]) -> dict[str, str]:
    """Commit → the sheet that no later commit has touched."""
    seen: set[str] = set()
    finished: dict[str, str] = {}
    for oid, _, paths in newest_first:
        for path in sorted(path for path in paths if is_sheet(path) and path not in seen):
            seen.add(path)
            if paths[path]:
                finished.setdefault(oid, path)
    return finished
