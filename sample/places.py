"""The fictional county: units, branches and rooms of 青岭县公安局.  All names are invented.

24 units, 19 branches, 53 rooms at the year's end.
"""

from __future__ import annotations

from typing import NamedTuple


class UnitPlace(NamedTuple):
    """A unit; ``number`` is the middle of its officers' service numbers (06NNxx)."""

    code: str
    name: str
    short: str
    number: int
    group: str
    sequence: str
    since: str


class BranchPlace(NamedTuple):
    """A party branch over some units; its traits decide which items apply to it."""

    code: str
    name: str
    short: str
    units: tuple[str, ...]
    traits: str = ""


class RoomPlace(NamedTuple):
    """A police room; ``group`` is its class at the year's end."""

    code: str
    name: str
    station: str
    nature: str
    group: str


UNITS = (
    UnitPlace("bangong", "办公室", "青公办", 1, "机关", "", "2001-03-01"),
    UnitPlace("zhenggong", "政工室", "青公政", 2, "机关", "", "2001-03-01"),
    UnitPlace("fazhi", "法制大队", "青公法", 3, "大队", "", "2003-06-01"),
    UnitPlace("ducha", "督察大队", "青公督", 4, "机关", "", "2001-03-01"),
    UnitPlace("jingbao", "警务保障室", "青公保", 5, "机关", "", "2001-03-01"),
    UnitPlace("xintong", "信息通信科", "青公信", 6, "机关", "", "2025-05-01"),
    UnitPlace("jianguan", "看守所", "青公监", 7, "机关", "", "1998-10-01"),
    UnitPlace("zhian", "治安管理大队（出入境管理大队）", "青公治", 8, "大队", "S4", "1996-01-01"),
    UnitPlace("xingzhen", "刑事侦查大队", "青公刑", 9, "大队", "S1", "1996-01-01"),
    UnitPlace("jingzhen", "经济犯罪侦查大队", "青公经", 10, "大队", "S1", "2002-04-01"),
    UnitPlace("jindu", "禁毒大队", "青公禁", 11, "大队", "S1", "2005-08-01"),
    UnitPlace("jiaojing", "交通警察大队", "青公交", 12, "大队", "S4", "1996-01-01"),
    UnitPlace("xunte", "巡特警大队", "青公巡", 13, "大队", "", "2009-09-01"),
    UnitPlace("wangan", "网络安全保卫大队", "青公网", 14, "大队", "S1", "2012-05-01"),
    UnitPlace("chengguan", "城关派出所", "城关所", 21, "派出所", "S2", "1990-01-01"),
    UnitPlace("hedong", "河东派出所", "河东所", 22, "派出所", "S2", "2006-07-01"),
    UnitPlace("beimen", "北门派出所", "北门所", 23, "派出所", "S2", "2011-11-01"),
    UnitPlace("yunling", "云岭派出所", "云岭所", 24, "派出所", "S3", "1992-05-01"),
    UnitPlace("shimo", "石磨派出所", "石磨所", 25, "派出所", "S3", "1992-05-01"),
    UnitPlace("liuwan", "柳湾派出所", "柳湾所", 26, "派出所", "S3", "1994-03-01"),
    UnitPlace("baiya", "白崖派出所", "白崖所", 27, "派出所", "S3", "1994-03-01"),
    UnitPlace("luming", "鹿鸣派出所", "鹿鸣所", 28, "派出所", "S3", "1997-08-01"),
    UnitPlace("chaping", "茶坪派出所", "茶坪所", 29, "派出所", "S3", "1997-08-01"),
    UnitPlace("fenglin", "枫林派出所", "枫林所", 30, "派出所", "S3", "2000-10-01"),
)

BRANCHES = (
    BranchPlace("zb-bangong", "办公室党支部", "办公室支", ("bangong",)),
    BranchPlace("zb-zhenggong", "政工室党支部", "政工室支", ("zhenggong",)),
    BranchPlace("zb-ducha", "督察大队党支部", "督察支", ("ducha",)),
    BranchPlace("zb-fazhi", "法制大队党支部", "法制支", ("fazhi",), "发展党员"),
    BranchPlace("zb-jingbao", "警务保障室党支部", "警保支", ("jingbao",)),
    BranchPlace("zb-zhian", "治安管理大队党支部", "治安支", ("zhian",), "党小组 发展党员"),
    BranchPlace("zb-xingzhen", "刑事侦查大队党支部", "刑侦支", ("xingzhen",), "党小组 发展党员"),
    BranchPlace("zb-jingzhen-jindu", "经侦禁毒联合党支部", "经禁支", ("jingzhen", "jindu"), "党小组 发展党员"),
    BranchPlace("zb-jiaojing", "交通警察大队党支部", "交警支", ("jiaojing",), "党小组 发展党员"),
    BranchPlace("zb-xunte", "巡特警大队党支部", "巡特支", ("xunte",), "发展党员"),
    BranchPlace("zb-wangan-xintong", "网安信通联合党支部", "网信支", ("wangan", "xintong")),
    BranchPlace("zb-jianguan", "看守所党支部", "监管支", ("jianguan",), "党小组 发展党员"),
    BranchPlace("zb-chengguan", "城关派出所党支部", "城关支", ("chengguan",), "党小组 发展党员"),
    BranchPlace("zb-hedong", "河东派出所党支部", "河东支", ("hedong",), "党小组 发展党员"),
    BranchPlace("zb-beimen", "北门派出所党支部", "北门支", ("beimen",), "党小组 发展党员"),
    BranchPlace("zb-yunling-shimo", "云岭石磨联合党支部", "云石支", ("yunling", "shimo"), "党小组 发展党员"),
    BranchPlace("zb-liuwan-baiya", "柳湾白崖联合党支部", "柳白支", ("liuwan", "baiya"), "党小组"),
    BranchPlace("zb-luming-chaping-fenglin", "鹿鸣茶坪枫林联合党支部", "鹿茶枫支",
                ("luming", "chaping", "fenglin"), "党小组 发展党员"),
    BranchPlace("zb-lituixiu", "离退休党支部", "离退休支", (), "党小组"),
)  # fmt: skip

_ROOMS = {
    # station: prefix, then (code, place, class); rural rooms follow the one of the town
    "chengguan": ("cg", "dongmen 东门 一类|nanjie 南街 一类|gulou 鼓楼 一类|xiguan 西关 一类|wenmiao 文庙 一类|qiaotou 桥头 二类|xinju 新居 二类"),
    "hedong": ("hd", "binjiang 滨江 一类|chezhan 车站 一类|shangmao 商贸城 一类|xinqu 新区 一类|taohua 桃花 二类|yantian 砚田 二类"),
    "beimen": ("bm", "beijie 北街 一类|tiyuchang 体育场 一类|xuefu 学府 一类|longwan 龙湾 二类|yuchi 鱼池 二类"),
    "yunling": ("yl", "jizhen 云岭集镇 二类|baota 宝塔 二类|tangfang 糖坊 三类|gaojian 高涧 三类|muzhu 木竹 三类"),
    "shimo": ("sm", "jizhen 石磨集镇 二类|daping 大坪 二类|hongshi 红石 三类|xiaohe 小河 三类|lianhua 莲花 三类"),
    "liuwan": ("lw", "jizhen 柳湾集镇 二类|shuimo 水磨 二类|xinglong 兴隆 三类|laochang 老场 三类|qianjin 前进 三类"),
    "baiya": ("by", "jizhen 白崖集镇 二类|fengshu 枫树 二类|yanjing 盐井 三类|qingquan 清泉 三类|gaoshan 高山 三类"),
    "luming": ("lm", "jizhen 鹿鸣集镇 二类|xinjie 新街 二类|yangliu 杨柳 三类|tieluo 铁锣 三类|guanyan 关堰 三类"),
    "chaping": ("cp", "jizhen 茶坪集镇 二类|yunwu 云雾 三类|shangba 上坝 三类|zhongling 中岭 三类|huangni 黄泥 三类"),
    "fenglin": ("fl", "jizhen 枫林集镇 二类|songshu 松树 三类|shuiyuan 水源 三类|liushu 柳树 三类|mafang 马坊 三类|laoyao 老窑 三类"),
}  # fmt: skip
URBAN = ("chengguan", "hedong", "beimen")


def _rooms() -> tuple[RoomPlace, ...]:
    made = []
    for station, (prefix, rooms) in _ROOMS.items():
        for room in rooms.split("|"):
            code, place, group = room.split(" ")
            community = station in URBAN or code == "jizhen"
            kind = "社区" if community else "农村"
            name = f"{place}{'社区' if community else '村'}警务室"
            made.append(RoomPlace(f"{prefix}-{code}", name, station, kind, group))
    return tuple(made)


ROOMS = _rooms()
FOUNDED = {"cg-xinju": "2025-04-01"}
"""A room for a new estate; with it 54 rooms are in force until the closing below."""
CLOSED = {"fl-laoyao": ("2025-09-30", "fl-shuiyuan")}
"""A mountain room merged into its neighbour, which leaves 53 in force at the year's end."""
RECLASSED = {"hd-xinqu": (("2010-06-01", "二类"), ("2025-07-01", "一类"))}
"""A new quarter that has grown: second class until June, first class from July."""
