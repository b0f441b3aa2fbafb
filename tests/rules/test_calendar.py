"""Working days: in years whose holidays are entered, and what is said of years without.

The calendar here knows the New Year of 2026 and a Sunday on which offices work, nothing of 2027.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from importlib import import_module

import pytest

from generator.checks.books import Books, read_books
from generator.publish.kit.labels import cn_date
from generator.publish.site import Page, Site
from generator.publish.trail.objections import term_words
from generator.rules.bureau import schedule
from generator.rules.periods import Calendar, Period, Uncovered
from generator.scoring.closed.closing import close
from generator.scoring.standings import Scores
from generator.text.problems import Place, as_line, errors
from generator.trail.objection_states import ObjectionStep, answers
from tests.closed import BULLETIN, objection, objection_path, published
from tests.county import CALENDAR, county, edit
from tests.tiny_site import tiny_books

OF_2026 = Calendar(
    frozenset({date(2026, 1, 1), date(2026, 1, 2)}), frozenset({date(2026, 1, 4)})
)  # fmt: skip
NOT_2027 = Uncovered(2027)
ENTER = "请按国务院办公厅的通知，在“休”“班”里补上 {} 年的日期。"
UNCOVERED = edit(CALENDAR, "2025-05-01, 2025-06-02", "2024-05-01")


def test_working_days_of_a_year_that_is_covered() -> None:
    assert OF_2026.nth_working_day("2026-01", 1) == date(2026, 1, 4)
    assert OF_2026.nth_working_day("2026-01", 3) == date(2026, 1, 6)
    assert OF_2026.after_working_days(date(2026, 1, 1), 2) == date(2026, 1, 5)
    assert OF_2026.working_days_after(date(2026, 1, 4), date(2026, 1, 9)) == 5
    assert OF_2026.working_days_after(date(2026, 1, 9), date(2026, 1, 4)) == 0


def test_nothing_is_counted_in_a_year_without_a_single_holiday() -> None:
    assert OF_2026.nth_working_day("2027-01", 3) == NOT_2027
    assert OF_2026.nth_working_day("2025-12", 3) == Uncovered(2025)
    assert OF_2026.after_working_days(date(2026, 12, 30), 1) == date(2026, 12, 31)
    assert OF_2026.after_working_days(date(2026, 12, 30), 2) == NOT_2027
    assert OF_2026.working_days_after(date(2026, 12, 30), date(2027, 1, 1)) == NOT_2027
    assert OF_2026.working_days_after(date(2027, 1, 6), date(2027, 1, 4)) == 0


def test_the_dates_of_december_are_open_until_the_next_year_is_entered() -> None:
    bureau = tiny_books().rulebook.bureau
    december = schedule(Period("2026-12"), bureau, OF_2026)
    dates = (december.report_by, december.published, december.publicity_end, december.next_publish)
    assert dates == (NOT_2027,) * 4
    november = schedule(Period("2026-11"), bureau, OF_2026)
    assert (november.published, november.next_report) == (date(2026, 12, 14), NOT_2027)


def test_a_day_that_is_not_known_is_never_printed_as_one() -> None:
    assert cn_date(NOT_2027) == "待定（工作日历还没有2027年）"
    (answer,) = answers(
        [ObjectionStep("已提交", date(2026, 12, 29), "", Place("x")), ObjectionStep("已受理", date(2026, 12, 30), "", Place("x"))],
        5, OF_2026,
    )  # fmt: skip
    assert term_words(answer, 5) == ("5个工作日内答复，到期日待定（工作日历还没有2027年），待答复")


def test_a_december_record_filed_in_january_is_not_called_late() -> None:
    """6 January 2027 would be the fourth weekday, were New Year no holiday."""
    made = {
        path.replace("2025-06", "2026-12"): data.decode()
        .replace("2025-06", "2026-12")
        .replace("2025-07-0", "2027-01-0")
        .encode()
        if path.startswith("ledger/2025-06/team/fazhi")
        else data
        for path, data in county(
            edit(CALENDAR, "2025-05-01", "2025-05-01, 2026-01-01"),
            edit("ledger/2025-06/team/fazhi.yml", "2025-07-02", "2025-07-06"),
        ).items()
    }
    problems = [p for p in read_books(made)[1] if p.code in ("迟报", "日历")]
    assert [as_line(problem) for problem in problems] == [
        f"{CALENDAR}: 提醒：工作日历没有 2027 年的放假和调休，没有核对2026-12 的记录是否迟报。{ENTER.format(2027)}"
    ]


def test_a_bulletin_whose_dates_are_not_known_is_not_issued() -> None:
    files = county(UNCOVERED)
    books, problems = read_books(files)
    assert books is not None
    assert errors(problems) == []
    rules = books.rulebook.schemes["rooms"]
    made = close(books, Scores(books), files, rules, Period("2025-06"))
    assert isinstance(made, list)
    assert [as_line(problem) for problem in made] == [
        f"{BULLETIN}: 工作日历没有 2025 年的放假和调休，公布日期和公示期算不出来。请先在 rules/calendar.yml 的“休”“班”里补上 2025 年的日期。"
    ]


def test_publicity_and_answers_are_not_judged_without_the_calendar() -> None:
    late = objection("已提交 2025-07-21", 日期="2025-07-21")
    problems = read_books(county(published(until="2025-07-15"), late, UNCOVERED), date(2025, 9, 1))[
        1
    ]
    assert [as_line(p) for p in problems if p.code in ("日期", "期限", "日历")] == [
        f"{objection_path(日期='2025-07-21')}:6:5: 提醒：公示到 2025-07-15 为止，异议迟了。请核对日期；是否受理由编发单位决定，写在“说明”里。",
        f"{CALENDAR}: 提醒：工作日历没有 2025 年的放假和调休，没有核对2025-06 的记录是否迟报、通报的公示天数、异议的答复期限。{ENTER.format(2025)}",
    ]


# ── pages ──────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def pages() -> dict[str, Page]:
    """The tiny county, its records of 2025, with a calendar of 2024."""
    calendar = Calendar(frozenset({date(2024, 1, 1)}))
    books: Books = tiny_books()
    books = replace(books, rulebook=replace(books.rulebook, calendar=calendar))
    site = Site(books, Scores(books))
    modules = [import_module(f"generator.publish.{name}.pages") for name in ("bulletin", "audit")]
    return {page.uri: page for module in modules for page in module.pages(site)}


@pytest.mark.parametrize(
    ("uri", "said"),
    [
        ("bulletins/rooms/2025-01/", "<span>公布日期待定（工作日历还没有2025年）</span>"),
        ("bulletins/rooms/2025-01/", "<li>2025年2月记录的报送、审核、公布日期待定（工作日历还没有2025年）。</li>"),
        ("bulletins/rooms/2025-01/", "公示期：自公布之日起3个工作日，起止日期待定（工作日历还没有2025年）。"),
        ("bulletins/rooms/2025-01/", "2025年1月记录的报送期限待定（工作日历还没有2025年），是否迟报没有核对。"),
        ("bulletins/party/2025-02/", "<span>统计日期待定（工作日历还没有2025年）</span>"),
        ("bulletins/rooms/", "待定（工作日历还没有2025年）"),
        ("audit/2025-01/", "报送期限待定（工作日历还没有2025年），共"),
        ("audit/2025-01/", "未核对"),
    ],
)  # fmt: skip
def test_pages_say_that_a_date_is_open(pages: dict[str, Page], uri: str, said: str) -> None:
    assert said in pages[uri].html
    assert "按期" not in pages[uri].html
    assert "无迟报" not in pages[uri].html
    assert not re.search(r"应于|年\d+月\d+日(前|公布|统计)", pages[uri].html)
