"""``make bench``: measure, print the figures, and with ``--write`` put them into README.md."""

from __future__ import annotations

import argparse
import json
import os
import shlex
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from benchmarks import approvals, check, growth, inputs, laws, site
from benchmarks.figures import APPROVALS, HEADINGS, Figure, as_table, machine, packages, programs
from benchmarks.measure import Job, pin, run

README = Path(__file__).with_name("README.md")
PARTS = ("books", "approvals")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is measured, and how often."""

    counties: tuple[int, ...] = (1, 10)
    check_rounds: int = 5
    site_rounds: int = 3
    large_rounds: int = 1
    """Rounds of what takes minutes."""
    approvals: approvals.Extent = field(default_factory=approvals.Extent)


@dataclass(slots=True)
class Results:
    """What came out, in the order of measuring."""

    figures: list[Figure] = field(default_factory=list)
    sizes: list[str] = field(default_factory=list)
    phases: list[tuple[str, str]] = field(default_factory=list)

    def add(self, figures: list[Figure]) -> None:
        """Keep the figures, and show them at once."""
        self.figures += figures
        for figure in figures:
            print(" | ".join(figure.cells), flush=True)


def main() -> None:
    chosen = _arguments()
    if chosen.quick:
        few = approvals.Extent(pushes=10, rounds=1)
        plan = Plan((1,), check_rounds=1, site_rounds=1, approvals=few)
    else:
        plan = Plan(tuple(int(number) for number in chosen.counties.split(",")))
    pin()
    missed = False
    for part in [chosen.only] if chosen.only else PARTS:
        results = measure(plan) if part == "books" else measure_approvals(plan)
        text = "\n".join(report(results) if part == "books" else report_approvals(results))
        print(f"\n{text}")
        if chosen.write:
            write(README, part, text)
        missed |= any(not figure.met for figure in results.figures)
    sys.exit(missed)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--counties", default="1,10", help="how many county-years (default: 1,10)")
    parser.add_argument("--quick", action="store_true", help="one county-year, each thing once")
    parser.add_argument("--only", choices=PARTS, help="the books or the approvals alone")
    parser.add_argument("--write", action="store_true", help="put the figures into README.md")
    return parser.parse_args()


def measure(plan: Plan) -> Results:
    """All comparisons, at each number of counties."""
    results = Results()
    all_roots = inputs.counties(max(plan.counties), inputs.WORK / "counties")
    for number in plan.counties:
        roots = all_roots[:number]
        rounds = plan.check_rounds if number == 1 else min(plan.check_rounds, 3)
        figures, entries = check.compare(roots, inputs.WORK / "beans", rounds)
        results.add(figures)
        rounds = plan.site_rounds if number == 1 else plan.large_rounds
        figures, extent = site.compare(roots, inputs.WORK / "site", rounds)
        results.add(figures)
        files, size = inputs.size(roots)
        results.sizes.append(
            f"{number} county-years: {files} record files, {size / 1e6:.1f} MB, {entries} entries; "
            f"a site of {extent.pages} pages with {extent.rows} table rows"
        )
    if len(all_roots) > 1:
        measure_growth(all_roots, plan, results)
    results.phases = phases(all_roots[0])
    return results


def measure_growth(roots: list[Path], plan: Plan, results: Results) -> None:
    """One county-year against several, each in its own ledger and all in one."""
    many = {f"{len(roots)} ledgers": (roots, len(roots))}
    if len(roots) >= inputs.MERGED:
        merged = inputs.merge(roots[: inputs.MERGED], inputs.WORK / "merged")
        many[f"one ledger of {inputs.MERGED}"] = ([merged], inputs.MERGED)
    for name in growth.SIDES:
        rounds = plan.large_rounds if name == "build" else min(plan.check_rounds, 3)
        results.add(growth.compare(name, roots[:1], many, rounds))


def phases(root: Path) -> list[tuple[str, str]]:
    """Where the time of a build goes; the last line is what MkDocs and the theme add."""
    seconds = json.loads(run(Job(inputs.python("phases", root))).said)
    whole = run(site.ours([root]).jobs[0]).cost.cpu
    seconds["MkDocs, theme, writing (the rest of a build)"] = whole - sum(seconds.values())
    return [(name, f"{value:.2f}") for name, value in seconds.items()]


def measure_approvals(plan: Plan) -> Results:
    """Proof and gate, on a history of the first county."""
    results = Results()
    (county,) = inputs.counties(1, inputs.WORK / "approvals" / "county")
    extent = plan.approvals
    made = approvals.prepare(county, extent, inputs.WORK / "approvals")
    results.add(approvals.compare(made, extent))
    results.add(laws.compare(county, extent.rounds))
    for number in (extent.few, extent.many, extent.most):
        history = made.first(number)
        results.sizes.append(
            f"{number} submissions: {sum(history.signatures)} signatures, {2 * number} files in "
            f"the ledger, {len(history.main)} commits on main and as many branches"
        )
    return results


def report(results: Results) -> Iterator[str]:
    """The text between the marks of README.md that is about the books."""
    yield from _head(results, packages())
    yield as_table(HEADINGS, (figure.cells for figure in results.figures))
    yield ""
    yield "Where the CPU seconds of one county-year's build go:"
    yield ""
    yield as_table(("phase", "CPU s"), results.phases)


def report_approvals(results: Results) -> Iterator[str]:
    """The text between the marks of README.md that is about approvals."""
    yield from _head(results, programs())
    yield as_table(APPROVALS, (figure.cells for figure in results.figures))


def _head(results: Results, versions: str) -> Iterator[str]:
    call = shlex.join(["python", "-m", "benchmarks", *sys.argv[1:]])
    yield f"Measured on {date.today():%Y-%m-%d} by `{call}`{_busy()}."  # noqa: DTZ011 - the reader's day
    yield f"Machine: {machine()}; {versions}."
    yield ""
    yield from (f"* {size}" for size in results.sizes)
    yield ""


def _busy() -> str:
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return f", while {load:.0f} other processes wanted the CPU" if load >= 1.5 else ""


def marks(part: str) -> tuple[str, str]:
    """What stands around the figures of a part in README.md."""
    return f"<!-- figures of {part} -->", f"<!-- end of figures of {part} -->"


def write(readme: Path, part: str, text: str) -> None:
    """Put the text between the marks of a part."""
    begin, end = marks(part)
    old = readme.read_text(encoding="utf-8")
    before, _, rest = old.partition(begin)
    after = rest.partition(end)[2]
    readme.write_text(f"{before}{begin}\n\n{text}\n\n{end}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
