"""Canonical spellings: the one in which programs write YAML, the one of JSON whose digest is signed.

In YAML a mapping or list is written in flow style on one line unless it is a ``Block`` or ``Lines``.
Values are texts and whole numbers; a text is quoted only where strict YAML needs it.  Whole files
that no person has laid out are written so; in those that one has, ruamel.yaml changes keys.

In JSON keys are sorted; no blanks, no floats, characters as they are, one line feed at the end.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]
"""A JSON object: texts, whole numbers, null, lists and objects of them."""


class Block(dict[str, Any]):
    """A mapping written with one key per line."""


class Lines(list[Any]):
    """A list written with one element per line; empty it is ``[]``."""


_INDICATOR = re.compile(r"[-?:,\[\]{}#&*!|>'\"%@`]")
_NUMBER = re.compile(r"-\d")
_UNSAFE = re.compile(r"[,\[\]{}]|: | #|:$|^\s|\s$")


def document(content: Block) -> bytes:
    """The YAML file that holds ``content``, UTF-8, ending in a line feed."""
    return ("\n".join(_block(content, "")) + "\n").encode()


def scalar(value: str | int) -> str:
    """One value as it stands in the YAML file."""
    if isinstance(value, int):
        return str(value)
    # A service number in bare digits would be a number to every editor, and lose its first zero.
    if value.isdigit() and value.isascii():
        return f'"{value}"'
    starts_plain = not _INDICATOR.match(value) or _NUMBER.match(value)
    if value and starts_plain and not _UNSAFE.search(value):
        return value
    # Strict reading refuses escapes, so what would need one goes between single quotation marks.
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'


def flow(value: Any) -> str:
    """A value on one line of YAML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(inner) for inner in value) + "]"
    return scalar(value)


def _block(content: Block, indent: str) -> Iterator[str]:
    for key, value in content.items():
        name, deeper = f"{indent}{scalar(key)}:", indent + "  "
        if isinstance(value, Block):
            yield name
            yield from _block(value, deeper)
        elif isinstance(value, Lines) and value:
            yield name
            yield from _lines(value, deeper)
        else:
            yield f"{name} {flow(value)}"


def _lines(elements: Lines, indent: str) -> Iterator[str]:
    for element in elements:
        if isinstance(element, Block):
            first, *rest = _block(element, indent + "  ")
            yield f"{indent}- {first.lstrip()}"
            yield from rest
        else:
            yield f"{indent}- {flow(element)}"


def dumped(value: Any) -> bytes:
    """The JSON bytes of a value of texts, whole numbers, truth values, null, lists and mappings."""
    return (_ENCODER.encode(value) + "\n").encode()


def loaded(data: bytes) -> Any:
    """The value behind canonical JSON bytes; raises ``ValueError`` for any other spelling of it."""
    try:
        value = _DECODER.decode(data.decode())
        # Two spellings of one statement would have two digests, and only one of them is signed.
        if dumped(value) == data:
            return value
    except (RecursionError, UnicodeError) as error:
        raise ValueError("not JSON that anyone should read") from error
    raise ValueError("not canonical")


def _refuse(text: str) -> Any:
    raise ValueError(f"{text} is no whole number")


_ENCODER = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
)
# Points are whole hundredths wherever they are signed: a float has no one spelling.
_DECODER = json.JSONDecoder(parse_float=_refuse, parse_constant=_refuse)
