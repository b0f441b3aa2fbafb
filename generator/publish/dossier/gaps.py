"""找差距、补短板 of a dossier: the gap to the next rank, the three weakest items, how to gain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.publish.item_stats import Earned, ItemStats
from generator.publish.kit import links
from generator.publish.kit.labels import Words, item_name, say
from generator.publish.kit.tables import Cell
from generator.publish.site import month_name
from generator.rules.periods import Period
from generator.rules.scheme import Item, Scheme
from generator.scoring.model import RECORDED, Group, Row, ScoreLine
from generator.text.hundredths import spell

WEAKEST = 3


@dataclass(frozen=True, slots=True)
class WeakItem:
    """An item with points lost over the year, where they were lost, and what the rule asks for."""

    name: str
    href: str
    lost: str
    how: str
    months: tuple[Cell, ...]
    target: str
    criterion: str


def next_rank(row: Row, group: Group | None, label: str, counter: str) -> Words:
    """How far the next better rank is, or how far the next worse one for the first."""
    if row.rank is None or group is None or row.ranked_on is None:
        return ()
    ranked = [each for each in group.rows if each.rank is not None and each.ranked_on is not None]
    here = f"{label}{len(ranked)}{counter}中列第{row.rank}名"
    tied = sum(each.rank == row.rank for each in ranked)
    here += f"（{tied}{counter}并列）" if tied > 1 else ""
    ahead = [each for each in ranked if (each.rank or 0) < row.rank]
    if ahead:
        nearest = ahead[-1]
        gap = (nearest.ranked_on or 0) - row.ranked_on
        return say(
            f"{here}，与前一名（第{nearest.rank}名，{spell(nearest.ranked_on or 0)}分）相差{spell(gap)}分。"
        )
    behind = [each for each in ranked if (each.rank or 0) > row.rank]
    if behind:
        lead = row.ranked_on - (behind[0].ranked_on or 0)
        return say(f"{here}，领先后一名（第{behind[0].rank}名）{spell(lead)}分。")
    return say(f"{here}。")


class WeakItems:
    """Finds the weakest items of one scheme's subjects."""

    def __init__(self, scheme: Scheme, stats: ItemStats, *, by_month: bool) -> None:
        """``by_month``: lead to the month only, where the lines are on officers' dossiers."""
        self.scheme, self.stats, self.by_month = scheme, stats, by_month

    def of(
        self, subject: str, lines: Iterable[ScoreLine], page: str, period: Period
    ) -> list[WeakItem]:
        """The items that cost ``subject`` most in the year; ``page`` is its dossier."""
        found = [*self.due(subject, page, period), *self.taken(lines, page)]
        found.sort(key=lambda pair: (-pair[0], pair[1].name))
        return [item for _, item in found[:WEAKEST]]

    def due(self, subject: str, page: str, period: Period) -> Iterable[tuple[int, WeakItem]]:
        """Items with full points that were not all earned."""
        by_key: dict[tuple[str, str], list[tuple[str, Earned]]] = defaultdict(list)
        items: dict[tuple[str, str], Item] = {}
        for month in period.months:
            for key, tally in self.stats.month_items(self.scheme.code, month).items():
                earned = tally.by_subject.get(subject)
                if earned is not None:
                    by_key[key].append((month, earned))
                    items[key] = tally.item
        for key, months in by_key.items():
            full = sum(earned.full for _, earned in months)
            lost = sum(earned.lost for _, earned in months)
            if lost > 0:
                how = f"应得{spell(full)}分，实得{spell(full - lost)}分，还可提高{spell(lost)}分"
                short = [(month, earned.lost) for month, earned in months if earned.lost > 0]
                yield lost, self.weak(items[key], lost, how, short, page)

    def taken(self, lines: Iterable[ScoreLine], page: str) -> Iterable[tuple[int, WeakItem]]:
        """Deductions, item by item: what there is to gain is not to lose it again."""
        by_key: dict[tuple[str, str], list[ScoreLine]] = defaultdict(list)
        for line in lines:
            if line.kind != RECORDED or line.points >= 0 or line.item is None:
                continue
            if not line.item.terms.has_full:
                by_key[line.component, line.item.code].append(line)
        for own in by_key.values():
            lost = -sum(line.points for line in own)
            by_month: dict[str, int] = defaultdict(int)
            for line in own:
                by_month[line.month] -= line.points
            item = own[-1].item
            assert item is not None
            how = f"{len(own)}条，记扣{spell(lost)}分，不再发生即可避免"
            yield lost, self.weak(item, lost, how, sorted(by_month.items()), page)

    def weak(
        self, item: Item, lost: int, how: str, months: Sequence[tuple[str, int]], page: str
    ) -> WeakItem:
        places = tuple(
            Cell(
                f"{month_name(month, year=False)}（−{spell(points)}）",
                f"{page}#{self.anchor(month, item.component)}",
            )
            for month, points in months
        )
        return WeakItem(
            item_name(item),
            links.rule(self.scheme.code, item.code),
            spell(lost),
            how,
            places,
            item.target,
            item.criterion,
        )

    def anchor(self, month: str, component: str) -> str:
        """Where the lines of a month's component stand, or the month."""
        if self.by_month:
            return links.month_anchor(month, self.scheme.code)
        return links.component_anchor(month, self.scheme.code, component)
