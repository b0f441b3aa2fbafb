"""Every item of the sample's rules, and of counties whose rules use more keys: as read, and in words.

``tests/snapshots/items.txt`` is written anew by ``JIFEN_SNAPSHOTS=update``, and then read by a person.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from generator.checks.books import files_in
from generator.rules.rulebook import read_rulebook
from generator.rules.scheme import Item, Scheme
from tests.county import Files, county
from tests.fifth_scheme import with_auxiliaries
from tests.keys.county import base, written
from tests.rules.as_written import of_field
from tests.tiny_site import SNAPSHOTS

ROOT = Path(__file__).parents[2]
PATH = SNAPSHOTS / "items.txt"


def schemes(files: Files) -> tuple[Scheme, ...]:
    rulebook, _ = read_rulebook(files)
    assert rulebook is not None
    return tuple(rulebook.schemes.values())


def told(scheme: Scheme, item: Item) -> Iterator[str]:
    """What is kept of an item, and what pages and hints say of it."""
    terms = item.terms
    yield f"{scheme.code} {item.component} {item.code} {item.name}"
    yield f"  {terms!r}"
    yield f"  {terms.worth}｜{terms.working(scheme.subject)}"
    yield f"  {terms.example('登记1')}｜{terms.example('登记1', applies=False)}"


def fields(scheme: Scheme, item: Item) -> Iterator[str]:
    """The fields of its record entries."""
    form = item.terms.entry(item.name, item.not_applicable, of_cases=scheme.of_cases)
    yield f"{item.terms.name}{'（复核）' if scheme.of_cases else ''}"
    for field in form.fields:
        yield from of_field(field, "  ")


def test_every_item_as_it_is_read_and_told() -> None:
    # What a version has taken over, or another item writes alike, is told once.
    items: dict[str, None] = {}
    forms: dict[str, None] = {}
    for files in (files_in(ROOT), written(base()), county(with_auxiliaries)):
        for scheme in schemes(files):
            for version in scheme.versions:
                for item in version.items:
                    items["\n".join(told(scheme, item))] = None
                    forms["\n".join(fields(scheme, item))] = None
    text = "\n".join((*items, *forms)) + "\n"
    if os.environ.get("JIFEN_SNAPSHOTS") == "update":
        PATH.write_text(text, "utf-8")
    assert text == PATH.read_text("utf-8")
