"""Which tests run which lines: every test file once, unharmed, with coverage's contexts.

What was found is kept by what it depends on, so that after a change of one test file that one
alone is run again.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from benchmarks.mutants.sandbox import Job, asked, in_parallel
from benchmarks.mutants.scope import own_folders

LONGEST_FILE = 1800.0
"""Seconds that one test file may take."""


@dataclass
class Reach:
    """What the tests reach."""

    seconds: dict[str, float] = field(default_factory=dict)
    """Test that passes → how long it takes."""
    by_line: dict[tuple[str, int], set[str]] = field(default_factory=lambda: defaultdict(set))
    """Line of a module → tests that run it."""
    by_module: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, kept: Mapping[str, Any]) -> None:
        """What one test file reaches."""
        tests = list(kept["seconds"])
        self.seconds |= kept["seconds"]
        for path, lines in kept["lines"].items():
            for line, numbers in lines.items():
                names = {tests[number] for number in numbers}
                self.by_line[path, int(line)] |= names
                self.by_module[path] |= names

    def tests(self, path: str, statement: range, budget: float) -> list[str]:
        """The tests to ask about a change, as many as fit into ``budget`` seconds.

        Those that run the statement, first of the folders that are there for the module, quickest
        first; then the others of their files: a fixture or a cache is filled by the first test
        alone.  What runs at import may be looked at by any of those folders, and by whatever runs
        the module.
        """
        folders = own_folders(path)
        found = {name for line in statement for name in self.by_line.get((path, line), ())}
        if not statement:
            found = {name for name in self.seconds if name.startswith(folders)}
            found |= self.by_module.get(path, set())
        own = {name for name in found if name.startswith(folders)}
        files = {file_of(name) for name in found}
        beside = {name for name in self.seconds if file_of(name) in files} - found
        ordered = map(self._quickest, (own, found - own, beside))
        taken: list[str] = []
        total = 0.0
        for name in chain.from_iterable(ordered):
            total += self.seconds[name]
            if taken and total > budget:
                break
            taken.append(name)
        return taken

    def _quickest(self, names: set[str]) -> list[str]:
        return sorted(names, key=lambda name: (self.seconds[name], name))

    def cost(self, names: Sequence[str]) -> float:
        """How long these tests take."""
        return sum(self.seconds[name] for name in names)


def file_of(test: str) -> str:
    """``tests/scoring/test_cases.py::test_a[1]`` → ``tests/scoring/test_cases.py``."""
    return test.partition("::")[0]


def reach(
    root: Path, kept: Path, places: Sequence[Path], files: Sequence[str], modules: Sequence[str]
) -> Reach:
    """What all test files reach in the modules; those that are not known yet are run."""
    kept.mkdir(parents=True, exist_ok=True)
    common = digest(root, _common(root))
    notes = {file: kept / f"{digest(root, [file], common)}.json" for file in files}
    jobs = (
        Job(file, _recorder(file, note, modules), LONGEST_FILE)
        for file, note in notes.items()
        if not note.exists()
    )
    for ended in in_parallel(jobs, places):
        print(f"{ended.name}: {ended.seconds:.0f} s", flush=True)
    found = Reach()
    for note in notes.values():
        if note.exists():
            found.add(json.loads(note.read_bytes()))
    return found


def _common(root: Path) -> list[str]:
    """What every test may depend on: all but the test files themselves."""
    tops = ("generator", "tests", "site_templates", "rules")
    files = (path for top in tops for path in (root / top).rglob("*") if path.is_file())
    return sorted(
        str(path.relative_to(root))
        for path in files
        if not path.name.startswith("test_") and "__pycache__" not in path.parts
    )


def digest(root: Path, names: Sequence[str], start: str = "") -> str:
    """Of the content of files."""
    made = hashlib.sha256(start.encode())
    for name in names:
        made.update(f"{name}\0".encode() + (root / name).read_bytes())
    return made.hexdigest()[:20]


class Recorder:
    """A plugin of pytest: one context for each test, and what became of it."""

    def __init__(self, coverage: Any) -> None:
        self.coverage = coverage
        self.seconds: dict[str, float] = {}
        self.failed: set[str] = set()

    def pytest_runtest_protocol(self, item: Any) -> None:
        self.coverage.switch_context(item.nodeid)
        self.seconds[item.nodeid] = time.monotonic()

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.outcome != "passed":
            self.failed.add(report.nodeid)
        if report.when == "teardown":
            self.seconds[report.nodeid] = time.monotonic() - self.seconds[report.nodeid]


def _recorder(file: str, note: Path, modules: Sequence[str]) -> Any:
    def run(tree: Path) -> int:
        measure = importlib.import_module("coverage").Coverage(
            data_file=None, config_file=False, include=[str(tree / path) for path in modules]
        )
        recorder = Recorder(measure)
        measure.start()
        code = asked([file, "--maxfail=1000000"], [recorder])
        measure.stop()
        tests = [name for name in recorder.seconds if name not in recorder.failed]
        number = {name: place for place, name in enumerate(tests)}
        lines: dict[str, dict[int, list[int]]] = {}
        for path in modules:
            by_line = measure.get_data().contexts_by_lineno(str(tree / path))
            lines[path] = {line: [number[name] for name in names if name in number] for line, names in by_line.items()}  # fmt: skip
        seconds = {name: round(recorder.seconds[name], 3) for name in tests}
        note.write_text(json.dumps({"seconds": seconds, "lines": lines}, ensure_ascii=False), "utf-8")  # fmt: skip
        return code

    return run
