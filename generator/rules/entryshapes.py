"""What a record entry says for each item kind: its field table and what its fields need of each other."""

from __future__ import annotations

from collections.abc import Callable

from generator.rules.terms import (
    QUANTITY,
    Assessed,
    CaseWork,
    Completion,
    Event,
    Ladder,
    Lapse,
    Rate,
    Terms,
    Veto,
)
from generator.text.reading import MISSING, Reader, Schema, Type
from generator.text.scalars import (
    CASE_ID,
    ITEM_CODE,
    MATTER,
    OFFICER,
    Choice,
    Date,
    Percent,
    Points,
    Text,
    Whole,
    YesNo,
)
from generator.text.shapes import Field, ListOf, Row, Shape

_NO_PICTURES, _NO_NAMES = "登记或文件编号，不要图片", "一句话，不写姓名和个人信息"
_NOTHING_SAID = frozenset(
    {"无", "没有", "暂无", "略", "同上", "/", "-", "—", "－", "是", "否", "√"}
)
_PROOF = Text(80, what="依据", no_answer=_NOTHING_SAID)
_CAUSE = Text(120, what="事由", no_answer=_NOTHING_SAID)
_EVIDENCE = Field("依据", _PROOF, help=_NO_PICTURES)

_MAYBE_EVIDENCE = Field("依据", _PROOF, required=False, help=_NO_PICTURES)

_REASON = Field("事由", _CAUSE, help=_NO_NAMES)

_MAYBE_REASON = Field("事由", _CAUSE, required=False, help=_NO_NAMES)

_DATE = Field("日期", Date(), help="发生或认定的日期，须在本月内")

_COUNTS = {"应办": "应当办理的数量", "已办": "按要求办结的数量"}


_MEASURED_KEYS = {
    "应办已办": ("应办", "已办"), "比率": ("比率",), "数量": ("数量",), "分项": ("分项",),
}  # fmt: skip
"""How a rate or ladder takes its value → the fields of the entry."""


def _need(row: Row, reader: Reader, key: str, why: str, hint: str) -> None:
    if row.get(key) is None:
        reader.report("缺少", row.spot, f"{why}要写明“{key}”", hint)


def _check_completion(row: Row, reader: Reader) -> None:
    if row["完成"] in ("未完成", "不适用"):
        _need(row, reader, "事由", f"“{row['完成']}”", "请补上“事由: …”，一句话说明原因")
    elif row["完成"] is not MISSING:
        _need(row, reader, "依据", "已完成的项目", "请补上“依据: …”，写登记或会议记录编号")


def _check_measured(keys: tuple[str, ...], permits_na: str) -> Callable[[Row, Reader], None]:
    otherwise = f"；{permits_na}的，写“不适用: 原因”" if permits_na else ""

    def check(row: Row, reader: Reader) -> None:
        if row.get("不适用") is not None:
            for key in keys:
                if row.get(key) is not None:
                    reader.report(
                        "矛盾", row.at(key), f"已写“不适用”，又写了“{key}”", "两者只留一个"
                    )
            return
        for key in keys:
            _need(row, reader, key, "这一项", f"请补上“{key}: …”{otherwise}")
        _need(row, reader, "依据", "这一项", "请补上“依据: …”，写登记或抽查单编号")
        due, done = row.get("应办"), row.get("已办")
        if isinstance(due, int) and isinstance(done, int) and done > due:
            reader.report("矛盾", row.at("已办"), f"已办 {done} 大于应办 {due}", "请核对这两个数")

    return check


_COMPLETION_SCHEMA: Schema = {
    "if": {"properties": {"完成": {"enum": ["未完成", "不适用"]}}},
    "then": {"required": ["事由"]},
    "else": {"required": ["依据"]},
}


def _measured_schema(keys: tuple[str, ...]) -> Schema:
    return {
        "if": {"required": ["不适用"]},
        "then": {"not": {"anyOf": [{"required": [key]} for key in keys]}},
        "else": {"required": [*keys, "依据"]},
    }


def entry_shape(
    name: str, terms: Terms, permits_na: str, *, record_of_cases: bool = False
) -> Shape:
    """The field table of a record entry for an item with these terms.

    ``permits_na`` says when the item may be 不适用 (empty: never); ``record_of_cases`` is true for
    findings in reviews, which name who bears them.
    """
    code = Field("项", ITEM_CODE, help="项目代码")
    match terms:
        case Completion():
            return _completion_shape(name, code, permits_na)
        case Rate() | Ladder():
            return _measured_shape(name, code, terms, permits_na)
        case Lapse():
            return Shape(name, (code, *_lapse_fields(terms)))
        case Assessed():
            points = Field("分值", Points(terms.low, terms.high))
            return Shape(name, (code, _DATE, points, Field("提出", Text(20)), _REASON, _EVIDENCE))
        case Event():
            return Shape(name, (code, *_event_fields(terms, record_of_cases=record_of_cases)))
        case Veto():
            person = Field("警号", OFFICER, required=not terms.unit)
            return Shape(name, (code, _DATE, person, _EVIDENCE, _REASON))
        case CaseWork():
            return Shape(name, (code,))


def _completion_shape(name: str, code: Field, permits_na: str) -> Shape:
    states = {"按期": "按时完成", "逾期": "逾期补齐", "未完成": "没有完成"}
    if permits_na:
        states["不适用"] = permits_na
    done = Field("完成", Choice(states, "完成情况"))
    undone = "未完成、不适用时必填" if permits_na else "未完成时必填"
    evidence = Field("依据", _PROOF, required=False, help=f"{_NO_PICTURES}，按期、逾期时必填")
    reason = Field("事由", _CAUSE, required=False, help=f"{_NO_NAMES}，{undone}")
    fields = (code, done, evidence, reason)
    return Shape(name, fields, _check_completion, {}, _COMPLETION_SCHEMA)


def _measured_shape(name: str, code: Field, terms: Rate | Ladder, permits_na: str) -> Shape:
    keys = _MEASURED_KEYS[terms.measure]
    types: dict[str, Type] = {"应办": Whole(), "已办": Whole(), "比率": Percent(), "数量": Whole()}
    if isinstance(terms, Rate) and terms.parts:
        types["分项"] = Shape("分项", tuple(Field(p.name, Whole()) for p in terms.parts))
    when = "除“不适用”外必填" if permits_na else "必填"
    helps = {key: f"{_COUNTS[key]}，{when}" if key in _COUNTS else when for key in keys}
    fields = [code, *(Field(key, types[key], required=False, help=helps[key]) for key in keys)]
    unwanted: dict[str, tuple[str, str]] = {}
    if permits_na:
        why_not = Text(60, what="原因", no_answer=_NOTHING_SAID)
        fields.append(Field("不适用", why_not, required=False, help=f"原因，如：{permits_na}"))
    else:
        hint = f"请照实填写 {'、'.join(keys)}"
        unwanted["不适用"] = ("这一项没有不适用的情形", hint)
    fields += [
        Field("依据", _PROOF, required=False, help=f"{_NO_PICTURES}，{when}"),
        _MAYBE_REASON,
    ]
    check = _check_measured(keys, permits_na)
    return Shape(name, tuple(fields), check, unwanted, _measured_schema(keys))


def _lapse_fields(terms: Lapse) -> list[Field]:
    count = Field(QUANTITY[terms.per], Whole(1), required=False, default=1, help="不写按 1 计")
    if "" in terms.steps:
        return [count, _REASON, _EVIDENCE]
    circumstance = Field("情形", Choice(dict.fromkeys(terms.steps, ""), "扣减情形"))
    return [circumstance, count, _REASON, _EVIDENCE]


def _event_fields(terms: Event, *, record_of_cases: bool) -> list[Field]:
    quantity = QUANTITY[terms.per]
    fields = [Field("日期", Date(), required=False, help="发生或认定的日期，须在本月内")]
    if terms.levels:
        fields.append(Field("级别", Choice(dict.fromkeys(terms.levels, ""), "级别")))
    else:
        fields.append(
            Field(quantity, Whole(1), required=False, default=1, help="不写按 1 计")
            if quantity in ("次数", "人次")
            else Field(quantity, Whole(1))
        )
    fields += [
        Field("事项", MATTER, required=terms.highest_per_matter, help="同一事项用同一编号"),
        Field("警号", OFFICER, required=False, help="涉及个人时填写"),
    ]
    if terms.halved_when_self_found:
        fields.append(
            Field("自查", YesNo(), required=False, default=False, help="本单位自查自纠的写 是")
        )
    if terms.zeroes_indicator:
        fields.append(Field("指标", ITEM_CODE, help="数据不实的指标代码"))
    if record_of_cases and terms.bearer != "单位":
        fields.append(Field("承担", ListOf(OFFICER, 1), help="承担人警号"))
        if terms.bearer == "认定":
            roles = {"办案": "办案民警", "审核": "法制审核", "审批": "审批领导"}
            fields.append(Field("环节", Choice(roles, "责任环节"), required=False, default="办案"))
        return [*fields, _REASON, _MAYBE_EVIDENCE]
    reason = _MAYBE_REASON if terms.levels else _REASON
    return [*fields, reason, _EVIDENCE]


CASE_FIELD = Field("编号", CASE_ID, help="本台账自编的案件编号，不是公安系统的案件编号")
