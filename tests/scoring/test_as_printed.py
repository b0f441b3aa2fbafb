"""Standings and explanations of small counties as ``jifen score`` and ``jifen explain`` print them.

``tests/snapshots/printed.txt`` is written anew by ``JIFEN_SNAPSHOTS=update``, and then read by a person.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from generator.checks.books import Books, read_books
from generator.rules.periods import Period
from generator.rules.roster import OFFICERS, UNITS
from generator.scoring.report import explain, explain_text, score, score_text
from generator.scoring.standings import Scores
from generator.scoring.yearly import year_results
from generator.text.problems import errors
from tests.county import Files, county
from tests.fifth_scheme import with_auxiliaries
from tests.keys.county import base, written
from tests.tiny_site import SNAPSHOTS

PATH = SNAPSHOTS / "printed.txt"
JUNE, YEAR = Period("2025-06"), Period("2025")


def sound(files: Files) -> Books:
    books, problems = read_books(files)
    assert books is not None
    assert errors(problems) == []
    return books


def printed(books: Books, periods: Sequence[Period]) -> Iterator[str]:
    scores = Scores(books)
    for code, scheme in books.rulebook.schemes.items():
        for period in periods:
            yield f"# score {period.code} {code}"
            yield score_text(scores, period, code)
            for level in (OFFICERS, UNITS) if scheme.of_cases else ("",):
                for row in scores.standing(code, period, level).rows:
                    yield f"# explain {period.code} {code} {row.subject}"
                    yield explain_text(scores, period, code, row.subject)
    yield "# 2025"
    results = year_results(scores, 2025, books.year_rules_for(2025))
    for each in results.lists if results else ():
        yield f"{each.key} {each.scheme} {each.group} {each.places} {each.consequences}"
        for candidate in each.candidates:
            reasons = "；".join(f"{r.text}{'' if r.met else '（不符）'}" for r in candidate.reasons)
            yield f"  {candidate.row.subject} {'入选' if candidate.chosen else '未入选'} {reasons}"
    yield repr(results.carried) if results else ""


def test_standings_and_explanations_as_they_are_printed() -> None:
    counties = {
        "tiny": (county(), [JUNE]),
        "fifth": (county(with_auxiliaries), [JUNE]),
        "keys": (written(base()), [JUNE, YEAR]),
    }
    lines: list[str] = []
    for name, (files, periods) in counties.items():
        made = dict.fromkeys(printed(sound(files), periods))
        # What another county prints alike is told once.
        lines += [f"## {name}", *(text for text in made if text not in lines)]
    text = "\n".join(lines) + "\n"
    if os.environ.get("JIFEN_SNAPSHOTS") == "update":
        PATH.write_text(text, "utf-8")
    assert text == PATH.read_text("utf-8")


def test_what_is_printed_and_what_programs_read_say_the_same() -> None:
    scores = Scores(sound(county()))
    for code in ("party", "rooms", "cases", "team"):
        text = score_text(scores, JUNE, code)
        for row in (row for table in score(scores, JUNE, code)["groups"] for row in table["rows"]):
            assert row["name"] in text
            told = explain_text(scores, JUNE, code, row["subject"])
            lines = explain(scores, JUNE, code, row["subject"])["lines"]
            assert [x["source"] for x in lines if x["source"] and x["source"] not in told] == []
