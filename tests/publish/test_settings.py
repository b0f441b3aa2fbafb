"""What ``mkdocs.yml`` sets is seen in the site, or told by name when the site is built."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import get_plugins

from generator.publish.settings import (
    FEATURES,
    HONOURED,
    told,
)  # fmt: skip
from tests.configured import ALL_FEATURES, EVERYTHING, FILES, TEMPLATES, bureau, html
from tests.small_site import mkdocs, project

if TYPE_CHECKING:
    from subprocess import CompletedProcess

ALL_PLUGINS = sorted(name for name in get_plugins() if name != "jifen")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bureau(tmp_path_factory.mktemp("settings"), EVERYTHING, FILES)


@pytest.fixture(scope="module")
def done(home: Path) -> CompletedProcess[str]:
    made = mkdocs(home, home / "site")
    assert made.returncode == 0, made.stderr
    return made


@pytest.fixture(scope="module")
def site(home: Path, done: CompletedProcess[str]) -> Path:
    assert done.returncode == 0
    return home / "site"


SEEN = {
    "site_name": ("index.html", '<span class="kpi-short">临水积分</span>'),
    "site_url": ("404.html", 'src="/kpi/assets/jifen.js"'),
    "site_description": ("index.html", 'name="description" content="一句&#34;说明&#34;"'),
    "site_author": ("index.html", 'name="author" content="指挥中心"'),
    "docs_dir": ("handbook/index.html", "使用手册"),
    "copyright": ("index.html", "<p>版权 © 2026 临水县公安局</p>"),
    "repo_url": ("index.html", 'href="https://git.local/jifen"'),
    "repo_name": ("index.html", ">县局平台</a>"),
    "edit_uri": (
        "audit/2025-06/index.html", '<a href="https://git.local/jifen/-/edit/main/ledger/2025-06',
    ),
    "nav": ("index.html", '<a href="handbook/bureau/general.html" class="md-tabs__link">本局制度</a>'),
    "extra_css": ("rules/index.html", '<link rel="stylesheet" href="../handbook/own.css">'),
    "extra_javascript": (
        "rules/index.html", '<script src="../handbook/own.mjs" type="module" defer></script>',
    ),
    "hooks": ("handbook/bureau/general.html", "第壹条"),
    "markdown_extensions": ("handbook/bureau/general.html", 'class="footnote"'),
    "theme.custom_dir": ("handbook/bureau/general.html", "<p>自己的目录</p>"),
    "theme.static_templates": ("about.html", "关于red"),
    "theme.favicon": ("index.html", '<link rel="icon" href="handbook/own.ico">'),
    "theme.logo": ("rules/index.html", '<img src="../handbook/own.png" alt="">'),
    "theme.palette": ("index.html", 'data-md-color-scheme="slate" data-md-color-primary="teal"'),
    "theme.features": ("index.html", json.dumps(sorted(FEATURES))[1:-1]),
    "extra.scope": ("index.html", 'new URL("/kpi/",location)'),
}  # fmt: skip
ELSEWHERE = {
    "site_dir": "the command names another folder",
    "strict": "test_build_whole.py: a link that leads nowhere",
    "watch": "test_what_is_watched_stays_watched",
    "validation": "the link to nowhere.md fails no strict build here",
    "exclude_docs": "test_pages_that_are_left_out_are_nowhere",
    "draft_docs": "test_pages_that_are_left_out_are_nowhere",
    "not_in_nav": "test_a_page_that_is_not_for_the_menu_is_found_all_the_same",
    "edit_uri_template": "test_a_template_of_the_edit_link_leads_to_records_too",
    "theme.name": "test_a_setting_with_which_no_site_can_be_made_is_refused_by_name",
    "theme.icon.logo": "test_a_logo_can_be_one_of_the_icons",
}
"""Settings whose effect another test shows, or the building of this site as such."""


@pytest.mark.parametrize("name", SEEN)
def test_a_setting_that_is_honoured_is_seen_in_the_site(site: Path, name: str) -> None:
    place, words = SEEN[name]
    assert words in html(site, place)


def test_every_setting_of_mkdocs_is_seen_or_told_by_name(done: CompletedProcess[str]) -> None:
    known = {name for name, _ in MkDocsConfig._schema}
    known -= {"config_file_path", "mdx_configs"}  # not for the file
    known -= {"pages", "google_analytics"}  # MkDocs itself refuses them by name
    assert known - {*EVERYTHING} == {"edit_uri_template"}  # it excludes edit_uri
    groups = {"theme", "extra"}
    unnoticed = {name for name in known - groups if f"yml: {name} " not in done.stderr}
    assert sorted(unnoticed - {*SEEN} - {*ELSEWHERE}) == []


@pytest.mark.parametrize("group", ["theme", "extra", "theme.icon"])
def test_every_setting_that_material_reads_is_seen_or_told_by_name(group: str) -> None:
    found = set(re.findall(rf"config\.{re.escape(group)}\.([a-z_]+)", TEMPLATES))
    assert len(found) > 5
    for key in sorted(found - {"icon"} if group == "theme" else found):
        inner: Any = (
            "x.png" if key in ("logo", "favicon") else [] if key == "features" else {"k": "v"}
        )
        settings: dict[str, Any] = {key: inner}
        for name in reversed(group.split(".")):
            settings = {name: settings}
        line = "".join(told(settings))
        full = f"{group}.{key}"
        assert f"mkdocs.yml: {full} 不起作用：" in line or full in {*SEEN, *ELSEWHERE}, full


def test_what_is_honoured_is_what_is_shown_to_be() -> None:
    assert HONOURED - {"plugins"} == {*SEEN, *ELSEWHERE}


@pytest.mark.parametrize("name", ALL_FEATURES)
def test_every_feature_of_material_works_or_is_told_by_name(
    site: Path, done: CompletedProcess[str], name: str
) -> None:
    told_of = f"mkdocs.yml: theme.features 里的 {name} 不起作用：" in done.stderr
    working = (
        f'"{name}"' in html(site, "index.html").split('id="__config"')[1].split("</script>")[0]
    )
    assert told_of != working


@pytest.mark.parametrize("name", ALL_PLUGINS)
def test_every_other_plugin_is_told_by_name(name: str) -> None:
    line = "".join(told({"plugins": ["jifen", {name: {"lang": "zh"}}]}))
    assert line.startswith(f"mkdocs.yml: plugins 里的 {name} ")
    assert told({"plugins": {"jifen": {}}}) == []


def test_what_is_told_names_the_setting_and_the_reason(done: CompletedProcess[str]) -> None:
    lines = [line for line in done.stderr.splitlines() if line.startswith("mkdocs.yml: ")]
    assert len(lines) == len(set(lines))
    for words in (
        "use_directory_urls 不起作用：网页地址总是写明文件，从 U 盘打开链接才有效，写 false。",
        "extra.social 不起作用：页脚不放社交网站的链接。",
        "extra.colour 不起作用：本软件的页面不用它。",
        "theme.shiny 不起作用：本软件的页面不用它。",
        "theme.icon.repo 不起作用：图标由本软件定，只有 theme.icon.logo 可以换。",
        "theme.palette 里的 accent 不起作用：强调的颜色由本软件定。",
        "theme.static_templates 里的 sitemap.xml 不起作用：网站不设站点地图。",
        "extra_css 里的 https://cdn.example.com/x.css 不起作用：网站不从外部地址取任何东西，请下载后放进手册文件夹。",
        "plugins 里的 search 不起作用：查找由本软件自己做，不用它的索引。",
        "hooks 里的 hook.py 照常运行，但页面的框架不用它提供的内容。",
        "copyright 里的 HTML 标记 不起作用：页脚只写文字。",
        "nav 里的 https://example.com/ 不起作用：菜单只通到本站的页面。",
        "nav 里的 index.md 不起作用：这一页就是“使用手册”栏目，总在菜单里。",
        "not_in_nav 里的 index.md 不起作用：这一页就是“使用手册”栏目，总在菜单里。",
    ):
        assert f"mkdocs.yml: {words}" in lines


def test_the_settings_that_the_program_comes_with_leave_nothing_to_tell(tmp_path: Path) -> None:
    folder = project(tmp_path)
    assert "mkdocs.yml: " not in mkdocs(folder, tmp_path / "site").stderr


def test_own_pages_stand_in_the_menu_in_their_own_sections_as_named(site: Path) -> None:
    text = html(site, "index.html")
    menu = text[text.index('class="kpi-menu"') : text.index("</nav>", text.index("kpi-menu"))]
    entries = re.findall(r'<a href="([^"]+)">([^<]+)</a>', menu)
    assert entries[-5:] == [
        ("handbook/index.html", "使用手册"),
        ("handbook/bureau/general.html", "本局制度"),
        ("handbook/bureau/general.html", "总则"),
        ("handbook/bureau/detail.html", "细则"),
        ("handbook/contact.html", "联系我们 A&amp;B"),
    ]
    detail = html(site, "handbook/bureau/detail.html")
    assert "<title>细则 - " in detail
    assert '<a href="../../handbook/bureau/general.html" class="md-tabs__link" aria-current="true">本局制度</a>' in detail  # fmt: skip
    way = detail[detail.index('class="kpi-way"') :].split("</nav>")[0]
    assert re.findall(r">([^<>›]+)</a>", way) == ["首页", "本局制度"]
    finder = html(site, "assets/finder-data.js")
    assert '"联系我们 A&B"' in finder


def test_a_page_that_is_not_for_the_menu_is_found_all_the_same(site: Path) -> None:
    """``contact.md`` is none for the menu either, but ``nav`` names it; ``index.md`` is a section."""
    menus = [html(site, name).split("<main")[0] for name in ("index.html", "handbook/loose.html")]
    assert [menu.count("loose.html") for menu in menus] == [0, 0]
    assert all("contact.html" in menu and "使用手册" in menu for menu in menus)
    assert "handbook/loose.html" in html(site, "assets/finder-data.js")


def test_pages_that_are_left_out_are_nowhere(site: Path) -> None:
    for name in ("secret", "draft"):
        assert not (site / f"handbook/{name}.html").exists()
        assert f"{name}.html" not in html(site, "index.html") + html(site, "assets/finder-data.js")


def test_the_edit_link_of_an_own_page_leads_to_its_file(site: Path) -> None:
    link = '<a href="https://git.local/jifen/-/edit/main/docs/contact.md"><code>docs/contact.md</code></a>'
    assert link in html(site, "handbook/contact.html")


def test_what_is_watched_stays_watched(home: Path) -> None:
    config = load_config(str(home / "mkdocs.yml"))
    config.plugins.on_config(config)
    assert str(home / "notes") in config.watch
