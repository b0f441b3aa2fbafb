"""Restatements: what moves published numbers says so, number by number, together with its cause."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from generator.checks.books import read_books
from generator.text.problems import errors
from tests.attacks.scene import JULY, Attacker, Scene, sign
from tests.attacks.test_laws import MOVING
from tests.attacks.test_trail import JULY_ROOM
from tests.attacks.test_withdrawals import withdraw
from tests.bureau import approvers_file
from tests.closed import BULLETIN, RESTATEMENT, restated
from tests.county import BUREAU, ROOM_RULES, ROOMS, Change, Files, edit, whole

RULES = "rules/rules-1"
CLASS = MOVING["the class of a room, from long ago"]
"""东门社区警务室 was never of the first class: its June comes out otherwise."""


def restate(
    desk: Attacker, *changes: Change, submission: str = RULES, lane: str = "rules", day: int = 21
) -> list[str]:
    """Changes, with the sheet for all of it."""
    paths = desk.apply(*changes)
    sign(desk, submission, lane, paths, day=day)
    return paths


def moved(cause: str = "名册", edit_: Callable[[str], str] = lambda text: text) -> list[Change]:
    return [edit(*CLASS), restated(cause, edit=edit_)]


def test_a_restatement_lands_with_its_cause_and_main_stays_sound(own_closed: Scene) -> None:
    scene, desk = own_closed, own_closed.desk
    assert restate(desk, *moved()) == [RESTATEMENT, ROOMS]
    desk.honest()
    text = desk.read(RESTATEMENT).decode()
    assert text.startswith(
        "通报: ledger/2025-06/bulletins/rooms.yml\n日期: 2025-08-01\n原因: 名册\n"
        "理由: 类别登记错了\n依据: 清公基〔2025〕31号\n变动:\n"
    )
    assert (
        "  - {对象: cg-dongmen, 月份: 2025-06, 组成: base, 项目: W2, 内容: 记录, 公布: 18.95, 重算: 18.37}\n"
        in text
    )
    assert "  - {对象: cg-dongmen, 内容: 合计, 公布: 40.95, " in text
    # What comes next is held to what was restated.
    scene.settle()
    desk.submit(JULY, JULY_ROOM, "2025-07/rooms-chengguan-1", day=24)
    desk.honest()
    books, problems = read_books({**desk.files_of_main("ledger"), **desk.files_of_main("rules")})
    assert books is not None
    assert errors(problems) == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("重算: 18.37", "重算: 18.36", "记录：公布 18.95，重算 18.37"),
        ("公布: 18.95", "公布: 18.94", "记录：公布 18.95，重算 18.37"),
        ("项目: W2", "项目: W7", "W2 记录：公布 18.95，重算 18.37"),
        (
            "变动:\n",
            "变动:\n  - {对象: cg-ximen, 内容: 合计, 公布: 1.00, 重算: 2.00}\n",
            "cg-ximen",
        ),
    ],
    ids=["another number", "another published", "another item", "one more than there is"],
)
def test_a_restatement_states_exactly_what_comes_out(
    closed: Scene, old: str, new: str, words: str
) -> None:
    restate(closed.desk, *moved(edit_=lambda text: text.replace(old, new)))
    closed.refused("E-CLOSED", BULLETIN, words=words, offline=False)


def test_a_restatement_leaves_nothing_out(closed: Scene) -> None:
    def shorter(text: str) -> str:
        rows = text.splitlines(keepends=True)
        return "".join(rows[:-1])

    restate(closed.desk, *moved(edit_=shorter))
    closed.refused("E-CLOSED", BULLETIN, words="重新运行 jifen restate", offline=False)


@pytest.mark.parametrize(
    ("changes", "code", "path", "words"),
    [
        ([edit(*CLASS), restated(), edit(ROOMS, "类别: 二类}\n  - {代码: cg-ximen", "类别: 一类}\n  - {代码: cg-ximen")], "E-MIXED", RESTATEMENT, "引起它的改动"),
        (moved("规则"), "E-RESTATEMENT", RESTATEMENT, "原因写的是规则"),
        (moved("程序"), "E-RESTATEMENT", RESTATEMENT, "原因写的是程序"),
        (moved(edit_=lambda text: text.replace("bulletins/rooms.yml", "bulletins/rooms-v2.yml")), "E-RESTATEMENT", RESTATEMENT, "restatements/rooms-v2-1.yml"),
        ([edit(*CLASS), restated(number=2)], "E-RESTATEMENT", "ledger/2025-06/restatements/rooms-2.yml", "第 1 次重算更正"),
        ([*moved(), edit("ledger/2025-06/rooms/hedong.yml", "依据: 抽查单", "依据: 抽查单1")], "E-MIXED", RESTATEMENT, "只能和规则"),
        ([*moved(), whole("ledger/2025-06/restatements/x.yml", "通报: x\n")], "E-RESTATEMENT", "ledger/2025-06/restatements/x.yml", "restatements"),
    ],
    ids=["without its cause", "of another cause", "of no cause", "of another bulletin", "number two before one", "with a record", "a stray file"],
)  # fmt: skip
def test_a_restatement_that_is_none(
    closed: Scene, changes: list[Change], code: str, path: str, words: str
) -> None:
    restate(closed.desk, *changes)
    closed.refused(code, path, words=words, offline=False)


def test_a_withdrawn_bulletin_is_not_restated(own_closed: Scene) -> None:
    scene, desk = own_closed, own_closed.desk
    files: Files = {}

    def kept(there: Files) -> None:
        made = dict(there)
        edit(*CLASS)(made)
        restated()(made)
        files.update({RESTATEMENT: made[RESTATEMENT]})

    desk.apply(kept)
    withdraw(desk)
    desk.honest()
    scene.settle()
    restate(desk, edit(*CLASS), whole(RESTATEMENT, files[RESTATEMENT]))
    scene.refused("E-RESTATEMENT", RESTATEMENT, words="这期有效的通报", offline=False)


def test_what_was_restated_stays_and_is_restated_again(own_closed: Scene) -> None:
    scene, desk = own_closed, own_closed.desk
    restate(desk, *moved())
    desk.honest()
    scene.settle()
    later: dict[str, Any] = {"submission": "rules/rules-2", "day": 25}
    back = edit(ROOMS, "类别: 二类}\n  - {代码: cg-ximen", "类别: 一类}\n  - {代码: cg-ximen")
    restate(desk, back, **later)
    scene.refused("E-CLOSED", BULLETIN, offline=False)
    scene.reset()
    paths = desk.apply(edit(BUREAU, "答复: 5", "答复: 6"))
    (desk.folder / RESTATEMENT).unlink()
    sign(desk, "rules/rules-2", "rules", [RESTATEMENT, *paths], day=25)
    scene.refused("E-DELETE", RESTATEMENT, offline=False)
    scene.reset()
    restate(
        desk, edit(BUREAU, "答复: 5", "答复: 6"), edit(RESTATEMENT, "类别登记错了", "其他"), **later
    )
    scene.refused("E-APPEND", RESTATEMENT)
    scene.reset()
    restate(desk, back, restated(number=2), **later)
    desk.honest()
    assert desk.read(RESTATEMENT.replace("-1", "-2")).decode().endswith("变动: []\n")


def test_the_version_of_a_published_month_changes_with_a_restatement(own_closed: Scene) -> None:
    scene, desk = own_closed, own_closed.desk
    heavier = edit(ROOM_RULES, "取数: 应办已办, 分值: 20", "取数: 应办已办, 分值: 25")
    restate(desk, heavier)
    scene.refused("E-CLOSED", ROOM_RULES, words="jifen restate")
    scene.reset()
    assert restate(desk, heavier, restated("规则")) == [RESTATEMENT, ROOM_RULES]
    desk.honest()


def test_restatements_go_with_rules_alone(closed: Scene) -> None:
    desk = closed.desk
    files = desk.files_of_main("rules")
    text = approvers_file(version=2, day="2025-07-21")
    paths = desk.apply(
        *moved(),
        whole("rules/approvers.yml", text),
        whole("rules/approvers/1.yml", files["rules/approvers.yml"]),
    )
    sign(desk, "rules/approvers-2", "approvers", paths, day=21)
    closed.refused("E-MIXED", "rules/approvers.yml", offline=False)
