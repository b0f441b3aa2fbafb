"""The corpus prints every message there is, and nothing that is in no message."""

from __future__ import annotations

from generator.text.problems import abridged
from tests.broken import test_amend
from tests.broken.corpus import Broken, corpus
from tests.broken.messages import messages
from tests.broken.test_amend import Amended
from tests.county import county

PRINTING: tuple[Broken | Amended, ...] = (*corpus(), *test_amend.CASES)


def test_the_corpus_prints_every_message() -> None:
    once = {each.message: each for case in PRINTING for each in abridged(case.problems)}
    printed = list(once.values())
    missing = [m for m in messages() if not any(m.is_that_of(problem) for problem in printed)]
    assert [f"{each.where} {each.pattern}" for each in missing] == []


def test_every_printed_message_stands_in_the_source() -> None:
    strange = [
        f"{case}: {problem.sentence}"
        for case in PRINTING
        for problem in case.problems
        if not any(message.is_that_of(problem) for message in messages())
    ]
    assert strange == []


def test_titles_are_told_apart() -> None:
    titles = [case.title for case in corpus()]
    assert sorted({title for title in titles if titles.count(title) > 1}) == []


def test_the_county_itself_is_without_fault() -> None:
    assert Broken("the county", (), ()).printed == ()
    assert len(county()) > 15
