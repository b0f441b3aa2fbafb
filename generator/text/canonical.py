"""Canonical JSON: one spelling for one value, so that its digest means its content.

Keys sorted, no blanks, characters as they are, no floats, one line feed at the end.
"""

from __future__ import annotations

import json
from typing import Any


def dumped(value: Any) -> bytes:
    """The bytes of a value of texts, whole numbers, truth values, null, lists and mappings."""
    return (_ENCODER.encode(value) + "\n").encode()


def loaded(data: bytes) -> Any:
    """The value behind canonical bytes; raises ``ValueError`` for any other spelling of it."""
    try:
        value = _DECODER.decode(data.decode())
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
_DECODER = json.JSONDecoder(parse_float=_refuse, parse_constant=_refuse)
