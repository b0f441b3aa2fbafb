"""Random counties for comparing two ways of scoring: the real rules, crowded with edge cases.

Few subjects, many entries: caps, ties, transfers, leaves, closed and new rooms, moved classes,
missing reports, cases sent back and findings added later all happen in every county.
"""

from __future__ import annotations

import json
import shutil
from calendar import monthrange
from pathlib import Path
from random import Random
from typing import Any

from tests.independent_books import DUE, County, Doc

MONTHS = [f"2025-{month:02d}" for month in range(1, 13)]
COUNT_OF = {
    "次": "次数",
    "批": "次数",
    "件": "次数",
    "人次": "人次",
    "天": "天数",
    "工作日": "天数",
    "周": "周数",
    "月": "月数",
}


Edits = dict[str, list[tuple[str, str]]]
"""Rule file → texts that stand once in it, and what to write in their stead."""


def random_county(
    home: Path, root: Path, seed: int, *, all_case_reports: bool = False, rules: Edits | None = None
) -> Path:
    """Write a county under ``root`` with the rules of ``home``; reports are missing here and there."""
    made = _Made(Random(seed), root)
    made.all_case_reports = all_case_reports
    shutil.copytree(
        home / "rules", root / "rules", ignore=shutil.ignore_patterns("roster", "examples")
    )
    bureau = root / "rules/bureau.yml"
    bureau.write_text(bureau.read_text("utf-8").replace("最少参排: 4", "最少参排: 2"), "utf-8")
    for path, edits in (rules or {}).items():
        text = (root / path).read_text("utf-8")
        for old, new in edits:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        (root / path).write_text(text, "utf-8")
    made.roster()
    made.ledger(County(root))
    return root


class _Made:
    def __init__(self, random: Random, root: Path) -> None:
        self.random, self.root = random, root
        self.all_case_reports = False

    def maybe(self, chance: float) -> bool:
        return self.random.random() < chance

    def day(self, month: str) -> str:
        return f"{month}-{self.random.randint(1, monthrange(2025, int(month[5:]))[1]):02d}"

    def write(self, path: str, doc: Any) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        # Each key at the start of a line, with JSON, which is YAML too.
        spelled = {
            key: json.dumps(value, ensure_ascii=False, indent=1) for key, value in doc.items()
        }
        lines = (f"{key}: {value}\n" for key, value in spelled.items())
        target.write_text("".join(lines), "utf-8")

    # ── roster ──

    def moved(self, values: list[str]) -> Any:
        """A value, or one that changes on a day of the year."""
        if self.maybe(0.5):
            return self.random.choice(values)
        first, then = self.random.sample(values, 2)
        return [
            {"自": "2010-01-01", "值": first},
            {"自": self.day(self.random.choice(MONTHS)), "值": then},
        ]

    def life(self) -> Doc:
        """From when, and perhaps until when, something exists."""
        life = {"自": "2010-01-01"}
        if self.maybe(0.2):
            life["自"] = self.day(self.random.choice(MONTHS))
        elif self.maybe(0.2):
            life["至"] = self.day(self.random.choice(MONTHS))
        return life

    def roster(self) -> None:
        self.units = [f"u{n}" for n in range(1, 6)]
        units = [
            {
                "代码": u,
                "名称": f"单位{u}",
                "自": "2010-01-01",
                "组别": self.moved(["派出所", "大队"]),
                "序列": self.moved(["S2", "S3"]),
            }
            for u in self.units
        ]
        units.append({"代码": "u6", "名称": "机关", **self.life(), "组别": "派出所"})
        units.append({"代码": "u7", "名称": "撤并", **self.life(), "组别": "大队"})
        branches = [
            {"代码": f"zb-{n}", "名称": f"支部{n}", **self.life(), "单位": [self.units[n % 5]]}
            for n in range(5)
        ]
        self.stations = {f"r{n}": self.units[n % 3] for n in range(9)}
        rooms = [
            {
                "代码": r,
                "名称": f"警务室{r}",
                **self.life(),
                "派出所": s,
                "性质": "社区",
                "类别": self.moved(["一类", "二类", "三类"]),
            }
            for r, s in self.stations.items()
        ]
        self.numbers = [f"0600{n:02d}" for n in range(1, 19)]
        officers = [self.officer(number) for number in self.numbers]
        for name, key, rows in (
            ("units", "单位", units),
            ("branches", "党支部", branches),
            ("rooms", "警务室", rooms),
            ("officers", "人员", officers),
        ):
            self.write(f"rules/roster/{name}.yml", {key: rows})

    def officer(self, number: str) -> Doc:
        days = sorted(
            {
                "2015-01-01",
                *(
                    self.day(self.random.choice(MONTHS))
                    for _ in range(self.random.choice((0, 0, 1, 2)))
                ),
            }
        )
        posts = [
            {
                "自": day,
                "单位": self.random.choice(self.units),
                "职务": "民警",
                "办案": self.random.choice(("是", "是", "是", "否")),
            }
            for day in days
        ]
        record: Doc = {"警号": number, "姓名": "某某", "身份": "民警", "任职": posts}
        if self.maybe(0.15):
            record["至"] = max(self.day(self.random.choice(MONTHS)), days[-1])
        if self.maybe(0.4):
            first, last = sorted(self.day(self.random.choice(MONTHS)) for _ in range(2))
            record["离岗"] = [{"自": first, "至": last}]
        return record

    # ── ledger ──

    def ledger(self, county: County) -> None:
        self.county = county
        self.cases: list[Doc] = []
        for month in MONTHS:
            for scheme, key in (
                ("party", "支部"),
                ("team", "单位"),
                ("rooms", "派出所"),
                ("cases", "单位"),
            ):
                for subject in {
                    "party": sorted(county.branches),
                    "rooms": self.units[:3],
                    "team": sorted(county.units),
                    "cases": self.units,
                }[scheme]:
                    head = {
                        key: subject,
                        "月份": month,
                        "填报人": self.numbers[0],
                        "填报日期": f"{month}-28",
                    }
                    if scheme == "cases":
                        self.case_files(county, month, subject, head)
                    elif scheme == "rooms":
                        rooms = [
                            r
                            for r, s in self.stations.items()
                            if s == subject and county.group("rooms", r, month)
                        ]
                        body = {room: self.record(county, "rooms", room, month) for room in rooms}
                        self.file(f"ledger/{month}/rooms/{subject}.yml", {**head, "警务室": body})
                    elif county.group(scheme, subject, month) is not None:
                        self.file(
                            f"ledger/{month}/{scheme}/{subject}.yml",
                            {**head, **self.record(county, scheme, subject, month)},
                        )

    def file(self, path: str, doc: Doc) -> None:
        if self.maybe(0.92):
            self.write(path, doc)

    def record(self, county: County, scheme: str, subject: str, month: str) -> Doc:
        record: Doc = {}
        for component in county.schemes[scheme]["组成"]:
            column = component["栏目"]
            for section in [column] if isinstance(column, str) else column:
                kinds = None if isinstance(column, str) else column[section]
                record[section] = [
                    {**entry, "事项": f"{subject}-{entry['事项']}"} if "事项" in entry else entry for item in county.items(scheme, month)
                    if item["组成"] == component["代码"] and (kinds is None or item["类型"] in kinds)
                    for entry in self.entries(item, month)
                ]  # fmt: skip
        return record

    def entries(self, item: Doc, month: str) -> list[Doc]:
        kind, head = item["类型"], {"项": item["代码"], "事由": "测试", "依据": "登记2025-1"}
        if kind in ("完成度", "达标率"):
            due = [int(m) for m in item.get("月份", [])] or list(DUE[item["频次"]])
            return [{**head, **self.state(item)}] if int(month[5:]) in due else []
        if kind == "否决":
            return []
        if kind == "按次扣减":
            case = (
                {"情形": self.random.choice(list(item["扣减"]))}
                if isinstance(item["扣减"], dict)
                else {}
            )
            return [
                {**head, **case, COUNT_OF[item["每"]]: str(self.random.randint(1, 4))}
            ] * self.maybe(0.15)
        found = []
        for _ in range(self.random.choice((0, 0, 0, 1, 1, 2))):
            entry = {**head, "日期": self.day(month), **self.amount(item)}
            if item.get("清零指标") == "是":
                entry["指标"] = self.random.choice(["W1", "W2", "W5"])
            found.append(entry)
        return found if kind == "核定" or self.maybe(0.5) else []

    def state(self, item: Doc) -> Doc:
        permitted = "不适用情形" in item and self.maybe(0.3)
        if item["类型"] == "完成度":
            return {
                "完成": "不适用"
                if permitted
                else self.random.choice(("按期", "按期", "逾期", "未完成"))
            }
        if permitted:
            return {"不适用": "本月未下发清单"}
        if item["取数"] == "分项":
            return {
                "分项": {part["名称"]: str(self.random.randint(0, 21)) for part in item["分项"]}
            }
        if item["取数"] == "应办已办":
            due = self.random.choice((0, 3, 5, 7, 19, 40))
            return {"应办": str(due), "已办": str(self.random.randint(due // 2, due))}
        return (
            {"比率": f"{self.random.randint(85, 99)}.5%"}
            if item["取数"] == "比率"
            else {"数量": str(self.random.randint(0, 5))}
        )

    def amount(self, item: Doc) -> Doc:
        if item["类型"] == "核定":
            return {"分值": self.random.choice(("-2", "-0.5", "0.75", "1", "2")), "提出": "政工室"}
        entry: Doc = (
            {"事项": f"2025-{self.random.randint(1, 9)}"} if item.get("同事项取高") == "是" else {}
        )
        if isinstance(item["分值"], dict):
            entry["级别"] = self.random.choice(list(item["分值"]))
        else:
            entry[COUNT_OF[item["每"]]] = str(self.random.randint(1, 4))
        if item.get("自查减半") == "是" and self.maybe(0.4):
            entry["自查"] = "是"
        return entry

    # ── cases ──

    def case_officers(self, county: County, month: str) -> list[str]:
        """Officers in case work at the month's end, and in service all month."""
        return [o for o in self.numbers if county.group("cases", o, month) is not None]

    def unit_of(self, county: County, officer: str, month: str) -> str:
        post = county.post(officer, f"{month}-01")
        return post["单位"] if post else ""

    def case_files(self, county: County, month: str, unit: str, head: Doc) -> None:
        items = county.items("cases", month)
        results = [item["代码"] for item in items if item.get("作用") == "结果"]
        cases = []
        for number in range(1, self.random.choice((1, 3, 5))):
            able = self.case_officers(county, month)
            others = [o for o in able if self.unit_of(county, o, month) != unit]
            people = self.random.sample(able, min(len(able), self.random.randint(2, 6)))
            roles = [
                "主办",
                "协办",
                *("协作" if p in others and self.maybe(0.5) else "协办" for p in people[2:]),
            ]
            helpers = [
                o
                for o in self.numbers
                if o not in people and self.unit_of(county, o, month) not in (unit, "")
            ]
            if helpers and self.maybe(0.2):
                people, roles = [*people, self.random.choice(helpers)], [*roles, "协作"]
            case = {
                "编号": f"{month}-{unit}-{number:02d}", "类别": "侵财", "结果": self.random.choice([*results, "C11"]), "人数": self.random.choice("112469"),
                "系列": self.random.choice(("是", "否")), "积案": self.random.choice(("是", "否")),
                "参与": [{"警号": person, "角色": role} for person, role in zip(people, roles, strict=False)],
            }  # fmt: skip
            if case["结果"] == "C11":
                case |= {"人数": "1", "件数": str(self.random.randint(1, 40))}
            cases.append(case)
        if self.maybe(0.92) or self.all_case_reports:
            self.write(f"ledger/{month}/cases/{unit}.yml", {**head, "案件": cases})
            self.cases += [{**case, "state": "新", "unit": unit} for case in cases]
        reviews = [
            self.review(case, month, items)
            for case in self.cases
            if case["unit"] == unit and case["state"] != "结" and self.maybe(0.7)
        ]
        late = [
            {"项": "E05", "天数": str(self.random.randint(1, 3)), "事由": "测试", "依据": "登记"}
        ] * self.maybe(0.2)
        self.write(
            f"ledger/{month}/case-review/{unit}.yml", {**head, "复核": reviews, "单位问题": late}
        )

    def review(self, case: Doc, month: str, items: list[Doc]) -> Doc:
        verdict = (
            "追加" if case["state"] == "通过" else self.random.choice(("通过", "通过", "退回"))
        )
        case["state"] = {"追加": "结", "通过": "通过", "退回": "新"}[verdict]
        people, day = (
            [p["警号"] for p in case["参与"] if p["角色"] in ("主办", "协办")],
            self.day(month),
        )
        people = [person for person in people if self.county.post(person, day)]
        findings = []
        borne = [item for item in items if item["类型"] == "扣分" and item["承担"] != "单位"]
        for item in self.random.sample(
            borne, self.random.choice((1, 3) if verdict == "追加" else (0, 1, 3))
        ) * self.random.choice((1, 1, 2)):
            bearers = people if item["承担"] == "全体" else people[:1]
            if not bearers:
                continue
            findings.append(
                {
                    "项": item["代码"],
                    "承担": bearers,
                    "事由": ("测试", "另一处")[int(day[-1]) % 2],
                    **self.amount(item),
                }
            )
        heads = (
            {"疑难": self.random.choice("是否"), "程序": "通过", "质量": "通过", "执行": "通过"}
            if verdict != "追加"
            else {}
        )
        return {"编号": case["编号"], "日期": day, "结论": verdict, **heads, "问题": findings}
