"""Closed periods: what is published, how it is corrected, and that it can be rebuilt afterwards."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from generator.checks.books import Books, read_books
from generator.rules.periods import Period
from generator.scoring.closed.closing import close
from generator.scoring.closed.compared import Rebuilt, rebuild
from generator.scoring.closed.corrected import Effect, effects
from generator.scoring.closed.published_file import published
from generator.scoring.closed.reopened import Reopened
from generator.scoring.standings import Scores
from generator.text import canonical, digests
from generator.text.problems import Problem, as_line, errors
from generator.trail.standings import Published, Stated, read_published, read_standings
from tests.closed import (
    BETTER,
    BULLETIN,
    CORRECTION,
    SECOND,
    STANDINGS,
    W2,
    W2_LINE,
    correction,
    issued,
    row,
)
from tests.county import (
    BUREAU,
    CALENDAR,
    CASES,
    FILES,
    PARTY,
    REVIEW,
    ROOM,
    ROOM_RULES,
    Change,
    Files,
    copied,
    county,
    edit,
    whole,
    without,
)

JUNE, Q2, YEAR = Period("2025-06"), Period("2025-Q2"), Period("2025")
HEDONG = "ledger/2025-06/rooms/hedong.yml"
BEST = "- {项: W2, 应办: 20, 已办: 20, 依据: 抽查单1}"
FIRST = (edit(ROOM, W2, BETTER), correction(row(W2_LINE, W2, BETTER)))
AGAIN = (
    edit(ROOM, BETTER, BEST),
    correction(row(W2_LINE, BETTER, BEST), path=SECOND, 更正号="1"),
)
DUES = "- {项: P2, 应办: 14, 已办: 14, 依据: 收缴登记6}"
FEWER = "- {项: P2, 应办: 14, 已办: 7, 依据: 收缴登记6}"
UNPAID = (
    edit(PARTY, DUES, FEWER),
    correction(row(7, DUES, FEWER), 记录=PARTY),
)  # fmt: skip


def opened(files: Files) -> tuple[Books, Scores]:
    books, problems = read_books(files)
    assert [as_line(problem) for problem in errors(problems)] == []
    assert books is not None
    return books, Scores(books)


def closing(scheme: str = "rooms", period: Period = JUNE) -> Change:
    """A bulletin as ``jifen close`` writes it."""

    def change(files: Files) -> None:
        books, scores = opened(files)
        made = close(books, scores, files, books.rulebook.schemes[scheme], period)
        assert isinstance(made, dict)
        files.update(made)

    return change


def rebuilt(files: Files, scheme: str = "rooms", period: str = "2025-06") -> Rebuilt:
    """A bulletin rebuilt from these files, whatever the check says of them."""
    books, _ = read_books(files)
    assert books is not None
    bulletin = books.trail.bulletin(scheme, period)
    assert bulletin is not None
    return rebuild(Reopened(books, Scores(books)), bulletin)


def changed(files: Files, scheme: str = "rooms", period: str = "2025-06") -> list[Effect]:
    books, scores = opened(files)
    reopened = Reopened(books, scores)
    bulletin = books.trail.bulletin(scheme, period)
    assert bulletin is not None
    made = rebuild(reopened, bulletin)
    assert made.same
    assert made.published is not None
    return effects(reopened, bulletin, made.published)


def total(files: Files, scheme: str, period: Period, subject: str) -> int | None:
    found = opened(files)[1].standing(scheme, period).row(subject)
    assert found is not None
    return found.total


# ── closing ────────────────────────────────────────────────────────────────────────────────────


def test_the_bulletin_of_a_month() -> None:
    files = county(closing())
    listed = {path: digests.of_bytes(files[path]) for path in (ROOM, HEDONG)}
    assert (
        files[BULLETIN].decode()
        == f"""\
积分制: rooms
期间: 2025-06
编发单位: 治安大队
公布日期: 2025-07-14
公示: {{自: 2025-07-14, 至: 2025-07-16}}
记录: {{份数: 2, 摘要: {digests.of_list(listed)}}}
规则: {digests.of_rules(digests.of_files(files))}
结果: {digests.of_bytes(files[STANDINGS])}
"""
    )
    opened(files)  # without an error


def stated_in(files: Files, path: str) -> Stated:
    stated, problems = read_standings(path, files[path])
    assert problems == []
    assert stated is not None
    return stated


def test_the_standings_as_published() -> None:
    stated = stated_in(county(closing()), STANDINGS)
    assert list(stated.records) == [ROOM, HEDONG]
    assert stated.content["lines"]["hd-xincun"] == [
        ["2025-06", "base", "W1", "记录", "10.00"],
        ["2025-06", "base", "W2", "记录", "20.00"],
        ["2025-06", "base", "W7", "记录", "10.00"],
    ]
    made = read_published(stated)
    assert isinstance(made, Published)
    assert (made.issue, made.period, made.rules) == (6, JUNE, ("清公发〔2025〕2号",))
    assert made.rows["cg-dongmen"].total == 4095
    assert made.rows["cg-dongmen"].components == {"base": 3895, "bonus": 200, "deduction": 0}
    assert [line.points for line in made.lines["hd-xincun"]] == [1000, 2000, 1000]


def test_officers_and_units_are_published_in_case_work() -> None:
    files = county(closing("cases"))
    made = read_published(stated_in(files, "ledger/2025-06/bulletins/cases.json"))
    assert isinstance(made, Published)
    assert {"061101", "chengguan"} <= made.rows.keys()


def test_the_same_numbers_have_the_same_bytes() -> None:
    one, other = opened(county())[1], opened(county())[1]
    assert published(one, "cases", JUNE, 1, {}, ()) == published(other, "cases", JUNE, 1, {}, ())


def test_the_issue_is_the_place_of_the_period_among_those_of_its_kind() -> None:
    files = county(closing(), closing("party", Q2))
    trail = opened(files)[0].trail
    assert {(each.scheme, each.period.code): each.issue for each in trail.bulletins} == {
        ("rooms", "2025-06"): 6, ("party", "2025-Q2"): 2,
    }  # fmt: skip
    assert YEAR.place == 1


@pytest.mark.parametrize(
    ("scheme", "period", "line"),
    [
        ("rooms", "2025-06", "ledger/2025-06/bulletins/rooms.yml: 2025-06 的通报已经公布。公布以后记录只能更正；通报本身错了的，先用 jifen withdraw 撤回。"),
        ("party", "2025-06", "ledger/2025-06/bulletins/party.yml: 党建工作积分制按季通报，2025-06 只作统计。请写季度或年份。"),
        ("rooms", "2025-Q2", "ledger/2025-06/bulletins/rooms-2025-Q2.yml: 基层基础工作积分制按月通报，2025-Q2 只作统计。请写月份或年份。"),
        ("cases", "2025-07", "ledger/2025-07/bulletins/cases.yml: 2025-07 还没有过完。请在 2025-07-31 以后编发。"),
        ("cases", "2025-05", "ledger/2025-05/bulletins/cases.yml: 2025-05 还没有执法办案记录。请等各单位报送以后再编发。"),
    ],
)  # fmt: skip
def test_what_cannot_be_closed(scheme: str, period: str, line: str) -> None:
    files = county(closing())
    books, scores = opened(files)
    rules = books.rulebook.schemes[scheme]
    made = close(books, scores, files, rules, Period(period), today=date(2025, 7, 20))
    assert isinstance(made, list)
    assert [as_line(problem) for problem in made] == [line]


def test_nothing_is_closed_over_an_error() -> None:
    files = county(edit(ROOM, "已办: 18", "已办: 21"))
    books, problems = read_books(files)
    assert books is not None
    rules = books.rulebook.schemes["rooms"]
    made = close(books, Scores(books), files, rules, JUNE, problems=problems)
    assert made == errors(problems) != []


# ── rebuilding ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("scheme", "period"),
    [("rooms", JUNE), ("cases", JUNE), ("party", Q2), ("team", Q2)],
)
def test_a_period_that_nobody_touched_is_as_published(scheme: str, period: Period) -> None:
    assert rebuilt(county(closing(scheme, period)), scheme, period.code).same


def test_a_correction_shows_both_numbers_and_the_published_ones_can_be_rebuilt() -> None:
    files = county(closing(), *FIRST)
    assert rebuilt(files).same
    assert total(files, "rooms", JUNE, "cg-dongmen") == 4200
    assert changed(files) == [
        Effect(
            "cg-dongmen",
            "东门社区警务室",
            "一类",
            4095,
            4200,
            None,
            None,
            ("2025-06/rooms-chengguan-1",),
        )
    ]


def test_two_corrections_of_one_line() -> None:
    files = county(closing(), *FIRST, *AGAIN)
    (effect,) = changed(files)
    assert (effect.published_total, effect.total) == (4095, 4200)
    assert effect.corrections == ("2025-06/rooms-chengguan-1", "2025-06/rooms-chengguan-2")


def test_a_correction_that_takes_back_a_correction() -> None:
    back = (
        edit(ROOM, BETTER, W2),
        correction(row(W2_LINE, BETTER, W2), path=SECOND, 更正号="1"),
    )
    files = county(closing(), *FIRST, *back)
    assert changed(files) == []
    assert rebuilt(files).same


def test_a_correction_that_changes_nothing_is_refused() -> None:
    _, problems = read_books(county(closing(), correction(row(W2_LINE, W2, W2))))
    assert [problem.message for problem in errors(problems)] == ["“原”和“改”一样，没有更正什么"]


def test_a_record_that_comes_late() -> None:
    files = county(
        without(HEDONG), closing(), whole(HEDONG, FILES[HEDONG]), correction(记录=HEDONG, 整份="补报")
    )  # fmt: skip
    (effect,) = changed(files)
    assert (effect.subject, effect.published_total, effect.total) == ("hd-xincun", None, 4000)
    assert rebuilt(files).same


def test_quarter_and_year_use_the_corrected_record() -> None:
    before, after = county(), county(closing("party", Q2), *UNPAID)
    for period in (Q2, YEAR):
        old = total(before, "party", period, "zb-chengguan")
        new = total(after, "party", period, "zb-chengguan")
        assert old is not None
        assert new == old - 50
    assert [e.subject for e in changed(after, "party", "2025-Q2")] == ["zb-chengguan"]


def test_a_bulletin_after_a_correction_knows_only_the_corrected_record() -> None:
    december = copied(
        HEDONG, "ledger/2025-12/rooms/hedong.yml", ("2025-06", "2025-12"),
        ("2025-07-01", "2026-01-04"), ("11}", "12}"), ("95%", "96%"),
    )  # fmt: skip
    new_year = edit(CALENDAR, "2025-06-02]", "2025-06-02, 2026-01-01]")
    year = issued("rooms", "2025", "2026-01-16", "2026-01-22")
    files = county(new_year, closing(), *FIRST, december, year)
    assert rebuilt(files).same
    assert rebuilt(files, period="2025").same
    assert changed(files, period="2025") == []
    assert [effect.total for effect in changed(files)] == [4200]


def test_a_year_waits_until_every_scheme_is_published() -> None:
    line = "ledger/2025-12/bulletins/rooms-2025.yml: 年总评锁住全年，执法办案 2025-06、党建 2025-06、队伍管理 2025-06 还没有公布。请先编发各积分制当年的最后一期。"
    december = copied(HEDONG, "ledger/2025-12/rooms/hedong.yml", ("2025-06", "2025-12"), ("2025-07-01", "2026-01-04"), ("11}", "12}"), ("95%", "96%"))  # fmt: skip
    books, scores = opened(files := county(december))
    made = close(books, scores, files, books.rulebook.schemes["rooms"], YEAR)
    assert isinstance(made, list)
    assert [as_line(problem) for problem in made] == [line]


def test_a_correction_of_a_case_counts_for_its_officers_and_units() -> None:
    files = county(
        closing("cases"),
        edit(CASES, "    人数: 3\n", "    人数: 2\n"),
        correction(row(9, "人数: 3", "人数: 2"), 记录=CASES),
    )
    found = {effect.subject: effect.corrections for effect in changed(files, "cases")}
    assert {"061101", "061102", "chengguan"} <= found.keys()
    assert set(found.values()) == {("2025-06/cases-chengguan-1",)}


@pytest.mark.parametrize("day", ["2025-08-14", "2025-09-01"])
def test_a_correction_of_an_earlier_month_that_bears_on_a_later_one(day: str) -> None:
    """The case was reported in June, reviewed in July; its pieces are corrected after July.

    July is published on 14 August: a correction of that day comes after the bulletin.
    """
    july = (
        edit(REVIEW, "  - {编号: 2025-06-chengguan-02, 日期: 2025-06-28, 程序: 通过, 质量: 通过, 执行: 通过, 结论: 通过}\n", ""),
        whole("ledger/2025-07/case-review/chengguan.yml", """\
单位: chengguan
月份: 2025-07
填报人: "060301"
填报日期: 2025-08-01
复核:
  - {编号: 2025-06-chengguan-02, 日期: 2025-07-08, 程序: 通过, 质量: 通过, 执行: 通过, 结论: 通过}
"""),
        whole("ledger/2025-07/cases/chengguan.yml", """\
单位: chengguan
月份: 2025-07
填报人: "061102"
填报日期: 2025-08-01
案件: []
"""),
    )  # fmt: skip
    files = county(
        *july, closing("cases"), closing("cases", Period("2025-07")),
        edit(CASES, "件数: 12", "件数: 11"),
        correction(row(16, "件数: 12", "件数: 11"), 记录=CASES, 日期=day),
    )  # fmt: skip
    assert rebuilt(files, "cases").same
    assert rebuilt(files, "cases", "2025-07").same
    assert {e.subject for e in changed(files, "cases", "2025-07")} == {"061101", "061102", "chengguan"}  # fmt: skip


def test_corrections_of_two_rooms_in_one_file_are_told_apart() -> None:
    old, new = (
        f"- {{项: W1, 分项: {{巡防计划: 1, 部位检查: {n}}}, 依据: 检查登记2}}" for n in (12, 20)
    )
    other = edit(ROOM, old, new), correction(row(16, old, new), path=SECOND)
    found = {e.subject: e.corrections for e in changed(county(closing(), *FIRST, *other))}
    assert found == {
        "cg-dongmen": ("2025-06/rooms-chengguan-1",),
        "cg-ximen": ("2025-06/rooms-chengguan-2",),
    }


def test_a_rank_moves_because_of_somebody_elses_correction() -> None:
    false_data = (
        "- {项: D2, 日期: 2025-06-18, 次数: 4, 指标: W7, 事由: 数据不实, 依据: 数据核查通报4}"
    )
    files = county(
        edit(BUREAU, "最少参排: 4", "最少参排: 2"),
        closing(),
        edit(ROOM, "    扣分: []\n", f"    扣分:\n      {false_data}\n"),
        correction(row(13, "扣分: []", "扣分:"), row(13, "", false_data, 6)),
    )
    ximen, dongmen = changed(files)
    assert ximen[:1] + ximen[3:] == ("cg-ximen", 520, 520, 2, 1, ("2025-06/rooms-chengguan-1",))
    assert dongmen[:1] + dongmen[3:] == (
        "cg-dongmen",
        4095,
        -905,
        1,
        2,
        ("2025-06/rooms-chengguan-1",),
    )


# ── tampering ──────────────────────────────────────────────────────────────────────────────────


def told(files: Files, scheme: str = "rooms", period: str = "2025-06") -> list[str]:
    made = rebuilt(files, scheme, period)
    return [*(each.sentence for each in made.differences), *made.reasons]


def test_a_record_changed_in_silence_is_named() -> None:
    files = county(closing(), edit(ROOM, "已办: 18", "已办: 19"))
    assert told(files) == [
        "东门社区警务室（cg-dongmen）2025-06 base W2 记录：公布 18.95，重算 20.00",
        "ledger/2025-06/rooms/chengguan.yml 与公布时不同，没有更正说明",
    ]


def test_a_published_line_that_is_changed_is_named() -> None:
    files = county(closing(), edit(STANDINGS, '"W2","记录","18.95"', '"W2","记录","19.95"'))
    assert told(files) == [
        "东门社区警务室（cg-dongmen）2025-06 base W2 记录：公布 19.95，重算 18.95",
        "ledger/2025-06/bulletins/rooms.json 与登记的摘要不符，公布的结果被改动过",
    ]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('"rank":null', '"rank":1', "名次：公布 1，重算 无"),
        ('"state":"已报"', '"state":"未报"', "状态：公布 未报，重算 已报"),
        ('"previous_rank":null', '"previous_rank":3', "上期名次：公布 3，重算 无"),
        ('"grade":""', '"grade":"优秀"', "等次：公布 优秀，重算 无"),
        ('"months":1', '"months":2', "计分月数：公布 2，重算 1"),
        ('"counts":{}', '"counts":{"案件数":2}', "件数：公布 案件数 2，重算 无"),
        ('"unit":"chengguan"', '"unit":"hedong"', "单位：公布 hedong，重算 chengguan"),
        ('"missing":[]', '"missing":[{"month":"2025-06","name":"x","subject":"hedong"}]', "hedong（hedong）2025-06 未报：公布 是，重算 无"),
        ('"name":""', '"lists":[{"candidates":[["cg-dongmen",true]],"group":"一类","key":"表彰","places":1}],"name":""', "表彰（一类）名单：公布 cg-dongmen，重算 无"),
    ],
)  # fmt: skip
def test_whatever_else_is_published_is_compared_too(old: str, new: str, sentence: str) -> None:
    text = county(closing())[STANDINGS].decode()
    if old == '"name":""':
        old, new = '"missing":', new.partition('"name"')[0] + '"missing":'
    assert old in text
    (first, *_) = told(county(closing(), whole(STANDINGS, text.replace(old, new, 1))))
    assert first.endswith(sentence)


def test_a_published_total_that_is_changed_is_named() -> None:
    files = county(closing(), edit(STANDINGS, '"total":"40.95"', '"total":"41.95"'))
    assert told(files)[0] == "东门社区警务室（cg-dongmen）合计：公布 41.95，重算 40.95"


def test_a_number_ranked_on_that_is_changed_is_named() -> None:
    changed = edit(STANDINGS, '"ranked_on":"40.95"', '"ranked_on":"41.95"')
    assert told(county(closing(), changed))[0] == "东门社区警务室（cg-dongmen）折合分：公布 41.95，重算 40.95"  # fmt: skip


def test_a_rank_that_is_changed_is_named() -> None:
    officers = closing("cases")
    files = county(officers)
    path = "ledger/2025-06/bulletins/cases.json"
    stated = canonical.loaded(files[path])
    group = next(group for group in stated["groups"] if group["rows"])
    group["rows"][0]["rank"] = 9
    files[path] = canonical.dumped(stated)
    name = group["rows"][0]["name"]
    assert told(files, "cases")[0].startswith(
        f"{name}（{group['rows'][0]['subject']}）名次：公布 9"
    )


def test_changed_rules_are_given_as_the_reason() -> None:
    files = county(
        closing(), edit(ROOM_RULES, "类型: 加分, 分值: 2, 每: 次", "类型: 加分, 分值: 3, 每: 次")
    )
    assert told(files) == [
        "东门社区警务室（cg-dongmen）2025-06 bonus B1 记录：公布 2.00，重算 3.00",
        "规则或名册在公布以后改过",
    ]


def test_a_changed_program_is_the_reason_when_nothing_else_is() -> None:
    files = county(closing())
    stated = canonical.loaded(files[STANDINGS])
    stated["lines"]["cg-dongmen"][1][4] = "18.94"
    files[STANDINGS] = canonical.dumped(stated)
    result = digests.of_bytes(files[STANDINGS])
    old = files[BULLETIN].decode().rsplit("结果: ", 1)[0]
    files[BULLETIN] = f"{old}结果: {result}\n".encode()
    assert told(files)[1:] == ["记录和规则都与公布时相同，计分程序与当时不同"]


def test_a_correction_that_does_not_fit_is_a_problem_and_no_crash() -> None:
    made = rebuilt(county(closing(), FIRST[1]))
    assert isinstance(made.problem, Problem)
    assert made.problem.place.path == CORRECTION
    assert not made.same


def test_a_correction_of_a_record_that_is_gone_is_no_crash() -> None:
    hexi = HEDONG.replace("hedong", "hexi")
    assert rebuilt(county(closing(), correction(row(W2_LINE, W2, BETTER), 记录=hexi))).same


def test_a_bulletin_without_its_standings_cannot_be_rebuilt() -> None:
    made = rebuilt(county(closing(), without(STANDINGS)))
    assert isinstance(made.problem, Problem)
    assert made.problem.sentence == f"读不出公布的结果 {STANDINGS}。请恢复公布时的文件。"


@pytest.mark.parametrize("content", ["{}", '{"period":"2025-06","scheme":"rooms"}', '{"period":5}'])
def test_standings_without_their_head_are_a_problem(content: str) -> None:
    stated, problems = read_standings(STANDINGS, f"{content}\n".encode())
    assert stated is None
    assert [(each.place.path, each.message) for each in problems] == [
        (STANDINGS, "这个文件不是“jifen close”写出的内容")
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"rules": None},
        {"groups": [{"rows": [{"subject": "cg-dongmen"}]}]},
        {"lines": {"cg-dongmen": [["2025-06", "base", "W1", "记录", "10.005"]]}},
        {"corrections": [], "unknown": 1},
        {"missing": ["x"]},
        {"lists": [{"key": "x", "group": "", "places": True, "candidates": []}]},
    ],
)
def test_standings_of_another_shape_are_a_problem(change: dict[str, Any]) -> None:
    content = {**canonical.loaded(county(closing())[STANDINGS]), **change}
    stated = stated_in({STANDINGS: canonical.dumped(content)}, STANDINGS)
    made = read_published(stated)
    assert isinstance(made, Problem)
    assert made.place.path == STANDINGS
