"""A release: the same wheel from the same commit, with all that the program needs, installed as it is."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import requires
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from delivery.__main__ import INSTALLERS, LOCK, MARK, PYTHONS, fill
from tests.bureau import plain_git
from tests.once import made_once

ROOT = Path(__file__).parents[2]
MAKE = "import sys; from pathlib import Path; from delivery.__main__ import Git, make_wheel; make_wheel(Git(Path()), sys.argv[1], Path(sys.argv[2]))"  # fmt: skip


def made(clone: Path, out: Path, umask: int, **environment: str) -> Path:
    """The wheel that somebody makes in that clone."""
    out.mkdir(parents=True)
    subprocess.run(
        [sys.executable, "-c", f"import os; os.umask({umask}); {MAKE}", "HEAD", str(out)],
        cwd=clone, env=os.environ | {"PYTHONPATH": str(clone)} | environment, check=True,
    )  # fmt: skip
    (wheel,) = out.iterdir()
    return wheel


def clone(folder: Path) -> Path:
    plain_git(folder.parent, "clone", "--quiet", "--no-hardlinks", str(ROOT), str(folder))
    return folder


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    def make(folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        made(clone(folder / "clone"), folder / "wheel", 0o022)

    (found,) = (made_once(tmp_path_factory, "release", make) / "wheel").iterdir()
    return found


def test_whoever_makes_the_wheel_of_a_commit_makes_the_same_bytes(
    wheel: Path, tmp_path: Path
) -> None:
    other = clone(tmp_path / "another place")
    plain_git(other, "config", "tar.umask", "0")
    (other / "generator/stray.py").write_text("# never committed\n", "utf-8")
    (other / "handbook/index.md").write_text("# changed\n", "utf-8")
    again = made(other, tmp_path / "out", 0o077, TZ="Asia/Shanghai", LC_ALL="C", SOURCE_DATE_EPOCH="1", PYTHONHASHSEED="7")  # fmt: skip
    assert again.name == wheel.name
    assert again.read_bytes() == wheel.read_bytes()


def test_the_wheel_has_all_of_the_program_and_nothing_of_the_sample_county(wheel: Path) -> None:
    there = {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}
    known = set(plain_git(ROOT, "ls-tree", "-r", "--name-only", "HEAD", "generator", "handbook", "rules", "site_templates").splitlines())  # fmt: skip
    assert there == {path for path in known if not path.startswith("rules/approvals/")}


def test_what_is_installed_makes_a_ledger_and_its_site_away_from_the_sources(
    wheel: Path, tmp_path: Path
) -> None:
    place, ledger = tmp_path / "installed", tmp_path / "ledger"
    call = [sys.executable, "-m", "pip", "--quiet", "install", "--no-deps", "--no-index", "--target", str(place), str(wheel)]  # fmt: skip
    subprocess.run(call, check=True)

    def jifen(*arguments: str) -> subprocess.CompletedProcess[str]:
        lines = f"import sys; sys.path.insert(0, {str(place)!r}); from generator.__main__ import run; run()"
        return subprocess.run([sys.executable, "-I", "-c", lines, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False)  # fmt: skip

    assert jifen("new", "ledger", "--ledger", "lg-own", "--name", "本县公安局").returncode == 0
    (ledger / "rules/approvers.yml").unlink()  # else nothing is built before it is founded
    for name in ("check", "schema", "examples", "build"):
        done = jifen(name, "-C", str(ledger))
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
    assert "本县公安局" in (ledger / "site/index.html").read_text("utf-8")
    assert (ledger / "site/handbook/administrator.html").is_file()
    assert (ledger / "site/assets/jifen.css").is_file()
    assert list((ledger / "schema").glob("rooms-*.json"))


# ── what is carried over ───────────────────────────────────────────────────────────────────────


@pytest.fixture
def release(wheel: Path, tmp_path: Path) -> Path:
    """A release without the wheels of others."""
    folder = tmp_path / "release"
    folder.mkdir()
    fill(folder, Path(shutil.copy(wheel, folder)))
    return folder


def test_every_file_stands_in_the_sums_and_no_file_names_an_address(release: Path) -> None:
    listed = [line.partition("  ")[2] for line in (release / MARK).read_text("utf-8").splitlines()]
    assert listed == sorted(path.name for path in release.iterdir() if path.name != MARK)
    subprocess.run(["sha256sum", "--quiet", "--check", MARK], cwd=release, check=True)
    for name in (LOCK, MARK, *INSTALLERS):
        assert not re.search(rb"[a-z]+://", (release / name).read_bytes())
    assert (release / LOCK).read_text("utf-8").splitlines()[-1].startswith("jifen==")
    assert (release / "install.cmd").read_bytes().count(b"\r\n") > 20
    assert "@VERSION@" not in (release / "install.sh").read_text("utf-8")


def install(release: Path, target: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    call = ["sh", str(release / "install.sh"), str(target)]
    return subprocess.run(call, env=os.environ | {"PYTHON": sys.executable} | environment, capture_output=True, text=True, check=False)  # fmt: skip


def test_an_installation_that_does_not_succeed_says_why_and_leaves_nothing(
    release: Path, tmp_path: Path
) -> None:
    target = tmp_path / "installed"
    done = install(release, target)  # the wheels of others are not there
    assert done.returncode == 1
    assert done.stderr.endswith("没有装成，请看上面的原因。\n")
    assert not target.exists()
    done = install(release, target, PYTHON="false")
    assert done.stderr == "需要 Python 3.11、3.12 或 3.13。请先从系统安装盘安装。\n"
    done = install(release, tmp_path)
    assert done.stderr == f"已经有 {tmp_path}，没有安装。请换一个文件夹，或先把它移走。\n"
    (release / LOCK).write_text("", "utf-8")
    done = install(release, target)
    assert done.stderr.endswith("安装文件不完整或被改动过，没有安装。请重新拷贝。\n")
    assert not target.exists()


def test_what_is_needed_on_windows_alone_is_locked_too() -> None:
    """What pip asks for is what the machine needs on which it collects, whatever machine that is for."""
    locked = {canonicalize_name(name) for name in re.findall(r"^([\w.-]+)==", (ROOT / LOCK).read_text("utf-8"), re.MULTILINE)}  # fmt: skip
    windows = {"os_name": "nt", "sys_platform": "win32", "platform_system": "Windows", "extra": ""}
    needed = {
        canonicalize_name(each.name)
        for name in locked
        for each in map(Requirement, requires(name) or ())
        for python in PYTHONS
        if each.marker is None or each.marker.evaluate(windows | {"python_version": python})
    }
    assert needed - locked == set()
