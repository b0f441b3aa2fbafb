"""The closed set of item kinds (类型): how a rule states each, and what a record must say for it.

Each kind is one small frozen dataclass of terms.  ``RULE_FIELDS`` is the field table of its rule,
``build`` makes the terms from a read rule, ``entry_shape`` is the field table of its record entry,
and ``scoring.lines`` has one function for its arithmetic.  There is no expression language: what
these kinds cannot say is a new kind, with code and tests.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from generator.intake.fields import Either, Field, ListOf, MapOf, Row, Shape
from generator.intake.reading import MISSING, Reader, one_of
from generator.intake.scalars import Amount, Choice, Percent, Points, Text, Whole, YesNo, in_short
from generator.intake.terms import (
    CAP_PERIODS,
    MEASURES,
    QUANTITY,
    Assessed,
    ByGroup,
    CaseWork,
    Completion,
    Event,
    Ladder,
    Lapse,
    Part,
    Rate,
    Terms,
    Veto,
)

Groups = frozenset[str] | None
"""The ranking groups of a scheme; None when the rules do not say it right."""

_POINTS = Points()

_GROUP_OR_LEVEL = Text(20, private=False)

_BY_GROUP = Either(_POINTS, MapOf(_GROUP_OR_LEVEL, _POINTS, least=1))

_TARGET = Either(Amount(), MapOf(_GROUP_OR_LEVEL, Amount(), least=1))

_CAP = Either(_POINTS, MapOf(Choice(CAP_PERIODS, "封顶的期间"), _POINTS, least=1))

_FULL = Field("分值", _BY_GROUP, help="满分")

_NOT_DUE = Field(
    "非考核月", Choice({"计满分": "不考核的月份按满分计"}, "非考核月的算法"), required=False
)

_CAPS = Field("封顶", _CAP, required=False, help="如 {月: 2}；只写数字时按月封顶")

_SAMPLE = Field("最小样本", Whole(1, 1000), required=False, help="应办数低于此数时视为样本不足")

_PART = Shape(
    "分项",
    (
        Field("名称", Text(20, private=False)),
        Field("分值", _POINTS),
        Field("目标", _TARGET),
    ),
)

_STEP = Shape("阶梯的一档", (Field("达到", Amount()), Field("得分", _POINTS)))

_BRACKET = Shape("梯度", (Field("至", Whole(2, 1000), required=False), Field("每人", Percent())))

_EVENT = (
    Field("分值", _BY_GROUP, help="每次的分值，或各级别的分值"),
    Field("每", Choice(dict.fromkeys(QUANTITY, ""), "计数单位"), required=False, default="次"),
    _CAPS,
    Field("同事项取高", YesNo(), required=False, default=False, help="同一事项只计最高的一次"),
)

RULE_FIELDS: dict[str, tuple[Field, ...]] = {
    "完成度": (_FULL, Field("逾期", Percent(), required=False, default=50_00), _NOT_DUE),
    "按次扣减": (
        _FULL,
        Field("扣减", _BY_GROUP, help="每次扣几分，或各种情形各扣几分"),
        Field("每", Choice(dict.fromkeys(QUANTITY, ""), "计数单位"), required=False, default="次"),
    ),
    "达标率": (
        _FULL,
        Field("取数", Choice(MEASURES, "取数方式")),
        Field("目标", _TARGET, required=False),
        Field(
            "计分",
            Choice({"按比例": "实绩与目标之比", "按差距": "每差一步扣若干分"}, "计分方式"),
            required=False,
            default="按比例",
        ),
        Field("每差", Amount(), required=False),
        Field("扣", _POINTS, required=False),
        Field("分项", ListOf(_PART, 1), required=False),
        _SAMPLE,
        _NOT_DUE,
    ),
    "阶梯": (
        Field("分值", _POINTS, help="最高一档的分值"),
        Field("取数", Choice({k: v for k, v in MEASURES.items() if k != "分项"}, "取数方式")),
        Field(
            "方向",
            Choice({"不低于": "越高越好", "不高于": "越低越好"}, "方向"),
            required=False,
            default="不低于",
        ),
        Field("阶梯", ListOf(_STEP, 1)),
        Field("否则", _POINTS),
        _SAMPLE,
        _NOT_DUE,
    ),
    "核定": (
        Field("范围", ListOf(Points(least=-100_00), 2), help="如 [-2, 2]"),
        Field("核定单位", Text(20, private=False)),
        _CAPS,
    ),
    "加分": _EVENT,
    "扣分": (
        *_EVENT,
        Field(
            "承担",
            Choice(
                {
                    "主办": "由主办民警承担",
                    "全体": "由主办和协办民警各自承担",
                    "认定": "由复核认定的人员承担",
                    "单位": "由单位承担",
                },
                "承担方式",
            ),
            required=False,
            default="",
        ),
        Field("自查减半", YesNo(), required=False, default=False),
        Field("轻微", YesNo(), required=False, default=False),
        Field("清零指标", YesNo(), required=False, default=False),
    ),
    "办案": (
        Field(
            "作用",
            Choice(
                {
                    "结果": "案件的办理结果",
                    "叠加": "符合条件时另加",
                    "系数": "符合条件时相乘",
                    "协作": "协助其他单位",
                    "登记": "只登记不计分",
                },
                "作用",
            ),
        ),
        Field("分值", _POINTS, required=False, default=0),
        Field(
            "条件",
            Choice(
                {"系列": "系列案件", "积案": "积案", "疑难": "疑难复杂", "人数": "涉案人数"}, "条件"
            ),
            required=False,
            default="",
        ),
        Field("系数", _POINTS, required=False, default=1_00),
        Field("梯度", ListOf(_BRACKET, 1), required=False),
        Field("最高", _POINTS, required=False, default=0),
        Field("计件", YesNo(), required=False, default=False),
        _CAPS,
    ),
    "否决": (),
}


def _spread(value: Any) -> dict[str, Any]:
    """``5`` → ``{"": 5}``; a map stays a map; what could not be read becomes empty."""
    if value is MISSING or value is None:
        return {}
    if isinstance(value, dict):
        return {key: inner for key, inner in value.items() if inner is not MISSING}
    return {"": value}


def caps_of(row: Row) -> dict[str, int]:
    """Caps by period in hundredths; a bare number is a cap per month."""
    spread = _spread(row.get("封顶"))
    return {period or "月": points for period, points in spread.items()}


def build(kind: str, row: Row, reader: Reader, groups: Groups, sample: int) -> Terms:
    """The terms of an item whose rule was read; reports what a single field cannot know."""
    return _BUILDERS[kind](row, reader, groups, sample)


def _completion(row: Row, reader: Reader, groups: Groups, sample: int) -> Terms:
    return Completion(
        _by_group(row, "分值", reader, groups), row["逾期"] or 0, row["非考核月"] == "计满分"
    )


def _lapse(row: Row, reader: Reader, groups: Groups, sample: int) -> Terms:
    full, steps = _by_group(row, "分值", reader, groups), _spread(row["扣减"])
    if full and steps and min(steps.values()) > max(full.values()):
        reader.report("分值", row.at("扣减"), "一次扣减就超过满分", "请核对扣减与分值")
    return Lapse(full, steps, row["每"])


def _rate(row: Row, reader: Reader, groups: Groups, sample: int) -> Terms:
    measure, full = row["取数"], _by_group(row, "分值", reader, groups)
    in_parts = measure == "分项"
    parts = _rate_parts(row, full, reader, groups) if in_parts else ()
    target = {} if in_parts else _rate_target(row, reader, groups)
    least = row["最小样本"] or (sample if measure == "应办已办" else None)
    in_full = row["非考核月"] == "计满分"
    return Rate(full, measure, target, _rate_gap(row, reader), least, parts, in_full)


def _rate_parts(row: Row, full: ByGroup, reader: Reader, groups: Groups) -> tuple[Part, ...]:
    if not row["分项"]:
        hint = "请逐项写出名称、分值、目标"
        reader.report("缺少", row.spot, "取数为“分项”时缺少“分项”", hint)
        return ()
    parts = tuple(
        Part(part["名称"], part["分值"], _by_group(part, "目标", reader, groups))
        for part in row["分项"]
        if isinstance(part, Row)
    )
    if full and all(isinstance(part.full, int) for part in parts):
        total = sum(part.full for part in parts)
        if any(value != total for value in full.values()):
            message = f"分项合计 {in_short(total)} 分，与分值不符"
            reader.report("分值", row.at("分值"), message, "请核对各分项的分值")
    return parts


def _rate_target(row: Row, reader: Reader, groups: Groups) -> ByGroup:
    if row["目标"] is None:
        reader.report("缺少", row.spot, "达标率缺少“目标”", "请写成“目标: 95%”或各类别的目标")
    measure, target = row["取数"], _by_group(row, "目标", reader, groups)
    for amount, percent in target.values():
        if (measure == "数量") == percent:
            hint = "请写成数字，如 4" if measure == "数量" else "请写成百分比，如 95%"
            reader.report("取值", row.at("目标"), f"取数为“{measure}”时目标不能这样写", hint)
            break
        if amount == 0:
            reader.report("取值", row.at("目标"), "目标不能是 0", "请写出要达到的数值")
            break
    return target


def _rate_gap(row: Row, reader: Reader) -> tuple[int, int] | None:
    if row["计分"] != "按差距":
        return None
    if row["每差"] is None or row["扣"] is None or row["取数"] == "分项":
        hint = "请写成 每差: 1%, 扣: 0.2 的样子"
        reader.report("缺少", row.at("计分"), "“按差距”计分要写明“每差”和“扣”", hint)
    elif row["每差"] and row["每差"][0] and isinstance(row["扣"], int):
        return row["每差"][0], row["扣"]
    return None


def _ladder(row: Row, reader: Reader, groups: Groups, sample: int) -> Terms:
    steps = [
        (s["达到"], s["得分"])
        for s in row["阶梯"] or []
        if isinstance(s, Row) and MISSING not in s.values()
    ]
    upward = row["方向"] != "不高于"
    for (better, more), (worse, fewer) in pairwise(steps):
        if better[1] != worse[1]:
            reader.report("阶梯", row.at("阶梯"), "各档有的写百分比，有的写数字", "请用同一种写法")
        elif (better[0] <= worse[0]) if upward else (better[0] >= worse[0]):
            reader.report(
                "阶梯", row.at("阶梯"), "各档的“达到”没有按从好到差排列", "请从最好的一档写起"
            )
        elif more <= fewer:
            reader.report("阶梯", row.at("阶梯"), "较好的一档得分反而不高", "请核对各档得分")
    full = row["分值"]
    if steps and isinstance(full, int) and steps[0][1] != full:
        reader.report(
            "阶梯",
            row.at("分值"),
            "分值与最好一档的得分不符",
            f"请写成 {in_short(steps[0][1])}，或改最好一档",
        )
    if steps and isinstance(row["否则"], int) and row["否则"] >= steps[-1][1]:
        reader.report("阶梯", row.at("否则"), "“否则”的得分不低于最后一档", "请核对")
    measure = row["取数"]
    spellings = {percent for (_, percent), _ in steps}
    if isinstance(measure, str) and spellings == {measure == "数量"}:
        reader.report(
            "阶梯", row.at("阶梯"), f"取数为“{measure}”时各档不能这样写", "比率写百分比，数量写数字"
        )
    least = row["最小样本"] or (sample if measure == "应办已办" else None)
    return Ladder(
        full or 0,
        measure,
        tuple(steps),
        row["否则"] or 0,
        upward,
        least,
        row["非考核月"] == "计满分",
    )


def _assessed(row: Row, reader: Reader, groups: Groups, sample: int) -> Terms:
    stated = row["范围"] or []
    bounds = [b for b in stated if isinstance(b, int)]
    if len(bounds) < len(stated) or len(bounds) < 2:
        bounds = [0, 0]  # reported when the list was read
    elif len(bounds) > 2 or bounds[0] >= bounds[1]:
        reader.report(
            "范围", row.at("范围"), "核定范围应当是从小到大的两个数", "请写成 [-2, 2] 的样子"
        )
        bounds = [0, 0]
    return Assessed(bounds[0], bounds[1], row["核定单位"] or "")


def _event(sign: int) -> Callable[[Row, Reader, Groups, int], Terms]:
    def event(row: Row, reader: Reader, groups: Groups, sample: int) -> Terms:
        values = _spread(row["分值"])
        is_levels = bool(values) and "" not in values and not set(values) <= (groups or frozenset())
        points = {} if is_levels else _by_group(row, "分值", reader, groups)
        for cap in caps_of(row).values():
            largest = max(values.values(), default=0)
            if cap < largest:
                reader.report(
                    "封顶",
                    row.at("封顶"),
                    f"封顶 {in_short(cap)} 分低于一次的分值 {in_short(largest)} 分",
                    "请核对封顶与分值",
                )
        return Event(
            sign,
            points,
            values if is_levels else {},
            row["每"] or "次",
            bool(row["同事项取高"]),
            row.get("承担") or "",
            bool(row.get("自查减半")),
            bool(row.get("轻微")),
            bool(row.get("清零指标")),
        )

    return event


def _case_work(row: Row, reader: Reader, groups: Groups, sample: int) -> Terms:
    role, condition = row["作用"], row["条件"] or ""
    wanted = {"叠加": ("系列", "积案"), "系数": ("疑难", "人数")}.get(role or "", ("",))
    if condition not in wanted:
        hint = one_of(wanted) if wanted != ("",) else "请删去“条件”"
        reader.report("取值", row.at("条件"), f"作用为“{role}”时条件不对", hint)
    brackets = tuple(
        (bracket["至"], bracket["每人"])
        for bracket in row["梯度"] or []
        if isinstance(bracket, Row)
    )
    if condition == "人数" and (not brackets or brackets[-1][0] is not None):
        reader.report(
            "梯度", row.at("梯度"), "人数系数的梯度没有写到头", "最后一档只写“每人”，不写“至”"
        )
    if role == "登记" and row["分值"]:
        reader.report("分值", row.at("分值"), "只登记的项目不能有分值", "请删去“分值”")
    return CaseWork(
        role,
        row["分值"] or 0,
        condition,
        row["系数"] or 0,
        brackets,
        row["最高"] or 0,
        bool(row["计件"]),
    )


def _veto(row: Row, reader: Reader, groups: Groups, sample: int) -> Terms:
    return Veto()


_BUILDERS: dict[str, Callable[[Row, Reader, Groups, int], Terms]] = {
    "完成度": _completion,
    "按次扣减": _lapse,
    "达标率": _rate,
    "阶梯": _ladder,
    "核定": _assessed,
    "加分": _event(+1),
    "扣分": _event(-1),
    "办案": _case_work,
    "否决": _veto,
}


def _by_group(row: Row, key: str, reader: Reader, groups: Groups) -> dict[str, Any]:
    """One value for all or one per ranking group; a map must name every group and no other."""
    values = _spread(row[key])
    if groups is not None and values and "" not in values and set(values) != groups:
        absent, strange = sorted(groups - set(values)), sorted(set(values) - groups)
        what = [f"缺少 {'、'.join(absent)}"] if absent else []
        what += [f"多出 {'、'.join(strange)}"] if strange else []
        hint = (
            f"请逐一写出 {'、'.join(sorted(groups))}" if groups else "本积分制不分组，请只写一个值"
        )
        reader.report("分组", row.at(key), f"“{key}”按分组写时{'，'.join(what)}", hint)
    return values
