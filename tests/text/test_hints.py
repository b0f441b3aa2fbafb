"""A hint writes what was typed in the right form; where two things may be meant, it offers both."""

from __future__ import annotations

import pytest

from generator.text.dates import Date, MonthCode
from generator.text.reading import Wrong
from generator.text.scalars import Amount, Percent, Points, Scalar, Whole

COUNT, SHARE, GROWTH = Whole(), Percent(), Percent(300_00)
NO_NUMBER = "请写成 12 这样的半角数字"
NO_SHARE = "请写成 96% 或 96.5% 的样子"
NO_DAY, NO_MONTH = "请写成“年-月-日”，如 2025-06-30", "请写成“年-月”，如 2025-06"
ITS_UNIT = "请按这个字段的单位只写数字"

HINTS: list[tuple[Scalar, str, str]] = [
    # a share without its sign
    (SHARE, "0.95", "请写成 95% 或 0.95%，看是哪一个"),
    (SHARE, "1", "请写成 100% 或 1%，看是哪一个"),
    (SHARE, "1.5", "请写成 1.5%"),
    (SHARE, "96", "请写成 96%"),
    (SHARE, "0", "请写成 0%"),
    (GROWTH, "1.2", "请写成 120% 或 1.2%，看是哪一个"),
    (GROWTH, "120", "请写成 120%"),
    (SHARE, "-5", NO_SHARE),
    (SHARE, "95分", NO_SHARE),
    (SHARE, "9成", NO_SHARE),
    (SHARE, "0.95％", "请用半角写成 0.95%"),
    # signs and noughts
    (COUNT, "010", "请写成 10"),
    (COUNT, "-05", "请写成 -5"),
    (Points(), "-00.5", "请写成 -0.5"),
    (COUNT, "００5", "请用半角写成 005"),
    (COUNT, "10²", ITS_UNIT),
    (COUNT, "①", NO_NUMBER),
    # blanks and separators
    (COUNT, "1 000", "请用半角写成 1000"),
    (COUNT, "12 5", NO_NUMBER),
    (COUNT, "12\u30005", NO_NUMBER),
    (COUNT, "1,234", "请写成 1234"),
    (COUNT, "1,23", NO_NUMBER),
    (Amount(), "95 %", "请用半角写成 95%"),
    # units
    (COUNT, "20户", "请只写数字 20"),
    (COUNT, "5人次", "请只写数字 5"),
    (COUNT, "3万", ITS_UNIT),
    (COUNT, "2周", ITS_UNIT),
    (COUNT, "2个半", ITS_UNIT),
    # months and days
    (MonthCode(), "2026.1", "请写成 2026-01"),
    (MonthCode(), "２０２６－１０", "请写成 2026-10"),
    (MonthCode(), "2025-13", "2025年没有 13 月，请核对"),
    (MonthCode(), "2025-6-1", NO_MONTH),
    (MonthCode(), "26年6月", NO_MONTH),
    (Date(), "2025/6/3", "请写成 2025-06-03"),
    (Date(), "2025年6月3日", "请写成 2025-06-03"),
    (Date(), "20250603", "请写成 2025-06-03"),
    (Date(), "2025-06-31", "2025年6月只有 30 天，请核对"),
    (Date(), "2025-13-01", "2025年没有 13 月，请核对"),
    (Date(), "2025-06-03至2025-06-05", NO_DAY),
    (Date(), "03-06-2025", NO_DAY),
    (Date(), "6月3日", NO_DAY),
]


@pytest.mark.parametrize(("kind", "typed", "hint"), HINTS)
def test_a_hint_keeps_the_meaning_or_offers_both(kind: Scalar, typed: str, hint: str) -> None:
    with pytest.raises(Wrong) as wrong:
        kind.parse(typed)
    assert wrong.value.hint == hint
