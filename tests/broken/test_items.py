"""Rules of items: each kind's own conditions."""

from __future__ import annotations

import pytest

from tests.broken.corpus import Broken, broken, codes
from tests.county import CASE_RULES, PARTY_RULES, ROOM_RULES, TEAM_RULES, edit

STEPS = "阶梯: [{达到: 90, 得分: 5}, {达到: 80, 得分: 3}], 否则: 0"

CASES = [
    broken(
        "a kind that does not exist",
        edit(TEAM_RULES, "类型: 阶梯", "类型: 分档"),
        "rules/schemes/team.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/team.yml:22:42: “分档”不是可选的项目类型。请写成 完成度、按次扣减、达标率、阶梯、未达标扣分、核定、加分、扣分、办案、否决 之一。",
    ),
    broken(
        "no kind",
        edit(TEAM_RULES, "类型: 阶梯, ", ""),
        "rules/schemes/team.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/team.yml:22:9: 项目缺少“类型”。请写成 完成度、按次扣减、达标率、阶梯、未达标扣分、核定、加分、扣分、办案、否决 之一。",
    ),
    broken(
        "a step in another unit than the target",
        edit(TEAM_RULES, "指标: [达标率, 阶梯]", "指标: [达标率, 未达标扣分]"),
        edit(
            TEAM_RULES,
            f"类型: 阶梯, 取数: 数量, 分值: 5, {STEPS}",
            "类型: 未达标扣分, 取数: 数量, 目标: 90, 每差: 1%, 扣: 0.2",
        ),
        "rules/schemes/team.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/team.yml:22:69: “每差”不能这样写。请写成 每差: 1 的样子。",
    ),
    broken(
        "a component that does not exist",
        edit(TEAM_RULES, "名称: 群众评价, 组成: base", "名称: 群众评价, 组成: bases"),
        "rules/schemes/team.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/team.yml:22:32: 没有“bases”这个组成部分。请写成 base、reward、negative、veto 之一。",
    ),
    broken(
        "no target",
        edit(TEAM_RULES, "目标要求: 满意, ", ""),
        "rules/schemes/team.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/team.yml:22:9: “阶梯”类项目缺少“目标要求”。请补上“目标要求: …”。",
    ),
    broken(
        "a field of another kind",
        edit(TEAM_RULES, "类型: 阶梯, ", "类型: 阶梯, 扣减: 1, "),
        "rules/schemes/team.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/team.yml:22:46: “阶梯”类项目没有“扣减”这个字段。可用的字段有 代码、名称、组成、类型、目标要求、考评标准、依据、频次、证明材料、类目、月份、不适用情形、隐去事由、取消评优、分值、取数、方向、阶梯、否则、最小样本、非考核月、不适用时。",
    ),
    broken(
        "no word on how few are too few",
        edit(ROOM_RULES, ", 最小样本: 5", ""),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:1:1: 有项目按应办数和已办数计分，缺少“最小样本”。请补上“最小样本: 5”，应办数低于此数时视为样本不足；各项不同的写在项目里。",
    ),
    broken(
        "a smallest sample of what is not counted",
        edit(ROOM_RULES, "取数: 比率,", "取数: 比率, 最小样本: 5,"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:22:61: 取数为“比率”时没有样本不足。请删去“最小样本”。",
    ),
    broken(
        "no word on what an item counts that does not apply",
        edit(TEAM_RULES, "证明材料: 回访汇总编号", "证明材料: 回访汇总编号, 不适用情形: 无回访"),
        "rules/schemes/team.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/team.yml:22:9: 这一项可能不适用或者样本不足，没有写明那时怎么计。请补上“不适用时: 计满分”或“计零分”，或在组成部分“基础积分”写“折算: 是”。",
    ),
    broken(
        "no word on what a small sample counts",
        edit(TEAM_RULES, "取数: 比率, 分值: 4,", "取数: 应办已办, 最小样本: 5, 分值: 4,"),
        "rules/schemes/team.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/team.yml:21:9: 这一项可能不适用或者样本不足，没有写明那时怎么计。请补上“不适用时: 计满分”或“计零分”，或在组成部分“基础积分”写“折算: 是”。",
    ),
    broken(
        "full marks beside proration",
        edit(PARTY_RULES, "不适用情形: 本月停办", "不适用情形: 本月停办, 不适用时: 计满分"),
        "rules/schemes/party.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/party.yml:21:137: 组成部分“基础积分”已经折算，不用写“不适用时”。请删去“不适用时”。",
    ),
    broken(
        "full marks for what always applies",
        edit(TEAM_RULES, "证明材料: 回访汇总编号", "证明材料: 回访汇总编号, 不适用时: 计满分"),
        "rules/schemes/team.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/team.yml:22:165: 这一项不会不适用或者样本不足，不用写“不适用时”。请删去“不适用时”。",
    ),
    broken(
        "a bonus that need not apply",
        edit(ROOM_RULES, "证明材料: 确认编号", "证明材料: 确认编号, 不适用情形: 无纠纷"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:23:122: “加分”类项目的记录不能写不适用。请删去“不适用情形”。",
    ),
    broken(
        "an item of a kind that cases do not have",
        edit(
            CASE_RULES,
            "组成: quality, 类型: 扣分, 分值: 1, 承担: 主办, 自查减半: 是",
            "组成: quality, 类型: 否决",
        ),
        "rules/schemes/cases.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/cases.yml:26:47: 考核对象为“案件”的积分制没有“否决”类项目的记录。请写成 扣分、办案 之一。",
    ),
    broken(
        "months of a bonus",
        edit(ROOM_RULES, "证明材料: 确认编号", "证明材料: 确认编号, 月份: [3]"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:23:119: “加分”类项目不是按月份报的。请删去“月份”。",
    ),
    broken(
        "a veto whose cause is shown",
        edit(TEAM_RULES, "证明材料: 认定文号", "证明材料: 认定文号, 隐去事由: 否"),
        "rules/schemes/team.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/team.yml:25:105: “否决”类项目的事由一律不公开。请删去“隐去事由”。",
    ),
    broken(
        "a rate that takes eligibility",
        edit(ROOM_RULES, "证明材料: 核验单编号", "证明材料: 核验单编号, 取消评优: 是"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:22:129: “达标率”类项目的记录不能取消评优资格。请删去“取消评优”。",
    ),
    broken(
        "a minor finding without cases",
        edit(ROOM_RULES, "清零指标: 是", "清零指标: 是, 轻微: 是"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:25:78: 只有办案积分的扣分项目才写“轻微”。请删去“轻微”。",
    ),
    broken(
        "a finding that zeroes an indicator of cases",
        edit(CASE_RULES, "自查减半: 是", "清零指标: 是"),
        "rules/schemes/cases.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/cases.yml:26:72: 办案积分没有可以清零的指标。请删去“清零指标”。",
    ),
    broken(
        "a cap by case without cases",
        edit(ROOM_RULES, "封顶: {月: 5}", "封顶: {案: 5}"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:26:70: 只有办案积分可以按案封顶。请写成 封顶: {月: 2} 的样子。",
    ),
    broken(
        "a target beside those of the parts",
        edit(ROOM_RULES, "取数: 分项, 分值: 10,", "取数: 分项, 目标: 90%, 分值: 10,"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:20:59: 取数为“分项”时在分项里写目标，用不上“目标”。请删去“目标”。",
    ),
    broken(
        "a gap where points go by share",
        edit(ROOM_RULES, "取数: 比率, 分值: 10,", "取数: 比率, 每差: 1%, 分值: 10,"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:22:59: 计分不是“按差距”，用不上“每差”。请删去“每差”。",
    ),
    broken(
        "parts that are not looked at",
        edit(
            ROOM_RULES,
            "取数: 比率, 分值: 10,",
            "取数: 比率, 分项: [{名称: 甲, 分值: 10, 目标: 1}], 分值: 10,",
        ),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:22:59: 取数不是“分项”，用不上“分项”。请删去“分项”。",
    ),
    broken(
        "a cap on a factor",
        edit(CASE_RULES, "{每人: 10%}], 最高: 3", "{每人: 10%}], 最高: 3, 封顶: 5"),
        "rules/schemes/cases.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/cases.yml:24:112: 作用为“系数”时用不上“封顶”。请删去“封顶”。",
    ),
    broken(
        "points of what multiplies",
        edit(CASE_RULES, "{每人: 10%}], 最高: 3", "{每人: 10%}], 最高: 3, 分值: 5"),
        "rules/schemes/cases.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/cases.yml:24:112: 作用为“系数”时用不上“分值”。请删去“分值”。",
    ),
    broken(
        "points of a rule with three decimals",
        edit(ROOM_RULES, "类型: 加分, 分值: 2,", "类型: 加分, 分值: 0.125,"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:23:51: “0.125”的小数超过两位。分值最多两位小数。",
    ),
    broken(
        "negative points",
        edit(ROOM_RULES, "类型: 加分, 分值: 2,", "类型: 加分, 分值: -2,"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:23:51: -2 超出范围。请写 0 到 100000 之间的分值。",
    ),
    broken(
        "an item that is due at no time",
        edit(
            PARTY_RULES,
            "依据: 工作要点, 频次: 月, 证明材料: 活动登记编号",
            "依据: 工作要点, 频次: 随时, 证明材料: 活动登记编号",
        ),
        "rules/schemes/party.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/party.yml:21:101: 按期考核的项目不能写“随时”。请写成 月、季、半年、年 之一。",
    ),
    broken(
        "a due month that does not exist",
        edit(PARTY_RULES, "月份: [3]", "月份: [13]"),
        "rules/schemes/party.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/party.yml:33:14: 13 超出范围。请写 1 到 12 之间的整数。",
    ),
    broken(
        "a step over the full points",
        edit(TEAM_RULES, "扣减: {一般: 1, 重复发生: 2}", "扣减: 7"),
        "rules/schemes/team.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/team.yml:20:59: 一次扣减就超过满分。请核对扣减与分值。",
    ),
    broken(
        "a rate without its target",
        edit(ROOM_RULES, "分值: 10, 目标: 95%, ", "分值: 10, "),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:22:9: 达标率缺少“目标”。请写成“目标: 95%”或各类别的目标。",
    ),
    broken(
        "a rate with a number as its target",
        edit(ROOM_RULES, "分值: 10, 目标: 95%", "分值: 10, 目标: 95"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:22:67: 取数为“比率”时目标不能这样写。请写成百分比，如 95%。",
    ),
    broken(
        "a target of nothing",
        edit(ROOM_RULES, "分值: 10, 目标: 95%", "分值: 10, 目标: 0%"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:22:67: 目标不能是 0。请写出要达到的数值。",
    ),
    broken(
        "a target in words",
        edit(ROOM_RULES, "分值: 10, 目标: 95%", "分值: 10, 目标: 全部"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:22:67: “全部”不是数值或百分比。请写成 12 或 95% 的样子。",
    ),
    broken(
        "a class left out",
        edit(ROOM_RULES, "目标: {一类: 95%, 二类: 98%}", "目标: {一类: 95%}"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:21:71: “目标”按分组写时缺少 二类。请逐一写出 一类、二类。",
    ),
    broken(
        "a class too many",
        edit(ROOM_RULES, "目标: {一类: 95%, 二类: 98%}", "目标: {一类: 95%, 二类: 98%, 三类: 98%}"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:21:71: “目标”按分组写时多出 三类。请逐一写出 一类、二类。",
    ),
    broken(
        "classes in a scheme without groups",
        edit(PARTY_RULES, "目标: 100%", "目标: {一类: 100%}"),
        "rules/schemes/party.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/party.yml:22:68: “目标”按分组写时多出 一类。本积分制不分组，请只写一个值。",
    ),
    broken(
        "a gap without its step",
        edit(ROOM_RULES, "分值: 10, 目标: 95%", "分值: 10, 计分: 按差距, 目标: 95%"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:22:67: “按差距”计分要写明“每差”和“扣”。请写成 每差: 1%, 扣: 0.2 的样子。",
    ),
    broken(
        "parts left out",
        edit(
            ROOM_RULES,
            ", 分项: [{名称: 巡防计划, 分值: 4, 目标: 1}, {名称: 部位检查, 分值: 6, 目标: {一类: 20, 二类: 6}}]",
            "",
        ),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:20:9: 取数为“分项”时缺少“分项”。请逐项写出名称、分值、目标。",
    ),
    broken(
        "parts that do not add up",
        edit(ROOM_RULES, "名称: 巡防计划, 分值: 4", "名称: 巡防计划, 分值: 5"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:20:59: 分项合计 11 分，与分值不符。请核对各分项的分值。",
    ),
    broken(
        "steps in two spellings",
        edit(TEAM_RULES, STEPS, "阶梯: [{达到: 90%, 得分: 5}, {达到: 80, 得分: 3}], 否则: 0"),
        "rules/schemes/team.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/team.yml:22:65: 各档有的写百分比，有的写数字。请用同一种写法。",
    ),
    broken(
        "steps out of order",
        edit(TEAM_RULES, STEPS, "阶梯: [{达到: 80, 得分: 5}, {达到: 90, 得分: 3}], 否则: 0"),
        "rules/schemes/team.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/team.yml:22:65: 各档的“达到”没有按从好到差排列。请从最好的一档写起。",
    ),
    broken(
        "a better step that gives less",
        edit(TEAM_RULES, STEPS, "阶梯: [{达到: 90, 得分: 5}, {达到: 80, 得分: 5}], 否则: 0"),
        "rules/schemes/team.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/team.yml:22:65: 较好的一档得分反而不高。请核对各档得分。",
    ),
    broken(
        "a best step that is not the full points",
        edit(TEAM_RULES, STEPS, "阶梯: [{达到: 90, 得分: 4}, {达到: 80, 得分: 3}], 否则: 0"),
        "rules/schemes/team.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/team.yml:22:58: 分值与最好一档的得分不符。请写成 4，或改最好一档。",
    ),
    broken(
        "points for nothing that cannot be read",
        edit(TEAM_RULES, STEPS, STEPS.replace("否则: 0", "否则: 零")),
        "rules/schemes/team.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/team.yml:22:105: “零”不是分值。请写成 2 或 0.5 这样的半角数字，最多两位小数。",
    ),
    broken(
        "more for nothing than for the last step",
        edit(TEAM_RULES, STEPS, STEPS.replace("否则: 0", "否则: 3")),
        "rules/schemes/team.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/team.yml:22:105: “否则”的得分不低于最后一档。请核对。",
    ),
    broken(
        "steps in per cent of a count",
        edit(TEAM_RULES, STEPS, "阶梯: [{达到: 90%, 得分: 5}, {达到: 80%, 得分: 3}], 否则: 0"),
        "rules/schemes/team.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/team.yml:22:65: 取数为“数量”时各档不能这样写。比率写百分比，数量写数字。",
    ),
    broken(
        "a range upside down",
        edit(PARTY_RULES, "范围: [-2, 2]", "范围: [2, -2]"),
        "rules/schemes/party.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/party.yml:37:53: 核定范围应当是从小到大的两个数。请写成 [-2, 2] 的样子。",
    ),
    broken(
        "a range of one number",
        edit(PARTY_RULES, "范围: [-2, 2]", "范围: [2]"),
        "rules/schemes/party.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/party.yml:37:53: 这个列表只有 1 条。请至少写 2 条。",
    ),
    broken(
        "a cap under one event's points",
        edit(ROOM_RULES, "封顶: {月: 5}", "封顶: {月: 0.5}"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:26:70: 封顶 0.5 分低于一次的分值 1 分。请核对封顶与分值。",
    ),
    broken(
        "a cap for a period that does not exist",
        edit(ROOM_RULES, "封顶: {月: 5}", "封顶: {周: 5}"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:26:71: “周”不是可选的封顶的期间。请写成 月、季、年、案 之一。",
    ),
    broken(
        "a counting word that does not exist",
        edit(ROOM_RULES, "每: 工作日", "每: 小时"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:26:61: “小时”不是可选的计数单位。请写成 次、批、件、人次、起、天、工作日、周、月 之一。",
    ),
    broken(
        "who bears a deduction outside case work",
        edit(
            ROOM_RULES, "类型: 扣分, 分值: 10, 每: 批", "类型: 扣分, 承担: 主办, 分值: 10, 每: 批"
        ),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:25:55: 只有办案积分的扣分项目才写“承担”。请删去“承担”。",
    ),
    broken(
        "a deduction in case work that nobody bears",
        edit(CASE_RULES, "分值: 2, 承担: 认定", "分值: 2"),
        "rules/schemes/cases.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/cases.yml:27:9: 办案积分的扣分项目要写明“承担”。请写“承担: 主办”、全体、认定或单位。",
    ),
    broken(
        "case work outside a scheme of cases",
        edit(ROOM_RULES, "类型: 加分, 分值: 2, 每: 次", "类型: 办案, 作用: 结果, 分值: 2"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:23:43: “办案”类项目只用于考核对象为“案件”的积分制。请改用其他类型。",
    ),
    broken(
        "a condition that does not fit",
        edit(CASE_RULES, "作用: 结果, 分值: 10", "作用: 结果, 条件: 系列, 分值: 10"),
        "rules/schemes/cases.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/cases.yml:21:63: 作用为“结果”时条件不对。请删去“条件”。",
    ),
    broken(
        "a factor without its condition",
        edit(CASE_RULES, "条件: 人数, ", ""),
        "rules/schemes/cases.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/cases.yml:24:9: 作用为“系数”时条件不对。请写成 疑难、人数 之一。",
    ),
    broken(
        "a factor by persons that ends",
        edit(CASE_RULES, "{至: 5, 每人: 20%}, {每人: 10%}", "{至: 5, 每人: 20%}"),
        "rules/schemes/cases.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/cases.yml:24:71: 人数系数的梯度没有写到头。最后一档只写“每人”，不写“至”。",
    ),
    broken(
        "points for what is only recorded",
        edit(CASE_RULES, "作用: 登记", "作用: 登记, 分值: 2"),
        "rules/schemes/cases.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/cases.yml:22:63: 只登记的项目不能有分值。请删去“分值”。",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_lines_printed(case: Broken) -> None:
    assert case.printed == case.lines
    assert case.codes == codes()[case.title]
