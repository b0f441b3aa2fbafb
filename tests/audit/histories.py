"""Random histories of a bureau: drafts signed on some state of main, brought there in some way.

An oracle beside it says, from the plain contents alone, whether a landing should be accepted.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from generator.approval import sheet as sheets
from generator.approval.root import Root
from generator.approval.routes import sheet_path_of
from generator.approval.statement import APPROVE, NOTHING, REJECT, SUBMIT, Change, Statement
from generator.text.digests import of_bytes, of_files, of_rules
from tests.audit.box import Box, File, Files, plain
from tests.bureau import (
    HEDONG,
    LEDGER,
    MAIN,
    ROOTS,
    SIGNERS,
    approvers_file,
    click,
    rule_files,
    signed,
)
from tests.county import CALENDAR, FILES, ROOM

APPROVERS = "rules/approvers.yml"
Entries = list[tuple[Statement, str]]


@dataclass(frozen=True)
class Point:
    """Main at one moment."""

    commit: str
    files: Files

    def digest(self, path: str) -> str:
        return of_bytes(self.files[path].data) if path in self.files else NOTHING

    @property
    def rules(self) -> str:
        inside = {p: f.data for p, f in self.files.items() if p.startswith("rules/")}
        return of_rules(of_files(inside))


@dataclass(frozen=True)
class Draft:
    """A change that somebody wants on main, with the sheet that approves it."""

    submission: str
    lane: str
    new: Mapping[str, File]
    base: Point
    """Main as the signers of the round that counts had it."""
    entries: Entries = field(repr=False)

    @property
    def sheet(self) -> str:
        return sheet_path_of(self.submission)

    @property
    def whole(self) -> dict[str, File]:
        """Everything that it puts on main."""
        return {**self.new, self.sheet: File(sheets.write(self.entries))}

    def fits(self, main: Point) -> bool:
        """Whether everything its signers relied on still stands on main."""
        return (
            self.sheet not in main.files
            and self.relies_on_same(main)
            and any(main.files.get(path) != file for path, file in self.new.items())
        )

    def relies_on_same(self, main: Point) -> bool:
        """Whether what is changed is as it was: no rules change a number here, and nobody leaves."""
        return all(main.digest(path) == self.base.digest(path) for path in self.new)


@dataclass
class County:
    """The bureau with its main, in one repository."""

    box: Box
    root: Root
    mains: list[Point]
    numbers: dict[str, int] = field(default_factory=dict)

    @property
    def main(self) -> Point:
        return self.mains[-1]

    def number(self, start: str) -> str:
        """The next submission of that name."""
        self.numbers[start] = self.numbers.get(start, 0) + 1
        return f"{start}-{self.numbers[start]}"


def round_of(
    draft_of: Point,
    submission: str,
    lane: str,
    new: Mapping[str, File],
    signers: Sequence[tuple[str, str]],
    *,
    before: Entries | None = None,
    clicks: bool = False,
    day: int = 2,
    overrides: Mapping[int, Mapping[str, Any]] = {},
) -> Entries:
    """All levels' statements about a change of ``draft_of``, linked and signed."""
    made = list(before or [])
    changes = tuple(
        Change(path, draft_of.digest(path), of_bytes(file.data))
        for path, file in sorted(new.items())
    )
    for level, (person, office) in enumerate(signers):
        seen_click = click(person) if clicks and level in (1, 2) else None
        statement = Statement(
            ledger=LEDGER, branch=MAIN, submission=submission, lane=lane, level=level,
            decision=APPROVE if level else SUBMIT, person=person, office=office, deputy_for="",
            time=f"2025-07-{day + level:02d}T09:00:00+08:00", approvers=draft_of.digest(APPROVERS),
            rules=draft_of.rules, seen=draft_of.commit,
            previous=made[-1][0].digest if made else NOTHING, changes=changes, click=seen_click,
        )  # fmt: skip
        statement = replace(statement, **overrides.get(level, {}))
        made.append((statement, signed(statement, "bot1" if seen_click else person)))
    return made


@cache
def _genesis_files() -> dict[str, File]:
    texts = {**rule_files(), APPROVERS: approvers_file()}
    point = Point("0" * 40, plain(texts))
    new = {APPROVERS: point.files[APPROVERS]}
    nothing = Point(point.commit, {})
    entries: Entries = []
    for level, person in enumerate(ROOTS):
        statement = Statement(
            ledger=LEDGER, branch=MAIN, submission="rules/approvers-1", lane="approvers",
            level=level, decision=APPROVE if level else SUBMIT, person=person, office="根签名人",
            deputy_for="", time=f"2025-01-02T09:0{level}:00+08:00",
            approvers=point.digest(APPROVERS), rules=point.rules, seen="0" * 40,
            previous=entries[-1][0].digest if entries else NOTHING,
            changes=tuple(Change(p, nothing.digest(p), point.digest(p)) for p in new),
        )  # fmt: skip
        entries.append((statement, signed(statement, person)))
    return {**point.files, "rules/approvals/approvers-1.json": File(sheets.write(entries))}


def county(folder: Path | None = None) -> County:
    """A county with its genesis on main; in memory only if no folder is given."""
    box = Box() if folder is None else Box.at(folder)
    files = _genesis_files()
    genesis = box.commit(files, message="genesis")
    if folder is not None:
        box.ref(MAIN, genesis)
    root = Root(LEDGER, genesis, of_bytes(files[APPROVERS].data), demo=True)
    return County(box, root, [Point(genesis, files)])


# ── drafts ──────────────────────────────────────────────────────────────────────────────────


def _record(chance: random.Random, path: str, done: str, most: int) -> Mapping[str, File]:
    month = chance.choice(("2025-05", "2025-06"))
    text = FILES[path].replace("2025-06", month).replace(done, f"已办: {chance.randint(0, most)}")
    return plain({path.replace("2025-06", month): text})


def _next_approvers(base: Point) -> Mapping[str, File]:
    version = 1 + sum(path.startswith("rules/approvers/") for path in base.files)
    text = approvers_file(
        version=version + 1, previous=base.digest(APPROVERS), day=f"2025-07-{version:02d}"
    )
    return {**plain({APPROVERS: text}), f"rules/approvers/{version}.yml": base.files[APPROVERS]}


WHAT: dict[str, Callable[[random.Random, Point], Mapping[str, File]]] = {
    "chengguan": lambda chance, _: _record(chance, ROOM, "已办: 18", 20),
    "hedong": lambda chance, _: _record(chance, HEDONG, "已办: 30", 30),
    "rules": lambda chance, _: plain(
        {CALENDAR: FILES[CALENDAR].replace("2025-06-02", f"2025-06-{chance.randint(2, 28):02d}")}
    ),
    "software": lambda chance, _: plain(
        {f"generator/{name}.py": f"{chance.random()}\n" for name in chance.sample("abc", 2)}
    ),
    "approvers": lambda _, base: _next_approvers(base),
}
"""What may be submitted → the files that change."""


def draft(ledger: County, what: str, base: Point, chance: random.Random) -> Draft:
    """Signed on ``base``, sometimes after an earlier round that came to nothing."""
    new = WHAT[what](chance, base)
    lane = "rooms" if what in ("chengguan", "hedong") else what
    path = next(iter(new))
    month = path.split("/")[1] if path.startswith("ledger/") else ""
    if what == "approvers":
        start = "rules/approvers"
        submission = f"{start}-{1 + len(new) // 2 + sum(p.startswith('rules/approvers/') for p in base.files)}"
    else:
        submission = ledger.number(f"{month}/rooms-{what}" if month else f"rules/{what}")
    signers = SIGNERS["hedong" if what == "hedong" else lane]
    before: Entries | None = None
    if chance.random() < 0.25:
        early = chance.choice(ledger.mains)
        # A whole round that still holds needs no second one.
        stale = not Draft(submission, lane, new, early, []).relies_on_same(base)
        no = {} if stale else {1: {"decision": REJECT, "note": "请核对"}}
        before = round_of(early, submission, lane, new, signers, overrides=no)
        before = before[:2] if no else before
    clicks = lane in ("rooms", "rules") and chance.random() < 0.3
    entries = round_of(base, submission, lane, new, signers, before=before, clicks=clicks, day=9)
    return Draft(submission, lane, new, base, entries)


# ── landings ────────────────────────────────────────────────────────────────────────────────


@dataclass
class Landing:
    """Commits to be put on main: files of each, and parents beside the one before."""

    files: list[dict[str, File]]
    more_parents: tuple[str, ...] = ()
    """Of the last commit."""
    first_parent: str = ""
    """Of the first commit, where it is not main."""


def _on_main(made: Draft, main: Point) -> dict[str, File]:
    return {**main.files, **made.whole}


def _prefixes(made: Draft) -> list[bytes]:
    return [sheets.write(made.entries[: n + 1]) for n in range(len(made.entries))]


def merge(county: County, made: Draft, main: Point, _: random.Random) -> Landing:
    tip = county.box.commit({**made.base.files, **made.whole}, made.base.commit, message="draft")
    return Landing([_on_main(made, main)], (tip,))


def squash(_: County, made: Draft, main: Point, __: random.Random) -> Landing:
    return Landing([_on_main(made, main)])


def chain(_: County, made: Draft, main: Point, __: random.Random) -> Landing:
    """Rebase, cherry-pick, fast-forward: the record, then level after level."""
    files = {**main.files, **made.new}
    return Landing([files, *({**files, made.sheet: File(data)} for data in _prefixes(made))])


def sheet_first(_: County, made: Draft, main: Point, chance: random.Random) -> Landing:
    """The sheet grows first, the files come one by one after it."""
    steps = [{**main.files, made.sheet: File(data)} for data in _prefixes(made)]
    for path in chance.sample(sorted(made.new), len(made.new)):
        steps.append({**steps[-1], path: made.new[path]})
    return Landing(steps)


def with_detours(_: County, made: Draft, main: Point, chance: random.Random) -> Landing:
    """A record written wrongly first, and commits that change nothing, before the last one."""
    path = chance.choice(sorted(made.new))
    wrong = {**main.files, path: File(b"first try\n")}
    return Landing([wrong, {**wrong, **made.new}, {**wrong, **made.new}, _on_main(made, main)])


WAYS = (merge, squash, chain, sheet_first, with_detours)


def write(county: County, landing: Landing, main: Point) -> list[Point]:
    """The commits of a landing, on top of ``main``."""
    parent = landing.first_parent or main.commit
    made = []
    for number, files in enumerate(landing.files):
        last = number == len(landing.files) - 1
        more = landing.more_parents if last else ()
        parent = county.box.commit(files, parent, *more, message=f"step {number}")
        made.append(Point(parent, files))
    return made
