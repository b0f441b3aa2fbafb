"""What only a browser can tell about the built site."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests import page_kinds
from tests.page_kinds import DESKTOP, PAPER, PHONE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from playwright.sync_api import (
        ConsoleMessage,
        Page,
        Request,
        Response,
        WebError,
    )

pytest_plugins = ("tests.browser",)
pytestmark = pytest.mark.browser

SEARCH_BUTTON = "label.md-header__button[for=__search]"
SEARCH_INPUT = "[data-md-component=search-query]"
SEARCH_HIT = "[data-md-component=search-result] a"

# Names what stands out to the right, leaving out what scrolls in a region of its own.
TOO_WIDE = r"""() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const scrolls = (e) => {
    for (e = e.parentElement; e && e !== document.body; e = e.parentElement)
      if (getComputedStyle(e).overflowX !== 'visible') return true;
    return false;
  };
  return [...document.body.querySelectorAll('*')]
    .filter((e) => e.getBoundingClientRect().right > width + 1 && !scrolls(e))
    .slice(0, 3).map((e) => 'wider than the page: ' + e.outerHTML.replace(/\s+/g, ' ').slice(0, 120));
}"""

# Names the parts of the article whose content does not fit and would be cut off on paper.
CUT_OFF = r"""() => [...document.querySelectorAll('.md-content *')]
  .filter((e) => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 1
    && getComputedStyle(e).overflowX !== 'visible')
  .slice(0, 3).map((e) => 'cut off: ' + e.outerHTML.replace(/\s+/g, ' ').slice(0, 120))"""

# Figures and dates outside of code whose characters stand on two lines.
BROKEN = r"""() => {
  const figure = new RegExp('\\d{4}年\\d+月(?:\\d+日)?'
    + '|(?<![\\w./-])[+\\-−▲▼]?\\d+(?:[.,:/-]\\d+)*%?(?![\\w/-])', 'g');
  const texts = document.createTreeWalker(document.querySelector('article'), NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const found = [];
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (text.parentElement.closest('code')) continue;
    for (const {0: match, index} of text.data.matchAll(figure)) {
      range.setStart(text, index);
      range.setEnd(text, index + match.length);
      const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
      if (lines.size > 1) found.push('on two lines: ' + text.data);
    }
  }
  return found.slice(0, 3);
}"""

RUN_AXE = """async (options) => (await axe.run(document, {resultTypes: ['violations'], ...options}))
  .violations.map((v) => `${v.id} [${v.impact}] ${v.help}: `
    + v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(' | '))"""
# The dark page is the light one in other colours, the page on a phone in the same ones.
COLOURS = ["color-contrast", "link-in-text-block"]
BUT_COLOURS = {"rules": {rule: {"enabled": False} for rule in COLOURS}}
# And it is the same page, but that other things scroll.
NARROW = ["scrollable-region-focusable"]

TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)\b([^<>]*)>")
CLASSES = re.compile(r'\bclass="([^"]*)"')
VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "path", "rect", "circle", "line"})  # fmt: skip

PARTS = 4
"""The kinds of pages are shared out, so that workers can look at them side by side."""


@pytest.fixture(scope="module")
def kinds(built_site: Path) -> dict[str, str]:
    return page_kinds.main_pages(built_site)


@pytest.fixture(scope="module")
def varied(built_site: Path, kinds: dict[str, str]) -> set[str]:
    """As few pages as show every pair of an element and the one it stands in, by their classes."""
    pairs = {uri: nestings((built_site / uri).read_text("utf-8")) for uri in kinds.values()}
    wanted, chosen = set().union(*pairs.values()), set[str]()
    while wanted:
        best = max(pairs, key=lambda uri: (len(pairs[uri] & wanted), uri))
        chosen.add(best)
        wanted -= pairs[best]
    return chosen


def nestings(html: str) -> set[tuple[str, str]]:
    """Pairs of what begins within what, each as ``<td class="num">``, of which colours are made."""
    found, within = set[tuple[str, str]](), [""]
    for closes, name, attributes in TAG.findall(html):
        if closes:
            while len(within) > 1 and not within.pop().startswith(f"{name} "):
                pass
        else:
            told = CLASSES.search(attributes)
            element = f"{name} {told[1] if told else ''}"
            found.add((within[-1], element))
            if name not in VOID and not attributes.endswith("/"):
                within.append(element)
    return found


def test_no_expected_kind_of_page_is_missing(built_site: Path) -> None:
    assert page_kinds.missing(built_site) == []


@pytest.mark.parametrize("part", range(PARTS))
def test_at_a_desk_pages_are_accessible_in_light_and_dark_and_every_request_is_answered_here(
    page: Page,
    served_site: str,
    kinds: dict[str, str],
    varied: set[str],
    axe_source: str,
    part: int,
) -> None:
    watch = Watch(page, served_site)

    def faults(uri: str) -> list[str]:
        page.emulate_media(color_scheme="light")
        page.goto(served_site + uri)
        page.evaluate(axe_source)
        if uri not in varied:
            return texts(page.evaluate(RUN_AXE, BUT_COLOURS))
        found = texts(page.evaluate(RUN_AXE, {}))
        page.emulate_media(color_scheme="dark")
        found += [f"dark: {text}" for text in texts(page.evaluate(RUN_AXE, {"runOnly": COLOURS}))]
        return found

    problems = in_each(share(kinds, part), faults)
    page.goto(served_site + "index.html")
    search_for(page, "一")
    expect_none(problems + watch.outside + watch.faults)


@pytest.mark.parametrize("part", range(PARTS))
def test_on_a_phone_and_on_paper_pages_fit_and_from_disk_they_ask_for_nothing_outside(
    page: Page,
    built_site: Path,
    kinds: dict[str, str],
    varied: set[str],
    axe_source: str,
    part: int,
) -> None:
    watch = Watch(page, built_site.as_uri() + "/")

    def faults(uri: str) -> list[str]:
        page.emulate_media(media="screen")
        page.set_viewport_size(PHONE)
        page.goto((built_site / uri).as_uri())
        found = texts(page.evaluate(TOO_WIDE)) + texts(page.evaluate(BROKEN))
        page.evaluate(axe_source)
        found += texts(
            page.evaluate(RUN_AXE, BUT_COLOURS if uri in varied else {"runOnly": NARROW})
        )
        page.emulate_media(media="print")
        page.set_viewport_size(PAPER)
        for look in (CUT_OFF, TOO_WIDE, BROKEN):
            found += [f"on paper: {text}" for text in texts(page.evaluate(look))]
        return found

    problems = in_each(share(kinds, part), faults)
    page.emulate_media(media="screen")
    page.set_viewport_size(DESKTOP)
    page.goto((built_site / "index.html").as_uri())
    search_for(page, "一")
    expect_none(problems + watch.outside)


def test_the_watch_notices_what_a_page_asks_for_and_what_goes_wrong(
    page: Page, tmp_path: Path
) -> None:
    """In whichever tab: an address outside, an error of a script, a complaint, a socket."""
    script = "console.error('complaint'); new WebSocket('ws://out.test/'); throw Error('broken')"
    bad = tmp_path / "bad.html"
    bad.write_text(f"<img src='http://out.test/x.png'><script>{script}</script>", "utf-8")
    watch = Watch(page, tmp_path.as_uri() + "/")
    with page.context.new_page() as tab:
        tab.goto(bad.as_uri(), wait_until="networkidle")
    assert [each for each in watch.outside if "x.png" in each]
    assert "ws://out.test/" in watch.outside
    told = " ".join(watch.faults)
    assert "complaint" in told
    assert "broken" in told


@pytest.mark.parametrize("kind", ["audit", "audit/{month}", "dossiers/room/{one}/{year}"])
def test_at_a_desk_no_figure_is_broken(
    page: Page, served_site: str, kinds: dict[str, str], kind: str
) -> None:
    page.goto(served_site + kinds[kind])
    expect_none(texts(page.evaluate(BROKEN)))


def test_the_first_and_the_longest_page_print(
    page: Page, served_site: str, built_site: Path, kinds: dict[str, str]
) -> None:
    longest = max(kinds.values(), key=lambda uri: (built_site / uri).stat().st_size)
    for uri in ("index.html", longest):
        page.goto(served_site + uri)
        sheets = page.pdf(format="A4")
        assert sheets.startswith(b"%PDF-"), uri
        assert b"/Type /Page" in sheets, uri


def test_over_http_the_search_finds_a_page_by_its_title(
    page: Page, served_site: str, kinds: dict[str, str]
) -> None:
    find_by_title(page, served_site, list(kinds.values())[-1])


def test_from_disk_the_search_finds_a_page_by_its_title(
    page: Page, built_site: Path, kinds: dict[str, str]
) -> None:
    find_by_title(page, built_site.as_uri() + "/", list(kinds.values())[-1])


def find_by_title(page: Page, home: str, uri: str) -> None:
    """Read the title of a page, search for it on the first page, and expect a way to it."""
    page.goto(home + uri)
    title = page.evaluate("document.querySelector('h1').firstChild.textContent.trim()")
    page.goto(home + "index.html", wait_until="networkidle")
    search_for(page, title)
    page.wait_for_selector(SEARCH_HIT)
    hits = texts(page.eval_on_selector_all(SEARCH_HIT, "links => links.map((a) => a.href)"))
    found = {hit.split("?")[0].split("#")[0].removesuffix("index.html") for hit in hits}
    assert (home + uri).removesuffix("index.html") in found, (title, hits)


class Watch:
    """Collects what pages ask for elsewhere, and what goes wrong while they are shown."""

    def __init__(self, page: Page, home: str) -> None:
        self.home = home
        self.outside: list[str] = []
        self.faults: list[str] = []
        page.context.on("request", self._on_request)
        page.context.on("response", self._on_response)
        page.context.on("weberror", self._on_error)
        page.context.on("console", self._on_console)
        for each in page.context.pages:
            self._on_page(each)
        page.context.on("page", self._on_page)

    def _on_page(self, page: Page) -> None:
        page.on("websocket", lambda socket: self.outside.append(socket.url))

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith((self.home, "data:", "blob:")):
            self.outside.append(f"{request.frame.url} asks for {request.url}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400:
            self.faults.append(f"{response.status} {response.url}")

    def _on_error(self, error: WebError) -> None:
        self.faults.append(f"{error.page.url if error.page else ''}: {error.error}")

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(f"{message.location.get('url')}: {message.text}")


def search_for(page: Page, words: str) -> None:
    if not page.locator(SEARCH_INPUT).is_visible():
        page.locator(SEARCH_BUTTON).click()
    page.locator(SEARCH_INPUT).press_sequentially(words, delay=30)
    page.wait_for_timeout(500)


def share(kinds: dict[str, str], part: int) -> dict[str, str]:
    """Every so many-th kind, so that the long pages are shared out too."""
    return dict([*kinds.items()][part::PARTS])


def in_each(kinds: dict[str, str], look: Callable[[str], list[str]]) -> list[str]:
    """Look at one page of each kind; every problem is told with its kind and address."""
    return [f"{kind} ({uri}): {problem}" for kind, uri in kinds.items() for problem in look(uri)]


def expect_none(problems: list[str]) -> None:
    if problems:
        pytest.fail(f"{len(problems)} problems:\n" + "\n".join(problems), pytrace=False)


def texts(value: Iterable[object]) -> list[str]:
    return [str(item) for item in value]
