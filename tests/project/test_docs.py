"""The READMEs and the handbook are true: what they name exists, what they show reads and runs."""

from __future__ import annotations

import re
import shlex
import textwrap
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, NamedTuple, cast

import click
import pytest
import yaml
from click.testing import CliRunner
from markdown import markdown

from generator.approval.refusal import MENDS
from generator.approval.statement import Change
from generator.checks.books import files_in, read_books
from generator.command.main import main
from generator.desk import review
from generator.publish.kit import links
from generator.rules.periods import Period
from generator.rules.rulebook import read_rulebook
from generator.text.problems import Problem, as_line, errors
from generator.trail.correction import Correction, read_correction
from generator.trail.objection import Objection, read_objection
from tests.broken.messages import messages
from tests.small_site import EXTENSIONS

if TYPE_CHECKING:
    from generator.desk.draft import Draft

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.zh.md")
ARCHITECTURE = "ARCHITECTURE.md"
GUIDES = (*READMES, "CONTRIBUTING.md", *([ARCHITECTURE] if (ROOT / ARCHITECTURE).exists() else []))
HANDBOOK = tuple(f"handbook/{path.name}" for path in sorted((ROOT / "handbook").glob("*.md")))
PAGES = (*GUIDES, "CHANGELOG.md", *HANDBOOK)
MADE_BY_MAKE = ("site", "release", ".venv", "node_modules")
"""Folders that a fresh clone does not have."""
MADE_LATER = {"rules/approvers", "rules/approvers/"}
"""Where replaced versions of the approvers file are kept, once there are any."""
GENERATED = {
    f"../{uri}index.md" for uri in (links.BULLETINS, links.RULES, links.RULE_CHANGES, links.AUDIT)
}
"""Generated pages that the handbook may lead to: those of a county that has no records yet."""

_FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.DOTALL | re.MULTILINE)
_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"!?\[[^\]\n]*\]\(([^)\s]+)\)")
_COMMAND = re.compile(r"(?:^|[\s(])(?:\.venv/bin/)?jifen (?=[a-z])([^\n|>#&]*)")
_PATH = re.compile(r"\.?[A-Za-z_]+(?:[\w.*-]|/)*", re.ASCII)
_PROBLEM = re.compile(r"^((?:ledger|rules)/\S+\.yml):(\d+):(\d+): (.+)$")


class Block(NamedTuple):
    """A fenced block: its language, its text without indentation, and the line before it."""

    language: str
    text: str
    before: str


def read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def blocks(page: str) -> Iterator[Block]:
    text = read(page)
    for match in _FENCE.finditer(text):
        before = text[: match.start()].rstrip().rpartition("\n")[2].strip()
        yield Block(match[2], textwrap.dedent(match[3]), before)


def code(page: str) -> list[str]:
    """Fenced blocks and spans of code."""
    prose = _FENCE.sub("", read(page))
    return [block.text for block in blocks(page)] + _SPAN.findall(prose)


def commands(page: str) -> list[list[str]]:
    """Every call of ``jifen`` with at least a command, as arguments."""
    found = (match for text in code(page) for match in _COMMAND.findall(text))
    return [_words(each) for each in found]


def _words(call: str) -> list[str]:
    """As the shell would take them; a tree of files may hold a single apostrophe."""
    try:
        return shlex.split(call)
    except ValueError:
        return call.split()


def is_read_only(call: list[str]) -> bool:
    """Whether a call only reads this ledger and is printed with its arguments."""
    name, *rest = call
    if "--folder" in rest:
        return False
    return name == "check" or (
        name in ("score", "explain") and bool(rest) and Period.parse(rest[0]) is not None
    )


@cache
def ledger_files() -> dict[str, bytes]:
    return files_in(ROOT)


# ── commands ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("page", PAGES)
def test_every_command_named_exists_with_its_options(page: str) -> None:
    assert isinstance(main, click.Group)
    for name, *rest in commands(page):
        command = main.commands.get(name)
        if isinstance(command, click.Group) and rest:
            command = command.commands.get(rest[0])
        assert command is not None, f"{page}: jifen {name}"
        known = {option for param in command.params for option in param.opts}
        assert {each for each in rest if each.startswith("-")} <= known, (
            f"{page}: jifen {name} {rest}"
        )


@pytest.mark.parametrize(
    "call",
    sorted({shlex.join(each) for page in PAGES for each in commands(page) if is_read_only(each)}),
)
def test_a_call_that_only_reads_works_as_printed(
    call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    result = CliRunner().invoke(main, shlex.split(call))
    assert result.exit_code == 0, result.output
    assert result.output.strip()


@pytest.mark.parametrize("page", PAGES)
def test_every_make_target_named_exists(page: str) -> None:
    phony = re.search(r"^\.PHONY: (.+)$", read("Makefile"), re.MULTILINE)
    assert phony is not None
    named = {target for text in code(page) for target in re.findall(r"\bmake ([a-z]+)", text)}
    assert named <= set(phony[1].split())


@pytest.mark.parametrize("page", READMES)
def test_the_two_commands_stand_at_the_top(page: str) -> None:
    first = next(blocks(page))
    assert [line.split("  ")[0] for line in first.text.splitlines()] == ["make site", "make test"]
    assert read(page).index("make test") < 300


@pytest.mark.parametrize("page", [*READMES, "handbook/administrator.md"])
def test_what_a_bare_debian_lacks_is_said_with_the_commands(page: str) -> None:
    """All that is called and a minimal Debian does not have; nothing of it brings make."""
    line = re.search(r"apt-get install ([a-z0-9 -]+)", read(page))
    assert line is not None
    also = "make" if page in READMES else "openssh-client"
    assert {"git", "python3-venv", also} <= set(line[1].split())
    assert page not in READMES or line.start() < 500


def test_the_version_is_that_of_the_newest_changes() -> None:
    """``pyproject.toml`` says it, for ``jifen --version``; changes still to come have no number."""
    version = tomllib.loads(read("pyproject.toml"))["project"]["version"]
    numbers = re.findall(r"^## (\d\S*?)(?:（|$)", read("CHANGELOG.md"), re.MULTILINE)
    assert numbers[0] == version


# ── paths and links ────────────────────────────────────────────────────────────────────────────


def paths(page: str) -> set[str]:
    """Spans that are paths in the repository; those with a word in capitals stand for many."""
    top = {path.name for path in ROOT.iterdir()} | {"ledger", "rules"}
    spans = {span.removeprefix("./") for span in _SPAN.findall(_FENCE.sub("", read(page)))}
    found = {span for span in spans if _PATH.fullmatch(span) and "/" in span.rstrip("/")}
    found |= {
        span
        for span in spans
        if re.fullmatch(r"[A-Za-z-]+\.(?:md|toml|yml|in|txt|json)", span) and span in top
    }
    first = {span: span.partition("/")[0] for span in found}
    return {
        span
        for span in found
        if first[span] in top
        and first[span] not in MADE_BY_MAKE
        and span not in MADE_LATER
        and not re.search(r"(?:^|/)[A-Z]+(?:[./]|$)", span.removesuffix(".md"))
    }


@pytest.mark.parametrize("page", PAGES)
def test_every_path_named_exists(page: str) -> None:
    missing = [path for path in sorted(paths(page)) if not any(ROOT.glob(path.rstrip("/")))]
    assert missing == []


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page: str) -> None:
    own = set(re.findall(r"\{#([\w-]+)\}", read(page)))
    for target in _LINK.findall(_FENCE.sub("", read(page))):
        file, _, anchor = target.partition("#")
        if not file:
            assert anchor in own, f"{page}: {target}"
        elif not (page.startswith("handbook/") and file in GENERATED):
            assert ((ROOT / page).parent / file).is_file(), f"{page}: {target}"


@pytest.mark.parametrize("page", HANDBOOK)
def test_no_block_of_code_is_indented(page: str) -> None:
    """Python-Markdown takes an indented fence for text, and a comment in it for a heading."""
    assert re.findall(r"^ +```.*$", read(page), re.MULTILINE) == []


@pytest.mark.parametrize("page", HANDBOOK)
def test_no_step_of_a_list_runs_into_the_one_before(page: str) -> None:
    """Python-Markdown takes a number for text where an indented paragraph stands just before it."""
    shown = re.sub(
        r"<pre>.*?</pre>", "", markdown(read(page), extensions=EXTENSIONS), flags=re.DOTALL
    )
    assert re.findall(r"^(?:\d+\.|[-*+]) .*", shown, re.MULTILINE) == []


def test_the_overview_leads_to_every_page_of_the_handbook() -> None:
    leads_to = {f"handbook/{target}" for target in _LINK.findall(read("handbook/index.md"))}
    assert set(HANDBOOK) - {"handbook/index.md"} <= leads_to


# ── records, rules and messages ────────────────────────────────────────────────────────────────


def examples(page: str) -> dict[str, str]:
    """Examples of record files: path, named on the line before → text."""
    found = {}
    for block in blocks(page):
        path = re.search(r"`(ledger/[\w/-]+\.yml)`", block.before)
        if block.language == "yaml" and path is not None:
            found[path[1]] = block.text
    return found


TRAIL = ("# 更正单 ledger/", "# 异议 ledger/")
"""How an example of what came after publication begins; its path follows."""


def problems_with(path: str, text: str) -> list[Problem]:
    """Problems in ``path`` when it has this text, beside the rules and all case work."""
    files = {name: data for name, data in ledger_files().items() if name.startswith("rules/")}
    if "/case-review/" in path:
        cases = re.compile(r"ledger/[^/]+/(cases|case-review)/")
        files |= {name: data for name, data in ledger_files().items() if cases.match(name)}
    found = read_books({**files, path: text.encode()})[1]
    return [problem for problem in found if problem.place.path == path]


def test_the_clerk_sees_a_record_of_every_kind() -> None:
    folders = {path.split("/")[2] for path in examples("handbook/clerk.md")}
    assert folders == {"rooms", "party", "cases", "case-review", "team"}


@pytest.mark.parametrize(("path", "text"), sorted(examples("handbook/clerk.md").items()))
def test_a_record_in_the_handbook_passes_the_check(path: str, text: str) -> None:
    """Excerpts leave out items and rooms, which is all that may be missing in them."""
    found = [p for p in errors(problems_with(path, text)) if p.code != "缺项"]
    assert [as_line(problem) for problem in found] == []


@pytest.mark.parametrize("page", HANDBOOK)
def test_every_yaml_example_is_of_a_known_kind(page: str) -> None:
    shown = examples(page).values()
    for block in blocks(page):
        if block.language == "yaml" and block.text not in shown:
            first = block.text.partition("\n")[0]
            assert first.startswith(
                ("# 加在 rules/", "# 记录里的几行", "# jifen-ci.yml", "# mkdocs.yml", *TRAIL)
            ), first
            assert yaml.safe_load(block.text)


def test_the_new_version_of_the_rules_can_be_read() -> None:
    added = [b.text for b in blocks("handbook/publisher.md") if b.text.startswith("# 加在 rules/")]
    assert added
    for text in added:
        path = text.split()[2]
        files = {**ledger_files(), path: ledger_files()[path] + text.encode()}
        rulebook, found = read_rulebook(files)
        assert [as_line(problem) for problem in found] == []
        assert rulebook is not None
        newest = rulebook.schemes[Path(path).stem].versions[-1]
        assert f"生效: {newest.since}" in text


def test_corrections_and_objections_in_the_handbook_can_be_read() -> None:
    shown = [b.text for b in blocks("handbook/publisher.md") if b.text.startswith(TRAIL)]
    assert [text.split()[1] for text in shown] == ["更正单", "更正单", "异议"]
    for text in shown:
        path = text.split()[2]
        data = text.encode()
        found: Objection | Correction | None
        if "/objections/" in path:
            found, problems = read_objection(path, data, ("rooms",))
        else:
            found, problems = read_correction(path, data, {"rooms": "rooms"})
        assert [as_line(problem) for problem in problems] == []
        if isinstance(found, Correction):
            lines = ledger_files()[found.record].decode().splitlines()
            assert all(lines[row.line - 1].strip() == row.old for row in found.lines)


def quoted_problems(page: str) -> list[tuple[str, str]]:
    """``(line of a problem, the source line under it)`` as shown in blocks of text."""
    found = []
    for block in blocks(page):
        lines = block.text.splitlines()
        for line, under in zip(lines, [*lines[1:], ""], strict=True):
            if _PROBLEM.match(line):
                found.append((line, under.removeprefix("    ") if under.startswith("    ") else ""))
    return found


@pytest.mark.parametrize("page", HANDBOOK)
def test_every_message_shown_is_one_that_the_check_prints(page: str) -> None:
    for line, _ in quoted_problems(page):
        match = _PROBLEM.match(line)
        assert match is not None
        said = match[4].removeprefix("提醒：").removeprefix("提示：")
        assert any(re.match(f"{message.pattern}。", said) for message in messages()), line


@pytest.mark.parametrize("page", HANDBOOK)
def test_every_refusal_shown_has_a_code_and_says_who_can_mend_it(page: str) -> None:
    """The last sentence of the line is one that the kernel says."""
    said = "".join(
        path.read_text("utf-8")
        for room in ("approval", "audit")
        for path in (ROOT / "generator" / room).glob("*.py")
    )
    for block in blocks(page):
        for code, line in re.findall(r"\b(E-[A-Z]+) (\S+: .+)$", block.text, re.MULTILINE):
            assert code in MENDS, code
            if block.language == "text":
                assert line.rstrip("。").rpartition("。")[2] in said, line
    for span in _SPAN.findall(_FENCE.sub("", read(page))):
        assert not re.fullmatch(r"E-[A-Z]+", span) or span in MENDS, span


@pytest.mark.parametrize(
    ("line", "broken"), quoted_problems("handbook/clerk.md"), ids=lambda text: text[:60]
)
def test_an_error_in_the_handbook_comes_from_the_line_under_it(line: str, broken: str) -> None:
    """Put into the example of the same file, the line shown gives the problem shown."""
    match = _PROBLEM.match(line)
    assert match is not None
    text = examples("handbook/clerk.md")[match[1]].splitlines()
    if gone := re.search(r"里缺少 (\w+)", match[4]):
        text = [each for each in text if f"项: {gone[1]}," not in each]
    else:
        text[int(match[2]) - 1] = broken
    assert line in [as_line(problem) for problem in problems_with(match[1], "\n".join(text) + "\n")]


def test_the_reviewer_sees_what_the_change_shown_does_to_the_ranking() -> None:
    """The change and its effect, as ``jifen approve`` shows them for the sample ledger.

    Before publication: nothing that came after it is there.
    """
    shown = list(blocks("handbook/reviewer.md"))
    change = next(block.text for block in shown if block.language == "diff")
    old, new = (re.search(rf"^  \{sign} +(- .+)$", change, re.MULTILINE) for sign in "-+")
    assert old is not None
    assert new is not None
    trail = re.compile(r"ledger/[^/]+/(bulletins|corrections|objections)/")
    before = {path: data for path, data in ledger_files().items() if not trail.match(path)}
    path = next(p for p in sorted(before) if "2025-06/rooms" in p and old[1].encode() in before[p])
    after = {**before, path: before[path].replace(old[1].encode(), new[1].encode())}
    draft = cast("Draft", SimpleNamespace(changes=(Change(path, "-", "-"),)))
    assert change.splitlines() == list(review.changed_lines(before, after, draft))
    effect = "\n".join(review.effect(before, after, draft)).strip("\n")
    assert effect in [block.text.rstrip("\n") for block in shown]
