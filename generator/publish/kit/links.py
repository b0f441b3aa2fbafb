"""Every address in one place.

A function here gives the ``uri`` of a page (``bulletins/rooms/2025-06/``), with ``#anchor`` where
a place on it is meant.  Templates turn it into a link by ``{{ uri | href }}``, which is relative to
the page they make and names the file, so that a link works over http and from a disk alike.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from generator.rules.roster import BRANCHES, OFFICERS, ROOMS, UNITS
from generator.scoring.model import LINE_KINDS, RECORDED

if TYPE_CHECKING:
    from generator.scoring.model import ScoreLine
    from generator.text.problems import Place

_NO_ANCHOR = re.compile(r"[^\w-]")

HOME = ""
BULLETINS = "bulletins/"
DOSSIERS = "dossiers/"
RULES = "rules/"
RULE_CHANGES = "rules/changes/"
YEARS = "year/"
FOUR = "four/"
AUDIT = "audit/"
HANDBOOK = "handbook/"

# ASCII, as all addresses are: they are typed, mailed and copied to sticks.
DOSSIER_FOLDERS = {BRANCHES: "branch", ROOMS: "room", UNITS: "unit", OFFICERS: "officer"}
"""Level (as in ``Standing.level``) → folder of its dossiers."""


def bulletin_index(scheme: str) -> str:
    """All bulletins of a scheme."""
    return f"bulletins/{scheme}/"


def bulletin(scheme: str, period: object) -> str:
    """A bulletin; ``period`` is a Period or its code: ``2025-06``, ``2025-Q2``, ``2025``."""
    return f"bulletins/{scheme}/{_code(period)}/"


def group_anchor(level: str, group: str) -> str:
    """The ranking table of a group on a bulletin; ``level`` as in ``Standing.level``."""
    return f"rank-{DOSSIER_FOLDERS[level]}" + (f"-{slug(group)}" if group else "")


def dossier_index(level: str) -> str:
    """All dossiers of 党支部, 警务室, 单位 or 人员."""
    return f"dossiers/{DOSSIER_FOLDERS[level]}/"


def dossier(level: str, code: str, year: int | str) -> str:
    """The dossier 积分档案 of a branch, room, unit or officer for a year."""
    return f"dossiers/{DOSSIER_FOLDERS[level]}/{code}/{year}/"


def month_anchor(month: str, scheme: str) -> str:
    """The place of a month on a dossier."""
    return f"m{month}-{scheme}"


def component_anchor(month: str, scheme: str, component: str) -> str:
    """The lines of one component in a month on a dossier."""
    return f"{month_anchor(month, scheme)}-{slug(component) or 'total'}"


def period_anchor(period: object, scheme: str) -> str:
    """The row of a period in the summary of a dossier."""
    return f"p{_code(period)}-{scheme}"


def line_anchors(lines: list[ScoreLine]) -> list[str]:
    """The anchor of each line on its subject's dossier, in the same order.

    Takes the lines of one subject in the order of ``Scores.lines_of``.  Whole months give the same
    anchors however many of them are passed.
    """
    seen: Counter[str] = Counter()
    anchors = []
    for line in lines:
        what = line.item.code if line.item else LINE_KINDS[line.kind]
        # The record line keeps the plain anchor, whatever is computed from it beside it.
        if line.item and line.kind != RECORDED:
            what = f"{what}-{LINE_KINDS[line.kind]}"
        anchor = f"l-{line.month}-{line.scheme}-{slug(line.component)}-{what}"
        # Two records of an item in a month: the second is told apart by its number.
        seen[anchor] += 1
        anchors.append(anchor if seen[anchor] == 1 else f"{anchor}-{seen[anchor]}")
    return anchors


def rules(scheme: str) -> str:
    """The rules of a scheme, all versions."""
    return f"rules/{scheme}/"


def fields(scheme: str) -> str:
    """What may be written in the record files of a scheme."""
    return f"rules/{scheme}/fields/"


def rule(scheme: str, item: str) -> str:
    """An item on the rules page of its scheme."""
    return f"rules/{scheme}/#{slug(item)}"


def rule_version(scheme: str, since: str) -> str:
    """A version on the rules page of its scheme."""
    return f"rules/{scheme}/#v{since}"


def year(number: int | str) -> str:
    """The year results 年度结果."""
    return f"year/{number}/"


def four(number: int | str) -> str:
    """The four-fold evaluation of party branches 四维评价."""
    return f"four/{number}/"


def audit_month(month: str) -> str:
    """The record files of a month, with who reported each and when."""
    return f"audit/{month}/"


def record_of(path: str) -> str:
    """Where a record's file stands in the audit list."""
    month, _, rest = path.removeprefix("ledger/").partition("/")
    # What lies outside the months, as the rules do, is proven on the audit page itself.
    return f"{audit_month(month)}#{record_anchor(rest)}" if rest else AUDIT


def record_anchor(path: str) -> str:
    """The anchor of ``rooms/chengguan.yml`` on the page of its month."""
    return slug("f-" + path.removesuffix(".yml").replace("/", "-"))


def submission(number: str) -> str:
    """A submission by its id ``2025-06/rooms-chengguan-1``: on the audit page of its month."""
    folder, _, name = number.partition("/")
    # Changes of rules belong to no month.
    page = AUDIT if folder == "rules" else audit_month(folder)
    return f"{page}#{submission_anchor(name)}"


def submission_anchor(name: str) -> str:
    """The anchor of ``rooms-chengguan-1`` on that page."""
    return slug(f"s-{name}")


def correction(number: str) -> str:
    """A correction by its id ``2025-06/rooms-chengguan-1``, in the list of all."""
    return f"{AUDIT}#{correction_anchor(number)}"


def correction_anchor(number: str) -> str:
    """Its anchor in that list."""
    return slug(f"c-{number}")


def restatement_anchor(number: str) -> str:
    """The anchor of a restatement by its id, on the page of its bulletin and in the list of all."""
    return slug(f"r-{number}")


def objection(number: str) -> str:
    """An objection by its id, in the list of all."""
    return f"{AUDIT}#{objection_anchor(number)}"


def objection_anchor(number: str) -> str:
    """Its anchor in that list."""
    return slug(f"o-{number}")


def source(place: Place) -> str:
    """A place in the repository as text, ``ledger/2025-06/rooms/chengguan.yml:14``."""
    return f"{place.path}:{place.line}" if place.line else place.path


def handbook(name: str) -> str:
    """A hand-written page: clerk, reviewer, reader, auditor, administrator."""
    return f"handbook/{name}.html"


def markdown_file(uri: str) -> str:
    """The Markdown file that stands for a page: ``rules/`` → ``rules/index.md``."""
    return href(uri, "").removesuffix(".html") + ".md"


def root(uri: str) -> str:
    """The way from a page up to the home folder: ``bulletins/rooms/`` → ``../../``."""
    return "../" * uri.count("/")


def href(target: str, root: str) -> str:
    """The link to ``target`` from a page whose ``root`` is given; it names the file."""
    path, _, anchor = target.partition("#")
    # Without the file's name a page opened from a stick would show a folder.
    file = path if path and not path.endswith("/") else f"{path}index.html"
    return f"{root}{file}#{anchor}" if anchor else f"{root}{file}"


@cache
def slug(text: str) -> str:
    """``text`` for an anchor: letters of any script, digits and hyphens stay."""
    return _NO_ANCHOR.sub("-", text)


def _code(period: object) -> str:
    return str(getattr(period, "code", period))
