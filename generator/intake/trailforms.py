"""The forms of what follows publication: bulletin records, corrections, objections."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from generator.intake import privacy
from generator.intake.digests import DIGEST_PATTERN
from generator.intake.fields import Field, ListOf, Row, Shape
from generator.intake.objections import DECIDED, FIRST, GRANTED, SECOND, STATES, follows
from generator.intake.periods import Period
from generator.intake.reading import MISSING, Reader, Schema, Wrong, one_of, quoted
from generator.intake.scalars import (
    CODE,
    ITEM_CODE,
    OFFICER,
    Choice,
    Date,
    Month,
    Pattern,
    Scalar,
    Text,
    Whole,
    YesNo,
)
from generator.intake.syntax import Spot
from generator.intake.text import UNREAD

DIGEST = Pattern(DIGEST_PATTERN, "摘要", "sha256:（64 位十六进制数字）")
NUMBER = Pattern(r"(?!0000)\d{4}", "四位编号", '"0001"')
REFERENCE = Pattern(r"(\d{4}-\d{2}/)?(?!0000)\d{4}", "编号", '"0001" 或 2025-06/0001')
RECORD = Pattern(
    r"ledger/\d{4}-\d{2}/[a-z][a-z0-9-]*/[a-z0-9]+(-[a-z0-9]+)*\.yml",
    "记录文件的路径",
    "ledger/2025-06/rooms/chengguan.yml",
)
_NOTHING_SAID = frozenset({"无", "没有", "暂无", "略", "同上", "/", "-", "—", "－"})
_WHY = Text(300, what="理由", no_answer=_NOTHING_SAID)
_PROOF = Text(120, what="依据", no_answer=_NOTHING_SAID)
_PIECES = re.compile(r"""[,{}\[\]"'，；]|: """)


@dataclass(frozen=True, slots=True)
class PeriodCode(Scalar):
    """``2025-06``, ``2025-Q2`` or ``2025``, read into a ``Period``."""

    label: str = "期间"

    def parse(self, text: str) -> Period:
        period = Period.parse(text)
        if period is None:
            raise Wrong("期间", f"{quoted(text)}不是期间", "请写成 2025-06、2025-Q2 或 2025 的样子")
        return period

    def schema(self) -> Schema:
        return {"type": ["string", "integer"], "pattern": r"^20\d\d(-(0[1-9]|1[0-2]|Q[1-4]))?$"}


@dataclass(frozen=True, slots=True)
class Line(Text):
    """A line of a record file without its indentation; empty where there is none."""

    longest: int = 2000
    label: str = "一行原文"

    def read(self, value: Any, spot: Spot, reader: Reader) -> Any:
        if type(value) is not str:
            if value is not UNREAD:
                hint = "请给这一行加上引号，如 '- {项: W2, …}'"
                reader.report("类型", spot, "这里应当是记录里的一行文字", hint)
            return MISSING
        try:
            return self.parse(value)
        except Wrong as wrong:
            reader.report(wrong.code, spot, wrong.message, wrong.hint)
            return MISSING

    def parse(self, text: str) -> str:
        if text.startswith(" "):
            raise Wrong("格式", "这一行前面有空格", "请从第一个字写起，缩进照原来的不变")
        if len(text) > self.longest:
            raise Wrong("过长", f"这一行有 {len(text)} 个字，超过 {self.longest} 个", "请核对记录")
        for piece in _PIECES.split(text):
            if found := privacy.find(piece):
                raise Wrong("个人信息", f"这一行里疑似写有{found.what}{found.masked}", found.hint)
        return text

    def schema(self) -> Schema:
        return {"type": "string", "pattern": r"^(\S.*)?$", "maxLength": self.longest}


# ── bulletins ──────────────────────────────────────────────────────────────────────────────────


def _check_bulletin(row: Row, reader: Reader) -> None:
    term = row["公示"]
    if not isinstance(term, Row) or not term["自"] or not term["至"]:
        return
    if term["至"] < term["自"]:
        hint = f"请写 {term['自']} 或以后的日期"
        reader.report("日期", term.at("至"), f"公示期在 {term['至']} 就结束了，还没有开始", hint)
    if row["公布日期"] and term["自"] < row["公布日期"]:
        hint = f"请写 {row['公布日期']} 或以后的日期"
        reader.report("日期", term.at("自"), f"公示从 {term['自']} 开始，通报还没有公布", hint)


BULLETIN = Shape(
    "通报登记",
    (
        Field("积分制", CODE, help="积分制代码"),
        Field("期间", PeriodCode(), help="2025-06、2025-Q2 或 2025"),
        Field("期号", Whole(1, 999), help="本年度同类通报的第几期"),
        Field("编发单位", Text(60, what="编发单位", no_answer=_NOTHING_SAID)),
        Field("公布日期", Date()),
        Field(
            "公示", Shape("公示期", (Field("自", Date()), Field("至", Date()))),
            help="第一天和最后一天，按工作日计",
        ),
        Field(
            "记录",
            Shape("记录摘要", (
                Field("份数", Whole(0, 9999), help="计入通报的记录文件有几份"),
                Field("摘要", DIGEST, help="sha256sum 列出这些文件，再取一次 sha256"),
            )),
        ),
        Field("规则", DIGEST, help="公布时规则文件的摘要"),
        Field("结果", DIGEST, help="同名 .json 文件的摘要"),
    ),
    _check_bulletin,
)  # fmt: skip

# ── corrections ────────────────────────────────────────────────────────────────────────────────

RAISED_BY = {
    "自查": "填报单位自己发现",
    "异议": "公示期内有人提出，须写明异议编号",
    "督察": "督察、审计或上级检查发现",
}


def _check_correction(row: Row, reader: Reader) -> None:
    if row["提出"] == "异议" and row["异议"] is None:
        hint = "请补上“异议: …”，写异议的编号"
        reader.report("缺少", row.spot, "由异议提出的更正要写明“异议”", hint)
    lines, new = row["行"], row["新增文件"]
    if new and lines:
        hint = "补报整份记录时不写“行”；改几行时删去“新增文件”"
        reader.report("矛盾", row.at("行"), "已写“新增文件”，又写了“行”", hint)
    elif new is False and lines is None:
        hint = "请逐行写明“行号”“原”“改”；补报整份记录时写“新增文件: 是”"
        reader.report("缺少", row.spot, "更正缺少“行”", hint)
    if row["摘要"] is not None and new is False:
        reader.report("矛盾", row.at("摘要"), "“摘要”只用于补报的整份记录", "请删去")
    if row["更正号"] and row["编号"] and row["更正号"] >= row["编号"]:
        message = f"更正 {row['编号']} 不能更正 {row['更正号']}"
        reader.report("编号", row.at("更正号"), message, "请写更早的一份更正的编号")


def _check_line(row: Row, reader: Reader) -> None:
    if MISSING in (row["原"], row["改"], row["行号"]):
        return
    if row["原"] == row["改"]:
        message = "“原”和“改”都是空的" if not row["原"] else "“原”和“改”一样，没有更正什么"
        reader.report("更正", row.spot, message, "请写明改前和改后的整行文字，或删去这一条")
    elif row["原"] and row["行号"] == 0:
        hint = "请写原来那一行的行号；0 只用于在最前面插入"
        reader.report("更正", row.at("行号"), "没有第 0 行", hint)
    elif row["原"] and row["改"] and row["缩进"] is not None:
        reader.report("更正", row.at("缩进"), "改一行时缩进不变，不必写“缩进”", "请删去")


CORRECTED_LINE = Shape(
    "更正的一行",
    (
        Field("行号", Whole(0, 99999), help="更正前的行号；插入时写插在第几行之后"),
        Field("原", Line(), help='更正前的整行，不写缩进；插入时写 ""'),
        Field("改", Line(), help='更正后的整行，不写缩进；删除时写 ""'),
        Field(
            "缩进", Whole(0, 60), required=False,
            help="行首空格数；插入或删除的行与前一行缩进不同时才写",
        ),
    ),
    _check_line,
)  # fmt: skip

_WHOLE_FILE: Schema = {"properties": {"新增文件": {"const": "是"}}, "required": ["新增文件"]}
_CORRECTION_SCHEMA: Schema = {
    "allOf": [
        {
            "if": {"properties": {"提出": {"const": "异议"}}},
            "then": {"required": ["异议"]},
        },
        {
            "if": _WHOLE_FILE,
            "then": {"not": {"required": ["行"]}},
            "else": {"required": ["行"], "not": {"required": ["摘要"]}},
        },
    ]
}

CORRECTION = Shape(
    "更正",
    (
        Field("编号", NUMBER, help="与文件名相同，各月从 0001 起"),
        Field("月份", Month(), help="与文件夹相同"),
        Field("积分制", CODE, help="积分制代码"),
        Field("通报", ListOf(PeriodCode(), 1), help="已经公布、用到这份记录的各期通报"),
        Field("记录", RECORD, help="被更正的记录文件"),
        Field("日期", Date(), help="提出更正的日期"),
        Field("提出", Choice(RAISED_BY, "更正缘由"), help="由谁发现"),
        Field("异议", REFERENCE, required=False, help="异议的编号；不在同月时写 2025-06/0001"),
        Field("更正号", NUMBER, required=False, help="再次更正时，写上一份更正的编号"),
        Field("理由", _WHY, help="一两句话，不写姓名和个人信息"),
        Field("依据", _PROOF, help="登记或文件编号"),
        Field("新增文件", YesNo(), required=False, default=False, help="补报整份记录时写 是"),
        Field("摘要", DIGEST, required=False, help="补报的记录文件的 sha256，只用于新增文件"),
        Field("行", ListOf(CORRECTED_LINE, 1), required=False, help="按行号排列"),
    ),
    _check_correction,
    also_schema=_CORRECTION_SCHEMA,
)

# ── objections ─────────────────────────────────────────────────────────────────────────────────


def _check_by(row: Row, reader: Reader) -> None:
    named = [key for key in ("单位", "人员") if row[key] is not None]
    if len(named) != 1:
        message = "“单位”和“人员”只能写一个" if named else "没有写明异议由谁提出"
        hint = "请写成 {单位: 代码} 或 {人员: 警号}"
        reader.report("矛盾" if named else "缺少", row.spot, message, hint)


def _check_objection(row: Row, reader: Reader) -> None:
    steps = [step for step in row["经过"] or () if isinstance(step, Row)]
    if row["经过"] is MISSING or any(MISSING in (s["状态"], s["日期"]) for s in steps):
        return
    _check_order([step["状态"] for step in steps], steps, reader)
    for before, after in pairwise(steps):
        if after["日期"] < before["日期"]:
            message = f"“{after['状态']}”的日期早于“{before['状态']}”的 {before['日期']}"
            reader.report("日期", after.at("日期"), message, "请按先后写，并核对日期")
    if steps and row["日期"] and steps[0]["日期"] != row["日期"]:
        message = f"“日期”写的是 {row['日期']}，“{steps[0]['状态']}”却在 {steps[0]['日期']}"
        reader.report("日期", row.at("日期"), message, "两处都写收到异议的日期")
    states = {step["状态"] for step in steps}
    if states & DECIDED.keys() and row["结论说明"] is None:
        hint = "请补上“结论说明: …”，一两句话，不写姓名"
        reader.report("缺少", row.spot, "已有结论的异议要写明“结论说明”", hint)
    if not states & DECIDED.keys() and row["结论说明"]:
        reader.report("矛盾", row.at("结论说明"), "还没有结论，却写了“结论说明”", "请核对“经过”")
    if SECOND in states and row["复核申请"] is None:
        hint = "请补上“复核申请: …”，写对答复不服的理由"
        reader.report("缺少", row.spot, "申请复核的异议要写明“复核申请”", hint)
    if SECOND not in states and row["复核申请"]:
        message = "写了“复核申请”，“经过”里却没有“申请复核”"
        reader.report("矛盾", row.at("复核申请"), message, "请核对“经过”")
    if row["更正"] and not states & GRANTED:
        hint = "只有成立、部分成立或复核后改变的异议才有更正"
        reader.report("矛盾", row.at("更正"), "结论没有要求更正，却写了“更正”", hint)


def _check_order(states: list[str], steps: list[Row], reader: Reader) -> None:
    for number, step in enumerate(steps):
        allowed = follows(states[:number])
        if step["状态"] not in allowed:
            after = f"“{states[number - 1]}”之后" if number else "第一步"
            message = f"{after}不能是“{step['状态']}”"
            hint = one_of(allowed) if allowed else "复核结论告知以后，异议就办完了"
            reader.report("次序", step.at("状态"), message, hint)
            return


STEP = Shape(
    "办理经过",
    (
        Field("状态", Choice(STATES, "状态")),
        Field("日期", Date()),
        Field("说明", Text(200), required=False, help="一句话，不写姓名和个人信息"),
    ),
)


def _went_through(*states: str) -> Schema:
    step = {"properties": {"状态": {"enum": list(states)}}, "required": ["状态"]}
    return {"properties": {"经过": {"contains": step}}}


def _only_after(key: str, *states: str, needed: bool) -> Schema:
    """A field that belongs to certain states, and may be needed by them."""
    return {
        "if": _went_through(*states),
        "then": {"required": [key]} if needed else {},
        "else": {"not": {"required": [key]}},
    }


_OBJECTION_SCHEMA: Schema = {
    "allOf": [
        _only_after("结论说明", *DECIDED, needed=True),
        _only_after("复核申请", SECOND, needed=True),
        _only_after("更正", *sorted(GRANTED), needed=False),
    ]
}

OBJECTION = Shape(
    "异议",
    (
        Field("编号", NUMBER, help="与文件名相同，各月从 0001 起"),
        Field("月份", Month(), help="与文件夹相同，即所涉期间的最后一个月"),
        Field("积分制", CODE, help="积分制代码"),
        Field("期间", PeriodCode(), help="对哪一期通报有异议"),
        Field("对象", Pattern(r"\d{6}|[a-z][a-z0-9]*(-[a-z0-9]+)*", "代码或警号", "cg-dongmen"),
              help="对谁的分数有异议：代码或警号"),
        Field("项目", ITEM_CODE, required=False, help="只涉及一项时，写项目代码"),
        Field(
            "提出",
            Shape(
                "提出异议的一方",
                (Field("单位", CODE, required=False), Field("人员", OFFICER, required=False)),
                _check_by,
                also_schema={"minProperties": 1, "maxProperties": 1},
            ),
            help="{单位: 代码} 或 {人员: 警号}；网页上不显示",
        ),
        Field("日期", Date(), help="收到异议的日期"),
        Field("理由", _WHY, help="一两句话，不写姓名和个人信息"),
        Field("经过", ListOf(STEP, 1), help=f"从“{FIRST}”写起，每办一步加一条"),
        Field("结论说明", _WHY, required=False, help="为什么成立或不成立，网页上显示"),
        Field("更正", REFERENCE, required=False,
              help="因此作出的更正的编号；不在同月时写 2025-04/0001"),
        Field("复核申请", _WHY, required=False, help="对答复不服，向分管局领导申请复核的理由"),
    ),
    _check_objection,
    also_schema=_OBJECTION_SCHEMA,
)  # fmt: skip

TRAIL_SHAPES = {"bulletins": BULLETIN, "corrections": CORRECTION, "objections": OBJECTION}
"""Folder of a month → the form of the files in it."""
