"""A bulletin as published and as rebuilt: where the two differ, and why if that is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.checks.books import Books
from generator.ledger.layout import record_paths
from generator.scoring import report
from generator.scoring.closed.published_file import (
    lines_by_subject,
    lists_of_year,
    rows_by_subject,
)
from generator.scoring.closed.reopened import Reopened, restored
from generator.scoring.model import StandingRow
from generator.scoring.standings import Scores
from generator.text import digests
from generator.text.hundredths import spell
from generator.text.problems import Problem
from generator.trail.bulletin import BulletinRecord
from generator.trail.restatement import Restated
from generator.trail.standings import Published, PublishedLine, PublishedRow, read_published
from generator.trail.trail import folders_of

OF_COMPONENT = "组成"
"""What differs is the sum of a component."""


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
        who = f"{self.name}（{self.subject}）" if self.subject else self.name
        return f"{who}{where}：公布 {shown}，重算 {now}"


def compare(published: Published, scores: Scores) -> list[Difference]:
    """Where rebuilt scores differ from what was published: the causes, not what follows of them.

    A sum is named only where no line of it differs, a rank only where no sum of its table does,
    and what follows from ranks only where none of them does.
    """
    lines, sums, *rest = differences(published, scores)
    # One changed line moves every sum and many ranks: only the cause is told.
    told = {each.subject for each in lines}
    causes = [*lines, *(each for each in sums if each.subject not in told)]
    return next(filter(None, (causes, *rest)), [])


def differences(published: Published, scores: Scores) -> tuple[list[Difference], ...]:
    """All differences: of lines, of sums, of ranks, of what rows say besides, and of the whole."""
    scheme = scores.books.rulebook.schemes[published.scheme]
    rows = rows_by_subject(scores, scheme, published.period)
    lines = lines_by_subject(scores, scheme.code, published.period)
    known: dict[str, StandingRow | PublishedRow] = {**rows, **published.rows}
    of_lines: list[Difference] = []
    for subject in sorted({*published.lines, *lines}):
        name = known[subject].name if subject in known else subject
        of_lines += _lines(subject, name, published.lines.get(subject, ()), lines.get(subject, ()))
    sums: list[Difference] = []
    ranks: list[Difference] = []
    others: list[Difference] = []
    for subject in sorted(known):
        name, both = known[subject].name, (published.rows.get(subject), rows.get(subject))
        sums += _sums(subject, name, *both)
        ranks += _facts(subject, name, _RANK, *both)
        others += _facts(subject, name, _OTHERS, *both)
    return of_lines, sums, ranks, others, [*_of_the_whole(published, scores)]


Row = PublishedRow | StandingRow
_RANK: Mapping[str, Callable[[Row], object]] = {"名次": lambda row: row.rank}
_OTHERS: Mapping[str, Callable[[Row], object]] = {
    "组": lambda row: row.group,
    "单位": lambda row: row.unit,
    "上期名次": lambda row: row.previous_rank,
    "计分月数": lambda row: row.months,
    "状态": lambda row: row.state,
    "说明": lambda row: row.note,
    "等次": lambda row: row.grade,
    "件数": lambda row: "、".join(f"{n} {count}" for n, count in sorted(row.counts.items())),
}
"""What a row says beside its points and its rank."""


def _facts(
    subject: str,
    name: str,
    facts: Mapping[str, Callable[[Row], object]],
    before: PublishedRow | None,
    row: StandingRow | None,
) -> Iterator[Difference]:
    for what, of in facts.items():
        old, new = (None if one is None else of(one) for one in (before, row))
        if old != new:
            told = ("" if each is None else str(each) for each in (old, new))
            yield Difference(subject, name, "", "", "", what, *told)


def _of_the_whole(published: Published, scores: Scores) -> Iterator[Difference]:
    """Who owed reports, and the lists of the year."""
    period, scheme = published.period, published.scheme
    now = report.score(scores, period, scheme)
    owed = {(each["subject"], each["month"]) for each in now["missing"]}
    for subject, month in sorted(owed ^ {*published.missing}):
        was = (subject, month) in published.missing
        yield Difference(subject, subject, month, "", "", "未报", *_was(was=was))
    lists = {
        (each["key"], each["group"]): (each["places"], tuple(map(tuple, each["candidates"])))
        for each in lists_of_year(scores, scheme, period)
    }
    for key, group in sorted({*published.lists, *lists}):
        old, new = published.lists.get((key, group)), lists.get((key, group))
        if old != new:
            yield Difference("", f"{key}（{group}）", "", "", "", "名单", *map(_listed, (old, new)))


def _was(*, was: bool) -> tuple[str, str]:
    return ("是", "") if was else ("", "是")


def _listed(found: tuple[int, tuple[tuple[str, bool], ...]] | None) -> str:
    return "、".join(subject for subject, chosen in found[1] if chosen) if found else ""


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
        found = {(OF_COMPONENT, code): spell(points) for code, points in one.components.items()}
        totals = {"合计": one.total, "折合分": one.ranked_on}
        return found | {(k, ""): spell(v) for k, v in totals.items() if v is not None}

    old, new = sums(before), sums(row)
    for key in dict.fromkeys((*old, *new)):
        (what, code), shown, now = key, old.get(key, ""), new.get(key, "")
        if shown != now:
            yield Difference(subject, name, "", code, "", what, shown, now)


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """Whether a bulletin's numbers come about again from the files of today."""

    bulletin: BulletinRecord
    published: Published | None = None
    """None when the file cannot be read."""
    differences: tuple[Difference, ...] = ()
    """But for those that a restatement states."""
    reasons: tuple[str, ...] = ()
    """Why they may differ, in sentences; empty when nothing differs."""
    problem: Problem | None = None
    """Why it could not be rebuilt at all."""

    @property
    def same(self) -> bool:
        """Whether every number is as it was published, or as it was restated."""
        return self.problem is None and not self.differences


def rebuild(reopened: Reopened, bulletin: BulletinRecord) -> Rebuilt:
    """Rebuild one bulletin and say precisely what differs, and why if that is known."""
    found = against(reopened, bulletin)
    if isinstance(found, Rebuilt):
        return found
    published, scores = found
    restated = reopened.books.trail.restated(bulletin.place.path)
    differences_ = compare(published, scores)
    if restated:
        differences_ = _unstated(published, scores, restated[-1].rows)
    reasons = tuple(_reasons(reopened.books, bulletin, published)) if differences_ else ()
    return Rebuilt(bulletin, published, tuple(differences_), reasons)


def against(reopened: Reopened, bulletin: BulletinRecord) -> tuple[Published, Scores] | Rebuilt:
    """What was published, and the scores to hold it against; else why that cannot be done."""
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
    return published, scores


def restated_rows(published: Published, scores: Scores) -> frozenset[Restated]:
    """Every difference as a restatement states it."""
    return frozenset(
        as_restated(each) for stage in differences(published, scores) for each in stage
    )


def as_restated(each: Difference) -> Restated:
    """A difference by the codes of what it is about; a list has none, and is named."""
    return Restated(each.subject or each.name, *each[2:])


def _unstated(
    published: Published, scores: Scores, stated: Collection[Restated]
) -> list[Difference]:
    """Where what comes out is not what a restatement states."""
    everything = [each for stage in differences(published, scores) for each in stage]
    new = [each for each in everything if as_restated(each) not in stated]
    gone = set(stated) - {as_restated(each) for each in everything}
    # Stated, and not so: what was published comes out, or another number, which is told already.
    known = {as_restated(each)[:5] for each in new}
    return new + [
        Difference(row.subject, row.subject, *row[1:5], row.now, row.published)
        for row in sorted(gone)
        if row[:5] not in known
    ]


def _reasons(books: Books, bulletin: BulletinRecord, published: Published) -> list[str]:
    files, made = books.trail.files, []
    scheme = books.rulebook.schemes[bulletin.scheme]
    before = restored(books.trail, books.trail.corrections_since(bulletin))
    assert not isinstance(before, Problem), "it has been rebuilt"
    paths = record_paths(files, folders_of(scheme), bulletin.period.months)
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
