"""What each subject is good and weak at, and how that shows in the numbers of a month.

``skill`` is a number around 0: at +1 a subject nearly always reaches the target, at -1 it often
fails.  Every subject has a level of its own, one topic it is good at and one it is weak at, and
everybody gets a little better over the year.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from generator.rules.kinds.completion import Completion
from generator.rules.kinds.kind import for_group
from generator.rules.kinds.ladder import Ladder
from generator.rules.kinds.rate import Rate, RatePart
from generator.rules.scheme import Item

_QUIET = {
    "W2": {"01": -0.7, "02": -0.6, "09": -0.3},
    "W1": {"02": -0.4, "07": -0.4},
    "W4": {"02": -0.5},
}
"""Months in which an item is harder for everybody: item → month → change of skill."""


@dataclass(slots=True)
class Conduct:
    """The skills of the subjects of one scheme."""

    rng: Random
    topics: tuple[str, ...]
    _levels: dict[str, float] = field(default_factory=dict)
    _topics: dict[tuple[str, str], float] = field(default_factory=dict)

    def add(self, subjects: Iterable[str], kin: Iterable[str] = ()) -> None:
        """Draw levels; subjects with the same ``kin`` (rooms of a station) are alike."""
        family: dict[str, tuple[float, str, str]] = {}
        kin = list(kin)
        for n, subject in enumerate(subjects):
            head = kin[n] if kin else subject
            if head not in family:
                good, weak = self.rng.sample(self.topics, 2)
                family[head] = self.rng.gauss(0, 0.35), good, weak
            level, good, weak = family[head]
            self._levels[subject] = level + self.rng.gauss(0, 0.2)
            for topic in self.topics:
                self._topics[subject, topic] = self.rng.gauss(0, 0.2)
            self._topics[subject, good] += 0.9
            self._topics[subject, weak] -= 1.1

    def skill(self, subject: str, topic: str, month: str) -> float:
        """How well a subject does one thing in one month."""
        own = self._levels[subject] + self._topics[subject, topic]
        return own + _QUIET.get(topic, {}).get(month[5:], 0.0) + int(month[5:]) * 0.03


def completion(rng: Random, skill: float) -> str:
    """按期, 逾期 or 未完成."""
    late = min(0.35, 0.05 * 2.2**-skill)
    roll = rng.random()
    return "未完成" if roll < late / 6 else "逾期" if roll < late else "按期"


def measured(
    rng: Random, terms: Rate | Ladder, skill: float, group: str, due: int
) -> dict[str, Any]:
    """The value fields of a rate or ladder entry."""
    if isinstance(terms, Rate) and terms.parts:
        return {"分项": {part.name: _part(rng, part, skill, group) for part in terms.parts}}
    target, percent = _target(terms, group)
    if terms.measure == "数量":
        return {"数量": _count(rng, target // 100, skill)}
    reached = min(100.0, target / 100 + rng.gauss(0.9 + 1.3 * skill, 1.8)) if percent else 100.0
    if terms.measure == "比率":
        halves = round(reached * 2)
        return {"比率": f"{halves // 2}{'.5' if halves % 2 else ''}%"}
    return {"应办": due, "已办": min(due, round(due * reached / 100))}


def _target(terms: Rate | Ladder, group: str) -> tuple[int, bool]:
    if isinstance(terms, Ladder):
        return terms.steps[0][0]
    found: tuple[int, bool] = for_group(terms.target, group)
    return found


def _count(rng: Random, target: int, skill: float) -> int:
    if target >= 50:
        # points out of a hundred, not a number of things
        return min(target, max(target * 3 // 4, round(target * 0.93 + 3 * skill + rng.gauss(0, 2))))
    short = rng.random() < min(0.4, 0.09 * 2.2**-skill)
    if short:
        return max(0, target - rng.randint(1, max(1, target // 4)))
    return target + (rng.randint(1, max(1, target // 5)) if rng.random() < 0.2 else 0)


def _part(rng: Random, part: RatePart, skill: float, group: str) -> int:
    return _count(rng, for_group(part.target, group)[0] // 100, skill)


def topic_of(item: Item) -> str:
    """What a skill is drawn for: the item's aspect, or the item itself."""
    return item.aspect or item.code


def is_measured(item: Item) -> bool:
    """Whether an item's entry states a value (rather than whether it was done)."""
    return not isinstance(item.terms, Completion)
