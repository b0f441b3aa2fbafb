"""Objections: what they are about, whether they came and were answered in time, what followed."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.facts import Facts
from generator.ledger import layout
from generator.rules.periods import Days, Uncovered
from generator.rules.scheme import CORRECTIONS
from generator.text.problems import Problem, at
from generator.text.reading import listed
from generator.trail.objection_states import GRANTED, answers


def bulletins(facts: Facts) -> Iterator[Problem]:
    """An objection is to a bulletin that was issued, and comes while it is shown."""
    for objection in facts.trail.objections:
        scheme, period = objection.scheme, objection.period
        own = layout.bulletin_path(scheme, period).removesuffix(".yml")
        if any(path.startswith(own) for path in facts.trail.unread):
            continue
        editions = facts.trail.editions(scheme, period.code)
        if not editions:
            known = facts.rulebook.schemes.get(scheme)
            message = f"{known.short if known else scheme} {period.code} 的通报还没有公布"
            yield Problem("异议", at(objection, "期间"), message, "请核对“积分制”和“期间”")
            continue
        # To the one that was shown then: what came of it stays when it is withdrawn.
        shown = [each.publicity for each in editions if each.publicity[0] <= objection.received]
        start, end = shown[-1] if shown else editions[0].publicity
        if objection.received < start:
            message = f"收到异议的日期早于公示开始的 {start}"
            yield Problem("日期", at(objection, "日期"), message, "请核对日期")
        elif objection.received > end:
            late = facts.rulebook.calendar.working_days_after(end, objection.received)
            # The bureau may still take it up: late is told, not refused.
            message = f"公示到 {end} 为止，异议迟了{_how_long(late)}"
            hint = "请核对日期；是否受理由编发单位决定，写在“说明”里"
            yield Problem("期限", at(objection, "日期"), message, hint, "提醒")


def items(facts: Facts) -> Iterator[Problem]:
    """The item that is doubted was in force in the period."""
    for objection in facts.trail.objections:
        scheme = facts.rulebook.schemes.get(objection.scheme)
        if scheme is None or not objection.item:
            continue
        versions = scheme.versions_in(objection.period.months)
        if not any(version.of_code(objection.item) for version in versions):
            codes = {item.code: item.name for v in versions for item in v.items}
            message = f"{objection.period.code} 的{scheme.name}没有“{objection.item}”这一项"
            known = listed([f"{code}（{name}）" for code, name in codes.items()])
            yield Problem("代码", at(objection, "项目"), message, f"可写的项目有 {known}")


def in_time(facts: Facts) -> Iterator[Problem]:
    """Answers that are overdue today, and those that came late."""
    calendar, within = facts.rulebook.calendar, facts.rulebook.bureau.answer_within
    for objection in facts.trail.objections:
        place = at(objection, "经过")
        for answer in answers(objection.steps, within, calendar):
            what = "复核结论" if answer.again else "答复"
            # What is still open is late as of a day; without one the clock must not matter.
            day = answer.answered or facts.today
            if day is None or isinstance(answer.due, Uncovered) or day <= answer.due:
                continue
            long = _how_long(calendar.working_days_after(answer.due, day))
            if answer.answered is None:
                message = f"异议的{what}应在 {answer.due} 前告知，已超期{long}"
                hint = f"现在是“{objection.state}”，请尽快办理并在“经过”里写明"
                yield Problem("期限", place, message, hint, "提醒")
            else:
                message = f"异议的{what}迟了{long}告知"
                hint = f"规定 {within} 个工作日，应在 {answer.due} 前告知"
                yield Problem("期限", place, message, hint, "提示")


def consequences(facts: Facts) -> Iterator[Problem]:
    """An objection that was granted leads to a correction, which names it back."""
    trail = facts.trail
    for objection in trail.objections:
        if not objection.correction:
            if objection.outcome in GRANTED and not objection.is_open:
                message = f"异议“{objection.outcome}”，还没有写明更正"
                hint = "更正后，请补上“更正: …”，写更正的编号"
                yield Problem("异议", objection.place, message, hint, "提醒")
            continue
        if layout.path_of(CORRECTIONS, objection.correction) in trail.unread:
            continue
        correction = trail.corrections_by_id.get(objection.correction)
        place = at(objection, "更正")
        if correction is None:
            hint = "请核对编号；更正在别的月份时，前面加上月份，如 2025-04/"
            yield Problem("异议", place, f"没有更正 {objection.correction}", hint)
        elif correction.objection != objection.id:
            message = f"更正 {correction.id} 没有写明是因这件异议作出的"
            own = objection.id.removeprefix(f"{correction.month}/")
            yield Problem("异议", place, message, f"请在那份更正里写上“异议: {own}”，或核对编号")


def _how_long(days: Days) -> str:
    return "" if isinstance(days, Uncovered) else f" {days} 个工作日"
