"""Drawing a case: what kind, how it ended, how many persons, who worked on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from generator.rules.kinds.case_work import CaseWork
from generator.rules.roster import Officer
from generator.rules.scheme import Version
from sample import script
from sample.world import World

Weights = dict[str, float]

_STATION: Weights = {"侵财": 30, "侵害人身": 26, "妨害管理": 26, "涉毒": 5, "网络": 6, "其他": 7}
_CATEGORIES: dict[str, Weights] = {
    "xingzhen": {"侵财": 46, "侵害人身": 24, "网络": 16, "妨害管理": 8, "其他": 6},
    "jingzhen": {"经济": 88, "网络": 12},
    "jindu": {"涉毒": 100},
    "wangan": {"网络": 90, "其他": 10},
    "jiaojing": {"交通": 100},
    "zhian": {"妨害管理": 82, "侵财": 8, "其他": 10},
}
_CRIMINAL: Weights = {"C01": 62, "C02": 18, "C03": 8, "C09": 12}
_RESULTS: dict[str, Weights] = {
    "涉毒": {"C16": 22, "C17": 26, "C09": 22, "C01": 24, "C03": 2},
    "交通": {"C02": 34, "C09": 26, "C10": 22, "C01": 10},
    "经济": {"C01": 72, "C02": 10, "C03": 18},
}
_URBAN_RESULTS: dict[str, Weights] = {
    "侵财": {"C09": 40, "C10": 22, "C02": 12, "C01": 14, "C15": 6},
    "侵害人身": {"C15": 42, "C09": 32, "C10": 14, "C02": 6, "C01": 4},
    "网络": {"C09": 54, "C10": 20, "C01": 12, "C02": 8},
    "": {"C09": 46, "C10": 36, "C15": 8, "C02": 4},
}
_RURAL_RESULTS: dict[str, Weights] = {
    "侵财": {"C09": 46, "C10": 30, "C15": 10, "C02": 8, "C01": 4},
    "侵害人身": {"C15": 58, "C09": 26, "C10": 12, "C02": 3},
    "": {"C09": 44, "C10": 38, "C15": 12, "C02": 2},
}
_MEASURES = {
    "C01": ("C06", "C07", "C08"),
    "C02": ("C08",),
    "C03": ("C08",),
    "C09": ("C12", "C13", "C14"),
    "C10": ("C13", "C14"),
}
_STATIONS = ("chengguan", "hedong", "beimen")
_PARTNERS = {
    "xingzhen": ("wangan", *_STATIONS), "jingzhen": ("wangan", "xingzhen"), "jindu": ("xingzhen", *_STATIONS),
    "wangan": ("xingzhen", "jingzhen"), "jiaojing": ("zhian", *_STATIONS), "zhian": _STATIONS,
}  # fmt: skip
_PARTNERS_OF_STATIONS = ("xingzhen", "jindu", "zhian", "jiaojing")
CRIMINAL = frozenset({"C01", "C02", "C03"})


@dataclass(slots=True)
class CaseDraft:
    """A case before it has a number."""

    category: str
    result: str
    persons: int = 1
    series: bool = False
    old: bool = False
    pieces: int = 1
    measures: tuple[str, ...] = ()
    people: list[tuple[str, str]] = field(default_factory=list)
    """``(service number, role)``."""

    @property
    def lead(self) -> str:
        return self.people[0][0]

    @property
    def team(self) -> list[str]:
        """Those who share the case: 主办 and 协办."""
        return [number for number, role in self.people if role in ("主办", "协办")]


@dataclass(slots=True)
class Docket:
    """Draws cases for units."""

    world: World
    rng: Random
    _zeal: dict[str, float] = field(default_factory=dict)
    _able: dict[tuple[str, date], list[Officer]] = field(default_factory=dict)

    def draft(self, unit: str, version: Version, days: Sequence[date]) -> CaseDraft | None:
        """An ordinary case; all who work on it are in case work on all of ``days``."""
        category = self.draw(_CATEGORIES.get(unit, _STATION))
        known = {
            i.code
            for i in version.items
            if isinstance(i.terms, CaseWork) and i.terms.role == "结果"
        }
        weights = {code: w for code, w in self.results(unit, category).items() if code in known}
        draft = CaseDraft(category, self.draw(weights))
        if draft.result in CRIMINAL:
            draft.series = draft.result == "C01" and self.rng.random() < 0.07
            draft.old = draft.result == "C01" and self.rng.random() < 0.03
        draft.persons = self.persons(draft)
        draft.measures = self.measures(draft.result)
        draft.people = self.people(unit, days)
        return draft if len(draft.people) > 1 else None

    def batch(self, unit: str, code: str, pieces: int, days: Sequence[date]) -> CaseDraft | None:
        """On-the-spot penalties of a month, counted by the piece."""
        category = "交通" if unit == "jiaojing" else "妨害管理"
        draft = CaseDraft(category, code, pieces=pieces, people=self.people(unit, days)[:2])
        return draft if len(draft.team) > 1 else None

    @staticmethod
    def results(unit: str, category: str) -> Weights:
        """How cases of a category end in a unit, as weights."""
        if category in _RESULTS:
            return _RESULTS[category]
        if unit in ("xingzhen", "wangan"):
            return _CRIMINAL
        by_category = _URBAN_RESULTS if unit in (*_STATIONS, "zhian") else _RURAL_RESULTS
        return by_category.get(category, by_category[""])

    def draw(self, weights: Weights) -> str:
        return self.rng.choices(list(weights), weights=list(weights.values()))[0]

    def persons(self, draft: CaseDraft) -> int:
        most = (5, 3, 2, 1) if draft.result in CRIMINAL else (2, 1)
        if draft.series:
            return self.rng.randint(2, 7)
        if draft.category == "侵害人身":
            return self.rng.choices((1, 2, 3, 4), weights=(50, 34, 12, 4))[0]
        return self.rng.choices(range(1, len(most) + 2), weights=(len(most) * 9, *most))[0]

    def measures(self, result: str) -> tuple[str, ...]:
        choices = _MEASURES.get(result, ())
        if not choices or self.rng.random() < 0.15:
            return ()
        if result == "C01" and self.rng.random() < 0.5:
            return choices[:2]
        return (self.rng.choice(choices),)

    # ── people ──────────────────────────────────────────────────────────────────────────────

    def able(self, unit: str, days: Sequence[date]) -> list[Officer]:
        """Officers of a unit who are in case work and present on all of ``days``."""
        first, *others = (self._on(unit, day) for day in days)
        month = f"{days[-1]:%Y-%m}"
        return [
            officer
            for officer in first
            if all(officer in other for other in others)
            and (month, officer.number) not in script.RESERVED
        ]

    def _on(self, unit: str, day: date) -> list[Officer]:
        key = unit, day
        if key not in self._able:
            serving = self.world.serving(unit, day)
            self._able[key] = [o for o in serving if (post := o.post(day)) and post.handles_cases]
        return self._able[key]

    def zeal(self, officer: Officer) -> float:
        """How often an officer takes part in cases."""
        if officer.number not in self._zeal:
            usual = max(0.35, min(1.45, self.rng.gauss(0.95, 0.3)))
            duty = officer.posts[-1].duty
            self._zeal[officer.number] = usual * (
                0.55 if duty.startswith("副") or "内勤" in duty else 1.0
            )
        return self._zeal[officer.number]

    def pick(self, officers: Sequence[Officer], count: int) -> list[Officer]:
        """Some different officers, the zealous more often."""
        left = list(officers)
        chosen: list[Officer] = []
        while left and len(chosen) < count:
            officer = self.rng.choices(left, weights=[self.zeal(each) for each in left])[0]
            left.remove(officer)
            chosen.append(officer)
        return chosen

    def people(self, unit: str, days: Sequence[date]) -> list[tuple[str, str]]:
        """Who works on a case: leads first; empty when nobody may lead."""
        able = self.able(unit, days)
        leads = self.pick([officer for officer in able if officer.licensed], 1)
        if not leads:
            return []
        size = self.rng.choices((1, 2, 3, 4), weights=(72, 22, 4, 2))[0]
        helpers = self.pick([officer for officer in able if officer not in leads], size)
        partner = self.rng.choice(_PARTNERS.get(unit, _PARTNERS_OF_STATIONS))
        roll = self.rng.random()
        if roll < 0.07:
            helpers += self.pick(self.able(partner, days), self.rng.randint(1, 2))
        made = [(leads[0].number, "主办"), *((helper.number, "协办") for helper in helpers)]
        if 0.07 <= roll < 0.13:
            made += [
                (o.number, "协作")
                for o in self.pick(self.able(partner, days), self.rng.randint(1, 2))
            ]
        if self.rng.random() < 0.12:
            auxiliaries = [
                officer for officer in self.world.serving(unit, days[0]) if officer.auxiliary
            ]
            made += [(officer.number, "辅警") for officer in auxiliaries[:1]]
        return made
