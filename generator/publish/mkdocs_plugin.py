"""The MkDocs plugin: hands finished pages to MkDocs. The only file that imports it.

MkDocs 1.6 and Material end in May 2027; what they are asked to do here is put finished HTML into a
frame and write files, so that another tool can take their place (see ``export.py``).
"""

from __future__ import annotations

import gc
import logging
import os
import sys
from contextlib import ExitStack
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from jinja2 import FileSystemBytecodeCache
from mkdocs.config.base import Config
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents

from generator.files import whole
from generator.files.interrupts import Interrupted, heeded
from generator.files.shipped import shipped
from generator.publish.build import FOLDER, TRUST, forget_changed_code
from generator.publish.handwritten import unfit
from generator.rules.website import FRAME, PAGES, SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation
    from mkdocs.utils.templates import TemplateContext

    from generator.publish.frame import Frame, MenuEntry, Shell
    from generator.publish.site import Heading, Page

SITE_MARK = "assets/jifen.css"
"""What every site has: a folder without it is none, and is left alone."""
WATCHED = ("ledger", "rules", PAGES, SETTINGS)
"""What a bureau changes; the program's own folders are watched beside them."""
_PROGRAM = ("site_templates", "handbook", "generator")
_UNUSED = ("assets/javascripts/lunr/", "assets/javascripts/workers/", "sitemap.xml")
"""Files of the theme that serve its own search, which the finder replaces, and the sitemap."""


class NoOptions(Config):  # type: ignore[no-untyped-call]  # MkDocs leaves it untyped
    """The plugin has none: ``rules/bureau.yml`` says what there is to say."""


class Stopped(Abort):
    """No new site, in one sentence and with an exit code; the old one has not been touched."""

    def __init__(self, why: str, code: int = 1) -> None:
        super().__init__(f"{why}网站没有更新。")
        self.ends_with = code

    def show(self, *_: Any, **__: Any) -> None:
        """Say it on the error stream, and end with that code."""
        _write_lines([self.format_message()])
        sys.exit(self.ends_with)


def _write_lines(lines: Iterable[str]) -> None:
    """On the error stream, whether MkDocs is to be quiet or not."""
    sys.stderr.write("".join(f"{line}\n" for line in lines))


class JifenPlugin(BasePlugin[NoOptions]):  # type: ignore[no-untyped-call]
    """Makes the pages of ledger and rules, the menu and the finder."""

    root: Path
    frame: Frame
    short_name: str
    trusted: bool
    """Whether a trust root is at hand: then nothing of the work tree has a say."""
    handwritten: dict[str, str]
    """Hand-written page → its search line."""
    sources: dict[str, str]
    """Hand-written page → its Markdown file in the site."""
    unfit: list[str]
    """What is wrong with own pages."""
    shell: Shell
    building: ExitStack | None = None
    """What ends with a build; a preview has none and its own folder."""

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Know whether it is a build, and let it be interrupted."""
        self.building = ExitStack() if command == "build" else None
        if self.building:
            self.building.enter_context(heeded())

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Start from nothing: under ``serve`` one process builds many times."""
        forget_changed_code(keeping=__name__)
        # A build makes millions of small objects and drops few of them: looking for circles among
        # them would take an eighth of its time.
        gc.disable()
        file = Path(config.config_file_path).resolve()
        self.root = Path(os.environ.get(FOLDER) or ".").resolve() if file == shipped(FRAME) else file.parent  # fmt: skip
        self.trusted = bool(os.environ.get(TRUST))
        if self.trusted and file != shipped(FRAME):
            # MkDocs has read its settings from the work tree, and run what they name.
            raise Stopped("凭信任根生成网站，请用 jifen build --trust。")
        config.theme.dirs.insert(0, str(shipped("site_templates/theme")))
        self.handwritten, self.sources, self.unfit = {}, {}, []
        own = [self.root / name for name in WATCHED]
        watched = [str(path) for path in (*own, *map(shipped, _PROGRAM)) if path.exists()]
        config.watch.extend(path for path in watched if path not in config.watch)
        if self.building:
            config.site_dir = self._made_aside(Path(config.site_dir), self.building)
        return config

    def on_shutdown(self) -> None:
        """Let the new site take the old one's place, unless something is on its way out.

        MkDocs calls this last and whatever has happened, also after it has counted the warnings.
        """
        if not self.building:
            return
        try:
            # MkDocs is on its way out in ``finally``: only the interpreter knows what went wrong.
            self.building.__exit__(*sys.exc_info())
            error = sys.exc_info()[1]
        except OSError as late:
            error = late
        if isinstance(error, Interrupted):
            raise Stopped("已中断，", error.code) from None
        if isinstance(error, OSError) and (words := whole.in_words(error)):
            raise Stopped(words) from None
        if isinstance(error, Abort) and "strict mode" in str(error):
            raise Stopped("手册或设置有上面各条 WARNING 写明的问题，") from None

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Make the pages before MkDocs empties the site: bad books leave the old one standing."""
        # Imported here, as all that makes pages is, so that a preview takes up changes of the code.
        from generator.approval.root import BadRoot
        from generator.publish import build, evidence, frame

        try:
            trust = build.trust_root(os.environ, self.root)
            # Compiled templates are code, and those in the work tree are anybody's.
            cache = None if self.trusted else self.root / ".cache" / "pages"
            self.frame = frame.Frame(self.root, cache, trust)
        except (frame.BadBooksError, evidence.UnprovenError) as error:
            _write_lines(error.lines)
            raise Abort(str(error)) from None
        except BadRoot as error:
            raise Stopped(f"{error}。请核对信任根文件。") from None

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the generated pages, their downloads, the assets, the handbook's and own pages."""
        from generator.publish.site import TEMPLATES

        self._set(config)
        for file in [*files]:
            # Maps for debuggers are half of the theme's bytes.
            if file.src_uri.startswith(_UNUSED) or file.src_uri.endswith(".map"):
                files.remove(file)
        # A sitemap needs the site's address and a date; an intranet has no crawler to read it.
        config.theme.static_templates.discard("sitemap.xml")
        # First, because the home page takes the name of the handbook's own index page.
        self._move_handbook(files, config)
        self._add_own(files, config)
        for page in self.frame.pages.values():
            _add_page(page, files, config)
        for path in sorted((TEMPLATES / "assets").iterdir()):
            name = f"assets/{path.name}"
            files.append(File(name, str(TEMPLATES), config.site_dir, config.use_directory_urls))
        config.nav = [self._nav(entry) for entry in self.frame.menu()]
        return files

    def on_page_markdown(
        self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> str:
        """Take no notice of lines before the text, which could name another template or source."""
        if not isinstance(page, ReadyPage):
            page.meta = {}
        return markdown

    def on_page_content(
        self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> str:
        """Note what the finder says of a hand-written page: its headings."""
        if not isinstance(page, ReadyPage) and _uri(page) in self.frame.titles:
            self.handwritten[_uri(page)] = " ".join(link.title for link in _flat(page.toc))
            if _uri(page).startswith(f"{PAGES}/") and (fault := unfit(html)):
                self.unfit.append(f"{page.file.src_uri}: {fault}。")
        return html

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Stop before the first page is written, if one is unfit; keep the theme's compiled templates."""
        from generator.publish.frame import Shell

        if self.unfit:
            raise Stopped("\n".join((*self.unfit, "")))
        if not self.trusted:
            cache = self.root / ".cache" / "theme"
            cache.mkdir(parents=True, exist_ok=True)
            env.bytecode_cache = FileSystemBytecodeCache(str(cache))
        facts = {
            "config": config,
            "short_name": self.short_name,
            "bureau": self.frame.bureau,
            "menu": self.frame.menu(),
            "styles": [*_theme_files(files, ".css"), *config.extra_css],
            "scripts": [*_theme_files(files, ".js"), *config.extra_javascript],
        }
        self.shell = Shell(env, facts)
        return env

    def on_page_context(
        self, context: TemplateContext, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Tell the templates where the page stands, and what is around it."""
        way = self.frame.way_up(_uri(page))
        section = way[1].uri if len(way) > 1 else _uri(page)
        around = self.shell.around(context["base_url"], section)
        context.update({"way_up": way, **around})  # type: ignore[typeddict-item]
        return context

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """The same for the page that stands for an unknown address."""
        context.update(self.shell.around(context["base_url"], ""))  # type: ignore[typeddict-item]
        return context

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the finder's data."""
        # Now, because what it says of hand-written pages is known only when they are made.
        data = self.frame.finder(self.handwritten)
        Path(config.site_dir, "assets/finder-data.js").write_bytes(data)
        gc.enable()

    def on_build_error(self, *, error: Exception) -> None:
        """Leave the process as it was."""
        gc.enable()

    def _made_aside(self, site: Path, building: ExitStack) -> str:
        """A folder to make the site in, until it is whole; MkDocs still names the site's place."""
        from generator.publish.build import refuse_misplaced

        try:
            refuse_misplaced(site, self.root)
            folder = building.enter_context(whole.folder(site, SITE_MARK))
        except whole.UnfitError as error:
            raise Stopped(str(error)) from None

        def reworded(record: logging.LogRecord) -> bool:
            record.msg = str(record.msg).replace(str(folder), str(site))
            # ``on_shutdown`` says in a sentence what the system refused.
            return not isinstance(sys.exc_info()[1], OSError)

        log = logging.getLogger("mkdocs.commands.build")
        log.addFilter(reworded)
        building.callback(log.removeFilter, reworded)
        return str(folder)

    def _set(self, config: MkDocsConfig) -> None:
        """Tell MkDocs, which has the program's settings, what the bureau has set."""
        website, theme = self.frame.website, config.theme
        self.short_name = website.short_name or config.site_name
        config.site_name = escape(self.frame.name)
        config.site_url = f"{website.address.rstrip('/')}/" if website.address else None
        config.site_description = website.description or None
        config.site_author = website.author or None
        config.copyright = website.copyright or None
        config.repo_url = website.repo_url or None
        config.repo_name = website.repo_name or urlsplit(website.repo_url).netloc
        config.edit_uri = f"{website.edit_uri.rstrip('/')}/" if website.edit_uri else None
        for key, path in (("logo", website.logo), ("favicon", website.favicon)):
            if path:
                theme[key] = f"{PAGES}/{path}"
        if website.colour:
            theme["palette"] = [{**look, "primary": website.colour} for look in theme["palette"]]

    def _move_handbook(self, files: Files, config: MkDocsConfig) -> None:
        """Put the program's hand-written pages into a folder of their own, beside the others."""
        from generator.publish.kit.links import HANDBOOK

        for file in [*files]:
            if file.src_dir != config.docs_dir:
                continue
            files.remove(file)
            name, path = f"{HANDBOOK}{file.src_uri}", Path(str(file.abs_src_path))
            moved = File.generated(config, name, abs_src_path=str(path), inclusion=file.inclusion)
            inside = path.is_relative_to(self.root)
            moved.edit_uri = path.relative_to(self.root).as_posix() if inside else None
            if file.is_documentation_page() and file.inclusion.is_included():
                page = self._handwritten(moved, config)
                self.frame.titles[_uri(page)] = page.title or file.name
            files.append(moved)

    def _add_own(self, files: Files, config: MkDocsConfig) -> None:
        """Add a bureau's own pages and pictures, as they were read."""
        titles, made = {}, []
        for path, data in self.frame.own_files.items():
            file = File.generated(config, f"{PAGES}/{path}", content=data)
            file.edit_uri = file.src_uri
            files.append(file)
            if file.is_documentation_page():
                page = self._handwritten(file, config)
                page.meta = {}
                titles[path] = (_uri(page), unescape(page.title or file.name))
                made.append(page)
        self.frame.add_own(titles)
        for page in made:
            page.title = escape(self.frame.titles[_uri(page)])

    def _handwritten(self, file: File, config: MkDocsConfig) -> MkDocsPage:
        page = MkDocsPage(None, file, config)
        page.read_source(config)
        self.sources[_uri(page)] = file.src_uri
        return page

    def _nav(self, entry: MenuEntry) -> dict[str, Any]:
        """For MkDocs, which wants the names of Markdown files."""
        inside = [self.sources.get(each.uri, each.markdown) for each in (entry, *entry.children)]
        return {entry.title: [*dict.fromkeys(inside)] if entry.children else inside[0]}


class ReadyPage(MkDocsPage):
    """A page that comes with its HTML and headings, so that no Markdown is parsed for it."""

    def __init__(self, ready: Page, file: File, config: MkDocsConfig) -> None:
        # Material writes titles into the page as they are.
        super().__init__(escape(ready.title), file, config)
        self.ready = ready

    def read_source(self, config: MkDocsConfig) -> None:
        """Take the place of reading a file: there is none."""
        self.markdown = ""
        self.meta = {"source": self.ready.edit_uri}

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Take the place of Markdown."""
        self.content = self.ready.html
        self.toc = _toc(self.ready.toc)


def _add_page(page: Page, files: Files, config: MkDocsConfig) -> None:
    hidden = InclusionLevel.NOT_IN_NAV
    file = File.generated(config, f"{page.uri}index.md", content="", inclusion=hidden)
    file.edit_uri = page.edit_uri or None
    ReadyPage(page, file, config)
    files.append(file)
    for download in page.downloads:
        name = f"{page.uri}{download.name}"
        files.append(File.generated(config, name, content=download.data, inclusion=hidden))


def _theme_files(files: Files, ending: str) -> list[str]:
    """Material's style sheets or script, whose names carry a digest."""
    own = (file.src_uri for file in files if file.src_uri.startswith("assets/"))
    return sorted(name for name in own if name.endswith(f".min{ending}"))


def _uri(page: MkDocsPage) -> str:
    return page.file.dest_uri.removesuffix("index.html")


def _toc(headings: tuple[Heading, ...]) -> TableOfContents:
    top: list[AnchorLink] = []
    for anchor, title, level in headings:
        link = AnchorLink(escape(title), anchor, level)
        (top[-1].children if level == 3 and top else top).append(link)
    return TableOfContents(top)


def _flat(toc: TableOfContents | list[AnchorLink]) -> list[AnchorLink]:
    return [link for item in toc for link in (item, *_flat(item.children))]
