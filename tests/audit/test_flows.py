"""The honest ways to main: accepted by the real hook, proven in a fresh clone."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from generator.audit import sheet as sheets
from generator.audit.git import Git
from generator.audit.history import prove
from generator.audit.install import install
from generator.audit.judge import Submission
from generator.audit.lanes import sheet_path_of
from generator.audit.statement import REJECT, Statement
from generator.intake.books import read_books
from generator.intake.digests import of_bytes
from generator.intake.periods import Period
from generator.scoring.closing import close
from generator.scoring.standings import Scores
from tests.bureau import (
    CHARGE,
    CLERK,
    HEAD,
    HEDONG,
    MAIN,
    PEOPLE,
    ROOM_SUBMISSION,
    ROOTS,
    SIGNERS,
    ZHIAN,
    Bureau,
    Desk,
    approvers_file,
    bureau,
    click,
    plain_git,
)
from tests.closed import (
    BETTER,
    BULLETIN,
    CORRECTION,
    OBJECTION,
    STANDINGS,
    W2,
    W2_LINE,
    correction,
    objection,
    published,
    row,
)
from tests.county import CALENDAR, FILES, ROOM

HEDONG_SUBMISSION = "2025-06/rooms-hedong-1"
Entries = list[tuple[Statement, str]]


@pytest.fixture
def office(tmp_path: Path) -> Bureau:
    return bureau(tmp_path / "bureau")


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
    new = apply(desk, published())
    assert set(new) == {BULLETIN, STANDINGS}
    submitted(desk, "bulletin", "2025-06/bulletin-rooms-1", new, day=10)
    accepted(desk, "2025-06/bulletin-rooms-1", clone=False)


# ── one record, every button ────────────────────────────────────────────────────────────────


def test_a_merge_of_a_branch_made_in_steps(office: Bureau) -> None:
    desk = office.desk()
    merged(desk, in_steps(desk))
    (found,) = accepted(desk, ROOM_SUBMISSION)
    assert (found.lane, found.kind, found.unit) == ("rooms", "记录", "chengguan")
    assert found.paths == {ROOM, sheet_path_of(ROOM_SUBMISSION)}
    assert [each.statement.person for each in found.sheet] == [CLERK, HEAD, ZHIAN, CHARGE]


def test_a_squash(office: Bureau) -> None:
    desk = office.desk()
    branch = in_steps(desk)
    desk.git("checkout", "--quiet", "--detach", "origin/main")
    desk.git("merge", "--quiet", "--squash", branch)
    desk.commit("Squashed")
    accepted(desk, ROOM_SUBMISSION)


def test_a_fast_forward_chain_commit_by_commit(office: Bureau) -> None:
    desk = office.desk()
    in_steps(desk)
    accepted(desk, ROOM_SUBMISSION)


def test_a_rebase_after_another_unit_came_first(office: Bureau) -> None:
    desk, other = office.desk(), office.desk()
    branch = in_steps(desk)
    tip = desk.head
    merged(other, in_steps(other, HEDONG, HEDONG_SUBMISSION, SIGNERS["hedong"]))
    accepted(other, HEDONG_SUBMISSION, clone=False)
    rebased(desk, branch)
    assert desk.head != tip
    accepted(desk, ROOM_SUBMISSION)


def test_a_rebase_of_a_branch_that_was_up_to_date(office: Bureau) -> None:
    desk = office.desk()
    branch = in_steps(desk)
    tip = desk.head
    rebased(desk, branch)
    assert desk.head != tip
    accepted(desk, ROOM_SUBMISSION)


def test_commits_picked_one_by_one(office: Bureau) -> None:
    desk = office.desk()
    branch = in_steps(desk)
    desk.git("checkout", "--quiet", "--detach", "origin/main")
    desk.git("cherry-pick", "-x", f"origin/main..{branch}")
    accepted(desk, ROOM_SUBMISSION)


def test_an_approval_stays_valid_when_another_unit_is_merged_first(office: Bureau) -> None:
    desk, other = office.desk(), office.desk()
    branch = in_steps(desk)
    merged(other, in_steps(other, HEDONG, HEDONG_SUBMISSION, SIGNERS["hedong"]))
    accepted(other, HEDONG_SUBMISSION, clone=False)
    merged(desk, branch)
    accepted(desk, ROOM_SUBMISSION)


def test_a_branch_that_took_main_in_between(office: Bureau) -> None:
    desk, other = office.desk(), office.desk()
    branch = in_steps(desk)
    merged(other, in_steps(other, HEDONG, HEDONG_SUBMISSION, SIGNERS["hedong"]))
    accepted(other, HEDONG_SUBMISSION, clone=False)
    desk.fetch()
    desk.git("merge", "--quiet", "--message", "Update branch", "origin/main")
    merged(desk, branch)
    accepted(desk, ROOM_SUBMISSION)


def test_two_units_in_one_push(office: Bureau) -> None:
    desk = office.desk()
    branches = [
        in_steps(desk),
        in_steps(desk, HEDONG, HEDONG_SUBMISSION, SIGNERS["hedong"]),
    ]
    desk.git("checkout", "--quiet", "--detach", "origin/main")
    for branch in branches:
        desk.git("merge", "--quiet", "--no-ff", "--message", f"Merge {branch}", branch)
    accepted(desk, ROOM_SUBMISSION, HEDONG_SUBMISSION)


def test_drafts_and_reviews_lie_on_the_server_meanwhile(office: Bureau) -> None:
    desk = office.desk()
    branch = in_steps(desk)
    assert desk.push(f"{branch}:refs/heads/{branch}").accepted
    other = office.desk()
    merged(other, f"origin/{branch}")
    accepted(other, ROOM_SUBMISSION)


# ── rounds ──────────────────────────────────────────────────────────────────────────────────


def rules_changed(desk: Desk) -> None:
    desk.git("checkout", "--quiet", "--detach", "origin/main")
    new = {CALENDAR: FILES[CALENDAR].replace("2025-06-02", "2025-06-03").encode()}
    desk.write(CALENDAR, new[CALENDAR])
    submitted(desk, "rules", "rules/rules-1", new)
    accepted(desk, "rules/rules-1", clone=False)


def test_signing_again_in_the_same_sheet_after_the_rules_changed(office: Bureau) -> None:
    desk = office.desk()
    branch = in_steps(desk)
    first = [(s.statement, s.written) for s in sheets.read(desk.read(sheet_path_of(ROOM_SUBMISSION)))]  # fmt: skip
    rules_changed(office.desk())
    merged(desk, branch)
    assert desk.push().codes == ["E-RULES"]
    rebased(desk, branch)
    second = desk.round(ROOM_SUBMISSION, "rooms", [ROOM], SIGNERS["rooms"], before=first, day=8)
    for count in range(5, 9):
        sheet(desk, ROOM_SUBMISSION, second[:count])
        desk.commit(f"again, level {count - 5}")
    (found,) = accepted(desk, ROOM_SUBMISSION)
    assert [each.statement.level for each in found.sheet] == [0, 1, 2, 3, 0, 1, 2, 3]


def test_sent_back_then_a_new_round(office: Bureau) -> None:
    desk = office.desk()
    desk.branch("submit/rooms")
    wrong = FILES[ROOM].replace("已办: 18", "已办: 17")
    desk.write(ROOM, wrong)
    sent_back = {"decision": REJECT, "note": "已办数与抽查单不符"}
    entries = desk.round(ROOM_SUBMISSION, "rooms", [ROOM], SIGNERS["rooms"][:2], overrides={1: sent_back})  # fmt: skip
    sheet(desk, ROOM_SUBMISSION, entries)
    desk.commit("sent back")
    desk.write(ROOM, FILES[ROOM])
    entries = desk.round(ROOM_SUBMISSION, "rooms", [ROOM], SIGNERS["rooms"], before=entries, day=5)
    sheet(desk, ROOM_SUBMISSION, entries)
    desk.commit("second round")
    merged(desk, "submit/rooms")
    (found,) = accepted(desk, ROOM_SUBMISSION)
    assert [each.statement.decision for each in found.sheet] == [
        "submit", "reject", "submit", "approve", "approve", "approve",
    ]  # fmt: skip
    assert desk.at_main(ROOM) == FILES[ROOM].encode()


def test_a_round_under_an_earlier_version_of_the_approvers_file(office: Bureau) -> None:
    desk = office.desk()
    branch = in_steps(desk)
    first = [(s.statement, s.written) for s in sheets.read(desk.read(sheet_path_of(ROOM_SUBMISSION)))]  # fmt: skip
    approvers_changed(office.desk())
    merged(desk, branch)
    assert desk.push().codes == ["E-APPROVERS"]
    second = desk.round(ROOM_SUBMISSION, "rooms", [ROOM], SIGNERS["rooms"], before=first, day=8)
    desk.git("checkout", "--quiet", branch)
    sheet(desk, ROOM_SUBMISSION, second)
    desk.commit("signed again")
    merged(desk, branch)
    accepted(desk, ROOM_SUBMISSION)


def test_an_open_record_may_change_again_under_a_new_sheet(office: Bureau) -> None:
    desk = office.desk()
    reported(desk)
    desk.submit(ROOM, FILES[ROOM].replace("已办: 18", "已办: 19"), "2025-06/rooms-chengguan-2")
    desk.commit()
    accepted(desk, "2025-06/rooms-chengguan-2")


# ── evidence ────────────────────────────────────────────────────────────────────────────────


def test_clicks_on_the_forge_at_levels_one_and_two(office: Bureau) -> None:
    desk = office.desk()
    clicks = {1: {"click": click(HEAD)}, 2: {"click": click(ZHIAN, review="32")}}
    desk.submit(overrides=clicks, keys={1: "bot1", 2: "bot1"})
    desk.commit()
    (found,) = accepted(desk, ROOM_SUBMISSION)
    assert [each.statement.click is not None for each in found.sheet] == [False, True, True, False]


DEPUTY = '{代理人: "060104", 代理: "060103", 职务: 分管局领导, 自: 2025-07-01, 至: 2025-07-31, 依据: 清公任〔2025〕3号}'
ACTING = {3: {"person": "060104", "deputy_for": CHARGE}}


def test_a_deputy_within_the_dates(tmp_path: Path) -> None:
    people = dict(PEOPLE)
    del people["060104"]
    people["060104"] = PEOPLE["060802"].__class__(
        "060104", "余辉", ("{职务: 副局长, 自: 2020-01-01}",)
    )
    office = bureau(tmp_path / "b", approvers=approvers_file(people, delegations=[DEPUTY]))
    desk = office.desk()
    desk.submit(overrides=ACTING, keys={3: "060104"})
    desk.commit()
    accepted(desk, ROOM_SUBMISSION)


@pytest.mark.parametrize("day", [25, 30])
def test_a_deputy_outside_the_dates_is_refused(tmp_path: Path, day: int) -> None:
    """The delegation begins on 1 July; another ends on the 31st of the month before."""
    early = DEPUTY.replace("2025-07-01", "2025-01-01").replace("2025-07-31", f"2025-06-{day}")
    office = bureau(tmp_path / "b", approvers=approvers_file(delegations=[early]))
    desk = office.desk()
    desk.submit(overrides=ACTING, keys={3: "060104"})
    desk.commit()
    before = office.refs()
    assert desk.push().codes == ["E-OFFICE"]
    assert office.refs() == before


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


def corrected(files: dict[str, bytes]) -> None:
    text = files[ROOM].decode()
    assert text.split("\n")[W2_LINE - 1].strip() == W2
    files[ROOM] = text.replace(W2, BETTER).encode()


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
    for draft in chain[:-1]:
        assert desk.push(f"{draft}:{tag}").codes == ["E-REF"]
    assert desk.push(f"{chain[-1]}:{tag}").accepted
    other = "refs/tags/bulletin/rooms/2025-05"
    assert desk.push(f"{office.root.genesis}:{other}").accepted


def test_main_and_tag_in_one_push(office: Bureau) -> None:
    desk = office.desk()
    reported(desk)
    submitted(desk, "bulletin", "2025-06/bulletin-rooms-1", apply(desk, published()), day=10)
    pushed = desk.push(f"HEAD:{MAIN} HEAD:refs/tags/bulletin/rooms/2025-06")
    assert pushed.accepted, pushed.said
    assert office.prove().submissions == 2


def test_a_correction_after_the_close(office: Bureau) -> None:
    desk = office.desk()
    closed(desk)
    new = apply(desk, corrected, correction(row(W2_LINE, W2, BETTER)))
    assert set(new) == {ROOM, CORRECTION}
    submitted(desk, "correction", "2025-06/correction-0001-1", new, day=14)
    (found,) = accepted(desk, "2025-06/correction-0001-1")
    assert (found.lane, found.unit) == ("correction", "chengguan")
    assert b"\xe5\xb7\xb2\xe5\x8a\x9e: 19" in (desk.at_main(ROOM) or b"")


def test_a_whole_file_reported_after_the_close(office: Bureau) -> None:
    desk = office.desk()
    closed(desk)
    late = FILES[HEDONG].encode()

    def added(files: dict[str, bytes]) -> None:
        files[HEDONG] = late

    note = correction(记录=HEDONG, 新增文件="是", 理由="河东派出所漏报", 依据="督察通报5")
    new = apply(desk, added, note)
    assert set(new) == {HEDONG, CORRECTION}
    submitted(desk, "correction", "2025-06/correction-0001-1", new, day=14)
    accepted(desk, "2025-06/correction-0001-1")
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
        submitted(desk, "objection", f"2025-06/objection-0001-{number}", new, day=14 + number)
        accepted(desk, f"2025-06/objection-0001-{number}", clone=False)
    assert office.prove().submissions == 2 + len(way)


# ── whole histories ─────────────────────────────────────────────────────────────────────────


def busy(office: Bureau) -> Desk:
    """A history with something of everything."""
    desk = office.desk()
    closed(desk)
    rules_changed(desk)
    approvers_changed(desk)
    new = apply(desk, corrected, correction(row(W2_LINE, W2, BETTER)))
    submitted(desk, "correction", "2025-06/correction-0001-1", new, day=14)
    accepted(desk, "2025-06/correction-0001-1", clone=False)
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
