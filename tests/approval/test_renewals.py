"""A new version of the approvers file: what it may not change, and which root holders sign it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from generator.approval.approvers import Approvers
from generator.approval.proof import prove_sheet, renewal
from generator.approval.refusal import Refused
from generator.approval.renewal import check_owners, check_successor
from generator.approval.routes import ARCHIVE, root_sheet, submission_id
from generator.approval.sheet import Sheet
from generator.approval.statement import APPROVE, NOTHING, SUBMIT, Change
from tests.approval.paper import APPROVERS, ROOT, approvers, refused, said, sheet
from tests.bureau import CLERK, PEOPLE, ROOTS, click

FIRST, SECOND, THIRD = ROOTS
"""Root holders 060101, 060102 and 060401; two of them are enough."""
LEADER = "局主要领导"
NEW = approvers(version=2, previous=APPROVERS.digest, day="2025-07-01")
JOINED = approvers(version=2, previous=APPROVERS.digest, day="2025-07-01", roots=(FIRST, SECOND, "060103"))  # fmt: skip


def changes_of(new: Approvers) -> tuple[Change, ...]:
    if new.version == 1:
        return (Change("rules/approvers.yml", NOTHING, new.digest),)
    return (
        Change("rules/approvers.yml", APPROVERS.digest, new.digest),
        Change(f"{ARCHIVE}1.yml", NOTHING, APPROVERS.digest),
    )


def signed_by(
    *people: str,
    new: Approvers = NEW,
    overrides: Mapping[int, Mapping[str, Any]] = {},
    keys: Mapping[int, str] = {},
    **fields: Any,
) -> Sheet:
    """The sheet of a version, signed by these people one after the other."""
    rows = {
        level: {"decision": APPROVE if level else SUBMIT, **overrides.get(level, {})}
        for level in range(len(people))
    }
    known = APPROVERS.digest if new.version > 1 else new.digest
    facts = {"lane": "approvers", "submission": submission_id(root_sheet(new.version)),
             "changes": changes_of(new), "approvers": known} | fields  # fmt: skip
    return sheet([(person, LEADER) for person in people], rows, keys=keys, **facts)


def against(new: Approvers = NEW) -> Any:
    return renewal([APPROVERS, new] if new.version > 1 else [new], ROOT)


# ── the next version ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("people", [(FIRST, SECOND), (THIRD, FIRST), ROOTS, (CLERK, FIRST, SECOND)])
def test_enough_root_holders_of_the_version_before_sign_the_next(people: tuple[str, ...]) -> None:
    assert prove_sheet(signed_by(*people), against()) == (APPROVERS,) * len(people)


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (signed_by(FIRST), "E-ROOT: 只有 1 名根签名人签名，需要 2 名…"),
        (signed_by(CLERK), "E-ROOT: 只有 0 名根签名人签名，需要 2 名…"),
        (signed_by(FIRST, CLERK), f"E-ROOT: {CLERK} 不是根签名人"),
        (signed_by(FIRST, SECOND, overrides={1: {"deputy_for": THIRD}}), f"E-EVIDENCE: {SECOND} 的意见应当由本人密钥签名"),
        (signed_by(FIRST, SECOND, overrides={1: {"changes": changes_of(NEW)[:1]}}), f"E-CHANGE: {SECOND} 签的不是第 2 版名册"),
        (signed_by(FIRST, SECOND, overrides={0: {"approvers": NEW.digest}}), f"E-APPROVERS: {FIRST} 签名时的审批人名册不是前一版"),
        (signed_by(FIRST, SECOND, overrides={1: {"approvers": NEW.digest}}), f"E-APPROVERS: {SECOND} 签名时的审批人名册不是前一版"),
        (signed_by(FIRST, SECOND, lane="rules"), "E-LANE: 第 1 条意见是为通道 rules 签的，这处改动走 approvers"),
    ],
    ids=range(8),
)  # fmt: skip
def test_a_next_version_that_is_not_signed_as_it_must_be(made: Sheet, sentence: str) -> None:
    assert refused(made, against()) == sentence


def test_nobody_s_click_makes_a_version() -> None:
    made = sheet(
        [(FIRST, LEADER), (SECOND, LEADER)], {1: {"click": click(SECOND)}}, keys={1: "bot1"},
        lane="approvers", submission="rules/approvers-2", changes=changes_of(NEW),
    )  # fmt: skip
    assert refused(made, against()) == f"E-EVIDENCE: {SECOND} 的意见应当由本人密钥签名"


def test_a_new_root_holder_signs_too_and_counts_for_nothing_else() -> None:
    with_new = signed_by(FIRST, SECOND, "060103", new=JOINED)
    assert prove_sheet(with_new, against(JOINED)) == (APPROVERS,) * 3
    without = signed_by(FIRST, SECOND, new=JOINED)
    assert (
        refused(without, against(JOINED)) == "E-ROOT: 新的根签名人 060103 没有在自己的登记上签名…"
    )
    alone = signed_by(FIRST, "060103", new=JOINED)
    assert refused(alone, against(JOINED)) == "E-ROOT: 只有 1 名根签名人签名，需要 2 名…"


ANOTHER = {number: replace(PEOPLE[number], keys=(f"new-{number}",)) for number in PEOPLE}
"""Everybody with a key that nobody has seen before."""


def with_new_keys(*people: str, roots: tuple[str, ...] = ROOTS, **more: Any) -> Approvers:
    """Version 2, in which these people have other keys."""
    changed = PEOPLE | {number: ANOTHER[number] for number in people}
    return approvers(people=changed, version=2, previous=APPROVERS.digest, day="2025-07-01", roots=roots, **more)  # fmt: skip


@pytest.mark.parametrize("joins", ["060103", THIRD], ids=["a new holder", "one who is one"])
def test_a_root_holder_shows_the_key_that_the_new_version_gives(joins: str) -> None:
    """By it alone, and it counts for nothing else."""
    roots = (FIRST, SECOND, joins)
    new = with_new_keys(joins, roots=roots)
    by_old = signed_by(FIRST, SECOND, joins, new=new)
    assert refused(by_old, against(new)).startswith((f"E-KEY: 第 2 级（{joins}）所用的密钥 ", f"E-ROOT: 根签名人 {joins} 没有用新登记的密钥签名"))  # fmt: skip
    shown = signed_by(FIRST, SECOND, joins, new=new, keys={2: f"new-{joins}"})
    assert prove_sheet(shown, against(new)) == (APPROVERS, APPROVERS, new)
    missing = signed_by(FIRST, SECOND, new=new)
    assert refused(missing, against(new)).endswith(f"根签名人 {joins} 没有在自己的登记上签名…")
    alone = signed_by(FIRST, joins, new=new, keys={1: f"new-{joins}"})
    assert refused(alone, against(new)) == "E-ROOT: 只有 1 名根签名人签名，需要 2 名…"


def test_not_all_root_keys_are_replaced_at_once() -> None:
    """A slip of the pen would lock the file for ever."""
    new = with_new_keys(*ROOTS)
    assert refused(signed_by(FIRST, SECOND, new=new), against(new)).startswith("E-KEY: ")
    keys = {n: f"new-{person}" for n, person in enumerate(ROOTS)}
    shown = signed_by(*ROOTS, new=new, keys=keys)
    assert refused(shown, against(new)) == "E-ROOT: 只有 0 名根签名人签名，需要 2 名…"


def test_two_new_keys_of_one_holder_cannot_both_be_shown() -> None:
    both = PEOPLE | {THIRD: replace(PEOPLE[THIRD], keys=("one", "two"))}
    new = approvers(people=both, version=2, previous=APPROVERS.digest, day="2025-07-01")
    shown = signed_by(FIRST, SECOND, THIRD, new=new, keys={2: "one"})
    assert refused(shown, against(new)) == f"E-ROOT: 一版里给根签名人 {THIRD} 登记了几把新密钥，本人只能签一次，证明不了"  # fmt: skip


def test_a_key_belongs_to_one_person_for_ever() -> None:
    given = PEOPLE | {
        "061103": replace(PEOPLE["061103"], keys=("new",)),
        "061202": replace(PEOPLE["061202"], keys=("061103",)),
    }
    second = with_new_keys("061103")
    third = approvers(people=given, version=3, previous=second.digest, day="2025-07-02")
    check_owners([APPROVERS, second])
    with pytest.raises(Refused) as caught:
        check_owners([APPROVERS, second, third])
    assert said(caught.value) == "E-ROSTER: 第 3 版里 061202 的公钥以前登记在 061103 名下"


# ── the first version ───────────────────────────────────────────────────────────────────────────


def test_all_root_holders_sign_the_first_version_and_it_judges_itself() -> None:
    assert prove_sheet(signed_by(*ROOTS, new=APPROVERS), against(APPROVERS)) == (APPROVERS,) * 3


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (signed_by(FIRST, THIRD, new=APPROVERS), f"E-ROOT: 根签名人 {SECOND} 没有在第 1 版名册上签名"),
        (signed_by(CLERK, new=APPROVERS), f"E-ROOT: 根签名人 {FIRST}、{SECOND}、{THIRD} 没有在第 1 版名册上签名"),
        (signed_by(*ROOTS, new=APPROVERS, overrides={1: {"changes": (Change("rules/approvers.yml", NOTHING, NEW.digest),)}}), f"E-CHANGE: {SECOND} 签的不是这一版名册"),
        (signed_by(*ROOTS, new=APPROVERS, overrides={2: {"approvers": NEW.digest}}), f"E-APPROVERS: {THIRD} 签的不是这一版名册"),
    ],
    ids=range(4),
)  # fmt: skip
def test_a_first_version_that_is_not_signed_as_it_must_be(made: Sheet, sentence: str) -> None:
    assert refused(made, against(APPROVERS)) == sentence


# ── what no version may change ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"ledger": "lg-other"}, "E-ROSTER: 台账标识不能改，应当是 lg-qingshui-test"),
        ({"day": "2025-01-01"}, "E-ROSTER: 日期 2025-01-01 早于上一版的 2025-01-02"),
        ({"day": "2025-01-02"}, ""),
    ],
)
def test_a_version_follows_the_one_before(facts: dict[str, Any], sentence: str) -> None:
    new = approvers(version=2, previous=APPROVERS.digest, **facts)
    if sentence:
        with pytest.raises(Refused) as caught:
            check_successor(APPROVERS, new)
        assert said(caught.value) == sentence
    else:
        check_successor(APPROVERS, new)
