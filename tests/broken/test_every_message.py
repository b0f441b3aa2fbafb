"""The corpus prints every message there is, and nothing that is in no message."""

from __future__ import annotations

import pytest

from generator.text.problems import abridged
from tests.broken import test_amend
from tests.broken.corpus import Broken, corpus
from tests.broken.messages import Message, messages
from tests.broken.test_amend import Amended
from tests.county import county

PRINTING: tuple[Broken | Amended, ...] = (*corpus(), *test_amend.CASES)


@pytest.mark.parametrize("message", messages(), ids=lambda message: message.where)
def test_the_corpus_prints_the_message(message: Message) -> None:
    printed = (problem for case in PRINTING for problem in abridged(case.problems))
    assert any(message.is_that_of(problem) for problem in printed), (
        f"no case of the corpus prints {message.pattern}"
    )


@pytest.mark.parametrize("case", PRINTING, ids=str)
def test_every_printed_message_stands_in_the_source(case: Broken | Amended) -> None:
    strange = [p for p in case.problems if not any(m.is_that_of(p) for m in messages())]
    assert strange == []


def test_titles_are_told_apart() -> None:
    titles = [case.title for case in corpus()]
    assert sorted({title for title in titles if titles.count(title) > 1}) == []


def test_the_county_itself_is_without_fault() -> None:
    assert Broken("the county", (), ()).printed == ()
    assert len(county()) > 15
