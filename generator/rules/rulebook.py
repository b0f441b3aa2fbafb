"""The rulebook: everything under ``rules/`` but the roster, read and checked together."""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field

from generator.rules.bureau import Bureau, read_bureau
from generator.rules.guards import Guard, banned_indicators, read_guards
from generator.rules.periods import Calendar
from generator.rules.scheme import Scheme
from generator.rules.scheme_file import read_scheme
from generator.text.problems import Place, Problem
from generator.text.reading import closest
from generator.text.strict import Files


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Everything under ``rules/`` except the roster."""

    bureau: Bureau
    schemes: MappingOf[str, Scheme]
    calendar: Calendar = Calendar()
    guards: tuple[Guard, ...] = ()
    faulty: MappingOf[str, str] = field(default_factory=dict)
    """Ledger folder → path of its scheme file, for schemes whose rules have errors: their records
    cannot be judged before the rules are right."""

    @property
    def scheme_codes(self) -> list[str]:
        """The codes of all schemes, also of those that cannot be read."""
        stems = [folder for folder, path in self.faulty.items() if path.endswith(f"/{folder}.yml")]
        return sorted({*self.schemes, *stems})


def read_rulebook(files: Files) -> tuple[Rulebook | None, list[Problem]]:
    """Read ``rules/bureau.yml``, ``calendar.yml``, ``guards.yml`` and ``schemes/*.yml``.

    Returns the rulebook (None only when the bureau's settings cannot be read at all) and all
    problems, warnings about banned indicators included.
    """
    problems: list[Problem] = []
    bureau, calendar = read_bureau(files, problems)
    guards, exempt = read_guards(files, problems)
    if bureau is None:
        return None, problems
    schemes: dict[str, Scheme] = {}
    faulty: dict[str, str] = {}
    for path in sorted(files):
        if re.fullmatch(r"rules/schemes/[^/]+\.yml", path):
            found = read_scheme(path, files[path], bureau)
            problems += found.problems
            if found.scheme is not None:
                schemes[found.scheme.code] = found.scheme
            if found.failed:
                faulty |= dict.fromkeys(found.folders, path)
        elif path.startswith("rules/") and not _RULE_PATHS.fullmatch(path):
            problems.append(_stray(path))
    if not schemes and not faulty:
        problems.append(
            Problem(
                "缺少",
                Place("rules/schemes"),
                "没有积分制的规则文件",
                "请补上 rules/schemes/rooms.yml 等文件",
            )
        )
    rulebook = Rulebook(bureau, schemes, calendar, guards, faulty)
    for scheme in schemes.values():
        problems += banned_indicators(scheme, guards, exempt)
    return rulebook, problems


_RULE_PATHS = re.compile(
    r"rules/(?:(?:bureau|calendar|guards|yearly|approvers)\.yml"
    r"|roster/(?:units|branches|rooms|officers)\.yml|examples/[^/]+\.yml"
    r"|approvers/[1-9]\d*\.yml|approvals/[^/]+\.json|(?:[^/]+/)*README(?:\.zh)?\.md)"
)


def _stray(path: str) -> Problem:
    known = (
        "bureau",
        "calendar",
        "guards",
        "yearly",
        "roster/units",
        "roster/officers",
        "schemes/rooms",
    )
    near = closest(path, [f"rules/{name}.yml" for name in known])
    hint = f"是不是 {near}？" if near else ""
    return Problem(
        "路径",
        Place(path),
        "这个文件不在规则的位置，不起作用",
        f"{hint}积分制的规则请放在 rules/schemes/代码.yml，不用的文件请删去",
    )
