"""Where each file comes from: one pass over git's record says what the proof says."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.approval.lanes import sheet_path_of
from generator.audit.git import Git
from generator.audit.provenance import Origin, Origins, proven, provenance
from tests.audit.flows import (
    HEDONG_SUBMISSION,
    apply,
    closed,
    corrected,
    in_steps,
    merged,
    rebased,
    submitted,
)
from tests.bureau import HEDONG, ROOM_SUBMISSION, SIGNERS, Bureau, Desk, bureau, plain_git
from tests.closed import BETTER, BULLETIN, CORRECTION, STANDINGS, W2, W2_LINE, correction, row
from tests.county import FILES, ROOM

SECOND = "2025-06/rooms-chengguan-2"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    office: Bureau = bureau(tmp_path / "bureau")
    return office.desk()


def pushed(desk: Desk) -> Origins:
    """The map after a push, which the proof confirms."""
    done = desk.push()
    assert done.accepted, done.said
    desk.fetch()
    found = provenance(Git(desk.folder), "origin/main")
    proof = desk.bureau.prove(desk.folder)
    assert proof.ok, proof.refusal
    assert found == proven(proof)
    return found


def origin(submission: str, commit: str, merged_branch: str = "") -> Origin:
    return Origin(submission, sheet_path_of(submission), commit, merged_branch)


def test_a_merge_names_the_commit_and_the_branch(desk: Desk) -> None:
    branch = in_steps(desk)
    tip = desk.head
    merged(desk, branch)
    assert pushed(desk) == {ROOM: origin(ROOM_SUBMISSION, desk.main, tip)}


def test_a_squash_names_the_commit_alone(desk: Desk) -> None:
    branch = in_steps(desk)
    desk.git("checkout", "--quiet", "--detach", "origin/main")
    desk.git("merge", "--quiet", "--squash", branch)
    desk.commit("Squashed")
    assert pushed(desk) == {ROOM: origin(ROOM_SUBMISSION, desk.main)}


def test_a_fast_forward_chain_belongs_to_the_last_signature(desk: Desk) -> None:
    in_steps(desk)
    assert pushed(desk) == {ROOM: origin(ROOM_SUBMISSION, desk.main)}
    first = desk.main
    in_steps(desk, HEDONG, HEDONG_SUBMISSION, SIGNERS["hedong"])
    assert pushed(desk) == {
        ROOM: origin(ROOM_SUBMISSION, first),
        HEDONG: origin(HEDONG_SUBMISSION, desk.main),
    }


def test_a_rebase_and_a_merge_in_one_push(desk: Desk) -> None:
    hedong = in_steps(desk, HEDONG, HEDONG_SUBMISSION, SIGNERS["hedong"])
    rebased(desk, in_steps(desk))
    chain = desk.head
    desk.git("merge", "--quiet", "--no-ff", "--message", "Merge", hedong)
    found = pushed(desk)
    assert found[ROOM].commit == chain
    assert found[HEDONG] == origin(HEDONG_SUBMISSION, desk.main, desk.git("rev-parse", hedong))


def test_the_newest_submission_counts(desk: Desk) -> None:
    desk.submit()
    desk.commit()
    pushed(desk)
    desk.submit(ROOM, FILES[ROOM].replace("已办: 18", "已办: 19"), SECOND)
    desk.commit()
    assert pushed(desk) == {ROOM: origin(SECOND, desk.main)}


def test_a_bulletin_and_a_correction(desk: Desk) -> None:
    closed(desk)
    bulletin = origin("2025-06/bulletin-rooms-1", desk.main)
    new = apply(desk, corrected, correction(row(W2_LINE, W2, BETTER)))
    submitted(desk, "correction", "2025-06/correction-0001-1", new, day=14)
    found = pushed(desk)
    made = origin("2025-06/correction-0001-1", desk.main)
    assert found == {BULLETIN: bulletin, STANDINGS: bulletin, CORRECTION: made, ROOM: made}


# ── what no gate has seen ───────────────────────────────────────────────────────────────────


def alone(tmp_path: Path) -> Desk:
    """A repository without a server."""
    folder = tmp_path / "alone"
    folder.mkdir()
    plain_git(folder, "init", "--quiet", "--initial-branch=main")
    return Desk(Bureau.__new__(Bureau), folder)


def test_a_file_without_a_sheet_has_a_commit_and_no_submission(tmp_path: Path) -> None:
    desk = alone(tmp_path)
    desk.write(ROOM, "x\n")
    desk.write("rules/bureau.yml", "y\n")
    commit = desk.commit()
    assert provenance(Git(desk.folder)) == {ROOM: Origin("", "", commit, "")}


def test_what_was_removed_is_not_listed(tmp_path: Path) -> None:
    desk = alone(tmp_path)
    desk.write(ROOM, "x\n")
    desk.write(sheet_path_of(ROOM_SUBMISSION), "[]\n")
    desk.write(HEDONG, "x\n")
    first = desk.commit()
    desk.git("rm", "--quiet", HEDONG)
    desk.commit()
    assert provenance(Git(desk.folder)) == {ROOM: origin(ROOM_SUBMISSION, first)}


def test_names_cannot_pass_for_commits_and_settings_change_nothing(tmp_path: Path) -> None:
    desk = alone(tmp_path)
    odd = ("ledger/\n:a", f"ledger/{'0' * 40} {'1' * 40}", "ledger/表 \t.yml", "ledger/\udcff")
    for path in odd:
        desk.write(path, "x\n")
    commit = desk.commit()
    for setting in ("log.showSignature", "diff.renames", "log.showRoot", "core.quotePath"):
        desk.git("config", setting, "false" if setting == "log.showRoot" else "true")
    desk.git("config", "log.diffMerges", "off")
    assert provenance(Git(desk.folder)) == {path: Origin("", "", commit, "") for path in odd}
