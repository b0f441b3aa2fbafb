"""Components are known by what the rules say of them: never by their code, never by their place."""

from __future__ import annotations

import json
import re
from importlib import import_module

from generator.checks.books import Books, files_in, read_books
from generator.publish.site import Site
from generator.rules.periods import Period
from generator.rules.roster import UNITS
from generator.scoring.report import explain, score
from generator.scoring.standings import Scores
from generator.scoring.yearly import year_results
from generator.text.problems import errors
from sample import ROOT, county
from tests.sample_year import sample_year
from tests.tiny_site import HERE, MODULES, everything_of, tiny_pages

PERIODS = [Period("2025-06"), Period("2025-Q2"), Period("2025")]
SUBJECTS = ("chengguan", "xingjing", "061101")
NEW = "new-"
"""What stands before a component's code after it was renamed."""
Files = dict[str, bytes]


def renamed(files: Files) -> Files:
    """The files with another code for every component of ``cases.yml``, and nothing else changed."""
    cases, yearly = (files[f"rules/{name}.yml"].decode() for name in ("schemes/cases", "yearly"))
    cases = re.sub(r"代码: (\w+)(, 名称: \w+, 栏目)", rf"代码: {NEW}\1\2", cases)
    cases = re.sub(r"组成: (\w+)", rf"组成: {NEW}\1", cases)
    yearly = yearly.replace("质量扣分: [quality]", f"质量扣分: [{NEW}quality]")
    changed = {"rules/schemes/cases.yml": cases.encode(), "rules/yearly.yml": yearly.encode()}
    assert all(changed[path] != files[path] for path in changed)
    return {**files, **changed}


def reordered(files: Files) -> Files:
    """The files with the components of ``cases.yml`` the other way round."""
    path = "rules/schemes/cases.yml"
    lines = files[path].decode().splitlines(keepends=True)
    at = [number for number, line in enumerate(lines) if ", 栏目: " in line]
    for number, line in zip(at, [lines[each] for each in reversed(at)], strict=True):
        lines[number] = line
    return {**files, path: "".join(lines).encode()}


def read(files: Files) -> Books:
    books, problems = read_books(files)
    assert [problem.sentence for problem in errors(problems)] == []
    assert books is not None
    return books


def sample_files() -> Files:
    rules = {path: data for path, data in files_in(ROOT).items() if path.startswith("rules/")}
    return {**rules, **county(2025, 1)}


def told(scores: Scores) -> str:
    """Standings, explanations and year lists of the sample's cases, as text."""
    books = scores.books
    assert isinstance(books, Books)
    made = [score(scores, period, "cases") for period in PERIODS]
    made += [explain(scores, each, "cases", code) for each in PERIODS for code in SUBJECTS]
    year = year_results(scores, 2025, books.year_rules_for(2025))
    assert year is not None
    lists = [
        (each.key, each.group, each.places, row.row.subject, row.chosen, row.reasons)
        for each in year.lists
        for row in each.candidates
    ]
    return json.dumps(made, ensure_ascii=False) + repr(lists) + repr(year.carried)


def test_new_codes_of_components_change_nothing_but_the_codes() -> None:
    before, after = told(sample_year(2025).scores), told(Scores(read(renamed(sample_files()))))
    assert after != before
    assert after.replace(NEW, "") == before


def test_new_codes_of_components_change_nothing_else_on_any_page() -> None:
    books = read(renamed(files_in(HERE / "tiny")))
    site = Site(books, Scores(books))
    made = [import_module(f"generator.publish.{name}.pages").pages(site) for name in MODULES]
    after = {page.uri: everything_of(page).replace(NEW, "") for pages in made for page in pages}
    assert after == {uri: everything_of(page) for uri, page in tiny_pages().items()}


def test_the_order_of_components_changes_no_total_of_a_unit() -> None:
    turned = read(reordered(sample_files()))
    assert turned.rulebook.schemes["cases"].components[-1].name == "数量分"
    totals = [
        {
            row.subject: (row.rank, row.total, dict(row.components), dict(row.counts))
            for period in PERIODS
            for row in scores.standing("cases", period, UNITS).rows
        }
        for scores in (sample_year(2025).scores, Scores(turned))
    ]
    assert totals[0] == totals[1]
