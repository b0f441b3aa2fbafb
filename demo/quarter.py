"""Chapters: a ledger is founded; months are reported, approved, merged, and published."""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping
from pathlib import Path

from demo.county import LANE, County
from demo.stage import MAIN, Stage, Story, address, committing, put
from demo.submissions import ReplayedSubmission, of_bulletin, of_record, replay
from generator.approval import sheet as sheets
from generator.approval.approvers import APPROVERS_FILE as APPROVERS
from generator.approval.root import Root
from generator.approval.routes import GENESIS_SHEET
from generator.approval.statement import REJECT, Statement
from generator.checks.books import read_books
from generator.desk.founding import FILES
from generator.ledger.layout import bulletin_path, standings_path, stem
from generator.rules.periods import Period
from generator.scoring.closed.closing import close
from generator.scoring.standings import Scores
from generator.text.digests import of_bytes
from generator.text.problems import as_line, errors
from sample.bulletins import period_ending


def found(folder: Path, county: County, story: Story) -> Stage:
    """A bare repository with the first commit and the gate; the trust root beside it."""
    approvers = county.approvers
    story.chapter("建立台账")
    holders = "、".join(approvers.persons[number].name for number in approvers.roots)
    story.say(
        f"三位根签名人（{holders}）各用自己的密钥签第 1 版审批人名册。这就是台账的起点。",
        "名册写明谁能报送、审核、批准什么；这里用的是公开的演示密钥，真实台账会拒收。",
    )
    first = folder / "founding"
    # the root names the first commit, which is not made yet
    stage = Stage(folder, story, approvers, Root(approvers.ledger, "0" * 40, approvers.digest))
    stage.server.mkdir(parents=True)
    story.command("[管理员]", "git init --bare server/ledger.git")
    stage.git(stage.server, "init", "--quiet", "--bare", "--initial-branch=main")
    genesis = _first_commit(stage, first, county)
    stage.root = Root(approvers.ledger, genesis, approvers.digest, MAIN, demo=True)
    stage.git(first, "push", "--quiet", str(stage.server), MAIN)
    shutil.rmtree(first)
    stage.root_file.parent.mkdir()
    stage.root_file.write_text(stage.root.text, "utf-8")
    story.say("信任根抄在纸上，由督察、纪检在仓库以外保管：")
    story.output(stage.root.lines)
    story.say("服务器装上闸门。此后没有审批完的推送一律不收，管理员推送的也一样。")
    done = stage.tell(
        "[管理员]", folder, "jifen", "hook", "install", str(stage.server), "--trust", str(stage.root_file)
    )  # fmt: skip
    tested = done.having("自检：")
    story.expect(done.code == 0 and bool(tested), "闸门没有装上", done)
    story.output(tested)
    return stage


def _first_commit(stage: Stage, first: Path, county: County) -> str:
    """Rules, roster and approvers, signed by the root holders, and no record."""
    put(first, county.rules)
    put(first, {path: text.encode() for path, text in FILES.items()})
    sheet = sheets.read(county.files[GENESIS_SHEET])
    head = stage.approvers.persons[sheet[0].statement.person]
    who = committing(head.name, address(head.number), sheet[-1].statement.time)
    stage.git(first, "init", "--quiet", "--initial-branch=main")
    stage.git(first, "add", "--all")
    stage.git(first, "commit", "--quiet", "-m", f"建立台账 {stage.approvers.ledger}", more=who)
    stage.story.expect(
        sheet[0].statement.changes[0].new == of_bytes(county.files[APPROVERS]),
        "样例的审批人名册与它的审批单不符，请从样例恢复 rules/approvers.yml",
    )
    return stage.git(first, "rev-parse", "HEAD")


# ── the months ─────────────────────────────────────────────────────────────────────────────────


def play(stage: Stage, county: County, forge: Path) -> None:
    """All months, each with its bulletins."""
    story = stage.story
    story.chapter(f"{_months(county)}：报送、审核、合并、推送")
    story.say(
        "每份记录一条分支。填报人签名报送，各级逐级签名同意，全部签完才合并进主分支。",
        "下面是按样例重演的真实签名、真实分支和真实推送，时间也照样例。",
    )
    files = dict(county.rules)
    count = 0
    seen: list[ReplayedSubmission] = []
    for month in county.months:
        made = sorted((of_record(county, path) for path in county.records(month)), key=_when)
        _push(stage, forge, month, made)
        seen += made
        files |= {path: county.filed(path) for path in county.records(month)}
        issued = _bulletins(stage, county, month, files)
        if month == county.last:
            _show_examples(stage, seen)
            _close(stage, county, issued)
        replay(stage, forge, issued)
        count += len(issued)
        for each in issued:
            files |= each.files()
    story.good(f"{count} 期通报各经四级签名合并，即为公布。这些记录从此只能用更正修改。")


def _when(submission: ReplayedSubmission) -> tuple[str, str]:
    return submission.moment.isoformat(), submission.id


def _push(stage: Stage, forge: Path, month: str, made: list[ReplayedSubmission]) -> None:
    start = time.monotonic()
    replay(stage, forge, made)
    seconds = time.monotonic() - start
    signatures = sum(len(each.statements) for each in made)
    stage.story.good(
        f"{month}：{len(made)} 份记录，{signatures} 个签名，"
        f"其中平台点击 {sum(each.clicks for each in made)} 个；闸门逐份核验后收下（{seconds:.1f} 秒）"
    )


def _show_examples(stage: Stage, made: list[ReplayedSubmission]) -> None:
    """One that was sent back and submitted again; one click that the robot attests."""
    story = stage.story
    back = [s for s in made if any(each.decision == REJECT for each in s.statements)]
    if back:
        story.say(f"其中退回过 {len(back)} 份，退回也要签名、写原因，例如 {back[-1].id}：")
        story.output(_row(stage, each) for each in back[-1].statements)
    click = next(each for s in reversed(made) for each in s.statements if each.click is not None)
    assert click.click is not None
    story.say(
        f"平台点击的例子：{click.submission} 第 {click.level} 级由 {_name(stage, click)} "
        f"用账号 {click.click.login} 点了同意，",
        f"机器人 {click.click.bot} 看见后代为登记、签名。页面上标“乙”级凭证，最后一级只认本人签名（甲）。",
    )


def _row(stage: Stage, statement: Statement) -> str:
    note = f"：{statement.note}" if statement.note else ""
    return f"{statement.time[5:16].replace('T', ' ')}　第 {statement.level} 级 {statement.words}　{_name(stage, statement)}（{statement.office}）{note}"  # fmt: skip


def _name(stage: Stage, statement: Statement) -> str:
    return stage.approvers.persons[statement.person].name


def _months(county: County) -> str:
    first, last = county.months[0], county.last
    months = f"{int(first[5:])} 月" + (f"到 {int(last[5:])} 月" if last != first else "")
    return f"{first[:4]} 年 {months}"


# ── bulletins ──────────────────────────────────────────────────────────────────────────────────


def _bulletins(
    stage: Stage, county: County, month: str, files: Mapping[str, bytes]
) -> list[ReplayedSubmission]:
    """The bulletins of a month, made from what is on main now."""
    books, problems = read_books(files)
    wrong = errors(problems)
    stage.story.expect(
        books is not None and not wrong,
        f"{month} 的记录有错误：{as_line(wrong[0]) if wrong else ''}",
    )
    assert books is not None
    scores = Scores(books)
    made = []
    for scheme in books.rulebook.schemes.values():
        if period := period_ending(scheme, month):
            closed = close(books, scores, files, scheme, period)
            stage.story.expect(
                isinstance(closed, dict), f"{scheme.code} {period.code} 的通报编不出来"
            )
            assert isinstance(closed, dict)
            submission = f"{month}/bulletin-{stem(scheme.code, period)}-1"
            made.append(of_bulletin(county, submission, closed))
    return sorted(made, key=_when)


def _close(stage: Stage, county: County, issued: list[ReplayedSubmission]) -> None:
    """The same bulletin made with the command, at the desk of whoever issues it."""
    story, period = stage.story, Period(county.last)
    story.chapter("公布：编发通报，锁定记录")
    named = f"{county.last}/bulletin-{stem(LANE, period)}-1"
    bulletin = next(each for each in issued if each.id == named)
    desk = stage.desk(bulletin.statements[0].person)
    desk.fetch()
    desk.git("merge", "--quiet", "--ff-only", "origin/main")
    story.say(
        f"编发人 {desk.person.name} 用命令编发通报：积分由程序算，记录、规则、结果的摘要一并写下。"
    )
    story.output(desk.run("jifen", "close", period.code, LANE, "--yes").lines)
    record = bulletin_path(LANE, period)
    for path in (record, standings_path(record)):
        same = (desk.folder / path).read_bytes() == bulletin.files()[path]
        story.expect(same, f"jifen close 写出的 {path} 与重演的不同")
        # they come to main with the replay, not from this desk
        (desk.folder / path).unlink()
