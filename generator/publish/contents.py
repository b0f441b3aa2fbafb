"""All pages of the site, from the books and their scores."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from generator.publish.audit import pages as audit
from generator.publish.bulletin import pages as bulletins
from generator.publish.dossier import pages as dossiers
from generator.publish.evidence import NO_EVIDENCE, Evidence
from generator.publish.home import first, indexes
from generator.publish.kit.page import Page
from generator.publish.rules import fields, pages as rules
from generator.publish.site import Site
from generator.publish.year import pages as year

if TYPE_CHECKING:
    from generator.checks.books import Books
    from generator.scoring.standings import Scores

OF_THE_BOOKS = (bulletins, dossiers, year, rules, fields, audit)
"""Modules that make pages of the books alone: each has ``pages(site)``."""
OF_THE_PAGES = (indexes, first)
"""Modules that also ask which pages there are: each has ``pages(site, made)``."""


def all_pages(
    books: Books, scores: Scores, cache: Path | None = None, evidence: Evidence = NO_EVIDENCE
) -> list[Page]:
    """Every generated page by address; ``cache`` is a folder for compiled templates.

    Raises ``ValueError`` when two pages have the same address.
    """
    site = Site(books, scores, cache, evidence)
    made: dict[str, Page] = {}
    for module in OF_THE_BOOKS:
        _add(made, module.pages(site))
    for module in OF_THE_PAGES:
        _add(made, module.pages(site, made))
    return [made[uri] for uri in sorted(made)]


def _add(made: dict[str, Page], pages: Iterable[Page]) -> None:
    for page in list(pages):
        if page.uri in made:
            raise ValueError(f"two pages at {page.uri!r}")
        made[page.uri] = page
