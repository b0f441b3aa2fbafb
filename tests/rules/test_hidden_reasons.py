"""Whatever a clerk typed as a reason is not in the arithmetic that is shown where reasons are hidden."""

from __future__ import annotations

from generator.checks.books import read_books
from generator.rules.kinds import KINDS
from generator.rules.kinds.kind import Said
from generator.text.problems import errors
from tests.keys.county import TEAM, base, written

TYPED = ("evidence", "reason", "matter", "officer", "proposer")
"""What of an entry may tell why."""


def test_the_open_arithmetic_of_every_kind_quotes_nothing_of_it() -> None:
    docs = base()
    for item in docs[TEAM]["版本"][0]["项目"]:
        item["隐去事由"] = "是"
    books, problems = read_books(written(docs))
    assert books is not None
    assert errors(problems) == []
    records = [each for each in books.ledger.records if each.scheme == "team"]
    entries = [entry for record in records for entry in record.entries]
    assert {entry.item.terms.name for entry in entries} == set(KINDS) - {"办案"}
    for entry in entries:
        words = entry.said.open_words(entry.said.score("").words)
        typed = [text for name in TYPED if (text := getattr(entry.said, name, ""))]
        assert typed
        assert [text for text in typed if text in words] == [], words


def test_a_kind_that_says_nothing_about_its_words_shows_none() -> None:
    assert Said().open_words("某某提出，核定 2 分") == ""
