"""A scheme for auxiliaries in the tiny county, stated as a test wants it: start, floor, ceiling, 汇总.

Two items: K1 takes 1 point each time, J1 gives 1 each time, so that a month is two numbers.
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.checks.books import Books, read_books
from generator.text.problems import as_line, errors
from tests.county import OFFICERS, Change, Files, county, edit

CLEAN, BUSY, ELSEWHERE = "061104", "161101", "161201"
"""Two auxiliaries at chengguan, who begin in 2021; one at hedong."""

NEW = """\
  - {警号: "161101", 姓名: 甲辅, 身份: 辅警, 任职: [{自: 2021-01-01, 单位: chengguan, 职务: 辅警}]}
  - {警号: "161201", 姓名: 乙辅, 身份: 辅警, 任职: [{自: 2021-01-01, 单位: hedong, 职务: 辅警}]}
"""
LAST = '  - {警号: "061203",'

RULES = """\
积分制: 辅警工作积分制
简称: 辅警
代码: aux
考核对象: 人员
考核范围: {身份: [辅警]}
编发单位: 政工室
周期: {统计: 月, 通报: 月, 总评: 年}
汇总: {季: QUARTER, 年: YEAR}
分组: 不分组
组成:
  - {代码: minus, 名称: 扣分项, 栏目: 扣分MINUS}
  - {代码: plus, 名称: 加分项, 栏目: 加分PLUS}
版本:
  - 生效: 2025-01
    依据: 清公发〔2025〕11号
    制定单位: 清水县公安局
    示例分值: 是
TOTAL    项目:
      - {代码: K1, 名称: 迟到早退, 组成: minus, 类型: 扣分, 分值: 1, 目标要求: 按时到岗, 考评标准: 每次扣1分, 依据: 第五条, 频次: 随时, 证明材料: 考勤表}
      - {代码: J1, 名称: 化解纠纷, 组成: plus, 类型: 加分, 分值: 1, 目标要求: 主动化解, 考评标准: 每次加1分, 依据: 第八条, 频次: 随时, 证明材料: 调解登记}
"""
Months = Mapping[str, Mapping[str, tuple[int, int]]]
"""Month → number → points lost and won; whoever of chengguan is not named is reported without any."""


def rules(
    total: str = "",
    quarter: str = "合计",
    year: str = "合计",
    minus: str = "",
    plus: str = "",
) -> str:
    """``total`` as ``{起点: 100}``; ``minus`` and ``plus`` as ``, 下限: 5``."""
    stated = RULES.replace("TOTAL", f"    总分: {total}\n" if total else "")
    stated = stated.replace("QUARTER", quarter).replace("YEAR", year)
    return stated.replace("MINUS", minus).replace("PLUS", plus)


def reported(months: Months) -> Change:
    """The record files of chengguan in these months."""

    def change(files: Files) -> None:
        for month, people in months.items():
            following = f"{month[:5]}{int(month[5:]) + 1:02d}" if month[5:] < "12" else "2026-01"
            everybody = {CLEAN: (0, 0), BUSY: (0, 0)} | dict(people)
            body = "".join(_person(who, *points) for who, points in everybody.items())
            files[f"ledger/{month}/aux/chengguan.yml"] = (
                f'单位: chengguan\n月份: {month}\n填报人: "061101"\n填报日期: {following}-01\n人员:\n{body}'
            ).encode()

    return change


def _person(who: str, lost: int, won: int) -> str:
    taken = f"{{项: K1, 次数: {lost}, 事由: 迟到, 依据: 考勤表1}}" if lost else ""
    given = f"{{项: J1, 次数: {won}, 事由: 化解纠纷, 依据: 调解登记1}}" if won else ""
    return f'  "{who}":\n    扣分: [{taken}]\n    加分: [{given}]\n'


def books(stated: str, months: Months) -> Books:
    """The tiny county with the scheme and these months."""

    def scheme(files: Files) -> None:
        files["rules/schemes/aux.yml"] = stated.encode()

    made, problems = read_books(county(edit(OFFICERS, LAST, NEW + LAST), scheme, reported(months)))
    assert [as_line(problem) for problem in errors(problems)] == []
    assert made is not None
    return made
