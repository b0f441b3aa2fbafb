"""Bulletin records: their own fields, the standings beside them, the records they have counted.

June 2025 is published on Monday 14 July, the tenth working day, and shown for three.
"""

from __future__ import annotations

import pytest

from tests.broken.corpus import Broken, broken, codes
from tests.closed import (
    BETTER,
    BULLETIN,
    STANDINGS,
    W2,
    W2_LINE,
    correction,
    published,
    row,
    withdrawn,
)
from tests.county import FILES, PARTY, ROOM, copied, edit, whole, without

HEDONG = "ledger/2025-06/rooms/hedong.yml"
FIX = edit(ROOM, W2, BETTER)
ROW = row(W2_LINE, W2, BETTER)

CASES = [
    broken("a bulletin", published()),
    broken(
        "bulletins of month and quarter",
        published(),
        published(period="2025-Q2", until="2025-07-18"),
    ),
    broken(
        "a bulletin of a quarter of branches", published("party", "2025-Q2", until="2025-07-18")
    ),
    broken(
        "a bulletin under another name",
        published(),
        copied(BULLETIN, "ledger/2025-06/bulletins/team.yml", ("2025-06\n", "2025-06\n")),
        "ledger/2025-06/bulletins/team.yml:2:5: 按内容，这个文件应当是 ledger/2025-06/bulletins/rooms.yml。请核对内容，或把文件改名、移到那里。",
    ),
    broken(
        "a bulletin in the folder of another month",
        published(),
        copied(BULLETIN, "ledger/2025-05/bulletins/rooms.yml", ("rooms", "rooms")),
        without(BULLETIN),
        "ledger/2025-05/bulletins/rooms.yml:2:5: 按内容，这个文件应当是 ledger/2025-06/bulletins/rooms.yml。请核对内容，或把文件改名、移到那里。",
        "ledger/2025-06/bulletins/rooms.json: 缺少通报登记 ledger/2025-06/bulletins/rooms.yml。公布的通报不能改动，请恢复公布时的 .yml 和 .json；还没有公布的，请再运行一次 jifen close。",
    ),
    broken(
        "a bulletin of an unknown scheme",
        published(),
        edit(BULLETIN, "积分制: rooms", "积分制: room"),
        "ledger/2025-06/bulletins/rooms.yml:1:6: 没有代码为“room”的积分制。请写成 cases、party、rooms、team 之一。",
        "ledger/2025-06/bulletins/rooms.yml:2:5: 按内容，这个文件应当是 ledger/2025-06/bulletins/room.yml。请核对内容，或把文件改名、移到那里。",
    ),
    broken(
        "a bulletin of no period",
        published(),
        edit(BULLETIN, "期间: 2025-06", "期间: 2025-S1"),
        "ledger/2025-06/bulletins/rooms.yml:2:5: “2025-S1”不是期间。请写成 2025-06、2025-Q2 或 2025 的样子。",
    ),
    broken(
        "what was counted, in several lines",
        published(),
        edit(BULLETIN, "记录: {份数: 2, ", "记录: {份数: 2,\n  "),
        "ledger/2025-06/bulletins/rooms.yml:6:5: “记录”分成了几行。请写在一行里：记录: {份数: …, 摘要: …}。",
    ),
    broken(
        "a term for objections in another year",
        published(until="2026-07-16"),
        "ledger/2025-06/bulletins/rooms.yml:5:24: 公示到 2026-07-16 才结束，离公布日期 2025-07-14 超过 92 天。请核对年份和月份。",
    ),
    broken(
        "a bulletin withdrawn before it was published",
        published(),
        withdrawn(日期="2025-07-13"),
        "ledger/2025-06/bulletins/rooms-withdrawn.yml:2:5: 撤回的日期早于通报公布的 2025-07-14。请核对日期。",
    ),
    broken(
        "a note beside the bulletins",
        whole("ledger/2025-06/bulletins/说明.txt", "x"),
        "ledger/2025-06/bulletins/说明.txt: 这个文件不能放在 bulletins 文件夹里。这里的文件叫 ledger/2025-06/bulletins/rooms.yml、ledger/2025-06/bulletins/rooms-2025-Q2.json 的样子，别的请移走或删去。",
    ),
    broken(
        "a folder in the folder of bulletins",
        whole("ledger/2025-06/bulletins/old/rooms.yml", "x"),
        "ledger/2025-06/bulletins/old/rooms.yml: 这个文件不能放在 bulletins 文件夹里。这里的文件叫 ledger/2025-06/bulletins/rooms.yml、ledger/2025-06/bulletins/rooms-2025-Q2.json 的样子，别的请移走或删去。",
    ),
    broken(
        "a bulletin in no month",
        whole("ledger/2025-13/bulletins/rooms.yml", "x"),
        "ledger/2025-13/bulletins/rooms.yml: 这个文件不能放在 bulletins 文件夹里。这里的文件叫 ledger/2025-06/bulletins/rooms.yml、ledger/2025-06/bulletins/rooms-2025-Q2.json 的样子，别的请移走或删去。",
    ),
    broken(
        "publicity that ends before it begins",
        published(),
        edit(BULLETIN, "至: 2025-07-16", "至: 2025-07-11"),
        "ledger/2025-06/bulletins/rooms.yml:5:24: 公示期在 2025-07-11 就结束了，还没有开始。请写 2025-07-14 或以后的日期。",
    ),
    broken(
        "publicity before the bulletin is out",
        published(),
        edit(BULLETIN, "自: 2025-07-14", "自: 2025-07-13"),
        "ledger/2025-06/bulletins/rooms.yml:5:9: 公示从 2025-07-13 开始，通报还没有公布。请写 2025-07-14 或以后的日期。",
    ),
    broken(
        "publicity of two days",
        published(),
        edit(BULLETIN, "至: 2025-07-16", "至: 2025-07-15"),
        "ledger/2025-06/bulletins/rooms.yml:5:5: 提醒：公示 2 个工作日，规定是 3 个。从 2025-07-14 起应当公示到 2025-07-16。",
    ),
    broken(
        "publicity of four days",
        published(),
        edit(BULLETIN, "至: 2025-07-16", "至: 2025-07-17"),
        "ledger/2025-06/bulletins/rooms.yml:5:5: 提醒：公示 4 个工作日，规定是 3 个。从 2025-07-14 起应当公示到 2025-07-16。",
    ),
    broken("publicity over a weekend", published(day="2025-07-11", until="2025-07-15")),
    broken(
        "published before the month is over",
        published(day="2025-06-30", until="2025-07-02"),
        "ledger/2025-06/bulletins/rooms.yml:4:7: 公布日期 2025-06-30 时，2025-06 还没有过完。请写 2025-06-30 以后的日期。",
    ),
    broken("a bulletin withdrawn", published(), withdrawn()),
    broken(
        "a bulletin withdrawn and issued anew",
        published(),
        withdrawn(),
        edit(ROOM, "已办: 18", "已办: 19"),
        published(edition=2),
    ),
    broken(
        "two editions in force",
        published(),
        published(edition=2),
        "ledger/2025-06/bulletins/rooms-v2.yml:3:5: 第 1 版 ledger/2025-06/bulletins/rooms.yml 还没有撤回。请先撤回，或删去这一版。",
    ),
    broken(
        "an edition left out",
        published(),
        withdrawn(),
        published(edition=3),
        "ledger/2025-06/bulletins/rooms-v3.yml:3:5: 没有第 2 版 ledger/2025-06/bulletins/rooms-v2.yml。版次从 1 起连续，请核对。",
    ),
    broken(
        "a withdrawal of nothing",
        withdrawn(),
        "ledger/2025-06/bulletins/rooms-withdrawn.yml:1:5: 没有 ledger/2025-06/bulletins/rooms.yml 这期通报。请核对路径。",
    ),
    broken(
        "a withdrawal under the name of another bulletin's",
        published(),
        withdrawn(通报="ledger/2025-06/bulletins/cases.yml"),
        "ledger/2025-06/bulletins/rooms-withdrawn.yml:1:5: 按内容，这个文件应当是 ledger/2025-06/bulletins/cases-withdrawn.yml。请核对内容，或把文件改名、移到那里。",
    ),
    broken(
        "a withdrawal of a withdrawal",
        published(),
        withdrawn(通报="ledger/2025-06/bulletins/rooms-withdrawn.yml"),
        "ledger/2025-06/bulletins/rooms-withdrawn.yml:1:5: “ledger/2025-06/bulletin…”不是通报的路径。请写成 ledger/2025-06/bulletins/rooms.yml 的样子。",
    ),
    broken(
        "a withdrawal without a reason",
        published(),
        withdrawn(理由="无"),
        "ledger/2025-06/bulletins/rooms-withdrawn.yml:3:5: “无”不能算理由。请写明理由。",
    ),
    broken(
        "no standings",
        published(),
        without(STANDINGS),
        "ledger/2025-06/bulletins/rooms.yml:1:1: 缺少公布的结果 ledger/2025-06/bulletins/rooms.json。公布的通报不能改动，请恢复公布时的 .yml 和 .json；还没有公布的，请再运行一次 jifen close。",
    ),
    broken(
        "standings alone",
        published(),
        without(BULLETIN),
        "ledger/2025-06/bulletins/rooms.json: 缺少通报登记 ledger/2025-06/bulletins/rooms.yml。公布的通报不能改动，请恢复公布时的 .yml 和 .json；还没有公布的，请再运行一次 jifen close。",
    ),
    broken(
        "other standings",
        published(),
        edit(STANDINGS, '"lines":{}', '"lines":{"x":[]}'),
        "ledger/2025-06/bulletins/rooms.yml:8:5: ledger/2025-06/bulletins/rooms.json 的内容与登记的“结果”不符。公布的通报不能改动，请恢复公布时的 .yml 和 .json。",
    ),
    broken(
        "standings in another spelling",
        published(),
        edit(STANDINGS, '"issue":6', '"issue": 6'),
        "ledger/2025-06/bulletins/rooms.json: 这个文件不是“jifen close”写出的内容。请恢复公布时的文件，不要手工修改。",
        "ledger/2025-06/bulletins/rooms.yml:8:5: ledger/2025-06/bulletins/rooms.json 的内容与登记的“结果”不符。公布的通报不能改动，请恢复公布时的 .yml 和 .json。",
    ),
    broken(
        "standings with a fraction",
        published(),
        edit(STANDINGS, '"issue":6', '"issue":6.5'),
        "ledger/2025-06/bulletins/rooms.json: 这个文件不是“jifen close”写出的内容。请恢复公布时的文件，不要手工修改。",
        "ledger/2025-06/bulletins/rooms.yml:8:5: ledger/2025-06/bulletins/rooms.json 的内容与登记的“结果”不符。公布的通报不能改动，请恢复公布时的 .yml 和 .json。",
    ),
    broken(
        "standings without records",
        published(),
        whole(STANDINGS, "{}\n"),
        "ledger/2025-06/bulletins/rooms.json: 这个文件不是“jifen close”写出的内容。请恢复公布时的文件，不要手工修改。",
        "ledger/2025-06/bulletins/rooms.yml:8:5: ledger/2025-06/bulletins/rooms.json 的内容与登记的“结果”不符。公布的通报不能改动，请恢复公布时的 .yml 和 .json。",
    ),
    broken(
        "the issue of the period is not the one in the standings",
        published(),
        edit(STANDINGS, '"issue":6', '"issue":1'),
        "ledger/2025-06/bulletins/rooms.yml:1:1: ledger/2025-06/bulletins/rooms.json 是 rooms 2025-06 第 1 期第 1 版的结果，不是这一期的。公布的通报不能改动，请恢复公布时的 .yml 和 .json。",
        "ledger/2025-06/bulletins/rooms.yml:8:5: ledger/2025-06/bulletins/rooms.json 的内容与登记的“结果”不符。公布的通报不能改动，请恢复公布时的 .yml 和 .json。",
    ),
    broken(
        "another number of records",
        published(),
        edit(BULLETIN, "份数: 2", "份数: 3"),
        "ledger/2025-06/bulletins/rooms.yml:6:5: “记录”与 ledger/2025-06/bulletins/rooms.json 列出的 2 份记录不符。公布的通报不能改动，请恢复公布时的 .yml 和 .json。",
    ),
    broken(
        "a digest that is none",
        published(),
        edit(BULLETIN, '规则: "sha256:', '规则: "md5:'),
        "ledger/2025-06/bulletins/rooms.yml:7:5: “md5:0a1be56fc6b946aa801…”不是摘要。请写成 sha256:（64 位十六进制数字） 的样子。",
    ),
    broken(
        "two months published side by side, the later one first",
        published("rooms", "2025-06", "2025-07-15", "2025-07-17"),
        published("rooms", "2025-05", "2025-07-16", "2025-07-18"),
    ),
    broken(
        "a closed record is changed",
        published(),
        FIX,
        "ledger/2025-06/rooms/chengguan.yml: 这份记录与 2025-06 的通报公布时不同，没有更正说明。请改回公布时的内容；确要改动的，在 ledger/2025-06/corrections/ 写一份更正。",
    ),
    broken(
        "a closed record that month and quarter counted is told once",
        published(),
        published(period="2025-Q2", until="2025-07-18"),
        FIX,
        "ledger/2025-06/rooms/chengguan.yml: 这份记录与 2025-Q2 的通报公布时不同，没有更正说明。请改回公布时的内容；确要改动的，在 ledger/2025-06/corrections/ 写一份更正。",
    ),
    broken(
        "standings of one bulletin that are not there leave those of another to be looked at",
        published("party", "2025-Q2", until="2025-07-18"),
        without("ledger/2025-06/bulletins/party-2025-Q2.json"),
        published(),
        edit(BULLETIN, "份数: 2", "份数: 3"),
        "ledger/2025-06/bulletins/party-2025-Q2.yml:1:1: 缺少公布的结果 ledger/2025-06/bulletins/party-2025-Q2.json。公布的通报不能改动，请恢复公布时的 .yml 和 .json；还没有公布的，请再运行一次 jifen close。",
        "ledger/2025-06/bulletins/rooms.yml:6:5: “记录”与 ledger/2025-06/bulletins/rooms.json 列出的 2 份记录不符。公布的通报不能改动，请恢复公布时的 .yml 和 .json。",
    ),
    broken(
        "a closed record is taken away",
        published(),
        without(HEDONG),
        "ledger/2025-06/bulletins/rooms.yml:1:1: 2025-06 通报用到的 ledger/2025-06/rooms/hedong.yml 不见了。已公布的记录不能删去，请恢复这个文件。",
        "ledger/2025-06/rooms/hedong.yml: 提示：河东派出所（hedong）还没有报送 2025-06 的基层基础记录。请补报；不必报送的，请在名册里核对。",
    ),
    broken(
        "a record comes after the bulletin",
        without(HEDONG),
        published(),
        whole(HEDONG, FILES[HEDONG]),
        "ledger/2025-06/rooms/hedong.yml: 2025-06 的通报公布时还没有这份记录，也没有补报的更正。请在 ledger/2025-06/corrections/ 写一份更正，写明“整份: 补报”；不该有的请删去。",
    ),
    broken(
        "a late record with a correction",
        without(HEDONG),
        published(),
        whole(HEDONG, FILES[HEDONG]),
        correction(记录=HEDONG, 整份="补报"),
    ),
    broken(
        "a record of a scheme that is open is changed",
        published(),
        edit(PARTY, "党日登记6", "党日登记7"),
    ),
    broken("a change of one line with its correction", published(), FIX, correction(ROW)),
    broken(
        "a change of two lines of which the correction tells one",
        published(),
        FIX,
        edit(ROOM, "比率: 96%", "比率: 95%"),
        correction(ROW),
        "ledger/2025-06/rooms/chengguan.yml: 撤回更正 2025-06/rooms-chengguan-1 以后，这份记录与 2025-06 的通报公布时仍不相同。请核对更正里的“原”是不是照抄原文；另有改动的，补写更正。",
    ),
    broken(
        "a correction of what month and quarter had counted",
        published(),
        published(period="2025-Q2", until="2025-07-18"),
        FIX,
        correction(ROW),
    ),
    broken(
        "a correction that the bulletin of the quarter counts",
        published(),
        FIX,
        correction(ROW),
        published(period="2025-Q2", day="2025-08-14", until="2025-08-20"),
    ),
    broken(
        "a correction that the bulletin of the quarter counts without saying so",
        published(),
        FIX,
        published(period="2025-Q2", day="2025-08-14", until="2025-08-20"),
        correction(ROW),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:2:5: 提醒：更正的日期早于 2025-Q2 的通报公布的 2025-08-14。请核对日期。",
        "ledger/2025-06/rooms/chengguan.yml: 撤回更正 2025-06/rooms-chengguan-1 以后，这份记录与 2025-Q2 的通报公布时仍不相同。请核对更正里的“原”是不是照抄原文；另有改动的，补写更正。",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_lines_printed(case: Broken) -> None:
    assert case.printed == case.lines
    assert case.codes == codes()[case.title]
