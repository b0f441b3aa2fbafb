"""The closed set of item kinds (类型).  A new kind is a file beside this one and a line here."""

from __future__ import annotations

from generator.rules.kinds.assessed import Assessed
from generator.rules.kinds.case_work import CaseWork
from generator.rules.kinds.completion import Completion
from generator.rules.kinds.event import Bonus, Deduction
from generator.rules.kinds.kind import Terms
from generator.rules.kinds.ladder import Ladder
from generator.rules.kinds.lapse import Lapse
from generator.rules.kinds.rate import Rate
from generator.rules.kinds.shortfall import Shortfall
from generator.rules.kinds.veto import Veto

KINDS: dict[str, type[Terms]] = {
    kind.name: kind
    for kind in (
        Completion,
        Lapse,
        Rate,
        Ladder,
        Shortfall,
        Assessed,
        Bonus,
        Deduction,
        CaseWork,
        Veto,
    )
}
"""By the name that a scheme file states, in the order in which choices are shown."""
