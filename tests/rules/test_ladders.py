"""A ladder upwards, the more the better, and one downwards, the fewer the better."""

from __future__ import annotations

from typing import Any

import pytest

from generator.rules.kinds.ladder import Ladder, LadderSaid
from generator.rules.kinds.measuring import COUNT

WHEN = None, False, ""
UP = Ladder(1000, COUNT, (((9000, False), 1000), ((6000, False), 500)), 0, True, *WHEN)
DOWN = Ladder(1000, COUNT, (((200, False), 1000), ((500, False), 500)), 100, False, *WHEN)


@pytest.mark.parametrize(
    ("terms", "figure", "points", "words"),
    [
        (UP, 95, 1000, "达到 90，得 10"),
        (UP, 90, 1000, "达到 90，得 10"),
        (UP, 89, 500, "达到 60，得 5"),
        (UP, 59, 0, "未达到最低一档，得 0"),
        (DOWN, 1, 1000, "不高于 2，得 10"),
        (DOWN, 2, 1000, "不高于 2，得 10"),
        (DOWN, 3, 500, "不高于 5，得 5"),
        (DOWN, 6, 100, "未达到最低一档，得 1"),
    ],
)
def test_the_best_step_that_is_reached(terms: Ladder, figure: int, points: int, words: str) -> None:
    nothing: dict[str, Any] = {"not_applicable": "", "due": 0, "done": 0}
    scored = LadderSaid(terms=terms, figure=figure, **nothing).score("")
    assert scored.points == points
    assert scored.words.endswith(words)
    assert scored.state == ""
