"""The site as one piece: all its pages, and what surrounds them (menu, way back up, finder, shell).

Knows nothing of the tool that writes it down; ``mkdocs_plugin.py`` and ``export.py`` are two.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.approval.root import Root
from generator.checks.books import READ_FOLDERS, Books, files_in, read_books
from generator.publish.audit import pages as audit
from generator.publish.bulletin import pages as bulletins
from generator.publish.dossier import pages as dossiers
from generator.publish.evidence import (
    NO_EVIDENCE,
    Evidence,
    committed,
    gather,
    publishable,
    signatures,
)
from generator.publish.home import indexes, pages as home
from generator.publish.kit import links
from generator.publish.rules import fields, pages as rules
from generator.publish.site import ORDER, Page, Site
from generator.publish.year import pages as year
from generator.rules import website
from generator.scoring.standings import Scores
from generator.text.problems import Problem, abridged, errors, with_excerpt

if TYPE_CHECKING:
    from jinja2 import Environment

OF_THE_BOOKS = (bulletins, dossiers, year, rules, fields, audit)
"""Modules that make pages of the books alone: each has ``pages(site)``."""
OF_THE_PAGES = (indexes, home)
"""Modules that also ask which pages there are: each has ``pages(site, made)``."""
_FOLDERS = (
    links.HOME, links.BULLETINS, links.DOSSIERS, links.YEARS, links.RULES, links.AUDIT, links.HANDBOOK,
)  # fmt: skip
SECTIONS = tuple(zip(website.SECTIONS, _FOLDERS, strict=True))
OWN_SECTION = "本局页面"
"""Where a bureau's own pages stand when its settings do not say."""
_GUESTS = {links.FOUR: links.YEARS}
"""Folders whose pages are listed under another section."""
_READERS = ("reader", "clerk", "reviewer", "publisher", "mending", "auditor", "administrator")
"""The handbook's pages, from the many to the few."""
_ORDER = {n: place for place, n in enumerate((*ORDER, *links.DOSSIER_FOLDERS.values(), *_READERS))}
"""Scheme, level or reader → its place in the menu; others follow by address."""
_LONG = (links.HOME, links.AUDIT)
"""Sections that list their pages themselves, not in the menu."""


class BadBooksError(Exception):
    """The ledger or the rules have errors; nothing may be published from them."""

    def __init__(self, problems: list[Problem], files: Mapping[str, bytes]) -> None:
        super().__init__(
            f"台账或规则有 {len(problems)} 处错误，没有生成网站。请按上面的提示改正后重新生成。"
        )
        wanted = {problem.place.path for problem in problems}
        # A file may be missing or be no UTF-8 at all: it is shown as far as it goes.
        sources = {path: files[path].decode("utf-8", "replace") for path in wanted if path in files}
        self.lines = [with_excerpt(problem, sources) for problem in abridged(problems)]


class MenuEntry(NamedTuple):
    """An entry of the menu; only index pages stand in it, or every page would grow with the site."""

    title: str
    uri: str
    children: tuple[MenuEntry, ...] = ()

    @property
    def file(self) -> str:
        """Its file, seen from the home folder."""
        return links.href(self.uri, "")

    @property
    def markdown(self) -> str:
        """Its Markdown file, as MkDocs' and Zensical's navigation name it."""
        return links.markdown_file(self.uri)

    @property
    def pages(self) -> tuple[MenuEntry, ...]:
        """Its own pages: itself, or what it lists."""
        return self.children or (self,)


class Frame:
    """All pages of the books under ``root``; ``titles`` also names hand-written pages.

    ``trust`` is the verifier's trust root: with it the history is proven too, and everything is read
    from the commit that is proven.  Raises ``BadBooksError`` when the check finds errors,
    ``UnprovenError`` when what is to be published cannot be proven.
    """

    def __init__(self, root: Path, cache: Path | None = None, trust: Root | None = None) -> None:
        everything = (*READ_FOLDERS, *website.WEBSITE)
        files, history = committed(root, trust) if trust else (files_in(root, everything), None)
        # Checking signatures leaves the interpreter to others most of the time.
        with ThreadPoolExecutor(1) as aside:
            proving = aside.submit(signatures, files, trust)
            books = sound_books(files)
            scores = Scores(books)
            evidence = gather(proving.result(), books, trust, history)
        self.bureau = books.rulebook.bureau
        self.website = books.website or website.Website()
        self.own_files = website.own_files(files)
        """A bureau's own pages and pictures, by their paths below ``pages/``."""
        # Nothing is made before it is known that it may be published.
        self.evidence = publishable(books, evidence)
        made = all_pages(books, scores, cache, self.evidence)
        self.pages = {page.uri: page for page in made}
        self.titles = {uri: page.title for uri, page in self.pages.items()}
        self.own: tuple[MenuEntry, ...] = ()
        """Sections of own pages."""

    @property
    def name(self) -> str:
        """The site's name."""
        return f"{self.bureau.name}“四个积分制”通报"

    def menu(self) -> tuple[MenuEntry, ...]:
        """Sections and their index pages, each in the order of ``titles``."""
        return (*menu(self.titles), *self.own)

    def add_own(self, pages: Mapping[str, tuple[str, str]]) -> None:
        """Put own pages into the menu, by path below ``pages/``: the address and the title of each.

        As the settings have it; a section stands where its first page stands.
        """
        self.titles |= dict(pages.values())
        everything = tuple(MenuEntry(title, uri) for uri, title in pages.values())
        listed = self.website.menu
        if listed is None:
            self.own = (MenuEntry(OWN_SECTION, everything[0].uri, everything),) if pages else ()
            return
        made = []
        for section in listed:
            inside = tuple(
                MenuEntry(page.title or pages[page.path][1], pages[page.path][0])
                for page in section.pages
            )
            first = inside[0]
            title = section.title or first.title
            made.append(MenuEntry(title, first.uri, inside if section.nested else ()))
            self.titles |= {entry.uri: entry.title for entry in inside}
        self.own = tuple(made)

    def way_up(self, uri: str) -> tuple[MenuEntry, ...]:
        """The pages above a page."""
        for entry in self.own:
            if any(child.uri == uri for child in entry.pages):
                home = MenuEntry(*SECTIONS[0])
                return (home,) if entry.uri == uri else (home, entry)
        return way_up(uri, self.titles)

    def finder(self, handwritten: Mapping[str, str]) -> bytes:
        """The finder's data; ``handwritten`` gives the search line of each hand-written page."""
        known = [(page.title, page.search, page.uri) for page in self.pages.values()]
        known += [(self.titles[uri], line, uri) for uri, line in handwritten.items()]
        rows = [(title, line, links.href(uri, "")) for title, line, uri in known]
        text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
        # Titles stay text even for somebody who puts the script itself into a page.
        text = text.replace("<", r"\u003c")
        # A script and no JSON, because a page opened from disk may not fetch a file.
        return f"window.jifenPages={text}\n".encode()


def sound_books(files: Mapping[str, bytes]) -> Books:
    """The books in ``files``; raises ``BadBooksError`` when the check finds errors."""
    books, problems = read_books(files)
    found = errors(problems)
    if books is None or found:
        raise BadBooksError(found, files)
    return books


def all_pages(
    books: Books, scores: Scores, cache: Path | None = None, evidence: Evidence = NO_EVIDENCE
) -> list[Page]:
    """Every generated page by address; ``cache`` is a folder for compiled templates.

    Raises ``ValueError`` when two pages have the same address.
    """
    site = Site(books, scores, cache, evidence)
    made: dict[str, Page] = {}

    def add(pages: Iterable[Page]) -> None:
        # A module looks at the pages made before it, not at those it is making.
        for page in list(pages):
            if page.uri in made:
                raise ValueError(f"two pages at {page.uri!r}")
            made[page.uri] = page

    for module in OF_THE_BOOKS:
        add(module.pages(site))
    for module in OF_THE_PAGES:
        add(module.pages(site, made))
    return [made[uri] for uri in sorted(made)]


# ── what surrounds a page ──────────────────────────────────────────────────────────────────────


def menu(titles: Mapping[str, str]) -> tuple[MenuEntry, ...]:
    """The menu for pages given as uri → title; sections without pages are left out."""
    return tuple(
        MenuEntry(name, uri, tuple(_children(uri, titles)))
        for name, uri in SECTIONS
        if uri in titles
    )


def _children(section: str, titles: Mapping[str, str]) -> list[MenuEntry]:
    if section in _LONG:
        return []
    found = [
        MenuEntry(title, uri)
        for uri, title in titles.items()
        # Only what lies directly below: a menu of all pages would grow with the ledger.
        if uri.rstrip("/").count("/") == 1 and section_of(uri) == section
    ]
    return sorted(found, key=lambda entry: _ORDER.get(_name(entry.uri), len(_ORDER)))


def _name(uri: str) -> str:
    """The second part of an address: ``rules/rooms/`` → ``rooms``, ``handbook/clerk.html`` → ``clerk``."""
    return uri.split("/")[1].removesuffix(".html")


def section_of(uri: str) -> str:
    """The section a page belongs to: ``bulletins/rooms/2025-06/`` → ``bulletins/``."""
    first = uri.partition("/")[0] + "/" if uri else ""
    return _GUESTS.get(first, first)


def way_up(uri: str, titles: Mapping[str, str]) -> tuple[MenuEntry, ...]:
    """The pages above a page, from the home page down; folders without a page are passed over."""
    if not uri:
        return ()
    parts = uri.rstrip("/").split("/")
    # A page may stand in a folder of one section and be listed in another.
    above = ["", section_of(uri), *("/".join(parts[:n]) + "/" for n in range(1, len(parts)))]
    names = {uri: name for name, uri in SECTIONS}
    return tuple(
        MenuEntry(names.get(each, titles[each]), each)
        for each in dict.fromkeys(above)
        if each in titles and each != uri
    )


class Shell:
    """What surrounds the content of a page: the same for all of one depth and section.

    A site has thousands of pages and a few dozen of these, so each is rendered once.
    """

    def __init__(self, env: Environment, facts: Mapping[str, Any]) -> None:
        self.env, self.facts = env, facts
        self.made: dict[tuple[str, str], dict[str, Any]] = {}

    def around(self, base_url: str, section: str) -> dict[str, Any]:
        """``root`` (the way to the home folder) and ``shell`` (head, top, bottom as HTML)."""
        if (base_url, section) not in self.made:
            root = base_url.rstrip("/") + "/" if base_url != "." else ""
            facts = {**self.facts, "base_url": base_url, "root": root, "section": section}
            shell = {
                name: self.env.get_template(f"shell/{name}.html").render(facts)
                for name in ("head", "top", "bottom")
            }
            self.made[base_url, section] = {"root": root, "shell": shell}
        return self.made[base_url, section]
