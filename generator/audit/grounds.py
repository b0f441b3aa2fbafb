"""Grounds: the facts of rules and roster that the signatures of a submission stand on.

A later change of the rules voids pending signatures only where it moves one of these; what was
signed for stays as it was otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from generator.approval import lanes
from generator.approval.refusal import Refused
from generator.approval.statement import Change
from generator.audit.state import State
from generator.ledger.layout import record_path
from generator.rules.effective import Fact, behind, effective, moved
from generator.rules.periods import Period
from generator.trail.bulletin import read_bulletin
from generator.trail.objection import read_objection

_CODES = re.compile(rb"[a-z0-9][a-z0-9-]*")


Ground = Callable[[State], Mapping[str, Fact]]
"""The facts that a submission stands on, as of a state of main."""


def moved_since(
    kind: str, changes: Sequence[Change], signed: State, before: State, after: State
) -> list[str]:
    """What facts are called that a submission stands on, and that are others than when ``signed``."""
    if signed.rules_digest == before.rules_digest:
        return []
    try:
        ground = _ground(kind, changes, before, after)
        return moved(ground(signed), ground(before)) if ground else []
    except Refused:
        return ["规则"]  # one of the two cannot be read, so nothing can be said of it


def _ground(kind: str, changes: Sequence[Change], before: State, after: State) -> Ground | None:
    """None where nothing but the changed files themselves was signed for."""
    paths = [change.path for change in changes]
    texts = [state.content(path) or b"" for path in paths for state in (before, after)]
    match kind:
        case lanes.RECORD | lanes.CORRECTION:
            return _of_record(next(path for path in paths if record_path(path)), before, texts)
        case lanes.BULLETIN:
            # A withdrawal reads as no bulletin: it counts nothing.
            bulletin, _ = read_bulletin(paths[-1], texts[-1])
            return _of_period(bulletin.scheme, bulletin.period) if bulletin else None
        case lanes.OBJECTION:
            objection, _ = read_objection(paths[0], texts[-1])
            if objection is None:
                return None
            months = objection.period.months
            return _of(objection.scheme, months[0], months[-1], _codes(texts))
        case _:
            return None


def _of_record(path: str, before: State, texts: Iterable[bytes]) -> Ground | None:
    where = record_path(path)
    assert where is not None, "found by it"
    scheme = before.rulebook.owners.get(where.folder)
    return _of(scheme, where.month, where.month, _codes(texts) | {where.stem}) if scheme else None


def _of(scheme: str, since: str, until: str, named: frozenset[str]) -> Ground:
    """A scheme in some months, and those of the roster who are named."""

    def facts(state: State) -> Mapping[str, Fact]:
        rules = state.rulebook, state.roster
        return effective(*rules, schemes=(scheme,), since=since, until=until).facts(named)

    return facts


def _of_period(scheme: str, period: Period) -> Ground:
    return lambda state: behind(
        state.rulebook, state.roster, state.year_rules, scheme, period
    ).facts()


def _codes(texts: Iterable[bytes]) -> frozenset[str]:
    """Everything that may be a code: a word too many names nobody."""
    return frozenset(code.decode() for text in texts for code in _CODES.findall(text))
