"""Whatever key a rule form documents, a change of its value is obeyed or refused.

``FORMS`` names for every key a change in a suitable county, and where something else is then seen:
what the check says, what is scored, or what the pages say.  A key without an entry fails, so that
nobody adds one that nothing obeys.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from generator.rules import bureau, roster_file, rulebook, scheme_form, yearly
from generator.rules.kinds import KINDS
from generator.text.shapes import Field, ListOf, Shape
from tests.county import BUREAU, Files
from tests.keys.county import CALENDAR, GUARDS, TEAM, YEARLY, Doc, base, keys, of, put, written
from tests.keys.files import BANS, CHANGES, COUNTY, DAYS, PLACES, ROSTERS, SCHEME, YEARS
from tests.keys.items import OF_KINDS, common
from tests.keys.seen import check, pages, rules, scores
from tests.keys.tries import Try, changed

FORMS = {
    TEAM: (scheme_form.SCHEME_FORM, SCHEME),
    YEARLY: (yearly.YEARLY_FORM, YEARS),
    BUREAU: (bureau.BUREAU_FORM, COUNTY),
    CALENDAR: (bureau.CALENDAR_FORM, DAYS),
    GUARDS: (rulebook.GUARDS_FORM, BANS),
    "变更": (scheme_form.CHANGE_FORM, CHANGES),
    **{
        PLACES[name]: (Shape(name, (Field(key, ListOf(form, 1)),)), ROSTERS[name])
        for name, key, form in (
            ("units", "单位", roster_file.UNIT_FORM),
            ("branches", "党支部", roster_file.BRANCH_FORM),
            ("rooms", "警务室", roster_file.ROOM_FORM),
            ("officers", "人员", roster_file.OFFICER_FORM),
        )
    },
    **{
        kind: (scheme_form.ITEM_SHAPES[kind], {**common(kind), **OF_KINDS.get(kind, {})})
        for kind in KINDS
    },
}
"""File or kind of item → its form, and a change for each of its keys."""
TRIES = [(name, key, each) for name, (_, tries) in FORMS.items() for key, each in tries.items()]


@pytest.mark.parametrize("name", FORMS)
def test_there_is_a_change_for_every_key(name: str) -> None:
    form, tries = FORMS[name]
    assert sorted(tries) == sorted(set(keys(form)))


@cache
def of_the_base(seen: Callable[[Files], str]) -> str:
    """What is seen of the county as it is."""
    return seen(written(base()))


@pytest.mark.parametrize(
    ("name", "key", "made"), TRIES, ids=[f"{name} {key}" for name, key, _ in TRIES]
)
def test_a_change_of_a_key_is_obeyed_or_refused(name: str, key: str, made: Try) -> None:
    docs = base()
    for each in made.given:
        changed(docs, each)
    before = made.seen(written(docs)) if made.given else of_the_base(made.seen)
    put(of(docs, made.at[0] if made.at else name), made.at[1] if made.at else key, made.value)
    for each in made.also:
        changed(docs, each)
    assert made.seen(written(docs)) != before


def turned(node: Doc) -> Doc:
    """The same with the keys the other way round, of the file, its versions and its items."""
    if isinstance(node, list):
        return [turned(each) for each in node]
    if not isinstance(node, dict):
        return node
    lists = {key: turned(each) if isinstance(each, list) else each for key, each in node.items()}
    return dict(reversed(lists.items()))


@pytest.mark.parametrize("seen", [check, scores, rules, pages])
def test_where_a_key_stands_is_not_seen(seen: Callable[[Files], str]) -> None:
    """Else a change could be seen for that alone."""
    docs = base()
    moved = {path: turned(doc) if path in FORMS else doc for path, doc in docs.items()}
    assert seen(written(moved)) == seen(written(docs))
