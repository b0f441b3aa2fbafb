"""The ledger as records: every file under ``ledger/`` read through its form.

What a single file can know is reported here (subject and month equal to the path, fields, codes);
what needs the roster or other files is left to the checks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from generator.ledger import forms, layout
from generator.ledger.case_records import (
    Case,
    Review,
    case_form,
    read_case,
    read_review,
    review_form,
)
from generator.ledger.forms import Entry, Form
from generator.rules.rulebook import Rulebook
from generator.rules.scheme import NOT_RECORDS, Scheme, Version
from generator.text.problems import Place, Problem, Spot
from generator.text.reading import MISSING, Document, Mapping, closest
from generator.text.shapes import Row, good_rows
from generator.text.strict import Files, read

T = TypeVar("T")
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
        self.faulty = rulebook.faulty
        self.problems: list[Problem] = []
        self.reports: list[Report] = []
        self.records: list[Record] = []
        self.cases: list[Case] = []
        self.reviews: list[Review] = []
        self.unit_findings: list[Record] = []
        self.unread: set[str] = set()
        self.waiting: Counter[str] = Counter()
        self.forms = forms_made
        schemes = rulebook.schemes.values()
        self.folders = {scheme.code: scheme for scheme in schemes} | {
            scheme.review_folder: scheme for scheme in schemes if scheme.review_folder
        }

    def file(self, path: str, data: bytes) -> None:
        where = layout.record_path(path)
        if where is None or not (where.folder in self.folders or where.folder in self.faulty):
            self.stray(path)
            return
        month, folder, reporter = where
        document = read(path, data)
        # An invisible character spoils one value; any other slip of form may have hidden an entry.
        harmless = ("不可见字符", "个人信息")
        if document.root is None or any(p.code not in harmless for p in document.problems):
            self.unread.add(path)
        if folder in self.faulty:
            self.waiting[self.faulty[folder]] += 1
        elif version := self.folders[folder].version(month):
            if document.root is not None:
                self.content(document, version, month, folder, reporter)
        else:
            self.unread.add(path)
            message = f"{month} 还没有{self.folders[folder].name}的规则"
            hint = "请核对月份，或先在规则文件里写出这个月生效的版本"
            self.problems.append(Problem("路径", Place(path), message, hint))
        self.problems += document.problems

    def content(
        self, document: Document, version: Version, month: str, folder: str, reporter: str
    ) -> None:
        scheme = self.folders[folder]
        form = self.form(scheme, version, folder, month)
        row: Row = form.shape.read(document.root, document.root.spot, document)
        _check_header(row, form, month, reporter, document)
        report = Report(
            scheme=folder,
            month=month,
            reporter=reporter,
            by=row["填报人"] or "",
            filed=row["填报日期"] or None,
            place=document.place(row.spot),
            spots=row.spots,
            named=_named(document.root, form),
        )
        self.reports.append(report)
        self.body(row, form, scheme.code, report, document)

    def form(self, scheme: Scheme, version: Version, folder: str, month: str) -> Form:
        # A form differs by version and by what is due, which goes by the month of the year: a
        # long ledger has a few forms, not one for each of its files.
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
        # These are read elsewhere, and their strays are told there.
        if len(parts) > 2 and parts[2] in NOT_RECORDS:
            return
        folders = sorted({*self.folders, *self.faulty})
        example = folders[-1] if folders else "rooms"
        message = "这个文件不在记录的位置，不会计分"
        hint = f"请放在 ledger/2025-06/{example}/chengguan.yml 这样的位置"
        if len(parts) == 4:
            _, month, folder, name = parts
            if not re.fullmatch(layout.MONTH_FOLDER, month):
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
        # Once for each scheme: of every file it would bury what has to be mended.
        for path, count in sorted(self.waiting.items()):
            message = f"规则有错误，{count} 个记录文件的内容这次没有检查"
            hint = "请先改好规则，再检查一次"
            self.problems.append(Problem("规则", Place(path), message, hint, "提醒"))

    def body(self, row: Row, form: Form, scheme: str, report: Report, document: Document) -> None:
        of_whom = scheme, report.month, report.reporter, document
        if form.sections == ("案件",):
            cases = [read_case(each, *of_whom) for each in good_rows(row["案件"])]
            self.cases += self.kept(cases, row["案件"], report)
        elif "复核" in form.sections:
            reviews = [read_review(each, *of_whom) for each in good_rows(row["复核"])]
            self.reviews += self.kept(reviews, row["复核"], report)
            self.of_the_unit(row, scheme, report, document)
        elif form.nested_key:
            if row[form.nested_key] is MISSING:
                self.unread.add(report.place.path)
            for subject, body in (row[form.nested_key] or {}).items():
                if body is not MISSING:
                    self.record(subject, body, form, report, document)
        else:
            self.record(report.reporter, row, form, report, document)

    def kept(self, made: list[T | None], stated: Any, report: Report) -> list[T]:
        """What was made of a list; where anything of it could not be, the file is not whole."""
        whole = [each for each in made if each is not None]
        if stated is MISSING or len(whole) < len(stated):
            self.unread.add(report.place.path)
        return whole

    def of_the_unit(self, row: Row, scheme: str, report: Report, document: Document) -> None:
        """What a review finds about the unit and not about one case: a record of its own."""
        if entries := tuple(row["单位问题"] or ()):
            place = document.place(row.at("单位问题"))
            found = Record(scheme, report.month, report.reporter, entries, place, report, row.spots)
            self.unit_findings.append(found)

    def record(
        self, subject: str, body: Row, form: Form, report: Report, document: Document
    ) -> None:
        sections = {section: body[section] for section in form.sections}
        record = Record(
            scheme=report.scheme,
            month=report.month,
            subject=subject,
            entries=tuple(entry for found in sections.values() for entry in found or ()),
            place=document.place(body.spot),
            report=report,
            sections=body.spots,
            unread={
                section: None if found is MISSING else tuple(() if found is None else found.unread)
                for section, found in sections.items()
            },
        )
        self.records.append(record)


def _check_header(row: Row, form: Form, month: str, reporter: str, document: Document) -> None:
    key = form.subject_key
    if row[key] not in (MISSING, reporter):
        message = f"“{key}”写的是 {row[key]}，文件名却是 {reporter}.yml"
        document.report("路径", row.at(key), message, f"请写成 {reporter}，或把文件改名")
    if row["月份"] not in (MISSING, month):
        message = f"“月份”写的是 {row['月份']}，文件却放在 {month} 里"
        hint = f"请写成 {month}，或把文件移到 {row['月份']} 里"
        document.report("路径", row.at("月份"), message, hint)


def _named(root: Any, form: Form) -> MappingOf[str, Spot] | None:
    body = root.get(form.nested_key) if form.nested_key else None
    return dict(body.keys_at) if isinstance(body, Mapping) else None
