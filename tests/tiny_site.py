"""The content pages of ``tests/tiny``: a county of two stations, three rooms and one quarter.

Whole pages are compared with ``tests/snapshots``; ``JIFEN_SNAPSHOTS=update`` writes them anew, and
the difference is then read by a person.
"""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path

from generator.checks.books import Books, files_in, read_books
from generator.publish.site import Page, Site
from generator.scoring.standings import Scores
from generator.text.problems import errors

HERE = Path(__file__).parent
SNAPSHOTS = HERE / "snapshots"
MODULES = ("bulletin", "dossier", "year")


@cache
def tiny_books() -> Books:
    """The books of the tiny county; they have no errors."""
    books, problems = read_books(files_in(HERE / "tiny"))
    assert books is not None
    assert errors(problems) == []
    return books


@cache
def tiny_pages(officers_shown: str = "全部", front: int = 2) -> dict[str, Page]:
    """All content pages by address, with officers shown as the bureau would have it."""
    books = tiny_books()
    bureau = replace(books.rulebook.bureau, officers_shown=officers_shown, front=front)
    shown = replace(books, rulebook=replace(books.rulebook, bureau=bureau))
    site = Site(shown, Scores(shown))
    made = [import_module(f"generator.publish.{name}.pages").pages(site) for name in MODULES]
    return {page.uri: page for pages in made for page in pages}


def everything_of(page: Page) -> str:
    """All text that a page brings with it: HTML, title, search line and files."""
    files = [file.data.decode("utf-8-sig") for file in page.downloads]
    return "\n".join([page.title, page.search, page.html, *files])


def assert_snapshot(page: Page) -> None:
    """The page is what the snapshot of its address shows."""
    path = SNAPSHOTS / f"{page.uri.strip('/').replace('/', '-')}.html"
    if os.environ.get("JIFEN_SNAPSHOTS") == "update":
        SNAPSHOTS.mkdir(exist_ok=True)
        path.write_text(page.html, encoding="utf-8")
    assert page.html == path.read_text(encoding="utf-8"), f"{path.name} differs; see {__name__}"
