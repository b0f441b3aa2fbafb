"""Chapters: honest mistakes, one found after publication, one before.

A published number is objected to and corrected; a record of the open month is sent back, mended
and approved, with the commands that people use.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from demo.county import LANE, STATION, County
from demo.stage import FORGE, JIFEN, Desk, Stage, Told, address, committing, put, run
from demo.submissions import ReplayedSubmission, changed, new_round, replay
from generator.desk.submit import now
from generator.ledger.layout import bulletin_path, standings_path
from generator.rules.bureau import schedule
from generator.rules.periods import Period, known
from sample.aftermath import Count, Doubt, PlannedStep, counts, granted, short_id, upheld, with_done
from sample.sheets import BEIJING

Signers = Sequence[tuple[str, str]]


# ── after publication ──────────────────────────────────────────────────────────────────────────


def objection(stage: Stage, county: County, forge: Path) -> None:
    """Received, found right, corrected, answered."""
    story, count = stage.story, county.short_count
    story.chapter("异议和更正")
    days = _days(county)
    doubt = _doubt(county, days)
    made = upheld(county.files, doubt, county.doubted, count, days[3], "治安大队复核记录2025-1")
    issuing = [
        (each.statement.person, each.statement.office)
        for each in county.sheet(f"{county.last}/bulletin-{LANE}-1")
    ]
    inspector, office = county.holder(["督察大队领导"], days[0])
    judged = [*issuing[:2], (inspector.number, office)]
    before: dict[str, bytes] = {}
    stages: list[ReplayedSubmission] = []
    for number, (day, data) in enumerate(doubt.stages, 1):
        after = {doubt.path: data}
        name = f"objection-{short_id(doubt.path)}-{number}"
        stages.append(_round(county, name, judged, day, before, after))
        before = after
    old, new = {made.record: made.old}, {made.path: made.file, made.record: made.new}
    corrected = _round(county, f"correction-{short_id(made.path)}-1", issuing, made.day, old, new)
    room = county.roster.rooms[count.room].name
    change = f"第 {count.line} 行 W2 已办 {count.done - 1} 改为 {count.done}（应办 {count.due}）"
    story.say(
        f"{county.roster.units[STATION].name}在公示期内提出异议：{room} {doubt.reason}。",
        "治安大队受理、复核，督察大队同意，结论是成立：记录有误，应当更正。",
        f"更正 {short_id(made.path)}：{made.record} {change}；四级签名，与改动一起合并。",
    )
    # the answer names the correction, which has to be there then
    replay(stage, forge, [*stages[:-1], corrected, stages[-1]])
    story.good("通报原文不动，更正、异议各有审批单：")
    story.output([_two_numbers(stage, county, room)])


def _days(county: County) -> list[date]:
    """The working days after publication on which something happens."""
    calendar = county.rulebook.calendar
    published = known(schedule(Period(county.last), county.rulebook.bureau, calendar).published)
    return [known(calendar.after_working_days(published, n)) for n in range(1, 6)]


def _doubt(county: County, days: Sequence[date]) -> Doubt:
    on = [day.isoformat() for day in days]
    steps = (
        PlannedStep("已提交", on[0]),
        PlannedStep("已受理", on[0]),
        PlannedStep("复核中", on[1]),
        PlannedStep("成立", on[2], "抽查单与系统登记一致", sent=True),
        PlannedStep("已告知", on[4], sent=True),
    )
    return granted(county.doubted, county.short_count.room, steps)


def _round(
    county: County,
    name: str,
    signers: Signers,
    day: date,
    before: dict[str, bytes],
    after: dict[str, bytes],
) -> ReplayedSubmission:
    """A submission that leads from ``before`` to ``after``, each level an hour after the last."""
    moments = [datetime.combine(day, time(9 + n, 10), BEIJING) for n in range(len(signers))]
    lane, submission = name.partition("-")[0], f"{county.last}/{name}"
    changes = changed(before, after)
    return new_round(county, submission, lane, changes, signers, moments, after.values())


def _two_numbers(stage: Stage, county: County, room: str) -> str:
    """As published, and as corrected."""
    clone = stage.clone()
    period, subject = Period(county.last), county.short_count.room
    published = json.loads((clone / standings_path(bulletin_path(LANE, period))).read_bytes())
    done = run(clone, str(JIFEN), "score", period.code, LANE, "--format", "json")
    stage.story.expect(done.code == 0, "jifen score 没有成功", done)
    rows = [_row(data, subject) for data in (published, json.loads(done.text))]
    stage.story.expect(rows[0] != rows[1], "更正以后分数没有变")
    (then, rank), (now, new_rank) = rows
    return f"{room} {period.code}　通报公布 {then} 分、第 {rank} 名　→　更正后 {now} 分、第 {new_rank} 名"


def _row(data: dict[str, Any], subject: str) -> tuple[str, int | None]:
    rows = (row for group in data["groups"] for row in group["rows"])
    row = next(each for each in rows if each["subject"] == subject)
    return row["total"], row["rank"]


# ── before it ──────────────────────────────────────────────────────────────────────────────────


def approval(stage: Stage, county: County, forge: Path) -> None:
    """Submitted, sent back, mended, approved three times, merged."""
    story, today = stage.story, now().date()
    report = county.reports(today)[0]
    name, branch = report.submission, report.branch
    wrong = next(each for each in counts(report.record) if each.done < each.due)
    clerk, *approvers = stage.desks(county.climb(report, today))
    first = approvers[0]
    story.chapter(f"当场办一份：{report.unit} {county.open} 的记录")
    story.say(
        "以下是日常用的命令，各人在自己的克隆（desks/警号）里，用自己的密钥文件经 ssh-keygen 签名。",
        f"签名时间是运行的此刻，所以是 {today}。",
        f"{clerk.person.name}填好记录，但第 {wrong.line} 行 W2 已办 {wrong.done} 误写成 {wrong.due}（应办 {wrong.due}）。",
    )
    clerk.git("merge", "--quiet", "--ff-only", "origin/main")
    put(clerk.folder, {report.path: with_done(report.record, wrong, wrong.due)})
    _shown(clerk, clerk.run("jifen", "submit"))
    clerk.run("git", "push", "--quiet", "origin", branch)

    story.say(
        f"{_who(first)}看到改动、算好的积分和名次影响、前几级意见，对照抽查单发现不符，退回："
    )
    reason = f"W2 抽查单上已登记 {wrong.done} 户，不是 {wrong.due} 户，请改正"
    done = _decide(first, name, "--reject", reason)
    story.output(_digest(done, wrong))
    first.push(branch)

    story.say(f"{clerk.person.name}改正，重新报送；原来那一轮和退回的原因都留在审批单里：")
    clerk.fetch()
    clerk.git("merge", "--quiet", "--ff-only", f"origin/{branch}")
    put(clerk.folder, {report.path: report.record})
    _shown(clerk, clerk.run("jifen", "submit", "--message", "已按退回意见改正"))
    clerk.push(branch)

    story.say("谁都能看到卡在哪里、等谁；三级依次同意：")
    first.fetch()
    story.output(first.run("jifen", "status").lines[1:])
    for desk in approvers:
        _shown(desk, _decide(desk, name, "--yes"))
        desk.push(branch)
    story.say("各级签完，合并推送（平台上的“合并”按钮做的就是这件事），闸门核验后收下：")
    before = stage.main
    for call in (
        ("fetch", "--quiet", "origin"),
        ("reset", "--quiet", "--hard", "origin/main"),
        ("merge", "--quiet", "--no-ff", "-m", f"合并 {name}", f"origin/{branch}"),
    ):
        stage.git(forge, *call, more=committing(FORGE, address("forge")))
    done = stage.tell(f"[{FORGE}]", forge, "git", "push", "origin", "HEAD:main")
    story.expect(done.code == 0 and stage.main != before, "合并没有被闸门收下", done)
    story.output(line.strip() for line in done.lines if "->" in line)


def _who(desk: Desk) -> str:
    posts = [post.office for post in desk.person.posts if post.on(now().date())]
    return f"{desk.person.name}（{posts[0]}）"


def _decide(desk: Desk, name: str, *options: str) -> Told:
    desk.fetch()
    return desk.run("jifen", "approve", name, *options)


def _shown(desk: Desk, done: Told) -> None:
    """What was signed, and who is next."""
    signed = done.having("已签名", "下一步", "各级都已签完")
    desk.stage.story.expect(bool(signed), "命令没有说签了什么", done)
    desk.stage.story.output(signed)


def _digest(done: Told, wrong: Count) -> Iterator[str]:
    """The lines of a review that matter here; a whole record is long."""
    section = ""
    for line in map(str.strip, done.lines):
        if line.startswith(("一、", "二、", "三、", "四、")):
            section = line[0]
            yield line
        elif section == "一" and f"应办: {wrong.due}, 已办: {wrong.due}" in line:
            yield f"  …… {line}"
        elif section == "三":
            if line.endswith("：") or wrong.room in line:
                yield f"  {line}"
            # the month stands first; quarter and year follow
            section = "" if wrong.room in line else section
        elif (section == "二" and line) or line.startswith(("第 ", "已签名", "已退回")):
            yield f"  {line}"
