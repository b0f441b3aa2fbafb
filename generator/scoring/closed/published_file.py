"""The standings as published: the JSON file beside a bulletin record, written and read back."""

from __future__ import annotations

from collections.abc import Iterable

from generator.rules.periods import Period
from generator.rules.roster import OFFICERS, UNITS
from generator.rules.scheme import Scheme
from generator.scoring import report
from generator.scoring.model import ScoreLine, StandingRow
from generator.scoring.standings import Scores
from generator.scoring.yearly import year_results
from generator.text import canonical
from generator.text.canonical import Json
from generator.text.digests import Digests
from generator.text.grouping import grouped
from generator.text.hundredths import plain
from generator.trail.standings import STANDINGS_LAYOUT, PublishedLine


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
            **({"lists": lists} if (lists := lists_of_year(scores, scheme, period)) else {}),
        }
    )


def lists_of_year(scores: Scores, scheme: str, period: Period) -> list[Json]:
    """The lists that the year rules draw from a scheme's year, by kind and group; else none."""
    if period.kind != "年":
        return []
    found = year_results(scores, period.year, scores.books.year_rules_for(period.year))
    return [
        {
            "key": each.key,
            "group": each.group,
            "places": each.places,
            "candidates": [[one.row.subject, one.chosen] for one in each.candidates],
        }
        for each in (found.lists if found else ())
        if each.scheme == scheme
    ]


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
