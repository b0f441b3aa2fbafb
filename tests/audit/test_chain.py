"""Main as a chain of approved steps: where it begins, and what may wait in between."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from generator.approval.refusal import Refused
from generator.audit.chain import Walk, has_approved, has_published
from generator.audit.hook import Update, judge_push
from generator.audit.judge import judge_genesis
from generator.audit.objects import Store
from generator.audit.state import MAX_WAITING, Memory, State
from generator.text.digests import of_bytes
from tests.audit.box import File, plain
from tests.audit.histories import County, county, draft
from tests.bureau import MAIN, approvers_file
from tests.county import FILES, ROOM

APPROVERS = "rules/approvers.yml"
SHEET = "rules/approvals/approvers-1.json"
Files = Mapping[str, File | None]
"""What is put in; None for what is left out."""


def line(error: pytest.ExceptionInfo[Refused]) -> str:
    refusal = error.value.refusal
    return f"{refusal.code} {refusal.path}: {refusal.message}"


# ── the first commit ────────────────────────────────────────────────────────────────────────────


def founded(files: Files, *parents: str, **facts: Any) -> None:
    """The genesis of a county with other files, and a root that pins it with other facts."""
    ledger = county()
    there = {**ledger.main.files, **files}
    commit = ledger.box.commit({p: f for p, f in there.items() if f is not None}, *parents)
    root = replace(ledger.root, **{"genesis": commit, **facts})
    judge_genesis(State(Memory(Store(ledger.box)), commit), root)


def refused(files: Files, *parents: str, **facts: Any) -> str:
    with pytest.raises(Refused) as caught:
        founded(files, *parents, **facts)
    return line(caught)


def test_a_ledger_begins_with_its_pinned_commit() -> None:
    founded({})
    assert refused({}, genesis="a" * 40).endswith(": 历史不是从信任根的起点开始的")
    first = county().main.commit
    assert refused({}, first).endswith(": 信任根的起点前面还有提交")


def test_with_the_approvers_that_the_root_names() -> None:
    assert refused({APPROVERS: None}) == f"E-GENESIS {APPROVERS}: 起点里没有审批人名册"
    assert refused({}, approvers=of_bytes(b"x")) == f"E-GENESIS {APPROVERS}: 起点里的审批人名册与信任根的摘要不符"  # fmt: skip
    assert refused({}, ledger="lg-x").startswith(f"E-LEDGER {APPROVERS}: 名册写的台账是 ")
    assert refused({}, demo=False).startswith(f"E-DEMO {APPROVERS}: ")
    second = approvers_file(version=2, previous=of_bytes(b"x"))
    assert refused(plain({APPROVERS: second}), approvers=of_bytes(second.encode())) == f"E-GENESIS {APPROVERS}: 起点里的审批人名册应当是第 1 版"  # fmt: skip


def test_without_records_that_nobody_approved() -> None:
    assert refused(plain({ROOM: FILES[ROOM]})) == "E-GENESIS ledger: 起点里不应当有记录，它们没有经过审批"  # fmt: skip


def test_signed_by_all_root_holders_for_these_rules() -> None:
    assert refused({SHEET: None}) == f"E-NOSHEET {SHEET}: 第 1 版审批人名册没有审批单"
    as_link = File(county().main.files[SHEET].data, "120000")
    assert refused({SHEET: as_link}) == f"E-NOSHEET {SHEET}: 第 1 版审批人名册没有审批单"
    more = plain({"rules/guards.yml": "# one more line\n"})
    assert refused(more) == f"E-RULES {SHEET}: 根签名人签的不是起点里的规则"


def test_a_history_restored_into_an_empty_repository_is_held_against_the_root(
    ledger_on_disk: County,
) -> None:
    tip = ledger_on_disk.main.commit
    update = Update("0" * 40, tip, MAIN)
    assert judge_push(ledger_on_disk.box.git, ledger_on_disk.root, [update]) == []
    other = replace(ledger_on_disk.root, genesis="a" * 40)
    (found,) = judge_push(ledger_on_disk.box.git, other, [update])
    assert (found.code, found.message) == ("E-GENESIS", "历史不是从信任根的起点开始的")


@pytest.fixture
def ledger_on_disk(tmp_path_factory: pytest.TempPathFactory) -> County:
    return county(tmp_path_factory.mktemp("chain") / "r.git")


# ── commits that wait for their sheet ───────────────────────────────────────────────────────────


def walked(ledger: County, *states: dict[str, File]) -> list[str]:
    """The submissions found along commits with these files, one on the other."""
    parent, commits = ledger.main.commit, list[str]()
    for files in states:
        parent = ledger.box.commit(files, parent, message=str(len(commits)))
        commits.append(parent)
    memory = Memory(Store(ledger.box))
    walk = Walk(memory, State(memory, ledger.main.commit), ledger.root)
    found = [step.submission.id for step in walk.steps(commits)]
    walk.finish()
    return found


def refused_on_the_way(ledger: County, *states: dict[str, File]) -> str:
    with pytest.raises(Refused) as caught:
        walked(ledger, *states)
    return line(caught)


def test_what_waits_is_what_is_then_approved_and_nothing_else() -> None:
    ledger = county()
    made = draft(ledger, "chengguan", ledger.main, random.Random(1))
    (path,) = made.new
    whole = {**ledger.main.files, **made.whole}
    first = {**ledger.main.files, path: File(b"first try\n")}
    assert walked(ledger, first, whole) == [made.submission]
    stray = {**first, "ledger/2025-06/rooms/fazhi.yml": File(b"x\n")}
    assert refused_on_the_way(ledger, stray, whole) == "E-STRAY ledger/2025-06/rooms/fazhi.yml: 这个提交里夹带了没有送审的改动"  # fmt: skip


def test_what_waits_may_hold_nobody_s_data_either() -> None:
    ledger = county()
    made = draft(ledger, "chengguan", ledger.main, random.Random(1))
    (path,) = made.new
    first = {**ledger.main.files, path: File("电话 13812345678\n".encode())}
    said = refused_on_the_way(ledger, first, {**ledger.main.files, **made.whole})
    assert said.startswith(f"E-CONTENT {path}: ")


def test_of_too_many_that_wait_the_oldest_is_told_of_few_the_newest() -> None:
    ledger = county()
    first = {**ledger.main.files, "generator/a.py": File(b"x\n")}
    others = [{**ledger.main.files, "generator/b.py": File(b"%d\n" % n)} for n in range(MAX_WAITING + 1)]  # fmt: skip
    without = "这处改动没有审批单"
    assert refused_on_the_way(ledger, first, *others) == f"E-NOSHEET generator/a.py: {without}"
    assert refused_on_the_way(ledger, first, others[0]) == f"E-NOSHEET generator/b.py: {without}"


# ── what main has approved ──────────────────────────────────────────────────────────────────────


def test_only_a_commit_that_main_went_through_and_that_ended_a_step_is_approved() -> None:
    ledger = county()
    made = draft(ledger, "chengguan", ledger.main, random.Random(1))
    (path,) = made.new
    first = ledger.main.commit
    waiting = ledger.box.commit({**ledger.main.files, path: File(b"first try\n")}, first)
    done = ledger.box.commit({**ledger.main.files, **made.whole}, waiting)
    aside = ledger.box.commit({**ledger.main.files, **made.whole}, first)

    def approved(commit: str) -> bool:
        return has_approved(Store(ledger.box), ledger.root, done, commit)

    assert [approved(each) for each in (first, waiting, done, aside)] == [True, False, True, False]


def test_a_tag_names_a_bulletin_that_an_approved_commit_holds() -> None:
    ledger = county()
    published = {"ledger/2025-06/bulletins/rooms.yml": File(b"x\n")}
    commit = ledger.box.commit({**ledger.main.files, **published})
    root = replace(ledger.root, genesis=commit)
    aside = ledger.box.commit({**ledger.main.files, **published}, message="another")

    def holds(tag: str, commit: str = commit) -> bool:
        name = f"refs/tags/bulletin/{tag}"
        return has_published(Store(ledger.box), root, root.genesis, commit, name)

    assert holds("rooms/2025-06")
    assert not any(map(holds, ("rooms/2025-05", "party/2025-06", "rooms/june", "rooms/2025-06/x")))
    assert not holds("rooms/2025-06", aside)
