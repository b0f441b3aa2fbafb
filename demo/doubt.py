"""Chapter: an objection to a published number, and the correction that follows from it."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any

from demo.county import LANE, STATION, County
from demo.replay import replay
from demo.stage import JIFEN, Stage, run
from demo.submissions import ReplayedSubmission, changed, new_round
from generator.approval.statement import Change
from generator.ledger.layout import standings_path
from generator.rules.bureau import schedule
from generator.rules.periods import Period, known
from sample.aftermath import Doubt, Made, PlannedStep

NUMBER = "0001"
_BEIJING = timezone(timedelta(hours=8))
Signers = list[tuple[str, str]]


def play(stage: Stage, county: County, forge: Path) -> None:
    """Received, found right, corrected, answered."""
    story, count = stage.story, county.short_count
    story.chapter("异议和更正")
    days = _days(county)
    doubt, made = _doubt(county, days), _correction(county, days[3])
    issuing = [(s.statement.person, s.statement.office) for s in county.sheet(f"{county.last}/bulletin-{LANE}-1")]  # fmt: skip
    inspector, office = county.holder(["督察大队领导"], days[0])
    judged = [*issuing[:2], (inspector.number, office)]
    before: dict[str, bytes] = {}
    stages: list[ReplayedSubmission] = []
    for number, (day, data) in enumerate(doubt.stages, 1):
        after = {doubt.path: data}
        changes = changed(before, after)
        name = f"{county.last}/objection-{NUMBER}-{number}"
        stages.append(_round(county, name, "objection", changes, judged, day, [data]))
        before = after
    record = changed({made.record: made.old}, {made.record: made.new})
    changes = (*changed({}, {made.path: made.file}), *record)
    corrected = _round(
        county, f"{county.last}/correction-{NUMBER}-1", "correction", changes, issuing, made.day,
        [made.file, made.new],
    )  # fmt: skip
    room = county.roster.rooms[count.room].name
    story.say(
        f"{_unit(county)}在公示期内提出异议：{room} {doubt.reason}。",
        "治安大队受理、复核，督察大队同意，结论是成立：记录有误，应当更正。",
        f"更正 {NUMBER}：{made.record} {_words(county)}；四级签名，与改动一起合并。",
    )
    replay(stage, forge, [*stages[:-1], corrected, stages[-1]])
    story.good("通报原文不动，更正、异议各有审批单：")
    story.output(_two_numbers(stage, county, room))


def _unit(county: County) -> str:
    return county.roster.units[STATION].name


def _words(county: County) -> str:
    count = county.short_count
    return f"第 {count.line} 行 W2 已办 {count.done - 1} 改为 {count.done}（应办 {count.due}）"


def _days(county: County) -> list[date]:
    """The working days after publication on which something happens."""
    calendar = county.rulebook.calendar
    published = known(schedule(Period(county.last), county.rulebook.bureau, calendar).published)
    return [known(calendar.after_working_days(published, n)) for n in range(1, 6)]


def _doubt(county: County, days: list[date]) -> Doubt:
    on = [day.isoformat() for day in days]
    return Doubt(
        county.last, NUMBER, LANE, county.last, county.short_count.room, "W2", {"单位": STATION},
        "抽查单上已登记的户数比通报所用的多一户",
        (
            PlannedStep("已提交", on[0]),
            PlannedStep("已受理", on[0]),
            PlannedStep("复核中", on[1]),
            PlannedStep("成立", on[2], "抽查单与系统登记一致", sent=True),
            PlannedStep("已告知", on[4], sent=True),
        ),
        finding="原抽查单漏抄一户，应当补计",
        correction=NUMBER,
    )  # fmt: skip


def _correction(county: County, day: date) -> Made:
    path = county.doubted
    return Made(
        county.last, NUMBER, LANE, county.last, path, county.filed(path), county.files[path], day,
        "异议", "抽查单与系统登记核对后，补计一户", "治安大队复核记录2025-1", objection=NUMBER,
    )  # fmt: skip


def _round(
    county: County,
    name: str,
    lane: str,
    changes: tuple[Change, ...],
    signers: Signers,
    day: date,
    contents: list[bytes],
) -> ReplayedSubmission:
    moments = [
        datetime.combine(day, time(9 + level, 10), _BEIJING) for level in range(len(signers))
    ]
    return new_round(county, name, lane, changes, signers, moments, contents)


def _two_numbers(stage: Stage, county: County, room: str) -> list[str]:
    """As published, and as corrected."""
    clone = stage.clone()
    period, subject = Period(county.last), county.short_count.room
    published = json.loads((clone / standings_path(LANE, period)).read_bytes())
    done = run(clone, str(JIFEN), "score", period.code, LANE, "--format", "json")
    stage.story.expect(done.code == 0, "jifen score 没有成功", done)
    rows = [_row(data, subject) for data in (published, json.loads(done.text))]
    stage.story.expect(rows[0] != rows[1], "更正以后分数没有变")
    (then, rank), (now, new_rank) = rows
    return [
        f"{room} {period.code}　通报公布 {then} 分、第 {rank} 名　→　更正后 {now} 分、第 {new_rank} 名"
    ]


def _row(data: dict[str, Any], subject: str) -> tuple[str, int | None]:
    rows = (row for group in data["groups"] for row in group["rows"])
    row = next(each for each in rows if each["subject"] == subject)
    return row["total"], row["rank"]
