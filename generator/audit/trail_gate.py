"""Gate of what follows publication: corrections, bulletins and objections."""

from __future__ import annotations

import re

from generator.approval import lanes
from generator.approval.refusal import Refused
from generator.approval.statement import NOTHING, Change
from generator.audit.content import (
    Paths,
    Signing,
    check_record,
    check_scheme,
    closed_by,
    content_of,
    limit_of,
    refuse_first,
)
from generator.audit.state import State
from generator.ledger import layout
from generator.ledger.layout import in_force, newest_edition
from generator.rules.rulebook import Rulebook
from generator.rules.scheme import CORRECTIONS, OBJECTIONS
from generator.text import digests
from generator.text.digests import Digests
from generator.text.problems import Problem
from generator.trail.amend import fits, undoes
from generator.trail.bulletin import BulletinRecord, read_bulletin
from generator.trail.correction import Correction, read_correction
from generator.trail.objection import Objection, read_objection
from generator.trail.standings import read_published, read_standings
from generator.trail.trail import bears, folders_of
from generator.trail.withdrawal import read_withdrawal

_RAISED = ("scheme", "period", "subject", "item", "by_unit", "by_officer", "received", "reason")  # fmt: skip
"""Of an objection: what it was raised with."""
_ANSWERED = {"finding": "结论说明", "correction": "更正", "appeal": "复核申请"}
"""Of an objection: what is added to it on its way."""


def check_trail(
    kind: str, changes: tuple[Change, ...], signing: Signing, before: State, after: State
) -> None:
    """The gate of one of the three kinds of lane; raises ``Refused``."""
    match kind:
        case lanes.CORRECTION:
            _check_correction(changes, signing, before, after)
        case lanes.BULLETIN if len(changes) == 1:
            _check_withdrawal(changes[0].path, signing, before, after)
        case lanes.BULLETIN:
            _check_bulletin(changes, signing, before, after)
        case lanes.OBJECTION:
            _check_objection(changes[0], signing, before, after)
        case _:
            raise ValueError(kind)


def _check_correction(
    changes: tuple[Change, ...], signing: Signing, before: State, after: State
) -> None:
    note = next(each for each in changes if "/corrections/" in each.path)
    record = next(each for each in changes if each is not note)
    rulebook = before.rulebook
    correction, problems = read_correction(note.path, content_of(after, note.path), rulebook.owners)
    refuse_first("E-CORRECTION", problems)
    assert correction is not None
    if correction.record != record.path:
        raise Refused("E-CORRECTION", note.path, f"更正单写的是 {correction.record}，改的却是 {record.path}")  # fmt: skip
    signing.check_day(correction.day, note.path, "日期")
    _check_closed(record.path, before)
    _check_references(note.path, correction, before)
    _check_number(note.path, correction, before)
    old = None if record.old == NOTHING else content_of(before, record.path)
    new = None if record.new == NOTHING else content_of(after, record.path)
    problem = fits(old, new, correction)
    if correction.voided and not problem:
        path = layout.path_of(CORRECTIONS, correction.voided)
        there = before.content(path)
        slip = there and read_correction(path, there, rulebook.owners)[0]
        problem = undoes(old, new, slip or None, correction)
    refuse_first("E-CORRECTION", [problem] if problem else [])
    # A late report is reported by whoever it names, as any report is.
    check_record(record, signing, before, after, own=record.old == NOTHING)


def _check_closed(record: str, before: State) -> None:
    lane = before.approvers.lane_of(record)
    assert lane is not None
    check_scheme(record, lane, before)
    # Before publication a correction would only hide what the record itself can say.
    if not closed_by(record, lane, before):
        raise Refused("E-CORRECTION", record, "这个月还没有公布，直接改记录送审即可，不用更正")


def _check_references(path: str, correction: Correction, before: State) -> None:
    for reference, folder, what in (
        (correction.corrects, CORRECTIONS, "更正"),
        (correction.objection, OBJECTIONS, "异议"),
    ):
        if reference and not before.exists(layout.path_of(folder, reference)):
            raise Refused("E-CORRECTION", path, f"没有{what} {reference}")


def _check_number(path: str, correction: Correction, before: State) -> None:
    """Corrections of a record are undone newest first, so they must be numbered as they come."""
    folder = path.rpartition("/")[0]
    start = path.rpartition("-")[0]
    numbers = (
        int(other.removeprefix(f"{start}-").removesuffix(".yml"))
        for other in before.store.files(before.tree, folder)
        if re.fullmatch(rf"{re.escape(start)}-\d+\.yml", other, re.ASCII)
    )
    if (last := max(numbers, default=0)) >= correction.number:
        what = f"{correction.record} 已经更正到第 {last} 次"
        raise Refused(
            "E-CORRECTION", path, what, f"填报人把文件名末尾的号改成 {last + 1} 后重新送审"
        )


def _check_withdrawal(path: str, signing: Signing, before: State, after: State) -> None:
    """A bulletin that is in force is withdrawn, and nothing else is changed by it."""
    withdrawal, problems = read_withdrawal(path, content_of(after, path))
    refuse_first("E-BULLETIN", problems)
    assert withdrawal is not None
    signing.check_day(withdrawal.day, path, "日期", "编发单位")
    if not before.exists(withdrawal.bulletin):
        raise Refused("E-BULLETIN", path, f"主分支上没有 {withdrawal.bulletin} 这期通报")


def _check_bulletin(
    changes: tuple[Change, ...], signing: Signing, before: State, after: State
) -> None:
    data_path, path = (change.path for change in changes)
    rulebook = before.rulebook
    bulletin, problems = read_bulletin(path, content_of(after, path), rulebook.schemes)
    refuse_first("E-BULLETIN", problems)
    assert bulletin is not None
    signing.check_day(bulletin.published, path, "公布日期", "编发单位")
    _check_edition(bulletin, before)
    if data_path != bulletin.standings_path:
        raise Refused("E-BULLETIN", data_path, "公布的数据与通报记录不在一起")
    standings, problems = read_standings(
        data_path, content_of(after, data_path, limit_of(lanes.BULLETIN))
    )
    refuse_first("E-BULLETIN", problems)
    assert standings is not None
    read = read_published(standings)
    refuse_first("E-BULLETIN", [read] if isinstance(read, Problem) else [])
    own = bulletin.scheme, bulletin.period.code, bulletin.issue, bulletin.edition
    if own != (standings.scheme, standings.period, standings.issue, standings.edition):
        what = "公布的数据里的积分制、期间、期号或版次与通报记录不同"
        raise Refused("E-BULLETIN", data_path, what)
    if bulletin.result != next(change.new for change in changes if change.path == data_path):
        raise Refused("E-BULLETIN", path, "“结果”不是公布的数据的摘要")
    if standings.corrections != _corrections(bulletin, before):
        raise Refused("E-BULLETIN", data_path, "公布的数据所计的更正与主分支上的不同")
    # Of a state that main has passed through, which bears on these months as it is now (``grounds``).
    if bulletin.rules != signing.last[0].statement.rules:
        raise Refused("E-BULLETIN", path, "“规则”不是报送签名时规则的摘要")
    _check_counted(bulletin, standings.records, rulebook, path, before)


def _check_edition(bulletin: BulletinRecord, before: State) -> None:
    """One bulletin of a period holds at a time, and editions are numbered as they come."""
    named = bulletin.scheme, bulletin.period, Paths(before)
    path = bulletin.place.path
    if standing := in_force(*named):
        what = f"{standing} 还没有撤回，不能重新公布"
        raise Refused("E-CLOSED", path, what, "编发单位先送审撤回，撤回生效以后再编发")
    if (wanted := newest_edition(*named) + 1) != bulletin.edition:
        raise Refused(
            "E-BULLETIN",
            path,
            f"这期通报应当是第 {wanted} 版",
            "编发单位在最新的主分支上重新运行 jifen close",
        )


def _corrections(bulletin: BulletinRecord, before: State) -> tuple[str, ...]:
    """Ids of the corrections on main that bear on the numbers of a bulletin."""
    owners = before.rulebook.owners
    paths = (
        path
        for month in before.months
        if month <= bulletin.period.months[-1]
        for path in before.store.files(before.tree, f"ledger/{month}/{CORRECTIONS}")
    )
    read = (read_correction(path, content_of(before, path), owners)[0] for path in paths)
    named = bulletin.scheme, bulletin.period
    return tuple(sorted(each.id for each in read if each and bears(each, *named)))


def _check_counted(
    bulletin: BulletinRecord,
    listed: Digests,
    rulebook: Rulebook,
    path: str,
    before: State,
) -> None:
    """The bulletin counts exactly the records that main holds."""
    found: dict[str, str] = {}
    for month in bulletin.period.months:
        for folder in folders_of(rulebook.schemes[bulletin.scheme]):
            files = before.store.files(before.tree, f"ledger/{month}/{folder}")
            before.store.want_blobs(node.oid for node in files.values())
            found |= {name: before.digest(node, name) for name, node in files.items()}
    if bulletin.records != digests.of_list(found) or bulletin.count != len(found):
        raise Refused("E-BULLETIN", path, "“记录”的份数或摘要与主分支上的记录不符")
    if listed != found:
        name = next(n for n in sorted({*listed, *found}) if listed.get(n) != found.get(n))
        raise Refused("E-BULLETIN", path, f"公布的数据所依据的 {name} 与主分支上的不同")
    if not found:
        raise Refused("E-BULLETIN", path, f"{bulletin.period.code} 没有记录，不能公布")


def _check_objection(change: Change, signing: Signing, before: State, after: State) -> None:
    schemes = before.rulebook.schemes
    new, problems = read_objection(change.path, content_of(after, change.path), schemes)
    refuse_first("E-OBJECTION", problems)
    assert new is not None
    # The steps come one after the other, the first on the day that it was received.
    signing.check_day(new.steps[-1].day, change.path, "日期", "受理人")
    if change.old == NOTHING:
        return
    old, _ = read_objection(change.path, content_of(before, change.path))
    if old is not None:
        _check_kept(change.path, old, new)


def _check_kept(path: str, old: Objection, new: Objection) -> None:
    """An objection grows: what was raised and what was answered stays as it was said."""
    if any(getattr(old, name) != getattr(new, name) for name in _RAISED):
        raise Refused("E-OBJECTION", path, "异议提出时写明的内容不能改")
    steps = [[(step.state, step.day, step.note) for step in each.steps] for each in (old, new)]
    # A finding may be written anew with the next step, as after a review 复核.
    kept = ("correction", "appeal") if len(steps[1]) > len(steps[0]) else _ANSWERED
    for name in kept:
        if getattr(old, name) and getattr(new, name) != getattr(old, name):
            raise Refused("E-OBJECTION", path, f"已经写明的“{_ANSWERED[name]}”不能改")
    if steps[1][: len(steps[0])] != steps[0]:
        raise Refused("E-OBJECTION", path, "办理经过只能在后面增加，不能改前面的")
