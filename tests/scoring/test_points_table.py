"""The points table: sums, means, ranks and movement as operations on whole numbers; item figures.

The figures are of the tiny county (``county.py``) in 2025-06.
"""

from __future__ import annotations

import pandas as pd
import pytest

from generator.checks.books import read_books
from generator.rules.periods import Period
from generator.scoring.items import Earned
from generator.scoring.model import ScoreLine
from generator.scoring.standings import Scores
from generator.scoring.tally import (
    looked_up,
    means,
    over_periods,
    points_table,
    ranks,
    ranks_before,
    summed,
)
from generator.text.problems import errors
from tests.county import CASES, OFFICERS, REVIEW, ROOM, ROOM_RULES, Change, county, edit


def line(month: str, subject: str, points: int) -> ScoreLine:
    return ScoreLine("rooms", month, subject, "u1", "base", "记录", points, "")


def table(*lines: ScoreLine) -> pd.DataFrame:
    return points_table(lines, ["" for _ in lines])


def test_points_are_whole_hundredths_in_every_sum() -> None:
    made = table(line("2025-01", "a", 1895), line("2025-01", "a", -5))
    sums = summed(made, "subject")["points"]
    assert (str(made["points"].dtype), str(sums.dtype)) == ("int64", "int64")
    assert looked_up(sums) == {"a": 1890}


def test_a_line_counts_in_its_month_its_quarter_and_its_year() -> None:
    made = over_periods(table(line("2025-04", "a", 100), line("2025-03", "a", 20)))
    assert looked_up(summed(made, "period")["points"]) == {
        "2025-03": 20, "2025-Q1": 20, "2025": 120, "2025-04": 100, "2025-Q2": 100,
    }  # fmt: skip


def test_a_table_without_lines_has_sums_of_nothing() -> None:
    assert looked_up(summed(over_periods(table()), "period")["points"]) == {}


@pytest.mark.parametrize(
    ("points", "size", "mean"),
    [
        (5, 2, 3),
        (-5, 2, -3),
        (4, 3, 1),
        (-4, 3, -1),
        (5, 3, 2),
        (0, 7, 0),
        # A float would lose the last digits of these.
        (9007199254740993, 1, 9007199254740993),
    ],
)
def test_a_mean_is_rounded_half_up_away_from_zero(points: int, size: int, mean: int) -> None:
    made = means(pd.Series([points]), pd.Series([size]))
    assert (made.tolist(), str(made.dtype)) == ([mean], "int64")


def placed(*rows: tuple[str, str, str, int]) -> pd.DataFrame:
    """Rows of period, group, subject and points; the period before is the month before."""
    made = pd.DataFrame(rows, columns=["period", "group", "subject", "points"])
    made["before"] = [Period(period).previous.code for period in made["period"]]
    made["rank"] = ranks(made, least=2)
    return made


def known(ranks: pd.Series[int]) -> list[int | None]:
    return ranks.astype("object").where(ranks.notna(), None).tolist()


def test_equal_points_share_a_rank_and_the_next_one_is_left_out() -> None:
    made = placed(
        *(("2025-01", "一类", s, p) for s, p in zip("abcd", (90, 95, 90, 80), strict=True))
    )
    assert made["rank"].tolist() == [2, 1, 2, 4]


def test_ranks_are_taken_inside_a_period_and_group_and_not_of_too_few() -> None:
    made = placed(
        ("2025-01", "一类", "a", 1), ("2025-01", "一类", "b", 2),
        ("2025-02", "一类", "a", 9), ("2025-02", "一类", "b", 8),
        ("2025-02", "二类", "c", 5),
    )  # fmt: skip
    assert known(made["rank"]) == [2, 1, 1, 2, None]


def test_the_rank_before_is_that_of_the_same_group() -> None:
    made = placed(
        ("2025-01", "一类", "a", 1), ("2025-01", "一类", "b", 2), ("2025-01", "一类", "c", 3),
        ("2025-02", "一类", "a", 9), ("2025-02", "一类", "b", 8),
        ("2025-02", "二类", "c", 7), ("2025-02", "二类", "d", 6),
    )  # fmt: skip
    assert known(ranks_before(made)[3:]) == [3, 2, None, None]


JUNE, YEAR = Period("2025-06"), Period("2025")


def scores(*changes: Change) -> Scores:
    books, problems = read_books(county(*changes))
    assert errors(problems) == []
    assert books is not None
    return Scores(books)


def test_a_period_without_reports_has_an_empty_standing() -> None:
    standing = scores().standing("rooms", Period("2019-03"))
    assert (standing.groups, standing.missing, standing.versions) == ((), (), ())


def test_an_item_has_full_points_and_points_earned_of_every_subject() -> None:
    """T3 is worth 5 at 90, 3 at 80, nothing below; the three reported 92, 88 and 79."""
    tally = scores().items.tallies("team", JUNE)["base", "T3"]
    assert tally.by_subject == {
        "chengguan": Earned(5_00, 5_00), "fazhi": Earned(5_00, 3_00), "hedong": Earned(5_00, 0),
    }  # fmt: skip
    assert (tally.whole, tally.reached) == (Earned(15_00, 8_00), 1)
    assert [code for code, _ in tally.behind()] == ["hedong", "fazhi"]


def test_a_year_of_one_month_has_the_figures_of_the_month() -> None:
    items = scores().items
    assert items.tallies("team", YEAR) == items.tallies("team", JUNE)
    assert items.tallies("team", Period("2025-Q1")) == {}


def test_an_item_that_does_not_count_this_month_is_not_due() -> None:
    change = edit("ledger/2025-06/team/fazhi.yml", "{项: T3, 数量: 88, 依据: 回访汇总7}", "{项: T3, 不适用: 没有回访}")  # fmt: skip
    tallies = scores(NOT_DUE, change).items.tallies("team", JUNE)
    assert sorted(tallies["base", "T3"].by_subject) == ["chengguan", "hedong"]


NOT_DUE = edit("rules/schemes/team.yml", "阶梯: [{达到: 90, 得分: 5}", "不适用情形: 没有回访, 不适用时: 计零分, 阶梯: [{达到: 90, 得分: 5}")  # fmt: skip


def test_a_finding_that_two_officers_bear_is_one_cause_of_both_their_units() -> None:
    found = {cause.item.code: cause for cause in scores().items.causes("cases", JUNE, -1)}
    cause = found["Q02"]
    assert (cause.count, list(cause.by_subject)) == (1, ["chengguan"])
    assert cause.points == sum(cause.by_subject.values()) < 0


def test_the_work_of_the_month_itself_is_no_cause_of_points() -> None:
    given = {cause.item.code for cause in scores().items.causes("team", JUNE, +1)}
    assert given == {"R1"}
    assert scores().items.causes("cases", JUNE, +1) == []


def test_losses_tell_full_items_from_mere_deductions() -> None:
    losses = scores().items.losses("team", YEAR, "chengguan")
    assert [(x.item.code, x.full, x.lost, x.count, x.months) for x in losses] == [
        ("T1", 6_00, 1_00, 0, (("2025-06", 1_00),)),
        ("N1", 0, 1_00, 1, (("2025-06", 1_00),)),
    ]


def test_a_unit_learns_from_what_its_officers_lost() -> None:
    items = scores().items
    assert items.losses("cases", YEAR, "chengguan") == []
    with_officers = items.losses("cases", YEAR, "chengguan", with_officers=True)
    assert {loss.item.code for loss in with_officers} >= {"Q02", "Q04"}


def test_points_of_cases_and_findings_are_summed_apart() -> None:
    made = scores()
    work = sum(x.points for x in made.lines if x.item and x.item.terms.from_cases)
    assert made.items.case_points("cases", JUNE) == work > 0
    without = scores(
        edit(
            REVIEW,
            """
      - {项: Q02, 承担: ["061101", "061102"], 事由: 一次询问只有一人}""",
            "",
        )
    )
    assert made.items.findings("cases", JUNE) < without.items.findings("cases", JUNE) < 0


LI = "{自: 2019-01-01, 单位: chengguan, 职务: 民警, 办案: 是}"
"""The post of 李成, 061102."""


@pytest.mark.parametrize(("until", "heads"), [("2025-07-15", 2), ("2025-07-16", 1)])
def test_who_is_away_at_a_month_s_end_for_more_than_a_month_is_no_head(
    until: str, heads: int
) -> None:
    """From 15 June: until 15 July for 31 days, until 16 July for 32."""
    away = edit(OFFICERS, f"{LI}]", f"{LI}], 离岗: [{{自: 2025-06-15, 至: {until}}}]")
    assert scores(away).headcount("chengguan", "2025-06") == heads


MOVES = "{自: 2025-06-15, 单位: hedong, 职务: 民警, 办案: 是}, {自: 2025-06-25, 单位: fazhi, 职务: 民警}"
"""李成 goes to 河东 on the 15th and leaves case work on the 25th."""
SECOND = "chengguan-02, 日期: 2025-06-28"


@pytest.mark.parametrize(
    "reviews",
    [
        (  # two cases of one item
            edit(CASES, "结果: C11\n    人数: 1\n    件数: 12", "结果: C01\n    人数: 1"),
            edit(REVIEW, "日期: 2025-06-20", "日期: 2025-06-10"),
            edit(REVIEW, SECOND, SECOND.replace("28", "20")),
        ),
        (edit(REVIEW, SECOND, SECOND.replace("28", "10")),),  # C01 on the 20th, C11 on the 10th
    ],
    ids=["one item", "the later one stands first in the rules"],
)
def test_who_left_case_work_within_the_month_stands_where_the_last_points_count(
    reviews: tuple[Change, ...],
) -> None:
    """One case is reviewed on the 10th, at 城关, the other on the 20th, at 河东."""
    finding = '      - {项: Q02, 承担: ["061101", "061102"], 事由: 一次询问只有一人}\n'
    moved = edit(OFFICERS, LI, f"{LI}, {MOVES}")
    made = scores(moved, *reviews, edit(REVIEW, finding, ""))
    row = made.standing("cases", Period("2025-06")).row("061102")
    assert row is not None
    assert (row.unit, row.note) == ("hedong", "期末不在办案岗位，不参与排名")


def test_what_a_unit_found_itself_is_halved_once_for_all_times() -> None:
    """3 batches at 0.15 each are 0.45, of which half is 0.225; three halves of 0.15 would be 0.24."""
    found = scores(
        edit(ROOM_RULES, "类型: 扣分, 分值: 10, 每: 批,", "类型: 扣分, 分值: 0.15, 每: 批, 自查减半: 是,"),
        edit(ROOM, "次数: 1, 指标: W7", "次数: 3, 自查: 是, 指标: W7"),
    )  # fmt: skip
    lines = found.lines_of("rooms", "cg-ximen", ["2025-06"])
    assert [x.points for x in lines if x.item_code == "D2"] == [-23]
