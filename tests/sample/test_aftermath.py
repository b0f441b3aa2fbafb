"""What followed publication in the sample county: bulletins, corrections, objections, their sheets."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache
from typing import Any

import pytest

from generator.audit.tree import TreeProof, held_to_papers, papers_of, prove_tree
from generator.checks.books import Books, read_books
from generator.ledger import layout
from generator.ledger.layout import record_path
from generator.scoring.closed.compared import rebuild
from generator.scoring.closed.corrected import Effect, effects
from generator.scoring.closed.reopened import Reopened
from generator.trail.amend import fits
from generator.trail.bulletin import BulletinRecord
from generator.trail.objection_states import GRANTED
from generator.trail.standings import Published, read_published
from sample.aftermath import corrections, filed, objections
from tests.sample.test_signers import plain
from tests.sample_year import RULES, SEEDS, sample_files as files, sample_year


def books(seed: int) -> Books:
    return sample_year(seed).books


@cache
def reopened(seed: int) -> Reopened:
    return Reopened(books(seed), sample_year(seed).scores)


@cache
def proof(seed: int) -> TreeProof:
    whole = {**RULES, **files(seed)}
    return held_to_papers(prove_tree(whole), papers_of(books(seed).ledger, books(seed).trail))


def effects_of(bulletin: BulletinRecord, seed: int) -> list[Effect]:
    published = read_published(books(seed).trail.standings[bulletin.standings_path])
    assert isinstance(published, Published)
    return effects(reopened(seed), bulletin, published)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_tree_proves_every_file_of_the_ledger(seed: int) -> None:
    assert [refusal.line for refusal in proof(seed).refusals] == []
    assert proof(seed).ok
    lanes = Counter(approval.lane for approval in proof(seed).approvals)
    assert lanes["bulletin"] == 28
    assert lanes["correction"] == 4
    assert lanes["objection"] == 10
    records = sum(record_path(path) is not None for path in files(seed))
    assert lanes.total() == records + 28 + 4 + 10 + lanes["approvers"]


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_wrong_with_the_books(seed: int) -> None:
    found = sample_year(seed).problems
    assert [each.sentence for each in found if each.severity != "提示"] == []


@pytest.mark.parametrize("seed", SEEDS)
def test_bulletins_close_what_was_published_and_leave_december_open(seed: int) -> None:
    issued = Counter((each.scheme, each.period.kind) for each in books(seed).trail.bulletins)
    assert issued == {
        ("rooms", "月"): 11,
        ("cases", "月"): 11,
        ("party", "季"): 3,
        ("team", "季"): 3,
    }
    last = {each.scheme: each.period.code for each in books(seed).trail.bulletins}
    assert last == {"cases": "2025-11", "party": "2025-Q3", "rooms": "2025-11", "team": "2025-Q3"}


@pytest.mark.parametrize("seed", SEEDS)
def test_every_bulletin_comes_about_again(seed: int) -> None:
    for bulletin in books(seed).trail.bulletins:
        again = rebuild(reopened(seed), bulletin)
        assert again.same, (again.problem, again.reasons, again.differences[:3])


@pytest.mark.parametrize("seed", SEEDS)
def test_corrections_lead_from_what_was_filed_to_what_there_is(seed: int) -> None:
    made = {each.id: each for each in books(seed).trail.corrections}
    first, second = [each for each in made.values() if each.month == "2025-04"]
    assert (first.number, second.number) == (1, 2)
    assert second.corrects == first.id
    assert second.record == first.record
    granted = made["2025-06/rooms-chengguan-1"].objection
    assert [each.id for each in books(seed).trail.objections if each.outcome in GRANTED] == [
        granted
    ]
    assert Counter(each.raised_by for each in made.values()) == {"自查": 2, "督察": 1, "异议": 1}
    for each in corrections(files(seed)):
        assert fits(each.old, each.new, made[layout.trail_id(each.path)]) is None
    for path, data in filed(corrections(files(seed))).items():
        assert data != files(seed)[path]


@pytest.mark.parametrize("seed", SEEDS)
def test_corrections_change_totals_and_some_ranks(seed: int) -> None:
    touched = {
        (bulletin.scheme, bulletin.period.code): effects_of(bulletin, seed)
        for bulletin in books(seed).trail.bulletins
    }
    changed = {key: found for key, found in touched.items() if found}
    assert sorted(changed) == [("party", "2025-Q2"), ("rooms", "2025-04"), ("rooms", "2025-06")]
    for found in changed.values():
        assert len([each for each in found if each.published_total != each.total]) == 1
    assert any(each.published_rank != each.rank for each in changed["rooms", "2025-04"])


def test_the_room_whose_number_was_corrected_twice() -> None:
    april = books(2025).trail.bulletin("rooms", "2025-04")
    assert april is not None
    first = next(each for each in effects_of(april, 2025) if each.subject == "sm-daping")
    assert first == Effect(
        "sm-daping", "大坪村警务室", "二类", 97_36, 99_70, 11, 8,
        ("2025-04/rooms-shimo-1", "2025-04/rooms-shimo-2"),
    )  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_objections_stand_in_four_different_ways(seed: int) -> None:
    found = books(seed).trail.objections
    assert [(each.month, each.scheme, each.state, each.outcome) for each in found] == [
        ("2025-05", "cases", "已告知", "不成立"),
        ("2025-06", "rooms", "已告知", "成立"),
        ("2025-11", "cases", "复核中", ""),
        ("2025-11", "rooms", "退回补充", ""),
    ]
    assert [each.correction for each in found] == ["", "2025-06/rooms-chengguan-1", "", ""]


@pytest.mark.parametrize("seed", SEEDS)
def test_an_objection_only_grows(seed: int) -> None:
    for doubt in objections(files(seed)):
        steps: list[Any] = []
        days = [day for day, _ in doubt.stages]
        assert days == sorted(days)
        for _, data in doubt.stages:
            now = plain(data)["经过"]
            assert now[: len(steps)] == steps
            assert len(now) > len(steps)
            steps = now
        assert doubt.stages[-1][1] == files(seed)[doubt.path]


def test_an_overdue_answer_is_listed() -> None:
    _, problems = read_books({**RULES, **files(2025)}, date(2026, 1, 5))
    assert [each.message for each in problems if each.severity == "提醒"] == [
        "异议的答复应在 2025-12-23 前告知，已超期 8 个工作日"
    ]
