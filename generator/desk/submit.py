"""Submitting 报送 and approving 审批: one more signed statement on the sheet of a draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from generator.approval.refusal import Refused
from generator.approval.root import MAIN
from generator.approval.sheet import extended
from generator.approval.statement import APPROVE, NOTHING, REJECT, SUBMIT, Statement
from generator.desk.clone import Copy
from generator.desk.commit import Start, commit, left_behind, move, with_the_work_tree
from generator.desk.draft import (
    Draft,
    level_name,
    may_sign,
    office_at,
    rehearse,
    with_sheet,
)
from generator.desk.signing import Signer
from generator.text import privacy


@dataclass(frozen=True, slots=True)
class Done:
    """What was signed and committed."""

    statement: Statement
    commit: str
    branch: str
    draft: Draft
    """With the new statement on its sheet."""


def now() -> datetime:
    """This moment in this machine's time zone, to the second."""
    # The zone of this machine, as a person would write it on paper beside the signature.
    return datetime.now().astimezone().replace(microsecond=0)


def statement_for(
    copy: Copy, draft: Draft, signer: Signer, level: int, decision: str, note: str, moment: datetime
) -> Statement:
    """The statement that ``signer`` would sign; raises ``Refused`` when it is not theirs to say."""
    office = office_at(draft, level, signer.person.number, moment.date())
    who = f"{signer.person.name}（{signer.person.number}）"
    if office is None:
        wanted = (
            "、".join(may_sign(draft, level, moment.date()))
            or "有权限的人（现在没有人担任，请找管理员）"
        )
        raise Refused("E-OFFICE", draft.sheet_path, f"现在轮到{level_name(draft, level)}，{who}没有这一级的权限", f"请{wanted}签名")  # fmt: skip
    if found := privacy.find(note):
        raise Refused(
            "E-CONTENT", draft.sheet_path, f"说明里疑似写有{found.what}{found.masked}", found.hint
        )
    twice = {signer.person.number, office[1]} & (draft.signers if level else set())
    if twice:
        raise Refused(
            "E-SAME", draft.sheet_path, f"{'、'.join(sorted(twice))} 在这份报送里已经签过名"
        )
    return Statement(
        ledger=draft.approvers.ledger,
        branch=MAIN,
        submission=draft.submission,
        lane=draft.route.code,
        level=level,
        decision=decision,
        person=signer.person.number,
        office=office[0],
        deputy_for=office[1],
        time=moment.isoformat(),
        approvers=draft.approvers.digest,
        rules=draft.rules,
        seen=copy.main,
        previous=draft.sheet[-1].statement.digest if draft.sheet else NOTHING,
        changes=draft.changes,
        note=note,
    )


def submit(copy: Copy, draft: Draft, tree: str, signer: Signer, note: str) -> Done:
    """Begin a round, level 0: the draft was found in ``tree``, which is committed.

    Raises ``Refused`` or ``NotACopyError``; nothing is written then.
    """
    if draft.round:
        waits = f"等{level_name(draft, draft.next_level or 0)}签名；还没有推送的，请推送"
        raise Refused("E-SUBMISSION", draft.sheet_path, "这份报送已经送审，内容没有再改", waits)
    start = with_the_work_tree(copy, draft.submission, tree)
    statement = statement_for(copy, draft, signer, 0, SUBMIT, note, now())
    if (left := left_behind(copy, start, draft.sheet_path)) is not None:
        made, sheet = left
        move(copy, start, made, sheet)
        return _done(draft, start, made, sheet[1])
    return _sign(copy, draft, start, signer, statement, f"报送 {draft.submission}")


def approve(copy: Copy, draft: Draft, start: Start, signer: Signer, note: str = "") -> Done:
    """Sign the next level.  Raises ``Refused``; nothing is written then."""
    level = next_level(draft)
    statement = statement_for(copy, draft, signer, level, APPROVE, note, now())
    return _sign(copy, draft, start, signer, statement, f"第{level}级同意 {draft.submission}")


def reject(copy: Copy, draft: Draft, start: Start, signer: Signer, reason: str) -> Done:
    """Send it back, signed, with the reason."""
    level = next_level(draft)
    statement = statement_for(copy, draft, signer, level, REJECT, reason, now())
    data = extended(draft.sheet, statement, signer.sign(statement.message))
    return _commit(copy, draft, start, statement, data, f"第{level}级退回 {draft.submission}")


def next_level(draft: Draft) -> int:
    """The level that is to sign; raises ``Refused`` when there is none."""
    if not draft.round:
        why = draft.lapsed or "填报人还没有送审"
        raise Refused(
            "E-LEVEL", draft.sheet_path, f"现在不能审批：{why}", "请填报人运行 jifen submit"
        )
    level = draft.next_level
    if level is None:
        raise Refused("E-LEVEL", draft.sheet_path, "各级都已签名，可以合并了", "请合并到主分支")
    return level


def _sign(
    copy: Copy, draft: Draft, start: Start, signer: Signer, statement: Statement, message: str
) -> Done:
    data = extended(draft.sheet, statement, signer.sign(statement.message))
    # Signed first, then rehearsed, then committed: the rehearsal is of exactly these bytes.
    refusal = rehearse(copy, draft, data)
    if refusal is not None and not refusal.unfinished:
        raise Refused.of(refusal)
    return _commit(copy, draft, start, statement, data, message)


def _commit(
    copy: Copy, draft: Draft, start: Start, statement: Statement, data: bytes, message: str
) -> Done:
    note = f"\n\n{statement.note}" if statement.note else ""
    made = commit(copy, start, (draft.sheet_path, data), f"{message}{note}\n", statement.person)
    return _done(draft, start, made, data)


def _done(draft: Draft, start: Start, made: str, data: bytes) -> Done:
    after = with_sheet(draft, data)
    return Done(after.sheet[-1].statement, made, start.branch, after)
