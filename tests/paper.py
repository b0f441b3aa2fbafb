"""Prints pages with Chromium and reads the PDF files it makes: words, their colours, pictures."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any, NamedTuple

import pypdfium2  # type: ignore[import-untyped]
from pypdfium2 import raw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

Colour = tuple[int, int, int]

# Each table as its caption, its column titles and its rows; each row as the texts of its cells.
TABLES = """() => [...document.querySelectorAll('article table.kpi')].map((table) => {
  const read = (row) => [...row.cells].map((cell) => {
    cell = cell.cloneNode(true);
    cell.querySelectorAll('.kpi-sr').forEach((hidden) => hidden.remove());
    return cell.textContent.trim();
  });
  return {
    caption: table.caption.textContent,
    titles: read(table.tHead.rows[0]),
    rows: [...table.tBodies].flatMap((body) => [...body.rows]).map(read),
  };
})"""

# Each heading with the first characters of what it announces.
HEADINGS = """() => [...document.querySelectorAll('article :is(h2, h3)')].map((heading) =>
  [heading.textContent, heading.nextElementSibling.textContent.trim().slice(0, 4)])"""


class Sheet(NamedTuple):
    """One printed sheet.

    ``text`` has a line break wherever the paper has one; ``colours`` are those of all its words, in
    charts and margins too; ``pixels`` are grey, one byte each.
    """

    text: str
    colours: frozenset[Colour]
    pixels: bytes

    @property
    def white(self) -> float:
        """The share that carries no ink."""
        return self.pixels.count(255) / len(self.pixels)


class Table(NamedTuple):
    """A table as the page has it."""

    caption: str
    titles: list[str]
    rows: list[list[str]]


class Printed(NamedTuple):
    """A page on paper, and what it consists of."""

    sheets: list[Sheet]
    tables: list[Table]
    headings: list[tuple[str, str]]


def printed(page: Page) -> Printed:
    """The page as it is printed when nothing but its style sheet is asked."""
    sheets = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    tables = [Table(**table) for table in page.evaluate(TABLES)]
    headings = [(heading, below) for heading, below in page.evaluate(HEADINGS)]
    return Printed([_sheet(sheet) for sheet in sheets], tables, headings)


def solid(text: str) -> str:
    """``text`` without spaces and line breaks."""
    return "".join(text.split())


def _sheet(sheet: Any) -> Sheet:
    pixels = sheet.render(scale=0.5, grayscale=True).buffer
    # PDFium takes a hyphen at the end of a line for one that the typesetter put in.
    text = sheet.get_textpage().get_text_bounded().replace("\x02", "-\n")
    return Sheet(text, frozenset(_colours(sheet)), bytes(pixels))


def _colours(sheet: Any) -> Iterator[Colour]:
    for words in sheet.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        raw.FPDFPageObj_GetFillColor(words, red, green, blue, alpha)
        yield red.value, green.value, blue.value
