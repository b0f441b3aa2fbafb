"""What is filed is the printed page: its words black, its figures whole, its tables headed."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Literal

import pytest

from tests import page_kinds
from tests.paper import Printed, printed, solid

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    Print = Callable[..., Printed]

pytest_plugins = ("tests.browser",)
pytestmark = pytest.mark.browser

CASES = "bulletins/cases/{year}"
DOSSIER = "dossiers/room/{one}/{year}"
BLACK = frozenset({(0, 0, 0)})
NAME = re.compile("[a-z]{2}")
"""In the name of a file or a submission, which may break."""

FIGURE = re.compile(r"\d{4}年\d+月(?:\d+日)?|[+−]?\d+(?:[./:-]\d+)*%?")


@pytest.fixture(scope="module")
def print_of(browser: Browser, served_site: str, built_site: Path) -> Print:
    """Print the page that stands for a kind, once from a screen of either colours."""
    kinds = page_kinds.main_pages(built_site)

    @cache
    def print_once(kind: str, colours: Literal["light", "dark"] = "light") -> Printed:
        with browser.new_context(color_scheme=colours) as context:
            page = context.new_page()
            page.goto(served_site + kinds[kind])
            return printed(page)

    return print_once


@pytest.mark.parametrize("kind", ["home", CASES, DOSSIER, "handbook/publisher"])
def test_a_dark_screen_prints_the_same_black_on_white_as_a_light_one(
    print_of: Print, kind: str
) -> None:
    dark, light = print_of(kind, "dark").sheets, print_of(kind).sheets
    assert {sheet.colours for sheet in dark} == {BLACK}
    assert min(sheet.white for sheet in dark) > 0.8
    assert [sheet.pixels for sheet in dark] == [sheet.pixels for sheet in light]


def test_who_has_chosen_the_dark_palette_prints_black_on_white_too(
    page: Page, served_site: str
) -> None:
    page.goto(served_site + "index.html")
    page.locator("label[title=改用深色]").click()
    page.reload()
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
    sheets = printed(page).sheets
    assert {sheet.colours for sheet in sheets} == {BLACK}
    assert min(sheet.white for sheet in sheets) > 0.8


@pytest.mark.parametrize("kind", [CASES, "audit/{month}"])
def test_every_figure_of_a_table_is_whole_on_paper(print_of: Print, kind: str) -> None:
    page = print_of(kind)
    cells = [cell for table in page.tables for row in table.rows for cell in row]
    shown = Counter(f for cell in cells if not NAME.search(cell) for f in FIGURE.findall(cell))
    on_paper = Counter(f for sheet in page.sheets for f in FIGURE.findall(sheet.text))
    assert shown.total() > 500
    assert shown - on_paper == Counter()


def test_on_each_sheet_the_rows_of_a_table_stand_under_its_column_titles(print_of: Print) -> None:
    page = print_of(CASES)
    sheets = [solid(sheet.text) for sheet in page.sheets]
    held = 0
    for table in page.tables:
        titles = solid("".join(table.titles))
        rows = [solid("".join(row)) for row in table.rows if len(row) == len(table.titles)]
        for number, sheet in enumerate(sheets, 1):
            if any(row in sheet for row in rows):
                held += 1
                assert titles in sheet, (number, table.caption)
    assert held > len(page.tables), "some tables go over several sheets"


@pytest.mark.parametrize("kind", [CASES, DOSSIER])
def test_no_heading_caption_or_column_title_is_alone_at_the_foot_of_a_sheet(
    print_of: Print, kind: str
) -> None:
    page = print_of(kind)
    sheets = [solid(sheet.text) for sheet in page.sheets]
    tables = [(t.caption + "".join(t.titles), "".join(t.rows[0])) for t in page.tables]
    for above, below in page.headings + tables:
        # An item of a list has its number in between.
        together = re.compile(f"{re.escape(solid(above))}.{{0,2}}{re.escape(solid(below))}")
        assert any(together.search(sheet) for sheet in sheets), above


def test_the_name_of_a_part_and_its_sum_stay_with_the_lines_of_a_dossier(print_of: Print) -> None:
    page = print_of(DOSSIER)
    sheets = [solid(sheet.text) for sheet in page.sheets]
    pairs = [pair for table in page.tables for pair in pairwise(table.rows)]
    kept = [(a, b) for a, b in pairs if len(a) == 1 or b[0].endswith(("小计", "本月合计"))]
    assert len(kept) > 50
    for pair in kept:
        together = solid("".join(chain(*pair)))
        assert any(together in sheet for sheet in sheets), pair


def test_no_sheet_is_empty(print_of: Print) -> None:
    foot = re.compile(r"内部资料 不得外传|第\d+页，共\d+页")
    assert all(foot.sub("", sheet.text).strip() for sheet in print_of("bulletins").sheets)


def test_what_is_folded_away_on_the_screen_is_printed(page: Page, served_site: str) -> None:
    page.goto(served_site + "dossiers/index.html")
    page.evaluate(
        """document.querySelector('article').insertAdjacentHTML(
          'beforeend', '<details><summary>更多</summary><p>折叠的内容</p></details>')"""
    )
    assert any("折叠的内容" in sheet.text for sheet in printed(page).sheets)
