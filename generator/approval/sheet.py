"""Sheet 审批单: the append-only list of signed statements about one submission.

A JSON array in fixed lines, so that one statement is one line for ``git diff``, ``sed`` and
``sha256sum``: ``[``, a statement, its signature, the next statement …, ``]``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from generator.approval.refusal import Refused
from generator.approval.sshsig import BadSignature, Signature, read_signature, verifies
from generator.approval.statement import (
    NOTHING,
    BadStatement,
    Statement,
    read as read_statement,
)
from generator.text.canonical import loaded
from generator.text.characters import odd
from generator.text.digests import of_bytes

MAX_SHEET_BYTES = 512 * 1024
MAX_STATEMENTS = 64
MOST_AHEAD = 31
"""Days that a paper may be dated after its last signature: a bulletin states when it will be shown."""
_ESCAPED = re.compile(r"(?<!\\)(?:\\\\)*\\[bfnrtu]")
"""How JSON spells a character that cannot be seen."""


class BadSheet(ValueError):
    """Not a sheet; ``code`` as in ``refusal.py``, the message is a Chinese half-sentence."""

    def __init__(self, message: str, code: str = "E-SHEET") -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Signed:
    """A statement with its signature, as written and taken apart."""

    statement: Statement
    message: bytes
    """What was signed: the statement's line with its line feed, which has but one spelling."""
    written: str
    signature: Signature

    @property
    def digest(self) -> str:
        """What the next statement names as ``previous``."""
        return of_bytes(self.message)

    @property
    def verifies(self) -> bool:
        """Whether the signature is over this statement."""
        return verifies(self.signature, self.message)


Sheet = tuple[Signed, ...]


def write(entries: list[tuple[Statement, str]]) -> bytes:
    """The bytes of a sheet of statements and their signatures (base64)."""
    lines = [
        part for statement, signature in entries for part in (statement.text, f'"{signature}"')
    ]
    return ("[\n" + ",\n".join(lines) + "\n]\n").encode()


def extended(sheet: Sheet, statement: Statement, signature: str) -> bytes:
    """The sheet with one more statement; an empty one begins with it."""
    return write([*((s.statement, s.written) for s in sheet), (statement, signature)])


def read(data: bytes) -> Sheet:
    """The statements of a sheet, each linked to the one before; raises ``BadSheet``.

    Checks form and linkage only: who may sign what is for ``proof.py``.
    """
    if len(data) > MAX_SHEET_BYTES:
        raise BadSheet("审批单太大", "E-LIMIT")
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise BadSheet("审批单不是 UTF-8 编码") from None
    first, *lines, last, end = text.split("\n") if text.count("\n") > 3 else ["", "", "", ""]
    if (first, last, end) != ("[", "]", "") or len(lines) % 2 or not lines:
        raise BadSheet("审批单的格式不对")
    if len(lines) > 2 * MAX_STATEMENTS:
        raise BadSheet("审批单的意见太多", "E-LIMIT")
    made: list[Signed] = []
    for number in range(0, len(lines), 2):
        made.append(_signed(lines[number], lines[number + 1], at_end=number + 2 == len(lines)))
        before = made[-2].digest if len(made) > 1 else NOTHING
        if made[-1].statement.previous != before:
            raise BadSheet(f"第 {len(made)} 条意见没有接在前一条后面", "E-PREVIOUS")
    return tuple(made)


def opened(path: str, data: bytes) -> Sheet:
    """The sheet in a file; raises ``Refused`` for what is none."""
    try:
        return read(data)
    except BadSheet as error:
        raise Refused(error.code, path, str(error)) from None


def _signed(line: str, signature: str, *, at_end: bool) -> Signed:
    comma = "" if at_end else ","
    if not line.endswith(",") or not signature.endswith(f'"{comma}') or signature[:1] != '"':
        raise BadSheet("审批单的格式不对")
    if _hides(line):
        raise BadSheet("审批意见里有看不见的字符")
    message = f"{line[:-1]}\n".encode()
    try:
        statement = read_statement(loaded(message))
    except BadStatement as error:
        raise BadSheet(str(error), error.code) from None
    except ValueError:
        raise BadSheet("审批意见不是规范写法（键按次序，不留空格，不重复，不用小数）") from None
    written = signature[1 : -1 - len(comma)]
    try:
        return Signed(statement, message, written, read_signature(written))
    except BadSignature as error:
        raise BadSheet(str(error), "E-SIGNATURE") from None


def _hides(line: str) -> bool:
    """Whether a line holds what its reader would not see."""
    if "\\" in line and _ESCAPED.search(line):
        return True
    return next(odd(line), None) is not None


def check_paper_day(day: date, signed: date, path: str, key: str, who: str = "填报人") -> None:
    """What a paper says of when it was made is not far after the day of the last signature under it.

    A paper dated far ahead would bind all that come after it.  Held against the signatures and not
    against a clock, so that every judge, whenever asked, says the same; that neither papers nor
    signatures are of a day that has still to come, the gate asks of its own day.
    """
    if (day - signed).days > MOST_AHEAD:
        what = f"“{key}”写的是 {day}，比最后签名的 {signed} 晚 {MOST_AHEAD} 天以上"
        raise Refused("E-DATE", path, what, f"{who}改正“{key}”，重新送审")


def last_round(sheet: Sheet) -> Sheet:
    """The statements from the last 报送 on: the round that counts."""
    # A sheet begins with a round even if its first statement is of no level 0: that is told later.
    start = max(n for n, signed in enumerate(sheet) if signed.statement.level == 0 or n == 0)
    return sheet[start:]
