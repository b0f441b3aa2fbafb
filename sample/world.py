"""The world of all record makers: rules, roster, working days, running numbers, sentences."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import yaml

from generator.rules.periods import Calendar, first_day, known, last_day, next_month
from generator.rules.roster import Officer, Roster
from generator.rules.rulebook import Rulebook
from generator.rules.scheme import Item
from sample.places import BRANCHES, UNITS

YEAR = 2025
MONTHS = tuple(f"{YEAR}-{month:02d}" for month in range(1, 13))

_SEASONS = {
    1: ("春节", "冬"), 2: ("春节",), 3: ("春",), 4: ("春",), 5: ("春",), 6: ("夏",), 7: ("夏",),
    8: ("夏",), 9: ("秋",), 10: ("秋",), 11: ("冬",), 12: ("冬",),
}  # fmt: skip
_OF_THE_BUREAU = re.compile(
    r"政工室|治安大队|法制大队|督察|网安|警情核查|数据核查|抽样核验|任务清单|系统核验|核实单|值班抽查|回访汇总|核查结论|采用"
)
_SHORTS = {place.code: place.short for place in (*UNITS, *BRANCHES)}
"""Unit or branch → the head of its own documents."""
_BRANCHES = {unit: branch.code for branch in BRANCHES for unit in branch.units}
_HEADS = {"县级": "青公", "市级": "市公", "省级": "省公", "部级": "公部"}


def table(name: str) -> Any:
    """A table that lies beside the code as YAML."""
    return yaml.load(Path(__file__).with_name(name).read_bytes(), yaml.CSafeLoader)


WORDS: Mapping[str, Mapping[str, Sequence[str]]] = {
    name: seasons if isinstance(seasons, dict) else {"常": seasons}
    for name, seasons in table("words.yml").items()
}
"""What it is about → season → sentences of ``words.yml``."""


@dataclass(slots=True)
class Days:
    """Working days of the year's months."""

    calendar: Calendar
    report_by: int
    review_by: int
    _working: dict[str, list[date]] = field(default_factory=dict)

    def working(self, month: str) -> list[date]:
        """The working days of a month."""
        if month not in self._working:
            count = last_day(month).day
            days = (first_day(month) + timedelta(days=n) for n in range(count))
            self._working[month] = [day for day in days if self.calendar.is_working_day(day)]
        return self._working[month]

    def some(self, rng: Random, month: str, begin: float = 0.0, end: float = 1.0) -> date:
        """A working day in a part of the month."""
        days = self.working(month)
        # a number drawn may be the end itself, which is one day too many
        return days[int(len(days) * rng.uniform(begin, end) * 0.9999)]

    def filed(self, rng: Random, month: str, late: int = 0) -> date:
        """When a month's report is handed in: by the deadline, or ``late`` working days after it."""
        after = next_month(month)
        if late:
            deadline = known(self.calendar.nth_working_day(after, self.report_by))
            return known(self.calendar.after_working_days(deadline, late))
        # most are handed in shortly before the deadline
        number = rng.choices(range(1, self.report_by + 1), weights=range(1, self.report_by + 1))[0]
        return known(self.calendar.nth_working_day(after, number))

    def reviewed(self, rng: Random, month: str) -> date:
        """When the reviewing office hands in its review of a month: by its own deadline."""
        number = rng.randint(self.report_by, self.review_by)
        return known(self.calendar.nth_working_day(next_month(month), number))


@dataclass(slots=True)
class Registers:
    """Running numbers of registers and documents; other entries of the year leave gaps."""

    rng: Random
    _last: dict[tuple[str, ...], int] = field(default_factory=lambda: defaultdict(int))

    def number(self, *key: str, gap: int = 2) -> int:
        """The next number of a register."""
        self._last[key] += self.rng.randint(1, gap)
        return self._last[key]

    def document(self, head: str, first: int = 0) -> str:
        """The next document number of an office: ``青公政〔2025〕14号``."""
        return f"{head}〔{YEAR}〕{first + self.number('文号', head)}号"


@dataclass(slots=True)
class Deck:
    """Deals sentences without repeating one before all were used."""

    rng: Random
    _left: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def deal(self, name: str, month: str, places: str = "") -> str:
        """A sentence of that name that fits the season, its gaps filled."""
        by_season = WORDS[name]
        seasons = [s for s in ("常", *_SEASONS[int(month[5:])]) if s in by_season]
        sizes = [len(by_season[s]) * (2 if s != "常" else 1) for s in seasons]
        season = self.rng.choices(seasons, weights=sizes)[0]
        left = self._left.setdefault((name, season), [])
        if not left:
            left += self.rng.sample(by_season[season], len(by_season[season]))
        text = left.pop()
        if "{where}" in text:
            text = text.replace("{where}", self.rng.choice(WORDS[places]["常"]))
        return text.replace("{n}", str(self.rng.randint(2, 9)))


@dataclass(slots=True)
class World:
    """One county in one year."""

    rulebook: Rulebook
    roster: Roster
    days: Days
    registers: Registers
    deck: Deck
    cited: dict[tuple[str, str, str], str] = field(default_factory=dict)
    """Month, subject and item code → the evidence cited."""

    def evidence(
        self, item: Item, scope: str, month: str, *, monthly: bool = False, level: str = ""
    ) -> str:
        """A reference as the rule asks for it, from the unit's own register or the bureau's."""
        word = self.registers.rng.choice(re.split("、|或者?", item.evidence)).removesuffix("编号")
        if word == "方案文号":
            made = self.registers.document(_SHORTS[scope])
        elif word.endswith("文号"):
            office = "法" if scope == "fazhi" else "政" if item.aspect else "治"
            # the bureau's own documents of the year start with those the rules are based on
            made = self.registers.document(_HEADS.get(level, "青公") + office, first=10)
        else:
            word = f"{level}采用" if word == "采用" else word
            # a unit and its branch share the registers of study, meetings and so on
            own = _BRANCHES.get(scope, scope) if item.aspect else scope
            holder = "局" if _OF_THE_BUREAU.search(word) else own
            if monthly:
                made = f"{word}{month}-{self.registers.number(word, holder, month, gap=1)}"
            else:
                made = f"{word}{YEAR}-{self.registers.number(word, holder)}"
        self.cited[month, scope, item.code] = made
        return made

    def matter(self, day: str) -> str:
        """The number of a matter that came up by chance; scripted ones of a day stand before."""
        return f"{day.replace('-', '')}-{9 + self.registers.number('事项', day, gap=1)}"

    def clerk(self, unit: str, day: date, branch: str = "") -> str:
        """Who hands in the reports of a unit: the clerk, else whoever serves there on that day."""

        def rank(officer: Officer) -> tuple[bool, bool]:
            post = officer.post(day)
            plain = post is not None and post.duty.endswith(("民警", "队员"))
            return "内勤" not in officer.posts[-1].duty, not plain

        serving = (o for o in self.serving(unit, day) if not o.auxiliary)
        return min((o for o in serving if branch in ("", o.branch)), key=rank).number

    def serving(self, unit: str, day: date) -> list[Officer]:
        """Who serves in a unit on a day and is not on leave, by number."""
        return [
            officer
            for officer in self.roster.officers.values()
            if (post := officer.post(day))
            and post.unit == unit
            and not any(a <= day <= b for a, b in officer.away)
        ]
