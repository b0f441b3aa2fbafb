"""The import rule of ARCHITECTURE.md, read from the source."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.audit import KERNEL

ROOT = Path(__file__).parents[2]
ROOMS = (
    "files", "text", "rules", "ledger", "trail", "approval", "checks", "scoring", "audit",
    "publish", "desk", "command",
)  # fmt: skip
"""A room imports only rooms that stand before it."""
BESIDE = ("sample", "demo")
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


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("generator.scoring.standings", ["generator.audit", "generator.publish", "generator.desk"]),
        ("generator.approval.sheet", ["generator.checks", "generator.scoring", "generator.audit"]),
        ("generator.audit.hook", ["pandas", "mkdocs", "jinja2", "click"]),
        ("generator.checks.books", ["pandas", "mkdocs", "jinja2", "cryptography"]),
    ],
)
def test_what_is_needed_alone_can_be_imported_alone(module: str, absent: list[str]) -> None:
    call = f"import sys, {module}; print(*[name for name in {absent!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", call], cwd=ROOT, capture_output=True, text=True, check=True)  # fmt: skip
    assert done.stdout == "\n"


def test_only_the_plugin_imports_mkdocs() -> None:
    found = [relative(path) for path in FILES if tops(path) & {"mkdocs", "material"}]
    assert found == ["generator/publish/mkdocs_plugin.py"]


def test_the_kernel_stands_on_little() -> None:
    """It starts for every push, and whoever doubts it has to read all of it."""
    allowed = {*sys.stdlib_module_names, "yaml", "cryptography", "generator"}
    found = {relative(path): sorted(tops(path) - allowed) for path in of_rooms(*KERNEL)}
    assert {path: used for path, used in found.items() if used} == {}


def test_only_two_files_of_the_kernel_run_programs() -> None:
    """The judge reads what ``git.py`` hands it; ``install.py`` tests the gate by a push."""
    found = [relative(path) for path in of_rooms(*KERNEL) if "subprocess" in tops(path)]
    assert found == ["generator/audit/git.py", "generator/audit/install.py"]


def test_the_architecture_page_names_every_source_file() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    unnamed = [path.name for path in FILES if path.name not in text and path.name != "__init__.py"]
    assert unnamed == []
