"""Year results: who is proposed for honours, who must improve, each with every reason.

A proposal made by rule (``rules/yearly.yml``); the bureau decides.  A veto changes eligibility,
never a score, and its cause is not carried into the results.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from generator.rules.periods import Period
from generator.rules.roster import OFFICERS, UNITS
from generator.rules.scheme import Scheme
from generator.rules.yearly import TO_THE_BUREAU, ModelOfficers, Selection, YearRules
from generator.scoring.model import (
    WAITING,
    Candidate,
    CarriedResult,
    Group,
    Reason,
    Standing,
    StandingRow,
    YearList,
    YearResults,
)
from generator.scoring.standings import Scores
from generator.text.grouping import grouped
from generator.text.hundredths import half_up, percent, spell

MODELS = "执法办案标兵"


def year_results(scores: Scores, year: int, rules: YearRules | None) -> YearResults | None:
    """The year's lists by the rules in force; None when there are no rules or no records."""
    if rules is None:
        return None
    return _Year(scores, year, rules).results()


def merits_of(row: StandingRow, rules: ModelOfficers, earned: str) -> tuple[int, ...]:
    """What officers are compared by, the better the smaller: points, then 并列 in its order.

    ``earned`` is the component of case points; all others are quality and efficiency.
    """
    measures = {
        "质量扣分少者": lost_on_quality(row, rules),
        "质效分高者": -sum(p for code, p in row.components.items() if code != earned),
        "办结案件多者": -row.cases,
    }
    stated = (measures[each] for each in rules.tie_breaks if each in measures)
    return (-(row.ranked_on or 0), *stated)


def lost_on_quality(row: StandingRow, rules: ModelOfficers) -> int:
    """The points that an officer has lost in the components that are 质量扣分."""
    return -sum(row.components.get(code, 0) for code in rules.quality)


class _Year:
    def __init__(self, scores: Scores, year: int, rules: YearRules) -> None:
        self.scores, self.rules = scores, rules
        self.period = Period(str(year))
        self.vetoed, self.disqualified = self._struck()

    def results(self) -> YearResults | None:
        rules = self.rules
        model = rules.model_officers
        lists = [self._model_officers(group, model) for group in self._groups(model.selection)]
        for key, selection, choose in (
            ("表彰单位", rules.commended, self._top),
            ("待改进单位", rules.to_improve, self._bottom),
            ("优先考虑", rules.first_consideration, self._top),
            ("党建考核", rules.party, self._top),
        ):
            lists += [choose(key, group, selection) for group in self._groups(selection)]
        if not lists:
            return None
        return YearResults(self.period.year, tuple(lists), self._carried(lists), self.vetoed)

    def _groups(self, selection: Selection) -> Sequence[Group]:
        if not self.scores.months(selection.scheme):
            return ()
        return self._standing(selection.scheme).groups

    def _scheme(self, selection: Selection) -> Scheme:
        return self.scores.books.rulebook.schemes[selection.scheme]

    def _standing(self, scheme: str, level: str = "") -> Standing:
        return self.scores.standing(scheme, self.period, level)

    def _struck(self) -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]]:
        """Vetoes, and disqualifying entries, by the subject of the record and by whom they name."""
        # No sum: each entry is asked what it strikes, and only the record itself knows that.  A
        # finding that waits for its case to pass has no consequence yet.
        vetoed: dict[str, set[str]] = defaultdict(set)
        disqualified: dict[str, set[str]] = defaultdict(set)
        for line in self.scores.lines:
            if line.entry is None or line.month[:4] != self.period.code or line.state == WAITING:
                continue
            item = line.entry.item
            officer = line.entry.said.officer
            if item.terms.strikes:
                for subject in item.terms.struck(line.subject, officer):
                    vetoed[subject].add(item.code)
            elif item.disqualifies:
                for subject in filter(None, (line.subject, officer)):
                    disqualified[subject].add(item.code)
        return (
            {subject: tuple(sorted(codes)) for subject, codes in sorted(vetoed.items())},
            {subject: tuple(sorted(codes)) for subject, codes in sorted(disqualified.items())},
        )

    def _clean(self, subject: str) -> Reason:
        # The cause is a person's matter: the list says that there is one, and not which.
        if subject in self.vetoed or subject in self.disqualified:
            return Reason("存在取消评优资格的情形（原因不公开）", met=False)
        return Reason("无取消评优资格的情形", met=True)

    # ── 标兵 ────────────────────────────────────────────────────────────────────────────────

    def _model_officers(self, group: Group, rules: ModelOfficers) -> YearList:
        ranked = [row for _, row in _ranked(group)]
        places = rules.selection.count(len(ranked))
        earned = self._scheme(rules.selection).case_component.code
        merits = {row.subject: merits_of(row, rules, earned) for row in ranked}
        candidates: list[Candidate] = []
        chosen: list[StandingRow] = []
        for row in sorted(ranked, key=lambda row: (merits[row.subject], row.subject)):
            full = len(chosen) >= places
            # Who is alike in everything that 并列 compares is listed beyond the places: there is
            # nothing left to choose by, so a program must not.
            if full and not (chosen and merits[chosen[-1].subject] == merits[row.subject]):
                break
            reasons = self._model_reasons(row, rules)
            fit = all(reason.met for reason in reasons)
            if fit and full:
                reasons.append(_alike(chosen[-1], rules))
            if fit:
                chosen.append(row)
            candidates.append(Candidate(row, fit, tuple(reasons)))
        scheme = rules.selection.scheme
        consequences = rules.selection.consequences or ("评为“执法办案标兵”并通报表扬",)
        return YearList(MODELS, scheme, group.label, places, tuple(candidates), consequences)

    def _model_reasons(self, row: StandingRow, rules: ModelOfficers) -> list[Reason]:
        scheme = self._scheme(rules.selection)
        member = self.scores.members(scheme, OFFICERS).get(row.subject, {})
        months = sum(member[m].group == row.group for m in self.period.months if m in member)
        earning, lost = scheme.case_component, lost_on_quality(row, rules)
        earned = row.components.get(earning.code, 0)
        # Points lost without any earned are all that there is to lose; nothing is divided by 0.
        share = half_up(lost * 100_00, earned) if earned > 0 else 100_00 if lost else 0
        quality = "、".join(scheme.component(code).name for code in rules.quality)
        spent = f"{quality} {spell(lost)} 分，占{earning.name}的 {percent(share)}"
        least_months, least_cases, most = rules.least_months, rules.least_cases, rules.most_findings
        conditions = {
            f"在本序列 {months} 个月（不少于 {least_months} 个月）": months >= least_months,
            f"办结案件 {row.cases} 件（不少于 {least_cases} 件）": row.cases >= least_cases,
            f"{spent}（不超过 {percent(most)}）": share <= most,
        }
        reasons = [Reason(text, met) for text, met in conditions.items()]
        reasons.append(self._clean(row.subject))
        if rules.needs_licence:
            licensed = self.scores.books.roster.officers[row.subject].licensed
            reasons.append(Reason("具有执法资格" if licensed else "无执法资格", licensed))
        return reasons

    # ── top and bottom of a group ───────────────────────────────────────────────────────────

    def _top(self, key: str, group: Group, selection: Selection) -> YearList:
        ranked = _ranked(group)
        places = selection.count(len(ranked))
        candidates: list[Candidate] = []
        last: int | None = None
        chosen = 0
        for rank, row in ranked:
            # Who shares the last place is in: no rule says which of two equals is the better.
            if chosen >= places and rank != last:
                break
            place = f"{group.label}第 {rank} 名，{spell(row.ranked_on or 0)} 分"
            reasons = Reason(place, met=True), self._clean(row.subject)
            fit = all(reason.met for reason in reasons)
            if fit:
                chosen, last = chosen + 1, rank
            # Who is struck is listed with the reason, and the next one moves up.
            candidates.append(Candidate(row, fit, reasons))
        return YearList(
            key, selection.scheme, group.label, places, tuple(candidates), selection.consequences
        )

    def _bottom(self, key: str, group: Group, selection: Selection) -> YearList:
        ranked = _ranked(group)
        places = selection.count(len(ranked))
        candidates = []
        for rank, row in ranked:
            if places and rank >= ranked[-places][0]:
                ahead = [other.ranked_on or 0 for place, other in ranked if place < rank]
                gap = ahead[-1] - (row.ranked_on or 0) if ahead else 0
                where = f"{group.label}第 {rank} 名（共 {len(ranked)} 个）"
                reason = Reason(f"{where}，与前一名相差 {spell(gap)} 分", met=True)
                candidates.append(Candidate(row, chosen=True, reasons=(reason,)))
        return YearList(
            key, selection.scheme, group.label, places, tuple(candidates), selection.consequences
        )

    # ── officers' results carried to units ──────────────────────────────────────────────────

    def _carried(self, lists: Sequence[YearList]) -> tuple[CarriedResult, ...]:
        selection = self.rules.carried
        if not self.scores.months(selection.scheme):
            return ()
        models = {
            candidate.row.subject
            for each in lists
            if each.key == MODELS
            for candidate in each.candidates
            if candidate.chosen
        }
        front: set[str] = set()
        groups = self._standing(selection.scheme).groups
        for ranked in map(_ranked, groups):
            limit = selection.count(len(ranked))
            front |= {row.subject for rank, row in ranked if rank <= limit}
        by_unit = grouped((row for group in groups for row in group.rows), lambda row: row.unit)
        units = self._standing(selection.scheme, UNITS).rows
        made = (_carried_to(u, by_unit.get(u.subject, []), front, models) for u in units)
        return tuple(sorted(made, key=lambda each: each.unit))


def _alike(other: StandingRow, rules: ModelOfficers) -> Reason:
    then = "由局党委集体研究决定" if TO_THE_BUREAU in rules.tie_breaks else "并列入选"
    return Reason(f"与警号 {other.subject} 各项相同，{then}", met=True)


def _carried_to(
    unit: StandingRow, officers: Sequence[StandingRow], front: set[str], models: set[str]
) -> CarriedResult:
    # Rows of a finished standing, a handful a unit: their lines have been through the table.
    ranks = ((row.rank, row.subject) for row in officers if row.rank is not None)
    best_rank, best_officer = min(ranks, default=(None, ""))
    total = sum(row.total or 0 for row in officers)
    return CarriedResult(
        unit=unit.subject,
        name=unit.name,
        officers=len(officers),
        mean_total=half_up(total, len(officers)) if officers else 0,
        front=sum(row.subject in front for row in officers),
        best_rank=best_rank,
        best_officer=best_officer,
        model_officers=sum(row.subject in models for row in officers),
    )


def _ranked(group: Group) -> list[tuple[int, StandingRow]]:
    """The rows of a group that have a rank, with it."""
    return [(row.rank, row) for row in group.rows if row.rank is not None]
