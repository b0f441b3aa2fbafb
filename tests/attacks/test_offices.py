"""Offices and deputies: held on the day, and still held when main has gone on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.attacks.scene import Scene
from tests.bureau import (
    CHARGE,
    HEAD,
    HEDONG,
    PEOPLE,
    SIGNERS,
    Someone,
    approvers_file,
    bureau,
    post,
)
from tests.county import BUREAU, FILES


def founded(tmp_path: Path, **facts: Any) -> Scene:
    """A bureau of the test's own with other approvers."""
    return Scene(bureau(tmp_path / "own", approvers=approvers_file(**facts)))


def leader(until: str = "", since: str = "2020-01-01") -> dict[str, Someone]:
    return {**PEOPLE, CHARGE: replace(PEOPLE[CHARGE], posts=(post("分管局领导", since=since, until=until),))}  # fmt: skip


ROOM_SHEET = "ledger/2025-06/approvals/rooms-chengguan-1.json"


@pytest.mark.parametrize(
    "people", [leader(until="2025-07-04"), leader(since="2025-07-06")], ids=["ended", "not begun"]
)
def test_an_office_that_is_not_held_on_the_day(tmp_path: Path, people: dict[str, Someone]) -> None:
    scene = founded(tmp_path, people=people)
    scene.desk.submit()
    scene.refused("E-OFFICE", ROOM_SHEET, words="2025-07-05 不担任")


def test_an_office_has_ended_and_the_statement_is_dated_back(tmp_path: Path) -> None:
    """Main has already gone on to a later day, so the old date helps nobody."""
    scene = founded(tmp_path, people=leader(until="2025-07-10"))
    rule = FILES[BUREAU].replace("最少参排: 4", "最少参排: 3")
    signers = [*SIGNERS["rules"][:2], ("060104", "分管局领导"), SIGNERS["rules"][3]]
    scene.desk.submit(BUREAU, rule, "rules/rules-1", "rules", signers, day=20)
    scene.desk.honest()
    scene.settle()
    scene.desk.submit()
    scene.refused("E-OFFICE", ROOM_SHEET, words="2025-07-23 不担任")


def test_a_late_merge_of_early_signatures_does_not_set_the_clock_back(tmp_path: Path) -> None:
    scene = founded(tmp_path, people=leader(until="2025-07-10"))
    rule = FILES[BUREAU].replace("最少参排: 4", "最少参排: 3")
    signers = [*SIGNERS["rules"][:2], ("060104", "分管局领导"), SIGNERS["rules"][3]]
    scene.desk.submit(BUREAU, rule, "rules/rules-1", "rules", signers, day=20)
    scene.desk.honest()
    late = [*SIGNERS["hedong"][:3], ("060104", "分管局领导")]
    scene.desk.submit(HEDONG, FILES[HEDONG], "2025-06/rooms-hedong-1", "rooms", late)
    scene.desk.honest()
    scene.settle()
    scene.desk.submit()
    scene.refused("E-OFFICE", ROOM_SHEET, words="2025-07-23 不担任")


def test_a_sheet_before_its_record_does_not_stop_the_clock(tmp_path: Path) -> None:
    """The sheet comes in one commit and what it approves in the next."""
    scene = founded(tmp_path, people=leader(until="2025-07-10"))
    rule = FILES[BUREAU].replace("最少参排: 4", "最少参排: 3")
    signers = [*SIGNERS["rules"][:2], ("060104", "分管局领导"), SIGNERS["rules"][3]]
    scene.desk.submit(BUREAU, rule, "rules/rules-1", "rules", signers, day=20)
    scene.desk.git("add", "rules/approvals")
    scene.desk.git("commit", "--quiet", "--message", "the sheet")
    scene.desk.honest()
    scene.settle()
    scene.desk.submit()
    scene.refused("E-OFFICE", ROOM_SHEET, words="2025-07-23 不担任")


DEPUTY = '{代理人: "060104", 代理: "060103", 职务: 分管局领导, 自: 2025-07-01, 至: 2025-07-04, 依据: 清公通〔2025〕1号}'


@pytest.mark.parametrize(
    ("overrides", "code"),
    [
        ({3: {"person": "060104", "deputy_for": CHARGE}}, "E-OFFICE"),
        ({3: {"person": "060401", "deputy_for": CHARGE, "time": "2025-07-04T23:00:00+08:00"}}, "E-OFFICE"),
        ({3: {"person": "060104", "deputy_for": "060101", "time": "2025-07-04T23:00:00+08:00"}}, "E-OFFICE"),
        ({3: {"person": "060104", "deputy_for": HEAD, "time": "2025-07-04T23:00:00+08:00"}}, "E-SAME"),
        ({3: {"person": "060104", "deputy_for": "069999", "time": "2025-07-04T23:00:00+08:00"}}, "E-OFFICE"),
        ({2: {"person": CHARGE, "office": "治安大队领导"}, 3: {"person": "060104", "deputy_for": CHARGE, "time": "2025-07-04T23:00:00+08:00"}}, "E-SAME"),
    ],
    ids=["after its end", "not a deputy", "of somebody else", "of a level below", "of nobody", "deputy and principal on two levels"],
)  # fmt: skip
def test_a_deputy_who_is_none(
    tmp_path: Path, overrides: dict[int, dict[str, Any]], code: str
) -> None:
    scene = founded(tmp_path, delegations=[DEPUTY])
    keys = {level: str(fields["person"]) for level, fields in overrides.items()}
    scene.desk.submit(overrides=overrides, keys=keys)
    scene.refused(code, ROOM_SHEET)
