"""Copies of the work tree in which tests run, each in a process forked from one that is warm.

Importing pandas, hypothesis and pytest takes longer than most mutants live, so this process has
done it before it forks; the program and its tests are imported afresh by each child, from a copy
in which one file is changed, so that what a test starts as a program of its own sees the change.
"""

from __future__ import annotations

import importlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

WARM = (
    "pandas", "hypothesis", "pytest", "yaml", "jinja2", "jsonschema", "click", "mkdocs.commands.build",
    "cryptography.hazmat.primitives.asymmetric.ed25519", "xml.etree.ElementTree", "sqlite3",
)  # fmt: skip
PYTEST = ("-x", "-q", "-o", "addopts=", "-p", "no:cacheprovider", "-p", "no:randomly")
TIMED_OUT = -1
SURVIVED, NO_TESTS = 0, 5
"""Exit codes of pytest; every other one means that the mutant was noticed."""


class Job(NamedTuple):
    """Something to run in a copy."""

    name: str
    run: Callable[[Path], int]
    """Called in the child, in the copy; the exit code."""
    limit: float
    """Seconds until it is ended."""
    change: tuple[str, str] | None = None
    """A file of the copy and what it says during this job."""


class Ended(NamedTuple):
    name: str
    code: int
    seconds: float


@dataclass(slots=True)
class Running:
    job: Job
    place: Path
    start: float
    before: tuple[bytes, os.stat_result] | None = None

    def harm(self) -> None:
        """Change the file, in a copy that compiles nothing while it is changed."""
        if self.job.change is not None:
            path, text = self.job.change
            file = self.place / "tree" / path
            self.before = file.read_bytes(), file.stat()
            file.write_text(text, "utf-8")

    def heal(self) -> None:
        """Put the file back with its time, by which Python knows the compiled one."""
        if self.job.change is not None and self.before is not None:
            file = self.place / "tree" / self.job.change[0]
            data, known = self.before
            file.write_bytes(data)
            os.utime(file, ns=(known.st_atime_ns, known.st_mtime_ns))


def warm_up() -> None:
    """Import what all tests need, and let hypothesis try the same examples every time."""
    os.environ |= {"OPENBLAS_NUM_THREADS": "1", "JIFEN_SKIP_BROWSER": "1", "JIFEN_SKIP_AXE": "1"}
    for name in WARM:
        with suppress(ImportError):
            importlib.import_module(name)
    settings = importlib.import_module("hypothesis").settings
    settings.register_profile("mutants", derandomize=True, database=None, deadline=None)
    settings.load_profile("mutants")


def copies(root: Path, folder: Path, count: int) -> list[Path]:
    """Copies of the work tree as it stands; the tests in them are compiled."""
    listed = (
        "git",
        "-C",
        str(root),
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    )
    names = subprocess.run(listed, capture_output=True, check=True).stdout.decode().split("\0")
    first = folder / "1" / "tree"
    for name in filter(None, names):
        if (root / name).is_file():
            (first / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, first / name)
    compiled = (sys.executable, "-m", "pytest", "-q", "--collect-only", "-o", "addopts=", "tests")
    subprocess.run(compiled, cwd=first, capture_output=True, check=True)
    for number in range(2, count + 1):
        shutil.copytree(first, folder / str(number) / "tree")
    return [folder / str(number) for number in range(1, count + 1)]


def in_parallel(jobs: Iterator[Job], places: Sequence[Path]) -> Iterator[Ended]:
    """Run the jobs, one at a time in each place, and tell of each as it ends."""
    free, running = list(places), dict[int, Running]()
    try:
        while True:
            while free and (job := next(jobs, None)) is not None:
                place = free.pop()
                each = Running(job, place, time.monotonic())
                each.harm()
                running[_forked(job, place)] = each
            if not running:
                return
            for pid, each in list(running.items()):
                code = _code_of(pid, each)
                if code is not None:
                    del running[pid]
                    each.heal()
                    free.append(each.place)
                    yield Ended(each.job.name, code, time.monotonic() - each.start)
            time.sleep(0.02)
    finally:
        for pid in running:
            _end(pid)


def _code_of(pid: int, each: Running) -> int | None:
    """The exit code; None while it may go on running."""
    done, status = os.waitpid(pid, os.WNOHANG)
    if done:
        _end_group(pid)
        return os.waitstatus_to_exitcode(status)
    if time.monotonic() - each.start < each.job.limit:
        return None
    _end(pid)
    return TIMED_OUT


def _end(pid: int) -> None:
    _end_group(pid)
    os.waitpid(pid, 0)


def _end_group(pid: int) -> None:
    """The child leads a group of its own, with all that its tests have started."""
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


def _forked(job: Job, place: Path) -> int:
    scratch = place / "tmp"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    pid = os.fork()
    if pid:
        with suppress(PermissionError, ProcessLookupError):
            os.setpgid(pid, pid)
        return pid
    code = 3
    try:
        os.setpgid(0, 0)
        with (place / "log").open("wb") as log:
            os.dup2(log.fileno(), 1)
            os.dup2(log.fileno(), 2)
        os.environ["TMPDIR"] = tempfile.tempdir = str(scratch)
        os.chdir(place / "tree")
        here = {"", str(Path(__file__).parents[2])}
        sys.path[:] = [str(place / "tree"), *(each for each in sys.path if each not in here)]
        sys.dont_write_bytecode = True
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        code = job.run(place / "tree")
    finally:
        os._exit(code)


def asked(tests: Sequence[str], plugins: Sequence[object] = ()) -> int:
    """Run test files in this process; the exit code of pytest."""
    import pytest  # noqa: PLC0415 - warm by now

    return int(pytest.main([*PYTEST, *tests], plugins=list(plugins)))


class Chosen:
    """A plugin of pytest: these tests alone, in this order."""

    def __init__(self, names: Sequence[str]) -> None:
        self.place = {name: number for number, name in enumerate(names)}

    def pytest_collection_modifyitems(self, items: list[object]) -> None:
        place = self.place
        named = [(place[name], item) for item in items if (name := getattr(item, "nodeid", "")) in place]  # fmt: skip
        items[:] = [item for _, item in sorted(named, key=lambda pair: pair[0])]
