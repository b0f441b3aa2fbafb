"""A bureau's own pages hold text and pictures: nothing that runs, and nothing from elsewhere."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_ELEMENTS = frozenset((
    "a", "abbr", "b", "blockquote", "br", "caption", "code", "col", "colgroup", "dd", "del", "div", "dl",
    "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "li", "ol",
    "p", "pre", "s", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr", "u", "ul",
))  # fmt: skip
"""What Markdown makes, and what is as harmless; the list is closed because browsers learn more."""
_LOADED = frozenset(("src", "srcset", "poster", "background", "data"))
"""Attributes whose address a browser fetches by itself."""
_OUTSIDE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
_ALIGNED = re.compile(r"text-align: \w+;")
"""The one style that Markdown itself writes, into tables."""
_FOLLOWED = re.compile(r"\s*(?:https?:|mailto:|tel:|[^:]*$|[^:]*[/?#])", re.IGNORECASE)
"""Addresses that a person may follow: ``javascript:`` is none."""


def unfit(html: str) -> str:
    """What must not stand in a page, in half a sentence; empty when all of it is fit."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.fault


class _Reader(HTMLParser):
    fault = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one element; the first fault stands for all."""
        for name, value in attrs:
            if name.startswith("on") or (name == "style" and not _ALIGNED.fullmatch(value or "")):
                self._told(f"{name}=…", "它能改变页面上显示的数字")
            elif name in _LOADED and _OUTSIDE.match(value or ""):
                self._told(value or "", "网站不从外部地址取任何东西，请把文件放进 pages/")
            elif name == "href" and not _FOLLOWED.match(value or ""):
                self._told(value or "", "链接只能通到网页")
        if tag not in _ELEMENTS:
            self._told(f"<{tag}>", "自己的页面只写文字、表格和图片")

    def handle_comment(self, data: str) -> None:
        """Where a comment ends, browsers and this reader may not agree."""
        self._told(f"<!{' '.join(data[:20].split())}…>", "请删去")

    unknown_decl = handle_pi = handle_comment

    def handle_decl(self, decl: str) -> None:
        """The same of what calls itself another kind of document."""
        self.handle_comment(decl)

    def _told(self, what: str, why: str) -> None:
        self.fault = self.fault or f"这一页不能有 {what}：{why}"
