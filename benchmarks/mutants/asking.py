"""Each mutant before the tests that reach it; what is known from earlier runs is not asked again."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from benchmarks.mutants.mutant import Mutant
from benchmarks.mutants.reach import Reach, file_of
from benchmarks.mutants.report import KILLED, LATE, SURVIVED, UNREACHED, Result
from benchmarks.mutants.sandbox import (
    NO_TESTS,
    SURVIVED as ALL_PASSED,
    Chosen,
    Ended,
    Job,
    asked,
    in_parallel,
)


class Kept:
    """Results of earlier runs: the killed stay killed; survivors are asked again after new tests."""

    def __init__(self, path: Path, tests: str, *, fresh: bool) -> None:
        self.path, self.tests = path, tests
        path.parent.mkdir(parents=True, exist_ok=True)
        if fresh:
            path.unlink(missing_ok=True)
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
        self.known = {row["id"]: row for row in map(json.loads, lines)}

    def outcome(self, mutant: Mutant) -> tuple[str, float] | None:
        row = self.known.get(mutant.id)
        if row is None or (row["outcome"] != KILLED and row["tests"] != self.tests):
            return None
        return row["outcome"], row["seconds"]

    def add(self, mutant: Mutant, outcome: str, seconds: float) -> None:
        row = {
            "id": mutant.id,
            "tests": self.tests,
            "outcome": outcome,
            "seconds": round(seconds, 2),
        }
        with self.path.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(row) + "\n")


def run(mutants: Sequence[Mutant], reached: Reach, places: Sequence[Path], kept: Kept, budget: float, end: float) -> list[Result]:  # fmt: skip
    """What becomes of each mutant, in their order."""
    by_id = {mutant.id: mutant for mutant in mutants}
    tests = {mutant.id: reached.tests(mutant.path, mutant.statement, budget) for mutant in mutants}
    found = {each: kept.outcome(by_id[each]) for each in by_id}
    found |= {each: (UNREACHED, 0.0) for each, names in tests.items() if not names}
    waiting = [mutant for mutant in mutants if found[mutant.id] is None]

    def jobs() -> Iterator[Job]:
        for mutant in waiting:
            if time.monotonic() > end:
                return
            yield job_of(mutant, tests[mutant.id], reached)

    for number, ended in enumerate(in_parallel(jobs(), places), 1):
        mutant, outcome = by_id[ended.name], outcome_of(ended)
        found[mutant.id] = outcome, ended.seconds
        kept.add(mutant, outcome, ended.seconds)
        print(f"{number}/{len(waiting)} {outcome} {ended.seconds:.1f} s {mutant.path}:{mutant.line} {mutant.operator}", flush=True)  # fmt: skip
    return [result_of(mutant, found[mutant.id]) for mutant in mutants]


def job_of(mutant: Mutant, names: Sequence[str], reached: Reach) -> Job:
    """The tests of a mutant, with three times what they take unharmed and half a minute to start."""
    files = sorted({file_of(name) for name in names})
    limit = 30 + 3 * reached.cost(names)
    run_them = partial(_ask, files, names)
    return Job(mutant.id, run_them, limit, (mutant.path, mutant.source))


def _ask(files: Sequence[str], names: Sequence[str], _: Path) -> int:
    return asked(files, [Chosen(names)])


def outcome_of(ended: Ended) -> str:
    """A mutant that passes is alive; one that fails, hangs or cannot be imported was noticed."""
    return SURVIVED if ended.code in (ALL_PASSED, NO_TESTS) else KILLED


def result_of(mutant: Mutant, known: tuple[str, float] | None) -> Result:
    outcome, seconds = known or (LATE, 0.0)
    return Result(mutant.path, mutant.line, mutant.operator, mutant.old, mutant.new, outcome, seconds)  # fmt: skip
