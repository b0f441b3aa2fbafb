"""What the forms of bulletins, corrections and objections share, and reading a file through one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, ClassVar

from generator.ledger.layout import CORRECTION_NAME, MONTH_FOLDER, OBJECTION_NAME, RECORD_FILE
from generator.rules.periods import Period
from generator.text.digests import DIGEST_PATTERN
from generator.text.problems import Spot
from generator.text.reading import (
    MISSING,
    NOTHING_SAID,
    UNREAD,
    Document,
    Schema,
    Wrong,
    one_of,
    quoted,
)
from generator.text.scalars import Pattern, Scalar, Text, refuse_private
from generator.text.shapes import Row, Shape
from generator.text.strict import read

DIGEST = Pattern(DIGEST_PATTERN, "摘要", "sha256:（64 位十六进制数字）", machine_made=True)
CORRECTION_ID = Pattern(rf"({MONTH_FOLDER}/)?{CORRECTION_NAME}", "更正的编号", "rooms-chengguan-1")
OBJECTION_ID = Pattern(
    rf"({MONTH_FOLDER}/)?{OBJECTION_NAME}", "异议的编号", "rooms-cg-dongmen-20250714-0a1b2c3d"
)
RECORD = Pattern(RECORD_FILE, "记录文件的路径", "ledger/2025-06/rooms/chengguan.yml")
WHY = Text(300, what="理由", no_answer=NOTHING_SAID)
GROUND = Text(120, what="依据", no_answer=NOTHING_SAID)


@dataclass(frozen=True, slots=True)
class PeriodCode(Scalar):
    """``2025-06``, ``2025-Q2`` or ``2025``, read into a ``Period``."""

    label: str = "期间"

    def parse(self, text: str) -> Period:
        period = Period.parse(text)
        if period is None:
            raise Wrong("期间", f"{quoted(text)}不是期间", "请写成 2025-06、2025-Q2 或 2025 的样子")
        return period

    def schema(self) -> Schema:
        return {"type": ["string", "integer"], "pattern": r"^20\d\d(-(0[1-9]|1[0-2]|Q[1-4]))?$"}


@dataclass(frozen=True, slots=True)
class Line(Text):
    """A line of a record file without its indentation; empty where there is none."""

    nothing: ClassVar[frozenset[str]] = frozenset()
    """An empty text says that there is no line."""

    longest: int = 2000
    label: str = "一行原文"

    def read(self, value: Any, spot: Spot, document: Document) -> Any:
        if type(value) is str or value is UNREAD:
            return Text.read(self, value, spot, document)
        hint = "请给这一行加上引号，如 '- {项: W2, …}'"
        document.report("类型", spot, "这里应当是记录里的一行文字", hint)
        return MISSING

    def parse(self, text: str) -> str:
        if text.startswith(" "):
            raise Wrong("格式", "这一行前面有空格", "请从第一个字写起，缩进照原来的不变")
        if len(text) > self.longest:
            raise Wrong("过长", f"这一行有 {len(text)} 个字，超过 {self.longest} 个", "请核对记录")
        refuse_private(text, "这一行里")
        return text

    def schema(self) -> Schema:
        return {"type": "string", "pattern": r"^(\S.*)?$", "maxLength": self.longest}


@dataclass(frozen=True, slots=True)
class WholeLine(Line):
    """A line of a record file as it stands there, blanks and all."""

    def parse(self, text: str) -> str:
        Line.parse(self, text.lstrip(" "))
        return text

    def schema(self) -> Schema:
        return {"type": "string", "maxLength": self.longest}


def read_through(
    path: str, data: bytes, shape: Shape, schemes: Collection[str] | None
) -> tuple[Row | None, Document]:
    """A file through its shape, None when it is unreadable; all its problems are in the document."""
    document = read(path, data)
    if document.root is None:
        return None, document
    row: Row = shape.read(document.root, document.root.spot, document)
    if schemes is not None and row["积分制"] and row["积分制"] not in schemes:
        message = f"没有代码为“{row['积分制']}”的积分制"
        document.report("取值", row.at("积分制"), message, one_of(sorted(schemes)))
    return row, document


def report_path(document: Document, spot: Spot, wanted: str) -> None:
    """A file lies where its content says, so that no second one can say the same."""
    if document.path != wanted:
        message, hint = f"按内容，这个文件应当是 {wanted}", "请核对内容，或把文件改名、移到那里"
        document.report("路径", spot, message, hint)


def full_reference(reference: str | None, month: str) -> str:
    """An id as written in a file of ``month`` → with the month before it; a full one stays."""
    if reference and "/" not in reference:
        return f"{month}/{reference}"
    return reference or ""
