"""Proof from history: where it breaks, and what a kept checkpoint is worth."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.audit.git import Git
from generator.audit.history import (
    Checkpoint,
    HistoryProof,
    checkpoint_of,
    kernel_digest,
    prove,
    read_checkpoint,
)
from tests.audit.box import File, name_of, plain
from tests.audit.histories import WAYS, County, county, draft, write
from tests.bureau import LEDGER, MAIN, plain_git


@pytest.fixture
def ledger(tmp_path: Path) -> County:
    """Six submissions on main."""
    made = county(tmp_path / "r.git")
    chance = random.Random(9)
    whats = ["chengguan", "hedong", "software", "rules", "approvers", "software"]
    for number, what in enumerate(whats):
        each = draft(made, what, made.main, chance)
        landing = WAYS[number % len(WAYS)](made, each, made.main, chance)
        made.mains.append(write(made, landing, made.main)[-1])
    made.box.ref(MAIN, made.main.commit)
    return made


def proven(ledger: County, checkpoint: Checkpoint | None = None, **more: str) -> HistoryProof:
    return prove(ledger.box.git, ledger.root, more.get("tip"), checkpoint)


def broken_at(ledger: County) -> tuple[str, int]:
    proof = proven(ledger)
    assert proof.refusal is not None
    assert not proof.ok
    return proof.refusal.code, [point.commit for point in ledger.mains].index(proof.proven_to)


def test_a_history_that_holds(ledger: County) -> None:
    proof = proven(ledger)
    assert proof.ok
    assert proof.refusal is None
    assert proof.proven_to == proof.tip == ledger.main.commit
    assert [step.commit for step in proof.steps] == [point.commit for point in ledger.mains[1:]]
    line = proof.checkpoint_line(2)
    assert ledger.main.commit in line
    assert "共 6 份" in line
    assert proof.steps[-1].submission.id in line


def test_main_by_any_name(ledger: County) -> None:
    assert proven(ledger) == proven(ledger, tip=ledger.main.commit) == proven(ledger, tip="main")


def test_nothing_but_the_first_commit(tmp_path: Path) -> None:
    proof = proven(county(tmp_path / "r.git"))
    assert proof.ok
    assert (proof.commits, proof.submissions) == (1, 0)


def test_no_main_at_all(tmp_path: Path) -> None:
    plain_git(tmp_path, "init", "--quiet")
    root = county().root
    for folder in (tmp_path, tmp_path / "nowhere"):
        proof = prove(Git(folder), root)
        assert proof.refusal is not None
        assert proof.refusal.code == "E-HISTORY"
        assert "无法核验" in proof.refusal.message


# ── where it breaks ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("number", range(1, 7))
def test_a_rewritten_sheet_breaks_the_proof_at_its_step(ledger: County, number: int) -> None:
    """Not at the beginning of the batch in which it was read."""
    point, before = ledger.mains[number], ledger.mains[number - 1]
    (sheet,) = [p for p in point.files if "/approvals/" in p and p not in before.files]
    data = point.files[sheet].data
    ledger.box.lay(name_of("blob", data), "blob", data.replace(b"approve", b"APPROVE"))
    assert broken_at(ledger) == ("E-OBJECT", number - 1)


@pytest.mark.parametrize("number", range(1, 7))
def test_a_missing_tree_breaks_the_proof_at_its_step(ledger: County, number: int) -> None:
    tree = ledger.box.tree(ledger.mains[number].files)
    assert ledger.box.folder is not None
    (ledger.box.folder / "objects" / tree[:2] / tree[2:]).unlink()
    assert broken_at(ledger) == ("E-OBJECT", number - 1)


@pytest.mark.parametrize("number", range(6))
def test_a_missing_commit_is_named(ledger: County, number: int) -> None:
    oid = ledger.mains[number].commit
    assert ledger.box.folder is not None
    (ledger.box.folder / "objects" / oid[:2] / oid[2:]).unlink()
    proof = proven(ledger)
    assert proof.refusal is not None
    assert (proof.refusal.code, proof.refusal.path) == ("E-OBJECT", oid)


def test_an_unapproved_commit_on_top(ledger: County) -> None:
    """Pushed past the gate by whoever runs the server."""
    files = {**ledger.main.files, "generator/x.py": File(b"x")}
    top = ledger.box.commit(files, ledger.main.commit)
    proof = proven(ledger, tip=top)
    assert proof.refusal is not None
    assert (proof.refusal.code, proof.refusal.commit) == ("E-NOSHEET", top)
    assert (proof.proven_to, proof.submissions) == (ledger.main.commit, 6)


def test_a_path_that_is_no_utf8_can_be_told(ledger: County) -> None:
    top = ledger.box.commit({**ledger.main.files, "\udcff": File(b"x")}, ledger.main.commit)
    proof = proven(ledger, tip=top)
    assert proof.refusal is not None
    assert proof.refusal.code == "E-PATH"
    assert "\ufffd" in proof.refusal.line
    assert proof.refusal.as_dict()["path"] == "\ufffd"


def test_another_first_commit(ledger: County) -> None:
    """The same tree from a new root: the trust root names a commit, not a tree."""
    other = ledger.box.commit(ledger.mains[0].files, message="another")
    proof = proven(ledger, tip=other)
    assert proof.refusal is not None
    assert proof.refusal.code == "E-GENESIS"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"approvers": "sha256:" + "0" * 64}, "E-GENESIS"),
        ({"ledger": "lg-another"}, "E-LEDGER"),
        ({"genesis": "1" * 40}, "E-GENESIS"),
        ({"demo": False}, "E-DEMO"),
    ],
)
def test_another_trust_root(ledger: County, facts: dict[str, Any], code: str) -> None:
    ledger.root = replace(ledger.root, **facts)
    proof = proven(ledger)
    assert proof.refusal is not None
    assert proof.refusal.code == code
    assert proof.steps == ()


def test_a_sheet_for_another_branch(ledger: County) -> None:
    ledger.root = replace(ledger.root, branch="refs/heads/other")
    ledger.box.ref("refs/heads/other", ledger.main.commit)
    proof = proven(ledger)
    assert proof.refusal is not None
    assert proof.refusal.code == "E-BRANCH"


# ── checkpoints ─────────────────────────────────────────────────────────────────────────────


def at(ledger: County, number: int) -> Checkpoint:
    return checkpoint_of(proven(ledger, tip=ledger.mains[number].commit), ledger.root)


@pytest.mark.parametrize("number", range(7))
def test_on_from_a_checkpoint(ledger: County, number: int) -> None:
    whole, rest = proven(ledger), proven(ledger, at(ledger, number))
    assert rest.ok
    assert rest.skipped == number
    assert rest.steps == whole.steps[number:]
    assert rest.checkpoint_line(1) == whole.checkpoint_line(1)
    assert checkpoint_of(rest, ledger.root) == checkpoint_of(whole, ledger.root)


CHANGES: list[Callable[[Checkpoint], Checkpoint]] = [
    lambda each: each._replace(root=each.root.replace(LEDGER, "lg-another")),
    lambda each: each._replace(kernel="sha256:" + "0" * 64),
]


@pytest.mark.parametrize("change", CHANGES, ids=["another root", "another kernel"])
def test_a_checkpoint_of_another_root_or_kernel_proves_nothing(
    ledger: County, change: Callable[[Checkpoint], Checkpoint]
) -> None:
    proof = proven(ledger, change(at(ledger, 4)))
    assert proof.ok
    assert (proof.skipped, len(proof.steps)) == (0, 6)


def test_what_a_checkpoint_has_seen_must_still_be_there(ledger: County) -> None:
    """The newest submissions cut off by whoever runs the server."""
    proof = proven(ledger, at(ledger, 6), tip=ledger.mains[4].commit)
    assert proof.refusal is not None
    assert proof.refusal.code == "E-CUT"
    line = proven(ledger).proven_to
    printed = prove(ledger.box.git, ledger.root, ledger.mains[4].commit, printed=[line])
    assert printed.refusal is not None
    assert printed.refusal.code == "E-CUT"


def test_after_a_checkpoint_everything_is_judged(ledger: County) -> None:
    checkpoint = at(ledger, 6)
    top = ledger.box.commit({**ledger.main.files, **plain({"x": "x"})}, ledger.main.commit)
    proof = proven(ledger, checkpoint, tip=top)
    assert not proof.ok
    assert (proof.proven_to, proof.skipped) == (ledger.main.commit, 6)


def test_a_checkpoint_kept_in_a_file(ledger: County, tmp_path: Path) -> None:
    path = tmp_path / "checkpoint.json"
    assert read_checkpoint(path) is None
    checkpoint = at(ledger, 3)
    path.write_text(checkpoint.text, "utf-8")
    assert read_checkpoint(path) == checkpoint
    assert checkpoint.kernel == kernel_digest()


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "null", '"x"', '{"root": 1}', "\udcff", "[" * 100_000]
)
def test_a_file_that_is_no_checkpoint(tmp_path: Path, text: str) -> None:
    path = tmp_path / "checkpoint.json"
    path.write_text(text, "utf-8", "surrogateescape")
    assert read_checkpoint(path) is None


@pytest.mark.parametrize("field", Checkpoint._fields)
def test_a_checkpoint_with_a_field_of_another_kind(
    ledger: County, tmp_path: Path, field: str
) -> None:
    path = tmp_path / "checkpoint.json"
    value = {**at(ledger, 3)._asdict(), field: ["x"]}
    path.write_text(json.dumps(value), "utf-8")
    assert read_checkpoint(path) is None
