"""Corrections beside the change they come with, as the push gate sees both sides of it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from generator.text.digests import of_bytes
from generator.text.problems import Problem, as_line
from generator.trail.amend import fits
from generator.trail.correction import Correction, read_correction
from tests.broken.corpus import codes, codes_of
from tests.closed import BETTER, CORRECTION, OWNERS, W2, W2_LINE, correction, removal, row
from tests.county import FILES, ROOM, Change

OLD = FILES[ROOM].encode()
NEW = FILES[ROOM].replace(W2, BETTER).encode()
ROW = row(W2_LINE, W2, BETTER)
ADDED = correction(整份="补报")
DOS, MARKED = OLD.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + OLD


def of(data: bytes) -> str:
    return f'"{of_bytes(data)}"'


def read(change: Change) -> Correction:
    """The correction that a change writes."""
    files: dict[str, bytes] = {}
    change(files)
    made, problems = read_correction(CORRECTION, files[CORRECTION], OWNERS)
    assert made is not None, problems
    return made


@dataclass(frozen=True)
class Amended:
    """A record file before and after, the correction beside it, and the line printed."""

    title: str
    old: bytes | None
    new: bytes | None
    change: Change
    line: str = ""

    def __str__(self) -> str:
        return self.title

    @property
    def problems(self) -> list[Problem]:
        found = fits(self.old, self.new, read(self.change))
        return [found] if found else []

    @property
    def codes(self) -> str:
        return codes_of(self.problems)


CASES = [
    Amended("as it says", OLD, NEW, correction(ROW)),
    Amended("a new file", None, NEW, ADDED),
    Amended(
        "the file is taken away", OLD, None, correction(ROW),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:1:1: 更正把 ledger/2025-06/rooms/chengguan.yml 整个删去了。不该有的记录，更正里写“整份: 撤除”；不是要撤除的，请恢复这个文件。",
    ),
    Amended("a file removed", OLD, None, removal(FILES[ROOM])),
    Amended("a file with carriage returns removed", DOS, None, removal(FILES[ROOM], 摘要=of(DOS))),
    Amended("a file with a mark before it removed", MARKED, None, removal(FILES[ROOM], 摘要=of(MARKED))),
    Amended(
        "a removed file that is still there", OLD, OLD, removal(FILES[ROOM]),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:6:5: 更正撤除 ledger/2025-06/rooms/chengguan.yml，文件却还在。请把这个文件一起删去。",
    ),
    Amended(
        "another text than that of the removed file", NEW, None, removal(FILES[ROOM]),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:9:3: “原文”不是 ledger/2025-06/rooms/chengguan.yml 撤除前的内容。请用 jifen correct 重新写，空格和标点一个都不能差。",
    ),
    Amended(
        "a new file where one was", OLD, NEW, ADDED,
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:1:1: ledger/2025-06/rooms/chengguan.yml 原来就有，不是新增的文件。请逐行写明改动，删去“整份”。",
    ),
    Amended(
        "lines of a file that was not there", None, NEW, correction(ROW),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:1:1: 更正前没有 ledger/2025-06/rooms/chengguan.yml。补报整份记录时写“整份: 补报”，不写“行”。",
    ),
    Amended(
        "another change than it says", OLD, NEW.replace(b"97.5%", b"97%"), correction(ROW),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:1:1: ledger/2025-06/rooms/chengguan.yml 第 18 行的改动没有写在更正里。请写进更正的“行”，或改回原样。",
    ),
    Amended(
        "something behind the end", OLD, NEW + b"# x\n", correction(ROW),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:1:1: ledger/2025-06/rooms/chengguan.yml 第 21 行的改动没有写在更正里。请写进更正的“行”，或改回原样。",
    ),
    Amended(
        "the line stands elsewhere", OLD, NEW, correction(row(10, W2, BETTER)),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:7:5: ledger/2025-06/rooms/chengguan.yml 第 10 行是“- {项: W7, 比率: 96%, 依据: 核验单1}”，不是“原”里写的文字。这行文字在第 9 行，请改正行号。",
    ),
    Amended(
        "the line stands nowhere", OLD, NEW, correction(row(9, W2 + " ", BETTER)),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:7:5: ledger/2025-06/rooms/chengguan.yml 第 9 行是“- {项: W2, 应办: 20, 已办: 18, 依据: 抽查单1}”，不是“原”里写的文字。请照抄更正前的整行，标点和空格都不变。",
    ),
    Amended(
        "beyond the end", OLD, NEW, correction(row(21, W2, BETTER)),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:7:5: ledger/2025-06/rooms/chengguan.yml 只有 20 行，没有第 21 行。请按更正前的文件写行号。",
    ),
    Amended(
        "a line is taken out and its indentation not told", OLD, NEW,
        correction(row(8, "- {项: W1, 分项: {巡防计划: 1, 部位检查: 20}, 依据: 检查登记1}", "")),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:7:5: 删去的第 8 行前面有 6 个空格，没有写明。请加上“缩进: 6”。",
    ),
    Amended(
        "a change that cannot be undone", b"a\r\nb", b"a", correction(row(2, "b", "")),
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:1:1: 这份更正无法原样撤回。请把记录文件改成每行以换行符结束，再写更正。",
    ),
    Amended(
        "a new file that is not there", None, None, ADDED,
        "ledger/2025-06/corrections/rooms-chengguan-1.yml:1:1: 没有要补报的 ledger/2025-06/rooms/chengguan.yml。请把补报的记录文件一起提交。",
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_line_printed(case: Amended) -> None:
    assert [as_line(problem) for problem in case.problems] == ([case.line] if case.line else [])
    assert case.codes == codes()[case.title]
