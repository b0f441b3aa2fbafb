"""The two laws of main, asked of a push that touches rules, bulletins or corrections.

As a command, what the gate's child does: ``python -m benchmarks.laws FOLDER CHANGE``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks import check
from benchmarks.figures import Figure, ratios, spread
from benchmarks.inputs import python
from benchmarks.measure import Job, Side, interleaved, middle

Files = dict[str, bytes]


def _next_year(files: Files) -> str:
    path = "rules/calendar.yml"
    files[path] = files[path].replace("休:\n".encode(), "休:\n  - 2027-01-01\n".encode(), 1)
    return path


def _a_unit(files: Files) -> str:
    path = "rules/roster/units.yml"
    start = files[path].index("名称: ".encode()) + len("名称: ".encode())
    files[path] = files[path][:start] + "新".encode() + files[path][start:]
    return path


CHANGES: dict[str, tuple[str, Callable[[Files], str]]] = {
    "none": ("a change that no bulletin rests on", _next_year),
    "all": ("a change that every bulletin rests on", _a_unit),
}
"""Name → in words, and what it does; neither moves a published number."""


def compare(root: Path, rounds: int) -> list[Figure]:
    """What the laws cost beside a check of the whole ledger, which is a part of it."""
    sides = [
        Side(words, (Job(python("laws", root, name)),)) for name, (words, _) in CHANGES.items()
    ]
    plain = check.ours([root])
    costs = interleaved([*sides, plain], rounds)
    return [
        Figure(
            f"laws of main: {side.name}, over a check of all", 1, middle(costs[side.name]),
            middle(costs[plain.name]), spread(ratios(costs[side.name], costs[plain.name])),
        )
        for side in sides
    ]  # fmt: skip


def main() -> None:
    """Ask the laws of one change; fails where a law is broken."""
    from generator.checks.books import files_in  # noqa: PLC0415 - measured here, not where it is called
    from generator.scoring.closed.laws import broken  # noqa: PLC0415 - as above

    root, name = Path(sys.argv[1]), sys.argv[2]
    before = files_in(root)
    after = dict(before)
    path = CHANGES[name][1](after)
    if before[path] == after[path]:
        raise ValueError(f"{name} changes nothing")
    if found := broken(before, after, [path]):
        raise ValueError(found.sentence)


if __name__ == "__main__":
    main()
