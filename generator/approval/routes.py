"""Routes: which lane a change belongs to, and how its sheet is called."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from generator.approval.approvers import APPROVERS_FILE, Approvers
from generator.approval.lanes import (
    APPROVERS,
    BULLETIN,
    CORRECTION,
    OBJECTION,
    RECORD,
    RULES,
    Lane,
    Level,
)
from generator.approval.refusal import Refused
from generator.approval.statement import NOTHING, Change
from generator.ledger.layout import MONTH_FOLDER, is_restatement, record_path
from generator.rules.scheme import TRAIL_FOLDERS

ARCHIVE = "rules/approvers/"
"""Where each replaced version of the approvers file stands, byte for byte."""
MAX_PATHS = 400
"""Files that one submission may change; a new version of the program may be more."""
_STARTS = {BULLETIN: "bulletin", CORRECTION: "correction", OBJECTION: "objection"}
"""Kind → beginning of its sheets' names; other sheets begin with the code of their lane."""
_ONE = {BULLETIN: "一份报送只能编发一期通报", OBJECTION: "一份报送只能办理一件异议"}
"""Kinds whose submissions are about one thing, after which their files are named."""
_SHEET = re.compile(rf"(?:ledger/{MONTH_FOLDER}|rules)/approvals/[a-z0-9]+(?:-[A-Za-z0-9]+)*\.json", re.ASCII)  # fmt: skip
_APPROVALS = re.compile(r"(?:ledger/[^/]+|rules)/approvals/.*", re.DOTALL)


class Route(NamedTuple):
    """Where a change belongs.  No lane stands for the approvers file itself."""

    lane: Lane | None
    subject: str
    """The middle of the sheet's name; may be empty."""
    unit: str
    """Unit or branch of the record, where there is one."""

    @property
    def code(self) -> str:
        """The lane's code as statements name it."""
        return "approvers" if self.lane is None else self.lane.code

    @property
    def kind(self) -> str:
        return APPROVERS if self.lane is None else self.lane.kind


def check_path(path: str) -> None:
    """Raises ``Refused`` for a name that not every machine can keep apart from others."""
    # ASCII, so that no name looks like another, and none is spelled in two ways by two machines.
    if not re.fullmatch(r"[A-Za-z0-9._/-]{1,200}", path):
        raise Refused("E-PATH", path, "路径只能用英文字母、数字、横线、下划线和点")


def refuse_removal(path: str, kind: str) -> None:
    """Raises ``Refused`` for a file that stays for good: what was published, and what came of it.

    Records, rules and files of the program go as they came, signed in their lane.
    """
    trail = path.startswith("ledger/") and path.split("/")[2] in TRAIL_FOLDERS
    if trail or kind == APPROVERS:
        raise Refused("E-DELETE", path, "删去了已经生效的文件")


def route_of(paths: Sequence[str], approvers: Approvers) -> Route:
    """The one lane and subject that changed paths belong to; raises ``Refused`` when it is not one."""
    _check_count(paths)
    others = [path for path in paths if path != APPROVERS_FILE and not path.startswith(ARCHIVE)]
    if not others:
        return Route(None, "", "")
    causes = [path for path in others if not is_restatement(path)]
    if not causes:
        hint = "推送人把规则、名册的改动和它的重算更正放在一起送审"
        raise Refused("E-MIXED", others[0], "重算更正要和引起它的改动一起提交", hint)
    lanes = {path: _lane_of(path, approvers) for path in causes}
    if len(others) < len(paths):
        raise Refused("E-MIXED", APPROVERS_FILE, "审批人名册不能和别的改动一起提交")
    found = {lane.code: lane for lane in lanes.values()}
    for lane in found.values():
        if lane.kind == CORRECTION:  # the one lane that takes a file of another along
            return _correction(paths, lanes, lane)
    if len(causes) < len(others) and {lane.kind for lane in found.values()} != {RULES}:
        raise Refused("E-MIXED", others[0], "重算更正只能和规则、名册的改动一起提交")
    if len(found) > 1:
        raise Refused("E-MIXED", paths[-1], f"这份报送跨了 {'、'.join(sorted(found))} 几个通道")
    return _alone(paths, lane)


def levels_of(lane: Lane, changes: Sequence[Change], approvers: Approvers) -> tuple[Level, ...]:
    """The levels that a change needs in its lane, level 0 first.

    A late report 补报 is reported and answered for by its own unit, as any report is; the levels of
    the corrections come after.
    """
    late = [each.path for each in changes if each.old == NOTHING and record_path(each.path)]
    if lane.kind != CORRECTION or not late:
        return lane.levels
    own = approvers.lane_of(late[0])
    return (*(level for level in (own.levels if own else ()) if level.own_unit), *lane.levels)


def _lane_of(path: str, approvers: Approvers) -> Lane:
    lane = approvers.lane_of(path)
    if lane is None and (where := record_path(path)) is not None:
        hint = "根签名人在审批人名册里加一条通道；文件夹写错的，推送人放回规定的位置"
        raise Refused("E-PATH", path, f"没有审批通道收 {where.folder} 文件夹的记录", hint)
    if lane is None:
        raise Refused("E-PATH", path, "这个位置的文件不在任何审批通道里")
    return lane


def _alone(paths: Sequence[str], lane: Lane) -> Route:
    """A submission of one lane, which in most lanes is about one thing."""
    if lane.kind == RECORD:
        if len(paths) > 1:
            raise Refused("E-MIXED", paths[1], "一份报送只能有一个单位一个月的一份记录")
        return Route(lane, _stem(paths[0]), _stem(paths[0]))
    # Their files differ by ending alone, where they have several: an objection has but one ending.
    if lane.kind in _ONE:
        if len({path.rpartition(".")[0] for path in paths}) > 1:
            raise Refused("E-MIXED", paths[-1], _ONE[lane.kind])
        return Route(lane, _stem(paths[0]), "")
    return Route(lane, "", "")


def _check_count(paths: Sequence[str]) -> None:
    # A reviewer cannot look at more in one go; a new program is looked at by its version.
    if len(paths) > MAX_PATHS and any(path.startswith(("ledger/", "rules/")) for path in paths):
        what = f"一次改动了 {len(paths)} 个文件，超过 {MAX_PATHS} 个"
        raise Refused("E-LIMIT", paths[0], what)


def _correction(paths: Sequence[str], lanes: Mapping[str, Lane], lane: Lane) -> Route:
    notes = [path for path, each in lanes.items() if each is lane]
    records = [path for path, each in lanes.items() if each.kind == RECORD]
    if len(notes) != 1 or len(records) != 1 or len(paths) != 2:
        raise Refused("E-MIXED", paths[-1], "更正应当是一份更正单和它所更正的一份记录")
    return Route(lane, _stem(notes[0]), _stem(records[0]))


def _stem(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[0]


def check_sheet_name(path: str, paths: Sequence[str], route: Route) -> None:
    """A sheet lies beside what it approves and is named after it; raises ``Refused``."""
    named = _SHEET.fullmatch(path)
    if named is None:
        raise Refused("E-PATH", path, "审批单的位置或名称不对")
    folder, start = sheet_start(paths[0], route)
    name = path.rpartition("/")[2]
    number = rf"{re.escape(start)}-[1-9]\d{{0,3}}\.json"
    if not path.startswith(f"{folder}/") or not re.fullmatch(number, name, re.ASCII):
        raise Refused("E-SUBMISSION", path, f"审批单应当是 {folder}/{start}-序号.json")


def sheet_start(path: str, route: Route) -> tuple[str, str]:
    """Folder and beginning of the name of the sheet for a change: ``rooms-chengguan``."""
    # A restatement of the ledger goes with the rules that are its cause.
    of_ledger = path.startswith("ledger/") and route.kind != RULES
    folder = f"{'/'.join(path.split('/')[:2])}/approvals" if of_ledger else "rules/approvals"
    start = _STARTS.get(route.kind, route.code)
    return folder, f"{start}-{route.subject}" if route.subject else start


def submission_id(sheet_path: str) -> str:
    """``ledger/2025-06/approvals/rooms-chengguan-1.json`` → ``2025-06/rooms-chengguan-1``."""
    return sheet_path.removeprefix("ledger/").replace("approvals/", "").removesuffix(".json")


def sheet_path_of(submission: str) -> str:
    """The other way round."""
    folder, _, name = submission.partition("/")
    top = "rules" if folder == "rules" else f"ledger/{folder}"
    return f"{top}/approvals/{name}.json"


def root_sheet(version: int) -> str:
    """Where the sheet of a version of the approvers file lies."""
    return sheet_path_of(f"rules/approvers-{version}")


GENESIS_SHEET = root_sheet(1)


def is_sheet(path: str) -> bool:
    """Whether a path lies where sheets lie."""
    return bool(_APPROVALS.fullmatch(path))
