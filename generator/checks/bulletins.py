"""Bulletin records: what they say of themselves, and that what they counted is still there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from generator.checks.facts import Facts
from generator.ledger.layout import record_paths
from generator.rules.periods import Uncovered
from generator.rules.scheme import CORRECTIONS
from generator.text import digests
from generator.text.grouping import grouped
from generator.text.problems import Place, Problem, at
from generator.trail.amend import undo
from generator.trail.bulletin import BulletinRecord
from generator.trail.correction import Correction
from generator.trail.trail import folders_of

_NEVER_CHANGED = "公布的通报不能改动，请恢复公布时的 .yml 和 .json"


def pairs(facts: Facts) -> Iterator[Problem]:
    """A bulletin record and its standings stand side by side, and the one has the other's digest."""
    files = facts.trail.files
    for bulletin in facts.trail.bulletins:
        beside = bulletin.standings_path
        if beside not in files:
            yield Problem("通报", bulletin.place, f"缺少公布的结果 {beside}", _NEVER_CHANGED)
        elif digests.of_bytes(files[beside]) != bulletin.result:
            message = f"{beside} 的内容与登记的“结果”不符"
            yield Problem("通报", at(bulletin, "结果"), message, _NEVER_CHANGED)
    for path in facts.trail.standings:
        own = path.removesuffix(".json") + ".yml"
        if own not in files:
            yield Problem("通报", Place(path), f"缺少通报登记 {own}", _NEVER_CHANGED)


def heads(facts: Facts) -> Iterator[Problem]:
    """What a bulletin record says of its standings is what they say of themselves."""
    for bulletin in facts.trail.bulletins:
        read = facts.trail.standings.get(bulletin.standings_path)
        if read is None:
            continue
        path, listed = bulletin.standings_path, read.records
        stated = (bulletin.scheme, bulletin.period.code, bulletin.issue)
        if stated != (read.scheme, read.period, read.issue):
            what = f"{read.scheme} {read.period} 第 {read.issue} 期"
            message = f"{path} 是 {what}的结果，不是这一期的"
            yield Problem("通报", bulletin.place, message, _NEVER_CHANGED)
        if (len(listed), digests.of_list(listed)) != (bulletin.count, bulletin.records):
            message = f"“记录”与 {path} 列出的 {len(listed)} 份记录不符"
            yield Problem("通报", at(bulletin, "记录"), message, _NEVER_CHANGED)


def dates(facts: Facts) -> Iterator[Problem]:
    """A bulletin is issued when its period is over, and shown for the days that the rules ask."""
    bureau, calendar = facts.rulebook.bureau, facts.rulebook.calendar
    for bulletin in facts.trail.bulletins:
        period, (start, end) = bulletin.period, bulletin.publicity
        if bulletin.published <= period.last_day:
            message = f"公布日期 {bulletin.published} 时，{period.code} 还没有过完"
            hint = f"请写 {period.last_day} 以后的日期"
            yield Problem("日期", at(bulletin, "公布日期"), message, hint)
        # Both ends of the days shown count, so they are counted from the day before.
        eve, wanted = start - timedelta(days=1), bureau.publicity[period.kind]
        shown = calendar.working_days_after(eve, end)
        last = calendar.after_working_days(eve, wanted)
        if shown != wanted and not isinstance(last, Uncovered) and isinstance(shown, int):
            message = f"公示 {shown} 个工作日，规定是 {wanted} 个"
            hint = f"从 {start} 起应当公示到 {last}"
            yield Problem("日期", at(bulletin, "公示"), message, hint, "提醒")


def issues(facts: Facts) -> Iterator[Problem]:
    """Bulletins of a scheme, kind and year are numbered without a gap, as they were issued."""
    series = grouped(facts.trail.bulletins, lambda b: (b.scheme, b.period.kind, b.period.year))
    for own in series.values():
        own.sort(key=lambda each: (each.issue, each.published, each.period))
        for before, after in pairwise(own):
            place, period = at(after, "期号"), before.period.code
            if after.issue == before.issue:
                message = f"第 {after.issue} 期已经是 {period} 的通报"
                yield Problem("期号", place, message, f"下一期是第 {own[-1].issue + 1} 期")
            # One that cannot be read may have the number that is missing.
            elif after.issue > before.issue + 1 and not facts.trail.unread:
                message = f"第 {before.issue} 期（{period}）之后就是第 {after.issue} 期，中间缺号"
                yield Problem("期号", place, message, f"这一期应当是第 {before.issue + 1} 期")
            elif after.published < before.published:
                message = f"第 {after.issue} 期比第 {before.issue} 期（{period}）公布得早"
                yield Problem("期号", place, message, "请核对期号和公布日期")


def changed_records(facts: Facts) -> Iterator[Problem]:
    """Every record that a bulletin counted is as it was, or corrections say how it was."""
    # By day of issue, and each record once: month, quarter and year all counted it, and who is
    # told of the first has the cause of the others.
    said: set[str] = set()
    for bulletin in sorted(facts.trail.bulletins, key=lambda each: (each.published, each.place)):
        scheme = facts.rulebook.schemes.get(bulletin.scheme)
        counted = facts.trail.published_records(bulletin)
        if scheme is None or counted is None:
            continue
        now = record_paths(facts.trail.digests, folders_of(scheme), bulletin.period.months)
        for path in sorted({*counted, *now} - said):
            if _corrections_unread(facts, path):
                continue
            problem = _unexplained(facts, bulletin, path, counted.get(path))
            if problem is not None:
                said.add(path)
                yield problem


def _corrections_unread(facts: Facts, path: str) -> bool:
    folder = f"ledger/{path.split('/')[1]}/{CORRECTIONS}/"
    return any(other.startswith(folder) for other in facts.trail.unread)


def _unexplained(
    facts: Facts, bulletin: BulletinRecord, path: str, counted: str | None
) -> Problem | None:
    """What is wrong with one record that a bulletin counted, or should have counted."""
    corrections = facts.trail.corrections_by_record.get(path, [])
    since = [each for each in corrections if bulletin.period in each.periods]
    data = facts.trail.files.get(path)
    if data is None:
        if counted is None:
            return None
        message = f"{bulletin.period.code} 通报用到的 {path} 不见了"
        return Problem("通报", bulletin.place, message, "已公布的记录不能删去，请恢复这个文件")
    if not corrections and facts.trail.digests.get(path) == counted:
        return None
    before = undo(data, since)
    if isinstance(before, Problem):
        return before
    # Those made since are the newest of the record: a gap means that one names no bulletin.
    if since == corrections[len(corrections) - len(since) :] and _digest(before) == counted:
        return None
    return _misdated(bulletin, data, corrections, counted) or _silent(
        bulletin, path, counted, since
    )


def _misdated(
    bulletin: BulletinRecord, data: bytes, corrections: list[Correction], counted: str | None
) -> Problem | None:
    """Corrections explain the record, but one names a bulletin too few or too many."""
    period = bulletin.period
    for number in range(len(corrections), -1, -1):
        before = undo(data, corrections[number:])
        if isinstance(before, Problem):
            return None
        if _digest(before) != counted:
            continue
        for each in corrections[:number]:
            if period in each.periods:
                message = f"{period.code} 的通报用的已经是更正后的记录"
                hint = f"请从“通报”里删去 {period.code}"
                return Problem("更正", at(each, "通报"), message, hint)
        for each in corrections[number:]:
            if period not in each.periods:
                message = f"“通报”漏写了已经公布的 {period.code}"
                return Problem("更正", at(each, "通报"), message, f"请补上 {period.code}")
    return None


def _silent(
    bulletin: BulletinRecord, path: str, counted: str | None, since: list[Correction]
) -> Problem:
    """No correction explains how a record came to differ from what was published."""
    period, month = bulletin.period.code, path.split("/")[1]
    if counted is None:
        message = f"{period} 的通报公布时还没有这份记录，也没有补报的更正"
        hint = f"请在 ledger/{month}/corrections/ 写一份更正，写明“新增文件: 是”；不该有的请删去"
    elif since:
        numbers = "、".join(each.number for each in since)
        message = f"撤回更正 {numbers} 以后，这份记录与 {period} 的通报公布时仍不相同"
        hint = "请核对更正里的“原”是不是照抄原文；另有改动的，补写更正"
    else:
        message = f"这份记录与 {period} 的通报公布时不同，没有更正说明"
        hint = f"请改回公布时的内容；确要改动的，在 ledger/{month}/corrections/ 写一份更正"
    return Problem("通报", Place(path), message, hint)


def _digest(data: bytes | None) -> str | None:
    return None if data is None else digests.of_bytes(data)
