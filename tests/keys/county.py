"""A county whose rules use nearly every key, as plain data: each test changes one value of it.

The files are those of ``county.py``, read into lists and dictionaries and written back as one line of
JSON each, so that no line or column of any item moves when a key is added.  ``team`` has an item of
every kind that is not about cases, and two months of records about three units.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from typing import Any

from generator.rules.kinds import KINDS
from generator.text.shapes import Either, ListOf, MapOf, Shape
from generator.text.strict import read
from tests.county import BUREAU, Files, county

Doc = Any
"""A file as strings in lists and dictionaries."""
Docs = dict[str, Doc]
TEAM, CASES, ROOMS = (f"rules/schemes/{name}.yml" for name in ("team", "cases", "rooms"))
YEARLY, CALENDAR, GUARDS = (f"rules/{name}.yml" for name in ("yearly", "calendar", "guards"))
MONTHS = ("2025-05", "2025-06")

_ITEM = "目标要求: 做好, 考评标准: 按规定, 依据: 工作要点"
RULES = f"""\
积分制: 队伍管理积分制
简称: 队伍管理
代码: team
考核对象: 单位
编发单位: 政工室
周期: {{统计: 月, 通报: 月, 总评: 年}}
汇总: {{季: 合计, 年: 合计}}
分组: 组别
迟报项目: D1
最小样本: 5
组成:
  - {{代码: base, 名称: 基础分, 栏目: {{扣减: [按次扣减], 指标: [完成度, 达标率, 阶梯, 未达标扣分]}}}}
  - {{代码: daily, 名称: 日常分, 栏目: {{核定: [核定], 加分: [加分], 扣分: [扣分]}}}}
  - {{代码: veto, 名称: 否决, 栏目: {{否决: [否决]}}}}
类目: [{{代码: A, 名称: 重点工作}}, {{代码: B, 名称: 其他工作}}]
版本:
  - 生效: 2025-01
    依据: 清公发〔2025〕4号
    制定单位: 清水县公安局
    示例分值: 是
    项目:
      - {{代码: M1, 名称: 计划落实, 组成: base, 类型: 完成度, 分值: 2, {_ITEM}, 频次: 月, 证明材料: 登记编号, 不适用情形: 无任务, 不适用时: 计零分}}
      - {{代码: M2, 名称: 督察问题, 组成: base, 类型: 按次扣减, 分值: 6, 扣减: 1, {_ITEM}, 频次: 月, 证明材料: 通报编号}}
      - {{代码: M3, 名称: 抽查办理, 组成: base, 类型: 达标率, 取数: 应办已办, 分值: 10, 目标: 95%, 不适用时: 计零分, {_ITEM}, 频次: 月, 证明材料: 抽查编号}}
      - {{代码: M4, 名称: 群众评价, 组成: base, 类型: 阶梯, 取数: 应办已办, 分值: 5, 阶梯: [{{达到: 90%, 得分: 5}}, {{达到: 80%, 得分: 3}}], 否则: 1, 不适用时: 计零分, {_ITEM}, 频次: 月, 证明材料: 回访编号}}
      - {{代码: M5, 名称: 满意率, 组成: base, 类型: 未达标扣分, 取数: 应办已办, 目标: 90%, 每差: 1%, 扣: 0.2, {_ITEM}, 频次: 月, 证明材料: 回访编号}}
      - {{代码: A1, 名称: 日常评价, 组成: daily, 类型: 核定, 范围: [-2, 2], 核定单位: 政工室, {_ITEM}, 频次: 随时, 证明材料: 评价编号}}
      - {{代码: B1, 名称: 经验推广, 组成: daily, 类型: 加分, 分值: 2, {_ITEM}, 频次: 随时, 证明材料: 文号}}
      - {{代码: D1, 名称: 月报迟报, 组成: daily, 类型: 扣分, 分值: 1, {_ITEM}, 频次: 月, 证明材料: 收文登记}}
      - {{代码: V1, 名称: 枪支丢失, 组成: veto, 类型: 否决, {_ITEM}, 频次: 随时, 证明材料: 认定文号}}
"""
ENTRIES = """\
单位: {unit}
月份: {month}
填报人: "{clerk}"
填报日期: {filed}
扣减: [{{项: M2, 次数: 2, 事由: 未整改, 依据: 通报{unit}}}]
指标:
  - {{项: M1, 完成: 逾期, 依据: 登记{unit}}}
  - {{项: M3, 应办: {due}, 已办: {done}, 依据: 抽查{unit}}}
  - {{项: M4, 应办: 20, 已办: 17, 依据: 回访{unit}}}
  - {{项: M5, 应办: 20, 已办: 15, 依据: 回访{unit}}}
核定: [{{项: A1, 日期: {month}-20, 分值: 1.5, 提出: 政工室, 事由: 表现好, 依据: 评价{unit}}}]
加分:
  - {{项: B1, 日期: {month}-10, 事项: {month}-{unit}, 事由: 经验被推广, 依据: 文号{unit}}}
  - {{项: B1, 日期: {month}-11, 事项: {month}-{unit}, 事由: 经验被推广, 依据: 文号二{unit}}}
扣分: [{{项: D1, 日期: {month}-12, 事由: 月报迟报, 依据: 收文{unit}, 警号: "{clerk}"}}]
"""
LOST = """\
否决: [{{项: V1, 日期: {month}-13, 警号: "061103", 依据: 认定{unit}, 事由: 丢失}}]
"""
"""Of 城关 alone: the others are eligible."""
UNITS = (("chengguan", "061101", 20, 18), ("hedong", "061201", 4, 3), ("fazhi", "060301", 40, 30))
"""Unit, its clerk, 应办 and 已办 of M3."""
FILED = {"2025-05": "2025-06-05", "2025-06": "2025-07-04"}
"""June's reports are a working day late, May's are in time on the last day: 2 June is off."""


@cache
def _base() -> Docs:
    files = county()
    files = {path: data for path, data in files.items() if "/team/" not in path}
    files[TEAM] = RULES.encode()
    for month in MONTHS:
        for unit, clerk, due, done in UNITS:
            entries = ENTRIES + LOST * (unit == "chengguan")
            text = entries.format(
                unit=unit, month=month, clerk=clerk, due=due, done=done, filed=FILED[month]
            )
            files[f"ledger/{month}/team/{unit}.yml"] = text.encode()
    docs = {path: plain(read(path, data).root) for path, data in files.items()}
    docs[BUREAU]["排名"]["最少参排"] = "2"
    return docs


def base() -> Docs:
    """The county as plain data, to be changed at will."""
    return deepcopy(_base())


def plain(node: Doc) -> Doc:
    """A node as read, without its places."""
    if isinstance(node, dict):
        return {key: plain(each) for key, each in node.items()}
    return [plain(each) for each in node] if isinstance(node, list) else node


def written(docs: Docs) -> Files:
    """The files of the county."""
    return {path: _lines(doc) for path, doc in docs.items()}


def _lines(doc: Doc) -> bytes:
    """A line for each key of the file, its value as JSON, which is YAML too."""
    lines = (f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in doc.items())
    return "".join(lines).encode()


def keys(kind: object, above: str = "") -> Iterator[str]:
    """Every key that a form documents, as ``组成.下限.年``; those of a map where they are a choice."""
    match kind:
        case Shape(fields=fields):
            for field in fields:
                yield f"{above}{field.key}"
                yield from keys(field.type, f"{above}{field.key}.")
        case ListOf(element=inner) | Either(long=inner):
            yield from keys(inner, above)
        case MapOf(key=key, value=inner):
            yield from (f"{above}{choice}" for choice in getattr(key, "choices", ()))
            yield from keys(inner, above)


def put(doc: Doc, path: str, value: Doc) -> None:
    """State ``value`` at a dotted path; a list is entered at a number, else at its first element."""
    *steps, last = path.split(".")
    for step in steps:
        if isinstance(doc, list) and not step.isdigit():
            doc = doc[0]
        doc = doc[int(step)] if isinstance(doc, list) else doc.setdefault(step, {})
    if isinstance(doc, list) and not last.isdigit():
        doc = doc[0]
    value = deepcopy(value)
    if isinstance(doc, list):
        doc[int(last) : int(last) + 1] = [value]
    elif value is None:
        doc.pop(last, None)
    else:
        doc[last] = value


def of(docs: Docs, name: str) -> Doc:
    """A file, or the first rule item of a kind."""
    if name in KINDS:
        path = CASES if name == "办案" else TEAM
        return next(each for each in docs[path]["版本"][0]["项目"] if each["类型"] == name)
    return docs[name]
