"""What a bureau sets of its website, and the pages that it brings."""

from __future__ import annotations

import pytest

from generator.rules.website_file import _FORM, read_website
from tests.broken.corpus import Broken, broken, codes
from tests.county import whole

OWN = (whole("pages/general.md", "# 总则\n"), whole("pages/own.png", b"png"))
COLOURS = "red、pink、purple、deep purple、indigo、blue、light blue、cyan、teal、green、light green、lime、yellow、amber、orange、deep orange、brown、grey、blue grey、black、white"
FIELDS = "site_name、site_url、site_description、site_author、copyright、repo_url、repo_name、edit_uri、theme、nav"
RUNS = "它能改变页面上显示的数字，只由本软件带来"


CASES = [
    broken("settings of the website that are right", *OWN, whole("mkdocs.yml", """\
site_name: 清水积分
site_url: http://jifen.local/
copyright: 清水县公安局 © 2026
repo_url: https://git.local/jifen
repo_name: 县局平台
edit_uri: -/edit/main/
theme: {logo: own.png, favicon: own.png, palette: {primary: deep purple}}
nav:
  - 本局制度: [general.md]
""")),
    broken("settings as MkDocs reads them beside the program", *OWN, whole("mkdocs.yml", "INHERIT: site_templates/mkdocs.yml\ndocs_dir: handbook\n")),
    broken("no settings of the website, and a page", *OWN),
    broken(
        "settings that would run or draw something",
        *OWN, whole("mkdocs.yml", "hooks: [a.py]\nplugins: [jifen, search]\nextra_css: [a.css]\nmarkdown_extensions: [footnotes]\ntheme:\n  custom_dir: own\n  name: mkdocs\n"),
        f"mkdocs.yml:1:1: 这里不能设 hooks。{RUNS}。请删去这一行。",
        f"mkdocs.yml:2:1: 这里不能设 plugins。{RUNS}，所用的插件也由它定。请删去这一行。",
        f"mkdocs.yml:3:1: 这里不能设 extra_css。{RUNS}。颜色写在 theme 的 palette 里，要改样式，改本软件再发布一版。",
        f"mkdocs.yml:4:1: 这里不能设 markdown_extensions。{RUNS}。自己的页面可以用表格、定义列表、提示框和目录。",
        f"mkdocs.yml:6:3: 这里不能设 theme.custom_dir。{RUNS}。要改模板，改本软件再发布一版。",
        "mkdocs.yml:7:3: 这里不能设 theme.name。主题由本软件定，请删去这一行。",
    ),
    broken(
        "a theme in one word, and a setting that nobody knows",
        *OWN, whole("mkdocs.yml", "theme: material\nsite_nmae: 清水\n"),
        "mkdocs.yml:1:8: theme应当写成一组“键: 值”。可以写 logo、favicon、palette。",
        f"mkdocs.yml:2:1: 网站设置没有“site_nmae”这个字段。是不是“site_name”？可用的字段有 {FIELDS}。",
    ),
    broken(
        "other values of the website",
        *OWN, whole("mkdocs.yml", "copyright: <b>清水</b>\nsite_url: javascript:x\nrepo_url: git.local\nedit_uri: //a.b/\ntheme: {logo: https://a.b/x.png, palette: {primary: tael, accent: red}}\n"),
        "mkdocs.yml:1:12: “<b>清水</b>”里有 HTML 标记。请只写文字。",
        "mkdocs.yml:2:11: “javascript:x”不是网址。请写成 http://git.local/jifen 的样子。",
        "mkdocs.yml:3:11: “git.local”不是网址。请写成 http://git.local/jifen 的样子。",
        "mkdocs.yml:4:11: “//a.b/”不是编辑地址。请写成 http://git.local/jifen 的样子，或 -/edit/main/。",
        "mkdocs.yml:5:15: “https://a.b/x.png”不是 pages/ 里的文件。网站不从外部地址取任何东西，请把文件放进 pages/，写它在那里的路径。",
        f"mkdocs.yml:5:53: “tael”不是可选的颜色。是不是“teal”？请写成 {COLOURS} 之一。",
        "mkdocs.yml:5:59: 这里不能设 palette.accent。强调的颜色由本软件定，请删去这一行。",
    ),
    broken(
        "settings that lack the address of the forge",
        *OWN, whole("mkdocs.yml", "repo_name: 平台\nedit_uri: -/edit/main/\n"),
        "mkdocs.yml:1:12: 写了 repo_name，没有写 repo_url。请删去“repo_name”。",
        "mkdocs.yml:2:11: 写了 edit_uri，没有写 repo_url。请删去“edit_uri”。",
    ),
    broken("edit links that stand on themselves", *OWN, whole("mkdocs.yml", "edit_uri: https://git.local/edit/\n")),
    broken(
        "files that are not there, or are none of that kind",
        *OWN, whole("mkdocs.yml", "theme: {logo: none.png, favicon: general.md}\nnav: [none.md, own.png, general.md, {制度: general.md}]\n"),
        "mkdocs.yml:1:15: theme.logo 写了 none.png，pages/ 里没有这个文件。请改正，或者把这个文件补上。",
        "mkdocs.yml:1:34: theme.favicon 写的 general.md 不是图片。请换成图片。",
        "mkdocs.yml:2:7: nav 写了 none.md，pages/ 里没有这个文件。请改正，或者把这个文件补上。",
        "mkdocs.yml:2:16: nav 写的 own.png 不是 Markdown 页面。请换成 Markdown 页面。",
        "mkdocs.yml:2:42: nav 里 general.md 写了两次。请只留一处。",
    ),
    broken(
        "a menu that cannot be made",
        *OWN, whole("mkdocs.yml", "nav:\n  - 规则: general.md\n  - 本局: [{二级: [general.md]}, {三级: {四级: general.md}}]\n  - 空的: []\n  - [general.md]\n"),
        "mkdocs.yml:2:9: “规则”是网站自己的栏目。请给自己的栏目另起名称。",
        "mkdocs.yml:3:15: “二级”下面还有一层，菜单只有两层。请把这一层的页面直接写在上一层。",
        "mkdocs.yml:3:35: 这里应当是一个页面。请写成“- 名称: 页面.md”。",
        "mkdocs.yml:4:9: “空的”下面没有写页面。请写上，或者删去这一栏。",
        "mkdocs.yml:5:5: 列表里直接套了列表。请写成“- 栏目名称:”，下面逐条写页面。",
    ),
    broken(
        "a menu in one word",
        *OWN, whole("mkdocs.yml", "nav: general.md\n"),
        "mkdocs.yml:1:6: 这里应当是列表。请每页另起一行，写成“- 名称: 页面.md”。",
    ),
    broken(
        "files that are no page and no picture, and one that nobody can read",
        *OWN, whole("pages/README.md", "# 总则\n"), whole("pages/own.js", "x"), whole("pages/OWN.CSS", "x"), whole("pages/gbk.md", "# 总则".encode("gbk")),
        "pages/OWN.CSS: 这个文件不能进网站。这里只放 md、png、jpg、jpeg、gif、webp、ico、pdf 文件，样式和程序由本软件带来，请移走。",
        "pages/README.md: 自己的页面不能叫 README.md。请改名为 index.md。",
        "pages/gbk.md: 文件不是 UTF-8 编码。请在编辑器里选择 UTF-8 重新保存。",
        "pages/own.js: 这个文件不能进网站。这里只放 md、png、jpg、jpeg、gif、webp、ico、pdf 文件，样式和程序由本软件带来，请移走。",
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_website_is_told_in_one_line_a_fault(case: Broken) -> None:
    assert case.printed == case.lines
    assert case.codes == codes()[case.title]


ODD = ("x", "[]", "{}", "[x]", "[[x]]", "{a: [b]}", "[null]", "[{}]", "[{x: null}]", "[{x: {y: z}}]", "''", "~", "*a",
       "&a x", "!!python/name:x", "{? a : b}", "http://[", "http://a:x/", "//", "/etc", "../x.md", "[../x.md]", "“x”")  # fmt: skip
"""Values that nobody would write, and somebody has."""


@pytest.mark.parametrize("key", [*_FORM.keys, *_FORM.unwanted, "nobody"])
def test_whatever_is_written_is_told_with_its_place_and_nothing_falls_over(key: str) -> None:
    for value in ODD:
        for text in (f"{key}: {value}\n", f"theme: {{{key}: {value}}}\n", f"theme: {{logo: {value}, palette: {{{key}: {value}}}}}\n"):  # fmt: skip
            _, problems = read_website({"mkdocs.yml": text.encode(), "pages/x.md": b"# x\n"})
            assert all(problem.place.column for problem in problems), text
