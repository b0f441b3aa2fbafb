"""填报说明: which fields of an entry must be filled in, whichever way the rules ask for them."""

from __future__ import annotations

import pytest

from generator.publish.rules.fields import form_views
from tests.tiny_site import tiny_books


@pytest.mark.parametrize(
    ("item", "asked"),
    [
        (
            "W2",
            {"应办": "看情况", "已办": "看情况", "不适用": "否", "依据": "看情况", "事由": "否"},
        ),
        ("W3", {"数量": "是", "依据": "是", "事由": "否"}),
        (
            "B1",
            {"日期": "否", "次数": "否", "事项": "否", "警号": "否", "事由": "是", "依据": "是"},
        ),
    ],
)
def test_the_column_of_needed_fields(item: str, asked: dict[str, str]) -> None:
    scheme = tiny_books().rulebook.schemes["rooms"]
    (form,) = form_views(scheme, scheme.versions[-1])
    entries = [entry for section in form.sections for entry in section.entries]
    (table,) = [entry.table for entry in entries if item in [each.code for each in entry.items]]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert {name: needed for name, needed, *_ in rows} == {"项": "是"} | asked
