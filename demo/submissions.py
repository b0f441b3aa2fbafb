"""Submissions 报送 as the sample's persons made them, and their replay on the server.

A replay is a branch for each submission, a commit for each signature, a merge; then a push.  The
commits are written through ``git fast-import``, because hundreds of them are to be there in
seconds; the push goes through the gate like any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from demo.county import County
from demo.stage import FORGE, MAIN, Stage, address, run
from generator.approval import sheet as sheets
from generator.approval.routes import sheet_path_of
from generator.approval.statement import APPROVE, DECISIONS, NOTHING, SUBMIT, Change, Statement
from generator.text.digests import of_bytes
from sample.sheets import SEEN, change, signed, without_last_line

Entries = list[tuple[Statement, str]]
_FORGE = f"{FORGE} <{address('forge')}>"


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

    def files(self, statement: Statement | None = None) -> dict[str, bytes]:
        """What a statement is about, by path; the last one is about what comes to main."""
        changes = (statement or self.statements[-1]).changes
        return {each.path: self.contents[each.new] for each in changes}

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
        changes = changed({}, {path: filed})
        statements = [replace(each, changes=changes) for each in statements]
    return _submission(submission, statements, (filed, without_last_line(filed)))


def of_bulletin(county: County, submission: str, files: Mapping[str, bytes]) -> ReplayedSubmission:
    """The submission of a bulletin: signed as in the sample, about these files."""
    changes = changed({}, files)
    statements = [replace(s.statement, changes=changes) for s in county.sheet(submission)]
    return _submission(submission, statements, files.values())


def changed(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> tuple[Change, ...]:
    """What leads from ``before`` to the files of ``after``."""
    return tuple(change(path, before.get(path), after[path]) for path in sorted(after))


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
            rules=county.rules_digest, seen=SEEN, previous=NOTHING, changes=changes,
        )
        for level, ((person, office), moment) in enumerate(zip(signers, moments, strict=True))
    ]  # fmt: skip
    return _submission(submission, statements, contents)


def _submission(
    name: str, statements: Iterable[Statement], contents: Iterable[bytes]
) -> ReplayedSubmission:
    return ReplayedSubmission(name, tuple(statements), {of_bytes(data): data for data in contents})


# ── replayed ───────────────────────────────────────────────────────────────────────────────────


def replay(stage: Stage, forge: Path, submissions: Sequence[ReplayedSubmission]) -> None:
    """Put these submissions onto main, one merge after another, and push them in one go."""
    given = b"".join(_stream(stage, submissions, stage.main))
    made = run(forge, "git", "fast-import", "--quiet", "--force", given=given)
    stage.story.expect(made.code == 0, "git fast-import 没有成功", made)
    pushed = run(forge, "git", "push", "--quiet", "origin", f"{MAIN}:{MAIN}")
    stage.story.expect(pushed.code == 0, "闸门没有收下这一批报送", pushed)


def _stream(stage: Stage, submissions: Sequence[ReplayedSubmission], tip: str) -> Iterator[bytes]:
    mark, main = 0, tip
    for submission in submissions:
        # all have seen the same main: each signs what changes, not what it is merged onto
        entries = submission.bound(tip)
        parent = tip
        for number, (statement, _) in enumerate(entries, 1):
            mark += 1
            name = stage.approvers.persons[statement.person].name
            who = f"{name} <{address(statement.person)}>"
            what = f"{DECISIONS[statement.decision]} {submission.id}（第 {statement.level} 级）"
            yield _commit(f"refs/heads/{submission.branch}", mark, who, statement.moment, what)
            yield f"from {parent}\n".encode()
            yield from _files(submission, entries[:number])
            parent = f":{mark}"
        mark += 1
        when = submission.moment + timedelta(minutes=5)
        yield _commit(MAIN, mark, _FORGE, when, f"合并 {submission.id}")
        yield f"from {main}\nmerge {parent}\n".encode()
        yield from _files(submission, entries)
        main = f":{mark}"


def _commit(ref: str, mark: int, who: str, when: datetime, message: str) -> bytes:
    signed_by = f"{who} {int(when.timestamp())} {when:%z}"
    said = f"{message}\n".encode()
    head = f"commit {ref}\nmark :{mark}\nauthor {signed_by}\ncommitter {signed_by}\n"
    return f"{head}data {len(said)}\n".encode() + said + b"\n"


def _files(submission: ReplayedSubmission, entries: Entries) -> Iterator[bytes]:
    """What is about to be approved, and the sheet as far as it is signed."""
    files = submission.files(entries[-1][0]) | {submission.sheet_path: sheets.write(entries)}
    for path, data in files.items():
        yield f"M 100644 inline {path}\ndata {len(data)}\n".encode() + data + b"\n"
