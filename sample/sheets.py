"""Approval sheets of the sample county: who signed which change, when, with which key.

Signed in this process with demonstration keys; the same county gives the same bytes.  Where chance
is needed (hours, who clicks, what is sent back) it comes from the digest of the submission's name,
so that a change in one sheet leaves the others as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from hashlib import sha256
from typing import NamedTuple

from generator.approval import demo_keys
from generator.approval.approvers import APPROVERS_FILE as APPROVERS
from generator.approval.routes import GENESIS_SHEET
from generator.approval.sheet import write
from generator.approval.sshsig import ATTESTED_SPACE, PERSONAL_SPACE, sign
from generator.approval.statement import APPROVE, NOTHING, REJECT, SUBMIT, Change, Click, Statement
from generator.ledger.layout import stem
from generator.rules.periods import known, next_month
from generator.rules.rulebook import Rulebook
from generator.text.digests import of_bytes, of_files, of_rules
from generator.text.strict import Files
from sample.aftermath import Doubt, Made
from sample.bulletins import Closed
from sample.signers import FORGE, ISSUED, FictionalSigner, Filing, Signers, account

BRANCH = "refs/heads/main"
SEEN = "0" * 40
"""No commit: the sample's sheets are proven from the tree; what a signer saw is proven in a history."""
HOST, PROJECT = "git.qingling.example", "jifen/ledger"
BEIJING = timezone(timedelta(hours=8))
_HOURS = {time(8, 30): 210, time(14, 30): 180}
"""Beginning of morning and afternoon, and their minutes."""
_CLICKED = 3
"""One in so many approvals below the last level is a click."""
_SENT_BACK = 110
"""One in so many submissions is sent back once."""
_REASONS = (
    "漏填一项，请补齐后重新报送",
    "最后一条与佐证材料不一致，请核对后重新报送",
    "缺少一条记录，请对照登记簿补报",
    "与上报的月报不一致，请核对后重新报送",
)
_MENDED = "已按退回意见补正"


class Act(NamedTuple):
    """What a signer does, and about which content if not about the last."""

    signer: FictionalSigner
    decision: str
    note: str = ""
    changes: tuple[Change, ...] = ()


def _agreeing(climb: Sequence[FictionalSigner]) -> list[Act]:
    """Level 0 submits, all others approve."""
    return [Act(each, APPROVE if each.level else SUBMIT) for each in climb]


@dataclass(slots=True)
class Sheets:
    """Makes sheets for the files of one county."""

    files: Files
    """Everything under ``ledger/`` and ``rules/``."""
    signers: Signers
    rulebook: Rulebook
    filed: Files = field(default_factory=dict)
    """Records that were corrected since, as they were filed."""
    approvers: str = field(init=False)
    rules: str = field(init=False)
    _requests: int = 0

    def __post_init__(self) -> None:
        self.approvers = of_bytes(self.files[APPROVERS])
        self.rules = of_rules(of_files(self.files))

    def of_records(self) -> Iterator[tuple[str, bytes]]:
        """The sheet of every record file, by path."""
        for filing in self.signers.filings:
            _, month, lane, name = filing.path.split("/")
            sheet = f"{lane}-{name.removesuffix('.yml')}-1"
            yield f"ledger/{month}/approvals/{sheet}.json", self._record(f"{month}/{sheet}", filing)

    def of_approvers(self) -> tuple[str, bytes]:
        """The sheet of the first approvers file, which every root holder has signed."""
        acts = _agreeing(self.signers.root_signers())
        moments = in_hours([ISSUED] * len(acts), Chance(GENESIS_SHEET))
        changes = (change(APPROVERS, None, self.files[APPROVERS]),)
        sheet = self.sheet("rules/approvers-1", "approvers", changes, acts, moments)
        return GENESIS_SHEET, sheet

    def _record(self, submission: str, filing: Filing) -> bytes:
        chance = Chance(submission)
        days = self._days(filing, chance)
        climb = self.signers.signers_for(filing.path, filing.by, *days)
        content = self.filed.get(filing.path, self.files[filing.path])
        acts = _agreeing(climb)
        if chance.one_in(_SENT_BACK):
            draft = change(filing.path, None, without_last_line(content))
            back = climb[chance.below(2) + 1]
            reason = _REASONS[chance.below(len(_REASONS))]
            before = [act._replace(changes=(draft,)) for act in acts[: back.level]]
            before.append(Act(back, REJECT, reason, (draft,)))
            acts = [*before, acts[0]._replace(note=_MENDED), *acts[1:]]
            # both rounds up to the one who sent it back on the first day
            days = [days[0]] * (len(acts) - len(days)) + days
        moments = in_hours(days, chance)
        changes = (change(filing.path, None, content),)
        return self.sheet(submission, filing.lane, changes, acts, moments)

    def _days(self, filing: Filing, chance: Chance) -> list[date]:
        """The working days on which the levels sign, from filing to the end of the review."""
        after = next_month(filing.path.split("/")[1])
        calendar, bureau = self.rulebook.calendar, self.rulebook.bureau
        last = known(calendar.nth_working_day(after, bureau.review_by))
        # a late report is approved at once
        last = max(last, filing.day)
        possible = [filing.day]
        while possible[-1] < last:
            possible.append(known(calendar.after_working_days(possible[-1], 1)))
        later = sorted(possible[chance.below(len(possible))] for _ in range(3))
        return [filing.day, *later]

    def of_correction(self, made: Made) -> tuple[str, bytes]:
        """The sheet of a correction and the record that it changes."""
        changes = change(made.path, None, made.file), change(made.record, made.old, made.new)
        return self._issued("correction", made.scheme, made.id, 1, changes, [made.day])

    def of_objection(self, doubt: Doubt) -> Iterator[tuple[str, bytes]]:
        """The sheets of an objection, one for each submission on its way."""
        old = None
        for number, (day, new) in enumerate(doubt.stages, start=1):
            changes = (change(doubt.path, old, new),)
            yield self._issued("objection", doubt.scheme, doubt.id, number, changes, [day])
            old = new

    def of_bulletin(self, closed: Closed) -> tuple[str, bytes]:
        """The sheet of a bulletin: the record of it and the standings as published."""
        month, bureau = closed.period.months[-1], self.rulebook.bureau
        nth = self.rulebook.calendar.nth_working_day
        # made and checked in one day, signed by the heads on the next, the day before publication
        ready, signed = (known(nth(next_month(month), bureau.publish_by - n)) for n in (2, 1))
        changes = tuple(change(path, None, data) for path, data in sorted(closed.files.items()))
        name = stem(closed.scheme, closed.period)
        return self._issued(
            "bulletin", closed.scheme, f"{month}/{name}", 1, changes, [ready, ready, signed]
        )

    def _issued(
        self,
        lane: str,
        scheme: str,
        about: str,
        number: int,
        changes: tuple[Change, ...],
        days: Sequence[date],
    ) -> tuple[str, bytes]:
        """The sheet of what an issuing office brings; the last of ``days`` goes on."""
        month, _, name = about.partition("/")
        file = f"{lane}-{name}-{number}"
        submission = f"{month}/{file}"
        climb = self.signers.signers_of(lane, scheme, submission, *days)
        days = [*days, *[days[-1]] * (len(climb) - len(days))]
        moments = in_hours(days, Chance(submission))
        made = self.sheet(submission, lane, changes, _agreeing(climb), moments)
        return f"ledger/{month}/approvals/{file}.json", made

    def sheet(
        self,
        submission: str,
        lane: str,
        changes: tuple[Change, ...],
        acts: Sequence[Act],
        moments: Sequence[datetime],
    ) -> bytes:
        """One sheet; ``moments`` are in order, one for each act."""
        chance = Chance(f"{submission}#")
        # a forge numbers its merge requests over the whole project
        self._requests += 1
        entries: list[tuple[Statement, str]] = []
        for act, moment in zip(acts, moments, strict=True):
            signer = act.signer
            # a click is no evidence at the last level, and none for who may approve
            may_click = 0 < signer.level < acts[-1].signer.level and lane != "approvers"
            clicked = may_click and act.decision == APPROVE and chance.one_in(_CLICKED)
            statement = Statement(
                ledger=self.rulebook.bureau.ledger_id,
                branch=BRANCH,
                submission=submission,
                lane=lane,
                level=signer.level,
                decision=act.decision,
                person=signer.number,
                office=signer.office,
                deputy_for=signer.deputy_for,
                time=moment.isoformat(),
                approvers=self.approvers,
                rules=self.rules,
                seen=SEEN,
                previous=entries[-1][0].digest if entries else NOTHING,
                changes=act.changes or changes,
                note=act.note,
                click=_click(signer, moment, self._requests, chance) if clicked else None,
            )
            entries.append((statement, signed(statement)))
        return write(entries)


@dataclass(slots=True)
class Chance:
    """Chance that depends on a name alone."""

    name: str
    _drawn: int = 0

    def below(self, limit: int) -> int:
        """A number from 0 to below ``limit``."""
        self._drawn += 1
        made = sha256(f"{self.name}/{self._drawn}".encode()).digest()
        return int.from_bytes(made[:8]) % limit

    def one_in(self, many: int) -> bool:
        return self.below(many) == 0

    def commit(self) -> str:
        """What looks like the id of a commit."""
        drawn = f"{self.below(1 << 62):016x}{self.below(1 << 62):016x}"
        return drawn + self.name.encode().hex()[:8]


def in_hours(days: Sequence[date], chance: Chance) -> list[datetime]:
    """A moment in working hours for each of ``days``, later each time; the days are in order."""
    together = Counter(days)
    taken: Counter[date] = Counter()
    made = []
    for day in days:
        # the working day is cut into as many parts as something happens in it
        part = sum(_HOURS.values()) / together[day]
        minute = int(part * (taken[day] + 0.1 + chance.below(80) / 100))
        taken[day] += 1
        morning, afternoon = _HOURS
        if minute < _HOURS[morning]:
            begin = datetime.combine(day, morning, BEIJING)
        else:
            begin = datetime.combine(day, afternoon, BEIJING)
            minute -= _HOURS[morning]
        made.append(begin + timedelta(minutes=minute, seconds=chance.below(60)))
    return made


def change(path: str, old: bytes | None, new: bytes | None) -> Change:
    """What happens to one file."""
    sides = (NOTHING if content is None else of_bytes(content) for content in (old, new))
    return Change(path, *sides)


def without_last_line(content: bytes) -> bytes:
    """A record before its last entry was added."""
    return b"".join(content.splitlines(keepends=True)[:-1])


def signed(statement: Statement) -> str:
    """The signature of the person, or of the bot that saw the click."""
    if statement.click is not None:
        return sign(demo_keys.private_key(statement.click.bot), statement.message, ATTESTED_SPACE)
    return sign(demo_keys.private_key(statement.person), statement.message, PERSONAL_SPACE)


def _click(signer: FictionalSigner, moment: datetime, request: int, chance: Chance) -> Click:
    # the bot writes down a click within a minute
    when = moment - timedelta(seconds=5 + chance.below(50))
    return Click(
        bot=demo_keys.BOT,
        forge=FORGE,
        host=HOST,
        project=PROJECT,
        request=str(request),
        review=str(10_000 + chance.below(80_000)),
        user_id=account(signer.number),
        login=f"j{signer.number}",
        commit=chance.commit(),
        time=when.isoformat(),
    )
