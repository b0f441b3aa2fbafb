"""Rules proven from the tree alone: as first signed, or changed by approval since."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.audit.tree import prove_tree
from generator.checks.books import files_in
from tests.bureau import Bureau, bureau
from tests.county import BUREAU, FILES, ROOM_RULES

LATER = """\
  - 生效: 2025-09
    依据: 清公发〔2025〕12号
    制定单位: 清水县公安局
    示例分值: 是
    沿用: 2025-07
    变更:
      - {代码: W7, 目标: 97%, 理由: 适当提高}
"""


@pytest.fixture
def with_new_rules(tmp_path: Path) -> Bureau:
    """A bureau whose room rules were changed once, by an approved submission."""
    made = bureau(tmp_path / "bureau")
    desk = made.desk()
    desk.submit(ROOM_RULES, FILES[ROOM_RULES] + LATER, "rules/rules-1", "rules")
    desk.commit()
    pushed = desk.push()
    assert pushed.accepted, pushed.said
    return made


def codes(files: dict[str, bytes]) -> list[tuple[str, str]]:
    return [(refusal.code, refusal.path) for refusal in prove_tree(files).refusals]


def test_rules_changed_by_approval_are_proven(with_new_rules: Bureau) -> None:
    assert codes(files_in(with_new_rules.desk().folder)) == []


def test_a_rule_file_that_nobody_ever_changed_by_approval_must_be_the_first_one(
    with_new_rules: Bureau,
) -> None:
    files = files_in(with_new_rules.desk().folder)
    files[BUREAU] = files[BUREAU].replace("最少参排: 4".encode(), "最少参排: 2".encode())
    assert codes(files) == [("E-RULES", "rules")]


def test_a_rule_file_changed_after_its_approval_is_named(with_new_rules: Bureau) -> None:
    files = files_in(with_new_rules.desk().folder)
    files[ROOM_RULES] = files[ROOM_RULES].replace(b"97%", b"90%")
    assert codes(files) == [("E-CHANGE", ROOM_RULES)]


def test_an_added_or_missing_rule_file_is_noticed(with_new_rules: Bureau) -> None:
    files = files_in(with_new_rules.desk().folder)
    assert codes({**files, "rules/extra.yml": b"x: 1\n"}) == [("E-RULES", "rules")]
    del files[BUREAU]
    assert codes(files) == [("E-RULES", "rules")]
