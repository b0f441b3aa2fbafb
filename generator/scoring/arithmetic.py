"""The arithmetic of one record entry, one function per item kind: points and the words for them.

Every result is rounded half-up to a hundredth here and nowhere later.
"""

from __future__ import annotations

from typing import NamedTuple

from generator.rules.terms import (
    QUANTITY,
    Assessed,
    CaseWork,
    Completion,
    Event,
    Ladder,
    Lapse,
    Rate,
    Terms,
    Veto,
    for_group,
)
from generator.text.hundredths import half_up, percent, short, spell
from generator.text.shapes import Row

NOT_APPLICABLE = "不适用"
SMALL_SAMPLE = "样本不足"


class Scored(NamedTuple):
    """Points in hundredths, the arithmetic in words, and a state when the item does not count."""

    points: int
    words: str
    state: str = ""


class Measured(NamedTuple):
    """What was reached as a fraction, comparable with a target, and how it reads."""

    numerator: int
    denominator: int
    words: str


def score_entry(terms: Terms, values: Row, group: str) -> Scored:
    """The points of one entry.  ``group`` is the subject's ranking group in that month."""
    match terms:
        case Completion():
            return _completion(terms, values, group)
        case Rate():
            return _rate(terms, values, group)
        case Ladder():
            return _ladder(terms, values)
        case Lapse():
            return _lapse(terms, values)
        case Assessed():
            points: int = values["分值"]
            return Scored(points, f"{values['提出']}提出，核定 {short(points)} 分")
        case Event():
            return event(terms, values, group)
        case Veto():
            return Scored(0, "否决事项，不计分，取消评优资格")
        case CaseWork():  # pragma: no cover - case work is scored in cases.py
            return Scored(0, "")


def _completion(terms: Completion, values: Row, group: str) -> Scored:
    full = for_group(terms.full, group)
    match values["完成"]:
        case "按期":
            return Scored(full, f"按期完成，得满分 {short(full)}")
        case "逾期":
            points = half_up(full * terms.late_share, 100_00)
            return Scored(
                points, f"逾期补齐，{short(full)} × {percent(terms.late_share)} = {short(points)}"
            )
        case "不适用":
            return Scored(0, f"不适用：{values['事由']}", NOT_APPLICABLE)
    return Scored(0, "未完成，不得分")


def _lapse(terms: Lapse, values: Row) -> Scored:
    circumstance = values.get("情形") or ""
    count: int = values[QUANTITY[terms.per]]
    step = terms.steps[circumstance]
    label = f"{circumstance}，" if circumstance else ""
    return Scored(
        -count * step, f"{label}{short(-step)} × {count} {terms.per} = {short(-count * step)}"
    )


def measured(measure: str, values: Row) -> Measured:
    """The value of an entry of a rate or ladder, in hundredths of its unit, as a fraction."""
    if measure == "应办已办":
        due, done = values["应办"], values["已办"]
        share = half_up(done * 100_00, due)
        sign = "=" if done * 100_00 % due == 0 else "≈"
        return Measured(done * 100_00, due, f"{done}/{due} {sign} {percent(share)}")
    if measure == "比率":
        return Measured(values["比率"], 1, percent(values["比率"]))
    return Measured(values["数量"] * 100, 1, f"{values['数量']}")


def not_counted(terms: Rate | Ladder, values: Row) -> Scored | None:
    """不适用 and 样本不足, or None when the entry counts."""
    if values.get("不适用"):
        return Scored(0, f"不适用：{values['不适用']}", NOT_APPLICABLE)
    if terms.measure == "应办已办":
        if values["应办"] == 0:
            return Scored(0, "不适用：应办数为 0", NOT_APPLICABLE)
        if terms.least_sample and values["应办"] < terms.least_sample:
            return Scored(
                0, f"样本不足：应办 {values['应办']}，少于 {terms.least_sample}", SMALL_SAMPLE
            )
    return None


def _rate(terms: Rate, values: Row, group: str) -> Scored:
    if skipped := not_counted(terms, values):
        return skipped
    full = for_group(terms.full, group)
    if terms.parts:
        return _parts(terms, values, group)
    value = measured(terms.measure, values)
    target, is_percent = for_group(terms.target, group)
    shown = percent(target) if is_percent else short(target)
    if value.numerator >= target * value.denominator:
        return Scored(full, f"{value.words}，达到目标 {shown}，得满分 {short(full)}")
    if terms.gap is not None:
        step, lost_each = terms.gap
        steps = (target * value.denominator - value.numerator) // (step * value.denominator)
        left = full - steps * lost_each
        least = "" if left >= 0 else "，最少计 0 分"
        return Scored(
            max(left, 0),
            f"{value.words}，比目标 {shown} 低 {steps} 档，{short(full)} − {steps} × {short(lost_each)} = {short(left)}{least}",
        )
    points = half_up(full * value.numerator, target * value.denominator)
    return Scored(points, f"{value.words}，÷ 目标 {shown} × {short(full)} = {spell(points)}")


def _parts(terms: Rate, values: Row, group: str) -> Scored:
    numerator, denominator = 0, 1
    words = []
    for part in terms.parts:
        target, _ = for_group(part.target, group)
        reached = min(values["分项"][part.name] * 100, target)
        numerator, denominator = (
            numerator * target + part.full * reached * denominator,
            denominator * target,
        )
        earned = half_up(part.full * reached, target)
        words.append(f"{part.name} {values['分项'][part.name]}/{short(target)} 得 {short(earned)}")
    points = half_up(numerator, denominator)
    return Scored(points, f"{'；'.join(words)}；合计 {short(points)}")


def _ladder(terms: Ladder, values: Row) -> Scored:
    if skipped := not_counted(terms, values):
        return skipped
    value = measured(terms.measure, values)
    for (step, is_percent), points in terms.steps:
        difference = value.numerator - step * value.denominator
        if difference >= 0 if terms.upward else difference <= 0:
            shown = percent(step) if is_percent else short(step)
            relation = "达到" if terms.upward else "不高于"
            return Scored(points, f"{value.words}，{relation} {shown}，得 {short(points)}")
    return Scored(terms.otherwise, f"{value.words}，未达到最低一档，得 {short(terms.otherwise)}")


def event(terms: Event, values: Row, group: str) -> Scored:
    """A bonus or deduction: by level, or by count; halved when the unit found it itself."""
    sign = terms.sign
    if terms.levels:
        points = sign * terms.levels[values["级别"]]
        words = f"{values['级别']} {short(points)}"
    else:
        each = sign * for_group(terms.points, group)
        count: int = values[QUANTITY[terms.per]]
        points = each * count
        words = f"{short(each)} × {count} {terms.per} = {short(points)}"
    if values.get("自查"):
        half = half_up(points, 2)
        return Scored(half, f"{words}，自查自纠减半 = {short(half)}")
    return Scored(points, words)
