"""Personal data and case numbers are refused in every text field and in comments.

All numbers are made up; git cannot forget, so what looks real is refused.
"""

from __future__ import annotations

import pytest

from generator.text import personal, privacy
from tests.broken.corpus import Broken, broken, codes
from tests.county import CALENDAR, PARTY, SMALL, TEAM, UNITS, edit

CASES = [
    broken(
        "an ID number",
        edit(TEAM, "督察发现问题", "张某610921199003072316被查"),
        "ledger/2025-06/team/chengguan.yml:6:32: 这里疑似写有身份证号“610…16”。请删去，只写台账编号或登记编号。",
    ),
    broken(
        "an ID number that ends in X",
        edit(TEAM, "督察发现问题", "61092119900307231X"),
        "ledger/2025-06/team/chengguan.yml:6:32: 这里疑似写有身份证号“610…1X”。请删去，只写台账编号或登记编号。",
    ),
    broken(
        "an ID number with blanks",
        edit(TEAM, "督察发现问题", "610921 19900307 2316"),
        "ledger/2025-06/team/chengguan.yml:6:32: 这里疑似写有身份证号“610…16”。请删去，只写台账编号或登记编号。",
    ),
    broken(
        "an ID number in full-width digits",
        edit(TEAM, "督察发现问题", "６１０９２１１９９００３０７２３１６"),
        "ledger/2025-06/team/chengguan.yml:6:32: 这里疑似写有身份证号“610…16”。请删去，只写台账编号或登记编号。",
    ),
    broken(
        "an old ID number of 15 digits",
        edit(TEAM, "督察发现问题", "610921900307231"),
        "ledger/2025-06/team/chengguan.yml:6:32: 这里疑似写有身份证号“610…31”。请删去，只写台账编号或登记编号。",
    ),
    broken(
        "a mobile number",
        edit(TEAM, "督察发现问题", "电话13812345678"),
        "ledger/2025-06/team/chengguan.yml:6:32: 这里疑似写有手机号码“138…78”。请删去，联系方式不进台账。",
    ),
    broken(
        "a mobile number with dashes",
        edit(TEAM, "督察发现问题", "138-1234-5678"),
        "ledger/2025-06/team/chengguan.yml:6:32: 这里疑似写有手机号码“138…78”。请删去，联系方式不进台账。",
    ),
    broken(
        "a mobile number with the country code",
        edit(TEAM, "督察发现问题", "'+8613812345678'"),
        "ledger/2025-06/team/chengguan.yml:6:32: 这里疑似写有手机号码“861…78”。请删去，联系方式不进台账。",
    ),
    broken(
        "a landline number",
        edit(TEAM, "督察发现问题", "0915-5212345"),
        "ledger/2025-06/team/chengguan.yml:6:32: 这里疑似写有座机号码“091…45”。请删去，联系方式不进台账。",
    ),
    broken(
        "a plate",
        edit(TEAM, "督察发现问题", "查获陕G·12A45一辆"),
        "ledger/2025-06/team/chengguan.yml:6:32: 这里疑似写有车牌号“陕G.…45”。请删去，写“涉案车辆”即可。",
    ),
    broken(
        "a plate of an electric car",
        edit(TEAM, "督察发现问题", "陕GD12345"),
        "ledger/2025-06/team/chengguan.yml:6:32: 这里疑似写有车牌号“陕GD…45”。请删去，写“涉案车辆”即可。",
    ),
    broken(
        "a plate of a police car",
        edit(TEAM, "督察发现问题", "陕G1234警"),
        "ledger/2025-06/team/chengguan.yml:6:32: 这里疑似写有车牌号“陕G1…4警”。请删去，写“涉案车辆”即可。",
    ),
    broken(
        "a bank card",
        edit(TEAM, "督察发现问题", "'6222021234567890123'"),
        "ledger/2025-06/team/chengguan.yml:6:32: 这里疑似写有银行卡号“622…23”。请删去，只写台账编号或登记编号。",
    ),
    broken(
        "a case number of the police system",
        edit(TEAM, "督察通报9", "A6109215600002025060001"),
        "ledger/2025-06/team/chengguan.yml:6:44: 这里疑似写有公安系统案件编号“A61…01”。请删去，只写本台账自编的案件编号，如 2025-06-chengguan-01。",
    ),
    broken(
        "a document number of a case",
        edit(TEAM, "督察通报9", "青公（治）行罚决字〔2025〕123号"),
        "ledger/2025-06/team/chengguan.yml:6:44: 这里疑似写有案件文书号“公(治…3号”。请删去，只写本台账自编的案件编号。",
    ),
    broken(
        "a document number of a detention",
        edit(TEAM, "督察通报9", '"清公刑拘字[2025]45号"'),
        "ledger/2025-06/team/chengguan.yml:6:44: 这里疑似写有案件文书号“公刑拘…5号”。请删去，只写本台账自编的案件编号。",
    ),
    broken(
        "a court's case number",
        edit(TEAM, "督察通报9", "（2025）陕0921刑初12号"),
        "ledger/2025-06/team/chengguan.yml:6:44: 这里疑似写有法院案号“(20…2号”。请删去，只写本台账自编的案件编号。",
    ),
    broken(
        "a mobile number as a matter",
        edit(TEAM, "事项: 20250620-02", "事项: 13812345678"),
        "ledger/2025-06/team/chengguan.yml:11:67: 这里疑似写有手机号码“138…78”。请删去，联系方式不进台账。",
    ),
    broken(
        "a mobile number in an office's name",
        edit(PARTY, "提出: 政工室", "提出: 政工室13812345678"),
        "ledger/2025-06/party/zb-chengguan.yml:11:42: 这里疑似写有手机号码“138…78”。请删去，联系方式不进台账。",
    ),
    broken(
        "a mobile number in a comment",
        edit(SMALL, "回访汇总7}", "回访汇总7}  # 联系人 13812345678"),
        "ledger/2025-06/team/fazhi.yml:7:33: 注释里疑似写有手机号码“138…78”。请删去，联系方式不进台账。",
    ),
    broken(
        "an ID number in a comment of its own",
        edit(SMALL, "指标:\n", "# 610921199003072316\n指标:\n"),
        "ledger/2025-06/team/fazhi.yml:5:1: 注释里疑似写有身份证号“610…16”。请删去，只写台账编号或登记编号。",
    ),
    broken(
        "a mobile number folded over two lines of comments",
        edit(SMALL, "指标:\n", "# 联系人 138\n# 12345678\n指标:\n"),
        "ledger/2025-06/team/fazhi.yml:5:1: 注释里疑似写有手机号码“138…78”。请删去，联系方式不进台账。",
    ),
    broken(
        "a mobile number in the name of a unit",
        edit(UNITS, "名称: 河东派出所", "名称: 河东派出所（13812345678）"),
        "rules/roster/units.yml:3:22: 这里疑似写有手机号码“138…78”。请删去，联系方式不进台账。",
    ),
    broken(
        "a mobile number in a comment of the rules",
        edit(CALENDAR, "休: [", "# 联系人 138 1234 5678\n休: ["),
        "rules/calendar.yml:2:1: 注释里疑似写有手机号码“138…78”。请删去，联系方式不进台账。",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_lines_printed(case: Broken) -> None:
    assert case.printed == case.lines
    assert case.codes == codes()[case.title]


@pytest.mark.parametrize(
    "reference",
    [
        "抽查单2025-06-1",
        "会议记录2025-06-18",
        "镇综治确认2025-31",
        "青公奖〔2025〕4号",
        "青公发〔2025〕10号",
        "督察通报2025-9、2025-10",
        "检查登记20250611",
        "登记编号202506110001",
        "台账2025年第3册第12页",
        "2025-06-chengguan-01",
        "走访登记0601-0630",
        "收文2025061512号",
        "第3次、第4次共12345人次",
        "T3-2025-06-001",
        "治安大队收文登记2025-1",
        "陕G车辆一台",
        "警号061201",
        "国办发明电〔2024〕12号",
    ],
)
def test_ordinary_references_are_not_mistaken_for_personal_data(reference: str) -> None:
    assert privacy.find(reference) is None


def test_every_kind_of_personal_data_is_found_in_the_corpus() -> None:
    printed = "".join(line for case in CASES for line in case.lines)
    assert [kind.name for kind in personal.KINDS if kind.name not in printed] == []
