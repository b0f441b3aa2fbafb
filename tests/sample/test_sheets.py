"""The sample county's approval sheets: one for every record, signed by the right people in time."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time
from functools import cache

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from generator.approval import approvers_file, sheet
from generator.approval.approvers import Approvers
from generator.approval.authority import check_key, check_office
from generator.approval.demo_keys import uses_demo_keys
from generator.approval.proof import prove_sheet, renewal
from generator.approval.root import Root
from generator.approval.sheet import Sheet, last_round
from generator.approval.sshsig import key_of
from generator.rules.periods import known
from generator.rules.rulebook import read_rulebook
from generator.text.digests import of_bytes, of_files, of_rules
from sample.aftermath import corrections, filed
from sample.sheets import Chance, in_hours
from tests.sample.test_signers import FOLDERS, plain
from tests.sample_year import RULES, SEEDS, sample_files as files


@cache
def sheets(seed: int) -> dict[str, Sheet]:
    """The sheets of all record files, by the path of the sheet."""
    return {
        path: sheet.read(data)
        for path, data in files(seed).items()
        if "/approvals/" in path and path.rpartition("/")[2].startswith(FOLDERS)
    }


@cache
def approvers(seed: int) -> Approvers:
    made, _ = approvers_file.read(files(seed)["rules/approvers.yml"])
    assert made is not None
    return made


def record_of(signed: Sheet) -> str:
    return signed[-1].statement.changes[0].path


@pytest.mark.parametrize("seed", SEEDS)
def test_every_record_has_one_sheet_that_approves_its_bytes_as_filed(seed: int) -> None:
    as_filed = {**files(seed), **filed(corrections(files(seed)))}
    records = [path for path in files(seed) if path.split("/")[-2] in FOLDERS]
    assert sorted(record_of(each) for each in sheets(seed).values()) == sorted(records)
    for path, signed in sheets(seed).items():
        record = record_of(signed)
        _, month, lane, name = record.split("/")
        assert path == f"ledger/{month}/approvals/{lane}-{name.removesuffix('.yml')}-1.json"
        for each in last_round(signed):
            (change,) = each.statement.changes
            assert (change.old, change.new) == ("-", of_bytes(as_filed[record])), path
            assert each.statement.submission == f"{month}/{lane}-{name.removesuffix('.yml')}-1"


@pytest.mark.parametrize("seed", SEEDS)
def test_every_statement_is_signed_by_whom_the_file_allows(seed: int) -> None:
    rules = of_rules(of_files({**RULES, **files(seed)}))
    for path, signed in sheets(seed).items():
        for each in signed:
            statement = each.statement
            lane = approvers(seed).lane_of(statement.changes[0].path)
            assert lane is not None
            assert (statement.lane, statement.ledger) == (lane.code, approvers(seed).ledger)
            assert (statement.approvers, statement.rules) == (approvers(seed).digest, rules)
            unit = statement.changes[0].path.rpartition("/")[2].removesuffix(".yml")
            level = lane.levels[statement.level]
            check_key(each, approvers(seed), path)
            check_office(statement, approvers(seed), level, unit, [statement.day], path)


@pytest.mark.parametrize("seed", SEEDS)
def test_levels_rise_to_three_and_nobody_signs_twice(seed: int) -> None:
    for path, signed in sheets(seed).items():
        counted = [each.statement for each in last_round(signed)]
        assert [each.level for each in counted] == [0, 1, 2, 3], path
        assert [each.words for each in counted] == ["报送", "同意", "同意", "同意"]
        assert len({each.person for each in counted}) == 4, path
        assert counted[0].person == plain(files(seed)[record_of(signed)])["填报人"]


@pytest.mark.parametrize("seed", SEEDS)
def test_signed_in_working_hours_between_filing_and_publication(seed: int) -> None:
    rulebook, _ = read_rulebook(RULES)
    assert rulebook is not None
    calendar, bureau = rulebook.calendar, rulebook.bureau
    for path, signed in sheets(seed).items():
        moments = [each.statement.moment for each in signed]
        assert moments == sorted(set(moments)), path
        assert all(calendar.is_working_day(moment.date()) for moment in moments)
        assert all(time(8, 30) <= moment.time() < time(18) for moment in moments)
        day = date.fromisoformat(plain(files(seed)[record_of(signed)])["填报日期"])
        assert moments[0].date() == day
        last = max(day, known(calendar.nth_working_day(f"{day:%Y-%m}", bureau.review_by)))
        assert moments[-1].date() <= last, path


def test_a_few_were_sent_back_once_with_a_reason() -> None:
    back = {
        path: [each.statement.words for each in signed]
        for path, signed in sheets(2025).items()
        if len(signed) > 4
    }
    assert len(back) == 11
    assert back["ledger/2025-03/approvals/rooms-luming-1.json"] == (
        ["报送", "退回", "报送", "同意", "同意", "同意"]
    )
    signed = [
        each.statement for each in sheets(2025)["ledger/2025-03/approvals/rooms-luming-1.json"]
    ]
    assert signed[1].note == "缺少一条记录，请对照登记簿补报"
    assert signed[2].note == "已按退回意见补正"
    assert signed[0].changes != signed[2].changes
    for signed_twice in (sheets(2025)[path] for path in back):
        first, *rest = [each.statement for each in signed_twice]
        assert first.note == ""
        noted = [(each.words, bool(each.note)) for each in rest]
        assert noted == [(words, words in ("退回", "报送")) for words, _ in noted]


def test_some_approvals_below_the_last_are_clicks_that_the_bot_attests() -> None:
    clicked = Counter(
        each.statement.level
        for signed in sheets(2025).values()
        for each in signed
        if each.statement.click is not None
    )
    assert clicked.keys() == {1, 2}
    assert all(300 < count < 400 for count in clicked.values())
    signed = sheets(2025)["ledger/2025-06/approvals/rooms-chengguan-1.json"]
    assert [each.statement.click for each in signed] == [None] * 4


def test_the_deputy_signs_for_the_one_who_is_away() -> None:
    signed = sheets(2025)["ledger/2025-06/approvals/team-hedong-1.json"]
    statement = signed[1].statement
    assert (statement.person, statement.deputy_for, statement.office) == (
        "060202",
        "060201",
        "政工室领导",
    )


@pytest.mark.parametrize("name", ["a", "b", "c"])
def test_moments_of_one_day_are_in_order(name: str) -> None:
    days = [date(2025, 7, 1)] * 3 + [date(2025, 7, 2)] + [date(2025, 7, 4)] * 3
    moments: list[datetime] = in_hours(days, Chance(name))
    assert [moment.date() for moment in moments] == days
    assert moments == sorted(set(moments))


# ── the approvers file and its keys ────────────────────────────────────────────────────────────


@pytest.mark.parametrize("seed", SEEDS)
def test_all_root_holders_have_signed_the_approvers_file(seed: int) -> None:
    signed = sheet.read(files(seed)["rules/approvals/approvers-1.json"])
    made = approvers(seed)
    root = Root(made.ledger, "", made.digest, demo=True)
    assert prove_sheet(signed, renewal([made], root)) == (made,) * 3
    assert [each.statement.person for each in signed] == ["060101", "060102", "060401"]
    assert {each.statement.day for each in signed} == {date(2025, 1, 2)}


def test_demonstration_keys_are_found_whatever_the_file_says() -> None:
    made = approvers(2025)
    assert uses_demo_keys(made)
    unmarked = replace(made, demo=False)
    assert uses_demo_keys(unmarked)
    person = made.persons["060101"]
    real = key_of(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
    own = {"990001": person._replace(number="990001", keys=(real,))}
    assert not uses_demo_keys(replace(unmarked, persons=own, bots={}))
    # a key of the sample under another number
    taken = {"990001": person._replace(number="990001")}
    assert uses_demo_keys(replace(unmarked, persons=taken, bots={}))
    assert uses_demo_keys(replace(unmarked, persons=own))
