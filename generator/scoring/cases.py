"""Case work: what a passed case earns, how it is shared, and who bears the findings.

Points land in the month of the review that passed the case, and count for the unit and sequence
in which the officer served on the day of the review.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from generator.ledger.case_records import Case, Review, same_finding
from generator.ledger.forms import Entry
from generator.ledger.records import Ledger
from generator.rules.kinds.case_work import (
    ADDED,
    DIFFICULT,
    FACTOR,
    HELP,
    OLD,
    PERSONS,
    RESULT,
    SERIES,
)
from generator.rules.periods import last_day
from generator.rules.roster import Roster
from generator.rules.scheme import CaseRules, Item, Scheme, Version
from generator.scoring.limits import Account, with_limits
from generator.scoring.model import RECORDED, WAITING, ScoreLine
from generator.text.hundredths import half_up, percent, short, spell
from generator.text.problems import Place


class Pool(NamedTuple):
    """The points of one case before they are shared, and how they came about."""

    points: int
    words: str
    item: Item


def case_lines(scheme: Scheme, roster: Roster, ledger: Ledger) -> list[ScoreLine]:
    """The lines of all officers and units of a scheme of cases, caps applied."""
    known = {case.id: case for case in ledger.cases if case.scheme == scheme.code}
    due = findings_due(ledger.reviews)
    by_subject: dict[str, list[ScoreLine]] = defaultdict(list)
    for review in sorted(ledger.reviews, key=lambda each: (each.month, each.case, each.place)):
        case = known.get(review.case)
        if review.scheme == scheme.code and case is not None:
            for line in review_lines(scheme, roster, case, review, due[review.place]):
                by_subject[line.subject].append(line)
    for record in sorted(ledger.unit_findings, key=lambda each: (each.month, each.place)):
        if record.scheme == scheme.code:
            for entry in record.entries:
                scored = entry.said.score("")
                by_subject[record.subject].append(
                    ScoreLine(
                        scheme.code, record.month, record.subject, record.subject, entry.item.component,
                        RECORDED, scored.points, scored.words, entry.item, entry, entry.place,
                    )
                )  # fmt: skip
    assessed = assessed_officers(scheme, roster, ledger)
    made: list[ScoreLine] = []
    for subject in sorted({*by_subject, *assessed}):
        # A unit takes points of its officers, who have had their start and bounds already.
        months = None if subject in roster.units else assessed.get(subject, {})
        made += with_limits(Account(scheme, subject, months), by_subject[subject])
    return made


def assessed_officers(
    scheme: Scheme, roster: Roster, ledger: Ledger
) -> Mapping[str, Mapping[str, str]]:
    """Officers in case work at a month's end whose unit has reported: number → month → unit."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    reported = {
        (each.month, each.reporter) for each in ledger.reports if each.scheme == scheme.code
    }
    for month in ledger.months(scheme.code):
        day = last_day(month)
        for officer in roster.subjects(scheme.subject, scheme.group_by, day, scheme.scope):
            if (month, officer.unit) in reported:
                found[officer.code][month] = officer.unit
    return found


Finding = tuple[Review, Entry]
"""A finding with the review that made it."""


def findings_due(reviews: Iterable[Review]) -> Mapping[Place, Sequence[Finding]]:
    """For every review, by its place, the findings that count with it.

    What reviews that send a case back have found waits for the review that passes it.
    """
    due: dict[Place, Sequence[Finding]] = {}
    rounds: dict[tuple[str, str], list[Review]] = defaultdict(list)
    for review in sorted(reviews, key=lambda each: (each.day, each.place)):
        if review.verdict == "追加":
            due[review.place] = [(review, entry) for entry in review.findings]
            continue
        key = review.scheme, review.case
        rounds[key].append(review)
        due[review.place] = _once(rounds.pop(key)) if review.verdict == "通过" else ()
    return due


def _once(rounds: Sequence[Review]) -> list[Finding]:
    """The findings of all rounds; what several rounds have found alike counts once, at its heaviest."""
    found: dict[object, dict[int, list[Finding]]] = defaultdict(lambda: defaultdict(list))
    for number, review in enumerate(rounds):
        for entry in review.findings:
            found[same_finding(entry)][number].append((review, entry))

    def weight(number: int, alike: Mapping[int, Sequence[Finding]]) -> tuple[int, int]:
        return -sum(entry.said.score("").points for _, entry in alike[number]), number

    return [
        finding
        for alike in found.values()
        for finding in alike[max(alike, key=lambda number: weight(number, alike))]
    ]


def review_lines(
    scheme: Scheme, roster: Roster, case: Case, review: Review, due: Sequence[Finding]
) -> Iterator[ScoreLine]:
    """The lines of one review: shares of the case when it passed, and the findings that are due."""
    version = scheme.version(review.month)
    if version is None or version.case_rules is None:
        return
    if review.verdict == "通过":
        yield from shares(scheme, version, version.case_rules, roster, case, review)

    def lines(entry: Entry, points: int, words: str, state: str = "") -> Iterator[ScoreLine]:
        for number in entry.said.bearers:
            yield ScoreLine(
                scheme.code, review.month, number, serving_unit(roster, number, review.day),
                entry.item.component, RECORDED, points, words,
                entry.item, entry, entry.place, case.id, state, review.day,
            )  # fmt: skip

    if review.verdict == "退回":
        for entry in review.findings:
            words = f"案件退回，通过时再计分（{entry.said.score('').words}）"
            yield from lines(entry, 0, words, WAITING)
    for made, entry in due:
        scored = entry.said.score("")
        later = f"，{made.day} 退回时认定，复核通过后计入" if made is not review else ""
        yield from lines(entry, scored.points, scored.words + later)


def shares(
    scheme: Scheme, version: Version, rules: CaseRules, roster: Roster, case: Case, review: Review
) -> Iterator[ScoreLine]:
    """One line per officer; the lines of 主办 and 协办 add up to the pool exactly."""
    pool = case_pool(version, rules, case, review)
    if pool is None:
        return

    def line(number: str, points: int, words: str, item: Item) -> ScoreLine:
        unit = serving_unit(roster, number, review.day)
        return ScoreLine(
            scheme.code, review.month, number, unit, item.component, RECORDED, points, words,
            item, None, review.place, case.id, day=review.day,
        )  # fmt: skip

    # 协办 shares are rounded, 主办 takes the rest: the odd hundredth is the lead's.
    leads, helpers = case.with_role("主办"), case.with_role("协办")
    each = half_up(pool.points * rules.helper_share, 100_00 * len(helpers)) if helpers else 0
    rest = pool.points - each * len(helpers)
    for number in helpers:
        words = f"{pool.words}；协办 {len(helpers)} 人共 {percent(rules.helper_share)}，各得 {spell(each)}"
        yield line(number, each, words, pool.item)
    for position, number in enumerate(leads):
        points = rest // len(leads) + (rest % len(leads) if position == 0 else 0)
        words = f"{pool.words}；主办 {percent(rules.lead_share)}（含尾差）得 {spell(points)}"
        yield line(number, points, words, pool.item)
    for helping, terms in version.case_work(HELP)[:1]:
        for number in case.with_role("协作"):
            yield line(number, terms.points, f"办案协作，得 {short(terms.points)}", helping)


def case_pool(version: Version, rules: CaseRules, case: Case, review: Review) -> Pool | None:
    """Case points × persons × difficulty × team, rounded once."""
    results = [pair for pair in version.case_work(RESULT) if pair[0].code == case.result]
    if not results:
        return None
    result, terms = results[0]
    points = terms.points * (case.pieces if terms.per_piece else 1)
    pieces = f" × {case.pieces} 件" if terms.per_piece and case.pieces > 1 else ""
    addends = [f"{result.code} {short(terms.points)}{pieces}"]
    factors: list[str] = []
    numerator, denominator = 1, 1
    # 积案 and 系列 add to the points of the case before persons, difficulty and team multiply them.
    for item, terms in version.case_work(ADDED, FACTOR):
        if not _holds(terms.condition, case, review):
            continue
        if terms.role == ADDED:
            points += terms.points
            addends.append(f"{item.code} {short(terms.points)}")
        else:
            by_persons = terms.condition == PERSONS
            factor = terms.by_persons(case.persons) if by_persons else terms.factor
            numerator, denominator = numerator * factor, denominator * 100
            factors.append(f"{terms.condition}系数 {short(factor)}")
    team = team_factor(rules, len(case.with_role("主办", "协办")))
    factors.append(f"团队系数 {short(team)}")
    pool = half_up(points * numerator * team, denominator * 100)
    added = f"（{' + '.join(addends)}）" if len(addends) > 1 else addends[0]
    return Pool(pool, f"{' × '.join([added, *factors])} = {spell(pool)}", result)


def _holds(condition: str, case: Case, review: Review) -> bool:
    return {
        SERIES: case.series,
        OLD: case.old,
        DIFFICULT: review.difficult,
        PERSONS: case.persons > 1,
    }[condition]


def team_factor(rules: CaseRules, officers: int) -> int:
    """The factor for a team of that size; hundredths."""
    fitting = [factor for size, factor in rules.team if size <= officers]
    return fitting[-1] if fitting else 1_00


def serving_unit(roster: Roster, number: str, day: date) -> str:
    """The unit an officer's case work counts for on ``day``.

    An officer who has left case work counts for the last unit in which they did it.
    """
    officer = roster.officers.get(number)
    if officer is None:
        return ""
    held = [post for post in officer.posts if post.since <= day]
    handling = [post for post in held if post.handles_cases]
    now = held[-1] if held else None
    if now is not None and now.handles_cases:
        return now.unit
    return handling[-1].unit if handling else now.unit if now else ""
