"""Days and times: an approver whose office has ended signs nothing new, and nobody signs ahead."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from generator.approval.refusal import Refused
from generator.approval.root import Root
from generator.audit.chain import Past, Walk
from generator.audit.judge import Circumstances, Submission, judge
from generator.audit.objects import Store
from generator.audit.state import Memory, State
from generator.text.digests import of_bytes
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
    squash,
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
        judge(before, State(memory, after.commit), Circumstances(ledger.root, Past(memory.store, before.commit)))  # fmt: skip
    assert caught.value.refusal.code == "E-OFFICE"


def test_in_time_it_signs() -> None:
    ledger = led(county())
    made = draft(ledger, "chengguan", ledger.main, random.Random(3))
    entries = round_of(ledger.main, made.submission, "rooms", made.new, SIGNERS["rooms"], day=3)
    old = Draft(made.submission, "rooms", made.new, ledger.main, entries)
    after = write(ledger, sheet_first(ledger, old, ledger.main, random.Random(0)), ledger.main)[-1]
    memory = Memory(Store(ledger.box))
    facts = Circumstances(ledger.root, Past(memory.store, ledger.main.commit))
    found = judge(State(memory, ledger.main.commit), State(memory, after.commit), facts)
    assert found.id == made.submission


def test_the_day_of_the_first_commit_is_that_of_the_root_holders() -> None:
    ledger = county()
    assert str(State(Memory(Store(ledger.box)), ledger.main.commit).clock()) == "2025-01-02"


@pytest.mark.parametrize(("after", "seen"), [(1, True), (199, True), (200, False)])
def test_the_clock_looks_back_200_commits_of_main(after: int, seen: bool) -> None:
    """The last signature of 12 July is in the newest commit but so many."""
    ledger = county()
    other = draft(ledger, "hedong", ledger.main, random.Random(1))
    landed = write(ledger, squash(ledger, other, ledger.main, random.Random(2)), ledger.main)[-1]
    commit = landed.commit
    for number in range(after):
        commit = ledger.box.commit(landed.files, commit, message=f"later {number}")
    clock = State(Memory(Store(ledger.box)), commit).clock()
    assert clock == (date(2025, 7, 12) if seen else None)


# ── times of signatures ─────────────────────────────────────────────────────────────────────


def landed(ledger: County, *times: str) -> str:
    """城关's record put on main by a sheet whose last levels are signed at these times."""
    main = ledger.main
    made = draft(ledger, "chengguan", main, random.Random(3))
    late = {4 - len(times) + number: {"time": time} for number, time in enumerate(times)}
    entries = round_of(main, made.submission, "rooms", made.new, SIGNERS["rooms"], overrides=late)
    whole = Draft(made.submission, "rooms", made.new, main, entries)
    return write(ledger, squash(ledger, whole, main, random.Random(0)), main)[-1].commit


def judged(ledger: County, commit: str, latest: date = date.max) -> Submission:
    memory = Memory(Store(ledger.box))
    facts = Circumstances(ledger.root, Past(memory.store, ledger.main.commit), latest)
    return judge(State(memory, ledger.main.commit), State(memory, commit), facts)


def test_levels_may_sign_in_the_same_second() -> None:
    """A bot attests two clicks at once."""
    ledger = county()
    commit = landed(ledger, *["2025-07-03T09:00:00+08:00"] * 3)
    assert len(judged(ledger, commit).sheet) == 4


def test_the_same_second_in_two_time_zones_is_the_same() -> None:
    ledger = county()
    commit = landed(ledger, "2025-07-03T09:00:00+08:00", "2025-07-03T10:00:00+09:00")
    assert len(judged(ledger, commit).sheet) == 4


def test_nothing_is_dated_after_the_judge_s_own_day() -> None:
    """Levels 0 to 3 are signed on 2, 3, 4 and 5 July."""
    ledger = county()
    commit = landed(ledger)
    assert len(judged(ledger, commit, date(2025, 7, 5)).sheet) == 4
    with pytest.raises(Refused) as caught:
        judged(ledger, commit, date(2025, 7, 4))
    refusal = caught.value.refusal
    assert (refusal.code, refusal.message) == ("E-TIME", "第 3 级的签名日期 2025-07-05 还没有到")


@pytest.mark.parametrize("ahead", [0, 1])
def test_hook_and_verifier_judge_by_today_and_one_day_for_other_time_zones(ahead: int) -> None:
    """Level 3 signs on the latest day allowed, and on the one after it."""
    today = datetime.now(UTC).date()
    ledger = county()
    memory = Memory(Store(ledger.box))
    walk = Walk(memory, State(memory, ledger.main.commit), ledger.root)
    assert walk.latest - timedelta(days=1) in (today, datetime.now(UTC).date())
    day = walk.latest + timedelta(days=ahead)
    steps = list(walk.steps([landed(ledger, f"{day}T00:00:00+08:00")]))
    assert len(steps) == 1 - ahead
    assert (walk.last.code if walk.last else "") == ("E-TIME" if ahead else "")
