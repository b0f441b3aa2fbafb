"""``jifen score`` and ``jifen explain`` as data: a standing, and every line behind one number.

The JSON shapes are stable: points are strings with two decimals, missing is null, never zero.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from generator.rules.periods import Period
from generator.rules.scheme import Scheme
from generator.scoring.explained import explained
from generator.scoring.model import UNITS, Group, ScoreLine, Standing, StandingRow
from generator.scoring.standings import Scores
from generator.text.hundredths import plain

Json = dict[str, Any]


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
        "approvals": [each._asdict() for each in marks],
    }
