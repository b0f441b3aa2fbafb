"""Every message in the source of what reads and checks, as a pattern that its printed form must match."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from generator.text.problems import Problem

SOURCE = Path(__file__).parents[2] / "generator"
ROOMS = ("text", "rules", "ledger", "trail", "checks")
MAKERS = {"report": 2, "Problem": 2, "Wrong": 1, "unreadable": 1, "refuse": 2, "Slip": 1}
"""Function or class that makes a problem → which of its arguments is the message."""
TABLES = {"HINTS": 1}
"""Table of messages → which column of a row is the message."""
VARIABLES = {"message", "fault", "unwanted", "DROPPED", "PER_CENT", "QUESTION_MARK"}
"""Variables that hold a message, or a message and a hint."""
ENDINGS = {"when", "elsewhere", "of_cases", "of_units"}
"""Variables of the forms that hold the end of a message, or a table of such."""
FORMS = ("forms.py", "case_records.py")
RETURNING = {"_unfit", "_said"}
"""Functions that return a message and a hint."""


class Message(NamedTuple):
    """One message in the source: where, and a pattern of what it prints."""

    where: str
    pattern: str

    def is_that_of(self, problem: Problem) -> bool:
        return re.fullmatch(self.pattern, problem.message) is not None

    def is_printed_by(self, line: str) -> bool:
        """Whether a printed line has this message in it."""
        return re.search(self.pattern, line) is not None


@cache
def messages() -> tuple[Message, ...]:
    """All messages that stand in the source as text or formatted text."""
    found = {
        Message(f"{path.relative_to(SOURCE)}:{line}", pattern)
        for room in ROOMS
        for path in sorted((SOURCE / room).rglob("*.py"))
        for line, pattern in _in_tree(
            ast.parse(path.read_text("utf-8")), in_forms=path.name in FORMS
        )
    }
    return tuple(sorted(found))


def _in_tree(tree: ast.AST, *, in_forms: bool) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=function, args=args) if (name := _name(function)) in MAKERS:
                yield from _texts(args, MAKERS[name])
            case ast.Assign(targets=[target], value=value) if _name(target) in VARIABLES:
                yield from _first_texts(value)
            case ast.Assign(targets=[target], value=value) if in_forms and _name(target) in ENDINGS:
                ending = value.value if isinstance(value, ast.DictComp) else value
                yield from ((line, f".*{pattern}") for line, pattern in _patterns(ending))
            case ast.Assign(targets=[ast.Tuple(elts=[target, *_])], value=ast.Tuple(elts=values)):
                if _name(target) in VARIABLES:
                    yield from _patterns(values[0])
            case ast.AnnAssign(target=target, value=ast.Tuple(elts=rows)) if (
                _name(target) in TABLES
            ):
                for row in rows:
                    assert isinstance(row, ast.Tuple)
                    yield from _patterns(row.elts[TABLES[_name(target)]])
            case ast.FunctionDef(name=name) if name in RETURNING:
                for inner in ast.walk(node):
                    if isinstance(inner, ast.Return) and inner.value is not None:
                        yield from _first_texts(inner.value)


def _name(node: ast.expr) -> str:
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name) | ast.Subscript(value=ast.Name(id=name)):
            return name
    return ""


def _texts(args: list[ast.expr], position: int) -> Iterator[tuple[int, str]]:
    """The message argument, when it is written out in the call."""
    if len(args) > position:
        yield from _patterns(args[position])


def _first_texts(value: ast.expr) -> Iterator[tuple[int, str]]:
    yield from _patterns(value.elts[0] if isinstance(value, ast.Tuple) and value.elts else value)


def _patterns(node: ast.expr) -> Iterator[tuple[int, str]]:
    """Patterns of the texts that an expression may be, each with its line."""
    match node:
        case ast.IfExp(body=body, orelse=orelse):
            yield from _patterns(body)
            yield from _patterns(orelse)
        case ast.Constant(value=str(text)) if _has_chinese(text):
            yield node.lineno, re.escape(text)
        case ast.JoinedStr(values=parts):
            pattern = "".join(map(_part, parts))
            if _has_chinese(pattern):
                yield node.lineno, pattern


def _part(part: ast.expr) -> str:
    match part:
        case ast.Constant(value=text):
            return re.escape(str(text))
        case ast.FormattedValue(value=ast.Call(func=ast.Name(id="quoted"))):
            return "“.*”"
    return ".*"


def _has_chinese(text: str) -> bool:
    return re.search(r"[\u4e00-\u9fff]", text) is not None
