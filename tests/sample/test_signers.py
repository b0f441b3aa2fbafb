"""The sample county's approvers: the file says who may sign, and ``Signers`` names who does.

What may be signed is read from the file here, apart from the code that wrote it.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache
from typing import Any

import pytest
import yaml

from generator.approval import approvers_file, demo_keys
from generator.approval.sshsig import read_key, read_signature, sign, verifies
from generator.rules.roster_file import read_roster
from generator.rules.rulebook import read_rulebook
from generator.text.canonical import Block
from sample import ROOT
from sample.signers import FictionalSigner, Filing, Signers, filing_of
from tests.sample_year import SEEDS, sample_files as files

FOLDERS = ("party", "rooms", "cases", "case-review", "team")
Person = dict[str, Any]


def plain(data: bytes) -> Any:
    return yaml.load(data, yaml.CBaseLoader)  # noqa: S506 - all values are text


@cache
def approvers(seed: int) -> Any:
    return plain(files(seed)["rules/approvers.yml"])


@cache
def filings(seed: int) -> tuple[Filing, ...]:
    records = [path for path in files(seed) if path.split("/")[-2] in FOLDERS]
    return tuple(filing_of(path, Block(plain(files(seed)[path]))) for path in records)


@cache
def signers(seed: int) -> Signers:
    rules = {
        path.relative_to(ROOT).as_posix(): path.read_bytes() for path in ROOT.glob("rules/**/*.yml")
    }
    rulebook, _ = read_rulebook(rules)
    assert rulebook is not None
    roster, _ = read_roster(files(seed), rulebook.bureau)
    return Signers(roster, filings(seed))


def may_sign(
    seed: int, lane: str, level: int, subject: str, who: FictionalSigner, day: date
) -> bool:
    """Whether the file lets a person sign a level for a unit on a day."""
    doc = approvers(seed)
    terms = next(each for each in doc["通道"] if each["代码"] == lane)["层级"][level]
    instead = terms.get("回避", {}).get(subject)
    offices = [instead] if instead else terms["职务"]
    holder = who.deputy_for or who.number
    person = next(each for each in doc["人员"] if each["警号"] == holder)
    held = any(
        each["职务"] == who.office
        and each["自"] <= day.isoformat() <= each.get("至", "9999")
        and (instead or terms.get("范围") != "本单位" or subject in each["单位"])
        for each in person["任职"]
    )
    stands_in = not who.deputy_for or any(
        (each["代理人"], each["代理"], each["职务"]) == (who.number, who.deputy_for, who.office)
        and each["自"] <= day.isoformat() <= each["至"]
        for each in doc["代理"]
    )
    return who.office in offices and held and stands_in


def of(path: str, seed: int = 2025) -> tuple[FictionalSigner, ...]:
    filing = next(each for each in filings(seed) if each.path == path)
    return signers(seed).signers_for(filing.path, filing.by, filing.day)


# ── the whole year ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("seed", SEEDS)
def test_every_record_is_filed_by_someone_who_may_and_approved_by_three_others(seed: int) -> None:
    assert len(filings(seed)) > 990
    for filing in filings(seed):
        chosen = signers(seed).signers_for(filing.path, filing.by, filing.day)
        assert [signer.level for signer in chosen] == [0, 1, 2, 3]
        assert chosen[0].number == filing.by
        assert len({signer.number for signer in chosen}) == 4, filing.path
        for who in chosen:
            where = filing.lane, who.level, filing.subject
            assert may_sign(seed, *where, who, filing.day), (filing.path, who)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_pair_of_levels_has_different_people_whoever_is_chosen(seed: int) -> None:
    """Not only the persons chosen: nobody who may sign one level of a file may file it."""
    made = signers(seed)
    for filing in filings(seed):
        lane = next(each for each in approvers(seed)["通道"] if each["代码"] == filing.lane)
        for level in lane["层级"][1:]:
            instead = level.get("回避", {}).get(filing.subject)
            offices = [instead] if instead else level["职务"]
            assert filing.by not in {
                each.number for each in made.holders(offices, filing.subject, filing.day)
            }


def test_the_same_county_has_the_same_signers() -> None:
    again = Signers(signers(2025).roster, filings(2025))
    assert again.file("lg-qingling-demo") == files(2025)["rules/approvers.yml"]
    filing = filings(2025)[100]
    asked = filing.path, filing.by, filing.day
    assert again.signers_for(*asked) == signers(2025).signers_for(*asked)


# ── sentences with their input ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (
            "ledger/2025-06/rooms/chengguan.yml",
            ["派出所内勤", "派出所领导", "治安大队领导", "分管治安局领导"],
        ),
        (
            "ledger/2025-06/cases/zhian.yml",
            ["办案单位内勤", "办案单位领导", "法制大队领导", "分管法制局领导"],
        ),
        (
            "ledger/2025-06/case-review/zhian.yml",
            ["法制审核人", "法制大队领导", "督察大队领导", "分管法制局领导"],
        ),
        (
            "ledger/2025-05/party/zb-chengguan.yml",
            ["支部填报人", "政工室领导", "分管政工局领导", "局主要领导"],
        ),
        # the personnel office does not approve its own files
        (
            "ledger/2025-05/party/zb-zhenggong.yml",
            ["支部填报人", "督察大队领导", "分管政工局领导", "局主要领导"],
        ),
        (
            "ledger/2025-05/party/zb-lituixiu.yml",
            ["支部填报人", "督察大队领导", "分管政工局领导", "局主要领导"],
        ),
        (
            "ledger/2025-05/team/zhenggong.yml",
            ["单位填报人", "督察大队领导", "分管政工局领导", "局主要领导"],
        ),
        (
            "ledger/2025-05/team/ducha.yml",
            ["单位填报人", "政工室领导", "分管政工局领导", "局主要领导"],
        ),
    ],
)
def test_offices_by_level(path: str, expected: list[str]) -> None:
    assert [signer.office for signer in of(path)] == expected


def test_the_deputy_signs_in_july_only() -> None:
    by_month = {month: of(f"ledger/{month}/team/hedong.yml")[1] for month in ("2025-05", "2025-06")}
    assert by_month["2025-05"] == (1, "060201", "政工室领导", "")
    assert by_month["2025-06"] == (1, "060202", "政工室领导", "060201")
    stood_in = Counter(
        filing.day.isoformat()[:7]
        for filing in filings(2025)
        if any(each.deputy_for for each in of(filing.path))
    )
    assert stood_in == {"2025-07": 40}


def test_bureau_leaders_exchange_their_fields_on_the_first_of_september() -> None:
    assert of("ledger/2025-07/rooms/shimo.yml")[3][1:3] == ("060104", "分管治安局领导")
    assert of("ledger/2025-08/rooms/shimo.yml")[3][1:3] == ("060105", "分管治安局领导")
    assert of("ledger/2025-07/cases/shimo.yml")[3][1:3] == ("060105", "分管法制局领导")
    assert of("ledger/2025-08/cases/shimo.yml")[3][1:3] == ("060104", "分管法制局领导")


def test_who_holds_an_office_no_longer_or_not_yet_signs_nothing() -> None:
    made = signers(2025)
    before, after = date(2025, 4, 30), date(2025, 5, 1)
    assert [each.number for each in made.holders(["科技信息领导"], "", before)] == ["061401"]
    assert [each.number for each in made.holders(["科技信息领导"], "", after)] == ["060109"]
    assert made.holders(["单位填报人"], "xintong", before) == []


def test_a_stranger_files_nothing() -> None:
    with pytest.raises(ValueError, match="nobody may sign level 0"):
        signers(2025).signers_for("ledger/2025-06/rooms/shimo.yml", "062104", date(2025, 7, 1))


@pytest.mark.parametrize("day", [date(2025, 2, 20), date(2025, 7, 14), date(2025, 12, 15)])
@pytest.mark.parametrize("scheme", ["party", "rooms", "cases", "team"])
@pytest.mark.parametrize("lane", ["bulletin", "correction", "objection", "rules", "roster"])
def test_what_the_offices_issue_has_different_people_too(lane: str, scheme: str, day: date) -> None:
    chosen = signers(2025).signers_of(lane, scheme, f"{scheme}-{day:%Y-%m}", day)
    assert len({signer.number for signer in chosen}) == len(chosen) == 3 + (lane != "objection")
    assert all(may_sign(2025, lane, who.level, "", who, day) for who in chosen)


def test_a_bulletin_is_signed_in_the_field_of_its_scheme() -> None:
    chosen = signers(2025).signers_of("bulletin", "rooms", "2025-06", date(2025, 7, 14))
    assert [signer.office for signer in chosen] == [
        "治安大队编发人",
        "治安大队领导",
        "分管治安局领导",
        "局主要领导",
    ]


# ── the file ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("seed", SEEDS)
def test_the_file_is_one_that_the_kernel_accepts(seed: int) -> None:
    made, problems = approvers_file.read(files(seed)["rules/approvers.yml"])
    assert [problem.sentence for problem in problems] == []
    assert made is not None
    assert made.demo


@pytest.mark.parametrize(
    ("path", "lane"),
    [
        ("ledger/2025-06/rooms/shimo.yml", "rooms"),
        ("ledger/2025-06/case-review/shimo.yml", "case-review"),
        ("ledger/2025-06/bulletins/party-2025-Q2.json", "bulletin"),
        ("ledger/2025-06/corrections/rooms-chengguan-1.yml", "correction"),
        ("ledger/2025-06/objections/rooms-cg-dongmen-20250715-b290c3b6.yml", "objection"),
        ("rules/bureau.yml", "rules"),
        ("rules/schemes/rooms.yml", "rules"),
        ("rules/roster/officers.yml", "roster"),
        ("generator/scoring/lines.py", "software"),
        ("Makefile", "software"),
        ("rules/approvers.yml", ""),
        ("ledger/2025-06/other/shimo.yml", ""),
    ],
)
def test_every_path_has_one_lane_or_none(path: str, lane: str) -> None:
    made, _ = approvers_file.read(files(2025)["rules/approvers.yml"])
    assert made is not None
    assert [each.code for each in made.lanes if each.takes(path)] == ([lane] if lane else [])


def test_the_file_is_marked_and_complete() -> None:
    doc = approvers(2025)
    assert doc["演示密钥"] == "是"
    assert doc["台账"] == plain((ROOT / "rules/bureau.yml").read_bytes())["台账标识"]
    assert doc["根"] == {"门槛": "2", "人员": ["060101", "060102", "060401"]}
    numbers = [person["警号"] for person in doc["人员"]]
    assert numbers == sorted(set(numbers))
    assert {filing.by for filing in filings(2025)} <= set(numbers)
    accounts = [person["账号"][0]["编号"] for person in doc["人员"]]
    assert len(set(accounts)) == len(accounts)
    assert [person["警号"] for person in doc["人员"] if not person["任职"]] == []


def test_only_the_last_level_asks_for_a_signature_of_ones_own() -> None:
    for lane in approvers(2025)["通道"]:
        *lower, last = [level["凭证"] for level in lane["层级"]]
        assert last == ["个人签名"]
        assert lower == [["个人签名", "平台点击"]] * len(lower)


def test_every_office_of_a_level_has_a_holder_all_year() -> None:
    for lane in approvers(2025)["通道"]:
        for office in {o for level in lane["层级"] for o in level["职务"]}:
            for day in (date(2025, 1, 2), date(2025, 8, 31), date(2025, 9, 1), date(2026, 1, 20)):
                held = [t for t in signers(2025).tenures if t.office == office]
                assert any(t.since <= day and (not t.until or day <= t.until) for t in held), office


def test_keys_can_be_made_again_by_anybody() -> None:
    doc = approvers(2025)
    keys = {person["警号"]: person["公钥"] for person in doc["人员"]}
    assert keys == {number: [demo_keys.public_line(number)] for number in keys}
    assert doc["机器人"][0]["公钥"] == [demo_keys.public_line("bot1")]
    assert keys["060101"] == [
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDU2RLeOWNsGJz3gyp/3fMIa5+yd4EA8DUkbCb3qan9Y"
    ]
    assert all(read_key(line).line == line for lines in keys.values() for line in lines)


def test_a_demonstration_key_signs() -> None:
    made = read_signature(sign(demo_keys.private_key("060101"), b"text\n"))
    assert verifies(made, b"text\n")
    assert not verifies(made, b"text")
    assert made.key.line == demo_keys.public_line("060101")
