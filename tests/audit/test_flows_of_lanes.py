"""The honest ways of rules, software, approvers, bulletins and what follows them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.approval.approvers_file import read as read_approvers
from generator.approval.refusal import Refused
from generator.audit.content import check_scheme
from generator.audit.git import Git
from generator.audit.history import prove
from generator.audit.install import install
from generator.checks.books import read_books
from generator.desk.clone import Copy
from generator.ledger.layout import correction_path
from generator.rules.periods import Period
from generator.scoring.closed.closing import close
from generator.scoring.standings import Scores
from tests.audit.flows import (
    HEDONG_SUBMISSION,
    accepted,
    apply,
    approvers_changed,
    closed,
    corrected,
    in_steps,
    reported,
    rules_changed,
    submitted,
)
from tests.bureau import (
    CLERK,
    HEDONG,
    LATE_HEDONG,
    MAIN,
    PEOPLE,
    ROOM_SUBMISSION,
    ROOTS,
    SIGNERS,
    Bureau,
    Desk,
    approvers_file,
    bureau,
    plain_git,
)
from tests.closed import (
    BETTER,
    CORRECTION,
    OBJECTION,
    W2,
    W2_LINE,
    correction,
    issued,
    objection,
    row,
)
from tests.county import FILES, ROOM


@pytest.fixture
def office(tmp_path: Path) -> Bureau:
    return bureau(tmp_path / "bureau")


# ── rules, approvers, software ──────────────────────────────────────────────────────────────


def test_rules(office: Bureau) -> None:
    rules_changed(office.desk())
    proof = office.prove()
    assert [step.submission.kind for step in proof.steps] == ["规则"]


def test_software(office: Bureau) -> None:
    desk = office.desk()
    new = dict.fromkeys(("generator/a.py", "generator/b/c.py", "README.md"), b"print('a')\n")
    for path, data in new.items():
        desk.write(path, data)
    submitted(desk, "software", "rules/software-1", new)
    accepted(desk, "rules/software-1", clone=False)
    (desk.folder / "generator/a.py").unlink()
    desk.write("README.md", b"2\n")
    submitted(desk, "software", "rules/software-2", dict.fromkeys(("generator/a.py", "README.md"), b""))  # fmt: skip
    accepted(desk, "rules/software-2")
    assert desk.at_main("generator/a.py") is None


def test_approvers_changed_by_two_roots_and_a_new_one_who_signs_too(office: Bureau) -> None:
    desk = office.desk()
    signers = (*SIGNERS["approvers"], ("060801", "治安大队领导"))
    second = approvers_changed(desk, roots=(*ROOTS, "060801"), signers=signers)
    assert office.prove().ok
    # Now that one counts as a root holder, and both replaced versions are kept.
    signers = (("060801", "治安大队领导"), ("060102", "政治委员"))
    approvers_changed(desk, 3, roots=(*ROOTS, "060801"), signers=signers)
    proof = office.prove()
    assert [step.submission.id for step in proof.steps] == [
        "rules/approvers-2",
        "rules/approvers-3",
    ]
    assert desk.at_main("rules/approvers/2.yml") == second.encode()


def test_records_after_a_change_of_keys(office: Bureau) -> None:
    """A new key signs from then on; what the old one had signed still proves."""
    desk = office.desk()
    reported(desk)
    clerk = PEOPLE[CLERK].__class__(CLERK, "王立", PEOPLE[CLERK].posts, ("061101-new",))
    approvers_changed(desk, people={**PEOPLE, CLERK: clerk})
    desk.submit(ROOM, FILES[ROOM].replace("已办: 18", "已办: 19"), "2025-06/rooms-chengguan-2", keys={0: "061101-new"}, day=6)  # fmt: skip
    desk.commit()
    accepted(desk, "2025-06/rooms-chengguan-2")


# ── after publication ───────────────────────────────────────────────────────────────────────


def test_a_bulletin_with_its_tag(office: Bureau) -> None:
    desk = office.desk()
    closed(desk)
    assert desk.push("HEAD:refs/tags/bulletin/rooms/2025-06").accepted
    assert "refs/tags/bulletin/rooms/2025-06" in office.refs()
    assert office.prove().submissions == 2


def test_a_bulletin_as_the_program_makes_it(office: Bureau) -> None:
    desk = office.desk()
    reported(desk)
    desk.submit(HEDONG, submission=HEDONG_SUBMISSION, signers=SIGNERS["hedong"])
    desk.commit()
    accepted(desk, HEDONG_SUBMISSION, clone=False)
    files = {**desk.files_of_main("rules"), **desk.files_of_main("ledger")}
    books, _ = read_books(files)
    assert books is not None
    scheme = books.rulebook.schemes["rooms"]
    made = close(books, Scores(books), files, scheme, Period("2025-06"))
    assert isinstance(made, dict), made
    for path, data in made.items():
        desk.write(path, data)
    submitted(desk, "bulletin", "2025-06/bulletin-rooms-1", made, day=10)
    accepted(desk, "2025-06/bulletin-rooms-1")


def test_a_tag_names_nothing_that_was_only_on_its_way(office: Bureau) -> None:
    """A branch put onto main commit by commit brings its drafts along."""
    desk = office.desk()
    in_steps(desk)
    chain = desk.git("rev-list", "--reverse", "origin/main..HEAD").split()
    accepted(desk, ROOM_SUBMISSION, clone=False)
    tag = "refs/tags/bulletin/rooms/2025-06"
    for commit in chain:
        assert desk.push(f"{commit}:{tag}").codes == ["E-REF"]


def test_a_tag_cannot_be_taken_before_its_bulletin_is_published(office: Bureau) -> None:
    """It could never be moved again."""
    desk = office.desk()
    reported(desk)
    tag = "refs/tags/bulletin/rooms/2025-06"
    assert desk.push(f"origin/main:{tag}").codes == ["E-REF"]
    submitted(desk, "bulletin", "2025-06/bulletin-rooms-1", apply(desk, issued()), day=10)
    accepted(desk, "2025-06/bulletin-rooms-1", clone=False)
    assert desk.push("HEAD:refs/tags/bulletin/rooms/2025-05").codes == ["E-REF"]
    assert desk.push(f"HEAD:{tag}").accepted


def test_a_lane_takes_no_record_of_a_scheme_that_came_after_it(office: Bureau) -> None:
    """Else the closed months of that scheme would lie open: the lane's path is wide, its scheme one."""
    wide = approvers_file().replace("ledger/*/rooms/*.yml", "ledger/*/*/*.yml")
    approvers, _ = read_approvers(wide.encode())
    assert approvers is not None
    copy = Copy(office.desk().folder)
    with pytest.raises(Refused, match="积分制写的是 rooms，这里是 team 的记录"):
        check_scheme("ledger/2025-06/team/chengguan.yml", approvers.lanes[0], copy.state())
    copy.close()


def test_main_and_tag_in_one_push(office: Bureau) -> None:
    desk = office.desk()
    reported(desk)
    submitted(desk, "bulletin", "2025-06/bulletin-rooms-1", apply(desk, issued()), day=10)
    pushed = desk.push(f"HEAD:{MAIN} HEAD:refs/tags/bulletin/rooms/2025-06")
    assert pushed.accepted, pushed.said
    assert office.prove().submissions == 2


def test_a_correction_after_the_close(office: Bureau) -> None:
    desk = office.desk()
    closed(desk)
    new = apply(desk, corrected, correction(row(W2_LINE, W2, BETTER)))
    assert set(new) == {ROOM, CORRECTION}
    submitted(desk, "correction", "2025-06/correction-rooms-chengguan-1-1", new, day=14)
    (found,) = accepted(desk, "2025-06/correction-rooms-chengguan-1-1")
    assert (found.lane, found.unit) == ("correction", "chengguan")
    assert b"\xe5\xb7\xb2\xe5\x8a\x9e: 19" in (desk.at_main(ROOM) or b"")


def test_a_whole_file_reported_after_the_close(office: Bureau) -> None:
    desk = office.desk()
    closed(desk)
    late = FILES[HEDONG].encode()

    def added(files: dict[str, bytes]) -> None:
        files[HEDONG] = late

    note = correction(记录=HEDONG, 整份="补报", 理由="河东派出所漏报", 依据="督察通报5")
    new = apply(desk, added, note)
    assert set(new) == {HEDONG, correction_path(HEDONG, 1)}
    number = "2025-06/correction-rooms-hedong-1-1"
    submitted(desk, "correction", number, new, day=14, signers=LATE_HEDONG)
    accepted(desk, "2025-06/correction-rooms-hedong-1-1")
    assert desk.at_main(HEDONG) == late


def test_an_objection_moves_on(office: Bureau) -> None:
    desk = office.desk()
    closed(desk)
    steps: list[str] = []
    way = ("已提交", "已受理", "复核中", "成立", "已告知")
    for number, state in enumerate(way, 1):
        steps.append(f"{state} 2025-07-{14 + number}")
        more = {"结论说明": "漏计一户，应当更正"} if number > 3 else {}
        new = apply(desk, objection(*steps, **more))
        assert set(new) == {OBJECTION}
        submitted(
            desk,
            "objection",
            f"2025-06/objection-rooms-cg-dongmen-20250715-b290c3b6-{number}",
            new,
            day=14 + number,
        )
        accepted(
            desk, f"2025-06/objection-rooms-cg-dongmen-20250715-b290c3b6-{number}", clone=False
        )
    assert office.prove().submissions == 2 + len(way)


# ── whole histories ─────────────────────────────────────────────────────────────────────────


def busy(office: Bureau) -> Desk:
    """A history with something of everything."""
    desk = office.desk()
    closed(desk)
    rules_changed(desk)
    approvers_changed(desk)
    new = apply(desk, corrected, correction(row(W2_LINE, W2, BETTER)))
    submitted(desk, "correction", "2025-06/correction-rooms-chengguan-1-1", new, day=14)
    accepted(desk, "2025-06/correction-rooms-chengguan-1-1", clone=False)
    return desk


def test_a_whole_history_restored_into_an_empty_repository_by_one_push(
    office: Bureau, tmp_path: Path
) -> None:
    desk = busy(office)
    bare = tmp_path / "restored.git"
    plain_git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", str(bare))
    install(bare, office.root)
    said = desk.git("push", str(bare), f"origin/main:{MAIN}", check=False)
    assert said.startswith("ok "), said
    copy = tmp_path / "copy"
    plain_git(tmp_path, "clone", "--quiet", str(bare), str(copy))
    there = prove(Git(copy), office.root, "origin/main")
    assert there.ok
    assert there == office.prove()
    assert there.submissions == 5
    # The restored repository goes on as the old one would have.
    shutil.rmtree(office.bare)
    bare.rename(office.bare)
    install(office.bare, office.root)
    desk.fetch()
    desk.submit(HEDONG.replace("2025-06", "2025-07"), FILES[HEDONG].replace("月份: 2025-06", "月份: 2025-07").replace("2025-07-01", "2025-08-01"), "2025-07/rooms-hedong-1", signers=SIGNERS["hedong"], day=20)  # fmt: skip
    desk.commit()
    accepted(desk, "2025-07/rooms-hedong-1")
