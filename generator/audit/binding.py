"""Binding: whether a sheet is about this ledger, this submission and exactly this change."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from generator.approval.authority import check_key
from generator.approval.lanes import submission_id
from generator.approval.refusal import Refused
from generator.approval.root import Root
from generator.approval.sheet import Sheet, last_round
from generator.approval.statement import APPROVE, REJECT, SUBMIT, Change, Statement
from generator.audit.state import State
from generator.text import privacy


def check_sheet(sheet: Sheet, path: str, lane: str, root: Root, before: State) -> None:
    """Every statement, of earlier rounds too: whose ledger, which submission, whose key."""
    submission = submission_id(path)
    for number, signed in enumerate(sheet, 1):
        statement = signed.statement
        if statement.ledger != root.ledger:
            raise Refused("E-LEDGER", path, f"第 {number} 条意见是为台账 {statement.ledger} 签的")
        if statement.branch != root.branch:
            raise Refused("E-BRANCH", path, f"第 {number} 条意见是为分支 {statement.branch} 签的")
        if statement.submission != submission:
            raise Refused("E-SUBMISSION", path, f"第 {number} 条意见是为报送 {statement.submission} 签的")  # fmt: skip
        if statement.lane != lane:
            raise Refused("E-LANE", path, f"第 {number} 条意见是为通道 {statement.lane} 签的，这处改动走 {lane}")  # fmt: skip
        if found := privacy.find(statement.note):
            what = f"第 {number} 条意见的附言里疑似写有{found.what}{found.masked}"
            raise Refused("E-CONTENT", path, what, "签名人删去这些内容后重新签名")
    for signed in sheet[: len(sheet) - len(last_round(sheet))]:
        approvers = before.approvers_named(signed.statement.approvers)
        if approvers is None:
            raise Refused("E-APPROVERS", path, "前一轮意见所用的审批人名册不是本台账用过的版本")
        check_key(signed, approvers, path)


def check_final_round(
    sheet: Sheet,
    path: str,
    changes: tuple[Change, ...],
    before: State,
    on_main: Callable[[str], bool],
) -> Sheet:
    """The last round: levels in order, all approving, all about this change as things stand now."""
    last = last_round(sheet)
    check_order([signed.statement for signed in last], path)
    for signed in last:
        statement = signed.statement
        who = f"第 {statement.level} 级（{statement.person}）"
        if statement.changes != changes:
            raise Refused(
                "E-CHANGE", path, f"{who}同意的不是这处改动{_first_other(statement, changes)}"
            )
        if statement.approvers != before.approvers.digest:
            raise Refused("E-APPROVERS", path, f"{who}签名时的审批人名册不是现行的")
        if statement.rules != before.rules_digest:
            raise Refused("E-RULES", path, f"{who}签名以后规则或名册又改了")
        if not on_main(statement.seen):
            raise Refused(
                "E-SEEN", path, f"{who}签名时见过的提交 {statement.seen[:12]} 不在主分支上"
            )
        check_key(signed, before.approvers, path)
    return last


def check_order(round_: Sequence[Statement], path: str) -> None:
    """Levels 0, 1, 2 … once each, by different people, submitted, then approved, in time."""
    for number, statement in enumerate(round_):
        if statement.decision == REJECT:
            raise Refused(
                "E-DECISION", path, f"第 {statement.level} 级（{statement.person}）已经退回"
            )
        if statement.level != number:
            raise Refused("E-LEVEL", path, f"第 {number} 级的位置上是第 {statement.level} 级的意见")
        if statement.decision != (APPROVE if number else SUBMIT):
            raise Refused("E-DECISION", path, f"第 {number} 级的意见是“{statement.words}”")
        if number and statement.moment < round_[number - 1].moment:
            raise Refused("E-TIME", path, f"第 {number} 级的签名时间早于前一级")
    people: dict[str, int] = {}
    for statement in round_:
        for person in {statement.person, statement.deputy_for} - {""}:
            if person in people:
                raise Refused("E-SAME", path, f"{person} 在第 {people[person]} 级和第 {statement.level} 级都签了名")  # fmt: skip
            people[person] = statement.level


def _first_other(statement: Statement, changes: tuple[Change, ...]) -> str:
    """Which path is at odds, for the message."""
    signed, actual = ({c.path: c for c in each} for each in (statement.changes, changes))
    for path in sorted({*signed, *actual}):
        if signed.get(path) != actual.get(path):
            if path not in signed:
                return f"，{path} 没有写在里面"
            if path not in actual:
                return f"，{path} 没有随着提交"
            side = "改动前" if signed[path].new == actual[path].new else "改动后"
            return f"，{path} {side}的内容不同"
    return ""
