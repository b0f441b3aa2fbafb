"""Steps of honest flows: branches as they grow, buttons of a forge, submissions of every lane."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from generator.approval import sheet as sheets
from generator.approval.routes import sheet_path_of
from generator.approval.statement import Statement
from generator.audit.judge import Submission
from generator.text.digests import of_bytes
from tests.bureau import (
    ROOM_SUBMISSION,
    SIGNERS,
    Desk,
    approvers_file,
    plain_git,
)
from tests.closed import (
    BETTER,
    BULLETIN,
    STANDINGS,
    W2,
    W2_LINE,
    issued,
)
from tests.county import CALENDAR, FILES, ROOM

HEDONG_SUBMISSION = "2025-06/rooms-hedong-1"
Entries = list[tuple[Statement, str]]


def sheet(desk: Desk, submission: str, entries: Entries) -> None:
    desk.write(sheet_path_of(submission), sheets.write(entries))


def in_steps(
    desk: Desk,
    path: str = ROOM,
    submission: str = ROOM_SUBMISSION,
    signers: Sequence[tuple[str, str]] = SIGNERS["rooms"],
) -> str:
    """A branch as it grows: the record, then each level's signature, each in its own commit."""
    name = f"submit/{submission.replace('/', '-')}"
    desk.branch(name)
    desk.write(path, FILES[path])
    entries = desk.round(submission, "rooms", [path], signers)
    desk.commit("record")
    for count in range(1, len(entries) + 1):
        sheet(desk, submission, entries[:count])
        desk.commit(f"level {count - 1}")
    return name


def merged(desk: Desk, branch: str) -> None:
    """What the merge button makes of a branch."""
    desk.fetch()
    desk.git("checkout", "--quiet", "--detach", "origin/main")
    desk.git("merge", "--quiet", "--no-ff", "--message", f"Merge {branch}", branch)


def rebased(desk: Desk, branch: str) -> None:
    """What the button for a rebase makes of it: the same changes in new commits."""
    desk.fetch()
    desk.git("checkout", "--quiet", "--detach", branch)
    later = {"GIT_COMMITTER_DATE": "2025-07-20T10:00:00+08:00", "GIT_COMMITTER_NAME": "forge"}
    plain_git(desk.folder, "rebase", "--quiet", "--force-rebase", "origin/main", env=later)


def accepted(desk: Desk, *ids: str, clone: bool = True) -> tuple[Submission, ...]:
    """Push, and see what is new to an auditor: exactly these submissions, in this order."""
    before = desk.main
    pushed = desk.push()
    assert pushed.accepted, pushed.said
    desk.fetch()
    folder = desk.bureau.desk().folder if clone else desk.folder
    proof = desk.bureau.prove(folder)
    assert proof.ok, proof.refusal
    assert proof.proven_to == proof.tip == desk.main
    past = set(plain_git(desk.folder, "rev-list", "--first-parent", before).split())
    new = tuple(step.submission for step in proof.steps if step.commit not in past)
    assert tuple(each.id for each in new) == ids
    return new


def apply(desk: Desk, *changes: Any) -> dict[str, bytes]:
    """Changes of ``closed.py`` written into the work tree; the files that differ from main."""
    before = {**desk.files_of_main("rules"), **desk.files_of_main("ledger")}
    after = dict(before)
    for change in changes:
        change(after)
    new = {path: data for path, data in after.items() if before.get(path) != data}
    for path, data in new.items():
        desk.write(path, data)
    return new


def submitted(desk: Desk, lane: str, submission: str, new: Mapping[str, bytes], **more: Any) -> str:
    """The whole sheet of a change, committed on main."""
    signers = more.pop("signers", SIGNERS[lane])
    sheet(desk, submission, desk.round(submission, lane, list(new), signers, **more))
    return desk.commit(submission)


def reported(desk: Desk) -> None:
    """The record of 城关 on main."""
    desk.git("checkout", "--quiet", "--detach", "origin/main")
    desk.submit()
    desk.commit()
    accepted(desk, ROOM_SUBMISSION, clone=False)


def closed(desk: Desk) -> None:
    """The bulletin of the month on main."""
    reported(desk)
    new = apply(desk, issued())
    assert set(new) == {BULLETIN, STANDINGS}
    submitted(desk, "bulletin", "2025-06/bulletin-rooms-1", new, day=10)
    accepted(desk, "2025-06/bulletin-rooms-1", clone=False)


HOLIDAY = (CALENDAR, "2025-06-02", "2025-06-03")
"""A change of the rules that bears on nobody's numbers."""


def rules_changed(desk: Desk, change: tuple[str, str, str] = HOLIDAY) -> None:
    desk.git("checkout", "--quiet", "--detach", "origin/main")
    path, before, after = change
    new = {path: FILES[path].replace(before, after).encode()}
    desk.write(path, new[path])
    submitted(desk, "rules", "rules/rules-1", new)
    accepted(desk, "rules/rules-1", clone=False)


def approvers_changed(desk: Desk, version: int = 2, **facts: Any) -> str:
    """A next version with its archive file, signed by two root holders and whoever is new."""
    desk.git("checkout", "--quiet", "--detach", "origin/main")
    old = desk.at_main("rules/approvers.yml")
    assert old is not None
    signers = facts.pop("signers", SIGNERS["approvers"])
    more = facts.pop("round", {})
    text = approvers_file(version=version, previous=of_bytes(old), day="2025-07-03", **facts)
    new = {"rules/approvers.yml": text.encode(), f"rules/approvers/{version - 1}.yml": old}
    for path, data in new.items():
        desk.write(path, data)
    submitted(desk, "approvers", f"rules/approvers-{version}", new, signers=signers, **more)
    accepted(desk, f"rules/approvers-{version}", clone=False)
    return text


def corrected(files: dict[str, bytes]) -> None:
    text = files[ROOM].decode()
    assert text.split("\n")[W2_LINE - 1].strip() == W2
    files[ROOM] = text.replace(W2, BETTER).encode()
