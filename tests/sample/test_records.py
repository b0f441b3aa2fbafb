"""Special situations of the sample year: reports, rooms, branches.  Looked up in the books."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from generator.rules.kinds.rate import Rate
from generator.rules.periods import Period, known, last_day, next_month
from sample.script import MARKUP
from tests.sample_year import SEEDS, SampleYear, sample_year


@pytest.fixture(scope="module", params=SEEDS)
def year(request: pytest.FixtureRequest) -> SampleYear:
    return sample_year(request.param)


# ── reports ────────────────────────────────────────────────────────────────────────────────────


def test_late_reports_with_their_deductions(year: SampleYear) -> None:
    rulebook = year.books.rulebook
    late = {}
    for report in year.books.ledger.reports:
        after = next_month(report.month)
        deadline = known(rulebook.calendar.nth_working_day(after, rulebook.bureau.report_by))
        assert report.filed is not None
        days = rulebook.calendar.working_days_after(deadline, report.filed)
        if days and report.scheme in rulebook.schemes:
            late[report.scheme, report.month, report.reporter] = days
    assert 3 <= len(late) <= 5
    for (scheme, month, unit), days in late.items():
        if scheme == "rooms":
            rooms = [
                r
                for r in year.books.ledger.records
                if (r.month, r.report.reporter) == (month, unit) and r.scheme == scheme
            ]
            stated = [e.said.times for r in rooms for e in r.entries if e.item.code == "D4"]
            assert stated == [days] * len(rooms)
        else:
            (record,) = [
                r for r in year.books.ledger.unit_findings if (r.month, r.subject) == (month, unit)
            ]
            assert [(e.item.code, e.said.times) for e in record.entries] == [("E05", days)]
    assert {scheme for scheme, _, _ in late} == {"rooms", "cases"}


def test_missing_reports(year: SampleYear) -> None:
    missing = [problem.place.path.split("/") for problem in year.of_code("未报")]
    assert 3 <= len(missing) <= 4
    assert max(Counter((parts[2], parts[3]) for parts in missing).values()) == 2
    assert len({parts[2] for parts in missing}) == 3


# ── rooms ──────────────────────────────────────────────────────────────────────────────────────


def test_tie_at_the_top_of_a_class(year: SampleYear) -> None:
    group = year.scores.standing("rooms", Period("2025-05")).groups[0]
    first, second, third = group.rows[:3]
    assert {first.subject, second.subject} == {"cg-dongmen", "bm-xuefu"}
    assert (first.rank, second.rank, third.rank) == (1, 1, 3)
    assert first.total == second.total


def test_negative_month_of_a_room(year: SampleYear) -> None:
    row = year.scores.standing("rooms", Period("2025-10")).row("fl-mafang")
    assert row is not None
    assert row.total is not None
    assert row.total < 0
    assert [line.subject for line in year.lines("rooms", "清零")] == ["fl-mafang"]


def test_not_applicable_and_too_small_samples(year: SampleYear) -> None:
    states = Counter((line.scheme, line.state) for line in year.scores.lines if line.state)
    for scheme, state in (
        ("rooms", "不适用"),
        ("rooms", "样本不足"),
        ("party", "不适用"),
        ("team", "样本不足"),
    ):
        assert states[scheme, state] >= 10
    assert year.lines("rooms", "折算")
    assert year.lines("party", "折算")


def test_a_room_changes_class_and_its_targets(year: SampleYear) -> None:
    targets = {}
    for record, entry in year.entries("rooms", "W3"):
        if record.subject == "hd-xinqu":
            terms = entry.item.terms
            assert isinstance(terms, Rate)
            subject = year.books.roster.subject(
                "警务室", "类别", "hd-xinqu", last_day(record.month)
            )
            assert subject is not None
            targets[record.month] = terms.target[subject.group]
    assert targets["2025-06"] < targets["2025-07"]


def test_retired_and_raised_items(year: SampleYear) -> None:
    months = {record.month for record, _ in year.entries("rooms", "B6")}
    assert months
    assert max(months) < "2025-07"
    targets = {
        (record.month < "2025-07", entry.item.terms.target["一类"])
        for record, entry in year.entries("rooms", "W7")
        if isinstance(entry.item.terms, Rate)
    }
    assert len(targets) == 2
    assert [line.item.code for line in year.lines("rooms", "封顶") if line.item] == ["B6"]


def test_a_method_counts_once_at_its_highest(year: SampleYear) -> None:
    levels = [(r.month, e.said.level, e.said.matter) for r, e in year.entries("rooms", "B5")]
    assert [level for _, level, _ in levels] == ["县级", "市级"]
    assert len({matter for _, _, matter in levels}) == 1
    (line,) = year.lines("rooms", "就高")
    assert line.month == levels[1][0]


def test_disqualified_room(year: SampleYear) -> None:
    ((record, entry),) = year.entries("rooms", "D8")
    assert entry.item.disqualifies
    assert record.subject == "hd-shangmao"
    row = year.scores.standing("rooms", Period("2025")).row(record.subject)
    assert row is not None
    assert row.rank is not None
    assert row.rank <= 3, "strong enough for honours but for this"


def test_texts_that_tempt_a_page(year: SampleYear) -> None:
    reasons = [str(entry.said.reason) for r in year.books.ledger.records for entry in r.entries]
    for text in MARKUP:
        assert any(text in reason for reason in reasons), text
    assert any(" #" in reason for reason in reasons)


# ── party ──────────────────────────────────────────────────────────────────────────────────────


def test_a_text_adopted_twice_counts_once(year: SampleYear) -> None:
    by_matter = defaultdict(list)
    for record, entry in year.entries("party", "P26"):
        if entry.said.level:
            by_matter[record.subject, entry.said.matter].append((record.month, entry.said.level))
    (twice,) = [uses for uses in by_matter.values() if len(uses) > 1]
    assert twice == [("2025-03", "县级"), ("2025-05", "市级")]
    assert len(year.lines("party", "就高")) == 1


def test_performance_caps(year: SampleYear) -> None:
    row = year.scores.standing("party", Period("2025")).row("zb-chengguan")
    assert row is not None
    assert row.components["performance"] == 2000
    capped = [line for line in year.lines("party", "封顶") if line.subject == "zb-chengguan"]
    assert any(line.item is None for line in capped), "the component's own ceiling"
    assert {"P26", "P21"} <= {line.item.code for line in capped if line.item}


def test_daily_conduct_at_its_cap(year: SampleYear) -> None:
    capped = {
        (line.subject, line.points > 0)
        for line in year.lines("party", "封顶")
        if line.item and line.item.code == "P00"
    }
    assert capped == {("zb-xunte", False), ("zb-jingbao", True)}


def test_one_meeting_two_uses(year: SampleYear) -> None:
    (problem,) = year.of_code("依据")
    assert problem.severity == "提示"
    party = {(e.said.evidence, r.month) for r, e in year.entries("party", "P13") if e.said.evidence}
    team = {(e.said.evidence, r.month) for r, e in year.entries("team", "T01")}
    assert any(
        evidence in problem.message and month == "2025-04" for evidence, month in party & team
    )
