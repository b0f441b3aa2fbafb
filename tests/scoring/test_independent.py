"""The product's numbers against a second opinion that shares no code with it.

On the sample ledger, on random counties crowded with edge cases, and on the worked examples; and
the arithmetic that the product prints is worked out again from the printed words alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from generator.checks.books import files_in, read_books
from generator.rules.periods import Period
from generator.scoring.standings import Scores
from tests import independent
from tests.independent_books import County, Doc, half_up, load, open_county, within
from tests.random_ledger import Edits, random_county
from tests.sample_year import sample_year

ROOT = Path(__file__).parents[2]
SCHEMES = (("party", ""), ("rooms", ""), ("team", ""), ("cases", "人员"), ("cases", "单位"))
needs_ledger = pytest.mark.skipif(not (ROOT / "ledger").is_dir(), reason="no sample ledger here")


@cache
def scores(root: Path) -> Scores:
    if root == ROOT:
        return sample_year(2025).scores
    books, _ = read_books(files_in(root))
    assert books is not None
    return Scores(books)


def cents(value: Fraction | None) -> int | None:
    return None if value is None else int(value * 100)


def periods(county: County, scheme: str) -> list[str]:
    """All months with reports, and their quarters and years."""
    months = sorted({month for month, folder in county.ledger if folder == scheme})
    return sorted({within(month, kind) for month in months for kind in ("月", "季", "年")})


@dataclass
class Comparison:
    """How often two ways of scoring agree on a county, and where they do not."""

    agreed: int = 0
    differ: dict[tuple[str, str, str, str], set[str]] = field(default_factory=dict)
    unlisted: set[tuple[str, str, str, str]] = field(default_factory=set)

    def add(self, root: Path, scheme: str, level: str) -> Comparison:
        for period in periods(open_county(root), scheme):
            rows = {
                row.subject: row
                for row in scores(root).standing(scheme, Period(period), level).rows
            }
            ranks = independent.ranks(root, scheme, period, level)
            self.unlisted |= {(scheme, level, period, who) for who in set(rows) ^ set(ranks)}
            for who in set(rows) & set(ranks):
                mine, theirs = opinion(root, scheme, who, period), of_product(rows[who])
                mine["rank"] = ranks[who]
                wrong = {key for key in mine if mine[key] != theirs[key]}
                self.agreed += len(mine) - len(wrong)
                if wrong:
                    self.differ[scheme, level, period, who] = wrong
        return self


def opinion(root: Path, scheme: str, who: str, period: str) -> Doc:
    sums = independent.components(root, scheme, who, period)
    return {
        "total": cents(independent.total(root, scheme, who, period)),
        "components": sums and {part: cents(points) for part, points in sums.items()},
        "ranked_on": cents(independent.ranked_on(root, scheme, who, period)),
    }


def of_product(row: Any) -> Doc:
    found = {key: getattr(row, key) for key in ("total", "ranked_on", "rank")}
    return {**found, "components": None if row.total is None else dict(row.components)}


@needs_ledger
@pytest.mark.parametrize(("scheme", "level"), SCHEMES)
def test_all_scores_and_ranks_of_the_sample_ledger_are_found_again(scheme: str, level: str) -> None:
    found = Comparison().add(ROOT, scheme, level)
    assert found.differ == {}
    assert found.unlisted == set()
    assert found.agreed > 1000


# In county 14 an officer moves on 30 September and reaches the monthly cap of C11 over two units.
@pytest.mark.parametrize("seed", [2, 3, 4, 5, 14])
def test_random_counties_are_scored_alike(seed: int, tmp_path: Path) -> None:
    random_county(ROOT, tmp_path, seed, all_case_reports=True)
    found = Comparison()
    for scheme, level in SCHEMES:
        found.add(tmp_path, scheme, level)
    assert found.differ == {}
    assert found.agreed > 1500
    # Who is in case work in no month of a period takes no rank; only such may be left out.
    county = open_county(tmp_path)
    listed = [(who, county.expected(scheme, who, when)) for scheme, _, when, who in found.unlisted]
    assert [who for who, months in listed if months] == []


STARTS: Edits = {
    "rules/schemes/team.yml": [
        ("汇总: {季: 合计, 年: 合计}", "汇总: {季: 平均, 年: 合计}"),
        ("    说明: 队伍管理积分制首次施行", "    总分: {起点: 5, 下限: 95, 上限: 107}\n    说明: 队伍管理积分制首次施行"),
        ("栏目: 负面}", "栏目: 负面, 起点: 2, 下限: {月: -3}}"),
    ],
    "rules/schemes/cases.yml": [
        ("汇总: {季: 合计, 年: 合计}", "汇总: {季: 合计, 年: 平均}"),
        ("    说明: 数量分实行累加制", "    总分: {起点: 10, 下限: 4, 上限: 30}\n    说明: 数量分实行累加制"),
        ("名称: 效率扣分, 栏目", "名称: 效率扣分, 起点: 3, 栏目"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("seed", [6, 7])
def test_starts_bounds_and_means_are_scored_alike(seed: int, tmp_path: Path) -> None:
    random_county(ROOT, tmp_path, seed, all_case_reports=True, rules=STARTS)
    found = Comparison()
    for scheme, level in (("team", ""), ("cases", "人员"), ("cases", "单位")):
        found.add(tmp_path, scheme, level)
    assert found.differ == {}
    assert found.agreed > 800


# ── the worked examples ──

EXAMPLES = [
    pytest.param(example, id=example["名称"])
    for path in sorted((ROOT / "rules/examples").glob("*.yml"))
    for example in load(path)["例子"]
]


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_second_opinion_gives_what_the_worked_examples_state(
    example: Doc, tmp_path: Path
) -> None:
    for path, doc in county_of(example):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(json.dumps(doc, ensure_ascii=False), "utf-8")
    stated = example["应得"] if isinstance(example["应得"], dict) else {"x": example["应得"]}
    for who, points in stated.items():
        found = independent.total(tmp_path, example["积分制"], who, example["期间"])
        assert found == Fraction(points), who


def county_of(example: Doc) -> Iterator[tuple[str, Any]]:
    """The files of a county in which only the example happens."""
    scheme, group = example["积分制"], example.get("分组", "")
    yield f"rules/schemes/{scheme}.yml", load(ROOT / f"rules/schemes/{scheme}.yml")
    yield "rules/bureau.yml", load(ROOT / "rules/bureau.yml")
    life = {"代码": "x", "自": "2010-01-01"}
    units = [{**life, "代码": code, "序列": "S1"} for code in ("U1", "U2")]
    post = {"自": "2010-01-01", "办案": "是"}
    people = example.get("人员", {}).items()
    officers = [{"警号": who, "任职": [{**post, "单位": told["单位"]}]} for who, told in people]
    rooms = [{**life, "派出所": "x", "类别": group}] if scheme == "rooms" else []
    branches = [life] if scheme == "party" else []
    yield (
        "rules/roster/units.yml",
        {"单位": [*units, *([{**life, "组别": group}] * (scheme == "team"))]},
    )
    yield "rules/roster/officers.yml", {"人员": officers}
    yield "rules/roster/rooms.yml", {"警务室": rooms}
    yield "rules/roster/branches.yml", {"党支部": branches}
    for month, record in example["记录"].items():
        if scheme == "cases":
            yield f"ledger/{month}/cases/U1.yml", {"案件": record["案件"]}
            yield f"ledger/{month}/case-review/U1.yml", {"复核": record["复核"]}
        else:
            body = {"警务室": {"x": record}} if scheme == "rooms" else record
            yield f"ledger/{month}/{scheme}/x.yml", body


# ── the printed arithmetic ──

NUMBER = r"−?\d+(?:\.\d+)?%?"


def printed(text: str) -> Fraction:
    """A number as it is printed: with a true minus, perhaps in percent."""
    value = Fraction(text.replace("−", "-").rstrip("%"))
    return value / 100 if text.endswith("%") else value


def worked_out(text: str) -> Fraction:
    """The value of ``C01 10 × 人数系数 1.4``: × and ÷ before +, brackets first, labels left out."""
    tokens = re.findall(rf"{NUMBER}|[×÷/+（）]", re.sub(r"[A-Z]\d+ |（[^（）\d]*）", "", text))

    def factor() -> Fraction:
        if tokens[0] != "（":
            return printed(tokens.pop(0))
        tokens.pop(0)
        value = terms()
        assert tokens.pop(0) == "）"
        return value

    def product() -> Fraction:
        value = factor()
        while tokens and tokens[0] in "×÷/":
            value = value * factor() if tokens.pop(0) == "×" else value / factor()
        return value

    def terms() -> Fraction:
        value = product()
        while tokens and tokens[0] == "+":
            tokens.pop(0)
            value += product()
        return value

    value = terms()
    assert not tokens, text
    return value


def equations(words: str) -> Iterator[tuple[str, str]]:
    """Each ``left = right`` of a line's words; a rounded quotient goes on exactly."""
    words = words.replace("，自查自纠减半", " ÷ 2").replace("，÷", " ÷")
    words = re.sub(rf"(\d+/\d+) ≈ {NUMBER}", r"\1", words)
    for clause in re.split("[，；]", words):
        sides = clause.split("=")
        for left, right in pairwise(sides):
            stated = re.match(rf" ?({NUMBER})", right)
            assert stated, words
            yield left, stated[1]


def holds(left: str, right: str) -> bool:
    value, stated = worked_out(left), printed(right)
    return stated in (value, half_up(value)) or (
        right.endswith("%") and half_up(value * 100) == stated * 100
    )


@needs_ledger
def test_the_last_number_of_the_words_is_the_points_of_the_line() -> None:
    pattern = re.compile(rf"(?:=|得) ?({NUMBER})$")
    ends = [(pattern.search(line.words), line) for line in scores(ROOT).lines]
    stated = [(printed(found[1]), line) for found, line in ends if found]
    assert len(stated) > 3000
    assert [line.words for points, line in stated if points * 100 != line.points] == []


@needs_ledger
def test_every_printed_equation_is_true() -> None:
    words = sorted({line.words for line in scores(ROOT).lines})
    wrong = [text for text in words if not all(holds(*sides) for sides in equations(text))]
    assert wrong == []


@needs_ledger
def test_shares_of_helpers_and_sums_of_parts_and_ceilings_are_as_printed() -> None:
    share = re.compile(rf"= ({NUMBER})；协办 (\d+) 人共 ({NUMBER})，各得 ({NUMBER})$")
    ceiling = re.compile(rf"数量分 ({NUMBER}) 的 ({NUMBER}) 即 ({NUMBER}) 为限")
    checked = 0
    for text in {line.words for line in scores(ROOT).lines}:
        if found := share.search(text):
            whole, helpers, percent, each = map(printed, found.groups())
            assert half_up(whole * percent / helpers) == each, text
        elif found := ceiling.search(text):
            quantity, percent, most = map(printed, found.groups())
            assert half_up(quantity * percent) == most, text
        elif "；合计 " in text:
            *points, whole = map(printed, re.findall(rf"(?:得|合计) ({NUMBER})", text))
            assert sum(points) == whole, text
        else:
            continue
        checked += 1
    assert checked > 100
