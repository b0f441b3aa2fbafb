"""Laws of the kernel over random histories: the gate and the auditor are one judge."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Sequence
from itertools import combinations, permutations
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import Phase, given, settings, strategies as st

from generator.approval import sheet as sheets
from generator.approval.refusal import Refused
from generator.audit.chain import Past
from generator.audit.git import Git
from generator.audit.history import HistoryProof, checkpoint_of, prove
from generator.audit.hook import Update, judge_push
from generator.audit.install import install
from generator.audit.judge import Circumstances, judge
from generator.audit.objects import Store
from generator.audit.state import Memory, State
from tests.audit.box import File
from tests.audit.histories import (
    WAYS,
    WHAT,
    County,
    Draft,
    Landing,
    Point,
    county,
    draft,
    write,
)
from tests.audit.tampering import TAMPERS
from tests.bureau import MAIN, plain_git

NOBODY = "0" * 40
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)
"""A history is short enough to be read as it is, and shrinking one takes minutes."""


class Move(NamedTuple):
    """Somebody's change on its way to main."""

    what: str
    way: int
    behind: int
    """How many states ago main was seen by those who signed."""
    tamper: int
    """Which element is tampered with; none if beyond the list."""
    chance: int


MOVES = st.builds(
    Move,
    st.sampled_from(sorted(WHAT)),
    st.integers(0, len(WAYS) - 1),
    st.sampled_from((0, 0, 0, 1, 1, 2)),
    st.integers(0, 2 * len(TAMPERS)),
    st.integers(0, 2**32),
)
PUSHES = st.lists(st.lists(MOVES, min_size=1, max_size=3), min_size=1, max_size=5)


class Outcome(NamedTuple):
    """Where a push would lead, and whether it should."""

    points: dict[str, Point]
    """Every state it goes through, by commit."""
    tip: str
    expected: bool | None
    """None: something was wrong on the way, which a later move may have put right."""


def outcome(ledger: County, moves: Sequence[Move]) -> Outcome:
    """Write the commits of a push; main itself does not move."""
    main, expected = ledger.main, True
    points: dict[str, Point] = {}
    good = list(ledger.mains)
    for move in moves:
        healed = not expected
        chance = random.Random(move.chance)
        base = good[max(len(good) - 1 - move.behind, 0)]
        made = draft(ledger, move.what, base, chance)
        landing = WAYS[move.way](ledger, made, main, chance)
        expected = made.fits(main)
        if move.tamper < len(TAMPERS):
            aside = County(ledger.box, ledger.root, [main])
            TAMPERS[move.tamper](landing, made, aside, chance)
            expected = False
        states = write(ledger, landing, main)
        points |= {point.commit: point for point in states}
        main = states[-1]
        if healed:
            return Outcome(points, main.commit, None)
        if expected:
            good.append(main)
    return Outcome(points, main.commit, expected)


def gate(ledger: County, old: str, new: str) -> list[str]:
    """What the gate says to a push: codes, none if it may pass."""
    found = judge_push(ledger.box.git, ledger.root, [Update(old, new, MAIN)])
    return [refusal.code for refusal in found]


def audit(ledger: County, tip: str) -> HistoryProof:
    return prove(ledger.box.git, ledger.root, tip)


@settings(max_examples=40, phases=UNSHRUNK)
@given(pushes=PUSHES)
def test_gate_and_auditor_are_one_judge(pushes: list[list[Move]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ledger = county(Path(folder) / "r.git")
        for moves in pushes:
            made = outcome(ledger, moves)
            codes = gate(ledger, ledger.main.commit, made.tip)
            proof = audit(ledger, made.tip)
            assert (codes == []) == proof.ok, (codes, proof.refusal)
            assert made.expected in (None, proof.ok), (codes, proof.refusal)
            if proof.ok:
                new = proof.steps[len(ledger.mains) - 1 :]
                ledger.mains += [made.points[step.commit] for step in new]
                ledger.box.ref(MAIN, ledger.main.commit)
        proves_the_same_from_anywhere(ledger)


def proves_the_same_from_anywhere(ledger: County) -> None:
    """All at once, from each checkpoint, and as a history restored by one push."""
    tip = ledger.main.commit
    whole = audit(ledger, tip)
    assert whole.ok
    assert [step.commit for step in whole.steps] == [point.commit for point in ledger.mains[1:]]
    assert gate(ledger, NOBODY, tip) == []
    for number in sorted(
        {0, len(whole.steps) // 2, len(whole.steps) - 1} & {*range(len(whole.steps))}
    ):
        point = ledger.mains[number]
        assert gate(ledger, point.commit, tip) == []
        checkpoint = checkpoint_of(audit(ledger, point.commit), ledger.root)
        rest = prove(ledger.box.git, ledger.root, tip, checkpoint)
        assert rest.ok
        assert rest.steps == whole.steps[number:]
        assert (rest.skipped, rest.submissions) == (number, whole.submissions)
        assert rest.checkpoint_line(1) == whole.checkpoint_line(1)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bare repository with a real gate whose trust root is that of every random county."""
    folder = tmp_path_factory.mktemp("server") / "a bureau" / "r.git"
    ledger = county(folder)
    (folder / MAIN).unlink()
    install(folder, ledger.root)
    return folder


@settings(max_examples=4, phases=UNSHRUNK)
@given(pushes=PUSHES)
def test_a_real_push_comes_to_the_same(server: Path, pushes: list[list[Move]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "server.git"
        shutil.copytree(server, bare)
        _moved(bare, server)
        ledger = county(Path(folder) / "r.git")
        assert ledger.box.folder is not None
        desk = ledger.box.folder
        assert _pushed(desk, bare, ledger.main.commit)
        for moves in pushes:
            made = outcome(ledger, moves)
            codes = gate(ledger, ledger.main.commit, made.tip)
            assert _pushed(desk, bare, made.tip) == (codes == []), codes
            if not codes:
                ledger.mains.append(made.points[made.tip])
                ledger.box.ref(MAIN, made.tip)
            assert plain_git(bare, "rev-parse", MAIN) == ledger.main.commit
        copy = Path(folder) / "copy"
        plain_git(Path(folder), "clone", "--quiet", str(bare), str(copy))
        assert prove(Git(copy), ledger.root, "origin/main").ok


def _moved(bare: Path, old: Path) -> None:
    for name in ("hooks/pre-receive", "hooks/jifen/gate.py"):
        file = bare / name
        file.write_text(file.read_text("utf-8").replace(str(old.resolve()), str(bare.resolve())), "utf-8")  # fmt: skip


def _pushed(desk: Path, bare: Path, tip: str) -> bool:
    return plain_git(desk, "push", str(bare), f"{tip}:{MAIN}", check=False).startswith("ok ")


# ── one submission, looked at from every side ───────────────────────────────────────────────


class Case(NamedTuple):
    """A main and a draft on it, in memory."""

    ledger: County
    made: Draft

    def judged(self, *landings: Landing) -> str:
        """The code with which the last landing is refused, or nothing."""
        memory = Memory(Store(self.ledger.box))
        main = self.ledger.main
        for landing in landings:
            point = write(self.ledger, landing, main)[-1]
            facts = Circumstances(self.ledger.root, Past(memory.store, main.commit))
            try:
                judge(State(memory, main.commit), State(memory, point.commit), facts)
            except Refused as refused:
                return refused.refusal.code
            main = point
        return ""


def case(what: str = "chengguan", seed: int = 0) -> Case:
    ledger = county()
    return Case(ledger, draft(ledger, what, ledger.main, random.Random(seed)))


def squashed(found: Case, path: str = "", data: bytes = b"") -> Landing:
    files = {**found.ledger.main.files, **found.made.whole}
    return Landing([{**files, **({path: File(data)} if path else {})}])


@pytest.mark.parametrize("what", sorted(WHAT))
def test_no_byte_of_an_accepted_submission_may_differ(what: str) -> None:
    """Every byte of the sheet and of the files, changed in one random way each."""
    found = case(what, seed=5)
    assert found.judged(squashed(found)) == ""
    chance = random.Random(11)
    for path, file in found.made.whole.items():
        step = 1 + len(file.data) // 300
        for at in range(chance.randrange(step), len(file.data), step):
            other = file.data[at] ^ chance.randint(1, 255)
            bent = file.data[:at] + bytes((other,)) + file.data[at + 1 :]
            assert found.judged(squashed(found, path, bent)), (path, at, other)


@pytest.mark.parametrize("what", sorted(WHAT))
def test_no_line_of_a_sheet_may_go_come_or_move(what: str) -> None:
    found = case(what, seed=5)
    lines = sheets.write(found.made.entries).splitlines(keepends=True)
    others = [lines[:at] + lines[at + 1 :] for at in range(len(lines))]
    others += [lines[:at] + lines[at : at + 1] + lines[at:] for at in range(len(lines))]
    for one, other in combinations(range(len(lines)), 2):
        moved = list(lines)
        moved[one], moved[other] = moved[other], moved[one]
        others.append(moved)
    for each in others:
        assert found.judged(squashed(found, found.made.sheet, b"".join(each)))


def test_the_order_of_disjoint_submissions_does_not_matter() -> None:
    """Drafts on one main, brought in any order: all accepted, and the tree is the same."""
    trees = set()
    for order in permutations(("chengguan", "hedong", "software")):
        ledger = county()
        drafts = {
            what: draft(ledger, what, ledger.main, random.Random(3)) for what in sorted(order)
        }
        main, landings = ledger.main, []
        for what in order:
            landings.append(WAYS[1](ledger, drafts[what], main, random.Random(0)))
            main = Point("", landings[-1].files[-1])
        assert Case(ledger, drafts["hedong"]).judged(*landings) == ""
        trees.add(ledger.box.tree(main.files))
    assert len(trees) == 1


def test_an_accepted_submission_is_accepted_once() -> None:
    """The same change and sheet again, after it was undone by another submission."""
    ledger = county()
    first = draft(ledger, "software", ledger.main, random.Random(3))
    landing = WAYS[1](ledger, first, ledger.main, random.Random(0))
    there = write(ledger, landing, ledger.main)[-1]
    undone = {path: file for path, file in there.files.items() if path not in first.new}
    copied = {**undone, **first.new, first.sheet.replace("-1.json", "-9.json"): first.whole[first.sheet]}  # fmt: skip
    memory = Memory(Store(ledger.box))
    back = Point(ledger.box.commit(undone, there.commit), undone)
    for files, code in (({**undone, **first.new}, "E-NOSHEET"), (copied, "E-SUBMISSION")):
        again = ledger.box.commit(files, back.commit)
        facts = Circumstances(ledger.root, Past(memory.store, back.commit))
        with pytest.raises(Refused) as caught:
            judge(State(memory, back.commit), State(memory, again), facts)
        assert caught.value.refusal.code == code
