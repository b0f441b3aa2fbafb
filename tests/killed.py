"""``jifen`` that is killed, interrupted or refused at the n-th change that it makes.

A change is a file opened for writing, a rename, a removal, a folder made or gone, or a call of git
that changes something, but for scratch files; what happens to it happens right before it.  One
process loads the program and forks for each run, which spares the second that it takes to start.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from generator.desk.submit import now

FORK = """
import json, os, signal, sys, tempfile
from datetime import datetime
from generator.command.main import main
import generator.audit.git, generator.audit.install, generator.desk.correcting, generator.desk.review
import generator.desk.status, generator.desk.submit, generator.files.whole
import generator.scoring.closed.closing

READS = {"rev-parse", "cat-file", "config", "merge-base", "for-each-ref", "ls-files", "var", "status", "rev-list"}
SCRATCH = os.path.join(tempfile.gettempdir(), "jifen-")

def counts(name):
    # Of a gate's program, a hundred files are copied one like the other; folders are removed by the names in them.
    return not name.startswith((SCRATCH, os.devnull)) and "/generator/" not in name and os.path.isabs(name)

def about(event, args):
    '''The file that a change is about, or git; empty where it is no change.'''
    if event == "open":
        path, _, flags = args
        written = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) and isinstance(path, (str, os.PathLike))
        return os.fspath(path) if written and counts(os.fspath(path)) else ""
    if event in ("os.rename", "os.remove", "os.mkdir", "os.rmdir"):
        return os.fsdecode(args[0]) if counts(os.fsdecode(args[0])) else ""
    if event == "subprocess.Popen":
        _, call, _, environment = args
        words = [word for word in map(os.fsdecode, call) if not word.startswith("-")]
        scratch = "GIT_INDEX_FILE" in (environment or {})
        return "git" if words[0] == "git" and not READS & set(words) and not scratch else ""
    return ""

def run(job):
    os.chdir(job["where"])
    os.environ.clear()
    os.environ.update(job["environment"])
    # Signatures of one moment are the same, and so are the sheets of two runs.
    moment = datetime.fromisoformat(job["moment"])
    generator.desk.submit.now = lambda: moment
    # What a test writes need not outlive it.
    os.fsync = generator.files.whole._onto_disk = lambda *_: None
    # These take seconds, and are looked at elsewhere.
    generator.audit.install.compileall.compile_dir = lambda *_, **__: None
    generator.audit.install.self_test = lambda *_: "E-NOSHEET"
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number, name in ((0, os.devnull), (1, job["out"]), (2, job["err"])):
        os.dup2(os.open(name, os.O_RDWR | os.O_CREAT, 0o600), number)
    left = job["changes"]
    def watch(event, args):
        nonlocal left
        name = about(event, args)
        if left is None or not name or job["error"] and event != "open":
            return
        left -= 1
        if left < 0:
            left = None
            if job["error"]:
                raise OSError(job["error"], os.strerror(job["error"]), name)
            os.kill(os.getpid(), job["signal"])
    sys.addaudithook(watch)
    main(job["call"], prog_name="jifen")

for line in sys.stdin:
    job = json.loads(line)
    child = os.fork()
    if not child:
        run(job)
        os._exit(99)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
"""Reads a job a line, and answers each with the exit code of its run."""


@dataclass(frozen=True)
class Ended:
    """How a run ended: -9 when it was killed; and what it said."""

    code: int
    out: str
    err: str


class Runs:
    """Runs of the program, one after another, all at one moment."""

    def __init__(self, process: subprocess.Popen[str], folder: Path) -> None:
        self.process, self.folder = process, folder
        self.moment = now()

    def run(
        self,
        where: Path,
        environment: Mapping[str, str],
        call: Sequence[str],
        changes: int | None = None,
        number: signal.Signals = signal.SIGKILL,
        error: int = 0,
    ) -> Ended:
        """Run a call; after so many changes it gets this signal, or the next file this error."""
        said = [self.folder / name for name in ("out", "err")]
        for file in said:
            file.write_bytes(b"")
        job = {
            "where": str(where), "environment": dict(environment), "call": list(call),
            "changes": changes, "signal": int(number), "error": error,
            "moment": self.moment.isoformat(), "out": str(said[0]), "err": str(said[1]),
        }  # fmt: skip
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{json.dumps(job)}\n")
        self.process.stdin.flush()
        code = int(self.process.stdout.readline())
        return Ended(code, *(file.read_text("utf-8") for file in said))


@contextmanager
def runs(folder: Path) -> Iterator[Runs]:
    """The program, loaded once; ``folder`` is for what it says."""
    call = [sys.executable, "-c", FORK]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    root = Path(__file__).parents[1]
    with subprocess.Popen(call, cwd=root, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:  # fmt: skip
        yield Runs(process, folder)


def failing_git(folder: Path, verb: str, what: str) -> str:
    """A PATH on which ``git VERB`` does what these words of the shell say, and all else is git's."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "git"
    lines = (
        f'for word; do [ "$word" = {verb} ] && {{ {what}; }}; done\nexec {shutil.which("git")} "$@"'
    )
    file.write_text(f"#!/bin/sh\n{lines}\n", "utf-8")
    file.chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"
