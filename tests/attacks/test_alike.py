"""The oracle of ``tests/alike.py`` notices when gate and tree proof part."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from generator.approval.refusal import MENDS
from tests import alike
from tests.attacks.scene import SHEET, Scene
from tests.county import ROOM


def asked(scene: Scene, line: str) -> None:
    alike.held_alike(scene.desk.folder, scene.bureau.root, scene.base, "HEAD", line)


def test_a_sheet_that_the_gate_refuses_and_the_tree_does_not(scene: Scene) -> None:
    scene.desk.submit()
    scene.desk.commit()
    with pytest.raises(AssertionError):
        asked(scene, f"E-KEY {SHEET}: 所用的密钥登记在别人名下。")
    with pytest.raises(AssertionError):
        asked(scene, f"E-MIXED {ROOM}: 一份报送只能有一份记录。")
    asked(scene, f"E-SEEN {SHEET}: 见过的提交不在主分支上。")


def test_a_sheet_that_the_tree_refuses_for_another_reason(scene: Scene) -> None:
    scene.desk.submit(overrides={1: {"note": "联系人 13812345678"}})
    scene.desk.commit()
    asked(scene, f"E-CONTENT {SHEET}: 第 2 条意见的附言里疑似写有手机号码。")
    with pytest.raises(AssertionError):
        asked(scene, f"E-KEY {SHEET}: 所用的密钥登记在别人名下。")


def test_the_rehearsal_knows_what_day_it_is_as_the_gate_does(scene: Scene) -> None:
    day = date.today() + timedelta(days=30)  # noqa: DTZ011 - some day ahead, in any time zone
    scene.desk.submit(overrides={3: {"time": f"{day}T09:00:00+08:00"}})
    commit = scene.desk.commit()
    data = scene.desk.read(SHEET)
    assert alike.by_rehearsal(scene.desk.folder, commit, {SHEET: data}) == [("E-TIME", SHEET)]


@pytest.mark.parametrize("each", [*alike.TWO_STATES, *alike.OTHERWISE])
def test_every_exception_is_of_codes_that_there_are(each: str) -> None:
    named = re.match(r"E-(?:\(\?:([A-Z|]+)\)|([A-Z]+))", each)
    assert named is not None
    assert {f"E-{code}" for code in (named[1] or named[2]).split("|")} <= MENDS.keys()
