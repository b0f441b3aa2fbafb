"""Lists that lead to dossiers and year pages. They are made of the pages that exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from generator.intake.periods import Period
from generator.intake.roster import Branch, Room, Unit
from generator.intake.rulebook import Scheme
from generator.publish import links
from generator.publish.labels import named_group
from generator.publish.names import Names
from generator.publish.page import Page
from generator.publish.tables import Cell, Column, Table, TableRow
from generator.publish.templates import Site
from generator.scoring.model import Standing
from generator.scoring.numbers import spell

Made = Mapping[str, Page]

LEVELS = {
    "党支部": ("党支部", "一支部一档：逐月逐项的得分、算法、依据和记录"),
    "警务室": ("警务室", "警务室的考核结果即为该室民警的考核成绩"),
    "单位": ("所队室", "一单位一档：队伍管理积分，办案单位另有执法办案积分"),
    "人员": ("办案民警", "每起案件的得分和分成，每条扣分的认定"),
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
    if links.DOSSIERS not in made:
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
    """One row a subject: its group, its unit, and for each year the total and place so far."""
    schemes = [
        site.books.rulebook.schemes[code]
        for code in site.schemes
        if level in _levels(site.books.rulebook.schemes[code])
    ]
    all_years = sorted({year for own in years.values() for year in own}, reverse=True)
    newest = all_years[0]
    standings = [
        standing
        for scheme in schemes
        if (standing := site.scores.standing(scheme.code, Period(newest), level)).rows
    ]
    rows = [_dossier_row(site, level, code, own, standings) for code, own in years.items()]
    columns = (
        Column("name", title),
        Column("group", "分组"),
        Column("unit", "单位", hidden_on_phone=True),
        *(
            Column(f"{s.scheme}-{what}", f"{site.books.rulebook.schemes[s.scheme].short}{word}", numeric=True)
            for s in standings
            for what, word in (("total", "积分"), ("rank", "名次"))
        ),
        Column("years", "年度", sortable=False),
    )  # fmt: skip
    return Table(f"{newest}年{title}积分档案", columns, tuple(sorted(rows, key=_by_group_and_rank)))


def _levels(scheme: Scheme) -> tuple[str, ...]:
    return ("人员", "单位") if scheme.of_cases else (scheme.subject,)


def _dossier_row(
    site: Site, level: str, code: str, years: list[str], standings: list[Standing]
) -> TableRow:
    names, roster = Names(site.books.rulebook.bureau, site.books.roster), site.books.roster
    places = [standing.row(code) for standing in standings]
    known = next((row for row in places if row is not None), None)
    group = ""
    if known is not None and known.group:
        scheme = site.books.rulebook.schemes[
            next(s.scheme for s, row in zip(standings, places, strict=True) if row is known)
        ]
        groups = site.books.rulebook.bureau.groups.get(scheme.group_by, {})
        group = named_group(known.group, groups.get(known.group, ""))
    named: dict[str, Mapping[str, Unit | Branch | Room]] = {
        "党支部": roster.branches,
        "警务室": roster.rooms,
        "单位": roster.units,
    }
    thing = named.get(level, {}).get(code)
    name = thing.name if thing else names.officer(code, known.rank if known else None)
    unit = known.unit if known is not None and known.unit != code else ""
    cells = [
        Cell(name, links.dossier(level, code, years[0])),
        Cell(group or "—", sort=known.group if known is not None else ""),
        Cell(names.unit(unit) if unit else "—"),
    ]
    for row in places:
        cells.append(Cell("—" if row is None or row.total is None else spell(row.total)))
        cells.append(Cell("—" if row is None or row.rank is None else str(row.rank)))
    cells.append(
        Cell(years[0], links.dossier(level, code, years[0]), title=f"{name}{years[0]}年积分档案")
    )
    return TableRow(tuple(cells))


def _by_group_and_rank(row: TableRow) -> tuple[str, int, str]:
    place = row.cells[4].text if len(row.cells) > 5 else ""
    return row.cells[1].sort, int(place) if place.isdigit() else 9999, row.cells[0].href
