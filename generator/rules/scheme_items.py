"""The items of a version: as written once all changes are overlaid, then read by their kinds.

``沿用`` starts from the raw items of an earlier version, ``变更`` retires, adds or amends single
ones.  Items stay raw YAML until all of that is done, so that what is wrong in an amended field is
reported at its own line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from generator.rules.kinds import KINDS
from generator.rules.kinds.kind import Context, Terms, caps_of
from generator.rules.periods import CADENCE_MONTHS
from generator.rules.scheme import AMENDED, NEW, RETIRED, Item, RuleChange
from generator.rules.scheme_form import CHANGE_FORM, ITEM_SHAPES
from generator.rules.scheme_head import Head
from generator.text.problems import Spot, errors
from generator.text.reading import MISSING, Document, Mapping, Sequence, closest, one_of, quoted
from generator.text.shapes import Row

ItemKey = tuple[str, str]
"""Item code and component code."""

_INHERITED = ("代码", "名称", "类目", "目标要求", "考评标准", "依据", "证明材料", "频次")
"""What a part (另计) takes over from its item when it does not say it itself."""
_OF_THE_CHANGE = ("理由", *CHANGE_FORM.keys)


class RawItems:
    """The items of one version as written, parts (另计) apart, by code and component.

    ``retired`` is shared by the versions of a scheme: codes that must not come back, and when they
    were retired.
    """

    def __init__(
        self,
        document: Document,
        retired: dict[str, str],
        base: dict[ItemKey, Mapping] | None = None,
    ) -> None:
        self.document, self.retired = document, retired
        self.items: dict[ItemKey, Mapping] = dict(base or {})

    def state(self, nodes: Sequence | None) -> None:
        """Add the items of a version that states all of them (项目)."""
        for node, spot in nodes.placed() if nodes else ():
            for key, part in self._parts(node, spot):
                if key in self.items:
                    message = f"项目“{key[0]}”在同一组成部分里写了两次"
                    self.document.report("重复", part.spot, message, "请换一个代码")
                self.items[key] = part

    def change(self, nodes: Sequence, since: str) -> tuple[RuleChange, ...]:
        """Apply the changes (变更) of a version in force from ``since``."""
        found = []
        for node, spot in nodes.placed():
            if type(node) is not Mapping or type(node.get("代码")) is not str:
                hint = "请写成 {代码: W7, 分值: 12, 理由: …}"
                self.document.report("缺少", spot, "变更缺少“代码”", hint)
                continue
            reason = self._reason(node)
            own = CHANGE_FORM.read(_copy(node, only=CHANGE_FORM.keys), node.spot, self.document)
            if MISSING in own.values():
                continue
            if own["新增"] and own["废止"]:
                message = f"变更 {node['代码']} 又是“新增”又是“废止”"
                self.document.report("矛盾", node.keys_at["废止"], message, "请删去一个")
            elif own["新增"]:
                found.append(self._added(node, reason))
            elif own["废止"]:
                found += self._retired(node, reason, since)
            else:
                found += self._amended(node, reason)
        return tuple(found)

    def _reason(self, node: Mapping) -> str:
        reason = node.get("理由")
        if isinstance(reason, str) and reason.strip():
            return reason
        message = f"变更 {node['代码']} 缺少“理由”"
        self.document.report("缺少", node.spot, message, "请写明为什么调整")
        return ""

    def _added(self, node: Mapping, reason: str) -> RuleChange:
        code = node["代码"]
        if code in self.retired:
            message = f"“{code}”在 {self.retired[code]} 已废止，不能另作他用"
            self.document.report("重复", node.keys_at["代码"], message, "请换一个新代码")
        for key, part in self._parts(_copy(node, without=_OF_THE_CHANGE), node.spot):
            if key in self.items:
                message = f"项目“{code}”已经存在"
                self.document.report("重复", node.spot, message, "修改旧项目时请删去“新增”")
            self.items[key] = part
        name, component = str(node.get("名称", "")), str(node.get("组成") or "")
        return RuleChange(code, name, component, NEW, reason)

    def _meant(self, node: Mapping) -> list[ItemKey]:
        """The items that a change is about; reports where there is none."""
        code, component = node["代码"], node.get("组成")
        keys = [key for key in self.items if key[0] == code and component in (None, key[1])]
        if not keys:
            near = closest(code, {key[0] for key in self.items})
            hint = f"是不是“{near}”？" if near else "请写已有的项目代码"
            self.document.report("取值", node.keys_at["代码"], f"没有“{code}”这个项目", hint)
        return keys

    def _retired(self, node: Mapping, reason: str, since: str) -> Iterator[RuleChange]:
        keys, code = self._meant(node), node["代码"]
        for key in (key for key in node if key not in (*_OF_THE_CHANGE, "代码", "组成")):
            message = f"变更 {code} 是“废止”，“{key}”不起作用"
            self.document.report("矛盾", node.keys_at[key], message, "请删去，或删去“废止”")
        if keys:
            name = str(self.items[keys[0]].get("名称", ""))
            for each in keys:
                del self.items[each]
            # For good: a code that came back would join figures of two different things.
            self.retired[code] = since
            yield RuleChange(code, name, str(node.get("组成") or ""), RETIRED, reason)

    def _amended(self, node: Mapping, reason: str) -> Iterator[RuleChange]:
        keys, code = self._meant(node), node["代码"]
        if len(keys) > 1:
            hint = f"请写明“组成”：{'、'.join(key[1] for key in keys)}"
            self.document.report("缺少", node.spot, f"“{code}”分属几个组成部分", hint)
        elif keys:
            name = str(self.items[keys[0]].get("名称", ""))
            fields = self._overlaid(keys[0], node)
            yield RuleChange(code, name, keys[0][1], AMENDED, reason, fields)

    def _overlaid(self, key: ItemKey, node: Mapping) -> tuple[tuple[str, str, str], ...]:
        """Overlay one item; returns the fields that differ, before and after, as text."""
        old, body = self.items[key], _copy(node, without=_OF_THE_CHANGE)
        # Figures of years are added up by code: one code must mean one thing for ever.
        if "名称" in body and body["名称"] != old.get("名称"):
            message = f"“{key[0]}”改了名称，会被当成另一个项目"
            hint = "名称不同的项目请用“新增”和新代码，旧的写“废止: 是”"
            self.document.report("重复", node.keys_at["名称"], message, hint)
        # A copy: the version that it is taken from stays as it was.
        merged = _copy(old)
        _overlay(merged, body)
        self.items[key] = merged
        fields = tuple(
            (name, as_text(old.get(name)), as_text(value))
            for name, value in body.items()
            if name not in ("代码", "组成") and as_text(old.get(name)) != as_text(value)
        )
        if not fields:
            message = f"变更 {key[0]} 没有改变任何内容"
            self.document.report("空", node.spot, message, "请删去这一条")
        return fields

    def _parts(self, node: Any, spot: Spot) -> list[tuple[ItemKey, Mapping]]:
        """An item and its 另计 as separate raw mappings."""
        if type(node) is not Mapping:
            self.document.report("类型", spot, "项目应当是一组键值", "请从“- 代码: …”写起")
            return []
        parts = [_copy(node, without=("另计",))]
        extra = node.get("另计")
        for each, at in extra.placed() if type(extra) is Sequence else ():
            if type(each) is not Mapping:
                hint = "请写成 {组成: …, 类型: …, 分值: …}"
                self.document.report("类型", at, "另计应当是一组键值", hint)
                continue
            part = _copy(node, only=_INHERITED)
            part.spot = at
            _overlay(part, each)
            # What only happens now and then is not due in the months of the item it belongs to.
            kind = KINDS.get(str(each.get("类型")))
            if "频次" not in each and kind and not kind.reported and not kind.from_cases:
                part["频次"] = "随时"
            parts.append(part)
        return [((str(part.get("代码")), str(part.get("组成"))), part) for part in parts]


def _copy(
    node: Mapping, only: tuple[str, ...] | None = None, without: tuple[str, ...] = ()
) -> Mapping:
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


# ── read by its kind ───────────────────────────────────────────────────────────────────────────


def read_items(nodes: Iterable[Mapping], head: Head, document: Document) -> tuple[Item, ...]:
    """Items as written after all changes, but those in which anything is wrong."""
    found = (_read_item(node, head, document) for node in nodes)
    return tuple(item for item in found if item is not None)


def _read_item(node: Mapping, head: Head, document: Document) -> Item | None:
    kind = _kind(node, document)
    if kind is None:
        return None
    before = len(document.problems)
    row = ITEM_SHAPES[kind].read(node, node.spot, document)
    _in_its_component(row, kind, head, document)
    _in_its_aspect(row, head, document)
    (_in_a_scheme_of_cases if head.of_cases else _in_another_scheme)(row, kind, document)
    terms = KINDS[kind].read(row, Context(document, head.groups, head.least_sample))
    _of_its_kind(row, kind, terms, document)
    _when_not_counted(row, terms, head, document)
    if terms.reported and row["频次"] == "随时":
        hint = "请写成 月、季、半年、年 之一"
        document.report("频次", row.at("频次"), "按期考核的项目不能写“随时”", hint)
    # A key that stands twice is told by the document, so its value may be missing without a report.
    faulty = MISSING in row.values() or bool(errors(document.problems[before:]))
    if faulty or head.component(row["组成"]) is None:
        return None
    return _item(row, terms, node, document)


def _kind(node: Mapping, document: Document) -> str | None:
    kind = node.get("类型")
    if isinstance(kind, str) and kind in KINDS:
        return kind
    message = f"{quoted(str(kind))}不是可选的项目类型" if kind else "项目缺少“类型”"
    hint = one_of(list(KINDS), closed=True)
    document.report("取值", node.values_at.get("类型", node.spot), message, hint)
    return None


def _in_its_component(row: Row, kind: str, head: Head, document: Document) -> None:
    code, component = row["组成"], head.component(row["组成"])
    if component is None:
        if code is not MISSING and "组成" in head.sound:
            codes = list(dict.fromkeys(each.code for each in head.components))
            document.report("取值", row.at("组成"), f"没有“{code}”这个组成部分", one_of(codes))
    elif not any(kind in taken for taken in component.sections.values()):
        message = f"组成部分“{component.name}”不收“{kind}”类项目"
        document.report("取值", row.at("类型"), message, "请核对栏目里写的类型")


def _in_its_aspect(row: Row, head: Head, document: Document) -> None:
    code, names = row["类目"], [aspect.code for aspect in head.aspects]
    if code and code not in names and "类目" in head.sound:
        hint = one_of(names) if names else "请先写出“类目”"
        document.report("取值", row.at("类目"), f"没有“{code}”这个类目", hint)


OF_CASES = tuple(
    name for name, kind in KINDS.items() if kind.from_cases or (kind.happens and not kind.adds)
)
"""The kinds of which a scheme of cases has records: cases, and the faults found in their reviews."""


def _in_a_scheme_of_cases(row: Row, kind: str, document: Document) -> None:
    """What it has no records of, and what its records must say."""
    if kind not in OF_CASES:
        message = f"考核对象为“案件”的积分制没有“{kind}”类项目的记录"
        document.report("取值", row.at("类型"), message, one_of(OF_CASES))
    if row.get("承担") == "":
        hint = "请写“承担: 主办”、全体、认定或单位"
        document.report("承担", row.at("承担"), "办案积分的扣分项目要写明“承担”", hint)
    if row.get("清零指标"):
        row.refuse(document, "清零指标", "办案积分没有可以清零的指标")


def _in_another_scheme(row: Row, kind: str, document: Document) -> None:
    """What only cases can obey."""
    if KINDS[kind].from_cases:
        message = f"“{kind}”类项目只用于考核对象为“案件”的积分制"
        document.report("取值", row.at("类型"), message, "请改用其他类型")
    if row.get("承担"):
        message = "只有办案积分的扣分项目才写“承担”"
        document.report("承担", row.at("承担"), message, "请删去“承担”")
    if row.get("轻微"):
        row.refuse(document, "轻微", "只有办案积分的扣分项目才写“轻微”")
    if "案" in caps_of(row):
        message = "只有办案积分可以按案封顶"
        document.report("矛盾", row.at("封顶"), message, "请写成 封顶: {月: 2} 的样子")


def _of_its_kind(row: Row, kind: str, terms: Terms, document: Document) -> None:
    """Keys that every item may have, where nothing would come of them."""
    if row["月份"] and not terms.reported:
        row.refuse(document, "月份", f"“{kind}”类项目不是按月份报的")
    if row.states("隐去事由") and row["隐去事由"] is False and terms.secret:
        row.refuse(document, "隐去事由", f"“{kind}”类项目的事由一律不公开")
    if row["取消评优"] and (terms.reported or terms.from_cases or terms.strikes):
        row.refuse(document, "取消评优", f"“{kind}”类项目的记录不能取消评优资格")
    if row["不适用情形"] and not terms.may_not_apply:
        row.refuse(document, "不适用情形", f"“{kind}”类项目的记录不能写不适用")


def _when_not_counted(row: Row, terms: Terms, head: Head, document: Document) -> None:
    """What an item counts that is 不适用 or 样本不足: the others prorated, or what it says itself."""
    component, stated = head.component(row["组成"]), row.get("不适用时")
    if component is None or stated is MISSING:
        return
    skipped = terms.has_full and (terms.sampled or bool(row["不适用情形"]))
    to_say = skipped and not component.prorates
    if stated and not to_say:
        cause = f"组成部分“{component.name}”已经折算" if skipped else "这一项不会不适用或者样本不足"
        row.refuse(document, "不适用时", f"{cause}，不用写“不适用时”")
    # Missing is not zero: where nothing is prorated, the rules must say what it is.
    elif stated is None and to_say and terms.may_not_apply:
        message = "这一项可能不适用或者样本不足，没有写明那时怎么计"
        hint = f"请补上“不适用时: 计满分”或“计零分”，或在组成部分“{component.name}”写“折算: 是”"
        document.report("缺少", row.spot, message, hint)


def _item(row: Row, terms: Terms, node: Mapping, document: Document) -> Item:
    return Item(
        code=row["代码"],
        name=row["名称"],
        component=row["组成"],
        terms=terms,
        target=row["目标要求"],
        criterion=row["考评标准"],
        basis=row["依据"],
        evidence=row["证明材料"],
        cadence=row["频次"],
        months=frozenset(row["月份"] or ()) or CADENCE_MONTHS[row["频次"]],
        place=document.place(node.spot),
        aspect=row["类目"] or "",
        caps=caps_of(row),
        not_applicable=row["不适用情形"] or "",
        hides_reason=terms.secret or bool(row["隐去事由"]),
        disqualifies=bool(row["取消评优"]),
    )
