"""The same matter or the same evidence at several places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from generator.checks.facts import Facts, elsewhere
from generator.ledger.forms import Entry
from generator.ledger.records import Record
from generator.rules.scheme import Scheme
from generator.text.problems import Place, Problem, at

SHOWN_PLACES = 3


class Use(NamedTuple):
    """One entry and the record that holds it."""

    record: Record
    entry: Entry


def matters(facts: Facts) -> Iterator[Problem]:
    """An award counts for one subject of a scheme; a second scheme is worth a look."""
    claims: dict[str, list[Use]] = {}
    for record in facts.ledger.records:
        for entry in record.entries:
            matter, terms = entry.said.matter, entry.item.terms
            if matter and terms.highest_per_matter and terms.adds:
                claims.setdefault(matter, []).append(Use(record, entry))
    for matter, uses in claims.items():
        first = min(uses, key=lambda use: use.entry.place)
        for use in uses:
            place = at(use.entry, "事项")
            where = elsewhere(first.entry.place, place)
            if use.record.scheme != first.record.scheme:
                yield Problem(
                    "事项", place, f"事项 {matter} 已在{where}计入 {facts.subject_name(first.record.subject)}的{facts.scheme(first.record.scheme).short}积分",
                    "同一表彰不在两个积分制里都加分，请核对", "提醒", (first.entry.place.path,),
                )  # fmt: skip
            elif use.record.subject != first.record.subject:
                yield Problem(
                    "事项", place, f"事项 {matter} 已在{where}计入 {facts.subject_name(first.record.subject)}",
                    "一项表彰只计入一个单位，请删去一处；确是另一件事的，请换事项编号",
                    also=(first.entry.place.path,),
                )  # fmt: skip


def evidence(facts: Facts) -> Iterator[Problem]:
    """One evidence id cited for several things: allowed, and shown so that someone may look."""
    cited: dict[str, list[Use]] = {}
    for record in facts.ledger.records:
        for entry in record.entries:
            text = entry.said.evidence
            if any(char.isdigit() for char in text):
                cited.setdefault(text, []).append(Use(record, entry))
    for text, uses in cited.items():
        if len(uses) > 1:
            for group in (*_within_subjects(uses), *_across_schemes(facts, uses)):
                yield _shown(text, group)


def _within_subjects(uses: list[Use]) -> Iterator[list[Use]]:
    """Uses by one subject: several items in one month, or one bonus in several months."""
    by_subject: dict[tuple[str, str], list[Use]] = {}
    for use in uses:
        by_subject.setdefault((use.record.scheme, use.record.subject), []).append(use)
    for own in by_subject.values():
        by_month: dict[str, list[Use]] = {}
        for use in own:
            by_month.setdefault(use.record.month, []).append(use)
        several = [group for group in by_month.values() if len(_items(group)) > 1]
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
        for unit in _units(facts, facts.scheme(use.record.scheme), use.record):
            by_unit.setdefault(unit, []).append(use)
    shown: set[tuple[Place, ...]] = set()
    for group in by_unit.values():
        places = tuple(use.entry.place for use in group)
        if len({use.record.scheme for use in group}) > 1 and places not in shown:
            shown.add(places)
            yield group


def _units(facts: Facts, scheme: Scheme, record: Record) -> tuple[str, ...]:
    """The units behind a record."""
    if scheme.subject == "党支部":
        branch = facts.roster.branches.get(record.subject)
        return branch.units if branch else ()
    return (record.report.reporter,)


def _shown(text: str, uses: list[Use]) -> Problem:
    first, *others = sorted(uses, key=lambda use: use.entry.place)
    place = at(first.entry, "依据")
    blank = "" if others[0].entry.place.path == place.path else " "
    places = "、".join(elsewhere(use.entry.place, place).strip() for use in others[:SHOWN_PLACES])
    more = f" 等 {len(others)} 处" if len(others) > SHOWN_PLACES else ""
    return Problem(
        "依据",
        place,
        f"依据“{text}”还用在{blank}{places}{more}",
        "同一材料一次录入、多处使用是允许的，请确认各处说的是同一件事",
        "提示",
        tuple(use.entry.place.path for use in others[:SHOWN_PLACES]),
    )
