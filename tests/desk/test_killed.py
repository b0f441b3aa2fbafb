"""Killed, interrupted or refused at any change: the state before or the state after.

In a clone things follow in one order: files, index, branch, and which branch it is on.  Whatever a
kill leaves of that order, the same command again ends where one run would have.
"""

from __future__ import annotations

import errno
import hashlib
import shutil
import signal
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest

from generator.audit.install import install, self_test
from generator.desk.submit import now
from tests.bureau import CLERK, HEAD, Desk, plain_git
from tests.county import FILES, ROOM
from tests.desk.office import Office
from tests.desk.test_mending import WHY, WITHDRAW, closed, signed_and_merged
from tests.desk.test_reviewer import SUBMISSION, submitted
from tests.killed import Runs, failing_git, runs

KILLED = -signal.SIGKILL


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runs]:
    with runs(tmp_path_factory.mktemp("said")) as made:
        yield made


# ── what people are at when it happens ──────────────────────────────────────────────────────────


class Case(NamedTuple):
    """A desk made ready, and what is run there by whom."""

    prepare: Callable[[Office], Desk]
    person: str
    call: tuple[str, ...]


def edited(office: Office) -> Desk:
    """A new record, an older version of it that is staged, and a removal that was not meant."""
    desk = office.bureau.desk()
    desk.write(ROOM, FILES[ROOM].replace("已办: 18", "已办: 17"))
    desk.git("add", "--all")
    desk.write(ROOM, FILES[ROOM])
    desk.git("rm", "--cached", "--quiet", "rules/bureau.yml")
    return desk


def edited_again(office: Office) -> Desk:
    desk = edited(office)
    assert office.run(desk, CLERK, "submit").code == 0
    desk.write(ROOM, FILES[ROOM].replace("已办: 18", "已办: 19"))
    return desk


def on_the_branch(office: Office) -> Desk:
    """The sheet's branch is checked out, and somebody is at work on something else."""
    desk = edited(office)
    assert office.run(desk, CLERK, "submit").code == 0
    desk.write("note.txt", "x")
    desk.git("add", "--all")
    desk.write("note.txt", "y")
    return desk


def elsewhere(office: Office) -> Desk:
    submitted(office)
    return office.bureau.desk()


def approved(office: Office) -> Desk:
    desk = office.bureau.desk()
    desk.submit()
    desk.commit()
    assert desk.push().accepted
    desk.fetch()
    return desk


def with_a_slip(office: Office) -> Desk:
    desk = closed(office)
    desk.write(ROOM, desk.read(ROOM).replace("已办: 18".encode(), "已办: 19".encode()))
    assert office.run(desk, "", "correct", *WHY).code == 0
    signed_and_merged(office, desk, "correction")
    return desk


CASES = {
    "submit": Case(edited, CLERK, ("submit",)),
    "submit again": Case(edited_again, CLERK, ("submit",)),
    "approve": Case(on_the_branch, HEAD, ("approve", "--yes")),
    "approve elsewhere": Case(elsewhere, HEAD, ("approve", SUBMISSION, "--yes")),
    "close": Case(approved, "", ("close", "2025-06", "rooms", "--yes")),
    "withdraw": Case(closed, "", WITHDRAW),
    "correct": Case(with_a_slip, "", ("correct", ROOM, "--undo", "1", *WHY)),
}


# ── what can be seen of a clone ─────────────────────────────────────────────────────────────────

Seen = dict[str, str]
ORDER = ("index", "branches", "checked out", "gate", "config", "hook")
"""What changes after the files of a clone, and what on a server."""


def digests(folder: Path) -> Seen:
    """Each file by its path; hidden ones are still being written, or git's."""
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    shown = [path for path in paths if not any(part.startswith(".") for part in path.parts)]
    return {str(p): hashlib.sha256((folder / p).read_bytes()).hexdigest() for p in shown}


def clone(folder: Path) -> Seen:
    return digests(folder) | {
        "index": plain_git(folder, "ls-files", "--stage"),
        "branches": plain_git(folder, "for-each-ref", "--format=%(refname) %(tree)", "refs/heads"),
        "checked out": plain_git(folder, "rev-parse", "--symbolic-full-name", "HEAD"),
    }


def server(folder: Path) -> Seen:
    there = digests(folder / "hooks/jifen")
    gate = {path: data for path, data in there.items() if path.endswith((".py", ".json"))}
    assert not gate or {"gate.py", "root.json"} <= gate.keys()
    hook = folder / "hooks/pre-receive"
    return {
        "gate": str(sorted(gate.items())),
        "config": (folder / "config").read_text("utf-8"),
        "hook": f"{hook.stat().st_mode} {hook.read_text('utf-8')}" if hook.exists() else "",
    }


def between(found: Seen, before: Seen, after: Seen) -> bool:
    """Whether everything is old or new, and nothing is new before its turn."""
    changed = {key for key in before | after if before.get(key) != after.get(key)}
    new = {key for key in changed if found.get(key) == after.get(key)}
    old = {key for key in changed if found.get(key) == before.get(key)}
    turns = [{ORDER.index(key) if key in ORDER else -1 for key in keys} for keys in (new, old)]
    in_turn = not (new and old) or max(turns[0]) <= min(turns[1])
    same = {key: found[key] for key in found.keys() - changed}
    return (
        in_turn and new | old == changed and same == {k: before[k] for k in before.keys() - changed}
    )


# ── killed ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", CASES)
def test_killed_at_any_change_and_run_again_it_ends_as_if_run_once(
    office: Office, tmp_path: Path, program: Runs, name: str
) -> None:
    prepare, person, call = CASES[name]
    desk, environment, program.moment = prepare(office), office.environment(person), now()
    before = clone(desk.folder)
    once = Path(shutil.copytree(desk.folder, tmp_path / "once", symlinks=True))
    told = program.run(once, environment, call)
    assert (told.code, told.err) == (0, "")
    after, tried = clone(once), []
    assert after != before
    if call[0] == "submit":
        assert plain_git(once, "status", "--porcelain") == ""
    for number in count():
        folder = Path(shutil.copytree(desk.folder, tmp_path / str(number), symlinks=True))
        ended = program.run(folder, environment, call, changes=number)
        if ended.code != KILLED:
            break
        found = clone(folder)
        assert between(found, before, after), number
        left = found, sorted(path.name for path in folder.rglob(".*"))
        if left not in tried:
            tried.append(left)
            assert plain_git(folder, "fsck", "--no-dangling", "--no-progress") == ""
            again = program.run(folder, environment, call)
            assert clone(folder) == after, number
            if found != after:
                assert (again.code, again.out, again.err) == (0, told.out, ""), number
        shutil.rmtree(folder)
    assert number > 3
    assert ended.out == told.out


@pytest.mark.parametrize("name", ["submit", "approve", "close"])
def test_an_interruption_at_any_change_leaves_all_as_it_was_or_lets_it_be_done(
    office: Office, tmp_path: Path, program: Runs, name: str
) -> None:
    prepare, person, call = CASES[name]
    desk, environment = prepare(office), office.environment(person)
    before, program.moment = clone(desk.folder), now()
    ended = set()
    for number in count():
        folder = Path(shutil.copytree(desk.folder, tmp_path / str(number), symlinks=True))
        said = program.run(folder, environment, call, changes=number, number=signal.SIGINT)
        ended.add(said.code)
        assert (said.code, said.err) in ((130, "已中断。\n"), (0, ""))
        assert (said.code == 0) is (clone(folder) != before)
        if not said.code:
            break
    assert ended == {130, 0}


@pytest.mark.parametrize("old", ["none", "another"])
def test_a_gate_is_installed_whole_or_not_at_all(
    office: Office, tmp_path: Path, program: Runs, old: str
) -> None:
    bare = office.bureau.bare
    shutil.rmtree(bare / "hooks")
    if old == "another":
        install(bare, office.bureau.root)
        (bare / "hooks/jifen/root.json").write_text("{}", "utf-8")
    plain_git(bare, "config", "--unset", "receive.denyDeletes")
    call = ("hook", "install", "r.git", "--trust", str(office.root_file))
    before, environment = server(bare), office.environment("")
    once = tmp_path / "once"
    shutil.copytree(bare, once / "r.git")
    told = program.run(once, environment, call)
    assert (told.code, told.err) == (0, "")
    after, tried = server(once / "r.git"), []
    assert after != before
    for number in count():
        home = tmp_path / str(number)
        shutil.copytree(bare, home / "r.git")
        ended = program.run(home, environment, call, changes=number)
        if ended.code != KILLED:
            break
        found = server(home / "r.git")
        assert between(found, before, after), number
        if found not in tried:
            tried.append(found)
            again = program.run(home, environment, call)
            assert (again.code, again.err) == (0, ""), number
            assert server(home / "r.git") == after, number
        shutil.rmtree(home)
    assert tried[-1] == after
    assert len(tried) > 2
    assert self_test(home / "r.git", office.bureau.root).startswith("E-NOSHEET")


# ── refused ─────────────────────────────────────────────────────────────────────────────────────


REFUSED = {
    errno.ENOSPC: "磁盘已满。请腾出空间后再运行一次。",
    errno.EROFS: "所在的磁盘是只读的。请换成能写的磁盘，或换一个文件夹。",
    errno.EACCES: "没有权限读写。请核对它和上级文件夹的权限，或换一个文件夹。",
}


@pytest.mark.parametrize("name", ["submit", "approve", "close", "correct"])
def test_what_the_system_refuses_is_one_sentence_and_leaves_all_as_it_was(
    office: Office, program: Runs, name: str
) -> None:
    prepare, person, call = CASES[name]
    desk, environment = prepare(office), office.environment(person)
    before, program.moment = clone(desk.folder), now()
    for changes in count():
        number = list(REFUSED)[changes % 3]
        said = program.run(desk.folder, environment, call, changes, error=number)
        if not said.code:
            break
        assert said.code == 1
        assert said.err.startswith(str(desk.folder))
        assert said.err.endswith(f" {REFUSED[number]}\n")
        assert said.err.count("\n") == 1
        assert clone(desk.folder) == before
    assert changes > 0


FULL = (
    "echo \"fatal: sha1 file '$PWD/.git/index.lock' write error. Out of diskspace\" >&2; exit 128"
)
VERBS = ["add", "read-tree", "hash-object", "write-tree", "commit-tree", "update-index", "update-ref", "symbolic-ref"]  # fmt: skip


@pytest.mark.parametrize("verb", VERBS)
def test_what_git_cannot_do_is_one_sentence_and_leaves_all_as_it_was(
    office: Office, tmp_path: Path, program: Runs, verb: str
) -> None:
    desk = edited(office)
    before = clone(desk.folder)
    path = failing_git(tmp_path / "bin", verb, FULL)
    said = program.run(desk.folder, office.environment(CLERK, PATH=path), ("submit",))
    assert (said.code, said.err) == (1, "磁盘已满。请腾出空间后再运行一次。\n")
    assert clone(desk.folder) == before
    path = failing_git(tmp_path / "bin", verb, "kill -9 $$")
    said = program.run(desk.folder, office.environment(CLERK, PATH=path), ("submit",))
    assert (said.code, said.err) == (1, f"git {verb} 中途被停下。请再运行一次。\n")
    assert clone(desk.folder) == before
    assert program.run(desk.folder, office.environment(CLERK), ("submit",)).code == 0
