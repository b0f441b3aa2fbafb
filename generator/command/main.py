"""The commands of ``jifen``: parsing, printing and exit codes; the work is done elsewhere.

Heavy modules (pandas, MkDocs, Jinja) are imported inside the commands that need them: ``check``
is run by every clerk and every merge request.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from generator.checks.books import READ_FOLDERS, files_in, read_books
from generator.command import approving, mending, proving, publishing
from generator.command.arguments import (
    approvals_in,
    concerns,
    ledger_folder,
    path_in,
    period_named,
    regards,
    scheme_named,
    sound_books,
    subject_named,
)
from generator.command.terminal import (
    FOLDER,
    FORMAT,
    PROBLEMS,
    TRUST,
    CommandGroup,
    as_json,
    complain,
    working,
    wrong_call,
)
from generator.files import whole
from generator.rules.website import WEBSITE
from generator.text.canonical import Json
from generator.text.problems import (
    SEVERITIES,
    Problem,
    abridged,
    as_data,
    as_line,
    errors,
    with_excerpt,
)

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def _arguments(*names: str) -> Callable[[Decorated], Decorated]:
    """Required positional arguments: ``期间=period`` is shown as 期间 and passed as period."""

    def decorate(function: Decorated) -> Decorated:
        for name in reversed(names):
            shown, _, key = name.partition("=")
            click.argument(key, metavar=shown)(function)
        return function

    return decorate


@click.group(
    cls=CommandGroup,
    subcommand_metavar="命令 [参数]…",
    options_metavar="",
    context_settings={"help_option_names": ["--help", "-h"]},
    help="四个积分制：检查台账，计算积分，生成通报网站。\n\n每个命令的用法：jifen 命令 --help",
)
@click.version_option(package_name="jifen", message="jifen %(version)s", help="显示版本")
def main() -> None:
    """Nothing to do before the command."""


@main.command(
    short_help="检查台账和规则，列出全部问题",
    help="""检查台账和规则，列出全部问题。

\b
不写路径时检查全部；写了路径，仍按全部台账核对，只列出与这些文件有关的问题。
错误必须改正，有错误时以 1 结束；提醒需要看一眼；提示仅供参考，
只有在没有错误和提醒时、或者加了 --all 时才列出。

\b
例：
  jifen check
  jifen check ledger/2025-06/rooms/chengguan.yml
  jifen check ledger/2025-06 --all
  jifen check --format json
""",
)
@click.argument("paths", nargs=-1, metavar="[路径]…", type=click.Path(path_type=Path))
@click.option("--all", "show_all", is_flag=True, help="连同提示一起列出")
@FORMAT
@FOLDER
def check(paths: tuple[Path, ...], show_all: bool, form: str, folder: Path | None) -> None:
    base = ledger_folder(folder)
    files = files_in(base, (*READ_FOLDERS, *WEBSITE))
    chosen = [path_in(base, path, files) for path in paths]
    with working(f"正在检查 {len(files)} 个文件"):
        _, found = read_books(files, datetime.now().astimezone().date())
    problems = [problem for problem in found if regards(problem, chosen)]
    checked = sum(concerns(path, chosen) for path in files)
    if form == "json":
        click.echo(as_json(_check_as_data(problems, checked)))
    else:
        _print_problems(problems, files, checked, show_all=show_all)
    if errors(problems):
        raise click.exceptions.Exit(PROBLEMS)


def _print_problems(
    problems: list[Problem], files: Mapping[str, bytes], checked: int, *, show_all: bool
) -> None:
    serious = [problem for problem in problems if problem.severity != "提示"]
    shown = problems if show_all or not serious else serious
    on_terminal = sys.stdout.isatty()
    sources = _sources(shown, files) if on_terminal else {}
    for problem in abridged(shown):
        click.echo(with_excerpt(problem, sources) if on_terminal else as_line(problem))
    counts = Counter(problem.severity for problem in problems)
    summary = "，".join(f"{severity} {counts[severity]} 处" for severity in SEVERITIES)
    hidden = "（加 --all 列出提示）" if len(shown) < len(problems) else ""
    click.echo(f"{summary}{hidden}；检查了 {checked} 个文件")


def _sources(problems: Iterable[Problem], files: Mapping[str, bytes]) -> dict[str, str]:
    wanted = {problem.place.path for problem in problems}
    return {path: files[path].decode("utf-8-sig", "replace") for path in wanted if path in files}


def _check_as_data(problems: list[Problem], checked: int) -> Json:
    counts = Counter(problem.severity for problem in problems)
    return {
        **as_data(problems),
        "counts": {severity: counts[severity] for severity in SEVERITIES},
        "files": checked,
    }


@main.command(
    short_help="生成网站",
    help="""检查台账，核验审批，计算积分，生成网站。台账有错误、记录不能核验时不生成，原来的网站不动。
新网站全部做好以后才整个换上，中途停下也不会只有一半。

\b
例：
  jifen build
  jifen build --out /srv/www/jifen
  jifen build --trust /root/信任根.json
""",
)
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="文件夹", help="网站放在哪里，默认 site/"
)
@TRUST
@FOLDER
def build(out: Path | None, trust: Path | None, folder: Path | None) -> None:
    from generator.publish.build import build as build_site

    base = ledger_folder(folder)
    try:
        if sys.stderr.isatty():
            complain("正在生成网站……")
        code = build_site(base, out, trust)
    except whole.UnfitError as error:
        complain(f"{error}网站没有更新。")
        code = PROBLEMS
    if code:
        raise click.exceptions.Exit(code)
    click.echo(f"网站已生成：{out or base / 'site'}")


@main.command(
    short_help="本机预览网站，改动后自动重建",
    help="""本机预览网站。记录、规则、模板有改动时自动重建，按 Ctrl+C 结束。

\b
例：
  jifen serve
  jifen serve --port 8080
""",
)
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, metavar="端口", help="默认 8000"
)
@FOLDER
def serve(port: int, folder: Path | None) -> None:
    from generator.publish.build import serve as serve_site

    base = ledger_folder(folder)
    complain(f"准备好以后请打开 http://127.0.0.1:{port}/ ，按 Ctrl+C 结束。")
    if not serve_site(base, port):
        raise click.exceptions.Exit(PROBLEMS)


@main.command(
    short_help="一个期间的积分排名",
    help="""一个积分制在一个月、一个季度或一年的积分和排名。

\b
例：
  jifen score 2025-06 rooms
  jifen score 2025-Q2 party
  jifen score 2025 cases --format json
""",
)
@_arguments("期间=period", "积分制=scheme")
@FORMAT
@FOLDER
def score(period: str, scheme: str, form: str, folder: Path | None) -> None:
    from generator.scoring import report
    from generator.scoring.standings import Scores

    books = sound_books(ledger_folder(folder))
    rules = scheme_named(books, scheme)
    wanted = period_named(books, rules, period), rules.code
    with working("正在计算积分"):
        scores = Scores(books)
        data = form == "json"
        text = (
            as_json(report.score(scores, *wanted)) if data else report.score_text(scores, *wanted)
        )
    click.echo(text)


@main.command(
    short_help="一个分数是怎么来的",
    help="""一个分数是怎么来的：每一行的得分、算法、规则依据和记录的出处。

\b
例：
  jifen explain 2025-06 rooms cg-dongmen
  jifen explain 2025-Q2 cases 061201
  jifen explain 2025-06 rooms 东门社区警务室 --format json
""",
)
@_arguments("期间=period", "积分制=scheme", "对象=subject")
@FORMAT
@FOLDER
def explain(period: str, scheme: str, subject: str, form: str, folder: Path | None) -> None:
    from generator.scoring import report
    from generator.scoring.standings import Scores

    base = ledger_folder(folder)
    books = sound_books(base)
    rules = scheme_named(books, scheme)
    wanted = period_named(books, rules, period), rules.code, subject_named(books, rules, subject)
    with working("正在计算积分"):
        scores = Scores(books)
        approvals = approvals_in(base, wanted[0].months)
        text = (
            as_json(report.explain(scores, *wanted, approvals or {}))
            if form == "json"
            else report.explain_text(scores, *wanted, approvals)
        )
    click.echo(text)


@main.command(
    short_help="验算规则的算例",
    help="""把 rules/examples/ 里的算例逐个算一遍，算得和写的不一样的，列出来，以 1 结束。

\b
例：
  jifen examples
""",
)
@FOLDER
def examples(folder: Path | None) -> None:
    from generator.scoring.examples import read_examples, run

    base = ledger_folder(folder)
    # What is wrong with the rules is told once, and not by every example.
    sound_books(base)
    files = files_in(base)
    found, problems = read_examples(files)
    with working(f"正在验算 {len(found)} 个算例"):
        problems += [problem for example in found for problem in run(example, files)]
    for problem in problems:
        click.echo(as_line(problem))
    if problems:
        raise click.exceptions.Exit(PROBLEMS)
    click.echo(f"算例 {len(found)} 个，都算得对。")


@main.command(
    short_help="按规则更新编辑器用的格式说明",
    help="""按现行规则写出 schema/ 和 .vscode/，供编辑器提示代码、当场画线。规则或名册改了以后运行。

\b
例：
  jifen schema
  jifen schema --check
""",
)
@click.option(
    "--check", "only_check", is_flag=True, help="只看是不是最新，不写文件；不是最新时以 1 结束"
)
@FOLDER
def schema(only_check: bool, folder: Path | None) -> None:
    from generator.checks.schema import (
        EDITOR_SETTINGS,
        EXTENSIONS,
        SCHEMA_FOLDER,
        editor_files,
        out_of_date,
    )

    base = ledger_folder(folder)
    books = sound_books(base)
    files = editor_files(books.rulebook, books.roster, books.ledger)
    known = [*(base / SCHEMA_FOLDER).glob("*.json"), base / EDITOR_SETTINGS, base / EXTENSIONS]
    there = {
        path.relative_to(base).as_posix(): path.read_bytes() for path in known if path.is_file()
    }
    stale = out_of_date(files, there)
    if not only_check:
        whole.files({base / path: files[path] for path in stale if path in files})
        for path in stale:
            if path not in files:
                (base / path).unlink()
    for path in stale:
        done = "已更新" if path in files else "已删除"
        click.echo(f"{'不是最新' if only_check else done}：{path}")
    if not stale:
        click.echo("都是最新的。")
    elif only_check:
        raise click.exceptions.Exit(PROBLEMS)


@main.command(
    short_help="把网页导出为 Markdown 文件和数据表",
    help="""把全部网页导出为 Markdown 文件，连同 CSV、JSON 数据表，供其他工具生成网站。

\b
例：
  jifen export --out /tmp/导出
""",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="文件夹",
    help="写到哪里，须是空文件夹或上次的导出",
)
@TRUST
@FOLDER
def export(out: Path, trust: Path | None, folder: Path | None) -> None:
    from generator.approval.root import BadRoot
    from generator.publish.build import TRUST, trust_root
    from generator.publish.evidence import UnprovenError
    from generator.publish.export import write
    from generator.publish.frame import BadBooksError

    base = ledger_folder(folder)
    named = {TRUST: str(trust)} if trust else os.environ
    try:
        with working("正在导出"):
            write(base, out, trust_root(named, base))
    except BadRoot as error:
        raise wrong_call(str(error)) from None
    except whole.UnfitError as error:
        raise wrong_call(f"{error.what}，没有导出", error.hint) from None
    except BadBooksError as error:
        for line in error.lines:
            complain(line)
        complain("台账或规则有错误，没有导出。")
        raise click.exceptions.Exit(PROBLEMS) from None
    except UnprovenError as error:
        for line in error.lines:
            complain(line)
        complain("有记录不能核验，没有导出。")
        raise click.exceptions.Exit(PROBLEMS) from None
    click.echo(f"已导出到 {out}")


for command in (*approving.COMMANDS, *publishing.COMMANDS, *mending.COMMANDS, *proving.COMMANDS):
    main.add_command(command)
