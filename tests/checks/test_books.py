"""What is read of a folder, and in which order everything is told."""

from __future__ import annotations

from pathlib import Path

from generator.checks.books import files_in, read_books
from generator.checks.facts import Facts
from tests.county import county


def test_every_file_of_ledger_and_rules_is_read_but_the_hidden_ones(tmp_path: Path) -> None:
    for name in (
        "rules/bureau.yml",
        "rules/.bureau.yml.swp",
        "ledger/2025-06/rooms/a.yml",
        "ledger/.trash/a.yml",
        "handbook/index.md",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, "utf-8")
    assert files_in(tmp_path) == {
        name: name.encode() for name in ("ledger/2025-06/rooms/a.yml", "rules/bureau.yml")
    }


def test_a_link_has_the_bytes_that_git_keeps_of_it(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules/bureau.yml").symlink_to("../elsewhere.yml")
    assert files_in(tmp_path) == {"rules/bureau.yml": b"../elsewhere.yml"}


def test_whoever_is_named_is_named_with_the_code_of_the_roster() -> None:
    books, _ = read_books(county())
    assert books is not None
    facts = Facts(books.rulebook, books.roster, books.ledger, books.trail, None)
    codes = ("chengguan", "zb-chengguan", "cg-dongmen", "061101", "069999")
    assert [facts.subject_name(code) for code in codes] == [
        "城关派出所（chengguan）",
        "城关派出所党支部（zb-chengguan）",
        "东门社区警务室（cg-dongmen）",
        "061101（王立）",
        "069999",
    ]
