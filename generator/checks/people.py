"""Officers named in records: on the roster, in service, in a role they may have."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.checks.deadlines import plausible_filing
from generator.checks.facts import Facts
from generator.ledger.case_records import (
    ASSISTING,
    AUXILIARY,
    LEAD,
    Case,
    Participant,
)
from generator.ledger.records import Record
from generator.rules.periods import first_day, last_day
from generator.rules.roster import UNITS, Officer, Post
from generator.text.problems import Place, Problem, at
from generator.text.reading import closest


def reporters(facts: Facts) -> Iterator[Problem]:
    """Whoever filed a report was in service when it was filed."""
    for report in facts.ledger.reports:
        if report.by:
            # A mistyped date is told as such, and makes nobody a stranger.
            day = plausible_filing(report) or last_day(report.month)
            yield from in_service(facts, report.by, day, at(report, "填报人"))


def in_service(facts: Facts, number: str, day: date, place: Place) -> Iterator[Problem]:
    """Whether the roster knows the officer, and as serving on that day."""
    officer = facts.roster.officers.get(number)
    if officer is None:
        yield _unknown(facts, number, place)
    elif officer.post(day) is None:
        yield _out_of_service(officer, day, f"{day} ", place)


def _unknown(facts: Facts, number: str, place: Place) -> Problem:
    near = closest(number, facts.roster.officers)
    hint = f"是不是 {facts.officer_name(near)}？" if near else ""
    hint += "新进人员请先登记到 rules/roster/officers.yml"
    return Problem("名册", place, f"名册里没有警号 {number}", hint)


def _out_of_service(officer: Officer, day: date, when: str, place: Place) -> Problem:
    who = f"{officer.number}（{officer.name}）"
    hint = f"请核对警号；这名民辅警{when}应当在任"
    if officer.until is not None and day > officer.until:
        return Problem("名册", place, f"{who}已于 {officer.until} 离任", hint)
    return Problem("名册", place, f"{who}{officer.posts[0].since} 才到任", hint)


def named_officers(facts: Facts) -> Iterator[Problem]:
    """An officer whom an entry names was in service on its day, in the unit that is credited."""
    for record, entry in facts.all_entries():
        number = entry.said.officer
        if not number:
            continue
        day = entry.said.day or last_day(record.month)
        place = at(entry, "警号")
        wrong = list(in_service(facts, number, day, place))
        yield from wrong
        if not wrong and isinstance(record, Record):
            yield from _other_unit(facts, record, number, day, place)


def _other_unit(
    facts: Facts, record: Record, number: str, day: date, place: Place
) -> Iterator[Problem]:
    post = facts.roster.officers[number].post(day)
    own = facts.rulebook.schemes[record.scheme].subject == UNITS
    if own and post is not None and post.unit != record.subject:
        there, here = facts.subject_name(post.unit), facts.subject_name(record.subject)
        message = f"{facts.officer_name(number)}{day} 在 {there}任职，不在 {here}"
        hint = "个人的奖惩计入当时所在的单位，请核对警号和单位"
        yield Problem("名册", place, message, hint, "提醒")


def participants(facts: Facts) -> Iterator[Problem]:
    """Participants of a case were in service in its month, and may have the role they have."""
    for case in facts.ledger.cases:
        for person in _people(case):
            number, role = person.number, person.role
            place = at(person, "警号")
            officer = facts.roster.officers.get(number)
            if officer is None:
                yield _unknown(facts, number, place)
            elif not (posts := _posts_in(officer, case.month)):
                yield _out_of_service(officer, last_day(case.month), f"{case.month} ", place)
            elif fault := _unfit(facts, officer, posts, role, case):
                yield Problem("角色", at(person, "角色"), *fault)
            elif role == LEAD and all(post.unit != case.unit for post in posts):
                own, here = facts.subject_name(posts[-1].unit), facts.subject_name(case.unit)
                message = f"主办民警 {facts.officer_name(number)}属于 {own}，案件却由 {here}登记"
                hint = "一案由主办单位登记，请核对主办民警和登记单位"
                yield Problem("角色", place, message, hint, "提醒")


def _people(case: Case) -> list[Participant]:
    return [person for person in case.participants if person.number and person.role]


def _posts_in(officer: Officer, month: str) -> list[Post]:
    """The posts an officer held at some time in a month."""
    first, last = first_day(month), last_day(month)
    if officer.until is not None and officer.until < first:
        return []
    # In force on the first day, and begun afterwards: who moves within the month served in both.
    before = [post for post in officer.posts if post.since <= first]
    later = [post for post in officer.posts if first < post.since <= last]
    return [*before[-1:], *later]


def _unfit(
    facts: Facts, officer: Officer, posts: list[Post], role: str, case: Case
) -> tuple[str, str] | None:
    """Why an officer cannot have this role in the case, and what to write instead."""
    who = facts.officer_name(officer.number)
    if role == AUXILIARY:
        fault = f"{who}是民警，角色不能写“辅警”", "请写成 主办、协办 或 协作"
        return None if officer.auxiliary else fault
    # An auxiliary has no power to enforce the law, so only the role without points is left.
    if officer.auxiliary:
        return f"{who}是辅警，角色不能写“{role}”", "请写成 角色: 辅警，只登记，不计办案分"
    if role == ASSISTING:
        own = all(post.unit == case.unit for post in posts)
        fault = f"{who}是本单位民警，角色不能写“协作”", "本单位民警参与办理的，请写成 协办"
        return fault if own else None
    if not any(post.handles_cases for post in posts):
        return (
            f"{who}{case.month} 不在办案岗位，角色不能写“{role}”",
            "请核对警号；确在办案岗位的，先在名册的任职里写“办案: 是”",
        )
    return None


def on_leave(facts: Facts) -> Iterator[Problem]:
    """Nobody works on a case in a month that they were away from beginning to end."""
    for case in facts.ledger.cases:
        for person in _people(case):
            officer = facts.roster.officers.get(person.number)
            if officer is not None and _away_all_month(officer, case.month):
                name = facts.officer_name(officer.number)
                message = f"{name}{case.month} 整月离岗，却参与了案件"
                hint = "请核对参与人员；离岗日期有变的，请更正名册"
                yield Problem("离岗", at(person, "警号"), message, hint, "提醒")


def _away_all_month(officer: Officer, month: str) -> bool:
    # Not a day served is leave only where there was a post: strangers, and those who have left, are
    # told of in ``participants``.
    return bool(_posts_in(officer, month)) and officer.days_in_post(month)[0] == 0
