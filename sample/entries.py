"""Record entries in the order of their fields, and the sections of one subject's record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from generator.ledger.forms import section_items
from generator.rules.kinds.assessed import Assessed
from generator.rules.kinds.event import Event
from generator.rules.kinds.lapse import Lapse
from generator.rules.kinds.veto import Veto
from generator.rules.scheme import Component, Item, Scheme, Version
from generator.text.canonical import Block, Lines
from sample.world import World

Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """Something that happened and is to be recorded; the evidence is made up when not given."""

    code: str
    day: str = ""
    count: int = 1
    reason: str = ""
    level: str = ""
    matter: str = ""
    officer: str = ""
    self_found: bool = False
    indicator: str = ""
    points: str = ""
    proposer: str = ""
    evidence: str = ""
    same_as: tuple[str, str] = ("", "")
    """Cites the evidence of another subject's item of the month: ``(subject, code)``."""
    component: str = ""
    """Needed only when the code has parts in several components."""


def entry(world: World, item: Item, plan: Plan, scope: str, month: str) -> Entry:
    """The entry that records ``plan`` under ``item``."""
    terms = item.terms
    made: Entry = {"项": item.code}
    if isinstance(terms, Lapse):
        made |= {"情形": plan.level} if plan.level else {}
        made[terms.counted] = plan.count
    elif plan.day:
        made["日期"] = plan.day
    if isinstance(terms, Assessed):
        whole = plan.points.removeprefix("-").isdigit()
        made |= {"分值": int(plan.points) if whole else plan.points, "提出": plan.proposer}
    if isinstance(terms, Event):
        made |= {"级别": plan.level} if terms.levels else {terms.counted: plan.count}
        made |= {"事项": plan.matter} if plan.matter else {}
    if isinstance(terms, Event | Veto) and plan.officer:
        made["警号"] = plan.officer
    made |= {"自查": "是"} if plan.self_found else {}
    made |= {"指标": plan.indicator} if plan.indicator else {}
    made |= {"事由": plan.reason} if plan.reason else {}
    cited = world.cited.get((month, *plan.same_as), plan.evidence)
    made["依据"] = cited or world.evidence(item, scope, month, level=plan.level)
    return made


def planned_item(version: Version, plan: Plan) -> Item:
    """The item of a plan in a version of the rules."""
    return next(
        item
        for item in version.of_code(plan.code)
        if plan.component in ("", item.component) and not item.terms.reported
    )


def sections(
    scheme: Scheme, version: Version, month: str, entries: Iterable[tuple[Item, Entry]]
) -> dict[str, Lines]:
    """Entries by section, in the order of the rules, by date and code inside a section.

    An empty section is written as ``[]``, except one that only a due month or a veto calls for.
    """
    placed: dict[tuple[str, str], list[Entry]] = {}
    for item, made in entries:
        placed.setdefault((item.component, section_of(scheme, item)), []).append(made)
    found: dict[str, Lines] = {}
    for component in scheme.components:
        for section in component.sections:
            own = placed.get((component.code, section), [])
            if own or not _optional(version, component, section, month):
                found[section] = Lines(_sorted(version, component, section, own))
    return found


def section_of(scheme: Scheme, item: Item) -> str:
    """The section that takes an item's entries."""
    taken = scheme.component(item.component).sections
    return next(section for section, kinds in taken.items() if item.terms.name in kinds)


def _optional(version: Version, component: Component, section: str, month: str) -> bool:
    items = section_items(version, component, section)
    vetoes = all(isinstance(item.terms, Veto) for item in items)
    of_record = all(item.terms.reported for item in items)
    return vetoes or (of_record and not any(item.due(month) for item in items))


def _sorted(
    version: Version, component: Component, section: str, entries: list[Entry]
) -> list[Entry]:
    def key(each: Entry) -> tuple[str, str, int]:
        return each.get("日期", ""), each["项"][0], int(each["项"][1:])

    made = sorted(entries, key=key)
    if len(section_items(version, component, section)) == 1:
        # a section of one item need not name it (design §4.2)
        made = [{key: value for key, value in each.items() if key != "项"} for each in made]
    return made


def record_file(
    subject_key: str, reporter: str, month: str, by: str, filed: str, body: Block
) -> Block:
    """A record file: its header, then ``body``."""
    header = {subject_key: reporter, "月份": month, "填报人": by, "填报日期": filed}
    return Block({**header, **body})
