"""The bureau's own settings: names, ranking groups, display of officers, calendar, deadlines.

``schedule`` says when a period is reported, published and open to objections: by the working
calendar alone, never by today's date.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.rules.periods import Calendar, Day, Period, Uncovered, next_month
from generator.text.dates import Date
from generator.text.problems import Place, Problem
from generator.text.reading import MISSING
from generator.text.scalars import Choice, Percent, Text, Whole, YesNo
from generator.text.shapes import Field, ListOf, MapOf, Row, Shape, good, good_rows, read_named
from generator.text.strict import Files

_LABEL = Text(60, label="名称")
_SENTENCE = Text(400)
_DAYS = Whole(1, 60)
_OBJECTIONS = "写“各积分制编发单位”的，向编发这份通报的单位提出"
_EACH_OFFICE = ("各积分制编发单位", "编发单位")
NAMED = {
    "全部": "全部显示姓名",
    "前列": "只显示排名前列者的姓名，其余显示警号",
    "警号": "一律显示警号",
}
WHEN_UNPROVEN = {
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
    """``rules/bureau.yml``: what is the same for all schemes.

    What could not be read has been reported, and has its default here so that the rest is checked.
    """

    name: str
    groups: Mapping[str, Mapping[str, str]]
    """Grouping (类别, 序列, 组别) → its values in order, each with a line of explanation."""
    publicity: Mapping[str, int]
    """Working days of publicity by kind of period."""
    ledger_id: str = ""
    fictional: bool = False
    fiction_note: str = ""
    report_by: int = 3
    review_by: int = 5
    publish_by: int = 10
    objections_to: str = ""
    """Empty where each scheme's own office takes the objections to it."""
    answer_within: int = 5
    least_ranked: int = 4
    least_in_post: int = 50_00
    least_months: Mapping[str, int] = field(default_factory=dict)
    unranked_when_missing: int = 2
    # Nobody's name is shown because the setting for it could not be read.
    officers_shown: str = "警号"
    front: int = 10
    unproven: str = "拒绝"
    """What the build does with records whose approval cannot be proven: 拒绝 or 标明."""
    outcomes: tuple[Outcome, ...] = ()


_PERIOD_DAYS = Shape("公示天数", (Field("月", _DAYS), Field("季", _DAYS), Field("年", _DAYS)))
BUREAU_FORM = Shape(
    "单位设置",
    (
        Field("名称", _LABEL),
        Field("台账标识", Text(60)),
        Field("虚构", YesNo(), required=False, default=False),
        Field("虚构说明", _SENTENCE, required=False, default=""),
        Field("分组", MapOf(_LABEL, MapOf(Text(20), _SENTENCE, least=1))),
        Field(
            "期限",
            Shape("期限", (Field("报送", _DAYS), Field("审核", _DAYS), Field("公布", _DAYS))),
        ),
        Field("公示", _PERIOD_DAYS),
        Field(
            "异议",
            Shape("异议", (Field("受理部门", _LABEL, help=_OBJECTIONS), Field("答复", _DAYS))),
        ),
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
        Field("未核验", Choice(WHEN_UNPROVEN, "未核验的处理方式"), required=False, default="拒绝"),
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
CALENDAR_FORM = Shape(
    "工作日历",
    (
        Field("依据", ListOf(_LABEL, 1)),
        Field("休", ListOf(Date(), 1)),
        Field("班", ListOf(Date(), 1)),
    ),
)


def read_bureau(files: Files, problems: list[Problem]) -> tuple[Bureau | None, Calendar]:
    """``rules/bureau.yml`` and ``rules/calendar.yml``; problems are appended."""
    row = read_named(files, "rules/bureau.yml", BUREAU_FORM, problems)
    calendar = _calendar(read_named(files, "rules/calendar.yml", CALENDAR_FORM, problems), problems)
    # Without these nothing can be named, dated or ranked; all others have a default.
    needed = ("名称", "分组", "期限", "公示", "异议", "排名")
    if row is None or not all(row[key] for key in needed):
        return None, calendar
    return _bureau(row), calendar


def _calendar(row: Row | None, problems: list[Problem]) -> Calendar:
    if row is None:
        return Calendar()
    off, worked = frozenset(good(row["休"])), frozenset(good(row["班"]))
    for day in sorted(off & worked):
        place = Place("rules/calendar.yml", *row.at("班"))
        problems.append(Problem("矛盾", place, f"{day} 既写在“休”又写在“班”", "请只留一处"))
    return Calendar(off, worked, tuple(good(row["依据"])))


def _bureau(row: Row) -> Bureau:
    terms, objections, ranks = row["期限"], row["异议"], row["排名"]
    stated = {
        "name": row["名称"],
        "ledger_id": row["台账标识"],
        "fictional": row["虚构"],
        "fiction_note": row["虚构说明"],
        "groups": {name: dict(values or {}) for name, values in row["分组"].items()},
        "report_by": terms["报送"],
        "review_by": terms["审核"],
        "publish_by": terms["公布"],
        "publicity": {period: row["公示"][period] or 3 for period in ("月", "季", "年")},
        "objections_to": "" if objections["受理部门"] in _EACH_OFFICE else objections["受理部门"],
        "answer_within": objections["答复"],
        "least_ranked": ranks["最少参排"],
        "least_in_post": ranks["最少在岗比例"],
        "least_months": ranks["最少月份"],
        "unranked_when_missing": ranks["缺报不排名"],
        "officers_shown": row["民警显示"],
        "front": row["前列人数"],
        "unproven": row["未核验"],
        "outcomes": tuple(
            Outcome(each["名称"], each["数值"], each["比较"], each["说明"], each["来源"])
            for each in good_rows(row["成果"])
        ),
    }
    return Bureau(**{key: value for key, value in stated.items() if value is not MISSING})


@dataclass(frozen=True, slots=True)
class Schedule:
    """The dates of a period's bulletin."""

    report_by: Day
    published: Day
    publicity_end: Day
    publicity_days: int
    answer_within: int
    next_report: Day
    next_review: Day
    next_publish: Day


def uncovered(dates: Schedule) -> int:
    """The year whose calendar is missing for a bulletin to be published and shown; 0 if none is."""
    return dates.publicity_end.year if isinstance(dates.publicity_end, Uncovered) else 0


def schedule(period: Period, bureau: Bureau, calendar: Calendar) -> Schedule:
    """When the last month was to be reported, when the bulletin is published, what comes next."""
    after = next_month(period.months[-1])
    following = next_month(after)
    day = calendar.nth_working_day
    published = day(after, bureau.publish_by)
    days = bureau.publicity[period.kind]
    # The day of publication is the first day of publicity, so one day less lies after it.
    end = (
        published
        if isinstance(published, Uncovered)
        else calendar.after_working_days(published, days - 1)
    )
    return Schedule(
        report_by=day(after, bureau.report_by),
        published=published,
        publicity_end=end,
        publicity_days=days,
        answer_within=bureau.answer_within,
        next_report=day(following, bureau.report_by),
        next_review=day(following, bureau.review_by),
        next_publish=day(following, bureau.publish_by),
    )
