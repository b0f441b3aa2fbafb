"""The same matter or the same evidence at several places."""

from __future__ import annotations

import pytest

from tests.broken.corpus import Broken, broken, codes
from tests.county import ROOM, SMALL, TEAM, TEAM_RULES, copied, edit

B5 = "{项: B5, 日期: 2025-06-12, 级别: 县级, 事由: 经验推广, 依据: 清公发〔2025〕8号, 事项: 20250612-01}"
B1 = "      - {项: B1, 日期: 2025-06-11, 次数: 1, 事由: 化解邻里纠纷, 依据: 镇综治确认31}\n"
AWARD = (
    "奖励:\n  - {级别: 个人嘉奖, 日期: 2025-06-20, 依据: 清公奖〔2025〕5号, 事项: 20250620-02}\n"
)
BLAME = (
    "负面:\n  - {级别: 通报批评, 日期: 2025-06-24, 依据: 清公通〔2025〕8号, 事项: 20250624-01}\n"
)

CASES = [
    broken(
        "an award claimed by two units",
        edit(SMALL, "指标:", f"{AWARD}指标:"),
        "ledger/2025-06/team/fazhi.yml:6:53: 事项 20250620-02 已在 ledger/2025-06/team/chengguan.yml:11 计入 城关派出所（chengguan）。一项表彰只计入一个单位，请删去一处；确是另一件事的，请换事项编号。",
    ),
    broken(
        "an award claimed by two rooms of one file",
        edit(ROOM, B1, f"{B1}      - {B5}\n"),
        edit(
            ROOM,
            "    扣分:\n      - {项: D2",
            f"    加分:\n      - {B5.replace('8号', '9号')}\n    扣分:\n      - {{项: D2",
        ),
        "ledger/2025-06/rooms/chengguan.yml:21:72: 事项 20250612-01 已在第 13 行计入 东门社区警务室（cg-dongmen）。一项表彰只计入一个单位，请删去一处；确是另一件事的，请换事项编号。",
    ),
    broken(
        "an award at two levels for one subject is no fault",
        edit(
            TEAM,
            "事项: 20250620-02}",
            "事项: 20250620-02}\n  - {级别: 集体三等功, 日期: 2025-06-21, 依据: 清公奖〔2025〕6号, 事项: 20250620-02}",
        ),
    ),
    broken(
        "a matter for which two units lose points is no fault",
        edit(
            TEAM_RULES,
            "分值: {通报批评: 2, 警告: 4}",
            "同事项取高: 是, 分值: {通报批评: 2, 警告: 4}",
        ),
        edit(TEAM, "依据: 清公通〔2025〕7号", "依据: 清公通〔2025〕7号, 事项: 20250624-01"),
        edit(SMALL, "指标:", f"{BLAME}指标:"),
    ),
    broken(
        "an award in two schemes",
        edit(TEAM, "事项: 20250620-02", "事项: 20250620-01"),
        "ledger/2025-06/team/chengguan.yml:11:67: 提醒：事项 20250620-01 已在 ledger/2025-06/party/zb-chengguan.yml:9 计入 城关派出所党支部（zb-chengguan）的党建积分。同一表彰不在两个积分制里都加分，请核对。",
    ),
    broken(
        "one evidence for several items of one room",
        edit(ROOM, "依据: 抽查单1", "依据: 检查登记1"),
        "ledger/2025-06/rooms/chengguan.yml:8:46: 提示：依据“检查登记1”还用在第 9 行。同一材料一次录入、多处使用是允许的，请确认各处说的是同一件事。",
    ),
    broken(
        "one evidence in two schemes of one unit",
        edit(TEAM, "依据: 督察通报9", "依据: 党日登记6"),
        "ledger/2025-06/party/zb-chengguan.yml:6:25: 提示：依据“党日登记6”还用在 ledger/2025-06/team/chengguan.yml:6。同一材料一次录入、多处使用是允许的，请确认各处说的是同一件事。",
    ),
    broken(
        "one evidence of two units is no reuse", edit(SMALL, "依据: 成绩汇总3", "依据: 党日登记6")
    ),
    broken(
        "one registry for many rooms is no reuse", edit(ROOM, "依据: 检查登记2", "依据: 检查登记1")
    ),
    broken(
        "a reference without a number is no reuse",
        edit(ROOM, "依据: 抽查单1", "依据: 检查登记"),
        edit(ROOM, "依据: 核验单1", "依据: 检查登记"),
    ),
    broken(
        "one bonus evidence in two months",
        copied(
            ROOM,
            "ledger/2025-05/rooms/chengguan.yml",
            ("月份: 2025-06", "月份: 2025-05"),
            ("2025-06-1", "2025-05-1"),
            ("2025-07-02", "2025-06-03"),
            ("登记1", "登记21"),
            ("单1", "单21"),
            ("登记2}", "登记22}"),
            ("单2}", "单22}"),
            ("通报3", "通报23"),
        ),
        "ledger/2025-05/rooms/chengguan.yml:12:56: 提示：依据“镇综治确认31”还用在 ledger/2025-06/rooms/chengguan.yml:12。同一材料一次录入、多处使用是允许的，请确认各处说的是同一件事。",
        "ledger/2025-05/rooms/hedong.yml: 提示：河东派出所（hedong）还没有报送 2025-05 的基层基础记录。请补报；不必报送的，请在名册里核对。",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_lines_printed(case: Broken) -> None:
    assert case.printed == case.lines
    assert case.codes == codes()[case.title]
