"""A new version of the approvers file 审批人名册: what it must be after the last, and who signs it."""

from __future__ import annotations

from collections.abc import Sequence

from generator.approval.approvers import APPROVERS_FILE, Approvers
from generator.approval.authority import check_key, evidence
from generator.approval.lanes import PERSONAL
from generator.approval.refusal import Refused
from generator.approval.routes import ARCHIVE
from generator.approval.sheet import Sheet, Signed, check_paper_day
from generator.approval.sshsig import Key
from generator.approval.statement import NOTHING, Change, Statement


def check_successor(old: Approvers, new: Approvers) -> None:
    """What no version may change; raises ``Refused``."""
    if new.ledger != old.ledger:
        raise Refused("E-ROSTER", APPROVERS_FILE, f"台账标识不能改，应当是 {old.ledger}")
    if new.day < old.day:
        raise Refused("E-ROSTER", APPROVERS_FILE, f"日期 {new.day} 早于上一版的 {old.day}")


def check_owners(versions: Sequence[Approvers]) -> None:
    """A key belongs to one person or bot for ever, in whatever version; raises ``Refused``.

    What a key has signed could else be taken for the words of whoever gets it next.
    """
    known: dict[bytes, str] = {}
    for version in versions:
        for holder, key in version.all_keys():
            first = known.setdefault(key.core, holder)
            if first != holder:
                what = f"第 {version.version} 版里 {holder} 的公钥以前登记在 {first} 名下"
                hint = "每把密钥永远只属于一个人，根签名人换成他自己新生成的"
                raise Refused("E-ROSTER", APPROVERS_FILE, what, hint)


def fresh_keys(person: str, old: Approvers, new: Approvers) -> list[Key]:
    """The keys of a root holder that no version before has: nobody has shown to hold them."""
    if person not in new.roots or person not in new.persons:
        return []
    return [key for key in new.persons[person].keys if key.blob not in old.owners]


def shows_its_key(signed: Signed, old: Approvers, new: Approvers) -> bool:
    """Whether a statement is signed by a fresh key of a root holder, to show that it is held."""
    fresh = fresh_keys(signed.statement.person, old, new)
    return signed.signature.key.blob in {key.blob for key in fresh}


def check_signers(last: Sheet, path: str, old: Approvers, new: Approvers) -> None:
    """Enough root holders of ``old`` have signed ``new``; raises ``Refused``.

    So has every new one, and every one with a new key by that key, which counts for nothing else.
    The first version stands before itself, and all of its root holders sign it.
    """
    for signed in last:
        _check_signer(signed.statement, path, old, new)
    check_paper_day(new.day, last[-1].statement.day, APPROVERS_FILE, "日期", "根签名人")
    signers = {signed.statement.person: signed for signed in last}
    if old is new:
        if missing := sorted(set(new.roots) - signers.keys()):
            raise Refused("E-ROOT", path, f"根签名人 {'、'.join(missing)} 没有在第 1 版名册上签名")
        return
    # By the key that the new version gives: a slip of the pen would lock the file for ever.
    unshown = {p for p in new.roots if p not in old.roots or fresh_keys(p, old, new)}
    for person in sorted(unshown):
        if len(fresh_keys(person, old, new)) > 1:
            what = f"一版里给根签名人 {person} 登记了几把新密钥，本人只能签一次，证明不了"
            raise Refused("E-ROOT", path, what, "根签名人一版只换一把密钥")
        if person in signers:
            check_key(signers[person], new, path)
            if fresh_keys(person, old, new) and not shows_its_key(signers[person], old, new):
                raise Refused("E-ROOT", path, f"根签名人 {person} 没有用新登记的密钥签名")
    roots = {
        person
        for person, signed in signers.items()
        if person in old.roots and not shows_its_key(signed, old, new)
    }
    if len(roots) < old.threshold:
        what = f"只有 {len(roots)} 名根签名人签名，需要 {old.threshold} 名"
        raise Refused("E-ROOT", path, what, unfinished=True)
    for person in sorted(unshown):
        if person not in signers:
            who = "根签名人" if person in old.roots else "新的根签名人"
            what = f"{who} {person} 没有在自己的登记上签名"
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
