"""四维评价 of the party branches: model records, the standard, the leaders, the yardstick."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median_high, median_low

from generator.publish.bulletin.overview import aspect_table, mean, totals_of
from generator.publish.kit import charts, links
from generator.publish.kit.labels import DASH, item_cell, listed, month_name, share, until
from generator.publish.kit.tables import Cell, Column, Table, TableRow
from generator.publish.site import Page, Site
from generator.rules.periods import Period
from generator.rules.roster import BRANCHES
from generator.rules.scheme import Aspect, Item, Scheme
from generator.scoring.items import ItemTally
from generator.scoring.model import RECORDED, Candidate, ScoreLine, YearResults
from generator.text.hundredths import half_up, short, signed, spell

MODELS_EACH = 3
"""Model records shown for each aspect."""


def four_page(site: Site, year: int, results: YearResults | None) -> Iterator[Page]:
    """The page of a year, when a scheme of branches has records in it."""
    for scheme in site.schemes:
        months = [m for m in site.scores.months(scheme.code) if m[:4] == str(year)]
        if scheme.subject == BRANCHES and months:
            yield Four(site, scheme, Period(str(year)), months).page(results)
            return


@dataclass(frozen=True, slots=True)
class AspectLeaders:
    """Who earned most in an aspect, base and performance together."""

    aspect: Aspect
    names: str
    points: str


class Four:
    """Makes the page of one year."""

    def __init__(self, site: Site, scheme: Scheme, period: Period, months: Sequence[str]) -> None:
        self.site, self.scheme, self.period = site, scheme, period
        self.scores = site.scores
        self.months = months
        self.standing = site.scores.standing(scheme.code, period)
        self.names = {row.subject: row.name for row in self.standing.rows}

    def page(self, results: YearResults | None) -> Page:
        totals = totals_of(self.standing.groups)
        context = {
            "scheme": self.scheme,
            "period": self.period,
            "unfinished": until(self.months[-1]),
            "models": self.models(),
            "standard": self.standard(),
            "leaders": self.leaders(results),
            "aspect_leaders": self.aspect_leaders(),
            "distribution": self.distribution(totals),
            "aspects": aspect_table(self.scheme, self.period, self.scores),
            "mean": mean(totals),
            "median": middle(totals),
            "best": max(totals, default=None),
            "lowest": min(totals, default=None),
            "size": len(totals),
            "items": len({item.code for item in self.items}),
            "sample": any(version.sample for version in self.standing.versions),
        }
        return self.site.page(
            "four.html",
            links.four(self.period.code),
            f"{self.period.year}年四维评价",
            context,
            edit_uri=self.scheme.place.path,
            search="学有示范 行有标准 干有标杆 评有标尺 党支部 党建工作",
        )

    @cached_property
    def lines(self) -> list[ScoreLine]:
        return list(self.scores.lines_in(self.scheme.code, self.period.months))

    @cached_property
    def items(self) -> list[Item]:
        """The items that every branch is due, as in force in the last month."""
        # The task list of the year is that of its last month; earlier ones are on the rules page.
        version = self.scheme.version(self.months[-1])
        assert version is not None
        return [item for item in version.items if item.terms.regular]

    @cached_property
    def by_aspect(self) -> dict[str, list[Item]]:
        found: dict[str, list[Item]] = defaultdict(list)
        for item in self.items:
            found[item.aspect].append(item)
        return found

    @cached_property
    def aspects(self) -> list[Aspect]:
        # A scheme without aspects is shown as one.
        named = [aspect for aspect in self.scheme.aspects if self.by_aspect.get(aspect.code)]
        return named or [Aspect("", self.scheme.short)]

    # ── 学有示范 ────────────────────────────────────────────────────────────────────────────

    def models(self) -> Table | None:
        """The records that earned most performance points, some for each aspect."""
        rows = []
        for aspect in self.aspects:
            found = sorted(
                self.model_lines(aspect.code),
                key=lambda line: (-line.points, line.month, line.subject),
            )
            # Several entries of one matter are one thing to learn from.
            first: dict[object, ScoreLine] = {}
            for line in found:
                first.setdefault((line.subject, _matter(line)), line)
            rows += [self.model_row(aspect, line) for line in [*first.values()][:MODELS_EACH]]
        columns = (
            Column("branch", BRANCHES),
            Column("aspect", "方面"),
            Column("item", "项目"),
            Column("month", "月份"),
            Column("points", "绩效积分", numeric=True),
            Column("what", "做法", sortable=False),
        )
        return Table("示范做法", columns, rows) if rows else None

    def model_lines(self, aspect: str) -> Iterator[ScoreLine]:
        """The lines themselves and no sums: a model record is shown with what its entry says."""
        for line in self.lines:
            item = line.item
            # Shown is what the record says, so that nothing hidden may be among them.
            if item is None or item.aspect != aspect or item.hides_reason:
                continue
            if not item.terms.regular and line.kind == RECORDED and line.points > 0:
                yield line

    def model_row(self, aspect: Aspect, line: ScoreLine) -> TableRow:
        assert line.item is not None
        assert line.entry is not None
        said = line.entry.said
        what = "：".join(each for each in (said.level, said.reason) if each)
        anchor = links.component_anchor(line.month, self.scheme.code, line.component)
        place = f"{links.dossier(BRANCHES, line.subject, self.period.code)}#{anchor}"
        return TableRow.of(
            Cell(self.names.get(line.subject, line.subject), place, sort=line.subject),
            aspect.name,
            item_cell(self.scheme.code, line.item),
            Cell(month_name(line.month, year=False), sort=line.month),
            signed(line.points),
            what or line.words,
        )

    # ── 行有标准 ────────────────────────────────────────────────────────────────────────────

    def standard(self) -> list[tuple[str, Table]]:
        """The list: a table for each aspect, every item with target, points and what was earned."""
        tallies = self.scores.items.tallies(self.scheme.code, self.period)
        columns = (
            Column("item", "项目", sortable=False),
            Column("cadence", "频次", sortable=False),
            Column("points", "每次分值", numeric=True, sortable=False),
            Column("year", "全年分值", numeric=True, sortable=False),
            Column("share", "得分率", numeric=True, sortable=False),
            Column("target", "目标要求", sortable=False),
        )
        made = []
        for aspect in self.aspects:
            own = self.by_aspect.get(aspect.code, [])
            rows = [
                TableRow.of(
                    item_cell(self.scheme.code, item),
                    item.cadence,
                    short(item.full("")),
                    short(item.full("") * len(item.months)),
                    self.share_of(tallies.get((item.component, item.code))),
                    item.target,
                )
                for item in own
            ]
            year = short(sum(item.full("") * len(item.months) for item in own))
            caption = f"{aspect.name}（{len(own)}项，全年{year}分）"
            made.append((aspect.name, Table(caption, columns, rows)))
        return made

    @staticmethod
    def share_of(tally: ItemTally | None) -> str:
        return share(tally.whole.points, tally.whole.full) if tally is not None else DASH

    # ── 干有标杆 ────────────────────────────────────────────────────────────────────────────

    def leaders(self, results: YearResults | None) -> tuple[Candidate, ...]:
        """The branches that lead the year by the rules."""
        for each in results.lists if results else ():
            if each.scheme == self.scheme.code:
                return each.candidates
        return ()

    def aspect_leaders(self) -> list[AspectLeaders]:
        """Who earned most in each aspect."""
        made = []
        for aspect in self.aspects:
            own = self.scores.items.by_aspect(self.scheme.code, self.period).get(aspect.code, {})
            # Branches may share the first place.
            best = max(own.values(), default=0)
            first = [code for code, points in sorted(own.items()) if points == best]
            names = listed([self.names.get(code, code) for code in first], 3)
            made.append(AspectLeaders(aspect, names, spell(best)))
        return made

    # ── 评有标尺 ────────────────────────────────────────────────────────────────────────────

    def distribution(self, totals: Sequence[int]) -> charts.BarChart | None:
        """How many branches in which range of points."""
        # Fewer make no distribution, but would show everybody's total.
        if len(totals) < 3:
            return None
        return charts.histogram("distribution", "党支部全年积分分布", charts.bins(totals))


def middle(totals: Sequence[int]) -> int | None:
    """The median, half-up between two; None of nothing."""
    return half_up(median_low(totals) + median_high(totals), 2) if totals else None


def _matter(line: ScoreLine) -> object:
    """What a record is about: the matter that it names, else the record itself."""
    return line.entry.said.matter or line.place if line.entry else line.place
