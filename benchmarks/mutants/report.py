"""``benchmarks/mutants.md``: what was drawn, what was noticed, and every mutant that was not."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parents[1]
REPORT, REASONS = HERE / "mutants.md", HERE / "mutants.toml"
KILLED, SURVIVED, UNREACHED, LATE = "killed", "survived", "no test", "not run"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a mutant."""

    path: str
    line: int
    operator: str
    old: str
    new: str
    outcome: str
    seconds: float = 0.0

    @property
    def key(self) -> tuple[str, str, str]:
        """The change, wherever it stands in the file."""
        return self.path, self.old, self.new


Reasons = Mapping[tuple[str, str, str], str]


def reasons(text: str) -> Reasons:
    """Why mutants are equivalent or harmless: tables ``[[harmless]]`` of file, old, new, reason."""
    found = tomllib.loads(text).get("harmless", [])
    return {(each["file"], each["old"], each["new"]): each["reason"] for each in found}


def report(results: Sequence[Result], sizes: Mapping[str, int], why: Reasons, head: str) -> str:
    """The page; ``sizes`` are the mutants that each module has, ``head`` says how it was made."""
    alive = [each for each in results if each.outcome in (SURVIVED, UNREACHED)]
    rows = [_counts(path, size, [r for r in results if r.path == path]) for path, size in sizes.items()]  # fmt: skip
    total = _counts("**all**", sum(sizes.values()), results)
    unknown = sum(each.key not in why for each in alive)
    return "\n".join(
        [
            "# Mutants",
            "",
            "What this is and how to run it: [README.md](README.md#mutants). Reasons stand in `mutants.toml`.",
            "",
            head,
            "",
            f"{len(alive)} of {len(results)} were not noticed; {len(alive) - unknown} of them are harmless, {unknown} wait for a test or a reason.",
            "",
            *_table(("module", "can be made", "drawn", KILLED, SURVIVED, UNREACHED, LATE), [*rows, total]),
            "",
            "## Not noticed",
            "",
            *_table(("where", "change", "by", "why it is harmless"), [_row(each, why) for each in alive]),
            "",
        ]
    )  # fmt: skip


def _counts(name: str, size: int, results: Iterable[Result]) -> tuple[str, ...]:
    count = Counter(each.outcome for each in results)
    drawn = sum(count.values())
    return (name, str(size), str(drawn), *(str(count[o]) for o in (KILLED, SURVIVED, UNREACHED, LATE)))  # fmt: skip


def _row(result: Result, why: Reasons) -> tuple[str, ...]:
    change = f"− {_code(result.old)}<br>+ {_code(result.new)}"
    note = "**no test runs it**" if result.outcome == UNREACHED else "**?**"
    where = f"`{result.path}:{result.line}`"
    return where, change, result.operator, why.get(result.key, note)


def _code(text: str) -> str:
    return f"`` {text.replace('|', chr(92) + '|')} ``"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [head, ["---"] * len(head), *rows]
    return [f"| {' | '.join(cells)} |" for cells in lines]
