"""Settings of ``mkdocs.yml`` one by one: what works, what is told, what is refused."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from playwright.sync_api import Page, expect

from generator.publish.build import TRUST
from generator.publish.honoured import sections
from generator.publish.settings import FEATURES, BadSettingsError, refuse, told, told_to_verifiers
from tests.configured import EVERYTHING, FILES, bureau, html
from tests.small_site import ROOT, mkdocs

pytest_plugins = ("tests.browser",)


def test_a_template_of_the_edit_link_leads_to_records_too(tmp_path: Path) -> None:
    template = "https://git.local/edit?file=handbook/{path}"
    folder = bureau(tmp_path, {"edit_uri_template": template})
    done = mkdocs(folder, tmp_path / "site")
    assert done.returncode == 0, done.stderr
    page = html(tmp_path / "site", "rules/rooms/index.html")
    assert 'href="https://git.local/edit?file=rules/schemes/rooms.yml"' in page


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a bureau on a forge that MkDocs knows, with an icon for a logo."""
    settings = {
        "repo_url": "https://github.com/a/b",
        "theme": {"icon": {"logo": "material/shield"}},
    }
    folder = bureau(tmp_path_factory.mktemp("known"), settings)
    assert mkdocs(folder, folder / "site").returncode == 0
    return folder / "site"


def test_a_forge_that_mkdocs_knows_gets_no_edit_links_that_are_guessed(known: Path) -> None:
    page = html(known, "rules/rooms/index.html")
    assert ">GitHub</a>" in page
    assert "master" not in page


def test_a_logo_can_be_one_of_the_icons(known: Path) -> None:
    logo = html(known, "index.html").split("md-logo", 1)[1].split("</a>")[0]
    assert "M12 1 3 5v6" in logo


NOTHING = "没有写 repo_url"
ONLY_SEEN = "只对预览起作用：jifen build 和 make site 总是严格生成，有 WARNING 的不生成。"
FROM_THE_TOP = "从网站的最上层算起：手册的页面写成 /handbook/index.md 这样。"
NO_PAGE = "不起作用：nav 写了网站没有的页面，总不生成。"


@pytest.mark.parametrize(
    ("settings", "lines"),
    [
        ({"repo_name": "x"}, [f"mkdocs.yml: repo_name 不起作用：{NOTHING}。"]),
        ({"edit_uri": "edit/main/"}, [f"mkdocs.yml: edit_uri 不起作用：{NOTHING}。"]),
        ({"edit_uri": "https://git.local/edit/main/"}, []),
        ({"theme": "material", "copyright": None, "extra": {}, "hooks": []}, []),
        ({"theme": {"font": False, "language": "zh"}, "use_directory_urls": False}, []),
        ({"strict": True}, []),
        (
            {"strict": False},
            [f"mkdocs.yml: strict 里的 false {ONLY_SEEN}"],
        ),
        ({"validation": {"nav": {"not_found": "warn", "omitted_files": "info"}}}, []),
        ({"validation": {"links": {"not_found": "ignore", "absolute_links": "info"}}}, []),
        (
            {"validation": {"nav": {"not_found": "ignore", "absolute_links": "info"}}},
            [
                f"mkdocs.yml: validation 里的 nav.not_found {NO_PAGE}",
                f"mkdocs.yml: validation 里的 nav.absolute_links {NO_PAGE}",
            ],
        ),
        (
            {"validation": {"not_found": "ignore"}},
            [f"mkdocs.yml: validation 里的 not_found 对 nav {NO_PAGE}"],
        ),
        ({"validation": {"not_found": "ignore", "nav": {"not_found": "warn"}}}, []),
        (
            {"validation": {"links": {"absolute_links": "relative_to_docs"}}},
            [f"mkdocs.yml: validation 里的 relative_to_docs {FROM_THE_TOP}"],
        ),
    ],
)
def test_a_setting_is_told_only_where_something_is_lost(
    settings: dict[str, Any], lines: list[str]
) -> None:
    assert told(settings) == lines


@pytest.mark.parametrize(
    ("settings", "end"),
    [
        ({"strict": False}, "手册或设置有上面各条 WARNING 写明的问题，网站没有更新。"),
        ({"validation": {"nav": {"not_found": "ignore"}}, "nav": ["none.md"]},
         "mkdocs.yml: nav 里写了 none.md，网站没有这一页：手册文件夹里没有，或者 exclude_docs、draft_docs 不让它进网站。请改正，或者把这一页补上。网站没有更新。"),
    ],
)  # fmt: skip
def test_what_is_told_of_strictness_is_what_happens(
    tmp_path: Path, settings: dict[str, Any], end: str
) -> None:
    folder = bureau(tmp_path, settings, {"handbook/try.md": "# 试\n\n[甲](nowhere.md)\n"})
    done = mkdocs(folder, tmp_path / "site")
    assert (done.returncode, done.stderr.splitlines()[-1]) == (1, end)


def test_an_absolute_link_starts_where_it_is_told_to(tmp_path: Path) -> None:
    settings = {"validation": {"links": {"absolute_links": "relative_to_docs"}}}
    words = "# 试\n\n[甲](/handbook/clerk.md)\n"
    folder = bureau(tmp_path, settings, {"handbook/try.md": words})
    assert mkdocs(folder, tmp_path / "site").returncode == 0
    assert '<a href="clerk.html">甲</a>' in html(tmp_path / "site", "handbook/try.html")


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"theme": {"name": "mkdocs"}}, "theme.name 写的是 mkdocs，网站只能用 material。请改回。"),
        ({"theme": {"features": "toc.follow"}},
         "theme.features 应当写成名称的列表，如 [toc.follow]。只有一个也写方括号。请改正。"),
        ({"repo_url": "javascript://x/%0aalert(1)"},
         "repo_url 写的是 javascript://x/%0aalert(1)，只能是 http 或 https 地址。请改正。"),
        ({"nav": [{"本局": "none.md"}]},
         "nav 里写了 none.md，网站没有这一页：手册文件夹里没有，或者 exclude_docs、draft_docs 不让它进网站。请改正，或者把这一页补上。"),
        ({"extra_css": ["own.css"]},
         "extra_css 里写了 own.css，手册文件夹里没有这个文件。请改正，或者把这个文件补上。"),
        ({"theme": {"logo": "own.png"}},
         "theme.logo 里写了 own.png，手册文件夹里没有这个文件。请改正，或者把这个文件补上。"),
    ],
)  # fmt: skip
def test_a_setting_with_which_no_site_can_be_made_is_refused_by_name(
    tmp_path: Path, settings: dict[str, Any], sentence: str
) -> None:
    done = mkdocs(bureau(tmp_path, settings), tmp_path / "site")
    assert done.returncode == 1
    assert f"mkdocs.yml: {sentence}网站没有更新。" in done.stderr
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize(
    ("key", "wrong", "right"),
    [
        ("features", ["toc.follow", [1], None, {"toc.follow": True}], [[], ["toc.follow"]]),
        ("static_templates", ["about.html", [{"about": 1}]], [["about.html"]]),
        ("palette", ["teal", ["teal"], None], [{"scheme": "slate"}, [{"scheme": "slate"}], []]),
        ("logo", [["own.png"], 1], ["own.png", None]),
        ("favicon", [{"path": "own.ico"}], ["own.ico", None]),
    ],
)
def test_a_setting_of_the_theme_in_another_shape_is_refused_and_not_taken_apart(
    key: str, wrong: list[Any], right: list[Any]
) -> None:
    for value in wrong:
        with pytest.raises(BadSettingsError, match=f"^mkdocs.yml: theme.{key} 应当写成"):
            refuse({"theme": {"name": "material", key: value}})
    for value in right:
        refuse({"theme": {"name": "material", key: value}})


@pytest.mark.parametrize("key", ["extra_css", "extra_javascript", "hooks", "markdown_extensions", "nav", "plugins", "watch"])  # fmt: skip
def test_other_lists_that_are_written_as_one_name_are_refused_by_mkdocs(
    tmp_path: Path, key: str
) -> None:
    settings = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8")) | {key: "name"}
    (tmp_path / "handbook").mkdir()
    (tmp_path / "mkdocs.yml").write_text(yaml.safe_dump(settings), "utf-8")
    with pytest.raises(Abort):
        load_config(str(tmp_path / "mkdocs.yml"))


def test_a_section_without_pages_is_told() -> None:
    assert sections([{"本局": []}], {}) == ((), ["mkdocs.yml: nav 里的 本局 不起作用：下面没有写页面。"])  # fmt: skip


@pytest.mark.parametrize(
    ("nav", "sentence"),
    [
        ([{"规则": "clerk.md"}], "nav 里的“规则”是网站自己的栏目。请给自己的栏目另起名称。"),
        ([{"本局": [{"二级": ["clerk.md"]}]}],
         "nav 里“本局”下面的“二级”还有一层，菜单只有两层。请把这一层的页面直接写在“本局”下面。"),
        (["/clerk.md"], "nav 里写了 /clerk.md，网站没有这一页：手册文件夹里没有，或者 exclude_docs、draft_docs 不让它进网站。请改正，或者把这一页补上。"),
    ],
)  # fmt: skip
def test_a_menu_that_cannot_be_made_is_refused(nav: list[Any], sentence: str) -> None:
    with pytest.raises(BadSettingsError) as refused:
        sections(nav, {"clerk.md": ("handbook/clerk.html", "内勤")})
    assert str(refused.value) == f"mkdocs.yml: {sentence}"


WORKED = """# 试

[链接](index.md "提示")，脚注[^1]

[^1]: 注文

=== "甲"

    a

=== "乙"

    b

另一组

=== "甲"

    c

=== "乙"

    d

``` py linenums="1"
a = 1  # (1)!
```

1.  说明

## 后面

"""


def test_the_features_that_are_honoured_work_in_a_browser(page: Page, tmp_path: Path) -> None:
    extensions: list[Any] = [
        "tables",
        "pymdownx.superfences",
        "footnotes",
        {"pymdownx.tabbed": {"alternate_style": True}},
    ]
    extensions += [{"pymdownx.highlight": {"line_spans": "__span", "anchor_linenums": True}}]
    settings = {"theme": {"features": sorted(FEATURES)}, "markdown_extensions": extensions}
    folder = bureau(tmp_path, settings, {"handbook/try.md": WORKED + "字\n\n" * 60 + "## 最后\n"})
    assert mkdocs(folder, tmp_path / "site").returncode == 0
    page.goto((tmp_path / "site/handbook/try.html").as_uri())
    for kind in ("copy", "select"):
        expect(page.locator(f".md-code__button[data-md-type={kind}]")).to_have_count(1)
    expect(page.locator(".md-annotation")).to_have_count(1)
    page.hover("article a:has-text('链接')")
    expect(page.locator(".md-tooltip2")).to_have_count(1)
    page.hover("article a.footnote-ref")
    expect(page.locator(".md-tooltip2", has_text="注文")).to_have_count(1)
    page.locator(".tabbed-labels label").nth(1).click()
    expect(page.locator(".tabbed-set input").nth(3)).to_be_checked()
    page.mouse.wheel(0, 900)
    expect(page).to_have_url(re.compile("#"))
    expect(page.locator(".md-nav__link--active")).to_have_count(1)


def test_with_a_trust_root_what_could_change_numbers_is_named_in_one_sentence() -> None:
    (line,) = told_to_verifiers(EVERYTHING, own_theme=False)
    assert line == (
        "mkdocs.yml: 用信任根生成，设置里另有 extra_css、extra_javascript、hooks、plugins、"
        "markdown_extensions、theme.custom_dir、theme.static_templates，"
        "它们能改变页面上显示的数字，核验不管它们，请核对以后再发布。"
    )


def test_jifen_build_tells_each_of_them_once_and_the_site_is_made(tmp_path: Path) -> None:
    folder = bureau(tmp_path, {"extra": {"social": [{"link": "https://example.com"}]}})
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    call = [sys.executable, "-m", "generator", "build"]
    done = subprocess.run(call, cwd=folder, env=environment, capture_output=True, text=True, check=True)  # fmt: skip
    assert done.stderr == "mkdocs.yml: extra.social 不起作用：页脚不放社交网站的链接。\n"
    assert done.stdout == f"网站已生成：{folder / 'site'}\n"


def test_with_a_trust_root_hooks_are_named_before_anything_is_proven(tmp_path: Path) -> None:
    folder = bureau(tmp_path / "county", {"hooks": ["hook.py"]}, FILES)
    done = mkdocs(folder, tmp_path / "site", **{TRUST: str(tmp_path / "none.json")})
    assert "mkdocs.yml: 用信任根生成，设置里另有 hooks，它们能改变" in done.stderr
    assert "用信任根生成" not in mkdocs(folder, tmp_path / "site").stderr
