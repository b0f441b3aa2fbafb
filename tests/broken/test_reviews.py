"""Reviews: of a known case, in a sensible order, borne by those whom the rule names."""

from __future__ import annotations

import pytest

from tests.broken.corpus import Broken, broken, codes
from tests.county import CASE_RULES, CASES as CASE_FILE, REVIEW, edit, whole

PASSED = (
    "{编号: 2025-06-chengguan-02, 日期: 2025-06-28, 程序: 通过, 质量: 通过, 执行: 通过, 结论: 通过}"
)
RETIRED = """\
  - 生效: 2025-07
    依据: 清公发〔2025〕9号
    制定单位: 清水县公安局
    示例分值: 是
    沿用: 2025-01
    变更:
      - {代码: C11, 废止: 是, 理由: 不再计分}
"""
HEAD = """\
单位: UNIT
月份: MONTH
填报人: "060301"
填报日期: FILED
复核:
"""
JULY = HEAD.replace("UNIT", "chengguan").replace("MONTH", "2025-07").replace("FILED", "2025-08-01")
JULY_CASES = '单位: chengguan\n月份: 2025-07\n填报人: "061102"\n填报日期: 2025-08-01\n案件: []\n'
HEDONG = HEAD.replace("UNIT", "hedong").replace("MONTH", "2025-06").replace("FILED", "2025-07-01")


def july(entry: str) -> tuple[str, str]:
    return "ledger/2025-07/case-review/chengguan.yml", f"{JULY}  - {entry}\n"


LATE = '{项: Q04, 承担: ["061102"], 事由: 文书送达不及时}'
UNTOLD = '{项: Q04, 承担: ["061102"], 事由: 权利义务未告知}'

CASES = [
    broken(
        "a case reviewed on the first day of its month",
        edit(REVIEW, "日期: 2025-06-20", "日期: 2025-06-01"),
    ),
    broken(
        "one item of one officer, found again in other words",
        edit(
            REVIEW,
            f"  - {PASSED}\n",
            f"  - {PASSED.replace('结论: 通过}', f'结论: 退回, 问题: [{LATE}]}}')}\n"
            f"  - {PASSED.replace('结论: 通过}', f'结论: 通过, 问题: [{UNTOLD}]}}')}\n",
        ),
        "ledger/2025-06/case-review/chengguan.yml:22:114: 提醒：退回时已在第 21 行认定了 Q04，承担人相同、事由不同，两次都计分。同一个问题请照原来的事由写，或删去这一条；不是同一个问题的不用改。",
    ),
    broken(
        "found in other words when it passes than when it was first sent back of two times",
        edit(
            REVIEW,
            f"  - {PASSED}\n",
            f"  - {PASSED.replace('结论: 通过}', f'结论: 退回, 问题: [{LATE}]}}')}\n"
            f"  - {PASSED.replace('06-28', '06-29').replace('结论: 通过', '结论: 退回')}\n"
            f"  - {PASSED.replace('06-28', '06-30').replace('结论: 通过}', f'结论: 通过, 问题: [{UNTOLD}]}}')}\n",
        ),
        "ledger/2025-06/case-review/chengguan.yml:23:114: 提醒：退回时已在第 21 行认定了 Q04，承担人相同、事由不同，两次都计分。同一个问题请照原来的事由写，或删去这一条；不是同一个问题的不用改。",
    ),
    broken(
        "a review of an unknown case",
        edit(REVIEW, PASSED, PASSED.replace("chengguan-02", "chengguan-22")),
        "ledger/2025-06/case-review/chengguan.yml:21:10: 台账里没有案件 2025-06-chengguan-22。是不是 2025-06-chengguan-02？编号以案件记录为准。",
    ),
    broken(
        "a review of a case nothing like any other",
        edit(REVIEW, PASSED, PASSED.replace("2025-06-chengguan-02", "2024-01-hedong-77")),
        "ledger/2025-06/case-review/chengguan.yml:21:5: 提示：“复核”没有按日期和编号排列，2024-01-hedong-77 应排在第 16 行之前。排好以后便于核对，几个人同时修改也不容易冲突。",
        "ledger/2025-06/case-review/chengguan.yml:21:10: 台账里没有案件 2024-01-hedong-77。编号以案件记录为准。",
    ),
    broken(
        "a review of a case in a file that cannot be read",
        edit(CASE_FILE, "    人数: 1\n", "    人数: 一\n"),
        "ledger/2025-06/cases/chengguan.yml:15:9: “一”不是整数。请写成 12 这样的半角数字。",
    ),
    broken(
        "a review of a case whose file is not YAML",
        edit(CASE_FILE, "案件:\n", "案件：\n"),
        "ledger/2025-06/cases/chengguan.yml:5:3: “案件”后面用了全角冒号“：”。请改成半角冒号加一个半角空格，写成“案件: …”。",
    ),
    broken(
        "a review in another unit's file",
        whole("ledger/2025-06/case-review/hedong.yml", f"{HEDONG}  - {PASSED}\n"),
        edit(REVIEW, f"  - {PASSED}\n", ""),
        "ledger/2025-06/case-review/hedong.yml:6:10: 案件 2025-06-chengguan-02 是 城关派出所（chengguan）的。请移到 ledger/2025-06/case-review/chengguan.yml。",
    ),
    broken(
        "a review of a later month's case",
        whole(
            "ledger/2025-07/cases/chengguan.yml",
            JULY_CASES.replace("[]", "")
            + '  - {编号: 2025-07-chengguan-01, 类别: 其他, 结果: C01, 人数: 1, 参与: [{警号: "061101", 角色: 主办}, {警号: "061102", 角色: 协办}]}\n',
        ),
        edit(REVIEW, PASSED, PASSED.replace("2025-06-chengguan-02", "2025-07-chengguan-01")),
        "ledger/2025-06/case-review/chengguan.yml:21:36: 复核日期 2025-06-28 早于案件所在的 2025-07。请核对日期和案件编号。",
        "ledger/2025-07/cases/hedong.yml: 提示：河东派出所（hedong）还没有报送 2025-07 的执法办案记录。请补报；不必报送的，请在名册里核对。",
    ),
    broken(
        "a case passed twice in one month",
        edit(REVIEW, f"  - {PASSED}\n", f"  - {PASSED}\n  - {PASSED}\n"),
        "ledger/2025-06/case-review/chengguan.yml:22:76: 案件 2025-06-chengguan-02 已在第 21 行复核通过，不能重复计分。请删去这一条，或核对编号。",
    ),
    broken(
        "a case passed again next month",
        whole(*july(PASSED.replace("2025-06-28", "2025-07-28"))),
        whole("ledger/2025-07/cases/chengguan.yml", JULY_CASES),
        "ledger/2025-07/case-review/chengguan.yml:6:76: 案件 2025-06-chengguan-02 已在 ledger/2025-06/case-review/chengguan.yml:21 复核通过，不能重复计分。请删去这一条，或核对编号。",
        "ledger/2025-07/cases/hedong.yml: 提示：河东派出所（hedong）还没有报送 2025-07 的执法办案记录。请补报；不必报送的，请在名册里核对。",
    ),
    broken(
        "a case returned and passed a month later",
        edit(REVIEW, PASSED, PASSED.replace("结论: 通过", "结论: 退回")),
        whole(*july(PASSED.replace("2025-06-28", "2025-07-28"))),
        whole("ledger/2025-07/cases/chengguan.yml", JULY_CASES),
        "ledger/2025-07/cases/hedong.yml: 提示：河东派出所（hedong）还没有报送 2025-07 的执法办案记录。请补报；不必报送的，请在名册里核对。",
    ),
    broken(
        "a case sent back after it passed",
        edit(
            REVIEW,
            f"  - {PASSED}\n",
            f"  - {PASSED}\n  - {PASSED.replace('结论: 通过', '结论: 退回').replace('06-28', '06-29')}\n",
        ),
        "ledger/2025-06/case-review/chengguan.yml:22:76: 案件 2025-06-chengguan-02 已在第 21 行复核通过，不能再写“退回”。后来认定的问题请写成 结论: 追加。",
    ),
    broken(
        "a later finding about a case that never passed",
        edit(
            REVIEW,
            PASSED,
            '{编号: 2025-06-chengguan-02, 日期: 2025-06-28, 结论: 追加, 问题: [{项: Q04, 承担: ["061102"], 事由: 未送达}]}',
        ),
        "ledger/2025-06/case-review/chengguan.yml:21:52: 案件 2025-06-chengguan-02 在 2025-06-28 之前还没有复核通过，不能“追加”。首次复核请写 通过 或 退回。",
    ),
    broken(
        "a case with a result that is retired before it passes",
        edit(
            CASE_RULES,
            "频次: 月, 证明材料: 收文登记}\n",
            "频次: 月, 证明材料: 收文登记}\n" + RETIRED,
        ),
        whole(*july(PASSED.replace("2025-06-28", "2025-07-28"))),
        whole("ledger/2025-07/cases/chengguan.yml", JULY_CASES),
        edit(REVIEW, f"  - {PASSED}\n", ""),
        "ledger/2025-07/case-review/chengguan.yml:6:76: 提醒：案件结果 C11 在 2025-07 的规则里已经没有了，通过也不计分。请与制定规则的部门核对。",
        "ledger/2025-07/cases/hedong.yml: 提示：河东派出所（hedong）还没有报送 2025-07 的执法办案记录。请补报；不必报送的，请在名册里核对。",
    ),
    broken(
        "the helper bears what the lead must",
        edit(REVIEW, 'Q04, 承担: ["061101"]', 'Q04, 承担: ["061102"]'),
        'ledger/2025-06/case-review/chengguan.yml:15:22: Q04 文书未送达由主办民警 061101（王立）承担。请写成 承担: ["061101"]。',
    ),
    broken(
        "a bearer that cannot be read is told alone",
        edit(REVIEW, 'Q04, 承担: ["061101"]', 'Q04, 承担: ["王立"]'),
        'ledger/2025-06/case-review/chengguan.yml:15:23: “王立”不是六位警号。请写成 "061201" 的样子。',
    ),
    broken(
        "one bears what all must",
        edit(REVIEW, 'Q02, 承担: ["061101", "061102"]', 'Q02, 承担: ["061102"]'),
        'ledger/2025-06/case-review/chengguan.yml:14:22: Q02 单人询问由全体主办、协办民警 061101（王立）、061102（李成）承担。请写成 承担: ["061101", "061102"]。',
    ),
    broken(
        "the other order is no fault", edit(REVIEW, '["061101", "061102"]', '["061102", "061101"]')
    ),
    broken(
        "the same officer twice",
        edit(REVIEW, 'Q04, 承担: ["061101"]', 'Q04, 承担: ["061101", "061101"]'),
        "ledger/2025-06/case-review/chengguan.yml:15:22: “承担”里同一个警号写了两次。请删去重复的警号。",
    ),
    broken(
        "a bearer who is unknown",
        edit(REVIEW, 'Q05, 承担: ["060301"]', 'Q05, 承担: ["069301"]'),
        "ledger/2025-06/case-review/chengguan.yml:20:22: 名册里没有警号 069301。是不是 060301（周正）？新进人员请先登记到 rules/roster/officers.yml。",
    ),
    broken(
        "a bearer who has left",
        edit(REVIEW, 'Q05, 承担: ["060301"]', 'Q05, 承担: ["060302"]'),
        "ledger/2025-06/case-review/chengguan.yml:20:22: 060302（孙和）已于 2025-03-31 离任。请核对警号；这名民辅警2025-06-28 应当在任。",
    ),
    broken(
        "a case without a lead says nothing about its bearers",
        edit(CASE_FILE, '{警号: "061101", 角色: 主办}', '{警号: "061101", 角色: 协办}'),
        "ledger/2025-06/cases/chengguan.yml:11:9: 这起案件没有主办民警。请把一名民警的角色写成 主办。",
    ),
    broken(
        "a finding about a case among those about the unit",
        edit(
            REVIEW, "复核:\n", '单位问题:\n  - {项: Q04, 承担: ["061101"], 事由: 未送达}\n复核:\n'
        ),
        "ledger/2025-06/case-review/chengguan.yml:6:9: “Q04”（文书未送达）应写在案件的“问题”里。“单位问题”可用的代码有 E05（月报迟报）。",
    ),
    broken(
        "a finding about the unit among the findings of a case",
        edit(
            REVIEW,
            'Q05, 承担: ["060301"], 环节: 审核, 事由: 财物登记不全',
            "E05, 天数: 1, 事由: 迟报, 依据: 收文登记1",
        ),
        "ledger/2025-06/case-review/chengguan.yml:20:13: “E05”（月报迟报）应写在“单位问题”里。“问题”可用的代码有 Q02（单人询问）、Q04（文书未送达）、Q05（财物管理）。",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_lines_printed(case: Broken) -> None:
    assert case.printed == case.lines
    assert case.codes == codes()[case.title]
