"""Reading one scheme file: versions that build on each other (沿用, 变更) and what must hold in each."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from generator.rules.bureau import Bureau
from generator.rules.kinds import KINDS
from generator.rules.kinds.kind import Context, caps_of
from generator.rules.periods import CADENCE_MONTHS
from generator.rules.scheme import (
    DEFAULT_SAMPLE,
    Aspect,
    CaseRules,
    Change,
    Clause,
    Component,
    Item,
    Scheme,
    Version,
)
from generator.rules.scheme_form import ITEM_SHAPES, SCHEME
from generator.rules.scheme_versions import Key, RawItems
from generator.text.hundredths import short, typed
from generator.text.problems import Problem, errors
from generator.text.reading import MISSING, Reader, one_of, quoted
from generator.text.shapes import Row
from generator.text.strict import Document, Mapping, read

_MEANS = {"合计": frozenset[str](), "平均": frozenset({"季", "年"})}
"""What a component's own 汇总 says of quarter and year alike."""


def good_rows(rows: Any) -> list[Row]:
    return [row for row in rows or [] if isinstance(row, Row)]


def _all_read(rows: Any) -> bool:
    return rows is not MISSING and all(
        isinstance(row, Row) and MISSING not in row.values() for row in rows or ()
    )


def _periods(value: Any) -> dict[str, int]:
    if value is None or value is MISSING:
        return {}
    spread = value if isinstance(value, dict) else {"月": value}
    return {period: points for period, points in spread.items() if isinstance(points, int)}


class SchemeReader:
    """Reads one scheme file; holds what its parts need of each other while reading."""

    def __init__(self, path: str, data: bytes, bureau: Bureau, problems: list[Problem]) -> None:
        self.path, self.bureau, self.problems = path, bureau, problems
        self.document: Document = read(path, data)
        self.reader = Reader(self.document)
        self.groups: frozenset[str] | None = None
        self.stated: dict[str, set[str]] = {}
        """Month of a version → the codes of its items as written, also of unreadable ones."""
        self.names: dict[str, Item] = {}
        self.sound: set[str] = set()
        """Lists of the file that were read without fault: only then may a code be unknown."""

    @property
    def failed(self) -> bool:
        """Whether anything in the file is wrong; known after ``scheme()``."""
        return bool(errors([*self.document.problems, *self.reader.problems]))

    def folders(self) -> tuple[str, ...]:
        """The ledger folders of this scheme, as far as the file tells."""
        stem = self.path.rsplit("/", 1)[1].removesuffix(".yml")
        root = self.document.root
        stated = root.get("复核目录") if isinstance(root, Mapping) else None
        reviews = (
            [stated]
            if isinstance(stated, str)
            else [f"{stem}-review", f"{stem.rstrip('s')}-review"]
        )
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
            report(
                "路径",
                row.at("代码"),
                f"代码“{code}”与文件名“{stem}”不同",
                f"请写成 {stem}，或把文件改名",
            )
        group_by = row["分组"]
        if group_by not in ("不分组", *self.bureau.groups):
            if group_by is not MISSING:
                hint = f"{one_of(['不分组', *self.bureau.groups])}（见 rules/bureau.yml）"
                report("取值", row.at("分组"), f"{quoted(group_by)}不是可选的分组方式", hint)
            self.groups = None
        else:
            self.groups = frozenset(self.bureau.groups.get(group_by, {}))
        rounds = row["汇总"] if isinstance(row["汇总"], Row) else {}
        means = frozenset(period for period, how in rounds.items() if how == "平均")
        components = tuple(self._component(each, means) for each in good_rows(row["组成"]))
        self.components = {component.code: component for component in components}
        if row["缺月折合"] is True and (means or any(each.means for each in components)):
            hint = "请写成 缺月折合: 否，或把汇总写成 合计"
            report("矛盾", row.at("缺月折合"), "取平均的积分制不用再按月份折合", hint)
        if len(self.components) < len(components):
            report("重复", row.at("组成"), "组成部分的代码重复", "请各用一个代码")
        self.aspects = tuple(
            Aspect(each["代码"], each["名称"], each["分值"])
            for each in good_rows(row["类目"])
            if MISSING not in each.values()
        )
        self.sound = {key for key in ("组成", "类目") if _all_read(row[key])}
        self.sample = row["最小样本"] or DEFAULT_SAMPLE
        self.aspect_period = row["类目分值"]
        self.of_cases = row["考核对象"] == "案件"
        versions = self._versions(good_rows(row["版本"]))
        if any(row[key] is MISSING for key in ("代码", "积分制", "考核对象", "分组", "周期")):
            return None
        late = row["迟报项目"] or ""
        for since, codes in self.stated.items():
            if late and late not in codes:
                report(
                    "取值",
                    row.at("迟报项目"),
                    f"“{late}”不是 {since} 起的项目",
                    "请写本积分制的扣分项目代码",
                )
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
            means=means,
            annualised=bool(row["缺月折合"]),
            group_by=group_by,
            scope={
                name: frozenset(values or ()) for name, values in (row["考核范围"] or {}).items()
            },
            late_item=late,
            review_folder=(row["复核目录"] or f"{code}-review") if self.of_cases else "",
            components=components,
            aspects=self.aspects,
            versions=tuple(versions),
            place=self.document.place(row.spot),
        )

    def _component(self, row: Row, means: frozenset[str]) -> Component:
        sections = row["栏目"]
        if isinstance(sections, str):
            sections = {sections: frozenset(KINDS)}
        else:
            sections = {
                name: frozenset(KINDS if not value or MISSING in value else value)
                for name, value in (sections or {}).items()
            }
        floor, ceiling = _periods(row["下限"]), _periods(row["上限"])
        for period in floor:
            self._in_order(row, row["名称"] or "", floor[period], ceiling.get(period))
        return Component(
            code=row["代码"] or "",
            name=row["名称"] or "",
            sections=sections,
            prorates=bool(row["折算"]),
            full=row["满分"] or None,
            start=row["起点"] or 0,
            floor=floor,
            ceiling=ceiling,
            weight=row["权重"] or 0,
            means=_MEANS.get(row["汇总"], means),
        )

    def _in_order(self, row: Row, name: str, floor: int | None, ceiling: int | None) -> None:
        """No floor above its ceiling: nothing could keep both."""
        if floor is not None and ceiling is not None and floor > ceiling:
            message = f"{name}的下限 {typed(floor)} 高于上限 {typed(ceiling)}"
            self.reader.report("矛盾", row.at("下限"), message, "请核对这两个数")

    def _versions(self, rows: list[Row]) -> list[Version]:
        made: list[Version] = []
        raw_by_month: dict[str, dict[Key, Mapping]] = {}
        retired: dict[str, str] = {}
        for row in rows:
            since = row["生效"] or ""
            if made and since and since <= made[-1].since:
                hint = f"请写 {made[-1].since} 以后的月份"
                self.reader.report("次序", row.at("生效"), "各版本没有按生效月份先后排列", hint)
            raw = RawItems(self.reader, retired, raw_by_month.get(row["沿用"]))
            founded = self._founded(row, raw_by_month)
            raw.state(row["项目"] or None)
            changes = raw.change(row["变更"], since) if row["变更"] and founded else ()
            raw_by_month[since] = raw.items
            if founded:
                self.stated[since] = {code for code, _ in raw.items}
            items = tuple(item for node in raw.items.values() if (item := self._item(node)))
            version = self._version(row, items, changes, made[-1] if made else None)
            made.append(version)
            self._check_version(row, version)
        return made

    def _founded(self, row: Row, known: dict[str, dict[Key, Mapping]]) -> bool:
        """Whether a version states its items, or builds on a version that is there."""
        if row["沿用"] in known:
            return True
        if row["沿用"]:
            message = f"没有 {row['沿用']} 生效的版本"
            self.reader.report("取值", row.at("沿用"), message, "请写前面某个版本的生效月份")
        elif row["项目"] is None and row["沿用"] is None:
            hint = "请写出全部项目，或用“沿用”和“变更”"
            self.reader.report("缺少", row.spot, "版本缺少“项目”", hint)
        return row["项目"] not in (None, MISSING)

    def _item(self, node: Mapping) -> Item | None:
        report = self.reader.report
        kind = node.get("类型")
        shape = ITEM_SHAPES.get(kind) if isinstance(kind, str) else None
        if shape is None or not isinstance(kind, str):
            spot = node.values_at.get("类型", node.spot)
            report(
                "取值",
                spot,
                f"{quoted(str(kind))}不是可选的项目类型" if kind else "项目缺少“类型”",
                one_of(list(KINDS)),
            )
            return None
        before = len(self.reader.problems)
        row = shape.read(node, node.spot, self.reader)
        component = self.components.get(row["组成"])
        if row["组成"] is not MISSING and component is None and "组成" in self.sound:
            report(
                "取值",
                row.at("组成"),
                f"没有“{row['组成']}”这个组成部分",
                one_of(list(self.components)),
            )
        elif component is not None and not any(
            kind in taken for taken in component.sections.values()
        ):
            report(
                "取值",
                row.at("类型"),
                f"组成部分“{component.name}”不收“{kind}”类项目",
                "请核对栏目里写的类型",
            )
        names = [aspect.code for aspect in self.aspects]
        if row["类目"] and row["类目"] not in names and "类目" in self.sound:
            report(
                "取值",
                row.at("类目"),
                f"没有“{row['类目']}”这个类目",
                one_of(names) if names else "请先写出“类目”",
            )
        if kind == "扣分" and self.of_cases and row["承担"] == "":
            report(
                "承担",
                row.at("承担"),
                "办案积分的扣分项目要写明“承担”",
                "请写“承担: 主办”、全体、认定或单位",
            )
        if kind == "扣分" and not self.of_cases and row["承担"]:
            report("承担", row.at("承担"), "只有办案积分的扣分项目才写“承担”", "请删去“承担”")
        if kind == "办案" and not self.of_cases:
            report(
                "取值",
                row.at("类型"),
                "“办案”类项目只用于考核对象为“案件”的积分制",
                "请改用其他类型",
            )
        terms = KINDS[kind].read(row, Context(self.reader, self.groups, self.sample))
        cadence = row["频次"] or "月"
        if terms.reported and cadence == "随时":
            report(
                "频次", row.at("频次"), "按期考核的项目不能写“随时”", "请写成 月、季、半年、年 之一"
            )
        if component is None or errors(self.reader.problems[before:]):
            return None
        months = frozenset(row["月份"] or ()) or CADENCE_MONTHS[cadence]
        return Item(
            code=row["代码"],
            name=row["名称"],
            component=row["组成"],
            terms=terms,
            target=row["目标要求"],
            criterion=row["考评标准"],
            basis=row["依据"],
            evidence=row["证明材料"],
            cadence=cadence,
            months=months,
            place=self.document.place(node.spot),
            aspect=row["类目"] or "",
            caps=caps_of(row),
            not_applicable=row["不适用情形"] or "",
            hides_reason=terms.secret or bool(row["隐去事由"]),
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
            for c in good_rows(row["条款"])
        )
        grades = tuple(
            (g["名称"], g["达到"]) for g in good_rows(row["等次"]) if MISSING not in g.values()
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
            pass_mark=row["及格线"]
            if row["及格线"] is not None
            else (inherits.pass_mark if inherits else None),
            case_rules=case_rules,
            place=self.document.place(row.spot),
        )

    def _case_rules(self, row: Row) -> CaseRules | None:
        stated = row["办案"]
        if not isinstance(stated, Row) or MISSING in stated.values():
            return None
        roles, report = stated["角色"], self.reader.report
        if (
            isinstance(roles["主办"], int)
            and isinstance(roles["协办"], int)
            and roles["主办"] + roles["协办"] != 100_00
        ):
            report("分成", stated.at("角色"), "主办与协办的分成合计不是 100%", "请核对两个百分比")
        team = tuple(sorted((n, f) for n, f in stated["团队系数"].items() if isinstance(f, int)))
        return CaseRules(
            roles["主办"] or 0,
            roles["协办"] or 0,
            team,
            stated["轻微封顶"],
            stated["人均"],
            stated["个人质效计入单位"],
        )

    def _check_version(self, row: Row, version: Version) -> None:
        report = self.reader.report
        if self.of_cases and version.case_rules is None and isinstance(row["办案"], Row | None):
            report(
                "缺少", row.spot, "办案积分的版本缺少“办案”", "请写明角色分成、团队系数、轻微封顶"
            )
        for item in version.items:
            other = self.names.setdefault(item.code, item)
            if other.name != item.name:
                spot, hint = (item.place.line, item.place.column), f"请给“{item.name}”另编代码"
                report("重复", spot, f"代码“{item.code}”已经用于“{other.name}”", hint)
        for clause, at in zip(version.clauses, good_rows(row["条款"]), strict=False):
            for code in sorted(
                c for c in clause.items if c not in self.stated.get(version.since, {c})
            ):
                report("取值", at.at("项目"), f"条款里的“{code}”不是本版本的项目", "请核对代码")
            held = {item.component for item in version.items if item.code in clause.items}
            if len(held) > 1:
                names = "、".join(
                    f"“{p.name}”" for code, p in self.components.items() if code in held
                )
                hint = "请按组成部分各写一个条款，或把这些项目放进同一个组成部分"
                report(
                    "矛盾",
                    at.at("项目"),
                    f"条款“{clause.name}”的项目分属{names}，不能合并封顶",
                    hint,
                )
        if isinstance(row["总分"], Row):
            self._in_order(row["总分"], "总分", version.floor, version.ceiling)
        self._pass_mark(row, version)
        own = version.grades if row["等次"] else ()
        for grade, lower in pairwise(own):
            if grade[1] <= lower[1]:
                report("次序", row.at("等次"), "等次没有从高到低排列", "请从最高的等次写起")
        if self.aspect_period and not any(p.severity == "错误" for p in self.reader.problems):
            self._check_aspects(row, version)

    def _pass_mark(self, row: Row, version: Version) -> None:
        """Whoever has the best grade has passed; told where either of the two is stated."""
        at = "及格线" if row["及格线"] is not None else "等次"
        if not row[at] or version.pass_mark is None or not version.grades:
            return
        name, least = version.grades[0]
        if version.pass_mark > least:
            mark = typed(version.pass_mark)
            message = f"及格线 {mark} 高于最高等次“{name}”的 {typed(least)}"
            self.reader.report("矛盾", row.at(at), message, "请核对及格线和等次")

    def _check_aspects(self, row: Row, version: Version) -> None:
        for aspect in self.aspects:
            if aspect.points is None:
                continue
            total = sum(
                item.full(next(iter(sorted(self.groups or ())), ""))
                * (len(item.months) if self.aspect_period == "年" else 1)
                for item in version.items
                if item.aspect == aspect.code and item.terms.regular
            )
            if total != aspect.points:
                self.reader.report(
                    "分值", row.at("生效"),
                    f"类目“{aspect.name}”的项目合计 {short(total)} 分，与写明的 {short(aspect.points)} 分不符",
                    "请核对项目的分值、频次或类目分值",
                )  # fmt: skip
