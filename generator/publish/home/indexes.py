"""Lists that lead to dossiers and year pages. They are made of the pages that exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from generator.publish.kit import links
from generator.publish.kit.labels import DASH, OFFICERS, Names, named_group
from generator.publish.kit.tables import Cell, Column, Table, TableRow
from generator.publish.site import Page, Site
from generator.rules.periods import Period
from generator.rules.roster import Branch, Room, Unit
from generator.rules.scheme import Scheme
from generator.scoring.model import Standing, StandingRow
from generator.text.hundredths import spell

Made = Mapping[str, Page]

LEVELS = {
    "党支部": ("党支部", "一支部一档：逐月逐项的得分、算法、依据和记录"),
    "警务室": ("警务室", "警务室的考核结果即为该室民警的考核成绩"),
    "单位": ("所队室", "一单位一档：队伍管理积分，办案单位另有执法办案积分"),
    "人员": ("民警", "办案民警逐案的得分、分成和扣分，警务室民警所在警务室的成绩"),
}


class Shelf(NamedTuple):
    """The dossiers of one level."""

    level: str
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
    for level, (title, what) in LEVELS.items():
        years = dossier_years(made, level)
        if not years:
            continue
        uri = links.dossier_index(level)
        shelves.append(Shelf(level, title, what, uri, len(years)))
        yield site.page(
            "index_level.html",
            uri,
            title,
            {"what": what, "table": _dossier_table(site, level, title, years)},
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
            found.setdefault(code, []).insert(0, year)
    return found


def _dossier_table(site: Site, level: str, title: str, years: dict[str, list[str]]) -> Table:
    """One row a subject: its group, its unit, the newest year's totals and places, older years."""
    newest = max(year for own in years.values() for year in own)
    older = sorted({year for own in years.values() for year in own} - {newest}, reverse=True)
    standings = [
        standing
        for code in site.schemes
        if level in _levels(site.books.rulebook.schemes[code])
        and (standing := site.scores.standing(code, Period(newest), level)).rows
    ]
    standings.sort(key=lambda each: site.books.rulebook.schemes[each.scheme].of_cases)
    made = _Rows(site, level, newest, older, standings)
    shorts = [site.books.rulebook.schemes[standing.scheme].short for standing in standings]
    columns = (
        Column("name", title),
        *((Column("number", "警号"),) if level == OFFICERS else ()),
        *((Column("group", "分组"),) if made.grouped else ()),
        *((Column("unit", "单位", hidden_on_phone=True),) if level != "单位" else ()),
        *(
            Column(f"{standing.scheme}-{key}", f"{short}{word}", numeric=True)
            for standing, short in zip(standings, shorts, strict=True)
            for key, word in (("total", "积分"), ("rank", "名次"))
        ),
        *(Column(year, f"{year}年", sortable=False) for year in older),
    )
    rows = sorted((made.row(code, own) for code, own in years.items()), key=lambda each: each[0])
    return Table(f"{newest}年{title}积分档案", columns, tuple(row for _, row in rows))


def _levels(scheme: Scheme) -> tuple[str, ...]:
    return (OFFICERS, "单位") if scheme.of_cases else (scheme.subject,)


class _Rows:
    """Makes the rows of one level's list."""

    def __init__(
        self, site: Site, level: str, newest: str, older: list[str], standings: list[Standing]
    ) -> None:
        self.roster, self.bureau = site.books.roster, site.books.rulebook.bureau
        self.schemes = site.books.rulebook.schemes
        self.names = Names(self.bureau, self.roster)
        self.level, self.newest, self.older, self.standings = level, newest, older, standings
        self.end = date(int(newest), 12, 31)
        self.grouped = any(row.group for standing in standings for row in standing.rows)

    def row(self, code: str, years: list[str]) -> tuple[tuple[bool, str, int, str], TableRow]:
        """The row, and what to sort it by: those in a group first, by group, place and code."""
        places = [standing.row(code) for standing in self.standings]
        known = next((row for row in places if row is not None), None)
        group = known.group if known else ""
        name = self.name(code, known.rank if known else None)
        cells = [Cell(name, links.dossier(self.level, code, years[0]))]
        if self.level == OFFICERS:
            cells.append(Cell(code))
        if self.grouped:
            cells.append(Cell(self.group_label(code, group), sort=group or "~"))
        if self.level != "单位":
            cells.append(Cell(self.unit(code, known)))
        for row in places:
            cells.append(Cell(DASH if row is None or row.total is None else spell(row.total)))
            cells.append(Cell(DASH if row is None or row.rank is None else str(row.rank)))
        for year in self.older:
            href = links.dossier(self.level, code, year) if year in years else ""
            cells.append(
                Cell("查看" if href else DASH, href, title=f"{name}{year}年" if href else "")
            )
        rank = known.rank if known and known.rank is not None else 9999
        return (not group and self.grouped, group, rank, code), TableRow(tuple(cells))

    def name(self, code: str, rank: int | None) -> str:
        """The subject's name; officers as the bureau shows them."""
        named: dict[str, Mapping[str, Unit | Branch | Room]] = {
            "党支部": self.roster.branches,
            "警务室": self.roster.rooms,
            "单位": self.roster.units,
        }
        thing = named.get(self.level, {}).get(code)
        return thing.name if thing else self.names.officer(code, rank)

    def group_label(self, code: str, group: str) -> str:
        """The ranking group; officers of a room have none of their own and show the room."""
        for standing in self.standings:
            if group and standing.row(code):
                scheme = self.schemes[standing.scheme]
                return named_group(
                    group, self.bureau.groups.get(scheme.group_by, {}).get(group, "")
                )
        officer = self.roster.officers.get(code) if self.level == OFFICERS else None
        post = officer.post(self.end) if officer else None
        room = self.roster.rooms.get(post.room) if post else None
        return room.name if room else DASH

    def unit(self, code: str, known: StandingRow | None) -> str:
        """The unit a room or officer belongs to, the units of a branch."""
        if self.level == "党支部":
            return "、".join(unit.name for unit in self.roster.branch_units(code)) or DASH
        officer = self.roster.officers.get(code) if self.level == OFFICERS else None
        post = officer.post(self.end) if officer else None
        unit = known.unit if known else post.unit if post else ""
        return self.names.unit(unit) if unit else DASH
