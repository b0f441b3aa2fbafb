"""What followed publication in the sample county: corrections of records, and objections.

The records made for the county are the corrected ones, so every score stays as it is; what was
published is made from them by putting the mistakes back in.  Each mistake is looked for in the
records, so that it fits any seed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import NamedTuple

from generator.ledger.layout import correction_path, trail_id
from generator.rules.periods import Period
from generator.text.canonical import Block, Lines, document
from generator.text.strict import Files
from generator.trail.objection import path_for
from generator.trail.objection_states import ANSWERED, DECIDED
from generator.trail.writing import correction

_CHECKED = re.compile(r"( +- \{项: W2, 应办: )(\d+)(, 已办: )(\d+)(.*)")
_ROOM = re.compile(r"  ([a-z]+-[a-z]+):")
_ADOPTED = re.compile(r"(?m)^  - \{项: P26, 日期: .*\n")
_SHORT = 95
"""Per cent under which a registration rate costs points in every class of rooms."""


# ── registered dwellings, the number that most is about ────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Count:
    """An entry of item W2: how many dwellings were to be registered, and how many are."""

    line: int
    room: str
    due: int
    done: int

    @property
    def short(self) -> bool:
        """Whether one dwelling more or less changes points."""
        return self.done * 100 < _SHORT * self.due


def counts(record: bytes) -> Iterator[Count]:
    """The entries of W2 in a record of a station."""
    room = ""
    for number, line in enumerate(record.decode().splitlines(), 1):
        if named := _ROOM.fullmatch(line):
            room = named[1]
        if found := _CHECKED.fullmatch(line):
            yield Count(number, room, int(found[2]), int(found[4]))


def with_done(record: bytes, count: Count, done: int) -> bytes:
    """The record with another number in one entry."""
    lines = record.decode().splitlines(keepends=True)
    lines[count.line - 1] = _CHECKED.sub(rf"\g<1>\g<2>\g<3>{done}\g<5>", lines[count.line - 1])
    return "".join(lines).encode()


def _checked(files: Files, month: str, first: str) -> Iterator[tuple[str, Count]]:
    """One entry of W2 that fell short and its record, of the station ``first`` if it has one."""
    folder = f"ledger/{month}/rooms/"
    paths = [path for path in files if path.startswith(folder)]
    found = (
        (path, count)
        for path in sorted(paths, key=lambda each: (each != f"{folder}{first}.yml", each))
        for count in counts(files[path])
        # two fewer still leaves some
        if count.done >= 5 and count.short
    )
    return islice(found, 1)


# ── corrections ────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Made:
    """A correction, with the record before and after it."""

    number: int
    scheme: str
    record: str
    old: bytes
    new: bytes
    day: date
    raised_by: str
    reason: str
    basis: str
    objection: str = ""
    corrects: int = 0

    @property
    def path(self) -> str:
        return correction_path(self.record, self.number)

    @property
    def id(self) -> str:
        return trail_id(self.path)

    @property
    def file(self) -> bytes:
        said: dict[str, str | int] = {"提出": self.raised_by}
        said |= {"异议": self.objection} if self.objection else {}
        said |= {"更正号": self.corrects} if self.corrects else {}
        said |= {"理由": self.reason, "依据": self.basis}
        _, data = correction(self.record, self.number, (self.old, self.new), self.day, said)
        return data


def upheld(files: Files, doubt: Doubt, path: str, count: Count, day: date, basis: str) -> Made:
    """The correction of a number because an objection to it, ``granted``, was right."""
    right = files[path]
    return Made(
        1, "rooms", path, with_done(right, count, count.done - 1), right, day,
        "异议", "抽查单与系统登记核对后，补计一户", basis, objection=short_id(doubt.path),
    )  # fmt: skip


def short_id(path: str) -> str:
    """The id of a correction or objection as files of the same month name it."""
    return trail_id(path).rpartition("/")[2]


def corrections(files: Files) -> list[Made]:
    """The corrections of the year, in the order in which they were made."""
    made: list[Made] = []
    # a number corrected twice: the first correction was wrong itself
    for path, count in _checked(files, "2025-04", "shimo"):
        low, high = (with_done(files[path], count, count.done + more) for more in (-2, 1))
        made += [
            Made(
                1, "rooms", path, low, high, date(2025, 5, 26), "自查",
                "录入时漏计抽查单背面已登记的户数", "派出所自查登记2025-2",
            ),
            Made(
                2, "rooms", path, high, files[path], date(2025, 6, 5), "督察",
                "前次更正把一户空置房计为已登记，予以核减", "督察核查记录2025-6", corrects=1,
            ),
        ]  # fmt: skip
    for path, count, doubt in _doubted(files):
        basis = "治安大队复核记录2025-3"
        made.append(upheld(files, doubt, path, count, date(2025, 7, 18), basis))
    # a performance entry that the report of a branch had left out, added after the quarter
    for path, without in islice(_with_adoption(files, "2025-05"), 1):
        made.append(
            Made(
                1, "party", path, without, files[path], date(2025, 7, 28), "自查",
                "采用通知送达较晚，报送时漏记一条信息采用", "政工室采用情况核对表2025-2",
            )
        )  # fmt: skip
    return made


def _with_adoption(files: Files, month: str) -> Iterator[tuple[str, bytes]]:
    """Records with an adopted text among other performance, and how they are without it."""
    for path in sorted(path for path in files if path.startswith(f"ledger/{month}/party/")):
        head, mark, tail = files[path].decode().partition("绩效:\n")
        own = tail.partition("日常表现:")[0]
        # the only entry of a section cannot be left out: the section would read [] then
        if mark and own.count("\n") > 1 and (found := _ADOPTED.search(own)):
            yield path, (head + mark + tail[: found.start()] + tail[found.end() :]).encode()


def filed(made: Sequence[Made]) -> dict[str, bytes]:
    """The corrected records as they were filed, by path."""
    return {each.record: each.old for each in reversed(made)}


# ── objections ─────────────────────────────────────────────────────────────────────────────────


class PlannedStep(NamedTuple):
    """One step of an objection; ``sent`` begins a new submission with it."""

    state: str
    day: str
    note: str = ""
    sent: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """An objection and its way."""

    scheme: str
    period: str
    subject: str
    item: str
    by: dict[str, str]
    reason: str
    steps: tuple[PlannedStep, ...]
    finding: str = ""
    correction: str = ""

    @property
    def path(self) -> str:
        day = date.fromisoformat(self.steps[0].day)
        named = self.scheme, Period(self.period), self.subject, day
        return path_for(*named, self.item, self.by, self.reason)

    @property
    def id(self) -> str:
        return trail_id(self.path)

    @property
    def stages(self) -> list[tuple[date, bytes]]:
        """The file after each submission, and the day on which it was signed."""
        ends = [n for n, step in enumerate(self.steps) if step.sent] + [len(self.steps)]
        return [(date.fromisoformat(self.steps[end - 1].day), self._file(end)) for end in ends]

    def _file(self, end: int) -> bytes:
        steps = self.steps[:end]
        content = Block(积分制=self.scheme, 期间=self.period)
        content |= {"对象": self.subject, "项目": self.item, "提出": self.by}
        content |= {"日期": steps[0].day, "理由": self.reason}
        content["经过"] = Lines(
            {"状态": s.state, "日期": s.day} | ({"说明": s.note} if s.note else {}) for s in steps
        )
        states = {step.state for step in steps}
        content |= {"结论说明": self.finding} if states & DECIDED.keys() else {}
        content |= {"更正": self.correction} if self.correction and ANSWERED in states else {}
        return document(content)


def granted(path: str, room: str, steps: tuple[PlannedStep, ...]) -> Doubt:
    """A station doubts a number of a room in its record, and is right."""
    return Doubt(
        "rooms", path.split("/")[1], room, "W2", {"单位": _station(path)},
        "抽查单上已登记的户数比通报所用的多一户", steps,
        finding="原抽查单漏抄一户，应当补计",
        correction=short_id(correction_path(path, 1)),
    )  # fmt: skip


def _doubted(files: Files) -> Iterator[tuple[str, Count, Doubt]]:
    """The record and the count that were rightly doubted in June, and the objection."""
    steps = (
        PlannedStep("已提交", "2025-07-15"),
        PlannedStep("已受理", "2025-07-15"),
        PlannedStep("复核中", "2025-07-16", sent=True),
        PlannedStep("成立", "2025-07-17", "抽查单与系统登记一致"),
        PlannedStep("已告知", "2025-07-21", sent=True),
    )
    for path, count in _checked(files, "2025-06", "chengguan"):
        yield path, count, granted(path, count.room, steps)


def objections(files: Files) -> list[Doubt]:
    """The objections of the year, by month."""
    made: list[Doubt] = []
    # an officer doubts a finding of the legal office; it stands
    for officer, item in _found(files, "2025-05", r"Q\d\d"):
        made.append(
            Doubt(
                "cases", "2025-05", officer, item, {"人员": officer},
                "认为该问题在移送前已经补正，不应扣分",
                (
                    PlannedStep("已提交", "2025-06-16"),
                    PlannedStep("已受理", "2025-06-16"),
                    PlannedStep("复核中", "2025-06-17", sent=True),
                    PlannedStep("不成立", "2025-06-19"),
                    PlannedStep("已告知", "2025-06-20", sent=True),
                ),
                finding="经调阅案卷，补正在审核发现之后，按规则应当计扣",
            )
        )  # fmt: skip
    made += [doubt for _, _, doubt in _doubted(files)]
    # two that are not answered yet: one sent back for material, one being looked at
    for path, count in _checked(files, "2025-11", "hedong"):
        made.append(
            Doubt(
                "rooms", "2025-11", count.room, "W2", {"单位": _station(path)},
                "抽查当日有住户外出，次日已补登记，请求按补登记后的户数计算",
                (
                    PlannedStep("已提交", "2025-12-15"),
                    PlannedStep("退回补充", "2025-12-16", "请补充补登记的系统记录", sent=True),
                ),
            )
        )  # fmt: skip
    for officer, item in _found(files, "2025-11", "E01|E04"):
        made.append(
            Doubt(
                "cases", "2025-11", officer, item, {"人员": officer},
                "认为超期因系统故障所致，有登记可查",
                (
                    PlannedStep("已提交", "2025-12-16"),
                    PlannedStep("已受理", "2025-12-16"),
                    PlannedStep("复核中", "2025-12-18", sent=True),
                ),
            )
        )  # fmt: skip
    return made


def _found(files: Files, month: str, codes: str) -> Iterator[tuple[str, str]]:
    """A finding of review with one of these codes: who bears it, and its code."""
    bearer = re.compile(rf'\{{项: ({codes}), 承担: \["(\d{{6}})"')
    paths = sorted(path for path in files if path.startswith(f"ledger/{month}/case-review/"))
    matches = (match for path in paths if (match := bearer.search(files[path].decode())))
    return islice(((match[2], match[1]) for match in matches), 1)


def _station(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".yml")
