"""An office: key files for the people of ``bureau.py``, and the program run as one of them."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization

from generator.audit import demokeys
from tests.bureau import PEOPLE, Bureau, Desk

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
            demokeys.private_key(name).private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.OpenSSH,
                serialization.NoEncryption(),
            )
        )
        file.chmod(0o600)
    return file


class Office:
    """A bureau with key files, and a desk to work at."""

    def __init__(self, bureau: Bureau) -> None:
        self.bureau = bureau
        self.keys = bureau.folder / "keys"
        for number in PEOPLE:
            key_file(self.keys, number)
        self.root_file = bureau.folder / "ROOT.json"
        self.root_file.write_text(bureau.root.text, "utf-8")

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
        """``jifen ARGUMENTS`` at a desk, as a person."""
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
