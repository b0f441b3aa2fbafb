"""Gate of the approvers file: a new version needs the root holders, and so does the first one."""

from __future__ import annotations

from generator.approval.approvers import APPROVERS_FILE, Approvers
from generator.approval.demo_keys import why_demo
from generator.approval.lanes import RECORD
from generator.approval.proof import Beside, prove_sheet, renewal
from generator.approval.refusal import Refused
from generator.approval.renewal import check_owners, check_successor
from generator.approval.root import Root
from generator.approval.routes import ARCHIVE, GENESIS_SHEET, root_sheet
from generator.approval.statement import Statement
from generator.audit.objects import PLAIN
from generator.audit.state import State


def check_new_version(path: str, before: State, after: State, *, demo_allowed: bool) -> None:
    """The version is the next one, and the one before it is kept; ``path`` is that of the sheet."""
    old, new = before.approvers, after.approvers
    if new.version != old.version + 1:
        raise Refused(
            "E-ROSTER", APPROVERS_FILE, f"版本应当是 {old.version + 1}，写的是 {new.version}"
        )
    if new.previous != old.digest:
        raise Refused("E-ROSTER", APPROVERS_FILE, "“上一版”不是现行名册的摘要")
    check_successor(old, new)
    check_owners([*before.approvers_replaced(), old, new])
    check_schemes(new, before)
    if not demo_allowed and (why := why_demo(new)):
        raise Refused("E-DEMO", APPROVERS_FILE, why)
    _check_archive(old, before, after)
    if path != root_sheet(new.version):
        raise Refused("E-SUBMISSION", path, f"审批单应当是 {root_sheet(new.version)}")


def check_schemes(approvers: Approvers, state: State) -> None:
    """Every lane of records takes those of the scheme that it names, and of no other.

    By the rules in force: a scheme comes to main before its lane, whose records would else be refused
    one by one, with nobody at hand who could mend the lane.
    """
    try:
        schemes = state.rulebook.schemes
    except Refused:
        return  # rules that cannot be read are mended first
    owners = {folder: s.code for s in schemes.values() for folder in (s.code, s.review_folder)}
    for lane in (each for each in approvers.lanes if each.kind == RECORD):
        if lane.scheme not in schemes:
            what = f"通道 {lane.code} 的积分制 {lane.scheme} 不在规则里"
            hint = "根签名人改正积分制代码；新的积分制先走规则通道，合并以后再加它的通道"
            raise Refused("E-ROSTER", APPROVERS_FILE, what, hint)
        taken = {
            code for folder, code in owners.items() if lane.takes(f"ledger/2025-01/{folder}/x.yml")
        }
        if other := sorted(taken - {lane.scheme}):
            what = f"通道 {lane.code} 的积分制写的是 {lane.scheme}，路径却收 {other[0]} 的记录"
            raise Refused("E-ROSTER", APPROVERS_FILE, what)
        if not taken:
            what = f"通道 {lane.code} 的路径不收 {lane.scheme} 的记录"
            hint = f"根签名人把路径写成 ledger/*/{lane.scheme}/*.yml 的样子"
            raise Refused("E-ROSTER", APPROVERS_FILE, what, hint)


def _check_archive(old: Approvers, before: State, after: State) -> None:
    kept = f"{ARCHIVE}{old.version}.yml"
    others = after.store.files(after.tree, ARCHIVE.rstrip("/"))
    known = before.store.files(before.tree, ARCHIVE.rstrip("/"))
    # Old sheets are judged by the versions kept here: from the tree alone, with no history at hand.
    if {path: node for path, node in others.items() if path != kept} != known:
        raise Refused("E-ROSTER", ARCHIVE, f"存档里只能增加 {kept}")
    node = others.get(kept)
    if node is None or after.digest(node, kept) != old.digest:
        raise Refused("E-ROSTER", kept, "上一版名册没有原样存档")


def check_genesis_sheet(state: State, approvers: Approvers, root: Root) -> None:
    """Every root holder has signed the first version, so every root key is known to work."""
    node = state.node(GENESIS_SHEET)
    if node is None or node.mode != PLAIN:
        raise Refused("E-NOSHEET", GENESIS_SHEET, "第 1 版审批人名册没有审批单")

    def binds(statement: Statement) -> None:
        if statement.rules != state.rules_digest:
            raise Refused("E-RULES", GENESIS_SHEET, "根签名人签的不是起点里的规则")

    prove_sheet(state.sheet(node, GENESIS_SHEET), renewal([approvers], root), Beside(binds))
