"""What must happen in the sample year, so that every special situation can be seen and tested.

Everything here is data about the fictional county; what these entries are worth is in the rules.
Service numbers follow from the order of posts in ``people.py`` and do not depend on the seed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from sample.world import WORDS, YEAR

PARTY, ROOMS, CASES, TEAM = "party", "rooms", "cases", "team"

LATE = {
    (ROOMS, "2025-03", "hedong"): 1,
    (ROOMS, "2025-08", "liuwan"): 3,
    (CASES, "2025-04", "luming"): 2,
    (CASES, "2025-09", "jindu"): 4,
}
"""Reports handed in after the deadline, with the working days."""
MISSING = frozenset(
    {
        (ROOMS, "2025-02", "baiya"),
        (CASES, "2025-10", "chaping"),
        (TEAM, "2025-07", "jianguan"),
        (TEAM, "2025-08", "jianguan"),
    }
)
"""Reports that were never handed in; one unit misses two months of one scheme."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Something that happens and is to be recorded; the evidence is made up when not given."""

    code: str
    day: str = ""
    """Of a lapse only the month."""
    count: int = 1
    reason: str = ""
    level: str = ""
    matter: str = ""
    officer: str = ""
    self_found: bool = False
    indicator: str = ""
    points: int | str = ""
    proposer: str = ""
    evidence: str = ""
    same_as: tuple[str, str] = ("", "")
    """Cites the evidence of another subject's item of the month: ``(subject, code)``."""
    component: str = ""
    """Needed only when the code has parts in several components."""


# ── rooms ──────────────────────────────────────────────────────────────────────────────────────

TIED_ROOMS = ("2025-05", "cg-dongmen", "bm-xuefu")
"""Two first-class rooms reach the same total, above all others of their class."""
FULL_MARKS = frozenset((TIED_ROOMS[0], room) for room in TIED_ROOMS[1:])
NEGATIVE_ROOM = ("2025-10", "fl-mafang")
"""An inspection finds calls unrecorded and data made up: the month's total is negative."""
ROOM_VALUES: dict[tuple[str, str], dict[str, dict[str, Any]]] = {
    NEGATIVE_ROOM: {
        "W1": {"分项": {"巡防计划": 0, "重点部位检查": 1, "预警宣传": 0, "隐患整改回访": 0}},
        "W2": {"应办": 20, "已办": 8},
        "W3": {"数量": 0, "依据": "治安大队核对登记2025-10"},
        "W4": {"应办": 6, "已办": 2},
        "W5": {"应办": 5, "已办": 1},
        "W6": {"应办": 30, "已办": 6},
        "W7": {"比率": "60%"},
    },
    ("2025-03", "by-gaoshan"): {"W2": {"应办": 4, "已办": 4}, "W5": {"应办": 3, "已办": 3}},
}
"""Indicator values that are not left to chance; the last room has too small a sample."""
METHOD = "20250418-01"
"""A method spread by the county in April and by the city in August: counts once, at its highest."""
_STRONG = (
    "01-10 B4|01-21 B2|02-18 B2|03-06 B4|03-20 B1|04-10 B2|04-24 B4|06-12 B2|06-20 B1|07-08 B4|07-24 B2|08-26 B2|"
    "09-11 B4|09-23 B1|10-17 B2|11-06 B4|11-20 B2|12-04 B1|12-18 B2"
)
"""Good work of the room that is disqualified in August: only that keeps it from the honours."""
_ROOMS = (
    ("cg-dongmen", Plan("B4", "2025-05-14", reason="接预警后上门劝阻冒充客服退款诈骗，未发生损失")),
    ("cg-dongmen", Plan("B1", "2025-05-20", reason="化解商住楼加装电梯引发的邻里纠纷")),
    ("cg-dongmen", Plan("B2", "2025-05-23", reason="巡防发现撬盗痕迹，移交线索查证有用")),
    ("bm-xuefu", Plan("B2", "2025-05-09", reason="走访出租房屋发现异常用电，线索移交后查证有用")),
    ("bm-xuefu", Plan("B4", "2025-05-16", reason="接求助后救助轻生群众，已交家属照看")),
    ("bm-xuefu", Plan("B1", "2025-05-27", reason="化解校外培训机构退费引发的群体纠纷")),
    ("cg-gulou", Plan("B5", "2025-04-18", level="县级", matter=METHOD, reason="“楼栋议事会”做法被县局发文推广")),
    ("cg-gulou", Plan("B5", "2025-08-22", level="市级", matter=METHOD, reason="“楼栋议事会”做法被市公安局发文推广")),
    ("hd-shangmao", Plan("D8", "2025-08-14", reason="住户登记信息外泄，查证属实")),
    ("fl-mafang", Plan("D1", "2025-10-16", count=2, reason="专项检查发现接报警情未录入")),
    ("fl-mafang", Plan("D2", "2025-10-16", indicator="W7", reason="抽样核验发现实有房屋信息编造填报")),
    ("fl-mafang", Plan("D7", "2025-10-21", reason="公示开放时间内关门，未公示去向")),
    ("lw-laochang", Plan("D3", "2025-12-09", reason="已登记的邻里纠纷未跟进，引发伤害案件")),
    ("hd-binjiang", Plan("B6", "2025-06-26", count=5, reason="防汛转移群众后收到感谢信和锦旗")),
    # texts that would change their looks if a page took them for Markdown, HTML or a template
    ("bm-longwan", Plan("B3", "2025-06-18", reason="回访满意度<90%的3户已整改")),
    ("cg-wenmiao", Plan("B3", "2025-09-12", reason="按*重点*部位清单整改消防通道占用_12处_，已复查 #销号")),
    ("hd-taohua", Plan("D6", "2025-11-13", reason="批量导入模板里的{{楼栋号}}未替换，退回更正")),
    ("hd-yantian", Plan("D6", "2025-11-13", reason="门牌备注误留网页标记<b>待核</b>和[链接](x)，退回更正")),
)  # fmt: skip
MARKUP = ("回访满意度<90%的3户已整改", "*重点*", "{{楼栋号}}", "<b>待核</b>")

# ── party ──────────────────────────────────────────────────────────────────────────────────────

ARTICLE = "20250314-01"
"""A text adopted by the county in March and by the city in May: counts once, at its highest."""
MODEL_BRANCH = "zb-chengguan"
"""A branch that reaches the yearly ceiling of performance points, and caps of single items."""
SHARED_EVIDENCE = ("2025-04", "zb-beimen", "beimen")
"""One meeting, two uses: the branch's late study and the unit's lapse cite the same record."""
PARTY_VALUES: dict[tuple[str, str], dict[str, dict[str, Any]]] = {
    ("2025-04", "zb-beimen"): {"P13": {"完成": "逾期", "事由": "集中清查占用时间，推迟后补学"}},
    ("2025-12", MODEL_BRANCH): {"P08": {"数量": 97}},
    ("2025-09", "zb-jianguan"): {
        "P17": {"完成": "未完成", "事由": "勤务轮换期间党员大会未能召开，已列入整改"}
    },
}
_MODEL = (
    "01-15 P26 县级|01-21 P13|02-12 P21|02-19 P26 市级|02-26 P02|03-12 P13|03-19 P21|03-20 P07 县级|03-26 P26 县级|"
    "04-10 P15|04-16 P26 市级|04-23 P13|05-14 P21|05-21 P13|05-22 P26 省级|06-11 P20 市级|06-18 P02|06-25 P21|"
    "06-26 P26 市级|07-09 P04|07-16 P13|07-23 P15|08-13 P26 省级|08-20 P21|08-27 P13|09-10 P02|09-17 P07 市级|"
    "09-24 P15|10-15 P26 市级|10-22 P21|10-23 P10|10-29 P04|11-12 P06|11-19 P13|11-20 P12|11-26 P02|12-10 P15|"
    "12-17 P08|12-18 P26 县级|12-24 P21"
)
"""The model branch's performance: day, item, level."""
_PARTY = (
    ("zb-xingzhen", Plan("P26", "2025-03-14", level="县级", matter=ARTICLE, reason="“专班办案＋临时党小组”做法信息被采用", component="performance")),
    ("zb-xingzhen", Plan("P26", "2025-05-20", level="市级", matter=ARTICLE, reason="“专班办案＋临时党小组”做法信息被采用", component="performance")),
    ("zb-jiaojing", Plan("P16", "2025-06-20", reason="支部一名党员受到处分", component="conduct")),
    ("zb-xunte", Plan("P00", "2025-07-22", points="1.5", proposer="办公室", reason="抗洪抢险中党员突击队表现突出")),
    ("zb-xunte", Plan("P00", "2025-08-19", points=1, proposer="政工室", reason="连续三周支援防汛卡口值守")),
    ("zb-hedong", Plan("P00", "2025-02-13", points="0.5", proposer="治安大队", reason="春节灯会安保组织有力")),
    ("zb-fazhi", Plan("P00", "2025-05-15", points=1, proposer="办公室", reason="承办全县法治宣传活动成效明显")),
    ("zb-luming-chaping-fenglin", Plan("P00", "2025-09-18", points="-0.5", proposer="政工室", reason="会议材料多次超时报送")),
    ("zb-jingbao", Plan("P00", "2025-11-18", points=-2, proposer="督察大队", reason="交办的整改事项长期拖延")),
    ("zb-jingbao", Plan("P00", "2025-12-16", points="-0.5", proposer="政工室", reason="重复提醒后仍未按时报送材料")),
    ("zb-yunling-shimo", Plan("P04", "2025-04-15", reason="党员转述未经核实的网络信息，核查属实", component="conduct")),
    ("zb-jianguan", Plan("P28", "2025-10-14", reason="一条活动信息未经保密审查对外发布", component="conduct")),
    ("zb-zhian", Plan("P21", "2025-09-16", reason="与社区党支部联合办实事，*重点*解决{{门禁}}损坏3处", component="performance")),
)  # fmt: skip

# ── team ───────────────────────────────────────────────────────────────────────────────────────


class Award(NamedTuple):
    """A reward or sanction; its document number follows from the order of dates."""

    day: str
    unit: str
    level: str
    officer: str
    matter: str
    reason: str
    self_found: bool = False
    together: bool = False
    """One document with others of the same day."""


LADDER = "20250312-01"
"""First 个人嘉奖, later 个人三等功 for the same matter: counts once, at the highest."""
DOUBLE_SANCTION = "20250620-01"
"""党内警告 and 警告 for one matter: only the heavier counts."""
HONOURS = (
    Award("2025-03-12", "xingzhen", "个人嘉奖", "060907", LADDER, "在系列案件侦办中成绩突出"),
    Award("2025-09-24", "xingzhen", "个人三等功", "060907", LADDER, "在系列案件侦办中成绩突出"),
    Award("2025-06-20", "jiaojing", "党内警告", "061203", DOUBLE_SANCTION, "违反工作纪律"),
    Award("2025-06-20", "jiaojing", "警告", "061203", DOUBLE_SANCTION, "违反工作纪律"),
    Award(
        "2025-10-15",
        "hedong",
        "通报批评",
        "",
        "20251015-01",
        "自查发现警械领用登记不实并主动上报",
        self_found=True,
    ),
    Award("2025-11-14", "fenglin", "诫勉", "063001", "20251114-01", "履行管理责任不力"),
)
RESERVED_OFFICERS = frozenset(award.officer for award in HONOURS)
_TEAM = (
    ("beimen", Plan("T01", "2025-04", reason="一次集中学习未按计划组织，推迟后补学", same_as=("zb-beimen", "P13"))),
    ("zhian", Plan("T15", "2025-05", reason="终端混用存储介质，通报核实")),
    ("liuwan", Plan("T18", "2025-07", level="脱岗", reason="值班抽查时备勤人员不在岗")),
    ("yunling", Plan("T10", "2025-09", count=2, level="重复发生", reason="督察指出的值班室台账登记不全问题再次发生")),
    ("shimo", Plan("T18", "2025-03", count=3, level="脱岗", reason="夜间督察连续三次抽查均有备勤人员脱岗")),
    ("fenglin", Plan("V06", "2025-11-14", reason="警务室编造填报基础数据，派出所审核把关不严")),
)  # fmt: skip


# ── cases ──────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding of review; who bears it follows from the rule."""

    code: str
    count: int
    reason: str
    self_found: bool = False


class CasePlan(NamedTuple):
    """A scripted case; the first of its unit and month, so its id ends in 01."""

    month: str
    unit: str
    category: str
    result: str
    persons: int
    people: str
    """``number number*`` …: the first leads, ``+`` marks help from another unit."""
    reviewed: str
    returned: str = ""
    """When it was sent back before it passed."""
    series: bool = False
    old: bool = False
    difficult: bool = False
    measures: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def numbers(self) -> tuple[str, ...]:
        return tuple(each.removeprefix("+") for each in self.people.split())


CASE_PLANS = (
    # eight persons, five officers of three units, difficult, a series
    CasePlan("2025-06", "xingzhen", "网络", "C01", 8, "060906 060908 060909 061403 062108 +061104", "2025-06-24",
             series=True, difficult=True, measures=("C06", "C07", "C08")),
    CasePlan("2025-10", "xingzhen", "侵害人身", "C01", 1, "060904 060910", "2025-10-23", old=True, measures=("C07",)),
    # two helpers of one case and nothing else that month: a true tie
    CasePlan("2025-05", "yunling", "妨害管理", "C09", 1, "062404 062405 062406", "2025-05-21", measures=("C13",)),
    # minor findings of more than a fifth of the month's points
    CasePlan("2025-02", "shimo", "妨害管理", "C10", 1, "062504 062505", "2025-02-20", measures=("C14",), findings=(
        Finding("Q04", 1, "处罚决定书送达超期"), Finding("Q06", 2, "笔录修改处未捺印"))),
    CasePlan("2025-04", "hedong", "侵财", "C02", 1, "062206 062207", "2025-05-15", returned="2025-04-24", measures=("C08",)),
    CasePlan("2025-03", "beimen", "妨害管理", "C09", 2, "062305 062306", "2025-03-20", measures=("C12",)),
    CasePlan("2025-04", "xingzhen", "侵财", "C01", 2, "060910 060911", "2025-04-17", measures=("C06", "C07")),
    CasePlan("2025-08", "jingzhen", "经济", "C01", 3, "061003 061004 061005", "2025-08-21", measures=("C06", "C08"), findings=(
        Finding("E02", 1, "取保候审期限届满未及时解除"),)),
    CasePlan("2025-09", "liuwan", "侵害人身", "C15", 2, "062603 062604", "2025-09-18", findings=(
        Finding("Q04", 1, "未告知鉴定意见复核权利，复核前已补正", self_found=True),)),
)  # fmt: skip
LATER_FINDINGS = (
    ("2025-09-18", "2025-03-beimen-01", Finding("Q10", 1, "处罚事实认定证据不足，行政诉讼败诉")),
    (
        "2025-07-24",
        "2025-04-xingzhen-01",
        Finding("Q07", 1, "关键证人证言未及时固定，退回补充侦查"),
    ),
)
"""Findings months after the case was scored: day, case id, finding; the leading officer bears them."""
# the true tie and the minor findings
RESERVED = frozenset(
    (plan.reviewed[:7], number) for plan in CASE_PLANS[2:4] for number in plan.numbers
)
"""Officers who do nothing else in a month, so that what is scripted for them stands alone."""


def _told(subject: str, spec: str, component: str = "") -> Iterator[tuple[str, Plan]]:
    """The plans of ``day item level|…``, with the sentences of each item by turns."""
    told: Counter[str] = Counter()
    for each in spec.split("|"):
        day, code, *level = each.split(" ")
        texts = [text for text in WORDS[code]["常"] if "{where}" not in text]
        yield (
            subject,
            Plan(
                code,
                f"{YEAR}-{day}",
                reason=texts[told[code] % len(texts)].replace("{n}", str(2 + told[code])),
                level="".join(level),
                # what has a level is counted once a matter; each of these is one of its own
                matter=f"{YEAR}{day.replace('-', '')}-05" if level else "",
                component=component,
            ),
        )
        told[code] += 1


_PLANS: dict[tuple[str, str, str], list[Plan]] = defaultdict(list)
for _scheme, _planned in (
    (ROOMS, (*_ROOMS, *_told("hd-shangmao", _STRONG))),
    (PARTY, (*_PARTY, *_told(MODEL_BRANCH, _MODEL, "performance"))),
    (TEAM, _TEAM),
):
    for _subject, _plan in _planned:
        _PLANS[_scheme, _plan.day[:7], _subject].append(_plan)


def plans(scheme: str, month: str, subject: str) -> list[Plan]:
    """What is scripted for a subject in a month."""
    return list(_PLANS.get((scheme, month, subject), ()))
