"""One item of a version: its kind's form, and whether it fits the file that it stands in."""

from __future__ import annotations

from generator.rules.kinds import KINDS
from generator.rules.kinds.kind import Context, Terms, caps_of
from generator.rules.periods import CADENCE_MONTHS
from generator.rules.scheme import Item
from generator.rules.scheme_form import ITEM_SHAPES
from generator.rules.scheme_head import Head
from generator.text.problems import errors
from generator.text.reading import MISSING, Reader, one_of, quoted
from generator.text.shapes import Row
from generator.text.strict import Mapping


def read_item(node: Mapping, head: Head, reader: Reader) -> Item | None:
    """An item as written after all changes; None when anything in it is wrong."""
    kind = _kind(node, reader)
    if kind is None:
        return None
    before = len(reader.problems)
    row = ITEM_SHAPES[kind].read(node, node.spot, reader)
    _in_its_component(row, kind, head, reader)
    _in_its_aspect(row, head, reader)
    _in_its_scheme(row, kind, head, reader)
    terms = KINDS[kind].read(row, Context(reader, head.groups, head.least_sample))
    _of_its_kind(row, kind, terms, reader)
    _of_its_subject(row, head, reader)
    _when_not_counted(row, kind, terms, head, reader)
    if terms.reported and row["频次"] == "随时":
        hint = "请写成 月、季、半年、年 之一"
        reader.report("频次", row.at("频次"), "按期考核的项目不能写“随时”", hint)
    # A key that stands twice is told by the document, so its value may be missing without a report.
    faulty = MISSING in row.values() or bool(errors(reader.problems[before:]))
    if faulty or head.component(row["组成"]) is None:
        return None
    return _item(row, terms, node, reader)


def _kind(node: Mapping, reader: Reader) -> str | None:
    kind = node.get("类型")
    if isinstance(kind, str) and kind in KINDS:
        return kind
    message = f"{quoted(str(kind))}不是可选的项目类型" if kind else "项目缺少“类型”"
    reader.report("取值", node.values_at.get("类型", node.spot), message, one_of(list(KINDS)))
    return None


def _in_its_component(row: Row, kind: str, head: Head, reader: Reader) -> None:
    code, component = row["组成"], head.component(row["组成"])
    if component is None:
        if code is not MISSING and "组成" in head.sound:
            codes = list(dict.fromkeys(each.code for each in head.components))
            reader.report("取值", row.at("组成"), f"没有“{code}”这个组成部分", one_of(codes))
    elif not any(kind in taken for taken in component.sections.values()):
        message = f"组成部分“{component.name}”不收“{kind}”类项目"
        reader.report("取值", row.at("类型"), message, "请核对栏目里写的类型")


def _in_its_aspect(row: Row, head: Head, reader: Reader) -> None:
    code, names = row["类目"], [aspect.code for aspect in head.aspects]
    if code and code not in names and "类目" in head.sound:
        hint = one_of(names) if names else "请先写出“类目”"
        reader.report("取值", row.at("类目"), f"没有“{code}”这个类目", hint)


OF_CASES = tuple(name for name, kind in KINDS.items() if kind.from_cases or kind.happens)
"""The kinds of which a scheme of cases has records: cases, and what is found in their reviews."""


def _in_its_scheme(row: Row, kind: str, head: Head, reader: Reader) -> None:
    """Only a scheme of cases has work on cases, and findings that somebody bears."""
    if head.of_cases and kind not in OF_CASES:
        message = f"考核对象为“案件”的积分制没有“{kind}”类项目的记录"
        reader.report("取值", row.at("类型"), message, one_of(OF_CASES))
    if kind == "扣分" and head.of_cases and row["承担"] == "":
        hint = "请写“承担: 主办”、全体、认定或单位"
        reader.report("承担", row.at("承担"), "办案积分的扣分项目要写明“承担”", hint)
    if kind == "扣分" and not head.of_cases and row["承担"]:
        message = "只有办案积分的扣分项目才写“承担”"
        reader.report("承担", row.at("承担"), message, "请删去“承担”")
    if kind == "办案" and not head.of_cases:
        message = "“办案”类项目只用于考核对象为“案件”的积分制"
        reader.report("取值", row.at("类型"), message, "请改用其他类型")


def _of_its_kind(row: Row, kind: str, terms: Terms, reader: Reader) -> None:
    """Keys that every item may have, where nothing would come of them."""
    if row["月份"] and not terms.reported:
        message = f"“{kind}”类项目不是按月份报的"
        reader.report("矛盾", row.at("月份"), message, "请删去“月份”")
    if row.states("隐去事由") and row["隐去事由"] is False and terms.secret:
        message = f"“{kind}”类项目的事由一律不公开"
        reader.report("矛盾", row.at("隐去事由"), message, "请删去“隐去事由”")
    if row["取消评优"] and (terms.reported or terms.from_cases or terms.strikes):
        message = f"“{kind}”类项目的记录不能取消评优资格"
        reader.report("矛盾", row.at("取消评优"), message, "请删去“取消评优”")


def _of_its_subject(row: Row, head: Head, reader: Reader) -> None:
    """Keys that only cases can obey, and one that they cannot."""
    if row.get("轻微") and not head.of_cases:
        message = "只有办案积分的扣分项目才写“轻微”"
        reader.report("矛盾", row.at("轻微"), message, "请删去“轻微”")
    if row.get("清零指标") and head.of_cases:
        message = "办案积分没有可以清零的指标"
        reader.report("矛盾", row.at("清零指标"), message, "请删去“清零指标”")
    if "案" in caps_of(row) and not head.of_cases:
        message = "只有办案积分可以按案封顶"
        reader.report("矛盾", row.at("封顶"), message, "请写成 封顶: {月: 2} 的样子")


def _when_not_counted(row: Row, kind: str, terms: Terms, head: Head, reader: Reader) -> None:
    """What an item counts that is 不适用 or 样本不足: the others prorated, or what it says itself."""
    if row["不适用情形"] and not terms.may_not_apply:
        message = f"“{kind}”类项目的记录不能写不适用"
        reader.report("矛盾", row.at("不适用情形"), message, "请删去“不适用情形”")
    component, stated = head.component(row["组成"]), row.get("不适用时")
    skipped = terms.has_full and (terms.sampled or bool(row["不适用情形"]))
    if component is None or stated is MISSING:
        return
    if stated and (component.prorates or not skipped):
        cause = f"组成部分“{component.name}”已经折算" if skipped else "这一项不会不适用或者样本不足"
        reader.report("矛盾", row.at("不适用时"), f"{cause}，不用写“不适用时”", "请删去“不适用时”")
    if skipped and not component.prorates and stated is None and terms.may_not_apply:
        message = "这一项可能不适用或者样本不足，没有写明那时怎么计"
        hint = f"请补上“不适用时: 计满分”或“计零分”，或在组成部分“{component.name}”写“折算: 是”"
        reader.report("缺少", row.spot, message, hint)


def _item(row: Row, terms: Terms, node: Mapping, reader: Reader) -> Item:
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
        place=reader.document.place(node.spot),
        aspect=row["类目"] or "",
        caps=caps_of(row),
        not_applicable=row["不适用情形"] or "",
        hides_reason=terms.secret or bool(row["隐去事由"]),
        disqualifies=bool(row["取消评优"]),
    )
