"""一、总体情况 of a bulletin: totals, means, change on the last period, and where points were lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.ledger.case_records import (
    AFTERWARDS,
    PASSED,
    SENT_BACK,
    Review,
)
from generator.publish.bulletin.rankings import COUNTERS, pooled_title, ranked
from generator.publish.kit import charts, links
from generator.publish.kit.labels import (
    DASH,
    Names,
    Words,
    findings_title,
    group_label,
    item_name,
    month_name,
    say,
    share,
)
from generator.publish.kit.tables import Cell, Column, Table, TableRow
from generator.rules.periods import Period
from generator.rules.scheme import Scheme
from generator.scoring.items import Earned, ItemTally
from generator.scoring.model import Group, Standing
from generator.scoring.standings import Scores
from generator.text.hundredths import half_up, signed, spell


@dataclass(frozen=True, slots=True)
class Overview:
    """Sentences, then tables, then at most one chart."""

    sentences: tuple[Words, ...]
    tables: tuple[Table, ...]
    trend: charts.TrendChart | None


def overview(
    scheme: Scheme, period: Period, standings: Sequence[Standing], scores: Scores, names: Names
) -> Overview:
    """The overview of one bulletin."""
    sentences = [mean_sentence(scheme, standing, scores) for standing in standings]
    if scheme.of_cases:
        sentences.insert(0, case_sentence(scheme, period, standings[-1], scores, names))
    tables = [group_table(scheme, standing, scores) for standing in standings]
    if scheme.aspects and not scheme.of_cases:
        tables.append(aspect_table(scheme, period, scores))
    trend = mean_trend(scheme, period, standings[-1], scores)
    return Overview(tuple(sentences), tuple(tables), trend)


def mean(totals: Sequence[int]) -> int | None:
    """The mean, half-up; None of nothing."""
    return half_up(sum(totals), len(totals)) if totals else None


def totals_of(groups: Sequence[Group]) -> list[int]:
    """The totals that exist: those who did not report are left out."""
    return [row.total for group in groups for row in group.rows if row.total is not None]


def _previous(standing: Standing, scores: Scores) -> Standing | None:
    """The standing of the period before, if its totals can be compared with this one's.

    They can when every month has reports and as many points were to be had: a branch can earn far
    more in March, when quarterly items are due, than in April.
    """
    before, scheme = standing.period.previous, scores.books.rulebook.schemes[standing.scheme]
    # A quarter with a month missing is no quarter to compare with.
    if not {*before.months, *standing.period.months} <= set(scores.months(scheme.code)):
        return None
    groups = [group.code for group in standing.groups]
    if full_points(scheme, before, groups) != full_points(scheme, standing.period, groups):
        return None
    return scores.standing(scheme.code, before, standing.level)


def full_points(scheme: Scheme, period: Period, groups: Sequence[str]) -> list[int]:
    """What a subject of each group can earn in the items due, hundredths; means taken as sums."""
    in_force = [(month, scheme.version(month)) for month in period.months]
    due = [
        item
        for month, version in in_force
        for item in (version.items if version else ())
        if item.counts(month)
    ]
    return [sum(item.full(group) for item in due) for group in groups]


def change(now: int, before: int | None) -> str:
    """``，较上月上升1.20分``; empty without a comparison."""
    if before is None:
        return ""
    if now == before:
        return "，与上期持平"
    return f"，较上期{'上升' if now > before else '下降'}{spell(abs(now - before))}分"


def mean_sentence(scheme: Scheme, standing: Standing, scores: Scores) -> Words:
    """The mean over all who have a total, and how it moved."""
    totals = totals_of(standing.groups)
    now = mean(totals)
    what = ranked(scheme, standing.level)
    if now is None:
        return say(f"本期没有{what}得分。")
    before = _previous(standing, scores)
    compared = change(now, mean(totals_of(before.groups))) if before else ""
    counter = COUNTERS[standing.level]
    low = sum(total < 0 for total in totals)
    extra = f"；得分为负的{low}{counter}" if low else ""
    return say(f"{len(totals)}{counter}{what}平均得分{spell(now)}分{compared}{extra}。")


def case_sentence(
    scheme: Scheme, period: Period, standing: Standing, scores: Scores, names: Names
) -> Words:
    """How many cases passed, were sent back, and what they came to."""
    cases: dict[str, list[str]] = defaultdict(list)
    for review in reviews_in(scheme, period, scores):
        cases[review.verdict].append(review.case)
    # A case may be sent back several times in a period, and is one case.
    passed, returned = set(cases[PASSED]), set(cases[SENT_BACK])
    later = len(cases[AFTERWARDS])
    active = sum(row.cases > 0 for row in standing.rows)
    quantity = scores.items.case_points(scheme.code, period)
    deductions = scores.items.findings(scheme.code, period)
    said = f"{scheme.office}逐案复核办理程序、案件质量和执行情况，复核通过案件{len(passed)}件，退回补正{len(returned)}件"
    said += f"，对以前案件追加认定{later}件次" * bool(later)
    said += f"。{len(standing.rows)}名办案民警中{active}名有办结案件，占{share(active, len(standing.rows))}；"
    said += f"{pooled_title(scheme)}{spell(quantity)}分，{findings_title(scheme)}合计{spell(-deductions)}分（减免前）"
    if passed:
        said += f"，每10件案件扣{spell(half_up(-deductions * 10, len(passed)))}分"
    return say(f"{said}。")


def reviews_in(scheme: Scheme, period: Period, scores: Scores) -> list[Review]:
    """The reviews of cases that stand in the records of a period."""
    return [
        review
        for review in scores.books.ledger.reviews
        if review.scheme == scheme.code and review.month in period.months
    ]


def group_table(scheme: Scheme, standing: Standing, scores: Scores) -> Table:
    """A row per group: how many, mean, change where there is one, best and lowest."""
    before = _previous(standing, scores)
    earlier = {group.code: group.mean for group in before.groups} if before else None
    what = ranked(scheme, standing.level)
    columns = [
        Column("group", "组别" if len(standing.groups) > 1 else "范围", sortable=False),
        Column("size", f"{what}数", numeric=True),
        Column("missing", "未报", numeric=True, hidden_on_phone=True),
        Column("mean", "平均分", numeric=True),
        Column("best", "最高分", numeric=True),
        Column("lowest", "最低分", numeric=True, hidden_on_phone=True),
    ]
    if earlier is not None:
        columns.insert(4, Column("change", "较上期", numeric=True))
    rows = [TableRow(tuple(_group_cells(standing, group, earlier))) for group in standing.groups]
    return Table(f"{what}得分概况", columns, rows)


def _group_cells(
    standing: Standing, group: Group, earlier: Mapping[str, int | None] | None
) -> Iterator[Cell]:
    totals, now = totals_of([group]), group.mean
    anchor = links.group_anchor(standing.level, group.code)
    place = f"{links.bulletin(standing.scheme, standing.period)}#{anchor}"
    yield Cell(group_label(group) or "全部", place, title=group.name if group.code else "")
    yield Cell(str(len(group.rows)))
    yield Cell(str(len(group.rows) - len(totals)))
    yield Cell(DASH if now is None else spell(now))
    if earlier is not None:
        last = earlier.get(group.code)
        yield Cell(DASH if now is None or last is None else signed(now - last))
    for end in (max(totals), min(totals)) if totals else (None, None):
        yield Cell(DASH if end is None else spell(end))


def aspect_table(scheme: Scheme, period: Period, scores: Scores) -> Table:
    """A row per aspect: points due and earned per subject, and the share."""
    tallies = scores.items.tallies(scheme.code, period)
    rows = []
    for aspect in scheme.aspects:
        own = [tally for tally in tallies.values() if tally.item.aspect == aspect.code]
        # An aspect may have nothing due in the period.
        if not own:
            continue
        whole = Earned(sum(t.whole.full for t in own), sum(t.whole.points for t in own))
        worst = min(own, key=_share_and_code)
        lost = Cell(item_name(worst.item), links.rule(scheme.code, worst.item.code))
        rows.append(
            TableRow.of(
                f"{aspect.code} {aspect.name}",
                str(len(own)),
                spell(whole.full),
                spell(whole.points),
                share(whole.points, whole.full),
                lost if worst.whole.lost > 0 else Cell("均得满分", tone="good"),
            )
        )
    columns = (
        Column("aspect", "类目", sortable=False),
        Column("items", "考核项目", numeric=True),
        Column("full", "应得分", numeric=True, hidden_on_phone=True),
        Column("points", "实得分", numeric=True, hidden_on_phone=True),
        Column("share", "得分率", numeric=True),
        Column("worst", "得分率最低的项目", sortable=False),
    )
    note = "按全部考核对象合计，不含加分、扣分和不适用的项目。"
    return Table("各类目得分情况", columns, rows, note)


def _share_and_code(tally: ItemTally) -> tuple[float, str]:
    """By which items are sorted, the worst first; what is not due can lose nothing."""
    whole = tally.whole
    return whole.points / whole.full if whole.full else 1, tally.item.code


def mean_trend(
    scheme: Scheme, period: Period, standing: Standing, scores: Scores
) -> charts.TrendChart | None:
    """The monthly mean over a year; shorter periods are told by a number."""
    if period.kind != "年":
        return None
    points = []
    for month in sorted({*period.months} & {*scores.months(scheme.code)}):
        groups = scores.standing(scheme.code, Period(month), standing.level).groups
        points.append((month_name(month, year=False), mean(totals_of(groups))))
    what = ranked(scheme, standing.level)
    # Two points are a number and its change, which the sentence tells.
    return charts.trend("mean", f"各月{what}平均得分", points) if len(points) > 2 else None
