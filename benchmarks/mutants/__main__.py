"""``make mutants``: draw mutants, ask the tests that reach each, and report."""

from __future__ import annotations

import argparse
import shlex
import sys
import tempfile
import time
from datetime import date
from importlib.metadata import version
from pathlib import Path

from benchmarks.mutants import scope
from benchmarks.mutants.asking import Kept, run
from benchmarks.mutants.changes import Module
from benchmarks.mutants.mutant import shares
from benchmarks.mutants.reach import digest, reach
from benchmarks.mutants.report import REASONS, REPORT, reasons, report
from benchmarks.mutants.sandbox import copies, warm_up

ROOT = Path(__file__).parents[2]
KEPT = ROOT / ".cache" / "mutants"


def main() -> None:
    chosen = _arguments()
    end = time.monotonic() + chosen.hours * 3600
    paths = chosen.only or scope.modules(ROOT)
    modules = [Module(path, (ROOT / path).read_text("utf-8")) for path in paths]
    sizes = {module.path: len(module.candidates) for module in modules}
    counts = shares(sizes, chosen.count, chosen.least)
    mutants = [each for one in modules for each in one.drawn(counts[one.path], chosen.seed)]
    print(f"{len(mutants)} of {sum(sizes.values())} mutants in {len(modules)} modules", flush=True)
    files = scope.test_files(ROOT)
    kept = Kept(KEPT / "results.jsonl", digest(ROOT, files), fresh=chosen.fresh)
    warm_up()
    with tempfile.TemporaryDirectory(prefix="jifen-mutants-") as folder:
        places = copies(ROOT, Path(folder), chosen.jobs)
        reached = reach(ROOT, KEPT / "reach", places, files, scope.modules(ROOT))
        print(f"{len(reached.seconds)} tests, {sum(reached.seconds.values()):.0f} s", flush=True)
        results = run(mutants, reached, places, kept, chosen.budget, end)
    head = (
        f"Made on {date.today()} by `python -m benchmarks.mutants {shlex.join(sys.argv[1:])}`: "  # noqa: DTZ011
        f"seed {chosen.seed}, mutmut {version('mutmut')}, Python {sys.version.split()[0]}."
    )
    page = report(results, sizes, reasons(REASONS.read_text("utf-8")), head)
    print(page)
    if chosen.write:
        REPORT.write_text(page, "utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutants", description=__doc__)
    parser.add_argument("--count", type=int, default=600, help="mutants in all, shared by size")
    parser.add_argument("--least", type=int, default=5, help="mutants of each module at least")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--budget", type=float, default=60, help="seconds of tests for a mutant")
    parser.add_argument("--hours", type=float, default=3, help="the rest waits for the next run")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", nargs="*", help="modules; all of scope.py if not given")
    parser.add_argument("--fresh", action="store_true", help="forget what earlier runs found")
    parser.add_argument("--write", action="store_true", help="write benchmarks/mutants.md")
    return parser.parse_args()


if __name__ == "__main__":
    main()
