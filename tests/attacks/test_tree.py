"""The tree: kinds of files, names and amounts that have no place in it, whoever has signed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.approval.statement import Change
from generator.audit.objects import MAX_EDITS
from generator.text.digests import of_bytes
from tests.attacks.scene import BRANCH, SHEET, Scene, behind_its_back, readable, sign, unharmed
from tests.bureau import HEDONG, MAIN, ROOM_SUBMISSION, SIGNERS
from tests.county import BUREAU, FILES, ROOM, YEARLY

EVIL = b"x = 1\n"
SOFTWARE = "rules/approvals/software-1.json"


def entry(scene: Scene, mode: str, path: str, oid: str = "") -> None:
    """An entry of the index with a mode of one's own."""
    oid = oid or scene.desk.git("hash-object", "-w", str(scene.desk.folder / ROOM))
    scene.desk.git("update-index", "--add", "--cacheinfo", f"{mode},{oid},{path}")


def committed(scene: Scene) -> None:
    """The index as it stands, without looking at the work tree."""
    scene.desk.git("commit", "--quiet", "--message", "attack")


# ── kinds of files ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("mode", "words"), [("100755", "可执行文件"), ("120000", "符号链接"), ("160000", "子模块")]
)
def test_a_record_that_is_no_plain_file(scene: Scene, mode: str, words: str) -> None:
    scene.desk.submit()
    scene.desk.git("add", SHEET)
    entry(scene, mode, ROOM, scene.base if mode == "160000" else "")
    committed(scene)
    scene.refused("E-MODE", ROOM, commit=False, words=words)


def test_a_link_to_another_record_approved_by_what_it_shows(scene: Scene) -> None:
    scene.desk.submit(content=FILES[HEDONG])
    (scene.desk.folder / ROOM).unlink()
    (scene.desk.folder / ROOM).symlink_to("hedong.yml")
    scene.refused("E-MODE", ROOM)


@pytest.mark.parametrize("mode", ["100755", "120000"])
def test_a_sheet_that_is_no_plain_file(scene: Scene, mode: str) -> None:
    scene.desk.submit()
    scene.desk.git("add", ROOM)
    sheet = scene.desk.git("hash-object", "-w", str(scene.desk.folder / SHEET))
    entry(scene, mode, SHEET, sheet)
    committed(scene)
    scene.refused("E-MODE", SHEET, commit=False)


@pytest.mark.parametrize("mode", ["100755", "120000", "160000"])
def test_a_program_that_is_no_plain_file(scene: Scene, mode: str) -> None:
    path = "generator/x.py"
    scene.desk.submit(path, EVIL, "rules/software-1", "software")
    scene.desk.git("add", SOFTWARE)
    entry(scene, mode, path, scene.desk.git("hash-object", "-w", str(scene.desk.folder / path)))
    committed(scene)
    scene.refused("E-MODE", path, commit=False)


def test_an_approved_record_turns_executable(scene: Scene) -> None:
    (scene.desk.folder / HEDONG).chmod(0o755)
    scene.desk.git("config", "core.fileMode", "true")
    scene.desk.file_sheet("2025-06/rooms-hedong-2", scene.desk.entries("2025-06/rooms-hedong-2", "rooms", [HEDONG], signers=SIGNERS["hedong"]))  # fmt: skip
    scene.refused("E-MODE", HEDONG)


def test_a_submodule_in_the_place_of_the_ledger(scene: Scene) -> None:
    """All that was below it is gone, which is what is said first."""
    git = scene.desk.git
    git("rm", "-r", "--quiet", "--cached", "ledger")
    entry(scene, "160000", "ledger", scene.base)
    committed(scene)
    path = "ledger/2025-06/approvals/rooms-hedong-1.json"
    scene.refused("E-APPEND", path, commit=False, words="删去了")


# ── files that change what others see or run ────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "path",
    [
        ".gitattributes", ".gitmodules", ".mailmap", ".gitignore", ".gitlab-ci.yml", ".ci/run",
        ".github/workflows/x.yml", ".gitea/workflows/x.yml", ".woodpecker.yml", ".drone.yml",
        "generator/.gitattributes", "generator/.hidden/x.py", "ledger/.gitattributes",
        "ledger/2025-06/.gitattributes", "ledger/2025-06/rooms/.gitattributes",
        "rules/.gitattributes", "rules/schemes/.x.yml", "ledger/2025-06/approvals/.gitattributes",
    ],
)  # fmt: skip
def test_a_hidden_file_even_when_the_right_people_have_signed(scene: Scene, path: str) -> None:
    scene.desk.submit(path, EVIL, "rules/software-1", "software")
    codes = {"ledger/2025-06/approvals/.gitattributes": "E-SHEETS"}
    where = SOFTWARE if path in codes else path
    scene.refused(codes.get(path, "E-PATH"), where)


@pytest.mark.parametrize("path", [".gitattributes", ".gitmodules", ".mailmap", ".gitlab-ci.yml"])
def test_a_hidden_file_comes_along_with_a_record(scene: Scene, path: str) -> None:
    scene.desk.submit(also={path: "*.yml -diff\n"})
    scene.refused("E-PATH", path)


# ── names ───────────────────────────────────────────────────────────────────────────────────────


NEARLY = [
    "ledger/2025-06/rooms/Chengguan.yml", "ledger/2025-06/Rooms/chengguan.yml",
    "Ledger/2025-06/rooms/chengguan.yml", "ledger/2025-06/rooms/chengguan.YML",
    "ledger/2025-06/rooms/chengguan.yaml", "ledger/2025-06/rooms/chengguan.yml.orig",
    "ledger/2025-06/rooms/chengguan", "ledger/2025-06/rooms/chengguan..yml",
    "ledger/2025-06/rooms/chengguan.yml.", "ledger/2025-06/rooms/chengguan.yml ",
    "ledger/2025-06/rooms/сhengguan.yml", "ledger/2025-06/rooms/ｃhengguan.yml",
    "ledger/2025-06/rooms/chéngguan.yml", "ledger/2025-06/rooms/城关.yml",
    "ledger/2025-06/rooms/cheng\u200bguan.yml", "ledger/2025-06/rooms/cheng\u202eguan.yml",
    "ledger/2025-06/rooms/cheng\nguan.yml", "ledger/2025-06/rooms/cheng\\guan.yml",
    "ledger/2025-06/rooms/cheng guan.yml", "ledger/2025-06/rooms/x/chengguan.yml",
    "ledger/2025-6/rooms/chengguan.yml", "ledger/2025-13/rooms/chengguan.yml",
    "ledger/２025-06/rooms/chengguan.yml", "ledger/2025-06/rooms/-chengguan.yml",
    "ledger/rooms/chengguan.yml", "ledger/2025-06/secret/chengguan.yml",
    "ledger/2025-06/chengguan.yml", f"ledger/2025-06/rooms/{'x' * 230}.yml",
    "ledger/2025-06/rooms/git~1.yml",
    "rules/Approvers.yml", "rules/approvers.yml.bak", "rules/approvers", "rules/a/b/c.yml",
    "rules/approvers.yaml", "generator/x.py.", "generator/a..", "generator/con:x",
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(NEARLY)), ids=lambda number: NEARLY[number][-30:].encode("unicode_escape").decode())  # fmt: skip
def test_a_name_that_is_nearly_one(scene: Scene, number: int) -> None:
    path = NEARLY[number]
    scene.desk.submit(path, FILES[ROOM])
    scene.desk.commit("attack")
    shown = "".join(char if char.isprintable() else "\ufffd" for char in path)
    if number % 4 == 0:
        unharmed(scene, scene.desk.push(), "E-PATH", shown)
    refusal = behind_its_back(scene).refusal
    assert refusal is not None
    assert (refusal.code, refusal.path) == ("E-PATH", path)
    readable(refusal.line, "E-PATH", shown)


@pytest.mark.parametrize(
    "path",
    ["generator/Audit/x.py", "GENERATOR", "Rules", "LEDGER", "generator/x.PY", "README.MD"],
)
def test_a_program_file_whose_name_differs_by_case_from_another(own: Scene, path: str) -> None:
    there = {"generator/x.py": EVIL, "generator/audit/y.py": EVIL, "README.md": b"#\n"}
    own.desk.submit(
        "generator/x.py", EVIL, "rules/software-1", "software", also={p: t for p, t in there.items() if p != "generator/x.py"}
    )  # fmt: skip
    own.desk.honest()
    own.settle()
    own.desk.submit(path, EVIL, "rules/software-2", "software")
    own.refused("E-PATH", path, words="只差大小写")


def test_a_name_that_is_not_even_text(scene: Scene) -> None:
    folder = os.fsencode(scene.desk.folder / "ledger/2025-06/rooms")
    Path(os.fsdecode(folder + b"/cheng\xffguan.yml")).write_text(FILES[ROOM])
    scene.desk.submit()
    scene.desk.commit("attack")
    unharmed(scene, scene.desk.push(), "E-PATH", "ledger/2025-06/rooms/cheng\ufffdguan.yml")


@pytest.mark.parametrize("name", ["..", ".", ".git", ".GIT", ".git/config", "a/b", ""])
def test_a_tree_that_git_itself_would_not_write(scene: Scene, name: str) -> None:
    """Git's own check stops it at the gate; behind its back the proof does."""
    git = scene.desk.git
    blob = bytes.fromhex(git("rev-parse", f"HEAD:{HEDONG}"))
    tree = b"100644 %s\0%s" % (name.encode(), blob)
    scene.desk.write("../bad-tree", tree)
    oid = git("hash-object", "-t", "tree", "-w", "--literally", str(scene.desk.folder / "../bad-tree"))  # fmt: skip
    attack(scene, oid)


@pytest.mark.parametrize("what", ["unsorted", "twice", "file and folder", "mode", "short"])
def test_a_tree_in_another_order_than_git_s(scene: Scene, what: str) -> None:
    git = scene.desk.git
    blob = bytes.fromhex(git("rev-parse", f"HEAD:{HEDONG}"))
    folder = bytes.fromhex(git("rev-parse", "HEAD:rules"))
    a, b = b"100644 a\0" + blob, b"100644 b\0" + blob
    trees = {
        "unsorted": b + a, "twice": a + a, "file and folder": a + b"40000 a\0" + folder,
        "mode": b"100666 a\0" + blob, "short": a[:-1],
    }  # fmt: skip
    scene.desk.write("../bad-tree", trees[what])
    oid = git("hash-object", "-t", "tree", "-w", "--literally", str(scene.desk.folder / "../bad-tree"))  # fmt: skip
    attack(scene, oid)


def attack(scene: Scene, tree: str) -> None:
    git = scene.desk.git
    made = git("commit-tree", tree, "-p", scene.base, "-m", "attack")
    pushed = scene.desk.push(f"{made}:{MAIN}")
    assert not pushed.accepted
    stopped_by_git = "remote unpack failed" in pushed.said
    assert pushed.codes == ([] if stopped_by_git else ["E-OBJECT"]), pushed.said
    assert scene.bureau.refs() == scene.refs
    try:
        proof = behind_its_back(scene, made)
    except AssertionError:
        return  # git would not even copy it
    assert proof.refusal is not None
    assert proof.refusal.code == "E-OBJECT"
    assert proof.proven_to == scene.base


# ── what goes ───────────────────────────────────────────────────────────────────────────────────


def gone(scene: Scene, path: str, submission: str, lane: str, signers: str) -> None:
    old = of_bytes(scene.desk.read(path))
    entries = scene.desk.entries(submission, lane, [path], signers=SIGNERS[signers], changes=(Change(path, old, "-"),))  # fmt: skip
    (scene.desk.folder / path).unlink()
    scene.desk.file_sheet(submission, entries)


def test_a_record_is_deleted_signed_for_something_else(scene: Scene) -> None:
    scene.desk.submit(HEDONG, FILES[HEDONG] + "# x\n", "2025-06/rooms-hedong-2", signers=SIGNERS["hedong"])  # fmt: skip
    (scene.desk.folder / HEDONG).unlink()
    scene.refused("E-CHANGE", "ledger/2025-06/approvals/rooms-hedong-2.json")


@pytest.mark.parametrize(
    ("path", "code", "where"),
    [
        (BUREAU, "E-CONTENT", "rules"),
        ("rules/calendar.yml", "E-CONTENT", "rules"),
        ("rules/roster/units.yml", "E-CONTENT", "rules/roster/units.yml"),
        ("rules/schemes/rooms.yml", "E-CONTENT", "rules/yearly.yml"),
    ],
)
def test_a_rule_is_deleted_that_is_needed(scene: Scene, path: str, code: str, where: str) -> None:
    gone(scene, path, "rules/rules-1", "rules", "rules")
    scene.refused(code, where)


def test_a_scheme_is_deleted_by_which_records_were_reported(scene: Scene) -> None:
    desk = scene.desk
    desk.write(YEARLY, FILES[YEARLY].replace("优先考虑: {积分制: rooms", "优先考虑: {积分制: team"))
    (desk.folder / "rules/schemes/rooms.yml").unlink()
    sign(desk, "rules/rules-1", "rules", ["rules/schemes/rooms.yml", YEARLY])
    scene.refused("E-CHECK", HEDONG, offline=False)


def test_an_old_sheet_is_deleted(scene: Scene) -> None:
    path = "ledger/2025-06/approvals/rooms-hedong-1.json"
    (scene.desk.folder / path).unlink()
    scene.refused("E-APPEND", path)


def test_an_old_sheet_is_deleted_under_a_proper_submission(scene: Scene) -> None:
    path = "ledger/2025-06/approvals/rooms-hedong-1.json"
    scene.desk.submit()
    (scene.desk.folder / path).unlink()
    scene.refused("E-APPEND", path)


def test_the_founding_sheet_is_deleted(scene: Scene) -> None:
    path = "rules/approvals/approvers-1.json"
    (scene.desk.folder / path).unlink()
    scene.refused("E-APPEND", path)


def test_all_rules_and_records_are_deleted(scene: Scene) -> None:
    scene.desk.git("rm", "-r", "--quiet", ".")
    scene.refused("E-APPEND", "ledger/2025-06/approvals/rooms-hedong-1.json")


# ── how much ────────────────────────────────────────────────────────────────────────────────────


def test_a_record_of_300_kib(scene: Scene) -> None:
    scene.desk.submit(content=FILES[ROOM] + f"# {'长' * 100}\n" * 1000)
    scene.refused("E-LIMIT", ROOM, words="KiB")


def test_a_program_of_5_mib(scene: Scene) -> None:
    path = "generator/x.py"
    scene.desk.submit(path, os.urandom(5 * 1024 * 1024), "rules/software-1", "software")
    scene.refused("E-LIMIT", path)


def test_ten_thousand_files_in_one_push(scene: Scene) -> None:
    many(scene, 10_000)
    scene.refused("E-LIMIT", words="以上的文件")


def test_five_hundred_records_in_one_submission(scene: Scene) -> None:
    paths = many(scene, 500)
    sign(scene.desk, ROOM_SUBMISSION, "rooms", paths)
    scene.refused("E-LIMIT", paths[0], words="500 个文件")


def test_ten_thousand_files_in_a_draft(scene: Scene) -> None:
    many(scene, 10_000)
    scene.desk.commit("draft")
    pushed = scene.desk.push(f"HEAD:{BRANCH}")
    unharmed(scene, pushed, "E-LIMIT", BRANCH)
    assert MAX_EDITS < 10_000


def many(scene: Scene, count: int) -> list[str]:
    folder = scene.desk.folder / "ledger/2025-06/rooms"
    for number in range(count):
        (folder / f"u{number:05d}.yml").write_text("x: 1\n")
    return [f"ledger/2025-06/rooms/u{number:05d}.yml" for number in range(count)]


@pytest.mark.parametrize("ref", [MAIN, BRANCH])
def test_a_few_trees_that_stand_for_a_million_folders(scene: Scene, ref: str) -> None:
    git = scene.desk.git
    oid = git("rev-parse", "HEAD:rules/roster")
    for _ in range(9):
        oid = tree_of(scene, {f"f{n}": oid for n in range(10)})
    made = git("commit-tree", oid, "-p", scene.base, "-m", "bomb")
    pushed = scene.desk.push(f"{made}:{ref}")
    assert not pushed.accepted
    assert pushed.codes == ["E-LIMIT"], pushed.said
    assert scene.bureau.refs() == scene.refs


def tree_of(scene: Scene, folders: dict[str, str]) -> str:
    raw = b"".join(b"40000 %s\0%s" % (name.encode(), bytes.fromhex(oid)) for name, oid in sorted(folders.items()))  # fmt: skip
    scene.desk.write("../tree", raw)
    return scene.desk.git("hash-object", "-t", "tree", "-w", str(scene.desk.folder / "../tree"))


def test_folders_a_hundred_deep(scene: Scene) -> None:
    scene.desk.write(f"generator/{'x/' * 80}y.py", EVIL)
    scene.desk.commit("attack")
    pushed = scene.desk.push()
    assert pushed.codes == ["E-LIMIT"], pushed.said
    assert scene.bureau.refs() == scene.refs
