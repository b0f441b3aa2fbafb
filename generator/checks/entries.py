"""Entries within one record: complete, once each, in their month; lists in the order of the house."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby, pairwise
from typing import NamedTuple

from generator.checks.facts import Facts, elsewhere, within
from generator.ledger.case_records import Review
from generator.ledger.forms import Entry
from generator.ledger.records import Record
from generator.rules.scheme import Item
from generator.text.grouping import grouped
from generator.text.problems import Place, Problem, at
from generator.text.reading import closest, one_of

LISTED_ONE_BY_ONE = 3
"""More missing items than this in one section are one problem: it was not filled at all."""


def due_items(facts: Facts) -> Iterator[Problem]:
    """Every item due in the month stands in the record; what cannot be read is not missing."""
    for record in facts.ledger.records:
        if record.report.place.path in facts.ledger.unread:
            continue
        for section, items in facts.due_by_section[record.scheme, record.month]:
            unread = record.unread.get(section, ())
            if unread is not None and (missing := _missing(items, record.entries, unread)):
                place = Place(record.place.path, *record.sections.get(section, record.place[1:]))
                owner = f"{record.subject} 的" if record.report.named is not None else ""
                yield from _missing_problems(f"{owner}“{section}”", missing, place)


def _missing(
    items: Iterable[Item], entries: Iterable[Entry], unread: tuple[str, ...]
) -> list[Item]:
    """Items that neither an entry nor an unreadable entry can stand for."""
    written = {(entry.item.component, entry.item.code) for entry in entries}
    missing = [
        item
        for item in items
        if (item.component, item.code) not in written and item.code not in unread
    ]
    # An unreadable entry of which not even the code is clear ("") may be any of them, and has
    # been reported as what it is.
    return [] if len(missing) <= unread.count("") else missing


def _missing_problems(where: str, missing: list[Item], place: Place) -> Iterator[Problem]:
    if len(missing) > LISTED_ONE_BY_ONE:
        names = "、".join(f"{item.code} {item.name}" for item in missing)
        message = f"{where}里缺少 {len(missing)} 项：{names}"
        yield Problem("缺项", place, message, f"请按实际逐项补上，如 - {missing[0].example()}")
        return
    for item in missing:
        hint = f"请按实际补上，如 - {item.example()}"
        if item.not_applicable:
            hint += f"；{item.not_applicable}的，写 - {item.example(applies=False)}"
        yield Problem("缺项", place, f"{where}里缺少 {item.code} {item.name}", hint)


def written_twice(facts: Facts) -> Iterator[Problem]:
    """An item that is reported each period stands once in a record."""
    for record in facts.ledger.records:
        first: dict[tuple[str, str], Entry] = {}
        for entry in record.entries:
            key = entry.item.component, entry.item.code
            if entry.item.terms.reported and first.setdefault(key, entry) is not entry:
                place = at(entry, "项")
                before = elsewhere(first[key].place, place)
                message = f"{entry.item.code} {entry.item.name}在{before}已经写过"
                yield Problem("重复", place, message, "每项每月只写一条，请合并或删去一条")


def not_due(facts: Facts) -> Iterator[Problem]:
    """An item with a cadence is reported only in its months."""
    for record in facts.ledger.records:
        for entry in record.entries:
            item = entry.item
            if item.terms.reported and not item.due(record.month):
                months = "、".join(f"{month}月" for month in sorted(item.months))
                message = f"{item.code} {item.name}只在{months}考核，{record.month} 不用填"
                yield Problem("代码", at(entry, "项"), message, "请删去这一条")


def dates_outside_the_month(facts: Facts) -> Iterator[Problem]:
    """Entries and reviews are dated in the month of their file."""
    # The folder decides which rules score a line and which bulletin shows it, so a date in
    # another month would be counted under rules that were not in force on that day.
    for record, entry in facts.all_entries():
        day = entry.said.day
        if day is not None and not within(day, record.month):
            yield _outside(at(entry, "日期"), day, record.month)
    for review in facts.ledger.reviews:
        if not within(review.day, review.month):
            yield _outside(at(review, "日期"), review.day, review.month)


def _outside(place: Place, day: date, month: str) -> Problem:
    hint = f"请核对日期；确是 {day:%Y-%m} 的事，请记入 {day:%Y-%m} 的记录"
    return Problem("日期", place, f"日期 {day} 不在 {month} 之内", hint)


def zeroed_indicators(facts: Facts) -> Iterator[Problem]:
    """False data set one of the month's indicators to 0, not anything else."""
    for record in facts.ledger.records:
        due = {i.code: i.name for i in facts.version(record).items if i.due(record.month)}
        for entry in record.entries:
            code = entry.said.indicator
            if entry.item.terms.zeroes_indicator and code and code not in due:
                near = closest(code, due)
                hint = (f"是不是“{near}”？" if near else "") + one_of(
                    [f"{c}（{n}）" for c, n in due.items()]
                )
                yield Problem("代码", at(entry, "指标"), f"“{code}”不是本月考核的指标", hint)


# ── the order of lists ─────────────────────────────────────────────────────────────────────────


class Keyed(NamedTuple):
    """Something in a list: what it is sorted by, what it is called, where it stands.

    The key is None when a date in it is wrong: then the order of the list cannot be judged.
    """

    key: tuple[str, ...] | None
    name: str
    place: Place


def order(facts: Facts) -> Iterator[Problem]:
    """Sorted lists make reports easy to compare, and changes by several people easy to join."""
    for record in facts.all_records():
        for section, entries in groupby(record.entries, lambda entry: entry.section):
            keyed = [_entry_key(record, entry) for entry in entries]
            yield from _out_of_order(section, keyed, "日期和代码")
    for cases in grouped(facts.ledger.cases, lambda case: case.place.path).values():
        yield from _out_of_order("案件", [Keyed((c.id,), c.id, c.place) for c in cases], "编号")
    for reviews in grouped(facts.ledger.reviews, lambda review: review.place.path).values():
        yield from _out_of_order("复核", [_review_key(each) for each in reviews], "日期和编号")


def _entry_key(record: Record, entry: Entry) -> Keyed:
    day, code = entry.said.day, entry.item.code
    dated = day.isoformat() if day else ""
    right = day is None or within(day, record.month)
    # The number is padded, for W10 comes after W2.
    return Keyed((dated, code[0], code[1:].zfill(3)) if right else None, code, entry.place)


def _review_key(review: Review) -> Keyed:
    key = (review.day.isoformat(), review.case) if within(review.day, review.month) else None
    return Keyed(key, review.case, review.place)


def _out_of_order(section: str, things: list[Keyed], by: str) -> Iterator[Problem]:
    known = [(thing.key, thing) for thing in things if thing.key is not None]
    if len(known) < len(things):
        return
    for (before, _), (key, here) in pairwise(known):
        if key < before:
            line = next(thing for other, thing in known if other > key).place.line
            message = f"“{section}”没有按{by}排列，{here.name} 应排在第 {line} 行之前"
            hint = "排好以后便于核对，几个人同时修改也不容易冲突"
            yield Problem("次序", here.place, message, hint, "提示")
            return  # one hint a list: when it is sorted, all of it is
