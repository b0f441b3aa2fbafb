"""Submissions for a long history: the sample's records of half a year, filed again year after year.

Each is a record file and a sheet that says what the sample's sheet of it says (levels, persons,
clicks, rounds that were sent back), signed again by the demonstration keys so that it holds in a
history.  Rules and approvers are the sample's, in force long before, in offices that do not end.
All years are past ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import NamedTuple

from generator.approval import demo_keys, sheet as sheets
from generator.approval.approvers import APPROVERS_FILE as APPROVERS
from generator.approval.routes import GENESIS_SHEET, sheet_path_of
from generator.approval.sshsig import ATTESTED_SPACE, PERSONAL_SPACE, sign
from generator.approval.statement import NOTHING, Change, Statement
from generator.checks.neighbours import Rules, errors_added
from generator.ledger.layout import record_path
from generator.rules.roster_file import read_roster
from generator.rules.rulebook import read_rulebook
from generator.text.digests import of_bytes, of_files, of_rules

Entries = list[tuple[Statement, str]]
YEAR, FIRST = 2025, 2010
"""The year of the sample, and the first one of the history."""
MONTHS = frozenset(f"{YEAR}-{month:02d}" for month in range(7, 13))
"""Months whose rules are the newest ones, which hold in all later years."""
NOWHERE = "0" * 40
_OFFICE_ENDS = re.compile(r"(- \{职务: [^}]*), 至: [0-9-]+\}")
_DEPUTY_ENDS = re.compile(r"(, 至: )[0-9-]+(, 依据: )")
_SINCE = re.compile(r"(?<=自: )\d{4}|(?<=\n日期: )\d{4}")
_YEAR = re.compile(r"\b((?:19|20)\d\d)(?=-\d\d-\d\d)")
_IN_FORCE = re.compile(r"(?<=(?:生效|沿用): )\d{4}")


class Submission(NamedTuple):
    """What one step of main brings: path → content; the sheet is the second."""

    files: Mapping[str, bytes]
    signatures: int


@dataclass(slots=True)
class County:
    """The rules and the filed records of a county made by ``python -m sample``."""

    folder: Path
    rules: dict[str, bytes] = field(init=False)
    filed: list[tuple[str, bytes, sheets.Sheet]] = field(init=False)
    """Path, content and sheet of each record, by month."""
    digests: tuple[str, str] = field(init=False)
    """Of the approvers file and of the rules."""

    def __post_init__(self) -> None:
        self.rules = {
            path: _IN_FORCE.sub(str(FIRST), data.decode()).encode()
            for path, data in _read(self.folder, "rules").items()
            if "/approvals/" not in path
        }
        endless = _OFFICE_ENDS.sub(r"\1}", self.rules[APPROVERS].decode())
        endless = _DEPUTY_ENDS.sub(r"\g<1>2099-12-31\2", endless)
        self.rules[APPROVERS] = _SINCE.sub(str(FIRST - 1), endless).encode()
        for path in self.rules:
            if path.startswith("rules/roster/"):
                self.rules[path] = _YEAR.sub(_before, self.rules[path].decode()).encode()
        self.digests = (of_bytes(self.rules[APPROVERS]), of_rules(of_files(self.rules)))
        records = {
            path: data
            for path, data in _read(self.folder, "ledger").items()
            if path.split("/")[1] in MONTHS and path.endswith(".yml") and record_path(path)
        }
        self.filed = [
            (
                path,
                records[path],
                sheets.read((self.folder / sheet_path_of(_name(path))).read_bytes()),
            )
            for path in self._sound(records)
        ]

    def _sound(self, records: Mapping[str, bytes]) -> list[str]:
        """The records that a gate takes in any year: of people who have neither come nor gone."""
        rulebook, _ = read_rulebook(self.rules)
        assert rulebook is not None
        roster, _ = read_roster(self.rules, rulebook.bureau)
        first = {
            _later(path, 0): _later(data.decode(), 0).encode() for path, data in records.items()
        }
        months = sorted({path.split("/")[1] for path in first})
        rules = Rules(rulebook, roster, {})
        while True:
            wrong = {
                path
                for path in first
                if errors_added([path], rules, months, first.get, lambda _: None)
            }
            if not wrong:
                return [path for path in records if _later(path, 0) in first]
            first = {path: data for path, data in first.items() if path not in wrong}

    @property
    def ledger(self) -> str:
        """The id that all statements name."""
        return self.filed[0][2][0].statement.ledger

    def genesis(self) -> dict[str, bytes]:
        """Every file of the first commit."""
        first = sheets.read((self.folder / GENESIS_SHEET).read_bytes())
        change = Change(APPROVERS, NOTHING, self.digests[0])
        return self.rules | {GENESIS_SHEET: self._again(first, (change,), NOWHERE, 0)}

    def submissions(self, seen: Callable[[], str]) -> Iterator[Submission]:
        """Without end, in the order of months; each has seen what ``seen`` says by then."""
        for years in count():
            for path, data, sheet in self.filed:
                here, record = _later(path, years), _later(data.decode(), years).encode()
                change = Change(here, NOTHING, of_bytes(record))
                sheet_path = sheet_path_of(_name(here))
                made = self._again(sheet, (change,), seen(), years)
                yield Submission({here: record, sheet_path: made}, len(sheet))

    def _again(
        self, sheet: sheets.Sheet, changes: tuple[Change, ...], seen: str, years: int
    ) -> bytes:
        """The sheet, said ``years`` later; the last round is about ``changes``."""
        entries: Entries = []
        last = len(sheet) - len(sheets.last_round(sheet))
        for number, signed in enumerate(sheet):
            old = signed.statement
            statement = replace(
                old,
                submission=_later(old.submission, years),
                time=_later(old.time, years),
                approvers=self.digests[0],
                rules=self.digests[1],
                seen=seen,
                previous=entries[-1][0].digest if entries else NOTHING,
                changes=changes if number >= last else old.changes,
            )
            entries.append((statement, _signed(statement)))
        return sheets.write(entries)


def _before(year: re.Match[str]) -> str:
    """A year of the roster as it must be for everything in it to be over when the history begins."""
    return str(int(year[1]) - (YEAR - FIRST + 1))


def _read(folder: Path, below: str) -> dict[str, bytes]:
    paths = sorted(path for path in (folder / below).rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def _name(path: str) -> str:
    """The submission that brings a record."""
    _, month, lane, name = path.split("/")
    return f"{month}/{lane}-{name.removesuffix('.yml')}-1"


def _later(text: str, years: int) -> str:
    """Every date of the sample's year or the next, put so many years after the first one."""
    return re.sub(
        rf"\b({YEAR}|{YEAR + 1})(?=-\d)",
        lambda found: str(int(found[1]) - YEAR + FIRST + years),
        text,
    )


def _signed(statement: Statement) -> str:
    if statement.click is not None:
        return sign(demo_keys.private_key(statement.click.bot), statement.message, ATTESTED_SPACE)
    return sign(demo_keys.private_key(statement.person), statement.message, PERSONAL_SPACE)
