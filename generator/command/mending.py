"""The commands that put right what is on main: what cannot be changed is taken back in sight of all."""

from __future__ import annotations

from pathlib import Path

import click

from generator.command.approving import today, working_copy
from generator.command.arguments import (
    ledger_folder,
    path_below,
    scheme_named,
    sound_books,
    stopped,
)
from generator.command.terminal import FOLDER, Command, wrong_call
from generator.files import whole
from generator.text.problems import errors

_REASON = click.option("--reason", required=True, metavar="文字", help="理由，一两句话，网页上显示，不写姓名")  # fmt: skip
_BASIS = click.option("--basis", required=True, metavar="文字", help="依据：登记或文件编号")


@click.command(
    cls=Command,
    short_help="撤回一期已经公布的通报",
    help="""撤回一期已经公布的通报：写出撤回单，原来的通报不动，永远看得到。

\b
写出的文件要再用 jifen submit 送审，三级同意、合并以后才算撤回。撤回以后，没有被别的通报
锁住的月份可以直接改记录，改好再运行 jifen close，编发下一版。

\b
例：
  jifen withdraw 2025-06 rooms --reason "漏计一个单位" --basis "督察通报9"
""",
)
@click.argument("period", metavar="期间")
@click.argument("scheme", metavar="积分制")
@_REASON
@_BASIS
@FOLDER
def withdraw(period: str, scheme: str, reason: str, basis: str, folder: Path | None) -> None:
    from generator.rules.periods import Period
    from generator.trail import writing
    from generator.trail.withdrawal import read_withdrawal

    base = ledger_folder(folder)
    books = sound_books(base)
    rules, wanted = scheme_named(books, scheme), Period.parse(period)
    issued = books.trail.bulletin(rules.code, wanted.code) if wanted else None
    if wanted is None or issued is None:
        there = [b.period.code for b in books.trail.in_force if b.scheme == rules.code]
        hint = f"有效的通报有 {'、'.join(there)}" if there else "还没有公布过"
        raise wrong_call(f"没有{rules.short} {period} 的有效通报", hint)
    path, data = writing.withdrawal(issued.place.path, today(), reason, basis)
    _, problems = read_withdrawal(path, data)
    if wrong := errors(problems):
        raise stopped(wrong, "没有写出撤回单。")
    whole.files({base / path: data})
    click.echo(f"已写出 {path}")
    others = books.trail.closing(rules.code, wanted.months[0])
    if locked := [each.period.code for each in others if each is not issued]:
        click.echo(f"{'、'.join(locked)} 的通报仍然有效，{wanted.code} 的记录还是只能更正。")
    click.echo("核对以后运行 jifen submit 送审；合并以后即为撤回。")


@click.command(
    cls=Command,
    short_help="给已公布的记录写更正单",
    help="""给已公布的记录写更正单：先直接改好记录文件，再运行，改了哪几行由它写。

\b
记录文件改了几行的，写更正；公布时没有、现在放进去的，写补报；删去的，写撤除，原文抄进
更正单。一次更正一份记录。写好以后核对，运行 jifen submit，和记录一起送审。
以前的一次更正写错了的，--undo 写它是第几次，记录就改回那次更正以前的样子。

\b
例：
  jifen correct --reason "漏记一户" --basis "抽查单2025-06-7"
  jifen correct --by 异议 --objection rooms-cg-dongmen-20250715-4ccb7836 --reason "少计一户" --basis "抽查单7"
  jifen correct ledger/2025-06/rooms/chengguan.yml --undo 1 --reason "更正错了户" --basis "抽查单8"
""",
)
@click.argument("record", metavar="[记录文件]", required=False, type=click.Path(path_type=Path))
@_REASON
@_BASIS
@click.option("--by", default="自查", metavar="缘由", help="由谁发现：自查、异议或督察")
@click.option("--objection", default="", metavar="异议", help="因哪件异议，写它的文件名，不写 .yml")
@click.option("--undo", type=int, metavar="次", help="作废这份记录的第几次更正")
@FOLDER
def correct(
    record: Path | None,
    reason: str,
    basis: str,
    by: str,
    objection: str,
    undo: int | None,
    folder: Path | None,
) -> None:
    from generator.desk.correcting import NothingToCorrectError, written

    base = ledger_folder(folder)
    said: dict[str, str | int] = {"提出": by}
    said |= {"异议": objection} if objection else {}
    said |= {"理由": reason, "依据": basis}
    chosen = None if record is None else path_below(base, record)
    with working_copy(folder) as copy:
        try:
            made, problems = written(copy, chosen, undo, today(), said)
        except NothingToCorrectError as error:
            raise wrong_call(*error.args) from None
    if wrong := errors(problems):
        raise stopped(wrong, "没有写出更正单。")
    whole.files({base / path: data for path, data in made.items()})
    for path in made:
        click.echo(f"已写出 {path}")
    click.echo("核对以后运行 jifen submit，和记录一起送审。")


@click.command(
    cls=Command,
    short_help="写重算更正：规则、名册的改动使公布的数字变了",
    help="""写重算更正：先改好规则或名册，再运行，公布的哪些数字变了由它写。

\b
能不改变公布的数字的，就不要改变：让改动从没有公布的月份起生效，什么都不用写。确要改变的，
每一期受影响的通报写一份，逐项列出公布多少、重算多少，和规则的改动一起用 jifen submit 送审。
原来的通报一个字不动；网页上两个数并列，写明为什么。改动又变了的，再运行一次，重新写出。

\b
例：
  jifen restate --reason "警务室类别登记错了" --basis "青公基〔2025〕31号"
""",
)
@_REASON
@_BASIS
@FOLDER
def restate(reason: str, basis: str, folder: Path | None) -> None:
    from generator.desk.restating import leftovers, written

    base = ledger_folder(folder)
    with working_copy(folder) as copy:
        made, problems = written(copy, today(), (reason, basis))
        if problems:
            raise stopped(problems, "没有写出重算更正。")
        old = leftovers(copy, made)
    whole.files({base / path: data for path, data in made.items()})
    for path in old:
        (base / path).unlink()
        click.echo(f"已删去 {path}，上次写出的，现在不用了")
    for path, data in made.items():
        click.echo(f"已写出 {path}，{data.count(b'  - {')} 个数")
    if not made:
        click.echo("公布的数字都没有变，不用写重算更正。")
        return
    click.echo("核对以后和规则的改动一起运行 jifen submit 送审。")


COMMANDS: tuple[click.Command, ...] = (withdraw, correct, restate)
