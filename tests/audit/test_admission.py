"""What may not even lie on the server in a draft."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random

import pytest

from generator.approval.refusal import Refusal
from generator.audit.hook import Update, judge_push
from tests.audit.box import Box, File, plain
from tests.audit.histories import County, county
from tests.bureau import HEDONG
from tests.county import FILES, ROOM
from tests.personal import KINDS, drawn

DRAFT = "refs/heads/submit/rooms"
PHONE = FILES[ROOM].replace("化解邻里纠纷", "联系人 13812345678")
IDENTITY = FILES[ROOM].replace("化解邻里纠纷", "当事人 11010519491231002X")


@pytest.fixture
def ledger(tmp_path: Path) -> County:
    return county(tmp_path / "r.git")


def draft(ledger: County, *steps: dict[str, bytes | str]) -> str:
    tip = ledger.main.commit
    for step in steps:
        tip = ledger.box.commit({**ledger.main.files, **plain(step)}, tip)
    return tip


def pushed(ledger: County, tip: str, ref: str = DRAFT) -> list[Refusal]:
    return judge_push(ledger.box.git, ledger.root, [Update("0" * 40, tip, ref)])


def test_a_draft_may_be_anything_that_can_be_forgotten(ledger: County) -> None:
    tip = draft(ledger, {ROOM: "not even a record\n", "x/y.txt": "{"}, {ROOM: FILES[ROOM]})
    assert pushed(ledger, tip) == []


@pytest.mark.parametrize("text", [PHONE, IDENTITY])
def test_personal_data_in_a_draft(ledger: County, text: str) -> None:
    (refusal,) = pushed(ledger, draft(ledger, {ROOM: text}))
    assert (refusal.code, refusal.path) == ("E-CONTENT", ROOM)
    assert refusal.message.startswith("第 12 行疑似写有")
    assert "13812345678" not in refusal.line
    assert "11010519491231002X" not in refusal.line


def test_personal_data_that_a_later_commit_takes_out_again(ledger: County) -> None:
    (refusal,) = pushed(ledger, draft(ledger, {ROOM: PHONE}, {ROOM: FILES[ROOM]}))
    assert refusal.code == "E-CONTENT"


def test_personal_data_in_a_branch_that_was_merged_into_the_draft(ledger: County) -> None:
    other = draft(ledger, {HEDONG: PHONE})
    tip = ledger.box.commit(
        {**ledger.main.files, **plain({ROOM: FILES[ROOM]})}, ledger.main.commit, other
    )
    (refusal,) = pushed(ledger, tip)
    assert (refusal.code, refusal.path) == ("E-CONTENT", HEDONG)


def test_personal_data_in_what_only_the_merge_brings(ledger: County) -> None:
    other = draft(ledger, {HEDONG: FILES[HEDONG]})
    tip = ledger.box.commit(
        {**ledger.main.files, **plain({ROOM: PHONE})}, ledger.main.commit, other
    )
    (refusal,) = pushed(ledger, tip)
    assert (refusal.code, refusal.path) == ("E-CONTENT", ROOM)


def test_personal_data_in_the_note_of_a_sheet(ledger: County) -> None:
    sheet = "ledger/2025-06/approvals/rooms-chengguan-1.json"
    line = '{"approvers":"sha256:","note":"请联系 13812345678"}'
    (refusal,) = pushed(ledger, draft(ledger, {sheet: f'[\n{line},\n"AAAA"\n]\n'}))
    assert (refusal.code, refusal.path) == ("E-CONTENT", sheet)


def test_digests_and_signatures_are_no_personal_data(ledger: County) -> None:
    sheet = "ledger/2025-06/approvals/rooms-chengguan-1.json"
    line = f'{{"approvers":"sha256:{("13812345678" * 6)[:64]}","note":""}}'
    signature = "U1NIU0lH" + "A13812345678/" * 15
    assert pushed(ledger, draft(ledger, {sheet: f'[\n{line},\n"{signature}"\n]\n'})) == []


@pytest.mark.parametrize("mode", ["120000", "100755", "160000"])
def test_what_is_no_plain_file(ledger: County, mode: str) -> None:
    data = b"1" * 40 if mode == "160000" else b"x"
    tip = ledger.box.commit({**ledger.main.files, ROOM: File(data, mode)}, ledger.main.commit)
    (refusal,) = pushed(ledger, tip)
    assert (refusal.code, refusal.path) == ("E-MODE", ROOM)


def test_a_large_file(ledger: County) -> None:
    (refusal,) = pushed(ledger, draft(ledger, {ROOM: "x" * 300 * 1024}))
    assert (refusal.code, refusal.path) == ("E-LIMIT", ROOM)


def test_very_many_files(ledger: County) -> None:
    (refusal,) = pushed(ledger, draft(ledger, {f"x/{n}": b"" for n in range(4001)}))
    assert (refusal.code, refusal.path) == ("E-LIMIT", DRAFT)


def test_very_many_commits(ledger: County) -> None:
    tip, tree = ledger.main.commit, ledger.box.tree(ledger.main.files)
    for n in range(2001):
        tip = ledger.box.commit(tree, tip, message=str(n))
    (refusal,) = pushed(ledger, tip)
    assert (refusal.code, refusal.path) == ("E-LIMIT", DRAFT)


def test_what_is_there_already_is_not_looked_at_again(ledger: County) -> None:
    tip = draft(ledger, {ROOM: PHONE})
    ledger.box.ref("refs/heads/old/draft", tip)
    assert pushed(ledger, tip) == []


def test_a_deleted_branch(ledger: County) -> None:
    gone = Update(ledger.main.commit, "0" * 40, DRAFT)
    assert judge_push(ledger.box.git, ledger.root, [gone]) == []


def test_a_branch_with_another_beginning(ledger: County, tmp_path: Path) -> None:
    assert isinstance(ledger.box, Box)
    tip = ledger.box.commit(plain({ROOM: PHONE}))
    (refusal,) = pushed(ledger, tip)
    assert refusal.code == "E-CONTENT"


# ── whatever it is called, and whoever says it ──────────────────────────────────────────────────

PLACES: dict[str, Callable[[County, str], tuple[str, str]]] = {
    "the name of a file": lambda ledger, text: (draft(ledger, {f"x/{text}.txt": "x"}), DRAFT),
    "the name of a folder": lambda ledger, text: (draft(ledger, {f"ledger/{text}/a": "x"}), DRAFT),
    "a file of any folder": lambda ledger, text: (draft(ledger, {"notes/x": f"a\n{text}\n"}), DRAFT),
    "a page": lambda ledger, text: (draft(ledger, {"handbook/own.md": f"# x\n\n{text}\n"}), DRAFT),
    "a program": lambda ledger, text: (draft(ledger, {"generator/x.py": f'X = "{text}"\n'}), DRAFT),
    "rules": lambda ledger, text: (draft(ledger, {"rules/bureau.yml": f"名称: {text}\n"}), DRAFT),
    "a key": lambda ledger, text: (draft(ledger, {ROOM: f"{text}: 1\n"}), DRAFT),
    "a value of JSON": lambda ledger, text: (
        draft(ledger, {STANDINGS: json.dumps({"note": text, "records": {}})}), DRAFT,
    ),
    "a name of JSON": lambda ledger, text: (
        draft(ledger, {STANDINGS: json.dumps({"records": {text: 1}}, ensure_ascii=False)}), DRAFT,
    ),
    "what comes first of two": lambda ledger, text: (
        draft(ledger, {STANDINGS: f'{{"note": {json.dumps(text)}, "note": ""}}'}), DRAFT,
    ),
    "JSON that is none": lambda ledger, text: (draft(ledger, {STANDINGS: json.dumps([text])[:-1]}), DRAFT),
    "escapes of YAML that is none": lambda ledger, text: (
        draft(ledger, {ROOM: f"a: {escaped(text)}\n\tb: [\n"}), DRAFT,
    ),
    "escapes of YAML": lambda ledger, text: (draft(ledger, {ROOM: f"a: {escaped(text)}\n"}), DRAFT),
    "the message": lambda ledger, text: (commit(ledger, message=f"x\n\n{text}"), DRAFT),
    "the author": lambda ledger, text: (commit(ledger, author=f"{text} <a@b>"), DRAFT),
    "the committer's address": lambda ledger, text: (commit(ledger, committer=f"x <{text}@b>"), DRAFT),
    "an odd header": lambda ledger, text: (commit(ledger, more=f"note {text}\n"), DRAFT),
    "an id that is none": lambda ledger, text: (commit(ledger, more=f"object {text}\n"), DRAFT),
}  # fmt: skip
STANDINGS = "ledger/2025-06/bulletins/rooms.json"


def escaped(text: str) -> str:
    return '"' + "".join(f"\\U{ord(char):08x}" for char in text) + '"'


def commit(
    ledger: County,
    *,
    author: str = "x <a@b>",
    committer: str = "x <a@b>",
    more: str = "",
    message: str = "x",
) -> str:
    """A commit with these words at its head."""
    point = ledger.main
    tree = ledger.box.tree({**point.files, **plain({"x/y.txt": "x"})})
    head = f"tree {tree}\nparent {point.commit}\nauthor {author} 1752109200 +0800\n"
    head += f"committer {committer} 1752109200 +0800\n{more}"
    return ledger.box.put("commit", f"{head}\n{message}\n".encode())


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> County:
    return county(tmp_path_factory.mktemp("lasting") / "r.git")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", KINDS)
def test_personal_data_is_found_wherever_it_stands(lasting: County, place: str, kind: str) -> None:
    chance = Random(f"{place} {kind}")
    for _ in range(3):
        # Names have neither slashes nor line feeds, and elsewhere these would end what is meant.
        text = next(
            filter(re.compile(r"[^/\n]*").fullmatch, iter(partial(drawn, kind, chance), ""))
        )
        refusals = pushed(lasting, *PLACES[place](lasting, text))
        assert [each.code for each in refusals] == ["E-CONTENT"], ascii(text)
        (refusal,) = refusals
        assert text not in refusal.line


@pytest.mark.parametrize(
    "name", ["submit/rooms-13812345678", "submit/138-1234-5678", "a/110101199003071233"]
)
def test_personal_data_in_the_name_of_a_branch(ledger: County, name: str) -> None:
    tip = draft(ledger, {ROOM: FILES[ROOM]})
    (refusal,) = pushed(ledger, tip, f"refs/heads/{name}")
    assert (refusal.code, refusal.path) == ("E-CONTENT", tip)
    assert name not in refusal.line


def test_a_name_that_is_refused_is_not_told(ledger: County) -> None:
    (refusal,) = pushed(ledger, draft(ledger, {"handbook/a/13812345678.md": "x"}))
    assert refusal.path == "handbook/a/…"
    (refusal,) = pushed(ledger, draft(ledger, {"handbook/138/1234/5678.md": "x"}))
    assert refusal.path == "…"


def test_a_file_with_such_a_name_can_be_taken_away(ledger: County) -> None:
    old = draft(ledger, {"x/13812345678": "x"})
    ledger.box.ref("refs/heads/old/draft", old)
    assert pushed(ledger, ledger.box.commit(ledger.main.files, old)) == []


@pytest.mark.parametrize("header", ["encoding GB18030\n", "encoding UTF-7\n"])
def test_a_commit_in_another_encoding(ledger: County, header: str) -> None:
    (refusal,) = pushed(ledger, commit(ledger, more=header))
    assert refusal.code == "E-CONTENT"
    assert "不是 UTF-8" in refusal.message
    assert pushed(ledger, commit(ledger, more="encoding UTF-8\n")) == []


def test_a_message_that_is_no_utf_8(ledger: County) -> None:
    tip = commit(ledger)
    raw = ledger.box.one(tip).data
    assert raw is not None
    bad = ledger.box.put("commit", raw + "１３８".encode("gb18030"))
    (refusal,) = pushed(ledger, bad)
    assert (refusal.code, refusal.path) == ("E-CONTENT", bad)


# ── what cannot be searched ─────────────────────────────────────────────────────────────────────

PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
UNSEARCHED = {
    "picture.png": PICTURE,
    "table.xlsx": b"PK\x03\x04\x14\x00\x06\x00",
    "a.gz": gzip.compress(b"13812345678", mtime=0),
    "gb18030.txt": "１３８１２３４５６７８".encode("gb18030"),
    "utf-16.yml": "联系人 13812345678".encode("utf-16"),
    "zero.txt": b"1\x003\x008\x00",
    "escape.txt": b"\x1b$B#1#3#8",
}


@pytest.mark.parametrize("name", UNSEARCHED)
@pytest.mark.parametrize("folder", ["ledger/2025-06/rooms", "rules", "rules/roster"])
def test_what_is_no_text_does_not_come_under_ledger_and_rules(
    ledger: County, folder: str, name: str
) -> None:
    path = f"{folder}/{name}"
    (refusal,) = pushed(ledger, draft(ledger, {path: UNSEARCHED[name]}))
    assert (
        refusal.line
        == f"E-CONTENT {path}: 这不是文字，看不出里面有没有个人信息。推送人留下原件，这里只写编号；是文字的，在编辑器里选择 UTF-8 重新保存，重做这些提交。"
    )


@pytest.mark.parametrize("name", UNSEARCHED)
def test_elsewhere_pictures_alone_come_in_unsearched(ledger: County, name: str) -> None:
    refusals = pushed(ledger, draft(ledger, {f"handbook/images/{name}": UNSEARCHED[name]}))
    assert [each.code for each in refusals] == ([] if name.endswith(".png") else ["E-CONTENT"])


def test_a_text_is_looked_at_whatever_it_is_called(ledger: County) -> None:
    (refusal,) = pushed(ledger, draft(ledger, {"handbook/images/x.png": "13812345678"}))
    assert refusal.code == "E-CONTENT"


@pytest.mark.parametrize("mode", ["120000", "100755"])
def test_links_and_programs_are_looked_at(ledger: County, mode: str) -> None:
    files = {**ledger.main.files, "x/y": File(b"13812345678", mode)}
    (refusal,) = pushed(ledger, ledger.box.commit(files, ledger.main.commit))
    assert (refusal.code, refusal.path) == ("E-CONTENT", "x/y")


def test_a_name_that_nobody_can_read(ledger: County) -> None:
    name = "１３８１２３４５６７８".encode("gb18030").decode("utf-8", "surrogateescape")
    (refusal,) = pushed(ledger, draft(ledger, {f"x/{name}": "x"}))
    assert refusal.code == "E-PATH"
    assert refusal.line.isprintable()
