"""The same matter or the same evidence at several places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from generator.checks.facts import Facts, elsewhere
from generator.ledger.forms import Entry
from generator.ledger.records import Record
from generator.rules.roster import BRANCHES
from generator.text.grouping import grouped
from generator.text.problems import Place, Problem, at

SHOWN_PLACES = 3


class Use(NamedTuple):
    """One entry and the record that holds it."""

    record: Record
    entry: Entry


def _uses(facts: Facts) -> Iterator[Use]:
    return (Use(record, entry) for record in facts.ledger.records for entry in record.entries)


def matters(facts: Facts) -> Iterator[Problem]:
    """An award counts for one subject of a scheme; a second scheme is worth a look."""
    # Deductions are left out: for one matter two units may be to blame.
    awards = (
        use
        for use in _uses(facts)
        if use.entry.said.matter
        and use.entry.item.terms.highest_per_matter
        and use.entry.item.terms.adds
    )
    for matter, uses in grouped(awards, lambda use: use.entry.said.matter).items():
        first = min(uses, key=lambda use: use.entry.place)
        owner, also = facts.subject_name(first.record.subject), (first.entry.place.path,)
        short = facts.scheme(first.record.scheme).short
        for use in uses:
            place = at(use.entry, "事项")
            where = elsewhere(first.entry.place, place)
            if use.record.scheme != first.record.scheme:
                message = f"事项 {matter} 已在{where}计入 {owner}的{short}积分"
                hint = "同一表彰不在两个积分制里都加分，请核对"
                yield Problem("事项", place, message, hint, "提醒", also)
            elif use.record.subject != first.record.subject:
                message = f"事项 {matter} 已在{where}计入 {owner}"
                hint = "一项表彰只计入一个单位，请删去一处；确是另一件事的，请换事项编号"
                yield Problem("事项", place, message, hint, also=also)


def evidence(facts: Facts) -> Iterator[Problem]:
    """One evidence id cited for several things: allowed, and shown so that someone may look."""
    # Only what has a number is an id: 会议记录 alone names no single paper.
    ids = (use for use in _uses(facts) if any(map(str.isdigit, use.entry.said.evidence)))
    for text, uses in grouped(ids, lambda use: use.entry.said.evidence).items():
        if len(uses) > 1:
            for group in (*_within_subjects(uses), *_across_schemes(facts, uses)):
                yield _shown(text, group)


def _within_subjects(uses: list[Use]) -> Iterator[list[Use]]:
    """Uses by one subject: several items in one month, or one bonus in several months."""
    for own in grouped(uses, lambda use: (use.record.scheme, use.record.subject)).values():
        by_month = grouped(own, lambda use: use.record.month).values()
        several = [group for group in by_month if len(_items(group)) > 1]
        bonus = [use for use in own if use.entry.item.terms.adds]
        yield from several
        if not several and len({use.record.month for use in bonus}) > 1:
            yield bonus


def _items(uses: Iterable[Use]) -> set[tuple[str, str]]:
    return {(use.entry.item.component, use.entry.item.code) for use in uses}


def _across_schemes(facts: Facts, uses: list[Use]) -> Iterator[list[Use]]:
    """Uses of one unit in several schemes."""
    if len({use.record.scheme for use in uses}) < 2:
        return
    by_unit: dict[str, list[Use]] = {}
    for use in uses:
        for unit in _units(facts, use.record):
            by_unit.setdefault(unit, []).append(use)
    # The units of a joint branch have the same uses, of which one hint is enough.
    shown: set[tuple[Place, ...]] = set()
    for group in by_unit.values():
        places = tuple(use.entry.place for use in group)
        if len({use.record.scheme for use in group}) > 1 and places not in shown:
            shown.add(places)
            yield group


def _units(facts: Facts, record: Record) -> tuple[str, ...]:
    """The units behind a record."""
    if facts.scheme(record.scheme).subject == BRANCHES:
        branch = facts.roster.branches.get(record.subject)
        return branch.units if branch else ()
    return (record.report.reporter,)


def _shown(text: str, uses: list[Use]) -> Problem:
    first, *others = sorted(uses, key=lambda use: use.entry.place)
    place = at(first.entry, "依据")
    blank = "" if others[0].entry.place.path == place.path else " "
    places = "、".join(elsewhere(use.entry.place, place).strip() for use in others[:SHOWN_PLACES])
    more = f" 等 {len(others)} 处" if len(others) > SHOWN_PLACES else ""
    message = f"依据“{text}”还用在{blank}{places}{more}"
    hint = "同一材料一次录入、多处使用是允许的，请确认各处说的是同一件事"
    also = tuple(use.entry.place.path for use in others[:SHOWN_PLACES])
    return Problem("依据", place, message, hint, "提示", also)
