"""Entries within one record: complete, once each, in their month, in order."""

from __future__ import annotations

import pytest

from tests.broken.corpus import Broken, broken, codes
from tests.county import (
    CASES as CASE_FILE,
    PARTY,
    PARTY_RULES,
    REVIEW,
    ROOM,
    SMALL,
    TEAM,
    TEAM_RULES,
    copied,
    edit,
    whole,
)

W2 = "      - {项: W2, 应办: 20, 已办: 18, 依据: 抽查单1}\n"
W7 = "      - {项: W7, 比率: 96%, 依据: 核验单1}\n"
B1 = "      - {项: B1, 日期: 2025-06-11, 次数: 1, 事由: 化解邻里纠纷, 依据: 镇综治确认31}\n"
P2 = "  - {项: P2, 应办: 14, 已办: 14, 依据: 收缴登记6}\n"
P1 = "  - {项: P1, 完成: 按期, 依据: 党日登记6}\n"
P4_TO_P7 = "".join(
    f"      - {{代码: P{n}, 名称: 组织生活{n}, 组成: base, 类型: 完成度, 分值: 1, 目标要求: 按月, 考评标准: 按期得分, 依据: 工作要点, 频次: 月, 证明材料: 会议记录编号}}\n"
    for n in (4, 5, 6, 7)
)
DONGMEN = """\
      - {项: W1, 分项: {巡防计划: 1, 部位检查: 20}, 依据: 检查登记1}
      - {项: W2, 应办: 20, 已办: 18, 依据: 抽查单1}
      - {项: W7, 比率: 96%, 依据: 核验单1}
"""

CASES = [
    broken(
        "a due rate left out",
        edit(ROOM, W7, ""),
        "ledger/2025-06/rooms/chengguan.yml:8:7: cg-dongmen 的“指标”里缺少 W7 信息采集。请按实际补上，如 - {项: W7, 比率: 96%, 依据: 核验单编号}。",
    ),
    broken(
        "a due rate left out that may be not applicable",
        edit(ROOM, W2, ""),
        "ledger/2025-06/rooms/chengguan.yml:8:7: cg-dongmen 的“指标”里缺少 W2 出租房屋登记。请按实际补上，如 - {项: W2, 应办: 20, 已办: 18, 依据: 抽查单编号}；辖区无出租房屋的，写 - {项: W2, 不适用: 一句话说明}。",
    ),
    broken(
        "a due completion left out",
        edit(PARTY, P1, ""),
        "ledger/2025-06/party/zb-chengguan.yml:6:3: “项目”里缺少 P1 主题党日。请按实际补上，如 - {项: P1, 完成: 按期, 依据: 活动登记编号}；本月停办的，写 - {项: P1, 完成: 不适用, 事由: 一句话说明}。",
    ),
    broken(
        "a due ladder left out",
        edit(SMALL, "  - {项: T3, 数量: 88, 依据: 回访汇总7}\n", ""),
        "ledger/2025-06/team/fazhi.yml:6:3: “指标”里缺少 T3 群众评价。请按实际补上，如 - {项: T3, 数量: 4, 依据: 回访汇总编号}。",
    ),
    broken(
        "all due items left out",
        edit(ROOM, f"    指标:\n{DONGMEN}", "    指标: []\n"),
        "ledger/2025-06/rooms/chengguan.yml:7:9: cg-dongmen 的“指标”里缺少 W1 案件预防。请按实际补上，如 - {项: W1, 分项: {巡防计划: 1, 部位检查: 1}, 依据: 检查登记编号}。",
        "ledger/2025-06/rooms/chengguan.yml:7:9: cg-dongmen 的“指标”里缺少 W2 出租房屋登记。请按实际补上，如 - {项: W2, 应办: 20, 已办: 18, 依据: 抽查单编号}；辖区无出租房屋的，写 - {项: W2, 不适用: 一句话说明}。",
        "ledger/2025-06/rooms/chengguan.yml:7:9: cg-dongmen 的“指标”里缺少 W7 信息采集。请按实际补上，如 - {项: W7, 比率: 96%, 依据: 核验单编号}。",
    ),
    broken(
        "a section of due items left out",
        edit(ROOM, f"    指标:\n{DONGMEN}", ""),
        "ledger/2025-06/rooms/chengguan.yml:7:5: 一个警务室的记录缺少“指标”。请补上“指标:”，下面逐条填写（基础分）。",
    ),
    broken(
        "a section in which nothing is due in July may be left out, though June has stated it",
        edit(TEAM_RULES, "频次: 月, 证明材料: 回访汇总编号", "频次: 季, 证明材料: 回访汇总编号"),
        whole(
            "ledger/2025-07/team/fazhi.yml",
            '单位: fazhi\n月份: 2025-07\n填报人: "060301"\n填报日期: 2025-08-01\n',
        ),
        "ledger/2025-07/team/chengguan.yml: 提示：城关派出所（chengguan）还没有报送 2025-07 的队伍管理记录。请补报；不必报送的，请在名册里核对。",
        "ledger/2025-07/team/hedong.yml: 提示：河东派出所（hedong）还没有报送 2025-07 的队伍管理记录。请补报；不必报送的，请在名册里核对。",
    ),
    broken(
        "more than three due items left out",
        edit(PARTY_RULES, "      - 代码: P3\n", P4_TO_P7 + "      - 代码: P3\n"),
        "ledger/2025-06/party/zb-chengguan.yml:6:3: “项目”里缺少 4 项：P4 组织生活4、P5 组织生活5、P6 组织生活6、P7 组织生活7。请按实际逐项补上，如 - {项: P4, 完成: 按期, 依据: 会议记录编号}。",
        "ledger/2025-06/party/zb-lianhe.yml:6:3: “项目”里缺少 4 项：P4 组织生活4、P5 组织生活5、P6 组织生活6、P7 组织生活7。请按实际逐项补上，如 - {项: P4, 完成: 按期, 依据: 会议记录编号}。",
    ),
    broken(
        "an item of another month left out is no fault",
        edit(PARTY, "P1, 完成: 按期", "P1, 完成: 逾期"),
    ),
    broken(
        "a mistyped code is one mistake, not two",
        edit(ROOM, "项: W7, 比率: 96%", "项: W77, 比率: 96%"),
        "ledger/2025-06/rooms/chengguan.yml:10:13: “W77”不是“指标”里可用的项目代码。是不是“W7”？请写成 W1（案件预防）、W2（出租房屋登记）、W7（信息采集）之一。",
    ),
    broken(
        "a code in small letters",
        edit(ROOM, "项: W7, 比率: 96%", "项: w7, 比率: 96%"),
        "ledger/2025-06/rooms/chengguan.yml:10:13: “w7”不是“指标”里可用的项目代码。是不是“W7”？请写成 W1（案件预防）、W2（出租房屋登记）、W7（信息采集）之一。",
    ),
    broken(
        "a code that says nothing",
        edit(ROOM, "项: W7, 比率: 96%", "项: 采集, 比率: 96%"),
        "ledger/2025-06/rooms/chengguan.yml:10:13: “采集”不是“指标”里可用的项目代码。请写成 W1（案件预防）、W2（出租房屋登记）、W7（信息采集）之一。",
    ),
    broken(
        "one entry without a clear code stands for one of two that are missing, not for both",
        edit(ROOM, W2 + W7, "      - {项: 采集, 比率: 96%, 依据: 核验单1}\n"),
        "ledger/2025-06/rooms/chengguan.yml:8:7: cg-dongmen 的“指标”里缺少 W2 出租房屋登记。请按实际补上，如 - {项: W2, 应办: 20, 已办: 18, 依据: 抽查单编号}；辖区无出租房屋的，写 - {项: W2, 不适用: 一句话说明}。",
        "ledger/2025-06/rooms/chengguan.yml:8:7: cg-dongmen 的“指标”里缺少 W7 信息采集。请按实际补上，如 - {项: W7, 比率: 96%, 依据: 核验单编号}。",
        "ledger/2025-06/rooms/chengguan.yml:9:13: “采集”不是“指标”里可用的项目代码。请写成 W1（案件预防）、W2（出租房屋登记）、W7（信息采集）之一。",
    ),
    broken(
        "a code of another section",
        edit(ROOM, f"    加分:\n{B1}", f"    加分:\n{W7}"),
        "ledger/2025-06/rooms/chengguan.yml:12:13: “W7”（信息采集）应写在“指标”里。“加分”可用的代码有 B1（化解纠纷）、B5（经验推广）。",
    ),
    broken(
        "a code of another scheme",
        edit(ROOM, "项: B1,", "项: P1,"),
        "ledger/2025-06/rooms/chengguan.yml:12:13: “P1”不是“加分”里可用的项目代码。请写成 B1（化解纠纷）、B5（经验推广）之一。",
    ),
    broken(
        "a due item written twice",
        edit(ROOM, W7, W7 + W7),
        "ledger/2025-06/rooms/chengguan.yml:11:13: W7 信息采集在第 10 行已经写过。每项每月只写一条，请合并或删去一条。",
    ),
    broken(
        "an item that is not due this month",
        edit(PARTY, P2, P2 + "  - {项: P3, 完成: 按期, 依据: 计划1}\n"),
        "ledger/2025-06/party/zb-chengguan.yml:8:9: P3 年度计划只在3月考核，2025-06 不用填。请删去这一条。",
    ),
    broken(
        "a retired item",
        copied(
            ROOM,
            "ledger/2025-07/rooms/chengguan.yml",
            ("2025-06", "2025-07"),
            ("2025-07-02", "2025-08-04"),
        ),
        "ledger/2025-07/rooms/chengguan.yml:12:13: “B1”（化解纠纷）自 2025-07 起已不再使用。“加分”可用的代码有 B5（经验推广）、B8（支援他室）。",
        "ledger/2025-07/rooms/hedong.yml: 提示：河东派出所（hedong）还没有报送 2025-07 的基层基础记录。请补报；不必报送的，请在名册里核对。",
    ),
    broken(
        "an item that is not yet in force",
        edit(ROOM, "项: B1,", "项: B8,"),
        "ledger/2025-06/rooms/chengguan.yml:12:13: “B8”（支援他室）要到 2025-07 才启用。“加分”可用的代码有 B1（化解纠纷）、B5（经验推广）。",
    ),
    broken(
        "a bonus dated in another month",
        edit(ROOM, "日期: 2025-06-11", "日期: 2025-07-11"),
        "ledger/2025-06/rooms/chengguan.yml:12:21: 日期 2025-07-11 不在 2025-06 之内。请核对日期；确是 2025-07 的事，请记入 2025-07 的记录。",
    ),
    broken(
        "an award dated in another year",
        edit(TEAM, "日期: 2025-06-20", "日期: 2024-06-20"),
        "ledger/2025-06/team/chengguan.yml:11:20: 日期 2024-06-20 不在 2025-06 之内。请核对日期；确是 2024-06 的事，请记入 2024-06 的记录。",
    ),
    broken(
        "a review dated in another month",
        edit(REVIEW, "日期: 2025-06-20", "日期: 2025-07-20"),
        "ledger/2025-06/case-review/chengguan.yml:7:9: 日期 2025-07-20 不在 2025-06 之内。请核对日期；确是 2025-07 的事，请记入 2025-07 的记录。",
    ),
    broken(
        "a finding dated in another month",
        edit(REVIEW, "事由: 财物登记不全", "日期: 2025-05-30, 事由: 财物登记不全"),
        "ledger/2025-06/case-review/chengguan.yml:20:46: 日期 2025-05-30 不在 2025-06 之内。请核对日期；确是 2025-05 的事，请记入 2025-05 的记录。",
    ),
    broken(
        "false data of something that is no indicator",
        edit(ROOM, "指标: W7,", "指标: B1,"),
        "ledger/2025-06/rooms/chengguan.yml:20:44: “B1”不是本月考核的指标。请写成 W1（案件预防）、W2（出租房屋登记）、W7（信息采集）之一。",
    ),
    broken(
        "false data of a mistyped indicator",
        edit(ROOM, "指标: W7,", "指标: W77,"),
        "ledger/2025-06/rooms/chengguan.yml:20:44: “W77”不是本月考核的指标。是不是“W7”？请写成 W1（案件预防）、W2（出租房屋登记）、W7（信息采集）之一。",
    ),
    broken(
        "indicators out of order",
        edit(ROOM, W2 + W7, W7 + W2),
        "ledger/2025-06/rooms/chengguan.yml:10:9: 提示：“指标”没有按日期和代码排列，W2 应排在第 9 行之前。排好以后便于核对，几个人同时修改也不容易冲突。",
    ),
    broken(
        "awards out of order",
        edit(ROOM, B1, B1.replace("-11", "-12") + B1.replace("31", "32")),
        "ledger/2025-06/rooms/chengguan.yml:13:9: 提示：“加分”没有按日期和代码排列，B1 应排在第 12 行之前。排好以后便于核对，几个人同时修改也不容易冲突。",
    ),
    broken(
        "cases out of order",
        edit(CASE_FILE, "编号: 2025-06-chengguan-01", "编号: 2025-06-chengguan-03"),
        edit(
            REVIEW,
            "  - 编号: 2025-06-chengguan-01\n    日期: 2025-06-20",
            "  - 编号: 2025-06-chengguan-03\n    日期: 2025-06-20",
        ),
        edit(
            REVIEW,
            "  - 编号: 2025-06-chengguan-01\n    日期: 2025-06-28",
            "  - 编号: 2025-06-chengguan-03\n    日期: 2025-06-28",
        ),
        "ledger/2025-06/case-review/chengguan.yml:21:5: 提示：“复核”没有按日期和编号排列，2025-06-chengguan-02 应排在第 16 行之前。排好以后便于核对，几个人同时修改也不容易冲突。",
        "ledger/2025-06/cases/chengguan.yml:12:5: 提示：“案件”没有按编号排列，2025-06-chengguan-02 应排在第 6 行之前。排好以后便于核对，几个人同时修改也不容易冲突。",
    ),
    broken(
        "reviews out of order",
        edit(REVIEW, "chengguan-02, 日期: 2025-06-28", "chengguan-02, 日期: 2025-06-19"),
        "ledger/2025-06/case-review/chengguan.yml:21:5: 提示：“复核”没有按日期和编号排列，2025-06-chengguan-02 应排在第 6 行之前。排好以后便于核对，几个人同时修改也不容易冲突。",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_lines_printed(case: Broken) -> None:
    assert case.printed == case.lines
    assert case.codes == codes()[case.title]
