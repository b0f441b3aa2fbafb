"""Sections of the menu that ``nav`` in ``mkdocs.yml`` makes of a bureau's own pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from posixpath import normpath
from typing import Any

from generator.publish.frame import SECTIONS, MenuEntry
from generator.publish.kit import links
from generator.publish.settings import BadSettingsError, is_outside


def sections(
    nav: Sequence[Any], pages: Mapping[str, tuple[str, str]]
) -> tuple[tuple[MenuEntry, ...], list[str]]:
    """The sections in the order named, and a sentence for each entry that is left out.

    ``pages`` gives the address and the title of each hand-written page by its path in the
    handbook's folder.  A section stands where its first page stands.  Raises ``BadSettingsError``.
    """
    made: list[MenuEntry] = []
    left_out: list[str] = []
    for item in nav:
        for title, inside in _titled(item):
            if title in {name for name, _ in SECTIONS}:
                fault = f"nav 里的“{title}”是网站自己的栏目。请给自己的栏目另起名称。"
                raise BadSettingsError(fault)
            listed = inside if isinstance(inside, list) else [item]
            entries = list(_entries(listed, title, pages, left_out))
            if entries:
                children = tuple(entries) if isinstance(inside, list) else ()
                made.append(MenuEntry(title or entries[0].title, entries[0].uri, children))
    return tuple(made), left_out


def _entries(
    listed: Sequence[Any], section: str, pages: Mapping[str, tuple[str, str]], left_out: list[str]
) -> Iterator[MenuEntry]:
    for item in listed:
        for title, path in _titled(item):
            if not isinstance(path, str):
                fault = f"nav 里“{section}”下面的“{title}”还有一层，菜单只有两层。"
                raise BadSettingsError(f"{fault}请把这一层的页面直接写在“{section}”下面。")
            if is_outside(path):
                left_out.append(f"mkdocs.yml: nav 里的 {path} 不起作用：菜单只通到本站的页面。")
                continue
            if normpath(path) not in pages:
                fault = f"nav 里写了 {path}，手册文件夹里没有这一页。"
                raise BadSettingsError(f"{fault}请改正，或者把这一页补上。")
            uri, own_title = pages[normpath(path)]
            if uri == links.HANDBOOK:
                why = "这一页就是“使用手册”栏目，总在菜单里"
                left_out.append(f"mkdocs.yml: nav 里的 {path} 不起作用：{why}。")
                continue
            yield MenuEntry(title or own_title, uri)


def _titled(item: Any) -> Iterator[tuple[str, Any]]:
    """``contact.md`` or ``{联系我们: contact.md}`` as title, which may be empty, and what it names."""
    if isinstance(item, Mapping):
        yield from ((str(title), inside) for title, inside in item.items())
    else:
        yield "", item
