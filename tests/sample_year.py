"""A sample year, made, read and scored once, for the tests that look things up in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache, cached_property

from generator.checks.books import Books, files_in, read_books
from generator.ledger.case_records import Case, Review
from generator.ledger.forms import Entry
from generator.ledger.records import Record
from generator.scoring.model import ScoreLine
from generator.scoring.standings import Scores
from generator.text.problems import Problem
from sample import MADE, ROOT, county

SEEDS = (2025, 7)
"""Two seeds: what the sample promises must not depend on luck.  The first is that of ``ledger/``."""


@cache
def repository() -> dict[str, bytes]:
    """Ledger and rules of this repository."""
    return files_in(ROOT)


def is_made(path: str) -> bool:
    """Whether the sample makes this file, and does not find it."""
    return path.startswith(("ledger/20", *MADE))


RULES = {p: d for p, d in repository().items() if p.startswith("rules/") and not is_made(p)}


@cache
def sample_files(seed: int) -> dict[str, bytes]:
    """The files of a county; of the first seed what is committed, see ``test_sample.py``."""
    if seed == SEEDS[0]:
        return {path: data for path, data in sorted(repository().items()) if is_made(path)}
    return county(seed, 2)


class SampleYear:
    """One sample year, read and scored."""

    def __init__(self, seed: int) -> None:
        books, self.problems = read_books({**RULES, **sample_files(seed)})
        assert books is not None
        self.books: Books = books
        self.cases: dict[str, Case] = {case.id: case for case in books.ledger.cases}
        self.reviews: dict[str, list[Review]] = defaultdict(list)
        for review in sorted(books.ledger.reviews, key=lambda each: each.day):
            self.reviews[review.case].append(review)

    @cached_property
    def scores(self) -> Scores:
        return Scores(self.books)

    def entries(self, scheme: str, *codes: str) -> Iterator[tuple[Record, Entry]]:
        for record in self.books.ledger.records:
            for entry in record.entries:
                if record.scheme == scheme and entry.item.code in codes:
                    yield record, entry

    def lines(self, scheme: str, kind: str) -> list[ScoreLine]:
        return [line for line in self.scores.lines if (line.scheme, line.kind) == (scheme, kind)]

    def of_code(self, code: str) -> list[Problem]:
        return [problem for problem in self.problems if problem.code == code]


@cache
def sample_year(seed: int) -> SampleYear:
    """The sample year of a seed."""
    return SampleYear(seed)
