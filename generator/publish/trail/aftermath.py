"""What became of published numbers, as the pages look it up: bulletins, corrections, objections.

Each bulletin is rebuilt once.  Which record lines a correction has touched is followed through all
later corrections of the file, so that a mark stands on the line as it is today.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.checks.books import Books
from generator.rules.periods import Period
from generator.scoring.closed.compared import Difference, Rebuilt, compare, rebuild
from generator.scoring.closed.corrected import Effect, effects
from generator.scoring.closed.reopened import Reopened
from generator.scoring.model import ScoreLine
from generator.scoring.standings import Scores
from generator.text.problems import Problem
from generator.trail.bulletin import BulletinRecord
from generator.trail.correction import Amendment, Correction, in_order
from generator.trail.objection import Objection
from generator.trail.restatement import Restatement

LineKey = tuple[str, str, str, str]
"""Month, component, item code (or empty) and kind of a line."""


@dataclass(frozen=True, slots=True)
class After:
    """What became of one bulletin."""

    record: BulletinRecord
    rebuilt: Rebuilt
    corrections: tuple[Correction, ...]
    """Made since, of records that bear on its numbers."""
    restatements: tuple[Restatement, ...]
    """Of it, oldest first."""
    effects: Mapping[str, Effect]
    """Subject → its total and rank, published and corrected, where one of them changed."""
    changed: Mapping[str, tuple[Difference, ...]]
    """Subject → its lines that are not as published, because of either."""

    @property
    def fault(self) -> Problem | None:
        """Why the published numbers cannot be rebuilt at all."""
        return self.rebuilt.problem


class Aftermath:
    """Looks up what is known of published numbers."""

    def __init__(self, books: Books, scores: Scores) -> None:
        self.books, self.scores, self.trail = books, scores, books.trail
        self.reopened = Reopened(books, scores)
        self._made: dict[tuple[str, str], After | None] = {}

    # ── bulletins ───────────────────────────────────────────────────────────────────────────

    def after(self, scheme: str, period: Period) -> After | None:
        """What became of the bulletin of a period; None where none was issued."""
        key = scheme, period.code
        if key not in self._made:
            record = self.trail.bulletin(*key)
            self._made[key] = self._after(record) if record is not None else None
        return self._made[key]

    def _after(self, record: BulletinRecord) -> After:
        rebuilt = rebuild(self.reopened, record)
        since = self.trail.corrections_since(record)
        corrections = tuple(each for each in since if each.scheme == record.scheme)
        restatements = tuple(self.trail.restated(record.place.path))
        # Without either since, today's numbers are the published ones.
        if not (corrections or restatements) or rebuilt.published is None:
            return After(record, rebuilt, corrections, restatements, {}, {})
        changed: dict[str, list[Difference]] = defaultdict(list)
        for each in compare(rebuilt.published, self.scores):
            # Lines only: totals and ranks are the business of ``effects``.
            if each.month:
                changed[each.subject].append(each)
        found = effects(self.reopened, record, rebuilt.published)
        return After(
            record,
            rebuilt,
            corrections,
            restatements,
            {effect.subject: effect for effect in found},
            {subject: tuple(own) for subject, own in changed.items()},
        )

    @cached_property
    def bulletins(self) -> tuple[After, ...]:
        """Those in force, by publication."""
        records = sorted(self.trail.in_force, key=lambda b: (b.published, b.scheme, b.period))
        return tuple(a for r in records if (a := self.after(r.scheme, r.period)) is not None)

    @property
    def unlike(self) -> list[After]:
        """Bulletins whose numbers do not come about again."""
        return [each for each in self.bulletins if not each.rebuilt.same]

    # ── corrections ─────────────────────────────────────────────────────────────────────────

    def corrections(self, scheme: str, period: Period) -> tuple[Correction, ...]:
        """Those to name on the page of a period: since its bulletin, else of its records."""
        found = self.after(scheme, period)
        if found is not None:
            return found.corrections
        own = (c for c in self.trail.corrections if c.scheme == scheme and c.month in period.months)
        return tuple(in_order(own))

    @cached_property
    def _corrected(self) -> Sequence[ScoreLine]:
        """The lines out of records that have been corrected."""
        # Most ledgers have few corrections or none, and a hundred thousand lines.
        paths = self.trail.corrections_by_record
        lines = self.scores.lines if paths else ()
        return [line for line in lines if line.place is not None and line.place.path in paths]

    @cached_property
    def _places(self) -> Mapping[str, list[int]]:
        """Path of a corrected record → the lines at which its entries begin."""
        found: dict[str, set[int]] = {path: set() for path in self.trail.corrections_by_record}
        for line in self._corrected:
            assert line.place is not None
            found[line.place.path].add(line.place.line)
        return {path: sorted(lines) for path, lines in found.items()}

    @cached_property
    def _amended(self) -> Mapping[tuple[str, int], tuple[str, ...]]:
        """Path and line at which an entry begins → the corrections of any of its lines."""
        found: dict[tuple[str, int], list[str]] = defaultdict(list)
        for path, corrections in self.trail.corrections_by_record.items():
            starts = self._places[path]
            # A report made up for is new in every line.
            whole = [each.id for each in corrections if each.adds_file]
            for start in starts if whole else ():
                found[path, start] += whole
            for line, numbers in sorted(amended_lines(corrections).items()):
                # An entry may run over several lines: a line belongs to what begins above it.
                at = bisect_right(starts, line)
                if at:
                    found[path, starts[at - 1]] += numbers
        return {key: tuple(dict.fromkeys(numbers)) for key, numbers in found.items()}

    def amendments(self, line: ScoreLine) -> tuple[str, ...]:
        """Ids of the corrections of the record behind a line."""
        return self._amended.get((line.place.path, line.place.line), ()) if line.place else ()

    @cached_property
    def _published_lines(self) -> Mapping[tuple[str, str], Mapping[LineKey, Difference]]:
        """Scheme and subject → its lines that were first published otherwise."""
        found: dict[tuple[str, str], dict[LineKey, Difference]] = defaultdict(dict)
        for each in self.bulletins:
            for subject, own in each.changed.items():
                for one in own:
                    key = one.month, one.component, one.item, one.what
                    # Published by month, quarter and year alike: what people saw is the first.
                    found[each.record.scheme, subject].setdefault(key, one)
        return found

    def published_line(self, line: ScoreLine) -> Difference | None:
        """How a line stood when it was first published, where a correction has changed it."""
        own = self._published_lines.get((line.scheme, line.subject))
        if own is None:
            return None
        item = line.item.code if line.item else ""
        return own.get((line.month, line.component, item, line.kind))

    @cached_property
    def touched(self) -> frozenset[tuple[str, str]]:
        """Scheme and subject of everybody with a corrected record, a changed line or an objection.

        Nobody else's lines need to be looked at for marks.
        """
        corrected = {(line.scheme, line.subject) for line in self._corrected}
        return frozenset({*self._published_lines, *self._objections, *corrected})

    # ── objections ──────────────────────────────────────────────────────────────────────────

    @cached_property
    def _objections(self) -> Mapping[tuple[str, str], list[Objection]]:
        found: dict[tuple[str, str], list[Objection]] = defaultdict(list)
        for each in self.trail.objections:
            found[each.scheme, each.subject].append(each)
        return found

    def objections_about(self, scheme: str, subject: str) -> Sequence[Objection]:
        """The objections to numbers of a subject."""
        return self._objections.get((scheme, subject), ())


def amended_lines(corrections: Iterable[Correction]) -> dict[int, list[str]]:
    """Line of a record file as it is now → the corrections that wrote it, given oldest first."""
    found: dict[int, list[str]] = {}
    for correction in corrections:
        moved = _moved(found, correction.lines)
        shift = 0
        for row in correction.lines:
            shift += not row.old
            if row.new:
                moved.setdefault(row.line + shift, []).append(correction.id)
            shift -= not row.new
        found = moved
    return found


def _moved(found: Mapping[int, list[str]], rows: Sequence[Amendment]) -> dict[int, list[str]]:
    """What was found of each line, by its number behind another correction."""
    # Rows are numbered as in the file before; a line is added behind the one that it names.
    added = [row.line for row in rows if not row.old]
    gone = {row.line for row in rows if not row.new}
    kept = {line: numbers for line, numbers in found.items() if line not in gone}
    return {
        line + sum(at < line for at in added) - sum(at < line for at in gone): [*numbers]
        for line, numbers in kept.items()
    }
