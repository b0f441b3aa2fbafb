"""Corrections applied and undone: exact lines of a record file, byte for byte.

``restore(amend(old, c), c) == old`` holds for every correction that ``amend`` accepts: it refuses
what could not be undone, so that what was published can be rebuilt from the tree alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise, product
from typing import NamedTuple

from generator.text.digests import of_bytes
from generator.text.problems import Problem, at
from generator.text.reading import quoted
from generator.trail.correction import Amendment, Correction

PROBLEM = "更正"
_CHANGED_SINCE = "记录在这份更正之后又有改动，却没有写更正；请改回，或补写更正"
_NEARBY = 60
"""Characters of a line that a message shows."""


def amend(old: bytes | None, correction: Correction) -> bytes | Problem | None:
    """The record file after the correction; None when the correction removes it.

    ``old`` is the file before it, None where there is none.  A correction that adds a whole file
    has no lines to say what is in it: see ``fits``.
    """
    if correction.adds_file or old is None:
        return _fault_of_a_whole_file(old, correction)
    if correction.removes_file:
        return None if removed(correction) == old else _another_text(correction)
    text = _Text.of(old)
    lines: list[str] = []
    done = 0
    if problem := _out_of_order(correction.lines):
        return problem
    for row in correction.lines:
        if row.line > text.length:
            message = f"{correction.record} 只有 {text.length} 行，没有第 {row.line} 行"
            return Problem(PROBLEM, row.place, message, "请按更正前的文件写行号")
        # A row with 原 takes its line away; one without is put behind the line that it numbers.
        lines += text.lines[done : row.line - bool(row.old)]
        done = row.line
        if row.old:
            here = text.lines[row.line - 1]
            if here.lstrip(" ") != row.old:
                return _another_line(row, text.lines, correction.record)
            if row.new:
                lines.append(_indentation(here) + row.new)
            elif problem := _other_indentation(row, text.lines):
                return problem
        else:
            lines.append(" " * _indent(row, text.lines) + row.new)
    new = _Text(text.newline, [*lines, *text.lines[done:]]).bytes
    if new == old:
        return Problem(
            PROBLEM, correction.place, "这份更正没有改动记录", "请核对各行，或删去这份更正"
        )
    # What was published must be had again from the tree alone, in ten years too.
    if restore(new, correction) != old:
        hint = "请把记录文件改成每行以换行符结束，再写更正"
        return Problem(PROBLEM, correction.place, "这份更正无法原样撤回", hint)
    return new


def restore(new: bytes | None, correction: Correction) -> bytes | Problem | None:
    """The record file before the correction; None when the correction added it."""
    if correction.removes_file:
        if new is not None:
            message = f"{correction.record} 已经撤除，却又有这个文件"
            return Problem(
                PROBLEM, correction.place, message, "请删去这个文件，或另写一份补报的更正"
            )
        data = removed(correction)
        return _another_text(correction) if data is None else data
    if new is None:
        message = f"{correction.record} 是后来补报的，这份更正却在补报之前"
        hint = "补报的更正应当是这份记录的第一份更正"
        return Problem(PROBLEM, correction.place, message, hint)
    if correction.adds_file:
        if correction.content and of_bytes(new) != correction.content:
            place = at(correction, "摘要")
            message = f"{correction.record} 与补报时的摘要不同"
            return Problem(PROBLEM, place, message, "请改回补报时的内容；确要改动的，另写一份更正")
        return None
    if problem := _out_of_order(correction.lines):
        return problem
    text = _Text.of(new)
    old: list[str] = []
    done = 0
    for row in correction.lines:
        kept = row.line - bool(row.old) - len(old)
        if kept < 0 or done + kept + bool(row.new) > len(text.lines):
            return _does_not_stand(row, correction.record)
        old += text.lines[done : done + kept]
        done += kept
        if row.new:
            here = text.lines[done]
            if here.lstrip(" ") != row.new:
                return _does_not_stand(row, correction.record)
            done += 1
            if row.old:
                old.append(_indentation(here) + row.old)
        else:
            old.append(" " * _indent(row, old) + row.old)
    return _Text(text.newline, [*old, *text.lines[done:]]).bytes


def fits(old: bytes | None, new: bytes | None, correction: Correction) -> Problem | None:
    """Whether a record file went from ``old`` to ``new`` by this correction and nothing else."""
    if new is None and correction.adds_file:
        return _fault_of_a_whole_file(old, correction)
    if new is None and not correction.removes_file:
        hint = "不该有的记录，更正里写“整份: 撤除”；不是要撤除的，请恢复这个文件"
        return Problem(PROBLEM, correction.place, f"更正把 {correction.record} 整个删去了", hint)
    if correction.adds_file and old is None:
        restored = restore(new, correction)
        return restored if isinstance(restored, Problem) else None
    made = amend(old, correction)
    if isinstance(made, Problem):
        return made
    if made is None:
        return None if new is None else _still_there(correction)
    assert new is not None
    if made != new:
        line = _first_difference(_Text.of(made).lines, _Text.of(new).lines)
        message = f"{correction.record} 第 {line} 行的改动没有写在更正里"
        return Problem(PROBLEM, correction.place, message, "请写进更正的“行”，或改回原样")
    return None


def undo(data: bytes | None, corrections: Iterable[Correction]) -> bytes | Problem | None:
    """A record file before these corrections of it, given oldest first; None where there is none."""
    current = data
    for correction in reversed(list(corrections)):
        restored = restore(current, correction)
        if isinstance(restored, Problem):
            return restored
        # A deleted line can be put back into any file: only going both ways proves it was this one.
        made = current if restored is None else amend(restored, correction)
        if isinstance(made, Problem):
            return made
        if made != current:
            message = f"{correction.record} 和这份更正对不上"
            return Problem(PROBLEM, correction.place, message, _CHANGED_SINCE)
        current = restored
    return current


def undoes(
    old: bytes | None, new: bytes | None, slip: Correction | None, correction: Correction
) -> Problem | None:
    """Whether a correction that voids the one before it brings back what there was before that."""
    place = at(correction, "作废")
    if slip is None or slip.number != correction.number - 1:
        message = f"作废的应当是 {correction.record} 的前一次更正"
        hint = "只能作废前一次；更早的，请改好记录，另写一次更正"
        return Problem(PROBLEM, place, message, hint)
    if undo(old, [slip]) != new:
        message = f"{correction.record} 没有改回第 {slip.number} 次更正以前的样子"
        return Problem(PROBLEM, place, message, "请用 jifen correct --undo 写这份更正")
    return None


_MARK = b"\xef\xbb\xbf"


def removed(correction: Correction) -> bytes | None:
    """A removed file out of its lines; None where they do not have its digest.

    Lines do not show how they end, nor a mark before the first: the digest says which it was.
    """
    for start, newline in product((b"", _MARK), ("\n", "\r\n")):
        data = start + newline.join(correction.removed).encode()
        if of_bytes(data) == correction.content:
            return data
    return None


def lines_of(data: bytes) -> list[str]:
    """The lines of a file as a removal states them, the empty one behind the last included."""
    return _Text.of(data.removeprefix(_MARK)).lines


class Splice(NamedTuple):
    """One row of the ``行`` of a correction, as it is to be written."""

    line: int
    old: str
    new: str
    indent: int | None = None


def changes(old: bytes, new: bytes) -> list[Splice]:
    """The rows that lead from one version of a record file to another.

    Blank lines that come or go cannot be written as rows and are left out.
    """
    before, after = _Text.of(old).lines, _Text.of(new).lines
    made: list[Splice] = []
    # Lines that stand often are no junk here: most entries of a record look much alike.
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag != "equal":
            made += _replaced(before, range(first, last), after[start:end])
    return made


def _replaced(before: Sequence[str], gone: range, come: Sequence[str]) -> Iterator[Splice]:
    """Lines for lines as far as they go; what is left over is taken out or put in."""
    for number, line in zip(gone, come, strict=False):
        old = before[number]
        if _indentation(old) == _indentation(line) and old.strip(" ") and line.strip(" "):
            yield Splice(number + 1, old.lstrip(" "), line.lstrip(" "))
        else:
            yield from _deleted(before, number)
            yield from _inserted(before, number + 1, [line])
    for number in gone[len(come) :]:
        yield from _deleted(before, number)
    yield from _inserted(before, gone.stop, come[len(gone) :])


def _deleted(before: Sequence[str], number: int) -> Iterator[Splice]:
    line = before[number]
    own = len(_indentation(line))
    usual = len(_indentation(before[number - 1])) if number else 0
    if line.lstrip(" "):
        yield Splice(number + 1, line.lstrip(" "), "", None if own == usual else own)


def _inserted(before: Sequence[str], number: int, lines: Sequence[str]) -> Iterator[Splice]:
    usual = len(_indentation(before[number - 1])) if number else 0
    for line in lines:
        own = len(_indentation(line))
        if line.lstrip(" "):
            yield Splice(number, "", line.lstrip(" "), None if own == usual else own)


class _Text(NamedTuple):
    """A file as lines, put together again to the same bytes."""

    newline: str
    lines: list[str]
    """All lines, the empty one behind the last line feed included."""

    @classmethod
    def of(cls, data: bytes) -> _Text:
        # What is no UTF-8 goes through unchanged: only the lines that are named may differ.
        text = data.decode("utf-8", "surrogateescape")
        # Of mixed line ends the carriage returns stay part of their lines.
        newline = "\r\n" if text.count("\r\n") == text.count("\n") > 0 else "\n"
        return cls(newline, text.split(newline))

    @property
    def length(self) -> int:
        """How many lines an editor shows."""
        return len(self.lines) - (self.lines[-1] == "")

    @property
    def bytes(self) -> bytes:
        return self.newline.join(self.lines).encode("utf-8", "surrogateescape")


def _indentation(line: str) -> str:
    found = re.match(" *", line)
    return found[0] if found else ""


def _indent(row: Amendment, lines: Sequence[str]) -> int:
    """Blanks before a line that comes or goes: as stated, else those of the line before it."""
    if row.indent is not None:
        return row.indent
    before = row.line - bool(row.old)
    return len(_indentation(lines[before - 1])) if before else 0


def _out_of_order(rows: Sequence[Amendment]) -> Problem | None:
    for before, after in pairwise(rows):
        # Rows are applied in one walk from top to bottom, and undone in the same order.
        if (after.line, not after.old) < (before.line, not before.old) or (
            after.old and after.line == before.line
        ):
            message = f"第 {after.line} 行写在第 {before.line} 行之后"
            hint = "请按行号从小到大写，每行只写一次；同一处先写改和删，再写插入"
            return Problem(PROBLEM, after.place, message, hint)
    return None


def _fault_of_a_whole_file(old: bytes | None, correction: Correction) -> Problem:
    path = correction.record
    if not correction.adds_file:
        message, hint = f"更正前没有 {path}", "补报整份记录时写“整份: 补报”，不写“行”"
    elif old is not None:
        message, hint = f"{path} 原来就有，不是新增的文件", "请逐行写明改动，删去“整份”"
    else:
        message, hint = f"没有要补报的 {path}", "请把补报的记录文件一起提交"
    return Problem(PROBLEM, correction.place, message, hint)


def _another_text(correction: Correction) -> Problem:
    message = f"“原文”不是 {correction.record} 撤除前的内容"
    hint = "请用 jifen correct 重新写，空格和标点一个都不能差"
    return Problem(PROBLEM, at(correction, "原文"), message, hint)


def _still_there(correction: Correction) -> Problem:
    message = f"更正撤除 {correction.record}，文件却还在"
    return Problem(PROBLEM, at(correction, "整份"), message, "请把这个文件一起删去")


def _another_line(row: Amendment, lines: Sequence[str], path: str) -> Problem:
    here = lines[row.line - 1].lstrip(" ")
    message = f"{path} 第 {row.line} 行是{quoted(here, _NEARBY)}，不是“原”里写的文字"
    at = [number for number, line in enumerate(lines, 1) if line.lstrip(" ") == row.old]
    hint = f"这行文字在第 {at[0]} 行，请改正行号" if at else "请照抄更正前的整行，标点和空格都不变"
    return Problem(PROBLEM, row.place, message, hint)


def _other_indentation(row: Amendment, lines: Sequence[str]) -> Problem | None:
    own = len(_indentation(lines[row.line - 1]))
    if own == _indent(row, lines):
        return None
    message = f"删去的第 {row.line} 行前面有 {own} 个空格，没有写明"
    return Problem(PROBLEM, row.place, message, f"请加上“缩进: {own}”")


def _does_not_stand(row: Amendment, path: str) -> Problem:
    """The file is not as the correction left it."""
    message = (
        f"更正后的{quoted(row.new, _NEARBY)}不在 {path} 应在的位置"
        if row.new
        else f"{path} 没有那么多行，这份更正对不上"
    )
    return Problem(PROBLEM, row.place, message, _CHANGED_SINCE)


def _first_difference(one: Sequence[str], other: Sequence[str]) -> int:
    pairs = enumerate(zip(one, other, strict=False), 1)
    return next((number for number, (a, b) in pairs if a != b), min(len(one), len(other)) + 1)
