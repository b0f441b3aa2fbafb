"""Year results 年度结果: who is proposed for what, with every reason; and 四维评价.

The lists are made by ``rules/yearly.yml``; they are proposals, and the bureau decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.publish.bulletin.rankings import HEADS
from generator.publish.dossier.year import WeakItem, weakest
from generator.publish.kit import links
from generator.publish.kit.labels import (
    DASH,
    Words,
    joined,
    levels_of,
    numeral,
    say,
    subject_of,
    until,
)
from generator.publish.kit.tables import Cell, Column, Table, TableRow, as_csv
from generator.publish.site import Download, Page, Site
from generator.publish.year.four import four_page
from generator.rules.periods import Period, last_day
from generator.rules.roster import BRANCHES, OFFICERS, ROOMS, UNITS
from generator.rules.scheme import Scheme
from generator.scoring.model import Candidate, Reason, StandingRow, YearList, YearResults
from generator.scoring.yearly import year_results
from generator.text.hundredths import spell

TITLES = {
    "执法办案标兵": "“执法办案标兵”建议人选",
    "表彰单位": "建议表彰单位",
    "待改进单位": "待改进单位",
    "优先考虑": "建议优先考虑的警务室民辅警",
    "党建考核": "党建工作考核靠前党支部",
}
HELD = {"待改进单位": "列入待改进"}
"""What a chosen candidate is called, where it is not 建议人选."""


def pages(site: Site) -> Iterator[Page]:
    """The year results and the four-fold evaluation of every year with rules for it."""
    for year in site.books.ledger.years:
        results = year_results(site.scores, year, site.books.year_rules_for(year))
        if results is not None:
            yield YearPage(site, results).page()
        yield from four_page(site, year, results)


@dataclass(frozen=True, slots=True)
class Considered:
    """A candidate as the page shows it."""

    name: Cell
    unit: str
    rank: str
    points: str
    reasons: tuple[Reason, ...]
    verdict: str
    tone: str
    people: Words
    weakest: tuple[WeakItem, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A list of one group."""

    title: str
    group: str
    head: str
    places: int
    candidates: tuple[Considered, ...]
    has_unit: bool


@dataclass(frozen=True, slots=True)
class GroupResults:
    """All lists of one scheme, and what follows from them."""

    scheme: Scheme
    lists: tuple[Shown, ...]
    consequences: tuple[tuple[str, str], ...]
    carried: Table | None


class YearPage:
    """Makes the page of one year."""

    def __init__(self, site: Site, results: YearResults) -> None:
        self.site, self.results, self.names = site, results, site.names
        self.year, self.period = results.year, Period(str(results.year))
        self.roster, self.rulebook = site.roster, site.rulebook

    def page(self) -> Page:
        rules = self.site.books.year_rules_for(self.year)
        assert rules is not None
        parts = list(self.parts())
        files = self.files(parts)
        subjects = [scheme.subject for scheme in self.site.schemes]
        context = {
            "year": self.year,
            "rules": rules,
            "unfinished": self.unfinished(),
            "parts": parts,
            "vetoed_units": self.vetoed_units(),
            # Officers with a veto are counted and never named.
            "vetoed_officers": sum(code not in self.roster.units for code in self.results.vetoed),
            "outcomes": self.rulebook.bureau.outcomes,
            "four": links.four(self.year) if BRANCHES in subjects else "",
            "numeral": numeral,
            "files": files,
        }
        return self.site.page(
            "year.html",
            links.year(self.year),
            f"{self.year}年度结果",
            context,
            edit_uri=rules.place.path,
            search="执法办案标兵 表彰单位 待改进单位 优先考虑 党建考核 评优资格",
            downloads=files,
        )

    def unfinished(self) -> str:
        """The last month with reports while the year is not over."""
        scores, schemes = self.site.scores, self.rulebook.schemes
        reported = {month for scheme in schemes for month in scores.months(scheme)}
        return until(max(reported & {*self.period.months}))

    # ── lists ───────────────────────────────────────────────────────────────────────────────

    def parts(self) -> Iterator[GroupResults]:
        """The schemes in the site's order, with their lists."""
        # The year rules may name schemes in any order.
        for scheme in self.site.schemes:
            own = [each for each in self.results.lists if each.scheme == scheme.code]
            carried = self.carried() if scheme.of_cases and self.results.carried else None
            if own or carried:
                # A list may have a part for each group, and its consequence is said once.
                follows = {e.key: "、".join(e.consequences) for e in own if e.consequences}
                lists = tuple(map(self.shown, own))
                yield GroupResults(scheme, lists, tuple(follows.items()), carried)

    def shown(self, each: YearList) -> Shown:
        scheme = self.rulebook.schemes[each.scheme]
        level = levels_of(scheme)[0]
        return Shown(
            TITLES.get(each.key, each.key),
            each.group,
            HEADS[level],
            each.places,
            tuple(self.considered(each, level, candidate) for candidate in each.candidates),
            has_unit=level in (OFFICERS, ROOMS),
        )

    def considered(self, each: YearList, level: str, candidate: Candidate) -> Considered:
        row, scheme = candidate.row, self.rulebook.schemes[each.scheme]
        name = self.names.row_cell(level, row, self.year)
        verdict = HELD.get(each.key, "建议人选" if level == OFFICERS else "建议列入")
        # Where they fall short is told of those who are to improve, not of those to be honoured.
        where = scheme, self.site.scores, row.subject, name.href, self.period
        return Considered(
            name=name,
            unit=self.names.unit(row.unit) if row.unit else "",
            rank=str(row.rank) if row.rank else DASH,
            points=spell(row.ranked_on or 0),
            reasons=candidate.reasons,
            verdict=verdict if candidate.chosen else "不符合条件",
            tone=("warn" if each.key in HELD else "good") if candidate.chosen else "muted",
            people=self.people(each.scheme, row) if level == ROOMS else (),
            weakest=weakest(*where) if each.key in HELD else (),
        )

    def people(self, scheme: str, row: StandingRow) -> Words:
        """Who serves in the room at the end of the last month with reports."""
        # A year still under way has nobody yet at its end.
        months = [m for m in self.period.months if m in self.site.scores.months(scheme)]
        day = last_day(months[-1] if months else self.period.months[-1])
        return joined(
            say(
                self.names.officer_cell(officer.number, self.year, row.rank),
                "（辅警）" * officer.auxiliary,
            )
            for officer in self.roster.room_officers(row.subject, day)
        )

    # ── the rest ────────────────────────────────────────────────────────────────────────────

    def carried(self) -> Table:
        """Officers' results carried to their units."""
        columns = (
            Column("unit", "单位"),
            Column("officers", "办案民警", numeric=True),
            Column("mean", "民警平均分", numeric=True),
            Column("front", "列序列前列", numeric=True),
            Column("models", "标兵建议人选", numeric=True),
            Column("best", "最好名次", numeric=True),
            Column("who", "取得者"),
        )
        rows = [
            TableRow.of(
                Cell(each.name, links.dossier(UNITS, each.unit, self.year), sort=each.unit),
                str(each.officers),
                spell(each.mean_total),
                str(each.front),
                str(each.model_officers),
                Cell(str(each.best_rank or DASH), sort=str(each.best_rank or 9999)),
                self.names.officer_cell(each.best_officer, self.year, each.best_rank)
                if each.best_officer
                else DASH,
            )
            for each in sorted(self.results.carried, key=lambda each: (-each.mean_total, each.unit))
        ]
        return Table("民警办案积分计入单位年终考核的情况", columns, rows)

    def vetoed_units(self) -> Words:
        """Units with vetoes: how many, never what for."""
        return joined(
            say(self.names.unit_cell(code, self.year), f"（{len(items)}项）")
            for code, items in self.results.vetoed.items()
            if code in self.roster.units
        )

    def files(self, parts: Iterable[GroupResults]) -> tuple[Download, ...]:
        """All lists in one file."""
        tables: list[Table] = []
        for part in parts:
            tables += [csv_table(part.scheme, shown) for shown in part.lists]
            tables += [part.carried] if part.carried else []
        return (Download(f"year-{self.year}.csv", as_csv(*tables)),) if tables else ()


def csv_table(scheme: Scheme, shown: Shown) -> Table:
    """A list for the CSV file, reasons in words."""
    columns = (
        Column("name", shown.head),
        Column("unit", "单位"),
        Column("rank", "名次"),
        Column("points", "得分"),
        Column("reasons", "条件"),
        Column("verdict", "结论"),
    )
    rows = [
        TableRow.of(
            each.name.text,
            each.unit,
            each.rank,
            each.points,
            "；".join(f"{'符合' if r.met else '不符合'}：{r.text}" for r in each.reasons),
            each.verdict,
        )
        for each in shown.candidates
    ]
    return Table(f"{subject_of(scheme)} {shown.title} {shown.group}", columns, rows)
