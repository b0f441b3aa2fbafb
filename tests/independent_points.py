"""Points by month for the second opinion: a record's items and limits, and cases shared out."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

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
    return asked == 0 or asked < number(item.get("最小样本", "5"))


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


# ── cases: what each officer earns and loses ──


class Share(NamedTuple):
    """Points of one officer from one case or finding."""

    month: str
    officer: str
    unit: str
    item: Doc
    case: str
    points: Fraction

    @property
    def component(self) -> str:
        return str(self.item["组成"])


def case_unit(county: County, officer: str, day: str) -> str:
    """The unit of a case line: the post on the day, or the last before it that handled cases."""
    held = [post for post in county.officers[officer]["任职"] if post["自"] <= day]
    handling = [post for post in held if post.get("办案") == "是"]
    return str((handling or held)[-1]["单位"])


def persons_factor(item: Doc, persons: int) -> Fraction:
    """1, plus a share for each person from the second on, by bracket, up to 最高."""
    factor = Fraction(1)
    for person in range(2, persons + 1):
        bracket = next(step for step in item["梯度"] if person <= int(step.get("至", "9999")))
        factor += number(bracket["每人"])
    return min(factor, number(item["最高"]))


def pool(case: Doc, review: Doc, items: list[Doc], team: Fraction) -> Fraction:
    """What a passed case is worth, before it is shared."""
    (result,) = [item for item in items if item["代码"] == case["结果"]]
    pieces = number(case.get("件数", "1")) if result.get("计件") == "是" else 1
    points, factor = number(result["分值"]) * pieces, team
    for item in items:
        work = (item.get("作用"), item.get("条件"))
        if work in (("叠加", "系列"), ("叠加", "积案")) and case.get(work[1]) == "是":
            points += number(item["分值"])
        if work == ("系数", "疑难") and review.get("疑难") == "是":
            factor *= number(item["系数"])
        if work == ("系数", "人数"):
            factor *= persons_factor(item, int(case["人数"]))
    return half_up(points * factor)


def shares_of_case(case: Doc, review: Doc, version: Doc, items: list[Doc]) -> list[Any]:
    """Officer, item and points of a passed case; the odd hundredth goes to 主办."""
    roles: dict[str, list[str]] = defaultdict(list)
    for person in case["参与"]:
        roles[person["角色"]].append(person["警号"])
    (lead,), others = roles["主办"], roles["协办"]
    (result,) = [item for item in items if item["代码"] == case["结果"]]
    (helping,) = [item for item in items if item.get("作用") == "协作"]
    factors = {int(size): number(text) for size, text in version["办案"]["团队系数"].items()}
    whole = pool(case, review, items, factors[min(1 + len(others), max(factors))])
    each = half_up(whole * number(version["办案"]["角色"]["协办"]) / len(others))
    return [
        (lead, result, whole - each * len(others)),
        *((officer, result, each) for officer in others),
        *((officer, helping, number(helping["分值"])) for officer in roles["协作"]),
    ]


def findings(review: Doc, items: list[Doc]) -> list[Any]:
    """Officer, item and points of the findings: each person named bears the full points."""
    by_code = {item["代码"]: item for item in items}
    return [
        (officer, by_code[entry["项"]], worth(by_code[entry["项"]], entry, ""))
        for entry in review.get("问题") or []
        for officer in entry["承担"]
    ]


def shares(county: County, scheme: str) -> list[Share]:
    """All points of all officers, before limits, in the order of the reviews."""
    files = sorted((key, doc) for key, docs in county.ledger.items() for doc in docs.items())
    cases = {
        case["编号"]: case
        for (_, folder), (_, doc) in files
        if folder == scheme
        for case in doc["案件"]
    }
    reviews = [
        (month, review)
        for (month, folder), (_, doc) in files
        if folder == county.schemes[scheme]["复核目录"]
        for review in doc["复核"]
    ]
    found = []
    for month, review in sorted(reviews, key=lambda pair: str(pair[1]["日期"])):
        version, items = county.version(scheme, month)
        lines: list[Any] = []
        if review["结论"] == "通过":
            lines += shares_of_case(cases[review["编号"]], review, version, items)
        if review["结论"] in ("通过", "追加"):
            lines += findings(review, items)
        for officer, item, points in lines:
            unit = case_unit(county, officer, review["日期"])
            found.append(Share(month, officer, unit, item, review["编号"], points))
    return found


@cache
def limited(root: Path, scheme: str) -> list[Share]:
    """The shares, with caps by month and by case and then the ceiling on minor findings applied."""
    county, limit, found = open_county(root), Limit(), []
    for share in shares(county, scheme):
        cap = share.item.get("封顶")
        per_case = share.case if "案" in spread(cap) else ""
        key = (share.officer, share.item["代码"], per_case)
        found.append(share._replace(points=limit.capped(key, share.month, share.points, cap)))
    return let_off(county, scheme, found)


def let_off(county: County, scheme: str, found: list[Share]) -> list[Share]:
    """Minor findings above the share of the month's quantity are eased, first component first."""
    order = [component["代码"] for component in county.schemes[scheme]["组成"]]
    quantity: Pairs = defaultdict(Fraction)
    excess: Pairs = defaultdict(Fraction)
    for share in found:
        key = (share.officer, share.month)
        quantity[key] += share.points if share.component == "quantity" else ZERO
        excess[key] -= share.points if share.item.get("轻微") == "是" else ZERO
    for key in excess:
        percent = number(county.version(scheme, key[1])[0]["办案"]["轻微封顶"])
        excess[key] = max(ZERO, excess[key] - half_up(max(ZERO, quantity[key]) * percent))
    result = []
    for share in sorted(found, key=lambda share: order.index(share.component)):
        key = (share.officer, share.month)
        eased = min(excess[key], -share.points) if share.item.get("轻微") == "是" else ZERO
        excess[key] -= eased
        result.append(share._replace(points=share.points + eased))
    return result
