"""How an item computes, in words an officer can check a number with. One function per item kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.rules.scheme import CaseRules, Component, Item, Scheme, Version
from generator.rules.terms import (
    CAP_PERIODS,
    Assessed,
    CaseWork,
    Completion,
    Event,
    Ladder,
    Lapse,
    Rate,
    Value,
    Veto,
)
from generator.text.hundredths import percent, short

_MEASURES = {
    "应办已办": "已办数÷应办数",
    "比率": "登记的比率",
    "数量": "登记的数量",
    "分项": "各分项的数量",
}
_BEARERS = {
    "主办": "由主办民警承担",
    "全体": "由主办、协办民警各自承担",
    "认定": "由复核认定的人员承担",
    "单位": "由单位承担，不计入个人",
}
_CONDITIONS = {
    "系列": "跨省或者系列案件",
    "积案": "积案",
    "疑难": "疑难复杂案件",
    "人数": "多人案件",
}


def worth(item: Item) -> str:
    """What an item is worth, as short as a table wants it: ``20分``, ``每次+2分``, ``±2分``."""
    match item.terms:
        case Completion(full=full) | Lapse(full=full) | Rate(full=full):
            return f"{_by_group(full)}分"
        case Ladder(full=full):
            return f"{short(full)}分"
        case Assessed(low=low, high=high):
            return f"{short(low)}～{short(high)}分"
        case Event():
            return _event_worth(item.terms)
        case CaseWork():
            return _case_worth(item.terms)
        case Veto():
            return "不计分"


def working(item: Item, scheme: Scheme) -> str:
    """How the points of an entry come about, with targets, caps and exceptions."""
    match item.terms:
        case Completion(late_share=late):
            first = f"按期完成得满分，逾期补齐得{percent(late)}，未完成不得分"
        case Lapse():
            first = _lapse(item.terms)
        case Rate():
            first = _rate(item.terms)
        case Ladder():
            first = _ladder(item.terms)
        case Assessed(low=low, high=high, office=office):
            first = f"由{office}在{short(low)}分至{short(high)}分之间核定，须写明事由和依据"
        case Event():
            first = _event(item.terms)
        case CaseWork():
            first = _case_work(item.terms)
        case Veto():
            first = _veto(item.terms, scheme.subject)
    more = [f"{CAP_PERIODS[period]}最多计{short(points)}分" for period, points in item.caps.items()]
    if getattr(item.terms, "full_when_not_due", False):
        more.append("不考核的月份按满分计")
    if item.not_applicable:
        prorated = scheme.component(item.component).prorates
        more.append(
            f"{item.not_applicable}的可记“不适用”" + ("，其余项目按比例折算" if prorated else "")
        )
    if item.disqualifies:
        more.append("并取消当年评先评优资格")
    return "；".join([first, *more]) + "。"


def total_words(scheme: Scheme) -> str:
    """``总分 = 起点100分 + 基础分 + 加分项 + 扣分项（扣分为负数）``."""
    start = scheme.versions[-1].start
    names = [component.name for component in scheme.components if not _only_veto(component)]
    names = [f"起点{short(start)}分", *names] if start else names
    return f"总分 ＝ {' ＋ '.join(names)}（扣分按负数相加）"


def over_months(means: frozenset[str]) -> str:
    """``季度、年度为各月相加``: what a quarter and a year make of their months."""
    quarter, year = ("取各月平均" if kind in means else "为各月相加" for kind in "季年")
    return f"季度、年度{year}" if quarter == year else f"季度{quarter}，年度{year}"


def bounds_words(scheme: Scheme, version: Version) -> list[str]:
    """Whom start and bounds hold for, and of which period, one sentence each; none without any."""
    said = [f"从{short(version.start)}分起算"] if version.start else []
    said += [f"最多{short(version.ceiling)}分"] if version.ceiling is not None else []
    said += [f"最少{short(version.floor)}分"] if version.floor is not None else []
    made = [f"总分每月{'，'.join(said)}；{over_months(scheme.means)}，不另设起点和上下限。"] * bool(
        said
    )
    if made or any(c.start or c.floor for c in scheme.components):
        whom = "在办案岗位、所在单位已报的民警" if scheme.of_cases else "已报的考核对象"
        made.append(f"起点和上下限对当月{whom}都算，不论有没有记录；未报的不算，也不计为0分。")
    if made and scheme.of_cases:
        made.append("单位得分由民警得分和本单位承担的扣分得出，不另计起点和上下限。")
    return made


def component_words(component: Component) -> str:
    """What limits a component and how its months make a year."""
    said = []
    if component.prorates:
        said.append("有不适用项目时，其余项目得分按满分折算")
    if component.start:
        said.append(f"每月从{short(component.start)}分起算")
    said += [f"{CAP_PERIODS[p]}最多{short(v)}分" for p, v in component.ceiling.items()]
    said += [f"{CAP_PERIODS[p]}最少{short(v)}分" for p, v in component.floor.items()]
    if not component.prorates and not component.ceiling and not component.floor:
        said.append("不设上下限" if not _only_veto(component) else "不计分")
    said.append(over_months(component.means))
    return "；".join(said)


def case_words(rules: CaseRules) -> list[str]:
    """How a case's points are enlarged and shared, one sentence each."""
    team = "，".join(f"{n}人{short(f)}" for n, f in rules.team)
    return [
        f"案件积分 ＝ 办理结果分值（符合条件的另加）× 人数系数 × 难度系数 × 团队系数（{team}，人数更多的按最后一档），四舍五入到0.01分。",
        f"主办分得{percent(rules.lead_share)}，协办民警平分{percent(rules.helper_share)}；除不尽的尾差归主办，各人所得相加等于案件积分。",
        "辅警只登记，不计办案分；其他单位的协作民警按办案协作计分。",
        f"轻微问题的扣分，每人每月以当月数量分的{percent(rules.minor_ceiling)}为限，防止多办多扣。",
        "单位数量分 ＝ 本单位民警数量分合计 ÷ 办案民警月均人数"
        + (
            "；民警个人的质量、效率扣分同时计入单位。"
            if rules.findings_to_unit
            else "；民警个人的质量、效率扣分不再计入单位。"
        )
        if rules.per_head
        else "单位得分为本单位民警数量分合计。",
        "案件退回时认定的问题，等到复核通过的当月计入，分值按认定当月的规则；通过时又写的，项目、承担人和事由都相同的是同一个问题，只计较重的一次。",
        "案件在复核通过的当月计分；以后认定的问题，在认定的当月扣分，不倒改已公布的月份。",
    ]


def _only_veto(component: Component) -> bool:
    return all(kinds == {"否决"} for kinds in component.sections.values())


def _by_group(values: Mapping[str, Any]) -> str:
    """``20``, or ``一类20、二类18``."""
    return _spread(values, short)


def _spread(values: Mapping[str, Any], spell: Any) -> str:
    if len({spell(value) for value in values.values()}) == 1:
        return str(spell(next(iter(values.values()))))
    return "、".join(f"{group}{spell(value)}" for group, value in values.items())


def _value(value: Value) -> str:
    amount, is_percent = value
    return percent(amount) if is_percent else short(amount)


def _lapse(terms: Lapse) -> str:
    if set(terms.steps) == {""}:
        return f"先计满分，每{terms.per}扣{short(terms.steps[''])}分，扣完为止"
    steps = "、".join(f"{name}每{terms.per}扣{short(p)}分" for name, p in terms.steps.items())
    return f"先计满分，{steps}，扣完为止"


def _rate(terms: Rate) -> str:
    if terms.parts:
        parts = "；".join(
            f"{part.name}{short(part.full)}分，目标{_spread(part.target, _value)}"
            for part in terms.parts
        )
        return f"分项计分，每项按完成数÷目标×分值，最多得满分：{parts}"
    target = f"目标{_spread(terms.target, _value)}"
    sample = f"；应办数少于{terms.least_sample}的为样本不足，不计该项" if terms.least_sample else ""
    if terms.gap is not None:
        step, lost = terms.gap
        size = percent(step) if terms.measure != "数量" else short(step)
        return f"看{_MEASURES[terms.measure]}，{target}；达到目标得满分，每低{size}扣{short(lost)}分，扣完为止{sample}"
    return f"得分 ＝ {_MEASURES[terms.measure]} ÷ 目标 × 分值，最多得满分；{target}{sample}"


def _ladder(terms: Ladder) -> str:
    relation = "达到" if terms.upward else "不高于"
    steps = "，".join(f"{relation}{_value(at)}得{short(points)}分" for at, points in terms.steps)
    return f"看{_MEASURES[terms.measure]}：{steps}，否则得{short(terms.otherwise)}分"


def _event_worth(terms: Event) -> str:
    sign = "加" if terms.sign > 0 else "扣"
    if terms.levels:
        values = terms.levels.values()
        low, high = min(values), max(values)
        return f"{sign}{short(low)}～{short(high)}分" if low != high else f"{sign}{short(low)}分"
    return f"每{terms.per}{sign}{_by_group(terms.points)}分"


def _event(terms: Event) -> str:
    sign = "加" if terms.sign > 0 else "扣"
    if terms.levels:
        said = [
            f"{sign}分：" + "、".join(f"{name}{short(p)}分" for name, p in terms.levels.items())
        ]
    else:
        said = [f"每{terms.per}{sign}{_by_group(terms.points)}分"]
    if terms.highest_per_matter:
        said.append("同一事项只计最高的一次，后来更高的补差额")
    if terms.bearer:
        said.append(_BEARERS[terms.bearer])
    if terms.halved_when_self_found:
        said.append("自查自纠的减半")
    if terms.minor:
        said.append("属轻微问题，受每月轻微扣分限额保护")
    if terms.zeroes_indicator:
        said.append("所涉指标当月得分清零")
    return "；".join(said)


def _veto(terms: Veto, subject: str) -> str:
    struck = [subject] * terms.unit + ["记录写明的民辅警"] * terms.person
    return f"不计分，只取消{'和'.join(struck)}当年评先评优资格；原因不公开"


def _case_worth(terms: CaseWork) -> str:
    match terms.role:
        case "登记":
            return "不计分"
        case "系数" if terms.condition == "人数":
            return f"最高×{short(terms.most)}" if terms.most else "按人数乘"
        case "系数":
            return f"×{short(terms.factor)}"
        case "叠加":
            return f"另加{short(terms.points)}分"
        case "协作":
            return f"每人{short(terms.points)}分"
    return f"每{'件' if terms.per_piece else '案'}{short(terms.points)}分"


def _case_work(terms: CaseWork) -> str:
    match terms.role:
        case "登记":
            return "只登记，不计分"
        case "系数" if terms.condition == "人数":
            steps, first = [], 2
            for upto, each in terms.brackets:
                span = f"第{first}人起" if upto is None else f"第{first}至{upto}人"
                steps.append(f"{span}每人加{percent(each)}")
                first = (upto or 0) + 1
            most = f"，最高为{short(terms.most)}倍" if terms.most else ""
            return f"一案多人的，案件积分加成：{'，'.join(steps)}{most}"
        case "系数":
            return f"属于{_CONDITIONS[terms.condition]}的，案件积分乘以{short(terms.factor)}"
        case "叠加":
            return f"属于{_CONDITIONS[terms.condition]}的，在结果分值之外每案另加{short(terms.points)}分"
        case "协作":
            return f"协作民警每人每案计{short(terms.points)}分，不参与分成"
    unit = "件" if terms.per_piece else "案"
    return f"复核通过的每{unit}计{short(terms.points)}分，由主办、协办民警分享"
