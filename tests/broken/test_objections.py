"""Objections: their own fields, the steps they take, terms in working days, what follows.

June 2025 is shown until Wednesday 16 July; what is received on Tuesday the 15th is due on the 22nd.
"""

from __future__ import annotations

from datetime import date

import pytest

from generator.ledger.layout import trail_id
from tests.broken.corpus import Broken, broken, codes
from tests.closed import BETTER, OBJECTION, W2, W2_LINE, correction, objection, published, row
from tests.county import ROOM, Change, edit, whole

OUT = published()
FIX = edit(ROOM, W2, BETTER)
RECEIVED, TAKEN, LOOKED = "已提交 2025-07-15", "已受理 2025-07-16", "复核中 2025-07-17"
DECIDED, TOLD = "成立 2025-07-18", "已告知 2025-07-21"
GRANTED = (RECEIVED, TAKEN, LOOKED, DECIDED, TOLD)
REFUSED = (RECEIVED, TAKEN, LOOKED, "不成立 2025-07-18", TOLD)
APPEAL = (*REFUSED, "申请复核 2025-07-23", "复核中 2025-07-24")
FINDING = "抽查单确为 19 户"
NAMED = trail_id(OBJECTION).rpartition("/")[2]


def followed(**fields: str) -> tuple[Change, ...]:
    """A granted objection and the correction that followed."""
    because = {"提出": "异议", "异议": NAMED, **fields}
    return (
        OUT,
        FIX,
        objection(*GRANTED, 结论说明=FINDING, 更正="rooms-chengguan-1"),
        correction(row(W2_LINE, W2, BETTER), **because),
    )


CASES = [
    broken("an objection", OUT, objection(RECEIVED)),
    broken(
        "an objection of an officer against an officer",
        published("cases", day="2025-07-14"),
        objection(RECEIVED, 积分制="cases", 对象='"061101"', 项目="Q02", 提出='{人员: "061101"}'),
    ),
    broken(
        "an objection against a unit in case work",
        published("cases", day="2025-07-14"),
        objection(RECEIVED, 积分制="cases", 对象="hedong", 项目=""),
    ),
    broken("granted and corrected", *followed()),
    broken(
        "refused, changed on appeal, and not corrected",
        OUT,
        objection(
            *APPEAL,
            "改变 2025-07-28",
            "已告知 2025-07-29",
            结论说明=FINDING,
            复核申请="抽查单另有一份",
        ),
        "ledger/2025-06/objections/rooms-cg-dongmen-20250715-b290c3b6.yml:1:1: 提醒：异议“改变”，还没有写明更正。更正后，请补上“更正: …”，写更正的编号。",
    ),
    broken(
        "refused, and upheld on appeal",
        OUT,
        objection(
            *APPEAL,
            "维持 2025-07-28",
            "已告知 2025-07-29",
            结论说明=FINDING,
            复核申请="抽查单另有一份",
        ),
    ),
    broken(
        "refused, and changed on appeal",
        *followed()[:2],
        objection(
            *APPEAL,
            "改变 2025-07-28",
            "已告知 2025-07-29",
            结论说明=FINDING,
            复核申请="抽查单另有一份",
            更正="rooms-chengguan-1",
        ),
        followed()[3],
    ),
    broken(
        "sent back for more and submitted again",
        OUT,
        objection(RECEIVED, TAKEN, "退回补充 2025-07-17", "已提交 2025-07-25", "已受理 2025-07-25"),
        today=date(2025, 7, 31),
    ),
    broken(
        "sent back and not yet submitted again",
        OUT,
        objection(RECEIVED, "退回补充 2025-07-17"),
        today=date(2025, 12, 31),
    ),
    broken(
        "an objection under another name",
        OUT,
        objection(
            RECEIVED, path="ledger/2025-06/objections/rooms-cg-dongmen-20250715-0a1b2c3d.yml"
        ),
        "ledger/2025-06/objections/rooms-cg-dongmen-20250715-0a1b2c3d.yml:3:5: 按内容，这个文件应当是 ledger/2025-06/objections/rooms-cg-dongmen-20250715-b290c3b6.yml。请核对内容，或把文件改名、移到那里。",
    ),
    broken(
        "an objection in the folder of another month",
        OUT,
        objection(RECEIVED, path=OBJECTION.replace("2025-06", "2025-05")),
        "ledger/2025-05/objections/rooms-cg-dongmen-20250715-b290c3b6.yml:3:5: 按内容，这个文件应当是 ledger/2025-06/objections/rooms-cg-dongmen-20250715-b290c3b6.yml。请核对内容，或把文件改名、移到那里。",
    ),
    broken(
        "a picture among the objections",
        whole("ledger/2025-06/objections/0001.jpg", "x"),
        "ledger/2025-06/objections/0001.jpg: 这个文件不能放在 objections 文件夹里。这里的文件叫 ledger/2025-06/objections/rooms-cg-dongmen-20250714-0a1b2c3d.yml 的样子，别的请移走或删去。",
    ),
    broken(
        "an objection to a bulletin that is not out",
        OUT,
        objection(RECEIVED, 期间="2025-Q2"),
        "ledger/2025-06/objections/rooms-cg-dongmen-20250715-0e1a136a.yml:2:5: 基层基础 2025-Q2 的通报还没有公布。请核对“积分制”和“期间”。",
    ),
    broken(
        "of two bulletins one cannot be read: the objection to the other is looked at",
        OUT,
        whole("ledger/2025-06/bulletins/cases.yml", "x"),
        objection(RECEIVED, 积分制="cases", 对象="hedong", 项目=""),
        objection("已提交 2025-07-11", 日期="2025-07-11"),
        "ledger/2025-06/bulletins/cases.yml:1:1: 文件里没有“键: 值”形式的内容。请参照使用手册里的样例填写。",
        "ledger/2025-06/objections/rooms-cg-dongmen-20250711-b290c3b6.yml:6:5: 收到异议的日期早于公示开始的 2025-07-14。请核对日期。",
    ),
    broken(
        "an objection before publicity",
        OUT,
        objection("已提交 2025-07-11", 日期="2025-07-11"),
        "ledger/2025-06/objections/rooms-cg-dongmen-20250711-b290c3b6.yml:6:5: 收到异议的日期早于公示开始的 2025-07-14。请核对日期。",
    ),
    broken(
        "an objection after publicity",
        OUT,
        objection("已提交 2025-07-21", 日期="2025-07-21"),
        "ledger/2025-06/objections/rooms-cg-dongmen-20250721-b290c3b6.yml:6:5: 提醒：公示到 2025-07-16 为止，异议迟了 3 个工作日。请核对日期；是否受理由编发单位决定，写在“说明”里。",
    ),
    broken(
        "an unknown item",
        OUT,
        objection(RECEIVED, 项目="W3"),
        "ledger/2025-06/objections/rooms-cg-dongmen-20250715-c97ba296.yml:4:5: 2025-06 的基层基础工作积分制没有“W3”这一项。可写的项目有 W1（案件预防）、W2（出租房屋登记）、W7（信息采集）、B1（化解纠纷）、B5（经验推广）、D2（弄虚作假）、D4（月报迟报）。",
    ),
    broken(
        "an unknown room",
        OUT,
        objection(RECEIVED, 对象="cg-beimen"),
        "ledger/2025-06/objections/rooms-cg-beimen-20250715-bae59f46.yml:3:5: 名册里没有“cg-beimen”这个警务室。基层基础工作积分制考核的是警务室，请写代码或警号。",
    ),
    broken(
        "an unknown officer in case work",
        published("cases", day="2025-07-14"),
        objection(RECEIVED, 积分制="cases", 对象='"069999"', 项目=""),
        "ledger/2025-06/objections/cases-069999-20250715-dc22e76f.yml:3:5: 名册里没有“069999”这个民警或单位。执法办案积分制考核的是民警或单位，请写代码或警号。",
    ),
    broken(
        "a subject in Chinese",
        OUT,
        objection(RECEIVED, path=OBJECTION, 对象="东门社区警务室"),
        "ledger/2025-06/objections/rooms-cg-dongmen-20250715-b290c3b6.yml:3:5: “东门社区警务室”不是代码或警号。请写成 cg-dongmen 的样子。",
    ),
    broken(
        "an unknown objector",
        OUT,
        objection(RECEIVED, 提出="{单位: beiguan}"),
        "ledger/2025-06/objections/rooms-cg-dongmen-20250715-6a687beb.yml:5:5: 名册里没有提出异议的单位“beiguan”。请写单位或党支部的代码。",
    ),
    broken(
        "an unknown officer objects",
        OUT,
        objection(RECEIVED, 提出='{人员: "069999"}'),
        "ledger/2025-06/objections/rooms-cg-dongmen-20250715-9caa6277.yml:5:5: 名册里没有提出异议的警号 069999。请核对警号。",
    ),
    broken(
        "nobody objects",
        OUT,
        objection(RECEIVED, 提出="{}"),
        "ledger/2025-06/objections/rooms-cg-dongmen-20250715-69554a41.yml:5:5: 没有写明异议由谁提出。请写成 {单位: 代码} 或 {人员: 警号}。",
    ),
    broken(
        "two object",
        OUT,
        objection(RECEIVED, 提出='{单位: chengguan, 人员: "061101"}'),
        "ledger/2025-06/objections/rooms-cg-dongmen-20250715-e7c79fd5.yml:5:5: “单位”和“人员”只能写一个。请写成 {单位: 代码} 或 {人员: 警号}。",
    ),
    broken(
        "no steps",
        OUT,
        objection(经过="[]"),
        "ledger/2025-06/objections/rooms-cg-dongmen-20250715-b290c3b6.yml:8:5: 这个列表没有内容。请至少写 1 条。",
    ),
    broken(
        "a first step that is none",
        OUT,
        objection("已受理 2025-07-15"),
        "ledger/2025-06/objections/rooms-cg-dongmen-20250715-b290c3b6.yml:9:10: 第一步不能是“已受理”。请写成 已提交。",
    ),
    broken(
        "a step left out",
        OUT,
        objection(RECEIVED, "复核中 2025-07-16"),
        "ledger/2025-06/objections/rooms-cg-dongmen-20250715-b290c3b6.yml:10:10: “已提交”之后不能是“复核中”。请写成 已受理、退回补充、作废 之一。",
    ),
    broken(
        "a second appeal",
        OUT,
        objection(
            *APPEAL,
            "维持 2025-07-28",
            "已告知 2025-07-29",
            "申请复核 2025-07-30",
            结论说明=FINDING,
            复核申请="抽查单另有一份",
        ),
        "ledger/2025-06/objections/rooms-cg-dongmen-20250715-b290c3b6.yml:20:10: “已告知”之后不能是“申请复核”。复核结论告知以后，异议就办完了。",
    ),
    broken(
        "a step before the one before",
        OUT,
        objection(RECEIVED, "已受理 2025-07-14"),
        "ledger/2025-06/objections/rooms-cg-dongmen-20250715-b290c3b6.yml:10:19: “已受理”的日期早于“已提交”的 2025-07-15。请按先后写，并核对日期。",
    ),
    broken(
        "received on two days",
        OUT,
        objection("已提交 2025-07-16"),
        "ledger/2025-06/objections/rooms-cg-dongmen-20250715-b290c3b6.yml:6:5: “日期”写的是 2025-07-15，“已提交”却在 2025-07-16。两处都写收到异议的日期。",
    ),
    broken(
        "an unknown day",
        OUT,
        objection("已提交 2025-07-32"),
        "ledger/2025-06/objections/rooms-cg-dongmen-20250715-b290c3b6.yml:9:19: “2025-07-32”不是有效日期。2025年7月只有 31 天，请核对。",
    ),
    broken(
        "decided without a word",
        OUT,
        objection(RECEIVED, TAKEN, LOOKED, "不成立 2025-07-18"),
        "ledger/2025-06/objections/rooms-cg-dongmen-20250715-b290c3b6.yml:1:1: 已有结论的异议要写明“结论说明”。请补上“结论说明: …”，一两句话，不写姓名。",
    ),
    broken(
        "a word before the decision",
        OUT,
        objection(RECEIVED, TAKEN, 结论说明=FINDING),
        "ledger/2025-06/objections/rooms-cg-dongmen-20250715-b290c3b6.yml:8:7: 还没有结论，却写了“结论说明”。请核对“经过”。",
    ),
    broken(
        "an appeal without a reason",
        OUT,
        objection(*APPEAL, 结论说明=FINDING),
        "ledger/2025-06/objections/rooms-cg-dongmen-20250715-b290c3b6.yml:1:1: 申请复核的异议要写明“复核申请”。请补上“复核申请: …”，写对答复不服的理由。",
    ),
    broken(
        "a reason without an appeal",
        OUT,
        objection(*REFUSED, 结论说明=FINDING, 复核申请="抽查单另有一份"),
        "ledger/2025-06/objections/rooms-cg-dongmen-20250715-b290c3b6.yml:9:7: 写了“复核申请”，“经过”里却没有“申请复核”。请核对“经过”。",
    ),
    broken(
        "a correction of what was refused",
        OUT,
        FIX,
        objection(*REFUSED, 结论说明=FINDING, 更正="rooms-chengguan-1"),
        correction(row(W2_LINE, W2, BETTER), 提出="异议", 异议=NAMED),
        "ledger/2025-06/objections/rooms-cg-dongmen-20250715-b290c3b6.yml:9:5: 结论没有要求更正，却写了“更正”。只有成立、部分成立或复核后改变的异议才有更正。",
    ),
    broken(
        "granted and not yet told",
        OUT,
        objection(*GRANTED[:-1], 结论说明=FINDING),
    ),
    broken(
        "granted and not corrected",
        OUT,
        objection(*GRANTED, 结论说明=FINDING),
        "ledger/2025-06/objections/rooms-cg-dongmen-20250715-b290c3b6.yml:1:1: 提醒：异议“成立”，还没有写明更正。更正后，请补上“更正: …”，写更正的编号。",
    ),
    broken(
        "a correction that is not there",
        OUT,
        objection(*GRANTED, 结论说明=FINDING, 更正="rooms-chengguan-1"),
        "ledger/2025-06/objections/rooms-cg-dongmen-20250715-b290c3b6.yml:9:5: 没有更正 2025-06/rooms-chengguan-1。请核对编号；更正在别的月份时，前面加上月份，如 2025-04/。",
    ),
    broken(
        "a correction that does not name the objection",
        *followed(提出="自查", 异议=""),
        "ledger/2025-06/objections/rooms-cg-dongmen-20250715-b290c3b6.yml:9:5: 更正 2025-06/rooms-chengguan-1 没有写明是因这件异议作出的。请在那份更正里写上“异议: rooms-cg-dongmen-20250715-b290c3b6”，或核对编号。",
    ),
    broken("an answer on the last day", OUT, objection(RECEIVED, TAKEN), today=date(2025, 7, 22)),
    broken(
        "an answer overdue",
        OUT,
        objection(RECEIVED, TAKEN),
        "ledger/2025-06/objections/rooms-cg-dongmen-20250715-b290c3b6.yml:9:3: 提醒：异议的答复应在 2025-07-22 前告知，已超期 4 个工作日。现在是“已受理”，请尽快办理并在“经过”里写明。",
        today=date(2025, 7, 28),
    ),
    broken("an answer overdue where the clock does not matter", OUT, objection(RECEIVED, TAKEN)),
    broken(
        "an answer given late",
        OUT,
        objection(*REFUSED[:-1], "已告知 2025-07-24", 结论说明=FINDING),
        "ledger/2025-06/objections/rooms-cg-dongmen-20250715-b290c3b6.yml:10:3: 提示：异议的答复迟了 2 个工作日告知。规定 5 个工作日，应在 2025-07-22 前告知。",
    ),
    broken(
        "the second answer overdue",
        OUT,
        objection(*APPEAL, 结论说明=FINDING, 复核申请="抽查单另有一份"),
        "ledger/2025-06/objections/rooms-cg-dongmen-20250715-b290c3b6.yml:11:3: 提醒：异议的复核结论应在 2025-07-30 前告知，已超期 2 个工作日。现在是“复核中”，请尽快办理并在“经过”里写明。",
        today=date(2025, 8, 1),
    ),
    broken(
        "two objections about one room on one day",
        OUT,
        objection(RECEIVED),
        objection(RECEIVED, 理由="另一份抽查单也漏了一户"),
    ),
    broken(
        "a phone number in the reason",
        OUT,
        objection(RECEIVED, 理由="请回电13912345678"),
        "ledger/2025-06/objections/rooms-cg-dongmen-20250715-d828e693.yml:7:5: 这里疑似写有手机号码“139…78”。请删去，联系方式不进台账。",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_lines_printed(case: Broken) -> None:
    assert case.printed == case.lines
    assert case.codes == codes()[case.title]
