"""The way out of MkDocs: the exported pages build with Zensical, which runs no MkDocs plugin."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from generator.files.whole import UnfitError
from generator.publish.export import write
from generator.publish.frame import BadBooksError, Frame
from tests.county import ROOM, edit
from tests.site_checks import check_site
from tests.small_site import ROOT, digests, project

if TYPE_CHECKING:
    from pathlib import Path

NASTY = "<script>alert(1)</script> {{ 7*7 }} --8<-- **粗** `码` &lt; a|b [x](y) :smile: $x$ <!-- x"


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    change = edit(ROOM, "事由: 化解邻里纠纷", f'事由: "{NASTY}"')
    return project(tmp_path_factory.mktemp("county"), change)


@pytest.fixture(scope="module")
def exported(county: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("export") / "out"
    write(county, out)
    return out


@pytest.fixture(scope="module")
def site(exported: Path) -> Path:
    build = subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--strict", "--config-file", "mkdocs.yml"],
        cwd=exported,
        capture_output=True,
        text=True,
        check=False,
    )
    assert build.returncode == 0, build.stdout + build.stderr
    return exported / "site"


def test_zensical_shows_the_same_content_as_mkdocs(county: Path, site: Path) -> None:
    pages = Frame(county).pages
    assert len(pages) > 20
    for uri, page in pages.items():
        assert page.html in (site / uri / "index.html").read_text(encoding="utf-8"), uri


def test_downloads_handbook_and_looks_come_along(county: Path, site: Path) -> None:
    for uri, page in Frame(county).pages.items():
        for download in page.downloads:
            assert (site / uri / download.name).read_bytes() == download.data
    assert "每月报送" in (site / "handbook" / "clerk.html").read_text(encoding="utf-8")
    looks = ROOT / "site_templates" / "assets" / "jifen.css"
    assert (site / "assets" / "jifen.css").read_bytes() == looks.read_bytes()


def test_links_of_the_pages_lead_somewhere_in_zensical_s_site_too(site: Path) -> None:
    found = [
        str(finding)
        for finding in check_site(site).findings
        if "kpi" in finding.path or "leads nowhere" in finding.message
    ]
    assert [text for text in found if not text.startswith("404.html")] == []


def test_the_same_books_give_the_same_files(county: Path, exported: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(county, out)
    again = digests(out)
    write(county, out)
    assert digests(out) == again
    assert {name: again[name] for name in again} == {
        name: digest for name, digest in digests(exported).items() if not name.startswith(("site/", ".cache"))
    }  # fmt: skip


def test_a_folder_with_other_things_in_it_is_left_alone(county: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UnfitError, match="里有别的文件。请换一个空文件夹。"):
        write(county, tmp_path)
    assert (tmp_path / "letter.txt").read_text(encoding="utf-8") == "mine"


def test_records_with_errors_are_not_exported(tmp_path: Path) -> None:
    folder = project(tmp_path / "county", edit(ROOM, "月份: 2025-06", "月份: 2025-13"))
    with pytest.raises(BadBooksError, match="没有生成网站"):
        write(folder, tmp_path / "out")
    assert not (tmp_path / "out").exists()
