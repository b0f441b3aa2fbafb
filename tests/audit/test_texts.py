"""What of a file is looked at: everything but what machines fill in fields of our own forms."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.approval.approvers_file import APPROVERS_FORM, PublicKey
from generator.approval.statement import MACHINE_MADE
from generator.audit.git import Git
from generator.audit.texts import texts_of
from generator.text import privacy
from generator.text.scalars import Pattern
from generator.text.shapes import Field, Shape
from generator.trail.bulletin import BULLETIN_FORM
from generator.trail.correction import CORRECTION_FORM
from generator.trail.objection import OBJECTION_FORM
from generator.trail.withdrawal import WITHDRAWAL_FORM

ROOT = Path(__file__).parents[2]
LIKE_A_PHONE = "sha256:" + ("138" + "12345678") * 5 + "123456789"
"""A digest that would be refused anywhere else."""
ID = ("138" + "12345678") * 3 + "1234567"
KEY = f"ssh-ed25519 AAAA{'138' + '12345678'}/AAAA"
SIGNATURE = f"U1NIU0lH{'138' + '12345678'}/AA=="
SHEET = "ledger/2025-06/approvals/rooms-chengguan-1.json"
STANDINGS = "ledger/2025-06/bulletins/rooms.json"


def found(path: str, source: str) -> str:
    """What is found in a file; the line first where it is known."""
    for text, line in texts_of(path, source):
        if private := privacy.find(text):
            return f"{line + private.line - 1 if line else '?'} {private.what}"
    return ""


def sheet(**other: Any) -> str:
    change = {
        "path": "ledger/2025-06/rooms/chengguan.yml",
        "old": LIKE_A_PHONE,
        "new": LIKE_A_PHONE,
    }
    made = {
        **dict.fromkeys(("approvers", "rules", "previous"), LIKE_A_PHONE),
        "changes": [change], "seen": ID, "time": "2025-07-03T15:29:29+08:00", "note": "", **other,
    }  # fmt: skip
    return f'[\n{json.dumps(made, ensure_ascii=False)},\n"{SIGNATURE}"\n]\n'


OWN = {
    SHEET: sheet(),
    STANDINGS: json.dumps({"records": {"ledger/2025-06/rooms/chengguan.yml": LIKE_A_PHONE}}),
    "ledger/2025-06/bulletins/rooms.yml": f"记录: {{份数: 1, 摘要: {LIKE_A_PHONE}}}\n规则: {LIKE_A_PHONE}\n结果: '{LIKE_A_PHONE}'\n",
    "ledger/2025-06/corrections/rooms-chengguan-1.yml": f"摘要: {LIKE_A_PHONE}\n",
    "rules/approvers.yml": f'上一版: "{LIKE_A_PHONE}"\n人员:\n  - {{公钥: [{KEY}]}}\n',
    "rules/approvers/12.yml": f'上一版: "{LIKE_A_PHONE}"\n',
    "requirements-dev.txt": f"click==8.3.0 \\\n    --hash={LIKE_A_PHONE} \\\n    --hash={LIKE_A_PHONE}\n",
}  # fmt: skip


@pytest.mark.parametrize("path", OWN)
def test_digests_and_keys_are_left_out_in_their_fields(path: str) -> None:
    assert found(path, OWN[path]) == ""


@pytest.mark.parametrize("path", OWN)
def test_and_nowhere_else(path: str) -> None:
    assert found("handbook/own.md", OWN[path])
    assert found(f"ledger/2025-06/rooms/{path.rpartition('/')[2]}", OWN[path])


@pytest.mark.parametrize(
    ("path", "source"),
    [
        (SHEET, sheet(note=LIKE_A_PHONE)),
        (SHEET, sheet(approvers=f"{LIKE_A_PHONE} ")),
        (SHEET, sheet(time=ID)),
        (SHEET, sheet()[:-2]),
        (SHEET, f'["{ID}"]'),
        (STANDINGS, json.dumps({"name": LIKE_A_PHONE})),
        (STANDINGS, json.dumps({"records": {LIKE_A_PHONE: "x"}})),
        (STANDINGS, json.dumps({"issue": int("138" + "12345678")})),
        ("ledger/2025-06/bulletins/rooms.yml", f"编发单位: {LIKE_A_PHONE}\n"),
        ("ledger/2025-06/bulletins/rooms.yml", f"结果: {LIKE_A_PHONE}\n\t{{\n"),
        ("ledger/2025-06/bulletins/rooms.yml", f"结果: x # {LIKE_A_PHONE}\n"),
        ("rules/approvers.yml", f"公钥: [{LIKE_A_PHONE}]\n"),
        ("rules/bureau.yml", f"上一版: {LIKE_A_PHONE}\n"),
        ("requirements.txt", f"# {LIKE_A_PHONE}\n"),
    ],
)
def test_other_fields_of_our_forms_are_looked_at(path: str, source: str) -> None:
    assert found(path, source)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("a: 1\nb: '138 1234 5678'\n", "2 手机号码"),
        ('a: 1\nb: "138\n  12345678"\n', "2 手机号码"),
        ("a: 1\nb: >\n  138\n  12345678\n", "3 手机号码"),
        ('a: "138\\t1234\\t5678"\n', "1 手机号码"),
        ('a: "1381234\\\n  5678"\n', "1 手机号码"),
        ("a: 1\n--- \nb: &x 13812345678\nc: *x\n", "3 手机号码"),
        ("? [13812345678]\n: 1\n", "1 手机号码"),
        ("a: !x13812345678 1\n", "1 手机号码"),
    ],
)
def test_what_yaml_says_is_looked_at_too(source: str, told: str) -> None:
    assert found("rules/bureau.yml", source) == told


def test_a_file_of_many_aliases_is_looked_at_once() -> None:
    bomb = "a: &a [x]\n" + "".join(
        f"{n}: &{n} [*{p}, *{p}, *{p}, *{p}]\n" for p, n in zip("abcdefghijklmnop", "bcdefghijklmnopq", strict=True)
    )  # fmt: skip
    assert found("rules/bureau.yml", bomb) == ""


def test_in_a_sheet_it_is_what_a_statement_says() -> None:
    for key in MACHINE_MADE - {"time"}:
        value = ID if key in ("seen", "commit") else LIKE_A_PHONE
        assert found(SHEET, json.dumps([{key: value}])) == ""


def _machine_made(shape: Any, key: str = "") -> Iterator[str]:
    """The keys of a form under which machines write what they have made."""
    if isinstance(shape, Shape):
        for field in shape.fields:
            yield from _machine_made(field, key)
    elif isinstance(shape, Field):
        yield from _machine_made(shape.type, shape.key)
    elif isinstance(shape, PublicKey) or (isinstance(shape, Pattern) and shape.machine_made):
        yield key
    else:
        for name in ("element", "value", "short", "long"):
            yield from _machine_made(getattr(shape, name), key) if hasattr(shape, name) else ()


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("ledger/2025-06/bulletins/rooms.yml", BULLETIN_FORM),
        ("ledger/2025-06/corrections/rooms-chengguan-1.yml", CORRECTION_FORM),
        ("ledger/2025-06/objections/rooms-cg-dongmen-20250714-0a1b2c3d.yml", OBJECTION_FORM),
        ("ledger/2025-06/bulletins/rooms-withdrawn.yml", WITHDRAWAL_FORM),
        ("rules/approvers.yml", APPROVERS_FORM),
    ],
)
def test_what_is_left_out_is_what_the_forms_say(path: str, form: Shape) -> None:
    for key in _machine_made(form):
        value = KEY if key == "公钥" else LIKE_A_PHONE
        assert found(path, f"{key}: {value}\n") == ""


def test_the_program_and_its_rules_can_be_pushed_as_they_are() -> None:
    known = Git(ROOT).text("ls-files", "-z").split("\0")
    made = ("tests/", "ledger/", "benchmarks/", "sample/", "demo/", ".ci/")
    ours = (path for path in known if path and not path.startswith(made))
    pages = {path: ROOT / path for path in ours if not path.endswith(".png")}
    assert len(pages) > 200
    assert {
        path: told for path, file in pages.items() if (told := found(path, file.read_text("utf-8")))
    } == {}
    assert [path for path in pages if privacy.find(path)] == []
