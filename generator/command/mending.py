"""The commands that put right what is on main: what cannot be changed is taken back in sight of all."""

from __future__ import annotations

from pathlib import Path

import click

from generator.command.approving import LEDGER, today
from generator.command.arguments import ledger_folder, scheme_named, sound_books
from generator.command.terminal import PROBLEMS, Command, complain, wrong_call
from generator.files import whole
from generator.text.problems import as_line, errors

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
@LEDGER
def withdraw(period: str, scheme: str, reason: str, basis: str, ledger: Path | None) -> None:
    from generator.rules.periods import Period
    from generator.trail import writing
    from generator.trail.withdrawal import read_withdrawal

    base = ledger_folder(ledger)
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
        for problem in wrong:
            complain(as_line(problem))
        complain("没有写出撤回单。")
        raise click.exceptions.Exit(PROBLEMS)
    whole.files({base / path: data})
    click.echo(f"已写出 {path}")
    others = books.trail.closing(rules.code, wanted.months[0])
    if locked := [each.period.code for each in others if each is not issued]:
        click.echo(f"{'、'.join(locked)} 的通报仍然有效，{wanted.code} 的记录还是只能更正。")
    click.echo("核对以后运行 jifen submit 送审；合并以后即为撤回。")


COMMANDS: tuple[click.Command, ...] = (withdraw,)
