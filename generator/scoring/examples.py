"""Worked examples (``rules/examples/*.yml``): sentences an official can check, run as tests.

An example states the records of one subject (or of a few officers) and the points they must give.
It is turned into the files of a county with just those people, which then take the ordinary way:
read, checked, scored, ranked.  What differs from the stated result is returned as problems.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.checks.books import read_books
from generator.ledger.forms import SINGLE_SUBJECT
from generator.rules.periods import Period, last_day
from generator.rules.roster import BRANCHES, ROOMS, UNITS
from generator.rules.rulebook import read_rulebook
from generator.rules.scheme import SUBJECTS, Scheme
from generator.scoring.model import CAPPED, MINOR, PRORATED, START, TOTAL, WEIGHED, ScoreLine
from generator.scoring.standings import Scores
from generator.text.hundredths import hundredths, plain
from generator.text.problems import Place, Problem, errors
from generator.text.strict import Files, read

EXAMPLES = "rules/examples/"
REQUIRED = ("名称", "说明", "积分制", "记录", "期间", "应得")
BY_NAME = {PRORATED, CAPPED, MINOR, START, WEIGHED, TOTAL}
"""Computed lines that 其中 names by kind; the others belong to their item."""


@dataclass(frozen=True, slots=True)
class Example:
    """One worked example as written, and where it stands."""

    name: str
    note: str
    scheme: str
    stated: Mapping[str, Any]
    place: Place


def read_examples(files: Files) -> tuple[list[Example], list[Problem]]:
    """All examples of ``rules/examples/``, in order of file and line."""
    found: list[Example] = []
    problems: list[Problem] = []
    for path in sorted(path for path in files if path.startswith(EXAMPLES)):
        document = read(path, files[path])
        problems += document.problems
        for node in (document.root or {}).get("例子", []):
            place = document.place(node.spot)
            if absent := [key for key in REQUIRED if key not in node]:
                problems.append(Problem("例子", place, f"例子缺少 {'、'.join(absent)}", "请补上"))
            else:
                found.append(Example(node["名称"], node["说明"], node["积分制"], node, place))
    return found, problems


def run(example: Example, files: Files) -> list[Problem]:
    """What differs between the example's stated and the computed points; empty when it holds."""

    def problem(what: str) -> Problem:
        message = f"例子“{example.name}”：{what}"
        return Problem("例子", example.place, message, "请核对规则或例子")

    rulebook, _ = read_rulebook(files)
    period = Period.parse(example.stated["期间"])
    if rulebook is None or period is None or example.scheme not in rulebook.schemes:
        return [problem("积分制或期间写得不对")]
    scheme = rulebook.schemes[example.scheme]
    people = {
        name: f"{number:06d}" for number, name in enumerate(example.stated.get("人员", {}), 1)
    }
    made = {path: data for path, data in files.items() if _is_rule(path)}
    made |= dict(_roster(example, scheme, people)) | dict(_ledger(example, scheme, people))
    books, problems = read_books(made)
    wrong = [problem(f"{p.place.path} {p.sentence}".rstrip("。")) for p in errors(problems)]
    if books is None or wrong:
        return wrong
    return [problem(text) for text in _differences(example, scheme, period, people, Scores(books))]


def _is_rule(path: str) -> bool:
    return path.startswith("rules/") and not path.startswith((EXAMPLES, "rules/roster/"))


def _differences(
    example: Example, scheme: Scheme, period: Period, people: Mapping[str, str], scores: Scores
) -> Iterator[str]:
    lines = [line for line in scores.lines if line.month in period.months]
    stated = example.stated["应得"]
    expected = stated if isinstance(stated, dict) else {_SUBJECT: stated}
    standing = scores.standing(scheme.code, period)
    for name, points in expected.items():
        row = standing.row(people.get(name, name))
        what = f"{name}应得" if scheme.of_cases else "应得"
        yield from _compare(what, points, row.total if row else None)
    # A few dozen lines of one example: added up by hand, not through the table that is tested.
    sums: dict[str, int] = defaultdict(int)
    for line in lines:
        sums[_name(line)] += line.points
    for name, points in example.stated.get("其中", {}).items():
        yield from _compare(name, points, sums.get(name))
    for unit, points in example.stated.get("单位数量分", {}).items():
        own = (unit.lower(), scheme.case_component.code)
        earned = sum(line.points for line in lines if (line.unit, line.component) == own)
        yield from _compare(f"{unit} 数量分", points, earned)


def _name(line: ScoreLine) -> str:
    return line.kind if line.kind in BY_NAME or line.item is None else line.item.code


def _compare(what: str, stated: str, computed: int | None) -> Iterator[str]:
    if hundredths(stated) != computed:
        shown = "没有这一项" if computed is None else plain(computed)
        yield f"{what} 写的是 {stated}，算出来是 {shown}"


# ── a county with just the people of the example ───────────────────────────────────────────────

_SUBJECT, _UNIT, _FOUNDED = "example", "u1", "2020-01-01"


def _roster(
    example: Example, scheme: Scheme, people: Mapping[str, str]
) -> Iterator[tuple[str, bytes]]:
    group, stated = example.stated.get("分组", ""), example.stated.get("人员", {})
    flat = scheme.subject == UNITS
    units = sorted({_UNIT, *(each["单位"].lower() for each in stated.values())})
    head = {"代码": _SUBJECT, "名称": "例子", "自": _FOUNDED}
    unit = {"自": _FOUNDED, "组别": group if flat else "大队", "序列": "S1"}
    branch = {**head, "单位": []}
    room = {**head, "派出所": _UNIT, "性质": "社区", "类别": group}
    # Whoever files the record must be somebody, and must not be in the ranking.
    clerk = _officer("900000", _SUBJECT if flat else _UNIT, handles_cases=False, auxiliary=False)
    auxiliaries = _in_role(example.stated["记录"], "辅警")
    officers = [
        _officer(
            people[name],
            each["单位"].lower(),
            handles_cases=scheme.of_cases,
            auxiliary=name in auxiliaries,
        )
        for name, each in stated.items()
    ]
    codes = [_SUBJECT] if flat else units
    yield _file("rules/roster/units.yml", 单位=[{"代码": c, "名称": c, **unit} for c in codes])
    yield _file("rules/roster/branches.yml", 党支部=[branch] * (scheme.subject == BRANCHES))
    yield _file("rules/roster/rooms.yml", 警务室=[room] * (scheme.subject == ROOMS))
    yield _file("rules/roster/officers.yml", 人员=[clerk, *officers])


def _officer(number: str, unit: str, *, handles_cases: bool, auxiliary: bool) -> dict[str, Any]:
    yes_no = "是" if handles_cases else "否"
    post = {"自": _FOUNDED, "单位": unit, "职务": "民警", "办案": yes_no}
    who = {"警号": number, "姓名": number, "身份": "辅警" if auxiliary else "民警"}
    return {**who, "执法资格": "是", "任职": [post]}


def _in_role(node: Any, role: str) -> set[str]:
    if isinstance(node, dict):
        if node.get("角色") == role:
            return {node["警号"]}
        return set().union(*(_in_role(value, role) for value in node.values()))
    if isinstance(node, list):
        return set().union(*(_in_role(value, role) for value in node))
    return set()


def _ledger(
    example: Example, scheme: Scheme, people: Mapping[str, str]
) -> Iterator[tuple[str, bytes]]:
    for month, written in example.stated["记录"].items():
        body = _renamed(written, people)
        file = _SUBJECT if scheme.subject in SINGLE_SUBJECT else _UNIT
        filed = {"填报人": "900000", "填报日期": last_day(month).isoformat()}
        head = {SUBJECTS[scheme.subject]: file, "月份": month, **filed}
        folder = f"ledger/{month}"
        if scheme.of_cases:
            review = {key: body[key] for key in ("复核", "单位问题") if key in body}
            yield _file(f"{folder}/{scheme.code}/{file}.yml", **head, 案件=body.get("案件", []))
            reviews = f"{folder}/{scheme.review_folder}/{file}.yml"
            yield _file(reviews, **head, **{"复核": [], **review})
        elif scheme.subject in SINGLE_SUBJECT:
            yield _file(f"{folder}/{scheme.code}/{file}.yml", **head, **body)
        else:
            nested = {scheme.subject: {_SUBJECT: body}}
            yield _file(f"{folder}/{scheme.code}/{file}.yml", **head, **nested)


def _renamed(node: Any, people: Mapping[str, str]) -> Any:
    if isinstance(node, dict):
        return {key: _renamed(value, people) for key, value in node.items()}
    if isinstance(node, list):
        return [_renamed(value, people) for value in node]
    return people.get(node, node)


def _file(path: str, **content: Any) -> tuple[str, bytes]:
    """A line for each key, with JSON, which is YAML: the quickest spelling that the strict reader takes."""
    lines = (f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in content.items())
    return path, "".join(lines).encode()
