"""The command of publication: close writes a bulletin, after telling what is still outstanding."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.command.approving import today
from generator.command.arguments import is_assent, ledger_folder, scheme_named, stopped
from generator.command.terminal import FOLDER, PROBLEMS, Command, complain, working, wrong_call
from generator.files import whole
from generator.text.problems import abridged, as_line, errors

if TYPE_CHECKING:
    from generator.checks.books import Books
    from generator.rules.periods import Period
    from generator.rules.scheme import Scheme
    from generator.scoring.standings import Scores


@click.command(
    cls=Command,
    short_help="编发一期通报，锁定这个期间的记录",
    help="""编发一期通报：写出通报记录和公布的积分数据，记下所依据的记录、规则和结果的摘要。

\b
写出的两个文件要再用 jifen submit 送审，三级同意、合并以后才算公布。
公布以后，这个期间的记录只能用更正修改。合并以前记录又改了的，再运行一次，重新写出。
还没有报的、正在送审的、没有办结的异议，先列出来，问一句再写；脚本里加 --yes。

\b
例：
  jifen close 2025-06 rooms
  jifen close 2025-Q2 party
""",
)
@click.argument("period", metavar="期间")
@click.argument("scheme", metavar="积分制")
@click.option("--yes", is_flag=True, help="有缺报、正在送审的也照样编发，不再询问")
@FOLDER
def close(period: str, scheme: str, yes: bool, folder: Path | None) -> None:
    from generator.checks.books import files_in, read_books
    from generator.desk.clone import unmerged_bulletin
    from generator.rules.periods import Period
    from generator.scoring.closed.closing import close as close_period
    from generator.scoring.standings import Scores

    base = ledger_folder(folder)
    wanted = Period.parse(period)
    if wanted is None:
        raise wrong_call(f"“{period}”不是期间", "请写成 2025-06、2025-Q2 或 2025 的样子")
    unmerged = unmerged_bulletin(base, scheme, wanted)
    files = {path: data for path, data in files_in(base).items() if path not in unmerged}
    with working("正在检查台账、计算积分"):
        books, problems = read_books(files)
    if books is None:
        for problem in abridged(errors(problems)):
            complain(as_line(problem))
        raise click.exceptions.Exit(PROBLEMS)
    rules = scheme_named(books, scheme)
    scores = Scores(books)
    made = close_period(books, scores, files, rules, wanted, problems=problems, today=today())
    if isinstance(made, list):
        raise stopped(made, "没有写出通报。")
    _ask_about(_outstanding(base, books, scores, rules, wanted), yes=yes)
    whole.files({base / path: data for path, data in made.items()})
    for path in made:
        click.echo(f"已写出 {path}")
    click.echo("核对以后运行 jifen submit 送审；合并以后即为公布。")


def _outstanding(
    base: Path, books: Books, scores: Scores, scheme: Scheme, period: Period
) -> list[str]:
    from generator.audit.git import UnreadableError
    from generator.desk.clone import Copy, NotACopyError
    from generator.desk.outstanding import outstanding

    try:
        copy = Copy(base)
    except (NotACopyError, UnreadableError):  # a folder of files: nothing is known of branches
        return outstanding(books, scores, scheme, period, None)
    try:
        return outstanding(books, scores, scheme, period, copy)
    finally:
        copy.close()


def _ask_about(found: list[str], *, yes: bool) -> None:
    """Tell what is outstanding; unless it is known, ask whether the period is closed all the same."""
    if not found:
        return
    click.echo("还有这些没有办完：")
    for each in found:
        click.echo(f"  {each}")
    if yes:
        return
    click.echo("照样编发吗？照样编发请输入 y，不编发直接按回车：", nl=False)
    if not is_assent(sys.stdin.readline()):
        click.echo()
        complain("没有写出通报。办完以后再运行一次；照样编发的，加 --yes。")
        raise click.exceptions.Exit(PROBLEMS)


COMMANDS: tuple[click.Command, ...] = (close,)
