"""Gates: what an approved change must still be, by the kind of its lane."""

from __future__ import annotations

from generator.approval import approvers as model
from generator.approval.approvers import Lane
from generator.approval.sheet import Sheet
from generator.approval.statement import Change
from generator.audit.content import check_record, check_scheme
from generator.audit.state import State


def check(
    lane: Lane, changes: tuple[Change, ...], last: Sheet, before: State, after: State
) -> None:
    """The gate of the lane's kind; raises ``Refused``."""
    if lane.kind == model.RECORD:
        check_scheme(changes[0].path, lane, before)
        check_record(changes[0].path, last, before, after, own=True)
    elif lane.kind == model.RULES:
        from generator.audit.rules_gate import check_rules  # noqa: PLC0415 - most pushes are records

        check_rules(changes, before, after)
    elif lane.kind != model.SOFTWARE:
        from generator.audit import trail_gates  # noqa: PLC0415 - most pushes are records

        trail_gates.check(lane.kind, changes, last, before, after)
