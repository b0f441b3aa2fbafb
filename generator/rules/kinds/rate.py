"""达标率: points by what was reached against a target."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, Self

from generator.rules.kinds import kind, measuring
from generator.text.hundredths import half_up, short, spell
from generator.text.reading import MISSING
from generator.text.scalars import Amount, Choice, Text
from generator.text.shapes import Field, ListOf, Row, Shape, good_rows

BY_SHARE, BY_GAP = "按比例", "按差距"
_WAYS = Choice({BY_SHARE: "实绩与目标之比", BY_GAP: "每差一步扣若干分"}, "计分方式")
_PART = Shape(
    "分项",
    (
        Field("名称", Text(20)),
        Field("分值", kind.POINTS),
        Field("目标", kind.AMOUNT_BY_GROUP),
    ),
)


class RatePart(NamedTuple):
    """One 分项: its own points and target count."""

    name: str
    full: int
    target: kind.ByGroup[kind.Amounted]


@dataclass(frozen=True, slots=True)
class Rate(measuring.MeasuringTerms):
    """Points and target by group; 按差距 loses a step for each whole gap, else points go by share."""

    points: kind.ByGroup[int]
    measure: str
    target: kind.ByGroup[kind.Amounted]
    gap: tuple[int, int] | None
    """按差距: ``(percent hundredths, points)`` lost for each whole step under the target."""
    parts: tuple[RatePart, ...]
    least_sample: int | None
    full_when_not_due: bool
    when_skipped: str

    name = "达标率"
    summary = "按完成情况与目标之比计分"
    fields = (
        kind.FULL,
        Field("取数", Choice(measuring.MEASURES, "取数方式")),
        Field("目标", kind.AMOUNT_BY_GROUP, required=False),
        Field("计分", _WAYS, required=False, default=BY_SHARE),
        Field("每差", Amount(), required=False),
        Field("扣", kind.POINTS, required=False),
        Field("分项", ListOf(_PART, 1), required=False),
        kind.SAMPLE,
        kind.NOT_DUE,
        kind.SKIPPED,
    )
    has_full = True

    @classmethod
    def read(cls, row: Row, context: kind.Context) -> Self:
        measure, points = row["取数"] or "", kind.by_group(row, "分值", context)
        _needless(row, context)
        in_parts = measure == measuring.PARTS
        return cls(
            points,
            measure,
            {} if in_parts else measuring.target_of(row, cls.name, context),
            _gap(row, context),
            _parts(row, points, context) if in_parts else (),
            measuring.sample_of(row, context),
            row["非考核月"] == kind.FULL_MARKS,
            row["不适用时"] or "",
        )

    def full(self, group: str) -> int:
        return kind.for_group(self.points, group)

    @property
    def part_names(self) -> tuple[str, ...]:
        return tuple(part.name for part in self.parts)

    def said(self, row: Row) -> kind.Said:
        counts = {name: count or 0 for name, count in (row.get("分项") or {}).items()}
        return RateSaid(terms=self, counts=counts, **measuring.said(row, self))

    @property
    def worth(self) -> str:
        return f"{kind.points_words(self.points)}分"

    def working(self, subject: str) -> str:
        if self.parts:
            parts = "；".join(
                f"{part.name}{short(part.full)}分，目标{kind.amounts_words(part.target)}"
                for part in self.parts
            )
            return f"分项计分，每项按完成数÷目标×分值，最多得满分：{parts}"
        seen, sample = measuring.SEEN[self.measure], self.sample_words
        target = f"目标{kind.amounts_words(self.target)}"
        if self.gap is None:
            return f"得分 ＝ {seen} ÷ 目标 × 分值，最多得满分；{target}{sample}"
        step, lost = self.gap
        size = kind.amount_words((step, self.measure != measuring.COUNT))
        each = f"每低{size}扣{short(lost)}分"
        return f"看{seen}，{target}；达到目标得满分，{each}，扣完为止{sample}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RateSaid(measuring.MeasuredSaid):
    """The figure, or the counts by 分项."""

    terms: Rate
    counts: Mapping[str, int]

    def score(self, group: str) -> kind.Scored:
        if self.skipped:
            return self.skipped
        if self.terms.parts:
            return self._by_parts(group)
        full, value = self.terms.full(group), self.reached
        target = kind.for_group(self.terms.target, group)
        amount, shown = target[0], kind.amount_words(target)
        if value.over(amount) >= 0:
            words = f"{value.words}，达到目标 {shown}，得满分 {short(full)}"
            return kind.Scored(full, words)
        if self.terms.gap is not None:
            step, lost = self.terms.gap
            steps = value.steps_under(amount, step)
            left = full - steps * lost
            least = "" if left >= 0 else "，最少计 0 分"
            words = f"{value.words}，比目标 {shown} 低 {steps} 档"
            sum_ = f"{short(full)} − {steps} × {short(lost)} = {short(left)}"
            return kind.Scored(max(left, 0), f"{words}，{sum_}{least}")
        points = half_up(full * value.numerator, amount * value.denominator)
        words = f"{value.words}，÷ 目标 {shown} × {short(full)} = {spell(points)}"
        return kind.Scored(points, words)

    def _by_parts(self, group: str) -> kind.Scored:
        # Parts are added as one fraction and rounded once; each is rounded for its words alone.
        numerator, denominator = 0, 1
        words = []
        for part in self.terms.parts:
            target, _ = kind.for_group(part.target, group)
            count = self.counts[part.name]
            reached = min(count * 100, target)
            numerator = numerator * target + part.full * reached * denominator
            denominator *= target
            earned = half_up(part.full * reached, target)
            words.append(f"{part.name} {count}/{short(target)} 得 {short(earned)}")
        points = half_up(numerator, denominator)
        return kind.Scored(points, f"{'；'.join(words)}；合计 {short(points)}")


def _needless(row: Row, context: kind.Context) -> None:
    """Keys of another way to take the figure, or to make points of it."""
    in_parts, by_gap = row["取数"] == measuring.PARTS, row["计分"] == BY_GAP
    for key, used, when in (
        ("目标", not in_parts, "取数为“分项”时在分项里写目标"),
        ("分项", in_parts or not row["取数"], "取数不是“分项”"),
        ("每差", by_gap, "计分不是“按差距”"),
        ("扣", by_gap, "计分不是“按差距”"),
    ):
        if row.states(key) and not used:
            row.refuse(context.document, key, f"{when}，用不上“{key}”")


def _parts(row: Row, points: kind.ByGroup[int], context: kind.Context) -> tuple[RatePart, ...]:
    if not row["分项"]:
        hint = "请逐项写出名称、分值、目标"
        context.document.report("缺少", row.spot, "取数为“分项”时缺少“分项”", hint)
        return ()
    parts = tuple(
        RatePart(part["名称"], part["分值"], kind.by_group(part, "目标", context))
        for part in good_rows(row["分项"])
    )
    if all(isinstance(part.full, int) for part in parts):
        # The full points are stated twice, so that a slip in either is noticed.
        total = sum(part.full for part in parts)
        if any(value != total for value in points.values()):
            message = f"分项合计 {short(total)} 分，与分值不符"
            context.document.report("分值", row.at("分值"), message, "请核对各分项的分值")
    return parts


def _gap(row: Row, context: kind.Context) -> tuple[int, int] | None:
    if row["计分"] != BY_GAP:
        return None
    step, lost = row["每差"], row["扣"]
    if step is None or lost is None or row["取数"] == measuring.PARTS:
        hint = "请写成 每差: 1%, 扣: 0.2 的样子"
        context.document.report("缺少", row.at("计分"), "“按差距”计分要写明“每差”和“扣”", hint)
        return None
    # A step of 0 goes into every gap without end.
    return (step[0], lost) if step and step[0] and lost is not MISSING else None
