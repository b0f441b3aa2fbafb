"""Corrections: that there is something to correct, and what they refer to."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.facts import Facts
from generator.ledger import layout
from generator.rules.scheme import CORRECTIONS, OBJECTIONS
from generator.text.problems import Place, Problem, at
from generator.trail.correction import Correction
from generator.trail.trail import folders_of

_NUMBERED = {CORRECTIONS: "更正", OBJECTIONS: "异议"}


def numbers(facts: Facts) -> Iterator[Problem]:
    """Corrections and objections of a month are numbered from 0001 without a gap."""
    found: dict[tuple[str, str], list[int]] = {}
    trail = facts.trail
    paths = [each.place.path for each in trail.corrections]
    paths += [each.place.path for each in trail.objections]
    for path in (*paths, *trail.unread):
        _, month, folder, name = path.split("/")
        if folder in _NUMBERED:
            found.setdefault((month, folder), []).append(int(name[:4]))
    for (month, folder), used in sorted(found.items()):
        # Unread files are counted too: what is wrong in them is told there, and leaves no gap.
        missing = next(number for number in range(1, len(used) + 2) if number not in used)
        if missing < max(used):
            path = f"ledger/{month}/{folder}/{max(used):04d}.yml"
            message = f"{month} 的{_NUMBERED[folder]}缺少 {missing:04d} 号"
            yield Problem("编号", Place(path), message, "编号从 0001 起连续，不能空号，也不能删去")


def records(facts: Facts) -> Iterator[Problem]:
    """A correction names a record that is there and is one of its scheme."""
    for correction in facts.trail.corrections:
        scheme = facts.rulebook.schemes.get(correction.scheme)
        where = layout.record_path(correction.record)
        if scheme is None or where is None:
            continue
        place = at(correction, "记录")
        if where.folder not in folders_of(scheme):
            message = f"{correction.record} 不是{scheme.name}的记录"
            yield Problem("更正", place, message, "请核对“积分制”和“记录”")
        elif correction.record not in facts.trail.files:
            message = f"没有 {correction.record} 这份记录"
            yield Problem("更正", place, message, "请核对路径；补报的记录要和更正一起提交")


def bulletins(facts: Facts) -> Iterator[Problem]:
    """A correction names bulletins that were issued, and is not older than they are.

    That it names all of them follows from ``bulletins.changed_records``.
    """
    trail = facts.trail
    for correction in trail.corrections:
        for period in correction.periods:
            bulletin = trail.bulletin(correction.scheme, period.code)
            if layout.bulletin_path(correction.scheme, period) in trail.unread:
                continue
            # Until it is published a record is simply changed: there is nothing to take back.
            if bulletin is None:
                message = f"{period.code} 的通报还没有公布"
                hint = "没有公布的记录直接修改就行，不用写更正"
                yield Problem("更正", at(correction, "通报"), message, hint)
            elif correction.day < bulletin.published:
                message = f"更正的日期早于 {period.code} 的通报公布的 {bulletin.published}"
                yield Problem("日期", at(correction, "日期"), message, "请核对日期", "提醒")


def references(facts: Facts) -> Iterator[Problem]:
    """The correction that is corrected, and the objection that is followed, are there."""
    for correction in facts.trail.corrections:
        if correction.corrects:
            yield from _wrongly_corrects(facts, correction)
        if correction.objection:
            yield from _wrongly_follows(facts, correction)


def _wrongly_corrects(facts: Facts, correction: Correction) -> Iterator[Problem]:
    month, number = correction.month, correction.corrects.rpartition("/")[2]
    corrected = facts.trail.corrections_by_id.get(correction.corrects)
    if corrected is None and layout.correction_path(month, number) in facts.trail.unread:
        return
    if corrected is None or corrected.record != correction.record:
        message = f"{month} 的更正 {number} 不是对 {correction.record} 的更正"
        if corrected is None:
            message = f"{month} 没有编号 {number} 的更正"
        yield Problem("更正", at(correction, "更正号"), message, "请核对编号")


def _wrongly_follows(facts: Facts, correction: Correction) -> Iterator[Problem]:
    month, _, number = correction.objection.partition("/")
    objection = facts.trail.objections_by_id.get(correction.objection)
    if objection is None and layout.objection_path(month, number) in facts.trail.unread:
        return
    if objection is None or objection.scheme != correction.scheme:
        scheme = facts.rulebook.schemes.get(correction.scheme)
        name = scheme.short if scheme else correction.scheme
        message = f"{month} 没有编号 {number} 的{name}异议"
        hint = "请核对编号；异议在别的月份时，写成 2025-06/0001 的样子"
        yield Problem("更正", at(correction, "异议"), message, hint)
