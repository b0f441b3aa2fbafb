"""Approvals in words: levels, offices, names, times as signed, grades."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.approval.approvers import Level
from generator.approval.statement import DECISIONS
from generator.audit.tree import GRADES, Approval, Mark
from generator.publish.evidence import NOT_ENABLED, UNPROVEN, Evidence
from generator.publish.kit import links
from generator.publish.kit.labels import numeral
from generator.publish.kit.names import Names
from generator.publish.kit.tables import Cell

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
        if mark.person in self.unnamed:
            return "不公开"
        named = self.names.is_named(None)
        who = f"{mark.name}（{mark.person}）" if named else mark.person
        if not mark.deputy_for:
            return who
        return f"{who}，代理{self.names.in_full(mark.deputy_for)}"

    def said(self, mark: Mark) -> str:
        """``第一级 派出所领导王某（060102），2025年7月3日 09:00``."""
        decided = DECISIONS[mark.decision] if mark.decision == "reject" else ""
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
    return Cell(UNPROVEN, links.record_of(path), tone="bad")
