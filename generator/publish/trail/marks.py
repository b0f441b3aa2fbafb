"""What stands beside numbers and records: marks (更正, 有异议, 未核验), and approvals in words.

A mark never stands for colour alone: it is a word, and it leads to the place that explains it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from generator.approval.lanes import Level
from generator.approval.statement import DECISIONS, REJECT
from generator.audit.tree import GRADES, Approval, Mark
from generator.publish.evidence import NOT_ENABLED, UNPROVEN, Evidence
from generator.publish.kit import links
from generator.publish.kit.labels import Names, numeral
from generator.publish.kit.tables import Badge, Cell
from generator.publish.trail.aftermath import Aftermath
from generator.rules.periods import Period
from generator.rules.roster import OFFICERS, UNITS
from generator.rules.scheme import Scheme
from generator.scoring.closed.corrected import Effect
from generator.scoring.model import RECORDED, ScoreLine
from generator.text.hundredths import spell
from generator.trail.objection import Objection

CORRECTED, RANKED_ANEW = "更正", "名次变动"
OBJECTED = "有异议"


class Marks:
    """Makes the marks of one site."""

    def __init__(self, evidence: Evidence, aftermath: Aftermath) -> None:
        self.evidence, self.aftermath = evidence, aftermath
        self.unproven_subjects = cache(self._unproven_subjects)

    # ── what is not proven ──────────────────────────────────────────────────────────────────

    def _unproven_subjects(self, scheme: str, period: Period) -> frozenset[str]:
        """Subjects, and units of officers, with a line from a record that is not proven."""
        bad = self.evidence.unproven
        if not bad:
            return frozenset()
        lines = self.aftermath.scores.lines_in(scheme, period.months)
        found = {(x.subject, x.unit) for x in lines if x.place and x.place.path in bad}
        # An officer's unit has its points too.
        of_cases = self.aftermath.books.rulebook.schemes[scheme].of_cases
        return frozenset(s for pair in found for s in (pair if of_cases else pair[:1]))

    def unproven_records(self, scheme: Scheme, period: Period) -> list[str]:
        """The record files of a period that are not proven."""
        bad = self.evidence.unproven
        return [path for path in self.records(scheme, period) if path in bad] if bad else []

    def records(self, scheme: Scheme, period: Period) -> list[str]:
        """The record files of a period."""
        folders = {scheme.code, scheme.review_folder}
        reports = self.aftermath.books.ledger.reports
        return [r.place.path for r in reports if r.month in period.months and r.scheme in folders]

    # ── a row of a standing ─────────────────────────────────────────────────────────────────

    def effects(self, scheme: str, period: Period) -> Mapping[str, Effect]:
        """Subject → its published and corrected total and rank, where they differ."""
        after = self.aftermath.after(scheme, period)
        return after.effects if after else {}

    def of_row(self, scheme: str, period: Period, subject: str) -> tuple[Badge, ...]:
        """The marks of a subject in a period."""
        page = links.bulletin(scheme, period)
        made = []
        effect = self.effects(scheme, period).get(subject)
        if effect is not None:
            made.append(Badge(mark(effect), "warn", f"{page}#corrections", effect_words(effect)))
        made += [
            objection_badge(each, f"{page}#objections")
            for each in self.aftermath.objections_about(scheme, subject)
            if each.period == period
        ]
        if subject in self.unproven_subjects(scheme, period):
            made.append(Badge(UNPROVEN, "bad", links.AUDIT, "有记录不能核验"))
        return tuple(made)

    def note(self, scheme: str, period: Period, subject: str) -> str:
        """``更正：原公布75.58分、第2名``; empty where nothing was corrected."""
        effect = self.effects(scheme, period).get(subject)
        return f"{mark(effect)}：{effect_words(effect)}" if effect else ""

    # ── a line of a dossier ─────────────────────────────────────────────────────────────────

    def of_line(self, line: ScoreLine) -> tuple[Badge, ...]:
        """The marks of a line: corrected, and doubted."""
        if (line.scheme, line.subject) not in self.aftermath.touched:
            return ()
        made = [
            Badge(CORRECTED, "warn", links.correction(number), f"更正{number}")
            for number in self.aftermath.amendments(line)
        ]
        # A computed line (封顶, 折算) has no record, and changes with those that have one.
        if not made and self.published_points(line) is not None:
            made.append(Badge(CORRECTED, "warn", f"{links.AUDIT}#corrections", "因更正改变"))
        if line.item is not None:
            made += [
                objection_badge(each, links.objection(each.id))
                for each in self.aftermath.objections_about(line.scheme, line.subject)
                if each.item == line.item.code and line.month in each.period.months
            ]
        return tuple(made)

    def published_points(self, line: ScoreLine) -> str | None:
        """What the line was published with; ``无`` when it was not; None where nothing changed."""
        if (line.scheme, line.subject) not in self.aftermath.touched:
            return None
        difference = self.aftermath.published_line(line)
        # Lines are known by item and kind; another entry of the item would borrow the mark.
        if difference is None or self._is_another_entry(line):
            return None
        return difference.published or "无"

    def _is_another_entry(self, line: ScoreLine) -> bool:
        """Whether a line stands in a corrected file, but for an entry that was not corrected."""
        if line.kind != RECORDED or line.place is None:
            return False
        is_corrected = line.place.path in self.aftermath.trail.corrections_by_record
        return is_corrected and not self.aftermath.amendments(line)


def objection_badge(objection: Objection, href: str) -> Badge:
    """Doubted while somebody waits for an answer, then how it ended."""
    title = f"异议{objection.id}：{objection.state}"
    if objection.is_open or not objection.outcome:
        return Badge(OBJECTED, "info", href, title)
    return Badge(f"异议{objection.outcome}", "muted", href, title)


def mark(effect: Effect) -> str:
    """更正 where something of its own was put right, 名次变动 where others passed it."""
    return RANKED_ANEW if effect.ranks_alone else CORRECTED


def effect_words(effect: Effect) -> str:
    """``原公布75.58分、第2名``; what was not published is said to be so."""
    said = []
    if effect.published_total is None:
        said.append("原公布时无得分")
    elif effect.published_total != effect.total:
        said.append(f"原公布{spell(effect.published_total)}分")
    if effect.published_rank != effect.rank:
        said.append(f"原{rank_said(effect.published_rank)}")
    return "、".join(said)


def rank_said(rank: int | None) -> str:
    """``第2名`` or 不排名."""
    return "不排名" if rank is None else f"第{rank}名"


def level_of(scheme: Scheme, subject: str) -> str:
    """The level of a subject that a bulletin names: in schemes of cases units and officers."""
    if not scheme.of_cases:
        return scheme.subject
    # Service numbers are digits, and no code of a unit is.
    return OFFICERS if subject.isdigit() else UNITS


# ── approvals in words ─────────────────────────────────────────────────────────────────────────


_HOME_ZONE = "+08:00"
GRADE_WORDS = "；".join(f"{grade}：{what}" for grade, what in GRADES.items()) + "。"
"""What the grades mean, in one sentence."""


def level_name(level: int) -> str:
    """报送, 第一级, 第二级 …."""
    return f"第{numeral(level)}级" if level else "报送"


def moment(time: str) -> str:
    """``2025-07-05T09:00:00+08:00`` → ``2025年7月5日 09:00``, with the zone when it is another."""
    day, _, clock = time.partition("T")
    year, month, date = day.split("-")
    # A signature keeps the clock of the machine that made it.
    zone = "" if clock[8:] == _HOME_ZONE else f"（UTC{clock[8:]}）"
    return f"{year}年{int(month)}月{int(date)}日 {clock[:5]}{zone}"


def short(approval: Approval) -> str:
    """``三级审核 甲``: how many levels agreed, and the grade."""
    return f"{numeral(len(approval.marks) - 1)}级审核 {approval.grade}"


def office_words(level: Level, names: Names) -> str:
    """Who may sign at a level: offices, or the persons it names."""
    if level.persons:
        return "或".join(names.in_full(number) for number in level.persons)
    return "或".join(level.offices)


@dataclass(frozen=True, slots=True)
class SignerNames:
    """Signers as the bureau shows its officers."""

    names: Names
    unnamed: frozenset[str] = frozenset()
    """Numbers that are not told: who raised the objection that a submission is about."""

    def who(self, mark: Mark) -> str:
        """``王某（060102）``, and for whom a deputy signed."""
        # Whoever objects may have signed the submission that reports the objection.
        if mark.person in self.unnamed:
            return "不公开"
        named = self.names.is_named(None)
        who = f"{mark.name}（{mark.person}）" if named else mark.person
        if not mark.deputy_for:
            return who
        return f"{who}，代理{self.names.in_full(mark.deputy_for)}"

    def said(self, mark: Mark) -> str:
        """``第一级 派出所领导王某（060102），2025年7月3日 09:00``."""
        decided = DECISIONS[mark.decision] if mark.decision == REJECT else ""
        return (
            f"{level_name(mark.level)}{decided} {mark.office}{self.who(mark)}，{moment(mark.time)}"
        )

    def all_said(self, marks: Iterable[Mark]) -> str:
        """Every level in one sentence."""
        return "；".join(self.said(mark) for mark in marks)


def approval_cell(evidence: Evidence, path: str) -> Cell:
    """The approval of a record file in short, linked to its submission."""
    found = evidence.approval(path)
    if found is not None:
        return Cell(short(found), links.submission(found.id))
    if not evidence.enabled:
        return Cell(NOT_ENABLED, tone="muted")
    # A record that is not proven is never shown without saying so.
    return Cell(UNPROVEN, links.record_of(path), tone="bad")
