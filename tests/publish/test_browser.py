"""What only a browser can tell about the built site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest

from tests import page_kinds
from tests.page_kinds import DESKTOP, PAPER, PHONE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from playwright.sync_api import (
        BrowserContext,
        ConsoleMessage,
        Page,
        Request,
        Response,
        ViewportSize,
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

RUN_AXE = """async (rules) => (await axe.run(document, {
    resultTypes: ['violations'], ...(rules.length ? {runOnly: rules} : {})})).violations
  .map((v) => `${v.id} [${v.impact}] ${v.help}: `
    + v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(' | '))"""


@pytest.fixture(scope="module")
def kinds(built_site: Path) -> dict[str, str]:
    return page_kinds.main_pages(built_site)


def test_no_expected_kind_of_page_is_missing(built_site: Path) -> None:
    assert page_kinds.missing(built_site) == []


def test_over_http_every_request_stays_here_and_is_answered(
    page: Page, served_site: str, kinds: dict[str, str]
) -> None:
    watch = Watch(page, served_site)
    open_all(page.context, [served_site + uri for uri in kinds.values()])
    page.goto(served_site + "index.html")
    search_for(page, "一")
    expect_none(watch.outside + watch.faults)


def test_the_watch_notices_what_a_page_asks_for_and_what_goes_wrong(
    page: Page, tmp_path: Path
) -> None:
    """In whichever tab: an address outside, an error of a script, a complaint, a socket."""
    script = "console.error('complaint'); new WebSocket('ws://out.test/'); throw Error('broken')"
    bad = tmp_path / "bad.html"
    bad.write_text(f"<img src='http://out.test/x.png'><script>{script}</script>", "utf-8")
    watch = Watch(page, tmp_path.as_uri() + "/")
    open_all(page.context, [bad.as_uri()])
    assert [each for each in watch.outside if "x.png" in each]
    assert "ws://out.test/" in watch.outside
    told = " ".join(watch.faults)
    assert "complaint" in told
    assert "broken" in told


def test_from_disk_no_request_leaves_the_page(
    page: Page, built_site: Path, kinds: dict[str, str]
) -> None:
    watch = Watch(page, built_site.as_uri() + "/")
    open_all(page.context, [(built_site / uri).as_uri() for uri in kinds.values()])
    page.goto((built_site / "index.html").as_uri())
    search_for(page, "一")
    expect_none(watch.outside)


# The dark page is the light one in other colours.
COLOURS = ["color-contrast", "link-in-text-block"]


@pytest.mark.parametrize(
    ("size", "colours", "rules"),
    [(DESKTOP, "light", []), (DESKTOP, "dark", COLOURS), (PHONE, "light", [])],
    ids=["1366", "1366-dark", "390"],
)
def test_axe_finds_nothing_to_improve(
    page: Page,
    served_site: str,
    kinds: dict[str, str],
    axe_source: str,
    size: ViewportSize,
    colours: Literal["light", "dark"],
    rules: list[str],
) -> None:
    def violations(uri: str) -> list[str]:
        page.goto(served_site + uri)
        page.evaluate(axe_source)
        return texts(page.evaluate(RUN_AXE, rules))

    page.set_viewport_size(size)
    page.emulate_media(color_scheme=colours)
    expect_none(in_each(kinds, violations))


def test_on_a_phone_no_page_scrolls_sideways_and_no_figure_is_broken(
    page: Page, served_site: str, kinds: dict[str, str]
) -> None:
    def faults(uri: str) -> list[str]:
        page.goto(served_site + uri)
        return texts(page.evaluate(TOO_WIDE)) + texts(page.evaluate(BROKEN))

    page.set_viewport_size(PHONE)
    expect_none(in_each(kinds, faults))


def test_on_paper_nothing_is_cut_off_and_no_figure_is_broken(
    page: Page, served_site: str, kinds: dict[str, str]
) -> None:
    def faults(uri: str) -> list[str]:
        page.goto(served_site + uri)
        return [text for look in (CUT_OFF, TOO_WIDE, BROKEN) for text in texts(page.evaluate(look))]

    page.emulate_media(media="print")
    page.set_viewport_size(PAPER)
    expect_none(in_each(kinds, faults))


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


def open_all(context: BrowserContext, addresses: Sequence[str]) -> None:
    """Open pages, some side by side, and keep each until it has asked for nothing for a while."""
    for start in range(0, len(addresses), 10):
        tabs = [context.new_page() for _ in addresses[start : start + 10]]
        for tab, address in zip(tabs, addresses[start:], strict=False):
            tab.goto(address)
        for tab in tabs:
            tab.wait_for_load_state("networkidle")
            tab.close()


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


def in_each(kinds: dict[str, str], look: Callable[[str], list[str]]) -> list[str]:
    """Look at one page of each kind; every problem is told with its kind and address."""
    return [f"{kind} ({uri}): {problem}" for kind, uri in kinds.items() for problem in look(uri)]


def expect_none(problems: list[str]) -> None:
    if problems:
        pytest.fail(f"{len(problems)} problems:\n" + "\n".join(problems), pytrace=False)


def texts(value: Iterable[object]) -> list[str]:
    return [str(item) for item in value]
