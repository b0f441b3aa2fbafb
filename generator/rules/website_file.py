"""Reading ``mkdocs.yml`` and what lies in ``pages/``: the table of settings, and why others are none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from posixpath import normpath
from typing import Any

from generator.rules.website import (
    ENDINGS,
    FRAME,
    PAGES,
    SECTIONS,
    SETTINGS,
    OwnPage,
    OwnSection,
    Website,
    own_files,
)
from generator.text.problems import Place, Problem, Spot, errors
from generator.text.reading import (
    MISSING,
    UNREAD,
    Document,
    Mapping,
    Schema,
    Sequence,
    Wrong,
    listed,
    quoted,
)
from generator.text.scalars import Choice, Scalar, Text
from generator.text.shapes import Field, Row, Shape
from generator.text.strict import Files, read

_PLAIN = r"[!#-;=?-\[\]^_a-~]+"
"""What may stand in an address: nothing that would have to be escaped."""
_ADDRESS = rf"https?://[A-Za-z0-9.-]+(?::[0-9]{{1,5}})?(?:/{_PLAIN[:-1]}*)?"
_ELSEWHERE = r"[A-Za-z][A-Za-z0-9+.-]*:|//"
"""How an address begins that leads out of the site."""


# ── the types ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Line(Text):
    """One line of plain text: the pages escape it, so that a mark-up would be read as it stands."""

    def parse(self, text: str) -> str:
        if re.search(r"<[/!]?[a-zA-Z]|&#?\w+;", text):
            raise Wrong("格式", f"{quoted(text)}里有 HTML 标记", "请只写文字")
        return Text.parse(self, text)


@dataclass(frozen=True, slots=True)
class _Address(Scalar):
    """An address of the web; ``partial``: also one that stands on another."""

    label: str = "网址"
    partial: bool = False

    def parse(self, text: str) -> str:
        # ``javascript:`` would stand as a link on every page.
        whole = re.fullmatch(_ADDRESS, text)
        part = self.partial and re.fullmatch(_PLAIN, text) and not re.match(_ELSEWHERE, text)
        if not whole and not part:
            more = "，或 -/edit/main/" if self.partial else ""
            hint = f"请写成 http://git.local/jifen 的样子{more}"
            raise Wrong("格式", f"{quoted(text)}不是{self.label}", hint)
        return text


@dataclass(frozen=True, slots=True)
class _OwnFile(Scalar):
    """A file below ``pages/``."""

    label: str = "文件的路径"

    def parse(self, text: str) -> str:
        if re.match(_ELSEWHERE, text) or text.startswith("/"):
            hint = f"网站不从外部地址取任何东西，请把文件放进 {PAGES}/，写它在那里的路径"
            raise Wrong("格式", f"{quoted(text)}不是 {PAGES}/ 里的文件", hint)
        return normpath(text)


class _Menu:
    """``nav``: pages, titled pages, and titles with pages below them."""

    label = "页面的列表"

    def read(self, value: Any, spot: Spot, document: Document) -> Any:
        return tuple(self._sections(value, spot, document))

    def schema(self) -> Schema:
        return {"type": "array"}

    def _sections(self, value: Any, spot: Spot, document: Document) -> Iterator[OwnSection]:
        for title, inside, at in self._titled(value, spot, document):
            if type(inside) is not Sequence:
                pages = tuple(self._page(title, inside, at, document))
            else:
                if not inside:
                    document.report("空", at, f"“{title}”下面没有写页面", "请写上，或者删去这一栏")
                pages = tuple(
                    page
                    for name, path, place in self._titled(inside, at, document)
                    for page in self._page(name, path, place, document)
                )
            if title in SECTIONS:
                # The menu would show two of one name, and the way back up only the program's.
                message = f"“{title}”是网站自己的栏目"
                document.report("矛盾", at, message, "请给自己的栏目另起名称")
            if pages:
                yield OwnSection(title, pages, type(inside) is Sequence)

    @staticmethod
    def _titled(value: Any, spot: Spot, document: Document) -> Iterator[tuple[str, Any, Spot]]:
        """``contact.md`` or ``{联系我们: contact.md}``: title, what it names, and where that stands."""
        if type(value) is not Sequence:
            if value is not UNREAD:
                document.report(
                    "类型", spot, "这里应当是列表", "请每页另起一行，写成“- 名称: 页面.md”"
                )
            return
        for each, at in value.placed():
            if type(each) is Mapping:
                yield from ((key, inner, each.values_at.get(key, at)) for key, inner in each.items() if key not in each.refused)  # fmt: skip
            elif type(each) is Sequence:
                document.report(
                    "类型", at, "列表里直接套了列表", "请写成“- 栏目名称:”，下面逐条写页面"
                )
            elif each is not UNREAD:
                yield "", each, at

    @staticmethod
    def _page(title: str, path: Any, at: Spot, document: Document) -> Iterator[OwnPage]:
        if type(path) is Sequence:
            message = f"“{title}”下面还有一层，菜单只有两层"
            document.report("类型", at, message, "请把这一层的页面直接写在上一层")
        elif type(path) is Mapping:
            document.report("类型", at, "这里应当是一个页面", "请写成“- 名称: 页面.md”")
        elif (named := _OwnFile("页面的路径").read(path, at, document)) is not MISSING:
            yield OwnPage(named, title, at)


# ── the table ──────────────────────────────────────────────────────────────────────────────────

_COLOURS = (
    "red", "pink", "purple", "deep purple", "indigo", "blue", "light blue", "cyan", "teal", "green",
    "light green", "lime", "yellow", "amber", "orange", "deep orange", "brown", "grey", "blue grey",
    "black", "white",
)  # fmt: skip
_PROGRAM = "它能改变页面上显示的数字，只由本软件带来"
_OF_THE_PROGRAM = "由本软件定，请删去这一行"
_OWN_FILES = f"自己的页面都放在 {PAGES}/ 里，不要的不放"
_ALWAYS = "网站总是严格生成，请删去这一行"


def _not_set(reasons: dict[str, str], group: str = "") -> dict[str, tuple[str, str]]:
    made = {}
    for key, why in reasons.items():
        message = f"这里不能设 {group}{key}"
        made[key] = (message, why)
    return made


_THEME = Shape(
    "theme",
    (
        Field("logo", _OwnFile(), required=False),
        Field("favicon", _OwnFile(), required=False),
        Field(
            "palette",
            Shape(
                "palette",
                (Field("primary", Choice(dict.fromkeys(_COLOURS, ""), "颜色"), required=False),),
                unwanted=_not_set(
                    dict.fromkeys(
                        ("scheme", "media", "toggle"), "浅色、深色由看的人选，请删去这一行"
                    )
                    | {"accent": "强调的颜色由本软件定，请删去这一行"},
                    "palette.",
                ),
            ),
            required=False,
        ),
    ),
    unwanted=_not_set(
        {
            "name": f"主题{_OF_THE_PROGRAM}",
            "custom_dir": f"{_PROGRAM}。要改模板，改本软件再发布一版",
            "static_templates": f"{_PROGRAM}。自己的页面用 Markdown 写在 {PAGES}/ 里",
            "features": f"页面的功能{_OF_THE_PROGRAM}",
            "font": "页面用看的人电脑里的字体，不到外网下载，请删去这一行",
            "icon": f"图标由本软件定，标志写成 logo: 图片，放在 {PAGES}/ 里",
            "language": "页面只有中文，请删去这一行",
            "locale": "页面只有中文，请删去这一行",
            "direction": "页面只有从左到右，请删去这一行",
        },
        "theme.",
    ),
)
_UNWANTED = _not_set(
    {
        "hooks": f"{_PROGRAM}。请删去这一行",
        "plugins": f"{_PROGRAM}，所用的插件也由它定。请删去这一行",
        "markdown_extensions": f"{_PROGRAM}。自己的页面可以用表格、定义列表、提示框和目录",
        "extra_css": f"{_PROGRAM}。颜色写在 theme 的 palette 里，要改样式，改本软件再发布一版",
        "extra_javascript": f"{_PROGRAM}。请删去这一行",
        "extra_templates": f"{_PROGRAM}。自己的页面用 Markdown 写在 {PAGES}/ 里",
        "extra": "社交链接、访问统计、版本选单，网站都没有，请删去这一行",
        "docs_dir": f"手册随本软件来，自己的页面放在 {PAGES}/ 里，请删去这一行",
        "site_dir": "网站放在哪里，用 jifen build --out 写",
        "dev_addr": "jifen serve 用 --port 写端口",
        "watch": "预览总是跟着台账、规则和自己的页面重做，请删去这一行",
        "strict": _ALWAYS,
        "validation": _ALWAYS,
        "use_directory_urls": "网页地址总是写明文件，从 U 盘打开链接才有效，请删去这一行",
        "edit_uri_template": "请改用 edit_uri",
        "exclude_docs": _OWN_FILES,
        "draft_docs": _OWN_FILES,
        "not_in_nav": "写了 nav，没有列进去的页面就不在菜单里",
        "remote_branch": "网站不用 mkdocs gh-deploy 发布，请删去这一行",
        "remote_name": "网站不用 mkdocs gh-deploy 发布，请删去这一行",
        "INHERIT": "所有设置都写在这一个文件里",
        "pages": "请改用 nav",
        "google_analytics": "网站不统计谁看了什么，请删去这一行",
    }
)  # fmt: skip


def _hold_together(row: Row, document: Document) -> None:
    relative = row["edit_uri"] and not re.match(_ELSEWHERE, row["edit_uri"])
    for key, alone in (("repo_name", row["repo_name"]), ("edit_uri", relative)):
        if alone and row["repo_url"] is None:
            row.refuse(document, key, f"写了 {key}，没有写 repo_url")


_FIELDS = (
    Field("site_name", _Line(20), required=False),
    Field("site_url", _Address(), required=False),
    Field("site_description", _Line(200), required=False),
    Field("site_author", _Line(60), required=False),
    Field("copyright", _Line(200), required=False),
    Field("repo_url", _Address(), required=False),
    Field("repo_name", _Line(60), required=False),
    Field("edit_uri", _Address("编辑地址", partial=True), required=False),
    Field("theme", _THEME, required=False),
    Field("nav", _Menu(), required=False),
)
_FORM = Shape("网站设置", _FIELDS, _hold_together, _UNWANTED)
_OF_MKDOCS = Shape(
    "网站设置",
    (
        *_FIELDS,
        Field("INHERIT", Choice({FRAME: "本软件的设置"}, "MkDocs 设置")),
        Field("docs_dir", Choice({"handbook": "本软件的手册"}, "手册文件夹")),
    ),
    _hold_together,
    _UNWANTED,
)
"""The same where MkDocs itself reads the file: beside the program, in its own repository."""


def read_website(files: Files) -> tuple[Website, list[Problem]]:
    """What the settings among ``files`` say, held against the own pages there; and all problems.

    Without settings everything is as the program has it.
    """
    own = own_files(files)
    problems = list(_strays(own))
    if SETTINGS not in files:
        return Website(), problems
    document = read(SETTINGS, files[SETTINGS])
    if document.root is None:
        return Website(), [*document.problems, *problems]
    form = _OF_MKDOCS if "INHERIT" in document.root else _FORM
    row = form.read(document.root, document.root.spot, document)
    website = _website(row)
    before: set[tuple[str, str]] = set()
    for key, path, where in _named(row, website):
        if path not in own:
            hint = "请改正，或者把这个文件补上"
            document.report("路径", where, f"{key} 写了 {path}，{PAGES}/ 里没有这个文件", hint)
        elif path.endswith(".md") != (key == "nav"):
            what = " Markdown 页面" if key == "nav" else "图片"
            document.report("路径", where, f"{key} 写的 {path} 不是{what}", f"请换成{what}")
        elif (key, path) in before:
            document.report("重复", where, f"nav 里 {path} 写了两次", "请只留一处")
        before.add((key, path))
    return website, [*document.problems, *problems]


def errors_added(before: Files, after: Files) -> list[Problem]:
    """The errors of the site after a change that were not there before it."""
    old, new = (errors(read_website(files)[1]) for files in (before, after))
    return [problem for problem in new if problem not in old]


def _strays(own: Files) -> Iterator[Problem]:
    """Files that no page shows and a browser might run, and pages that nobody can read."""
    for path, data in own.items():
        if path.endswith(".md") and data.decode("utf-8", "replace").encode() != data:
            hint = "请在编辑器里选择 UTF-8 重新保存"
            yield Problem("编码", Place(f"{PAGES}/{path}"), "文件不是 UTF-8 编码", hint)
        if path.rpartition("/")[2].lower() == "readme.md":
            # MkDocs would put it in the place of index.md, and one of the two would be lost.
            message = "自己的页面不能叫 README.md"
            yield Problem("路径", Place(f"{PAGES}/{path}"), message, "请改名为 index.md")
        if path.rpartition(".")[2].lower() not in ENDINGS:
            hint = f"这里只放 {listed(ENDINGS)} 文件，样式和程序由本软件带来，请移走"
            yield Problem("路径", Place(f"{PAGES}/{path}"), "这个文件不能进网站", hint)


def _named(row: Row, website: Website) -> Iterator[tuple[str, str, Spot]]:
    """Every file that a setting names: the setting, the file, and where that is written."""
    for key, path in (("logo", website.logo), ("favicon", website.favicon)):
        if path:
            yield f"theme.{key}", path, row["theme"].at(key)
    for section in website.menu or ():
        for page in section.pages:
            yield "nav", page.path, page.spot


def _website(row: Row) -> Website:
    theme = row["theme"] or {}
    palette = theme.get("palette") or {}
    said = {
        "short_name": row["site_name"],
        "address": row["site_url"],
        "description": row["site_description"],
        "author": row["site_author"],
        "copyright": row["copyright"],
        "repo_url": row["repo_url"],
        "repo_name": row["repo_name"],
        "edit_uri": row["edit_uri"],
        "logo": theme.get("logo"),
        "favicon": theme.get("favicon"),
        "colour": palette.get("primary"),
        "menu": row["nav"],
    }
    return Website(**{key: value for key, value in said.items() if value not in (None, MISSING)})
