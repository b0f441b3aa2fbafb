"""A fifth scheme, in the way other bureaus publish theirs, as a rule file: no code is touched."""

from __future__ import annotations

import pytest

from generator.checks.books import read_books
from generator.rules.periods import Period
from generator.scoring.report import explain, score_text
from generator.scoring.standings import Scores
from tests.county import county, edit
from tests.fifth_scheme import books, with_auxiliaries


def test_the_new_scheme_scores_its_own_people_only() -> None:
    standing = Scores(books()).standing("aux", Period("2025-06"))
    totals = {row.name: (row.total, row.rank, row.grade) for row in standing.rows}
    assert totals == {
        "赵敏": (10500, 1, "优秀"),
        "丙辅": (10500, 1, "优秀"),
        "甲辅": (9300, 3, "称职"),
        "乙辅": (800, 4, "未达及格线"),
    }


def test_every_step_of_the_sum_is_said() -> None:
    found = explain(Scores(books()), Period("2025-06"), "aux", "161101")
    assert [
        (line["item"] or line["kind"], line["points"], line["arithmetic"])
        for line in found["lines"]
    ] == [
        ("K1", "-2.00", "−1 × 2 次 = −2"),
        ("起点", "80.00", "基础分起点 80"),
        ("Y1", "8.50", "80，达到 75，得 8.5"),
        ("Y2", "6.50", "91.5%，比目标 95% 低 3 档，8 − 3 × 0.5 = 6.5"),
    ]


@pytest.mark.parametrize(
    ("rate", "points", "words"),
    [
        ("94.1%", "8.00", "94.1%，比目标 95% 低 0 档，8 − 0 × 0.5 = 8"),
        ("94%", "7.50", "94%，比目标 95% 低 1 档，8 − 1 × 0.5 = 7.5"),
        ("79%", "0.00", "79%，比目标 95% 低 16 档，8 − 16 × 0.5 = 0"),
        ("50%", "0.00", "50%，比目标 95% 低 45 档，8 − 45 × 0.5 = −14.5，最少计 0 分"),
    ],
)
def test_a_rate_by_gap_loses_whole_steps_and_never_more_than_it_has(
    rate: str, points: str, words: str
) -> None:
    """8 points at 95 %, half a point less for each whole percent below."""
    made, _ = read_books(
        county(with_auxiliaries, edit("ledger/2025-06/aux/chengguan.yml", "91.5%", rate))
    )
    assert made is not None
    found = explain(Scores(made), Period("2025-06"), "aux", "161101")
    by_gap = [(x["points"], x["arithmetic"]) for x in found["lines"] if x["item"] == "Y2"]
    assert by_gap == [(points, words)]


def test_items_that_share_a_cap_are_capped_together() -> None:
    found = explain(Scores(books()), Period("2025-06"), "aux", "061104")
    assert [
        (x["kind"], x["points"], x["arithmetic"]) for x in found["lines"] if x["kind"] == "封顶"
    ] == [("封顶", "-1.50", "第八条 每月封顶 5 分，超出部分不计")]


def test_a_component_with_a_floor_stops_there() -> None:
    found = explain(Scores(books()), Period("2025-06"), "aux", "161102")
    assert [(x["points"], x["arithmetic"]) for x in found["lines"] if x["kind"] == "封底"] == [
        ("10.00", "基础分每月最少 0 分")
    ]


def test_a_weighted_component_shows_what_its_weight_takes() -> None:
    lighter = edit(
        "rules/schemes/aux.yml", "名称: 业务分, 栏目: 业务}", "名称: 业务分, 权重: 50%, 栏目: 业务}"
    )
    made, _ = read_books(county(with_auxiliaries, lighter))
    assert made is not None
    found = explain(Scores(made), Period("2025-06"), "aux", "161101")
    weights = [(x["points"], x["arithmetic"]) for x in found["lines"] if x["kind"] == "权重"]
    assert weights == [("-7.50", "业务分 15.00 × 权重 50% = 7.50")]


def test_the_table_prints_like_any_other() -> None:
    lines = score_text(Scores(books()), Period("2025-06"), "aux").splitlines()
    assert lines[0] == "辅警工作积分制　2025年6月　依据：示例〔2025〕11号"
    assert [line.split() for line in lines[3:]] == [
        ["名次", "代码", "名称", "基础分", "业务分", "加分", "合计", "说明"],
        ["1", "061104", "赵敏", "80.00", "20.00", "5.00", "105.00"],
        ["1", "161103", "丙辅", "80.00", "20.00", "5.00", "105.00"],
        ["3", "161101", "甲辅", "78.00", "15.00", "0.00", "93.00"],
        ["4", "161102", "乙辅", "0.00", "8.00", "0.00", "8.00"],
    ]
