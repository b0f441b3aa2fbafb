"""How an objection moves on: its states, what may follow what, and by when it is to be answered.

An objection is received, taken up, decided and answered; whoever is not content may once ask the
responsible leader of the bureau to look again, and then it is final::

    已提交 → 已受理 → 复核中 → 成立|部分成立|不成立 → 已告知
       ↑        ↓
       └── 退回补充
    已告知 → 申请复核 → 复核中 → 维持|改变 → 已告知（终局）

One that was entered by a slip is voided: 作废, after any state and for good.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from generator.rules.periods import Calendar, Day
from generator.text.problems import Place

SUBMITTED, ANSWERED, SECOND, VOID = "已提交", "已告知", "申请复核", "作废"
STATES = {
    "已提交": "收到异议，或补充材料后重新提交",
    "已受理": "编发单位受理",
    "退回补充": "请提出方补充材料，答复期限从重新提交之日起算",
    "复核中": "正在核对记录和规则",
    "成立": "记录或计分有误，应当更正",
    "部分成立": "有一部分应当更正",
    "不成立": "记录和计分无误",
    "已告知": "结论已告知提出方",
    "申请复核": "对答复不服，报分管局领导",
    "维持": "分管局领导维持原结论",
    "改变": "分管局领导改变原结论",
    "作废": "登记错了，这件异议不算；重新登记的另写一件",
}
DECIDED = {state: STATES[state] for state in ("成立", "部分成立", "不成立")}
REVIEWED = ("维持", "改变")
GRANTED = frozenset({"成立", "部分成立", "改变"})
"""Outcomes that call for a correction."""

_NEXT: dict[str, tuple[str, ...]] = {
    SUBMITTED: ("已受理", "退回补充"),
    "已受理": ("复核中", "退回补充"),
    "退回补充": (SUBMITTED,),
    SECOND: ("复核中",),
    **dict.fromkeys((*DECIDED, *REVIEWED), (ANSWERED,)),
}


def follows(states: Sequence[str]) -> list[str]:
    """The states that may come after these; none when the objection is closed for good."""
    if not states:
        return [SUBMITTED]
    more = [] if states[-1] == VOID else _next(states)
    return [*more, VOID] if more else []


def _next(states: Sequence[str]) -> list[str]:
    # A second look is had once: what 复核中 may lead to, and whether more may follow, goes by that.
    again = SECOND in states
    if states[-1] == "复核中":
        return list(REVIEWED if again else DECIDED)
    if states[-1] == ANSWERED:
        return [] if again else [SECOND]
    return list(_NEXT[states[-1]])


class ObjectionStep(NamedTuple):
    """One step of an objection's way."""

    state: str
    day: date
    note: str
    place: Place


class Answer(NamedTuple):
    """What was asked, by when it is to be answered, and when it was; None while it is not."""

    asked: date
    due: Day
    answered: date | None
    again: bool
    """Whether it is the second look, by the responsible leader."""


def answers(steps: Sequence[ObjectionStep], within: int, calendar: Calendar) -> list[Answer]:
    """The answers that an objection calls for: one, and one more for a second look.

    Each is due ``within`` working days after it was asked for; what is sent back for more material
    is asked again on the day it is submitted again.  While material is awaited nothing is due.
    """
    made: list[Answer] = []
    asked: date | None = None
    again = False
    for step in steps:
        if step.state == VOID:
            return []  # nobody waits for an answer to what was never asked
        if step.state in (SUBMITTED, SECOND):
            asked, again = step.day, step.state == SECOND
        elif step.state == "退回补充":
            asked = None  # the bureau waits, not the one who objects
        elif step.state == ANSWERED and asked is not None:
            due = calendar.after_working_days(asked, within)
            made.append(Answer(asked, due, step.day, again))
            asked = None
    if asked is not None:
        made.append(Answer(asked, calendar.after_working_days(asked, within), None, again))
    return made
