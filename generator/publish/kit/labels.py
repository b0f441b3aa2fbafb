"""What people, things and days are called on pages, and sentences with links in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.publish.kit import links
from generator.publish.kit.tables import Cell
from generator.rules.bureau import Bureau
from generator.rules.periods import Day, Period, Uncovered
from generator.rules.roster import OFFICERS, UNITS, Roster
from generator.rules.scheme import Component, Item, Scheme
from generator.scoring.model import Group, StandingRow, group_label as labelled
from generator.text.hundredths import spell

DASH = "—"
VETO = "否决事项"
"""All that is told of a veto."""

Words = tuple[Cell, ...]
"""A sentence of plain and linked pieces."""


def say(*parts: str | Cell) -> Words:
    """A sentence; strings are plain pieces."""
    return tuple(part if isinstance(part, Cell) else Cell(part) for part in parts)


def joined(sentences: Iterable[Words], between: str = "、") -> Words:
    """Several pieces of a sentence with a mark between them."""
    made: list[Cell] = []
    for each in sentences:
        made += [Cell(between), *each] if made else each
    return tuple(made)


def levels_of(scheme: Scheme) -> tuple[str, ...]:
    """The levels that a scheme ranks."""
    return (OFFICERS, UNITS) if scheme.of_cases else (scheme.subject,)


def subject_of(scheme: Scheme) -> str:
    """``基层基础工作积分``: the scheme's name without 制."""
    return scheme.name.removesuffix("制")


def is_circular(scheme: Scheme, period: Period) -> bool:
    """Whether a period's results are circulated (通报), and not only counted (统计)."""
    # A year is always circulated; of months and quarters one kind is, by the scheme's 通报.
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
    what = "通报" if is_circular(scheme, period) else "统计"
    return "年总评" if period.kind == "年" else f"{period.kind}{what}"


def issue(scheme: Scheme, period: Period) -> str:
    """``第6期``; empty for a period that is only counted and for the year."""
    if period.kind == "年" or not is_circular(scheme, period):
        return ""
    # The sixth month's is the sixth, whether all before it came out or not.
    return f"第{period.place}期"


def findings_title(scheme: Scheme) -> str:
    """What the components beside what cases earn are called together: ``质量、效率扣分``."""
    names = [each.name for each in scheme.components if each != scheme.case_component]
    if all(name.endswith("扣分") for name in names):
        return "、".join(name.removesuffix("扣分") for name in names) + "扣分"
    return "、".join(names)


def group_label(group: Group) -> str:
    """``Group.label``; empty for the one group of a scheme that ranks all together."""
    return group.label if group.code else ""


def group_names(bureau: Bureau, grouping: str) -> dict[str, str]:
    """The labels of a grouping's values: 类别, 序列, 组别."""
    return {code: labelled(code, name) for code, name in bureau.groups.get(grouping, {}).items()}


def shown_components(scheme: Scheme) -> list[Component]:
    """The components that carry points; one with nothing but 否决 has none to show."""
    items = (item for version in scheme.versions for item in version.items)
    scored = {item.component for item in items if not item.terms.strikes}
    # A component that only starts with points has them without any item.
    return [c for c in scheme.components if c.code in scored or c.start]


def item_name(item: Item) -> str:
    """``W2 流动人口和出租房屋登记``."""
    return f"{item.code} {item.name}"


def open_item_name(scheme: Scheme, month: str, code: str) -> str:
    """The name of an item in a month, as far as it may be told; empty where none is in force."""
    version = scheme.version(month) if month else None
    parts = version.of_code(code) if version else []
    # The name of a veto would tell its cause.
    if any(item.terms.strikes for item in parts):
        return VETO
    return item_name(parts[0]) if parts else ""


def item_cell(scheme: str, item: Item) -> Cell:
    """The item, linked to its rule."""
    return Cell(item_name(item), links.rule(scheme, item.code), sort=item.code)


def movement_cell(row: StandingRow) -> Cell:
    """▲2, ▼1, ＝ or —, with the words for it: a screen reader does not say what ▲ means."""
    moved = row.movement
    if moved is None:
        return Cell(DASH, sort="-999", hidden="无上期名次")
    if moved == 0:
        return Cell("＝", sort="0", hidden="名次不变")
    sign, tone, what = ("▲", "good", "上升") if moved > 0 else ("▼", "bad", "下降")
    return Cell(f"{sign}{abs(moved)}", "", str(moved), tone=tone, hidden=f"{what}{abs(moved)}位")


def points_cell(points: int | None, href: str = "") -> Cell:
    """Points as a cell; a dash where nothing was reported, sorted below the lowest score."""
    return Cell(DASH, sort="-99999999") if points is None else Cell(spell(points), href)


def rank_cell(rank: int | None) -> Cell:
    """A rank as a cell; a dash, sorted behind the last, where there is none."""
    return Cell(DASH, sort="9999") if rank is None else Cell(str(rank))


def share(part: int, whole: int) -> str:
    """``98.3%``: one decimal, half-up."""
    # In whole numbers: a float would round some halves down.
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


@dataclass(frozen=True, slots=True)
class Names:
    """Names as pages show them: the one place that applies the bureau's setting 民警显示."""

    bureau: Bureau
    roster: Roster

    def officer(self, number: str, rank: int | None = None) -> str:
        """The name of a service number, or the number itself where names are not shown.

        ``rank`` is the officer's place in the ranking at hand, None where there is none.
        """
        officer = self.roster.officers.get(number)
        return officer.name if officer is not None and self.is_named(rank) else number

    def is_named(self, rank: int | None) -> bool:
        """Whether somebody of that rank is shown by name."""
        # Who has no rank at hand is in front of nobody.
        shown = self.bureau.officers_shown
        in_front = rank is not None and rank <= self.bureau.front
        return shown == "全部" or (shown == "前列" and in_front)

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

    def of(self, level: str, code: str, rank: int | None = None) -> str:
        """The name of what has a dossier; officers as above."""
        if level == OFFICERS:
            return self.officer(code, rank)
        thing = self.roster.named(level).get(code)
        return thing.name if thing else code

    def reporter(self, code: str) -> str:
        """The name of the branch, unit or room that a record is about; empty for another code."""
        tables = (self.roster.branches, self.roster.units, self.roster.rooms)
        return next((str(table[code].name) for table in tables if code in table), "")

    # ── linked to the dossier of a year ─────────────────────────────────────────────────────

    def row_cell(self, level: str, row: StandingRow, year: int) -> Cell:
        page = links.dossier(level, row.subject, year)
        return Cell(self.of_row(level, row), page, sort=row.subject)

    def unit_cell(self, code: str, year: int) -> Cell:
        return Cell(self.unit(code), links.dossier(UNITS, code, year))

    def officer_cell(self, number: str, year: int, rank: int | None = None) -> Cell:
        return Cell(self.officer(number, rank), links.dossier(OFFICERS, number, year))


def cn_date(day: Day) -> str:
    """``2025年7月3日``."""
    if isinstance(day, Uncovered):
        # A date is never guessed from a calendar without holidays.
        return f"待定（工作日历还没有{day.year}年）"
    return f"{day.year}年{day.month}月{day.day}日"


def month_name(month: str, *, year: bool = True) -> str:
    """``2025-06`` → ``2025年6月``, or ``6月``."""
    return f"{month[:4]}年" * year + f"{int(month[5:])}月"


def until(month: str) -> str:
    """``2025年8月`` where the last month with reports is not the last of its year, else empty."""
    # Reports come month by month: December is in last.
    return "" if month.endswith("-12") else month_name(month)
