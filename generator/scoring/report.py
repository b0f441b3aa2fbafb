"""``jifen score`` and ``jifen explain``: a standing, and every line behind one number.

As data their shapes are stable: points are strings with two decimals, missing is null, never zero.
On a terminal they are aligned columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from generator.rules.periods import Period
from generator.rules.roster import OFFICERS, UNITS
from generator.rules.scheme import Scheme
from generator.scoring.explained import Explanation, explained
from generator.scoring.model import (
    ADJUSTED,
    REPORTED,
    STARTING,
    Group,
    ScoreLine,
    Standing,
    StandingRow,
)
from generator.scoring.standings import Scores
from generator.text.canonical import Json
from generator.text.grouping import grouped
from generator.text.hundredths import plain, spell
from generator.text.problems import display_width


class Approved(NamedTuple):
    """One level of the approval of a record file."""

    level: int
    office: str
    person: str
    name: str
    time: str
    grade: str
    submission: str


Approvals = Mapping[str, Sequence[Approved]]
"""Record file → its approval, level by level; empty where none is proven."""


def name_of(row: StandingRow) -> str:
    """The name of a row's subject as the roster has it."""
    return row.name


def score(
    scores: Scores, period: Period, scheme: str, named: Callable[[StandingRow], str] = name_of
) -> Json:
    """A standing as data, subjects ``named`` so; schemes of cases carry units under ``unit_groups``."""
    rules = scores.books.rulebook.schemes[scheme]
    standing = scores.standing(scheme, period)
    made: Json = {
        "scheme": scheme,
        "name": rules.name,
        "period": period.code,
        "rules": [version.basis for version in standing.versions],
        "groups": [_group(group, named) for group in standing.groups],
        "missing": _missing(standing),
    }
    if rules.of_cases:
        units = scores.standing(scheme, period, UNITS)
        made["unit_groups"] = [_group(group, name_of) for group in units.groups]
        # Units owe the reports of case work, not officers.
        made["missing"] = _missing(units)
    return made


def _missing(standing: Standing) -> list[Json]:
    return [{"subject": m.subject, "name": m.name, "month": m.month} for m in standing.missing]


def _group(group: Group, named: Callable[[StandingRow], str]) -> Json:
    return {
        "group": group.code,
        "name": group.name,
        "ranked": group.ranked,
        "rows": [_row(row, named(row)) for row in group.rows],
    }


def _row(row: StandingRow, name: str) -> Json:
    return {
        "rank": row.rank,
        "subject": row.subject,
        "name": name,
        "unit": row.unit,
        "total": _points(row.total),
        "ranked_on": _points(row.ranked_on),
        "components": {code: plain(points) for code, points in row.components.items()},
        "previous_rank": row.previous_rank,
        "months": row.months,
        "state": row.state,
        "note": row.note,
        "grade": row.grade,
        "counts": dict(row.counts),
    }


def _points(points: int | None) -> str | None:
    return None if points is None else plain(points)


def explain(
    scores: Scores,
    period: Period,
    scheme: str,
    subject: str,
    approvals: Approvals = MappingProxyType({}),
) -> Json:
    """Every line of a subject's period, with points, rule, basis, arithmetic, source and approval."""
    found = explained(scores, period, scheme, subject)
    row = found.row
    return {
        "scheme": scheme,
        "name": found.scheme.name,
        "period": period.code,
        "subject": subject,
        "standing": None if row is None else {"group": row.group, **_row(row, row.name)},
        "how": list(found.how),
        "lines": [_line(found.scheme, line, approvals) for line in found.lines],
    }


def _line(rules: Scheme, line: ScoreLine, approvals: Approvals) -> Json:
    version = rules.version(line.month)
    marks = approvals.get(line.place.path, ()) if line.place else ()
    return {
        "month": line.month,
        "subject": line.subject,
        "component": line.component,
        "kind": line.kind,
        "item": line.item_code or None,
        "item_name": line.item.name if line.item else None,
        "points": plain(line.points),
        "arithmetic": line.words,
        "state": line.state,
        "case": line.case or None,
        "evidence": (line.entry.said.evidence or None) if line.entry else None,
        "rule_basis": version.basis if version else None,
        "rule": str(line.item.place) if line.item else None,
        "source": line.source or None,
        "approvals": [each._asdict() for each in marks],
    }


# ── for a terminal ─────────────────────────────────────────────────────────────────────────────


def score_text(scores: Scores, period: Period, scheme: str) -> str:
    """A standing as aligned columns."""
    rules = scores.books.rulebook.schemes[scheme]
    levels = (UNITS, OFFICERS) if rules.of_cases else ("",)
    standings = [scores.standing(scheme, period, level) for level in levels]
    bases = "；".join(version.basis for version in standings[0].versions)
    blocks = [f"{rules.name}　{period.name}　依据：{bases}"]
    for standing in standings:
        for group in standing.groups:
            unranked = "" if group.ranked else "（单位较少，只列得分，不排名）"
            blocks += [f"\n【{group.label}】{unranked}", _columns(rules, group)]
        if standing.missing:
            names = "、".join(f"{m.name}（{m.month}）" for m in standing.missing)
            blocks.append(f"\n未报：{names}")
    return "\n".join(blocks)


def _columns(rules: Scheme, group: Group) -> str:
    shown = {component.code: component.name for component in rules.components}
    if any("" in row.components for row in group.rows):
        shown[""] = ADJUSTED
    table = [["名次", "代码", "名称", *shown.values(), "合计", "说明"]]
    for row in group.rows:
        # A dash and never 0.00: what nobody reported is not known to be nothing.
        parts = [spell(row.components.get(code, 0)) if row.components else "—" for code in shown]
        total = "—" if row.total is None else spell(row.total)
        rank = "—" if row.rank is None else str(row.rank)
        table.append([rank, row.subject, row.name, *parts, total, _notes(row)])
    numeric = {0, *range(3, 4 + len(shown))}
    return aligned(table, numeric)


def _notes(row: StandingRow) -> str:
    notes = [note for note in (row.note, row.state) if note not in ("", REPORTED)]
    if row.ranked_on != row.total and row.ranked_on is not None:
        notes.append(f"折合 {spell(row.ranked_on)}")
    return "，".join(dict.fromkeys(notes))


def folded(lines: Sequence[ScoreLine]) -> list[ScoreLine]:
    """Lines with untouched full marks of a month and component drawn together into one."""
    touched = {_item(line) for line in lines if line.kind != STARTING}
    untouched = [line for line in lines if line.kind == STARTING and _item(line) not in touched]
    together = grouped(untouched, lambda line: (line.month, line.component))
    made = []
    for line in lines:
        if line.kind != STARTING or _item(line) in touched:
            made.append(line)
        elif own := together.pop((line.month, line.component), None):
            words = f"{len(own)} 项无扣减或本月不考核，各得满分"
            made.append(replace(line, item=None, points=sum(x.points for x in own), words=words))
    return made


def _item(line: ScoreLine) -> tuple[str, str, str]:
    return line.month, line.component, line.item_code


def aligned(table: Sequence[Sequence[str]], numeric: Iterable[int]) -> str:
    """Rows of text in columns that line up on a terminal, full-width characters counted as two."""
    right = set(numeric)
    widths = [max(map(display_width, column)) for column in zip(*table, strict=True)]
    lines = []
    for row in table:
        cells = []
        for number, (cell, width) in enumerate(zip(row, widths, strict=True)):
            gap = " " * (width - display_width(cell))
            cells.append(gap + cell if number in right else cell + gap)
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def explain_text(
    scores: Scores,
    period: Period,
    scheme: str,
    subject: str,
    approvals: Approvals | None = None,
) -> str:
    """Why a number is what it is: totals, then every line with its source."""
    found = explained(scores, period, scheme, subject)
    rules, row = found.scheme, found.row
    blocks = [f"{row.name if row else subject}（{subject}）　{rules.name}　{period.name}"]
    if row is not None and row.rank is not None and row.total is not None:
        blocks.append(f"名次：第 {row.rank} 名　合计：{plain(row.total)}")
    elif row is not None and row.note:
        blocks.append(row.note)
    blocks += found.how
    if found.lines:
        blocks += ["", aligned(_table(found), (3,))]
    blocks += _approvals_text(found.lines, approvals)
    return "\n".join(blocks)


def _table(found: Explanation) -> list[list[str]]:
    names = {component.code: component.name for component in found.scheme.components}
    names[""] = ADJUSTED
    table = [["月份", "组成", "项目", "得分", "算法", "出处"]]
    for line in folded(found.lines):
        item = f"{line.item.code} {line.item.name}" if line.item else line.kind
        words = line.words + (f"（{line.case}）" if line.case else "")
        if line.subject != found.subject:
            words = f"警号 {line.subject}：{words}"
        source = line.source or f"（{line.kind}）"
        table.append([line.month, names[line.component], item, plain(line.points), words, source])
    return table


def _approvals_text(lines: Iterable[ScoreLine], approvals: Approvals | None) -> list[str]:
    """Who approved each record file that the lines come from."""
    # None where approval is not in use, which is no fault; an empty mapping where none is proven.
    if approvals is None:
        return ["审批：未启用核验"]
    made = ["", "审批："]
    for path in dict.fromkeys(line.place.path for line in lines if line.place):
        marks = approvals.get(path, ())
        made.append(path + ("" if marks else "　未核验：没有可以证明的审批"))
        made += (f"    第 {m.level} 级 {m.name}（{m.office}）{m.time} {m.grade}" for m in marks)
    return made
