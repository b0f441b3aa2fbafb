"""An office: key files for the people of ``bureau.py``, and the program run as one of them.

Most commands run in this process, which spares the second that it takes to start; ``start`` and
``answer`` run the program as people do.
"""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives import serialization

from generator.approval import demo_keys
from tests.bureau import PEOPLE, Bureau, Desk, bureau, template
from tests.command import jifen

ROOT = Path(__file__).parents[2]
JIFEN = [sys.executable, "-m", "generator"]


@dataclass(frozen=True)
class Said:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


def key_file(folder: Path, name: str) -> Path:
    """The demonstration key of a person as an OpenSSH key file."""
    folder.mkdir(exist_ok=True)
    file = folder / name
    if not file.exists():
        file.write_bytes(
            demo_keys.private_key(name).private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.OpenSSH,
                serialization.NoEncryption(),
            )
        )
        file.chmod(0o600)
    return file


@cache
def _prepared(prepare: Callable[[Office], None]) -> Bureau:
    def make(folder: Path) -> Bureau:
        office = Office(bureau(folder))
        prepare(office)
        return office.bureau

    return template(make)


class Office:
    """A bureau with key files, and a desk to work at."""

    def __init__(self, bureau: Bureau) -> None:
        self.bureau = bureau
        self.keys = bureau.folder / "keys"
        for number in PEOPLE:
            key_file(self.keys, number)
        self.root_file = bureau.folder / "ROOT.json"
        self.root_file.write_text(bureau.root.text, "utf-8")

    def become(self, prepare: Callable[[Office], None]) -> Desk:
        """A new desk at a server on which something has happened; it happens once a process."""
        shutil.rmtree(self.bureau.bare)
        _prepared(prepare).copied(self.bureau.folder)
        return self.bureau.desk()

    def environment(self, person: str, **more: str) -> dict[str, str]:
        """As the person sits there: the own key named, no agent, no home of anybody else."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("GIT_", "SSH_", "JIFEN_"))
        }
        return kept | {
            "HOME": str(self.bureau.folder),
            "GIT_CONFIG_NOSYSTEM": "1",
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            **({"JIFEN_KEY": str(self.keys / person)} if person else {}),
            **more,
        }

    def run(self, desk: Desk, person: str, *arguments: str, **environment: str) -> Said:
        """``jifen ARGUMENTS`` at a desk, as a person, in a pipe."""
        own = self.environment(person, **environment)
        done = jifen(desk.folder, *arguments, environment=own)
        return Said(done.returncode, done.stdout, done.stderr)

    def start(self, desk: Desk, person: str, *arguments: str, **environment: str) -> Said:
        """The same in a process of its own."""
        done = subprocess.run(
            [*JIFEN, *arguments], cwd=desk.folder, capture_output=True, check=False,
            env=self.environment(person, **environment), stdin=subprocess.DEVNULL,
        )  # fmt: skip
        return Said(done.returncode, done.stdout.decode(), done.stderr.decode())

    def answer(self, desk: Desk, person: str, text: str, *arguments: str) -> Said:
        """The same on a terminal, where the question is answered by ``text``."""
        ours, theirs = pty.openpty()
        with subprocess.Popen(
            [*JIFEN, *arguments], cwd=desk.folder, stdin=theirs, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env=self.environment(person),
        ) as process:  # fmt: skip
            os.close(theirs)
            os.write(ours, f"{text}\n".encode())
            out, err = process.communicate(timeout=120)
        os.close(ours)
        return Said(process.returncode, out.decode(), err.decode())
