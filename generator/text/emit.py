"""Canonical YAML: the one spelling in which programs write the files of a ledger (design §4.2).

A mapping or list is written in flow style on one line unless it is a ``Block`` or ``Lines``.
Values are texts and whole numbers; a text is quoted only where strict YAML needs it, and a text
of digits alone (a service number) always, because an editor would take it for a number.

It writes whole files that no person has laid out; in those that one has, ruamel.yaml changes keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any


class Block(dict[str, Any]):
    """A mapping written with one key per line."""


class Lines(list[Any]):
    """A list written with one element per line; empty it is ``[]``."""


_INDICATOR = re.compile(r"[-?:,\[\]{}#&*!|>'\"%@`]")
_NUMBER = re.compile(r"-\d")
_UNSAFE = re.compile(r"[,\[\]{}]|: | #|:$|^\s|\s$")


def document(content: Block) -> bytes:
    """The file that holds ``content``, UTF-8, ending in a line feed."""
    return ("\n".join(_block(content, "")) + "\n").encode()


def scalar(value: str | int) -> str:
    """One value as it stands in the file."""
    if isinstance(value, int):
        return str(value)
    if value.isdigit() and value.isascii():
        return f'"{value}"'
    first = _INDICATOR.match(value) and not _NUMBER.match(value)
    if value and not first and not _UNSAFE.search(value):
        return value
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'


def flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(inner) for inner in value) + "]"
    return scalar(value)


def _block(content: Block, indent: str) -> Iterator[str]:
    for key, value in content.items():
        if isinstance(value, Block):
            yield f"{indent}{scalar(key)}:"
            yield from _block(value, indent + "  ")
        elif isinstance(value, Lines) and value:
            yield f"{indent}{scalar(key)}:"
            yield from _lines(value, indent + "  ")
        else:
            yield f"{indent}{scalar(key)}: {flow(value)}"


def _lines(elements: Lines, indent: str) -> Iterator[str]:
    for element in elements:
        if isinstance(element, Block):
            first, *rest = _block(element, indent + "  ")
            yield f"{indent}- {first.lstrip()}"
            yield from rest
        else:
            yield f"{indent}- {flow(element)}"
