"""The import rule of ARCHITECTURE.md, read from the source."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / "generator").rglob("*.py"))
FILES_AND_SIGNALS = {"whole", "interrupts"}
"""Of the standard library alone: how files are written, and what ends a process."""
MAY_IMPORT = {
    "intake": {"intake"},
    "scoring": {"intake", "scoring"},
    "publish": {"intake", "audit", "scoring", "publish", *FILES_AND_SIGNALS},
    "sample": {"intake", "scoring", "audit", "sample", *FILES_AND_SIGNALS},
    "audit": {"intake", "audit"},
    "desk": {"intake", "scoring", "audit", "desk", *FILES_AND_SIGNALS},
    "demo": {*("intake", "scoring", "sample", "audit", "desk", "demo"), "terminal"},
    "": {
        *("intake", "scoring", "publish", "sample", "audit", "desk"),
        *("cli", "approvals", "proofs", "arguments", "terminal"),
        *FILES_AND_SIGNALS,
    },
}
"""Package of generator/ → the packages of generator/ it may import."""
WORLD = {
    "os",
    "io",
    "sys",
    "subprocess",
    "shutil",
    "pathlib",
    "tempfile",
    "time",
    "random",
    "socket",
}
"""Modules through which a pure function would touch files, the clock or chance."""


def imports(path: Path) -> Iterator[str]:
    """Every module a file imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            yield node.module


def package(path: Path) -> str:
    parts = path.relative_to(ROOT / "generator").parts
    return parts[0] if len(parts) > 1 else ""


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_a_file_imports_only_what_its_package_may(path: Path) -> None:
    used = {name.split(".")[1] for name in imports(path) if name.startswith("generator.")}
    assert used <= MAY_IMPORT[package(path)]


def test_scoring_touches_no_file_no_clock_and_no_chance() -> None:
    found = {
        relative(path): sorted(used)
        for path in FILES
        if package(path) == "scoring" and (used := {n.split(".")[0] for n in imports(path)} & WORLD)
    }
    assert found == {}


def test_only_the_plugin_imports_mkdocs() -> None:
    found = [
        relative(path)
        for path in FILES
        if any(name.split(".")[0] in ("mkdocs", "material") for name in imports(path))
    ]
    assert found == ["generator/publish/mkdocs_plugin.py"]


def test_the_audit_kernel_stands_on_little() -> None:
    """It starts for every push, and whoever doubts it has to read all of it."""
    allowed = {*sys.stdlib_module_names, "yaml", "cryptography", "generator"}
    found = {
        relative(path): sorted(used)
        for path in FILES
        if package(path) == "audit" and (used := {n.split(".")[0] for n in imports(path)} - allowed)
    }
    assert found == {}


def test_only_two_files_of_the_kernel_run_programs() -> None:
    """The judge reads what ``git.py`` hands it; ``install.py`` tests the gate by a push."""
    found = [
        relative(path)
        for path in FILES
        if package(path) == "audit" and "subprocess" in {n.split(".")[0] for n in imports(path)}
    ]
    assert found == ["generator/audit/git.py", "generator/audit/install.py"]


@pytest.mark.parametrize("module", ["pandas", "mkdocs", "jinja2"])
def test_checking_records_imports_nothing_heavy(module: str) -> None:
    light = [path for path in FILES if package(path) == "intake"]
    assert [
        relative(path) for path in light if module in {n.split(".")[0] for n in imports(path)}
    ] == []


def test_the_architecture_page_names_every_source_file() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    unnamed = [path.name for path in FILES if path.name not in text and path.name != "__init__.py"]
    assert unnamed == []
