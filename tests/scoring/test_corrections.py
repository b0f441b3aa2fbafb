"""What is corrected can be undone byte for byte, and what was written can be told as rows."""

from __future__ import annotations

from datetime import date

from hypothesis import given, strategies as st

from generator.text.problems import Place, Problem
from generator.text.shapes import Row
from generator.trail.amend import Splice, amend, changes, fits, restore, undo
from generator.trail.correction import Amendment, Correction

WORDS = st.text("ab项 :-{}#é", min_size=1, max_size=6).filter(lambda text: text.strip(" ") != "")
INDENTS = st.sampled_from(["", "  ", "    "])
LINES = st.lists(st.builds(lambda blank, word: blank + word.strip(" "), INDENTS, WORDS), max_size=8)
ENDINGS = st.sampled_from([b"", b"\n"])
NEWLINES = st.sampled_from(["\n", "\r\n"])


def made(*rows: Splice, adds_file: bool = False) -> Correction:
    """A correction of these rows."""
    place = Place("ledger/2025-06/corrections/rooms-chengguan-1.yml", 1, 1)
    return Correction(
        1, "rooms", "ledger/2025-06/rooms/chengguan.yml",
        date(2025, 8, 5), "自查", "", "", "录入有误", "复核单3", "补报" if adds_file else "", "", "", (),
        tuple(Amendment(*row, place) for row in rows), place, Row((1, 1), {}),
    )  # fmt: skip


@given(LINES, LINES, NEWLINES)
def test_rows_lead_from_any_record_to_any_other_and_back(
    old: list[str], new: list[str], newline: str
) -> None:
    before, after = ("".join(line + newline for line in lines).encode() for lines in (old, new))
    correction = made(*changes(before, after))
    amended = amend(before, correction)
    if before == after or not (old and new):
        return  # nothing changed, or no line left to tell how lines end
    assert amended == after
    assert restore(after, correction) == before
    assert fits(before, after, correction) is None


ROWS = st.lists(
    st.builds(
        Splice,
        st.integers(0, 9),
        st.one_of(st.just(""), WORDS),
        st.one_of(st.just(""), WORDS),
        st.one_of(st.none(), st.integers(0, 4)),
    ).filter(lambda row: row.old != row.new),
    max_size=4,
)


@given(LINES, ROWS, ENDINGS, st.data())
def test_what_is_accepted_can_be_undone(
    lines: list[str], rows: list[Splice], ending: bytes, data: st.DataObject
) -> None:
    old = "\n".join(lines).encode() + ending
    true = [
        row._replace(old=lines[row.line - 1].lstrip(" "))
        if row.old and 0 < row.line <= len(lines) and data.draw(st.booleans())
        else row
        for row in rows
    ]
    correction = made(*sorted(true, key=lambda row: (row.line, not row.old)))
    new = amend(old, correction)
    if not isinstance(new, Problem):
        assert new != old
        assert restore(new, correction) == old


@given(st.binary(max_size=60), ROWS)
def test_no_bytes_crash(content: bytes, rows: list[Splice]) -> None:
    correction = made(*rows)
    amend(content, correction)
    restore(content, correction)
    undo(content, [correction, correction])


def test_a_blank_line_that_goes_cannot_be_told() -> None:
    assert changes(b"a\n\nb\n", b"a\nb\n") == []


def test_rows_are_as_a_clerk_would_write_them() -> None:
    old = b"a:\n  - one\n  - two\nb: []\n"
    new = b"a:\n  - one\n  - 2\nb:\n  - three\n  - four\n"
    assert changes(old, new) == [
        Splice(3, "- two", "- 2"),
        Splice(4, "b: []", "b:"),
        Splice(4, "", "- three", 2),
        Splice(4, "", "- four", 2),
    ]
