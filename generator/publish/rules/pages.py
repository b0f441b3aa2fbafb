"""The rules as people read them: every item of every version, what changed, what is forbidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import NamedTuple

from generator.publish.kit import links
from generator.publish.kit.labels import DASH, month_name
from generator.publish.kit.tables import Cell, Column, Table, TableRow
from generator.publish.rules import working
from generator.publish.site import Page, Site
from generator.rules.scheme import AMENDED, NEW, RETIRED, Item, RuleChange, Scheme, Version
from generator.text.problems import Place

ALIKE = 0.6
"""How much two wordings must have in common for the difference to be shown inside the text."""
_TOKEN = re.compile(r"\d+(?:\.\d+)?%?|.", re.DOTALL)
CADENCES = {"月": "每月", "季": "每季度", "半年": "每半年", "年": "每年", "随时": "发生时"}


@dataclass(frozen=True, slots=True)
class Wording:
    """One part of an item as worded from some month on, until the next wording."""

    item: Item
    since: str
    until: str
    """The last month, or empty when still in force."""
    component: str
    worth: str
    working: str
    cadence: str


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item with all its parts and wordings; ``retired`` is the month from which it is gone."""

    code: str
    name: str
    wordings: tuple[Wording, ...]
    retired: str
    reason: str
    added: str
    changed: str

    @property
    def latest(self) -> Wording:
        """The wording the item is listed with."""
        return self.wordings[0]


class Heading(NamedTuple):
    """Items under one aspect, or under one component where there are no aspects."""

    anchor: str
    title: str
    points: int | None
    items: tuple[ItemView, ...]


Piece = tuple[str, str]
"""``("del" | "ins" | "", text)``: a stretch that went, came or stayed."""


class ChangeView(NamedTuple):
    """One change of a version, field by field."""

    change: RuleChange
    component: str
    fields: tuple[tuple[str, tuple[Piece, ...]], ...]
    """Name of a field → what changed in it."""


def pages(site: Site) -> Iterator[Page]:
    """Rules of each scheme, the changes, the year rules, and the overview."""
    schemes = site.schemes
    for scheme in schemes:
        yield _scheme_page(site, scheme)
    yield site.page(
        "rule_changes.html",
        links.RULE_CHANGES,
        "规则变更对照",
        {"schemes": schemes, "changes_of": changes_of},
        search=" ".join(f"{s.short} {v.basis}" for s in schemes for v in s.versions[1:]),
    )
    if site.books.year_rules:
        yield site.page(
            "rules_year.html",
            links.rules("yearly"),
            "年度评定规则",
            {"versions": site.books.year_rules[::-1], "schemes": site.rulebook.schemes},
            edit_uri="rules/yearly.yml",
            search="执法办案标兵 表彰单位 待改进单位 优先考虑 资格条件",
        )
    yield site.page(
        "rules.html",
        links.RULES,
        "规则",
        {"schemes": schemes, "overview": _overview(schemes), "guards": _guards(site)},
        search="任务清单 目标要求 考评标准 分值 依据 禁设指标 计算方法",
    )


def _scheme_page(site: Site, scheme: Scheme) -> Page:
    views = item_views(scheme)
    return site.page(
        "rules_scheme.html",
        links.rules(scheme.code),
        f"{scheme.name}规则",
        {
            "scheme": scheme,
            "headings": list(_headings(scheme, views)),
            "summary": _summary(scheme, views),
            "total": working.total_words(scheme),
            "component_words": working.component_words,
            "bounds": working.bounds_words(scheme, scheme.versions[-1]),
            "case_words": working.case_words,
            "groups": site.rulebook.bureau.groups.get(scheme.group_by, {}),
        },
        edit_uri=f"rules/schemes/{scheme.code}.yml",
        search="、".join(f"{view.code} {view.name}" for view in views),
    )


# ── items ──────────────────────────────────────────────────────────────────────────────────────


def item_views(scheme: Scheme) -> list[ItemView]:
    """All items that any version has, in the order of the file."""
    codes = dict.fromkeys(item.code for version in scheme.versions for item in version.items)
    return [_view(scheme, code) for code in codes]


def _view(scheme: Scheme, code: str) -> ItemView:
    parts = dict.fromkeys(item.component for v in scheme.versions for item in v.of_code(code))
    wordings = [w for part in parts for w in reversed(_wordings(scheme, part, code))]
    # What was done to it, and since when; of several changes the last.
    last = {c.what: (v.since, c) for v in scheme.versions for c in v.changes if c.code == code}
    since = {what: month for what, (month, _) in last.items()}
    return ItemView(
        code,
        wordings[0].item.name,
        tuple(wordings),
        since.get(RETIRED, ""),
        last[RETIRED][1].reason if RETIRED in last else "",
        since.get(NEW, ""),
        since.get(AMENDED, ""),
    )


def _wordings(scheme: Scheme, component: str, code: str) -> list[Wording]:
    """The wordings of one part of an item, oldest first; versions that leave it alone add none."""
    found: list[Wording] = []
    previous: Item | None = None
    for version in scheme.versions:
        item = version.item(component, code)
        # Its line in the file moves with every change above it.
        here = replace(item, place=Place("")) if item is not None else None
        if here == previous:
            continue
        if found and not found[-1].until:
            found[-1] = replace(found[-1], until=version.since)
        if item is not None:
            found.append(_wording(scheme, item, version.since))
        previous = here
    return found


def _wording(scheme: Scheme, item: Item, since: str) -> Wording:
    months = "、".join(str(month) for month in sorted(item.months))
    cadence = CADENCES[item.cadence]
    if item.months and item.cadence not in ("月", "随时"):
        cadence += f"（{months}月）"
    return Wording(
        item,
        since,
        "",
        scheme.component(item.component).name,
        item.terms.worth,
        working.working(item, scheme),
        cadence,
    )


def _headings(scheme: Scheme, views: list[ItemView]) -> Iterator[Heading]:
    """Items by aspect; those without one by the component of their first part."""
    for aspect in scheme.aspects:
        own = tuple(view for view in views if view.latest.item.aspect == aspect.code)
        if own:
            yield Heading(f"aspect-{links.slug(aspect.code)}", aspect.name, aspect.points, own)
    rest = [view for view in views if not view.latest.item.aspect]
    for component in scheme.components:
        own = tuple(view for view in rest if view.latest.item.component == component.code)
        if own:
            yield Heading(f"component-{component.code}", component.name, None, own)


def _summary(scheme: Scheme, views: list[ItemView]) -> Table:
    """All items in one table, for looking over and for print."""
    aspects = {aspect.code: aspect.name for aspect in scheme.aspects}
    rows = [
        TableRow.of(
            Cell(view.code, f"{links.rules(scheme.code)}#{links.slug(view.code)}"),
            view.name,
            aspects.get(view.latest.item.aspect, view.latest.component),
            view.latest.worth,
            view.latest.cadence,
            _state(view),
        )
        for view in views
    ]
    columns = (
        Column("code", "代码"),
        Column("name", "项目", sortable=False),
        Column("aspect", "类目", hidden_on_phone=True),
        Column("worth", "分值", sortable=False),
        Column("cadence", "频次", hidden_on_phone=True),
        Column("state", "变更"),
    )
    return Table(f"{scheme.name}项目一览", columns, rows)


def _state(view: ItemView) -> Cell:
    if view.retired:
        return Cell(f"{month_name(view.retired)}起废止", tone="muted")
    if view.added or view.changed:
        word = NEW if view.added else AMENDED
        return Cell(f"{month_name(view.added or view.changed)}{word}", tone="info")
    return Cell("")


def changes_of(scheme: Scheme, version: Version) -> list[ChangeView]:
    """A version's changes with the names of components and what changed within each text."""
    names = {component.code: component.name for component in scheme.components}
    return [
        ChangeView(
            change,
            names.get(change.component, ""),
            tuple((name, difference(old, new)) for name, old, new in change.fields),
        )
        for change in version.changes
    ]


def difference(old: str, new: str) -> tuple[Piece, ...]:
    """What to strike out and what to put in; numbers change as a whole.

    Texts with little in common are struck out and replaced as a whole.
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    # Autojunk would take the commonest characters of a long text for noise.
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < ALIKE:
        return ("del", old), ("ins", new)
    pieces: list[Piece] = []
    for kind, start, end, first, last in matcher.get_opcodes():
        gone, came = "".join(before[start:end]), "".join(after[first:last])
        pieces += [("", gone)] if kind == "equal" else [("del", gone), ("ins", came)]
    return tuple(piece for piece in pieces if piece[1])


# ── overview ───────────────────────────────────────────────────────────────────────────────────


def _overview(schemes: list[Scheme]) -> Table:
    rows = []
    for scheme in schemes:
        version = scheme.versions[-1]
        main = {i.code for i in version.items if i.terms.regular}
        others = {item.code for item in version.items} - main
        rows.append(
            TableRow.of(
                Cell(scheme.name, links.rules(scheme.code)),
                "民警、单位" if scheme.of_cases else scheme.subject,
                str(len(main)) if main else DASH,
                str(len(others)),
                f"月统计、{scheme.circulated}通报、年总评",
                month_name(version.since),
                version.basis,
            )
        )
    columns = (
        Column("scheme", "积分制", sortable=False),
        Column("subject", "考核对象", sortable=False),
        Column("items", "考评项目", numeric=True, sortable=False),
        Column("others", "其他计分项目", numeric=True, sortable=False, hidden_on_phone=True),
        Column("cadence", "周期", sortable=False, hidden_on_phone=True),
        Column("since", "现行版本自", sortable=False),
        Column("basis", "依据", sortable=False),
    )
    return Table("各积分制的现行规则", columns, rows)


def _guards(site: Site) -> Table:
    rows = [
        TableRow.of(guard.name, "、".join(guard.words), guard.basis)
        for guard in site.rulebook.guards
    ]
    columns = (
        Column("name", "禁设指标", sortable=False),
        Column("words", "识别词语", sortable=False, hidden_on_phone=True),
        Column("basis", "依据", sortable=False),
    )
    return Table("禁设指标及其依据", columns, rows)
