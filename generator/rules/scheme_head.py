"""The head of a scheme file: what its items and versions refer to, and what must hold in it alone."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any, NamedTuple

from generator.rules.bureau import Bureau
from generator.rules.kinds import KINDS
from generator.rules.roster import CASES, ROOM_KINDS, STATUSES
from generator.rules.scheme import Aspect, Component
from generator.rules.scheme_form import SCOPES, SCOPES_OF
from generator.text.hundredths import typed
from generator.text.reading import MISSING, Document, one_of, quoted
from generator.text.shapes import Row, good, good_rows, whole_rows

UNGROUPED = "不分组"
_MEANS = {"合计": frozenset[str](), "平均": frozenset({"季", "年"})}
"""What a component's own 汇总 says of quarter and year alike."""


class Head(NamedTuple):
    """What a version and its items need to know of their file."""

    of_cases: bool
    groups: frozenset[str] | None
    """The ranking groups; None when the file does not say them right."""
    least_sample: int | None
    means: frozenset[str]
    """The kinds of period that take the mean of their months."""
    components: tuple[Component, ...]
    aspects: tuple[Aspect, ...]
    aspect_period: str
    """类目分值: 年 or 月, empty where points of aspects are held to nothing."""
    sound: frozenset[str]
    """Lists of the file that were read without fault: only then may a code be unknown."""

    def component(self, code: object) -> Component | None:
        """The component of that code, the last one where a code stands twice."""
        return {component.code: component for component in self.components}.get(str(code))

    def names(self, codes: Container[str]) -> str:
        """The components of these codes as a message lists them."""
        return "、".join(f"“{each.name}”" for each in self.components if each.code in codes)


def read_head(row: Row, bureau: Bureau, document: Document) -> Head:
    """The head of a file that was read through its form."""
    groups = _groups(row, bureau, document)
    _scope(row, bureau, document)
    _aspects(row, document)
    if row["复核目录"] and row["考核对象"] not in (MISSING, CASES):
        row.refuse(document, "复核目录", "只有考核对象为“案件”的积分制才有复核记录")
    rounds = row["汇总"] if isinstance(row["汇总"], Row) else {}
    means = frozenset(period for period, how in rounds.items() if how == "平均")
    return Head(
        of_cases=row["考核对象"] == CASES,
        groups=groups,
        least_sample=row["最小样本"] or None,
        means=means,
        components=_components(row, means, document),
        aspects=tuple(
            Aspect(each["代码"], each["名称"], each["分值"]) for each in whole_rows(row["类目"])
        ),
        aspect_period=row["类目分值"] or "",
        sound=frozenset(key for key in ("组成", "类目") if _all_read(row[key])),
    )


def _all_read(rows: Any) -> bool:
    return rows is not MISSING and all(
        isinstance(row, Row) and MISSING not in row.values() for row in rows or ()
    )


def _groups(row: Row, bureau: Bureau, document: Document) -> frozenset[str] | None:
    stated = row["分组"]
    if stated in (UNGROUPED, *bureau.groups):
        return frozenset(bureau.groups.get(stated, {}))
    if stated is not MISSING:
        hint = f"{one_of([UNGROUPED, *bureau.groups])}（见 rules/bureau.yml）"
        document.report("取值", row.at("分组"), f"{quoted(stated)}不是可选的分组方式", hint)
    return None


def _scope(row: Row, bureau: Bureau, document: Document) -> None:
    """Attributes and values that nobody has would leave nobody to be scored."""
    stated = row["考核范围"] or {}
    # Points of officers count for their units too: who of them counts is a matter of their posts.
    if stated and row["考核对象"] == CASES:
        message = "办案积分制考核办案岗位上的民警和所在单位，不能再限定考核范围"
        hint = "请删去“考核范围”；谁在办案岗位，由名册任职的“办案”写明"
        document.report("矛盾", row.at("考核范围"), message, hint)
        return
    # Where the subject could not be read, every attribute may be right.
    known = SCOPES_OF.get(row["考核对象"] or "", tuple(SCOPES))
    for name, values in stated.items():
        if name not in known:
            message = f"{row['考核对象']}没有“{name}”，不能按它限定考核范围"
            hint = one_of(known) if known else "请删去“考核范围”"
            document.report("取值", row.at("考核范围"), message, hint)
            continue
        possible = [*_VALUES.get(name, bureau.groups.get(name, ()))]
        for value in good(values) if possible else ():
            if value not in possible:
                message = f"{name}里没有“{value}”，考核范围里就没有人"
                document.report("取值", row.at("考核范围"), message, one_of(possible))


_VALUES = {"身份": STATUSES, "性质": ROOM_KINDS}
"""Attributes whose values do not follow from the bureau's groups; 职务 may be anything."""


def _aspects(row: Row, document: Document) -> None:
    """An aspect stands once, and its points are held against those of its items, or not stated."""
    if not _all_read(row["类目"]):
        return
    aspects = whole_rows(row["类目"])
    if len({each["代码"] for each in aspects}) < len(aspects):
        document.report("重复", row.at("类目"), "类目的代码重复", "请各用一个代码")
    with_points = [each for each in aspects if each["分值"] is not None]
    if with_points and row["类目分值"] is None:
        hint = "请补上“类目分值: 年”或“类目分值: 月”，写明是全年还是一个月的分值；或删去“分值”"
        document.report("缺少", with_points[0].at("分值"), "类目写了“分值”，没有写“类目分值”", hint)
    if row["类目分值"] and not with_points:
        hint = "请删去，或给各类目写上“分值”"
        document.report("矛盾", row.at("类目分值"), "类目都没有“分值”，用不上“类目分值”", hint)


def _components(row: Row, means: frozenset[str], document: Document) -> tuple[Component, ...]:
    made = tuple(_component(each, means, document) for each in good_rows(row["组成"]))
    # A mean is taken over the months that there are: nothing is missing from it.
    if row["缺月折合"] is True and (means or any(each.means for each in made)):
        hint = "请写成 缺月折合: 否，或把汇总写成 合计"
        document.report("矛盾", row.at("缺月折合"), "取平均的积分制不用再按月份折合", hint)
    # Lines are added up by the code of their component.
    if len({each.code for each in made}) < len(made):
        document.report("重复", row.at("组成"), "组成部分的代码重复", "请各用一个代码")
    return made


def _component(row: Row, means: frozenset[str], document: Document) -> Component:
    floor, ceiling = _by_period(row["下限"]), _by_period(row["上限"])
    if row["满分"] and row["折算"] is False:
        message = "组成部分不折算，用不上“满分”"
        document.report("矛盾", row.at("满分"), message, "请写“折算: 是”，或删去“满分”")
    # A floor of the month and a ceiling of the year are no contradiction.
    for period in floor:
        bounds_in_order(row, row["名称"] or "", floor[period], ceiling.get(period), document)
    own = _MEANS.get(row["汇总"], means)
    for key, bounds in (("下限", floor), ("上限", ceiling)):
        # Lines are added up to be held to it; what is printed and ranked is their mean.
        for period in (each for each in bounds if each in own):
            name = row["名称"] or ""
            message = f"“{name}”的{period}度分取各月平均，不能另写{period}度的{key}"
            hint = f"“{key}”请只写一个数，按月计；或把“汇总”写成 合计"
            document.report("矛盾", row.at(key), message, hint)
    return Component(
        code=row["代码"] or "",
        name=row["名称"] or "",
        sections=_sections(row["栏目"]),
        prorates=bool(row["折算"]),
        full=row["满分"] or None,
        start=row["起点"] or 0,
        floor=floor,
        ceiling=ceiling,
        weight=row["权重"] or 0,
        means=own,
    )


def _sections(stated: Any) -> Mapping[str, frozenset[str]]:
    """Section → the kinds it takes: all of them where only its name is written."""
    if isinstance(stated, str):
        return {stated: frozenset(KINDS)}
    return {
        # A kind that could not be read may be any: no item is told that there is no place for it.
        name: frozenset(KINDS if not kinds or MISSING in kinds else kinds)
        for name, kinds in (stated or {}).items()
    }


def _by_period(value: Any) -> dict[str, int]:
    """A bound by period; a bare number is one of the month."""
    if value is None or value is MISSING:
        return {}
    spread = value if isinstance(value, dict) else {"月": value}
    return {period: points for period, points in spread.items() if isinstance(points, int)}


def bounds_in_order(
    row: Row, name: str, floor: int | None, ceiling: int | None, document: Document
) -> None:
    """No floor above its ceiling: nothing could keep both."""
    if floor is not None and ceiling is not None and floor > ceiling:
        message = f"{name}的下限 {typed(floor)} 高于上限 {typed(ceiling)}"
        document.report("矛盾", row.at("下限"), message, "请核对这两个数")
