"""Points by month for the second opinion: a record's items and limits."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from tests.independent_books import (
    ZERO,
    County,
    Doc,
    Sums,
    due_in,
    half_up,
    number,
    of_group,
    open_county,
    within,
)

COUNTS = ("次数", "人次", "天数", "周数", "月数")
Pairs = dict[tuple[str, str], Fraction]
"""Points by component and item, by component and matter, or by officer and month."""


# ── one entry ──


def full_points(item: Doc, month: str, group: str) -> Fraction | None:
    """Full points of an item of record in this month; None when it is no such item or not due."""
    if item["类型"] not in ("完成度", "按次扣减", "达标率", "阶梯"):
        return None
    if due_in(item, month) or item.get("非考核月") == "计满分":
        return of_group(item["分值"], group)
    return None


def reached(item: Doc, entries: list[Doc], month: str, group: str) -> Fraction | None:
    """Points of an item of record, rounded once; None is 不适用 or 样本不足."""
    full = of_group(item["分值"], group)
    if not due_in(item, month):
        return full
    if item["类型"] == "按次扣减":
        steps = item["扣减"]
        losses = [count(e) * of_group(steps, e.get("情形", "")) for e in entries]
        return half_up(max(ZERO, full - sum(losses)))
    (entry,) = entries
    if item["类型"] == "完成度":
        shares = {"按期": "1", "逾期": item.get("逾期", "50%"), "未完成": "0"}
        return half_up(full * number(shares[entry["完成"]])) if entry["完成"] in shares else None
    assert (item["类型"], item.get("计分", "按比例")) == ("达标率", "按比例"), item
    if "不适用" in entry or small_sample(item, entry):
        return None
    if item["取数"] == "分项":
        done = [(part, number(entry["分项"][part["名称"]])) for part in item["分项"]]
        return half_up(sum((number(p["分值"]) * attained(n, p, group) for p, n in done), ZERO))
    if item["取数"] == "应办已办":
        return half_up(full * attained(number(entry["已办"]) / number(entry["应办"]), item, group))
    return half_up(full * attained(number(entry[item["取数"]]), item, group))


def small_sample(item: Doc, entry: Doc) -> bool:
    """应办 0 is 不适用, under 最小样本 it is 样本不足: neither counts."""
    asked = number(entry.get("应办", "99"))
    return asked == 0 or asked < number(item.get("最小样本", "1"))


def attained(value: Fraction, rule: Doc, group: str) -> Fraction:
    """What was reached over the target, at most 1."""
    return min(Fraction(1), value / of_group(rule["目标"], group))


def count(entry: Doc) -> Fraction:
    """How many times, days, weeks …; once when nothing is said."""
    return number(next((entry[key] for key in COUNTS if key in entry), "1"))


def worth(item: Doc, entry: Doc, group: str) -> Fraction:
    """Points of one 加分, 扣分 or 核定 entry, with its sign."""
    if item["类型"] == "核定":
        return number(entry["分值"])
    points = of_group(item["分值"], entry.get("级别", group)) * count(entry)
    if item.get("自查减半") == "是" and entry.get("自查") == "是":
        points /= 2
    return half_up(points if item["类型"] == "加分" else -points)


# ── limits ──


def spread(value: Any) -> Sums:
    """A bare limit is one per month; no limit is empty."""
    pairs = value if isinstance(value, dict) else {"月": value} if value is not None else {}
    return {period: number(text) for period, text in pairs.items()}


class Limit:
    """Running sums kept under a limit: what still counts of the points of a month."""

    def __init__(self) -> None:
        self.raw: dict[Any, Fraction] = defaultdict(Fraction)
        self.given: dict[Any, Fraction] = defaultdict(Fraction)

    def left(self, key: Any, month: str, value: Fraction, low: Sums, high: Sums) -> Fraction:
        """What of ``value`` counts; limits for a case, month, quarter and year act in turn."""
        for period in ("案", "月", "季", "年"):
            at = (key, period, "" if period == "案" else within(month, period))
            self.raw[at] += value
            running = self.raw[at]
            if period in high:
                running = min(running, high[period])
            if period in low:
                running = max(running, low[period])
            if period in low or period in high:
                value = running - self.given[at]
            self.given[at] += value
        return value

    def capped(self, key: Any, month: str, value: Fraction, cap: Any) -> Fraction:
        """The same under one 封顶, which holds additions and deductions alike."""
        high = spread(cap)
        return self.left(key, month, value, {period: -most for period, most in high.items()}, high)


# ── party, rooms, team: one record a month ──


def entries_by_item(scheme: Doc, items: list[Doc], record: Doc) -> dict[tuple[str, str], list[Doc]]:
    """The entries of a record; 项 may be left out where only one item is possible."""
    found: dict[tuple[str, str], list[Doc]] = defaultdict(list)
    for component in scheme["组成"]:
        part, column = component["代码"], component["栏目"]
        codes = [item["代码"] for item in items if item["组成"] == part]
        for section in [column] if isinstance(column, str) else column:
            for entry in record.get(section) or []:
                assert "项" in entry or len(codes) == 1, entry
                found[part, entry.get("项", codes[0])].append(entry)
    return found


def month_points(county: County, scheme: str, subject: str, month: str, best: Pairs) -> Pairs:
    """Points of one month before any limit; ``best`` carries 同事项取高 from month to month."""
    record, items = county.record(scheme, subject, month), county.items(scheme, month)
    group = county.group(scheme, subject, month) or ""
    entries = entries_by_item(county.schemes[scheme], items, record or {})
    wiped = {entry["指标"] for found in entries.values() for entry in found if "指标" in entry}
    points: Pairs = defaultdict(Fraction)
    full: Sums = defaultdict(Fraction)
    applicable: Sums = defaultdict(Fraction)
    for item in items:
        part, code = item["组成"], item["代码"]
        due = full_points(item, month, group)
        if due is not None:
            full[part] += due
            earned = reached(item, entries[part, code], month, group)
            if earned is not None:
                applicable[part] += due
                points[part, code] += ZERO if code in wiped else earned
        elif item["类型"] in ("加分", "扣分", "核定"):
            values = [(worth(item, entry, group), entry) for entry in entries[part, code]]
            if item.get("同事项取高") == "是":
                values = [(above_best(best, part, entry, new), entry) for new, entry in values]
            points[part, code] += sum((value for value, _ in values), ZERO)
    for component in county.schemes[scheme]["组成"]:
        part = component["代码"]
        goal = number(component["满分"]) if "满分" in component else full[part]
        if component.get("折算") == "是" and 0 < applicable[part] != goal:
            earned = sum((value for (its, _), value in points.items() if its == part), ZERO)
            points[part, "折算"] += half_up(earned * goal / applicable[part]) - earned
    return points


def above_best(best: Pairs, part: str, entry: Doc, value: Fraction) -> Fraction:
    """What an entry adds to the best of its matter so far."""
    before = best.get((part, entry["事项"]), ZERO)
    best[part, entry["事项"]] = max(before, value, key=abs)
    return best[part, entry["事项"]] - before


@cache
def by_month(root: Path, scheme: str, subject: str) -> dict[str, Sums]:
    """Points of every reported month by component, all limits applied."""
    county, limit = open_county(root), Limit()
    best: Pairs = {}
    result: dict[str, Sums] = {}
    years = sorted({month[:4] for month, _ in county.ledger})
    for month in [month for year in years for month in county.counted(scheme, subject, year)]:
        rules = {(item["组成"], item["代码"]): item for item in county.items(scheme, month)}
        sums: Sums = defaultdict(Fraction)
        for key, value in month_points(county, scheme, subject, month, best).items():
            sums[key[0]] += limit.capped(key, month, value, rules.get(key, {}).get("封顶"))
        result[month] = bounded(county, scheme, month, limit, sums)
    return result


def bounded(county: County, scheme: str, month: str, limit: Limit, sums: Sums) -> Sums:
    """An assessed month from its starts on: components within their bounds, then the total.

    What the start and the bounds of the total add or take stands under the empty name.
    """
    for component in county.schemes[scheme]["组成"]:
        part = component["代码"]
        low, high = spread(component.get("下限")), spread(component.get("上限"))
        begun = sums.get(part, ZERO) + number(component.get("起点", "0"))
        sums[part] = limit.left(part, month, begun, low, high)
    rule, earned = county.version(scheme, month)[0].get("总分", {}), sum(sums.values(), ZERO)
    total = earned + number(rule.get("起点", "0"))
    total = max(total, number(rule["下限"])) if "下限" in rule else total
    total = min(total, number(rule["上限"])) if "上限" in rule else total
    return {**sums, "": total - earned} if rule else dict(sums)
