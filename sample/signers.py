"""Who may approve what in the sample county, and who does: ``rules/approvers.yml`` and its persons.

Everything follows from the roster and from who filed which record, so the file and the signatures
made with it cannot disagree.  Offices have dates: two change hands within the year, and one leader
is stood in for while away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from typing import Any, NamedTuple

from generator.approval import demo_keys
from generator.approval.approvers import Delegation
from generator.rules.roster import Officer, Roster
from generator.text.canonical import Block, Lines, document
from sample.world import table

ISSUED = date(2025, 1, 2)
THRESHOLD = 2
FORGE = "gitlab"
_HEAD = """\
# 审批人：谁能报送、审核、批准什么。虚构县的示例，密钥是任何人都能算出来的演示密钥，不能用于真实台账。
# 为便于演示，全年的任职变化写在同一版里；真实台账中每次变化都是新的一版。
"""


LANES: list[dict[str, Any]] = table("lanes.yml")
_LEVELS: dict[str, list[dict[str, Any]]] = {lane["代码"]: lane["层级"] for lane in LANES}
_FIELDS = {"party": "政工", "team": "政工", "rooms": "治安", "cases": "法制"}
"""Scheme → the field of work whose office issues its bulletins; offices of a field have its name."""


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
    SignerSeat("局主要领导", "bangong", "局长"),
    SignerSeat("局主要领导", "bangong", "政治委员"),
    SignerSeat("分管政工局领导", "bangong", "副局长", 0),
    # two bureau leaders exchange their fields of work
    SignerSeat("分管治安局领导", "bangong", "副局长", 1, until=_CHANGE[0]),
    SignerSeat("分管法制局领导", "bangong", "副局长", 2, until=_CHANGE[0]),
    SignerSeat("分管治安局领导", "bangong", "副局长", 2, since=_CHANGE[1]),
    SignerSeat("分管法制局领导", "bangong", "副局长", 1, since=_CHANGE[1]),
    SignerSeat("政工室领导", "zhenggong", "主任"),
    SignerSeat("治安大队领导", "zhian", "大队长"),
    SignerSeat("治安大队领导", "zhian", "教导员"),
    SignerSeat("法制大队领导", "fazhi", "大队长"),
    SignerSeat("法制大队领导", "fazhi", "副大队长"),
    SignerSeat("督察大队领导", "ducha", "大队长"),
    # until the office for information technology is founded, another team has its work
    SignerSeat("科技信息领导", "wangan", "大队长", until="2025-04-30"),
    SignerSeat("科技信息领导", "xintong", "科长"),
    SignerSeat("程序维护人", "xintong", "民警", 1, since="2025-01-02"),
    SignerSeat("政工室编发人", "zhenggong", "民警", 1),
    SignerSeat("治安大队编发人", "zhian", "民警"),
    SignerSeat("法制大队编发人", "fazhi", "法制民警", 3),
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

    @property
    def persons(self) -> set[str]:
        """Who signs, and for whom."""
        return {self.number, self.deputy_for or self.number}


@dataclass(slots=True)
class Signers:
    """All approvers of the county."""

    roster: Roster
    filings: tuple[Filing, ...]
    tenures: tuple[Tenure, ...] = field(init=False)
    delegations: tuple[Delegation, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.tenures = (*self._appointed(), *self._heads(), *self._clerks())
        # away on a course in July; the deputy signs
        deputy = self._on_post("zhenggong", "副主任")[0].number
        away = self._on_post("zhenggong", "主任")[0].number
        july = date(2025, 7, 1), date(2025, 7, 31)
        self.delegations = (Delegation(deputy, away, "政工室领导", *july, "外出培训报备2025-7"),)

    # ── who holds which office ───────────────────────────────────────────────────────────────

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
            key = filing.by, _LEVELS[filing.lane][0]["职务"][0], since, until
            found.setdefault(key, set()).add(filing.subject)
        for key in sorted(found, key=lambda each: each[:3]):
            number, office, since, until = key
            yield Tenure(number, office, tuple(sorted(found[key])), since, until)

    # ── who signs ────────────────────────────────────────────────────────────────────────────

    def holders(self, offices: Iterable[str], subject: str, day: date) -> list[FictionalSigner]:
        """Who may sign in one of ``offices`` for a unit on ``day``; a deputy in place of who is away.

        The level of what is returned is not set yet.
        """
        return [
            FictionalSigner(-1, deputy, tenure.office, tenure.number)
            if (deputy := self._deputy(tenure, day))
            else FictionalSigner(-1, tenure.number, tenure.office)
            for tenure in self.tenures
            if tenure.office in offices and tenure.covers(subject, day)
        ]

    def _deputy(self, tenure: Tenure, day: date) -> str:
        for each in self.delegations:
            same = (each.principal, each.office) == (tenure.number, tenure.office)
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
        return self._climb(filing.lane, filing.subject, "", path, (day, *later), by)

    def signers_of(
        self, lane: str, scheme: str, key: str, *days: date
    ) -> tuple[FictionalSigner, ...]:
        """The persons who approve a bulletin, correction or objection of a scheme, or rules."""
        return self._climb(lane, "", _FIELDS.get(scheme, ""), key, days)

    def _climb(
        self,
        lane: str,
        subject: str,
        work: str,
        key: str,
        days: tuple[date, ...],
        by: str = "",
    ) -> tuple[FictionalSigner, ...]:
        signed: list[FictionalSigner] = []
        for number, level in enumerate(_LEVELS[lane]):
            day = days[min(number, len(days) - 1)]
            # nobody signs twice, neither as a deputy nor for the one who has signed as a deputy
            taken = {number for each in signed for number in each.persons}
            holders = self.holders(_offices(level, subject, work), subject, day)
            free = [each for each in holders if taken.isdisjoint(each.persons)]
            if number == 0 and by:
                # whoever filed it signs that it was filed
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

    # ── the file ─────────────────────────────────────────────────────────────────────────────

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
        key = demo_keys.public_line(demo_keys.BOT)
        content["机器人"] = Lines([{"代码": demo_keys.BOT, "平台": FORGE, "公钥": [key]}])
        content["通道"] = Lines(Block({**lane, "层级": Lines(lane["层级"])}) for lane in LANES)
        content["代理"] = Lines(map(_delegated, self.delegations))
        return _HEAD.encode() + document(content)

    def _person(self, number: str) -> Block:
        held = [tenure for tenure in self.tenures if tenure.number == number]
        row = Block(警号=number, 姓名=self.roster.officers[number].name)
        row["公钥"] = [demo_keys.public_line(number)]
        row["任职"] = Lines(tenure.row() for tenure in held)
        row["账号"] = [{"平台": FORGE, "编号": account(number), "登录名": f"j{number}"}]
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


def _delegated(each: Delegation) -> dict[str, str]:
    row = {"代理人": each.deputy, "代理": each.principal, "职务": each.office}
    row |= {"自": each.since.isoformat(), "至": each.until.isoformat()}
    return row | {"依据": each.basis}


def _offices(level: Mapping[str, Any], subject: str, work: str) -> list[str]:
    """The offices that may sign a level about a unit or branch, for a field of work."""
    # 回避: nobody approves the file of a unit that he leads himself
    instead = level.get("回避", {}).get(subject)
    offices = [instead] if instead else level["职务"]
    # where three offices issue side by side, that of the scheme's own field signs
    return [each for each in offices if work in each] or offices


def _choice(holders: list[FictionalSigner], key: str) -> FictionalSigner:
    """Mostly the first; the same for the same file and level."""
    return holders[1 if len(holders) > 1 and sha256(key.encode()).digest()[0] % 4 == 0 else 0]
