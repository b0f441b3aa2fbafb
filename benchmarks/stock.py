"""The site as a folder for stock Material for MkDocs: Markdown with the same tables, its own search.

    python -m benchmarks.stock FOLDER OUT

Writes ``OUT/docs`` and ``OUT/mkdocs.yml`` and prints how many pages and table rows there are.  None
of this is measured: the stock side starts with its Markdown ready.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

from benchmarks.markdown import markdown
from benchmarks.measure import ROOT
from generator.publish.frame import Frame, MenuEntry, menu
from generator.publish.site import Page

SETTINGS: dict[str, Any] = {
    "site_name": "四个积分制通报",
    "use_directory_urls": False,
    "theme": {"name": "material", "language": "zh", "font": False},
    "plugins": ["search"],
    "markdown_extensions": ["tables", "attr_list", "def_list", "admonition", "md_in_html"],
    # One page may link to a place in a table of another; such places do not exist in Markdown.
    "validation": {"nav": {"omitted_files": "ignore"}, "links": {"anchors": "ignore"}},
}


def made_pages(folder: Path) -> list[Page]:
    """The product's pages of a ledger, with what is proven of its approvals."""
    return list(Frame(folder).pages.values())


def write_stock(pages: list[Page], out: Path) -> None:
    """The pages as Markdown with the settings of the site; the menu holds what the product's does.

    With every page in the menu, Material's time grows with the square of their number.
    """
    shutil.rmtree(out, ignore_errors=True)
    docs = out / "docs"
    shutil.copytree(ROOT / "handbook", docs / "handbook")
    for page in pages:
        target = docs / page.uri / "index.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(markdown(page.title, page.html), encoding="utf-8")
        for download in page.downloads:
            (target.parent / download.name).write_bytes(download.data)
    titles = {page.uri: page.title for page in pages}
    settings = SETTINGS | {"nav": [_nav(entry) for entry in menu(titles)]}
    # JSON is YAML too.
    text = json.dumps(settings, ensure_ascii=False, indent=1)
    (out / "mkdocs.yml").write_text(text, encoding="utf-8")


def _nav(entry: MenuEntry) -> dict[str, Any]:
    page = f"{entry.uri}index.md"
    if entry.children:
        return {entry.title: [page, *(f"{child.uri}index.md" for child in entry.children)]}
    return {entry.title: page}


def main() -> None:
    pages = made_pages(Path(sys.argv[1]))
    write_stock(pages, Path(sys.argv[2]))
    rows = sum(page.html.count("<tr") for page in pages)
    print(json.dumps({"pages": len(pages), "rows": rows}))


if __name__ == "__main__":
    main()
