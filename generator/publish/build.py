"""Running MkDocs: the site as files, or as a preview that follows every change.

MkDocs is run as the program it is, so that nothing but the plugin imports it.  Under ``serve`` one
process builds many times, and takes up changes of the code as well.
"""

from __future__ import annotations

import importlib
import logging
import os
import runpy
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from generator.approval.root import BadRoot, Root, read as read_root
from generator.files.shipped import shipped
from generator.files.whole import UnfitError
from generator.rules.website import FRAME, PAGES

FOLDER = "JIFEN_FOLDER"
"""The environment variable that names the ledger's folder, for MkDocs stands on the program's settings."""
TRUST = "JIFEN_TRUST"
"""That which names the file of the trust root; it lies outside the repository."""
SOURCES = ("ledger", "rules", PAGES, "handbook", "site_templates", "generator", ".git")
"""Folders in which no site can lie: its files would be taken for something else."""


def trust_root(environment: Mapping[str, str], ledger: Path) -> Root | None:
    """The trust root that the environment names, if any; raises ``BadRoot``.

    Whoever can change the ledger must not be able to change what it is proven by.
    """
    named = environment.get(TRUST)
    if not named:
        return None
    # Followed, because a link from outside would else lead back into the ledger.
    path = Path(named).resolve()
    if path.is_relative_to(ledger.resolve()):
        raise BadRoot(f"信任根文件 {named} 放在台账文件夹里，应当由核验人另行保管")
    return read_root(path)


def refuse_misplaced(site: Path, root: Path) -> None:
    """Raise ``whole.UnfitError`` where a site would take the place of the ledger or get into it."""
    place, base = site.resolve(), root.resolve()
    if base.is_relative_to(place):
        raise UnfitError(f"{site} 里有台账，不能放网站", "请换一个文件夹")
    for name in SOURCES:
        if place.is_relative_to((base / name).resolve()):
            raise UnfitError(f"{site} 在台账的 {name}/ 里，不能放网站", "请换一个文件夹")


def build(root: Path, out: Path | None = None, trust: Path | None = None) -> int:
    """Build the site of ``root`` into ``out`` (default: ``root/site``); returns an exit code.

    ``trust`` is the file of a trust root: with it the history is proven before anything is built.
    What stands in the way is printed to the error stream, by the plugin or by MkDocs.

    Raises ``UnfitError`` where MkDocs would refuse in words of its own.
    """
    site = out or root / "site"
    refuse_misplaced(site, root)
    _, _, *sys.argv = _call("build", "--strict", "--site-dir", str(site.absolute()))
    os.environ |= _environment(root, trust)
    # MkDocs' own ``--quiet`` would keep it from counting warnings, and publish a broken link.
    logging.disable(logging.INFO)
    try:
        # In this process: whoever stops or kills the command means the build.
        runpy.run_module("mkdocs", run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        return int(ended.code or 0)
    finally:
        logging.disable(logging.NOTSET)
    return 0


def serve(root: Path, port: int) -> bool:
    """Show the site on this machine until it is stopped; whether it ended well.

    Where the system can, MkDocs takes the place of this process, and with it all signals.
    """
    call = _call("serve", "--livereload", "--quiet", "--dev-addr", f"127.0.0.1:{port}")
    environment = _environment(root)
    # A preview follows what is being written, which nobody has signed yet.
    environment.pop(TRUST, None)
    if os.name == "posix":
        # What stands in the buffer would be lost with this process.
        sys.stderr.flush()
        os.execve(sys.executable, call, environment)  # noqa: S606 - no shell is wanted
    return subprocess.run(call, check=False, env=environment).returncode == 0


def _call(command: str, *options: str) -> list[str]:
    return [sys.executable, "-m", "mkdocs", command, "--config-file", str(shipped(FRAME)), *options]


def _environment(root: Path, trust: Path | None = None) -> dict[str, str]:
    """Silences the end-of-life notice of Material, which is known and planned for."""
    named = {TRUST: str(trust.absolute())} if trust is not None else {}
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1", FOLDER: str(root.absolute()), **named}


_code_seen: dict[str, float] = {}
"""Module → when its file was changed, as of the last build of this process."""


def forget_changed_code(keeping: str) -> None:
    """When a module of the generator has changed, import them all afresh, but for one that stays."""
    modules = {
        name: Path(module.__file__)
        for name, module in sys.modules.items()
        if name.startswith("generator.") and name != keeping and module.__file__
    }
    now = {name: path.stat().st_mtime for name, path in modules.items() if path.exists()}
    if any(_code_seen.get(name, then) != then for name, then in now.items()):
        # All of them: a module that stays would go on using the classes of those that went.
        for name in modules:
            del sys.modules[name]
        importlib.invalidate_caches()
        _code_seen.clear()
    _code_seen.update(now)
