"""The texts of a file: what people may have written in it, each to be looked at.

A digest, a signature or an id of git has digits that are nobody's.  They are known by their field
in the forms that the program itself writes and reads, never by their look: anybody can write a
telephone number behind ``sha256:``.  A file that is none of these forms, or cannot be read as the
one it should be, is looked at as it lies there, with nothing left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import yaml

from generator.text.digests import DIGEST_PATTERN

Fields = Mapping[str, re.Pattern[str]]
"""Key → what a machine writes there; anything else in the field is looked at like every text."""

_DIGEST = re.compile(DIGEST_PATTERN)
_ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_SIGNATURE = re.compile(r"U1NIU0lH[A-Za-z0-9+/]+={0,2}")
_KEY = re.compile(r"(?:sk-)?ssh-ed25519(?:@openssh\.com)? [A-Za-z0-9+/]+={0,2}(?: .{0,80})?")
_FORMS: tuple[tuple[re.Pattern[str], Fields], ...] = tuple(
    (re.compile(path), fields)
    for path, fields in (
        (
            r"(?:ledger/[^/]+|rules)/approvals/[^/]+\.json",
            {
                **dict.fromkeys(("approvers", "rules", "previous", "old", "new"), _DIGEST),
                **dict.fromkeys(("seen", "commit"), _ID),
                "": _SIGNATURE,
            },
        ),
        (r"ledger/[^/]+/bulletins/[^/]+\.json", {"records": _DIGEST}),
        (r"ledger/[^/]+/bulletins/[^/]+\.yml", dict.fromkeys(("摘要", "规则", "结果"), _DIGEST)),
        (r"ledger/[^/]+/corrections/[^/]+\.yml", {"摘要": _DIGEST}),
        (r"rules/approvers(?:/\d+)?\.yml", {"上一版": _DIGEST, "公钥": _KEY}),
    )
)
"""Our own forms, by where they lie."""
_LOCKED = re.compile(r"--hash=sha256:[0-9a-f]{64}(?= |$)", re.MULTILINE)
"""A digest in a list of locked packages."""
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Text(NamedTuple):
    """A text and the line of the file in which it begins; 0 where lines say nothing."""

    text: str
    line: int


class _Value(NamedTuple):
    """One value of a file, or a key, under which keys it stands, and where."""

    keys: tuple[str, ...]
    text: str
    line: int
    span: tuple[int, int]


def texts_of(path: str, source: str) -> Iterator[Text]:
    """Every text of a file: all of it as it lies there, and each value as it is read."""
    fields = next((fields for form, fields in _FORMS if form.fullmatch(path)), {})
    values = _values(path, source)
    written = [value for value in values if not _is_machine_made(value, fields)]
    # In JSON nothing stands beside the values; of a form of ours they are all that was written.
    if not (fields and values and path.endswith(".json")):
        spans = [value.span for value in values if _is_machine_made(value, fields)]
        yield Text(_without(source, sorted([*spans, *_locked(path, source)])), 1)
    # Escapes and folding say something else than what lies there.
    yield from (Text(value.text, value.line) for value in written)


def _is_machine_made(value: _Value, fields: Fields) -> bool:
    forms = (fields[key] for key in value.keys or ("",) if key in fields)
    return any(form.fullmatch(value.text) for form in forms)


def _without(source: str, spans: list[tuple[int, int]]) -> str:
    """The source without some parts of lines, in each of whose places one sign is left."""
    kept, at = [], 0
    for start, end in spans:
        kept += [source[at:start], "="]
        at = end
    return "".join([*kept, source[at:]])


def _locked(path: str, source: str) -> list[tuple[int, int]]:
    locked = re.fullmatch(r"requirements[a-z-]*\.txt", path)
    return [match.span() for match in _LOCKED.finditer(source)] if locked else []


def _values(path: str, source: str) -> list[_Value]:
    """Every value and key of a file of YAML or JSON; none where it cannot be read to its end."""
    try:
        if path.endswith(".json"):
            return list(_of_json(json.loads(source, object_pairs_hook=_Pairs, parse_int=str, parse_float=str), ()))  # fmt: skip
        if path.endswith((".yml", ".yaml")):
            return list(_of_yaml(source))
    except (ValueError, RecursionError, yaml.YAMLError):
        pass
    return []


class _Pairs(list[tuple[str, Any]]):
    """An object of JSON, with keys that are written twice."""


def _of_json(value: Any, keys: tuple[str, ...]) -> Iterator[_Value]:
    if isinstance(value, _Pairs):
        for key, inner in value:
            yield _Value((key,), key, 0, (0, 0))
            yield from _of_json(inner, (*keys, key))
    elif isinstance(value, list):
        for inner in value:
            yield from _of_json(inner, keys)
    elif isinstance(value, str):
        yield _Value(keys, value, 0, (0, 0))


def _of_yaml(source: str) -> Iterator[_Value]:
    waiting: list[tuple[Any, tuple[str, ...]]]
    waiting = [(node, ()) for node in yaml.compose_all(source, Loader=_LOADER)]
    seen: set[int] = set()
    while waiting:
        node, keys = waiting.pop()
        # An alias stands for the node itself: once looked at is enough.
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            start, end = node.start_mark, node.end_mark
            yield _Value(keys, node.value, start.line + 1, (start.index, end.index))
        elif isinstance(node, yaml.SequenceNode):
            waiting += [(each, keys) for each in node.value]
        elif isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                name = key.value if isinstance(key, yaml.ScalarNode) else ""
                waiting += [(key, (name,)), (value, (*keys, name))]
