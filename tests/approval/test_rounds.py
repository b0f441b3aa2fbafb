"""A round of statements: one change, the levels in their order, each by somebody else, in time."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from generator.approval.proof import Beside, claimed, prove_sheet
from generator.approval.refusal import Refused
from generator.approval.sheet import Sheet, last_round
from generator.approval.statement import NOTHING, REJECT, Change, Statement
from generator.text.digests import of_bytes
from tests.approval.paper import (
    APPROVERS,
    NEW,
    OLD,
    ROOT,
    SHEET,
    approvers,
    claim,
    refused,
    said,
    sheet,
)
from tests.bureau import CHARGE, CLERK, HEAD, PEOPLE, SIGNERS, ZHIAN, post
from tests.county import ROOM

OTHER = of_bytes(b"other")


def test_a_whole_round_is_proven_by_the_approvers_in_force() -> None:
    assert prove_sheet(sheet(), claim()) == (APPROVERS,) * 4


def test_a_sheet_alone_makes_its_own_case_by_the_approvers_that_it_names() -> None:
    made = claimed(SHEET, sheet(), {APPROVERS.digest: APPROVERS}.get, ROOT)
    assert (made.approvers, made.route) == (APPROVERS, claim().route)
    with pytest.raises(Refused) as caught:
        claimed(SHEET, sheet(), lambda _: None, ROOT)
    assert said(caught.value) == "E-APPROVERS: 意见所用的审批人名册不是本台账用过的版本"


@pytest.mark.parametrize(
    ("level", "fields", "sentence"),
    [
        (0, {"ledger": "lg-other"}, "E-LEDGER: 第 1 条意见是为台账 lg-other 签的"),
        (3, {"ledger": "lg-other"}, "E-LEDGER: 第 4 条意见是为台账 lg-other 签的"),
        (1, {"branch": "refs/heads/x"}, "E-BRANCH: 第 2 条意见是为分支 refs/heads/x 签的"),
        (2, {"submission": "2025-06/rooms-hedong-1"}, "E-SUBMISSION: 第 3 条意见是为报送 2025-06/rooms-hedong-1 签的"),
        (1, {"lane": "rules"}, "E-LANE: 第 2 条意见是为通道 rules 签的，这处改动走 rooms"),
        (1, {"note": "电话13812345678"}, "E-CONTENT: 第 2 条意见的附言里疑似写有手机号码“138…78”"),
        (1, {"changes": (Change(ROOM, NOTHING, OTHER),)}, "E-CHANGE: 第 1 级同意的不是报送的改动"),
        (2, {"approvers": OTHER}, f"E-APPROVERS: {ZHIAN} 的意见所用的审批人名册不是本台账用过的版本"),
        (2, {"level": 3}, "E-LEVEL: 第 2 级的位置上是第 3 级的意见"),
        (2, {"level": 1}, "E-LEVEL: 第 2 级的位置上是第 1 级的意见"),
        (1, {"decision": "submit"}, "E-DECISION: 第 1 级的意见是“报送”"),
        (0, {"decision": "approve"}, "E-DECISION: 第 0 级的意见是“同意”"),
        (3, {"decision": REJECT}, f"E-DECISION: 第 3 级（{CHARGE}）已经退回"),
        (2, {"time": "2025-07-03T08:59:59+08:00"}, "E-TIME: 第 2 级的签名时间早于前一级"),
        (2, {"time": "2025-07-03T09:59:59+09:00"}, "E-TIME: 第 2 级的签名时间早于前一级"),
        (2, {"person": CLERK}, f"E-SAME: {CLERK} 在第 0 级和第 2 级都签了名"),
        (3, {"deputy_for": HEAD}, f"E-SAME: {HEAD} 在第 1 级和第 3 级都签了名"),
        (3, {"person": HEAD, "deputy_for": CHARGE}, f"E-SAME: {HEAD} 在第 1 级和第 3 级都签了名"),
    ],
)  # fmt: skip
def test_one_field_of_one_level_is_not_as_it_must_be(
    level: int, fields: dict[str, Any], sentence: str
) -> None:
    assert refused(sheet(overrides={level: fields})) == sentence


def test_two_levels_may_sign_in_the_same_second() -> None:
    at_once = {level: {"time": "2025-07-02T09:00:00+08:00"} for level in range(4)}
    prove_sheet(sheet(overrides=at_once), claim())


def test_a_round_that_is_not_finished_lacks_its_next_level() -> None:
    assert (
        refused(sheet(SIGNERS["rooms"][:2])) == "E-LEVEL: 缺第 2 级的意见，通道 rooms 要 3 级审核…"
    )


def test_a_round_has_no_more_levels_than_its_lane() -> None:
    more = (*SIGNERS["rooms"], ("060101", "局主要领导"))
    assert refused(sheet(more)) == "E-LEVEL: 通道 rooms 只有 3 级审核"


# ── earlier rounds ──────────────────────────────────────────────────────────────────────────────


def sent_back(**fields: Any) -> Sheet:
    """A round that ends with the head's rejection, then a whole one."""
    first = sheet(SIGNERS["rooms"][:2], {1: {"decision": REJECT, "note": "漏填一项", **fields}})
    return sheet(before=first, changes=(Change(ROOM, NOTHING, OTHER),), overrides={
        level: {"time": f"2025-07-{10 + level}T09:00:00+08:00"} for level in range(4)
    })  # fmt: skip


def test_a_round_that_was_sent_back_stays_in_the_sheet_and_is_proven_too() -> None:
    proven = sent_back()
    assert len(last_round(proven)) == 4
    assert prove_sheet(proven, claim()) == (APPROVERS,) * 6


def test_an_earlier_round_is_judged_by_the_approvers_it_names() -> None:
    old = approvers(day="2025-01-01")
    assert (
        refused(sent_back(approvers=OTHER))
        == f"E-APPROVERS: {HEAD} 的意见所用的审批人名册不是本台账用过的版本"
    )
    known = claim(by=APPROVERS)
    both = {APPROVERS.digest: APPROVERS, old.digest: old}
    used = prove_sheet(
        sent_back(approvers=old.digest), type(known)(known.path, known.route, APPROVERS, both.get, known.root)
    )  # fmt: skip
    assert [each.day for each in used] == [
        date(2025, 1, 2),
        date(2025, 1, 1),
        *[date(2025, 1, 2)] * 4,
    ]


def test_a_note_of_an_earlier_round_holds_nobody_s_data_either() -> None:
    assert refused(sent_back(note="浙A12345")) == (
        "E-CONTENT: 第 2 条意见的附言里疑似写有车牌号“浙A1…45”"
    )


# ── what else is asked, and when ────────────────────────────────────────────────────────────────


def test_each_statement_of_the_last_round_is_bound_and_the_content_looked_at_once() -> None:
    bound: list[int] = []
    fitted: list[int] = []

    def bind(statement: Statement) -> None:
        bound.append(statement.level)

    prove_sheet(
        sent_back(), claim(), Beside(binds=bind, fits=lambda last: fitted.append(len(last)))
    )
    assert (bound, fitted) == ([0, 1, 2, 3], [4])


def test_what_is_wrong_with_the_content_is_told_before_a_level_that_is_missing() -> None:
    def unfit(_: Sheet) -> None:
        raise Refused("E-CONTENT", ROOM, "算不出来")

    assert refused(sheet(SIGNERS["rooms"][:1]), beside=Beside(fits=unfit)) == "E-CONTENT: 算不出来"


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        (None, ""),
        (date(2025, 7, 1), ""),
        (date(2025, 7, 10), ""),
        (date(2025, 7, 11), f"E-OFFICE: {CHARGE} 在 2025-07-11 不担任“分管局领导”"),
    ],
)
def test_an_office_that_ends_is_held_on_the_day_signed_and_by_the_clock(
    now: date | None, sentence: str
) -> None:
    leaves = PEOPLE | {
        CHARGE: PEOPLE[CHARGE].__class__(CHARGE, "丁秋", (post("分管局领导", until="2025-07-10"),))
    }
    by = approvers(people=leaves)
    proven, beside = sheet(approvers=by.digest), Beside(clock=lambda: now)
    if sentence:
        assert refused(proven, claim(by=by), beside) == sentence
    else:
        prove_sheet(proven, claim(by=by), beside)


def test_an_office_held_by_the_clock_was_held_on_the_day_signed_too() -> None:
    """Level 3 is signed on 5 July, before the office is held; main is at 7 July, when it is."""
    office = post("分管局领导", since="2025-07-06", until="2025-07-10")
    comes = PEOPLE | {CHARGE: PEOPLE[CHARGE].__class__(CHARGE, "丁秋", (office,))}
    by = approvers(people=comes)
    at_seven = Beside(clock=lambda: date(2025, 7, 7))
    sentence = f"E-OFFICE: {CHARGE} 在 2025-07-05 不担任“分管局领导”"
    assert refused(sheet(approvers=by.digest), claim(by=by), at_seven) == sentence


def test_an_office_without_an_end_does_not_ask_the_clock() -> None:
    prove_sheet(sheet(), claim(), Beside(clock=lambda: pytest.fail("nobody's office ends")))


# ── what a kind of lane says of the files ───────────────────────────────────────────────────────

BULLETIN = tuple(f"ledger/2025-06/bulletins/rooms.{end}" for end in ("json", "yml"))
WITHDRAWAL = "ledger/2025-06/bulletins/rooms-withdrawn.yml"
NOTE = "ledger/2025-06/corrections/rooms-chengguan-1.yml"
OBJECTION = "ledger/2025-06/objections/rooms-cg-dongmen-20250715-b290c3b6.yml"


@pytest.mark.parametrize(
    ("lane", "submission", "changes", "sentence"),
    [
        ("bulletin", "2025-06/bulletin-rooms-1", [(BULLETIN[0], OLD, NOTHING), (BULLETIN[1], OLD, NOTHING)], "E-DELETE: 删去了已经生效的文件"),
        ("correction", "2025-06/correction-chengguan-1", [(NOTE, OLD, NOTHING), (ROOM, OLD, NEW)], "E-DELETE: 删去了已经生效的文件"),
        ("objection", "2025-06/objection-rooms-cg-dongmen-20250715-b290c3b6-1", [(OBJECTION, OLD, NOTHING)], "E-DELETE: 删去了已经生效的文件"),
        ("bulletin", "2025-06/bulletin-rooms-1", [(BULLETIN[0], NOTHING, NEW)], "E-BULLETIN: 通报要有通报记录（.yml）和公布的数据（.json）两个文件"),
        ("bulletin", "2025-06/bulletin-rooms-1", [(BULLETIN[0], NOTHING, NEW), (BULLETIN[1], OLD, NEW)], "E-CLOSED: 已经公布的通报不能改"),
        ("correction", "2025-06/correction-chengguan-1", [(NOTE, OLD, NEW), (ROOM, OLD, NEW)], "E-APPEND: 更正单不能改，请另写一份更正"),
    ],
)  # fmt: skip
def test_a_lane_refuses_what_its_kind_never_does(
    lane: str, submission: str, changes: list[tuple[str, str, str]], sentence: str
) -> None:
    made = tuple(Change(*each) for each in changes)
    case = claim(made)
    name = {"correction": f"2025-06/correction-{case.route.subject}-1"}.get(lane, submission)
    path = f"{'rules' if lane == 'rules' else 'ledger/2025-06'}/approvals/{name.rpartition('/')[2]}.json"
    proven = sheet(SIGNERS[lane], lane=lane, submission=name, changes=made)
    assert refused(proven, claim(made, path=path)) == sentence


@pytest.mark.parametrize(
    ("lane", "submission", "changes"),
    [
        ("software", "rules/software-1", [("README.md", OLD, NOTHING)]),
        ("rooms", "2025-06/rooms-chengguan-1", [(ROOM, OLD, NOTHING)]),
        ("rules", "rules/rules-1", [("rules/yearly.yml", OLD, NOTHING)]),
        ("correction", "2025-06/correction-rooms-chengguan-1-1", [(NOTE, NOTHING, NEW), (ROOM, OLD, NOTHING)]),
        ("bulletin", "2025-06/bulletin-rooms-withdrawn-1", [(WITHDRAWAL, NOTHING, NEW)]),
        ("objection", "2025-06/objection-rooms-cg-dongmen-20250715-b290c3b6-2", [(OBJECTION, OLD, NEW)]),
        ("bulletin", "2025-06/bulletin-rooms-1", [(BULLETIN[0], NOTHING, NEW), (BULLETIN[1], NOTHING, NEW)]),
        ("correction", "2025-06/correction-rooms-chengguan-1-1", [(NOTE, NOTHING, NEW), (ROOM, OLD, NEW)]),
    ],
)  # fmt: skip
def test_a_lane_takes_what_its_kind_does(
    lane: str, submission: str, changes: list[tuple[str, str, str]]
) -> None:
    made = tuple(Change(*each) for each in changes)
    path = f"{'ledger/2025-06' if submission.startswith('2025') else 'rules'}/approvals/{submission.rpartition('/')[2]}.json"
    proven = sheet(SIGNERS[lane], lane=lane, submission=submission, changes=made)
    assert prove_sheet(proven, claim(made, path=path)) == (APPROVERS,) * len(SIGNERS[lane])
