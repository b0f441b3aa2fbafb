"""The built site: what is typed is shown, every link leads somewhere, nothing depends on the day."""

from __future__ import annotations

import json
import logging
import os
import shutil
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from generator.publish.frame import menu
from tests.county import ROOM, ROOMS, edit, whole, without
from tests.site_checks import check_site
from tests.small_site import built, digests, mkdocs, project, site_of

if TYPE_CHECKING:
    from pathlib import Path

NASTY = "<script>alert(1)</script> {{ 7*7 }} {% raw %} --8<-- **粗** `码` &lt; a|b <!-- x"
"""What a clerk may type into a reason: HTML, Jinja, snippets, Markdown, a table's bar, entities."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    nasty = edit(ROOM, "事由: 化解邻里纠纷", f'事由: "{NASTY}"')
    return site_of(tmp_path_factory, "nasty-site", nasty)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of a bureau that is no sample, has a name with marks and lacks a report."""
    return site_of(
        tmp_path_factory,
        "real-site",
        edit("rules/bureau.yml", "虚构: 是", "虚构: 否"),
        edit(ROOMS, "东门社区警务室", '"东<b>门</b>&警务室"'),
        without("ledger/2025-06/rooms/hedong.yml"),
    )


def page(site: Path, uri: str) -> str:
    return (site / uri / "index.html").read_text(encoding="utf-8")


class Words(HTMLParser):
    """The text of a page as a reader sees it, and the scripts in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.scripts, self.inside = "", 0, ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        self.scripts += tag == "script"
        self.inside = tag

    def handle_data(self, data: str) -> None:
        if self.inside not in ("script", "style"):
            self.text += data


def test_free_text_is_shown_as_the_characters_typed(site: Path) -> None:
    read = [Words(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html"))]
    showing = [words for words in read if NASTY in words.text]
    assert showing, "no page shows the reason"
    plain = Words(page(site, "rules")).scripts
    assert {words.scripts for words in showing} == {plain}
    assert not any("49" in words.text.split("alert(1)", 1)[-1][:40] for words in showing)


def test_a_name_with_marks_stays_text_in_titles_menu_and_finder(real: Path) -> None:
    shown = 0
    for path in real.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        assert "<b>门" not in html, path
        shown += "东&lt;b&gt;门&lt;/b&gt;&amp;警务室" in html
    assert shown > 3
    finder = (real / "assets" / "finder-data.js").read_text(encoding="utf-8")
    assert "<b>" not in finder
    assert "东\\u003cb>门\\u003c/b>&警务室" in finder


def test_every_link_leads_somewhere_also_from_a_disk(site: Path) -> None:
    report = check_site(site, for_file_urls=True)
    assert report.links > 500
    assert [str(finding) for finding in report.findings] == []


def test_builds_are_the_same_on_other_days_in_other_zones_with_templates_compiled_or_not(
    site: Path, tmp_path: Path
) -> None:
    folder = site.parent
    compiled = folder / ".cache"
    assert compiled.is_dir(), "kept from the first build"
    east = {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "SOURCE_DATE_EPOCH": "1000000000"}
    assert digests(built(folder, tmp_path / "east", **east)) == digests(site)
    shutil.rmtree(compiled)
    west = {"PYTHONHASHSEED": "2", "TZ": "America/Lima", "SOURCE_DATE_EPOCH": "1900000000"}
    assert digests(built(folder, tmp_path / "west", **west)) == digests(site)


def test_nothing_is_published_from_records_with_errors(tmp_path: Path) -> None:
    folder = project(
        tmp_path,
        edit(ROOM, "月份: 2025-06", "月份: 2025-13"),
        edit(ROOM, "依据: 抽查单1", "依据: "),
    )
    result = mkdocs(folder, tmp_path / "site")
    lines = result.stderr.splitlines()
    assert result.returncode == 1
    assert any(line.startswith(f"{ROOM}:2:") for line in lines), result.stderr
    assert any(line.startswith(f"{ROOM}:9:") for line in lines), result.stderr
    assert "处错误，没有生成网站" in result.stdout + result.stderr
    assert "Traceback" not in result.stdout + result.stderr
    assert not list((tmp_path / "site").glob("**/*.html"))


def test_a_second_build_in_one_process_knows_nothing_of_the_first(tmp_path: Path) -> None:
    """As under ``serve``: a record goes, its page goes."""

    def make() -> set[str]:
        config = load_config(str(folder / "mkdocs.yml"), site_dir=str(tmp_path / "site"))
        watched = {os.path.basename(path) for path in config.watch}  # noqa: PTH119 - plain text
        build(config)
        watched |= {os.path.basename(path) for path in config.watch}  # noqa: PTH119
        assert {"ledger", "rules"} <= watched
        assert len(config.watch) == len(set(config.watch))
        return set(digests(tmp_path / "site"))

    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    folder = project(tmp_path / "county")
    before = make()
    record = folder / "ledger/2025-07/party/zb-chengguan.yml"
    record.parent.mkdir(parents=True)
    text = (folder / "ledger/2025-06/party/zb-chengguan.yml").read_text(encoding="utf-8")
    text = text[: text.index("绩效:")].replace("2025-06", "2025-07")
    record.write_text(text.replace("2025-07-02", "2025-08-01"), encoding="utf-8")
    after = make()
    assert "audit/2025-07/index.html" in after - before
    record.unlink()
    assert make() == before


def test_only_index_pages_stand_in_the_menu(site: Path) -> None:
    text = page(site, "rules/rooms")
    menu = text[
        text.index('class="kpi-menu"') : text.index("</nav>", text.index('class="kpi-menu"'))
    ]
    assert "使用手册" in menu
    assert "审计" in menu
    assert "2025-06" not in menu


def test_the_finder_knows_every_page_and_is_a_script(site: Path) -> None:
    script = (site / "assets" / "finder-data.js").read_text(encoding="utf-8")
    rows = json.loads(script.removeprefix("window.jifenPages=").replace("\\u003c", "<"))
    addresses = {row[2] for row in rows}
    pages = {path.relative_to(site).as_posix() for path in site.rglob("*.html")} - {"404.html"}
    assert addresses == pages
    (clerk,) = (row for row in rows if row[2] == "handbook/clerk.html")
    assert clerk[0] == "内勤：每月报送"
    assert "看懂报错" in clerk[1]


def test_the_site_holds_neither_a_sitemap_nor_the_theme_s_search(site: Path) -> None:
    names = set(digests(site))
    assert not {name for name in names if "lunr" in name or "sitemap" in name or "search" in name}


def test_the_footer_says_what_the_site_is(site: Path) -> None:
    words = Words(page(site, "rules")).text
    assert "内部资料 不得外传" in words
    assert "示例数据" in words


def test_a_bureau_that_is_real_is_not_called_a_sample(real: Path) -> None:
    words = Words(page(real, "rules")).text
    assert "内部资料 不得外传" in words
    assert "示例数据" not in words


def test_rules_show_every_item_of_every_version(site: Path) -> None:
    words = " ".join(Words(page(site, "rules/rooms")).text.split())
    for text in ("目标要求", "考评标准", "证明材料", "依据", "频次", "怎么算"):
        assert text in words
    assert "B1 化解纠纷 每次加2分 2025年7月起废止" in words
    assert "废止理由：指标不科学" in words
    assert "B8 支援他室 每次加1分 2025年7月起新增" in words
    assert "基础分（2025年1月至2025年7月前）" in words
    assert "目标95%" in words
    assert "目标96%" in words


def test_changes_mark_only_what_differs(site: Path) -> None:
    assert "<del>95%</del><ins>96%</ins>" in page(site, "rules/changes")


def test_guards_are_listed_with_their_basis(site: Path) -> None:
    words = Words(page(site, "rules")).text
    assert "刑事拘留数" in words
    assert "省厅实施细则第七条" in words


def test_audit_lists_every_record_file_with_recorder_and_date(site: Path) -> None:
    words = Words(page(site, "audit/2025-06")).text
    for path in (site.parent / "ledger/2025-06").rglob("*.yml"):
        assert path.relative_to(site.parent).as_posix() in words
    assert "王立（061101）" in words
    assert "2025年7月2日" in words
    assert "未启用核验" in Words(page(site, "audit")).text


def test_a_missing_report_is_named_on_the_home_and_audit_pages(real: Path) -> None:
    home = " ".join(Words((real / "index.html").read_text(encoding="utf-8")).text.split())
    assert "河东派出所基层基础 2025年6月，涉及1个警务室" in home
    assert "新村警务室" in Words(page(real, "audit")).text


def test_an_unknown_key_in_a_rule_stops_the_build_too(tmp_path: Path) -> None:
    folder = project(tmp_path, whole("rules/guards.yml", "禁设: []\n"))
    assert mkdocs(folder, tmp_path / "site").returncode == 1


def test_a_ledger_with_errors_leaves_the_site_of_before_as_it_was(
    site: Path, tmp_path: Path
) -> None:
    before = digests(shutil.copytree(site, tmp_path / "site"))
    project(tmp_path, edit(ROOM, "事由: 化解邻里纠纷", "缘由: 化解邻里纠纷"))
    assert mkdocs(tmp_path, tmp_path / "site").returncode == 1
    assert digests(tmp_path / "site") == before


def test_the_menu_names_the_handbook_s_pages_from_the_many_to_the_few() -> None:
    names = ("", "administrator.html", "clerk.html", "reader.html")
    listed = menu({f"handbook/{name}": name for name in names})[0].children
    assert [entry.title for entry in listed] == ["reader.html", "clerk.html", "administrator.html"]
