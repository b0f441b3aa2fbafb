"""Canonical form: one spelling for one statement, one layout for one sheet, and no other."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from generator.approval import sheet as sheets
from generator.text import canonical
from tests.attacks.scene import SHEET, Scene, approving_room
from tests.bureau import CLERK, ROOM_SUBMISSION, SIGNERS, signed
from tests.county import FILES, ROOM


def respelled(change: Callable[[str], str], scene: Scene, at: int = 3) -> None:
    """The sheet with one statement spelled otherwise, and that spelling properly signed."""
    lines = sheets.write(approving_room(scene)).decode().split("\n")
    line = lines[1 + 2 * at].removesuffix(",")
    lines[1 + 2 * at] = f"{change(line)},"
    scene.desk.write(SHEET, "\n".join(lines))


SPELLINGS: list[Callable[[str], str]] = [
    lambda text: text.replace(":", ": ", 1),
    lambda text: text.replace(",", ", ", 1),
    lambda text: f" {text}",
    lambda text: f"{text} ",
    lambda text: json.dumps(dict(reversed(json.loads(text).items())), ensure_ascii=False, separators=(",", ":")),
    lambda text: text.replace('"level":3', '"level":3.0'),
    lambda text: text.replace('"level":3', '"level":3e0'),
    lambda text: text.replace('"level":3', '"level":-0'),
    lambda text: text.replace('"level":3', f'"level":{"9" * 5000}'),
    lambda text: text.replace('"level":3', '"level":03'),
    lambda text: text.replace('"level":3', '"level":NaN'),
    lambda text: text.replace('"level":3', '"level":3,"level":3'),
    lambda text: text.replace('"level":3', '"level":1,"level":3'),
    lambda text: text.replace("分管局领导", "\\u5206管局领导"),
    lambda text: text.replace("rooms/", "rooms\\/"),
    lambda text: text.replace('"note":""', '"note":"\\n"'),
    lambda text: text.replace('"note":""', '"note":"\u202e"'),
    lambda text: text.replace('"note":""', '"note":"\u200b"'),
    lambda text: text.replace('"note":""', '"note":"\ue000"'),
    lambda text: text.replace('"note":""', '"note":"\\ud800"'),
    lambda text: text.replace('"level":3', '"level":true'),
    lambda text: text.replace('"level":3', '"level":"3"'),
    lambda text: text.replace('"level":3', '"level":-1'),
    lambda text: text.replace('"level":3', '"level":99'),
    lambda text: text.replace('"note":""', '"note":null'),
    lambda text: text.replace('"note":"",', ""),
    lambda text: text.replace('"office"', '"note2":"","office"'),
    lambda text: text.replace('"click":null', '"click":{}'),
    lambda text: text.replace('"click":null', f'"click":{"[" * 3000}{"]" * 3000}'),
    lambda text: text.replace('"changes":[', '"changes":[[],'),
    lambda text: f"{text},{text}",
    lambda _: "[]",
    lambda _: "null",
    lambda _: '""',
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(SPELLINGS)))
def test_a_statement_in_other_words_than_the_canonical_ones(scene: Scene, number: int) -> None:
    respelled(SPELLINGS[number], scene)
    scene.refused("E-SHEET", SHEET)


@pytest.mark.parametrize(
    "other", ['"version":true', '"version":2', '"version":"1"', '"type":"jifen-note"']
)
def test_a_statement_of_another_type_or_version(scene: Scene, other: str) -> None:
    usual = '"version":1' if "version" in other else '"type":"jifen-approval"'
    respelled(lambda text: text.replace(usual, other), scene)
    scene.refused("E-TYPE", SHEET)


def test_a_key_order_that_was_signed_as_it_is(scene: Scene) -> None:
    """Even a signature over the other spelling does not help."""
    entries = approving_room(scene)
    text = json.dumps(dict(reversed(json.loads(entries[3][0].text).items())), ensure_ascii=False, separators=(",", ":"))  # fmt: skip
    lines = sheets.write(entries).decode().split("\n")
    lines[7] = f"{text},"
    scene.desk.write(SHEET, "\n".join(lines))
    scene.refused("E-SHEET", SHEET, words="不是规范写法")


LAYOUTS: list[Callable[[bytes], bytes]] = [
    lambda data: data[:-1],
    lambda data: data + b"\n",
    lambda data: data + b" ",
    lambda data: b"\xef\xbb\xbf" + data,
    lambda data: data.replace(b"\n", b"\r\n"),
    lambda data: data.decode().encode("utf-16"),
    lambda data: data.decode().encode("gbk"),
    lambda data: data.replace(b",\n", b" ,\n", 1),
    lambda data: data.replace(b"[\n", b"[\n\n", 1),
    lambda data: canonical.dumped(json.loads(data)),
    lambda data: data.replace(b'"\n]', b'",\n]'),
    lambda _: b"",
    lambda _: b"[\n]\n",
    lambda _: b"{}\n",
    lambda data: data + data,
    lambda data: data.rpartition(b",\n")[0] + b"\n]\n",
    lambda _: b"[" + b" " * 600_000 + b"]\n",
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(LAYOUTS)))
def test_a_sheet_in_another_form(scene: Scene, number: int) -> None:
    scene.desk.write(ROOM, FILES[ROOM])
    scene.desk.write(SHEET, LAYOUTS[number](sheets.write(approving_room(scene))))
    scene.refused("E-LIMIT" if number == len(LAYOUTS) - 1 else "E-SHEET", SHEET)


def test_a_sheet_of_a_thousand_statements(scene: Scene) -> None:
    entries = approving_room(scene, signers=SIGNERS["rooms"][:1])
    for _ in range(70):
        again = replace(entries[0][0], previous=entries[-1][0].digest)
        entries.append((again, signed(again, CLERK)))
    scene.desk.file_sheet(ROOM_SUBMISSION, entries)
    scene.refused("E-LIMIT", SHEET, words="意见太多")
