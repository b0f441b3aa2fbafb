"""The honest ways of a record to main: accepted by the real hook, proven in a fresh clone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from generator.approval import sheet as sheets
from generator.approval.routes import sheet_path_of
from generator.approval.statement import REJECT
from tests.audit.flows import (
    HEDONG_SUBMISSION,
    accepted,
    approvers_changed,
    in_steps,
    merged,
    rebased,
    reported,
    rules_changed,
    sheet,
)
from tests.bureau import (
    CHARGE,
    CLERK,
    HEAD,
    HEDONG,
    PEOPLE,
    ROOM_SUBMISSION,
    SIGNERS,
    ZHIAN,
    Bureau,
    approvers_file,
    bureau,
    click,
    post,
)
from tests.county import FILES, ROOM, ROOM_RULES


@pytest.fixture
def office(tmp_path: Path) -> Bureau:
    return bureau(tmp_path / "bureau")


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


def test_signing_again_in_the_same_sheet_after_the_rules_changed(office: Bureau) -> None:
    desk = office.desk()
    branch = in_steps(desk)
    first = [(s.statement, s.written) for s in sheets.read(desk.read(sheet_path_of(ROOM_SUBMISSION)))]  # fmt: skip
    rules_changed(office.desk(), (ROOM_RULES, "分值: 20", "分值: 25"))
    merged(desk, branch)
    pushed = desk.push()
    assert pushed.codes == ["E-RULES"]
    assert "签名以后，基层基础工作积分制的规则改了" in pushed.said
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


def test_a_round_under_rules_and_approvers_that_have_since_changed_elsewhere(
    office: Bureau,
) -> None:
    """A new approver, next year's holidays: nobody has to sign again."""
    desk = office.desk()
    branch = in_steps(desk)
    approvers_changed(office.desk())
    rules_changed(office.desk())
    merged(desk, branch)
    accepted(desk, ROOM_SUBMISSION)


def test_levels_that_signed_before_and_after_the_rules_changed(office: Bureau) -> None:
    desk = office.desk()
    branch = in_steps(desk, signers=SIGNERS["rooms"][:2])
    first = [(s.statement, s.written) for s in sheets.read(desk.read(sheet_path_of(ROOM_SUBMISSION)))]  # fmt: skip
    approvers_changed(office.desk())
    rules_changed(office.desk())
    merged(desk, branch)
    later = {number: {"level": number + 2, "decision": "approve"} for number in range(2)}
    round_ = desk.round(ROOM_SUBMISSION, "rooms", [ROOM], SIGNERS["rooms"][2:], before=first, overrides=later, day=5)  # fmt: skip
    sheet(desk, ROOM_SUBMISSION, round_)
    desk.commit("levels 2 and 3")
    (found,) = accepted(desk, ROOM_SUBMISSION)
    assert len({each.statement.rules for each in found.sheet}) == 2
    assert len({each.statement.approvers for each in found.sheet}) == 2


def test_a_round_under_an_earlier_version_by_whose_successor_a_signer_has_left(
    office: Bureau,
) -> None:
    desk = office.desk()
    branch = in_steps(desk)
    first = [(s.statement, s.written) for s in sheets.read(desk.read(sheet_path_of(ROOM_SUBMISSION)))]  # fmt: skip
    left = {**PEOPLE, CHARGE: replace(PEOPLE[CHARGE], posts=(post("政治委员"),))}
    approvers_changed(office.desk(), people=left)
    merged(desk, branch)
    assert desk.push().codes == ["E-OFFICE"]
    signers = (*SIGNERS["rooms"][:3], ("060104", "分管局领导"))
    second = desk.round(ROOM_SUBMISSION, "rooms", [ROOM], signers, before=first, day=8)
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
