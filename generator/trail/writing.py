"""Corrections, restatements and withdrawals as commands write them: the same words, the same bytes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from generator.ledger import layout
from generator.text.canonical import Block, Lines, document
from generator.text.digests import of_bytes
from generator.trail.amend import changes, lines_of
from generator.trail.correction import LATE, REMOVED
from generator.trail.restatement import Restated


def withdrawal(bulletin: str, day: date, reason: str, basis: str) -> tuple[str, bytes]:
    """Path and content of what takes a bulletin back."""
    said = Block(通报=bulletin, 日期=str(day), 理由=reason, 依据=basis)
    return layout.withdrawal_path(bulletin), document(said)


def restatement(
    bulletin: str,
    number: int,
    day: date,
    cause: str,
    why: tuple[str, str],
    rows: Iterable[Restated],
) -> tuple[str, bytes]:
    """Path and content of what says which numbers of a bulletin come out otherwise.

    ``why`` are reason and basis.
    """
    keys = ("对象", "月份", "组成", "项目", "内容", "公布", "重算")
    told = ({k: v for k, v in zip(keys, row, strict=True) if v} for row in sorted(rows))
    reason, basis = why
    said = Block(
        通报=bulletin, 日期=str(day), 原因=cause, 理由=reason, 依据=basis, 变动=Lines(told)
    )
    return layout.restatement_path(bulletin, number), document(said)


def correction(
    record: str,
    number: int,
    sides: tuple[bytes | None, bytes | None],
    day: date,
    said: dict[str, str | int],
) -> tuple[str, bytes]:
    """Path and content of what says how a record file went from one side to the other.

    A side is None where there is no file.  ``said`` are the other fields, in the order of the
    form: who raised it, why, on what ground.
    """
    content = Block({"记录": record, "日期": str(day), **said, **_change(*sides)})
    return layout.correction_path(record, number), document(content)


def _change(old: bytes | None, new: bytes | None) -> dict[str, Any]:
    if old is None:
        return {"整份": LATE}
    if new is None:
        return {"整份": REMOVED, "摘要": of_bytes(old), "原文": Lines(lines_of(old))}
    rows = Lines(
        {"行号": row.line, "原": row.old, "改": row.new}
        | ({} if row.indent is None else {"缩进": row.indent})
        for row in changes(old, new)
    )
    return {"行": rows}
