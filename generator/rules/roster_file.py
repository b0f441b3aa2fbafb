"""Reading ``rules/roster/*.yml``: the shapes of the four files and what must hold between them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

from generator.rules.bureau import Bureau
from generator.rules.roster import (
    ROOM_KINDS,
    STATUSES,
    Branch,
    Dated,
    Officer,
    Post,
    Room,
    Roster,
    Unit,
)
from generator.text.dates import Date
from generator.text.problems import Problem, errors
from generator.text.reading import Document, closest, one_of
from generator.text.scalars import CODE, OFFICER, Choice, Text, YesNo
from generator.text.shapes import (
    Either,
    Field,
    ListOf,
    Row,
    Shape,
    absent,
    good,
    good_rows,
    whole_rows,
)
from generator.text.strict import Files, read

T = TypeVar("T")
_NAME = Text(30)

_LIFE = (
    Field("自", Date(), help="成立或启用的日期"),
    Field("至", Date(), required=False, help="撤销的日期"),
    Field("承接", CODE, required=False, default="", help="撤并后由谁承接"),
)

_DATED_VALUE = Shape("任期", (Field("自", Date()), Field("值", _NAME)))

_DATED = Either(_NAME, ListOf(_DATED_VALUE, 1))

UNIT_FORM = Shape(
    "单位",
    (
        Field("代码", CODE),
        Field("名称", _NAME),
        *_LIFE,
        Field("组别", _DATED),
        Field("序列", _DATED, required=False, help="办案单位所属考核序列"),
    ),
)

BRANCH_FORM = Shape(
    "党支部",
    (Field("代码", CODE), Field("名称", _NAME), *_LIFE, Field("单位", ListOf(CODE))),
)

ROOM_FORM = Shape(
    "警务室",
    (
        Field("代码", CODE),
        Field("名称", _NAME),
        *_LIFE,
        Field("派出所", CODE),
        Field("性质", Choice(ROOM_KINDS, "性质")),
        Field("类别", _DATED),
    ),
)

_POST = Shape(
    "任职",
    (
        Field("自", Date()),
        Field("单位", CODE),
        Field("职务", _NAME),
        Field("警务室", CODE, required=False, default=""),
        Field("办案", YesNo(), required=False, default=False),
    ),
)

OFFICER_FORM = Shape(
    "人员",
    (
        Field("警号", OFFICER),
        Field("姓名", _NAME),
        Field("身份", Choice(STATUSES, "身份")),
        Field("党支部", CODE, required=False, default=""),
        Field("执法资格", YesNo(), required=False, default=False),
        Field("任职", ListOf(_POST, 1)),
        Field("至", Date(), required=False, help="调离或退休的日期"),
        Field(
            "离岗",
            ListOf(Shape("离岗", (Field("自", Date()), Field("至", Date())))),
            required=False,
            help="只写起止日期，不写原因",
        ),
    ),
)

FILES = {
    "rules/roster/units.yml": ("单位", UNIT_FORM),
    "rules/roster/branches.yml": ("党支部", BRANCH_FORM),
    "rules/roster/rooms.yml": ("警务室", ROOM_FORM),
    "rules/roster/officers.yml": ("人员", OFFICER_FORM),
}
"""Roster file → its single key and the shape of each entry."""


class _Table(NamedTuple):
    rows: list[Row]
    document: Document

    @property
    def is_sound(self) -> bool:
        """Whether everything in the file could be read: else no code may be called unknown."""
        return not errors(self.document.problems)


def read_roster(files: Files, bureau: Bureau) -> tuple[Roster, list[Problem]]:
    """Read and cross-check the four roster files; returns what could be read and all problems."""
    tables = {key: _table(files, path, key, shape) for path, (key, shape) in FILES.items()}
    roster = Roster(
        _by_code(tables["单位"], "代码", lambda row, document: _unit(row, document, bureau)),
        _by_code(tables["党支部"], "代码", _branch),
        _by_code(tables["警务室"], "代码", lambda row, document: _room(row, document, bureau)),
        _by_code(tables["人员"], "警号", _officer),
    )
    _check_references(roster, tables)
    problems = [problem for table in tables.values() for problem in table.document.problems]
    return replace(roster, faulty=bool(errors(problems))), problems


def _table(files: Files, path: str, key: str, shape: Shape) -> _Table:
    document = read(path, files[path]) if path in files else Document(path, None, [absent(path)])
    if document.root is None:
        return _Table([], document)
    whole = Shape("名册", (Field(key, ListOf(shape)),))
    row = whole.read(document.root, document.root.spot, document)
    return _Table(good_rows(row[key]), document)


def _by_code(table: _Table, key: str, make: Callable[[Row, Document], T]) -> dict[str, T]:
    """The entries that could be read in full, sorted by code."""
    found: dict[str, T] = {}
    lines: dict[str, int] = {}
    for row in whole_rows(table.rows):
        code = row[key]
        if code in found:
            message, hint = f"“{code}”在第 {lines[code]} 行已经写过", "请换一个，或删去一处"
            table.document.report("重复", row.at(key), message, hint)
            continue
        if row.get("至") and row.get("自") and row["至"] < row["自"]:
            table.document.report("次序", row.at("至"), "“至”早于“自”", "请核对两个日期")
        found[code], lines[code] = make(row, table.document), row.spot[0]
    return dict(sorted(found.items()))


def _dated(row: Row, key: str, document: Document, bureau: Bureau) -> Dated:
    value = row[key]
    if value is None:
        return ()
    steps = (
        ((row["自"], value),)  # the short spelling: the same for as long as it exists
        if isinstance(value, str)
        else tuple((step["自"], step["值"]) for step in whole_rows(value))
    )
    _check_order(steps, row, key, f"“{key}”", document)
    # A group that bureau.yml does not name would be a ranking of its own, of one.
    allowed = bureau.groups.get(key, {})
    for name in (name for _, name in steps if allowed and name not in allowed):
        near = closest(name, allowed)
        hint = f"是不是“{near}”？" if near else ""
        hint += f"{one_of(list(allowed))}（见 rules/bureau.yml）"
        document.report("取值", row.at(key), f"“{name}”不是可选的{key}", hint)
    return steps


def _check_order(
    steps: Sequence[tuple[Any, ...]], row: Row, key: str, what: str, document: Document
) -> None:
    """Dated facts begin with their day, and the one in force is found by going through them."""
    if any(later[0] <= earlier[0] for earlier, later in pairwise(steps)):
        document.report("次序", row.at(key), f"{what}没有按日期先后排列", "请从最早的写起")


def _entity(row: Row, document: Document) -> dict[str, Any]:
    """What units, branches and rooms state alike, as arguments of ``Entity``."""
    return {
        "code": row["代码"],
        "name": row["名称"],
        "since": row["自"],
        "until": row["至"],
        "successor": row["承接"],
        "place": document.place(row.spot),
    }


def _unit(row: Row, document: Document, bureau: Bureau) -> Unit:
    groups = {key: _dated(row, key, document, bureau) for key in ("组别", "序列")}
    return Unit(groups=groups, **_entity(row, document))


def _branch(row: Row, document: Document) -> Branch:
    return Branch(units=tuple(good(row["单位"])), **_entity(row, document))


def _room(row: Row, document: Document, bureau: Bureau) -> Room:
    groups = {"类别": _dated(row, "类别", document, bureau)}
    station, nature = row["派出所"], row["性质"]
    return Room(station=station, nature=nature, groups=groups, **_entity(row, document))


def _officer(row: Row, document: Document) -> Officer:
    posts = tuple(
        Post(post["自"], post["单位"], post["职务"], post["警务室"], post["办案"])
        for post in whole_rows(row["任职"])
    )
    _check_order(posts, row, "任职", "任职", document)
    away = whole_rows(row["离岗"])
    for spell in away:
        if spell["至"] < spell["自"]:
            document.report("次序", spell.at("至"), "离岗的“至”早于“自”", "请核对两个日期")
    return Officer(
        number=row["警号"],
        name=row["姓名"],
        auxiliary=row["身份"] == "辅警",
        branch=row["党支部"],
        licensed=row["执法资格"],
        posts=posts,
        until=row["至"],
        away=tuple((spell["自"], spell["至"]) for spell in away),
        place=document.place(row.spot),
    )


_REFERENCES = (
    *((what, "承接", what) for what in ("单位", "党支部", "警务室")),
    ("党支部", "单位", "单位"),
    ("警务室", "派出所", "单位"),
    ("人员", "党支部", "党支部"),
)
"""In which file, which field names what of another."""


def _check_references(roster: Roster, tables: Mapping[str, _Table]) -> None:
    all_known = {"单位": roster.units, "党支部": roster.branches, "警务室": roster.rooms}
    # Found before anything is reported here: an unknown code makes no file unsound.
    known = {what: codes for what, codes in all_known.items() if tables[what].is_sound}
    for key, field, what in _REFERENCES:
        for row in tables[key].rows:
            _check_known(row, field, what, known, tables[key].document)
    officers = tables["人员"]
    for post in (post for row in officers.rows for post in good_rows(row["任职"])):
        for what in ("单位", "警务室"):
            _check_known(post, what, what, known, officers.document)
        unit = roster.units.get(post["单位"] or "")
        if post["办案"] and unit is not None:
            _check_sequence(post, unit, officers.document)


def _check_sequence(post: Row, unit: Unit, document: Document) -> None:
    """Cases are ranked by sequence, so that one without has nobody to be compared with."""
    if not unit.groups.get("序列"):
        message = f"“{unit.name}”没有考核序列，不能登记办案"
        document.report("名册", post.at("办案"), message, "请先在单位名册里写明“序列”")


def _check_known(
    row: Row, field: str, what: str, known: Mapping[str, Collection[str]], document: Document
) -> None:
    stated = row[field]
    for code in stated if isinstance(stated, list) else (stated,):
        if code and what in known and code not in known[what]:
            near = closest(code, known[what])
            hint = f"是不是“{near}”？" if near else f"请先在名册里登记这个{what}"
            document.report("名册", row.at(field), f"没有代码为“{code}”的{what}", hint)
