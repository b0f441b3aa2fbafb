"""One scheme file: its versions, oldest first, what must hold in each of them and across them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import PurePosixPath
from typing import NamedTuple

from generator.rules.bureau import Bureau
from generator.rules.kinds.case_work import HELP
from generator.rules.scheme import (
    AMBIGUOUS,
    TAKEN,
    CaseRules,
    Clause,
    Item,
    RuleChange,
    Scheme,
    Version,
)
from generator.rules.scheme_form import SCHEME_FORM
from generator.rules.scheme_head import Head, bounds_in_order, read_head
from generator.rules.scheme_items import ItemKey, RawItems, read_items
from generator.text.hundredths import short, typed
from generator.text.problems import Problem, errors
from generator.text.reading import MISSING, Document, Mapping as Node
from generator.text.shapes import Row, good, good_rows, whole_rows
from generator.text.strict import read


class SchemeFile(NamedTuple):
    """What was read: the scheme as far as there is one, and all problems of the file."""

    scheme: Scheme | None
    problems: list[Problem]
    folders: tuple[str, ...]
    """The ledger folders of this scheme, as far as the file tells."""


def read_scheme(path: str, data: bytes, bureau: Bureau) -> SchemeFile:
    """A scheme file; its versions are read as far as they can be, also when its head is wrong."""
    document = read(path, data)
    stem = PurePosixPath(path).stem
    folders = _folders(stem, document.root)
    if document.root is None:
        return SchemeFile(None, document.problems, folders)
    row = SCHEME_FORM.read(document.root, document.root.spot, document)
    scheme = _scheme(row, stem, bureau, document)
    return SchemeFile(scheme, document.problems, folders)


def _folders(stem: str, root: Node | None) -> tuple[str, ...]:
    stated = root.get("复核目录") if root is not None else None
    if isinstance(stated, str):
        return stem, stated
    # Of a file that nobody can read, any folder that its reviews might lie in waits with it.
    return stem, f"{stem}-review", f"{stem.rstrip('s')}-review"


def _scheme(row: Row, stem: str, bureau: Bureau, document: Document) -> Scheme | None:
    code = row["代码"]
    if code is not MISSING and code != stem:
        message = f"代码“{code}”与文件名“{stem}”不同"
        document.report("路径", row.at("代码"), message, f"请写成 {stem}，或把文件改名")
    for key in ("代码", "复核目录"):
        if row[key] is not MISSING and (row[key] in TAKEN or AMBIGUOUS.search(row[key])):
            message = f"“{row[key]}”是别的文件夹或页面的名称，不能作“{key}”"
            document.report("代码", row.at(key), message, "请换一个；代码改了，文件名一起改")
    if code is not MISSING and row["复核目录"] == code:
        hint = "复核记录要放在另一个文件夹，请换一个"
        document.report("代码", row.at("复核目录"), "“复核目录”和“代码”相同", hint)
    head = read_head(row, bureau, document)
    made, stated = _versions(good_rows(row["版本"]), head, document)
    if any(row[key] is MISSING for key in ("代码", "积分制", "考核对象", "分组", "周期")):
        return None
    items = [item for version in made for item in version.items]
    _late_item(row, stated, items, document)
    _least_sample(row, items, document)
    if head.of_cases and not errors(document.problems):
        _one_component_of_cases(row, head, items, document)
    return _made(row, head, made, document)


_TEXTS = {
    "short": "简称",
    "office": "编发单位",
    "addressee": "主送",
    "purpose": "宗旨",
    "consequence": "结果运用",
    "late_item": "迟报项目",
}
"""Of a scheme, and the key of the file that states each."""


def _made(row: Row, head: Head, versions: tuple[Version, ...], document: Document) -> Scheme:
    return Scheme(
        code=row["代码"],
        name=row["积分制"],
        subject=row["考核对象"],
        circulated=row["周期"]["通报"] or "月",
        means=head.means,
        annualised=bool(row["缺月折合"]),
        group_by=row["分组"],
        scope={name: frozenset(values or ()) for name, values in (row["考核范围"] or {}).items()},
        review_folder=(row["复核目录"] or f"{row['代码']}-review") if head.of_cases else "",
        components=head.components,
        aspects=head.aspects,
        versions=versions,
        place=document.place(row.spot),
        **{name: row[key] or "" for name, key in _TEXTS.items()},
    )


# ── what must hold across versions ─────────────────────────────────────────────────────────────


def _late_item(
    row: Row, stated: Mapping[str, frozenset[str]], items: Sequence[Item], document: Document
) -> None:
    late = row["迟报项目"]
    other = [i for i in items if i.code == late and (i.terms.adds or not i.terms.happens)]
    if other:
        message = f"“{late}”是“{other[0].terms.name}”类项目，迟报要扣分"
        hint = "请写本积分制的扣分项目代码"
        document.report("取值", row.at("迟报项目"), message, hint)
    absent = [since for since, codes in stated.items() if late and late not in codes]
    if absent:
        message, hint = f"“{late}”不是 {absent[0]} 起的项目", "请写本积分制的扣分项目代码"
        document.report("取值", row.at("迟报项目"), message, hint)


def _least_sample(row: Row, items: Sequence[Item], document: Document) -> None:
    """How few are too few is for the rules to say."""
    unsaid = [i for i in items if i.terms.sampled and i.terms.least_sample is None]
    if row["最小样本"] is None and unsaid:
        hint = "请补上“最小样本: 5”，应办数低于此数时视为样本不足；各项不同的写在项目里"
        document.report("缺少", row.spot, "有项目按应办数和已办数计分，缺少“最小样本”", hint)
    used = any(i.terms.sampled for i in items)
    if row["最小样本"] and not used and not errors(document.problems):
        message = "没有项目按应办数和已办数计分，用不上“最小样本”"
        document.report("矛盾", row.at("最小样本"), message, "请删去")


def _one_component_of_cases(
    row: Row, head: Head, items: Sequence[Item], document: Document
) -> None:
    """What officers earn by cases is one sum; units, ties and shares are reckoned from it."""
    held = {item.component for item in items if item.terms.from_cases}
    if not held:
        hint = "请至少写一个“办案”类项目，案件得分计入它所在的组成部分"
        document.report("组成", row.at("组成"), "办案积分没有“办案”类项目", hint)
    if len(held) > 1:
        hint = "案件得分只计入一个组成部分，请放在同一个组成部分"
        document.report("组成", row.at("组成"), f"“办案”类项目分属{head.names(held)}", hint)


# ── versions ───────────────────────────────────────────────────────────────────────────────────


def _versions(
    rows: Sequence[Row], head: Head, document: Document
) -> tuple[tuple[Version, ...], Mapping[str, frozenset[str]]]:
    """All versions; and by month of a version the codes of its items, also of unreadable ones."""
    made: list[Version] = []
    nodes: dict[str, dict[ItemKey, Node]] = {}
    stated: dict[str, frozenset[str]] = {}
    retired: dict[str, str] = {}
    for row in rows:
        since = row["生效"] or ""
        _after_the_others(row, made, document)
        founded = _founded(row, nodes, document)
        raw = RawItems(document, retired, nodes.get(row["沿用"]))
        raw.state(row["项目"] or None)
        # Changes of nothing would each be told as a change of an unknown item.
        changes = raw.change(row["变更"], since) if row["变更"] and founded else ()
        nodes[since] = raw.items
        if founded:
            stated[since] = frozenset(code for code, _ in raw.items)
        items = read_items(raw.items.values(), head, document)
        # The version that 沿用 names need not be the one just before.
        base = next((each for each in made if each.since == row["沿用"]), _NOTHING)
        version = _version(row, items, changes, base, document)
        _check(row, version, made, stated.get(since), head, document)
        made.append(version)
    return tuple(made), stated


def _after_the_others(row: Row, earlier: Sequence[Version], document: Document) -> None:
    if earlier and row["生效"] and row["生效"] <= earlier[-1].since:
        hint = f"请写 {earlier[-1].since} 以后的月份"
        document.report("次序", row.at("生效"), "各版本没有按生效月份先后排列", hint)


def _founded(row: Row, known: Mapping[str, object], document: Document) -> bool:
    """Whether a version states its items, or builds on a version that is there."""
    if row["沿用"] in known:
        return True
    if row["沿用"]:
        message = f"没有 {row['沿用']} 生效的版本"
        document.report("取值", row.at("沿用"), message, "请写前面某个版本的生效月份")
    elif row["项目"] is None and row["沿用"] is None:
        hint = "请写出全部项目，或用“沿用”和“变更”"
        document.report("缺少", row.spot, "版本缺少“项目”", hint)
    return row["项目"] not in (None, MISSING)


_NOTHING = Version("", "", "", sample=False, note="", items=())
"""What a version takes over that builds on no other."""


def _version(
    row: Row,
    items: tuple[Item, ...],
    changes: tuple[RuleChange, ...],
    base: Version,
    document: Document,
) -> Version:
    """What a version states, and what it takes over from ``base`` where it does not."""
    mark = row["及格线"]
    grades = ((each["名称"], each["达到"]) for each in whole_rows(row["等次"]))
    start, floor, ceiling = _bounds(row["总分"], base)
    return Version(
        since=row["生效"] or "",
        basis=row["依据"] or "",
        issuer=row["制定单位"] or "",
        sample=bool(row["示例分值"]),
        note=row["说明"] or "",
        items=items,
        changes=changes,
        clauses=base.clauses if row["条款"] is None else _clauses(row),
        start=start,
        floor=floor,
        ceiling=ceiling,
        grades=tuple(grades) or base.grades,
        graded=row["等次期间"] or base.graded,
        pass_mark=base.pass_mark if mark is None else mark,
        case_rules=_case_rules(row, document) or base.case_rules,
        place=document.place(row.spot),
    )


def _bounds(total: Row | None, base: Version) -> tuple[int, int | None, int | None]:
    """Start, floor and ceiling: they belong together, and are all stated or all taken over."""
    if not total:
        return base.start, base.floor, base.ceiling
    return total["起点"] or 0, total["下限"], total["上限"]


def _clauses(row: Row) -> tuple[Clause, ...]:
    return tuple(
        Clause(each["名称"], frozenset(good(each["项目"])), each["封顶"] or {})
        for each in good_rows(row["条款"])
    )


def _case_rules(row: Row, document: Document) -> CaseRules | None:
    stated = row["办案"]
    if not isinstance(stated, Row) or MISSING in stated.values():
        return None
    lead, helpers = (stated["角色"][key] for key in ("主办", "协办"))
    if isinstance(lead, int) and isinstance(helpers, int) and lead + helpers != 100_00:
        message = "主办与协办的分成合计不是 100%"
        document.report("分成", stated.at("角色"), message, "请核对两个百分比")
    team = sorted((n, f) for n, f in stated["团队系数"].items() if f is not MISSING)
    return CaseRules(
        lead or 0,
        helpers or 0,
        tuple(team),
        stated["轻微封顶"],
        stated["人均"],
        stated["个人质效计入单位"],
    )


# ── what must hold in a version ────────────────────────────────────────────────────────────────


def _check(
    row: Row,
    version: Version,
    earlier: Sequence[Version],
    stated: frozenset[str] | None,
    head: Head,
    document: Document,
) -> None:
    """``stated`` are the codes of its items as written, None where it is not known which it has."""
    if head.of_cases and version.case_rules is None and isinstance(row["办案"], Row | None):
        hint = "请写明角色分成、团队系数、轻微封顶"
        document.report("缺少", row.spot, "办案积分的版本缺少“办案”", hint)
    _codes_keep_their_names(version, earlier, document)
    # Clauses that were taken over were checked where they are stated.
    for clause, at in zip(version.clauses, good_rows(row["条款"]), strict=False):
        _clause(clause, at, version, stated, head, document)
    if isinstance(row["总分"], Row):
        bounds_in_order(row["总分"], "总分", version.floor, version.ceiling, document)
    if row["办案"] and not head.of_cases:
        row.refuse(document, "办案", "只有考核对象为“案件”的积分制才写“办案”")
    _one_item_of_help(version, document)
    if row["等次期间"] and not version.grades and version.pass_mark is None:
        hint = "请删去，或写上“等次”“及格线”"
        message = "没有等次和及格线，用不上“等次期间”"
        document.report("矛盾", row.at("等次期间"), message, hint)
    _pass_mark(row, version, document)
    _grades_in_order(row, version, document)
    # Of items that could not be read the points are unknown, and no sum would mean anything.
    if head.aspect_period and not errors(document.problems):
        _aspects_add_up(row, version, head, document)


def _one_item_of_help(version: Version, document: Document) -> None:
    """Whoever helped gets what the one item for it says."""
    for item, _ in version.case_work(HELP)[1:]:
        message = "“协作”类的项目只能有一个"
        spot = item.place.line, item.place.column
        document.report("重复", spot, message, "请合并成一个，或删去一个")


def _codes_keep_their_names(
    version: Version, earlier: Sequence[Version], document: Document
) -> None:
    # Points are followed by code from version to version: it must mean one item for ever.
    names: dict[str, str] = {}
    for item in (item for each in earlier for item in each.items):
        names.setdefault(item.code, item.name)
    for item in version.items:
        other = names.setdefault(item.code, item.name)
        if other != item.name:
            spot, hint = (item.place.line, item.place.column), f"请给“{item.name}”另编代码"
            document.report("重复", spot, f"代码“{item.code}”已经用于“{other}”", hint)


def _clause(
    clause: Clause,
    row: Row,
    version: Version,
    stated: frozenset[str] | None,
    head: Head,
    document: Document,
) -> None:
    for code in sorted(clause.items - (clause.items if stated is None else stated)):
        message = f"条款里的“{code}”不是本版本的项目"
        document.report("取值", row.at("项目"), message, "请核对代码")
    if "案" in clause.caps and not head.of_cases:
        message = "只有办案积分可以按案封顶"
        document.report("矛盾", row.at("封顶"), message, "请写成 封顶: {月: 2} 的样子")
    held = {item.component for item in version.items if item.code in clause.items}
    # A cap is a line in one component; over two of them it would belong to neither.
    if len(held) > 1:
        message = f"条款“{clause.name}”的项目分属{head.names(held)}，不能合并封顶"
        hint = "请按组成部分各写一个条款，或把这些项目放进同一个组成部分"
        document.report("矛盾", row.at("项目"), message, hint)


def _pass_mark(row: Row, version: Version, document: Document) -> None:
    """Whoever has the best grade has passed; told where either of the two is stated."""
    at = "及格线" if row["及格线"] is not None else "等次"
    if not row[at] or version.pass_mark is None or not version.grades:
        return
    name, least = version.grades[0]
    if version.pass_mark > least:
        message = f"及格线 {typed(version.pass_mark)} 高于最高等次“{name}”的 {typed(least)}"
        document.report("矛盾", row.at(at), message, "请核对及格线和等次")


def _grades_in_order(row: Row, version: Version, document: Document) -> None:
    for grade, lower in pairwise(version.grades if row["等次"] else ()):
        if grade[1] <= lower[1]:
            document.report("次序", row.at("等次"), "等次没有从高到低排列", "请从最高的等次写起")


def _aspects_add_up(row: Row, version: Version, head: Head, document: Document) -> None:
    """Full marks by aspect, of a month or of all months of a year, against what is stated."""
    group = next(iter(sorted(head.groups or ())), "")
    for aspect in head.aspects:
        if aspect.points is None:
            continue
        total = sum(_full_marks(version, aspect.code, group, head.aspect_period))
        if total != aspect.points:
            message = f"类目“{aspect.name}”的项目合计 {short(total)} 分，与写明的 {short(aspect.points)} 分不符"
            document.report("分值", row.at("生效"), message, "请核对项目的分值、频次或类目分值")


def _full_marks(version: Version, aspect: str, group: str, period: str) -> Iterator[int]:
    for item in version.items:
        if item.aspect == aspect and item.terms.regular:
            yield item.full(group) * (len(item.months) if period == "年" else 1)
