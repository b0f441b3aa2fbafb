"""Cases: ids, one who leads, at least one who helps, pieces."""

from __future__ import annotations

import pytest

from tests.broken.corpus import Broken, broken, codes
from tests.county import CASES as CASE_FILE, FILES, copied, edit, whole

PEOPLE = '{警号: "061102", 角色: 主办}, {警号: "061101", 角色: 协办}'
SECOND = """\
  - 编号: 2025-06-chengguan-02
    类别: 交通
    结果: C11
    人数: 1
    件数: 12
    参与: [{警号: "061102", 角色: 主办}, {警号: "061101", 角色: 协办}]
"""
HEDONG = "ledger/2025-06/cases/hedong.yml"
JOINT = (
    FILES[HEDONG].replace("案件: []\n", "案件:\n")
    + """\
  - {编号: 2025-06-chengguan-01, 类别: 侵财, 结果: C01, 人数: 3, 参与: [{警号: "061201", 角色: 主办}, {警号: "061101", 角色: 协办}]}
"""
)

CASES = [
    broken(
        "an id twice in one file",
        edit(CASE_FILE, SECOND, SECOND + SECOND),
        "ledger/2025-06/cases/chengguan.yml:18:9: 案件编号 2025-06-chengguan-02 在第 12 行已经用过。请给这一起案件换一个编号。",
    ),
    broken(
        "a joint case handed in by both units",
        whole(HEDONG, JOINT),
        "ledger/2025-06/cases/hedong.yml:6:10: 案件 2025-06-chengguan-01 已在 ledger/2025-06/cases/chengguan.yml:6 登记。一案只由主办单位登记一次，其他单位的民警写进那里的“参与”；另一起案件请另编编号。",
    ),
    broken(
        "a case handed in again next month",
        copied(
            CASE_FILE,
            "ledger/2025-07/cases/chengguan.yml",
            ("月份: 2025-06", "月份: 2025-07"),
            ("2025-07-01", "2025-08-01"),
        ),
        "ledger/2025-07/cases/chengguan.yml:6:9: 案件 2025-06-chengguan-01 已在 ledger/2025-06/cases/chengguan.yml:6 登记。一案只由主办单位登记一次，其他单位的民警写进那里的“参与”；另一起案件请另编编号。",
        "ledger/2025-07/cases/chengguan.yml:12:9: 案件 2025-06-chengguan-02 已在 ledger/2025-06/cases/chengguan.yml:12 登记。一案只由主办单位登记一次，其他单位的民警写进那里的“参与”；另一起案件请另编编号。",
        "ledger/2025-07/cases/hedong.yml: 提示：河东派出所（hedong）还没有报送 2025-07 的执法办案记录。请补报；不必报送的，请在名册里核对。",
    ),
    broken(
        "the case whose file the id fits keeps it, though it stands in the later file",
        edit(
            CASE_FILE, SECOND, SECOND + SECOND.replace("2025-06-chengguan-02", "2025-06-hedong-01")
        ),
        whole(HEDONG, JOINT.replace("2025-06-chengguan-01", "2025-06-hedong-01")),
        "ledger/2025-06/cases/chengguan.yml:18:9: 案件 2025-06-hedong-01 已在 ledger/2025-06/cases/hedong.yml:6 登记。一案只由主办单位登记一次，其他单位的民警写进那里的“参与”；另一起案件请另编编号。",
    ),
    broken(
        "an id of another month",
        edit(
            CASE_FILE,
            SECOND,
            SECOND + SECOND.replace("2025-06-chengguan-02", "2025-05-chengguan-03"),
        ),
        "ledger/2025-06/cases/chengguan.yml:18:5: 提示：“案件”没有按编号排列，2025-05-chengguan-03 应排在第 6 行之前。排好以后便于核对，几个人同时修改也不容易冲突。",
        "ledger/2025-06/cases/chengguan.yml:18:9: 案件编号 2025-05-chengguan-03 不是这个单位这个月的编号。请写成 2025-06-chengguan-01 的样子。",
    ),
    broken(
        "an id of another unit",
        edit(
            CASE_FILE, SECOND, SECOND + SECOND.replace("2025-06-chengguan-02", "2025-06-hedong-01")
        ),
        "ledger/2025-06/cases/chengguan.yml:18:9: 案件编号 2025-06-hedong-01 不是这个单位这个月的编号。请写成 2025-06-chengguan-01 的样子。",
    ),
    broken(
        "nobody leads",
        edit(CASE_FILE, PEOPLE, PEOPLE.replace("主办", "协办")),
        "ledger/2025-06/cases/chengguan.yml:17:9: 这起案件没有主办民警。请把一名民警的角色写成 主办。",
    ),
    broken(
        "two lead",
        edit(CASE_FILE, PEOPLE, PEOPLE.replace("协办", "主办")),
        "ledger/2025-06/cases/chengguan.yml:17:9: 这起案件有 2 名主办民警。主办只能一人，其余请写成 协办。",
    ),
    broken(
        "nobody helps",
        edit(CASE_FILE, PEOPLE, '{警号: "061102", 角色: 主办}'),
        "ledger/2025-06/cases/chengguan.yml:17:9: 这起案件没有协办民警。办案不得少于两名民警，请补上协办。",
    ),
    broken(
        "an officer twice",
        edit(CASE_FILE, PEOPLE, PEOPLE + ', {警号: "061102", 角色: 协办}'),
        "ledger/2025-06/cases/chengguan.yml:17:63: 警号 061102 在这起案件里写了两次。每人只写一次，只留一个角色。",
    ),
    broken(
        "a mistyped role is one mistake, not two",
        edit(CASE_FILE, PEOPLE, PEOPLE.replace("主办", "主板")),
        "ledger/2025-06/cases/chengguan.yml:17:29: “主板”不是可选的角色。请写成 主办、协办、协作、辅警 之一。",
    ),
    broken(
        "pieces of a case that is no piece-work",
        edit(CASE_FILE, "    人数: 3\n", "    人数: 3\n    件数: 2\n"),
        "ledger/2025-06/cases/chengguan.yml:10:9: C01 移送起诉按案计分，不能写“件数”。请删去“件数”，一案写一条。",
    ),
    broken(
        "piece-work with several persons",
        edit(CASE_FILE, "    人数: 1\n    件数: 12", "    人数: 12\n    件数: 12"),
        "ledger/2025-06/cases/chengguan.yml:15:9: 提醒：C11 当场处罚按件登记，人数应写 1。请把数量写在“件数”里。",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_lines_printed(case: Broken) -> None:
    assert case.printed == case.lines
    assert case.codes == codes()[case.title]
