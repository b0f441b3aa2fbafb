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
    return _mkdocs(root, "build", "--strict", "--quiet", *target) == 0


def serve(root: Path, port: int) -> bool:
    """Show the site on this machine until it is stopped; whether it ended well."""
    return _mkdocs(root, "serve", "--quiet", "--dev-addr", f"127.0.0.1:{port}") == 0


def _mkdocs(root: Path, command: str, *options: str) -> int:
    settings = root / SETTINGS
    if not settings.is_file():
        raise NoSettingsError(str(settings))
    call = [sys.executable, "-m", "mkdocs", command, "--config-file", str(settings), *options]
    # Silences the end-of-life notice of Material, which is known and planned for.
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    with subprocess.Popen(call, env=environment) as running:
        try:
            return running.wait()
        except KeyboardInterrupt:  # the terminal has sent it to MkDocs too, which ends by itself
            return running.wait()
        except BaseException:
            running.terminate()
            raise
