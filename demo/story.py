"""The story as it is printed: chapters, who does what and why, commands, what they said.

Plain text where the output is no terminal.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

import click

NUMERALS = "一二三四五六七八九十"
_GAP = "    "
_LAST, _WIDE = 8, 300
"""How much of what a failed command said is shown: lines, characters of each."""


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
