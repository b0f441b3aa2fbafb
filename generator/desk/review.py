"""What a reviewer is shown: the changed lines, and what they do to scores and ranks."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from itertools import product

from generator.approval.lanes import BULLETIN
from generator.approval.sheet import Signed
from generator.checks.books import Books, read_books
from generator.desk.clone import Copy
from generator.desk.draft import Draft
from generator.ledger.layout import record_path
from generator.rules.periods import Period, quarter_of
from generator.rules.roster import UNITS
from generator.rules.scheme import Scheme
from generator.scoring.closed.compared import rebuild
from generator.scoring.closed.reopened import Reopened
from generator.scoring.report import aligned, score_text
from generator.scoring.standings import Scores
from generator.text.hundredths import signed, spell
from generator.text.problems import Problem, as_line, errors
from generator.text.strict import Files

MAX_LINES, MAX_ROWS = 400, 30


def changed_lines(before: Files, after: Files, draft: Draft) -> Iterator[str]:
    """The change as a diff, file by file; standings and pictures are named, not listed."""
    for change in draft.changes:
        old, new = before.get(change.path), after.get(change.path)
        what = "新增" if old is None else "删去" if new is None else "改动"
        yield f"【{what}】{change.path}"
        if change.path.endswith(".json") or b"\0" in (old or b"") + (new or b""):
            continue
        lines = [(data or b"").decode("utf-8", "replace").splitlines() for data in (old, new)]
        for line in list(difflib.unified_diff(lines[0], lines[1], lineterm="", n=2))[2:MAX_LINES]:
            yield f"  {line}"


def as_said(signed: Signed, draft: Draft) -> str:
    """An earlier statement: who said what, when, and with which words."""
    statement = signed.statement
    person = draft.people.get(statement.person)
    name = person.name if person else statement.person
    deputy = f"，代理 {statement.deputy_for}" if statement.deputy_for else ""
    grade = "" if statement.click is None else "，平台点击"
    note = f"：{statement.note}" if statement.note else ""
    who = f"{name}（{statement.person}，{statement.office}{deputy}）"
    return f"第 {statement.level} 级 {statement.words}　{who}　{statement.time}{grade}{note}"


def both_sides(copy: Copy, draft: Draft) -> tuple[Files, Files]:
    """Every file of main, and the same as a merge would leave it."""
    before = copy.files(copy.state().tree)
    after = copy.files(copy.tree_with(draft.edits, []))
    return before, after


def problems_of(after: Files, draft: Draft) -> list[Problem]:
    """What the check finds in the files of the draft."""
    _, found = read_books(after)
    paths = {change.path for change in draft.changes}
    return [problem for problem in found if problem.place.path in paths]


def effect(before: Files, after: Files, draft: Draft) -> list[str]:
    """Scores and ranks before → after, as text; empty when the change moves none."""
    (old, _), (new, problems) = read_books(before), read_books(after)
    if new is None or errors(problems):
        return ["改动以后台账有错误，算不出积分。"]
    blocks = [line for block in _blocks(old, new, draft) for line in block]
    return [*blocks, *_reported_again(old, new)]


def _reported_again(old: Books | None, new: Books) -> list[str]:
    """The records that have to be reported again because of the change."""
    more = sorted(new.waiting.keys() - (old.waiting.keys() if old else ()))
    if not more:
        return []
    shown = [*more[:MAX_ROWS], *(["……"] if len(more) > MAX_ROWS else [])]
    return [
        f"\n合并以后有 {len(more)} 份记录须重报，重报以前按未报计：",
        *(f"  {path}" for path in shown),
    ]


def _blocks(old: Books | None, new: Books, draft: Draft) -> Iterator[list[str]]:
    records = [where for c in draft.changes if (where := record_path(c.path))]
    if not records:
        return
    scores, earlier = Scores(new), Scores(old) if old is not None else None
    for scheme in new.rulebook.schemes.values():
        folders = {scheme.code, scheme.review_folder} - {""}
        months = sorted({where.month for where in records if where.folder in folders})
        periods = [p for m in months for p in (Period(m), quarter_of(m), Period(m[:4]))]
        for period, level in product(periods, (UNITS, "") if scheme.of_cases else ("",)):
            rows = _moved(earlier, scores, scheme, period, level)
            if len(rows) > MAX_ROWS:
                rows[MAX_ROWS:] = [[f"……另有 {len(rows) - MAX_ROWS} 个", "", "", "", ""]]
            if rows:
                yield [f"\n{scheme.name}　{period.name}：", aligned([_HEAD, *rows], {2, 3, 4})]


_HEAD = ["对象", "代码", "得分 前 → 后", "差", "名次 前 → 后"]


def _moved(
    earlier: Scores | None, scores: Scores, scheme: Scheme, period: Period, level: str
) -> list[list[str]]:
    """A row for each subject whose total or rank in the period is another than on main."""
    then: dict[str, tuple[int | None, int | None]] = {}
    if earlier is not None and set(period.months) & set(earlier.months(scheme.code)):
        before = earlier.standing(scheme.code, period, level).rows
        then = {row.subject: (row.total, row.rank) for row in before}
    made = []
    for row in scores.standing(scheme.code, period, level).rows:
        total, rank = then.get(row.subject, (None, None))
        if (total, rank) != (row.total, row.rank):
            gap = "" if total is None or row.total is None else signed(row.total - total)
            totals = _arrow(total, row.total, spell)
            made.append([row.name, row.subject, totals, gap, _arrow(rank, row.rank, str)])
    return made


def _arrow(before: int | None, after: int | None, spelled: Callable[[int], str]) -> str:
    return " → ".join("—" if each is None else spelled(each) for each in (before, after))


def bulletin_checks(after: Files, draft: Draft) -> list[str]:
    """For a bulletin: whether its numbers come about again from the records, as sentences."""
    if draft.route.kind != BULLETIN:
        return []
    books, problems = read_books(after)
    if books is None or errors(problems):
        return ["台账有错误，不能重算公布的数字。"]
    paths = {change.path for change in draft.changes}
    made: list[str] = []
    standings: list[str] = []
    reopened = Reopened(books, Scores(books))
    for bulletin in books.trail.bulletins:
        if bulletin.place.path in paths:
            rebuilt = rebuild(reopened, bulletin)
            made += [each.sentence for each in rebuilt.differences]
            made += [as_line(rebuilt.problem)] if rebuilt.problem else []
            standings.append(score_text(reopened.scores, bulletin.period, bulletin.scheme))
    return [*(made or ["公布的数字用记录和规则重算，逐项一致。"]), *standings]
