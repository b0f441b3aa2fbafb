"""The county of ``county.py`` on disk with the site's settings, and its build in a fresh process."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from generator.rules.website import FRAME
from tests.county import Change, county
from tests.once import made_once

ROOT = Path(__file__).resolve().parent.parent
EXTENSIONS = [
    each if isinstance(each, str) else next(iter(each))
    for each in yaml.safe_load((ROOT / FRAME).read_text("utf-8"))["markdown_extensions"]
]
"""What hand-written pages may use of Markdown."""


def project(folder: Path, *changes: Change) -> Path:
    """Write the county and what MkDocs needs beside it; returns the folder."""
    for path, data in county(*changes).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    # As in the repository of the program, so that MkDocs itself can be run there too.
    for name in ("site_templates/mkdocs.yml", "mkdocs.yml"):
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(ROOT / name, folder / name)
    shutil.copytree(ROOT / "handbook", folder / "handbook")
    return folder


def mkdocs(folder: Path, site: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Build the site of a project in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)],
        cwd=folder,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def built(folder: Path, site: Path, **environment: str) -> Path:
    """The folder of the finished site; no build may have anything to complain about."""
    result = mkdocs(folder, site, **environment)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "WARNING" not in result.stderr, result.stderr
    return site


def site_of(factory: pytest.TempPathFactory, name: str, *changes: Change) -> Path:
    """The site of the county, made once a run; the county lies in the folder above it."""
    return made_once(factory, name, lambda at: built(project(at, *changes), at / "site")) / "site"


def digests(site: Path) -> dict[str, str]:
    """Every file of a site and what is in it."""
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }
