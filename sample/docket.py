"""The docket: cases as they are drawn; what kind, how they ended, how many persons, who worked on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from generator.rules.roster import Officer
from generator.rules.scheme import Version
from generator.text.canonical import Block
from sample import script
from sample.places import URBAN
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
_PARTNERS = {
    "xingzhen": ("wangan", *URBAN), "jingzhen": ("wangan", "xingzhen"), "jindu": ("xingzhen", *URBAN),
    "wangan": ("xingzhen", "jingzhen"), "jiaojing": ("zhian", *URBAN), "zhian": URBAN,
}  # fmt: skip
_PARTNERS_OF_STATIONS = ("xingzhen", "jindu", "zhian", "jiaojing")
CRIMINAL = frozenset({"C01", "C02", "C03"})


@dataclass(slots=True)
class CaseDraft:
    """A case before it has a number."""

    unit: str
    category: str
    result: str
    persons: int = 1
    series: bool = False
    old: bool = False
    pieces: int = 1
    measures: tuple[str, ...] = ()
    people: list[tuple[str, str]] = field(default_factory=list)
    """``(service number, role)``; who leads stands first."""
    days: Sequence[date] = ()
    """The days of review: on the last it passes, on those before it is sent back."""
    plan: script.CasePlan | None = None
    """What it was drawn up from, unless by chance."""

    @property
    def team(self) -> list[str]:
        """Those who share the case: 主办 and 协办."""
        return [number for number, role in self.people if role in ("主办", "协办")]

    def reported(self, case: str) -> Block:
        """The case as its unit reports it under a number."""
        made = Block(编号=case, 类别=self.category, 结果=self.result, 人数=self.persons)
        made |= {"系列": "是" if self.series else "否"}
        made |= {"积案": "是"} if self.old else {}
        made |= {"件数": self.pieces} if self.pieces > 1 else {}
        made |= {"措施": list(self.measures)} if self.measures else {}
        made["参与"] = [{"警号": number, "角色": role} for number, role in self.people]
        return made


def scripted(plan: script.CasePlan) -> CaseDraft:
    """The case of a plan."""
    roles = [
        "主办",
        *("协作" if each.startswith("+") else "协办" for each in plan.people.split()[1:]),
    ]
    return CaseDraft(
        plan.unit, plan.category, plan.result, plan.persons, plan.series, plan.old,
        measures=plan.measures,
        people=list(zip(plan.numbers, roles, strict=True)),
        days=[date.fromisoformat(day) for day in (plan.returned, plan.reviewed) if day],
        plan=plan,
    )  # fmt: skip


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
        # a result may be one that only another version of the rules knows
        known = {item.code for item, _ in version.case_work("结果")}
        weights = {code: w for code, w in self.results(unit, category).items() if code in known}
        draft = CaseDraft(unit, category, self.draw(weights))
        if draft.result == "C01":
            draft.series = self.rng.random() < 0.07
            draft.old = self.rng.random() < 0.03
        draft.persons = self.persons(draft)
        draft.measures = self.measures(draft.result)
        draft.people = self.people(unit, days)
        # a case needs two officers; where they are away, it is not taken up
        return draft if len(draft.people) > 1 else None

    def batch(self, unit: str, code: str, pieces: int, days: Sequence[date]) -> CaseDraft | None:
        """On-the-spot penalties of a month, counted by the piece."""
        category = "交通" if unit == "jiaojing" else "妨害管理"
        people = self.people(unit, days)[:2]
        draft = CaseDraft(unit, category, code, pieces=pieces, people=people, days=days)
        return draft if len(draft.team) > 1 else None

    @staticmethod
    def results(unit: str, category: str) -> Weights:
        """How cases of a category end in a unit, as weights."""
        if category in _RESULTS:
            return _RESULTS[category]
        if unit in ("xingzhen", "wangan"):
            return _CRIMINAL
        by_category = _URBAN_RESULTS if unit in (*URBAN, "zhian") else _RURAL_RESULTS
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

    # ── people ───────────────────────────────────────────────────────────────────────────────

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
        others = self.pick(self.able(partner, days), self.rng.randint(1, 2)) if roll < 0.13 else []
        auxiliaries = self.auxiliaries(unit, days[0]) if self.rng.random() < 0.12 else []
        by_role = (
            ("主办", leads),
            ("协办", helpers),
            # of those from another unit about half do as much as the others, and share the points
            ("协办" if roll < 0.07 else "协作", others),
            ("辅警", auxiliaries[:1]),
        )
        return [(officer.number, role) for role, officers in by_role for officer in officers]

    def auxiliaries(self, unit: str, day: date) -> list[Officer]:
        return [officer for officer in self.world.serving(unit, day) if officer.auxiliary]
