"""What people, things and days are called on pages, and sentences with links in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.publish.kit import links
from generator.publish.kit.tables import Cell
from generator.rules.bureau import Bureau
from generator.rules.periods import Day, Period, Uncovered
from generator.rules.roster import Roster
from generator.rules.scheme import Component, Item, Scheme
from generator.scoring.model import Group, StandingRow
from generator.text.hundredths import spell

DASH = "—"

Words = tuple[Cell, ...]
"""A sentence of plain and linked pieces."""


def say(*parts: str | Cell) -> Words:
    """A sentence; strings are plain pieces."""
    return tuple(part if isinstance(part, Cell) else Cell(part) for part in parts)


def subject_of(scheme: Scheme) -> str:
    """``基层基础工作积分``: the scheme's name without 制."""
    return scheme.name.removesuffix("制")


def is_circular(scheme: Scheme, period: Period) -> bool:
    """Whether a period's results are circulated (通报), and not only counted (统计)."""
    return period.kind in ("年", scheme.circulated)


def heading(scheme: Scheme, period: Period) -> str:
    """The heading of a bulletin: 关于2025年6月基层基础工作积分情况的通报."""
    what = subject_of(scheme)
    if not is_circular(scheme, period):
        return f"{period.name}{what}{period.kind}{'度' if period.kind == '季' else ''}统计"
    ending = {"月": "情况的通报", "季": "排名情况的通报", "年": "考评结果的通报"}[period.kind]
    return f"关于{period.name}{what}{ending}"


def kind_name(scheme: Scheme, period: Period) -> str:
    """月通报, 月统计, 季通报, 季统计 or 年总评."""
    if period.kind == "年":
        return "年总评"
    return period.kind + ("通报" if is_circular(scheme, period) else "统计")


def issue(scheme: Scheme, period: Period) -> str:
    """``第6期``; empty for a period that is only counted and for the year."""
    if period.kind == "年" or not is_circular(scheme, period):
        return ""
    return f"第{int(period.code.rpartition('Q' if period.kind == '季' else '-')[2])}期"


def group_label(group: Group) -> str:
    """How a ranking group is headed: 一类警务室's ``一类``, ``S1 专业打击序列``, ``派出所组``."""
    return named_group(group.code, group.name)


def named_group(code: str, name: str) -> str:
    """The same from code and name."""
    if not code:
        return ""
    if code.isascii():
        return f"{code} {name}"
    return name if code in name else code


def group_names(groups: Mapping[str, str]) -> dict[str, str]:
    """Labels of a grouping's values as ``Bureau.groups`` has them."""
    return {code: named_group(code, name) for code, name in groups.items()}


def shown_components(scheme: Scheme) -> list[Component]:
    """The components that carry points; one with nothing but 否决 has none to show."""
    scored = {
        item.component
        for version in scheme.versions
        for item in version.items
        if not item.terms.strikes
    }
    return [c for c in scheme.components if c.code in scored or c.start]


def item_name(item: Item) -> str:
    """``W2 流动人口和出租房屋登记``."""
    return f"{item.code} {item.name}"


def item_cell(scheme: str, item: Item) -> Cell:
    """The item, linked to its rule."""
    return Cell(item_name(item), links.rule(scheme, item.code), sort=item.code)


def movement_cell(row: StandingRow) -> Cell:
    """▲2, ▼1, ＝ or —, with the words for it."""
    moved = row.movement
    if moved is None:
        return Cell(DASH, sort="-999", hidden="无上期名次")
    if moved > 0:
        return Cell(f"▲{moved}", sort=str(moved), tone="good", hidden=f"上升{moved}位")
    if moved < 0:
        return Cell(f"▼{-moved}", sort=str(moved), tone="bad", hidden=f"下降{-moved}位")
    return Cell("＝", sort="0", hidden="名次不变")


def points_cell(points: int | None, href: str = "") -> Cell:
    """Points as a cell; a dash where nothing was reported."""
    return Cell(DASH, sort="-99999999") if points is None else Cell(spell(points), href)


def share(part: int, whole: int) -> str:
    """``98.3%``: one decimal, half-up."""
    thousandths = (2 * part * 1000 + whole) // (2 * whole) if whole else 0
    return f"{thousandths // 10}.{thousandths % 10}%"


def numeral(number: int) -> str:
    """1 → 一, 12 → 十二, 28 → 二十八: for the numbering of headings, up to 99."""
    tens, ones = divmod(number, 10)
    digits = "〇一二三四五六七八九"
    head = "" if tens == 0 else "十" if tens == 1 else f"{digits[tens]}十"
    return head + (digits[ones] if ones else "")


def listed(names: list[str], most: int) -> str:
    """The first names, and how many more there are: ``甲、乙等5个``."""
    shown = "、".join(names[:most])
    return shown if len(names) <= most else f"{shown}等{len(names)}个"


OFFICERS = "人员"


@dataclass(frozen=True, slots=True)
class Names:
    """Names of officers as the bureau shows them: 全部, 前列 or 警号."""

    bureau: Bureau
    roster: Roster

    def officer(self, number: str, rank: int | None = None) -> str:
        """The name of a service number, or the number itself where names are not shown.

        ``rank`` is the officer's place in the ranking at hand, None where there is none.
        """
        officer = self.roster.officers.get(number)
        if officer is None or not self.is_named(rank):
            return number
        return officer.name

    def is_named(self, rank: int | None) -> bool:
        """Whether somebody of that rank is shown by name."""
        shown = self.bureau.officers_shown
        return shown == "全部" or (
            shown == "前列" and rank is not None and rank <= self.bureau.front
        )

    def in_full(self, number: str, rank: int | None = None) -> str:
        """Name and number, for headings: ``张某（061201）``; the number alone when not named."""
        name = self.officer(number, rank)
        return name if name == number else f"{name}（{number}）"

    def of_row(self, level: str, row: StandingRow) -> str:
        """The name of a ranking row; ``level`` as in ``Standing.level``."""
        return self.officer(row.subject, row.rank) if level == OFFICERS else row.name

    def unit(self, code: str) -> str:
        """The name of a unit, or its code."""
        unit = self.roster.units.get(code)
        return unit.name if unit else code


def cn_date(day: Day) -> str:
    """``2025年7月3日``."""
    if isinstance(day, Uncovered):
        return f"待定（工作日历还没有{day.year}年）"
    return f"{day.year}年{day.month}月{day.day}日"


def month_name(month: str, *, year: bool = True) -> str:
    """``2025-06`` → ``2025年6月``, or ``6月``."""
    return f"{month[:4]}年{int(month[5:])}月" if year else f"{int(month[5:])}月"
