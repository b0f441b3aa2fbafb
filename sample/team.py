"""Monthly records of the units' team management: one file per unit, with rewards and sanctions.

Rewards and sanctions of the year are planned in one go, numbered in the order of their dates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import ClassVar

from generator.rules.kinds.event import Event
from generator.rules.kinds.lapse import Lapse
from generator.rules.periods import last_day
from generator.rules.roster import Subject
from generator.rules.scheme import Item
from generator.text.canonical import Block
from sample import script
from sample.reports import Conduct, Entry, SkilledReports
from sample.script import Award, Plan
from sample.world import MONTHS, WORDS, YEAR, World

_RATE = 0.055
"""Lapses of one item in one unit and month, on average."""
_OFTEN = {
    "T10": 2.5, "T17": 2.2, "T18": 1.8, "T08": 1.5, "T02": 1.5, "T19": 1.3,
    "T13": 0.4, "T11": 0.4, "T15": 0.15, "T14": 0.5,
}  # fmt: skip
_DESK = frozenset({"bangong", "zhenggong", "ducha", "jingbao", "xintong", "fazhi"})
"""Units without windows or patrols, where some lapses hardly happen."""
_OUTDOOR = frozenset({"T12", "T13", "T19", "T05"})


@dataclass
class Team(SkilledReports):
    """Makes the records of all units."""

    honours: Mapping[tuple[str, str], list[Plan]] = field(default_factory=dict)
    """Month and unit → rewards and sanctions."""

    code: ClassVar[str] = script.TEAM
    ease: ClassVar[float] = 0.8

    def __post_init__(self) -> None:
        topics = tuple(aspect.code for aspect in self.scheme.aspects)
        units = self.world.roster.units
        self.conduct = Conduct(self.rng, topics, dict(zip(units, units, strict=True)))

    def file(self, reporter: str, month: str) -> Block:
        subject = next(each for each in self.subjects(month) if each.code == reporter)
        body = self.body(subject, month)
        filed = self.filed(reporter, month)
        return self.laid_out(reporter, month, self.world.clerk(reporter, filed), filed, body)

    def stated(self, item: Item, subject: Subject, month: str) -> Entry:
        due = max(3, len(self.world.serving(subject.code, last_day(month))))
        if item.code == "T20":
            due = max(2, due * 7 // 10)
        evidence = self.world.evidence(item, subject.code, month)
        return self.measured(item, subject, month, due, evidence)

    def plans(self, subject: Subject, month: str) -> Iterator[Plan]:
        yield from script.plans(self.code, month, subject.code)
        yield from self.honours.get((month, subject.code), ())
        yield from self.lapses(subject, month)

    def lapses(self, subject: Subject, month: str) -> Iterator[Plan]:
        """What went wrong by chance; a unit weak in a category errs more often in it."""
        for item in self.version(month).items:
            terms = item.terms
            if not isinstance(terms, Lapse) or item.code not in WORDS:
                continue
            likely = _RATE * _OFTEN.get(item.code, 1.0) * 2.0 ** -self.skill(item, subject, month)
            if subject.code in _DESK and item.code in _OUTDOOR:
                likely *= 0.2
            if self.rng.random() < min(likely, 0.4):
                mild = min(terms.steps, key=lambda name: terms.steps[name])
                many = terms.per == "人次" and self.rng.random() < 0.3
                reason = self.world.deck.deal(item.code, month)
                yield Plan(item.code, count=2 if many else 1, reason=reason, level=mild)


# ── rewards and sanctions ──────────────────────────────────────────────────────────────────────

_AWARDS = {
    "个人嘉奖": 8, "个人三等功": 6, "个人二等功": 1, "集体嘉奖": 3, "集体三等功": 2,
    "县级表彰": 9, "市级表彰": 5, "省级表彰": 1,
    "批评教育": 7, "通报批评": 3, "诫勉": 2, "警告": 1,
}  # fmt: skip
"""How many of each are given by chance."""
_OF_UNITS = ("集体", "县级", "市级", "省级", "通报批评")
"""How those begin that go to a unit, not to a person."""
_YEARLY_REVIEW = (f"{YEAR}-01-17", "个人嘉奖", 12)
"""The rewards of the yearly appraisal: one document for many."""
_HEADS = {"县级": "青委表", "市级": "市公奖", "省级": "省公奖", "个人": "青公奖", "集体": "青公奖"}
_SMALL = 5
"""Units of fewer officers are given no reward as a unit by chance."""


def honours(world: World, rng: Random) -> Mapping[tuple[str, str], list[Plan]]:
    """Plans by month and unit, each with the number of its document."""
    codes = {
        level: item.code
        for item in world.rulebook.schemes[script.TEAM].versions[-1].items
        if isinstance(item.terms, Event)
        for level in item.terms.levels
    }
    numbers: dict[str, int] = defaultdict(int)
    shared: dict[str, str] = {}
    found: dict[tuple[str, str], list[Plan]] = defaultdict(list)
    for award in sorted([*script.HONOURS, *_by_chance(world, rng)]):
        head = _HEADS.get(award.level[:2], "青公纪")
        if not (award.together and shared.get(head) == award.day):
            numbers[head] += 1
        shared[head] = award.day if award.together else ""
        plan = Plan(
            codes[award.level],
            award.day,
            level=award.level,
            matter=award.matter,
            officer=award.officer,
            self_found=award.self_found,
            reason=award.reason,
            evidence=f"{head}〔{YEAR}〕{numbers[head]}号",
        )
        found[award.day[:7], award.unit].append(plan)
    return found


def _by_chance(world: World, rng: Random) -> Iterator[Award]:
    day, level, count = _YEARLY_REVIEW
    for unit, officer in rng.sample(_officers(world, day), count):
        yield Award(day, unit, level, officer, world.matter(day), "年度考核优秀", together=True)
    for level, count in _AWARDS.items():
        for _ in range(count):
            yield _award(world, rng, level)


def _officers(world: World, day: str) -> list[tuple[str, str]]:
    """Unit and number of those who may be named on a day."""
    when = date.fromisoformat(day)
    return [
        (post.unit, officer.number)
        for officer in world.roster.officers.values()
        if not officer.auxiliary
        and (post := officer.post(when))
        # what is scripted for an officer stands alone; a report never handed in can hold nothing
        and officer.number not in script.RESERVED_OFFICERS
        and (script.TEAM, day[:7], post.unit) not in script.MISSING
    ]


def _award(world: World, rng: Random, level: str) -> Award:
    month = rng.choice(MONTHS)
    day = world.days.some(rng, month).isoformat()
    officers = _officers(world, day)
    unit, officer = rng.choice(officers)
    of_unit = level.startswith(_OF_UNITS)
    while of_unit and sum(place == unit for place, _ in officers) < _SMALL:
        unit, officer = rng.choice(officers)
    return Award(
        day,
        unit,
        level,
        "" if of_unit else officer,
        world.matter(day),
        world.deck.deal(level if level in WORDS else level[:2], month),
        self_found=level == "批评教育" and rng.random() < 0.3,
    )
