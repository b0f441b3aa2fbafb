"""The stage: the server, persons with their keys and clones; commands run for real, and told.

What is told is plain text where the output is no terminal.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from generator.approval import demo_keys
from generator.approval.approvers import Approvers, Person
from generator.approval.root import Root

MAIN = "refs/heads/main"
FORGE = "代码平台"
"""Who merges what has been approved."""
JIFEN = Path(sys.executable).with_name("jifen")
"""The command as it was installed beside this Python."""
_MARK = "remote: "
NUMERALS = "一二三四五六七八九十"
_GAP = "    "
_LAST, _WIDE = 8, 300
"""How much of what a failed command said is shown: lines, characters of each."""


# ── what is told ───────────────────────────────────────────────────────────────────────────────


class NotAsToldError(Exception):
    """A step did not do what the story says; the message is a Chinese half-sentence."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a command came to."""

    code: int
    lines: tuple[str, ...]
    """What it said on both streams, without the marks of git's server."""

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def refusals(self) -> list[str]:
        """The lines of the gate: ``E-CODE 路径: …``."""
        return [line for line in self.lines if line.startswith("E-")]

    def having(self, *starts: str) -> list[str]:
        """The lines that begin, after blanks, with one of ``starts``."""
        return [line for line in self.lines if line.lstrip().startswith(starts)]


def _on_terminal() -> bool:
    return sys.stdout.isatty()


@dataclass(slots=True)
class Story:
    """Tells and holds the teller to it."""

    colour: bool = field(default_factory=_on_terminal)
    chapters: int = 0
    began: float = field(default_factory=time.monotonic)

    def chapter(self, title: str) -> None:
        """Begin a chapter."""
        number = NUMERALS[self.chapters]
        self.chapters += 1
        click.echo()
        click.echo(self._styled(f"{number}、{title}", bold=True))

    def say(self, *sentences: str) -> None:
        """Who does what and why, a line each."""
        for sentence in sentences:
            click.echo(f"  {sentence}")

    def command(self, who: str, call: str) -> None:
        """Somebody enters a command."""
        click.echo(f"  {who} {self._styled(f'$ {call}', fg='cyan')}")

    def output(self, lines: Iterable[str]) -> None:
        """What a command said."""
        for line in lines:
            click.echo(f"{_GAP}{line}".rstrip())

    def refused(self, line: str) -> None:
        """What the pusher sees of the gate."""
        click.echo(f"{_GAP}{self._styled(f'remote: {line}', fg='red')}")

    def good(self, sentence: str) -> None:
        """What turned out well."""
        click.echo(f"  {self._styled('✓', fg='green')} {sentence}")

    def expect(self, holds: bool, sentence: str, outcome: Told | None = None) -> None:  # noqa: FBT001 - it reads as a sentence
        """Raise ``NotAsToldError`` unless what the story says holds."""
        if not holds:
            lines = outcome.lines[-_LAST:] if outcome is not None else ()
            said = "".join(f"\n{_GAP}{line[:_WIDE]}" for line in lines)
            raise NotAsToldError(f"{sentence}{said}")

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return time.monotonic() - self.began

    def _styled(self, text: str, **how: object) -> str:
        return click.style(text, **how) if self.colour else text  # type: ignore[arg-type]


# ── where it happens ───────────────────────────────────────────────────────────────────────────


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
    return Told(
        done.returncode, tuple(line.removeprefix(_MARK).rstrip() for line in text.splitlines())
    )


def put(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a clone."""
    for path, data in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def address(name: str) -> str:
    return f"{name}@qingling.example"


def committing(name: str, mail: str, when: str = "") -> dict[str, str]:
    """What makes git sign a commit with a name, and with a time if one is given."""
    said = {"NAME": name, "EMAIL": mail} | ({"DATE": when} if when else {})
    return {
        f"GIT_{role}_{k}": value for role in ("AUTHOR", "COMMITTER") for k, value in said.items()
    }


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

    def clone(self, name: str = "", who: str = "", mail: str = "") -> Path:
        """A fresh clone of the server, and whose it is if somebody commits there."""
        self.clones += 1
        target = self.folder / (name or f"clones/{self.clones}")
        target.parent.mkdir(parents=True, exist_ok=True)
        self.git(self.folder, "clone", "--quiet", str(self.server), str(target))
        if who:
            self.git(target, "config", "user.name", who)
            self.git(target, "config", "user.email", mail)
        return target

    def desk(self, number: str) -> Desk:
        """A person's own clone, with the key that signs there."""
        person = self.approvers.persons[number]
        folder = self.folder / "desks" / number
        if not folder.exists():
            self.clone(f"desks/{number}", person.name, address(number))
            self.git(folder, "config", "jifen.key", str(self.key(number)))
        return Desk(self, person, folder)

    def desks(self, signers: Iterable[tuple[str, str]]) -> list[Desk]:
        """The desks of those who sign, given as (number, office)."""
        return [self.desk(number) for number, _ in signers]

    def key(self, number: str) -> Path:
        """The file with a person's private demonstration key."""
        file = self.folder / "keys" / number
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            key = demo_keys.private_key(number)
            made = key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
            # ssh-keygen does not sign with a key that others can read
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
