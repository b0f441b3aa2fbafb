"""Corrections and withdrawals as commands write them: the same words, the same bytes."""

from __future__ import annotations

from datetime import date

from generator.ledger import layout
from generator.text.canonical import Block, Lines, document
from generator.trail.amend import changes


def withdrawal(bulletin: str, day: date, reason: str, basis: str) -> tuple[str, bytes]:
    """Path and content of what takes a bulletin back."""
    said = Block(通报=bulletin, 日期=str(day), 理由=reason, 依据=basis)
    return layout.withdrawal_path(bulletin), document(said)


def correction(
    record: str, number: int, old: bytes, new: bytes, day: date, said: dict[str, str | int]
) -> tuple[str, bytes]:
    """Path and content of what says how a record file went from ``old`` to ``new``.

    ``said`` are the other fields, in the order of the form: who raised it, why, on what ground.
    """
    rows = Lines(
        {"行号": row.line, "原": row.old, "改": row.new}
        | ({} if row.indent is None else {"缩进": row.indent})
        for row in changes(old, new)
    )
    content = Block({"记录": record, "日期": str(day), **said, "行": rows})
    return layout.correction_path(record, number), document(content)
