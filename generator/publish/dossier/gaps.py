"""找差距、补短板 of a dossier: the gap to the next rank, the three weakest items, how to gain."""

from __future__ import annotations

from dataclasses import dataclass

from generator.publish.kit import links
from generator.publish.kit.labels import Words, item_name, say
from generator.publish.kit.tables import Cell
from generator.publish.site import month_name
from generator.rules.periods import Period
from generator.rules.scheme import Scheme
from generator.scoring.items import Loss
from generator.scoring.model import Group, StandingRow
from generator.scoring.standings import Scores
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


def next_rank(row: StandingRow, group: Group | None, label: str, counter: str) -> Words:
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

    def __init__(self, scheme: Scheme, scores: Scores, *, of_unit: bool) -> None:
        """``of_unit``: a unit learns from its officers' deductions too, which are on their dossiers."""
        self.scheme, self.scores, self.of_unit = scheme, scores, of_unit

    def of(self, subject: str, page: str, year: Period) -> list[WeakItem]:
        """The items that cost ``subject`` most in the year; ``page`` is its dossier."""
        losses = self.scores.items.losses(
            self.scheme.code, year, subject, with_officers=self.of_unit
        )
        worst = sorted(losses, key=lambda each: (-each.lost, item_name(each.item)))[:WEAKEST]
        return [self.weak(each, page) for each in worst]

    @staticmethod
    def how(loss: Loss) -> str:
        """What there is to gain; of a mere deduction, not to lose it again."""
        if not loss.full:
            return f"{loss.count}条，记扣{spell(loss.lost)}分，不再发生即可避免"
        earned = loss.full - loss.lost
        return f"应得{spell(loss.full)}分，实得{spell(earned)}分，还可提高{spell(loss.lost)}分"

    def weak(self, loss: Loss, page: str) -> WeakItem:
        item = loss.item
        places = tuple(
            Cell(
                f"{month_name(month, year=False)}（−{spell(points)}）",
                f"{page}#{self.anchor(month, item.component)}",
            )
            for month, points in loss.months
        )
        return WeakItem(
            item_name(item),
            links.rule(self.scheme.code, item.code),
            spell(loss.lost),
            self.how(loss),
            places,
            item.target,
            item.criterion,
        )

    def anchor(self, month: str, component: str) -> str:
        """Where the lines of a month's component stand; for units the month."""
        if self.of_unit:
            return links.month_anchor(month, self.scheme.code)
        return links.component_anchor(month, self.scheme.code, component)
