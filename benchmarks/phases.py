"""Where the time of a full build goes, by phase; for information.

    python -m benchmarks.phases FOLDER

Prints JSON: phase → CPU seconds.  What MkDocs and the theme add is found by comparison with a
whole build.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.checks.books import Books, files_in, run_checks
from generator.checks.facts import Facts
from generator.ledger.records import read_ledger
from generator.publish.evidence import gather, signatures
from generator.publish.frame import all_pages
from generator.rules.periods import Period
from generator.rules.roster_file import read_roster
from generator.rules.rulebook import read_rulebook
from generator.rules.yearly import read_year_rules
from generator.scoring.standings import Scores
from generator.trail.trail import read_trail

seconds: dict[str, float] = {}


@contextmanager
def phase(name: str) -> Iterator[None]:
    """Count the CPU seconds of what is done inside."""
    before = time.process_time()
    yield
    seconds[name] = time.process_time() - before


def main() -> None:
    root = Path(sys.argv[1])
    seconds["start, imports (pandas, Jinja2)"] = time.process_time()
    with phase("files"):
        files = files_in(root)
    with phase("rules and roster"):
        rulebook, _ = read_rulebook(files)
        if rulebook is None:
            sys.exit(f"{root}: the rules cannot be read")
        roster, _ = read_roster(files, rulebook.bureau)
        year_rules, _ = read_year_rules(files, rulebook)
    with phase("records"):
        ledger, _ = read_ledger(files, rulebook)
    with phase("bulletins, corrections, objections"):
        trail, _ = read_trail(files, rulebook)
    with phase("checks across records"):
        list(run_checks(Facts(rulebook, roster, ledger, trail, None)))
    with phase("score lines"):
        books = Books(rulebook, roster, ledger, year_rules, trail)
        scores = Scores(books)
    with phase("standings of all periods"):
        for scheme in rulebook.schemes:
            months = scores.months(scheme)
            years = sorted({month[:4] for month in months})
            for code in (*months, *(f"{y}-Q{q}" for y in years for q in range(1, 5)), *years):
                scores.standing(scheme, Period(code))
    with phase("signatures and sheets"):
        evidence = gather(signatures(files, None), books, None)
    with phase("pages"):
        all_pages(books, scores, None, evidence)
    print(json.dumps(seconds))


if __name__ == "__main__":
    main()
