"""Who signs a bulletin: the three levels of each scheme, and who takes objections."""

from __future__ import annotations

from generator.intake.bureau import Bureau
from generator.intake.rulebook import Scheme

LEVELS = {
    "party": ("政工室领导", "分管局领导", "局主要领导"),
    "team": ("政工室领导", "分管局领导", "局主要领导"),
    "rooms": ("派出所领导", "治安大队领导", "分管局领导"),
    "cases": ("办案单位领导", "法制大队领导", "分管局领导"),
}
"""Scheme → the three levels in order.  Until approvals are verified they are only named."""

NOT_VERIFIED = "未启用核验"


def levels(scheme: Scheme) -> tuple[str, ...]:
    """The three levels of a scheme; a scheme not listed goes by its office."""
    return LEVELS.get(scheme.code, (f"{scheme.office}领导", "分管局领导", "局主要领导"))


def objections_to(bureau: Bureau, scheme: Scheme) -> str:
    """Where to object: the scheme's own office when the bureau names it in general."""
    return scheme.office if "编发单位" in bureau.objections_to else bureau.objections_to
