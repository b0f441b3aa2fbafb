"""Monthly records of the units' team management: one file per unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random

from generator.rules.kinds.ladder import Ladder
from generator.rules.kinds.lapse import Lapse
from generator.rules.kinds.rate import Rate
from generator.rules.periods import last_day
from generator.rules.scheme import Item, Version
from generator.text.canonical import Block
from sample import script
from sample.conduct import Conduct, measured, topic_of
from sample.entries import Entry, Plan, entry, planned_item, record_file, sections
from sample.pools import team as pool
from sample.rooms import fell_short
from sample.world import World

SCHEME = "team"
_RATE = 0.055
"""Lapses of one item in one unit and month, on average."""
_OFTEN = {
    "T10": 2.5,
    "T17": 2.2,
    "T18": 1.8,
    "T08": 1.5,
    "T02": 1.5,
    "T19": 1.3,
    "T13": 0.4,
    "T11": 0.4,
    "T15": 0.15,
    "T14": 0.5,
}
_DESK = frozenset({"bangong", "zhenggong", "ducha", "jingbao", "xintong", "fazhi"})
"""Units without windows or patrols, where some lapses hardly happen."""
_OUTDOOR = frozenset({"T12", "T13", "T19", "T05"})


@dataclass(slots=True)
class Team:
    """Makes the records of all units."""

    world: World
    rng: Random
    honours: Mapping[tuple[str, str], list[Plan]]
    conduct: Conduct = field(init=False)

    def __post_init__(self) -> None:
        scheme = self.world.rulebook.schemes[SCHEME]
        self.conduct = Conduct(self.rng, tuple(aspect.code for aspect in scheme.aspects))
        self.conduct.add(self.world.roster.units)

    def files(self, month: str) -> Mapping[str, Block]:
        """All record files of a month by path."""
        return {
            f"ledger/{month}/{SCHEME}/{unit.code}.yml": self.file(unit.code, month)
            for unit in self.world.roster.subjects("单位", "组别", last_day(month))
            if (SCHEME, month, unit.code) not in script.MISSING
        }

    def file(self, unit: str, month: str) -> Block:
        scheme = self.world.rulebook.schemes[SCHEME]
        version = scheme.version(month)
        assert version is not None
        entries = [(i, self.indicator(i, unit, month)) for i in version.items if i.due(month)]
        planned = [*script.plans(SCHEME, month, unit), *self.honours.get((month, unit), ())]
        for plan in [*planned, *self.lapses(version, unit, month)]:
            item = planned_item(version, plan)
            entries.append((item, entry(self.world, item, plan, unit, month)))
        filed = self.world.days.filed(self.rng, month, script.LATE.get((SCHEME, month, unit), 0))
        by = self.world.clerk(unit, filed)
        body = Block(sections(scheme, version, month, entries))
        return record_file("单位", unit, month, by, filed.isoformat(), body)

    def indicator(self, item: Item, unit: str, month: str) -> Entry:
        terms = item.terms
        assert isinstance(terms, Rate | Ladder)
        due = max(3, len(self.world.serving(unit, last_day(month))))
        if item.code == "T20":
            due = max(2, due * 7 // 10)
        skill = self.conduct.skill(unit, topic_of(item), month)
        made: Entry = {"项": item.code} | measured(self.rng, terms, skill + 0.8, "", due)
        made["依据"] = self.world.evidence(item, unit, month)
        if fell_short(terms, made, "") and item.code in pool.SHORTFALLS:
            made["事由"] = self.world.deck.deal(
                f"未达{item.code}", pool.SHORTFALLS[item.code], month
            )
        return made

    def lapses(self, version: Version, unit: str, month: str) -> Iterator[Plan]:
        """What went wrong by chance; a unit weak in a category errs more often in it."""
        for item in version.items:
            terms = item.terms
            if not isinstance(terms, Lapse) or item.code not in pool.LAPSES:
                continue
            likely = (
                _RATE
                * _OFTEN.get(item.code, 1.0)
                * 2.0 ** -self.conduct.skill(unit, topic_of(item), month)
            )
            if unit in _DESK and item.code in _OUTDOOR:
                likely *= 0.2
            if self.rng.random() < min(likely, 0.4):
                mild = min(terms.steps, key=lambda name: terms.steps[name])
                many = terms.per == "人次" and self.rng.random() < 0.3
                reason = self.world.deck.deal(item.code, pool.LAPSES[item.code], month)
                yield Plan(item.code, count=2 if many else 1, reason=reason, level=mild)
