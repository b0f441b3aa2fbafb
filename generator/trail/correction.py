"""Corrections: why and how a closed record was changed, line by line, or added afterwards (补报)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from generator.ledger import layout
from generator.rules.periods import Period
from generator.text.dates import Date, MonthCode
from generator.text.problems import Place, Problem, Spot, errors
from generator.text.reading import MISSING, Document, Schema
from generator.text.scalars import CODE, Choice, Whole, YesNo
from generator.text.shapes import Field, ListOf, Row, Shape, good
from generator.trail.form import (
    DIGEST,
    GROUND,
    NUMBER,
    RECORD,
    REFERENCE,
    WHY,
    Line,
    PeriodCode,
    full_reference,
    read_through,
    report_path,
)


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
    spots: Mapping[str, Spot] = field(compare=False, repr=False)

    @property
    def id(self) -> str:
        """``2025-06/0001``."""
        return f"{self.month}/{self.number}"


RAISED_BY = {
    "自查": "填报单位自己发现",
    "异议": "公示期内有人提出，须写明异议编号",
    "督察": "督察、审计或上级检查发现",
}


def _check_correction(row: Row, document: Document) -> None:
    if row["提出"] == "异议" and row["异议"] is None:
        hint = "请补上“异议: …”，写异议的编号"
        document.report("缺少", row.spot, "由异议提出的更正要写明“异议”", hint)
    # An added file has no lines that were changed, and a digest instead.
    lines, new = row["行"], row["新增文件"]
    if new and lines:
        hint = "补报整份记录时不写“行”；改几行时删去“新增文件”"
        document.report("矛盾", row.at("行"), "已写“新增文件”，又写了“行”", hint)
    elif new is False and lines is None:
        hint = "请逐行写明“行号”“原”“改”；补报整份记录时写“新增文件: 是”"
        document.report("缺少", row.spot, "更正缺少“行”", hint)
    if row["摘要"] is not None and new is False:
        document.report("矛盾", row.at("摘要"), "“摘要”只用于补报的整份记录", "请删去")
    # Corrections are undone from the newest back, so one can only build on an earlier one.
    if row["更正号"] and row["编号"] and row["更正号"] >= row["编号"]:
        message = f"更正 {row['编号']} 不能更正 {row['更正号']}"
        document.report("编号", row.at("更正号"), message, "请写更早的一份更正的编号")


def _check_line(row: Row, document: Document) -> None:
    if MISSING in (row["原"], row["改"], row["行号"]):
        return
    if row["原"] == row["改"]:
        message = "“原”和“改”都是空的" if not row["原"] else "“原”和“改”一样，没有更正什么"
        document.report("更正", row.spot, message, "请写明改前和改后的整行文字，或删去这一条")
    elif row["原"] and row["行号"] == 0:
        hint = "请写原来那一行的行号；0 只用于在最前面插入"
        document.report("更正", row.at("行号"), "没有第 0 行", hint)
    elif row["原"] and row["改"] and row["缩进"] is not None:
        document.report("更正", row.at("缩进"), "改一行时缩进不变，不必写“缩进”", "请删去")


_WHEN_INDENTED = "行首空格数；插入或删除的行与前一行缩进不同时才写"
CORRECTED_LINE_FORM = Shape(
    "更正的一行",
    (
        Field("行号", Whole(0, 99999), help="更正前的行号；插入时写插在第几行之后"),
        Field("原", Line(), help='更正前的整行，不写缩进；插入时写 ""'),
        Field("改", Line(), help='更正后的整行，不写缩进；删除时写 ""'),
        Field("缩进", Whole(0, 60), required=False, help=_WHEN_INDENTED),
    ),
    _check_line,
)

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

CORRECTION_FORM = Shape(
    "更正",
    (
        Field("编号", NUMBER, help="与文件名相同，各月从 0001 起"),
        Field("月份", MonthCode(), help="与文件夹相同"),
        Field("积分制", CODE, help="积分制代码"),
        Field("通报", ListOf(PeriodCode(), 1), help="已经公布、用到这份记录的各期通报"),
        Field("记录", RECORD, help="被更正的记录文件"),
        Field("日期", Date(), help="提出更正的日期"),
        Field("提出", Choice(RAISED_BY, "更正缘由"), help="由谁发现"),
        Field("异议", REFERENCE, required=False, help="异议的编号；不在同月时写 2025-06/0001"),
        Field("更正号", NUMBER, required=False, help="再次更正时，写上一份更正的编号"),
        Field("理由", WHY, help="一两句话，不写姓名和个人信息"),
        Field("依据", GROUND, help="登记或文件编号"),
        Field("新增文件", YesNo(), required=False, default=False, help="补报整份记录时写 是"),
        Field("摘要", DIGEST, required=False, help="补报的记录文件的 sha256，只用于新增文件"),
        Field("行", ListOf(CORRECTED_LINE_FORM, 1), required=False, help="按行号排列"),
    ),
    _check_correction,
    also_schema=_CORRECTION_SCHEMA,
)


def read_correction(
    path: str, data: bytes, schemes: Collection[str] | None = None
) -> tuple[Correction | None, list[Problem]]:
    """One correction; scheme codes are checked where ``schemes`` are given."""
    row, document = read_through(path, data, CORRECTION_FORM, schemes)
    if row and row["月份"]:
        _check_month(row, row["月份"], document)
    if row is None or errors(document.problems):
        return None, document.problems
    month, place = row["月份"], document.place
    lines = tuple(
        Amendment(each["行号"], each["原"], each["改"], each["缩进"], place(each.spot))
        for each in row["行"] or ()
    )
    return Correction(
        month, row["编号"], row["积分制"], tuple(row["通报"]), row["记录"], row["日期"], row["提出"],
        full_reference(row["异议"], month), full_reference(row["更正号"], month), row["理由"], row["依据"],
        row["新增文件"], row["摘要"] or "", lines, place(row.spot), row.spots,
    ), document.problems  # fmt: skip


def _check_month(row: Row, month: str, document: Document) -> None:
    """The month in which a correction lies is that of the record and of each bulletin it names."""
    if row["编号"]:
        report_path(document, row.at("编号"), layout.correction_path(month, row["编号"]))
    record = layout.record_path(row["记录"] or "")
    if row["记录"] and (record is None or record.month != month):
        message = f"“月份”写的是 {month}，记录却是 {row['记录']}"
        document.report("路径", row.at("记录"), message, f"请写 ledger/{month}/ 里的记录文件")
    for period in good(row["通报"]):
        if month not in period.months:
            message = f"{period.code} 的通报不含 {month}"
            document.report("期间", row.at("通报"), message, "请只写用到这份记录的通报")


def in_order(corrections: Iterable[Correction]) -> list[Correction]:
    """Corrections as they were made: by month and number."""
    return sorted(corrections, key=lambda each: (each.month, each.number))
