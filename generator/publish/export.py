"""The same pages as Markdown files, for the day when another tool builds the site.

Zensical reads MkDocs settings and Markdown, but runs no MkDocs plugin. What is written here builds
with either: each page is a Markdown file that holds the finished HTML as one block.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from generator.approval.root import Root
from generator.files import whole
from generator.files.shipped import shipped
from generator.publish.frame import Frame, MenuEntry
from generator.publish.kit import links
from generator.publish.site import TEMPLATES, Page
from generator.rules.website import PAGES

EXPORT_MARK = "docs/assets/jifen.css"
"""What every export has."""
MKDOCS_SETTINGS = """\
# 由 jifen export 生成，可用 zensical build 或 mkdocs build 生成网站。
site_name: {name}
docs_dir: docs
use_directory_urls: false
copyright: {footer}
theme:
  name: material
  variant: classic
  language: zh
  font: false
  favicon: assets/favicon.svg
  features: [navigation.tabs, navigation.top, toc.follow]
  palette:
    - {{media: "(prefers-color-scheme: light)", scheme: default, primary: custom, accent: custom, toggle: {{icon: material/weather-night, name: 改用深色}}}}
    - {{media: "(prefers-color-scheme: dark)", scheme: slate, primary: custom, accent: custom, toggle: {{icon: material/weather-sunny, name: 改用浅色}}}}
extra:
  generator: false
extra_css: [assets/jifen.css]
extra_javascript: [assets/jifen.js]
markdown_extensions: [tables, admonition, def_list, attr_list, md_in_html]
validation:
  omitted_files: ignore
nav:
{nav}"""


def write(root: Path, out: Path, trust: Root | None = None) -> None:
    """Write ``out/mkdocs.yml`` and ``out/docs/``: pages, downloads, assets, handbook, own pages.

    ``root`` holds ``ledger/`` and ``rules/``.  ``out`` is made anew; raises
    ``whole.UnfitError`` when it holds something that is no earlier export, ``BadBooksError`` when
    the check finds errors, and ``UnprovenError`` when the records cannot be proven.
    """
    frame = Frame(root, trust=trust)
    with whole.folder(out, EXPORT_MARK) as folder:
        _fill(folder, frame)


def _fill(folder: Path, frame: Frame) -> None:
    docs = folder / "docs"
    shutil.copytree(TEMPLATES / "assets", docs / "assets")
    shutil.copytree(shipped("handbook"), docs / "handbook")
    # Only for the menu: the pages themselves are the tool's to read.
    for path in sorted((docs / "handbook").glob("*.md")):
        name = path.stem
        uri = links.HANDBOOK if name == "index" else links.handbook(name)
        frame.titles[uri] = _title(path.read_text("utf-8"), name)
    own = {}
    for name, data in frame.own_files.items():
        whole.files({docs / PAGES / name: data})
        if name.endswith(".md"):
            uri = f"{PAGES}/{name.removesuffix('.md')}.html"
            own[name] = (uri, _title(data.decode("utf-8-sig"), name))
    frame.add_own(own)
    for page in frame.pages.values():
        _write_page(page, docs)
    (folder / "mkdocs.yml").write_text(_settings(frame), encoding="utf-8")


def as_markdown(page: Page) -> str:
    """The page as Markdown: its title in front, its HTML as one block that is left as it is."""
    title = json.dumps(page.title, ensure_ascii=False)
    # In a div Markdown leaves alone whatever a record has in it: ``**``, ``{{``, ``[x](y)``.
    return f'---\ntitle: {title}\n---\n\n<div class="kpi-page">\n{page.html}\n</div>\n'


def _write_page(page: Page, docs: Path) -> None:
    target = docs / links.markdown_file(page.uri)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(as_markdown(page), encoding="utf-8")
    for download in page.downloads:
        (target.parent / download.name).write_bytes(download.data)


def _settings(frame: Frame) -> str:
    # The plugin's theme writes its own footer; a stock theme has only this line.
    footer = "内部资料 不得外传"
    if frame.bureau.fictional:
        footer += f"。示例数据：{frame.bureau.fiction_note}"
    return MKDOCS_SETTINGS.format(
        name=_quoted(frame.name),
        footer=_quoted(footer),
        nav="".join(_nav_lines(entry) for entry in frame.menu()),
    )


def _nav_lines(entry: MenuEntry) -> str:
    if not entry.children:
        return f"  - {_quoted(entry.title)}: {entry.markdown}\n"
    lines = [f"  - {_quoted(entry.title)}:", f"      - {_quoted(entry.title)}: {entry.markdown}"]
    lines += [f"      - {_quoted(child.title)}: {child.markdown}" for child in entry.children]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    # A JSON string is a YAML string too, whatever stands in it.
    return json.dumps(text, ensure_ascii=False)


def _title(text: str, name: str) -> str:
    return next((line[2:].strip() for line in text.splitlines() if line.startswith("# ")), name)
