"""Reviews of cases: of a known case, in a sensible order, borne by those whom the rule names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from generator.checks.facts import Facts, elsewhere, within
from generator.checks.people import in_service
from generator.ledger.case_records import (
    AFTERWARDS,
    HELPER,
    LEAD,
    PASSED,
    SENT_BACK,
    Case,
    Review,
    same_finding,
)
from generator.ledger.forms import Entry
from generator.rules.periods import first_day
from generator.text.problems import Problem, at
from generator.text.reading import closest


def unknown_cases(facts: Facts) -> Iterator[Problem]:
    """A review is of a case that a unit has handed in, and stands in that unit's review file."""
    for review in facts.ledger.reviews:
        place = at(review, "编号")
        case = facts.cases.get(review.case)
        if case is None:
            if not _may_be_unread(facts, review):
                own = (number for number, each in facts.cases.items() if each.unit == review.unit)
                near = closest(review.case, own)
                hint = (f"是不是 {near}？" if near else "") + "编号以案件记录为准"
                yield Problem("编号", place, f"台账里没有案件 {review.case}", hint)
        elif case.unit != review.unit:
            folder = facts.rulebook.schemes[review.scheme].review_folder
            message = f"案件 {review.case} 是 {facts.subject_name(case.unit)}的"
            hint = f"请移到 ledger/{review.month}/{folder}/{case.unit}.yml"
            yield Problem("编号", place, message, hint)


def _may_be_unread(facts: Facts, review: Review) -> bool:
    """Whether the case may stand in a file of which something could not be read."""
    month, unit = review.case[:7], review.case[8:].rsplit("-", 1)[0]
    return f"ledger/{month}/{review.scheme}/{unit}.yml" in facts.ledger.unread


def timeline(facts: Facts) -> Iterator[Problem]:
    """Not before the case; passed once; afterwards only further findings, before that none."""
    for case_id, reviews in facts.reviews_in_time.items():
        # A wrong date would put the rounds in a wrong order: it is told first, and alone.
        if all(within(review.day, review.month) for review in reviews):
            yield from _too_early(facts.cases.get(case_id), reviews)
            yield from _in_wrong_order(facts, reviews)


def _too_early(case: Case | None, reviews: Sequence[Review]) -> Iterator[Problem]:
    for review in reviews:
        if case is not None and review.day < first_day(case.month):
            message = f"复核日期 {review.day} 早于案件所在的 {case.month}"
            yield Problem("日期", at(review, "日期"), message, "请核对日期和案件编号")


def _in_wrong_order(facts: Facts, reviews: Sequence[Review]) -> Iterator[Problem]:
    passed = next((review for review in reviews if review.verdict == PASSED), None)
    before = takewhile(lambda review: review is not passed, reviews)
    for review in before:
        # 追加 is what is found about a case long after it passed; until then the rounds say it.
        if review.verdict == AFTERWARDS:
            yield from _nothing_to_add_to(facts, review)
    if passed is not None:
        for review in reviews[reviews.index(passed) + 1 :]:
            if review.verdict != AFTERWARDS:
                yield _after_pass(review, passed)


def _after_pass(review: Review, passed: Review) -> Problem:
    place = at(review, "结论")
    already = f"案件 {review.case} 已在{elsewhere(passed.place, place)}复核通过"
    message, hint = f"{already}，不能重复计分", "请删去这一条，或核对编号"
    if review.verdict != PASSED:
        message = f"{already}，不能再写“{review.verdict}”"
        hint = "后来认定的问题请写成 结论: 追加"
    return Problem("结论", place, message, hint, also=(passed.place.path,))


def _nothing_to_add_to(facts: Facts, review: Review) -> Iterator[Problem]:
    folder = facts.rulebook.schemes[review.scheme].review_folder
    unread = any(f"/{folder}/{review.unit}.yml" in path for path in facts.ledger.unread)
    if review.case in facts.cases and not unread:
        message = f"案件 {review.case} 在 {review.day} 之前还没有复核通过，不能“追加”"
        yield Problem("结论", at(review, "结论"), message, "首次复核请写 通过 或 退回")


def found_before(facts: Facts) -> Iterator[Problem]:
    """Two rounds that find the same of the same officers in other words: both count."""
    for reviews in facts.reviews_in_time.values():
        earlier: list[Entry] = []
        for review in reviews:
            alike = {same_finding(entry) for entry in earlier}
            for entry in review.findings if review.verdict != AFTERWARDS else ():
                finding = same_finding(entry)
                before = [x for x in earlier if same_finding(x)[:2] == finding[:2]]
                if before and finding not in alike:
                    # It may be another flaw of the same kind: only who reviews can say.
                    place = at(entry, "事由")
                    where = elsewhere(before[-1].place, place)
                    message = f"退回时已在{where}认定了 {entry.item.code}，承担人相同、事由不同，两次都计分"
                    hint = "同一个问题请照原来的事由写，或删去这一条；不是同一个问题的不用改"
                    yield Problem("重复", place, message, hint, "提醒", (before[-1].place.path,))
            earlier = [*earlier, *review.findings] if review.verdict == SENT_BACK else []


def results_out_of_force(facts: Facts) -> Iterator[Problem]:
    """A case that passes earns by the rules of the month of its review."""
    for review in facts.ledger.reviews:
        case = facts.cases.get(review.case)
        version = facts.rulebook.schemes[review.scheme].version(review.month)
        if case is None or version is None or review.verdict != PASSED:
            continue
        if not version.of_code(case.result):
            message = f"案件结果 {case.result} 在 {review.month} 的规则里已经没有了，通过也不计分"
            yield Problem("结论", at(review, "结论"), message, "请与制定规则的部门核对", "提醒")


def bearers(facts: Facts) -> Iterator[Problem]:
    """Findings are borne by those whom the rule names (承担)."""
    for review in facts.ledger.reviews:
        case = facts.cases.get(review.case)
        for entry in review.findings:
            stated, due = entry.said.bearers, entry.item.terms.bearer
            place = at(entry, "承担")
            if len(set(stated)) < len(stated):
                message = "“承担”里同一个警号写了两次"
                yield Problem("重复", place, message, "请删去重复的警号")
            elif due == "认定":
                # Whoever was found responsible may be of another case, but is on the roster; a
                # roster with errors of its own calls nobody unknown.
                for number in stated if not facts.roster.faulty else ():
                    yield from in_service(facts, number, review.day, place)
            elif case is not None and stated:
                yield from _against_rule(facts, case, entry, due, stated)


def _against_rule(
    facts: Facts, case: Case, entry: Entry, bearer: str, stated: Sequence[str]
) -> Iterator[Problem]:
    leads, both = case.with_role(LEAD), case.with_role(LEAD, HELPER)
    due = leads if bearer == "主办" else both
    # Of a case whose own people are wrong nobody can say who has to bear it.
    if len(leads) != 1 or case.unread or set(stated) == set(due):
        return
    who = "主办民警" if bearer == "主办" else "全体主办、协办民警"
    names = "、".join(facts.officer_name(number) for number in due)
    numbers = ", ".join(f'"{number}"' for number in due)
    message = f"{entry.item.code} {entry.item.name}由{who} {names}承担"
    yield Problem("承担", at(entry, "承担"), message, f"请写成 承担: [{numbers}]")
