"""Whatever is corrected in whatever order, every bulletin can be rebuilt as it was published.

Random counties live through a year: each month's records come, bulletins are issued, and now and
then a record that has been published is corrected, or comes late.
"""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

from generator.checks.books import files_in, read_books
from generator.ledger import layout
from generator.rules.periods import Period, next_month
from generator.rules.scheme import TRAIL_FOLDERS, Scheme
from generator.scoring.closed.closing import bulletin_files
from generator.scoring.closed.compared import rebuild
from generator.scoring.closed.corrected import effects
from generator.scoring.closed.reopened import Reopened
from generator.scoring.standings import Scores
from generator.text.canonical import Block, Lines, document
from generator.trail.amend import changes
from generator.trail.correction import read_correction
from generator.trail.trail import Trail
from tests.random_ledger import MONTHS, random_county

ROOT = Path(__file__).parents[2]
NUMBER = re.compile(r'("(?:已办|次数|人数)": ")(\d+)'.encode())
"""已办, 次数 or 人数 with their number."""


class Year:
    """The files of a county as the year goes by."""

    def __init__(self, root: Path, seed: int) -> None:
        self.random = Random(seed)
        self.to_come = files_in(root)
        self.files = {p: d for p, d in self.to_come.items() if p.startswith("rules/")}
        books, _ = read_books(self.files)
        assert books is not None
        self.schemes: dict[str, Scheme] = dict(books.rulebook.schemes)
        self.owner = {s.code: s.code for s in self.schemes.values()}
        self.owner |= {s.review_folder: s.code for s in self.schemes.values() if s.review_folder}

    def live(self) -> None:
        for month in MONTHS:
            late: dict[str, bytes] = {}
            for path in [p for p in self.to_come if p.startswith(f"ledger/{month}/")]:
                (late if self.random.random() < 0.05 else self.files)[path] = self.to_come[path]
            self.issue(month)
            for path, data in late.items():
                self.correct(month, path, data)
            with_numbers = [p for p in self.published() if NUMBER.search(self.files[p])]
            for path in self.random.choices(with_numbers, k=4) if with_numbers else ():
                if changed := self.with_another_number(self.files[path]):
                    self.correct(month, path, changed)

    def published(self) -> list[str]:
        return [p for p in self.files if self.closing(p)]

    def closing(self, path: str) -> tuple[Period, ...]:
        where = layout.record_path(path)
        if where is None or where.folder not in self.owner:
            return ()
        months = sorted({path.split("/")[1] for path in self.files if path.startswith("ledger/")})
        return layout.closed_by(
            self.owner[where.folder], where.month, months, self.files, self.schemes
        )

    def issue(self, month: str) -> None:
        books, _ = read_books(self.files)
        assert books is not None
        scores = Scores(books)
        for scheme in self.schemes.values():
            for period in layout.periods_of(month):
                if period.months[-1] == month and period.kind in (scheme.circulated, "年"):
                    self.files |= bulletin_files(books, scores, self.files, scheme, period)

    def with_another_number(self, data: bytes) -> bytes | None:
        """The record with one number changed so that it can still be read; None if it is as before."""
        found = list(NUMBER.finditer(data))
        if not found:
            return None
        match = self.random.choice(found)
        done = "已办".encode() in match[1]
        number = str(self.random.randint(1, max(int(match[2]), 1) if done else 5)).encode()
        changed = data[: match.start(2)] + number + data[match.end(2) :]
        return None if changed == data else changed

    def correct(self, month: str, path: str, new: bytes) -> None:
        """Change a closed record after the bulletins of ``month``; an open one just comes."""
        old = self.files.get(path)
        self.files[path] = new
        if not self.closing(path):
            return
        name = next(
            name
            for name in (layout.correction_path(path, number) for number in range(1, 999))
            if name not in self.files
        )
        content = Block(记录=path)
        content |= {"日期": f"{next_month(month)}-25", "提出": "自查"}
        content |= {"理由": "录入有误", "依据": "复核单3"}
        if old is None:
            content["整份"] = "补报"
        else:
            rows = changes(old, new)
            content["行"] = Lines({"行号": r.line, "原": r.old, "改": r.new} for r in rows)
        self.files[name] = document(content)
        assert read_correction(name, self.files[name], self.owner)[1] == []

    @property
    def trail(self) -> Trail:
        books, problems = read_books(self.files)
        assert books is not None
        told = ("通报", "更正", "编号")
        assert [p for p in problems if p.code in told and "/20" in p.place.path
                and p.place.path.split("/")[2] in TRAIL_FOLDERS and p.severity == "错误"] == []  # fmt: skip
        return books.trail


def test_every_bulletin_of_a_year_can_be_rebuilt(tmp_path: Path) -> None:
    year = Year(random_county(ROOT, tmp_path, 0), 0)
    year.live()
    assert len(year.trail.corrections) > 20
    books, _ = read_books(year.files)
    assert books is not None
    reopened = Reopened(books, Scores(books))
    moved = 0
    for bulletin in books.trail.bulletins:
        made = rebuild(reopened, bulletin)
        assert made.problem is None
        assert [each.sentence for each in made.differences] == [], bulletin.place.path
        assert made.published is not None
        moved += len(effects(reopened, bulletin, made.published))
    assert moved > 5
