"""The versions of a scheme, oldest first, and what must hold in each of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from generator.rules.scheme import CaseRules, Clause, Item, RuleChange, Version
from generator.rules.scheme_changes import Key, RawItems
from generator.rules.scheme_head import Head, bounds_in_order
from generator.rules.scheme_items import read_item
from generator.text.hundredths import short, typed
from generator.text.problems import errors
from generator.text.reading import MISSING, Reader
from generator.text.shapes import Row, good_rows
from generator.text.strict import Mapping as Node


class Versions(NamedTuple):
    """The versions of a file, and what they state as far as it could be read."""

    made: tuple[Version, ...]
    stated: Mapping[str, frozenset[str]]
    """Month of a version → the codes of its items as written, also of unreadable ones."""


def read_versions(rows: Sequence[Row], head: Head, reader: Reader) -> Versions:
    """All versions of a file; what is wrong is reported version by version."""
    made: list[Version] = []
    nodes: dict[str, dict[Key, Node]] = {}
    stated: dict[str, frozenset[str]] = {}
    retired: dict[str, str] = {}
    for row in rows:
        since = row["生效"] or ""
        if made and since and since <= made[-1].since:
            hint = f"请写 {made[-1].since} 以后的月份"
            reader.report("次序", row.at("生效"), "各版本没有按生效月份先后排列", hint)
        founded = _founded(row, nodes, reader)
        raw = RawItems(reader, retired, nodes.get(row["沿用"]))
        raw.state(row["项目"] or None)
        changes = raw.change(row["变更"], since) if row["变更"] and founded else ()
        nodes[since] = raw.items
        if founded:
            stated[since] = frozenset(code for code, _ in raw.items)
        found = (read_item(node, head, reader) for node in raw.items.values())
        items = tuple(item for item in found if item is not None)
        version = _version(row, items, changes, _base(row, made), reader)
        _check(row, version, made, stated.get(since), head, reader)
        made.append(version)
    return Versions(tuple(made), stated)


def _founded(row: Row, known: Mapping[str, object], reader: Reader) -> bool:
    """Whether a version states its items, or builds on a version that is there."""
    if row["沿用"] in known:
        return True
    if row["沿用"]:
        message = f"没有 {row['沿用']} 生效的版本"
        reader.report("取值", row.at("沿用"), message, "请写前面某个版本的生效月份")
    elif row["项目"] is None and row["沿用"] is None:
        hint = "请写出全部项目，或用“沿用”和“变更”"
        reader.report("缺少", row.spot, "版本缺少“项目”", hint)
    return row["项目"] not in (None, MISSING)


# ── what a version states, or takes over ───────────────────────────────────────────────────────


def _base(row: Row, earlier: Sequence[Version]) -> Version | None:
    """The version that 沿用 names, which need not be the one just before."""
    return next((each for each in earlier if row["沿用"] and each.since == row["沿用"]), None)


def _version(
    row: Row,
    items: tuple[Item, ...],
    changes: tuple[RuleChange, ...],
    base: Version | None,
    reader: Reader,
) -> Version:
    start, floor, ceiling = _total(row, base)
    mark = row["及格线"]
    return Version(
        since=row["生效"] or "",
        basis=row["依据"] or "",
        issuer=row["制定单位"] or "",
        sample=bool(row["示例分值"]),
        note=row["说明"] or "",
        items=items,
        changes=changes,
        clauses=base.clauses if base and row["条款"] is None else _clauses(row),
        start=start,
        floor=floor,
        ceiling=ceiling,
        grades=_grades(row) or (base.grades if base else ()),
        graded=row["等次期间"] or (base.graded if base else "年"),
        pass_mark=mark if mark is not None or base is None else base.pass_mark,
        case_rules=_case_rules(row, reader) or (base.case_rules if base else None),
        place=reader.document.place(row.spot),
    )


def _total(row: Row, base: Version | None) -> tuple[int, int | None, int | None]:
    """Start, floor and ceiling of the total: all of them stated here, or all taken over."""
    total = row["总分"]
    if isinstance(total, Row):
        return total["起点"] or 0, total["下限"], total["上限"]
    return (base.start, base.floor, base.ceiling) if base else (0, None, None)


def _clauses(row: Row) -> tuple[Clause, ...]:
    return tuple(
        Clause(
            each["名称"],
            frozenset(code for code in each["项目"] or () if code),
            each["封顶"] or {},
        )
        for each in good_rows(row["条款"])
    )


def _grades(row: Row) -> tuple[tuple[str, int], ...]:
    return tuple(
        (each["名称"], each["达到"])
        for each in good_rows(row["等次"])
        if MISSING not in each.values()
    )


def _case_rules(row: Row, reader: Reader) -> CaseRules | None:
    stated = row["办案"]
    if not isinstance(stated, Row) or MISSING in stated.values():
        return None
    roles = stated["角色"]
    lead, helpers = roles["主办"], roles["协办"]
    if isinstance(lead, int) and isinstance(helpers, int) and lead + helpers != 100_00:
        message = "主办与协办的分成合计不是 100%"
        reader.report("分成", stated.at("角色"), message, "请核对两个百分比")
    return CaseRules(
        lead or 0,
        helpers or 0,
        tuple(sorted((n, f) for n, f in stated["团队系数"].items() if isinstance(f, int))),
        stated["轻微封顶"],
        stated["人均"],
        stated["个人质效计入单位"],
    )


# ── what must hold in a version ────────────────────────────────────────────────────────────────


def _check(
    row: Row,
    version: Version,
    earlier: Sequence[Version],
    stated: frozenset[str] | None,
    head: Head,
    reader: Reader,
) -> None:
    """``stated`` are the codes of its items as written, None where it is not known which it has."""
    if head.of_cases and version.case_rules is None and isinstance(row["办案"], Row | None):
        hint = "请写明角色分成、团队系数、轻微封顶"
        reader.report("缺少", row.spot, "办案积分的版本缺少“办案”", hint)
    _codes_keep_their_names(version, earlier, reader)
    for clause, at in zip(version.clauses, good_rows(row["条款"]), strict=False):
        _clause(clause, at, version, stated, head, reader)
    if isinstance(row["总分"], Row):
        bounds_in_order(row["总分"], "总分", version.floor, version.ceiling, reader)
    if row["办案"] and not head.of_cases:
        message = "只有考核对象为“案件”的积分制才写“办案”"
        reader.report("矛盾", row.at("办案"), message, "请删去“办案”")
    _pass_mark(row, version, reader)
    _grades_in_order(row, version, reader)
    if head.aspect_period and not errors([*reader.document.problems, *reader.problems]):
        _aspects_add_up(row, version, head, reader)


def _codes_keep_their_names(version: Version, earlier: Sequence[Version], reader: Reader) -> None:
    names: dict[str, str] = {}
    for item in (item for each in earlier for item in each.items):
        names.setdefault(item.code, item.name)
    for item in version.items:
        other = names.setdefault(item.code, item.name)
        if other != item.name:
            spot, hint = (item.place.line, item.place.column), f"请给“{item.name}”另编代码"
            reader.report("重复", spot, f"代码“{item.code}”已经用于“{other}”", hint)


def _clause(
    clause: Clause,
    row: Row,
    version: Version,
    stated: frozenset[str] | None,
    head: Head,
    reader: Reader,
) -> None:
    for code in sorted(clause.items - (clause.items if stated is None else stated)):
        message = f"条款里的“{code}”不是本版本的项目"
        reader.report("取值", row.at("项目"), message, "请核对代码")
    if "案" in clause.caps and not head.of_cases:
        message = "只有办案积分可以按案封顶"
        reader.report("矛盾", row.at("封顶"), message, "请写成 封顶: {月: 2} 的样子")
    held = {item.component for item in version.items if item.code in clause.items}
    if len(held) > 1:
        names = "、".join(f"“{each.name}”" for each in head.components if each.code in held)
        message = f"条款“{clause.name}”的项目分属{names}，不能合并封顶"
        hint = "请按组成部分各写一个条款，或把这些项目放进同一个组成部分"
        reader.report("矛盾", row.at("项目"), message, hint)


def _pass_mark(row: Row, version: Version, reader: Reader) -> None:
    """Whoever has the best grade has passed; told where either of the two is stated."""
    at = "及格线" if row["及格线"] is not None else "等次"
    if not row[at] or version.pass_mark is None or not version.grades:
        return
    name, least = version.grades[0]
    if version.pass_mark > least:
        message = f"及格线 {typed(version.pass_mark)} 高于最高等次“{name}”的 {typed(least)}"
        reader.report("矛盾", row.at(at), message, "请核对及格线和等次")


def _grades_in_order(row: Row, version: Version, reader: Reader) -> None:
    for grade, lower in pairwise(version.grades if row["等次"] else ()):
        if grade[1] <= lower[1]:
            reader.report("次序", row.at("等次"), "等次没有从高到低排列", "请从最高的等次写起")


def _aspects_add_up(row: Row, version: Version, head: Head, reader: Reader) -> None:
    """Full marks by aspect, of a month or of all months of a year, against what is stated."""
    group = next(iter(sorted(head.groups or ())), "")
    for aspect in head.aspects:
        if aspect.points is None:
            continue
        total = sum(_full_marks(version, aspect.code, group, head.aspect_period))
        if total != aspect.points:
            message = f"类目“{aspect.name}”的项目合计 {short(total)} 分，与写明的 {short(aspect.points)} 分不符"
            reader.report("分值", row.at("生效"), message, "请核对项目的分值、频次或类目分值")


def _full_marks(version: Version, aspect: str, group: str, period: str) -> Iterator[int]:
    for item in version.items:
        if item.aspect == aspect and item.terms.regular:
            yield item.full(group) * (len(item.months) if period == "年" else 1)
