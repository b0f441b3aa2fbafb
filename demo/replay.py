"""Replaying: a branch for each submission, a commit for each signature, a merge; then a push.

The commits are written through ``git fast-import``, because hundreds of them are to be there in
seconds; the push goes through the gate like any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from demo.stage import MAIN, Stage, run
from demo.story import Told
from demo.submissions import Entries, ReplayedSubmission, sheet_of
from generator.approval.statement import DECISIONS

FORGE = "代码平台 <forge@qingling.example>"


def replay(stage: Stage, forge: Path, submissions: Sequence[ReplayedSubmission]) -> Told:
    """Put these submissions onto main, one merge after another, and push them in one go."""
    tip = stage.main
    given = b"".join(_stream(stage, submissions, tip))
    made = run(forge, "git", "fast-import", "--quiet", "--force", given=given)
    stage.story.expect(made.code == 0, "git fast-import 没有成功", made)
    pushed = run(forge, "git", "push", "--quiet", "origin", f"{MAIN}:{MAIN}")
    stage.story.expect(pushed.code == 0, "闸门没有收下这一批报送", pushed)
    return pushed


def _stream(stage: Stage, submissions: Sequence[ReplayedSubmission], tip: str) -> Iterator[bytes]:
    mark, main = 0, tip
    for submission in submissions:
        entries = submission.bound(tip)
        parent = tip
        for number, (statement, _) in enumerate(entries, 1):
            mark += 1
            name = stage.approvers.persons[statement.person].name
            who = f"{name} <{statement.person}@qingling.example>"
            what = f"{DECISIONS[statement.decision]} {submission.id}（第 {statement.level} 级）"
            yield _commit(f"refs/heads/{submission.branch}", mark, who, statement.moment, what)
            yield f"from {parent}\n".encode()
            yield from _files(submission, entries[:number])
            parent = f":{mark}"
        mark += 1
        when = submission.moment + timedelta(minutes=5)
        yield _commit(MAIN, mark, FORGE, when, f"合并 {submission.id}")
        yield f"from {main}\nmerge {parent}\n".encode()
        yield from _files(submission, entries)
        main = f":{mark}"


def _commit(ref: str, mark: int, who: str, when: datetime, message: str) -> bytes:
    zone = when.strftime("%z")
    said = f"{message}\n".encode()
    head = f"commit {ref}\nmark :{mark}\nauthor {who} {int(when.timestamp())} {zone}\n"
    tail = f"committer {who} {int(when.timestamp())} {zone}\ndata {len(said)}\n"
    return f"{head}{tail}".encode() + said + b"\n"


def _files(submission: ReplayedSubmission, entries: Entries) -> Iterator[bytes]:
    """What is about to be approved, and the sheet as far as it is signed."""
    files = submission.files(entries[-1][0]) | {submission.sheet_path: sheet_of(entries)}
    for path, data in files.items():
        yield f"M 100644 inline {path}\ndata {len(data)}\n".encode() + data + b"\n"
