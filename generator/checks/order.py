"""Lists in the order of the house: by date, then by code or id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from typing import NamedTuple, TypeVar

from generator.checks.facts import Facts, within
from generator.ledger.case_records import Case, Review
from generator.ledger.forms import Entry
from generator.ledger.records import Record
from generator.text.problems import Place, Problem

Placed = TypeVar("Placed", Case, Review)


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
    for cases in _by_file(facts.ledger.cases):
        yield from _out_of_order("案件", [Keyed((c.id,), c.id, c.place) for c in cases], "编号")
    for reviews in _by_file(facts.ledger.reviews):
        yield from _out_of_order("复核", [_review_key(each) for each in reviews], "日期和编号")


def _entry_key(record: Record, entry: Entry) -> Keyed:
    day, code = entry.said.day, entry.item.code
    dated = day.isoformat() if day else ""
    right = day is None or within(day, record.month)
    return Keyed((dated, code[0], code[1:].zfill(3)) if right else None, code, entry.place)


def _review_key(review: Review) -> Keyed:
    key = (review.day.isoformat(), review.case) if within(review.day, review.month) else None
    return Keyed(key, review.case, review.place)


def _by_file(things: Iterable[Placed]) -> Iterable[list[Placed]]:
    found: dict[str, list[Placed]] = {}
    for thing in things:
        found.setdefault(thing.place.path, []).append(thing)
    return found.values()


def _out_of_order(section: str, things: list[Keyed], by: str) -> Iterator[Problem]:
    known = [(thing.key, thing) for thing in things if thing.key is not None]
    if len(known) < len(things):
        return
    for (before, _), (key, here) in pairwise(known):
        if key < before:
            line = next(thing for other, thing in known if other > key).place.line
            yield Problem(
                "次序", here.place, f"“{section}”没有按{by}排列，{here.name} 应排在第 {line} 行之前",
                "排好以后便于核对，几个人同时修改也不容易冲突", "提示",
            )  # fmt: skip
            return
