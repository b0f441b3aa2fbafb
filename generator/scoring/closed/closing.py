"""``jifen close``: the bulletin record and the standings as published, which close a period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from generator.checks.books import Books
from generator.ledger.layout import (
    bulletin_path,
    in_force,
    newest_edition,
    record_paths,
    standings_path,
)
from generator.rules.bureau import schedule, uncovered
from generator.rules.periods import Period, known
from generator.rules.scheme import Scheme
from generator.scoring.closed.published_file import published
from generator.scoring.standings import Scores
from generator.text import digests
from generator.text.canonical import Block, document
from generator.text.problems import Place, Problem, errors
from generator.text.strict import Files
from generator.trail.trail import folders_of

PROBLEM = "通报"


def close(
    books: Books,
    scores: Scores,
    files: Files,
    scheme: Scheme,
    period: Period,
    *,
    problems: Iterable[Problem] = (),
    today: date | None = None,
) -> dict[str, bytes] | list[Problem]:
    """Path → content of the two files of a bulletin, or why the period cannot be closed.

    ``problems`` are those of the check: nothing is closed over an error.  ``today`` is asked for
    whether the period is over; without it, only its records are.
    """
    if wrong := errors(problems):
        return wrong
    if refusal := _refusal(books, files, scheme, period, today):
        return [refusal]
    return bulletin_files(books, scores, files, scheme, period)


def bulletin_files(
    books: Books, scores: Scores, files: Files, scheme: Scheme, period: Period
) -> dict[str, bytes]:
    """Path → content of the two files of a bulletin, of its next edition."""
    # The digests say what was counted: whatever is changed later without a correction shows.
    found = digests.of_files(files)
    paths = record_paths(files, folders_of(scheme), period.months)
    counted = {path: found[path] for path in paths}
    corrections = (each.id for each in books.trail.corrections_up_to(scheme.code, period))
    edition = newest_edition(scheme.code, period, files) + 1
    standings = published(scores, scheme.code, period, edition, counted, corrections)
    bureau, calendar = books.rulebook.bureau, books.rulebook.calendar
    dates = schedule(period, bureau, calendar)
    path = bulletin_path(scheme.code, period, edition)
    record = Block(
        积分制=scheme.code,
        期间=period.code,
        **({"版次": edition} if edition > 1 else {}),
        编发单位=scheme.office,
        公布日期=str(known(dates.published)),
        公示={"自": str(known(dates.published)), "至": str(known(dates.publicity_end))},
        记录={"份数": len(counted), "摘要": digests.of_list(counted)},
        规则=digests.of_rules(found),
        结果=digests.of_bytes(standings),
    )
    return {
        path: document(record),
        standings_path(path): standings,
    }


def _refusal(
    books: Books, files: Files, scheme: Scheme, period: Period, today: date | None
) -> Problem | None:
    # Each of these would sign something that cannot be taken back: a bulletin is never changed.
    path = bulletin_path(scheme.code, period)
    if in_force(scheme.code, period, files):
        message = f"{period.code} 的通报已经公布"
        hint = "公布以后记录只能更正；通报本身错了的，先用 jifen withdraw 撤回"
    elif period.kind not in (scheme.circulated, "年"):
        message = f"{scheme.name}按{scheme.circulated}通报，{period.code} 只作统计"
        hint = f"请写{_KINDS[scheme.circulated]}或年份"
    elif today is not None and today <= period.last_day:
        message, hint = f"{period.code} 还没有过完", f"请在 {period.last_day} 以后编发"
    elif period.months[-1] not in books.ledger.months(scheme.code):
        message = f"{period.months[-1]} 还没有{scheme.short}记录"
        hint = "请等各单位报送以后再编发"
    elif waiting := [
        p
        for p in books.waiting
        if p.split("/")[1] in period.months and p.split("/")[2] in folders_of(scheme)
    ]:
        message = f"{len(waiting)} 份记录须重报：{'、'.join(sorted(waiting)[:3])}"
        hint = "规则或名册在它们审批以后改了，请等重报以后再编发"
    elif open_ := [*_open_beside(books, scheme, period)]:
        message = f"年总评锁住全年，{'、'.join(open_)} 还没有公布"
        hint = "请先编发各积分制当年的最后一期"
    elif year := uncovered(schedule(period, books.rulebook.bureau, books.rulebook.calendar)):
        message = f"工作日历没有 {year} 年的放假和调休，公布日期和公示期算不出来"
        hint = f"请先在 rules/calendar.yml 的“休”“班”里补上 {year} 年的日期"
    else:
        return None
    return Problem(PROBLEM, Place(path), message, hint)


def _open_beside(books: Books, scheme: Scheme, period: Period) -> Iterator[str]:
    """Other schemes with records of a year that nothing has closed: its lists ask all of them."""
    for other in books.rulebook.schemes.values() if period.kind == "年" else ():
        months = [m for m in books.ledger.months(other.code) if m in period.months]
        if other is not scheme and months and not books.trail.closing(other.code, months[-1]):
            yield f"{other.short} {months[-1]}"


_KINDS = {"月": "月份", "季": "季度"}
