"""Monthly records of the party branches: one file per branch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from generator.rules.kinds.completion import Completion
from generator.rules.kinds.event import Event
from generator.rules.roster import Subject
from generator.rules.scheme import Item
from generator.text.canonical import Block
from sample import script
from sample.places import BRANCHES
from sample.reports import Conduct, Entry, SkilledReports
from sample.script import Plan
from sample.world import WORDS

_EVENTS = {
    "P01": 0.02, "P02": 0.05, "P03": 0.03, "P04": 0.08, "P06": 0.015, "P12": 0.01,
    "P13": 0.12, "P15": 0.06, "P21": 0.12, "P26": 0.4,
}  # fmt: skip
"""How often a branch earns performance points in a month."""
_LEVELS = {"县级": 14, "市级": 5, "省级": 1}
_NEEDS = {"P19": "党小组", "P23": "发展党员", "P24": "发展党员", "P25": "发展党员"}
"""Items that do not apply to every branch, and what a branch must have for them."""
_PLACES = {place.code: place for place in BRANCHES}
_RETIRED = 38
"""Party members of the branch of the retired, who are not in the roster of officers."""


@dataclass
class Party(SkilledReports):
    """Makes the records of all branches."""

    code: ClassVar[str] = script.PARTY
    ease: ClassVar[float] = 1.2

    def __post_init__(self) -> None:
        topics = tuple(aspect.code for aspect in self.scheme.aspects)
        branches = self.world.roster.branches
        self.conduct = Conduct(self.rng, topics, dict(zip(branches, branches, strict=True)))

    def reporters(self, month: str) -> list[str]:
        return sorted((each.code for each in self.subjects(month)), key=list(_PLACES).index)

    def file(self, reporter: str, month: str) -> Block:
        branch = self.world.roster.branches[reporter]
        body = self.body(Subject(reporter, branch.name, "", ""), month)
        filed = self.filed(reporter, month)
        # the branch of the retired is looked after by one of 政工室
        unit, own = (branch.units[0], "") if branch.units else ("zhenggong", reporter)
        by = self.world.clerk(unit, filed, own)
        return self.laid_out(reporter, month, by, filed, body)

    def stated(self, item: Item, subject: Subject, month: str) -> Entry:
        made: Entry = {"项": item.code}
        is_task = isinstance(item.terms, Completion)
        if _NEEDS.get(item.code, "") not in _PLACES[subject.code].traits:
            reason = self.world.deck.deal(f"不适用{item.code}", month)
            return made | ({"完成": "不适用", "事由": reason} if is_task else {"不适用": reason})
        evidence = self.world.evidence(item, subject.code, month)
        forced = script.PARTY_VALUES.get((month, subject.code), {}).get(item.code)
        if forced is None and not is_task:
            return self.measured(item, subject, month, self.members(item, subject), evidence)
        made |= self.task(item, subject, month) if forced is None else forced
        return made | ({} if made.get("完成") == "未完成" else {"依据": evidence})

    def members(self, item: Item, subject: Subject) -> int:
        """How many members an item is about: most officers of a branch are members."""
        officers = self.world.roster.officers.values()
        own = sum(officer.branch == subject.code for officer in officers) * 4 // 5
        members = own if _PLACES[subject.code].units else _RETIRED
        return members if item.code != "P15" else max(3, members // 2)

    def task(self, item: Item, subject: Subject, month: str) -> Entry:
        """How a task was done, and why if not in time."""
        late = min(0.35, 0.05 * 2.2 ** -(self.skill(item, subject, month) + 0.3))
        roll = self.rng.random()
        if roll < late / 6:
            return {"完成": "未完成", "事由": self.rng.choice(WORDS["未完成"]["常"])}
        if roll >= late:
            return {"完成": "按期"}
        why = f"逾期{item.code}"
        told = {"事由": self.world.deck.deal(why, month)} if why in WORDS else {}
        return {"完成": "逾期"} | told

    # ── performance ──────────────────────────────────────────────────────────────────────────

    def plans(self, subject: Subject, month: str) -> list[Plan]:
        plans = script.plans(self.code, month, subject.code)
        if subject.code != script.MODEL_BRANCH:
            plans += self.by_chance(subject, month)
        return sorted(plans, key=lambda plan: plan.day)

    def by_chance(self, subject: Subject, month: str) -> Iterator[Plan]:
        """Performance points by chance; a branch good at an aspect earns more in it."""
        for item in self.version(month).items:
            if isinstance(item.terms, Event) and item.terms.sign >= 0:
                eager = min(1.8, 1.5 ** self.skill(item, subject, month))
                if self.rng.random() < _EVENTS.get(item.code, 0.0) * eager:
                    yield self.event(item, item.terms, month)

    def event(self, item: Item, terms: Event, month: str) -> Plan:
        day = self.world.days.some(self.rng, month).isoformat()
        weights = {level: _LEVELS[level] for level in terms.levels if level in _LEVELS}
        return Plan(
            item.code,
            day,
            level=self.rng.choices(list(weights), list(weights.values()))[0] if weights else "",
            matter=self.world.matter(day) if terms.highest_per_matter else "",
            reason=self.world.deck.deal(item.code, month),
            component=item.component,
        )
