"""All bulletin records, corrections, objections and restatements of a ledger, read together."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from generator.ledger import layout
from generator.rules.periods import Period
from generator.rules.rulebook import Rulebook
from generator.rules.scheme import (
    BULLETINS,
    CORRECTIONS,
    OBJECTIONS,
    RESTATEMENTS,
    TRAIL_FOLDERS,
    Scheme,
)
from generator.text import digests
from generator.text.digests import Digests
from generator.text.problems import Place, Problem
from generator.text.strict import Files
from generator.trail.bulletin import BulletinRecord, read_bulletin
from generator.trail.correction import Correction, in_order, read_correction
from generator.trail.objection import Objection, read_objection
from generator.trail.restatement import Restatement, read_restatement
from generator.trail.standings import Stated, read_standings
from generator.trail.withdrawal import Withdrawal, read_withdrawal

_PATH = re.compile(
    rf"ledger/{layout.MONTH_FOLDER}/"
    rf"(?:bulletins/[a-z][a-zQ0-9-]*(?:\.yml|\.json|{layout.WITHDRAWN})"
    rf"|corrections/{layout.CORRECTION_NAME}\.yml|objections/{layout.OBJECTION_NAME}\.yml"
    rf"|restatements/{layout.RESTATEMENT_NAME}\.yml)",
    re.ASCII,
)


@dataclass(frozen=True)
class Trail:
    """What happened after publication, in the order of paths."""

    bulletins: tuple[BulletinRecord, ...] = ()
    """All that were issued, withdrawn ones too."""
    corrections: tuple[Correction, ...] = ()
    objections: tuple[Objection, ...] = ()
    standings: Mapping[str, Stated] = field(default_factory=dict, repr=False)
    """Path of a bulletin's JSON file → the standings as published."""
    files: Files = field(default_factory=dict, compare=False, repr=False)
    """Every file of the ledger that this was read from."""
    withdrawals: Mapping[str, Withdrawal] = field(default_factory=dict)
    """Path of a bulletin → why it was withdrawn."""
    restatements: tuple[Restatement, ...] = ()
    unread: frozenset[str] = frozenset()
    """Paths of trail files with errors: nothing may be concluded from what they seem not to say."""

    @cached_property
    def in_force(self) -> tuple[BulletinRecord, ...]:
        """The bulletins that hold: all but those that were withdrawn."""
        return tuple(b for b in self.bulletins if b.place.path not in self.withdrawals)

    @cached_property
    def _by_period(self) -> Mapping[tuple[str, str], BulletinRecord]:
        return {(each.scheme, each.period.code): each for each in self.in_force}

    def bulletin(self, scheme: str, period: str) -> BulletinRecord | None:
        """The bulletin of a scheme and period code that is in force."""
        return self._by_period.get((scheme, period))

    def editions(self, scheme: str, period: str) -> list[BulletinRecord]:
        """Every edition of a bulletin, the first one first."""
        own = (b for b in self.bulletins if (b.scheme, b.period.code) == (scheme, period))
        return sorted(own, key=lambda each: each.edition)

    def withdrawn(self, scheme: str, period: str) -> list[tuple[BulletinRecord, Withdrawal]]:
        """The editions of a bulletin that were withdrawn, with why."""
        own = [
            (each, self.withdrawals.get(each.place.path)) for each in self.editions(scheme, period)
        ]
        return [(each, why) for each, why in own if why is not None]

    def restated(self, bulletin: str) -> list[Restatement]:
        """The restatements of a bulletin, by its path, oldest first; the newest one holds."""
        own = (each for each in self.restatements if each.bulletin == bulletin)
        return sorted(own, key=lambda each: each.number)

    def closing(self, scheme: str, month: str) -> list[BulletinRecord]:
        """The bulletins that close a month of a scheme."""
        return [each for each in self.in_force if closes(each, scheme, month)]

    def was_closed(self, scheme: str, month: str) -> bool:
        """Whether a month of a scheme is closed, or was until a bulletin was withdrawn."""
        return any(closes(each, scheme, month) for each in self.bulletins)

    @cached_property
    def corrections_by_record(self) -> Mapping[str, list[Correction]]:
        """Path of a record file → its corrections, oldest first."""
        found: dict[str, list[Correction]] = {}
        for correction in sorted(self.corrections, key=lambda each: each.number):
            found.setdefault(correction.record, []).append(correction)
        return found

    @cached_property
    def corrections_by_id(self) -> Mapping[str, Correction]:
        """Id → the correction."""
        return {each.id: each for each in self.corrections}

    @cached_property
    def objections_by_id(self) -> Mapping[str, Objection]:
        """Id → the objection."""
        return {each.id: each for each in self.objections}

    def corrections_since(self, bulletin: BulletinRecord) -> list[Correction]:
        """Those of the corrections up to its period that a bulletin has not counted."""
        read = self.standings.get(bulletin.standings_path)
        counted = () if read is None else read.corrections
        bearing = self.corrections_up_to(bulletin.scheme, bulletin.period)
        return [each for each in bearing if each.id not in counted]

    def corrections_up_to(self, scheme: str, period: Period) -> list[Correction]:
        """The corrections of all records that bear on what is published of a period, by day.

        Records of earlier months do too: caps of a year, cases that were reviewed later.  For the
        lists of a year those of other schemes do: who is vetoed anywhere is on none of them.
        """
        return in_order(each for each in self.corrections if bears(each, scheme, period))

    def published_without(self, correction: Correction) -> list[BulletinRecord]:
        """The bulletins that had counted a record as it was before its correction."""
        found = (
            self.bulletin(correction.scheme, period.code)
            for period in layout.periods_of(correction.month)
        )
        return [each for each in found if each and correction in self.corrections_since(each)]

    def objections_to(self, scheme: str, period: str) -> list[Objection]:
        """The objections to a bulletin, by number."""
        return [o for o in self.objections if (o.scheme, o.period.code) == (scheme, period)]

    def published_records(self, bulletin: BulletinRecord) -> Digests | None:
        """Path → digest of every record file that a bulletin counts; None when unreadable."""
        read = self.standings.get(bulletin.standings_path)
        return None if read is None else read.records

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """The digest of every record file as it is now, in schemes that have a bulletin."""
        # What nobody has published yet may change freely, and is most of a running year.
        wanted = {month for each in self.in_force for month in each.period.months}
        paths = (
            path
            for path in self.files
            if (where := layout.record_path(path)) and where.month in wanted
        )
        return digests.of_files(self.files, paths)


def closes(bulletin: BulletinRecord, scheme: str, month: str) -> bool:
    """Whether a bulletin, while it is in force, closes a month of a scheme."""
    own = bulletin.scheme == scheme or bulletin.period.kind == "年"
    return own and bulletin.period.months[-1] >= month


def bears(correction: Correction, scheme: str, period: Period) -> bool:
    """Whether a correction bears on what is published of a period."""
    own = correction.scheme == scheme or period.kind == "年"
    return own and correction.month <= period.months[-1]


NO_TRAIL = Trail()
"""Nothing has been published yet."""


def read_trail(files: Files, rulebook: Rulebook) -> tuple[Trail, list[Problem]]:
    """Every file in the folders ``bulletins``, ``corrections`` and ``objections``.

    All problems of form are returned; a file that has no place there is one too.
    """
    problems: list[Problem] = []
    kinds = (_STANDINGS, _WITHDRAWALS, *TRAIL_FOLDERS)
    found: dict[str, dict[str, Any]] = {kind: {} for kind in kinds}
    unread: set[str] = set()
    owners = rulebook.owners
    for path in sorted(filter(is_trail, files)):
        if not _PATH.fullmatch(path):
            problems.append(stray(path))
            unread.add(path)
            continue
        kind = _kind(path)
        if kind in _ALONE:
            made, more = _ALONE[kind](path, files[path])
        else:
            known = owners if kind == CORRECTIONS else rulebook.scheme_codes
            made, more = _READERS[kind](path, files[path], known)
        problems += more
        if made is None:
            unread.add(path)
        else:
            found[kind][path] = made
    trail = Trail(
        tuple(found[BULLETINS].values()),
        tuple(found[CORRECTIONS].values()),
        tuple(found[OBJECTIONS].values()),
        found[_STANDINGS],
        files,
        {each.bulletin: each for each in found[_WITHDRAWALS].values()},
        tuple(found[RESTATEMENTS].values()),
        frozenset(unread),
    )
    return trail, problems


def _kind(path: str) -> str:
    if path.endswith(".json"):
        return _STANDINGS
    return _WITHDRAWALS if path.endswith(layout.WITHDRAWN) else path.split("/")[2]


_STANDINGS, _WITHDRAWALS = "standings", "withdrawals"
_ALONE: Mapping[str, Callable[..., tuple[Any, list[Problem]]]] = {
    _STANDINGS: read_standings,
    _WITHDRAWALS: read_withdrawal,
    RESTATEMENTS: read_restatement,
}
"""Readers that need to know of no scheme."""
_READERS: Mapping[str, Callable[..., tuple[Any, list[Problem]]]] = {
    BULLETINS: read_bulletin,
    CORRECTIONS: read_correction,
    OBJECTIONS: read_objection,
}


def is_trail(path: str) -> bool:
    """Whether a file lies where bulletins, corrections and objections lie."""
    parts = path.split("/")
    return len(parts) > 2 and parts[0] == "ledger" and parts[2] in TRAIL_FOLDERS


def stray(path: str) -> Problem:
    """What to say of a file in one of these folders that has no place there."""
    parts = path.split("/")
    folder = parts[2]
    examples = "、".join(f"ledger/2025-06/{folder}/{name}" for name in _EXAMPLES[folder])
    message = f"这个文件不能放在 {folder} 文件夹里"
    return Problem(
        "路径", Place(path), message, f"这里的文件叫 {examples} 的样子，别的请移走或删去"
    )


_EXAMPLES = {
    BULLETINS: ("rooms.yml", "rooms-2025-Q2.json"),
    CORRECTIONS: ("rooms-chengguan-1.yml",),
    OBJECTIONS: ("rooms-cg-dongmen-20250714-0a1b2c3d.yml",),
    RESTATEMENTS: ("rooms-1.yml",),
}


def folders_of(scheme: Scheme) -> tuple[str, ...]:
    """The folders of a scheme's records: its code, and that of its review files."""
    return tuple(filter(None, (scheme.code, scheme.review_folder)))
