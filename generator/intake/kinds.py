"""The closed set of item kinds (类型): how a rule states each, and what a record must say for it.

Each kind is one small frozen dataclass of terms.  ``RULE_FIELDS`` is the field table of its rule,
``build`` makes the terms from a read rule, ``entry_shape`` is the field table of its record entry,
and ``scoring.lines`` has one function for its arithmetic.  There is no expression language: what
these kinds cannot say is a new kind, with code and tests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.intake.fields import (
    CASE_ID,
    ITEM_CODE,
    MATTER,
    MISSING,
    OFFICER,
    Amount,
    Choice,
    Date,
    Either,
    Field,
    ListOf,
    MapOf,
    Percent,
    Points,
    Reader,
    Row,
    Schema,
    Shape,
    Text,
    Whole,
    YesNo,
    one_of,
)

Value = tuple[int, bool]
"""An amount in whole hundredths, and whether it is a percentage."""

ByGroup = Mapping[str, Any]
"""A value that may differ by ranking group: ``{"": value}`` or one value per group."""

Groups = frozenset[str] | None
"""The ranking groups of a scheme; None when the rules do not say it right."""

QUANTITY = {
    "次": "次数", "批": "次数", "件": "次数", "人次": "人次", "起": "次数",
    "天": "天数", "工作日": "天数", "周": "周数", "月": "月数",
}  # fmt: skip
"""The record's field for each counting word of a rule (每)."""

MEASURES = {"应办已办": "应办数与已办数", "比率": "百分比", "数量": "数量", "分项": "各分项的数量"}
CAP_PERIODS = {"月": "每月", "季": "每季", "年": "每年", "案": "每案"}


def for_group(value: ByGroup, group: str) -> Any:
    """The value that holds for a ranking group."""
    return value[group] if group in value else value[""]


@dataclass(frozen=True, slots=True)
class Completion:
    """完成度: full points when done in time, a share when late, none when undone."""

    full: ByGroup
    late_share: int = 50_00
    full_when_not_due: bool = False


@dataclass(frozen=True, slots=True)
class Lapse:
    """按次扣减: full points, less a step for each lapse, never under 0."""

    full: ByGroup
    steps: Mapping[str, int]
    """Points lost by circumstance (情形); ``{"": step}`` when there is only one."""
    per: str = "次"


@dataclass(frozen=True, slots=True)
class Part:
    """One 分项 of a rate: its own points and target count."""

    name: str
    full: int
    target: ByGroup


@dataclass(frozen=True, slots=True)
class Rate:
    """达标率: points by what was reached against a target."""

    full: ByGroup
    measure: str
    target: ByGroup = field(default_factory=dict)
    gap: tuple[int, int] | None = None
    """按差距: ``(percent hundredths, points)`` lost for each whole step under the target."""
    least_sample: int | None = None
    parts: tuple[Part, ...] = ()
    full_when_not_due: bool = False


@dataclass(frozen=True, slots=True)
class Ladder:
    """阶梯: the points of the first step that the value reaches."""

    full: int
    measure: str
    steps: tuple[tuple[Value, int], ...]
    otherwise: int
    upward: bool = True
    least_sample: int | None = None
    full_when_not_due: bool = False


@dataclass(frozen=True, slots=True)
class Assessed:
    """核定: points given by a named office within a stated range."""

    low: int
    high: int
    office: str


@dataclass(frozen=True, slots=True)
class Event:
    """加分 (sign +1) and 扣分 (sign -1): points for each event, by count or by level."""

    sign: int
    points: ByGroup
    levels: Mapping[str, int]
    per: str = "次"
    highest_per_matter: bool = False
    bearer: str = ""
    halved_when_self_found: bool = False
    minor: bool = False
    zeroes_indicator: bool = False


@dataclass(frozen=True, slots=True)
class CaseWork:
    """办案: what a case result earns, what is added, multiplied, shared or only recorded."""

    role: str
    points: int = 0
    condition: str = ""
    factor: int = 1_00
    brackets: tuple[tuple[int | None, int], ...] = ()
    """人数: up to how many persons (None = any), and percent hundredths for each of them."""
    most: int = 0
    per_piece: bool = False


@dataclass(frozen=True, slots=True)
class Veto:
    """否决: no points; takes eligibility for honours."""


Terms = Completion | Lapse | Rate | Ladder | Assessed | Event | CaseWork | Veto
OF_RECORD = (Completion, Rate, Ladder)
"""Kinds that must be reported in every month in which they are due."""

KINDS = {
    "完成度": "按期、逾期、未完成分别得全部、一部分、零分",
    "按次扣减": "先得满分，每发生一次扣减，扣完为止",
    "达标率": "按完成情况与目标之比计分",
    "阶梯": "按达到的档次计分",
    "核定": "由指定部门在范围内核定分值",
    "加分": "按次数或级别加分",
    "扣分": "按次数、天数或级别扣分",
    "办案": "按案件结果、人数、难度、团队计算，由参与民警分享",
    "否决": "不计分，取消评优资格",
}

# ── how a rule states each kind ────────────────────────────────────────────────────────────────

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
            Choice({"系列": "系列案件", "积案": "积案", "疑难": "疑难复杂", "人数": "涉案人数"}, "条件"),
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
    parts: list[Part] = []
    target: ByGroup = {}
    if measure == "分项":
        for part in row["分项"] or []:
            if isinstance(part, Row):
                parts.append(Part(part["名称"], part["分值"], _by_group(part, "目标", reader, groups)))
        if not row["分项"]:
            reader.report("缺少", row.spot, "取数为“分项”时缺少“分项”", "请逐项写出名称、分值、目标")
        elif full and all(isinstance(part.full, int) for part in parts):
            total = sum(part.full for part in parts)
            if any(value != total for value in full.values()):
                reader.report("分值", row.at("分值"), f"分项合计 {total / 100:g} 分，与分值不符", "请核对各分项的分值")
    else:
        if row["目标"] is None:
            reader.report("缺少", row.spot, "达标率缺少“目标”", "请写成“目标: 95%”或各类别的目标")
        target = _by_group(row, "目标", reader, groups)
        for amount, percent in target.values():
            if (measure == "数量") == percent:
                wanted = "数字，如 4" if measure == "数量" else "百分比，如 95%"
                reader.report("取值", row.at("目标"), f"取数为“{measure}”时目标不能这样写", f"请写成{wanted}")
                break
            if amount == 0:
                reader.report("取值", row.at("目标"), "目标不能是 0", "请写出要达到的数值")
                break
    gap = None
    if row["计分"] == "按差距":
        if row["每差"] is None or row["扣"] is None or measure == "分项":
            reader.report("缺少", row.at("计分"), "“按差距”计分要写明“每差”和“扣”", "请写成 每差: 1%, 扣: 0.2 的样子")
        elif row["每差"] and row["每差"][0] and isinstance(row["扣"], int):
            gap = (row["每差"][0], row["扣"])
    least = row["最小样本"] or (sample if measure == "应办已办" else None)
    return Rate(full, measure, target, gap, least, tuple(parts), row["非考核月"] == "计满分")


def _ladder(row: Row, reader: Reader, groups: Groups, sample: int) -> Terms:
    steps = [(s["达到"], s["得分"]) for s in row["阶梯"] or [] if isinstance(s, Row) and MISSING not in s.values()]
    upward = row["方向"] != "不高于"
    for (better, more), (worse, fewer) in zip(steps, steps[1:], strict=False):
        if better[1] != worse[1]:
            reader.report("阶梯", row.at("阶梯"), "各档有的写百分比，有的写数字", "请用同一种写法")
        elif (better[0] <= worse[0]) if upward else (better[0] >= worse[0]):
            reader.report("阶梯", row.at("阶梯"), "各档的“达到”没有按从好到差排列", "请从最好的一档写起")
        elif more <= fewer:
            reader.report("阶梯", row.at("阶梯"), "较好的一档得分反而不高", "请核对各档得分")
    full = row["分值"]
    if steps and isinstance(full, int) and steps[0][1] != full:
        reader.report("阶梯", row.at("分值"), "分值与最好一档的得分不符", f"请写成 {steps[0][1] / 100:g}")
    if steps and isinstance(row["否则"], int) and row["否则"] >= steps[-1][1]:
        reader.report("阶梯", row.at("否则"), "“否则”的得分不低于最后一档", "请核对")
    measure = row["取数"]
    spellings = {percent for (_, percent), _ in steps}
    if isinstance(measure, str) and spellings == {measure == "数量"}:
        reader.report("阶梯", row.at("阶梯"), f"取数为“{measure}”时各档不能这样写", "比率写百分比，数量写数字")
    least = row["最小样本"] or (sample if measure == "应办已办" else None)
    return Ladder(full or 0, measure, tuple(steps), row["否则"] or 0, upward, least, row["非考核月"] == "计满分")


def _assessed(row: Row, reader: Reader, groups: Groups, sample: int) -> Terms:
    stated = row["范围"] or []
    bounds = [b for b in stated if isinstance(b, int)]
    if len(bounds) < len(stated) or len(bounds) < 2:
        bounds = [0, 0]  # reported when the list was read
    elif len(bounds) > 2 or bounds[0] >= bounds[1]:
        reader.report("范围", row.at("范围"), "核定范围应当是从小到大的两个数", "请写成 [-2, 2] 的样子")
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
                reader.report("封顶", row.at("封顶"), f"封顶 {cap / 100:g} 分低于一次的分值 {largest / 100:g} 分", "请核对封顶与分值")
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
        (bracket["至"], bracket["每人"]) for bracket in row["梯度"] or [] if isinstance(bracket, Row)
    )
    if condition == "人数" and (not brackets or brackets[-1][0] is not None):
        reader.report("梯度", row.at("梯度"), "人数系数的梯度没有写到头", "最后一档只写“每人”，不写“至”")
    if role == "登记" and row["分值"]:
        reader.report("分值", row.at("分值"), "只登记的项目不能有分值", "请删去“分值”")
    return CaseWork(role, row["分值"] or 0, condition, row["系数"] or 0, brackets, row["最高"] or 0, bool(row["计件"]))


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
        hint = f"请逐一写出 {'、'.join(sorted(groups))}" if groups else "本积分制不分组，请只写一个值"
        reader.report("分组", row.at(key), f"“{key}”按分组写时{'，'.join(what)}", hint)
    return values


# ── what a record entry says for each kind ─────────────────────────────────────────────────────

_EVIDENCE = Field("依据", Text(80), help="登记或文件编号，不要图片")
_MAYBE_EVIDENCE = Field("依据", Text(80), required=False, help="登记或文件编号，不要图片")
_REASON = Field("事由", Text(120), help="一句话，不写姓名和个人信息")
_MAYBE_REASON = Field("事由", Text(120), required=False, help="一句话，不写姓名和个人信息")
_DATE = Field("日期", Date(), help="发生或认定的日期，须在本月内")
_COUNTS = {"应办": "应当办理的数量", "已办": "按要求办结的数量"}


def _need(row: Row, reader: Reader, key: str, why: str, hint: str) -> None:
    if row.get(key) is None:
        reader.report("缺少", row.spot, f"{why}要写明“{key}”", hint)


def _check_completion(row: Row, reader: Reader) -> None:
    if row["完成"] in ("未完成", "不适用"):
        _need(row, reader, "事由", f"“{row['完成']}”", "请补上“事由: …”，一句话说明原因")
    elif row["完成"] is not MISSING:
        _need(row, reader, "依据", "已完成的项目", "请补上“依据: …”，写登记或会议记录编号")


def _check_measured(keys: tuple[str, ...], permits_na: str) -> Callable[[Row, Reader], None]:
    otherwise = f"；{permits_na}的，写“不适用: 原因”" if permits_na else ""

    def check(row: Row, reader: Reader) -> None:
        if row.get("不适用") is not None:
            for key in keys:
                if row.get(key) is not None:
                    reader.report("矛盾", row.at(key), f"已写“不适用”，又写了“{key}”", "两者只留一个")
            return
        for key in keys:
            _need(row, reader, key, "这一项", f"请补上“{key}: …”{otherwise}")
        _need(row, reader, "依据", "这一项", "请补上“依据: …”，写登记或抽查单编号")
        due, done = row.get("应办"), row.get("已办")
        if isinstance(due, int) and isinstance(done, int) and done > due:
            reader.report("矛盾", row.at("已办"), f"已办 {done} 大于应办 {due}", "请核对这两个数")

    return check


_COMPLETION_SCHEMA: Schema = {
    "if": {"properties": {"完成": {"enum": ["未完成", "不适用"]}}},
    "then": {"required": ["事由"]},
    "else": {"required": ["依据"]},
}


def _measured_schema(keys: tuple[str, ...]) -> Schema:
    return {
        "if": {"required": ["不适用"]},
        "then": {"not": {"anyOf": [{"required": [key]} for key in keys]}},
        "else": {"required": [*keys, "依据"]},
    }


def entry_shape(name: str, terms: Terms, permits_na: str, record_of_cases: bool = False) -> Shape:
    """The field table of a record entry for an item with these terms."""
    fields: list[Field] = [Field("项", ITEM_CODE, help="项目代码")]
    also: Callable[[Row, Reader], None] | None = None
    unwanted: dict[str, tuple[str, str]] = {}
    also_schema: Schema = {}
    match terms:
        case Completion():
            states = {"按期": "按时完成", "逾期": "逾期补齐", "未完成": "没有完成"}
            if permits_na:
                states["不适用"] = permits_na
            fields += [Field("完成", Choice(states, "完成情况")), _MAYBE_EVIDENCE, _MAYBE_REASON]
            also, also_schema = _check_completion, _COMPLETION_SCHEMA
        case Rate() | Ladder():
            keys = {
                "应办已办": ("应办", "已办"), "比率": ("比率",), "数量": ("数量",), "分项": ("分项",),
            }[terms.measure]  # fmt: skip
            types: dict[str, Any] = {"应办": Whole(), "已办": Whole(), "比率": Percent(), "数量": Whole()}
            if isinstance(terms, Rate) and terms.parts:
                types["分项"] = Shape("分项", tuple(Field(p.name, Whole()) for p in terms.parts))
            fields += [Field(k, types[k], required=False, help=_COUNTS.get(k, "")) for k in keys]
            if permits_na:
                fields.append(Field("不适用", Text(60), required=False, help=f"原因，如：{permits_na}"))
            fields += [_MAYBE_EVIDENCE, _MAYBE_REASON]
            also, also_schema = _check_measured(keys, permits_na), _measured_schema(keys)
            if not permits_na:
                hint = f"请照实填写 {'、'.join(keys)}"
                unwanted["不适用"] = ("这一项没有不适用的情形", hint)
        case Lapse():
            if "" not in terms.steps:
                fields.append(Field("情形", Choice(dict.fromkeys(terms.steps, ""), "扣减情形")))
            fields += [Field(QUANTITY[terms.per], Whole(1), required=False, default=1), _REASON, _EVIDENCE]
        case Assessed():
            fields += [_DATE, Field("分值", Points(terms.low, terms.high)), Field("提出", Text(20)), _REASON, _EVIDENCE]
        case Event():
            fields += _event_fields(terms, record_of_cases)
        case Veto():
            fields += [_DATE, Field("警号", OFFICER, required=False), _EVIDENCE, _REASON]
        case CaseWork():
            pass
    return Shape(name, tuple(fields), also, unwanted, also_schema)


def _event_fields(terms: Event, record_of_cases: bool) -> list[Field]:
    quantity = QUANTITY[terms.per]
    fields = [Field("日期", Date(), required=False, help="发生或认定的日期，须在本月内")]
    if terms.levels:
        fields.append(Field("级别", Choice(dict.fromkeys(terms.levels, ""), "级别")))
    else:
        fields.append(
            Field(quantity, Whole(1), required=quantity not in ("次数", "人次"), default=1)
        )
    fields += [
        Field("事项", MATTER, required=terms.highest_per_matter, help="同一事项用同一编号"),
        Field("警号", OFFICER, required=False, help="涉及个人时填写"),
    ]
    if terms.halved_when_self_found:
        fields.append(Field("自查", YesNo(), required=False, default=False, help="本单位自查自纠的写 是"))
    if terms.zeroes_indicator:
        fields.append(Field("指标", ITEM_CODE, help="数据不实的指标代码"))
    if record_of_cases and terms.bearer != "单位":
        fields.append(Field("承担", ListOf(OFFICER, 1), help="承担人警号"))
        if terms.bearer == "认定":
            roles = {"办案": "办案民警", "审核": "法制审核", "审批": "审批领导"}
            fields.append(Field("环节", Choice(roles, "责任环节"), required=False, default="办案"))
        return [*fields, _REASON, _MAYBE_EVIDENCE]
    reason = _MAYBE_REASON if terms.levels else _REASON
    return [*fields, reason, _EVIDENCE]


CASE_FIELD = Field("编号", CASE_ID, help="本台账自编的案件编号，不是公安系统的案件编号")
