"""A finished page as the Markdown that someone would write who had no plugin: pipe tables and text.

The same headings, paragraphs, lists, links, table rows and charts; words that only a screen reader
says, and the ids of table rows, have no place in Markdown and are left out.
"""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

_HIDDEN = "kpi-sr"
_BLOCKS = re.compile(
    "p|div|section|article|header|footer|aside|nav|figure|figcaption|dl|dt|dd|ul|ol|li|blockquote"
    "|details|summary|caption|table|thead|tbody|tr|form"
)
_HEADING = re.compile("h[1-6]")
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*"}
_VOID = ("br", "hr", "img", "input")
_SPECIAL = re.compile(r"([\\`*_\[\]|#])")
_BLANKS = re.compile(r"\s+")

Attributes = list[tuple[str, str | None]]


class Writer(HTMLParser):
    """Turns one page into lines of Markdown."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.text: list[str] = []
        self.rows: list[list[str]] = []
        self.numeric: list[bool] = []
        self.raw: list[str] | None = None
        """Parts of a chart, which stays as it is."""
        self.raw_depth = 0
        self.hidden = 0
        self.in_table = False
        self.lists: list[str] = []
        self.links: list[str] = []

    # ── parser events ───────────────────────────────────────────────────────────────────────

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        values = {name: value or "" for name, value in attrs}
        if self.raw is not None or tag == "svg":
            self.keep(self.get_starttag_text() or "", 1)
        elif self.hidden or _HIDDEN in values.get("class", "").split():
            self.hidden += tag not in _VOID
        elif tag in ("table", "tr", "th", "td"):
            self.start_in_table(tag, values.get("class", ""))
        elif _HEADING.fullmatch(tag):
            self.flush()
            self.links.append(f" {{#{values['id']}}}" if values.get("id") else "")
        elif tag == "a":
            self.text.append("[")
            self.links.append(values.get("href", ""))
        elif tag in _MARKS:
            self.text.append(_MARKS[tag])
        elif tag == "br":
            self.text.append(" ")
        elif tag in ("ul", "ol"):
            self.flush()
            self.lists.append("-" if tag == "ul" else "1.")
        elif _BLOCKS.fullmatch(tag):
            self.flush()

    def start_in_table(self, tag: str, css: str) -> None:
        if tag == "table":
            self.flush()
            self.in_table, self.rows, self.numeric = True, [], []
        elif tag == "tr":
            self.rows.append([])
        else:
            self.text = []
            if len(self.rows) == 1:
                self.numeric.append("num" in css.split())

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        if self.raw is not None:
            self.keep(self.get_starttag_text() or "", 0)
        else:
            super().handle_startendtag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self.raw is not None:
            self.keep(f"</{tag}>", -1)
        elif self.hidden:
            self.hidden -= 1
        elif tag in ("th", "td"):
            self.rows[-1].append(self.taken())
        elif tag == "table":
            self.table()
        elif _HEADING.fullmatch(tag):
            mark = self.links.pop()
            self.block(f"{'#' * int(tag[1])} {self.taken()}{mark}")
        elif tag == "a":
            self.text.append(f"]({_to_source(self.links.pop())})")
        elif tag in _MARKS:
            self.text.append(_MARKS[tag])
        elif tag == "caption":
            self.block(f"**{self.taken()}**")
        elif tag in ("ul", "ol"):
            self.flush()
            self.lists.pop()
            self.lines.append("")
        elif tag == "li":
            self.lines.append(f"{'    ' * (len(self.lists) - 1)}{self.lists[-1]} {self.taken()}")
        elif _BLOCKS.fullmatch(tag):
            self.flush()

    def handle_data(self, data: str) -> None:
        if self.raw is not None:
            self.raw.append(escape(_BLANKS.sub(" ", data), quote=False))
        elif not self.hidden:
            text = escape(_BLANKS.sub(" ", data), quote=False)
            self.text.append(_SPECIAL.sub(r"\\\1", text))

    # ── what comes of them ──────────────────────────────────────────────────────────────────

    def keep(self, text: str, deeper: int) -> None:
        """Part of a chart, which becomes an HTML block on one line."""
        if self.raw is None:
            self.flush()
            self.raw = ["<div>"]
        self.raw.append(_BLANKS.sub(" ", text))
        self.raw_depth += deeper
        if self.raw_depth == 0:
            whole, self.raw = "".join([*self.raw, "</div>"]), None
            self.block(whole)

    def taken(self) -> str:
        text, self.text = "".join(self.text), []
        return _BLANKS.sub(" ", text).strip()

    def flush(self) -> None:
        if not self.in_table and (text := self.taken()):
            self.block(text)

    def block(self, text: str) -> None:
        self.lines += [text, ""]

    def table(self) -> None:
        self.in_table = False
        head, *rows = self.rows
        rule = ["---:" if numeric else "---" for numeric in self.numeric]
        self.lines += ["| " + " | ".join(row) + " |" for row in (head, rule, *rows)]
        self.lines.append("")


def _to_source(href: str) -> str:
    """A link between pages as MkDocs wants it: to the Markdown file."""
    path, sign, anchor = href.partition("#")
    if path.endswith("index.html"):
        path = path.removesuffix("html") + "md"
    return f"{path}{sign}{anchor}"


def markdown(title: str, html: str) -> str:
    """A page as a Markdown file with its title as front matter."""
    writer = Writer()
    writer.feed(html)
    writer.close()
    writer.flush()
    return f'---\ntitle: "{title}"\n---\n\n' + "\n".join(writer.lines) + "\n"
