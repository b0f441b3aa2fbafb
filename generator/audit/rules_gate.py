"""Gate of the rules: what a change of them must leave sound, and as it was."""

from __future__ import annotations

from collections.abc import Mapping

from generator.approval.refusal import Refused
from generator.approval.statement import Change
from generator.audit.content import content_of, refuse_first
from generator.audit.state import State
from generator.ledger.layout import withdrawal_path
from generator.rules.effective import bare
from generator.rules.roster_file import read_roster
from generator.rules.rulebook import Rulebook
from generator.rules.scheme import BULLETINS
from generator.rules.yearly import read_year_rules
from generator.trail.bulletin import read_bulletin


def check_rules(changes: tuple[Change, ...], before: State, after: State) -> None:
    """The rules can be read as a whole, and leave published months alone; raises ``Refused``."""
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
    _check_published_rules(old, after_rules, _published(before))


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
                raise Refused("E-CLOSED", path, f"{month} 已经公布，那个月的规则不能再改", "推送人另加一个以后生效的版本")  # fmt: skip


def _published(state: State) -> dict[str, set[str]]:
    """Scheme → the months of its bulletins that are in force on main."""
    found: dict[str, set[str]] = {}
    for month in state.months:
        for path in state.store.files(state.tree, f"ledger/{month}/{BULLETINS}"):
            if path.endswith(".yml") and not state.exists(withdrawal_path(path)):
                bulletin, _ = read_bulletin(path, content_of(state, path))
                if bulletin is not None:
                    found.setdefault(bulletin.scheme, set()).update(bulletin.period.months)
    return found
