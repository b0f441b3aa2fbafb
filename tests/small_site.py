"""The county of ``county.py`` on disk with the site's settings, and its build in a fresh process."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.county import Change, county
from tests.once import made_once

ROOT = Path(__file__).resolve().parent.parent
THEME = "site_templates/theme"


def project(folder: Path, *changes: Change) -> Path:
    """Write the county and what MkDocs needs beside it; returns the folder."""
    for path, data in county(*changes).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert settings.count(THEME) == 1
    settings = settings.replace(THEME, str(ROOT / THEME))
    (folder / "mkdocs.yml").write_text(settings, encoding="utf-8")
    handbook = folder / "handbook"
    handbook.mkdir(exist_ok=True)
    (handbook / "index.md").write_text(
        "# 使用手册\n\n看[规则](../rules/index.md)。\n", encoding="utf-8"
    )
    (handbook / "clerk.md").write_text("# 内勤\n\n## 每月报送\n\n按时报。\n", encoding="utf-8")
    (handbook / "auditor.md").write_text("# 督察、纪检\n\n自行核验。\n", encoding="utf-8")
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
