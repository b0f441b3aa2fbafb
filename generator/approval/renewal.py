"""A new version of the approvers file 审批人名册: what it must be after the last, and who signs it."""

from __future__ import annotations

from generator.approval.approvers import APPROVERS_FILE, Approvers
from generator.approval.authority import check_key, evidence
from generator.approval.lanes import PERSONAL
from generator.approval.refusal import Refused
from generator.approval.routes import ARCHIVE
from generator.approval.sheet import Sheet
from generator.approval.statement import NOTHING, Change, Statement


def check_successor(old: Approvers, new: Approvers) -> None:
    """What no version may change; raises ``Refused``."""
    if new.ledger != old.ledger:
        raise Refused("E-ROSTER", APPROVERS_FILE, f"台账标识不能改，应当是 {old.ledger}")
    if new.day < old.day:
        raise Refused("E-ROSTER", APPROVERS_FILE, f"日期 {new.day} 早于上一版的 {old.day}")


def check_signers(last: Sheet, path: str, old: Approvers, new: Approvers) -> None:
    """Enough root holders of ``old`` and every new one have signed ``new``; raises ``Refused``.

    The first version stands before itself, and all of its root holders sign it.
    """
    for signed in last:
        _check_signer(signed.statement, path, old, new)
    signers = {signed.statement.person: signed for signed in last}
    if old is new:
        if missing := sorted(set(new.roots) - signers.keys()):
            raise Refused("E-ROOT", path, f"根签名人 {'、'.join(missing)} 没有在第 1 版名册上签名")
        return
    added = sorted(set(new.roots) - set(old.roots))
    for person in added:
        # By the key that the new version gives: a slip of the pen would lock the file for ever.
        if person in signers:
            check_key(signers[person], new, path)
    roots = signers.keys() & set(old.roots)
    if len(roots) < old.threshold:
        what = f"只有 {len(roots)} 名根签名人签名，需要 {old.threshold} 名"
        raise Refused("E-ROOT", path, what, unfinished=True)
    for person in added:
        if person not in signers:
            what = f"新的根签名人 {person} 没有在自己的登记上签名"
            raise Refused("E-ROOT", path, what, unfinished=True)


def _check_signer(statement: Statement, path: str, old: Approvers, new: Approvers) -> None:
    person = statement.person
    # No click and no deputy: behind the roots there is nobody who could put a fraud right.
    if evidence(statement) != PERSONAL or statement.deputy_for:
        raise Refused("E-EVIDENCE", path, f"{person} 的意见应当由本人密钥签名")
    if statement.changes != _changes(old, new):
        which = "这一版" if old is new else f"第 {new.version} 版"
        raise Refused("E-CHANGE", path, f"{person} 签的不是{which}名册")
    # Whoever keeps the file hands it in, at level 0, and need not be a root holder.
    if old is not new and statement.level and person not in {*old.roots, *new.roots}:
        raise Refused("E-ROOT", path, f"{person} 不是根签名人")


def _changes(old: Approvers, new: Approvers) -> tuple[Change, ...]:
    """What a version does to the ledger: the file itself, and the one before it kept."""
    if old is new:
        return (Change(APPROVERS_FILE, NOTHING, new.digest),)
    kept = Change(f"{ARCHIVE}{old.version}.yml", NOTHING, old.digest)
    return Change(APPROVERS_FILE, old.digest, new.digest), kept
