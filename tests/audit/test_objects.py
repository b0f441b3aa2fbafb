"""Trees and commits as values: what git would not write is refused, and differences are git's."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from generator.approval.refusal import Refused
from generator.audit import objects
from generator.audit.git import MAX_OBJECT, Raw
from generator.audit.objects import LINK, MODULE, PLAIN, TREE, Edit, Node, Store, parse_tree
from tests.audit.box import Box, File, entry, name_of, plain
from tests.bureau import plain_git

BLOB, OTHER = name_of("blob", b"a"), name_of("blob", b"b")
EMPTY = name_of("tree", b"")
FULL = name_of("tree", entry(PLAIN, "a", BLOB))


def tree(data: bytes, width: int = 20) -> objects.Tree:
    return parse_tree("0" * width * 2, Raw("tree", data, len(data)))


def refused(data: bytes) -> str:
    with pytest.raises(Refused) as caught:
        tree(data)
    assert caught.value.refusal.code == "E-OBJECT"
    return caught.value.refusal.message


@pytest.mark.parametrize(
    "data",
    [
        entry(PLAIN, "b", BLOB) + entry(PLAIN, "a", BLOB),
        entry(PLAIN, "a", BLOB) + entry(PLAIN, "a", OTHER),
        entry(PLAIN, "a", BLOB) + entry(TREE, "a", FULL),
        entry(TREE, "a", FULL) + entry(PLAIN, "a.txt", BLOB),
        entry("100664", "a", BLOB),
        entry("040000", "a", FULL),
        entry("0", "a", BLOB),
        entry(PLAIN, "a/b", BLOB),
        entry(PLAIN, "", BLOB),
        entry(PLAIN, "a", BLOB)[:-1],
        entry(PLAIN, "a", BLOB) + b"x",
        b"x" + entry(PLAIN, "a", BLOB),
        b"\0",
    ],
    ids=[
        "out of order", "twice", "as file and folder", "a folder sorts with its slash",
        "an old mode", "a padded mode", "no mode", "a slash", "no name", "cut short", "more behind",
        "more before", "a zero byte",
    ],
)  # fmt: skip
def test_a_tree_that_git_would_not_write(data: bytes) -> None:
    assert refused(data) == "这个目录写得不正常"


@pytest.mark.parametrize("name", [".", "..", ".git", ".GIT", ".gIt"])
def test_names_that_would_leave_the_folder(name: str) -> None:
    assert refused(entry(PLAIN, name, BLOB)) == "这个目录里有不允许的名称"


def test_an_empty_folder_is_refused() -> None:
    """No file differs, and yet a path exists that nobody has approved."""
    assert refused(entry(PLAIN, "a", BLOB) + entry(TREE, "b", EMPTY)) == "这个目录里有空目录"


def test_what_git_writes() -> None:
    data = entry(PLAIN, "a.txt", BLOB) + entry(TREE, "a", FULL) + entry(LINK, "b", BLOB)
    data += entry("100755", "c", BLOB) + entry(MODULE, "d", BLOB)
    assert tree(data)[b"a"] == Node(TREE, FULL)
    assert tree(b"") == {}
    wide = entry(PLAIN, "a", "ab" * 32)
    assert tree(wide, 32) == {b"a": Node(PLAIN, "ab" * 32)}
    with pytest.raises(Refused):
        tree(wide)


@pytest.mark.parametrize(
    "raw",
    [
        Raw("blob", b"", 0),
        Raw("tree", None, MAX_OBJECT + 1),
        Raw("tree", entry(PLAIN, "a", BLOB), objects.MAX_TREE + 1),
    ],
)
def test_no_tree_at_all(raw: Raw) -> None:
    with pytest.raises(Refused) as caught:
        parse_tree("0" * 40, raw)
    assert caught.value.refusal.message == "这不是一个正常的目录"


WHO = b"author a <a> 0 +0000\ncommitter a <a> 0 +0000\n\nwords\n"


def test_a_commit() -> None:
    data = b"tree %b\nparent %b\nparent %b\n" % (b"1" * 40, b"2" * 40, b"3" * 40) + WHO
    found = objects.parse_commit("0" * 40, Raw("commit", data, len(data)))
    assert found == objects.Commit("0" * 40, "1" * 40, ("2" * 40, "3" * 40))
    # A parent named in the message, or after another header, is none.
    data = b"tree %b\nauthor a\nparent %b\n\nparent %b\n" % (b"1" * 40, b"2" * 40, b"3" * 40)
    assert objects.parse_commit("0" * 40, Raw("commit", data, len(data))).parents == ()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\nwords",
        b"tree 1234\n" + WHO,
        b"tree " + b"1" * 64 + b"\n" + WHO,
        b"tree " + b"G" * 40 + b"\n" + WHO,
        b" tree " + b"1" * 40 + b"\n" + WHO,
        b"parent " + b"1" * 40 + b"\ntree " + b"1" * 40 + b"\n" + WHO,
        b"tree " + b"1" * 40 + b"\nparent " + b"1" * 64 + b"\n" + WHO,
        b"tree " + b"1" * 40 + b"\n" + WHO + b"x" * objects.MAX_COMMIT,
    ],
)
def test_no_plain_commit(data: bytes) -> None:
    with pytest.raises(Refused) as caught:
        objects.parse_commit("0" * 40, Raw("commit", data, len(data)))
    assert caught.value.refusal.code == "E-OBJECT"


def test_what_is_asked_for_must_be_of_its_kind() -> None:
    box = Box()
    store = Store(box)
    commit = box.commit(plain({"a": b"x"}))
    for ask, oid in ((store.blob, commit), (store.tree, commit), (store.commit, store.commit(commit).tree)):  # fmt: skip
        with pytest.raises(Refused) as caught:
            ask(oid)
        assert caught.value.refusal.code == "E-OBJECT"


# ── differences ─────────────────────────────────────────────────────────────────────────────

NAMES = st.sampled_from(["a", "b", "a.b", "a-b", "a0", "文", "B"])
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)
MODES = st.sampled_from([PLAIN, PLAIN, "100755", LINK])
TREES = st.dictionaries(
    PATHS, st.builds(File, st.sampled_from([b"1", b"2", b"3"]), MODES), max_size=8
)


def fitting(files: dict[str, File]) -> dict[str, File]:
    """Without the files whose path is a folder of another's."""
    return {p: f for p, f in files.items() if not any(o.startswith(f"{p}/") for o in files)}


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Box:
    return Box.at(tmp_path_factory.mktemp("box") / "r.git")


def said_by_git(box: Box, old: str, new: str) -> list[Edit]:
    assert box.folder is not None
    args = ("diff-tree", "-r", "-z", "--no-renames", "--raw", "--no-abbrev", old, new)
    parts = plain_git(box.folder, *args).split("\0")
    made = []
    for head, path in zip(parts[::2], parts[1::2], strict=False):
        before, after, one, other, _ = head[1:].split(" ")
        sides = [None if mode == "000000" else Node(mode, oid) for mode, oid in ((before, one), (after, other))]  # fmt: skip
        made.append(Edit(path, *sides))
    return sorted(made, key=lambda edit: edit.path.encode())


@settings(max_examples=150)
@given(old=TREES.map(fitting), new=TREES.map(fitting))
def test_differences_are_those_of_git(box: Box, old: dict[str, File], new: dict[str, File]) -> None:
    one, other = box.tree(old), box.tree(new)
    (found,) = Store(box).differences([(one, other)], 100)
    assert found == sorted(_by_hand(box, old, new), key=lambda edit: edit.path.encode())


def _by_hand(box: Box, old: dict[str, File], new: dict[str, File]) -> list[Edit]:
    def node(files: dict[str, File], path: str) -> Node | None:
        return Node(files[path].mode, name_of("blob", files[path].data)) if path in files else None

    paths = {path for path in {**old, **new} if old.get(path) != new.get(path)}
    return [Edit(path, node(old, path), node(new, path)) for path in paths]


def test_differences_are_those_that_git_itself_tells(box: Box) -> None:
    chance = random.Random(4)
    names = ["a", "b", "a.b", "a-b", "a0", "文"]
    trees = []
    for _ in range(12):
        files = {
            "/".join(chance.choices(names, k=chance.randint(1, 3))): File(
                chance.choice([b"1", b"2"]), chance.choice([PLAIN, "100755", LINK])
            )
            for _ in range(chance.randint(1, 9))
        }
        trees.append(box.tree(fitting(files)))
    pairs = [(one, other) for one in trees for other in trees[:3] if one != other]
    for pair, found in zip(pairs, Store(box).differences(pairs, 100), strict=True):
        assert found == said_by_git(box, *pair)


def test_too_many_differences_are_told_for_their_pair_only() -> None:
    box = Box()
    few, many = box.tree(plain({"a": b"1"})), box.tree(plain({f"f{n}": b"" for n in range(11)}))
    nothing = box.tree({})
    assert Store(box).differences([(nothing, many), (nothing, few)], 10) == [
        None, [Edit("a", None, Node(PLAIN, name_of("blob", b"1")))],
    ]  # fmt: skip


@pytest.mark.parametrize("width", [100, 20_000])
def test_few_trees_that_stand_for_a_world_of_folders(width: int) -> None:
    """Each folder holds the same folder ``width`` times, so no machine could list the paths."""
    box = Box()
    oid = box.tree(plain({"a": b"1"}))
    for _ in range(10):
        oid = box.put("tree", b"".join(entry(TREE, f"{n:05d}", oid) for n in range(width)))
    assert Store(box).differences([(box.tree({}), oid)], 4000) == [None]
    with pytest.raises(Refused) as caught:
        Store(box).files(oid, "")
    assert caught.value.refusal.code == "E-LIMIT"


def test_folders_within_folders() -> None:
    box = Box()
    deep = box.tree(plain({"/".join("a" * 17): b"1"}))
    with pytest.raises(Refused) as caught:
        Store(box).differences([(box.tree({}), deep)], 100)
    assert caught.value.refusal.code == "E-LIMIT"


def test_names_that_are_no_utf8() -> None:
    box = Box()
    data = entry(PLAIN, b"\xff", box.put("blob", b"1"))
    (found,) = Store(box).differences([(box.tree({}), box.put("tree", data))], 10)
    assert [edit.path for edit in found or []] == ["\udcff"]
    assert list(Store(box).files(box.put("tree", data), "")) == ["\udcff"]


def test_files_below_a_folder(tmp_path: Path) -> None:
    box = Box.at(tmp_path / "r.git")
    top = box.tree(plain({"a/b": b"1", "a/c/d": b"2", "e": b"3"}))
    store = Store(box)
    assert list(store.files(top, "a")) == ["a/b", "a/c/d"]
    assert list(store.files(top, "")) == ["a/b", "a/c/d", "e"]
    assert store.files(top, "none") == {}
    assert store.files(top, "e/f") == {}
    assert list(store.files(top, "e")) == ["e"]
