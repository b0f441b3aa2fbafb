"""Running MkDocs: the site as files, or as a preview that follows every change.

MkDocs runs as a program of its own, so that nothing but the plugin imports it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SETTINGS = "mkdocs.yml"


class NoSettingsError(Exception):
    """The folder has no ``mkdocs.yml`` to build a site with."""


def build(root: Path, out: Path | None = None) -> bool:
    """Build the site of ``root`` into ``out`` (default: ``root/site``); whether it was built.

    What stands in the way is printed to the error stream, by the plugin or by MkDocs.
    """
    target = ["--site-dir", str(out.absolute())] if out is not None else []
    call = _call(root, "build", "--strict", "--quiet", *target)
    return subprocess.run(call, check=False, env=_environment()).returncode == 0


def serve(root: Path, port: int) -> bool:
    """Show the site on this machine until it is stopped; whether it ended well.

    Where the system can, MkDocs takes the place of this process, and with it all signals.
    """
    call = _call(root, "serve", "--livereload", "--quiet", "--dev-addr", f"127.0.0.1:{port}")
    if os.name == "posix":
        sys.stderr.flush()
        os.execve(sys.executable, call, _environment())  # noqa: S606 - no shell is wanted
    return subprocess.run(call, check=False, env=_environment()).returncode == 0


def _call(root: Path, command: str, *options: str) -> list[str]:
    settings = root / SETTINGS
    if not settings.is_file():
        raise NoSettingsError(str(settings))
    return [sys.executable, "-m", "mkdocs", command, "--config-file", str(settings), *options]


def _environment() -> dict[str, str]:
    """Silences the end-of-life notice of Material, which is known and planned for."""
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
