"""The months of a dossier: the score lines as rows that a reader can add up; a unit's case work.

What an item hides (隐去事由) is cut here: such rows keep the level and the count, never a reason,
an evidence number, a date, a case, a person or a matter.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from generator.ledger.case_records import Case
from generator.publish.kit import links
from generator.publish.kit.labels import (
    VETO,
    Names,
    item_cell,
    month_name,
    points_cell,
    shown_components,
)
from generator.publish.kit.tables import Cell, Column, Folded, LineRow, Table, TableRow
from generator.publish.trail.marks import Marks
from generator.rules.kinds.kind import SMALL_SAMPLE
from generator.rules.scheme import Scheme
from generator.scoring.model import (
    ADJUSTED,
    HIGHEST,
    RECORDED,
    STARTING,
    ScoreLine,
    StandingRow,
)
from generator.text.hundredths import short, spell

REASON_HIDDEN = "按规定不公开事由"

Anchored = tuple[ScoreLine, str]
"""A line and its anchor on the page."""


class Told(NamedTuple):
    """An approval in full, below the table whose lines name it in short."""

    anchor: str
    href: str
    short: str
    words: str


@dataclass(frozen=True, slots=True)
class ComponentLines:
    """The lines of one component with their sum."""

    name: str
    anchor: str
    rows: tuple[LineRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class UnitCases:
    """The officers' table of a month, and how it becomes the unit's points."""

    table: Table | None
    words: str


@dataclass(frozen=True, slots=True)
class DossierMonth:
    """A month of one scheme: its lines by component, or that nothing was reported."""

    month: str
    anchor: str
    missing: bool
    parts: tuple[ComponentLines, ...]
    without_lines: tuple[ComponentLines, ...]
    total: int | None
    said: str
    approvals: Mapping[str, Cell]
    """Path of a record → the last cell of its lines."""
    told: tuple[Told, ...]
    unit_cases: UnitCases | None = None


class LineRows:
    """Makes the rows of one scheme."""

    def __init__(self, scheme: Scheme, cases: Mapping[str, Case], marks: Marks) -> None:
        self.scheme, self.cases, self.marks = scheme, cases, marks
        self.components = [(component.code, component.name) for component in scheme.components]
        self.shown = {component.code for component in shown_components(scheme)}

    def parts(
        self, month: str, lines: Sequence[Anchored]
    ) -> tuple[tuple[ComponentLines, ...], tuple[ComponentLines, ...]]:
        """The month's lines by component, and the components without any."""
        by_component: dict[str, list[Anchored]] = defaultdict(list)
        for line, anchor in lines:
            by_component[line.component].append((line, anchor))
        made, without = [], []
        for code, name in (*self.components, ("", ADJUSTED)):
            own = by_component.get(code)
            anchor = links.component_anchor(month, self.scheme.code, code)
            if own:
                total = sum(line.points for line, _ in own)
                made.append(ComponentLines(name, anchor, tuple(self.rows(own)), total))
            elif code in self.shown:
                # Numbers of the bulletin lead here, also those that are zero for want of lines.
                without.append(ComponentLines(name, anchor, (), 0))
        return tuple(made), tuple(without)

    def rows(self, lines: Sequence[Anchored]) -> list[LineRow]:
        """Rows of one component; items that kept their full points untouched come last, in one."""
        count = Counter(line.item.code for line, _ in lines if line.item is not None)
        single = self._single_hidden([line for line, _ in lines])
        made = []
        untouched: dict[bool, list[Folded]] = defaultdict(list)
        for line, anchor in lines:
            item = line.item
            if item is not None and line.kind == STARTING and count[item.code] == 1:
                rule = links.rule(self.scheme.code, item.code)
                kept = Folded(item.code, item.name, rule, anchor, line.points)
                untouched[not item.terms.starts_full].append(kept)
            else:
                made.append(self.row(line, anchor, single))
        return made + [self.folded(own, not_due=due) for due, own in sorted(untouched.items())]

    @staticmethod
    def _single_hidden(lines: Sequence[ScoreLine]) -> set[str]:
        """Codes of hidden deductions by level that stand for one matter only: no type is shown."""
        matters: dict[str, set[object]] = defaultdict(set)
        for line in lines:
            entry = line.entry
            if entry is not None and entry.item.hides_reason and line.points < 0:
                matters[entry.item.code].add(entry.said.matter or line.place)
        return {code for code, found in matters.items() if len(found) == 1}

    @staticmethod
    def folded(items: Sequence[Folded], *, not_due: bool) -> LineRow:
        """One row for many items with full points."""
        what = "本月不考核，计满分" if not_due else "未发生扣减，得满分"
        total = spell(sum(each.points for each in items))
        return LineRow(f"其余{len(items)}项", "", what, total, folded=tuple(items), tone="muted")

    def row(self, line: ScoreLine, anchor: str, single: set[str]) -> LineRow:
        """One line as a row."""
        item = line.item
        if item is not None and item.terms.strikes:
            return self.veto(line)
        name, rule = item_cell(self.scheme.code, item)[:2] if item else (line.kind, "")
        made = LineRow(
            name=name,
            href=rule,
            words=line.words,
            points=line.state or spell(line.points),
            anchor=anchor,
            kind=line.kind if item and line.kind != RECORDED else "",
            case=self.case(line),
            reason=self.reason(line),
            evidence=line.entry.said.evidence if line.entry else "",
            place=line.place,
            tone=self.tone(line),
            badges=self.marks.of_line(line),
            published=self.marks.published_points(line) or "",
        )
        return self.closed(made, line, single) if item and item.hides_reason else made

    def closed(self, row: LineRow, line: ScoreLine, single: set[str]) -> LineRow:
        """The row of an item whose reason is not shown: level and count only."""
        reason = REASON_HIDDEN if line.entry is not None else row.reason
        return replace(row, words=self.words(line, single), case="", reason=reason, evidence="")

    @staticmethod
    def veto(line: ScoreLine) -> LineRow:
        """A veto without its cause: the name of the item would tell it."""
        words = "1 件，不计分，取消评优资格"
        # No place either: the line of the record names the item.
        return LineRow(VETO, "", words, spell(line.points), reason="原因不公开")

    @staticmethod
    def tone(line: ScoreLine) -> str:
        if line.state:
            return "warn" if line.state == SMALL_SAMPLE else "muted"
        return "bad" if line.points < 0 and line.kind == RECORDED else ""

    @staticmethod
    def words(line: ScoreLine, single: set[str]) -> str:
        """The arithmetic of a line whose reason is not shown."""
        entry = line.entry
        if line.kind == HIGHEST:
            # Its own words name the matter that the other entries share.
            return "同一事项只计最高"
        if line.state or entry is None:
            return line.state or line.words
        if entry.item.terms.levels and entry.item.code in single:
            return f"1 件 = {short(line.points)}"
        return entry.said.open_words(line.words)

    def case(self, line: ScoreLine) -> str:
        """``2025-06-chengguan-01 主办``."""
        if not line.case:
            return ""
        case = self.cases.get(line.case)
        # The role says why somebody has only a part of the case's points.
        roles = {each.number: each.role for each in case.participants} if case else {}
        return f"{line.case} {roles.get(line.subject, '')}".strip()

    @staticmethod
    def reason(line: ScoreLine) -> str:
        """Date and reason as recorded; a reason that the arithmetic quotes is not said twice."""
        if line.entry is None:
            return ""
        reason, day = line.entry.said.reason, line.entry.said.day
        said = [f"{day.month}月{day.day}日"] if day else []
        if reason and reason not in line.words:
            said.append(reason)
        return " ".join(said)


def csv_rows(months: Iterable[DossierMonth]) -> Iterator[TableRow]:
    """All rows for the CSV file; a folded row becomes one line per item again.

    They come from the page and not from the points table: what a page hides, the file hides.
    """
    nothing = Cell("")
    for month in months:
        for part in month.parts:
            head = Cell(month.month), Cell(part.name)
            for row in part.rows:
                for each in row.folded:
                    name, points = f"{each.code} {each.name}", spell(each.points)
                    yield TableRow.of(*head, name, nothing, row.words, points, *[nothing] * 4)
                if not row.folded:
                    yield TableRow.of(
                        *head,
                        row.name,
                        row.case,
                        f"{row.kind}：{row.words}" if row.kind else row.words,
                        row.points,
                        row.published,
                        row.said,
                        links.source(row.place) if row.place else "",
                        month.approvals[row.place.path].text if row.place else "",
                    )


# ── a unit in a scheme of cases ────────────────────────────────────────────────────────────────


def unit_cases(
    scheme: Scheme,
    row: StandingRow,
    lines: Sequence[ScoreLine],
    ranks: Mapping[str, StandingRow],
    names: Names,
    month: str,
) -> UnitCases:
    """``lines`` are those of the month that count for the unit; ``ranks`` the officers' rows."""
    quantity = scheme.case_component
    earned: dict[str, int] = defaultdict(int)
    taken: dict[str, int] = defaultdict(int)
    cases: dict[str, set[str]] = defaultdict(set)
    # What the unit itself answers for stands in the lines below the table.
    for line in [line for line in lines if line.subject != row.subject]:
        points = earned if line.component == quantity.code else taken
        points[line.subject] += line.points
        if line.item is not None and line.item.terms.from_cases:
            cases[line.subject].add(line.case)
    columns = (
        Column("officer", "民警"),
        Column("cases", "办结案件", numeric=True),
        Column("quantity", quantity.name, numeric=True),
        Column("findings", "质效扣分", numeric=True),
    )
    rows = []
    for number in sorted({*earned, *taken}, key=lambda each: (-earned[each], each)):
        own = ranks.get(number)
        who = names.officer_cell(number, int(month[:4]), own.rank if own else None)
        at = f"{who.href}#{links.month_anchor(month, scheme.code)}"
        rows.append(
            TableRow.of(
                who._replace(sort=number),
                str(len(cases[number])),
                points_cell(earned[number], at),
                points_cell(taken[number], at),
            )
        )
    table = Table(f"{month_name(month)}民警得分", columns, rows) if rows else None
    return UnitCases(table, per_head(scheme, row, sum(earned.values()), month))


def per_head(scheme: Scheme, row: StandingRow, pooled: int, month: str) -> str:
    """``数量分合计45.20分÷月末办案民警7人＝人均数量分6.46分``, as the rules of the month have it."""
    quantity, version = scheme.case_component, scheme.version(month)
    pooled_words = f"{quantity.name}合计{spell(pooled)}分"
    if version is None or version.case_rules is None or not version.case_rules.per_head:
        return f"{pooled_words}。"
    value = spell(row.components.get(quantity.code, 0))
    return f"{pooled_words}÷月末办案民警{row.heads}人＝人均{quantity.name}{value}分（四舍五入）。"
