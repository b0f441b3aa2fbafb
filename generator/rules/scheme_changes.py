"""How a version of rules builds on an earlier one: items stay raw YAML until all is overlaid.

``沿用`` starts from the raw items of an earlier version, ``变更`` retires, adds or amends single
ones.  Only then are they read, so what is wrong in an amended field is reported at its own line.
"""

from __future__ import annotations

from typing import Any

from generator.rules.scheme import RuleChange
from generator.text.reading import Reader, closest
from generator.text.strict import Mapping, Sequence
from generator.text.syntax import Spot

Key = tuple[str, str]
"""Item code and component code."""

_INHERITED = ("代码", "名称", "类目", "目标要求", "考评标准", "依据", "证明材料", "频次")
"""What a part (另计) takes over from its item when it does not say it itself."""
_OF_THE_CHANGE = ("理由", "新增", "废止")


class RawItems:
    """The items of one version as written, parts (另计) apart, by code and component.

    ``retired`` is shared by the versions of a scheme: codes that must not come back, and when they
    were retired.
    """

    def __init__(
        self, reader: Reader, retired: dict[str, str], base: dict[Key, Mapping] | None = None
    ) -> None:
        self.reader, self.retired = reader, retired
        self.items: dict[Key, Mapping] = dict(base or {})

    def state(self, nodes: Sequence | None) -> None:
        """Add the items of a version that states all of them (项目)."""
        for node, spot in zip(nodes or (), getattr(nodes, "spots", ()), strict=False):
            for key, part in self._parts(node, spot):
                if key in self.items:
                    message = f"项目“{key[0]}”在同一组成部分里写了两次"
                    self.reader.report("重复", part.spot, message, "请换一个代码")
                self.items[key] = part

    def change(self, nodes: Sequence, since: str) -> tuple[RuleChange, ...]:
        """Apply the changes (变更) of a version in force from ``since``."""
        found = []
        for node, spot in zip(nodes, nodes.spots, strict=True):
            if type(node) is not Mapping or type(node.get("代码")) is not str:
                hint = "请写成 {代码: W7, 分值: 12, 理由: …}"
                self.reader.report("缺少", spot, "变更缺少“代码”", hint)
                continue
            reason = self._reason(node)
            if node.get("新增") == "是":
                found.append(self._added(node, reason))
            elif made := self._amended(node, reason, since):
                found.append(made)
        return tuple(found)

    def _reason(self, node: Mapping) -> str:
        reason = node.get("理由")
        if isinstance(reason, str) and reason.strip():
            return reason
        message = f"变更 {node['代码']} 缺少“理由”"
        self.reader.report("缺少", node.spot, message, "请写明为什么调整")
        return ""

    def _added(self, node: Mapping, reason: str) -> RuleChange:
        code = node["代码"]
        if code in self.retired:
            message = f"“{code}”在 {self.retired[code]} 已废止，不能另作他用"
            self.reader.report("重复", node.keys_at["代码"], message, "请换一个新代码")
        for key, part in self._parts(_copy(node, without=_OF_THE_CHANGE), node.spot):
            if key in self.items:
                message = f"项目“{code}”已经存在"
                self.reader.report("重复", node.spot, message, "修改旧项目时请删去“新增”")
            self.items[key] = part
        return RuleChange(
            code, str(node.get("名称", "")), str(node.get("组成") or ""), "新增", reason
        )

    def _amended(self, node: Mapping, reason: str, since: str) -> RuleChange | None:
        code, component = node["代码"], node.get("组成")
        keys = [key for key in self.items if key[0] == code and component in (None, key[1])]
        if not keys:
            near = closest(code, {key[0] for key in self.items})
            hint = f"是不是“{near}”？" if near else "请写已有的项目代码"
            self.reader.report("取值", node.keys_at["代码"], f"没有“{code}”这个项目", hint)
            return None
        name = str(self.items[keys[0]].get("名称", ""))
        if node.get("废止") == "是":
            for key in keys:
                del self.items[key]
            self.retired[code] = since
            return RuleChange(code, name, str(component or ""), "废止", reason)
        if len(keys) > 1 and component is None:
            hint = f"请写明“组成”：{'、'.join(key[1] for key in keys)}"
            self.reader.report("缺少", node.spot, f"“{code}”分属几个组成部分", hint)
            return None
        return RuleChange(code, name, keys[0][1], "调整", reason, self._overlaid(keys[0], node))

    def _overlaid(self, key: Key, node: Mapping) -> tuple[tuple[str, str, str], ...]:
        """Overlay one item; returns the fields that differ, before and after, as text."""
        old, body = self.items[key], _copy(node, without=_OF_THE_CHANGE)
        if "名称" in body and body["名称"] != old.get("名称"):
            message = f"“{key[0]}”改了名称，会被当成另一个项目"
            hint = "名称不同的项目请用“新增”和新代码，旧的写“废止: 是”"
            self.reader.report("重复", node.keys_at["名称"], message, hint)
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
            self.reader.report("空", node.spot, message, "请删去这一条")
        return fields

    def _parts(self, node: Any, spot: Spot) -> list[tuple[Key, Mapping]]:
        """An item and its 另计 as separate raw mappings."""
        if type(node) is not Mapping:
            self.reader.report("类型", spot, "项目应当是一组键值", "请从“- 代码: …”写起")
            return []
        parts = [_copy(node, without=("另计",))]
        extra = node.get("另计")
        for each, at in zip(extra or (), getattr(extra, "spots", ()), strict=False):
            if type(each) is not Mapping:
                hint = "请写成 {组成: …, 类型: …, 分值: …}"
                self.reader.report("类型", at, "另计应当是一组键值", hint)
                continue
            part = _copy(node, only=_INHERITED)
            part.spot = at
            _overlay(part, each)
            if "频次" not in each and each.get("类型") in ("加分", "扣分", "核定", "否决"):
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
