"""A fifth scheme in the tiny county, as a rule file and one record.

The rules are those of an imagined 辅警 assessment: every auxiliary starts a month with 80, loses
points by finding, wins some by event with a shared cap, has a test ladder and a rate by gap, and
gets a grade each month.  ``auxiliaries.py`` is a smaller one, which a test states as it wants.
"""

from __future__ import annotations

from generator.checks.books import Books, read_books
from generator.text.problems import as_line
from tests.county import OFFICERS, Files, county, edit

AUXILIARIES = """\
  - {警号: "161101", 姓名: 甲辅, 身份: 辅警, 任职: [{自: 2021-01-01, 单位: chengguan, 职务: 辅警}]}
  - {警号: "161102", 姓名: 乙辅, 身份: 辅警, 任职: [{自: 2021-01-01, 单位: chengguan, 职务: 辅警}]}
  - {警号: "161103", 姓名: 丙辅, 身份: 辅警, 任职: [{自: 2021-01-01, 单位: chengguan, 职务: 辅警}]}
"""
LAST_OFFICER = '  - {警号: "061203",'

RULES = """\
积分制: 辅警工作积分制
简称: 辅警
代码: aux
考核对象: 人员
考核范围: {身份: [辅警]}
编发单位: 政工室
周期: {统计: 月, 通报: 月, 总评: 年}
汇总: {季: 平均, 年: 平均}
分组: 不分组
组成:
  - {代码: base, 名称: 基础分, 起点: 80, 栏目: 扣分, 下限: {月: 0}}
  - {代码: task, 名称: 业务分, 栏目: 业务}
  - {代码: bonus, 名称: 加分, 栏目: 加分}
版本:
  - 生效: 2025-01
    依据: 示例〔2025〕11号
    制定单位: 某县公安局
    示例分值: 是
    等次期间: 月
    等次: [{名称: 优秀, 达到: 95}, {名称: 称职, 达到: 80}]
    及格线: 60
    条款:
      - {名称: 第八条, 项目: [J1, J2], 封顶: {月: 5}}
    项目:
      - {代码: K1, 名称: 迟到早退, 组成: base, 类型: 扣分, 分值: 1, 每: 次, 目标要求: 按时到岗, 考评标准: 每次扣1分, 依据: 第五条, 频次: 随时, 证明材料: 考勤表}
      - {代码: K2, 名称: 擅离岗位, 组成: base, 类型: 扣分, 分值: {一般: 5, 造成影响: 90}, 目标要求: 不脱岗, 考评标准: 一般扣5分，造成影响扣90分, 依据: 第五条, 频次: 随时, 证明材料: 督察登记}
      - {代码: Y1, 名称: 业务测试, 组成: task, 类型: 阶梯, 分值: 12, 取数: 数量, 阶梯: [{达到: 90, 得分: 12}, {达到: 75, 得分: 8.5}, {达到: 60, 得分: 5}], 否则: 0, 目标要求: 达到90分, 考评标准: 按档计分, 依据: 第六条, 频次: 月, 证明材料: 成绩册}
      - {代码: Y2, 名称: 巡逻签到率, 组成: task, 类型: 达标率, 分值: 8, 取数: 比率, 目标: 95%, 计分: 按差距, 每差: 1%, 扣: 0.5, 目标要求: 95%, 考评标准: 每低1个百分点扣0.5分, 依据: 第七条, 频次: 月, 证明材料: 巡逻记录}
      - {代码: J1, 名称: 协助化解纠纷, 组成: bonus, 类型: 加分, 分值: 1.5, 每: 件, 目标要求: 主动化解, 考评标准: 每件加1.5分, 依据: 第八条, 频次: 随时, 证明材料: 调解登记}
      - {代码: J2, 名称: 群众书面表扬, 组成: bonus, 类型: 加分, 分值: 1, 每: 次, 目标要求: 服务热情, 考评标准: 每次加1分, 依据: 第八条, 频次: 随时, 证明材料: 表扬信登记}
"""
LEDGER = """\
单位: chengguan
月份: 2025-06
填报人: "061101"
填报日期: 2025-07-01
人员:
  "061104":
    扣分: []
    业务: [{项: Y1, 数量: 96, 依据: 成绩册2025-6}, {项: Y2, 比率: 97%, 依据: 巡逻记录2025-6}]
    加分:
      - {项: J1, 日期: 2025-06-03, 次数: 3, 事由: 化解三起邻里纠纷, 依据: 调解登记2025-6}
      - {项: J2, 日期: 2025-06-20, 次数: 2, 事由: 群众来信, 依据: 表扬信登记2025-6}
  "161101":
    扣分: [{项: K1, 次数: 2, 事由: 迟到, 依据: 考勤表2025-6}]
    业务: [{项: Y1, 数量: 80, 依据: 成绩册2025-6}, {项: Y2, 比率: 91.5%, 依据: 巡逻记录2025-6}]
  "161102":
    扣分: [{项: K2, 级别: 造成影响, 依据: 督察登记2025-4}]
    业务: [{项: Y1, 数量: 59, 依据: 成绩册2025-6}, {项: Y2, 比率: 95%, 依据: 巡逻记录2025-6}]
  "161103":
    扣分: []
    业务: [{项: Y1, 数量: 96, 依据: 成绩册2025-6}, {项: Y2, 比率: 97%, 依据: 巡逻记录2025-6}]
    加分: [{项: J1, 日期: 2025-06-09, 次数: 4, 事由: 化解四起纠纷, 依据: 调解登记2025-7}]
"""


def with_auxiliaries(files: Files) -> None:
    edit(OFFICERS, LAST_OFFICER, AUXILIARIES + LAST_OFFICER)(files)
    files["rules/schemes/aux.yml"] = RULES.encode()
    files["ledger/2025-06/aux/chengguan.yml"] = LEDGER.encode()


def books() -> Books:
    made, problems = read_books(county(with_auxiliaries))
    assert [as_line(p) for p in problems if p.severity == "错误"] == []
    assert made is not None
    return made
