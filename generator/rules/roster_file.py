"""Reading ``rules/roster/*.yml``: the shapes of the four files and what must hold between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from generator.rules.bureau import Bureau
from generator.rules.roster import Branch, Dated, Officer, Post, Room, Roster, Unit
from generator.text.problems import Place, Problem, errors
from generator.text.reading import MISSING, Reader, closest, one_of
from generator.text.scalars import CODE, OFFICER, Choice, Date, Text, YesNo
from generator.text.shapes import Either, Field, ListOf, Row, Shape
from generator.text.strict import read

_NAME = Text(30, private=False)

_LIFE = (
    Field("自", Date(), help="成立或启用的日期"),
    Field("至", Date(), required=False, help="撤销的日期"),
    Field("承接", CODE, required=False, default="", help="撤并后由谁承接"),
)

_DATED_VALUE = Shape("任期", (Field("自", Date()), Field("值", _NAME)))

_DATED = Either(_NAME, ListOf(_DATED_VALUE, 1))

UNIT = Shape(
    "单位",
    (
        Field("代码", CODE),
        Field("名称", _NAME),
        *_LIFE,
        Field("组别", _DATED),
        Field("序列", _DATED, required=False, help="办案单位所属考核序列"),
    ),
)

BRANCH = Shape(
    "党支部",
    (Field("代码", CODE), Field("名称", _NAME), *_LIFE, Field("单位", ListOf(CODE))),
)

ROOM = Shape(
    "警务室",
    (
        Field("代码", CODE),
        Field("名称", _NAME),
        *_LIFE,
        Field("派出所", CODE),
        Field("性质", Choice({"社区": "社区警务室", "农村": "农村警务室"}, "性质")),
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

OFFICER_SHAPE = Shape(
    "人员",
    (
        Field("警号", OFFICER),
        Field("姓名", _NAME),
        Field("身份", Choice({"民警": "民警", "辅警": "警务辅助人员"}, "身份")),
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
    "rules/roster/units.yml": ("单位", UNIT),
    "rules/roster/branches.yml": ("党支部", BRANCH),
    "rules/roster/rooms.yml": ("警务室", ROOM),
    "rules/roster/officers.yml": ("人员", OFFICER_SHAPE),
}
"""Roster file → its single key and the shape of each entry."""


class _Table(NamedTuple):
    rows: list[Row]
    reader: Reader

    @property
    def is_sound(self) -> bool:
        """Whether everything in the file could be read: else no code may be called unknown."""
        return not errors([*self.reader.document.problems, *self.reader.problems])


def read_roster(files: Mapping[str, bytes], bureau: Bureau) -> tuple[Roster, list[Problem]]:
    """Read and cross-check the four roster files; returns what could be read and all problems."""
    problems: list[Problem] = []
    tables = {}
    for path, (key, shape) in FILES.items():
        document = read(path, files[path]) if path in files else None
        if document is None:
            problems.append(Problem("缺少", Place(path), f"缺少文件 {path}", "请从样例恢复后修改"))
            continue
        reader = Reader(document)
        rows: list[Row] = []
        if document.root is not None:
            whole = Shape("名册", (Field(key, ListOf(shape)),))
            table = whole.read(document.root, document.root.spot, reader)
            rows = [row for row in table[key] or () if isinstance(row, Row)]
        tables[key] = _Table(rows, reader)
        problems += document.problems
    roster = Roster(
        _by_code(tables.get("单位"), "代码", lambda r, p: _unit(r, p, bureau)),
        _by_code(tables.get("党支部"), "代码", _branch),
        _by_code(tables.get("警务室"), "代码", lambda r, p: _room(r, p, bureau)),
        _by_code(tables.get("人员"), "警号", _officer),
    )
    sound = {key for key, table in tables.items() if table.is_sound}
    _check_references(roster, tables, sound)
    for table in tables.values():
        problems += table.reader.problems
    return replace(roster, faulty=bool(errors(problems))), problems


def _by_code(table: _Table | None, key: str, make: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for row in table.rows if table else ():
        if any(value is MISSING for value in row.values()):
            continue
        assert table is not None
        if row[key] in found:
            line = found[row[key]].place.line
            table.reader.report(
                "重复", row.at(key), f"“{row[key]}”在第 {line} 行已经写过", "请换一个，或删去一处"
            )
            continue
        if row.get("至") and row.get("自") and row["至"] < row["自"]:
            table.reader.report("次序", row.at("至"), "“至”早于“自”", "请核对两个日期")
        found[row[key]] = make(row, table.reader)
    return dict(sorted(found.items()))


def _place(row: Row, reader: Reader) -> Place:
    return reader.document.place(row.spot)


def _dated(row: Row, key: str, reader: Reader, bureau: Bureau) -> Dated:
    value = row[key]
    if value is None:
        return ()
    if isinstance(value, str):
        steps: list[tuple[date, str]] = [(row["自"], value)]
    else:
        good = [s for s in value if isinstance(s, Row) and MISSING not in s.values()]
        steps = [(s["自"], s["值"]) for s in good]
    for (earlier, _), (later, _) in pairwise(steps):
        if later <= earlier:
            reader.report("次序", row.at(key), f"“{key}”没有按日期先后排列", "请从最早的写起")
    allowed = bureau.groups.get(key, {})
    for _, name in steps:
        if allowed and name not in allowed:
            near = closest(name, allowed)
            hint = (
                f"是不是“{near}”？" if near else ""
            ) + f"{one_of(list(allowed))}（见 rules/bureau.yml）"
            reader.report("取值", row.at(key), f"“{name}”不是可选的{key}", hint)
    return tuple(steps)


def _unit(row: Row, reader: Reader, bureau: Bureau) -> Unit:
    groups = {key: _dated(row, key, reader, bureau) for key in ("组别", "序列")}
    return Unit(
        row["代码"], row["名称"], row["自"], row["至"], groups, row["承接"], _place(row, reader)
    )


def _branch(row: Row, reader: Reader) -> Branch:
    units = tuple(code for code in row["单位"] if code is not MISSING)
    return Branch(
        row["代码"], row["名称"], row["自"], row["至"], units, row["承接"], _place(row, reader)
    )


def _room(row: Row, reader: Reader, bureau: Bureau) -> Room:
    groups = {"类别": _dated(row, "类别", reader, bureau)}
    return Room(
        row["代码"],
        row["名称"],
        row["自"],
        row["至"],
        row["派出所"],
        row["性质"],
        groups,
        row["承接"],
        _place(row, reader),
    )


def _officer(row: Row, reader: Reader) -> Officer:
    good = [p for p in row["任职"] if isinstance(p, Row) and MISSING not in p.values()]
    posts = tuple(Post(p["自"], p["单位"], p["职务"], p["警务室"], p["办案"]) for p in good)
    for earlier, later in pairwise(posts):
        if later.since <= earlier.since:
            reader.report("次序", row.at("任职"), "任职没有按日期先后排列", "请从最早的写起")
    away = []
    for spell in row["离岗"] or ():
        if isinstance(spell, Row) and MISSING not in spell.values():
            if spell["至"] < spell["自"]:
                reader.report("次序", spell.at("至"), "离岗的“至”早于“自”", "请核对两个日期")
            away.append((spell["自"], spell["至"]))
    return Officer(
        row["警号"], row["姓名"], row["身份"] == "辅警", row["党支部"], row["执法资格"], posts, row["至"], tuple(away),
        _place(row, reader),
    )  # fmt: skip


def _check_references(roster: Roster, tables: Mapping[str, _Table], sound: set[str]) -> None:
    def unknown(
        key: str, row: Row, field: str, code: str, known: Mapping[str, Any], what: str
    ) -> None:
        if code and code not in known and what in sound:
            near = closest(code, known)
            hint = f"是不是“{near}”？" if near else f"请先在名册里登记这个{what}"
            tables[key].reader.report("名册", row.at(field), f"没有代码为“{code}”的{what}", hint)

    for row in tables["单位"].rows if "单位" in tables else ():
        unknown("单位", row, "承接", row["承接"] or "", roster.units, "单位")
    for row in tables["党支部"].rows if "党支部" in tables else ():
        for code in row["单位"] or ():
            unknown("党支部", row, "单位", code or "", roster.units, "单位")
    for row in tables["警务室"].rows if "警务室" in tables else ():
        unknown("警务室", row, "派出所", row["派出所"] or "", roster.units, "单位")
    for row in tables["人员"].rows if "人员" in tables else ():
        unknown("人员", row, "党支部", row["党支部"] or "", roster.branches, "党支部")
        for post in row["任职"] or ():
            if isinstance(post, Row):
                unknown("人员", post, "单位", post["单位"] or "", roster.units, "单位")
                unknown("人员", post, "警务室", post["警务室"] or "", roster.rooms, "警务室")
                unit = roster.units.get(post["单位"] or "")
                if post["办案"] and unit is not None and not unit.groups.get("序列"):
                    tables["人员"].reader.report(
                        "名册",
                        post.at("办案"),
                        f"“{unit.name}”没有考核序列，不能登记办案",
                        "请先在单位名册里写明“序列”",
                    )
