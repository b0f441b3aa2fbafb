"""Page: one finished page of the site, whatever tool puts it into the site's frame."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

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


def headings(html: str) -> tuple[Heading, ...]:
    """The ``<h2 id=…>`` and ``<h3 id=…>`` of a page, so that no list of them is kept by hand."""
    return tuple(
        (anchor, unescape(_ASIDE.sub("", inner)).strip(), int(level))
        for level, anchor, inner in _HEADING.findall(html)
    )
