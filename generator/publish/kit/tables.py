"""Table: what a table on a page and its CSV file are both made of."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import NamedTuple

from generator.text.hundredths import MINUS

_NUMBER = re.compile(rf"[+\-{MINUS}]?\d+(?:\.\d+)?%?")
_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
_SUSPECT = _FORMULA | frozenset(f" \u3000{MINUS}")


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``key`` names it in JSON, ``title`` in the heading and in CSV."""

    key: str
    title: str
    numeric: bool = False
    sortable: bool = True
    hidden_on_phone: bool = False

    @property
    def css(self) -> str:
        """Its classes, for macros.html."""
        return " ".join(("num",) * self.numeric + ("wide",) * self.hidden_on_phone)


class Badge(NamedTuple):
    """A short mark beside a number or a name: 更正, 有异议, 未核验."""

    text: str
    tone: str = "warn"
    href: str = ""
    title: str = ""


class Cell(NamedTuple):
    """A cell's text as people read it, and what else is known of it.

    ``href`` is an address of ``links.py``; ``sort`` what to sort by instead of the text;
    ``title`` a longer wording; ``tone`` one of good, warn, bad, info, muted; ``hidden`` words that
    only a screen reader says after the text; ``badges`` stand behind all of it.
    """

    text: str
    href: str = ""
    sort: str = ""
    title: str = ""
    tone: str = ""
    hidden: str = ""
    badges: tuple[Badge, ...] = ()


class TableRow(NamedTuple):
    """A row; its first cell is its heading.  ``id`` makes it a place to link to."""

    cells: tuple[Cell, ...]
    id: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with as many cells in each row as it has columns."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    note: str = ""

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row.cells) != len(self.columns):
                raise ValueError(
                    f"{self.caption}: {len(row.cells)} cells, {len(self.columns)} columns"
                )


class Folded(NamedTuple):
    """An item that only appears inside a folded row."""

    code: str
    name: str
    href: str
    anchor: str
    points: int


@dataclass(frozen=True, slots=True)
class LineRow:
    """A row of a month's table: a line, or several untouched items folded into one."""

    name: str
    href: str
    words: str
    points: str
    anchor: str = ""
    kind: str = ""
    case: str = ""
    reason: str = ""
    evidence: str = ""
    source: str = ""
    source_href: str = ""
    path: str = ""
    """Of the record file; empty for a line that was computed, and where it is not shown."""
    tone: str = ""
    folded: tuple[Folded, ...] = ()
    badges: tuple[Badge, ...] = ()
    published: str = ""
    """Points as published, where a correction has changed them."""


def as_csv(*tables: Table) -> bytes:
    """The tables below each other, as Excel reads it: UTF-8 with a mark, CRLF, no live formula.

    One table gives a heading and its rows; several are each headed by their caption and set apart
    by an empty line.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for number, table in enumerate(tables):
        if len(tables) > 1:
            if number:
                writer.writerow(())
            writer.writerow((safe(table.caption),))
        writer.writerow([safe(column.title) for column in table.columns])
        writer.writerows([[safe(cell.text) for cell in row.cells] for row in table.rows])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def safe(text: str) -> str:
    """``text`` for a spreadsheet: a number stays one, what would be run as a formula does not."""
    if text[:1] not in _SUSPECT:
        return text
    if _NUMBER.fullmatch(text):
        return text.replace(MINUS, "-").removeprefix("+")
    return f"'{text}" if text.lstrip(" \u3000")[:1] in _FORMULA else text
