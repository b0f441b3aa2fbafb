"""What a version takes over from the one that it builds on (沿用), and what it states itself."""

from __future__ import annotations

from generator.checks.books import read_books
from generator.rules.periods import Period
from generator.rules.scheme import Version
from generator.scoring.standings import Scores
from generator.text.problems import as_line
from tests.county import ROOM_RULES, copied, county, edit

HEAD = (
    "    依据: 清公发〔2025〕9号\n    制定单位: 清水县公安局\n    示例分值: 是\n    沿用: 2025-01\n"
)
"""The head of the second version of the county's rooms, in force from July."""
GRADES = "    等次: [{名称: 优秀, 达到: 90}]\n"
CLAUSE = "    条款: [{名称: 第五条, 项目: [B1, B5], 封顶: {月: 6}}]\n"
FIRST = "    依据: 清公发〔2025〕2号\n"
THIRD = """\
  - 生效: 2025-10
    依据: 清公发〔2025〕12号
    制定单位: 清水县公安局
    示例分值: 是
    沿用: 2025-01
    变更:
      - {代码: W7, 目标: 97%, 理由: 适当提高}
"""
B8_END = "频次: 随时, 证明材料: 指令编号}\n"


def rooms(*changes: tuple[str, str]) -> tuple[Version, ...]:
    """The versions of the county's rooms after these changes of their rule file."""
    books, problems = read_books(county(*(edit(ROOM_RULES, old, new) for old, new in changes)))
    assert [as_line(p) for p in problems if p.severity == "错误"] == []
    assert books is not None
    return books.rulebook.schemes["rooms"].versions


def test_a_version_takes_over_from_the_one_that_it_names() -> None:
    """The version of October builds on January: neither July's items nor July's grades hold."""
    versions = rooms((HEAD, HEAD + GRADES), (B8_END, B8_END + THIRD))
    assert [version.grades for version in versions] == [(), (("优秀", 9000),), ()]
    assert [item.code for item in versions[2].items] == [item.code for item in versions[0].items]


def test_a_year_is_graded_by_the_rules_of_its_last_month() -> None:
    """Reported are June, under 优秀 from 5 points, and July, under 良好 from 5 points."""
    hedong = "ledger/2025-06/rooms/hedong.yml"
    july = copied(
        hedong, hedong.replace("06", "07"), ("2025-06", "2025-07"), ("2025-07-01", "2025-08-01")
    )
    first = edit(ROOM_RULES, FIRST, FIRST + "    等次: [{名称: 优秀, 达到: 5}]\n")
    second = edit(ROOM_RULES, HEAD, HEAD + "    等次: [{名称: 良好, 达到: 5}]\n")
    books, _ = read_books(county(july, first, second))
    assert books is not None
    row = Scores(books).standing("rooms", Period("2025")).row("hd-xincun")
    assert row is not None
    assert (row.months, row.grade) == (2, "良好")


def test_clauses_are_taken_over_unless_others_are_stated() -> None:
    retired = "      - {代码: B1, 废止: 是, 理由: 指标不科学}\n"
    first = (FIRST, FIRST + CLAUSE)
    assert [len(each.clauses) for each in rooms(first, (retired, ""))] == [1, 1]
    assert [len(each.clauses) for each in rooms(first, (HEAD, HEAD + "    条款: []\n"))] == [1, 0]
