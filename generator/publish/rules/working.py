"""How an item computes, in words an officer can check a number with. What a kind says of itself comes from the kind."""

from __future__ import annotations

from generator.publish.kit.labels import findings_title
from generator.rules.kinds import KINDS
from generator.rules.kinds.kind import CAP_PERIODS, FULL_MARKS, NO_POINTS
from generator.rules.scheme import CaseRules, Component, Item, Scheme, Version
from generator.text.hundredths import percent, short

_THEN = {FULL_MARKS: "，按满分计", NO_POINTS: "，按零分计"}


def working(item: Item, scheme: Scheme) -> str:
    """How the points of an entry come about, with targets, caps and exceptions."""
    more = [f"{CAP_PERIODS[period]}最多计{short(points)}分" for period, points in item.caps.items()]
    if item.terms.full_when_not_due:
        more.append("不考核的月份按满分计")
    if item.not_applicable:
        prorated = scheme.component(item.component).prorates
        # What is left out is made up for by proration, or the rule says what it counts.
        then = "，其余项目按比例折算" if prorated else _THEN.get(item.terms.when_skipped, "")
        more.append(f"{item.not_applicable}的可记“不适用”{then}")
    if item.disqualifies:
        more.append("并取消当年评先评优资格")
    return "；".join([item.terms.working(scheme.subject), *more]) + "。"


def total_words(scheme: Scheme) -> str:
    """``总分 = 起点100分 + 基础分 + 加分项 + 扣分项（扣分为负数）``."""
    start = scheme.versions[-1].start
    # A veto takes away honours and no points: it is no summand.
    names = [component.name for component in scheme.components if not _only_veto(component)]
    names = [f"起点{short(start)}分", *names] if start else names
    return f"总分 ＝ {' ＋ '.join(names)}（扣分按负数相加）"


def over_months(means: frozenset[str]) -> str:
    """``季度、年度为各月相加``: what a quarter and a year make of their months."""
    quarter, year = ("取各月平均" if kind in means else "为各月相加" for kind in "季年")
    return f"季度、年度{year}" if quarter == year else f"季度{quarter}，年度{year}"


def bounds_words(scheme: Scheme, version: Version) -> list[str]:
    """Whom start and bounds hold for, and of which period, one sentence each; none without any."""
    made = []
    said = [f"从{short(version.start)}分起算"] if version.start else []
    said += [f"最多{short(version.ceiling)}分"] if version.ceiling is not None else []
    said += [f"最少{short(version.floor)}分"] if version.floor is not None else []
    if said:
        bounds = "，".join(said)
        made.append(f"总分每月{bounds}；{over_months(scheme.means)}，不另设起点和上下限。")
    if made or any(c.start or c.floor for c in scheme.components):
        # An officer without a record starts too; a unit that has not reported has no total at all.
        whom = "在办案岗位、所在单位已报的民警" if scheme.of_cases else "已报的考核对象"
        made.append(f"起点和上下限对当月{whom}都算，不论有没有记录；未报的不算，也不计为0分。")
    # A unit takes the points of its officers, in which start and bounds are already.
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


def case_words(scheme: Scheme, rules: CaseRules) -> list[str]:
    """How a case's points are enlarged and shared, one sentence each."""
    earned = scheme.case_component.name
    team = "，".join(f"{n}人{short(f)}" for n, f in rules.team)
    again = "同时" if rules.findings_to_unit else "不再"
    unit = f"单位得分为本单位民警{earned}合计。"
    if rules.per_head:
        unit = f"单位{earned} ＝ 本单位民警{earned}合计 ÷ 办案民警月均人数；民警个人的{findings_title(scheme)}{again}计入单位。"
    return [
        f"案件积分 ＝ 办理结果分值（符合条件的另加）× 人数系数 × 难度系数 × 团队系数（{team}，人数更多的按最后一档），四舍五入到0.01分。",
        f"主办分得{percent(rules.lead_share)}，协办民警平分{percent(rules.helper_share)}；除不尽的尾差归主办，各人所得相加等于案件积分。",
        "辅警只登记，不计办案分；其他单位的协作民警按办案协作计分。",
        f"轻微问题的扣分，每人每月以当月{earned}的{percent(rules.minor_ceiling)}为限，防止多办多扣。",
        unit,
        "案件退回时认定的问题，等到复核通过的当月计入，分值按认定当月的规则；通过时又写的，项目、承担人和事由都相同的是同一个问题，只计较重的一次。",
        "案件在复核通过的当月计分；以后认定的问题，在认定的当月扣分，不倒改已公布的月份。",
    ]


def _only_veto(component: Component) -> bool:
    return all(KINDS[name].strikes for names in component.sections.values() for name in names)
