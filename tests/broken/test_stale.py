"""须重报: records approved under other rules, in months that are still open."""

from __future__ import annotations

import pytest

from generator.checks.books import read_books
from generator.rules.periods import Period
from generator.scoring.standings import Scores
from generator.text.problems import errors
from tests.broken.corpus import Broken, broken, codes
from tests.closed import issued
from tests.county import OFFICERS, ROOM, ROOMS, Files, county, edit, whole
from tests.published_county import founded, signed_records

NEW_ROOM = edit(
    ROOMS,
    "  - {代码: hd-xincun,",
    "  - {代码: cg-nanmen, 名称: 南门社区警务室, 自: 2025-06-20, 派出所: chengguan, 性质: 社区, 类别: 一类}\n  - {代码: hd-xincun,",
)
GONE = edit(
    ROOMS, "名称: 西门社区警务室, 自: 2020-01-01,", "名称: 西门社区警务室, 自: 2020-01-01, 至: 2025-05-31,"
)  # fmt: skip
LEFT = edit(
    OFFICERS,
    "任职: [{自: 2019-01-01, 单位: chengguan, 职务: 民警, 办案: 是}]",
    "任职: [{自: 2019-01-01, 单位: chengguan, 职务: 民警, 办案: 是}], 至: 2025-05-31",
)
CASE_AGAIN = "ledger/2025-06/cases/chengguan.yml: 提醒：这份记录审批以后，规则或名册改了：061102（李成）已于 2025-05-31 离任。请按现在的要求改好，重新报送；改好以前按未报计。"


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
        "ledger/2025-06/rooms/chengguan.yml: 提醒：这份记录审批以后，规则或名册改了：缺少 南门社区警务室（cg-nanmen）的记录。请按现在的要求改好，重新报送；改好以前按未报计。",
    ),
    broken(
        "a room that was gone before a month already reported",
        approved,
        GONE,
        "ledger/2025-06/rooms/chengguan.yml: 提醒：这份记录审批以后，规则或名册改了：西门社区警务室（cg-ximen）已于 2025-05-31 撤销，2025-06 不应有记录。请按现在的要求改好，重新报送；改好以前按未报计。",
    ),
    broken("an officer who had left before the month of a case", approved, LEFT, CASE_AGAIN),
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


def test_a_review_of_a_case_that_is_reported_again_waits_without_an_error() -> None:
    books, problems = read_books(county(approved, LEFT))
    assert books is not None
    assert errors(problems) == []
    assert "ledger/2025-06/cases/chengguan.yml" in books.waiting
    reviewed = {review.case for review in books.ledger.reviews}
    assert reviewed - {case.id for case in books.ledger.cases}
    assert Scores(books).standing("cases", Period("2025-06")).rows
