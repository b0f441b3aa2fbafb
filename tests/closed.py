"""The tiny county after publication: bulletins issued, records corrected, objections raised.

Each function is a change to the county's files.  ``published`` makes a bulletin of the records as
they are at that moment; a correction after it changes record and trail together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

import yaml

from generator.checks.books import read_books
from generator.ledger import layout
from generator.rules.periods import Period
from generator.scoring.closed.closing import bulletin_files
from generator.scoring.closed.compared import against, restated_rows
from generator.scoring.closed.laws import moving
from generator.scoring.closed.reopened import Reopened
from generator.scoring.standings import Scores
from generator.text import canonical, digests
from generator.trail.correction import read_correction
from generator.trail.objection import path_for
from generator.trail.standings import STANDINGS_LAYOUT
from generator.trail.trail import Trail
from generator.trail.writing import restatement
from tests.county import ROOM, Change, Files

FOLDERS = {
    "rooms": ("rooms",),
    "cases": ("cases", "case-review"),
    "party": ("party",),
    "team": ("team",),
}
OWNERS = {folder: scheme for scheme, folders in FOLDERS.items() for folder in folders}
OFFICES = {"rooms": "治安大队", "cases": "法制大队", "party": "政工室", "team": "政工室"}
BULLETIN = "ledger/2025-06/bulletins/rooms.yml"
STANDINGS = "ledger/2025-06/bulletins/rooms.json"
CORRECTION = layout.correction_path(ROOM, 1)
SECOND = layout.correction_path(ROOM, 2)
W2 = "- {项: W2, 应办: 20, 已办: 18, 依据: 抽查单1}"
W2_LINE = 9
BETTER = "- {项: W2, 应办: 20, 已办: 19, 依据: 抽查单1}"


def published(
    scheme: str = "rooms", period: str = "2025-06", day: str = "2025-07-14",
    until: str = "2025-07-16", edition: int = 1,
) -> Change:  # fmt: skip
    """A bulletin, with standings that say nothing but which records they counted."""

    def change(files: Files) -> None:
        span = Period(period)
        paths = layout.record_paths(files, FOLDERS[scheme], span.months)
        counted = digests.of_files(files, paths)
        result = canonical.dumped(
            {
                "version": STANDINGS_LAYOUT, "issue": span.place, "edition": edition, "scheme": scheme, "period": period,
                "records": counted, "corrections": _corrections(files, scheme, span),
                "name": "", "rules": [], "lines": {}, "groups": [], "missing": [],
            }
        )  # fmt: skip
        path = layout.bulletin_path(scheme, span, edition)
        files[layout.standings_path(path)] = result
        rules = digests.of_rules(digests.of_files(files))
        number = f"版次: {edition}\n" if edition > 1 else ""
        files[path] = f"""\
积分制: {scheme}
期间: {period}
{number}编发单位: {OFFICES[scheme]}
公布日期: {day}
公示: {{自: {day}, 至: {until}}}
记录: {{份数: {len(counted)}, 摘要: "{digests.of_list(counted)}"}}
规则: "{rules}"
结果: "{digests.of_bytes(result)}"
""".encode()

    return change


def issued(
    scheme: str = "rooms", period: str = "2025-06", day: str = "2025-07-14",
    until: str = "2025-07-16",
) -> Change:  # fmt: skip
    """A bulletin with the numbers of these files, of the next edition, as the gate would take it."""

    def change(files: Files) -> None:
        books, _ = read_books(files)
        assert books is not None
        rules, span = books.rulebook.schemes[scheme], Period(period)
        made = bulletin_files(books, Scores(books), files, rules, span)
        for path, data in made.items():
            text = re.sub(r"公布日期: \S+", f"公布日期: {day}", data.decode())
            text = re.sub(r"公示: \{.*\}", f"公示: {{自: {day}, 至: {until}}}", text)
            files[path] = text.encode()

    return change


def _corrections(files: Files, scheme: str, period: Period) -> list[str]:
    """The corrections that a bulletin counts which is issued now."""
    read = (
        read_correction(p, data, OWNERS)[0] for p, data in files.items() if "/corrections/" in p
    )
    trail = Trail(corrections=tuple(each for each in read if each is not None))
    return sorted(each.id for each in trail.corrections_up_to(scheme, period))


def withdrawn(bulletin: str = BULLETIN, **fields: str) -> Change:
    """A bulletin taken back; ``fields`` replace those of the file."""
    head = {
        "通报": bulletin, "日期": "2025-07-20", "理由": "漏计一个单位", "依据": "督察通报9", **fields
    }  # fmt: skip
    text = "".join(f"{key}: {value}\n" for key, value in head.items() if value)

    def change(files: Files) -> None:
        files[layout.withdrawal_path(bulletin)] = text.encode()

    return change


def restated(
    cause: str = "名册", number: int = 1, edit: Callable[[str], str] = lambda text: text
) -> Change:
    """A restatement of each bulletin that these files make otherwise, with its text edited."""

    def change(files: Files) -> None:
        books, problems = read_books(files)
        assert books is not None, problems
        reopened = Reopened(books, Scores(books))
        for rebuilt in moving(books, books.trail.in_force):
            found = against(reopened, rebuilt.bulletin)
            assert isinstance(found, tuple)
            why = "类别登记错了", "清公基〔2025〕31号"
            day = date(2025, 8, 1)
            rows = restated_rows(*found)
            path, data = restatement(rebuilt.bulletin.place.path, number, day, cause, why, rows)
            files[path] = edit(data.decode()).encode()

    return change


RESTATEMENT = "ledger/2025-06/restatements/rooms-1.yml"
HEAD: Mapping[str, str] = {
    "记录": ROOM,
    "日期": "2025-08-05", "提出": "自查", "理由": "录入时少计一户", "依据": "复核单3",
}  # fmt: skip


def correction(*rows: str, path: str = "", **fields: str) -> Change:
    """A correction file alone, the first of its record if not told otherwise.

    ``fields`` replace those of ``HEAD`` or come after them.
    """
    head = {**HEAD, **fields}
    path = path or layout.correction_path(head["记录"], 1)
    text = "".join(f"{key}: {value}\n" for key, value in head.items() if value)
    text += "行:\n" + "".join(f"  - {row}\n" for row in rows) if rows else ""

    def change(files: Files) -> None:
        files[path] = text.encode()

    return change


def removal(text: str, path: str = "", **fields: str) -> Change:
    """A correction that removes the record file of this text, which is to be taken away beside it."""
    lines = "".join(f"\n  - {_quoted(line)}" for line in text.split("\n"))
    said = {"整份": "撤除", "摘要": f'"{digests.of_bytes(text.encode())}"', "原文": lines}
    return correction(path=path, **{**said, **fields})


def row(line: int, old: str, new: str, indent: int | None = None) -> str:
    """A row of a correction as it stands in the file."""
    more = "" if indent is None else f", 缩进: {indent}"
    return f"{{行号: {line}, 原: {_quoted(old)}, 改: {_quoted(new)}{more}}}"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


HEAD_OF_OBJECTION: Mapping[str, str] = {
    "积分制": "rooms", "期间": "2025-06", "对象": "cg-dongmen",
    "项目": "W2", "提出": "{单位: chengguan}", "日期": "2025-07-15", "理由": "抽查单上已登记 19 户",
}  # fmt: skip


def objection_path(**fields: str) -> str:
    """Where an objection lies that says so."""
    head = {**HEAD_OF_OBJECTION, **fields}
    said = {key: yaml.safe_load(head[key]) for key in ("提出", "理由")}
    day = date.fromisoformat(head["日期"])
    named = head["积分制"], Period(head["期间"]), head["对象"].strip('"'), day
    return path_for(*named, head["项目"], said["提出"], said["理由"])


OBJECTION = objection_path()


def objection(*steps: str, path: str = "", **fields: str) -> Change:
    """An objection file, where it should lie if not told otherwise; a step is ``状态 日期``."""
    path = path or objection_path(**fields)
    head = {**HEAD_OF_OBJECTION, **fields}
    text = "".join(f"{key}: {value}\n" for key, value in head.items() if value)
    text += "经过:\n" if steps else ""
    for step in steps:
        state, day = step.split()
        text += f"  - {{状态: {state}, 日期: {day}}}\n"

    def change(files: Files) -> None:
        files[path] = text.encode()

    return change
