"""The worked examples under rules/examples are promises to officials; each must hold exactly."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from generator.checks.books import files_in
from generator.scoring.examples import Example, read_examples, run

FILES = files_in(Path(__file__).parents[2])
EXAMPLES, PROBLEMS = read_examples(FILES)


def _named(name: str) -> Example:
    return next(example for example in EXAMPLES if name in example.name)


def test_every_example_file_can_be_read() -> None:
    assert PROBLEMS == []
    assert {example.scheme for example in EXAMPLES} == {"party", "rooms", "cases", "team"}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_the_example_gives_what_it_says(example: Example) -> None:
    assert [problem.message for problem in run(example, FILES)] == []


@pytest.mark.parametrize(
    ("name", "stated"),
    [
        ("未划分党小组的支部一月份", "2.78"),
        ("二类警务室一个月，一项不适用", "97.79"),
        ("派出所第一季度", "99.17"),
        ("两个单位三名民警共同办理", {"甲": "7.24", "乙": "3.08", "丙": "3.08"}),
    ],
)
def test_the_fixtures_every_reviewer_knows_state_these_totals(name: str, stated: object) -> None:
    assert _named(name).stated["应得"] == stated


def test_the_units_of_the_joint_case_get_twelve_thirty_two_and_three_eight() -> None:
    assert _named("两个单位三名民警共同办理").stated["单位数量分"] == {"U1": "12.32", "U2": "3.08"}


def test_an_example_whose_record_is_wrong_is_reported_with_the_sentence() -> None:
    example = _named("未划分党小组的支部一月份")
    record = example.stated["记录"]["2025-01"]
    wrong = replace(example, stated={**example.stated, "记录": {"2025-13": record}})
    (problem,) = run(wrong, FILES)
    assert problem.message.startswith(f"例子“{example.name}”：ledger/2025-13/party/")
    assert not problem.message.endswith("。")


@pytest.mark.parametrize("fields", [{"期间": "2025-13"}, {"积分制": "nonsense"}])
def test_an_example_of_nothing_is_told(fields: dict[str, str]) -> None:
    example = _named("派出所第一季度")
    wrong = replace(example, scheme=fields.get("积分制", example.scheme), stated={**example.stated, **fields})  # fmt: skip
    (problem,) = run(wrong, FILES)
    assert problem.sentence == f"例子“{example.name}”：积分制或期间写得不对。请核对规则或例子。"


@pytest.mark.parametrize("name", ["派出所第一季度", "二类警务室一个月，一项不适用"])
def test_the_group_of_an_example_must_be_one_that_there_is(name: str) -> None:
    example = _named(name)
    problems = run(replace(example, stated={**example.stated, "分组": "没有的组"}), FILES)
    assert "没有的组" in problems[0].message


def test_each_unit_s_and_each_line_s_points_are_held_to_what_is_stated() -> None:
    example = _named("两个单位三名民警共同办理")
    wrong = replace(example, stated={**example.stated, "单位数量分": {"U1": "12.31", "U2": "3.08"}})
    assert [problem.message for problem in run(wrong, FILES)] == [
        f"例子“{example.name}”：U1 数量分 写的是 12.31，算出来是 12.32"
    ]


def test_an_example_with_a_wrong_total_is_reported_with_both_numbers() -> None:
    example = _named("派出所第一季度")
    wrong = replace(example, stated={**example.stated, "应得": "99.18"})
    assert [problem.message for problem in run(wrong, FILES)] == [
        f"例子“{example.name}”：应得 写的是 99.18，算出来是 99.17"
    ]


def test_an_example_that_leaves_something_out_and_a_file_that_cannot_be_read_are_told() -> None:
    made, problems = read_examples(
        {
            "rules/examples/a.yml": "例子:\n  - {名称: 某例, 说明: 某事, 积分制: team, 期间: 2025-01}\n".encode(),
            "rules/examples/b.yml": "例子: [\n".encode(),
        }
    )
    assert made == []
    first, *others = problems
    assert (first.place.path, first.sentence) == (
        "rules/examples/a.yml",
        "例子缺少 记录、应得。请补上。",
    )
    assert {each.place.path for each in others} == {"rules/examples/b.yml"}
