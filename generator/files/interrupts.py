"""Ctrl+C, kill and a closed terminal: one kind of interruption, after which everything is tidied."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
_SIGNALS = tuple(getattr(signal, name) for name in _NAMES if hasattr(signal, name))


class Interrupted(BaseException):
    """The process was asked to end; ``code`` is the exit code that says so."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        # As a shell tells that a signal ended a program.
        self.code = 128 + number


@contextmanager
def heeded() -> Iterator[None]:
    """Raise ``Interrupted`` when asked to end; what the caller has ignored (nohup) stays ignored."""
    with _answered_by(_interrupt):
        yield


@contextmanager
def shielded() -> Iterator[None]:
    """Finish a few quick steps that belong together, whoever asks to end meanwhile."""
    with _answered_by(signal.SIG_IGN):
        yield


def _interrupt(number: int, _: FrameType | None) -> None:
    raise Interrupted(number)


@contextmanager
def _answered_by(
    answer: Callable[[int, FrameType | None], None] | signal.Handlers,
) -> Iterator[None]:
    # Only the main thread may say how signals are answered, and only it is ever interrupted.
    mine = threading.current_thread() is threading.main_thread()
    before = {number: signal.getsignal(number) for number in _SIGNALS if mine}
    changed = {n: old for n, old in before.items() if old not in (signal.SIG_IGN, None)}
    for number in changed:
        signal.signal(number, answer)
    try:
        yield
    finally:
        for number, old in changed.items():
            signal.signal(number, old)
