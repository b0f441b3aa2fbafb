"""What is measured on: counties made by ``python -m sample``, and one ledger with several of them in it.

Everything lies under ``.cache/benchmarks`` and is made anew by every run.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measure import ROOT, Job, run
from generator.rules.scheme import NOT_RECORDS

WORK = ROOT / ".cache" / "benchmarks"
SEED = 2025
MERGED = 5
"""Counties in one ledger: the roster of more would pass the limit of one file (256 KiB)."""


def jifen(*arguments: str | Path) -> tuple[str, ...]:
    """The command line of the product."""
    return (sys.executable, "-m", "generator", *map(str, arguments))


def sample(*arguments: str | Path) -> tuple[str, ...]:
    """The command line of the sample county."""
    return (sys.executable, "-m", "sample", *map(str, arguments))


def python(module: str, *arguments: str | Path) -> tuple[str, ...]:
    """The command line of a module of this package."""
    return (sys.executable, "-m", f"benchmarks.{module}", *map(str, arguments))


def counties(number: int, folder: Path) -> list[Path]:
    """The folders of ``number`` counties, each complete: ledger and rules."""
    shutil.rmtree(folder, ignore_errors=True)
    # A single county would be written without the rules that all share.
    run(Job(sample("--counties", str(max(number, 2)), "--seed", str(SEED), "--out", folder)))
    return sorted(folder.glob("county-*"))[:number]


def size(roots: Sequence[Path]) -> tuple[int, int]:
    """Record files and their bytes."""
    files = [path for root in roots for path in records(root)]
    return len(files), sum(path.stat().st_size for path in files)


def records(root: Path) -> list[Path]:
    """The record files of a ledger, without what followed publication."""
    files = sorted((root / "ledger").rglob("*.yml"))
    return [path for path in files if path.parent.name not in NOT_RECORDS]


# ── several counties in one ledger ──────────────────────────────────────────────────────────────

_CODE = re.compile(r"代码: ([a-z0-9-]+)")
_ROSTER = "rules/roster"


def merge(roots: Sequence[Path], target: Path) -> Path:
    """One bureau with the units, rooms, people and records of several counties.

    Codes get the number of their county in front (``chengguan`` → ``k2-chengguan``), as do service
    numbers (``061201`` → ``261201``) and references, so that nothing is said twice.  Nothing is
    published in it and nobody approves: bulletins name digests, and sheets sign them.
    """
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(roots[0], target, ignore=shutil.ignore_patterns(*NOT_RECORDS, "approvers.yml"))
    for number, root in enumerate(roots[1:], start=2):
        renamed = _Renamed(root, number)
        for path in sorted((root / _ROSTER).glob("*.yml")):
            entries = renamed.text(path).partition("\n")[2]
            with (target / _ROSTER / path.name).open("a", encoding="utf-8") as whole:
                whole.write(entries)
        for path in records(root):
            name = renamed.code(path.stem)
            place = target / path.relative_to(root).with_name(f"{name}.yml")
            place.write_text(renamed.text(path), encoding="utf-8")
    return target


class _Renamed:
    """The files of one county as they stand in the merged ledger."""

    def __init__(self, root: Path, number: int) -> None:
        roster = "".join(
            path.read_text(encoding="utf-8") for path in (root / _ROSTER).glob("*.yml")
        )
        codes = sorted(set(_CODE.findall(roster)), key=len, reverse=True)
        self.codes = re.compile(rf"(?<![a-z0-9-])(?:{'|'.join(codes)})(?![a-z0-9-])")
        case = "|".join(codes)
        self.cases = re.compile(rf"(\d{{4}}-\d\d-)((?:{case})-\d\d)(?!\d)")
        self.number = number

    def code(self, code: str) -> str:
        return f"k{self.number}-{code}"

    def service_number(self, match: re.Match[str]) -> str:
        """Six digits again: officers start with 0 and auxiliaries with 1 in the first county."""
        return f'"{int(match[1]) + 2 * self.number - 2}{match[2]}"'

    def text(self, path: Path) -> str:
        text = path.read_text(encoding="utf-8")
        text = re.sub(r'"([01])(\d{5})"', self.service_number, text)
        text = self.cases.sub(rf"\1k{self.number}-\2", text)
        text = re.sub(r"(依据: )([^\s\"',}][^,}\n]*)", rf"\1甲{self.number}\2", text)
        text = re.sub(r"(事项: )(\d)", rf"\g<1>{self.number}\2", text)
        return self.codes.sub(lambda match: self.code(match[0]), text)
