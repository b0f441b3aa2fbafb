"""All pages of the site, from the books and their scores."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from generator.publish.page import Page
from generator.publish.templates import Site

if TYPE_CHECKING:
    from generator.intake.books import Books
    from generator.scoring.standings import Scores

SUBJECTS = ("bulletins", "dossiers", "yearpages", "rulepages", "fieldpages", "auditpage")
"""Modules that make pages of the books alone: each has ``pages(site)``."""
OVERVIEWS = ("indexpages", "home")
"""Modules that also ask which pages there are: each has ``pages(site, made)``."""


def all_pages(books: Books, scores: Scores, cache: Path | None = None) -> list[Page]:
    """Every generated page by address; ``cache`` is a folder for compiled templates.

    Raises ``ValueError`` when two pages have the same address.
    """
    site = Site(books, scores, cache)
    made: dict[str, Page] = {}
    for name in SUBJECTS:
        _add(made, import_module(f"generator.publish.{name}").pages(site))
    for name in OVERVIEWS:
        _add(made, import_module(f"generator.publish.{name}").pages(site, made))
    return [made[uri] for uri in sorted(made)]


def _add(made: dict[str, Page], pages: Iterable[Page]) -> None:
    for page in list(pages):
        if page.uri in made:
            raise ValueError(f"two pages at {page.uri!r}")
        made[page.uri] = page
