"""What YAML would silently change, drop or multiply is met with its own message."""

from __future__ import annotations

import pytest

from tests.broken.corpus import Broken, broken, codes
from tests.county import CASES as CASE_FILE, REVIEW, ROOM, SMALL, TEAM, edit, whole

HEAD = """\
单位: fazhi
月份: 2025-06
填报人: "060301"
填报日期: 2025-07-02
指标:
"""
GOOD = (
    HEAD
    + """\
  - {项: T2, 比率: 100%, 依据: 成绩汇总3}
  - {项: T3, 数量: 88, 依据: 回访汇总7}
"""
)
BOMB = "\n".join(
    ["a: &a [x, x, x, x, x, x, x, x, x]"]
    + [f"{b}: &{b} [{', '.join(['*' + a] * 9)}]" for a, b in zip("ab", "bc", strict=True)]
)

CASES = [
    broken("a file as it should be", whole(SMALL, GOOD)),
    broken("a byte order mark is no fault", whole(SMALL, b"\xef\xbb\xbf" + GOOD.encode())),
    broken("Windows line ends are no fault", whole(SMALL, GOOD.replace("\n", "\r\n"))),
    broken("a missing line end is no fault", whole(SMALL, GOOD.rstrip("\n"))),
    broken("comments of one's own are no fault", whole(SMALL, f"# 六月\n{GOOD}# 完\n")),
    broken("one document mark at the start is no fault", whole(SMALL, f"---\n{GOOD}")),
    broken(
        "an alias bomb",
        whole(SMALL, GOOD + BOMB + "\n"),
        "ledger/2025-06/team/fazhi.yml:8:1: 队伍管理记录没有“a”这个字段。可用的字段有 单位、月份、填报人、填报日期、扣减、指标、奖励、负面、否决。",
        "ledger/2025-06/team/fazhi.yml:8:4: 不支持以“&”开头的锚点。请删去；确是文字时放进引号。",
        "ledger/2025-06/team/fazhi.yml:9:1: 队伍管理记录没有“b”这个字段。可用的字段有 单位、月份、填报人、填报日期、扣减、指标、奖励、负面、否决。",
        "ledger/2025-06/team/fazhi.yml:9:4: 不支持以“&”开头的锚点。请删去；确是文字时放进引号。",
        "ledger/2025-06/team/fazhi.yml:9:8: 不支持以“*”开头的引用。请把内容写出来；确是文字时放进引号。",
        "ledger/2025-06/team/fazhi.yml:10:1: 队伍管理记录没有“c”这个字段。可用的字段有 单位、月份、填报人、填报日期、扣减、指标、奖励、负面、否决。",
        "ledger/2025-06/team/fazhi.yml:10:4: 不支持以“&”开头的锚点。请删去；确是文字时放进引号。",
        "ledger/2025-06/team/fazhi.yml:10:8: 不支持以“*”开头的引用。请把内容写出来；确是文字时放进引号。",
    ),
    broken(
        "an anchor",
        edit(SMALL, "数量: 88", "数量: &a 88"),
        "ledger/2025-06/team/fazhi.yml:7:17: 不支持以“&”开头的锚点。请删去；确是文字时放进引号。",
    ),
    broken(
        "an alias as a value",
        edit(SMALL, "数量: 88", "数量: *a"),
        "ledger/2025-06/team/fazhi.yml:7:17: 不支持以“*”开头的引用。请把内容写出来；确是文字时放进引号。",
    ),
    broken(
        "an alias in a list",
        edit(CASE_FILE, "[C06]", "[*a]"),
        "ledger/2025-06/cases/chengguan.yml:10:10: 不支持以“*”开头的引用。请把内容写出来；确是文字时放进引号。",
    ),
    broken(
        "an alias as a key",
        edit(SMALL, "数量: 88", "*a : 88"),
        "ledger/2025-06/team/fazhi.yml:7:13: 不支持以“*”开头的引用。请把内容写出来；确是文字时放进引号。",
    ),
    broken(
        "a merge key",
        edit(TEAM, "情形: 一般", "<<: {情形: 一般}"),
        "ledger/2025-06/team/chengguan.yml:6:13: 不支持“<<”合并写法。请把内容逐项写出。",
    ),
    broken(
        "a tag",
        edit(SMALL, "数量: 88", "数量: !!int 88"),
        "ledger/2025-06/team/fazhi.yml:7:17: 不支持以“!”开头的标记。请删去；确是文字时放进引号。",
    ),
    broken(
        "a tag that runs a program",
        edit(SMALL, "回访汇总7", "!!python/object/apply:os.system ls"),
        "ledger/2025-06/team/fazhi.yml:7:25: 不支持以“!”开头的标记。请删去；确是文字时放进引号。",
    ),
    broken(
        "a tag without a name",
        edit(SMALL, "回访汇总7", "!a!b 回访"),
        "ledger/2025-06/team/fazhi.yml:7:25: 不支持以“!”开头的标记。以“!”开头的内容请放进引号。",
    ),
    broken(
        "an anchor without a name",
        edit(SMALL, "回访汇总7", "&回访"),
        "ledger/2025-06/team/fazhi.yml:7:26: 以“&”或“*”开头的内容会被当作引用。请把内容放进引号。",
    ),
    broken(
        "a key written twice",
        edit(SMALL, "数量: 88", "数量: 88, 数量: 98"),
        "ledger/2025-06/team/fazhi.yml:7:21: “数量”在第 7 行已经写过。请只保留一处；两条记录要各用一个“- ”开头。",
    ),
    broken(
        "a section written twice",
        whole(SMALL, GOOD + "指标:\n  - {项: T2, 比率: 90%, 依据: 成绩汇总3}\n"),
        "ledger/2025-06/team/fazhi.yml:8:1: “指标”在第 5 行已经写过。请只保留一处；两条记录要各用一个“- ”开头。",
    ),
    broken(
        "a second document",
        whole(SMALL, f"{GOOD}---\n{GOOD}"),
        "ledger/2025-06/team/fazhi.yml:8:1: 一个文件里只能有一份记录，这里用“---”又开始了一份。请删去“---”，或把后一份放进另一个文件。",
    ),
    broken(
        "a list as the key",
        edit(SMALL, "数量: 88", "[数量]: 88"),
        "ledger/2025-06/team/fazhi.yml:7:13: 键只能是文字。请写成“键: 值”，去掉多余的括号或问号。",
    ),
    broken(
        "a key after a question mark",
        whole(SMALL, GOOD.replace("月份: 2025-06", "? 月份\n: 2025-06")),
        "ledger/2025-06/team/fazhi.yml:2:1: “?”在这里会被当作键的标记。请删去“?”；确是文字时放进引号。",
    ),
    broken(
        "a key after a question mark in braces",
        edit(SMALL, "{项: T3", "{ ?项: T3"),
        "ledger/2025-06/team/fazhi.yml:7:7: “?”在这里会被当作键的标记。请删去“?”；确是文字时放进引号。",
    ),
    broken(
        "a question mark where a value should be",
        edit(SMALL, "数量: 88", "数量: ?"),
        "ledger/2025-06/team/fazhi.yml:7:17: “?”在这里会被当作键的标记。请删去“?”；确是文字时放进引号。",
    ),
    broken(
        "a question mark at the start of a note in block style",
        whole(
            SMALL,
            GOOD.replace(
                "{项: T3, 数量: 88, 依据: 回访汇总7}", "项: T3\n    数量: 88\n    依据: ? 回访"
            ),
        ),
        "ledger/2025-06/team/fazhi.yml:9:9: “?”在这里会被当作键的标记。请删去“?”；确是文字时放进引号。",
    ),
    broken(
        "a question mark inside a text is no fault",
        edit(
            SMALL,
            "{项: T3, 数量: 88, 依据: 回访汇总7}",
            "项: T3\n    数量: 88\n    依据: 回访 ? 汇总?",
        ),
    ),
    broken(
        "a key and a value in brackets without braces",
        edit(CASE_FILE, "[C06]", "[C06: 1]"),
        "ledger/2025-06/cases/chengguan.yml:10:10: 方括号里不能直接写“键: 值”。请用花括号括起来；确是文字时放进引号。",
    ),
    broken(
        "a note folded over two lines",
        edit(TEAM, "事由: 督察发现问题", "事由: 督察\n      发现问题"),
        "ledger/2025-06/team/chengguan.yml:6:32: 内容分成了几行。请写在一行里。",
    ),
    broken(
        "a quoted note folded over three lines",
        edit(TEAM, "事由: 督察发现问题", '事由: "督察\n\n    发现问题"'),
        "ledger/2025-06/team/chengguan.yml:6:32: 内容分成了几行。请写在一行里。",
    ),
    broken(
        "a key folded over two lines",
        edit(SMALL, "数量: 88", "数\n    量"),
        "ledger/2025-06/team/fazhi.yml:7:13: 内容分成了几行。请写在一行里。",
    ),
    broken(
        "a number after a line mark",
        whole(
            SMALL,
            GOOD.replace(
                "{项: T3, 数量: 88, 依据: 回访汇总7}",
                "项: T3\n    数量: |\n      88\n    依据: 回访汇总7",
            ),
        ),
        "ledger/2025-06/team/fazhi.yml:8:9: 不支持用“|”分行写的内容。请写在一行里；确是文字时放进引号。",
    ),
    broken(
        "a note after a folding mark",
        whole(
            SMALL,
            GOOD.replace(
                "{项: T3, 数量: 88, 依据: 回访汇总7}",
                "项: T3\n    数量: 88\n    依据: >-\n      回访\n      汇总7",
            ),
        ),
        "ledger/2025-06/team/fazhi.yml:9:9: 不支持用“>”分行写的内容。请写在一行里；确是文字时放进引号。",
    ),
    broken(
        "an escape that gives another character",
        edit(SMALL, "回访汇总7", '"回访\\t汇总\\x37"'),
        "ledger/2025-06/team/fazhi.yml:7:25: 双引号里的“\\t”会变成别的字符。请改用单引号，或去掉反斜杠。",
    ),
    broken(
        "quotation marks and backslashes that stand for themselves are no fault",
        edit(SMALL, "回访汇总7", '"回访\\"甲\\"\\\\n汇总7"'),
    ),
    broken(
        "a YAML version line that YAML knows",
        whole(SMALL, f"%YAML 1.1\n---\n{GOOD}"),
        "ledger/2025-06/team/fazhi.yml:1:1: 不支持以“%”开头的行。请删去这一行。",
    ),
    broken(
        "three dots at the end",
        whole(SMALL, f"{GOOD}...\n"),
        "ledger/2025-06/team/fazhi.yml:8:1: “...”会被当作全文到此为止。请删去这一行。",
    ),
    broken(
        "an unquoted hash in a note on the line of its key, the note on the next",
        whole(
            SMALL,
            GOOD.replace(
                "{项: T3, 数量: 88, 依据: 回访汇总7}",
                "项: T3\n    数量: 88\n    依据: #9 补录\n      回访汇总7",
            ),
        ),
        "ledger/2025-06/team/fazhi.yml:9:9: “ #”以后的字会被当作注释丢掉。请把“依据”的整段内容放进引号。",
    ),
    broken(
        "an unquoted hash in a list of texts",
        edit("rules/yearly.yml", "[表态发言]", "[表态发言 #补录\n      ]"),
        "rules/yearly.yml:7:43: “ #”以后的字会被当作注释丢掉。请把整段内容放进引号。",
    ),
    broken(
        "UTF-16",
        whole(SMALL, GOOD.encode("utf-16")),
        "ledger/2025-06/team/fazhi.yml:1:1: 文件不是 UTF-8 编码。请在编辑器里选择 UTF-8 重新保存。",
    ),
    broken(
        "UTF-16 without a byte order mark",
        whole(SMALL, GOOD.encode("utf-16-le")),
        "ledger/2025-06/team/fazhi.yml:1:1: 文件不是 UTF-8 编码。请在编辑器里选择 UTF-8 重新保存。",
    ),
    broken(
        "the encoding of old Chinese editors",
        whole(SMALL, "单位: fazhi\n月份: 2025-06\n填报人: 周正\n".encode("gb18030")),
        "ledger/2025-06/team/fazhi.yml:1:1: 文件不是 UTF-8 编码。请在编辑器里选择 UTF-8 重新保存。",
    ),
    broken(
        "a NUL byte",
        whole(SMALL, GOOD.replace("88", "8\x008")),
        "ledger/2025-06/team/fazhi.yml:1:1: 文件不是 UTF-8 编码。请在编辑器里选择 UTF-8 重新保存。",
    ),
    broken(
        "a control character",
        edit(SMALL, "回访汇总7", "回访\x1b[31m汇总7"),
        "ledger/2025-06/team/fazhi.yml:7:27: 这里有不可见的字符 U+001B。请删去后重新输入这一处。",
    ),
    broken(
        "a file full of mistakes",
        whole(SMALL, GOOD + "# \x01\n" * 60),
        *(
            f"ledger/2025-06/team/fazhi.yml:{line}:3: 这里有不可见的字符 U+0001。请删去后重新输入这一处。"
            for line in range(8, 58)
        ),
        "ledger/2025-06/team/fazhi.yml: 这个文件还有 10 处没有列出。请先改正上面的，再检查一遍。",
    ),
    broken(
        "bidirectional control characters",
        edit(SMALL, "回访汇总7", "回访\u202e7总汇"),
        "ledger/2025-06/team/fazhi.yml:7:27: 这里有不可见的字符 U+202E。请删去后重新输入这一处。",
    ),
    broken(
        "a zero-width space",
        edit(SMALL, "T3", "T3\u200b"),
        "ledger/2025-06/team/fazhi.yml:7:11: 这里有不可见的字符 U+200B。请删去后重新输入这一处。",
    ),
    broken(
        "characters that other machines may not show",
        edit(SMALL, "回访汇总7", "回访\u0378汇总\U000f00007"),
        f"{SMALL}:7:27: 这里有别的电脑上显示不出来的字符 U+0378。请换成通用的字。",
        f"{SMALL}:7:30: 这里有别的电脑上显示不出来的字符 U+F0000。请换成通用的字。",
    ),
    broken(
        "an accent upon nothing",
        edit(SMALL, "回访汇总7", "1\u0301"),
        f"{SMALL}:7:26: 这里的附加符号 U+0301 没有附在字母上，或者叠得太多。请删去后重新输入这一处。",
    ),
    broken(
        "a letter taken apart",
        edit(SMALL, "回访汇总7", "Cafe\u0301"),
        f"{SMALL}:7:28: 这里的字 U+0065 有另一种写法，看上去一样。请改用通用的“é”。",
    ),
    broken(
        "an invisible character written as an escape",
        edit(SMALL, "回访汇总7", '"回访\\u202e7总汇"'),
        "ledger/2025-06/team/fazhi.yml:7:25: 这里写出了不可见的字符 U+202E。请删去。",
    ),
    broken(
        "a full-width blank after the colon",
        edit(SMALL, "月份: ", "月份:\u3000"),
        "ledger/2025-06/team/fazhi.yml:2:3: “月份”后面用了全角空格。请改成半角冒号加一个半角空格，写成“月份: …”。",
    ),
    broken(
        "a full-width blank before a key",
        edit(SMALL, ", 数量", ", \u3000数量"),
        "ledger/2025-06/team/fazhi.yml:7:13: “数量”里有全角字符或多余的空格。请写成“数量”。",
    ),
    broken(
        "a full-width blank before a number",
        edit(SMALL, "数量: 88", "数量: \u300088"),
        "ledger/2025-06/team/fazhi.yml:7:17: “88”前面或后面有空格，全角空格也算。请删去空格。",
    ),
    broken(
        "a lone surrogate written as an escape",
        edit(SMALL, "回访汇总7", '"回访\\ud800"'),
        "ledger/2025-06/team/fazhi.yml:7:30: 双引号里的反斜杠写法不认识。请改用单引号，或去掉反斜杠。",
    ),
    broken(
        "an empty file",
        whole(SMALL, ""),
        "ledger/2025-06/team/fazhi.yml:1:1: 文件里没有“键: 值”形式的内容。请参照使用手册里的样例填写。",
    ),
    broken(
        "a file of comments",
        whole(SMALL, "# 待填\n"),
        "ledger/2025-06/team/fazhi.yml:1:1: 文件里没有“键: 值”形式的内容。请参照使用手册里的样例填写。",
    ),
    broken(
        "a sentence",
        whole(SMALL, "本月无扣分事项\n"),
        "ledger/2025-06/team/fazhi.yml:1:1: 文件里没有“键: 值”形式的内容。请参照使用手册里的样例填写。",
    ),
    broken(
        "a list instead of a record",
        whole(SMALL, "- 单位\n- 月份\n"),
        "ledger/2025-06/team/fazhi.yml:1:1: 文件里没有“键: 值”形式的内容。请参照使用手册里的样例填写。",
    ),
    broken(
        "full-width colons throughout",
        whole(SMALL, GOOD.replace(": ", "：")),
        "ledger/2025-06/team/fazhi.yml:1:3: “单位”后面用了全角冒号“：”。请改成半角冒号加一个半角空格，写成“单位: …”。",
    ),
    broken(
        "one full-width colon",
        whole(SMALL, GOOD.replace("月份: ", "月份：")),
        "ledger/2025-06/team/fazhi.yml:2:3: “月份”后面用了全角冒号“：”。请改成半角冒号加一个半角空格，写成“月份: …”。",
    ),
    broken(
        "a full-width colon in braces",
        edit(SMALL, "{项: T3, ", "{项：T3, "),
        "ledger/2025-06/team/fazhi.yml:7:6: “项：T3”不是“项”。请写成“项: T3”，冒号用半角，后面空一格。",
    ),
    broken(
        "a full-width colon in a section",
        whole(SMALL, GOOD.replace("指标:", "指标：")),
        "ledger/2025-06/team/fazhi.yml:5:3: “指标”后面用了全角冒号“：”。请改成半角冒号加一个半角空格，写成“指标: …”。",
    ),
    broken(
        "full-width commas",
        edit(SMALL, "T3, 数量: 88, ", "T3，数量: 88，"),
        "ledger/2025-06/team/fazhi.yml:7:11: 各项之间用了“，”。各项之间请用半角逗号加一个空格；内容里要用“，”时放进引号。",
    ),
    broken(
        "no blank after the colon",
        edit(SMALL, "月份: 2025-06", "月份:2025-06"),
        "ledger/2025-06/team/fazhi.yml:2:3: “月份”的冒号后面没有空格。请写成“月份: …”。",
    ),
    broken(
        "no blank after a colon in braces",
        edit(SMALL, "数量: 88", "数量:88"),
        "ledger/2025-06/team/fazhi.yml:7:13: “数量:88”里没有“: ”。请写成“数量: …”，冒号用半角，后面空一格。",
    ),
    broken(
        "an unquoted hash in a note",
        edit(TEAM, "事由: 督察发现问题,", "事由: 第3次 #补录,"),
        "ledger/2025-06/team/chengguan.yml:6:36: “#”以后的字会被当作注释丢掉，花括号因此没有收尾。内容里有“#”时请把整段内容放进引号。",
    ),
    broken(
        "an unquoted hash in a note in block style",
        edit(
            TEAM,
            "  - {项: T1, 情形: 一般, 次数: 1, 事由: 督察发现问题, 依据: 督察通报9}",
            "  - 项: T1\n    情形: 一般\n    事由: 第3次 #补录\n    依据: 督察通报9",
        ),
        "ledger/2025-06/team/chengguan.yml:8:13: “ #”以后的字会被当作注释丢掉。请把“事由”的整段内容放进引号。",
    ),
    broken(
        "a hash in quotation marks is no fault",
        edit(TEAM, "事由: 督察发现问题", '事由: "第3次 #补录"'),
    ),
    broken("a hash inside a word is no fault", edit(TEAM, "督察通报9", "督察通报#9")),
    broken(
        "a colon in a note",
        edit(TEAM, "事由: 督察发现问题", "事由: 原因: 超期"),
        "ledger/2025-06/team/chengguan.yml:6:34: 内容里的“: ”会被当作又一个“键: 值”。请把整段内容放进引号。",
    ),
    broken(
        "a colon in a note in block style",
        edit(
            TEAM,
            "  - {项: T1, 情形: 一般, 次数: 1, 事由: 督察发现问题, 依据: 督察通报9}",
            "  - 项: T1\n    情形: 一般\n    事由: 原因: 超期\n    依据: 督察通报9",
        ),
        "ledger/2025-06/team/chengguan.yml:8:11: 内容里的“: ”会被当作又一个“键: 值”。请把整段内容放进引号。",
    ),
    broken(
        "a tab as indentation",
        edit(SMALL, "  - {项: T3", "\t- {项: T3"),
        "ledger/2025-06/team/fazhi.yml:7:1: 缩进里有制表符。请改成空格。",
    ),
    broken(
        "a tab before a key",
        whole(SMALL, GOOD.replace("月份:", "\t月份:")),
        "ledger/2025-06/team/fazhi.yml:2:1: 缩进里有制表符。请改成空格。",
    ),
    broken(
        "a missing brace",
        edit(SMALL, "回访汇总7}", "回访汇总7"),
        "ledger/2025-06/team/fazhi.yml:7:5: 这里的“{”没有收尾。请在末尾补上“}”。",
    ),
    broken(
        "a missing bracket",
        edit(CASE_FILE, "[C06]", "[C06"),
        "ledger/2025-06/cases/chengguan.yml:10:9: 这里的“[”没有收尾。请在末尾补上“]”。",
    ),
    broken(
        "a brace too many",
        edit(SMALL, "回访汇总7}", "回访汇总7}}"),
        "ledger/2025-06/team/fazhi.yml:7:31: 多出一个“}”。请删去，括号要成对。",
    ),
    broken(
        "a missing comma",
        edit(SMALL, "T3, 数量", "T3 数量"),
        "ledger/2025-06/team/fazhi.yml:7:14: 花括号里的各项没有用半角逗号隔开。请写成 {项: W2, 应办: 20} 的样子；内容里有括号时请放进引号。",
    ),
    broken(
        "a missing comma after quotation marks",
        edit(TEAM, '"061101", 依据', '"061101" 依据'),
        "ledger/2025-06/team/chengguan.yml:11:45: 花括号里的各项没有用半角逗号隔开。请写成 {项: W2, 应办: 20} 的样子；内容里有括号时请放进引号。",
    ),
    broken(
        "two commas in a row",
        edit(CASE_FILE, "[C06]", "[, C06]"),
        "ledger/2025-06/cases/chengguan.yml:10:10: 这里应当有内容。请写上值，或删去多余的逗号。",
    ),
    broken(
        "a missing quotation mark",
        edit(SMALL, '"060301"', '"060301'),
        "ledger/2025-06/team/fazhi.yml:3:6: 这里的引号没有成对。请补上结尾的引号。",
    ),
    broken(
        "a missing quotation mark before a document mark",
        whole(SMALL, '单位: "fazhi\n---\n月份: 2025-06\n'),
        "ledger/2025-06/team/fazhi.yml:1:5: 这里的引号没有成对。请补上结尾的引号。",
    ),
    broken(
        "an at sign at the start",
        edit(SMALL, "依据: 回访汇总7", "依据: @回访"),
        "ledger/2025-06/team/fazhi.yml:7:25: 内容不能以“@”“`”“%”或制表符开头。以符号开头的内容请放进引号；缩进用空格。",
    ),
    broken(
        "a per cent sign at the start",
        edit(SMALL, "回访汇总7", "%回访"),
        "ledger/2025-06/team/fazhi.yml:7:25: 内容不能以“@”“`”“%”或制表符开头。以符号开头的内容请放进引号；缩进用空格。",
    ),
    broken(
        "an unknown escape",
        edit(SMALL, "回访汇总7", '"回访\\汇总"'),
        "ledger/2025-06/team/fazhi.yml:7:28: 双引号里的反斜杠写法不认识。请改用单引号，或去掉反斜杠。",
    ),
    broken(
        "an item one column too far left",
        whole(SMALL, GOOD.replace("  - {项: T3", " - {项: T3")),
        "ledger/2025-06/team/fazhi.yml:7:2: 这一行的缩进或引号与前面不一致。请与上面同级的行对齐，引号要成对。",
    ),
    broken(
        "an item one column too far right",
        whole(SMALL, GOOD.replace("  - {项: T3", "   - {项: T3")),
        "ledger/2025-06/team/fazhi.yml:7:4: 列表里混进了不以“- ”开头的行，或缩进不齐。同一列表的各条都以“- ”开头并对齐。",
    ),
    broken(
        "an item without its dash",
        whole(SMALL, GOOD.replace("  - {项: T3", "  {项: T3")),
        "ledger/2025-06/team/fazhi.yml:7:3: 这一条前面缺少“- ”。列表里的每一条都以“- ”开头。",
    ),
    broken(
        "a key one column too far right",
        whole(SMALL, GOOD.replace("月份:", " 月份:")),
        "ledger/2025-06/team/fazhi.yml:2:1: 这一行比上一行多缩进了。同级的行请左对齐。",
    ),
    broken(
        "a line without a colon",
        whole(SMALL, GOOD.replace("月份: 2025-06", "月份 2025-06")),
        "ledger/2025-06/team/fazhi.yml:2:1: 这一行没有“: ”。请写成“键: 值”；说明文字请以“# ”开头。",
    ),
    broken(
        "a list on the line of its key",
        whole(SMALL, HEAD.rstrip() + " - {项: T2, 比率: 100%, 依据: 成绩汇总3}\n"),
        "ledger/2025-06/team/fazhi.yml:5:5: 这里不能开始一个列表。“- ”要另起一行，放在键的下一行。",
    ),
    broken(
        "an item without its key",
        edit(
            TEAM,
            "  - {项: T1, 情形: 一般, 次数: 1, 事由: 督察发现问题, 依据: 督察通报9}",
            "  - T1\n    情形: 一般",
        ),
        "ledger/2025-06/team/chengguan.yml:7:7: 这里多出一个冒号，或上一行没有写完。每行只写一个“键: 值”，同级的行请左对齐。",
    ),
    broken(
        "a missing comma in brackets",
        edit(REVIEW, '["061101", "061102"]', '["061101" "061102"]'),
        'ledger/2025-06/case-review/chengguan.yml:14:32: 方括号里的各项没有用半角逗号隔开。请写成 ["061201", "061202"] 的样子。',
    ),
    broken(
        "a head in braces",
        whole(SMALL, GOOD.replace("单位: fazhi", "{单位: fazhi}")),
        "ledger/2025-06/team/fazhi.yml:2:1: 第一个字段之前或全文之后多出了内容。请删去多出的行；说明文字请以“# ”开头。",
    ),
    broken(
        "something no clerk writes",
        edit(SMALL, "  - {项: T3, 数量: 88, 依据: 回访汇总7}", "  - 项: T3\n    依据: |0"),
        "ledger/2025-06/team/fazhi.yml:8:10: 这里不符合 YAML 的写法（found an indentation indicator equal to 0）。请对照使用手册里的样例改写。",
    ),
    broken(
        "a sentence after the record",
        whole(SMALL, GOOD + "以上属实\n"),
        "ledger/2025-06/team/fazhi.yml:8:1: 这一行没有“: ”。请写成“键: 值”；说明文字请以“# ”开头。",
    ),
    broken(
        "a YAML version line",
        whole(SMALL, f"%YAML 2.0\n---\n{GOOD}"),
        "ledger/2025-06/team/fazhi.yml:1:1: 不支持以“%”开头的行。请删去这一行。",
    ),
    broken(
        "a line starting with a per cent sign",
        whole(SMALL, f"%说明\n{GOOD}"),
        "ledger/2025-06/team/fazhi.yml:1:1: 不支持以“%”开头的行。请删去这一行。",
    ),
    broken(
        "text after a block mark",
        edit(
            SMALL,
            "  - {项: T3, 数量: 88, 依据: 回访汇总7}",
            "  - 项: T3\n    数量: 88\n    依据: | 回访",
        ),
        "ledger/2025-06/team/fazhi.yml:9:11: “|”或“>”后面不能再写内容。请把内容放进引号，写在一行里。",
    ),
    broken(
        "a quotation mark that goes on",
        edit(
            SMALL,
            "  - {项: T3, 数量: 88, 依据: 回访汇总7}",
            '  - 项: T3\n    数量: 88\n    依据: "回访"汇总',
        ),
        "ledger/2025-06/team/fazhi.yml:9:13: 引号后面又有内容。请把整段内容放进同一对引号，各项之间用半角逗号隔开。",
    ),
    broken(
        "a question mark as the key",
        edit(SMALL, "  - {项: T3, 数量: 88, 依据: 回访汇总7}", "  - ? {项: T3}\n    : 88"),
        "ledger/2025-06/team/fazhi.yml:7:5: “?”在这里会被当作键的标记。请删去“?”；确是文字时放进引号。",
    ),
    broken(
        "very deep nesting",
        edit(SMALL, "回访汇总7", "[" * 20 + "]" * 20),
        "ledger/2025-06/team/fazhi.yml:7:34: 内容嵌套超过 12 层。请检查缩进和括号。",
    ),
    broken(
        "deeper than any reader goes",
        whole(SMALL, GOOD + "附: " + "[" * 5000 + "\n"),
        "ledger/2025-06/team/fazhi.yml:8:15: 内容嵌套超过 12 层。请检查缩进和括号。",
    ),
    broken(
        "a file of 300 KiB",
        whole(SMALL, GOOD + "# 长长\n" * 34_000),
        "ledger/2025-06/team/fazhi.yml:1:1: 文件有 299 KiB，超过 256 KiB。请按单位和月份分成小文件。",
    ),
    broken(
        "an octal-looking number",
        edit(ROOM, "应办: 20", "应办: 010"),
        "ledger/2025-06/rooms/chengguan.yml:9:21: “010”前面多了 0。请写成 10。",
    ),
    broken(
        "a time-looking number",
        edit(ROOM, "应办: 20", "应办: 1:30"),
        "ledger/2025-06/rooms/chengguan.yml:9:21: “1:30”不是整数。请写成 12 这样的半角数字。",
    ),
    broken(
        "not a number",
        edit(ROOM, "应办: 20", "应办: .nan"),
        "ledger/2025-06/rooms/chengguan.yml:9:21: “.nan”不是整数。请写成 12 这样的半角数字。",
    ),
    broken(
        "a power of ten",
        edit(ROOM, "应办: 20", "应办: 1e3"),
        "ledger/2025-06/rooms/chengguan.yml:9:21: “1e3”不是整数。请写成 12 这样的半角数字。",
    ),
    broken(
        "an integer of 20 digits",
        edit(ROOM, "应办: 20", "应办: 12345678901234567890"),
        "ledger/2025-06/rooms/chengguan.yml:9:21: “12345678901234567890”太大了。请核对数字。",
    ),
    broken(
        "full-width digits",
        edit(ROOM, "应办: 20", "应办: ２０"),
        "ledger/2025-06/rooms/chengguan.yml:9:21: “２０”用了全角字符。请用半角写成 20。",
    ),
    broken(
        "Chinese digits",
        edit(ROOM, "应办: 20", "应办: 二十"),
        "ledger/2025-06/rooms/chengguan.yml:9:21: “二十”不是整数。请写成 12 这样的半角数字。",
    ),
    broken(
        "Arabic-Indic digits",
        edit(ROOM, "应办: 20", "应办: ٢٠"),
        "ledger/2025-06/rooms/chengguan.yml:9:21: “٢٠”不是整数。请写成 12 这样的半角数字。",
    ),
    broken(
        "a thousands separator",
        edit(ROOM, "应办: 20", "应办: 1_000"),
        "ledger/2025-06/rooms/chengguan.yml:9:21: “1_000”里有分隔符。请写成 1000。",
    ),
    broken(
        "a number with its unit",
        edit(ROOM, "应办: 20", "应办: 20户"),
        "ledger/2025-06/rooms/chengguan.yml:9:21: “20户”带了单位。请只写数字 20。",
    ),
    broken("a number in quotation marks is no fault", edit(ROOM, "应办: 20", '应办: "20"')),
    broken(
        "a word that other readers take for false", edit(ROOM, "事由: 化解邻里纠纷", "事由: no")
    ),
    broken(
        "a word that other readers take for nothing",
        edit(ROOM, "事由: 化解邻里纠纷", "事由: ~"),
        "ledger/2025-06/rooms/chengguan.yml:12:44: 这里没有内容。请填写；用不到的字段请整个删去。",
    ),
    broken(
        "an unresolved merge",
        whole(
            SMALL,
            GOOD.replace("  - {项: T3", "<<<<<<< HEAD\n  - {项: T3")
            + "=======\n  - {项: T3, 数量: 89, 依据: 回访汇总7}\n>>>>>>> 改数\n",
        ),
        "ledger/2025-06/team/fazhi.yml:7:1: 这里有没处理完的合并冲突。请留下正确的内容，删去“<<<<<<<”“=======”“>>>>>>>”这几行。",
    ),
    broken(
        "full-width braces",
        edit(SMALL, "{项: T3, 数量: 88, 依据: 回访汇总7}", "｛项: T3, 数量: 88, 依据: 回访汇总7｝"),
        "ledger/2025-06/team/fazhi.yml:7:5: 这里用了全角的“｛”。请改成半角的“{”。",
    ),
    broken(
        "full-width brackets",
        edit(CASE_FILE, "[C06]", "【C06】"),
        "ledger/2025-06/cases/chengguan.yml:10:9: 这里用了全角的“【”。请改成半角的“[”和“]”。",
    ),
    broken(
        "full-width quotation marks",
        edit(SMALL, '"060301"', "“060301”"),
        'ledger/2025-06/team/fazhi.yml:3:6: 这里用了全角引号。请改成半角引号，如 "061201"。',
    ),
    broken(
        "a full-width dash",
        edit(SMALL, "  - {项: T3", "  － {项: T3"),
        "ledger/2025-06/team/fazhi.yml:7:3: 这里用了全角的“－”。请改成半角的“-”。",
    ),
    broken(
        "a dash without its blank",
        edit(SMALL, "  - {项: T3", "  -{项: T3"),
        "ledger/2025-06/team/fazhi.yml:7:3: “-”后面缺少空格。请写成“- ”，后面空一格。",
    ),
    broken(
        "a full-width blank as indentation",
        edit(SMALL, "  - {项: T3", "\u3000- {项: T3"),
        "ledger/2025-06/team/fazhi.yml:7:1: 缩进里有全角空格。请改成半角空格。",
    ),
    broken(
        "a no-break space as indentation",
        edit(SMALL, "  - {项: T3", " \xa0- {项: T3"),
        "ledger/2025-06/team/fazhi.yml:7:2: 这里有特殊的空格 U+00A0。请改成普通的空格。",
    ),
    broken(
        "a semicolon between fields",
        edit(SMALL, "项: T3, 数量", "项: T3；数量"),
        "ledger/2025-06/team/fazhi.yml:7:11: 各项之间用了“；”。各项之间请用半角逗号加一个空格；内容里要用“；”时放进引号。",
    ),
    broken(
        "an enumeration comma in a list",
        edit(REVIEW, '["061101", "061102"]', '["061101"、"061102"]'),
        "ledger/2025-06/case-review/chengguan.yml:14:31: 各项之间用了“、”。各项之间请用半角逗号加一个空格；内容里要用“、”时放进引号。",
    ),
    broken(
        "an equals sign for a colon",
        edit(SMALL, "数量: 88", "数量=88"),
        "ledger/2025-06/team/fazhi.yml:7:13: “数量=88”里没有“: ”。请写成“数量: …”，冒号用半角，后面空一格。",
    ),
    broken(
        "the code as the key",
        edit(SMALL, "{项: T3, 数量: 88, 依据: 回访汇总7}", "T3: 88"),
        "ledger/2025-06/team/fazhi.yml:7:5: “T3”前面缺少“项: ”。请写成 - {项: T3, 数量: 4, 依据: 回访汇总编号} 的样子。",
    ),
    broken(
        "two entries run into one",
        edit(ROOM, "已办: 18, 依据: 抽查单1}\n      - {项: W7, ", "已办: 18, 项: W7, "),
        "ledger/2025-06/rooms/chengguan.yml:9:33: “项”在第 9 行已经写过。请只保留一处；两条记录要各用一个“- ”开头。",
    ),
    broken(
        "two records in one file",
        whole(SMALL, GOOD + GOOD.replace("fazhi", "hedong")),
        "ledger/2025-06/team/fazhi.yml:8:1: “单位”在第 1 行已经写过。请只保留一处；两条记录要各用一个“- ”开头。",
        "ledger/2025-06/team/fazhi.yml:9:1: “月份”在第 2 行已经写过。请只保留一处；两条记录要各用一个“- ”开头。",
        "ledger/2025-06/team/fazhi.yml:10:1: “填报人”在第 3 行已经写过。请只保留一处；两条记录要各用一个“- ”开头。",
        "ledger/2025-06/team/fazhi.yml:11:1: “填报日期”在第 4 行已经写过。请只保留一处；两条记录要各用一个“- ”开头。",
        "ledger/2025-06/team/fazhi.yml:12:1: “指标”在第 5 行已经写过。请只保留一处；两条记录要各用一个“- ”开头。",
    ),
    broken(
        "JSON is YAML too",
        whole(
            SMALL,
            '{"单位": "fazhi", "月份": "2025-06", "填报人": "060301", "填报日期": "2025-07-02", "指标": [{"项": "T2", "比率": "100%", "依据": "成绩汇总3"}, {"项": "T3", "数量": 88, "依据": "回访汇总7"}]}',
        ),
        "ledger/2025-06/team/fazhi.yml:1:1: 整份内容写在了一对括号里。请去掉括号，每行写一个“键: 值”。",
    ),
    broken(
        "a key of the file in quotation marks",
        edit(TEAM, "填报人: ", "'填报人': "),
        f"{TEAM}:3:1: 键“填报人”带了引号。请去掉键的引号。",
    ),
    broken(
        "the whole file moved in",
        whole(SMALL, "".join(f"  {line}\n" for line in GOOD.splitlines())),
        f"{SMALL}:1:3: 这里前面多了空格。最外层的键请从行首写起。",
    ),
    broken(
        "a text below its key",
        edit(TEAM, "填报人: ", "填报人: # 张\n  "),
        f"{TEAM}:4:3: “填报人”的内容写在了下一行。请写在同一行；分项写的，写成“键: 值”。",
    ),
    broken(
        "a line in brackets that looks like one of the file",
        whole(SMALL, GOOD.replace(", 依据: 成绩汇总3", ",\n依据: 成绩汇总3")),
        f"{SMALL}:7:1: 括号里的内容不能从行首写起。请在前面加空格，或写在一行里。",
    ),
    broken(
        "lines that end in a carriage return alone",
        whole(SMALL, GOOD.replace("\n", "\r")),
        f"{SMALL}:1:10: 这里换行用的是单独的回车符（CR）。请在编辑器里把换行符改成 LF 或 CRLF 重新保存。",
    ),
    broken(
        "markup in a note is text", edit(TEAM, "督察发现问题", '"<b>重</b> {{ 7*7 }} | --8<--"')
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_lines_printed(case: Broken) -> None:
    assert case.printed == case.lines
    assert case.codes == codes()[case.title]
