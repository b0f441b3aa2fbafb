"""Corrections: their own fields, what they refer to, and that they lead back to what was published."""

from __future__ import annotations

import pytest

from generator.ledger import layout
from generator.ledger.layout import trail_id
from tests.broken.corpus import Broken, broken, codes
from tests.closed import (
    BETTER,
    CORRECTION,
    OBJECTION,
    SECOND,
    W2,
    W2_LINE,
    correction,
    objection,
    objection_path,
    published,
    removal,
    row,
)
from tests.county import FILES, PARTY, ROOM, Change, edit, whole, without

HEDONG = "ledger/2025-06/rooms/hedong.yml"
BEST = "- {项: W2, 应办: 20, 已办: 20, 依据: 抽查单1}"
W7 = "- {项: W7, 比率: 96%, 依据: 核验单1}"
B1 = "- {项: B1, 日期: 2025-06-11, 次数: 1, 事由: 化解邻里纠纷, 依据: 镇综治确认31}"
SUPPORT = "- {项: B1, 日期: 2025-06-20, 次数: 1, 事由: 化解另一起纠纷, 依据: 镇综治确认32}"
OUT = published()
FIX = edit(ROOM, W2, BETTER)
AGAIN = edit(ROOM, BETTER, BEST)
ROW = row(W2_LINE, W2, BETTER)
MORE = row(W2_LINE, BETTER, BEST)
BACK = row(W2_LINE, BETTER, W2)


NOT_REPORTED = "ledger/2025-06/rooms/chengguan.yml: 提示：城关派出所（chengguan）还没有报送 2025-06 的基层基础记录。请补报；不必报送的，请在名册里核对。"
NAMED = trail_id(OBJECTION).rpartition("/")[2]
TEAM = {"积分制": "team", "期间": "2025-Q2", "对象": "chengguan", "项目": "T1"}


def fixed(*changes: Change, **fields: str) -> tuple[Change, ...]:
    """A bulletin, a corrected record, and its correction with other fields."""
    return (OUT, FIX, correction(ROW, **fields), *changes)


CASES = [
    broken("a correction", *fixed()),
    broken("two corrections of one line", *fixed(), AGAIN, correction(MORE, path=SECOND)),
    broken(
        "two corrections of one line, the second dated a day earlier",
        *fixed(),
        AGAIN,
        correction(MORE, path=SECOND, 日期="2025-08-04"),
    ),
    broken(
        "a correction of a correction",
        *fixed(),
        AGAIN,
        correction(MORE, path=SECOND, 更正号="1"),
    ),
    broken(
        "a line is put in",
        OUT,
        edit(ROOM, f"      {B1}\n", f"      {B1}\n      {SUPPORT}\n"),
        correction(row(12, "", SUPPORT)),
    ),
    broken(
        "a line is taken out",
        OUT,
        edit(ROOM, f"    加分:\n      {B1}\n", "    加分: []\n"),
        correction(row(11, "加分:", "加分: []"), row(12, B1, "", 6)),
    ),
    broken(
        "a line is put in with other indentation",
        OUT,
        edit(
            ROOM,
            "    扣分: []\n",
            "    扣分:\n      - {项: D4, 天数: 1, 事由: 月报迟报, 依据: 收文登记8}\n",
        ),
        edit(ROOM, "填报日期: 2025-07-02", "填报日期: 2025-07-04"),
        edit(
            ROOM,
            "      - {项: D2, 日期",
            "      - {项: D4, 天数: 1, 事由: 月报迟报, 依据: 收文登记8}\n      - {项: D2, 日期",
        ),
        correction(
            row(4, "填报日期: 2025-07-02", "填报日期: 2025-07-04"),
            row(13, "扣分: []", "扣分:"),
            row(13, "", "- {项: D4, 天数: 1, 事由: 月报迟报, 依据: 收文登记8}", 6),
            row(19, "", "- {项: D4, 天数: 1, 事由: 月报迟报, 依据: 收文登记8}", 6),
        ),
    ),
    broken(
        "a correction under the name of another record's",
        *fixed(path="ledger/2025-06/corrections/rooms-hedong-2.yml"),
        "ledger/2025-06/corrections/rooms-hedong-2.yml:1:5: 按内容，这个文件应当是 ledger/2025-06/corrections/rooms-chengguan-2.yml。请核对内容，或把文件改名、移到那里。",
    ),
    broken(
        "a correction in the folder of another month",
        *fixed(path="ledger/2025-05/corrections/rooms-chengguan-1.yml"),
        "ledger/2025-05/corrections/rooms-chengguan-1.yml:1:5: 按内容，这个文件应当是 ledger/2025-06/corrections/rooms-chengguan-1.yml。请核对内容，或把文件改名、移到那里。",
    ),
    broken(
        "a correction without its number",
        *fixed(path="ledger/2025-06/corrections/rooms-chengguan.yml"),
        "ledger/2025-06/corrections/rooms-chengguan.yml: 这个文件不能放在 corrections 文件夹里。这里的文件叫 ledger/2025-06/corrections/rooms-chengguan-1.yml 的样子，别的请移走或删去。",
    ),
    broken(
        "a month that is still open",
        FIX,
        correction(ROW),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:1:5: 2025-06 的通报还没有公布。没有公布的记录直接修改就行，不用写更正。",
    ),
    broken(
        "a spreadsheet among the corrections",
        whole("ledger/2025-06/corrections/更正.xlsx", "x"),
        "ledger/2025-06/corrections/更正.xlsx: 这个文件不能放在 corrections 文件夹里。这里的文件叫 ledger/2025-06/corrections/rooms-chengguan-1.yml 的样子，别的请移走或删去。",
    ),
    broken(
        "a correction numbered 0",
        whole("ledger/2025-06/corrections/rooms-chengguan-0.yml", "x"),
        "ledger/2025-06/corrections/rooms-chengguan-0.yml: 这个文件不能放在 corrections 文件夹里。这里的文件叫 ledger/2025-06/corrections/rooms-chengguan-1.yml 的样子，别的请移走或删去。",
    ),
    broken(
        "a file that is no record",
        *fixed(记录="rooms/chengguan.yml", path=CORRECTION),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:1:5: “rooms/chengguan.yml”不是记录文件的路径。请写成 ledger/2025-06/rooms/chengguan.yml 的样子。",
    ),
    broken(
        "a record of no scheme",
        *fixed(记录="ledger/2025-06/nonsense/chengguan.yml", path=CORRECTION),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:1:5: ledger/2025-06/nonsense/chengguan.yml 不是记录文件。请写 ledger/2025-06/rooms/ 里的文件。",
    ),
    broken(
        "a file of the approvals",
        *fixed(记录="ledger/2025-06/objections/x.yml", path=CORRECTION),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:1:5: “ledger/2025-06/objectio…”不是记录文件的路径。请写成 ledger/2025-06/rooms/chengguan.yml 的样子。",
    ),
    broken(
        "a correction of a branch's record",
        OUT,
        published("party", "2025-Q2", until="2025-07-18"),
        edit(PARTY, "应办: 14", "应办: 15"),
        correction(
            row(
                7,
                "- {项: P2, 应办: 14, 已办: 14, 依据: 收缴登记6}",
                "- {项: P2, 应办: 15, 已办: 14, 依据: 收缴登记6}",
            ),
            记录=PARTY,
        ),
    ),
    broken(
        "a record that is not there",
        OUT,
        correction(ROW, 记录="ledger/2025-06/rooms/hexi.yml"),
        "ledger/2025-06/corrections/rooms-hexi-1.yml:1:5: 没有 ledger/2025-06/rooms/hexi.yml 这份记录。请核对路径；补报的记录要和更正一起提交。",
    ),
    broken(
        "a correction before the bulletin",
        *fixed(日期="2025-07-10"),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:2:5: 提醒：更正的日期早于 2025-06 的通报公布的 2025-07-14。请核对日期。",
    ),
    broken(
        "nothing said",
        *fixed(理由="无", 依据="略"),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:4:5: “无”不能算理由。请写明理由。",
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:5:5: “略”不能算依据。请写明依据。",
    ),
    broken(
        "an unknown reason",
        *fixed(提出="举报"),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:3:5: “举报”不是可选的更正缘由。请写成 自查、异议、督察 之一。",
    ),
    broken(
        "an objection that is not named",
        *fixed(提出="异议"),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:1:1: 由异议提出的更正要写明“异议”。请补上“异议: …”，写异议的编号。",
    ),
    broken(
        "an objection that is not there",
        *fixed(提出="异议", 异议="rooms-cg-dongmen-20250714-0a1b2c3d"),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:6:5: 没有基层基础的异议 2025-06/rooms-cg-dongmen-20250714-0a1b2c3d。请核对编号；异议在别的月份时，前面加上月份，如 2025-06/。",
    ),
    broken(
        "an objection of another month that is not there",
        *fixed(提出="异议", 异议="2025-05/rooms-cg-dongmen-20250714-0a1b2c3d"),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:6:5: 没有基层基础的异议 2025-05/rooms-cg-dongmen-20250714-0a1b2c3d。请核对编号；异议在别的月份时，前面加上月份，如 2025-06/。",
    ),
    broken(
        "an objection of another scheme",
        *fixed(
            objection("已提交 2025-07-15", **TEAM),
            published("team", "2025-Q2", until="2025-07-18"),
            提出="异议",
            异议=trail_id(objection_path(**TEAM)),
        ),
        f"ledger/2025-06/corrections/rooms-chengguan-1.yml:6:5: 没有基层基础的异议 {trail_id(objection_path(**TEAM))}。请核对编号；异议在别的月份时，前面加上月份，如 2025-06/。",
    ),
    broken(
        "an objection that is named",
        *fixed(objection("已提交 2025-07-15"), 提出="异议", 异议=NAMED),
    ),
    broken(
        "an objection that cannot be read",
        *fixed(objection("已收到 2025-07-15"), 提出="异议", 异议=NAMED),
        f"{OBJECTION}:9:10: “已收到”不是可选的状态。请写成 已提交、已受理、退回补充、复核中、成立、部分成立、不成立、已告知、申请复核、维持、改变、作废 之一。",
    ),
    broken(
        "a correction of itself",
        *fixed(更正号="1"),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:6:6: 第 1 次更正不能更正第 1 次。请写更早的一次更正是第几次。",
    ),
    broken(
        "a correction of none",
        *fixed(),
        AGAIN,
        correction(MORE, path="ledger/2025-06/corrections/rooms-chengguan-3.yml", 更正号="2"),
        "ledger/2025-06/corrections/rooms-chengguan-3.yml:6:6: 没有更正 2025-06/rooms-chengguan-2。请核对更正的是第几次更正。",
    ),
    broken(
        "a correction of another record's",
        *fixed(),
        edit(HEDONG, "比率: 95%", "比率: 96%"),
        correction(
            row(
                10, "- {项: W7, 比率: 95%, 依据: 核验单11}", "- {项: W7, 比率: 96%, 依据: 核验单11}"
            ),
            path=layout.correction_path(HEDONG, 2),
            记录=HEDONG,
            更正号="1",
        ),
        "ledger/2025-06/corrections/rooms-hedong-2.yml:6:6: 没有更正 2025-06/rooms-hedong-1。请核对更正的是第几次更正。",
    ),
    broken(
        "no lines",
        *fixed(),
        correction(),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:1:1: 更正缺少“行”。请逐行写明“行号”“原”“改”；补报、撤除整份记录的，写“整份”。",
    ),
    broken(
        "a whole file and lines",
        *fixed(整份="补报"),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:8:3: 已写“整份”，又写了“行”。关于整份记录的更正不写“行”；改几行时删去“整份”。",
    ),
    broken(
        "a digest with lines",
        *fixed(摘要=f'"sha256:{"0" * 64}"'),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:6:5: “摘要”只用于整份记录。请删去。",
    ),
    broken(
        "a whole file with its digest",
        without(HEDONG),
        OUT,
        whole(HEDONG, FILES[HEDONG]),
        correction(
            记录=HEDONG,
            整份="补报",
            摘要='"sha256:1f6db6020abdf6fb58dac2e859d2a67bf9574e747a60e4a6be8f31686fbe9bef"',
        ),
    ),
    broken(
        "a whole file with another digest",
        without(HEDONG),
        OUT,
        whole(HEDONG, FILES[HEDONG]),
        correction(记录=HEDONG, 整份="补报", 摘要=f'"sha256:{"0" * 64}"'),
        "ledger/2025-06/corrections/rooms-hedong-1.yml:7:5: ledger/2025-06/rooms/hedong.yml 与补报时的摘要不同。请改回补报时的内容；确要改动的，另写一份更正。",
    ),
    broken(
        "a whole file that the bulletin had",
        OUT,
        correction(记录=HEDONG, 整份="补报"),
        "ledger/2025-06/corrections/rooms-hedong-1.yml:6:5: 2025-06 的通报公布时已经有 ledger/2025-06/rooms/hedong.yml，不是补报的。请逐行写明改动，删去“整份”；没有改动的，删去这份更正。",
    ),
    broken(
        "lines before the whole file",
        without(HEDONG),
        OUT,
        whole(HEDONG, FILES[HEDONG]),
        correction(
            row(
                9, "- {项: W7, 比率: 94%, 依据: 核验单11}", "- {项: W7, 比率: 95%, 依据: 核验单11}"
            ),
            记录=HEDONG,
        ),
        correction(path=layout.correction_path(HEDONG, 2), 记录=HEDONG, 整份="补报"),
        "ledger/2025-06/corrections/rooms-hedong-1.yml:1:1: ledger/2025-06/rooms/hedong.yml 是后来补报的，这份更正却在补报之前。补报的更正应当是这份记录的第一份更正。",
    ),
    broken("a whole file removed", OUT, without(ROOM), removal(FILES[ROOM]), NOT_REPORTED),
    broken(
        "a whole file removed and reported again",
        OUT,
        removal(FILES[ROOM]),
        correction(path=SECOND, 整份="补报"),
    ),
    broken(
        "a whole file removed that is there",
        OUT,
        removal(FILES[ROOM]),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:1:1: ledger/2025-06/rooms/chengguan.yml 已经撤除，却又有这个文件。请删去这个文件，或另写一份补报的更正。",
    ),
    broken(
        "a whole file removed without saying what was in it",
        OUT,
        without(ROOM),
        removal("x", 原文=""),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:1:1: 撤除整份记录，要写明“原文”和“摘要”。请用 jifen correct 写这份更正，它会把原文逐行抄进来。",
        NOT_REPORTED,
    ),
    broken(
        "the text of a record that was not removed",
        *fixed(原文="[x]"),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:6:5: “原文”只用于撤除的整份记录。请删去。",
    ),
    broken(
        "a correction undone",
        *fixed(),
        edit(ROOM, BETTER, W2),
        correction(BACK, path=SECOND, 作废="1"),
    ),
    broken(
        "a correction undone that was not the one before",
        *fixed(),
        edit(ROOM, BETTER, BEST),
        correction(MORE, path=SECOND),
        edit(ROOM, BEST, BETTER),
        correction(row(W2_LINE, BEST, BETTER), path=layout.correction_path(ROOM, 3), 作废="1"),
        "ledger/2025-06/corrections/rooms-chengguan-3.yml:6:5: 作废的应当是 ledger/2025-06/rooms/chengguan.yml 的前一次更正。只能作废前一次；更早的，请改好记录，另写一次更正。",
    ),
    broken(
        "a correction undone to something else",
        *fixed(),
        edit(ROOM, BETTER, BEST),
        correction(MORE, path=SECOND, 作废="1"),
        "ledger/2025-06/corrections/rooms-chengguan-2.yml:6:5: ledger/2025-06/rooms/chengguan.yml 没有改回第 1 次更正以前的样子。请用 jifen correct --undo 写这份更正。",
    ),
    broken(
        "a correction that undoes itself",
        *fixed(作废="1"),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:6:5: 第 1 次更正不能作废第 1 次。请写更早的一次更正是第几次。",
    ),
    broken(
        "nothing changed in a line",
        OUT,
        correction(row(W2_LINE, W2, W2)),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:7:5: “原”和“改”一样，没有更正什么。请写明改前和改后的整行文字，或删去这一条。",
    ),
    broken(
        "neither old nor new",
        OUT,
        correction(row(W2_LINE, "", "")),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:7:5: “原”和“改”都是空的。请写明改前和改后的整行文字，或删去这一条。",
    ),
    broken(
        "line nought",
        OUT,
        correction(row(0, W2, BETTER)),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:7:10: 没有第 0 行。请写原来那一行的行号；0 只用于在最前面插入。",
    ),
    broken(
        "indentation of a line that stays",
        OUT,
        FIX,
        correction(row(W2_LINE, W2, BETTER, 6)),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:7:101: 改一行时缩进不变，不必写“缩进”。请删去。",
    ),
    broken(
        "a line with its indentation",
        OUT,
        FIX,
        correction(row(W2_LINE, f"      {W2}", BETTER)),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:7:16: 这一行前面有空格。请从第一个字写起，缩进照原来的不变。",
    ),
    broken(
        "two lines in one",
        OUT,
        FIX,
        correction('{行号: 9, 原: "a\\nb", 改: x}'),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:7:16: 双引号里的“\\n”会变成别的字符。请改用单引号，或去掉反斜杠。",
    ),
    broken(
        "a very long line",
        OUT,
        FIX,
        correction(row(W2_LINE, "长" * 2001, BETTER)),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:7:16: 这一行有 2001 个字，超过 2000 个。请核对记录。",
    ),
    broken(
        "a line not in quotation marks",
        OUT,
        FIX,
        correction("{行号: 9, 原: {项: W2}, 改: x}"),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:7:16: 这里应当是记录里的一行文字。请给这一行加上引号，如 '- {项: W2, …}'。",
    ),
    broken(
        "a phone number in a line",
        OUT,
        FIX,
        correction(row(W2_LINE, W2, "- {项: W2, 依据: 13912345678}")),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:7:58: 这一行里疑似写有手机号码“139…78”。请删去，联系方式不进台账。",
    ),
    broken(
        "a phone number in a comment",
        *fixed(理由="录入有误 # 电话13912345678"),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:4:10: 注释里疑似写有手机号码“139…78”。请删去，联系方式不进台账。",
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:4:10: “ #”以后的字会被当作注释丢掉。请把“理由”的整段内容放进引号。",
    ),
    broken(
        "rows that undo each other",
        OUT,
        correction(row(W2_LINE, W2, ""), row(W2_LINE, "", W2)),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:1:1: 这份更正没有改动记录。请核对各行，或删去这份更正。",
    ),
    broken(
        "rows out of order",
        OUT,
        FIX,
        edit(ROOM, "比率: 96%", "比率: 97%"),
        correction(row(10, W7, W7.replace("96", "97")), ROW),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:8:5: 第 9 行写在第 10 行之后。请按行号从小到大写，每行只写一次；同一处先写改和删，再写插入。",
    ),
    broken(
        "another line than stands there",
        OUT,
        edit(ROOM, W2, BEST),
        correction(row(W2_LINE, W2, BETTER)),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:7:5: 更正后的“- {项: W2, 应办: 20, 已办: 19, 依据: 抽查单1}”不在 ledger/2025-06/rooms/chengguan.yml 应在的位置。记录在这份更正之后又有改动，却没有写更正；请改回，或补写更正。",
    ),
    broken(
        "an old line that was not there",
        OUT,
        FIX,
        correction(row(W2_LINE, W2.replace("18", "17"), BETTER)),
        "ledger/2025-06/rooms/chengguan.yml: 撤回更正 2025-06/rooms-chengguan-1 以后，这份记录与 2025-06 的通报公布时仍不相同。请核对更正里的“原”是不是照抄原文；另有改动的，补写更正。",
    ),
    broken(
        "a line beyond the end",
        OUT,
        FIX,
        correction(row(99, W2, BETTER)),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:7:5: 更正后的“- {项: W2, 应办: 20, 已办: 19, 依据: 抽查单1}”不在 ledger/2025-06/rooms/chengguan.yml 应在的位置。记录在这份更正之后又有改动，却没有写更正；请改回，或补写更正。",
    ),
    broken(
        "a line taken out beyond the end",
        OUT,
        FIX,
        correction(row(99, W2, "")),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:7:5: ledger/2025-06/rooms/chengguan.yml 没有那么多行，这份更正对不上。记录在这份更正之后又有改动，却没有写更正；请改回，或补写更正。",
    ),
    broken(
        "a line put in with other indentation than it has",
        OUT,
        edit(ROOM, f"      {B1}\n", f"      {B1}\n      {SUPPORT}\n"),
        correction(row(12, "", SUPPORT, 4)),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:1:1: ledger/2025-06/rooms/chengguan.yml 和这份更正对不上。记录在这份更正之后又有改动，却没有写更正；请改回，或补写更正。",
    ),
    broken(
        "a change after the correction",
        *fixed(),
        AGAIN,
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:7:5: 更正后的“- {项: W2, 应办: 20, 已办: 19, 依据: 抽查单1}”不在 ledger/2025-06/rooms/chengguan.yml 应在的位置。记录在这份更正之后又有改动，却没有写更正；请改回，或补写更正。",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_lines_printed(case: Broken) -> None:
    assert case.printed == case.lines
    assert case.codes == codes()[case.title]
