"""The day that a state of main stands for: an approver whose office has ended signs nothing new."""

from __future__ import annotations

import random

import pytest

from generator.audit.chain import Past
from generator.audit.judge import Facts, judge
from generator.audit.objects import Store
from generator.audit.refusal import Refused
from generator.audit.root import Root
from generator.audit.state import Memory, State
from generator.intake.digests import of_bytes
from tests.audit.box import plain
from tests.audit.histories import (
    APPROVERS,
    WAYS,
    County,
    Draft,
    Point,
    county,
    draft,
    round_of,
    sheet_first,
    write,
)
from tests.bureau import PEOPLE, SIGNERS, Someone, approvers_file, post

LEFT = Someone("061102", "李成", (post("派出所领导", "chengguan", until="2025-07-05"),))
"""The head of 城关 is in office until 5 July."""


def led(ledger: County) -> County:
    """The same county, where that head's office has an end."""
    files = dict(ledger.main.files) | plain(
        {APPROVERS: approvers_file({**PEOPLE, LEFT.number: LEFT})}
    )
    start = ledger.box.commit(files, ledger.main.commit)
    root = Root(ledger.root.ledger, start, of_bytes(files[APPROVERS].data), demo=True)
    return County(ledger.box, root, [Point(start, files)])


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_an_office_that_had_ended_signs_nothing_new_however_main_was_reached(way: object) -> None:
    """Another unit's submission of 9–12 July is on main; the head signs as of 4 July."""
    ledger = led(county())
    other = draft(ledger, "hedong", ledger.main, random.Random(1))
    assert callable(way)
    states = write(ledger, way(ledger, other, ledger.main, random.Random(2)), ledger.main)
    ledger.mains.append(states[-1])
    made = draft(ledger, "chengguan", ledger.main, random.Random(3))
    entries = round_of(ledger.main, made.submission, "rooms", made.new, SIGNERS["rooms"], day=3)
    old = Draft(made.submission, "rooms", made.new, ledger.main, entries)
    after = write(ledger, sheet_first(ledger, old, ledger.main, random.Random(0)), ledger.main)[-1]
    memory = Memory(Store(ledger.box))
    before = State(memory, ledger.main.commit)
    assert str(before.clock()) == "2025-07-12"
    with pytest.raises(Refused) as caught:
        judge(before, State(memory, after.commit), Facts(ledger.root, Past(memory.store, before.commit)))  # fmt: skip
    assert caught.value.refusal.code == "E-OFFICE"


def test_in_time_it_signs() -> None:
    ledger = led(county())
    made = draft(ledger, "chengguan", ledger.main, random.Random(3))
    entries = round_of(ledger.main, made.submission, "rooms", made.new, SIGNERS["rooms"], day=3)
    old = Draft(made.submission, "rooms", made.new, ledger.main, entries)
    after = write(ledger, sheet_first(ledger, old, ledger.main, random.Random(0)), ledger.main)[-1]
    memory = Memory(Store(ledger.box))
    facts = Facts(ledger.root, Past(memory.store, ledger.main.commit))
    found = judge(State(memory, ledger.main.commit), State(memory, after.commit), facts)
    assert found.id == made.submission


def test_the_day_of_the_first_commit_is_that_of_the_root_holders() -> None:
    ledger = county()
    assert str(State(Memory(Store(ledger.box)), ledger.main.commit).clock()) == "2025-01-02"
