"""The administrator: a server that was tampered with, and clones that do not hold everything."""

from __future__ import annotations

import subprocess
import zlib
from pathlib import Path

import pytest

from generator.audit.git import Git
from generator.audit.history import Checkpoint, HistoryProof, checkpoint_of, prove
from tests.attacks.scene import BETTER_ROOM, Scene, broken, smuggle, unapproved
from tests.bureau import HEDONG, MAIN, plain_git
from tests.county import ROOM


def proof_of(scene: Scene, folder: Path | None = None, **more: object) -> HistoryProof:
    """What an auditor finds on the server itself, or in a clone."""
    if folder is None:
        return prove(Git(scene.bureau.bare, bare=True), scene.bureau.root, MAIN, **more)  # type: ignore[arg-type]  # passed on
    return prove(Git(folder), scene.bureau.root, "refs/remotes/origin/main", **more)  # type: ignore[arg-type]  # passed on


# ── objects that are not what their names say ───────────────────────────────────────────────────


def loose(bare: Path, oid: str) -> Path:
    return bare / "objects" / oid[:2] / oid[2:]


def unpacked(bare: Path) -> None:
    """Every object of the repository in a file of its own."""
    for pack in (bare / "objects/pack").glob("*.pack"):
        moved = pack.rename(bare / pack.name)
        with moved.open("rb") as stream:
            subprocess.run(["git", "-C", str(bare), "unpack-objects", "-q"], stdin=stream, check=True)  # fmt: skip
        moved.unlink()


def rewrite(bare: Path, oid: str, kind: str, data: bytes) -> None:
    file = loose(bare, oid)
    file.chmod(0o644)
    file.write_bytes(zlib.compress(b"%b %d\0" % (kind.encode(), len(data)) + data))


COPIED = ("record", "rule", "sheet", "approvers", "tree")
"""Kinds that git copies into a clone however bent they are."""


@pytest.mark.parametrize(
    ("where", "kind"),
    [
        *(("server", kind) for kind in (*COPIED, "commit", "genesis")),
        *(("clone", kind) for kind in COPIED),
    ],
)
def test_an_object_rewritten_in_place(own: Scene, tmp_path: Path, where: str, kind: str) -> None:
    """Git shows it, and copies it into a local clone, without a word."""
    bare = own.bureau.bare
    git = own.desk.git
    unpacked(bare)
    names = {
        "record": f"HEAD:{HEDONG}", "rule": "HEAD:rules/bureau.yml", "tree": "HEAD:ledger/2025-06",
        "sheet": "HEAD:ledger/2025-06/approvals/rooms-hedong-1.json", "commit": "HEAD",
        "approvers": "HEAD:rules/approvers.yml", "genesis": own.bureau.root.genesis,
    }  # fmt: skip
    oid = git("rev-parse", names[kind])
    what = git("cat-file", "-t", oid)
    data = subprocess.run(["git", "-C", str(bare), "cat-file", what, oid], capture_output=True, check=True).stdout  # fmt: skip
    new = data.replace(b"1", b"2") if what != "tree" else data[:-1] + bytes([data[-1] ^ 1])
    if what == "commit":
        new = data.replace(b"desk", b"disk")
    rewrite(bare, oid, what, new)
    folder = None
    if where == "clone":
        folder = tmp_path / "clone"
        plain_git(tmp_path, "clone", "--quiet", "--no-checkout", str(bare), str(folder))
    broken(proof_of(own, folder), "E-OBJECT", oid)


def test_an_object_that_is_gone(own: Scene) -> None:
    unpacked(own.bureau.bare)
    oid = own.desk.git("rev-parse", f"HEAD:{HEDONG}")
    loose(own.bureau.bare, oid).unlink()
    broken(proof_of(own), "E-OBJECT", oid)


@pytest.mark.parametrize("what", ["commit", "tree", "blob"])
def test_an_object_that_cannot_be_unpacked(own: Scene, what: str) -> None:
    unpacked(own.bureau.bare)
    name = {"commit": "HEAD^{commit}", "tree": "HEAD^{tree}", "blob": f"HEAD:{HEDONG}"}[what]
    oid = own.desk.git("rev-parse", name)
    loose(own.bureau.bare, oid).chmod(0o644)
    loose(own.bureau.bare, oid).write_bytes(b"garbage")
    proof = proof_of(own)
    assert not proof.ok
    assert proof.refusal is not None
    assert proof.refusal.code in ("E-OBJECT", "E-HISTORY")


def test_a_packed_object_replaced_by_a_pack_of_other_content(own: Scene) -> None:
    """Bytes in a pack are bent: whatever git makes of it, nothing is proven."""
    bare = own.bureau.bare
    plain_git(bare, "repack", "-a", "-d", "-q", "--window=0")
    pack = next((bare / "objects/pack").glob("*.pack"))
    pack.chmod(0o644)
    data = bytearray(pack.read_bytes())
    for at in range(200, len(data) - 20, 37):
        data[at] ^= 0x55
    pack.write_bytes(bytes(data))
    proof = proof_of(own)
    assert proof.refusal is not None
    assert proof.refusal.code in ("E-OBJECT", "E-HISTORY")


def test_a_pack_index_that_points_to_another_object(own: Scene) -> None:
    """Two entries of the index change places: git hands out one blob under the name of another."""
    bare = own.bureau.bare
    unpacked(bare)
    one, other = (own.desk.git("rev-parse", f"HEAD:{p}") for p in (HEDONG, "rules/bureau.yml"))
    data = loose(bare, other).read_bytes()
    loose(bare, one).chmod(0o644)
    loose(bare, one).write_bytes(data)
    broken(proof_of(own), "E-OBJECT", one)


# ── other ways to tell another history ──────────────────────────────────────────────────────────


def test_a_replacement_hides_an_unapproved_commit(own: Scene) -> None:
    bad = unapproved(own)
    smuggle(own)
    plain_git(own.bureau.bare, "update-ref", f"refs/replace/{bad}", own.base)
    broken(proof_of(own), "E-NOSHEET", ROOM)


def test_a_replacement_of_a_record_is_not_what_is_proven(own: Scene) -> None:
    bare = own.bureau.bare
    oid = own.desk.git("rev-parse", f"HEAD:{HEDONG}")
    other = own.desk.git("rev-parse", "HEAD:rules/bureau.yml")
    plain_git(bare, "update-ref", f"refs/replace/{oid}", other)
    assert proof_of(own).ok, "the objects are as they were, and only they are read"


@pytest.mark.parametrize("what", ["grafts", "shallow"])
def test_a_history_cut_by_a_file_beside_it(own: Scene, what: str) -> None:
    bare = own.bureau.bare
    (bare / "info").mkdir(exist_ok=True)
    file = bare / ("info/grafts" if what == "grafts" else "shallow")
    file.write_text(f"{own.base}\n")
    broken(proof_of(own), "E-HISTORY")


@pytest.mark.parametrize(
    "options",
    [["--depth=1"], ["--filter=blob:none"], ["--filter=tree:0"], ["--depth=1", "--filter=blob:none"]],
    ids=" ".join,
)  # fmt: skip
def test_a_clone_that_does_not_hold_everything_proves_nothing(
    own: Scene, tmp_path: Path, options: list[str]
) -> None:
    bare = own.bureau.bare
    plain_git(bare, "config", "uploadpack.allowFilter", "true")
    folder = tmp_path / "clone"
    plain_git(tmp_path, "clone", "--quiet", "--no-checkout", *options, f"file://{bare}", str(folder))  # fmt: skip
    broken(proof_of(own, folder), "E-HISTORY")


def test_a_partial_clone_that_says_it_is_whole(own: Scene, tmp_path: Path) -> None:
    bare = own.bureau.bare
    plain_git(bare, "config", "uploadpack.allowFilter", "true")
    folder = tmp_path / "clone"
    plain_git(tmp_path, "clone", "--quiet", "--no-checkout", "--filter=blob:none", f"file://{bare}", str(folder))  # fmt: skip
    for key in ("remote.origin.promisor", "remote.origin.partialclonefilter"):
        plain_git(folder, "config", "--unset", key)
    plain_git(folder, "config", "--unset", "extensions.partialclone", check=False)
    broken(proof_of(own, folder), "E-OBJECT")


def test_a_commit_graph_that_tells_another_history(own: Scene) -> None:
    """It says that the unapproved commit at the tip has no parents: git believes it, the proof does not."""
    bare = own.bureau.bare
    bad = unapproved(own)
    smuggle(own)
    plain_git(bare, "commit-graph", "write", "--reachable")
    graph = bare / "objects/info/commit-graph"
    data = bytearray(graph.read_bytes())
    tree = bytes.fromhex(own.desk.git("rev-parse", f"{bad}^{{tree}}"))
    parents = data.index(tree) + len(tree)
    data[parents : parents + 4] = (0x7000_0000).to_bytes(4, "big")
    graph.chmod(0o644)
    graph.write_bytes(bytes(data))
    assert plain_git(bare, "rev-list", MAIN) == bad
    proof = proof_of(own)
    broken(proof, "E-NOSHEET", ROOM)
    assert proof.proven_to == own.base


def test_a_branch_named_like_the_remote_s_main(own: Scene, tmp_path: Path) -> None:
    """A tag of the short name must not be what is proven in the place of main."""
    bad = unapproved(own)
    smuggle(own)
    plain_git(own.bureau.bare, "update-ref", "refs/tags/origin/main", own.base)
    folder = tmp_path / "clone"
    plain_git(tmp_path, "clone", "--quiet", "--no-checkout", str(own.bureau.bare), str(folder))
    proof = proof_of(own, folder)
    assert proof.tip == bad
    broken(proof, "E-NOSHEET", ROOM)


def test_another_genesis_with_approvers_of_its_own(own: Scene, tmp_path: Path) -> None:
    from tests.bureau import approvers_file, bureau  # noqa: PLC0415

    other = bureau(tmp_path / "other", approvers=approvers_file(day="2025-01-03"))
    broken(prove(Git(other.bare, bare=True), own.bureau.root, MAIN), "E-GENESIS")


# ── what was cut off ────────────────────────────────────────────────────────────────────────────


def one_more(scene: Scene) -> None:
    scene.desk.submit()
    scene.desk.honest()


@pytest.mark.parametrize("kernel", ["this", "an older one"])
def test_the_newest_submission_is_cut_off(own: Scene, kernel: str) -> None:
    one_more(own)
    checkpoint = checkpoint_of(proof_of(own), own.bureau.root)
    if kernel != "this":
        checkpoint = checkpoint._replace(kernel="sha256:0")
    plain_git(own.bureau.bare, "update-ref", MAIN, own.base)
    assert proof_of(own).ok, "by itself the shorter history is as good as any"
    broken(proof_of(own, checkpoint=checkpoint), "E-CUT", checkpoint.commit)
    broken(proof_of(own, printed=[checkpoint.commit]), "E-CUT", checkpoint.commit)


def test_main_was_set_back_and_went_on_another_way(own: Scene) -> None:
    one_more(own)
    seen = checkpoint_of(proof_of(own), own.bureau.root)
    plain_git(own.bureau.bare, "update-ref", MAIN, own.base)
    own.desk.fetch()
    own.desk.git("checkout", "--quiet", "--detach", own.base)
    own.desk.submit(content=BETTER_ROOM)
    own.desk.honest()
    assert proof_of(own).ok
    broken(proof_of(own, checkpoint=seen), "E-CUT", seen.commit)


def test_a_checkpoint_of_another_root_is_no_short_cut(own: Scene) -> None:
    bad = unapproved(own)
    smuggle(own)
    forged = Checkpoint("{}", "sha256:0", bad, 9, "2025-06/rooms-chengguan-1")
    broken(proof_of(own, checkpoint=forged), "E-NOSHEET", ROOM)
