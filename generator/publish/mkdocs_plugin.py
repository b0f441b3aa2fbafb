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
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from jinja2 import FileSystemBytecodeCache
from mkdocs.config.base import Config
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents

from generator.files import whole
from generator.files.interrupts import Interrupted, heeded
from generator.publish.build import forget_changed_code

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation
    from mkdocs.utils.templates import TemplateContext

    from generator.publish.frame import Frame, MenuEntry, Shell
    from generator.publish.site import Heading, Page

SITE_MARK = "assets/jifen.css"
"""What every site has: a folder without it is none, and is left alone."""
WATCHED = ("ledger", "rules", "site_templates", "generator")
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
    handwritten: dict[str, str]
    """Hand-written page → its search line."""
    sources: dict[str, str]
    """Hand-written page → its Markdown file in the handbook's folder of the site."""
    shell: Shell
    said: frozenset[str] = frozenset()
    """What was told of the settings, for a preview says it once."""
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
        self.root = Path(config.config_file_path).resolve().parent
        self.handwritten, self.sources = {}, {}
        self._read_settings(config)
        watched = [str(self.root / name) for name in WATCHED if (self.root / name).is_dir()]
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
            self.frame = frame.Frame(self.root, self.root / ".cache" / "pages", trust)
        except (frame.BadBooksError, evidence.UnprovenError) as error:
            _write_lines(error.lines)
            raise Abort(str(error)) from None
        except BadRoot as error:
            raise Abort(f"{error}，没有生成网站。请核对信任根文件。") from None

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the generated pages, their downloads, the assets, and the handbook's pages."""
        from generator.publish.site import TEMPLATES

        self.short_name = config.site_name
        config.site_name = escape(self.frame.name)
        for file in [*files]:
            # Maps for debuggers are half of the theme's bytes.
            if file.src_uri.startswith(_UNUSED) or file.src_uri.endswith(".map"):
                files.remove(file)
        # First, because the home page takes the name of the handbook's own index page.
        pages = self._move_handbook(files, config)
        for page in self.frame.pages.values():
            _add_page(page, files, config)
        for path in sorted((TEMPLATES / "assets").iterdir()):
            name = f"assets/{path.name}"
            files.append(File(name, str(TEMPLATES), config.site_dir, config.use_directory_urls))
        self._honour_settings(pages, files, config)
        config.nav = [self._nav(entry) for entry in self.frame.menu()]
        return files

    def on_page_content(
        self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> str:
        """Note what the finder says of a hand-written page: its headings."""
        if not isinstance(page, ReadyPage) and _uri(page) in self.frame.titles:
            self.handwritten[_uri(page)] = " ".join(link.title for link in _flat(page.toc))
        return html

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Keep the theme's compiled templates between builds."""
        from generator.publish.frame import Shell

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

    def _read_settings(self, config: MkDocsConfig) -> None:
        from generator.publish import build, honoured, settings

        try:
            self._say(honoured.apply(config, self.root, trusted=bool(os.environ.get(build.TRUST))))
        except settings.BadSettingsError as error:
            raise Stopped(str(error)) from None

    def _say(self, lines: Sequence[str]) -> None:
        """Once for each line; no build fails by it."""
        _write_lines(line for line in lines if line not in self.said)
        self.said |= {*lines}

    def _move_handbook(self, files: Files, config: MkDocsConfig) -> dict[str, MkDocsPage]:
        """Put the hand-written pages into a folder of their own, beside the generated ones.

        Returns those that the site shows, by their paths in the folder that they come from.
        """
        from generator.publish.kit.links import HANDBOOK

        pages = {}
        for file in [*files]:
            if file.src_dir != config.docs_dir:
                continue
            files.remove(file)
            name, path = f"{HANDBOOK}{file.src_uri}", Path(str(file.abs_src_path))
            moved = File.generated(config, name, abs_src_path=str(path), inclusion=file.inclusion)
            inside = path.is_relative_to(self.root)
            moved.edit_uri = path.relative_to(self.root).as_posix() if inside else None
            if file.is_documentation_page() and file.inclusion.is_included():
                page = pages[file.src_uri] = MkDocsPage(None, moved, config)
                page.read_source(config)
                self.frame.titles[_uri(page)] = page.title or file.name
                self.sources[_uri(page)] = name
            files.append(moved)
        return pages

    def _honour_settings(
        self, pages: dict[str, MkDocsPage], files: Files, config: MkDocsConfig
    ) -> None:
        """Put the pages that ``nav`` names into the menu; find the files that settings name."""
        from generator.publish import honoured, settings

        named = {path: (_uri(page), self.frame.titles[_uri(page)]) for path, page in pages.items()}
        hidden = InclusionLevel.NOT_IN_NAV
        loose = [path for path, page in pages.items() if page.file.inclusion is hidden]
        nav = honoured.as_written(config).get("nav") or []
        try:
            honoured.find_files(config, files.src_uris)
            self.frame.own, left_out = honoured.sections(nav, named)
            self.frame.unlisted, kept = honoured.unlisted({path: named[path][0] for path in loose})
        except settings.BadSettingsError as error:
            raise Stopped(str(error)) from None
        self._say([*left_out, *kept])
        titles = self.frame.titles
        titles |= {child.uri: child.title for entry in self.frame.own for child in entry.pages}
        for page in pages.values():
            if page.title != titles[_uri(page)]:
                page.title = escape(titles[_uri(page)])

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
