"""The layout of a scheme file: the field tables of ``rules/schemes/*.yml``."""

from __future__ import annotations

from typing import Any

from generator.rules.kinds import KINDS
from generator.rules.kinds.kind import CAP_PERIODS
from generator.rules.roster import BRANCHES, OFFICERS, ROOMS, UNITS
from generator.rules.scheme import SUBJECTS
from generator.text.dates import MonthCode
from generator.text.problems import Spot
from generator.text.reading import MISSING, UNREAD, Document, Mapping, Sequence
from generator.text.scalars import CODE, ITEM_CODE, Choice, Percent, Points, Text, Whole, YesNo
from generator.text.shapes import Either, Field, ListOf, MapOf, Shape

SCOPES = {
    "身份": "民警或辅警", "职务": "人员职务", "组别": "单位组别", "序列": "办案序列",
    "类别": "警务室类别", "性质": "社区或农村",
}  # fmt: skip

_OFFICERS_HAVE = ("身份", "职务", "组别", "序列")
SCOPES_OF = {
    BRANCHES: (), ROOMS: ("类别", "性质"), UNITS: ("组别", "序列"), OFFICERS: _OFFICERS_HAVE,
}  # fmt: skip
"""考核对象 → what of 考核范围 it has; officers have the groups of their unit."""

LABEL = Text(40, label="名称")

SENTENCE = Text(400)

_KIND = Choice({name: kind.summary for name, kind in KINDS.items()}, "类型")

_PERIOD = Choice({"月": "", "季": "", "年": ""}, "周期")

_ROUND = Choice({"合计": "各月相加", "平均": "各月平均"}, "汇总方式")

_BOUND = Either(Points(least=-100_000_00), MapOf(_PERIOD, Points(least=-100_000_00), least=1))

_BARE_BOUND = Points(least=-100_000_00)


class _OfAMonth(Points):
    """Points that hold for each month; no other period can be meant."""

    def read(self, value: Any, spot: Spot, document: Document) -> Any:
        if type(value) is Mapping:
            message = "这里只按月计，不能按季、按年另计"
            document.report("类型", spot, message, "请只写一个数，如 100，每月都按它计")
            return MISSING
        return super().read(value, spot, document)


_OF_A_MONTH = _OfAMonth(least=-100_000_00)

COMPONENT_FORM = Shape(
    "组成部分",
    (
        Field("代码", CODE),
        Field("名称", LABEL),
        Field(
            "栏目",
            Either(LABEL, MapOf(LABEL, ListOf(_KIND, 1), least=1)),
            help="记录文件里的键",
        ),
        Field("折算", YesNo(), required=False, default=False, help="有不适用项目时按比例折算"),
        Field("满分", Points(), required=False, help="折算到的满分"),
        Field("起点", _OF_A_MONTH, required=False, default=0),
        Field("下限", _BOUND, required=False),
        Field("上限", _BOUND, required=False, help="如 {年: 20}；只写数字时按月"),
        Field("权重", Percent(), required=False, default=100_00, help="计入总分的比例"),
        Field("汇总", _ROUND, required=False),
    ),
)

_LETTER_OR_CODE = Text(20)

_ASPECT = Shape(
    "类目",
    (Field("代码", _LETTER_OR_CODE), Field("名称", LABEL), Field("分值", Points(), required=False)),
)

_COMMON = (
    Field("代码", ITEM_CODE),
    Field("名称", LABEL),
    Field("组成", CODE, help="所属组成部分的代码"),
    Field("类型", _KIND),
    Field("目标要求", SENTENCE),
    Field("考评标准", SENTENCE),
    Field("依据", Text(120)),
    Field(
        "频次",
        Choice(
            {"月": "每月", "季": "每季", "半年": "每半年", "年": "每年", "随时": "发生时"}, "频次"
        ),
    ),
    Field("证明材料", Text(80)),
    Field("类目", _LETTER_OR_CODE, required=False, default=""),
    Field("月份", ListOf(Whole(1, 12), 1), required=False, help="应报的月份，如 [3]"),
    Field("不适用情形", SENTENCE, required=False, default=""),
    Field("隐去事由", YesNo(), required=False, default=False),
    Field("取消评优", YesNo(), required=False, default=False),
)

ITEM_SHAPES = {
    name: Shape(f"“{name}”类项目", (*_COMMON, *kind.fields)) for name, kind in KINDS.items()
}
"""The field table of a rule item, by kind."""

_CLAUSE = Shape(
    "条款",
    (
        Field("名称", LABEL),
        Field("项目", ListOf(ITEM_CODE, 2)),
        Field("封顶", MapOf(Choice(CAP_PERIODS, "封顶的期间"), Points(), least=1)),
    ),
)

_CASE_RULES = Shape(
    "办案规则",
    (
        Field("角色", Shape("角色分成", (Field("主办", Percent()), Field("协办", Percent())))),
        Field("团队系数", MapOf(Whole(1, 100), Points(), least=1)),
        Field("轻微封顶", Percent()),
        Field("人均", YesNo(), required=False, default=True),
        Field("个人质效计入单位", YesNo(), required=False, default=False),
    ),
)

_GRADE = Shape("等次", (Field("名称", LABEL), Field("达到", _BARE_BOUND)))


def _total() -> Shape:
    """Start and bounds of a total are those of a month; whoever means a year is told so."""
    # Written in good faith, such a key would be taken for a limit that holds.
    unwanted = ("总分的起点和上下限只按月计，不能按季、按年另计", "请写成“下限: 0”的样子")
    named = ("", "起点", "下限", "上限", "最低", "最高", "封顶")
    periods = ("月", "每月", "月度", "季", "每季", "季度", "年", "每年", "年度", "全年")
    return Shape(
        "总分",
        (
            Field("起点", _OF_A_MONTH, required=False, default=0),
            Field("下限", _OF_A_MONTH, required=False),
            Field("上限", _OF_A_MONTH, required=False),
        ),
        unwanted={f"{period}{name}": unwanted for period in periods for name in named},
    )


class _Raw:
    """A type that hands the YAML node through unread (items are read after versions merge)."""

    label = "项目列表"

    def read(self, value: Any, spot: Any, document: Document) -> Any:
        if type(value) is not Sequence:
            if value is not UNREAD:
                document.report("类型", spot, "这里应当是列表", "每条以“- ”开头")
            return MISSING
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": "array"}


CHANGE_FORM = Shape(
    "变更",
    (
        Field("新增", YesNo(), required=False, default=False, help="新的项目，其余各项照项目写"),
        Field("废止", YesNo(), required=False, default=False, help="从这个版本起没有这个项目"),
    ),
)
"""What a change says beside the code, the reason and the fields of the item itself."""

VERSION_FORM = Shape(
    "版本",
    (
        Field("生效", MonthCode(), help="从这个月起计分"),
        Field("依据", Text(120)),
        Field("制定单位", LABEL),
        Field("示例分值", YesNo()),
        Field("说明", SENTENCE, required=False, default=""),
        Field("总分", _total(), required=False),
        Field("等次", ListOf(_GRADE, 1), required=False),
        Field("及格线", _BARE_BOUND, required=False, help="等次期间的合计低于此数为不达标"),
        Field("等次期间", _PERIOD, required=False, help="按月、季还是年评等次，默认按年"),
        Field("条款", ListOf(_CLAUSE), required=False),
        Field("办案", _CASE_RULES, required=False),
        Field("项目", _Raw(), required=False),
        Field("沿用", MonthCode(), required=False),
        Field("变更", _Raw(), required=False),
    ),
)

SCHEME_FORM = Shape(
    "积分制",
    (
        Field("积分制", LABEL),
        Field("简称", LABEL),
        Field("代码", CODE),
        Field("考核对象", Choice(SUBJECTS, "考核对象")),
        Field("编发单位", LABEL),
        Field("主送", LABEL, required=False, default="各所队室"),
        Field("宗旨", SENTENCE, required=False, default=""),
        Field("结果运用", SENTENCE, required=False, default=""),
        Field(
            "周期",
            Shape(
                "周期",
                (
                    # One choice each: whatever else is written there, nothing would obey it.
                    Field("统计", Choice({"月": ""}, "统计周期")),
                    Field("通报", Choice({"月": "", "季": ""}, "通报周期")),
                    Field("总评", Choice({"年": ""}, "总评周期")),
                ),
            ),
        ),
        Field("汇总", Shape("汇总", (Field("季", _ROUND), Field("年", _ROUND)))),
        Field("缺月折合", YesNo(), required=False, default=False),
        Field("分组", LABEL),
        Field(
            "考核范围",
            MapOf(Choice(SCOPES, "考核范围"), ListOf(LABEL, 1), least=1),
            required=False,
            help="只考核其中一部分时填写，如 {身份: [辅警]}",
        ),
        Field("迟报项目", ITEM_CODE, required=False, default=""),
        Field("复核目录", CODE, required=False, default="", help="案件复核记录的文件夹"),
        Field("最小样本", Whole(1, 1000), required=False, help="应办数低于此数时视为样本不足"),
        Field("组成", ListOf(COMPONENT_FORM, 1)),
        Field("类目", ListOf(_ASPECT), required=False),
        Field(
            "类目分值",
            Choice({"年": "全年满分之和", "月": "当月满分之和"}, "类目分值的期间"),
            required=False,
        ),
        Field("版本", ListOf(VERSION_FORM, 1)),
    ),
)
