"""A unit's month in a scheme of cases: what its officers earned, and the arithmetic per head."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.publish.kit import links
from generator.publish.kit.labels import points_cell
from generator.publish.kit.names import Names
from generator.publish.kit.tables import Cell, Column, Table, TableRow
from generator.publish.site import month_name
from generator.rules.scheme import Scheme
from generator.scoring.model import ScoreLine, StandingRow
from generator.text.hundredths import spell


@dataclass(frozen=True, slots=True)
class UnitCases:
    """The officers' table of a month, and how it becomes the unit's points."""

    table: Table | None
    words: str

    @classmethod
    def of(
        cls,
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
        for line in lines:
            if line.subject == row.subject:
                continue
            if line.component == quantity.code:
                earned[line.subject] += line.points
            else:
                taken[line.subject] += line.points
            if line.item is not None and line.item.terms.from_cases:
                cases[line.subject].add(line.case)
        numbers = sorted({*earned, *taken}, key=lambda each: (-earned[each], each))
        rows = []
        for number in numbers:
            place = links.dossier("人员", number, month[:4])
            at = f"{place}#{links.month_anchor(month, scheme.code)}"
            own = ranks.get(number)
            rows.append(
                TableRow(
                    (
                        Cell(names.officer(number, own.rank if own else None), place, sort=number),
                        Cell(str(len(cases[number]))),
                        points_cell(earned[number], at),
                        points_cell(taken[number], at),
                    )
                )
            )
        columns = (
            Column("officer", "民警"),
            Column("cases", "办结案件", numeric=True),
            Column("quantity", quantity.name, numeric=True),
            Column("findings", "质效扣分", numeric=True),
        )
        caption = f"{month_name(month)}民警得分"
        table = Table(caption, columns, tuple(rows)) if rows else None
        return cls(table, per_head(scheme, row, sum(earned.values()), month))


def per_head(scheme: Scheme, row: StandingRow, pooled: int, month: str) -> str:
    """``数量分合计45.20分÷月末办案民警7人＝人均数量分6.46分``, as the rules of the month have it."""
    quantity, version = scheme.case_component, scheme.version(month)
    value, heads = row.components.get(quantity.code, 0), row.counts.get("人数", 0)
    sum_of_all = f"{quantity.name}合计{spell(pooled)}分"
    if version is None or version.case_rules is None or not version.case_rules.per_head:
        return f"{sum_of_all}。"
    return f"{sum_of_all}÷月末办案民警{heads}人＝人均{quantity.name}{spell(value)}分（四舍五入）。"
