"""The stage: folders, the server, persons with their keys and clones; commands run for real."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from demo.story import Story, Told
from generator.approval import demo_keys
from generator.approval.approvers import Approvers, Person
from generator.approval.root import Root

MAIN = "refs/heads/main"
JIFEN = Path(sys.executable).with_name("jifen")
"""The command as it was installed beside this Python."""
_MARK = "remote: "


def environment() -> dict[str, str]:
    """As at a desk where nothing is set: the visitor's own git settings and keys stay out of it."""
    ours = ("GIT_", "SSH_", "JIFEN_")
    plain = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return plain | {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C.UTF-8",
    }


def run(
    folder: Path, *call: str, given: bytes | None = None, more: Mapping[str, str] | None = None
) -> Told:
    """Run a program; never raises for what it says."""
    env = environment() | (dict(more) if more else {})
    done = subprocess.run(
        call, cwd=folder, input=given, env=env, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    text = done.stdout.decode("utf-8", "replace")
    return Told(done.returncode, tuple(_plain(line) for line in text.splitlines()))


def _plain(line: str) -> str:
    return line.removeprefix(_MARK).rstrip()


@dataclass(slots=True)
class Stage:
    """Where the demonstration plays."""

    folder: Path
    story: Story
    approvers: Approvers
    root: Root
    clones: int = 0

    @property
    def server(self) -> Path:
        return self.folder / "server" / "ledger.git"

    @property
    def root_file(self) -> Path:
        """The trust root, outside every repository."""
        return self.folder / "safe" / "ROOT.json"

    @property
    def main(self) -> str:
        """The commit on which main is, as the server has it."""
        return self.git(self.server, "rev-parse", MAIN)

    @property
    def refs(self) -> str:
        """Every ref of the server."""
        return self.git(self.server, "for-each-ref")

    def git(self, folder: Path, *call: str, more: Mapping[str, str] | None = None) -> str:
        """Git behind the scenes; what goes wrong ends the demonstration."""
        done = run(folder, "git", *call, more=more)
        self.story.expect(done.code == 0, f"git {' '.join(call)} 没有成功", done)
        return done.text

    def clone(self, name: str = "") -> Path:
        """A fresh clone of the server."""
        self.clones += 1
        target = self.folder / (name or f"clones/{self.clones}")
        target.parent.mkdir(parents=True, exist_ok=True)
        self.git(self.folder, "clone", "--quiet", str(self.server), str(target))
        return target

    def desk(self, number: str) -> Desk:
        """A person's own clone, with the key that signs there."""
        person = self.approvers.persons[number]
        folder = self.folder / "desks" / number
        if not folder.exists():
            self.clone(f"desks/{number}")
            for name, value in {
                "user.name": person.name,
                "user.email": f"{number}@qingling.example",
                "jifen.key": str(self.key(number)),
            }.items():
                self.git(folder, "config", name, value)
        return Desk(self, person, folder)

    def key(self, number: str) -> Path:
        """The file with a person's private demonstration key."""
        file = self.folder / "keys" / number
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            key = demo_keys.private_key(number)
            made = key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
            file.touch(mode=0o600)
            file.write_bytes(made)
            file.with_suffix(".pub").write_text(f"{demo_keys.public_line(number)}\n", "utf-8")
        return file

    def tell(self, who: str, folder: Path, *call: str) -> Told:
        """Run a command of ``jifen`` or git before the visitor's eyes; what it said is not shown yet."""
        program = (str(JIFEN),) if call[0] == "jifen" else (call[0],)
        self.story.command(who, self.shown(call))
        return run(folder, *program, *call[1:])

    def shown(self, call: Sequence[str]) -> str:
        """A call as it is printed: paths from the folder of the demonstration on."""
        return " ".join(shlex.quote(self.short(word)) for word in call).replace("'", '"')

    def short(self, word: str) -> str:
        """A path inside the demonstration without the folder it lies in."""
        return word.replace(f"{self.folder}/", "")


@dataclass(frozen=True, slots=True)
class Desk:
    """Somebody's clone."""

    stage: Stage
    person: Person
    folder: Path

    def git(self, *call: str) -> str:
        return self.stage.git(self.folder, *call)

    def run(self, *call: str) -> Told:
        """A command that the visitor sees; it must succeed."""
        done = self.stage.tell(self.who, self.folder, *call)
        self.stage.story.expect(done.code == 0, f"{' '.join(call)} 没有成功", done)
        return done

    @property
    def who(self) -> str:
        return f"[{self.person.name}]"

    def push(self, branch: str) -> None:
        """Push a branch, like any other push through the gate."""
        self.git("push", "--quiet", "origin", branch)

    def fetch(self) -> None:
        self.git("fetch", "--quiet", "origin")
