"""Restatements: each is of a bulletin that there is, and they are numbered as they come."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.facts import Facts
from generator.ledger.layout import restatement_path
from generator.text.problems import Problem, at


def bulletins(facts: Facts) -> Iterator[Problem]:
    """What is restated has been published."""
    issued = {bulletin.place.path for bulletin in facts.trail.bulletins} | facts.trail.unread
    for each in facts.trail.restatements:
        if each.bulletin not in issued:
            message = f"没有 {each.bulletin} 这期通报"
            yield Problem("重算更正", at(each, "通报"), message, "请核对路径")


def numbers(facts: Facts) -> Iterator[Problem]:
    """None is missing before another."""
    there = {each.place.path for each in facts.trail.restatements} | facts.trail.unread
    for each in facts.trail.restatements:
        before = restatement_path(each.bulletin, each.number - 1)
        if each.number > 1 and before not in there:
            message = f"没有第 {each.number - 1} 次重算更正 {before}"
            yield Problem("重算更正", each.place, message, "编号从 1 起连续，请核对")
