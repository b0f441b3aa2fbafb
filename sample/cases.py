"""Monthly records of cases by the handling units, and of their review by the legal office."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from generator.rules.kinds.event import Event
from generator.rules.periods import last_day, next_month
from generator.rules.scheme import Item
from generator.text.canonical import Block, Lines
from sample import script
from sample.docket import CRIMINAL, CaseDraft, Docket, scripted
from sample.reports import Entry, Reports
from sample.script import Finding
from sample.world import MONTHS

_PER_HEAD = {"S1": 0.48, "S2": 0.6, "S3": 0.52, "S4": 0.52}
"""Cases of a unit in an ordinary month, for each officer in case work."""
_SEASON = {
    "01": 0.9, "02": 0.6, "06": 1.1, "07": 1.2, "08": 1.15, "09": 0.95, "10": 0.9, "11": 1.05,
    "12": 1.1,
}  # fmt: skip
_BATCHES = {"jiaojing": (1.0, 14, 48), "zhian": (0.5, 4, 14), "chengguan": (0.35, 3, 9)}
"""On-the-spot penalties: chance of a batch in a month, smallest and largest number of pieces."""
_FINDINGS = {
    "Q06": 30, "Q04": 14, "Q01": 10, "E04": 12, "E01": 10, "Q15": 8, "Q05": 4, "E03": 3,
    "Q02": 3, "E07": 3, "Q13": 2, "Q03": 1, "Q07": 2, "E06": 1, "E08": 1,
}  # fmt: skip
_CRIMINAL_ONLY = frozenset({"Q03", "Q07", "E06", "E08"})
_ADMINISTRATIVE_ONLY = frozenset({"E01", "Q13"})
_MANY = {"Q06": 3, "Q15": 3, "E01": 5, "E03": 4, "E04": 6, "E06": 3, "E07": 3}
_HEADS = {"procedure": "程序", "quality": "质量", "execution": "执行"}
_LATE_ROUTE, _RETURNED = 0.1, 0.045


@dataclass
class Cases(Reports):
    """Makes the records of cases and reviews."""

    docket: Docket = field(init=False)
    care: dict[str, float] = field(default_factory=dict)
    habits: dict[str, str] = field(default_factory=dict)
    reviews: dict[tuple[str, str], list[Block]] = field(default_factory=lambda: defaultdict(list))
    """Month and unit → reviews."""
    drafts: dict[str, CaseDraft] = field(default_factory=dict)
    """By case id."""

    code: ClassVar[str] = script.CASES

    def __post_init__(self) -> None:
        self.docket = Docket(self.world, self.rng)
        for unit in self.reporters(MONTHS[-1]):
            self.care[unit] = self.rng.choice((0.5, 0.8, 1.0, 1.2, 1.7))
            self.habits[unit] = self.rng.choice(list(_FINDINGS)[:6])

    def reporters(self, month: str) -> list[str]:
        return sorted(super().reporters(month))

    def files(self, month: str) -> dict[str, Block]:
        made = super().files(month)
        for day, case, finding in script.LATER_FINDINGS:
            if day.startswith(month):
                self.later(day, case, finding)
        for unit in self.reporters(month):
            # where no cases were reported, there is nothing to review
            if not self.missing(unit, month):
                path = f"ledger/{month}/{self.scheme.review_folder}/{unit}.yml"
                made[path] = self.review_file(unit, month)
        return made

    def file(self, reporter: str, month: str) -> Block:
        filed = self.filed(reporter, month)
        body = {"案件": Lines(self.cases(reporter, month))}
        return self.laid_out(reporter, month, self.world.clerk(reporter, filed), filed, body)

    # ── cases ────────────────────────────────────────────────────────────────────────────────

    def cases(self, unit: str, month: str) -> Iterator[Block]:
        """The cases of a unit and month, numbered; their reviews are noted on the way."""
        planned = [plan for plan in script.CASE_PLANS if (plan.unit, plan.month) == (unit, month)]
        drafts = [*map(scripted, planned), *self.ordinary(unit, month), *self.batch(unit, month)]
        for number, draft in enumerate(drafts, start=1):
            case = f"{month}-{unit}-{number:02d}"
            self.drafts[case] = draft
            for review in self.reviewed(case, draft):
                self.reviews[review["日期"][:7], unit].append(review)
            yield draft.reported(case)

    def ordinary(self, unit: str, month: str) -> Iterator[CaseDraft]:
        sequence = next(each.group for each in self.subjects(month) if each.unit == unit)
        heads = len(self.docket.able(unit, [last_day(month)]))
        usual = heads * _PER_HEAD[sequence] * _SEASON.get(month[5:], 1.0)
        for _ in range(int(usual + self.rng.uniform(0, 1) + self.rng.gauss(0, 0.6))):
            route = self.route(unit, month)
            # who is still at work on a case in the next month was so at the end of this one
            end = [last_day(month)] if f"{route[-1]:%Y-%m}" != month else []
            draft = self.docket.draft(unit, self.version(month), [*end, *route])
            if draft is not None:
                draft.days = route
                yield draft

    def batch(self, unit: str, month: str) -> Iterator[CaseDraft]:
        """On-the-spot penalties, from the version on that counts them by the piece."""
        chance, low, high = _BATCHES.get(unit, (0.0, 0, 0))
        for item, terms in self.version(month).case_work():
            if terms.per_piece and self.rng.random() < chance:
                days = [self.world.days.some(self.rng, month, 0.7)]
                draft = self.docket.batch(unit, item.code, self.rng.randint(low, high), days)
                if draft is not None:
                    yield draft

    def route(self, unit: str, month: str) -> list[date]:
        """The days of review: one, a later one, or one that sends back and one that passes.

        A case reported in December may wait for a review that the year does not hold; then the
        only day is the first of the next month.
        """
        days, after, roll = self.world.days, next_month(month), self.rng.random()
        first = days.some(self.rng, month, 0.15)
        if self.missing(unit, after) or roll >= _LATE_ROUTE + _RETURNED:
            return [first]
        if roll < _LATE_ROUTE:
            return [days.some(self.rng, after, 0.0, 0.5)]
        return [first, days.some(self.rng, after, 0.1, 0.8)]

    # ── reviews ──────────────────────────────────────────────────────────────────────────────

    def reviewed(self, case: str, draft: CaseDraft) -> Iterator[Block]:
        """The reviews of a case within the year."""
        if draft.plan is not None:
            difficult = draft.plan.difficult
        else:
            difficult = draft.result == "C01" and self.rng.random() < 0.05
        for day in draft.days:
            if f"{day:%Y-%m}" in MONTHS:
                yield self.review(case, draft, day, difficult=difficult)

    def review(self, case: str, draft: CaseDraft, day: date, *, difficult: bool) -> Block:
        month, returned = f"{day:%Y-%m}", day != draft.days[-1]
        findings: Iterable[Finding] = ()
        if not returned:
            findings = draft.plan.findings if draft.plan else self.by_chance(draft, month)
        found = [self.found(each, draft, month) for each in findings]
        verdicts = {item.aspect: "有瑕疵" for item, _ in found}
        if returned:
            verdicts[self.rng.choice(("procedure", "quality", "quality"))] = "不通过"
        made = Block(编号=case, 日期=day.isoformat())
        made |= {head: verdicts.get(aspect, "通过") for aspect, head in _HEADS.items()}
        made["结论"] = "退回" if returned else "通过"
        made["疑难"] = "是" if difficult and not returned else "否"
        made["问题"] = Lines(entry for _, entry in found)
        return made

    def by_chance(self, draft: CaseDraft, month: str) -> Iterator[Finding]:
        """Findings by chance; a careless unit has more, and each unit its own habit."""
        if self.rng.random() >= 0.2 * self.care[draft.unit]:
            return
        in_force = {item.code: item.terms for item in self.version(month).items}
        unfit = _ADMINISTRATIVE_ONLY if draft.result in CRIMINAL else _CRIMINAL_ONLY
        codes = [code for code in in_force if code in _FINDINGS.keys() - unfit]
        habit = self.habits[draft.unit]
        weights = [_FINDINGS[code] * (3 if code == habit else 1) for code in codes]
        drawn = self.rng.choices(codes, weights, k=self.rng.choice((1, 1, 1, 2)))
        for code in sorted(set(drawn)):
            terms = in_force[code]
            assert isinstance(terms, Event)
            reason = self.world.deck.deal(code, month)
            count = self.rng.randint(1, _MANY.get(code, 1))
            own = terms.halved_when_self_found and self.rng.random() < 0.12
            yield Finding(code, count, reason, self_found=own)

    def found(self, finding: Finding, draft: CaseDraft, month: str) -> tuple[Item, Entry]:
        """The item of a finding, and the entry that records it."""
        item = self.version(month).of_code(finding.code)[0]
        terms = item.terms
        assert isinstance(terms, Event)
        bearers = draft.team if terms.bearer == "全体" else draft.team[:1]
        made: Entry = {"项": item.code, "承担": bearers}
        made |= {"环节": "办案"} if terms.bearer == "认定" else {}
        # once need not be said where times are counted; a number of days always is
        if finding.count > 1 or terms.counted != "次数":
            made[terms.counted] = finding.count
        made |= {"自查": "是"} if finding.self_found else {}
        made["事由"] = finding.reason
        if not terms.minor:
            made["依据"] = self.world.evidence(item, "fazhi", month)
        return item, made

    def later(self, day: str, case: str, finding: Finding) -> None:
        """A finding about a case that was scored months ago."""
        draft = self.drafts[case]
        found = Lines([self.found(finding, draft, day[:7])[1]])
        made = Block(编号=case, 日期=day, 结论="追加", 问题=found)
        self.reviews[day[:7], draft.unit].append(made)

    def review_file(self, unit: str, month: str) -> Block:
        filed = self.world.days.reviewed(self.rng, month)
        # heads approve reviews, so somebody else hands them in
        reviewers = [
            officer.number
            for officer in self.world.serving("fazhi", filed)
            if not officer.posts[-1].duty.endswith("大队长")
        ]
        by = reviewers[sum(unit.encode()) % len(reviewers)]
        reviews = sorted(self.reviews[month, unit], key=lambda each: (each["日期"], each["编号"]))
        body = {"复核": Lines(reviews)}
        if lateness := self.lateness(unit, month):
            entries = (self.recorded(plan, "fazhi", month)[1] for plan in lateness)
            body["单位问题"] = Lines(entries)
        return self.laid_out(unit, month, by, filed, body)
