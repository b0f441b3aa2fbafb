"""Fixtures that build the site, serve it and open it in headless Chromium.

A test module asks for them with `pytest_plugins = ("tests.browser",)`. Playwright only speaks to
an installed Chromium (JIFEN_CHROMIUM, or the first one on PATH); it downloads none.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from tests.once import made_once
from tests.page_kinds import DESKTOP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent

# Even a page that calls outside gets no answer from there.
CHROMIUM_OPTIONS = ["--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"]


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of this repository; JIFEN_SITE names one that is already built."""
    if ready := os.environ.get("JIFEN_SITE"):
        return Path(ready).resolve()
    return made_once(tmp_path_factory, "site", build_site)


def build_site(site: Path, **environment: str) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    build = subprocess.run(
        [*command, "--site-dir", str(site)],
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if build.returncode:
        pytest.fail(f"the site does not build:\n{build.stdout}{build.stderr}", pytrace=False)


@pytest.fixture(scope="session")
def served_site(built_site: Path) -> Iterator[str]:
    """Serve the built site on this machine; gives its address, which ends with a slash."""
    handler = functools.partial(_QuietHandler, directory=str(built_site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


class _QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name it has there
        """Keep the test output free of access lines."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if os.environ.get("JIFEN_SKIP_BROWSER"):
        pytest.skip("JIFEN_SKIP_BROWSER is set: no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


def find_chromium() -> str:
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("JIFEN_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not found:
        pytest.fail("no Chromium found: install it, or name one in JIFEN_CHROMIUM", pytrace=False)
    return found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open an empty page in a fresh profile, without animations, as wide as a desktop."""
    context = browser.new_context(viewport=DESKTOP, reduced_motion="reduce", locale="zh-CN")
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def axe_source() -> str:
    """Give axe-core as npm installed it."""
    if os.environ.get("JIFEN_SKIP_AXE"):
        pytest.skip("JIFEN_SKIP_AXE is set: no axe-core on this machine")
    script = ROOT / "node_modules" / "axe-core" / "axe.min.js"
    if not script.is_file():
        pytest.fail("no axe-core: run `npm ci`, or run the tests by `make test`", pytrace=False)
    return script.read_text(encoding="utf-8")
