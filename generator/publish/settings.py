"""What ``mkdocs.yml`` may set: every setting has its effect, or is told by name with the reason.

Knows nothing of MkDocs: it reads the settings as they stand in the file, so that a setting this
program has never heard of is told as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

Settings = Mapping[str, Any]

STYLE = "assets/jifen.css"
SCRIPT = "assets/jifen.js"
PLUGIN = "jifen"
THEME = "site_templates/theme"

HONOURED = {
    "site_name", "site_url", "site_description", "site_author", "site_dir", "docs_dir", "copyright",
    "repo_url", "repo_name", "edit_uri", "edit_uri_template", "nav", "hooks", "plugins", "exclude_docs", "draft_docs",
    "not_in_nav", "extra_css", "extra_javascript", "markdown_extensions", "validation", "strict",
    "watch", "theme.name", "theme.custom_dir", "theme.static_templates", "theme.features",
    "theme.favicon", "theme.logo", "theme.icon.logo", "theme.palette", "extra.scope",
}  # fmt: skip
"""Settings with an effect, though ``_INSIDE`` may tell of parts of them."""
FEATURES = {
    "content.code.annotate", "content.code.copy", "content.code.select",
    "content.footnote.tooltips", "content.tabs.link", "content.tooltips",
    "navigation.tracking", "toc.follow",
}  # fmt: skip
"""Features of Material that need nothing but its script."""
SHIPPED = {"tables", "admonition", "def_list", "attr_list", "md_in_html", "toc", "fenced_code"}
"""Markdown extensions that ``mkdocs.yml`` and MkDocs come with."""
_FIXED = {
    "use_directory_urls": False,
    "theme.language": "zh",
    "theme.locale": "en",
    "theme.direction": "ltr",
    "theme.font": False,
    "extra.generator": False,
}
"""What the pages are in any case: setting something else is told."""
_GROUPS = ("theme", "theme.icon", "extra")
_WHY = {
    "dev_addr": "jifen serve 和 make serve 用 --port 写端口",
    "extra.alternate": "网站只有中文一种",
    "extra.analytics": "网站不统计谁看了什么",
    "extra.annotate": "页面不用它",
    "extra.consent": "网站不存 Cookie，不统计访问，不用征求同意",
    "extra.generator": "页脚不写网站是用什么做的",
    "extra.homepage": "网站标志总是通到首页",
    "extra.polyfills": "要加的程序写在 extra_javascript 里",
    "extra.social": "页脚不放社交网站的链接",
    "extra.status": "菜单里不标页面的状态",
    "extra.tags": "页面不显示标签",
    "extra.version": "网站只有一版，不另设版本选单",
    "extra_templates": "网站只有生成的页面和手册，自己的模板放在 theme.custom_dir 里",
    "remote_branch": "网站不用 mkdocs gh-deploy 发布",
    "remote_name": "网站不用 mkdocs gh-deploy 发布",
    "repo_name": "没有写 repo_url",
    "theme.direction": "页面只有从左到右",
    "theme.font": "页面用看的人电脑里的字体，不到外网下载",
    "theme.icon": "图标由本软件定，只有 theme.icon.logo 可以换",
    "theme.language": "页面只有中文，写 zh",
    "theme.locale": "页面只有中文，请删去这一行",
    "use_directory_urls": "网页地址总是写明文件，从 U 盘打开链接才有效，写 false",
}
_UNUSED = "本软件的页面不用它"
_NAMES = "名称的列表，如 [{}]。只有一个也写方括号"
_WRITTEN: dict[str, tuple[Callable[[Any], bool], str]] = {
    "features": (lambda value: _all_of(str, value), _NAMES.format("toc.follow")),
    "static_templates": (lambda value: _all_of(str, value), _NAMES.format("about.html")),
    "palette": (
        lambda value: isinstance(value, Mapping) or _all_of(Mapping, value),
        "一种配色，或者几种配色的列表，如 {scheme: default, primary: teal}",
    ),
    "logo": (lambda value: value is None or isinstance(value, str), "一个文件的路径"),
    "favicon": (lambda value: value is None or isinstance(value, str), "一个文件的路径"),
}
"""Settings of the theme, whose shape MkDocs looks at in no other: is it so, and what to write."""
_FEATURE_WHY = {
    "announce": "网站没有公告栏",
    "content.action": "“源文件”一行已有链接，写 repo_url 和 edit_uri",
    "header": "页眉总是在上面",
    "navigation.instant": "从 U 盘打开时不能用",
    "navigation": "栏目、菜单的样子由本软件定",
    "search": "查找由本软件自己做",
    "toc": "本页目录的位置由本软件定",
}
_PLUGIN_WHY = {
    "blog": "菜单里没有博客",
    "offline": "网站本来就能从 U 盘打开",
    "search": "查找由本软件自己做，不用它的索引",
    "social": "页面不带给社交网站的卡片",
    "tags": "页面不显示标签",
}
_RUNS = "照常运行，但页面的框架不用它提供的内容"
_OUTSIDE = "网站不从外部地址取任何东西，请下载后放进手册文件夹"


class BadSettingsError(Exception):
    """A setting with which no site can be made, in one sentence: place, fault, what to write."""

    def __init__(self, fault: str) -> None:
        super().__init__(f"mkdocs.yml: {fault}")


def told(settings: Settings) -> list[str]:
    """A sentence for each setting that is not honoured, in the order of the file."""
    lines = []
    for name, value in _named({**settings, "theme": _theme(settings)}):
        if why := _without_effect(name, value, settings):
            lines.append(f"mkdocs.yml: {name} 不起作用：{why}。")
        if inside := _INSIDE.get(name):
            parts = inside(value, settings)
            lines += [f"mkdocs.yml: {name} 里的 {part} {what}。" for part, what in parts]
    return lines


def told_to_verifiers(settings: Settings, *, own_theme: bool) -> list[str]:
    """One sentence naming what could change the numbers of a page, though the proof holds."""
    theme = _theme(settings)
    # The proof is of records and rules, not of what draws them.
    found = {
        "extra_css": set(paths(settings.get("extra_css"))) - {STYLE},
        "extra_javascript": set(paths(settings.get("extra_javascript"))) - {SCRIPT},
        "hooks": settings.get("hooks"),
        "plugins": set(names(settings.get("plugins"))) - {PLUGIN},
        "markdown_extensions": set(names(settings.get("markdown_extensions"))) - SHIPPED,
        "theme.custom_dir": theme.get("custom_dir") and not own_theme,
        "theme.static_templates": theme.get("static_templates"),
    }
    named = "、".join(name for name, value in found.items() if value)
    what = "它们能改变页面上显示的数字，核验不管它们，请核对以后再发布"
    return [f"mkdocs.yml: 用信任根生成，设置里另有 {named}，{what}。"] if named else []


def refuse(settings: Settings) -> None:
    """Raise ``BadSettingsError`` for what no site can be made with."""
    theme = _theme(settings)
    if (name := theme.get("name")) != "material":
        raise BadSettingsError(f"theme.name 写的是 {name}，网站只能用 material。请改回。")
    for key, (is_so, what) in _WRITTEN.items():
        if key in theme and not is_so(theme[key]):
            raise BadSettingsError(f"theme.{key} 应当写成{what}。请改正。")
    # ``javascript:`` would stand as a link on every page.
    for key in ("repo_url", "edit_uri", "edit_uri_template"):
        address = str(settings.get(key) or "")
        if urlsplit(address).scheme not in ("", "http", "https"):
            raise BadSettingsError(f"{key} 写的是 {address}，只能是 http 或 https 地址。请改正。")


def is_outside(address: str) -> bool:
    """Whether a page would have to ask another machine for it: ``https://…``, ``//…``."""
    return address.startswith("//") or bool(urlsplit(address).scheme)


def paths(listed: Iterable[Any] | None) -> list[str]:
    """The paths in ``extra_css`` or ``extra_javascript``, whose entries may be mappings."""
    return [str(each["path"] if isinstance(each, Mapping) else each) for each in listed or ()]


def names(listed: Iterable[Any] | None) -> list[str]:
    """The names in ``plugins`` or ``markdown_extensions``, whose entries may carry options."""
    return [str(next(iter(each)) if isinstance(each, Mapping) else each) for each in listed or ()]


def seen_from_the_root(uri: str, docs: str) -> str:
    """``edit_uri`` without the handbook's folder: records and rules lie beside the handbook."""
    root = f"/{uri.rstrip('/')}/"
    # An address that is nothing but the handbook's folder becomes that of the repository.
    return (root.removesuffix(f"{docs}/") if root.endswith(f"/{docs}/") else root)[1:] or "./"


def leads_to_the_forge(settings: Settings, key: str) -> bool:
    """Whether ``edit_uri`` or ``edit_uri_template`` is there and has an address to stand on.

    Without it MkDocs would guess another branch and another folder from the name of the forge.
    """
    uri = str(settings.get(key) or "")
    return bool(uri) and (bool(settings.get("repo_url")) or is_outside(uri))


def _all_of(kind: type, value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, kind) for each in value)


def _theme(settings: Settings) -> Settings:
    # ``theme: material`` is short for ``theme: {name: material}``; without it MkDocs takes its own.
    theme = settings.get("theme") or "mkdocs"
    return {"name": theme} if isinstance(theme, str) else theme


def _named(settings: Settings, group: str = "") -> Iterator[tuple[str, Any]]:
    """Every setting that says something, by its full name: ``theme.icon.logo``."""
    for key, value in settings.items():
        name = f"{group}{key}"
        if isinstance(value, Mapping) and name in _GROUPS:
            yield from _named(value, f"{name}.")
        # A setting left empty asks for nothing.
        elif value is not None and value not in ([], {}, ""):
            yield name, value


def _without_effect(name: str, value: Any, settings: Settings) -> str:
    """Why a setting has no effect, or nothing."""
    if name in ("theme.logo", "theme.favicon") and is_outside(str(value)):
        return _OUTSIDE
    leads = name not in ("edit_uri", "edit_uri_template") or leads_to_the_forge(settings, name)
    if not leads or (name == "repo_name" and not settings.get("repo_url")):
        return _WHY["repo_name"]
    # What is set to what pages are anyway has its effect.
    if name in HONOURED or (name in _FIXED and value == _FIXED[name]):
        return ""
    return _longest(name, _WHY)


Parts = Iterable[tuple[str, str]]
"""Part of a setting → what becomes of it."""


def _outside(value: Any, _: Settings) -> Parts:
    return [(path, f"不起作用：{_OUTSIDE}") for path in paths(value) if is_outside(path)]


def _features(value: Any, _: Settings) -> Parts:
    others = [each for each in value if each not in FEATURES]
    return [(each, f"不起作用：{_longest(each, _FEATURE_WHY)}") for each in others]


def _palette(value: Any, _: Settings) -> Parts:
    # One colour scheme, or a list of them to choose from.
    looks = [value] if isinstance(value, Mapping) else value
    other = any(look.get("accent", "custom") != "custom" for look in looks)
    return [("accent", "不起作用：强调的颜色由本软件定")] if other else []


def _plugins(value: Any, _: Settings) -> Parts:
    for name in names(value):
        why = _PLUGIN_WHY.get(name.removeprefix("material/"))
        if name != PLUGIN:
            yield name, f"不起作用：{why}" if why else _RUNS


def _extensions(value: Any, settings: Settings) -> Parts:
    if "material.extensions.preview" in names(value):
        yield "material.extensions.preview", "不起作用：从 U 盘打开时不能用"
    # Material fetches it from the internet, unless the bureau brings it along.
    if "mermaid" in str(value) and "mermaid" not in str(settings.get("extra_javascript")):
        yield "mermaid", f"不起作用：{_OUTSIDE}，并写在 extra_javascript 里"


def _validation(value: Any, _: Settings) -> Parts:
    of_nav = value.get("nav", {})
    for key in ("not_found", "absolute_links"):
        # Set for both, or for the menu alone.  A strict build stops at what is warned of, as here.
        if {**value, **of_nav}.get(key, "warn") != "warn":
            why = "不起作用：nav 写了网站没有的页面，总不生成"
            yield (f"nav.{key}", why) if key in of_nav else (key, f"对 nav {why}")
    if {**value, **value.get("links", {})}.get("absolute_links") == "relative_to_docs":
        yield "relative_to_docs", "从网站的最上层算起：手册的页面写成 /handbook/index.md 这样"


def _strict(value: Any, _: Settings) -> Parts:
    why = "只对预览起作用：jifen build 和 make site 总是严格生成，有 WARNING 的不生成"
    return [] if value else [("false", why)]


_INSIDE: dict[str, Callable[[Any, Settings], Parts]] = {
    "extra_css": _outside,
    "extra_javascript": _outside,
    "theme.features": _features,
    "theme.palette": _palette,
    "theme.static_templates": lambda value, _: (
        [("sitemap.xml", "不起作用：网站不设站点地图")] if "sitemap.xml" in value else []
    ),
    "plugins": _plugins,
    "hooks": lambda value, _: [(str(each), _RUNS) for each in value],
    "markdown_extensions": _extensions,
    "validation": _validation,
    "strict": _strict,
    "copyright": lambda value, _: [("HTML 标记", "不起作用：页脚只写文字")] if "<" in value else [],
}


def _longest(name: str, reasons: Mapping[str, str]) -> str:
    """The reason given for the name, or for what it is a part of."""
    whole = name.split(".")
    # ``navigation.instant.progress`` is told by the reason for ``navigation.instant``.
    parts = (".".join(whole[:length]) for length in range(len(whole), 0, -1))
    return next((reasons[part] for part in parts if part in reasons), _UNUSED)
