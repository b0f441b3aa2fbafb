"""One page of every kind that the site has: what the browser tests look at.

Kinds are found by folder, so a new kind of page is tested without being named here. Two pages are
of one kind when their addresses differ only in a period (2025-06, 2025-Q2, 2025), or when they
are two of many in one folder (the dossiers of 53 rooms). The largest page stands for its kind.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from playwright.sync_api import ViewportSize

DESKTOP: ViewportSize = {"width": 1366, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
# The text on a sheet of A4 with margins of 15 mm, in CSS pixels.
PAPER: ViewportSize = {"width": 680, "height": 1010}

# A folder with more pages or subfolders than this holds many of one kind.
MANY = 8

# Addresses that must exist (shell patterns), so that a lost kind of page is noticed.
EXPECTED: tuple[str, ...] = (
    "index.html",
    "audit/index.html",
    "bulletins/*/[0-9][0-9][0-9][0-9]-[0-9][0-9]/index.html",
    "bulletins/*/[0-9][0-9][0-9][0-9]-Q[1-4]/index.html",
    "dossiers/branch/*/*/index.html",
    "dossiers/room/*/*/index.html",
    "dossiers/unit/*/*/index.html",
    "dossiers/officer/*/*/index.html",
    "year/*/index.html",
    "four/*/index.html",
    "handbook/*.html",
    "rules/*/fields/index.html",
    "rules/index.html",
    "rules/*/index.html",
)

# Not a page that anyone opens by its own address: its links work only at the server's root.
LEFT_OUT = frozenset({"404.html"})

PERIODS = (
    (re.compile(r"(?<!\d)\d{4}-\d\d(?!\d)"), "{month}"),
    (re.compile(r"(?<!\d)\d{4}-Q\d"), "{quarter}"),
    (re.compile(r"(?<!\d)\d{4}(?!\d)"), "{year}"),
)


def main_pages(site: Path) -> dict[str, str]:
    """Name each kind and the address of the page that stands for it, in a fixed order."""
    sizes = {path.relative_to(site).as_posix(): path.stat().st_size for path in pages(site)}
    kinds: defaultdict[str, list[str]] = defaultdict(list)
    crowded = crowded_folders(sizes)
    for uri in sorted(sizes):
        kinds[kind_of(uri, crowded)].append(uri)
    return {kind: max(uris, key=lambda uri: (sizes[uri], uri)) for kind, uris in kinds.items()}


def pages(site: Path) -> list[Path]:
    found = (path for path in site.rglob("*.html"))
    return [path for path in found if path.relative_to(site).as_posix() not in LEFT_OUT]


def missing(site: Path) -> list[str]:
    """List the expected addresses that no page has."""
    return [pattern for pattern in EXPECTED if not any(site.glob(pattern))]


def crowded_folders(uris: Iterable[str]) -> set[PurePosixPath]:
    children: defaultdict[PurePosixPath, set[str]] = defaultdict(set)
    for uri in uris:
        path = PurePosixPath(uri)
        for child in (path, *path.parents):
            name = child.name.removesuffix(".html")
            if name not in {"", "index"} and without_period(name) == name:
                children[child.parent].add(name)
    return {folder for folder, names in children.items() if len(names) > MANY and folder.name}


def kind_of(uri: str, crowded: set[PurePosixPath]) -> str:
    path = PurePosixPath(uri)
    segments = []
    for child in reversed((path, *path.parents[:-1])):
        name = without_period(child.name.removesuffix(".html"))
        is_one_of_many = child.parent in crowded and name != "index" and "{" not in name
        segments.append("{one}" if is_one_of_many else name)
    return "/".join(segments).removesuffix("index").rstrip("/") or "home"


def without_period(name: str) -> str:
    for pattern, placeholder in PERIODS:
        name = pattern.sub(placeholder, name)
    return name
