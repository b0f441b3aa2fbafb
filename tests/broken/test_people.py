"""Officers named in records: on the roster, in service, in a role they may have."""

from __future__ import annotations

import pytest

from tests.broken.corpus import Broken, broken, codes
from tests.county import CASES as CASE_FILE, OFFICERS, REVIEW, SMALL, TEAM, edit

CASES = [
    broken(
        "a reporter who is not on the roster",
        edit(SMALL, '"060301"', '"069999"'),
        "ledger/2025-06/team/fazhi.yml:3:6: 名册里没有警号 069999。新进人员请先登记到 rules/roster/officers.yml。",
    ),
    broken(
        "a mistyped reporter",
        edit(SMALL, '"060301"', '"060310"'),
        "ledger/2025-06/team/fazhi.yml:3:6: 名册里没有警号 060310。是不是 060302（孙和）？新进人员请先登记到 rules/roster/officers.yml。",
    ),
    broken(
        "a reporter who has left",
        edit(SMALL, '"060301"', '"060302"'),
        "ledger/2025-06/team/fazhi.yml:3:6: 060302（孙和）已于 2025-03-31 离任。请核对警号；这名民辅警2025-07-02 应当在任。",
    ),
    broken(
        "a reporter who leaves on the day of filing",
        edit(SMALL, '"060301"', '"060302"'),
        edit(OFFICERS, "至: 2025-03-31", "至: 2025-07-02"),
    ),
    broken(
        "a reporter who left the day before",
        edit(SMALL, '"060301"', '"060302"'),
        edit(OFFICERS, "至: 2025-03-31", "至: 2025-07-01"),
        "ledger/2025-06/team/fazhi.yml:3:6: 060302（孙和）已于 2025-07-01 离任。请核对警号；这名民辅警2025-07-02 应当在任。",
    ),
    broken(
        "a reporter who comes on the day of filing",
        edit(SMALL, '"060301"', '"061203"'),
        edit(OFFICERS, "{自: 2025-07-01, 单位: hedong", "{自: 2025-07-02, 单位: hedong"),
    ),
    broken(
        "a reporter who has not come yet",
        edit(SMALL, '"060301"', '"061203"'),
        edit(
            OFFICERS, "任职: [{自: 2025-07-01, 单位: hedong", "任职: [{自: 2025-07-15, 单位: hedong"
        ),
        "ledger/2025-06/team/fazhi.yml:3:6: 061203（何平）2025-07-15 才到任。请核对警号；这名民辅警2025-07-02 应当在任。",
    ),
    broken(
        "a mistyped filing date says nothing about the reporter",
        edit(SMALL, "填报日期: 2025-07-02", "填报日期: 2005-07-02"),
        "ledger/2025-06/team/fazhi.yml:4:7: 填报日期 2005-07-02 时，2025-06 还没有过完。请写 2025-06-27 以后的日期。",
    ),
    broken(
        "an award for somebody unknown",
        edit(TEAM, '警号: "061101"', '警号: "061901"'),
        "ledger/2025-06/team/chengguan.yml:11:36: 名册里没有警号 061901。是不是 061201（陈刚）？新进人员请先登记到 rules/roster/officers.yml。",
    ),
    broken(
        "an award for somebody who has left",
        edit(TEAM, '警号: "061101"', '警号: "060302"'),
        "ledger/2025-06/team/chengguan.yml:11:36: 060302（孙和）已于 2025-03-31 离任。请核对警号；这名民辅警2025-06-20 应当在任。",
    ),
    broken(
        "an award for somebody of another unit",
        edit(TEAM, '警号: "061101"', '警号: "061201"'),
        "ledger/2025-06/team/chengguan.yml:11:36: 提醒：061201（陈刚）2025-06-20 在 河东派出所（hedong）任职，不在 城关派出所（chengguan）。个人的奖惩计入当时所在的单位，请核对警号和单位。",
    ),
    broken(
        "a participant who is unknown",
        edit(CASE_FILE, '{警号: "061201", 角色: 协作}', '{警号: "071201", 角色: 协作}'),
        "ledger/2025-06/cases/chengguan.yml:11:63: 名册里没有警号 071201。是不是 061201（陈刚）？新进人员请先登记到 rules/roster/officers.yml。",
    ),
    broken(
        "a participant who has left",
        edit(CASE_FILE, '{警号: "061201", 角色: 协作}', '{警号: "060302", 角色: 协作}'),
        "ledger/2025-06/cases/chengguan.yml:11:63: 060302（孙和）已于 2025-03-31 离任。请核对警号；这名民辅警2025-06 应当在任。",
    ),
    broken(
        "a participant who left on the first of the month",
        edit(CASE_FILE, '{警号: "061201", 角色: 协作}', '{警号: "060302", 角色: 协作}'),
        edit(OFFICERS, "至: 2025-03-31", "至: 2025-06-01"),
    ),
    broken(
        "a participant who left on the last of the month before",
        edit(CASE_FILE, '{警号: "061201", 角色: 协作}', '{警号: "060302", 角色: 协作}'),
        edit(OFFICERS, "至: 2025-03-31", "至: 2025-05-31"),
        "ledger/2025-06/cases/chengguan.yml:11:63: 060302（孙和）已于 2025-05-31 离任。请核对警号；这名民辅警2025-06 应当在任。",
    ),
    broken(
        "a participant who comes on the last of the month",
        edit(CASE_FILE, '{警号: "061201", 角色: 协作}', '{警号: "061203", 角色: 协作}'),
        edit(OFFICERS, "{自: 2025-07-01, 单位: hedong", "{自: 2025-06-30, 单位: hedong"),
    ),
    broken(
        "a participant who has not come yet",
        edit(CASE_FILE, '{警号: "061201", 角色: 协作}', '{警号: "061203", 角色: 协作}'),
        "ledger/2025-06/cases/chengguan.yml:11:63: 061203（何平）2025-07-01 才到任。请核对警号；这名民辅警2025-06 应当在任。",
    ),
    broken(
        "an auxiliary who helps",
        edit(CASE_FILE, '{警号: "061104", 角色: 辅警}', '{警号: "061104", 角色: 协办}'),
        edit(REVIEW, '["061101", "061102"]', '["061101", "061102", "061104"]'),
        "ledger/2025-06/cases/chengguan.yml:11:101: 061104（赵敏）是辅警，角色不能写“协办”。请写成 角色: 辅警，只登记，不计办案分。",
    ),
    broken(
        "an officer called an auxiliary",
        edit(CASE_FILE, '{警号: "061104", 角色: 辅警}', '{警号: "061103", 角色: 辅警}'),
        "ledger/2025-06/cases/chengguan.yml:11:101: 061103（张宁）是民警，角色不能写“辅警”。请写成 主办、协办 或 协作。",
    ),
    broken(
        "a helper who is not in case work",
        edit(CASE_FILE, '{警号: "061104", 角色: 辅警}', '{警号: "061103", 角色: 协办}'),
        edit(REVIEW, '["061101", "061102"]', '["061101", "061102", "061103"]'),
        "ledger/2025-06/cases/chengguan.yml:11:101: 061103（张宁）2025-06 不在办案岗位，角色不能写“协办”。请核对警号；确在办案岗位的，先在名册的任职里写“办案: 是”。",
    ),
    broken(
        "help from the own unit",
        edit(CASE_FILE, '{警号: "061201", 角色: 协作}', '{警号: "061103", 角色: 协作}'),
        "ledger/2025-06/cases/chengguan.yml:11:77: 061103（张宁）是本单位民警，角色不能写“协作”。本单位民警参与办理的，请写成 协办。",
    ),
    broken(
        "help from an auxiliary",
        edit(CASE_FILE, '{警号: "061104", 角色: 辅警}', '{警号: "061104", 角色: 协作}'),
        "ledger/2025-06/cases/chengguan.yml:11:101: 061104（赵敏）是辅警，角色不能写“协作”。请写成 角色: 辅警，只登记，不计办案分。",
    ),
    broken(
        "a case led by another unit's officer",
        edit(CASE_FILE, '[{警号: "061102", 角色: 主办}', '[{警号: "061201", 角色: 主办}'),
        "ledger/2025-06/cases/chengguan.yml:17:15: 提醒：主办民警 061201（陈刚）属于 河东派出所（hedong），案件却由 城关派出所（chengguan）登记。一案由主办单位登记，请核对主办民警和登记单位。",
    ),
    broken(
        "a participant on leave all month",
        edit(
            OFFICERS,
            "单位: hedong, 职务: 所长, 办案: 是}]",
            "单位: hedong, 职务: 所长, 办案: 是}], 离岗: [{自: 2025-05-20, 至: 2025-07-10}]",
        ),
        "ledger/2025-06/cases/chengguan.yml:11:63: 提醒：061201（陈刚）2025-06 整月离岗，却参与了案件。请核对参与人员；离岗日期有变的，请更正名册。",
    ),
    broken(
        "a participant on leave for part of the month",
        edit(
            OFFICERS,
            "单位: hedong, 职务: 所长, 办案: 是}]",
            "单位: hedong, 职务: 所长, 办案: 是}], 离岗: [{自: 2025-06-01, 至: 2025-06-29}]",
        ),
    ),
    broken(
        "a participant who came to case work in the month",
        edit(
            OFFICERS,
            "{自: 2019-01-01, 单位: chengguan, 职务: 民警, 办案: 是}",
            "{自: 2019-01-01, 单位: fazhi, 职务: 民警}, {自: 2025-06-20, 单位: chengguan, 职务: 民警, 办案: 是}",
        ),
    ),
    broken(
        "a participant who left case work in the month",
        edit(
            OFFICERS,
            "{自: 2019-01-01, 单位: chengguan, 职务: 民警, 办案: 是}",
            "{自: 2019-01-01, 单位: chengguan, 职务: 民警, 办案: 是}, {自: 2025-06-20, 单位: fazhi, 职务: 民警}",
        ),
    ),
    broken(
        "a participant who left case work before the month",
        edit(
            OFFICERS,
            "{自: 2019-01-01, 单位: chengguan, 职务: 民警, 办案: 是}",
            "{自: 2019-01-01, 单位: chengguan, 职务: 民警, 办案: 是}, {自: 2025-05-20, 单位: fazhi, 职务: 民警}",
        ),
        "ledger/2025-06/cases/chengguan.yml:11:53: 061102（李成）2025-06 不在办案岗位，角色不能写“协办”。请核对警号；确在办案岗位的，先在名册的任职里写“办案: 是”。",
        "ledger/2025-06/cases/chengguan.yml:17:29: 061102（李成）2025-06 不在办案岗位，角色不能写“主办”。请核对警号；确在办案岗位的，先在名册的任职里写“办案: 是”。",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_lines_printed(case: Broken) -> None:
    assert case.printed == case.lines
    assert case.codes == codes()[case.title]
