"""Rules that nothing would obey, or that say what cannot both be: each is refused where it stands."""

from __future__ import annotations

import pytest

from tests.broken.corpus import Broken, broken, codes
from tests.county import BRANCHES, CASE_RULES, PARTY_RULES, ROOM_RULES, TEAM_RULES, YEARLY, edit

CASES = [
    broken(
        "a scope of case work",
        edit(CASE_RULES, "分组: 序列\n", "分组: 序列\n考核范围: {职务: [所长]}\n"),
        "rules/schemes/cases.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/cases.yml:9:7: 办案积分制考核办案岗位上的民警和所在单位，不能再限定考核范围。请删去“考核范围”；谁在办案岗位，由名册任职的“办案”写明。",
    ),
    broken(
        "a scope of a class that there is not",
        edit(ROOM_RULES, "分组: 类别\n", "分组: 类别\n考核范围: {类别: [一类, 五类]}\n"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:9:7: 类别里没有“五类”，考核范围里就没有人。请写成 一类、二类 之一。",
    ),
    broken(
        "a scope of rooms of another kind",
        edit(ROOM_RULES, "分组: 类别\n", "分组: 类别\n考核范围: {性质: [城市]}\n"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:9:7: 性质里没有“城市”，考核范围里就没有人。请写成 社区、农村 之一。",
    ),
    broken(
        "a yearly ceiling of a component whose year is a mean",
        edit(TEAM_RULES, "汇总: 平均}", "汇总: 平均, 上限: {年: 20}}"),
        "rules/schemes/team.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/team.yml:10:71: “基础积分”的年度分取各月平均，不能另写年度的上限。“上限”请只写一个数，按月计；或把“汇总”写成 合计。",
    ),
    broken(
        "a quarterly floor where quarters are means",
        edit(TEAM_RULES, "汇总: {季: 合计, 年: 合计}", "汇总: {季: 平均, 年: 合计}"),
        edit(TEAM_RULES, "栏目: 负面}", "栏目: 负面, 下限: {季: -10}}"),
        "rules/schemes/team.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/team.yml:12:42: “负面积分”的季度分取各月平均，不能另写季度的下限。“下限”请只写一个数，按月计；或把“汇总”写成 合计。",
    ),
    broken(
        "two items of help",
        edit(
            CASE_RULES, "作用: 登记, 目标要求: 如实登记", "作用: 协作, 分值: 3, 目标要求: 如实登记"
        ),
        edit(CASE_RULES, "作用: 结果, 分值: 0.2, 计件: 是,", "作用: 协作, 分值: 0.2,"),
        "rules/schemes/cases.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/cases.yml:22:9: 提醒：项目“C06 刑事拘留”以“刑事拘留数”计分，属于禁设指标（依据：省厅实施细则第七条）。请改为只登记不计分，或删去。",
        "rules/schemes/cases.yml:23:9: “协作”类的项目只能有一个。请合并成一个，或删去一个。",
    ),
    broken(
        "a bonus in case work",
        edit(CASE_RULES, "类型: 扣分, 分值: 2, 承担: 全体", "类型: 加分, 分值: 2"),
        "rules/schemes/cases.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/cases.yml:25:46: 考核对象为“案件”的积分制没有“加分”类项目的记录。请写成 扣分、办案 之一。",
    ),
    broken(
        "an item for being late that is a bonus",
        edit(ROOM_RULES, "迟报项目: D4", "迟报项目: B5"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:9:7: “B5”是“加分”类项目，迟报要扣分。请写本积分制的扣分项目代码。",
    ),
    broken(
        "an item for being late that is a rate",
        edit(ROOM_RULES, "迟报项目: D4", "迟报项目: W7"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:9:7: “W7”是“达标率”类项目，迟报要扣分。请写本积分制的扣分项目代码。",
    ),
    broken(
        "a least sample where nothing is counted",
        edit(TEAM_RULES, "分组: 组别\n", "分组: 组别\n最小样本: 5\n"),
        "rules/schemes/team.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/team.yml:9:7: 没有项目按应办数和已办数计分，用不上“最小样本”。请删去。",
    ),
    broken(
        "grades of a period without grades",
        edit(TEAM_RULES, "    示例分值: 是\n", "    示例分值: 是\n    等次期间: 月\n"),
        "rules/schemes/team.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/team.yml:19:11: 没有等次和及格线，用不上“等次期间”。请删去，或写上“等次”“及格线”。",
    ),
    broken(
        "points of an aspect that are held to nothing",
        edit(PARTY_RULES, "类目分值: 年\n", ""),
        "rules/schemes/party.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/party.yml:13:28: 类目写了“分值”，没有写“类目分值”。请补上“类目分值: 年”或“类目分值: 月”，写明是全年还是一个月的分值；或删去“分值”。",
    ),
    broken(
        "aspects held to points that none has",
        edit(PARTY_RULES, "名称: 组织生活, 分值: 20}", "名称: 组织生活}"),
        "rules/schemes/party.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/party.yml:14:7: 类目都没有“分值”，用不上“类目分值”。请删去，或给各类目写上“分值”。",
    ),
    broken(
        "an aspect stated twice",
        edit(
            PARTY_RULES,
            "名称: 组织生活, 分值: 20}]",
            "名称: 组织生活, 分值: 20}, {代码: A, 名称: 制度执行, 分值: 20}]",
        ),
        "rules/schemes/party.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/party.yml:13:5: 类目的代码重复。请各用一个代码。",
    ),
    broken(
        "a change that is new and retired",
        edit(ROOM_RULES, "{代码: B1, 废止: 是", "{代码: B1, 新增: 是, 废止: 是"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:33:25: 变更 B1 又是“新增”又是“废止”。请删去一个。",
    ),
    broken(
        "a retired item that is changed too",
        edit(ROOM_RULES, "{代码: B1, 废止: 是", "{代码: B1, 废止: 是, 分值: 3"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:33:25: 变更 B1 是“废止”，“分值”不起作用。请删去，或删去“废止”。",
    ),
    broken(
        "a yes that is none",
        edit(ROOM_RULES, "{代码: B1, 废止: 是", "{代码: B1, 废止: 对"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:33:22: “对”不是“是”或“否”。请写成 是 或 否。",
    ),
    broken(
        "commended units of a scheme of rooms",
        edit(YEARLY, "表彰单位: {积分制: team", "表彰单位: {积分制: rooms"),
        "rules/yearly.yml:6:17: “表彰单位”从单位里产生，“rooms”的考核对象是警务室。请写考核对象为单位的积分制的代码。",
    ),
    broken(
        "the best branches of a scheme of cases",
        edit(YEARLY, "党建考核: {积分制: party", "党建考核: {积分制: cases"),
        "rules/yearly.yml:9:17: “党建考核”从党支部里产生，“cases”的考核对象是案件。请写考核对象为党支部的积分制的代码。",
    ),
    broken(
        "at least more than at most",
        edit(
            YEARLY,
            "表彰单位: {积分制: team, 比例: 10%",
            "表彰单位: {积分制: team, 比例: 10%, 至少: 9, 至多: 1",
        ),
        "rules/yearly.yml:6:36: “表彰单位”至少 9 个，多于至多 1 个。请核对这两个数。",
    ),
    broken(
        "a branch succeeded by one that there is not",
        edit(BRANCHES, "代码: zb-lianhe", "代码: zb-lianhe, 承接: zb-none"),
        "rules/roster/branches.yml:3:25: 没有代码为“zb-none”的党支部。请先在名册里登记这个党支部。",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_lines_printed(case: Broken) -> None:
    assert case.printed == case.lines
    assert case.codes == codes()[case.title]
