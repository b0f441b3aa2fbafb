"""The approvers file: a new version without enough roots, or one that would be worthless."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.approval import demo_keys
from generator.audit.git import Git
from generator.audit.history import prove
from generator.text.digests import of_bytes
from tests.attacks.scene import Scene, readable
from tests.bureau import (
    CHARGE,
    CLERK,
    HEAD,
    LANES,
    MAIN,
    PEOPLE,
    ROOTS,
    SIGNERS,
    Bureau,
    Someone,
    approvers_file,
    bureau,
    post,
)
from tests.county import FILES, ROOM

PATH, KEPT = "rules/approvers.yml", "rules/approvers/1.yml"
SHEET = "rules/approvals/approvers-2.json"
TWO_ROOTS = SIGNERS["approvers"]
NEW_PERSON = {**PEOPLE, "069001": Someone("069001", "新人", (post("治安大队领导"),))}
ROOM_SHEET = "ledger/2025-06/approvals/rooms-chengguan-1.json"
ZERO = f"sha256:{'0' * 64}"


def second(scene: Scene, **facts: Any) -> str:
    """A second version that changes nothing but what is given."""
    old = scene.desk.read(PATH)
    return approvers_file(**{"version": 2, "previous": of_bytes(old), "day": "2025-07-01", **facts})


def renew(
    scene: Scene,
    text: str,
    signers: Sequence[tuple[str, str]] = TWO_ROOTS,
    *,
    kept: bytes | None = None,
    submission: str = "rules/approvers-2",
    keys: Mapping[int, str] = {},
    **more: Any,
) -> None:
    """The new version, the old one kept, and the sheet."""
    desk = scene.desk
    old = desk.read(PATH)
    desk.write(PATH, text)
    desk.write(KEPT, old if kept is None else kept)
    desk.file_sheet(submission, desk.entries(submission, "approvers", [PATH, KEPT], signers=signers, keys=keys, **more))  # fmt: skip


# ── who must sign ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("signers", "code"),
    [
        ([("060101", "x")], "E-ROOT"),
        ([("060101", "x"), ("060101", "x")], "E-SAME"),
        ([("060101", "x"), (CHARGE, "x")], "E-ROOT"),
        ([(CHARGE, "x"), ("060101", "x")], "E-ROOT"),
        ([(CLERK, "x"), (HEAD, "x")], "E-ROOT"),
        ([("060101", "x"), ("069001", "x")], "E-KEY"),
    ],
    ids=["one root", "the same root twice", "a root and a leader", "a leader and a root", "no root", "the new person"],
)  # fmt: skip
def test_a_version_without_two_roots(
    scene: Scene, signers: list[tuple[str, str]], code: str
) -> None:
    renew(scene, second(scene, people=NEW_PERSON), signers)
    scene.refused(code, SHEET)


def test_a_root_signs_by_a_click(scene: Scene) -> None:
    from tests.bureau import click  # noqa: PLC0415

    renew(scene, second(scene, people=NEW_PERSON), overrides={1: {"click": click("060401")}}, keys={1: "bot1"})  # fmt: skip
    scene.refused("E-EVIDENCE", SHEET)


def test_a_deputy_signs_for_a_root(scene: Scene) -> None:
    renew(scene, second(scene, people=NEW_PERSON), overrides={1: {"deputy_for": "060102"}})
    scene.refused("E-EVIDENCE", SHEET)


def test_a_root_s_signature_by_another_key(scene: Scene) -> None:
    renew(scene, second(scene, people=NEW_PERSON), keys={1: CLERK})
    scene.refused("E-KEY", SHEET)


def test_a_new_root_who_has_not_signed(scene: Scene) -> None:
    renew(scene, second(scene, roots=(*ROOTS, CHARGE)))
    scene.refused("E-ROOT", SHEET, words=CHARGE)


def test_a_new_root_whose_key_in_the_new_file_is_another_s(scene: Scene) -> None:
    people = {**PEOPLE, CHARGE: replace(PEOPLE[CHARGE], keys=("stranger",))}
    signers = [*TWO_ROOTS, (CHARGE, "x")]
    renew(scene, second(scene, roots=(*ROOTS, CHARGE), people=people), signers)
    scene.refused("E-KEY", SHEET)


# ── which version ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"version": 3}, "版本应当是 2"),
        ({"version": 99999}, "版本应当是 2"),
        ({"previous": ZERO}, "上一版"),
        ({"ledger": "lg-other"}, "台账标识不能改"),
        ({"day": "2024-12-31"}, "早于上一版"),
        ({"version": 1, "previous": "-"}, "版本应当是 2"),
    ],
    ids=["jumped", "jumped far", "another before it", "another ledger", "dated back", "the first again"],
)  # fmt: skip
def test_a_version_that_is_not_the_next(scene: Scene, facts: dict[str, Any], words: str) -> None:
    renew(scene, second(scene, people=NEW_PERSON, **facts))
    scene.refused("E-ROSTER", PATH, words=words)


def test_an_older_valid_version_is_put_back(own: Scene) -> None:
    first = own.desk.read(PATH)
    renew(own, second(own, people=NEW_PERSON))
    own.desk.honest()
    own.settle()
    desk = own.desk
    desk.write("rules/approvers/2.yml", desk.read(PATH))
    desk.write(PATH, first)
    sign = desk.entries("rules/approvers-3", "approvers", [PATH, "rules/approvers/2.yml"])
    desk.file_sheet("rules/approvers-3", sign)
    own.refused("E-ROSTER", PATH, words="版本应当是 3")


def test_the_approvers_file_is_deleted(scene: Scene) -> None:
    (scene.desk.folder / PATH).unlink()
    scene.refused("E-NOSHEET", PATH)
    scene.desk.git("checkout", "--quiet", "--force", "--detach", scene.base)
    (scene.desk.folder / PATH).unlink()
    scene.desk.file_sheet("rules/approvers-2", scene.desk.entries("rules/approvers-2", "approvers", [PATH]))  # fmt: skip
    scene.refused("E-DELETE", PATH)


def test_the_old_version_is_not_kept(scene: Scene) -> None:
    scene.desk.write(PATH, second(scene, people=NEW_PERSON))
    scene.desk.file_sheet("rules/approvers-2", scene.desk.entries("rules/approvers-2", "approvers", [PATH]))  # fmt: skip
    scene.refused("E-ROSTER", KEPT, words="没有原样存档")


def test_the_old_version_is_kept_with_a_change(scene: Scene) -> None:
    renew(scene, second(scene, people=NEW_PERSON), kept=b"x\n")
    scene.refused("E-ROSTER", KEPT, words="没有原样存档")


def test_something_else_is_put_into_the_archive(scene: Scene) -> None:
    extra = "rules/approvers/9.yml"
    scene.desk.write(extra, "x\n")
    desk, old = scene.desk, scene.desk.read(PATH)
    desk.write(PATH, second(scene, people=NEW_PERSON))
    desk.write(KEPT, old)
    desk.file_sheet("rules/approvers-2", desk.entries("rules/approvers-2", "approvers", [PATH, KEPT, extra]))  # fmt: skip
    scene.refused("E-ROSTER", "rules/approvers/", words="只能增加")


def test_the_sheet_has_another_number_than_the_version(scene: Scene) -> None:
    renew(scene, second(scene, people=NEW_PERSON), submission="rules/approvers-7")
    scene.refused("E-SUBMISSION", "rules/approvals/approvers-7.json")


# ── what it says ────────────────────────────────────────────────────────────────────────────────


def line_of(point: bytes, kind: str = "ssh-ed25519", more: bytes = b"") -> str:
    from base64 import b64encode  # noqa: PLC0415

    parts = [kind.encode(), point, *([more] if more else [])]
    blob = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return f"{kind} {b64encode(blob).decode()}"


PRIME = 2**255 - 19
WEAK = {
    "neutral point": 1, "order 2": PRIME - 1, "order 4": 0, "order 4 with sign": 2**255,
    "order 8": 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7,
    "the other order 8": 0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826,
    "order 8 with sign": 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7 + 2**255,
    "neutral point, longer": PRIME + 1, "order 4, longer": PRIME, "off the curve": 2,
}  # fmt: skip


@pytest.mark.parametrize("name", WEAK)
def test_a_key_that_verifies_anything_or_nothing(scene: Scene, name: str) -> None:
    old = demo_keys.public_line(CHARGE)
    text = second(scene).replace(old, line_of(WEAK[name].to_bytes(32, "little")))
    renew(scene, text)
    scene.refused("E-ROSTER", PATH)


def replaced(old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


LEADER_KEY = demo_keys.public_line(CHARGE)
FAULTS: dict[str, Callable[[str], str]] = {
    "threshold 0": replaced("门槛: 2", "门槛: 0"),
    "threshold 1": replaced("门槛: 2", "门槛: 1"),
    "threshold -1": replaced("门槛: 2", "门槛: -1"),
    "threshold 4 of 3": replaced("门槛: 2", "门槛: 4"),
    "threshold 02": replaced("门槛: 2", "门槛: 02"),
    "a root twice": replaced('["060101", "060102"', '["060101", "060101"'),
    "an unknown root": replaced('"060401"]}', '"069999"]}'),
    "a lane with one level": lambda text: text.replace(LANES, LANES.replace(f"      - {LANES.split('      - ')[2]}", "", 1)),
    "the last level by click": replaced("{职务: [分管局领导], 凭证: [个人签名]}", "{职务: [分管局领导], 凭证: [个人签名, 平台点击]}"),
    "no evidence": replaced("{职务: [分管局领导], 凭证: [个人签名]}", "{职务: [分管局领导], 凭证: []}"),
    "nobody at a level": replaced("{职务: [分管局领导], 凭证: [个人签名]}", "{凭证: [个人签名]}"),
    "an office nobody holds": replaced("{职务: [分管局领导], 凭证: [个人签名]}", "{职务: [顾问], 凭证: [个人签名]}"),
    "a person nobody knows": replaced("{职务: [分管局领导], 凭证: [个人签名]}", '{人员: ["069999"], 凭证: [个人签名]}'),
    "two lanes for one path": replaced("  - 代码: rules\n", "  - 代码: more\n    名称: 重\n    类型: 规则\n    路径: [rules/*.yml]\n    层级: [{职务: [编发人], 凭证: [个人签名]}, {职务: [法制大队领导], 凭证: [个人签名]}, {职务: [分管局领导], 凭证: [个人签名]}, {职务: [局主要领导], 凭证: [个人签名]}]\n  - 代码: rules\n"),
    "a key of two persons": lambda text: text.replace(demo_keys.public_line(HEAD), demo_keys.public_line(CLERK)),
    "a key of a person and a bot": lambda text: text.replace(demo_keys.public_line("bot1"), demo_keys.public_line(CLERK)),
    "one key in two kinds": lambda text: text.replace(demo_keys.public_line(HEAD), as_token(CLERK)),
    "a person twice": lambda text: text.replace('警号: "061103"', '警号: "061102"'),
    "an account of two persons": lambda text: text.replace("编号: 61102", "编号: 61101"),
    "an RSA key": replaced(LEADER_KEY, "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQ=="),
    "a key with a comment": replaced(LEADER_KEY, f"{LEADER_KEY} me@home"),
    "a key with options": replaced(LEADER_KEY, f"'no-pty {LEADER_KEY}'"),
    "half a key": replaced(LEADER_KEY, LEADER_KEY[:-10]),
    "a bot in the place of a person": replaced("代码: bot1", '代码: "061101"'),
    "an unknown field": replaced("版本: 2", "版本: 2\n例外: 是"),
    "an alias": replaced("门槛: 2", "门槛: &a 2"),
    "a second document": lambda text: f"{text}---\n{text}",
    "a pattern out of the ledger": replaced("ledger/*/rooms/*.yml", "../*/rooms/*.yml"),
    "the first that says what was before it": replaced("版本: 2", "版本: 1"),
}  # fmt: skip


def as_token(name: str) -> str:
    """The same key as if it were in a security token."""
    point = demo_keys.private_key(name).public_key().public_bytes_raw()
    return line_of(point, "sk-ssh-ed25519@openssh.com", b"ssh:")


@pytest.mark.parametrize("name", FAULTS)
def test_a_version_that_would_be_worthless(scene: Scene, name: str) -> None:
    renew(scene, FAULTS[name](second(scene)))
    scene.refused("E-ROSTER", PATH)


# ── the first version, and demonstration keys ───────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("approvers", "code"),
    [
        (approvers_file(threshold="1"), "E-ROSTER"),
        (approvers_file(threshold="0"), "E-ROSTER"),
        (approvers_file(version=2, previous=ZERO), "E-GENESIS"),
        (approvers_file(ledger="lg-other"), "E-LEDGER"),
        (approvers_file(roots=("060101", "060102", CHARGE)), "E-ROOT"),
        (approvers_file().replace(LEADER_KEY, line_of(b"\1" + bytes(31))), "E-ROSTER"),
    ],
    ids=["threshold 1", "threshold 0", "version 2", "another ledger", "a root has not signed", "weak key"],
)  # fmt: skip
def test_a_first_version_is_checked_like_any_other(
    tmp_path: Path, approvers: str, code: str
) -> None:
    with pytest.raises(AssertionError) as raised:
        bureau(tmp_path / "bureau", approvers=approvers)
    line = next(line for line in str(raised.value).splitlines() if code in line)
    readable(line[line.index(code) :].strip(), code, "rules/approvals/approvers-1.json" if code == "E-ROOT" else PATH)  # fmt: skip
    bare = tmp_path / "bureau/ledger.git"
    assert Git(bare, bare=True).commit_id(MAIN) is None, "nothing was let in"


def as_real(scene: Scene) -> Bureau:
    """The same bureau judged by somebody who does not play."""
    return Bureau(scene.bureau.folder, replace(scene.bureau.root, demo=False))


def test_demonstration_keys_are_worth_nothing_under_a_real_root(scene: Scene) -> None:
    real = as_real(scene)
    refusal = prove(Git(real.bare, bare=True), real.root, MAIN).refusal
    assert refusal is not None
    assert refusal.code == "E-DEMO"
    readable(refusal.line, "E-DEMO", PATH)


@pytest.mark.parametrize(
    "key",
    [demo_keys.public_line("061101"), demo_keys.public_line("bot1"), as_token("061101"), as_token("bot1")],
    ids=["of an officer", "of the bot", "of an officer, as a token's", "of the bot, as a token's"],
)  # fmt: skip
def test_a_demonstration_key_under_another_name(key: str) -> None:
    """One is enough, whoever it is registered for: everybody can sign with it."""
    from generator.approval.approvers_file import read  # noqa: PLC0415

    text = approvers_file(demo=False)
    for number in (*PEOPLE, "bot1"):
        text = text.replace(demo_keys.public_line(number), demo_keys.public_line(f"real-{number}"))
    approvers, problems = read(text.encode())
    assert approvers is not None, problems
    assert not demo_keys.uses_demo_keys(approvers)
    approvers, problems = read(text.replace(demo_keys.public_line(f"real-{CHARGE}"), key).encode())
    assert approvers is not None, problems
    assert demo_keys.uses_demo_keys(approvers)


def test_a_key_was_replaced_between_approval_and_merge(own: Scene) -> None:
    """The retired key's signature is good, the statement dated back; plain git would show G."""
    desk = own.desk
    desk.write(ROOM, FILES[ROOM])
    entries = desk.entries("2025-06/rooms-chengguan-1", "rooms", [ROOM])
    (desk.folder / ROOM).unlink()
    people = {**PEOPLE, CHARGE: replace(PEOPLE[CHARGE], keys=("new-key",))}
    renew(own, second(own, people=people))
    desk.honest()
    own.settle()
    desk.write(ROOM, FILES[ROOM])
    desk.file_sheet("2025-06/rooms-chengguan-1", entries)
    own.refused("E-KEY", ROOM_SHEET, words="签名以后审批人名册换了新版")
    entries = desk.entries("2025-06/rooms-chengguan-1", "rooms", [ROOM])
    desk.file_sheet("2025-06/rooms-chengguan-1", entries)
    own.refused("E-KEY", ROOM_SHEET, words="不在现行审批人名册里")


# ── lanes of records and the schemes that there are ─────────────────────────────────────────────


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("积分制: rooms", "积分制: team", "通道 rooms 的积分制写的是 team，路径却收 rooms 的记录"),
        ("积分制: rooms", "积分制: nothing", "通道 rooms 的积分制 nothing 不在规则里"),
        ("ledger/*/rooms/*.yml", "ledger/*/room/*.yml", "通道 rooms 的路径不收 rooms 的记录"),
        ("ledger/*/rooms/*.yml", "ledger/*/*/*.yml", "通道 rooms 的积分制写的是 rooms，路径却收 cases 的记录"),
    ],
)  # fmt: skip
def test_a_lane_that_fits_no_scheme(scene: Scene, old: str, new: str, words: str) -> None:
    """Every record that came in by it would be refused, and nobody at its desk could mend that."""
    assert old in LANES
    renew(scene, second(scene, lanes=LANES.replace(old, new)))
    scene.refused("E-ROSTER", PATH, words=words)


def test_a_ledger_is_not_founded_on_such_a_lane(tmp_path: Path) -> None:
    text = approvers_file().replace("积分制: rooms", "积分制: team")
    with pytest.raises(
        AssertionError, match=r"E-ROSTER rules/approvers.yml: 通道 rooms 的积分制写的是 team"
    ):
        bureau(tmp_path / "wrong", approvers=text)
