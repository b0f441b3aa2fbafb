"""Who reports about whom: units, branches and rooms as the roster knows them in that month."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generator.checks.facts import Facts
from generator.ledger.records import Report
from generator.rules.periods import first_day, last_day
from generator.rules.roster import Branch, Room, Unit
from generator.rules.scheme import SUBJECTS
from generator.text.problems import Place, Problem, at
from generator.text.reading import closest
from generator.text.scalars import CODE

Registered = Unit | Branch | Room
ROSTER_FILES = {"党支部": "branches", "警务室": "rooms", "单位": "units"}


def unknown_reporters(facts: Facts) -> Iterator[Problem]:
    """The unit or branch that reports exists in that month."""
    for report in facts.ledger.reports:
        scheme = facts.scheme(report.scheme)
        place = at(report, SUBJECTS[scheme.subject])
        table: Mapping[str, Registered]
        what, table = (
            ("党支部", facts.roster.branches)
            if scheme.subject == "党支部"
            else ("单位", facts.roster.units)
        )
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
    elif thing.since > last_day(month):
        yield Problem(
            "名册",
            place,
            f"{thing.name}（{code}）{thing.since} 才设立，{month} 不应有记录",
            "请核对月份",
        )
    elif thing.until is not None and thing.until < first_day(month):
        heir = table.get(thing.successor)
        hint = f"请由承接的 {heir.name}（{heir.code}）报送" if heir else "请核对月份"
        yield Problem(
            "名册",
            place,
            f"{thing.name}（{code}）已于 {thing.until} 撤销，{month} 不应有记录",
            hint,
        )


def strangers(facts: Facts) -> Iterator[Problem]:
    """A file about several subjects names only those of its own unit."""
    for report in facts.ledger.reports:
        scheme = facts.scheme(report.scheme)
        for code, spot in (report.named or {}).items():
            place = Place(report.place.path, *spot)
            if scheme.subject == "警务室" and re.fullmatch(CODE.pattern, code, re.ASCII):
                yield from _stranger_room(facts, report, code, place)
            elif scheme.subject == "人员" and code in facts.roster.officers:
                yield from _stranger_officer(facts, report, code, place)


def _stranger_room(facts: Facts, report: Report, code: str, place: Place) -> Iterator[Problem]:
    room = facts.roster.rooms.get(code)
    if room is None or room.station == report.reporter:
        yield from _existing(code, "警务室", facts.roster.rooms, report.month, place)
        return
    yield Problem(
        "名册", place,
        f"{room.name}（{code}）属于 {facts.subject_name(room.station)}，不属于 {facts.subject_name(report.reporter)}",
        f"请移到 ledger/{report.month}/{report.scheme}/{room.station}.yml",
    )  # fmt: skip


def _stranger_officer(facts: Facts, report: Report, number: str, place: Place) -> Iterator[Problem]:
    post = facts.roster.officers[number].post(last_day(report.month))
    if post is not None and post.unit != report.reporter:
        yield Problem(
            "名册", place,
            f"{facts.officer_name(number)}{report.month} 在 {facts.subject_name(post.unit)}，不在 {facts.subject_name(report.reporter)}",
            f"请移到 ledger/{report.month}/{report.scheme}/{post.unit}.yml",
        )  # fmt: skip


def out_of_scope(facts: Facts) -> Iterator[Problem]:
    """A scheme for some subjects only (考核范围) has records of no others."""
    for record in facts.ledger.records:
        scheme = facts.scheme(record.scheme)
        day = last_day(record.month)
        known = facts.roster.subject(scheme.subject, scheme.group_by, record.subject, day)
        if (
            scheme.scope
            and known
            and not facts.roster.within(scheme.scope, scheme.subject, record.subject, day)
        ):
            scope = "，".join(
                f"{name}：{'、'.join(sorted(values))}" for name, values in scheme.scope.items()
            )
            yield Problem(
                "名册", record.place, f"{known.name}（{record.subject}）不在{scheme.name}的考核范围（{scope}）", "请删去这条记录",
            )  # fmt: skip


def absent(facts: Facts) -> Iterator[Problem]:
    """A file about several subjects names all of its own unit."""
    for report in facts.ledger.reports:
        scheme = facts.scheme(report.scheme)
        if report.named is None or report.place.path in facts.ledger.unread:
            continue
        own = facts.subjects_by_reporter(scheme, report.month).get(report.reporter, [])
        codes = {subject.code for subject in own}
        meant = {closest(name, codes) for name in report.named if name not in codes}
        for subject in own:
            if subject.code not in report.named and subject.code not in meant:
                yield Problem(
                    "缺项", at(report, scheme.subject),
                    f"缺少 {subject.name}（{subject.code}）的记录", f"请在“{scheme.subject}”下补上“{subject.code}:”及其内容",
                )  # fmt: skip


def missing_reports(facts: Facts) -> Iterator[Problem]:
    """Reports that are not there, in months for which somebody has reported."""
    there = {report.place.path for report in facts.ledger.reports} | facts.ledger.unread
    for scheme in facts.rulebook.schemes.values():
        for month in facts.ledger.months(scheme.code):
            for unit in sorted(facts.subjects_by_reporter(scheme, month)):
                path = f"ledger/{month}/{scheme.code}/{unit}.yml"
                if path not in there:
                    yield Problem(
                        "未报", Place(path), f"{facts.subject_name(unit)}还没有报送 {month} 的{scheme.short}记录",
                        "请补报；不必报送的，请在名册里核对", "提示",
                    )  # fmt: skip


def of_objections(facts: Facts) -> Iterator[Problem]:
    """Who is doubted, and who doubts, is on the roster."""
    roster = facts.roster
    for objection in facts.trail.objections:
        scheme = facts.rulebook.schemes.get(objection.scheme)
        if scheme is None:
            continue
        tables = {
            "党支部": (roster.branches,), "警务室": (roster.rooms,), "单位": (roster.units,),
            "人员": (roster.officers,), "案件": (roster.officers, roster.units),
        }[scheme.subject]  # fmt: skip
        if not any(objection.subject in table for table in tables):
            what = "民警或单位" if scheme.of_cases else scheme.subject
            message = f"名册里没有“{objection.subject}”这个{what}"
            hint = f"{scheme.name}考核的是{what}，请写代码或警号"
            yield Problem("名册", at(objection, "对象"), message, hint)
        place = at(objection, "提出")
        if objection.by_unit and objection.by_unit not in {**roster.units, **roster.branches}:
            message = f"名册里没有提出异议的单位“{objection.by_unit}”"
            yield Problem("名册", place, message, "请写单位或党支部的代码")
        if objection.by_officer and objection.by_officer not in roster.officers:
            message = f"名册里没有提出异议的警号 {objection.by_officer}"
            yield Problem("名册", place, message, "请核对警号")
