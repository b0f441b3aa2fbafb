"""What is mutated and which tests are asked: the one place that names folders and modules."""

from __future__ import annotations

from pathlib import Path

MUTATED = (
    "generator/rules/kinds/*.py",
    "generator/scoring/**/*.py",
    "generator/checks/*.py",
    # The judgement; not how git is run, the gate is installed or files are found to be proven.
    *(
        f"generator/approval/{name}.py"
        for name in ("approvers", "authority", "lanes", "proof", "renewal", "routes", "sheet", "statement")
    ),
    *(
        f"generator/audit/{name}.py"
        for name in (
            "approvers_gate", "chain", "content", "judge", "rules_gate", "state", "trail_gate", "tree",
        )
    ),
)  # fmt: skip
"""Modules, as patterns of paths."""

LEFT_OUT = (
    "tests/project/test_architecture.py",  # reads the source, so that any change of it may look wrong
    "tests/project/test_benchmarks.py",
    "tests/publish/test_browser.py",
    "tests/sample/test_demo.py",
    "tests/project/test_docs.py",
    "tests/project/test_mutants.py",
    "tests/publish/test_zensical.py",
)
"""Test files that are not asked: they need minutes, or look at other things."""

OWN = {
    "rules": ("rules", "keys", "broken"),
    "checks": ("checks", "broken"),
    "approval": ("approval", "attacks"),
    "audit": ("audit", "attacks"),
    "scoring": ("scoring", "rules"),
}
"""Folder of ``generator/`` → those of ``tests/`` that are there for it: almost every test runs rules."""


def own_folders(path: str) -> tuple[str, ...]:
    """The folders of tests that are there for a module."""
    room = path.removeprefix("generator/").partition("/")[0]
    return tuple(f"tests/{name}/" for name in OWN.get(room, ()))


def modules(root: Path) -> list[str]:
    """The modules to mutate; those that hold nothing but a docstring are left out."""
    found = {path for pattern in MUTATED for path in root.glob(pattern)}
    return sorted(str(path.relative_to(root)) for path in found if path.stat().st_size > 200)


def test_files(root: Path) -> list[str]:
    """The test files that are asked."""
    found = sorted(str(path.relative_to(root)) for path in (root / "tests").rglob("test_*.py"))
    return [path for path in found if path not in LEFT_OUT]
