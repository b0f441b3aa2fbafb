"""Restatements 重算更正: published numbers that a change of rules, roster or program has moved.

One is about one bulletin and comes together with its cause.  It names every number that comes out
otherwise, so that nothing else can; a later one says again all that an earlier one has said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from generator.ledger import layout
from generator.text.dates import Date, MonthCode
from generator.text.problems import Place, Problem, Spot, errors
from generator.text.reading import MISSING
from generator.text.scalars import Choice, Pattern, Text
from generator.text.shapes import Field, ListOf, Row, Shape, good_rows
from generator.trail.form import GROUND, WHY, read_through, report_path

RESTATE = "确要改变公布的数字的，运行 jifen restate 写重算更正，一起送审"
"""What to do where rules move what was published."""
RULES, ROSTER, PROGRAM = "规则", "名册", "程序"
CAUSES = {RULES: "规则改了", ROSTER: "名册改了", PROGRAM: "计分程序改了"}
"""Why published numbers come out otherwise."""


class Restated(NamedTuple):
    """One number: which one it is, as published and as it comes out now.

    Texts as printed; empty where there is none, and where no month, component or item is meant.
    """

    subject: str
    """Code of the subject, or what a list is called."""
    month: str
    component: str
    item: str
    what: str
    published: str
    now: str


@dataclass(frozen=True, slots=True)
class Restatement:
    """What of a bulletin comes out otherwise since its cause, and why."""

    bulletin: str
    """Path of the bulletin record."""
    number: int
    day: date
    cause: str
    reason: str
    basis: str
    rows: frozenset[Restated]
    place: Place
    spots: Mapping[str, Spot] = field(compare=False, repr=False)

    @property
    def id(self) -> str:
        """``2025-06/rooms-1``."""
        return layout.trail_id(self.place.path)


_BULLETIN = Pattern(layout.BULLETIN_FILE, "通报的路径", "ledger/2025-06/bulletins/rooms.yml")
# Codes, numbers and ranks, which the program has written and the gate holds to what comes out.
_CODE = Text(80, label="代码")
_NUMBER = Text(2000, label="数字")
_ROW = Shape(
    "变动",
    (
        Field("对象", _CODE),
        Field("月份", MonthCode(), required=False, default=""),
        Field("组成", _CODE, required=False, default=""),
        Field("项目", _CODE, required=False, default=""),
        Field("内容", _CODE, help="哪一种数：记录、封顶、合计、名次……"),
        Field("公布", _NUMBER, required=False, default=""),
        Field("重算", _NUMBER, required=False, default=""),
    ),
)
RESTATEMENT_FORM = Shape(
    "重算更正",
    (
        Field("通报", _BULLETIN, help="哪一期公布的数字变了"),
        Field("日期", Date(), help="决定更正的日期"),
        Field("原因", Choice(CAUSES, "原因")),
        Field("理由", WHY, help="一两句话，网页上显示，不写姓名和个人信息"),
        Field("依据", GROUND, help="登记或文件编号"),
        Field(
            "变动", ListOf(_ROW), help="每一个变了的数，由 jifen restate 写出；又变回去的，是空的"
        ),
    ),
)


def read_restatement(path: str, data: bytes) -> tuple[Restatement | None, list[Problem]]:
    """One restatement, which is named after its bulletin and numbered."""
    row, document = read_through(path, data, RESTATEMENT_FORM, None)
    number = int(path.removesuffix(".yml").rpartition("-")[2])
    if row and row["通报"]:
        report_path(document, row.at("通报"), layout.restatement_path(row["通报"], number))
    if row is None or errors(document.problems):
        return None, document.problems
    made = Restatement(
        row["通报"],
        number,
        row["日期"],
        row["原因"],
        row["理由"],
        row["依据"],
        frozenset(map(_restated, good_rows(row["变动"]))),
        document.place(row.spot),
        row.spots,
    )
    return made, document.problems


def _restated(row: Row) -> Restated:
    keys = ("对象", "月份", "组成", "项目", "内容", "公布", "重算")
    return Restated(*("" if row[key] is MISSING else str(row[key]) for key in keys))
