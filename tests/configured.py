"""A bureau that sets everything in ``mkdocs.yml``, each other than its default."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml

from tests.small_site import project

MATERIAL = Path(*find_spec("material").submodule_search_locations) / "templates"  # type: ignore[union-attr, misc]
TEMPLATES = "".join(path.read_text("utf-8") for path in sorted(MATERIAL.rglob("*.html")))
BUNDLE = next((MATERIAL / "assets/javascripts").glob("bundle.*.min.js")).read_text("utf-8")
ALL_FEATURES = sorted(
    {*re.findall(r'"([a-z]+(?:\.[a-z]+)+)" (?:not )?in features', TEMPLATES)}
    | {*re.findall(r'\bV\("([a-z]+(?:\.[a-z]+)+)"\)', BUNDLE)}
)
"""Every feature that Material's templates or its script ask for."""
OWN_MENU = [
    {"本局制度": ["bureau/general.md", {"细则": "bureau/detail.md"}]},
    {"联系我们 A&B": "contact.md"},
    {"外网": "https://example.com/"},
    {"开头": "index.md"},
]
EVERYTHING: dict[str, Any] = {
    "site_name": "临水积分",
    "site_url": "http://jifen.local/kpi/",
    "site_description": '一句"说明"',
    "site_author": "指挥中心",
    "site_dir": "elsewhere",
    "docs_dir": "docs",
    "copyright": "版权 &copy; 2026 <b>临水县公安局</b>",
    "repo_url": "https://git.local/jifen",
    "repo_name": "县局平台",
    "edit_uri": "-/edit/main/docs",
    "nav": OWN_MENU,
    "exclude_docs": "secret.md\n",
    "draft_docs": "/draft.md\n",
    "not_in_nav": "loose.md\ncontact.md\nindex.md\n",
    "dev_addr": "127.0.0.1:8123",
    "use_directory_urls": True,
    "extra_css": ["assets/jifen.css", "own.css", "https://cdn.example.com/x.css"],
    "extra_javascript": ["assets/jifen.js", {"path": "own.mjs", "type": "module", "defer": True}],
    "extra_templates": ["robots.html"],
    "remote_branch": "pages",
    "remote_name": "forge",
    "plugins": ["jifen", "search"],
    "hooks": ["hook.py"],
    "watch": ["notes"],
    "strict": True,
    "validation": {"nav": {"omitted_files": "warn"}, "links": {"not_found": "ignore"}},
    "markdown_extensions": ["footnotes", {"toc": {"permalink": "¶"}}],
    "extra": {"scope": "/kpi/", "social": [{"link": "https://example.com"}], "colour": "red"},
    "theme": {
        "name": "material",
        "custom_dir": "own_theme",
        "static_templates": ["about.html", "sitemap.xml"],
        "language": "en",
        "locale": "en_GB",
        "direction": "rtl",
        "font": {"text": "Roboto"},
        "favicon": "own.ico",
        "logo": "own.png",
        "icon": {"repo": "material/git"},
        "palette": {"scheme": "slate", "primary": "teal", "accent": "red"},
        "features": ALL_FEATURES,
        "shiny": True,
    },
}
"""Every setting of MkDocs and of Material's themes, each other than its default."""
FILES = {
    "docs/index.md": "# 使用手册\n",
    "docs/bureau/general.md": "# 总则\n\n第一条[^1]\n\n[无](nowhere.md)\n\n[^1]: 注。\n\n## 一\n\n## 二\n",
    "docs/bureau/detail.md": "# 实施细则\n",
    "docs/contact.md": "# 联系方式\n",
    "docs/secret.md": "# 不进网站\n",
    "docs/draft.md": "# 草稿\n",
    "docs/loose.md": "# 不在菜单\n",
    "docs/own.css": "body {}\n",
    "docs/own.mjs": "export {}\n",
    "docs/own.png": "png",
    "docs/own.ico": "ico",
    "docs/robots.html": "{{ config.site_name }}",
    "own_theme/about.html": "关于{{ config.extra.colour }}",
    "own_theme/shell/contents.html": "<p>自己的目录</p>",
    "hook.py": "def on_page_markdown(markdown, **_):\n    return markdown.replace('第一条', '第壹条')\n",
    "notes/x": "",
}


def bureau(folder: Path, settings: dict[str, Any], files: dict[str, str] | None = None) -> Path:
    """The small county with settings over those it comes with, and files beside them."""
    project(folder)
    path = folder / "mkdocs.yml"
    given = yaml.safe_load(path.read_text(encoding="utf-8"))
    theme = {**given["theme"], **settings.get("theme", {})}
    text = yaml.safe_dump({**given, **settings, "theme": theme}, allow_unicode=True)
    path.write_text(text, encoding="utf-8")
    for name, content in (files or {}).items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")
    return folder


def html(site: Path, name: str) -> str:
    return (site / name).read_text(encoding="utf-8")
