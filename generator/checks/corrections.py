"""Corrections: that there is something to correct, and what they refer to."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.facts import Facts
from generator.ledger import layout
from generator.rules.scheme import CORRECTIONS, OBJECTIONS
from generator.text.problems import Problem, at
from generator.trail.amend import undo, undoes
from generator.trail.correction import Correction


def records(facts: Facts) -> Iterator[Problem]:
    """A correction names a record that is there."""
    for correction in facts.trail.corrections:
        own = facts.trail.corrections_by_record[correction.record]
        # One that was removed, by a correction or while its month was open again, is not missed.
        closed = facts.trail.closing(correction.scheme, correction.month)
        if correction.record not in facts.trail.files and closed and not own[-1].removes_file:
            message = f"没有 {correction.record} 这份记录"
            hint = "请核对路径；补报的记录要和更正一起提交"
            yield Problem("更正", at(correction, "记录"), message, hint)


def bulletins(facts: Facts) -> Iterator[Problem]:
    """A correction is of a month that was closed, and not older than what it corrects."""
    trail = facts.trail
    for correction in trail.corrections:
        # Until it is published a record is simply changed: there is nothing to take back.
        if not trail.was_closed(correction.scheme, correction.month) and not trail.unread:
            message = f"{correction.month} 的通报还没有公布"
            hint = "没有公布的记录直接修改就行，不用写更正"
            yield Problem("更正", at(correction, "记录"), message, hint)
        for bulletin in trail.published_without(correction):
            if correction.day < bulletin.published:
                period = bulletin.period.code
                message = f"更正的日期早于 {period} 的通报公布的 {bulletin.published}"
                yield Problem("日期", at(correction, "日期"), message, "请核对日期", "提醒")


def references(facts: Facts) -> Iterator[Problem]:
    """The correction that is corrected, and the objection that is followed, are there."""
    for correction in facts.trail.corrections:
        if correction.corrects:
            yield from _wrongly_corrects(facts, correction)
        if correction.voided:
            yield from _wrongly_voids(facts, correction)
        if correction.objection:
            yield from _wrongly_follows(facts, correction)


def _wrongly_corrects(facts: Facts, correction: Correction) -> Iterator[Problem]:
    path = layout.path_of(CORRECTIONS, correction.corrects)
    if correction.corrects not in facts.trail.corrections_by_id and path not in facts.trail.unread:
        message = f"没有更正 {correction.corrects}"
        yield Problem("更正", at(correction, "更正号"), message, "请核对更正的是第几次更正")


def _wrongly_voids(facts: Facts, correction: Correction) -> Iterator[Problem]:
    if layout.path_of(CORRECTIONS, correction.voided) in facts.trail.unread:
        return
    own = facts.trail.corrections_by_record[correction.record]
    number, data = own.index(correction), facts.trail.files.get(correction.record)
    before, after = (undo(data, own[n:]) for n in (number, number + 1))
    # That a correction cannot be undone is told of the bulletins that need it.
    if not isinstance(before, Problem) and not isinstance(after, Problem):
        slip = facts.trail.corrections_by_id.get(correction.voided)
        if problem := undoes(before, after, slip, correction):
            yield problem


def _wrongly_follows(facts: Facts, correction: Correction) -> Iterator[Problem]:
    objection = facts.trail.objections_by_id.get(correction.objection)
    if objection is None and layout.path_of(OBJECTIONS, correction.objection) in facts.trail.unread:
        return
    if objection is None or objection.scheme != correction.scheme:
        scheme = facts.rulebook.schemes.get(correction.scheme)
        name = scheme.short if scheme else correction.scheme
        message = f"没有{name}的异议 {correction.objection}"
        hint = "请核对编号；异议在别的月份时，前面加上月份，如 2025-06/"
        yield Problem("更正", at(correction, "异议"), message, hint)
