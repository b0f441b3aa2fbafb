"""Cases for the second opinion: what each officer earns and loses, shared out, with limits."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from tests.independent_books import ZERO, County, Doc, half_up, number, open_county
from tests.independent_points import Limit, Pairs, spread, worth


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


def never_twice(rounds: list[list[Any]]) -> list[Any]:
    """Findings of all rounds about a case, each with what it is about; the same in words counts once."""
    worst: dict[Any, list[Any]] = {}
    for found in rounds:
        for about in dict.fromkeys(about for about, _ in found):
            now = [line for each, lines in found if each == about for line in lines]
            if sum(points for _, _, points in now) <= sum(p for _, _, p in worst.get(about, [])):
                worst[about] = now
    return [line for lines in worst.values() for line in lines]


def told(review: Doc, items: list[Doc]) -> list[Any]:
    """The findings of one review: what each is about, and its lines."""
    return [
        ((entry["项"], *sorted(entry["承担"]), entry["事由"]), findings({"问题": [entry]}, items))
        for entry in review.get("问题") or []
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
    waiting: dict[str, list[Any]] = defaultdict(list)
    for month, review in sorted(reviews, key=lambda pair: str(pair[1]["日期"])):
        version, items = county.version(scheme, month)
        lines: list[Any] = []
        if review["结论"] == "通过":
            lines += shares_of_case(cases[review["编号"]], review, version, items)
        if review["结论"] == "追加":
            lines += findings(review, items)
        else:
            waiting[review["编号"]].append(told(review, items))
        if review["结论"] == "通过":
            lines += never_twice(waiting.pop(review["编号"]))
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
