"""Caps, floors and ceilings that run over months: each adds a line where the limit starts to bite.

A limit never changes a record's own line.  It looks at the running sum of its lines within a
month, quarter or year and adds the difference as a line of its own, so printed numbers still add
up, the order of records does not matter, and what an earlier month granted is never taken back.
Start, floor and ceiling are a matter of who is assessed, not of who has entries: they hold in every
month in which somebody counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from generator.rules.kinds.kind import CAP_PERIODS
from generator.rules.periods import quarter_of
from generator.rules.scheme import Clause, Component, Item, Scheme, Version
from generator.scoring.model import ScoreLine
from generator.text.hundredths import half_up, percent, short, spell

Lines = list[ScoreLine]
Bounds = tuple[int | None, int | None]
"""Lowest and highest allowed sum, hundredths; None = no bound."""
Place = tuple[str, str]
"""Month and unit: an officer who moves within a month has lines in two units."""
Assessed = Mapping[str, str]
"""The months in which a subject counts, with the unit it belongs to in each."""


@dataclass(frozen=True, slots=True)
class Account:
    """Whose lines they are; ``assessed`` is None where start and bounds are not for such subjects."""

    scheme: Scheme
    subject: str
    assessed: Assessed | None

    def line(
        self, component: str, month: str, unit: str, kind: str, points: int, words: str
    ) -> ScoreLine:
        """A computed line that belongs to no item."""
        return ScoreLine(
            self.scheme.code, month, self.subject, unit, component, kind, points, words
        )


def with_limits(account: Account, lines: Lines) -> Lines:
    """One subject's lines of all months with every start and limit applied.

    In this order: one matter once, item caps, clause caps, component bounds, minor findings, total bounds.
    """
    scheme, assessed = account.scheme, account.assessed or {}
    made = [*lines, *starts(account), *highest_per_matter(lines)]
    for own in _grouped(made):
        made += item_caps(scheme, own)
    for component in scheme.components:
        inside = [line for line in made if line.component == component.code]
        capped = [*inside, *clause_caps(scheme, inside)]
        made += capped[len(inside) :]
        bounded = [*capped, *component_bounds(account, component, capped)]
        made += bounded[len(capped) :]
        made += weighted(account, component, bounded)
    by_month: dict[str, Lines] = {month: [] for month in assessed}
    for line in made:
        by_month.setdefault(line.month, []).append(line)
    for month, own in sorted(by_month.items()):
        version = scheme.version(month)
        if version is not None:
            eased = [*own, *minor_ceiling(scheme, version, own)]
            made += eased[len(own) :]
            if month in assessed:
                made += total_bounds(account, version, month, eased)
    return made


def starts(account: Account) -> Iterator[ScoreLine]:
    """What each component starts from in every month in which the subject is assessed."""
    for month, unit in (account.assessed or {}).items():
        for component in account.scheme.components:
            if component.start:
                words = f"{component.name}起点 {short(component.start)}"
                yield account.line(component.code, month, unit, "起点", component.start, words)


def _grouped(lines: Lines) -> list[Lines]:
    """Lines by component and item code."""
    groups: dict[tuple[str, str], Lines] = defaultdict(list)
    for line in lines:
        if line.item is not None:
            groups[line.component, line.item.code].append(line)
    return list(groups.values())


def bucket(period: str, month: str) -> str:
    """What a limit of this period adds up together: the month, its quarter, its year, or all."""
    return {"月": month, "季": quarter_of(month).code, "年": month[:4]}.get(period, "")


def running_clip(
    steps: Iterable[tuple[Place, int]], period: str, bounds: Callable[[str], Bounds]
) -> dict[Place, int]:
    """Adjustments that keep each bucket's running sum within the month's bounds.

    ``steps`` are ``((month, unit), points)`` in order of time; so are the keys of the result.
    """
    raw: dict[str, int] = defaultdict(int)
    kept: dict[str, int] = defaultdict(int)
    adjustments: dict[Place, int] = defaultdict(int)
    for (month, unit), points in steps:
        key = bucket(period, month)
        low, high = bounds(month)
        raw[key] += points
        clipped = raw[key]
        if low is not None:
            clipped = max(clipped, low)
        if high is not None:
            clipped = min(clipped, max(high, kept[key]))
        adjustments[month, unit] += clipped - kept[key] - points
        kept[key] = clipped
    return {place: points for place, points in adjustments.items() if points}


def in_time(
    lines: Iterable[ScoreLine], assessed: Assessed = MappingProxyType({})
) -> list[tuple[Place, int]]:
    """Sums by month and unit, in order of time: a limit bites where the sum passes it.

    A month in which the subject is ``assessed`` has its step even without a line, at its end.
    """
    steps = [(line.month, line.day or date.min, line.unit, line.points) for line in lines]
    steps += [(month, date.max, unit, 0) for month, unit in assessed.items()]
    sums: dict[Place, int] = defaultdict(int)
    for month, _, unit, points in sorted(steps, key=lambda step: step[:2]):
        sums[month, unit] += points
    return list(sums.items())


def _adjusting(lines: Lines, place: Place, kind: str, points: int, words: str) -> ScoreLine:
    """A computed line beside the lines of a month and unit that it adjusts."""
    pattern = next(line for line in reversed(lines) if (line.month, line.unit) == place)
    return replace(
        pattern, kind=kind, points=points, words=words, entry=None, place=None, state="", day=None
    )


def highest_per_matter(lines: Lines) -> Iterator[ScoreLine]:
    """Of several entries about one matter in one component only the highest counts.

    A later, higher entry brings the difference; a 就高 line takes out what is counted already.
    """
    matters: dict[tuple[str, str], Lines] = defaultdict(list)
    for line in lines:
        if line.entry is not None and line.entry.item.terms.highest_per_matter:
            matters[line.component, line.entry.said.matter].append(line)
    for (_, matter), group in sorted(matters.items()):
        best = 0
        for line in sorted(
            group, key=lambda each: (each.month, -abs(each.points), each.place or ())
        ):
            gained = max(abs(line.points) - best, 0)
            best += gained
            surplus = line.points - (gained if line.points > 0 else -gained)
            if surplus:
                words = f"事项 {matter} 只计最高一次，{short(surplus)} 不重复计"
                yield _adjusting([line], (line.month, line.unit), "就高", -surplus, words)


def item_caps(scheme: Scheme, lines: Lines) -> Iterator[ScoreLine]:
    """The caps of one item, as in force in each month, over one subject's lines of it."""
    first = lines[0].item
    assert first is not None

    def caps(month: str) -> Item | None:
        version = scheme.version(month)
        return version.item(first.component, first.code) if version else None

    yield from _caps(
        lines, first.code, lambda month: dict(found.caps) if (found := caps(month)) else {}
    )


def clause_caps(scheme: Scheme, lines: Lines) -> Iterator[ScoreLine]:
    """The shared caps of several items (条款) over one subject's lines of one component."""
    clauses: dict[str, set[str]] = defaultdict(set)
    for version in scheme.versions_in({line.month for line in lines}):
        for clause in version.clauses:
            clauses[clause.name] |= clause.items
    for name, codes in clauses.items():
        own = [line for line in lines if line.item is not None and line.item.code in codes]

        def caps(month: str, name: str = name) -> dict[str, int]:
            found = _clause(scheme, month, name)
            return dict(found.caps) if found else {}

        for made in _caps(own, name, caps) if own else ():
            yield replace(made, item=None)


def _clause(scheme: Scheme, month: str, name: str) -> Clause | None:
    version = scheme.version(month)
    return next((c for c in version.clauses if c.name == name), None) if version else None


def _caps(lines: Lines, name: str, caps: Callable[[str], dict[str, int]]) -> Lines:
    """Lines that keep the sum within ± each cap; narrower periods first."""
    added: Lines = []
    months = {line.month for line in lines}
    for period in ("案", "月", "季", "年"):
        if not any(period in caps(month) for month in months):
            continue

        def bounds(month: str, period: str = period) -> Bounds:
            cap = caps(month).get(period)
            return (None, None) if cap is None else (-cap, cap)

        everything = [*lines, *added]
        for case in sorted({line.case for line in everything}) if period == "案" else [None]:
            chosen = [line for line in everything if case is None or line.case == case]
            for place, points in running_clip(in_time(chosen), period, bounds).items():
                cap = caps(place[0])[period]
                words = f"{name} {CAP_PERIODS[period]}封顶 {short(cap)} 分，超出部分不计"
                line = _adjusting(chosen, place, "封顶", points, words)
                added.append(replace(line, case=case or ""))
    return added


def component_bounds(account: Account, component: Component, lines: Lines) -> Iterator[ScoreLine]:
    """A component's ceiling and floor, per month, quarter or year."""
    if account.assessed is None:
        return
    added: Lines = []
    for period in ("月", "季", "年"):
        for kind, limit, later, bounds in (
            ("封顶", "最多", "前面未计的部分补计", (None, component.ceiling.get(period))),
            ("封底", "最少", "前面补足的部分抵回", (component.floor.get(period), None)),
        ):
            bound = bounds[0] if bounds[1] is None else bounds[1]
            if bound is None:
                continue
            steps = in_time([*lines, *added], account.assessed)
            for (month, unit), points in running_clip(steps, period, lambda _: bounds).items():  # noqa: B023 - used at once
                words = f"{component.name}{CAP_PERIODS[period]}{limit} {short(bound)} 分"
                # What was cut or granted earlier in the period is settled when the sum comes back.
                words += f"，{later}" if (points > 0) == (kind == "封顶") else ""
                added.append(account.line(component.code, month, unit, kind, points, words))
    yield from added


def weighted(account: Account, component: Component, lines: Lines) -> Iterator[ScoreLine]:
    """What a component with a weight gives up of each month's sum."""
    if component.weight == 100_00:
        return
    by_month: dict[str, Lines] = defaultdict(list)
    for line in lines:
        by_month[line.month].append(line)
    for month, own in by_month.items():
        total = sum(line.points for line in own)
        counted = half_up(total * component.weight, 100_00)
        if counted != total:
            words = f"{component.name} {spell(total)} × 权重 {percent(component.weight)} = {spell(counted)}"
            unit, lost = own[-1].unit, counted - total
            yield account.line(component.code, month, unit, "权重", lost, words)


def minor_ceiling(scheme: Scheme, version: Version, lines: Lines) -> Iterator[ScoreLine]:
    """轻微封顶: minor findings of a month take at most a share of the month's case points."""
    # One month at a time: without case points in it, minor findings are recorded but cost nothing.
    minor = [line for line in lines if line.item and line.item.terms.minor]
    if version.case_rules is None or not minor:
        return
    quantity = sum(line.points for line in lines if line.item and line.item.terms.from_cases)
    share = version.case_rules.minor_ceiling
    allowed = half_up(max(quantity, 0) * share, 100_00)
    relief = -sum(line.points for line in minor) - allowed
    for component in scheme.components:
        own = [line for line in minor if line.component == component.code]
        part = min(relief, -sum(line.points for line in own))
        if own and part > 0:
            relief -= part
            words = f"轻微问题扣分以{scheme.case_component.name} {spell(quantity)} 的 {percent(share)} 即 {spell(allowed)} 为限"
            made = _adjusting(own, (own[0].month, own[0].unit), "轻微封顶", part, words)
            yield replace(made, item=None, case="")


def total_bounds(
    account: Account, version: Version, month: str, lines: Lines
) -> Iterator[ScoreLine]:
    """The start, floor and ceiling of a subject's total in a month in which it is assessed."""
    total = version.start + sum(line.points for line in lines)
    unit, name = (account.assessed or {})[month], account.scheme.short

    def line(points: int, words: str) -> ScoreLine:
        return account.line("", month, unit, "总分", points, f"{name}总分{words} 分")

    if version.start:
        yield line(version.start, f"起点 {short(version.start)}")
    if version.floor is not None and total < version.floor:
        yield line(version.floor - total, f"最少 {short(version.floor)}")
    if version.ceiling is not None and total > version.ceiling:
        yield line(version.ceiling - total, f"最多 {short(version.ceiling)}")
