"""Pushes that are small on the way and huge when they are read: refused before they are.

The gate may use no more memory here than a large file would take by itself.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable

import pytest

from generator.audit import arrival
from tests.attacks.scene import BRANCH, Scene, unharmed
from tests.bureau import plain_git
from tests.county import FILES, ROOM

MEMORY_KIB = 300 * 1024
HUGE = 320 * 1024 * 1024


@pytest.fixture
def narrow(own: Scene) -> Scene:
    """A bureau whose gate, and every git that it starts, has little memory."""
    hook = own.bureau.bare / "hooks/pre-receive"
    text = hook.read_text("utf-8")
    assert "\nexec " in text
    hook.write_text(text.replace("\nexec ", f"\nulimit -v {MEMORY_KIB}\nexec "), "utf-8")
    return own


def written(scene: Scene, kind: str, data: bytes) -> str:
    """An object in the desk's clone; its id."""
    call = ["git", "-C", str(scene.desk.folder), "hash-object", "-t", kind, "-w", "--stdin"]
    done = subprocess.run(call, input=data, capture_output=True, check=True)
    return done.stdout.decode().strip()


def folder(scene: Scene, entries: Iterable[tuple[str, str, str]]) -> str:
    """A tree of modes, names and ids."""
    made = b"".join(f"{mode} {name}\0".encode() + bytes.fromhex(oid) for mode, name, oid in entries)
    return written(scene, "tree", made)


def beside(scene: Scene, name: str, tree: str) -> str:
    """Main's tree with one folder more."""
    listed = scene.desk.git("ls-tree", scene.base).splitlines()
    entries = [re.split(r"[ \t]", line) for line in listed]
    made = [(mode.lstrip("0"), called, oid) for mode, _, oid, called in entries]
    made.append(("40000", name, tree))
    return folder(scene, sorted(made, key=lambda e: e[1] + "/" * (e[0] == "40000")))


def committed(scene: Scene, tree: str, parent: str, message: bytes = b"x") -> str:
    who = "desk <desk@localhost> 1752109200 +0800"
    head = f"tree {tree}\nparent {parent}\nauthor {who}\ncommitter {who}\n\n"
    return written(scene, "commit", head.encode() + message)


def test_a_commit_with_a_message_of_hundreds_of_megabytes(narrow: Scene) -> None:
    tree = narrow.desk.git("rev-parse", f"{narrow.base}^{{tree}}")
    commit = committed(narrow, tree, narrow.base, b" " * HUGE)
    line = unharmed(narrow, narrow.desk.push(f"{commit}:{BRANCH}"), "E-LIMIT", commit)
    assert "提交有 327680 KiB，超过 64 KiB。推送人把提交说明写成几句话" in line


@pytest.mark.parametrize("path", ["x/picture.bin", "ledger/2025-06/rooms/zeros.yml"])
def test_a_file_of_zeros(narrow: Scene, path: str) -> None:
    narrow.desk.write(path, b"")
    with (narrow.desk.folder / path).open("r+b") as file:
        file.truncate(HUGE)
    narrow.desk.commit("zeros")
    line = unharmed(narrow, narrow.desk.push(f"HEAD:{BRANCH}"), "E-LIMIT", path)
    assert "文件有 327680 KiB，超过 4096 KiB。推送人在本机重做这些提交，去掉这个文件" in line


def test_a_large_file_that_no_commit_names(narrow: Scene) -> None:
    """It would lie on the server all the same, until somebody cleans up."""
    large = written(narrow, "blob", bytes(5 * 1024 * 1024))
    commit = committed(narrow, narrow.desk.git("rev-parse", "HEAD^{tree}"), narrow.base)
    git = ["git", "-C", str(narrow.desk.folder)]
    pack = subprocess.run([*git, "pack-objects", "--stdout", "-q"], input=f"{commit}\n{large}\n".encode(), capture_output=True, check=True).stdout  # fmt: skip
    line = f"{'0' * 40} {commit} {BRANCH}\0 report-status".encode()
    asked = b"%04x%s0000%s" % (len(line) + 4, line, pack)
    done = subprocess.run(["git", "receive-pack", "--stateless-rpc", str(narrow.bureau.bare)], input=asked, capture_output=True, check=False)  # fmt: skip
    assert f"E-LIMIT {large}: 对象有 5120 KiB，超过 4096 KiB" in done.stderr.decode()
    assert narrow.bureau.refs() == narrow.refs


def test_few_kilobytes_that_stand_for_a_million_changed_files(narrow: Scene) -> None:
    """Every commit by itself changes few enough."""
    files = [written(narrow, "blob", b"%d" % n) for n in range(2)]
    tip = narrow.base
    for n in range(300):
        inner = folder(narrow, (("100644", f"{name:04}", files[n % 2]) for name in range(3900)))
        tip = committed(narrow, beside(narrow, "x", inner), tip, b"%d" % n)
    line = unharmed(narrow, narrow.desk.push(f"{tip}:{BRANCH}"), "E-LIMIT", BRANCH)
    assert "一次推送的各个提交一共改动了 20000 个以上的文件。推送人拆成几份报送" in line


def test_few_changed_files_in_very_large_folders(narrow: Scene) -> None:
    files = [written(narrow, "blob", b"%d" % n) for n in range(2)]
    tip = narrow.base
    for n in range(60):
        names = ((f"{name:07}", files[name == n]) for name in range(40_000 if n else 3900))
        inner = folder(narrow, (("100644", name, oid) for name, oid in names))
        tip = committed(narrow, beside(narrow, "x", inner), tip, b"%d" % n)
    line = unharmed(narrow, narrow.desk.push(f"{tip}:{BRANCH}"), "E-LIMIT", BRANCH)
    assert "64 MiB" in line or "4000 个以上" in line


def test_the_limits_count_what_all_refs_of_a_push_bring(scene: Scene) -> None:
    """Each of the three branches alone would be taken."""
    desk = scene.desk
    refs = []
    for name in "abc":
        desk.branch(f"submit/{name}", scene.base)
        for step in range(2):
            for n in range(3900):
                desk.write(f"x/{n}", f"{name}{step}")
            desk.commit(f"{name}{step}")
        refs.append(f"refs/heads/submit/{name}")
    pushed = desk.push(" ".join(f"{ref}:{ref}" for ref in refs))
    assert pushed.codes == ["E-LIMIT"], pushed.said
    assert scene.bureau.refs() == scene.refs


def test_many_megabytes_of_text_are_not_searched(scene: Scene) -> None:
    for n in range(80):
        scene.desk.write(f"ledger/2025-06/rooms/r{n}.yml", ("x" * 50 + "\n") * 5000)
    scene.desk.commit("texts")
    line = unharmed(scene, scene.desk.push(f"HEAD:{BRANCH}"), "E-LIMIT", BRANCH)
    assert "一次推送的文件一共超过 16 MiB。推送人拆成几份报送" in line


def test_a_server_with_too_many_branches_says_who_clears_them_away(own: Scene) -> None:
    packed = own.bureau.bare / "packed-refs"
    names = (f"{own.base} refs/heads/submit/old-{n:05}\n" for n in range(arrival.MAX_BRANCHES - 1))
    packed.write_text(f"# pack-refs with: peeled fully-peeled sorted \n{''.join(names)}", "utf-8")
    before = own.bureau.refs()
    own.desk.write(ROOM, FILES[ROOM])
    own.desk.commit("draft")
    pushed = own.desk.push(f"HEAD:{BRANCH}")
    assert own.bureau.refs() == before
    assert (
        f"E-LIMIT {BRANCH}: 服务器上已有 3000 个分支，不能再新建。管理员删去已经合并的分支"
        in pushed.said
    )
    # A branch that is there may go on, and main is not shut.
    assert own.desk.push("HEAD:refs/heads/submit/old-00001").accepted
    plain_git(own.bureau.bare, "update-ref", "-d", "refs/heads/submit/old-00002")
    assert own.desk.push(f"HEAD:{BRANCH}").accepted


def test_a_message_in_another_encoding_is_read_as_it_was_meant(scene: Scene) -> None:
    tree = scene.desk.git("rev-parse", f"{scene.base}^{{tree}}")
    who = "desk <desk@localhost> 1752109200 +0800"
    head = f"tree {tree}\nparent {scene.base}\nauthor {who}\ncommitter {who}\n"
    text = "联系人 １３８１２３４５６７８".encode("gb18030")
    commit = written(scene, "commit", f"{head}encoding gb18030\n\n".encode() + text)
    unharmed(scene, scene.desk.push(f"{commit}:{BRANCH}"), "E-CONTENT", commit)
