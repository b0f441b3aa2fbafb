"""并列 of the year rules: equal points are told apart by what it names, in its order."""

from __future__ import annotations

import pytest

from generator.rules.yearly import ModelOfficers, Selection
from generator.scoring.model import StandingRow
from generator.scoring.yearly import merits_of


def officer(number: str, cases: int, **components: int) -> StandingRow:
    total = sum(components.values())
    return StandingRow(
        number,
        number,
        "u1",
        "S1",
        1,
        total,
        total,
        components,
        12,
        "已报",
        counts={"案件数": cases},
    )


def rules(tie_breaks: list[str], *quality: str) -> ModelOfficers:
    """The year rules with these 并列, and these components as 质量扣分."""
    selection = Selection("cases", 10_00, 1, None, ())
    return ModelOfficers(
        selection,
        9,
        8,
        20_00,
        quality or ("quality",),
        needs_licence=True,
        tie_breaks=tuple(tie_breaks),
    )


FEWER_CASES = officer("000001", 3, quantity=12_00, quality=-2_00)
MORE_CASES = officer("000002", 5, quantity=14_00, quality=-1_00, efficiency=-3_00)
"""Both have 10.00: one with −2 of quality, one with −1 of quality and −3 of efficiency."""


@pytest.mark.parametrize(
    ("tie_breaks", "first"),
    [
        (["质量扣分少者"], MORE_CASES),
        (["质效分高者"], FEWER_CASES),
        (["办结案件多者"], MORE_CASES),
        (["质效分高者", "办结案件多者"], FEWER_CASES),
        (["办结案件多者", "质效分高者", "集体研究决定"], MORE_CASES),
    ],
)
def test_equal_points_are_told_apart_by_what_the_rules_name(
    tie_breaks: list[str], first: StandingRow
) -> None:
    rows = sorted(
        (FEWER_CASES, MORE_CASES), key=lambda row: merits_of(row, rules(tie_breaks), "quantity")
    )
    assert rows[0] is first


@pytest.mark.parametrize("tie_breaks", [[], ["集体研究决定"]])
def test_nothing_is_compared_that_the_rules_do_not_name(tie_breaks: list[str]) -> None:
    model = rules(tie_breaks)
    fewer, more = (merits_of(each, model, "quantity") for each in (FEWER_CASES, MORE_CASES))
    assert fewer == more


def test_more_points_come_first_whatever_else() -> None:
    ahead = officer("000003", 1, quantity=20_00, quality=-9_00)
    model = rules(["质量扣分少者"])
    assert merits_of(ahead, model, "quantity") < merits_of(MORE_CASES, model, "quantity")


def test_the_rules_say_which_components_are_quality() -> None:
    """−2 of quality against −1 and −3 of efficiency: with both counted 2 against 4."""
    both = rules(["质量扣分少者"], "quality", "efficiency")
    fewer, more = (merits_of(each, both, "quantity") for each in (FEWER_CASES, MORE_CASES))
    assert (fewer, more) == ((-10_00, 2_00), (-10_00, 4_00))
