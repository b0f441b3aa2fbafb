"""Charts as plain data with every coordinate worked out; ``macros.html`` only writes the SVG.

Coordinates are in the chart's own units (``WIDTH`` across) with one decimal, so that the same data
gives the same bytes.  Each chart says in ``words`` what it shows, for those who cannot see it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from generator.text.hundredths import spell

WIDTH = 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 14, 16, 26
_TREND_HEIGHT = 180
_BARS_HEIGHT, _BARS_TOP = 190, 20


class Bar(NamedTuple):
    """A bar to draw: where it is, what it says."""

    label: str
    text: str
    x: float
    y: float
    width: float
    height: float
    text_x: float
    text_y: float


class Tick(NamedTuple):
    """A line of the scale and what stands beside it."""

    at: float
    text: str


class Dot(NamedTuple):
    """A point of a trend."""

    x: float
    y: float
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class BarChart:
    """Upright bars for a distribution."""

    id: str
    title: str
    words: str
    bars: tuple[Bar, ...]
    zero: float
    height: float = _BARS_HEIGHT
    width: int = WIDTH


@dataclass(frozen=True, slots=True)
class TrendChart:
    """A line over months; ``lines`` are its unbroken stretches as SVG point lists."""

    id: str
    title: str
    words: str
    lines: tuple[str, ...]
    reference: tuple[str, ...]
    reference_name: str
    dots: tuple[Dot, ...]
    ticks: tuple[Tick, ...]
    labels: tuple[Tick, ...]
    zero: float | None
    height: float = _TREND_HEIGHT
    width: int = WIDTH
    left: int = _LEFT
    right: int = WIDTH - _RIGHT


def histogram(
    id: str,  # noqa: A002 - the name of the attribute it becomes
    title: str,
    bins: Sequence[tuple[str, int]],
) -> BarChart:
    """Upright bars of counts; ``bins`` are ``(label, count)`` in order."""
    base = _BARS_HEIGHT - _BOTTOM
    most = max((count for _, count in bins), default=0) or 1
    step = (WIDTH - 16) / max(len(bins), 1)
    drawn = []
    for number, (label, count) in enumerate(bins):
        tall = round((base - _BARS_TOP) * count / most, 1)
        x = round(8 + step * number, 1)
        drawn.append(
            Bar(
                label,
                str(count),
                round(x + 2, 1),
                round(base - tall, 1),
                round(step - 4, 1),
                tall,
                round(x + step / 2, 1),
                round(base - tall - 5, 1),
            )
        )
    words = "；".join(f"{label}分{count}个" for label, count in bins if count)
    return BarChart(id, title, words, tuple(drawn), base)


def bins(values: Sequence[int], most: int = 8) -> list[tuple[str, int]]:
    """Points (hundredths) counted into at most ``most`` equal ranges of round numbers."""
    if not values:
        return []
    size = 100
    # Ranges begin at multiples of their size, so that values of one range may need two.
    while (max(values) // size - min(values) // size) + 1 > most:
        size = _next_step(size)
    first, last = min(values) // size, max(values) // size
    return [
        (f"{_whole(n * size)}～{_whole((n + 1) * size)}", sum(v // size == n for v in values))
        for n in range(first, last + 1)
    ]


def trend(
    id: str,  # noqa: A002
    title: str,
    points: Sequence[tuple[str, int | None]],
    *,
    reference: Sequence[int | None] = (),
    reference_name: str = "",
) -> TrendChart:
    """A line over time: ``(label, hundredths)``, None where nothing was reported (a gap).

    ``reference``, where given, is a second, dashed line with as many values, e.g. the group's mean.
    """
    values = [value for _, value in points]
    low, high, step = _scale([value for value in (*values, *reference) if value is not None])
    plane = _Plane(len(points), low, high)
    known = [(n, label, value) for n, (label, value) in enumerate(points) if value is not None]
    said = [f"{label}未报" if v is None else f"{label}{spell(v)}分" for label, v in points]
    return TrendChart(
        id,
        title,
        words="，".join(said),
        lines=plane.stretches(values),
        reference=plane.stretches(reference),
        reference_name=reference_name,
        dots=tuple(Dot(*plane.at(n, value), label, spell(value)) for n, label, value in known),
        ticks=tuple(Tick(plane.y(each), _whole(each)) for each in range(low, high + 1, step)),
        labels=tuple(Tick(plane.x(n), label) for n, (label, _) in enumerate(points)),
        zero=plane.y(0) if low < 0 < high else None,
    )


class _Plane(NamedTuple):
    """Where things stand in a trend: months from left to right, points between two round ends."""

    months: int
    low: int
    high: int

    def x(self, number: int) -> float:
        across = WIDTH - _LEFT - _RIGHT
        if self.months == 1:
            return _LEFT + across / 2
        return round(_LEFT + across / (self.months - 1) * number, 1)

    def y(self, value: int) -> float:
        room = _TREND_HEIGHT - _TOP - _BOTTOM
        return round(_TOP + room * (self.high - value) / (self.high - self.low), 1)

    def at(self, number: int, value: int) -> tuple[float, float]:
        return self.x(number), self.y(value)

    def stretches(self, values: Sequence[int | None]) -> tuple[str, ...]:
        """Missing is not zero: the line breaks, and a month alone is only a dot."""
        drawn = [
            "" if value is None else f"{self.x(number)},{self.y(value)}"
            for number, value in enumerate(values)
        ]
        runs = [list(run) for known, run in groupby(drawn, bool) if known]
        return tuple(" ".join(run) for run in runs if len(run) > 1)


def _scale(values: Sequence[int]) -> tuple[int, int, int]:
    """Round lower and upper ends around the values, and a step that gives two to five lines."""
    if not values:
        return 0, 100, 100
    low, high = min(values), max(values)
    step = 100
    while (high - low) > step * 4:
        step = _next_step(step)
    start = low // step * step
    # Equal values would leave no height to draw in: there is one step at least.
    return start, max(-(-high // step) * step, start + step), step


def _next_step(step: int) -> int:
    """100, 200, 500, 1000, 2000 and so on."""
    return step * 5 // 2 if str(step).startswith("2") else step * 2


def _whole(hundredths: int) -> str:
    return spell(hundredths).removesuffix(".00")
