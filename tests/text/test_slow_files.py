"""A file that somebody made to be slow is read as fast as any other of its size.

Not a race against the clock: each file is read by a process that the system ends after 30 seconds
of its own computing time.  Twice the size that ``read`` takes, a file needs less than three of them
where every step is linear, and from one minute to half an hour where one step is quadratic.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.county import SMALL

ROOT = Path(__file__).parents[2]
SIZE = 512 * 1024
READ = f"""
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (30, 30))
from generator.text import strict
from generator.checks.books import read_books
from tests.county import county
strict.MAX_BYTES = {2 * SIZE}
print(len(read_books({{**county(), {SMALL!r}: sys.stdin.buffer.read()}})[1]))
"""
HEAD = '单位: fazhi\n月份: 2025-06\n填报人: "060301"\n填报日期: 2025-07-02\n指标:\n'


def repeated(piece: str, before: str = "", after: str = "") -> str:
    return before + piece * (SIZE // len(piece.encode())) + after


SLOW = {
    "tabs alone": repeated("\t"),
    "blanks alone": repeated(" "),
    "full-width blanks alone": repeated("\u3000"),
    "blanks before a faulty line": repeated(" ", "单位: x\n", "b: [，\n"),
    "colons in a text": repeated("b: ", 'a: "', ',": c\n'),
    "brackets before a question mark": repeated("[", "a: ", "?"),
    "brackets in a second record": repeated("[", "a: ?\n---\n"),
    "colons in braces": repeated("b: ", HEAD + "  - {a: ", "}\n"),
    "full-width quotation marks": repeated(":“", HEAD + "  - {a: "),
    "control characters on one line": repeated("\x01"),
    "control characters on lines of their own": repeated("\x01\n"),
    "values on one line before a comment": repeated("k: v, ", HEAD + "  - {", "} # x\n"),
    "accents in disorder": repeated("\u0315\u0300", HEAD + "  - {项: T3, 数量: 1", "}\n"),
    "accents in disorder in a comment": repeated("\u0315\u0300", HEAD + "  - {项: T3} # 11111"),
    "a month of many digits": repeated("9", "单位: fazhi\n月份: ", "\n"),
    "a date of many digits": repeated("9", "单位: fazhi\n填报日期: ", "\n"),
    "one mistake in every entry": repeated("  - {项: T9, 数量: x}\n", HEAD),
    "one field again and again": repeated("项: T3, ", HEAD + "  - {", "}\n"),
}


@pytest.mark.parametrize("text", SLOW.values(), ids=SLOW)
def test_a_file_made_to_be_slow_is_read_in_linear_time(text: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", READ],
        input=text.encode(),
        capture_output=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    assert int(done.stdout) > 0
