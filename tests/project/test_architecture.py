"""The import rule of ARCHITECTURE.md, read from the source."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.audit import KERNEL
from generator.scoring.model import ScoreLine
from tests.sample_year import sample_year

ROOT = Path(__file__).parents[2]
ROOMS = (
    "files", "text", "rules", "ledger", "trail", "approval", "checks", "scoring", "audit",
    "publish", "desk", "command",
)  # fmt: skip
"""A room imports only rooms that stand before it."""
HEAVY = {"click", "cryptography", "jinja2", "mkdocs", "pandas", "ruamel"}
NEEDED = {
    "approval": {"cryptography"},
    "scoring": {"pandas"},
    "audit": {"cryptography"},
    "publish": HEAVY - {"ruamel"},
    "desk": {"cryptography", "pandas", "ruamel"},
    "command": {"click"},
}
"""Room → what it loads of the heavy packages; the command line loads rooms as they are asked for."""
BESIDE = ("sample", "demo", "delivery")
"""Programs beside the product, which never imports them."""
PRODUCT = sorted((ROOT / "generator").rglob("*.py"))
FILES = sorted([*PRODUCT, *(path for name in BESIDE for path in (ROOT / name).rglob("*.py"))])
WORLD = {"os", "io", "sys", "subprocess", "shutil", "pathlib", "tempfile", "time", "random", "socket"}  # fmt: skip
"""Modules through which a pure function would touch files, the clock or chance."""


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {name_of(path): path for path in FILES}


def imports(path: Path) -> Iterator[str]:
    """Every module a file imports, also inside functions and for type checking alone."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in MODULES else node.module


def tops(path: Path) -> set[str]:
    return {name.partition(".")[0] for name in imports(path)}


def room(module: str) -> str:
    parts = module.split(".")
    return parts[1] if parts[0] == "generator" and len(parts) > 1 else ""


def of_rooms(*names: str) -> list[Path]:
    return [path for path in PRODUCT if room(name_of(path)) in names]


def test_a_room_imports_only_rooms_that_stand_before_it() -> None:
    back = []
    for path in PRODUCT:
        own = room(name_of(path))
        allowed = ROOMS[: ROOMS.index(own) + 1] if own in ROOMS else ROOMS
        used = {room(name) for name in imports(path) if room(name)}
        back += [f"{relative(path)} imports {name}" for name in sorted(used.difference(allowed))]
    assert back == []


def test_every_module_of_the_product_stands_in_a_room() -> None:
    outside = [relative(path) for path in PRODUCT if room(name_of(path)) not in ROOMS]
    assert outside == ["generator/__init__.py", "generator/__main__.py"]


def test_no_imports_run_in_a_circle() -> None:
    graph = {name: {n for n in imports(path) if n in MODULES} for name, path in MODULES.items()}
    waiting = dict(graph)
    while free := [name for name, needs in waiting.items() if not needs & waiting.keys()]:
        for name in free:
            del waiting[name]
    assert sorted(waiting) == []


def test_the_product_knows_nothing_of_what_stands_beside_it() -> None:
    assert [relative(path) for path in PRODUCT if not tops(path).isdisjoint(BESIDE)] == []


def test_scoring_touches_no_file_no_clock_and_no_chance() -> None:
    found = {relative(path): sorted(tops(path) & WORLD) for path in of_rooms("scoring")}
    assert {path: used for path, used in found.items() if used} == {}


def loaded_by(*modules: str) -> set[str]:
    """What a fresh interpreter has loaded after importing these."""
    call = f"import sys; [__import__(name) for name in {modules!r}]; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", call], cwd=ROOT, capture_output=True, text=True, check=True)  # fmt: skip
    return set(done.stdout.split())


@pytest.mark.parametrize("name", ROOMS)
def test_a_room_starts_without_what_it_does_not_need(name: str) -> None:
    loaded = loaded_by(*map(name_of, of_rooms(name)))
    assert {module.partition(".")[0] for module in loaded} & HEAVY == NEEDED.get(name, set())
    later = ROOMS[ROOMS.index(name) + 1 :]
    assert [module for module in sorted(loaded) if room(module) in later] == []


def test_the_gate_starts_with_next_to_nothing() -> None:
    """It starts for every push: keys are looked at when there are any, records when there are."""
    loaded = loaded_by("generator.audit.hook")
    assert loaded & HEAVY == set()
    assert {room(module) for module in loaded} - {""} == {"text", "approval", "audit"}


def test_only_the_plugin_imports_mkdocs() -> None:
    found = [relative(path) for path in FILES if tops(path) & {"mkdocs", "material"}]
    assert found == ["generator/publish/mkdocs_plugin.py"]


def test_the_kernel_stands_on_little() -> None:
    """It starts for every push, and whoever doubts it has to read all of it."""
    allowed = {*sys.stdlib_module_names, "yaml", "cryptography", "generator"}
    found = {relative(path): sorted(tops(path) - allowed) for path in of_rooms(*KERNEL)}
    assert {path: used for path, used in found.items() if used} == {}


def test_one_file_of_the_kernel_runs_programs() -> None:
    """The judge reads what ``git.py`` hands it."""
    found = [relative(path) for path in of_rooms(*KERNEL) if "subprocess" in tops(path)]
    assert found == ["generator/audit/git.py"]


def test_no_file_is_longer_than_the_guide_says() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    (limit,) = re.findall(r"stay under (\d+) lines", guide)
    lengths = {relative(path): len(path.read_text("utf-8").splitlines()) for path in FILES}
    assert {path: length for path, length in lengths.items() if length >= int(limit)} == {}


ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")


def mapped() -> Iterator[str]:
    """The source files that the map names, each under the folders above it."""
    (tree,) = [block for block in ARCHITECTURE.split("```") if "generator/\n" in block]
    above: list[tuple[int, str]] = []
    for line in filter(str.strip, tree.splitlines()):
        indent = len(line) - len(line.lstrip())
        above = [(depth, folder) for depth, folder in above if depth < indent]
        if (first := line.split()[0]).endswith("/"):
            above.append((indent, first))
        folders = "".join(folder for _, folder in above)
        yield from (f"{folders}{name}" for name in re.findall(r"\b\w+\.py\b", line))


def test_the_map_names_every_source_file_once_under_its_room() -> None:
    there = Counter(relative(path) for path in FILES if path.name != "__init__.py")
    named = Counter(mapped())
    assert (sorted((there - named).elements()), sorted((named - there).elements())) == ([], [])


def test_the_datum_that_is_followed_is_one_of_the_sample() -> None:
    entry = re.search(r"`(\S+):(\d+)` says `(.+)`", ARCHITECTURE)
    assert entry is not None
    path, number, written = entry.groups()
    assert (ROOT / path).read_text("utf-8").splitlines()[int(number) - 1].strip() == f"- {written}"

    def is_it(line: ScoreLine) -> bool:
        return line.place is not None and line.place[:2] == (path, int(number))

    (line,) = filter(is_it, sample_year(2025).scores.lines)
    told = f'ScoreLine(points={line.points}, item={line.item_code}, words="{line.words}", place=…:{number})'
    assert f"`{told}`" in ARCHITECTURE
