"""A month of a dossier: the score lines as rows that a reader can add up.

What an item hides (隐去事由) is cut here: such rows keep the level and the count, never a reason,
an evidence number, a date, a case, a person or a matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from generator.ledger.case_records import Case
from generator.publish.kit import links
from generator.publish.kit.labels import item_name, shown_components
from generator.publish.kit.tables import Cell, Folded, LineRow
from generator.publish.trail.marks import Marks
from generator.rules.kinds.kind import SMALL_SAMPLE
from generator.rules.scheme import Scheme
from generator.scoring.model import ADJUSTED, LINE_KINDS, RECORDED, ScoreLine
from generator.text.hundredths import short, spell

HIDDEN = "按规定不公开事由"
FULL = "满分"


@dataclass(frozen=True, slots=True)
class ComponentLines:
    """The lines of one component with their sum."""

    name: str
    anchor: str
    rows: tuple[LineRow, ...]
    total: int


class LineRows:
    """Makes the rows of one scheme."""

    def __init__(self, scheme: Scheme, cases: Mapping[str, Case], marks: Marks) -> None:
        self.scheme, self.cases, self.marks = scheme, cases, marks
        self.components = [(component.code, component.name) for component in scheme.components]
        self.shown = {component.code for component in shown_components(scheme)}

    def parts(
        self, month: str, lines: Sequence[tuple[ScoreLine, str]]
    ) -> tuple[tuple[ComponentLines, ...], tuple[ComponentLines, ...]]:
        """The month's lines (with their anchors) by component, and the components without any."""
        by_component: dict[str, list[tuple[ScoreLine, str]]] = defaultdict(list)
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
                without.append(ComponentLines(name, anchor, (), 0))
        return tuple(made), tuple(without)

    def rows(self, lines: Sequence[tuple[ScoreLine, str]]) -> list[LineRow]:
        """Rows of one component; items that kept their full points untouched come last, in one."""
        alone = self._untouched(lines)
        single = self._single_hidden([line for line, _ in lines])
        made = [self.row(line, anchor, single) for line, anchor in lines if id(line) not in alone]
        folded: dict[bool, list[tuple[ScoreLine, str]]] = defaultdict(list)
        for line, anchor in lines:
            if id(line) in alone and line.item is not None:
                folded[not line.item.terms.starts_full].append((line, anchor))
        return made + [self.folded(own, not_due=not_due) for not_due, own in sorted(folded.items())]

    @staticmethod
    def _untouched(lines: Sequence[tuple[ScoreLine, str]]) -> set[int]:
        """Lines 满分 of items that have no other line in the component."""
        count: dict[str, int] = defaultdict(int)
        for line, _ in lines:
            if line.item is not None:
                count[line.item.code] += 1
        full = [line for line, _ in lines if line.kind == FULL and line.item is not None]
        return {id(line) for line in full if line.item is not None and count[line.item.code] == 1}

    @staticmethod
    def _single_hidden(lines: Sequence[ScoreLine]) -> set[str]:
        """Codes of hidden deductions by level that stand for one matter only: no type is shown."""
        matters: dict[str, set[object]] = defaultdict(set)
        for line in lines:
            entry = line.entry
            if entry is not None and entry.item.hides_reason and line.points < 0:
                matters[entry.item.code].add(entry.said.matter or line.place)
        return {code for code, found in matters.items() if len(found) == 1}

    def folded(self, lines: Sequence[tuple[ScoreLine, str]], *, not_due: bool) -> LineRow:
        """One row for many items with full points."""
        items = tuple(
            Folded(
                line.item.code,
                line.item.name,
                links.rule(self.scheme.code, line.item.code),
                anchor,
                line.points,
            )
            for line, anchor in lines
            if line.item is not None
        )
        what = "本月不考核，计满分" if not_due else "未发生扣减，得满分"
        total = sum(each.points for each in items)
        return LineRow(f"其余{len(items)}项", "", what, spell(total), folded=items, tone="muted")

    def row(self, line: ScoreLine, anchor: str, single: set[str]) -> LineRow:
        """One line as a row."""
        item = line.item
        if item is not None and item.terms.strikes:
            return self.veto(line)
        hides = item is not None and item.hides_reason
        return LineRow(
            name=item_name(item) if item else line.kind,
            href=links.rule(self.scheme.code, item.code) if item else "",
            words=self.words(line, single) if hides else line.words,
            points=line.state or spell(line.points),
            anchor=anchor,
            kind="" if line.kind == RECORDED or item is None else line.kind,
            case="" if hides else self.case(line),
            reason=HIDDEN if hides and line.entry is not None else self.reason(line),
            evidence="" if hides else self.evidence(line),
            source=links.source(line.place) if line.place else "",
            source_href=links.record(line.place) if line.place else "",
            path=line.place.path if line.place else "",
            tone=self.tone(line),
            badges=self.marks.of_line(line),
            published=self.marks.published_points(line) or "",
        )

    @staticmethod
    def veto(line: ScoreLine) -> LineRow:
        """A veto without its cause: the name of the item would tell it."""
        words = "1 件，不计分，取消评优资格"
        return LineRow("否决事项", "", words, spell(line.points), reason="原因不公开")

    @staticmethod
    def tone(line: ScoreLine) -> str:
        if line.state:
            return "warn" if line.state == SMALL_SAMPLE else "muted"
        return "bad" if line.points < 0 and line.kind == RECORDED else ""

    @staticmethod
    def words(line: ScoreLine, single: set[str]) -> str:
        """The arithmetic of a line whose reason is not shown: level and count only."""
        entry = line.entry
        if line.kind == "就高" or line.state:
            return LINE_KINDS.get(line.kind, "") if line.kind == "就高" else line.state
        if entry is None:
            return line.words
        if entry.item.terms.levels and entry.item.code in single:
            return f"1 件 = {short(line.points)}"
        return entry.said.open_words(line.words)

    def case(self, line: ScoreLine) -> str:
        """``2025-06-chengguan-01 主办``."""
        if not line.case:
            return ""
        case = self.cases.get(line.case)
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

    @staticmethod
    def evidence(line: ScoreLine) -> str:
        return line.entry.said.evidence if line.entry is not None else ""


class HasParts(Protocol):
    """A month of a dossier."""

    @property
    def month(self) -> str: ...
    @property
    def parts(self) -> tuple[ComponentLines, ...]: ...
    @property
    def approvals(self) -> Mapping[str, Cell]: ...


def csv_rows(months: Iterable[HasParts]) -> Iterator[tuple[Cell, ...]]:
    """All rows for the CSV file; a folded row becomes one line per item again.

    They come from the page and not from the points table: what a page hides, the file hides.
    """
    nothing = Cell("")
    for month in months:
        for part in month.parts:
            for row in part.rows:
                head = Cell(month.month), Cell(part.name)
                for each in row.folded:
                    name, points = Cell(f"{each.code} {each.name}"), Cell(spell(each.points))
                    how = Cell(row.words)
                    yield (*head, name, nothing, how, points, *(nothing,) * 4)
                if not row.folded:
                    said = "；".join(text for text in (row.reason, row.evidence) if text)
                    words = f"{row.kind}：{row.words}" if row.kind else row.words
                    texts = (row.name, row.case, words, row.points, row.published, said, row.source)
                    approval = month.approvals[row.path].text if row.path else ""
                    yield (*head, *(Cell(text) for text in (*texts, approval)))
