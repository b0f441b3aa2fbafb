"""Page, one finished page; and Site, which page modules are given: books, scores, templates.

Free text of records is only ever text: everything is escaped, nothing is parsed, and a name that
a template misspells stops the build.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import (
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    pass_context,
)

from generator.files.shipped import shipped
from generator.publish.evidence import NO_EVIDENCE, Evidence
from generator.publish.kit import links, tables
from generator.publish.kit.labels import Names, cn_date, month_name
from generator.publish.trail.aftermath import Aftermath
from generator.publish.trail.marks import Marks
from generator.rules.periods import Day, Days, Uncovered, next_month
from generator.text.hundredths import percent, short, spell

if TYPE_CHECKING:
    from jinja2.runtime import Context

    from generator.checks.books import Books
    from generator.ledger.records import Report
    from generator.rules.roster import Roster
    from generator.rules.rulebook import Rulebook
    from generator.rules.scheme import Scheme
    from generator.scoring.standings import Scores

TEMPLATES = shipped("site_templates")

ORDER = ("party", "rooms", "cases", "team")
"""The four point-systems in the order in which the source article gives them."""

Heading = tuple[str, str, int]
"""``(id, title, level)`` with level 2 or 3."""

_HEADING = re.compile(r'<h([23])[^>]*? id="([^"]+)"[^>]*>(.*?)</h\1>', re.DOTALL)
_ASIDE = re.compile(r"<small[^>]*>.*?</small>|<[^>]+>", re.DOTALL)
"""What a heading's entry in the contents leaves out: counts beside it, and tags."""


@dataclass(frozen=True, slots=True)
class Download:
    """A file that lies beside a page, e.g. ``rooms-2025-06.csv``."""

    name: str
    data: bytes
    title: str = ""
    """What is in it; empty where its name says enough."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its address, its finished HTML, and what the frame around it needs to know.

    ``uri`` is the folder of the page, ``bulletins/rooms/2025-06/``; the home page has ``""``.
    ``html`` is finished, escaped, and starts with ``<h1>``.  ``edit_uri`` is the path of the record
    or rule file that the page is made of.  ``search`` is one line that the finder shows and reads.
    """

    uri: str
    title: str
    html: str
    toc: tuple[Heading, ...] = ()
    edit_uri: str = ""
    search: str = ""
    downloads: tuple[Download, ...] = ()


@dataclass(frozen=True)
class Site:
    """What every page module works from: the checked books, their scores, and the templates."""

    books: Books
    scores: Scores
    cache: Path | None = None
    evidence: Evidence = NO_EVIDENCE

    @property
    def rulebook(self) -> Rulebook:
        return self.books.rulebook

    @property
    def roster(self) -> Roster:
        return self.books.roster

    @cached_property
    def aftermath(self) -> Aftermath:
        """What became of published numbers."""
        return Aftermath(self.books, self.scores)

    @cached_property
    def marks(self) -> Marks:
        """The marks beside numbers."""
        return Marks(self.evidence, self.aftermath)

    @cached_property
    def names(self) -> Names:
        """Officers as the bureau shows them."""
        return Names(self.rulebook.bureau, self.roster)

    @property
    def schemes(self) -> list[Scheme]:
        """The schemes in the order of the article, any others after them."""
        known = self.rulebook.schemes
        # Another bureau may have fewer of the four, or a fifth.
        return [known[code] for code in dict.fromkeys((*ORDER, *known)) if code in known]

    def deadline(self, month: str) -> Day:
        """The day by which the records of a month have to be reported."""
        bureau, calendar = self.rulebook.bureau, self.rulebook.calendar
        return calendar.nth_working_day(next_month(month), bureau.report_by)

    def days_late(self, report: Report) -> Days | None:
        """The working days by which a record came late; None in time, or where nobody can tell."""
        due = self.deadline(report.month)
        # Without the holidays of a year nobody may be called late.
        if report.filed is None or isinstance(due, Uncovered) or report.filed <= due:
            return None
        return self.rulebook.calendar.working_days_after(due, report.filed)

    def html(self, template: str, uri: str, context: Mapping[str, Any]) -> str:
        """The template as the page at ``uri``; it may use ``books``, ``bureau``, ``evidence``, ``uri``."""
        return (
            environment(self.cache)
            .get_template(template)
            .render(
                {
                    "books": self.books,
                    "bureau": self.rulebook.bureau,
                    "evidence": self.evidence,
                    "uri": uri,
                    "root": links.root(uri),
                    **context,
                }
            )
        )

    def page(
        self,
        template: str,
        uri: str,
        title: str,
        context: Mapping[str, Any],
        *,
        edit_uri: str = "",
        search: str = "",
        downloads: tuple[Download, ...] = (),
    ) -> Page:
        """A finished page; its table of contents is read from its headings."""
        # From the finished page, so that no list of headings can differ from it.
        html = self.html(template, uri, {"title": title, **context})
        return Page(uri, title, html, headings(html), edit_uri, search, downloads)


def headings(html: str) -> tuple[Heading, ...]:
    """The ``<h2 id=…>`` and ``<h3 id=…>`` of a page, so that no list of them is kept by hand."""
    return tuple(
        (anchor, unescape(_ASIDE.sub("", inner)).strip(), int(level))
        for level, anchor, inner in _HEADING.findall(html)
    )


@cache
def environment(compiled: Path | None = None) -> Environment:
    """The environment of ``site_templates/``; ``compiled`` is a folder to keep compiled templates in."""
    if compiled is not None:
        compiled.mkdir(parents=True, exist_ok=True)
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        # A misspelt name would else be an empty place on a page of a thousand.
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=compiled is not None,
        bytecode_cache=FileSystemBytecodeCache(str(compiled)) if compiled is not None else None,
    )
    made.filters |= {
        "points": spell,
        "short": short,
        "percent": percent,
        "cn_date": cn_date,
        "month_name": month_name,
        "href": _from_the_page(links.href),
        "badge": _from_the_page(tables.badge),
        "rows": _from_the_page(tables.rows),
        "line_rows": _from_the_page(tables.line_rows),
    }
    made.tests["uncovered"] = lambda day: isinstance(day, Uncovered)
    made.globals["links"] = links
    return made


def _from_the_page(make: Callable[..., str]) -> Callable[..., str]:
    """A filter whose links are seen from the page that it is used on."""

    @pass_context
    def made(context: Context, value: Any, **more: Any) -> str:
        return make(value, context["root"], **more)

    return made
