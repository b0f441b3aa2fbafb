"""Table: what the rows of a page in HTML and of its CSV file are both made of.

Everything else of a page is written by templates; rows are not, because a county's year has two
hundred thousand cells and a template takes three times as long for each.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup, escape

from generator.publish.kit import links
from generator.text.hundredths import MINUS, spell
from generator.text.problems import Place

_special = re.compile("[&<>\"']").search
_NUMBER = re.compile(rf"[+\-{MINUS}]?\d+(?:\.\d+)?%?")
_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
_BLANK = " \u3000"
# Excel looks past blanks for a sign, and U+2212 has to be made one that it reads as a number.
_SUSPECT = _FORMULA | {*_BLANK, MINUS}


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
    """A row; its first cell is its heading.  ``anchor`` makes it a place to link to."""

    cells: tuple[Cell, ...]
    anchor: str = ""
    tone: str = ""

    @classmethod
    def of(cls, *cells: Cell | str, anchor: str = "", tone: str = "") -> TableRow:
        """A row of cells; what is nothing but text need not be made one."""
        made = [each if isinstance(each, Cell) else Cell(each) for each in cells]
        return cls(tuple(made), anchor, tone)


@dataclass(frozen=True, slots=True)
class Table:
    """A table with as many cells in each row as it has columns."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[TableRow]
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
    place: Place | None = None
    """Of the record; None for a line that was computed, and where it is not shown."""
    tone: str = ""
    folded: tuple[Folded, ...] = ()
    badges: tuple[Badge, ...] = ()
    published: str = ""
    """Points as published, where a correction has changed them."""

    @property
    def said(self) -> str:
        """Reason and evidence, as far as they are told."""
        return "；".join(part for part in (self.reason, self.evidence) if part)


# ── as a file ──────────────────────────────────────────────────────────────────────────────────


def as_csv(*tables: Table) -> bytes:
    """The tables below each other, as Excel reads it: UTF-8 with a mark, CRLF, no live formula.

    One table gives a heading and its rows; several are each headed by their caption and set apart
    by an empty line.
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    for number, table in enumerate(tables):
        if number:
            writer.writerow(())
        if len(tables) > 1:
            writer.writerow((safe(table.caption),))
        writer.writerow([safe(column.title) for column in table.columns])
        writer.writerows([[safe(cell.text) for cell in row.cells] for row in table.rows])
    # Without the mark Excel takes the file for GBK.
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def safe(text: str) -> str:
    """``text`` for a spreadsheet: a number stays one, what would be run as a formula does not."""
    # Nearly all cells are plain words or digits.
    if text[:1] not in _SUSPECT:
        return text
    if _NUMBER.fullmatch(text):
        # Excel takes U+2212 for a letter, and a number with ``+`` for a formula.
        return text.replace(MINUS, "-").removeprefix("+")
    return f"'{text}" if text.lstrip(_BLANK)[:1] in _FORMULA else text


# ── as HTML ────────────────────────────────────────────────────────────────────────────────────


def text(value: str) -> str:
    """``value`` escaped for HTML; most of it needs no change and is handed back as it is."""
    return str(escape(value)) if _special(value) else value


def rows(table: Table, root: str, *, titled: bool = False) -> Markup:
    """All ``<tr>`` of a table on the page whose way home is ``root``.

    ``titled`` puts the column's title on each cell, for tables that become cards on a phone.
    """
    attributes = [_attribute("class", column.css) for column in table.columns]
    if titled:
        # The first cell heads the card and needs no title.
        titles = [_attribute("data-title", column.title) for column in table.columns[1:]]
        attributes = [css + title for css, title in zip(attributes, ["", *titles], strict=True)]
    made = []
    for row in table.rows:
        first, *others = [
            _inner(cell, attribute, root)
            for cell, attribute in zip(row.cells, attributes, strict=True)
        ]
        opening = _row_opening(row.anchor, f"kpi-row--{row.tone}" if row.tone else "")
        rest = "".join([f"<td{each}</td>" for each in others])
        made.append(f'{opening}<th scope="row"{first}</th>{rest}</tr>\n')
    return Markup("".join(made))  # noqa: S704 - every piece of text is escaped above


def _inner(cell: Cell, attributes: str, root: str) -> str:
    """What stands between ``<td`` and ``</td>``."""
    value, href, sort, title, tone, hidden, badges = cell
    shown = text(value)
    # Most cells are bare numbers, and there are two hundred thousand of them.
    if href or title or tone or hidden:
        shown = _furnished(cell, shown, root)
    if badges:
        # Before a number, so that numbers stay aligned; it is still sorted by the number.
        marks = " ".join([_badge(each, root) for each in badges])
        if "num" in attributes:
            shown, sort = f"{marks} {shown}", sort or value
        else:
            shown = f"{shown} {marks}".lstrip()
    order = f' data-value="{text(sort)}"' if sort else ""
    return f"{attributes}{order}>{shown}"


def _furnished(cell: Cell, shown: str, root: str) -> str:
    """The cell's text, already escaped, with its link, hint, hidden words and tone."""
    hint = _attribute("title", cell.title)
    if cell.href:
        shown = _link(shown, cell.href, root, hint)
    elif hint:
        shown = f"<span{hint}>{shown}</span>"
    if cell.hidden:
        shown += f'<span class="kpi-sr">{text(cell.hidden)}</span>'
    return f'<span class="kpi-tone kpi-tone--{cell.tone}">{shown}</span>' if cell.tone else shown


def line_rows(
    lines: Iterable[LineRow], root: str, *, approvals: Mapping[str, Cell], with_case: bool
) -> Markup:
    """The rows of a dossier's month: item, case, arithmetic, points, reason, record, approval.

    ``approvals`` gives the last cell by path of the record; ``hidden`` in it names the element
    that describes the approval in full.
    """
    shown = {path: _approval(cell, root) for path, cell in approvals.items()}
    made = []
    for line in lines:
        case = f"<td>{text(line.case)}</td>" if with_case else ""
        source = approval = ""
        if line.place is not None:
            source = _link(text(links.source(line.place)), links.record_of(line.place.path), root)
            approval = shown[line.place.path]
        folded = "、".join([_folded(each, root) for each in line.folded])
        was = f'<small class="kpi-was">公布{text(line.published)}</small>' if line.published else ""
        made.append(
            _row_opening(line.anchor, "kpi-row--muted" if line.tone == "muted" else "")
            + f'<th scope="row">{_line_name(line, root)}</th>{case}'
            f"<td>{text(line.words)}{'：' if folded else ''}{folded}</td>"
            f'<td class="num{" kpi-bad" if line.tone == "bad" else ""}">{text(line.points)}{was}</td>'
            f'<td>{text(line.said)}</td><td class="kpi-source">{source}</td>'
            f"<td>{approval}</td></tr>\n"
        )
    return Markup("".join(made))  # noqa: S704 - as above


def _line_name(line: LineRow, root: str) -> str:
    name = _link(text(line.name), line.href, root)
    marks = ([Badge(line.kind, "muted")] if line.kind else []) + [*line.badges]
    return " ".join([name, *[_badge(mark, root) for mark in marks]])


def _approval(cell: Cell, root: str) -> str:
    """Short, because it stands on every line: the levels and times are told once, below."""
    tone = _attribute("class", cell.tone and f"kpi-tone kpi-tone--{cell.tone}")
    told = _attribute("aria-describedby", cell.hidden)
    return _link(text(cell.text), cell.href, root, tone + told)


def _folded(item: Folded, root: str) -> str:
    href = text(links.href(item.href, root))
    opening = f'<a id="{text(item.anchor)}" href="{href}" title="{text(item.name)}">'
    return f"{opening}{text(item.code)}</a> {spell(item.points)}"


def _link(shown: str, target: str, root: str, attributes: str = "") -> str:
    """``shown``, already escaped, as a link where there is an address."""
    return (
        f'<a href="{text(links.href(target, root))}"{attributes}>{shown}</a>' if target else shown
    )


def badge(mark: Badge, root: str) -> Markup:
    """A mark as it stands beside a number or a name."""
    return Markup(_badge(mark, root))  # noqa: S704 - as above


def _badge(mark: Badge, root: str) -> str:
    target = _attribute("href", mark.href and links.href(mark.href, root))
    tag, css = "a" if target else "span", f"kpi-badge kpi-badge--{mark.tone}"
    hint = _attribute("title", mark.title)
    return f'<{tag} class="{css}"{target}{hint}>{text(mark.text)}</{tag}>'


def _row_opening(anchor: str, css: str) -> str:
    return f"<tr{_attribute('id', anchor)}{_attribute('class', css)}>"


def _attribute(name: str, value: str) -> str:
    """An attribute of an element, with the space before it; an empty one is left out."""
    return f' {name}="{text(value)}"' if value else ""
