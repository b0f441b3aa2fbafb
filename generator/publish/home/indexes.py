"""Lists that lead to dossiers and year pages. They are made of the pages that exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from generator.publish.kit import links
from generator.publish.kit.labels import DASH, group_names, levels_of
from generator.publish.kit.tables import Cell, Column, Table, TableRow
from generator.publish.site import Page, Site
from generator.rules.periods import Period
from generator.rules.roster import BRANCHES, OFFICERS, ROOMS, UNITS, Post
from generator.scoring.model import StandingRow
from generator.text.hundredths import spell

Made = Mapping[str, Page]

INDEX_WORDS = {
    BRANCHES: ("党支部", "一支部一档：逐月逐项的得分、算法、依据和记录"),
    ROOMS: ("警务室", "警务室的考核结果即为该室民警的考核成绩"),
    UNITS: ("所队室", "一单位一档：队伍管理积分，办案单位另有执法办案积分"),
    OFFICERS: ("民警", "办案民警逐案的得分、分成和扣分，警务室民警所在警务室的成绩"),
}


class Shelf(NamedTuple):
    """The dossiers of one level."""

    title: str
    what: str
    uri: str
    size: int


def pages(site: Site, made: Made) -> Iterator[Page]:
    """Indexes of dossiers and years, where there are any."""
    yield from _dossiers(site, made)
    years = [uri for uri in made if uri.startswith((links.YEARS, links.FOUR))]
    if years:
        yield site.page(
            "index_years.html",
            links.YEARS,
            "年度结果",
            {"years": sorted({uri.split("/")[1] for uri in years}, reverse=True), "made": made},
            search="执法办案标兵 表彰单位 待改进单位 四维评价",
        )


# ── dossiers ───────────────────────────────────────────────────────────────────────────────────


def _dossiers(site: Site, made: Made) -> Iterator[Page]:
    shelves = []
    for level, (title, what) in INDEX_WORDS.items():
        years = dossier_years(made, level)
        if not years:
            continue
        uri = links.dossier_index(level)
        shelves.append(Shelf(title, what, uri, len(years)))
        yield site.page(
            "index_level.html",
            uri,
            title,
            {"what": what, "table": _Shelved(site, level, years).table(title)},
            search=f"{title}积分档案 全部{title}",
        )
    if shelves:
        yield site.page(
            "index_dossiers.html",
            links.DOSSIERS,
            "积分档案",
            {"shelves": shelves},
            search="党支部 警务室 所队室 民警 一单位一档",
        )


def dossier_years(made: Made, level: str) -> dict[str, list[str]]:
    """Subject → the years it has a dossier of, newest first."""
    found: dict[str, list[str]] = {}
    for uri in sorted(made):
        if uri.startswith(links.dossier_index(level)) and uri.count("/") == 4:
            _, _, code, year, _ = uri.split("/")
            # Addresses are sorted, so that years come in order.
            found.setdefault(code, []).insert(0, year)
    return found


class _Shelved:
    """The list of one level: group, unit, the newest year's totals and places, older years."""

    def __init__(self, site: Site, level: str, years: Mapping[str, Sequence[str]]) -> None:
        self.site, self.level, self.years, self.names = site, level, years, site.names
        everything = {year for own in years.values() for year in own}
        # The newest year of anybody: those who have left show dashes in it.
        self.newest = max(everything)
        self.older = sorted(everything - {self.newest}, reverse=True)
        # A scheme of the subject itself stands before the case work of its officers.
        schemes = sorted(site.schemes, key=lambda scheme: scheme.of_cases)
        self.standings = [
            standing
            for scheme in schemes
            if level in levels_of(scheme)
            and (standing := site.scores.standing(scheme.code, Period(self.newest), level)).rows
        ]
        self.rows = [{row.subject: row for row in each.rows} for each in self.standings]
        self.grouped = any(row.group for rows in self.rows for row in rows.values())

    def table(self, title: str) -> Table:
        """A row a subject: those in a group first, by group, place and code."""
        schemes = self.site.rulebook.schemes
        columns = [Column("name", title)]
        if self.level == OFFICERS:
            columns.append(Column("number", "警号"))
        if self.grouped:
            columns.append(Column("group", "分组"))
        if self.level != UNITS:
            columns.append(Column("unit", "单位", hidden_on_phone=True))
        for each in self.standings:
            short = schemes[each.scheme].short
            columns.append(Column(f"{each.scheme}-total", f"{short}积分", numeric=True))
            columns.append(Column(f"{each.scheme}-rank", f"{short}名次", numeric=True))
        columns += [Column(year, f"{year}年", sortable=False) for year in self.older]
        rows = [TableRow(tuple(self.cells(code))) for code in sorted(self.years, key=self.order)]
        return Table(f"{self.newest}年{title}积分档案", columns, rows)

    def known(self, code: str) -> StandingRow | None:
        """The row by which a subject is sorted, named and grouped: the first that it has."""
        return next((rows[code] for rows in self.rows if code in rows), None)

    def order(self, code: str) -> tuple[bool, str, int, str]:
        row = self.known(code)
        group = row.group if row else ""
        rank = row.rank if row else None
        return (not group and self.grouped, group, 9999 if rank is None else rank, code)

    def cells(self, code: str) -> Iterator[Cell]:
        known = self.known(code)
        name = self.names.of(self.level, code, known.rank if known else None)
        yield Cell(name, links.dossier(self.level, code, self.years[code][0]))
        if self.level == OFFICERS:
            yield Cell(code)
        if self.grouped:
            # Those without a group stand behind all that have one.
            yield Cell(self.group_label(code), sort=known.group if known and known.group else "~")
        if self.level != UNITS:
            yield Cell(self.unit(code, known))
        for rows in self.rows:
            total, rank = (rows[code].total, rows[code].rank) if code in rows else (None, None)
            yield Cell(DASH if total is None else spell(total))
            yield Cell(DASH if rank is None else str(rank))
        yield from self.older_cells(code, name)

    def older_cells(self, code: str, name: str) -> Iterator[Cell]:
        years = self.years[code]
        for year in self.older:
            page = links.dossier(self.level, code, year)
            yield Cell("查看", page, title=f"{name}{year}年") if year in years else Cell(DASH)

    def group_label(self, code: str) -> str:
        """The ranking group; officers of a room have none of their own and show the room."""
        known = self.known(code)
        if known and known.group:
            ranked_by = next(
                each.scheme
                for each, rows in zip(self.standings, self.rows, strict=True)
                if code in rows
            )
            rulebook = self.site.rulebook
            labels = group_names(rulebook.bureau, rulebook.schemes[ranked_by].group_by)
            return labels.get(known.group, known.group)
        post = self.post(code)
        # Officers of a room are not ranked: the room's result is theirs.
        room = self.site.roster.rooms.get(post.room) if post else None
        return room.name if room else DASH

    def unit(self, code: str, known: StandingRow | None) -> str:
        """The unit a room or officer belongs to, the units of a branch."""
        if self.level == BRANCHES:
            return "、".join(unit.name for unit in self.site.roster.branch_units(code)) or DASH
        post = self.post(code)
        unit = known.unit if known else post.unit if post else ""
        return self.names.unit(unit) if unit else DASH

    def post(self, code: str) -> Post | None:
        """What an officer did at the end of the newest year."""
        officer = self.site.roster.officers.get(code) if self.level == OFFICERS else None
        return officer.post(date(int(self.newest), 12, 31)) if officer else None
