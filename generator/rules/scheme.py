"""The rules of one point-system as types: its versions, what is in force in a month, its items."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping as MappingOf
from dataclasses import dataclass, field

from generator.rules.kinds.case_work import CaseWork
from generator.rules.kinds.kind import Terms
from generator.rules.roster import BRANCHES, CASES, OFFICERS, ROOMS, UNITS
from generator.text.problems import Place

SUBJECTS = {BRANCHES: "支部", ROOMS: "派出所", UNITS: "单位", OFFICERS: "单位", CASES: "单位"}
"""What a scheme scores → the key that names the reporting unit or branch in a record file."""

BULLETINS, CORRECTIONS, OBJECTIONS = "bulletins", "corrections", "objections"
RESTATEMENTS = "restatements"
TRAIL_FOLDERS = (BULLETINS, CORRECTIONS, OBJECTIONS, RESTATEMENTS)
"""Folders of a month that hold what happened to its numbers after they were published."""
NOT_RECORDS = ("approvals", *TRAIL_FOLDERS)
"""Folders of a month that hold no records: approval sheets, and what the trail reads."""
AMBIGUOUS = re.compile(r"-(?:20\d\d|v\d+|withdrawn)$", re.ASCII)
"""How the name of a bulletin may go on after its scheme: of a year, an edition, a withdrawal."""
TAKEN = frozenset({*NOT_RECORDS, "changes", "yearly"})
"""What no scheme may be called: other folders of a month, and pages beside those of the schemes."""


@dataclass(frozen=True, slots=True)
class Component:
    """One summand of a total, and the sections of the record file that feed it."""

    code: str
    name: str
    sections: MappingOf[str, frozenset[str]]
    """Section (栏目) → kinds it takes."""
    prorates: bool = False
    full: int | None = None
    """What N/A items are prorated up to; None = the full points of the items due."""
    start: int = 0
    floor: MappingOf[str, int] = field(default_factory=dict)
    ceiling: MappingOf[str, int] = field(default_factory=dict)
    weight: int = 100_00
    """Share of its monthly sum that counts for the total, percent hundredths."""
    means: frozenset[str] = frozenset()
    """The kinds of period, of 季 and 年, that take the mean of their months instead of the sum."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item (or one part 另计 of an item) in one component, as of one version."""

    code: str
    name: str
    component: str
    terms: Terms
    target: str
    criterion: str
    basis: str
    evidence: str
    cadence: str
    months: frozenset[int]
    place: Place
    aspect: str = ""
    caps: MappingOf[str, int] = field(default_factory=dict)
    not_applicable: str = ""
    hides_reason: bool = False
    disqualifies: bool = False

    @property
    def title(self) -> str:
        """Code and name, as messages write them."""
        return f"{self.code} {self.name}"

    def due(self, month: str) -> bool:
        """Whether a record of ``month`` must state this item."""
        return self.terms.reported and int(month[5:]) in self.months

    def counts(self, month: str) -> bool:
        """Whether its full points can be had in ``month``: due, or full without being due."""
        return self.due(month) or self.terms.starts_full or self.terms.full_when_not_due

    @property
    def may_be_skipped(self) -> bool:
        """Whether a month may leave it uncounted, 不适用 or 样本不足."""
        return self.terms.sampled or bool(self.not_applicable)

    def full(self, group: str) -> int:
        """Full points for a ranking group, hundredths; 0 for kinds without any."""
        return self.terms.full(group)

    def example(self, *, applies: bool = True) -> str:
        """What a filled-in entry looks like, as a clerk would type it."""
        said = self.terms.example(self.evidence.split("、")[0], applies=applies)
        return f"{{项: {self.code}, {said}}}"


@dataclass(frozen=True, slots=True)
class Clause:
    """Several items that share one cap (条款)."""

    name: str
    items: frozenset[str]
    caps: MappingOf[str, int]


@dataclass(frozen=True, slots=True)
class CaseRules:
    """How the points of a case are enlarged, shared and carried to the unit (办案)."""

    lead_share: int
    helper_share: int
    team: tuple[tuple[int, int], ...]
    """``(officers, factor in hundredths)``, ascending; the last also holds for more."""
    minor_ceiling: int
    per_head: bool
    findings_to_unit: bool


NEW, AMENDED, RETIRED = "新增", "调整", "废止"
"""What a change does to an item."""


@dataclass(frozen=True, slots=True)
class RuleChange:
    """What one version changed in one item, for the page that shows it."""

    code: str
    name: str
    component: str
    what: str
    reason: str
    fields: tuple[tuple[str, str, str], ...] = ()
    """``(field, before, after)`` as written."""


@dataclass(frozen=True, slots=True)
class Version:
    """The rules of one scheme from one month on."""

    since: str
    basis: str
    issuer: str
    sample: bool
    note: str
    items: tuple[Item, ...]
    changes: tuple[RuleChange, ...] = ()
    clauses: tuple[Clause, ...] = ()
    start: int = 0
    floor: int | None = None
    ceiling: int | None = None
    grades: tuple[tuple[str, int], ...] = ()
    """``(等次, least total)``, best first."""
    graded: str = "年"
    """The kind of period whose totals are graded: 月, 季 or 年."""
    pass_mark: int | None = None
    case_rules: CaseRules | None = None
    place: Place = Place("")
    by_key: MappingOf[tuple[str, str], Item] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        table = {(item.component, item.code): item for item in self.items}
        object.__setattr__(self, "by_key", table)

    def item(self, component: str, code: str) -> Item | None:
        """The item of that code in that component, if in force."""
        return self.by_key.get((component, code))

    def case_work(self, *roles: str) -> list[tuple[Item, CaseWork]]:
        """The items of cases with one of these roles (作用), all of them where none is named."""
        return [
            (item, item.terms)
            for item in self.items
            if isinstance(item.terms, CaseWork) and (not roles or item.terms.role in roles)
        ]

    def of_code(self, code: str) -> list[Item]:
        """All parts of an item, in the order of the file."""
        return [item for item in self.items if item.code == code]


@dataclass(frozen=True, slots=True)
class Aspect:
    """A heading over items: one of the seven aspects, six categories, review heads."""

    code: str
    name: str
    points: int | None = None


@dataclass(frozen=True, slots=True)
class Scheme:
    """One point-system (积分制) with all its versions, oldest first."""

    code: str
    name: str
    short: str
    subject: str
    office: str
    addressee: str
    purpose: str
    consequence: str
    circulated: str
    """月 or 季: how often a bulletin is issued (通报)."""
    means: frozenset[str]
    """As in ``Component``: for what start and bounds of the total add or take."""
    annualised: bool
    group_by: str
    scope: MappingOf[str, frozenset[str]]
    """考核范围: only subjects whose attributes have these values; empty = all."""
    late_item: str
    review_folder: str
    """Folder of the review files of a scheme of cases, else empty."""
    components: tuple[Component, ...]
    aspects: tuple[Aspect, ...]
    versions: tuple[Version, ...]
    place: Place = Place("")

    def version(self, month: str) -> Version | None:
        """The version in force in a month."""
        in_force = [version for version in self.versions if version.since <= month]
        return in_force[-1] if in_force else None

    def versions_in(self, months: Iterable[str]) -> list[Version]:
        """The versions in force at some time in these months, oldest first, each once."""
        # By identity: a version holds mappings, so it has no hash.
        found = {id(v): v for month in months if (v := self.version(month))}
        return list(found.values())

    def component(self, code: str) -> Component:
        """The component of that code."""
        return next(component for component in self.components if component.code == code)

    @property
    def case_component(self) -> Component:
        """Where the points of cases go: the one component that holds items of cases.

        Every scheme of cases has it (checked when read), no other has.
        """
        held = (item for version in self.versions for item in version.items)
        # Found by its items and not by a code, which every bureau may choose for itself.
        return self.component(next(item.component for item in held if item.terms.from_cases))

    @property
    def of_cases(self) -> bool:
        """Whether points come from cases and are shared among officers."""
        return self.subject == CASES
