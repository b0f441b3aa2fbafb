"""A page as a reader sees it: parsed by a real HTML parser, never searched as text."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "source", "wbr", "line", "rect"})
BLOCKS = frozenset({"p", "li", "tr", "h1", "h2", "h3", "div", "dt", "dd", "td", "th", "caption"})


class Rendered(HTMLParser):
    """Text, tags, links and table rows of some HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.rows: list[list[str]] = []
        self.links: list[tuple[str, str]] = []
        self.comments: list[str] = []
        self._open: list[str] = []
        self._cell: list[str] | None = None
        self._link: list[str] | None = None
        self.feed(html)
        self.close()

    def attributes(self, tag: str, name: str) -> list[str]:
        """The values of an attribute on all elements of a kind."""
        return [found.get(name, "") for each, found in self.tags if each == tag]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            self._cell = []
        elif tag == "a":
            self._link = []

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open and self._open.pop() != tag:
                pass
        if tag in ("td", "th") and self._cell is not None:
            self.rows[-1].append(" ".join("".join(self._cell).split()))
            self._cell = None
        elif tag == "a" and self._link is not None:
            href = [found.get("href", "") for each, found in self.tags if each == "a"][-1]
            self.links.append((href, "".join(self._link)))
            self._link = None
        if tag in BLOCKS:
            self.text += "\n"

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] in ("script", "style"):
            return
        self.text += data
        for part in (self._cell, self._link):
            if part is not None:
                part.append(data)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)
