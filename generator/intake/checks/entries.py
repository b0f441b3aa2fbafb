"""Entries within one record: complete, once each, in their month, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import NamedTuple, TypeVar

from generator.intake.checks.facts import Facts, at, elsewhere
from generator.intake.fields import closest
from generator.intake.forms import Entry, filled
from generator.intake.kinds import OF_RECORD, Event
from generator.intake.ledger import Case, Review
from generator.intake.problems import Place, Problem
from generator.intake.rulebook import Item

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
            f"请逐项补上，如 - {filled(missing[0])}",
        )
        return
    for item in missing:
        hint = f"请补上 - {filled(item)}"
        if item.not_applicable:
            hint += f"；{item.not_applicable}的，写 - {filled(item, applies=False)}"
        yield Problem("缺项", place, f"{where}里缺少 {item.code} {item.name}", hint)


def written_twice(facts: Facts) -> Iterator[Problem]:
    """An item that is reported each period stands once in a record."""
    for record in facts.ledger.records:
        first: dict[tuple[str, str], Entry] = {}
        for entry in record.entries:
            key = entry.item.component, entry.item.code
            if (
                isinstance(entry.item.terms, OF_RECORD)
                and first.setdefault(key, entry) is not entry
            ):
                place = at(entry, entry.values, "项")
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
            if isinstance(item.terms, OF_RECORD) and not item.due(record.month):
                months = "、".join(f"{month}月" for month in sorted(item.months))
                yield Problem(
                    "代码", at(entry, entry.values, "项"),
                    f"{item.code} {item.name}在 {months}考核，{record.month} 不填", "请删去这一条",
                )  # fmt: skip


def dates_outside_the_month(facts: Facts) -> Iterator[Problem]:
    """Entries and reviews are dated in the month of their file."""
    for record, entry in facts.all_entries():
        day = entry.values.get("日期")
        if isinstance(day, date) and day.isoformat()[:7] != record.month:
            yield _outside(at(entry, entry.values, "日期"), day, record.month)
    for review in facts.ledger.reviews:
        if review.day.isoformat()[:7] != review.month:
            yield _outside(at(review, review.row, "日期"), review.day, review.month)


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
            code = entry.values.get("指标")
            if not (isinstance(entry.item.terms, Event) and entry.item.terms.zeroes_indicator):
                continue
            due = [item.code for item in version.items if item.due(record.month)]
            if isinstance(code, str) and code not in due:
                near = closest(code, due)
                yield Problem(
                    "代码", at(entry, entry.values, "指标"), f"“{code}”不是本月考核的指标",
                    (f"是不是“{near}”？" if near else "") + f"请写成 {'、'.join(due)} 之一",
                )  # fmt: skip


def order(facts: Facts) -> Iterator[Problem]:
    """Sorted lists make reports easy to compare, and changes by several people easy to join."""
    for record in facts.all_records():
        for section, entries in groupby(record.entries, lambda entry: entry.section):
            yield from _out_of_order(section, [_sort_key(entry) for entry in entries], "日期和代码")
    for cases in _by_file(facts.ledger.cases):
        yield from _out_of_order("案件", [Keyed((c.id,), c.id, c.place) for c in cases], "编号")
    for reviews in _by_file(facts.ledger.reviews):
        keyed = [Keyed((r.day.isoformat(), r.case), r.case, r.place) for r in reviews]
        yield from _out_of_order("复核", keyed, "日期和编号")


class Keyed(NamedTuple):
    """Something in a list: what it is sorted by, what it is called, where it stands."""

    key: tuple[str, ...]
    name: str
    place: Place


def _sort_key(entry: Entry) -> Keyed:
    day, code = entry.values.get("日期"), entry.item.code
    dated = day.isoformat() if isinstance(day, date) else ""
    return Keyed((dated, code[0], code[1:].zfill(3)), code, entry.place)


def _by_file(things: Iterable[Placed]) -> Iterable[list[Placed]]:
    found: dict[str, list[Placed]] = {}
    for thing in things:
        found.setdefault(thing.place.path, []).append(thing)
    return found.values()


def _out_of_order(section: str, things: list[Keyed], by: str) -> Iterator[Problem]:
    for before, here in zip(things, things[1:], strict=False):
        if here.key < before.key:
            line = next(thing for thing in things if thing.key > here.key).place.line
            yield Problem(
                "次序", here.place, f"“{section}”没有按{by}排列，{here.name} 应排在第 {line} 行之前",
                "排好以后便于核对，几个人同时修改也不容易冲突", "提示",
            )  # fmt: skip
            return
