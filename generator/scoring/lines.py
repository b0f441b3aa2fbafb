"""Score lines: one for every record entry, and one for everything that is computed from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from generator.ledger.records import Ledger, Record
from generator.rules.kinds.kind import FULL_MARKS, NO_POINTS
from generator.rules.periods import last_day
from generator.rules.roster import Roster
from generator.rules.rulebook import Rulebook
from generator.rules.scheme import Component, Item, Scheme, Version
from generator.rules.yearly import YearRules
from generator.scoring.cases import case_lines
from generator.scoring.limits import Account, with_limits
from generator.scoring.model import FLOORED, PRORATED, RECORDED, STARTING, ZEROED, ScoreLine
from generator.text.hundredths import half_up, short, spell


class Source(Protocol):
    """What scoring needs of the books."""

    @property
    def rulebook(self) -> Rulebook: ...
    @property
    def roster(self) -> Roster: ...
    @property
    def ledger(self) -> Ledger: ...
    def year_rules_for(self, year: int) -> YearRules | None: ...


def score_lines(books: Source) -> list[ScoreLine]:
    """All lines of all schemes and months, sorted by scheme, subject, month and component.

    A pure function of rules, roster and ledger; the order of records does not matter.
    """
    lines: list[ScoreLine] = []
    for scheme in books.rulebook.schemes.values():
        if scheme.of_cases:
            lines += case_lines(scheme, books.roster, books.ledger)
        else:
            lines += _scheme_lines(scheme, books.roster, books.ledger.records)
    return in_order(lines, books.rulebook)


def in_order(lines: Iterable[ScoreLine], rulebook: Rulebook) -> list[ScoreLine]:
    """Lines in reading order: scheme, subject, month, component, item, source line, kind."""
    position = {
        (scheme.code, component.code): number
        for scheme in rulebook.schemes.values()
        for number, component in enumerate(scheme.components)
    }
    # The key ends in points and words: no two different lines are equal in it, so that pages do
    # not depend on the order of records.
    return sorted(
        lines,
        key=lambda line: (
            line.scheme,
            line.subject,
            line.month,
            position.get((line.scheme, line.component), 99),  # the total's own lines come last
            line.item is None,
            line.item_code,
            line.kind != STARTING,
            line.kind != RECORDED,
            line.case,
            line.place or ("",),
            line.kind,
            line.points,
            line.words,
        ),
    )


def _scheme_lines(scheme: Scheme, roster: Roster, records: Iterable[Record]) -> list[ScoreLine]:
    own = [record for record in records if record.scheme == scheme.code]
    by_subject: dict[str, list[ScoreLine]] = defaultdict(list)
    assessed: dict[str, dict[str, str]] = defaultdict(dict)
    for record in sorted(own, key=lambda each: (each.month, each.subject, each.place)):
        monthly = _month(scheme, roster, record)
        assessed[record.subject][record.month] = monthly.unit
        by_subject[record.subject] += monthly.lines()
    made: list[ScoreLine] = []
    for subject, months in sorted(assessed.items()):
        made += with_limits(Account(scheme, subject, months), by_subject[subject])
    return made


def _month(scheme: Scheme, roster: Roster, record: Record) -> _Month:
    version = scheme.version(record.month)
    assert version is not None
    # Whoever changes class within a month is scored and ranked by the class of its last day.
    day = last_day(record.month)
    subject = roster.subject(scheme.subject, scheme.group_by, record.subject, day)
    group, unit = (subject.group, subject.unit) if subject else ("", record.report.reporter)
    return _Month(scheme, version, record, group, unit)


class _Month:
    """One subject's record of one month under one version."""

    def __init__(
        self, scheme: Scheme, version: Version, record: Record, group: str, unit: str
    ) -> None:
        self.scheme, self.version, self.record = scheme, version, record
        self.group, self.unit = group, unit

    def lines(self) -> list[ScoreLine]:
        """The lines of the month before any start or limit."""
        return [line for component in self.scheme.components for line in self.component(component)]

    def line(
        self, component: Component, kind: str, points: int, words: str, **more: Any
    ) -> ScoreLine:
        head = self.scheme.code, self.record.month, self.record.subject, self.unit
        return ScoreLine(*head, component.code, kind, points, words, **more)

    def component(self, component: Component) -> list[ScoreLine]:
        lines = [*self.full_marks(component), *self.recorded(component)]
        # Each step looks at what the steps before it have left: false data empty an indicator
        # before its floor is looked at, and only what is left then is prorated.
        lines += self.skipped(component, lines)
        lines += self.zeroed(component, lines)
        lines += self.emptied(component, lines)
        if component.prorates:
            lines += self.prorated(component, lines)
        return lines

    def items(self, component: Component) -> list[Item]:
        return [item for item in self.version.items if item.component == component.code]

    def full_marks(self, component: Component) -> Iterator[ScoreLine]:
        """Items that start full, and items that are not due and then count full."""
        for item in self.items(component):
            full = item.full(self.group)
            if item.terms.starts_full:
                yield self.line(component, STARTING, full, f"起始满分 {short(full)}", item=item)
            # A base of 100 is due every month and the quarter takes the mean: an item assessed
            # once a quarter must not look lost in the two months in which nobody asks for it.
            elif item.terms.full_when_not_due and not item.due(self.record.month):
                words = f"本月不考核，计满分 {short(full)}"
                yield self.line(component, STARTING, full, words, item=item)

    def recorded(self, component: Component) -> Iterator[ScoreLine]:
        """One line for every entry."""
        for entry in self.record.entries:
            if entry.item.component == component.code:
                points, words, state = entry.said.score(self.group)
                if state and entry.item.terms.when_skipped == NO_POINTS:
                    words += "，按规则计零分"
                source = {"item": entry.item, "entry": entry, "place": entry.place}
                yield self.line(component, RECORDED, points, words, state=state, **source)

    def skipped(self, component: Component, lines: list[ScoreLine]) -> Iterator[ScoreLine]:
        """Full marks for items that are 不适用 or 样本不足, where the rule gives them (不适用时)."""
        for line in lines:
            if line.state and line.item and line.item.terms.when_skipped == FULL_MARKS:
                full = line.item.full(self.group)
                words = f"{line.state}，按规则计满分 {short(full)}"
                yield self.line(component, STARTING, full, words, item=line.item)

    def zeroed(self, component: Component, lines: list[ScoreLine]) -> Iterator[ScoreLine]:
        """Indicators that false data have set to 0."""
        # By indicator: two entries about the same one cannot take its points twice.
        named = {
            entry.said.indicator: entry
            for entry in self.record.entries
            if entry.item.terms.zeroes_indicator
        }
        for code, cause in sorted(named.items()):
            earned = sum(line.points for line in lines if line.item and line.item.code == code)
            item = self.version.item(component.code, code)
            if earned and item is not None:
                words = f"{cause.item.code} 数据不实，{code} 得分 {short(earned)} 清零"
                yield self.line(component, ZEROED, -earned, words, item=item, place=cause.place)

    def emptied(self, component: Component, lines: list[ScoreLine]) -> Iterator[ScoreLine]:
        """Items whose lapses exceed their full points stop at 0."""
        for item in self.items(component):
            own = (line.points for line in lines if line.item is item)
            # What was given can be lost, no more; mere deductions go through, below 0 too.
            if item.terms.starts_full and (left := sum(own)) < 0:
                words = f"{item.code} 扣完为止，补回 {short(-left)}"
                yield self.line(component, FLOORED, -left, words, item=item)

    def prorated(self, component: Component, lines: list[ScoreLine]) -> Iterator[ScoreLine]:
        """The 折算 line that makes up for items that do not count this month."""
        # Full marks instead would reward whoever has less to do; nothing would punish them.
        fulls = {
            id(item): item.full(self.group)
            for item in self.items(component)
            if item.counts(self.record.month)
        }
        skipped = {id(line.item) for line in lines if line.state}
        due = sum(fulls.values())
        applicable = due - sum(full for item, full in fulls.items() if item in skipped)
        full = component.full or due
        if applicable in (0, full):
            return
        earned = sum(line.points for line in lines if line.item is not None)
        made = half_up(earned * full, applicable) - earned
        what = f"{len(skipped)} 项不计，" if skipped else ""
        working = f"{spell(earned)} ÷ {short(applicable)} × {short(full)} = {spell(earned + made)}"
        words = f"{what}{working}，折算 {spell(made)}"
        yield self.line(component, PRORATED, made, words)
