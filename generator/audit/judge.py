"""The one judgement: whether the step from one state of main to another is an approved submission.

Pure: two states, the trust root's facts and a way to ask for earlier commits go in; a
``Submission`` comes out, or ``Refused`` is raised with the first reason.  Hook, verifier and tests
all call ``judge``, so none of them can be more lenient than another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from generator.approval import approvers as model
from generator.approval.approvers import Lane
from generator.approval.demo_keys import why_demo
from generator.approval.lanes import check_sheet_name, is_sheet, place_of, submission_id
from generator.approval.refusal import Refused
from generator.approval.root import Root
from generator.approval.sheet import Sheet
from generator.approval.statement import NOTHING, Change
from generator.audit import content, gates
from generator.audit.admission import check_edit
from generator.audit.binding import check_final_round, check_sheet
from generator.audit.objects import FILE, MAX_EDITS, MODES, TREE, Edit, Node, named
from generator.audit.root_lane import check_genesis_sheet, check_new_version
from generator.audit.state import State, sound
from generator.ledger.layout import closed_by, record_path
from generator.text.strict import MAX_BYTES

MAX_PATHS = 400
MAX_FILE = {model.SOFTWARE: 4 * 1024 * 1024, model.BULLETIN: 4 * 1024 * 1024}


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


@dataclass(frozen=True, slots=True)
class Facts:
    """What a judgement needs beside the two states."""

    root: Root
    on_main: Callable[[str], bool]
    """Whether a commit is among those that main had passed through before the step."""
    latest: date = date.max
    """No statement may be dated later: the judge's own day, and one more for other time zones."""


def judge(before: State, after: State, facts: Facts) -> Submission:
    """The submission that leads from ``before`` to ``after``; raises ``Refused``."""
    edits, sheet_edit = _sorted_out(before, after)
    approvers = before.approvers
    paths = [edit.path for edit in edits]
    place = place_of(paths, approvers)
    lane = place.lane
    for edit in edits:
        _check_file(edit, place.kind)
        _check_twins(edit, after)
    sheet_path = sheet_edit.path
    check_sheet_name(sheet_path, paths, place)
    changes = changes_of(edits, before, limit_of(place.kind))
    if lane is not None and lane.kind == model.RECORD:
        _check_open(paths[0], lane, before)
    else:  # every text of a record is looked at by its form
        for edit in edits:
            check_edit(edit, after.store)
    assert sheet_edit.new is not None
    sheet = _read_sheet(after, sheet_edit)
    check_sheet(sheet, sheet_path, place.code, facts.root, before)
    last = check_final_round(sheet, sheet_path, changes, before, facts.on_main)
    for signed in last:
        if signed.statement.day > facts.latest:
            statement = signed.statement
            raise Refused(
                "E-TIME", sheet_path, f"第 {statement.level} 级的签名日期 {statement.day} 还没有到"
            )
    if lane is None:
        check_new_version(last, sheet_path, before, after, demo_allowed=facts.root.demo)
    else:
        # Content first: a rehearsal of an unfinished sheet then finds what is wrong with it.
        gates.check(lane, changes, last, before, after)
        content.check_authority(last, sheet_path, lane, approvers, place.unit, before)
    return Submission(
        submission_id(sheet_path), place.code, place.kind, place.unit, sheet_path, sheet, changes
    )


def judge_genesis(state: State, root: Root) -> None:
    """The first commit is the pinned one, with the pinned approvers file, properly signed."""
    if state.commit != root.genesis:
        raise Refused("E-GENESIS", state.commit, "历史不是从信任根的起点开始的")
    if state.store.commit(state.commit).parents:
        raise Refused("E-GENESIS", state.commit, "信任根的起点前面还有提交")
    data = state.content(model.PATH)
    if data is None:
        raise Refused("E-GENESIS", model.PATH, "起点里没有审批人名册")
    approvers = sound(data)
    if approvers.digest != root.approvers:
        raise Refused("E-GENESIS", model.PATH, "起点里的审批人名册与信任根的摘要不符")
    if approvers.ledger != root.ledger:
        raise Refused("E-LEDGER", model.PATH, f"名册写的台账是 {approvers.ledger}，信任根是 {root.ledger}")  # fmt: skip
    if approvers.version != 1:
        raise Refused("E-GENESIS", model.PATH, "起点里的审批人名册应当是第 1 版")
    if not root.demo and (why := why_demo(approvers)):
        raise Refused("E-DEMO", model.PATH, why)
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
        if edit.old is not None:
            what = "删去了" if edit.new is None else "改动了"
            raise Refused("E-APPEND", edit.path, f"{what}已经生效的审批单")
    for edit in found:
        _check_name(edit.path)
    if len(sheets) > 1:
        raise Refused("E-SHEETS", sheets[1].path, f"一次带来了 {len(sheets)} 份审批单")
    if not data:
        raise Refused("E-EMPTY", sheets[0].path, "只有审批单，没有它所审批的改动")
    if len(data) > MAX_PATHS and not all(_of_software(edit.path) for edit in data):
        raise Refused(
            "E-LIMIT", data[0].path, f"一次改动了 {len(data)} 个文件，超过 {MAX_PATHS} 个"
        )
    if not sheets:
        place_of([edit.path for edit in data], before.approvers)
        raise Refused("E-NOSHEET", data[0].path, "这处改动没有审批单")
    return data, sheets[0]


def _of_software(path: str) -> bool:
    return not path.startswith(("ledger/", "rules/"))


def _check_name(path: str) -> None:
    if not path.isascii() or not re.fullmatch(r"[A-Za-z0-9._/-]{1,200}", path):
        raise Refused("E-PATH", path, "路径只能用英文字母、数字、横线、下划线和点")


def _check_file(edit: Edit, kind: str) -> None:
    if edit.new is not None and edit.new.mode != FILE:
        what = MODES.get(edit.new.mode, "目录")
        raise Refused("E-MODE", edit.path, f"这是{what}，只收普通文件")
    if edit.old is not None and edit.old.mode != FILE:
        raise Refused("E-MODE", edit.path, "原来的不是普通文件")
    if edit.new is None and kind != model.SOFTWARE:
        raise Refused("E-DELETE", edit.path, "删去了已经生效的文件")


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


def limit_of(kind: str) -> int:
    """The size of the largest file that a kind of lane takes."""
    return MAX_FILE.get(kind, MAX_BYTES)


def _check_open(path: str, lane: Lane, before: State) -> None:
    place = record_path(path)
    if place is not None and (closed := closed_by(lane.scheme, place.month, content.Paths(before))):
        named = "、".join(period.code for period in closed)
        raise Refused("E-CLOSED", path, f"{named} 的通报已经公布，这份记录不能直接改")


def _read_sheet(after: State, edit: Edit) -> Sheet:
    assert edit.new is not None
    if edit.new.mode != FILE:
        raise Refused("E-MODE", edit.path, "审批单应当是普通文件")
    return after.sheet(edit.new, edit.path)
