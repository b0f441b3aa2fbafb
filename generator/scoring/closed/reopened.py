"""Closed periods opened again: the scores as they were when published, compared with what was.

Corrections are undone newest first.  Only the corrected records are read again, and only their
scheme is scored again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile
from typing import Any, NamedTuple

from generator.checks.books import Books
from generator.ledger.records import Ledger, read_ledger
from generator.scoring.closed.published import (
    Published,
    PublishedLine,
    PublishedRow,
    lines_by_subject,
    read_published,
    rows_by_subject,
)
from generator.scoring.model import StandingRow
from generator.scoring.standings import Scores
from generator.text import digests
from generator.text.hundredths import spell
from generator.text.problems import Problem, errors
from generator.trail.amend import undo
from generator.trail.bulletin import BulletinRecord
from generator.trail.correction import Correction, in_order
from generator.trail.trail import Trail, folders_of

PLACED = ("reports", "records", "cases", "reviews", "unit_findings")
"""What record files are read into: each thing of a ledger that has a place and a month."""


def undone_for(trail: Trail, bulletin: BulletinRecord) -> list[Correction]:
    """The corrections to undo for a bulletin's numbers, oldest first.

    Those of its own records say so themselves (通报).  Records of earlier months may bear on its
    numbers too (caps of a year, cases reviewed later); they are taken as they were on the day of
    publication.
    """
    found = trail.corrections_since(bulletin)
    for path, corrections in trail.corrections_by_record.items():
        month = path.split("/")[1]
        if corrections[0].scheme == bulletin.scheme and month < bulletin.period.months[0]:
            # A correction names exact lines, so those after it are undone with it, whatever
            # their day: only backwards from the newest do the lines come about again.
            found += dropwhile(lambda each: each.day < bulletin.published, corrections)
    return in_order(found)


def restored(trail: Trail, corrections: Sequence[Correction]) -> dict[str, bytes | None] | Problem:
    """Path → content of the corrected records before these corrections; None where there was none."""
    found: dict[str, bytes | None] = {}
    for path, all_of_it in trail.corrections_by_record.items():
        since = [*dropwhile(lambda each: each not in corrections, all_of_it)]
        if not since or path not in trail.files:
            continue
        before = undo(trail.files[path], since)
        if isinstance(before, Problem):
            return before
        found[path] = before
    return found


class Reopened:
    """The scores behind every bulletin as they were when it was published; each computed once."""

    def __init__(self, books: Books, scores: Scores) -> None:
        self.books, self.scores = books, scores
        self._made: dict[tuple[str, str, tuple[str, ...]], Scores | Problem] = {}

    def scores_of(self, bulletin: BulletinRecord) -> Scores | Problem:
        """The scores as published; a Problem when the corrections cannot be undone.

        Other schemes and later months, which have no bearing on its numbers, are not among them
        when something had to be undone.
        """
        corrections = undone_for(self.books.trail, bulletin)
        # The usual case: the whole site shares one scoring.
        if not corrections:
            return self.scores
        until = bulletin.period.months[-1]
        key = bulletin.scheme, until, tuple(each.id for each in corrections)
        if key not in self._made:
            self._made[key] = self._rescored(bulletin.scheme, until, corrections)
        return self._made[key]

    def _rescored(
        self, code: str, until: str, corrections: Sequence[Correction]
    ) -> Scores | Problem:
        before = restored(self.books.trail, corrections)
        if isinstance(before, Problem):
            return before
        scheme = self.books.rulebook.schemes[code]
        rulebook = replace(self.books.rulebook, schemes={code: scheme})
        files = {path: data for path, data in before.items() if data is not None}
        old, problems = read_ledger(files, rulebook)
        if wrong := errors(problems):
            return _unreadable(wrong[0])
        ledger = _instead(self.books.ledger, old, before, until)
        return Scores(replace(self.books, rulebook=rulebook, ledger=ledger))


def _unreadable(problem: Problem) -> Problem:
    """A record as it was before its corrections breaks the rules as they are."""
    message = f"撤回更正以后，记录里有错误：{problem.message}"
    hint = "请核对更正的“原”；规则改过的，旧版本须保留在规则文件里"
    return Problem("通报", problem.place, message, hint)


def _instead(ledger: Ledger, old: Ledger, paths: Container[str], until: str) -> Ledger:
    """The ledger up to a month, with what stands in these files replaced."""

    def kept(things: Iterable[Any], instead: Iterable[Any]) -> tuple[Any, ...]:
        others = [x for x in things if x.place.path not in paths]
        return tuple(x for x in (*others, *instead) if x.month <= until)

    each: dict[str, Any] = {n: kept(getattr(ledger, n), getattr(old, n)) for n in PLACED}
    return replace(ledger, **each)


class Difference(NamedTuple):
    """One number that was published otherwise than it is rebuilt."""

    subject: str
    name: str
    month: str
    """The month of the line; empty for a total, a component or a rank."""
    component: str
    """Component code; empty for a total or a rank."""
    item: str
    """Item code; empty where no single item is meant."""
    what: str
    """The kind of the line (记录, 满分, 封顶…), or 合计, 折合分, 名次, 组成."""
    published: str
    """As printed; empty when it was not published."""
    rebuilt: str
    """As printed; empty when it does not come about."""

    @property
    def sentence(self) -> str:
        """``东门社区警务室（cg-dongmen）2025-06 base W2 记录：公布 18.95，重算 20.00``."""
        where = " ".join(filter(None, (self.month, self.component, self.item, self.what)))
        shown, now = self.published or "无", self.rebuilt or "无"
        return f"{self.name}（{self.subject}）{where}：公布 {shown}，重算 {now}"


def compare(published: Published, scores: Scores) -> list[Difference]:
    """Where rebuilt scores differ from what was published, lines before sums before ranks.

    A sum is named only where no line of it differs, a rank only where no sum of its table does.
    """
    scheme = scores.books.rulebook.schemes[published.scheme]
    rows = rows_by_subject(scores, scheme, published.period)
    lines = lines_by_subject(scores, scheme.code, published.period)
    known: dict[str, StandingRow | PublishedRow] = {**rows, **published.rows}
    made: list[Difference] = []
    for subject in sorted({*published.lines, *lines}):
        name = known[subject].name if subject in known else subject
        made += _lines(subject, name, published.lines.get(subject, ()), lines.get(subject, ()))
    # One changed line moves every sum and many ranks: only the cause is told.
    told = {each.subject for each in made}
    for subject in sorted(known.keys() - told):
        name, before = known[subject].name, published.rows.get(subject)
        made += _sums(subject, name, before, rows.get(subject))
    if not made:
        for subject, before in published.rows.items():
            if (row := rows.get(subject)) and row.rank != before.rank:
                ranks = (_rank(before.rank), _rank(row.rank))
                made.append(Difference(subject, before.name, "", "", "", "名次", *ranks))
    return made


def _lines(
    subject: str, name: str, before: Sequence[PublishedLine], now: Sequence[PublishedLine]
) -> list[Difference]:
    # Counted, for a month may have two lines that are alike, of which one is gone.
    gone, come = Counter(before) - Counter(now), Counter(now) - Counter(before)
    keys = sorted({line[:4] for line in (*gone, *come)})
    return [Difference(subject, name, *key, _points(gone, key), _points(come, key)) for key in keys]


def _points(lines: Counter[PublishedLine], key: tuple[object, ...]) -> str:
    points = [line.points for line in sorted(lines.elements()) if line[:4] == key]
    return "、".join(spell(each) for each in points)


def _sums(
    subject: str, name: str, before: PublishedRow | None, row: StandingRow | None
) -> Iterator[Difference]:
    def sums(one: PublishedRow | StandingRow | None) -> dict[tuple[str, str], str]:
        if one is None:
            return {}
        found = {("组成", code): spell(points) for code, points in one.components.items()}
        totals = {"合计": one.total, "折合分": one.ranked_on}
        return found | {(k, ""): spell(v) for k, v in totals.items() if v is not None}

    old, new = sums(before), sums(row)
    for key in dict.fromkeys((*old, *new)):
        (what, code), shown, now = key, old.get(key, ""), new.get(key, "")
        if shown != now:
            yield Difference(subject, name, "", code, "", what, shown, now)


def _rank(rank: int | None) -> str:
    return "" if rank is None else str(rank)


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """Whether a bulletin's numbers come about again from the files of today."""

    bulletin: BulletinRecord
    published: Published | None = None
    """None when the file cannot be read."""
    differences: tuple[Difference, ...] = ()
    reasons: tuple[str, ...] = ()
    """Why they may differ, in sentences; empty when nothing differs."""
    problem: Problem | None = None
    """Why it could not be rebuilt at all."""

    @property
    def same(self) -> bool:
        """Whether every number is as it was published."""
        return self.problem is None and not self.differences


def rebuild(reopened: Reopened, bulletin: BulletinRecord) -> Rebuilt:
    """Rebuild one bulletin and say precisely what differs, and why if that is known."""
    path = bulletin.standings_path
    stated = reopened.books.trail.standings.get(path)
    if stated is None:
        message = f"读不出公布的结果 {path}"
        missing = Problem("通报", bulletin.place, message, "请恢复公布时的文件")
        return Rebuilt(bulletin, problem=missing)
    published = read_published(stated)
    if isinstance(published, Problem):
        return Rebuilt(bulletin, problem=published)
    scores = reopened.scores_of(bulletin)
    if isinstance(scores, Problem):
        return Rebuilt(bulletin, published, problem=scores)
    differences = tuple(compare(published, scores))
    reasons = tuple(_reasons(reopened.books, bulletin, published)) if differences else ()
    return Rebuilt(bulletin, published, differences, reasons)


def _reasons(books: Books, bulletin: BulletinRecord, published: Published) -> list[str]:
    files, made = books.trail.files, []
    scheme = books.rulebook.schemes[bulletin.scheme]
    before = restored(books.trail, undone_for(books.trail, bulletin))
    assert not isinstance(before, Problem), "it has been rebuilt"
    paths = digests.record_paths(files, folders_of(scheme), bulletin.period.months)
    for path in sorted({*paths, *published.records}):
        data = before[path] if path in before else files.get(path)
        if (digests.of_bytes(data) if data is not None else None) != published.records.get(path):
            made.append(f"{path} 与公布时不同，没有更正说明")
    path = bulletin.standings_path
    if path in files and digests.of_bytes(files[path]) != bulletin.result:
        made.append(f"{path} 与登记的摘要不符，公布的结果被改动过")
    if digests.of_rules(digests.of_files(files)) != bulletin.rules:
        made.append("规则或名册在公布以后改过")
    # Nothing that numbers are made of has changed: what is left is the program itself.
    return made or ["记录和规则都与公布时相同，计分程序与当时不同"]
