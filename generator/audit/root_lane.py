"""The approvers file itself: a new version needs the root holders, and so does the first one."""

from __future__ import annotations

from generator.approval import approvers as model
from generator.approval.approvers import PERSONAL, Approvers
from generator.approval.authority import check_key, evidence
from generator.approval.demo_keys import why_demo
from generator.approval.lanes import ARCHIVE
from generator.approval.refusal import Refused
from generator.approval.root import Root
from generator.approval.sheet import Sheet, Signed, last_round
from generator.approval.statement import NOTHING, Change
from generator.audit.binding import check_order, check_sheet
from generator.audit.objects import FILE
from generator.audit.state import State, sound

GENESIS_SHEET = "rules/approvals/approvers-1.json"


def check_new_version(
    last: Sheet, path: str, before: State, after: State, *, demo_allowed: bool
) -> None:
    """The version is the next one, is sound by itself, and is signed by enough root holders."""
    old = before.approvers
    data = after.content(model.PATH)
    if data is None:
        raise Refused("E-DELETE", model.PATH, "删去了审批人名册")
    new = sound(data)
    if new.version != old.version + 1:
        raise Refused("E-ROSTER", model.PATH, f"版本应当是 {old.version + 1}，写的是 {new.version}")
    if new.previous != old.digest:
        raise Refused("E-ROSTER", model.PATH, "“上一版”不是现行名册的摘要")
    if new.ledger != old.ledger:
        raise Refused("E-ROSTER", model.PATH, f"台账标识不能改，应当是 {old.ledger}")
    if new.day < old.day:
        raise Refused("E-ROSTER", model.PATH, f"日期 {new.day} 早于上一版的 {old.day}")
    if not demo_allowed and (why := why_demo(new)):
        raise Refused("E-DEMO", model.PATH, why)
    _check_archive(old, before, after)
    if path != f"rules/approvals/approvers-{new.version}.json":
        raise Refused("E-SUBMISSION", path, f"审批单应当是 rules/approvals/approvers-{new.version}.json")  # fmt: skip
    check_signers(last, path, old, new)


def _check_archive(old: Approvers, before: State, after: State) -> None:
    kept = f"{ARCHIVE}{old.version}.yml"
    others = after.store.files(after.tree, ARCHIVE.rstrip("/"))
    known = before.store.files(before.tree, ARCHIVE.rstrip("/"))
    if {path: node for path, node in others.items() if path != kept} != known:
        raise Refused("E-ROSTER", ARCHIVE, f"存档里只能增加 {kept}")
    node = others.get(kept)
    if node is None or node.mode != FILE or after.digest(node, kept) != old.digest:
        raise Refused("E-ROSTER", kept, "上一版名册没有原样存档")


def check_signers(last: Sheet, path: str, old: Approvers, new: Approvers) -> None:
    """Enough root holders of ``old`` have signed, and every new one of ``new``; raises ``Refused``."""
    roots = {signed.statement.person for signed in last if signed.statement.person in old.roots}
    for signed in last:
        _check_personal(signed, path)
        person = signed.statement.person
        if signed.statement.level and person not in roots and person not in new.roots:
            raise Refused("E-ROOT", path, f"{person} 不是根签名人")
    if len(roots) < old.threshold:
        raise Refused("E-ROOT", path, f"只有 {len(roots)} 名根签名人签名，需要 {old.threshold} 名")
    signers = {signed.statement.person: signed for signed in last}
    for person in sorted(set(new.roots) - set(old.roots)):
        if person not in signers:
            raise Refused("E-ROOT", path, f"新的根签名人 {person} 没有在自己的登记上签名")
        check_key(signers[person], new, path)


def _check_personal(signed: Signed, path: str) -> None:
    statement = signed.statement
    if evidence(statement) != PERSONAL or statement.deputy_for:
        raise Refused("E-EVIDENCE", path, f"{statement.person} 的意见应当由本人密钥签名")


def check_genesis_sheet(state: State, approvers: Approvers, root: Root) -> None:
    """Every root holder has signed the first version, so every root key is known to work."""
    node = state.node(GENESIS_SHEET)
    if node is None or node.mode != FILE:
        raise Refused("E-NOSHEET", GENESIS_SHEET, "第 1 版审批人名册没有审批单")
    sheet = state.sheet(node, GENESIS_SHEET)
    check_sheet(sheet, GENESIS_SHEET, "approvers", root, state)
    if any(signed.statement.rules != state.rules_digest for signed in last_round(sheet)):
        raise Refused("E-RULES", GENESIS_SHEET, "根签名人签的不是起点里的规则")
    check_first_version(sheet, approvers)


def check_first_version(sheet: Sheet, approvers: Approvers) -> None:
    """Raises ``Refused`` unless all root holders of version 1 have signed exactly it."""
    path = GENESIS_SHEET
    last = last_round(sheet)
    check_order([signed.statement for signed in last], path)
    for signed in last:
        _check_personal(signed, path)
        check_key(signed, approvers, path)
        if signed.statement.changes != (Change(model.PATH, NOTHING, approvers.digest),):
            raise Refused("E-CHANGE", path, f"{signed.statement.person} 签的不是这一版名册")
        if signed.statement.approvers != approvers.digest:
            raise Refused("E-APPROVERS", path, f"{signed.statement.person} 签的不是这一版名册")
    missing = sorted(set(approvers.roots) - {signed.statement.person for signed in last})
    if missing:
        raise Refused("E-ROOT", path, f"根签名人 {'、'.join(missing)} 没有在第 1 版名册上签名")
