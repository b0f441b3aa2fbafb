"""The few lines of script: the finder finds over http and from a disk, tables sort and go back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.small_site import ROOT, site_of

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

pytest_plugins = ("tests.browser",)
pytestmark = pytest.mark.browser

FIELD = "[data-finder]"
HITS = ".md-search-result__link"


@pytest.fixture(scope="module")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return site_of(tmp_path_factory, "small-site")


def find(page: Page, words: str) -> list[str]:
    """The titles found for some words."""
    page.locator(FIELD).fill(words)
    page.wait_for_function("window.jifenPages !== undefined")
    return page.locator(f"{HITS} strong").all_inner_texts()


def test_every_word_must_be_found_in_any_order(page: Page, small_site: Path) -> None:
    page.goto((small_site / "index.html").as_uri())
    assert "东门社区警务室2025年积分档案" in find(page, "2025 东门")
    assert find(page, "东门 不存在的词") == []
    assert "没有找到" in page.locator(".md-search-result__meta").inner_text()


def test_a_hit_from_deep_in_the_site_leads_there_from_a_disk(page: Page, small_site: Path) -> None:
    page.goto((small_site / "dossiers/room/cg-dongmen/2025/index.html").as_uri())
    find(page, "内勤")
    page.locator(HITS).first.click()
    page.wait_for_url("**/handbook/clerk.html")


def test_the_keyboard_is_enough(page: Page, small_site: Path) -> None:
    page.goto((small_site / "rules/index.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("规则变更")
    page.wait_for_function(f"document.querySelectorAll('{HITS}').length > 0")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/rules/changes/index.html")


def test_a_page_s_own_title_comes_first(page: Page, small_site: Path) -> None:
    page.goto((small_site / "index.html").as_uri())
    assert find(page, "规则")[0] == "规则"


def test_what_is_typed_is_never_markup(page: Page, small_site: Path) -> None:
    page.goto((small_site / "index.html").as_uri())
    find(page, "<img src=x onerror=alert(1)>")
    assert page.locator(".md-search-result img").count() == 0


TABLE = """<table class="kpi"><thead><tr>
<th scope="col" data-sort>单位</th><th scope="col" data-sort class="num">积分</th>
</tr></thead><tbody>
<tr><th scope="row">甲</th><td class="num">9.50</td></tr>
<tr><th scope="row">乙</th><td class="num">—</td></tr>
<tr><th scope="row">丙</th><td class="num">100.00</td></tr>
<tr><th scope="row">丁</th><td class="num">−2.50</td></tr>
</tbody></table><script src="jifen.js"></script>"""


def test_a_table_sorts_by_number_and_returns_to_the_published_order(
    page: Page, tmp_path: Path
) -> None:
    script = ROOT / "site_templates" / "assets" / "jifen.js"
    (tmp_path / "jifen.js").write_bytes(script.read_bytes())
    (tmp_path / "table.html").write_text(f'<meta charset="utf-8">{TABLE}', encoding="utf-8")
    page.goto((tmp_path / "table.html").as_uri())
    head = page.locator("th.num")

    def press() -> tuple[str | None, str]:
        head.locator("button").click()
        order = "".join(page.locator("tbody th").all_inner_texts())
        return head.get_attribute("aria-sort"), order

    assert press() == ("descending", "丙甲丁乙")
    assert press() == ("ascending", "丁甲丙乙")
    assert press() == (None, "甲乙丙丁")
