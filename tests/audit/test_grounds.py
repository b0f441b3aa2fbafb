"""What voids a signature: a later change of what it was given for, and of the signer, and no other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.text.digests import of_bytes
from tests.audit.steps import FIRST, ROSTER, ROUND, accepted, main_with, refused, step
from tests.bureau import CLERK, HEAD, LANES, PEOPLE, Someone, approvers_file, post
from tests.closed import (
    BETTER,
    BULLETIN,
    OBJECTION,
    STANDINGS,
    W2,
    W2_LINE,
    correction,
    issued,
    objection,
    published,
    row,
)
from tests.county import (
    BUREAU,
    CALENDAR,
    CASE_RULES,
    OFFICERS,
    ROOM,
    ROOM_RULES,
    ROOMS,
    YEARLY,
    Change,
    county,
    edit,
    whole,
    without,
)

RAISED = objection("已提交 2025-07-15")
NAME = OBJECTION.rpartition("/")[2].removesuffix(".yml")
MAIN = main_with(without(ROOM))
REPORT = whole(ROOM, county()[ROOM])
ANOTHER_OFFICER = """\
  - {警号: "061105", 姓名: 钱宁, 身份: 民警, 任职: [{自: 2025-06-10, 单位: chengguan, 职务: 民警}]}
"""
NEXT_VERSION = """\
  - 生效: 2025-08
    沿用: 2025-07
    依据: 清公发〔2025〕30号
    制定单位: 清水县公安局
    示例分值: 是
    变更:
      - {代码: B8, 分值: 2, 理由: 试行}
"""


def appended(path: str, text: str) -> Change:
    """A file with more lines."""

    def change(files: dict[str, bytes]) -> None:
        files[path] = files[path].rstrip(b"\n") + b"\n" + text.encode()

    return change


def renewed(**facts: object) -> Change:
    """The next version of the approvers file."""

    def change(files: dict[str, bytes]) -> None:
        old = files[ROSTER]
        text = approvers_file(version=2, previous=of_bytes(old), day="2025-07-03", **facts)  # type: ignore[arg-type]
        files[ROSTER], files["rules/approvers/1.yml"] = text.encode(), old

    return change


WITH_ANOTHER = {**PEOPLE, "060805": Someone("060805", "钱进", (post("编发人"),))}


@pytest.mark.parametrize(
    "change",
    [
        appended(OFFICERS, ANOTHER_OFFICER),
        edit(OFFICERS, "姓名: 何平", "姓名: 何安"),
        edit(CASE_RULES, "分值: 10, 目标要求: 依法移送", "分值: 12, 目标要求: 依法移送"),
        edit(CALENDAR, "休: [", "休: [2026-01-01, "),
        edit(YEARLY, "最少案件: 8", "最少案件: 6"),
        edit(ROOMS, "名称: 新村警务室", "名称: 新村农村警务室"),
        edit(BUREAU, "民警显示: 全部", "民警显示: 警号"),
        edit(BUREAU, "公布: 10", "公布: 12"),
        appended(ROOM_RULES, NEXT_VERSION),
        edit(ROOMS, "性质: 社区, 类别: 一类}\n  - {代码: hd", "性质: 社区, 类别: [{自: 2020-01-01, 值: 一类}, {自: 2025-07-01, 值: 二类}]}\n  - {代码: hd"),
        renewed(people=WITH_ANOTHER),
        renewed(lanes=LANES.replace("名称: party", "名称: 党建")),
    ],
    ids=[
        "a new officer", "another's name", "another scheme", "next year's calendar", "the year's lists",
        "another station's room", "what pages show", "days of publication", "a version from August on",
        "the own room moves in July", "a new approver", "another lane",
    ],
)  # fmt: skip
def test_what_changes_nothing_that_was_signed_for(change: Change) -> None:
    assert accepted(MAIN, REPORT, meanwhile=[change]).id == FIRST


def test_several_changes_between_two_signatures() -> None:
    """Level 2 has seen the new officer, the others have not; all of them name what they saw."""
    officer, person = appended(OFFICERS, ANOTHER_OFFICER), renewed(people=WITH_ANOTHER)
    assert accepted(MAIN, REPORT, meanwhile=[officer, person]).id == FIRST


@pytest.mark.parametrize(
    ("change", "fact"),
    [
        (edit(ROOM_RULES, "取数: 应办已办, 分值: 20", "取数: 应办已办, 分值: 25"), "基层基础工作积分制的规则"),
        (edit(ROOM_RULES, "名称: 基础分, 栏目: 指标, 折算: 是}", "名称: 基础分, 栏目: 指标, 折算: 是, 权重: 50%}"), "基层基础工作积分制的组成、汇总等设置"),
        (edit(ROOMS, "名称: 东门社区警务室", "名称: 东门警务室"), "东门警务室（cg-dongmen）在名册里的登记"),
        (edit(ROOMS, "性质: 社区, 类别: 一类}\n  - {代码: hd", "性质: 社区, 类别: 二类}\n  - {代码: hd"), "西门社区警务室（cg-ximen）在名册里的登记"),
        (edit(BUREAU, "最少参排: 4", "最少参排: 3"), "分组或排名设置"),
    ],
    ids=["an item of the month", "a weight", "the name of a room", "the class of a room", "who is ranked"],
)  # fmt: skip
def test_what_changes_a_fact_that_was_signed_for(change: Change, fact: str) -> None:
    said = refused(MAIN, REPORT, meanwhile=[change])
    assert said.startswith(f"E-RULES {sheet_of(FIRST)}: 第 0 级（{CLERK}）签名以后，{fact}")
    assert said.endswith("改了")


def sheet_of(submission: str) -> str:
    month, name = submission.split("/")
    return f"ledger/{month}/approvals/{name}.json"


# ── the signer's standing ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("people", "code", "words"),
    [
        ({HEAD: replace(PEOPLE[HEAD], keys=("new-key",))}, "E-KEY", "不在现行审批人名册里"),
        ({HEAD: replace(PEOPLE[HEAD], posts=(post("派出所领导", "chengguan", until="2025-07-01"),))}, "E-OFFICE", "不担任“派出所领导”"),
        ({HEAD: replace(PEOPLE[HEAD], posts=(post("派出所领导", "hedong"),))}, "E-UNIT", "不是 chengguan 的“派出所领导”"),
    ],
    ids=["the key was replaced", "the office had ended", "the office is of another unit"],
)  # fmt: skip
def test_a_signer_who_could_not_sign_any_more(
    people: dict[str, Someone], code: str, words: str
) -> None:
    said = refused(MAIN, REPORT, meanwhile=[renewed(people={**PEOPLE, **people})])
    assert said.startswith(code)
    assert words in said
    assert said.endswith("，签名以后审批人名册换了新版")


def test_a_signer_who_could_not_sign_yet() -> None:
    """The head is one since version 2; dated earlier, the signature names version 1."""
    others = {**PEOPLE, HEAD: replace(PEOPLE[HEAD], posts=(post("政治委员"),))}
    main = main_with(without(ROOM), roster=approvers_file(others))
    said = refused(main, REPORT, meanwhile=[renewed(people=PEOPLE)])
    assert said == f"E-OFFICE {sheet_of(FIRST)}: {HEAD} 在 2025-07-03 不担任“派出所领导”"


def test_a_lane_with_one_more_level_wants_its_signature() -> None:
    more = LANES.replace("      - {职务: [治安大队领导]", "      - {职务: [督察大队领导], 凭证: [个人签名]}\n      - {职务: [治安大队领导]", 1)  # fmt: skip
    said = refused(MAIN, REPORT, meanwhile=[renewed(lanes=more)])
    assert said.startswith("E-OFFICE")
    assert said.endswith("，签名以后审批人名册换了新版")


# ── digests of a main that was not there when it was signed ─────────────────────────────────────


def test_rules_that_main_had_before_the_signer_saw_it_are_none() -> None:
    """An old state of the rules, named by somebody who has seen a newer one."""
    before, after, facts = step(MAIN, REPORT, meanwhile=[edit(BUREAU, "公布: 10", "公布: 12")])
    seen = before.commit
    old = {"seen": seen}
    said = refused(MAIN, REPORT, meanwhile=[edit(BUREAU, "公布: 10", "公布: 12")], **old)
    assert said == (
        f"E-RULES {sheet_of(FIRST)}: 第 0 级（{CLERK}）签名时的规则和名册，从签名人见过的提交起，主分支上没有用过"
    )
    assert facts.main.since(seen) == [before.commit]
    assert after.commit != seen


# ── bulletins, corrections, objections ──────────────────────────────────────────────────────────

CLOSING = {"lane": "bulletin", "submission": "2025-06/bulletin-rooms-1"}
OPEN = main_with()


@pytest.mark.parametrize(
    "change",
    [
        appended(OFFICERS, ANOTHER_OFFICER),
        edit(CASE_RULES, "分值: 10, 目标要求: 依法移送", "分值: 12, 目标要求: 依法移送"),
        appended(ROOM_RULES, NEXT_VERSION),
        edit(CALENDAR, "休: [", "休: [2026-01-01, "),
    ],
    ids=["a new officer", "another scheme", "a version from August on", "next year's calendar"],
)
def test_a_bulletin_stays_signed_when_nothing_of_its_months_has_changed(change: Change) -> None:
    made = accepted(OPEN, issued(), meanwhile=[change], **CLOSING)
    assert made.paths >= {BULLETIN, STANDINGS}


def test_a_bulletin_is_void_when_its_own_rules_or_anybody_in_it_changed() -> None:
    heavier = edit(ROOM_RULES, "取数: 应办已办, 分值: 20", "取数: 应办已办, 分值: 25")
    assert "基层基础工作积分制的规则" in refused(OPEN, issued(), meanwhile=[heavier], **CLOSING)
    moved = edit(ROOMS, "值: 二类", "值: 一类")
    assert "新村警务室（hd-xincun）在名册里的登记" in refused(
        OPEN, issued(), meanwhile=[moved], **CLOSING
    )


def test_a_correction_and_an_objection_stand_on_the_facts_of_their_month() -> None:
    main = main_with(published())
    officer = edit(OFFICERS, "姓名: 何平", "姓名: 何安")
    lane = {"lane": "correction", "submission": ROUND}
    change = (edit(ROOM, W2, BETTER), correction(row(W2_LINE, W2, BETTER)))
    assert accepted(main, *change, meanwhile=[officer], **lane).paths >= {ROOM}
    moved = edit(ROOMS, "名称: 东门社区警务室", "名称: 东门警务室")
    assert "东门警务室（cg-dongmen）" in refused(main, *change, meanwhile=[moved], **lane)
    lane = {"lane": "objection", "submission": f"2025-06/objection-{NAME}-1"}
    assert accepted(main, RAISED, meanwhile=[officer], **lane).kind == "异议"
    assert "东门警务室（cg-dongmen）" in refused(main, RAISED, meanwhile=[moved], **lane)
