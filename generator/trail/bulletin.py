"""Bulletins: the record that one was issued, which closes its months, and the standings beside it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from generator.ledger import layout
from generator.rules.periods import Period
from generator.text.dates import Date
from generator.text.problems import Place, Problem, Spot, errors
from generator.text.reading import NOTHING_SAID, Document
from generator.text.scalars import CODE, Text, Whole
from generator.text.shapes import Field, Row, Shape
from generator.trail.form import DIGEST, PeriodCode, read_through, report_path


@dataclass(frozen=True, slots=True)
class BulletinRecord:
    """That a bulletin was issued: its dates and digests.  In force, it closes its months."""

    scheme: str
    period: Period
    edition: int
    """版次: 1, or more where earlier ones were withdrawn."""
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
    spots: Mapping[str, Spot] = field(compare=False, repr=False)

    @property
    def issue(self) -> int:
        """期号: bulletins closed side by side cannot have the same, and none is missing."""
        return self.period.place

    @property
    def standings_path(self) -> str:
        """The JSON file beside it."""
        return layout.standings_path(self.place.path)


def _check_one_line(row: Row, document: Document) -> None:
    """What was counted is read line by line by auditors who have no YAML."""
    counted = row["记录"]
    if isinstance(counted, Row) and counted.spots:
        line = document.root.keys_at["记录"][0]
        if {counted.spot[0], *(at for at, _ in counted.spots.values())} != {line}:
            hint = "请写在一行里：记录: {份数: …, 摘要: …}"
            document.report("格式", row.at("记录"), "“记录”分成了几行", hint)


LONGEST_TERM = 92
"""Days from publication to the end of the term for objections, at most."""


def _check_bulletin(row: Row, document: Document) -> None:
    _check_one_line(row, document)
    term = row["公示"]
    if not isinstance(term, Row) or not term["自"] or not term["至"]:
        return
    if term["至"] < term["自"]:
        hint = f"请写 {term['自']} 或以后的日期"
        document.report("日期", term.at("至"), f"公示期在 {term['至']} 就结束了，还没有开始", hint)
    # However many holidays lie between: a term that never comes or never ends is a slip of the year.
    elif row["公布日期"] and (term["至"] - row["公布日期"]).days > LONGEST_TERM:
        message = f"公示到 {term['至']} 才结束，离公布日期 {row['公布日期']} 超过 {LONGEST_TERM} 天"
        document.report("日期", term.at("至"), message, "请核对年份和月份")
    # Nobody can object to what is not yet published.
    if row["公布日期"] and term["自"] < row["公布日期"]:
        hint = f"请写 {row['公布日期']} 或以后的日期"
        document.report("日期", term.at("自"), f"公示从 {term['自']} 开始，通报还没有公布", hint)


_EDITION = Whole(1, 99)
_PUBLICITY = Shape("公示期", (Field("自", Date()), Field("至", Date())))
_COUNTED = Shape(
    "记录摘要",
    (
        Field("份数", Whole(0, 9999), help="计入通报的记录文件有几份"),
        Field("摘要", DIGEST, help="sha256sum 列出这些文件，再取一次 sha256"),
    ),
)
BULLETIN_FORM = Shape(
    "通报登记",
    (
        Field("积分制", CODE, help="积分制代码"),
        Field("期间", PeriodCode(), help="2025-06、2025-Q2 或 2025"),
        Field("版次", _EDITION, required=False, default=1, help="撤回以后重新编发的，从 2 起写"),
        Field("编发单位", Text(60, what="编发单位", no_answer=NOTHING_SAID)),
        Field("公布日期", Date()),
        Field("公示", _PUBLICITY, help="第一天和最后一天，按工作日计"),
        Field("记录", _COUNTED),
        Field("规则", DIGEST, help="公布时规则文件的摘要"),
        Field("结果", DIGEST, help="同名 .json 文件的摘要"),
    ),
    _check_bulletin,
)


def read_bulletin(
    path: str, data: bytes, schemes: Collection[str] | None = None
) -> tuple[BulletinRecord | None, list[Problem]]:
    """One bulletin record; scheme codes are checked where ``schemes`` are given."""
    row, document = read_through(path, data, BULLETIN_FORM, schemes)
    if row and row["积分制"] and row["期间"] and row["版次"]:
        named = row["积分制"], row["期间"], row["版次"]
        report_path(document, row.at("期间"), layout.bulletin_path(*named))
    if row is None or errors(document.problems):
        return None, document.problems
    term, records = row["公示"], row["记录"]
    bulletin = BulletinRecord(
        scheme=row["积分制"],
        period=row["期间"],
        edition=row["版次"],
        office=row["编发单位"],
        published=row["公布日期"],
        publicity=(term["自"], term["至"]),
        count=records["份数"],
        records=records["摘要"],
        rules=row["规则"],
        result=row["结果"],
        place=document.place(row.spot),
        spots=row.spots,
    )
    return bulletin, document.problems
