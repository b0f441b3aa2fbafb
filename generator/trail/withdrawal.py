"""Withdrawals 撤回: that a bulletin holds no more, and why; its period is open again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from generator.ledger import layout
from generator.text.dates import Date
from generator.text.problems import Place, Problem, Spot, errors
from generator.text.scalars import Pattern
from generator.text.shapes import Field, Shape
from generator.trail.form import GROUND, WHY, read_through, report_path


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Why a bulletin was taken back.  The bulletin itself stays as it was published."""

    bulletin: str
    """Path of the bulletin record."""
    day: date
    reason: str
    basis: str
    place: Place
    spots: Mapping[str, Spot] = field(compare=False, repr=False)


_BULLETIN = Pattern(layout.BULLETIN_FILE, "通报的路径", "ledger/2025-06/bulletins/rooms.yml")
WITHDRAWAL_FORM = Shape(
    "撤回",
    (
        Field("通报", _BULLETIN, help="被撤回的通报"),
        Field("日期", Date(), help="决定撤回的日期"),
        Field("理由", WHY, help="一两句话，网页上显示，不写姓名和个人信息"),
        Field("依据", GROUND, help="登记或文件编号"),
    ),
)


def read_withdrawal(path: str, data: bytes) -> tuple[Withdrawal | None, list[Problem]]:
    """One withdrawal, which is named after what it withdraws."""
    row, document = read_through(path, data, WITHDRAWAL_FORM, None)
    if row and row["通报"]:
        report_path(document, row.at("通报"), layout.withdrawal_path(row["通报"]))
    if row is None or errors(document.problems):
        return None, document.problems
    place = document.place(row.spot)
    return Withdrawal(
        row["通报"], row["日期"], row["理由"], row["依据"], place, row.spots
    ), document.problems
