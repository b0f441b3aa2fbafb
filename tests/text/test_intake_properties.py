"""What holds of every input: nothing crashes, places exist, order and spelling do not matter."""

from __future__ import annotations

import re
from functools import cache
from random import Random
from typing import Any

import yaml
from hypothesis import HealthCheck, example, given, settings, strategies as st

from generator.approval.routes import is_sheet
from generator.checks.books import read_books
from generator.text.problems import Problem, as_line, with_excerpt
from generator.text.strict import read
from generator.text.syntax import comment_start
from generator.trail.trail import is_trail
from tests.broken.corpus import Broken, corpus
from tests.county import ROOM_RULES, SMALL, Files, county

PATHS = sorted(county())
FRAGMENTS = (
    *(
        ":",
        ": ",
        "：",
        "，",
        "{",
        "}",
        "[",
        "]",
        "- ",
        "\n",
        "\r\n",
        "\t",
        "  ",
        " #",
        "'",
        '"',
        "|",
        ">",
        "?",
        "%",
    ),
    *(
        "&a ",
        "*a",
        "!x ",
        "<<: ",
        "---\n",
        "...\n",
        "~",
        "null",
        "\x00",
        "\ufeff",
        "\u202e",
        "\u3000",
        "\\u202e",
    ),
    *(
        "0",
        "-1",
        "010",
        "1e9",
        "99999999999999999999",
        "٣",
        "95%",
        "是",
        "2025-02-30",
        "2025-06",
        "0001-01-01",
    ),
    *(
        "项",
        "代码",
        "月份",
        "版本",
        "沿用",
        "变更",
        "一类",
        "C01",
        "W2",
        "chengguan",
        "../x",
        "9999-12-31",
    ),
)
"""Pieces that clerks and attackers may put anywhere."""


@st.composite
def mutated(draw: st.DrawFn) -> Files:
    """The county with one file cut, pasted and sprinkled with fragments at up to four places."""
    files = county()
    path = draw(st.sampled_from(PATHS))
    text = files[path].decode()
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = start + draw(st.integers(0, 12))
        text = text[:start] + draw(st.sampled_from(("", *FRAGMENTS))) + text[end:]
    return {**files, path: text.encode("utf-8", "surrogatepass")}


def assert_places_exist(files: Files, problems: list[Problem]) -> None:
    for problem in problems:
        path, line, column = problem.place
        assert "\n" not in as_line(problem)
        if line:
            source = files[path].decode("utf-8-sig", "replace")
            lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            assert line <= len(lines) + 1, problem
            length = len(lines[line - 1]) if line <= len(lines) else 0
            assert 1 <= column <= length + 2, (problem, lines[line - 1])
        with_excerpt(
            problem, {path: files[path].decode("utf-8", "replace")} if path in files else {}
        )


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(mutated())
def test_no_mutation_of_any_file_crashes_the_reader(files: Files) -> None:
    assert_places_exist(files, read_books(files)[1])


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PATHS), st.binary(max_size=300))
@example(PATHS[0], b"\r\x01\x80")
@example(SMALL, b"\xef\xbb\xbf\xef\xbb\xbf")
@example(SMALL, b"? ? ? ?")
@example(ROOM_RULES, b"[" * 100_000)
@example(ROOM_RULES, b"- " * 50_000)
@example(SMALL, b"a: &a [*a]\n")
def test_no_bytes_crash_the_reader(path: str, data: bytes) -> None:
    files = {**county(), path: data}
    assert_places_exist(files, read_books(files)[1])


# ── what is read is what a person sees ─────────────────────────────────────────────────────────

PIECES = (
    *("a", "b", "甲", "1", "a: ", "b: ", "a:", "- ", "{", "}", "[", "]", ", ", ",", ": ", ":"),
    *("? ", "?", "?a", "\n", "\n", "  ", " ", "\t", "\u3000", "'", "''", '"', "\\", "\\t", "\\\n", "\\x41"),
    *("|\n", ">\n", "|", "&a ", "*a", "!a ", "!!str ", "! ", "<<: ", "%YAML 1.1\n", "---\n", "--- ", "...\n"),
    *(" # b\n", "#", "# ", "~", "\ufeff", "\x85", "\u2028", "\r", "\\u202e", "\\N", "%", "@", "`", "="),
)  # fmt: skip
"""Everything that YAML takes for more than text, and a little text."""


def scalars(value: Any) -> list[str]:
    """All keys and values, in reading order."""
    if isinstance(value, dict):
        return [text for key, inner in value.items() for text in (key, *scalars(inner))]
    if isinstance(value, list):
        return [text for inner in value for text in scalars(inner)]
    return [value]


def letters(text: str) -> str:
    """What no structure of YAML is made of, apart from what is refused."""
    return re.sub(r"[^\w#%@`?=~|>&*!<.]", "", text)


def without_comments(text: str) -> str:
    return "\n".join(line[: comment_start(line)] for line in text.split("\n"))


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@example("a: { ?b: a}")
@example("a: [b: a]")
@example("a: b\n  a")
@example("a: 'b\n\n  a'")
@example('a: "b\\\n  a"')
@example("a: >-\n  b\n  a")
@example("a: # b\n  1")
@example("- 1 # a")
def test_text_is_refused_or_read_as_typed(written: str) -> None:
    text = f"a: {written}\n"
    document = read(SMALL, text.encode())
    if document.problems:
        return
    found = scalars(document.root)
    for each in found:
        spelt = (each, each.replace("'", "''"), each.replace("\\", "\\\\").replace('"', '\\"'))
        assert "\n" not in each
        assert any(one in text for one in spelt)
    # Nothing is left out, nothing comes in, nothing changes places.
    assert letters("".join(found)) == letters(without_comments(text))


# ── order and spelling ─────────────────────────────────────────────────────────────────────────


@cache
def rewritable() -> list[Broken]:
    """Not where something has been signed or published: then every byte of a record counts."""
    return [
        case
        for case in corpus()
        if any(
            path.startswith("ledger/") and data != county().get(path)
            for path, data in case.files.items()
        )
        and not any("已经写过。请只保留" in line or "注释里" in line for line in case.lines)
        and not any(is_trail(path) or is_sheet(path) for path in case.files)
        and all(
            p.code not in ("格式", "引用", "注释", "编码", "不可见字符", "文件过大")
            for p in case.problems
        )
    ]


REWRITABLE = st.deferred(lambda: st.sampled_from(rewritable()))
"""Found when a test asks for it: the whole corpus is read for it."""


def rewritten(files: Files, random: Random | None) -> Files:
    """The records spelt by a program; with entries in another order when there is a die."""
    made = dict(files)
    for path, data in files.items():
        if path.startswith("ledger/") and path.endswith(".yml"):
            try:
                value = yaml.load(data, yaml.BaseLoader)  # noqa: S506 - reads text only
            except yaml.YAMLError:
                continue
            text = yaml.safe_dump(
                shuffled(value, random), allow_unicode=True, sort_keys=False, width=10**6
            )
            made[path] = text.encode()
    return made


def shuffled(value: Any, random: Random | None) -> Any:
    if isinstance(value, dict):
        return {key: shuffled(inner, random) for key, inner in value.items()}
    if isinstance(value, list):
        inner = [shuffled(each, random) for each in value]
        return random.sample(inner, len(inner)) if random else inner
    return value


def said(files: Files) -> list[str]:
    """What is reported, without lines and columns; hints about order are about order."""
    found = (p for p in read_books(files)[1] if p.severity != "提示")
    lines = [re.sub(r"^([^:]+)[:\d]*", r"\1", as_line(problem)) for problem in found]
    return sorted(re.sub(r"第 \d+ 行| (ledger\S+):\d+ ", "某处", line) for line in lines)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(REWRITABLE, st.randoms(use_true_random=False))
def test_the_order_of_entries_changes_nothing_but_places(case: Broken, random: Random) -> None:
    assert said(rewritten(case.files, random)) == said(rewritten(case.files, None))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(REWRITABLE)
def test_block_or_flow_quoted_or_not_changes_nothing_but_places(case: Broken) -> None:
    assert said(rewritten(case.files, None)) == said(case.files)
