"""Monthly records of the police rooms: one file per station."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from generator.rules.kinds.event import Event
from generator.rules.kinds.kind import for_group
from generator.rules.kinds.ladder import Ladder
from generator.rules.kinds.rate import Rate
from generator.rules.periods import last_day
from generator.rules.roster import Subject
from generator.rules.scheme import Item, Version
from generator.text.canonical import Block
from sample import script
from sample.conduct import Conduct, measured, topic_of
from sample.entries import Entry, Plan, entry, planned_item, record_file, sections
from sample.pools import rooms as pool
from sample.world import World

SCHEME = "rooms"
_EVENTS = {
    "B1": 0.12,
    "B2": 0.08,
    "B3": 0.2,
    "B4": 0.03,
    "B6": 0.13,
    "B7": 0.12,
    "D5": 0.01,
    "D6": 0.05,
    "D7": 0.02,
}
"""How often something happens in a room in a month; rarer things are scripted."""
_SIZES = {
    # class: smallest and largest number due in an ordinary month
    "W2": {"一类": (24, 40), "二类": (20, 30), "三类": (8, 20)},
    "W4": {"一类": (14, 36), "二类": (8, 20), "三类": (5, 14)},
    "W5": {"一类": (7, 14), "二类": (6, 11), "三类": (5, 9)},
    "W6": {"一类": (30, 90), "二类": (20, 60), "三类": (8, 30)},
}
_SEASON = {
    "W5": {"01": 1.4, "02": 1.5, "07": 1.2, "12": 1.2},
    "W2": {"09": 1.2},
    "W6": {"02": 0.3, "10": 0.7},
}
_MOST_EVENTS = 2


@dataclass(slots=True)
class Rooms:
    """Makes the records of all rooms."""

    world: World
    rng: Random
    conduct: Conduct = field(init=False)
    sizes: dict[tuple[str, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        scheme = self.world.rulebook.schemes[SCHEME]
        topics = tuple(
            dict.fromkeys(topic_of(i) for v in scheme.versions for i in v.items if i.months)
        )
        rooms = self.world.roster.rooms.values()
        self.conduct = Conduct(self.rng, topics)
        self.conduct.add([room.code for room in rooms], [room.station for room in rooms])

    def files(self, month: str) -> Mapping[str, Block]:
        """All record files of a month by path."""
        by_station: dict[str, list[Subject]] = {}
        for room in self.world.roster.subjects("警务室", "类别", last_day(month)):
            by_station.setdefault(room.unit, []).append(room)
        return {
            f"ledger/{month}/{SCHEME}/{station}.yml": self.file(station, month, rooms)
            for station, rooms in by_station.items()
            if (SCHEME, month, station) not in script.MISSING
        }

    def file(self, station: str, month: str, rooms: list[Subject]) -> Block:
        filed = self.world.days.filed(self.rng, month, script.LATE.get((SCHEME, month, station), 0))
        by = self.world.clerk(station, filed)
        bodies = Block({room.code: Block(self.body(room, month)) for room in rooms})
        return record_file("派出所", station, month, by, filed.isoformat(), Block(警务室=bodies))

    def body(self, room: Subject, month: str) -> Mapping[str, object]:
        scheme = self.world.rulebook.schemes[SCHEME]
        version = scheme.version(month)
        assert version is not None
        entries = [(i, self.indicator(i, room, month)) for i in version.items if i.due(month)]
        for plan in sorted(self.plans(version, room, month), key=lambda each: each.day):
            item = planned_item(version, plan)
            entries.append((item, entry(self.world, item, plan, room.unit, month)))
        return sections(scheme, version, month, entries)

    # ── indicators ──────────────────────────────────────────────────────────────────────────

    def indicator(self, item: Item, room: Subject, month: str) -> Entry:
        assert isinstance(item.terms, Rate | Ladder)
        forced = script.ROOM_VALUES.get((month, room.code), {}).get(item.code)
        made: Entry = {"项": item.code}
        due = self.due(item, room, month)
        evidence = self.world.evidence(item, room.unit, month, monthly=True)
        if forced is not None:
            return made | forced | {"依据": forced.get("依据", evidence)}
        if (month, room.code) in script.FULL_MARKS:
            return made | full_marks(item.terms, room.group, due) | {"依据": evidence}
        if due == 0 and item.not_applicable:
            reasons = pool.NOT_APPLICABLE.get(item.code, {"常": (item.not_applicable,)})
            return made | {"不适用": self.world.deck.deal(f"不适用{item.code}", reasons, month)}
        skill = self.conduct.skill(room.code, topic_of(item), month)
        made |= measured(self.rng, item.terms, skill, room.group, max(due, 3))
        made["依据"] = evidence
        if (
            item.code in pool.SHORTFALLS
            and fell_short(item.terms, made, room.group)
            and self.rng.random() < 0.5
        ):
            made["事由"] = self.world.deck.deal(
                f"未达{item.code}", pool.SHORTFALLS[item.code], month
            )
        return made

    def due(self, item: Item, room: Subject, month: str) -> int:
        """How much was due: a room's own size with some change from month to month."""
        low, high = _SIZES.get(item.code, {}).get(room.group, (20, 20))
        key = room.code, item.code
        if key not in self.sizes:
            # a few mountain rooms have nobody to visit
            none = item.code == "W4" and room.group == "三类" and self.rng.random() < 0.15
            self.sizes[key] = 0 if none else self.rng.randint(low, high)
        size = self.sizes[key] * _SEASON.get(item.code, {}).get(month[5:], 1.0)
        due = round(size * self.rng.uniform(0.85, 1.15))
        if item.code == "W6" and self.rng.random() < 0.04:
            return 0
        if item.code == "W5" and room.group == "三类" and self.rng.random() < 0.12:
            return 0
        return due

    # ── events ──────────────────────────────────────────────────────────────────────────────

    def plans(self, version: Version, room: Subject, month: str) -> list[Plan]:
        plans = list(script.plans(SCHEME, month, room.code))
        late = script.LATE.get((SCHEME, month, room.unit), 0)
        late_item = self.world.rulebook.schemes[SCHEME].late_item
        if late and late_item:
            plans.append(Plan(late_item, count=late, reason=f"月报迟报{late}个工作日"))
        if (month, room.code) not in script.FULL_MARKS:
            plans += self.chance(version, room, month)
        return plans

    def chance(self, version: Version, room: Subject, month: str) -> list[Plan]:
        """What happens to happen in a month."""
        lucky = 1.0 + 0.5 * self.conduct.skill(room.code, "W3", month)
        plans: list[Plan] = []
        for item in version.items:
            if not isinstance(item.terms, Event) or item.code not in _EVENTS:
                continue
            likely = _EVENTS[item.code] * (max(lucky, 0.3) if item.terms.sign > 0 else 1.0)
            if self.rng.random() < likely and len(plans) < _MOST_EVENTS:
                plans.append(self.event(item, room, month))
        return plans

    def event(self, item: Item, room: Subject, month: str) -> Plan:
        where = pool.WHERE if room.unit in ("chengguan", "hedong", "beimen") else pool.RURAL_WHERE
        reason = self.world.deck.deal(item.code, pool.EVENTS[item.code], month, where)
        day = self.world.days.some(self.rng, month)
        return Plan(item.code, day.isoformat(), reason=reason)


def full_marks(terms: Rate | Ladder, group: str, due: int) -> Entry:
    """The values that earn an item's full points."""
    if isinstance(terms, Rate) and terms.parts:
        return {
            "分项": {part.name: for_group(part.target, group)[0] // 100 for part in terms.parts}
        }
    if terms.measure == "应办已办":
        due = max(due, terms.least_sample or 1)
        return {"应办": due, "已办": due}
    if terms.measure == "比率":
        return {"比率": "100%"}
    target = terms.steps[0][0] if isinstance(terms, Ladder) else for_group(terms.target, group)
    return {"数量": target[0] // 100}


def fell_short(terms: Rate | Ladder, made: Entry, group: str) -> bool:
    """Whether the values of an entry miss the target."""
    if isinstance(terms, Ladder):
        return False
    if terms.parts:
        return any(made["分项"][p.name] * 100 < for_group(p.target, group)[0] for p in terms.parts)
    target: int = for_group(terms.target, group)[0]
    if "应办" in made:
        return int(made["已办"]) * 100_00 < target * int(made["应办"])
    if "比率" in made:
        reached = float(made["比率"].removesuffix("%"))
        return reached * 100 < target
    return int(made["数量"]) * 100 < target
