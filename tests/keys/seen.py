"""Where a change of the rules may be seen: what is said, scored and shown of a county."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

from generator.checks.books import Books, read_books
from generator.publish.evidence import UnprovenError, publishable
from generator.publish.frame import all_pages
from generator.publish.rules import fields, pages as rule_pages
from generator.publish.site import Site
from generator.rules.periods import Period
from generator.scoring.report import score
from generator.scoring.standings import Scores
from generator.scoring.yearly import year_results
from generator.text.problems import errors
from tests.county import Files


def check(files: Files) -> str:
    """What ``jifen check`` says, without lines and columns."""
    return "\n".join(f"{p.place.path} {p.severity} {p.sentence}" for p in read_books(files)[1])


def sound(files: Files) -> Books:
    books, problems = read_books(files)
    assert [problem.sentence for problem in errors(problems)] == []
    assert books is not None
    return books


def scores(files: Files) -> str:
    """Standings, lines and year lists; never where a rule or record stands."""
    books = sound(files)
    made = Scores(books)
    periods = (Period("2025-06"), Period("2025-Q2"), Period("2025"))
    told: list[Any] = [score(made, each, code) for code in ("team", "cases") for each in periods]
    told += [
        (x.scheme, x.month, x.subject, x.unit, x.component, x.kind, x.points, x.words, x.state)
        for x in made.lines
    ]
    year = year_results(made, 2025, books.year_rules_for(2025))
    for each in year.lists if year else ():
        told.append((each.key, each.scheme, each.group, each.places, each.consequences))
        told += [(x.row.subject, x.chosen, [r.text for r in x.reasons]) for x in each.candidates]
    told.append(repr(year.carried) if year else "")
    return json.dumps(told, ensure_ascii=False)


def rules(files: Files) -> str:
    """The pages of the rules, and how records are filled in by them."""
    site = Site(books := sound(files), Scores(books))
    return "\n".join(page.html for module in (rule_pages, fields) for page in module.pages(site))


def pages(files: Files) -> str:
    """All pages."""
    books = sound(files)
    return "\n".join(page.html for page in all_pages(books, Scores(books)))


def unproven(files: Files) -> str:
    """Whether a county with a record that is not proven is published."""
    evidence: Any = SimpleNamespace(history=None, refusals=[SimpleNamespace(line="")])
    try:
        publishable(sound(files), evidence)
    except UnprovenError:
        return "not published"
    return "published"


def ledger_id(files: Files) -> str:
    """What is compared with the approvers' file, when a bureau is set up and at every change of rules."""
    return sound(files).rulebook.bureau.ledger_id
