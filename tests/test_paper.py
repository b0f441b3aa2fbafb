"""What is filed is the printed page: its words black, its figures whole, its tables headed."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Literal

import pytest

from tests import page_kinds
from tests.paper import Printed, printed

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
