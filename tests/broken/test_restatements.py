"""Restatements: their own fields, and what they are about."""

from __future__ import annotations

import pytest

from tests.broken.corpus import Broken, broken, codes
from tests.closed import RESTATEMENT, published, restated
from tests.county import ROOMS, Change, copied, edit, without

CLASS = edit(ROOMS, "类别: 一类}\n  - {代码: cg-ximen", "类别: 二类}\n  - {代码: cg-ximen")
OUT = published()
SECOND = "ledger/2025-06/restatements/rooms-2.yml"


def stated(*changes: Change) -> tuple[Change, ...]:
    """A bulletin, a roster that makes it otherwise, the restatement, and what was done to it."""
    return (OUT, CLASS, restated(), *changes)


CASES = [
    broken("a restatement", *stated()),
    broken("a second restatement", *stated(copied(RESTATEMENT, SECOND))),
    broken(
        "a second restatement without the first",
        *stated(copied(RESTATEMENT, SECOND), without(RESTATEMENT)),
        f"{SECOND}:1:1: 没有第 1 次重算更正 {RESTATEMENT}。编号从 1 起连续，请核对。",
    ),
    broken(
        "a restatement of no bulletin",
        CLASS,
        OUT,
        edit(ROOMS, "值: 二类", "值: 一类"),
        restated(),
        without("ledger/2025-06/bulletins/rooms.yml"),
        without("ledger/2025-06/bulletins/rooms.json"),
        f"{RESTATEMENT}:1:5: 没有 ledger/2025-06/bulletins/rooms.yml 这期通报。请核对路径。",
    ),
    broken(
        "a restatement under the name of another bulletin's",
        *stated(
            copied(RESTATEMENT, "ledger/2025-06/restatements/party-1.yml"), without(RESTATEMENT)
        ),
        f"ledger/2025-06/restatements/party-1.yml:1:5: 按内容，这个文件应当是 {RESTATEMENT}。请核对内容，或把文件改名、移到那里。",
    ),
    broken(
        "a restatement of no known cause",
        *stated(edit(RESTATEMENT, "原因: 名册", "原因: 天气")),
        f"{RESTATEMENT}:3:5: “天气”不是可选的原因。请写成 规则、名册、程序 之一。",
    ),
    broken(
        "a restatement with a reason that says nothing",
        *stated(edit(RESTATEMENT, "理由: 类别登记错了", "理由: 略")),
        f"{RESTATEMENT}:4:5: “略”不能算理由。请写明理由。",
    ),
    broken(
        "a stray file among restatements",
        *stated(copied(RESTATEMENT, "ledger/2025-06/restatements/rooms.yml")),
        "ledger/2025-06/restatements/rooms.yml: 这个文件不能放在 restatements 文件夹里。这里的文件叫 ledger/2025-06/restatements/rooms-1.yml 的样子，别的请移走或删去。",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_lines_printed(case: Broken) -> None:
    assert case.printed == case.lines
    assert case.codes == codes()[case.title]
