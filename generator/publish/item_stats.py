"""What the lines of a period say item by item: points due and earned, reasons, who is behind.

Built from the score lines once; pages ask for sums by period.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import NamedTuple

from generator.rules.periods import Period
from generator.rules.scheme import Item
from generator.scoring.model import RECORDED, ScoreLine
from generator.scoring.standings import Scores
from generator.text.hundredths import half_up

Key = tuple[str, str]
"""Component and item code."""


class Earned(NamedTuple):
    """Points of one item for one subject: what was due in full, and what was earned."""

    full: int
    points: int

    @property
    def lost(self) -> int:
        return self.full - self.points

    def plus(self, other: Earned) -> Earned:
        return Earned(self.full + other.full, self.points + other.points)


@dataclass
class ItemTally:
    """An item with full points over a period, subject by subject."""

    item: Item
    by_subject: dict[str, Earned] = field(default_factory=dict)

    @property
    def whole(self) -> Earned:
        return Earned(
            sum(each.full for each in self.by_subject.values()),
            sum(each.points for each in self.by_subject.values()),
        )

    @property
    def reached(self) -> int:
        """How many subjects have full points."""
        return sum(each.lost <= 0 for each in self.by_subject.values())

    def behind(self) -> list[tuple[str, Earned]]:
        """Subjects without full points, the furthest behind first."""
        short = [(code, each) for code, each in self.by_subject.items() if each.lost > 0]
        return sorted(short, key=lambda pair: (-pair[1].lost, pair[0]))


@dataclass
class Cause:
    """An item that gave or took points: how many entries, how much, from how many units."""

    item: Item
    points: int = 0
    entries: set[object] = field(default_factory=set)
    subjects: set[str] = field(default_factory=set)
    by_subject: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def count(self) -> int:
        return len(self.entries)


class ItemStats:
    """Item figures of all schemes; one pass over the lines, then sums by month."""

    def __init__(self, scores: Scores) -> None:
        self.scores = scores
        self.month_items = cache(self._month_items)
        self.items = cache(self._items)
        self.causes = cache(self._causes)
        self.means = cache(self._means)

    @cached_property
    def by_month(self) -> Mapping[tuple[str, str], list[ScoreLine]]:
        """The lines of a scheme and month, in reading order."""
        found: dict[tuple[str, str], list[ScoreLine]] = defaultdict(list)
        for line in self.scores.lines:
            found[line.scheme, line.month].append(line)
        return found

    def lines(self, scheme: str, months: Iterable[str]) -> Iterable[ScoreLine]:
        """The lines of a scheme in these months."""
        for month in months:
            yield from self.by_month.get((scheme, month), ())

    def _group(self, line: ScoreLine) -> str:
        scheme = self.scores.books.rulebook.schemes[line.scheme]
        here = self.scores.members(scheme, scheme.subject).get(line.subject, {}).get(line.month)
        return here.group if here else ""

    def full_of(self, line: ScoreLine) -> int:
        """The full points that a line stands for; 0 for one that only adds or takes."""
        if line.item is None or line.state:
            return 0
        if line.kind == "满分":
            return line.points
        is_due = line.kind == RECORDED and line.item.terms.reported
        return line.item.full(self._group(line)) if is_due else 0

    def _month_items(self, scheme: str, month: str) -> dict[Key, ItemTally]:
        """Items with full points in a month, by component and code."""
        found: dict[Key, ItemTally] = {}
        if self.scores.books.rulebook.schemes[scheme].of_cases:
            return found
        earned: dict[tuple[Key, str], list[int]] = {}
        items: dict[Key, Item] = {}
        for line in self.by_month.get((scheme, month), ()):
            if line.item is None or line.state:
                continue
            key = line.component, line.item.code
            items[key] = line.item
            sums = earned.setdefault((key, line.subject), [0, 0])
            sums[0] += self.full_of(line)
            sums[1] += line.points
        for (key, subject), (full, points) in earned.items():
            if full:
                tally = found.setdefault(key, ItemTally(items[key]))
                tally.by_subject[subject] = Earned(full, points)
        return found

    def _items(self, scheme: str, period: Period) -> dict[Key, ItemTally]:
        """The same over a period; the item is as in its last month."""
        found: dict[Key, ItemTally] = {}
        for month in period.months:
            for key, tally in self.month_items(scheme, month).items():
                into = found.setdefault(key, ItemTally(tally.item))
                into.item = tally.item
                so_far = into.by_subject
                for subject, each in tally.by_subject.items():
                    before = so_far.get(subject)
                    so_far[subject] = before.plus(each) if before else each
        return dict(sorted(found.items(), key=lambda pair: pair[0][1]))

    def _causes(self, scheme: str, period: Period, sign: int) -> list[Cause]:
        """Reasons for points (sign +1) or deductions (-1), the weightiest first.

        Points are what counts in the end: caps and the like are in them.  Items that start full
        give reasons for deductions only.
        """
        of_cases = self.scores.books.rulebook.schemes[scheme].of_cases
        found: dict[Key, Cause] = {}
        for line in self.lines(scheme, period.months):
            item = line.item
            if item is None or line.kind == "满分" or self._is_result(item):
                continue
            cause = found.setdefault((line.component, item.code), Cause(item))
            cause.points += line.points
            if line.kind == RECORDED and line.points * sign > 0:
                who = line.unit if of_cases else line.subject
                cause.entries.add(line.place)
                cause.subjects.add(who)
                cause.by_subject[who] += line.points
        good = [cause for cause in found.values() if cause.points * sign > 0]
        return sorted(good, key=lambda each: (-abs(each.points), -each.count, each.item.code))

    @staticmethod
    def _is_result(item: Item) -> bool:
        """Whether an item is the month's work itself, and no bonus or deduction."""
        return (item.terms.reported and item.terms.has_full) or item.terms.from_cases

    def _means(self, scheme: str, period: Period, level: str) -> dict[str, int]:
        """The mean total of each ranking group over those who reported."""
        standing = self.scores.standing(scheme, period, level)
        found = {}
        for group in standing.groups:
            totals = [row.total for row in group.rows if row.total is not None]
            if totals:
                found[group.code] = half_up(sum(totals), len(totals))
        return found
