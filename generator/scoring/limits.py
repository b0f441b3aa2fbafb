"""Caps, floors and ceilings that run over months: each adds a line where the limit starts to bite.

A limit never changes a record's own line.  It looks at the running sum of its lines within a
month, quarter or year and adds the difference as a line of its own, so printed numbers still add
up, the order of records does not matter, and what an earlier month gave or took stays.
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
from generator.rules.scheme import Component, Scheme, Version
from generator.scoring.model import (
    CAPPED,
    FLOORED,
    HIGHEST,
    MINOR,
    START,
    TOTAL,
    WEIGHED,
    ScoreLine,
)
from generator.text.grouping import grouped
from generator.text.hundredths import half_up, percent, short, spell

Lines = list[ScoreLine]
Caps = Mapping[str, int]
"""Period (案, 月, 季, 年) → the most that may be given or taken in it, hundredths."""
Bounds = tuple[int | None, int | None]
"""Lowest and highest allowed sum, hundredths; None = no bound."""
Slot = tuple[str, str]
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
    for (_, code), own in grouped(made, _item_of).items():
        made += item_caps(scheme, own) if code else ()
    for component in scheme.components:
        inside = [line for line in made if line.component == component.code]
        before = len(inside)
        # Each limit looks at what the one before it has left, and the weight at what all have.
        inside += [*clause_caps(scheme, inside)]
        inside += [*component_bounds(account, component, inside)]
        inside += [*weighted(account, component, inside)]
        made += inside[before:]
    by_month = grouped(made, lambda line: line.month)
    for month in sorted({*assessed, *by_month}):
        own = by_month.get(month, [])
        before = len(own)
        if (version := scheme.version(month)) is not None:
            own += [*minor_ceiling(scheme, version, own)]
            if month in assessed:
                own += [*total_bounds(account, version, month, own)]
        made += own[before:]
    return made


def _item_of(line: ScoreLine) -> tuple[str, str]:
    return line.component, line.item_code


def _sum(lines: Iterable[ScoreLine]) -> int:
    return sum(line.points for line in lines)


def starts(account: Account) -> Iterator[ScoreLine]:
    """What each component starts from in every month in which the subject is assessed."""
    for month, unit in (account.assessed or {}).items():
        for component in account.scheme.components:
            if component.start:
                words = f"{component.name}起点 {short(component.start)}"
                yield account.line(component.code, month, unit, START, component.start, words)


def bucket(period: str, month: str) -> str:
    """What a limit of this period adds up together: the month, its quarter, its year, or all."""
    return {"月": month, "季": quarter_of(month).code, "年": month[:4]}.get(period, "")


def running_clip(
    steps: Iterable[tuple[Slot, int]], period: str, bounds: Callable[[str], Bounds]
) -> dict[Slot, int]:
    """Adjustments that keep each bucket's running sum within the month's bounds.

    ``steps`` are ``((month, unit), points)`` in order of time; so are the keys of the result.
    """
    # A loop and no cumulative sum of the table: each step is clipped to what the clipped steps
    # before it have left, and these lines are what the table is made of.
    raw: dict[str, int] = defaultdict(int)
    kept: dict[str, int] = {}
    adjustments: dict[Slot, int] = defaultdict(int)
    for (month, unit), points in steps:
        key = bucket(period, month)
        low, high = bounds(month)
        raw[key] += points
        before = kept.get(key)
        clipped = raw[key]
        # A cap that a later version lowers takes back nothing that was given under the old one, and
        # gives back nothing that was taken.
        if low is not None:
            clipped = max(clipped, low if before is None else min(low, before))
        if high is not None:
            clipped = min(clipped, high if before is None else max(high, before))
        adjustments[month, unit] += clipped - (before or 0) - points
        kept[key] = clipped
    return {place: points for place, points in adjustments.items() if points}


def in_time(
    lines: Iterable[ScoreLine], assessed: Assessed = MappingProxyType({})
) -> list[tuple[Slot, int]]:
    """Sums by month and unit, in order of time: a limit bites where the sum passes it.

    A month in which the subject is ``assessed`` has its step even without a line, at its end.
    """
    steps = [(line.month, line.day or date.min, line.unit, line.points) for line in lines]
    steps += [(month, date.max, unit, 0) for month, unit in assessed.items()]
    sums: dict[Slot, int] = defaultdict(int)
    for month, _, unit, points in sorted(steps, key=lambda step: step[:2]):
        sums[month, unit] += points
    return list(sums.items())


def _adjusting(lines: Lines, place: Slot, kind: str, points: int, words: str) -> ScoreLine:
    """A computed line beside the lines of a month and unit that it adjusts."""
    pattern = next(line for line in reversed(lines) if (line.month, line.unit) == place)
    return replace(
        pattern, kind=kind, points=points, words=words, entry=None, place=None, state="", day=None
    )


def highest_per_matter(lines: Lines) -> Iterator[ScoreLine]:
    """Of several entries about one matter in one component only the highest counts.

    A later, higher entry brings the difference; a 就高 line takes out what is counted already.
    """
    # One document may commend on several levels, one fault stand in several files: the rule wants
    # the highest award, the heaviest fault.  The months before it are published and stay.
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
                yield _adjusting([line], (line.month, line.unit), HIGHEST, -surplus, words)


def item_caps(scheme: Scheme, lines: Lines) -> Iterator[ScoreLine]:
    """The caps of one item, as in force in each month, over one subject's lines of it."""
    component, code = _item_of(lines[0])

    def caps(month: str) -> Caps:
        version = scheme.version(month)
        item = version.item(component, code) if version else None
        return item.caps if item else {}

    yield from _caps(lines, code, caps)


def clause_caps(scheme: Scheme, lines: Lines) -> Iterator[ScoreLine]:
    """The shared caps of several items (条款) over one subject's lines of one component."""
    clauses: dict[str, set[str]] = defaultdict(set)
    for version in scheme.versions_in({line.month for line in lines}):
        for clause in version.clauses:
            clauses[clause.name] |= clause.items
    for name, codes in clauses.items():
        own = [line for line in lines if line.item is not None and line.item.code in codes]

        def caps(month: str, name: str = name) -> Caps:
            version = scheme.version(month)
            clauses = version.clauses if version else ()
            return next((clause.caps for clause in clauses if clause.name == name), {})

        for made in _caps(own, name, caps):
            yield replace(made, item=None)


def _caps(lines: Lines, name: str, caps: Callable[[str], Caps]) -> Lines:
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
        by_case = grouped(everything, lambda line: line.case)
        for case, chosen in sorted(by_case.items()) if period == "案" else [("", everything)]:
            for place, points in running_clip(in_time(chosen), period, bounds).items():
                cap = caps(place[0])[period]
                words = f"{name} {CAP_PERIODS[period]}封顶 {short(cap)} 分，超出部分不计"
                line = _adjusting(chosen, place, CAPPED, points, words)
                added.append(replace(line, case=case))
    return added


def component_bounds(account: Account, component: Component, lines: Lines) -> Iterator[ScoreLine]:
    """A component's ceiling and floor, per month, quarter or year."""
    if account.assessed is None:
        return
    added: Lines = []
    for period in ("月", "季", "年"):
        ceiling, floor = component.ceiling.get(period), component.floor.get(period)
        for kind, limit, later, bound in (
            (CAPPED, "最多", "前面未计的部分补计", ceiling),
            (FLOORED, "最少", "前面补足的部分抵回", floor),
        ):
            if bound is None:
                continue
            bounds = (None, bound) if kind == CAPPED else (bound, None)
            steps = in_time([*lines, *added], account.assessed)
            for (month, unit), points in running_clip(steps, period, lambda _: bounds).items():  # noqa: B023 - used at once
                words = f"{component.name}{CAP_PERIODS[period]}{limit} {short(bound)} 分"
                # What was cut or granted earlier in the period is settled when the sum comes back.
                words += f"，{later}" if (points > 0) == (kind == CAPPED) else ""
                added.append(account.line(component.code, month, unit, kind, points, words))
    yield from added


def weighted(account: Account, component: Component, lines: Lines) -> Iterator[ScoreLine]:
    """What a component with a weight gives up of each month's sum."""
    if component.weight == 100_00:
        return
    for month, own in grouped(lines, lambda line: line.month).items():
        total = _sum(own)
        # Rounded for the sum of a month and not for each line: it is the sum that the rule weighs.
        counted = half_up(total * component.weight, 100_00)
        if counted != total:
            words = f"{component.name} {spell(total)} × 权重 {percent(component.weight)} = {spell(counted)}"
            unit, lost = own[-1].unit, counted - total
            yield account.line(component.code, month, unit, WEIGHED, lost, words)


def minor_ceiling(scheme: Scheme, version: Version, lines: Lines) -> Iterator[ScoreLine]:
    """轻微封顶: minor findings of a month take at most a share of the month's case points."""
    # Or who handles many cases would lose by small flaws what the cases gave, and do fewer.  One
    # month at a time: without case points in it, minor findings are recorded but cost nothing.
    minor = [line for line in lines if line.item and line.item.terms.minor]
    if version.case_rules is None or not minor:
        return
    quantity = _sum(line for line in lines if line.item and line.item.terms.from_cases)
    share = percent(version.case_rules.minor_ceiling)
    allowed = half_up(max(quantity, 0) * version.case_rules.minor_ceiling, 100_00)
    relief = -_sum(minor) - allowed
    by_component = grouped(minor, lambda line: line.component)
    for component in scheme.components:
        own = by_component.get(component.code, [])
        part = min(relief, -_sum(own))
        if part > 0:
            relief -= part
            limit = f"{scheme.case_component.name} {spell(quantity)} 的 {share} 即 {spell(allowed)}"
            words = f"轻微问题扣分以{limit} 为限"
            made = _adjusting(own, (own[0].month, own[0].unit), MINOR, part, words)
            yield replace(made, item=None, case="")


def total_bounds(
    account: Account, version: Version, month: str, lines: Lines
) -> Iterator[ScoreLine]:
    """The start, floor and ceiling of a subject's total in a month in which it is assessed."""
    total = version.start + _sum(lines)
    unit, name = (account.assessed or {})[month], account.scheme.short

    def line(points: int, words: str) -> ScoreLine:
        return account.line("", month, unit, TOTAL, points, f"{name}总分{words} 分")

    if version.start:
        yield line(version.start, f"起点 {short(version.start)}")
    if version.floor is not None and total < version.floor:
        yield line(version.floor - total, f"最少 {short(version.floor)}")
    if version.ceiling is not None and total > version.ceiling:
        yield line(version.ceiling - total, f"最多 {short(version.ceiling)}")
