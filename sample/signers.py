"""Who may approve what in the sample county, and who does: ``rules/approvers.yml`` and its persons.

Everything follows from the roster and from who filed which record, so the file and the signatures
made with it cannot disagree.  Offices have dates: two change hands within the year, and one leader
is stood in for while away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from typing import Any, NamedTuple

from generator.approval import demo_keys
from generator.rules.roster import Officer, Roster
from generator.text.canonical import Block, Lines, document
from sample.lanes import (
    BUREAU_HEAD,
    BY_CODE,
    FILLED_IN,
    INSPECTION,
    ISSUER,
    LANES,
    LanePlan,
    editor,
    in_charge,
    leader,
)

PATH = "rules/approvers.yml"
ISSUED = date(2025, 1, 2)
THRESHOLD = 2
_HEAD = """\
# 审批人：谁能报送、审核、批准什么。虚构县的示例，密钥是任何人都能算出来的演示密钥，不能用于真实台账。
# 为便于演示，全年的任职变化写在同一版里；真实台账中每次变化都是新的一版。
"""


class SignerSeat(NamedTuple):
    """The ``nth`` person on a post, by service number, holds an office."""

    office: str
    unit: str
    duty: str
    nth: int = 0
    since: str = ""
    until: str = ""


_CHANGE = ("2025-08-31", "2025-09-01")
_SEATS = (
    SignerSeat(BUREAU_HEAD, "bangong", "局长"),
    SignerSeat(BUREAU_HEAD, "bangong", "政治委员"),
    SignerSeat(in_charge("政工室"), "bangong", "副局长", 0),
    # two bureau leaders exchange their fields of work
    SignerSeat(in_charge("治安大队"), "bangong", "副局长", 1, until=_CHANGE[0]),
    SignerSeat(in_charge("法制大队"), "bangong", "副局长", 2, until=_CHANGE[0]),
    SignerSeat(in_charge("治安大队"), "bangong", "副局长", 2, since=_CHANGE[1]),
    SignerSeat(in_charge("法制大队"), "bangong", "副局长", 1, since=_CHANGE[1]),
    SignerSeat(leader("政工室"), "zhenggong", "主任"),
    SignerSeat(leader("治安大队"), "zhian", "大队长"),
    SignerSeat(leader("治安大队"), "zhian", "教导员"),
    SignerSeat(leader("法制大队"), "fazhi", "大队长"),
    SignerSeat(leader("法制大队"), "fazhi", "副大队长"),
    SignerSeat(INSPECTION, "ducha", "大队长"),
    # until the office for information technology is founded, another team has its work
    SignerSeat("科技信息领导", "wangan", "大队长", until="2025-04-30"),
    SignerSeat("科技信息领导", "xintong", "科长"),
    SignerSeat("程序维护人", "xintong", "民警", 1, since="2025-01-02"),
    SignerSeat(editor("政工室"), "zhenggong", "民警", 1),
    SignerSeat(editor("治安大队"), "zhian", "民警"),
    SignerSeat(editor("法制大队"), "fazhi", "法制民警", 3),
    SignerSeat("规则起草人", "zhenggong", "副主任"),
    SignerSeat("规则起草人", "zhian", "民警"),
    SignerSeat("规则起草人", "fazhi", "法制民警", 3),
    SignerSeat("名册管理人", "zhenggong", "民警", 1),
)
_HEADS = ("所长", "大队长", "教导员")
_ROOTS = (("bangong", "局长"), ("bangong", "政治委员"), ("ducha", "大队长"))
_YEAR_END = date(2025, 12, 31)


@dataclass(frozen=True, slots=True)
class Tenure:
    """An office held by a person from a day on, for some units or for all."""

    number: str
    office: str
    units: tuple[str, ...]
    since: date
    until: date | None = None

    def covers(self, subject: str, day: date) -> bool:
        in_time = self.since <= day and (self.until is None or day <= self.until)
        return in_time and (not self.units or subject in self.units)

    def row(self) -> dict[str, Any]:
        row: dict[str, Any] = {"职务": self.office}
        row |= {"单位": list(self.units)} if self.units else {}
        row["自"] = self.since.isoformat()
        return row | ({"至": self.until.isoformat()} if self.until else {})


@dataclass(frozen=True, slots=True)
class PlannedDelegation:
    """Who stands in for whom, in which office, from when to when."""

    deputy: str
    number: str
    office: str
    since: date
    until: date
    basis: str

    def row(self) -> dict[str, Any]:
        return {
            "代理人": self.deputy,
            "代理": self.number,
            "职务": self.office,
            "自": self.since.isoformat(),
            "至": self.until.isoformat(),
            "依据": self.basis,
        }


@dataclass(frozen=True, slots=True)
class Filing:
    """A record file, by whom and when it was handed in."""

    path: str
    by: str
    day: date

    @property
    def lane(self) -> str:
        return self.path.split("/")[2]

    @property
    def subject(self) -> str:
        """The unit or branch of the file."""
        return self.path.rpartition("/")[2].removesuffix(".yml")


class FictionalSigner(NamedTuple):
    """Who signs a level."""

    level: int
    number: str
    office: str
    deputy_for: str = ""


@dataclass(slots=True)
class Signers:
    """All approvers of the county."""

    roster: Roster
    filings: tuple[Filing, ...]
    tenures: tuple[Tenure, ...] = field(init=False)
    delegations: tuple[PlannedDelegation, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.tenures = (*self._appointed(), *self._heads(), *self._clerks())
        # away on a course in July; the deputy signs
        deputy = self._on_post("zhenggong", "副主任")[0]
        away = self._on_post("zhenggong", "主任")[0]
        july = date(2025, 7, 1), date(2025, 7, 31)
        self.delegations = (
            PlannedDelegation(
                deputy.number, away.number, leader("政工室"), *july, "外出培训报备2025-7"
            ),
        )

    # ── who holds which office ──────────────────────────────────────────────────────────────

    def _on_post(self, unit: str, duty: str) -> list[Officer]:
        return [
            officer
            for officer in self.roster.officers.values()
            if (post := officer.post(_YEAR_END)) and (post.unit, post.duty) == (unit, duty)
        ]

    def _appointed(self) -> Iterator[Tenure]:
        for seat in _SEATS:
            officer = self._on_post(seat.unit, seat.duty)[seat.nth]
            since = date.fromisoformat(seat.since) if seat.since else officer.posts[-1].since
            until = date.fromisoformat(seat.until) if seat.until else None
            yield Tenure(officer.number, seat.office, (), since, until)

    def _heads(self) -> Iterator[Tenure]:
        """Heads and instructors of the units that report rooms or cases."""
        for lane, office in (("rooms", "派出所领导"), ("cases", "办案单位领导")):
            for unit in sorted({each.subject for each in self.filings if each.lane == lane}):
                for officer in (o for duty in _HEADS for o in self._on_post(unit, duty)):
                    yield Tenure(officer.number, office, (unit,), officer.posts[-1].since)

    def _clerks(self) -> Iterator[Tenure]:
        """Whoever files may file, for the units filed for, while on that post."""
        found: dict[tuple[str, str, date, date | None], set[str]] = {}
        for filing in self.filings:
            since, until = _span(self.roster.officers[filing.by], filing.day)
            key = filing.by, FILLED_IN[filing.lane], since, until
            found.setdefault(key, set()).add(filing.subject)
        for (number, office, since, until), subjects in sorted(
            found.items(), key=lambda each: each[0][:3]
        ):
            yield Tenure(number, office, tuple(sorted(subjects)), since, until)

    # ── who signs ───────────────────────────────────────────────────────────────────────────

    def holders(self, offices: Iterable[str], subject: str, day: date) -> list[FictionalSigner]:
        """Who may sign in one of ``offices`` for a unit on ``day``; a deputy in place of who is away.

        The level of what is returned is not set yet.
        """
        made = []
        for tenure in self.tenures:
            if tenure.office in offices and tenure.covers(subject, day):
                deputy = self._deputy(tenure, day)
                who = (
                    (deputy, tenure.office, tenure.number)
                    if deputy
                    else (tenure.number, tenure.office, "")
                )
                made.append(FictionalSigner(-1, *who))
        return made

    def _deputy(self, tenure: Tenure, day: date) -> str:
        for each in self.delegations:
            same = (each.number, each.office) == (tenure.number, tenure.office)
            if same and each.since <= day <= each.until:
                return each.deputy
        return ""

    def signers_for(
        self, path: str, by: str, day: date, *later: date
    ) -> tuple[FictionalSigner, ...]:
        """The persons of levels 0 to n who approve a record file that ``by`` filed, all distinct.

        ``day`` is when it is filed; ``later`` are the days of the levels above, ``day`` if not
        given.  ``ValueError`` if a level has nobody who may sign.
        """
        filing = Filing(path, by, day)
        return self._climb(BY_CODE[filing.lane], filing.subject, "", path, (day, *later), by)

    def signers_of(
        self, lane: str, scheme: str, key: str, *days: date
    ) -> tuple[FictionalSigner, ...]:
        """The persons who approve a bulletin, correction or objection of a scheme, or rules."""
        return self._climb(BY_CODE[lane], "", ISSUER.get(scheme, ""), key, days)

    def _climb(
        self,
        lane: LanePlan,
        subject: str,
        issuer: str,
        key: str,
        days: tuple[date, ...],
        by: str = "",
    ) -> tuple[FictionalSigner, ...]:
        signed: list[FictionalSigner] = []
        for number, level in enumerate(lane.levels):
            day = days[min(number, len(days) - 1)]
            offices = _of_issuer(level.office_for(subject), issuer)
            taken = {number for signer in signed for number in (signer.number, signer.deputy_for)}
            holders = self.holders(offices, subject, day)
            free = [each for each in holders if not taken & ({each.number, each.deputy_for} - {""})]
            if number == 0 and by:
                free = [holder for holder in free if holder.number == by]
            if not free:
                raise ValueError(f"{key}: nobody may sign level {number} on {day}")
            signed.append(_choice(free, f"{key}:{number}")._replace(level=number))
        return tuple(signed)

    def root_signers(self) -> tuple[FictionalSigner, ...]:
        """The root holders, as they sign the first version of the file."""
        offices = {tenure.number: tenure.office for tenure in reversed(self.tenures)}
        return tuple(
            FictionalSigner(n, number, offices[number]) for n, number in enumerate(self.roots)
        )

    # ── the file ────────────────────────────────────────────────────────────────────────────

    @property
    def roots(self) -> tuple[str, ...]:
        """The root holders' service numbers."""
        return tuple(self._on_post(unit, duty)[0].number for unit, duty in _ROOTS)

    def numbers(self) -> list[str]:
        """The service numbers of everybody in the file."""
        deputies = {each.deputy for each in self.delegations}
        return sorted({tenure.number for tenure in self.tenures} | set(self.roots) | deputies)

    def file(self, ledger: str) -> bytes:
        """``rules/approvers.yml``, its first version."""
        content = Block(台账=ledger, 版本=1, 上一版="-", 日期=ISSUED.isoformat(), 演示密钥="是")
        content["根"] = {"门槛": THRESHOLD, "人员": list(self.roots)}
        content["人员"] = Lines(self._person(number) for number in self.numbers())
        bot = {
            "代码": demo_keys.BOT,
            "平台": "gitlab",
            "公钥": [demo_keys.public_line(demo_keys.BOT)],
        }
        content["机器人"] = Lines([bot])
        content["通道"] = Lines(lane.row() for lane in LANES)
        content["代理"] = Lines(each.row() for each in self.delegations)
        return _HEAD.encode() + document(content)

    def _person(self, number: str) -> Block:
        held = [tenure for tenure in self.tenures if tenure.number == number]
        row = Block(警号=number, 姓名=self.roster.officers[number].name)
        row["公钥"] = [demo_keys.public_line(number)]
        row["任职"] = Lines(tenure.row() for tenure in held)
        row["账号"] = [{"平台": "gitlab", "编号": account(number), "登录名": f"j{number}"}]
        return row


def account(number: str) -> str:
    """The number of a person's account on the forge; it is not the service number."""
    return str(int(number) - 50_000)


def filing_of(path: str, content: Block) -> Filing:
    """The filing of a record file that was just made."""
    return Filing(path, content["填报人"], date.fromisoformat(content["填报日期"]))


def _span(officer: Officer, day: date) -> tuple[date, date | None]:
    """From when to when an officer serves in the unit of ``day``."""
    post = officer.post(day)
    assert post is not None
    later = [p.since for p in officer.posts if p.since > post.since and p.unit != post.unit]
    return post.since, later[0] - timedelta(days=1) if later else officer.until


def _of_issuer(offices: tuple[str, ...], issuer: str) -> tuple[str, ...]:
    """Of the offices of three fields of work, the one that belongs to the issuing office."""
    own = {editor(issuer), leader(issuer), in_charge(issuer)} if issuer else set()
    return tuple(office for office in offices if office in own) or offices


def _choice(holders: list[FictionalSigner], key: str) -> FictionalSigner:
    """Mostly the first; the same for the same file and level."""
    return holders[1 if len(holders) > 1 and sha256(key.encode()).digest()[0] % 4 == 0 else 0]
