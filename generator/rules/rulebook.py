"""The rulebook: everything under ``rules/`` but the roster, read and checked together.

Banned indicators (禁设指标, ``rules/guards.yml``) are looked for in the items of every scheme.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from generator.rules.bureau import Bureau, read_bureau
from generator.rules.periods import Calendar
from generator.rules.scheme import Item, Scheme
from generator.rules.scheme_file import read_scheme
from generator.rules.scheme_form import LABEL
from generator.text.problems import Place, Problem, errors
from generator.text.reading import closest
from generator.text.scalars import Text
from generator.text.shapes import Field, ListOf, Shape, good, good_rows, read_shape
from generator.text.strict import Files


@dataclass(frozen=True, slots=True)
class Guard:
    """A banned indicator: its name, the words that betray it, and the regulation."""

    name: str
    words: tuple[str, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Everything under ``rules/`` except the roster."""

    bureau: Bureau
    schemes: Mapping[str, Scheme]
    calendar: Calendar = Calendar()
    guards: tuple[Guard, ...] = ()
    faulty: Mapping[str, str] = field(default_factory=dict)
    """Ledger folder → path of its scheme file, for schemes whose rules have errors: their records
    cannot be judged before the rules are right."""

    @property
    def scheme_codes(self) -> list[str]:
        """The codes of all schemes, also of those that cannot be read."""
        # A faulty scheme stands here by all its folders; only one of them is its code.
        stems = [folder for folder, path in self.faulty.items() if path.endswith(f"/{folder}.yml")]
        return sorted({*self.schemes, *stems})

    @property
    def owners(self) -> dict[str, str]:
        """Ledger folder → code of the scheme whose records lie in it, read or not."""
        found = {
            folder: path.rpartition("/")[2].removesuffix(".yml")
            for folder, path in self.faulty.items()
        }
        for scheme in self.schemes.values():
            found |= dict.fromkeys(filter(None, (scheme.code, scheme.review_folder)), scheme.code)
        return found


def read_rulebook(files: Files) -> tuple[Rulebook | None, list[Problem]]:
    """Read ``rules/bureau.yml``, ``calendar.yml``, ``guards.yml`` and ``schemes/*.yml``.

    Returns the rulebook (None only when the bureau's settings cannot be read at all) and all
    problems, warnings about banned indicators included.
    """
    problems: list[Problem] = []
    bureau, calendar = read_bureau(files, problems)
    guards, exempt = _read_guards(files, problems)
    if bureau is None:
        return None, problems
    schemes: dict[str, Scheme] = {}
    faulty: dict[str, str] = {}
    owners: dict[str, str] = {}
    for path in sorted(path for path in files if path.startswith("rules/")):
        if _SCHEME.fullmatch(path):
            found = read_scheme(path, files[path], bureau)
            problems += found.problems
            if found.scheme is not None:
                schemes[found.scheme.code] = found.scheme
                # In one folder a record of the one scheme would be read by the form of the other.
                for folder in filter(None, (found.scheme.code, found.scheme.review_folder)):
                    other = owners.setdefault(folder, path)
                    if other != path:
                        message = f"记录文件夹“{folder}”已经由 {other} 使用"
                        hint = "请换一个代码或“复核目录”"
                        problems.append(Problem("代码", Place(path), message, hint))
            # Its records wait until the rules are right; those of the other schemes are judged.
            if errors(found.problems):
                faulty |= dict.fromkeys(found.folders, path)
        elif not _OTHERS.fullmatch(path):
            problems.append(_stray(path))
    if not schemes and not faulty:
        place, hint = Place("rules/schemes"), "请补上 rules/schemes/rooms.yml 等文件"
        problems.append(Problem("缺少", place, "没有积分制的规则文件", hint))
    for scheme in schemes.values():
        problems += _banned_indicators(scheme, guards, exempt)
    return Rulebook(bureau, schemes, calendar, guards, faulty), problems


_SCHEME = re.compile(r"rules/schemes/[^/]+\.yml")
# Nothing under rules/ is dropped in silence: a file that nobody reads is a slip in its name.
_OTHERS = re.compile(
    r"rules/(?:(?:bureau|calendar|guards|yearly|approvers)\.yml"
    r"|roster/(?:units|branches|rooms|officers)\.yml|examples/[^/]+\.yml"
    r"|approvers/[1-9]\d*\.yml|approvals/[^/]+\.json|(?:[^/]+/)*README(?:\.zh)?\.md)"
)
_LIKELY = (
    *(f"rules/{name}.yml" for name in ("bureau", "calendar", "guards", "yearly")),
    *(f"rules/{name}.yml" for name in ("roster/units", "roster/officers", "schemes/rooms")),
)


def _stray(path: str) -> Problem:
    near = closest(path, _LIKELY)
    hint = f"是不是 {near}？" if near else ""
    hint += "积分制的规则请放在 rules/schemes/代码.yml，不用的文件请删去"
    return Problem("路径", Place(path), "这个文件不在规则的位置，不起作用", hint)


# ── banned indicators ──────────────────────────────────────────────────────────────────────────

_GUARD = Shape(
    "禁设指标",
    (
        Field("名称", LABEL),
        Field("词语", ListOf(LABEL, 1)),
        Field("依据", Text(160)),
    ),
)
GUARDS_FORM = Shape(
    "禁设指标",
    (Field("禁设指标", ListOf(_GUARD)), Field("除外词", ListOf(LABEL), required=False)),
)


def _read_guards(
    files: Files, problems: list[Problem]
) -> tuple[tuple[Guard, ...], tuple[str, ...]]:
    """The banned indicators, and the words that make a clause innocent."""
    path = "rules/guards.yml"
    if path not in files:
        # Only a warning: points are right without the list, nobody is merely kept from a slip.
        message, hint = "缺少禁设指标清单", "请补上 rules/guards.yml"
        problems.append(Problem("缺少", Place(path), message, hint, "提醒"))
        return (), ()
    row = read_shape(path, files[path], GUARDS_FORM, problems)
    if row is None:
        return (), ()
    guards = tuple(
        Guard(each["名称"], tuple(good(each["词语"])), each["依据"])
        for each in good_rows(row["禁设指标"])
    )
    return guards, tuple(good(row["除外词"]))


def _banned_indicators(
    scheme: Scheme, guards: Iterable[Guard], exempt: tuple[str, ...]
) -> Iterable[Problem]:
    """A warning for each item that gives points for what regulations forbid to count."""
    # An item that several versions share stands at one place and is told once.
    found: dict[Place, Problem] = {}
    for item in (item for version in scheme.versions for item in version.items):
        # To register such a figure, or to deduct for it, rewards nobody who drives it up.
        if not item.terms.gives_points:
            continue
        counted = _counted(item, exempt)
        for guard in guards:
            if any(word in counted for word in guard.words):
                message = (
                    f"项目“{item.title}”以“{guard.name}”计分，属于禁设指标（依据：{guard.basis}）"
                )
                hint = "请改为只登记不计分，或删去"
                found[item.place] = Problem("禁设指标", item.place, message, hint, "提醒")
    return found.values()


def _counted(item: Item, exempt: tuple[str, ...]) -> str:
    """What an item says, without the clauses that hold an exempt word."""
    clauses = re.split(r"[，。；;,]", "。".join((item.name, item.target, item.criterion)))
    return "\n".join(c for c in clauses if not any(word in c for word in exempt))
