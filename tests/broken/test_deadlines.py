"""When reports were filed, and whether late ones are recorded as late.

June 2025 is due on Thursday 3 July; 2 June and 1 May are holidays, Sunday 27 April is worked.
"""

from __future__ import annotations

import pytest

from tests.broken.corpus import Broken, broken, codes
from tests.county import (
    CALENDAR,
    CASES as CASE_FILE,
    REVIEW,
    ROOM,
    ROOM_RULES,
    SMALL,
    copied,
    edit,
    whole,
)

D4 = "{项: D4, 天数: 2, 事由: 月报迟报, 依据: 收文登记8}"
UNIT_FINDING = "单位问题:\n  - {E05, 天数: 2, 事由: 月报迟报, 依据: 收文登记9}\n".replace(
    "{E05", "{项: E05"
)
LATE = edit(ROOM, "填报日期: 2025-07-02", "填报日期: 2025-07-07")
LATE_CASES = edit(CASE_FILE, "填报日期: 2025-07-01", "填报日期: 2025-07-07")
DONGMEN = edit(ROOM, "    扣分: []\n", f"    扣分:\n      - {D4}\n")
XIMEN = edit(ROOM, "      - {项: D2, 日期", f"      - {D4}\n      - {{项: D2, 日期")
JULY = """\
单位: chengguan
月份: 2025-07
填报人: "060301"
填报日期: 2025-08-01
复核: []
"""

UNCOVERED = edit(CALENDAR, "2025-05-01, 2025-06-02", "2024-05-01")

CASES = [
    broken(
        "filed on the last day allowed", edit(SMALL, "填报日期: 2025-07-02", "填报日期: 2025-07-03")
    ),
    broken(
        "filed three days before the month is over",
        edit(SMALL, "填报日期: 2025-07-02", "填报日期: 2025-06-27"),
    ),
    broken(
        "filed in the middle of the month",
        edit(SMALL, "填报日期: 2025-07-02", "填报日期: 2025-06-20"),
        "ledger/2025-06/team/fazhi.yml:4:7: 填报日期 2025-06-20 时，2025-06 还没有过完。请写 2025-06-27 以后的日期。",
    ),
    broken(
        "filed in another year",
        edit(SMALL, "填报日期: 2025-07-02", "填报日期: 2026-07-02"),
        "ledger/2025-06/team/fazhi.yml:4:7: 提醒：填报日期 2026-07-02 比 2025-06 晚了 367 天。请核对年份和月份。",
    ),
    broken(
        "late where nothing is deducted for it",
        edit(SMALL, "填报日期: 2025-07-02", "填报日期: 2025-07-08"),
        "ledger/2025-06/team/fazhi.yml:4:7: 提示：这份记录迟报 3 个工作日。本积分制没有迟报项目，不扣分。",
    ),
    broken(
        "late in a year whose holidays nobody has entered",
        LATE,
        UNCOVERED,
        f"{CALENDAR}: 提醒：工作日历没有 2025 年的放假和调休，没有核对2025-06 的记录是否迟报。请按国务院办公厅的通知，在“休”“班”里补上 2025 年的日期。",
    ),
    broken(
        "recorded as late in a year whose holidays nobody has entered",
        LATE_CASES,
        UNCOVERED,
        edit(REVIEW, "复核:\n", f"{UNIT_FINDING}复核:\n"),
        f"{CALENDAR}: 提醒：工作日历没有 2025 年的放假和调休，没有核对2025-06 的记录是否迟报。请按国务院办公厅的通知，在“休”“班”里补上 2025 年的日期。",
    ),
    broken("late and recorded for every room", LATE, DONGMEN, XIMEN),
    broken(
        "late and not recorded",
        LATE,
        "ledger/2025-06/rooms/chengguan.yml:4:7: 提醒：这份记录迟报 2 个工作日，没有记 D4 月报迟报。请写上 - {项: D4, 天数: 2, 事由: 月报迟报, 依据: 收文登记}；填报日期写错的请改正。",
    ),
    broken(
        "late and not recorded for one room",
        LATE,
        DONGMEN,
        "ledger/2025-06/rooms/chengguan.yml:4:7: 提醒：这份记录迟报 2 个工作日，cg-ximen 没有记 D4 月报迟报。请写上 - {项: D4, 天数: 2, 事由: 月报迟报, 依据: 收文登记}；填报日期写错的请改正。",
    ),
    broken(
        "late by another number of days",
        edit(ROOM, "填报日期: 2025-07-02", "填报日期: 2025-07-08"),
        DONGMEN,
        XIMEN,
        "ledger/2025-06/rooms/chengguan.yml:4:7: 提醒：这份记录迟报 3 个工作日，记错了天数： D4 月报迟报。请写上 - {项: D4, 天数: 3, 事由: 月报迟报, 依据: 收文登记}；填报日期写错的请改正。",
    ),
    broken(
        "in time and recorded as late",
        DONGMEN,
        "ledger/2025-06/rooms/chengguan.yml:4:7: 提醒：这份记录按期报送，cg-dongmen 却记了 D4 月报迟报。请删去 D4；填报日期写错的请改正。",
    ),
    broken(
        "a weekend is no working day",
        edit(ROOM, "填报日期: 2025-07-02", "填报日期: 2025-07-06"),
        "ledger/2025-06/rooms/chengguan.yml:4:7: 提醒：这份记录迟报 1 个工作日，没有记 D4 月报迟报。请写上 - {项: D4, 天数: 1, 事由: 月报迟报, 依据: 收文登记}；填报日期写错的请改正。",
    ),
    broken(
        "holidays and worked weekends count as the calendar says",
        copied(
            ROOM,
            "ledger/2025-05/rooms/chengguan.yml",
            ("月份: 2025-06", "月份: 2025-05"),
            ("2025-06-1", "2025-05-1"),
            ("2025-07-02", "2025-06-06"),
        ),
        "ledger/2025-05/rooms/chengguan.yml:4:7: 提醒：这份记录迟报 1 个工作日，没有记 D4 月报迟报。请写上 - {项: D4, 天数: 1, 事由: 月报迟报, 依据: 收文登记}；填报日期写错的请改正。",
        "ledger/2025-05/rooms/chengguan.yml:12:56: 提示：依据“镇综治确认31”还用在 ledger/2025-06/rooms/chengguan.yml:12。同一材料一次录入、多处使用是允许的，请确认各处说的是同一件事。",
        "ledger/2025-05/rooms/hedong.yml: 提示：河东派出所（hedong）还没有报送 2025-05 的基层基础记录。请补报；不必报送的，请在名册里核对。",
    ),
    broken(
        "late where times are counted, not days",
        edit(ROOM_RULES, "类型: 扣分, 分值: 1, 每: 工作日", "类型: 扣分, 分值: 1, 每: 次"),
        LATE,
        "ledger/2025-06/rooms/chengguan.yml:4:7: 提醒：这份记录迟报 2 个工作日，没有记 D4 月报迟报。请写上 - {项: D4, 次数: 1, 事由: 月报迟报, 依据: 收文登记}；填报日期写错的请改正。",
    ),
    broken(
        "late cases that nobody charged",
        LATE_CASES,
        "ledger/2025-06/cases/chengguan.yml:4:7: 提醒：这份记录迟报 2 个工作日，复核记录的“单位问题”里没有这 2 天。请在 ledger/2025-06/case-review/chengguan.yml 里写上 - {项: E05, 天数: 2, 事由: 月报迟报, 依据: 收文登记}。",
    ),
    broken(
        "late cases charged in the same month",
        LATE_CASES,
        edit(REVIEW, "复核:\n", f"{UNIT_FINDING}复核:\n"),
    ),
    broken(
        "late cases charged in the next month",
        LATE_CASES,
        whole("ledger/2025-07/case-review/chengguan.yml", JULY + UNIT_FINDING),
    ),
    broken(
        "late cases charged in the next month, whose own cases are in time",
        LATE_CASES,
        whole("ledger/2025-07/case-review/chengguan.yml", JULY + UNIT_FINDING),
        whole("ledger/2025-07/cases/chengguan.yml", JULY.replace("复核", "案件")),
        "ledger/2025-07/cases/hedong.yml: 提示：河东派出所（hedong）还没有报送 2025-07 的执法办案记录。请补报；不必报送的，请在名册里核对。",
    ),
    broken(
        "cases that were never handed in, charged in the next month",
        whole("ledger/2025-07/case-review/chengguan.yml", JULY + UNIT_FINDING),
        copied(
            "ledger/2025-06/cases/hedong.yml",
            "ledger/2025-07/cases/hedong.yml",
            ("2025-06", "2025-07"),
            ("2025-07-02", "2025-08-01"),
        ),
        "ledger/2025-07/cases/chengguan.yml: 提示：城关派出所（chengguan）还没有报送 2025-07 的执法办案记录。请补报；不必报送的，请在名册里核对。",
    ),
    broken(
        "cases in time but charged",
        edit(REVIEW, "复核:\n", f"{UNIT_FINDING}复核:\n"),
        "ledger/2025-06/case-review/chengguan.yml:6:9: 提醒：2025-06 的案件记录都按期报送，E05 却记了迟报。请删去 E05，或核对案件记录的填报日期。",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_lines_printed(case: Broken) -> None:
    assert case.printed == case.lines
    assert case.codes == codes()[case.title]
