"""Comparison 2: the full site, against stock Material and against a bare Jinja2 loop."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.figures import Figure, Target, compared, memory, ratios, spread
from benchmarks.inputs import jifen, python
from benchmarks.measure import Cost, Job, Side, interleaved, middle, run

AGAINST_STOCK = Target("≥", 5)
AGAINST_LOOP = Target("≤", 4)
MEMORY = Target("≤", 300)


@dataclass(frozen=True, slots=True)
class Extent:
    """How much a site holds: generated pages and hand-written ones, and rows of all tables."""

    pages: int
    rows: int


def ours(roots: Sequence[Path]) -> Side:
    """``jifen build``, from YAML to HTML; compiled templates are kept from the warm-up."""
    jobs = (
        Job(jifen("build", "--folder", root), before=partial(_remove, root / "site"))
        for root in roots
    )
    return Side("jifen build", tuple(jobs))


def stock(roots: Sequence[Path], folder: Path) -> Side:
    """``mkdocs build`` with Material and its search, on Markdown that is there already."""
    jobs = []
    for root in roots:
        out = folder / root.name
        run(Job(python("stock", root, out)))
        command = (sys.executable, "-m", "mkdocs", "build", "--quiet")
        jobs.append(Job(command, out, partial(_remove, out / "site")))
    return Side("stock Material", tuple(jobs))


def loop(roots: Sequence[Path], folder: Path) -> Side:
    """The same pages without MkDocs and without the frame around them, from YAML to HTML."""
    jobs = []
    for root in roots:
        out = folder / root.name
        jobs.append(Job(python("bare", root, out), before=partial(_remove, out)))
    return Side("bare loop", tuple(jobs))


def ready_loop(roots: Sequence[Path], folder: Path) -> Cost:
    """The loop alone, over view models that are ready, and the start of Python with Jinja2."""
    start = run(Job((sys.executable, "-c", "import jinja2"))).cost.cpu
    said = [run(Job(python("bare", root, folder / root.name, "--ready"))).said for root in roots]
    return Cost(sum(start + json.loads(seconds) for seconds in said), 0)


def extent(site: Path) -> Extent:
    """Count a built site."""
    pages = [path for path in site.rglob("*.html") if path.name != "404.html"]
    return Extent(len(pages), sum(path.read_bytes().count(b"<tr") for path in pages))


def same_extent(roots: Sequence[Path], folder: Path) -> Extent:
    """What both sites hold; raises ``ValueError`` when they differ."""
    total = Extent(0, 0)
    for root in roots:
        mine, other = extent(root / "site"), extent(folder / root.name / "site")
        if mine != other:
            raise ValueError(f"{root.name}: {mine} here, {other} in stock Material")
        total = Extent(total.pages + mine.pages, total.rows + mine.rows)
    return total


def compare(roots: Sequence[Path], folder: Path, rounds: int) -> tuple[list[Figure], Extent]:
    """The figures, and what both sites hold."""
    number = len(roots)
    sides = (ours(roots), stock(roots, folder / "stock"), loop(roots, folder / "bare"))
    costs = interleaved(sides, rounds, warm_up=rounds > 1)
    mine, material, bare = (costs[side.name] for side in sides)
    ready = [ready_loop(roots, folder / "ready") for _ in range(rounds)]
    figures = [
        compared("site against stock Material", number, mine, material, AGAINST_STOCK),
        Figure(
            "site against a bare loop, from YAML",
            number,
            middle(mine),
            middle(bare),
            spread(ratios(mine, bare)),
            "×",
            AGAINST_LOOP,
        ),
        Figure(
            "site against a bare loop over ready view models",
            number,
            middle(mine),
            middle(ready),
            spread(ratios(mine, ready)),
            "×",
            AGAINST_LOOP,
        ),
    ]
    if number == 1:
        figures.append(memory("site, peak memory", number, mine, MEMORY))
    return figures, same_extent(roots, folder / "stock")


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
