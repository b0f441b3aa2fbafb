"""Fields: present, known, of their type, and consistent within one entry."""

from __future__ import annotations

import pytest

from tests.broken.corpus import Broken, broken, codes
from tests.county import CASES as CASE_FILE, PARTY, REVIEW, ROOM, SMALL, TEAM, edit

T1 = "{项: T1, 情形: 一般, 次数: 1, 事由: 督察发现问题, 依据: 督察通报9}"

CASES = [
    broken(
        "a missing header",
        edit(SMALL, '填报人: "060301"\n', ""),
        "ledger/2025-06/team/fazhi.yml:1:1: 队伍管理记录缺少“填报人”。请补上“填报人: …”（填报人警号）。",
    ),
    broken(
        "a missing filing date",
        edit(SMALL, "填报日期: 2025-07-02\n", ""),
        "ledger/2025-06/team/fazhi.yml:1:1: 队伍管理记录缺少“填报日期”。请补上“填报日期: …”（报送这份记录的日期）。",
    ),
    broken(
        "an unknown field in the header",
        edit(SMALL, "填报日期: 2025-07-02\n", "填报日期: 2025-07-02\n备注: 无\n"),
        "ledger/2025-06/team/fazhi.yml:5:1: 队伍管理记录没有“备注”这个字段。可用的字段有 单位、月份、填报人、填报日期、扣减、指标、奖励、负面、否决。",
    ),
    broken(
        "a mistyped field name",
        edit(SMALL, "填报日期:", "填报时期:"),
        "ledger/2025-06/team/fazhi.yml:4:1: 队伍管理记录没有“填报时期”这个字段。是不是“填报日期”？可用的字段有 单位、月份、填报人、填报日期、扣减、指标、奖励、负面、否决。",
    ),
    broken(
        "a field name in full-width letters",
        edit(ROOM, "  cg-dongmen:", "  ｃg-dongmen:"),
        "ledger/2025-06/rooms/chengguan.yml:6:3: “ｃg-dongmen”不是代码。请写成 chengguan 或 cg-dongmen 的样子。",
    ),
    broken(
        "a mistyped field of an entry",
        edit(SMALL, "数量: 88", "数量数: 88"),
        "ledger/2025-06/team/fazhi.yml:7:13: T3 群众评价没有“数量数”这个字段。是不是“数量”？可用的字段有 项、数量、依据、事由。",
    ),
    broken(
        "a mistyped optional field of an entry",
        edit(TEAM, "次数: 1, 事由: 督察", "次: 1, 事由: 督察"),
        "ledger/2025-06/team/chengguan.yml:6:21: T1 督察问题没有“次”这个字段。是不是“次数”？可用的字段有 项、情形、次数、事由、依据。",
    ),
    broken(
        "a list instead of a number",
        edit(SMALL, "数量: 88", "数量: [88]"),
        "ledger/2025-06/team/fazhi.yml:7:17: 这里应当是整数，不是列表或一组键值。请直接写出内容。",
    ),
    broken(
        "a mapping instead of a text",
        edit(SMALL, "依据: 回访汇总7", "依据: {编号: 7}"),
        "ledger/2025-06/team/fazhi.yml:7:25: 这里应当是文字，不是列表或一组键值。请直接写出内容。",
    ),
    broken(
        "nothing instead of a section's list",
        edit(ROOM, "    扣分: []", "    扣分:"),
        "ledger/2025-06/rooms/chengguan.yml:13:8: “扣分”应当是列表。请另起一行，每条以“- ”开头；没有内容时写 []。",
    ),
    broken(
        "a mapping instead of a section's list",
        edit(TEAM, f"扣减:\n  - {T1}", f"扣减:\n  {T1}"),
        "ledger/2025-06/team/chengguan.yml:6:3: “扣减”应当是列表。请另起一行，每条以“- ”开头；没有内容时写 []。",
    ),
    broken(
        "a word instead of an entry",
        edit(TEAM, f"  - {T1}", "  - 无"),
        "ledger/2025-06/team/chengguan.yml:6:5: 这一条应当是一组键值。请写成 - {项: …, …} 的样子。",
    ),
    broken(
        "an entry without an item",
        edit(TEAM, "{项: T1, 情形: 一般, 次数: 1", "{情形: 一般, 次数: 1"),
    ),
    broken(
        "an entry without an item where there are several",
        edit(SMALL, "{项: T3, ", "{"),
        "ledger/2025-06/team/fazhi.yml:7:5: 这一条缺少“项”。请写明项目代码：T2（理论测试）、T3（群众评价）。",
    ),
    broken(
        "a list instead of an item code",
        edit(SMALL, "项: T3", "项: [T3]"),
        "ledger/2025-06/team/fazhi.yml:7:9: “项”应当是项目代码。请写成 T2（理论测试）、T3（群众评价）之一。",
    ),
    broken(
        "nothing instead of an item code",
        edit(SMALL, "项: T3", "项: "),
        "ledger/2025-06/team/fazhi.yml:7:9: “项”没有内容。“指标”可用的代码有 T2（理论测试）、T3（群众评价）。",
    ),
    broken(
        "nothing instead of a value",
        edit(SMALL, "数量: 88", "数量: "),
        "ledger/2025-06/team/fazhi.yml:7:17: 这里没有内容。请填写；用不到的字段请整个删去。",
    ),
    broken(
        "nothing instead of a note",
        edit(TEAM, "事由: 督察发现问题", "事由: "),
        "ledger/2025-06/team/chengguan.yml:6:32: 这里没有内容。请填写；用不到的字段请整个删去。",
    ),
    broken(
        "a blank instead of a note",
        edit(TEAM, "事由: 督察发现问题", '事由: "  "'),
        "ledger/2025-06/team/chengguan.yml:6:32: 这里没有内容。请填写；用不到的字段请整个删去。",
    ),
    broken(
        "a note that is far too long",
        edit(TEAM, "督察发现问题", "督察发现问题" * 25),
        "ledger/2025-06/team/chengguan.yml:6:32: 内容有 150 个字，超过 120 个。请写成一两句话，详情留在原始材料里。",
    ),
    broken(
        "a number with decimals",
        edit(SMALL, "数量: 88", "数量: 88.5"),
        "ledger/2025-06/team/fazhi.yml:7:17: “88.5”不是整数。请写成 12 这样的半角数字。",
    ),
    broken(
        "a negative number",
        edit(SMALL, "数量: 88", "数量: -1"),
        "ledger/2025-06/team/fazhi.yml:7:17: -1 超出范围。请写 0 到 99999 之间的整数。",
    ),
    broken(
        "zero times",
        edit(TEAM, "次数: 1, 事由: 督察", "次数: 0, 事由: 督察"),
        "ledger/2025-06/team/chengguan.yml:6:25: 0 超出范围。请写 1 到 99999 之间的整数。",
    ),
    broken(
        "a number beyond all reason",
        edit(SMALL, "数量: 88", "数量: 888888"),
        "ledger/2025-06/team/fazhi.yml:7:17: 888888 超出范围。请写 0 到 99999 之间的整数。",
    ),
    broken(
        "a rate without per cent",
        edit(ROOM, "比率: 96%", "比率: 96"),
        "ledger/2025-06/rooms/chengguan.yml:10:21: “96”缺少百分号。请写成 96%。",
    ),
    broken(
        "a share as a decimal",
        edit(ROOM, "比率: 96%", "比率: 0.95"),
        "ledger/2025-06/rooms/chengguan.yml:10:21: “0.95”缺少百分号。请写成 95% 或 0.95%，看是哪一个。",
    ),
    broken(
        "a full-width blank behind the month",
        edit(SMALL, "月份: 2025-06", "月份: 2025-06\u3000"),
        "ledger/2025-06/team/fazhi.yml:2:5: “2025-06”前面或后面有空格，全角空格也算。请删去空格。",
    ),
    broken(
        "a blank before a code in quotation marks",
        edit(SMALL, "单位: fazhi", '单位: " fazhi"'),
        "ledger/2025-06/team/fazhi.yml:1:5: “fazhi”前面或后面有空格，全角空格也算。请删去空格。",
    ),
    broken(
        "a full-width colon before a code that there is not",
        edit(ROOM, "{项: W2, 应办: 20", "{项：W9, 应办: 20"),
        "ledger/2025-06/rooms/chengguan.yml:9:10: “项：W9”不是“项”。请写成“项: …”，冒号用半角，后面空一格。",
    ),
    broken(
        "a count in ten thousands",
        edit(SMALL, "数量: 88", "数量: 3万"),
        "ledger/2025-06/team/fazhi.yml:7:17: “3万”带了单位。请按这个字段的单位只写数字。",
    ),
    broken(
        "a rate with a full-width per cent sign",
        edit(ROOM, "比率: 96%", "比率: 96％"),
        "ledger/2025-06/rooms/chengguan.yml:10:21: “96％”用了全角字符。请用半角写成 96%。",
    ),
    broken(
        "a rate over 100 %",
        edit(ROOM, "比率: 96%", "比率: 196%"),
        "ledger/2025-06/rooms/chengguan.yml:10:21: 196% 超出范围。请写 0% 到 100% 之间的百分比。",
    ),
    broken(
        "a rate with three decimals",
        edit(ROOM, "比率: 96%", "比率: 95.555%"),
        "ledger/2025-06/rooms/chengguan.yml:10:21: “95.555%”不是百分比。请写成 96% 或 96.5% 的样子。",
    ),
    broken(
        "a negative rate",
        edit(ROOM, "比率: 96%", "比率: -5%"),
        "ledger/2025-06/rooms/chengguan.yml:10:21: “-5%”不是百分比。请写成 96% 或 96.5% 的样子。",
    ),
    broken(
        "a rate in words",
        edit(ROOM, "比率: 96%", "比率: 九成"),
        "ledger/2025-06/rooms/chengguan.yml:10:21: “九成”不是百分比。请写成 96% 或 96.5% 的样子。",
    ),
    broken(
        "points with three decimals",
        edit(PARTY, "分值: 0.5", "分值: 0.555"),
        "ledger/2025-06/party/zb-chengguan.yml:11:33: “0.555”的小数超过两位。分值最多两位小数。",
    ),
    broken(
        "points outside the range of the rule",
        edit(PARTY, "分值: 0.5", "分值: 5"),
        "ledger/2025-06/party/zb-chengguan.yml:11:33: 5 超出范围。请写 -2 到 2 之间的分值。",
    ),
    broken(
        "points with a plus sign",
        edit(PARTY, "分值: 0.5", "分值: +0.5"),
        "ledger/2025-06/party/zb-chengguan.yml:11:33: “+0.5”不是分值。请写成 2 或 0.5 这样的半角数字，最多两位小数。",
    ),
    broken(
        "points with a comma",
        edit(PARTY, "分值: 0.5", '分值: "0,5"'),
        "ledger/2025-06/party/zb-chengguan.yml:11:33: “0,5”不是分值。请写成 2 或 0.5 这样的半角数字，最多两位小数。",
    ),
    broken("negative points are no fault within the range", edit(PARTY, "分值: 0.5", "分值: -0.5")),
    broken(
        "a month that does not exist",
        edit(SMALL, "月份: 2025-06", "月份: 2025-13"),
        "ledger/2025-06/team/fazhi.yml:2:5: “2025-13”不是有效月份。2025年没有 13 月，请核对。",
    ),
    broken(
        "a month with a dot",
        edit(SMALL, "月份: 2025-06", "月份: 2025.6"),
        "ledger/2025-06/team/fazhi.yml:2:5: “2025.6”不是有效月份。请写成 2025-06。",
    ),
    broken(
        "a day that does not exist",
        edit(ROOM, "日期: 2025-06-11", "日期: 2025-06-31"),
        "ledger/2025-06/rooms/chengguan.yml:12:21: “2025-06-31”不是有效日期。2025年6月只有 30 天，请核对。",
    ),
    broken(
        "a date with dots",
        edit(ROOM, "日期: 2025-06-11", "日期: 2025.6.11"),
        "ledger/2025-06/rooms/chengguan.yml:12:21: “2025.6.11”不是有效日期。请写成 2025-06-11。",
    ),
    broken(
        "a date in Chinese",
        edit(ROOM, "日期: 2025-06-11", "日期: 2025年6月11日"),
        "ledger/2025-06/rooms/chengguan.yml:12:21: “2025年6月11日”不是有效日期。请写成 2025-06-11。",
    ),
    broken(
        "a date without its year",
        edit(ROOM, "日期: 2025-06-11", "日期: 6月11日"),
        "ledger/2025-06/rooms/chengguan.yml:12:21: “6月11日”不是有效日期。请写成“年-月-日”，如 2025-06-30。",
    ),
    broken(
        "a date with one digit",
        edit(ROOM, "日期: 2025-06-11", "日期: 2025-6-11"),
        "ledger/2025-06/rooms/chengguan.yml:12:21: “2025-6-11”不是有效日期。请写成 2025-06-11。",
    ),
    broken(
        "a short service number",
        edit(SMALL, '"060301"', '"60301"'),
        'ledger/2025-06/team/fazhi.yml:3:6: “60301”不是六位警号。请写成 "061201" 的样子。',
    ),
    broken("a service number that lost its quotation marks", edit(SMALL, '"060301"', "060301")),
    broken(
        "a name instead of a service number",
        edit(SMALL, '"060301"', "周正"),
        'ledger/2025-06/team/fazhi.yml:3:6: “周正”不是六位警号。请写成 "061201" 的样子。',
    ),
    broken(
        "a Chinese name instead of a code",
        edit(SMALL, "单位: fazhi", "单位: 法制大队"),
        "ledger/2025-06/team/fazhi.yml:1:5: “法制大队”不是代码。请写成 chengguan 或 cg-dongmen 的样子。",
    ),
    broken(
        "a level that does not exist",
        edit(PARTY, "级别: 县级", "级别: 县局"),
        "ledger/2025-06/party/zb-chengguan.yml:9:33: “县局”不是可选的级别。请写成 县级、市级 之一。",
    ),
    broken(
        "a level of another kind",
        edit(TEAM, "级别: 个人嘉奖", "级别: 国家级"),
        "ledger/2025-06/team/chengguan.yml:11:10: “国家级”不是可选的级别。请写成 个人嘉奖、集体三等功 之一。",
    ),
    broken(
        "a state that does not exist",
        edit(PARTY, "完成: 按期", "完成: 已完成"),
        "ledger/2025-06/party/zb-chengguan.yml:6:17: “已完成”不是可选的完成情况。请写成 按期、逾期、未完成、不适用 之一。",
    ),
    broken(
        "not applicable where the rule does not allow it",
        edit(ROOM, "{项: W7, 比率: 96%,", "{项: W7, 不适用: 无,"),
        "ledger/2025-06/rooms/chengguan.yml:10:17: 这一项没有不适用的情形。请照实填写 比率。",
    ),
    broken(
        "undone without a reason",
        edit(PARTY, "完成: 按期, 依据: 党日登记6", "完成: 未完成"),
        "ledger/2025-06/party/zb-chengguan.yml:6:5: “未完成”要写明“事由”。请补上“事由: …”，一句话说明原因。",
    ),
    broken(
        "done without evidence",
        edit(PARTY, "完成: 按期, 依据: 党日登记6", "完成: 逾期"),
        "ledger/2025-06/party/zb-chengguan.yml:6:5: 已完成的项目要写明“依据”。请补上“依据: …”，写登记或会议记录编号。",
    ),
    broken(
        "half of a rate",
        edit(ROOM, "应办: 20, 已办: 18", "应办: 20"),
        "ledger/2025-06/rooms/chengguan.yml:9:9: 这一项要写明“已办”。请补上“已办: …”；辖区无出租房屋的，写“不适用: 原因”。",
    ),
    broken(
        "a rate without evidence",
        edit(ROOM, "已办: 18, 依据: 抽查单1", "已办: 18"),
        "ledger/2025-06/rooms/chengguan.yml:9:9: 这一项要写明“依据”。请补上“依据: …”，写登记或抽查单编号。",
    ),
    broken(
        "more done than due",
        edit(ROOM, "应办: 20, 已办: 18", "应办: 18, 已办: 20"),
        "ledger/2025-06/rooms/chengguan.yml:9:29: 已办 20 大于应办 18。请核对这两个数。",
    ),
    broken(
        "a rate and not applicable",
        edit(ROOM, "不适用: 本月无出租房屋", "不适用: 本月无出租房屋, 应办: 1, 已办: 1"),
        "ledger/2025-06/rooms/chengguan.yml:17:35: 已写“不适用”，又写了“应办”。两者只留一个。",
        "ledger/2025-06/rooms/chengguan.yml:17:42: 已写“不适用”，又写了“已办”。两者只留一个。",
    ),
    broken(
        "another measure than the rule's",
        edit(ROOM, "{项: W7, 比率: 96%", "{项: W7, 数量: 96"),
        "ledger/2025-06/rooms/chengguan.yml:10:9: 这一项要写明“比率”。请补上“比率: …”。",
        "ledger/2025-06/rooms/chengguan.yml:10:17: W7 信息采集没有“数量”这个字段。可用的字段有 项、比率、依据、事由。",
    ),
    broken(
        "a part that does not exist",
        edit(ROOM, "部位检查: 20", "重点检查: 20"),
        "ledger/2025-06/rooms/chengguan.yml:8:21: 分项缺少“部位检查”。请补上“部位检查: …”。",
        "ledger/2025-06/rooms/chengguan.yml:8:31: 分项没有“重点检查”这个字段。可用的字段有 巡防计划、部位检查。",
    ),
    broken(
        "a part left out",
        edit(ROOM, "巡防计划: 1, 部位检查: 20", "部位检查: 20"),
        "ledger/2025-06/rooms/chengguan.yml:8:21: 分项缺少“巡防计划”。请补上“巡防计划: …”。",
    ),
    broken(
        "a number instead of the parts",
        edit(ROOM, "分项: {巡防计划: 1, 部位检查: 20}", "分项: 21"),
        "ledger/2025-06/rooms/chengguan.yml:8:21: 分项应当写成一组“键: 值”。至少写明 巡防计划、部位检查。",
    ),
    broken(
        "an event without evidence",
        edit(ROOM, ", 依据: 镇综治确认31", ""),
        "ledger/2025-06/rooms/chengguan.yml:12:9: B1 化解纠纷缺少“依据”。请补上“依据: …”（登记或文件编号，不要图片）。",
    ),
    broken(
        "an event without its reason",
        edit(ROOM, ", 事由: 化解邻里纠纷", ""),
        "ledger/2025-06/rooms/chengguan.yml:12:9: B1 化解纠纷缺少“事由”。请补上“事由: …”（一句话，不写姓名和个人信息）。",
    ),
    broken(
        "an award without its matter",
        edit(TEAM, ", 事项: 20250620-02", ""),
        "ledger/2025-06/team/chengguan.yml:11:5: R1 表彰奖励缺少“事项”。请补上“事项: …”（同一事项用同一编号）。",
    ),
    broken(
        "a matter in words",
        edit(TEAM, "事项: 20250620-02", "事项: 六月嘉奖"),
        "ledger/2025-06/team/chengguan.yml:11:67: “六月嘉奖”不是事项编号。请写成 20250620-01 的样子。",
    ),
    broken(
        "an assessment without the office that proposed it",
        edit(PARTY, ", 提出: 政工室", ""),
        "ledger/2025-06/party/zb-chengguan.yml:11:5: P9 日常评价缺少“提出”。请补上“提出: …”。",
    ),
    broken(
        "false data without the indicator",
        edit(ROOM, ", 指标: W7", ""),
        "ledger/2025-06/rooms/chengguan.yml:20:9: D2 弄虚作假缺少“指标”。请补上“指标: …”（数据不实的指标代码）。",
    ),
    broken(
        "self-found where the rule gives nothing for it",
        edit(ROOM, "次数: 1, 指标: W7", "次数: 1, 自查: 是, 指标: W7"),
        "ledger/2025-06/rooms/chengguan.yml:20:40: D2 弄虚作假没有“自查”这个字段。可用的字段有 项、日期、次数、事项、警号、指标、事由、依据。",
    ),
    broken(
        "yes in English",
        edit(TEAM, "自查: 是", "自查: yes"),
        "ledger/2025-06/team/chengguan.yml:13:36: “yes”不是“是”或“否”。请写成 是 或 否。",
    ),
    broken(
        "a lapse without its circumstance",
        edit(TEAM, "项: T1, 情形: 一般, ", "项: T1, "),
        "ledger/2025-06/team/chengguan.yml:6:5: T1 督察问题缺少“情形”。请补上“情形: …”。",
    ),
    broken(
        "a case id of the police system's form",
        edit(CASE_FILE, "编号: 2025-06-chengguan-01", "编号: A6109210001"),
        "ledger/2025-06/cases/chengguan.yml:6:9: “A6109210001”不是台账案件编号。请写成 2025-06-chengguan-01 的样子。",
    ),
    broken(
        "a class of case that does not exist",
        edit(CASE_FILE, "类别: 侵财", "类别: 盗窃"),
        "ledger/2025-06/cases/chengguan.yml:7:9: “盗窃”不是可选的案件类别。请写成 侵财、侵害人身、涉毒、经济、网络、交通、妨害管理、其他 之一。",
    ),
    broken(
        "a result that is only recorded",
        edit(CASE_FILE, "结果: C01", "结果: C06"),
        "ledger/2025-06/cases/chengguan.yml:8:9: “C06”不是可选的办理结果代码。请写成 C01（移送起诉）、C11（当场处罚）之一。",
    ),
    broken(
        "a measure that is a result",
        edit(CASE_FILE, "[C06]", "[C01]"),
        "ledger/2025-06/cases/chengguan.yml:10:10: “C01”不是可选的登记项目代码。请写成 C06（刑事拘留）。",
    ),
    broken(
        "a case without persons",
        edit(CASE_FILE, "人数: 3", "人数: 0"),
        "ledger/2025-06/cases/chengguan.yml:9:9: 0 超出范围。请写 1 到 500 之间的整数。",
    ),
    broken(
        "a case without participants",
        edit(CASE_FILE, '[{警号: "061102", 角色: 主办}, {警号: "061101", 角色: 协办}]', "[]"),
        "ledger/2025-06/cases/chengguan.yml:17:9: 这个列表没有内容。请至少写 1 条。",
    ),
    broken(
        "a role that does not exist",
        edit(CASE_FILE, '{警号: "061201", 角色: 协作}', '{警号: "061201", 角色: 参与}'),
        "ledger/2025-06/cases/chengguan.yml:11:77: “参与”不是可选的角色。请写成 主办、协办、协作、辅警 之一。",
    ),
    broken(
        "a participant without a role",
        edit(CASE_FILE, '{警号: "061201", 角色: 协作}', '"061201"'),
        "ledger/2025-06/cases/chengguan.yml:11:58: 参与人员应当写成一组“键: 值”。至少写明 警号、角色。",
    ),
    broken(
        "a review without a head",
        edit(REVIEW, "    质量: 有瑕疵\n", ""),
        "ledger/2025-06/case-review/chengguan.yml:6:5: 复核缺少“质量”。请补上“质量: 通过”、有瑕疵或不通过。",
    ),
    broken(
        "a review that passes what failed",
        edit(REVIEW, "质量: 有瑕疵", "质量: 不通过"),
        "ledger/2025-06/case-review/chengguan.yml:11:9: “质量”不通过，结论却是“通过”。请核对，或把结论写成 退回。",
    ),
    broken(
        "a verdict that does not exist",
        edit(REVIEW, "    结论: 通过\n", "    结论: 合格\n"),
        "ledger/2025-06/case-review/chengguan.yml:11:9: “合格”不是可选的结论。请写成 通过、退回、追加 之一。",
    ),
    broken(
        "a later finding without the finding",
        edit(
            REVIEW,
            '    问题:\n      - {项: Q05, 承担: ["060301"], 环节: 审核, 事由: 财物登记不全}\n',
            "",
        ),
        "ledger/2025-06/case-review/chengguan.yml:16:5: 结论为“追加”时缺少“问题”。请写明后来认定的问题。",
    ),
    broken(
        "a finding that nobody bears",
        edit(REVIEW, 'Q05, 承担: ["060301"]', "Q05, 承担: []"),
        "ledger/2025-06/case-review/chengguan.yml:20:22: 这个列表没有内容。请至少写 1 条。",
    ),
    broken(
        "a finding without who bears it",
        edit(REVIEW, 'Q05, 承担: ["060301"], ', "Q05, "),
        "ledger/2025-06/case-review/chengguan.yml:20:9: Q05 财物管理缺少“承担”。请补上“承担:”，下面逐条填写（承担人警号）。",
    ),
    broken(
        "a bearer who is not in a list",
        edit(REVIEW, 'Q05, 承担: ["060301"]', 'Q05, 承担: "060301"'),
        'ledger/2025-06/case-review/chengguan.yml:20:22: 这里应当是列表。请写成 ["061201"] 的样子。',
    ),
    broken(
        "nothing said as the reason",
        edit(ROOM, "不适用: 本月无出租房屋", "不适用: 是"),
        "ledger/2025-06/rooms/chengguan.yml:17:22: “是”不能算原因。请写明原因。",
    ),
    broken(
        "nothing said as the evidence",
        edit(ROOM, "依据: 镇综治确认31", "依据: 无"),
        "ledger/2025-06/rooms/chengguan.yml:12:56: “无”不能算依据。请写明依据。",
    ),
    broken(
        "nothing said as the cause",
        edit(ROOM, "事由: 化解邻里纠纷", "事由: 略"),
        "ledger/2025-06/rooms/chengguan.yml:12:44: “略”不能算事由。请写明事由。",
    ),
    broken(
        "a date of eight digits",
        edit(ROOM, "日期: 2025-06-11", "日期: 20250611"),
        "ledger/2025-06/rooms/chengguan.yml:12:21: “20250611”不是有效日期。请写成 2025-06-11。",
    ),
    broken(
        "a month in Chinese",
        edit(SMALL, "月份: 2025-06", "月份: 2025年11月"),
        "ledger/2025-06/team/fazhi.yml:2:5: “2025年11月”不是有效月份。请写成 2025-11。",
    ),
    broken(
        "a rate with a blank",
        edit(ROOM, "比率: 96%", "比率: 96 %"),
        "ledger/2025-06/rooms/chengguan.yml:10:21: “96 %”里有多余的空格。请用半角写成 96%。",
    ),
    broken(
        "a code in full-width letters",
        edit(SMALL, "项: T3", "项: Ｔ３"),
        "ledger/2025-06/team/fazhi.yml:7:9: “Ｔ３”不是“指标”里可用的项目代码。是不是“T3”？请写成 T2（理论测试）、T3（群众评价）之一。",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_lines_printed(case: Broken) -> None:
    assert case.printed == case.lines
    assert case.codes == codes()[case.title]
