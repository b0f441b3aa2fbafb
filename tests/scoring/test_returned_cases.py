"""What a review finds that sends a case back counts when the case passes, once."""

from __future__ import annotations

import pytest

from generator.checks.books import Books, read_books
from generator.publish.bulletin.findings import Findings
from generator.publish.kit.labels import Names
from generator.rules.periods import Period
from generator.scoring.model import WAITING
from generator.scoring.report import explain
from generator.scoring.standings import Scores
from generator.scoring.yearly import year_results
from generator.text.problems import as_line, errors
from tests.county import CASE_RULES, REVIEW, Change, Files, county, edit

LEAD, HELPER = "061101", "061102"
CASE = "2025-06-chengguan-01"
"""Worth 14.00: to the lead 8.40, to the helper 5.60."""
ALONE = '{项: Q02, 承担: ["061101", "061102"], 事由: 一次询问只有一人}'
"""2 points from both."""
LATE = '{项: Q04, 承担: ["061101"], 事由: 文书送达不及时}'
"""1 point from the lead, half when found by the unit itself."""


def review(month: str, day: int, verdict: str, *findings: str) -> Change:
    """The review file of a month with one review of the case."""

    def change(files: Files) -> None:
        after = f"2025-{int(month[5:]) + 1:02d}-01"
        procedure = "不通过" if verdict == "退回" else "通过"
        files[f"ledger/{month}/case-review/chengguan.yml"] = (
            f'单位: chengguan\n月份: {month}\n填报人: "060301"\n填报日期: {after}\n复核:\n'
            f"  - 编号: {CASE}\n    日期: {month}-{day:02d}\n    程序: {procedure}\n"
            f"    质量: 通过\n    执行: 通过\n    结论: {verdict}\n"
            f"    问题: [{', '.join(findings)}]\n"
        ).encode()
        if month > "2025-06":
            for unit, by in (("chengguan", "061102"), ("hedong", "061201")):
                files[f"ledger/{month}/cases/{unit}.yml"] = (
                    f'单位: {unit}\n月份: {month}\n填报人: "{by}"\n填报日期: {after}\n案件: []\n'
                ).encode()

    return change


def reviewed(*changes: Change) -> Books:
    books, problems = read_books(county(*changes))
    assert [as_line(problem) for problem in errors(problems)] == []
    assert books is not None
    return books


def totals(books: Books, period: str) -> dict[str, int | None]:
    rows = Scores(books).standing("cases", Period(period)).rows
    return {row.subject: row.total for row in rows if row.subject in (LEAD, HELPER)}


def lines(books: Books, period: str, who: str = LEAD) -> list[tuple[str, str, str]]:
    """Points, words and record line of every deduction."""
    found = explain(Scores(books), Period(period), "cases", who)["lines"]
    return [
        (x["points"], x["arithmetic"], x["source"]) for x in found if x["component"] == "quality"
    ]


BACK = review("2025-06", 20, "退回", ALONE)
PASSED = review("2025-07", 10, "通过")


def test_it_waits_while_the_case_is_not_passed() -> None:
    books = reviewed(BACK)
    assert totals(books, "2025-06") == {LEAD: 0, HELPER: 0}
    assert lines(books, "2025-06") == [
        ("0.00", "案件退回，通过时再计分（−2 × 1 次 = −2）", f"{REVIEW}:12"),
    ]
    (line,) = [line for line in Scores(books).lines if line.subject == LEAD]
    assert line.state == WAITING


def test_it_counts_in_the_month_of_the_passing_review_for_the_bearers_named() -> None:
    books = reviewed(BACK, PASSED)
    # 8.40 − 2 and 5.60 − 2.
    assert totals(books, "2025-07") == {LEAD: 6_40, HELPER: 3_60}
    assert totals(books, "2025") == {LEAD: 6_40, HELPER: 3_60}
    assert lines(books, "2025-07") == [
        ("-2.00", "−2 × 1 次 = −2，2025-06-20 退回时认定，复核通过后计入", f"{REVIEW}:12"),
    ]


def test_a_case_sent_back_twice_brings_what_both_rounds_found() -> None:
    books = reviewed(BACK, review("2025-07", 10, "退回", LATE), review("2025-08", 5, "通过"))
    # 8.40 − 2 − 1; the helper bears the first alone: 5.60 − 2.
    assert totals(books, "2025-07") == {LEAD: 0, HELPER: 0}
    assert totals(books, "2025-08") == {LEAD: 5_40, HELPER: 3_60}


def test_the_same_written_again_word_for_word_counts_once_and_in_its_later_place() -> None:
    books = reviewed(BACK, review("2025-07", 10, "通过", ALONE))
    assert totals(books, "2025-07") == {LEAD: 6_40, HELPER: 3_60}
    place = "ledger/2025-07/case-review/chengguan.yml:12"
    assert lines(books, "2025-07") == [("-2.00", "−2 × 1 次 = −2", place)]


def test_of_the_same_found_twice_the_heavier_counts() -> None:
    # First in full, then as found by the unit itself: 1 and not 0.50.
    itself = LATE.replace("}", ", 自查: 是}")
    books = reviewed(review("2025-06", 20, "退回", LATE), review("2025-07", 10, "通过", itself))
    assert totals(books, "2025-07") == {LEAD: 7_40, HELPER: 5_60}
    assert lines(books, "2025-07")[0][0] == "-1.00"


def test_the_same_item_for_another_reason_is_another_finding_and_the_check_says_so() -> None:
    other = LATE.replace("文书送达不及时", "权利义务未告知")
    changes = review("2025-06", 20, "退回", LATE), review("2025-07", 10, "通过", other)
    assert totals(reviewed(*changes), "2025-07") == {LEAD: 6_40, HELPER: 5_60}
    _, problems = read_books(county(*changes))
    assert [as_line(problem) for problem in problems] == [
        "ledger/2025-07/case-review/chengguan.yml:12:39: 提醒：退回时已在 ledger/2025-06/case-review/chengguan.yml:12 认定了 Q04，承担人相同、事由不同，两次都计分。同一个问题请照原来的事由写，或删去这一条；不是同一个问题的不用改。",
    ]


def test_two_flaws_of_one_review_are_two_findings() -> None:
    books = reviewed(review("2025-06", 20, "退回", LATE, LATE), PASSED)
    assert totals(books, "2025-07") == {LEAD: 6_40, HELPER: 5_60}


def test_sent_back_and_passed_within_a_month_counts_in_it() -> None:
    def both(files: Files) -> None:
        back, passed = dict(files), dict(files)
        review("2025-06", 10, "退回", ALONE)(back)
        review("2025-06", 20, "通过")(passed)
        again = passed[REVIEW].split("复核:\n".encode())[1]
        files[REVIEW] = back[REVIEW] + again

    assert totals(reviewed(both), "2025-06") == {LEAD: 6_40, HELPER: 3_60}


def test_it_is_worth_what_the_rules_said_when_it_was_found() -> None:
    dearer = edit(
        CASE_RULES,
        "频次: 月, 证明材料: 收文登记}\n",
        "频次: 月, 证明材料: 收文登记}\n"
        "  - 生效: 2025-07\n    依据: 清公发〔2025〕13号\n    制定单位: 清水县公安局\n    示例分值: 是\n"
        "    沿用: 2025-01\n    变更:\n      - {代码: Q02, 分值: 3, 考评标准: 每次扣3分, 理由: 从严}\n",
    )
    assert totals(reviewed(BACK, PASSED, dearer), "2025-07") == {LEAD: 6_40, HELPER: 3_60}
    again = review("2025-07", 10, "通过", ALONE)
    assert totals(reviewed(BACK, again, dearer), "2025-07") == {LEAD: 5_40, HELPER: 2_60}


@pytest.mark.parametrize(("changes", "struck"), [((BACK,), False), ((BACK, PASSED), True)])
def test_what_takes_eligibility_takes_it_when_the_case_passes(
    changes: tuple[Change, ...], struck: bool
) -> None:
    grave = edit(
        CASE_RULES, "名称: 单人询问, 组成: quality", "名称: 单人询问, 取消评优: 是, 组成: quality"
    )
    few = edit("rules/bureau.yml", "最少参排: 4", "最少参排: 2")
    books = reviewed(grave, few, *changes)
    found = year_results(Scores(books), 2025, books.year_rules[-1])
    assert found is not None
    (models,) = [each for each in found.lists if each.key == "执法办案标兵"]
    reasons = {x.row.subject: [r.text for r in x.reasons] for x in models.candidates}
    assert ("存在取消评优资格的情形（原因不公开）" in reasons[LEAD]) is struck


def test_a_bulletin_does_not_call_the_case_clean() -> None:
    books = reviewed(BACK, PASSED)
    scores = Scores(books)
    period = Period("2025-07")
    scheme = books.rulebook.schemes["cases"]
    standings = [scores.standing("cases", period)]
    names = Names(books.rulebook.bureau, books.roster)
    assert Findings(scheme, period, standings, scores, names).clean_cases == ()
