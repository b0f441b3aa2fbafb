"""A change of every key of the rule files, those of items apart."""

from __future__ import annotations

from tests.county import BUREAU
from tests.keys.county import CASES, ROOMS, TEAM, YEARLY
from tests.keys.items import Q04
from tests.keys.seen import check, ledger_id, pages, rules, scores, unproven
from tests.keys.tries import Given, Try, december, prorating, twins, without_may

IN_A: tuple[Given, ...] = (("完成度", "类目", "A"),)
FIFTH = {"名称": "第五条", "项目": ["A1", "B1"], "封顶": {"月": "3"}}
CLAUSE: tuple[Given, ...] = ((TEAM, "版本.条款", [FIFTH]),)
CASE_CLAUSE = {"名称": "第六条", "项目": ["Q02", "Q04"], "封顶": {"案": "1"}}
GRADES: tuple[Given, ...] = ((TEAM, "版本.等次", [{"名称": "优秀", "达到": "5"}]),)
OUTCOME = {"名称": "破案", "数值": "一", "比较": "二", "说明": "三", "来源": "四"}
OUTCOMES: tuple[Given, ...] = ((BUREAU, "成果", [OUTCOME]),)
BANNED: tuple[Given, ...] = (("加分", "考评标准", "每刑事拘留一人加2分"),)

SCHEME: dict[str, Try] = {
    "积分制": Try("队伍建设积分制", rules),
    "简称": Try("队伍建设", rules),
    "代码": Try("teams", check),
    "考核对象": Try("警务室", check),
    "编发单位": Try("办公室", pages),
    "主送": Try("各单位", pages),
    "宗旨": Try("为了工作", pages),
    "结果运用": Try("作为依据", pages),
    "周期": Try(None, check),
    "周期.统计": Try("季", check),
    "周期.通报": Try("季", pages),
    "周期.总评": Try("月", check),
    "汇总": Try({"季": "平均", "年": "平均"}, scores),
    "汇总.季": Try("平均", scores),
    "汇总.年": Try("平均", scores),
    "缺月折合": Try("是", scores, (without_may, prorating)),
    "分组": Try("不分组", scores),
    "考核范围": Try({"组别": ["机关"]}, check),
    "考核范围.身份": Try(["辅警"], check, at=(CASES, "考核范围.身份")),
    "考核范围.职务": Try(["所长"], check, at=(CASES, "考核范围.职务")),
    "考核范围.组别": Try(["机关"], check),
    "考核范围.序列": Try(["S2"], check),
    "考核范围.类别": Try(["二类"], check, at=(ROOMS, "考核范围.类别")),
    "考核范围.性质": Try(["社区"], check, at=(ROOMS, "考核范围.性质")),
    "迟报项目": Try("B1", check),
    "复核目录": Try("case-check", check, at=(CASES, "复核目录")),
    "最小样本": Try("3", scores),
    "组成": Try([], check),
    "组成.代码": Try("basis", check),
    "组成.名称": Try("底分", rules),
    "组成.栏目": Try("其他", check),
    "组成.折算": Try("是", scores, also=(prorating,)),
    "组成.满分": Try("30", scores, (prorating,)),
    "组成.起点": Try("10", scores),
    "组成.下限": Try("30", scores),
    **{f"组成.下限.{period}": Try("90", scores) for period in "月季年"},
    "组成.上限": Try("5", scores),
    **{f"组成.上限.{period}": Try("5", scores) for period in "月季年"},
    "组成.权重": Try("50%", scores),
    "组成.汇总": Try("平均", scores),
    "类目": Try([{"代码": "A", "名称": "别的工作"}], rules, IN_A),
    "类目.代码": Try("C", check, IN_A),
    "类目.名称": Try("别的工作", rules, IN_A),
    "类目.分值": Try("25", check, (*IN_A, (TEAM, "类目分值", "年"))),
    "类目分值": Try("月", check, (*IN_A, (TEAM, "类目.0.分值", "24"))),
    "版本": Try(None, check),
    "版本.生效": Try("2025-06", check),
    "版本.依据": Try("清公发〔2025〕6号", rules),
    "版本.制定单位": Try("县公安局", rules),
    "版本.示例分值": Try("否", rules),
    "版本.说明": Try("第一版", rules),
    "版本.总分": Try({"起点": "10"}, scores),
    "版本.总分.起点": Try("10", scores),
    "版本.总分.下限": Try("90", scores),
    "版本.总分.上限": Try("5", scores),
    "版本.等次": Try([{"名称": "优秀", "达到": "20"}], scores),
    "版本.等次.名称": Try("良好", scores, GRADES),
    "版本.等次.达到": Try("90", scores, GRADES),
    "版本.及格线": Try("60", scores),
    "版本.等次期间": Try("月", scores, GRADES),
    "版本.条款": Try([FIFTH], scores),
    "版本.条款.名称": Try("第六条", scores, CLAUSE),
    "版本.条款.项目": Try(["A1", "D1"], scores, CLAUSE),
    "版本.条款.封顶": Try({"月": "2"}, scores, CLAUSE),
    **{f"版本.条款.封顶.{period}": Try("2", scores, CLAUSE) for period in "月季年"},
    "版本.条款.封顶.案": Try([CASE_CLAUSE], scores, at=(CASES, "版本.条款")),
    "版本.办案": Try(None, check, at=(CASES, "版本.办案")),
    "版本.办案.角色": Try({"主办": "70%", "协办": "30%"}, scores, at=(CASES, "版本.办案.角色")),
    "版本.办案.角色.主办": Try("70%", check, at=(CASES, "版本.办案.角色.主办")),
    "版本.办案.角色.协办": Try("30%", check, at=(CASES, "版本.办案.角色.协办")),
    "版本.办案.团队系数": Try({"2": "2"}, scores, at=(CASES, "版本.办案.团队系数")),
    "版本.办案.轻微封顶": Try(
        "1%", scores, ((CASES, f"{Q04}.轻微", "是"),), (CASES, "版本.办案.轻微封顶")
    ),
    "版本.办案.人均": Try("否", scores, at=(CASES, "版本.办案.人均")),
    "版本.办案.个人质效计入单位": Try("是", scores, at=(CASES, "版本.办案.个人质效计入单位")),
    "版本.项目": Try([], check),
    "版本.沿用": Try("2025-02", check, at=(ROOMS, "版本.1.沿用")),
    "版本.变更": Try([], rules, at=(ROOMS, "版本.1.变更")),
}


def selection(name: str, other: str, *given: Given) -> dict[str, Try]:
    """The keys that every list of the year has."""
    at = f"版本.{name}"
    several = (YEARLY, f"{at}.比例", "100%")
    return {
        at: Try(None, check),
        f"{at}.积分制": Try(other, scores if name == "优先考虑" else check, given),
        f"{at}.比例": Try("100%", scores, given),
        f"{at}.至少": Try("2", scores, given),
        f"{at}.至多": Try("1", scores, (*given, several)),
        f"{at}.后果": Try(["另行研究"], scores, given),
        f"{at}.事项": Try(["另行研究"], scores, (*given, (YEARLY, f"{at}.后果", None))),
    }


MODEL = "版本.执法办案标兵"
YEARS: dict[str, Try] = {
    "版本": Try(None, check),
    "版本.生效": Try("2026-01", scores),
    "版本.依据": Try("清公发〔2025〕6号", rules),
    "版本.示例分值": Try("否", rules),
    **selection("执法办案标兵", "team", twins),
    f"{MODEL}.最少月份": Try("2", scores),
    f"{MODEL}.最少案件": Try("1", scores),
    f"{MODEL}.扣分比例": Try("50%", scores),
    f"{MODEL}.质量扣分": Try(
        ["extra"],
        scores,
        ((CASES, "组成.2", {"代码": "extra", "名称": "另外扣分", "栏目": "另外"}),),
    ),
    f"{MODEL}.执法资格": Try("否", scores),
    f"{MODEL}.并列": Try(["质量扣分少者", "集体研究决定"], scores, (twins,)),
    **selection("表彰单位", "rooms"),
    **selection("待改进单位", "rooms"),
    **selection("优先考虑", "team"),
    **selection("党建考核", "team"),
    "版本.民警结果计入单位": Try(None, check),
    "版本.民警结果计入单位.积分制": Try("team", check),
    "版本.民警结果计入单位.前列": Try("100%", scores),
}

AWAY = [{"自": "2025-06-01", "至": "2025-06-20"}]
COUNTY: dict[str, Try] = {
    "名称": Try("清河县公安局", pages),
    "台账标识": Try("lg-qinghe-test", ledger_id),
    "虚构": Try("否", pages),
    "虚构说明": Try("全部是虚构的", pages),
    "分组": Try({"类别": {"一类": "城区"}}, check),
    "期限": Try(None, check),
    "期限.报送": Try("1", check),
    "期限.审核": Try("6", pages),
    "期限.公布": Try("12", pages),
    "公示": Try(None, check),
    "公示.月": Try("4", pages),
    "公示.季": Try("7", pages),
    "公示.年": Try("9", pages, (december,)),
    "异议": Try(None, check),
    "异议.受理部门": Try("办公室", pages),
    "异议.答复": Try("9", pages),
    "排名": Try(None, check),
    "排名.最少参排": Try("3", scores),
    "排名.最少在岗比例": Try("30%", scores, (("rules/roster/officers.yml", "人员.6.离岗", AWAY),)),
    "排名.最少月份": Try({"季": "1", "年": "1"}, scores, (without_may,)),
    "排名.最少月份.季": Try("1", scores, (without_may,)),
    "排名.最少月份.年": Try("1", scores, (without_may,)),
    "排名.缺报不排名": Try("1", scores, (without_may,)),
    "民警显示": Try("警号", pages),
    "前列人数": Try("1", pages, ((BUREAU, "民警显示", "前列"),)),
    "未核验": Try("标明", unproven),
    "成果": Try([OUTCOME], pages),
    **{f"成果.{key}": Try("别的", pages, OUTCOMES) for key in OUTCOME},
}

DAYS: dict[str, Try] = {
    "依据": Try(["国办发明电〔2025〕7号"], rules),
    "休": Try(["2025-05-01", "2025-06-02", "2025-07-01"], check),
    "班": Try(["2025-06-01"], check),
}

BANS: dict[str, Try] = {
    "禁设指标": Try([], check, BANNED),
    "禁设指标.名称": Try("拘留数", check, BANNED),
    "禁设指标.词语": Try(["打卡"], check, BANNED),
    "禁设指标.依据": Try("另一个文件", check, BANNED),
    "除外词": Try(["不纳入"], check, (("加分", "考评标准", "刑事拘留数不计分"),)),
}

PLACES = {name: f"rules/roster/{name}.yml" for name in ("units", "branches", "rooms", "officers")}
LEFT: Given = (PLACES["units"], "单位.组别", [{"自": "2000-01-01", "值": "机关"}])
RANGED: Given = (PLACES["units"], "单位.序列", [{"自": "2000-01-01", "值": "S1"}])
WHOLE_JUNE = [{"自": "2025-05-20", "至": "2025-07-10"}]
ROSTERS: dict[str, dict[str, Try]] = {
    "units": {
        "单位": Try([], check),
        "单位.代码": Try("city", check),
        "单位.名称": Try("城厢派出所", scores),
        "单位.自": Try("2025-07-01", check),
        "单位.至": Try("2025-04-30", check),
        "单位.承接": Try("none", check),
        "单位.组别": Try("机关", scores),
        "单位.组别.自": Try("2025-06-01", scores, (LEFT,)),
        "单位.组别.值": Try("派出所", scores, (LEFT,)),
        "单位.序列": Try("S2", check),
        "单位.序列.自": Try("2025-07-01", scores, (RANGED,)),
        "单位.序列.值": Try("S2", check, (RANGED,)),
    },
    "branches": {
        "党支部": Try([], check),
        "党支部.代码": Try("zb-city", check),
        "党支部.名称": Try("城厢派出所党支部", pages),
        "党支部.自": Try("2025-07-01", check),
        "党支部.至": Try("2025-04-30", check),
        "党支部.承接": Try("none", check),
        "党支部.单位": Try(["fazhi"], pages),
    },
    "rooms": {
        "警务室": Try([], check),
        "警务室.代码": Try("cg-city", check),
        "警务室.名称": Try("城厢警务室", pages),
        "警务室.自": Try("2025-07-01", check),
        "警务室.至": Try("2025-04-30", check),
        "警务室.承接": Try("none", check),
        "警务室.派出所": Try("hedong", check),
        "警务室.性质": Try("农村", pages),
        "警务室.类别": Try("二类", pages),
        "警务室.类别.自": Try("2026-01-01", pages, at=(PLACES["rooms"], "警务室.2.类别.1.自")),
        "警务室.类别.值": Try("一类", pages, at=(PLACES["rooms"], "警务室.2.类别.1.值")),
    },
    "officers": {
        "人员": Try([], check),
        "人员.警号": Try("069999", check),
        "人员.姓名": Try("周平", pages),
        "人员.身份": Try("辅警", check, at=(PLACES["officers"], "人员.2.身份")),
        "人员.党支部": Try("none", check),
        "人员.执法资格": Try("否", scores, at=(PLACES["officers"], "人员.2.执法资格")),
        "人员.任职": Try([], check),
        "人员.任职.自": Try("2025-07-01", check),
        "人员.任职.单位": Try("hedong", check),
        "人员.任职.职务": Try("民警", pages),
        "人员.任职.警务室": Try("none", check),
        "人员.任职.办案": Try("否", check, at=(PLACES["officers"], "人员.2.任职.0.办案")),
        "人员.至": Try("2025-04-30", check),
        "人员.离岗": Try(WHOLE_JUNE, check, at=(PLACES["officers"], "人员.2.离岗")),
        "人员.离岗.自": Try("2025-10-20", check, at=(PLACES["officers"], "人员.8.离岗.0.自")),
        "人员.离岗.至": Try("2025-07-31", check, at=(PLACES["officers"], "人员.8.离岗.0.至")),
    },
}
CHANGES: dict[str, Try] = {
    "新增": Try("是", check, at=(ROOMS, "版本.1.变更.1.新增")),
    "废止": Try("是", check, at=(ROOMS, "版本.1.变更.1.废止")),
}
