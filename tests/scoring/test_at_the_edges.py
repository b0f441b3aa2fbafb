"""Lines and rows where one hundredth, one case or one word makes the difference."""

from __future__ import annotations

from generator.checks.books import Books, read_books
from generator.rules.periods import Period
from generator.rules.roster import UNITS
from generator.scoring.explained import own_steps, unit_steps
from generator.scoring.model import CAPPED, FLOORED, LINE_KINDS, MINOR, WEIGHED, ScoreLine
from generator.scoring.report import score_text
from generator.scoring.standings import Scores
from generator.scoring.yearly import year_results
from generator.text.problems import errors
from tests.county import CASE_RULES, CASES, Change, Files, county, edit, without
from tests.keys.county import TEAM, base, put, written
from tests.keys.tries import prorating, without_may

JUNE = Period("2025-06")
HEDONG_CASES = "ledger/2025-06/cases/hedong.yml"


def scored(files: Files) -> tuple[Books, Scores]:
    books, problems = read_books(files)
    assert books is not None
    assert errors(problems) == []
    return books, Scores(books)


def scores(*changes: Change) -> Scores:
    return scored(county(*changes))[1]


def team(**values: str) -> Scores:
    """The county with every kind of item; ``values`` by a path in the scheme or in 城关's June."""
    docs = base()
    for path, value in values.items():
        where = TEAM if path.startswith("组成") else "ledger/2025-06/team/chengguan.yml"
        put(docs[where], path.replace("_", "."), value)
    return scored(written(docs))[1]


def lines(
    made: Scores, kind: str, subject: str = "chengguan", month: str = "2025-06"
) -> list[ScoreLine]:
    return [x for x in made.lines if (x.kind, x.subject, x.month) == (kind, subject, month)]


def test_marks_that_are_just_used_up_need_no_floor() -> None:
    """M2 is worth 6, and each time takes 1."""
    assert lines(team(扣减_次数="6"), FLOORED) == []
    assert [x.points for x in lines(team(扣减_次数="7"), FLOORED)] == [100]


def test_a_weight_takes_its_share_of_a_large_sum_to_the_hundredth() -> None:
    made = team(组成_0_起点="2000", 组成_0_权重="50%")
    own = [
        x
        for x in made.lines
        if (x.subject, x.month, x.component) == ("chengguan", "2025-06", "base")
    ]
    (weighed,) = (x for x in own if x.kind == WEIGHED)
    assert sum(x.points for x in own if x is not weighed) == 2014_47
    assert (weighed.points, weighed.words) == (-1007_23, "基础分 2014.47 × 权重 50% = 1007.24")


def test_the_ceiling_of_minor_findings_is_about_no_case_and_no_item() -> None:
    minor = edit(CASE_RULES, "承担: 主办, 自查减半: 是", "承担: 主办, 自查减半: 是, 轻微: 是")
    many = edit(
        CASE_RULES,
        "名称: 文书未送达, 组成: quality, 类型: 扣分, 分值: 1",
        "名称: 文书未送达, 组成: quality, 类型: 扣分, 分值: 8",
    )
    (line,) = lines(scores(minor, many), MINOR, "061101")
    assert (line.item, line.case) == (None, "")


def test_a_cap_says_which_item_it_is_of() -> None:
    made = scores(edit(CASES, "件数: 12", "件数: 60"))
    assert {x.words.partition(" ")[0] for x in made.lines if x.kind == CAPPED} == {"C11"}


def test_names_of_lines_in_addresses_are_plain_and_their_own() -> None:
    names = list(LINE_KINDS.values())
    assert len(set(names)) == len(names)
    assert all(name.isascii() and name.islower() and name.isalpha() for name in names)


def test_cases_and_findings_are_counted_apart() -> None:
    row = scores().standing("cases", JUNE).row("061102")
    assert row is not None
    assert dict(row.counts) == {"案件数": 2, "扣分条数": 1}


def test_a_unit_that_has_not_reported_has_officers_without_points_in_the_year() -> None:
    books, made = scored(county(without(HEDONG_CASES)))
    results = year_results(made, 2025, books.year_rules_for(2025))
    assert results is not None
    assert [each.unit for each in results.carried][:1] == ["chengguan"]


def test_officers_have_grades_and_their_units_none() -> None:
    graded = edit(
        CASE_RULES,
        "    办案: {角色",
        "    等次: [{名称: 优秀, 达到: 5}]\n    等次期间: 月\n    办案: {角色",
    )
    made = scores(graded)
    officers, units = made.standing("cases", JUNE), made.standing("cases", JUNE, UNITS)
    assert {row.subject: row.grade for row in officers.rows if row.grade} == {
        "061101": "优秀",
        "061102": "优秀",
    }
    assert [row.grade for row in units.rows] == ["", ""]


def test_a_sentence_that_only_adds_lines_says_so() -> None:
    made = scores()
    scheme, row = made.books.rulebook.schemes["cases"], made.standing("cases", JUNE).row("061101")
    assert row is not None
    assert [each.adds_lines for each in own_steps(made, scheme, JUNE, row)] == [True, True]


def test_points_of_officers_that_are_not_divided() -> None:
    made = scores(edit(CASE_RULES, "轻微封顶: 20%}", "轻微封顶: 20%, 人均: 否}"))
    scheme, row = (
        made.books.rulebook.schemes["cases"],
        made.standing("cases", JUNE, UNITS).row("chengguan"),
    )
    assert row is not None
    (said,) = unit_steps(made, scheme, JUNE, row)
    assert said.words == "数量分 = 本单位民警得分合计 16.40 = 16.40。"


def test_who_began_late_is_printed_with_the_number_made_comparable() -> None:
    docs = base()
    put(docs[TEAM], "缺月折合", "是")
    prorating(docs)
    without_may(docs)
    text = score_text(scored(written(docs))[1], Period("2025"), "team")
    assert "折合 " in next(line for line in text.splitlines() if "法制大队" in line)
