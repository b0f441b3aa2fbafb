"""The files of a county for the second opinion: numbers, periods, rules in force, roster, records.

What no rule of the sample county needs (阶梯, 条款, 权重 …) is refused, not guessed.
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import yaml

Doc = dict[str, Any]
Sums = dict[str, Fraction]
ZERO = Fraction(0)
DUE = {"月": range(1, 13), "季": (3, 6, 9, 12), "半年": (6, 12), "年": (12,), "随时": ()}
UNKNOWN = {"条款", "权重", "考核范围"}


def half_up(value: Fraction) -> Fraction:
    """To 0.01; a half goes away from zero (四舍五入)."""
    whole = int(abs(value) * 100 + Fraction(1, 2))
    return Fraction(whole if value >= 0 else -whole, 100)


def number(text: str) -> Fraction:
    """``0.5`` or ``95%``."""
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


def of_group(value: Any, group: str) -> Fraction:
    """A value, or the value of a ranking group."""
    return number(value[group] if isinstance(value, dict) else value)


def months_of(period: str) -> list[str]:
    """The months of ``2025-06``, ``2025-Q2`` or ``2025``."""
    year, first = period[:4], 1
    if kind_of(period) == "月":
        return [period]
    if kind_of(period) == "季":
        first = int(period[-1]) * 3 - 2
    count = 3 if kind_of(period) == "季" else 12
    return [f"{year}-{month:02d}" for month in range(first, first + count)]


def kind_of(period: str) -> str:
    """月, 季 or 年."""
    return "季" if "Q" in period else "月" if "-" in period else "年"


def within(month: str, kind: str) -> str:
    """The month, quarter or year that ``month`` is in."""
    quarter = f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}"
    return {"月": month, "季": quarter, "年": month[:4]}[kind]


def days_of(month: str) -> list[str]:
    """Every day of a month, as text; dates of this form compare like dates."""
    count = monthrange(int(month[:4]), int(month[5:]))[1]
    return [f"{month}-{day:02d}" for day in range(1, count + 1)]


def last_day(month: str) -> str:
    """The last day of a month."""
    return days_of(month)[-1]


def load(path: Path) -> Any:
    """One YAML file with every scalar as the text that was typed."""
    return yaml.load(path.read_bytes(), Loader=yaml.CBaseLoader)  # noqa: S506 - builds text only


def refuse(doc: Doc) -> Doc:
    """The same, unless it says something that is not known here."""
    assert not UNKNOWN & set(doc), UNKNOWN & set(doc)
    return doc


def parts(item: Doc) -> list[Doc]:
    """An item as one rule per component: 另计 has the same code in other components."""
    main = {key: value for key, value in refuse(item).items() if key != "另计"}
    also = [{"代码": item["代码"], **refuse(other)} for other in item.get("另计", [])]
    return [main, *also]


def changed(items: list[Doc], change: Doc) -> list[Doc]:
    """The items after one line of 变更."""
    if change.get("新增") == "是":
        return items + parts(change)
    meant = [item for item in items if item["代码"] == change["代码"]]
    meant = [item for item in meant if change.get("组成") in (None, item["组成"])]
    if change.get("废止") == "是":
        return [item for item in items if item not in meant]
    assert len(meant) == 1, change
    return [{**item, **refuse(change)} if item is meant[0] else item for item in items]


def due_in(item: Doc, month: str) -> bool:
    """Whether an item is assessed in a month."""
    months = [int(text) for text in item.get("月份", [])] or DUE[item.get("频次", "随时")]
    return int(month[5:]) in months


class County:
    """The files of one county, as they stand."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.bureau: Doc = load(root / "rules/bureau.yml")
        docs = [load(path) for path in sorted((root / "rules/schemes").glob("*.yml"))]
        self.schemes: dict[str, Doc] = {doc["代码"]: refuse(doc) for doc in docs}
        self.units = self.roster("units", "单位", "代码")
        self.branches = self.roster("branches", "党支部", "代码")
        self.rooms = self.roster("rooms", "警务室", "代码")
        self.officers = self.roster("officers", "人员", "警号")
        self.ledger: dict[tuple[str, str], dict[str, Doc]] = defaultdict(dict)
        for path in sorted((root / "ledger").glob("*/*/*.yml")):
            self.ledger[path.parts[-3], path.parts[-2]][path.stem] = load(path)
        self.versions: dict[tuple[str, str], tuple[Doc, list[Doc]]] = {}

    def roster(self, name: str, key: str, code: str) -> dict[str, Doc]:
        return {row[code]: row for row in load(self.root / f"rules/roster/{name}.yml")[key]}

    @cache  # noqa: B019
    def months(self, scheme: str, period: str) -> list[str]:
        """The months of a period in which anybody reported on this scheme."""
        reported = {month for month, folder in self.ledger if folder == scheme}
        return [month for month in months_of(period) if month in reported]

    def of_cases(self, scheme: str) -> bool:
        """Whether officers and units are scored from cases."""
        return bool(self.schemes[scheme]["考核对象"] == "案件")

    # ── rules in force ──

    def version(self, scheme: str, month: str) -> tuple[Doc, list[Doc]]:
        """The version in force in a month, and its items, one per component."""
        if (scheme, month) not in self.versions:
            in_force = [v for v in self.schemes[scheme]["版本"] if v["生效"] <= month][-1]
            self.versions[scheme, month] = self.whole(scheme, refuse(in_force))
        return self.versions[scheme, month]

    def whole(self, scheme: str, version: Doc) -> tuple[Doc, list[Doc]]:
        """A version with what it takes over from the one before (沿用)."""
        if "沿用" not in version:
            return version, [part for item in version["项目"] for part in parts(item)]
        before, items = self.version(scheme, version["沿用"])
        for change in version["变更"]:
            items = changed(items, change)
        return {**before, **version}, items

    def items(self, scheme: str, month: str) -> list[Doc]:
        """The items in force in a month, with the scheme's 最小样本 where they have none of their own."""
        common = {key: each for key, each in self.schemes[scheme].items() if key == "最小样本"}
        return [{**common, **item} for item in self.version(scheme, month)[1]]

    # ── who is scored, and in which group ──

    def post(self, officer: str, day: str) -> Doc | None:
        """The post an officer holds on a day."""
        record = self.officers[officer]
        held = [post for post in record["任职"] if post["自"] <= day]
        return held[-1] if held and day <= record.get("至", "9") else None

    def case_post(self, officer: str, day: str) -> Doc | None:
        """The same, if it is one that handles cases."""
        post = self.post(officer, day)
        return post if post and post.get("办案") == "是" else None

    @cache  # noqa: B019 - counties are kept anyway (``open_county``)
    def headcount(self, unit: str, month: str) -> int:
        """Officers in case work at the month's end, without those on a long leave over it."""
        day = last_day(month)
        posts = [(officer, self.case_post(officer, day)) for officer in self.officers]
        here = [officer for officer, post in posts if post and post["单位"] == unit]
        return sum(not self.on_long_leave(officer, day) for officer in here)

    def on_long_leave(self, officer: str, day: str) -> bool:
        """Whether a leave over the day lasts more than a month (31 days from first to last)."""
        return any(
            leave["自"] <= day <= leave["至"]
            and (date.fromisoformat(leave["至"]) - date.fromisoformat(leave["自"])).days >= 31
            for leave in self.officers[officer].get("离岗", [])
        )

    @cache  # noqa: B019
    def group(self, scheme: str, subject: str, month: str) -> str | None:
        """The ranking group on the month's last day; None when not scored then."""
        day, key = last_day(month), self.schemes[scheme]["分组"]
        if subject in self.officers:
            post = self.case_post(subject, day)
            if post is None:
                return None
            subject = post["单位"]
        elif self.of_cases(scheme) and self.headcount(subject, month) == 0:
            return None
        thing = {**self.units, **self.rooms, **self.branches}[subject]
        if not thing["自"] <= day <= thing.get("至", "9"):
            return None
        value = "" if key == "不分组" else thing[key]
        if isinstance(value, list):
            value = [step["值"] for step in value if step["自"] <= day][-1]
        return str(value)

    def subjects(self, scheme: str, level: str) -> list[str]:
        """Everyone a scheme could score."""
        kind = level or self.schemes[scheme]["考核对象"]
        tables = {"党支部": self.branches, "警务室": self.rooms, "单位": self.units}
        return sorted(tables.get(kind, self.officers))

    def record(self, scheme: str, subject: str, month: str) -> Doc | None:
        """What was reported about a subject in a month, for an officer by the unit; None is 未报."""
        files = self.ledger.get((month, scheme), {})
        if subject in self.rooms:
            rooms: dict[str, Doc] = files.get(self.rooms[subject]["派出所"], {}).get("警务室", {})
            return rooms.get(subject)
        if subject in self.officers:
            post = self.post(subject, last_day(month))
            return files.get(post["单位"]) if post else None
        return files.get(subject)

    def expected(self, scheme: str, subject: str, period: str) -> list[str]:
        """The months in which a subject should have reported."""
        months = self.months(scheme, period)
        return [month for month in months if self.group(scheme, subject, month) is not None]

    @cache  # noqa: B019
    def counted(self, scheme: str, subject: str, period: str) -> list[str]:
        """The months in which it did."""
        expected = self.expected(scheme, subject, period)
        return [month for month in expected if self.record(scheme, subject, month) is not None]


@cache
def open_county(root: Path) -> County:
    """The county at ``root``, read once."""
    return County(root)
