"""The one judgement: whether the step from one state of main to another is an approved submission.

Pure: two states, the trust root's facts and a way to ask for earlier commits go in; a
``Submission`` comes out, or ``Refused`` is raised with the first reason.  Hook, verifier and tests
all call ``judge``, so none of them can be more lenient than another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from generator.approval import lanes
from generator.approval.approvers import APPROVERS_FILE
from generator.approval.demo_keys import why_demo
from generator.approval.lanes import Lane
from generator.approval.proof import Beside, Claim, claimed, prove_sheet
from generator.approval.refusal import Refused
from generator.approval.root import Root
from generator.approval.routes import (
    check_path,
    check_sheet_name,
    is_sheet,
    refuse_removal,
    route_of,
    submission_id,
)
from generator.approval.sheet import Sheet, last_round
from generator.approval.statement import NOTHING, Change, Statement
from generator.audit import content
from generator.audit.admission import check_edit, check_name
from generator.audit.approvers_gate import check_genesis_sheet, check_new_version, check_schemes
from generator.audit.grounds import moved_since
from generator.audit.objects import MAX_EDITS, MODES, PLAIN, TREE, Edit, Node, named
from generator.audit.state import State, sound


@dataclass(frozen=True, slots=True)
class Submission:
    """What one step of main brought: a sheet and the change it approves."""

    id: str
    lane: str
    kind: str
    unit: str
    sheet_path: str
    sheet: Sheet
    changes: tuple[Change, ...]

    @property
    def paths(self) -> frozenset[str]:
        """Every path that the step touches."""
        return frozenset((self.sheet_path, *(change.path for change in self.changes)))


class Main(Protocol):
    """The commits that main had passed through before the step."""

    def __contains__(self, commit: object, /) -> bool: ...
    def since(self, commit: str, /) -> Sequence[str]:
        """Those from one of them on, newest first."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a judgement needs beside the two states."""

    root: Root
    main: Main
    latest: date = date.max
    """No statement may be dated later: the judge's own day, and one more for other time zones."""


def judge(before: State, after: State, facts: Circumstances) -> Submission:
    """The submission that leads from ``before`` to ``after``; raises ``Refused``."""
    edits, sheet_edit = _sorted_out(before, after)
    approvers = before.approvers
    paths = [edit.path for edit in edits]
    route = route_of(paths, approvers)
    lane = route.lane
    for edit in edits:
        _check_file(edit, route.kind)
        # Before the sheet: two files that are one on Windows would be approved as two.
        _check_twins(edit, after)
    sheet_path = sheet_edit.path
    check_sheet_name(sheet_path, paths, route)
    changes = changes_of(edits, before, content.limit_of(route.kind))
    if lane is not None and lane.kind == lanes.RECORD:
        _check_open(paths[0], lane, before)
        check_name(paths[0])
    else:  # every text of a record is looked at by its form
        for edit in edits:
            check_edit(edit, after.store)
    assert sheet_edit.new is not None
    sheet = _read_sheet(after, sheet_edit)
    renewed = after.approvers if lane is None else None
    claim = Claim(sheet_path, route, approvers, before.approvers_named, facts.root, renewed)

    def binds(statement: Statement) -> None:
        if statement.changes != changes:
            what = f"第 {statement.level} 级（{statement.person}）同意的不是这处改动{_first_other(statement, changes)}"
            raise Refused("E-CHANGE", sheet_path, what)
        check_stands(statement, sheet_path, route.kind, before, after, facts.main)

    def fits(last: Sheet) -> None:
        _check_dates(last, sheet_path, facts.latest)
        signing = content.Signing(last, facts.latest)
        if lane is None:
            check_new_version(sheet_path, before, after, demo_allowed=facts.root.demo)
            signing.check_day(after.approvers.day, APPROVERS_FILE, "日期", "根签名人")
        else:
            _check_gate(lane, changes, signing, before, after)

    prove_sheet(sheet, claim, Beside(binds, fits, before.clock))
    if lane is not None and any(
        s.statement.approvers != approvers.digest for s in last_round(sheet)
    ):
        # By the versions that it names itself it will be judged for ever, from the tree alone.
        prove_sheet(sheet, claimed(sheet_path, sheet, before.approvers_named, facts.root))
    return Submission(
        submission_id(sheet_path), route.code, route.kind, route.unit, sheet_path, sheet, changes
    )


def judge_genesis(state: State, root: Root) -> None:
    """The first commit is the pinned one, with the pinned approvers file, properly signed."""
    if state.commit != root.genesis:
        raise Refused("E-GENESIS", state.commit, "历史不是从信任根的起点开始的")
    if state.store.commit(state.commit).parents:
        raise Refused("E-GENESIS", state.commit, "信任根的起点前面还有提交")
    data = state.content(APPROVERS_FILE)
    if data is None:
        raise Refused("E-GENESIS", APPROVERS_FILE, "起点里没有审批人名册")
    approvers = sound(data)
    if approvers.digest != root.approvers:
        raise Refused("E-GENESIS", APPROVERS_FILE, "起点里的审批人名册与信任根的摘要不符")
    if approvers.ledger != root.ledger:
        raise Refused("E-LEDGER", APPROVERS_FILE, f"名册写的台账是 {approvers.ledger}，信任根是 {root.ledger}")  # fmt: skip
    if approvers.version != 1:
        raise Refused("E-GENESIS", APPROVERS_FILE, "起点里的审批人名册应当是第 1 版")
    if not root.demo and (why := why_demo(approvers)):
        raise Refused("E-DEMO", APPROVERS_FILE, why)
    check_schemes(approvers, state)
    # Records before the first sheet would be nobody's, and yet under a history that proves whole.
    if state.store.files(state.tree, "ledger"):
        raise Refused("E-GENESIS", "ledger", "起点里不应当有记录，它们没有经过审批")
    check_genesis_sheet(state, approvers, root)


def _sorted_out(before: State, after: State) -> tuple[list[Edit], Edit]:
    """The edits of data, and the one of the sheet."""
    found = before.store.differences([(before.tree, after.tree)], MAX_EDITS)[0]
    if found is None:
        raise Refused("E-LIMIT", "", f"一次改动了 {MAX_EDITS} 个以上的文件")
    if not found:
        raise Refused("E-EMPTY", "", "这次推送没有改动任何内容")
    sheets = [edit for edit in found if is_sheet(edit.path)]
    data = [edit for edit in found if not is_sheet(edit.path)]
    for edit in sheets:
        _check_appended(edit)
    for edit in found:
        check_path(edit.path)
    if len(sheets) > 1:
        raise Refused("E-SHEETS", sheets[1].path, f"一次带来了 {len(sheets)} 份审批单")
    if not data:
        raise Refused("E-EMPTY", sheets[0].path, "只有审批单，没有它所审批的改动")
    if not sheets:
        # What belongs to no lane can have no sheet: that is what is told then.
        route_of([edit.path for edit in data], before.approvers)
        raise Refused("E-NOSHEET", data[0].path, "这处改动没有审批单")
    return data, sheets[0]


def _check_appended(sheet: Edit) -> None:
    if sheet.old is not None:
        what = "删去了" if sheet.new is None else "改动了"
        raise Refused("E-APPEND", sheet.path, f"{what}已经生效的审批单")


def _check_file(edit: Edit, kind: str) -> None:
    if edit.new is not None and edit.new.mode != PLAIN:
        what = MODES.get(edit.new.mode, "目录")
        raise Refused("E-MODE", edit.path, f"这是{what}，只收普通文件")
    if edit.old is not None and edit.old.mode != PLAIN:
        raise Refused("E-MODE", edit.path, "原来的不是普通文件")
    if edit.new is None:
        refuse_removal(edit.path, kind)


def _check_twins(edit: Edit, after: State) -> None:
    """Names that differ by case alone are one file on some machines."""
    folders = edit.path.split("/")
    for depth in range(len(folders) if edit.old is None else 0):
        node = after.node("/".join(folders[:depth])) if depth else Node(TREE, after.tree)
        names = [name.lower() for name in after.store.tree(node.oid)] if node else []
        if names.count(folders[depth].lower().encode()) > 1:
            raise Refused("E-PATH", edit.path, "已有只差大小写的同名文件或文件夹")


def changes_of(edits: Sequence[Edit], state: State, limit: int) -> tuple[Change, ...]:
    """The edits by digest of content; refuses a file larger than ``limit``."""
    sides = [(node, edit.path) for edit in edits for node in (edit.old, edit.new) if node]
    try:
        state.store.want_blobs(node.oid for node, _ in sides)
    except Refused as refused:
        raise named(refused, {node.oid: path for node, path in sides}) from None
    return tuple(
        Change(
            edit.path,
            NOTHING if edit.old is None else state.digest(edit.old, edit.path, limit),
            NOTHING if edit.new is None else state.digest(edit.new, edit.path, limit),
        )
        for edit in edits
    )


def check_stands(
    statement: Statement, path: str, kind: str, before: State, after: State, main: Main
) -> None:
    """What a statement was signed for is still so on main; raises ``Refused``.

    It names approvers and rules of a state that main has passed through since the signer saw it,
    and nothing that it stands on has been changed since (``grounds``).
    """
    who = f"第 {statement.level} 级（{statement.person}）"
    # Signed on top of a main that never was: of a private history, or of one that was taken back.
    if statement.seen not in main:
        raise Refused("E-SEEN", path, f"{who}签名时见过的提交 {statement.seen[:12]} 不在主分支上")
    if (statement.approvers, statement.rules) == (before.approvers_digest, before.rules_digest):
        return
    states = [State(before.memory, commit) for commit in main.since(statement.seen)]
    if all(state.approvers_digest != statement.approvers for state in states):
        what = f"{who}签名时的审批人名册，从签名人见过的提交起，主分支上没有用过"
        raise Refused("E-APPROVERS", path, what)
    signed = next((state for state in states if state.rules_digest == statement.rules), None)
    if signed is None:
        what = f"{who}签名时的规则和名册，从签名人见过的提交起，主分支上没有用过"
        raise Refused("E-RULES", path, what)
    if lost := moved_since(kind, statement.changes, signed, before, after):
        more = f"等 {len(lost)} 处" if len(lost) > 1 else ""
        raise Refused("E-RULES", path, f"{who}签名以后，{lost[0]}{more}改了")


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


def _check_dates(last: Sheet, path: str, latest: date) -> None:
    for statement in (signed.statement for signed in last):
        if statement.day > latest:
            what = f"第 {statement.level} 级的签名日期 {statement.day} 还没有到"
            raise Refused("E-TIME", path, what)


def _check_open(path: str, lane: Lane, before: State) -> None:
    if closed := content.closed_by(path, lane, before):
        named = "、".join(period.code for period in closed)
        raise Refused("E-CLOSED", path, f"{named} 的通报已经公布，这份记录不能直接改")


def _check_gate(
    lane: Lane,
    changes: tuple[Change, ...],
    signing: content.Signing,
    before: State,
    after: State,
) -> None:
    """What an approved change must still be, by the kind of its lane; raises ``Refused``."""
    # Most pushes are records: what the others are judged by is imported when it is needed.
    if lane.kind == lanes.RECORD:
        content.check_scheme(changes[0].path, lane, before)
        content.check_record(changes[0], signing, before, after, own=True)
    elif lane.kind == lanes.RULES:
        from generator.audit.rules_gate import check_rules  # noqa: PLC0415

        check_rules(changes, signing, before, after)
    elif lane.kind != lanes.SOFTWARE:
        from generator.audit.trail_gate import check_trail  # noqa: PLC0415

        check_trail(lane.kind, changes, signing, before, after)


def _read_sheet(after: State, edit: Edit) -> Sheet:
    assert edit.new is not None
    if edit.new.mode != PLAIN:
        raise Refused("E-MODE", edit.path, "审批单应当是普通文件")
    return after.sheet(edit.new, edit.path)
