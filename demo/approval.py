"""Chapter: one submission from the first to the last signature, with the commands that people use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from demo.county import LANE, Count, County, counts, reporter, with_done
from demo.stage import Desk, Stage
from demo.story import Told
from generator.desk.submit import now


def play(stage: Stage, county: County, forge: Path) -> str:
    """Submitted, sent back, mended, approved three times, merged; the submission's name."""
    story, today = stage.story, now().date()
    station = county.reporting(today)[0]
    path = f"ledger/{county.open}/{LANE}/{station}.yml"
    name = f"{county.open}/{LANE}-{station}-1"
    branch = f"submit/{name.replace('/', '-')}"
    wrong = next(each for each in counts(county.files[path]) if each.done < each.due)
    clerk = stage.desk(reporter(county.files[path]))
    first, second, third = approvers(stage, county, station, clerk.person.number)
    unit = county.roster.units[station].name
    story.chapter(f"当场办一份：{unit} {county.open} 的记录")
    story.say(
        "以下是日常用的命令，各人在自己的克隆（desks/警号）里，用自己的密钥文件经 ssh-keygen 签名。",
        f"签名时间是运行的此刻，所以是 {today}。",
        f"{clerk.person.name}填好记录，但第 {wrong.line} 行 W2 已办 {wrong.done} 误写成 {wrong.due}（应办 {wrong.due}）。",
    )
    target = clerk.folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    clerk.git("merge", "--quiet", "--ff-only", "origin/main")
    target.write_bytes(with_done(county.files[path], wrong, wrong.due))
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
    target.write_bytes(county.files[path])
    _shown(clerk, clerk.run("jifen", "submit", "--message", "已按退回意见改正"))
    clerk.push(branch)

    story.say("谁都能看到卡在哪里、等谁；三级依次同意：")
    first.fetch()
    story.output(first.run("jifen", "status").lines[1:])
    for desk in (first, second, third):
        done = _decide(desk, name, "--yes")
        _shown(desk, done)
        desk.push(branch)
    story.say("各级签完，合并推送（平台上的“合并”按钮做的就是这件事），闸门核验后收下：")
    before = stage.main
    for call in (
        ("fetch", "--quiet", "origin"),
        ("reset", "--quiet", "--hard", "origin/main"),
        ("merge", "--quiet", "--no-ff", "-m", f"合并 {name}", f"origin/{branch}"),
    ):
        stage.git(forge, *call, more=_FORGE)
    done = stage.tell("[代码平台]", forge, "git", "push", "origin", "HEAD:main")
    story.expect(done.code == 0 and stage.main != before, "合并没有被闸门收下", done)
    story.output(line.strip() for line in done.lines if "->" in line)
    return name


_FORGE = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "代码平台"), ("EMAIL", "forge@qingling.example"))
}


def approvers(stage: Stage, county: County, station: str, clerk: str) -> list[Desk]:
    """Desks of whoever approves at levels 1 to 3 today."""
    climb = county.climb(station, clerk, now().date())
    return [stage.desk(number) for number, _ in climb[1:]]


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
    section, of_month = "", True
    for line in done.lines:
        text = line.strip()
        if text.startswith(("一、", "二、", "三、", "四、")):
            section = text[0]
            yield text
        elif section == "一" and f"应办: {wrong.due}, 已办: {wrong.due}" in line:
            yield f"  …… {text}"
        elif section == "三" and of_month:
            # the month stands first; quarter and year follow after an empty line
            if text.endswith("：") or wrong.room in line:
                yield f"  {text}"
            of_month = wrong.room not in line
        elif (section == "二" and text) or text.startswith(("第 ", "已签名", "已退回")):
            yield f"  {text}"
