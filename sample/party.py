"""Monthly records of the party branches: one file per branch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from generator.rules.kinds.completion import Completion
from generator.rules.kinds.event import Event
from generator.rules.kinds.ladder import Ladder
from generator.rules.kinds.rate import Rate
from generator.rules.scheme import Item, Version
from generator.text.canonical import Block
from sample import script
from sample.conduct import Conduct, completion, measured, topic_of
from sample.entries import Entry, Plan, entry, planned_item, record_file, sections
from sample.places import BRANCHES, BranchPlace
from sample.pools import party as pool
from sample.rooms import fell_short
from sample.world import World

SCHEME = "party"
_EVENTS = {
    "P01": 0.02,
    "P02": 0.05,
    "P03": 0.03,
    "P04": 0.08,
    "P06": 0.015,
    "P12": 0.01,
    "P13": 0.12,
    "P15": 0.06,
    "P21": 0.12,
    "P26": 0.4,
}
"""How often a branch earns performance points in a month."""
_LEVELS = {"县级": 14, "市级": 5, "省级": 1}
_NEEDS = {"P19": "党小组", "P23": "发展党员", "P24": "发展党员", "P25": "发展党员"}
"""Items that do not apply to every branch, and what a branch must have for them."""


@dataclass(slots=True)
class Party:
    """Makes the records of all branches."""

    world: World
    rng: Random
    conduct: Conduct = field(init=False)

    def __post_init__(self) -> None:
        scheme = self.world.rulebook.schemes[SCHEME]
        self.conduct = Conduct(self.rng, tuple(aspect.code for aspect in scheme.aspects))
        self.conduct.add(self.world.roster.branches)

    def files(self, month: str) -> Mapping[str, Block]:
        """All record files of a month by path."""
        return {
            f"ledger/{month}/{SCHEME}/{place.code}.yml": self.file(place, month)
            for place in BRANCHES
            if (SCHEME, month, place.code) not in script.MISSING
        }

    def file(self, place: BranchPlace, month: str) -> Block:
        scheme = self.world.rulebook.schemes[SCHEME]
        version = scheme.version(month)
        assert version is not None
        due = [item for item in version.items if item.due(month)]
        entries = [(item, self.item(item, place, month)) for item in due]
        plans = [*script.plans(SCHEME, month, place.code), *self.chance(version, place, month)]
        for plan in sorted(plans, key=lambda each: each.day):
            item = planned_item(version, plan)
            entries.append((item, entry(self.world, item, plan, place.code, month)))
        filed = self.world.days.filed(
            self.rng, month, script.LATE.get((SCHEME, month, place.code), 0)
        )
        # the branch of the retired is looked after by one of 政工室
        unit, branch = (place.units[0], "") if place.units else ("zhenggong", place.code)
        by = self.world.clerk(unit, filed, branch)
        body = Block(sections(scheme, version, month, entries))
        return record_file("支部", place.code, month, by, filed.isoformat(), body)

    # ── the task list ───────────────────────────────────────────────────────────────────────

    def item(self, item: Item, place: BranchPlace, month: str) -> Entry:
        """The entry of an item that is due."""
        made: Entry = {"项": item.code}
        forced = script.PARTY_VALUES.get((month, place.code), {}).get(item.code)
        applies = _NEEDS.get(item.code, "") in place.traits
        if not applies and item.not_applicable:
            reasons = pool.NOT_APPLICABLE.get(item.code, {"常": (item.not_applicable,)})
            reason = self.world.deck.deal(f"不适用{item.code}", reasons, month)
            is_done = isinstance(item.terms, Completion)
            return made | ({"完成": "不适用", "事由": reason} if is_done else {"不适用": reason})
        evidence = self.world.evidence(item, place.code, month)
        if forced is not None:
            return made | forced | ({} if forced.get("完成") == "未完成" else {"依据": evidence})
        skill = self.conduct.skill(place.code, topic_of(item), month)
        if isinstance(item.terms, Rate | Ladder):
            return self.rate(item, item.terms, place, month, skill, evidence)
        made["完成"] = completion(self.rng, skill + 0.3)
        if made["完成"] == "未完成":
            return made | {"事由": self.rng.choice(pool.UNDONE)}
        if made["完成"] == "逾期" and item.code in pool.LATE:
            made["事由"] = self.world.deck.deal(f"逾期{item.code}", pool.LATE[item.code], month)
        return made | {"依据": evidence}

    def rate(
        self,
        item: Item,
        terms: Rate | Ladder,
        place: BranchPlace,
        month: str,
        skill: float,
        evidence: str,
    ) -> Entry:
        members = self.world.members[place.code]
        due = members if item.code != "P15" else max(3, members // 2)
        made: Entry = {"项": item.code} | measured(self.rng, terms, skill + 1.2, "", due)
        made["依据"] = evidence
        if fell_short(terms, made, "") and item.code in pool.SHORTFALLS:
            made["事由"] = self.world.deck.deal(
                f"未达{item.code}", pool.SHORTFALLS[item.code], month
            )
        return made

    # ── performance ─────────────────────────────────────────────────────────────────────────

    def chance(self, version: Version, place: BranchPlace, month: str) -> list[Plan]:
        """Performance points by chance; a branch good at an aspect earns more in it."""
        plans: list[Plan] = []
        if place.code == script.MODEL_BRANCH:
            return plans
        for item in version.items:
            terms = item.terms
            if not isinstance(terms, Event) or terms.sign < 0:
                continue
            skill = self.conduct.skill(place.code, topic_of(item), month)
            if self.rng.random() < _EVENTS.get(item.code, 0.0) * min(1.8, 1.5**skill):
                plans.append(self.event(item, terms, month))
        return plans

    def event(self, item: Item, terms: Event, month: str) -> Plan:
        day = self.world.days.some(self.rng, month).isoformat()
        levels = [level for level in terms.levels if level in _LEVELS]
        level = self.rng.choices(levels, weights=[_LEVELS[x] for x in levels])[0] if levels else ""
        matter = self.world.matter(day) if terms.highest_per_matter else ""
        reason = self.world.deck.deal(item.code, pool.EVENTS[item.code], month)
        return Plan(
            item.code, day, reason=reason, level=level, matter=matter, component=item.component
        )
