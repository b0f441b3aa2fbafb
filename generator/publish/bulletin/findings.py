"""三、亮点 四、问题 五、下一步 of a bulletin, from the standings and the item figures.

Numbers only: no case facts, no reasons of single records, no person among the problems.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from generator.ledger.case_records import PASSED
from generator.publish.bulletin.overview import reviews_in
from generator.publish.bulletin.rankings import COUNTERS, who
from generator.publish.kit import links
from generator.publish.kit.labels import (
    Names,
    Words,
    group_label,
    item_cell,
    item_name,
    joined,
    say,
    share,
)
from generator.publish.kit.tables import Cell, Column, Table, TableRow
from generator.rules.periods import Period
from generator.rules.roster import OFFICERS, UNITS
from generator.rules.scheme import Item, Scheme
from generator.scoring.cases import findings_due
from generator.scoring.items import Cause, ItemTally
from generator.scoring.model import Group, Standing, StandingRow
from generator.scoring.standings import Scores
from generator.text.hundredths import signed, spell

TOP = 3
"""Places named as leading in a group."""
CLIMBED = 2
"""Places that a climber has gained at least."""
MOST_CAUSES = 10
MOST_NAMES = 5
MOST_WEAK = 8
WELL_DONE = (80, 100)
"""An item counts as well done when at least this share of the subjects have full points."""


class Findings:
    """What stands out in one bulletin."""

    def __init__(
        self,
        scheme: Scheme,
        period: Period,
        standings: Sequence[Standing],
        scores: Scores,
        names: Names,
    ) -> None:
        self.scheme, self.period, self.standings = scheme, period, standings
        self.scores, self.names = scores, names

    @cached_property
    def tallies(self) -> list[ItemTally]:
        return list(self.scores.items.tallies(self.scheme.code, self.period).values())

    # ── 三、亮点 ────────────────────────────────────────────────────────────────────────────

    @cached_property
    def leaders(self) -> list[Words]:
        """Who leads each ranked group, with points."""
        made = []
        for standing in self.standings:
            for group in standing.groups:
                ranked = sum(row.rank is not None for row in group.rows)
                # Of a small group at most the better half: nobody leads by being next to last.
                top = min(TOP, max(ranked // 2, 1))
                first = [row for row in group.rows if row.rank is not None and row.rank <= top]
                if first and (first[0].ranked_on or 0) > 0:
                    made.append(self.leading(standing, group, first))
        return made

    def leading(self, standing: Standing, group: Group, rows: Sequence[StandingRow]) -> Words:
        label = group_label(group) or f"全部{standing.level}"
        # Many may share a place.
        shown = rows[: TOP + MOST_NAMES]
        named = joined(
            say(self.dossier(standing, row), f"{spell(row.ranked_on or 0)}分") for row in shown
        )
        more = f"等{len(rows)}{COUNTERS[standing.level]}" * (len(rows) > len(shown))
        return say(f"{label}{who(self.scheme, standing.level)}：", *named, f"{more}。")

    def dossier(self, standing: Standing, row: StandingRow) -> Cell:
        return self.names.row_cell(standing.level, row, self.period.year)

    @cached_property
    def climbers(self) -> Words:
        """The biggest climbers over all groups, at least two places; empty when there are none."""
        found = [
            (row.movement, standing, row)
            for standing in self.standings
            for row in standing.rows
            if row.movement is not None and row.movement >= CLIMBED
        ]
        found.sort(key=lambda each: (-each[0], each[2].rank or 0, each[2].subject))
        pieces = [
            say(self.dossier(standing, row), f"由第{row.previous_rank}名升至第{row.rank}名")
            for _, standing, row in found[:MOST_NAMES]
        ]
        return say(*joined(pieces, "；"), "。") if pieces else ()

    @cached_property
    def well_done(self) -> Words:
        """Items in which most reached full points."""
        part, whole = WELL_DONE
        good = [t for t in self.tallies if t.reached * whole >= len(t.by_subject) * part]
        good.sort(key=lambda t: (-t.reached / len(t.by_subject), -t.whole.full, t.item.code))
        counter = COUNTERS[self.standings[-1].level]
        pieces = [
            say(
                item_cell(self.scheme.code, tally.item),
                f"（{len(tally.by_subject)}{counter}中{tally.reached}{counter}得满分）",
            )
            for tally in good[:MOST_NAMES]
        ]
        more = f"等{len(good)}项" * (len(good) > MOST_NAMES)
        return say(*joined(pieces), f"{more}。") if pieces else ()

    @cached_property
    def clean_cases(self) -> Words:
        """How many of the cases that passed had no finding at all."""
        if not self.scheme.of_cases:
            return ()
        reviews = reviews_in(self.scheme, self.period, self.scores)
        passed = [review for review in reviews if review.verdict == PASSED]
        # What was found when a case was sent back falls due with the review that passes it.
        due = findings_due(self.scores.books.ledger.reviews)
        clean = sum(not due[review.place] for review in passed)
        if not clean:
            return ()
        part = share(clean, len(passed))
        return say(
            f"复核通过的{len(passed)}件案件中，{clean}件程序、质量、执行均未发现问题，占{part}。"
        )

    @cached_property
    def bonuses(self) -> Table | None:
        """Reasons for points."""
        return self.cause_table("主要加分事项", +1)

    # ── 四、存在问题 ────────────────────────────────────────────────────────────────────────

    @cached_property
    def deductions(self) -> Table | None:
        """Reasons for deductions."""
        return self.cause_table("主要扣分事项", -1)

    def cause_table(self, caption: str, sign: int) -> Table | None:
        causes = self.scores.items.causes(self.scheme.code, self.period, sign)
        if not causes:
            return None
        who = UNITS if self.scheme.of_cases else self.standings[-1].level
        columns = (
            Column("item", "项目"),
            Column("count", "条数", numeric=True),
            Column("points", "分值", numeric=True),
            Column("subjects", f"涉及{who}数", numeric=True),
        )
        rows = [self.cause_row(cause) for cause in causes[:MOST_CAUSES]]
        left = causes[MOST_CAUSES:]
        # What is cut off is told by its sum, so that the table still adds up.
        rest = f"另有{len(left)}个项目共{signed(sum(c.points for c in left))}分。" if left else ""
        return Table(caption, columns, rows, f"分值已计入封顶、就高等限制。{rest}")

    def cause_row(self, cause: Cause) -> TableRow:
        return TableRow.of(
            item_cell(self.scheme.code, cause.item),
            str(cause.count),
            signed(cause.points),
            str(len(cause.by_subject)),
        )

    @cached_property
    def weak(self) -> list[ItemTally]:
        """Items with the lowest share of their points, worst first."""
        short = [t for t in self.tallies if t.whole.lost > 0]
        return sorted(short, key=lambda t: (t.whole.points / t.whole.full, t.item.code))[:MOST_WEAK]

    @cached_property
    def weak_table(self) -> Table | None:
        """Weak items: how much was earned, how many are short of full points."""
        if not self.weak:
            return None
        level = self.standings[-1].level
        columns = (
            Column("item", "项目"),
            Column("share", "得分率", numeric=True),
            Column("short", f"未得满分的{level}数", numeric=True),
            Column("lost", "合计失分", numeric=True),
        )
        rows = []
        for tally in self.weak:
            behind = len(tally.behind())
            rows.append(
                TableRow.of(
                    item_cell(self.scheme.code, tally.item),
                    share(tally.whole.points, tally.whole.full),
                    Cell(f"{behind}/{len(tally.by_subject)}", sort=str(behind)),
                    spell(tally.whole.lost),
                )
            )
        return Table("薄弱项目", columns, rows)

    # ── 五、下一步 ──────────────────────────────────────────────────────────────────────────

    @cached_property
    def gaps(self) -> Table | None:
        """Who is behind on which item, and what the item asks for; units only, never persons."""
        rows = self.case_gaps() if self.scheme.of_cases else self.item_gaps()
        if not rows:
            return None
        columns = (
            Column("item", "项目", sortable=False),
            Column("who", f"差距较大的{self.told_of}", sortable=False),
            Column("target", "目标要求", sortable=False),
        )
        return Table("差距清单", columns, rows)

    @property
    def told_of(self) -> str:
        """What problems are told of: the scored thing, and of persons only their units."""
        level = self.standings[-1].level
        return UNITS if level == OFFICERS else level

    def item_gaps(self) -> list[TableRow]:
        """A row per weak item; what is shown by number only names nobody."""
        rows = {row.subject: row for row in self.standings[-1].rows}
        # Persons are added up to their units: no problem is told of a person.
        of_officers = self.standings[-1].level == OFFICERS
        made = []
        for tally in [each for each in self.weak if not each.item.hides_reason]:
            lost: dict[str, int] = defaultdict(int)
            for code, each in tally.behind():
                row = rows.get(code)
                name = (
                    self.names.unit(row.unit) if row and of_officers else row.name if row else code
                )
                lost[name] -= each.lost
            made.append(self.gap_row(tally.item, [*lost.items()]))
        return made

    def case_gaps(self) -> list[TableRow]:
        """A row per frequent finding, with the units that have most of it.

        What is shown by number only stays out: one grave finding would point at somebody.
        """
        made = []
        causes = self.scores.items.causes(self.scheme.code, self.period, -1)
        for cause in [each for each in causes if not each.item.hides_reason][:MOST_WEAK]:
            worst = sorted(cause.by_subject.items(), key=lambda pair: (pair[1], pair[0]))
            behind = [(self.names.unit(code), points) for code, points in worst]
            made.append(self.gap_row(cause.item, behind))
        return made

    def gap_row(self, item: Item, behind: Sequence[tuple[str, int]]) -> TableRow:
        named = "、".join(f"{who}（{spell(points)}）" for who, points in behind[:MOST_NAMES])
        more = f"等{len(behind)}个" * (len(behind) > MOST_NAMES)
        place = links.rule(self.scheme.code, item.code)
        return TableRow.of(Cell(item_name(item), place), named + more, item.target)

    def tables(self) -> list[Table]:
        """All its tables, for the CSV file."""
        found = (self.bonuses, self.deductions, self.weak_table, self.gaps)
        return [table for table in found if table is not None]
