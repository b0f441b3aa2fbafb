"""Comparison 1: checking a ledger, against check-jsonschema and bean-check."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.figures import Figure, Target, compared
from benchmarks.inputs import jifen, python
from benchmarks.measure import Job, Side, interleaved, run

AGAINST_SCHEMA = Target("≥", 15)
AGAINST_BEANS = Target(">", 1)


def ours(roots: Sequence[Path]) -> Side:
    """``jifen check`` on each ledger: form, rules, roster, and records against each other."""
    return Side("jifen check", tuple(Job(jifen("check", "--folder", root)) for root in roots))


def by_schema(roots: Sequence[Path]) -> Side:
    """check-jsonschema on the same record files."""
    for root in roots:
        run(Job(jifen("schema", "--folder", root)))
    return Side("check-jsonschema", (Job(python("schemas", *roots)),))


def beans(roots: Sequence[Path], folder: Path) -> tuple[Side, int]:
    """bean-check on one file with a transaction for each entry; how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    number = 0
    jobs = []
    for index, root in enumerate(roots):
        target = folder / f"{index}.beancount"
        number += int(run(Job(python("entries", root, target))).said)
        command = (str(Path(sys.executable).with_name("bean-check")), "--no-cache", str(target))
        jobs.append(Job(command))
    return Side("bean-check", tuple(jobs)), number


def compare(roots: Sequence[Path], folder: Path, rounds: int) -> tuple[list[Figure], int]:
    """The figures, and the number of entries."""
    accounts, entries = beans(roots, folder)
    sides = (ours(roots), by_schema(roots), accounts)
    costs = interleaved(sides, rounds)
    mine, schema, beancount = (costs[side.name] for side in sides)
    return [
        compared("check against check-jsonschema", len(roots), mine, schema, AGAINST_SCHEMA),
        compared("check against bean-check", len(roots), mine, beancount, AGAINST_BEANS),
    ], entries
