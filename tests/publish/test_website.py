"""What a bureau sets of its website is seen in the site; everything else is told before it is built."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from generator.rules.website_file import read_website
from tests.small_site import ROOT, mkdocs, project
from tests.test_cli import ENVIRONMENT

SETTINGS = """\
site_name: 临水积分
site_url: http://jifen.local/kpi
site_description: 一句“说明”
site_author: 指挥中心
copyright: 版权 © 2026 临水县公安局
repo_url: https://git.local/jifen
repo_name: 县局平台
edit_uri: -/edit/main
theme: {logo: own.png, favicon: own.ico, palette: {primary: deep purple}}
nav:
  - 本局制度: [bureau/general.md, {细则: bureau/detail.md}]
  - 联系我们 A&B: contact.md
"""
FILES = {
    "bureau/general.md": "# 总则\n\n见[规则](../../rules/index.md)。\n\n## 一\n\n## 二\n",
    "bureau/detail.md": "# 实施细则\n",
    "contact.md": "# 联系方式\n\n![地图](map.png)\n",
    "loose.md": "# 不在菜单\n",
    "own.png": "png",
    "own.ico": "ico",
    "map.png": "png",
}
SEEN = {
    "site_name": ("index.html", '<span class="kpi-short">临水积分</span>'),
    "site_url": ("404.html", 'src="/kpi/assets/jifen.js"'),
    "site_description": ("index.html", 'name="description" content="一句“说明”"'),
    "site_author": ("index.html", 'name="author" content="指挥中心"'),
    "copyright": ("index.html", "<p>版权 © 2026 临水县公安局</p>"),
    "repo_url": ("index.html", 'href="https://git.local/jifen"'),
    "repo_name": ("index.html", ">县局平台</a>"),
    "edit_uri": (
        "audit/2025-06/index.html", '<a href="https://git.local/jifen/-/edit/main/ledger/2025-06',
    ),
    "nav": ("index.html", '<a href="pages/bureau/general.html" class="md-tabs__link">本局制度</a>'),
    "theme.logo": ("rules/index.html", '<img src="../pages/own.png" alt="">'),
    "theme.favicon": ("index.html", '<link rel="icon" href="pages/own.ico">'),
    "theme.palette": ("index.html", 'data-md-color-primary="deep-purple"'),
}  # fmt: skip


def county(folder: Path, settings: str, files: dict[str, str]) -> Path:
    """The small county with settings of its own and own pages."""
    project(folder)
    (folder / "mkdocs.yml").write_text(settings, encoding="utf-8")
    for name, text in files.items():
        path = folder / "pages" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def build(folder: Path) -> subprocess.CompletedProcess[str]:
    call = [sys.executable, "-m", "generator", "build"]
    return subprocess.run(call, cwd=folder, env=ENVIRONMENT | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False)  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = county(tmp_path_factory.mktemp("website"), SETTINGS, FILES)
    done = build(folder)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return folder / "site"


def html(site: Path, name: str) -> str:
    return (site / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SEEN)
def test_a_setting_is_seen_in_the_site(site: Path, name: str) -> None:
    place, words = SEEN[name]
    assert words in html(site, place)


def test_every_setting_of_mkdocs_is_a_bureaus_or_told_with_the_reason() -> None:
    known = {name for name, _ in MkDocsConfig._schema} - {"config_file_path", "mdx_configs"}
    groups = {key: key for key in known} | {f"theme.{key}": f"theme: {{{key}: x}}" for key in ("name", "custom_dir", "static_templates", "features", "font", "icon", "language", "locale", "direction")}  # fmt: skip
    assert {name.partition(".")[0] for name in SEEN} <= known
    for name, written in groups.items():
        if name not in {*SEEN, "theme"}:
            text = written if ":" in written else f"{written}: x\n"
            _, (problem,) = read_website({"mkdocs.yml": text.encode()})
            assert problem.message == f"这里不能设 {name}"
            assert problem.hint


def test_own_pages_stand_in_the_menu_in_their_own_sections_as_named(site: Path) -> None:
    text = html(site, "index.html")
    menu = text[text.index('class="kpi-menu"') : text.index("</nav>", text.index("kpi-menu"))]
    entries = re.findall(r'<a href="([^"]+)">([^<]+)</a>', menu)
    assert entries[-4:] == [
        ("pages/bureau/general.html", "本局制度"),
        ("pages/bureau/general.html", "总则"),
        ("pages/bureau/detail.html", "细则"),
        ("pages/contact.html", "联系我们 A&amp;B"),
    ]
    detail = html(site, "pages/bureau/detail.html")
    assert "<title>细则 - " in detail
    assert '<a href="../../pages/bureau/general.html" class="md-tabs__link" aria-current="true">本局制度</a>' in detail  # fmt: skip
    way = detail[detail.index('class="kpi-way"') :].split("</nav>")[0]
    assert re.findall(r">([^<>›]+)</a>", way) == ["首页", "本局制度"]
    assert '"联系我们 A&B"' in html(site, "assets/finder-data.js")
    assert 'href="../../rules/index.html"' in html(site, "pages/bureau/general.html")


def test_a_page_that_nav_does_not_name_is_found_all_the_same(site: Path) -> None:
    assert "loose.html" not in html(site, "index.html")
    assert "pages/loose.html" in html(site, "assets/finder-data.js")


def test_the_edit_link_of_an_own_page_leads_to_its_file(site: Path) -> None:
    link = '<a href="https://git.local/jifen/-/edit/main/pages/contact.md"><code>pages/contact.md</code></a>'
    assert link in html(site, "pages/contact.html")


def test_without_settings_own_pages_stand_in_one_section(tmp_path: Path) -> None:
    folder = county(tmp_path, "", {"one.md": "# 一\n", "two.md": "# 二\n"})
    (folder / "mkdocs.yml").unlink()
    done = build(folder)
    assert (done.returncode, done.stderr) == (0, "")
    home = html(folder / "site", "index.html")
    assert '<a href="pages/one.html" class="md-tabs__link">本局页面</a>' in home
    assert '<span class="kpi-short">四个积分制通报</span>' in home


@pytest.mark.parametrize("command", ["jifen build", "mkdocs build --strict"])
def test_wrong_settings_are_told_with_line_and_column_and_nothing_is_built(
    tmp_path: Path, command: str
) -> None:
    text = "INHERIT: site_templates/mkdocs.yml\ndocs_dir: handbook\nsite_name: 临水\nextra: {social: []}\n"  # fmt: skip
    folder = county(tmp_path, text, {})
    done = build(folder) if command == "jifen build" else mkdocs(folder, folder / "site")
    assert done.returncode == 1
    assert "mkdocs.yml:4:1: 这里不能设 extra。" in done.stderr
    assert not (folder / "site").exists()


def test_an_own_page_with_something_that_would_run_stops_the_build(tmp_path: Path) -> None:
    done = build(
        county(tmp_path, "site_name: 临水\n", {"own.md": "# 一\n\n<script>alert(1)</script>\n"})
    )
    assert done.returncode == 1
    assert done.stderr == "pages/own.md: 这一页不能有 <script>：自己的页面只写文字、表格和图片。\n网站没有更新。\n"  # fmt: skip


def test_what_stands_before_the_text_of_an_own_page_has_no_say(tmp_path: Path) -> None:
    text = "---\ntitle: '</title><script>1</script>'\ntemplate: none.html\nsource: ledger/x.yml\n---\n\n# 甲 & 乙\n"
    folder = county(tmp_path, "site_name: 临水\nnav: [own.md]\n", {"own.md": text})
    done = build(folder)
    assert (done.returncode, done.stderr) == (0, "")
    page = html(folder / "site", "pages/own.html")
    assert "<title>甲 &amp; 乙 - " in page
    assert "ledger/x.yml" not in page
    assert ">甲 &amp; 乙</a>" in html(folder / "site", "index.html")


def test_the_settings_of_this_repository_are_those_of_mkdocs_too() -> None:
    """What a preview follows is more than MkDocs knows of."""
    config = load_config(str(ROOT / "mkdocs.yml"))
    config.plugins.on_config(config)
    for name in ("ledger", "rules", "mkdocs.yml", "site_templates", "handbook", "generator"):
        assert str(ROOT / name) in config.watch
    assert config.theme.name == "material"
