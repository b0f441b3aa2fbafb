"""Year results: who is proposed for honours, who must improve, each with every reason.

A proposal made by rule (``rules/yearly.yml``); the bureau decides.  A veto changes eligibility,
never a score, and its cause is not carried into the results.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from generator.rules.periods import Period
from generator.rules.scheme import Scheme
from generator.rules.yearly import TO_THE_BUREAU, ModelOfficers, Selection, YearRules
from generator.scoring.model import (
    OFFICERS,
    UNITS,
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
from generator.text.hundredths import half_up, percent, spell


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
        "办结案件多者": -row.counts.get("案件数", 0),
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
        lists: list[YearList] = []
        model = rules.model_officers
        lists += [self._model_officers(group, model) for group in self._groups(model.selection)]
        for key, selection, worst in (
            ("表彰单位", rules.commended, False),
            ("待改进单位", rules.to_improve, True),
            ("优先考虑", rules.first_consideration, False),
            ("党建考核", rules.party, False),
        ):
            lists += [
                self._bottom(key, group, selection) if worst else self._top(key, group, selection)
                for group in self._groups(selection)
            ]
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
        # No sum: each entry is asked what it strikes, and only the record itself knows that.
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

    def _clean(self, subject: str) -> list[Reason]:
        struck = subject in self.vetoed or subject in self.disqualified
        return [
            Reason(
                "存在取消评优资格的情形（原因不公开）" if struck else "无取消评优资格的情形",
                not struck,
            )
        ]

    # ── 标兵 ────────────────────────────────────────────────────────────────────────────────

    def _model_officers(self, group: Group, rules: ModelOfficers) -> YearList:
        places = rules.selection.count(sum(row.rank is not None for row in group.rows))
        earned = self._scheme(rules.selection).case_component.code
        merits = {row.subject: merits_of(row, rules, earned) for row in group.rows}
        rows = sorted(group.rows, key=lambda row: (merits[row.subject], row.subject))
        candidates: list[Candidate] = []
        chosen: list[StandingRow] = []
        for row in rows:
            if row.rank is None:
                continue
            tied = bool(chosen) and merits[chosen[-1].subject] == merits[row.subject]
            if len(chosen) >= places and not tied:
                break
            reasons = self._model_reasons(row, rules)
            fit = all(reason.met for reason in reasons)
            if fit and tied and len(chosen) >= places:
                then = "由局党委集体研究决定" if TO_THE_BUREAU in rules.tie_breaks else "并列入选"
                reasons.append(Reason(f"与警号 {chosen[-1].subject} 各项相同，{then}", met=True))
            if fit:
                chosen.append(row)
            candidates.append(Candidate(row, fit, tuple(reasons)))
        return YearList(
            "执法办案标兵", rules.selection.scheme, group.label, places, tuple(candidates),
            rules.selection.consequences or ("评为“执法办案标兵”并通报表扬",),
        )  # fmt: skip

    def _model_reasons(self, row: StandingRow, rules: ModelOfficers) -> list[Reason]:
        scheme = self._scheme(rules.selection)
        members = self.scores.members(scheme, OFFICERS)
        months = sum(
            s.group == row.group
            for m, s in members.get(row.subject, {}).items()
            if m in self.period.months
        )
        cases = row.counts.get("案件数", 0)
        earning, lost = scheme.case_component, lost_on_quality(row, rules)
        earned = row.components.get(earning.code, 0)
        share = half_up(lost * 100_00, earned) if earned > 0 else 100_00 if lost else 0
        quality = "、".join(scheme.component(code).name for code in rules.quality)
        licensed = self.scores.books.roster.officers[row.subject].licensed
        reasons = [
            Reason(
                f"在本序列 {months} 个月（不少于 {rules.least_months} 个月）",
                months >= rules.least_months,
            ),
            Reason(
                f"办结案件 {cases} 件（不少于 {rules.least_cases} 件）", cases >= rules.least_cases
            ),
            Reason(
                f"{quality} {spell(lost)} 分，占{earning.name}的 {percent(share)}（不超过 {percent(rules.most_findings)}）",
                share <= rules.most_findings,
            ),
            *self._clean(row.subject),
        ]
        if rules.needs_licence:
            reasons.append(Reason("具有执法资格" if licensed else "无执法资格", licensed))
        return reasons

    # ── top and bottom of a group ───────────────────────────────────────────────────────────

    def _top(self, key: str, group: Group, selection: Selection) -> YearList:
        ranked = [row for row in group.rows if row.rank is not None]
        places = selection.count(len(ranked))
        candidates: list[Candidate] = []
        chosen: list[StandingRow] = []
        for row in ranked:
            if len(chosen) >= places and (not chosen or row.rank != chosen[-1].rank):
                break
            reasons = [
                Reason(
                    f"{group.label}第 {row.rank} 名，{spell(row.ranked_on or 0)} 分",
                    met=True,
                )
            ]
            reasons += self._clean(row.subject)
            fit = all(reason.met for reason in reasons)
            if fit:
                chosen.append(row)
            candidates.append(Candidate(row, fit, tuple(reasons)))
        return YearList(
            key,
            selection.scheme,
            group.label,
            places,
            tuple(candidates),
            selection.consequences,
        )

    def _bottom(self, key: str, group: Group, selection: Selection) -> YearList:
        ranked = [row for row in group.rows if row.rank is not None]
        places = selection.count(len(ranked))
        cut = ranked[-places].rank if places else None
        candidates = []
        for row in ranked:
            if cut is not None and row.rank is not None and row.rank >= cut:
                ahead = [other for other in ranked if (other.rank or 0) < row.rank]
                gap = (ahead[-1].ranked_on or 0) - (row.ranked_on or 0) if ahead else 0
                reason = f"{group.label}第 {row.rank} 名（共 {len(ranked)} 个），与前一名相差 {spell(gap)} 分"
                candidates.append(Candidate(row, chosen=True, reasons=(Reason(reason, met=True),)))
        return YearList(
            key,
            selection.scheme,
            group.label,
            places,
            tuple(candidates),
            selection.consequences,
        )

    # ── officers' results carried to units ──────────────────────────────────────────────────

    def _carried(self, lists: Sequence[YearList]) -> tuple[CarriedResult, ...]:
        selection = self.rules.carried
        if not self.scores.months(selection.scheme):
            return ()
        models = {
            candidate.row.subject
            for each in lists
            if each.key == "执法办案标兵"
            for candidate in each.candidates
            if candidate.chosen
        }
        front: set[str] = set()
        by_unit: dict[str, list[StandingRow]] = defaultdict(list)
        for group in self._standing(selection.scheme).groups:
            ranked = [row for row in group.rows if row.rank is not None]
            limit = selection.count(len(ranked))
            front |= {row.subject for row in ranked if row.rank is not None and row.rank <= limit}
            for row in group.rows:
                by_unit[row.unit].append(row)
        found = []
        for unit in self._standing(selection.scheme, UNITS).rows:
            rows = by_unit.get(unit.subject, [])
            ranked = sorted(
                (row for row in rows if row.rank is not None),
                key=lambda r: (r.rank or 0, r.subject),
            )
            totals = [row.total or 0 for row in rows]
            found.append(
                CarriedResult(
                    unit=unit.subject,
                    name=unit.name,
                    officers=len(rows),
                    mean_total=half_up(sum(totals), len(totals)) if totals else 0,
                    front=sum(row.subject in front for row in rows),
                    best_rank=ranked[0].rank if ranked else None,
                    best_officer=ranked[0].subject if ranked else "",
                    model_officers=sum(row.subject in models for row in rows),
                )
            )
        return tuple(sorted(found, key=lambda each: each.unit))
