"""Checks of a built site without a browser: every link ends somewhere, nothing points outside.

Run as `python -m tests.site_checks SITE`, or call `check_site`. MkDocs' own `--strict` sees only
links written in Markdown; pages made by the generator are HTML, so they are read back here.
"""

from __future__ import annotations

import argparse
import json
import posixpath
import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LINK_ATTRIBUTES = frozenset(
    {"action", "background", "cite", "data", "formaction", "href", "longdesc", "ping", "poster"}
    | {"src", "xlink:href"}
)
CSS_URL = re.compile(r"""url\(\s*(["']?)(.*?)\1\s*\)|@import\s+(["'])(.*?)\3""", re.DOTALL)
CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
REFRESH = re.compile(r"^\s*\d+\s*;\s*url\s*=\s*(.*)$", re.IGNORECASE)
FINDER = re.compile(r"^window\.jifenPages=(\[.*\])\s*$", re.DOTALL)
HARMLESS_SCHEMES = frozenset({"data", "mailto", "tel"})


@dataclass(frozen=True, order=True)
class Finding:
    """One thing wrong in a built site, and where."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(frozen=True)
class Link:
    """One address as it is written in a file."""

    line: int
    where: str
    address: str


@dataclass
class Document:
    """What a file of the site refers to, and the places in it that can be referred to."""

    links: list[Link] = field(default_factory=list)
    ids: Counter[str] = field(default_factory=Counter)
    anchors: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Report:
    """The findings, and how much was looked at (a check of nothing finds nothing)."""

    documents: tuple[str, ...]
    links: int
    findings: tuple[Finding, ...]


def check_site(site: Path, *, allowed: Sequence[str] = (), for_file_urls: bool = False) -> Report:
    """Read every page, every style sheet and the finder's data of a built site.

    `allowed` are beginnings of outside addresses that are wanted, such as the bureau's own forge.
    With `for_file_urls`, links must name files, since a folder opened from disk is a listing.
    """
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    documents = {name: read_document(site / name) for name in sorted(files) if is_read(name)}
    checker = _Checker(files, documents, tuple(allowed), for_file_urls)
    findings = [
        Finding(name, line, message)
        for name, document in documents.items()
        for line, message in checker.problems(name, document)
    ]
    count = sum(len(document.links) for document in documents.values())
    return Report(tuple(documents), count, tuple(sorted(findings)))


def is_read(name: str) -> bool:
    return name.endswith((".html", ".svg", ".css", "/finder-data.js"))


def read_document(path: Path) -> Document:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".css":
        return Document(links=list(css_links(text, 1)))
    if path.suffix == ".js":
        return Document(links=list(finder_links(text)))
    parser = _PageParser()
    parser.feed(text)
    parser.close()
    return parser.document


def css_links(css: str, first_line: int) -> Iterator[Link]:
    """Yield what `url()` and `@import` name; comments keep their lines, so places stay true."""
    css = CSS_COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), css)
    for match in CSS_URL.finditer(css):
        address = (match[2] if match[4] is None else match[4]).strip()
        yield Link(first_line + css.count("\n", 0, match.start()), "css", address)


def finder_links(script: str) -> Iterator[Link]:
    """Yield where the finder leads: its data are rows of title, line and address."""
    match = FINDER.match(script)
    for _title, _line, address in json.loads(match[1]) if match else []:
        yield Link(1, "finder", "../" + address)


class _PageParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.document = Document()
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_style = tag == "style"
        line = self.getpos()[0]
        for name, value in attrs:
            if value is not None:
                self._attribute(tag, name, value, line)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self._in_style = False

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - HTMLParser's signature
        self._in_style = False

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self.document.links += css_links(data, self.getpos()[0])

    def _attribute(self, tag: str, name: str, value: str, line: int) -> None:
        document = self.document
        if name == "id":
            document.ids[value] += 1
        elif name == "name" and tag == "a":
            document.anchors.add(value)
        elif name in LINK_ATTRIBUTES and not (name == "data" and tag != "object"):
            document.links.append(Link(line, name, value.strip()))
        elif name in {"srcset", "imagesrcset"}:
            candidates = (candidate.split() for candidate in value.split(","))
            document.links += [Link(line, name, words[0]) for words in candidates if words]
        elif name == "style":
            document.links += css_links(value, line)
        elif name == "content" and tag == "meta" and (refresh := REFRESH.match(value)):
            document.links.append(Link(line, "refresh", refresh[1].strip("'\" ")))


@dataclass(frozen=True)
class _Checker:
    files: set[str]
    documents: dict[str, Document]
    allowed: tuple[str, ...]
    for_file_urls: bool

    def problems(self, name: str, document: Document) -> Iterator[tuple[int, str]]:
        for identifier, count in document.ids.items():
            if count > 1 and name.endswith(".html"):
                yield 0, f"id “{identifier}” stands {count} times on the page"
        for link in document.links:
            if problem := self._problem(name, link):
                yield link.line, f"{link.where}=“{link.address}” {problem}"

    def _problem(self, name: str, link: Link) -> str | None:
        parts = urlsplit(link.address)
        if parts.scheme in HARMLESS_SCHEMES or link.address.startswith(self.allowed or ("\0",)):
            return None
        if parts.scheme or parts.netloc:
            return "leaves the site"
        target = self._target(name, parts.path)
        if target is None:
            return "leads nowhere"
        if parts.path.startswith("/") and name != "404.html":
            return "starts at the server's root, so it breaks in a subfolder and from disk"
        if self.for_file_urls and not _names_file(parts.path) and parts.path:
            return "names a folder, which opens as a listing from disk"
        return self._fragment_problem(target, unquote(parts.fragment))

    def _target(self, name: str, path: str) -> str | None:
        """Name the file that a browser gets for a path written in the file `name`."""
        if not path:
            return name
        folder = "" if path.startswith("/") else posixpath.dirname(name)
        target = posixpath.normpath(posixpath.join(folder, unquote(path).lstrip("/")))
        if not _names_file(path):
            target = posixpath.normpath(posixpath.join(target, "index.html"))
        return target if target in self.files else None

    def _fragment_problem(self, target: str, fragment: str) -> str | None:
        if fragment in {"", "top"} or not target.endswith((".html", ".svg")):
            return None
        document = self.documents[target]
        if fragment in document.ids or fragment in document.anchors:
            return None
        return f"names a place that {target} does not have"


def _names_file(path: str) -> bool:
    return posixpath.basename(path) not in {"", ".", ".."}


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.site_checks", description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("--allow", action="append", default=[], help="a wanted outside address")
    parser.add_argument("--for-file-urls", action="store_true", help="links must name files")
    options = parser.parse_args(argv)
    report = check_site(options.site, allowed=options.allow, for_file_urls=options.for_file_urls)
    for finding in report.findings:
        print(finding)
    print(f"{len(report.documents)} files, {report.links} links, {len(report.findings)} findings")
    return 1 if report.findings or not report.documents else 0


if __name__ == "__main__":
    sys.exit(main())
