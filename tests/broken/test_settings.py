"""The bureau's settings, the calendar, the banned indicators, the year rules."""

from __future__ import annotations

import pytest

from tests.broken.corpus import Broken, broken, codes
from tests.county import (
    BUREAU,
    CALENDAR,
    CASE_RULES,
    GUARDS,
    PARTY_RULES,
    ROOM_RULES,
    TEAM_RULES,
    YEARLY,
    edit,
    whole,
    without,
)

SECOND = """\
  - 生效: 2025-01
    依据: 清公发〔2025〕5号
    示例分值: 是
    执法办案标兵: {积分制: cases, 比例: 10%, 最少月份: 9, 最少案件: 8, 扣分比例: 20%, 质量扣分: [quality], 执法资格: 是, 并列: [质量扣分少者]}
    表彰单位: {积分制: team, 比例: 10%}
    待改进单位: {积分制: team, 比例: 10%}
    优先考虑: {积分制: rooms, 比例: 10%}
    党建考核: {积分制: party, 比例: 10%}
    民警结果计入单位: {积分制: cases, 前列: 30%}
"""

CASES = [
    broken(
        "no settings",
        without(BUREAU),
        "rules/bureau.yml: 提醒：单位设置读不出来，其余文件这次没有检查。请先改好 rules/bureau.yml，再检查一次。",
        "rules/bureau.yml: 缺少文件 rules/bureau.yml。请从样例恢复后修改。",
    ),
    broken(
        "settings that cannot be read",
        whole(BUREAU, "名称：清水县公安局\n"),
        "rules/bureau.yml: 提醒：单位设置读不出来，其余文件这次没有检查。请先改好 rules/bureau.yml，再检查一次。",
        "rules/bureau.yml:1:3: “名称”后面用了全角冒号“：”。请改成半角冒号加一个半角空格，写成“名称: …”。",
    ),
    broken(
        "settings without the groups",
        edit(
            BUREAU,
            "  类别: {一类: 城区, 二类: 农村}\n  序列: {S1: 派出所序列}\n  组别: {派出所: 派出所组, 机关: 机关组}\n",
            "  无\n",
        ),
        "rules/bureau.yml: 提醒：单位设置读不出来，其余文件这次没有检查。请先改好 rules/bureau.yml，再检查一次。",
        "rules/bureau.yml:5:3: 这里应当写成一组“键: 值”。请每行写一个“名称: …”。",
    ),
    broken(
        "a group without values",
        edit(BUREAU, "{S1: 派出所序列}", "{}"),
        "rules/bureau.yml:6:7: 这里没有内容。请至少写一项。",
    ),
    broken(
        "a deadline in words",
        edit(BUREAU, "报送: 3", "报送: 三天"),
        "rules/bureau.yml:8:10: “三天”不是整数。请写成 12 这样的半角数字。",
    ),
    broken(
        "an unknown way to show officers",
        edit(BUREAU, "民警显示: 全部", "民警显示: 匿名"),
        "rules/bureau.yml:12:7: “匿名”不是可选的民警显示方式。请写成 全部、前列、警号 之一。",
    ),
    broken(
        "a publicity period that does not exist",
        edit(BUREAU, "公示: {月: 3, 季: 5, 年: 5}", "公示: {月: 3, 季: 5, 周: 1}"),
        "rules/bureau.yml:9:5: 公示天数缺少“年”。请补上“年: …”。",
        "rules/bureau.yml:9:18: 公示天数没有“周”这个字段。可用的字段有 月、季、年。",
    ),
    broken(
        "no calendar",
        without(CALENDAR),
        "rules/calendar.yml: 缺少文件 rules/calendar.yml。请从样例恢复后修改。",
    ),
    broken(
        "a day both off and worked",
        edit(CALENDAR, "班: [2025-04-27]", "班: [2025-04-27, 2025-05-01]"),
        "rules/calendar.yml:3:4: 2025-05-01 既写在“休”又写在“班”。请只留一处。",
    ),
    broken(
        "a holiday that does not exist",
        edit(CALENDAR, "2025-06-02", "2025-06-32"),
        "rules/calendar.yml:2:17: “2025-06-32”不是有效日期。2025年6月只有 30 天，请核对。",
    ),
    broken(
        "no list of banned indicators",
        without(GUARDS),
        "rules/guards.yml: 提醒：缺少禁设指标清单。请补上 rules/guards.yml。",
    ),
    broken(
        "an item that scores a banned indicator",
        edit(PARTY_RULES, "考评标准: 酌情", "考评标准: 每刑事拘留一人得1分"),
        "rules/schemes/party.yml:37:9: 提醒：项目“P9 日常评价”以“刑事拘留数”计分，属于禁设指标（依据：省厅实施细则第七条）。请改为只登记不计分，或删去。",
    ),
    broken(
        "a banned indicator in the name of a bonus",
        edit(ROOM_RULES, "名称: 化解纠纷", "名称: 刑拘人数"),
        "rules/schemes/rooms.yml:23:9: 提醒：项目“B1 刑拘人数”以“刑事拘留数”计分，属于禁设指标（依据：省厅实施细则第七条）。请改为只登记不计分，或删去。",
    ),
    broken(
        "a banned word that says it is not counted",
        edit(PARTY_RULES, "考评标准: 酌情", "考评标准: 酌情，刑事拘留数不计分"),
    ),
    broken(
        "a banned indicator that is only recorded",
        edit(CASE_RULES, "考评标准: 不计分, ", "考评标准: 登记人数, "),
    ),
    broken(
        "no year rules",
        without(YEARLY),
        "rules/yearly.yml: 缺少文件 rules/yearly.yml。请从样例恢复后修改。",
    ),
    broken(
        "year rules for a scheme that does not exist",
        edit(YEARLY, "优先考虑: {积分制: rooms", "优先考虑: {积分制: room"),
        "rules/yearly.yml:8:17: 没有代码为“room”的积分制。请写成 cases、party、rooms、team 之一。",
    ),
    broken(
        "year rules for a scheme whose rules are wrong are no second mistake",
        edit(TEAM_RULES, "考核对象: 单位", "考核对象: 所队"),
        "rules/schemes/team.yml: 提醒：规则有错误，3 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/team.yml:4:7: “所队”不是可选的考核对象。请写成 党支部、警务室、单位、人员、案件 之一。",
    ),
    broken(
        "two year rules of one month",
        edit(YEARLY, "版本:\n", f"版本:\n{SECOND}"),
        "rules/yearly.yml:11:9: 各版本没有按生效月份先后排列。请写 2025-01 以后的月份。",
    ),
    broken(
        "ties left to the bureau before anything is compared",
        edit(YEARLY, "并列: [质量扣分少者]", "并列: [集体研究决定, 质量扣分少者]"),
        "rules/yearly.yml:5:94: “并列”里同一种比较写了两次，或者“集体研究决定”不在最后。每种只写一次，“集体研究决定”写在最后。",
    ),
    broken(
        "model officers of a scheme that knows none",
        edit(YEARLY, "执法办案标兵: {积分制: cases", "执法办案标兵: {积分制: team"),
        "rules/yearly.yml:5:19: “执法办案标兵”按民警办案积分确定，“team”的考核对象不是案件。请写考核对象为案件的积分制的代码。",
    ),
    broken(
        "officers' results of a scheme that knows none",
        edit(YEARLY, "民警结果计入单位: {积分制: cases", "民警结果计入单位: {积分制: rooms"),
        "rules/yearly.yml:10:21: “民警结果计入单位”按民警办案积分确定，“rooms”的考核对象不是案件。请写考核对象为案件的积分制的代码。",
    ),
    broken(
        "quality that is no component",
        edit(YEARLY, "质量扣分: [quality]", "质量扣分: [zhiliang]"),
        "rules/yearly.yml:5:70: “zhiliang”不是执法办案积分制的扣分组成部分。请写成 quality。",
    ),
    broken(
        "quality that is what cases earn",
        edit(YEARLY, "质量扣分: [quality]", "质量扣分: [quantity]"),
        "rules/yearly.yml:5:70: “quantity”不是执法办案积分制的扣分组成部分。请写成 quality。",
    ),
    broken(
        "quality twice",
        edit(YEARLY, "质量扣分: [quality]", "质量扣分: [quality, quality]"),
        "rules/yearly.yml:5:70: 同一个组成部分写了两次，会扣两次。请各写一次。",
    ),
    broken(
        "no word on what quality is",
        edit(YEARLY, "质量扣分: [quality], ", ""),
        "rules/yearly.yml:5:13: 执法办案标兵缺少“质量扣分”。请补上“质量扣分:”，下面逐条填写（算作质量扣分的组成部分，如 [quality]）。",
    ),
    broken(
        "what follows under two names",
        edit(YEARLY, "后果: [表态发言]", "后果: [表态发言], 事项: [评先评优]"),
        "rules/yearly.yml:7:49: “待改进单位”既写了“后果”又写了“事项”。两者只留一个。",
    ),
    broken(
        "a share without per cent",
        edit(YEARLY, "表彰单位: {积分制: team, 比例: 10%}", "表彰单位: {积分制: team, 比例: 10}"),
        "rules/yearly.yml:6:27: “10”缺少百分号。请写成 10%。",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_lines_printed(case: Broken) -> None:
    assert case.printed == case.lines
    assert case.codes == codes()[case.title]
