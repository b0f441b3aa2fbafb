"""The link checker finds what it is there to find, and the built site has nothing of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.page_kinds import main_pages
from tests.site_checks import check_site

if TYPE_CHECKING:
    from pathlib import Path

pytest_plugins = ("tests.browser",)


def site_of(folder: Path, **files: str) -> Path:
    """Write files; `a__b_html` stands for a/b.html."""
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def findings(site: Path, *, for_file_urls: bool = False) -> list[str]:
    return [str(finding) for finding in check_site(site, for_file_urls=for_file_urls).findings]


def test_the_built_site_has_no_broken_and_no_outside_link(built_site: Path) -> None:
    report = check_site(built_site, for_file_urls=True)
    assert report.links > 0
    assert "assets/finder-data.js" in report.documents
    assert not report.findings, "\n".join(str(finding) for finding in report.findings)


@pytest.mark.parametrize(
    "html",
    [
        '<a href="unit/">u</a>',
        '<a href="unit/index.html#r1">u</a>',
        '<a href="unit/?from=x#r1">u</a>',
        '<p id="甲"></p><a href="#%E7%94%B2">u</a>',
        '<a name="old"></a><a href="#old">u</a>',
        '<a href="#">u</a><a href=".">u</a><a href="mailto:a@b">u</a>',
        '<img src="data:image/png;base64,AA==" srcset="pic.svg 1x, pic.svg 2x">',
        "<p>see http://example.org/ in the text</p><code>url(http://example.org)</code>",
        '<svg xmlns="http://www.w3.org/2000/svg"><use xlink:href="pic.svg#dot"/></svg>',
    ],
)
def test_sound_links_are_left_alone(tmp_path: Path, html: str) -> None:
    site = site_of(
        tmp_path,
        index_html=html,
        unit__index_html='<h1 id="r1">x</h1><a href="..">home</a>',
        pic_svg='<svg><path id="dot"/></svg>',
    )
    assert findings(site) == []


@pytest.mark.parametrize(
    ("html", "message"),
    [
        ('<a href="gone/">x</a>', "leads nowhere"),
        ('<a href="../index.html">x</a>', "leads nowhere"),
        ('<img src="gone.png">', "leads nowhere"),
        ('<a href="#gone">x</a>', "names a place that index.html does not have"),
        ('<a href="unit/#gone">x</a>', "names a place that unit/index.html does not have"),
        ('<a href="/unit/">x</a>', "starts at the server's root"),
        ('<a href="http://example.org">x</a>', "leaves the site"),
        ('<link rel="preconnect" href="//fonts.example.org">', "leaves the site"),
        ('<a href="javascript:alert(1)">x</a>', "leaves the site"),
        ('<img srcset="https://example.org/a.png 2x">', "leaves the site"),
        ('<p style="background: url(https://example.org/a.png)">', "leaves the site"),
        ("<style>@import 'https://example.org/a.css';</style>", "leaves the site"),
        ('<meta http-equiv="refresh" content="0; url=https://example.org/">', "leaves the site"),
        ('<object data="https://example.org/a.svg"></object>', "leaves the site"),
        ('<form action="https://example.org/"></form>', "leaves the site"),
        ('<p id="a"></p><p id="a"></p>', "stands 2 times on the page"),
    ],
)
def test_each_fault_is_reported(tmp_path: Path, html: str, message: str) -> None:
    site = site_of(tmp_path, index_html=html, unit__index_html="")
    [finding] = findings(site)
    assert message in finding


def test_a_style_sheet_is_read_and_its_comments_are_not(tmp_path: Path) -> None:
    css = "/* url(http://example.org/a)\n */\na { b: url('data:x,)') url(gone.png) }"
    assert findings(site_of(tmp_path, a__x_css=css)) == ["a/x.css:3: css=“gone.png” leads nowhere"]


def test_the_finder_leads_to_pages(tmp_path: Path) -> None:
    site = site_of(tmp_path, index_html="", unit__index_html='<p id="r1">')
    (site / "assets").mkdir()
    rows = '[["甲","","unit/index.html#r1"],["乙","","gone.html"]]'
    (site / "assets" / "finder-data.js").write_text(f"window.jifenPages={rows}\n", encoding="utf-8")
    assert findings(site) == ["assets/finder-data.js:1: finder=“../gone.html” leads nowhere"]


def test_a_site_for_reading_from_disk_must_name_files(tmp_path: Path) -> None:
    site = site_of(tmp_path, index_html='<a href="unit/">x</a>', unit__index_html="")
    assert findings(site, for_file_urls=True) == [
        "index.html:1: href=“unit/” names a folder, which opens as a listing from disk",
    ]


def test_pages_that_differ_by_period_or_are_many_are_one_kind(tmp_path: Path) -> None:
    for month in ("2025-05", "2025-06"):
        for scheme in ("party", "rooms"):
            site_of(tmp_path / "bulletins" / month / scheme, index_html="")
    for room in range(20):
        site_of(tmp_path / "dossiers" / "rooms" / f"r{room}" / "2025", index_html="x" * room)
    site_of(tmp_path, index_html="", **{"404_html": ""})
    assert main_pages(tmp_path) == {
        "bulletins/{month}/party": "bulletins/2025-06/party/index.html",
        "bulletins/{month}/rooms": "bulletins/2025-06/rooms/index.html",
        "dossiers/rooms/{one}/{year}": "dossiers/rooms/r19/2025/index.html",
        "home": "index.html",
    }
