"""The roster: units, branches, rooms, officers, each with dated facts."""

from __future__ import annotations

import pytest

from tests.broken.corpus import Broken, broken, codes
from tests.county import BRANCHES, OFFICERS, ROOMS, UNITS, edit, whole, without

CASES = [
    broken(
        "no units",
        without(UNITS),
        "rules/roster/units.yml: 缺少文件 rules/roster/units.yml。请从样例恢复后修改。",
    ),
    broken(
        "no officers",
        without(OFFICERS),
        "rules/roster/officers.yml: 缺少文件 rules/roster/officers.yml。请从样例恢复后修改。",
    ),
    broken(
        "officers that are no list",
        whole(OFFICERS, "人员: 无\n"),
        "rules/roster/officers.yml:1:5: 这里应当是列表。请另起一行，每条以“- ”开头；没有内容时写 []。",
    ),
    broken(
        "names and codes that look alike",
        edit(
            UNITS,
            "  - {代码: fazhi, ",
            "  - {代码: hed0ng, 名称: 河东 派出所, 自: 2030-01-01, 组别: 派出所, 序列: S1}\n  - {代码: fazhi, ",
        ),
        "rules/roster/units.yml:4:5: 提醒：单位“hed0ng”和“hedong”看上去一样，写法不同。请核对；是同一个的，写成一样。",
        "rules/roster/units.yml:4:5: 提醒：单位“河东 派出所”和“河东派出所”看上去一样，写法不同。请核对；是同一个的，写成一样。",
    ),
    broken(
        "two officers of one name, and two that only look so",
        edit(OFFICERS, "姓名: 李成", "姓名: 王立"),
        edit(OFFICERS, "姓名: 张宁", "姓名: 王Ａ"),
        edit(OFFICERS, "姓名: 刘洋", "姓名: 王a"),
        "rules/roster/officers.yml:9:5: 提醒：人员“王a”和“王Ａ”看上去一样，写法不同。请核对；是同一个的，写成一样。",
    ),
    broken(
        "a code twice",
        edit(UNITS, "代码: hedong", "代码: chengguan"),
        "rules/roster/units.yml:3:10: “chengguan”在第 2 行已经写过。请换一个，或删去一处。",
    ),
    broken(
        "a service number twice",
        edit(OFFICERS, '"061102"', '"061101"'),
        "rules/roster/officers.yml:5:10: “061101”在第 4 行已经写过。请换一个，或删去一处。",
    ),
    broken(
        "a unit that ended before it began",
        edit(UNITS, "法制大队, 自: 2000-01-01", "法制大队, 自: 2000-01-01, 至: 1999-01-01"),
        "rules/roster/units.yml:4:45: “至”早于“自”。请核对两个日期。",
    ),
    broken(
        "a group that does not exist",
        edit(UNITS, "组别: 机关", "组别: 机关组"),
        "rules/roster/units.yml:4:46: “机关组”不是可选的组别。是不是“机关”？请写成 派出所、机关 之一（见 rules/bureau.yml）。",
    ),
    broken(
        "a class that does not exist",
        edit(
            ROOMS,
            "西门社区警务室, 自: 2020-01-01, 派出所: chengguan, 性质: 社区, 类别: 一类",
            "西门社区警务室, 自: 2020-01-01, 派出所: chengguan, 性质: 社区, 类别: 四类",
        ),
        "rules/roster/rooms.yml:3:76: “四类”不是可选的类别。请写成 一类、二类 之一（见 rules/bureau.yml）。",
    ),
    broken(
        "classes out of order",
        edit(
            ROOMS,
            "[{自: 2020-01-01, 值: 一类}, {自: 2025-01-01, 值: 二类}]",
            "[{自: 2025-01-01, 值: 一类}, {自: 2020-01-01, 值: 二类}]",
        ),
        "rules/roster/rooms.yml:4:72: “类别”没有按日期先后排列。请从最早的写起。",
    ),
    broken(
        "a successor that does not exist",
        edit(UNITS, "组别: 机关", "组别: 机关, 承接: fazhidadui"),
        "rules/roster/units.yml:4:54: 没有代码为“fazhidadui”的单位。请先在名册里登记这个单位。",
    ),
    broken(
        "a branch of a unit that does not exist",
        edit(BRANCHES, "[hedong, fazhi]", "[hedong, fazi]"),
        "rules/roster/branches.yml:3:51: 没有代码为“fazi”的单位。是不是“fazhi”？",
    ),
    broken(
        "a room of a station that does not exist",
        edit(ROOMS, "自: 2020-01-01, 派出所: hedong", "自: 2020-01-01, 派出所: hexi"),
        "rules/roster/rooms.yml:4:52: 没有代码为“hexi”的单位。请先在名册里登记这个单位。",
    ),
    broken(
        "a nature that does not exist",
        edit(ROOMS, "性质: 农村", "性质: 乡村"),
        "rules/roster/rooms.yml:4:64: “乡村”不是可选的性质。请写成 社区、农村 之一。",
    ),
    broken(
        "an officer of a branch that does not exist",
        edit(OFFICERS, "党支部: zb-lianhe", "党支部: zb-fazhi"),
        "rules/roster/officers.yml:2:41: 没有代码为“zb-fazhi”的党支部。请先在名册里登记这个党支部。",
    ),
    broken(
        "an officer of a unit that does not exist",
        edit(OFFICERS, "{自: 2015-01-01, 单位: fazhi", "{自: 2015-01-01, 单位: fazh"),
        "rules/roster/officers.yml:2:77: 没有代码为“fazh”的单位。是不是“fazhi”？",
    ),
    broken(
        "an officer in a room that does not exist",
        edit(OFFICERS, "警务室: cg-dongmen", "警务室: cg-beimen"),
        "rules/roster/officers.yml:6:87: 没有代码为“cg-beimen”的警务室。是不是“cg-ximen”？",
    ),
    broken(
        "posts out of order",
        edit(
            OFFICERS,
            "[{自: 2015-01-01, 单位: fazhi, 职务: 大队长}]",
            "[{自: 2015-01-01, 单位: fazhi, 职务: 大队长}, {自: 2014-01-01, 单位: hedong, 职务: 民警}]",
        ),
        "rules/roster/officers.yml:2:56: 任职没有按日期先后排列。请从最早的写起。",
    ),
    broken(
        "a leave that ended before it began",
        edit(OFFICERS, "{自: 2025-08-01, 至: 2025-09-30}", "{自: 2025-08-01, 至: 2025-07-30}"),
        "rules/roster/officers.yml:10:110: 离岗的“至”早于“自”。请核对两个日期。",
    ),
    broken(
        "case work in a unit without a sequence",
        edit(OFFICERS, "职务: 大队长}", "职务: 大队长, 办案: 是}"),
        "rules/roster/officers.yml:2:97: “法制大队”没有考核序列，不能登记办案。请先在单位名册里写明“序列”。",
    ),
    broken(
        "a room code that climbs",
        edit(ROOMS, "代码: cg-ximen", "代码: ../cg-ximen"),
        "rules/roster/rooms.yml:3:10: “../cg-ximen”不是代码。请写成 chengguan 或 cg-dongmen 的样子。",
    ),
    broken("an unquoted service number is no fault", edit(OFFICERS, '"061104"', "061104")),
    broken(
        "a service number that lost its first digit",
        edit(OFFICERS, '"061104"', "61104"),
        'rules/roster/officers.yml:7:10: “61104”不是六位警号。请写成 "061201" 的样子。',
    ),
    broken(
        "nothing instead of a post",
        edit(OFFICERS, "任职: [{自: 2021-01-01, 单位: chengguan, 职务: 辅警}]", "任职: []"),
        "rules/roster/officers.yml:7:40: 这个列表没有内容。请至少写 1 条。",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_lines_printed(case: Broken) -> None:
    assert case.printed == case.lines
    assert case.codes == codes()[case.title]
