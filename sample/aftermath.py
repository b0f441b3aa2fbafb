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
from typing import NamedTuple

from generator.ledger.layout import correction_path, objection_path
from generator.text.canonical import Block, Lines, document
from generator.text.strict import Files
from generator.trail.amend import changes
from generator.trail.objection_states import ANSWERED, DECIDED

_CHECKED = re.compile(r"(?m)^( +- \{项: W2, 应办: (\d+), 已办: )(\d+)(.*)$")
_SHORT = 95
"""Per cent under which a registration rate costs points in every class of rooms."""
_ROOM = re.compile(r"(?m)^  ([a-z]+-[a-z]+):$")
_ADOPTED = re.compile(r"(?m)^  - \{项: P26, 日期: .*\n")
_QUALITY, _LATE = (
    re.compile(rf'\{{项: ({code}), 承担: \["(\d{{6}})"') for code in (r"Q\d\d", "E01|E04")
)


@dataclass(frozen=True, slots=True)
class Made:
    """A correction, with the record before and after it."""

    month: str
    number: str
    scheme: str
    period: str
    record: str
    old: bytes
    new: bytes
    day: date
    raised_by: str
    reason: str
    basis: str
    objection: str = ""
    corrects: str = ""

    @property
    def path(self) -> str:
        return correction_path(self.month, self.number)

    @property
    def file(self) -> bytes:
        content = Block(编号=self.number, 月份=self.month, 积分制=self.scheme)
        content["通报"] = [self.period]
        content |= {"记录": self.record, "日期": self.day.isoformat(), "提出": self.raised_by}
        content |= {"异议": self.objection} if self.objection else {}
        content |= {"更正号": self.corrects} if self.corrects else {}
        content |= {"理由": self.reason, "依据": self.basis}
        content["行"] = Lines(
            {"行号": row.line, "原": row.old, "改": row.new}
            | ({} if row.indent is None else {"缩进": row.indent})
            for row in changes(self.old, self.new)
        )
        return document(content)


class PlannedStep(NamedTuple):
    """One step of an objection; ``sent`` begins a new submission with it."""

    state: str
    day: str
    note: str = ""
    sent: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """An objection and its way."""

    month: str
    number: str
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
        return objection_path(self.month, self.number)

    @property
    def stages(self) -> list[tuple[date, bytes]]:
        """The file after each submission, and the day on which it was signed."""
        ends = [n for n, step in enumerate(self.steps) if step.sent] + [len(self.steps)]
        return [(date.fromisoformat(self.steps[end - 1].day), self._file(end)) for end in ends]

    def _file(self, end: int) -> bytes:
        steps = self.steps[:end]
        content = Block(编号=self.number, 月份=self.month, 积分制=self.scheme, 期间=self.period)
        content |= {"对象": self.subject, "项目": self.item, "提出": self.by}
        content |= {"日期": steps[0].day, "理由": self.reason}
        content["经过"] = Lines(
            {"状态": s.state, "日期": s.day} | ({"说明": s.note} if s.note else {}) for s in steps
        )
        states = {step.state for step in steps}
        content |= {"结论说明": self.finding} if states & DECIDED.keys() else {}
        content |= {"更正": self.correction} if self.correction and ANSWERED in states else {}
        return document(content)


# ── corrections ────────────────────────────────────────────────────────────────────────────────


def corrections(files: Files) -> list[Made]:
    """The corrections of the year, in the order in which they were made."""
    return [*_miscounted(files), *_upheld(files), *_forgotten(files)]


def filed(made: Sequence[Made]) -> dict[str, bytes]:
    """The corrected records as they were filed, by path."""
    return {each.record: each.old for each in reversed(made)}


class _Checked(NamedTuple):
    """An entry of item W2 that could be one more or some less."""

    path: str
    text: str
    match: re.Match[str]

    @property
    def room(self) -> str:
        rooms: list[str] = _ROOM.findall(self.text[: self.match.start()])
        return rooms[-1]

    def with_done(self, more: int) -> bytes:
        """The record with another number done."""
        head, _, done, tail = self.match.groups()
        line = f"{head}{int(done) + more}{tail}"
        return (self.text[: self.match.start()] + line + self.text[self.match.end() :]).encode()


def _checked(files: Files, month: str, first: str) -> Iterator[_Checked]:
    """Entries of W2 that fell short, those of the station ``first`` first."""
    folder = f"ledger/{month}/rooms/"
    paths = [path for path in files if path.startswith(folder)]
    for path in sorted(paths, key=lambda each: (each != f"{folder}{first}.yml", each)):
        text = files[path].decode()
        for match in _CHECKED.finditer(text):
            due, done = int(match[2]), int(match[3])
            if done >= 5 and done * 100 < _SHORT * due:
                yield _Checked(path, text, match)


def _miscounted(files: Files) -> Iterator[Made]:
    """A number corrected twice: the first correction was wrong itself."""
    for found in _checked(files, "2025-04", "shimo"):
        low, high, right = (found.with_done(more) for more in (-2, 1, 0))
        yield Made(
            "2025-04", "0001", "rooms", "2025-04", found.path, low, high, date(2025, 5, 26), "自查",
            "录入时漏计抽查单背面已登记的户数", "派出所自查登记2025-2",
        )  # fmt: skip
        yield Made(
            "2025-04", "0002", "rooms", "2025-04", found.path, high, right, date(2025, 6, 5), "督察",
            "前次更正把一户空置房计为已登记，予以核减", "督察核查记录2025-6", corrects="0001",
        )  # fmt: skip
        return


def _upheld(files: Files) -> Iterator[Made]:
    """A number corrected because an objection was right."""
    for found in _checked(files, "2025-06", "chengguan"):
        yield Made(
            "2025-06", "0001", "rooms", "2025-06", found.path, found.with_done(-1),
            found.with_done(0), date(2025, 7, 18), "异议",
            "抽查单与系统登记核对后，补计一户", "治安大队复核记录2025-3", objection="0001",
        )  # fmt: skip
        return


def _forgotten(files: Files) -> Iterator[Made]:
    """A performance entry that the report of a branch had left out, added after the quarter."""
    for path in sorted(path for path in files if path.startswith("ledger/2025-05/party/")):
        text = files[path].decode()
        head, mark, tail = text.partition("绩效:\n")
        own = tail.partition("日常表现:")[0]
        if mark and own.count("\n") > 1 and (found := _ADOPTED.search(own)):
            old = head + mark + tail[: found.start()] + tail[found.end() :]
            yield Made(
                "2025-05", "0001", "party", "2025-Q2", path, old.encode(), text.encode(),
                date(2025, 7, 28), "自查", "采用通知送达较晚，报送时漏记一条信息采用",
                "政工室采用情况核对表2025-2",
            )  # fmt: skip
            return


# ── objections ─────────────────────────────────────────────────────────────────────────────────


def objections(files: Files) -> list[Doubt]:
    """The objections of the year, by month."""
    return [*_rejected(files), *_granted(files), *_waiting(files)]


def _rejected(files: Files) -> Iterator[Doubt]:
    """An officer doubts a finding of the legal office; it stands."""
    for path in sorted(path for path in files if path.startswith("ledger/2025-05/case-review/")):
        if found := _QUALITY.search(files[path].decode()):
            yield Doubt(
                "2025-05", "0001", "cases", "2025-05", found[2], found[1], {"人员": found[2]},
                "认为该问题在移送前已经补正，不应扣分",
                (
                    PlannedStep("已提交", "2025-06-16"),
                    PlannedStep("已受理", "2025-06-16"),
                    PlannedStep("复核中", "2025-06-17", sent=True),
                    PlannedStep("不成立", "2025-06-19"),
                    PlannedStep("已告知", "2025-06-20", sent=True),
                ),
                finding="经调阅案卷，补正在审核发现之后，按规则应当计扣",
            )  # fmt: skip
            return


def _granted(files: Files) -> Iterator[Doubt]:
    for found in _checked(files, "2025-06", "chengguan"):
        station = found.path.rpartition("/")[2].removesuffix(".yml")
        yield Doubt(
            "2025-06", "0001", "rooms", "2025-06", found.room, "W2", {"单位": station},
            "抽查单上已登记的户数比通报所用的多一户",
            (
                PlannedStep("已提交", "2025-07-15"),
                PlannedStep("已受理", "2025-07-15"),
                PlannedStep("复核中", "2025-07-16", sent=True),
                PlannedStep("成立", "2025-07-17", "抽查单与系统登记一致"),
                PlannedStep("已告知", "2025-07-21", sent=True),
            ),
            finding="原抽查单漏抄一户，应当补计",
            correction="0001",
        )  # fmt: skip
        return


def _waiting(files: Files) -> Iterator[Doubt]:
    """Two that are not answered yet: one sent back for material, one being looked at."""
    for found in _checked(files, "2025-11", "hedong"):
        station = found.path.rpartition("/")[2].removesuffix(".yml")
        yield Doubt(
            "2025-11", "0001", "rooms", "2025-11", found.room, "W2", {"单位": station},
            "抽查当日有住户外出，次日已补登记，请求按补登记后的户数计算",
            (
                PlannedStep("已提交", "2025-12-15"),
                PlannedStep("退回补充", "2025-12-16", "请补充补登记的系统记录", sent=True),
            ),
        )  # fmt: skip
        break
    for path in sorted(path for path in files if path.startswith("ledger/2025-11/case-review/")):
        if found_there := _LATE.search(files[path].decode()):
            yield Doubt(
                "2025-11", "0002", "cases", "2025-11", found_there[2], found_there[1],
                {"人员": found_there[2]}, "认为超期因系统故障所致，有登记可查",
                (
                    PlannedStep("已提交", "2025-12-16"),
                    PlannedStep("已受理", "2025-12-16"),
                    PlannedStep("复核中", "2025-12-18", sent=True),
                ),
            )  # fmt: skip
            return
