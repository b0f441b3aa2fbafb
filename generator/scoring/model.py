"""What scoring hands on: score lines, standings, year results — plain frozen values.

All points are whole hundredths (``int``): what is printed is what was added, to the last digit.
Nothing here computes; ``lines.py``, ``standings.py`` and ``yearly.py`` do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from generator.ledger.forms import Entry
from generator.rules.kinds.kind import NOT_APPLICABLE, SMALL_SAMPLE
from generator.rules.periods import Period
from generator.rules.scheme import Item, Version
from generator.text.problems import Place

RECORDED = "记录"
"""The kind of a line that one record entry gives; all others are computed."""
STARTING = "满分"
"""The marks that an item starts the month with."""
HIGHEST = "就高"
"""One matter counted once."""
START, PRORATED, ZEROED, WEIGHED, TOTAL = "起点", "折算", "清零", "权重", "总分"
CAPPED, MINOR, FLOORED = "封顶", "轻微封顶", "封底"
LINE_KINDS = {
    RECORDED: "record",
    STARTING: "full",
    START: "start",
    PRORATED: "prorated",
    HIGHEST: "highest",
    ZEROED: "zeroed",
    FLOORED: "floor",
    CAPPED: "cap",
    MINOR: "minor",
    TOTAL: "total",
    WEIGHED: "weight",
}
"""Every kind of line → its name in an address."""
REPORTED = "已报"
"""The state of a subject of whom nothing is missing."""
WAITING = "待通过"
"""The state of a finding about a case that was sent back: it counts when the case passes."""
ADJUSTED = "总分调整"
"""What the start and bounds of a total add or take; such lines are of no component."""


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One summand of somebody's score, with its arithmetic in words and its source.

    ``subject`` is a branch, room or unit code or a service number.  ``unit`` is the unit that the
    line counts for (schemes of cases), else the subject's unit.  ``state`` is ``不适用``,
    ``样本不足`` or ``待通过`` for an item that does not count this month, else empty.
    """

    scheme: str
    month: str
    subject: str
    unit: str
    component: str
    kind: str
    points: int
    words: str
    item: Item | None = None
    entry: Entry | None = None
    place: Place | None = None
    case: str = ""
    state: str = ""
    day: date | None = None
    """The day it counts from, where the unit may differ within a month (case work)."""

    @property
    def item_code(self) -> str:
        """Code of its item; empty for a line of no single item."""
        return self.item.code if self.item else ""

    @property
    def source(self) -> str:
        """``ledger/2025-06/rooms/chengguan.yml:14``; empty for a computed line of no record."""
        return f"{self.place.path}:{self.place.line}" if self.place else ""


def group_label(code: str, name: str) -> str:
    """A group's code and name as one heading, without saying the same twice."""
    if not code or code in name:
        return name
    return f"{code} {name}" if code.isascii() else code


@dataclass(frozen=True, slots=True)
class StandingRow:
    """One row of a ranking table."""

    subject: str
    name: str
    unit: str
    group: str
    rank: int | None
    total: int | None
    """None when nothing was reported."""
    ranked_on: int | None
    """The number the rank is taken on: the total, or 折合分 when months are missing."""
    components: Mapping[str, int]
    months: int
    """Months that count in the period."""
    state: str
    """已报, 未报, 缺报N个月, 无办结案件, 本期无得分…"""
    note: str = ""
    """Why there is no rank, or what is unusual; empty when nothing is."""
    previous_rank: int | None = None
    grade: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    """Context figures, not scored: 案件数, 扣分条数, 人数 … as data shows them; pages ask below."""

    @property
    def cases(self) -> int:
        """Cases finished, for officers and units in case work."""
        return self.counts.get("案件数", 0)

    @property
    def heads(self) -> int:
        """Officers in case work at the ends of ``head_months``, added up."""
        return self.counts.get("人数", 0)

    @property
    def head_months(self) -> int:
        """The month ends at which a unit took part."""
        return self.counts.get("月数", 0)

    @property
    def pooled(self) -> int | None:
        """What a unit's officers earned together, hundredths; None for others than units."""
        return self.counts.get("数量分合计")

    @property
    def skipped(self) -> Mapping[str, int]:
        """不适用 or 样本不足 → how many items of the period did not count for it."""
        return {s: n for s, n in self.counts.items() if s in (NOT_APPLICABLE, SMALL_SAMPLE)}

    @property
    def movement(self) -> int | None:
        """Places gained since the period before (positive = up); None when either is missing."""
        if self.rank is None or self.previous_rank is None:
            return None
        return self.previous_rank - self.rank


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one class, sequence or group, in ranking order, unranked ones last."""

    code: str
    name: str
    ranked: bool
    """False when fewer than the least number are in it: scores, no rank."""
    rows: tuple[StandingRow, ...]
    mean: int | None
    """The mean total over those who have one."""

    @property
    def label(self) -> str:
        """How the group is headed: ``一类``, ``S1 专业打击序列``, ``派出所组``."""
        return group_label(self.code, self.name)


@dataclass(frozen=True, slots=True)
class MissingReport:
    """A month that a subject did not report."""

    subject: str
    name: str
    unit: str
    month: str


@dataclass(frozen=True, slots=True)
class Standing:
    """The ranking tables of one scheme and period, for one kind of subject."""

    scheme: str
    period: Period
    level: str
    """党支部, 警务室, 单位 or 人员."""
    versions: tuple[Version, ...]
    groups: tuple[Group, ...]
    missing: tuple[MissingReport, ...]

    @property
    def rows(self) -> tuple[StandingRow, ...]:
        """All rows of all groups."""
        return tuple(row for group in self.groups for row in group.rows)

    def row(self, subject: str) -> StandingRow | None:
        """The row of a subject."""
        return next((row for row in self.rows if row.subject == subject), None)


@dataclass(frozen=True, slots=True)
class Reason:
    """One condition of an honour or consequence, and whether it is met."""

    text: str
    met: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A subject considered for an honour or consequence, with every reason."""

    row: StandingRow
    chosen: bool
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class YearList:
    """One list of the year results: 标兵 candidates, commended units, units to improve and so on."""

    key: str
    """执法办案标兵, 表彰单位, 待改进单位, 优先考虑, 党建考核."""
    scheme: str
    group: str
    """Display name of the group, as ``Group.label``."""
    places: int
    candidates: tuple[Candidate, ...]
    consequences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CarriedResult:
    """Officers' case results carried to their unit's year-end result."""

    unit: str
    name: str
    officers: int
    mean_total: int
    front: int
    """Officers in the front share of their sequence."""
    best_rank: int | None
    best_officer: str
    """Service number."""
    model_officers: int


@dataclass(frozen=True, slots=True)
class YearResults:
    """Everything the year decides; a proposal, decided by the bureau."""

    year: int
    lists: tuple[YearList, ...]
    carried: tuple[CarriedResult, ...]
    vetoed: Mapping[str, tuple[str, ...]]
    """Subject (unit code or service number) → item codes of vetoes; causes are not published."""
