"""What the gate looks at for records is enough: held against the whole ledger, over random edits.

A county has lived half a year; bulletins are out, records of later months come and are changed,
well and badly.  What the neighbours of a record say is what the whole check says, and what they let
in moves no published number.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from generator.checks.books import read_books
from generator.checks.neighbours import Rules, added, errors_added
from generator.ledger import layout
from generator.rules.roster_file import read_roster
from generator.rules.rulebook import read_rulebook
from generator.scoring.closed.laws import moving
from generator.text.problems import errors
from generator.text.strict import Files
from tests.random_ledger import MONTHS, random_county
from tests.scoring.test_reopened import ROOT, Year

EDITS = 25


def half_a_year(folder: Path, seed: int) -> Year:
    """January to June are published; the records of July and August are there."""
    year = Year(random_county(ROOT, folder, seed), seed)
    for month in MONTHS[:8]:
        for path in year.to_come:
            if path.startswith(f"ledger/{month}/"):
                year.files[path] = year.to_come[path]
        if month <= "2025-06":
            year.issue(month)
    return year


def edits(random: Random, files: Files, paths: list[str]) -> Iterator[tuple[str, bytes | None]]:
    """Records changed as people and attackers change them: a number, a line, a name, the whole."""
    while True:
        path = random.choice(paths)
        lines = files[path].decode().split("\n")
        at = random.randrange(len(lines))
        match random.randrange(8):
            case 0:
                lines[at] = "".join(
                    str(random.randrange(10)) if c.isdigit() else c for c in lines[at]
                )
            case 1:
                del lines[at]
            case 2:
                lines.insert(at, lines[at])
            case 3:
                other = random.choice(paths)
                lines[at] = random.choice(files[other].decode().split("\n"))
            case 4:
                lines[at] = (
                    lines[at].replace("通过", "退回")
                    if "通过" in lines[at]
                    else lines[at].replace("退回", "通过")
                )
            case 5:
                yield path, None
                continue
            case 6:
                yield path, files[path]
                continue
            case _:
                yield path, files[random.choice(paths)]
                continue
        yield path, "\n".join(lines).encode()


@pytest.mark.parametrize(
    "seed", [int(each) for each in os.environ.get("JIFEN_SEEDS", "1 2").split()]
)
def test_what_neighbours_say_of_a_record_is_what_the_whole_ledger_says(
    tmp_path: Path, seed: int
) -> None:
    """More seeds: ``JIFEN_SEEDS="3 4 5" pytest tests/scoring/test_laws.py``."""
    random, year = Random(seed), half_a_year(tmp_path, seed)
    files = dict(year.files)
    rulebook, _ = read_rulebook(files)
    assert rulebook is not None
    roster, _ = read_roster(files, rulebook.bureau)
    rules = Rules(rulebook, roster, {})
    months = sorted({path.split("/")[1] for path in files if path.startswith("ledger/")})
    open_ = [p for p in files if layout.record_path(p) and not year.closing(p)]
    verdicts = []
    for _, (path, data) in zip(range(EDITS), edits(random, files, open_), strict=False):
        # Now and then it is the first report of all.
        old = {p: d for p, d in files.items() if p != path} if random.random() < 0.3 else files
        after = {p: d for p, d in {**old, path: data}.items() if d is not None}
        said = errors_added([path], rules, months, after.get, old.get)
        before = errors(read_books(old)[1])
        whole = added(errors(read_books(after)[1]), lambda before=before: before, [path])  # type: ignore[misc]
        assert bool(said) == bool(whole), (path, said[:2], whole[:2])
        verdicts.append(not said)
        if not said:
            books, _ = read_books(after)
            assert books is not None
            assert list(moving(books, books.trail.in_force)) == [], path
    assert verdicts.count(True) > 0
    assert verdicts.count(False) > 0
