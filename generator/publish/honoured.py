"""Settings of ``mkdocs.yml`` that take more than MkDocs itself or a template: it is put right for them.

``config`` is that of MkDocs, which only the plugin imports.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from posixpath import normpath
from typing import Any

from generator.publish import settings
from generator.publish.frame import SECTIONS, MenuEntry
from generator.publish.kit import links
from generator.publish.settings import BadSettingsError, is_outside
from generator.publish.site import TEMPLATES

FAVICON = "assets/favicon.svg"


def apply(config: Any, root: Path, *, trusted: bool) -> list[str]:
    """See to what pages are in any case; returns a sentence for each setting without effect.

    ``trusted``: built with a trust root, where what could change numbers is named as well.
    Raises ``BadSettingsError``.
    """
    written = as_written(config)
    settings.refuse(written)
    theme = config.theme.custom_dir and Path(config.theme.custom_dir).resolve()
    own = theme in (TEMPLATES / "theme", root / settings.THEME)
    if not own:
        # A bureau's own templates lie over those of the program, not in their place.
        config.theme.dirs.insert(1 if theme else 0, str(TEMPLATES / "theme"))
    # A folder opened from a USB stick shows its list of files, not the page in it.
    config.use_directory_urls = False
    # A template outside the pages would be built without what they are given.
    config.extra_templates = []
    # A sitemap needs the site's address and a date; an intranet has no crawler to read it.
    config.theme.static_templates.discard("sitemap.xml")
    config.theme["features"] = [
        each for each in config.theme["features"] if each in settings.FEATURES
    ]
    # A page's source may lie beside the handbook, so that edit links start at the root.
    docs = Path(config.docs_dir).resolve()
    _lead_to_the_forge(config, written, os.path.relpath(docs, root).replace(os.sep, "/"))
    more = settings.told_to_verifiers(written, own_theme=own) if trusted else []
    return [*settings.told(written), *more]


def find_files(config: Any, there: Collection[str]) -> None:
    """Point style sheets, scripts and pictures at their files in the site, whose paths are ``there``.

    A path is one in the handbook's folder, or in that of the theme.  Raises ``BadSettingsError``.
    """

    def place(path: str, key: str) -> str:
        name, mark, rest = path.partition("?")
        for found in (f"{links.HANDBOOK}{normpath(name)}", normpath(name)):
            if found in there:
                return f"{found}{mark}{rest}"
        fault = f"{key} 里写了 {path}，手册文件夹里没有这个文件。"
        raise BadSettingsError(f"{fault}请改正，或者把这个文件补上。")

    for key, own in (("extra_css", settings.STYLE), ("extra_javascript", settings.SCRIPT)):
        named = [each for each in config[key] if not settings.is_outside(str(each))]
        # Without the program's own file no page could be read; the bureau's may overrule it.
        named = named if own in map(str, named) else [own, *named]
        for number, each in enumerate(named):
            found = place(str(each), key)
            if isinstance(each, str):
                named[number] = found
            else:
                each.path = found
        config[key] = named
    for key, instead in (("logo", None), ("favicon", FAVICON)):
        if path := config.theme.get(key):
            # No page asks another machine for anything; without it the program's own is shown.
            outside = settings.is_outside(path)
            config.theme[key] = instead if outside else place(path, f"theme.{key}")


def _lead_to_the_forge(config: Any, written: settings.Settings, docs: str) -> None:
    for key in ("edit_uri", "edit_uri_template"):
        if not settings.leads_to_the_forge(written, key):
            config[key] = None
    if config.edit_uri:
        config.edit_uri = settings.seen_from_the_root(config.edit_uri, docs)
    if config.edit_uri_template:
        template = config.edit_uri_template
        template.data = template.data.replace(f"{docs}/{{path", "{path")


def as_written(config: Any) -> Mapping[str, Any]:
    """The settings as they stand in the file, before MkDocs fills in its defaults."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        written = config.user_configs[0]
    # MkDocs empties these while it reads them.
    extensions = [{name: config.mdx_configs.get(name)} for name in config.markdown_extensions]
    return {**written, "markdown_extensions": extensions}


# ── a bureau's own pages in the menu ───────────────────────────────────────────────────────────

_ALWAYS = "这一页就是“使用手册”栏目，总在菜单里"


def sections(
    nav: Sequence[Any], pages: Mapping[str, tuple[str, str]]
) -> tuple[tuple[MenuEntry, ...], list[str]]:
    """The sections that ``nav`` names, in its order, and a sentence for each entry left out.

    ``pages`` gives the address and the title of each hand-written page by its path in the
    handbook's folder.  A section stands where its first page stands.  Raises ``BadSettingsError``.
    """
    made: list[MenuEntry] = []
    left_out: list[str] = []
    for title, inside in _titled(nav):
        if title in dict(SECTIONS):
            # The menu would show two of one name, and the way back up only the program's.
            fault = f"nav 里的“{title}”是网站自己的栏目。请给自己的栏目另起名称。"
            raise BadSettingsError(fault)
        nested = isinstance(inside, list)
        listed = inside if nested else [{title: inside}]
        if nested and not inside:
            left_out.append(f"mkdocs.yml: nav 里的 {title} 不起作用：下面没有写页面。")
        entries = tuple(_entries(listed, title, pages, left_out))
        if entries:
            first = entries[0]
            made.append(MenuEntry(title or first.title, first.uri, entries if nested else ()))
    return tuple(made), left_out


def unlisted(pages: Mapping[str, str]) -> tuple[frozenset[str], list[str]]:
    """The addresses that ``not_in_nav`` keeps out of the menu, and a sentence for what it cannot.

    ``pages`` gives the address of each page that it names by its path in the handbook's folder.
    """
    kept = [path for path, uri in pages.items() if uri == links.HANDBOOK]
    told = [f"mkdocs.yml: not_in_nav 里的 {path} 不起作用：{_ALWAYS}。" for path in kept]
    return frozenset(pages.values()) - {links.HANDBOOK}, told


def _entries(
    listed: Sequence[Any], section: str, pages: Mapping[str, tuple[str, str]], left_out: list[str]
) -> Iterator[MenuEntry]:
    for title, path in _titled(listed):
        if not isinstance(path, str):
            fault = f"nav 里“{section}”下面的“{title}”还有一层，菜单只有两层。"
            raise BadSettingsError(f"{fault}请把这一层的页面直接写在“{section}”下面。")
        uri, own_title = pages.get(normpath(path), ("", ""))
        if is_outside(path):
            left_out.append(f"mkdocs.yml: nav 里的 {path} 不起作用：菜单只通到本站的页面。")
        elif not uri:
            fault = f"nav 里写了 {path}，网站没有这一页：手册文件夹里没有，或者 exclude_docs、draft_docs "
            raise BadSettingsError(f"{fault}不让它进网站。请改正，或者把这一页补上。")
        elif uri == links.HANDBOOK:
            left_out.append(f"mkdocs.yml: nav 里的 {path} 不起作用：{_ALWAYS}。")
        else:
            yield MenuEntry(title or own_title, uri)


def _titled(listed: Sequence[Any]) -> Iterator[tuple[str, Any]]:
    """``contact.md`` or ``{联系我们: contact.md}`` as title, which may be empty, and what it names."""
    for each in listed:
        named = each if isinstance(each, Mapping) else {"": each}
        yield from ((str(title), inside) for title, inside in named.items())
