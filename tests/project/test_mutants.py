"""``make mutants``: what is changed, drawn, asked and told.  No mutant of jifen is run here."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.mutants import scope
from benchmarks.mutants.asking import Kept, outcome_of
from benchmarks.mutants.mutant import Mutant, shares
from benchmarks.mutants.reach import Reach, Recorder, digest
from benchmarks.mutants.report import (
    KILLED,
    REASONS,
    SURVIVED,
    UNREACHED,
    Result,
    reasons,
    report,
)
from benchmarks.mutants.sandbox import TIMED_OUT, Chosen, Ended, Job, in_parallel

ROOT = Path(__file__).parents[2]
FLOOR = """\
LIMIT: int = 3


def left(full, lost):
    if lost > full and full:
        return 0
    for _ in range(LIMIT):
        check(full)
    return max(
        full - lost,
        0,
    )
"""


def test_every_module_of_the_scope_is_there() -> None:
    found = scope.modules(ROOT)
    assert all(any(Path(path).match(pattern) for path in found) for pattern in scope.MUTATED)
    assert all((ROOT / path).is_file() for path in scope.LEFT_OUT)


def test_a_module_gets_mutants_by_its_size_and_some_in_any_case() -> None:
    assert shares({"large": 900, "small": 99, "tiny": 1}, 100, 5) == {"large": 90, "small": 10, "tiny": 1}  # fmt: skip
    assert shares({}, 100, 5) == {}


# ── what is changed ─────────────────────────────────────────────────────────────────────────────


def changes(source: str) -> list[Mutant]:
    """All mutants of a module."""
    module = pytest.importorskip("benchmarks.mutants.changes", reason="make mutants installs mutmut").Module  # fmt: skip
    found: list[Mutant] = module("m.py", source).drawn(1000, 1)
    return found


@pytest.mark.parametrize(
    "change",
    [
        ("if lost > full and full:", "if lost >= full and full:"),
        ("if lost > full and full:", "if lost > full or full:"),
        ("if lost > full and full:", "if (lost > full):"),
        ("if lost > full and full:", "if False:"),
        ("if lost > full and full:", "if True:"),
        ("for _ in range(LIMIT):", "for _ in ():"),
        ("check(full)", "..."),
        ("full - lost,", "full + lost,"),
        ("LIMIT: int = 3", "LIMIT: int = 4"),
    ],
    ids=lambda change: change[1],
)
def test_what_review_changes_by_hand_is_among_the_mutants(change: tuple[str, str]) -> None:
    assert change in {(mutant.old, mutant.new) for mutant in changes(FLOOR)}


def test_a_mutant_knows_the_lines_of_its_statement_or_that_it_runs_at_import() -> None:
    where = {mutant.new: (mutant.line, list(mutant.statement)) for mutant in changes(FLOOR)}
    assert where["full + lost,"] == (10, [9, 10, 11, 12])
    assert where["if False:"] == (5, [5])
    assert where["LIMIT: int = 4"] == (1, [])


def test_sentences_and_annotations_and_imports_stay() -> None:
    assert changes('from a import b\nx: "int | None"\n') == []
    assert all(
        "核对" not in m.old for m in changes('def f():\n    return "请核对后重新签名，再送审"\n')
    )


def test_the_same_seed_draws_the_same_mutants_and_each_is_another_text() -> None:
    one, other = changes(FLOOR), changes(FLOOR)
    assert one == other
    assert len({mutant.id for mutant in one}) == len(one)
    assert all(mutant.source != FLOOR for mutant in one)


# ── which tests are asked ───────────────────────────────────────────────────────────────────────


def known() -> Reach:
    """Two test files: a module's lines 1, 2 and 5 are run by some of their tests."""
    found = Reach()
    lines = {"m.py": {"2": [0], "5": [0, 1]}}
    found.add({"seconds": {"a::slow": 9.0, "a::quick": 1.0, "a::beside": 2.0}, "lines": lines})
    found.add({"seconds": {"b::other": 0.5}, "lines": {"m.py": {"1": [0]}}})
    return found


def test_tests_of_the_line_come_first_and_then_the_others_of_their_file() -> None:
    assert known().tests("m.py", range(4, 6), 60) == ["a::quick", "a::slow", "a::beside"]


def test_tests_that_are_there_for_the_module_come_before_quicker_ones() -> None:
    found, path = Reach(), "generator/checks/cases.py"
    seconds = {"tests/sample/test_a.py::a": 0.1, "tests/broken/test_b.py::b": 9.0}
    found.add({"seconds": seconds, "lines": {path: {"1": [0, 1]}}})
    assert found.tests(path, range(1, 2), 60) == [*reversed(seconds)]


def test_what_runs_at_import_may_be_looked_at_by_who_runs_no_line_of_it() -> None:
    found, path = Reach(), "generator/checks/cases.py"
    found.add({"seconds": {"tests/sample/test_a.py::a": 0.1}, "lines": {path: {"1": [0]}}})
    found.add({"seconds": {"tests/broken/test_b.py::b": 9.0}, "lines": {}})
    assert found.tests(path, range(0), 60) == [*reversed(found.seconds)]
    assert found.tests(path, range(1, 2), 60) == ["tests/sample/test_a.py::a"]


def test_the_budget_leaves_out_the_slow_ones() -> None:
    assert known().tests("m.py", range(2, 3), 9.5) == ["a::slow"]
    assert known().tests("m.py", range(2, 3), 10) == ["a::slow", "a::quick"]


def test_what_runs_at_import_is_asked_of_all_that_use_the_module() -> None:
    found = known().tests("m.py", range(0), 60)
    assert found == ["b::other", "a::quick", "a::slow", "a::beside"]


def test_a_line_that_no_test_runs_has_no_tests() -> None:
    assert known().tests("m.py", range(7, 8), 60) == []


def test_pytest_is_given_the_chosen_tests_in_their_order() -> None:
    class Item:
        def __init__(self, nodeid: str) -> None:
            self.nodeid = nodeid

    items = [Item("a"), Item("b"), Item("c")]
    listed: list[object] = list(items)
    Chosen(["c", "a", "gone"]).pytest_collection_modifyitems(listed)
    assert listed == [items[2], items[0]]


# ── running ─────────────────────────────────────────────────────────────────────────────────────


def place(tmp_path: Path, name: str = "1") -> Path:
    made = tmp_path / name
    (made / "tree").mkdir(parents=True)
    (made / "tree/m.py").write_text("x = 1\n")
    return made


def job(name: str, run: Callable[[Path], int], limit: float = 20, text: str = "x = 2\n") -> Job:
    return Job(name, run, limit, ("m.py", text))


def test_a_job_sees_the_change_and_afterwards_the_copy_is_as_it_was(tmp_path: Path) -> None:
    where = place(tmp_path)
    file = where / "tree/m.py"
    before = file.stat().st_mtime_ns
    seen = lambda tree: 7 if (tree / "m.py").read_text() == "x = 2\n" and Path.cwd() == tree else 1  # noqa: E731
    (ended,) = in_parallel(iter([job("a", seen)]), [where])
    assert (ended.name, ended.code) == ("a", 7)
    assert (file.read_text(), file.stat().st_mtime_ns) == ("x = 1\n", before)


def test_what_hangs_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    where = place(tmp_path)

    def hang(tree: Path) -> int:
        child = subprocess.Popen(["sleep", "60"])
        (tree / "child").write_text(str(child.pid))
        time.sleep(60)
        return 0

    (ended,) = in_parallel(iter([job("a", hang, limit=0.5)]), [where])
    assert ended.code == TIMED_OUT
    assert outcome_of(ended) == KILLED
    assert (where / "tree/m.py").read_text() == "x = 1\n"
    state = Path(f"/proc/{(where / 'tree/child').read_text()}/stat")
    assert not state.exists() or state.read_text().split()[2] == "Z"


def test_more_jobs_than_places_all_end(tmp_path: Path) -> None:
    places = [place(tmp_path, "1"), place(tmp_path, "2")]
    jobs = (job(str(code), lambda _, code=code: code) for code in range(5))  # type: ignore[misc]
    assert sorted((e.name, e.code) for e in in_parallel(jobs, places)) == [(str(n), n) for n in range(5)]  # fmt: skip


def test_what_raises_was_noticed(tmp_path: Path) -> None:
    def bad(_: Path) -> int:
        raise ValueError

    (ended,) = in_parallel(iter([job("a", bad)]), [place(tmp_path)])
    assert outcome_of(ended) == KILLED


@pytest.mark.parametrize(("code", "outcome"), [(0, SURVIVED), (1, KILLED), (2, KILLED), (5, SURVIVED)])  # fmt: skip
def test_a_mutant_is_alive_only_when_all_its_tests_pass(code: int, outcome: str) -> None:
    assert outcome_of(Ended("a", code, 1.0)) == outcome


MUTANT = Mutant("m.py", 4, range(4, 5), "swap_op", "a < b", "a <= b", "…")


def test_the_killed_stay_killed_and_survivors_are_asked_again_after_new_tests(
    tmp_path: Path,
) -> None:
    kept = Kept(tmp_path / "k", "tests of today", fresh=False)
    for outcome, tomorrow in ((SURVIVED, None), (KILLED, (KILLED, 2.0))):
        kept.add(MUTANT, outcome, 2.0)
        assert Kept(tmp_path / "k", "tests of today", fresh=False).outcome(MUTANT) == (outcome, 2.0)
        assert Kept(tmp_path / "k", "of tomorrow", fresh=False).outcome(MUTANT) == tomorrow
    assert Kept(tmp_path / "k", "tests of today", fresh=True).outcome(MUTANT) is None


def test_a_recorder_leaves_out_what_does_not_pass() -> None:
    contexts: list[str] = []

    class Coverage:
        def switch_context(self, name: str) -> None:
            contexts.append(name)

    class Report:
        def __init__(self, nodeid: str, when: str, outcome: str) -> None:
            self.nodeid, self.when, self.outcome = nodeid, when, outcome

    recorder = Recorder(Coverage())
    for name, outcome in (("good", "passed"), ("bad", "failed")):
        recorder.pytest_runtest_protocol(Report(name, "", ""))
        recorder.pytest_runtest_logreport(Report(name, "call", outcome))
        recorder.pytest_runtest_logreport(Report(name, "teardown", "passed"))
    assert contexts == ["good", "bad"]
    assert recorder.failed == {"bad"}
    assert recorder.seconds["good"] < 60


def test_the_digest_is_of_the_content(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("1")
    before = digest(tmp_path, ["a"])
    (tmp_path / "a").write_text("2")
    assert digest(tmp_path, ["a"]) != before


# ── telling ─────────────────────────────────────────────────────────────────────────────────────


def test_the_report_names_every_survivor_and_why_it_is_harmless() -> None:
    results = [
        Result("m.py", 3, "swap_op", "a | b", "a & b", SURVIVED),
        Result("m.py", 4, "number", "n = 1", "n = 2", UNREACHED),
        Result("m.py", 5, "number", "n = 3", "n = 4", KILLED),
    ]
    why = reasons('[[harmless]]\nfile = "m.py"\nold = "a | b"\nnew = "a & b"\nreason = "Same."\n')
    page = report(results, {"m.py": 30}, why, "Made today.")
    assert "2 of 3 were not noticed; 1 of them are harmless, 1 wait" in page
    assert "| m.py | 30 | 3 | 1 | 1 | 1 | 0 |" in page
    assert r"| `m.py:3` | − `` a \| b ``<br>+ `` a & b `` | swap_op | Same. |" in page
    assert "| `m.py:4` | − `` n = 1 ``<br>+ `` n = 2 `` | number | **no test runs it** |" in page


def test_every_reason_is_about_what_stands_in_the_source() -> None:
    def flat(text: str) -> str:
        return " ".join(text.split())

    kept = reasons(REASONS.read_text("utf-8"))
    assert all(old and new and why for (_, old, new), why in kept.items())
    gone = [old for path, old, _ in kept if flat(old) not in flat((ROOT / path).read_text("utf-8"))]
    assert gone == []
