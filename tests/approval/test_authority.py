"""Whose key, and whose office: at each level, on each day, for each unit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from generator.approval import demo_keys
from generator.approval.approvers import Approvers
from generator.approval.authority import check_key, check_office, may_end
from generator.approval.lanes import Level
from generator.approval.refusal import Refused
from generator.approval.sshsig import ATTESTED_SPACE, PERSONAL_SPACE, read_key
from generator.approval.statement import Click
from tests.approval.paper import APPROVERS, SHEET, approvers, refused, said, sheet, statement
from tests.bureau import CHARGE, CLERK, HEAD, PEOPLE, ZHIAN, Someone, click, post

DAY = date(2025, 7, 2)


def print_of(name: str) -> str:
    return read_key(demo_keys.public_line(name)).fingerprint


# ── keys ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"namespaces": {0: ATTESTED_SPACE}}, f"E-SIGNATURE: 第 0 级（{CLERK}）签名的用途是“{ATTESTED_SPACE}”，应当是“{PERSONAL_SPACE}”"),
        ({"namespaces": {2: "file" + "x" * 60}}, f"E-SIGNATURE: 第 2 级（{ZHIAN}）签名的用途是“file{'x' * 36}”，应当是“{PERSONAL_SPACE}”"),
        ({"keys": {1: "stranger"}}, f"E-KEY: 第 1 级（{HEAD}）所用的密钥 {print_of('stranger')} 不在现行审批人名册里"),
        ({"keys": {1: CLERK}}, f"E-KEY: 第 1 级（{HEAD}）所用的密钥登记在 {CLERK} 名下"),
        ({"keys": {1: "bot1"}}, f"E-KEY: 第 1 级（{HEAD}）所用的密钥登记在 bot1 名下"),
        ({"overrides": {0: {"person": "999999"}}, "keys": {0: CLERK}}, "E-KEY: 999999 不在现行审批人名册里"),
    ],
)  # fmt: skip
def test_a_signature_by_a_key_that_does_not_fit(more: dict[str, Any], sentence: str) -> None:
    assert refused(sheet(**more)) == sentence


def test_a_signature_over_other_words() -> None:
    one, other = sheet()[0], sheet(overrides={0: {"note": "改了一个字"}})[0]
    with pytest.raises(Refused) as caught:
        check_key(replace(one, signature=other.signature), APPROVERS, SHEET)
    assert said(caught.value) == f"E-SIGNATURE: 第 0 级（{CLERK}）的签名与签名内容不符"


def clicked(made: Click, person: str = HEAD, key: str = "bot1", by: Approvers = APPROVERS) -> None:
    """The head's approval as a click."""
    fields = {"person": person, "click": made}
    check_key(sheet(overrides={1: fields}, keys={1: key})[1], by, SHEET)


def test_a_click_is_attested_by_the_bot_of_its_forge() -> None:
    clicked(click(HEAD))


@pytest.mark.parametrize(
    ("made", "more", "sentence"),
    [
        (click(HEAD), {"key": HEAD}, f"E-KEY: 第 1 级（{HEAD}）所用的密钥登记在 {HEAD} 名下"),
        (click(HEAD, bot=HEAD), {"key": HEAD}, f"E-KEY: 第 1 级（{HEAD}）所用的密钥登记在 {HEAD} 名下"),
        (click(HEAD, bot="bot2"), {}, f"E-KEY: 第 1 级（{HEAD}）所用的密钥登记在 bot1 名下"),
        (click(HEAD, forge="gitea"), {}, f"E-CLICK: 第 1 级（{HEAD}）的点击来自账号 u{HEAD}（{int(HEAD)}），不是本人登记的账号"),
        (click(HEAD, user_id="7"), {}, f"E-CLICK: 第 1 级（{HEAD}）的点击来自账号 u{HEAD}（7），不是本人登记的账号"),
        (click(HEAD, login="root"), {}, f"E-CLICK: 第 1 级（{HEAD}）的点击来自账号 root（{int(HEAD)}），不是本人登记的账号"),
        (click(CLERK), {}, f"E-CLICK: 第 1 级（{HEAD}）的点击来自账号 u{CLERK}（{int(CLERK)}），不是本人登记的账号"),
    ],
)  # fmt: skip
def test_a_click_that_is_not_the_person_s(made: Click, more: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused) as caught:
        clicked(made, **more)
    assert said(caught.value) == sentence


# ── offices ─────────────────────────────────────────────────────────────────────────────────────

OPEN = Level((), (), own_unit=False, instead={}, evidence=("个人签名", "平台点击"))


def office(
    level: Level, unit: str = "chengguan", by: Approvers = APPROVERS, days: tuple[date, ...] = (DAY,), **fields: Any
) -> str:  # fmt: skip
    """The sentence that refuses the head's approval at this level; empty if it is taken."""
    fields = {"level": 1, "person": HEAD, "office": "派出所领导"} | fields
    try:
        check_office(statement(**fields), by, level, unit, days, SHEET)
    except Refused as error:
        return said(error)
    return ""


@pytest.mark.parametrize(
    ("level", "sentence"),
    [
        (OPEN, ""),
        (OPEN._replace(persons=(HEAD,)), ""),
        (OPEN._replace(persons=(CLERK, ZHIAN)), f"E-OFFICE: 第 1 级（{HEAD}）不在这一级指定的人员里"),
        (OPEN._replace(offices=("派出所领导", "治安大队领导")), ""),
        (OPEN._replace(offices=("法制大队领导", "治安大队领导")), f"E-OFFICE: 第 1 级（{HEAD}）以“派出所领导”签名，这一级应由法制大队领导、治安大队领导签名"),
        (OPEN._replace(offices=("治安大队领导",), persons=(HEAD,)), ""),
        (OPEN._replace(evidence=("平台点击",)), f"E-EVIDENCE: 第 1 级（{HEAD}）要求平台点击，这里是个人签名"),
        (OPEN._replace(offices=("治安大队领导",), instead={"chengguan": "派出所领导"}), ""),
        (OPEN._replace(offices=("派出所领导",), instead={"chengguan": "督察大队领导"}), f"E-OFFICE: 第 1 级（{HEAD}）以“派出所领导”签名，这一级应由督察大队领导签名"),
        (OPEN._replace(offices=("派出所领导",), instead={"hedong": "督察大队领导"}), ""),
    ],
)  # fmt: skip
def test_a_level_names_offices_or_persons_and_what_evidence_is_enough(
    level: Level, sentence: str
) -> None:
    assert office(level) == sentence


def test_a_level_of_the_own_unit_is_signed_by_that_unit_s() -> None:
    own = OPEN._replace(offices=("派出所领导",), own_unit=True)
    assert office(own) == ""
    assert office(own, unit="hedong") == f"E-UNIT: {HEAD} 在 2025-07-02 不是 hedong 的“派出所领导”"
    avoiding = own._replace(instead={"hedong": "派出所领导"})
    assert office(avoiding, unit="hedong") == "", (
        "the office that takes its place need not be of it"
    )


def test_evidence_by_a_click_is_named_where_a_signature_is_asked_for() -> None:
    signed = OPEN._replace(evidence=("个人签名",))
    sentence = f"E-EVIDENCE: 第 1 级（{HEAD}）要求个人签名，这里是平台点击"
    assert office(signed, click=click(HEAD)) == sentence


PERIOD = PEOPLE | {
    HEAD: Someone(HEAD, "李成", (post("派出所领导", "chengguan", since="2025-07-01", until="2025-07-31"),))
}  # fmt: skip


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ((date(2025, 7, 1),), ""),
        ((date(2025, 7, 31),), ""),
        ((date(2025, 6, 30),), f"E-OFFICE: {HEAD} 在 2025-06-30 不担任“派出所领导”"),
        ((date(2025, 8, 1),), f"E-OFFICE: {HEAD} 在 2025-08-01 不担任“派出所领导”"),
        ((date(2025, 7, 31), date(2025, 8, 1)), f"E-OFFICE: {HEAD} 在 2025-08-01 不担任“派出所领导”"),
    ],
)  # fmt: skip
def test_an_office_is_held_on_each_of_the_days(days: tuple[date, ...], sentence: str) -> None:
    assert office(OPEN, by=approvers(people=PERIOD), days=days) == sentence


def test_an_office_that_is_not_the_signer_s() -> None:
    assert office(OPEN, office="局主要领导") == f"E-OFFICE: {HEAD} 在 2025-07-02 不担任“局主要领导”"
    assert office(OPEN, person="999999") == "E-OFFICE: 999999 在 2025-07-02 不担任“派出所领导”"


DEPUTY = approvers(
    delegations=(
        f'{{代理人: "{HEAD}", 代理: "{CHARGE}", 职务: 分管局领导, 自: 2025-07-02, 至: 2025-07-03, 依据: 局办〔2025〕7号}}',
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "day", "sentence"),
    [
        ({}, 2, ""),
        ({}, 3, ""),
        ({}, 1, f"E-OFFICE: 第 1 级（{HEAD}）在 2025-07-01 没有代理 {CHARGE} 的“分管局领导”"),
        ({}, 4, f"E-OFFICE: 第 1 级（{HEAD}）在 2025-07-04 没有代理 {CHARGE} 的“分管局领导”"),
        ({"person": ZHIAN}, 2, f"E-OFFICE: 第 1 级（{ZHIAN}）在 2025-07-02 没有代理 {CHARGE} 的“分管局领导”"),
        ({"deputy_for": "060104"}, 2, f"E-OFFICE: 第 1 级（{HEAD}）在 2025-07-02 没有代理 060104 的“分管局领导”"),
        ({"office": "派出所领导"}, 2, f"E-OFFICE: 第 1 级（{HEAD}）在 2025-07-02 没有代理 {CHARGE} 的“派出所领导”"),
    ],
)  # fmt: skip
def test_a_deputy_acts_in_a_stated_office_from_a_day_to_a_day(
    fields: dict[str, Any], day: int, sentence: str
) -> None:
    fields = {"office": "分管局领导", "deputy_for": CHARGE} | fields
    assert office(OPEN, by=DEPUTY, days=(date(2025, 7, day),), **fields) == sentence


def test_later_days_matter_for_deputies_and_offices_with_an_end() -> None:
    assert may_end(statement(deputy_for=CHARGE, office="分管局领导"), APPROVERS)
    assert may_end(statement(person=HEAD, office="派出所领导"), approvers(people=PERIOD))
    assert not may_end(statement(person=HEAD, office="派出所内勤"), approvers(people=PERIOD))
    assert not may_end(statement(person=HEAD, office="派出所领导"), APPROVERS)
    assert not may_end(statement(person="999999", office="派出所领导"), APPROVERS)
