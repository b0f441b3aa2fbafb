"""Case work: what a passed case earns, how it is shared, and who bears the findings.

Points land in the month of the review that passed the case, and count for the unit and sequence
in which the officer served on the day of the review.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from math import prod
from typing import NamedTuple

from generator.ledger.case_records import (
    AFTERWARDS,
    ASSISTING,
    HELPER,
    LEAD,
    PASSED,
    SENT_BACK,
    Case,
    Review,
    same_finding,
)
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
from generator.text.grouping import grouped
from generator.text.hundredths import half_up, percent, short, spell
from generator.text.problems import Place


class Pool(NamedTuple):
    """The points of one case before they are shared, and how they came about."""

    points: int
    words: str
    item: Item


def case_lines(scheme: Scheme, roster: Roster, ledger: Ledger) -> list[ScoreLine]:
    """The lines of all officers and units of a scheme of cases, caps applied."""
    found = [*_of_reviews(scheme, roster, ledger), *_of_units(scheme, ledger)]
    by_subject = grouped(found, lambda line: line.subject)
    assessed = assessed_officers(scheme, roster, ledger)
    made: list[ScoreLine] = []
    for subject in sorted({*by_subject, *assessed}):
        # A unit takes points of its officers, who have had their start and bounds already.
        months = None if subject in roster.units else assessed.get(subject, {})
        made += with_limits(Account(scheme, subject, months), by_subject.get(subject, []))
    return made


def _of_reviews(scheme: Scheme, roster: Roster, ledger: Ledger) -> Iterator[ScoreLine]:
    known = {case.id: case for case in ledger.cases if case.scheme == scheme.code}
    due = findings_due(ledger.reviews)
    for review in sorted(ledger.reviews, key=lambda each: (each.month, each.case, each.place)):
        case = known.get(review.case)
        if review.scheme == scheme.code and case is not None:
            yield from review_lines(scheme, roster, case, review, due[review.place])


def _of_units(scheme: Scheme, ledger: Ledger) -> Iterator[ScoreLine]:
    """What units bear themselves (单位问题), whoever of their officers it was."""
    for record in sorted(ledger.unit_findings, key=lambda each: (each.month, each.place)):
        for entry in record.entries if record.scheme == scheme.code else ():
            points, words, _ = entry.said.score("")
            head = scheme.code, record.month, record.subject, record.subject, entry.item.component
            yield ScoreLine(*head, RECORDED, points, words, entry.item, entry, entry.place)


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
        # 追加 is found long after the case passed (an appeal was lost): months already published
        # stay as they are, so it counts at once, in the month of the finding.
        if review.verdict == AFTERWARDS:
            due[review.place] = [(review, entry) for entry in review.findings]
            continue
        key = review.scheme, review.case
        rounds[key].append(review)
        # Written at 0 when found, they were once forgotten unless the passing review repeated
        # them; repeated, they must not count twice.
        due[review.place] = _once(rounds.pop(key)) if review.verdict == PASSED else ()
    return due


def _once(rounds: Sequence[Review]) -> list[Finding]:
    """The findings of all rounds; what several rounds have found alike counts once, at its heaviest."""
    made = ((review, entry) for review in rounds for entry in review.findings)
    counted: list[Finding] = []
    for alike in grouped(made, lambda finding: same_finding(finding[1])).values():
        # Entries alike within one round are several flaws, so whole rounds are compared; of equal
        # ones the last counts, which is the one that passes the case if it says so again.
        by_round = [*grouped(alike, lambda finding: finding[0].place).values()]
        counted += min(reversed(by_round), key=_points)
    return counted


def _points(findings: Iterable[Finding]) -> int:
    return sum(entry.said.score("").points for _, entry in findings)


def review_lines(
    scheme: Scheme, roster: Roster, case: Case, review: Review, due: Sequence[Finding]
) -> Iterator[ScoreLine]:
    """The lines of one review: shares of the case when it passed, and the findings that are due."""
    version = scheme.version(review.month)
    if version is None or version.case_rules is None:
        return
    if review.verdict == PASSED:
        yield from shares(scheme, version, version.case_rules, roster, case, review)

    def lines(entry: Entry, points: int, words: str, state: str = "") -> Iterator[ScoreLine]:
        for number in entry.said.bearers:
            line = _line(scheme, roster, review, number, entry.item, points, words)
            yield replace(line, entry=entry, place=entry.place, state=state)

    # A line of 0 points, so that who was found at fault sees it in the month of the review.
    if review.verdict == SENT_BACK:
        for entry in review.findings:
            words = f"案件退回，通过时再计分（{entry.said.score('').words}）"
            yield from lines(entry, 0, words, WAITING)
    for made, entry in due:
        # At the points of the rules under which it was found, not of those that pass the case.
        points, words, _ = entry.said.score("")
        later = f"，{made.day} 退回时认定，复核通过后计入" if made is not review else ""
        yield from lines(entry, points, words + later)


def _line(
    scheme: Scheme, roster: Roster, review: Review, number: str, item: Item, points: int, words: str
) -> ScoreLine:
    # The day of the review decides whose unit and sequence take the points: who has moved since
    # the case brings them along, and who moves within a month has lines in two units.
    unit = serving_unit(roster, number, review.day)
    head = scheme.code, review.month, number, unit, item.component
    return ScoreLine(
        *head, RECORDED, points, words, item, place=review.place, case=review.case, day=review.day
    )


def shares(
    scheme: Scheme, version: Version, rules: CaseRules, roster: Roster, case: Case, review: Review
) -> Iterator[ScoreLine]:
    """One line per officer; the lines of 主办 and 协办 add up to the pool exactly."""
    pool = case_pool(version, rules, case, review)
    if pool is None:
        return
    # The shares are parts of one pool, so that a long list of names makes no points.  协办 shares
    # are rounded, 主办 takes the rest: the odd hundredth is the lead's.
    leads, helpers = case.with_role(LEAD), case.with_role(HELPER)
    each = half_up(pool.points * rules.helper_share, 100_00 * len(helpers)) if helpers else 0
    rest = pool.points - each * len(helpers)
    for number in helpers:
        share = f"协办 {len(helpers)} 人共 {percent(rules.helper_share)}，各得 {spell(each)}"
        yield _line(scheme, roster, review, number, pool.item, each, f"{pool.words}；{share}")
    for position, number in enumerate(leads):
        points = rest // len(leads) + (rest % len(leads) if position == 0 else 0)
        share = f"主办 {percent(rules.lead_share)}（含尾差）得 {spell(points)}"
        yield _line(scheme, roster, review, number, pool.item, points, f"{pool.words}；{share}")
    # 协作 comes from another unit and has points of its own: it takes nothing from the pool.
    for helping, terms in version.case_work(HELP)[:1]:
        for number in case.with_role(ASSISTING):
            words = f"办案协作，得 {short(terms.points)}"
            yield _line(scheme, roster, review, number, helping, terms.points, words)


def case_pool(version: Version, rules: CaseRules, case: Case, review: Review) -> Pool | None:
    """Case points × persons × difficulty × team, rounded once."""
    result = _of_result(version, case)
    if result is None:
        return None
    points, addends = result.points, [result.words]
    factors: list[tuple[str, int]] = []
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
            factors.append((terms.condition, factor))
    factors.append(("团队", team_factor(rules, len(case.with_role(LEAD, HELPER)))))
    # Multiplied out as whole numbers: the order of the factors cannot move a hundredth.
    pool = half_up(points * prod(factor for _, factor in factors), 100 ** len(factors))
    added = f"（{' + '.join(addends)}）" if len(addends) > 1 else addends[0]
    words = " × ".join([added, *(f"{name}系数 {short(factor)}" for name, factor in factors)])
    return Pool(pool, f"{words} = {spell(pool)}", result.item)


def _of_result(version: Version, case: Case) -> Pool | None:
    """The points of a result alone, for each piece where it is counted by the piece."""
    for item, terms in version.case_work(RESULT):
        if item.code == case.result:
            pieces = case.pieces if terms.per_piece else 1
            words = f"{item.code} {short(terms.points)}" + (f" × {pieces} 件" if pieces > 1 else "")
            return Pool(terms.points * pieces, words, item)
    # The rules of the month of the review may have dropped it: the check says that nothing counts.
    return None


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
    # A case passes weeks after it was handled: whoever left case work since did it there.
    posts = [post for post in held if post.handles_cases] or held
    return posts[-1].unit if posts else ""
