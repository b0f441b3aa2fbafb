"""A try: a value for a key, what the county needs for it before, and where it is seen then."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import NamedTuple

from tests.county import Files
from tests.keys.county import MONTHS, TEAM, UNITS, YEARLY, Doc, Docs, of, put

Given = Callable[[Docs], None] | tuple[str, str, Doc]
"""A change of the county, or file (or kind of item), path and value."""


class Try(NamedTuple):
    """A value for the key, where it is then seen, and what the county needs for it before."""

    value: Doc
    seen: Callable[[Files], str]
    given: tuple[Given, ...] = ()
    at: tuple[str, str] | None = None
    """Another file and path than those of the key, where the county has it elsewhere."""
    also: tuple[Given, ...] = ()
    """Further changes that come with this one."""


def changed(docs: Docs, given: Given) -> None:
    if callable(given):
        given(docs)
    else:
        name, path, value = given
        put(of(docs, name), path, value)


def without_may(docs: Docs) -> None:
    """法制大队 has reported June only."""
    del docs["ledger/2025-05/team/fazhi.yml"]


def december(docs: Docs) -> None:
    """The year is over: May is reported once more."""
    for unit, *_ in UNITS:
        text = json.dumps(docs[f"ledger/2025-05/team/{unit}.yml"]).replace("2025-05", "2025-12")
        docs[f"ledger/2025-12/team/{unit}.yml"] = json.loads(text.replace("2025-06", "2026-01"))


def prorating(docs: Docs) -> None:
    """The first component prorates what does not count."""
    put(docs[TEAM], "组成.0.折算", "是")
    for kind in ("完成度", "达标率", "阶梯"):
        put(of(docs, kind), "不适用时", None)


def entries(section: str, code: str, **said: Doc) -> Given:
    """All records of an item of ``team`` say this instead, or nothing."""

    def change(docs: Docs) -> None:
        for month in MONTHS:
            for unit, *_ in UNITS:
                record = docs[f"ledger/{month}/team/{unit}.yml"]
                own = [{"项": code, **said}] if said else []
                record[section] = [e for e in record[section] if e["项"] != code] + own

    return change


def rarely(kind: str, code: str) -> tuple[Given, ...]:
    """An item that is due in December, of which there are no records yet."""
    return (kind, "频次", "年"), entries("指标", code)


def twins(docs: Docs) -> None:
    """Two officers with the same points, findings and number of cases."""
    case = {"类别": "侵财", "结果": "C01", "人数": "1"}
    pair = [("061101", "061102"), ("061102", "061101")]
    docs["ledger/2025-06/cases/chengguan.yml"]["案件"] = [
        {
            "编号": f"2025-06-chengguan-0{number}",
            **case,
            "参与": [{"警号": lead, "角色": "主办"}, {"警号": helper, "角色": "协办"}],
        }
        for number, (lead, helper) in enumerate(pair, 1)
    ]
    passed = {"日期": "2025-06-20", "程序": "通过", "质量": "通过", "执行": "通过", "结论": "通过"}
    docs["ledger/2025-06/case-review/chengguan.yml"]["复核"] = [
        {"编号": f"2025-06-chengguan-0{number}", **passed} for number in (1, 2)
    ]
    for key in ("最少月份", "最少案件"):
        put(docs[YEARLY], f"版本.执法办案标兵.{key}", "1")
