"""What happened to a bulletin after publication: corrections and their effects, objections, faults."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.publish.kit.tables import Table
from generator.publish.site import Site
from generator.publish.trail.aftermath import After
from generator.publish.trail.corrections import CorrectionView, CorrectionViews, EffectTables, table
from generator.publish.trail.objections import ObjectionTable
from generator.rules.periods import Period
from generator.rules.scheme import Scheme
from generator.scoring.closed.corrected import Effect
from generator.text.hundredths import plain
from generator.trail.bulletin import BulletinRecord
from generator.trail.objection import Objection


@dataclass(frozen=True, slots=True)
class History:
    """Parts 七 and 八 of a bulletin, and what stands at its head when numbers do not agree."""

    record: BulletinRecord | None
    corrections: tuple[CorrectionView, ...]
    effects: Table | None
    """None where nobody's total or rank has changed."""
    objections: Table | None
    open_objections: int
    faults: tuple[str, ...]
    """Where the published numbers do not come about again: subject, month, item, both points."""
    reasons: tuple[str, ...]
    data: dict[str, Any] | None
    """For the JSON file; None for a period without a bulletin."""

    @classmethod
    def of(cls, site: Site, scheme: Scheme, period: Period) -> History:
        """The history of one scheme and period; before publication there is little of it."""
        after = site.aftermath.after(scheme.code, period)
        corrections = CorrectionViews(site).all(site.aftermath.corrections(scheme.code, period))
        objections = site.books.trail.objections_to(scheme.code, period.code)
        maker = ObjectionTable(site)
        tables = EffectTables(site)
        faults, reasons = fault_words(tables, after) if after else ((), ())
        return cls(
            record=after.record if after else None,
            corrections=tuple(corrections),
            effects=tables.table(after) if after else None,
            objections=maker.table("异议清单", objections) if objections else None,
            open_objections=sum(each.is_open for each in objections),
            faults=faults,
            reasons=reasons,
            data=_data(after, corrections, objections, faults) if after else None,
        )

    def tables(self) -> Iterator[Table]:
        """What goes into the file of tables."""
        if self.corrections:
            yield table(self.corrections)
        if self.effects is not None:
            yield self.effects
        if self.objections is not None:
            yield self.objections


def fault_words(tables: EffectTables, after: After) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What does not come about again, and why; both empty when all is as published."""
    if after.fault is not None:
        return (after.fault.sentence,), ()
    return tuple(tables.faults(after)), after.rebuilt.reasons


def _data(
    after: After,
    corrections: list[CorrectionView],
    objections: list[Objection],
    faults: tuple[str, ...],
) -> dict[str, Any]:
    record = after.record
    return {
        "issue": record.issue,
        "office": record.office,
        "published": record.published.isoformat(),
        "publicity": [day.isoformat() for day in record.publicity],
        "corrections": [_correction(each) for each in corrections],
        "effects": [_effect(each) for each in after.effects.values()],
        "objections": [_objection(each) for each in objections],
        "differences": list(faults),
    }


def _correction(view: CorrectionView) -> dict[str, Any]:
    return {
        "correction": view.id,
        "record": view.record.text,
        "lines": [{"line": c.line, "old": c.old, "new": c.new} for c in view.changes],
        "reason": view.reason,
        "basis": view.basis,
        "day": view.day,
    }


def _effect(effect: Effect) -> dict[str, Any]:
    return {
        "subject": effect.subject,
        "published_total": _points(effect.published_total),
        "total": _points(effect.total),
        "published_rank": effect.published_rank,
        "rank": effect.rank,
        "corrections": list(effect.corrections),
    }


def _objection(each: Objection) -> dict[str, Any]:
    """Without who raised it, and without free text."""
    return {
        "objection": each.id,
        "subject": each.subject,
        "item": each.item or None,
        "received": each.received.isoformat(),
        "state": each.state,
        "outcome": each.outcome or None,
        "correction": each.correction or None,
    }


def _points(points: int | None) -> str | None:
    return None if points is None else plain(points)
