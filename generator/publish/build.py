"""Running MkDocs: the site as files, or as a preview that follows every change.

MkDocs runs as a program of its own, so that nothing but the plugin imports it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from generator.audit import root as roots
from generator.audit.root import Root

SETTINGS = "mkdocs.yml"
MADE = ("index.html", "404.html", "assets/jifen.css")
"""What every finished site has, and nothing else has all of."""
TRUST = "JIFEN_TRUST"
"""The environment variable that names the file of the trust root; it lies outside the repository."""


class NoSettingsError(Exception):
    """The folder has no ``mkdocs.yml`` to build a site with."""


class OccupiedError(Exception):
    """The folder for the site holds something that is no site; the message names it."""


def trust_root(environment: Mapping[str, str], ledger: Path) -> Root | None:
    """The trust root that the environment names, if any; raises ``audit.root.BadRoot``.

    Whoever can change the ledger must not be able to change what it is proven by.
    """
    named = environment.get(TRUST)
    if not named:
        return None
    path = Path(named).resolve()
    if path.is_relative_to(ledger.resolve()):
        raise roots.BadRoot(f"信任根文件 {named} 放在台账文件夹里，应当由核验人另行保管")
    return roots.read(path)


def build(root: Path, out: Path | None = None, trust: Path | None = None) -> bool:
    """Build the site of ``root`` into ``out`` (default: ``root/site``); whether it was built.

    ``trust`` is the file of a trust root: with it the history is proven before anything is built.
    What stands in the way is printed to the error stream, by the plugin or by MkDocs.

    Raises ``OccupiedError``: MkDocs empties the folder first, whatever lies in it.
    """
    if out is not None and not _may_be_emptied(out):
        raise OccupiedError(str(out))
    target = ["--site-dir", str(out.absolute())] if out is not None else []
    call = _call(root, "build", "--strict", "--quiet", *target)
    return subprocess.run(call, check=False, env=_environment(trust)).returncode == 0


def _may_be_emptied(out: Path) -> bool:
    """Whether a folder is new, empty, or holds a site built before."""
    if not out.exists():
        return True
    return out.is_dir() and (not any(out.iterdir()) or all((out / name).is_file() for name in MADE))


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


def _environment(trust: Path | None = None) -> dict[str, str]:
    """Silences the end-of-life notice of Material, which is known and planned for."""
    named = {TRUST: str(trust.absolute())} if trust is not None else {}
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1", **named}
