"""History: what is on main without approval, under, over or beside something approved."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.audit.state import MAX_WAITING
from tests.attacks.scene import BETTER_ROOM, JULY, SHEET, Scene, behind_its_back, edited
from tests.bureau import HEDONG, MAIN, ROOM_SUBMISSION, approvers_file, bureau
from tests.county import FILES, ROOM

STRAY = "ledger/2025-06/rooms/hedong.yml"


def approved(scene: Scene, message: str = "approved") -> str:
    scene.desk.submit()
    return scene.desk.commit(message)


def side_branch(scene: Scene) -> str:
    """An approved submission on a branch from main, and the desk back on main."""
    made = approved(scene)
    scene.desk.git("checkout", "--quiet", "--detach", scene.base)
    return made


def merged(scene: Scene, *parents: str, tree: str = "") -> str:
    """A merge commit made by hand; ``tree`` is the index as it stands by default."""
    git = scene.desk.git
    tree = tree or git("write-tree")
    names = [part for parent in parents for part in ("-p", parent)]
    made = git("commit-tree", tree, *names, "-m", "merge")
    git("checkout", "--quiet", "--force", "--detach", made)
    return made


def test_an_evil_merge_changes_the_approved_record(scene: Scene) -> None:
    branch = side_branch(scene)
    scene.desk.git("merge", "--quiet", "--no-ff", "--no-commit", branch)
    scene.desk.write(ROOM, BETTER_ROOM)
    scene.refused("E-CHANGE", SHEET)


def test_an_evil_merge_changes_another_record(scene: Scene) -> None:
    branch = side_branch(scene)
    scene.desk.git("merge", "--quiet", "--no-ff", "--no-commit", branch)
    scene.desk.write(HEDONG, edited(HEDONG, ("已办: 30", "已办: 1")))
    scene.refused("E-MIXED", HEDONG)


def test_an_evil_merge_adds_a_file_that_neither_side_has(scene: Scene) -> None:
    branch = side_branch(scene)
    scene.desk.git("merge", "--quiet", "--no-ff", "--no-commit", branch)
    scene.desk.write("ledger/2025-06/rooms/fazhi.yml", FILES[ROOM])
    scene.refused("E-MIXED", "ledger/2025-06/rooms/fazhi.yml")


def test_an_evil_merge_drops_what_was_approved_before(scene: Scene) -> None:
    branch = side_branch(scene)
    scene.desk.git("merge", "--quiet", "--no-ff", "--no-commit", branch)
    (scene.desk.folder / HEDONG).unlink()
    scene.refused("E-MIXED", HEDONG)


def test_a_merge_that_takes_nothing_of_the_branch(scene: Scene) -> None:
    branch = side_branch(scene)
    scene.desk.git("merge", "--quiet", "--no-ff", "--strategy=ours", branch)
    scene.refused("E-EMPTY", commit=False)


def test_a_merge_of_a_branch_without_approval(scene: Scene) -> None:
    scene.desk.write(ROOM, FILES[ROOM])
    branch = scene.desk.commit("no sheet")
    scene.desk.git("checkout", "--quiet", "--detach", scene.base)
    scene.desk.git("merge", "--quiet", "--no-ff", branch)
    scene.refused("E-NOSHEET", ROOM, commit=False)


def test_two_approved_submissions_in_one_merge(scene: Scene) -> None:
    approved(scene)
    scene.desk.submit("generator/x.py", "x = 1\n", "rules/software-1", "software")
    both = scene.desk.commit("two")
    scene.desk.git("checkout", "--quiet", "--detach", scene.base)
    scene.desk.git("merge", "--quiet", "--no-ff", both)
    scene.refused("E-SHEETS", "rules/approvals/software-1.json", commit=False)


def test_an_octopus_of_one_approved_and_one_unapproved_branch(scene: Scene) -> None:
    good = side_branch(scene)
    scene.desk.write(HEDONG, edited(HEDONG, ("已办: 30", "已办: 1")))
    bad = scene.desk.commit("bad")
    scene.desk.git("checkout", "--quiet", "--detach", scene.base)
    scene.desk.git("merge", "--quiet", "--no-ff", good, bad)
    scene.refused("E-MIXED", HEDONG, commit=False)


def test_a_foxtrot_merge_puts_the_branch_first(scene: Scene) -> None:
    """Main would go on along the branch: everything on it must have been approved, and is not."""
    git = scene.desk.git
    git("checkout", "--quiet", "--detach", f"{scene.base}^")
    scene.desk.write(ROOM, FILES[ROOM])
    scene.desk.commit("unapproved")
    git("merge", "--quiet", "--no-ff", scene.base)
    scene.refused("E-NOTFF", MAIN, commit=False, offline=False)
    proof = behind_its_back(scene)
    assert proof.refusal is not None
    assert (proof.refusal.code, proof.refusal.path) == ("E-MIXED", HEDONG)


def test_a_foxtrot_merge_of_an_approved_branch(scene: Scene) -> None:
    side_branch(scene)
    scene.desk.git("checkout", "--quiet", "--detach", f"{scene.base}^")
    scene.desk.submit(seen=scene.desk.git("rev-parse", "HEAD"))
    scene.desk.commit("approved")
    scene.desk.git("merge", "--quiet", "--no-ff", scene.base)
    scene.refused("E-NOTFF", MAIN, commit=False, offline=False)
    assert behind_its_back(scene).ok, "nothing unapproved; only a checkpoint shows the other order"


def test_a_new_root_with_the_same_tree(scene: Scene) -> None:
    tree = scene.desk.git("rev-parse", "HEAD^{tree}")
    merged(scene, tree=tree)
    scene.refused("E-NOTFF", MAIN, spec=f"+HEAD:{MAIN}", commit=False, offline=False)
    proof = behind_its_back(scene)
    assert proof.refusal is not None
    assert proof.refusal.code == "E-GENESIS"
    assert proof.proven_to == ""


def test_a_new_root_merged_under_main(scene: Scene) -> None:
    tree = scene.desk.git("rev-parse", "HEAD^{tree}")
    root = scene.desk.git("commit-tree", tree, "-m", "root")
    merged(scene, root, scene.base, tree=tree)
    scene.refused("E-NOTFF", MAIN, commit=False, offline=False)
    refusal = behind_its_back(scene).refusal
    assert refusal is not None
    assert refusal.code == "E-GENESIS"


def test_an_unapproved_commit_under_an_approved_one(scene: Scene) -> None:
    scene.desk.write(HEDONG, edited(HEDONG, ("已办: 30", "已办: 1")))
    scene.desk.commit("unapproved")
    scene.desk.submit()
    scene.refused("E-MIXED", HEDONG)


def test_an_unapproved_commit_on_top_of_an_approved_one(scene: Scene) -> None:
    approved(scene)
    scene.desk.write(HEDONG, edited(HEDONG, ("已办: 30", "已办: 1")))
    tip = scene.desk.commit("unapproved")
    line = scene.refused("E-NOSHEET", HEDONG, commit=False, offline=False)
    assert tip[:12] in line
    proof = behind_its_back(scene)
    assert proof.refusal is not None
    assert (proof.refusal.code, proof.refusal.path) == ("E-NOSHEET", HEDONG)
    assert [step.submission.id for step in proof.steps][-1] == ROOM_SUBMISSION


def test_an_unapproved_commit_is_reverted_before_the_approved_one(scene: Scene) -> None:
    scene.desk.write(HEDONG, edited(HEDONG, ("已办: 30", "已办: 1")))
    scene.desk.commit("unapproved")
    scene.desk.write(HEDONG, FILES[HEDONG])
    scene.desk.commit("as it was")
    scene.desk.submit()
    scene.refused("E-STRAY", HEDONG, words="夹带了没有送审的改动")


def test_an_unapproved_file_comes_and_goes_before_the_approved_one(scene: Scene) -> None:
    scene.desk.write(JULY, FILES[ROOM])
    scene.desk.commit("unapproved")
    (scene.desk.folder / JULY).unlink()
    scene.desk.submit()
    scene.refused("E-STRAY", JULY)


def test_rules_are_changed_and_changed_back_on_main(scene: Scene) -> None:
    rule = "rules/bureau.yml"
    scene.desk.write(rule, edited(rule, ("最少参排: 4", "最少参排: 3")))
    scene.desk.commit("unapproved")
    scene.desk.write(rule, FILES[rule])
    scene.desk.submit()
    scene.refused("E-STRAY", rule)


def test_approvers_are_changed_for_one_commit_only(scene: Scene) -> None:
    path = "rules/approvers.yml"
    before = scene.desk.read(path)
    scene.desk.write(path, before.replace("门槛: 2".encode(), "门槛: 3".encode()))
    scene.desk.commit("unapproved")
    scene.desk.write(path, before)
    scene.desk.submit()
    scene.refused("E-STRAY", path)


def test_a_sheet_is_gone_for_one_commit_only(scene: Scene) -> None:
    path = "ledger/2025-06/approvals/rooms-hedong-1.json"
    before = scene.desk.read(path)
    (scene.desk.folder / path).unlink()
    scene.desk.commit("gone")
    scene.desk.write(path, before)
    scene.desk.submit()
    scene.refused("E-APPEND", path, words="删去了")


def test_only_the_unapproved_half_of_a_branch_is_pushed(scene: Scene) -> None:
    scene.desk.write(ROOM, FILES[ROOM])
    scene.desk.commit("data")
    scene.refused("E-NOSHEET", ROOM, commit=False)
    scene.desk.submit()
    (scene.desk.folder / ROOM).unlink()
    scene.refused("E-EMPTY", SHEET)


def test_an_empty_commit_on_top(scene: Scene) -> None:
    approved(scene)
    scene.desk.commit("empty")
    scene.refused("E-EMPTY", commit=False, offline=False)
    refusal = behind_its_back(scene).refusal
    assert refusal is not None
    assert refusal.code == "E-EMPTY"


def test_more_commits_than_may_wait_before_the_approved_one(scene: Scene) -> None:
    tree = scene.desk.git("rev-parse", "HEAD^{tree}")
    tip = scene.base
    for number in range(MAX_WAITING):
        tip = scene.desk.git("commit-tree", tree, "-p", tip, "-m", str(number))
    scene.desk.git("checkout", "--quiet", "--detach", tip)
    approved(scene)
    assert behind_its_back(scene).ok, "so many may wait"
    one_more = scene.desk.git("commit-tree", tree, "-p", tip, "-m", "one more")
    scene.desk.git("checkout", "--quiet", "--detach", one_more)
    scene.desk.submit()
    scene.refused("E-EMPTY")


def test_what_one_bureau_has_approved_is_put_into_another(scene: Scene, tmp_path: Path) -> None:
    other = Scene(bureau(tmp_path / "other", approvers=approvers_file(day="2025-01-03")))
    approved(scene)
    for path in (ROOM, SHEET):
        other.desk.write(path, scene.desk.read(path))
    other.refused("E-SEEN", SHEET)
    other.desk.git("fetch", "--quiet", str(scene.desk.folder), "HEAD")
    other.desk.git("checkout", "--quiet", "--force", "--detach", "FETCH_HEAD")
    other.refused("E-NOTFF", MAIN, spec=f"+HEAD:{MAIN}", commit=False, offline=False)
    refusal = behind_its_back(other).refusal
    assert refusal is not None
    assert refusal.code == "E-GENESIS"


@pytest.mark.parametrize("parents", [1, 2])
def test_the_tree_of_an_older_state_is_put_on_top(scene: Scene, parents: int) -> None:
    old = scene.desk.git("rev-parse", f"{scene.base}^")
    tree = scene.desk.git("rev-parse", f"{old}^{{tree}}")
    merged(scene, *(scene.base, old)[:parents], tree=tree)
    path = "ledger/2025-06/approvals/rooms-hedong-1.json"
    scene.refused("E-APPEND", path, commit=False, words="删去了")
