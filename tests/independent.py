"""A second opinion: totals and ranks of a county, recomputed from its YAML files alone.

Plain and slow on purpose.  It shares no code with the product, so that a wrong reading of the rules
would have to be made twice to go unseen.  Amounts are exact fractions; ``half_up`` is the only
rounding.  ``independent_books`` reads files, ``independent_points`` makes the points of a
month, ``independent_cases`` those of case work.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from functools import cache
from pathlib import Path

from tests.independent_books import (
    ZERO,
    County,
    Doc,
    Sums,
    days_of,
    half_up,
    kind_of,
    months_of,
    number,
    open_county,
)
from tests.independent_cases import Share, limited
from tests.independent_points import Limit, bounded, by_month, full_points, worth


def own_shares(root: Path, scheme: str, officer: str, period: str) -> list[Share]:
    """What an officer earned or lost in a period, whoever reported it."""
    if not open_county(root).of_cases(scheme):
        return []
    months = months_of(period)
    return [share for share in by_officer(root, scheme)[officer] if share.month in months]


@cache
def by_officer(root: Path, scheme: str) -> dict[str, list[Share]]:
    """All that officers earned or lost in case work."""
    found: dict[str, list[Share]] = defaultdict(list)
    for share in limited(root, scheme):
        found[share.officer].append(share)
    return found


@cache
def components(root: Path, scheme: str, subject: str, period: str) -> Sums | None:
    """Points by component in a month, quarter or year; None when no month was reported."""
    county = open_county(root)
    rules, months = county.schemes[scheme], county.counted(scheme, subject, period)
    own = own_shares(root, scheme, subject, period)
    if not months and not own:
        return None
    if county.of_cases(scheme) and subject in county.units:
        return unit_components(root, scheme, subject, period)
    if county.of_cases(scheme):
        monthly = officer_months(county, scheme, subject, period, own)
    else:
        monthly = [by_month(root, scheme, subject)[month] for month in months]
    return {
        part: over(rules, part, period, sum((month[part] for month in monthly), ZERO), months)
        for part in monthly[0]
    }


def over(rules: Doc, part: str, period: str, points: Fraction, months: list[str]) -> Fraction:
    """The points of a period as its 汇总 has them: added up, or by the months that count."""
    own = [each["汇总"] for each in rules["组成"] if each["代码"] == part and "汇总" in each]
    rule = (own or [rules["汇总"].get(kind_of(period))])[0]
    return half_up(points / max(len(months), 1)) if rule == "平均" else points


def officer_months(
    county: County, scheme: str, officer: str, period: str, own: list[Share]
) -> list[Sums]:
    """An officer's months: shares, and in the months that count the starts and the total's bounds."""
    counted, found = county.counted(scheme, officer, period), []
    for month in months_of(period):
        sums = {component["代码"]: ZERO for component in county.schemes[scheme]["组成"]}
        for share in own:
            sums[share.component] += share.points if share.month == month else ZERO
        started = bounded(county, scheme, month, Limit(), sums) if month in counted else sums
        found.append(
            {**started, "": started.get("", ZERO)} if totalled(county, scheme) else started
        )
    return found


def totalled(county: County, scheme: str) -> bool:
    """Whether any version states a start or a bound of the total."""
    return any("总分" in version for version in county.schemes[scheme]["版本"])


def unit_components(root: Path, scheme: str, unit: str, period: str) -> Sums:
    """A unit's quantity per head of its case officers, and the items the unit itself bears."""
    county = open_county(root)
    months = county.months(scheme, period)
    sums = {component["代码"]: ZERO for component in county.schemes[scheme]["组成"]}
    for share in limited(root, scheme):
        if share.component == "quantity" and share.unit == unit and share.month in months:
            sums["quantity"] += share.points
    heads = [heads for month in months if (heads := county.headcount(unit, month))]
    rules, counted = county.schemes[scheme], county.counted(scheme, unit, period)
    sums["quantity"] = sums["quantity"] * len(heads) / sum(heads)
    for month in months:
        borne = [item for item in county.items(scheme, month) if item.get("承担") == "单位"]
        reviews = county.ledger.get((month, county.schemes[scheme]["复核目录"]), {})
        for entry in reviews.get(unit, {}).get("单位问题") or []:
            (item,) = [item for item in borne if entry.get("项") in (None, item["代码"])]
            sums[item["组成"]] += worth(item, entry, "")
    return {part: half_up(over(rules, part, period, sums[part], counted)) for part in sums}


def total(root: Path, scheme: str, subject: str, period: str) -> Fraction | None:
    """The sum of the components."""
    sums = components(root, scheme, subject, period)
    return None if sums is None else sum(sums.values(), ZERO)


def full_base(county: County, scheme: str, subject: str, months: list[str]) -> Fraction:
    """Full points of the items due in these months."""
    full = ZERO
    for month in months:
        group = county.group(scheme, subject, month) or ""
        for item in county.items(scheme, month):
            full += full_points(item, month, group) or ZERO
    return full


@cache
def ranked_on(root: Path, scheme: str, subject: str, period: str) -> Fraction | None:
    """The total, converted to a whole period when months are missing (缺月折合)."""
    county, points = open_county(root), total(root, scheme, subject, period)
    months, counted = county.months(scheme, period), county.counted(scheme, subject, period)
    if points is None or county.schemes[scheme].get("缺月折合") != "是" or counted == months:
        return points
    whole = full_base(county, scheme, subject, months)
    return half_up(points * whole / full_base(county, scheme, subject, counted))


def period_group(county: County, scheme: str, subject: str, period: str) -> str:
    """The group of most months (of a year at least 7, else the last); the later when equal."""
    months = county.expected(scheme, subject, period)
    groups = [county.group(scheme, subject, month) or "" for month in months]
    most = max(reversed(groups), key=groups.count)
    return groups[-1] if kind_of(period) == "年" and groups.count(most) < 7 else most


def share_of_days(county: County, officer: str, months: list[str]) -> Fraction:
    """Days in post and not on leave, of all days of the months."""
    days = [day for month in months for day in days_of(month)]
    away = county.officers[officer].get("离岗", [])
    in_post = [day for day in days if county.post(officer, day)]
    here = [day for day in in_post if not any(a["自"] <= day <= a["至"] for a in away)]
    return Fraction(len(here), len(days))


def may_rank(county: County, scheme: str, subject: str, period: str) -> bool:
    """Whether a subject takes part in the ranking of a period."""
    settings, kind = county.bureau["排名"], kind_of(period)
    months, expected = county.months(scheme, period), county.expected(scheme, subject, period)
    counted = county.counted(scheme, subject, period)
    if not counted or months[-1] not in expected:
        return False
    if kind != "月":
        least = min(int(settings["最少月份"][kind]), len(months))
        missing = len(expected) - len(counted)
        if missing >= int(settings["缺报不排名"]) or len(counted) < least:
            return False
    if subject in county.officers:
        return share_of_days(county, subject, months) >= number(settings["最少在岗比例"])
    return True


def ranks(root: Path, scheme: str, period: str, level: str = "") -> dict[str, int | None]:
    """Rank of every subject of a period inside its group; None when it takes none."""
    county = open_county(root)
    groups: dict[str, dict[str, Fraction]] = defaultdict(dict)
    result: dict[str, int | None] = {}
    for subject in county.subjects(scheme, level):
        if county.expected(scheme, subject, period) or own_shares(root, scheme, subject, period):
            result[subject] = None
            points = ranked_on(root, scheme, subject, period)
            if points is not None and may_rank(county, scheme, subject, period):
                groups[period_group(county, scheme, subject, period)][subject] = points
    for members in groups.values():
        if len(members) >= int(county.bureau["排名"]["最少参排"]):
            for subject, points in members.items():
                result[subject] = 1 + sum(other > points for other in members.values())
    return result
