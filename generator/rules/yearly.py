"""``rules/yearly.yml``: how a year's results are turned into honours and consequences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.rules.roster import BRANCHES, UNITS
from generator.rules.rulebook import Rulebook
from generator.rules.scheme import Scheme
from generator.text.dates import MonthCode
from generator.text.problems import Place, Problem
from generator.text.reading import one_of
from generator.text.scalars import CODE, Choice, Percent, Text, Whole, YesNo
from generator.text.shapes import Field, ListOf, Row, Shape, good, good_rows, read_named
from generator.text.strict import Files

TO_THE_BUREAU = "集体研究决定"
TIE_BREAKS = {
    "质量扣分少者": "质量扣分少的在前",
    "质效分高者": "质效扣分合计少的在前",
    "办结案件多者": "办结案件多的在前",
    TO_THE_BUREAU: "仍相同的并列，由局党委研究",
}


@dataclass(frozen=True, slots=True)
class Selection:
    """How many of a group are taken, and what follows for them."""

    scheme: str
    share: int
    """Percent hundredths of the group, rounded up."""
    at_least: int
    at_most: int | None
    consequences: tuple[str, ...]

    def count(self, size: int) -> int:
        """How many to take of a group of ``size``."""
        # Rounded up in whole numbers: a tenth of seven is one, and no group is left without any.
        wanted = max(self.at_least, -(-size * self.share // 100_00))
        return min(wanted, self.at_most or wanted, size)


@dataclass(frozen=True, slots=True)
class ModelOfficers:
    """执法办案标兵: the selection and what makes a candidate eligible."""

    selection: Selection
    least_months: int
    least_cases: int
    most_findings: int
    """Quality deductions at most this share of what cases earned, percent hundredths."""
    quality: tuple[str, ...]
    """The components that are quality deductions."""
    needs_licence: bool
    tie_breaks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class YearRules:
    """The year rules from one month on."""

    since: str
    basis: str
    sample: bool
    model_officers: ModelOfficers
    commended: Selection
    to_improve: Selection
    first_consideration: Selection
    party: Selection
    carried: Selection
    """民警结果计入单位: the front share of officers counted for their unit."""
    place: Place


def in_force(versions: Sequence[YearRules], year: int) -> YearRules | None:
    """The version in force in December of ``year``."""
    begun = [rules for rules in versions if rules.since <= f"{year}-12"]
    return begun[-1] if begun else None


_COMMON = (
    Field("积分制", CODE),
    Field("比例", Percent()),
    Field("至少", Whole(0, 100), required=False, default=0),
    Field("至多", Whole(1, 100), required=False),
    Field("后果", ListOf(Text(60)), required=False),
    Field("事项", ListOf(Text(60)), required=False),
)
_MODEL = (
    Field("最少月份", Whole(1, 12)),
    Field("最少案件", Whole(0, 1000)),
    Field("扣分比例", Percent()),
    Field("质量扣分", ListOf(CODE, 1), help="算作质量扣分的组成部分，如 [quality]"),
    Field("执法资格", YesNo()),
    Field("并列", ListOf(Choice(TIE_BREAKS, "并列时的比较"), 1)),
)
_CARRIED = Shape("民警结果计入单位", (Field("积分制", CODE), Field("前列", Percent())))
VERSION_FORM = Shape(
    "年度规则",
    (
        Field("生效", MonthCode()),
        Field("依据", Text(120)),
        Field("示例分值", YesNo()),
        Field("执法办案标兵", Shape("执法办案标兵", (*_COMMON, *_MODEL))),
        Field("表彰单位", Shape("表彰单位", _COMMON)),
        Field("待改进单位", Shape("待改进单位", _COMMON)),
        Field("优先考虑", Shape("优先考虑", _COMMON)),
        Field("党建考核", Shape("党建考核", _COMMON)),
        Field("民警结果计入单位", _CARRIED),
    ),
)
YEARLY_FORM = Shape("年度规则文件", (Field("版本", ListOf(VERSION_FORM, 1)),))
YEARLY_FILE = "rules/yearly.yml"


OF_CASE_WORK = ("执法办案标兵", "民警结果计入单位")
"""What is about officers in case work, and makes no sense of any other scheme."""
ABOUT = {"表彰单位": UNITS, "待改进单位": UNITS, "党建考核": BRANCHES}
"""Whom else a part is about."""


def read_year_rules(
    files: Files, rulebook: Rulebook
) -> tuple[tuple[YearRules, ...], list[Problem]]:
    """All versions, oldest first, and the problems found."""
    problems: list[Problem] = []
    row = read_named(files, YEARLY_FILE, YEARLY_FORM, problems)
    versions = good_rows(row["版本"]) if row else []
    for earlier, later in pairwise(versions):
        if earlier["生效"] and later["生效"] and later["生效"] <= earlier["生效"]:
            message, hint = "各版本没有按生效月份先后排列", f"请写 {earlier['生效']} 以后的月份"
            problems.append(Problem("次序", _place(later, "生效"), message, hint))
    for version in versions:
        parts = {key: part for key, part in version.items() if isinstance(part, Row)}
        for key, part in parts.items():
            problems += _of_a_scheme(key, part, rulebook)
            problems += _one_text(key, part)
            problems += _counts_in_order(key, part)
        problems += _tie_breaks(version)
    return (() if problems else tuple(map(_year_rules, versions))), problems


def _place(row: Row, key: str) -> Place:
    return Place(YEARLY_FILE, *row.at(key))


def _of_a_scheme(key: str, part: Row, rulebook: Rulebook) -> Iterator[Problem]:
    """Each part names a scheme that there is and that it can be about."""
    code, known, place = part["积分制"], rulebook.scheme_codes, _place(part, "积分制")
    if code and known and code not in known:
        yield Problem("取值", place, f"没有代码为“{code}”的积分制", one_of(known))
    scheme = rulebook.schemes.get(code)
    # What a faulty scheme is about may change once it is mended.
    if scheme is None or code in rulebook.faulty:
        return
    # Both go by the points that officers have from cases.
    wanted = ABOUT.get(key, scheme.subject)
    if scheme.subject != wanted:
        message = f"“{key}”从{wanted}里产生，“{code}”的考核对象是{scheme.subject}"
        yield Problem("取值", place, message, f"请写考核对象为{wanted}的积分制的代码")
    if key in OF_CASE_WORK and not scheme.of_cases:
        message = f"“{key}”按民警办案积分确定，“{code}”的考核对象不是案件"
        yield Problem("取值", place, message, "请写考核对象为案件的积分制的代码")
    elif "质量扣分" in part:
        yield from _quality(part, scheme)


def _quality(model: Row, scheme: Scheme) -> Iterator[Problem]:
    # What cases earn is the one component that nothing is deducted by.
    deducting = [each.code for each in scheme.components if each != scheme.case_component]
    stated, place = good(model["质量扣分"]), _place(model, "质量扣分")
    for code in stated:
        if code not in deducting:
            message = f"“{code}”不是{scheme.name}的扣分组成部分"
            yield Problem("取值", place, message, one_of(deducting))
    if len(set(stated)) < len(stated):
        yield Problem("重复", place, "同一个组成部分写了两次，会扣两次", "请各写一次")


def _counts_in_order(key: str, part: Row) -> Iterator[Problem]:
    least, most = part.get("至少"), part.get("至多")
    if least and most and least > most:
        message = f"“{key}”至少 {least} 个，多于至多 {most} 个"
        yield Problem("矛盾", _place(part, "至少"), message, "请核对这两个数")


def _one_text(key: str, part: Row) -> Iterator[Problem]:
    """What follows for those on a list is said under one name."""
    if part.get("后果") and part.get("事项"):
        message = f"“{key}”既写了“后果”又写了“事项”"
        yield Problem("矛盾", _place(part, "事项"), message, "两者只留一个")


def _tie_breaks(version: Row) -> list[Problem]:
    """Each is compared once, and after 集体研究决定 there is nothing left to compare."""
    model = version["执法办案标兵"]
    stated = good(model["并列"]) if isinstance(model, Row) else []
    if len(set(stated)) == len(stated) and TO_THE_BUREAU not in stated[:-1]:
        return []
    message = f"“并列”里同一种比较写了两次，或者“{TO_THE_BUREAU}”不在最后"
    return [
        Problem("次序", _place(model, "并列"), message, f"每种只写一次，“{TO_THE_BUREAU}”写在最后")
    ]


def _year_rules(row: Row) -> YearRules:
    model, carried = row["执法办案标兵"], row["民警结果计入单位"]
    return YearRules(
        since=row["生效"],
        basis=row["依据"],
        sample=row["示例分值"],
        model_officers=ModelOfficers(
            _selection(model),
            model["最少月份"],
            model["最少案件"],
            model["扣分比例"],
            tuple(model["质量扣分"]),
            model["执法资格"],
            tuple(model["并列"]),
        ),
        commended=_selection(row["表彰单位"]),
        to_improve=_selection(row["待改进单位"]),
        first_consideration=_selection(row["优先考虑"]),
        party=_selection(row["党建考核"]),
        carried=Selection(carried["积分制"], carried["前列"], 0, None, ()),
        place=Place(YEARLY_FILE, *row.spot),
    )


def _selection(row: Row) -> Selection:
    consequences = tuple(row["后果"] or row["事项"] or ())
    return Selection(row["积分制"], row["比例"], row["至少"], row["至多"], consequences)
