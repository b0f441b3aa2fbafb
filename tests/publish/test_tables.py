"""Tables as pages and spreadsheets show them."""

from __future__ import annotations

import csv
import io

import pytest

from generator.publish.kit.tables import Cell, Column, Table, TableRow, as_csv, safe
from generator.publish.site import environment

COLUMNS = (Column("name", "单位"), Column("total", "积分", numeric=True))


def table(*rows: tuple[str, str], caption: str = "排名") -> Table:
    return Table(caption, COLUMNS, tuple(TableRow((Cell(a), Cell(b))) for a, b in rows))


def parsed(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def shown(made: Table) -> str:
    template = environment().from_string(
        '{% import "macros.html" as ui with context %}{{ ui.table(made) }}'
    )
    return template.render(made=made, root="../")


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+SUM(A1)", "-cmd|' /C calc'!A0", "@A1", "\t=1", "\r=1", "\n=1", "  =1", "　=1", "＝1+1", "＋1", "－1", "＠1"],
)  # fmt: skip
def test_what_a_spreadsheet_would_run_is_text(text: str) -> None:
    [_, row] = parsed(as_csv(table((text, "1.00"))))
    assert row == [f"'{text}", "1.00"]


@pytest.mark.parametrize(
    ("shown", "written"),
    [("18.95", "18.95"), ("−2.50", "-2.50"), ("-2.50", "-2.50"), ("+2.50", "2.50"), ("95%", "95%")],
)
def test_numbers_stay_numbers(shown: str, written: str) -> None:
    assert safe(shown) == written


@pytest.mark.parametrize("text", ["东门社区警务室", "a,b", '说“好”"x"', "两\n行", "", "—", "▲2"])
def test_other_text_comes_back_as_it_was(text: str) -> None:
    [_, row] = parsed(as_csv(table((text, ""))))
    assert row[0] == text


def test_lines_end_as_excel_wants_them() -> None:
    assert as_csv(table(("甲", "1.00"))) == "\ufeff单位,积分\r\n甲,1.00\r\n".encode()


def test_several_tables_stand_below_each_other_under_their_captions() -> None:
    rows = parsed(
        as_csv(table(("甲", "1.00"), caption="一类"), table(("乙", "2.00"), caption="=二类"))
    )
    assert rows == [
        ["一类"],
        ["单位", "积分"],
        ["甲", "1.00"],
        [],
        ["'=二类"],
        ["单位", "积分"],
        ["乙", "2.00"],
    ]


def test_a_row_with_a_cell_too_few_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="排名"):
        Table("排名", COLUMNS, (TableRow((Cell("甲"),)),))


def test_a_table_says_what_it_is_and_can_be_reached_by_keyboard() -> None:
    html = shown(table(("甲", "1.00")))
    assert '<div class="kpi-scroll" role="region" tabindex="0" aria-label="排名">' in html
    assert "<caption>排名</caption>" in html
    assert '<th scope="col" data-sort>单位</th>' in html
    assert '<th scope="row">甲</th>' in html
    assert '<td class="num">1.00</td>' in html


def test_text_in_cells_captions_and_hints_is_escaped() -> None:
    cell = Cell("<b>甲</b>", 'rooms/#x"y', title='"><script>', hidden="&")
    html = shown(Table("<i>", (Column("a", "<u>"),), (TableRow((cell,)),)))
    for mark in ("<b>", "<i>", "<u>", "<script>"):
        assert mark not in html
    assert "&lt;b&gt;甲&lt;/b&gt;" in html


def test_links_are_relative_to_the_page_and_name_the_file() -> None:
    html = shown(Table("t", (Column("a", "a"),), (TableRow((Cell("甲", "rules/rooms/#W2"),)),)))
    assert '<a href="../rules/rooms/index.html#W2">甲</a>' in html
