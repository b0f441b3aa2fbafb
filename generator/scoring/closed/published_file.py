"""The standings as published: the JSON file beside a bulletin record, written and read back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from generator.rules.periods import Period
from generator.rules.roster import OFFICERS, UNITS
from generator.rules.scheme import Scheme
from generator.scoring import report
from generator.scoring.model import ScoreLine, StandingRow
from generator.scoring.standings import Scores
from generator.text import canonical
from generator.text.digests import Digests
from generator.text.grouping import grouped
from generator.text.hundredths import hundredths, plain
from generator.text.problems import Problem
from generator.trail.bulletin import STANDINGS_LAYOUT, Stated, unlike_any


class PublishedLine(NamedTuple):
    """One line of a subject as it was published."""

    month: str
    component: str
    item: str
    """Item code, or empty."""
    kind: str
    points: int


class PublishedRow(NamedTuple):
    """One row of a ranking table as it was published; points are whole hundredths."""

    subject: str
    name: str
    unit: str
    group: str
    """Code of the ranking group."""
    rank: int | None
    total: int | None
    ranked_on: int | None
    components: Mapping[str, int]
    months: int
    state: str
    note: str
    grade: str
    previous_rank: int | None


@dataclass(frozen=True, slots=True)
class Published:
    """A bulletin's numbers as they were published."""

    scheme: str
    period: Period
    issue: int
    records: Digests
    """Path → digest of every record file that was counted."""
    rules: tuple[str, ...]
    """The documents (依据) that were in force."""
    rows: Mapping[str, PublishedRow]
    """Subject → its row; in schemes of cases officers and units."""
    lines: Mapping[str, tuple[PublishedLine, ...]]
    """Subject → its lines in reading order."""


def published(
    scores: Scores,
    scheme: str,
    period: Period,
    edition: int,
    records: Digests,
    corrections: Iterable[str],
) -> bytes:
    """The bytes of the JSON file of a bulletin: canonical, the same for the same numbers.

    ``records`` are the digests of the record files counted, by path, ``corrections`` the ids of
    those that they count.
    """
    # The standings beside the lines, though they follow from them: what was published must be
    # readable in years when this program may compute otherwise.
    return canonical.dumped(
        {
            "version": STANDINGS_LAYOUT,
            "issue": period.place,
            "edition": edition,
            "records": dict(records),
            "corrections": sorted(corrections),
            "lines": {
                subject: [[*line[:4], plain(line.points)] for line in own]
                for subject, own in lines_by_subject(scores, scheme, period).items()
            },
            **report.score(scores, period, scheme),
        }
    )


def lines_by_subject(
    scores: Scores, scheme: str, period: Period
) -> dict[str, tuple[PublishedLine, ...]]:
    """Every line of a period as it is published, by subject."""
    found = grouped(scores.lines_in(scheme, period.months), lambda line: line.subject)
    return {subject: tuple(map(as_published, own)) for subject, own in sorted(found.items())}


def rows_by_subject(scores: Scores, scheme: Scheme, period: Period) -> dict[str, StandingRow]:
    """Subject → its row; in schemes of cases officers and units."""
    levels = (OFFICERS, UNITS) if scheme.of_cases else ("",)
    return {
        row.subject: row
        for level in levels
        for row in scores.standing(scheme.code, period, level).rows
    }


def as_published(line: ScoreLine) -> PublishedLine:
    """What is published of a line: not its words, which may name a reason."""
    return PublishedLine(line.month, line.component, line.item_code, line.kind, line.points)


def read_published(stated: Stated) -> Published | Problem:
    """The standings behind a file, number by number."""
    content = stated.content
    try:
        tables = [*content["groups"], *content.get("unit_groups", [])]
        return Published(
            scheme=stated.scheme,
            period=_period(stated.period),
            issue=stated.issue,
            records=stated.records,
            rules=tuple(content["rules"]),
            rows={row.subject: row for row in _rows(tables)},
            lines={
                subject: tuple(
                    PublishedLine(month, component, item, kind, _points(points))
                    for month, component, item, kind, points in own
                )
                for subject, own in content["lines"].items()
            },
        )
    # The file may say anything: whoever changed it is told so, by whichever thing fails first.
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        return unlike_any(stated.path)


def _period(text: str) -> Period:
    period = Period.parse(text)
    if period is None:
        raise ValueError(text)
    return period


def _rows(tables: Iterable[Mapping[str, Any]]) -> Iterator[PublishedRow]:
    for table in tables:
        for row in table["rows"]:
            components = {code: _points(points) for code, points in row["components"].items()}
            totals = {name: _points_or_none(row[name]) for name in ("total", "ranked_on")}
            known = {**row, **totals, "components": components, "group": table["group"]}
            yield PublishedRow(**{name: known[name] for name in PublishedRow._fields})


def _points(text: str) -> int:
    points = hundredths(text)
    if points is None:
        raise ValueError(text)
    return points


def _points_or_none(text: str | None) -> int | None:
    return None if text is None else _points(text)
