"""The first page: where each of the point-systems stands, what is missing, what has changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from generator.publish.evidence import UNPROVEN
from generator.publish.kit import links
from generator.publish.kit.labels import group_label, is_circular
from generator.publish.kit.tables import Badge
from generator.publish.site import Page, Site
from generator.rules.periods import Period, last_day, quarter_of
from generator.rules.roster import BRANCHES, OFFICERS, ROOMS, UNITS
from generator.rules.scheme import Scheme, Version
from generator.scoring.model import Standing, StandingRow

SHOWN = 3
"""How many are named where all are in one group."""
MOVERS = 2
"""How many of those who gained most places are named for each scheme."""


class Leader(NamedTuple):
    """The first of a group, or those who share the place."""

    place: str
    name: str
    others: int
    total: int
    href: str


class Mover(NamedTuple):
    """Somebody who gained places."""

    scheme: str
    group: str
    name: str
    row: StandingRow
    href: str


class Absent(NamedTuple):
    """A report that has not come in; ``covers`` is how many rooms it would be about."""

    scheme: str
    name: str
    month: str
    covers: int


@dataclass(frozen=True, slots=True)
class Card:
    """One point-system on the first page."""

    scheme: Scheme
    standing: Standing
    leaders: tuple[Leader, ...]
    movers: tuple[Mover, ...]
    absent: tuple[Absent, ...]
    earlier: tuple[Absent, ...]
    """Of the same year, before the latest bulletin."""
    size: int
    scale: str
    uri: str
    """The latest bulletin, or empty."""
    badges: tuple[Badge, ...] = ()
    """未公布, 更正, 有异议, 未核验."""


class NewRules(NamedTuple):
    """A version that came into force after the first of its scheme."""

    scheme: Scheme
    version: Version


def pages(site: Site, made: Mapping[str, Page]) -> Iterator[Page]:
    """The home page; ``made`` are the pages that it may lead to."""
    cards = [card for scheme in site.schemes if (card := _card(site, scheme, made))]
    yield site.page(
        "home.html",
        links.HOME,
        f"{site.rulebook.bureau.name}“四个积分制”通报",
        {
            "cards": cards,
            "figures": [(card.size, _counted(card.scheme)) for card in cards],
            "absent": [*chain.from_iterable(card.absent for card in cards)],
            "earlier": [*chain.from_iterable(card.earlier for card in cards)],
            "movers": [*chain.from_iterable(card.movers for card in cards)],
            "changes": _changes(site),
            "unlike": site.aftermath.unlike,
        },
        search="首页 最新通报 排名 未报 规则变化",
    )


def latest(site: Site, scheme: Scheme) -> Period | None:
    """The newest period a scheme has circulated: a month, or a quarter whose last month is in."""
    months = site.scores.months(scheme.code)
    if not months:
        return None
    if scheme.circulated == "月":
        return Period(months[-1])
    # Until the last month is in, the quarter before is the newest that is whole.
    ended = [quarter_of(month) for month in months if int(month[5:]) % 3 == 0]
    return ended[-1] if ended else Period(months[-1])


def _card(site: Site, scheme: Scheme, made: Mapping[str, Page]) -> Card | None:
    period = latest(site, scheme)
    if period is None:
        return None
    standing = site.scores.standing(scheme.code, period)
    day = last_day(period.months[-1])
    absent = tuple(absent_reports(site, scheme, period))
    whole_year = absent_reports(site, scheme, Period(str(period.year)))
    uri = links.bulletin(scheme.code, period)
    return Card(
        scheme,
        standing,
        tuple(_leaders(site, standing, made)),
        tuple(_movers(site, standing, made)),
        absent,
        # The latest are shown above, each once.
        tuple(each for each in whole_year if each not in absent),
        len(site.roster.subjects(scheme.subject, scheme.group_by, day)),
        _scale(site, scheme),
        uri if uri in made else "",
        tuple(_badges(site, scheme, period)),
    )


def _badges(site: Site, scheme: Scheme, period: Period) -> Iterator[Badge]:
    """Where the latest period stands after, or before, its publication."""
    page = links.bulletin(scheme.code, period)
    after = site.aftermath.after(scheme.code, period)
    if after is None and is_circular(scheme, period):
        yield Badge("未公布", "muted")
    if after is not None:
        if not after.rebuilt.same:
            yield Badge("与公布不一致", "bad", page)
        if after.corrections:
            yield Badge("有更正", "warn", f"{page}#corrections")
    if any(o.is_open for o in site.books.trail.objections_to(scheme.code, period.code)):
        yield Badge("有异议", "info", f"{page}#objections")
    issued = [after.record.place.path] if after is not None else []
    if site.marks.unproven_records(scheme, period) or any(map(site.evidence.is_unproven, issued)):
        yield Badge(UNPROVEN, "bad", links.AUDIT)


def _leaders(site: Site, standing: Standing, made: Mapping[str, Page]) -> Iterator[Leader]:
    """The first of each group; of a single group the first few."""
    alone = len(standing.groups) == 1
    for group in standing.groups:
        for rank in range(1, SHOWN + 1 if alone else 2):
            # Several may share a rank, and then none has the next.
            rows = [row for row in group.rows if row.rank == rank and row.total is not None]
            if rows:
                yield Leader(
                    f"第{rank}名" if alone else group_label(group),
                    site.names.of_row(standing.level, rows[0]),
                    len(rows) - 1,
                    rows[0].total or 0,
                    _dossier(standing, rows[0], made),
                )


def _movers(site: Site, standing: Standing, made: Mapping[str, Page]) -> Iterator[Mover]:
    risen = [
        (row.movement, group, row)
        for group in standing.groups
        for row in group.rows
        if row.movement is not None and row.movement > 0
    ]
    # Of those who gained the same the code decides: two builds must not differ.
    for _, group, row in sorted(risen, key=lambda each: (-each[0], each[2].subject))[:MOVERS]:
        yield Mover(
            standing.scheme,
            group_label(group) if len(standing.groups) > 1 else "",
            site.names.of_row(standing.level, row),
            row,
            _dossier(standing, row, made),
        )


def _dossier(standing: Standing, row: StandingRow, made: Mapping[str, Page]) -> str:
    uri = links.dossier(standing.level, row.subject, standing.period.year)
    return uri if uri in made else ""


def absent_reports(site: Site, scheme: Scheme, period: Period) -> Iterator[Absent]:
    """Reports of a period that have not come in, by month and by the unit or branch that owes them."""
    level = UNITS if scheme.of_cases else ""
    of_rooms = scheme.subject == ROOMS
    missing = site.scores.standing(scheme.code, period, level).missing
    # A station reports for all its rooms in one file.
    owed = Counter((m.month, site.names.unit(m.unit) if of_rooms else m.name) for m in missing)
    for (month, name), covers in sorted(owed.items()):
        yield Absent(scheme.short, name, month, covers if of_rooms else 0)


def _counted(scheme: Scheme) -> str:
    return {
        "案件": "名办案民警",
        OFFICERS: "名民警",
        ROOMS: "个警务室",
        BRANCHES: "个党支部",
        UNITS: "个所队室",
    }[scheme.subject]


def _scale(site: Site, scheme: Scheme) -> str:
    """How the scheme is laid out: ``7类28项``, ``7项指标，分3个类别排名``."""
    # By code: an item may have parts in several components.
    items = {item.code for item in scheme.versions[-1].items if item.terms.regular}
    aspects = [aspect for aspect in scheme.aspects if aspect.points is not None]
    groups = site.rulebook.bureau.groups.get(scheme.group_by, {})
    parts = []
    if items:
        parts.append(f"{len(aspects)}类{len(items)}项" if aspects else f"{len(items)}项指标")
    if groups:
        parts.append(f"分{len(groups)}个{scheme.group_by}排名")
    return "，".join(parts)


def _changes(site: Site) -> list[NewRules]:
    found = [
        NewRules(scheme, version)
        for scheme in site.rulebook.schemes.values()
        for version in scheme.versions[1:]
    ]
    return sorted(found, key=lambda each: (each.version.since, each.scheme.code), reverse=True)
