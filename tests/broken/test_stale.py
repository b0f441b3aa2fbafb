"""须重报: records approved under other rules, in months that are still open."""

from __future__ import annotations

import pytest

from tests.broken.corpus import Broken, broken, codes
from tests.closed import issued
from tests.county import ROOM, ROOMS, Files, edit, whole
from tests.published_county import founded, signed_records

NEW_ROOM = edit(
    ROOMS,
    "  - {代码: hd-xincun,",
    "  - {代码: cg-nanmen, 名称: 南门社区警务室, 自: 2025-06-20, 派出所: chengguan, 性质: 社区, 类别: 一类}\n  - {代码: hd-xincun,",
)
GONE = edit(
    ROOMS, "名称: 西门社区警务室, 自: 2020-01-01,", "名称: 西门社区警务室, 自: 2020-01-01, 至: 2025-05-31,"
)  # fmt: skip
MISSING = "ledger/2025-06/rooms/chengguan.yml: 提示：城关派出所（chengguan）还没有报送 2025-06 的基层基础记录。请补报；不必报送的，请在名册里核对。"


def approved(files: Files) -> None:
    """Every record as it is, approved under the rules as they are."""
    founded(files)
    signed_records(files)


CASES = [
    broken("records approved under the rules in force", approved),
    broken(
        "a room that begins in a month already reported",
        approved,
        NEW_ROOM,
        MISSING,
        "ledger/2025-06/rooms/chengguan.yml: 提醒：这份记录审批以后，规则或名册改了：缺少 南门社区警务室（cg-nanmen）的记录。请按现在的要求改好，重新报送；改好以前按未报计。",
    ),
    broken(
        "a room that was gone before a month already reported",
        approved,
        GONE,
        MISSING,
        "ledger/2025-06/rooms/chengguan.yml: 提醒：这份记录审批以后，规则或名册改了：西门社区警务室（cg-ximen）已于 2025-05-31 撤销，2025-06 不应有记录。请按现在的要求改好，重新报送；改好以前按未报计。",
    ),
    broken(
        "a room that begins in a month already published",
        approved,
        issued(),
        NEW_ROOM,
        "ledger/2025-06/rooms/chengguan.yml:6:3: 缺少 南门社区警务室（cg-nanmen）的记录。请在“警务室”下补上“cg-nanmen:”及其内容。",
    ),
    broken(
        "an error in a record approved under the rules in force",
        edit(ROOM, "项: W7, 比率: 96%", "项: W7, 比率: 960%"),
        approved,
        "ledger/2025-06/rooms/chengguan.yml:10:21: 960% 超出范围。请写 0% 到 100% 之间的百分比。",
    ),
    broken(
        "a record changed after it was approved",
        approved,
        NEW_ROOM,
        edit(ROOM, "已办: 18", "已办: 19"),
        "ledger/2025-06/rooms/chengguan.yml:6:3: 缺少 南门社区警务室（cg-nanmen）的记录。请在“警务室”下补上“cg-nanmen:”及其内容。",
    ),
    broken(
        "a sheet that cannot be read approves nothing",
        approved,
        NEW_ROOM,
        whole("ledger/2025-06/approvals/rooms-chengguan-1.json", "{}"),
        "ledger/2025-06/rooms/chengguan.yml:6:3: 缺少 南门社区警务室（cg-nanmen）的记录。请在“警务室”下补上“cg-nanmen:”及其内容。",
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_lines_printed(case: Broken) -> None:
    assert case.printed == case.lines
    assert case.codes == codes()[case.title]
