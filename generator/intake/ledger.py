"""The ledger as records: every file under ``ledger/`` read through its form.

What a single file can know is reported here (subject and month equal to the path, fields, codes);
what needs the roster or other files is in ``checks.py``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from generator.intake import forms
from generator.intake.fields import MISSING, Reader, Row, closest
from generator.intake.forms import Entry, Form
from generator.intake.problems import Place, Problem
from generator.intake.rulebook import Files, Rulebook, Scheme
from generator.intake.text import Spot, read

PATH = re.compile(r"ledger/(\d{4}-(?:0[1-9]|1[0-2]))/([a-z][a-z-]*)/([a-z0-9][a-z0-9-]*)\.yml")
RESERVED = frozenset({"approvals", "bulletins", "corrections", "objections"})
"""Folders of a month that hold the approval trail, not records."""


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
    participants: tuple[tuple[str, str], ...]
    """``(service number, role)`` in the order written."""
    place: Place
    row: Row = field(compare=False, repr=False)

    def with_role(self, *roles: str) -> tuple[str, ...]:
        """The numbers of the participants in these roles."""
        return tuple(number for number, role in self.participants if role in roles)


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
    row: Row = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Ledger:
    """All records, in the order of path and line."""

    reports: tuple[Report, ...] = ()
    records: tuple[Record, ...] = ()
    cases: tuple[Case, ...] = ()
    reviews: tuple[Review, ...] = ()
    unit_findings: tuple[Record, ...] = ()

    def months(self, scheme: str) -> list[str]:
        """The months in which a scheme has at least one report."""
        return sorted({report.month for report in self.reports if report.scheme == scheme})

    @property
    def years(self) -> list[int]:
        """The years with reports."""
        return sorted({int(report.month[:4]) for report in self.reports})


def read_ledger(files: Files, rulebook: Rulebook) -> tuple[Ledger, list[Problem]]:
    """Read every file under ``ledger/``; returns what could be read and all problems of form."""
    reading = _Reading(rulebook)
    for path in sorted(path for path in files if path.startswith("ledger/")):
        reading.file(path, files[path])
    return (
        Ledger(
            tuple(reading.reports),
            tuple(reading.records),
            tuple(reading.cases),
            tuple(reading.reviews),
            tuple(reading.unit_findings),
        ),
        reading.problems,
    )


class _Reading:
    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.problems: list[Problem] = []
        self.reports: list[Report] = []
        self.records: list[Record] = []
        self.cases: list[Case] = []
        self.reviews: list[Review] = []
        self.unit_findings: list[Record] = []
        self.forms: dict[tuple[str, str, str], Form] = {}
        self.folders = {scheme.code: scheme for scheme in rulebook.schemes.values()} | {
            scheme.review_folder: scheme for scheme in rulebook.schemes.values() if scheme.review_folder
        }

    def file(self, path: str, data: bytes) -> None:
        parts = PATH.fullmatch(path)
        if parts is None or parts[2] not in self.folders:
            self.stray(path)
            return
        month, folder, reporter = parts.groups()
        scheme = self.folders[folder]
        version = scheme.version(month)
        if version is None:
            self.problems.append(
                Problem("路径", Place(path), f"{month} 还没有{scheme.name}的规则", "请核对月份，或先在规则文件里写出这个月生效的版本")
            )
            return
        document = read(path, data)
        self.problems += document.problems
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
                self.forms[key] = forms.review_form(scheme, version)
            elif scheme.of_cases:
                self.forms[key] = forms.case_form(scheme, version)
            else:
                self.forms[key] = forms.form(scheme, version, month)
        return self.forms[key]

    def stray(self, path: str) -> None:
        parts = path.split("/")
        if len(parts) > 2 and parts[2] in RESERVED:
            return
        folders = sorted(self.folders)
        near = closest(parts[2], folders) if len(parts) > 3 else None
        hint = f"是不是 {near}？" if near else ""
        self.problems.append(
            Problem(
                "路径", Place(path), "文件不在认得的位置，不会计分",
                f"{hint}请放在 ledger/年-月/{'|'.join(folders)}/单位代码.yml，扩展名用 .yml",
            )
        )  # fmt: skip

    @staticmethod
    def header(row: Row, form: Form, month: str, reporter: str, reader: Reader) -> None:
        for key, wanted in ((form.subject_key, reporter), ("月份", month)):
            if row[key] not in (MISSING, wanted):
                reader.report("路径", row.at(key), f"“{key}”写的是 {row[key]}，文件路径是 {wanted}", f"请写成 {wanted}，或把文件放到对的位置")

    def body(self, row: Row, form: Form, scheme: Scheme, report: Report, reader: Reader) -> None:
        if form.sections == ("案件",):
            self.cases += [
                made for case in _rows(row["案件"]) if (made := _case(case, scheme, report, reader))
            ]
        elif "复核" in form.sections:
            self.reviews += [
                made for review in _rows(row["复核"]) if (made := _review(review, scheme, report, reader))
            ]
            entries = tuple(row["单位问题"] or ())
            if entries:
                place = reader.document.place(row.at("单位问题"))
                self.unit_findings.append(
                    Record(scheme.code, report.month, report.reporter, entries, place, report, row.spots)
                )
        elif form.nested_key:
            for subject, body in (row[form.nested_key] or {}).items():
                if isinstance(body, Row):
                    self.record(subject, body, form, scheme, report, reader)
        else:
            self.record(report.reporter, row, form, scheme, report, reader)

    def record(
        self, subject: str, body: Row, form: Form, scheme: Scheme, report: Report, reader: Reader
    ) -> None:
        entries = tuple(entry for section in form.sections for entry in body[section] or ())
        self.records.append(
            Record(
                scheme.code, report.month, subject, entries, reader.document.place(body.spot), report, body.spots
            )
        )


def _rows(values: Any) -> list[Row]:
    return [value for value in values or () if isinstance(value, Row)]


def _case(row: Row, scheme: Scheme, report: Report, reader: Reader) -> Case | None:
    if any(row[key] is MISSING for key in ("编号", "结果", "人数", "参与", "件数")):
        return None
    people = [(p["警号"], p["角色"]) for p in _rows(row["参与"]) if MISSING not in p.values()]
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
        place=reader.document.place(row.spot),
        row=row,
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
        row=row,
    )
