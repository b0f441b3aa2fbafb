"""Forms in plain lines: a type and what it is made of, with what differs from its defaults."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields as dataclass_fields, is_dataclass

from generator.text.shapes import Either, Field, ListOf, MapOf, Shape


def told(kind: object, indent: str) -> Iterator[str]:
    """A type and what it is made of, a line each."""
    match kind:
        case Shape(fields=own):
            yield f"{indent}{kind.label}"
            for each in own:
                yield from of_field(each, f"{indent}  ")
        case ListOf(element=inner):
            yield f"{indent}{kind.label}（{kind.least}–）"
            yield from told(inner, f"{indent}  ")
        case MapOf(key=key, value=inner):
            yield f"{indent}{kind.label}（{kind.least}–）{spelled(key)}"
            yield from told(inner, f"{indent}  ")
        case Either(long=inner):
            yield f"{indent}{kind.label}"
            yield from told(inner, f"{indent}  ")
        case _:
            yield f"{indent}{spelled(kind)}"


def spelled(scalar: object) -> str:
    """``Whole(1, 60)``: a type with what differs from its defaults, the same in every run."""
    if not is_dataclass(scalar) or isinstance(scalar, type):
        return type(scalar).__name__
    own = [(f, getattr(scalar, f.name)) for f in dataclass_fields(scalar)]
    said = (sorted(v) if isinstance(v, frozenset) else v for f, v in own if v != f.default)
    return f"{type(scalar).__name__}({', '.join(map(repr, said))})"


def of_field(field: Field, indent: str) -> Iterator[str]:
    need = "" if field.required else f"（可不写，{field.default!r}）"
    yield f"{indent}{field.key}{need} {field.explained}".rstrip()
    yield from told(field.type, f"{indent}  ")
