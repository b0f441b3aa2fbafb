"""What a bureau may set of its website: ``mkdocs.yml``, read as data; its own pages lie beside it.

A closed set: theme, plugins, extensions, templates, style and scripts are the program's, for they
could print other numbers than those that were proven.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.text.problems import Spot
from generator.text.strict import Files

SETTINGS = "mkdocs.yml"
PAGES = "pages"
"""The folder of a bureau's own pages, pictures and logo."""
WEBSITE = (SETTINGS, PAGES)
"""What the site is made of beside ``ledger/`` and ``rules/``."""
ENDINGS = ("md", "png", "jpg", "jpeg", "gif", "webp", "ico", "pdf")
"""What may lie there: nothing that a browser would run or a page be drawn with."""
FRAME = "site_templates/mkdocs.yml"
"""The program's own settings of MkDocs, which this repository's ``mkdocs.yml`` stands on."""
SECTIONS = ("首页", "通报", "积分档案", "年度结果", "规则", "审计", "使用手册")
"""The site's sections; those of own pages stand after them, under other names."""


@dataclass(frozen=True, slots=True)
class OwnPage:
    """An entry of ``nav``: a page by its path below ``pages/``, and its title in the menu."""

    path: str
    title: str
    """Empty where the page's own is meant."""
    spot: Spot


@dataclass(frozen=True, slots=True)
class OwnSection:
    """A section of the menu: one page, or a title with the pages below it."""

    title: str
    pages: tuple[OwnPage, ...]
    nested: bool


@dataclass(frozen=True, slots=True)
class Website:
    """What a bureau has set; what it has not is empty."""

    short_name: str = ""
    """The site's name where the full one has no room."""
    address: str = ""
    description: str = ""
    author: str = ""
    copyright: str = ""
    repo_url: str = ""
    repo_name: str = ""
    edit_uri: str = ""
    logo: str = ""
    favicon: str = ""
    """Paths below ``pages/``, as the logo's."""
    colour: str = ""
    menu: tuple[OwnSection, ...] | None = None
    """None where nothing is said of it."""


def own_files(files: Files) -> dict[str, bytes]:
    """The files below ``pages/``, by their paths there."""
    start = f"{PAGES}/"
    return {path.removeprefix(start): files[path] for path in files if path.startswith(start)}
