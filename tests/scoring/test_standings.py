"""Standings: ranks, ties, missing months, groups too small, moves — each shown on a tiny county.

The counties here have the sample rules and just the units or rooms that a test names; a unit's
month is written as the number of 督察问题 (T10, one point each of a hundred).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from generator.checks.books import files_in, read_books
from generator.rules.periods import Period, last_day
from generator.scoring.model import Standing, StandingRow
from generator.scoring.standings import Scores
from generator.text.problems import as_line, errors

RULES = {
    path: data
    for path, data in files_in(Path(__file__).parents[2]).items()
    if path.startswith("rules/") and not path.startswith(("rules/roster/", "rules/examples/"))
}
Months = Mapping[str, int | None]
"""Month → findings of the month; None = not reported."""


def as_yaml(content: Mapping[str, object]) -> bytes:
    """A line for each key, with JSON, which is YAML too."""
    lines = (f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in content.items())
    return "".join(lines).encode()


def roster(
    units: Mapping[str, Mapping[str, object]], rooms: Mapping[str, Mapping[str, object]] = {}
) -> dict[str, bytes]:
    since = {"自": "2020-01-01"}
    stations = [
        {"代码": c, "名称": c, **since, "组别": "派出所", **facts} for c, facts in units.items()
    ]
    posts = [
        {
            "警号": f"9000{n:02d}",
            "姓名": code,
            "身份": "民警",
            "任职": [{**since, "单位": code, "职务": "内勤"}],
        }
        for n, code in enumerate(units)
    ]
    made = [
        {"代码": c, "名称": c, **since, "派出所": "st", "性质": "社区", **facts}
        for c, facts in rooms.items()
    ]
    return {
        "rules/roster/units.yml": as_yaml({"单位": stations}),
        "rules/roster/branches.yml": as_yaml({"党支部": []}),
        "rules/roster/rooms.yml": as_yaml({"警务室": made}),
        "rules/roster/officers.yml": as_yaml({"人员": posts}),
    }


def team_month(unit: str, number: int, month: str, findings: int) -> dict[str, bytes]:
    due = [
        {"项": "T03", "应办": 20, "已办": 20, "依据": "成绩"},
        {"项": "T20", "应办": 20, "已办": 20, "依据": "休假"},
    ]
    if month[5:] in ("06", "12"):
        due.append({"项": "T06", "应办": 20, "已办": 20, "依据": "成绩"})
    lapses = [
        {
            "项": "T10",
            "情形": "一般",
            "次数": findings,
            "事由": "督察发现问题",
            "依据": f"通报{month}",
        }
    ]
    body = {
        "单位": unit, "月份": month, "填报人": f"9000{number:02d}", "填报日期": last_day(month).isoformat(),
        "扣减": lapses if findings else [], "指标": due if month[5:] in ("03", "06", "09", "12") else [],
    }  # fmt: skip
    return {f"ledger/{month}/team/{unit}.yml": as_yaml(body)}


def scores(files: Mapping[str, bytes]) -> Scores:
    books, problems = read_books({**RULES, **files})
    assert [as_line(p) for p in errors(problems)] == []
    assert books is not None
    return Scores(books)


def team(units: Mapping[str, Months], **facts: Mapping[str, object]) -> Scores:
    files = roster({code: facts.get(code, {}) for code in units})
    for number, (code, months) in enumerate(units.items()):
        for month, findings in months.items():
            if findings is not None:
                files |= team_month(code, number, month, findings)
    return scores(files)


def shown(standing: Standing) -> list[tuple[str, int | None, int | None]]:
    return [(row.subject, row.rank, row.total) for row in standing.rows]


def row_of(standing: Standing, subject: str) -> StandingRow:
    row = standing.row(subject)
    assert row is not None
    return row


JANUARY = Period("2025-01")


def test_equal_totals_share_a_rank_and_the_next_is_skipped() -> None:
    standing = team(
        {"d": {"2025-01": 2}, "b": {"2025-01": 1}, "c": {"2025-01": 1}, "a": {"2025-01": 3}}
    ).standing("team", JANUARY)
    assert shown(standing) == [("b", 1, 9900), ("c", 1, 9900), ("d", 3, 9800), ("a", 4, 9700)]


def test_three_units_get_points_but_no_rank() -> None:
    standing = team({"a": {"2025-01": 0}, "b": {"2025-01": 1}, "c": {"2025-01": 2}}).standing(
        "team", JANUARY
    )
    assert shown(standing) == [("a", None, 10000), ("b", None, 9900), ("c", None, 9800)]
    assert not standing.groups[0].ranked


def test_a_unit_that_did_not_report_has_no_total_and_no_rank() -> None:
    units: dict[str, Months] = {c: {"2025-01": n} for n, c in enumerate("abcd")}
    standing = team({**units, "e": {"2025-01": None}}).standing("team", JANUARY)
    absent = row_of(standing, "e")
    assert (absent.total, absent.rank, absent.state, dict(absent.components)) == (
        None,
        None,
        "未报",
        {},
    )
    assert [(m.subject, m.month) for m in standing.missing] == [("e", "2025-01")]


def test_a_missing_month_is_left_out_of_the_mean_and_is_not_zero() -> None:
    quarter = {"2025-01": 1, "2025-02": 2, "2025-03": 3}
    units: dict[str, Months] = dict.fromkeys("abc", quarter)
    standing = team({**units, "d": {**quarter, "2025-02": None}}).standing(
        "team", Period("2025-Q1")
    )
    partial = row_of(standing, "d")
    assert (partial.total, partial.months, partial.state, partial.rank) == (
        9800,
        2,
        "缺报 1 个月",
        1,
    )


def test_after_two_missing_months_there_is_no_rank() -> None:
    quarter: Months = {"2025-01": 1, "2025-02": 2, "2025-03": 3}
    units: dict[str, Months] = dict.fromkeys("abcd", quarter)
    standing = team({**units, "e": {"2025-03": 0}}).standing("team", Period("2025-Q1"))
    assert (row_of(standing, "e").rank, row_of(standing, "e").note) == (
        None,
        "缺报 2 个月，不参与排名",
    )


def test_the_mean_of_a_quarter_is_rounded_half_up_once() -> None:
    months: Months = {"2025-01": 1, "2025-02": 1, "2025-03": 2}
    standing = team(dict.fromkeys("abcd", months)).standing("team", Period("2025-Q1"))
    assert {row.total for row in standing.rows} == {9867}


def test_movement_is_told_against_the_month_before() -> None:
    units: dict[str, Months] = {
        "a": {"2025-01": 0, "2025-02": 3}, "b": {"2025-01": 1, "2025-02": 0},
        "c": {"2025-01": 2, "2025-02": 2}, "d": {"2025-01": 3, "2025-02": 1},
    }  # fmt: skip
    standing = team(units).standing("team", Period("2025-02"))
    assert {row.subject: row.movement for row in standing.rows} == {"b": 1, "d": 2, "c": 0, "a": -3}


def test_a_unit_founded_late_in_the_quarter_is_listed_without_rank() -> None:
    quarter: Months = {"2025-01": 1, "2025-02": 1, "2025-03": 1}
    units: dict[str, Months] = dict.fromkeys("abcd", quarter)
    standing = team({**units, "e": {"2025-03": 0}}, e={"自": "2025-03-01"}).standing(
        "team", Period("2025-Q1")
    )
    assert row_of(standing, "e").note == "计分不足 2 个月，不参与排名"
    assert standing.missing == ()


def test_a_unit_dissolved_in_the_quarter_is_listed_without_rank() -> None:
    quarter: Months = {"2025-01": 1, "2025-02": 1, "2025-03": 1}
    units: dict[str, Months] = {**dict.fromkeys("abcd", quarter), "e": {"2025-01": 0, "2025-02": 0}}
    standing = team(units, e={"至": "2025-02-28"}).standing("team", Period("2025-Q1"))
    assert row_of(standing, "e").note == "期末已不在名册，不参与排名"


# ── rooms: sums, 折合, classes ──────────────────────────────────────────────────────────────────


def rooms(
    made: Mapping[str, Mapping[str, object]], months: Mapping[str, Mapping[str, int]]
) -> Scores:
    """Rooms of one station; a month gives each room that exists its W3 count of 警情通报."""
    files = roster({"st": {}}, made)
    for month, counts in months.items():
        bodies = {}
        for code, count in counts.items():
            parts = {"巡防计划": 1, "重点部位检查": 20, "预警宣传": 1, "隐患整改回访": 1}
            bodies[code] = {
                "指标": [
                    {"项": "W1", "分项": parts, "依据": "登记"},
                    {"项": "W2", "应办": 20, "已办": 20, "依据": "抽查单"},
                    {"项": "W3", "数量": count, "依据": "通报"},
                    {"项": "W4", "应办": 10, "已办": 10, "依据": "登记"},
                    {"项": "W5", "应办": 10, "已办": 10, "依据": "登记"},
                    {"项": "W6", "应办": 10, "已办": 10, "依据": "清单"},
                    {"项": "W7", "比率": "99%", "依据": "抽查"},
                ],
                "加分": [],
                "扣分": [],
            }
        head = {
            "派出所": "st",
            "月份": month,
            "填报人": "900000",
            "填报日期": last_day(month).isoformat(),
        }
        files[f"ledger/{month}/rooms/st.yml"] = as_yaml({**head, "警务室": bodies})
    return scores(files)


FIRST: Mapping[str, object] = {"类别": "一类"}


def test_the_total_is_the_sum_and_a_late_starter_is_ranked_on_the_number_made_comparable() -> None:
    quarter = {f"2025-0{m}": dict.fromkeys(["r1", "r2", "r3"], 2) for m in (1, 2, 3)}
    quarter["2025-02"]["r4"] = quarter["2025-03"]["r4"] = 4
    made = {**dict.fromkeys(["r1", "r2", "r3"], FIRST), "r4": {"类别": "一类", "自": "2025-02-01"}}
    standing = rooms(made, quarter).standing("rooms", Period("2025-Q1"))
    late = row_of(standing, "r4")
    assert (late.total, late.ranked_on, late.rank) == (20000, 30000, 1)
    assert (row_of(standing, "r1").total, row_of(standing, "r1").ranked_on) == (28500, 28500)


def test_a_room_is_ranked_in_the_class_of_the_last_day_of_the_month() -> None:
    moved = {"类别": [{"自": "2020-01-01", "值": "二类"}, {"自": "2025-02-28", "值": "一类"}]}
    months = {f"2025-0{m}": dict.fromkeys(["r1", "r2", "r3", "r4"], 2) for m in (1, 2)}
    found = rooms({**dict.fromkeys(["r1", "r2", "r3"], FIRST), "r4": moved}, months)
    january = row_of(found.standing("rooms", JANUARY), "r4")
    february = row_of(found.standing("rooms", Period("2025-02")), "r4")
    assert (january.group, january.total) == ("二类", 10000)
    assert (february.group, february.total) == ("一类", 9500)
    assert february.movement is None
    quarter = row_of(found.standing("rooms", Period("2025-Q1")), "r4")
    assert quarter.group == "一类", "a month in each class: the later one"


# ── laws ────────────────────────────────────────────────────────────────────────────────────────

FINDINGS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 6), min_size=4)


@settings(max_examples=25, deadline=None)
@given(FINDINGS)
def test_a_rank_is_one_more_than_the_number_who_have_more(findings: dict[str, int]) -> None:
    standing = team({code: {"2025-01": n} for code, n in findings.items()}).standing(
        "team", JANUARY
    )
    totals = {row.subject: row.total or 0 for row in standing.rows}
    for row in standing.rows:
        assert row.rank == 1 + sum(other > totals[row.subject] for other in totals.values())


@settings(max_examples=25, deadline=None)
@given(FINDINGS, st.randoms(use_true_random=False))
def test_the_order_of_files_changes_nothing(findings: dict[str, int], chance: object) -> None:
    files = roster({code: {} for code in findings})
    for number, (code, count) in enumerate(findings.items()):
        files |= team_month(code, number, "2025-01", count)
    order = sorted(files)
    getattr(chance, "shuffle")(order)  # noqa: B009 - hypothesis gives a random.Random
    straight, shuffled = scores(files), scores({path: files[path] for path in order})
    assert straight.lines == shuffled.lines
    assert straight.standing("team", JANUARY) == shuffled.standing("team", JANUARY)


@pytest.mark.parametrize("scheme", ["rooms", "party", "cases"])
def test_a_scheme_without_records_has_an_empty_standing(scheme: str) -> None:
    assert team({"a": {"2025-01": 0}}).standing(scheme, JANUARY).groups == ()
