"""Units, branches and rooms as the roster knows them in that month."""

from __future__ import annotations

import pytest

from tests.broken.corpus import Broken, broken, codes
from tests.county import (
    BRANCHES,
    OFFICERS,
    PARTY,
    ROOM,
    ROOM_RULES,
    ROOMS,
    SMALL,
    UNITS,
    copied,
    edit,
    whole,
    without,
)

XIMEN = """\
  cg-ximen:
    指标:
      - {项: W1, 分项: {巡防计划: 1, 部位检查: 12}, 依据: 检查登记2}
      - {项: W2, 不适用: 本月无出租房屋}
      - {项: W7, 比率: 97.5%, 依据: 核验单2}
    扣分:
      - {项: D2, 日期: 2025-06-18, 次数: 1, 指标: W7, 事由: 数据不实, 依据: 数据核查通报3}
"""
OFFICER_SCHEME = """\
积分制: 民警积分制
简称: 民警
代码: staff
考核对象: 人员
编发单位: 政工室
周期: {统计: 月, 通报: 月, 总评: 年}
汇总: {季: 合计, 年: 合计}
分组: 不分组
组成:
  - {代码: base, 名称: 基础分, 栏目: 指标}
版本:
  - 生效: 2025-01
    依据: 清公发〔2025〕6号
    制定单位: 清水县公安局
    示例分值: 是
    项目:
      - {代码: A1, 名称: 出勤, 组成: base, 类型: 阶梯, 取数: 数量, 分值: 5, 阶梯: [{达到: 20, 得分: 5}], 否则: 0, 目标要求: 满勤, 考评标准: 分档, 依据: 工作要求, 频次: 月, 证明材料: 考勤汇总编号}
"""
FAZHI_STAFF = """\
单位: fazhi
月份: 2025-06
填报人: "060301"
填报日期: 2025-07-02
人员:
  "060301":
    指标:
      - {项: A1, 数量: 21, 依据: 考勤汇总6}
"""

CASES = [
    broken(
        "a unit that is not on the roster",
        copied(SMALL, "ledger/2025-06/team/jingzhen.yml", ("fazhi", "jingzhen")),
        "ledger/2025-06/team/jingzhen.yml:1:5: 名册里没有代码为“jingzhen”的单位。代码以 rules/roster/units.yml 为准。",
    ),
    broken(
        "a mistyped unit",
        copied(SMALL, "ledger/2025-06/team/fazi.yml", ("fazhi", "fazi")),
        without(SMALL),
        "ledger/2025-06/team/fazhi.yml: 提示：法制大队（fazhi）还没有报送 2025-06 的队伍管理记录。请补报；不必报送的，请在名册里核对。",
        "ledger/2025-06/team/fazi.yml:1:5: 名册里没有代码为“fazi”的单位。是不是“fazhi”（法制大队）？代码以 rules/roster/units.yml 为准。",
    ),
    broken(
        "a mistyped branch",
        copied(PARTY, "ledger/2025-06/party/zb-chengguang.yml", ("zb-chengguan", "zb-chengguang")),
        without(PARTY),
        "ledger/2025-06/party/zb-chengguan.yml: 提示：城关派出所党支部（zb-chengguan）还没有报送 2025-06 的党建记录。请补报；不必报送的，请在名册里核对。",
        "ledger/2025-06/party/zb-chengguang.yml:1:5: 名册里没有代码为“zb-chengguang”的党支部。是不是“zb-chengguan”（城关派出所党支部）？代码以 rules/roster/branches.yml 为准。",
    ),
    broken(
        "a unit before it was founded",
        edit(UNITS, "法制大队, 自: 2000-01-01", "法制大队, 自: 2025-07-01"),
        "ledger/2025-06/team/fazhi.yml:1:5: 法制大队（fazhi）2025-07-01 才设立，2025-06 不应有记录。请核对月份。",
    ),
    broken(
        "a unit founded on the last of the month may report it",
        edit(UNITS, "法制大队, 自: 2000-01-01", "法制大队, 自: 2025-06-30"),
    ),
    broken(
        "a unit after it was closed",
        edit(
            UNITS,
            "法制大队, 自: 2000-01-01",
            "法制大队, 自: 2000-01-01, 至: 2025-05-31, 承接: hedong",
        ),
        "ledger/2025-06/team/fazhi.yml:1:5: 法制大队（fazhi）已于 2025-05-31 撤销，2025-06 不应有记录。请由承接的 河东派出所（hedong）报送。",
    ),
    broken(
        "a branch after it was closed",
        edit(BRANCHES, "联合党支部, 自: 2000-01-01", "联合党支部, 自: 2000-01-01, 至: 2025-05-31"),
        "ledger/2025-06/party/zb-lianhe.yml:1:5: 联合党支部（zb-lianhe）已于 2025-05-31 撤销，2025-06 不应有记录。请核对月份。",
    ),
    broken(
        "a report left out",
        without(SMALL),
        "ledger/2025-06/team/fazhi.yml: 提示：法制大队（fazhi）还没有报送 2025-06 的队伍管理记录。请补报；不必报送的，请在名册里核对。",
    ),
    broken(
        "a report that cannot be read is not left out",
        whole(SMALL, "单位 fazhi\n"),
        "ledger/2025-06/team/fazhi.yml:1:1: 文件里没有“键: 值”形式的内容。请参照使用手册里的样例填写。",
    ),
    broken(
        "a room left out",
        edit(ROOM, XIMEN, ""),
        "ledger/2025-06/rooms/chengguan.yml:6:3: 缺少 西门社区警务室（cg-ximen）的记录。请在“警务室”下补上“cg-ximen:”及其内容。",
    ),
    broken(
        "a mistyped room is one mistake, not two",
        edit(ROOM, "  cg-ximen:", "  cg-ximeng:"),
        "ledger/2025-06/rooms/chengguan.yml:14:3: 名册里没有代码为“cg-ximeng”的警务室。是不是“cg-ximen”（西门社区警务室）？代码以 rules/roster/rooms.yml 为准。",
    ),
    broken(
        "a room of another station",
        edit(ROOM, "  cg-ximen:", "  hd-xincun:"),
        "ledger/2025-06/rooms/chengguan.yml:6:3: 缺少 西门社区警务室（cg-ximen）的记录。请在“警务室”下补上“cg-ximen:”及其内容。",
        "ledger/2025-06/rooms/chengguan.yml:14:3: 新村警务室（hd-xincun）属于 河东派出所（hedong），不属于 城关派出所（chengguan）。请移到 ledger/2025-06/rooms/hedong.yml。",
    ),
    broken(
        "a room that is not on the roster",
        edit(ROOM, "  cg-ximen:", "  laoshan:"),
        "ledger/2025-06/rooms/chengguan.yml:6:3: 缺少 西门社区警务室（cg-ximen）的记录。请在“警务室”下补上“cg-ximen:”及其内容。",
        "ledger/2025-06/rooms/chengguan.yml:14:3: 名册里没有代码为“laoshan”的警务室。代码以 rules/roster/rooms.yml 为准。",
    ),
    broken(
        "a room whose records cannot be read is not left out",
        edit(ROOM, XIMEN, "  cg-ximen: 无\n"),
        "ledger/2025-06/rooms/chengguan.yml:14:13: 一个警务室的记录应当写成一组“键: 值”。至少写明 指标。",
    ),
    broken(
        "nothing instead of the rooms",
        edit("ledger/2025-06/rooms/hedong.yml", "警务室:\n  hd-xincun:", "警务室: 无\n说明:"),
        "ledger/2025-06/rooms/hedong.yml:5:6: 这里应当写成一组“键: 值”。请每行写一个“代码: …”。",
        "ledger/2025-06/rooms/hedong.yml:6:1: 基层基础记录没有“说明”这个字段。可用的字段有 派出所、月份、填报人、填报日期、警务室。",
    ),
    broken(
        "a room before it was opened",
        edit(ROOMS, "西门社区警务室, 自: 2020-01-01", "西门社区警务室, 自: 2025-07-01"),
        "ledger/2025-06/rooms/chengguan.yml:14:3: 西门社区警务室（cg-ximen）2025-07-01 才设立，2025-06 不应有记录。请核对月份。",
    ),
    broken(
        "a room closed in the month may still report",
        edit(
            ROOMS,
            "西门社区警务室, 自: 2020-01-01",
            "西门社区警务室, 自: 2020-01-01, 至: 2025-06-15",
        ),
    ),
    broken(
        "a room closed before the month",
        edit(
            ROOMS,
            "西门社区警务室, 自: 2020-01-01",
            "西门社区警务室, 自: 2020-01-01, 至: 2025-05-15",
        ),
        "ledger/2025-06/rooms/chengguan.yml:14:3: 西门社区警务室（cg-ximen）已于 2025-05-15 撤销，2025-06 不应有记录。请核对月份。",
    ),
    broken(
        "a room outside the scheme's scope",
        edit(ROOM_RULES, "分组: 类别\n", "分组: 类别\n考核范围: {性质: [社区]}\n"),
        "ledger/2025-06/rooms/hedong.yml:7:5: 新村警务室（hd-xincun）不在基层基础工作积分制的考核范围（性质：社区）。请删去这条记录。",
    ),
    broken(
        "a scheme of officers",
        whole("rules/schemes/staff.yml", OFFICER_SCHEME),
        whole("ledger/2025-06/staff/fazhi.yml", FAZHI_STAFF),
        "ledger/2025-06/staff/chengguan.yml: 提示：城关派出所（chengguan）还没有报送 2025-06 的民警记录。请补报；不必报送的，请在名册里核对。",
        "ledger/2025-06/staff/hedong.yml: 提示：河东派出所（hedong）还没有报送 2025-06 的民警记录。请补报；不必报送的，请在名册里核对。",
    ),
    broken(
        "an officer of another unit",
        whole("rules/schemes/staff.yml", OFFICER_SCHEME),
        whole("ledger/2025-06/staff/fazhi.yml", FAZHI_STAFF.replace('  "060301"', '  "061101"')),
        "ledger/2025-06/staff/chengguan.yml: 提示：城关派出所（chengguan）还没有报送 2025-06 的民警记录。请补报；不必报送的，请在名册里核对。",
        "ledger/2025-06/staff/fazhi.yml:6:3: 061101（王立）2025-06 在 城关派出所（chengguan），不在 法制大队（fazhi）。请移到 ledger/2025-06/staff/chengguan.yml。",
        "ledger/2025-06/staff/fazhi.yml:6:3: 缺少 周正（060301）的记录。请在“人员”下补上“060301:”及其内容。",
        "ledger/2025-06/staff/hedong.yml: 提示：河东派出所（hedong）还没有报送 2025-06 的民警记录。请补报；不必报送的，请在名册里核对。",
    ),
    broken(
        "a faulty roster calls nobody unknown",
        edit(OFFICERS, "姓名: 周正", "名字: 周正"),
        edit(SMALL, '"060301"', '"069999"'),
        "rules/roster/officers.yml:2:5: 人员缺少“姓名”。请补上“姓名: …”。",
        "rules/roster/officers.yml:2:20: 人员没有“名字”这个字段。可用的字段有 警号、姓名、身份、党支部、执法资格、任职、至、离岗。",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_lines_printed(case: Broken) -> None:
    assert case.printed == case.lines
    assert case.codes == codes()[case.title]
