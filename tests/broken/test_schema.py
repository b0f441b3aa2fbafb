"""The JSON Schemas judge as the check does, as far as a schema can see; and they are up to date."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator

from generator.checks.books import Books, read_books
from generator.checks.schema import (
    DRAFT,
    editor_files,
    months_ahead,
    out_of_date,
    schemas,
    settings,
    trail_schemas,
)
from generator.ledger.layout import WITHDRAWN
from generator.text.problems import errors
from tests import editor
from tests.broken.corpus import Broken, corpus
from tests.county import Files, county
from tests.sample_year import sample_year

ROOT = Path(__file__).parents[2]

UNSEEN_CODES = {
    "引用": "an editor follows anchors, tags and merge keys",
    "不可见字符": "a schema does not look at characters",
    "编码": "an editor shows another encoding in its own way",
    "文件过大": "a schema does not look at size",
    "注释": "a comment is gone before the schema sees anything",
    "个人信息": "no pattern of a schema",
    "路径": "a schema does not know where the file lies",
    "名册": "roster as of a month",
    "重复": "a list may repeat itself in draft-07",
    "编号": "other files",
    "角色": "other files",
    "件数": "other files",
    "结论": "other files",
    "承担": "other files",
    "事项": "other files",
    "通报": "other files",
    "更正": "other files, and the lines of the record",
    "异议": "other files",
    "重算更正": "other files",
}
"""Codes of problems that no schema can see → why."""
UNSEEN_MESSAGES = {
    "前面多了 0": "the editor reads 010 as 10",
    "“1e3”不是整数": "the editor reads 1e3 as 1000",
    "大于应办": "a schema cannot compare two fields",
    "的小数超过两位": "multiples of 0.01 cannot be told among binary fractions",
    "“+0.5”不是分值": "the editor reads +0.5 as 0.5",
    "）的记录": "roster as of a month",
    "只能是文字": "the editor's own reader says so",
    "不在 2025-06 之内": "dates are the same in every month's schema",
    "不是有效日期": "a pattern does not know how long months are",
    "早于案件": "other files",
    "还没有过完": "other fields",
    "不是本月考核的指标": "other sections",
    "会被当作键的标记": "the editor knows all of YAML",
    "内容分成了几行": "the editor joins the lines",
    "分行写的内容": "the editor knows all of YAML",
    "会变成别的字符": "the editor knows all of YAML",
    "以“%”开头的行": "the editor knows all of YAML",
    "“记录”分成了几行": "the editor joins the lines",
    "写在了一对括号里": "the editor knows all of YAML",
    "不能从行首写起": "the editor knows all of YAML",
    "带了引号": "the editor knows all of YAML",
    "前面多了空格": "the editor knows all of YAML",
    "写在了下一行": "the editor knows all of YAML",
    "才结束，离公布日期": "a schema cannot compare two fields",
    "全文到此为止": "the editor knows all of YAML",
    "内容嵌套超过": "a schema says nothing about depth in unknown keys",
    "就结束了，还没有开始": "a schema cannot compare two fields",
    "开始，通报还没有公布": "a schema cannot compare two fields",
    "”之后不能是“": "other entries",
    "第一步不能是": "other entries",
    "”的日期早于“": "other entries",
    "“日期”写的是": "other entries",
    "的日期早于": "other files",
    "公示开始的": "other files",
    "”这一项": "rules as of a period",
    "只能有一份记录": "the editor looks at each document",
}
"""Messages of codes that a schema sees otherwise."""


@cache
def books(case: Broken | None = None) -> Books:
    made, _ = read_books(case.files if case else county())
    assert made is not None
    return made


@cache
def validators(case: Broken | None = None) -> dict[tuple[str, str], Draft7Validator]:
    """Name of a schema and month → its validator, as the editor's settings name it for files."""
    known = books(case)
    months = months_ahead(known.rulebook, known.ledger)
    made = schemas(known.rulebook, known.roster, months)
    trail = {
        (path.removeprefix("schema/").removesuffix(".json"), month): Draft7Validator(schema)
        for path, schema in trail_schemas(known.rulebook).items()
        for month in months
    }
    return trail | {
        (path.removeprefix("schema/")[: -len("-2025-01.json")], month): Draft7Validator(schema)
        for path, schema in made.items()
        for month in schema["properties"]["月份"]["enum"]
    }


def changed(case: Broken) -> Files:
    """The record files that a case changes, as far as there is a schema for their place."""
    base = county()
    return {
        path: data
        for path, data in case.files.items()
        if data != base.get(path) and path.count("/") == 3 and path.endswith(".yml")
        if kind_of(path) in validators(rules_of(case))
    }


def kind_of(path: str) -> tuple[str, str]:
    """Name of the schema and month of a file of the ledger."""
    _, month, folder, name = path.split("/")
    return ("withdrawals" if name.endswith(WITHDRAWN) else folder), month


def rules_of(case: Broken) -> Broken | None:
    """The case itself when it changes rules (then other schemas hold), else None."""
    base = county()
    own = {path: data for path, data in case.files.items() if path.startswith("rules/")}
    return None if own == {p: d for p, d in base.items() if p.startswith("rules/")} else case


def schema_accepts(case: Broken, path: str, data: bytes) -> bool:
    try:
        value = editor.load(data)
    except (yaml.YAMLError, ValueError, RecursionError):
        return False
    return validators(rules_of(case))[kind_of(path)].is_valid(value)


@cache
def judged() -> list[tuple[Broken, str, bool]]:
    """Each changed record file of the corpus, and whether its schema accepts it."""
    return [
        (case, path, schema_accepts(case, path, data))
        for case in corpus()
        for path, data in changed(case).items()
    ]


def test_check_and_schema_agree() -> None:
    quarrels = []
    for case, path, accepted in judged():
        found = [problem for problem in errors(case.problems) if problem.place.path == path]
        seen = [
            problem
            for problem in found
            if problem.code not in UNSEEN_CODES
            and not any(text in problem.message for text in UNSEEN_MESSAGES)
        ]
        if seen and accepted:
            quarrels.append(f"{case}: the check says {seen[0].sentence}, the schema nothing")
        if not found and not accepted:
            quarrels.append(f"{case}: the schema refuses what the check accepts in {path}")
    assert quarrels == []


def test_every_exception_is_needed() -> None:
    found = [p for case, path, _ in judged() for p in errors(case.problems) if p.place.path == path]
    codes, texts = {p.code for p in found}, [p.message for p in found]
    assert [code for code in UNSEEN_CODES if code not in codes] == []
    assert [m for m in UNSEEN_MESSAGES if not any(m in text for text in texts)] == []


def test_enough_of_the_corpus_is_judged() -> None:
    verdicts = [accepted for _, _, accepted in judged()]
    assert verdicts.count(False) > 100
    assert verdicts.count(True) > 60


@pytest.mark.parametrize("path", [path for path in county() if path.startswith("ledger/")])
def test_a_good_record_passes_its_schema(path: str) -> None:
    _, month, folder, _ = path.split("/")
    faults = validators()[folder, month].iter_errors(editor.load(county()[path]))
    assert [fault.message for fault in faults] == []


def test_schemas_are_draft_07_and_name_no_other_address() -> None:
    known = books()
    for schema in schemas(known.rulebook, known.roster, ["2025-06", "2025-07"]).values():
        Draft7Validator.check_schema(schema)
        assert schema["$schema"] == DRAFT
        assert "://" not in json.dumps(schema).replace(DRAFT, "")


def test_item_codes_carry_their_names_and_fields_their_help() -> None:
    made = schemas(books().rulebook, books().roster, ["2025-06"])
    item = made["schema/team-2025-06.json"]["properties"]["指标"]["items"]
    assert item["properties"]["项"]["oneOf"] == [
        {"const": "T2", "title": "T2 理论测试"},
        {"const": "T3", "title": "T3 群众评价"},
    ]
    described = item["allOf"][0]["then"]["properties"]["依据"]["description"]
    assert described == "登记或文件编号，不要图片，必填"


def test_each_month_has_one_schema_and_items_only_when_due() -> None:
    made = schemas(books().rulebook, books().roster, ["2025-05", "2025-06", "2025-07"])
    months = {path: schema["properties"]["月份"]["enum"] for path, schema in made.items()}
    assert months["schema/rooms-2025-05.json"] == ["2025-05", "2025-06"]
    assert months["schema/rooms-2025-07.json"] == ["2025-07"]
    assert months["schema/team-2025-05.json"] == ["2025-05", "2025-07"]
    assert months["schema/team-2025-06.json"] == ["2025-06"]
    may = made["schema/team-2025-05.json"]["properties"]["指标"]["items"]
    assert [each["const"] for each in may["properties"]["项"]["oneOf"]] == ["T3"]


def test_the_editor_finds_one_schema_for_every_record() -> None:
    made = schemas(books().rulebook, books().roster, ["2025-05", "2025-06", "2025-07"])
    globs: dict[str, list[str]] = settings(made)["yaml.schemas"]
    for path in (path for path in county() if path.startswith("ledger/")):
        fitting = [name for name, own in globs.items() for glob in own if matches(path, glob)]
        assert len(fitting) == 1, path


def matches(path: str, glob: str) -> bool:
    return Path("/", path).match(glob)


def test_what_is_missing_differs_or_is_no_longer_made_is_out_of_date() -> None:
    made = {"schema/a.json": b"{}", "schema/b.json": b"{}", ".vscode/settings.json": b"{}"}
    there = {"schema/a.json": b"[]", "schema/old.json": b"{}", "schema/README.md": b"", "old.json": b"", ".vscode/settings.json": b"{}"}  # fmt: skip
    assert out_of_date(made, there) == ["schema/a.json", "schema/b.json", "schema/old.json"]
    assert out_of_date(made, made) == []


def test_the_schemas_of_this_repository_are_up_to_date() -> None:
    known = sample_year(2025).books
    made = editor_files(known.rulebook, known.roster, known.ledger)
    there = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for folder in ("schema", ".vscode")
        for path in (ROOT / folder).rglob("*.json")
    }
    assert out_of_date(made, there) == [], "run `jifen schema` and commit what it writes"


def test_records_of_this_repository_pass_their_schemas() -> None:
    known = sample_year(2025).books
    made = schemas(known.rulebook, known.roster, months_ahead(known.rulebook, known.ledger))
    checkers = {
        (path.removeprefix("schema/")[: -len("-2025-01.json")], month): Draft7Validator(schema)
        for path, schema in made.items()
        for month in schema["properties"]["月份"]["enum"]
    }
    refused = []
    for path in sorted((ROOT / "ledger").glob("*/*/*.yml"))[::7]:
        month, folder = path.parts[-3:-1]
        if (folder, month) in checkers and not checkers[folder, month].is_valid(
            editor.load(path.read_bytes())
        ):
            refused.append(path.relative_to(ROOT).as_posix())
    assert refused == []
