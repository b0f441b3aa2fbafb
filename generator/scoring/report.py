"""``jifen score`` and ``jifen explain``: a standing, and every line behind one number.

The JSON shapes are stable: points are strings with two decimals, missing is null, never zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from generator.rules.periods import Period
from generator.rules.scheme import Scheme
from generator.scoring.model import (
    ADJUSTED,
    OFFICERS,
    UNITS,
    Group,
    ScoreLine,
    Standing,
    StandingRow,
)
from generator.scoring.ranking import takes_from_officers
from generator.scoring.standings import Scores
from generator.text.hundredths import MINUS, hundredths, plain, spell
from generator.text.problems import display_width

Json = dict[str, Any]


def score(scores: Scores, period: Period, scheme: str) -> Json:
    """A standing as data; schemes of cases carry their units under ``unit_groups``."""
    rules = scores.books.rulebook.schemes[scheme]
    standing = scores.standing(scheme, period)
    made: Json = {
        "scheme": scheme,
        "name": rules.name,
        "period": period.code,
        "rules": [version.basis for version in standing.versions],
        "groups": [_group(group) for group in standing.groups],
        "missing": _missing(standing),
    }
    if rules.of_cases:
        units = scores.standing(scheme, period, UNITS)
        made["unit_groups"] = [_group(group) for group in units.groups]
        made["missing"] = _missing(units)
    return made


def _missing(standing: Standing) -> list[Json]:
    return [{"subject": m.subject, "name": m.name, "month": m.month} for m in standing.missing]


def _group(group: Group) -> Json:
    return {
        "group": group.code,
        "name": group.name,
        "ranked": group.ranked,
        "rows": [_row(r) for r in group.rows],
    }


def _row(row: StandingRow) -> Json:
    return {
        "rank": row.rank,
        "subject": row.subject,
        "name": row.name,
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


Approvals = Mapping[str, list[Json]]
"""Record file → its approval, level by level; empty where none is proven."""


def explain(
    scores: Scores,
    period: Period,
    scheme: str,
    subject: str,
    approvals: Approvals = MappingProxyType({}),
) -> Json:
    """Every line of a subject's period, with points, rule, basis, arithmetic, source and approval."""
    rules = scores.books.rulebook.schemes[scheme]
    level = _level(rules, subject)
    row = scores.standing(scheme, period, level).row(subject)
    return {
        "scheme": scheme,
        "name": rules.name,
        "period": period.code,
        "subject": subject,
        "standing": None if row is None else {"group": row.group, **_row(row)},
        "how": how(scores, rules, period, subject, row),
        "lines": [
            _line(rules, line, approvals) for line in lines_behind(scores, rules, period, subject)
        ],
    }


def lines_behind(
    scores: Scores, rules: Scheme, period: Period, subject: str
) -> Sequence[ScoreLine]:
    """A subject's own lines; for a unit in case work also the officers' lines that it pools."""
    own = scores.lines_of(rules.code, subject, period.months)
    if not rules.of_cases or subject.isdigit():
        return own
    versions = scores.standing(rules.code, period, UNITS).versions
    case_rules = versions[-1].case_rules if versions else None
    taken = {c.code for c in rules.components if takes_from_officers(rules, c, case_rules)}
    officers = scores.lines_in(rules.code, period.months)
    return [*(x for x in officers if x.unit == subject != x.subject and x.component in taken), *own]


def _level(rules: Scheme, subject: str) -> str:
    return UNITS if rules.of_cases and not subject.isdigit() else OFFICERS if rules.of_cases else ""


def _line(rules: Scheme, line: ScoreLine, approvals: Approvals) -> Json:
    version = rules.version(line.month)
    return {
        "month": line.month,
        "subject": line.subject,
        "component": line.component,
        "kind": line.kind,
        "item": line.item.code if line.item else None,
        "item_name": line.item.name if line.item else None,
        "points": plain(line.points),
        "arithmetic": line.words,
        "state": line.state,
        "case": line.case or None,
        "evidence": (line.entry.said.evidence or None) if line.entry else None,
        "rule_basis": version.basis if version else None,
        "rule": str(line.item.place) if line.item else None,
        "source": f"{line.place.path}:{line.place.line}" if line.place else None,
        "approvals": approvals.get(line.place.path, []) if line.place else [],
    }


def how(
    scores: Scores, rules: Scheme, period: Period, subject: str, row: StandingRow | None
) -> list[str]:
    """Sentences that lead from the lines of the period to its total and to the number ranked on."""
    if row is None or row.total is None:
        return ["没有记录，按未报处理，不计为 0 分。"]
    of_unit = rules.of_cases and not subject.isdigit()
    made = [*(unit_steps if of_unit else own_steps)(scores, rules, period, row)]
    if sum(points != 0 for points in row.components.values()) != 1:
        made.append(f"合计 = {added(row.components.values())} = {spell(row.total)}。")
    if row.ranked_on is not None and row.ranked_on != row.total:
        made.append(
            f"计分 {row.months} 个月，按应得基础分折合为 {spell(row.ranked_on)}，排名以折合分为准。"
        )
    return made


def own_steps(scores: Scores, rules: Scheme, period: Period, row: StandingRow) -> Iterator[str]:
    """How the lines of each component make its points of the period."""
    lines = scores.lines_of(rules.code, row.subject, period.months)
    parts = [(each.code, each.name, each.means) for each in rules.components]
    parts += [("", ADJUSTED, rules.means)] if "" in row.components else []
    for code, name, means in parts:
        total = sum(line.points for line in lines if line.component == code)
        value = row.components.get(code, 0)
        if period.kind in means and row.months:
            yield f"{name} = {row.months} 个月合计 {spell(total)} ÷ {row.months} = {spell(value)}。"
        elif value:
            yield f"{name} = 各行相加 = {spell(value)}。"


def unit_steps(scores: Scores, rules: Scheme, period: Period, row: StandingRow) -> Iterator[str]:
    """How a unit in case work comes by the points of each component."""
    standing = scores.standing(rules.code, period, UNITS)
    case_rules = standing.versions[-1].case_rules
    heads, months = row.counts.get("人数", 0), row.counts.get("月数", 0)
    divided = (
        f" ÷ 月末办案民警 {heads} 人"
        if months == 1
        else f" ÷ 月末办案民警合计 {heads} 人次 × {months} 个月"
    )
    behind = lines_behind(scores, rules, period, row.subject)
    for part in rules.components:
        lines = [line for line in behind if line.component == part.code]
        borne = sum(line.points for line in lines if line.subject == row.subject)
        pooled = sum(line.points for line in lines) - borne
        mean = f" ÷ 计分 {row.months} 个月" if period.kind in part.means and row.months else ""
        said = []
        if takes_from_officers(rules, part, case_rules):
            head = divided if case_rules is None or case_rules.per_head else ""
            said.append(f"本单位民警得分合计 {spell(pooled)}{head}{mean}")
        if borne and (said or mean):
            said.append(f"本单位承担 {spell(borne)}{mean}")
        if said:
            yield f"{part.name} = {' + '.join(said)} = {spell(row.components[part.code])}。"


def added(points: Iterable[int]) -> str:
    """``99.80 + 2.00 − 1.00``: a sum as people write it, zeros left out unless all are."""
    first, *rest = [number for number in points if number] or [0]
    signs = (f" {MINUS if number < 0 else '+'} {spell(abs(number))}" for number in rest)
    return spell(first) + "".join(signs)


# ── for people ─────────────────────────────────────────────────────────────────────────────────


def score_text(scores: Scores, period: Period, scheme: str) -> str:
    """A standing as aligned columns."""
    rules = scores.books.rulebook.schemes[scheme]
    standings = [scores.standing(scheme, period)]
    if rules.of_cases:
        standings.insert(0, scores.standing(scheme, period, UNITS))
    bases = "；".join(version.basis for version in standings[0].versions)
    blocks = [f"{rules.name}　{period.name}　依据：{bases}"]
    for standing in standings:
        for group in standing.groups:
            blocks.append(
                f"\n【{group.label}】" + ("" if group.ranked else "（单位较少，只列得分，不排名）")
            )
            blocks.append(_columns(rules, group))
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
        parts = [spell(row.components.get(code, 0)) if row.components else "—" for code in shown]
        notes = [note for note in (row.note, row.state) if note not in ("", "已报")]
        if row.ranked_on != row.total and row.ranked_on is not None:
            notes.append(f"折合 {spell(row.ranked_on)}")
        total = "—" if row.total is None else spell(row.total)
        rank = "—" if row.rank is None else str(row.rank)
        table.append([rank, row.subject, row.name, *parts, total, "，".join(dict.fromkeys(notes))])
    numeric = {0, *range(3, 4 + len(shown))}
    return aligned(table, numeric)


def folded(lines: Sequence[Json]) -> list[Json]:
    """Lines with untouched full marks of a month and component drawn together into one."""
    touched = {(x["month"], x["component"], x["item"]) for x in lines if x["kind"] != "满分"}
    kept: list[Json] = []
    full: dict[tuple[str, str], list[Json]] = {}
    for line in lines:
        key = line["month"], line["component"]
        if line["kind"] != "满分" or (*key, line["item"]) in touched:
            kept.append(line)
            continue
        if key not in full:
            full[key] = []
            kept.append({**line, "item": None, "kind": "满分"})
        full[key].append(line)
    for line in kept:
        own = full.get((line["month"], line["component"]), [])
        if line["kind"] == "满分" and line["item"] is None:
            total = sum(hundredths(each["points"]) or 0 for each in own)
            line |= {
                "points": plain(total),
                "arithmetic": f"{len(own)} 项无扣减或本月不考核，各得满分",
            }
    return kept


def aligned(table: Sequence[Sequence[str]], numeric: Iterable[int]) -> str:
    """Rows of text in columns that line up on a terminal, full-width characters counted as two."""
    right = set(numeric)
    widths = [max(display_width(cell) for cell in column) for column in zip(*table, strict=True)]
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
    rules = scores.books.rulebook.schemes[scheme]
    found = explain(scores, period, scheme, subject, approvals or {})
    standing: Mapping[str, Any] = found["standing"] or {}
    name = standing.get("name", subject)
    blocks = [f"{name}（{subject}）　{rules.name}　{period.name}"]
    if standing.get("rank"):
        blocks.append(f"名次：第 {standing['rank']} 名　合计：{standing['total']}")
    elif standing.get("note"):
        blocks.append(str(standing["note"]))
    blocks += found["how"]
    names = {component.code: component.name for component in rules.components} | {"": ADJUSTED}
    table = [["月份", "组成", "项目", "得分", "算法", "出处"]]
    for line in folded(found["lines"]):
        item = f"{line['item']} {line['item_name']}" if line["item"] else line["kind"]
        words = line["arithmetic"] + (f"（{line['case']}）" if line["case"] else "")
        if line["subject"] != subject:
            words = f"警号 {line['subject']}：{words}"
        table.append(
            [
                line["month"],
                names[line["component"]],
                item,
                line["points"],
                words,
                line["source"] or f"（{line['kind']}）",
            ]
        )
    if len(table) > 1:
        blocks += ["", aligned(table, (3,))]
    blocks += _approvals_text(found["lines"], approvals)
    return "\n".join(blocks)


def _approvals_text(lines: Sequence[Json], approvals: Approvals | None) -> list[str]:
    """Who approved each record file that the lines come from."""
    if approvals is None:
        return ["审批：未启用核验"]
    made = ["", "审批："]
    for path in dict.fromkeys(x["source"].partition(":")[0] for x in lines if x["source"]):
        marks = approvals.get(path)
        made.append(f"{path}" + ("" if marks else "　未核验：没有可以证明的审批"))
        made += (f"    第 {m['level']} 级 {m['name']}（{m['office']}）{m['time']} {m['grade']}" for m in marks or ())  # fmt: skip
    return made
