"""The two laws of main, over the whole ledger: a step adds no error and moves no published number."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from generator.checks.books import Books, read_books
from generator.checks.neighbours import added, in_one
from generator.ledger.layout import record_path
from generator.scoring.closed.compared import Rebuilt, rebuild
from generator.scoring.closed.reopened import Reopened
from generator.scoring.standings import Scores
from generator.text.problems import Place, Problem
from generator.text.strict import Files

ERROR, MOVED = "错误", "变动"


class Broken(NamedTuple):
    """How a law would be broken: the first case, and how many others there are."""

    law: str
    """错误 (an error added) or 变动 (a published number moved)."""
    place: Place
    message: str
    hint: str
    others: int

    @property
    def sentence(self) -> str:
        """Where and what, without the path."""
        return in_one(self.place, self.message, self.others)


def broken(before: Files, after: Files, touched: Collection[str]) -> Broken | None:
    """What a step from one state of ledger and rules to another must not do; None when all is well.

    ``touched`` are the paths that it changes.  What is wrong before stays possible, but where the
    step touches it.
    """
    books, problems = read_books(after)
    if wrong := added(problems, lambda: read_books(before)[1], touched):
        first = wrong[0]
        return Broken(ERROR, first.place, first.message, first.hint, len(wrong) - 1)
    # Records of open months bear on nothing published: a bulletin closes every month before it.
    if books is None or all(map(record_path, touched)):
        return None
    moved = list(_moved(books))
    if moved:
        # What could not be rebuilt before is no work of this step.
        old, _ = read_books(before)
        known = {each.bulletin.place.path for each in _moved(old)} if old else set()
        moved = [each for each in moved if each.bulletin.place.path not in known]
    return _told(moved) if moved else None


def _moved(books: Books) -> Iterator[Rebuilt]:
    """The bulletins in force whose numbers do not come about again."""
    reopened = Reopened(books, Scores(books))
    for bulletin in books.trail.in_force:
        rebuilt = rebuild(reopened, bulletin)
        if not rebuilt.same:
            yield rebuilt


def _told(moved: list[Rebuilt]) -> Broken:
    first, others = moved[0], len(moved) - 1
    bulletin = first.bulletin
    name = f"{bulletin.scheme} {bulletin.period.code} 的通报"
    if isinstance(first.problem, Problem):
        return Broken(MOVED, first.problem.place, f"{name}：{first.problem.message}", first.problem.hint, others)  # fmt: skip
    difference = first.differences[0]
    others += len(first.differences) - 1
    return Broken(MOVED, bulletin.place, f"{name}会变：{difference.sentence}", "", others)
