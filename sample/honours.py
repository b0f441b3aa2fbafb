"""Rewards and sanctions of the year: planned in one go, numbered in the order of their dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from random import Random

from generator.rules.kinds.event import Event
from sample import script
from sample.entries import Plan
from sample.pools import team as pool
from sample.script import Award
from sample.world import MONTHS, YEAR, World

_OFTEN = {
    "个人嘉奖": 8, "个人三等功": 6, "个人二等功": 1, "集体嘉奖": 3, "集体三等功": 2,
    "县级表彰": 9, "市级表彰": 5, "省级表彰": 1,
    "批评教育": 7, "通报批评": 3, "诫勉": 2, "警告": 1,
}  # fmt: skip
_YEARLY_REVIEW = (f"{YEAR}-01-17", "个人嘉奖", 12)
"""The rewards of the yearly appraisal: one document for many."""
_HEADS = {"县级": "青委表", "市级": "市公奖", "省级": "省公奖", "个人": "青公奖", "集体": "青公奖"}
_SMALL = 5
"""Units of fewer officers are given no reward as a unit by chance."""


def honours(world: World, rng: Random) -> Mapping[tuple[str, str], list[Plan]]:
    """Plans by month and unit, each with the number of its document."""
    codes = _codes(world)
    numbers: dict[str, int] = defaultdict(int)
    shared: dict[str, str] = {}
    found: dict[tuple[str, str], list[Plan]] = defaultdict(list)
    for award in sorted([*script.HONOURS, *_by_chance(world, rng, codes)]):
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


def _codes(world: World) -> dict[str, str]:
    """Level → the item of the team scheme that has it."""
    scheme = world.rulebook.schemes[script.TEAM]
    return {
        level: item.code
        for item in scheme.versions[-1].items
        if isinstance(item.terms, Event)
        for level in item.terms.levels
    }


def _by_chance(world: World, rng: Random, codes: Mapping[str, str]) -> Iterator[Award]:
    day, level, count = _YEARLY_REVIEW
    officers = rng.sample(_officers(world, day), count)
    for unit, officer in officers:
        yield Award(day, unit, level, officer, world.matter(day), "年度考核优秀", together=True)
    for level, count in _OFTEN.items():
        for _ in range(count if level in codes else 0):
            yield _award(world, rng, level)


def _officers(world: World, day: str) -> list[tuple[str, str]]:
    """Unit and number of those who may be named on a day."""
    when = date.fromisoformat(day)
    return [
        (post.unit, officer.number)
        for officer in world.roster.officers.values()
        if not officer.auxiliary
        and (post := officer.post(when))
        and officer.number not in script.RESERVED_OFFICERS
        and (script.TEAM, day[:7], post.unit) not in script.MISSING
    ]


def _award(world: World, rng: Random, level: str) -> Award:
    month = rng.choice(MONTHS)
    day = world.days.some(rng, month).isoformat()
    officers = _officers(world, day)
    unit, officer = rng.choice(officers)
    of_unit = level[:2] in pool.OF_UNITS or level == "通报批评"
    while of_unit and sum(place == unit for place, _ in officers) < _SMALL:
        unit, officer = rng.choice(officers)
    kind = level if level in pool.HONOURS else level[:2]
    return Award(
        day,
        unit,
        level,
        "" if of_unit else officer,
        world.matter(day),
        world.deck.deal(kind, pool.HONOURS[kind], month),
        self_found=level == "批评教育" and rng.random() < 0.3,
    )
