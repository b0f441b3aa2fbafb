"""Reviews of cases: of a known case, in a sensible order, borne by those whom the rule names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.checks.facts import Facts, elsewhere, within
from generator.checks.people import bearer_problems
from generator.ledger.case_records import Case, Review, same_finding
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
                near = closest(
                    review.case, (c for c in facts.cases if facts.cases[c].unit == review.unit)
                )
                hint = f"是不是 {near}？" if near else ""
                yield Problem(
                    "编号", place, f"台账里没有案件 {review.case}", f"{hint}编号以案件记录为准"
                )
        elif case.unit != review.unit:
            folder = facts.rulebook.schemes[review.scheme].review_folder
            yield Problem(
                "编号", place, f"案件 {review.case} 是 {facts.subject_name(case.unit)}的",
                f"请移到 ledger/{review.month}/{folder}/{case.unit}.yml",
            )  # fmt: skip


def _may_be_unread(facts: Facts, review: Review) -> bool:
    """Whether the case may stand in a file of which something could not be read."""
    month, unit = review.case[:7], review.case[8:].rsplit("-", 1)[0]
    return f"ledger/{month}/{review.scheme}/{unit}.yml" in facts.ledger.unread


def timeline(facts: Facts) -> Iterator[Problem]:
    """Not before the case; passed once; afterwards only further findings, before that none."""
    for case_id, reviews in facts.reviews_in_time.items():
        if not all(within(review.day, review.month) for review in reviews):
            continue
        case = facts.cases.get(case_id)
        passed: Review | None = None
        for review in reviews:
            if case is not None and review.day < first_day(case.month):
                yield Problem(
                    "日期",
                    at(review, "日期"),
                    f"复核日期 {review.day} 早于案件所在的 {case.month}",
                    "请核对日期和案件编号",
                )
            if passed is not None and review.verdict != "追加":
                yield _after_pass(review, passed)
            elif passed is None and review.verdict == "追加" and case is not None:
                yield from _nothing_to_add_to(facts, review)
            if review.verdict == "通过" and passed is None:
                passed = review


def _after_pass(review: Review, passed: Review) -> Problem:
    place = at(review, "结论")
    before = elsewhere(passed.place, place)
    if review.verdict == "通过":
        return Problem(
            "结论",
            place,
            f"案件 {review.case} 已在{before}复核通过，不能重复计分",
            "请删去这一条，或核对编号",
            also=(passed.place.path,),
        )
    return Problem(
        "结论",
        place,
        f"案件 {review.case} 已在{before}复核通过，不能再写“{review.verdict}”",
        "后来认定的问题请写成 结论: 追加",
        also=(passed.place.path,),
    )


def _nothing_to_add_to(facts: Facts, review: Review) -> Iterator[Problem]:
    folder = facts.rulebook.schemes[review.scheme].review_folder
    if not any(f"/{folder}/{review.unit}.yml" in path for path in facts.ledger.unread):
        yield Problem(
            "结论", at(review, "结论"), f"案件 {review.case} 在 {review.day} 之前还没有复核通过，不能“追加”",
            "首次复核请写 通过 或 退回",
        )  # fmt: skip


def found_before(facts: Facts) -> Iterator[Problem]:
    """Two rounds that find the same of the same officers in other words: both count."""
    for reviews in facts.reviews_in_time.values():
        earlier: list[Entry] = []
        for review in reviews:
            alike = {same_finding(entry) for entry in earlier}
            for entry in review.findings if review.verdict != "追加" else ():
                if same_finding(entry) in alike:
                    continue
                before = [x for x in earlier if same_finding(x)[:2] == same_finding(entry)[:2]]
                if before:
                    place = at(entry, "事由")
                    yield Problem(
                        "重复", place,
                        f"退回时已在{elsewhere(before[-1].place, place)}认定了 {entry.item.code}，承担人相同、事由不同，两次都计分",
                        "同一个问题请照原来的事由写，或删去这一条；不是同一个问题的不用改", "提醒",
                        (before[-1].place.path,),
                    )  # fmt: skip
            earlier = [*earlier, *review.findings] if review.verdict == "退回" else []


def results_out_of_force(facts: Facts) -> Iterator[Problem]:
    """A case that passes earns by the rules of the month of its review."""
    for review in facts.ledger.reviews:
        case = facts.cases.get(review.case)
        version = facts.rulebook.schemes[review.scheme].version(review.month)
        if case is None or version is None or review.verdict != "通过":
            continue
        if not version.of_code(case.result):
            yield Problem(
                "结论", at(review, "结论"), f"案件结果 {case.result} 在 {review.month} 的规则里已经没有了，通过也不计分",
                "请与制定规则的部门核对", "提醒",
            )  # fmt: skip


def bearers(facts: Facts) -> Iterator[Problem]:
    """Findings are borne by those whom the rule names (承担)."""
    for review in facts.ledger.reviews:
        case = facts.cases.get(review.case)
        for entry in review.findings:
            stated = entry.said.bearers
            if not stated:
                continue
            if len(set(stated)) < len(stated):
                yield Problem(
                    "重复",
                    at(entry, "承担"),
                    "“承担”里同一个警号写了两次",
                    "请删去重复的警号",
                )
            elif entry.item.terms.bearer == "认定":
                for number in stated:
                    yield from bearer_problems(facts, number, review, at(entry, "承担"))
            elif case is not None:
                yield from _against_rule(facts, case, entry, entry.item.terms.bearer, stated)


def _against_rule(
    facts: Facts, case: Case, entry: Entry, bearer: str, stated: Sequence[str]
) -> Iterator[Problem]:
    leads, both = case.with_role("主办"), case.with_role("主办", "协办")
    due = leads if bearer == "主办" else both
    if len(leads) != 1 or case.unread or set(stated) == set(due):
        return
    who = "主办民警" if bearer == "主办" else "全体主办、协办民警"
    names = "、".join(facts.officer_name(number) for number in due)
    numbers = ", ".join(f'"{number}"' for number in due)
    yield Problem(
        "承担", at(entry, "承担"),
        f"{entry.item.code} {entry.item.name}由{who} {names}承担", f"请写成 承担: [{numbers}]",
    )  # fmt: skip
