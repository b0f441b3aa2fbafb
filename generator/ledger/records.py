"""The ledger as records: every file under ``ledger/`` read through its form.

What a single file can know is reported here (subject and month equal to the path, fields, codes);
what needs the roster or other files is in ``checks.py``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from generator.ledger import forms
from generator.ledger.case_forms import case_form, review_form
from generator.ledger.forms import Entry, Form
from generator.ledger.layout import TRAIL_FOLDERS
from generator.rules.rulebook import Rulebook
from generator.rules.scheme import Scheme
from generator.text import privacy
from generator.text.problems import Place, Problem
from generator.text.reading import MISSING, Reader, closest
from generator.text.shapes import Row
from generator.text.strict import Document, Files, Mapping, read
from generator.text.syntax import Spot, comment_start

MONTH_FOLDER = r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])"
PATH = re.compile(
    rf"ledger/({MONTH_FOLDER})/([a-z][a-z0-9-]*)/([a-z0-9]+(?:-[a-z0-9]+)*)\.yml", re.ASCII
)
RESERVED = frozenset({"approvals", *TRAIL_FOLDERS})
"""Folders of a month that hold no records: approval sheets, and what ``trailfiles.py`` reads."""


Forms = dict[tuple[str, str, str], Form]
"""The forms made so far: by folder, first month of the version, and month of the year."""


@dataclass(frozen=True, slots=True)
class Report:
    """One record file: who reported what, when."""

    scheme: str
    month: str
    reporter: str
    by: str
    filed: date | None
    place: Place
    spots: MappingOf[str, Spot] = field(default_factory=dict, compare=False, repr=False)
    named: MappingOf[str, Spot] | None = field(default=None, compare=False, repr=False)
    """Subjects named in a file about several, as typed, also those whose body cannot be read;
    None in a file about one subject."""


@dataclass(frozen=True, slots=True)
class Record:
    """What was recorded about one subject in one month of one scheme."""

    scheme: str
    month: str
    subject: str
    entries: tuple[Entry, ...]
    place: Place
    report: Report
    sections: MappingOf[str, Spot] = field(default_factory=dict, compare=False, repr=False)
    unread: MappingOf[str, tuple[str, ...] | None] = field(
        default_factory=dict, compare=False, repr=False
    )
    """Section → what its unreadable entries were probably meant to be (see ``EntryList``); None
    when the section as a whole cannot be read."""


@dataclass(frozen=True, slots=True)
class Participant:
    """Who took part in a case; empty is what could not be read."""

    number: str
    role: str
    place: Place = field(compare=False, repr=False)
    spots: MappingOf[str, Spot] = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Case:
    """A case as the handling unit reported it."""

    id: str
    scheme: str
    month: str
    unit: str
    category: str
    result: str
    persons: int
    series: bool
    old: bool
    pieces: int
    measures: tuple[str, ...]
    participants: tuple[Participant, ...]
    """In the order written."""
    place: Place
    spots: MappingOf[str, Spot] = field(compare=False, repr=False)
    unread: bool = False
    """Whether a participant could not be read: then nothing may be concluded from who is missing."""

    def with_role(self, *roles: str) -> tuple[str, ...]:
        """The numbers of the participants in these roles."""
        return tuple(p.number for p in self.participants if p.number and p.role in roles)


@dataclass(frozen=True, slots=True)
class Review:
    """The reviewing office's judgement of one case, or a later finding about it."""

    case: str
    scheme: str
    month: str
    unit: str
    day: date
    verdict: str
    heads: MappingOf[str, str | None]
    difficult: bool
    findings: tuple[Entry, ...]
    place: Place
    spots: MappingOf[str, Spot] = field(compare=False, repr=False)


def same_finding(finding: Entry) -> tuple[str, frozenset[str], str]:
    """What makes two findings about a case one: item, bearers and reason, word for word.

    Item and bearers alone do not: a file may have several flaws of one kind.
    """
    return finding.item.code, frozenset(finding.said.bearers), finding.said.reason


@dataclass(frozen=True, slots=True)
class Ledger:
    """All records, in the order of path and line."""

    reports: tuple[Report, ...] = ()
    records: tuple[Record, ...] = ()
    cases: tuple[Case, ...] = ()
    reviews: tuple[Review, ...] = ()
    unit_findings: tuple[Record, ...] = ()
    unread: frozenset[str] = frozenset()
    """Paths of files of which something could not be read: nothing may be concluded from what
    seems to be missing in them."""

    def months(self, scheme: str) -> list[str]:
        """The months in which a scheme has at least one report."""
        return sorted({report.month for report in self.reports if report.scheme == scheme})

    @property
    def years(self) -> list[int]:
        """The years with reports."""
        return sorted({int(report.month[:4]) for report in self.reports})


def read_ledger(
    files: Files, rulebook: Rulebook, forms_made: Forms | None = None
) -> tuple[Ledger, list[Problem]]:
    """Read every file under ``ledger/``; returns what could be read and all problems of form.

    ``forms_made`` keeps the forms of this rulebook from one call to the next.
    """
    reading = _Reading(rulebook, {} if forms_made is None else forms_made)
    if not reading.folders and not rulebook.faulty:
        return Ledger(), []  # without any rules no record can be judged, which has been said
    for path in sorted(path for path in files if path.startswith("ledger/")):
        reading.file(path, files[path])
    reading.say_what_waits()
    return (
        Ledger(
            tuple(reading.reports),
            tuple(reading.records),
            tuple(reading.cases),
            tuple(reading.reviews),
            tuple(reading.unit_findings),
            frozenset(reading.unread),
        ),
        reading.problems,
    )


class _Reading:
    def __init__(self, rulebook: Rulebook, forms_made: Forms) -> None:
        self.rulebook = rulebook
        self.problems: list[Problem] = []
        self.reports: list[Report] = []
        self.records: list[Record] = []
        self.cases: list[Case] = []
        self.reviews: list[Review] = []
        self.unit_findings: list[Record] = []
        self.unread: set[str] = set()
        self.waiting: Counter[str] = Counter()
        self.forms = forms_made
        self.folders = {scheme.code: scheme for scheme in rulebook.schemes.values()} | {
            scheme.review_folder: scheme
            for scheme in rulebook.schemes.values()
            if scheme.review_folder
        }

    def file(self, path: str, data: bytes) -> None:
        parts = PATH.fullmatch(path)
        known = parts is not None and (parts[2] in self.folders or parts[2] in self.rulebook.faulty)
        if parts is None or not known:
            self.stray(path)
            return
        month, folder, reporter = parts.groups()
        document = read(path, data)
        self.problems += document.problems
        self.problems += private_comments(document, data)
        if document.root is None or any(p.code != "不可见字符" for p in document.problems):
            self.unread.add(path)
        if folder in self.rulebook.faulty:
            self.waiting[self.rulebook.faulty[folder]] += 1
            return
        scheme = self.folders[folder]
        version = scheme.version(month)
        if version is None:
            self.unread.add(path)
            self.problems.append(
                Problem(
                    "路径",
                    Place(path),
                    f"{month} 还没有{scheme.name}的规则",
                    "请核对月份，或先在规则文件里写出这个月生效的版本",
                )
            )
            return
        if document.root is None:
            return
        reader = Reader(document)
        wanted = self.form(scheme, folder, month)
        row = wanted.shape.read(document.root, document.root.spot, reader)
        if isinstance(row, Row):
            self.header(row, wanted, month, reporter, reader)
            report = Report(
                scheme.code if folder == scheme.code else folder,
                month,
                reporter,
                row["填报人"] or "",
                row["填报日期"] or None,
                document.place(row.spot),
                row.spots,
                _named(document.root, wanted),
            )
            self.reports.append(report)
            self.body(row, wanted, scheme, report, reader)
        self.problems += reader.problems

    def form(self, scheme: Scheme, folder: str, month: str) -> Form:
        version = scheme.version(month)
        assert version is not None
        key = folder, version.since, month[5:]
        if key not in self.forms:
            if folder == scheme.review_folder:
                self.forms[key] = review_form(scheme, version)
            elif scheme.of_cases:
                self.forms[key] = case_form(scheme, version)
            else:
                self.forms[key] = forms.form(scheme, version, month)
        return self.forms[key]

    def stray(self, path: str) -> None:
        """A file that no record is read from: nothing may be dropped in silence."""
        parts = path.split("/")
        if len(parts) > 2 and parts[2] in RESERVED:
            return
        folders = sorted({*self.folders, *self.rulebook.faulty})
        message = "这个文件不在记录的位置，不会计分"
        hint = (
            f"请放在 ledger/2025-06/{folders[-1] if folders else 'rooms'}/chengguan.yml 这样的位置"
        )
        if len(parts) == 4:
            _, month, folder, name = parts
            if not re.fullmatch(MONTH_FOLDER, month):
                message, hint = f"文件夹“{month}”不是有效月份", "请用 2025-06 这样的“年-月”"
            elif folder not in folders:
                near = closest(folder, folders)
                message = f"没有叫“{folder}”的记录文件夹"
                hint = (f"是不是 {near}？" if near else "") + f"请放进 {'、'.join(folders)} 之一"
            elif not name.endswith(".yml"):
                message, hint = "记录文件的扩展名不是 .yml", "请改名为“代码.yml”"
            else:
                message, hint = f"文件名“{name}”不是代码", "请用小写的单位代码，如 chengguan.yml"
        self.problems.append(Problem("路径", Place(path), message, hint))

    def say_what_waits(self) -> None:
        """Records of a scheme whose rules are wrong cannot be judged yet; say so once."""
        for path, count in sorted(self.waiting.items()):
            self.problems.append(
                Problem(
                    "规则", Place(path), f"规则有错误，{count} 个记录文件的内容这次没有检查",
                    "请先改好规则，再检查一次", "提醒",
                )
            )  # fmt: skip

    @staticmethod
    def header(row: Row, form: Form, month: str, reporter: str, reader: Reader) -> None:
        key = form.subject_key
        if row[key] not in (MISSING, reporter):
            message = f"“{key}”写的是 {row[key]}，文件名却是 {reporter}.yml"
            reader.report("路径", row.at(key), message, f"请写成 {reporter}，或把文件改名")
        if row["月份"] not in (MISSING, month):
            message = f"“月份”写的是 {row['月份']}，文件却放在 {month} 里"
            reader.report(
                "路径", row.at("月份"), message, f"请写成 {month}，或把文件移到 {row['月份']} 里"
            )

    def body(self, row: Row, form: Form, scheme: Scheme, report: Report, reader: Reader) -> None:
        if form.sections == ("案件",):
            cases = [_case(case, scheme, report, reader) for case in _rows(row["案件"])]
            self.cases += [case for case in cases if case is not None]
            self.note_unread(report, row["案件"], unreadable=None in cases)
        elif "复核" in form.sections:
            reviews = [_review(review, scheme, report, reader) for review in _rows(row["复核"])]
            self.reviews += [review for review in reviews if review is not None]
            self.note_unread(report, row["复核"], unreadable=None in reviews)
            entries = tuple(row["单位问题"] or ())
            if entries:
                place = reader.document.place(row.at("单位问题"))
                self.unit_findings.append(
                    Record(
                        scheme.code,
                        report.month,
                        report.reporter,
                        entries,
                        place,
                        report,
                        row.spots,
                    )
                )
        elif form.nested_key:
            self.note_unread(report, row[form.nested_key], unreadable=False)
            for subject, body in (row[form.nested_key] or {}).items():
                if isinstance(body, Row):
                    self.record(subject, body, form, scheme, report, reader)
        else:
            self.record(report.reporter, row, form, scheme, report, reader)

    def note_unread(self, report: Report, values: Any, *, unreadable: bool) -> None:
        if values is MISSING or unreadable or any(value is MISSING for value in values):
            self.unread.add(report.place.path)

    def record(
        self, subject: str, body: Row, form: Form, scheme: Scheme, report: Report, reader: Reader
    ) -> None:
        entries = tuple(entry for section in form.sections for entry in body[section] or ())
        unread = {
            section: None
            if body[section] is MISSING
            else tuple(getattr(body[section], "unread", ()))
            for section in form.sections
        }
        self.records.append(
            Record(
                scheme.code, report.month, subject, entries, reader.document.place(body.spot), report,
                body.spots, unread,
            )
        )  # fmt: skip


def _named(root: Any, form: Form) -> MappingOf[str, Spot] | None:
    body = root.get(form.nested_key) if form.nested_key else None
    return dict(body.keys_at) if isinstance(body, Mapping) else None


def private_comments(document: Document, data: bytes) -> list[Problem]:
    """Personal data in comments: fields are looked at when they are read, comments never are."""
    if b"#" not in data:
        return []
    found: list[Problem] = []
    for number, line in enumerate(data.decode("utf-8-sig", "replace").splitlines(), start=1):
        start = comment_start(line)
        if start is not None and (private := privacy.find(line[start + 1 :])):
            place = document.place((number, start + 1))
            found.append(
                Problem(
                    "个人信息", place, f"注释里疑似写有{private.what}{private.masked}", private.hint
                )
            )
    return found


def _rows(values: Any) -> list[Row]:
    return [value for value in values or () if isinstance(value, Row)]


def _case(row: Row, scheme: Scheme, report: Report, reader: Reader) -> Case | None:
    if any(row[key] is MISSING for key in ("编号", "结果", "人数", "参与", "件数")):
        return None
    place = reader.document.place
    people = [
        Participant(each["警号"] or "", each["角色"] or "", place(each.spot), each.spots)
        for each in _rows(row["参与"])
    ]
    return Case(
        id=row["编号"],
        scheme=scheme.code,
        month=report.month,
        unit=report.reporter,
        category=row["类别"] or "其他",
        result=row["结果"],
        persons=row["人数"],
        series=bool(row["系列"]),
        old=bool(row["积案"]),
        pieces=row["件数"],
        measures=tuple(m for m in row["措施"] or () if m is not MISSING),
        participants=tuple(people),
        place=place(row.spot),
        spots=row.spots,
        unread=MISSING in row["参与"] or not all(p.number and p.role for p in people),
    )


def _review(row: Row, scheme: Scheme, report: Report, reader: Reader) -> Review | None:
    if any(row[key] is MISSING for key in ("编号", "日期", "结论")):
        return None
    return Review(
        case=row["编号"],
        scheme=scheme.code,
        month=report.month,
        unit=report.reporter,
        day=row["日期"],
        verdict=row["结论"],
        heads={head: row[head] or None for head in ("程序", "质量", "执行")},
        difficult=bool(row["疑难"]),
        findings=tuple(row["问题"] or ()),
        place=reader.document.place(row.spot),
        spots=row.spots,
    )
