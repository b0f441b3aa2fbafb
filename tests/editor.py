"""YAML as an editor reads it: version 1.2, core schema, plain types.

The check reads all values as text; an editor that uses the JSON Schemas sees numbers, truth values
and nothing where the core schema says so.
"""

from __future__ import annotations

import json
import re
from typing import Any

import yaml


class _Core(yaml.SafeLoader):
    """PyYAML without the implicit types of YAML 1.1."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - as in the base


_TYPES = {
    "tag:yaml.org,2002:null": r"~|null|Null|NULL|",
    "tag:yaml.org,2002:bool": r"true|True|TRUE|false|False|FALSE",
    "tag:yaml.org,2002:int": r"[-+]?[0-9]+",
    "tag:yaml.org,2002:float": r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|\.nan",
}
for _tag, _pattern in _TYPES.items():
    _Core.add_implicit_resolver(_tag, re.compile(f"^(?:{_pattern})$"), None)
_Core.add_constructor("tag:yaml.org,2002:int", lambda _loader, node: int(node.value))


def load(data: bytes) -> Any:
    """The document as plain values; raises ``yaml.YAMLError`` or ``ValueError``."""
    value = yaml.load(data.decode("utf-8-sig"), _Core)  # noqa: S506 - a safe loader with fewer types
    json.dumps(value, ensure_ascii=False, default=str).encode()  # half a character is none
    return value
