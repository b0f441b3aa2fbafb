"""What every kind of item (类型) says about itself; each kind is one file beside this one.

A kind is a frozen dataclass of terms: what a rule of that kind states.  It has the field table of
its rule, makes the field table of its record entries, and reads each entry into a ``Said``, which
knows its points and the arithmetic in words.  Whoever handles items asks these questions and never
which kind it is; so a new kind is a new file, and a name in ``__init__.py``.

Below stands what kinds share: fields, and values that may differ by group.  A kind says ``kind.CAPS``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, NamedTuple, Self, TypeVar

from generator.text.dates import Date
from generator.text.hundredths import percent, short
from generator.text.reading import MISSING, NOTHING_SAID, Document
from generator.text.scalars import ITEM_CODE, Amount, Choice, Points, Text, Whole
from generator.text.shapes import Either, Field, MapOf, Row, Shape

V = TypeVar("V")
Amounted = tuple[int, bool]
"""An amount in whole hundredths, and whether it is a percentage."""
ByGroup = Mapping[str, V]
"""A value that may differ by ranking group: ``{"": value}``, or one value per group."""

NOT_APPLICABLE = "不适用"
SMALL_SAMPLE = "样本不足"
CAP_PERIODS = {"月": "每月", "季": "每季", "年": "每年", "案": "每案"}


def for_group(values: ByGroup[V], group: str) -> V:
    """The value that holds for a ranking group."""
    return values[group] if group in values else values[""]


class Scored(NamedTuple):
    """Points in hundredths, the arithmetic in words, and a state when the item does not count."""

    points: int
    words: str
    state: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one record entry says.  A kind adds its own figures and the arithmetic.

    What could not be read has been reported and is empty here; books with errors are not scored.
    """

    evidence: str = ""
    """依据."""
    reason: str = ""
    """事由."""
    day: date | None = None
    """日期."""
    officer: str = ""
    """警号 of the person whom it is about."""
    matter: str = ""
    """事项: entries about one matter share it."""
    level: str = ""
    """级别."""
    times: int = 0
    """次数, 天数 … where the kind counts."""
    indicator: str = ""
    """指标: the item that false data were reported for."""
    bearers: tuple[str, ...] = ()
    """承担: service numbers; empty unless all could be read."""

    words_are_figures: ClassVar[bool] = False
    """Its arithmetic quotes nothing but figures, levels and what the rule says."""

    def score(self, group: str) -> Scored:
        """Points of the entry for a subject of that ranking group, rounded half-up here and nowhere later."""
        raise NotImplementedError

    def open_words(self, words: str) -> str:
        """The arithmetic of its line without what an item that hides its reason may not show."""
        # A kind that says nothing about it hides: what is shown by mistake cannot be taken back.
        return words if self.words_are_figures else ""


_TEXTS = {
    "evidence": "依据",
    "reason": "事由",
    "officer": "警号",
    "matter": "事项",
    "level": "级别",
    "indicator": "指标",
}


def said(row: Row) -> dict[str, Any]:
    """The fields that entries of any kind may have, as arguments of ``Said``."""
    bearers = row.get("承担") or ()
    return {
        **{name: row.get(key) or "" for name, key in _TEXTS.items()},
        "day": row.get("日期") or None,
        # With one number unread, nothing may be concluded from who is missing.
        "bearers": () if MISSING in bearers else tuple(bearers),
    }


class Context(NamedTuple):
    """What reading a rule needs beside its row."""

    document: Document
    groups: frozenset[str] | None
    """The ranking groups of the scheme; None when the rules do not say it right."""
    least_sample: int | None
    """A rate over fewer than this many is 样本不足, unless the item says otherwise; None: not stated."""


class Terms:
    """What a rule of one kind states.  Subclasses are the kinds."""

    __slots__ = ()

    name: ClassVar[str]
    """类型, as written in a scheme file."""
    summary: ClassVar[str]
    """What it does, for the choice of kinds and the reference page."""
    fields: ClassVar[tuple[Field, ...]] = ()
    """Field table of its rule, beside those that every item has."""
    reported: ClassVar[bool] = False
    """Every record states it in each month in which it is due."""
    starts_full: ClassVar[bool] = False
    """Its full points count before anything is recorded."""
    may_not_apply: ClassVar[bool] = False
    """Its record entry may say 不适用, where the rule says when (不适用情形)."""
    has_full: ClassVar[bool] = False
    """It has full marks, of which somebody may fall short."""
    secret: ClassVar[bool] = False
    """Why it was recorded is never shown."""
    strikes: ClassVar[bool] = False
    """An entry gives no points but takes eligibility for honours (``struck``)."""
    happens: ClassVar[bool] = False
    """An entry is something that happened, and may be found in a review of a case."""
    adds: ClassVar[bool] = False
    """Every entry gives points."""
    from_cases: ClassVar[bool] = False
    """Its points come from cases and are shared among officers."""

    # What a kind states in its rules, and not by what it is: a field of the kinds that have it.
    full_when_not_due: bool = False
    """Months in which it is not due count in full (非考核月: 计满分)."""
    least_sample: int | None = None
    """Over fewer cases than this it is 样本不足; None where nothing is counted, or nothing stated."""
    when_skipped: str = ""
    """What it counts when it is 不适用 or 样本不足: 计满分 or 计零分; empty: the others are prorated."""
    highest_per_matter: bool = False
    """Of several entries about one matter (事项) only the highest counts."""
    minor: bool = False
    """Findings that together take at most a share of the month's case points (轻微)."""
    zeroes_indicator: bool = False
    """An entry sets an indicator of the month to 0."""
    bearer: str = ""
    """Who bears a finding about a case: 主办, 全体, 认定 or 单位; empty elsewhere."""

    @classmethod
    def read(cls, row: Row, context: Context) -> Self:
        """The terms of a rule that was read; reports what a single field cannot know."""
        raise NotImplementedError

    @property
    def regular(self) -> bool:
        """Everybody is assessed on it in each period, not only when something happens."""
        return self.reported or self.starts_full

    @property
    def sampled(self) -> bool:
        """Its figure is taken over the cases due, of which there may be none or too few."""
        return False

    @property
    def gives_points(self) -> bool:
        """Whether somebody can gain by it, so that a banned indicator must not stand here."""
        return True

    @property
    def counted(self) -> str:
        """The entry's field that says how often or how long; empty where nothing is counted."""
        return ""

    @property
    def levels(self) -> Mapping[str, int]:
        """Points by level (级别), where they go by level."""
        return {}

    def struck(self, subject: str, officer: str) -> tuple[str, ...]:
        """Who loses eligibility by an entry in a subject's record that may name an officer."""
        return ()

    def full(self, group: str) -> int:
        """Full points for a ranking group, hundredths; 0 for kinds without any."""
        return 0

    def entry(self, name: str, not_applicable: str, *, of_cases: bool = False) -> Shape:
        """The field table of its record entry.

        ``not_applicable`` says when the item may be 不适用 (empty: never); ``of_cases`` is true for
        findings in reviews of cases, which name who bears them.
        """
        raise NotImplementedError

    def said(self, row: Row) -> Said:
        """An entry that was read through ``entry``."""
        raise NotImplementedError

    def example(self, evidence: str, *, applies: bool = True) -> str:
        """What an entry says beside its code, as a clerk would type it."""
        return f"事由: 一句话说明, 依据: {evidence}"

    @property
    def worth(self) -> str:
        """What it is worth, as short as a table wants it: ``20分``, ``每次+2分``, ``±2分``."""
        raise NotImplementedError

    def working(self, subject: str) -> str:
        """How its points come about, as a clause that an officer can check a number with.

        ``subject`` is what the scheme scores: 党支部, 警务室, 单位 …
        """
        raise NotImplementedError


# ── fields that several kinds share ────────────────────────────────────────────────────────────

POINTS = Points()
GROUP_OR_LEVEL = Text(20)
POINTS_BY_GROUP = Either(POINTS, MapOf(GROUP_OR_LEVEL, POINTS, least=1))
AMOUNT_BY_GROUP = Either(Amount(), MapOf(GROUP_OR_LEVEL, Amount(), least=1))
FULL = Field("分值", POINTS_BY_GROUP, help="满分")
SAMPLE = Field("最小样本", Whole(1, 1000), required=False, help="应办数低于此数时视为样本不足")
NOT_DUE = Field(
    "非考核月", Choice({"计满分": "不考核的月份按满分计"}, "非考核月的算法"), required=False
)
FULL_MARKS, NO_POINTS = "计满分", "计零分"
SKIPPED = Field(
    "不适用时",
    Choice({FULL_MARKS: "按满分计", NO_POINTS: "按零分计"}, "不适用时的算法"),
    required=False,
    help="不适用、样本不足时计几分；组成部分按比例折算的不写",
)
CAPS = Field(
    "封顶",
    Either(POINTS, MapOf(Choice(CAP_PERIODS, "封顶的期间"), POINTS, least=1)),
    required=False,
    help="如 {月: 2}；只写数字时按月封顶",
)

COUNTED = {
    **dict.fromkeys(("次", "批", "件"), "次数"),
    "人次": "人次",
    "起": "次数",
    **dict.fromkeys(("天", "工作日"), "天数"),
    "周": "周数",
    "月": "月数",
}
"""The entry's field for each counting word of a rule (每)."""
PER = Field("每", Choice(dict.fromkeys(COUNTED, ""), "计数单位"), required=False, default="次")

ITEM = Field("项", ITEM_CODE, help="项目代码")
DAY = Field("日期", Date(), help="发生或认定的日期，须在本月内")
NO_PICTURES, NO_NAMES = "登记或文件编号，不要图片", "一句话，不写姓名和个人信息"
# Typed so that the field is not empty: whoever looks for the proof would find nothing.
NO_REASON = NOTHING_SAID | {"是", "否", "√"}
PROOF = Text(80, what="依据", no_answer=NO_REASON)
CAUSE = Text(120, what="事由", no_answer=NO_REASON)
EVIDENCE = Field("依据", PROOF, help=NO_PICTURES)
MAYBE_EVIDENCE = Field("依据", PROOF, required=False, help=NO_PICTURES)
REASON = Field("事由", CAUSE, help=NO_NAMES)
MAYBE_REASON = Field("事由", CAUSE, required=False, help=NO_NAMES)


def need(row: Row, document: Document, key: str, why: str, hint: str) -> None:
    """Report a field that is not required in general, but is in this row."""
    if row.get(key) is None:
        document.report("缺少", row.spot, f"{why}要写明“{key}”", hint)


# ── values that may differ by group, read and told ─────────────────────────────────────────────


def spread(value: Any) -> dict[str, Any]:
    """``5`` → ``{"": 5}``; a map stays a map; what could not be read becomes empty."""
    if value is MISSING or value is None:
        return {}
    if isinstance(value, dict):
        return {key: inner for key, inner in value.items() if inner is not MISSING}
    return {"": value}


def by_group(row: Row, key: str, context: Context) -> dict[str, Any]:
    """One value for all or one per ranking group; a map must name every group and no other."""
    values, groups = spread(row[key]), context.groups
    # Of a scheme whose groups are told to be wrong, every name may be right.
    if groups is not None and values and "" not in values and set(values) != groups:
        absent, strange = sorted(groups - set(values)), sorted(set(values) - groups)
        what = [f"缺少 {'、'.join(absent)}"] if absent else []
        what += [f"多出 {'、'.join(strange)}"] if strange else []
        every = f"请逐一写出 {'、'.join(sorted(groups))}"
        hint = every if groups else "本积分制不分组，请只写一个值"
        message = f"“{key}”按分组写时{'，'.join(what)}"
        context.document.report("分组", row.at(key), message, hint)
    return values


def caps_of(row: Row) -> dict[str, int]:
    """Caps by period in hundredths; a bare number is a cap per month."""
    return {period or "月": points for period, points in spread(row.get("封顶")).items()}


def points_words(values: ByGroup[int]) -> str:
    """``20``, or ``一类20、二类18``."""
    return _together(values, [short(value) for value in values.values()])


def amounts_words(values: ByGroup[Amounted]) -> str:
    """``95%``, or ``一类98%、二类95%``."""
    return _together(values, [amount_words(value) for value in values.values()])


def amount_words(value: Amounted) -> str:
    """``95%`` or ``4``."""
    amount, is_percent = value
    return percent(amount) if is_percent else short(amount)


def _together(groups: ByGroup[Any], words: Sequence[str]) -> str:
    if len(set(words)) == 1:
        return words[0]
    return "、".join(f"{group}{said}" for group, said in zip(groups, words, strict=True))
