"""The gate itself: taken away, broken, or run among the settings of whoever pushes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.attacks.scene import Scene, broken, unapproved, unharmed
from tests.bureau import MAIN, plain_git
from tests.county import ROOM


def no_hook(bare: Path) -> None:
    (bare / "hooks/pre-receive").unlink()


def not_executable(bare: Path) -> None:
    (bare / "hooks/pre-receive").chmod(0o644)


def says_yes(bare: Path) -> None:
    (bare / "hooks/pre-receive").write_text("#!/bin/sh\nexit 0\n")


def sent_elsewhere(bare: Path) -> None:
    plain_git(bare, "config", "core.hooksPath", "/nonexistent")


@pytest.mark.parametrize("ruin", [no_hook, not_executable, says_yes, sent_elsewhere])
def test_the_gate_is_taken_away_and_the_proof_still_says_no(
    own: Scene, ruin: Callable[[Path], None]
) -> None:
    ruin(own.bureau.bare)
    unapproved(own)
    assert own.desk.push().accepted, "git lets everything in when there is no gate"
    broken(own.bureau.prove(), "E-NOSHEET", ROOM)


def test_somebody_with_a_shell_pushes_past_the_gate(own: Scene) -> None:
    """Whoever may start git on the server may start it without its hooks."""
    unapproved(own)
    past = "--receive-pack=git -c core.hooksPath=/nonexistent receive-pack"
    assert own.desk.push(f"HEAD:{MAIN}", past).accepted
    broken(own.bureau.prove(), "E-NOSHEET", ROOM)


def no_root(bare: Path) -> None:
    (bare / "hooks/jifen/root.json").unlink()


def another_root(bare: Path) -> None:
    (bare / "hooks/jifen/root.json").write_text("{}")


def no_kernel(bare: Path) -> None:
    shutil.rmtree(bare / "hooks/jifen/generator/audit")


def no_judge(bare: Path) -> None:
    (bare / "hooks/jifen/generator/audit/judge.py").unlink()


def crash(bare: Path) -> None:
    (bare / "hooks/jifen/generator/audit/judge.py").write_text("raise RuntimeError\n")


def crash_hard(bare: Path) -> None:
    (bare / "hooks/jifen/generator/audit/admission.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n")  # fmt: skip


def no_python(bare: Path) -> None:
    hook = bare / "hooks/pre-receive"
    hook.write_text(hook.read_text().replace("exec ", "exec /nonexistent"))


def no_rules(bare: Path) -> None:
    (bare / "hooks/jifen/generator/ledger/records.py").write_text("def read_ledger(: pass\n")


@pytest.mark.parametrize("ruin", [no_root, another_root, no_kernel, no_judge, crash, crash_hard, no_python, no_rules])  # fmt: skip
def test_a_gate_that_breaks_lets_nothing_through(own: Scene, ruin: Callable[[Path], None]) -> None:
    for cache in (own.bureau.bare / "hooks/jifen").rglob("__pycache__"):
        shutil.rmtree(cache)
    ruin(own.bureau.bare)
    own.desk.submit()
    own.desk.commit("approved, even")
    pushed = own.desk.push()
    assert not pushed.accepted
    assert set(pushed.codes) <= {"E-GENESIS", "E-HISTORY"}, "nothing is wrong but the gate"
    assert own.bureau.refs() == own.refs


@pytest.mark.parametrize(
    "setting",
    [
        {"PYTHONPATH": "{evil}"}, {"PYTHONSTARTUP": "{evil}/generator/__init__.py"},
        {"PYTHONHOME": "{evil}"}, {"PYTHONPATH": "{evil}", "PYTHONSAFEPATH": ""},
        {"PYTHONUSERBASE": "{evil}"}, {"PYTHONINSPECT": "1"}, {"PYTHONOPTIMIZE": "2"},
        {"GIT_WORK_TREE": "{evil}"},
        {"GIT_ALTERNATE_OBJECT_DIRECTORIES": "{evil}"}, {"GIT_REPLACE_REF_BASE": "refs/heads/"},
        {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.hooksPath", "GIT_CONFIG_VALUE_0": "/nonexistent"},
        {"GIT_CONFIG_PARAMETERS": "'core.hooksPath'='/nonexistent'"},
        {"GIT_CONFIG_GLOBAL": "{evil}/gitconfig"}, {"GIT_CONFIG": "{evil}/gitconfig"},
        {"HOME": "{evil}"}, {"XDG_CONFIG_HOME": "{evil}"}, {"GIT_GRAFT_FILE": "{evil}/grafts"},
        {"GIT_SHALLOW_FILE": "{evil}/grafts"}, {"GIT_NAMESPACE": "x"}, {"GL_ID": "user-1"},
        {"LC_ALL": "C", "LANG": "C"}, {"PYTHONIOENCODING": "ascii"},
    ],
    ids=" ".join,
)  # fmt: skip
def test_settings_of_whoever_pushes_change_nothing(
    scene: Scene, tmp_path: Path, setting: dict[str, str]
) -> None:
    """Through a local transport the gate runs in the environment of the pusher."""
    evil = tmp_path / "evil"
    (evil / "generator").mkdir(parents=True)
    (evil / "generator/__init__.py").write_text("import os\nos._exit(0)\n")
    (evil / "sitecustomize.py").write_text("import os\nos._exit(0)\n")
    for name in ("gitconfig", ".gitconfig"):
        (evil / name).write_text("[core]\n\thooksPath = /nonexistent\n")
    (evil / "git").mkdir()
    (evil / "git/config").write_text("[core]\n\thooksPath = /nonexistent\n")
    (evil / "grafts").write_text("")
    unapproved(scene)
    env = {name: value.format(evil=evil) for name, value in setting.items()}
    said = plain_git(scene.desk.folder, "push", str(scene.bureau.bare), f"HEAD:{MAIN}", check=False, env=env)  # fmt: skip
    assert f"E-NOSHEET {ROOM}: " in said, "the gate was asked, and judged as ever"
    assert not said.startswith("ok ")
    assert scene.bureau.refs() == scene.refs


@pytest.mark.parametrize("name", ["GIT_DIR", "GIT_OBJECT_DIRECTORY"])
def test_the_server_s_git_is_led_to_another_place(scene: Scene, tmp_path: Path, name: str) -> None:
    """The pusher's own git cannot work with these, so they are set where the server's git starts."""
    other = shutil.copytree(scene.bureau.bare, tmp_path / "other.git", symlinks=True)
    no_hook(other)
    unapproved(scene)
    place = other if name == "GIT_DIR" else other / "objects"
    pushed = scene.desk.push(f"HEAD:{MAIN}", f"--receive-pack={name}={place} git-receive-pack")
    unharmed(scene, pushed, "E-NOSHEET", ROOM)
