"""Monthly records of the police rooms: one file per station."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from generator.rules.kinds.event import Event
from generator.rules.kinds.ladder import Ladder
from generator.rules.kinds.rate import Rate
from generator.rules.roster import Subject
from generator.rules.scheme import Item
from generator.text.canonical import Block
from sample import script
from sample.places import URBAN
from sample.reports import Conduct, Entry, SkilledReports, full_marks, topic_of
from sample.script import Plan

_EVENTS = {
    "B1": 0.12, "B2": 0.08, "B3": 0.2, "B4": 0.03, "B6": 0.13, "B7": 0.12,
    "D5": 0.01, "D6": 0.05, "D7": 0.02,
}  # fmt: skip
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


@dataclass
class Rooms(SkilledReports):
    """Makes the records of all rooms."""

    sizes: dict[tuple[str, str], int] = field(default_factory=dict)
    """Room and item → how much is due in an ordinary month."""

    code: ClassVar[str] = script.ROOMS

    def __post_init__(self) -> None:
        items = (item for version in self.scheme.versions for item in version.items)
        topics = tuple(dict.fromkeys(topic_of(item) for item in items if item.months))
        stations = {room.code: room.station for room in self.world.roster.rooms.values()}
        self.conduct = Conduct(self.rng, topics, stations)

    def file(self, reporter: str, month: str) -> Block:
        filed = self.filed(reporter, month)
        rooms = [room for room in self.subjects(month) if room.unit == reporter]
        body = Block({room.code: Block(self.body(room, month)) for room in rooms})
        by = self.world.clerk(reporter, filed)
        return self.laid_out(reporter, month, by, filed, {"警务室": body})

    # ── indicators ───────────────────────────────────────────────────────────────────────────

    def stated(self, item: Item, subject: Subject, month: str) -> Entry:
        assert isinstance(item.terms, Rate | Ladder)
        made: Entry = {"项": item.code}
        due = self.due(item, subject, month)
        evidence = self.world.evidence(item, subject.unit, month, monthly=True)
        forced = script.ROOM_VALUES.get((month, subject.code), {}).get(item.code)
        if forced is not None:
            return made | forced | {"依据": forced.get("依据", evidence)}
        if (month, subject.code) in script.FULL_MARKS:
            return made | full_marks(item.terms, subject.group, due) | {"依据": evidence}
        if due == 0:
            return made | {"不适用": self.world.deck.deal(f"不适用{item.code}", month)}
        return self.measured(item, subject, month, max(due, 3), evidence)

    def explains(self) -> bool:
        return self.rng.random() < 0.5

    def due(self, item: Item, room: Subject, month: str) -> int:
        """How much was due: a room's own size with some change from month to month."""
        low, high = _SIZES.get(item.code, {}).get(room.group, (20, 20))
        key = room.code, item.code
        rural = room.group == "三类"
        if key not in self.sizes:
            # a few mountain rooms have nobody to visit
            none = item.code == "W4" and rural and self.rng.random() < 0.15
            self.sizes[key] = 0 if none else self.rng.randint(low, high)
        size = self.sizes[key] * _SEASON.get(item.code, {}).get(month[5:], 1.0)
        due = round(size * self.rng.uniform(0.85, 1.15))
        seldom = {"W6": 0.04, "W5": 0.12 if rural else 0.0}.get(item.code, 0.0)
        return 0 if seldom and self.rng.random() < seldom else due

    # ── events ───────────────────────────────────────────────────────────────────────────────

    def plans(self, subject: Subject, month: str) -> list[Plan]:
        plans = script.plans(self.code, month, subject.code) + self.lateness(subject.unit, month)
        if (month, subject.code) not in script.FULL_MARKS:
            plans += self.by_chance(subject, month)
        return sorted(plans, key=lambda plan: plan.day)

    def by_chance(self, room: Subject, month: str) -> list[Plan]:
        """What happens to happen in a month."""
        lucky = max(0.3, 1.0 + 0.5 * self.conduct.skill(room.code, "W3", month))
        places = "城区地点" if room.unit in URBAN else "乡村地点"
        plans: list[Plan] = []
        for item in self.version(month).items:
            if isinstance(item.terms, Event) and item.code in _EVENTS:
                likely = _EVENTS[item.code] * (lucky if item.terms.sign > 0 else 1.0)
                if self.rng.random() < likely and len(plans) < _MOST_EVENTS:
                    reason = self.world.deck.deal(item.code, month, places)
                    day = self.world.days.some(self.rng, month)
                    plans.append(Plan(item.code, day.isoformat(), reason=reason))
        return plans
