"""Submissions 报送 as the sample's persons made them: statement by statement, with every content."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from demo.county import County
from generator.approval import sheet as sheets
from generator.approval.lanes import sheet_path_of
from generator.approval.statement import APPROVE, NOTHING, SUBMIT, Change, Statement
from generator.text.digests import of_bytes
from sample.sheets import signed, without_last_line

MAIN = "refs/heads/main"
UNSEEN = "0" * 40
Entries = list[tuple[Statement, str]]


@dataclass(frozen=True, slots=True)
class ReplayedSubmission:
    """One submission, not yet bound to the main that its signers saw."""

    id: str
    statements: tuple[Statement, ...]
    contents: Mapping[str, bytes]
    """Digest → the bytes, of everything that any of the statements is about."""

    @property
    def moment(self) -> datetime:
        """When the last level signed."""
        return self.statements[-1].moment

    @property
    def sheet_path(self) -> str:
        return sheet_path_of(self.id)

    @property
    def branch(self) -> str:
        """The branch on which it is signed, as ``jifen submit`` names it."""
        return f"submit/{self.id.replace('/', '-').lower()}"

    @property
    def clicks(self) -> int:
        """How many levels clicked on the forge."""
        return sum(each.click is not None for each in self.statements)

    @property
    def contents_by_path(self) -> dict[str, bytes]:
        """What it brings to main beside its sheet."""
        return self.files(self.statements[-1])

    def files(self, statement: Statement) -> dict[str, bytes]:
        """What a statement is about, by path."""
        return {change.path: self.contents[change.new] for change in statement.changes}

    def bound(self, seen: str) -> Entries:
        """Every statement signed by its person, who has seen ``seen`` on main."""
        made: Entries = []
        for each in self.statements:
            previous = made[-1][0].digest if made else NOTHING
            statement = replace(each, seen=seen, previous=previous)
            made.append((statement, signed(statement)))
        return made


def of_record(county: County, path: str) -> ReplayedSubmission:
    """The submission of a record, as in the sample; sent back and sent again where it was."""
    _, month, lane, name = path.split("/")
    submission = f"{month}/{lane}-{name.removesuffix('.yml')}-1"
    right, filed = county.files[path], county.filed(path)
    statements = [s.statement for s in county.sheet(submission)]
    if filed != right:
        statements = [
            replace(s, changes=(Change(path, NOTHING, of_bytes(filed)),)) for s in statements
        ]
    return _submission(submission, statements, (filed, without_last_line(filed)))


def of_bulletin(county: County, submission: str, files: Mapping[str, bytes]) -> ReplayedSubmission:
    """The submission of a bulletin: signed as in the sample, about these files."""
    changes = changed({}, files)
    statements = [replace(s.statement, changes=changes) for s in county.sheet(submission)]
    return _submission(submission, statements, files.values())


def changed(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> tuple[Change, ...]:
    """What leads from ``before`` to the files of ``after``."""
    return tuple(
        Change(path, of_bytes(before[path]) if path in before else NOTHING, of_bytes(after[path]))
        for path in sorted(after)
    )


def new_round(
    county: County,
    submission: str,
    lane: str,
    changes: tuple[Change, ...],
    signers: Sequence[tuple[str, str]],
    moments: Sequence[datetime],
    contents: Iterable[bytes],
) -> ReplayedSubmission:
    """A submission of the demonstration's own; ``signers`` are (number, office), level 0 first."""
    statements = [
        Statement(
            ledger=county.approvers.ledger, branch=MAIN, submission=submission, lane=lane,
            level=level, decision=APPROVE if level else SUBMIT, person=person, office=office,
            deputy_for="", time=moment.isoformat(), approvers=county.approvers.digest,
            rules=county.rules_digest, seen=UNSEEN, previous=NOTHING, changes=changes,
        )
        for level, ((person, office), moment) in enumerate(zip(signers, moments, strict=True))
    ]  # fmt: skip
    return _submission(submission, statements, contents)


def _submission(
    name: str, statements: Iterable[Statement], contents: Iterable[bytes]
) -> ReplayedSubmission:
    return ReplayedSubmission(name, tuple(statements), {of_bytes(data): data for data in contents})


def sheet_of(entries: Entries) -> bytes:
    """The sheet with these statements."""
    return sheets.write(entries)
