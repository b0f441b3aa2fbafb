"""What the words of a call or answer mean: folders, periods, subjects, yes; nothing is guessed."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.checks.books import Books, files_in, read_books
from generator.command.terminal import PROBLEMS, complain, not_among, working, wrong_call
from generator.rules.periods import Period
from generator.rules.roster import OFFICERS, UNITS
from generator.rules.scheme import Scheme
from generator.text.problems import Problem, abridged, as_line, errors
from generator.text.reading import one_of
from generator.text.spelling import half_width

if TYPE_CHECKING:
    from generator.scoring.report import Approvals

_ASSENT = frozenset({"y", "yes", "ok", "是", "是的", "好", "好的", "同意", "通过", "批准"})


def is_assent(answer: str) -> bool:
    """Whether a person says yes, and nothing else."""
    return half_width(answer).strip(' 。.!“”"').lower() in _ASSENT


def reason_to_return(answer: str) -> str | None:
    """The reason behind ``退回``; empty where none is given, None where the word is not there."""
    # “不退回” must not send anything back: the word has to stand first.
    before, word, after = answer.strip().partition("退回")
    reason = after.strip(" \u3000，,：:。")
    return (reason if not is_assent(reason) else "") if word and not before else None


def ledger_folder(named: Path | None) -> Path:
    """The folder that holds ``ledger/`` and ``rules/``: as stated, or the nearest one upwards.

    Before the first record there may be no ``ledger/``; git keeps no empty folders.
    """
    start = (named or Path()).absolute().resolve()
    for folder in (start,) if named else (start, *start.parents):
        rules = folder / "rules"
        if rules.is_dir() and ((folder / "ledger").is_dir() or (rules / "bureau.yml").is_file()):
            return folder
    if named:
        raise wrong_call(f"{named} 里没有 ledger/ 和 rules/", "请写台账所在的文件夹")
    raise wrong_call(
        "当前文件夹和上级文件夹里都没有 ledger/ 和 rules/", "请先进入台账文件夹，或用 --folder 指明"
    )


def sound_books(base: Path) -> Books:
    """The books, or the errors in them and exit code 1."""
    files = files_in(base)
    with working(f"正在读取 {len(files)} 个文件"):
        books, problems = read_books(files)
    wrong = errors(problems)
    if books is None or wrong:
        raise stopped(wrong, f"台账或规则有 {len(wrong)} 处错误，请先改正。")
    return books


def stopped(wrong: list[Problem], end: str) -> click.exceptions.Exit:
    """To be raised when these errors, and the sentence they end with, have been told."""
    for problem in abridged(wrong):
        complain(as_line(problem))
    complain(end)
    return click.exceptions.Exit(PROBLEMS)


def scheme_named(books: Books, text: str) -> Scheme:
    """A scheme by its code or one of its names."""
    known = books.rulebook.schemes
    for scheme in known.values():
        if text in (scheme.code, scheme.name, scheme.short):
            return scheme
    names = [f"{scheme.code}（{scheme.short}）" for scheme in known.values()]
    raise not_among("积分制", text, list(known), one_of(names))


def period_named(books: Books, scheme: Scheme, text: str) -> Period:
    """A period with records of the scheme."""
    period = Period.parse(text)
    months = books.ledger.months(scheme.code)
    if period is None:
        raise wrong_call(f"“{text}”不是期间", "请写成 2025-06、2025-Q2 或 2025 的样子")
    if not set(period.months) & set(months):
        span = f"有记录的月份是 {months[0]} 到 {months[-1]}" if months else "还没有任何记录"
        raise wrong_call(f"{text} 没有{scheme.name}的记录", span)
    return period


def subject_named(books: Books, scheme: Scheme, text: str) -> str:
    """The code of what a scheme scores: a code or service number, or a name that is unique."""
    kinds = (OFFICERS, UNITS) if scheme.of_cases else (scheme.subject,)
    names = {c: each.name for kind in kinds for c, each in books.roster.named(kind).items()}
    named = [code for code, name in names.items() if name == text]
    if text in names:
        return text
    if len(named) == 1:
        return named[0]
    if named:
        raise wrong_call(f"有 {len(named)} 个“{text}”", f"请写代码或警号：{'、'.join(named)}")
    raise not_among(
        "对象", text, [*names, *names.values()], "代码和名称以 rules/roster/ 里的名册为准"
    )


def path_below(base: Path, path: Path) -> str:
    """The path relative to the ledger's root, whether anything is there or not."""
    plain = Path(os.path.normpath(Path.cwd() / path))
    absolute = plain.parent.resolve() / plain.name  # a link stands for itself
    if not absolute.is_relative_to(base):
        raise wrong_call(f"{path} 不在台账文件夹 {base} 里")
    return absolute.relative_to(base).as_posix()


def path_in(base: Path, path: Path, files: Mapping[str, bytes]) -> str:
    """The path relative to the ledger's root, as problems name it; it must be there."""
    relative = path_below(base, path)
    if not os.path.lexists(base / relative):
        folders = {str(Path(name).parent) for name in files}
        raise not_among("文件或文件夹", relative, sorted({*files, *folders}), "请核对路径")
    if not any(concerns(name, [relative]) for name in files):
        raise wrong_call(f"{relative} 里没有台账和规则文件", "请写 ledger/ 或 rules/ 里的路径")
    return relative


def concerns(path: str, chosen: Sequence[str]) -> bool:
    """Whether a path is, or lies under, one of the chosen; all are when none is chosen."""
    return not chosen or any(c in (path, ".") or path.startswith(f"{c}/") for c in chosen)


def regards(problem: Problem, chosen: Sequence[str]) -> bool:
    """Whether a problem lies in one of the chosen files or folders, or names a place in one.

    Where two files are at odds, only one of them gets the message; both clerks must see it.
    """
    return any(concerns(path, chosen) for path in (problem.place.path, *problem.also))


def approvals_in(base: Path, months: Sequence[str]) -> Approvals | None:
    """Record file → its approval level by level, as far as it is proven from the tree.

    None where the ledger has no approvers file: approval is not in use.
    """
    from generator.audit.tree import prove_tree  # noqa: PLC0415 - only one command needs it
    from generator.scoring.report import Approved  # noqa: PLC0415 - as above

    files = files_in(base)
    if "rules/approvers.yml" not in files:
        return None
    folders = ("rules/", *(f"ledger/{month}/" for month in months))
    proof = prove_tree({path: data for path, data in files.items() if path.startswith(folders)})
    return {
        path: [
            Approved(
                mark.level, mark.office, mark.person, mark.name, mark.time, mark.grade, approval.id
            )
            for mark in approval.marks
        ]
        for path, approval in proof.by_path.items()
    }  # fmt: skip
