"""What an approved change must still be: the gates of each kind of lane.

The right signatures do not make a record readable, a correction true or a bulletin's digests right.
Everything here is judged from the two states alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass

from generator.audit import approvers as model
from generator.audit.approvers import Approvers, Lane
from generator.audit.authority import check_office
from generator.audit.refusal import Refused
from generator.audit.sheet import Sheet
from generator.audit.state import State
from generator.audit.statement import NOTHING, Change
from generator.intake import digests
from generator.intake.amend import fits
from generator.intake.closing import closed_by, record_path, standings_path
from generator.intake.ledger import Report, read_ledger
from generator.intake.problems import Place, Problem, errors
from generator.intake.rosterfile import read_roster
from generator.intake.rulebook import Rulebook
from generator.intake.trail import BulletinRecord, read_bulletin, read_correction, read_objection
from generator.intake.trailfiles import folders_of, read_standings
from generator.intake.yearrules import read_year_rules

MAX_STANDINGS = 4 * 1024 * 1024


class Paths:
    """The paths of a state, asked one at a time."""

    def __init__(self, state: State) -> None:
        self.state = state

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and self.state.exists(path)


def check_authority(
    last: Sheet, path: str, lane: Lane, approvers: Approvers, unit: str, before: State
) -> None:
    """Each level signed by somebody who holds its office, on the day signed and as things stand."""
    if len(last) > len(lane.levels):
        raise Refused("E-LEVEL", path, f"通道 {lane.code} 只有 {len(lane.levels) - 1} 级审核")
    clock = before.clock()
    for signed, level in zip(last, lane.levels, strict=False):
        day = signed.statement.day
        days = {day} if clock is None else {day, max(day, clock)}
        check_office(signed.statement, approvers, level, unit, sorted(days), path)
    if len(last) < len(lane.levels):
        raise Refused("E-LEVEL", path, f"缺第 {len(last)} 级的意见，通道 {lane.code} 要 {len(lane.levels) - 1} 级审核")  # fmt: skip


def check(
    lane: Lane, changes: tuple[Change, ...], last: Sheet, before: State, after: State
) -> None:
    """The gate of the lane's kind; raises ``Refused``."""
    match lane.kind:
        case model.RECORD:
            _check_record(changes[0].path, last, before, after, own=True)
        case model.CORRECTION:
            _check_correction(changes, last, before, after)
        case model.BULLETIN:
            _check_bulletin(changes, before, after)
        case model.OBJECTION:
            _check_objection(changes[0], before, after)
        case model.RULES:
            _check_rules(changes, before, after)
        case _:
            pass


def _refuse_first(code: str, problems: Iterable[Problem]) -> None:
    for problem in errors(problems):
        place = problem.place
        where = f"第 {place.line} 行第 {place.column} 列，" if place.line else ""
        raise Refused(code, place.path, f"{where}{problem.message}", problem.hint)


def _content(state: State, path: str, limit: int = 256 * 1024) -> bytes:
    data = state.content(path, limit)
    if data is None:
        raise Refused("E-DELETE", path, "缺少这个文件")
    return data


def _check_record(path: str, last: Sheet, before: State, after: State, *, own: bool) -> Report:
    """A record reads through its form; ``own``: it is reported by whoever signed at level 0."""
    files = {path: _content(after, path)}
    ledger, problems = read_ledger(files, before.rulebook, before.forms)
    _refuse_first("E-CONTENT", problems)
    if not ledger.reports:
        raise Refused("E-CONTENT", path, "文件里没有记录")
    report = ledger.reports[0]
    for signed in last:
        statement = signed.statement
        if own and statement.level == 0 and statement.person != report.by:
            raise Refused(
                "E-REPORTER", path, f"“填报人”是 {report.by}，报送签名的是 {statement.person}"
            )
        if statement.level and report.by in (statement.person, statement.deputy_for):
            raise Refused(
                "E-SAME", path, f"填报人 {report.by} 不能在第 {statement.level} 级审核自己的记录"
            )
    return report


def _check_correction(
    changes: tuple[Change, ...], last: Sheet, before: State, after: State
) -> None:
    note = next(each for each in changes if "/corrections/" in each.path)
    record = next(each for each in changes if each is not note)
    if note.old != NOTHING:
        raise Refused("E-APPEND", note.path, "更正单不能改，请另写一份更正")
    rulebook = before.rulebook
    correction, problems = read_correction(note.path, _content(after, note.path), rulebook.schemes)
    _refuse_first("E-CORRECTION", problems)
    assert correction is not None
    if correction.record != record.path:
        raise Refused("E-CORRECTION", note.path, f"更正单写的是 {correction.record}，改的却是 {record.path}")  # fmt: skip
    lane = before.approvers.lane_of(record.path)
    place = record_path(record.path)
    assert lane is not None
    assert place is not None
    closed = closed_by(lane.scheme, place.month, Paths(before))
    if not closed:
        raise Refused("E-CORRECTION", record.path, "这个月还没有公布，直接改记录送审即可，不用更正")
    if correction.scheme != lane.scheme or set(correction.periods) != set(closed):
        named = "、".join(period.code for period in closed)
        raise Refused("E-CORRECTION", note.path, f"“通报”应当写明用到这份记录的全部通报：{lane.scheme} {named}")  # fmt: skip
    if correction.corrects and not before.exists(_trail_path(correction.corrects, "corrections")):
        raise Refused("E-CORRECTION", note.path, f"没有更正 {correction.corrects}")
    if correction.objection and not before.exists(_trail_path(correction.objection, "objections")):
        raise Refused("E-CORRECTION", note.path, f"没有异议 {correction.objection}")
    old = None if record.old == NOTHING else _content(before, record.path)
    problem = fits(old, _content(after, record.path), correction)
    _refuse_first("E-CORRECTION", [problem] if problem else [])
    _check_record(record.path, last, before, after, own=False)


def _trail_path(reference: str, folder: str) -> str:
    month, _, number = reference.partition("/")
    return f"ledger/{month}/{folder}/{number}.yml"


def _check_bulletin(changes: tuple[Change, ...], before: State, after: State) -> None:
    for change in changes:
        if change.old != NOTHING:
            raise Refused("E-CLOSED", change.path, "已经公布的通报不能改")
    if len(changes) != 2:
        raise Refused(
            "E-BULLETIN", changes[0].path, "通报要有通报记录（.yml）和公布的数据（.json）两个文件"
        )
    data_path, path = (change.path for change in changes)
    if not data_path.endswith(".json") or not path.endswith(".yml"):
        raise Refused("E-BULLETIN", path, "通报要有通报记录（.yml）和公布的数据（.json）两个文件")
    rulebook = before.rulebook
    bulletin, problems = read_bulletin(path, _content(after, path), rulebook.schemes)
    _refuse_first("E-BULLETIN", problems)
    assert bulletin is not None
    if data_path != standings_path(bulletin.scheme, bulletin.period):
        raise Refused("E-BULLETIN", data_path, "公布的数据与通报记录不在一起")
    standings, problems = read_standings(data_path, _content(after, data_path, MAX_STANDINGS))
    _refuse_first("E-BULLETIN", problems)
    assert standings is not None
    own = bulletin.scheme, bulletin.period.code, bulletin.issue
    if own != (standings["scheme"], standings["period"], standings["issue"]):
        raise Refused("E-BULLETIN", data_path, "公布的数据里的积分制、期间或期号与通报记录不同")
    if bulletin.result != next(change.new for change in changes if change.path == data_path):
        raise Refused("E-BULLETIN", path, "“结果”不是公布的数据的摘要")
    if bulletin.rules != before.rules_digest:
        raise Refused("E-BULLETIN", path, "“规则”不是现行规则的摘要")
    _check_counted(bulletin, standings["records"], rulebook, path, before)


def _check_counted(
    bulletin: BulletinRecord,
    listed: dict[str, str],
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


def _check_objection(change: Change, before: State, after: State) -> None:
    schemes = before.rulebook.schemes
    new, problems = read_objection(change.path, _content(after, change.path), schemes)
    _refuse_first("E-OBJECTION", problems)
    assert new is not None
    if change.old == NOTHING:
        return
    old, _ = read_objection(change.path, _content(before, change.path), schemes)
    if old is None:
        return
    facts = ("month", "number", "scheme", "period", "subject", "item", "by_unit", "by_officer", "received", "reason")  # fmt: skip
    if any(getattr(old, name) != getattr(new, name) for name in facts):
        raise Refused("E-OBJECTION", change.path, "异议提出时写明的内容不能改")
    kept = [(step.state, step.day, step.note) for step in new.steps[: len(old.steps)]]
    if kept != [(step.state, step.day, step.note) for step in old.steps]:
        raise Refused("E-OBJECTION", change.path, "办理经过只能在后面增加，不能改前面的")


def _check_rules(changes: tuple[Change, ...], before: State, after: State) -> None:
    after_rules = after.rulebook
    files = after.rule_files()
    _, problems = read_roster(files, after_rules.bureau)
    _refuse_first("E-CONTENT", problems)
    _, problems = read_year_rules(files, after_rules.scheme_codes)
    _refuse_first("E-CONTENT", problems)
    if after_rules.bureau.ledger_id != before.rulebook.bureau.ledger_id:
        raise Refused("E-LEDGER", "rules/bureau.yml", "台账标识不能改")
    _check_published_rules(before, after_rules)


def _check_published_rules(before: State, new: Rulebook) -> None:
    """The rules of a month stay as they were once a bulletin has been made by them."""
    for scheme, months in _published(before).items():
        old = before.rulebook.schemes.get(scheme)
        for month in sorted(months if old is not None else ()):
            there = new.schemes.get(scheme)
            if there is None or _bare(there.version(month)) != _bare(old and old.version(month)):
                path = f"rules/schemes/{scheme}.yml"
                raise Refused("E-CLOSED", path, f"{month} 已经公布，那个月的规则不能再改", "推送人另加一个以后生效的版本")  # fmt: skip


def _published(state: State) -> dict[str, set[str]]:
    """Scheme → the months that a bulletin on main has closed."""
    found: dict[str, set[str]] = {}
    ledger = state.node("ledger")
    for name in state.store.tree(ledger.oid) if ledger is not None else ():
        for path in state.store.files(
            state.tree, f"ledger/{name.decode('ascii', 'replace')}/bulletins"
        ):
            if path.endswith(".yml"):
                bulletin, _ = read_bulletin(path, _content(state, path))
                if bulletin is not None:
                    found.setdefault(bulletin.scheme, set()).update(bulletin.period.months)
    return found


def _bare(value: object) -> object:
    """A value of the rules without the places where it is written."""
    if isinstance(value, Place):
        return None
    if is_dataclass(value) and not isinstance(value, type):
        return type(value), tuple(_bare(getattr(value, f.name)) for f in fields(value) if f.compare)
    if isinstance(value, Mapping):
        return {key: _bare(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return tuple(_bare(each) for each in value)
    return value
