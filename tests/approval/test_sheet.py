"""Statements and sheets: one spelling, fixed lines, each statement linked to the one before."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from generator.approval import demo_keys, sheet as sheets
from generator.approval.sheet import BadSheet, extended, last_round
from generator.approval.sshsig import PERSONAL_SPACE
from generator.approval.statement import (
    APPROVE,
    MAX_NOTE,
    NOTHING,
    REJECT,
    SUBMIT,
    BadStatement,
    Change,
    Statement,
    as_json,
    read as read_statement,
)
from generator.text.canonical import dumped, loaded
from tests.bureau import click, signed

DIGEST = "sha256:" + "ab" * 32
FIRST = Statement(
    ledger="lg-x", branch="refs/heads/main", submission="2025-06/rooms-chengguan-1", lane="rooms",
    level=0, decision=SUBMIT, person="061101", office="派出所内勤", deputy_for="",
    time="2025-07-02T09:00:00+08:00", approvers=DIGEST, rules=DIGEST, seen="a" * 40,
    previous=NOTHING, changes=(Change("ledger/2025-06/rooms/chengguan.yml", NOTHING, DIGEST),),
)  # fmt: skip
Json = dict[str, Any]


def linked(*statements: Statement) -> list[tuple[Statement, str]]:
    made: list[tuple[Statement, str]] = []
    for each in statements:
        linked_to = replace(each, previous=made[-1][0].digest if made else NOTHING)
        made.append((linked_to, signed(linked_to, each.person)))
    return made


SECOND = replace(FIRST, level=1, decision=APPROVE, person="061102")
SHEET = sheets.write(linked(FIRST, SECOND))
LINES = SHEET.decode().split("\n")


# ── statements ──────────────────────────────────────────────────────────────────────────────


def test_a_statement_and_back() -> None:
    for each in (FIRST, replace(SECOND, click=click("061102"), note="同意，见附件")):
        assert read_statement(loaded(each.message)) == each
        assert each.message == (each.text + "\n").encode()
        assert each.digest == f"sha256:{sha256(each.message).hexdigest()}"


def test_what_a_statement_says() -> None:
    assert FIRST.day == date(2025, 7, 2)
    assert [replace(FIRST, decision=each).words for each in (SUBMIT, APPROVE, REJECT)] == [
        "报送",
        "同意",
        "退回",
    ]
    early = replace(FIRST, time="2025-07-02T08:59:00+08:00")
    late = replace(FIRST, time="2025-07-02T01:00:00+00:00")
    assert early.moment < late.moment == FIRST.moment


WRONG: list[tuple[str, Any]] = [
    ("type", "ledger-approval"), ("type", 1), ("version", 2), ("version", "1"), ("version", True),
    ("ledger", ""), ("ledger", "x" * 201), ("ledger", None), ("branch", ""), ("submission", 7), ("lane", ""),
    ("level", -1), ("level", 16), ("level", "0"), ("level", True), ("level", None),
    ("decision", "approved"), ("decision", ""), ("person", ""), ("person", "王立"), ("person", "a b"),
    ("person", "x" * 65), ("office", ""), ("deputy_for", None), ("deputy_for", "王"),
    ("time", "2025-07-02T09:00:00"), ("time", "2025-07-02T09:00:00Z"), ("time", "2025-07-02 09:00:00+08:00"),
    ("time", "2025-02-30T09:00:00+08:00"), ("time", "2025-07-02T24:00:01+08:00"), ("time", "2025-07-02T09:00:00+24:00"),
    ("time", "1999-07-02T09:00:00+08:00"), ("time", "２０２５-07-02T09:00:00+08:00"), ("time", "20２5-07-02T09:00:00+08:00"),
    ("approvers", "-"), ("approvers", DIGEST.upper()), ("approvers", DIGEST + "\n"), ("rules", DIGEST[:-1]),
    ("seen", "a" * 39), ("seen", "A" * 40), ("seen", "main"), ("seen", "a" * 41), ("previous", ""), ("previous", "sha256:"),
    ("note", None), ("note", "长" * (MAX_NOTE + 1)),
    ("changes", []), ("changes", None), ("changes", {}), ("changes", [{}]),
    ("changes", [{"path": "a", "old": NOTHING, "new": DIGEST, "mode": "100644"}]),
    ("changes", [{"path": "a", "old": "", "new": DIGEST}]), ("changes", [{"path": 1, "old": NOTHING, "new": DIGEST}]),
    ("changes", [{"path": "b", "old": NOTHING, "new": DIGEST}, {"path": "a", "old": NOTHING, "new": DIGEST}]),
    ("changes", [{"path": "a", "old": NOTHING, "new": DIGEST}] * 2),
    ("click", {}), ("click", "yes"), ("click", []), ("click", {"bot": "bot1"}), ("click", False),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), WRONG, ids=str)
def test_a_field_that_says_something_else(name: str, value: Any) -> None:
    with pytest.raises(BadStatement, match=r"^审批意见的|^一条审批意见") as raised:
        read_statement({**as_json(FIRST), name: value})
    assert raised.value.code == ("E-TYPE" if name in ("type", "version") else "E-SHEET")


@pytest.mark.parametrize("name", sorted(as_json(FIRST)))
def test_every_field_is_there(name: str) -> None:
    less = {key: value for key, value in as_json(FIRST).items() if key != name}
    for value in (less, {**as_json(FIRST), f"{name}2": "x"}):
        with pytest.raises(BadStatement, match="字段不全"):
            read_statement(value)


@pytest.mark.parametrize("field", ["bot", "user_id", "login", "commit", "time"])
@pytest.mark.parametrize("value", ["", None, 1, "x" * 201])
def test_a_click_of_texts(field: str, value: Any) -> None:
    statement = as_json(replace(FIRST, click=click("061101")))
    with pytest.raises(BadStatement, match="click"):
        read_statement({**statement, "click": {**statement["click"], field: value}})


@pytest.mark.parametrize("value", [None, [], "x", 1, [as_json(FIRST)]])
def test_no_statement_at_all(value: Any) -> None:
    with pytest.raises(BadStatement, match="字段不全"):
        read_statement(value)


# ── sheets ──────────────────────────────────────────────────────────────────────────────────


def test_a_sheet_and_back() -> None:
    found = sheets.read(SHEET)
    assert [each.statement for each in found] == [s for s, _ in linked(FIRST, SECOND)]
    assert all(each.verifies for each in found)
    assert sheets.write([(each.statement, each.written) for each in found]) == SHEET


def test_a_sheet_is_json_that_any_program_reads() -> None:
    parts = json.loads(SHEET)
    assert [part["level"] for part in parts[::2]] == [0, 1]
    assert len(parts) == 4


def test_a_sheet_grows_at_its_end() -> None:
    (first, one), (second, other) = linked(FIRST, SECOND)
    short = extended((), first, one)
    whole = extended(sheets.read(short), second, other)
    assert whole == SHEET
    assert whole.startswith(short[: -len("\n]\n")])


def test_a_statement_is_checked_with_ssh_keygen_and_sed_alone(tmp_path: Path) -> None:
    """As the auditor's handbook says: the line without its comma is what was signed."""
    keygen = shutil.which("ssh-keygen")
    assert keygen is not None
    (tmp_path / "sheet.json").write_bytes(SHEET)
    (tmp_path / "allowed").write_text(f"061102 {demo_keys.public_line('061102')}\n", "ascii")
    script = f"""set -e
sed -n 4p sheet.json | sed 's/,$//' > message
(echo '-----BEGIN SSH SIGNATURE-----'; sed -n 5p sheet.json | tr -d '",' | fold -w 70; echo '-----END SSH SIGNATURE-----') > sig
{keygen} -Y verify -f allowed -I 061102 -n {PERSONAL_SPACE} -s sig < message
sed -n 2p sheet.json | sed 's/,$//' | sha256sum
"""
    done = subprocess.run(["sh", "-c", script], capture_output=True, check=True, cwd=tmp_path)
    assert b"Good" in done.stdout
    assert linked(FIRST, SECOND)[1][0].previous.removeprefix("sha256:").encode() in done.stdout


def bad(text: str) -> BadSheet:
    with pytest.raises(BadSheet) as caught:
        sheets.read(text.encode("utf-8", "surrogateescape"))
    return caught.value


def respelt(change: Callable[[str], str]) -> str:
    """The sheet with its first statement written in another way."""
    return "\n".join([LINES[0], change(LINES[1]), *LINES[2:]])


TEXT = SHEET.decode()


@pytest.mark.parametrize(
    "char", ["\x85", "\u200b", "\ue000", "\udcff", "\u0378", "\u2028", "\u2029"]
)
def test_no_character_that_cannot_be_seen(char: str) -> None:
    """One each of control, format, private use, surrogate, unassigned, line and paragraph marks."""
    text = respelt(lambda line: line.replace('"note":""', f'"note":"a{char}b"'))
    expected = "审批单不是 UTF-8 编码" if char == "\udcff" else "审批意见里有看不见的字符"
    assert str(bad(text)) == expected


def test_characters_that_take_room_without_ink_may_stand_in_a_note() -> None:
    first = replace(FIRST, note="见附件\u3000第二页 ")
    assert sheets.read(sheets.write(linked(first)))[0].statement == first


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "[\n]\n", "[\n\n]\n", TEXT[:-1], TEXT + "\n", "\n" + TEXT, TEXT.replace("\n", "\r\n"), "\ufeff" + TEXT,
        TEXT.replace("\n]\n", ",\n]\n"), "\n".join(LINES[:2] + LINES[3:]), "\n".join(LINES[:-3] + LINES[-2:]),
        respelt(lambda line: line.replace(",", ", ", 1)), respelt(lambda line: " " + line),
        respelt(lambda line: line + " "), respelt(lambda line: line[:-1]), respelt(lambda line: line.replace('"level":0', '"level":0.0')),
        respelt(lambda line: line.replace('"level":0', '"level":00')), respelt(lambda line: line.replace('"level":0', '"level":-0')),
        respelt(lambda line: line.replace('"level":0', '"level":1e0')), respelt(lambda line: line.replace('"level":0', '"level":NaN')),
        respelt(lambda line: line.replace('"level":0', '"level":0,"level":0')), respelt(lambda line: line.replace("派", "\\u6d3e")),
        respelt(lambda line: line.replace('"note":""', '"note":"\\/"')), respelt(lambda line: line.replace('"note":""', '"note":"a\\tb"')),
        respelt(lambda line: line.replace('"note":""', '"note":"a\u202eb"')), respelt(lambda line: line.replace('"note":""', '"note":"a\u200bb"')),
        respelt(lambda line: line.replace('"note":""', '"note":"\udcff"')), respelt(lambda line: line.replace('"version":1', '"version":' + "1" * 5000)),
        respelt(lambda _: "[" * 100_000 + ","), respelt(lambda _: "null,"), respelt(lambda line: line[:-2] + ","),
    ],
)  # fmt: skip
def test_another_spelling(text: str) -> None:
    assert bad(text).code in ("E-SHEET", "E-TYPE")


def test_what_is_laid_out_in_another_way_is_said_so() -> None:
    for text in (TEXT[:-1], respelt(lambda line: line[:-1]), TEXT.replace('",\n', '"\n')):
        assert str(bad(text)) == "审批单的格式不对"


def test_too_long_or_too_many() -> None:
    assert bad("x" * (sheets.MAX_SHEET_BYTES + 1)).code == "E-LIMIT"
    many = linked(*[FIRST] * 65)
    assert bad(sheets.write(many).decode()).code == "E-LIMIT"
    assert len(sheets.read(sheets.write(many[:64]))) == 64


def test_a_statement_not_linked_to_the_one_before() -> None:
    (first, one), (second, other) = linked(FIRST, SECOND)
    third, last = linked(FIRST, SECOND, replace(SECOND, level=2, person="060801"))[2]
    for entries in ([(second, other)], [(first, one), (third, last)], [(first, one), (first, one)]):
        assert bad(sheets.write(entries).decode()).code == "E-PREVIOUS"


def test_what_is_not_a_signature() -> None:
    (first, one), _ = linked(FIRST, SECOND)
    for text in ("", "AAAA", one[:-4], one + one, "签"):
        assert bad(sheets.write([(first, text)]).decode()).code == "E-SIGNATURE"


def test_a_signature_over_something_else() -> None:
    (first, _), (second, other) = linked(FIRST, SECOND)
    (found,) = sheets.read(sheets.write([(first, other)]))
    assert not found.verifies
    assert second.previous == first.digest


def test_the_round_that_counts() -> None:
    one = linked(FIRST, SECOND)
    two = linked(FIRST, replace(SECOND, decision=REJECT), FIRST, SECOND)
    third = replace(SECOND, level=2)
    for entries, levels in ((one, [0, 1]), (two, [0, 1]), (linked(FIRST, FIRST), [0]), (linked(SECOND, third), [1, 2])):  # fmt: skip
        found = last_round(sheets.read(sheets.write(entries)))
        assert [each.statement.level for each in found] == levels
    assert last_round(sheets.read(sheets.write(two)))[0].statement.previous != NOTHING


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(VALUES, st.sampled_from(sorted(as_json(FIRST))))
def test_nothing_in_place_of_a_field_is_more_than_a_refusal(value: Any, name: str) -> None:
    """Whatever canonical JSON stands there, it is read back as it was, or refused."""
    line = {**as_json(FIRST), name: value}
    try:
        text = dumped(line).decode()[:-1]
    except UnicodeEncodeError:
        return
    try:
        (found,) = sheets.read(f'[\n{text},\n"{linked(FIRST)[0][1]}"\n]\n'.encode())
    except BadSheet:
        return
    assert as_json(found.statement) == line
