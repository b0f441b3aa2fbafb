"""Bulletin records: what they say of themselves, and that what they counted is still there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from generator.checks.facts import Facts
from generator.ledger import layout
from generator.ledger.layout import record_paths
from generator.rules.periods import Uncovered
from generator.rules.scheme import CORRECTIONS
from generator.text import digests
from generator.text.problems import Place, Problem, at
from generator.trail.amend import undo
from generator.trail.bulletin import BulletinRecord
from generator.trail.correction import Correction
from generator.trail.trail import folders_of

_NEVER_CHANGED = "公布的通报不能改动，请恢复公布时的 .yml 和 .json"
_HALF = f"{_NEVER_CHANGED}；还没有公布的，请再运行一次 jifen close"


def pairs(facts: Facts) -> Iterator[Problem]:
    """A bulletin record and its standings stand side by side, and the one has the other's digest."""
    files = facts.trail.files
    for bulletin in facts.trail.bulletins:
        beside = bulletin.standings_path
        if beside not in files:
            yield Problem("通报", bulletin.place, f"缺少公布的结果 {beside}", _HALF)
        elif digests.of_bytes(files[beside]) != bulletin.result:
            message = f"{beside} 的内容与登记的“结果”不符"
            yield Problem("通报", at(bulletin, "结果"), message, _NEVER_CHANGED)
    for path in facts.trail.standings:
        own = path.removesuffix(".json") + ".yml"
        if own not in files:
            yield Problem("通报", Place(path), f"缺少通报登记 {own}", _HALF)


def heads(facts: Facts) -> Iterator[Problem]:
    """What a bulletin record says of its standings is what they say of themselves."""
    for bulletin in facts.trail.bulletins:
        read = facts.trail.standings.get(bulletin.standings_path)
        if read is None:
            continue
        path, listed = bulletin.standings_path, read.records
        stated = (bulletin.scheme, bulletin.period.code, bulletin.issue, bulletin.edition)
        if stated != (read.scheme, read.period, read.issue, read.edition):
            what = f"{read.scheme} {read.period} 第 {read.issue} 期第 {read.edition} 版"
            message = f"{path} 是 {what}的结果，不是这一期的"
            yield Problem("通报", bulletin.place, message, _NEVER_CHANGED)
        if (len(listed), digests.of_list(listed)) != (bulletin.count, bulletin.records):
            message = f"“记录”与 {path} 列出的 {len(listed)} 份记录不符"
            yield Problem("通报", at(bulletin, "记录"), message, _NEVER_CHANGED)


def editions(facts: Facts) -> Iterator[Problem]:
    """A bulletin is withdrawn before its period is published again, and only what there is."""
    trail = facts.trail
    for withdrawal in trail.withdrawals.values():
        if withdrawal.bulletin not in trail.files:
            message = f"没有 {withdrawal.bulletin} 这期通报"
            yield Problem("通报", at(withdrawal, "通报"), message, "请核对路径")
    for bulletin in trail.bulletins:
        if (edition := bulletin.edition) > 1:
            before = layout.bulletin_path(bulletin.scheme, bulletin.period, edition - 1)
            gone = layout.withdrawal_path(before)
            if before not in trail.files:
                message, hint = f"没有第 {edition - 1} 版 {before}", "版次从 1 起连续，请核对"
                yield Problem("通报", at(bulletin, "版次"), message, hint)
            elif before not in trail.withdrawals and gone not in trail.unread:
                message = f"第 {edition - 1} 版 {before} 还没有撤回"
                yield Problem("通报", at(bulletin, "版次"), message, "请先撤回，或删去这一版")


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


def withdrawal_dates(facts: Facts) -> Iterator[Problem]:
    """A bulletin is withdrawn after it was published."""
    for bulletin in facts.trail.bulletins:
        withdrawal = facts.trail.withdrawals.get(bulletin.place.path)
        if withdrawal is not None and withdrawal.day < bulletin.published:
            message = f"撤回的日期早于通报公布的 {bulletin.published}"
            yield Problem("日期", at(withdrawal, "日期"), message, "请核对日期")


def changed_records(facts: Facts) -> Iterator[Problem]:
    """Every record that a bulletin in force counted is as it was, or corrections say how it was."""
    # By day of issue, and each record once: month, quarter and year all counted it, and who is
    # told of the first has the cause of the others.
    said: set[str] = set()
    # One that cannot be read, or lies elsewhere, may be about any record.
    if any(f"/{CORRECTIONS}/" in path for path in facts.trail.unread):
        return
    for bulletin in sorted(facts.trail.in_force, key=lambda each: (each.published, each.place)):
        scheme = facts.rulebook.schemes.get(bulletin.scheme)
        counted = facts.trail.published_records(bulletin)
        if scheme is None or counted is None:
            continue
        now = record_paths(facts.trail.digests, folders_of(scheme), bulletin.period.months)
        for path in sorted({*counted, *now} - said):
            problem = _unexplained(facts, bulletin, path, counted.get(path))
            if problem is not None:
                said.add(path)
                yield problem


def _unexplained(
    facts: Facts, bulletin: BulletinRecord, path: str, counted: str | None
) -> Problem | None:
    """What is wrong with one record that a bulletin counted, or should have counted."""
    corrections = facts.trail.corrections_by_record.get(path, [])
    since = [each for each in facts.trail.corrections_since(bulletin) if each.record == path]
    data = facts.trail.files.get(path)
    if data is None and not (corrections and corrections[-1].removes_file):
        if counted is None:
            return None
        message = f"{bulletin.period.code} 通报用到的 {path} 不见了"
        return Problem("通报", bulletin.place, message, "已公布的记录不能删去，请恢复这个文件")
    if not corrections and facts.trail.digests.get(path) == counted:
        return None
    before = undo(data, corrections[len(corrections) - len(since) :])
    if isinstance(before, Problem):
        return before
    return None if _digest(before) == counted else _silent(bulletin, path, counted, since)


def _silent(
    bulletin: BulletinRecord, path: str, counted: str | None, since: list[Correction]
) -> Problem:
    """No correction explains how a record came to differ from what was published."""
    period, month = bulletin.period.code, path.split("/")[1]
    if counted is None:
        message = f"{period} 的通报公布时还没有这份记录，也没有补报的更正"
        hint = f"请在 ledger/{month}/corrections/ 写一份更正，写明“整份: 补报”；不该有的请删去"
    elif since and since[0].adds_file:
        message = f"{period} 的通报公布时已经有 {path}，不是补报的"
        hint = "请逐行写明改动，删去“整份”；没有改动的，删去这份更正"
        return Problem("更正", at(since[0], "整份"), message, hint)
    elif since:
        numbers = "、".join(each.id for each in since)
        message = f"撤回更正 {numbers} 以后，这份记录与 {period} 的通报公布时仍不相同"
        hint = "请核对更正里的“原”是不是照抄原文；另有改动的，补写更正"
    else:
        message = f"这份记录与 {period} 的通报公布时不同，没有更正说明"
        hint = f"请改回公布时的内容；确要改动的，在 ledger/{month}/corrections/ 写一份更正"
    return Problem("通报", Place(path), message, hint)


def _digest(data: bytes | None) -> str | None:
    return None if data is None else digests.of_bytes(data)
