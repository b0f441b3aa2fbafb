"""Which months of a scheme are closed, and where bulletins, corrections and objections lie.

A month is closed when a bulletin of the scheme is in force whose period ends in it or later: what
was published may rest on every month before.  The bulletin of a year, of whatever scheme, closes the
months of all: its lists ask all of them who is vetoed.  A bulletin that was withdrawn is not in force, and
its period may be published again, as the next edition 版次.

Names follow from what a file is about: whoever works side by side does not take another's number.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable
from functools import lru_cache
from typing import NamedTuple

from generator.rules.periods import Period, quarter_of
from generator.rules.scheme import BULLETINS, CORRECTIONS, NOT_RECORDS, RESTATEMENTS

MONTH_FOLDER = r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])"
"""A folder of ``ledger/``, as a pattern."""
STEM = r"[a-z0-9]+(?:-[a-z0-9]+)*"
"""Name of a record file without its ending, as a pattern: the code of a unit or branch."""
# A scheme may be called as it likes, but never like a folder of the trail.
RECORD_FILE = (
    rf"ledger/({MONTH_FOLDER})/(?!(?:{'|'.join(NOT_RECORDS)})/)([a-z][a-z0-9-]*)/({STEM})\.yml"
)
"""A record file, as a pattern: month, folder and stem."""
WITHDRAWN = "-withdrawn.yml"
BULLETIN_FILE = rf"ledger/{MONTH_FOLDER}/{BULLETINS}/[a-z][a-zQ0-9-]*(?<!-withdrawn)\.yml"
"""The record of a bulletin, as a pattern."""
CORRECTION_NAME = rf"{STEM}-[1-9]\d{{0,3}}"
"""Name of a correction without its ending, as a pattern: its record and which one of it."""
OBJECTION_NAME = rf"{STEM}-\d{{8}}-[0-9a-f]{{8}}"
"""Name of an objection without its ending: scheme, subject, day, and of what it says."""
RESTATEMENT_NAME = r"[a-z][a-zQ0-9-]*-[1-9]\d{0,3}"
"""Name of a restatement without its ending: its bulletin and which one of it."""
_RECORD = re.compile(RECORD_FILE, re.ASCII)
_MONTH = re.compile(MONTH_FOLDER, re.ASCII)


def stem(scheme: str, period: Period) -> str:
    """The name of a bulletin without its ending: ``rooms``, ``party-2025-Q2``, ``rooms-2025``."""
    return scheme if period.kind == "月" else f"{scheme}-{period.code}"


def bulletin_path(scheme: str, period: Period, edition: int = 1) -> str:
    """The bulletin record of a period, in the folder of its last month."""
    version = "" if edition == 1 else f"-v{edition}"
    return f"ledger/{period.months[-1]}/{BULLETINS}/{stem(scheme, period)}{version}.yml"


def standings_path(bulletin: str) -> str:
    """The standings as published, beside the bulletin record."""
    return f"{bulletin.removesuffix('.yml')}.json"


def withdrawal_path(bulletin: str) -> str:
    """What takes a bulletin back, beside its record."""
    return f"{bulletin.removesuffix('.yml')}{WITHDRAWN}"


def newest_edition(scheme: str, period: Period, paths: Container[str]) -> int:
    """The newest edition of a bulletin among ``paths``; 0 where there is none."""
    edition = 0
    while bulletin_path(scheme, period, edition + 1) in paths:
        edition += 1
    return edition


def in_force(scheme: str, period: Period, paths: Container[str]) -> str:
    """The bulletin of a period that holds, among ``paths``; empty where none does."""
    path = bulletin_path(scheme, period, max(1, newest_edition(scheme, period, paths)))
    return path if path in paths and withdrawal_path(path) not in paths else ""


def correction_path(record: str, number: int) -> str:
    """Correction ``number`` of a record file."""
    _, month, folder, name = record.split("/")
    return f"ledger/{month}/{CORRECTIONS}/{folder}-{name.removesuffix('.yml')}-{number}.yml"


def restatement_path(bulletin: str, number: int) -> str:
    """Restatement ``number`` of a bulletin."""
    return f"{bulletin.replace(f'/{BULLETINS}/', f'/{RESTATEMENTS}/').removesuffix('.yml')}-{number}.yml"


def is_restatement(path: str) -> bool:
    """Whether a path lies where restatements lie."""
    parts = path.split("/")
    return len(parts) > 2 and (parts[0], parts[2]) == ("ledger", RESTATEMENTS)


def trail_id(path: str) -> str:
    """``ledger/2025-06/corrections/rooms-chengguan-1.yml`` → ``2025-06/rooms-chengguan-1``."""
    _, month, _, name = path.split("/")
    return f"{month}/{name.removesuffix('.yml')}"


def path_of(folder: str, trail_id: str) -> str:
    """The other way round, in the folder of corrections or of objections."""
    month, _, name = trail_id.partition("/")
    return f"ledger/{month}/{folder}/{name}.yml"


@lru_cache(maxsize=1024)
def periods_of(month: str) -> tuple[Period, Period, Period]:
    """A month, its quarter and its year."""
    return Period(month), quarter_of(month), Period(month[:4])


@lru_cache(maxsize=1024)
def ending(month: str) -> tuple[Period, ...]:
    """The periods that end with a month."""
    return tuple(period for period in periods_of(month) if period.months[-1] == month)


def closed_by(
    scheme: str, month: str, months: Iterable[str], paths: Container[str], schemes: Iterable[str]
) -> tuple[Period, ...]:
    """The periods whose bulletins among ``paths`` close a month; empty while it is open.

    ``months`` are the folders of the ledger, in order, ``schemes`` the codes of all schemes.
    """
    later = (each for each in months if each >= month and _MONTH.fullmatch(each))
    everybody = tuple(schemes)
    return tuple(
        period
        for each in later
        for period in ending(each)
        if any(
            in_force(code, period, paths)
            for code in (everybody if period.kind == "年" else (scheme,))
        )
    )


class RecordPath(NamedTuple):
    """Where a record file lies."""

    month: str
    folder: str
    stem: str
    """Code of the unit or branch that reports."""


def record_path(path: str) -> RecordPath | None:
    """Where a record file lies; None for any other path."""
    parts = _RECORD.fullmatch(path)
    return None if parts is None else RecordPath(*parts.groups())


def record_paths(
    paths: Iterable[str], folders: Collection[str], months: Iterable[str]
) -> list[str]:
    """The record files of some folders (scheme code, review folder) in some months, in order."""
    wanted = frozenset(months)
    return sorted(
        path
        for path in paths
        if (where := record_path(path)) and where.month in wanted and where.folder in folders
    )
