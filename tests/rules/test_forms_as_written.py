"""Every field of every file that people write by hand: its name, what it may hold, its default and help.

``tests/snapshots/forms.txt`` is written anew by ``JIFEN_SNAPSHOTS=update``, and then read by a person.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import fields as dataclass_fields, is_dataclass

from generator.approval.approvers_file import APPROVERS_FORM
from generator.rules import bureau, roster_file, rulebook, scheme_form, yearly
from generator.text.shapes import Either, Field, ListOf, MapOf, Shape
from generator.trail.bulletin import BULLETIN_FORM
from generator.trail.correction import CORRECTION_FORM
from generator.trail.objection import OBJECTION_FORM
from tests.tiny_site import SNAPSHOTS

PATH = SNAPSHOTS / "forms.txt"
FORMS = (
    bureau.BUREAU_FORM,
    bureau.CALENDAR_FORM,
    rulebook.GUARDS_FORM,
    yearly.YEARLY_FORM,
    scheme_form.SCHEME_FORM,
    *scheme_form.ITEM_SHAPES.values(),
    roster_file.UNIT_FORM,
    roster_file.BRANCH_FORM,
    roster_file.ROOM_FORM,
    roster_file.OFFICER_FORM,
    APPROVERS_FORM,
    BULLETIN_FORM,
    CORRECTION_FORM,
    OBJECTION_FORM,
)


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
    yield f"{indent}{field.key}{need} {field.help}".rstrip()
    yield from told(field.type, f"{indent}  ")


def test_every_form_as_it_is_written() -> None:
    blocks = dict.fromkeys("\n".join(told(form, "")) for form in FORMS)
    text = "\n".join(blocks) + "\n"
    if os.environ.get("JIFEN_SNAPSHOTS") == "update":
        PATH.write_text(text, "utf-8")
    assert text == PATH.read_text("utf-8")
