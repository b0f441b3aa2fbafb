"""Case work: cases as units report them, and their review by the legal office."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from generator.ledger.forms import Entries, Entry, EntryList, Form, gone_codes, header
from generator.rules.kinds.case_work import RECORDED, RESULT
from generator.rules.scheme import SUBJECTS, Scheme, Version
from generator.text.dates import Date
from generator.text.problems import Place, Spot
from generator.text.reading import MISSING, Document, Schema
from generator.text.scalars import CASE_ID, OFFICER, Choice, Whole, YesNo
from generator.text.shapes import Field, ListOf, Row, Shape, good, good_rows


@dataclass(frozen=True, slots=True)
class Participant:
    """Who took part in a case; empty is what could not be read."""

    number: str
    role: str
    place: Place = field(compare=False, repr=False)
    spots: Mapping[str, Spot] = field(compare=False, repr=False)


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
    spots: Mapping[str, Spot] = field(compare=False, repr=False)
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
    heads: Mapping[str, str | None]
    difficult: bool
    findings: tuple[Entry, ...]
    place: Place
    spots: Mapping[str, Spot] = field(compare=False, repr=False)


def same_finding(finding: Entry) -> tuple[str, frozenset[str], str]:
    """What makes two findings about a case one: item, bearers and reason, word for word."""
    # Item and bearers alone do not: a file may have several flaws of one kind.
    return finding.item.code, frozenset(finding.said.bearers), finding.said.reason


LEAD, HELPER, ASSISTING, AUXILIARY = "主办", "协办", "协作", "辅警"
CASE_ROLES = {
    LEAD: "主办民警",
    HELPER: "协办民警",
    ASSISTING: "其他单位协助的民警，按协作计分",
    AUXILIARY: "只登记，不计办案分",
}

CASE_CLASSES = ("侵财", "侵害人身", "涉毒", "经济", "网络", "交通", "妨害管理", "其他")

JUDGED = ("程序", "质量", "执行")
"""What a review judges, each by itself."""
_VERDICT = Choice({"通过": "", "有瑕疵": "", "不通过": ""}, "复核结果")
PASSED, SENT_BACK, AFTERWARDS = "通过", "退回", "追加"
_CONCLUSIONS = {
    PASSED: "计分",
    SENT_BACK: "不计分，补正后再送，问题等通过时计入",
    AFTERWARDS: "已计分案件的后续认定",
}


def _named(version: Version, role: str, what: str) -> Choice:
    """The items of cases with a role, by code."""
    items = {item.code: item.name for item, _ in version.case_work(role)}
    return Choice(items, what, named=True)


def case_form(scheme: Scheme, version: Version) -> Form:
    """The form in which a unit reports its cases of a month."""
    participant = Shape(
        "参与人员", (Field("警号", OFFICER), Field("角色", Choice(CASE_ROLES, "角色")))
    )
    measure = _named(version, RECORDED, "登记项目代码")
    case = Shape(
        "案件",
        (
            Field("编号", CASE_ID, help="本台账自编的案件编号，不是公安系统的案件编号"),
            Field("类别", Choice(dict.fromkeys(CASE_CLASSES, ""), "案件类别"), help="只写大类"),
            Field("结果", _named(version, RESULT, "办理结果代码")),
            Field("人数", Whole(1, 500), help="涉案人数，只填数字"),
            Field("系列", YesNo(), required=False, default=False, help="跨省或三起以上并案"),
            Field("积案", YesNo(), required=False, default=False, help="两年以上积案"),
            Field("件数", Whole(1, 200), required=False, default=1, help="只用于计件的结果"),
            Field("措施", ListOf(measure), required=False, help="只登记，不计分"),
            Field("参与", ListOf(participant, 1), help="主办一人，协办至少一人"),
        ),
    )
    subject_key = SUBJECTS[scheme.subject]
    shape = Shape("案件记录", (*header(subject_key), Field("案件", ListOf(case))))
    return Form(shape, subject_key, "", ("案件",))


def review_form(scheme: Scheme, version: Version) -> Form:
    """The form in which the reviewing office judges a unit's cases and records findings."""
    found = {
        item.code: (item, item.terms.entry(item.title, "", of_cases=True))
        for item in version.items
        if item.terms.happens
    }
    # What a unit bears is no finding about one case, and is told in a section of its own.
    by_unit = {code: pair for code, pair in found.items() if pair[0].terms.bearer == "单位"}
    findings = {code: pair for code, pair in found.items() if code not in by_unit}
    gone = gone_codes(scheme, version)
    # A finding in the wrong one of the two sections is told where it belongs.
    of_cases = {c: f"（{i.name}）应写在案件的“问题”里" for c, (i, _) in findings.items()}
    of_units = {c: f"（{i.name}）应写在“单位问题”里" for c, (i, _) in by_unit.items()}
    of_a_case = Entries("问题", findings, {**gone, **of_units})
    of_the_unit = Entries("单位问题", by_unit, {**gone, **of_cases})
    difficult = Field(
        "疑难", YesNo(), required=False, default=False, help="经法制部门认定的疑难复杂案件"
    )
    review = Shape(
        "复核",
        (
            Field("编号", CASE_ID, help="案件记录里的编号"),
            Field("日期", Date(), help="复核日期，须在本月内"),
            *(Field(head, _VERDICT, required=False) for head in JUDGED),
            Field("结论", Choice(_CONCLUSIONS, "结论")),
            difficult,
            Field("问题", of_a_case, required=False),
        ),
        _check_review,
        also_schema=_REVIEW_SCHEMA,
    )
    subject_key = SUBJECTS[scheme.subject]
    fields = Field("复核", ListOf(review)), Field("单位问题", of_the_unit, required=False)
    shape = Shape("复核记录", (*header(subject_key), *fields))
    return Form(shape, subject_key, "", ("复核", "单位问题"))


def _check_review(row: Row, document: Document) -> None:
    if row["结论"] == AFTERWARDS:
        _check_addition(row, document)
    elif row["结论"] is not MISSING:
        _check_verdicts(row, document)


def _check_addition(row: Row, document: Document) -> None:
    findings = row["问题"]
    # Findings that could not be read have been told, and are not missing.
    unread = findings is MISSING or (isinstance(findings, EntryList) and findings.unread)
    if not findings and not unread:
        document.report("缺少", row.spot, "结论为“追加”时缺少“问题”", "请写明后来认定的问题")


def _check_verdicts(row: Row, document: Document) -> None:
    for head in JUDGED:
        if row[head] is None:
            hint = f"请补上“{head}: 通过”、有瑕疵或不通过"
            document.report("缺少", row.spot, f"复核缺少“{head}”", hint)
        elif row[head] == "不通过" and row["结论"] == PASSED:
            message, hint = f"“{head}”不通过，结论却是“通过”", "请核对，或把结论写成 退回"
            document.report("矛盾", row.at("结论"), message, hint)


_REVIEW_SCHEMA: Schema = {
    "if": {"properties": {"结论": {"const": AFTERWARDS}}},
    "then": {"required": ["问题"], "properties": {"问题": {"minItems": 1}}},
    "else": {
        "required": list(JUDGED),
        "if": {"properties": {"结论": {"const": PASSED}}},
        "then": {"properties": {head: {"not": {"const": "不通过"}} for head in JUDGED}},
    },
}


def read_case(row: Row, scheme: str, month: str, unit: str, document: Document) -> Case | None:
    """A case of a report; None where not enough of it could be read to score it or to find it."""
    if any(row[key] is MISSING for key in ("编号", "结果", "人数", "参与", "件数")):
        return None
    place = document.place
    people = tuple(
        Participant(each["警号"] or "", each["角色"] or "", place(each.spot), each.spots)
        for each in good_rows(row["参与"])
    )
    return Case(
        id=row["编号"],
        scheme=scheme,
        month=month,
        unit=unit,
        category=row["类别"] or "其他",
        result=row["结果"],
        persons=row["人数"],
        series=bool(row["系列"]),
        old=bool(row["积案"]),
        pieces=row["件数"],
        measures=tuple(good(row["措施"])),
        participants=people,
        place=place(row.spot),
        spots=row.spots,
        unread=MISSING in row["参与"] or not all(p.number and p.role for p in people),
    )


def read_review(row: Row, scheme: str, month: str, unit: str, document: Document) -> Review | None:
    """A review; None where it does not tell which case it judges, when and how."""
    if any(row[key] is MISSING for key in ("编号", "日期", "结论")):
        return None
    return Review(
        case=row["编号"],
        scheme=scheme,
        month=month,
        unit=unit,
        day=row["日期"],
        verdict=row["结论"],
        heads={head: row[head] or None for head in JUDGED},
        difficult=bool(row["疑难"]),
        findings=tuple(row["问题"] or ()),
        place=document.place(row.spot),
        spots=row.spots,
    )
