"""What somebody types into a record, a correction, an objection or a name is only ever text.

The same county is built twice, once with harmless words and once with attacks in every free text;
then both sites are parsed: the same elements, and the attacks as the characters typed.
"""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from generator.approval.statement import NOTHING, Change as AuditChange
from generator.checks.books import read_books
from generator.publish.export import write
from generator.text.digests import of_bytes
from generator.text.problems import errors
from tests.closed import W2
from tests.county import (
    BUREAU,
    CASES,
    OFFICERS,
    REVIEW,
    ROOM,
    ROOMS,
    TEAM,
    UNITS,
    Change,
    Files,
    county,
    edit,
)
from tests.once import made_once
from tests.published_county import UPPER, objected, published_county, record_submission, seal
from tests.rendered import Rendered
from tests.small_site import built, project

if TYPE_CHECKING:
    from pathlib import Path

MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)> {{ 7*7 }} {% raw %} --8<-- a.md"
MARKDOWN = "**粗** `码` [链](javascript:alert(3)) &lt;b&gt; <!-- 注 --> :smile: $x$ ![图](x)"
TABLE = "| a | b | \\u003c </td></tr></table><h1>假"
FORMULAS = ("=1+2", "+1+2", "-1+2", "@SUM(1)", "＝1+2")
PLAIN = "平常的话"


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def attacked(words: list[str]) -> Files:
    """The published county with these words in its free texts, one after another."""
    said = iter(words)

    def typed() -> str:
        return quoted(next(said))

    files = published_county(
        edit(ROOM, "事由: 化解邻里纠纷", f"事由: {typed()}"),
        edit(ROOM, "依据: 镇综治确认31", f"依据: {typed()}"),
        edit(TEAM, "事由: 督察发现问题", f"事由: {typed()}"),
        edit(REVIEW, "事由: 一次询问只有一人", f"事由: {typed()}"),
        edit(ROOMS, "名称: 东门社区警务室", f"名称: {typed()}"),
        edit(UNITS, "名称: 城关派出所,", f"名称: {typed()},"),
        edit(OFFICERS, "姓名: 张宁", f"姓名: {typed()}"),
        edit(BUREAU, "名称: 清水县公安局", f"名称: {typed()}"),
        理由=typed(),
        依据=typed(),
        better=f"- {{项: W2, 应办: 20, 已办: 19, 依据: {typed()}}}",
    )
    objected(
        files, "已提交 2025-07-15", "已受理 2025-07-17", "复核中 2025-07-18",
        "不成立 2025-07-21", "已告知 2025-07-22", 对象="cg-ximen", 项目="W1", 理由=typed(),
        结论说明=typed(), 说明=typed(),
    )  # fmt: skip
    change = AuditChange(CASES, NOTHING, of_bytes(files[CASES]))
    seal(
        files, record_submission(CASES), "cases", [change], [("061102", "填报人"), *UPPER],
        returned=next(said), notes={2: next(said)},
    )  # fmt: skip
    return files


ATTACKS = [
    MARKUP, MARKDOWN, TABLE, MARKUP, "<b>东</b>&门{{7*7}}", "<i>城</i>关{{7*7}}", "<u>张</u>{{7*7}}",
    "<s>清</s>水{{7*7}}", MARKDOWN, FORMULAS[0], FORMULAS[2], MARKUP, FORMULAS[1], FORMULAS[3],
    MARKUP, TABLE,
]  # fmt: skip

SUM = "{{7*7}}"


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    plain = [f"{PLAIN}{n}" for n in range(16)]

    def site(name: str, words: list[str]) -> Path:
        def make(folder: Path) -> None:
            put(project(folder), attacked(words))
            built(folder, folder / "site")

        return made_once(tmp_path_factory, name, make) / "site"

    return {name: site(name, words) for name, words in (("attacked", ATTACKS), ("plain", plain))}


def put(folder: Path, files: Files) -> None:
    for path, data in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def rendered(site: Path) -> dict[str, Rendered]:
    return {
        path.relative_to(site).as_posix(): Rendered(path.read_text(encoding="utf-8"))
        for path in sorted(site.rglob("*.html"))
    }


@pytest.fixture(scope="module")
def parsed(sites: dict[str, Path]) -> dict[str, dict[str, Rendered]]:
    return {name: rendered(site) for name, site in sites.items()}


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_the_words_make_no_element_and_no_attribute(
    parsed: dict[str, dict[str, Rendered]],
) -> None:
    assert parsed["attacked"].keys() == parsed["plain"].keys()
    for uri, page in parsed["attacked"].items():
        other = parsed["plain"][uri]
        assert Counter(t for t, _ in page.tags) == Counter(t for t, _ in other.tags), uri
        names = [{*found} for _, found in page.tags]
        assert names == [{*found} for _, found in other.tags], uri
        assert page.comments == other.comments, uri
        for _, found in page.tags:
            assert not [name for name in found if name.startswith("on")], uri
            assert not found.get("href", "").lstrip().lower().startswith("javascript"), uri


@pytest.mark.parametrize(
    ("uri", "number"),
    [
        ("dossiers/room/cg-dongmen/2025/index.html", 0),
        ("dossiers/room/cg-dongmen/2025/index.html", 1),
        ("dossiers/unit/chengguan/2025/index.html", 2),
        ("dossiers/officer/061101/2025/index.html", 3),
        ("bulletins/rooms/2025-06/index.html", 4),
        ("bulletins/rooms/2025-06/index.html", 5),
        ("dossiers/officer/061103/2025/index.html", 6),
        ("index.html", 7),
        ("audit/index.html", 8),
        ("bulletins/rooms/2025-06/index.html", 8),
        ("audit/index.html", 9),
        ("audit/index.html", 10),
        ("bulletins/rooms/2025-06/index.html", 11),
        ("audit/index.html", 12),
        ("audit/index.html", 13),
        ("audit/2025-06/index.html", 14),
        ("audit/2025-06/index.html", 15),
    ],
)
def test_the_words_are_shown_as_they_were_typed(
    parsed: dict[str, dict[str, Rendered]], uri: str, number: int
) -> None:
    assert squeezed(ATTACKS[number]) in squeezed(parsed["attacked"][uri].text)


def test_nothing_is_worked_out(parsed: dict[str, dict[str, Rendered]]) -> None:
    names = [text.removesuffix(SUM) for text in ATTACKS if text.endswith(SUM)]
    assert len(names) == 4
    shown = Counter[str]()
    for uri, page in parsed["attacked"].items():
        for name in names:
            assert page.text.count(name) == page.text.count(f"{name}{SUM}"), uri
            shown[name] += page.text.count(name)
    assert all(shown[name] for name in names)


def test_no_cell_of_a_table_is_run_by_a_spreadsheet(sites: dict[str, Path]) -> None:
    seen = 0
    for path in sorted(sites["attacked"].rglob("*.csv")):
        for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))):
            for cell in row:
                if cell.lstrip(" \u3000")[:1] in ("=", "+", "@", "＝", "＋", "＠", "\t", "\r"):
                    raise AssertionError(f"{path}: {cell}")
                if cell[:1] == "-":
                    float(cell.removesuffix("%"))
                seen += cell.startswith("'")
    assert seen > 3


def test_data_files_hold_the_characters_typed(sites: dict[str, Path]) -> None:
    found = json.loads(
        (sites["attacked"] / "bulletins/rooms/2025-06/rooms-2025-06.json").read_text("utf-8")
    )
    told = found["bulletin"]["corrections"][0]
    assert (told["reason"], told["basis"]) == (ATTACKS[8], ATTACKS[9])
    assert told["lines"][0]["new"].endswith(f"依据: {quoted(ATTACKS[10])}}}")
    assert told["lines"][0]["old"] == W2


def test_the_finder_cannot_be_left_by_a_title(sites: dict[str, Path]) -> None:
    script = (sites["attacked"] / "assets/finder-data.js").read_text(encoding="utf-8")
    assert "\\u003cb>东" in script
    assert "<" not in script


def test_the_export_shows_the_same_words(
    sites: dict[str, Path], tmp_path: Path, parsed: dict[str, dict[str, Rendered]]
) -> None:
    out = tmp_path / "export"
    write(sites["attacked"].parent, out)
    call = [sys.executable, "-m", "zensical", "build", "--strict", "--config-file", "mkdocs.yml"]
    done = subprocess.run(call, cwd=out, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    pages = rendered(out / "site")
    for uri, number in (
        ("audit/index.html", 8), ("bulletins/rooms/2025-06/index.html", 11),
        ("audit/2025-06/index.html", 14), ("dossiers/unit/chengguan/2025/index.html", 2),
    ):  # fmt: skip
        assert squeezed(ATTACKS[number]) in squeezed(pages[uri].text), uri
    plain = Counter(t for t, _ in pages["rules/index.html"].tags)
    for uri in parsed["attacked"]:
        if uri in pages:
            count = Counter(t for t, _ in pages[uri].tags)
            assert count["script"] == plain["script"], uri
            assert not [f for _, f in pages[uri].tags if "onerror" in f], uri
    for path in sorted(sites["attacked"].rglob("*.csv")):
        name = path.relative_to(sites["attacked"])
        assert (out / "docs" / name).read_bytes() == path.read_bytes(), name


@pytest.mark.parametrize(
    "code", ["../../x", "..", "a/b", "/etc", "a%2fb", ".hidden", "x\\y", "con:1"]
)
def test_a_code_that_climbs_out_of_the_site_is_refused(code: str) -> None:
    for change in climbing(code):
        _, problems = read_books(county(change))
        assert errors(problems), code


def climbing(code: str) -> tuple[Change, ...]:
    told = quoted(code)
    return (
        edit(UNITS, "代码: hedong", f"代码: {told}"),
        edit(ROOMS, "代码: cg-ximen", f"代码: {told}"),
        edit(OFFICERS, '警号: "061203"', f"警号: {told}"),
    )
