"""Gates: what an approved change must still be, by the kind of its lane."""

from __future__ import annotations

from generator.audit import approvers as model
from generator.audit.approvers import Lane
from generator.audit.content import check_record, check_scheme
from generator.audit.sheet import Sheet
from generator.audit.state import State
from generator.audit.statement import Change


def check(
    lane: Lane, changes: tuple[Change, ...], last: Sheet, before: State, after: State
) -> None:
    """The gate of the lane's kind; raises ``Refused``."""
    if lane.kind == model.RECORD:
        check_scheme(changes[0].path, lane, before)
        check_record(changes[0].path, last, before, after, own=True)
    elif lane.kind == model.RULES:
        from generator.audit.rulesgate import check_rules  # noqa: PLC0415 - most pushes are records

        check_rules(changes, before, after)
    elif lane.kind != model.SOFTWARE:
        from generator.audit import trailgates  # noqa: PLC0415 - most pushes are records

        trailgates.check(lane.kind, changes, last, before, after)
