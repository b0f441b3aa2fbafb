"""Who loses eligibility for the year's honours by a veto: the unit, the named officer, or both."""

from __future__ import annotations

import pytest
import yaml

from generator.checks.books import read_books
from generator.publish.rules.working import working
from generator.scoring.model import YearResults
from generator.scoring.standings import Scores
from generator.scoring.yearly import year_results
from generator.text.problems import as_line, errors
from tests.scoring.test_standings import RULES, as_yaml, roster, team_month

TEAM = "rules/schemes/team.yml"
JANUARY = "ledger/2025-01/team/a.yml"
OFFICER = "900000"
"""Of unit a."""


def results(
    entry: dict[str, str], section: str = "否决", item: str = "枪支丢失", says: str = ""
) -> YearResults:
    """Units a, b, c, d with 0, 1, 2, 3 findings in January; ``entry`` stands in the record of a.

    The rule of ``item`` also ``says`` something.
    """
    files = roster({unit: {} for unit in "abcd"})
    for number, unit in enumerate("abcd"):
        files |= team_month(unit, number, "2025-01", number)
    files[JANUARY] = as_yaml({**yaml.safe_load(files[JANUARY]), section: [entry]})
    text = RULES[TEAM].decode()
    name = f"        名称: {item}\n"
    assert text.count(name) == 1
    stated = f"{name}        {says}\n" if says else name
    rules = {**RULES, TEAM: text.replace(name, stated).encode()}
    books, problems = read_books({**rules, **files})
    assert [as_line(problem) for problem in errors(problems)] == []
    assert books is not None
    found = year_results(Scores(books), 2025, books.year_rules[-1])
    assert found is not None
    return found


def commended(found: YearResults) -> list[str]:
    (units,) = [each for each in found.lists if each.key == "表彰单位"]
    return [each.row.subject for each in units.candidates if each.chosen]


LOST = {"项": "V04", "日期": "2025-01-10", "依据": "认定1", "事由": "丢失"}


def test_a_veto_in_the_record_of_a_unit_strikes_the_unit() -> None:
    found = results(LOST)
    assert (commended(found), found.vetoed) == (["b"], {"a": ("V04",)})


def test_it_does_so_also_when_it_names_an_officer_who_is_struck_too() -> None:
    found = results({**LOST, "警号": OFFICER})
    assert commended(found) == ["b"]
    assert found.vetoed == {"a": ("V04",), OFFICER: ("V04",)}


@pytest.mark.parametrize(
    ("whom", "struck", "first"),
    [("单位", {"a"}, "b"), ("个人", {OFFICER}, "a"), ("单位和个人", {"a", OFFICER}, "b")],
)
def test_the_rule_may_say_whom_it_strikes(whom: str, struck: set[str], first: str) -> None:
    found = results({**LOST, "警号": OFFICER}, says=f"取消资格: {whom}")
    assert (set(found.vetoed), commended(found)) == (struck, [first])


def test_the_rules_page_says_whom() -> None:
    books, _ = read_books({**RULES, **roster({"a": {}})})
    assert books is not None
    scheme = books.rulebook.schemes["team"]
    (item,) = scheme.versions[-1].of_code("V04")
    words = "不计分，只取消单位和记录写明的民辅警当年评先评优资格；原因不公开。"
    assert working(item, scheme) == words


def test_a_deduction_that_disqualifies_strikes_the_unit_that_is_ahead() -> None:
    entry = {"级别": "批评教育", "日期": "2025-01-10", "事项": "20250110-01", "警号": OFFICER}
    # a: 100 − 0.50 is still ahead of b with 99.
    found = results({**entry, "依据": "决定1"}, "负面", "法纪处分", "取消评优: 是")
    assert (commended(found), found.vetoed) == (["b"], {})


def test_where_only_the_person_is_struck_the_entry_must_name_one() -> None:
    with pytest.raises(AssertionError, match="缺少“警号”"):
        results(LOST, says="取消资格: 个人")
