"""Table: what the rows of a page in HTML and of its CSV file are both made of.

Everything else of a page is written by templates; rows are not, because a county's year has two
hundred thousand cells and a template takes three times as long for each.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup, escape

from generator.publish.kit import links
from generator.text.hundredths import MINUS, spell

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


_special = re.compile("[&<>\"']").search


def text(value: str) -> str:
    """``value`` escaped for HTML; most of it needs no change and is handed back as it is."""
    return str(escape(value)) if _special(value) else value


def rows(table: Table, root: str, *, titled: bool = False) -> Markup:
    """All ``<tr>`` of a table on the page whose way home is ``root``.

    ``titled`` puts the column's title on each cell, for tables that become cards on a phone.
    """
    attributes = [
        (f' class="{column.css}"' if column.css else "")
        + (f' data-title="{text(column.title)}"' if titled and number else "")
        for number, column in enumerate(table.columns)
    ]
    made = []
    for row in table.rows:
        made.append(_opening("tr", row.id, f"kpi-row--{row.tone}" if row.tone else ""))
        tag, end = 'th scope="row"', "th"
        for cell, attribute in zip(row.cells, attributes, strict=True):
            value, href, sort, title, tone, hidden, badges = cell
            shown = str(escape(value)) if _special(value) else value
            if href or title or tone or hidden:
                shown = _inside(cell, shown, root)
            if badges:
                # Before a number, so that numbers stay aligned; it is still sorted by the number.
                marks = badges_html(badges, root)
                if "num" in attribute:
                    shown, sort = f"{marks} {shown}", sort or value
                else:
                    shown = f"{shown} {marks}".lstrip()
            sort = f' data-value="{text(sort)}"' if sort else ""
            made.append(f"<{tag}{attribute}{sort}>{shown}</{end}>")
            tag = end = "td"
        made.append("</tr>\n")
    return Markup("".join(made))  # noqa: S704 - every piece of text is escaped above


def line_rows(
    lines: Iterable[LineRow], root: str, *, approvals: Mapping[str, Cell], with_case: bool
) -> Markup:
    """The rows of a dossier's month: item, case, arithmetic, points, reason, record, approval.

    ``approvals`` gives the last cell by path of the record; ``hidden`` in it names the element
    that describes the approval in full.
    """
    made = []
    shown = {path: _approval(cell, root) for path, cell in approvals.items()}
    for line in lines:
        made.append(_opening("tr", line.anchor, "kpi-row--muted" if line.tone == "muted" else ""))
        kind = (
            f' <span class="kpi-badge kpi-badge--muted">{text(line.kind)}</span>'
            if line.kind
            else ""
        )
        case = f"<td>{text(line.case)}</td>" if with_case else ""
        folded = "、".join(_folded(each, root) for each in line.folded)
        bad = " kpi-bad" if line.tone == "bad" else ""
        said = "；".join(text(part) for part in (line.reason, line.evidence) if part)
        made.append(
            f'<th scope="row">{_link(line.name, line.href, root)}{kind}'
            f"{' ' + badges_html(line.badges, root) if line.badges else ''}</th>{case}"
            f"<td>{text(line.words)}{'：' if folded else ''}{folded}</td>"
            f'<td class="num{bad}">{text(line.points)}{_published(line)}</td><td>{said}</td>'
            f'<td class="kpi-source">{_link(line.source, line.source_href, root)}</td>'
            f"<td>{shown[line.path] if line.path else ''}</td></tr>\n"
        )
    return Markup("".join(made))  # noqa: S704 - as above


def _published(line: LineRow) -> str:
    """The points as published, beside those of a corrected line."""
    if not line.published:
        return ""
    return f'<small class="kpi-was">公布{text(line.published)}</small>'


def _approval(cell: Cell, root: str) -> str:
    """Short, because it stands on every line: the levels and times are told once, below."""
    tone = f' class="kpi-tone kpi-tone--{cell.tone}"' if cell.tone and cell.href else ""
    told = f' aria-describedby="{text(cell.hidden)}"' if cell.hidden else ""
    if not cell.href:
        return text(cell.text)
    return f'<a href="{text(links.href(root, cell.href))}"{tone}{told}>{text(cell.text)}</a>'


def _folded(item: Folded, root: str) -> str:
    href = text(links.href(root, item.href))
    opening = f'<a id="{text(item.anchor)}" href="{href}" title="{text(item.name)}">'
    return f"{opening}{text(item.code)}</a> {spell(item.points)}"


def _link(shown: str, target: str, root: str) -> str:
    shown = text(shown)
    return f'<a href="{text(links.href(root, target))}">{shown}</a>' if target else shown


def _inside(cell: Cell, shown: str, root: str) -> str:
    """The cell's text, already escaped, with its link, hint, hidden words and tone."""
    hint = f' title="{text(cell.title)}"' if cell.title else ""
    if cell.href:
        shown = f'<a href="{text(links.href(root, cell.href))}"{hint}>{shown}</a>'
    elif hint:
        shown = f"<span{hint}>{shown}</span>"
    if cell.hidden:
        shown += f'<span class="kpi-sr">{text(cell.hidden)}</span>'
    if cell.tone:
        return f'<span class="kpi-tone kpi-tone--{cell.tone}">{shown}</span>'
    return shown


def badges_html(marks: Iterable[Badge], root: str) -> str:
    """Marks as they stand beside a number or a name."""
    return " ".join(_badge(mark, root) for mark in marks)


def _badge(mark: Badge, root: str) -> str:
    hint = f' title="{text(mark.title)}"' if mark.title else ""
    css = f'class="kpi-badge kpi-badge--{mark.tone}"'
    if mark.href:
        return f'<a {css} href="{text(links.href(root, mark.href))}"{hint}>{text(mark.text)}</a>'
    return f"<span {css}{hint}>{text(mark.text)}</span>"


def _opening(tag: str, anchor: str, css: str) -> str:
    if not anchor and not css:
        return f"<{tag}>"
    return (
        f"<{tag}"
        + (f' id="{text(anchor)}"' if anchor else "")
        + (f' class="{css}"' if css else "")
        + ">"
    )
