"""The entries of a ledger as a beancount file: a transaction with two legs for each.

    python -m benchmarks.entries FOLDER FILE

An entry is what a clerk writes as one line of a list: an item of a record, a case, a review, a
finding of a review.  Prints how many there are.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from generator.checks.books import files_in, read_books
from generator.ledger.records import Ledger


class Line(NamedTuple):
    """One entry, in the words of bookkeeping."""

    day: str
    subject: str
    item: str
    words: str
    amount: int


def entries(ledger: Ledger) -> Iterator[Line]:
    """Every entry of the ledger, in the order of its files."""
    for record in (*ledger.records, *ledger.unit_findings):
        for number, entry in enumerate(record.entries, start=1):
            said = entry.said.reason or entry.said.evidence or "本月记录"
            day = entry.said.day or f"{record.month}-28"
            yield Line(
                str(day), f"{record.scheme}-{record.subject}", entry.item.code, str(said), number
            )
    for case in ledger.cases:
        yield Line(f"{case.month}-28", f"unit-{case.unit}", case.result, case.id, case.persons)
    for review in ledger.reviews:
        day = review.day.isoformat()
        yield Line(day, f"unit-{review.unit}", "R1", f"{review.case} {review.verdict}", 1)
        for finding in review.findings:
            said = str(finding.said.reason or review.case)
            yield Line(day, f"unit-{review.unit}", finding.item.code, said, 2)


def account(head: str, name: str) -> str:
    """``cg-dongmen`` → ``Assets:Cg-dongmen``."""
    return f"{head}:{name[0].upper()}{name[1:]}"


def beancount(lines: list[Line]) -> str:
    """The file: every account is opened, every transaction balances."""
    names = {account("Assets", line.subject) for line in lines}
    names |= {account("Income", line.item) for line in lines}
    text = [f"2000-01-01 open {name}" for name in sorted(names)]
    for line in lines:
        said = line.words.replace("\\", "").replace('"', "'")
        text.append(f'\n{line.day} * "{line.item} {said}"')
        text.append(f"  {account('Assets', line.subject)}  {line.amount}.00 FEN")
        text.append(f"  {account('Income', line.item)}  -{line.amount}.00 FEN")
    return "\n".join(text) + "\n"


def main() -> None:
    folder, target = Path(sys.argv[1]), Path(sys.argv[2])
    books, _ = read_books(files_in(folder))
    if books is None:
        sys.exit(f"{folder}: the rules cannot be read")
    lines = list(entries(books.ledger))
    target.write_text(beancount(lines), encoding="utf-8")
    print(len(lines))


if __name__ == "__main__":
    main()
