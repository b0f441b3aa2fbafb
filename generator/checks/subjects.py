"""Who reports about whom, and is doubted: all are on the roster, and are there in that month."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from generator.checks.facts import Facts
from generator.ledger.records import Report
from generator.rules.periods import first_day, last_day
from generator.rules.roster import BRANCHES, OFFICERS, ROOMS, UNITS, Branch, Officer, Room, Unit
from generator.rules.scheme import SUBJECTS
from generator.text.problems import Place, Problem, at
from generator.text.reading import closest
from generator.text.scalars import CODE

Registered = Unit | Branch | Room
ROSTER_FILES = {BRANCHES: "branches", ROOMS: "rooms", UNITS: "units"}


def unknown_reporters(facts: Facts) -> Iterator[Problem]:
    """The unit or branch that reports exists in that month."""
    for report in facts.ledger.reports:
        subject = facts.scheme(report.scheme).subject
        by_branch = subject == BRANCHES
        what = BRANCHES if by_branch else UNITS
        table: Mapping[str, Registered] = facts.roster.branches if by_branch else facts.roster.units
        place = at(report, SUBJECTS[subject])
        yield from _existing(report.reporter, what, table, report.month, place)


def _existing(
    code: str, what: str, table: Mapping[str, Registered], month: str, place: Place
) -> Iterator[Problem]:
    thing = table.get(code)
    if thing is None:
        near = closest(code, table)
        hint = f"是不是“{near}”（{table[near].name}）？" if near else ""
        hint += f"代码以 rules/roster/{ROSTER_FILES[what]}.yml 为准"
        yield Problem("名册", place, f"名册里没有代码为“{code}”的{what}", hint)
    # A day of the month is enough: who was founded or dissolved within it may still report it.
    elif thing.since > last_day(month):
        message = f"{thing.name}（{code}）{thing.since} 才设立，{month} 不应有记录"
        yield Problem("名册", place, message, "请核对月份")
    elif thing.until is not None and thing.until < first_day(month):
        heir = table.get(thing.successor)
        hint = f"请由承接的 {heir.name}（{heir.code}）报送" if heir else "请核对月份"
        message = f"{thing.name}（{code}）已于 {thing.until} 撤销，{month} 不应有记录"
        yield Problem("名册", place, message, hint)


def strangers(facts: Facts) -> Iterator[Problem]:
    """A file about several subjects names only those of its own unit."""
    for report in facts.ledger.reports:
        scheme = facts.scheme(report.scheme)
        for code, spot in (report.named or {}).items():
            place = Place(report.place.path, *spot)
            if scheme.subject == ROOMS and re.fullmatch(CODE.pattern, code, re.ASCII):
                yield from _stranger_room(facts, report, code, place)
            elif scheme.subject == OFFICERS and code in facts.roster.officers:
                yield from _stranger_officer(facts, report, code, place)


def _stranger_room(facts: Facts, report: Report, code: str, place: Place) -> Iterator[Problem]:
    room = facts.roster.rooms.get(code)
    if room is None or room.station == report.reporter:
        yield from _existing(code, ROOMS, facts.roster.rooms, report.month, place)
        return
    own, here = facts.subject_name(room.station), facts.subject_name(report.reporter)
    message = f"{room.name}（{code}）属于 {own}，不属于 {here}"
    hint = f"请移到 ledger/{report.month}/{report.scheme}/{room.station}.yml"
    yield Problem("名册", place, message, hint)


def _stranger_officer(facts: Facts, report: Report, number: str, place: Place) -> Iterator[Problem]:
    # Whoever moved within the month is reported by the unit of its last day, as scored.
    post = facts.roster.officers[number].post(last_day(report.month))
    if post is not None and post.unit != report.reporter:
        own, here = facts.subject_name(post.unit), facts.subject_name(report.reporter)
        message = f"{facts.officer_name(number)}{report.month} 在 {own}，不在 {here}"
        hint = f"请移到 ledger/{report.month}/{report.scheme}/{post.unit}.yml"
        yield Problem("名册", place, message, hint)


def out_of_scope(facts: Facts) -> Iterator[Problem]:
    """A scheme for some subjects only (考核范围) has records of no others."""
    for record in facts.ledger.records:
        scheme, day = facts.scheme(record.scheme), last_day(record.month)
        if not scheme.scope:
            continue
        known = facts.roster.subject(scheme.subject, scheme.group_by, record.subject, day)
        if known and not facts.roster.within(scheme.scope, scheme.subject, record.subject, day):
            scope = "，".join(f"{name}：{'、'.join(sorted(v))}" for name, v in scheme.scope.items())
            message = f"{known.name}（{record.subject}）不在{scheme.name}的考核范围（{scope}）"
            yield Problem("名册", record.place, message, "请删去这条记录")


def look_alikes(facts: Facts) -> Iterator[Problem]:
    """Two of a kind whose names or codes differ, and nobody sees in what."""
    roster = facts.roster
    for what, table in (
        (UNITS, roster.units), (BRANCHES, roster.branches), (ROOMS, roster.rooms), (OFFICERS, roster.officers),
    ):  # fmt: skip
        known: dict[str, str] = {}
        spelled = [
            (each.place, text) for code, each in _in_order(table) for text in (code, each.name)
        ]
        for place, text in spelled:
            other = known.setdefault(_as_seen(text), text)
            # The same name twice may be honest: two officers are called alike, a unit is founded anew.
            if other != text:
                message = f"{what}“{text}”和“{other}”看上去一样，写法不同"
                yield Problem("名册", place, message, "请核对；是同一个的，写成一样", "提醒")


def _in_order(table: Mapping[str, Registered | Officer]) -> list[tuple[str, Registered | Officer]]:
    return sorted(table.items(), key=lambda item: item[1].place)


def _as_seen(text: str) -> str:
    """A name without what the eye passes over: width, case, blanks; noughts and ones as letters."""
    folded = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    return folded.translate(str.maketrans("01", "ol"))


def of_objections(facts: Facts) -> Iterator[Problem]:
    """Who is doubted, and who doubts, is on the roster."""
    roster = facts.roster
    for objection in facts.trail.objections:
        scheme = facts.rulebook.schemes.get(objection.scheme)
        if scheme is None:
            continue
        # Units have a result of their own in a scheme of cases.
        units = roster.units if scheme.of_cases else ()
        if objection.subject not in {*roster.named(scheme.subject), *units}:
            what = "民警或单位" if scheme.of_cases else scheme.subject
            message = f"名册里没有“{objection.subject}”这个{what}"
            hint = f"{scheme.name}考核的是{what}，请写代码或警号"
            yield Problem("名册", at(objection, "对象"), message, hint)
        place = at(objection, "提出")
        if objection.by_unit and objection.by_unit not in {*roster.units, *roster.branches}:
            message = f"名册里没有提出异议的单位“{objection.by_unit}”"
            yield Problem("名册", place, message, "请写单位或党支部的代码")
        if objection.by_officer and objection.by_officer not in roster.officers:
            message = f"名册里没有提出异议的警号 {objection.by_officer}"
            yield Problem("名册", place, message, "请核对警号")
