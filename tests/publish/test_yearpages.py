"""Year results and four-fold evaluation: proposals with reasons, causes left out."""

from __future__ import annotations

import pytest

from tests.tiny_site import assert_snapshot, tiny_pages


@pytest.mark.parametrize("uri", ["year/2025/", "four/2025/"])
def test_the_whole_page_is_as_it_was_read(uri: str) -> None:
    assert_snapshot(tiny_pages()[uri])


def test_every_list_is_a_proposal_that_the_bureau_decides() -> None:
    html = tiny_pages()["year/2025/"].html
    assert "由局党委研究决定" in html
    assert "按截至2025年3月的积分提出" in html


def test_a_candidate_has_every_reason_met_or_not() -> None:
    html = tiny_pages()["year/2025/"].html
    assert "kpi-reason--met" in html
    assert "kpi-reason--unmet" in html
    assert "不符合：</span>在本序列 1 个月（不少于 2 个月）" in html


def test_a_veto_names_the_unit_and_not_the_cause() -> None:
    html = tiny_pages()["year/2025/"].html
    assert "西关派出所</a>（1项）" in html
    assert "V01" not in html


def test_units_to_improve_see_the_gap_and_what_cost_them_most() -> None:
    html = tiny_pages()["year/2025/"].html
    assert "与前一名相差" in html
    assert "薄弱项目：" in html
    assert "待改进单位：取消年度评先评优资格、在全局会议上表态发言。" in html


def test_the_article_s_figures_are_context_and_no_scores() -> None:
    html = tiny_pages()["year/2025/"].html
    assert "由95人增加到111人" in html
    assert "不是本站统计，也不计分" in html


def test_the_standard_lists_every_item_with_its_points() -> None:
    html = tiny_pages()["four/2025/"].html
    assert "任务清单共2个方面3项" in html
    assert "基层组织建设（2项，全年7分）" in html


def test_model_records_are_those_with_most_points_and_none_that_is_hidden() -> None:
    html = tiny_pages()["four/2025/"].html
    assert "县级示范支部" in html
    assert "市级：谈心做法信息被市局采用" in html
