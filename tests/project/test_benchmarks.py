"""The benchmarks measure what they say, and both sides of a comparison do the same work.

No test asserts how long anything takes.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from benchmarks import (
    __main__ as command,
    approvals,
    histories,
    inputs,
    pushes,
    schemas,
    site,
)
from benchmarks.entries import beancount, entries
from benchmarks.figures import APPROVALS, Spread, Target, compared, memory
from benchmarks.markdown import markdown
from benchmarks.measure import Cost, Failed, Job, Side, interleaved, run
from generator.approval.root import MAIN
from generator.audit.history import prove
from generator.checks.books import Books, files_in, read_books
from generator.files.shipped import shipped
from generator.text.problems import errors

TINY = Path(__file__).parents[1] / "tiny"
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
    run(Job(inputs.jifen("schema", "--folder", tiny)))
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
    handbook = len(list(shipped("handbook").rglob("*.md")))
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


# ── approvals ───────────────────────────────────────────────────────────────────────────────────

FEW = approvals.Extent(few=3, many=6, most=8, commits=5, pushes=2, rounds=1)


@pytest.fixture(scope="module")
def long_history(tmp_path_factory: pytest.TempPathFactory) -> approvals.Histories:
    """A short one, of the sample county."""
    folder = tmp_path_factory.mktemp("histories")
    run(Job(inputs.sample("--counties", "2", "--out", folder / "counties")))
    county = min((folder / "counties").glob("county-*"))
    return approvals.prepare(county, FEW, folder)


def test_a_made_history_is_proven_as_real_ones_are(long_history: approvals.Histories) -> None:
    whole = long_history.whole
    proof = prove(whole.git, whole.root)
    assert proof.ok, proof.refusal
    assert [len(step.submission.sheet) for step in proof.steps] == [*whole.signatures]
    assert (whole.main[0], *(step.commit for step in proof.steps)) == whole.main
    assert all(
        len(signed.statement.seen) == 40 for s in proof.steps for signed in s.submission.sheet
    )


def test_both_sides_verify_as_many_signatures(
    long_history: approvals.Histories, tmp_path: Path
) -> None:
    number = sum(long_history.first(FEW.many).signatures)
    signed = histories.signed_commits(number, tmp_path / "signed.git")
    ours, git = long_history.proof(FEW.many), approvals.by_git(signed, number)
    approvals.same_work(ours, git, number, number)
    with pytest.raises(ValueError, match="good signatures"):
        approvals.same_work(ours, git, number + 1, number)


def test_neither_side_takes_what_was_changed_after_signing(
    long_history: approvals.Histories, tmp_path: Path
) -> None:
    spoiled = histories.signed_commits(4, tmp_path / "signed.git", spoiled=1)
    verdicts = run(approvals.by_git(spoiled, 4).jobs[0]).said.split()
    assert verdicts == ["G", "G", "B", "G"]
    whole = long_history.whole
    loose = histories.History(tmp_path / "x.git", whole.root, whole.main, whole.signatures)
    shutil.copytree(whole.repository, loose.repository)
    spoil_a_record(loose)
    with pytest.raises(Failed, match="E-CHANGE"):
        run(Job(inputs.python("proof", loose.repository, long_history.root)))


def spoil_a_record(history: histories.History) -> None:
    """The last step of main brings a record that is not what was signed."""
    git, before = history.git, f"{MAIN}~1"
    aside = {"GIT_INDEX_FILE": str(history.repository / "aside")}
    aside |= {
        f"GIT_{role}_{what}": "x" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    changed = git.text("diff-tree", "-r", "--name-only", before, MAIN).split()
    path = next(path for path in changed if path.endswith(".yml"))
    data = git.run("cat-file", "blob", f"{MAIN}:{path}") + b"# more\n"
    blob = git.run("hash-object", "-w", "--stdin", given=data).decode().strip()
    git.run("read-tree", MAIN, env=aside)
    git.run("update-index", "--cacheinfo", f"100644,{blob},{path}", env=aside)
    tree = git.run("write-tree", env=aside).decode().strip()
    commit = git.run("commit-tree", tree, "-p", before, "-m", "x", env=aside).decode().strip()
    git.run("update-ref", MAIN, commit)


def test_a_checkpoint_leaves_one_step(long_history: approvals.Histories) -> None:
    said = json.loads(run(long_history.one_more(FEW.many).jobs[0]).said)
    assert said == {"steps": 1, "signatures": said["signatures"], "all": FEW.many}


def test_the_same_pushes_with_and_without_the_gate(
    long_history: approvals.Histories, tmp_path: Path
) -> None:
    pairs = pushes.compare(long_history.whole, FEW.few, FEW.pushes, tmp_path)
    assert len(pairs) == FEW.pushes
    assert all(push.wall > 0 and push.cpu > 0 for pair in pairs for push in pair)
    hooks = [tmp_path / f"{name}.git" / "hooks" / "pre-receive" for name in ("gated", "plain")]
    assert [hook.exists() for hook in hooks] == [True, False]
    with pytest.raises(ValueError, match="wanted"):
        pushes.compare(long_history.whole, FEW.most, FEW.pushes + 1, tmp_path)


def test_all_figures_of_approvals(long_history: approvals.Histories) -> None:
    figures = approvals.compare(long_history, FEW)
    assert [figure.target for figure in figures if figure.target] == [
        approvals.AGAINST_GIT, Target("≤", 2 * 1.1), approvals.WAITING, approvals.WAITING,
    ]  # fmt: skip
    assert all(len(figure.cells) == len(APPROVALS) for figure in figures)


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


@pytest.mark.parametrize("part", command.PARTS)
def test_figures_are_written_between_the_marks_of_their_part(tmp_path: Path, part: str) -> None:
    begin, end = command.marks(part)
    others = "".join(
        f"{a}\nkept\n{b}\n" for a, b in map(command.marks, command.PARTS) if a != begin
    )
    readme = tmp_path / "README.md"
    readme.write_text(f"{others}a\n{begin}\nold\n{end}\nb\n{others}", encoding="utf-8")
    for _ in range(2):
        command.write(readme, part, "new")
    text = readme.read_text(encoding="utf-8")
    assert text == f"{others}a\n{begin}\n\nnew\n\n{end}\nb\n{others}"
    assert begin in command.README.read_text(encoding="utf-8")
