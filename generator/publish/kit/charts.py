"""Charts as plain data with every coordinate worked out; ``macros.html`` only writes the SVG.

Coordinates are in the chart's own units (``WIDTH`` across) with one decimal, so that the same data
gives the same bytes.  Each chart says in ``words`` what it shows, for those who cannot see it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.text.hundredths import spell

WIDTH = 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 14, 16, 26
_TREND_HEIGHT = 180
_ROW = 26
_LABEL_WIDTH = 128
_VALUE_WIDTH = 62
_STEPS = (1, 2, 5)


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
    tone: str
    href: str


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
    """Horizontal bars, or upright ones for a distribution."""

    id: str
    title: str
    words: str
    height: float
    bars: tuple[Bar, ...]
    zero: float
    ticks: tuple[Tick, ...] = ()
    width: int = WIDTH


@dataclass(frozen=True, slots=True)
class TrendChart:
    """A line over months; ``lines`` are its unbroken stretches as SVG point lists."""

    id: str
    title: str
    words: str
    height: float
    lines: tuple[str, ...]
    reference: tuple[str, ...]
    reference_name: str
    dots: tuple[Dot, ...]
    ticks: tuple[Tick, ...]
    labels: tuple[Tick, ...]
    zero: float | None
    width: int = WIDTH
    left: int = _LEFT
    right: int = WIDTH - _RIGHT


def bars(
    id: str,  # noqa: A002 - the name of the attribute it becomes
    title: str,
    rows: Sequence[tuple[str, int]],
    *,
    tones: Sequence[str] = (),
    hrefs: Sequence[str] = (),
) -> BarChart:
    """Horizontal bars of points (hundredths), one a row; negative ones go left of zero.

    ``tones`` and ``hrefs``, where given, have one entry a row; addresses are those of ``links``.
    """
    low = min(0, *(value for _, value in rows)) if rows else 0
    high = max(0, *(value for _, value in rows)) if rows else 0
    span = (high - low) or 1
    room = WIDTH - _LABEL_WIDTH - _VALUE_WIDTH
    margin = _VALUE_WIDTH if low < 0 else 0
    scale = (room - margin) / span
    zero = round(_LABEL_WIDTH + margin - low * scale, 1)
    drawn = []
    for number, (label, value) in enumerate(rows):
        length = round(abs(value) * scale, 1)
        x = zero if value >= 0 else round(zero - length, 1)
        drawn.append(
            Bar(
                label,
                spell(value),
                x,
                _ROW * number + 4,
                length,
                _ROW - 10,
                round(x + length + 6 if value >= 0 else x - 6, 1),
                _ROW * number + 17,
                (tones[number] if tones else "") or ("down" if value < 0 else ""),
                hrefs[number] if hrefs else "",
            )
        )
    words = "；".join(f"{label}{spell(value)}分" for label, value in rows)
    return BarChart(id, title, words, _ROW * len(rows) + 2, tuple(drawn), zero)


def histogram(
    id: str,  # noqa: A002
    title: str,
    bins: Sequence[tuple[str, int]],
    *,
    unit: str = "个",
    marked: int | None = None,
) -> BarChart:
    """Upright bars of counts; ``bins`` are ``(label, count)`` in order, ``marked`` stands out."""
    height, top = 190, 20
    base = height - _BOTTOM
    most = max((count for _, count in bins), default=0) or 1
    step = (WIDTH - 16) / max(len(bins), 1)
    drawn = []
    for number, (label, count) in enumerate(bins):
        tall = round((base - top) * count / most, 1)
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
                "marked" if number == marked else "",
                "",
            )
        )
    words = "；".join(f"{label}分{count}{unit}" for label, count in bins if count)
    return BarChart(id, title, words, height, tuple(drawn), base)


def bins(values: Sequence[int], most: int = 8) -> list[tuple[str, int]]:
    """Points (hundredths) counted into at most ``most`` equal ranges of round numbers."""
    if not values:
        return []
    size = 100
    while (max(values) // size - min(values) // size) + 1 > most:
        size = _next_step(size)
    first, last = min(values) // size, max(values) // size
    return [
        (_range(n * size, (n + 1) * size), sum(1 for v in values if v // size == n))
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
    known = [v for _, v in points if v is not None] + [v for v in reference if v is not None]
    low, high, step = _scale(known)
    span = (high - low) or 1
    room = _TREND_HEIGHT - _TOP - _BOTTOM
    gap = (WIDTH - _LEFT - _RIGHT) / max(len(points) - 1, 1)

    def at(number: int, value: int) -> tuple[float, float]:
        x = _LEFT + (gap * number if len(points) > 1 else (WIDTH - _LEFT - _RIGHT) / 2)
        return round(x, 1), round(_TOP + room * (high - value) / span, 1)

    def paths(values: Sequence[int | None]) -> tuple[str, ...]:
        found: list[list[str]] = [[]]
        for number, value in enumerate(values):
            if value is None:
                found.append([])
            else:
                x, y = at(number, value)
                found[-1].append(f"{x},{y}")
        return tuple(" ".join(path) for path in found if len(path) > 1)

    dots = [
        Dot(*at(n, value), label, spell(value))
        for n, (label, value) in enumerate(points)
        if value is not None
    ]
    ticks = [Tick(at(0, value)[1], _whole(value)) for value in range(low, high + 1, step)]
    labels = [Tick(at(n, low)[0], label) for n, (label, _) in enumerate(points)]
    said = [f"{label}{spell(v)}分" if v is not None else f"{label}未报" for label, v in points]
    return TrendChart(
        id, title, "，".join(said), _TREND_HEIGHT, paths([v for _, v in points]), paths(reference),
        reference_name, tuple(dots), tuple(ticks), tuple(labels),
        at(0, 0)[1] if low < 0 < high else None,
    )  # fmt: skip


def _scale(values: Sequence[int]) -> tuple[int, int, int]:
    """Round lower and upper ends around the values, and a step that gives two to five lines."""
    if not values:
        return 0, 100, 100
    low, high = min(values), max(values)
    step = 100
    while (high - low) > step * 4:
        step = _next_step(step)
    return low // step * step, max(-(-high // step) * step, low // step * step + step), step


def _next_step(step: int) -> int:
    """100, 200, 500, 1000, 2000 and so on."""
    ten = 10 ** (len(str(step)) - 1)
    return step * 5 // 2 if step // ten == _STEPS[1] else step * 2


def _whole(hundredths: int) -> str:
    return spell(hundredths).removesuffix(".00")


def _range(start: int, end: int) -> str:
    return f"{_whole(start)}～{_whole(end)}"
