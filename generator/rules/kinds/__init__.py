"""The closed set of item kinds (类型).  A new kind is a file beside this one and a name here."""

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

# In the order in which choices are shown: what every report states, what happens now and then.
_ALL = Completion, Lapse, Rate, Ladder, Shortfall, Assessed, Bonus, Deduction, CaseWork, Veto
KINDS: dict[str, type[Terms]] = {each.name: each for each in _ALL}
"""By the name that a scheme file states."""
