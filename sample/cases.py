"""Monthly records of cases by the handling units, and of their review by the legal office."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from generator.rules.kinds.case_work import CaseWork
from generator.rules.kinds.event import Event
from generator.rules.periods import last_day, next_month
from generator.rules.scheme import Item, Scheme, Version
from generator.text.canonical import Block, Lines
from sample import script
from sample.docket import CRIMINAL, CaseDraft, Docket
from sample.entries import Entry, Plan, entry, record_file
from sample.pools.cases import FINDINGS
from sample.world import MONTHS, World

SCHEME = "cases"
_PER_HEAD = {"S1": 0.48, "S2": 0.6, "S3": 0.52, "S4": 0.52}
"""Cases of a unit in an ordinary month, for each officer in case work."""
_SEASON = {
    "01": 0.9,
    "02": 0.6,
    "06": 1.1,
    "07": 1.2,
    "08": 1.15,
    "09": 0.95,
    "10": 0.9,
    "11": 1.05,
    "12": 1.1,
}
_BATCHES = {"jiaojing": (1.0, 14, 48), "zhian": (0.5, 4, 14), "chengguan": (0.35, 3, 9)}
"""On-the-spot penalties: chance of a batch in a month, smallest and largest number of pieces."""
_FINDINGS = {
    "Q06": 30,
    "Q04": 14,
    "Q01": 10,
    "E04": 12,
    "E01": 10,
    "Q15": 8,
    "Q05": 4,
    "E03": 3,
    "Q02": 3,
    "E07": 3,
    "Q13": 2,
    "Q03": 1,
    "Q07": 2,
    "E06": 1,
    "E08": 1,
}
_CRIMINAL_ONLY = frozenset({"Q03", "Q07", "E06", "E08"})
_ADMINISTRATIVE_ONLY = frozenset({"E01", "Q13"})
_MANY = {"Q06": 3, "Q15": 3, "E01": 5, "E03": 4, "E04": 6, "E06": 3, "E07": 3}
_HEADS = {"procedure": "程序", "quality": "质量", "execution": "执行"}
_LATE_ROUTE, _RETURNED = 0.1, 0.045


@dataclass(slots=True)
class Cases:
    """Makes the records of cases and reviews."""

    world: World
    rng: Random
    docket: Docket = field(init=False)
    care: dict[str, float] = field(default_factory=dict)
    habits: dict[str, str] = field(default_factory=dict)
    reviews: dict[tuple[str, str], list[Block]] = field(default_factory=lambda: defaultdict(list))
    """Month and unit → reviews."""
    drafts: dict[str, tuple[str, CaseDraft]] = field(default_factory=dict)
    """Case id → unit and case."""

    def __post_init__(self) -> None:
        self.docket = Docket(self.world, self.rng)
        for unit in self.units(MONTHS[-1]):
            self.care[unit] = self.rng.choice((0.5, 0.8, 1.0, 1.2, 1.7))
            self.habits[unit] = self.rng.choice(list(_FINDINGS)[:6])

    @property
    def scheme(self) -> Scheme:
        return self.world.rulebook.schemes[SCHEME]

    def version(self, month: str) -> Version:
        found = self.scheme.version(month)
        assert found is not None
        return found

    def units(self, month: str) -> list[str]:
        """Units with officers in case work at the end of a month."""
        return sorted({s.unit for s in self.world.roster.subjects("案件", "序列", last_day(month))})

    def files(self, month: str) -> Mapping[str, Block]:
        """All case and review files of a month by path; months must be asked for in order."""
        made = {}
        units = [unit for unit in self.units(month) if (SCHEME, month, unit) not in script.MISSING]
        for unit in units:
            made[f"ledger/{month}/{SCHEME}/{unit}.yml"] = self.case_file(unit, month)
        for day, case, finding in script.LATER_FINDINGS:
            if day.startswith(month):
                self.later(day, case, finding)
        for unit in units:
            made[f"ledger/{month}/{self.scheme.review_folder}/{unit}.yml"] = self.review_file(
                unit, month
            )
        return made

    def case_file(self, unit: str, month: str) -> Block:
        filed = self.world.days.filed(self.rng, month, script.LATE.get((SCHEME, month, unit), 0))
        body = Block(案件=Lines(self.cases(unit, month)))
        return record_file(
            "单位", unit, month, self.world.clerk(unit, filed), filed.isoformat(), body
        )

    # ── cases ───────────────────────────────────────────────────────────────────────────────

    def cases(self, unit: str, month: str) -> Iterator[Block]:
        """The cases of a unit and month, numbered; their reviews are noted on the way."""
        drafts = [*self.scripted(unit, month), *self.ordinary(unit, month)]
        for number, (draft, plan) in enumerate(drafts, start=1):
            case = f"{month}-{unit}-{number:02d}"
            self.drafts[case] = unit, draft
            for review in plan(case):
                self.reviews[review["日期"][:7], unit].append(review)
            yield case_block(case, draft)

    def scripted(self, unit: str, month: str) -> Iterator[tuple[CaseDraft, Any]]:
        for plan in script.CASE_PLANS:
            if (plan.unit, plan.month) == (unit, month):
                draft = CaseDraft(
                    plan.category,
                    plan.result,
                    plan.persons,
                    plan.series,
                    plan.old,
                    measures=plan.measures,
                )
                for n, each in enumerate(plan.people.split()):
                    role = "主办" if n == 0 else "协作" if each.startswith("+") else "协办"
                    draft.people.append((each.removeprefix("+"), role))
                yield draft, _Route(self, draft, plan)

    def ordinary(self, unit: str, month: str) -> Iterator[tuple[CaseDraft, Any]]:
        sequence = self.world.roster.subject("单位", "序列", unit, last_day(month))
        heads = len(self.docket.able(unit, [last_day(month)]))
        usual = (
            heads
            * _PER_HEAD.get(sequence.group if sequence else "", 0.5)
            * _SEASON.get(month[5:], 1.0)
        )
        for _ in range(int(usual + self.rng.uniform(0, 1) + self.rng.gauss(0, 0.6))):
            route = self.route(unit, month)
            # who is still at work on a case in the next month was so at the end of this one
            end = [last_day(month)] if f"{route[-1]:%Y-%m}" != month else []
            draft = self.docket.draft(unit, self.version(month), [*end, *route])
            if draft is not None:
                yield draft, _Route(self, draft, route)
        chance, low, high = _BATCHES.get(unit, (0.0, 0, 0))
        code = next(
            (
                i.code
                for i in self.version(month).items
                if isinstance(i.terms, CaseWork) and i.terms.per_piece
            ),
            "",
        )
        if code and self.rng.random() < chance:
            route = [self.world.days.some(self.rng, month, 0.7)]
            draft = self.docket.batch(unit, code, self.rng.randint(low, high), route)
            if draft is not None:
                yield draft, _Route(self, draft, route)

    def route(self, unit: str, month: str) -> list[date]:
        """The days of review: one, a later one, or one that sends back and one that passes.

        A case reported in December may wait for a review that the year does not hold; then the
        only day is the first of the next month.
        """
        days, after, roll = self.world.days, next_month(month), self.rng.random()
        first = days.some(self.rng, month, 0.15)
        if (SCHEME, after, unit) in script.MISSING or roll >= _LATE_ROUTE + _RETURNED:
            return [first]
        if roll < _LATE_ROUTE:
            return [days.some(self.rng, after, 0.0, 0.5)]
        return [first, days.some(self.rng, after, 0.1, 0.8)]

    # ── reviews ─────────────────────────────────────────────────────────────────────────────

    def findings(self, unit: str, month: str, draft: CaseDraft) -> list[tuple[Item, Entry]]:
        """Findings by chance; a careless unit has more, and each unit its own habit."""
        if self.rng.random() >= 0.2 * self.care[unit]:
            return []
        items = {
            i.code: i
            for i in self.version(month).items
            if i.code in _FINDINGS and isinstance(i.terms, Event)
        }
        wrong_kind = _ADMINISTRATIVE_ONLY if draft.result in CRIMINAL else _CRIMINAL_ONLY
        codes = [code for code in items if code not in wrong_kind]
        weights = [_FINDINGS[code] * (3 if code == self.habits[unit] else 1) for code in codes]
        chosen = dict.fromkeys(
            self.rng.choices(codes, weights=weights, k=self.rng.choice((1, 1, 1, 2)))
        )
        return [(items[code], self.finding(items[code], month, draft)) for code in sorted(chosen)]

    def finding(self, item: Item, month: str, draft: CaseDraft) -> Entry:
        assert isinstance(item.terms, Event)
        many = _MANY.get(item.code, 1)
        reason = self.world.deck.deal(item.code, {"常": FINDINGS[item.code]}, month)
        found = script.Finding(
            item.code,
            self.rng.randint(1, many),
            reason,
            self_found=item.terms.halved_when_self_found and self.rng.random() < 0.12,
        )
        return self.finding_entry(item, found, draft, month)

    def finding_entry(
        self, item: Item, finding: script.Finding, draft: CaseDraft, month: str
    ) -> Entry:
        terms = item.terms
        assert isinstance(terms, Event)
        made: Entry = {
            "项": item.code,
            "承担": draft.team if terms.bearer == "全体" else [draft.lead],
        }
        made |= {"环节": "办案"} if terms.bearer == "认定" else {}
        quantity = terms.counted
        if finding.count > 1 or quantity != "次数":
            made[quantity] = finding.count
        made |= {"自查": "是"} if finding.self_found else {}
        made["事由"] = finding.reason
        if not terms.minor:
            made["依据"] = self.world.evidence(item, "fazhi", month)
        return made

    def later(self, day: str, case: str, finding: script.Finding) -> None:
        """A finding about a case that was scored months ago."""
        unit, draft = self.drafts[case]
        item = self.version(day[:7]).of_code(finding.code)[0]
        found = Lines([self.finding_entry(item, finding, draft, day[:7])])
        self.reviews[day[:7], unit].append(Block(编号=case, 日期=day, 结论="追加", 问题=found))

    def review_file(self, unit: str, month: str) -> Block:
        filed = self.world.days.reviewed(self.rng, month)
        reviewers = [
            o.number
            for o in self.world.serving("fazhi", filed)
            if not o.posts[-1].duty.endswith("大队长")
        ]
        by = reviewers[sum(unit.encode()) % len(reviewers)]
        body = Block(
            复核=Lines(sorted(self.reviews[month, unit], key=lambda r: (r["日期"], r["编号"])))
        )
        late = script.LATE.get((SCHEME, month, unit), 0)
        if late and self.scheme.late_item:
            item = self.version(month).of_code(self.scheme.late_item)[0]
            plan = Plan(item.code, count=late, reason=f"月报迟报{late}个工作日")
            body["单位问题"] = Lines([entry(self.world, item, plan, "fazhi", month)])
        return record_file("单位", unit, month, by, filed.isoformat(), body)


@dataclass(slots=True)
class _Route:
    """The reviews of a case, once it has its number."""

    cases: Cases
    draft: CaseDraft
    way: script.CasePlan | list[date]

    def __call__(self, case: str) -> Iterator[Block]:
        if isinstance(self.way, script.CasePlan):
            days = [day for day in (self.way.returned, self.way.reviewed) if day]
            difficult = self.way.difficult
        else:
            days = [day.isoformat() for day in self.way if f"{day:%Y-%m}" in MONTHS]
            difficult = self.draft.result == "C01" and self.cases.rng.random() < 0.05
        passed = len(self.way) if isinstance(self.way, list) else len(days)
        for n, day in enumerate(days, start=1):
            yield self.review(case, day, difficult=difficult and n == passed, returned=n < passed)

    def review(self, case: str, day: str, *, difficult: bool, returned: bool) -> Block:
        cases, unit = self.cases, self.cases.drafts[case][0]
        found: list[tuple[Item, Entry]] = []
        if isinstance(self.way, script.CasePlan):
            for finding in self.way.findings:
                item = cases.version(day[:7]).of_code(finding.code)[0]
                found.append((item, cases.finding_entry(item, finding, self.draft, day[:7])))
        elif not returned:
            found = cases.findings(unit, day[:7], self.draft)
        flawed = {_HEADS[item.aspect] for item, _ in found if item.aspect in _HEADS}
        refused = cases.rng.choice(("程序", "质量", "质量")) if returned else ""
        made = Block(编号=case, 日期=day)
        for head in _HEADS.values():
            made[head] = "不通过" if head == refused else "有瑕疵" if head in flawed else "通过"
        made["结论"] = "退回" if returned else "通过"
        made["疑难"] = "是" if difficult else "否"
        made["问题"] = Lines(each for _, each in found)
        return made


def case_block(case: str, draft: CaseDraft) -> Block:
    """A case as its unit reports it."""
    made = Block(编号=case, 类别=draft.category, 结果=draft.result, 人数=draft.persons)
    made["系列"] = "是" if draft.series else "否"
    made.update({"积案": "是"} if draft.old else {})
    made.update({"件数": draft.pieces} if draft.pieces > 1 else {})
    made.update({"措施": list(draft.measures)} if draft.measures else {})
    made["参与"] = [{"警号": number, "角色": role} for number, role in draft.people]
    return made
