"""All pages of the site, from the books and their scores."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from generator.publish.page import Page
from generator.publish.templates import Site

if TYPE_CHECKING:
    from generator.intake.books import Books
    from generator.scoring.standings import Scores

MODULES = ("home", "bulletins", "dossiers", "yearpages", "rulepages", "auditpage")
"""Modules of this package that make pages, in the order of the site; each has ``pages(site)``."""


def all_pages(books: Books, scores: Scores, cache: Path | None = None) -> list[Page]:
    """Every generated page; ``cache`` is a folder for compiled templates.

    Raises ``ValueError`` when two pages have the same address.
    """
    site = Site(books, scores, cache)
    made: dict[str, Page] = {}
    for name in MODULES:
        for page in import_module(f"generator.publish.{name}").pages(site):
            if page.uri in made:
                raise ValueError(f"two pages at {page.uri!r}")
            made[page.uri] = page
    return list(made.values())
