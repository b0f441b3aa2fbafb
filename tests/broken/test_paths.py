"""Where files lie: month, folder, name, and the head of the file that must agree."""

from __future__ import annotations

import pytest

from tests.broken.corpus import Broken, broken, codes
from tests.county import FILES, ROOM_RULES, SMALL, TEAM, copied, edit, whole

RECORD = FILES[SMALL]

CASES = [
    broken(
        "a folder of a month that does not exist",
        whole("ledger/2025-13/team/fazhi.yml", RECORD),
        "ledger/2025-13/team/fazhi.yml: 文件夹“2025-13”不是有效月份。请用 2025-06 这样的“年-月”。",
    ),
    broken(
        "a month in words",
        whole("ledger/6月/team/fazhi.yml", RECORD),
        "ledger/6月/team/fazhi.yml: 文件夹“6月”不是有效月份。请用 2025-06 这样的“年-月”。",
    ),
    broken(
        "a mistyped folder",
        whole("ledger/2025-06/teams/fazhi.yml", RECORD),
        "ledger/2025-06/teams/fazhi.yml: 没有叫“teams”的记录文件夹。是不是 team？请放进 case-review、cases、party、rooms、team 之一。",
    ),
    broken(
        "a folder in capitals",
        whole("ledger/2025-06/Team/fazhi.yml", RECORD),
        "ledger/2025-06/Team/fazhi.yml: 没有叫“Team”的记录文件夹。是不是 team？请放进 case-review、cases、party、rooms、team 之一。",
    ),
    broken(
        "a folder of nothing known",
        whole("ledger/2025-06/照片/fazhi.yml", RECORD),
        "ledger/2025-06/照片/fazhi.yml: 没有叫“照片”的记录文件夹。请放进 case-review、cases、party、rooms、team 之一。",
    ),
    broken(
        "another extension",
        whole("ledger/2025-06/team/fazhi.yaml", RECORD),
        "ledger/2025-06/team/fazhi.yaml: 记录文件的扩展名不是 .yml。请改名为“代码.yml”。",
    ),
    broken(
        "a spreadsheet",
        whole("ledger/2025-06/team/六月.xlsx", b"PK\x03\x04"),
        "ledger/2025-06/team/六月.xlsx: 记录文件的扩展名不是 .yml。请改名为“代码.yml”。",
    ),
    broken(
        "a name in Chinese",
        whole("ledger/2025-06/team/法制大队.yml", RECORD),
        "ledger/2025-06/team/法制大队.yml: 文件名“法制大队.yml”不是代码。请用小写的单位代码，如 chengguan.yml。",
    ),
    broken(
        "a name in capitals",
        whole("ledger/2025-06/team/FAZHI.yml", RECORD),
        "ledger/2025-06/team/FAZHI.yml: 文件名“FAZHI.yml”不是代码。请用小写的单位代码，如 chengguan.yml。",
    ),
    broken(
        "a file beside the months",
        whole("ledger/fazhi.yml", RECORD),
        "ledger/fazhi.yml: 这个文件不在记录的位置，不会计分。请放在 ledger/2025-06/team/chengguan.yml 这样的位置。",
    ),
    broken(
        "a file too deep",
        whole("ledger/2025-06/team/fazhi/fazhi.yml", RECORD),
        "ledger/2025-06/team/fazhi/fazhi.yml: 这个文件不在记录的位置，不会计分。请放在 ledger/2025-06/team/chengguan.yml 这样的位置。",
    ),
    broken(
        "a code that climbs",
        whole("ledger/2025-06/team/../fazhi.yml", RECORD),
        "ledger/2025-06/team/../fazhi.yml: 这个文件不在记录的位置，不会计分。请放在 ledger/2025-06/team/chengguan.yml 这样的位置。",
    ),
    broken(
        "the folders of the approval trail are left alone",
        whole("ledger/2025-06/approvals/team-fazhi-1.json", "{}"),
    ),
    broken(
        "another unit than the file's name",
        edit(SMALL, "单位: fazhi", "单位: hedong"),
        "ledger/2025-06/team/fazhi.yml:1:5: “单位”写的是 hedong，文件名却是 fazhi.yml。请写成 fazhi，或把文件改名。",
    ),
    broken(
        "another month than the folder's",
        edit(SMALL, "月份: 2025-06", "月份: 2025-05"),
        "ledger/2025-06/team/fazhi.yml:2:5: “月份”写的是 2025-05，文件却放在 2025-06 里。请写成 2025-06，或把文件移到 2025-05 里。",
    ),
    broken(
        "a month before the first rules",
        copied(
            SMALL,
            "ledger/2024-12/team/fazhi.yml",
            ("2025-06", "2024-12"),
            ("2025-07-02", "2025-01-02"),
        ),
        "ledger/2024-12/team/fazhi.yml: 2024-12 还没有队伍管理积分制的规则。请核对月份，或先在规则文件里写出这个月生效的版本。",
    ),
    broken(
        "a rule file that nobody reads",
        whole("rules/scheme/rooms.yml", "代码: rooms\n"),
        "rules/scheme/rooms.yml: 这个文件不在规则的位置，不起作用。是不是 rules/schemes/rooms.yml？积分制的规则请放在 rules/schemes/代码.yml，不用的文件请删去。",
    ),
    broken(
        "a rule file with a mistyped name",
        whole("rules/buraeu.yml", "名称: 某局\n"),
        "rules/buraeu.yml: 这个文件不在规则的位置，不起作用。是不是 rules/bureau.yml？积分制的规则请放在 rules/schemes/代码.yml，不用的文件请删去。",
    ),
    broken(
        "a scheme file with another extension",
        whole("rules/schemes/traffic.yaml", "代码: traffic\n"),
        "rules/schemes/traffic.yaml: 这个文件不在规则的位置，不起作用。是不是 rules/schemes/rooms.yml？积分制的规则请放在 rules/schemes/代码.yml，不用的文件请删去。",
    ),
    broken(
        "worked examples and notes lie where they may",
        whole("rules/examples/rooms.yml", "例子: []\n"),
        whole("rules/README.md", "说明\n"),
    ),
    broken(
        "records of a scheme whose rules are wrong wait for the rules",
        edit(ROOM_RULES, "名称: 案件预防, 组成: base", "名称: 案件预防, 组成: bases"),
        edit(TEAM, "次数: 1, 事由: 督察", "次数: 一, 事由: 督察"),
        "ledger/2025-06/team/chengguan.yml:6:25: “一”不是整数。请写成 12 这样的半角数字。",
        "rules/schemes/rooms.yml: 提醒：规则有错误，2 个记录文件的内容这次没有检查。请先改好规则，再检查一次。",
        "rules/schemes/rooms.yml:20:32: 没有“bases”这个组成部分。请写成 base、bonus、deduction 之一。",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_lines_printed(case: Broken) -> None:
    assert case.printed == case.lines
    assert case.codes == codes()[case.title]
