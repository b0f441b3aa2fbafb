"""Both laws of main over random pushes of every lane: honest, careless and hostile, side by side.

A county of four schemes begins with June on main.  What is offered is signed by everybody, on main
as it is or as it was some steps ago; the judge and the laws take it or not.  Whatever they take,
main has no error, and every bulletin in force comes about as it was published or restated.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest

from generator.approval.refusal import Refused
from generator.approval.routes import route_of, sheet_path_of, sheet_start
from generator.approval.sheet import write
from generator.approval.statement import NOTHING, Change as Edited
from generator.audit.chain import Past
from generator.audit.judge import Circumstances, judge
from generator.audit.laws import obey
from generator.audit.objects import Store
from generator.audit.state import Memory, State
from generator.checks.books import read_books
from generator.ledger import layout
from generator.scoring.closed.laws import moving
from generator.text.digests import of_bytes, of_files, of_rules
from generator.text.problems import errors
from generator.text.strict import Files as Read
from generator.trail import writing
from generator.trail.bulletin import read_bulletin
from tests.approval.paper import ROOT, sheet
from tests.audit.box import Box, File
from tests.bureau import CHARGE, LANES, PEOPLE, ZHIAN, Someone, approvers_file, post
from tests.closed import issued, objection, restated, withdrawn
from tests.county import Change, Files, county

ROSTER = "rules/approvers.yml"
STEPS = int(os.environ.get("JIFEN_STEPS", "45"))
SEEDS = [int(each) for each in os.environ.get("JIFEN_SEEDS", "1 2 3").split()]
REPORTS = "填报人员"
EVERYBODY = {n: replace(each, posts=(*each.posts, post(REPORTS))) for n, each in PEOPLE.items()}


def lanes() -> str:
    """A lane for the records of every scheme, with the others of the bureau."""
    upper = (
        "      - {职务: [治安大队领导], 凭证: [个人签名]}\n"
        "      - {职务: [分管局领导], 凭证: [个人签名]}\n"
        "      - {职务: [局主要领导], 凭证: [个人签名]}\n"
    )
    made = ""
    for scheme, paths in (
        ("rooms", "ledger/*/rooms/*.yml"),
        ("team", "ledger/*/team/*.yml"),
        ("party", "ledger/*/party/*.yml"),
        ("cases", "ledger/*/cases/*.yml, ledger/*/case-review/*.yml"),
    ):
        made += (
            f"  - 代码: {scheme}\n    名称: {scheme}\n    类型: 记录\n    积分制: {scheme}\n"
            f"    路径: [{paths}]\n    层级:\n      - {{职务: [{REPORTS}], 凭证: [个人签名]}}\n{upper}"
        )
    others = LANES[LANES.index("  - 代码: bulletin") :]
    return made + others.replace("职务: [编发人]", f"职务: [编发人, {REPORTS}]")


UPPER = ((ZHIAN, "治安大队领导"), (CHARGE, "分管局领导"), ("060101", "局主要领导"))
SIGNERS = {
    "规则": (("060802", "编发人"), ("060301", "法制大队领导"), *UPPER[1:]),
    "异议": (("060802", "编发人"), UPPER[0], ("060401", "督察大队领导")),
    "名册": (("060101", "局主要领导"), ("060401", "督察大队领导")),
    "程序": (("060803", "程序维护人"), ("060401", "督察大队领导"), ("060101", "局主要领导")),
}
"""Kind of lane → its signers, where they are not the usual ones."""


class World:
    """Main as it goes on in memory, with all that has been offered to it."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.files = county() | {ROSTER: approvers_file(EVERYBODY, lanes=lanes()).encode()}
        self.box = Box()
        self.commits: list[tuple[str, Files]] = []
        self.told: Counter[str] = Counter()
        self.memory = Memory(Store(self.box))
        self.keep(self.files)

    def keep(self, files: Files) -> str:
        parents = [self.commits[-1][0]] if self.commits else []
        commit = self.box.commit({path: File(data) for path, data in files.items()}, *parents)
        self.commits.append((commit, files))
        self.files = files
        return commit

    def offer(self, name: str, change: Change) -> None:
        """A change prepared on main, as it is or was, signed by everybody, and put onto main."""
        back = self.random.choice([1, 1, 1, 2, 4])
        seen, start = self.commits[-min(back, len(self.commits))]
        draft = dict(start)
        try:
            change(draft)
        except (AssertionError, LookupError, ValueError, TypeError, AttributeError):
            return  # nothing of the kind can be done now
        paths = [p for p in sorted({*start, *draft}) if start.get(p) != draft.get(p)]
        if not paths:
            return
        after = dict(self.files)
        for path in paths:
            after.pop(path, None)
            after |= {path: draft[path]} if path in draft else {}
        try:
            self.judged(after, paths, start, draft, seen)
        except Refused as refused:
            self.told[f"{name}: {refused.refusal.code}"] += 1
            return
        self.told[f"{name}: taken"] += 1
        self.keep(after)
        self.hold(name)

    def judged(self, after: Files, paths: list[str], start: Files, draft: Files, seen: str) -> None:
        """Raises ``Refused``."""
        before = State(self.memory, self.commits[-1][0])
        route = route_of(paths, before.approvers)
        folder, named = sheet_start(paths[0], route)
        if route.lane is None:
            name = f"approvers-{before.approvers.version + 1}"
        else:
            name = next(n for k in range(1, 999) if f"{folder}/{(n := f'{named}-{k}')}.json" not in self.files)  # fmt: skip
        submission = f"{folder.removeprefix('ledger/').removesuffix('/approvals')}/{name}"
        edits = tuple(
            Edited(p, *(of_bytes(side[p]) if p in side else NOTHING for side in (start, draft)))
            for p in paths
        )
        signed = sheet(
            self.signers(route.kind, draft, paths),
            {level: {"time": f"2025-10-{20 + level}T09:00:00+08:00"} for level in range(4)},
            lane=route.code, submission=submission, changes=edits,
            approvers=of_bytes(start[ROSTER]), rules=of_rules(of_files(start)), seen=seen,
        )  # fmt: skip
        after[sheet_path_of(submission)] = write([(s.statement, s.written) for s in signed])
        tried = State(self.memory, self.box.commit({p: File(d) for p, d in after.items()}, before.commit))  # fmt: skip
        facts = Circumstances(ROOT, Past(self.memory.store, before.commit))
        made = judge(before, tried, facts)
        obey(before, tried, {made.kind}, [each.path for each in made.changes], here=True)

    @staticmethod
    def signers(kind: str, draft: Files, paths: list[str]) -> tuple[tuple[str, str], ...]:
        record = next((p for p in paths if layout.record_path(p)), "")
        by = re.search(rb'"(\d{6})"', draft.get(record, b""))
        first = (by[1].decode(), REPORTS) if by else ("060802", "编发人")
        return SIGNERS.get(kind, (first, *UPPER))

    def hold(self, name: str) -> None:
        """What must be true of main whatever came last."""
        books, problems = read_books(self.files)
        assert [str(each.place) + each.message for each in errors(problems)] == [], name
        assert books is not None
        assert list(moving(books, books.trail.in_force)) == [], name

    # ── what people do ──────────────────────────────────────────────────────────────────────

    def chosen(self, *folders: str) -> str:
        return self.random.choice([p for p in self.files if p.startswith(folders)])

    def records(self) -> list[str]:
        return [p for p in self.files if layout.record_path(p)]

    def record(self) -> Change:
        """A record of some month, as it is, changed, taken out, or new for the next month."""
        path, kind = self.random.choice(self.records()), self.random.randrange(6)
        months = 1 if self.random.random() < 0.7 else -1

        def change(files: Files) -> None:
            match kind:
                case 0:
                    files.pop(path)
                case 1 | 2 | 3:
                    files[shifted(path, months)] = shifted(files[path].decode(), months).encode()
                case _:
                    files[path] = self.slipped(files[path])

        return change

    def slipped(self, data: bytes) -> bytes:
        """One number of a file typed otherwise."""
        numbers = [*re.finditer(rb"(?<![\d-])\d{1,2}(?![\d-])", data)]
        at = self.random.choice(numbers)
        return data[: at.start()] + str(self.random.randrange(1, 30)).encode() + data[at.end() :]

    def bulletin(self) -> Change:
        scheme = self.random.choice(["rooms", "rooms", "team", "party", "cases"])
        period = self.random.choice(["2025-06", "2025-06", "2025-07", "2025-Q2", "2025-Q3", "2025-05", "2025"])  # fmt: skip
        day = {"2025-07": "2025-08-14", "2025-06": "2025-07-14", "2025-Q2": "2025-07-14"}.get(period, "2025-10-20")  # fmt: skip
        lies = self.random.random() < 0.2

        def change(files: Files) -> None:
            issued(scheme, period, day, "2025-10-24" if day > "2025-10" else day[:-2] + "18")(files)
            if lies:
                self.lie(files)

        return change

    def lie(self, files: Files) -> None:
        """A published number that nobody has computed, with digests that fit it."""
        path = max((p for p in files if "/bulletins/" in p and p.endswith(".json")), key=len)
        data = re.sub(rb'"total":"(\d)', lambda m: b'"total":"9' + m[1], files[path], count=1)
        record = path.replace(".json", ".yml")
        files[path] = data
        files[record] = re.sub(rb'(?m)^"?\xe7\xbb\x93\xe6\x9e\x9c.*$', f"结果: {of_bytes(data)}".encode(), files[record])  # fmt: skip

    def issued_now(self) -> list[str]:
        gone = layout.WITHDRAWN
        return [
            p for p in self.files
            if "/bulletins/" in p and p.endswith(".yml") and not p.endswith(gone)
        ]  # fmt: skip

    def withdrawal(self) -> Change:
        path = self.random.choice(self.issued_now())
        return withdrawn(path, 日期="2025-10-21")

    def correction(self) -> Change:
        path, kind = self.random.choice(self.records()), self.random.randrange(4)

        def change(files: Files) -> None:
            record = shifted(path, -1) if kind == 0 else path
            old = files.get(record)
            new: bytes | None = self.slipped(files[path])
            if kind < 2:
                new = shifted(files[path].decode(), -1).encode() if kind == 0 else None
            number = 1
            while layout.correction_path(record, number) in files:
                number += 1
            said: dict[str, str | int] = {"提出": "自查", "理由": "录入时写错", "依据": "复核单3"}
            note, data = writing.correction(record, number, (old, new), DAY, said)
            files[note] = data
            files.pop(record, None)
            files |= {record: new} if new is not None else {}

        return change

    def objection(self) -> Change:
        steps = self.random.choice([("已提交 2025-07-15",), ("已提交 2025-07-15", "已受理 2025-07-16"), ("已提交 2025-07-15", "作废 2025-07-16")])  # fmt: skip
        return objection(*steps)

    def rules(self) -> Change:
        """A rule file with a number typed otherwise, or a name, or a day."""
        path = self.chosen("rules/schemes", "rules/roster", "rules/bureau", "rules/yearly", "rules/calendar", "rules/guards")  # fmt: skip
        stated = self.random.random() < 0.5
        partly = self.random.random() < 0.2

        def change(files: Files) -> None:
            match self.random.randrange(4):
                case 0:
                    files[path] = files[path].replace("一类}".encode(), "二类}".encode(), 1)
                case 1:
                    files[path] = files[path].replace(b"2020-01-01", b"2025-07-20", 1)
                case _:
                    files[path] = self.slipped(files[path])
            if stated:
                cause = "名册" if "/roster/" in path else "规则"
                number = 1 + max((int(p[:-4].rpartition("-")[2]) for p in files if "/restatements/" in p), default=0)  # fmt: skip
                restated(cause, number, shortened if partly else lambda text: text)(files)

        return change

    def approvers(self) -> Change:
        more = self.random.random() < 0.5

        def change(files: Files) -> None:
            old = files[ROSTER]
            version = int(re.search(rb"(?m)^\xe7\x89\x88\xe6\x9c\xac: (\d+)", old)[1])  # type: ignore[index]
            people = EVERYBODY | ({"060805": Someone("060805", "钱进", (post("编发人"),))} if more else {})  # fmt: skip
            text = approvers_file(people, version=version + 1, previous=of_bytes(old), day="2025-07-03", lanes=lanes())  # fmt: skip
            files[ROSTER], files[f"rules/approvers/{version}.yml"] = text.encode(), old

        return change

    def website(self) -> Change:
        text = self.random.choice(["site_name: 积分\n", "site_name: [\n", "hooks: [x.py]\n"])

        def change(files: Files) -> None:
            files["mkdocs.yml"] = text.encode()

        return change

    def acts(self) -> Iterator[tuple[str, Callable[[], Change]]]:
        known: dict[str, tuple[Any, int]] = {
            "record": (self.record, 6), "bulletin": (self.bulletin, 5), "rules": (self.rules, 6),
            "correction": (self.correction, 4), "withdrawal": (self.withdrawal, 1),
            "objection": (self.objection, 1), "approvers": (self.approvers, 1),
            "website": (self.website, 1),
        }  # fmt: skip
        names = [name for name, (_, weight) in known.items() for _ in range(weight)]
        while True:
            name = self.random.choice(names)
            yield name, known[name][0]


DAY = date(2025, 9, 5)


def shifted(text: str, months: int) -> str:
    """A path or a record of another month, with all days in it."""
    known = [f"2025-{month:02d}" for month in range(4, 12)]
    moved = known[months:] + known[:months]
    table = dict(zip(known, moved, strict=True))
    return re.sub(r"2025-\d\d", lambda found: table.get(found[0], found[0]), text)


def shortened(text: str) -> str:
    return "".join(text.splitlines(keepends=True)[:-1])


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_main_takes_it_stays_sound_and_what_was_published_stays(seed: int) -> None:
    """More of it: ``JIFEN_SEEDS="4 5 6" JIFEN_STEPS=300 pytest tests/audit/test_two_laws.py``."""
    world = World(seed)
    world.hold("the beginning")
    for _, (name, act) in zip(range(STEPS), world.acts(), strict=False):
        try:
            change = act()
        except IndexError:
            continue  # nothing of the kind is there yet
        world.offer(name, change)
    taken = [name for name in world.told if name.endswith("taken")]
    assert len(taken) >= 3, world.told
    assert len(world.told) > len(taken), world.told


def test_read_bulletin_is_what_the_tests_withdraw() -> None:
    world = World(1)
    issued()(world.files)
    (path,) = world.issued_now()
    made, _ = read_bulletin(path, world.files[path])
    assert made is not None
    files: Read = world.files
    assert made.standings_path in files
