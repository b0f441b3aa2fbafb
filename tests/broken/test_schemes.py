"""Scheme files: layout, versions, changes, what must hold across items."""

from __future__ import annotations

import pytest

from tests.broken.corpus import Broken, broken, codes
from tests.county import (
    CASE_RULES,
    FILES,
    PARTY_RULES,
    REVIEW,
    ROOM_RULES,
    TEAM_RULES,
    copied,
    edit,
    whole,
    without,
)

B8 = "名称: 支援他室, 组成: bonus, 类型: 加分, 分值: 1, 目标要求: 服从调度, 考评标准: 每次加1分, 依据: 工作要求, 频次: 随时, 证明材料: 指令编号"
W7 = "      - {代码: W7, 目标: 96%, 理由: 适当提高}\n"
V2 = "  - 生效: 2025-07\n"

P9_END = "频次: 随时, 证明材料: 评价单编号}\n"
PARTY_V2 = """\
  - 生效: 2025-07
    依据: 清公党〔2025〕3号
    制定单位: 清水县公安局
    示例分值: 是
    沿用: 2025-01
    变更:
      - {代码: P3, 证明材料: 文号, 理由: 简化}
"""

NO_CASE_WORK = "".join(
    line for line in FILES[CASE_RULES].splitlines(keepends=True) if "类型: 办案" not in line
)

FURTHER = "        另计:\n          - {组成: extra, 类型: 加分, 分值: {县级: 1, 市级: 2}, 同事项取高: 是, 封顶: {年: 4}}\n"
OF_A_MONTH = "这里只按月计，不能按季、按年另计。请只写一个数，如 100，每月都按它计。"
NO_YEAR = "总分的起点和上下限只按月计，不能按季、按年另计。请写成“下限: 0”的样子。"

CASES = [
    broken(
        "no scheme at all",
        *(without(path) for path in (CASE_RULES, PARTY_RULES, ROOM_RULES, TEAM_RULES)),
        "rules/schemes: 没有积分制的规则文件。请补上 rules/schemes/rooms.yml 等文件。",
    ),
    broken(
        "a scheme file that is not YAML",
        whole(ROOM_RULES, "积分制：基层基础工作积分制\n"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:1:4: “积分制”后面用了全角冒号“：”。请改成半角冒号加一个半角空格，写成“积分制: …”。",
    ),
    broken(
        "a code that differs from the file's name",
        edit(ROOM_RULES, "代码: rooms\n", "代码: room\n"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:3:5: 代码“room”与文件名“rooms”不同。请写成 rooms，或把文件改名。",
    ),
    broken(
        "a way to group that does not exist",
        edit(ROOM_RULES, "分组: 类别", "分组: 类型"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:8:5: “类型”不是可选的分组方式。请写成 不分组、类别、序列、组别 之一（见 rules/bureau.yml）。",
    ),
    broken(
        "something scored that does not exist",
        edit(ROOM_RULES, "考核对象: 警务室", "考核对象: 社区"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:4:7: “社区”不是可选的考核对象。请写成 党支部、警务室、单位、人员、案件 之一。",
    ),
    broken(
        "a missing key",
        edit(ROOM_RULES, "编发单位: 治安大队\n", ""),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:1:1: 积分制缺少“编发单位”。请补上“编发单位: …”。",
    ),
    broken(
        "an unknown key",
        edit(ROOM_RULES, "简称: 基层基础\n", "简称: 基层基础\n口号: 主防\n"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:3:1: 积分制没有“口号”这个字段。可用的字段有 积分制、简称、代码、考核对象、编发单位、主送、宗旨、结果运用、周期、汇总、缺月折合、分组、考核范围、迟报项目、复核目录、最小样本、组成、类目、类目分值、版本。",
    ),
    broken(
        "a cadence of bulletins that does not exist",
        edit(ROOM_RULES, "通报: 月", "通报: 旬"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:6:17: “旬”不是可选的通报周期。请写成 月、季 之一。",
    ),
    broken(
        "missing months made up for twice",
        edit(
            ROOM_RULES,
            "汇总: {季: 合计, 年: 合计}\n",
            "汇总: {季: 合计, 年: 平均}\n缺月折合: 是\n",
        ),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:8:7: 取平均的积分制不用再按月份折合。请写成 缺月折合: 否，或把汇总写成 合计。",
    ),
    broken(
        "a component twice",
        edit(
            ROOM_RULES,
            "{代码: bonus, 名称: 加分项, 栏目: 加分}",
            "{代码: bonus, 名称: 加分项, 栏目: 加分}\n  - {代码: bonus, 名称: 加分, 栏目: 加}",
        ),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:11:3: 组成部分的代码重复。请各用一个代码。",
    ),
    broken(
        "a late item that does not exist",
        edit(ROOM_RULES, "迟报项目: D4", "迟报项目: D9"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:9:7: “D9”不是 2025-01 起的项目。请写本积分制的扣分项目代码。",
    ),
    broken(
        "a section that takes no such kind",
        edit(
            TEAM_RULES, "扣减: [按次扣减], 指标: [达标率, 阶梯]", "扣减: [按次扣减], 指标: [达标率]"
        ),
        "rules/schemes/team.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/team.yml:22:42: 组成部分“基础积分”不收“阶梯”类项目。请核对栏目里写的类型。",
    ),
    broken(
        "a section with a kind that does not exist",
        edit(TEAM_RULES, "[按次扣减]", "[逐次扣减]"),
        "rules/schemes/team.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/team.yml:10:36: “逐次扣减”不是可选的类型。是不是“按次扣减”？请写成 完成度、按次扣减、达标率、阶梯、未达标扣分、核定、加分、扣分、办案、否决 之一。",
    ),
    broken(
        "aspects that do not add up",
        edit(PARTY_RULES, "名称: 组织生活, 分值: 20", "名称: 组织生活, 分值: 25"),
        "rules/schemes/party.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/party.yml:16:9: 类目“组织生活”的项目合计 20 分，与写明的 25 分不符。请核对项目的分值、频次或类目分值。",
    ),
    broken(
        "an aspect that does not exist",
        edit(
            PARTY_RULES,
            "{代码: P2, 名称: 党费收缴, 组成: base, 类目: A",
            "{代码: P2, 名称: 党费收缴, 组成: base, 类目: B",
        ),
        "rules/schemes/party.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/party.yml:22:42: 没有“B”这个类目。请写成 A。",
    ),
    broken(
        "an aspect where there are none",
        edit(ROOM_RULES, "名称: 案件预防, 组成: base", "名称: 案件预防, 类目: A, 组成: base"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:20:32: 没有“A”这个类目。请先写出“类目”。",
    ),
    broken(
        "an aspect that cannot be read is one mistake",
        edit(PARTY_RULES, "{代码: A, 名称: 组织生活", "{代码: , 名称: 组织生活"),
        "rules/schemes/party.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/party.yml:13:11: 这里没有内容。请填写；用不到的字段请整个删去。",
    ),
    broken(
        "a component that cannot be read is one mistake",
        edit(ROOM_RULES, "{代码: bonus, 名称: 加分项", "{代码: BONUS, 名称: 加分项"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:12:10: “BONUS”不是代码。请写成 chengguan 或 cg-dongmen 的样子。",
    ),
    broken(
        "versions out of order",
        edit(ROOM_RULES, V2, "  - 生效: 2024-07\n"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:27:9: 各版本没有按生效月份先后排列。请写 2025-01 以后的月份。",
    ),
    broken(
        "a version without items",
        edit(ROOM_RULES, "    沿用: 2025-01\n", ""),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:27:5: 版本缺少“项目”。请写出全部项目，或用“沿用”和“变更”。",
    ),
    broken(
        "a version on top of none",
        edit(ROOM_RULES, "沿用: 2025-01", "沿用: 2025-02"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:31:9: 没有 2025-02 生效的版本。请写前面某个版本的生效月份。",
    ),
    broken(
        "a version without its basis",
        edit(ROOM_RULES, "    依据: 清公发〔2025〕9号\n", ""),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:27:5: 版本缺少“依据”。请补上“依据: …”。",
    ),
    broken(
        "items that are no list",
        edit(ROOM_RULES, "    变更:\n", "    项目: 无\n    变更:\n"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:32:9: 这里应当是列表。每条以“- ”开头。",
    ),
    broken(
        "an item that is a word",
        edit(PARTY_RULES, "    项目:\n", "    项目:\n      - 主题党日\n"),
        "rules/schemes/party.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/party.yml:21:9: 项目应当是一组键值。请从“- 代码: …”写起。",
    ),
    broken(
        "a further part that is a word",
        edit(PARTY_RULES, "          - {组成: extra", "          - 绩效\n          - {组成: extra"),
        "rules/schemes/party.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/party.yml:36:13: 另计应当是一组键值。请写成 {组成: …, 类型: …, 分值: …}。",
    ),
    *(
        broken(
            f"a scheme that is called {code}",
            copied(PARTY_RULES, f"rules/schemes/{code}.yml", ("代码: party", f"代码: {code}")),
            f"rules/schemes/{code}.yml:3:5: “{code}”是别的文件夹或页面的名称，不能作“代码”。请换一个；代码改了，文件名一起改。",
        )
        for code in ("approvals", "bulletins", "corrections", "objections", "changes", "yearly")
    ),
    broken(
        "reviews where bulletins lie",
        edit(CASE_RULES, "复核目录: case-review", "复核目录: bulletins"),
        without(REVIEW),
        "rules/schemes/cases.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/cases.yml:10:7: “bulletins”是别的文件夹或页面的名称，不能作“复核目录”。请换一个；代码改了，文件名一起改。",
    ),
    broken(
        "reviews among the cases",
        edit(CASE_RULES, "复核目录: case-review", "复核目录: cases"),
        without(REVIEW),
        "rules/schemes/cases.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/cases.yml:10:7: “复核目录”和“代码”相同。复核记录要放在另一个文件夹，请换一个。",
    ),
    broken(
        "two schemes in one folder",
        copied(PARTY_RULES, "rules/schemes/case-review.yml", ("代码: party", "代码: case-review")),
        without(REVIEW),
        "rules/schemes/cases.yml: 记录文件夹“case-review”已经由 rules/schemes/case-review.yml 使用。请换一个代码或“复核目录”。",
    ),
    broken(
        "further parts written twice",
        edit(PARTY_RULES, FURTHER, FURTHER + FURTHER),
        "rules/schemes/party.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/party.yml:37:9: “另计”在第 35 行已经写过。请只保留一处；两条记录要各用一个“- ”开头。",
    ),
    broken(
        "case work without its part in a case",
        edit(CASE_RULES, "类型: 办案, 作用: 结果, 分值: 10, ", "类型: 办案, 分值: 10, "),
        "rules/schemes/cases.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/cases.yml:21:9: “办案”类项目缺少“作用”。请补上“作用: …”。",
    ),
    broken(
        "an item twice",
        edit(ROOM_RULES, "代码: B5", "代码: B1"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:24:9: 项目“B1”在同一组成部分里写了两次。请换一个代码。",
    ),
    broken(
        "a key twice in an item",
        edit(PARTY_RULES, "名称: 主题党日,", "名称: 主题党日, 名称: 党日,"),
        "rules/schemes/party.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/party.yml:21:28: “名称”在第 21 行已经写过。请只保留一处；两条记录要各用一个“- ”开头。",
    ),
    broken(
        "a code for two names",
        edit(ROOM_RULES, "代码: D2, 名称: 弄虚作假", "代码: B5, 名称: 弄虚作假"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:25:9: 代码“B5”已经用于“经验推广”。请给“弄虚作假”另编代码。",
    ),
    broken(
        "a change without a code",
        edit(ROOM_RULES, W7, "      - {目标: 96%, 理由: 适当提高}\n"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:34:9: 变更缺少“代码”。请写成 {代码: W7, 分值: 12, 理由: …}。",
    ),
    broken(
        "a change without a reason",
        edit(ROOM_RULES, ", 理由: 适当提高", ""),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:34:9: 变更 W7 缺少“理由”。请写明为什么调整。",
    ),
    broken(
        "a change of an item that does not exist",
        edit(ROOM_RULES, "{代码: W7, 目标: 96%", "{代码: W77, 目标: 96%"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:34:10: 没有“W77”这个项目。是不是“W7”？",
    ),
    broken(
        "a change of something nobody knows",
        edit(ROOM_RULES, "{代码: W7, 目标: 96%", "{代码: X1, 目标: 96%"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:34:10: 没有“X1”这个项目。请写已有的项目代码。",
    ),
    broken(
        "a change of nothing",
        edit(ROOM_RULES, "{代码: W7, 目标: 96%", "{代码: W7, 目标: 95%"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:34:9: 变更 W7 没有改变任何内容。请删去这一条。",
    ),
    broken(
        "a change of the name",
        edit(ROOM_RULES, "{代码: W7, 目标: 96%", "{代码: W7, 名称: 数据采集, 目标: 96%"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:22:9: 代码“W7”已经用于“信息采集”。请给“数据采集”另编代码。",
        "rules/schemes/rooms.yml:34:18: “W7”改了名称，会被当成另一个项目。名称不同的项目请用“新增”和新代码，旧的写“废止: 是”。",
    ),
    broken(
        "a change of one part of several",
        edit(PARTY_RULES, P9_END, P9_END + PARTY_V2),
        "rules/schemes/party.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/party.yml:44:9: “P3”分属几个组成部分。请写明“组成”：base、extra。",
    ),
    broken(
        "a new item that exists",
        edit(ROOM_RULES, "{代码: B8, 新增", "{代码: B5, 新增"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:35:9: 代码“B5”已经用于“经验推广”。请给“支援他室”另编代码。",
        "rules/schemes/rooms.yml:35:9: 项目“B5”已经存在。修改旧项目时请删去“新增”。",
    ),
    broken(
        "a retired code used for something else",
        edit(ROOM_RULES, "{代码: B8, 新增", "{代码: B1, 新增"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:35:9: 代码“B1”已经用于“化解纠纷”。请给“支援他室”另编代码。",
        "rules/schemes/rooms.yml:35:10: “B1”在 2025-07 已废止，不能另作他用。请换一个新代码。",
    ),
    broken(
        "a clause with an item that does not exist",
        edit(
            ROOM_RULES,
            "    项目:\n",
            "    条款: [{名称: 第五条, 项目: [B1, B9], 封顶: {年: 10}}]\n    项目:\n",
        ),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:19:24: 条款里的“B9”不是本版本的项目。请核对代码。",
    ),
    broken(
        "a clause of one item",
        edit(
            ROOM_RULES,
            "    项目:\n",
            "    条款: [{名称: 第五条, 项目: [B1], 封顶: {年: 10}}]\n    项目:\n",
        ),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:19:24: 这个列表只有 1 条。请至少写 2 条。",
    ),
    broken(
        "a clause over two components",
        edit(
            ROOM_RULES,
            "    项目:\n",
            "    条款: [{名称: 第五条, 项目: [B1, D2], 封顶: {年: 10}}]\n    项目:\n",
        ),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:19:24: 条款“第五条”的项目分属“加分项”、“扣分项”，不能合并封顶。请按组成部分各写一个条款，或把这些项目放进同一个组成部分。",
    ),
    broken(
        "counting by the quarter",
        edit(ROOM_RULES, "统计: 月", "统计: 季"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:6:10: “季”不是可选的统计周期。请写成 月。",
    ),
    broken(
        "a component's floor above its ceiling",
        edit(ROOM_RULES, "栏目: 加分}", "栏目: 加分, 下限: 20, 上限: {月: 10}}"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:12:38: 加分项的下限 20 高于上限 10。请核对这两个数。",
    ),
    broken(
        "a floor of the total above its ceiling",
        edit(ROOM_RULES, "    项目:\n", "    总分: {起点: 100, 下限: 110, 上限: 90}\n    项目:\n"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:19:23: 总分的下限 110 高于上限 90。请核对这两个数。",
    ),
    *(
        broken(
            f"a total of another period: {total}",
            edit(ROOM_RULES, "    项目:\n", f"    总分: {{{total}}}\n    项目:\n"),
            "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
            f"rules/schemes/rooms.yml:19:{column}: {sentence}",
        )
        for total, column, sentence in (
            ("下限: {年: 0}", 14, OF_A_MONTH),
            ("起点: {月: 100}", 14, OF_A_MONTH),
            ("年: {下限: 0}", 10, NO_YEAR),
            ("年下限: 0", 10, NO_YEAR),
            ("每季封顶: 300", 10, NO_YEAR),
        )
    ),
    broken(
        "a component's start of another period",
        edit(ROOM_RULES, "栏目: 加分}", "栏目: 加分, 起点: {年: 20}}"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        f"rules/schemes/rooms.yml:12:38: {OF_A_MONTH}",
    ),
    broken(
        "a pass mark above the best grade",
        edit(
            ROOM_RULES,
            "    项目:\n",
            "    等次: [{名称: 优秀, 达到: 90}]\n    及格线: 95\n    项目:\n",
        ),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:20:10: 及格线 95 高于最高等次“优秀”的 90。请核对及格线和等次。",
    ),
    broken(
        "grades out of order",
        edit(
            ROOM_RULES,
            "    项目:\n",
            "    等次: [{名称: 合格, 达到: 60}, {名称: 优秀, 达到: 90}]\n    项目:\n",
        ),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:19:9: 等次没有从高到低排列。请从最高的等次写起。",
    ),
    broken(
        "shares that do not add up",
        edit(CASE_RULES, "{主办: 60%, 协办: 40%}", "{主办: 60%, 协办: 30%}"),
        "rules/schemes/cases.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/cases.yml:19:14: 主办与协办的分成合计不是 100%。请核对两个百分比。",
    ),
    broken(
        "a scheme of cases without case rules",
        edit(
            CASE_RULES,
            "    办案: {角色: {主办: 60%, 协办: 40%}, 团队系数: {2: 1, 3: 1.1}, 轻微封顶: 20%}\n",
            "",
        ),
        "rules/schemes/cases.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/cases.yml:15:5: 办案积分的版本缺少“办案”。请写明角色分成、团队系数、轻微封顶。",
    ),
    broken(
        "items of cases in two components",
        edit(CASE_RULES, "名称: 当场处罚, 组成: quantity", "名称: 当场处罚, 组成: quality"),
        "rules/schemes/cases.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/cases.yml:12:3: “办案”类项目分属“数量分”、“质效扣分”。案件得分只计入一个组成部分，请放在同一个组成部分。",
    ),
    broken(
        "a scheme of cases without an item of cases",
        whole(CASE_RULES, NO_CASE_WORK),
        "rules/schemes/cases.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/cases.yml:12:3: 办案积分没有“办案”类项目。请至少写一个“办案”类项目，案件得分计入它所在的组成部分。",
    ),
    broken(
        "full marks of a component that does not prorate",
        edit(TEAM_RULES, "名称: 奖励积分,", "名称: 奖励积分, 满分: 30,"),
        "rules/schemes/team.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/team.yml:11:32: 组成部分不折算，用不上“满分”。请写“折算: 是”，或删去“满分”。",
    ),
    broken(
        "reviews of a scheme without cases",
        edit(ROOM_RULES, "分组: 类别\n", "分组: 类别\n复核目录: rooms-review\n"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:9:7: 只有考核对象为“案件”的积分制才有复核记录。请删去“复核目录”。",
    ),
    broken(
        "a scope that rooms do not have",
        edit(ROOM_RULES, "分组: 类别\n", "分组: 类别\n考核范围: {身份: [民警]}\n"),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:9:7: 警务室没有“身份”，不能按它限定考核范围。请写成 类别、性质 之一。",
    ),
    broken(
        "a scope of branches",
        edit(PARTY_RULES, "分组: 不分组\n", "分组: 不分组\n考核范围: {组别: [机关]}\n"),
        "rules/schemes/party.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/party.yml:9:7: 党支部没有“组别”，不能按它限定考核范围。请删去“考核范围”。",
    ),
    broken(
        "case rules without cases",
        edit(
            ROOM_RULES,
            "    项目:\n",
            "    办案: {角色: {主办: 60%, 协办: 40%}, 团队系数: {2: 1}, 轻微封顶: 20%}\n    项目:\n",
        ),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:19:9: 只有考核对象为“案件”的积分制才写“办案”。请删去“办案”。",
    ),
    broken(
        "a clause by case without cases",
        edit(
            ROOM_RULES,
            "    项目:\n",
            "    条款: [{名称: 第五条, 项目: [B1, B5], 封顶: {案: 10}}]\n    项目:\n",
        ),
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:19:38: 只有办案积分可以按案封顶。请写成 封顶: {月: 2} 的样子。",
    ),
    broken(
        "a team factor in words",
        edit(CASE_RULES, "{2: 1, 3: 1.1}", "{两人: 1, 3: 1.1}"),
        "rules/schemes/cases.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/cases.yml:19:41: “两人”不是整数。请写成 12 这样的半角数字。",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_lines_printed(case: Broken) -> None:
    assert case.printed == case.lines
    assert case.codes == codes()[case.title]
