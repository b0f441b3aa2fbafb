"""Special situations of the sample year: cases, rewards and sanctions.  Looked up in the books."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

import pytest

from generator.rules.kinds.event import Event, EventSaid
from generator.rules.periods import Period, last_day
from tests.sample_year import SEEDS, SampleYear, sample_year


@pytest.fixture(scope="module", params=SEEDS)
def year(request: pytest.FixtureRequest) -> SampleYear:
    return sample_year(request.param)


# ── cases ──────────────────────────────────────────────────────────────────────────────────────


def test_joint_cases_over_several_units(year: SampleYear) -> None:
    roster = year.books.roster
    units = [
        {
            post.unit
            for number in case.with_role("主办", "协办")
            if (post := roster.officers[number].post(last_day(case.month)))
        }
        for case in year.cases.values()
    ]
    assert sum(len(each) > 1 for each in units) >= 20
    assert max(len(each) for each in units) >= 3


def test_returned_and_passed_one_month_later(year: SampleYear) -> None:
    later = [
        (first.month, second.month)
        for first, second in (reviews[:2] for reviews in year.reviews.values() if len(reviews) > 1)
        if (first.verdict, second.verdict) == ("退回", "通过")
    ]
    assert len(later) >= 10
    assert ("2025-04", "2025-05") in later
    assert all(first < second for first, second in later)


def test_findings_months_after_the_case_was_scored(year: SampleYear) -> None:
    found = {}
    for reviews in year.reviews.values():
        for review in reviews:
            if review.verdict == "追加":
                (passed,) = [each for each in reviews if each.verdict == "通过"]
                assert (review.day - passed.day).days > 60
                found[review.findings[0].item.code] = review
    assert set(found) == {"Q07", "Q10"}
    lawsuit = found["Q10"]
    (bearer,) = lawsuit.findings[0].said.bearers
    charged = [line for line in year.scores.lines_of("cases", bearer, [lawsuit.month]) if line.item]
    assert any(line.item.code == "Q10" and line.points < 0 for line in charged if line.item)


def test_a_difficult_case_of_many_persons(year: SampleYear) -> None:
    difficult = [r for reviews in year.reviews.values() for r in reviews if r.difficult]
    case = next(
        c for r in difficult if (c := year.cases[r.case]).persons >= 6 and c.unit == "xingzhen"
    )
    assert case.series
    assert len(case.with_role("主办", "协办")) == 5
    assert {line.subject for line in year.scores.lines if line.case == case.id} >= set(
        case.with_role("协办")
    )


def test_minor_ceiling_bites(year: SampleYear) -> None:
    assert ("2025-02", "062504") in {(x.month, x.subject) for x in year.lines("cases", "轻微封顶")}


def test_tie_inside_cases(year: SampleYear) -> None:
    rows = {row.subject: row for row in year.scores.standing("cases", Period("2025-05")).rows}
    one, other = rows["062405"], rows["062406"]
    assert one.total
    assert (one.total, one.rank, one.group) == (other.total, other.rank, other.group)


def test_piece_work_helpers_measures_and_auxiliaries(year: SampleYear) -> None:
    cases = year.cases.values()
    assert any(case.result == "C11" and case.pieces > 20 for case in cases)
    assert any(line.item and line.item.code == "C11" for line in year.lines("cases", "封顶"))
    assert sum(bool(case.with_role("协作")) for case in cases) >= 15
    assert sum(bool(case.with_role("辅警")) for case in cases) >= 15
    assert {measure for case in cases for measure in case.measures} >= {
        "C06",
        "C07",
        "C08",
        "C12",
        "C13",
        "C14",
    }
    assert any(case.old for case in cases)
    helping = {line.points for line in year.scores.lines if line.item and line.item.code == "C20"}
    assert helping == {100, 150}, "raised in July"


def test_self_found_findings_are_halved(year: SampleYear) -> None:
    halved = [
        entry
        for reviews in year.reviews.values()
        for review in reviews
        for entry in review.findings
        if isinstance(entry.said, EventSaid) and entry.said.self_found
    ]
    assert any(entry.item.code == "Q04" for entry in halved)
    assert any(
        isinstance(entry.said, EventSaid) and entry.said.self_found
        for _, entry in year.entries("team", "N01")
    )


def test_most_findings_have_every_kind_of_bearer(year: SampleYear) -> None:
    bearers = Counter(
        entry.item.terms.bearer
        for reviews in year.reviews.values()
        for review in reviews
        for entry in review.findings
        if isinstance(entry.item.terms, Event)
    )
    assert bearers["主办"] > 50
    assert bearers["认定"] >= 2


# ── team ───────────────────────────────────────────────────────────────────────────────────────


def test_a_reward_climbs_the_ladder(year: SampleYear) -> None:
    by_matter = defaultdict(list)
    for record, entry in year.entries("team", "R01"):
        by_matter[entry.said.matter].append((record.month, entry.said.level, record.subject))
    (climbed,) = [uses for uses in by_matter.values() if len(uses) > 1]
    assert climbed == [("2025-03", "个人嘉奖", "xingzhen"), ("2025-09", "个人三等功", "xingzhen")]
    lines = [
        line
        for line in year.scores.lines_of("team", "xingzhen", year.scores.months("team"))
        if line.entry and line.entry.said.matter == "20250312-01"
    ]
    surplus = [line.points for line in year.lines("team", "就高") if line.subject == "xingzhen"]
    assert sum(line.points for line in lines) + sum(surplus) == 300


def test_two_sanctions_for_one_matter(year: SampleYear) -> None:
    by_matter = defaultdict(set)
    for _, entry in year.entries("team", "N01"):
        by_matter[entry.said.matter].add(entry.said.level)
    assert {"党内警告", "警告"} in by_matter.values()
    assert [line.points for line in year.lines("team", "就高") if line.subject == "jiaojing"] == [
        400
    ]
    assert any(r.subject == "zb-jiaojing" and e.said.times for r, e in year.entries("party", "P16"))


def test_veto_late_in_the_year(year: SampleYear) -> None:
    ((record, entry),) = year.entries("team", "V06")
    assert record.month == "2025-11"
    assert entry.said.day == date(2025, 11, 14)


def test_awards_are_numbered_in_the_order_of_their_dates(year: SampleYear) -> None:
    documents = []
    for _, entry in year.entries("team", "R01"):
        if entry.said.evidence.startswith("青公奖"):
            number = int(entry.said.evidence.split("〕")[1].removesuffix("号"))
            documents.append((entry.said.day, number))
    assert len(documents) > 20
    assert [number for _, number in sorted(documents)] == sorted(number for _, number in documents)


def test_rewarded_officers_serve_in_their_unit(year: SampleYear) -> None:
    officers = year.books.roster.officers
    for record, entry in year.entries("team", "R01", "N01"):
        if entry.said.officer:
            assert entry.said.day is not None
            post = officers[entry.said.officer].post(entry.said.day)
            assert post is not None
            assert post.unit == record.subject


def test_nobody_is_rewarded_twice_by_one_document(year: SampleYear) -> None:
    rewarded = Counter(
        (entry.said.evidence, entry.said.officer)
        for _, entry in year.entries("team", "R01")
        if entry.said.officer
    )
    assert max(rewarded.values()) == 1
