"""The two laws of main, over the whole ledger: a step adds no error and moves no published number."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from generator.checks.books import Books, read_books
from generator.checks.neighbours import added, in_one
from generator.ledger.layout import is_restatement
from generator.rules.effective import behind, moved
from generator.rules.roster import Roster
from generator.rules.roster_file import read_roster
from generator.rules.rulebook import Rulebook, read_rulebook
from generator.rules.yearly import YearRules, read_year_rules
from generator.scoring.closed.compared import Rebuilt, rebuild
from generator.scoring.closed.reopened import Reopened
from generator.scoring.standings import Scores
from generator.text.digests import is_rule
from generator.text.problems import Place, Problem, errors
from generator.text.strict import Files
from generator.trail.bulletin import BulletinRecord
from generator.trail.restatement import RESTATE
from generator.trail.trail import bears

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
    if books is None or not (looked_at := concerned(before, books, touched)):
        return None
    if changed := list(moving(books, looked_at)):
        # What could not be rebuilt before is no work of this step.
        already = _already(before, {each.bulletin.place.path for each in changed})
        changed = [each for each in changed if each.bulletin.place.path not in already]
    return _told(changed, touched) if changed else None


def _already(before: Files, paths: Collection[str]) -> set[str]:
    """Those of some bulletins whose numbers did not come about before either."""
    books, _ = read_books(before)
    if books is None:
        return set()
    there = [each for each in books.trail.in_force if each.place.path in paths]
    return {each.bulletin.place.path for each in moving(books, there)}


def moving(books: Books, bulletins: Sequence[BulletinRecord]) -> Iterator[Rebuilt]:
    """Those of some bulletins whose numbers do not come about again."""
    reopened = Reopened(books, Scores(books))
    for bulletin in bulletins:
        rebuilt = rebuild(reopened, bulletin)
        if not rebuilt.same:
            yield rebuilt


def concerned(before: Files, books: Books, touched: Collection[str]) -> list[BulletinRecord]:
    """The bulletins in force that a step may bear on: what all others rest on is as it was."""
    in_force = books.trail.in_force
    changed = _with_other_facts(before, books) if any(map(is_rule, touched)) else frozenset()
    new = {path for path in touched if path in {each.place.path for each in in_force}}
    new |= {each.bulletin for each in books.trail.restatements if each.place.path in touched}
    corrected = [each for each in books.trail.corrections if each.place.path in touched]
    return [
        each
        for each in in_force
        if each.place.path in changed | new
        or any(bears(one, each.scheme, each.period) for one in corrected)
    ]


def _with_other_facts(before: Files, books: Books) -> frozenset[str]:
    """Paths of the bulletins whose facts are not those that they were."""
    was = _rules_of(before)
    if was is None:  # there is nothing to hold them against
        return frozenset(each.place.path for each in books.trail.in_force)
    now = books.rulebook, books.roster, books.year_rules
    found, same = set(), set()
    # What begins later bears on nothing earlier: where the newest rests on the same, all do.
    newest_first = sorted(books.trail.in_force, key=lambda each: each.period.months[-1])[::-1]
    for each in newest_first:
        kind = each.scheme, each.period.kind == "年"
        if kind not in same:
            sides = (behind(*rules, each.scheme, each.period).facts() for rules in (was, now))
            if moved(*sides):
                found.add(each.place.path)
            elif each.period.kind != "年":  # each year has lists of its own
                same.add(kind)
    return frozenset(found)


def _rules_of(files: Files) -> tuple[Rulebook, Roster, tuple[YearRules, ...]] | None:
    rulebook, problems = read_rulebook(files)
    if rulebook is None or errors(problems):
        return None
    roster, _ = read_roster(files, rulebook.bureau)
    return rulebook, roster, read_year_rules(files, rulebook)[0]


def _told(moved: list[Rebuilt], touched: Collection[str]) -> Broken:
    first, others = moved[0], len(moved) - 1
    bulletin = first.bulletin
    name = f"{bulletin.scheme} {bulletin.period.code} 的通报"
    if isinstance(first.problem, Problem):
        return Broken(MOVED, first.problem.place, f"{name}：{first.problem.message}", first.problem.hint, others)  # fmt: skip
    difference = first.differences[0]
    others += len(first.differences) - 1
    what = f"{name}会变：{difference.sentence}"
    return Broken(MOVED, bulletin.place, what, _way_out(bulletin.place.path, touched), others)


def _way_out(bulletin: str, touched: Collection[str]) -> str:
    """Who does what where the numbers of a bulletin do not come about."""
    if bulletin in touched:
        return "编发单位在最新的主分支上重新运行 jifen close"
    if any(map(is_restatement, touched)):
        return "推送人重新运行 jifen restate，核对以后重新送审"
    return f"推送人改为从没有公布的月份起生效；{RESTATE}"
