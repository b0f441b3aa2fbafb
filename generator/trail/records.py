"""What happened after publication, as values: bulletin records, corrections, objections.

``read_bulletin``, ``read_correction`` and ``read_objection`` judge one file alone, as the push gate
does; None is returned where the file has an error.  ``trailfiles.py`` reads all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from generator.ledger import layout
from generator.ledger.records import private_comments
from generator.rules.periods import Period
from generator.text.problems import Place, Problem, errors
from generator.text.reading import Reader, one_of
from generator.text.shapes import Row, Shape
from generator.text.strict import read
from generator.text.syntax import Spot
from generator.trail.forms import BULLETIN, CORRECTION, OBJECTION
from generator.trail.states import ANSWERED, DECIDED, REVIEWED, Step


@dataclass(frozen=True, slots=True)
class BulletinRecord:
    """That a bulletin was issued: its number, dates and digests.  It closes its months."""

    scheme: str
    period: Period
    issue: int
    office: str
    published: date
    publicity: tuple[date, date]
    """First and last day on which objections are taken."""
    count: int
    """How many record files were counted."""
    records: str
    """Records digest."""
    rules: str
    """Rules digest."""
    result: str
    """Digest of the standings as published, the JSON file beside it."""
    place: Place
    row: Row = field(compare=False, repr=False)

    @property
    def standings_path(self) -> str:
        """The JSON file beside it."""
        return layout.standings_path(self.scheme, self.period)


@dataclass(frozen=True, slots=True)
class Amendment:
    """One line of a record file, before and after; an empty text stands for no line."""

    line: int
    old: str
    new: str
    indent: int | None
    place: Place


@dataclass(frozen=True, slots=True)
class Correction:
    """Why and how a closed record was changed, or added afterwards (补报)."""

    month: str
    number: str
    scheme: str
    periods: tuple[Period, ...]
    """The bulletins that had been published with the record as it was before."""
    record: str
    """Path of the record file."""
    day: date
    raised_by: str
    """自查, 异议 or 督察."""
    objection: str
    """``2025-06/0001``, or empty."""
    corrects: str
    """``2025-06/0001`` of the earlier correction that it corrects, or empty."""
    reason: str
    basis: str
    adds_file: bool
    content: str
    """Digest of an added file as it was filed, if stated."""
    lines: tuple[Amendment, ...]
    place: Place
    row: Row = field(compare=False, repr=False)

    @property
    def id(self) -> str:
        """``2025-06/0001``."""
        return f"{self.month}/{self.number}"


@dataclass(frozen=True, slots=True)
class Objection:
    """Somebody's doubt about a published number, and what became of it."""

    month: str
    number: str
    scheme: str
    period: Period
    subject: str
    """Code or service number whose points are doubted."""
    item: str
    """Item code, or empty."""
    by_unit: str
    by_officer: str
    """Who objects: a unit's code or a service number.  Never published."""
    received: date
    reason: str
    steps: tuple[Step, ...]
    finding: str
    """Why it was granted or not; empty while undecided."""
    correction: str
    """``2025-06/0001`` of the correction that followed, or empty."""
    appeal: str
    """Why a second look was asked for, or empty."""
    place: Place
    row: Row = field(compare=False, repr=False)

    @property
    def id(self) -> str:
        """``2025-06/0001``."""
        return f"{self.month}/{self.number}"

    @property
    def state(self) -> str:
        """Where it stands now."""
        return self.steps[-1].state

    @property
    def is_open(self) -> bool:
        """Whether somebody still waits for an answer."""
        return self.state != ANSWERED

    @property
    def outcome(self) -> str:
        """成立, 部分成立, 不成立, 维持 or 改变, the last one; empty while undecided."""
        decided = [s.state for s in self.steps if s.state in DECIDED or s.state in REVIEWED]
        return decided[-1] if decided else ""

    def when(self, *states: str) -> date | None:
        """The day on which it last reached one of these states."""
        days = [step.day for step in self.steps if step.state in states]
        return days[-1] if days else None


def read_bulletin(
    path: str, data: bytes, schemes: Collection[str] | None = None
) -> tuple[BulletinRecord | None, list[Problem]]:
    """One bulletin record; scheme codes are checked where ``schemes`` are given."""
    row, reader, problems = _read(path, data, BULLETIN, schemes)
    if row is None:
        return None, problems
    scheme, period = row["积分制"], row["期间"]
    if scheme and period and path != layout.bulletin_path(scheme, period):
        _report_path(reader, row.at("期间"), layout.bulletin_path(scheme, period))
    if errors(problems := [*problems, *reader.problems]):
        return None, problems
    term, records = row["公示"], row["记录"]
    return BulletinRecord(
        scheme, period, row["期号"], row["编发单位"], row["公布日期"], (term["自"], term["至"]),
        records["份数"], records["摘要"], row["规则"], row["结果"],
        reader.document.place(row.spot), row,
    ), problems  # fmt: skip


def read_correction(
    path: str, data: bytes, schemes: Collection[str] | None = None
) -> tuple[Correction | None, list[Problem]]:
    """One correction; scheme codes are checked where ``schemes`` are given."""
    row, reader, problems = _read(path, data, CORRECTION, schemes)
    if row is None:
        return None, problems
    month, number = row["月份"], row["编号"]
    if month and number and path != layout.correction_path(month, number):
        _report_path(reader, row.at("编号"), layout.correction_path(month, number))
    record = layout.record_path(row["记录"]) if row["记录"] else None
    if row["记录"] and month and (record is None or record.month != month):
        message = f"“月份”写的是 {month}，记录却是 {row['记录']}"
        reader.report("路径", row.at("记录"), message, f"请写 ledger/{month}/ 里的记录文件")
    for period in row["通报"] or ():
        if isinstance(period, Period) and month and month not in period.months:
            message = f"{period.code} 的通报不含 {month}"
            reader.report("期间", row.at("通报"), message, "请只写用到这份记录的通报")
    if errors(problems := [*problems, *reader.problems]):
        return None, problems
    place = reader.document.place
    lines = tuple(
        Amendment(each["行号"], each["原"], each["改"], each["缩进"], place(each.spot))
        for each in row["行"] or ()
    )
    return Correction(
        month, number, row["积分制"], tuple(row["通报"]), row["记录"], row["日期"], row["提出"],
        _reference(row["异议"], month), _reference(row["更正号"], month), row["理由"], row["依据"],
        row["新增文件"], row["摘要"] or "", lines, place(row.spot), row,
    ), problems  # fmt: skip


def read_objection(
    path: str, data: bytes, schemes: Collection[str] | None = None
) -> tuple[Objection | None, list[Problem]]:
    """One objection; scheme codes are checked where ``schemes`` are given."""
    row, reader, problems = _read(path, data, OBJECTION, schemes)
    if row is None:
        return None, problems
    month, number, period = row["月份"], row["编号"], row["期间"]
    if month and number and path != layout.objection_path(month, number):
        _report_path(reader, row.at("编号"), layout.objection_path(month, number))
    if month and period and month != period.months[-1]:
        last = period.months[-1]
        message = f"“期间”是 {period.code}，“月份”却是 {month}"
        reader.report("路径", row.at("月份"), message, f"请写 {last}，并放在 ledger/{last}/ 里")
    if errors(problems := [*problems, *reader.problems]):
        return None, problems
    place, by = reader.document.place, row["提出"]
    steps = tuple(
        Step(each["状态"], each["日期"], each["说明"] or "", place(each.spot))
        for each in row["经过"]
    )
    return Objection(
        month, number, row["积分制"], period, row["对象"], row["项目"] or "",
        by["单位"] or "", by["人员"] or "", row["日期"], row["理由"], steps,
        row["结论说明"] or "", _reference(row["更正"], month), row["复核申请"] or "",
        place(row.spot), row,
    ), problems  # fmt: skip


def _read(
    path: str, data: bytes, shape: Shape, schemes: Collection[str] | None
) -> tuple[Row | None, Reader, list[Problem]]:
    """A file through its shape; problems of form first, those of the shape in the reader."""
    document = read(path, data)
    reader = Reader(document)
    problems = [*document.problems, *private_comments(document, data)]
    if document.root is None:
        return None, reader, problems
    row = shape.read(document.root, document.root.spot, reader)
    known = schemes is None or not row["积分制"] or row["积分制"] in schemes
    if not known:
        message = f"没有代码为“{row['积分制']}”的积分制"
        reader.report("取值", row.at("积分制"), message, one_of(sorted(schemes or ())))
    return row, reader, problems


def _report_path(reader: Reader, spot: Spot, wanted: str) -> None:
    reader.report(
        "路径", spot, f"按内容，这个文件应当是 {wanted}", "请核对内容，或把文件改名、移到那里"
    )


def _reference(reference: str | None, month: str) -> str:
    return layout.full_reference(reference, month) if reference else ""


def in_order(corrections: Iterable[Correction]) -> list[Correction]:
    """Corrections as they were made: by month and number."""
    return sorted(corrections, key=lambda each: (each.month, each.number))
