"""Authority: whether the key that signed a statement may say this, at this level, on these days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from generator.approval.approvers import Approvers
from generator.approval.lanes import CLICKED, PERSONAL, Level
from generator.approval.refusal import Refused
from generator.approval.sheet import Signed
from generator.approval.sshsig import ATTESTED_SPACE, PERSONAL_SPACE
from generator.approval.statement import Statement


def evidence(statement: Statement) -> str:
    """个人签名 or 平台点击."""
    return PERSONAL if statement.click is None else CLICKED


def check_key(signed: Signed, approvers: Approvers, path: str) -> None:
    """The signature is one over this statement, by a key of the person, or of a bot for a click."""
    statement, signature = signed.statement, signed.signature
    who = f"第 {statement.level} 级（{statement.person}）"
    # Namespaces keep a bot's signature, or one over some file, from passing for a person's.
    wanted = PERSONAL_SPACE if statement.click is None else ATTESTED_SPACE
    if signature.namespace != wanted:
        raise Refused("E-SIGNATURE", path, f"{who}签名的用途是“{signature.namespace[:40]}”，应当是“{wanted}”")  # fmt: skip
    owner = approvers.owners.get(signature.key.blob)
    if owner is None:
        raise Refused(
            "E-KEY", path, f"{who}所用的密钥 {signature.key.fingerprint} 不在现行审批人名册里"
        )
    person = approvers.persons.get(statement.person)
    if person is None:
        raise Refused("E-KEY", path, f"{statement.person} 不在现行审批人名册里")
    click = statement.click
    expected = statement.person if click is None else click.bot
    if owner != expected or (click is not None and owner not in approvers.bots):
        raise Refused("E-KEY", path, f"{who}所用的密钥登记在 {owner} 名下")
    if click is not None:
        # Logins are renamed and given to others; the forge's own number is not.  Both must fit.
        account = click.forge, click.user_id, click.login
        if click.forge != approvers.bots[owner].forge or account not in person.accounts:
            raise Refused("E-CLICK", path, f"{who}的点击来自账号 {click.login}（{click.user_id}），不是本人登记的账号")  # fmt: skip
    # Last, because it costs more than all of the above.
    if not signed.verifies:
        raise Refused("E-SIGNATURE", path, f"{who}的签名与签名内容不符")


def may_end(statement: Statement, approvers: Approvers) -> bool:
    """Whether the office is held, or deputised in, until a stated day: then later days matter."""
    if statement.deputy_for:
        return True
    person = approvers.persons.get(statement.person)
    posts = person.posts if person is not None else ()
    return any(post.office == statement.office and post.until is not None for post in posts)


def check_office(
    statement: Statement,
    approvers: Approvers,
    level: Level,
    unit: str,
    days: Iterable[date],
    path: str,
) -> None:
    """The person holds, or deputises in, an office of this level on each of the days."""
    who = f"第 {statement.level} 级（{statement.person}）"
    if evidence(statement) not in level.evidence:
        raise Refused("E-EVIDENCE", path, f"{who}要求{'、'.join(level.evidence)}，这里是{evidence(statement)}")  # fmt: skip
    if level.persons and statement.person not in level.persons:
        raise Refused("E-OFFICE", path, f"{who}不在这一级指定的人员里")
    # Where persons are named, any office they hold will do: it is printed, not asked for.
    offices = level.offices_for(unit) if not level.persons else ()
    if offices and statement.office not in offices:
        raise Refused("E-OFFICE", path, f"{who}以“{statement.office}”签名，这一级应由{'、'.join(offices)}签名")  # fmt: skip
    # The office that stands in, to avoid self-approval, is by its nature not of the unit.
    own = unit if level.own_unit and unit not in level.instead else ""
    for day in days:
        _check_day(statement, approvers, own, day, path)


def _check_day(statement: Statement, approvers: Approvers, unit: str, day: date, path: str) -> None:
    who = f"第 {statement.level} 级（{statement.person}）"
    holder = statement.deputy_for or statement.person
    if statement.deputy_for and not any(
        approvers.deputies(statement.person, statement.deputy_for, statement.office, day)
    ):
        raise Refused("E-OFFICE", path, f"{who}在 {day} 没有代理 {statement.deputy_for} 的“{statement.office}”")  # fmt: skip
    person = approvers.persons.get(holder)
    if person is None or not person.holds(statement.office, day):
        raise Refused("E-OFFICE", path, f"{holder} 在 {day} 不担任“{statement.office}”")
    if unit and not person.holds(statement.office, day, unit):
        raise Refused("E-UNIT", path, f"{holder} 在 {day} 不是 {unit} 的“{statement.office}”")
