"""The two forms of case work: cases as units report them, and their review by the legal office."""

from __future__ import annotations

from generator.ledger.forms import Entries, EntryList, Form, _gone, _header
from generator.rules.kinds.case_work import RECORDED, RESULT
from generator.rules.scheme import SUBJECTS, Item, Scheme, Version
from generator.text.reading import MISSING, Reader, Schema
from generator.text.scalars import CASE_ID, OFFICER, Choice, Date, Whole, YesNo
from generator.text.shapes import Field, ListOf, Row, Shape

CASE_ROLES = {
    "主办": "主办民警",
    "协办": "协办民警",
    "协作": "其他单位协助的民警，按协作计分",
    "辅警": "只登记，不计办案分",
}

CASE_CLASSES = ("侵财", "侵害人身", "涉毒", "经济", "网络", "交通", "妨害管理", "其他")

VERDICTS = {"通过": "", "有瑕疵": "", "不通过": ""}


CASE_FIELD = Field("编号", CASE_ID, help="本台账自编的案件编号，不是公安系统的案件编号")


def _case_items(version: Version, role: str) -> dict[str, str]:
    return {item.code: item.name for item, _ in version.case_work(role)}


def case_form(scheme: Scheme, version: Version) -> Form:
    """The form in which a unit reports its cases of a month."""
    participant = Shape(
        "参与人员", (Field("警号", OFFICER), Field("角色", Choice(CASE_ROLES, "角色")))
    )
    case = Shape(
        "案件",
        (
            CASE_FIELD,
            Field("类别", Choice(dict.fromkeys(CASE_CLASSES, ""), "案件类别"), help="只写大类"),
            Field("结果", Choice(_case_items(version, RESULT), "办理结果代码", named=True)),
            Field("人数", Whole(1, 500), help="涉案人数，只填数字"),
            Field("系列", YesNo(), required=False, default=False, help="跨省或三起以上并案"),
            Field("积案", YesNo(), required=False, default=False, help="两年以上积案"),
            Field("件数", Whole(1, 200), required=False, default=1, help="只用于计件的结果"),
            Field(
                "措施",
                ListOf(Choice(_case_items(version, RECORDED), "登记项目代码", named=True)),
                required=False,
                help="只登记，不计分",
            ),
            Field("参与", ListOf(participant, 1), help="主办一人，协办至少一人"),
        ),
    )
    subject_key = SUBJECTS[scheme.subject]
    shape = Shape("案件记录", (*_header(subject_key), Field("案件", ListOf(case))))
    return Form(shape, subject_key, "", ("案件",))


def review_form(scheme: Scheme, version: Version) -> Form:
    """The form in which the reviewing office judges a unit's cases and records findings."""
    findings: dict[str, tuple[Item, Shape]] = {}
    unit_findings: dict[str, tuple[Item, Shape]] = {}
    for item in version.items:
        if item.terms.happens:
            table = unit_findings if item.terms.bearer == "单位" else findings
            shape = item.terms.entry(f"{item.code} {item.name}", "", of_cases=True)
            table[item.code] = (item, shape)
    gone = _gone(scheme, version)
    of_cases = {c: f"（{i.name}）应写在案件的“问题”里" for c, (i, _) in findings.items()}
    of_units = {c: f"（{i.name}）应写在“单位问题”里" for c, (i, _) in unit_findings.items()}
    review = Shape(
        "复核",
        (
            Field("编号", CASE_ID, help="案件记录里的编号"),
            Field("日期", Date(), help="复核日期，须在本月内"),
            Field("程序", Choice(VERDICTS, "复核结果"), required=False),
            Field("质量", Choice(VERDICTS, "复核结果"), required=False),
            Field("执行", Choice(VERDICTS, "复核结果"), required=False),
            Field(
                "结论",
                Choice(
                    {
                        "通过": "计分",
                        "退回": "不计分，补正后再送，问题等通过时计入",
                        "追加": "已计分案件的后续认定",
                    },
                    "结论",
                ),
            ),
            Field(
                "疑难", YesNo(), required=False, default=False, help="经法制部门认定的疑难复杂案件"
            ),
            Field("问题", Entries("问题", findings, {**gone, **of_units}), required=False),
        ),
        _check_review,
        also_schema=_REVIEW_SCHEMA,
    )
    subject_key = SUBJECTS[scheme.subject]
    shape = Shape(
        "复核记录",
        (
            *_header(subject_key),
            Field("复核", ListOf(review)),
            Field(
                "单位问题", Entries("单位问题", unit_findings, {**gone, **of_cases}), required=False
            ),
        ),
    )
    return Form(shape, subject_key, "", ("复核", "单位问题"))


def _check_review(row: Row, reader: Reader) -> None:
    if row["结论"] in (MISSING, "追加"):
        findings = row["问题"]
        unread = isinstance(findings, EntryList) and findings.unread
        if row["结论"] == "追加" and not findings and findings is not MISSING and not unread:
            reader.report("缺少", row.spot, "结论为“追加”时缺少“问题”", "请写明后来认定的问题")
        return
    for head in ("程序", "质量", "执行"):
        if row[head] is None:
            reader.report(
                "缺少", row.spot, f"复核缺少“{head}”", f"请补上“{head}: 通过”、有瑕疵或不通过"
            )
        elif row[head] == "不通过" and row["结论"] == "通过":
            reader.report(
                "矛盾",
                row.at("结论"),
                f"“{head}”不通过，结论却是“通过”",
                "请核对，或把结论写成 退回",
            )


_REVIEW_SCHEMA: Schema = {
    "if": {"properties": {"结论": {"const": "追加"}}},
    "then": {"required": ["问题"], "properties": {"问题": {"minItems": 1}}},
    "else": {
        "required": ["程序", "质量", "执行"],
        "if": {"properties": {"结论": {"const": "通过"}}},
        "then": {
            "properties": {head: {"not": {"const": "不通过"}} for head in ("程序", "质量", "执行")}
        },
    },
}
