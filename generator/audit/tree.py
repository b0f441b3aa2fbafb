"""Proof from the tree alone: every record's bytes are what the newest sheet naming it approved.

Needs no history.  It cannot see what a server cut off or when a step was made; ``history.py`` can.
What it says of each file is also what the pages show.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from generator.approval import approvers as model
from generator.approval.approvers import Approvers
from generator.approval.authority import check_key, check_office
from generator.approval.demo_keys import why_demo
from generator.approval.lanes import (
    ARCHIVE,
    Place,
    check_sheet_name,
    is_sheet,
    place_of,
    submission_id,
)
from generator.approval.refusal import Refusal, Refused
from generator.approval.root import Root
from generator.approval.sheet import BadSheet, Sheet, Signed, last_round, read as read_sheet
from generator.approval.statement import NOTHING, REJECT
from generator.audit.binding import check_order
from generator.audit.root_lane import GENESIS_SHEET, check_first_version, check_signers
from generator.audit.rules_of_tree import check_rules
from generator.audit.state import sound
from generator.text.digests import of_bytes
from generator.text.strict import Files

GRADES = {"甲": "本人密钥签名", "乙": "平台点击，由机器人登记", "缺": "没有可以核验的审批"}
"""Grade of evidence → what it means."""


class Mark(NamedTuple):
    """One level of an approval, as the pages show it."""

    level: int
    decision: str
    office: str
    person: str
    name: str
    deputy_for: str
    time: str
    grade: str
    note: str


@dataclass(frozen=True, slots=True)
class Approval:
    """A submission whose sheet holds: who said what, and about which files."""

    id: str
    lane: str
    lane_name: str
    kind: str
    unit: str
    sheet_path: str
    paths: tuple[str, ...]
    marks: tuple[Mark, ...]
    """The round that counts, level 0 first."""
    earlier: tuple[Mark, ...]
    """Rounds that were sent back or signed again."""

    @property
    def grade(self) -> str:
        """甲 when every level signed personally, else 乙."""
        return "甲" if all(mark.grade == "甲" for mark in self.marks) else "乙"

    @property
    def completed(self) -> str:
        """When the last level signed, as signed."""
        return self.marks[-1].time

    @property
    def sent_back(self) -> int:
        """How often it was sent back before."""
        return sum(mark.decision == REJECT for mark in self.earlier)


@dataclass(frozen=True)
class TreeProof:
    """What the tree alone proves."""

    approvals: tuple[Approval, ...]
    """Every submission whose sheet holds, by the time of its last signature."""
    by_path: Mapping[str, Approval]
    """File of the ledger → the submission that approved its present bytes."""
    refusals: tuple[Refusal, ...]
    versions: tuple[Approvers, ...] = ()
    proven: int = field(default=0)
    """Files of the ledger that are proven."""
    unproven: tuple[str, ...] = ()
    """Files of the ledger that are not."""

    @property
    def ok(self) -> bool:
        """Whether every file of the ledger is proven and nothing is wrong with any sheet."""
        return not self.refusals and not self.unproven

    @property
    def demo(self) -> bool:
        """Whether the approvers are a demonstration."""
        return any(version.demo for version in self.versions)

    @property
    def signatures(self) -> int:
        """How many signatures hold."""
        return sum(len(each.marks) + len(each.earlier) for each in self.approvals)


class Edge(NamedTuple):
    """A change that a proven sheet makes to a file."""

    old: str
    new: str
    approval: Approval


def prove_tree(
    files: Files, root: Root | None = None, reporters: Mapping[str, str] | None = None
) -> TreeProof:
    """Check every sheet and every file of the ledger.

    ``reporters`` (record file → 填报人) lets it also hold that whoever reported has signed level 0.
    Never raises: what is wrong is in ``refusals``.
    """
    refusals: list[Refusal] = []
    try:
        versions = _versions(files, root)
    except Refused as refused:
        return TreeProof((), {}, (refused.refusal,), (), 0, tuple(_data_paths(files)))
    known = {version.digest: version for version in versions}
    approvals: list[Approval] = []
    edges: dict[str, list[Edge]] = defaultdict(list)
    for path in sorted(path for path in files if is_sheet(path)):
        try:
            approval, sheet = _approval(path, files[path], known, versions, root)
        except Refused as refused:
            refusals.append(refused.refusal)
            continue
        approvals.append(approval)
        for change in last_round(sheet)[0].statement.changes:
            edges[change.path].append(Edge(change.old, change.new, approval))
    by_path: dict[str, Approval] = {}
    unproven: list[str] = []
    for path in _data_paths(files):
        try:
            by_path[path] = _newest(path, files[path], edges[path])
        except Refused as refused:
            unproven.append(path)
            refusals.append(refused.refusal)
    refusals += (
        Refusal("E-DELETE", path, "审批过的文件不见了")
        for path in sorted(edges)
        if path.startswith("ledger/") and path not in files
    )
    try:
        changes = {path: [(e.old, e.new) for e in own] for path, own in edges.items()}
        check_rules(files, changes, _first_rules(files))
    except Refused as refused:
        refusals.append(refused.refusal)
    approvals.sort(key=lambda each: (each.marks[-1].time, each.id))
    proof = TreeProof(
        tuple(approvals), by_path, tuple(refusals), versions, len(by_path), tuple(unproven)
    )
    return held_to_reporters(proof, reporters) if reporters else proof


def held_to_reporters(proof: TreeProof, reporters: Mapping[str, str]) -> TreeProof:
    """The proof without the records that somebody else than their reporter handed in.

    Apart, because signatures can be checked while the records are still being read.
    """
    by_path, refusals, unproven = dict(proof.by_path), list(proof.refusals), list(proof.unproven)
    for path, reporter in sorted(reporters.items()):
        approval = by_path.get(path)
        if approval is None or approval.kind != model.RECORD:
            continue
        try:
            _check_reporter(path, reporter, approval)
        except Refused as refused:
            del by_path[path]
            unproven.append(path)
            refusals.append(refused.refusal)
    if len(unproven) == len(proof.unproven):
        return proof
    return replace(
        proof, by_path=by_path, refusals=tuple(refusals), proven=len(by_path),
        unproven=tuple(sorted(unproven)),
    )  # fmt: skip


def _first_rules(files: Files) -> str:
    """The rules digest that the root holders signed with the first approvers file."""
    signed = {s.statement.rules for s in last_round(_read(GENESIS_SHEET, files[GENESIS_SHEET]))}
    if len(signed) != 1:
        raise Refused("E-RULES", GENESIS_SHEET, "根签名人签的不是同一版规则")
    return signed.pop()


def _data_paths(files: Files) -> list[str]:
    return sorted(p for p in files if p.startswith("ledger/") and not is_sheet(p))


def _versions(files: Files, root: Root | None) -> tuple[Approvers, ...]:
    """Every version of the approvers file, oldest first, each signed for by those before it."""
    if model.PATH not in files:
        raise Refused("E-ROSTER", model.PATH, "没有审批人名册")
    newest = sound(files[model.PATH])
    made = []
    for number in range(1, newest.version):
        path = f"{ARCHIVE}{number}.yml"
        if path not in files:
            raise Refused("E-ROSTER", path, f"缺少第 {number} 版审批人名册")
        made.append(sound(files[path]))
    made.append(newest)
    for number, version in enumerate(made, 1):
        before = made[number - 2].digest if number > 1 else NOTHING
        if (version.version, version.previous) != (number, before):
            raise Refused("E-ROSTER", model.PATH, f"第 {number} 版审批人名册没有接在前一版后面")
    if root is not None:
        if made[0].digest != root.approvers or made[0].ledger != root.ledger:
            raise Refused("E-GENESIS", model.PATH, "第 1 版审批人名册与信任根不符")
        for version in () if root.demo else made:
            if why := why_demo(version):
                path = model.PATH if version is newest else f"{ARCHIVE}{version.version}.yml"
                raise Refused("E-DEMO", path, why)
    _check_root_sheets(files, made)
    return tuple(made)


def _check_root_sheets(files: Files, versions: Sequence[Approvers]) -> None:
    for number, version in enumerate(versions, 1):
        path = f"rules/approvals/approvers-{number}.json"
        if path not in files:
            raise Refused("E-NOSHEET", path, f"第 {number} 版审批人名册没有审批单")
        sheet = _read(path, files[path])
        if number == 1:
            check_first_version(sheet, version)
            continue
        last = last_round(sheet)
        check_order([signed.statement for signed in last], path)
        for signed in last:
            check_key(signed, versions[number - 2], path)
            if not any(c.path == model.PATH and c.new == version.digest for c in signed.statement.changes):  # fmt: skip
                raise Refused(
                    "E-CHANGE", path, f"{signed.statement.person} 签的不是第 {number} 版名册"
                )
        check_signers(last, path, versions[number - 2], version)


def _read(path: str, data: bytes) -> Sheet:
    try:
        return read_sheet(data)
    except BadSheet as error:
        raise Refused(error.code, path, str(error)) from None


def _approval(
    path: str,
    data: bytes,
    known: Mapping[str, Approvers],
    versions: Sequence[Approvers],
    root: Root | None,
) -> tuple[Approval, Sheet]:
    """The submission of a sheet that holds by the approvers files its statements name."""
    sheet = _read(path, data)
    submission = submission_id(path)
    used = [_version_of(signed, known, path) for signed in sheet]
    last = last_round(sheet)
    current = used[-1]
    if path == GENESIS_SHEET or submission.startswith("rules/approvers-"):
        place, name = Place(None, "", ""), "审批人名册"
    else:
        paths = [change.path for change in last[0].statement.changes]
        place = place_of(paths, current)
        check_sheet_name(path, paths, place)
        name = place.lane.name if place.lane is not None else ""
    for signed, version in zip(sheet, used, strict=True):
        statement = signed.statement
        if statement.ledger != (root.ledger if root is not None else current.ledger):
            raise Refused("E-LEDGER", path, f"意见是为台账 {statement.ledger} 签的")
        if statement.submission != submission:
            raise Refused("E-SUBMISSION", path, f"意见是为报送 {statement.submission} 签的")
        if statement.lane != place.code:
            raise Refused(
                "E-LANE", path, f"意见是为通道 {statement.lane} 签的，这处改动走 {place.code}"
            )
        if root is not None and statement.branch != root.branch:
            raise Refused("E-BRANCH", path, f"意见是为分支 {statement.branch} 签的")
        check_key(signed, version, path)
    check_order([signed.statement for signed in last], path)
    for signed in last:
        if signed.statement.changes != last[0].statement.changes:
            raise Refused("E-CHANGE", path, f"第 {signed.statement.level} 级同意的不是报送的改动")
        if signed.statement.approvers != current.digest:
            raise Refused("E-APPROVERS", path, "同一轮意见用了两版审批人名册")
    if place.lane is not None:
        _check_levels(last, path, place, current)
    marks = [_mark(signed, version) for signed, version in zip(sheet, used, strict=True)]
    at = len(sheet) - len(last)
    changed = tuple(change.path for change in last[0].statement.changes)
    return Approval(
        submission, place.code, name, place.kind, place.unit, path, changed,
        tuple(marks[at:]), tuple(marks[:at]),
    ), sheet  # fmt: skip


def _version_of(signed: Signed, known: Mapping[str, Approvers], path: str) -> Approvers:
    version = known.get(signed.statement.approvers)
    if version is None:
        raise Refused("E-APPROVERS", path, "意见所用的审批人名册不是本台账用过的版本")
    return version


def _check_levels(last: Sheet, path: str, place: Place, approvers: Approvers) -> None:
    lane = place.lane
    assert lane is not None
    if len(last) != len(lane.levels):
        raise Refused("E-LEVEL", path, f"通道 {lane.code} 要 {len(lane.levels) - 1} 级审核，这里有 {len(last) - 1} 级")  # fmt: skip
    for signed, level in zip(last, lane.levels, strict=True):
        statement = signed.statement
        check_office(statement, approvers, level, place.unit, [statement.day], path)


def _mark(signed: Signed, approvers: Approvers) -> Mark:
    statement = signed.statement
    return Mark(
        statement.level, statement.decision, statement.office, statement.person,
        approvers.persons[statement.person].name, statement.deputy_for, statement.time,
        "甲" if statement.click is None else "乙", statement.note,
    )  # fmt: skip


def _newest(path: str, data: bytes, edges: Sequence[Edge]) -> Approval:
    """The submission that approved the present bytes; raises ``Refused`` when none did."""
    if not edges:
        raise Refused("E-NOSHEET", path, "这个文件没有审批单")
    present = of_bytes(data)
    # The changes of a file must lead from nothing to its present bytes, each used once.
    balance: dict[str, int] = defaultdict(int)
    for edge in edges:
        balance[edge.old] += 1
        balance[edge.new] -= 1
    balance[NOTHING] -= 1
    balance[present] += 1
    if any(balance.values()):
        ends = [edge for edge in edges if edge.new == present]
        what = "文件的内容不是审批过的内容" if not ends else "几份审批单不能前后衔接"
        hint = "核验人查明是哪次提交改的；改动正当的，由填报人重新送审"
        raise Refused("E-CHANGE", path, what, hint)
    newest = max(
        (edge for edge in edges if edge.new == present), key=lambda e: e.approval.completed
    )
    return newest.approval


def _check_reporter(path: str, reporter: str, approval: Approval) -> None:
    for mark in approval.marks:
        if mark.level == 0 and mark.person != reporter:
            raise Refused("E-REPORTER", path, f"“填报人”是 {reporter}，报送签名的是 {mark.person}")
        if mark.level and reporter in (mark.person, mark.deputy_for):
            raise Refused("E-SAME", path, f"填报人 {reporter} 在第 {mark.level} 级审核了自己的记录")
