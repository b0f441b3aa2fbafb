"""Where the case of a review stands, which may be in a file that could not be read."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from generator.checks.reviews import _may_be_unread


@pytest.mark.parametrize(
    ("case", "path", "unread"),
    [
        ("2025-06-chengguan-01", "ledger/2025-06/cases/chengguan.yml", True),
        ("2025-06-hd-xinqu-101", "ledger/2025-06/cases/hd-xinqu.yml", True),
        ("2025-06-hd-xinqu-101", "ledger/2025-06/cases/hd.yml", False),
        ("2025-05-chengguan-01", "ledger/2025-06/cases/chengguan.yml", False),
    ],
)
def test_the_number_of_a_case_names_month_and_unit(case: str, path: str, *, unread: bool) -> None:
    facts: Any = SimpleNamespace(ledger=SimpleNamespace(unread={path}))
    review: Any = SimpleNamespace(case=case, scheme="cases")
    assert _may_be_unread(facts, review) is unread
