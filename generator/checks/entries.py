"""Entries within one record: complete, once each, in their month, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeVar

from generator.checks.facts import Facts, elsewhere, within
from generator.ledger.case_records import Case, Review
from generator.ledger.forms import Entry
from generator.rules.scheme import Item
from generator.text.problems import Place, Problem, at
from generator.text.reading import closest, one_of

Placed = TypeVar("Placed", Case, Review)
LISTED_ONE_BY_ONE = 3
"""More missing items than this in one section are one problem: it was not filled at all."""


def due_items(facts: Facts) -> Iterator[Problem]:
    """Every item due in the month stands in the record; what cannot be read is not missing."""
    for record in facts.ledger.records:
        if record.report.place.path in facts.ledger.unread:
            continue
        for section, items in facts.due_by_section(record):
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
    guessed = set(unread)
    missing = [
        item
        for item in items
        if (item.component, item.code) not in written and item.code not in guessed
    ]
    return [] if len(missing) <= unread.count("") else missing


def _missing_problems(where: str, missing: list[Item], place: Place) -> Iterator[Problem]:
    if len(missing) > LISTED_ONE_BY_ONE:
        names = "、".join(f"{item.code} {item.name}" for item in missing)
        yield Problem(
            "缺项",
            place,
            f"{where}里缺少 {len(missing)} 项：{names}",
            f"请按实际逐项补上，如 - {missing[0].example()}",
        )
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
                yield Problem(
                    "重复",
                    place,
                    f"{entry.item.code} {entry.item.name}在{before}已经写过",
                    "每项每月只写一条，请合并或删去一条",
                )


def not_due(facts: Facts) -> Iterator[Problem]:
    """An item with a cadence is reported only in its months."""
    for record in facts.ledger.records:
        for entry in record.entries:
            item = entry.item
            if item.terms.reported and not item.due(record.month):
                months = "、".join(f"{month}月" for month in sorted(item.months))
                yield Problem(
                    "代码", at(entry, "项"),
                    f"{item.code} {item.name}只在{months}考核，{record.month} 不用填", "请删去这一条",
                )  # fmt: skip


def dates_outside_the_month(facts: Facts) -> Iterator[Problem]:
    """Entries and reviews are dated in the month of their file."""
    for record, entry in facts.all_entries():
        day = entry.said.day
        if day is not None and not within(day, record.month):
            yield _outside(at(entry, "日期"), day, record.month)
    for review in facts.ledger.reviews:
        if not within(review.day, review.month):
            yield _outside(at(review, "日期"), review.day, review.month)


def _outside(place: Place, day: date, month: str) -> Problem:
    return Problem(
        "日期",
        place,
        f"日期 {day} 不在 {month} 之内",
        f"请核对日期；确是 {day:%Y-%m} 的事，请记入 {day:%Y-%m} 的记录",
    )


def zeroed_indicators(facts: Facts) -> Iterator[Problem]:
    """False data set one of the month's indicators to 0, not anything else."""
    for record in facts.ledger.records:
        version = facts.version(record)
        for entry in record.entries:
            code = entry.said.indicator
            if not (code and entry.item.terms.zeroes_indicator):
                continue
            due = {item.code: item.name for item in version.items if item.due(record.month)}
            if code not in due:
                near = closest(code, due)
                hint = (f"是不是“{near}”？" if near else "") + one_of(
                    [f"{c}（{n}）" for c, n in due.items()]
                )
                yield Problem("代码", at(entry, "指标"), f"“{code}”不是本月考核的指标", hint)
