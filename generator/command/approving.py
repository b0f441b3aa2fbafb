"""The commands of approval: submit, approve, status.

Parsing, asking and printing; the work is done in ``desk`` and ``audit``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.command.arguments import (
    is_assent,
    ledger_folder,
    reason_to_return,
)
from generator.command.terminal import (
    FOLDER,
    FORMAT,
    PROBLEMS,
    Command,
    as_json,
    complain,
    working,
    wrong_call,
)
from generator.text.problems import abridged, as_line, errors

if TYPE_CHECKING:
    from datetime import date

    from generator.desk.clone import Copy
    from generator.desk.commit import Start
    from generator.desk.draft import Draft
    from generator.desk.submit import Done

_KEY = click.option(
    "--key", type=click.Path(path_type=Path), metavar="文件",
    help="用哪把密钥签名；不写时用 JIFEN_KEY、git 的 jifen.key 或 user.signingkey、ssh-agent、~/.ssh/id_ed25519",
)  # fmt: skip


@contextmanager
def working_copy(folder: Path | None) -> Iterator[Copy]:
    """The clone; what the kernel refuses inside becomes one line and exit code 1."""
    from generator.approval.refusal import Refused
    from generator.desk.clone import Copy, NotACopyError
    from generator.desk.signing import NoKeyError

    try:
        with closing(Copy(ledger_folder(folder))) as copy:
            yield copy
    except Refused as refused:
        complain(refused.refusal.line)
        raise click.exceptions.Exit(PROBLEMS) from None
    except (NoKeyError, NotACopyError) as error:
        complain(str(error))
        raise click.exceptions.Exit(PROBLEMS) from None


def today() -> date:
    from generator.desk.submit import now

    return now().date()


# ── submit ─────────────────────────────────────────────────────────────────────────────────────


@click.command(
    cls=Command,
    short_help="检查改动，写审批单，签名报送",
    help="""检查改动，写审批单，签名报送，提交到当前分支。

\b
先改好记录文件，再运行。会自动找出这处改动走哪个审批通道、叫什么报送单号；
一次只能报送一件事：一个单位一个月的一份记录，或一处更正、一期通报、一件异议。
在主分支上运行时，会先建一个分支。签完以后推送分支，在代码平台上建合并请求。

\b
例：
  jifen submit
  jifen submit --message "补正W2，按抽查单登记"
  jifen submit --key ~/.ssh/id_ed25519
""",
)
@click.option("--message", default="", metavar="文字", help="给审核人的说明")
@_KEY
@FOLDER
def submit(message: str, key: Path | None, folder: Path | None) -> None:
    from generator.desk import review, submit as desk
    from generator.desk.draft import find_draft
    from generator.desk.signing import signer

    with working_copy(folder) as copy:
        tree = copy.work_tree()
        draft = find_draft(copy, copy.head, tree, anew=True)
        if draft is None:
            raise wrong_call("没有改动可以报送", "请先填写或修改记录文件")
        with working("正在检查台账"):
            _, after = review.both_sides(copy, draft)
            found = review.problems_of(after, draft)
        for problem in abridged(each for each in found if each.severity != "提示"):
            click.echo(as_line(problem))
        if wrong := errors(found):
            complain(f"有 {len(wrong)} 处错误，没有报送。请改正后再运行一次。")
            raise click.exceptions.Exit(PROBLEMS)
        who = signer(copy.git, draft.registers, key)
        before = copy.branch
        done = desk.submit(copy, draft, tree, who, message)
    if done.branch != before:
        click.echo(f"已建分支 {done.branch}")
    _print_done(done, f"{who.person.name}（{who.person.number}，{done.statement.office}）")


def _print_done(done: Done, who: str) -> None:
    from generator.desk.draft import level_name, may_sign

    draft, statement = done.draft, done.statement
    click.echo(f"已签名：{who}　{statement.words} {draft.submission}")
    for change in draft.changes:
        click.echo(f"  {change.path}")
    level = draft.next_level
    if statement.decision == "reject":
        click.echo("已退回。填报人改正后再运行 jifen submit。")
    elif level is None:
        click.echo("各级都已签完，推送后可以合并到主分支。")
    else:
        people = "、".join(may_sign(draft, level, statement.day)) or "没有人担任，请找管理员"
        click.echo(f"下一步等{level_name(draft, level)}：{people}")
    if done.branch:
        click.echo(f"请推送：git push -u origin {done.branch}")


# ── approve ────────────────────────────────────────────────────────────────────────────────────


@click.command(
    cls=Command,
    short_help="看清改了什么、影响什么，同意或退回",
    help="""看清改了什么、对积分和名次有什么影响、前几级是谁签的，然后同意或退回。

\b
不写报送单号时审批当前分支；写了单号，会在本机和服务器的分支里找到它，不用切换过去，
工作副本里的文件不动。同意和退回都要本人密钥签名，签完提交到那个分支，推送后生效。

\b
例：
  git fetch
  jifen status
  jifen approve 2025-06/rooms-chengguan-1
  jifen approve --reject "W2已办31与抽查单不符，请核对"
""",
)
@click.argument("submission", required=False, metavar="[报送单号]")
@click.option("--reject", metavar="原因", help="退回，写明原因")
@click.option("--yes", is_flag=True, help="看完直接同意，不再询问")
@click.option("--note", default="", metavar="文字", help="同意时附带的说明")
@_KEY
@FOLDER
def approve(
    submission: str | None,
    reject: str | None,
    yes: bool,
    note: str,
    key: Path | None,
    folder: Path | None,
) -> None:
    from generator.desk import submit as desk
    from generator.desk.signing import signer

    if reject is not None and not reject.strip():
        raise wrong_call("退回要写原因", '请写成 --reject "哪里不对、应当怎样"')
    if reject is not None and is_assent(reject):
        raise wrong_call(f"“{reject}”不是退回的原因", "同意请用 --yes")
    if reject is not None and (yes or note):
        raise wrong_call("--reject 不能与 --yes、--note 同用", "退回的说明都写在 --reject 里")
    with working_copy(folder) as copy:
        draft, start = _draft_of(copy, submission)
        who = signer(copy.git, draft.registers, key)
        level = desk.next_level(draft)
        # Before anything is read out: whether it is this person's turn at all.
        desk.statement_for(copy, draft, who, level, "approve", note, desk.now())
        _show(copy, draft)
        name = f"{who.person.name}（{who.person.number}）"
        if reject is None and not yes:
            reject = _ask(name)
        if reject is not None:
            done = desk.reject(copy, draft, start, who, reject)
        else:
            done = desk.approve(copy, draft, start, who, note)
    _print_done(done, f"{who.person.name}（{who.person.number}，{done.statement.office}）")


def _draft_of(copy: Copy, submission: str | None) -> tuple[Draft, Start]:
    """The draft to approve, and where it lies."""
    from generator.desk.commit import here, on_branch
    from generator.desk.draft import find_draft
    from generator.desk.status import open_submissions

    if submission is None:
        draft = find_draft(copy, copy.head, copy.store.commit(copy.head).tree)
        if draft is None:
            raise wrong_call("当前分支没有要审批的改动", "请写报送单号，jifen status 列出全部")
        return draft, here(copy)
    for each in open_submissions(copy):
        if each.draft is not None and each.draft.submission == submission:
            return each.draft, on_branch(copy, each.branch, each.commit)
    raise wrong_call(f"没有未办结的报送 {submission}", "请先 git fetch，再用 jifen status 查看")


def _show(copy: Copy, draft: Draft) -> None:
    from generator.desk import review
    from generator.desk.draft import level_name

    lane = draft.route.lane.name if draft.route.lane else "审批人名册"
    click.echo(f"报送 {draft.submission}　通道：{lane}\n")
    with working("正在计算改动的影响"):
        before, after = review.both_sides(copy, draft)
        lines = list(review.changed_lines(before, after, draft))
        effect = review.effect(before, after, draft)
        found = abridged(review.problems_of(after, draft))
        checks = [*map(as_line, found), *review.bulletin_checks(after, draft)]
    for heading, said in (
        ("一、改动", lines),
        ("\n二、检查", checks or ["没有问题。"]),
        ("\n三、对积分和名次的影响", ["\n".join(effect).strip("\n") or "没有影响。"]),
        ("\n四、已有的意见", [review.as_said(signed, draft) for signed in draft.sheet]),
    ):
        click.echo("\n".join((heading, *said)))
    level = draft.next_level
    if level is not None:
        click.echo(f"\n现在轮到{level_name(draft, level)}。")


def _ask(name: str) -> str | None:
    """None for yes, else the reason to send it back.  Nothing is signed on a guess."""
    if not sys.stdin.isatty():
        raise wrong_call("这里没有终端可以询问", "请加 --yes 同意，或 --reject 写明退回的原因")
    question = f"{name}：同意请输入 y，退回请输入“退回”和原因，放弃请按 Ctrl+C"
    while True:
        text = click.prompt(question, type=str)
        reason = reason_to_return(text)
        if is_assent(text):
            return None
        if reason and is_assent(click.prompt(f"将退回，原因是“{reason}”。确定请输入 y", type=str)):
            return reason
        if reason == "":
            click.echo("退回要写原因，如：退回 W2已办与抽查单不符。")
        click.echo("还没有签名。")


# ── status ─────────────────────────────────────────────────────────────────────────────────────


@click.command(
    cls=Command,
    short_help="有哪些报送，各到哪一级，等谁",
    help="""有哪些报送没有办结，各到哪一级，等谁，从什么时候起；已办结的有多少。

\b
只看得到已经取到本机的分支，请先 git fetch。

\b
例：
  jifen status
  jifen status --all
  jifen status --format json
""",
)
@click.option("--all", "show_all", is_flag=True, help="连同已办结的逐份列出，最近的在前")
@FORMAT
@FOLDER
def status(show_all: bool, form: str, folder: Path | None) -> None:
    from generator.desk.status import (
        as_data,
        as_text,
        closed_count,
        closed_submissions,
        open_submissions,
    )

    with working_copy(folder) as copy:
        day = today()
        found = list(open_submissions(copy, rehearsed=True))
        closed = closed_count(copy)
        done = closed_submissions(copy) if show_all else []
        main = copy.main
    if form == "json":
        data = {"main": main, "open": [as_data(each, day) for each in found], "closed": closed}
        click.echo(as_json({**data, "closed_submissions": done} if show_all else data))
        return
    click.echo(f"主分支 {main[:12]}")
    for each in found:
        click.echo(as_text(each, day))
    if not found:
        click.echo("没有未办结的报送。")
    counts = "，".join(f"{month} {count} 份" for month, count in sorted(closed.items()))
    click.echo(f"已办结：{counts or '没有'}")
    for each_done in done:
        click.echo(f"    {each_done['completed']}　{each_done['submission']}")


COMMANDS: tuple[click.Command, ...] = (submit, approve, status)
