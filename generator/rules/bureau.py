"""The bureau's own settings: names, ranking groups, deadlines, display of officers, calendar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from generator.rules.periods import Calendar
from generator.text.problems import Place, Problem
from generator.text.reading import Reader
from generator.text.scalars import Choice, Date, Percent, Text, Whole, YesNo
from generator.text.shapes import Field, ListOf, MapOf, Row, Shape
from generator.text.strict import read

_LABEL = Text(60, private=False, label="名称")
_SENTENCE = Text(400, private=False)
_DAYS = Whole(1, 60)
NAMED = {
    "全部": "全部显示姓名",
    "前列": "只显示排名前列者的姓名，其余显示警号",
    "警号": "一律显示警号",
}
UNPROVEN = {
    "拒绝": "有记录不能核验时不生成网站",
    "标明": "照常生成网站，不能核验的地方标明“未核验”",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """A figure the source article reports; shown as context, never scored."""

    name: str
    value: str
    compared: str
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class Bureau:
    """``rules/bureau.yml``: what is the same for all schemes."""

    name: str
    ledger_id: str
    fictional: bool
    fiction_note: str
    groups: Mapping[str, Mapping[str, str]]
    """Grouping (类别, 序列, 组别) → its values in order, each with a line of explanation."""
    report_by: int = 3
    review_by: int = 5
    publish_by: int = 10
    publicity: Mapping[str, int] = field(default_factory=lambda: {"月": 3, "季": 5, "年": 5})
    objections_to: str = ""
    answer_within: int = 5
    least_ranked: int = 4
    least_in_post: int = 50_00
    least_months: Mapping[str, int] = field(default_factory=lambda: {"季": 2, "年": 6})
    unranked_when_missing: int = 2
    officers_shown: str = "全部"
    front: int = 10
    unproven: str = "拒绝"
    """What the build does with records whose approval cannot be proven: 拒绝 or 标明."""
    outcomes: tuple[Outcome, ...] = ()


_PERIOD_DAYS = Shape("公示天数", (Field("月", _DAYS), Field("季", _DAYS), Field("年", _DAYS)))
BUREAU = Shape(
    "单位设置",
    (
        Field("名称", _LABEL),
        Field("台账标识", Text(60, private=False)),
        Field("虚构", YesNo(), required=False, default=False),
        Field("虚构说明", _SENTENCE, required=False, default=""),
        Field("分组", MapOf(_LABEL, MapOf(Text(20, private=False), _SENTENCE, least=1))),
        Field(
            "期限",
            Shape("期限", (Field("报送", _DAYS), Field("审核", _DAYS), Field("公布", _DAYS))),
        ),
        Field("公示", _PERIOD_DAYS),
        Field("异议", Shape("异议", (Field("受理部门", _LABEL), Field("答复", _DAYS)))),
        Field(
            "排名",
            Shape(
                "排名设置",
                (
                    Field("最少参排", Whole(2, 100)),
                    Field("最少在岗比例", Percent()),
                    Field(
                        "最少月份",
                        Shape("最少月份", (Field("季", Whole(1, 3)), Field("年", Whole(1, 12)))),
                    ),
                    Field("缺报不排名", Whole(1, 12)),
                ),
            ),
        ),
        Field("民警显示", Choice(NAMED, "民警显示方式")),
        Field("前列人数", Whole(1, 1000), required=False, default=10),
        Field("未核验", Choice(UNPROVEN, "未核验的处理方式"), required=False, default="拒绝"),
        Field(
            "成果",
            ListOf(
                Shape(
                    "成果",
                    (
                        Field("名称", _LABEL),
                        Field("数值", _LABEL),
                        Field("比较", _SENTENCE, required=False, default=""),
                        Field("说明", _SENTENCE, required=False, default=""),
                        Field("来源", _SENTENCE),
                    ),
                )
            ),
            required=False,
        ),
    ),
)
CALENDAR = Shape(
    "工作日历",
    (
        Field("依据", ListOf(_LABEL, 1)),
        Field("休", ListOf(Date(), 1)),
        Field("班", ListOf(Date(), 1)),
    ),
)


def read_bureau(
    files: Mapping[str, bytes], problems: list[Problem]
) -> tuple[Bureau | None, Calendar]:
    """``rules/bureau.yml`` and ``rules/calendar.yml``; problems are appended."""
    row = _file(files, "rules/bureau.yml", BUREAU, problems)
    calendar_row = _file(files, "rules/calendar.yml", CALENDAR, problems)
    calendar = Calendar()
    if calendar_row is not None:
        off, worked = (
            frozenset(day for day in calendar_row[key] or () if isinstance(day, date))
            for key in ("休", "班")
        )
        for day in sorted(off & worked):
            place = Place("rules/calendar.yml", *calendar_row.at("班"))
            problems.append(Problem("矛盾", place, f"{day} 既写在“休”又写在“班”", "请只留一处"))
        basis = tuple(each for each in calendar_row["依据"] or () if each)
        calendar = Calendar(off, worked, basis)
    if row is None or any(not row[key] for key in ("名称", "分组", "期限", "公示", "异议", "排名")):
        return None, calendar
    return _bureau(row), calendar


def _bureau(row: Row) -> Bureau:
    terms, publicity, ranks = row["期限"], row["公示"], row["排名"]
    outcomes = tuple(
        Outcome(each["名称"], each["数值"], each["比较"], each["说明"], each["来源"])
        for each in row["成果"] or ()
        if isinstance(each, Row)
    )
    return Bureau(
        name=row["名称"],
        ledger_id=row["台账标识"] or "",
        fictional=bool(row["虚构"]),
        fiction_note=row["虚构说明"] or "",
        groups={name: dict(values or {}) for name, values in row["分组"].items()},
        report_by=terms["报送"] or 3,
        review_by=terms["审核"] or 5,
        publish_by=terms["公布"] or 10,
        publicity={period: publicity[period] or 3 for period in ("月", "季", "年")},
        objections_to=row["异议"]["受理部门"] or "",
        answer_within=row["异议"]["答复"] or 5,
        least_ranked=ranks["最少参排"] or 4,
        least_in_post=ranks["最少在岗比例"] or 50_00,
        least_months={k: v or 1 for k, v in (ranks["最少月份"] or {"季": 2, "年": 6}).items()},
        unranked_when_missing=ranks["缺报不排名"] or 2,
        officers_shown=row["民警显示"] or "警号",
        front=row["前列人数"] or 10,
        unproven=row["未核验"] or "拒绝",
        outcomes=outcomes,
    )


def _file(files: Mapping[str, bytes], path: str, shape: Shape, problems: list[Problem]) -> Any:
    if path not in files:
        problems.append(Problem("缺少", Place(path), f"缺少文件 {path}", "请从样例恢复后修改"))
        return None
    document = read(path, files[path])
    problems += document.problems
    if document.root is None:
        return None
    reader = Reader(document)
    row = shape.read(document.root, document.root.spot, reader)
    problems += reader.problems
    return row if isinstance(row, Row) else None
