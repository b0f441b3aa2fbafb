"""The rules of all schemes as data: read from ``rules/``, checked, and asked "as of a month".

``read_rulebook(files)`` never raises on bad rules; it returns what could be read and every
problem found.  Item kinds live in ``kinds.py``; this file knows how a scheme file is laid out, how
a version builds on an earlier one (沿用, 变更), and what must hold across the items of a version.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping as MappingOf
from dataclasses import dataclass, field
from typing import Any

from generator.intake import kinds
from generator.intake.bureau import Bureau, read_bureau
from generator.intake.fields import (
    CODE,
    ITEM_CODE,
    MISSING,
    Choice,
    Either,
    Field,
    ListOf,
    MapOf,
    Month,
    Percent,
    Points,
    Reader,
    Row,
    Shape,
    Text,
    Whole,
    YesNo,
    closest,
    one_of,
    quoted,
)
from generator.intake.kinds import KINDS, OF_RECORD, RULE_FIELDS, Event, Lapse, Terms
from generator.intake.periods import CADENCE_MONTHS, Calendar
from generator.intake.problems import Place, Problem, errors
from generator.intake.text import UNREAD, Document, Mapping, Sequence, read

Files = MappingOf[str, bytes]
"""Paths under ``rules/`` or ``ledger/`` (with ``/``) and their bytes."""

DEFAULT_SAMPLE = 5
"""A rate over fewer than this many cases is 样本不足 unless the rule says otherwise."""

SUBJECTS = {
    "党支部": "支部", "警务室": "派出所", "单位": "单位", "人员": "单位", "案件": "单位",
}  # fmt: skip
"""What a scheme scores → the key that names the reporting unit or branch in a record file."""


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
    mean: bool = False
    """A quarter or year takes the mean of its months instead of their sum."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item (or one part 另计 of an item) in one component, as of one version."""

    code: str
    name: str
    component: str
    kind: str
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

    def due(self, month: str) -> bool:
        """Whether a record of ``month`` must state this item."""
        return isinstance(self.terms, OF_RECORD) and int(month[5:]) in self.months

    def full(self, group: str) -> int:
        """Full points for a ranking group, hundredths; 0 for kinds without any."""
        points = getattr(self.terms, "full", 0)
        return points if isinstance(points, int) else int(kinds.for_group(points, group))


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


@dataclass(frozen=True, slots=True)
class Change:
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
    changes: tuple[Change, ...] = ()
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
        found = {id(v): v for month in months if (v := self.version(month))}
        return list(found.values())

    def component(self, code: str) -> Component:
        """The component of that code."""
        return next(component for component in self.components if component.code == code)

    @property
    def of_cases(self) -> bool:
        """Whether points come from cases and are shared among officers."""
        return self.subject == "案件"


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
    schemes: MappingOf[str, Scheme]
    calendar: Calendar = Calendar()
    guards: tuple[Guard, ...] = ()
    exempt_words: tuple[str, ...] = ()
    faulty: MappingOf[str, str] = field(default_factory=dict)
    """Ledger folder → path of its scheme file, for schemes whose rules have errors: their records
    cannot be judged before the rules are right."""

    @property
    def scheme_codes(self) -> list[str]:
        """The codes of all schemes, also of those that cannot be read."""
        stems = [folder for folder, path in self.faulty.items() if path.endswith(f"/{folder}.yml")]
        return sorted({*self.schemes, *stems})


# ── the layout of a scheme file ────────────────────────────────────────────────────────────────

SCOPES = {
    "身份": "民警或辅警", "职务": "人员职务", "组别": "单位组别", "序列": "办案序列",
    "类别": "警务室类别", "性质": "社区或农村",
}  # fmt: skip
_LABEL = Text(40, private=False, label="名称")
_SENTENCE = Text(400, private=False)
_PERIOD = Choice({"月": "", "季": "", "年": ""}, "周期")
_ROUND = Choice({"合计": "各月相加", "平均": "各月平均"}, "汇总方式")
_BOUND = Either(Points(least=-100_000_00), MapOf(_PERIOD, Points(least=-100_000_00), least=1))
_BARE_BOUND = Points(least=-100_000_00)

COMPONENT = Shape(
    "组成部分",
    (
        Field("代码", CODE),
        Field("名称", _LABEL),
        Field(
            "栏目",
            Either(_LABEL, MapOf(_LABEL, ListOf(Choice(KINDS, "类型"), 1), least=1)),
            help="记录文件里的键",
        ),
        Field("折算", YesNo(), required=False, default=False, help="有不适用项目时按比例折算"),
        Field("满分", Points(), required=False, help="折算到的满分"),
        Field("起点", _BARE_BOUND, required=False, default=0),
        Field("下限", _BOUND, required=False),
        Field("上限", _BOUND, required=False, help="如 {年: 20}；只写数字时按月"),
        Field("权重", Percent(), required=False, default=100_00, help="计入总分的比例"),
        Field("汇总", _ROUND, required=False),
    ),
)
_LETTER_OR_CODE = Text(20, private=False)
_ASPECT = Shape(
    "类目",
    (Field("代码", _LETTER_OR_CODE), Field("名称", _LABEL), Field("分值", Points(), required=False)),
)
_COMMON = (
    Field("代码", ITEM_CODE),
    Field("名称", _LABEL),
    Field("组成", CODE, help="所属组成部分的代码"),
    Field("类型", Choice(KINDS, "类型")),
    Field("目标要求", _SENTENCE),
    Field("考评标准", _SENTENCE),
    Field("依据", Text(120, private=False)),
    Field(
        "频次",
        Choice({"月": "每月", "季": "每季", "半年": "每半年", "年": "每年", "随时": "发生时"}, "频次"),
    ),
    Field("证明材料", Text(80, private=False)),
    Field("类目", _LETTER_OR_CODE, required=False, default=""),
    Field("月份", ListOf(Whole(1, 12), 1), required=False, help="应报的月份，如 [3]"),
    Field("不适用情形", _SENTENCE, required=False, default=""),
    Field("隐去事由", YesNo(), required=False, default=False),
    Field("取消评优", YesNo(), required=False, default=False),
)
ITEM_SHAPES = {
    kind: Shape(f"“{kind}”类项目", (*_COMMON, *fields)) for kind, fields in RULE_FIELDS.items()
}
"""The field table of a rule item, by kind."""
_INHERITED = ("代码", "名称", "类目", "目标要求", "考评标准", "依据", "证明材料", "频次")
_CLAUSE = Shape(
    "条款",
    (
        Field("名称", _LABEL),
        Field("项目", ListOf(ITEM_CODE, 2)),
        Field("封顶", MapOf(Choice(kinds.CAP_PERIODS, "封顶的期间"), Points(), least=1)),
    ),
)
_CASE_RULES = Shape(
    "办案规则",
    (
        Field("角色", Shape("角色分成", (Field("主办", Percent()), Field("协办", Percent())))),
        Field("团队系数", MapOf(Whole(1, 100), Points(), least=1)),
        Field("轻微封顶", Percent()),
        Field("人均", YesNo(), required=False, default=True),
        Field("个人质效计入单位", YesNo(), required=False, default=False),
    ),
)
_GRADE = Shape("等次", (Field("名称", _LABEL), Field("达到", _BARE_BOUND)))
_TOTAL = Shape(
    "总分",
    (
        Field("起点", _BARE_BOUND, required=False, default=0),
        Field("下限", _BARE_BOUND, required=False),
        Field("上限", _BARE_BOUND, required=False),
    ),
)


class _Raw:
    """A type that hands the YAML node through unread (items are read after versions merge)."""

    label = "项目列表"

    def read(self, value: Any, spot: Any, reader: Reader) -> Any:
        if type(value) is not Sequence:
            if value is not UNREAD:
                reader.report("类型", spot, "这里应当是列表", "每条以“- ”开头")
            return MISSING
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": "array"}


VERSION = Shape(
    "版本",
    (
        Field("生效", Month(), help="从这个月起计分"),
        Field("依据", Text(120, private=False)),
        Field("制定单位", _LABEL),
        Field("示例分值", YesNo()),
        Field("说明", _SENTENCE, required=False, default=""),
        Field("总分", _TOTAL, required=False),
        Field("等次", ListOf(_GRADE, 1), required=False),
        Field("及格线", _BARE_BOUND, required=False, help="等次期间的合计低于此数为不达标"),
        Field("等次期间", _PERIOD, required=False, help="按月、季还是年评等次，默认按年"),
        Field("条款", ListOf(_CLAUSE), required=False),
        Field("办案", _CASE_RULES, required=False),
        Field("项目", _Raw(), required=False),
        Field("沿用", Month(), required=False),
        Field("变更", _Raw(), required=False),
    ),
)
SCHEME = Shape(
    "积分制",
    (
        Field("积分制", _LABEL),
        Field("简称", _LABEL),
        Field("代码", CODE),
        Field("考核对象", Choice(SUBJECTS, "考核对象")),
        Field("编发单位", _LABEL),
        Field("主送", _LABEL, required=False, default="各所队室"),
        Field("宗旨", _SENTENCE, required=False, default=""),
        Field("结果运用", _SENTENCE, required=False, default=""),
        Field(
            "周期",
            Shape("周期", (Field("统计", _PERIOD), Field("通报", _PERIOD), Field("总评", _PERIOD))),
        ),
        Field("汇总", Shape("汇总", (Field("季", _ROUND), Field("年", _ROUND)))),
        Field("缺月折合", YesNo(), required=False, default=False),
        Field("分组", _LABEL),
        Field(
            "考核范围",
            MapOf(Choice(SCOPES, "考核范围"), ListOf(_LABEL, 1), least=1),
            required=False,
            help="只考核其中一部分时填写，如 {身份: [辅警]}",
        ),
        Field("迟报项目", ITEM_CODE, required=False, default=""),
        Field("复核目录", CODE, required=False, default="", help="案件复核记录的文件夹"),
        Field("最小样本", Whole(1, 1000), required=False, default=DEFAULT_SAMPLE),
        Field("组成", ListOf(COMPONENT, 1)),
        Field("类目", ListOf(_ASPECT), required=False),
        Field(
            "类目分值",
            Choice({"年": "全年满分之和", "月": "当月满分之和"}, "类目分值的期间"),
            required=False,
        ),
        Field("版本", ListOf(VERSION, 1)),
    ),
)


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
    for path in sorted(files):
        if re.fullmatch(r"rules/schemes/[^/]+\.yml", path):
            reader = _SchemeReader(path, files[path], bureau, problems)
            scheme = reader.scheme()
            if scheme is not None:
                schemes[scheme.code] = scheme
            if reader.failed:
                faulty |= dict.fromkeys(reader.folders(), path)
        elif path.startswith("rules/") and not _RULE_PATHS.fullmatch(path):
            problems.append(_stray(path))
    if not schemes and not faulty:
        problems.append(Problem("缺少", Place("rules/schemes"), "没有积分制的规则文件", "请补上 rules/schemes/rooms.yml 等文件"))
    rulebook = Rulebook(bureau, schemes, calendar, guards, exempt, faulty)
    for scheme in schemes.values():
        problems += banned_indicators(scheme, guards, exempt)
    return rulebook, problems


_RULE_PATHS = re.compile(
    r"rules/(?:(?:bureau|calendar|guards|yearly|approvers)\.yml"
    r"|roster/(?:units|branches|rooms|officers)\.yml|examples/[^/]+\.yml|(?:[^/]+/)*README(?:\.zh)?\.md)"
)


def _stray(path: str) -> Problem:
    known = ("bureau", "calendar", "guards", "yearly", "roster/units", "roster/officers", "schemes/rooms")
    near = closest(path, [f"rules/{name}.yml" for name in known])
    hint = f"是不是 {near}？" if near else ""
    return Problem(
        "路径", Place(path), "这个文件不在规则的位置，不起作用", f"{hint}积分制的规则请放在 rules/schemes/代码.yml，不用的文件请删去"
    )


def read_shape(path: str, data: bytes, shape: Shape, problems: list[Problem]) -> Row | None:
    """One file through one shape; its problems are appended, None when it is unreadable."""
    document = read(path, data)
    problems += document.problems
    if document.root is None:
        return None
    reader = Reader(document)
    row = shape.read(document.root, document.root.spot, reader)
    problems += reader.problems
    return row if isinstance(row, Row) else None


def _good(rows: Any) -> list[Row]:
    return [row for row in rows or [] if isinstance(row, Row)]


def _periods(value: Any) -> dict[str, int]:
    if value is None or value is MISSING:
        return {}
    spread = value if isinstance(value, dict) else {"月": value}
    return {period: points for period, points in spread.items() if isinstance(points, int)}


class _SchemeReader:
    """Reads one scheme file; holds what its parts need of each other while reading."""

    def __init__(self, path: str, data: bytes, bureau: Bureau, problems: list[Problem]) -> None:
        self.path, self.bureau, self.problems = path, bureau, problems
        self.document: Document = read(path, data)
        self.reader = Reader(self.document)
        self.groups: kinds.Groups = None
        self.stated: dict[str, set[str]] = {}
        """Month of a version → the codes of its items as written, also of unreadable ones."""
        self.names: dict[str, Item] = {}

    @property
    def failed(self) -> bool:
        """Whether anything in the file is wrong; known after ``scheme()``."""
        return bool(errors([*self.document.problems, *self.reader.problems]))

    def folders(self) -> tuple[str, ...]:
        """The ledger folders of this scheme, as far as the file tells."""
        stem = self.path.rsplit("/", 1)[1].removesuffix(".yml")
        root = self.document.root
        stated = root.get("复核目录") if isinstance(root, Mapping) else None
        reviews = [stated] if isinstance(stated, str) else [f"{stem}-review", f"{stem.rstrip('s')}-review"]
        return (stem, *reviews)

    def scheme(self) -> Scheme | None:
        self.problems += self.document.problems
        if self.document.root is None:
            return None
        row = SCHEME.read(self.document.root, self.document.root.spot, self.reader)
        made = self._scheme(row)
        self.problems += self.reader.problems
        return made

    def _scheme(self, row: Row) -> Scheme | None:
        report = self.reader.report
        code = row["代码"]
        stem = self.path.rsplit("/", 1)[1].rsplit(".", 1)[0]
        if code is not MISSING and code != stem:
            report("路径", row.at("代码"), f"代码“{code}”与文件名“{stem}”不同", f"请写成 {stem}")
        group_by = row["分组"]
        if group_by not in ("不分组", *self.bureau.groups):
            if group_by is not MISSING:
                hint = f"{one_of(['不分组', *self.bureau.groups])}（见 rules/bureau.yml）"
                report("取值", row.at("分组"), f"{quoted(group_by)}不是可选的分组方式", hint)
            self.groups = None
        else:
            self.groups = frozenset(self.bureau.groups.get(group_by, {}))
        means = row["汇总"] if isinstance(row["汇总"], Row) else {}
        components = tuple(
            self._component(each, means.get("年") == "平均") for each in _good(row["组成"])
        )
        self.components = {component.code: component for component in components}
        if len(self.components) < len(components):
            report("重复", row.at("组成"), "组成部分的代码重复", "请各用一个代码")
        self.aspects = tuple(
            Aspect(each["代码"], each["名称"], each["分值"]) for each in _good(row["类目"])
        )
        self.sample = row["最小样本"] or DEFAULT_SAMPLE
        self.aspect_period = row["类目分值"]
        self.of_cases = row["考核对象"] == "案件"
        versions = self._versions(_good(row["版本"]))
        if any(row[key] is MISSING for key in ("代码", "积分制", "考核对象", "分组", "周期")):
            return None
        late = row["迟报项目"] or ""
        for since, codes in self.stated.items():
            if late and late not in codes:
                report("取值", row.at("迟报项目"), f"“{late}”不是 {since} 起的项目", "请写本积分制的扣分项目代码")
                break
        return Scheme(
            code=code,
            name=row["积分制"],
            short=row["简称"] or "",
            subject=row["考核对象"],
            office=row["编发单位"] or "",
            addressee=row["主送"] or "",
            purpose=row["宗旨"] or "",
            consequence=row["结果运用"] or "",
            circulated=row["周期"]["通报"] or "月",
            annualised=bool(row["缺月折合"]),
            group_by=group_by,
            scope={name: frozenset(values or ()) for name, values in (row["考核范围"] or {}).items()},
            late_item=late,
            review_folder=(row["复核目录"] or f"{code}-review") if self.of_cases else "",
            components=components,
            aspects=self.aspects,
            versions=tuple(versions),
            place=self.document.place(row.spot),
        )

    def _component(self, row: Row, mean: bool) -> Component:
        sections = row["栏目"]
        if isinstance(sections, str):
            sections = {sections: frozenset(KINDS)}
        else:
            sections = {
                name: frozenset(KINDS if not value or MISSING in value else value)
                for name, value in (sections or {}).items()
            }
        return Component(
            code=row["代码"] or "",
            name=row["名称"] or "",
            sections=sections,
            prorates=bool(row["折算"]),
            full=row["满分"] or None,
            start=row["起点"] or 0,
            floor=_periods(row["下限"]),
            ceiling=_periods(row["上限"]),
            weight=row["权重"] or 0,
            mean=row["汇总"] == "平均" if row["汇总"] else mean,
        )

    def _versions(self, rows: list[Row]) -> list[Version]:
        report = self.reader.report
        made: list[Version] = []
        raw_by_month: dict[str, dict[tuple[str, str], Mapping]] = {}
        retired: dict[str, str] = {}
        for row in rows:
            since = row["生效"] or ""
            if made and since and since <= made[-1].since:
                report("次序", row.at("生效"), "各版本没有按生效月份先后排列", f"请写 {made[-1].since} 以后的月份")
            raw: dict[tuple[str, str], Mapping] = {}
            changes: tuple[Change, ...] = ()
            founded = row["项目"] not in (None, MISSING)
            if row["沿用"] in raw_by_month:
                raw, founded = dict(raw_by_month[row["沿用"]]), True
            elif row["沿用"]:
                report("取值", row.at("沿用"), f"没有 {row['沿用']} 生效的版本", "请写前面某个版本的生效月份")
            elif row["项目"] is None and row["沿用"] is None:
                report("缺少", row.spot, "版本缺少“项目”", "请写出全部项目，或用“沿用”和“变更”")
            for node, spot in zip(row["项目"] or (), getattr(row["项目"], "spots", ()), strict=False):
                for key, part in self._parts(node, spot):
                    if key in raw:
                        report("重复", part.spot, f"项目“{key[0]}”在同一组成部分里写了两次", "请换一个代码")
                    raw[key] = part
            if row["变更"] and founded:
                changes = self._apply(row["变更"], raw, retired, since)
            raw_by_month[since] = raw
            if founded:
                self.stated[since] = {code for code, _ in raw}
            items = tuple(item for node in raw.values() if (item := self._item(node)) is not None)
            version = self._version(row, items, changes, made[-1] if made else None)
            made.append(version)
            self._check_version(row, version)
        return made

    def _parts(self, node: Any, spot: Any) -> list[tuple[tuple[str, str], Mapping]]:
        """An item and its 另计 as separate raw mappings, keyed by code and component."""
        if type(node) is not Mapping:
            self.reader.report("类型", spot, "项目应当是一组键值", "请从“- 代码: …”写起")
            return []
        main = _copy(node, without=("另计",))
        parts = [main]
        extra = node.get("另计")
        for each, at in zip(extra or (), getattr(extra, "spots", ()), strict=False):
            if type(each) is Mapping:
                part = _copy(node, only=_INHERITED)
                part.spot = at
                _overlay(part, each)
                if "频次" not in each and each.get("类型") in ("加分", "扣分", "核定", "否决"):
                    part["频次"] = "随时"
                parts.append(part)
            else:
                self.reader.report("类型", at, "另计应当是一组键值", "请写成 {组成: …, 类型: …, 分值: …}")
        return [((str(p.get("代码")), str(p.get("组成"))), p) for p in parts]

    def _apply(
        self, nodes: Sequence, raw: dict[tuple[str, str], Mapping], retired: dict[str, str], since: str
    ) -> tuple[Change, ...]:
        report = self.reader.report
        changes: list[Change] = []
        for node, spot in zip(nodes, nodes.spots, strict=True):
            if type(node) is not Mapping or type(node.get("代码")) is not str:
                report("缺少", spot, "变更缺少“代码”", "请写成 {代码: W7, 分值: 12, 理由: …}")
                continue
            code, component = node["代码"], node.get("组成")
            reason = node.get("理由")
            if not isinstance(reason, str) or not reason.strip():
                report("缺少", spot, f"变更 {code} 缺少“理由”", "请写明为什么调整")
                reason = ""
            body = _copy(node, without=("理由", "新增", "废止"))
            if node.get("新增") == "是":
                if code in retired:
                    report("重复", node.keys_at["代码"], f"“{code}”在 {retired[code]} 已废止，不能另作他用", "请换一个新代码")
                for key, part in self._parts(body, spot):
                    if key in raw:
                        report("重复", spot, f"项目“{code}”已经存在", "修改旧项目时请删去“新增”")
                    raw[key] = part
                changes.append(Change(code, str(node.get("名称", "")), str(component or ""), "新增", reason))
                continue
            keys = [key for key in raw if key[0] == code and component in (None, key[1])]
            if not keys:
                near = closest(code, {key[0] for key in raw})
                report("取值", node.keys_at["代码"], f"没有“{code}”这个项目", f"是不是“{near}”？" if near else "请写已有的项目代码")
                continue
            name = str(raw[keys[0]].get("名称", ""))
            if node.get("废止") == "是":
                for key in keys:
                    del raw[key]
                retired[code] = since
                changes.append(Change(code, name, str(component or ""), "废止", reason))
                continue
            if len(keys) > 1 and component is None:
                report("缺少", spot, f"“{code}”分属几个组成部分", f"请写明“组成”：{'、'.join(k[1] for k in keys)}")
                continue
            old = raw[keys[0]]
            if "名称" in body and body["名称"] != old.get("名称"):
                report("重复", node.keys_at["名称"], f"“{code}”改了名称，会被当成另一个项目", "名称不同的项目请用“新增”和新代码，旧的写“废止: 是”")
            merged = _copy(old)
            _overlay(merged, body)
            raw[keys[0]] = merged
            fields = tuple(
                (key, as_text(old.get(key)), as_text(value))
                for key, value in body.items()
                if key not in ("代码", "组成") and as_text(old.get(key)) != as_text(value)
            )
            if not fields:
                report("空", spot, f"变更 {code} 没有改变任何内容", "请删去这一条")
            changes.append(Change(code, name, keys[0][1], "调整", reason, fields))
        return tuple(changes)

    def _item(self, node: Mapping) -> Item | None:
        report = self.reader.report
        kind = node.get("类型")
        shape = ITEM_SHAPES.get(kind) if isinstance(kind, str) else None
        if shape is None or not isinstance(kind, str):
            spot = node.values_at.get("类型", node.spot)
            report("取值", spot, f"{quoted(str(kind))}不是可选的项目类型" if kind else "项目缺少“类型”", one_of(list(KINDS)))
            return None
        before = len(self.reader.problems)
        row = shape.read(node, node.spot, self.reader)
        component = self.components.get(row["组成"])
        if row["组成"] is not MISSING and component is None:
            report("取值", row.at("组成"), f"没有“{row['组成']}”这个组成部分", one_of(list(self.components)))
        elif component is not None and not any(kind in taken for taken in component.sections.values()):
            report("取值", row.at("类型"), f"组成部分“{component.name}”不收“{kind}”类项目", "请核对栏目里写的类型")
        names = [aspect.code for aspect in self.aspects]
        if row["类目"] and row["类目"] not in names:
            report("取值", row.at("类目"), f"没有“{row['类目']}”这个类目", one_of(names) if names else "请先写出“类目”")
        if kind == "扣分" and self.of_cases and row["承担"] == "":
            report("承担", row.at("承担"), "办案积分的扣分项目要写明“承担”", "请写“承担: 主办”、全体、认定或单位")
        if kind == "扣分" and not self.of_cases and row["承担"]:
            report("承担", row.at("承担"), "只有办案积分的扣分项目才写“承担”", "请删去“承担”")
        if kind == "办案" and not self.of_cases:
            report("取值", row.at("类型"), "“办案”类项目只用于考核对象为“案件”的积分制", "请改用其他类型")
        terms = kinds.build(kind, row, self.reader, self.groups, self.sample)
        cadence = row["频次"] or "月"
        if isinstance(terms, OF_RECORD) and cadence == "随时":
            report("频次", row.at("频次"), "按期考核的项目不能写“随时”", "请写成 月、季、半年、年 之一")
        if len(self.reader.problems) > before and any(
            p.severity == "错误" for p in self.reader.problems[before:]
        ):
            return None
        months = frozenset(row["月份"] or ()) or CADENCE_MONTHS[cadence]
        return Item(
            code=row["代码"],
            name=row["名称"],
            component=row["组成"],
            kind=kind,
            terms=terms,
            target=row["目标要求"],
            criterion=row["考评标准"],
            basis=row["依据"],
            evidence=row["证明材料"],
            cadence=cadence,
            months=months,
            place=self.document.place(node.spot),
            aspect=row["类目"] or "",
            caps=kinds.caps_of(row),
            not_applicable=row["不适用情形"] or "",
            hides_reason=bool(row["隐去事由"]),
            disqualifies=bool(row["取消评优"]),
        )

    def _version(
        self, row: Row, items: tuple[Item, ...], changes: tuple[Change, ...], before: Version | None
    ) -> Version:
        total = row["总分"] if isinstance(row["总分"], Row) else {}
        inherits = before if row["沿用"] else None
        case_rules = self._case_rules(row) or (inherits.case_rules if inherits else None)
        clauses = tuple(
            Clause(c["名称"], frozenset(code for code in c["项目"] or () if code), c["封顶"] or {})
            for c in _good(row["条款"])
        )
        grades = tuple(
            (g["名称"], g["达到"]) for g in _good(row["等次"]) if MISSING not in g.values()
        )
        return Version(
            since=row["生效"] or "",
            basis=row["依据"] or "",
            issuer=row["制定单位"] or "",
            sample=bool(row["示例分值"]),
            note=row["说明"] or "",
            items=items,
            changes=changes,
            clauses=clauses or (inherits.clauses if inherits else ()),
            start=total.get("起点") or (inherits.start if inherits and not total else 0),
            floor=total.get("下限") if total else (inherits.floor if inherits else None),
            ceiling=total.get("上限") if total else (inherits.ceiling if inherits else None),
            grades=grades or (inherits.grades if inherits else ()),
            graded=row["等次期间"] or (inherits.graded if inherits else "年"),
            pass_mark=row["及格线"] if row["及格线"] is not None else (inherits.pass_mark if inherits else None),
            case_rules=case_rules,
            place=self.document.place(row.spot),
        )

    def _case_rules(self, row: Row) -> CaseRules | None:
        stated = row["办案"]
        if not isinstance(stated, Row) or MISSING in stated.values():
            return None
        roles, report = stated["角色"], self.reader.report
        if isinstance(roles["主办"], int) and isinstance(roles["协办"], int) and roles["主办"] + roles["协办"] != 100_00:
            report("分成", stated.at("角色"), "主办与协办的分成合计不是 100%", "请核对两个百分比")
        team = tuple(sorted((n, f) for n, f in stated["团队系数"].items() if isinstance(f, int)))
        return CaseRules(
            roles["主办"] or 0, roles["协办"] or 0, team, stated["轻微封顶"], stated["人均"], stated["个人质效计入单位"]
        )

    def _check_version(self, row: Row, version: Version) -> None:
        report = self.reader.report
        if self.of_cases and version.case_rules is None and isinstance(row["办案"], Row | None):
            report("缺少", row.spot, "办案积分的版本缺少“办案”", "请写明角色分成、团队系数、轻微封顶")
        for item in version.items:
            other = self.names.setdefault(item.code, item)
            if other.name != item.name:
                spot, hint = (item.place.line, item.place.column), f"请给“{item.name}”另编代码"
                report("重复", spot, f"代码“{item.code}”已经用于“{other.name}”", hint)
        for clause, at in zip(version.clauses, _good(row["条款"]), strict=False):
            for code in sorted(c for c in clause.items if c not in self.stated.get(version.since, {c})):
                report("取值", at.at("项目"), f"条款里的“{code}”不是本版本的项目", "请核对代码")
        own = version.grades if row["等次"] else ()
        for grade, lower in zip(own, own[1:], strict=False):
            if grade[1] <= lower[1]:
                report("次序", row.at("等次"), "等次没有从高到低排列", "请从最高的等次写起")
        if self.aspect_period and not any(p.severity == "错误" for p in self.reader.problems):
            self._check_aspects(row, version)

    def _check_aspects(self, row: Row, version: Version) -> None:
        for aspect in self.aspects:
            if aspect.points is None:
                continue
            total = sum(
                item.full(next(iter(sorted(self.groups or ())), "")) * (len(item.months) if self.aspect_period == "年" else 1)
                for item in version.items
                if item.aspect == aspect.code and isinstance(item.terms, (*OF_RECORD, Lapse))
            )
            if total != aspect.points:
                self.reader.report(
                    "分值", row.at("生效"),
                    f"类目“{aspect.name}”的项目合计 {total / 100:g} 分，与写明的 {aspect.points / 100:g} 分不符",
                    "请核对项目的分值、频次或类目分值",
                )  # fmt: skip


def _copy(node: Mapping, only: tuple[str, ...] | None = None, without: tuple[str, ...] = ()) -> Mapping:
    made = Mapping(node.spot)
    for key in node:
        if (only is None or key in only) and key not in without:
            made[key] = node[key]
            made.keys_at[key] = node.keys_at[key]
            made.values_at[key] = node.values_at.get(key, node.spot)
    return made


def _overlay(node: Mapping, upper: Mapping) -> None:
    for key in upper:
        node[key] = upper[key]
        node.keys_at[key] = upper.keys_at[key]
        node.values_at[key] = upper.values_at.get(key, upper.spot)


def as_text(node: Any) -> str:
    """A YAML value as a short text for people: ``一类 95%，二类 95%``."""
    if node is None:
        return "（无）"
    if isinstance(node, dict):
        return "，".join(f"{key} {as_text(value)}" for key, value in node.items())
    if isinstance(node, list):
        return "、".join(as_text(value) for value in node)
    return str(node)


# ── banned indicators ──────────────────────────────────────────────────────────────────────────

_GUARDS = Shape(
    "禁设指标",
    (
        Field(
            "禁设指标",
            ListOf(
                Shape(
                    "禁设指标",
                    (
                        Field("名称", _LABEL),
                        Field("词语", ListOf(_LABEL, 1)),
                        Field("依据", Text(160, private=False)),
                    ),
                )
            ),
        ),
        Field("除外词", ListOf(_LABEL), required=False),
    ),
)


def _read_guards(files: Files, problems: list[Problem]) -> tuple[tuple[Guard, ...], tuple[str, ...]]:
    path = "rules/guards.yml"
    if path not in files:
        problems.append(Problem("缺少", Place(path), "缺少禁设指标清单", "请补上 rules/guards.yml", "提醒"))
        return (), ()
    row = read_shape(path, files[path], _GUARDS, problems)
    if row is None:
        return (), ()
    guards = tuple(
        Guard(each["名称"], tuple(w for w in each["词语"] or () if isinstance(w, str)), each["依据"])
        for each in _good(row["禁设指标"])
    )
    return guards, tuple(word for word in row["除外词"] or () if isinstance(word, str))


def banned_indicators(scheme: Scheme, guards: Iterable[Guard], exempt: tuple[str, ...]) -> list[Problem]:
    """A warning for each item that gives points for what regulations forbid to count."""
    found: dict[Place, Problem] = {}
    for version in scheme.versions:
        for item in version.items:
            if _gives_no_points(item):
                continue
            clauses = re.split(r"[，。；;,]", "。".join((item.name, item.target, item.criterion)))
            counted = [clause for clause in clauses if not any(word in clause for word in exempt)]
            for guard in guards:
                if any(word in clause for word in guard.words for clause in counted):
                    found[item.place] = Problem(
                        "禁设指标",
                        item.place,
                        f"项目“{item.code} {item.name}”以“{guard.name}”计分，属于禁设指标（依据：{guard.basis}）",
                        "请改为只登记不计分，或删去",
                        "提醒",
                    )
    return list(found.values())


def _gives_no_points(item: Item) -> bool:
    terms = item.terms
    if isinstance(terms, kinds.CaseWork):
        return terms.points == 0 and terms.role != "系数"
    if isinstance(terms, Event):
        return terms.sign < 0
    return isinstance(terms, kinds.Veto)
