"""Bulletins: wording, dates, ranks, what is missing, what is never said."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from generator.checks.books import files_in
from generator.publish.bulletin import pages as bulletins
from generator.publish.bulletin.index import periods_of
from generator.publish.bulletin.issued import levels, objections_to
from generator.publish.kit.labels import heading, issue, kind_name, listed, numeral, share
from generator.publish.site import Site
from generator.rules.bureau import read_bureau, schedule
from generator.rules.periods import Calendar, Period
from generator.scoring.standings import Scores
from tests import fifth_scheme
from tests.tiny_site import HERE, assert_snapshot, everything_of, tiny_books, tiny_pages

BULLETINS = (
    "bulletins/",
    "bulletins/rooms/",
    "bulletins/rooms/2025-01/",
    "bulletins/rooms/2025-02/",
    "bulletins/rooms/2025/",
    "bulletins/party/2025-02/",
    "bulletins/party/2025-Q1/",
    "bulletins/cases/2025-01/",
    "bulletins/team/2025-Q1/",
)


@pytest.mark.parametrize("uri", BULLETINS)
def test_the_whole_page_is_as_it_was_read(uri: str) -> None:
    assert_snapshot(tiny_pages()[uri])


@pytest.mark.parametrize(
    ("scheme", "period", "expected"),
    [
        ("rooms", "2025-06", "关于2025年6月基层基础工作积分情况的通报"),
        ("party", "2025-Q1", "关于2025年第一季度党建工作积分排名情况的通报"),
        ("cases", "2025", "关于2025年度执法办案积分考评结果的通报"),
        ("party", "2025-06", "2025年6月党建工作积分月统计"),
        ("rooms", "2025-Q2", "2025年第二季度基层基础工作积分季度统计"),
    ],
)
def test_a_heading_says_bulletin_only_where_results_are_circulated(
    scheme: str, period: str, expected: str
) -> None:
    assert heading(tiny_books().rulebook.schemes[scheme], Period(period)) == expected


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("编发单位", "治安大队"),
        ("各积分制编发单位", "治安大队"),
        ("督察大队（不是编发单位）", "督察大队（不是编发单位）"),
    ],
)
def test_objections_go_to_the_office_that_is_named_or_to_the_one_of_the_scheme(
    written: str, shown: str
) -> None:
    files = files_in(HERE / "tiny")
    settings = files["rules/bureau.yml"].decode().replace("各积分制编发单位", written)
    bureau, _ = read_bureau({**files, "rules/bureau.yml": settings.encode()}, [])
    assert bureau is not None
    assert objections_to(bureau, tiny_books().rulebook.schemes["rooms"]) == shown


def test_issues_are_counted_within_the_year() -> None:
    schemes = tiny_books().rulebook.schemes
    assert issue(schemes["rooms"], Period("2025-06")) == "第6期"
    assert issue(schemes["party"], Period("2025-Q3")) == "第3期"
    assert issue(schemes["party"], Period("2025-06")) == ""
    assert kind_name(schemes["party"], Period("2025-06")) == "月统计"
    assert kind_name(schemes["party"], Period("2025")) == "年总评"


OF_2025 = Calendar(frozenset({date(2025, 1, 1)}))


def test_dates_follow_from_the_working_calendar() -> None:
    bureau = tiny_books().rulebook.bureau
    dates = schedule(Period("2025-06"), bureau, OF_2025)
    assert str(dates.report_by) == "2025-07-03"
    assert str(dates.published) == "2025-07-14"
    assert (str(dates.publicity_end), dates.publicity_days) == ("2025-07-16", 3)
    assert str(dates.next_report) == "2025-08-05"
    assert schedule(Period("2025-Q2"), bureau, OF_2025).publicity_days == 5


def test_without_approvers_the_levels_begin_with_the_scheme_s_office() -> None:
    schemes = tiny_books().rulebook.schemes
    assert levels(schemes["party"]) == ("政工室领导", "分管局领导", "局主要领导")
    assert levels(schemes["rooms"]) == ("治安大队领导", "分管局领导", "局主要领导")


def test_a_quarter_stands_after_its_last_month_and_a_year_at_its_end() -> None:
    codes = [period.code for period in periods_of(["2025-02", "2025-03", "2025-04"])]
    assert codes == ["2025-02", "2025-03", "2025-Q1", "2025-04", "2025-Q2", "2025"]


def test_what_was_not_reported_is_a_dash_and_in_the_list_of_missing_reports() -> None:
    page = tiny_pages()["bulletins/rooms/2025-02/"]
    row = next(row for row in rows_of(page.html) if "山村农村警务室" in row and "未报" in row)
    assert "0.00" not in row
    assert row.count("—") == 4
    assert "缺报清单" in page.html
    found = json.loads(page.downloads[-1].data)
    assert found["missing"] == [
        {"subject": "xg-shancun", "name": "山村农村警务室", "month": "2025-02"}
    ]


def test_a_group_under_the_least_number_has_scores_and_no_rank() -> None:
    html = tiny_pages()["bulletins/rooms/2025-01/"].html
    assert "三类积分（不排名）" in html
    assert "参加排名的只有1个，少于2个，只公布得分，不排名。" in html


def test_means_are_compared_only_where_as_much_could_be_earned() -> None:
    # In March branches can earn a quarterly item more than in February.
    assert "较上期" not in overview_of(tiny_pages()["bulletins/party/2025-03/"].html)
    assert "较上期上升7.47分" in overview_of(tiny_pages()["bulletins/rooms/2025-02/"].html)


def test_an_unfinished_period_says_so() -> None:
    html = tiny_pages()["bulletins/rooms/2025/"].html
    assert "统计至2025年3月" in html
    assert "公示期" not in html
    assert "2025年4月记录于" in html
    assert "统计至" not in tiny_pages()["bulletins/rooms/2025-Q1/"].html


def test_every_number_leads_to_lines_that_exist() -> None:
    pages = tiny_pages()
    ids = {uri: set(re.findall(r' id="([^"]+)"', page.html)) for uri, page in pages.items()}
    checked = 0
    for uri, page in pages.items():
        for target, anchor in re.findall(r'href="((?:\.\./)+[^"#]*)#([^"]+)"', page.html):
            found = target.replace("../", "").removesuffix("index.html")
            if found in pages:
                assert anchor in ids[found], f"{uri} → {found}#{anchor}"
                checked += 1
    assert checked > 400


def test_officers_are_shown_as_the_bureau_says() -> None:
    names = {officer.name for officer in tiny_books().roster.officers.values()}
    for uri, page in tiny_pages("警号").items():
        assert not [name for name in names if name in everything_of(page)], uri
    named = tiny_pages("前列", 1)["bulletins/cases/2025-02/"]
    officers = json.loads(named.downloads[-1].data)["groups"][-1]["rows"]
    assert [row["name"] for row in officers] == ["李某", "061001", "061003"]
    assert "李某" in named.html
    assert "张某" not in named.html


def test_what_a_rule_hides_is_nowhere() -> None:
    hidden = "老人 处警登记2025-7 违反纪律 处理决定2025-1 接警慢 核查结论2025-1 样公奖 20250120-01"
    hidden += " 处分决定2025-1 20250220-01 涉密文件 赔偿决定 失泄密"
    typed = "".join(data.decode() for data in files_in(HERE / "tiny").values())
    assert [words for words in hidden.split() if words not in typed] == []
    for uri, page in tiny_pages().items():
        assert not [words for words in hidden.split() if words in everything_of(page)], uri


def test_problems_name_no_person() -> None:
    html = tiny_pages()["bulletins/cases/2025-01/"].html
    problems = html[html.index('id="problems"') : html.index('id="missing"')]
    assert "Q04" in problems
    assert not [name for name in ("张某", "李某", "王某", "赵某") if name in problems]


def test_a_scheme_of_persons_tells_problems_of_their_units() -> None:
    made = fifth_scheme.books()
    page = next(
        p for p in bulletins.pages(Site(made, Scores(made))) if p.uri.endswith("aux/2025-06/")
    )
    gaps = page.html[page.html.index('id="gaps"') : page.html.index('id="dates"')]
    assert "Y1 业务测试" in gaps
    assert "城关派出所（−15.50）" in gaps
    assert "全部人员积分排名" in page.html


def test_numbers_are_words_where_headings_need_them() -> None:
    assert [numeral(number) for number in (1, 10, 11, 20, 28)] == [
        "一",
        "十",
        "十一",
        "二十",
        "二十八",
    ]
    assert share(2, 3) == "66.7%"
    assert listed(["甲", "乙", "丙"], 2) == "甲、乙等3个"


def rows_of(html: str) -> list[str]:
    return re.findall(r"<tr[^>]*>.*?</tr>", html, re.DOTALL)


def overview_of(html: str) -> str:
    """The sentences of the overview, without its tables."""
    part = html[html.index('id="overview"') : html.index('id="ranking"')]
    return "".join(re.findall(r"<p>(.*?)</p>", part, re.DOTALL))
