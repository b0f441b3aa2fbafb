"""The benchmarks measure what they say, and both sides of a comparison do the same work.

No test asserts how long anything takes.
"""

from __future__ import annotations

import shutil
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from benchmarks import __main__ as command, inputs, schemas, site
from benchmarks.entries import beancount, entries
from benchmarks.figures import Spread, Target, compared, memory
from benchmarks.markdown import markdown
from benchmarks.measure import Cost, Failed, Job, Side, interleaved, run
from generator.intake.books import Books, files_in, read_books
from generator.intake.problems import errors

TINY = Path(__file__).with_name("tiny")
MIB = 1024 * 1024


def code(text: str) -> tuple[str, ...]:
    return (sys.executable, "-c", text)


def sound(root: Path) -> Books:
    books, problems = read_books(files_in(root))
    assert books is not None
    assert not errors(problems)
    return books


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A copy of the tiny county with what a site needs."""
    root = tmp_path / "tiny"
    shutil.copytree(TINY, root)
    inputs.add_site(root)
    return root


# ── measuring ───────────────────────────────────────────────────────────────────────────────────


def test_a_sleeping_child_costs_no_cpu() -> None:
    before = time.monotonic()
    asleep = run(Job(("sleep", "0.5"))).cost
    assert time.monotonic() - before > 0.4
    assert asleep.cpu < 0.1


def test_what_a_child_starts_is_counted() -> None:
    work = "sum(range(10**7))"
    nested = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {work!r}], check=True)"
    assert run(Job(code(nested))).cost.cpu > run(Job(code("pass"))).cost.cpu


def test_memory_is_the_peak() -> None:
    # Measured by a small process: what has just been forked is as large as its parent.
    measured = """
from benchmarks.measure import Job, run
from sys import executable
for text in ("pass", "bytearray(100 * 2**20)"):
    print(run(Job((executable, "-c", text))).cost.peak)
"""
    small, large = map(int, run(Job(code(measured))).said.split())
    assert 5 * MIB < small < 50 * MIB
    assert large - small > 90 * MIB


def test_a_command_that_fails_is_no_measurement() -> None:
    with pytest.raises(Failed, match="that is wrong"):
        run(Job(code("raise SystemExit('that is wrong')")))
    with pytest.raises(Failed, match="No such file"):
        run(Job(("there-is-no-such-program",)))


def test_sides_take_turns_and_the_first_round_does_not_count(tmp_path: Path) -> None:
    turns: list[str] = []
    one = Side("one", (Job(("true",), before=partial(turns.append, "1")),) * 2)
    two = Side("two", (Job(("true",), tmp_path, partial(turns.append, "2")),))
    costs = interleaved((one, two), rounds=2)
    assert turns == ["1", "1", "2"] * 3
    assert {name: len(found) for name, found in costs.items()} == {"one": 2, "two": 2}


# ── both sides do the same ──────────────────────────────────────────────────────────────────────


def test_each_entry_becomes_one_transaction() -> None:
    ledger = sound(TINY).ledger
    lines = list(entries(ledger))
    text = beancount(lines)
    records = sum(len(record.entries) for record in ledger.records)
    assert len(lines) >= records + len(ledger.cases) + len(ledger.reviews)
    assert text.count(" * ") == len(lines)
    assert text.count(".00 FEN") == 2 * len(lines)


def test_every_record_file_meets_one_schema(tiny: Path) -> None:
    run(Job(inputs.jifen("schema", "--root", tiny)))
    met = [path for _, files in schemas.calls(tiny) for path in files]
    assert sorted(met) == sorted((tiny / "ledger").rglob("*.yml"))
    assert int(run(Job(inputs.python("schemas", tiny))).said) == len(met)


def test_a_page_as_markdown() -> None:
    html = """<h1>标题</h1><h2 id="a">一、<b>总体</b></h2><p>共 3 个_单位_，<a href="../x/index.html#m">见此</a>。</p>
    <ul><li>甲</li><li>乙</li></ul><div class="kpi-scroll"><table class="kpi"><caption>表</caption>
    <thead><tr><th>名称</th><th class="num">分</th></tr></thead>
    <tbody><tr id="r"><th>东|门</th><td class="num">1.00<span class="kpi-sr">分</span></td></tr></tbody>
    </table></div><figure><figcaption>图</figcaption><svg><title>图</title>
    <rect x="1"/></svg></figure>"""
    assert markdown("标题", html).split("\n") == [
        "---", 'title: "标题"', "---", "",
        "# 标题", "", "## 一、**总体** {#a}", "",
        r"共 3 个\_单位\_，[见此](../x/index.md#m)。", "",
        "- 甲", "- 乙", "", "**表**", "",
        "| 名称 | 分 |", "| --- | ---: |", r"| 东\|门 | 1.00 |", "",
        "图", "", '<div><svg><title>图</title> <rect x="1"/></svg></div>', "", "",
    ]  # fmt: skip


def test_both_sites_hold_the_same_and_the_loop_has_every_page(tiny: Path, tmp_path: Path) -> None:
    for side in (site.ours([tiny]), site.stock([tiny], tmp_path / "stock")):
        run(side.jobs[0])
    held = site.same_extent([tiny], tmp_path / "stock")
    run(site.loop([tiny], tmp_path / "bare").jobs[0])
    handbook = len(list((tiny / "handbook").rglob("*.md")))
    assert len(list((tmp_path / "bare" / "tiny").rglob("index.html"))) == held.pages - handbook
    assert held.rows > 100
    assert site.ready_loop([tiny], tmp_path / "ready").cpu > 0
    written = (tmp_path / f"{kind}/tiny/index.html" for kind in ("bare", "ready"))
    first, second = (path.read_bytes() for path in written)
    assert first == second


def test_merged_counties_are_one_sound_ledger(tiny: Path, tmp_path: Path) -> None:
    merged = sound(inputs.merge([tiny, tiny, tiny], tmp_path / "merged"))
    single = sound(tiny)
    assert len(merged.roster.officers) == 3 * len(single.roster.officers)
    assert len(merged.ledger.records) == 3 * len(single.ledger.records)
    assert len(merged.ledger.cases) == 3 * len(single.ledger.cases)


# ── figures ─────────────────────────────────────────────────────────────────────────────────────


def test_figures_are_made_of_pairs_and_held_against_targets() -> None:
    ours = [Cost(1.0, 10 * MIB), Cost(2.0, 20 * MIB), Cost(1.0, 10 * MIB)]
    theirs = [Cost(4.0, MIB), Cost(4.0, MIB), Cost(3.0, MIB)]
    figure = compared("work", 1, ours, theirs, Target("≥", 3))
    assert figure.number == Spread(3.0, 2.0, 4.0)
    assert figure.met
    assert figure.cells[2:] == (
        "1.00 s, 20 MiB", "4.00 s, 1 MiB", "3.00 × (2.00–4.00)", "≥ 3 ×", "met",
    )  # fmt: skip
    peak = memory("memory", 1, ours, Target("≤", 15))
    assert peak.cells[4:] == ("20 MiB (10–20)", "≤ 15 MiB", "**missed**")


def test_figures_are_written_between_the_marks(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(f"a\n{command.BEGIN}\nold\n{command.END}\nb\n", encoding="utf-8")
    for _ in range(2):
        command.write(readme, "new")
    text = readme.read_text(encoding="utf-8")
    assert text == f"a\n{command.BEGIN}\n\nnew\n\n{command.END}\nb\n"
    assert command.BEGIN in command.README.read_text(encoding="utf-8")
