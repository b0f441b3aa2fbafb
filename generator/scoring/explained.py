"""Why a number is what it is: the lines behind it, and the sentences that lead from them to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.rules.periods import Period
from generator.rules.roster import OFFICERS, UNITS
from generator.rules.scheme import Scheme
from generator.scoring.model import ADJUSTED, ScoreLine, StandingRow
from generator.scoring.standings import Scores, takes_from_officers
from generator.text.hundredths import MINUS, spell


class Sentence(NamedTuple):
    """One sentence of how a number is made."""

    words: str
    adds_lines: bool = False
    """Whether it says no more than that the lines are added."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """One subject's number of a period, and everything behind it."""

    scheme: Scheme
    period: Period
    subject: str
    row: StandingRow | None
    how: tuple[str, ...]
    lines: tuple[ScoreLine, ...]


def explained(scores: Scores, period: Period, scheme: str, subject: str) -> Explanation:
    """Every line of a subject's period, and how they make its number."""
    rules = scores.books.rulebook.schemes[scheme]
    row = scores.standing(scheme, period, _level(rules, subject)).row(subject)
    sentences = tuple(said.words for said in how(scores, rules, period, subject, row))
    lines = tuple(lines_behind(scores, rules, period, subject))
    return Explanation(rules, period, subject, row, sentences, lines)


def lines_behind(
    scores: Scores, rules: Scheme, period: Period, subject: str
) -> Sequence[ScoreLine]:
    """A subject's own lines; for a unit in case work also the officers' lines that it pools."""
    own = scores.lines_of(rules.code, subject, period.months)
    if _level(rules, subject) != UNITS:
        return own
    versions = scores.standing(rules.code, period, UNITS).versions
    case_rules = versions[-1].case_rules if versions else None
    taken = {c.code for c in rules.components if takes_from_officers(rules, c, case_rules)}
    officers = scores.lines_in(rules.code, period.months)
    return [*(x for x in officers if x.unit == subject != x.subject and x.component in taken), *own]


def _level(rules: Scheme, subject: str) -> str:
    # A service number is digits, the code of a unit begins with a letter.
    if not rules.of_cases:
        return ""
    return OFFICERS if subject.isdigit() else UNITS


def how(
    scores: Scores, rules: Scheme, period: Period, subject: str, row: StandingRow | None
) -> list[Sentence]:
    """Sentences that lead from the lines of the period to its total and to the number ranked on."""
    if row is None or row.total is None:
        return [Sentence("没有记录，按未报处理，不计为 0 分。")]
    steps = unit_steps if _level(rules, subject) == UNITS else own_steps
    made = list(steps(scores, rules, period, row))
    # Of one component alone the step before has said the total already.
    if sum(points != 0 for points in row.components.values()) != 1:
        made.append(Sentence(f"合计 = {added(row.components.values())} = {spell(row.total)}。"))
    if row.ranked_on is not None and row.ranked_on != row.total:
        whole = f"计分 {row.months} 个月，按应得基础分折合为 {spell(row.ranked_on)}"
        made.append(Sentence(f"{whole}，排名以折合分为准。"))
    return made


def own_steps(
    scores: Scores, rules: Scheme, period: Period, row: StandingRow
) -> Iterator[Sentence]:
    """How the lines of each component make its points of the period."""
    parts = [(each.code, each.name, each.means) for each in rules.components]
    parts += [("", ADJUSTED, rules.means)] if "" in row.components else []
    for code, name, means in parts:
        total = scores.points.get((rules.code, period.code, row.subject, code), 0)
        value = row.components.get(code, 0)
        if period.kind in means and row.months:
            mean = f"{row.months} 个月合计 {spell(total)} ÷ {row.months}"
            yield Sentence(f"{name} = {mean} = {spell(value)}。")
        elif value:
            yield Sentence(f"{name} = 各行相加 = {spell(value)}。", adds_lines=True)


def unit_steps(
    scores: Scores, rules: Scheme, period: Period, row: StandingRow
) -> Iterator[Sentence]:
    """How a unit in case work comes by the points of each component."""
    standing = scores.standing(rules.code, period, UNITS)
    case_rules = standing.versions[-1].case_rules
    divided = f" ÷ 月末办案民警合计 {row.heads} 人次 × {row.head_months} 个月"
    if row.head_months == 1:
        divided = f" ÷ 月末办案民警 {row.heads} 人"
    for part in rules.components:
        key = rules.code, period.code, row.subject, part.code
        borne, pooled = scores.points.get(key, 0), scores.pooled.get(key, 0)
        mean = f" ÷ 计分 {row.months} 个月" if period.kind in part.means and row.months else ""
        said = []
        if takes_from_officers(rules, part, case_rules):
            head = divided if case_rules is not None and case_rules.per_head else ""
            said.append(f"本单位民警得分合计 {spell(pooled)}{head}{mean}")
        # What a unit bears alone stands in a line with its arithmetic, and needs no step.
        if borne and (said or mean):
            said.append(f"本单位承担 {spell(borne)}{mean}")
        if said:
            points = spell(row.components[part.code])
            yield Sentence(f"{part.name} = {' + '.join(said)} = {points}。")


def added(points: Iterable[int]) -> str:
    """``99.80 + 2.00 − 1.00``: a sum as people write it, zeros left out unless all are."""
    first, *rest = [number for number in points if number] or [0]
    signs = (f" {MINUS if number < 0 else '+'} {spell(abs(number))}" for number in rest)
    return spell(first) + "".join(signs)
