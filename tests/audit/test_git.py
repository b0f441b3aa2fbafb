"""Reading from git: what was tampered with on the disk, and copies that cannot prove anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.approval.refusal import Refused
from generator.audit.git import (
    MAX_OBJECT,
    Git,
    GitError,
    ObjectReader,
    UnreadableError,
    environment,
)
from tests.audit.box import Box, plain
from tests.bureau import plain_git


@pytest.fixture
def box(tmp_path: Path) -> Box:
    return Box.at(tmp_path / "r.git")


def why(box: Box, oid: str) -> str:
    with ObjectReader(box.git) as reader, pytest.raises(Refused) as caught:
        reader.one(oid)
    assert caught.value.refusal.code == "E-OBJECT"
    assert caught.value.refusal.path == oid
    return caught.value.refusal.message


def test_an_object_rewritten_in_place(box: Box) -> None:
    """Git shows it without a word, so its content is hashed again."""
    oid = box.put("blob", b"10 points")
    box.lay(oid, "blob", b"99 points")
    assert plain_git(box.git.folder, "cat-file", "blob", oid) == "99 points"
    assert why(box, oid) == "这个对象的内容与编号不符，被人改动过"


def test_an_object_of_another_kind(box: Box) -> None:
    oid = box.put("blob", b"x")
    box.lay(oid, "commit", b"x")
    assert why(box, oid) == "这个对象的内容与编号不符，被人改动过"


def test_a_missing_object(box: Box) -> None:
    assert why(box, "1" * 40) == "仓库里缺少这个对象"


@pytest.mark.parametrize("oid", ["HEAD", "1" * 39, "refs/heads/main", "1 2", ""])
def test_what_is_no_id(box: Box, oid: str) -> None:
    box.ref("refs/heads/main", box.commit(plain({"a": b"1"})))
    assert why(box, oid)


def test_a_broken_object_and_sound_ones_after_it(box: Box) -> None:
    broken, sound = box.put("blob", b"1"), [box.put("blob", b"%d" % n) for n in range(9)]
    assert box.folder is not None
    path = box.folder / "objects" / broken[:2] / broken[2:]
    path.chmod(0o644)
    path.write_bytes(b"no zlib")
    with ObjectReader(box.git) as reader:
        for ask in (lambda: reader.one(broken), lambda: list(reader.many([sound[0], broken, *sound]))):  # fmt: skip
            with pytest.raises(Refused):
                ask()
            # Nothing that was asked for before is taken for an answer to what is asked now.
            assert reader.one(sound[5]).data == b"5"


def test_many_and_only_some_of_them_taken(box: Box) -> None:
    data = {box.put("blob", b"%d" % n): b"%d" % n for n in range(1500)}
    with ObjectReader(box.git) as reader:
        assert {oid: raw.data for oid, raw in reader.many(data)} == data
        for _ in range(3):
            taken = reader.many(data)
            next(iter(taken))
            del taken
            oid = list(data)[700]
            assert reader.one(oid).data == b"700"


def test_a_large_object_is_measured_and_hashed_but_not_kept(box: Box) -> None:
    large = bytes(MAX_OBJECT + 1)
    oid = box.put("blob", large)
    small = box.put("blob", b"small")
    with ObjectReader(box.git) as reader:
        assert reader.one(oid) == ("blob", None, len(large))
        assert reader.one(small).data == b"small"
    box.lay(oid, "blob", large[:-1] + b"1")
    assert why(box, oid) == "这个对象的内容与编号不符，被人改动过"


def test_sha256_repositories(tmp_path: Path) -> None:
    plain_git(tmp_path, "init", "--quiet", "--object-format=sha256", "r")
    (tmp_path / "r/a").write_bytes(b"1")
    oid = plain_git(tmp_path / "r", "hash-object", "-w", "a")
    with ObjectReader(Git(tmp_path / "r")) as reader:
        assert len(oid) == 64
        assert reader.one(oid).data == b"1"


# ── what a server may not tell ──────────────────────────────────────────────────────────────


def test_replacements_are_not_followed(box: Box) -> None:
    one, other = box.put("blob", b"1"), box.put("blob", b"2")
    box.ref(f"refs/replace/{one}", other)
    assert plain_git(box.git.folder, "cat-file", "blob", one) == "2"
    with ObjectReader(box.git) as reader:
        assert reader.one(one).data == b"1"


def test_grafts_are_not_followed(box: Box) -> None:
    first = box.commit(plain({"a": b"1"}))
    second = box.commit(plain({"a": b"2"}), first)
    assert box.folder is not None
    (box.folder / "info").mkdir(exist_ok=True)
    (box.folder / "info/grafts").write_text(f"{second}\n")
    assert box.git.text("rev-list", second).split() == [second, first]
    assert box.git.why_incomplete() == "仓库里有 info/grafts，历史被改接过"


def test_nothing_of_the_callers_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", "/elsewhere")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", "/quarantine")
    made = environment()
    assert "GIT_DIR" not in made
    assert "GIT_CONFIG_COUNT" not in made
    assert made["GIT_OBJECT_DIRECTORY"] == "/quarantine"
    assert made["GIT_NO_REPLACE_OBJECTS"] == "1"


# ── copies that are not whole ───────────────────────────────────────────────────────────────


@pytest.fixture
def source(box: Box) -> Path:
    commit = box.commit(plain({"a": b"1"}))
    box.ref("refs/heads/main", box.commit(plain({"a": b"2"}), commit))
    plain_git(box.git.folder, "config", "uploadpack.allowFilter", "true")
    return box.git.folder


def clone(source: Path, *options: str) -> Git:
    copy = source.parent / "copy"
    plain_git(source.parent, "clone", "--quiet", *options, source.as_uri(), str(copy))
    return Git(copy)


def test_a_whole_clone(source: Path) -> None:
    git = clone(source)
    assert git.why_incomplete() == ""
    assert git.commit_id("origin/main") == git.text("rev-parse", "HEAD")
    assert git.commit_id("nothing") is None
    assert git.commit_id("--help") is None


def test_a_shallow_clone(source: Path) -> None:
    git = clone(source, "--depth=1")
    assert git.why_incomplete() == "这是浅克隆，历史不全"
    work = source.parent / "work"
    plain_git(git.folder, "worktree", "add", "--quiet", "--detach", str(work))
    assert Git(work).why_incomplete() == "这是浅克隆，历史不全"


def test_a_partial_clone(source: Path) -> None:
    git = clone(source, "--filter=blob:none", "--no-checkout")
    assert git.why_incomplete() == "这是部分克隆，内容不全"
    # Hidden in the settings, it is still not whole, and nothing is fetched on the way.
    for name in ("remote.origin.promisor", "remote.origin.partialclonefilter"):
        plain_git(git.folder, "config", "--unset", name)
    plain_git(git.folder, "config", "--unset", "extensions.partialclone", check=False)
    with ObjectReader(git) as reader, pytest.raises(Refused):
        reader.one(git.text("rev-parse", "HEAD:a"))


def test_no_repository(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=f"^{tmp_path} 不是 git 仓库$"):
        Git(tmp_path).why_incomplete()
    with pytest.raises(GitError):
        Git(tmp_path / "nowhere").text("rev-parse", "HEAD")
    assert Git(tmp_path).maybe("rev-parse", "HEAD") == ""
