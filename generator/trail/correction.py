"""Corrections: why and how a closed record was changed, line by line, or added afterwards (补报)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from generator.ledger import layout
from generator.text.dates import Date
from generator.text.problems import Place, Problem, Spot, errors
from generator.text.reading import MISSING, Document, Schema
from generator.text.scalars import Choice, Whole
from generator.text.shapes import Field, ListOf, Row, Shape
from generator.trail.form import (
    DIGEST,
    GROUND,
    OBJECTION_ID,
    RECORD,
    WHY,
    Line,
    WholeLine,
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

    number: int
    """Which one of its record: they are undone newest first."""
    scheme: str
    """Whose record it corrects."""
    record: str
    """Path of the record file."""
    day: date
    raised_by: str
    """自查, 异议 or 督察."""
    objection: str
    """Id of the objection that it follows, or empty."""
    corrects: str
    """Id of the earlier correction of the record that it corrects, or empty."""
    reason: str
    basis: str
    whole: str
    """补报 or 撤除, where it is about the whole file; empty where it is about lines."""
    voided: str
    """Id of the earlier correction of the record that was a slip and that it undoes, or empty."""
    content: str
    """Digest of an added file as it was filed, if stated, or of a removed one."""
    removed: tuple[str, ...]
    """Every line of a removed file, blanks and all."""
    lines: tuple[Amendment, ...]
    place: Place
    spots: Mapping[str, Spot] = field(compare=False, repr=False)

    @property
    def adds_file(self) -> bool:
        """Whether the record came with it, after publication."""
        return self.whole == LATE

    @property
    def removes_file(self) -> bool:
        """Whether the record went with it: there should have been none."""
        return self.whole == REMOVED

    @property
    def month(self) -> str:
        """The month of its record."""
        return self.record.split("/")[1]

    @property
    def id(self) -> str:
        """``2025-06/rooms-chengguan-1``."""
        return layout.trail_id(self.place.path)


LATE, REMOVED = "补报", "撤除"
WHOLE = {
    LATE: "公布时没有的记录，和更正一起提交",
    REMOVED: "不该有的记录，和更正一起删去，原文写进更正",
}
"""What a correction may do to a whole record."""
RAISED_BY = {
    "自查": "填报单位自己发现",
    "异议": "公示期内有人提出，须写明异议编号",
    "督察": "督察、审计或上级检查发现",
}


def _check_correction(row: Row, document: Document) -> None:
    if row["提出"] == "异议" and row["异议"] is None:
        hint = "请补上“异议: …”，写异议的编号"
        document.report("缺少", row.spot, "由异议提出的更正要写明“异议”", hint)
    # A whole file has no lines that were changed; one that is added may have a digest instead.
    lines, whole = row["行"], row["整份"]
    if whole and lines:
        hint = "关于整份记录的更正不写“行”；改几行时删去“整份”"
        document.report("矛盾", row.at("行"), "已写“整份”，又写了“行”", hint)
    elif whole is None and lines is None:
        hint = "请逐行写明“行号”“原”“改”；补报、撤除整份记录的，写“整份”"
        document.report("缺少", row.spot, "更正缺少“行”", hint)
    if row["摘要"] is not None and whole is None:
        document.report("矛盾", row.at("摘要"), "“摘要”只用于整份记录", "请删去")
    if row["原文"] is not None and whole in (None, LATE):
        document.report("矛盾", row.at("原文"), "“原文”只用于撤除的整份记录", "请删去")
    if whole == REMOVED and None in (row["原文"], row["摘要"]):
        hint = "请用 jifen correct 写这份更正，它会把原文逐行抄进来"
        document.report("缺少", row.spot, "撤除整份记录，要写明“原文”和“摘要”", hint)
    # Corrections are undone from the newest back, so one can only build on an earlier one.
    own = _number_of(document.path)
    for key, what in (("更正号", "更正"), ("作废", "作废")):
        if row[key] and row[key] >= own:
            message = f"第 {own} 次更正不能{what}第 {row[key]} 次"
            document.report("编号", row.at(key), message, "请写更早的一次更正是第几次")


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

_WHOLE_FILE: Schema = {"required": ["整份"]}
_REMOVED_FILE: Schema = {"properties": {"整份": {"const": REMOVED}}, "required": ["整份"]}
_NO_TEXT: Schema = {"not": {"required": ["原文"]}}
_CORRECTION_SCHEMA: Schema = {
    "allOf": [
        {
            "if": {"properties": {"提出": {"const": "异议"}}},
            "then": {"required": ["异议"]},
        },
        {
            "if": _WHOLE_FILE,
            "then": {"not": {"required": ["行"]}},
            "else": {"required": ["行"]},
        },
        {"if": {"required": ["摘要"]}, "then": _WHOLE_FILE},
        {"if": _REMOVED_FILE, "then": {"required": ["原文", "摘要"]}, "else": _NO_TEXT},
    ]
}

_FOLLOWED = "异议的文件名，不写 .yml；不在同月时前面加上月份和 /"
_SLIP = "以前的一次更正写错了，由这一份改回原样时，写它是第几次更正"
CORRECTION_FORM = Shape(
    "更正",
    (
        Field("记录", RECORD, help="被更正的记录文件"),
        Field("日期", Date(), help="提出更正的日期"),
        Field("提出", Choice(RAISED_BY, "更正缘由"), help="由谁发现"),
        Field("异议", OBJECTION_ID, required=False, help=_FOLLOWED),
        Field("更正号", Whole(1, 9998), required=False, help="再次更正时，写更正的是第几次更正"),
        Field("理由", WHY, help="一两句话，不写姓名和个人信息"),
        Field("依据", GROUND, help="登记或文件编号"),
        Field("作废", Whole(1, 9998), required=False, help=_SLIP),
        Field("整份", Choice(WHOLE, "写法"), required=False, help="不是改几行，而是关于整份记录"),
        Field("摘要", DIGEST, required=False, help="补报、撤除的记录文件的 sha256"),
        Field(
            "原文", ListOf(WholeLine(), 1), required=False, help="撤除的记录，一行一条，空格照抄"
        ),
        Field("行", ListOf(CORRECTED_LINE_FORM, 1), required=False, help="按行号排列"),
    ),
    _check_correction,
    also_schema=_CORRECTION_SCHEMA,
)


def read_correction(
    path: str, data: bytes, owners: Mapping[str, str]
) -> tuple[Correction | None, list[Problem]]:
    """One correction; ``owners`` are the folders of records with the schemes they belong to."""
    row, document = read_through(path, data, CORRECTION_FORM, None)
    if row and row["记录"]:
        _check_path(row, owners, document)
    if row is None or errors(document.problems):
        return None, document.problems
    record, number, place = row["记录"], _number_of(path), document.place
    scheme = owners[record.split("/")[2]]
    lines = tuple(
        Amendment(each["行号"], each["原"], each["改"], each["缩进"], place(each.spot))
        for each in row["行"] or ()
    )
    return Correction(
        number, scheme, record, row["日期"], row["提出"],
        full_reference(row["异议"], record.split("/")[1]), _earlier(record, row["更正号"]),
        row["理由"], row["依据"],
        row["整份"] or "", _earlier(record, row["作废"]), row["摘要"] or "",
        tuple(row["原文"] or ()), lines, place(row.spot), row.spots,
    ), document.problems  # fmt: skip


def _earlier(record: str, number: int | None) -> str:
    """Id of another correction of a record."""
    return layout.trail_id(layout.correction_path(record, number)) if number else ""


def _number_of(path: str) -> int:
    """Which correction of its record a file is by its name; 0 where the name says none."""
    found = re.search(r"-([1-9]\d{0,3})\.yml$", path, re.ASCII)
    return int(found[1]) if found else 0


def _check_path(row: Row, owners: Mapping[str, str], document: Document) -> None:
    """A correction lies in the month of its record and is named after it."""
    where = layout.record_path(row["记录"])
    if where is None or where.folder not in owners:
        message = f"{row['记录']} 不是记录文件"
        document.report("路径", row.at("记录"), message, "请写 ledger/2025-06/rooms/ 里的文件")
        return
    number = _number_of(document.path) or 1
    report_path(document, row.at("记录"), layout.correction_path(row["记录"], number))


def in_order(corrections: Iterable[Correction]) -> list[Correction]:
    """Corrections by day, those of one record as they were made."""
    return sorted(corrections, key=lambda each: (each.day, each.record, each.number))
