"""Dossiers: every line, sums that a reader can follow, and what must not be shown."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.tiny_site import assert_snapshot, tiny_pages

DOSSIERS = (
    "dossiers/room/dg-nanjie/2025/",
    "dossiers/room/xg-shancun/2025/",
    "dossiers/branch/zb-lianhe/2025/",
    "dossiers/unit/dongguan/2025/",
    "dossiers/unit/xiguan/2025/",
    "dossiers/officer/061001/2025/",
    "dossiers/officer/061002/2025/",
)
ALL = sorted(uri for uri in tiny_pages() if uri.startswith("dossiers/"))


@pytest.mark.parametrize("uri", DOSSIERS)
def test_the_whole_page_is_as_it_was_read(uri: str) -> None:
    assert_snapshot(tiny_pages()[uri])


def test_everybody_has_a_dossier() -> None:
    assert {uri.split("/")[1] for uri in ALL} == {"branch", "room", "unit", "officer"}
    assert len(ALL) == 2 + 3 + 3 + 6


@pytest.mark.parametrize("uri", ALL)
def test_lines_add_up_to_the_component_and_components_to_the_month(uri: str) -> None:
    for caption, table in line_tables(tiny_pages()[uri].html):
        parts = re.findall(r'<tbody id="[^"]+">(.*?)</tbody>', table, re.DOTALL)
        subtotals = []
        for part in parts:
            *lines, subtotal = [points(cell) for cell in number_cells(part)]
            assert sum(lines) == subtotal, f"{uri} {caption}"
            subtotals.append(subtotal)
        total = points(number_cells(table)[-1])
        if "由单位承担" not in caption:
            assert sum(subtotals) == total, f"{uri} {caption}"


@pytest.mark.parametrize("uri", ALL)
def test_a_number_of_the_summary_is_the_number_of_its_month(uri: str) -> None:
    html = tiny_pages()[uri].html
    for page, anchor, total in re.findall(
        r'<a href="([^"#]*)#(m\d{4}-\d\d-[a-z]+)">([−\d.]+)</a></td>', html
    ):
        if page.endswith(f"{uri}index.html"):
            assert total in section(html, anchor)


def test_free_text_is_shown_as_the_characters_typed() -> None:
    html = tiny_pages()["dossiers/room/dg-beijie/2025/"].html
    assert "邻里&lt;b&gt;宅基地&lt;/b&gt;纠纷 &amp; 赔偿" in html


def test_untouched_items_share_one_row_and_still_count() -> None:
    html = tiny_pages()["dossiers/unit/dongguan/2025/"].html
    february = section(html, "m2025-02-team")
    assert "其余3项" in february
    assert 'id="l-2025-02-team-base-T01-full"' in february
    assert "16.00" in february


def test_a_line_shows_rule_arithmetic_record_and_approval() -> None:
    january = section(tiny_pages()["dossiers/room/dg-nanjie/2025/"].html, "m2025-01-rooms")
    assert '<a href="../../../../rules/rooms/index.html#D1">D1 隐瞒、漏录警情</a>' in january
    assert "−10 × 2 次 = −20" in january
    assert "ledger/2025-01/rooms/dongguan.yml:20" in january
    assert "未启用核验" in january


def test_a_month_without_a_report_says_so_and_has_no_points() -> None:
    february = section(tiny_pages()["dossiers/room/xg-shancun/2025/"].html, "m2025-02-rooms")
    assert "本月未报，不计为零分，也不计入平均。" in february
    assert "0.00" not in february


def test_a_single_sanction_shows_its_points_and_not_its_type() -> None:
    february = section(tiny_pages()["dossiers/unit/xiguan/2025/"].html, "m2025-02-team")
    assert "1 件 = −6" in february
    assert "记过" not in february


def test_a_veto_is_shown_without_its_cause() -> None:
    html = tiny_pages()["dossiers/unit/xiguan/2025/"].html
    assert "否决事项" in html
    assert "V01" not in html


def test_rewards_show_levels_and_no_matter() -> None:
    january = section(tiny_pages()["dossiers/unit/dongguan/2025/"].html, "m2025-01-team")
    assert "个人三等功 3" in january
    assert "同一事项只计最高" in january


def test_a_unit_shows_its_points_per_head() -> None:
    january = section(tiny_pages()["dossiers/unit/dongguan/2025/"].html, "m2025-01-cases")
    assert "数量分合计12.32分÷月末办案民警2人＝人均数量分6.16分" in january


def test_an_officer_of_a_room_carries_the_room_s_result() -> None:
    html = tiny_pages()["dossiers/officer/061009/2025/"].html
    assert "警务室考核结果即为该警务室民辅警的考核成绩" in html
    assert "山村农村警务室" in html


def test_the_gap_to_the_next_rank_is_in_points() -> None:
    html = tiny_pages()["dossiers/room/dg-nanjie/2025/"].html
    assert "一类3个中列第3名，与前一名（第2名，75.75分）相差11.30分。" in html
    assert "W3 警情通报</a></strong>：应得30.00分，实得27.50分，还可提高2.50分" in html


def line_tables(html: str) -> Iterator[tuple[str, str]]:
    yield from re.findall(
        r'<table class="kpi kpi-lines">\s*<caption>(.*?)</caption>(.*?)</table>', html, re.DOTALL
    )


def number_cells(part: str) -> list[str]:
    return re.findall(r'<td class="num[^"]*">(.*?)</td>', part)


def points(cell: str) -> int:
    """Hundredths; what does not count (不适用) adds nothing."""
    text = cell.replace("−", "-")
    return round(float(text) * 100) if re.fullmatch(r"-?\d+\.\d\d", text) else 0


def section(html: str, anchor: str) -> str:
    """From a month's heading to the next heading."""
    own = html[html.index(f'<h3 id="{anchor}">') :]
    return re.split(r"<h[23] ", own, maxsplit=2)[1]
