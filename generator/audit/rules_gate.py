"""Gate of the rules: what a change of them must leave sound, and as it was."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from generator.approval.refusal import Refused
from generator.approval.statement import Change
from generator.audit.content import Signing, content_of, refuse_first
from generator.audit.state import State
from generator.ledger.layout import (
    MONTH_FOLDER,
    RESTATEMENT_NAME,
    is_restatement,
    restatement_path,
    withdrawal_path,
)
from generator.rules.effective import bare
from generator.rules.roster_file import read_roster
from generator.rules.rulebook import Rulebook
from generator.rules.scheme import BULLETINS, RESTATEMENTS
from generator.rules.yearly import read_year_rules
from generator.text.digests import is_rule
from generator.trail import restatement
from generator.trail.bulletin import read_bulletin
from generator.trail.restatement import read_restatement
from generator.trail.trail import stray


def check_rules(changes: tuple[Change, ...], signing: Signing, before: State, after: State) -> None:
    """The rules can be read as a whole, and leave published months alone; raises ``Refused``."""
    restated = _check_restatements(changes, signing, before, after)
    after_rules = after.rulebook
    files = after.rule_files()
    _, problems = read_roster(files, after_rules.bureau)
    refuse_first("E-CONTENT", problems)
    _, problems = read_year_rules(files, after_rules)
    refuse_first("E-CONTENT", problems)
    try:
        old = before.rulebook
    except Refused:
        return  # nothing was reported or published by rules that cannot be read: they are mended
    if after_rules.bureau.ledger_id != old.bureau.ledger_id:
        raise Refused("E-LEDGER", "rules/bureau.yml", "台账标识不能改")
    _check_published_rules(old, after_rules, _published(before, restated))


def _check_published_rules(
    before: Rulebook, new: Rulebook, published: Mapping[str, set[str]]
) -> None:
    """The rules of a month stay as they were once a bulletin has been made by them."""
    for scheme, months in published.items():
        old = before.schemes.get(scheme)
        for month in sorted(months if old is not None else ()):
            there = new.schemes.get(scheme)
            if there is None or bare(there.version(month)) != bare(old and old.version(month)):
                path = f"rules/schemes/{scheme}.yml"
                raise Refused("E-CLOSED", path, f"{month} 已经公布，那个月的规则不能再改", f"推送人另加一个以后生效的版本，{restatement.RESTATE}")  # fmt: skip


def _check_restatements(
    changes: tuple[Change, ...], signing: Signing, before: State, after: State
) -> frozenset[str]:
    """Each states what is true of itself; whether its numbers are, the laws ask.

    Returns the paths of the bulletins that they are about.
    """
    touched = [change.path for change in changes]
    return frozenset(
        _check_restatement(path, touched, signing, before, after)
        for path in filter(is_restatement, touched)
    )


def _check_restatement(
    path: str, touched: Sequence[str], signing: Signing, before: State, after: State
) -> str:
    code = "E-RESTATEMENT"
    if not _RESTATEMENT.fullmatch(path):
        refuse_first(code, [stray(path)])
    made, problems = read_restatement(path, content_of(after, path))
    refuse_first(code, problems)
    assert made is not None
    signing.check_day(made.day, path, "日期", "推送人")
    if not before.exists(made.bulletin) or before.exists(withdrawal_path(made.bulletin)):
        raise Refused(code, path, f"主分支上没有 {made.bulletin} 这期有效的通报")
    number = 1
    while before.exists(restatement_path(made.bulletin, number)):
        number += 1
    if made.number != number:
        raise Refused(code, path, f"这应当是 {made.bulletin} 的第 {number} 次重算更正")
    if not any(map(_OF_CAUSE[made.cause], touched)):
        raise Refused(code, path, f"原因写的是{made.cause}，一起提交的改动里没有")
    return made.bulletin


_RESTATEMENT = re.compile(
    rf"ledger/{MONTH_FOLDER}/{RESTATEMENTS}/{RESTATEMENT_NAME}\.yml", re.ASCII
)
_OF_CAUSE: Mapping[str, Callable[[str], bool]] = {
    restatement.RULES: lambda path: is_rule(path) and not path.startswith("rules/roster/"),
    restatement.ROSTER: lambda path: path.startswith("rules/roster/"),
    restatement.PROGRAM: lambda path: path == "rules/program.yml",
}
"""Cause → whether a changed file is one."""


def _published(state: State, restated: Collection[str]) -> dict[str, set[str]]:
    """Scheme → the months of its bulletins in force on main, but for months that are restated."""
    found: dict[str, set[str]] = {}
    anew: dict[str, set[str]] = {}
    for month in state.months:
        for path in state.store.files(state.tree, f"ledger/{month}/{BULLETINS}"):
            if path.endswith(".yml") and not state.exists(withdrawal_path(path)):
                bulletin, _ = read_bulletin(path, content_of(state, path))
                if bulletin is not None:
                    kind = anew if path in restated else found
                    kind.setdefault(bulletin.scheme, set()).update(bulletin.period.months)
    return {scheme: months - anew.get(scheme, set()) for scheme, months in found.items()}
