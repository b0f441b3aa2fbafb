"""What every gate stands on: records that read, sizes, refusals in a clerk's words.

Everything here is judged from the two states alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from generator.approval import lanes
from generator.approval.lanes import Lane
from generator.approval.refusal import Refused, addressed
from generator.approval.sheet import Sheet, check_paper_day
from generator.approval.statement import NOTHING, Change
from generator.audit.state import State
from generator.ledger import layout
from generator.ledger.layout import record_path
from generator.ledger.records import Report, read_ledger
from generator.rules.periods import Period
from generator.text.problems import Problem, errors
from generator.text.strict import MAX_BYTES


class Paths:
    """The paths of a state, asked one at a time."""

    def __init__(self, state: State) -> None:
        self.state = state

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and self.state.exists(path)


def closed_by(record: str, lane: Lane, state: State) -> tuple[Period, ...]:
    """The periods whose bulletins close the month of a record file; empty while it is open."""
    place = record_path(record)
    assert place is not None, "a lane of records takes nothing else"
    return layout.closed_by(
        lane.scheme, place.month, state.months, Paths(state), state.rulebook.schemes
    )


def limit_of(kind: str) -> int:
    """The size of the largest file that a kind of lane takes."""
    # Standings of a year, and pictures of the handbook, are larger than anything typed by hand.
    return 4 * 1024 * 1024 if kind in (lanes.SOFTWARE, lanes.BULLETIN) else MAX_BYTES


def check_scheme(path: str, lane: Lane, before: State) -> None:
    """A lane that names another scheme would leave that scheme's closed months open."""
    place = record_path(path)
    for scheme in before.rulebook.schemes.values():
        own = place is not None and place.folder in (scheme.code, scheme.review_folder)
        if own and scheme.code != lane.scheme:
            what = f"通道 {lane.code} 的积分制写的是 {lane.scheme}，这里是 {scheme.code} 的记录"
            raise Refused("E-ROSTER", path, what)


def refuse_first(code: str, problems: Iterable[Problem]) -> None:
    """Raises ``Refused`` for the first error among problems, warnings aside."""
    for problem in errors(problems):
        place = problem.place
        where = f"第 {place.line} 行第 {place.column} 列，" if place.line else ""
        raise Refused(
            code, place.path, f"{where}{problem.message}", addressed(code, problem.hint, place.path)
        )


def content_of(state: State, path: str, limit: int = MAX_BYTES) -> bytes:
    """The bytes of a file that must be there."""
    data = state.content(path, limit)
    if data is None:
        raise Refused("E-DELETE", path, "缺少这个文件")
    return data


class Signing(NamedTuple):
    """The round that signed a change, and the last day that it may be where it is judged."""

    last: Sheet
    latest: date

    def check_day(self, day: date, path: str, key: str, who: str = "填报人") -> None:
        """A day on which something was done, as a paper states it; raises ``Refused``."""
        check_paper_day(day, self.last[-1].statement.day, path, key, who)
        if day > self.latest:
            what = f"“{key}”写的 {day} 还没有到"
            raise Refused("E-DATE", path, what, f"{who}改正“{key}”，或者到了那天再推送")


def check_record(
    change: Change, signing: Signing, before: State, after: State, *, own: bool
) -> None:
    """A record reads through its form; ``own``: it is reported by whoever signed at level 0.

    Nobody approves what they reported, as it was or as it is.
    """
    path = change.path
    was = None if change.old == NOTHING else _report(path, before, before)
    now = None if change.new == NOTHING else _report(path, after, before)
    if now and now.filed:
        signing.check_day(now.filed, path, "填报日期")
    for statement in (signed.statement for signed in signing.last):
        if own and now and statement.level == 0 and statement.person != now.by:
            what = f"“填报人”是 {now.by}，报送签名的是 {statement.person}"
            raise Refused("E-REPORTER", path, what)
        for report in filter(None, (now, was)):
            if statement.level and report.by in (statement.person, statement.deputy_for):
                what = f"填报人 {report.by} 不能在第 {statement.level} 级审核自己的记录"
                raise Refused("E-SAME", path, what)


def _report(path: str, state: State, before: State) -> Report | None:
    """What a record file says of itself in a state, which must be sound after the step."""
    # By the rules before: a record cannot bring along the rules that allow it.
    ledger, problems = read_ledger({path: content_of(state, path)}, before.rulebook, before.forms)
    if state is not before:
        refuse_first("E-CONTENT", problems)
        if not ledger.reports:
            raise Refused("E-CONTENT", path, "文件里没有记录")
    return ledger.reports[0] if ledger.reports else None
