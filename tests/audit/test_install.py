"""Installing the gate, and what its own test notices."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from generator.audit import KERNEL
from generator.audit.install import GIT_SETTINGS, CannotInstallError, install, self_test
from tests.bureau import MAIN, Bureau, Desk, bureau, plain_git

HEAVY = ("pandas", "numpy", "mkdocs", "jinja2", "click", "ruamel", "markdown", "pygments")


def bare(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    plain_git(folder, "init", "--quiet", "--bare", "--initial-branch=main", "r.git")
    return folder / "r.git"


@pytest.fixture
def office(tmp_path: Path) -> Bureau:
    return bureau(tmp_path / "bureau")


def test_what_git_itself_is_told(office: Bureau) -> None:
    for name, value in GIT_SETTINGS.items():
        assert plain_git(office.bare, "config", name) == value


def test_the_gate_tests_itself(office: Bureau) -> None:
    before = office.refs()
    assert self_test(office.bare, office.root).startswith("E-NOSHEET unapproved.txt:")
    assert office.refs() == before


def test_an_empty_repository_tests_itself_too(tmp_path: Path, office: Bureau) -> None:
    folder = bare(tmp_path / "empty")
    install(folder, office.root)
    assert self_test(folder, office.root).startswith("E-GENESIS")
    assert plain_git(folder, "for-each-ref") == ""


@pytest.mark.parametrize("name", ["一个 局", "it's", 'a "b" $HOME `c`', "-x"])
def test_paths_that_a_shell_would_take_apart(tmp_path: Path, office: Bureau, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    office.bare.rename(folder / "r.git")
    install(folder / "r.git", office.root)
    assert self_test(folder / "r.git", office.root).startswith("E-NOSHEET")


def test_gitea_keeps_its_own_hook(office: Bureau) -> None:
    """Its ``pre-receive`` runs whatever is executable in ``pre-receive.d``."""
    hooks = office.bare / "hooks"
    own = hooks / "pre-receive"
    own.write_text(
        '#!/bin/sh\ndata=$(cat)\nfor hook in "$GIT_DIR"/hooks/pre-receive.d/*; do\n'
        '  test -x "$hook" || continue\n  echo "$data" | "$hook" || exit 1\ndone\n',
        "utf-8",
    )
    own.chmod(0o755)
    (hooks / "pre-receive.d").mkdir()
    made = install(office.bare, office.root)
    assert made.hook == hooks.resolve() / "pre-receive.d/jifen"
    assert "pre-receive.d" in own.read_text("utf-8")
    # Only hooks stand where every executable is taken for one.
    assert [path.name for path in (hooks / "pre-receive.d").iterdir()] == ["jifen"]
    assert self_test(office.bare, office.root).startswith("E-NOSHEET")
    made.hook.chmod(0o644)
    with pytest.raises(CannotInstallError, match="自检失败"):
        self_test(office.bare, office.root)


GATE = '"${0%/*}"/pre-receive.d/jifen'
WRAPPERS = {
    "reads it all": f"cat > /dev/null\n{GATE}",
    "closes it": f"{GATE} <&-",
    "hands on what it forgot": f'echo "$data" | {GATE}',
}


def behind(office: Bureau, wrapper: str) -> None:
    """The gate in ``pre-receive.d``, started by somebody's script."""
    hooks = office.bare / "hooks"
    (hooks / "pre-receive.d").mkdir()
    own = hooks / "pre-receive"
    own.write_text(f"#!/bin/sh\n{wrapper}\n", "utf-8")
    own.chmod(0o755)
    install(office.bare, office.root)


@pytest.mark.parametrize("wrapper", WRAPPERS.values(), ids=WRAPPERS)
def test_a_script_before_the_gate_that_eats_the_push_lets_nothing_in(
    office: Bureau, wrapper: str
) -> None:
    behind(office, wrapper)
    before = office.refs()
    desk = office.desk()
    desk.write("x/y.txt", "x")
    desk.commit()
    pushed = desk.push()
    assert pushed.codes == ["E-HOOK"]
    line = "E-HOOK: git 交来的推送内容没有传到闸门，无从核对推送了什么。管理员检查闸门前面的脚本，标准输入要原样传下去。"
    assert line in pushed.said
    assert office.refs() == before
    with pytest.raises(CannotInstallError, match="自检失败：闸门没有正常运行：E-HOOK"):
        self_test(office.bare, office.root)
    assert office.refs() == before


def test_a_script_before_the_gate_that_reads_one_line_is_noticed(office: Bureau) -> None:
    behind(office, f"read -r line\n{GATE}")
    before = office.refs()
    with pytest.raises(CannotInstallError, match="只有一个传到闸门"):
        self_test(office.bare, office.root)
    assert office.refs() == before


def test_a_script_before_the_gate_that_hands_everything_on_is_no_fault(office: Bureau) -> None:
    behind(office, f'data=$(cat)\necho "$data" >&2\necho "$data" | {GATE}')
    assert self_test(office.bare, office.root).startswith("E-NOSHEET unapproved.txt:")
    desk = office.desk()
    desk.submit()
    desk.commit()
    assert desk.push().accepted


def test_a_hook_that_may_not_run_is_noticed(office: Bureau) -> None:
    (office.bare / "hooks/pre-receive").chmod(0o644)
    before = office.refs()
    with pytest.raises(CannotInstallError, match="自检失败：没有审批单的推送被接收了"):
        self_test(office.bare, office.root)
    # What slipped through is on main now, so the message is no false alarm; the auditor sees it.
    assert office.refs() != before
    proof = office.prove()
    assert proof.refusal is not None
    assert proof.refusal.code == "E-NOSHEET"


def test_a_hook_that_crashes_is_noticed_and_lets_nothing_through(office: Bureau) -> None:
    (office.bare / "hooks/jifen/generator/audit/judge.py").write_text(
        "raise SystemError\n", "utf-8"
    )
    before = office.refs()
    with pytest.raises(CannotInstallError, match="闸门没有正常运行"):
        self_test(office.bare, office.root)
    assert office.refs() == before


def test_hooks_sent_elsewhere_are_noticed(tmp_path: Path, office: Bureau) -> None:
    (tmp_path / "none").mkdir()
    plain_git(office.bare, "config", "core.hooksPath", str(tmp_path / "none"))
    with pytest.raises(CannotInstallError, match="自检失败"):
        self_test(office.bare, office.root)


def test_only_a_bare_repository(tmp_path: Path, office: Bureau) -> None:
    desk = office.desk()
    for folder in (desk.folder, tmp_path, tmp_path / "nowhere"):
        with pytest.raises(CannotInstallError, match="不是裸仓库"):
            install(folder, office.root)
    assert not (desk.folder / ".git/hooks/jifen").exists()


def test_somebody_elses_hook_is_left_alone(tmp_path: Path, office: Bureau) -> None:
    folder = bare(tmp_path / "x")
    hook = folder / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_bytes(b"#!/bin/sh\n# \xff mail the chief\n")
    with pytest.raises(CannotInstallError, match="已有别的钩子"):
        install(folder, office.root)
    assert b"mail the chief" in hook.read_bytes()
    assert not (folder / "hooks/jifen").exists()
    install(folder, office.root, force=True)
    assert self_test(folder, office.root)


def test_again_with_another_root(office: Bureau) -> None:
    """The gate obeys the root that was installed last, and a copy of the program of that day."""
    stale = office.bare / "hooks/jifen/generator/audit/left_over.py"
    stale.write_text("x = 1\n", "utf-8")
    install(office.bare, replace(office.root, genesis="1" * 40))
    assert not stale.exists()
    folder = office.folder / "desk-x"
    plain_git(office.folder, "clone", "--quiet", str(office.bare), str(folder))
    (office.bare / "refs/heads/main").unlink()
    pushed = Desk(office, folder).push()
    assert pushed.codes == ["E-GENESIS"]


def test_a_broken_trust_root_keeps_the_gate_shut(office: Bureau) -> None:
    desk = office.desk()
    desk.submit()
    desk.commit()
    (office.bare / "hooks/jifen/root.json").write_text("{}", "utf-8")
    assert desk.push().codes == ["E-GENESIS"]
    (office.bare / "hooks/jifen/root.json").unlink()
    assert desk.push().codes == ["E-GENESIS"]


def test_gitlab_shows_the_reason(office: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = office.desk()
    desk.write("x/y.txt", "x")
    desk.commit()
    monkeypatch.setenv("GL_ID", "user-1")
    assert "GL-HOOK-ERR: E-PATH x/y.txt" in desk.push().said


# ── who may run it ──────────────────────────────────────────────────────────────────────────

ANYBODY = 12345
"""An account that owns nothing on this machine but what a test gives it."""
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")


@pytest.fixture
def served(office: Bureau) -> Iterator[Bureau]:
    """A repository of another account, where that account can come to it."""
    with tempfile.TemporaryDirectory(prefix="jifen-served-") as folder:
        Path(folder).chmod(0o755)
        made = office.copied(Path(folder) / "bureau")
        made.folder.chmod(0o755)
        for path in (made.bare, *made.bare.rglob("*")):
            os.chown(path, ANYBODY, ANYBODY)
        yield made


@pytest.fixture
def secretive() -> Iterator[None]:
    """What is written is for whoever writes it."""
    before = os.umask(0o077)
    yield
    os.umask(before)


def shared_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """The gate runs by a Python that every account may start."""
    system = "/usr/bin/python3"
    found = subprocess.run([system, "-c", "import sys; print(*sys.version_info[:2])"], capture_output=True, text=True, check=False) if os.access(system, os.X_OK) else None  # fmt: skip
    if found is None or found.stdout.split() != [str(n) for n in sys.version_info[:2]]:
        pytest.skip("no Python of this version that another account may run")
    packages = Path(sysconfig.get_path("purelib"))
    if not all(each.stat().st_mode & 0o005 == 0o005 for each in (packages, *packages.parents)):
        pytest.skip(f"{packages} cannot be read by another account")
    monkeypatch.setattr(sys, "executable", system)


def installed(bureau: Bureau) -> list[Path]:
    hooks = bureau.bare / "hooks"
    return [hooks / "pre-receive", hooks / "jifen", *(hooks / "jifen").rglob("*")]


@as_root
def test_root_installs_for_the_account_that_serves_the_pushes(
    office: Bureau, served: Bureau, secretive: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared_python(monkeypatch)
    install(served.bare, served.root)
    assert self_test(served.bare, served.root).startswith("E-NOSHEET unapproved.txt:")
    assert {path.stat().st_uid for path in (*installed(served), served.bare / "config")} == {
        ANYBODY
    }
    # And whoever pushes in its name is judged.
    wrapper = f"--receive-pack=setpriv --reuid={ANYBODY} --regid={ANYBODY} --clear-groups git receive-pack"
    desk = office.desk()
    desk.git("remote", "set-url", "origin", str(served.bare))
    desk.write("x/y.txt", "x")
    desk.commit()
    assert desk.push(f"HEAD:{MAIN}", wrapper).codes == ["E-PATH"]
    desk.git("reset", "--quiet", "--hard", "origin/main")
    desk.submit()
    desk.commit()
    assert desk.push(f"HEAD:{MAIN}", wrapper).accepted


@as_root
def test_root_is_told_what_the_account_that_serves_the_pushes_cannot_run(
    served: Bureau, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root itself could."""
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o700)
    (locked / "python").symlink_to(sys.executable)
    monkeypatch.setattr(sys, "executable", str(locked / "python"))
    install(served.bare, served.root)
    told = r"自检失败：闸门没有正常运行（以仓库主人的账号推送）：.*Permission denied"
    with pytest.raises(CannotInstallError, match=told):
        self_test(served.bare, served.root)


def test_every_account_may_read_the_gate_whatever_the_umask(
    office: Bureau, secretive: None
) -> None:
    install(office.bare, office.root)
    kept = office.bare / "hooks/jifen/kept"
    modes = {path: path.stat().st_mode & 0o777 for path in installed(office)}
    assert modes.pop(kept) == 0o700
    assert modes.pop(office.bare / "hooks/pre-receive") == 0o755
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o755}
    assert {mode for path, mode in modes.items() if not path.is_dir()} == {0o644}


# ── what the gate starts with ───────────────────────────────────────────────────────────────


def test_the_gate_loads_nothing_heavy(office: Bureau, tmp_path: Path) -> None:
    """Seen in the hook's own interpreter, after a push that was judged to the end."""
    seen = tmp_path / "modules"
    gate = office.bare / "hooks/jifen/gate.py"
    asked = "from generator.audit.hook import main\n"
    spy = f"""from generator.audit.hook import main as judge
def main(root):
    code = judge(root)
    open({str(seen)!r}, "w").write("\\n".join(sys.modules))
    return code
"""
    text = gate.read_text("utf-8")
    assert asked in text
    gate.write_text(text.replace(asked, spy), "utf-8")
    desk = office.desk()
    desk.submit()
    desk.commit()
    assert desk.push().accepted
    modules = seen.read_text("utf-8").split("\n")
    assert "generator.audit.judge" in modules
    tops = {name.partition(".")[0] for name in modules}
    assert tops.isdisjoint(HEAVY)
    foreign = {
        top for top in tops if top not in sys.stdlib_module_names and not top.startswith("_")
    }
    assert foreign <= {"generator", "yaml", "cryptography", "cffi", "cython_runtime"}
    assert {name for name in modules if name.startswith("generator.")} <= {
        name
        for name in modules
        if name.startswith(tuple(f"generator.{room}" for room in (*KERNEL, "checks")))
    }


def test_the_gate_runs_the_installed_copy(office: Bureau) -> None:
    text = (office.bare / "hooks/jifen/gate.py").read_text("utf-8")
    assert str(Path(__file__).parents[2]) not in text.replace(str(Path(sys.prefix)), "")
    assert (office.bare / "hooks/jifen/generator/audit/judge.py").is_file()
    hook = (office.bare / "hooks/pre-receive").read_text("utf-8")
    assert " -I -S " in hook
    assert os.access(office.bare / "hooks/pre-receive", os.X_OK)


def test_hook_and_kernel_work_wherever_they_are_put_together(office: Bureau) -> None:
    """As a forge wants them: in a folder of its own, here called custom_hooks."""
    there = office.bare / "custom_hooks"
    there.mkdir()
    for name in ("pre-receive", "jifen"):
        (office.bare / "hooks" / name).rename(there / name)
    plain_git(office.bare, "config", "core.hooksPath", str(there))
    desk = office.desk()
    desk.write("x/y.txt", "x")
    desk.commit()
    assert desk.push().codes == ["E-PATH"]
    desk.git("reset", "--quiet", "--hard", "origin/main")
    desk.submit()
    desk.commit()
    assert desk.push().accepted
