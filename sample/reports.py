"""What the makers of monthly records share: how well a subject does, what it states, how it is laid out.

A skill is a number around 0: at +1 a subject nearly always reaches the target, at -1 it often
fails.  Every subject has a level of its own, one topic it is good at and one it is weak at, and
everybody gets a little better over the year.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any, ClassVar

from generator.ledger.forms import section_items
from generator.rules.kinds.assessed import Assessed
from generator.rules.kinds.event import Event
from generator.rules.kinds.kind import for_group
from generator.rules.kinds.ladder import Ladder
from generator.rules.kinds.lapse import Lapse
from generator.rules.kinds.rate import Rate
from generator.rules.kinds.veto import Veto
from generator.rules.periods import last_day
from generator.rules.roster import Subject
from generator.rules.scheme import SUBJECTS, Item, Scheme, Version
from generator.text.canonical import Block, Lines
from sample import script
from sample.script import Plan
from sample.world import World

Entry = dict[str, Any]

_QUIET = {
    "W2": {"01": -0.7, "02": -0.6, "09": -0.3},
    "W1": {"02": -0.4, "07": -0.4},
    "W4": {"02": -0.5},
}
"""Months in which an item is harder for everybody: item → month → change of skill."""


@dataclass
class Reports:
    """Makes the records of one scheme; each scheme says what is stated and what happens."""

    world: World
    rng: Random

    code: ClassVar[str]

    @property
    def scheme(self) -> Scheme:
        return self.world.rulebook.schemes[self.code]

    def version(self, month: str) -> Version:
        """The rules in force in a month."""
        found = self.scheme.version(month)
        assert found is not None
        return found

    # ── files ────────────────────────────────────────────────────────────────────────────────

    def files(self, month: str) -> dict[str, Block]:
        """The record files of a month by path; months must be asked for in order."""
        return {
            f"ledger/{month}/{self.code}/{reporter}.yml": self.file(reporter, month)
            for reporter in self.reporters(month)
            if not self.missing(reporter, month)
        }

    def missing(self, reporter: str, month: str) -> bool:
        """Whether a report was never handed in."""
        return (self.code, month, reporter) in script.MISSING

    def subjects(self, month: str) -> list[Subject]:
        """Who is scored at the end of a month."""
        scheme = self.scheme
        return self.world.roster.subjects(scheme.subject, scheme.group_by, last_day(month))

    def reporters(self, month: str) -> Iterable[str]:
        """The units or branches that hand in a file."""
        return dict.fromkeys(subject.unit for subject in self.subjects(month))

    def file(self, reporter: str, month: str) -> Block:
        raise NotImplementedError

    def late(self, reporter: str, month: str) -> int:
        """By how many working days a report is late."""
        return script.LATE.get((self.code, month, reporter), 0)

    def filed(self, reporter: str, month: str) -> date:
        """When a report is handed in."""
        return self.world.days.filed(self.rng, month, self.late(reporter, month))

    def laid_out(
        self, reporter: str, month: str, by: str, filed: date, body: Mapping[str, object]
    ) -> Block:
        """A record file: its header, then ``body``."""
        key = SUBJECTS[self.scheme.subject]
        header = {key: reporter, "月份": month, "填报人": by, "填报日期": filed.isoformat()}
        return Block({**header, **body})

    # ── what happened ────────────────────────────────────────────────────────────────────────

    def lateness(self, reporter: str, month: str) -> list[Plan]:
        """That a report is late, where the scheme takes points for it."""
        late = self.late(reporter, month)
        if not late or not self.scheme.late_item:
            return []
        return [Plan(self.scheme.late_item, count=late, reason=f"月报迟报{late}个工作日")]

    def planned(self, plan: Plan, month: str) -> Item:
        """The part of an item that a plan is about."""
        return next(
            item
            for item in self.version(month).of_code(plan.code)
            # its part in the task list says whether a task was done, not that something happened
            if plan.component in ("", item.component) and not item.terms.reported
        )

    def recorded(self, plan: Plan, scope: str, month: str) -> tuple[Item, Entry]:
        """The item of a plan, and the entry that records it."""
        item = self.planned(plan, month)
        terms = item.terms
        made: Entry = {"项": item.code}
        if isinstance(terms, Lapse):
            made |= {"情形": plan.level, terms.counted: plan.count}
        else:
            made |= {"日期": plan.day}
        if isinstance(terms, Assessed):
            made |= {"分值": plan.points, "提出": plan.proposer}
        if isinstance(terms, Event):
            made |= {"级别": plan.level} if terms.levels else {terms.counted: plan.count}
        made |= {"事项": plan.matter, "警号": plan.officer, "自查": "是" if plan.self_found else ""}
        made |= {"指标": plan.indicator, "事由": plan.reason}
        cited = self.world.cited.get((month, *plan.same_as), plan.evidence)
        made["依据"] = cited or self.world.evidence(item, scope, month, level=plan.level)
        return item, {key: value for key, value in made.items() if value}


@dataclass
class SkilledReports(Reports):
    """Makes the records of a scheme whose subjects have figures or tasks of their own."""

    conduct: Conduct = field(init=False)

    ease: ClassVar[float] = 0.0
    """How much easier than for police rooms targets are reached."""

    def body(self, subject: Subject, month: str) -> dict[str, Lines]:
        """All that a record says of one subject."""
        due = [item for item in self.version(month).items if item.due(month)]
        entries = [(item, self.stated(item, subject, month)) for item in due]
        scope = subject.unit or subject.code
        entries += [self.recorded(plan, scope, month) for plan in self.plans(subject, month)]
        return sections(self.scheme, self.version(month), month, entries)

    def stated(self, item: Item, subject: Subject, month: str) -> Entry:
        """The entry of an item that is due."""
        raise NotImplementedError

    def plans(self, subject: Subject, month: str) -> Iterable[Plan]:
        """What happens to a subject in a month, scripted or by chance."""
        raise NotImplementedError

    def explains(self) -> bool:
        """Whether a clerk says why a figure fell short."""
        return True

    def measured(self, item: Item, subject: Subject, month: str, due: int, evidence: str) -> Entry:
        """The entry of an item that states figures."""
        assert isinstance(item.terms, Rate | Ladder)
        skill = self.skill(item, subject, month) + self.ease
        figures, short = measured(self.rng, item.terms, skill, subject.group, due)
        made = {"项": item.code} | figures | {"依据": evidence}
        if short and self.explains():
            made["事由"] = self.world.deck.deal(f"未达{item.code}", month)
        return made

    def skill(self, item: Item, subject: Subject, month: str) -> float:
        return self.conduct.skill(subject.code, topic_of(item), month)


# ── how well a subject does ────────────────────────────────────────────────────────────────────


@dataclass
class Conduct:
    """The skills of the subjects of one scheme."""

    rng: Random
    topics: tuple[str, ...]
    families: Mapping[str, str]
    """Subject → its family; those of one (rooms of a station) are alike."""
    _levels: dict[str, float] = field(default_factory=dict)
    _topics: dict[tuple[str, str], float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        drawn: dict[str, tuple[float, str, str]] = {}
        for subject, family in self.families.items():
            if family not in drawn:
                good, weak = self.rng.sample(self.topics, 2)
                drawn[family] = self.rng.gauss(0, 0.35), good, weak
            level, good, weak = drawn[family]
            self._levels[subject] = level + self.rng.gauss(0, 0.2)
            for topic in self.topics:
                self._topics[subject, topic] = self.rng.gauss(0, 0.2)
            self._topics[subject, good] += 0.9
            self._topics[subject, weak] -= 1.1

    def skill(self, subject: str, topic: str, month: str) -> float:
        """How well a subject does one thing in one month."""
        own = self._levels[subject] + self._topics[subject, topic]
        return own + _QUIET.get(topic, {}).get(month[5:], 0.0) + int(month[5:]) * 0.03


def topic_of(item: Item) -> str:
    """What a skill is drawn for: the item's aspect, or the item itself."""
    return item.aspect or item.code


# ── figures ────────────────────────────────────────────────────────────────────────────────────


def measured(
    rng: Random, terms: Rate | Ladder, skill: float, group: str, due: int
) -> tuple[Entry, bool]:
    """The value fields of a rate or ladder entry, and whether a rate falls short of its target."""
    if targets := _parts(terms, group):
        counts = {name: _count(rng, target, skill) for name, target in targets.items()}
        return {"分项": counts}, any(counts[name] < targets[name] for name in targets)
    target, percent = _target(terms, group)
    # a ladder has steps instead of one target
    rated = isinstance(terms, Rate)
    if terms.measure == "数量":
        count = _count(rng, target // 100, skill)
        return {"数量": count}, rated and count * 100 < target
    reached = min(100.0, target / 100 + rng.gauss(0.9 + 1.3 * skill, 1.8)) if percent else 100.0
    if terms.measure == "比率":
        halves = round(reached * 2)
        return {"比率": f"{halves / 2:g}%"}, rated and halves * 50 < target
    done = min(due, round(due * reached / 100))
    return {"应办": due, "已办": done}, rated and done * 100_00 < target * due


def full_marks(terms: Rate | Ladder, group: str, due: int) -> Entry:
    """The values that earn an item's full points."""
    if targets := _parts(terms, group):
        return {"分项": targets}
    if terms.measure == "应办已办":
        # under the least sample an item does not count at all
        due = max(due, terms.least_sample or 1)
        return {"应办": due, "已办": due}
    if terms.measure == "比率":
        return {"比率": "100%"}
    return {"数量": _target(terms, group)[0] // 100}


def _parts(terms: Rate | Ladder, group: str) -> dict[str, int]:
    """The target counts of a rate that has 分项."""
    parts = terms.parts if isinstance(terms, Rate) else ()
    return {part.name: for_group(part.target, group)[0] // 100 for part in parts}


def _target(terms: Rate | Ladder, group: str) -> tuple[int, bool]:
    return terms.steps[0][0] if isinstance(terms, Ladder) else for_group(terms.target, group)


def _count(rng: Random, target: int, skill: float) -> int:
    if target >= 50:
        # points out of a hundred, not a number of things
        return min(target, max(target * 3 // 4, round(target * 0.93 + 3 * skill + rng.gauss(0, 2))))
    if rng.random() < min(0.4, 0.09 * 2.2**-skill):
        return max(0, target - rng.randint(1, max(1, target // 4)))
    return target + (rng.randint(1, max(1, target // 5)) if rng.random() < 0.2 else 0)


# ── sections ───────────────────────────────────────────────────────────────────────────────────


def sections(
    scheme: Scheme, version: Version, month: str, entries: Iterable[tuple[Item, Entry]]
) -> dict[str, Lines]:
    """Entries by section, in the order of the rules, by date and code inside a section.

    An empty section is written as ``[]``, except one that only a due month or a veto calls for.
    """
    placed: dict[tuple[str, str], list[Entry]] = {}
    for item, made in entries:
        taken = scheme.component(item.component).sections
        section = next(name for name, kinds in taken.items() if item.terms.name in kinds)
        placed.setdefault((item.component, section), []).append(made)
    found: dict[str, Lines] = {}
    for component in scheme.components:
        for section in component.sections:
            own = placed.get((component.code, section), [])
            items = section_items(version, component, section)
            if own or not _optional(items, month):
                found[section] = Lines(_in_order(own, alone=len(items) == 1))
    return found


def _optional(items: list[Item], month: str) -> bool:
    vetoes = all(isinstance(item.terms, Veto) for item in items)
    return vetoes or all(item.terms.reported and not item.due(month) for item in items)


def _in_order(entries: list[Entry], *, alone: bool) -> Iterable[Entry]:
    for each in sorted(entries, key=lambda each: (each.get("日期", ""), each["项"])):
        # a section of one item need not name it
        yield {key: value for key, value in each.items() if key != "项" or not alone}
