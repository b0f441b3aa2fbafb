"""The command line in Chinese: help, wrong calls, crashes in one line, progress on a terminal.

click words its own help and errors in English; everything users see here is Chinese.
"""

from __future__ import annotations

import json
import os
import re
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import click

from generator.command.troubles import in_words
from generator.files.interrupts import Interrupted, heeded
from generator.text.problems import full_stop
from generator.text.reading import closest, one_of

PROBLEMS, WRONG_CALL, CRASHED, INTERRUPTED = 1, 2, 3, 130
"""Exit codes beside 0: problems found, the call was wrong, a fault of the program, Ctrl+C."""


class Command(click.Command):
    """A command whose help is in Chinese."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"options_metavar": "[选项]", **kwargs})

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), "用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [
            p.get_help_record(ctx) for p in self.get_params(ctx) if isinstance(p, click.Option)
        ]
        with formatter.section("选项"):
            rows = [
                (name, text.replace("[required]", "（必写）"))
                for name, text in filter(None, records)
            ]
            formatter.write_dl(rows)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示这段说明"
        return option


class Program(Command):
    """A program: the one place where errors become words and exit codes."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run, and turn whatever is raised into one Chinese line and an exit code."""
        _open_closed_streams()
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                # A console that cannot show Chinese shows escapes, instead of ending the command
                # half way.
                stream.reconfigure(errors="backslashreplace")
        try:
            with heeded():
                code = super().main(args, prog_name, complete_var, False, **extra)
        except Exception as error:  # noqa: BLE001 - nobody but a developer can use a stack trace
            code = _told(error)
        except Interrupted as interrupted:
            complain("已中断。")
            code = interrupted.code
        if standalone_mode:
            sys.exit(code or 0)
        return code or 0


class CommandGroup(Program, click.Group):
    """A program with several commands."""

    command_class = Command

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        Command.format_options(self, ctx, formatter)
        with formatter.section("命令"):
            formatter.write_dl([(n, c.get_short_help_str(80)) for n, c in self.commands.items()])


def _open_closed_streams() -> None:
    """A stream that the caller has closed (``>&-``) is one that nobody reads, or says nothing."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            nowhere = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115 - to the end
            setattr(sys, name, nowhere)


def _write_no_more() -> None:
    """What standard output still holds back cannot be written either."""
    with suppress(OSError):  # where it is no file at all
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _told(error: Exception) -> int:
    """Say in Chinese what went wrong; the exit code."""
    match error:
        case click.UsageError():
            command = error.ctx.command_path if error.ctx else "jifen"
            complain(f"{full_stop(in_chinese(error))}用法见 {command} --help。")
            return WRONG_CALL
        case click.Abort():
            complain("已中断。")
            return INTERRUPTED
        case BrokenPipeError():
            _write_no_more()
            return PROBLEMS
        case OSError():
            _write_no_more()
    if (known := in_words(error)) is not None and not _debugging():
        complain(known)
        return PROBLEMS
    if _debugging():
        traceback.print_exception(error)
    else:
        words = " ".join(f"{type(error).__name__}：{error}".split())
        complain(
            f"程序出错（{words}）。请把这一行和所用的命令报告管理员；"
            "要看详情，请设环境变量 JIFEN_DEBUG=1 再运行一次。"
        )
    return CRASHED


def _debugging() -> bool:
    return os.environ.get("JIFEN_DEBUG") == "1"


def complain(line: str) -> None:
    """One line to the error stream, if anybody reads it."""
    with suppress(OSError):
        click.echo(line, err=True)


def wrong_call(message: str, hint: str = "") -> click.UsageError:
    """To be raised: what is wrong with the call, and what to write."""
    context = click.get_current_context(silent=True)
    return click.UsageError(f"{message}。{hint}" if hint else message, context)


def not_among(what: str, text: str, choices: Sequence[str], otherwise: str) -> click.UsageError:
    """To be raised: ``text`` is none of the choices; names the nearest, or says ``otherwise``."""
    near = closest(text, choices)
    return wrong_call(f"没有“{text}”这个{what}", f"是不是 {near}？" if near else otherwise)


def in_chinese(error: click.UsageError) -> str:
    """What click found wrong with the call."""
    text = error.message or ""
    match error:
        case click.NoSuchOption():
            near = closest(error.option_name, error.possibilities or [])
            return f"没有 {error.option_name} 这个选项" + (f"，是不是 {near}" if near else "")
        case click.exceptions.NoSuchCommand():
            group = error.ctx.command if error.ctx else None
            commands = list(group.commands) if isinstance(group, click.Group) else []
            return not_among("命令", str(error.command_name), commands, "").message
        case click.MissingParameter() if error.param is not None:
            option = isinstance(error.param, click.Option)
            return f"缺少 {error.param.opts[0] if option else error.param.metavar}"
        case click.BadOptionUsage():
            return f"选项 {error.option_name} 后面缺少值"
        case click.BadParameter() if error.param is not None:
            return _bad_value(error.param)
    if more := re.search(r"unexpected extra argument.*\((.*)\)", text):
        return f"多出了 {more[1]}"
    return text


def _bad_value(param: click.Parameter) -> str:
    option = param.opts[0]
    match param.type:
        case click.Choice(choices=choices):
            return f"{option} 的值不对，{one_of([str(choice) for choice in choices])}"
        case click.IntRange(min=least, max=most):
            upto = f" 到 {most} 之间" if most is not None else " 以上"
            return f"{option} 的值不对，请写 {least}{upto}的整数"
    return f"{option} 的值不对"


@contextmanager
def working(words: str) -> Iterator[None]:
    """Say on a terminal what is going on, and take it back; say nothing in a pipe."""
    if not sys.stderr.isatty():
        yield
        return
    click.echo(f"{words}……", err=True, nl=False)
    try:
        yield
    finally:
        click.echo("\r\x1b[2K", err=True, nl=False)


def as_json(value: Any) -> str:
    """JSON as programs and people read it."""
    return json.dumps(value, ensure_ascii=False, indent=1)


FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", metavar="text|json",
    help="输出给人看的文字，或给程序读的 JSON",
)  # fmt: skip
"""The option of every command whose output a program may read."""
FOLDER = click.option(
    "-C", "--folder", type=click.Path(path_type=Path), metavar="文件夹",
    help="台账所在的文件夹；不写时从当前文件夹往上找",
)  # fmt: skip
"""The ledger's folder, in every command that works in one; ``--ledger`` is the ledger's identifier."""
TRUST = click.option(
    "--trust", type=click.Path(path_type=Path), metavar="文件",
    help="信任根文件，由核验人在仓库以外保管；有它时连同历史一起核验",
)  # fmt: skip
"""The file of the trust root, wherever something is proven by it."""
