"""Who may say what: records without approval, of others, by the wrong people, in the wrong order."""

from __future__ import annotations

from typing import Any

import pytest

from generator.approval.statement import APPROVE, REJECT, SUBMIT
from tests.attacks.scene import BETTER_ROOM, JULY, SHEET, Scene, edited
from tests.bureau import CHARGE, CLERK, HEAD, HEDONG, SIGNERS, ZHIAN, click
from tests.county import BUREAU, FILES, PARTY, ROOM

CLERK_, HEAD_, ZHIAN_, CHARGE_ = SIGNERS["rooms"]


def test_a_clerk_pushes_a_record_with_no_approval_sheet(scene: Scene) -> None:
    scene.desk.write(ROOM, FILES[ROOM])
    scene.refused("E-NOSHEET", ROOM, words="没有审批单")


def test_a_clerk_edits_an_approved_record_with_no_sheet(scene: Scene) -> None:
    scene.desk.write(HEDONG, edited(HEDONG, ("已办: 30", "已办: 29")))
    scene.refused("E-NOSHEET", HEDONG)


def test_a_clerk_pushes_a_sheet_that_only_the_clerk_has_signed(scene: Scene) -> None:
    scene.desk.submit(signers=SIGNERS["rooms"][:1])
    scene.refused("E-LEVEL", SHEET, words="缺第 1 级")


def test_a_clerk_edits_the_record_of_another_unit(scene: Scene) -> None:
    text = edited(HEDONG, ("已办: 30", "已办: 1"), ('"061202"', f'"{CLERK}"'))
    scene.desk.submit(HEDONG, text, "2025-06/rooms-hedong-2", signers=SIGNERS["rooms"])
    scene.refused("E-UNIT", "ledger/2025-06/approvals/rooms-hedong-2.json")


def test_a_clerk_signs_for_whoever_reported_another_unit(scene: Scene) -> None:
    text = edited(HEDONG, ("已办: 30", "已办: 1"))
    signers = ((CLERK, "派出所内勤"), *SIGNERS["hedong"][1:])
    scene.desk.submit(HEDONG, text, "2025-06/rooms-hedong-2", signers=signers)
    scene.refused("E-REPORTER", HEDONG)


def test_the_own_record_and_another_unit_s_in_one_submission(scene: Scene) -> None:
    also = {HEDONG: edited(HEDONG, ("已办: 30", "已办: 1"))}
    scene.desk.submit(also=also)
    scene.refused("E-MIXED", HEDONG)


def test_two_months_of_the_own_unit_in_one_submission(scene: Scene) -> None:
    scene.desk.submit(also={JULY: FILES[ROOM].replace("2025-06", "2025-07")})
    scene.refused("E-MIXED", JULY)


def test_records_of_two_schemes_in_one_submission(scene: Scene) -> None:
    scene.desk.submit(also={PARTY: FILES[PARTY]})
    scene.refused("E-PATH", PARTY, words="没有审批通道收 party 文件夹的记录")


def test_data_and_a_rule_in_one_submission(scene: Scene) -> None:
    scene.desk.submit(also={BUREAU: edited(BUREAU, ("最少参排: 4", "最少参排: 3"))})
    scene.refused("E-MIXED", BUREAU)


def test_data_and_the_program_in_one_submission(scene: Scene) -> None:
    scene.desk.submit(also={"generator/scoring.py": "points = 100\n"})
    scene.refused("E-MIXED", ROOM)


def test_data_and_the_own_key_in_the_approvers_file(scene: Scene) -> None:
    approvers = scene.desk.read("rules/approvers.yml").decode()
    scene.desk.submit(also={"rules/approvers.yml": approvers.replace("门槛: 2", "门槛: 3")})
    scene.refused("E-MIXED", "rules/approvers.yml")


def test_a_rule_and_the_approvers_file_in_one_submission(scene: Scene) -> None:
    approvers = scene.desk.read("rules/approvers.yml").decode()
    also = {"rules/approvers.yml": approvers.replace("门槛: 2", "门槛: 3")}
    rule = edited(BUREAU, ("最少参排: 4", "最少参排: 3"))
    scene.desk.submit(BUREAU, rule, "rules/rules-1", "rules", also=also)
    scene.refused("E-MIXED", "rules/approvers.yml")


def test_all_levels_are_signed_with_a_key_nobody_knows(scene: Scene) -> None:
    scene.desk.submit(keys=dict.fromkeys(range(4), "stranger"))
    scene.refused("E-KEY", SHEET, words="不在现行审批人名册里")


@pytest.mark.parametrize("level", [0, 1, 2, 3])
def test_one_level_is_signed_with_the_key_of_another(scene: Scene, level: int) -> None:
    other = (HEAD, ZHIAN, CHARGE, HEAD)[level]
    scene.desk.submit(keys={level: other})
    scene.refused("E-KEY", SHEET, words=f"登记在 {other} 名下")


def test_a_person_who_is_not_in_the_approvers_file(scene: Scene) -> None:
    scene.desk.submit(overrides={3: {"person": "069999"}}, keys={3: CHARGE})
    scene.refused("E-KEY", SHEET, words="069999 不在现行审批人名册里")


@pytest.mark.parametrize(
    ("order", "words"),
    [
        ((0, 2, 1, 3), "第 1 级的位置上是第 2 级"),
        ((1, 0, 2, 3), "第 1 级的位置上是第 2 级"),  # a round begins where somebody submits
        ((0, 1, 3, 2), "第 2 级的位置上是第 3 级"),
        ((0, 1, 1, 2, 3), "第 2 级的位置上是第 1 级"),
        ((0, 2, 3), "第 1 级的位置上是第 2 级"),
        ((0, 1, 3), "第 2 级的位置上是第 3 级"),
        ((1, 2, 3), "第 0 级的位置上是第 1 级"),
    ],
    ids=str,
)
def test_levels_out_of_order_or_missing_or_twice(
    scene: Scene, order: tuple[int, ...], words: str
) -> None:
    signers = [SIGNERS["rooms"][level] for level in order]
    overrides = {
        at: {"level": level, "decision": APPROVE if level else SUBMIT}
        for at, level in enumerate(order)
    }
    scene.desk.submit(signers=signers, overrides=overrides)
    scene.refused("E-LEVEL", SHEET, words=words)


def test_the_last_level_is_missing(scene: Scene) -> None:
    scene.desk.submit(signers=SIGNERS["rooms"][:3])
    scene.refused("E-LEVEL", SHEET, words="缺第 3 级")


def test_a_level_more_than_the_lane_has(scene: Scene) -> None:
    scene.desk.submit(signers=[*SIGNERS["rooms"], ("060101", "局主要领导")])
    scene.refused("E-LEVEL", SHEET, words="只有 3 级")


@pytest.mark.parametrize("level", [1, 2, 3])
def test_the_clerk_approves_the_own_submission(scene: Scene, level: int) -> None:
    signers = list(SIGNERS["rooms"])
    signers[level] = (CLERK, "派出所领导")
    scene.desk.submit(signers=signers)
    scene.refused("E-SAME", SHEET, words=f"在第 0 级和第 {level} 级")


def test_one_person_on_two_levels(scene: Scene) -> None:
    scene.desk.submit(signers=[CLERK_, HEAD_, ZHIAN_, (ZHIAN, "分管局领导")])
    scene.refused("E-SAME", SHEET, words=f"{ZHIAN} 在第 2 级和第 3 级")


def test_who_reported_lets_a_colleague_submit_and_approves_it(scene: Scene) -> None:
    signers = [("061103", "派出所内勤"), (CLERK, "派出所领导"), ZHIAN_, CHARGE_]
    scene.desk.submit(signers=signers)
    scene.refused("E-REPORTER", ROOM)


def test_a_colleague_submits_in_the_name_of_the_reporter(scene: Scene) -> None:
    scene.desk.submit(keys={0: "061103"})
    scene.refused("E-KEY", SHEET, words="061103")


@pytest.mark.parametrize(
    ("level", "signer", "code"),
    [
        (1, ("061201", "派出所领导"), "E-UNIT"),
        (1, ("061103", "派出所领导"), "E-OFFICE"),
        (2, ("060301", "法制大队领导"), "E-OFFICE"),
        (2, ("060301", "治安大队领导"), "E-OFFICE"),
        (3, ("060101", "局主要领导"), "E-OFFICE"),
        (3, ("060101", "分管局领导"), "E-OFFICE"),
        (3, ("060802", "分管局领导"), "E-OFFICE"),
        (3, (CHARGE, "分管局领导 "), "E-OFFICE"),
        (3, (CHARGE, "分管"), "E-OFFICE"),
    ],
    ids=str,
)
def test_an_office_that_is_not_held_or_not_asked_for(
    scene: Scene, level: int, signer: tuple[str, str], code: str
) -> None:
    signers = list(SIGNERS["rooms"])
    signers[level] = signer
    scene.desk.submit(signers=signers)
    scene.refused(code, SHEET)


def test_the_head_of_another_station_approves_for_this_one(scene: Scene) -> None:
    scene.desk.submit(signers=[CLERK_, ("061201", "派出所领导"), ZHIAN_, CHARGE_])
    scene.refused("E-UNIT", SHEET, words="061201")


@pytest.mark.parametrize(
    ("level", "decision"), [(0, APPROVE), (1, SUBMIT), (2, SUBMIT), (3, SUBMIT)], ids=str
)
def test_a_decision_that_does_not_belong_to_the_level(
    scene: Scene, level: int, decision: str
) -> None:
    scene.desk.submit(overrides={level: {"decision": decision}})
    scene.refused("E-DECISION", SHEET)


@pytest.mark.parametrize("level", [0, 1, 2, 3])
def test_a_signed_reject_presented_as_an_approval(scene: Scene, level: int) -> None:
    scene.desk.submit(overrides={level: {"decision": REJECT}})
    scene.refused("E-DECISION", SHEET, words="退回")


# ── clicks ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("level", "fields", "key", "code", "words"),
    [
        (3, {"click": click(CHARGE)}, "bot1", "E-EVIDENCE", "个人签名"),
        (1, {"click": click("061201")}, "bot1", "E-CLICK", "u061201"),
        (1, {"click": click(HEAD, login="u061101")}, "bot1", "E-CLICK", "u061101"),
        (1, {"click": click(HEAD, user_id="61101")}, "bot1", "E-CLICK", "61101"),
        (1, {"click": click(HEAD, user_id="061102")}, "bot1", "E-CLICK", "061102"),
        (1, {"click": click(HEAD, login="U061102")}, "bot1", "E-CLICK", "U061102"),
        (1, {"click": click(HEAD, forge="gitea")}, "bot1", "E-CLICK", "u061102"),
        (1, {"click": click(HEAD, bot="bot2")}, "bot1", "E-KEY", "bot1"),
        (1, {"click": click(HEAD, bot=HEAD)}, HEAD, "E-KEY", HEAD),
        (1, {"click": click(HEAD)}, HEAD, "E-KEY", HEAD),
        (1, {"click": click(HEAD)}, "bot2", "E-KEY", "不在现行"),
        (1, {}, "bot1", "E-KEY", "bot1"),
        (1, {"person": "bot1"}, "bot1", "E-KEY", "bot1"),
    ],
    ids=[
        "a click where a personal signature is asked", "a colleague's account",
        "a colleague's login", "a colleague's number", "the number with a zero", "capital login",
        "another forge", "another bot", "a person as bot", "a click signed by the person",
        "a bot nobody knows", "the bot signs for a person", "the bot signs as itself",
    ],
)  # fmt: skip
def test_a_click_that_is_not_the_person_s(
    scene: Scene, level: int, fields: dict[str, Any], key: str, code: str, words: str
) -> None:
    scene.desk.submit(overrides={level: fields}, keys={level: key})
    scene.refused(code, SHEET, words=words)


def test_a_better_record_that_only_bots_have_approved(scene: Scene) -> None:
    overrides = {n: {"click": click(person)} for n, (person, _) in enumerate(SIGNERS["rooms"])}
    scene.desk.submit(content=BETTER_ROOM, overrides=overrides, keys=dict.fromkeys(range(4), "bot1"))  # fmt: skip
    scene.refused("E-EVIDENCE", SHEET, words="第 3 级")


@pytest.mark.parametrize("lane", ["rules", "software"])
def test_the_clerk_s_superiors_sign_what_is_not_theirs(scene: Scene, lane: str) -> None:
    path = {"rules": BUREAU, "software": "generator/x.py"}[lane]
    text = {"rules": edited(BUREAU, ("最少参排: 4", "最少参排: 3")), "software": "x = 1\n"}[lane]
    signers = [(person, "局主要领导") for person, _ in SIGNERS["rooms"]][: len(SIGNERS[lane])]
    scene.desk.submit(path, text, f"rules/{lane}-1", lane, signers)
    scene.refused("E-OFFICE", f"rules/approvals/{lane}-1.json")
