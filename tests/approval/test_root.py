"""The trust root in a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generator.approval.root import BadRoot, Root, read

ROOT = Root("lg-x", "a" * 40, "sha256:" + "b" * 64, demo=True)


def test_a_root_and_back(tmp_path: Path) -> None:
    for root in (ROOT, Root("lg-文", "a" * 64, ROOT.approvers, "refs/heads/trunk")):
        (tmp_path / "r.json").write_text(root.text, "utf-8")
        assert read(tmp_path / "r.json") == root


def test_for_paper() -> None:
    assert ROOT.lines == [
        "台账：lg-x", f"起点：{'a' * 40}", f"审批人名册（第1版）：sha256:{'b' * 64}",
        "主分支：refs/heads/main", "演示用，不作为依据",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("version", 2), ("version", "1"), ("version", True), ("ledger", 1), ("ledger", ""), ("genesis", "a" * 39), ("genesis", "A" * 40),
        ("genesis", "main"), ("genesis", None), ("approvers", "b" * 64), ("approvers", "-"), ("branch", "main"),
        ("branch", "refs/heads/a/b"), ("branch", "refs/tags/main"), ("branch", ""), ("demo", 1), ("demo", "no"), ("more", 1),
    ],
)  # fmt: skip
def test_a_field_that_says_something_else(tmp_path: Path, field: str, value: Any) -> None:
    path = tmp_path / "r.json"
    path.write_text(json.dumps({**json.loads(ROOT.text), field: value}), "utf-8")
    with pytest.raises(BadRoot, match=field):
        read(path)


@pytest.mark.parametrize("field", sorted(json.loads(ROOT.text)))
def test_every_field_is_there(tmp_path: Path, field: str) -> None:
    path = tmp_path / "r.json"
    path.write_text(
        json.dumps({k: v for k, v in json.loads(ROOT.text).items() if k != field}), "utf-8"
    )
    with pytest.raises(BadRoot, match=f"不是信任根文件：缺少 {field}$"):
        read(path)


def test_a_slip_of_the_pen_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_text(ROOT.text.replace('"lg-x",', '"lg-x"'), "utf-8")
    with pytest.raises(BadRoot, match="不是信任根文件：第 4 行不合 JSON 的写法"):
        read(path)


@pytest.mark.parametrize("data", [b"", b"[]", b"null", b"\xff", b"{", b"[" * 100_000])
def test_no_root_at_all(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "r.json"
    path.write_bytes(data)
    with pytest.raises(BadRoot, match="不是信任根文件"):
        read(path)
    with pytest.raises(BadRoot, match="读不到"):
        read(tmp_path / "none.json")
    with pytest.raises(BadRoot, match="读不到"):
        read(tmp_path)
