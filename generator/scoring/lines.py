"""Score lines: one for every record entry, and one for everything that is computed from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Protocol

from generator.ledger.records import Ledger, Record
from generator.rules.kinds.kind import FULL_MARKS, NO_POINTS
from generator.rules.periods import last_day
from generator.rules.roster import Roster
from generator.rules.rulebook import Rulebook
from generator.rules.scheme import Component, Scheme, Version
from generator.scoring.cases import case_lines
from generator.scoring.limits import Account, with_limits
from generator.scoring.model import RECORDED, ScoreLine
from generator.text.hundredths import half_up, short, spell


class Source(Protocol):
    """What scoring needs of the books."""

    @property
    def rulebook(self) -> Rulebook: ...
    @property
    def roster(self) -> Roster: ...
    @property
    def ledger(self) -> Ledger: ...


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
    return sorted(
        lines,
        key=lambda line: (
            line.scheme,
            line.subject,
            line.month,
            position.get((line.scheme, line.component), 99),
            line.item is None,
            line.item.code if line.item else "",
            line.kind != "满分",
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
    subject = roster.subject(
        scheme.subject, scheme.group_by, record.subject, last_day(record.month)
    )
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
        self, component: Component, kind: str, points: int, words: str, **more: object
    ) -> ScoreLine:
        return ScoreLine(
            self.scheme.code, self.record.month, self.record.subject, self.unit,
            component.code, kind, points, words, **more,  # type: ignore[arg-type]  # keyword pass-through
        )  # fmt: skip

    def component(self, component: Component) -> list[ScoreLine]:
        lines = [*self.full_marks(component)]
        for entry in self.record.entries:
            if entry.item.component == component.code:
                scored = entry.said.score(self.group)
                nothing = scored.state and entry.item.terms.when_skipped == NO_POINTS
                lines.append(
                    self.line(
                        component, RECORDED, scored.points, scored.words + "，按规则计零分" * bool(nothing),
                        item=entry.item, entry=entry, place=entry.place, state=scored.state,
                    )
                )  # fmt: skip
        lines += self.skipped(component, lines)
        lines += self.zeroed(component, lines)
        lines += self.emptied(component, lines)
        if component.prorates:
            lines += self.prorated(component, lines)
        return lines

    def full_marks(self, component: Component) -> Iterator[ScoreLine]:
        """Items that start full, and items that are not due and then count full."""
        for item in self.version.items:
            if item.component != component.code:
                continue
            if item.terms.starts_full:
                full = item.full(self.group)
                yield self.line(component, "满分", full, f"起始满分 {short(full)}", item=item)
            elif item.terms.full_when_not_due and not item.due(self.record.month):
                full = item.full(self.group)
                yield self.line(
                    component, "满分", full, f"本月不考核，计满分 {short(full)}", item=item
                )

    def skipped(self, component: Component, lines: list[ScoreLine]) -> Iterator[ScoreLine]:
        """Full marks for items that are 不适用 or 样本不足, where the rule gives them (不适用时)."""
        for line in lines:
            if line.state and line.item and line.item.terms.when_skipped == FULL_MARKS:
                full = line.item.full(self.group)
                words = f"{line.state}，按规则计满分 {short(full)}"
                yield self.line(component, "满分", full, words, item=line.item)

    def zeroed(self, component: Component, lines: list[ScoreLine]) -> Iterator[ScoreLine]:
        """Indicators that false data have set to 0."""
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
                yield self.line(component, "清零", -earned, words, item=item, place=cause.place)

    def emptied(self, component: Component, lines: list[ScoreLine]) -> Iterator[ScoreLine]:
        """Items whose lapses exceed their full points stop at 0."""
        for item in self.version.items:
            if item.component == component.code and item.terms.starts_full:
                left = sum(line.points for line in lines if line.item is item)
                if left < 0:
                    yield self.line(
                        component,
                        "封底",
                        -left,
                        f"{item.code} 扣完为止，补回 {short(-left)}",
                        item=item,
                    )

    def prorated(self, component: Component, lines: list[ScoreLine]) -> Iterator[ScoreLine]:
        """The 折算 line that makes up for items that do not count this month."""
        items = [
            item
            for item in self.version.items
            if item.component == component.code and item.counts(self.record.month)
        ]
        skipped = {id(line.item): line for line in lines if line.state}
        due = sum(item.full(self.group) for item in items)
        applicable = due - sum(item.full(self.group) for item in items if id(item) in skipped)
        full = component.full or due
        if applicable in (0, full):
            return
        earned = sum(line.points for line in lines if line.item is not None)
        made = half_up(earned * full, applicable) - earned
        what = f"{len(skipped)} 项不计，" if skipped else ""
        words = f"{what}{spell(earned)} ÷ {short(applicable)} × {short(full)} = {spell(earned + made)}，折算 {spell(made)}"
        yield self.line(component, "折算", made, words)
