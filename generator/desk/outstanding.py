"""What is still outstanding of a period that is to be closed: its bulletin cannot wait for it later."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.checks.books import Books
from generator.desk.clone import Copy
from generator.desk.status import open_submissions
from generator.ledger.layout import record_path
from generator.rules.periods import Period
from generator.rules.roster import UNITS
from generator.rules.scheme import Scheme
from generator.scoring.standings import Scores
from generator.text.grouping import grouped
from generator.trail.trail import folders_of

_SHOWN = 10


def outstanding(
    books: Books, scores: Scores, scheme: Scheme, period: Period, copy: Copy | None
) -> list[str]:
    """What would be missing in the bulletin, in sentences; what is on branches only with a clone."""
    found = [*_months(books, scheme, period), *_missing(scores, scheme, period)]
    if copy is not None:
        found += _under_way(copy, scheme, period)
    return [*found, *_objections(books, scheme, period)]


def _months(books: Books, scheme: Scheme, period: Period) -> Iterator[str]:
    reported = books.ledger.months(scheme.code)
    if empty := [month for month in period.months if month not in reported]:
        yield f"{'、'.join(empty)} 没有一份{scheme.short}记录"
    if period.kind != scheme.circulated:  # a month that its own bulletin closes may be corrected
        open_ = [
            month
            for month in period.months
            if month in reported and not books.trail.closing(scheme.code, month)
        ]
        if open_ and scheme.circulated == "月":
            yield f"{'、'.join(open_)} 的通报还没有公布"


def _missing(scores: Scores, scheme: Scheme, period: Period) -> Iterator[str]:
    missing = scores.standing(scheme.code, period, UNITS if scheme.of_cases else "").missing
    for month, owed in grouped(missing, lambda each: each.month).items():
        yield f"{month} 未报 {len(owed)} 个：{_some([each.name for each in owed])}"


def _under_way(copy: Copy, scheme: Scheme, period: Period) -> Iterator[str]:
    """Reports on branches: once the bulletin is out they can only come in as late ones."""
    for each in open_submissions(copy):
        changes = each.draft.changes if each.draft else ()
        where = [found for change in changes if (found := record_path(change.path))]
        own = (at.folder in folders_of(scheme) and at.month in period.months for at in where)
        if each.draft is not None and any(own):
            yield f"{each.draft.submission} 还没有合并（{each.state}，分支 {each.branch}），公布以后只能补报、更正"


def _objections(books: Books, scheme: Scheme, period: Period) -> Iterator[str]:
    for each in books.trail.objections:
        inside = set(each.period.months) <= set(period.months)
        if each.scheme == scheme.code and inside and each.is_open:
            yield f"异议 {each.id} 还没有办结（{each.state}）"


def _some(names: Sequence[str]) -> str:
    more = "等" if len(names) > _SHOWN else ""
    return "、".join(names[:_SHOWN]) + more
